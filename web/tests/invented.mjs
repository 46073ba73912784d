// A case of any size from invented text: towns, papers and people that are nobody's, in sentences made of parts, the same for the
// same number.
//
// In: how many items. Out: JSON lines as `firsthand add` takes them. As in real feeds most items are alone, some repeat another word
// for word or in words of their own, a few are told everywhere; and what weighs in a text are names that few other texts have, so that
// joining them costs what it costs in life. (Items made of a few dozen words are all alike, and every one is held against all others.)
// `node invented.mjs 36000 > items.jsonl`; item 1 → {"id":"item-1","outlet":"Tolbury Courier","published":"1905-01-01", …}

import { pathToFileURL } from "node:url";

const heads = "Tol Fen Al Wex Hal Mar Ar Lind Cor Est Nal Pel Quar Ru Sel Tar Un Vos Wen Yar Os Brack Dun Eld Grim Hol Ip Jar Kel Lor".split(" ");
const middles = "bur mo bro com de ri de hol va re lo lha ring s me ro der k dle ro mun wa me d".split(" ");
const tails = "y re ok be n ck ley m ne y w m ton k re w hay a l w de ter re ham gate mouth ford wick stead thorpe".split(" ");
const nouns = "quay mill bridge depot station barracks hospital school market granary dockyard lighthouse orchard convent foundry tannery brewery library archive stable pier tunnel viaduct reservoir courthouse bank bakery theatre museum garden airfield warehouse clinic factory farm hotel church stadium prison office".split(" ");
const streets = ["Street", "Lane", "Square", "Road", "Hill", "Gate"];
const papers = ["Courier", "Telegraph", "Observer", "Mercury", "Lantern", "Herald", "Post", "Chronicle", "Dispatch", "Packet", "Advertiser", "Standard"];
const firms = ["Works", "Brothers", "Company", "Railway", "Shipping", "Mining", "Relief Fund", "Insurance"];
const ranks = ["Captain", "Colonel", "Mayor", "Governor", "Minister", "Doctor", "Professor", "Inspector", "Major", "Bishop"];
// A verb with what it is done to, and whom it is done to: the more of them, the less two events are alike that have nothing in common.
const verbs = "killed wounded arrested detained beaten robbed evicted rescued evacuated released fined expelled questioned poisoned buried trapped hired dismissed paid trained stranded searched questioned honoured jailed deported shelled cheated blamed thanked cured fed housed married sent taken moved stopped warned called".split(" ");
const people = "people soldiers sailors residents workers miners dockers farmers students nurses teachers children prisoners officers recruits families fishermen drivers refugees clerks monks actors traders pilots guards cooks tailors bakers judges singers".split(" ");
const causes = "flood fire strike storm raid trial parade funeral wedding march festival inspection collision auction election famine blizzard drought epidemic robbery explosion landslide eclipse regatta race concert lecture census riot siege truce".split(" ");
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const closings = ["The ministry denied it.", "The report could not be independently verified.", "The governor has been contacted for comment.", "No evidence was given.", "Two other witnesses told of the same.", "", "", "", "", "", "", ""];

/** Numbers that look like chance and are the same each time (mulberry32). */
function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** Days over which the items are spread: two years, as the feeds that the case stands for. */
const DAYS = 720;

/** Which event item `at` tells of, and whether in the words of another: most items are alone, some are handed on, few are heard of everywhere. */
function told(at) {
  const roll = dice(at + 2_000_003);
  const kind = roll(100);
  const great = at - (at % 1_500);
  if (great > 0 && at - great < 300 && kind < 16) return { event: great, copy: kind < 5 };
  if (kind >= 75 && at > 40) return { event: told(at - 1 - roll(37)).event, copy: kind >= 86 };
  return { event: at, copy: false };
}

/** What an event is made of: nearly all its words of weight are its own, as names are in the news. */
function happened(event) {
  const roll = dice(event);
  const pick = (list) => list[roll(list.length)];
  const name = () => `${pick(heads)}${pick(middles)}${pick(middles)}${pick(tails)}`;
  return {
    deed: `were ${pick(verbs)} after the ${name()} ${pick(causes)}`, whom: pick(people), town: name(), district: name(), street: `${name()} ${pick(streets)}`, noun: pick(nouns), person: `${pick(ranks)} ${name()} ${name()}`,
    firm: `${name()} ${pick(firms)}`, witness: name(), many: 2 + roll(180), weekday: pick(weekdays), closing: pick(closings), style: roll(6),
  };
}

/** The words in which an event is told; a teller of its own puts them in another order and leaves some out. */
function words(it, style, teller) {
  const who = [
    it.person, `a spokesman for ${it.firm}`, `${it.witness}, a resident of ${it.street}`, `a ${it.noun} worker who asked not to be named`, `the ${it.district} governor`, `the ${it.town} police`,
  ];
  const speaker = who[style % who.length];
  switch (style % 6) {
    case 0: return `At least ${it.many} ${it.whom} ${it.deed} near the ${it.noun} of ${it.town}, ${it.district}, on ${it.weekday}, ${speaker} said.`;
    case 1: return `${it.many} ${it.whom} ${it.deed} in ${it.town}, ${it.district}, according to ${speaker}. ${it.firm} did not answer.`;
    case 2: return `In ${it.town}, ${it.many} ${it.whom} ${it.deed}, the ${teller} reports. “We saw it from ${it.street},” ${it.witness} said.`;
    case 3: return `${it.person} told the ${teller} that ${it.many} ${it.whom} ${it.deed} outside ${it.town}. The ${it.noun} of ${it.firm} is closed.`;
    case 4: return `More than ${it.many} ${it.whom} ${it.deed} on ${it.street}, ${it.town}. ${speaker.replace(/^a /, "A ").replace(/^the /, "The ")} blamed ${it.firm}.`;
    default: return `What is known of the ${it.noun} of ${it.town}, ${it.district}: ${it.many} ${it.whom} ${it.deed} on ${it.weekday}, ${speaker} said.`;
  }
}

/** Item `at`: a headline and a sentence or two, as feeds have them. */
export function item(at, days = DAYS) {
  const { event, copy } = told(at);
  const it = happened(event);
  const own = dice(at + 1_000_003);
  const outlet = `${heads[own(heads.length)]}${tails[own(tails.length)]} ${papers[own(papers.length)]}`;
  const teller = `${heads[event % heads.length]}${tails[event % tails.length]} ${papers[event % papers.length]}`;
  const style = copy || event === at ? it.style : own(6);
  const published = new Date(Date.UTC(1905, 0, 1 + (Math.floor((at * days) / 36_000) % days))).toISOString().slice(0, 10);
  return {
    id: `item-${at}`,
    title: style % 2 ? `${it.many} ${it.whom} ${it.deed} in ${it.town}` : `${it.town}: ${it.whom} ${it.deed}`,
    outlet,
    published,
    text: `${words(it, style, teller)} ${copy ? "" : it.closing}`.trim(),
  };
}

export function* items(count) {
  for (let at = 1; at <= count; at++) yield item(at);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const count = Number(process.argv[2] ?? 36_000);
  let lines = [];
  for (const it of items(count)) {
    lines.push(JSON.stringify(it));
    if (lines.length === 1_000) {
      process.stdout.write(`${lines.join("\n")}\n`);
      lines = [];
    }
  }
  if (lines.length) process.stdout.write(`${lines.join("\n")}\n`);
}

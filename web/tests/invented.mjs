// A case of any size from invented text: towns, papers and people that are nobody's, in sentences made of parts, the same for the
// same number.
//
// In: how many items. Out: JSON lines as `firsthand add` takes them.
// `node invented.mjs 36000 > items.jsonl`; item 1 → {"id":"item-1","outlet":"Tolbury Courier","published":"1905-01-01", …}

import { pathToFileURL } from "node:url";

const heads = "Tol Fen Al Wex Hal Mar Ar Lind Cor Est Nal Pel Quar Ru Sel Tar Un Vos Wen Yar Os Brack Dun Eld Grim Hol Ip Jar Kel Lor".split(" ");
const middles = "bur mo bro com de ri de hol va re lo lha ring s me ro der k dle ro mun wa me d".split(" ");
const tails = "y re ok be n ck ley m ne y w m ton k re w hay a l w de ter re ham gate mouth ford wick stead thorpe".split(" ");
const nouns = "quay mill bridge depot station barracks hospital school market granary dockyard lighthouse orchard convent foundry tannery brewery library archive stable pier tunnel viaduct reservoir customs-house post-office telegraph-office courthouse salt-works rope-walk".split(" ");
const doings = "guarded rebuilt emptied searched shelled flooded closed abandoned mined fenced inspected photographed requisitioned barricaded evacuated repaired".split(" ");
const papers = ["Courier", "Telegraph", "Observer", "Mercury", "Lantern", "Herald", "Post", "Chronicle", "Dispatch", "Packet", "Advertiser", "Standard"];
const speakers = ["the harbour police", "the regional governor", "a spokesman for the ministry of war", "a soldier who asked not to be named", "the mother of a detained sailor", "Captain Verrin", "Colonel Astrey of the 27th Rifle Brigade", "the Pontic Telegraph Agency", "the relief committee", "a stoker of the second watch", "the port doctor", "residents"];
const deeds = [
  ["refused to fire on the crowd", "sailors"], ["were detained in a cellar", "conscripts"], ["surrendered to the border guard", "soldiers"],
  ["were killed when a shell struck the quay", "people"], ["deserted their posts", "reservists"], ["were beaten by officers", "recruits"],
  ["looted the grain store", "soldiers"], ["went without food and water", "sailors"], ["were wounded in the attack", "residents"], ["were sent to the front without training", "recruits"],
];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const closings = ["The ministry denied it.", "The report could not be independently verified.", "The governor has been contacted for comment.", "No evidence was given.", "Two other witnesses told of the same.", "The railway stood still until the evening.", "Nobody else has said so."];

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

/** Item `at`: a short report. One in six hands on an earlier one, as feeds do. */
export function item(at, days = 400) {
  const roll = dice(at % 6 === 5 && at > 40 ? at - (1 + (at % 37)) : at);
  const pick = (list) => list[roll(list.length)];
  // Some thousands of towns: a case in which everything happens in one place joins everything to everything.
  const name = () => `${pick(heads)}${pick(middles)}${pick(tails)}`;
  const [town, other] = [name(), name()];
  const [deed, whom] = pick(deeds);
  const many = 2 + roll(180);
  const speaker = pick(speakers);
  const published = new Date(Date.UTC(1905, 0, 1 + Math.floor((at * days) / 40_000) % days)).toISOString().slice(0, 10);
  const own = dice(at + 1_000_003);
  const text = [
    `At least ${many} ${whom} ${deed} at the ${pick(nouns)} of ${town} on ${pick(weekdays)}, ${speaker} said in a statement.`,
    `According to ${pick(speakers)}, the number in ${other} was higher, and ${pick(speakers)} said that ${many + roll(40)} ${whom} ${pick(deeds)[0]}.`,
    `“We saw it from the ${pick(["quay", "station", "mill", "bridge"])},” ${pick(speakers)} told the ${name()} ${pick(papers)}.`,
    `The ${pick(nouns)} of ${name()} had been ${pick(doings)} ${2 + roll(60)} days before, and its ${pick(nouns)} ${pick(doings)}.`,
    pick(closings),
  ].join(" ");
  return {
    id: `item-${at}`,
    title: `${many} ${whom} ${deed}, ${speaker.replace(/^(the|a) /, "")} says`,
    outlet: `${heads[own(heads.length)]}${tails[own(tails.length)]} ${papers[own(papers.length)]}`,
    published,
    text: `${text} (${at})`,
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

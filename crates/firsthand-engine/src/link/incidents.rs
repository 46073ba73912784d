//! Which claims tell of one happening.
//!
//! In: reports. Out: ties between tellings, and from the ties the groups. Two claims about a mutiny off one spit on one
//! Tuesday, seven officers dead in both → one group.
//!
//! Three steps, each of which a runner can take alone. `keys` are what candidates are looked up by: rare words with
//! the week they are told in. `ties` compares two documents. `groups` joins by average likeness, and needs nothing
//! but ties: a document that arrives changes the groups of the tellings it is tied to, directly or through others,
//! and no other. The weights of words come from a table that ships, never from the case, so no order of arrival
//! changes a tie.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use firsthand_schema::{
    amount::Amount,
    annotation::Modality,
    ids::{ClaimId, ClaimNumber},
    link::{Bond, Copied, CopyKind, Decision, Judgement, Resemblance, Tie},
};

use crate::report::{
    Report, Statement, Telling,
    days::Days,
    places::{Spot, same_place},
    rarity, terms, words,
};

/// How many of a telling's weightiest words are keys. Two that meet in none count as nothing alike: with 8 of them, one in
/// eight of the incidents in the feeds broke apart that holds with 16; more changed nothing.
const KEY_WORDS: usize = 16;

/// Days in the stretch of time a key holds for; neighbouring stretches are looked up too.
const KEY_DAYS: i32 = 4;

/// Ties below this are not kept: groups form at `ONE_HAPPENING` on average, and a pair far below it cannot decide.
const KEPT: f32 = 0.08;

/// Groups are joined while their tellings are this alike on average: the best of a sweep from 0.15 to 0.3 over 24 incidents
/// in the feeds of two years.
pub(crate) const ONE_HAPPENING: f32 = 0.2;

/// Days after which a report of the same wording fades as one of another happening (the width of a bell): news of one
/// thing runs for two days, and a war repeats its words each week.
const NEWS_DAYS: f32 = 1.2;

/// What an answer is less alike to what it answers: a denial, or a sign of life a day later, is another happening told in
/// the same words. Of 0.2 to 0.4, tried on 24 incidents in the feeds, from 0.25 on it parts a death that was claimed from the
/// man who was seen alive, and from 0.35 on it parts a strike from the doubts of the same day.
const ANSWER: f32 = 0.3;

/// From here on what was claimed before is what another tells.
const ANSWERED: f32 = 0.1;

/// How sure we are that a copied claim tells of what its original tells of.
const COPIED: f32 = 1.0;

/// A copied claim has at least this much of its words in common with its original, headline and all.
const SAME_WORDING: f32 = 0.5;

/// Keys of a report: those it is found under, and those it looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// To be stored with the document.
    pub own: Vec<u64>,
    /// To be looked up among the stored ones: whoever has one is a candidate.
    pub probe: Vec<u64>,
}

/// The keys of a report, for copies and for incidents.
#[must_use]
pub fn keys(report: &Report) -> Keys {
    let mut own: BTreeSet<u64> = BTreeSet::new();
    let mut probe: BTreeSet<u64> = BTreeSet::new();
    for key in report.print.keys() {
        let key = words::mix(key ^ 0xC0);
        own.insert(key);
        probe.insert(key);
    }
    for telling in &report.tellings {
        let found = telling_keys(report, telling);
        own.extend(found.own);
        probe.extend(found.probe);
    }
    Keys { own: own.into_iter().collect(), probe: probe.into_iter().collect() }
}

fn telling_keys(report: &Report, telling: &Telling) -> Keys {
    let weighty = terms::weightiest(&telling.terms, KEY_WORDS);
    let mut keys = Keys::default();
    let weeks: BTreeSet<i32> =
        anchors(report, telling).into_iter().map(|days| days.from.div_euclid(KEY_DAYS)).collect();
    for &word in &weighty {
        for &week in &weeks {
            keys.own.push(dated(word, week));
            keys.probe.extend((week - 1..=week + 1).map(|week| dated(word, week)));
        }
    }
    // Three rare words in pairs, at any time: how an undated document finds a dated one, and a late one an early one.
    for (at, one) in weighty.iter().take(3).enumerate() {
        for other in weighty[..3.min(weighty.len())].iter().skip(at + 1) {
            let key = words::mix((u64::from(*one.min(other)) << 32) | u64::from(*one.max(other)));
            keys.own.push(key);
            keys.probe.push(key);
        }
    }
    keys
}

fn dated(word: u32, week: i32) -> u64 {
    words::mix((u64::from(word) << 32) ^ u64::from(week.cast_unsigned()) ^ 0x1DC1_DE47)
}

/// When a telling is told, and when what it tells of happened.
fn anchors(report: &Report, telling: &Telling) -> Vec<Days> {
    let mut anchors: Vec<Days> = report.published.into_iter().collect();
    anchors.extend(facts_of(report, telling).flat_map(|statement| statement.times.iter().copied()));
    anchors
}

/// Ties between the tellings of two documents, or within one (`one` and `other` the same).
#[must_use]
pub fn ties(one: &Report, other: &Report, copied: Option<&Copied>) -> Vec<Tie> {
    let mut found = Vec::new();
    let within = one.document == other.document;
    for (at, telling) in one.tellings.iter().enumerate() {
        let from = if within { at + 1 } else { 0 };
        for another in other.tellings.iter().skip(from) {
            if let Some(tie) = tie(one, telling, other, another, copied) {
                found.push(tie);
            }
        }
    }
    found
}

fn tie(
    one: &Report,
    telling: &Telling,
    other: &Report,
    another: &Telling,
    copied: Option<&Copied>,
) -> Option<Tie> {
    let repeats = copied.is_some_and(|copied| repeats(copied, one, telling, other, another));
    let likeness = likeness(one, telling, other, another);
    // Items of one feed share a line of furniture under different headlines: that alone is no repetition.
    // The same words of another day are a formula.
    let repeats = repeats && likeness.wording >= SAME_WORDING && likeness.time != Some(0.0);
    let likeness = if repeats { Resemblance { total: COPIED, ..likeness } } else { likeness };
    if likeness.total < KEPT {
        return None;
    }
    let (a, b) = (one.telling_id(telling), other.telling_id(another));
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    Some(Tie { a, b, likeness })
}

/// Whether a copied stretch holds a statement of each.
fn repeats(copied: &Copied, one: &Report, telling: &Telling, other: &Report, another: &Telling) -> bool {
    if copied.kind == CopyKind::Quotation {
        return false;
    }
    let forward = copied.a == one.document;
    copied.passages.iter().filter(|passage| !passage.quoted).any(|passage| {
        let (here, there) = if forward { (passage.a, passage.b) } else { (passage.b, passage.a) };
        let held = |report: &Report, telling: &Telling, stretch: firsthand_schema::span::Span| {
            telling.statements.iter().any(|&at| report.statements[at].mostly_in(stretch))
        };
        held(one, telling, here)
            && held(other, another, there)
            && aligned(one, telling, here, other, another, there)
    })
}

/// Two statements at the same depth of a shared stretch: the same words, and not two sentences of one copied page.
fn aligned(
    one: &Report,
    telling: &Telling,
    here: firsthand_schema::span::Span,
    other: &Report,
    another: &Telling,
    there: firsthand_schema::span::Span,
) -> bool {
    telling.statements.iter().any(|&at| {
        let a = one.statements[at].span;
        another.statements.iter().any(|&place| {
            let b = other.statements[place].span;
            let depth_a = i64::from(a.start) - i64::from(here.start);
            let depth_b = i64::from(b.start) - i64::from(there.start);
            // Small edits shift what follows them a little.
            (depth_a - depth_b).abs() <= 40 && a.len().abs_diff(b.len()) <= 40
                || a.len() > here.len()
                || b.len() > there.len()
        })
    })
}

/// How alike two tellings' happenings are.
#[must_use]
pub fn likeness(one: &Report, telling: &Telling, other: &Report, another: &Telling) -> Resemblance {
    let wording = terms::cosine(&telling.terms, &another.terms);
    if wording < KEPT / 2.0 {
        return Resemblance { wording, total: 0.0, ..Resemblance::default() };
    }
    let (a, b) = (Facts::of(one, telling), Facts::of(other, another));
    let mut likeness = Resemblance {
        wording,
        events: overlap(&a.events, &b.events),
        place: places(&a.places, &b.places),
        time: times(&a.times, &b.times),
        who: overlap(&a.who, &b.who),
        count: a.counts.intersection(&b.counts).next().map(|_| 1.0),
        total: 0.0,
    };
    let days_apart = match (one.published, other.published, likeness.time) {
        // Both say when it happened: when it was told says nothing more.
        (_, _, Some(time)) if time > 0.0 => 0.0,
        (Some(published), Some(later), _) => published.gap(later) as f32,
        _ => 0.0,
    };
    let answered = answers(one, telling, other, another) || answers(other, another, one, telling);
    likeness.total = total(&likeness, days_apart, answered);
    likeness
}

/// Whether a telling answers what another tells: it has as claimed before what the other has as its news, and was not
/// published earlier.
fn answers(one: &Report, telling: &Telling, other: &Report, another: &Telling) -> bool {
    if telling.answers.is_empty() || !another.answers.is_empty() {
        return false;
    }
    let earlier = one.published.zip(other.published).is_some_and(|(one, other)| one.to < other.from);
    !earlier && terms::cosine(&telling.answers, &another.terms) >= ANSWERED
}

/// One figure: wording carries most; what both tell of place, time, who and what happened raises or lowers it.
///
/// A place or a day that differs is worth more than one that agrees: two reports of shelling on one day in two
/// villages share all else. One number of one thing ("seven officers") joins; numbers that differ keep nothing apart, since
/// they are what reports of one happening differ in.
fn total(likeness: &Resemblance, days_apart: f32, answered: bool) -> f32 {
    let part = |value: Option<f32>, agrees: f32, differs: f32| {
        value.map_or(0.0, |value| value * agrees - (1.0 - value) * differs)
    };
    let facts = part(likeness.events, 0.10, 0.05)
        + part(likeness.place, 0.10, 0.15)
        + part(likeness.time, 0.05, 0.20)
        + part(likeness.who, 0.10, 0.02)
        + part(likeness.count, 0.15, 0.0)
        - if answered { ANSWER } else { 0.0 };
    let faded = (-(days_apart / NEWS_DAYS).powi(2) / 2.0).exp();
    ((likeness.wording + facts * likeness.wording.sqrt()) * faded).clamp(0.0, 1.0)
}

/// What a telling says, all its statements together.
struct Facts<'s> {
    events: BTreeSet<&'s str>,
    places: Vec<&'s Spot>,
    times: Vec<Days>,
    who: BTreeSet<&'s str>,
    /// Numbers with the stem of what is counted.
    counts: BTreeSet<(u64, String)>,
}

impl<'s> Facts<'s> {
    fn of(report: &'s Report, telling: &'s Telling) -> Self {
        let mut facts = Self {
            events: BTreeSet::new(),
            places: Vec::new(),
            times: Vec::new(),
            who: BTreeSet::new(),
            counts: BTreeSet::new(),
        };
        for statement in facts_of(report, telling) {
            facts.events.extend(
                statement
                    .events
                    .iter()
                    .filter(|(_, told)| *told == Modality::Actual)
                    .map(|(kind, _)| kind.as_str()),
            );
            facts.places.extend(statement.places.iter().filter(|spot| spot.specific()));
            facts.times.extend(&statement.times);
            facts.counts.extend(statement.counts.iter().filter_map(counted));
            facts.who.extend(statement.units.keys().chain(statement.people.keys()).map(String::as_str));
        }
        facts
    }
}

/// The statements whose facts are those of a telling: of a round-up none, since they are of many happenings; none that was
/// claimed before.
fn facts_of<'s>(report: &'s Report, telling: &'s Telling) -> impl Iterator<Item = &'s Statement> {
    let told = telling.statements.iter().filter(|_| !telling.roundup).map(|&at| &report.statements[at]);
    told.filter(|statement| !statement.background)
}

/// A number above one of something named. What is counted goes by its last word: "naval officers" are officers.
fn counted(amount: &Amount) -> Option<(u64, String)> {
    let value = amount.value.filter(|value| *value >= 2.0 && amount.share.is_none())?;
    let of = words::forms(amount.of.as_deref()?).last()?.1;
    Some((value.to_bits(), rarity::stem(&of)))
}

/// Share in common, of the smaller; none where either tells nothing.
fn overlap(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> Option<f32> {
    let smaller = one.len().min(other.len());
    (smaller > 0).then(|| one.intersection(other).count() as f32 / smaller as f32)
}

fn places(one: &[&Spot], other: &[&Spot]) -> Option<f32> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let same = one.iter().any(|spot| other.iter().any(|another| same_place(spot, another)));
    Some(f32::from(u8::from(same)))
}

fn times(one: &[Days], other: &[Days]) -> Option<f32> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    // A day's difference is how a night, or a time zone, is told.
    let near = one.iter().any(|days| other.iter().any(|another| days.gap(*another) <= 1));
    Some(f32::from(u8::from(near)))
}

/// Groups tellings by their ties, as far as the analysts have not decided otherwise. Tellings without a tie are groups
/// of one. The result depends on the sets handed in alone, not on their order.
#[must_use]
pub fn groups(tellings: &[ClaimId], ties: &[Tie], decisions: &[Decision]) -> Vec<Vec<ClaimId>> {
    groups_from(tellings, ties, decisions, ONE_HAPPENING)
}

/// The groups at a line of one's own: for a sweep.
#[must_use]
pub fn groups_from(
    tellings: &[ClaimId],
    ties: &[Tie],
    decisions: &[Decision],
    floor: f32,
) -> Vec<Vec<ClaimId>> {
    let mut names: Vec<&ClaimId> = tellings.iter().collect();
    names.sort_unstable();
    names.dedup();
    let number = |claim: &ClaimId| names.binary_search(&claim).ok();
    let pairs: Vec<(usize, usize, f32)> =
        ties.iter().filter_map(|tie| Some((number(&tie.a)?, number(&tie.b)?, tie.likeness.total))).collect();
    let roots = joined(&names, &pairs, decisions, floor);
    let mut groups: BTreeMap<usize, Vec<ClaimId>> = BTreeMap::new();
    for (root, name) in roots.into_iter().zip(&names) {
        groups.entry(root).or_default().push((*name).clone());
    }
    groups.into_values().collect()
}

/// For each of some tellings (in order, each once) the place of the first of its group. Ties by place.
#[must_use]
pub fn grouped(names: &[&ClaimId], ties: &[(usize, usize, f32)], decisions: &[Decision]) -> Vec<usize> {
    joined(names, ties, decisions, ONE_HAPPENING)
}

/// Whether a tie can hold two groups together. An average is never above its largest part, so what no such tie and no
/// decision connects, directly or through others, is never one group, whatever other ties there are.
#[must_use]
pub fn holds(likeness: f32) -> bool {
    fixed(likeness) >= fixed(ONE_HAPPENING)
}

fn joined(
    names: &[&ClaimId],
    ties: &[(usize, usize, f32)],
    decisions: &[Decision],
    floor: f32,
) -> Vec<usize> {
    let bonds = Bonds::of(decisions, names);
    let mut joined = Joining::new(names.len(), &bonds);
    for &(one, other) in &bonds.same {
        joined.unite(one, other);
    }
    // A copy tells of what its original tells of, and must not weigh twice: they are one before anything is averaged.
    let mut pairs: Vec<(usize, usize, u32)> = ties
        .iter()
        .filter(|(one, other, _)| one != other)
        .map(|&(one, other, likeness)| (one.min(other), one.max(other), fixed(likeness)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    for &(one, other, likeness) in &pairs {
        if likeness >= fixed(COPIED) && !joined.forbidden(one, other) {
            joined.unite(one, other);
        }
    }
    average_link(&mut joined, &pairs, floor);
    (0..names.len()).map(|at| joined.root(at)).collect()
}

/// A likeness as a whole number of millionths: sums of these do not depend on their order.
fn fixed(likeness: f32) -> u32 {
    (likeness.clamp(0.0, 1.0) * 1_000_000.0) as u32
}

/// The telling of a document that a claim is of, by its name: its own, or the only one there is, which is told of all of it.
/// A claim that is no longer found is of none, and what was decided over it touches no other.
#[must_use]
pub fn telling_of(tellings: impl Iterator<Item = ClaimNumber>, claim: ClaimNumber) -> Option<ClaimNumber> {
    let all: Vec<ClaimNumber> = tellings.collect();
    let own = all.iter().find(|first| **first == claim);
    own.or(all.first().filter(|_| all.len() == 1)).copied()
}

/// Analysts' decisions over tellings, by number.
struct Bonds {
    same: Vec<(usize, usize)>,
    not_same: BTreeSet<(usize, usize)>,
}

impl Bonds {
    fn of(decisions: &[Decision], names: &[&ClaimId]) -> Self {
        let number = |claim: &ClaimId| names.binary_search(&claim).ok();
        let mut last: BTreeMap<(usize, usize), Judgement> = BTreeMap::new();
        for decision in decisions {
            if let Bond::Claims { a, b } = &decision.bond
                && let (Some(one), Some(other)) = (number(a), number(b))
            {
                last.insert((one.min(other), one.max(other)), decision.judgement);
            }
        }
        let with = |wanted: Judgement| {
            last.iter()
                .filter(move |(_, judgement)| **judgement == wanted)
                .map(|(pair, _)| *pair)
                .collect::<Vec<_>>()
        };
        Self { same: with(Judgement::Same), not_same: with(Judgement::NotSame).into_iter().collect() }
    }
}

/// Groups in the making. The root of a group is its smallest member.
struct Joining {
    parents: Vec<usize>,
    /// By root: members of groups that it must not be joined with.
    barred: BTreeMap<usize, BTreeSet<usize>>,
}

impl Joining {
    fn new(count: usize, bonds: &Bonds) -> Self {
        let mut barred: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &(one, other) in &bonds.not_same {
            barred.entry(one).or_default().insert(other);
            barred.entry(other).or_default().insert(one);
        }
        Self { parents: (0..count).collect(), barred }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parents[at] != at {
            at = self.parents[at];
        }
        at
    }

    fn forbidden(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        let barred = |from: usize, to: usize| {
            self.barred
                .get(&from)
                .is_some_and(|members| members.iter().any(|&member| self.root(member) == to))
        };
        barred(one, other) || barred(other, one)
    }

    fn unite(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.root(one), self.root(other));
        let (keep, lose) = (one.min(other), one.max(other));
        if keep != lose {
            self.parents[lose] = keep;
            if let Some(barred) = self.barred.remove(&lose) {
                self.barred.entry(keep).or_default().extend(barred);
            }
        }
        keep
    }
}

/// Joins the two groups that are most alike on average, until none are alike enough. Pairs without a tie count as not
/// alike at all, so only tied groups are ever looked at.
fn average_link(joined: &mut Joining, pairs: &[(usize, usize, u32)], floor: f32) {
    // Copies weigh as one: between two groups of copies, the best tie of any of their members.
    let mut between: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for &(one, other, likeness) in pairs {
        let (one, other) = (joined.root(one), joined.root(other));
        if one != other {
            let best = between.entry((one.min(other), one.max(other))).or_insert(0);
            *best = (*best).max(u64::from(likeness));
        }
    }
    let mut near: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
    for (&(one, other), &likeness) in &between {
        near.entry(one).or_default().insert(other, likeness);
        near.entry(other).or_default().insert(one, likeness);
    }
    let mut sizes: BTreeMap<usize, u64> = near.keys().map(|&root| (root, 1)).collect();
    let average = |sum: u64, one: u64, other: u64| sum / (one * other).max(1);
    let floor = u64::from(fixed(floor));
    let mut queue: BinaryHeap<(u64, std::cmp::Reverse<(usize, usize)>)> = between
        .iter()
        .filter(|&(_, &likeness)| likeness >= floor)
        .map(|(&pair, &likeness)| (likeness, std::cmp::Reverse(pair)))
        .collect();
    while let Some((likeness, std::cmp::Reverse((one, other)))) = queue.pop() {
        let current = near.get(&one).and_then(|ties| ties.get(&other)).copied();
        let (Some(size_one), Some(size_other)) = (sizes.get(&one).copied(), sizes.get(&other).copied())
        else {
            continue;
        };
        // An entry for a group that has grown or gone since is stale.
        if current.is_none_or(|sum| average(sum, size_one, size_other) != likeness)
            || joined.forbidden(one, other)
        {
            continue;
        }
        let keep = joined.unite(one, other);
        let lose = if keep == one { other } else { one };
        let lost = near.remove(&lose).unwrap_or_default();
        sizes.remove(&lose);
        sizes.insert(keep, size_one + size_other);
        for (third, sum) in lost {
            if let Some(ties) = near.get_mut(&third) {
                ties.remove(&lose);
            }
            if third != keep {
                *near.entry(keep).or_default().entry(third).or_insert(0) += sum;
                *near.entry(third).or_default().entry(keep).or_insert(0) += sum;
            }
        }
        let size = size_one + size_other;
        for (&third, &sum) in near.get(&keep).into_iter().flatten() {
            let likeness = average(sum, size, sizes.get(&third).copied().unwrap_or(1));
            if likeness >= floor {
                queue.push((likeness, std::cmp::Reverse((keep.min(third), keep.max(third)))));
            }
        }
    }
}

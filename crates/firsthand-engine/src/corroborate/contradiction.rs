//! What cannot both be true: counts outside each other's bounds, disjoint times, places apart, asserted and denied.
//!
//! In: the claims of one incident. Out: one `Contradiction` for each slot whose values clash, each value with who says it.
//! `at least 1,000 dead` (a stoker), `no more than 200` (the general's office) → count of people: >=1000 / <=200
//!
//! As much care goes into what is *not* one: a later figure of the same source is an update; bounds that overlap
//! agree; a part ("of the 300") is not the whole; officers are not soldiers and days are not men.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    amount::{Amount, Bound},
    claim::Polarity,
    finding::{Contradiction, Slot, Value},
};

use super::independence::Said;
use crate::report::{
    days::{self, Days},
    places::{Spot, kilometres, same_place},
    rarity,
    speakers::Speaker,
    words,
};

/// "About" is taken to allow a fifth either way; "nearly" a fifth less.
const ABOUT: f64 = 0.2;

/// Kilometres from which two settlements are two places and not two names for one neighbourhood.
const ELSEWHERE_KM: f64 = 40.0;

/// All contradictions among the claims of an incident, in order of slot, then of what is told.
pub(crate) fn contradictions(
    said: &[Said<'_>],
    denied: &[Said<'_>],
    classes: &[CountedClass],
) -> Vec<Contradiction> {
    let mut found = counts(said, classes);
    found.extend(times(said));
    found.extend(places(said));
    found.extend(who(said));
    found.extend(polarity(said, denied));
    found
}

/// Nouns that count the same beings.
#[derive(Clone, Debug, serde::Deserialize)]
pub(crate) struct CountedClass {
    /// What to call them.
    pub(crate) name: String,
    /// Stems or words.
    pub(crate) words: Vec<String>,
}

/// One value with where it stands.
struct Told<'s, V> {
    value: V,
    said: &'s Said<'s>,
}

impl<V> Told<'_, V> {
    fn origin(&self) -> Option<&Speaker> {
        self.said.statement.speakers.last()
    }
}

fn side<V>(value: String, told: &[&Told<'_, V>]) -> Value {
    let sources: BTreeSet<String> =
        told.iter().filter_map(|told| told.origin()).map(|voice| voice.label.clone()).collect();
    let claims: BTreeSet<_> = told.iter().map(|told| told.said.claim()).collect();
    Value { value, sources: sources.into_iter().collect(), claims: claims.into_iter().collect() }
}

fn counts(said: &[Said<'_>], classes: &[CountedClass]) -> Vec<Contradiction> {
    // By what is counted and what happened to them.
    let mut slots: BTreeMap<(String, String), Vec<Told<'_, Amount>>> = BTreeMap::new();
    for here in said {
        let events: BTreeSet<&str> = here.statement.events.iter().map(|(kind, _)| kind.as_str()).collect();
        for amount in &here.statement.counts {
            let Some(of) = amount.of.as_deref().and_then(|of| counted(of, classes)) else { continue };
            // A share, or a number out of another, is of a part.
            if amount.value.is_none() || amount.out_of.is_some() || amount.share.is_some() {
                continue;
            }
            for event in &events {
                slots
                    .entry((of.clone(), (*event).to_owned()))
                    .or_default()
                    .push(Told { value: amount.clone(), said: here });
            }
        }
    }
    let mut found: Vec<Contradiction> = Vec::new();
    for ((of, _), told) in &slots {
        let clashes =
            clashing(told, |one, other| disjoint(&one.value, &other.value) && !an_update(one, other));
        for (a, b) in pairs_of_values(&clashes, |told| shown(&told.value)) {
            let contradiction = Contradiction { slot: Slot::Count, of: of.clone(), values: vec![a, b] };
            if !found.contains(&contradiction) {
                found.push(contradiction);
            }
        }
    }
    found
}

/// Pairs that clash.
fn clashing<'t, 's, V>(
    told: &'t [Told<'s, V>],
    clash: impl Fn(&Told<'s, V>, &Told<'s, V>) -> bool,
) -> Vec<(&'t Told<'s, V>, &'t Told<'s, V>)> {
    let mut pairs = Vec::new();
    for (at, one) in told.iter().enumerate() {
        pairs.extend(told[at + 1..].iter().filter(|other| clash(one, other)).map(|other| (one, other)));
    }
    pairs
}

/// Who says the one and who says the other.
type Sides<T> = (Vec<T>, Vec<T>);

/// Clashing pairs by their values: who says the one and who the other.
fn pairs_of_values<V>(
    clashes: &[(&Told<'_, V>, &Told<'_, V>)],
    shown: impl Fn(&Told<'_, V>) -> String,
) -> Vec<(Value, Value)> {
    let mut by_value: BTreeMap<(String, String), Sides<&Told<'_, V>>> = BTreeMap::new();
    for (one, other) in clashes {
        let (a, b) = (shown(one), shown(other));
        let (key, one, other) = if a <= b { ((a, b), one, other) } else { ((b, a), other, one) };
        let entry = by_value.entry(key).or_default();
        entry.0.push(one);
        entry.1.push(other);
    }
    by_value.into_iter().map(|((a, b), (one, other))| (side(a, &one), side(b, &other))).collect()
}

/// A later figure of the same source brings its earlier one up to date.
fn an_update<V>(one: &Told<'_, V>, other: &Told<'_, V>) -> bool {
    let same_source = matches!((one.origin(), other.origin()), (Some(a), Some(b)) if a.id == b.id);
    let apart_in_time = match (one.said.report.published, other.said.report.published) {
        (Some(a), Some(b)) => !a.overlaps(b),
        _ => false,
    };
    same_source && (apart_in_time || one.said.report.document != other.said.report.document)
}

/// The head noun of what is counted, as the class of beings it belongs to, else its stem. None for nothing countable.
fn counted(of: &str, classes: &[CountedClass]) -> Option<String> {
    let head = of.split(" of ").next().unwrap_or(of);
    let forms: Vec<String> = words::forms(head).map(|(_, form)| form).collect();
    let head = forms.last()?;
    let stem = rarity::stem(head);
    let class = classes.iter().find(|class| class.words.iter().any(|word| word == head || *word == stem));
    Some(class.map_or(stem, |class| class.name.clone()))
}

/// The bounds of an amount.
fn bounds(amount: &Amount) -> Option<(f64, f64)> {
    let value = amount.value?;
    Some(match amount.bound {
        Bound::Exact => (value, value),
        Bound::About => (value * (1.0 - ABOUT), value * (1.0 + ABOUT)),
        Bound::Nearly => (value * (1.0 - ABOUT), value),
        Bound::AtLeast => (value, f64::INFINITY),
        Bound::AtMost => (0.0, value),
        Bound::Range => (value, amount.value_to.unwrap_or(value)),
        // "Dozens", "hundreds": of that order of magnitude or the next.
        Bound::Hundreds => (value, value * 100.0),
    })
}

fn disjoint(one: &Amount, other: &Amount) -> bool {
    match (bounds(one), bounds(other)) {
        (Some((from, to)), Some((low, high))) => to < low || high < from,
        _ => false,
    }
}

/// An amount as its bounds: `7`, `>=1000`, `<=200`, `1000..1200`, `~60`.
pub(crate) fn shown(amount: &Amount) -> String {
    let value = amount.value.unwrap_or_default();
    match amount.bound {
        Bound::Exact => format!("{value}"),
        Bound::About => format!("~{value}"),
        Bound::Nearly => format!("<~{value}"),
        Bound::AtLeast => format!(">={value}"),
        Bound::AtMost => format!("<={value}"),
        Bound::Range => format!("{value}..{}", amount.value_to.unwrap_or(value)),
        Bound::Hundreds => format!("{value}s"),
    }
}

/// Days that do not meet, of claims about the same event that give one time each. A day's difference is how a night is
/// told; more than a month is another happening and no contradiction of this one.
fn times(said: &[Said<'_>]) -> Vec<Contradiction> {
    let mut slots: BTreeMap<&str, Vec<Told<'_, Days>>> = BTreeMap::new();
    for here in said {
        if let ([days], [(event, _)]) = (here.statement.times.as_slice(), here.statement.events.as_slice()) {
            slots.entry(event).or_default().push(Told { value: *days, said: here });
        }
    }
    let mut found = Vec::new();
    for (event, told) in &slots {
        let clash = |one: &Told<'_, Days>, other: &Told<'_, Days>| {
            (2..=31).contains(&one.value.gap(other.value)) && !an_update(one, other) && !one_voice(one, other)
        };
        let clashes = clashing(told, clash);
        for (a, b) in pairs_of_values(&clashes, |told| days_shown(told.value)) {
            found.push(Contradiction { slot: Slot::Time, of: (*event).to_owned(), values: vec![a, b] });
        }
    }
    found
}

fn days_shown(days: Days) -> String {
    let show = |number| days::day(number).map(|day| day.to_string()).unwrap_or_default();
    if days.from == days.to { show(days.from) } else { format!("{}/{}", show(days.from), show(days.to)) }
}

/// Two settlements far apart, of claims about the same event that name one settlement each.
fn places(said: &[Said<'_>]) -> Vec<Contradiction> {
    let mut slots: BTreeMap<&str, Vec<Told<'_, &Spot>>> = BTreeMap::new();
    for here in said {
        let specific: Vec<&Spot> = here.statement.places.iter().filter(|spot| spot.specific()).collect();
        if let ([spot], [(event, _)]) = (specific.as_slice(), here.statement.events.as_slice()) {
            slots.entry(event).or_default().push(Told { value: spot, said: here });
        }
    }
    let mut found = Vec::new();
    for (event, told) in &slots {
        let clash = |one: &Told<'_, &Spot>, other: &Told<'_, &Spot>| {
            one.value.precision == other.value.precision
                && !same_place(one.value, other.value)
                && one.value.at.zip(other.value.at).is_some_and(|(a, b)| kilometres(a, b) >= ELSEWHERE_KM)
        };
        let clashes = clashing(told, clash);
        for (a, b) in pairs_of_values(&clashes, |told| told.value.name.clone()) {
            found.push(Contradiction { slot: Slot::Place, of: (*event).to_owned(), values: vec![a, b] });
        }
    }
    found
}

/// Somebody who names one day here and another there, or two units, tells of both.
fn one_voice<V>(one: &Told<'_, V>, other: &Told<'_, V>) -> bool {
    matches!((one.origin(), other.origin()), (Some(a), Some(b)) if a.id == b.id)
}

/// Two units of one echelon, of claims about the same event that name one unit each. A company and its brigade are a part
/// and the whole, and no contradiction.
fn who(said: &[Said<'_>]) -> Vec<Contradiction> {
    let mut slots: BTreeMap<&str, Vec<Told<'_, (&str, &str)>>> = BTreeMap::new();
    for here in said {
        let units: Vec<(&String, &String)> = here.statement.units.iter().collect();
        if let ([(key, name)], [(event, _)]) = (units.as_slice(), here.statement.events.as_slice()) {
            slots.entry(event).or_default().push(Told { value: (key.as_str(), name.as_str()), said: here });
        }
    }
    let echelon = |key: &str| key.split_once(' ').map_or("", |(_, echelon)| echelon).to_owned();
    let mut found = Vec::new();
    for (event, told) in &slots {
        let clash = |one: &Told<'_, (&str, &str)>, other: &Told<'_, (&str, &str)>| {
            let (a, b) = (one.value.0, other.value.0);
            a != b && !echelon(a).is_empty() && echelon(a) == echelon(b) && !one_voice(one, other)
        };
        let clashes = clashing(told, clash);
        for (a, b) in pairs_of_values(&clashes, |told| told.value.1.to_owned()) {
            found.push(Contradiction { slot: Slot::Who, of: (*event).to_owned(), values: vec![a, b] });
        }
    }
    found
}

/// Asserted by one, denied by another: of the event types that both speak of, or of all where a denial names none.
fn polarity(said: &[Said<'_>], denied: &[Said<'_>]) -> Vec<Contradiction> {
    let mut slots: BTreeMap<&str, Sides<Told<'_, ()>>> = BTreeMap::new();
    for denial in denied.iter().filter(|denial| denial.statement.polarity == Polarity::Denied) {
        for here in said {
            let asserted: BTreeSet<&str> =
                here.statement.events.iter().map(|(kind, _)| kind.as_str()).collect();
            let of: Vec<&str> = match denial.statement.events.as_slice() {
                [] => asserted.into_iter().collect(),
                events => events
                    .iter()
                    .map(|(kind, _)| kind.as_str())
                    .filter(|kind| asserted.contains(kind))
                    .collect(),
            };
            for event in of {
                let entry = slots.entry(event).or_default();
                entry.0.push(Told { value: (), said: here });
                entry.1.push(Told { value: (), said: denial });
            }
        }
    }
    slots
        .into_iter()
        .map(|(event, (asserted, denied))| Contradiction {
            slot: Slot::Polarity,
            of: event.to_owned(),
            values: vec![
                side("asserted".to_owned(), &asserted.iter().collect::<Vec<_>>()),
                side("denied".to_owned(), &denied.iter().collect::<Vec<_>>()),
            ],
        })
        .collect()
}

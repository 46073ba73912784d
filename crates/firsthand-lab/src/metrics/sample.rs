//! Scores the sample that ships against its hand-made answers: the whole way, from saved pages to origin counts.
//!
//! In: the answers, and for all fourteen reports together what the engine found. Out: incidents found (at least half of
//! the reports in common, and an event type), their origin and channel counts exactly right, contradictions by slot,
//! copies, shields, remarks, and dates. An invented sample is easier than the world: it says that nothing broke.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    annotation::{Annotations, Names},
    document::Document,
    incident::{Incident, IncidentKind},
    link::{Copied, CopyKind},
    span::Span,
};

use super::{Figure, Found, found, ledger::same_name, links::in_common, right_of, share};
use crate::gold::sample::{Answers, Bounds};

/// What the engine made of the sample.
pub struct Made {
    /// Each report, by file or id.
    pub read: BTreeMap<String, (Document, Annotations)>,
    /// Copies among them.
    pub copies: Vec<Copied>,
    /// Incidents and themes.
    pub incidents: Vec<Incident>,
}

/// Scores what was made.
#[must_use]
pub fn score(gold: &Answers, made: &Made) -> Vec<Figure> {
    let mut figures = incidents(gold, &made.incidents);
    let copied = |a: &str, b: &str| {
        made.copies.iter().find(|copied| {
            copied.kind == CopyKind::Copy
                && BTreeSet::from([copied.a.0.as_str(), copied.b.0.as_str()]) == BTreeSet::from([a, b])
        })
    };
    let right = gold.copies.iter().filter(|one| copied(&one.a, &one.b).is_some()).count();
    let out = made.copies.iter().filter(|copied| copied.kind == CopyKind::Copy).count();
    figures.push(found("copies", Found { right, out, gold: gold.copies.len() }));
    let later = gold.copies.iter().filter(|one| {
        copied(&one.a, &one.b)
            .and_then(|copied| copied.later.as_ref())
            .is_some_and(|later| later.0 == one.later)
    });
    figures.push(right_of("which of them came later", (later.count(), gold.copies.len())));
    figures.extend(shields(gold, made));
    figures.push(remarks(gold, made));
    let dated =
        gold.times.iter().filter(|time| is_dated(made, &time.document, &time.words, (&time.from, &time.to)));
    figures.push(right_of("relative dates", (dated.count(), gold.times.len())));
    figures
}

fn incidents(gold: &Answers, out: &[Incident]) -> Vec<Figure> {
    let out: Vec<&Incident> = out.iter().filter(|incident| incident.kind == IncidentKind::Incident).collect();
    let mut candidates = Vec::new();
    for (i, wanted) in gold.incidents.iter().enumerate() {
        let documents: BTreeSet<&str> = wanted.documents.iter().map(String::as_str).collect();
        for (j, incident) in out.iter().enumerate() {
            let told: BTreeSet<&str> = incident.documents.iter().map(|id| id.0.as_str()).collect();
            let both = documents.intersection(&told).count();
            let overlap = share(both, documents.union(&told).count());
            let events = incident.events.iter().filter(|event| wanted.events.contains(event)).count();
            if overlap >= 0.5 && events > 0 {
                candidates.push((overlap, events, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (_, _, i, j) in candidates {
        if !pairs.contains_key(&i) && used.insert(j) {
            pairs.insert(i, j);
        }
    }
    let right =
        |is_right: &dyn Fn(usize, usize) -> bool| pairs.iter().filter(|&(&i, &j)| is_right(i, j)).count();
    let origins = right(&|i, j| {
        let origins = &out[j].origins;
        gold.incidents[i].origins == Bounds { low: origins.low, high: origins.high }
    });
    let channels = right(&|i, j| {
        let channels = out[j].channels;
        gold.incidents[i].channels == Bounds { low: channels.low, high: channels.high }
    });
    let slots = |at: usize| gold.incidents[at].contradictions.iter().map(|one| one.slot.as_str());
    let contradictions = Found {
        right: pairs
            .iter()
            .map(|(&i, &j)| in_common(slots(i), out[j].contradictions.iter().map(|one| one.slot.as_str())))
            .sum(),
        out: out.iter().map(|incident| incident.contradictions.len()).sum(),
        gold: (0..gold.incidents.len()).map(|at| slots(at).count()).sum(),
    };
    let all = gold.incidents.len();
    vec![
        found("incidents", Found { right: pairs.len(), out: out.len(), gold: all }),
        right_of("origin count, exactly", (origins, all)),
        right_of("channel count, exactly", (channels, all)),
        found("contradictions", contradictions),
    ]
}

fn shields(gold: &Answers, made: &Made) -> [Figure; 2] {
    let shielded: Vec<(&str, String)> = made
        .read
        .iter()
        .flat_map(|(name, (document, found))| {
            let hidden: BTreeSet<_> = found.protected.iter().map(|shield| shield.entity).collect();
            found
                .mentions
                .iter()
                .filter(move |mention| mention.entity.is_some_and(|entity| hidden.contains(&entity)))
                .map(|mention| (name.as_str(), mention.span.of(&document.text).to_owned()))
        })
        .collect();
    let kept = gold.protected.iter().filter(|person| {
        shielded.iter().any(|(document, name)| *document == person.document && same_name(&person.who, name))
    });
    let open: Vec<&str> =
        gold.not_protected.iter().flat_map(|list| &list.names).map(String::as_str).collect();
    let left_alone = open.iter().filter(|name| !shielded.iter().any(|(_, words)| words.contains(**name)));
    [
        right_of("people shielded", (kept.count(), gold.protected.len())),
        right_of("officials left alone", (left_alone.count(), open.len())),
    ]
}

fn remarks(gold: &Answers, made: &Made) -> Figure {
    let right = gold.remarks.iter().filter(|remark| {
        let Some((document, found)) = made.read.get(&remark.document) else { return false };
        let places = places_of(&document.text, &remark.words);
        found.remarks.iter().any(|out| {
            out.kind.as_str() == remark.kind && places.iter().any(|place| place.overlaps(&out.span))
        })
    });
    let out = made.read.values().map(|(_, found)| found.remarks.len()).sum();
    found("verification remarks", Found { right: right.count(), out, gold: gold.remarks.len() })
}

fn is_dated(made: &Made, name: &str, words: &str, (from, to): (&str, &str)) -> bool {
    let Some((document, found)) = made.read.get(name) else { return false };
    let places = places_of(&document.text, words);
    found.mentions.iter().any(|mention| match &mention.names {
        Names::Time(when) => {
            places.iter().any(|place| place.overlaps(&mention.span))
                && when.from.is_some_and(|day| day.to_string() == from)
                && when.to.is_some_and(|day| day.to_string() == to)
        }
        _ => false,
    })
}

fn places_of(text: &str, words: &str) -> Vec<Span> {
    text.match_indices(words).map(|(at, words)| Span::new(at, at + words.len())).collect()
}

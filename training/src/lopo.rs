//! Leave one publisher out: how much of what the tagger knows is one paper's way of writing.
//!
//! In: the corpus. Out: for each publisher, the exact F1 of sources, cues and contents on its documents, of a tagger that
//! has seen others of its documents and of one that has seen none. Both learn from as many documents:
//!
//! - *none*: all documents but the publisher's;
//! - *some*: each publisher's documents are dealt into as many folds as there are publishers; a fold is read by the
//!   tagger that learned from the other folds.
//!
//! What both found is written beside the table, for the reference scorer: `none.jsonl`, `some.jsonl`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use firsthand_engine::{LanguageData, annotate};
use firsthand_schema::{
    attribution::Attribution,
    span::{CodePoints, Span},
};

use crate::{
    attributions::{self, Plans, Tables},
    polnear::{self, Entry},
    score::Score,
};

type Fragments = BTreeSet<(u32, u32)>;
type Marks = Vec<(u32, u32)>;

/// Trains twice as many taggers as there are publishers, and prints the table.
pub(crate) fn lopo(
    entries: &[Entry],
    folder: &str,
    data: &LanguageData,
    plans: &Plans,
) -> Result<(), String> {
    let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        of.entry(&entry.publisher).or_default().push(at);
    }
    let folds: Vec<Vec<usize>> = (0..of.len())
        .map(|fold| of.values().flat_map(|all| all.iter().skip(fold).step_by(of.len()).copied()).collect())
        .collect();
    let publishers: Vec<Vec<usize>> = of.values().cloned().collect();
    let none = read_apart(entries, &publishers, data, plans);
    write(&format!("{folder}/none.jsonl"), entries, &none)?;
    let some = read_apart(entries, &folds, data, plans);
    write(&format!("{folder}/some.jsonl"), entries, &some)?;
    println!(
        "exact F1 of source, cue, content: of a tagger that saw none of the publisher's documents, and some"
    );
    let every: Vec<usize> = (0..entries.len()).collect();
    for (publisher, part) in of.iter().map(|(name, part)| (*name, part)).chain([("all", &every)]) {
        let (none, some) = (scores(entries, part, &none), scores(entries, part, &some));
        let row = |scores: &[Score; 3]| scores.iter().map(Score::f1).collect::<Vec<f64>>();
        let (none, some) = (row(&none), row(&some));
        let show = |row: &[f64]| row.iter().map(|f1| format!("{f1:6.2}")).collect::<Vec<_>>().join(" ");
        let less: Vec<f64> = some.iter().zip(&none).map(|(some, none)| some - none).collect();
        println!("{publisher:14} none {}   some {}   less {}", show(&none), show(&some), show(&less));
    }
    Ok(())
}

/// Reads each part with a tagger that has learned from the others.
fn read_apart(
    entries: &[Entry],
    parts: &[Vec<usize>],
    data: &LanguageData,
    plans: &Plans,
) -> Vec<Vec<Attribution>> {
    let mut found = vec![Vec::new(); entries.len()];
    for part in parts {
        let apart: BTreeSet<usize> = part.iter().copied().collect();
        let others: Vec<&Entry> = entries
            .iter()
            .enumerate()
            .filter(|(at, _)| !apart.contains(at))
            .map(|(_, entry)| entry)
            .collect();
        let Tables { cues, arguments, trust } = attributions::train(&others, data, plans);
        let with =
            LanguageData { cue_model: cues, argument_model: arguments, trust_model: trust, ..data.clone() };
        for &at in part {
            found[at] = annotate(&polnear::document(&entries[at]), &with).0.attributions;
        }
    }
    found
}

/// Fragments of each role that begin and end where a marked one does; attributions inside others do not count, as in
/// the corpus, nor do those in stretches that the corpus does not count.
fn scores(entries: &[Entry], part: &[usize], found: &[Vec<Attribution>]) -> [Score; 3] {
    let mut scores: [Score; 3] = Default::default();
    for &at in part {
        let (entry, found) = (&entries[at], &found[at]);
        let points = CodePoints::new(&entry.text);
        let inside = |one: &Attribution| {
            found.iter().any(|other| other.id != one.id && covers(&other.content, &one.cue))
        };
        let discard: Vec<Span> = entry
            .discard
            .iter()
            .map(|&(start, end)| Span { start: points.byte(start), end: points.byte(end) })
            .collect();
        let outermost: Vec<&Attribution> = found
            .iter()
            .filter(|one| !inside(one))
            .filter(|one| !covers(&discard, &[one.source.as_slice(), &one.cue, &one.content].concat()))
            .collect();
        let roles: [fn(&Attribution) -> &Vec<Span>; 3] =
            [|one| &one.source, |one| &one.cue, |one| &one.content];
        let marked: [fn(&polnear::Marked) -> &Marks; 3] =
            [|one| &one.source, |one| &one.cue, |one| &one.content];
        for (number, score) in scores.iter_mut().enumerate() {
            let out: Fragments = outermost
                .iter()
                .flat_map(|one| roles[number](one))
                .map(|&span| points.span(span).into())
                .collect();
            let gold: Fragments =
                entry.attributions.iter().flat_map(|one| marked[number](one)).copied().collect();
            score.add(out.intersection(&gold).count(), out.len(), gold.len());
        }
    }
    scores
}

/// Whether every span lies in one of the others.
fn covers(wide: &[Span], spans: &[Span]) -> bool {
    spans.iter().all(|span| wide.iter().any(|wide| wide.contains(span)))
}

/// What was found, a document a line, as the reference scorer reads it.
pub(crate) fn write(path: &str, entries: &[Entry], found: &[Vec<Attribution>]) -> Result<(), String> {
    let mut lines = String::new();
    for (entry, found) in entries.iter().zip(found) {
        let points = CodePoints::new(&entry.text);
        let show = |spans: &[Span]| spans.iter().map(|&span| points.span(span)).collect::<Vec<_>>();
        let attributions: Vec<_> = found
            .iter()
            .map(|one| {
                serde_json::json!({
                    "id": one.id.to_string(), "source": show(&one.source), "cue": show(&one.cue),
                    "content": show(&one.content), "class": one.class.as_str(), "confidence": one.confidence,
                })
            })
            .collect();
        lines.push_str(&serde_json::json!({"id": entry.id, "attributions": attributions}).to_string());
        lines.push('\n');
    }
    fs::write(path, lines).map_err(|error| format!("cannot write {path}: {error}"))
}

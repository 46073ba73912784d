//! Finds copies: whole documents and passages that stand in two documents, and which of the two came later.
//!
//! In: a `Print` of each document. Out: one `Copied` for each pair that shares wording.
//! `print(06)`, `print(07)` → copy, 71% of 06 and 79% of 07, 07 later (published a day after)
//!
//! Words are compared in runs of five, as the literature on text reuse does; candidates come from the keys of the
//! prints, so adding a document touches only those that share one. A run that both put in quotation marks is one
//! speech and no reason to call anything a copy.

use std::{borrow::Cow, collections::BTreeMap};

use firsthand_schema::{
    ids::DocumentId,
    link::{Copied, CopyKind, Passage},
};

use crate::report::print::{Print, RUN, Run, half};

/// A pair is a copy from this share of the smaller one on: the line that the silver pairs of a week's wire copies were
/// drawn at (containment of five-word runs; `measure-copies` in the lab).
const COPY_SHARE: f32 = 0.3;

/// A stretch this long is no stock phrase. Two reports of one event seldom share a dozen words in a row by chance.
const PASSAGE_WORDS: usize = 25;

/// The shortest stretch that is shown as part of a copy.
const SHOWN_WORDS: usize = 8;

/// Edits up to this many words do not break a stretch.
const GAP_WORDS: usize = 4;

/// Under this share of words outside quotation marks, a shared text is a shared speech.
const OWN_WORDS_SHARE: f32 = 0.2;

/// A key that so many documents have is furniture (a signature, a footer), not a passage.
const FURNITURE: usize = 1_000;

/// All pairs of a set of prints that share wording, in order of `a`, then `b`.
#[must_use]
pub fn copies(prints: &[Print]) -> Vec<Copied> {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (number, print) in (0u32..).zip(prints) {
        keyed.extend(print.keys().into_iter().map(|key| (key, number)));
    }
    keyed.sort_unstable();
    let mut partners: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for group in keyed.chunk_by(|one, other| one.0 == other.0) {
        if group.len() > FURNITURE {
            continue;
        }
        for (at, &(_, first)) in group.iter().enumerate() {
            for &(_, second) in &group[at + 1..] {
                partners.entry(first).or_default().push(second);
            }
        }
    }
    let mut found = Vec::new();
    for (first, mut others) in partners {
        others.sort_unstable();
        let one = &prints[first as usize];
        for shared in others.chunk_by(|one, other| one == other) {
            let other = &prints[shared[0] as usize];
            if worth_comparing(one, other, shared.len()) {
                found.extend(copied(one, other));
            }
        }
    }
    found.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
    found
}

/// A single shared key among many is a stock phrase more often than a passage; short texts have few keys to share.
fn worth_comparing(one: &Print, other: &Print, shared: usize) -> bool {
    shared > 1 || one.words.len().min(other.words.len()) < 80
}

/// Compares two documents. None where they share no more than phrases.
#[must_use]
pub fn copied(one: &Print, other: &Print) -> Option<Copied> {
    if one.document == other.document {
        return None;
    }
    let (a, b) = if one.document < other.document { (one, other) } else { (other, one) };
    let length = RUN.min(a.words.len()).min(b.words.len());
    if length == 0 {
        return None;
    }
    let (runs_a, runs_b) = (runs(a, length), runs(b, length));
    let shares = shares((a, &runs_a), (b, &runs_b), length);
    if shares.a == 0.0 {
        return None;
    }
    let passages = passages(a, b, length, &runs_b);
    let longest_own =
        passages.iter().filter(|found| !found.quoted()).map(|found| found.words).max().unwrap_or(0);
    let larger = shares.a.max(shares.b);
    // Runs of a text shorter than the run length are the whole text: equal or nothing.
    let kind = if larger >= COPY_SHARE && shares.own >= OWN_WORDS_SHARE {
        CopyKind::Copy
    } else if longest_own >= PASSAGE_WORDS {
        CopyKind::Passage
    } else if shares.own < OWN_WORDS_SHARE && passages.iter().any(|found| found.words >= SHOWN_WORDS) {
        CopyKind::Quotation
    } else {
        return None;
    };
    let (later, because) = direction(a, b);
    Some(Copied {
        a: a.document.clone(),
        b: b.document.clone(),
        kind,
        share_a: shares.a,
        share_b: shares.b,
        later,
        because,
        passages: passages.into_iter().map(|found| found.passage(a, b)).collect(),
    })
}

/// The runs of a print, sorted; those of a text that is shorter than a run are made for it.
fn runs(print: &Print, length: usize) -> Cow<'_, [Run]> {
    if length == RUN { Cow::Borrowed(&print.sorted_runs) } else { Cow::Owned(print.sorted(length)) }
}

struct Shares {
    a: f32,
    b: f32,
    /// Of the shared runs, the share that lies outside quotation marks.
    own: f32,
}

/// Shares of distinct runs.
fn shares((a, runs_a): (&Print, &[Run]), (b, runs_b): (&Print, &[Run]), length: usize) -> Shares {
    let quoted = |print: &Print, at: usize| {
        print.quoted[at..at + length].iter().filter(|&&in_quotes| in_quotes).count() * 2 > length
    };
    let (mut shared, mut own, mut from) = (0usize, 0usize, 0usize);
    let mut of_a = 0usize;
    for same in runs_a.chunk_by(|one, other| one.0 == other.0) {
        of_a += 1;
        let (hash, at) = (same[0].0, same[0].1 as usize);
        while runs_b.get(from).is_some_and(|run| run.0 < hash) {
            from += 1;
        }
        if let Some(place) = runs_b.get(from).filter(|run| run.0 == hash).map(|run| run.1 as usize)
            && common(a, b, at, place) >= length
        {
            shared += 1;
            own += usize::from(!quoted(a, at) && !quoted(b, place));
        }
    }
    let of_b = runs_b.chunk_by(|one, other| one.0 == other.0).count();
    let share = |of: usize| shared as f32 / of.max(1) as f32;
    Shares { a: share(of_a), b: share(of_b), own: own as f32 / shared.max(1) as f32 }
}

/// A stretch both have, by word numbers.
#[derive(Clone, Copy)]
struct Stretch {
    a: usize,
    b: usize,
    words: usize,
    end_a: usize,
    end_b: usize,
    quoted_words: usize,
}

impl Stretch {
    /// Whether nearly all of it is a quotation in both.
    fn quoted(&self) -> bool {
        (self.words - self.quoted_words.min(self.words)) as f32 <= OWN_WORDS_SHARE * self.words as f32
    }

    fn passage(&self, a: &Print, b: &Print) -> Passage {
        Passage {
            a: a.words[self.a].span.cover(&a.words[self.end_a - 1].span),
            b: b.words[self.b].span.cover(&b.words[self.end_b - 1].span),
            quoted: self.quoted(),
        }
    }
}

/// The stretches that both have, in `a`'s order: each place of `a` goes to the longest stretch from there, and
/// stretches that only a small edit parts are one.
fn passages(a: &Print, b: &Print, length: usize, runs_b: &[Run]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut next = 0;
    for (at, hash) in a.runs(length) {
        if at < next {
            continue;
        }
        let hash = half(hash);
        let from = runs_b.partition_point(|run| run.0 < hash);
        // A run that stands everywhere in `b` is a refrain: its first places are enough to find the longest stretch.
        let best = runs_b[from..]
            .iter()
            .take_while(|run| run.0 == hash)
            .take(16)
            .map(|&(_, place)| (common(a, b, at, place as usize), std::cmp::Reverse(place)))
            .filter(|(words, _)| *words >= length)
            .max();
        let Some((words, std::cmp::Reverse(place))) = best else { continue };
        let place = place as usize;
        let quoted_words = (0..words).filter(|step| a.quoted[at + step] && b.quoted[place + step]).count();
        next = at + words;
        let stretch =
            Stretch { a: at, b: place, words, end_a: at + words, end_b: place + words, quoted_words };
        match found.last_mut() {
            Some(last) if joins(last, &stretch) => {
                last.words += stretch.words;
                last.quoted_words += stretch.quoted_words;
                last.end_a = stretch.end_a;
                last.end_b = stretch.end_b;
            }
            _ => found.push(stretch),
        }
    }
    found.retain(|stretch| stretch.words >= SHOWN_WORDS.min(a.words.len()).min(b.words.len()));
    found
}

fn joins(last: &Stretch, next: &Stretch) -> bool {
    next.a - last.end_a <= GAP_WORDS && next.b >= last.end_b && next.b - last.end_b <= GAP_WORDS
}

/// How many words in a row are the same from here on.
fn common(a: &Print, b: &Print, at: usize, place: usize) -> usize {
    a.words[at..].iter().zip(&b.words[place..]).take_while(|(one, other)| one.hash == other.hash).count()
}

/// Which of the two came later, and how we know.
fn direction(a: &Print, b: &Print) -> (Option<DocumentId>, String) {
    let names = |print: &Print, other: &Print| {
        !other.family.is_empty()
            && print.family != other.family
            && print.credits.binary_search(&other.family).is_ok()
    };
    match (names(a, b), names(b, a)) {
        (true, false) => return (Some(a.document.clone()), "it credits the other's publisher".to_owned()),
        (false, true) => return (Some(b.document.clone()), "it credits the other's publisher".to_owned()),
        _ => {}
    }
    match (a.published, b.published) {
        (Some(one), Some(other)) if one.to < other.from => {
            (Some(b.document.clone()), "published later".to_owned())
        }
        (Some(one), Some(other)) if other.to < one.from => {
            (Some(a.document.clone()), "published later".to_owned())
        }
        _ => (None, String::new()),
    }
}

//! Counts labelled runs that are found exactly, for tuning. The figures of a card come from the reference scorer.

use std::fmt;

use firsthand_engine::linear::{Lattice, Linear};

use crate::crf::Sequence;

/// Right, found, marked.
#[derive(Default)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    marked: usize,
}

impl Score {
    /// Adds what one document gives.
    pub(crate) fn add(&mut self, right: usize, found: usize, marked: usize) {
        self.right += right;
        self.found += found;
        self.marked += marked;
    }

    /// In per cent.
    pub(crate) fn f1(&self) -> f64 {
        100.0 * (2 * self.right) as f64 / (self.found + self.marked).max(1) as f64
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let (p, r) = (share(self.right, self.found), share(self.right, self.marked));
        write!(f, "P {p:.2} R {r:.2} F1 {:.2}", self.f1())
    }
}

/// Scores each kind of run: its label at the start of several, at their end, and for one alone.
pub(crate) fn runs<const L: usize>(
    sequences: &[Sequence],
    model: &Linear<L>,
    kinds: &[(u8, u8, u8)],
) -> Vec<Score> {
    let mut scores: Vec<Score> = kinds.iter().map(|_| Score::default()).collect();
    let mut lattice = Lattice::default();
    for sequence in sequences {
        let best = sequence.best(model, &mut lattice);
        for (score, &(first, last, only)) in scores.iter_mut().zip(kinds) {
            let gold = cut(&sequence.gold, first, last, only);
            let found = cut(&best, first, last, only);
            let right = found.iter().filter(|run| gold.contains(run)).count();
            score.add(right, found.len(), gold.len());
        }
    }
    scores
}

fn cut(labels: &[u8], first: u8, last: u8, only: u8) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, &label) in labels.iter().enumerate() {
        if label == first {
            start = Some(at);
        } else if label == last || label == only {
            runs.push((start.take().unwrap_or(at), at + 1));
        }
    }
    runs
}

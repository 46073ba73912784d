//! The measures, each in a file of its own: gold and answer in, a table of figures out.
//!
//! They count as the reference scorers of the field count (the heads say which), so that a figure can be laid beside a
//! published one. All offsets are code points.

pub mod attribution;
pub mod ledger;
pub mod links;
pub mod pages;
pub mod sample;
pub mod timex;
pub mod toponym;

use crate::answer::Range;

/// One line of a table of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// What came out.
    pub value: Value,
}

/// What came out of measuring.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Precision, recall and their harmonic mean, from counts.
    Found(Found),
    /// Means over documents of precision and recall, 0 to 1.
    Mean {
        /// Mean precision.
        precision: f64,
        /// Mean recall.
        recall: f64,
    },
    /// A share of a whole, in per cent.
    Share {
        /// How many were right.
        right: usize,
        /// Of how many.
        of: usize,
    },
    /// A bare number with its unit ("km", "words/s").
    Number(f64, &'static str),
}

/// Right ones, predicted ones, gold ones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Found {
    /// Right.
    pub right: usize,
    /// Predicted.
    pub out: usize,
    /// Gold.
    pub gold: usize,
}

impl Found {
    /// Adds the counts of one document.
    pub fn add(&mut self, right: usize, out: usize, gold: usize) {
        self.right += right;
        self.out += out;
        self.gold += gold;
    }

    /// Precision, 0 to 1; 0 where nothing was predicted.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.out)
    }

    /// Recall, 0 to 1; 0 where there was nothing to find.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// F1, 0 to 1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of spans are far below 2^52")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

impl Value {
    /// The one number that stands for it: F1 or share in per cent, or the number itself.
    #[must_use]
    pub fn headline(&self) -> f64 {
        match self {
            Self::Found(found) => 100.0 * found.f1(),
            Self::Mean { precision, recall } => 100.0 * harmonic(*precision, *recall),
            Self::Share { right, of } => 100.0 * share(*right, *of),
            Self::Number(number, _) => *number,
        }
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:34} ", self.name)?;
        match &self.value {
            Value::Found(found) => write!(
                f,
                "P {:5.1}  R {:5.1}  F1 {:5.1}   (gold {}, out {})",
                100.0 * found.precision(),
                100.0 * found.recall(),
                100.0 * found.f1(),
                found.gold,
                found.out
            ),
            Value::Mean { precision, recall } => write!(
                f,
                "P {:5.1}  R {:5.1}  F1 {:5.1}   (means over documents)",
                100.0 * precision,
                100.0 * recall,
                self.value.headline()
            ),
            Value::Share { of: 0, .. } => write!(f, "nothing to measure"),
            Value::Share { right, of } => write!(f, "{:5.1}   ({right} of {of})", 100.0 * share(*right, *of)),
            Value::Number(number, unit) => write!(f, "{number:.1} {unit}"),
        }
    }
}

pub(crate) fn found(name: &str, counts: Found) -> Figure {
    Figure { name: name.to_owned(), value: Value::Found(counts) }
}

pub(crate) fn right_of(name: &str, (right, of): (usize, usize)) -> Figure {
    Figure { name: name.to_owned(), value: Value::Share { right, of } }
}

/// The positions of the characters in some ranges that are not white space, sorted, each once.
pub(crate) fn inked(text: &[char], ranges: &[Range]) -> Vec<usize> {
    let mut positions: Vec<usize> = ranges
        .iter()
        .flat_map(|&(start, end)| start..end.min(text.len()))
        .filter(|&at| !text[at].is_whitespace())
        .collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// How many two sorted lists share, each counted as often as both have it.
pub(crate) fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

/// Pairs gold with predicted one to one, best overlap first, none under one half.
///
/// Intersection over union of the characters; `worse` breaks a tie before the order of the lists does.
pub(crate) fn pairs(
    gold: &[Vec<usize>],
    predicted: &[Vec<usize>],
    worse: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let both = shared(g, p);
            let overlap = share(both, g.len() + p.len() - both);
            if both > 0 && overlap >= 0.5 {
                candidates.push((overlap, worse(i, j), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
    let (mut used_gold, mut used) = (vec![false; gold.len()], vec![false; predicted.len()]);
    let mut pairs = Vec::new();
    for (_, _, i, j) in candidates {
        if !used_gold[i] && !used[j] {
            (used_gold[i], used[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// The words of a range.
pub(crate) fn words_at(text: &[char], (start, end): Range) -> String {
    text.get(start..end.min(text.len())).unwrap_or_default().iter().collect()
}

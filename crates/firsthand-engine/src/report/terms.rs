//! Texts as weighed words: what two texts share counts by how rare it is.
//!
//! In: texts with weights. Out: stems by hash with their weights, ascending by hash, of length one.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    rarity::{self, Rarity},
    words,
};

/// A text as weighed words.
pub type Terms = Vec<(u32, f32)>;

/// Stems of some weighted texts: the root of how often, times how rare to a power, of length one. A power above one
/// lets the rarest words decide (which story), one below lets the common ones speak too (which of its happenings).
#[must_use]
pub fn terms(parts: &[(&str, f32)], power: f32, rarity: &Rarity) -> Terms {
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    for (text, weight) in parts {
        for (_, form) in words::forms(text) {
            *counts.entry(words::hash(&rarity::stem(&form))).or_insert(0.0) += weight;
        }
    }
    let terms = counts
        .into_iter()
        .map(|(stem, count)| (stem, count.sqrt() * rarity.weight(stem).max(0.0).powf(power)))
        .collect();
    normed(terms)
}

fn normed(mut terms: Terms) -> Terms {
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        terms.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    terms
}

/// What several texts have in common: their sum, of length one. In the order given, since sums of fractions depend on it.
#[must_use]
pub fn sum<'t>(texts: impl Iterator<Item = &'t Terms>) -> Terms {
    let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
    for &(word, weight) in texts.flatten() {
        *weights.entry(word).or_insert(0.0) += weight;
    }
    normed(weights.into_iter().collect())
}

/// The cosine of the angle between two texts: 0 nothing in common, 1 the same words.
#[must_use]
pub fn cosine(one: &Terms, other: &Terms) -> f32 {
    let (mut a, mut b, mut sum) = (0, 0, 0.0);
    while let (Some(&(word, weight)), Some(&(another, against))) = (one.get(a), other.get(b)) {
        match word.cmp(&another) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => {
                sum += weight * against;
                a += 1;
                b += 1;
            }
        }
    }
    sum
}

/// The words that weigh most, the weightiest first.
#[must_use]
pub fn weightiest(terms: &Terms, count: usize) -> Vec<u32> {
    let mut sorted = terms.clone();
    sorted.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    sorted.into_iter().take(count).map(|(word, _)| word).collect()
}

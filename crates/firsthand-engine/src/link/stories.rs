//! Which documents cover one story, whole document by whole document.
//!
//! In: reports. Out: groups of documents. Coarser than incidents: a story is a day's event with its reactions.

use std::collections::BTreeMap;

use firsthand_schema::{
    ids::{ClaimId, ClaimNumber, DocumentId},
    link::{Resemblance, Tie},
};

use super::incidents;
use crate::report::{Report, terms};

/// How many of a document's weightiest words candidates are found by.
const KEY_WORDS: usize = 24;

/// Documents are of one story while they are this alike on average (`measure_links stories`, sweep on ECB+ train).
pub const ONE_STORY: f32 = 0.24;

/// The stories of some documents.
#[must_use]
pub fn stories(reports: &[Report]) -> Vec<Vec<DocumentId>> {
    grouped(reports, ONE_STORY)
}

/// The stories at another line than [`ONE_STORY`].
#[must_use]
pub fn grouped(reports: &[Report], floor: f32) -> Vec<Vec<DocumentId>> {
    let mut sorted: Vec<&Report> = reports.iter().collect();
    sorted.sort_by(|one, other| one.document.cmp(&other.document));
    let mut postings: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, report) in (0u32..).zip(&sorted) {
        for word in terms::weightiest(&report.story, KEY_WORDS) {
            postings.entry(word).or_default().push(number);
        }
    }
    let name = |report: &Report| ClaimId { document: report.document.clone(), claim: ClaimNumber(0) };
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for numbers in postings.values() {
        for (at, &one) in numbers.iter().enumerate() {
            pairs.extend(numbers[at + 1..].iter().map(|&other| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let ties: Vec<Tie> = pairs
        .into_iter()
        .map(|(one, other)| {
            let (one, other) = (sorted[one as usize], sorted[other as usize]);
            let wording = terms::cosine(&one.story, &other.story).min(0.999);
            Tie {
                a: name(one),
                b: name(other),
                likeness: Resemblance { wording, total: wording, ..Resemblance::default() },
            }
        })
        .filter(|tie| tie.likeness.total > 0.02)
        .collect();
    let names: Vec<ClaimId> = sorted.iter().map(|report| name(report)).collect();
    incidents::groups_from(&names, &ties, &[], floor)
        .into_iter()
        .map(|group| group.into_iter().map(|claim| claim.document).collect())
        .collect()
}

//! Joins documents, sources and claims: copies, one source under several names, claims about one happening.
//!
//! In: reports (documents in comparable form). Out: `Links`. `report` → `keys` → candidates → `compare` → `groups`;
//! `link` does all of it for a whole case at once, and the two ways agree.

pub mod copies;
pub mod incidents;
pub mod roster;
pub mod stories;

use std::collections::BTreeMap;

use firsthand_schema::{
    ids::ClaimId,
    link::{Bond, Copied, Decision, Tie},
};

use crate::report::Report;

/// What joins the documents of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Pairs of documents that share wording, in order of `a`, then `b`.
    pub copies: Vec<Copied>,
    /// Pairs of tellings that may be of one happening, in order of `a`, then `b`.
    pub ties: Vec<Tie>,
    /// Tellings of one happening each, every telling in exactly one.
    pub groups: Vec<Vec<ClaimId>>,
}

/// Compares two documents that share a key: a copy, if one is, and the ties between what they tell.
#[must_use]
pub fn compare(one: &Report, other: &Report) -> (Option<Copied>, Vec<Tie>) {
    let copied = copies::copied(&one.print, &other.print);
    let ties = incidents::ties(one, other, copied.as_ref());
    (copied, ties)
}

/// Links a whole case.
#[must_use]
pub fn link(reports: &[Report], decisions: &[Decision]) -> Links {
    let mut sorted: Vec<&Report> = reports.iter().collect();
    sorted.sort_by(|one, other| one.document.cmp(&other.document));
    sorted.dedup_by(|one, other| one.document == other.document);
    let mut postings: Vec<(u64, u32)> = Vec::new();
    let mut probes: Vec<Vec<u64>> = Vec::with_capacity(sorted.len());
    for (number, report) in (0u32..).zip(&sorted) {
        let keys = incidents::keys(report);
        postings.extend(keys.own.into_iter().map(|key| (key, number)));
        probes.push(keys.probe);
    }
    postings.sort_unstable();
    let mut links = Links::default();
    let mut partners: Vec<u32> = Vec::new();
    for (number, report) in (0u32..).zip(&sorted) {
        links.ties.extend(incidents::ties(report, report, None));
        partners.clear();
        for key in &probes[number as usize] {
            let from = postings.partition_point(|posting| posting.0 < *key);
            partners.extend(
                postings[from..]
                    .iter()
                    .take_while(|posting| posting.0 == *key)
                    .map(|posting| posting.1)
                    .filter(|&partner| partner > number),
            );
        }
        partners.sort_unstable();
        partners.dedup();
        for &partner in &partners {
            let (copied, ties) = compare(report, sorted[partner as usize]);
            links.copies.extend(copied);
            links.ties.extend(ties);
        }
    }
    links.ties.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
    let tellings: Vec<ClaimId> = sorted
        .iter()
        .flat_map(|report| report.tellings.iter().map(|telling| report.telling_id(telling)))
        .collect();
    let decisions: Vec<Decision> =
        decisions.iter().filter_map(|decision| over_tellings(decision, &sorted)).collect();
    links.groups = incidents::groups(&tellings, &links.ties, &decisions);
    links
}

/// A decision over claims as one over the tellings that they are of; none where a claim is of none. `sorted` by document.
fn over_tellings(decision: &Decision, sorted: &[&Report]) -> Option<Decision> {
    let Bond::Claims { a, b } = &decision.bond else { return Some(decision.clone()) };
    let telling = |id: &ClaimId| {
        let at = sorted.binary_search_by(|report| report.document.cmp(&id.document)).ok()?;
        let claim = incidents::telling_of(sorted[at].tellings.iter().map(|it| it.first), id.claim)?;
        Some(ClaimId { claim, ..id.clone() })
    };
    let bond = Bond::Claims { a: telling(a)?, b: telling(b)? };
    Some(Decision { bond, ..decision.clone() })
}

/// The tellings tied to some, directly or through others: all that a new document's ties can regroup.
#[must_use]
pub fn reach(from: &[ClaimId], ties: &[Tie]) -> Vec<ClaimId> {
    let mut near: BTreeMap<&ClaimId, Vec<&ClaimId>> = BTreeMap::new();
    for tie in ties {
        near.entry(&tie.a).or_default().push(&tie.b);
        near.entry(&tie.b).or_default().push(&tie.a);
    }
    let mut reached: std::collections::BTreeSet<&ClaimId> = from.iter().collect();
    let mut open: Vec<&ClaimId> = from.iter().collect();
    while let Some(claim) = open.pop() {
        for next in near.get(claim).into_iter().flatten() {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached.into_iter().cloned().collect()
}

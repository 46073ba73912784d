//! The verbs of Firsthand: five functions, in the order they run. Reading this file is reading the program.
//!
//! ```text
//! Capture ─clean→ Document ─annotate→ Annotations ─link→ Links ─corroborate→ Assessment
//! ```
//!
//! Every one is pure: no file, clock, network, environment, randomness or hash order, so the same bytes in give the
//! same bytes out on every machine. None can fail: what a stage does not understand comes back as a `Problem`.
#![deny(missing_docs)]

pub mod annotate;
mod claims;
mod clean;
pub mod corroborate;
mod dictionary;
pub mod folding;
pub mod gazetteer;
pub mod language;
pub mod linear;
pub mod link;
pub mod reading;
pub mod report;
pub mod words;

use firsthand_schema::{
    annotation::{Annotations, Mention},
    capture::Capture,
    document::Document,
    finding::{Source, SourceMerge},
    ids::{AttributionId, ClaimId, ClaimNumber, SourceId},
    incident::Incident,
    link::{Copied, Decision, Tie, Withdrawn},
    problem::Problem,
};

#[doc(hidden)]
pub use annotate::attributions as attribution_tagger;
pub use annotate::attributions::reasons::Reason;
pub use claims::Step;
pub use language::LanguageData;
pub use link::{Links, incidents::Keys, roster::Heard};
pub use report::Report;

/// Makes a document of what came in: text, title, outlet, date, blocks. Nothing is removed; blocks are marked.
#[must_use]
pub fn clean(capture: &Capture, data: &LanguageData) -> (Document, Vec<Problem>) {
    clean::clean(capture, data)
}

/// Reads a document: sentences, mentions, attributions, events, and from them the ledger of its claims, the
/// verification remarks and the protected people.
#[must_use]
pub fn annotate(document: &Document, data: &LanguageData) -> (Annotations, Vec<Problem>) {
    let reading = reading::Reading::of(document, data);
    let mut problems = Vec::new();
    let found = annotate::annotate(&reading, data, &mut problems);
    let genders = annotate::names::pronouns::Genders::of(&reading, data, &found.mentions);
    let antecedents = |mentions: &[Mention], token| genders.candidates(&reading, mentions, token);
    (claims::ledger(&reading, found, data, &antecedents), problems)
}

/// How many mentions a reading holds: the part of [`annotate`] that grounds (when, where, which unit, how many, who), for a
/// bench to time.
#[doc(hidden)]
#[must_use]
pub fn grounded(reading: &reading::Reading<'_>, data: &LanguageData) -> usize {
    annotate::ground(reading, data).0.len()
}

/// Why an attribution of a document was found: the features that decided, the weightiest first. Empty where the
/// document has no such attribution.
#[must_use]
pub fn explain_attribution(
    document: &Document,
    data: &LanguageData,
    attribution: AttributionId,
) -> Vec<Reason> {
    let reading = reading::Reading::of(document, data);
    annotate::attributions::reasons::explain(&reading, data, attribution)
}

/// Why a claim of a document's ledger is as it is: the steps that made it, in the order in which they were taken. `found` is
/// what [`annotate`] gave for the document.
#[must_use]
pub fn explain_claim(
    document: &Document,
    found: &Annotations,
    data: &LanguageData,
    claim: ClaimNumber,
) -> Vec<Step> {
    let reading = reading::Reading::of(document, data);
    let genders = annotate::names::pronouns::Genders::of(&reading, data, &found.mentions);
    let antecedents = |mentions: &[Mention], token| genders.candidates(&reading, mentions, token);
    claims::steps(&reading, found, data, &antecedents, claim)
}

/// Makes the comparable form of a document: all that linking and corroboration read.
#[must_use]
pub fn report(document: &Document, annotations: &Annotations, data: &LanguageData) -> Report {
    report::report(document, annotations, &data.tables)
}

/// What a report is found by, and what it looks for: whoever has stored one of the keys it looks for is a candidate for
/// `compare`. Nothing else is.
#[must_use]
pub fn keys(report: &Report) -> Keys {
    link::incidents::keys(report)
}

/// Compares two reports that share a key: the copy, if one is, and ties between what they tell. A report compared with
/// itself gives the ties within it.
#[must_use]
pub fn compare(one: &Report, other: &Report) -> (Option<Copied>, Vec<Tie>) {
    link::compare(one, other)
}

/// Groups tellings by their ties. After a document arrives, hand in what [`reach`] finds from its tellings: the other
/// groups stay as they are.
#[must_use]
pub fn groups(tellings: &[ClaimId], ties: &[Tie], decisions: &[Decision]) -> Vec<Vec<ClaimId>> {
    link::incidents::groups(tellings, ties, decisions)
}

/// The telling that a claim is of, among those of its document: what decisions over claims are to [`groups`], which knows
/// tellings by their names alone.
#[must_use]
pub fn telling_of(tellings: impl Iterator<Item = ClaimNumber>, claim: ClaimNumber) -> Option<ClaimNumber> {
    link::incidents::telling_of(tellings, claim)
}

/// The tellings tied to some, directly or through others.
#[must_use]
pub fn reach(from: &[ClaimId], ties: &[Tie]) -> Vec<ClaimId> {
    link::reach(from, ties)
}

/// The same over numbered tellings, for whoever keeps ties by number: `tellings` in order, each once; for each the place
/// of the first of its group.
#[must_use]
pub fn grouped(tellings: &[&ClaimId], ties: &[(usize, usize, f32)], decisions: &[Decision]) -> Vec<usize> {
    link::incidents::grouped(tellings, ties, decisions)
}

/// Whether a tie this strong can hold two groups together. What no such tie and no decision connects, directly or through
/// others, is never one group: there is no need to look beyond it.
#[must_use]
pub fn holds(likeness: f32) -> bool {
    link::incidents::holds(likeness)
}

/// Links a whole case at once: `keys`, `compare` and `groups` over all of it.
#[must_use]
pub fn link(reports: &[Report], decisions: &[Decision]) -> Links {
    link::link(reports, decisions)
}

/// Assesses one group of tellings: `reports` are those of its members, `copies` those between them. None where
/// everything in it has been withdrawn.
#[must_use]
pub fn assess(
    group: &[ClaimId],
    reports: &[&Report],
    copies: &[&Copied],
    decisions: &[Decision],
    withdrawn: &[Withdrawn],
    data: &LanguageData,
) -> Option<Incident> {
    corroborate::assess(group, reports, copies, decisions, withdrawn, &words(data))
}

/// Assesses every group of a case, in order of incident id.
#[must_use]
pub fn corroborate(
    reports: &[Report],
    links: &Links,
    decisions: &[Decision],
    withdrawn: &[Withdrawn],
    data: &LanguageData,
) -> Vec<Incident> {
    corroborate::corroborate(reports, &links.copies, &links.groups, decisions, withdrawn, &words(data))
}

/// The sources that a report names, as it names them.
#[must_use]
pub fn voices(report: &Report) -> Vec<Heard> {
    link::roster::voices(report)
}

/// The sources of a case, each with its names, in order of id; from the voices of its documents in order of document id.
#[must_use]
pub fn sources(voices: &[Heard], decisions: &[Decision], data: &LanguageData) -> Vec<Source> {
    link::roster::sources(voices, decisions, &data.tables.sources)
}

/// Pairs of sources that may be one and that no analyst has decided over, the likeliest first.
#[must_use]
pub fn merge_candidates(
    voices: &[Heard],
    decisions: &[Decision],
    data: &LanguageData,
) -> Vec<(SourceId, SourceId, SourceMerge)> {
    link::roster::merge_candidates(voices, decisions, &data.tables.sources)
}

fn words(data: &LanguageData) -> corroborate::Words<'_> {
    corroborate::Words { speakers: &data.tables.sources, findings: &data.findings }
}

//! What a report says of its own checking.
//!
//! In: sentences and the stock phrases of `data/lexicon/remarks.toml`. Out: remarks with their kind, who checked, and
//! the claims they bear on. `The Herald could not independently verify the account.` → could-not-verify, by the Herald

use firsthand_schema::{
    annotation::{Mention, Names},
    claim::{Claim, Polarity, Remark, RemarkKind},
    ids::ClaimNumber,
    span::Span,
};

use super::{draft::Scene, voice};
use crate::reading::tags::Tag;

/// A remark before its claims are known.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    pub(crate) span: Span,
    pub(crate) kind: RemarkKind,
    by: Option<String>,
    /// Whom the remark names as having claimed ("the claims made by Evgeniya").
    about: Vec<String>,
}

impl Met {
    /// Whether the words are only about checking, and no claim is taken from them. What "has been documented" or
    /// "was confirmed" is told as well.
    pub(crate) fn is_no_claim(&self) -> bool {
        matches!(
            self.kind,
            RemarkKind::CouldNotVerify | RemarkKind::NoEvidenceGiven | RemarkKind::CommentSought
        )
    }
}

/// Finds the remarks of a document.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Met> {
    let mut met: Vec<Met> = Vec::new();
    for sentence in &scene.reading.sentences {
        if !scene.is_body(sentence.span) {
            continue;
        }
        for (kind, patterns) in &scene.data.ledger.remarks {
            let mut at = sentence.tokens.start;
            while let Some(hit) = patterns.find(scene.reading, at..sentence.tokens.end) {
                at = hit.end.max(at + 1);
                if voice::quotation_at(scene, hit.start).is_some() {
                    continue;
                }
                let clause = clause(scene, &hit, sentence.tokens.clone());
                let span = scene.reading.span_of(clause.clone());
                if met.iter().rev().take(4).any(|other| other.span.overlaps(&span)) {
                    continue;
                }
                let checker =
                    checker(scene, scene.reading.span_of(clause.start..hit.start.max(clause.start + 1)));
                if *kind == RemarkKind::Confirmed && !vouches(scene, &hit, clause.clone(), checker) {
                    continue;
                }
                met.push(Met {
                    span,
                    kind: *kind,
                    by: by(scene, *kind, &hit, clause.clone(), checker),
                    about: about(scene, scene.reading.span_of(hit.end..clause.end)),
                });
            }
        }
    }
    met.sort_by_key(|remark| (remark.span.start, remark.span.end));
    met
}

/// The clause a phrase stands in: between the conjunctions that part remarks ("… and has contacted …").
fn clause(
    scene: &Scene<'_>,
    hit: &std::ops::Range<usize>,
    within: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let mut start = within.start;
    for at in (within.start..hit.start).rev() {
        if matches!(
            scene.reading.lower(at),
            "and" | "but" | "," | ";" | "which" | "while" | "though" | "although"
        ) {
            start = at + 1;
            break;
        }
    }
    let mut end = within.end;
    for at in hit.end..within.end {
        let word = scene.reading.lower(at);
        if matches!(word, "but" | ";" | "while")
            || (word == "and" && opens_clause(scene, at + 1))
            || (word == ","
                && matches!(scene.reading.lower(at + 1), "but" | "and" | "while" | "as" | "which"))
        {
            end = at;
            break;
        }
    }
    while end > hit.end && matches!(scene.reading.lower(end - 1), "." | ",") {
        end -= 1;
    }
    start..end
}

/// After "and": an auxiliary or a subject with one begins a clause of its own ("and Newsweek has contacted").
fn opens_clause(scene: &Scene<'_>, at: usize) -> bool {
    (at..at + 4).any(|at| {
        matches!(
            scene.reading.lower(at),
            "has" | "have" | "had" | "did" | "was" | "were" | "could" | "is" | "are" | "does"
        )
    })
}

fn checker<'s>(scene: &Scene<'s>, span: Span) -> Option<&'s Mention> {
    scene.mentions_in(span).find(|mention| matches!(mention.names, Names::Outlet(_) | Names::Organisation(_)))
}

/// A confirmation counts as checking when press or a monitor makes it, or a thing is said to have been confirmed by one:
/// a ministry that "confirmed that" is a source like any other.
fn vouches(
    scene: &Scene<'_>,
    hit: &std::ops::Range<usize>,
    clause: std::ops::Range<usize>,
    checker: Option<&Mention>,
) -> bool {
    let next = scene.reading.lower(hit.end);
    let passive = scene.reading.lower(hit.end.saturating_sub(1)) == "by";
    // "a confirmed total" is a participle, not a deed.
    let verb = scene.reading.tag(hit.start).is_verb()
        && scene.reading.tag(hit.start.saturating_sub(1)) != Tag::Determiner;
    let subject = match checker.map(|mention| &mention.names) {
        Some(Names::Outlet(_)) => true,
        Some(Names::Organisation(organisation)) => !organisation.official,
        _ => false,
    };
    let outlet_behind = passive
        && scene.mentions_in(scene.reading.span_of(hit.end..clause.end)).next().is_some_and(|mention| {
            match &mention.names {
                Names::Outlet(_) => true,
                Names::Organisation(organisation) => !organisation.official,
                _ => false,
            }
        });
    verb && (outlet_behind || (subject && !passive && !matches!(next, "that" | "to" | "case" | "cases")))
}

fn by(
    scene: &Scene<'_>,
    kind: RemarkKind,
    hit: &std::ops::Range<usize>,
    clause: std::ops::Range<usize>,
    checker: Option<&Mention>,
) -> Option<String> {
    let name = |mention: &Mention| {
        mention
            .entity
            .and_then(|entity| scene.entity_name(entity))
            .unwrap_or_else(|| scene.words(mention.span))
            .to_owned()
    };
    match kind {
        // It is the report that finds the evidence wanting, not the ministry that gave none.
        RemarkKind::NoEvidenceGiven | RemarkKind::Documented => scene.reading.document.outlet.clone(),
        RemarkKind::Confirmed => checker
            .map(name)
            .or_else(|| scene.mentions_in(scene.reading.span_of(hit.end..clause.end)).next().map(name)),
        _ => checker.map(name).or_else(|| scene.reading.document.outlet.clone()),
    }
}

fn about(scene: &Scene<'_>, span: Span) -> Vec<String> {
    scene
        .mentions_in(span)
        .filter(|mention| matches!(mention.names, Names::Person(_) | Names::Organisation(_)))
        .map(|mention| {
            mention
                .entity
                .and_then(|entity| scene.entity_name(entity))
                .unwrap_or_else(|| scene.words(mention.span))
                .to_owned()
        })
        .collect()
}

/// The remarks with the claims they bear on, and a remark for every denial in the ledger.
pub(crate) fn with_claims(met: &[Met], claims: &[Claim]) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for remark in met {
        let before =
            |claim: &&Claim| claim.content.first().is_some_and(|span| span.start < remark.span.start);
        let named: Vec<ClaimNumber> = claims
            .iter()
            .filter(before)
            .filter(|claim| {
                claim.chain.iter().any(|hop| {
                    remark
                        .about
                        .iter()
                        .any(|name| hop.name.contains(name.as_str()) || name.contains(hop.name.as_str()))
                })
            })
            .map(|claim| claim.id)
            .collect();
        // Where nobody is named, the remark bears on the account that it closes: the handed-on claims before it.
        let bears_on = if named.is_empty() {
            claims
                .iter()
                .filter(before)
                .filter(|claim| !claim.chain.is_empty())
                .map(|claim| claim.id)
                .collect()
        } else {
            named
        };
        remarks.push(Remark {
            span: remark.span,
            kind: remark.kind,
            by: remark.by.clone(),
            claims: bears_on,
        });
    }
    for claim in claims.iter().filter(|claim| claim.polarity == Polarity::Denied) {
        let Some(span) = claim.cue.iter().chain(&claim.content).copied().reduce(|all, span| all.cover(&span))
        else {
            continue;
        };
        if remarks.iter().any(|remark| remark.span.overlaps(&span)) {
            continue;
        }
        remarks.push(Remark {
            span,
            kind: RemarkKind::Denied,
            by: claim.chain.last().map(|hop| hop.name.clone()),
            claims: vec![claim.id],
        });
    }
    remarks.sort_by_key(|remark| (remark.span.start, remark.span.end));
    remarks
}

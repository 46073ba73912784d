//! The figures in words: why one incident, what the range means, what would raise it, what stands beside it; and a
//! credibility to suggest.
//!
//! In: what was weighed. Out: `InWords` and `Grade`. 1–2 → "between 1 and 2: the port captain and Captain Negru may be
//! one". The machine never says "confirmed" where fewer than two certain origins stand apart, and never grades a source.

use std::collections::BTreeSet;

use firsthand_schema::{
    claim::RemarkKind,
    finding::{Contradiction, Credibility, Grade, InWords, Slot, StakeGroup, Verdict},
    ids::DocumentId,
};

use super::{
    About,
    independence::{Independence, Said},
    stands_against,
};

/// Suggests a credibility, with its reasons.
pub(crate) fn grade(
    weighed: &Independence,
    asserted: &[Said<'_>],
    beside: &[Said<'_>],
    contradictions: &[Contradiction],
    opposed_stakes: bool,
) -> Grade {
    let denied = beside.iter().any(stands_against);
    let disputed = contradictions.iter().any(|found| found.slot != Slot::Polarity);
    let attributed =
        asserted.iter().flat_map(|said| &said.statement.speakers).any(|voice| !voice.unattributed);
    let low = weighed.origins.low;
    let mut because = Vec::new();
    let credibility = if asserted.is_empty() {
        because.push("nobody asserts it any more".to_owned());
        Credibility::CannotBeJudged
    } else if low == 0 {
        because.push("the reports cite each other in a circle; nobody says it first".to_owned());
        Credibility::CannotBeJudged
    } else if !attributed {
        because.push("no report names a source".to_owned());
        Credibility::CannotBeJudged
    } else if low >= 2 {
        because.push(format!("{low} origins that share no source"));
        if opposed_stakes {
            because.push("sources of opposed stakes agree".to_owned());
        }
        if denied || disputed {
            because
                .push(if denied { "it is denied" } else { "the accounts contradict each other" }.to_owned());
            Credibility::PossiblyTrue
        } else if low >= 3 || opposed_stakes {
            Credibility::Confirmed
        } else {
            Credibility::ProbablyTrue
        }
    } else {
        because.push("only one origin is certain".to_owned());
        if denied {
            because.push("it is denied".to_owned());
            Credibility::Doubtful
        } else {
            Credibility::PossiblyTrue
        }
    };
    Grade { credibility, suggested: true, because }
}

/// Puts the figures into words.
pub(crate) fn in_words(
    weighed: &Independence,
    about: &About,
    all: &[Said<'_>],
    asserted: &[Said<'_>],
    beside: &[Said<'_>],
    stakes: &[StakeGroup],
    opposed_stakes: bool,
) -> InWords {
    InWords {
        one_incident: one_incident(about, all),
        range: range(weighed, asserted, stakes, opposed_stakes),
        raise: raise(weighed, asserted),
        beside: standing_beside(all, beside),
    }
}

fn one_incident(about: &About, all: &[Said<'_>]) -> Vec<String> {
    let documents: BTreeSet<_> = all.iter().map(|said| &said.report.document).collect();
    let mut words =
        vec![format!("{} in {}", counted(all.len(), "claim"), counted(documents.len(), "document"))];
    let mut common = |what: &str, values: &[String]| {
        if !values.is_empty() {
            words.push(format!("{what}: {}", values[..values.len().min(3)].join(", ")));
        }
    };
    common("events", &about.events);
    common("place", &about.places);
    common("units", &about.units);
    common("named", &about.people);
    words
}

fn range(
    weighed: &Independence,
    asserted: &[Said<'_>],
    stakes: &[StakeGroup],
    opposed_stakes: bool,
) -> Vec<String> {
    let (low, high) = (weighed.origins.low, weighed.origins.high);
    let mut words = Vec::new();
    if asserted.is_empty() {
        return vec!["nothing is left that asserts it".to_owned()];
    }
    words.push(match (low, high) {
        (0, 0) => "no origin: nobody says it first".to_owned(),
        (1, 1) => "1 origin: every way leads back to it".to_owned(),
        (low, high) if low == high => format!("{low} origins that share no source"),
        (low, high) => format!("at least {low} and at most {high} origins that share no source"),
    });
    if low < high
        && asserted.iter().any(|said| said.statement.speakers.iter().any(|voice| voice.unattributed))
    {
        words.push("some reports name nobody: they may rest on any of the others".to_owned());
    }
    for merge in &weighed.merges {
        match merge.verdict {
            Verdict::Same => {
                words.push(format!("{} and {} are taken as one: {}", merge.a, merge.b, merge.because))
            }
            Verdict::MayBe => {
                words.push(format!("{} and {} may be one: {}", merge.a, merge.b, merge.because))
            }
            Verdict::Apart => {
                words.push(format!("{} and {} are kept apart: {}", merge.a, merge.b, merge.because))
            }
        }
    }
    let called = |document: &DocumentId| {
        let said = asserted.iter().find(|said| said.report.document == *document);
        let outlet = said.map_or("a document", |said| said.report.outlet.as_str());
        format!("{outlet} ({})", short(document))
    };
    for (copy, original) in &weighed.hanging {
        words.push(format!("{} copies {} and adds no origin", called(copy), called(original)));
    }
    for circle in &weighed.circular {
        let names: Vec<String> = circle.iter().map(called).collect();
        words.push(format!("{} cite each other in a circle", names.join(", ")));
    }
    if !weighed.bottleneck.is_empty() {
        words.push(format!("if {} wrong, nothing is left", are(&weighed.bottleneck)));
    }
    if opposed_stakes {
        words.push("sources of opposed stakes assert it".to_owned());
    } else if let ([only], true) = (stakes, low > 1) {
        words.push(format!("all of one stake ({}): their agreement is not corroboration", only.stake));
    }
    words
}

fn raise(weighed: &Independence, asserted: &[Said<'_>]) -> Vec<String> {
    let mut words = Vec::new();
    if weighed.merges.iter().any(|merge| merge.verdict == Verdict::MayBe) {
        words.push("knowing that sources without a full name are different people".to_owned());
    }
    if asserted.iter().any(|said| said.statement.speakers.iter().all(|voice| voice.unattributed)) {
        words.push("a name for the source of the reports that give none".to_owned());
    }
    words.push(match weighed.bottleneck.as_slice() {
        [] => "anybody who says it first".to_owned(),
        names => format!("a report that does not pass through {}", names.join(", ")),
    });
    words
}

fn standing_beside(all: &[Said<'_>], beside: &[Said<'_>]) -> Vec<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for said in beside {
        let who = said.statement.speakers.last().map_or("somebody", |voice| voice.label.as_str());
        let outlet = &said.report.outlet;
        words.insert(if stands_against(said) {
            format!("{who}: {} ({outlet})", said.statement.polarity.as_str())
        } else if said.statement.background {
            format!("{who}: had said so before ({outlet})")
        } else {
            format!("{who}: withdrawn ({outlet})")
        });
    }
    for said in all {
        for (kind, by, claims) in &said.report.remarks {
            if claims.contains(&said.statement.claim) {
                let who = by.as_deref().unwrap_or(&said.report.outlet);
                words.insert(format!("{who}: {}", remark(*kind)));
            }
        }
    }
    words.into_iter().collect()
}

fn remark(kind: RemarkKind) -> &'static str {
    match kind {
        RemarkKind::CouldNotVerify => "could not verify it",
        RemarkKind::NoEvidenceGiven => "notes that no evidence was given",
        RemarkKind::CommentSought => "asked for comment",
        RemarkKind::Documented => "says the like has been documented",
        RemarkKind::Confirmed => "says it was confirmed",
        RemarkKind::Denied => "notes a denial",
    }
}

/// The head of a hash; an id that was given stays whole.
fn short(document: &DocumentId) -> &str {
    let is_hash = document.0.len() == 64 && document.0.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { &document.0[..8] } else { &document.0 }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn are(names: &[String]) -> String {
    match names {
        [only] => format!("{only} is"),
        several => format!("{} are", several.join(" and ")),
    }
}

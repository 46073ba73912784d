//! How a claim is worded: wholly in quotation marks, partly, or not at all; and whether its source asserts it.

use firsthand_schema::{
    claim::{Polarity, Voice},
    span::Span,
};

use super::draft::{Draft, Scene};
use crate::reading::tokens::TokenKind;

/// The share of a content's words that lie inside quotation marks, 0 to 1.
pub(crate) fn quoted_share(scene: &Scene<'_>, content: &[Span]) -> f32 {
    let (mut words, mut quoted) = (0u32, 0u32);
    for span in content {
        for at in scene.reading.tokens_in(*span) {
            if scene.reading.tokens[at].kind == TokenKind::Mark {
                continue;
            }
            words += 1;
            quoted += u32::from(quotation_at(scene, at).is_some());
        }
    }
    if words == 0 { 0.0 } else { quoted as f32 / words as f32 }
}

/// Which outer quotation token `at` lies in.
pub(crate) fn quotation_at(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let quotations = &scene.reading.quotations;
    let after = quotations.partition_point(|quotation| quotation.tokens.0 <= at);
    // Nested ones are short and follow their outer one: three steps back reach it.
    (after.saturating_sub(3)..after)
        .rev()
        .find(|&which| quotations[which].tokens.1 > at && !quotations[which].nested)
}

/// Nothing but marks and white space may stand outside the quotation marks: a stray initial or a clitic is allowed.
const DIRECT_SHARE: f32 = 0.95;

/// The voice of an attributed claim.
pub(crate) fn attributed(scene: &Scene<'_>, content: &[Span]) -> Voice {
    match quoted_share(scene, content) {
        share if share >= DIRECT_SHARE => Voice::Direct,
        share if share > 0.0 => Voice::Mixed,
        _ => Voice::Indirect,
    }
}

/// The voice of a claim inside another's words: where its cue lies in the same quotation, only marks inside that one make it
/// a quotation.
pub(crate) fn nested(scene: &Scene<'_>, cue: Span, content: &[Span]) -> Voice {
    let around = |span: &Span| quotation_at(scene, scene.reading.tokens_in(*span).start);
    let outside = content.first().is_none_or(|span| around(span).is_none() || around(span) != around(&cue));
    if outside {
        return attributed(scene, content);
    }
    let marks = |span: &Span| {
        scene.reading.quotations.iter().any(|quotation| quotation.nested && quotation.span.contains(span))
    };
    if content.iter().all(marks) { Voice::Direct } else { Voice::Indirect }
}

/// Whether the source denies or doubts the content, by the cue's words.
pub(crate) fn polarity(scene: &Scene<'_>, draft: &Draft) -> Polarity {
    let mut negated = false;
    for span in &draft.cue {
        let tokens = scene.reading.tokens_in(*span);
        // "did not say", "has yet to confirm": the negation may stand just before the cue.
        for at in tokens.start.saturating_sub(2)..tokens.end {
            let word = scene.reading.lower(at);
            match stem(word) {
                "deny" | "refute" | "rebut" if tokens.contains(&at) => return Polarity::Denied,
                "dismiss" | "reject" if tokens.contains(&at) => return Polarity::Denied,
                "doubt" | "question" | "dispute" if tokens.contains(&at) => return Polarity::Doubted,
                "not" | "n't" | "never" => negated = true,
                _ => {}
            }
        }
    }
    if negated { Polarity::Doubted } else { Polarity::Asserted }
}

/// "denies", "denied", "denying" → "deny"; only good enough for the few verbs asked for ("noted" must not become "not").
fn stem(word: &str) -> &str {
    match word {
        "denied" | "denies" | "denying" => "deny",
        "disputed" | "disputes" | "disputing" => "dispute",
        _ if word.len() <= 5 => word,
        _ => ["ing", "ed", "s"].iter().find_map(|tail| word.strip_suffix(tail)).unwrap_or(word),
    }
}

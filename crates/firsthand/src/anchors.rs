//! Which claim a decision is over, once its document is read anew and more or fewer claims are found in it.
//!
//! In: with each decision, where the claims it is over stood and what they said. Out, on `rebuild`: the document's claims,
//! counted so that each of those goes by the number that the decision knows.
//!
//! ```text
//! decided over c3, letters 210 to 290 → read anew, one claim more is found before it, and what was c3 would be c4
//!                                     → it stays c3, and the one that would be c3 gets a number that nobody has used
//! ```
//!
//! The numbers come of the document and the decisions alone, so what is derived can still be thrown away.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    annotation::Annotations,
    claim::Claim,
    ids::{ClaimId, ClaimNumber, DocumentId, sha256_hex},
    span::Span,
};
use firsthand_store::{Case, Fault};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A claim is taken for one that stood elsewhere in the same text where they share this much of what either covers.
const SAME_PLACE: f32 = 0.5;

/// Where a claim stood when somebody decided over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Anchor {
    /// From the first to the last of its words, in bytes of the text.
    at: Span,
    /// Which text: the head of its SHA-256.
    text: String,
    /// Which words: the head of their SHA-256. They themselves may hold names, and stand in the text anyway.
    words: String,
}

impl Anchor {
    fn of(claim: &Claim, text: &str) -> Option<Self> {
        let (first, rest) = claim.content.split_first()?;
        let at = rest.iter().fold(*first, |cover, span| cover.cover(span));
        let words: Vec<&str> = claim.content.iter().map(|span| span.of(text)).collect();
        Some(Self { at, text: head(text), words: head(&words.join(" ")) })
    }

    /// How surely the two are one claim: 0 for not at all.
    fn likeness(&self, now: &Self) -> f32 {
        let both = self.at.end.min(now.at.end).saturating_sub(self.at.start.max(now.at.start)) as f32;
        let either = (self.at.end.max(now.at.end) - self.at.start.min(now.at.start)).max(1) as f32;
        let shared = both / either;
        let (same_text, same_words) = (self.text == now.text, self.words == now.words);
        match (same_text, same_words) {
            (true, true) => 2.0 + shared,
            // Another reading of the original moved the words: where they stand says little.
            (false, true) => 2.0,
            (true, false) if shared >= SAME_PLACE => shared,
            _ => 0.0,
        }
    }
}

fn head(text: &str) -> String {
    let mut hex = sha256_hex(text.as_bytes());
    hex.truncate(16);
    hex
}

/// What is kept with a decision over these claims; `null` where none of them is in the case.
pub(crate) fn seen(case: &Case, claims: &[&ClaimId]) -> Result<Value, Fault> {
    let mut seen = BTreeMap::new();
    for id in claims {
        let Some(number) = case.number_of(&id.document)? else { continue };
        let Some(stored) = case.read(number)? else { continue };
        let claim = stored.annotations.claims.iter().find(|claim| claim.id == id.claim);
        if let Some(anchor) = claim.and_then(|claim| Anchor::of(claim, &stored.document.text)) {
            seen.insert(id.to_string(), anchor);
        }
    }
    Ok(if seen.is_empty() { Value::Null } else { json!(seen) })
}

/// The claims that decisions are over, by document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors(BTreeMap<DocumentId, BTreeMap<ClaimNumber, Anchor>>);

impl Anchors {
    /// Those of a case. Of two decisions over one claim the later has it.
    pub(crate) fn of(case: &Case) -> Result<Self, Fault> {
        let mut anchors = Self::default();
        for decided in case.decisions(0, u32::MAX)? {
            let Ok(seen) = serde_json::from_value::<BTreeMap<String, Anchor>>(decided.seen) else { continue };
            for (id, anchor) in seen {
                let Some((document, number)) = id.rsplit_once("/c") else { continue };
                let Ok(number) = number.parse() else { continue };
                let document = DocumentId(document.to_owned());
                anchors.0.entry(document).or_default().insert(ClaimNumber(number), anchor);
            }
        }
        Ok(anchors)
    }

    /// Gives the claims of a document the numbers that decisions know them by. A number whose claim is no longer found
    /// is nobody's: a decision must not come to stand over another claim.
    pub(crate) fn number(&self, document: &DocumentId, text: &str, found: &mut Annotations) {
        let Some(anchors) = self.0.get(document) else { return };
        let now: Vec<Option<Anchor>> = found.claims.iter().map(|claim| Anchor::of(claim, text)).collect();
        let mut pairs: Vec<(f32, ClaimNumber, usize)> = Vec::new();
        for (&number, anchor) in anchors {
            for (place, now) in now.iter().enumerate() {
                let likeness = now.as_ref().map_or(0.0, |now| anchor.likeness(now));
                if likeness > 0.0 {
                    pairs.push((likeness, number, place));
                }
            }
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let mut numbers: Vec<Option<ClaimNumber>> = vec![None; found.claims.len()];
        let mut given = BTreeSet::new();
        for (_, number, place) in pairs {
            if numbers[place].is_none() && given.insert(number) {
                numbers[place] = Some(number);
            }
        }
        let highest = found.claims.iter().map(|claim| claim.id).chain(anchors.keys().copied()).max();
        let mut next = highest.map_or(0, |it| it.0);
        let renumbered: BTreeMap<ClaimNumber, ClaimNumber> = found
            .claims
            .iter()
            .zip(numbers)
            .map(|(claim, number)| {
                let own = Some(claim.id).filter(|id| !anchors.contains_key(id));
                let number = number.or(own).unwrap_or_else(|| {
                    next += 1;
                    ClaimNumber(next)
                });
                (claim.id, number)
            })
            .collect();
        renumber(found, &renumbered);
    }
}

fn renumber(found: &mut Annotations, numbers: &BTreeMap<ClaimNumber, ClaimNumber>) {
    let change = |number: &mut ClaimNumber| *number = numbers.get(number).copied().unwrap_or(*number);
    for claim in &mut found.claims {
        change(&mut claim.id);
        claim.parent.as_mut().map(change);
    }
    found.remarks.iter_mut().flat_map(|remark| &mut remark.claims).for_each(change);
}

#[cfg(test)]
mod tests {
    use firsthand_schema::claim::{Polarity, Remark, RemarkKind, Voice};

    use super::*;

    const TEXT: &str = "The ship left. The crew stayed. The mayor fled. Nobody was paid.";

    fn found(text: &str, sentences: &[&str]) -> Annotations {
        let claim = |(at, words): (usize, &&str)| {
            let start = text.find(words).expect("the words stand there");
            Claim {
                id: ClaimNumber(at as u32 + 1),
                attribution: None,
                content: vec![Span::new(start, start + words.len())],
                cue: Vec::new(),
                source: Vec::new(),
                chain: Vec::new(),
                inherited: false,
                voice: Voice::Own,
                hedges: Vec::new(),
                polarity: Polarity::Asserted,
                events: Vec::new(),
                places: Vec::new(),
                times: Vec::new(),
                units: Vec::new(),
                persons: Vec::new(),
                quantities: Vec::new(),
                parent: (at > 0).then_some(ClaimNumber(1)),
                confidence: 1.0,
            }
        };
        let claims: Vec<Claim> = sentences.iter().enumerate().map(claim).collect();
        let all = claims.iter().map(|claim| claim.id).collect();
        let remark = Remark { span: Span::new(0, 1), kind: RemarkKind::Documented, by: None, claims: all };
        Annotations { claims, remarks: vec![remark], ..Annotations::default() }
    }

    /// Reads a text anew after decisions over some of its claims: what each claim is then called.
    #[track_caller]
    fn check(before: (&str, &[&str]), decided: &[u32], after: (&str, &[&str]), expected: &[u32]) {
        let id = DocumentId("d".to_owned());
        let then = found(before.0, before.1);
        let anchors = decided.iter().map(|&number| {
            let claim = then.claims.iter().find(|claim| claim.id.0 == number).expect("a claim");
            (ClaimNumber(number), Anchor::of(claim, before.0).expect("an anchor"))
        });
        let anchors = Anchors(BTreeMap::from([(id.clone(), anchors.collect())]));
        let mut now = found(after.0, after.1);
        anchors.number(&id, after.0, &mut now);
        let numbers: Vec<u32> = now.claims.iter().map(|claim| claim.id.0).collect();
        assert_eq!(numbers, expected);
        assert_eq!(now.remarks[0].claims.iter().map(|it| it.0).collect::<Vec<_>>(), expected);
        assert!(now.claims.iter().skip(1).all(|claim| claim.parent == Some(now.claims[0].id)));
    }

    #[test]
    fn a_claim_that_was_decided_over_keeps_its_number_when_one_more_is_found_before_it() {
        let (before, after) =
            (["The crew stayed", "The mayor fled"], ["The ship left", "The crew stayed", "The mayor fled"]);
        check((TEXT, &before), &[2], (TEXT, &after), &[1, 4, 2]);
        check((TEXT, &before), &[1, 2], (TEXT, &after), &[4, 1, 2]);
        check((TEXT, &before), &[], (TEXT, &after), &[1, 2, 3]);
    }

    #[test]
    fn it_keeps_it_when_its_edges_are_drawn_elsewhere() {
        check(
            (TEXT, &["The ship left", "The crew stayed"]),
            &[2],
            (TEXT, &["crew stayed.", "The mayor fled"]),
            &[2, 3],
        );
    }

    #[test]
    fn it_keeps_it_when_the_text_is_read_otherwise() {
        let longer = format!("Menu\n\n{TEXT}");
        check((TEXT, &["The mayor fled"]), &[1], (&longer, &["The crew stayed", "The mayor fled"]), &[3, 1]);
    }

    #[test]
    fn the_number_of_a_claim_that_is_no_longer_found_is_nobodys() {
        check(
            (TEXT, &["The ship left", "The crew stayed"]),
            &[1],
            (TEXT, &["The mayor fled", "Nobody was paid"]),
            &[3, 2],
        );
    }
}

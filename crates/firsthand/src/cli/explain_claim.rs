//! `firsthand explain DOCUMENT/c3`: why a claim is read as it is.
//!
//! In: a claim. Out: its words, cue, source and chain; the steps that made it; the features that weighed most; how sure it is.
//! The document is read again, so that what is told is what decides, and names are shielded last.

use std::collections::BTreeMap;

use firsthand_engine::{Reason, Step, explain_attribution, explain_claim};
use firsthand_schema::{
    annotation::Annotations, claim::Claim, document::Document, ids::ClaimNumber, span::Span,
};
use serde_json::{Value, json};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line, short},
    claims::chain,
    print::{Page, Style, one_line},
};
use crate::{export, own, redact::Redactor};

/// How many features are shown in words; `--json` has all.
const FEATURES_SHOWN: usize = 12;

/// Below this a claim is called unsure: of such claims hardly more than half were right (`data/weights/claims.toml`).
const SURE_MIN: f32 = 0.6;

/// What is told of one claim.
struct Told<'t> {
    document: &'t Document,
    found: &'t Annotations,
    claim: &'t Claim,
    /// The document as it was read: the offsets of the steps and features are of its text.
    text: &'t str,
    class: Option<&'static str>,
    steps: Vec<Step>,
    features: Vec<Reason>,
    shield: Redactor,
}

/// Runs the command.
pub(crate) fn run(typed: &str, view: &View, on: &CaseOptions) -> Result<Outcome, String> {
    let (document, number) = typed.rsplit_once("/c").unwrap_or((typed, ""));
    let stored = view.document(document)?;
    let id = number.parse().map(ClaimNumber).ok();
    let (shown, found) = view.shown(&stored);
    let claim = id.and_then(|id| found.claims.iter().find(|claim| claim.id == id)).ok_or_else(|| {
        format!(
            "no claim {typed:?}; `firsthand show {document}` lists the claims of that document as c1, c2 …"
        )
    })?;
    let data = own::language(&view.case.own_tables().map_err(|fault| view.told(&fault))?)?;
    let (now, _) = firsthand_engine::annotate(&stored.document, &data);
    // Another version of the program may have read it otherwise; what it would say today explains nothing of that.
    let same =
        stored.annotations.claims.iter().zip(&now.claims).all(|(then, now)| then.content == now.content)
            && stored.annotations.claims.len() == now.claims.len();
    if !same {
        return Err(format!(
            "{}: read by another version of the program; `firsthand rebuild` reads it again, then ask once more",
            short(&view.shown_id(&stored.document.id))
        ));
    }
    let attribution = claim.attribution.and_then(|id| now.attributions.iter().find(|it| it.id == id));
    let told = Told {
        document: &shown,
        found: &found,
        claim,
        text: &stored.document.text,
        class: attribution.map(|it| it.class.as_str()),
        steps: explain_claim(&stored.document, &now, &data, claim.id),
        features: attribution.map_or_else(Vec::new, |it| explain_attribution(&stored.document, &data, it.id)),
        shield: view.redactor([&stored]),
    };
    let mut page = Page::open();
    if on.json {
        page.put(&json_line(&told.value()))?;
    } else {
        told.words(&mut page)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

impl Told<'_> {
    /// Words of the original, shielded.
    fn shielded(&self, span: Span) -> String {
        one_line(&self.shield.words(span.of(self.text)))
    }

    fn value(&self) -> Value {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|it| json!({"part": it.part, "says": it.says, "words": it.words.map(|span| self.shielded(span))}))
            .collect();
        let features: Vec<Value> = self
            .features
            .iter()
            .map(|it| {
                json!({
                    "part": it.part, "words": self.shielded(it.words), "feature": it.feature, "in_words": in_words(it.feature),
                    "weight": it.weight,
                })
            })
            .collect();
        json!({
            "schema": 1,
            "claim": export::claims::record(self.document, self.found, self.claim),
            "class": self.class,
            "steps": steps,
            "features": features,
            "confidence": self.claim.confidence,
            "sure": self.claim.confidence >= SURE_MIN,
        })
    }

    fn words(&self, page: &mut Page) -> Result<(), String> {
        let text = &self.document.text;
        let joined = |spans: &[Span]| {
            let parts: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
            one_line(&parts.join(" … "))
        };
        let title = page.styled(Style::Strong, &self.claim.id.to_string());
        page.line(&format!("{title}  {}", joined(&self.claim.content)))?;
        let or_none = |words: String| if words.is_empty() { "none".to_owned() } else { words };
        let class = self.class.map_or(String::new(), |class| format!(" ({class})"));
        page.line(&format!("  cue     {}{class}", or_none(joined(&self.claim.cue))))?;
        page.line(&format!("  source  {}", or_none(joined(&self.claim.source))))?;
        page.line(&format!("  chain   {}", one_line(&chain(self.document, self.claim))))?;
        let (voice, polarity) = (self.claim.voice.as_str(), self.claim.polarity.as_str());
        page.line(&format!("  voice   {voice}, {polarity}"))?;
        let sure = if self.claim.confidence >= SURE_MIN { "" } else { ": unsure, read it yourself" };
        page.line(&format!("  sure    {:.2}{sure}", self.claim.confidence))?;
        let head = page.styled(Style::Strong, "what made it");
        page.line(&head)?;
        for step in &self.steps {
            let words = step.words.map_or(String::new(), |span| format!(": “{}”", self.shielded(span)));
            page.line(&format!("  {:<7} {}{words}", step.part, step.says))?;
        }
        if self.features.is_empty() {
            return Ok(());
        }
        let head = page.styled(Style::Strong, "what weighed most, in log odds");
        page.line(&head)?;
        for ((part, words), reasons) in by_part(&self.features) {
            page.line(&format!("  {part} “{}”", self.shielded(words)))?;
            for reason in reasons {
                page.line(&format!("    {:+.2}  {}", reason.weight, in_words(reason.feature)))?;
            }
        }
        if self.features.len() > FEATURES_SHOWN {
            let more = self.features.len() - FEATURES_SHOWN;
            page.line(&format!("  and {more} that weigh less; --json has all"))?;
        }
        Ok(())
    }
}

/// The weightiest features, together where they speak for the same words.
fn by_part(features: &[Reason]) -> BTreeMap<(&'static str, Span), Vec<&Reason>> {
    let mut parts: BTreeMap<(&'static str, Span), Vec<&Reason>> = BTreeMap::new();
    for reason in features.iter().take(FEATURES_SHOWN) {
        parts.entry((reason.part, reason.words)).or_default().push(reason);
    }
    parts
}

/// A feature's name as words: `stem, tag -1` → `plain form, part of speech before`.
fn in_words(feature: &str) -> String {
    let words: Vec<String> = feature
        .split(' ')
        .map(|word| {
            let (bare, mark) = word.strip_suffix(',').map_or((word, ""), |bare| (bare, ","));
            let told = match bare {
                "stem" => "plain form",
                "stems" => "plain forms",
                "tag" => "part of speech",
                "tags" => "parts of speech",
                "kinds" => "small words or parts of speech",
                "kind" => "small word or part of speech",
                "like" => "words used alike",
                "likes" => "words used alike,",
                "class" => "class of cue",
                "classes" => "classes of cue",
                "around" => "what stands right beside the cue",
                "joint" => "quotation marks beside it",
                "quoted" => "inside quotation marks or not",
                "gap" => "distance",
                "margin" => "score",
                "-4" => "four before",
                "-3" => "three before",
                "-2" => "two before",
                "-1" => "before",
                "0" => "here",
                "+1" => "after",
                "+2" => "two after",
                "+3" => "three after",
                "+4" => "four after",
                other => other,
            };
            format!("{told}{mark}")
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_told_in_words() {
        assert_eq!(in_words("stem, tag -1"), "plain form, part of speech before");
        assert_eq!(in_words("from start"), "from start");
    }
}

//! One claim of a case as a JSON object that stands on its own: `firsthand claims --json`, an object a line.
//!
//! In: a document as it may be shown, what was found in it, one of its claims. Out: the object.

use firsthand_schema::{annotation::Annotations, claim::Claim, document::Document, ids::MentionId};
use serde_json::{Value, json};

use super::annotate::Former;

/// The version of the form. A field may be added under the same number; none changes or goes.
const SCHEMA: u32 = 1;

/// The object.
pub(crate) fn record(document: &Document, found: &Annotations, claim: &Claim) -> Value {
    let form = Former::of(&document.text);
    let mut record = json!({
        "schema": SCHEMA,
        "document": document.id,
        "claim": claim.id.to_string(),
        "outlet": document.outlet,
        "title": document.title,
        "url": document.url,
        "published": super::annotate::published(document, found),
        "text": claim.content.iter().map(|span| span.of(&document.text)).collect::<Vec<_>>(),
        "sentence": sentence(document, found, claim),
    });
    let mut fields = serde_json::to_value(form.claim(claim)).unwrap_or_default();
    let mentions = |ids: &[MentionId]| -> Value {
        let it = ids.iter().filter_map(|id| found.mentions.get(id.0 as usize));
        it.map(|mention| {
            let mut value = serde_json::to_value(form.mention(mention)).unwrap_or_default();
            value["text"] = json!(mention.span.of(&document.text));
            value
        })
        .collect()
    };
    fields["places"] = mentions(&claim.places);
    fields["times"] = mentions(&claim.times);
    fields["units"] = mentions(&claim.units);
    fields["persons"] = mentions(&claim.persons);
    fields["quantities"] = mentions(&claim.quantities);
    if let (Value::Object(record), Value::Object(mut fields)) = (&mut record, fields) {
        fields.remove("id");
        record.append(&mut fields);
    }
    record
}

/// The sentences that a claim's words stand in, as one stretch.
pub(crate) fn sentence<'d>(document: &'d Document, found: &Annotations, claim: &Claim) -> &'d str {
    let spans = || claim.content.iter().chain(&claim.cue);
    let touched = found.sentences.iter().filter(|sentence| spans().any(|span| sentence.overlaps(span)));
    touched.copied().reduce(|all, next| all.cover(&next)).map_or("", |all| all.of(&document.text))
}

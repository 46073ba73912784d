//! Makes a document of a capture.

use firsthand_schema::{
    capture::Capture,
    document::{Document, Published, PublishedBasis},
    problem::Problem,
    when::Day,
};

use crate::language::LanguageData;

/// See `firsthand_engine::clean`.
pub(crate) fn clean(capture: &Capture, _data: &LanguageData) -> (Document, Vec<Problem>) {
    let published = capture.given.published.as_deref().and_then(Day::parse);
    let document = Document {
        id: capture.id.clone(),
        text: capture.content.clone(),
        title: capture.given.title.clone(),
        outlet: capture.given.outlet.clone(),
        url: capture.given.url.clone(),
        authors: Vec::new(),
        language: "en".to_owned(),
        published: published.map(|day| Published { from: day, to: day, basis: PublishedBasis::Given }),
        blocks: Vec::new(),
    };
    (document, Vec::new())
}

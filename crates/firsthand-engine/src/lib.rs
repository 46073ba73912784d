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
pub mod language;
pub mod linear;
pub mod reading;

use firsthand_schema::{annotation::Annotations, capture::Capture, document::Document, problem::Problem};

#[doc(hidden)]
pub use annotate::attributions as attribution_tagger;
pub use language::LanguageData;

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
    (claims::ledger(&reading, found, data), problems)
}

//! Attribution corpora as JSON lines: a text and its relations of source, cue and content. Offsets are code points.

use serde::Deserialize;

use crate::answer::{Range, Relation};

/// One annotated text.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    /// Its id.
    pub id: String,
    /// The text that the offsets count in.
    pub text: String,
    /// The relations.
    pub attributions: Vec<Relation>,
    /// Stretches that were not annotated.
    #[serde(default)]
    pub discard: Vec<Range>,
    /// Day of publication, where known.
    pub date: Option<String>,
}

//! Place corpora as JSON lines: a text and its place names with coordinates. Offsets are code points.

use serde::Deserialize;

/// One annotated text.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    /// Its id.
    pub id: String,
    /// The text that the offsets count in.
    pub text: String,
    /// The names.
    pub toponyms: Vec<Toponym>,
}

/// One place name.
#[derive(Clone, Debug, Deserialize)]
pub struct Toponym {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Degrees north; none where it cannot be resolved.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

//! TIMEX3 corpora as JSON lines: a text, the day it was written, and its time expressions. Offsets are code points.

use serde::Deserialize;

/// One annotated text.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    /// Its id.
    pub id: String,
    /// The day that "on Tuesday" is read against.
    pub dct: Option<String>,
    /// The text that the offsets count in.
    pub text: String,
    /// The expressions.
    pub timexes: Vec<Timex>,
}

/// One time expression.
#[derive(Clone, Debug, Deserialize)]
pub struct Timex {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// DATE, TIME, DURATION, SET.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// TIMEX3 value.
    pub value: Option<String>,
}

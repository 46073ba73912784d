//! What a stage could not make sense of. Understanding never fails: it hands back what it found, and these.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// Something a stage could not do, where, and what was done instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which stage.
    pub stage: String,
    /// Where in the text, if anywhere.
    pub span: Option<Span>,
    /// What was wrong and what was done, lower case, no full stop.
    pub what: String,
}

//! An attribution relation, as attribution corpora mark them: source, cue, content.

use serde::{Deserialize, Serialize};

use crate::{ids::AttributionId, span::Span};

/// "The ministry [source] said [cue] it was untrue [content]." Spans of one role are in text order, without overlap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Its place in the list.
    pub id: AttributionId,
    /// Who; empty where the text names nobody.
    pub source: Vec<Span>,
    /// The words that hand the content to the source; may be empty (a quotation alone).
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// What kind of attitude the cue tells of.
    pub class: CueClass,
    /// How sure the reader is of the relation, 0 to 1, calibrated.
    pub confidence: f32,
}

/// What a cue tells of its source's attitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueClass {
    /// said, reported, according to
    Assertion,
    /// believes, thinks, expects
    Belief,
    /// plans, promised to
    Intention,
    /// asked whether
    Question,
    /// ordered, urged, demanded
    Order,
    /// saw, heard, video shows
    Perception,
    /// anything else
    Other,
}

impl CueClass {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assertion => "assertion",
            Self::Belief => "belief",
            Self::Intention => "intention",
            Self::Question => "question",
            Self::Order => "order",
            Self::Perception => "perception",
            Self::Other => "other",
        }
    }
}

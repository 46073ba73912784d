//! What joins documents, sources and claims: copies, ties, and the analysts' decisions over them.
//!
//! A link is added and never overwrites a claim. Everything here but a [`Decision`] can be thrown away and made again.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClaimId, DocumentId, SourceId},
    span::Span,
};

/// Two documents that share wording. `a` has the smaller id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// One document.
    pub a: DocumentId,
    /// The other.
    pub b: DocumentId,
    /// What is shared.
    pub kind: CopyKind,
    /// The share of `a`'s five-word runs that stand in `b` too, 0 to 1.
    pub share_a: f32,
    /// The share of `b`'s five-word runs that stand in `a` too, 0 to 1.
    pub share_b: f32,
    /// The one that came later or gives credit to the other; none where nothing tells.
    pub later: Option<DocumentId>,
    /// How the direction is known; empty where it is not.
    pub because: String,
    /// The stretches that both have, in `a`'s text order.
    pub passages: Vec<Passage>,
}

/// What two documents share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyKind {
    /// One holds much of the other.
    Copy,
    /// They share a stretch of their own words, and differ else.
    Passage,
    /// They share only words that both put in quotation marks: one speech, not one report.
    Quotation,
}

impl CopyKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Passage => "passage",
            Self::Quotation => "quotation",
        }
    }
}

/// A stretch that stands in two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where in `a`.
    pub a: Span,
    /// Where in `b`.
    pub b: Span,
    /// Whether all of it lies between quotation marks in both.
    pub quoted: bool,
}

/// How alike two claims' happenings are, part by part. A part that either side does not tell of is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resemblance {
    /// Rare words in common, 0 to 1.
    pub wording: f32,
    /// Event types in common, 0 to 1.
    pub events: Option<f32>,
    /// Places: 1 the same, 0 elsewhere.
    pub place: Option<f32>,
    /// Times: 1 overlapping, 0 apart.
    pub time: Option<f32>,
    /// Units and named participants in common, 0 to 1.
    pub who: Option<f32>,
    /// Counts: 1 the same number of the same thing, 0 others.
    pub count: Option<f32>,
    /// All of it in one figure, 0 to 1.
    pub total: f32,
}

/// Two tellings of what may be one happening. A telling is named by its first claim; claim number 0 stands for a
/// document whose claims nobody has drawn up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// The telling with the smaller id.
    pub a: ClaimId,
    /// The other.
    pub b: ClaimId,
    /// How alike they are.
    pub likeness: Resemblance,
}

/// What an analyst decides over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "over", rename_all = "kebab-case")]
pub enum Bond {
    /// Whether two sources are one.
    Sources {
        /// One source.
        a: SourceId,
        /// The other.
        b: SourceId,
    },
    /// Whether two claims tell of one happening.
    Claims {
        /// One claim.
        a: ClaimId,
        /// The other, for an incident its first claim.
        b: ClaimId,
    },
}

/// What an analyst decided. The last word over a bond stands; earlier ones stay in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// One and the same.
    Same,
    /// Not the same, whatever the program thinks.
    NotSame,
    /// The decision is taken back: the program's own view holds again.
    Open,
}

/// One decision of an analyst. The program never writes one and never drops one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Over what.
    pub bond: Bond,
    /// What.
    pub judgement: Judgement,
    /// Who decided.
    pub by: String,
    /// Why, in their words; may be empty.
    pub reason: String,
}

/// What has been taken back by whoever stood behind it, or found to be worthless.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Withdrawn {
    /// A document: its claims no longer count.
    Document {
        /// Which.
        id: DocumentId,
    },
    /// A source: no path may lead through it.
    Source {
        /// Which.
        id: SourceId,
    },
}

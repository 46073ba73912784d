//! The ledger: one statement about the world, anchored to its words, with the chain of sources it came through.

use serde::{Deserialize, Serialize};

use crate::{
    annotation::{Event, Naming},
    ids::{AttributionId, ClaimNumber, EntityId, MentionId},
    span::Span,
};

/// One statement about the world, in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its number in the document, from 1.
    pub id: ClaimNumber,
    /// The attribution it was taken from; none for hedges and the outlet's own voice where no attribution fits.
    pub attribution: Option<AttributionId>,
    /// The words that say what happened.
    pub content: Vec<Span>,
    /// The words that hand it on.
    pub cue: Vec<Span>,
    /// The nearest source, as it stands in the text.
    pub source: Vec<Span>,
    /// The sources it passed through, from the one nearest to the document's outlet to the origin. The publishing
    /// outlet is not in it.
    pub chain: Vec<Hop>,
    /// Whether the chain was carried over from the discourse around it.
    pub inherited: bool,
    /// How it is worded.
    pub voice: Voice,
    /// Hedging words, as spans.
    pub hedges: Vec<Span>,
    /// Whether the source asserts, denies or doubts it.
    pub polarity: Polarity,
    /// What it tells of.
    pub events: Vec<Event>,
    /// Places it speaks of.
    pub places: Vec<MentionId>,
    /// Times it speaks of.
    pub times: Vec<MentionId>,
    /// Units it speaks of.
    pub units: Vec<MentionId>,
    /// Persons it speaks of.
    pub persons: Vec<MentionId>,
    /// Counts it gives.
    pub quantities: Vec<MentionId>,
    /// The claim whose content this one stands in.
    pub parent: Option<ClaimNumber>,
    /// How sure the reader is that source and content belong together, 0 to 1, calibrated.
    pub confidence: f32,
}

/// One source in a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The name, or the description where there is no name; never a pronoun.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// How the text names it.
    pub naming: Naming,
    /// Role or relation ("wife of a mobilized soldier", "spokesman for …").
    pub role: Option<String>,
    /// Where it is named; for an inherited hop, in the sentence it was carried over from.
    pub span: Option<Span>,
    /// The entity of this document, if it is one.
    pub entity: Option<EntityId>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Press, broadcaster, channel.
    Outlet,
    /// State, army, ministry, spokesperson.
    Official,
    /// Think tank, NGO.
    Organisation,
    /// A person speaking for themselves.
    Person,
    /// A video, a letter, a document.
    MediaObject,
}

impl SourceKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Official => "official",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::MediaObject => "media-object",
        }
    }
}

/// How a claim is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// Wholly in quotation marks.
    Direct,
    /// In the report's words.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
    /// With a hedge and no source ("reportedly").
    Hedged,
    /// The outlet's own words.
    Own,
}

impl Voice {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Hedged => "hedged",
            Self::Own => "own",
        }
    }
}

/// Whether a source asserts, denies or doubts what the content says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// Says it is so.
    Asserted,
    /// Says it is not.
    Denied,
    /// Doubts it.
    Doubted,
}

impl Polarity {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Doubted => "doubted",
        }
    }
}

/// What a report says of its own checking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The words.
    pub span: Span,
    /// What they say.
    pub kind: RemarkKind,
    /// Who checked, as named.
    pub by: Option<String>,
    /// The claims it bears on.
    pub claims: Vec<ClaimNumber>,
}

/// What a verification remark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    /// "could not independently verify"
    CouldNotVerify,
    /// "did not give evidence"
    NoEvidenceGiven,
    /// "has contacted … for comment"
    CommentSought,
    /// "have been documented by independent groups"
    Documented,
    /// "was confirmed by"
    Confirmed,
    /// "denied"
    Denied,
}

impl RemarkKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CouldNotVerify => "could-not-verify",
            Self::NoEvidenceGiven => "no-evidence-given",
            Self::CommentSought => "comment-sought",
            Self::Documented => "documented",
            Self::Confirmed => "confirmed",
            Self::Denied => "denied",
        }
    }
}

/// Somebody whose name leaves the case only as a pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protected {
    /// Whom.
    pub entity: EntityId,
    /// Why.
    pub why: Why,
}

/// Why somebody is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The text gives a name that is not theirs.
    Pseudonym,
    /// A first name or an initial.
    PartialName,
    /// They asked not to be named, or are not.
    Anonymous,
    /// Kin of somebody at risk.
    RelativeOfAtRisk,
    /// Refuser, prisoner, witness, minor.
    AtRiskRole,
}

impl Why {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pseudonym => "pseudonym",
            Self::PartialName => "partial-name",
            Self::Anonymous => "anonymous",
            Self::RelativeOfAtRisk => "relative-of-at-risk",
            Self::AtRiskRole => "at-risk-role",
        }
    }
}

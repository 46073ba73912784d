//! What is found when an incident's claims are held against each other: contradictions, stakes, merges, a suggested
//! grade, and the reading in words. Figures explain themselves.

use serde::{Deserialize, Serialize};

use crate::{claim::SourceKind, ids::SourceId, incident::ClaimRef};

/// One slot with values that cannot both be true, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// Which slot.
    pub slot: Slot,
    /// What is counted, or which event type.
    pub of: String,
    /// The values, each with its claims.
    pub values: Vec<Value>,
}

/// What two claims can disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// How many.
    Count,
    /// When.
    Time,
    /// Where.
    Place,
    /// Who did it, or which unit.
    Who,
    /// Whether it happened at all.
    Polarity,
}

impl Slot {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Time => "time",
            Self::Place => "place",
            Self::Who => "who",
            Self::Polarity => "polarity",
        }
    }
}

/// One side of a contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The value as bounds: `7`, `>=1000`, `1000..1200`, `~60`, `1905-06-27`, a place's name, `asserted`.
    pub value: String,
    /// Who says so.
    pub sources: Vec<String>,
    /// Where.
    pub claims: Vec<ClaimRef>,
}

/// What a source has to win or lose by being believed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stake {
    /// Speaks for a party to the conflict, by name ("Russia").
    Party(String),
    /// An official of a state that is no party.
    Official,
    /// Press, for what it says in its own words or relays.
    Outlet,
    /// A think tank, an aid group, a monitor.
    Organisation,
    /// Soldier, prisoner, resident: somebody it happened to or who saw it.
    Witness,
    /// Kin of those it happened to.
    Relative,
    /// Not known.
    Unknown,
}

impl Stake {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Party(side) => format!("party to the conflict: {side}"),
            Self::Official => "official of a state that is no party".to_owned(),
            Self::Outlet => "press".to_owned(),
            Self::Organisation => "organisation".to_owned(),
            Self::Witness => "witness or participant".to_owned(),
            Self::Relative => "relative".to_owned(),
            Self::Unknown => "not known".to_owned(),
        }
    }
}

/// Sources of one stake within an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StakeGroup {
    /// In words ("party to the conflict: Russia").
    pub stake: String,
    /// Their names.
    pub sources: Vec<String>,
}

/// Two sources that are one, or may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceMerge {
    /// One name.
    pub a: String,
    /// The other.
    pub b: String,
    /// How sure.
    pub verdict: Verdict,
    /// 0 to 1.
    pub score: f32,
    /// Why.
    pub because: String,
}

/// How sure it is that two sources are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Taken as one everywhere.
    Same,
    /// Taken as one for the low bound only.
    MayBe,
    /// Kept apart.
    Apart,
}

/// Suggested credibility of information (Admiralty 1 to 6). Reliability, A to F, is never computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// `1` confirmed by other independent sources … `5` improbable, `6` cannot be judged. A label, not a number.
    pub credibility: Credibility,
    /// Always true when the program wrote it: a person has yet to confirm.
    pub suggested: bool,
    /// Why.
    pub because: Vec<String>,
}

/// Admiralty credibility. Has no order: "cannot be judged" is not worse than "improbable".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Credibility {
    /// Confirmed by other independent sources.
    #[serde(rename = "1")]
    Confirmed,
    /// Probably true.
    #[serde(rename = "2")]
    ProbablyTrue,
    /// Possibly true.
    #[serde(rename = "3")]
    PossiblyTrue,
    /// Doubtful.
    #[serde(rename = "4")]
    Doubtful,
    /// Improbable.
    #[serde(rename = "5")]
    Improbable,
    /// Cannot be judged.
    #[serde(rename = "6")]
    CannotBeJudged,
}

impl Credibility {
    /// The label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "1",
            Self::ProbablyTrue => "2",
            Self::PossiblyTrue => "3",
            Self::Doubtful => "4",
            Self::Improbable => "5",
            Self::CannotBeJudged => "6",
        }
    }
}

/// The figures in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWords {
    /// Why these claims are one incident.
    pub one_incident: Vec<String>,
    /// What the range means.
    pub range: Vec<String>,
    /// What would raise it.
    pub raise: Vec<String>,
    /// Denials, doubts and verification remarks that bear on it.
    pub beside: Vec<String>,
}

/// One source across the documents of a case: the record of `firsthand sources --json`, less the analyst's reliability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id: that of its first name, so it stays when others join.
    pub id: SourceId,
    /// What to call it.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// The other names it goes by.
    pub aliases: Vec<String>,
    /// What it has to win or lose, in words.
    pub stake: String,
    /// Claims it is the origin of.
    pub origin_of: u32,
    /// Claims it handed on.
    pub relayed: u32,
    /// The names that were taken as one, each with the id it has by itself.
    pub members: Vec<Member>,
}

/// One name of a source, as it stands by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    /// The id of the name.
    pub id: SourceId,
    /// The name.
    pub name: String,
}

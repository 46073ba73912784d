//! An incident: the claims about one happening, and the graph that leads from it to the reader.
//!
//! The types here serialise as the public format of `firsthand incidents --json`; `schema` counts its versions.

use serde::{Deserialize, Serialize, Serializer};

use crate::{
    finding::{Contradiction, Grade, InWords, SourceMerge, StakeGroup},
    ids::{ClaimNumber, DocumentId, IncidentId, SourceId},
};

/// One thing that happened, as far as the claims let us tell; or a theme, where they are too general to tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id, from its first claim, withdrawn or not.
    pub id: IncidentId,
    /// Version of this format.
    pub schema: u32,
    /// Incident or theme.
    pub kind: IncidentKind,
    /// "Refusal and detention · Zaitsevo · Sep 2023".
    pub title: String,
    /// Event types told of, the most frequent first.
    pub events: Vec<String>,
    /// Documents that tell of it, in canonical order (publication, then id).
    pub documents: Vec<DocumentId>,
    /// The claims, in canonical order.
    pub claims: Vec<ClaimRef>,
    /// Claims of documents that were withdrawn: they count for nothing, and the incident may be called after one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<ClaimRef>,
    /// Independent origins.
    pub origins: Origins,
    /// The same with documents and outlets counted as nodes.
    pub channels: Range,
    /// Sources without which nothing is left, taken at the low end.
    pub bottleneck: Vec<String>,
    /// What cannot both be true.
    pub contradictions: Vec<Contradiction>,
    /// Documents that cite each other in a circle; each circle in canonical order.
    pub circular: Vec<Vec<DocumentId>>,
    /// Who stands behind it, by stake.
    pub stakes: Vec<StakeGroup>,
    /// Whether sources of opposed stakes assert it.
    pub opposed_stakes: bool,
    /// Sources that were taken, or may be taken, as one.
    pub merges: Vec<SourceMerge>,
    /// Suggested credibility, for a person to confirm.
    pub grade: Grade,
    /// What the figures mean, in words.
    pub in_words: InWords,
    /// The evidence graph.
    pub graph: Graph,
}

/// Incident or theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// At least two of: a specific place, a specific time, a unit or named participant, a specific count.
    Incident,
    /// Claims too general for that.
    Theme,
}

impl IncidentKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Theme => "theme",
        }
    }
}

/// A claim of a case as the public format names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimRef {
    /// The document.
    pub document: DocumentId,
    /// The claim there, as `c3`.
    #[serde(serialize_with = "shown", deserialize_with = "read")]
    pub claim: ClaimNumber,
}

fn shown<S: Serializer>(claim: &ClaimNumber, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(claim)
}

fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<ClaimNumber, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.strip_prefix('c')
        .and_then(|number| number.parse().ok())
        .map(ClaimNumber)
        .ok_or_else(|| serde::de::Error::custom(format!("not a claim: {text:?} (want c1)")))
}

/// An honest count: at least `low`, at most `high`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Range {
    /// With everything merged that may be the same.
    pub low: u32,
    /// With everything kept apart that need not be.
    pub high: u32,
}

/// Independent origins, and who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// With everything merged that may be the same.
    pub low: u32,
    /// With everything kept apart that need not be.
    pub high: u32,
    /// The first to say so, the certain ones first.
    pub names: Vec<String>,
}

/// The evidence graph of one incident: event → origin → … → nearest source → document → outlet → reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// Nodes; `id` is what edges refer to.
    pub nodes: Vec<Node>,
    /// Edges in order of `from`, then `to`.
    pub edges: Vec<Edge>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// `event`, `reader`, a source's, document's or outlet's id.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// What to call it.
    pub name: String,
    /// The sources that are this node, for a source: more than one where several were taken as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// Whether it is in the bottleneck.
    #[serde(default)]
    pub bottleneck: bool,
}

/// What a node of the graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// What happened.
    Event,
    /// Somebody who says so.
    Source,
    /// A text.
    Document,
    /// Who published it.
    Outlet,
    /// You.
    Reader,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Nearer to the event.
    pub from: String,
    /// Nearer to the reader.
    pub to: String,
    /// The claims whose paths take this step.
    pub claims: Vec<ClaimRef>,
    /// Why, where it is not the words of the claim: a copy, a citation of a document in the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

//! A hand-made ledger: one report a line, with its claims, remarks, shields and blocks. Offsets are code points.

use serde::{Deserialize, Deserializer};

use crate::answer::{Interval, Link, Range};

/// One report and its gold ledger.
#[derive(Clone, Debug, Deserialize)]
pub struct Report {
    /// Its id.
    pub id: String,
    /// The text that the offsets count in.
    pub text: String,
    /// The interval that the date of publication must lie in.
    pub published: Option<Interval>,
    /// What it claims and passes on.
    pub claims: Vec<Claim>,
    /// What it says of its own checking.
    #[serde(default)]
    pub verification: Vec<Remark>,
    /// Whom it shields.
    #[serde(default)]
    pub protected: Vec<Shield>,
    /// Stretches that are not the report.
    #[serde(default)]
    pub boilerplate: Vec<Range>,
    /// Words under pictures.
    #[serde(default)]
    pub caption: Vec<Range>,
}

/// One gold claim.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// What happened, in the report's words.
    pub content: Vec<Range>,
    /// Sources named in the claim's own sentence.
    #[serde(deserialize_with = "or_none")]
    pub chain: Vec<Link>,
    /// The full chain, where the discourse supplies more of it.
    #[serde(deserialize_with = "or_none")]
    pub implied_chain: Vec<Link>,
    /// direct, indirect, mixed, hedged, own.
    pub voice: String,
    /// Event types.
    pub events: Vec<String>,
    /// Places, as named.
    pub place: Vec<String>,
    /// Military units, as named.
    pub unit: Vec<String>,
    /// Times, as intervals.
    pub time: Vec<Interval>,
    /// Counts.
    pub quantity: Vec<Count>,
}

/// A gold count.
#[derive(Clone, Debug, Deserialize)]
pub struct Count {
    /// The number, where there is one.
    pub value: Option<f64>,
    /// How it binds.
    #[serde(rename = "mod")]
    pub bound: Option<String>,
}

/// A gold remark.
#[derive(Clone, Debug, Deserialize)]
pub struct Remark {
    /// Where.
    pub span: Range,
    /// could-not-verify, no-evidence-given, …
    pub kind: String,
}

/// Somebody whom the report shields.
#[derive(Clone, Debug, Deserialize)]
pub struct Shield {
    /// Who, if it is a person.
    pub person: Option<String>,
}

impl Claim {
    /// The chain that a careful reader ends up with.
    #[must_use]
    pub fn full_chain(&self) -> &[Link] {
        if self.implied_chain.is_empty() { &self.chain } else { &self.implied_chain }
    }
}

/// A list, where the file may also have `null`.
fn or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Link>, D::Error> {
    Ok(Option::<Vec<Link>>::deserialize(from)?.unwrap_or_default())
}

//! Gold for what lies between documents: copies, and incidents with the number of their independent origins.

use serde::Deserialize;

/// One text of such a set.
#[derive(Clone, Debug, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// When, a date-time.
    pub date: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its words.
    pub text: String,
}

/// Two texts that share wording.
#[derive(Clone, Debug, Deserialize)]
pub struct Pair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
}

/// An incident as several outlets told of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// Its name in the set.
    pub incident: String,
    /// How many independent origins it stands on.
    pub n_independent_origins: u32,
    /// The texts that tell of it.
    pub members: Vec<Member>,
}

/// A text that tells of an incident.
#[derive(Clone, Debug, Deserialize)]
pub struct Member {
    /// Which.
    pub id: String,
}

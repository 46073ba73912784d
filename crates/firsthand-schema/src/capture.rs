//! What came in: bytes as acquired, and what was known of them before anything was parsed.

use serde::{Deserialize, Serialize};

use crate::ids::DocumentId;

/// What kind of thing the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Media {
    /// Plain text, often scraped from a page.
    Text,
    /// A saved HTML page.
    Html,
}

/// What the giver of a document said about it. Nothing here is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Its id in the giver's numbering (JSON lines); else the hash of the bytes is its id.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Outlet, as a name or a host.
    pub outlet: Option<String>,
    /// Address it was got from.
    pub url: Option<String>,
    /// Publication date or date-time, as given.
    pub published: Option<String>,
}

/// One acquisition: the decoded original and what was given with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Id of the document this capture holds.
    pub id: DocumentId,
    /// What kind of thing it is.
    pub media: Media,
    /// The original, decoded to text (the bytes themselves are the store's to keep).
    pub content: String,
    /// What was given with it.
    pub given: Given,
}

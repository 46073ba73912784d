//! Ids, each with a type of its own. Document ids are hashes of content, so that two machines that read the same
//! article agree without talking, and reading it twice adds nothing.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A document: the SHA-256 of its bytes in lower-case hex (64 characters), or the id its JSON line gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl DocumentId {
    /// The id of these bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(sha256_hex(bytes))
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

macro_rules! counted {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }
    };
}

counted!(
    /// A mention within one document, shown as `m3`. Its number is its place in `Annotations::mentions`, from 0.
    MentionId,
    "m"
);
counted!(
    /// An entity within one document (the mentions of one person are one entity), shown as `e1`.
    EntityId,
    "e"
);
counted!(
    /// An attribution within one document, shown as `a1`. Its number is its place in `Annotations::attributions`.
    AttributionId,
    "a"
);
counted!(
    /// A claim within one document, shown as `c1`. Numbered from 1 in text order.
    ClaimNumber,
    "c"
);

/// A claim in a case: its document and its number there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimId {
    /// The document it stands in.
    pub document: DocumentId,
    /// Which of that document's claims.
    pub claim: ClaimNumber,
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.document, self.claim)
    }
}

/// An incident: a hash over its first member claims, shown as `i` and twelve hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IncidentId(pub String);

impl IncidentId {
    /// The id of the incident whose first claim this is.
    #[must_use]
    pub fn of(first: &ClaimId) -> Self {
        let hex = sha256_hex(first.to_string().as_bytes());
        Self(format!("i{}", &hex[..12]))
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A source across the documents of a case, shown as `s` and twelve hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub String);

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

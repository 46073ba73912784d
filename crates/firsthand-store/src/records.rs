//! The rows that go in and come out, as plain data.

use std::io::{self, Read, Write};

use firsthand_schema::{
    annotation::Annotations,
    capture::{Given, Media},
    document::Document,
    ids::DocumentId,
    problem::Problem,
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

/// One text as acquired: the bytes, and how they were come by.
#[derive(Clone, Debug)]
pub struct Acquired {
    /// Its id.
    pub id: DocumentId,
    /// The bytes, untouched.
    pub bytes: Vec<u8>,
    /// What kind of thing they are.
    pub media: Media,
    /// How they were read as text ("utf-8").
    pub encoding: String,
    /// What was said of it when it was handed in.
    pub given: Given,
    /// The file's name without its folders, with the line in a file of many.
    pub name: String,
    /// How it came in ("file", "gzip", "json line", "standard input").
    pub method: String,
}

/// What was made of a document.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The version of the program that made it.
    pub engine: String,
    /// The document as read.
    pub document: Document,
    /// What was found in it.
    pub annotations: Annotations,
    /// What could not be made sense of.
    pub problems: Vec<Problem>,
    /// The ledger as rows to filter by.
    pub claims: Vec<ClaimRow>,
    /// Names that must not leave: the entity, and one of its names in lower case.
    pub shielded: Vec<(u32, String)>,
}

/// A claim as it is filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimRow {
    /// Its number in the document.
    pub claim: u32,
    /// The words it stands in.
    pub words: String,
    /// First day of what it tells (`YYYY-MM-DD`).
    pub from: Option<String>,
    /// Last day of what it tells.
    pub to: Option<String>,
    /// What it can be found by.
    pub keys: Vec<(Key, String)>,
}

/// What a claim can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Event type.
    Event,
    /// Name of a source in its chain.
    Source,
    /// Name of a place: the gazetteer's, else as the text has it.
    Place,
    /// Another form in which a text names a place, and that place's name: `odessa|odesa`.
    Written,
    /// Outlet of its document.
    Outlet,
    /// Voice.
    Voice,
    /// Name of the first who said it, as far as its chain tells.
    Origin,
    /// What that first one is: official, person, outlet …
    Kind,
    /// Whether it is asserted, denied or doubted.
    Polarity,
}

impl Key {
    /// The word in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Source => "source",
            Self::Place => "place",
            Self::Written => "written",
            Self::Outlet => "outlet",
            Self::Voice => "voice",
            Self::Origin => "origin",
            Self::Kind => "kind",
            Self::Polarity => "polarity",
        }
    }
}

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number in the case; never shown.
    pub number: i64,
    /// Its id.
    pub id: DocumentId,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The file's name.
    pub name: String,
    /// When it was acquired, UTC.
    pub acquired: String,
}

/// A document as the case holds it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its number in the case; never shown.
    pub number: i64,
    /// The document as read.
    pub document: Document,
    /// What was found in it.
    pub annotations: Annotations,
    /// What could not be made sense of.
    pub problems: Vec<Problem>,
    /// The version of the program that made it.
    pub engine: String,
}

/// Packs bytes.
pub(crate) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    packer.write_all(bytes)?;
    packer.finish()
}

/// Unpacks what `pack` packed.
pub(crate) fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() * 3);
    DeflateDecoder::new(packed).read_to_end(&mut bytes)?;
    Ok(bytes)
}

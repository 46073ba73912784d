//! The installed language data: word lists, tables and weights, parsed once from the files under `/data`.
//!
//! The files are built into the program, so that nothing is looked up on a disk; a user's own files are parsed by the
//! same functions and added. Each room parses its own file into its own type; this is only the place they meet.

use crate::reading::abbreviations::Abbreviations;

/// Everything the engine knows beforehand. Make one, and hand it to every call.
#[derive(Clone, Debug)]
pub struct LanguageData {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
}

impl LanguageData {
    /// The data that ships with the program.
    ///
    /// # Errors
    ///
    /// Never for the data as shipped (a test reads all of it); a message naming the file and the entry otherwise.
    pub fn shipped() -> Result<Self, String> {
        Ok(Self {
            abbreviations: Abbreviations::parse(include_str!("../../../data/lexicon/abbreviations.toml"))?,
        })
    }
}

//! Words whose full stop does not end a sentence.

use serde::Deserialize;

use crate::dictionary::WordSet;

/// Words that always lead on ("Lt."), words that may also close a sentence ("U.S."), and words that then open one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    leading: WordSet,
    either: WordSet,
    opening: WordSet,
}

impl Abbreviations {
    /// Reads `abbreviations.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        toml::from_str(toml).map_err(|error| format!("abbreviations: {error}"))
    }

    /// Whether the word (lower case, without its last full stop) always leads on.
    #[must_use]
    pub fn leads(&self, word: &str) -> bool {
        self.leading.contains(word)
    }

    /// Whether the word is an abbreviation at all.
    #[must_use]
    pub fn holds(&self, word: &str) -> bool {
        self.leading.contains(word) || self.either.contains(word)
    }

    /// Whether the word (lower case), with a capital after an abbreviation, opens a new sentence.
    #[must_use]
    pub fn opens(&self, word: &str) -> bool {
        self.opening.contains(word)
    }
}

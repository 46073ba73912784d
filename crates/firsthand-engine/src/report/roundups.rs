//! Round-ups: documents that tell again, in a line or two each, what was reported before: live pages, briefings, digests.
//!
//! In: a headline. Out: whether it is one of a round-up. `Straits crisis live: ferry held` → yes
//!
//! They matter to linking, since a digest has a line on every incident of its day and is a report of none.

use serde::Deserialize;

use super::words;

/// What headlines of round-ups hold.
#[derive(Clone, Debug)]
pub struct Roundups {
    /// Phrases as words.
    phrases: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct File {
    phrases: Vec<String>,
}

impl Roundups {
    /// Reads `data/lexicon/roundups.toml`.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in that form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("roundups.toml: {error}"))?;
        Ok(Self { phrases: file.phrases.iter().map(|phrase| forms(phrase)).collect() })
    }

    /// Whether a headline is one of a round-up.
    #[must_use]
    pub fn is_one(&self, headline: &str) -> bool {
        let said = forms(headline);
        self.phrases
            .iter()
            .any(|phrase| !phrase.is_empty() && said.windows(phrase.len()).any(|window| window == phrase))
    }
}

fn forms(text: &str) -> Vec<String> {
    words::forms(text).map(|(_, form)| form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headline: &str, expected: bool) {
        let roundups = Roundups::parse(include_str!("../../../../data/lexicon/roundups.toml")).unwrap();
        assert_eq!(roundups.is_one(headline), expected, "{headline}");
    }

    #[test]
    fn a_headline_that_announces_a_digest() {
        check("Straits crisis live: ferry held at Port Amber", true);
        check("The islands at a glance: what we know on day 12", true);
        check("Morning briefing: storm, strikes and a wedding", true);
    }

    #[test]
    fn a_headline_of_one_report() {
        check("Ferry held at Port Amber", false);
        check("Islanders live without water", false);
        check("Latest ferry held is the third", false);
    }

    #[test]
    fn a_phrase_stands_in_whole_words() {
        check("Delivery update: parcels held", false);
    }
}

//! Finds claims by what they tell of, through whom, where and when, and by their words.

use firsthand_schema::ids::{ClaimId, ClaimNumber, DocumentId};
use rusqlite::params_from_iter;

use crate::{case::Case, fault::Fault, records::Key};

/// Which claims are wanted. Everything that is set must hold; several values of one key are alternatives.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A part of a name, or the whole word for event and voice; in any case of the letters.
    pub keys: Vec<(Key, Vec<String>)>,
    /// Tells of this day or later.
    pub from: Option<String>,
    /// Tells of this day or earlier.
    pub to: Option<String>,
    /// Holds these words: all of them, the last may be a beginning; a phrase in quotation marks.
    pub text: Option<String>,
}

impl Case {
    /// The claims that pass, in order of document id and number.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn find(&self, filter: &Filter) -> Result<Vec<ClaimId>, Fault> {
        let (conditions, values) = conditions(filter);
        let query = format!(
            "SELECT documents.id, claims.claim FROM claims JOIN documents ON documents.number = claims.document
             WHERE {conditions} ORDER BY documents.id, claims.claim"
        );
        let mut statement = self.connection.prepare(&query)?;
        let found = statement
            .query_map(params_from_iter(values), |row| {
                Ok(ClaimId { document: DocumentId(row.get(0)?), claim: ClaimNumber(row.get(1)?) })
            })?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

/// The filter as a condition and the values for its question marks.
fn conditions(filter: &Filter) -> (String, Vec<String>) {
    let (mut all, mut values) = (vec!["1".to_owned()], Vec::new());
    for (key, wanted) in filter.keys.iter().filter(|(_, wanted)| !wanted.is_empty()) {
        // A name is looked for by a part of it; "direct" is not a part of "indirect".
        let is_word = matches!(key, Key::Event | Key::Voice);
        let one = if is_word { "value = ?" } else { "value LIKE ? ESCAPE '\\'" };
        let any = vec![one; wanted.len()].join(" OR ");
        all.push(format!(
            "claims.number IN (SELECT claim FROM claim_keys WHERE kind = '{}' AND ({any}))",
            key.as_str()
        ));
        values.extend(wanted.iter().map(|part| if is_word { part.to_lowercase() } else { containing(part) }));
    }
    if let Some(from) = &filter.from {
        all.push("claims.to_day >= ?".to_owned());
        values.push(from.clone());
    }
    if let Some(to) = &filter.to {
        all.push("claims.from_day <= ?".to_owned());
        values.push(to.clone());
    }
    if let Some(words) = filter.text.as_deref().and_then(matching) {
        all.push("claims.number IN (SELECT rowid FROM claims_found WHERE claims_found MATCH ?)".to_owned());
        values.push(words);
    }
    (all.join(" AND "), values)
}

/// A pattern for `LIKE` that finds the part anywhere.
fn containing(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in part.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// What a user typed as a query of FTS5: every word quoted, so that no word of theirs is an operator of it.
fn matching(typed: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (at, piece) in typed.split('"').enumerate() {
        if at % 2 == 1 {
            parts.push(format!("\"{piece}\""));
        } else {
            parts.extend(piece.split_whitespace().map(|word| format!("\"{word}\"*")));
        }
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(matching(typed).as_deref(), expected);
    }

    #[test]
    fn words_are_begun_and_phrases_are_whole() {
        check("red fl", Some("\"red\"* \"fl\"*"));
        check("\"red flag\" ship", Some("\"red flag\" \"ship\"*"));
    }

    #[test]
    fn what_means_something_to_the_index_is_only_a_word_here() {
        check("NOT ship* OR (x", Some("\"NOT\"* \"ship*\"* \"OR\"* \"(x\"*"));
        check(" - \" \" ", None);
    }
}

//! Finds claims by what they tell of, through whom, where and when, and by their words.

use firsthand_schema::ids::{ClaimId, ClaimNumber, DocumentId};
use rusqlite::params_from_iter;

use crate::{
    case::Case,
    fault::Fault,
    query::{Query, is_unspaced},
    records::Key,
};

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The words of claims.
    Claims,
    /// Titles and texts of documents.
    Documents,
}

impl Within {
    /// The index, the table under it, that table's number, and what is looked through where the index cannot help.
    fn tables(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Claims => ("claims_found", "claims", "number", "words"),
            Self::Documents => ("texts_found", "texts", "document", "title || ' ' || body"),
        }
    }
}

/// A claim by its number in the case, with what it can be found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexed {
    /// Its number in the case; what searches answer with.
    pub number: i64,
    /// The number of its document.
    pub document: i64,
    /// Its number in the document.
    pub claim: ClaimNumber,
    /// First day of what it tells.
    pub from: Option<String>,
    /// Last day of what it tells.
    pub to: Option<String>,
    /// What it can be found by: the table's word, and the value in lower case.
    pub keys: Vec<(String, String)>,
}

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

    /// The numbers of the claims or documents that match, in order.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn matching(&self, within: Within, query: &Query) -> Result<Vec<i64>, Fault> {
        let (numbers, is_all_but) = self.set(within, query)?;
        if !is_all_but {
            return Ok(numbers);
        }
        let (_, table, number, _) = within.tables();
        let all = self.numbers(&format!("SELECT {number} FROM {table} ORDER BY {number}"), "")?;
        Ok(all.into_iter().filter(|it| numbers.binary_search(it).is_err()).collect())
    }

    /// The numbers of those that match best, best first. None where the index has no order for such a query.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn best(&self, within: Within, query: &Query, most: usize) -> Result<Option<Vec<i64>>, Fault> {
        let Some(said) = query.fts() else { return Ok(None) };
        let (index, ..) = within.tables();
        let best =
            format!("SELECT rowid FROM {index} WHERE {index} MATCH ?1 ORDER BY rank, rowid LIMIT {most}");
        self.numbers(&best, &said).map(Some)
    }

    /// Every word that stands in the claims or documents, in the form in which it is looked for, with how many have it.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn vocabulary(&self, within: Within) -> Result<Vec<(String, i64)>, Fault> {
        let (index, ..) = within.tables();
        self.connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words USING fts5vocab(main, {index}, row)"
        ))?;
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT term, doc FROM temp.{index}_words"))?;
        let words =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(words)
    }

    /// Hands every claim with what it can be found by to `take`, in order of its number.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn each_indexed(&self, mut take: impl FnMut(Indexed)) -> Result<(), Fault> {
        let mut statement = self.connection.prepare(
            "SELECT number, document, claims.claim, from_day, to_day, kind, value
             FROM claims LEFT JOIN claim_keys ON claim_keys.claim = claims.number ORDER BY number",
        )?;
        let (mut rows, mut last) = (statement.query([])?, None::<Indexed>);
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            if last.as_ref().is_none_or(|it| it.number != number) {
                last.take().into_iter().for_each(&mut take);
                last = Some(Indexed {
                    number,
                    document: row.get(1)?,
                    claim: ClaimNumber(row.get(2)?),
                    from: row.get(3)?,
                    to: row.get(4)?,
                    keys: Vec::new(),
                });
            }
            if let (Some(it), Some(kind)) = (&mut last, row.get::<_, Option<String>>(5)?) {
                it.keys.push((kind, row.get(6)?));
            }
        }
        last.into_iter().for_each(take);
        Ok(())
    }

    /// The numbers a query leads to; with `true`, those are what it leaves out.
    fn set(&self, within: Within, query: &Query) -> Result<(Vec<i64>, bool), Fault> {
        let (index, table, number, words) = within.tables();
        if let Some(said) = query.fts() {
            let found = format!("SELECT rowid FROM {index} WHERE {index} MATCH ?1 ORDER BY rowid");
            return Ok((self.numbers(&found, &said)?, false));
        }
        match query {
            Query::Not(part) => self.set(within, part).map(|(numbers, is_all_but)| (numbers, !is_all_but)),
            Query::All(parts) => {
                let sets = parts.iter().map(|part| self.set(within, part)).collect::<Result<Vec<_>, _>>()?;
                Ok(sets.into_iter().reduce(both).unwrap_or_default())
            }
            Query::Any(parts) => {
                let sets = parts.iter().map(|part| self.set(within, part)).collect::<Result<Vec<_>, _>>()?;
                let flipped =
                    sets.into_iter().map(|(numbers, is_all_but)| (numbers, !is_all_but)).reduce(both);
                Ok(flipped.map(|(numbers, is_all_but)| (numbers, !is_all_but)).unwrap_or_default())
            }
            Query::Word(part) | Query::Prefix(part) | Query::Alike(part) | Query::Phrase(part) => {
                debug_assert!(is_unspaced(part));
                let looked = format!(
                    "SELECT {number} FROM {table} WHERE ({words}) LIKE ?1 ESCAPE '\\' ORDER BY {number}"
                );
                Ok((self.numbers(&looked, &containing(part))?, false))
            }
        }
    }

    fn numbers(&self, query: &str, value: &str) -> Result<Vec<i64>, Fault> {
        let mut statement = self.connection.prepare_cached(query)?;
        let with: &[&str] = if statement.parameter_count() == 0 { &[] } else { &[value] };
        let numbers =
            statement.query_map(params_from_iter(with), |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }
}

/// What lies in both of two sets, each given by what it holds or by what it leaves out; all in order.
fn both((one, one_but): (Vec<i64>, bool), (other, other_but): (Vec<i64>, bool)) -> (Vec<i64>, bool) {
    let with = |keep: &[i64], it: &i64| keep.binary_search(it).is_ok();
    match (one_but, other_but) {
        (false, false) => (one.into_iter().filter(|it| with(&other, it)).collect(), false),
        (false, true) => (one.into_iter().filter(|it| !with(&other, it)).collect(), false),
        (true, false) => (other.into_iter().filter(|it| !with(&one, it)).collect(), false),
        (true, true) => {
            let mut either: Vec<i64> = one.into_iter().chain(other).collect();
            either.sort_unstable();
            either.dedup();
            (either, true)
        }
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
        // A place is found under each of its forms.
        let kinds = if *key == Key::Place {
            format!("('{}', '{}')", Key::Place.as_str(), Key::Written.as_str())
        } else {
            format!("('{}')", key.as_str())
        };
        all.push(format!(
            "claims.number IN (SELECT claim FROM claim_keys WHERE kind IN {kinds} AND ({any}))"
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

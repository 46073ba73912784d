//! Documents in and out: each goes in whole, with its log entry, in one transaction.

use std::collections::BTreeSet;

use firsthand_schema::ids::{DocumentId, sha256_hex};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde_json::json;

use crate::{
    case::Case,
    fault::Fault,
    log::{self, Deed},
    records::{Acquired, Derived, Listed, Stored, pack, unpack},
};

/// What became of a document that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is in, under this id.
    New(DocumentId),
    /// The same bytes were there already, under this id; nothing was changed.
    Already(DocumentId),
}

impl Case {
    /// Takes a document in. `derived` is none where reading it failed: the original is kept all the same.
    ///
    /// An id that other bytes have already is made new by the head of the hash.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then nothing of the document is in it.
    pub fn add(
        &mut self,
        acquired: &Acquired,
        derived: Option<&Derived>,
        time: &str,
        who: &str,
    ) -> Result<Added, Fault> {
        let sha256 = sha256_hex(&acquired.bytes);
        let packed = packing(&acquired.bytes)?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(id) = with_hash(&transaction, &sha256)? {
            return Ok(Added::Already(DocumentId(id)));
        }
        let id = free_id(&transaction, &acquired.id.0, &sha256)?;
        let blake3 = blake3::hash(&acquired.bytes).to_hex().to_string();
        transaction
            .prepare_cached(
                "INSERT INTO documents (id, sha256, blake3, length, media, encoding, given, name, acquired)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                id,
                sha256,
                blake3,
                i64::try_from(acquired.bytes.len()).unwrap_or(i64::MAX),
                word(&acquired.media)?,
                acquired.encoding,
                serde_json::to_string(&acquired.given)?,
                acquired.name,
                time
            ])?;
        let number = transaction.last_insert_rowid();
        transaction
            .prepare_cached("INSERT INTO originals (document, packing, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![number, packed.0, packed.1])?;
        if let Some(derived) = derived {
            write_derived(&transaction, number, &id, derived)?;
        }
        let details = json!({
            "sha256": sha256, "blake3": blake3, "bytes": acquired.bytes.len(), "name": acquired.name,
            "given": acquired.given, "media": acquired.media, "method": acquired.method, "encoding": acquired.encoding, "read": derived.is_some(),
            "program": env!("CARGO_PKG_VERSION"),
        });
        log::append(&transaction, &Deed { time, who, deed: "added", subject: &id, details: &details })?;
        transaction.commit()?;
        Ok(Added::New(DocumentId(id)))
    }

    /// Puts what was made of a document in the place of what was made before.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then what was made before stands.
    pub fn replace(&mut self, number: i64, derived: &Derived) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in ["derived", "texts", "shielded"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [number])?;
        }
        transaction.execute(
            "DELETE FROM claim_keys WHERE claim IN (SELECT number FROM claims WHERE document = ?1)",
            [number],
        )?;
        transaction.execute("DELETE FROM claims WHERE document = ?1", [number])?;
        write_derived(&transaction, number, &derived.document.id.0, derived)?;
        transaction.commit()?;
        Ok(())
    }

    /// SHA-256 of every document.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn hashes(&self) -> Result<BTreeSet<String>, Fault> {
        let mut statement = self.connection.prepare("SELECT sha256 FROM documents")?;
        let hashes = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(hashes)
    }

    /// Every document, in order of id.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, Fault> {
        let mut statement = self
            .connection
            .prepare("SELECT number, id, sha256, name, acquired FROM documents ORDER BY id")?;
        let listed = statement
            .query_map([], |row| {
                Ok(Listed {
                    number: row.get(0)?,
                    id: DocumentId(row.get(1)?),
                    sha256: row.get(2)?,
                    name: row.get(3)?,
                    acquired: row.get(4)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(listed)
    }

    /// The number of a document.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn number_of(&self, id: &DocumentId) -> Result<Option<i64>, Fault> {
        let mut statement = self.connection.prepare_cached("SELECT number FROM documents WHERE id = ?1")?;
        Ok(statement.query_row([&id.0], |row| row.get(0)).optional()?)
    }

    /// One document as acquired.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn acquired(&self, number: i64) -> Result<Acquired, Fault> {
        let (id, media, encoding, given, name, packing, bytes) = self.connection.query_row(
            "SELECT id, media, encoding, given, name, packing, bytes
             FROM documents JOIN originals ON originals.document = documents.number WHERE number = ?1",
            [number],
            |row| {
                let bytes: Vec<u8> = row.get(6)?;
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get::<_, String>(3)?,
                    row.get(4)?,
                    row.get::<_, String>(5)?,
                    bytes,
                ))
            },
        )?;
        Ok(Acquired {
            id: DocumentId(id),
            bytes: unpacked(&packing, bytes)?,
            media: serde_json::from_value(json!(media))?,
            encoding,
            given: serde_json::from_str(&given)?,
            name,
            method: String::new(),
        })
    }

    /// One document as read; none where reading it failed.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn read(&self, number: i64) -> Result<Option<Stored>, Fault> {
        read(&self.connection, number)
    }

    /// Hands every document as read to `take`, in order of id.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn each(&self, mut take: impl FnMut(Stored)) -> Result<(), Fault> {
        let mut statement = self.connection.prepare(
            "SELECT derived.document, body, reading, annotations, problems, engine
             FROM documents JOIN derived ON derived.document = documents.number
             JOIN texts ON texts.document = documents.number ORDER BY documents.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(Packed::of_row(row)?.unpack()?);
        }
        Ok(())
    }
}

/// One document as read; none where reading it failed.
pub(crate) fn read(connection: &Connection, number: i64) -> Result<Option<Stored>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT derived.document, body, reading, annotations, problems, engine
         FROM derived JOIN texts ON texts.document = derived.document WHERE derived.document = ?1",
    )?;
    statement.query_row([number], Packed::of_row).optional()?.map(Packed::unpack).transpose()
}

/// A row before it is unpacked.
struct Packed {
    number: i64,
    body: String,
    reading: Vec<u8>,
    annotations: Vec<u8>,
    problems: String,
    engine: String,
}

impl Packed {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            body: row.get(1)?,
            reading: row.get(2)?,
            annotations: row.get(3)?,
            problems: row.get(4)?,
            engine: row.get(5)?,
        })
    }

    fn unpack(self) -> Result<Stored, Fault> {
        let mut document: firsthand_schema::document::Document =
            serde_json::from_slice(&unpack(&self.reading)?)?;
        document.text = self.body;
        Ok(Stored {
            number: self.number,
            document,
            annotations: serde_json::from_slice(&unpack(&self.annotations)?)?,
            problems: serde_json::from_str(&self.problems)?,
            engine: self.engine,
        })
    }
}

/// The bytes as they are kept: deflated where that saves something.
fn packing(bytes: &[u8]) -> Result<(&'static str, Vec<u8>), Fault> {
    let packed = pack(bytes)?;
    Ok(if packed.len() < bytes.len() { ("deflate", packed) } else { ("plain", bytes.to_vec()) })
}

/// The bytes as they came.
pub(crate) fn unpacked(packing: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    Ok(if packing == "deflate" { unpack(&bytes)? } else { bytes })
}

fn with_hash(connection: &Connection, sha256: &str) -> Result<Option<String>, Fault> {
    let mut statement = connection.prepare_cached("SELECT id FROM documents WHERE sha256 = ?1")?;
    Ok(statement.query_row([sha256], |row| row.get(0)).optional()?)
}

/// The id asked for, or one made of it and the hash where other bytes have it.
fn free_id(connection: &Connection, wanted: &str, sha256: &str) -> Result<String, Fault> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM documents WHERE id = ?1")?;
    let head = sha256.get(..8).unwrap_or(sha256);
    Ok(if statement.exists([wanted])? { format!("{wanted}~{head}") } else { wanted.to_owned() })
}

fn write_derived(connection: &Connection, number: i64, id: &str, derived: &Derived) -> Result<(), Fault> {
    // The text stands in `texts`; the record is kept without it, and under the id that the case gave.
    let mut document = derived.document.clone();
    let body = std::mem::take(&mut document.text);
    id.clone_into(&mut document.id.0);
    let reading = pack(&serde_json::to_vec(&document)?)?;
    let annotations = pack(&serde_json::to_vec(&derived.annotations)?)?;
    let problems = serde_json::to_string(&derived.problems)?;
    let seal =
        seal(&[body.as_bytes(), derived.engine.as_bytes(), &reading, &annotations, problems.as_bytes()]);
    connection
        .prepare_cached(
            "INSERT INTO derived (document, engine, reading, annotations, problems, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![number, derived.engine, reading, annotations, problems, seal])?;
    connection
        .prepare_cached("INSERT INTO texts (document, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![number, document.title.unwrap_or_default(), body])?;
    for (entity, name) in &derived.shielded {
        connection
            .prepare_cached("INSERT OR IGNORE INTO shielded (document, entity, name) VALUES (?1, ?2, ?3)")?
            .execute(params![number, entity, name])?;
    }
    write_claims(connection, number, derived)
}

fn write_claims(connection: &Connection, number: i64, derived: &Derived) -> Result<(), Fault> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO claims (document, claim, words, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut insert_key = connection
        .prepare_cached("INSERT OR IGNORE INTO claim_keys (claim, kind, value) VALUES (?1, ?2, ?3)")?;
    for row in &derived.claims {
        insert.execute(params![number, row.claim, row.words, row.from, row.to])?;
        let claim = connection.last_insert_rowid();
        for (key, value) in &row.keys {
            insert_key.execute(params![claim, key.as_str(), value.to_lowercase()])?;
        }
    }
    Ok(())
}

/// SHA-256 over several stretches, each with its length before it.
pub(crate) fn seal(parts: &[&[u8]]) -> String {
    let mut all = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_be_bytes());
        all.extend_from_slice(part);
    }
    sha256_hex(&all)
}

/// A unit variant as its word.
fn word(value: &impl serde::Serialize) -> Result<String, Fault> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use firsthand_schema::{
        annotation::{Annotations, Mention, Names, Person},
        capture::{Given, Media},
        document::Document,
        ids::MentionId,
        span::Span,
        unit::Unit,
        when::{Day, When, WhenKind},
    };

    use super::*;
    use crate::records::{ClaimRow, Key};

    fn case() -> Case {
        let details = json!({});
        Case::in_memory(&Deed { time: "t", who: "w", deed: "created", subject: "case", details: &details })
            .expect("a case")
    }

    fn text(words: &str) -> (Acquired, Derived) {
        let id = DocumentId::of_bytes(words.as_bytes());
        let mention =
            |number, names| Mention { id: MentionId(number), span: Span::new(0, 3), entity: None, names };
        let day = Day::new(1905, 6, 27);
        let when = When {
            kind: WhenKind::Date,
            value: "1905-06-27".to_owned(),
            from: day,
            to: day,
            basis: "explicit".to_owned(),
        };
        let unit = Unit { kind: Some("Rifle".to_owned()), ..Unit::default() };
        let annotations = Annotations {
            mentions: vec![
                mention(0, Names::Time(when)),
                mention(1, Names::Unit(unit)),
                mention(2, Names::Person(Person::default())),
            ],
            ..Annotations::default()
        };
        let document = Document { id: id.clone(), ..Document::bare("", words) };
        let acquired = Acquired {
            id,
            bytes: words.as_bytes().to_vec(),
            media: Media::Text,
            encoding: "utf-8".to_owned(),
            given: Given::default(),
            name: "a.txt".to_owned(),
            method: "file".to_owned(),
        };
        let row = ClaimRow {
            claim: 1,
            words: words.to_owned(),
            from: Some("1905-06-27".to_owned()),
            to: Some("1905-06-27".to_owned()),
            keys: vec![(Key::Source, "The Mayor".to_owned())],
        };
        let derived = Derived {
            engine: "1".to_owned(),
            document,
            annotations,
            problems: Vec::new(),
            claims: vec![row],
            shielded: vec![(1, format!("name in {words}"))],
        };
        (acquired, derived)
    }

    #[test]
    fn a_document_comes_back_as_it_went_in() {
        let (mut case, (acquired, derived)) = (case(), text("The ship left."));
        case.add(&acquired, Some(&derived), "t", "w").expect("added");
        let number = case.list().expect("a list")[0].number;
        let read = case.read(number).expect("readable").expect("read");
        assert_eq!((read.document, read.annotations), (derived.document, derived.annotations));
        assert_eq!(case.acquired(number).expect("the original").bytes, acquired.bytes);
        assert_eq!(case.verify().breaches, Vec::new());
    }

    #[test]
    fn the_same_bytes_are_taken_once_and_one_id_is_never_two_texts() {
        let (mut case, (mut acquired, derived)) = (case(), text("The ship left."));
        acquired.id = DocumentId("x".to_owned());
        let mut add = |acquired: &Acquired| case.add(acquired, Some(&derived), "t", "w").expect("added");
        assert_eq!(add(&acquired), Added::New(DocumentId("x".to_owned())));
        assert_eq!(add(&acquired), Added::Already(DocumentId("x".to_owned())));
        acquired.bytes.push(b'!');
        assert!(matches!(add(&acquired), Added::New(id) if id.0.starts_with("x~")));
    }

    #[test]
    fn what_was_derived_is_replaced_whole() {
        let (mut case, (acquired, derived)) = (case(), text("The ship left."));
        case.add(&acquired, Some(&derived), "t", "w").expect("added");
        let number = case.list().expect("a list")[0].number;
        let (_, mut other) = text("The barge stayed.");
        other.document.id = derived.document.id.clone();
        case.replace(number, &other).expect("replaced");
        let find = |words: &str| {
            let filter = crate::Filter { text: Some(words.to_owned()), ..crate::Filter::default() };
            case.find(&filter).expect("found").len()
        };
        assert_eq!((find("ship"), find("barg")), (0, 1));
        assert_eq!(case.verify().breaches, Vec::new());
    }

    #[test]
    fn numbers_of_pseudonyms_follow_the_documents_and_then_stay() {
        let texts = ["The ship left.", "The barge stayed.", "The crew slept."].map(text);
        let numbers = |order: [usize; 3]| {
            let mut case = case();
            for at in order {
                case.add(&texts[at].0, Some(&texts[at].1), "t", "w").expect("added");
            }
            case.pseudonyms().expect("numbers")
        };
        assert_eq!(numbers([0, 1, 2]), numbers([2, 0, 1]));
        let mut case = case();
        for (acquired, derived) in &texts {
            case.add(acquired, Some(derived), "t", "w").expect("added");
            let given = case.pseudonyms().expect("numbers");
            assert_eq!(given[&derived.shielded[0].1] as usize, given.len());
        }
    }
}

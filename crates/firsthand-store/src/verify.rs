//! Proves that nothing was changed: recomputes every hash and every seal, and holds documents and log against each
//! other.

use std::collections::BTreeMap;

use firsthand_schema::ids::sha256_hex;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use crate::{
    case::Case,
    decisions::DECIDED,
    documents::{seal, unpacked},
    fault::Fault,
    links,
    log::{Entry, beginning},
};

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// What: a document, an entry of the log, the file.
    pub what: String,
    /// How it differs.
    pub how: String,
}

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Documents looked at.
    pub documents: u64,
    /// Entries of the log looked at.
    pub entries: u64,
    /// Seal of the last entry. Whoever notes it can later prove that the log was not cut.
    pub head: String,
    /// What is not as it was; empty when all is well.
    pub breaches: Vec<Breach>,
}

impl Proof {
    fn breach(&mut self, what: impl Into<String>, how: impl Into<String>) {
        self.breaches.push(Breach { what: what.into(), how: how.into() });
    }
}

impl Case {
    /// Recomputes everything. What cannot be read is a breach, not an error: the rest is looked at all the same.
    #[must_use]
    pub fn verify(&self) -> Proof {
        let mut proof = Proof::default();
        if let Err(fault) = whole_file(&self.connection, &mut proof) {
            proof.breach("the file", fault.to_string());
        }
        let entries = match self.log() {
            Ok(entries) => entries,
            Err(fault) => {
                proof.breach("the log", fault.to_string());
                Vec::new()
            }
        };
        seals(&entries, &mut proof);
        if let Err(fault) = originals(&self.connection, &entries, &mut proof) {
            proof.breach("the documents", fault.to_string());
        }
        if let Err(fault) = decisions(&self.connection, &entries, &mut proof) {
            proof.breach("the decisions", fault.to_string());
        }
        if let Err(fault) = incidents(&self.connection, &mut proof) {
            proof.breach("the incidents", fault.to_string());
        }
        if let Err(fault) = readings(&self.connection, &mut proof) {
            proof.breach("what was read", fault.to_string());
        }
        proof
    }
}

/// SQLite's own check of its pages and indexes.
fn whole_file(connection: &Connection, proof: &mut Proof) -> Result<(), Fault> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let said: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for line in said.into_iter().filter(|line| line != "ok") {
        proof.breach("the file", line.replace('\n', "; "));
    }
    Ok(())
}

/// The chain of the log.
fn seals(entries: &[Entry], proof: &mut Proof) {
    let mut previous = beginning();
    for (entry, place) in entries.iter().zip(1i64..) {
        let what = format!("log entry {}", entry.seq);
        if entry.seq != place {
            proof.breach(&what, format!("entry {place} is missing before it"));
            return;
        }
        if entry.previous != previous {
            proof.breach(&what, "does not follow the entry before it");
        }
        if entry.seal() != entry.hash {
            proof.breach(&what, format!("was changed (\"{}\" of {})", entry.deed, entry.subject));
        }
        previous.clone_from(&entry.hash);
    }
    proof.entries = entries.len() as u64;
    proof.head = previous;
}

/// What is noted of one acquisition: in its row, and under seal in the log.
#[derive(PartialEq, Eq, serde::Deserialize)]
struct Noted {
    sha256: String,
    blake3: String,
    name: String,
    media: String,
    encoding: String,
    given: serde_json::Value,
}

/// Every original against its hashes, and its row against its log entry.
fn originals(connection: &Connection, entries: &[Entry], proof: &mut Proof) -> Result<(), Fault> {
    let mut logged: BTreeMap<&str, &Entry> = entries
        .iter()
        .filter(|entry| entry.deed == "added")
        .map(|entry| (entry.subject.as_str(), entry))
        .collect();
    let mut statement = connection.prepare(
        "SELECT number, id, sha256, blake3, name, media, encoding, given FROM documents ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let given: String = row.get(7)?;
        let noted = Noted {
            sha256: row.get(2)?,
            blake3: row.get(3)?,
            name: row.get(4)?,
            media: row.get(5)?,
            encoding: row.get(6)?,
            given: serde_json::from_str(&given).unwrap_or_default(),
        };
        proof.documents += 1;
        let what = format!("document {id} ({})", noted.name);
        match original(connection, number) {
            Ok(Some(bytes)) if is_of(&bytes, &noted) => {}
            Ok(Some(_)) => proof.breach(&what, "its bytes are not those that were acquired"),
            Ok(None) => proof.breach(&what, "its bytes are gone"),
            Err(fault) => proof.breach(&what, format!("its bytes cannot be read: {fault}")),
        }
        let sealed = logged.remove(id.as_str()).map(|entry| serde_json::from_str::<Noted>(&entry.details));
        match sealed {
            Some(Ok(sealed)) if sealed == noted => {}
            Some(_) => proof.breach(&what, "what was noted of its acquisition is not what is in the log"),
            None => proof.breach(&what, "the log knows nothing of it"),
        }
    }
    for (id, entry) in logged {
        proof.breach(format!("document {id}"), format!("is gone; log entry {} added it", entry.seq));
    }
    Ok(())
}

fn is_of(bytes: &[u8], noted: &Noted) -> bool {
    sha256_hex(bytes) == noted.sha256 && blake3::hash(bytes).to_hex().as_str() == noted.blake3
}

/// Every decision against its log entry, and what stands against the decisions.
fn decisions(connection: &Connection, entries: &[Entry], proof: &mut Proof) -> Result<(), Fault> {
    let mut logged = entries.iter().filter(|entry| entry.deed == DECIDED);
    let mut statement =
        connection.prepare("SELECT number, time, who, details FROM decisions ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let what = format!("decision {}", row.get::<_, i64>(0)?);
        let (time, who, details): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        match logged.next() {
            Some(entry) if (&entry.time, &entry.who, &entry.details) == (&time, &who, &details) => {}
            Some(_) => proof.breach(&what, "is not what is in the log"),
            None => proof.breach(&what, "the log knows nothing of it"),
        }
    }
    for entry in logged {
        proof.breach(
            format!("a decision over {}", entry.subject),
            format!("is gone; log entry {} made it", entry.seq),
        );
    }
    let mut statement = connection.prepare(
        "SELECT coalesce(one.subject, other.subject), coalesce(one.kind, other.kind) FROM
           (SELECT details ->> 'subject' AS subject, details ->> 'kind' AS kind, details -> 'after' AS value,
                   details ->> 'version' AS version, max(number) AS decision
            FROM decisions GROUP BY 1, 2) AS one
         FULL JOIN standing AS other USING (subject, kind)
         WHERE (one.value, one.version, one.decision) IS NOT (other.value, other.version, other.decision)
         ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (subject, kind): (String, String) = (row.get(0)?, row.get(1)?);
        proof.breach(
            format!("what stands over {subject} ({kind})"),
            "is not what was decided last; `firsthand rebuild` makes it again",
        );
    }
    Ok(())
}

/// Every incident against its seal.
fn incidents(connection: &Connection, proof: &mut Proof) -> Result<(), Fault> {
    let mut statement = connection.prepare("SELECT id, record, seal FROM incidents ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let record = row.get_ref(1)?.as_bytes().unwrap_or_default();
        if links::seal(&id, record) != row.get::<_, String>(2)? {
            proof.breach(
                format!("incident {id}"),
                "is not as it was assessed; `firsthand rebuild` makes it again",
            );
        }
    }
    Ok(())
}

/// What was made of every document against its seal.
fn readings(connection: &Connection, proof: &mut Proof) -> Result<(), Fault> {
    let mut statement = connection.prepare(
        "SELECT documents.id, body, engine, reading, annotations, problems, seal FROM derived
         JOIN documents ON documents.number = derived.document LEFT JOIN texts ON texts.document = derived.document
         ORDER BY derived.document",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bytes =
            |column: usize| row.get_ref(column).ok().and_then(|it| it.as_bytes().ok()).unwrap_or_default();
        let whole = seal(&[bytes(1), bytes(2), bytes(3), bytes(4), bytes(5)]);
        if whole.as_bytes() != bytes(6) {
            let id = String::from_utf8_lossy(bytes(0)).into_owned();
            proof.breach(
                format!("document {id}"),
                "what was read in it is not as it was written; the original is another matter, and `firsthand rebuild` reads it again",
            );
        }
    }
    Ok(())
}

fn original(connection: &Connection, number: i64) -> Result<Option<Vec<u8>>, Fault> {
    let found: Option<(String, Vec<u8>)> = connection
        .prepare_cached("SELECT packing, bytes FROM originals WHERE document = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(packing, bytes)| unpacked(&packing, bytes)).transpose()
}

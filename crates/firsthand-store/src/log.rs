//! The log: every deed, each entry sealed over the one before, so that a change anywhere shows.
//!
//! The seal of an entry is the SHA-256 of the JSON array `[seq, time, who, deed, subject, details, previous]`, where
//! `previous` is the seal of the entry before (64 zeros for the first).

use firsthand_schema::ids::sha256_hex;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;

use crate::{case::Case, fault::Fault};

/// A deed to be entered.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'d> {
    /// When, UTC, RFC 3339.
    pub time: &'d str,
    /// Who; may be a pseudonym.
    pub who: &'d str,
    /// What was done, in one word.
    pub deed: &'d str,
    /// To what: a document's id, a file, the case.
    pub subject: &'d str,
    /// Whatever else belongs to it.
    pub details: &'d serde_json::Value,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its place, from 1.
    pub seq: i64,
    /// When, UTC.
    pub time: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub deed: String,
    /// To what.
    pub subject: String,
    /// The rest, as JSON.
    pub details: String,
    /// Seal of the entry before.
    pub previous: String,
    /// Its own seal.
    pub hash: String,
}

/// What stands before the first entry.
pub(crate) fn beginning() -> String {
    "0".repeat(64)
}

impl Entry {
    /// The seal that its content calls for.
    #[must_use]
    pub fn seal(&self) -> String {
        let sealed = serde_json::json!([
            self.seq,
            self.time,
            self.who,
            self.deed,
            self.subject,
            self.details,
            self.previous
        ]);
        sha256_hex(sealed.to_string().as_bytes())
    }

    pub(crate) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            time: row.get(1)?,
            who: row.get(2)?,
            deed: row.get(3)?,
            subject: row.get(4)?,
            details: row.get(5)?,
            previous: row.get(6)?,
            hash: row.get(7)?,
        })
    }
}

/// Enters a deed. To be called within a transaction that holds the write lock, so that the chain has one end.
pub(crate) fn append(connection: &Connection, deed: &Deed<'_>) -> Result<Entry, Fault> {
    let last: Option<(i64, String)> = connection
        .prepare_cached("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (seq, previous) = last.unwrap_or_else(|| (0, beginning()));
    let mut entry = Entry {
        seq: seq + 1,
        time: deed.time.to_owned(),
        who: deed.who.to_owned(),
        deed: deed.deed.to_owned(),
        subject: deed.subject.to_owned(),
        details: deed.details.to_string(),
        previous,
        hash: String::new(),
    };
    entry.hash = entry.seal();
    connection.prepare_cached("INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?.execute(
        params![
            entry.seq,
            entry.time,
            entry.who,
            entry.deed,
            entry.subject,
            entry.details,
            entry.previous,
            entry.hash
        ],
    )?;
    Ok(entry)
}

impl Case {
    /// Enters a deed that changes nothing else.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn enter(&mut self, deed: &Deed<'_>) -> Result<Entry, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let entry = append(&transaction, deed)?;
        transaction.commit()?;
        Ok(entry)
    }

    /// The last entries before one, newest first, at most so many.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn log_before(&self, before: i64, most: u32) -> Result<Vec<Entry>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, time, who, deed, subject, details, previous, hash FROM log
             WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
        )?;
        let entries = statement.query_map(params![before, most], Entry::of_row)?.collect::<Result<_, _>>()?;
        Ok(entries)
    }

    /// What was done after one entry: its place, the deed, and for a decision the question that it answers.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn deeds_after(&self, seq: i64) -> Result<Vec<(i64, String, Option<String>)>, Fault> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, deed, details ->> 'kind' FROM log WHERE seq > ?1 ORDER BY seq")?;
        let deeds = statement
            .query_map([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        Ok(deeds)
    }

    /// All entries, first to last.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn log(&self) -> Result<Vec<Entry>, Fault> {
        let mut statement = self
            .connection
            .prepare("SELECT seq, time, who, deed, subject, details, previous, hash FROM log ORDER BY seq")?;
        let entries = statement.query_map([], Entry::of_row)?.collect::<Result<_, _>>()?;
        Ok(entries)
    }
}

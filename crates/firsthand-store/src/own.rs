//! The user's own tables: places and event types that the engine reads beside those that ship.
//!
//! In: a table as the engine opens it, with the name and hash of the file it came from. Out: the same, in order of name.
//! They are part of the case, so that reading its documents again gives the same ledger.

use rusqlite::{TransactionBehavior, params};
use serde_json::json;

use crate::{
    case::Case,
    fault::Fault,
    log::{self, Deed},
    records::{pack, unpack},
};

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnKind {
    /// Places, as `firsthand gazetteer add` imports them.
    Places,
    /// Event types with the words that tell of them.
    Events,
}

impl OwnKind {
    /// The word in the case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Events => "events",
        }
    }
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTable {
    /// The file's name, without its folders.
    pub name: String,
    /// What it holds.
    pub kind: OwnKind,
    /// SHA-256 of the file as it was handed in.
    pub sha256: String,
    /// The table as the engine opens it.
    pub bytes: Vec<u8>,
}

impl Case {
    /// Adds a table, in the place of one of the same name.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then nothing has changed.
    pub fn add_own_table(&mut self, table: &OwnTable, time: &str, who: &str) -> Result<(), Fault> {
        let packed = pack(&table.bytes).map_err(|error| Fault::Other(error.to_string()))?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT OR REPLACE INTO own_tables (name, kind, sha256, bytes, added) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![table.name, table.kind.as_str(), table.sha256, packed, time],
        )?;
        let details = json!({"kind": table.kind.as_str(), "sha256": table.sha256});
        log::append(
            &transaction,
            &Deed { time, who, deed: "table added", subject: &table.name, details: &details },
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Takes a table out; `false` where there is none of that kind and name.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then nothing has changed.
    pub fn remove_own_table(
        &mut self,
        kind: OwnKind,
        name: &str,
        time: &str,
        who: &str,
    ) -> Result<bool, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let removed = transaction
            .execute("DELETE FROM own_tables WHERE kind = ?1 AND name = ?2", [kind.as_str(), name])?;
        if removed > 0 {
            let deed = Deed { time, who, deed: "table removed", subject: name, details: &json!({}) };
            log::append(&transaction, &deed)?;
        }
        transaction.commit()?;
        Ok(removed > 0)
    }

    /// Name and hash of every table, in order of name: whether they are still those that somebody has in hand.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn own_table_seals(&self) -> Result<Vec<(String, String)>, Fault> {
        let mut statement =
            self.connection.prepare_cached("SELECT name, sha256 FROM own_tables ORDER BY name")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every table, in order of name.
    ///
    /// # Errors
    ///
    /// When the case cannot be read, or a table in it is damaged.
    pub fn own_tables(&self) -> Result<Vec<OwnTable>, Fault> {
        let mut statement =
            self.connection.prepare("SELECT name, kind, sha256, bytes FROM own_tables ORDER BY name")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, Vec<u8>>(3)?))
        })?;
        let mut tables = Vec::new();
        for row in rows {
            let (name, kind, sha256, packed) = row?;
            let kind = if kind == OwnKind::Events.as_str() { OwnKind::Events } else { OwnKind::Places };
            let bytes =
                unpack(&packed).map_err(|error| Fault::Damaged(format!("the table {name}: {error}")))?;
            tables.push(OwnTable { name, kind, sha256, bytes });
        }
        Ok(tables)
    }
}

//! Opens a case: an existing one of this version or older, or a new one.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::{
    fault::Fault,
    log::{self, Deed},
};

/// "FHC1" in ASCII: SQLite keeps it in the file's head, where `file` and we look.
const APPLICATION_ID: i64 = 0x4648_4331;

/// Each version's changes, oldest first; the version of a case is how many of them it has had.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
];

/// The newest version of a case that this program knows.
const VERSION: i64 = MIGRATIONS.len() as i64;

/// A case, open.
#[derive(Debug)]
pub struct Case {
    pub(crate) connection: Connection,
}

impl Case {
    /// Opens a case that exists.
    ///
    /// # Errors
    ///
    /// When there is none, it is none, it is damaged, or a newer program wrote it.
    pub fn open(path: &Path, wait: Duration) -> Result<Self, Fault> {
        if !path.exists() {
            return Err(Fault::Missing);
        }
        let case = Self::connect(Connection::open_with_flags(path, flags())?, wait)?;
        if case.pragma("application_id")? == 0 && case.is_blank()? {
            return Err(Fault::NotACase);
        }
        case.current()
    }

    /// Opens a case, making it where there is none. `deed` is entered in the log of a new one.
    ///
    /// # Errors
    ///
    /// As `open`, and when the file cannot be made.
    pub fn open_or_create(path: &Path, wait: Duration, deed: &Deed<'_>) -> Result<Self, Fault> {
        let connection = Connection::open_with_flags(path, flags() | OpenFlags::SQLITE_OPEN_CREATE)?;
        Self::connect(connection, wait)?.made(deed)
    }

    /// A case that lives in memory and is gone when it is dropped.
    ///
    /// # Errors
    ///
    /// When memory is short.
    pub fn in_memory(deed: &Deed<'_>) -> Result<Self, Fault> {
        Self::connect(Connection::open_in_memory()?, Duration::ZERO)?.made(deed)
    }

    fn connect(connection: Connection, wait: Duration) -> Result<Self, Fault> {
        connection.busy_timeout(wait)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection })
    }

    /// A blank file becomes a case; a case is brought up to date.
    fn made(mut self, deed: &Deed<'_>) -> Result<Self, Fault> {
        if self.pragma("application_id")? == 0 && self.is_blank()? {
            self.connection.pragma_update(None, "journal_mode", "wal")?;
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another program may have made it while we waited for the lock.
            let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if version == 0 {
                transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
                migrate(&transaction, 0)?;
                transaction.execute(
                    "INSERT INTO meta (key, value) VALUES ('case', lower(hex(randomblob(16))))",
                    [],
                )?;
                log::append(&transaction, deed)?;
            }
            transaction.commit()?;
        }
        self.current()
    }

    /// Refuses what is no case or newer than this program, and brings an older one up to date.
    fn current(mut self) -> Result<Self, Fault> {
        if self.pragma("application_id")? != APPLICATION_ID {
            return Err(Fault::NotACase);
        }
        let found = self.pragma("user_version")?;
        if found > VERSION {
            return Err(Fault::Newer { found, known: VERSION });
        }
        if found < VERSION {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            migrate(&transaction, found)?;
            transaction.commit()?;
        }
        // A killed program loses nothing that was committed; only a failing machine could lose the last few documents.
        self.connection.pragma_update(None, "synchronous", "normal")?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "temp_store", "memory")?;
        Ok(self)
    }

    fn pragma(&self, name: &str) -> Result<i64, Fault> {
        Ok(self.connection.pragma_query_value(None, name, |row| row.get(0))?)
    }

    fn is_blank(&self) -> Result<bool, Fault> {
        Ok(self.connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?)
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Applies the changes that a case of version `from` has not had.
fn migrate(connection: &Connection, from: i64) -> Result<(), Fault> {
    for change in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(change)?;
    }
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

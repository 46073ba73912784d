//! What can go wrong with a case: each fault says what was wrong and the way out.

use rusqlite::{Error as Sql, ErrorCode};
use thiserror::Error;

use crate::decisions::Conflict;

/// A fault of the case file.
#[derive(Debug, Error)]
pub enum Fault {
    /// There is no such file.
    #[error("there is no case there; `firsthand add PATH` makes one, --case names another")]
    Missing,
    /// The file is something else.
    #[error("this file is not a case of Firsthand; --case names another")]
    NotACase,
    /// A newer program wrote it.
    #[error(
        "written by a newer firsthand (case version {found}, this program knows {known}): update firsthand; nothing was changed"
    )]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Another program holds it.
    #[error(
        "another program is writing to this case and did not finish in time; try again, or give it longer with --wait"
    )]
    Busy,
    /// The disk is full.
    #[error("the disk is full; what was taken before is safe: make room and run the same command again")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the case cannot be written: no permission for the file or its folder; nothing was changed")]
    ReadOnly,
    /// The file cannot be opened.
    #[error("the case cannot be opened: {0}")]
    CannotOpen(String),
    /// The file is damaged.
    #[error(
        "the case is damaged ({0}); `firsthand verify` tells what is whole, a copy of the file brings back the rest"
    )]
    Damaged(String),
    /// The operating system refused to read or write.
    #[error(
        "the disk refused: {0}; what was taken before is safe: run the same command again when it is mended"
    )]
    Disk(String),
    /// Somebody decided the same question first.
    #[error("{}", conflict(.0))]
    Conflict(Box<Conflict>),
    /// Anything else SQLite says.
    #[error("the case could not be used: {0}")]
    Other(String),
}

/// Names nobody but whoever decided: what they decided may hold a name that must not leave.
fn conflict(Conflict { kind, expected, stands, .. }: &Conflict) -> String {
    let stands = stands.as_ref().map_or_else(
        || "nothing stands".to_owned(),
        |it| format!("version {} stands, by {} at {}", it.version, it.who, it.time),
    );
    format!(
        "not decided: the question of {kind} has another answer than the one you saw (version {expected}): {stands}; \
         look at it and decide again"
    )
}

impl From<Sql> for Fault {
    fn from(error: Sql) -> Self {
        let said = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::NotADatabase) => Self::NotACase,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(said),
            Some(ErrorCode::CannotOpen) => Self::CannotOpen(said),
            Some(ErrorCode::SystemIoFailure) => Self::Disk(said),
            _ => match error {
                // A column that does not hold what the program wrote there was changed by something else.
                Sql::InvalidColumnType(..)
                | Sql::FromSqlConversionFailure(..)
                | Sql::IntegralValueOutOfRange(..) => Self::Damaged(said),
                _ => Self::Other(said),
            },
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(_: serde_json::Error) -> Self {
        // The message of the parser may quote the text; where it broke is of no use to the reader.
        Self::Damaged("a record cannot be read".to_owned())
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged(format!("a packed record cannot be unpacked: {error}"))
    }
}

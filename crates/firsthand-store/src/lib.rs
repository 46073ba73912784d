//! The memory of Firsthand: one SQLite file, the case. It holds the originals byte for byte, what was made of them,
//! what people decided, and a log in which every deed is sealed over the one before.
//!
//! ```text
//! Case::create("case.firsthand") ─add→ ─read→ ─find→ ─verify→
//! ```
//!
//! It understands no text: what is to be found by is handed in as rows. It has no clock: the time of a deed is handed
//! in with the deed. Everything of one document goes in in one transaction, so a killed program loses at most that one.
#![deny(missing_docs)]

mod accounts;
mod case;
mod decisions;
mod documents;
mod fault;
mod links;
mod log;
mod own;
mod query;
mod records;
mod search;
mod shield;
mod verify;

pub use accounts::Account;
pub use case::Case;
pub use decisions::{Conflict, Decide, Decided, Standing};
pub use documents::Added;
pub use fault::Fault;
pub use links::{
    Assessed, Group, IncidentFilter, IncidentOrder, IncidentRow, Linker, Linking, PlacedTie, TellingRow,
};
pub use log::{Deed, Entry};
pub use own::{OwnKind, OwnTable};
pub use query::{Query, is_alike};
pub use records::{Acquired, ClaimRow, Derived, Key, Listed, Stored};
pub use search::{Filter, Indexed, Within};
pub use verify::{Breach, Proof};

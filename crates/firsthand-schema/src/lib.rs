//! The nouns of Firsthand: every record that one stage hands to another, and every id.
//!
//! Nothing here reads, writes, parses text or scores. One noun a file; the module that a type lives in is its home
//! (a test in `xtask` holds that no public type is defined twice).
#![deny(missing_docs)]

pub mod amount;
pub mod annotation;
pub mod attribution;
pub mod capture;
pub mod claim;
pub mod document;
pub mod finding;
pub mod ids;
pub mod incident;
pub mod link;
pub mod place;
pub mod problem;
pub mod span;
pub mod unit;
pub mod when;

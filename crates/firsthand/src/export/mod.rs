//! The forms in which results leave the program, written by hand: a public form never changes because a type did.

pub(crate) mod annotate;
pub(crate) mod claims;
pub(crate) mod incidents;

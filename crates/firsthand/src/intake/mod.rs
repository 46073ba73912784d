//! Takes in what users have: files, lines, bytes. Out comes what the engine reads, and a message for what was refused.

pub(crate) mod jsonl;
pub(crate) mod lines;

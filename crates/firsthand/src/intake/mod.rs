//! Takes in what users have: files, lines, bytes. Out comes what the engine reads, and a message for what was refused.

mod decode;
pub(crate) mod files;
pub(crate) mod jsonl;
pub(crate) mod lines;
mod sniff;

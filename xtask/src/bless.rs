//! Draws the golden cases anew. In: nothing. Out: the files of `corpus/cases` whose drawing the program no longer
//! meets, rewritten: read the difference before committing it.
//!
//! The test that compares them does the drawing; this only asks it to.

use std::process::Command;

use crate::tree::repository;

/// Set while the test shall rewrite the cases instead of failing on them. Read in `tests/cases/main.rs` of the engine.
const VARIABLE: &str = "FIRSTHAND_BLESS";

/// Runs the golden cases with leave to rewrite them, and shows which files changed.
pub(crate) fn bless() -> Result<(), String> {
    run(Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--package", "firsthand-engine", "--test", "cases", "--", "--nocapture"])
        .env(VARIABLE, "1"))?;
    run(Command::new("git").args(["status", "--short", "corpus/cases"]))
}

fn run(command: &mut Command) -> Result<(), String> {
    let said = format!("{command:?}");
    let status =
        command.current_dir(repository()).status().map_err(|error| format!("cannot run {said}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{said}: failed")) }
}

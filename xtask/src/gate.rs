//! The one gate: what must pass before a change goes in. In: nothing. Out: the commands' own words, and an error that
//! names the first that failed.

use std::process::Command;

use crate::{
    layers, report, tidy,
    tree::{Tree, repository},
};

/// Format, clippy, layers, tidy, tests, in the order of how fast they answer.
pub(crate) fn check() -> Result<(), String> {
    cargo(&["fmt", "--all", "--check"])?;
    let tree = Tree::of_repository()?;
    report("layers", &layers::faults(&tree)?)?;
    report("tidy", &tidy::faults(&tree)?)?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    cargo(&["test", "--workspace"])
}

/// Runs cargo in the project's root; an error when it does not succeed.
pub(crate) fn cargo(words: &[&str]) -> Result<(), String> {
    let said = format!("cargo {}", words.join(" "));
    println!("$ {said}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(words)
        .current_dir(repository())
        .status()
        .map_err(|error| format!("cannot run {said}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{said}: failed")) }
}

//! What `firsthand gazetteer` and `firsthand types` have in common: reading, listing and removing the user's own tables.

use std::{fs, path::Path};

use clap::Subcommand;
use firsthand_store::OwnKind;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, now},
    print::Page,
};

/// What is done to the tables that are there already.
#[derive(Subcommand)]
pub(super) enum There {
    /// List your own tables in this case
    List,
    /// Take one of your own tables out of this case
    Remove {
        /// Its name, as `list` shows it
        name: String,
    },
}

/// Runs `list` or `remove`, on the tables of one kind.
pub(super) fn run(what: &There, on: &CaseOptions, kind: OwnKind) -> Result<Outcome, String> {
    match what {
        There::List => list(on, kind),
        There::Remove { name } => remove(on, kind, name),
    }
}

/// A file's name without its folders, and its bytes.
pub(super) fn read(file: &Path) -> Result<(String, Vec<u8>), String> {
    let bytes = fs::read(file).map_err(|error| format!("cannot be read: {error}"))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok((name.ok_or_else(|| "is no file".to_owned())?, bytes))
}

/// What to do so that the documents that are already in the case are read with what was added.
pub(super) fn hint(page: &mut Page, on: &CaseOptions, taken: u64) -> Result<(), String> {
    if taken == 0 || on.json {
        return Ok(());
    }
    page.line(
        "Documents added from now on are read with it; `firsthand rebuild` reads those already there again.",
    )
}

fn list(on: &CaseOptions, kind: OwnKind) -> Result<Outcome, String> {
    let case = on.open()?;
    let tables = case.own_tables().map_err(|fault| on.told(&fault))?;
    let mut page = Page::open_for_tables(on.wide);
    let mut rows = Vec::new();
    for table in tables.iter().filter(|table| table.kind == kind) {
        if on.json {
            page.line(&json!({"table": table.name, "sha256": table.sha256}).to_string())?;
        } else {
            rows.push(vec![table.name.clone(), table.sha256.clone()]);
        }
    }
    if !on.json && rows.is_empty() {
        page.line("no tables of your own in this case")?;
    } else if !on.json {
        page.table(&["TABLE", "SHA-256 OF THE FILE"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

fn remove(on: &CaseOptions, kind: OwnKind, name: &str) -> Result<Outcome, String> {
    let mut case = on.open()?;
    let removed = case.remove_own_table(kind, name, &now(), &on.who).map_err(|fault| on.told(&fault))?;
    if !removed {
        return Err(format!(
            "no table {name:?} of this kind in this case; `list` in the place of `remove` shows which there are"
        ));
    }
    let mut page = Page::open_for_tables(on.wide);
    if on.json {
        page.line(&json!({"removed": name}).to_string())?;
    } else {
        page.line(&format!("{name}: taken out; `firsthand rebuild` reads the documents without it"))?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

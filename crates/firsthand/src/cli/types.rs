//! `firsthand types`: event types of the user's own, beside those that ship.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use firsthand_store::OwnKind;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, now},
    own_tables,
    print::Page,
    say,
};
use crate::own;

/// Options of `types`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add event types, and the words that tell of them, from TOML files
    #[command(after_help = AFTER)]
    Add {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    #[command(flatten)]
    There(own_tables::There),
}

const AFTER: &str = "A file has the form of the lists that ship (data/taxonomy, data/lexicon/event_triggers.toml):\n\n    \
    [[event]]\n    id = \"flood\"\n    label = \"Flood\"\n    description = \"Water where it should not be.\"\n\n    \
    [flood]\n    any = [\"flood\", \"dam ** break/burst\"]";

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    match &options.what {
        What::Add { files } => add(files, on),
        What::There(what) => own_tables::run(what, on, OwnKind::Events),
    }
}

fn add(files: &[PathBuf], on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open_or_create()?;
    let mut tables = case.own_tables().map_err(|fault| on.told(&fault))?;
    let (mut page, mut taken, mut refused) = (Page::open(), 0, 0);
    for file in files {
        let table = own_tables::read(file).and_then(|(name, bytes)| {
            let table = own::events(&name, &bytes)?;
            // Two files may be good each alone and name one type twice.
            tables.retain(|known| known.name != table.name);
            tables.push(table.clone());
            own::language(&tables).map(|_| table).inspect_err(|_| drop(tables.pop()))
        });
        match table {
            Ok(table) => {
                taken += 1;
                case.add_own_table(&table, &now(), &on.who).map_err(|fault| on.told(&fault))?;
                if on.json {
                    page.line(&json!({"table": table.name, "sha256": table.sha256}).to_string())?;
                } else {
                    page.line(&format!("{}: taken", table.name))?;
                }
            }
            Err(wrong) => {
                refused += 1;
                say(&format!("{}: refused: {wrong}", file.display()));
            }
        }
    }
    own_tables::hint(&mut page, on, taken)?;
    page.close()?;
    Ok(Outcome::of_batch(taken, refused))
}

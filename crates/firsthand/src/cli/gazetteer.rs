//! `firsthand gazetteer`: places of the user's own, beside those that ship.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use firsthand_engine::LanguageData;
use firsthand_store::OwnKind;
use serde_json::json;

use super::{
    Outcome,
    add::counted,
    case::{CaseOptions, now},
    own_tables,
    print::Page,
    say,
};
use crate::own;

/// Options of `gazetteer`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Import places from files: a GeoNames dump of a country (UA.zip, UA.txt), or a table with a head that names columns
    #[command(after_help = AFTER)]
    Add {
        /// Files, plain, gzipped or zipped
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the tables of this case
    List,
    /// Take a table out of this case
    Remove {
        /// Its name, as `list` shows it
        name: String,
    },
}

const AFTER: &str = "GeoNames publishes the places of a country with their names in all languages, for example\n\
https://download.geonames.org/export/dump/UA.zip (licence: CC BY 4.0). Fetch it and hand it in; this program opens no\n\
connection. A table of your own needs tab-separated columns with a head: name, latitude, longitude, and any of\n\
geonameid, alternatenames, country, admin1, population.";

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    match &options.what {
        What::Add { files } => add(files, on),
        What::List => own_tables::list(on, OwnKind::Places),
        What::Remove { name } => own_tables::remove(on, name),
    }
}

fn add(files: &[PathBuf], on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open_or_create()?;
    let data = LanguageData::shipped()?;
    let (mut page, mut taken, mut refused) = (Page::open(), 0, 0);
    for file in files {
        let imported = own_tables::read(file).and_then(|(name, bytes)| own::places(&name, &bytes, &data));
        let (table, imported) = match imported {
            Ok(imported) => imported,
            Err(wrong) => {
                refused += 1;
                say(&format!("{}: refused: {wrong}", file.display()));
                continue;
            }
        };
        taken += 1;
        case.add_own_table(&table, &now(), &on.who).map_err(|fault| on.told(&fault))?;
        let places = imported.entries.len() as u64;
        if on.json {
            let line = json!({
                "table": table.name, "places": places, "left_out": imported.left_out, "unread": imported.unread,
                "sha256": table.sha256,
            });
            page.line(&line.to_string())?;
            continue;
        }
        page.line(&format!("{}: {}", table.name, counted(places, "place")))?;
        if let Some(line) = imported.first_unread {
            say(&format!(
                "{}: {} could not be read, the first of them line {line}; the rest is in",
                file.display(),
                counted(imported.unread as u64, "line")
            ));
        }
    }
    own_tables::hint(&mut page, on, taken)?;
    page.close()?;
    Ok(Outcome::of_batch(taken, refused))
}

//! `firsthand gazetteer`: places of the user's own, beside those that ship.

use std::{path::Path, process::Command};

use clap::{Args, Subcommand};
use firsthand_engine::gazetteer::Gazetteer;
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
        /// Files, plain, gzipped or zipped; or two-letter codes of countries, with --download
        #[arg(required = true, value_name = "FILE|COUNTRY")]
        wanted: Vec<String>,

        /// Have curl fetch the dumps of countries from GeoNames: the one deed that opens a connection
        #[arg(long)]
        download: bool,

        /// Where the dumps lie
        #[arg(long, value_name = "URL", default_value = GEONAMES, requires = "download")]
        from: String,
    },
    #[command(flatten)]
    There(own_tables::There),
}

const AFTER: &str = "GeoNames publishes the places of a country with their names in all languages, for example \
https://download.geonames.org/export/dump/UA.zip (licence: CC BY 4.0). Fetch it and hand it in, or let --download have \
curl fetch it: `firsthand gazetteer add UA --download`.\n\n\
A table of your own needs tab-separated columns with a head: name, latitude, longitude, and any of geonameid, \
alternatenames, country, admin1, population.";

/// Where GeoNames publishes a dump for each country.
const GEONAMES: &str = "https://download.geonames.org/export/dump";

/// A country's dump has at most 60 MB (that of all countries 400): more is something else.
const DOWNLOAD_MAX: &str = "600000000";

/// Seconds after which a download is given up.
const DOWNLOAD_SECONDS: &str = "900";

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    match &options.what {
        What::Add { wanted, download, from } => add(wanted, download.then_some(from.as_str()), on),
        What::There(what) => own_tables::run(what, on, OwnKind::Places),
    }
}

fn add(wanted: &[String], from: Option<&str>, on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open_or_create()?;
    let shipped = Gazetteer::shipped()?;
    let (mut page, mut taken, mut refused) = (Page::open(), 0, 0);
    for file in wanted {
        let imported = found(file, from).and_then(|(name, bytes)| own::places(&name, &bytes, &shipped));
        let (table, imported) = match imported {
            Ok(imported) => imported,
            Err(wrong) => {
                refused += 1;
                say(&format!("{file}: refused: {wrong}"));
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
                "{file}: {} could not be read, the first of them line {line}; the rest is in",
                counted(imported.unread as u64, "line")
            ));
        }
    }
    own_tables::hint(&mut page, on, taken)?;
    page.close()?;
    Ok(Outcome::of_batch(taken, refused))
}

/// A file from the disk, or a country's dump where that is asked for; with its name.
fn found(wanted: &str, from: Option<&str>) -> Result<(String, Vec<u8>), String> {
    let path = Path::new(wanted);
    let is_country = wanted.len() == 2 && wanted.bytes().all(|letter| letter.is_ascii_uppercase());
    match from {
        _ if path.exists() || !is_country => own_tables::read(path),
        None => Err(format!("there is no such file; --download has {GEONAMES}/{wanted}.zip fetched")),
        Some(from) => fetched(&format!("{}/{wanted}.zip", from.trim_end_matches('/')))
            .map(|bytes| (format!("{wanted}.zip"), bytes)),
    }
}

/// What lies at an address. curl knows the machine's certificates and proxies, and so this program holds no code that
/// opens a connection.
fn fetched(url: &str) -> Result<Vec<u8>, String> {
    let by_hand = format!("fetch {url} by hand and hand in the file");
    let fetched = Command::new("curl")
        .args(["--fail", "--location", "--silent", "--show-error", "--proto", "=https,http"])
        .args(["--max-time", DOWNLOAD_SECONDS, "--max-filesize", DOWNLOAD_MAX, "--", url])
        .output()
        .map_err(|error| format!("curl cannot be run ({error}): {by_hand}"))?;
    if !fetched.status.success() {
        let said = String::from_utf8_lossy(&fetched.stderr);
        return Err(format!("the download failed ({}): {by_hand}", said.trim()));
    }
    Ok(fetched.stdout)
}

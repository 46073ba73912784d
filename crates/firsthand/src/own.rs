//! What a user adds to what the engine knows: places and event types of their own, from files into language data.
//!
//! In: a file's bytes. Out: the table as the engine opens it, and the engine's language data with such tables in it.
//! `UA.zip` of GeoNames → a table of places; `floods.toml` → the event type "flood" with its words

use std::{
    io::{Cursor, Read},
    sync::OnceLock,
};

use firsthand_engine::{
    LanguageData,
    gazetteer::{Gazetteer, Imported, Table},
};
use firsthand_schema::ids::sha256_hex;
use firsthand_store::{OwnKind, OwnTable};
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

/// The most that a packed table may unpack to: GeoNames' dump of all countries has 1.7 GB, that of one country 200 MB.
const UNPACKED_MAX: u64 = 2 << 30;

/// The engine's data as it ships, parsed once in the life of the program.
///
/// # Errors
///
/// When it is not in its form.
pub(crate) fn shipped() -> Result<&'static LanguageData, String> {
    static SHIPPED: OnceLock<Result<LanguageData, String>> = OnceLock::new();
    SHIPPED.get_or_init(LanguageData::shipped).as_ref().map_err(Clone::clone)
}

/// The engine's data with these tables in it.
///
/// # Errors
///
/// A message naming the table that cannot be used, and the way out.
pub(crate) fn language(tables: &[OwnTable]) -> Result<LanguageData, String> {
    let mut data = LanguageData::shipped()?;
    let mut types = Vec::new();
    for table in tables {
        match table.kind {
            OwnKind::Places => {
                let places = Table::open(table.bytes.clone()).map_err(|wrong| {
                    format!(
                        "the table {}: {wrong}; add its file again with `firsthand gazetteer add`",
                        table.name
                    )
                })?;
                data.gazetteer = data.gazetteer.with(places);
            }
            OwnKind::Events => {
                let text = std::str::from_utf8(&table.bytes)
                    .map_err(|_| format!("the table {} is not UTF-8", table.name))?;
                types.push((table.name.as_str(), text));
            }
        }
    }
    if !types.is_empty() {
        data.events = firsthand_engine::annotate::events::EventData::with_own(&types)?;
    }
    Ok(data)
}

/// Makes a table of places of a file: GeoNames' dump of a country, or any table with a head that names its columns;
/// plain, gzipped or zipped.
///
/// # Errors
///
/// When nothing in it can be read as places.
pub(crate) fn places(name: &str, file: &[u8], shipped: &Gazetteer) -> Result<(OwnTable, Imported), String> {
    let plain = plain(name, file)?;
    let (bytes, imported) = shipped.import(&plain)?;
    Ok((OwnTable { name: name.to_owned(), kind: OwnKind::Places, sha256: sha256_hex(file), bytes }, imported))
}

/// Makes a table of event types of a file.
///
/// # Errors
///
/// When it is no such file, or names a type that is there already.
pub(crate) fn events(name: &str, file: &[u8]) -> Result<OwnTable, String> {
    let text =
        std::str::from_utf8(file).map_err(|_| format!("{name} is not UTF-8: save it as UTF-8 text"))?;
    firsthand_engine::annotate::events::EventData::with_own(&[(name, text)])?;
    Ok(OwnTable {
        name: name.to_owned(),
        kind: OwnKind::Events,
        sha256: sha256_hex(file),
        bytes: file.to_vec(),
    })
}

/// A file's text bytes, unpacked by its first bytes.
fn plain(name: &str, file: &[u8]) -> Result<Vec<u8>, String> {
    let unpacked = match file {
        [0x1F, 0x8B, ..] => read_all(MultiGzDecoder::new(file)),
        [b'P', b'K', 3, 4, ..] => largest_of(file),
        _ => return Ok(file.to_vec()),
    };
    unpacked.map_err(|wrong| format!("{name} cannot be unpacked: {wrong}"))
}

/// The largest file of an archive: GeoNames puts a table and a note about it into one.
fn largest_of(file: &[u8]) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|error| error.to_string())?;
    let sizes = (0..archive.len()).map(|at| archive.by_index_raw(at).map_or(0, |entry| entry.size()));
    let largest = sizes.enumerate().max_by_key(|&(_, size)| size).map(|(at, _)| at);
    let largest = largest.ok_or_else(|| "there is nothing in it".to_owned())?;
    read_all(archive.by_index(largest).map_err(|error| error.to_string())?)
}

fn read_all(packed: impl Read) -> Result<Vec<u8>, String> {
    let mut plain = Vec::new();
    packed.take(UNPACKED_MAX).read_to_end(&mut plain).map_err(|error| error.to_string())?;
    if plain.len() as u64 == UNPACKED_MAX {
        return Err("it unpacks to more than 2 GB".to_owned());
    }
    Ok(plain)
}

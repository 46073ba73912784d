//! Reads gold sets, a file for each form they come in. None of them ships but those under `corpus`.
//!
//! In: the lines of a file. Out: typed records, or a message with the file and the line that is wrong.

pub mod attribution;
pub mod cases;
pub mod ledger;
pub mod pages;
pub mod sample;
pub mod timex;
pub mod toponym;

use std::{fs, path::Path};

use serde::de::DeserializeOwned;

/// Reads JSON lines, gzipped or not.
///
/// # Errors
///
/// When the file cannot be read, or a line is not what it should be.
pub fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, String> {
    let text = text(path)?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))
        })
        .collect()
}

/// Reads a file as text, unpacking `.gz`.
///
/// # Errors
///
/// When it cannot be read, or is not UTF-8.
pub fn text(path: &Path) -> Result<String, String> {
    use std::io::Read as _;
    let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    if path.extension().is_none_or(|end| end != "gz") {
        return String::from_utf8(bytes).map_err(|error| format!("{}: {error}", path.display()));
    }
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .map_err(|error| format!("cannot unpack {}: {error}", path.display()))?;
    Ok(text)
}

//! From paths to documents: files, folders, gzipped files, JSON lines, standard input. The kind is told by the
//! content, not by the name alone.
//!
//! `reports/` with `a.txt` and `b.jsonl` (two lines) gives three `Incoming`; a picture gives a `Refused` that says so.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::Published,
    ids::DocumentId,
};
use firsthand_store::Acquired;
use flate2::bufread::MultiGzDecoder;
use serde_json::value::RawValue;

use super::{
    decode,
    jsonl::{self, Record},
    lines::{Line, Lines},
    sniff::{self, Kind},
};

/// One text on its way in, before anything was made of it.
pub(crate) struct Incoming {
    /// Where it stood, for messages: the path, and the line in a file of many.
    pub(crate) place: String,
    /// The same without folders, for the case: a case tells nothing of the machine it was made on.
    pub(crate) name: String,
    /// How it came.
    pub(crate) method: &'static str,
    /// The bytes, or why there are none.
    pub(crate) bytes: Result<Raw, String>,
}

/// The bytes of one text, and what they are.
pub(crate) struct Raw {
    bytes: Vec<u8>,
    kind: Kind,
}

/// One text, ready to be read.
pub(crate) struct Ready {
    /// The bytes as they came.
    pub(crate) bytes: Vec<u8>,
    /// What the engine reads.
    pub(crate) capture: Capture,
    /// The publication date where it was given.
    pub(crate) published: Option<Published>,
    /// How the bytes were read.
    pub(crate) encoding: String,
    /// What was odd, for the user to hear.
    pub(crate) notes: Vec<String>,
}

/// Names of the kinds of files that are taken from folders. Others are taken when they are named.
const TAKEN: [&str; 9] = ["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "json", "gz"];

/// What a list of paths comes to: files in order, and what was passed over.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) files: Vec<PathBuf>,
    /// Files in folders that are of no kind the program takes.
    pub(crate) passed_over: u64,
    /// What could not be looked at, and why.
    pub(crate) unreadable: Vec<(PathBuf, String)>,
}

/// Finds the files that the paths name, folders with all that is in them, in sorted order.
pub(crate) fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut found);
        } else {
            found.files.push(path.clone());
        }
    }
    found
}

fn folder(path: &Path, found: &mut Found) {
    let entries = match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => {
            found.unreadable.push((path.to_owned(), format!("the folder cannot be read: {error}")));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        // A link to a folder may lead back to where we are.
        if path.is_dir() && !path.is_symlink() && !hidden {
            folder(&path, found);
        } else if is_taken(&path) && !hidden && !path.is_dir() {
            found.files.push(path);
        } else if !hidden {
            found.passed_over += 1;
        }
    }
}

pub(crate) fn is_taken(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_none_or(|ending| TAKEN.contains(&ending.as_str()))
}

/// The texts in one file, `-` being standard input.
pub(crate) fn texts(path: &Path, limit: usize) -> Box<dyn Iterator<Item = Incoming> + Send> {
    let opened = unpacked(path).map_err(|error| format!("cannot be read: {error}"));
    texts_of(Origin::of(path), opened.and_then(|(source, method)| opened_as(source, method, limit)), limit)
}

/// The texts in a file that ships with the program.
pub(crate) fn shipped(
    path: &Path,
    bytes: &'static [u8],
    limit: usize,
) -> Box<dyn Iterator<Item = Incoming> + Send> {
    texts_of(Origin::of(path), opened_as(Box::new(bytes), "sample", limit), limit)
}

/// The texts in a file whose bytes were sent, gzipped or not.
pub(crate) fn sent(name: &str, bytes: Vec<u8>, limit: usize) -> Box<dyn Iterator<Item = Incoming> + Send> {
    let is_gzip = bytes.starts_with(&[0x1F, 0x8B]);
    let raw = BufReader::new(io::Cursor::new(bytes));
    let (source, method): (Source, _) = if is_gzip {
        (Box::new(BufReader::new(MultiGzDecoder::new(raw))), "gzip")
    } else {
        (Box::new(raw), "sent")
    };
    texts_of(Origin::of(Path::new(name)), opened_as(source, method, limit), limit)
}

fn texts_of(
    from: Origin,
    opened: Result<Opened, String>,
    limit: usize,
) -> Box<dyn Iterator<Item = Incoming> + Send> {
    match opened {
        Ok(Opened::Lines(lines, method)) => Box::new(lines.filter_map(move |(number, line)| {
            let bytes = match line {
                Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => return None,
                Ok(Line::Whole(bytes)) => Ok(Raw { bytes, kind: Kind::Json }),
                Ok(Line::TooLong(bytes)) => Err(too_long("the line", bytes, limit)),
                Err(error) => Err(format!("cannot be read on: {error}; the rest of this file is not taken")),
            };
            Some(from.line(number, method, bytes))
        })),
        Ok(Opened::Whole(raws, method)) if raws.len() == 1 => {
            Box::new(raws.into_iter().map(move |raw| from.whole(method, Ok(raw))))
        }
        Ok(Opened::Whole(raws, method)) => {
            Box::new((1..).zip(raws).map(move |(number, raw)| from.line(number, method, Ok(raw))))
        }
        Err(wrong) => Box::new(std::iter::once(from.whole("file", Err(wrong)))),
    }
}

/// Where texts come from.
struct Origin {
    place: String,
    name: String,
}

impl Origin {
    fn of(path: &Path) -> Self {
        if path == Path::new("-") {
            return Self { place: "<stdin>".to_owned(), name: "standard input".to_owned() };
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self { place: path.display().to_string(), name }
    }

    fn whole(&self, method: &'static str, bytes: Result<Raw, String>) -> Incoming {
        Incoming { place: self.place.clone(), name: self.name.clone(), method, bytes }
    }

    fn line(&self, number: u64, method: &'static str, bytes: Result<Raw, String>) -> Incoming {
        let (place, name) = (format!("{}:{number}", self.place), format!("{}:{number}", self.name));
        Incoming { place, name, method, bytes }
    }
}

type Source = Box<dyn BufRead + Send>;

/// A file, told by its first bytes.
enum Opened {
    Lines(Lines<Source>, &'static str),
    Whole(Vec<Raw>, &'static str),
}

fn opened_as(mut source: Source, method: &'static str, limit: usize) -> Result<Opened, String> {
    let head = source.fill_buf().map_err(|error| format!("cannot be read: {error}"))?;
    if sniff::is_json_lines(head) {
        return Ok(Opened::Lines(Lines::new(source, limit), "json line"));
    }
    let mut bytes = Vec::new();
    let read = source.by_ref().take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() > limit {
        return Err(format!(
            "is longer than {limit} bytes, too long for one text; --max-bytes raises the limit"
        ));
    }
    match sniff::kind(&bytes)? {
        Kind::Json => Ok(Opened::Whole(objects(&bytes)?, "json")),
        kind => Ok(Opened::Whole(vec![Raw { bytes, kind }], method)),
    }
}

/// The bytes of a file, unpacked where they are gzipped.
fn unpacked(path: &Path) -> io::Result<(Source, &'static str)> {
    let stdin = path == Path::new("-");
    if !stdin && path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let raw: Box<dyn Read + Send> = if stdin { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    if raw.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
        let plain = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(raw));
        return Ok((Box::new(plain), "gzip"));
    }
    Ok((Box::new(raw), if stdin { "standard input" } else { "file" }))
}

/// The objects of a JSON file that is not written in lines: one object, or an array of them, bytes kept as they stand.
fn objects(bytes: &[u8]) -> Result<Vec<Raw>, String> {
    let raw = |object: &RawValue| Raw { bytes: object.get().as_bytes().to_vec(), kind: Kind::Json };
    if let Ok(all) = serde_json::from_slice::<Vec<&RawValue>>(bytes) {
        return Ok(all.into_iter().map(raw).collect());
    }
    serde_json::from_slice::<&RawValue>(bytes).map(|one| vec![raw(one)]).map_err(|error| {
        format!("looks like JSON and is not, at line {} column {}", error.line(), error.column())
    })
}

fn too_long(what: &str, bytes: u64, limit: usize) -> String {
    format!("{what} has {bytes} bytes and the limit is {limit}; --max-bytes raises it")
}

/// Decodes one text.
pub(crate) fn ready(raw: Raw) -> Result<Ready, String> {
    let Raw { bytes, kind } = raw;
    let media = match kind {
        Kind::Json => {
            let Record { capture, published, notes } = jsonl::record(&bytes)?;
            return Ok(Ready { bytes, capture, published, encoding: "utf-8".to_owned(), notes });
        }
        Kind::Html => Media::Html,
        Kind::Text => Media::Text,
    };
    let decoded = decode::decode(&bytes);
    let capture =
        Capture { id: DocumentId::of_bytes(&bytes), media, content: decoded.text, given: Given::default() };
    let notes = decoded.note.into_iter().collect();
    Ok(Ready { bytes, capture, published: None, encoding: decoded.encoding, notes })
}

/// The capture and the given publication date of an original that the case holds.
pub(crate) fn again(acquired: Acquired) -> Result<(Capture, Option<Published>), String> {
    let kind = sniff::kind(&acquired.bytes)?;
    let ready = ready(Raw { bytes: acquired.bytes, kind })?;
    Ok((Capture { id: acquired.id, ..ready.capture }, ready.published))
}

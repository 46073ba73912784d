//! `firsthand annotate`: documents in, annotations out, JSON lines both ways; keeps nothing.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use firsthand_engine::LanguageData;
use flate2::bufread::MultiGzDecoder;

use super::{Outcome, add::MAX_BYTES, cannot_write, own_tables, say};
use crate::{
    derive, export,
    intake::{
        jsonl,
        lines::{Line, Lines},
    },
    own, runner,
};

/// The JSON Schema of an output line.
const SCHEMA: &str = include_str!("../../../../docs/annotate.schema.json");

/// Options of `annotate`.
#[derive(Args)]
#[command(
    after_help = "Input, one object a line: {\"id\", \"text\"} or {\"id\", \"html\"}, optionally url, outlet, \
title, published (a date, a date-time or {\"from\", \"to\"}).\nOutput, one object a line, in the same order; offsets \
are Unicode code points into its \"text\". `--schema` prints its JSON Schema."
)]
pub(crate) struct Options {
    /// Files of JSON lines, also gzipped; standard input when none is given or for `-`
    files: Vec<PathBuf>,

    /// How many documents to read at once [default: as many as there are cores]; the output is the same
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,

    /// The longest line to take; a longer one is refused
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: usize,

    /// A table of places of your own, searched before those that ship; see `firsthand gazetteer add --help`
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,

    /// Event types of your own, beside those that ship; see `firsthand types add --help`
    #[arg(long, value_name = "FILE")]
    types: Vec<PathBuf>,

    /// Print the JSON Schema of the output and end
    #[arg(long)]
    schema: bool,
}

/// One line on its way to a worker: where it stood, and what was read.
struct Job {
    place: String,
    line: Result<Vec<u8>, String>,
}

/// One line on its way out.
struct Answer {
    place: String,
    /// The JSON line, or why there is none.
    line: Result<Vec<u8>, String>,
    notes: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<Outcome, String> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if options.schema {
        out.write_all(SCHEMA.as_bytes()).and_then(|()| out.flush()).map_err(|error| cannot_write(&error))?;
        return Ok(Outcome::Done);
    }
    let data = language(options)?;
    let jobs = options.jobs.unwrap_or_else(runner::cores);
    let (mut taken, mut refused) = (0, 0);
    let files = if options.files.is_empty() { vec![PathBuf::from("-")] } else { options.files.clone() };
    let source = files.iter().flat_map(|file| file_jobs(file, options.max_bytes));
    runner::in_order(
        jobs,
        source,
        |job| answer(job, &data),
        |answer| {
            for note in &answer.notes {
                say(&format!("{}: {note}", answer.place));
            }
            match answer.line {
                Ok(line) => {
                    taken += 1;
                    out.write_all(&line).map_err(|error| cannot_write(&error))
                }
                Err(wrong) => {
                    refused += 1;
                    say(&format!("{}: refused: {wrong}", answer.place));
                    Ok(())
                }
            }
        },
    )?;
    out.flush().map_err(|error| cannot_write(&error))?;
    Ok(Outcome::of_batch(taken, refused))
}

/// What the engine knows, with the user's own tables.
fn language(options: &Options) -> Result<LanguageData, String> {
    let shipped = LanguageData::shipped()?;
    let named = |file: &PathBuf, wrong: String| format!("{}: {wrong}", file.display());
    let mut tables = Vec::new();
    for file in &options.gazetteer {
        let read =
            own_tables::read(file).and_then(|(name, bytes)| own::places(&name, &bytes, &shipped.gazetteer));
        tables.push(read.map_err(|wrong| named(file, wrong))?.0);
    }
    for file in &options.types {
        let read = own_tables::read(file).and_then(|(name, bytes)| own::events(&name, &bytes));
        tables.push(read.map_err(|wrong| named(file, wrong))?);
    }
    if tables.is_empty() { Ok(shipped) } else { own::language(&tables) }
}

/// The lines of one file as jobs; a file that cannot be opened is one job that says so.
fn file_jobs(file: &Path, limit: usize) -> Box<dyn Iterator<Item = Job> + Send> {
    let name = if file == Path::new("-") { "<stdin>".to_owned() } else { file.display().to_string() };
    let opened = match open(file) {
        Ok(opened) => opened,
        Err(error) => {
            return Box::new(std::iter::once(Job {
                place: name,
                line: Err(format!("cannot be read: {error}")),
            }));
        }
    };
    Box::new(Lines::new(opened, limit).filter_map(move |(number, line)| {
        let line = match line {
            Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => return None,
            Ok(Line::Whole(line)) => Ok(line),
            Ok(Line::TooLong(bytes)) => {
                Err(format!("the line has {bytes} bytes and the limit is {limit}; --max-bytes raises it"))
            }
            Err(error) => Err(format!("cannot be read on: {error}; the rest of this file is not taken")),
        };
        Some(Job { place: format!("{name}:{number}"), line })
    }))
}

/// Opens a file, unpacking gzip by its first bytes and passing over a byte order mark.
fn open(file: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let raw: Box<dyn Read + Send> =
        if file == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(file)?) };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let packed = raw.fill_buf()?.starts_with(&[0x1F, 0x8B]);
    let mut plain: Box<dyn BufRead + Send> =
        if packed { Box::new(BufReader::new(MultiGzDecoder::new(raw))) } else { Box::new(raw) };
    if plain.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        plain.consume(3);
    }
    Ok(plain)
}

/// Reads one line and annotates it.
fn answer(job: Job, data: &LanguageData) -> Answer {
    let Job { place, line } = job;
    let record = match line.and_then(|line| jsonl::record(&line)) {
        Ok(record) => record,
        Err(wrong) => return Answer { place, line: Err(wrong), notes: Vec::new() },
    };
    let line = derive::read(&record.capture, record.published, data).and_then(|read| {
        export::annotate::line(&read.document, &read.annotations)
            .map_err(|error| format!("its annotations cannot be written as JSON: {error}"))
    });
    Answer { place, line, notes: record.notes }
}

//! `firsthand add`: texts into a case, each whole or not at all.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal, Write},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Args;
use firsthand_engine::LanguageData;
use firsthand_schema::ids::sha256_hex;
use firsthand_store::{Acquired, Added, Case, Derived, Fault};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{
    Outcome, cannot_write,
    case::{CaseOptions, now},
    say,
};
use crate::{
    derive,
    intake::files::{self, Incoming, Ready},
    linked, own, runner,
};

/// A report is some kilobytes, a saved page at most a few megabytes. Something longer is not one text.
pub(crate) const MAX_BYTES: usize = 16 << 20;

/// Options of `add`.
#[derive(Args)]
#[command(
    after_help = "Takes text, saved HTML pages, JSON lines (as `annotate` takes them), each also gzipped, and \
folders of them. The kind is told by the content. Bytes that are in the case already change nothing, so a run that was \
broken off is finished by the same command."
)]
pub(crate) struct Options {
    /// Files and folders; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How many documents to read at once [default: as many as there are cores]; the case is the same
    #[arg(long, short, value_name = "N")]
    jobs: Option<usize>,

    /// The longest text, or line of a JSON lines file, to take; a longer one is refused
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: usize,
}

/// What a run came to.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) added: u64,
    pub(crate) already: u64,
    pub(crate) refused: u64,
    /// Kept, though reading failed.
    unread: u64,
    pub(crate) claims: u64,
    passed_over: u64,
    bytes: u64,
}

/// One text, read and ready to be kept; or why not.
struct Prepared {
    place: String,
    text: Result<Text, String>,
    notes: Vec<String>,
}

enum Text {
    Already,
    New(Box<(Acquired, Option<Derived>)>),
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open_or_create()?;
    let stopped = stop_on_interrupt();
    let started = Instant::now();
    let (tally, ended) = add(&mut case, &options.paths, options, on, &stopped)?;
    // What is in is linked, however the run ended; a Ctrl-C leaves it to whoever looks next.
    let ended = match ended {
        Ok(()) if !stopped.load(Ordering::Relaxed) => linked::bring_up_to_date(&mut case),
        ended => ended,
    };
    drop(case);
    let summary = if on.json {
        summary_json(&tally, started.elapsed(), stopped.load(Ordering::Relaxed)).to_string()
    } else {
        summary(&tally, started.elapsed())
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{summary}").and_then(|()| out.flush()).map_err(|error| cannot_write(&error))?;
    ended.map_err(|fault| on.told(&fault))?;
    if stopped.load(Ordering::Relaxed) {
        say("stopped as you asked; what is in stays in, the same command again takes the rest");
        return Ok(Outcome::SomeRefused);
    }
    Ok(Outcome::of_batch(tally.added + tally.already, tally.refused))
}

/// Takes in everything the paths name. A fault of the case ends it; the tally tells how far it came.
fn add(
    case: &mut Case,
    paths: &[PathBuf],
    options: &Options,
    on: &CaseOptions,
    stopped: &AtomicBool,
) -> Result<(Tally, Result<(), Fault>), String> {
    let tables = case.own_tables().map_err(|fault| on.told(&fault))?;
    let data = own::language(&tables)?;
    let known = case.hashes().map_err(|fault| on.told(&fault))?;
    let found = files::find(paths);
    let bar = progress(found.files.len());
    let mut tally = Tally { passed_over: found.passed_over, ..Tally::default() };
    for (path, wrong) in &found.unreadable {
        tally.refused += 1;
        say(&format!("{}: refused: {wrong}", path.display()));
    }
    let source = found
        .files
        .iter()
        .flat_map(|file| files::texts(file, options.max_bytes))
        .take_while(|_| !stopped.load(Ordering::Relaxed));
    let jobs = options.jobs.unwrap_or_else(runner::cores);
    let ended = runner::in_order(
        jobs,
        source,
        |incoming| prepare(incoming, &known, &data),
        |prepared| {
            let kept = keep(case, prepared, on, &mut tally, &bar);
            bar.set_message(format!("{} documents, {} claims", tally.added, tally.claims));
            bar.tick();
            kept
        },
    );
    bar.finish_and_clear();
    Ok((tally, ended))
}

/// Decodes and reads one text, unless its bytes are known.
fn prepare(incoming: Incoming, known: &BTreeSet<String>, data: &LanguageData) -> Prepared {
    let Incoming { place, name, method, bytes } = incoming;
    let ready = match bytes.and_then(files::ready) {
        Ok(ready) => ready,
        Err(wrong) => return Prepared { place, text: Err(wrong), notes: Vec::new() },
    };
    let Ready { bytes, capture, published, encoding, mut notes } = ready;
    if known.contains(&sha256_hex(&bytes)) {
        return Prepared { place, text: Ok(Text::Already), notes: Vec::new() };
    }
    let derived = match derive::read(&capture, published, data) {
        Ok(read) => Some(derive::derived(read)),
        Err(fault) => {
            notes.push(format!("{fault}; the original is kept, `firsthand rebuild` tries again"));
            None
        }
    };
    let acquired = Acquired {
        id: capture.id,
        bytes,
        media: capture.media,
        encoding,
        given: capture.given,
        name,
        method: method.to_owned(),
    };
    Prepared { place, text: Ok(Text::New(Box::new((acquired, derived)))), notes }
}

/// What became of one text of a file.
pub(crate) struct Taken {
    /// The file's name, and the line in a file of many.
    pub(crate) name: String,
    /// `added`, `already` or `refused`.
    pub(crate) came: &'static str,
    pub(crate) claims: usize,
    /// What was odd, or why it was refused.
    pub(crate) notes: Vec<String>,
}

/// Takes in the texts of one file whose bytes are at hand, as `add` takes those of files on disk.
///
/// # Errors
///
/// When the case cannot be written; what went in before stays in.
pub(crate) fn take_in(
    case: &mut Case,
    name: &str,
    bytes: &[u8],
    data: &LanguageData,
    time: &str,
    who: &str,
) -> Result<Vec<Taken>, Fault> {
    let known = case.hashes()?;
    let mut all = Vec::new();
    for incoming in files::sent(name, bytes.to_vec(), MAX_BYTES) {
        let name = incoming.name.clone();
        let Prepared { text, mut notes, .. } = prepare(incoming, &known, data);
        let (came, claims) = match text {
            Ok(Text::Already) => ("already", 0),
            Err(wrong) => {
                notes.push(wrong);
                ("refused", 0)
            }
            Ok(Text::New(new)) => match case.add(&new.0, new.1.as_ref(), time, who)? {
                Added::Already(_) => ("already", 0),
                Added::New(_) => ("added", new.1.map_or(0, |derived| derived.claims.len())),
            },
        };
        all.push(Taken { name, came, claims, notes });
    }
    Ok(all)
}

/// Puts one text into the case and counts it.
fn keep(
    case: &mut Case,
    prepared: Prepared,
    on: &CaseOptions,
    tally: &mut Tally,
    bar: &ProgressBar,
) -> Result<(), Fault> {
    let Prepared { place, text, notes } = prepared;
    let tell = |words: String| bar.suspend(|| say(&format!("{place}: {words}")));
    let (acquired, derived) = match text {
        Ok(Text::New(new)) => *new,
        Ok(Text::Already) => {
            tally.already += 1;
            return Ok(());
        }
        Err(wrong) => {
            tally.refused += 1;
            tell(format!("refused: {wrong}"));
            return Ok(());
        }
    };
    notes.into_iter().for_each(tell);
    match case.add(&acquired, derived.as_ref(), &now(), &on.who)? {
        Added::Already(_) => tally.already += 1,
        Added::New(id) => {
            if id != acquired.id {
                tell("another text in the case has the same id; this one got an id of its own".to_owned());
            }
            tally.added += 1;
            tally.bytes += acquired.bytes.len() as u64;
            tally.unread += u64::from(derived.is_none());
            tally.claims += derived.map_or(0, |derived| derived.claims.len() as u64);
        }
    }
    Ok(())
}

/// A bar on a terminal, nothing in a pipe.
fn progress(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{spinner} {msg}  {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style);
    bar.set_message(format!("{files} files"));
    bar
}

/// The first Ctrl-C stops after the documents in hand, the second at once (which loses at most the one being written).
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopped);
    let set = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(3);
        }
    });
    if let Err(error) = set {
        say(&format!(
            "Ctrl-C will end the program at once ({error}); nothing half-written is left even then"
        ));
    }
    stopped
}

/// The line that ends a run.
fn summary(tally: &Tally, took: Duration) -> String {
    let mut parts = vec![format!("added {}", counted(tally.added, "document"))];
    parts.push(counted(tally.claims, "claim"));
    let others = [
        (tally.already, "already there"),
        (tally.refused, "refused"),
        (tally.unread, "kept unread"),
        (tally.passed_over, "of other kinds passed over"),
    ];
    parts
        .extend(others.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let seconds = took.as_secs_f64();
    let rate = tally.added as f64 / seconds.max(0.001);
    format!("{} · {seconds:.1} s, {rate:.0} documents/s", parts.join(" · "))
}

fn summary_json(tally: &Tally, took: Duration, stopped: bool) -> serde_json::Value {
    json!({
        "added": tally.added, "already": tally.already, "refused": tally.refused, "unread": tally.unread,
        "passed_over": tally.passed_over, "claims": tally.claims, "bytes": tally.bytes,
        "seconds": (took.as_secs_f64() * 1000.0).round() / 1000.0, "stopped": stopped,
    })
}

/// "1 document", "2 documents".
pub(crate) fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

//! How fast the engine reads, on one core, and in how much memory.
//!
//! In: texts, one JSON object a line with `text` (gzipped or not), as `cargo bench -- FILE` or in FIRSTHAND_BENCH; none:
//! the sample that ships. Out: words a second of `clean` and of `annotate`, a median of rounds; which share of annotation
//! goes into grounding (when, where, which unit, how many, who); and the peak memory of the whole process where the system
//! tells it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use firsthand_engine::{LanguageData, reading::Reading};
use firsthand_lab::gold;
use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::Document,
    ids::DocumentId,
};
use serde::Deserialize;

/// Texts are read again and again until a round has this many words: shorter rounds measure the clock.
const WORDS_MIN: usize = 200_000;
/// The median of so many rounds is printed.
const ROUNDS: usize = 3;

#[derive(Deserialize)]
struct Line {
    text: String,
}

fn main() -> ExitCode {
    // cargo hands `--bench` on to whatever it runs.
    let named = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let file = named.or_else(|| std::env::var("FIRSTHAND_BENCH").ok()).map(PathBuf::from);
    match measure(file.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn measure(file: Option<&Path>) -> Result<(), String> {
    let start = Instant::now();
    let data = LanguageData::shipped()?;
    println!("language data    ready after {:.2} s", start.elapsed().as_secs_f64());
    let captures = match file {
        Some(file) => lines(file)?,
        None => sample()?,
    };
    let words: usize = captures.iter().map(|capture| capture.content.split_whitespace().count()).sum();
    if words == 0 {
        return Err("there are no words in there to read".to_owned());
    }
    let times = WORDS_MIN.div_ceil(words);
    println!(
        "texts            {} ({}), {words} words, read {times} times a round",
        captures.len(),
        file.map_or("the sample".to_owned(), |file| file.display().to_string())
    );
    let (mut cleaning, mut annotating, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = 0;
    for _ in 0..ROUNDS {
        let (mut clean, mut annotate) = (0.0, 0.0);
        for _ in 0..times {
            let start = Instant::now();
            let documents: Vec<Document> =
                captures.iter().map(|capture| firsthand_engine::clean(capture, &data).0).collect();
            clean += start.elapsed().as_secs_f64();
            let start = Instant::now();
            for document in &documents {
                found += firsthand_engine::annotate(document, &data).0.claims.len();
            }
            annotate += start.elapsed().as_secs_f64();
        }
        cleaning.push(clean);
        annotating.push(annotate);
        shares.push(grounding(&captures, &data, times) / annotate);
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52 words")]
    let speed = |seconds: &mut Vec<f64>| {
        seconds.sort_by(f64::total_cmp);
        (words * times) as f64 / seconds[seconds.len() / 2]
    };
    println!("clean            {:9.0} words/s on one core", speed(&mut cleaning));
    println!("annotate         {:9.0} words/s on one core", speed(&mut annotating));
    shares.sort_by(f64::total_cmp);
    println!("grounding        {:9.1} % of annotation", 100.0 * shares[shares.len() / 2]);
    println!("claims           {} a reading", found / (ROUNDS * times));
    match peak() {
        Some(peak) => println!("peak memory      {peak}, everything included"),
        None => println!("peak memory      not told by this system"),
    }
    Ok(())
}

/// Seconds that grounding alone takes over the texts, read beforehand.
fn grounding(captures: &[Capture], data: &LanguageData, times: usize) -> f64 {
    let documents: Vec<Document> =
        captures.iter().map(|capture| firsthand_engine::clean(capture, data).0).collect();
    let readings: Vec<Reading<'_>> = documents.iter().map(|document| Reading::of(document, data)).collect();
    let start = Instant::now();
    let mut found = 0;
    for _ in 0..times {
        found += readings.iter().map(|reading| firsthand_engine::grounded(reading, data)).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();
    // What nobody looks at need not be computed.
    std::hint::black_box(found);
    seconds
}

fn lines(file: &Path) -> Result<Vec<Capture>, String> {
    let lines: Vec<Line> = gold::lines(file)?;
    let texts = lines.into_iter().enumerate();
    let capture = |(number, line): (usize, Line)| Capture {
        id: DocumentId(number.to_string()),
        media: Media::Text,
        content: line.text,
        given: Given::default(),
    };
    Ok(texts.map(capture).collect())
}

fn sample() -> Result<Vec<Capture>, String> {
    gold::sample::captures(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/sample/ANSWERS.toml"))
}

/// What the system says was the most this process held.
fn peak() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{} MB", kilobytes / 1024))
}

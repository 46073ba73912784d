//! Runs suites and prints their figures. `cargo xtask eval` starts this.
//!
//! In: suite names (none: all whose gold is here), `--data DIR`, `--from FILE` (answers that `firsthand annotate`
//! printed, instead of running the engine), `--record`. Out: tables; with `--record`, files under `corpus/record`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command that talks to a developer's terminal"
)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use firsthand_engine::LanguageData;
use firsthand_lab::{
    answer::Answer,
    gold, record,
    suite::{Folders, Suite},
};

const USAGE: &str = "\
usage: cargo xtask eval [SUITE ...] [--data DIR] [--from FILE] [--record]

  SUITE        a suite (a file in crates/firsthand-lab/suites, without .toml);
               none: every suite whose gold is on this machine
  --data DIR   the folder of the data that does not ship (default: ../shared,
               beside the project, if it is there)
  --from FILE  score what `firsthand annotate` printed for the gold's texts,
               instead of running the engine
  --record     keep the figures in corpus/record/<day>
";

struct Asked {
    suites: Vec<String>,
    data: Option<PathBuf>,
    from: Option<PathBuf>,
    record: bool,
}

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(Some(asked)) => asked,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprint!("{message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked; none for `--help`.
fn asked(words: impl Iterator<Item = String>) -> Result<Option<Asked>, String> {
    let mut asked = Asked { suites: Vec::new(), data: None, from: None, record: false };
    let mut words = words;
    while let Some(word) = words.next() {
        let mut path = || words.next().map(PathBuf::from).ok_or(format!("{word} wants a path after it"));
        match word.as_str() {
            "--help" | "-h" => return Ok(None),
            "--data" => asked.data = Some(path()?),
            "--from" => asked.from = Some(path()?),
            "--record" => asked.record = true,
            flag if flag.starts_with('-') => return Err(format!("no such option: {flag}")),
            _ => asked.suites.push(word),
        }
    }
    if asked.from.is_some() && asked.suites.len() != 1 {
        return Err("--from scores one suite: name it".to_owned());
    }
    Ok(Some(asked))
}

fn run(asked: &Asked) -> Result<(), String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = here.ancestors().nth(2).unwrap_or(here).to_owned();
    if let Some(data) = asked.data.as_ref().filter(|data| !data.is_dir()) {
        return Err(format!(
            "{} is not a folder: --data wants the folder of the evaluation data",
            data.display()
        ));
    }
    let beside = project.join("../shared");
    let data = asked.data.clone().or_else(|| beside.is_dir().then_some(beside));
    let folders = Folders { project: project.clone(), data };

    let all = Suite::all(&project)?;
    if let Some(unknown) = asked.suites.iter().find(|name| all.iter().all(|suite| suite.name != **name)) {
        let names: Vec<&str> = all.iter().map(|suite| suite.name.as_str()).collect();
        return Err(format!("no suite named {unknown}; there are: {}", names.join(", ")));
    }
    let given = asked.from.as_deref().map(answers).transpose()?;
    let language = LanguageData::shipped()?;
    let day = record::today();
    let mut absent = Vec::new();
    for suite in all.iter().filter(|suite| asked.suites.is_empty() || asked.suites.contains(&suite.name)) {
        let Some(gold) = suite.gold_path(&folders) else {
            absent.push(suite);
            continue;
        };
        let outcome = suite.run(&gold, &language, given.as_ref())?;
        println!("{}: {}", suite.name, suite.title);
        let speed = outcome.words_per_second().map_or(String::new(), |speed| format!(", {speed:.0} words/s"));
        println!("  {} documents, {} words{speed}", outcome.documents, outcome.words);
        for figure in &outcome.figures {
            println!("  {figure}");
        }
        if asked.record {
            println!("  kept in {}", record::keep(&project, suite, &outcome, &day)?);
        }
        println!();
    }
    if !absent.is_empty() {
        println!(
            "not measured, because their gold is not on this machine (it does not ship; --data DIR says where it is):"
        );
        for suite in &absent {
            println!("  {:24} {}", suite.name, suite.gold);
        }
    }
    if asked.suites.is_empty() || absent.is_empty() {
        Ok(())
    } else {
        Err("nothing was measured for the suites named above".to_owned())
    }
}

fn answers(path: &Path) -> Result<BTreeMap<String, Answer>, String> {
    let text = gold::text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let answer = Answer::from_line(line)
                .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
            Ok((answer.id.clone(), answer))
        })
        .collect()
}

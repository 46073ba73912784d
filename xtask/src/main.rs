//! The dev loop. In: a word on the command line. Out: findings as `file:line: what`, and an exit status that says so.
//!
//! `cargo xtask check` is the whole gate; the others are its parts, or what writes the figures and transcripts that
//! the documents show.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command that talks to a developer's terminal"
)]

mod bless;
mod eval;
mod figures;
mod gate;
mod layers;
mod licences;
mod rust;
mod tidy;
mod tree;

use std::process::ExitCode;

use tree::{Fault, Tree};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  check       the whole gate: format, clippy, layers, tidy, tests
  layers      who may use whom: crates, and the stages inside the engine
  tidy        file heads, names, maps, sizes, paths
  bless       draw the golden cases anew where the answer differs
  eval        measure against gold sets (--help says how)
  readme      write the figures and transcripts that the documents show
              (--figures: the figures alone)
  licences    every dependency offers a licence that may ship
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("check") => gate::check(),
        Some("layers") => Tree::of_repository().and_then(|tree| report("layers", &layers::faults(&tree)?)),
        Some("tidy") => Tree::of_repository().and_then(|tree| report("tidy", &tidy::faults(&tree)?)),
        Some("bless") => bless::bless(),
        Some("eval") => eval::eval(&words[1..]),
        Some("readme") if words.get(1).is_some_and(|word| word == "--figures") => {
            Tree::of_repository().and_then(|tree| figures::write(&tree))
        }
        Some("readme") => figures::transcripts().and_then(|()| figures::write(&Tree::of_repository()?)),
        Some("licences") => {
            Tree::of_repository().and_then(|tree| report("licences", &licences::faults(&tree)?))
        }
        Some("--help" | "-h" | "help") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the faults; an error when there are any.
fn report(what: &str, faults: &[Fault]) -> Result<(), String> {
    for fault in faults {
        println!("{fault}");
    }
    match faults.len() {
        0 => {
            println!("{what}: nothing to find fault with");
            Ok(())
        }
        count => Err(format!("{what}: {count} to mend")),
    }
}

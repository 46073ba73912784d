//! The program: command line, intake, runner, pages, export. It decides nothing about meaning; that is the engine's.
//!
//! `firsthand annotate < reports.jsonl` reads a report a line and prints its ledger a line.

mod anchors;
mod calendar;
mod cli;
mod derive;
mod export;
mod intake;
mod judged;
mod linked;
mod own;
mod redact;
mod runner;
mod serve;

fn main() -> std::process::ExitCode {
    cli::run()
}

//! The command line: what the user typed goes in, an exit code comes out. One file a command.
//!
//! Every message says the deed, the thing and the way out, on standard error; standard output holds results only.

pub(crate) mod add;
mod annotate;
pub(crate) mod case;
mod claims;
mod contradictions;
mod copies;
mod explain;
mod explain_claim;
mod gazetteer;
mod incidents;
mod link;
mod log;
mod meant;
mod own_tables;
mod print;
mod rebuild;
mod serve;
mod show;
mod sources;
mod trace;
pub(crate) mod try_sample;
mod types;
mod user;
mod verify;
mod withdraw;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// Traces every claim back to who first said it.
#[derive(Parser)]
#[command(name = "firsthand", version, about, long_about = LONG, after_help = AFTER, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    on: case::CaseOptions,
}

const LONG: &str = "Traces every claim back to who first said it.\n\n\
Reads reports about a conflict, keeps the originals, and turns them into a ledger: who said what happened, when, \
where, through whom we heard it, and how sure anybody was.";

const AFTER: &str = "Exit status: 0 all went in, 1 nothing could be done, 2 wrong usage, 3 some inputs were refused \
(each with a message).\nNothing is sent over a network, but for what `gazetteer add --download` asks a publisher for.";

#[derive(Subcommand)]
enum Command {
    /// Read the sample that ships with the program and show what comes of it
    Try,
    /// Take texts, saved pages and JSON lines into the case; originals are kept byte for byte
    Add(add::Options),
    /// List who said what happened, filtered by event, source, place, outlet, date, voice or words
    Claims(claims::Options),
    /// Show a document with its blocks and claims marked
    Show(show::Options),
    /// List what happened, each with how many independent origins it stands on
    Incidents(incidents::Options),
    /// Draw an incident's way from the event to the reader
    Trace(trace::Options),
    /// Say why claims are one incident, who is counted and what would raise it; or why a claim is read as it is
    Explain(explain::Options),
    /// List what cannot both be true, side by side
    Contradictions(contradictions::Options),
    /// List who is behind the claims, as origin or handing on
    Sources(sources::Options),
    /// List documents that share wording
    Copies,
    /// Decide that two sources, incidents or claims are one
    Link(link::Options),
    /// Decide that two sources, incidents or claims are not one
    Unlink(link::Options),
    /// Take a document or a source out of the count; --undo takes it back in
    Withdraw(withdraw::Options),
    /// Prove that nothing in the case was changed: hashes, log, file
    Verify(verify::Options),
    /// List every deed on the case
    Log,
    /// Read all originals again, after an update of the program
    Rebuild,
    /// Import places of your own, beside those that ship
    Gazetteer(gazetteer::Options),
    /// Add event types of your own, beside those that ship
    Types(types::Options),
    /// Open the case in a browser: read, search, judge and decide
    Serve(serve::Options),
    /// Say who may come to the desk of a team
    User(user::Options),
    /// Read reports as JSON lines, print their annotations as JSON lines (keeps nothing)
    Annotate(annotate::Options),
}

/// How a command ended. The numbers are a promise to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it was done.
    Done,
    /// Nothing could be done.
    Failed,
    /// Some inputs were refused; the rest was done.
    SomeRefused,
}

impl Outcome {
    /// What a batch amounts to, from how many were taken and how many refused.
    fn of_batch(taken: u64, refused: u64) -> Self {
        match (taken, refused) {
            (_, 0) => Self::Done,
            (0, _) => Self::Failed,
            _ => Self::SomeRefused,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::SomeRefused => 3,
        })
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    quiet_panics();
    let ended = match &cli.command {
        Command::Try => try_sample::run(&cli.on),
        Command::Add(options) => add::run(options, &cli.on),
        Command::Claims(options) => claims::run(options, &cli.on),
        Command::Show(options) => show::run(options, &cli.on),
        Command::Incidents(options) => incidents::run(options, &cli.on),
        Command::Trace(options) => trace::run(options, &cli.on),
        Command::Explain(options) => explain::run(options, &cli.on),
        Command::Contradictions(options) => contradictions::run(options, &cli.on),
        Command::Sources(options) => sources::run(options, &cli.on),
        Command::Copies => copies::run(&cli.on),
        Command::Link(options) => link::link(options, &cli.on),
        Command::Unlink(options) => link::unlink(options, &cli.on),
        Command::Withdraw(options) => withdraw::run(options, &cli.on),
        Command::Verify(options) => verify::run(options, &cli.on),
        Command::Log => log::run(&cli.on),
        Command::Rebuild => rebuild::run(&cli.on),
        Command::Gazetteer(options) => gazetteer::run(options, &cli.on),
        Command::Types(options) => types::run(options, &cli.on),
        Command::Serve(options) => serve::run(options, &cli.on),
        Command::User(options) => user::run(options, &cli.on),
        Command::Annotate(options) => annotate::run(options),
    };
    match ended {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            say(&failure);
            ExitCode::from(1)
        }
    }
}

/// One line on standard error. A message that cannot be written is nobody's to hear.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr().lock(), "firsthand: {message}");
}

/// What to say when output cannot be written; ends the program quietly when the reader has gone (`| head`).
pub(crate) fn cannot_write(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    format!("cannot write the output: {error}; nothing after this point was written")
}

/// A panic message may quote the text that was read, and with it a name that must not leave: say only where it was.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        say(&format!("a fault in the program at {place}; please report it"));
    }));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    /// Every command with what it says of itself at the end of its help.
    fn afterwords(command: &clap::Command, name: &str, found: &mut Vec<(String, String)>) {
        found.extend(command.get_after_help().map(|words| (name.to_owned(), words.to_string())));
        for part in command.get_subcommands() {
            afterwords(part, &format!("{name} {}", part.get_name()), found);
        }
    }

    #[test]
    fn help_leaves_the_breaking_of_lines_to_the_terminal() {
        let mut found = Vec::new();
        afterwords(&Cli::command(), "firsthand", &mut found);
        assert!(found.len() > 5, "{found:?}");
        for (name, words) in found {
            let lines: Vec<&str> = words.lines().collect();
            for pair in lines.windows(2) {
                let ends = pair[0].is_empty() || pair[0].ends_with(['.', ':', ')']);
                assert!(ends || pair[1].is_empty() || pair[1].starts_with(' '), "{name}: {pair:?}");
            }
        }
    }
}

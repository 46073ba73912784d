//! `firsthand user`: who may come to the desk of a team, and what they may do.
//!
//! `firsthand user add ada --role analyst` asks for a password, and shows nothing of it (in a pipe it reads one line of standard input).

use std::io::{self, BufRead, IsTerminal};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, json_line, now},
    print::Page,
    say,
};
use crate::serve::{self, Role};

/// Options of `user`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Let somebody in, or give them another role and password; the password is read from standard input
    Add {
        /// The name under which they decide; may be a pseudonym
        name: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = As::Analyst)]
        role: As,
    },
    /// Let somebody in no more
    Remove {
        /// The name
        name: String,
    },
    /// List who may come in
    List,
}

/// A role, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum As {
    /// Reads, and never sees a protected name
    Viewer,
    /// Decides, and may show names
    Analyst,
    /// Also lets others in
    Admin,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    match &options.what {
        What::Add { name, role } => add(name, *role, on),
        What::Remove { name } => remove(name, on),
        What::List => list(on),
    }
}

fn add(name: &str, role: As, on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open_or_create()?;
    let role = match role {
        As::Viewer => Role::Viewer,
        As::Analyst => Role::Analyst,
        As::Admin => Role::Admin,
    };
    let account = serve::account(name, &password()?, role)?;
    case.set_account(&account, &now(), &on.who).map_err(|fault| on.told(&fault))?;
    say(&format!("{name} may come in as {}", role.as_str()));
    Ok(Outcome::Done)
}

/// The password: typed twice at a terminal, which does not show it; in a pipe, one line of standard input.
fn password() -> Result<String, String> {
    let fault = |error: io::Error| format!("cannot read the password: {error}");
    let mut line = String::new();
    if !io::stdin().is_terminal() {
        io::stdin().lock().read_line(&mut line).map_err(fault)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let terminal = console::Term::stderr();
    let ask = |what: &str| {
        say(what);
        terminal.read_secure_line().map_err(fault)
    };
    let typed = ask("type the password and press Enter (nothing of it is shown):")?;
    if ask("once more:")? != typed {
        return Err("the two are not the same; nothing was changed".to_owned());
    }
    Ok(typed)
}

fn remove(name: &str, on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open()?;
    if case.drop_account(name, &now(), &on.who).map_err(|fault| on.told(&fault))? {
        say(&format!("{name} may come in no more"));
        return Ok(Outcome::Done);
    }
    Err(format!("nobody called {name} may come in; `firsthand user list` shows who may"))
}

fn list(on: &CaseOptions) -> Result<Outcome, String> {
    let accounts = on.open()?.accounts().map_err(|fault| on.told(&fault))?;
    let mut page = Page::open_for_tables(on.wide);
    if on.json {
        for it in &accounts {
            page.put(&json_line(&json!({"name": it.name, "role": it.role, "since": it.since})))?;
        }
    } else {
        let rows: Vec<Vec<String>> =
            accounts.into_iter().map(|it| vec![it.name, it.role, it.since]).collect();
        page.table(&["NAME", "ROLE", "SINCE"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

//! `firsthand serve`: the case in a browser, on this machine, for one person or a team.

use std::{net::SocketAddr, time::Duration};

use clap::Args;

use super::{Outcome, case::CaseOptions, say};
use crate::serve::{self, Settings};

/// Options of `serve`.
#[derive(Args)]
#[command(
    after_help = "Alone, the address that is printed holds a token that lets you in; on any other address than this \
machine's own, people need accounts (`firsthand user add NAME`). Nothing is fetched from anywhere."
)]
pub(crate) struct Options {
    /// Where to listen; any address but this machine's own asks for accounts
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7777")]
    bind: SocketAddr,

    /// Ask for accounts, also on this machine's own address
    #[arg(long)]
    team: bool,

    /// A name under which browsers reach the desk, as desk.example.org or desk.example.org:8443; may be given again
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,

    /// Browsers come through a proxy that speaks TLS: cookies are sent over TLS only
    #[arg(long)]
    behind_tls: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let case = on.open_or_create()?;
    let team = options.team || !options.bind.ip().is_loopback();
    let settings = Settings {
        case: on.case.clone(),
        wait: Duration::from_secs(on.wait),
        who: on.who.clone(),
        hosts: options.host.clone(),
        team,
        behind_tls: options.behind_tls,
    };
    say(if team {
        "people come in by account; Ctrl-C closes the desk"
    } else {
        "open this address; Ctrl-C closes the desk"
    });
    serve::run(settings, case, options.bind, say)?;
    Ok(Outcome::Done)
}

//! `firsthand serve`: the case in a browser, on this machine, for one person or a team.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use firsthand_store::{Case, Deed};
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, now},
    say, try_sample,
};
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

    /// Open the sample that ships with the program, in a case that is gone afterwards
    #[arg(long)]
    sample: bool,

    /// A name under which browsers reach the desk, as desk.example.org or desk.example.org:8443; may be given again
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,

    /// Browsers come through a proxy that speaks TLS: cookies are sent over TLS only
    #[arg(long)]
    behind_tls: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let sample = options.sample.then(Sample::new).transpose()?;
    let (path, case) = match &sample {
        Some(sample) => (sample.case(), sample.read(on)?),
        None => (on.case.clone(), on.open_or_create()?),
    };
    let team = options.team || !options.bind.ip().is_loopback();
    let settings = Settings {
        case: path,
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

/// A folder for the sample's case, gone when dropped.
struct Sample(PathBuf);

impl Sample {
    fn new() -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("firsthand-{}", serve::unguessable()?));
        fs::create_dir(&folder).map_err(|error| format!("{}: cannot be made: {error}", folder.display()))?;
        Ok(Self(folder))
    }

    fn case(&self) -> PathBuf {
        self.0.join("sample.firsthand")
    }

    /// Makes the case and reads the sample into it.
    fn read(&self, on: &CaseOptions) -> Result<Case, String> {
        let details = json!({"program": env!("CARGO_PKG_VERSION")});
        let deed = Deed { time: &now(), who: &on.who, deed: "created", subject: "case", details: &details };
        let wait = Duration::from_secs(on.wait);
        let mut case = Case::open_or_create(&self.case(), wait, &deed).map_err(|fault| fault.to_string())?;
        for (acquired, derived) in try_sample::sample()? {
            case.add(&acquired, Some(&derived), &now(), "sample").map_err(|fault| fault.to_string())?;
        }
        Ok(case)
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        // What is left of it is in the system's folder for things that are left.
        let _ = fs::remove_dir_all(Path::new(&self.0));
    }
}

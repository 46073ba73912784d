//! `firsthand verify`: recomputes every hash and the chain of the log, and names what was changed.

use clap::Args;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, json_line},
    print::{Page, plain},
};

/// Options of `verify`.
#[derive(Args)]
#[command(
    after_help = "The head is the seal of the log's last entry. Note it somewhere else: whoever has it can prove \
later, with --head, that the log was not cut or written anew."
)]
pub(crate) struct Options {
    /// A head that was noted before: it must still be in the log
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let case = on.open()?;
    let mut proof = case.verify();
    if let Some(head) = &options.head {
        let log = case.log().unwrap_or_default();
        if !log.iter().any(|entry| &entry.hash == head) {
            proof.breaches.push(firsthand_store::Breach {
                what: "the log".to_owned(),
                how: "the noted head is not in it: it was cut or written anew".to_owned(),
            });
        }
    }
    // A damaged case may have no people to shield by; then every name in a message is one of a file or an id.
    let shield = super::case::View::of(case, on, "verify").ok();
    for breach in &mut proof.breaches {
        if let Some(view) = &shield {
            breach.what = view.everybody().locator(&breach.what);
            breach.how = view.everybody().locator(&breach.how);
        }
    }
    let mut page = Page::open();
    if on.json {
        page.put(&json_line(&json!({
            "schema": 1, "intact": proof.breaches.is_empty(), "documents": proof.documents,
            "entries": proof.entries, "head": proof.head, "breaches": proof.breaches,
        })))?;
    } else {
        for breach in &proof.breaches {
            page.line(&plain(&format!("changed: {}: {}", breach.what, breach.how)))?;
        }
        let said =
            if proof.breaches.is_empty() { "nothing was changed" } else { "this case is not as it was" };
        page.line(&format!(
            "{said}: {} and {} of the log looked at",
            super::add::counted(proof.documents, "document"),
            entries(proof.entries)
        ))?;
        page.line(&format!("head {}", proof.head))?;
    }
    page.close()?;
    Ok(if proof.breaches.is_empty() { Outcome::Done } else { Outcome::Failed })
}

fn entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

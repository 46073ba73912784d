//! `firsthand withdraw WHAT`: a document or a source that no longer counts, because whoever stood behind it took it back
//! or it was found to be worthless. Every incident that rested on it shows what is left. `--undo` takes that back.

use clap::Args;
use firsthand_schema::link::Withdrawn;
use firsthand_store::IncidentFilter;

use super::{
    Outcome,
    case::{CaseOptions, now},
    link::show_changes,
    meant,
};
use crate::judged::{self, Came};

/// Options of `withdraw`.
#[derive(Args)]
#[command(
    after_help = "Nothing is deleted: the document stays in the case with everything read in it, and an incident that is \
left with other reports still lists it as withdrawn."
)]
pub(crate) struct Options {
    /// A document (its id, the beginning of it, or its file's name) or a source (its id or name)
    what: String,
    /// Why, for whoever reads the log
    #[arg(long, value_name = "WORDS", default_value = "")]
    why: String,
    /// Take the withdrawal back: it counts again
    #[arg(long)]
    undo: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("withdraw")?;
    view.linked()?;
    let sources = view.sources()?;
    let (what, ids) = match meant::source(&options.what, &sources, &view.shield(None)?)? {
        Some(id) => {
            let whole = sources.iter().find(|source| source.id == id);
            let ids = whole.map_or_else(|| vec![id.0.clone()], judged::ids_of_source);
            (Withdrawn::Source { id }, ids)
        }
        None => {
            let id = meant::document(&options.what, &view)?;
            (Withdrawn::Document { id: id.clone() }, vec![id.0])
        }
    };
    let before = view.incident_rows(&IncidentFilter::default())?;
    let came = judged::withdraw(&mut view.case, &what, &ids, !options.undo, (&now(), &on.who, &options.why))
        .map_err(|fault| on.told(&fault))?;
    let kind = if matches!(what, Withdrawn::Source { .. }) { "source" } else { "document" };
    let said = match came {
        Came::Decided => format!("{kind} withdrawn: it no longer counts"),
        Came::TakenBack => format!("{kind} taken back in: it counts again"),
        Came::Already if options.undo => format!("this {kind} was not withdrawn; nothing was changed"),
        Came::Already => format!("this {kind} was withdrawn before; nothing was changed"),
    };
    show_changes(on, &mut view, &before, came, &said)
}

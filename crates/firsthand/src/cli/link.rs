//! `firsthand link A B`, `firsthand unlink A B`: an analyst's word that two sources, incidents or claims are one, or are
//! not. It stands above what the program thinks, outlives `rebuild`, and can be taken back: one undoes the other.

use clap::Args;
use firsthand_schema::{
    incident::Range,
    link::{Bond, Judgement},
};
use firsthand_store::{IncidentFilter, IncidentRow};
use serde_json::{Value, json};

use super::{
    Outcome,
    add::counted,
    case::{CaseOptions, View, json_line, now},
    incidents::range,
    meant,
    print::Page,
};
use crate::judged::{self, Came, Judged};

/// Options of `link` and `unlink`.
#[derive(Args)]
#[command(
    after_help = "A source is called by its id or name as `firsthand sources` shows it, an incident by its id, a claim by \
its document and number (1a2b3c4d/c3). What `link` joined, `unlink` gives back to the program's own view, and the other \
way round. Every decision is entered in the log with --as and --why."
)]
pub(crate) struct Options {
    /// A source, an incident or a claim
    one: String,
    /// Another of the same kind
    other: String,
    /// Why, for whoever reads the log
    #[arg(long, value_name = "WORDS", default_value = "")]
    why: String,
}

/// Runs `link`.
pub(crate) fn link(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    decide(options, on, Judgement::Same)
}

/// Runs `unlink`.
pub(crate) fn unlink(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    decide(options, on, Judgement::NotSame)
}

fn decide(options: &Options, on: &CaseOptions, judgement: Judgement) -> Result<Outcome, String> {
    let command = if judgement == Judgement::Same { "link" } else { "unlink" };
    let mut view = on.view(command)?;
    view.linked()?;
    let bond = bond(options, &view)?;
    let before = view.incident_rows(&IncidentFilter::default())?;
    let came = judged::decide(&mut view.case, &bond, judgement, (&now(), &on.who, &options.why))
        .map_err(|fault| on.told(&fault))?;
    let said = match (came, judgement) {
        (Came::Decided, Judgement::Same) => "taken as one from now on",
        (Came::Decided, _) => "kept apart from now on",
        (Came::TakenBack, _) => "the earlier decision is taken back; the program's own view holds again",
        (Came::Already, _) => "that is how it was decided before; nothing was changed",
    };
    show_changes(on, &mut view, &before, came, said)
}

/// What the two are: both sources, or both claims.
fn bond(options: &Options, view: &View) -> Result<Bond, String> {
    let (sources, shield) = (view.sources()?, view.shield(None)?);
    let source = |typed: &str| meant::source(typed, &sources, &shield);
    let (one, other) = (&options.one, &options.other);
    match (source(one)?, source(other)?) {
        (Some(a), Some(b)) if a == b => {
            Err(format!("{one} and {other} are one name already; there is nothing to decide"))
        }
        (Some(a), Some(b)) => Ok(Bond::Sources { a, b }),
        (Some(_), None) | (None, Some(_)) => Err(format!(
            "{one} and {other} are not of one kind, or one of them is not in the case; `firsthand sources` and \
             `firsthand incidents` list what there is"
        )),
        (None, None) => {
            let judged = Judged::of(&view.case).map_err(|fault| view.told(&fault))?;
            let (a, b) = (meant::claim(one, &judged, view)?, meant::claim(other, &judged, view)?);
            if a == b {
                return Err(format!("{one} and {other} are one claim; there is nothing to decide"));
            }
            Ok(Bond::Claims { a, b })
        }
    }
}

/// Shows what a decision changed: every incident that is not as it was.
pub(crate) fn show_changes(
    on: &CaseOptions,
    view: &mut View,
    before: &[IncidentRow],
    came: Came,
    said: &str,
) -> Result<Outcome, String> {
    view.linked()?;
    let after = view.incident_rows(&IncidentFilter::default())?;
    let changes = changes(before, &after);
    let mut page = Page::open_for_tables(on.wide);
    if on.json {
        let incidents: Vec<Value> = changes
            .iter()
            .map(|(was, is)| {
                let id = is.or(*was).map(|it| &it.id);
                json!({"id": id, "before": figures(*was), "after": figures(*is)})
            })
            .collect();
        page.put(&json_line(&json!({
            "schema": 1, "came": came.as_str(), "said": said, "incidents": incidents,
        })))?;
        page.close()?;
        return Ok(Outcome::Done);
    }
    page.line(said)?;
    if changes.is_empty() {
        page.line("no incident is changed by it")?;
    } else {
        page.line(&format!("{} changed by it:", counted(changes.len() as u64, "incident")))?;
        let everybody = view.shield(None)?;
        let rows: Vec<Vec<String>> = changes
            .iter()
            .filter_map(|(was, is)| {
                let row = is.or(*was)?;
                Some(vec![row.id.clone(), told(*was), told(*is), everybody.words(&row.title)])
            })
            .collect();
        page.table(&["INCIDENT", "ORIGINS BEFORE", "NOW", "WHAT"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

impl Came {
    fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::TakenBack => "taken-back",
            Self::Already => "already",
        }
    }
}

/// Incidents that are not as they were, in order of id.
fn changes<'i>(
    before: &'i [IncidentRow],
    after: &'i [IncidentRow],
) -> Vec<(Option<&'i IncidentRow>, Option<&'i IncidentRow>)> {
    let find = |all: &'i [IncidentRow], one: &IncidentRow| {
        all.binary_search_by(|it| it.id.cmp(&one.id)).ok().map(|at| &all[at])
    };
    let mut changes: Vec<(Option<&IncidentRow>, Option<&IncidentRow>)> = before
        .iter()
        .map(|was| (Some(was), find(after, was)))
        .filter(|(was, is)| was.map(|it| &it.seal) != is.map(|it| &it.seal))
        .collect();
    changes.extend(after.iter().filter(|is| find(before, is).is_none()).map(|is| (None, Some(is))));
    changes.sort_by_key(|(was, is)| is.or(*was).map(|it| it.id.clone()));
    changes
}

fn figures(row: Option<&IncidentRow>) -> Value {
    row.map_or(Value::Null, |it| {
        json!({
            "origins": {"low": it.origins.0, "high": it.origins.1},
            "channels": {"low": it.channels.0, "high": it.channels.1},
            "documents": it.documents, "claims": it.claims,
        })
    })
}

/// "2–3 in 4 documents"; an incident that has gone into another, or of which nothing is left, has no figures.
fn told(row: Option<&IncidentRow>) -> String {
    row.map_or_else(
        || "–".to_owned(),
        |it| {
            let origins = Range { low: it.origins.0, high: it.origins.1 };
            format!("{} in {}", range(origins), counted(u64::from(it.documents), "document"))
        },
    )
}

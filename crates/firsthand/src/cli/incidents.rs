//! `firsthand incidents`: what happened, as far as the claims let us tell, and how many people actually said so.

use clap::Args;
use firsthand_schema::incident::{Incident, IncidentKind, Range};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line},
    print::Page,
};
use crate::{export, linked::Linked};

/// Options of `incidents`.
#[derive(Args)]
pub(crate) struct Options {
    /// Also list the themes: claims of one kind too general to be one happening
    #[arg(long)]
    themes: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("incidents")?;
    let linked = view.linked()?;
    let mut page = Page::open();
    if on.json {
        for incident in linked.incidents() {
            let shown = shown(incident, &linked, &view);
            page.put(&json_line(&serde_json::json!(shown)))?;
        }
    } else {
        let all = linked.incidents();
        list(&mut page, &all, options.themes, &linked, &view)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// An incident as it may be shown.
pub(crate) fn shown(incident: Incident, linked: &Linked, view: &View) -> Incident {
    let documents: Vec<_> = incident.documents.iter().filter_map(|id| linked.document(id)).collect();
    let redactor = view.redactor(documents);
    export::incidents::shielded(incident, &redactor)
}

/// The incidents as a table, those that stand on most first.
pub(crate) fn list(
    page: &mut Page,
    all: &[Incident],
    themes: bool,
    linked: &Linked,
    view: &View,
) -> Result<(), String> {
    let mut listed: Vec<&Incident> =
        all.iter().filter(|incident| themes || incident.kind == IncidentKind::Incident).collect();
    listed.sort_by_key(|incident| {
        std::cmp::Reverse((incident.origins.low, incident.origins.high, incident.documents.len()))
    });
    let rows: Vec<Vec<String>> = listed
        .into_iter()
        .map(|incident| {
            let incident = shown(incident.clone(), linked, view);
            vec![
                incident.id.to_string(),
                range(Range { low: incident.origins.low, high: incident.origins.high }),
                range(incident.channels),
                incident.documents.len().to_string(),
                if incident.contradictions.is_empty() { String::new() } else { "disputed".to_owned() },
                incident.title,
                incident.bottleneck.join(", "),
            ]
        })
        .collect();
    page.table(&["INCIDENT", "ORIGINS", "CHANNELS", "DOCUMENTS", "", "WHAT", "STANDS ON"], &rows)?;
    let left = all.iter().filter(|incident| incident.kind == IncidentKind::Theme).count();
    if !themes && left > 0 {
        page.line(&format!(
            "and {}, too general to be one happening (--themes lists them)",
            super::add::counted(left as u64, "theme")
        ))?;
    }
    Ok(())
}

/// "2", or "1–3".
pub(crate) fn range(range: Range) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}–{}", range.low, range.high) }
}

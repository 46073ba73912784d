//! `firsthand incidents`: what happened, as far as the claims let us tell, and how many people actually said so.

use clap::Args;
use firsthand_schema::incident::{Incident, IncidentKind, Range};
use firsthand_store::{IncidentFilter, IncidentOrder, IncidentRow};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line},
    print::Page,
};
use crate::export;

/// Options of `incidents`.
#[derive(Args)]
pub(crate) struct Options {
    /// Also list the themes: claims of one kind too general to be one happening
    #[arg(long)]
    themes: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("incidents")?;
    view.linked()?;
    let mut page = Page::open_for_tables(on.wide);
    if on.json {
        for row in view.incident_rows(&IncidentFilter::default())? {
            let incident = shown(view.incident(&row.id)?, &view)?;
            page.put(&json_line(&serde_json::json!(incident)))?;
        }
    } else {
        let kind = (!options.themes).then(|| IncidentKind::Incident.as_str().to_owned());
        let filter = IncidentFilter { kind, order: IncidentOrder::Origins, ..IncidentFilter::default() };
        list(&mut page, &view.incident_rows(&filter)?, &view)?;
        let theme = Some(IncidentKind::Theme.as_str().to_owned());
        let filter = IncidentFilter { kind: theme, ..IncidentFilter::default() };
        let left = view.case.count_incidents(&filter).map_err(|fault| view.told(&fault))?;
        if !options.themes && left > 0 {
            page.line(&format!(
                "and {}, too general to be one happening (--themes lists them)",
                super::add::counted(left, "theme")
            ))?;
        }
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// An incident as it may be shown.
pub(crate) fn shown(incident: Incident, view: &View) -> Result<Incident, String> {
    let shield = view.shield(Some(&incident.documents))?;
    Ok(export::incidents::shielded(incident, &shield))
}

/// Incidents as a table.
pub(crate) fn list(page: &mut Page, listed: &[IncidentRow], view: &View) -> Result<(), String> {
    let mut rows = Vec::with_capacity(listed.len());
    for row in listed {
        let shield = view.shield_row(row)?;
        let stands_on: Vec<String> = row.stands_on.iter().map(|name| shield.name(name)).collect();
        rows.push(vec![
            row.id.clone(),
            range(Range { low: row.origins.0, high: row.origins.1 }),
            range(Range { low: row.channels.0, high: row.channels.1 }),
            row.documents.to_string(),
            if row.contradictions == 0 { String::new() } else { "disputed".to_owned() },
            shield.words(&row.title),
            stands_on.join(", "),
        ]);
    }
    page.table(&["INCIDENT", "ORIGINS", "CHANNELS", "DOCUMENTS", "", "WHAT", "STANDS ON"], &rows)
}

/// "2", or "1–3".
pub(crate) fn range(range: Range) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}–{}", range.low, range.high) }
}

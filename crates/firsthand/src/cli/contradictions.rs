//! `firsthand contradictions`: what cannot both be true, side by side, each with who says it.

use clap::Args;
use firsthand_schema::{finding::Contradiction, incident::Incident};
use firsthand_store::IncidentFilter;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, json_line, short},
    incidents::shown,
    print::Page,
};

/// Options of `contradictions`.
#[derive(Args)]
#[command(
    after_help = "Not listed, because both can be true: a later figure of the same source, bounds that overlap (\"at \
least 3\" and \"5\"), a part against the whole, days that differ by one, two names of one neighbourhood."
)]
pub(crate) struct Options {
    /// Only this slot: count, time, place, who or polarity
    #[arg(long, value_name = "SLOT", value_parser = ["count", "time", "place", "who", "polarity"])]
    slot: Option<String>,
    /// Only this incident: its id or the beginning of it
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("contradictions")?;
    view.linked()?;
    let (mut page, mut rows) = (Page::open_for_tables(on.wide), Vec::new());
    let filter = IncidentFilter { contradicted: Some(true), ..IncidentFilter::default() };
    let meant: Vec<String> = match &options.incident {
        Some(typed) => vec![super::meant::incident(typed, &view)?.id.0],
        None => view.incident_rows(&filter)?.into_iter().map(|row| row.id).collect(),
    };
    for id in meant {
        let incident = shown(view.incident(&id)?, &view)?;
        let wanted =
            |it: &&Contradiction| options.slot.as_deref().is_none_or(|slot| it.slot.as_str() == slot);
        for contradiction in incident.contradictions.iter().filter(wanted) {
            if on.json {
                page.put(&json_line(&json!({
                    "schema": 1, "incident": incident.id, "title": incident.title, "slot": contradiction.slot,
                    "of": contradiction.of, "values": contradiction.values,
                })))?;
            } else {
                rows.push(row(&incident, contradiction));
            }
        }
    }
    if !on.json {
        page.table(&["INCIDENT", "SLOT", "OF", "SIDE BY SIDE", "WHAT"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// `7 (the agency; 1a2b3c4d/c3) against 18 (the consulate; …)`.
fn row(incident: &Incident, contradiction: &Contradiction) -> Vec<String> {
    let values: Vec<String> = contradiction
        .values
        .iter()
        .map(|value| {
            let claims: Vec<String> =
                value.claims.iter().map(|it| format!("{}/{}", short(&it.document), it.claim)).collect();
            format!("{} ({}: {})", value.value, value.sources.join(", "), claims.join(", "))
        })
        .collect();
    vec![
        incident.id.to_string(),
        contradiction.slot.as_str().to_owned(),
        contradiction.of.clone(),
        values.join(" against "),
        incident.title.clone(),
    ]
}

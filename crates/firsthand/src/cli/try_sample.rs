//! `firsthand try`: reads the sample that ships with the program, into a case in memory, and shows what it makes of it.
//!
//! What it prints stands in the README; a test holds the two together, so nothing here depends on clock or machine.

use firsthand_engine::LanguageData;
use firsthand_schema::incident::IncidentKind;
use firsthand_store::{Acquired, Case, Deed, Derived, IncidentFilter, IncidentOrder, IncidentRow};
use include_dir::{Dir, include_dir};
use serde_json::json;

use super::{
    Outcome,
    add::{MAX_BYTES, counted},
    case::{CaseOptions, View, now},
    incidents,
    print::Page,
    trace,
};
use crate::{
    derive,
    intake::files::{self, Ready},
    linked::Linked,
};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus/sample");

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let details = json!({"program": env!("CARGO_PKG_VERSION")});
    let deed = Deed { time: &now(), who: &on.who, deed: "created", subject: "case", details: &details };
    let mut case = Case::in_memory(&deed).map_err(|fault| fault.to_string())?;
    let mut claims = 0;
    for (acquired, derived) in sample()? {
        claims += derived.claims.len() as u64;
        case.add(&acquired, Some(&derived), &now(), "sample").map_err(|fault| fault.to_string())?;
    }
    let mut view = View::of(case, on, "try")?;
    let linked = Linked::read(&mut view.case).map_err(|fault| view.told(&fault))?;
    let mut page = Page::open();
    if on.json {
        for incident in linked.incidents {
            page.put(&super::case::json_line(&json!(incidents::shown(incident, &view)?)))?;
        }
        page.close()?;
        return Ok(Outcome::Done);
    }
    page.line(
        "The mutiny aboard the Potemkin, 1905: reports written for this sample, on events that were real.\n",
    )?;
    let documents = view.case.list().map_err(|fault| view.told(&fault))?.len();
    page.line(&format!(
        "{} · {} · {} · {}\n",
        counted(documents as u64, "document"),
        counted(claims, "claim"),
        counted(linked.sources.len() as u64, "source"),
        counted(linked.copies.len() as u64, "pair of copies").replace("pair of copiess", "pairs of copies"),
    ))?;
    let kind = Some(IncidentKind::Incident.as_str().to_owned());
    let filter = IncidentFilter { kind, order: IncidentOrder::Origins, ..IncidentFilter::default() };
    let mut widely_told = view.incident_rows(&filter)?;
    widely_told.retain(|row| row.documents > 1);
    incidents::list(&mut page, &widely_told, &view)?;
    if let Some(row) = most_echoed(&widely_told) {
        page.line("\nMany reports, how many voices? The one with most reports to an origin:\n")?;
        trace::draw(&mut page, view.incident(&row.id)?, &view)?;
    }
    page.line("\nNow with reports of your own:  firsthand add PATH…  then  firsthand incidents")?;
    page.close()?;
    Ok(Outcome::Done)
}

/// The incident that the most documents tell of beyond the origins it can have.
fn most_echoed(rows: &[IncidentRow]) -> Option<&IncidentRow> {
    let echo = |it: &IncidentRow| i64::from(it.documents) - i64::from(it.origins.1);
    rows.iter().max_by_key(|it| (echo(it), it.documents, std::cmp::Reverse(&it.id)))
}

/// The sample's reports, read.
pub(crate) fn sample() -> Result<Vec<(Acquired, Derived)>, String> {
    let data = LanguageData::shipped()?;
    let mut reports = Vec::new();
    let mut files: Vec<_> = SAMPLE.files().filter(|file| files::is_taken(file.path())).collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        for incoming in files::shipped(file.path(), file.contents(), MAX_BYTES) {
            let Ready { bytes, capture, published, encoding, .. } = incoming.bytes.and_then(files::ready)?;
            let derived = derive::derived(derive::read(&capture, published, &data)?);
            let acquired = Acquired {
                id: capture.id,
                bytes,
                media: capture.media,
                encoding,
                given: capture.given,
                name: incoming.name,
                method: incoming.method.to_owned(),
            };
            reports.push((acquired, derived));
        }
    }
    Ok(reports)
}

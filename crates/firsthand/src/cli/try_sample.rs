//! `firsthand try`: reads the sample that ships with the program, into a case in memory, and shows what it makes of it.
//!
//! What it prints stands in the README; a test holds the two together, so nothing here depends on clock or machine.

use firsthand_engine::LanguageData;
use firsthand_schema::incident::{Incident, IncidentKind};
use firsthand_store::{Acquired, Case, Deed};
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
};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus/sample");

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let details = json!({"program": env!("CARGO_PKG_VERSION")});
    let deed = Deed { time: &now(), who: &on.who, deed: "created", subject: "case", details: &details };
    let mut case = Case::in_memory(&deed).map_err(|fault| fault.to_string())?;
    let claims = read_sample(&mut case)?;
    let view = View::of(case, on, "try")?;
    let linked = view.linked()?;
    let all = linked.incidents();
    let mut page = Page::open();
    if on.json {
        for incident in all {
            let shown = incidents::shown(incident, &linked, &view);
            page.put(&super::case::json_line(&json!(shown)))?;
        }
        page.close()?;
        return Ok(Outcome::Done);
    }
    page.line(
        "The mutiny aboard the Potemkin, 1905: reports written for this sample, on events that were real.\n",
    )?;
    page.line(&format!(
        "{} · {} · {} · {}\n",
        counted(linked.documents.len() as u64, "document"),
        counted(claims, "claim"),
        counted(linked.sources().len() as u64, "source"),
        counted(linked.copies().len() as u64, "pair of copies").replace("pair of copiess", "pairs of copies"),
    ))?;
    let widely_told: Vec<Incident> = all
        .iter()
        .filter(|it| it.kind == IncidentKind::Incident && it.documents.len() > 1)
        .cloned()
        .collect();
    incidents::list(&mut page, &widely_told, false, &linked, &view)?;
    if let Some(incident) = most_echoed(&widely_told) {
        page.line("\nMany reports, how many voices? The one with most reports to an origin:\n")?;
        trace::draw(&mut page, &incidents::shown(incident.clone(), &linked, &view), &linked, &view)?;
    }
    page.line("\nNow with reports of your own:  firsthand add PATH…  then  firsthand incidents")?;
    page.close()?;
    Ok(Outcome::Done)
}

/// The incident that the most documents tell of beyond the origins it can have.
fn most_echoed(incidents: &[Incident]) -> Option<&Incident> {
    let echo = |it: &Incident| it.documents.len() as i64 - i64::from(it.origins.high);
    incidents.iter().rev().max_by_key(|it| (echo(it), it.documents.len()))
}

/// Takes the sample's reports in; how many claims they make.
fn read_sample(case: &mut Case) -> Result<u64, String> {
    let data = LanguageData::shipped()?;
    let mut claims = 0;
    let mut files: Vec<_> = SAMPLE.files().filter(|file| files::is_taken(file.path())).collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        for incoming in files::shipped(file.path(), file.contents(), MAX_BYTES) {
            let Ready { bytes, capture, published, encoding, .. } = incoming.bytes.and_then(files::ready)?;
            let derived = derive::derived(derive::read(&capture, published, &data)?);
            claims += derived.claims.len() as u64;
            let acquired = Acquired {
                id: capture.id,
                bytes,
                media: capture.media,
                encoding,
                given: capture.given,
                name: incoming.name,
                method: incoming.method.to_owned(),
            };
            case.add(&acquired, Some(&derived), &now(), "sample").map_err(|fault| fault.to_string())?;
        }
    }
    Ok(claims)
}

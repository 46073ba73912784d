//! `firsthand copies`: pairs of documents that share wording.

use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, json_line, short},
    print::Page,
};

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("copies")?;
    view.linked()?;
    let copies = view.case.copies(None).map_err(|fault| view.told(&fault))?;
    let (mut page, mut rows) = (Page::open_for_tables(on.wide), Vec::new());
    for copied in &copies {
        let (a, b) = (view.shown_id(&copied.a), view.shown_id(&copied.b));
        let later = copied.later.as_ref().map(|id| view.shown_id(id));
        if on.json {
            page.put(&json_line(&json!({
                "schema": 1, "a": a, "b": b, "kind": copied.kind.as_str(), "share_a": rounded(copied.share_a),
                "share_b": rounded(copied.share_b), "later": later,
            })))?;
            continue;
        }
        let percent = |share: f32| format!("{:.0}%", share * 100.0);
        let outlet = |id| view.outlet(id);
        rows.push(vec![
            copied.kind.as_str().to_owned(),
            short(&a).to_owned(),
            percent(copied.share_a),
            short(&b).to_owned(),
            percent(copied.share_b),
            later.as_ref().map_or("not known", short).to_owned(),
            format!("{} / {}", outlet(&copied.a)?, outlet(&copied.b)?),
        ]);
    }
    if !on.json {
        page.table(&["KIND", "ONE", "OF IT", "OTHER", "OF IT", "LATER", "OUTLETS"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// Two digits: shares are of five-word runs, a few hundred in a report.
fn rounded(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

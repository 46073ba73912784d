//! `firsthand log`: every deed on the case, in order.

use serde_json::{Value, json};

use super::{
    Outcome,
    case::{CaseOptions, json_line},
    print::Page,
};

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("log")?;
    let entries = view.case.log().map_err(|fault| view.told(&fault))?;
    let (shield, mut page, mut rows) = (view.everybody(), Page::open(), Vec::new());
    for entry in entries {
        let mut details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
        shield.value(&mut details, &["name", "url", "id"]);
        let subject = shield.locator(&entry.subject);
        if on.json {
            // The seal is over the details as they are kept: where a name was taken out they no longer give it.
            page.put(&json_line(&json!({
                "seq": entry.seq, "time": entry.time, "who": entry.who, "deed": entry.deed, "subject": subject,
                "details": details, "previous": entry.previous, "hash": entry.hash,
            })))?;
        } else {
            let seal = entry.hash.get(..8).unwrap_or_default().to_owned();
            let told = details["name"]
                .as_str()
                .or(details["command"].as_str())
                .or(details["kind"].as_str())
                .unwrap_or_default()
                .to_owned();
            let subject = super::case::short(&firsthand_schema::ids::DocumentId(subject)).to_owned();
            rows.push(vec![entry.seq.to_string(), entry.time, entry.who, entry.deed, subject, seal, told]);
        }
    }
    if !on.json {
        page.table(&["ENTRY", "TIME", "WHO", "DEED", "SUBJECT", "SEAL", "DETAILS"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

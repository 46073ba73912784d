//! `firsthand log`: every deed on the case, in order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line},
    print::Page,
};
use crate::{
    judged,
    redact::{value_without_ids, without_ids},
};

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("log")?;
    let entries = view.case.log().map_err(|fault| view.told(&fault))?;
    let (shield, mut page, mut rows) = (view.everybody(), Page::open_for_tables(on.wide), Vec::new());
    let pseudonyms = pseudonyms(&view)?;
    let pseudonym = |word: &str| pseudonyms.get(word).cloned();
    for entry in entries {
        let mut details: Value = serde_json::from_str(&entry.details).unwrap_or_default();
        shield.value(&mut details, &["name", "url", "id"]);
        value_without_ids(&mut details, &pseudonym);
        let subject = without_ids(&shield.locator(&entry.subject), &pseudonym);
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

/// What to write for the ids of sources whose names are shielded.
fn pseudonyms(view: &View) -> Result<BTreeMap<String, String>, String> {
    let mut pseudonyms = BTreeMap::new();
    for source in view.sources()? {
        let names = std::iter::once(&source.name).chain(source.members.iter().map(|member| &member.name));
        if let Some(person) = names.into_iter().find_map(|name| view.everybody().person_in(name)) {
            let ids = judged::ids_of_source(&source);
            pseudonyms.extend(ids.into_iter().map(|id| (id, format!("p{person}"))));
        }
    }
    Ok(pseudonyms)
}

//! The shipped sample against `corpus/sample/ANSWERS.toml`: what a careful reader gets out of it, and where the program does
//! not yet. Every line without a star is wrong, and written down as such: the day it is mended, the test says so.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::program::Desk;

/// What is asked of an incident.
#[derive(Deserialize)]
struct Answer {
    key: String,
    #[serde(default)]
    events: Vec<String>,
    documents: Vec<String>,
    origins: Origins,
}

#[derive(Deserialize)]
struct Origins {
    low: u64,
    high: u64,
}

#[derive(Deserialize)]
struct Answers {
    incident: Vec<Answer>,
}

/// What is found of an answer: how many of its documents are in the incident that has most of them, how many others are
/// there, and the origins; with a star where all of it is right.
fn found(answer: &Answer, incidents: &[Value], called: &BTreeMap<String, String>) -> String {
    let names = |it: &Value| -> Vec<String> {
        let ids = it["documents"].as_array().into_iter().flatten().filter_map(Value::as_str);
        ids.map(|id| called.get(id).cloned().unwrap_or_else(|| id.to_owned())).collect()
    };
    let hits = |it: &Value| names(it).iter().filter(|name| answer.documents.contains(name)).count();
    let tells = |it: &&Value| {
        let mut events = it["events"].as_array().into_iter().flatten().filter_map(Value::as_str);
        events.any(|event| answer.events.iter().any(|asked| asked == event))
    };
    let best = incidents
        .iter()
        .filter(tells)
        .max_by_key(|it| (hits(it), std::cmp::Reverse(names(it).len()), it["id"].as_str()));
    let Some(best) = best else { return format!("{}: none", answer.key) };
    let (hit, more) = (hits(best), names(best).len() - hits(best));
    let (low, high) = (best["origins"]["low"].as_u64(), best["origins"]["high"].as_u64());
    let right = hit == answer.documents.len()
        && more == 0
        && (low, high) == (Some(answer.origins.low), Some(answer.origins.high));
    format!(
        "{}: {hit} of {}, {more} more, {}–{}{}",
        answer.key,
        answer.documents.len(),
        low.unwrap_or_default(),
        high.unwrap_or_default(),
        if right { " *" } else { "" }
    )
}

#[test]
fn the_sample_gives_what_a_careful_reader_gets_but_where_it_is_said() {
    let desk = Desk::new();
    desk.add(&[concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample")], 0);
    let log = desk.run(&["log", "--json"]).ends_with(0).json_lines();
    let called: BTreeMap<String, String> = log
        .iter()
        .filter(|entry| entry["deed"] == "added")
        .filter_map(|entry| {
            let (id, name) = (entry["subject"].as_str()?, entry["details"]["name"].as_str()?);
            // A record of a JSON lines file goes by its own id.
            let name = if id.len() == 64 { name } else { id };
            Some((id.to_owned(), name.to_owned()))
        })
        .collect();
    let incidents = desk.run(&["incidents", "--json"]).ends_with(0).json_lines();
    let answers: Answers =
        toml::from_str(include_str!("../../../../corpus/sample/ANSWERS.toml")).expect("the answers");
    let found: Vec<String> =
        answers.incident.iter().map(|answer| found(answer, &incidents, &called)).collect();
    assert_eq!(found.join("\n"), FOUND.trim());
}

/// Today's answers.
const FOUND: &str = "
mutiny: 4 of 7, 0 more, 1–1
meat: 3 of 4, 0 more, 1–1
vakulinchuk: 3 of 4, 1 more, 1–1
harbour: 4 of 4, 0 more, 2–4
harbour-doctors: none
funeral: 1 of 1, 1 more, 1–1
squadron: 2 of 2, 1 more, 2–3
georgii-joins: 1 of 1, 0 more, 1–1 *
georgii-detained: 1 of 1, 0 more, 1–2
first-call: 2 of 2, 0 more, 1–3
feodosia: 1 of 1, 1 more, 3–3
surrender: 3 of 3, 0 more, 2–3
roubles: 0 of 2, 1 more, 1–1
";

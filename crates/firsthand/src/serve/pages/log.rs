//! The log: every deed on the case, newest first, each sealed over the one before.

use firsthand_schema::ids::{DocumentId, SourceId};
use firsthand_store::Entry;
use maud::{Markup, html};
use serde_json::Value;

use crate::{
    redact::without_ids,
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room},
        review,
        shown::Reader,
        wording::{claim_address, document_address},
    },
};

/// Entries on a page.
const PER_PAGE: u32 = 100;

/// `GET /log`, with `?before=` an entry.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let entries = entries(asked)?;
    let last = entries.last().map(|it| it.seq).filter(|&seq| seq > 1);
    let content = html! {
        h1 { "Log" }
        p.soft { "Nothing here can be changed without it showing: " code { "firsthand verify" } " proves it." }
        div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table {
            caption.hidden-label { "Deeds, newest first" }
            thead { tr { th.number { "No." } th { "When (UTC)" } th { "Who" } th { "Deed" } th { "To what" } th { "Details" } } }
            tbody { @for entry in &entries { (row(&reader, entry)) } }
        } }
        @if let Some(last) = last { nav.pages aria-label="Pages" { a href=(format!("/log?before={last}")) { "Earlier" } } }
    };
    Ok(Answer::Page(layout::page(asked, Room::Log, "Log", &content)))
}

/// The entries that are asked for.
pub(crate) fn entries(asked: &Asked) -> Result<Vec<Entry>, Refusal> {
    let before = asked.query.get("before").and_then(|it| it.parse().ok()).unwrap_or(i64::MAX);
    asked.desk.pool.with(|case| case.log_before(before, PER_PAGE).map_err(Refusal::from))
}

fn row(reader: &Reader<'_>, entry: &Entry) -> Markup {
    html! {
        tr {
            td.number { (entry.seq) }
            td.nowrap { time datetime=(entry.time) { (entry.time.replace('T', " ").trim_end_matches('Z')) } }
            td { bdi { (reader.everybody().words(&entry.who)) } }
            td { (entry.deed) }
            td {
                @if let Some(page) = address(reader, &entry.subject) { a href=(page) { bdi { (subject(reader, &entry.subject)) } } }
                @else { bdi { (subject(reader, &entry.subject)) } }
            }
            td.small { bdi { (details(reader, entry)) } }
        }
    }
}

/// The pseudonym of a source whose name is shielded, by its id.
pub(crate) fn pseudonym(reader: &Reader<'_>, id: &str) -> Option<String> {
    let shown = reader.view.shown_id(reader.view.source_with(&SourceId(id.to_owned()))?);
    shown.starts_with('p').then(|| shown.to_owned())
}

/// A subject without names, a hash by its head.
pub(crate) fn subject(reader: &Reader<'_>, subject: &str) -> String {
    let shown = without_ids(&reader.everybody().locator(subject), &|word: &str| pseudonym(reader, word));
    let (head, rest) = shown.split_once('/').map_or((shown.as_str(), ""), |(head, rest)| (head, rest));
    let is_hash = head.len() == 64 && head.bytes().all(|byte| byte.is_ascii_hexdigit());
    let head = if is_hash { &head[..12] } else { head };
    if rest.is_empty() { head.to_owned() } else { format!("{head}/{rest}") }
}

/// Where the page of a subject is: a document, a claim, an incident or a source that is still there.
fn address(reader: &Reader<'_>, subject: &str) -> Option<String> {
    let view = &reader.view;
    let document = |id: &str| view.document(&DocumentId(id.to_owned()));
    let claim = || {
        let (id, claim) = subject.rsplit_once("/c")?;
        claim.parse::<u32>().ok()?;
        Some(claim_address(document(id)?, &format!("c{claim}")))
    };
    let incident = || view.incident_once(subject).map(|it| format!("/incident/{}", it.id));
    let source = || view.source_with(&SourceId(subject.to_owned()));
    document(subject)
        .map(document_address)
        .or_else(claim)
        .or_else(incident)
        .or_else(|| source().map(|at| format!("/source/{}", view.shown_id(at))))
}

/// What a deed's details come to, in words.
fn details(reader: &Reader<'_>, entry: &Entry) -> String {
    let Ok(value) = serde_json::from_str::<Value>(&entry.details) else { return String::new() };
    let word = |name: &str| value[name].as_str().map(str::to_owned);
    let told = if entry.deed == "decided" {
        let why =
            word("why").filter(|why| !why.is_empty()).map(|why| format!(" ({why})")).unwrap_or_default();
        format!(
            "{}: {} → {}{why}",
            word("kind").unwrap_or_default(),
            review::said(&value["before"]),
            review::said(&value["after"])
        )
    } else {
        let known = ["name", "command", "role", "why"].into_iter().filter_map(word);
        known.collect::<Vec<_>>().join(" · ")
    };
    reader.everybody().locator(&reader.everybody().words(&told))
}

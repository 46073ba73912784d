//! The first page: what is in the case, what deserves attention first, where review stands.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::incident::{Incident, IncidentKind};
use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
    review,
    shown::Reader,
    wording::{counted, origins, thousands},
};

/// How many incidents each list of the page shows.
const LISTED: usize = 5;

/// `GET /`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let content = if reader.view.documents().is_empty() { empty() } else { full(&reader)? };
    Ok(Answer::Page(layout::page(asked, Room::Overview, "Overview", &content)))
}

fn empty() -> Markup {
    html! {
        h1 { "This case is empty" }
        p { "Drop reports on the page " a href="/add" { "Add" } ", or run " code { "firsthand add PATH" } " beside the open desk." }
    }
}

fn full(reader: &Reader<'_>) -> Result<Markup, Refusal> {
    Ok(html! {
        h1 { "Overview" }
        (figures(reader))
        div.two {
            div { (reader.figure("lists", || lists(reader))?) }
            div {
                section aria-labelledby="review" { h2 #review { "Review" } (reviewed(reader)?) }
                (reader.figure("case", || crate::serve::pictures::case(reader))?)
            }
        }
    })
}

/// What deserves attention, each incident once.
fn lists<'v>(reader: &'v Reader<'_>) -> Result<Markup, Refusal> {
    let view = &reader.view;
    let happened = || view.incidents_by_attention().filter(|it| it.kind == IncidentKind::Incident);
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let mut first = |fitting: &mut dyn Iterator<Item = &'v Incident>| -> Vec<&'v Incident> {
        // `take` stops after its last, so that what no longer fits here may still stand in the next list.
        fitting.filter(|it| listed.insert(it.id.0.as_str())).take(LISTED).collect()
    };
    let echoed = first(&mut happened().filter(|it| it.documents.len() > 2 && it.origins.low <= 1));
    let disputed = first(&mut happened().filter(|it| !it.contradictions.is_empty()));
    let others = first(&mut happened().filter(|it| it.documents.len() > 1));
    let new = first(&mut view.incidents_by_arrival().into_iter());
    Ok(html! {
        (list(reader, "Many reports, one origin", "Repeated often, and all of it may lead back to one source.", &echoed)?)
        (list(reader, "Contradicted", "Accounts that cannot all be true.", &disputed)?)
        (list(reader, "Told by several reports", "What else more than one document tells of.", &others)?)
        (list(reader, "New", "Told by the documents that were taken in last.", &new)?)
        p { a href="/incidents" { "All incidents and themes" } }
    })
}

fn figures(reader: &Reader<'_>) -> Markup {
    let view = &reader.view;
    let incidents = view.incidents().iter().filter(|it| it.kind == IncidentKind::Incident).count();
    let figures = [
        ("documents", view.documents().len()),
        ("claims", view.catalogue.claims.len()),
        ("sources", view.sources().len()),
        ("incidents", incidents),
        ("themes", view.incidents().len() - incidents),
        ("pairs that share wording", view.copies()),
    ];
    html! {
        dl.figures { @for (what, count) in figures { div { dt { (what) } dd { (thousands(count)) } } } }
    }
}

fn list(reader: &Reader<'_>, head: &str, why: &str, incidents: &[&Incident]) -> Result<Markup, Refusal> {
    let mut items = Vec::new();
    for incident in incidents {
        items.push(item(&*reader.incident(incident)?));
    }
    Ok(html! {
        @if !items.is_empty() {
            section {
                h2 { (head) }
                p.soft { (why) }
                ol.plain.incidents { @for item in items { (item) } }
            }
        }
    })
}

/// An incident in a list.
pub(crate) fn item(incident: &Incident) -> Markup {
    html! {
        li {
            h3 { a href=(format!("/incident/{}", incident.id)) { bdi { (incident.title) } } }
            p {
                span.origins { (origins(incident)) }
                " in " (counted(incident.documents.len(), "document"))
                @if !incident.contradictions.is_empty() { " " span.chip.warn { "contradicted" } }
                @if !incident.circular.is_empty() { " " span.chip.warn { "circular" } }
                @if incident.kind == IncidentKind::Theme { " " span.chip { "theme" } }
            }
            @if !incident.bottleneck.is_empty() {
                p.small.soft { "Stands on " bdi { (incident.bottleneck.join(", ")) } }
            }
        }
    }
}

fn reviewed(reader: &Reader<'_>) -> Result<Markup, Refusal> {
    let statuses = review::statuses(reader.asked)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for status in statuses.values() {
        *counts.entry(status.as_str()).or_default() += 1;
    }
    let all = reader.view.catalogue.claims.len();
    let decided: usize = counts.values().sum();
    Ok(html! {
        table {
            caption.hidden-label { "Claims by what people decided over them" }
            tbody {
                tr {
                    td { a href="/review" { "suggested by the program, not yet looked at" } }
                    td.number { (thousands(all.saturating_sub(decided))) }
                }
                @for (status, count) in counts {
                    tr {
                        td { a href=(format!("/search?status={status}")) { (status) } }
                        td.number { (thousands(count)) }
                    }
                }
            }
        }
    })
}

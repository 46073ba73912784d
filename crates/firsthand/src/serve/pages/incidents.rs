//! All incidents and themes, by what deserves attention, by origins, or by reports.

use std::cmp::Reverse;

use firsthand_schema::incident::{Incident, IncidentKind};
use maud::html;

use super::overview;
use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
    shown::Reader,
    wording::{counted, pages},
};

/// Incidents on a page.
const PER_PAGE: usize = 40;

/// `GET /incidents`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let all = wanted(asked, &reader);
    let page = asked.query.number("page", 1).max(1);
    let mut items = Vec::new();
    for incident in all.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
        items.push(overview::item(&*reader.incident(incident)?));
    }
    let order = asked.query.get("order").unwrap_or("attention");
    let orders =
        [("attention", "What deserves attention"), ("origins", "Most origins"), ("reports", "Most reports")];
    let kinds = [("", "Incidents and themes"), ("incident", "Incidents"), ("theme", "Themes")];
    let content = html! {
        h1 { "Incidents" }
        nav.tabs aria-label="Order" {
            @for (value, words) in orders {
                a href=(asked.query.without("order").without("page").with("order", value).query())
                    aria-current=[(order == value).then_some("true")] { (words) }
            }
        }
        nav.tabs aria-label="Kind" {
            @for (value, words) in kinds {
                a href=(format!("/incidents{}", asked.query.without("kind").without("page").with("kind", value).query()))
                    aria-current=[(asked.query.or_empty("kind") == value).then_some("true")] { (words) }
            }
        }
        p.soft { (counted(all.len(), "happening")) }
        ol.plain.incidents { @for item in items { (item) } }
        (pages(&asked.query, page, PER_PAGE, all.len()))
    };
    Ok(Answer::Page(layout::page(asked, Room::Overview, "Incidents", &content)))
}

/// The incidents that are asked for, in the order that is asked for.
pub(crate) fn wanted<'r>(asked: &Asked, reader: &'r Reader<'_>) -> Vec<&'r Incident> {
    let kind = asked.query.get("kind");
    let fits = |it: &&Incident| kind.is_none_or(|kind| it.kind.as_str() == kind);
    let mut all: Vec<&Incident> = reader.view.incidents_by_attention().filter(fits).collect();
    let theme = |it: &Incident| it.kind == IncidentKind::Theme;
    match asked.query.get("order") {
        Some("origins") => all.sort_by_key(|it| (theme(it), Reverse((it.origins.low, it.origins.high)))),
        Some("reports") => all.sort_by_key(|it| (theme(it), Reverse(it.documents.len()))),
        _ => {}
    }
    all
}

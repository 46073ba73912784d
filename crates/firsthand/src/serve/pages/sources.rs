//! One source: what it said, through whom, how often it was the first, under which names, and how far people trust it.

use firsthand_schema::{finding::Source, ids::ClaimNumber};
use maud::{Markup, html};

use crate::{
    judged,
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        fields::Fields,
        finder::{self, Hit, Sought},
        layout::{self, Room},
        review,
        shown::Reader,
        wording::{counted, marks, pages, plain, telling, thousands},
    },
};

/// Sources, and a source's claims, on a page.
const PER_PAGE: usize = 50;
const CLAIMS_PER_PAGE: usize = 20;

/// `GET /sources`.
pub(crate) fn list(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let page = asked.query.number("page", 1).max(1);
    let found = finder::find(&reader, &asked.query, Sought::Sources, page, PER_PAGE)?;
    let grades = review::of_kind(asked, "reliability")?;
    let graded =
        |source: &Source| judged::word_over(source, &grades).cloned().unwrap_or_else(|| "F".to_owned());
    let shown: Vec<(Source, String)> = found
        .rows
        .iter()
        .filter_map(|hit| if let Hit::Source(at) = hit { Some(*at) } else { None })
        .map(|at| (reader.source(at), graded(&reader.view.sources()[at])))
        .collect();
    let content = html! {
        h1 { "Sources" }
        form.finder role="search" method="get" action="/sources" {
            label.hidden-label for="q" { "A part of a name" }
            input #q type="search" name="q" value=(asked.query.or_empty("q")) placeholder="A part of a name";
            button.main { "Find" }
        }
        p.soft role="status" { (counted(found.total, "source")) ", the origins of most claims first" }
        div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table {
            caption.hidden-label { "Sources of the case" }
            thead { tr {
                th { "Source" } th { "Kind" } th { "Stake" }
                th.number { "Origin of" } th.number { "Handed on" }
                th { abbr title="A completely reliable … E unreliable, F cannot be judged; set by people" { "Reliability" } }
            } }
            tbody { @for (source, grade) in &shown { (row(source, grade)) } }
        } }
        (pages(&asked.query, page, PER_PAGE, found.total))
    };
    Ok(Answer::Page(layout::page(asked, Room::Sources, "Sources", &content)))
}

fn row(source: &Source, grade: &str) -> Markup {
    html! {
        tr {
            td {
                a href=(format!("/source/{}", source.id)) { bdi { (source.name) } }
                @if !source.aliases.is_empty() { br; span.small.soft { "also " bdi { (source.aliases.join("; ")) } } }
            }
            td { (plain(source.kind.as_str())) }
            td { bdi { (source.stake) } }
            td.number { (thousands(source.origin_of as usize)) }
            td.number { (thousands(source.relayed as usize)) }
            td { (grade) }
        }
    }
}

/// `GET /source/{id}`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let Some((at, own)) = reader.view.source(asked.part("id")) else {
        return Err(Refusal::missing("source"));
    };
    let shown = reader.source(at);
    let content = html! {
        h1 { bdi { (shown.name) } }
        p.soft { (plain(shown.kind.as_str())) " · " bdi { (shown.stake) } }
        div.two {
            div { (said(&reader, at)?) }
            div {
                section.card aria-labelledby="figures" {
                    h2 #figures { "How often it was the first" }
                    dl.facts {
                        dt { "Origin of" } dd { (counted(shown.origin_of as usize, "claim")) }
                        dt { "Handed on" } dd { (counted(shown.relayed as usize, "claim")) }
                    }
                }
                (review::reliability(asked, own)?)
                (review::stake(&reader, at, own)?)
                (review::names(&reader, at, own)?)
                (review::protection(&reader, at, own)?)
                (review::source_decisions(&reader, at, own)?)
                section.card aria-labelledby="counts" {
                    h2 #counts { "Whether it counts" }
                    (review::withdrawn(asked, &format!("source:{}", shown.id), &judged::ids_of_source(own), "source")?)
                }
            }
        }
    };
    Ok(Answer::Page(layout::page(asked, Room::Sources, &shown.name, &content)))
}

/// The claims it stands behind, in order of what they tell of.
fn said(reader: &Reader<'_>, at: usize) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let page = asked.query.number("page", 1).max(1);
    let mut query = Fields::default();
    query.push("source", reader.view.shown_id(at));
    query.push("order", "date");
    let found = finder::find(reader, &query, Sought::Claims, page, CLAIMS_PER_PAGE)?;
    let mut items = Vec::new();
    for hit in &found.rows {
        let Hit::Claim(document, claim) = hit else { continue };
        let Some(shown) = reader.numbered(*document)? else { continue };
        let (Some(claim), Some(listed)) = (shown.claim(ClaimNumber(*claim)), reader.view.document(&shown.id))
        else {
            continue;
        };
        items.push(html! { li { (telling(reader, listed, &shown, claim)) p.small { (marks(claim)) } } });
    }
    Ok(html! {
        h2 { "What it said, and through whom" }
        p.soft { (counted(found.total, "claim")) ", latest first. " a href=(format!("/search{}", query.query())) { "Narrow down" } }
        ol.plain.tellings { @for item in items { (item) } }
        (pages(&asked.query, page, CLAIMS_PER_PAGE, found.total))
    })
}

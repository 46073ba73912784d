//! One document: its text as published with everything found in it marked, and in the margin what each claim is made of.

use firsthand_schema::{
    annotation::Names,
    claim::Claim,
    ids::{ClaimNumber, MentionId},
    incident::ClaimRef,
    link::Copied,
};
use firsthand_store::Listed;
use maud::{Markup, html};

use crate::{
    derive::named,
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room},
        marks, review,
        shown::{Reader, Shown},
        view,
        wording::{chain, counted, document_address, marks as small_marks, plain, published, times, title},
    },
};

/// `GET /document/{key}`, with `?claim=c3` for a claim to begin with.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (listed, shown) = reader.asked_document()?;
    let Some(shown) = shown else { return Ok(unread(asked, &listed)) };
    let chosen = asked.query.get("claim").and_then(|it| it.strip_prefix('c')?.parse().ok()).map(ClaimNumber);
    let content = html! {
        (head(&reader, &listed, &shown))
        div.reading {
            article aria-label="The text as published" { (marks::text(&shown, chosen)) }
            aside.margin aria-label="Claims in this text" {
                (ledger(&reader, &listed, &shown, chosen)?)
            }
        }
        (remarks(&shown))
        (copies(&reader, &listed)?)
        section { (review::withdrawn(asked, &format!("document:{}", view::key(&listed)), std::slice::from_ref(&listed.id.0), "document")?) }
    };
    Ok(Answer::Page(layout::page(asked, Room::Search, title(&shown.document), &content)))
}

fn unread(asked: &Asked, listed: &Listed) -> Answer {
    let content = html! {
        h1 { "A document that could not be read" }
        p { "Its original is kept, byte for byte, and " code { "firsthand rebuild" } " tries again to read it." }
        p.mono { "SHA-256 " (listed.sha256) }
    };
    Answer::Page(layout::page(asked, Room::Search, "Not read", &content))
}

fn head(reader: &Reader<'_>, listed: &Listed, shown: &Shown) -> Markup {
    let document = &shown.document;
    html! {
        h1 dir="auto" { (title(document)) }
        p.soft {
            bdi { (document.outlet.as_deref().unwrap_or("outlet unknown")) } " · " (published(document, &shown.found))
            @if !document.authors.is_empty() { " · " bdi { (document.authors.join(", ")) } }
            " · " (counted(shown.found.claims.len(), "claim"))
            @if shown.hides { " · " span.chip.accent title="People at risk are shown as “Person” and a number" { "names hidden" } }
        }
        details {
            summary { "How it came into the case" }
            dl.facts {
                dt { "Id" } dd.mono { (document.id) }
                dt { "SHA-256" } dd.mono { (listed.sha256) }
                dt { "File" } dd { bdi { (reader.everybody().locator(&listed.name)) } }
                dt { "Acquired" } dd { (listed.acquired) }
                @if let Some(url) = &document.url { dt { "Address" } dd.mono { (url) } }
                dt { "Language" } dd { (document.language) }
                dt { "Read by" } dd { "firsthand " (shown.engine) }
                @for problem in &shown.problems { dt { "Note" } dd { (problem) } }
            }
            p { a href=(format!("{}/original", document_address(listed))) { "The original as it was acquired" } }
        }
    }
}

/// The margin: every claim with what it is made of.
fn ledger(
    reader: &Reader<'_>,
    listed: &Listed,
    shown: &Shown,
    chosen: Option<ClaimNumber>,
) -> Result<Markup, Refusal> {
    let references: Vec<ClaimRef> = shown
        .found
        .claims
        .iter()
        .map(|claim| ClaimRef { document: listed.id.clone(), claim: claim.id })
        .collect();
    let statuses = review::statuses_of(reader.asked, &references.iter().collect::<Vec<_>>())?;
    Ok(html! {
        @if shown.found.claims.is_empty() { p.soft { "No claim was found in this text. That is not to say that it makes none." } }
        ol.plain.ledger {
            @for (claim, reference) in shown.found.claims.iter().zip(&references) {
                li id=(claim.id) class=[(chosen == Some(claim.id)).then_some("chosen")] {
                    p {
                        a href=(format!("#t{}", claim.id.0)) { "Claim " (claim.id.0) } " "
                        (small_marks(claim)) " " (review::status_chip(&statuses, reference))
                    }
                    (chain(reader, shown, claim))
                    (facts(reader, shown, claim, reference))
                    @if reader.asked.decides() {
                        p.small.no-print { a href=(format!("/review/claim/{}/{}", view::key(listed), claim.id)) { "Judge this claim" } }
                    }
                }
            }
        }
    })
}

/// Cue, times, places, numbers, people, and the incident it belongs to.
fn facts(reader: &Reader<'_>, shown: &Shown, claim: &Claim, reference: &ClaimRef) -> Markup {
    let text = &shown.document.text;
    let words = |spans: &[firsthand_schema::span::Span]| -> Vec<&str> {
        spans.iter().map(|it| it.of(text)).collect()
    };
    let said = |ids: &[MentionId]| -> String {
        named(ids, &shown.found)
            .map(|it| place_words(it.span.of(text), &it.names))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let rows = [
        ("Cue", words(&claim.cue).join(" … ")),
        ("Hedged by", words(&claim.hedges).join(", ")),
        ("When", times(claim, &shown.document, &shown.found).join("; ")),
        ("Where", said(&claim.places)),
        ("Units", said(&claim.units)),
        ("People", said(&claim.persons)),
        ("Numbers", said(&claim.quantities)),
    ];
    html! {
        dl.facts.small {
            @for (head, value) in rows.iter().filter(|(_, value)| !value.is_empty()) { dt { (head) } dd { bdi { (value) } } }
            @if let Some(parent) = claim.parent { dt { "Within" } dd { a href=(format!("#{parent}")) { "claim " (parent.0) } } }
            @if let Some(incident) = reader.view.incident_of(reference) {
                dt { "Tells of" }
                dd { a href=(format!("/incident/{}", incident.id)) { bdi { (reader.lists().words(&incident.title)) } } }
            }
        }
    }
}

/// A place with what it was taken for, where that says more than the word; any other mention as it stands.
fn place_words(said: &str, names: &Names) -> String {
    let Names::Place(place) = names else { return said.to_owned() };
    let known: Vec<&str> = [place.name.as_deref(), place.admin1.as_deref(), place.country.as_deref()]
        .into_iter()
        .flatten()
        .filter(|name| *name != said)
        .collect();
    let precision = place.precision.map_or("not in the gazetteer", |it| it.as_str());
    let known = if known.is_empty() { String::new() } else { format!("{}; ", known.join(", ")) };
    format!("{said} ({known}{precision})")
}

fn remarks(shown: &Shown) -> Markup {
    html! {
        @if !shown.found.remarks.is_empty() {
            section {
                h2 { "What the report says of its own checking" }
                table {
                    caption.hidden-label { "Verification remarks" }
                    thead { tr { th { "Says" } th { "In words" } th { "On claims" } } }
                    tbody {
                        @for remark in &shown.found.remarks {
                            tr {
                                td.nowrap { (plain(remark.kind.as_str())) @if let Some(by) = &remark.by { br; span.soft.small { bdi { (by) } } } }
                                td dir="auto" { (remark.span.of(&shown.document.text)) }
                                td.refs { @for claim in &remark.claims { a href=(format!("#{claim}")) { (claim.0) } " " } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The documents that share wording with this one.
fn copies(reader: &Reader<'_>, listed: &Listed) -> Result<Markup, Refusal> {
    let mut rows = Vec::new();
    for copy in reader.view.copies_of(&listed.id) {
        let (own, other, other_id) = if copy.a == listed.id {
            (copy.share_a, copy.share_b, &copy.b)
        } else {
            (copy.share_b, copy.share_a, &copy.a)
        };
        let Some(other_listed) = reader.view.document(other_id) else { continue };
        let shown = reader.document(other_listed)?;
        let name =
            shown.as_ref().map_or_else(|| "(not read)".to_owned(), |it| title(&it.document).to_owned());
        let outlet = shown.as_ref().and_then(|it| it.document.outlet.clone()).unwrap_or_default();
        rows.push((copy.clone(), own, other, other_listed.clone(), name, outlet));
    }
    Ok(html! {
        @if !rows.is_empty() {
            section {
                h2 { "Documents that share wording" }
                div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table {
                    caption.hidden-label { "Copies of this document and documents that share passages with it" }
                    thead { tr { th { "Document" } th { "Outlet" } th { "Kind" } th.number { "Of this" } th.number { "Of the other" } th { "Which is later" } th {} } }
                    tbody {
                        @for (copy, own, other, listed_other, name, outlet) in &rows {
                            tr {
                                td { a href=(document_address(listed_other)) { bdi { (name) } } }
                                td { bdi { (outlet) } }
                                td { (copy.kind.as_str()) }
                                td.number { (percent(*own)) }
                                td.number { (percent(*other)) }
                                td { (later(copy, listed)) }
                                td { a href=(format!("{}/beside/{}", document_address(listed), view::key(listed_other))) { "Side by side" } }
                            }
                        }
                    }
                } }
            }
        }
    })
}

fn percent(share: f32) -> String {
    format!("{:.0}%", f64::from(share) * 100.0)
}

fn later(copy: &Copied, listed: &Listed) -> String {
    match &copy.later {
        None => "not known".to_owned(),
        Some(id) => format!("{}: {}", if *id == listed.id { "this one" } else { "the other" }, copy.because),
    }
}

//! One incident: what is said to have happened, on how many independent origins it stands and why, who said what when.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use firsthand_schema::{
    finding::{Contradiction, SourceMerge, Verdict},
    ids::DocumentId,
    incident::{ClaimRef, Incident, IncidentKind},
};
use firsthand_store::Listed;
use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
    pictures, review,
    shown::{Reader, Shown},
    wording::{
        chain, claim_address, counted, document_address, pages, plain, published, quoted as words_of, range,
        source_address, source_shown_as, title, value as value_words,
    },
};

/// Tellings on a page.
const PER_PAGE: usize = 40;

/// `GET /incident/{id}`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let Some(incident) = reader.view.incident_once(asked.part("id")) else {
        return Err(Refusal::missing("incident"));
    };
    if incident.id.0 != asked.part("id") {
        return Ok(Answer::See(format!("/incident/{}", incident.id)));
    }
    let shown = reader.incident(incident)?;
    let content = html! {
        p.soft { (if shown.kind == IncidentKind::Theme { "Theme: claims too general to be one happening" } else { "Incident" }) }
        h1 { bdi { (shown.title) } }
        (standing(&reader, incident, &shown)?)
        (reader.figure(&format!("before {}", incident.id), || before(&reader, incident, &shown))?)
        (tellings(&reader, incident)?)
        (reader.figure(&format!("after {}", incident.id), || after(&reader, incident, &shown))?)
    };
    let title = format!("Incident {}", shown.title);
    Ok(Answer::Page(layout::page(asked, Room::Overview, &title, &content)))
}

/// What stands before the tellings: what cannot all be true, who doubts it, the way to the reader.
fn before(reader: &Reader<'_>, own: &Incident, shown: &Incident) -> Result<Markup, Refusal> {
    Ok(html! {
        (contradictions(reader, shown, own))
        @if !shown.in_words.beside.is_empty() {
            section { h2 { "Denials, doubts and remarks" } (lines(&shown.in_words.beside)) }
        }
        section { h2 { "From the event to the reader" } (pictures::graph(reader, own, shown)?) }
    })
}

/// What stands after them: when, where, and who stands behind it.
fn after(reader: &Reader<'_>, own: &Incident, shown: &Incident) -> Result<Markup, Refusal> {
    Ok(html! { (pictures::incident(reader, own)?) (sources(reader, shown)) })
}

/// The range, why, and the grade.
fn standing(reader: &Reader<'_>, own: &Incident, incident: &Incident) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let range_lines = reader
        .figure(&format!("range {}", own.id), || naming(reader, own, incident, &incident.in_words.range))?;
    Ok(html! {
        div.two.even {
            section.card aria-labelledby="origins" {
                h2 #origins .hidden-label { "Independent origins" }
                p { span.range { (range(incident.origins.low, incident.origins.high)) } " independent "
                    (if incident.origins.high == 1 { "origin" } else { "origins" })
                    " in " (counted(incident.documents.len(), "document")) ", " (counted(incident.claims.len(), "claim")) }
                @if !incident.bottleneck.is_empty() {
                    p { "If " strong { bdi { (incident.bottleneck.join(", ")) } } (if incident.bottleneck.len() == 1 { " is wrong" } else { " are wrong" }) ", nothing is left." }
                }
                (range_lines)
                p.soft.small { "With documents and outlets counted as nodes too: "
                    (range(incident.channels.low, incident.channels.high))
                    (if incident.channels.high == 1 { " channel" } else { " channels" }) "." }
                @if !incident.in_words.raise.is_empty() {
                    h3 { "What would raise it" } (lines(&incident.in_words.raise))
                }
            }
            section.card aria-labelledby="one" {
                h2 #one .hidden-label { "Why this is one incident, and how credible" }
                h3 { "Why these claims are one incident" }
                (lines(&incident.in_words.one_incident))
                (review::credibility(asked, incident)?)
                @if !incident.circular.is_empty() {
                    p.note.warn { "Circular: reports here cite each other in a ring." }
                }
            }
        }
    })
}

fn lines(lines: &[String]) -> Markup {
    html! { ul { @for line in lines { li { bdi { (line) } } } } }
}

/// Lines that speak of documents by their ids, with their titles instead, each leading to its page.
fn naming(
    reader: &Reader<'_>,
    own: &Incident,
    shown: &Incident,
    lines: &[String],
) -> Result<Markup, Refusal> {
    // A report that a hundred papers copied makes a hundred lines that say so: no page is the better for all of them.
    const LINES_MAX: usize = 30;
    let mut told = Vec::new();
    for line in lines.iter().take(LINES_MAX) {
        let mut pieces: Vec<Markup> = Vec::new();
        let mut rest = line.as_str();
        loop {
            // Of two ids that begin at one place the longer is meant.
            let found = |(at, id): (usize, &DocumentId)| {
                alone_in(rest, &id.0).map(|start| (start, Reverse(id.0.len()), at))
            };
            let next = shown.documents.iter().enumerate().filter_map(found).min();
            let Some((start, _, at)) = next else { break };
            let (before, after) = rest.split_at(start);
            let listed = own.documents.get(at).and_then(|id| reader.view.document(id));
            let Some(listed) = listed else { break };
            let document = reader.document(listed)?;
            pieces.push(html! {
                (before)
                a href=(document_address(listed)) {
                    "“" bdi { (document.as_ref().map_or("(not read)", |it| title(&it.document))) } "”"
                }
            });
            rest = &after[shown.documents[at].0.len()..];
        }
        pieces.push(html! { (rest) });
        told.push(pieces);
    }
    let more = lines.len().saturating_sub(LINES_MAX);
    Ok(html! {
        ul {
            @for pieces in &told { li { @for piece in pieces { (piece) } } }
            @if more > 0 { li.soft { "and " (more) " more like these" } }
        }
    })
}

/// Where an id stands by itself in a line: a feed may call its items "1", and "1 origin" is none of them.
fn alone_in(line: &str, id: &str) -> Option<usize> {
    const LONG_ENOUGH: usize = 6;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let alone =
        |start: &usize| !line[..*start].ends_with(is_part) && !line[start + id.len()..].starts_with(is_part);
    if id.len() < LONG_ENOUGH { None } else { line.match_indices(id).map(|(start, _)| start).find(alone) }
}

/// What cannot all be true, side by side.
fn contradictions(reader: &Reader<'_>, shown: &Incident, own: &Incident) -> Markup {
    html! {
        @if !shown.contradictions.is_empty() {
            section {
                h2 { "Contradictions" }
                @for (it, true_one) in shown.contradictions.iter().zip(&own.contradictions) {
                    h3 { (slot(it)) }
                    div.sides {
                        @for (value, true_value) in it.values.iter().zip(&true_one.values) {
                            div.side {
                                h4 { bdi { (value_words(&value.value)) } }
                                p { bdi { (value.sources.join(", ")) } }
                                ul.plain.small { @for claim in &true_value.claims { li { (quoted(reader, claim)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn slot(it: &Contradiction) -> String {
    let head = match it.slot.as_str() {
        "count" => "How many",
        "time" => "When",
        "place" => "Where",
        "who" => "Who",
        _ => "Whether it happened",
    };
    if it.of.is_empty() { head.to_owned() } else { format!("{head}: {}", plain(&it.of)) }
}

/// A claim's sentence in one line, leading to where it stands.
fn quoted(reader: &Reader<'_>, claim: &ClaimRef) -> Markup {
    let found = told(reader, claim);
    html! {
        @if let Some((listed, shown)) = found {
            @if let Some(it) = shown.claim(claim.claim) {
                a dir="auto" href=(claim_address(&listed, &claim.claim.to_string())) {
                    (words_of(crate::export::claims::sentence(&shown.document, &shown.found, it)))
                }
            }
        }
    }
}

fn told(reader: &Reader<'_>, claim: &ClaimRef) -> Option<(Listed, Arc<Shown>)> {
    let listed = reader.view.document(&claim.document)?;
    let shown = reader.document(listed).ok().flatten()?;
    Some((listed.clone(), shown))
}

/// Who said what: every claim with its chain.
fn tellings(reader: &Reader<'_>, incident: &Incident) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let page = asked.query.number("page", 1).max(1);
    let claims: Vec<&ClaimRef> = incident.claims.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    let statuses = review::statuses_of(asked, &claims)?;
    let told: Vec<_> = claims
        .into_iter()
        .filter_map(|claim| told(reader, claim).map(|(listed, shown)| (claim, listed, shown)))
        .collect();
    Ok(html! {
        section {
            h2 { "Who says what" }
            ol.plain.tellings {
                @for (reference, listed, shown) in &told {
                    @if let Some(claim) = shown.claim(reference.claim) {
                        li {
                            p.said dir="auto" {
                                a href=(claim_address(listed, &claim.id.to_string())) {
                                    (words_of(crate::export::claims::sentence(&shown.document, &shown.found, claim)))
                                }
                            }
                            (chain(reader, shown, claim))
                            p.small.soft {
                                (published(&shown.document, &shown.found)) " · "
                                a href=(document_address(listed)) { bdi { (title(&shown.document)) } }
                                " " (review::status_chip(&statuses, reference))
                                @if claim.polarity.as_str() != "asserted" { " " span.chip.warn { (claim.polarity.as_str()) } }
                            }
                        }
                    }
                }
            }
            (pages(&asked.query, page, PER_PAGE, incident.claims.len()))
        }
    })
}

/// Who stands behind it, and which sources are or may be one.
fn sources(reader: &Reader<'_>, incident: &Incident) -> Markup {
    let (groups, decided) = by_stake(reader, incident);
    html! {
        div.two.even {
            section {
                h2 { "By stake" }
                table {
                    caption.hidden-label { "Sources by what they have to win or lose" }
                    tbody {
                        @for (stake, sources) in &groups {
                            tr { th scope="row" { bdi { (stake) } } td { bdi { (sources.join(", ")) } } }
                        }
                    }
                }
                @if incident.opposed_stakes {
                    p { "Sources of opposed stakes assert it" @if decided { ", by the stakes that the program took them to have" } "." }
                }
            }
            @if !incident.merges.is_empty() {
                section {
                    h2 { "One source, or two" }
                    ul.plain { @for merge in &incident.merges { (merged(reader, merge)) } }
                }
            }
        }
    }
}

/// The sources by stake, with the stakes that people decided on in the place of the program's; and whether there are any.
fn by_stake<'i>(reader: &Reader<'_>, incident: &'i Incident) -> (BTreeMap<String, Vec<&'i str>>, bool) {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut decided = false;
    for group in &incident.stakes {
        for name in &group.sources {
            let by_people = source_shown_as(reader, name).and_then(|at| reader.stake_decided(at));
            decided |= by_people.is_some();
            groups.entry(by_people.unwrap_or_else(|| group.stake.clone())).or_default().push(name);
        }
    }
    (groups, decided)
}

fn merged(reader: &Reader<'_>, merge: &SourceMerge) -> Markup {
    let verdict = match merge.verdict {
        Verdict::Same => "taken as one",
        Verdict::MayBe => "may be one",
        Verdict::Apart => "kept apart",
    };
    let name = |name: &str| {
        html! { @if let Some(page) = source_address(reader, name) { a href=(page) { bdi { (name) } } } @else { bdi { (name) } } }
    };
    html! {
        li { (name(&merge.a)) " and " (name(&merge.b)) " " span.chip { (verdict) } br; span.soft.small { (merge.because) } }
    }
}

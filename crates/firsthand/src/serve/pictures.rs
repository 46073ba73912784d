//! Hands the figures of a page to the drawings: what is drawn, under the names that may be shown, and where it leads.

use std::{cmp::Reverse, collections::BTreeMap};

use firsthand_schema::{
    annotation::{Mention, Names},
    document::Document,
    finding::SourceMerge,
    incident::{ClaimRef, Incident, Node, NodeKind},
    place::Precision,
    when::Day,
};
use maud::{Markup, html};

use super::{
    answer::Refusal,
    catalogue::Row,
    drawing::{
        Addresses, axis, graph,
        map::{self, Nearness},
        timeline,
    },
    fields::Fields,
    shown::Reader,
    wording::{claim_address, document_address, title},
};
use crate::derive::named;

/// Where the things of an incident have their pages: by the ids under which they are shown.
struct Pages<'r> {
    /// A document's page and its day, by its shown id.
    documents: BTreeMap<String, (String, String)>,
    /// The listed document, by its shown id.
    listed: BTreeMap<String, &'r firsthand_store::Listed>,
    reader: &'r Reader<'r>,
}

impl<'r> Pages<'r> {
    fn of(reader: &'r Reader<'r>, own: &Incident, shown: &Incident) -> Result<Self, Refusal> {
        let mut pages = Self { documents: BTreeMap::new(), listed: BTreeMap::new(), reader };
        // Both lists are in one order: an id that holds a name is shown as another.
        for (at, (own, shown)) in own.documents.iter().zip(&shown.documents).enumerate() {
            let Some(listed) = reader.view.document(own) else { continue };
            // A page must not wait for a thousand documents to be read for their dates.
            let read = if at < DRAWN { reader.document(listed)? } else { None };
            let day = read.and_then(|it| it.found.published.or(it.document.published));
            let day = day.map(|it| it.from.to_string()).unwrap_or_default();
            pages.documents.insert(shown.0.clone(), (document_address(listed), day));
            pages.listed.insert(shown.0.clone(), listed);
        }
        Ok(pages)
    }
}

impl Addresses for Pages<'_> {
    fn node(&self, node: &Node) -> Option<String> {
        match node.kind {
            NodeKind::Document => self.documents.get(&node.id).map(|(page, _)| page.clone()),
            NodeKind::Source => {
                let view = &self.reader.view;
                let known =
                    node.sources.iter().find_map(|id| view.source_with(id)).map(|at| view.shown_id(at));
                let shown = || view.source(node.id.trim_end_matches('\'')).map(|(at, _)| view.shown_id(at));
                known.or_else(shown).map(|id| format!("/source/{id}"))
            }
            // A publisher without a name has no list of reports under one.
            NodeKind::Outlet if node.id.starts_with("outlet:document:") => None,
            NodeKind::Outlet => {
                let query = Fields::default().with("in", "documents").with("outlet", &node.name);
                Some(format!("/search{}", query.query()))
            }
            NodeKind::Event | NodeKind::Reader => None,
        }
    }

    fn note(&self, node: &Node) -> Option<String> {
        let (_, day) = self.documents.get(&node.id)?;
        (!day.is_empty()).then(|| day.clone())
    }

    fn claim(&self, claim: &ClaimRef) -> Option<String> {
        self.listed.get(&claim.document.0).map(|listed| claim_address(listed, &claim.claim.to_string()))
    }
}

/// The evidence graph.
pub(crate) fn graph(reader: &Reader<'_>, own: &Incident, shown: &Incident) -> Result<Markup, Refusal> {
    // Of more nodes no drawing can be looked at; a list in words can.
    const NODES_MAX: usize = 260;
    let pages = Pages::of(reader, own, shown)?;
    let merges = merges_as_drawn(own, shown);
    if shown.graph.nodes.len() > NODES_MAX {
        return Ok(graph::listed(&shown.graph, &merges, &pages));
    }
    Ok(graph::drawing(&shown.graph, &merges, &pages))
}

/// The merges under the names that stand on the graph: a bond is drawn between two nodes, and a name that is shielded in a
/// sentence need not read as it does alone.
fn merges_as_drawn(own: &Incident, shown: &Incident) -> Vec<SourceMerge> {
    let drawn = |name: &str| {
        let is = |node: &Node| node.kind == NodeKind::Source && node.name == name;
        let at = own.graph.nodes.iter().position(is)?;
        shown.graph.nodes.get(at).map(|node| node.name.clone())
    };
    let pairs = own.merges.iter().zip(&shown.merges);
    pairs
        .map(|(own, shown)| SourceMerge {
            a: drawn(&own.a).unwrap_or_else(|| shown.a.clone()),
            b: drawn(&own.b).unwrap_or_else(|| shown.b.clone()),
            ..shown.clone()
        })
        .collect()
}

/// So many documents of an incident are read for a page: beyond these no drawing can be looked at, and the list of claims holds
/// them all.
const DRAWN: usize = 60;

/// Who reported an incident when, and where it is.
pub(crate) fn incident(reader: &Reader<'_>, incident: &Incident) -> Result<Markup, Refusal> {
    let mut reports = Vec::new();
    let mut told: BTreeMap<(Day, Day), usize> = BTreeMap::new();
    let mut spots = Vec::new();
    for listed in incident.documents.iter().filter_map(|id| reader.view.document(id)).take(DRAWN) {
        let Some(shown) = reader.document(listed)? else { continue };
        reports.push(timeline::Reported {
            outlet: shown.document.outlet.clone().unwrap_or_else(|| "outlet unknown".to_owned()),
            title: title(&shown.document).to_owned(),
            href: Some(document_address(listed)),
            published: shown.found.published.or(shown.document.published),
        });
        for reference in incident.claims.iter().filter(|it| it.document == listed.id) {
            let Some(claim) = shown.claim(reference.claim) else { continue };
            for mention in named(&claim.times, &shown.found) {
                if let Names::Time(when) = &mention.names
                    && let (Some(from), Some(to)) = (when.from, when.to)
                {
                    *told.entry((from, to)).or_default() += 1;
                }
            }
            let page = claim_address(listed, &claim.id.to_string());
            let places = named(&claim.places, &shown.found);
            spots.extend(places.filter_map(|it| spot(it, nearness(it, &shown.document), page.clone())));
        }
    }
    // The time that is told most often; of equals the narrowest, then the first. All of them together may be a year.
    let happened = told.into_iter().max_by_key(|((from, to), count)| {
        (*count, Reverse(axis::number(*to) - axis::number(*from)), Reverse(*from))
    });
    let happened = happened.map(|(days, _)| days);
    Ok(html! {
        section { h2 { "Who reported when" } (timeline::reports(&reports, happened)) }
        @if !spots.is_empty() { section { h2 { "Where" } (map::drawing(&spots, "claims")) } }
    })
}

/// A place that can be drawn.
fn spot(mention: &Mention, nearness: Nearness, href: String) -> Option<map::Spot> {
    let Names::Place(place) = &mention.names else { return None };
    Some(map::Spot {
        name: place.name.clone()?,
        lat: place.lat?,
        lon: place.lon?,
        precision: place.precision.unwrap_or(Precision::Area),
        nearness,
        count: 1,
        href: Some(href),
    })
}

/// How the words right before a place put it. The annotator says only that "near Fenmoor" is coarser than Fenmoor.
fn nearness(mention: &Mention, document: &Document) -> Nearness {
    let is_coarse =
        matches!(&mention.names, Names::Place(place) if place.precision == Some(Precision::District));
    let before = document.text.get(..mention.span.start as usize).unwrap_or_default();
    let mut words = before.split_whitespace().rev().map(str::to_lowercase);
    let (last, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match (last.as_str(), second.as_str()) {
        _ if !is_coarse => Nearness::At,
        ("toward" | "towards", _) | ("of", "direction") => Nearness::Towards,
        ("near" | "outside" | "around" | "beyond", _) | ("the", "near" | "outside") => Nearness::Near,
        _ => Nearness::At,
    }
}

/// When the case's claims are, and where its most told incidents are.
pub(crate) fn case(reader: &Reader<'_>) -> Result<Markup, Refusal> {
    let (days, undated) = days(&reader.view.catalogue.claims);
    let page = |from: Day, to: Day| {
        let mut query = Fields::default();
        query.push("from", &from.to_string());
        query.push("to", &to.to_string());
        Some(format!("/search{}", query.query()))
    };
    let spots = spots(reader)?;
    Ok(html! {
        section { h2 { "When" } (timeline::counts(&days, undated, "claims", &page)) }
        @if !spots.is_empty() { section { h2 { "Where" } (map::drawing(&spots, "claims")) } }
    })
}

/// How many claims tell of each day.
fn days(claims: &[Row]) -> (BTreeMap<Day, u32>, u32) {
    let (mut days, mut undated) = (BTreeMap::new(), 0);
    for row in claims {
        match row.day().and_then(Day::parse) {
            Some(day) => *days.entry(day).or_insert(0) += 1,
            None => undated += 1,
        }
    }
    (days, undated)
}

/// The places of the incidents that deserve attention first.
fn spots(reader: &Reader<'_>) -> Result<Vec<map::Spot>, Refusal> {
    const INCIDENTS: usize = 40;
    const CLAIMS: usize = 6;
    let mut spots = Vec::new();
    for incident in reader.view.incidents_by_attention().take(INCIDENTS) {
        for reference in incident.claims.iter().take(CLAIMS) {
            let Some(listed) = reader.view.document(&reference.document) else { continue };
            let Some(shown) = reader.document(listed)? else { continue };
            let Some(claim) = shown.claim(reference.claim) else { continue };
            let page = format!("/incident/{}", incident.id);
            // Of a whole case, how one sentence put it is too fine.
            let places = named(&claim.places, &shown.found);
            spots.extend(places.filter_map(|it| spot(it, Nearness::At, page.clone())));
        }
    }
    Ok(spots)
}

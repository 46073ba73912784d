//! Hands the figures of a page to the drawings: what is drawn, under the names that may be shown, and where it leads.

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::Names,
    incident::{ClaimRef, Incident, Node, NodeKind},
    place::Precision,
    when::Day,
};
use maud::{Markup, html};

use super::{
    answer::Refusal,
    catalogue::Row,
    drawing::{Addresses, graph, map, timeline},
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
        for (own, shown) in own.documents.iter().zip(&shown.documents) {
            let Some(listed) = reader.view.document(own) else { continue };
            let day = reader.document(listed)?.and_then(|it| it.found.published.or(it.document.published));
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
            NodeKind::Event | NodeKind::Outlet | NodeKind::Reader => None,
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
    let pages = Pages::of(reader, own, shown)?;
    Ok(graph::drawing(&shown.graph, &shown.merges, &pages))
}

/// Who reported an incident when, and where it is.
pub(crate) fn incident(reader: &Reader<'_>, incident: &Incident) -> Result<Markup, Refusal> {
    // Reports beyond these make a drawing nobody reads; the list of claims holds them all.
    const DRAWN: usize = 60;
    let mut reports = Vec::new();
    let mut happened: Option<(Day, Day)> = None;
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
            happened = told(named(&claim.times, &shown.found).map(|it| &it.names), happened);
            let place = |names: &Names| spot(names, claim_address(listed, &claim.id.to_string()));
            spots.extend(named(&claim.places, &shown.found).filter_map(|it| place(&it.names)));
        }
    }
    Ok(html! {
        section { h2 { "Who reported when" } (timeline::reports(&reports, happened)) }
        @if !spots.is_empty() { section { h2 { "Where" } (map::drawing(&spots, "claims")) } }
    })
}

/// The stretch of days that times tell of, with what was known before.
fn told<'n>(times: impl Iterator<Item = &'n Names>, before: Option<(Day, Day)>) -> Option<(Day, Day)> {
    times.fold(before, |known, names| {
        let Names::Time(when) = names else { return known };
        let (Some(from), Some(to)) = (when.from, when.to) else { return known };
        Some(known.map_or((from, to), |(first, last)| (first.min(from), last.max(to))))
    })
}

/// A place that can be drawn.
fn spot(names: &Names, href: String) -> Option<map::Spot> {
    let Names::Place(place) = names else { return None };
    Some(map::Spot {
        name: place.name.clone()?,
        lat: place.lat?,
        lon: place.lon?,
        precision: place.precision.unwrap_or(Precision::Area),
        nearness: map::Nearness::At,
        count: 1,
        href: Some(href),
    })
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
            spots.extend(named(&claim.places, &shown.found).filter_map(|it| spot(&it.names, page.clone())));
        }
    }
    Ok(spots)
}

//! What claims and documents can be narrowed down by, in memory: a few numbers a claim, counted in one pass.
//!
//! In: the case's rows, and what joins them. Out: for a set of matches and the facets that are chosen, which pass, and how
//! many there would be behind each value of each facet.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{ids::ClaimNumber, incident::ClaimRef};
use firsthand_store::{Case, Fault, Key};

use super::{fields::Fields, view::CaseView};

/// What one can narrow down by, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    Event,
    Place,
    Source,
    Outlet,
    Kind,
    Stake,
    Voice,
    Polarity,
    Origins,
    Status,
}

impl Facet {
    pub(crate) const ALL: [Self; 10] = [
        Self::Event,
        Self::Place,
        Self::Source,
        Self::Outlet,
        Self::Kind,
        Self::Stake,
        Self::Voice,
        Self::Polarity,
        Self::Origins,
        Self::Status,
    ];

    /// The name in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Place => "place",
            Self::Source => "source",
            Self::Outlet => "outlet",
            Self::Kind => "kind",
            Self::Stake => "stake",
            Self::Voice => "voice",
            Self::Polarity => "polarity",
            Self::Origins => "origins",
            Self::Status => "status",
        }
    }

    /// The head over its values.
    pub(crate) fn head(self) -> &'static str {
        match self {
            Self::Event => "Event",
            Self::Place => "Place",
            Self::Source => "Source in the chain",
            Self::Outlet => "Outlet",
            Self::Kind => "Kind of origin",
            Self::Stake => "Stake of origin",
            Self::Voice => "Voice",
            Self::Polarity => "Asserted or denied",
            Self::Origins => "Independent origins",
            Self::Status => "Review",
        }
    }
}

/// A row that can be narrowed down: a claim, or a document with what its claims have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// The number searches answer with.
    pub(crate) number: i64,
    /// The number of the document.
    pub(crate) document: i64,
    /// The claim; 0 for a document.
    pub(crate) claim: u32,
    from: Option<String>,
    to: Option<String>,
    /// Its place among all when the latest told stands first.
    pub(crate) latest: u32,
    /// How soon it deserves attention, by its incident.
    pub(crate) rank: u32,
    /// Values, by their place in the list.
    terms: Vec<u32>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term {
    pub(crate) facet: Facet,
    /// As it stands in addresses; for a source, the place in the list of sources.
    pub(crate) value: String,
}

/// All rows.
#[derive(Default)]
pub(crate) struct Catalogue {
    pub(crate) claims: Vec<Row>,
    pub(crate) documents: Vec<Row>,
    terms: Vec<Term>,
    by_term: BTreeMap<Term, u32>,
    /// Other forms of the names of places, in lower case, and the terms of those places.
    written: BTreeMap<String, BTreeSet<u32>>,
}

/// What is chosen.
pub(crate) struct Chosen {
    /// For each facet with a choice: the terms of which one must hold. A value that nothing has is a choice that nothing
    /// meets.
    facets: Vec<(Facet, BTreeSet<u32>)>,
    from: Option<String>,
    to: Option<String>,
}

/// What passes, and how many there are behind each value.
pub(crate) struct Narrowed {
    /// Places of the rows that pass, in the order they came.
    pub(crate) rows: Vec<usize>,
    /// How many rows there would be with each term.
    counts: Vec<usize>,
}

impl Catalogue {
    pub(super) fn of(case: &Case, view: &CaseView) -> Result<Self, Fault> {
        let mut catalogue = Self::default();
        let ids: BTreeMap<i64, &firsthand_schema::ids::DocumentId> =
            view.documents().iter().map(|it| (it.number, &it.id)).collect();
        let ranks: BTreeMap<&str, u32> =
            (0..).zip(view.incidents_by_attention()).map(|(rank, it)| (it.id.0.as_str(), rank)).collect();
        case.each_indexed(|indexed| {
            let claim = ids
                .get(&indexed.document)
                .map(|&id| ClaimRef { document: id.clone(), claim: ClaimNumber(indexed.claim.0) });
            let mut terms: BTreeSet<u32> = indexed
                .keys
                .iter()
                .flat_map(|(kind, value)| terms_of(kind, value, view))
                .map(|term| catalogue.term(term))
                .collect();
            for (_, forms) in indexed.keys.iter().filter(|(kind, _)| kind == Key::Written.as_str()) {
                if let Some((written, called)) = forms.split_once('|') {
                    let term = catalogue.term(Term { facet: Facet::Place, value: called.to_owned() });
                    catalogue.written.entry(written.to_owned()).or_default().insert(term);
                }
            }
            let incident = claim.and_then(|claim| view.incident_of(&claim));
            let origins = incident.map_or("none", |it| bucket(it.origins.low, it.origins.high));
            let rank = incident.and_then(|it| ranks.get(it.id.0.as_str())).copied().unwrap_or(u32::MAX);
            terms.insert(catalogue.term(Term { facet: Facet::Origins, value: origins.to_owned() }));
            catalogue.claims.push(Row {
                number: indexed.number,
                document: indexed.document,
                claim: indexed.claim.0,
                from: indexed.from,
                to: indexed.to,
                rank,
                latest: 0,
                terms: terms.into_iter().collect(),
            });
        })?;
        catalogue.documents = documents(&catalogue.claims, &ids);
        latest_first(&mut catalogue.claims);
        latest_first(&mut catalogue.documents);
        Ok(catalogue)
    }

    fn term(&mut self, term: Term) -> u32 {
        if let Some(&known) = self.by_term.get(&term) {
            return known;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.terms.push(term.clone());
        self.by_term.insert(term, number);
        number
    }

    /// What an address chooses. Sources stand in it under the id they are shown with.
    pub(crate) fn chosen(&self, query: &Fields, view: &CaseView) -> Chosen {
        let facets = Facet::ALL
            .into_iter()
            .filter(|&facet| facet != Facet::Status && query.get(facet.name()).is_some())
            .map(|facet| {
                let values = query.all(facet.name()).flat_map(|value| {
                    let value = match facet {
                        Facet::Source => view.source(value).map(|source| source.0.to_string()),
                        _ => Some(value.to_lowercase()),
                    };
                    value.map(|value| self.terms_called(facet, value)).unwrap_or_default()
                });
                (facet, values.collect())
            })
            .collect();
        let day = |name: &str| {
            query.get(name).filter(|day| firsthand_schema::when::Day::parse(day).is_some()).map(str::to_owned)
        };
        Chosen { facets, from: day("from"), to: day("to") }
    }

    /// The terms of a facet that a value stands for; a place is called by any of its forms.
    fn terms_called(&self, facet: Facet, value: String) -> Vec<u32> {
        let mut terms: Vec<u32> = Vec::new();
        if facet == Facet::Place {
            terms.extend(self.written.get(&value).into_iter().flatten());
        }
        terms.extend(self.by_term.get(&Term { facet, value }));
        terms
    }

    /// Whether a value of an address, other than the term's own, stands for a term.
    pub(crate) fn is_form_of(&self, value: &str, term: &Term) -> bool {
        let forms = (term.facet == Facet::Place).then(|| self.written.get(&value.to_lowercase())).flatten();
        forms.is_some_and(|terms| self.by_term.get(term).is_some_and(|number| terms.contains(number)))
    }

    /// Narrows rows down; `matches` are the numbers that a search found, in order, and `extra` what else must hold.
    pub(crate) fn narrowed(
        &self,
        rows: &[Row],
        matches: Option<&[i64]>,
        chosen: &Chosen,
        extra: impl Fn(&Row) -> bool,
    ) -> Narrowed {
        let mut counts = vec![0_usize; self.terms.len()];
        let mut passing = Vec::new();
        let places: Vec<usize> = match matches {
            // Rows stand in order of their numbers.
            Some(numbers) => {
                numbers.iter().filter_map(|it| rows.binary_search_by_key(it, |row| row.number).ok()).collect()
            }
            None => (0..rows.len()).collect(),
        };
        for at in places {
            let row = &rows[at];
            if !chosen.days(row) || !extra(row) {
                continue;
            }
            let mut missed = chosen
                .facets
                .iter()
                .filter(|(_, wanted)| !row.terms.iter().any(|term| wanted.contains(term)));
            match (missed.next(), missed.next()) {
                (None, _) => {
                    passing.push(at);
                    row.terms.iter().for_each(|&term| counts[term as usize] += 1);
                }
                // It lacks one choice only: it counts for the other values of that facet.
                (Some((facet, _)), None) => {
                    for &term in row.terms.iter().filter(|&&term| self.terms[term as usize].facet == *facet) {
                        counts[term as usize] += 1;
                    }
                }
                _ => {}
            }
        }
        Narrowed { rows: passing, counts }
    }

    /// The values behind each facet that the most rows have, so many of each, and those that are `chosen` besides; the most
    /// first.
    pub(crate) fn most<'c>(
        &'c self,
        narrowed: &Narrowed,
        values: usize,
        chosen: impl Fn(&Term) -> bool,
    ) -> Vec<(Facet, Vec<(&'c Term, usize)>)> {
        let of_facet = |facet: Facet| -> Vec<(&'c Term, usize)> {
            let counted = self.terms.iter().zip(narrowed.counts.iter().copied());
            let mut all: Vec<(&Term, usize)> =
                counted.filter(|(term, count)| *count > 0 && term.facet == facet).collect();
            let first = |(a, m): &(&Term, usize), (b, n): &(&Term, usize)| n.cmp(m).then_with(|| a.cmp(b));
            // A case names thousands of places: to order them all for the sake of eight would keep the reader waiting.
            let rest = if all.len() > values {
                all.select_nth_unstable_by(values, first).2.to_vec()
            } else {
                Vec::new()
            };
            let next = all.get(values).copied();
            all.truncate(values);
            all.sort_unstable_by(first);
            let mut besides: Vec<(&Term, usize)> =
                next.into_iter().chain(rest).filter(|(term, _)| chosen(term)).collect();
            besides.sort_unstable_by(first);
            all.extend(besides);
            all
        };
        Facet::ALL.into_iter().map(|facet| (facet, of_facet(facet))).collect()
    }
}

impl Chosen {
    fn days(&self, row: &Row) -> bool {
        let after = self.from.as_ref().is_none_or(|from| row.to.as_ref().is_some_and(|to| to >= from));
        after && self.to.as_ref().is_none_or(|to| row.from.as_ref().is_some_and(|from| from <= to))
    }
}

impl Row {
    /// The first day it tells of.
    pub(crate) fn day(&self) -> Option<&str> {
        self.from.as_deref().or(self.to.as_deref())
    }
}

/// The values a key of the case gives.
fn terms_of(kind: &str, value: &str, view: &CaseView) -> Vec<Term> {
    let term = |facet, value: String| Term { facet, value };
    match kind {
        "event" => vec![term(Facet::Event, value.to_owned())],
        "place" => vec![term(Facet::Place, value.to_owned())],
        "outlet" => vec![term(Facet::Outlet, value.to_owned())],
        "voice" => vec![term(Facet::Voice, value.to_owned())],
        "kind" => vec![term(Facet::Kind, value.to_owned())],
        "polarity" => vec![term(Facet::Polarity, value.to_owned())],
        "source" => {
            view.source_called(value).map(|at| term(Facet::Source, at.to_string())).into_iter().collect()
        }
        "origin" => {
            let stake = view.source_called(value).map(|at| view.sources()[at].stake.to_lowercase());
            stake.map(|stake| term(Facet::Stake, stake)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Gives each row its place when the latest told stands first: to compare days whenever somebody searches takes longer than
/// the search.
fn latest_first(rows: &mut [Row]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| rows[b].day().cmp(&rows[a].day()).then(a.cmp(&b)));
    for (place, at) in (0..).zip(order) {
        rows[at].latest = place;
    }
}

/// The documents, each with what its claims have.
fn documents(claims: &[Row], ids: &BTreeMap<i64, &firsthand_schema::ids::DocumentId>) -> Vec<Row> {
    let mut rows: BTreeMap<i64, Row> =
        ids.keys().map(|&number| (number, Row { number, document: number, ..Row::default() })).collect();
    for claim in claims {
        let Some(row) = rows.get_mut(&claim.document) else { continue };
        row.terms.extend(&claim.terms);
        row.from = [row.from.take(), claim.from.clone()].into_iter().flatten().min();
        row.to = [row.to.take(), claim.to.clone()].into_iter().flatten().max();
    }
    rows.into_values()
        .map(|mut row| {
            row.terms.sort_unstable();
            row.terms.dedup();
            row
        })
        .collect()
}

/// A range of origins as something to narrow down by.
pub(crate) fn bucket(low: u32, high: u32) -> &'static str {
    match (low, high) {
        (_, 0 | 1) => "1",
        (0 | 1, _) => "1 or more",
        (2, 2) => "2",
        _ => "2 or more",
    }
}

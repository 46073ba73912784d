//! Finds claims, documents and sources: what was typed and what is chosen in, one page of results and counts out. The page
//! and the API ask the same question here.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::ids::DocumentId;
use firsthand_store::{Query, Within, is_alike};

use super::{
    answer::Refusal,
    catalogue::{Facet, Narrowed, Row, Term},
    fields::Fields,
    review,
    shown::Reader,
};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    Claims,
    Documents,
    Sources,
}

impl Sought {
    pub(crate) const ALL: [Self; 3] = [Self::Claims, Self::Documents, Self::Sources];

    /// The word in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Documents => "documents",
            Self::Sources => "sources",
        }
    }

    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.name() == word).unwrap_or(Self::Claims)
    }
}

/// What was found.
pub(crate) struct Found {
    /// How many in all.
    pub(crate) total: usize,
    /// The rows of this page; for sources their places in the list.
    pub(crate) rows: Vec<Hit>,
    /// Behind each facet, its values with counts, and whether each is chosen.
    pub(crate) facets: Vec<(Facet, Vec<Value>)>,
    /// Words to mark in what is shown.
    pub(crate) words: Vec<String>,
    /// Whether a word was left out because it is a protected name.
    pub(crate) barred: bool,
    /// What may have been meant, where nothing was found.
    pub(crate) meant: Vec<String>,
}

/// One result.
pub(crate) enum Hit {
    /// A claim: the number of its document, its own.
    Claim(i64, u32),
    Document(i64),
    Source(usize),
}

/// A value of a facet.
pub(crate) struct Value {
    /// As it stands in addresses.
    pub(crate) value: String,
    /// As it is shown.
    pub(crate) label: String,
    pub(crate) count: usize,
    pub(crate) chosen: bool,
}

/// More matches than this are shown by date: to weigh each of them would keep the reader waiting.
const WEIGHED_MAX: usize = 2000;

/// Values shown behind a facet.
const VALUES: usize = 8;

/// Words of the case that are like one that was typed: more than these say nothing.
const ALIKE_MAX: usize = 24;

/// Looks for it.
pub(crate) fn find(
    reader: &Reader<'_>,
    query: &Fields,
    sought: Sought,
    page: usize,
    per: usize,
) -> Result<Found, Refusal> {
    if sought == Sought::Sources {
        return Ok(sources(reader, query, page, per));
    }
    let typed = Query::of(query.or_empty("q"));
    let mut barred = false;
    let asked = typed.and_then(|typed| {
        typed.without(&mut |words| {
            let names = reader.everybody().person_in(&named(words)).is_some();
            barred |= names;
            names
        })
    });
    let within = if sought == Sought::Claims { Within::Claims } else { Within::Documents };
    let pool = &reader.asked.desk.pool;
    let asked = asked.map(|query| query.spelled(&mut |word| alike(reader, within, word).unwrap_or_default()));
    let matches = match &asked {
        Some(query) => Some(pool.with(|case| case.matching(within, query).map_err(Refusal::from))?),
        None if barred => Some(Vec::new()),
        None => None,
    };
    let view = &reader.view;
    let rows = if sought == Sought::Claims { &view.catalogue.claims } else { &view.catalogue.documents };
    let chosen = view.catalogue.chosen(query, view);
    let statuses = Statuses::of(reader, query)?;
    let narrowed = view.catalogue.narrowed(rows, matches.as_deref(), &chosen, |row| statuses.passes(row));
    let order = in_order(reader, rows, &narrowed, asked.as_ref(), within, query)?;
    let hits = order.iter().skip((page - 1) * per).take(per).map(|&at| match sought {
        Sought::Claims => Hit::Claim(rows[at].document, rows[at].claim),
        _ => Hit::Document(rows[at].number),
    });
    let meant = match &asked {
        Some(asked) if narrowed.rows.is_empty() => meant(reader, within, asked)?,
        _ => Vec::new(),
    };
    Ok(Found {
        total: narrowed.rows.len(),
        rows: hits.collect(),
        facets: facets(reader, query, &narrowed, &statuses, rows),
        words: asked.iter().flat_map(Query::words).map(str::to_owned).collect(),
        barred,
        meant,
    })
}

/// Words as names are written, so that a name typed small is seen to be one.
fn named(words: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    words.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

/// Words of the case that are spelled like one.
fn alike(reader: &Reader<'_>, within: Within, word: &str) -> Result<Vec<String>, Refusal> {
    let word = word.to_lowercase();
    // One slip in a short word, two in a longer one; with more, half the language is alike.
    let most = if word.chars().count() < 6 { 1 } else { 2 };
    let mut like: Vec<&(String, i64)> = reader
        .vocabulary(within)?
        .iter()
        .filter(|(other, _)| other.len().abs_diff(word.len()) <= 2 * most && is_alike(&word, other, most))
        .filter(|(other, _)| reader.everybody().person_in(&named(other)).is_none())
        .collect();
    like.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    Ok(like.into_iter().take(ALIKE_MAX).map(|(word, _)| word.clone()).collect())
}

/// For each word that nothing has: the most frequent word like it.
fn meant(reader: &Reader<'_>, within: Within, asked: &Query) -> Result<Vec<String>, Refusal> {
    let mut meant = Vec::new();
    for word in asked.words().into_iter().flat_map(str::split_whitespace).take(4) {
        meant.extend(alike(reader, within, word)?.into_iter().find(|other| *other != word.to_lowercase()));
    }
    meant.dedup();
    Ok(meant)
}

/// The rows that pass, best first where that can be said, else the latest first.
fn in_order(
    reader: &Reader<'_>,
    rows: &[Row],
    narrowed: &Narrowed,
    asked: Option<&Query>,
    within: Within,
    query: &Fields,
) -> Result<Vec<usize>, Refusal> {
    let mut order = narrowed.rows.clone();
    let by_date = query.get("order") == Some("date") || order.len() > WEIGHED_MAX;
    let best = match asked {
        Some(asked) if !by_date => reader
            .asked
            .desk
            .pool
            .with(|case| case.best(within, asked, WEIGHED_MAX).map_err(Refusal::from))?,
        _ => None,
    };
    if let Some(best) = best {
        let rank: BTreeMap<i64, usize> =
            best.into_iter().enumerate().map(|(at, number)| (number, at)).collect();
        order.sort_by_key(|&at| (rank.get(&rows[at].number).copied().unwrap_or(usize::MAX), at));
    } else {
        order.sort_unstable_by_key(|&at| rows[at].latest);
    }
    Ok(order)
}

/// What people decided over claims, as far as the page asks for it.
struct Statuses {
    wanted: BTreeSet<String>,
    of: BTreeMap<(i64, u32), String>,
}

impl Statuses {
    fn of(reader: &Reader<'_>, query: &Fields) -> Result<Self, Refusal> {
        let of = review::statuses(reader.asked)?
            .iter()
            .filter_map(|(subject, status)| {
                let (document, claim) = subject.rsplit_once("/c")?;
                let listed = reader.view.document(&DocumentId(document.to_owned()))?;
                Some(((listed.number, claim.parse().ok()?), status.clone()))
            })
            .collect();
        Ok(Self { wanted: query.all("status").map(str::to_owned).collect(), of })
    }

    fn status(&self, row: &Row) -> &str {
        self.of.get(&(row.document, row.claim)).map_or(review::SUGGESTED, String::as_str)
    }

    fn passes(&self, row: &Row) -> bool {
        self.wanted.is_empty() || row.claim == 0 || self.wanted.contains(self.status(row))
    }
}

/// The facets with their values.
fn facets(
    reader: &Reader<'_>,
    query: &Fields,
    narrowed: &Narrowed,
    statuses: &Statuses,
    rows: &[Row],
) -> Vec<(Facet, Vec<Value>)> {
    // The value of the address that chose a term: its own, or another form of a place's name.
    let choosing = |term: &Term| -> Option<String> {
        query.get(term.facet.name())?;
        let value = address_of(reader, term);
        let mut values = query.all(term.facet.name());
        values.find(|it| *it == value || reader.view.catalogue.is_form_of(it, term)).map(str::to_owned)
    };
    let chosen = |term: &Term| choosing(term).is_some();
    let value = |(term, count): (&Term, usize)| {
        let by = choosing(term);
        Value {
            label: label_of(reader, term),
            chosen: by.is_some(),
            value: by.unwrap_or_else(|| address_of(reader, term)),
            count,
        }
    };
    let most = reader.view.catalogue.most(narrowed, VALUES, chosen);
    let mut facets: Vec<(Facet, Vec<Value>)> =
        most.into_iter().map(|(facet, values)| (facet, values.into_iter().map(value).collect())).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in narrowed.rows.iter().map(|&at| &rows[at]).filter(|row| row.claim > 0) {
        *counts.entry(statuses.status(row)).or_default() += 1;
    }
    if let Some((_, values)) = facets.iter_mut().find(|(facet, _)| *facet == Facet::Status) {
        values.extend(counts.into_iter().map(|(status, count)| Value {
            value: status.to_owned(),
            label: status.to_owned(),
            count,
            chosen: statuses.wanted.contains(status),
        }));
    }
    facets.retain(|(_, values)| !values.is_empty());
    facets
}

fn address_of(reader: &Reader<'_>, term: &Term) -> String {
    match (term.facet, term.value.parse()) {
        (Facet::Source, Ok(at)) => reader.view.shown_id(at).to_owned(),
        _ => term.value.clone(),
    }
}

fn label_of(reader: &Reader<'_>, term: &Term) -> String {
    match (term.facet, term.value.parse()) {
        (Facet::Source, Ok(at)) => reader.source(at).name,
        (Facet::Stake, _) => {
            let as_written = reader.view.sources().iter().find(|it| it.stake.to_lowercase() == term.value);
            reader.everybody().words(as_written.map_or(&term.value, |it| &it.stake))
        }
        (Facet::Event | Facet::Kind, _) => super::wording::plain(&term.value),
        (Facet::Origins, _) if term.value == "none" => "in no incident".to_owned(),
        _ => reader.everybody().words(&term.value),
    }
}

/// Sources by a part of their names, as these are shown.
fn sources(reader: &Reader<'_>, query: &Fields, page: usize, per: usize) -> Found {
    let typed: Vec<String> =
        query.or_empty("q").to_lowercase().split_whitespace().map(str::to_owned).collect();
    let (kinds, stakes): (BTreeSet<&str>, BTreeSet<&str>) =
        (query.all("kind").collect(), query.all("stake").collect());
    let mut facets: BTreeMap<(Facet, String), usize> = BTreeMap::new();
    let mut found: Vec<usize> = Vec::new();
    for (at, source) in reader.view.sources().iter().enumerate() {
        let shown = reader.source(at);
        let names = format!("{} {}", shown.name, shown.aliases.join(" ")).to_lowercase();
        let stake = source.stake.to_lowercase();
        let by_kind = kinds.is_empty() || kinds.contains(source.kind.as_str());
        let by_stake = stakes.is_empty() || stakes.contains(stake.as_str());
        if !typed.iter().all(|part| names.contains(part.as_str())) {
            continue;
        }
        if by_stake {
            *facets.entry((Facet::Kind, source.kind.as_str().to_owned())).or_default() += 1;
        }
        if by_kind {
            *facets.entry((Facet::Stake, stake)).or_default() += 1;
        }
        if by_kind && by_stake {
            found.push(at);
        }
    }
    found.sort_by_key(|&at| {
        let source = &reader.view.sources()[at];
        (std::cmp::Reverse((source.origin_of, source.relayed)), at)
    });
    let shown = [Facet::Kind, Facet::Stake].map(|of| {
        let mut values: Vec<Value> = facets
            .iter()
            .filter(|((facet, _), _)| *facet == of)
            .map(|((facet, value), &count)| Value {
                label: label_of(reader, &Term { facet: of, value: value.clone() }),
                chosen: query.all(facet.name()).any(|it| it == value),
                count,
                value: value.clone(),
            })
            .collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.count));
        (of, values)
    });
    Found {
        total: found.len(),
        rows: found.into_iter().skip((page - 1) * per).take(per).map(Hit::Source).collect(),
        facets: shown.into(),
        words: typed,
        barred: false,
        meant: Vec::new(),
    }
}

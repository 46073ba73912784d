//! Runs the engine on one capture, and draws from its answer the rows a case is filtered by.
//!
//! In: a capture, the publication date where it was given, the language data. Out: document, annotations, rows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use firsthand_engine::LanguageData;
use firsthand_schema::{
    annotation::{Annotations, Names, Naming},
    capture::Capture,
    claim::Claim,
    document::{Document, Published},
    ids::{EntityId, MentionId},
    place::{Place, Precision},
    problem::Problem,
    when::Day,
};
use firsthand_store::{ClaimRow, Derived, Key};

/// The version that is written beside what was derived, so that `rebuild` knows what is old.
pub(crate) const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// What reading one capture came to.
pub(crate) struct Read {
    pub(crate) document: Document,
    pub(crate) annotations: Annotations,
    pub(crate) problems: Vec<Problem>,
}

/// Reads one capture.
///
/// # Errors
///
/// When the engine has a fault: one document must not end a batch of thousands.
pub(crate) fn read(
    capture: &Capture,
    published: Option<Published>,
    data: &LanguageData,
) -> Result<Read, String> {
    catch_unwind(AssertUnwindSafe(|| {
        let (mut document, mut problems) = firsthand_engine::clean(capture, data);
        // An interval was given as two days: the engine's anchor is exactly that.
        document.published = published.or(document.published);
        let (annotations, more) = firsthand_engine::annotate(&document, data);
        problems.extend(more);
        Read { document, annotations, problems }
    }))
    .map_err(|_| "reading it ended in a fault of the program".to_owned())
}

/// What the case keeps of a reading.
pub(crate) fn derived(read: Read) -> Derived {
    let Read { document, annotations, problems } = read;
    let claims = annotations.claims.iter().map(|claim| row(claim, &document, &annotations)).collect();
    let shielded = shielded_names(&document, &annotations);
    Derived { engine: ENGINE.to_owned(), document, annotations, problems, claims, shielded }
}

fn row(claim: &Claim, document: &Document, found: &Annotations) -> ClaimRow {
    let words: Vec<&str> = claim.content.iter().map(|span| span.of(&document.text)).collect();
    let (from, to) = told_days(claim, document, found);
    let mut keys: Vec<(Key, String)> =
        claim.events.iter().map(|event| (Key::Event, event.kind.clone())).collect();
    keys.extend(claim.chain.iter().map(|hop| (Key::Source, hop.name.clone())));
    keys.extend(document.outlet.iter().map(|outlet| (Key::Outlet, outlet.clone())));
    keys.push((Key::Voice, claim.voice.as_str().to_owned()));
    keys.push((Key::Polarity, claim.polarity.as_str().to_owned()));
    if let Some(origin) = claim.chain.last() {
        keys.push((Key::Origin, origin.name.clone()));
        keys.push((Key::Kind, origin.kind.as_str().to_owned()));
    }
    for mention in named(&claim.places, found) {
        let written = mention.span.of(&document.text);
        let called = match &mention.names {
            Names::Place(place) => place_called(place, written),
            _ => written,
        };
        keys.push((Key::Place, called.to_owned()));
        if called.to_lowercase() != written.to_lowercase() {
            keys.push((Key::Written, format!("{written}|{called}")));
        }
    }
    ClaimRow {
        claim: claim.id.0,
        words: words.join(" … "),
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        keys,
    }
}

/// What a place is called in lists: one name for all its spellings ("Odessa", "Odesa"), the gazetteer's. A part of a place
/// ("eastern Ukraine") is not that place and keeps its words.
fn place_called<'n>(place: &'n Place, written: &'n str) -> &'n str {
    let Some(name) = place.name.as_deref() else { return written };
    let lower = written.to_lowercase();
    let part =
        place.precision == Some(Precision::Area) && lower.ends_with(&format!(" {}", name.to_lowercase()));
    if part { written } else { name }
}

/// The mentions of these ids.
pub(crate) fn named<'f>(
    ids: &[MentionId],
    found: &'f Annotations,
) -> impl Iterator<Item = &'f firsthand_schema::annotation::Mention> {
    ids.iter().filter_map(|id| found.mentions.get(id.0 as usize))
}

/// The days a claim tells of; those of the publication where it names none.
fn told_days(claim: &Claim, document: &Document, found: &Annotations) -> (Option<Day>, Option<Day>) {
    let times = || {
        named(&claim.times, found).filter_map(|mention| match &mention.names {
            Names::Time(when) => Some(when),
            _ => None,
        })
    };
    let published = found.published.or(document.published);
    let from = times().filter_map(|when| when.from).min().or(published.map(|it| it.from));
    let to = times().filter_map(|when| when.to).max().or(published.map(|it| it.to));
    (from, to)
}

/// The names by which a document calls the people it leads us to shield: the entity, and a name in lower case.
fn shielded_names(document: &Document, found: &Annotations) -> Vec<(u32, String)> {
    let mut names: Vec<(u32, String)> = found
        .protected
        .iter()
        .filter_map(|it| {
            fullest_name(it.entity, document, found).map(|name| (it.entity.0, name.to_lowercase()))
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The fullest name a document has for somebody; none for a person only described.
pub(crate) fn fullest_name(entity: EntityId, document: &Document, found: &Annotations) -> Option<String> {
    names_of(entity, document, found).into_iter().max_by_key(|name| name.chars().count())
}

/// Every name a document has for somebody, without descriptions such as "a soldier".
pub(crate) fn names_of(entity: EntityId, document: &Document, found: &Annotations) -> Vec<String> {
    let is_name = |naming: Naming| matches!(naming, Naming::Named | Naming::Partial | Naming::Pseudonym);
    let mut names = Vec::new();
    for mention in found.mentions.iter().filter(|mention| mention.entity == Some(entity)) {
        if let Names::Person(person) = &mention.names {
            names.extend(person.name.clone());
            if person.naming.is_some_and(is_name) {
                names.push(mention.span.of(&document.text).to_owned());
            }
        }
    }
    let hops = found.claims.iter().flat_map(|claim| &claim.chain);
    for hop in hops.filter(|hop| hop.entity == Some(entity) && is_name(hop.naming)) {
        names.push(hop.name.clone());
    }
    // A name has a capital letter, or is in a script without them.
    names.retain(|name| name.chars().any(|letter| letter.is_alphabetic() && !letter.is_lowercase()));
    names.sort();
    names.dedup();
    names
}

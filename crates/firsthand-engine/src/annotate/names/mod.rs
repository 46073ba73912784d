//! Finds persons, organisations, outlets and places, and which mentions name one entity.
//!
//! In: a reading, and the spans of times and units. Out: mentions with what the text says of each.
//!
//! ```text
//! recognition  spans by a tagger          drafts    outlets, bodies, full wordings of places
//! persons      roles, descriptions        places    which place of the gazetteer is meant
//! demonyms     whose people and things       (no place of what happened)
//! entities     one number for one entity  pronouns  who "she" is
//! ```

mod demonyms;
mod drafts;
mod entities;
pub mod lexicon;
pub mod outlets;
mod persons;
mod places;
pub mod pronouns;
pub mod recognition;

use firsthand_schema::{
    annotation::{Names, Organisation, Outlet},
    span::Span,
};

use super::Found;
use crate::{language::LanguageData, reading::Reading};
use drafts::{Drafting, Kind};

/// Names in text order, none inside `taken` (times and units). Entity numbers start at 1.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData, taken: &[Span]) -> Vec<Found> {
    let forms = recognition::forms(reading, data);
    let names = recognition::recognise(reading, data, &forms);
    let drafting = Drafting::new(reading, data, taken);
    let busy = drafting.taken.clone();
    let drafts = drafting.drafts(&names);
    let mut found: Vec<Found> = Vec::with_capacity(drafts.len());
    let places = places::resolve(reading, data, &drafts);
    let mut places = places.into_iter();
    for draft in &drafts {
        let span = reading.span_of(draft.tokens.clone());
        let names = match &draft.kind {
            Kind::Person => Names::Person(persons::named(reading, data, draft.tokens.clone())),
            Kind::Organisation { official, party, name } => Names::Organisation(Organisation {
                name: name.clone().or_else(|| Some(span.of(reading.text).to_owned())),
                official: *official,
                party: party.clone(),
            }),
            Kind::Outlet { name, family, country } => Names::Outlet(Outlet {
                name: name.clone().or_else(|| Some(span.of(reading.text).to_owned())),
                family: family.clone(),
                country: country.clone(),
            }),
            Kind::Place { .. } => Names::Place(places.next().unwrap_or_default()),
        };
        found.push(Found { span, entity: None, names });
    }
    found.extend(places::speaking(reading, data, &drafts));
    found.extend(persons::described(reading, data, &drafts, &busy));
    found.extend(demonyms::find(reading, data, &found));
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end), found.names.kind()));
    entities::link(reading, data, &mut found);
    found
}

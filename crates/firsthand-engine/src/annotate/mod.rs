//! Finds what a document names and who says what: mentions, attributions, events.
//!
//! Each room looks for one kind of thing and knows nothing of the others; what they may not take twice (a date is not
//! a quantity) is handed to them as spans.

pub mod attributions;
pub mod events;
pub mod names;
pub mod numbers;
pub mod quantities;
pub mod times;
pub mod units;

use firsthand_schema::{
    annotation::{Annotations, Mention, Names},
    document::Published,
    ids::{EntityId, MentionId},
    problem::Problem,
    span::Span,
};

use crate::{language::LanguageData, reading::Reading};

/// Something found, before it gets its number.
pub(crate) struct Found {
    /// Where.
    pub(crate) span: Span,
    /// Which entity of the document, for persons, organisations, outlets, units and places.
    pub(crate) entity: Option<EntityId>,
    /// What.
    pub(crate) names: Names,
}

/// Everything that is found in the words themselves, before the ledger is drawn up.
pub(crate) fn annotate(
    reading: &Reading<'_>,
    data: &LanguageData,
    _problems: &mut Vec<Problem>,
) -> Annotations {
    let (found, published) = ground(reading, data);
    Annotations {
        published,
        sentences: reading.sentences.iter().map(|sentence| sentence.span).collect(),
        mentions: (0u32..)
            .zip(found)
            .map(|(number, found)| Mention {
                id: MentionId(number),
                span: found.span,
                entity: found.entity,
                names: found.names,
            })
            .collect(),
        attributions: attributions::find(reading, data),
        events: events::find(reading, data),
        ..Annotations::default()
    }
}

/// When, where, which unit, how many, who: the mentions in text order, and the day of publication that the times were
/// worked out from.
pub(crate) fn ground(reading: &Reading<'_>, data: &LanguageData) -> (Vec<Found>, Option<Published>) {
    let (times, published) = times::find(reading, data);
    let units = units::find(reading, data);
    let taken: Vec<Span> = times.iter().chain(&units).map(|found| found.span).collect();
    let quantities = quantities::find(reading, data, &taken);
    let names = names::find(reading, data, &taken);
    let mut found: Vec<Found> = times.into_iter().chain(units).chain(quantities).chain(names).collect();
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end), found.names.kind()));
    (found, published)
}

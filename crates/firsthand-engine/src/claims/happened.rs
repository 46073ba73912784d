//! What a claim tells of: which of the events in its content, and where they happened.
//!
//! In: the content of a claim and what was found inside it. Out: its events, one of each type, and its places.
//! `Russia's army shelled a village near Kherson in August` → attack, near Kherson; Russia is not where it happened
//!
//! A content mentions more than it tells: "the recruitment office burned" tells of no recruitment. The annotation guide of
//! the gold ledgers draws the line: an event told of, not mentioned as background; the most specific place of each event.

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::{Event, Mention, Modality, Names},
    ids::MentionId,
    place::{Place, Precision},
    span::Span,
};
use serde::Deserialize;

use super::draft::Scene;
use crate::{
    dictionary::WordSet,
    reading::{Reading, tags::Tag},
};

/// Words that tell the told from the mentioned.
#[derive(Clone, Debug)]
pub(crate) struct HappeningWords {
    bearers: WordSet,
    settings: WordSet,
    setting_prepositions: WordSet,
    states: WordSet,
    makes: WordSet,
    geographic: WordSet,
    apart: WordSet,
    addressing: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    events: EventLists,
    places: PlaceLists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventLists {
    bearers: WordSet,
    settings: WordSet,
    setting_prepositions: WordSet,
    states: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceLists {
    makes: WordSet,
    geographic: WordSet,
    apart: WordSet,
    addressing: WordSet,
}

impl HappeningWords {
    /// Reads `data/lexicon/happenings.toml`.
    ///
    /// # Errors
    ///
    /// A message saying what cannot be read.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("happenings: {error}"))?;
        Ok(Self {
            bearers: file.events.bearers,
            settings: file.events.settings,
            setting_prepositions: file.events.setting_prepositions,
            states: file.events.states,
            makes: file.places.makes,
            geographic: file.places.geographic,
            apart: file.places.apart,
            addressing: file.places.addressing,
        })
    }
}

/// The events that a claim tells of, one of each type, in text order; [`Event::OTHER`] where it tells of none we have a type for.
pub(super) fn events(scene: &Scene<'_>, content: &[Span]) -> Vec<Event> {
    let words = &scene.data.ledger.happenings;
    let within: Vec<&Event> = content
        .iter()
        .flat_map(|span| scene.events_in(*span))
        .filter(|event| !only_qualifies(scene.reading, &words.bearers, event.span))
        .collect();
    let mut first: BTreeMap<&str, &Event> = BTreeMap::new();
    for event in told(scene.reading, words, &within) {
        let known = first.entry(&event.kind).or_insert(event);
        // An event told as having happened says more than the same one denied or feared.
        if event.modality < known.modality {
            *known = event;
        }
    }
    let mut events: Vec<Event> = first.into_values().cloned().collect();
    events.sort_by_key(|event| event.span);
    if events.is_empty() {
        events.extend(other(scene.reading, words, content));
    }
    events
}

/// What a claim tells of when no word of it is known to tell of an event: its first verb stands for it, if it tells of a
/// deed. "They believe in it" tells of none.
fn other(reading: &Reading<'_>, words: &HappeningWords, content: &[Span]) -> Option<Event> {
    let mut tokens = content.iter().flat_map(|span| reading.tokens_in(*span));
    // A participle may only describe ("a plant owned by the state"); what is finite tells.
    let verb = tokens
        .find(|&at| matches!(reading.tag(at), Tag::Past | Tag::Present | Tag::Base | Tag::Participle))?;
    let deed = !words.states.contains(reading.lower(verb));
    deed.then(|| reading.tokens.get(verb)).flatten().map(|token| Event {
        kind: Event::OTHER.to_owned(),
        span: token.span,
        modality: Modality::Actual,
    })
}

/// "the *recruitment* office": the noun says what kind of office it is.
fn only_qualifies(reading: &Reading<'_>, bearers: &WordSet, trigger: Span) -> bool {
    let tokens = reading.tokens_in(trigger);
    tokens.len() == 1 && !reading.tag(tokens.start).is_verb() && bearers.contains(reading.lower(tokens.end))
}

/// Without those that only set the scene of another ("was sent back *under shelling*").
fn told<'e>(reading: &Reading<'_>, words: &HappeningWords, events: &[&'e Event]) -> Vec<&'e Event> {
    let sets_scene = |event: &&Event| {
        words.settings.contains(&event.kind)
            && is_setting(reading, &words.setting_prepositions, reading.tokens_in(event.span).start)
    };
    let (settings, main): (Vec<&Event>, Vec<&Event>) = events.iter().copied().partition(sets_scene);
    if main.is_empty() { settings } else { main }
}

/// Whether a noun hangs on a preposition that sets a scene: "under shelling", "during the assault", "into battle".
fn is_setting(reading: &Reading<'_>, prepositions: &WordSet, trigger: usize) -> bool {
    if reading.tag(trigger).is_verb() {
        return false;
    }
    let mut at = trigger;
    // Over what stands between a preposition and its noun.
    while let Some(before) = at.checked_sub(1) {
        match reading.tag(before) {
            Tag::Determiner | Tag::Adjective | Tag::Noun | Tag::Name | Tag::Number | Tag::Gerund
                if trigger - before <= 4 =>
            {
                at = before;
            }
            Tag::Adposition | Tag::Subordinator => return prepositions.contains(reading.lower(before)),
            _ => return false,
        }
    }
    false
}

/// The places of a claim: not states that act, not the wider place around a finer one, not names inside the name of a body
/// ("the Odesa District Court").
pub(super) fn places(scene: &Scene<'_>, mentions: &[&Mention]) -> Vec<MentionId> {
    let bodies: Vec<Span> = mentions
        .iter()
        .filter(|mention| matches!(mention.names, Names::Organisation(_)))
        .map(|mention| mention.span)
        .collect();
    let inside = |place: Span| bodies.iter().any(|body| body.contains(&place) && *body != place);
    let places: Vec<(&Mention, &Place)> = mentions
        .iter()
        .filter(|mention| !inside(mention.span))
        .filter_map(|mention| match &mention.names {
            Names::Place(place) => Some((*mention, place)),
            _ => None,
        })
        .filter(|(mention, _)| !is_make(scene, mention.span))
        .filter(|(mention, place)| !(is_polity(scene, mention, place) && acts(scene, mention.span)))
        .collect();
    let wider = |place: &Place| places.iter().any(|(_, other)| contains(scene, place, other));
    let mut kept = Vec::new();
    for (at, (mention, place)) in places.iter().enumerate() {
        let locates = at.checked_sub(1).is_some_and(|before| {
            let (before, finer) = places[before];
            finer.precision < place.precision && is_within(scene, before.span, mention.span)
        });
        if !locates && !wider(place) {
            kept.push(mention.id);
        }
    }
    kept
}

/// Whether the text itself puts one place into the next: "Tendra, in the Kherson region", "Tuva in southern Siberia".
fn is_within(scene: &Scene<'_>, fine: Span, wide: Span) -> bool {
    /// "in Ukraine's", "of the": more words than these begin another phrase.
    const BETWEEN: usize = 3;
    let between = scene.words(Span { start: fine.end, end: wide.start.max(fine.end) }).trim_start();
    let opens = between.starts_with([',', '(']) || matches!(between.split(' ').next(), Some("in" | "of"));
    opens && between.split_whitespace().count() <= BETWEEN
}

/// "Luna rocket launchers": the name is that of a make. "A Luna drone attack" may still be one on Luna.
fn is_make(scene: &Scene<'_>, span: Span) -> bool {
    let after = scene.reading.tokens_in(span).end;
    let makes = |at: usize| scene.data.ledger.happenings.makes.contains(scene.reading.lower(at));
    let end = (after..).find(|&at| !makes(at)).unwrap_or(after);
    end > after && !matches!(scene.reading.tag(end), Tag::Noun | Tag::NounPlural)
}

/// Whether one place lies around another that is finer.
fn contains(scene: &Scene<'_>, wide: &Place, fine: &Place) -> bool {
    let Some(country) = wide.country.as_deref() else { return false };
    if wide.country != fine.country {
        return false;
    }
    match (wide.precision, fine.precision) {
        // "eastern Ukraine" has the country's name; the Donbas has one of its own, and borders that nobody drew.
        (Some(Precision::Country | Precision::Area), Some(precision)) => {
            precision < Precision::Country && wide.name.as_deref() == scene.data.gazetteer.country(country)
        }
        (Some(Precision::Region), Some(Precision::Settlement | Precision::District)) => {
            matches!((&wide.admin1, &fine.admin1), (Some(wide), Some(fine)) if wide == fine)
        }
        _ => false,
    }
}

/// Whether a name stands for a state as readily as for its land: a country, a capital, an initialism, a republic.
fn is_polity(scene: &Scene<'_>, mention: &Mention, place: &Place) -> bool {
    let name = scene.words(mention.span);
    place.precision == Some(Precision::Country)
        || scene.data.gazetteer.capital(name).is_some()
        || name.len() > 1 && name.chars().all(char::is_uppercase)
        || name.ends_with("Republic")
        || name.ends_with("Federation")
}

/// Whether a state is spoken of as one that acts or is dealt with: "Russia's invasion", "Kyiv has asked", "talks with
/// Poland", "LNR forces".
fn acts(scene: &Scene<'_>, span: Span) -> bool {
    let (reading, words) = (scene.reading, &scene.data.ledger.happenings);
    let tokens = reading.tokens_in(span);
    let before = tokens.start.checked_sub(1);
    let before = match before {
        Some(at) if reading.lower(at) == "the" => at.checked_sub(1),
        before => before,
    };
    let hangs = before.is_some_and(|at| reading.tag(at) == Tag::Adposition);
    let word_before = before.map_or("", |at| reading.lower(at));
    if words.apart.contains(word_before) || words.addressing.contains(word_before) {
        return true;
    }
    let after = tokens.end;
    if reading.lower(after) == "'s" || reading.lower(after) == "'" {
        // Over what stands between the possessor and its noun: "Russia's northern border".
        let noun = (after + 1..after + 4).find(|&at| matches!(reading.tag(at), Tag::Noun | Tag::NounPlural));
        return noun.is_none_or(|at| !words.geographic.contains(reading.lower(at)));
    }
    if matches!(reading.tag(after), Tag::Noun | Tag::NounPlural) {
        return !words.geographic.contains(reading.lower(after));
    }
    let verb = (after..after + 3).find(|&at| reading.tag(at) != Tag::Adverb).unwrap_or(after);
    !hangs && matches!(reading.tag(verb), Tag::Auxiliary | Tag::Past | Tag::Present | Tag::Base)
}

#[cfg(test)]
mod tests {
    use firsthand_schema::annotation::Names;

    use crate::claims::tests::read;

    /// The event types of the first claim, then its places as the text names them.
    #[track_caller]
    fn check(text: &str, events: &[&str], places: &[&str]) {
        let (text, found) = read(text);
        let Some(claim) = found.claims.first() else { panic!("no claim in {text:?}") };
        let kinds: Vec<&str> = claim.events.iter().map(|event| event.kind.as_str()).collect();
        let named: Vec<&str> = found
            .mentions
            .iter()
            .filter(|mention| matches!(mention.names, Names::Place(_)) && claim.places.contains(&mention.id))
            .map(|mention| mention.span.of(&text))
            .collect();
        assert_eq!((kinds.as_slice(), named.as_slice()), (events, places), "in {text:?}");
    }

    #[test]
    fn a_noun_that_only_says_what_kind_tells_of_no_event() {
        check("The consul said that the recruitment office opened on Monday.", &["other"], &[]);
        check("The consul said that recruitment had begun.", &["mobilization"], &[]);
    }

    #[test]
    fn fighting_may_only_set_the_scene() {
        check("The stoker said that the officers fled under shelling.", &["abandonment-by-command"], &[]);
        check("The stoker said that they had been under shelling for a day.", &["attack"], &[]);
    }

    #[test]
    fn a_deed_without_a_type_is_another_and_a_thought_is_none() {
        check("The mayor said that the harbour opened on Monday.", &["other"], &[]);
        check("The mayor said that the sailors believe in it.", &[], &[]);
    }

    #[test]
    fn a_state_that_acts_is_not_where_it_happened() {
        check("The consul said that Russia has arrested the crew.", &["detention"], &[]);
        check("The consul said that Russia's army shelled the port of Odesa.", &["attack"], &["Odesa"]);
        check("The consul said that the crew was arrested in Russia.", &["detention"], &["Russia"]);
        check("The consul said that Kyiv's western allies delivered shells.", &["supply"], &[]);
        check("The consul said that the crew was arrested at Russia's border.", &["detention"], &["Russia"]);
    }

    #[test]
    fn the_finest_place_stands_for_those_around_it() {
        check(
            "The consul said that the crew was arrested in Odesa, in southern Ukraine.",
            &["detention"],
            &["Odesa"],
        );
        check(
            "The consul said that the crew was arrested in Odesa and sent to Romania.",
            &["detention"],
            &["Odesa", "Romania"],
        );
        // Two divisions whose names begin alike are two.
        check(
            "The consul said that the crew was sent to North Carolina and arrested at Fargo.",
            &["redeployment", "detention"],
            &["North Carolina", "Fargo"],
        );
        check(
            "The consul said that the crew was sent to North Dakota and arrested at Fargo.",
            &["redeployment", "detention"],
            &["Fargo"],
        );
        check(
            "The consul said that the crew was arrested in Tuva, southern Siberia.",
            &["detention"],
            &["Tuva"],
        );
    }

    #[test]
    fn arms_called_after_a_place_are_no_place() {
        check("The stoker said that Grad rocket launchers shelled the port.", &["attack"], &[]);
    }
}

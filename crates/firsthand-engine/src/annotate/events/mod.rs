//! Finds words that tell of events of the taxonomy.
//!
//! In: a reading. Out: one `Event` for each trigger and type, in text order, with its modality.
//! `The crew refused to fight and was held in a basement.` → `refused` refusal, `held` detention
//!
//! A trigger is a word with the words that must stand beside it (`data/lexicon/event_triggers.toml`): "refused" alone
//! tells of nothing, "refused treatment" of denied care. Matching looks up each token's form once and tries only the
//! patterns that begin with it.

mod inflections;
mod patterns;
mod taxonomy;

use firsthand_schema::annotation::{Event, Modality};

pub(crate) use patterns::Triggers;
pub(crate) use taxonomy::Taxonomy;

use crate::{language::LanguageData, reading::Reading};

/// Event types, and the words that tell of them.
#[derive(Clone, Debug)]
pub struct EventData {
    /// The types.
    pub taxonomy: Taxonomy,
    /// The words.
    pub triggers: Triggers,
}

/// The types that ship.
const TYPES: (&str, &str) =
    ("taxonomy/events.toml", include_str!("../../../../../data/taxonomy/events.toml"));

/// The words that ship.
const WORDS: (&str, &str) =
    ("lexicon/event_triggers.toml", include_str!("../../../../../data/lexicon/event_triggers.toml"));

impl EventData {
    /// Reads taxonomy files and trigger files, each with the name it has in messages. A later file adds to the earlier.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry: what cannot be read, a type given twice, a trigger of an unknown type.
    pub fn parse(taxonomies: &[(&str, &str)], triggers: &[(&str, &str)]) -> Result<Self, String> {
        let taxonomy = Taxonomy::parse(taxonomies)?;
        let triggers = Triggers::parse(triggers, &taxonomy)?;
        Ok(Self { taxonomy, triggers })
    }

    /// The types and words that ship with the program.
    ///
    /// # Errors
    ///
    /// Never for the data as shipped; see [`EventData::parse`].
    pub fn shipped() -> Result<Self, String> {
        Self::parse(&[TYPES], &[WORDS])
    }

    /// The types and words that ship, and those of a user's own files, each with the name it has in messages. Such a file
    /// holds both: `[[event]]` entries as in the taxonomy, and a `[type]` table of words for each type, old or new.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry; see [`EventData::parse`].
    pub fn with_own(files: &[(&str, &str)]) -> Result<Self, String> {
        let mut parts = Vec::new();
        for (name, text) in files {
            let mut words: toml::Table = text.parse().map_err(|error| format!("{name}: {error}"))?;
            let types: toml::Table = words.remove_entry("event").into_iter().collect();
            parts.push((*name, types.to_string(), words.to_string()));
        }
        let types: Vec<(&str, &str)> =
            [TYPES].into_iter().chain(parts.iter().map(|(name, types, _)| (*name, types.as_str()))).collect();
        let words: Vec<(&str, &str)> =
            [WORDS].into_iter().chain(parts.iter().map(|(name, _, words)| (*name, words.as_str()))).collect();
        Self::parse(&types, &words)
    }
}

/// Event triggers in text order.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData) -> Vec<Event> {
    let triggers = &data.events.triggers;
    let mut found: Vec<(usize, u16, Modality)> = Vec::new();
    for sentence in &reading.sentences {
        let mut matches: Vec<patterns::Matched> = Vec::new();
        triggers.matches(reading, sentence.tokens.clone(), |matched| matches.push(matched));
        for (at, matched) in matches.iter().enumerate() {
            // Matches come in the order of their first tokens; far ones share no word.
            let near =
                |other: &&patterns::Matched| other.first().abs_diff(matched.first()) <= patterns::REACH;
            let before = matches[..at].iter().rev().take_while(near);
            let after = matches[at..].iter().take_while(near);
            if !before.chain(after).any(|other| takes(triggers, other, matched)) {
                let modality = triggers.modality(reading, sentence.tokens.clone(), matched);
                found.push((matched.trigger, matched.event, modality));
            }
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|&mut (trigger, event, _)| (trigger, event));
    found
        .into_iter()
        .filter_map(|(trigger, event, modality)| {
            let kind = data.events.taxonomy.types().get(usize::from(event))?.id.clone();
            Some(Event { kind, span: reading.tokens.get(trigger)?.span, modality })
        })
        .collect()
}

/// Whether one match takes its trigger from another: the word only completes the phrase of an event of another type
/// ("refused to take part in *combat*" tells of no combat), or tells of a type that goes before.
fn takes(triggers: &Triggers, one: &patterns::Matched, other: &patterns::Matched) -> bool {
    if one.event == other.event {
        return false;
    }
    let completes = other.tokens.len() == 1
        && one.tokens.len() > 1
        && one.trigger != other.trigger
        && one.tokens.last() == Some(&other.trigger);
    completes || one.trigger == other.trigger && triggers.goes_before(one.event, other.event)
}

#[cfg(test)]
mod tests;

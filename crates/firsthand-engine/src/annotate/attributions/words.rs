//! The words that can be cues, and what attitude they tell of.
//!
//! In: `data/lexicon/cues.toml`. Out: for a word in any form its plain form and its classes; for a cue its class.
//! `has repeatedly denied` → assertion; `was asked` → question

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::attribution::CueClass;
use serde::Deserialize;

use crate::{linear::hash, reading::tags::Tag};

/// The lexicon of cues, with every form of every word worked out.
#[derive(Clone, Debug)]
pub struct CueWords {
    /// Hashes of forms, sorted.
    forms: Vec<u32>,
    /// What is known of the form at the same place in `forms`.
    known: Vec<Known>,
    /// Phrases and their classes, longest first.
    phrases: Vec<(Vec<String>, CueClass)>,
}

/// What the lexicon knows of one form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Hash of the plain form.
    pub lemma: u32,
    /// Its class as a verb.
    pub verb: Option<CueClass>,
    /// Its class as a noun.
    pub noun: Option<CueClass>,
    /// Its class as an adjective.
    pub adjective: Option<CueClass>,
}

impl Known {
    /// The class that fits the part of speech; the verb's where that fits none.
    #[must_use]
    pub fn class(&self, tag: Tag) -> Option<CueClass> {
        match tag {
            Tag::Noun | Tag::NounPlural | Tag::Name => self.noun,
            Tag::Adjective | Tag::Adverb => self.adjective.or(self.verb),
            _ => self.verb,
        }
    }
}

type Lists = BTreeMap<Class, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Lists,
    nouns: Lists,
    adjectives: Lists,
    phrases: Lists,
    irregular: BTreeMap<String, String>,
}

/// The classes as the file names them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Class {
    Assertion,
    Belief,
    Intention,
    Question,
    Order,
    Perception,
}

impl From<Class> for CueClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Assertion => Self::Assertion,
            Class::Belief => Self::Belief,
            Class::Intention => Self::Intention,
            Class::Question => Self::Question,
            Class::Order => Self::Order,
            Class::Perception => Self::Perception,
        }
    }
}

impl CueWords {
    /// Reads `cues.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|error| format!("cues: {error}"))?;
        let mut known: BTreeMap<u32, Known> = BTreeMap::new();
        let mut enter = |form: &str, lemma: &str, role: Role, class: CueClass| {
            let entry = known.entry(hash(form.as_bytes())).or_default();
            entry.lemma = hash(lemma.as_bytes());
            let slot = match role {
                Role::Verb => &mut entry.verb,
                Role::Noun => &mut entry.noun,
                Role::Adjective => &mut entry.adjective,
            };
            // A word in two lists of one kind ("call") keeps its first class; the file says so.
            slot.get_or_insert(class);
        };
        for (&class, verbs) in &file.verbs {
            for verb in verbs {
                for form in verb_forms(verb) {
                    enter(&form, verb, Role::Verb, class.into());
                }
                for (form, lemma) in &file.irregular {
                    if lemma == verb {
                        enter(form, verb, Role::Verb, class.into());
                    }
                }
            }
        }
        for (&class, nouns) in &file.nouns {
            for noun in nouns {
                for form in [noun.clone(), with_s(noun)] {
                    enter(&form, noun, Role::Noun, class.into());
                }
            }
        }
        for (&class, adjectives) in &file.adjectives {
            for adjective in adjectives {
                enter(adjective, adjective, Role::Adjective, class.into());
            }
        }
        for (form, lemma) in &file.irregular {
            known
                .entry(hash(form.as_bytes()))
                .or_insert(Known { lemma: hash(lemma.as_bytes()), ..Known::default() });
        }
        let mut phrases: Vec<(String, CueClass)> = file
            .phrases
            .iter()
            .flat_map(|(&class, phrases)| phrases.iter().map(move |phrase| (phrase.clone(), class.into())))
            .collect();
        phrases.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then(one.cmp(other)));
        let split = |phrase: String| phrase.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        Ok(Self {
            forms: known.keys().copied().collect(),
            known: known.into_values().collect(),
            phrases: phrases
                .into_iter()
                .map(|(phrase, class)| (split(phrase), class))
                .filter(|(phrase, _)| !phrase.is_empty())
                .collect(),
        })
    }

    /// What is known of a form, by the hash of its lower-case word.
    #[must_use]
    pub fn known(&self, word: u32) -> Option<&Known> {
        self.forms.binary_search(&word).ok().map(|at| &self.known[at])
    }

    /// The hash of a word's plain form: from the lexicon, else by cutting its ending.
    #[must_use]
    pub fn lemma(&self, word: u32, lower: &str, tag: Tag) -> u32 {
        if let Some(known) = self.known(word) {
            return known.lemma;
        }
        let cut = match tag {
            Tag::Past | Tag::Participle => lower.strip_suffix("ed"),
            Tag::Gerund => lower.strip_suffix("ing"),
            Tag::Present | Tag::NounPlural => lower
                .strip_suffix("es")
                .or_else(|| lower.strip_suffix('s').filter(|rest| !rest.ends_with('s'))),
            _ => None,
        };
        let stem = cut.filter(|stem| stem.len() >= 2).unwrap_or(lower);
        // "hop", "hope" and "hopp" meet in one stem.
        let stem = if tag.is_verb() { stem.trim_end_matches('e') } else { stem };
        let bytes = stem.as_bytes();
        let doubled = tag.is_verb() && bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        hash(if doubled { &bytes[..bytes.len() - 1] } else { bytes })
    }

    /// The class of a cue, from its words and their parts of speech; `quoted` where what it hands on is a quotation.
    #[must_use]
    pub fn class(&self, words: &[(&str, Tag)], quoted: bool) -> CueClass {
        let holds = |phrase: &[String]| {
            words
                .windows(phrase.len())
                .any(|part| part.iter().zip(phrase).all(|((word, _), other)| word == other))
        };
        if let Some((_, class)) = self.phrases.iter().find(|(phrase, _)| holds(phrase)) {
            return *class;
        }
        let is_colon = matches!(words, [(":", _)]);
        let look = |pick: &dyn Fn(&Known, Tag) -> Option<CueClass>| {
            words
                .iter()
                .find_map(|(word, tag)| self.known(hash(word.as_bytes())).and_then(|known| pick(known, *tag)))
        };
        look(&|known, tag| if tag.is_verb() { known.verb } else { None })
            .or_else(|| look(&|known, tag| if tag.is_nominal() { known.noun } else { None }))
            .or_else(|| look(&|known, tag| known.class(tag)))
            .unwrap_or(if quoted || is_colon { CueClass::Assertion } else { CueClass::Other })
    }
}

enum Role {
    Verb,
    Noun,
    Adjective,
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// "cry" → "cries", "push" → "pushes", "say" → "says".
fn with_s(word: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] | [.., b'o'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Every form a verb can take. Both spellings are made where only the stress could tell ("offered", "offerred"): a
/// form that nobody writes does no harm.
fn verb_forms(verb: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([verb.to_owned(), with_s(verb)]);
    let bytes = verb.as_bytes();
    match bytes {
        [.., b'e', b'e'] => {
            forms.extend([format!("{verb}d"), format!("{verb}ing")]);
        }
        [.., b'e'] => {
            let stem = &verb[..verb.len() - 1];
            forms.extend([format!("{verb}d"), format!("{stem}ing")]);
        }
        [.., before, b'y'] if !is_vowel(*before) => {
            forms.extend([format!("{}ied", &verb[..verb.len() - 1]), format!("{verb}ing")]);
        }
        _ => {
            forms.extend([format!("{verb}ed"), format!("{verb}ing")]);
            if let [.., before, last] = bytes
                && is_vowel(*before)
                && !is_vowel(*last)
                && !matches!(last, b'w' | b'x' | b'y')
            {
                let last = char::from(*last);
                forms.extend([format!("{verb}{last}ed"), format!("{verb}{last}ing")]);
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cue: &[(&str, Tag)], expected: CueClass) {
        let words = CueWords::parse(include_str!("../../../../../data/lexicon/cues.toml")).unwrap();
        assert_eq!(words.class(cue, false), expected, "{cue:?}");
    }

    #[test]
    fn a_verb_in_any_form_has_its_class() {
        check(&[("said", Tag::Past)], CueClass::Assertion);
        check(
            &[("has", Tag::Auxiliary), ("repeatedly", Tag::Adverb), ("denied", Tag::Participle)],
            CueClass::Assertion,
        );
        check(&[("believes", Tag::Present)], CueClass::Belief);
        check(&[("planned", Tag::Past), ("to", Tag::Particle), ("say", Tag::Base)], CueClass::Intention);
        check(&[("was", Tag::Auxiliary), ("asked", Tag::Participle)], CueClass::Question);
        check(&[("ordering", Tag::Gerund)], CueClass::Order);
        check(&[("saw", Tag::Past)], CueClass::Perception);
    }

    #[test]
    fn a_phrase_goes_before_its_words() {
        check(&[("called", Tag::Past), ("for", Tag::Adposition)], CueClass::Order);
        check(&[("called", Tag::Past)], CueClass::Assertion);
        check(&[("according", Tag::Gerund), ("to", Tag::Adposition)], CueClass::Assertion);
    }

    #[test]
    fn a_noun_and_an_unknown_word() {
        check(&[("'s", Tag::Particle), ("claim", Tag::Noun)], CueClass::Assertion);
        check(&[("painted", Tag::Past)], CueClass::Other);
    }
}

//! Which mentions name one entity.
//!
//! In: mentions in text order. Out: the same with entity numbers from 1; each person's mentions know the fullest name,
//! the role and the naming that any of them gives.
//!
//! `Anna Orlova, a stoker … Orlova … the stoker` → one entity

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::{Names, Naming, Person},
    ids::EntityId,
};

use super::super::Found;
use crate::{folding::fold, language::LanguageData, reading::Reading};

/// What is known of an entity so far.
struct Entity {
    number: u32,
    /// Folded words of the fullest name; empty for somebody only described.
    words: Vec<String>,
    person: Person,
    /// Lower-case nouns by which it was described.
    nouns: Vec<String>,
}

/// Numbers the mentions.
pub(crate) fn link(reading: &Reading<'_>, data: &LanguageData, found: &mut [Found]) {
    let mut next = 1;
    let mut others: BTreeMap<(u8, String), u32> = BTreeMap::new();
    let mut persons: Vec<Entity> = Vec::new();
    // Full names first: "Orlov" in a headline is the Anna Orlov of the first line.
    let full = full_names(found);
    for mention in found.iter_mut() {
        let text = mention.span.of(reading.text);
        let number = match &mention.names {
            Names::Person(person) => {
                person_entity(reading, data, person, text, &full, &mut persons, &mut next)
            }
            Names::Organisation(organisation) => {
                let key = name_key(organisation.name.as_deref().unwrap_or(text));
                numbered(&mut others, (1, key), &mut next)
            }
            Names::Outlet(outlet) => {
                let key = name_key(outlet.name.as_deref().unwrap_or(text));
                numbered(&mut others, (2, key), &mut next)
            }
            Names::Place(place) => {
                let name = place.name.clone().unwrap_or_else(|| text.to_owned());
                let at =
                    place.lat.zip(place.lon).map_or(String::new(), |(lat, lon)| format!("{lat:.2} {lon:.2}"));
                numbered(&mut others, (3, format!("{} {at}", fold(&name))), &mut next)
            }
            _ => continue,
        };
        mention.entity = Some(EntityId(number));
    }
    share(found, &persons);
}

fn numbered(known: &mut BTreeMap<(u8, String), u32>, key: (u8, String), next: &mut u32) -> u32 {
    *known.entry(key).or_insert_with(|| {
        *next += 1;
        *next - 1
    })
}

fn name_key(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").unwrap_or(&folded).to_owned()
}

fn words_of(name: &str) -> Vec<String> {
    fold(name).split(' ').map(str::to_owned).collect()
}

/// The full names of a document: of several words, the last not an initial.
fn full_names(found: &[Found]) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> = Vec::new();
    for mention in found {
        let Names::Person(Person { name: Some(name), .. }) = &mention.names else { continue };
        let words = words_of(name);
        if words.len() > 1 && !names.contains(&words) {
            names.push(words);
        }
    }
    names
}

fn person_entity(
    reading: &Reading<'_>,
    data: &LanguageData,
    person: &Person,
    text: &str,
    full: &[Vec<String>],
    persons: &mut Vec<Entity>,
    next: &mut u32,
) -> u32 {
    let nouns = nouns_of(data, person);
    let known = match &person.name {
        Some(name) => {
            let words = words_of(name);
            // A short form stands for the one full name that holds it.
            let words = match words.len() {
                1 => {
                    let mut holders = full.iter().filter(|full| stands_for(&words[0], full));
                    match (holders.next(), holders.next()) {
                        (Some(holder), None) => holder.clone(),
                        _ => words,
                    }
                }
                _ => words,
            };
            let at = persons.iter().rposition(|entity| same_person(&entity.words, &words));
            match at {
                Some(at) => {
                    if words.len() > persons[at].words.len() {
                        persons[at].words = words;
                    }
                    Some(at)
                }
                None => {
                    persons.push(Entity {
                        number: *next,
                        words,
                        person: person.clone(),
                        nouns: nouns.clone(),
                    });
                    *next += 1;
                    None
                }
            }
        }
        None => described_entity(reading, person, text, &nouns, persons, next),
    };
    let at = known.unwrap_or(persons.len() - 1);
    let entity = &mut persons[at];
    merge(&mut entity.person, person);
    entity.nouns.extend(nouns);
    entity.number
}

/// A definite description ("the stoker") is the last one so described; any other is somebody new.
fn described_entity(
    _reading: &Reading<'_>,
    person: &Person,
    text: &str,
    nouns: &[String],
    persons: &mut Vec<Entity>,
    next: &mut u32,
) -> Option<usize> {
    let lower = text.to_lowercase();
    let definite =
        ["the ", "this ", "that ", "these ", "those "].iter().any(|article| lower.starts_with(article));
    let group = person.naming == Some(Naming::Collective);
    if definite {
        let at = persons.iter().rposition(|entity| {
            let entity_group = entity.person.naming == Some(Naming::Collective);
            entity_group == group && nouns.iter().any(|noun| entity.nouns.contains(noun))
        });
        if at.is_some() {
            return at;
        }
    }
    persons.push(Entity { number: *next, words: Vec::new(), person: person.clone(), nouns: Vec::new() });
    *next += 1;
    None
}

/// The nouns of somebody's role, in the singular where the list knows it.
fn nouns_of(data: &LanguageData, person: &Person) -> Vec<String> {
    let mut nouns = Vec::new();
    for words in [&person.role, &person.relation].into_iter().flatten() {
        // The head comes before the complement: "wife of a soldier" is a wife.
        let head = words.split(" of ").next().unwrap_or(words).split(" for ").next().unwrap_or(words);
        for word in head.split(|letter: char| !letter.is_alphanumeric() && letter != '-') {
            let lower = word.to_lowercase();
            if data.names.role(&lower).is_some() || data.names.title(&lower).is_some() {
                nouns.push(lower);
            }
        }
    }
    nouns
}

/// "Orlova" stands for "Anna Orlova", and so does "Anna".
fn stands_for(word: &str, full: &[String]) -> bool {
    full.first().is_some_and(|first| first == word) || full.last().is_some_and(|last| last == word)
}

fn same_person(a: &[String], b: &[String]) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short == long {
        return true;
    }
    match short.len() {
        1 => stands_for(&short[0], long),
        // "Anna Orlova" and "Anna Petrovna Orlova"; "A. Orlova".
        _ => {
            short.last() == long.last()
                && short[0].chars().next() == long[0].chars().next()
                && (short[0] == long[0] || short[0].chars().count() == 1 || long[0].chars().count() == 1)
        }
    }
}

/// What one mention tells, all mentions of the person know.
fn merge(known: &mut Person, new: &Person) {
    if new.name.as_ref().map_or(0, String::len) > known.name.as_ref().map_or(0, String::len) {
        known.name.clone_from(&new.name);
    }
    if known.role.is_none() {
        known.role.clone_from(&new.role);
    }
    if known.relation.is_none() {
        known.relation.clone_from(&new.relation);
    }
    let strength = |naming: Option<Naming>| match naming {
        Some(Naming::Pseudonym) => 4,
        Some(Naming::Named) => 3,
        Some(Naming::Partial) => 2,
        _ => 1,
    };
    if strength(new.naming) > strength(known.naming) {
        known.naming = new.naming;
    }
}

fn share(found: &mut [Found], persons: &[Entity]) {
    for mention in found.iter_mut() {
        let Names::Person(person) = &mut mention.names else { continue };
        let Some(entity) = persons.iter().find(|entity| Some(EntityId(entity.number)) == mention.entity)
        else {
            continue;
        };
        let own_role = person.role.take();
        *person = entity.person.clone();
        if own_role.is_some() {
            person.role = own_role;
        }
    }
}

//! Whom a report shields, and whom the program shields though the report does not.
//!
//! In: mentions, claims, the phrases of `data/lexicon/anonymity.toml`. Out: entities with the reason, each once, the
//! strongest reason first. Officials acting as such are not protected.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    annotation::{Mention, Names, Naming, Person},
    claim::{Claim, Protected, SourceKind, Why},
    ids::EntityId,
    span::Span,
};

use super::draft::Scene;

/// Event types that put those who take part in them at risk.
const RISKY: [&str; 8] = [
    "refusal",
    "desertion",
    "surrender",
    "mutiny",
    "detention",
    "coerced-return",
    "ill-treatment",
    "sabotage",
];

/// The protected entities of a document, by entity.
pub(crate) fn find(scene: &Scene<'_>, claims: &[Claim]) -> Vec<Protected> {
    let mut why: BTreeMap<EntityId, Why> = BTreeMap::new();
    let mut shield = |entity: EntityId, reason: Why| {
        why.entry(entity).and_modify(|known| *known = (*known).min(reason)).or_insert(reason);
    };
    for sentence in &scene.reading.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let reason = if scene.data.ledger.pseudonym.at(scene.reading, at, sentence.tokens.end).is_some() {
                Why::Pseudonym
            } else if scene.data.ledger.anonymous.at(scene.reading, at, sentence.tokens.end).is_some() {
                Why::Anonymous
            } else {
                at += 1;
                continue;
            };
            if let Some(entity) = spoken_of(scene, sentence.span, scene.reading.tokens[at].span) {
                shield(entity, reason);
            }
            at += 1;
        }
    }
    let public: BTreeSet<EntityId> = scene
        .found
        .mentions
        .iter()
        .filter(|mention| {
            matches!(&mention.names, Names::Person(person)
                if person.name.as_deref().is_some_and(|name| scene.data.ledger.is_in_public(name)))
        })
        .filter_map(|mention| mention.entity)
        .collect();
    // Whoever holds an office in one sentence holds it in the next, where only the name stands.
    let officials: BTreeSet<EntityId> = scene
        .found
        .mentions
        .iter()
        .filter(|mention| matches!(&mention.names, Names::Person(person) if is_official(scene, person)))
        .filter_map(|mention| mention.entity)
        .chain(public.iter().copied())
        .collect();
    for mention in &scene.found.mentions {
        let (Names::Person(person), Some(entity)) = (&mention.names, mention.entity) else { continue };
        if officials.contains(&entity) {
            continue;
        }
        match person.naming {
            Some(Naming::Pseudonym) => shield(entity, Why::Pseudonym),
            Some(Naming::Partial) => shield(entity, Why::PartialName),
            _ => {}
        }
        if person.relation.is_some()
            || person
                .role
                .as_deref()
                .is_some_and(|role| has(role, |word| scene.data.ledger.kin.contains(word)))
        {
            shield(entity, Why::RelativeOfAtRisk);
        } else if person.name.is_some()
            && person
                .role
                .as_deref()
                .is_some_and(|role| has(role, |word| scene.data.ledger.risk_roles.contains(word)))
        {
            shield(entity, Why::AtRiskRole);
        }
    }
    for claim in claims {
        for hop in &claim.chain {
            let Some(entity) = hop.entity else { continue };
            if hop.kind == SourceKind::Person && matches!(hop.naming, Naming::Anonymous) {
                shield(entity, Why::Anonymous);
            }
        }
        if claim.events.iter().any(|event| RISKY.contains(&event.kind.as_str())) {
            for mention in claim.persons.iter().filter_map(|id| scene.found.mentions.get(id.0 as usize)) {
                if let (Names::Person(person), Some(entity)) = (&mention.names, mention.entity)
                    && person.name.is_some()
                    && !officials.contains(&entity)
                {
                    shield(entity, Why::AtRiskRole);
                }
            }
        }
    }
    let called = names(scene);
    why.retain(|entity, _| {
        let names = called.get(entity).map_or(&[][..], Vec::as_slice);
        !public.contains(entity)
            && (names.is_empty() || names.iter().any(|name| may_be_a_person(scene, name)))
    });
    why.into_iter().map(|(entity, why)| Protected { entity, why }).collect()
}

/// The names of every entity.
fn names<'s>(scene: &Scene<'s>) -> BTreeMap<EntityId, Vec<&'s str>> {
    let mut names: BTreeMap<EntityId, Vec<&str>> = BTreeMap::new();
    for mention in &scene.found.mentions {
        if let (Names::Person(Person { name: Some(name), .. }), Some(entity)) =
            (&mention.names, mention.entity)
        {
            names.entry(entity).or_default().push(name);
        }
    }
    names
}

/// Whether a word can be what somebody is called: "Russian" and "Turkey" are not, however they came to be read as names. To
/// hide such a word everywhere would make a case unreadable and nobody safer.
fn may_be_a_person(scene: &Scene<'_>, name: &str) -> bool {
    let lower = name.to_lowercase();
    let gazetteer = &scene.data.gazetteer;
    name.contains(' ') || gazetteer.belonging(&lower).is_none() && gazetteer.country_named(name).is_none()
}

/// The person a phrase like "his name has been changed" speaks of: the nearest person before it in the sentence, else
/// the nearest after it, else the last one of the sentence before.
fn spoken_of(scene: &Scene<'_>, sentence: Span, phrase: Span) -> Option<EntityId> {
    let person = |mention: &&Mention| matches!(mention.names, Names::Person(_)) && mention.entity.is_some();
    let before = scene.mentions_in(Span { start: sentence.start, end: phrase.start }).filter(person).last();
    let after = || scene.mentions_in(Span { start: phrase.start, end: sentence.end }).find(person);
    let earlier = || {
        let number = scene.sentence(sentence.start).checked_sub(1)?;
        scene.mentions_in(scene.reading.sentences[number].span).filter(person).last()
    };
    before.or_else(after).or_else(earlier).and_then(|mention| mention.entity)
}

fn is_official(scene: &Scene<'_>, person: &Person) -> bool {
    let ledger = &scene.data.ledger;
    let is_public = |word: &str| ledger.public_titles.contains(word);
    // "Gen Orlo Vance": a title may have been read as the beginning of the name.
    let titled = person.name.as_deref().and_then(|name| name.split(' ').next());
    let by_role = person.role.as_deref().is_some_and(|role| {
        has(role, |word| {
            is_public(word) || ledger.head(word).is_some_and(|head| head.kind == SourceKind::Official)
        })
    });
    let is_kin = person.role.as_deref().is_some_and(|role| has(role, |word| ledger.kin.contains(word)));
    (by_role || titled.is_some_and(|word| is_public(&word.to_lowercase()))) && !is_kin
}

fn has(text: &str, holds: impl Fn(&str) -> bool) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| holds(&word.to_lowercase()))
}

//! Whom a third-person pronoun stands for.
//!
//! In: a reading, its mentions, a token. Out: an entity, or none where nobody fits.
//! `Orlova met Petrov. She said …` → Orlova
//!
//! Candidates are persons (and groups for "they") before the pronoun whose gender does not contradict; ranked by how near
//! they stand, whether they are the subject of their sentence or clause, and how often they are named.

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::{Mention, Names, Naming, Person},
    ids::EntityId,
};

use super::lexicon::{Gender, Title};
use crate::{
    language::LanguageData,
    reading::{Reading, tags::Tag},
};

/// How many sentences back a person may stand. Further back hardly any is meant (GAP development set).
const SENTENCES_BACK: usize = 4;

/// The entity that the pronoun at `token` stands for.
#[must_use]
pub fn antecedent(
    reading: &Reading<'_>,
    data: &LanguageData,
    mentions: &[Mention],
    token: usize,
) -> Option<EntityId> {
    candidates(reading, data, mentions, token).into_iter().next().map(|(entity, _)| entity)
}

/// Every entity that the pronoun may stand for, best first, with its score.
#[must_use]
pub fn candidates(
    reading: &Reading<'_>,
    data: &LanguageData,
    mentions: &[Mention],
    token: usize,
) -> Vec<(EntityId, i32)> {
    Genders::of(reading, data, mentions).candidates(reading, mentions, token)
}

/// The genders of a document's persons, worked out once for all its pronouns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Genders(BTreeMap<EntityId, Gender>);

impl Genders {
    /// Looks at every mention.
    pub(crate) fn of(reading: &Reading<'_>, data: &LanguageData, mentions: &[Mention]) -> Self {
        Self(genders(reading, data, mentions))
    }

    /// Every entity that the pronoun at `token` may stand for, best first, with its score. `mentions` are in text order.
    pub(crate) fn candidates(
        &self,
        reading: &Reading<'_>,
        mentions: &[Mention],
        token: usize,
    ) -> Vec<(EntityId, i32)> {
        ranked(reading, mentions, &self.0, token)
    }
}

fn ranked(
    reading: &Reading<'_>,
    mentions: &[Mention],
    genders: &BTreeMap<EntityId, Gender>,
    token: usize,
) -> Vec<(EntityId, i32)> {
    let Some((gender, many)) = pronoun(reading.lower(token)) else { return Vec::new() };
    let Some(place) = reading.tokens.get(token).map(|token| token.span.start) else { return Vec::new() };
    let here = reading.sentence_at(place);
    let window =
        reading.sentences.get(here.saturating_sub(SENTENCES_BACK)).map_or(0, |first| first.span.start);
    let from = mentions.partition_point(|mention| mention.span.start < window);
    let to = mentions.partition_point(|mention| mention.span.start < place);
    let mut scores: BTreeMap<EntityId, i32> = BTreeMap::new();
    for mention in &mentions[from..to] {
        let Some(entity) = mention.entity else { continue };
        if mention.span.end > place {
            continue;
        }
        let back = here - reading.sentence_at(mention.span.start).min(here);
        if back > SENTENCES_BACK {
            continue;
        }
        let group = match &mention.names {
            Names::Person(person) => person.naming == Some(Naming::Collective),
            Names::Organisation(_) | Names::Unit(_) if many => true,
            _ => continue,
        };
        if group != many {
            continue;
        }
        let known = genders.get(&entity).copied().unwrap_or(Gender::Either);
        if !many && known != Gender::Either && known != gender {
            continue;
        }
        let score = NEAR - PER_SENTENCE * back as i32 + salience(reading, mention, token, back);
        let best = scores.entry(entity).or_insert(i32::MIN);
        // A person named again and again is what the passage is about.
        *best = if *best == i32::MIN { score } else { (*best).max(score) + AGAIN };
    }
    let mut ranked: Vec<(EntityId, i32)> = scores.into_iter().collect();
    ranked.sort_by_key(|&(entity, score)| (std::cmp::Reverse(score), std::cmp::Reverse(entity)));
    ranked
}

/// The gender a pronoun asks for, and whether it asks for many.
fn pronoun(lower: &str) -> Option<(Gender, bool)> {
    match lower {
        "he" | "him" | "his" | "himself" => Some((Gender::Male, false)),
        "she" | "her" | "hers" | "herself" => Some((Gender::Female, false)),
        "they" | "them" | "their" | "theirs" | "themselves" => Some((Gender::Either, true)),
        _ => None,
    }
}

/// What speaks for and against a person, in points: set by hand on the GAP development set, each moved alone by halves and
/// doubles. A known gender counts no more than an unknown one that does not contradict it: the lists know the gender of
/// common names, and a rare name is no less likely meant.
const NEAR: i32 = 40;
const PER_SENTENCE: i32 = 12;
const AGAIN: i32 = 3;
const OPENS_SENTENCE: i32 = 8;
const OPENS_CLAUSE: i32 = 8;
const HAS_VERB: i32 = 8;
const HANGS: i32 = 8;
const POSSESSES: i32 = 3;
const NAMELESS: i32 = 8;
const BESIDE: i32 = 14;

/// A subject is taken up again sooner than an object, one near sooner than one far, and a name sooner than a description.
fn salience(reading: &Reading<'_>, mention: &Mention, token: usize, back: usize) -> i32 {
    let sentence = &reading.sentences[reading.sentence_at(mention.span.start)];
    let tokens = reading.tokens_in(mention.span);
    let mut score = 0;
    let offset = tokens.start.saturating_sub(sentence.tokens.start);
    let before = tokens.start.checked_sub(1).filter(|_| offset > 0);
    let opens_clause = |at: usize| {
        reading.tag(at) == Tag::Subordinator || matches!(reading.lower(at), "," | ";" | ":" | "but" | "that")
    };
    // The subject opens the sentence, or its clause.
    if offset <= 2 {
        score += OPENS_SENTENCE;
    } else if before.is_some_and(opens_clause) {
        score += OPENS_CLAUSE;
    }
    if before.is_some_and(|at| reading.tag(at) == Tag::Adposition) {
        score -= HANGS;
    }
    if has_verb(reading, tokens.end) {
        score += HAS_VERB;
    }
    if matches!(reading.lower(tokens.end), "'s" | "’s") {
        score -= POSSESSES;
    }
    if matches!(&mention.names, Names::Person(person) if person.naming == Some(Naming::Anonymous)) {
        score -= NAMELESS;
    }
    if back == 0 {
        // In one sentence the nearer is likelier, but not the one right beside an object pronoun ("Orlov hit him").
        let distance = token.saturating_sub(tokens.end);
        score -= (distance / 8).min(3) as i32;
        if distance <= 1 && matches!(reading.lower(token), "him" | "her" | "them") {
            score -= BESIDE;
        }
    }
    score
}

/// Whether a finite verb follows, with an adverb before it or not: "Orlov flatly denied".
fn has_verb(reading: &Reading<'_>, at: usize) -> bool {
    let at = if reading.tag(at) == Tag::Adverb { at + 1 } else { at };
    matches!(reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary)
}

/// The gender of each person, by title, words of role and relation, and given name.
fn genders(reading: &Reading<'_>, data: &LanguageData, mentions: &[Mention]) -> BTreeMap<EntityId, Gender> {
    let mut genders = BTreeMap::new();
    for mention in mentions {
        let (Some(entity), Names::Person(person)) = (mention.entity, &mention.names) else { continue };
        let found = gender(reading, data, mention, person);
        let known = genders.entry(entity).or_insert(Gender::Either);
        if *known == Gender::Either {
            *known = found;
        }
    }
    genders
}

fn gender(reading: &Reading<'_>, data: &LanguageData, mention: &Mention, person: &Person) -> Gender {
    let tokens = reading.tokens_in(mention.span);
    let title = tokens.start.checked_sub(1).and_then(|at| data.names.title(reading.lower(at)));
    if let Some(Title::Address(gender @ (Gender::Male | Gender::Female))) = title {
        return gender;
    }
    let said = [&person.relation, &person.role].into_iter().flatten().find_map(|words| {
        let head = words.split(" of ").next().unwrap_or(words);
        head.split(' ').rev().find_map(|word| data.names.gender(&word.to_lowercase()))
    });
    if let Some(gender) = said {
        return gender;
    }
    let name = person.name.as_deref().unwrap_or("");
    let mut words = name.split(' ');
    let first = words.next().unwrap_or("").to_lowercase();
    if let Some(gender @ (Gender::Male | Gender::Female)) = data.names.given(&first) {
        return gender;
    }
    // Slavic surnames and patronymics bend: "Orlova", "Petrovna", "Zelenska".
    let last = words.next_back().map(str::to_lowercase).unwrap_or(first);
    let ends = |ends: &[&str]| ends.iter().any(|end| last.len() > end.len() + 2 && last.ends_with(end));
    if ends(&["ova", "eva", "ina", "skaya", "ska", "yna", "ovna", "evna", "ivna"]) {
        Gender::Female
    } else if ends(&["ov", "ev", "sky", "skyi", "skiy", "ovich", "evich", "ovych"]) {
        Gender::Male
    } else {
        Gender::Either
    }
}

//! The word lists that names are told by: titles, given names, roles, organisations, outlets.
//!
//! In: the files under `data/lexicon`. Out: look-ups by lower-case word or phrase.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::outlets::Outlets;
use crate::{
    dictionary::{WordMap, WordSet},
    reading::abbreviations::Abbreviations,
};

/// All lists.
#[derive(Clone, Debug)]
pub struct Lexicon {
    titles: WordMap<Title>,
    given: WordMap<Gender>,
    roles: WordMap<Role>,
    genders: WordMap<Gender>,
    organisation_words: WordMap<bool>,
    peoples: WordSet,
    /// Nouns that a ship's name follows.
    pub(crate) ships: WordSet,
    /// Well-known organisations by phrase.
    pub(crate) organisations: Phrases<Organisation>,
    /// Outlets.
    pub outlets: Outlets,
}

/// A gender that pronouns agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
    /// Either, or not known.
    Either,
}

/// What a word before a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Title {
    /// "Mr.", with the gender it tells.
    Address(Gender),
    /// "Colonel".
    Rank,
    /// "President".
    Office,
    /// "lawyer".
    Occupation,
}

/// What a word for somebody not named says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) kind: RoleKind,
    pub(crate) plural: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoleKind {
    Official,
    Soldier,
    Someone,
    Relative,
    Group,
}

/// A well-known organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) name: String,
    /// ISO code of the country it speaks for.
    pub(crate) party: String,
    pub(crate) official: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleFile {
    male: Vec<String>,
    female: Vec<String>,
    either: Vec<String>,
    ranks: Vec<String>,
    offices: Vec<String>,
    occupations: Vec<String>,
    ships: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    male: String,
    female: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    officials: BTreeMap<String, String>,
    soldiers: BTreeMap<String, String>,
    people: BTreeMap<String, String>,
    relatives: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    gender: GenderFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GenderFile {
    male: Vec<String>,
    female: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationFile {
    words: Vec<String>,
    official: Vec<String>,
    peoples: Vec<String>,
    named: Vec<String>,
}

impl Lexicon {
    /// The lists that ship.
    ///
    /// # Errors
    ///
    /// Never for the data as shipped; a message naming the file otherwise.
    pub fn shipped(abbreviations: &Abbreviations) -> Result<Self, String> {
        let titles: TitleFile = read("titles", include_str!("../../../../../data/lexicon/titles.toml"))?;
        let names: NameFile =
            read("given_names", include_str!("../../../../../data/lexicon/given_names.toml"))?;
        let roles: RoleFile = read("roles", include_str!("../../../../../data/lexicon/roles.toml"))?;
        let organisations: OrganisationFile =
            read("organisations", include_str!("../../../../../data/lexicon/organisations.toml"))?;
        let outlets =
            Outlets::parse(include_str!("../../../../../data/lexicon/outlets.toml"), abbreviations)?;
        Ok(Self {
            titles: title_map(&titles),
            ships: titles.ships,
            given: given_map(&names),
            genders: gender_map(&roles.gender),
            roles: role_map(roles),
            organisation_words: organisation_words(&organisations),
            peoples: organisations.peoples.iter().cloned().collect(),
            organisations: organisation_phrases(&organisations, abbreviations)?,
            outlets,
        })
    }

    pub(crate) fn title(&self, lower: &str) -> Option<Title> {
        self.titles.get(lower).or_else(|| self.titles.get(lower.trim_end_matches('.'))).copied()
    }

    pub(crate) fn given(&self, lower: &str) -> Option<Gender> {
        self.given.get(lower).copied()
    }

    pub(crate) fn role(&self, lower: &str) -> Option<Role> {
        self.roles.get(lower).copied()
    }

    /// The gender of whom a word describes ("widow").
    pub(crate) fn gender(&self, lower: &str) -> Option<Gender> {
        self.genders.get(lower).copied()
    }

    /// Whether a word is of a people, a creed or a party that is no one country's ("Kurdish", "Republican").
    pub(crate) fn is_people(&self, lower: &str) -> bool {
        self.peoples.contains(lower)
    }

    /// Whether a word makes a name an organisation's, and if so, whether an official one.
    pub(crate) fn organisation_word(&self, lower: &str) -> Option<bool> {
        self.organisation_words.get(lower).copied()
    }
}

fn read<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| format!("{file}.toml: {error}"))
}

fn title_map(file: &TitleFile) -> WordMap<Title> {
    let lists = [
        // What is both an office and an occupation counts as the occupation, and "Mr." as nothing else.
        (&file.occupations, Title::Occupation),
        (&file.offices, Title::Office),
        (&file.ranks, Title::Rank),
        (&file.either, Title::Address(Gender::Either)),
        (&file.female, Title::Address(Gender::Female)),
        (&file.male, Title::Address(Gender::Male)),
    ];
    lists.into_iter().flat_map(|(words, title)| words.iter().map(move |word| (word.clone(), title))).collect()
}

fn given_map(file: &NameFile) -> WordMap<Gender> {
    let mut given: WordMap<Gender> = WordMap::default();
    for (names, gender) in [(&file.male, Gender::Male), (&file.female, Gender::Female)] {
        for name in names.split_whitespace() {
            given
                .entry(name.to_owned())
                .and_modify(|known| {
                    if *known != gender {
                        *known = Gender::Either;
                    }
                })
                .or_insert(gender);
        }
    }
    given
}

fn gender_map(file: &GenderFile) -> WordMap<Gender> {
    let both = [(&file.male, Gender::Male), (&file.female, Gender::Female)];
    both.into_iter()
        .flat_map(|(words, gender)| words.iter().map(move |word| (word.clone(), gender)))
        .collect()
}

fn role_map(file: RoleFile) -> WordMap<Role> {
    let lists = [
        (file.people, RoleKind::Someone),
        (file.groups, RoleKind::Group),
        (file.soldiers, RoleKind::Soldier),
        (file.officials, RoleKind::Official),
        (file.relatives, RoleKind::Relative),
    ];
    let mut roles = WordMap::default();
    for (words, kind) in lists {
        for (singular, plural) in words {
            roles.insert(plural, Role { kind, plural: true });
            // A group in the singular ("the crew") speaks as a group.
            roles.insert(singular, Role { kind, plural: kind == RoleKind::Group });
        }
    }
    roles
}

fn organisation_words(file: &OrganisationFile) -> WordMap<bool> {
    let all = file.words.iter().chain(&file.official);
    all.map(|word| (word.clone(), file.official.contains(word))).collect()
}

fn organisation_phrases(
    file: &OrganisationFile,
    abbreviations: &Abbreviations,
) -> Result<Phrases<Organisation>, String> {
    let mut phrases = Phrases::default();
    for line in &file.named {
        let fields: Vec<&str> = line.split('|').collect();
        let [name, others, party, official] = fields[..] else {
            return Err(format!("organisations.toml: {line:?} has {} fields where 4 belong", fields.len()));
        };
        let organisation =
            Organisation { name: name.to_owned(), party: party.to_owned(), official: official == "official" };
        let names = std::iter::once(name).chain(others.split(';').filter(|other| !other.is_empty()));
        phrases.add(names, organisation, abbreviations);
    }
    Ok(phrases)
}

/// Things found by phrase, the longest first.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T> {
    things: Vec<T>,
    /// By first word: the words of the phrase as written, and which thing it names.
    by_first: WordMap<Vec<(Vec<String>, usize)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { things: Vec::new(), by_first: WordMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a thing under all its names.
    pub(crate) fn add<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str>,
        thing: T,
        abbreviations: &Abbreviations,
    ) {
        let number = self.things.len();
        self.things.push(thing);
        for name in names {
            // "the" before a name in running text is looked past; in a name of one word more it stays ("The Bell").
            let name = name.strip_prefix("the ").unwrap_or(name);
            let words: Vec<String> = crate::reading::tokens::tokens(name, abbreviations)
                .iter()
                .map(|token| token.span.of(name).replace('’', "'"))
                .collect();
            if let Some(first) = words.first() {
                let phrases = self.by_first.entry(first.to_lowercase()).or_default();
                if !phrases.iter().any(|(known, _)| *known == words) {
                    phrases.push((words, number));
                    phrases.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
                }
            }
        }
    }

    /// The longest phrase that starts with the word given, compared word by word: how many words, and what it names.
    pub(crate) fn longest<'r>(&self, first: &str, word: impl Fn(usize) -> &'r str) -> Option<(usize, &T)> {
        let phrases = self.by_first.get(first)?;
        let (words, number) = phrases
            .iter()
            .find(|(words, _)| words.iter().enumerate().all(|(at, wanted)| same_word(wanted, word(at))))?;
        Some((words.len(), self.things.get(*number)?))
    }

    /// The thing of this very name.
    pub(crate) fn named(&self, words: &[&str]) -> Option<&T> {
        let (length, thing) =
            self.longest(&words.first()?.to_lowercase(), |at| words.get(at).copied().unwrap_or(""))?;
        (length == words.len()).then_some(thing)
    }

    /// All things, in the order of the file.
    pub(crate) fn things(&self) -> &[T] {
        &self.things
    }
}

/// A short name is spelled as it is ("AP", "Time"); a long one also in capitals ("REUTERS").
fn same_word(wanted: &str, word: &str) -> bool {
    if wanted == word {
        return true;
    }
    if wanted.contains('\'') && wanted == word.replace('’', "'") {
        return true;
    }
    wanted.len() > 4 && word.chars().all(|letter| !letter.is_lowercase()) && wanted.to_uppercase() == word
        || matches!(wanted, "The" | "'s") && wanted.eq_ignore_ascii_case(word)
}

//! Which sources are one: under several names, spellings, descriptions and ranks, in one document and across them.
//!
//! In: a `Speaker` for each source as one document names it. Out: for two of them a verdict with a score and the reason.
//! `Kremlin spokesman`, `the Kremlin` → same, "speaks for the institution"
//! `a soldier`, `one of the soldiers` → may be, "nothing tells them apart"
//!
//! Two anonymous people are never taken as one person, since no text says so; they may be one, and that is what the low
//! bound is for.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    annotation::Naming,
    claim::SourceKind,
    finding::{Stake, Verdict},
    ids::{SourceId, sha256_hex},
};
use serde::{Deserialize, Serialize};

use super::spelling;

/// A source as one document names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Its id: the same in every document for a name, one's own for somebody without a name.
    pub id: SourceId,
    /// What to call it (a pseudonym for the protected, if the caller has put one here).
    pub label: String,
    /// What it is.
    pub kind: SourceKind,
    /// How the text names it.
    pub naming: Naming,
    /// Who is meant, as far as the words tell.
    pub who: Who,
    /// Side of the conflict, by the words.
    pub party: Option<String>,
    /// The classes of its description ("soldier", "relative").
    pub classes: BTreeSet<String>,
    /// Units it belongs to, folded ("64").
    pub units: BTreeSet<String>,
    /// The document, for somebody without a name: two of them in one text are told apart by that text.
    pub scope: Option<String>,
    /// Through whom it reached the document, folded; empty where directly.
    pub relay: String,
    /// Speaks in no one's name: the outlet's own words, or "reportedly".
    pub unattributed: bool,
}

/// Who is meant by the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// A publisher, folded.
    Publisher(String),
    /// An institution, by the words of its name in canonical form.
    Institution(BTreeSet<String>),
    /// A person by name: given names, surname, and the institution they speak for, if any.
    Person {
        /// Folded given names or initials.
        given: Vec<String>,
        /// Folded last name.
        surname: String,
        /// The institution they speak for.
        speaks_for: Option<BTreeSet<String>>,
        /// Words of the office they hold.
        office: BTreeSet<String>,
    },
    /// Somebody without a usable name.
    Somebody,
    /// A video, a letter: its sort.
    Object(String),
}

/// How two speakers stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The verdict.
    pub verdict: Verdict,
    /// 0 to 1.
    pub score: f32,
    /// Why, in words.
    pub because: &'static str,
}

/// The words by which sources are known.
#[derive(Clone, Debug)]
pub struct SpeakerWords {
    titles: BTreeSet<String>,
    mouthpieces: BTreeSet<String>,
    joining: BTreeSet<String>,
    same: BTreeMap<String, String>,
    seats: BTreeMap<String, String>,
    states: BTreeSet<String>,
    general: BTreeSet<String>,
    heads: BTreeSet<String>,
    bodies: BTreeSet<String>,
    parties: Vec<Party>,
    classes: BTreeMap<String, String>,
    objects: BTreeMap<String, String>,
    press: Press,
}

/// Words by which publishers are known.
#[derive(Clone, Debug, Deserialize)]
struct Press {
    agency: BTreeSet<String>,
    papers: BTreeSet<String>,
    called_agency: BTreeSet<String>,
    called_paper: BTreeSet<String>,
    called_either: BTreeSet<String>,
}

/// How a report calls a publisher again that it has named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// "the agency", "the telegram"
    Agency,
    /// "the paper"
    Paper,
    /// "its correspondent", "the channel"
    Either,
}

#[derive(Clone, Debug, Deserialize)]
struct Party {
    name: String,
    words: Vec<String>,
    against: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    titles: Vec<String>,
    mouthpieces: Vec<String>,
    joining: Vec<String>,
    same: BTreeMap<String, String>,
    seats: BTreeMap<String, String>,
    states: Words,
    general: Words,
    heads: Words,
    bodies: Words,
    party: Vec<Party>,
    class: Vec<Named>,
    object: Vec<Named>,
    press: Press,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    words: Vec<String>,
}

impl SpeakerWords {
    /// Reads `data/lexicon/sources.toml`, and the names of states with their people and capitals from
    /// `data/gazetteer/countries.tsv`.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in that form.
    pub fn parse(text: &str, countries: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("sources.toml: {error}"))?;
        let by_word = |named: Vec<Named>| {
            named
                .into_iter()
                .flat_map(|class| class.words.into_iter().map(move |word| (word, class.name.clone())))
                .collect()
        };
        let canonical =
            |words: &[String]| words.iter().map(|word| canonical(word)).collect::<BTreeSet<String>>();
        let (mut seats, mut states) = (file.seats, canonical(&file.states.words));
        for line in countries.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut fields = line.split('|').skip(1);
            let (name, others) = (fields.next(), fields.next());
            let (people, capital) = (fields.next(), fields.next());
            let (Some(name), Some(capital)) = (name, capital) else {
                return Err(format!("countries.tsv: too few fields: {line:?}"));
            };
            let forms =
                |name: &str| -> Vec<String> { super::words::forms(name).map(|(_, form)| form).collect() };
            // One word for a state, whichever of its names a text has.
            let state = seats.get(&forms(name).join(" ")).cloned().unwrap_or_else(|| forms(name).concat());
            states.insert(super::speakers::canonical(&state));
            let names = [name, capital]
                .into_iter()
                .chain([others, people].into_iter().flatten().flat_map(|names| names.split(';')));
            for called in names.map(|name| forms(name).join(" ")).filter(|called| !called.is_empty()) {
                seats.entry(called).or_insert_with(|| state.clone());
            }
        }
        Ok(Self {
            general: canonical(&file.general.words),
            heads: canonical(&file.heads.words),
            bodies: file.bodies.words.into_iter().collect(),
            titles: file.titles.into_iter().collect(),
            mouthpieces: file.mouthpieces.into_iter().collect(),
            joining: file.joining.into_iter().collect(),
            same: file.same,
            seats,
            states,
            parties: file
                .party
                .into_iter()
                .map(|party| Party { words: canonical(&party.words).into_iter().collect(), ..party })
                .collect(),
            classes: by_word(file.class),
            objects: by_word(file.object),
            press: file.press,
        })
    }

    /// Whether two parties stand against each other.
    #[must_use]
    pub fn opposed(&self, one: &str, other: &str) -> bool {
        self.parties.iter().any(|party| {
            (party.name == one && party.against.iter().any(|name| name == other))
                || (party.name == other && party.against.iter().any(|name| name == one))
        })
    }

    /// The canonical words of an institution's name: possessives, adjectives and seats led back to what they stand for.
    fn institution(&self, name: &str) -> BTreeSet<String> {
        let words: Vec<String> = super::words::forms(name).map(|(_, form)| form).collect();
        let mut found = BTreeSet::new();
        let mut at = 0;
        while at < words.len() {
            let pair = words.get(at + 1).map(|next| format!("{} {next}", words[at]));
            if let Some(seat) = pair.and_then(|pair| self.seats.get(&pair)) {
                found.extend(seat.split(' ').map(canonical));
                at += 2;
                continue;
            }
            let word = words[at].as_str();
            // `forms` takes apostrophes out: "Russia's" comes as "russias".
            let bare = word
                .strip_suffix('s')
                .filter(|bare| self.seats.contains_key(*bare) || self.states.contains(&canonical(bare)))
                .unwrap_or(word);
            if let Some(seat) = self.seats.get(bare) {
                found.extend(seat.split(' ').map(canonical));
            } else if let Some(same) = self.same.get(bare) {
                found.extend(same.split(' ').filter(|word| !word.is_empty()).map(canonical));
            } else if !self.joining.contains(bare) {
                found.insert(canonical(bare));
            }
            at += 1;
        }
        found
    }

    /// The words of a description, as those of an institution are compared.
    fn described(&self, speaker: &Speaker) -> BTreeSet<String> {
        self.institution(&speaker.label.replace("'s", "").replace("’s", ""))
    }

    /// Whether a name says no more than for which state or side somebody speaks: "Russian officials".
    fn is_general(&self, name: &BTreeSet<String>) -> bool {
        name.iter().all(|word| self.states.contains(word) || self.general.contains(word))
    }

    /// The states in a name.
    fn states<'n>(&self, name: &'n BTreeSet<String>) -> BTreeSet<&'n String> {
        name.iter().filter(|word| self.states.contains(*word)).collect()
    }

    /// The party that some words belong to, if they name exactly one.
    #[must_use]
    pub fn party(&self, words: &str) -> Option<String> {
        let named = self.institution(words);
        let mut parties =
            self.parties.iter().filter(|party| party.words.iter().any(|word| named.contains(word)));
        let first = parties.next()?;
        parties.next().is_none().then(|| first.name.clone())
    }

    fn classes(&self, words: &str) -> BTreeSet<String> {
        super::words::forms(words).filter_map(|(_, form)| self.classes.get(&form).cloned()).collect()
    }

    /// What a description is in the first place: the class of its first word that has one ("wife of a soldier" is a wife).
    fn first_class(&self, words: &str) -> Option<String> {
        let head = words.split(" of ").next().unwrap_or(words);
        super::words::forms(head)
            .filter_map(|(_, form)| self.classes.get(&form).cloned())
            .last()
            .or_else(|| self.classes(words).into_iter().next())
    }

    fn object(&self, words: &str) -> String {
        super::words::forms(words)
            .find_map(|(_, form)| self.objects.get(&form).cloned())
            .unwrap_or_else(|| spelling::fold(words).join(" "))
    }

    /// Whether a name is that of a news agency, by its words.
    pub(crate) fn is_agency(&self, name: &str) -> bool {
        let forms = publisher_words(name);
        forms.iter().any(|form| form == "agency" || form == "agence" || form == "newswire")
            || (forms.len() > 1 && forms.iter().skip(1).all(|form| self.press.agency.contains(form)))
    }

    /// Whether a name is that of a newspaper or an agency, by its words: two at least, each with a capital.
    pub(crate) fn is_publisher(&self, name: &str) -> bool {
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let forms = publisher_words(name);
        forms.len() > 1
            && name
                .split_whitespace()
                .all(|word| capital(word) || matches!(word, "the" | "of" | "and" | "de"))
            && (forms.last().is_some_and(|last| self.press.papers.contains(last))
                || (forms.last().is_some_and(|last| last == "agency")
                    && forms.iter().any(|form| form != "agency" && self.press.agency.contains(form))))
    }

    /// How words call a publisher that was named before: by a noun for one, and by no name.
    pub(crate) fn called(&self, words: &str) -> Option<Called> {
        let named = words.split_whitespace().next().is_some_and(|word| word.chars().any(char::is_uppercase));
        let head = words.split(" in ").next().unwrap_or(words).split(" of ").next().unwrap_or(words);
        let forms: Vec<String> = super::words::forms(&head.replace("'s", "").replace("’s", ""))
            .map(|(_, form)| form)
            .filter(|form| !self.joining.contains(form))
            .collect();
        let is = |list: &BTreeSet<String>| forms.iter().any(|form| list.contains(form));
        let known = |form: &String| {
            [&self.press.called_agency, &self.press.called_paper, &self.press.called_either]
                .iter()
                .any(|list| list.contains(form))
        };
        if named || forms.is_empty() || !forms.iter().all(known) {
            return None;
        }
        Some(match (is(&self.press.called_agency), is(&self.press.called_paper)) {
            (true, false) => Called::Agency,
            (false, true) => Called::Paper,
            _ => Called::Either,
        })
    }

    fn is_mouthpiece(&self, words: &str) -> bool {
        super::words::forms(words).any(|(_, form)| self.mouthpieces.contains(&form))
    }

    /// The institution a spokesperson's description names: "spokesman for the Tavria Grouping", "Kremlin spokesperson".
    fn spoken_for(&self, words: &str) -> Option<BTreeSet<String>> {
        if !self.is_mouthpiece(words) {
            return None;
        }
        let rest: Vec<String> = super::words::forms(words)
            .map(|(_, form)| form)
            .filter(|form| !self.mouthpieces.contains(form))
            .collect();
        let institution = self.institution(&rest.join(" "));
        (!institution.is_empty()).then_some(institution)
    }
}

/// The words of a publisher's name.
pub(crate) fn publisher_words(name: &str) -> Vec<String> {
    super::words::forms(name).map(|(_, form)| form).filter(|form| form != "the").collect()
}

/// Whether one name is the beginning or the end of another, longer one.
pub(crate) fn is_part_of(short: &[String], long: &[String]) -> bool {
    !short.is_empty() && short.len() < long.len() && (long.starts_with(short) || long.ends_with(short))
}

/// What a document tells of a source: the parts a voice is made of.
pub(crate) struct Told<'t> {
    pub(crate) name: &'t str,
    pub(crate) label: &'t str,
    pub(crate) kind: SourceKind,
    pub(crate) naming: Naming,
    pub(crate) role: Option<&'t str>,
    /// Its publisher, for an outlet.
    pub(crate) family: Option<String>,
    /// The document, and what tells people without a name apart in it.
    pub(crate) scope: &'t str,
    pub(crate) person: String,
    pub(crate) relay: String,
    pub(crate) units: BTreeSet<String>,
}

impl Speaker {
    /// Makes a voice of what a document tells of a source.
    pub(crate) fn of(told: Told<'_>, words: &SpeakerWords) -> Self {
        let described =
            told.role.map_or_else(|| told.name.to_owned(), |role| format!("{} {role}", told.name));
        let who = who(&told, words);
        let named = matches!(who, Who::Publisher(_) | Who::Institution(_) | Who::Person { .. });
        let key = match &who {
            Who::Publisher(family) => format!("publisher:{family}"),
            Who::Institution(name) => format!("institution:{}", joined(name)),
            Who::Person { given, surname, speaks_for, .. } => {
                format!(
                    "person:{}:{surname}:{}",
                    given.join(" "),
                    speaks_for.as_ref().map(joined).unwrap_or_default()
                )
            }
            Who::Somebody => format!("somebody:{}:{}:{}", told.scope, told.person, told.relay),
            Who::Object(sort) => format!("object:{}:{}:{sort}", told.scope, told.person),
        };
        let mut classes: BTreeSet<String> = told
            .role
            .and_then(|role| words.first_class(role))
            .or_else(|| words.first_class(told.name))
            .into_iter()
            .collect();
        if told.kind == SourceKind::Official {
            classes = BTreeSet::from(["official".to_owned()]);
        }
        Self {
            id: source_id(&key),
            label: told.label.to_owned(),
            kind: told.kind,
            naming: told.naming,
            party: words.party(&described),
            classes,
            units: told.units,
            scope: (!named).then(|| told.scope.to_owned()),
            relay: told.relay,
            unattributed: false,
            who,
        }
    }

    /// A publisher that a document names.
    pub(crate) fn publisher(name: &str, family: String, scope: &str, words: &SpeakerWords) -> Self {
        let told = Told {
            name,
            label: name,
            kind: SourceKind::Outlet,
            naming: Naming::Named,
            role: None,
            family: Some(family),
            scope,
            person: String::new(),
            relay: String::new(),
            units: BTreeSet::new(),
        };
        Self::of(told, words)
    }

    /// The outlet speaking in its own words.
    pub(crate) fn own(outlet: &str, family: &str) -> Self {
        Self {
            id: source_id(&format!("publisher:{family}")),
            label: format!("{outlet} (in its own words)"),
            kind: SourceKind::Outlet,
            naming: Naming::Named,
            who: Who::Publisher(family.to_owned()),
            party: None,
            classes: BTreeSet::new(),
            units: BTreeSet::new(),
            scope: None,
            relay: String::new(),
            unattributed: true,
        }
    }

    /// "Reportedly", in a document: somebody, nobody says who.
    pub(crate) fn unnamed(outlet: &str, scope: &str) -> Self {
        Self {
            id: source_id(&format!("unnamed:{scope}")),
            label: format!("unnamed ({outlet})"),
            kind: SourceKind::Person,
            naming: Naming::Anonymous,
            who: Who::Somebody,
            party: None,
            classes: BTreeSet::new(),
            units: BTreeSet::new(),
            scope: Some(scope.to_owned()),
            relay: String::new(),
            unattributed: true,
        }
    }

    /// What it has to win or lose.
    #[must_use]
    pub fn stake(&self) -> Stake {
        let is = |class: &str| self.classes.contains(class);
        match self.kind {
            SourceKind::Outlet => Stake::Outlet,
            SourceKind::Official => self.party.clone().map_or(Stake::Official, Stake::Party),
            SourceKind::Organisation => Stake::Organisation,
            SourceKind::MediaObject => Stake::Unknown,
            SourceKind::Person if is("relative") => Stake::Relative,
            SourceKind::Person if ["soldier", "prisoner", "resident", "medic"].into_iter().any(is) => {
                Stake::Witness
            }
            SourceKind::Person if is("official") || is("officer") => {
                self.party.clone().map_or(Stake::Official, Stake::Party)
            }
            SourceKind::Person => Stake::Unknown,
        }
    }
}

/// A word of an institution's name in the one form it is compared in.
fn canonical(word: &str) -> String {
    spelling::skeleton(&spelling::fold_word(word))
}

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn source_id(key: &str) -> SourceId {
    let hex = sha256_hex(key.as_bytes());
    SourceId(format!("s{}", &hex[..12]))
}

fn who(told: &Told<'_>, words: &SpeakerWords) -> Who {
    if let Some(family) = &told.family {
        return Who::Publisher(family.clone());
    }
    match told.kind {
        SourceKind::MediaObject => Who::Object(words.object(told.name)),
        SourceKind::Outlet => Who::Publisher(spelling::fold(told.name).join(" ")),
        SourceKind::Organisation | SourceKind::Official
            if told.naming != Naming::Anonymous || words.is_mouthpiece(told.name) =>
        {
            // An official by name has a name of person form and a role; an institution has no role.
            match (told.role, words.spoken_for(told.name)) {
                (_, Some(institution)) => Who::Institution(institution),
                (Some(role), None) if told.kind == SourceKind::Official && person_like(told.name, words) => {
                    person(told.name, Some(role), words)
                }
                _ if told.kind == SourceKind::Official && bare_person(told.name, words) => {
                    person(told.name, told.role, words)
                }
                _ => Who::Institution(words.institution(told.name)),
            }
        }
        SourceKind::Person if told.naming == Naming::Named => person(told.name, told.role, words),
        _ => words.spoken_for(told.name).map_or(Who::Somebody, Who::Institution),
    }
}

/// Two capitalised words at least, none of them a word for an institution or a state.
fn person_like(name: &str, words: &SpeakerWords) -> bool {
    let forms: Vec<String> = super::words::forms(name)
        .map(|(_, form)| form)
        .skip_while(|form| words.titles.contains(form))
        .collect();
    !forms.is_empty()
        && forms.iter().all(|form| {
            !words.seats.contains_key(form)
                && !words.same.contains_key(form)
                && !words.states.contains(&canonical(form))
                && !words.bodies.contains(form)
        })
        && name
            .split_whitespace()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.len() < 4)
}

/// A person-like name of two or three words with no institutional word in it.
fn bare_person(name: &str, words: &SpeakerWords) -> bool {
    let count = name.split_whitespace().count();
    (2..=4).contains(&count)
        && person_like(name, words)
        && !name
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case("the") || word.eq_ignore_ascii_case("of"))
}

fn person(name: &str, role: Option<&str>, words: &SpeakerWords) -> Who {
    let forms: Vec<String> = super::words::forms(name).map(|(_, form)| form).collect();
    // "Foreign Minister Irina Vale": what stands before the name is the office.
    let title =
        forms.iter().take_while(|form| words.titles.contains(*form)).cloned().collect::<Vec<_>>().join(" ");
    let role = role.or(Some(title.as_str())).filter(|role| !role.is_empty());
    let mut parts: Vec<String> = forms
        .into_iter()
        .filter(|form| !words.titles.contains(form))
        .map(|form| spelling::fold_word(&form))
        .collect();
    let Some(surname) = parts.pop() else { return Who::Somebody };
    Who::Person {
        given: parts,
        surname,
        speaks_for: role.and_then(|role| words.spoken_for(role)),
        office: role.map(|role| words.institution(role)).unwrap_or_default(),
    }
}

/// Weighs whether two speakers are one source.
#[must_use]
pub fn compare(one: &Speaker, other: &Speaker, words: &SpeakerWords) -> Comparison {
    if one.id == other.id {
        return same(1.0, "one name");
    }
    if one.unattributed || other.unattributed {
        return may_be(0.3, "nobody is named: it may be anybody");
    }
    if holds_office(one, other, words) && !sides_differ(one, other) {
        return same(0.8, "named as the holder of that office");
    }
    if heads_it(one, other, words) && !sides_differ(one, other) {
        return may_be(0.5, "the head of a state or a body, and somebody who holds an office there");
    }
    match (&one.who, &other.who) {
        (Who::Publisher(_), Who::Publisher(_)) => publishers(one, other, words),
        (Who::Institution(a), Who::Institution(b)) => institutions(a, b, one, other, words),
        (Who::Person { .. }, Who::Person { .. }) => persons(one, other),
        (Who::Person { speaks_for, office, .. }, Who::Institution(institution))
        | (Who::Institution(institution), Who::Person { speaks_for, office, .. }) => {
            speech_of(speaks_for.as_ref(), office, institution, one, other, words)
        }
        (Who::Object(a), Who::Object(b)) if a == b => {
            may_be(0.5, "the same sort of material, and nothing tells them apart")
        }
        (Who::Object(_), _) | (_, Who::Object(_)) => apart("a thing is not a person"),
        (Who::Publisher(_), _) | (_, Who::Publisher(_)) => apart("a publisher is not who it quotes"),
        (Who::Somebody, _) | (_, Who::Somebody) => somebody(one, other),
    }
}

/// "The Pontic agency" is "the Pontic Telegraph Agency"; "the Courier" may be "the Tolbury Courier".
fn publishers(one: &Speaker, other: &Speaker, words: &SpeakerWords) -> Comparison {
    let (a, b) = (publisher_words(&one.label), publisher_words(&other.label));
    if words.is_agency(&one.label) || words.is_agency(&other.label) {
        let core = |name: &[String]| -> Vec<String> {
            name.iter().filter(|form| !words.press.agency.contains(*form)).cloned().collect()
        };
        if !core(&a).is_empty() && core(&a) == core(&b) {
            return same(0.85, "one agency's name, in full and in short");
        }
    }
    if is_part_of(&a, &b) || is_part_of(&b, &a) {
        return may_be(0.5, "one publisher's name is part of the other");
    }
    apart("two publishers")
}

/// "The CIA's director" is whoever is named with that office, of that state.
fn holds_office(one: &Speaker, other: &Speaker, words: &SpeakerWords) -> bool {
    let held = |person: &Speaker, described: &Speaker| match (&person.who, &described.who) {
        (Who::Person { office, .. }, Who::Somebody | Who::Institution(_)) => {
            let named = words.described(described);
            described.naming != Naming::Collective
                && !words.is_general(&named)
                && named.len() > 1
                && named.is_subset(office)
                && words.states(&named) == words.states(office)
        }
        _ => false,
    };
    held(one, other) || held(other, one)
}

/// "The Russian leader" may be whoever is named with an office of that state.
fn heads_it(one: &Speaker, other: &Speaker, words: &SpeakerWords) -> bool {
    let held = |person: &Speaker, described: &Speaker| match (&person.who, &described.who) {
        (Who::Person { office, .. }, Who::Somebody | Who::Institution(_)) => {
            let named = words.described(described);
            let of = |name: &BTreeSet<String>| -> BTreeSet<String> {
                name.iter().filter(|word| !words.heads.contains(*word)).cloned().collect()
            };
            let (whose, theirs) = (of(&named), of(office));
            let inside = whose.is_subset(&theirs) || theirs.is_subset(&whose);
            whose.len() < named.len() && !whose.is_empty() && !theirs.is_empty() && inside
        }
        _ => false,
    };
    held(one, other) || held(other, one)
}

fn institutions(
    a: &BTreeSet<String>,
    b: &BTreeSet<String>,
    one: &Speaker,
    other: &Speaker,
    words: &SpeakerWords,
) -> Comparison {
    if a == b && !a.is_empty() {
        return same(0.95, "one institution in other words");
    }
    if sides_differ(one, other) {
        return apart("institutions of two sides");
    }
    let (less, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if less.is_empty() || less.is_subset(more) {
        return may_be(0.6, "one name is part of the other: it may stand for it");
    }
    // "Russian military", "U.S. officials": general words for whoever speaks for a state.
    let (here, there) = (words.states(a), words.states(b));
    let one_side = !here.is_disjoint(&there) || (one.party.is_some() && one.party == other.party);
    if one_side && (words.is_general(a) || words.is_general(b)) {
        return may_be(0.5, "a general word for whoever speaks for that side");
    }
    // "The Investigative Committee": a body of a state that the text leaves out.
    let left_out = |general: &BTreeSet<String>, body: &Speaker, theirs: &BTreeSet<&String>| {
        words.is_general(general) && theirs.is_empty() && body.kind == SourceKind::Official
    };
    if (!here.is_empty() && left_out(a, other, &there)) || (!there.is_empty() && left_out(b, one, &here)) {
        return may_be(0.4, "an official body whose state is not said");
    }
    apart("two institutions")
}

fn persons(one: &Speaker, other: &Speaker) -> Comparison {
    let (
        Who::Person { given: given_a, surname: a, office: office_a, .. },
        Who::Person { given: given_b, surname: b, office: office_b, .. },
    ) = (&one.who, &other.who)
    else {
        return apart("two people");
    };
    let office = office_a.intersection(office_b).count() > 0;
    let surnames_alike = spelling::skeleton(a) == spelling::skeleton(b);
    if !surnames_alike {
        if office && close(a, b) && givens_agree(given_a, given_b) {
            return may_be(0.5, "names one letter apart, in one office");
        }
        return apart("two names");
    }
    match (given_a.is_empty() || given_b.is_empty(), givens_agree(given_a, given_b)) {
        (true, _) if sides_differ(one, other) => apart("one surname, two sides"),
        (true, _) => same(0.85, "one surname, once with and once without a first name"),
        (false, true) => same(if a == b { 0.95 } else { 0.9 }, "one name in two spellings"),
        (false, false) => apart("one surname, two first names"),
    }
}

/// First names agree where one is an initial of the other or they are spellings of one; those missing agree.
fn givens_agree(one: &[String], other: &[String]) -> bool {
    one.iter().zip(other).all(|(one, other)| {
        let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        (short.chars().count() == 1 && long.starts_with(short.as_str()))
            || spelling::skeleton(one) == spelling::skeleton(other)
            || close(&spelling::skeleton(one), &spelling::skeleton(other))
    })
}

/// One letter apart, in words long enough for that to be a slip or a spelling.
fn close(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - head - tail <= 1
}

fn speech_of(
    speaks_for: Option<&BTreeSet<String>>,
    office: &BTreeSet<String>,
    institution: &BTreeSet<String>,
    one: &Speaker,
    other: &Speaker,
    words: &SpeakerWords,
) -> Comparison {
    if speaks_for == Some(institution) {
        return same(0.9, "speaks for the institution");
    }
    if sides_differ(one, other) {
        return apart("of two sides");
    }
    let shared = office.intersection(institution).any(|word| !words.states.contains(word));
    let (theirs, whose) = (words.states(office), words.states(institution));
    let one_state = theirs.is_empty() || whose.is_empty() || !theirs.is_disjoint(&whose);
    let (person, body) = if matches!(one.who, Who::Person { .. }) { (one, other) } else { (other, one) };
    let official = person.kind == SourceKind::Official;
    if shared && one_state {
        may_be(0.6, "holds an office there: it may be their word")
    } else if official
        && (words.is_general(institution) || office.is_empty())
        && one_state
        && (person.party == body.party || person.party.is_none())
    {
        may_be(0.4, "an official, and a name for whoever speaks for that side")
    } else {
        apart("a person and an institution that nothing joins")
    }
}

/// At least one of the two has no usable name.
fn somebody(one: &Speaker, other: &Speaker) -> Comparison {
    if sides_differ(one, other) {
        return apart("of two sides");
    }
    if !one.units.is_empty() && !other.units.is_empty() && one.units.is_disjoint(&other.units) {
        return apart("of two units");
    }
    if !one.classes.is_empty() && !other.classes.is_empty() && one.classes.is_disjoint(&other.classes) {
        return apart("described as different people");
    }
    let both = matches!((&one.who, &other.who), (Who::Somebody, Who::Somebody));
    let single = |voice: &Speaker| voice.naming != Naming::Collective;
    if both && one.scope == other.scope && one.relay == other.relay && single(one) && single(other) {
        return apart("told apart by one text");
    }
    if matches!(one.who, Who::Institution(_)) || matches!(other.who, Who::Institution(_)) {
        let person = if matches!(one.who, Who::Institution(_)) { other } else { one };
        return if person.classes.contains("official") || person.kind == SourceKind::Official {
            may_be(0.4, "an official without a name may speak for it")
        } else {
            apart("a person and an institution")
        };
    }
    // A name against somebody without one: only where the description fits what is known of the named.
    if !both && (one.classes.is_empty() || other.classes.is_empty()) {
        return if one.kind == other.kind {
            may_be(0.3, "nothing tells them apart")
        } else {
            apart("different kinds of source")
        };
    }
    may_be(0.4, "without a name, and nothing tells them apart")
}

fn sides_differ(one: &Speaker, other: &Speaker) -> bool {
    matches!((&one.party, &other.party), (Some(a), Some(b)) if a != b)
}

fn same(score: f32, because: &'static str) -> Comparison {
    Comparison { verdict: Verdict::Same, score, because }
}

fn may_be(score: f32, because: &'static str) -> Comparison {
    Comparison { verdict: Verdict::MayBe, score, because }
}

fn apart(because: &'static str) -> Comparison {
    Comparison { verdict: Verdict::Apart, score: 0.0, because }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SourceKind::{Official, Person};

    fn speaker(name: &str, kind: SourceKind, role: Option<&str>, words: &SpeakerWords) -> Speaker {
        let naming = match name.chars().next() {
            Some(first) if first.is_uppercase() => Naming::Named,
            _ if name.ends_with('s') => Naming::Collective,
            _ => Naming::Anonymous,
        };
        let told = Told {
            name,
            label: name,
            kind,
            naming,
            role,
            family: None,
            scope: name,
            person: name.to_owned(),
            relay: String::new(),
            units: BTreeSet::new(),
        };
        Speaker::of(told, words)
    }

    /// Each is a name with its kind and, for somebody in office, what it says of the office.
    #[track_caller]
    fn check(
        one: (&str, SourceKind, Option<&str>),
        other: (&str, SourceKind, Option<&str>),
        expected: Verdict,
    ) {
        let words = SpeakerWords::parse(
            include_str!("../../../../data/lexicon/sources.toml"),
            include_str!("../../../../data/gazetteer/countries.tsv"),
        )
        .unwrap();
        let (one, other) = (speaker(one.0, one.1, one.2, &words), speaker(other.0, other.1, other.2, &words));
        let found = compare(&one, &other, &words);
        assert_eq!(found.verdict, expected, "{one:?} and {other:?}: {}", found.because);
        assert_eq!(compare(&other, &one, &words).verdict, expected, "the other way round");
    }

    #[test]
    fn a_state_goes_by_its_name_its_people_and_its_capital() {
        check(("Portugal", Official, None), ("Lisbon", Official, None), Verdict::Same);
        check(
            ("Portuguese government", Official, None),
            ("Portugal's government", Official, None),
            Verdict::Same,
        );
        check(("Portuguese Foreign Ministry", Official, None), ("Lisbon", Official, None), Verdict::MayBe);
        check(("Portugal", Official, None), ("Norway", Official, None), Verdict::Apart);
    }

    #[test]
    fn a_general_word_may_be_any_office_of_that_state() {
        check(
            ("Norwegian officials", Official, None),
            ("Norwegian Defence Ministry", Official, None),
            Verdict::MayBe,
        );
        check(
            ("Norwegian officials", Official, None),
            ("Chilean Defence Ministry", Official, None),
            Verdict::Apart,
        );
        check(
            ("Norwegian Defence Ministry", Official, None),
            ("Norwegian Foreign Ministry", Official, None),
            Verdict::Apart,
        );
    }

    #[test]
    fn a_body_whose_state_is_left_out_may_be_of_the_one_named() {
        check(("Defence Ministry", Official, None), ("Norway", Official, None), Verdict::MayBe);
        check(("Island Rescue", SourceKind::Organisation, None), ("Norway", Official, None), Verdict::Apart);
    }

    #[test]
    fn an_office_is_held_by_whoever_is_named_with_it() {
        let holder = ("Irina Vale", Official, Some("Norwegian Defence Minister"));
        check(("Norway's defence minister", Official, None), holder, Verdict::Same);
        check(("Norwegian leader", Official, None), holder, Verdict::MayBe);
        check(("Chile's defence minister", Official, None), holder, Verdict::Apart);
    }

    #[test]
    fn people_go_by_their_names() {
        let holder = ("Irina Vale", Official, Some("Norwegian Defence Minister"));
        check(("Vale", Person, None), holder, Verdict::Same);
        check(("Defence Minister Irina Vale", Official, None), holder, Verdict::Same);
        check(("Anders Vale", Person, None), holder, Verdict::Apart);
    }
}

//! The word lists of the ledger, parsed once: hedges, remarks, anonymity, kinds of source.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::claim::{RemarkKind, SourceKind};
use serde::Deserialize;

use crate::report::spelling;

use super::{happened::HappeningWords, patterns::Patterns};

use crate::dictionary::{WordMap, WordSet};

/// Everything the ledger knows of words.
#[derive(Clone, Debug)]
pub struct LedgerWords {
    pub(crate) hedges: Hedges,
    pub(crate) remarks: Vec<(RemarkKind, Patterns)>,
    pub(crate) pseudonym: Patterns,
    pub(crate) anonymous: Patterns,
    /// Names of people known by their office, as [`name_key`] makes them.
    in_public: BTreeSet<String>,
    pub(crate) risk_roles: WordSet,
    pub(crate) kin: WordSet,
    /// Titles of those who act in public, beyond the heads of official sources.
    pub(crate) public_titles: WordSet,
    pub(crate) happenings: HappeningWords,
    heads: WordMap<Head>,
    lists: Vec<WordSet>,
    pub(crate) sureness: Sureness,
}

/// How sure claims are, by what they were taken from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Sureness {
    read: Vec<Step>,
    pub(crate) nested: Sure,
    pub(crate) rule: Sure,
    pub(crate) quotation: Sure,
    pub(crate) hedge: Sure,
    pub(crate) own: Sure,
    pub(crate) own_carried_over: Sure,
}

/// A share of claims that were right.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sure {
    pub(crate) sure: f32,
}

/// The share from a likelihood of the reader's on.
#[derive(Clone, Debug, Deserialize)]
struct Step {
    from: f32,
    sure: f32,
}

impl Sureness {
    /// For an attribution that the reader gave this likelihood.
    pub(crate) fn read(&self, likelihood: f32) -> f32 {
        self.read.iter().rev().find(|step| likelihood >= step.from).map_or(self.nested.sure, |step| step.sure)
    }
}

/// A set of `ledger.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Measures,
    Recorded,
    Filmed,
    Releases,
    Cites,
    Spans,
    Sayings,
    Implies,
    Weighs,
    Commentators,
    Answers,
    Questions,
    Approximations,
}

/// Every set with its name in the file, in the order of `List`.
const LISTS: [(List, &str); 13] = [
    (List::Measures, "measures"),
    (List::Recorded, "recorded"),
    (List::Filmed, "filmed"),
    (List::Releases, "releases"),
    (List::Cites, "cites"),
    (List::Spans, "spans"),
    (List::Sayings, "sayings"),
    (List::Implies, "implies"),
    (List::Weighs, "weighs"),
    (List::Commentators, "commentators"),
    (List::Answers, "answers"),
    (List::Questions, "questions"),
    (List::Approximations, "approximations"),
];

/// What a head noun tells of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) kind: SourceKind,
    pub(crate) many: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Hedges {
    pub(crate) adverbs: WordSet,
    pub(crate) passives: WordSet,
    pub(crate) showing: Patterns,
}

impl LedgerWords {
    /// Reads the files.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry that is not as it should be.
    pub fn parse(
        hedges: &str,
        remarks: &str,
        anonymity: &str,
        sources: &str,
        ledger: &str,
        happenings: &str,
        sureness: &str,
    ) -> Result<Self, String> {
        let hedges: HedgesFile = toml::from_str(hedges).map_err(|error| format!("hedges: {error}"))?;
        let mut remarks: BTreeMap<String, Vec<String>> =
            toml::from_str(remarks).map_err(|error| format!("remarks: {error}"))?;
        let anonymity: AnonymityFile =
            toml::from_str(anonymity).map_err(|error| format!("anonymity: {error}"))?;
        let sources: BTreeMap<String, HeadsFile> =
            toml::from_str(sources).map_err(|error| format!("sources: {error}"))?;
        let mut ledger: BTreeMap<String, WordSet> =
            toml::from_str(ledger).map_err(|error| format!("ledger: {error}"))?;
        let mut lists = Vec::with_capacity(LISTS.len());
        for (_, name) in LISTS {
            lists.push(ledger.remove(name).ok_or_else(|| format!("ledger: no list {name:?}"))?);
        }
        if let Some(unknown) = ledger.keys().next() {
            return Err(format!("ledger: unknown list {unknown:?}"));
        }
        let mut kinds = Vec::new();
        // The order decides which kind wins where two are met: what was not checked comes before what was.
        for kind in [
            RemarkKind::CouldNotVerify,
            RemarkKind::NoEvidenceGiven,
            RemarkKind::CommentSought,
            RemarkKind::Documented,
            RemarkKind::Confirmed,
        ] {
            let lines = remarks
                .remove(kind.as_str())
                .ok_or_else(|| format!("remarks: no list {:?}", kind.as_str()))?;
            kinds.push((kind, Patterns::parse(&lines).map_err(|error| format!("remarks: {error}"))?));
        }
        if let Some(unknown) = remarks.keys().next() {
            return Err(format!("remarks: unknown list {unknown:?}"));
        }
        let mut heads = WordMap::default();
        for (name, lists) in sources {
            let kind = match name.as_str() {
                "official" => SourceKind::Official,
                "outlet" => SourceKind::Outlet,
                "organisation" => SourceKind::Organisation,
                "person" => SourceKind::Person,
                "media-object" => SourceKind::MediaObject,
                _ => return Err(format!("sources: unknown kind {name:?}")),
            };
            for (words, many) in [(lists.one, false), (lists.many, true)] {
                for word in words {
                    heads.entry(word).or_insert(Head { kind, many });
                }
            }
        }
        Ok(Self {
            hedges: Hedges {
                adverbs: hedges.adverbs,
                passives: hedges.passives,
                showing: Patterns::parse(&hedges.showing).map_err(|error| format!("hedges: {error}"))?,
            },
            remarks: kinds,
            pseudonym: Patterns::parse(&anonymity.pseudonym)
                .map_err(|error| format!("anonymity: {error}"))?,
            anonymous: Patterns::parse(&anonymity.anonymous)
                .map_err(|error| format!("anonymity: {error}"))?,
            in_public: anonymity.in_public.iter().map(|name| name_key(name)).collect(),
            risk_roles: anonymity.roles,
            kin: anonymity.kin,
            public_titles: anonymity.public_titles,
            happenings: HappeningWords::parse(happenings)?,
            heads,
            lists,
            sureness: toml::from_str(sureness).map_err(|error| format!("claims: {error}"))?,
        })
    }

    /// Whether a name is that of somebody known to everybody by an office; "Gen Orlo Vance" is Orlo Vance.
    pub(crate) fn is_in_public(&self, name: &str) -> bool {
        let key = name_key(name);
        let words: Vec<&str> = key.split(' ').collect();
        let ends = |count: usize| {
            words.len() > count && self.in_public.contains(&words[words.len() - count..].join(" "))
        };
        self.in_public.contains(&key) || ends(2) || ends(3)
    }

    /// Whether a word (lower case) is in a set.
    pub(crate) fn is(&self, list: List, word: &str) -> bool {
        self.lists.get(list as usize).is_some_and(|words| words.contains(word))
    }

    /// What a noun (lower case) tells of a source it heads.
    pub(crate) fn head(&self, noun: &str) -> Option<Head> {
        self.heads.get(noun).copied()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgesFile {
    adverbs: WordSet,
    passives: WordSet,
    showing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnonymityFile {
    pseudonym: Vec<String>,
    anonymous: Vec<String>,
    roles: WordSet,
    kin: WordSet,
    public_titles: WordSet,
    in_public: Vec<String>,
}

/// A name by its sound, without initials: `Vladimir V. Putin` and `Vladimir Putin` have one key.
fn name_key(name: &str) -> String {
    let words = spelling::fold(name).into_iter().filter(|word| word.chars().count() > 1);
    words.map(|word| spelling::skeleton(&word)).collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadsFile {
    one: Vec<String>,
    many: Vec<String>,
}

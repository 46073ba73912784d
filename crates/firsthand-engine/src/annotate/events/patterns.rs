//! The trigger patterns, and how they are matched against a sentence.
//!
//! In: `data/lexicon/event_triggers.toml`, then tokens. Out: which patterns match, and at which word.
//! `hold ** in * @prison` matches `held for a week in a damp cellar` at `held`

use std::collections::BTreeMap;

use firsthand_schema::annotation::Modality;
use serde::Deserialize;

use super::{inflections::forms, taxonomy::Taxonomy};
use crate::{
    dictionary::WordMap,
    reading::{Reading, tags::Tag},
};

/// The patterns of all event types.
#[derive(Clone, Debug)]
pub struct Triggers {
    /// A form in lower case leads to the words it may be a form of.
    words: WordMap<Vec<u16>>,
    /// The patterns that a word begins, by word.
    beginning: Vec<Vec<u32>>,
    patterns: Vec<Pattern>,
    negated: Vec<u16>,
    possible: Vec<u16>,
    barrier: Vec<u16>,
    /// Words of one group that stop a long gap from a word of the other.
    apart: Vec<Vec<u16>>,
    /// Pairs of types: a word that tells of the first does not tell of the second.
    over: Vec<(u16, u16)>,
    /// The forms of "be".
    be: u16,
}

#[derive(Clone, Debug)]
struct Pattern {
    event: u16,
    parts: Vec<Part>,
    /// Which part is the trigger.
    trigger: usize,
    /// Words that may not follow soon.
    unless: Vec<u16>,
}

#[derive(Clone, Debug)]
struct Part {
    /// How many words may stand between the part before and this one.
    gap: usize,
    optional: bool,
    /// What it may be: a word and the part of speech it must have.
    any: Vec<(u16, Speech)>,
    /// Whose words a long gap from here does not reach over.
    stops: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Speech {
    Any,
    Verb,
    Noun,
}

/// Where a pattern matched.
pub(super) struct Matched {
    pub(super) event: u16,
    /// The token of the trigger.
    pub(super) trigger: usize,
    /// All tokens of the match, in order.
    pub(super) tokens: Vec<usize>,
}

impl Matched {
    /// The first token.
    pub(super) fn first(&self) -> usize {
        self.tokens.first().copied().unwrap_or(self.trigger)
    }
}

/// No pattern as shipped is longer: five parts with two long gaps.
pub(super) const REACH: usize = 40;

/// Up to so many words stand between the parts of a phrase ("held [in a damp old] basement").
const SHORT_GAP: usize = 4;

/// A subject and its verb, a verb and its far object: longer gaps brought other clauses' words in.
const LONG_GAP: usize = 12;

/// A word that takes the sense away follows at once or nearly so ("dismissed these claims").
const UNLESS: usize = 3;

/// How far before an event its negation or its "may" stands.
const MODAL: usize = 5;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalWords {
    negated: Vec<String>,
    possible: Vec<String>,
    barrier: Vec<String>,
    apart: Vec<String>,
    #[serde(default)]
    over: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct File {
    modality: Option<ModalWords>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    events: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    any: Vec<String>,
}

/// The words seen so far while files are read.
#[derive(Default)]
struct Words {
    numbers: BTreeMap<String, u16>,
    forms: WordMap<Vec<u16>>,
}

impl Words {
    /// The number of a word; `=word` is that form alone.
    fn number(&mut self, word: &str) -> Result<u16, String> {
        if let Some(&number) = self.numbers.get(word) {
            return Ok(number);
        }
        let number = u16::try_from(self.numbers.len()).map_err(|_| "too many words".to_owned())?;
        self.numbers.insert(word.to_owned(), number);
        let all = match word.strip_prefix('=') {
            Some(form) => vec![form.to_owned()],
            None => forms(word),
        };
        for form in all {
            self.forms.entry(form).or_default().push(number);
        }
        Ok(number)
    }

    fn numbers(&mut self, words: &[String]) -> Result<Vec<u16>, String> {
        let mut numbers = words.iter().map(|word| self.number(word)).collect::<Result<Vec<_>, _>>()?;
        numbers.sort_unstable();
        Ok(numbers)
    }
}

impl Triggers {
    /// Reads trigger files, each with the name it has in messages.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry.
    pub fn parse(files: &[(&str, &str)], taxonomy: &Taxonomy) -> Result<Self, String> {
        let mut words = Words::default();
        let mut groups: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let mut modal = ModalWords::default();
        let mut patterns: Vec<Pattern> = Vec::new();
        for (name, text) in files {
            let file: File = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
            modal = file.modality.unwrap_or(modal);
            for (group, members) in &file.groups {
                let members = words.numbers(members).map_err(|error| format!("{name}: {error}"))?;
                groups.entry(group.clone()).or_default().extend(members);
            }
            for (event, entry) in &file.events {
                let Some(number) = taxonomy.number(event).and_then(|number| u16::try_from(number).ok())
                else {
                    return Err(format!("{name}: [{event}] is no event type of the taxonomy"));
                };
                for pattern in &entry.any {
                    let parsed = Pattern::parse(pattern, number, &mut words, &groups, &modal.apart)
                        .map_err(|error| format!("{name}: [{event}] {pattern:?}: {error}"))?;
                    patterns.push(parsed);
                }
            }
        }
        let named = |list: &[String], words: &mut Words| words.numbers(list);
        let (negated, possible, barrier) = (
            named(&modal.negated, &mut words)?,
            named(&modal.possible, &mut words)?,
            named(&modal.barrier, &mut words)?,
        );
        let apart = modal.apart.iter().map(|group| groups.get(group).cloned().unwrap_or_default()).collect();
        let mut beginning = vec![Vec::new(); words.numbers.len()];
        for (number, pattern) in (0u32..).zip(&patterns) {
            for &(word, _) in pattern.parts.first().map_or(&[][..], |part| part.any.as_slice()) {
                beginning[usize::from(word)].push(number);
            }
        }
        let be = words.number("be")?;
        beginning.resize(words.numbers.len(), Vec::new());
        let type_of = |id: &String| taxonomy.number(id).and_then(|number| u16::try_from(number).ok());
        let over =
            modal.over.iter().filter_map(|(first, second)| type_of(first).zip(type_of(second))).collect();
        Ok(Self { words: words.forms, beginning, patterns, negated, possible, barrier, apart, over, be })
    }

    /// Calls `found` for every pattern that matches in these tokens.
    pub(super) fn matches(
        &self,
        reading: &Reading<'_>,
        tokens: std::ops::Range<usize>,
        mut found: impl FnMut(Matched),
    ) {
        let known: Vec<&[u16]> = tokens
            .clone()
            .map(|at| self.words.get(reading.lower(at)).map_or(&[][..], Vec::as_slice))
            .collect();
        let sentence = Sentence { reading, from: tokens.start, known };
        for at in 0..sentence.known.len() {
            for &word in sentence.known[at] {
                for &number in &self.beginning[usize::from(word)] {
                    let pattern = &self.patterns[number as usize];
                    if !sentence.is(at, &pattern.parts[0]) {
                        continue;
                    }
                    let mut parts = vec![at];
                    if self.rest(&sentence, pattern, 1, &mut parts)
                        && parts.last().is_some_and(|&last| !sentence.soon(last, &pattern.unless))
                    {
                        // An optional part that is missing repeats the token before it.
                        let trigger = parts.get(pattern.trigger).copied().unwrap_or(at) + tokens.start;
                        let mut all: Vec<usize> = parts.iter().map(|part| part + tokens.start).collect();
                        all.dedup();
                        found(Matched { event: pattern.event, trigger, tokens: all });
                    }
                }
            }
        }
    }

    /// Whether a word that tells of `first` cannot tell of `second`.
    pub(super) fn goes_before(&self, first: u16, second: u16) -> bool {
        self.over.contains(&(first, second))
    }

    /// Whether the parts from `part` on match after those found, whose tokens are in `parts`; theirs are added.
    fn rest(&self, sentence: &Sentence<'_>, pattern: &Pattern, part: usize, parts: &mut Vec<usize>) -> bool {
        let Some(wanted) = pattern.parts.get(part) else { return true };
        let at = parts.last().copied().unwrap_or(0);
        let stops = pattern.parts[part - 1].stops;
        for next in at + 1..=at + 1 + wanted.gap {
            let Some(known) = sentence.known.get(next) else { break };
            if sentence.is(next, wanted) {
                parts.push(next);
                if self.rest(sentence, pattern, part + 1, parts) {
                    return true;
                }
                parts.truncate(part);
            }
            if wanted.gap == LONG_GAP {
                // "have been reported to have fled": what is reported of the subject is still its deed.
                let passive = sentence.known[next - 1].contains(&self.be);
                let other = |group: usize| {
                    self.apart
                        .iter()
                        .enumerate()
                        .any(|(number, words)| number != group && shares(known, words))
                };
                if !passive && shares(known, &self.barrier) || stops.is_some_and(other) {
                    break;
                }
            }
        }
        if !wanted.optional {
            return false;
        }
        parts.push(at);
        let matched = self.rest(sentence, pattern, part + 1, parts);
        if !matched {
            parts.truncate(part);
        }
        matched
    }

    /// Whether the event is told as having happened.
    pub(super) fn modality(
        &self,
        reading: &Reading<'_>,
        tokens: std::ops::Range<usize>,
        matched: &Matched,
    ) -> Modality {
        let known = |at: usize| self.words.get(reading.lower(at)).map_or(&[][..], Vec::as_slice);
        let first = matched.first();
        let last = matched.tokens.last().copied().unwrap_or(matched.trigger);
        let from = first.saturating_sub(MODAL).max(tokens.start);
        // A long gap between subject and verb may hold the negation ("the commanders did not flee").
        let before = (from..first).rev().take_while(|&at| {
            !matches!(reading.lower(at), "," | ";" | ":" | "—" | "–" | "(" | "but" | "and")
        });
        let inside = matched.trigger.saturating_sub(MODAL).max(first + 1)..matched.trigger;
        let near: Vec<usize> = before.chain(inside).collect();
        if near.iter().any(|&at| shares(known(at), &self.negated))
            || self.negated_after(reading, &tokens, last)
        {
            return Modality::Negated;
        }
        if near.iter().any(|&at| shares(known(at), &self.possible)) {
            Modality::Possible
        } else {
            Modality::Actual
        }
    }

    /// "The examination was never carried out"
    fn negated_after(&self, reading: &Reading<'_>, tokens: &std::ops::Range<usize>, last: usize) -> bool {
        let mut after = (last + 1..tokens.end.min(last + 5))
            .map(|at| reading.lower(at))
            .skip_while(|word| matches!(*word, "," | "which" | "that"));
        matches!(after.next(), Some("was" | "were" | "is" | "are" | "did" | "has" | "have" | "had" | "could"))
            && matches!(after.next(), Some("never" | "not" | "n't"))
    }
}

fn shares(known: &[u16], words: &[u16]) -> bool {
    known.iter().any(|word| words.contains(word))
}

/// The tokens of a sentence, with the words each may be.
struct Sentence<'s> {
    reading: &'s Reading<'s>,
    from: usize,
    known: Vec<&'s [u16]>,
}

impl Sentence<'_> {
    fn is(&self, at: usize, part: &Part) -> bool {
        let tag = self.reading.tag(self.from + at);
        self.known[at].iter().any(|word| {
            let from = part.any.partition_point(|(known, _)| known < word);
            part.any[from..].iter().take_while(|(known, _)| known == word).any(|&(_, speech)| match speech {
                Speech::Any => true,
                Speech::Verb => tag.is_verb(),
                // A gerund is a noun here: "the shelling went on".
                Speech::Noun => !tag.is_verb() || tag == Tag::Gerund,
            })
        })
    }

    fn soon(&self, last: usize, unless: &[u16]) -> bool {
        !unless.is_empty() && self.known.iter().skip(last + 1).take(UNLESS).any(|known| shares(known, unless))
    }
}

impl Pattern {
    fn parse(
        pattern: &str,
        event: u16,
        words: &mut Words,
        groups: &BTreeMap<String, Vec<u16>>,
        apart: &[String],
    ) -> Result<Self, String> {
        let mut parts: Vec<Part> = Vec::new();
        let mut unless = Vec::new();
        let mut trigger = None;
        let mut first_word = None;
        let mut gap = 0;
        for piece in pattern.split(' ').filter(|piece| !piece.is_empty()) {
            match piece {
                "*" => gap = SHORT_GAP,
                "**" => gap = LONG_GAP,
                _ if piece.starts_with('!') => {
                    for word in piece[1..].split('/') {
                        unless.push(words.number(word)?);
                    }
                }
                _ => {
                    let marked = piece.strip_prefix('<').and_then(|piece| piece.split_once('>'));
                    let (piece, tail) = marked.unwrap_or((piece, ""));
                    let piece = format!("{piece}{tail}");
                    let (piece, optional) =
                        piece.strip_suffix('?').map_or((piece.as_str(), false), |piece| (piece, true));
                    let group = piece.starts_with('@');
                    if marked.is_some() {
                        trigger = Some(parts.len());
                    }
                    if !group && first_word.is_none() {
                        first_word = Some(parts.len());
                    }
                    let stops =
                        piece.strip_prefix('@').and_then(|name| apart.iter().position(|group| group == name));
                    parts.push(Part { gap, optional, any: alternatives(piece, words, groups)?, stops });
                    gap = 0;
                }
            }
        }
        if parts.first().is_none_or(|part| part.optional) {
            return Err("a pattern begins with a word that must be there".to_owned());
        }
        Ok(Self { event, parts, trigger: trigger.or(first_word).unwrap_or(0), unless })
    }
}

/// `a/b:v/@group` as numbers of words with their parts of speech.
fn alternatives(
    piece: &str,
    words: &mut Words,
    groups: &BTreeMap<String, Vec<u16>>,
) -> Result<Vec<(u16, Speech)>, String> {
    let mut any = Vec::new();
    for word in piece.split('/') {
        let (word, speech) = match word.rsplit_once(':') {
            Some((word, "v")) => (word, Speech::Verb),
            Some((word, "n")) => (word, Speech::Noun),
            _ => (word, Speech::Any),
        };
        if word.is_empty() {
            return Err("an empty word".to_owned());
        }
        match word.strip_prefix('@') {
            Some(group) => {
                let members = groups.get(group).ok_or_else(|| format!("no group @{group}"))?;
                any.extend(members.iter().map(|&member| (member, speech)));
            }
            None => any.push((words.number(word)?, speech)),
        }
    }
    any.sort_unstable();
    Ok(any)
}

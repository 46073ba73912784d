//! A set of names, looked for all at once in a stretch of text.
//!
//! `Darya K` finds `Darya K`, `Darya`, `DARYA K`, and leaves the `’s` of `Darya’s` where it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Mutex, PoisonError},
};

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};

/// The shortest part of a name that is looked for on its own. A single letter would be found in half the text.
pub(super) const PART_LETTERS_MIN: usize = 3;

/// The shortest name that is looked for inside addresses and file names, where words have no capitals; also the
/// shortest Cyrillic word that is taken to have an ending.
const LOCATOR_LETTERS_MIN: usize = 4;

/// The longest Cyrillic case ending.
const ENDING_LETTERS_MAX: usize = 3;

/// One form of a name, and whose.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    words: Vec<String>,
    person: u32,
    /// Whether it is one word of a longer name.
    is_part: bool,
}

impl Form {
    /// A name as written, and its parts that are long enough to stand for it.
    pub(super) fn all(name: &str, person: u32) -> Vec<Self> {
        let whole = Self::whole(name, person);
        let mut forms: Vec<Self> = whole
            .words
            .iter()
            .filter(|word| {
                word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
            })
            .filter(|word| word.chars().count() >= PART_LETTERS_MIN)
            .map(|word| Self { words: vec![word.clone()], person, is_part: whole.words.len() > 1 })
            .collect();
        if whole.letters() >= PART_LETTERS_MIN {
            forms.push(whole);
        }
        forms
    }

    /// The name as written.
    pub(super) fn whole(name: &str, person: u32) -> Self {
        let words = name
            .split_whitespace()
            .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
            .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        Self { words, person, is_part: false }
    }

    /// As a form of a name: a single word is a part of a longer one, also where the document has it by itself.
    pub(super) fn of_name(self, full: &Self) -> Self {
        let is_part = self.is_part || self.words.len() == 1 && full.words.len() > 1;
        Self { is_part, ..self }
    }

    /// Its words.
    pub(super) fn into_words(self) -> Vec<String> {
        self.words
    }

    /// Whether it has several words, so that it is a name in any case of its letters.
    pub(super) fn is_several_words(&self) -> bool {
        self.words.len() > 1
    }

    /// What any text that holds the name holds too, in lower case: the longest word, less the ending it may take.
    fn needles(&self) -> BTreeSet<String> {
        let longest = self.words.iter().map(|word| stem(word)).max_by_key(|word| word.chars().count());
        // A capital may be written as two letters: `ß` as `SS`.
        longest
            .into_iter()
            .flat_map(|word| [word.to_lowercase(), word.to_uppercase().to_lowercase()])
            .collect()
    }

    fn letters(&self) -> usize {
        self.words.iter().map(|word| word.chars().count()).sum()
    }
}

/// Names to look for.
///
/// A case has hundreds of names, and one pattern of them all is slow on every text. So a text is first asked which names'
/// longest words it holds at all, which takes one pass whatever their number; only those names are then looked for.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// Longest first: a name is found before its parts.
    forms: Vec<Form>,
    between: &'static str,
    any_case: bool,
    /// The longest word of each form, in lower case, and which form each is of.
    needles: Option<AhoCorasick>,
    of_needle: Vec<usize>,
    /// Patterns that were asked for, by the forms they look for.
    patterns: Mutex<BTreeMap<Vec<usize>, Option<Regex>>>,
}

/// Patterns kept ready: most texts hold none of the names, and of the others most hold the same few.
const PATTERNS_MAX: usize = 2000;

/// Where a name stands, and whose it is.
pub(super) type Hit = (Range<usize>, u32);

impl Layer {
    /// Looks for names in running text, as written or in capitals.
    pub(super) fn prose(forms: &BTreeSet<Form>) -> Self {
        Self::of(forms.iter(), r"[\s\u{a0}]+", false)
    }

    /// Looks for names in running text in any case of their letters.
    pub(super) fn any_case(forms: &BTreeSet<Form>) -> Self {
        Self::of(forms.iter(), r"[\s\u{a0}]+", true)
    }

    /// Looks for names in addresses and file names, where words are small and run together.
    pub(super) fn locator(forms: &BTreeSet<Form>) -> Self {
        Self::of(forms.iter().filter(|form| form.letters() >= LOCATOR_LETTERS_MIN), r"[\W_]*", true)
    }

    fn of<'f>(forms: impl Iterator<Item = &'f Form>, between: &'static str, any_case: bool) -> Self {
        let mut forms: Vec<Form> = forms.filter(|form| !form.words.is_empty()).cloned().collect();
        if forms.is_empty() {
            return Self::default();
        }
        forms.sort_by_key(|form| std::cmp::Reverse(form.letters()));
        let (mut needles, mut of_needle) = (Vec::new(), Vec::new());
        for (at, form) in forms.iter().enumerate() {
            for needle in form.needles() {
                needles.push(needle);
                of_needle.push(at);
            }
        }
        let needles = AhoCorasick::new(needles).ok();
        Self { forms, between, any_case, needles, of_needle, patterns: Mutex::default() }
    }

    /// Looks no more for these words (in lower case) where they are a part of a name only.
    pub(super) fn leave_parts(&mut self, words: &BTreeSet<String>) {
        let is_left = |form: &Form| form.is_part && words.contains(&form.words[0].to_lowercase());
        if self.forms.iter().any(is_left) {
            let forms: Vec<Form> = self.forms.iter().filter(|form| !is_left(form)).cloned().collect();
            *self = Self::of(forms.iter(), self.between, self.any_case);
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The forms that a text may hold, longest first.
    fn candidates(&self, words: &str) -> Vec<usize> {
        // Without the needles every form may be there.
        let Some(needles) = &self.needles else { return (0..self.forms.len()).collect() };
        let lower = words.to_lowercase();
        let found: BTreeSet<usize> = needles
            .find_overlapping_iter(&lower)
            .filter_map(|hit| self.of_needle.get(hit.pattern().as_usize()).copied())
            .collect();
        found.into_iter().collect()
    }

    /// The pattern of some forms, a group for each.
    fn pattern(&self, candidates: &[usize]) -> Option<Regex> {
        let mut patterns = self.patterns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = patterns.get(candidates) {
            return known.clone();
        }
        let group = |form: &Form| {
            let written = joined(form, self.between, str::to_owned);
            if self.any_case {
                return format!("({written})");
            }
            format!("({written}|{})", joined(form, self.between, str::to_uppercase))
        };
        let groups: Vec<String> = candidates.iter().filter_map(|&at| self.forms.get(at)).map(group).collect();
        let mut builder = RegexBuilder::new(&groups.join("|"));
        let pattern = builder.case_insensitive(self.any_case).size_limit(1 << 30).build().ok();
        if patterns.len() >= PATTERNS_MAX {
            patterns.clear();
        }
        patterns.insert(candidates.to_vec(), pattern.clone());
        pattern
    }

    /// Every name that stands in `words` as a word of its own, in order.
    pub(super) fn find(&self, words: &str) -> Vec<Hit> {
        if self.is_empty() {
            return Vec::new();
        }
        let candidates = self.candidates(words);
        if candidates.is_empty() {
            return Vec::new();
        }
        let Some(pattern) = self.pattern(&candidates) else { return Vec::new() };
        let (mut hits, mut from) = (Vec::new(), 0);
        // Most texts hold none of the names: the search without groups is the fast one.
        while let Some(at) = pattern.find_at(words, from).map(|found| found.range()) {
            let next_letter = |at: usize| at + words[at..].chars().next().map_or(1, char::len_utf8);
            if inside_a_word(words, &at) {
                from = next_letter(at.start);
            } else {
                let groups = pattern.captures_at(words, from);
                let group = groups
                    .and_then(|groups| (1..groups.len()).find(|&group| groups.get(group).is_some()))
                    .and_then(|group| candidates.get(group - 1))
                    .and_then(|&form| self.forms.get(form));
                let end = at.end + initial_stop(words, &at);
                hits.push((at.start..end, group.map_or(0, |form| form.person)));
                from = end.max(next_letter(at.start));
            }
            if from >= words.len() {
                break;
            }
        }
        hits
    }
}

/// The full stop of an initial that ends a name, where it does not end a sentence as well.
fn initial_stop(words: &str, at: &Range<usize>) -> usize {
    let is_initial =
        words[at.clone()].split_whitespace().next_back().is_some_and(|word| word.chars().count() == 1);
    let goes_on = words[at.end..]
        .strip_prefix('.')
        .and_then(|rest| rest.trim_start().chars().next())
        .is_some_and(|next| next.is_lowercase() || ",;:)’'".contains(next));
    usize::from(is_initial && goes_on)
}

fn inside_a_word(words: &str, at: &Range<usize>) -> bool {
    words[..at.start].chars().next_back().is_some_and(char::is_alphabetic)
        || words[at.end..].chars().next().is_some_and(char::is_alphabetic)
}

fn joined(form: &Form, between: &str, case: impl Fn(&str) -> String) -> String {
    let words: Vec<String> = form.words.iter().map(|word| word_pattern(&case(word))).collect();
    words.join(between)
}

/// A word of a name with the endings it may take.
fn word_pattern(word: &str) -> String {
    if !takes_endings(word) {
        return regex::escape(word);
    }
    format!(r"{}\p{{Cyrillic}}{{0,{ENDING_LETTERS_MAX}}}", regex::escape(stem(word)))
}

fn takes_endings(word: &str) -> bool {
    let cyrillic = |letter: char| ('\u{400}'..='\u{52f}').contains(&letter);
    word.chars().count() >= LOCATOR_LETTERS_MIN && word.chars().all(cyrillic)
}

/// The part of a word that stays when its ending changes.
fn stem(word: &str) -> &str {
    if !takes_endings(word) {
        return word;
    }
    let stem = word.trim_end_matches(|letter| "аеёиоуыэюяйьієїАЕЁИОУЫЭЮЯЙЬІЄЇ".contains(letter));
    if stem.chars().count() < PART_LETTERS_MIN { word } else { stem }
}

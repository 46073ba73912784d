//! Stock phrases as data: `could|can not|n't * verify|confirm`.
//!
//! In: lines of a word-list file. Out: for a range of tokens, which pattern is met and where. A space parts elements,
//! `|` alternatives, `*` stands for up to four words that do not matter and `**` for up to twelve. Everything is lower case.

use crate::{dictionary::WordMap, reading::Reading};

/// How many words `*` may skip: "could not immediately and independently verify" needs three.
const GAP_MAX: usize = 4;

/// How many words `**` may skip: whoever was asked for comment may have a long name.
const LONG_GAP_MAX: usize = 12;

/// A set of phrases, found by their first word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    patterns: Vec<Vec<Element>>,
    by_first: WordMap<Vec<usize>>,
}

#[derive(Clone, Debug)]
enum Element {
    Words(Vec<String>),
    Gap(usize),
}

impl Patterns {
    /// Reads phrases; an empty phrase or one that starts with `*` is an error that names it.
    pub(crate) fn parse<'l>(lines: impl IntoIterator<Item = &'l String>) -> Result<Self, String> {
        let mut read = Self::default();
        for line in lines {
            let pattern: Vec<Element> = line
                .split_whitespace()
                .map(|piece| match piece {
                    "*" => Element::Gap(GAP_MAX),
                    "**" => Element::Gap(LONG_GAP_MAX),
                    words => Element::Words(words.split('|').map(str::to_owned).collect()),
                })
                .collect();
            let Some(Element::Words(first)) = pattern.first() else {
                return Err(format!("a pattern must start with a word: {line:?}"));
            };
            for word in first {
                read.by_first.entry(word.clone()).or_default().push(read.patterns.len());
            }
            read.patterns.push(pattern);
        }
        Ok(read)
    }

    /// The first match that starts in `tokens` and stays inside: its range of tokens.
    pub(crate) fn find(
        &self,
        reading: &Reading<'_>,
        tokens: std::ops::Range<usize>,
    ) -> Option<std::ops::Range<usize>> {
        tokens.clone().find_map(|at| self.at(reading, at, tokens.end).map(|end| at..end))
    }

    /// Where the longest match that starts at token `at` ends.
    pub(crate) fn at(&self, reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
        let candidates = self.by_first.get(reading.lower(at))?;
        candidates.iter().filter_map(|&which| matched(&self.patterns[which], reading, at, end)).max()
    }
}

/// Where a pattern that starts at `at` ends, if it is met before `end`.
fn matched(pattern: &[Element], reading: &Reading<'_>, at: usize, end: usize) -> Option<usize> {
    match pattern.split_first() {
        None => Some(at),
        Some((Element::Words(words), rest)) => (at < end
            && words.iter().any(|word| word == reading.lower(at)))
        .then(|| matched(rest, reading, at + 1, end))?,
        Some((Element::Gap(most), rest)) => {
            (0..=*most).find_map(|skip| matched(rest, reading, at + skip, end))
        }
    }
}

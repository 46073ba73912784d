//! What a report says was claimed before, beside its news: the part that it answers, not the part that it tells.
//!
//! In: a headline, or a sentence or two. Out: the stretches that stand back, each to the end of its sentence.
//! `Mayor seen at the fair after the council said he had fled` → "after the council said he had fled"
//!
//! It matters to linking: a denial a day later shares most of its words with what it denies, and tells of another
//! happening (news schemata part the main event from previous ones in the same way: van Dijk, News as Discourse, 1988).

use firsthand_schema::span::Span;
use serde::Deserialize;

use super::words;
use crate::dictionary::WordSet;

/// Words that lead back to an earlier claim.
#[derive(Clone, Debug)]
pub struct Background {
    joining: WordSet,
    said_within: usize,
    said: WordSet,
    answering: WordSet,
    statements_within: usize,
    statements: WordSet,
    alone: WordSet,
}

#[derive(Deserialize)]
struct File {
    joining: Vec<String>,
    said_within: usize,
    said: Vec<String>,
    answering: Vec<String>,
    statements_within: usize,
    statements: Vec<String>,
    alone: Vec<String>,
}

impl Background {
    /// Reads `data/lexicon/background.toml`.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in that form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("background.toml: {error}"))?;
        let set = |words: Vec<String>| words.into_iter().collect();
        Ok(Self {
            joining: set(file.joining),
            said_within: file.said_within,
            said: set(file.said),
            answering: set(file.answering),
            statements_within: file.statements_within,
            statements: set(file.statements),
            alone: set(file.alone),
        })
    }

    /// The stretches of a text that tell of an earlier claim, in order, none overlapping.
    #[must_use]
    pub fn stretches(&self, text: &str) -> Vec<Span> {
        let forms: Vec<(Span, String)> = words::forms(text).collect();
        let mut found: Vec<Span> = Vec::new();
        let mut sentence = 0;
        for (at, (span, form)) in forms.iter().enumerate() {
            // "After the storm the mayor said …" tells the news; what begins a sentence answers nothing yet.
            let begins = at == 0 || span.start as usize >= sentence;
            sentence = sentence_end(text, span.end as usize);
            if found.last().is_some_and(|last| last.end > span.start) {
                continue;
            }
            let end = sentence;
            // Beyond a comma somebody else speaks: "after a shell hit the quay, the mayor said".
            let comma =
                text[span.end as usize..end].find([',', ';']).map_or(end, |at| span.end as usize + at);
            let follows = |among: &WordSet, least: usize, within: usize| {
                let inside = |next: &&(Span, String)| (next.0.end as usize) <= comma;
                let next = forms[at + 1..].iter().take_while(inside).take(within).skip(least);
                next.into_iter().any(|(_, form)| among.contains(form))
            };
            // Somebody stands between "after" and "said".
            let leads = self.alone.contains(form)
                || !begins && self.joining.contains(form) && follows(&self.said, 1, self.said_within)
                || self.answering.contains(form) && follows(&self.statements, 0, self.statements_within);
            if leads {
                found.push(Span::new(span.start as usize, end));
            }
        }
        found
    }

    /// A text parted: what is told, and what was claimed before.
    #[must_use]
    pub fn parted(&self, text: &str) -> (String, String) {
        let (mut told, mut before, mut from) = (String::new(), String::new(), 0);
        for stretch in self.stretches(text) {
            told.push_str(&text[from..stretch.start as usize]);
            told.push(' ');
            before.push_str(stretch.of(text));
            before.push(' ');
            from = stretch.end as usize;
        }
        told.push_str(&text[from..]);
        (told, before)
    }
}

/// Where the sentence around a place ends: before a full stop, or at a line's end. (A full stop within an abbreviation
/// ends it early, which leaves more to the news.)
fn sentence_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let ends = |(at, letter): (usize, char)| match letter {
        '\n' => true,
        '.' | '?' | '!' => rest[at + 1..].chars().next().is_none_or(char::is_whitespace),
        _ => false,
    };
    rest.char_indices().find(|&it| ends(it)).map_or(text.len(), |(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let background =
            Background::parse(include_str!("../../../../data/lexicon/background.toml")).expect("the lexicon");
        let found: Vec<&str> = background.stretches(text).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
        let (told, before) = background.parted(text);
        let count = |text: &str| words::words(text).count();
        assert_eq!(count(&told) + count(&before), count(text), "{text}: every word is in one of the two");
    }

    #[test]
    fn what_was_said_before_stands_back() {
        check(
            "Mayor seen at the fair after the council said he had fled",
            &["after the council said he had fled"],
        );
        check(
            "The ferry is afloat despite the rebels' claims. It came in at noon.",
            &["despite the rebels' claims"],
        );
        check("A mayor supposedly killed opens a school", &["supposedly killed opens a school"]);
    }

    #[test]
    fn a_statement_that_is_answered_stands_back() {
        check("Admiralty denies reports that the ferry sank", &["denies reports that the ferry sank"]);
        check(
            "The port is clarifying its recent report.\nThe ferry came in.",
            &["clarifying its recent report"],
        );
    }

    #[test]
    fn what_happened_after_something_is_news() {
        check("Two men killed after shells hit a ferry", &[]);
        check("Two men killed after a shell hit the quay, the mayor said", &[]);
        check("After the storm the mayor said the ferry had sunk. He fled.", &[]);
        check("Admiralty denies that the ferry sank", &[]);
        check("Ferry sunk, the mayor said after. The council denied it.", &[]);
    }
}

//! One reading of a document, made once and shared by the rooms that follow: tokens, sentences, quotations, parts of
//! speech.
//!
//! In: a document. Out: `Reading`, whose parts are all spans into the document's text.

pub mod abbreviations;
pub mod quotations;
pub mod sentences;
pub mod tags;
pub mod tokens;

use firsthand_schema::{document::Document, span::Span};

use crate::language::LanguageData;
use quotations::Quotation;
use sentences::Sentence;
use tags::{Form, Tag};
use tokens::Token;

/// A document with its tokens and sentences.
#[derive(Clone, Debug)]
pub struct Reading<'d> {
    /// The document.
    pub document: &'d Document,
    /// Its text.
    pub text: &'d str,
    /// Tokens in text order; every character that is not white space lies in exactly one.
    pub tokens: Vec<Token>,
    /// Sentences in text order; every token lies in exactly one.
    pub sentences: Vec<Sentence>,
    /// Quotations in text order, outer before inner.
    pub quotations: Vec<Quotation>,
    /// What the taggers see of each token.
    pub forms: Vec<Form>,
    /// The part of speech of each token.
    pub tags: Vec<Tag>,
    /// The tokens' lower-case forms, end to end.
    lower: String,
    /// Where each token's lower-case form ends in `lower`.
    lower_ends: Vec<u32>,
}

impl<'d> Reading<'d> {
    /// Reads a document.
    #[must_use]
    pub fn of(document: &'d Document, data: &LanguageData) -> Self {
        let text = document.text.as_str();
        let tokens = tokens::tokens(text, &data.abbreviations);
        let mut lower = String::with_capacity(text.len());
        let mut lower_ends = Vec::with_capacity(tokens.len());
        for token in &tokens {
            lower.extend(token.span.of(text).chars().map(straighten).flat_map(char::to_lowercase));
            lower_ends.push(u32::try_from(lower.len()).unwrap_or(u32::MAX));
        }
        let sentences = sentences::sentences(document, &tokens, &data.abbreviations);
        let quotations = quotations::quotations(text, &tokens);
        let mut reading = Self {
            document,
            text,
            tokens,
            sentences,
            quotations,
            forms: vec![],
            tags: vec![],
            lower,
            lower_ends,
        };
        reading.forms =
            reading.tokens.iter().enumerate().map(|(at, token)| Form::of(reading.lower(at), token)).collect();
        reading.tags.reserve(reading.tokens.len());
        for sentence in &reading.sentences {
            tags::tag(&reading.forms[sentence.tokens.clone()], &data.tagger, &mut reading.tags);
        }
        reading
    }

    /// The words of token `at`.
    #[must_use]
    pub fn word(&self, at: usize) -> &'d str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Token `at` in lower case, with straight apostrophes; empty past the end.
    #[must_use]
    pub fn lower(&self, at: usize) -> &str {
        let Some(&end) = self.lower_ends.get(at) else { return "" };
        let start = at.checked_sub(1).map_or(0, |before| self.lower_ends[before]);
        &self.lower[start as usize..end as usize]
    }

    /// The part of speech of token `at`.
    #[must_use]
    pub fn tag(&self, at: usize) -> Tag {
        self.tags.get(at).copied().unwrap_or_default()
    }

    /// The tokens that lie wholly inside a span, as a range of their numbers.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let last = self.tokens.partition_point(|token| token.span.end <= span.end);
        first..last.max(first)
    }

    /// The number of the sentence that holds byte `at`, or the last one that starts before it.
    #[must_use]
    pub fn sentence_at(&self, at: u32) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.start <= at).saturating_sub(1)
    }

    /// The span from the first to the last of these tokens; empty at the start for an empty range.
    #[must_use]
    pub fn span_of(&self, tokens: std::ops::Range<usize>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.cover(&last.span),
            _ => Span::new(0, 0),
        }
    }
}

/// Curly apostrophes and the no-break hyphen as their plain forms, so that word lists need one spelling.
fn straighten(letter: char) -> char {
    match letter {
        '’' | '‘' | 'ʼ' => '\'',
        '\u{2011}' | '\u{2010}' => '-',
        other => other,
    }
}

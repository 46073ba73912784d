//! Tags each token with its part of speech.
//!
//! In: the tokens of a sentence. Out: one `Tag` a token.
//! `The crew refused to sail` → DET NOUN PAST PART BASE
//!
//! The universal parts of speech of Universal Dependencies, with verbs told apart by form, because "said" and "to say"
//! open different clauses. Greedy from left to right, by summed weights; trained on UD English-EWT cut by our own
//! tokenizer (`training/`, card in `data/weights/tags.toml`).

use super::tokens::{Case, Token, TokenKind};
use crate::linear::{Linear, Sink, Sum, hash, mix, note};

/// A part of speech. The order is that of the labels in the weight file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Anything else: foreign words, typing errors, list marks.
    #[default]
    Other,
    /// small, Russian
    Adjective,
    /// of, in, by (also the particle of "give up")
    Adposition,
    /// not, then, very
    Adverb,
    /// is, has, will
    Auxiliary,
    /// and, or, but
    Coordinator,
    /// the, this, no
    Determiner,
    /// yes, oh
    Interjection,
    /// soldier, command
    Noun,
    /// soldiers, commands
    NounPlural,
    /// 64, three
    Number,
    /// to, not, 's
    Particle,
    /// he, them, who, which
    Pronoun,
    /// Orlov, Kherson
    Name,
    /// full stop, comma, quotation mark
    Punctuation,
    /// that, if, because
    Subordinator,
    /// $, %, @
    Symbol,
    /// (to) say
    Base,
    /// said
    Past,
    /// (has) said, (was) killed
    Participle,
    /// saying
    Gerund,
    /// says, (they) say
    Present,
}

impl Tag {
    /// All tags, by number.
    pub const ALL: [Self; 22] = [
        Self::Other,
        Self::Adjective,
        Self::Adposition,
        Self::Adverb,
        Self::Auxiliary,
        Self::Coordinator,
        Self::Determiner,
        Self::Interjection,
        Self::Noun,
        Self::NounPlural,
        Self::Number,
        Self::Particle,
        Self::Pronoun,
        Self::Name,
        Self::Punctuation,
        Self::Subordinator,
        Self::Symbol,
        Self::Base,
        Self::Past,
        Self::Participle,
        Self::Gerund,
        Self::Present,
    ];

    /// The tag from the two columns of a treebank: universal tag, Penn tag.
    #[must_use]
    pub fn of_treebank(universal: &str, penn: &str) -> Self {
        match (universal, penn) {
            ("ADJ", _) => Self::Adjective,
            ("ADP", _) => Self::Adposition,
            ("ADV", _) => Self::Adverb,
            ("AUX", _) => Self::Auxiliary,
            ("CCONJ", _) => Self::Coordinator,
            ("DET", _) => Self::Determiner,
            ("INTJ", _) => Self::Interjection,
            ("NOUN", "NNS" | "NNPS") => Self::NounPlural,
            ("NOUN", _) => Self::Noun,
            ("NUM", _) => Self::Number,
            ("PART", _) => Self::Particle,
            ("PRON", _) => Self::Pronoun,
            ("PROPN", _) => Self::Name,
            ("PUNCT", _) => Self::Punctuation,
            ("SCONJ", _) => Self::Subordinator,
            ("SYM", _) => Self::Symbol,
            ("VERB", "VBD") => Self::Past,
            ("VERB", "VBN") => Self::Participle,
            ("VERB", "VBG") => Self::Gerund,
            ("VERB", "VBP" | "VBZ") => Self::Present,
            ("VERB", _) => Self::Base,
            _ => Self::Other,
        }
    }

    /// Whether it is a verb with meaning of its own, in any form.
    #[must_use]
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Base | Self::Past | Self::Participle | Self::Gerund | Self::Present)
    }

    /// Whether such a word can stand in a noun phrase without opening another.
    #[must_use]
    pub fn is_of_noun_phrase(self) -> bool {
        self.is_nominal() || matches!(self, Self::Adjective | Self::Determiner)
    }

    /// Whether it can head a noun phrase.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::NounPlural | Self::Name | Self::Pronoun | Self::Number)
    }
}

/// How many labels a row of the table has: the tags, filled up to a round number.
pub const LABELS: usize = 24;

/// A table of weights for tags.
pub type Tagger = Linear<LABELS>;

/// What the tagger sees of one token, worked out once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// Hash of the lower-case word; digits count as one digit.
    pub word: u32,
    /// Hashes of its last one to four letters.
    pub ends: [u32; 4],
    /// Hash of its first two and three letters.
    pub begins: [u32; 2],
    /// Case, kind, hyphen, digits: one small number.
    pub shape: u32,
}

impl Form {
    /// Looks at a word, given in lower case.
    #[must_use]
    pub fn of(lower: &str, token: &Token) -> Self {
        let bytes = lower.as_bytes();
        let tail = |count: usize| {
            let mut from = bytes.len().saturating_sub(count);
            while from > 0 && bytes[from] & 0xC0 == 0x80 {
                from -= 1;
            }
            hash(&bytes[from..])
        };
        let head = |count: usize| {
            let mut to = count.min(bytes.len());
            while to < bytes.len() && bytes[to] & 0xC0 == 0x80 {
                to += 1;
            }
            hash(&bytes[..to])
        };
        let digits = bytes.iter().any(u8::is_ascii_digit);
        let shape = match token.case {
            Case::None => 0,
            Case::Lower => 1,
            Case::Title => 2,
            Case::Upper => 3,
            Case::Mixed => 4,
        } + match token.kind {
            TokenKind::Word => 0,
            TokenKind::Number => 5,
            TokenKind::Mark => 10,
        } + if digits { 16 } else { 0 }
            + if bytes.contains(&b'-') { 32 } else { 0 };
        let word = if digits {
            let mut key = 0x1234_5678;
            for &byte in bytes {
                key = mix(key, u32::from(if byte.is_ascii_digit() { b'0' } else { byte }));
            }
            key
        } else {
            hash(bytes)
        };
        Self { word, ends: [tail(1), tail(2), tail(3), tail(4)], begins: [head(2), head(3)], shape }
    }
}

/// The features of the token at `at`, given the two tags before it.
pub fn features(forms: &[Form], at: usize, before: [Tag; 2], sink: &mut impl Sink) {
    let none = Form::default();
    let form = |offset: isize| at.checked_add_signed(offset).and_then(|at| forms.get(at)).unwrap_or(&none);
    let (this, last, next) = (form(0), form(-1), form(1));
    let [near, far] = before.map(|tag| tag as u32);
    note!(sink, "always");
    note!(sink, "word", this.word);
    note!(sink, "last letter", this.ends[0]);
    note!(sink, "last 2 letters", this.ends[1]);
    note!(sink, "last 3 letters", this.ends[2]);
    note!(sink, "last 4 letters", this.ends[3]);
    note!(sink, "first 2 letters", this.begins[0]);
    note!(sink, "first 3 letters", this.begins[1]);
    note!(sink, "shape", this.shape);
    note!(sink, "shape, first", this.shape, u32::from(at == 0));
    note!(sink, "shape, last 3 letters", this.shape, this.ends[2]);
    note!(sink, "word, shape", this.word, this.shape);
    note!(sink, "word before", last.word);
    note!(sink, "word 2 before", form(-2).word);
    note!(sink, "word after", next.word);
    note!(sink, "word 2 after", form(2).word);
    note!(sink, "last 3 letters before", last.ends[2]);
    note!(sink, "last 3 letters after", next.ends[2]);
    note!(sink, "last 2 letters after", next.ends[1]);
    note!(sink, "shape before", last.shape, this.shape);
    note!(sink, "shape after", next.shape, this.shape);
    note!(sink, "tag before", near);
    note!(sink, "tags before", near, far);
    note!(sink, "tag before, word", near, this.word);
    note!(sink, "tag before, last 3 letters", near, this.ends[2]);
    note!(sink, "tag before, word after", near, next.word);
    note!(sink, "tags before, last 2 letters", near, far, this.ends[1]);
    note!(sink, "words before and here", last.word, this.word);
    note!(sink, "words here and after", this.word, next.word);
}

/// Tags the tokens of one sentence, appending to `tags`.
pub fn tag(forms: &[Form], model: &Tagger, tags: &mut Vec<Tag>) {
    let mut before = [Tag::Other; 2];
    for at in 0..forms.len() {
        let mut sum = Sum::new(model);
        features(forms, at, before, &mut sum);
        let mut best = Tag::Other;
        let mut most = i32::MIN;
        for (&tag, score) in Tag::ALL.iter().zip(sum.scores()) {
            if score > most {
                (best, most) = (tag, score);
            }
        }
        tags.push(best);
        before = [best, before[0]];
    }
    let first = tags.len() - forms.len();
    for (at, form) in forms.iter().enumerate().skip(1) {
        let here = first + at;
        // "said on 3 May that the ship": a number is nothing that a relative clause could hang on, unless its verb follows
        // ("the 3 that sank").
        let relative = tags
            .get(here + 1)
            .is_some_and(|next| next.is_verb() || matches!(next, Tag::Auxiliary | Tag::Adverb));
        if form.word == THAT && tags[here] == Tag::Pronoun && tags[here - 1] == Tag::Number && !relative {
            tags[here] = Tag::Subordinator;
        }
    }
}

const THAT: u32 = hash(b"that");

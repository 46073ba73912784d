//! What the attribution tagger sees of a document, worked out once: words, plain forms, classes, quotations.
//!
//! In: a reading. Out: one `Seen` a token, and where quotations and sentences begin and end.

use firsthand_schema::attribution::CueClass;

use crate::language::LanguageData;
use crate::reading::{
    Reading,
    tags::{Form, Tag},
    tokens::Case,
};

/// What is seen of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Word, endings, shape.
    pub form: Form,
    /// Hash of the plain form.
    pub lemma: u32,
    /// Part of speech.
    pub tag: Tag,
    /// Class as a cue, by number from 1; 0 where the lexicon does not know the word.
    pub class: u32,
    /// Number of the outermost quotation it lies in, from 1; 0 outside.
    pub quotation: u32,
    /// Whether it is an opening mark of a quotation that is not nested.
    pub opens: bool,
    /// Whether it is a closing mark of a quotation that is not nested.
    pub closes: bool,
    /// Whether the quotation it lies in is short (a word or three: a title, a word held at arm's length).
    pub short: bool,
    /// Which sentence.
    pub sentence: u32,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Class of words that stand in the same places, from 1; 0 for a rare word.
    pub like: u32,
}

/// How many words a quotation may have to count as short: titles and single words, seldom speech.
const SHORT: usize = 3;

/// All that is seen of a document.
pub struct Sight {
    /// One a token.
    pub seen: Vec<Seen>,
    /// For each sentence, its tokens.
    pub sentences: Vec<(usize, usize)>,
    /// For each sentence, which paragraph.
    pub paragraphs: Vec<u32>,
}

static NOTHING: Seen = Seen {
    form: Form { word: 1, ends: [1; 4], begins: [1; 2], shape: 63 },
    lemma: 1,
    tag: Tag::Other,
    class: 31,
    quotation: 0,
    opens: false,
    closes: false,
    short: false,
    sentence: u32::MAX,
    capital: false,
    like: 511,
};

impl Sight {
    /// Looks at a document.
    #[must_use]
    pub fn of(reading: &Reading<'_>, data: &LanguageData) -> Self {
        let words = &data.cue_words;
        let mut seen: Vec<Seen> = Vec::with_capacity(reading.tokens.len());
        for (at, (form, &tag)) in reading.forms.iter().zip(&reading.tags).enumerate() {
            let known = words.known(form.word);
            let lemma =
                known.map_or_else(|| words.lemma(form.word, reading.lower(at), tag), |known| known.lemma);
            seen.push(Seen {
                form: *form,
                lemma,
                tag,
                class: known.map_or(0, |known| class_number(known.class(tag), known.verb.is_some())),
                like: u32::from(data.words.hashed(form.word).class),
                capital: matches!(reading.tokens[at].case, Case::Title | Case::Upper),
                ..Seen::default()
            });
        }
        mark_quotations(&mut seen, reading, 0);
        let mut paragraph = 0;
        let mut paragraphs = Vec::with_capacity(reading.sentences.len());
        let mut sentences = Vec::with_capacity(reading.sentences.len());
        for (number, sentence) in (0u32..).zip(&reading.sentences) {
            paragraph += u32::from(sentence.opens_paragraph);
            paragraphs.push(paragraph);
            sentences.push((sentence.tokens.start, sentence.tokens.end));
            for token in &mut seen[sentence.tokens.clone()] {
                token.sentence = number;
            }
        }
        Self { seen, sentences, paragraphs }
    }

    /// Looks at a stretch of a document as if it stood alone: a content, to find who says what inside it. Quotations
    /// that hold the whole stretch are not seen.
    #[must_use]
    pub fn part(&self, reading: &Reading<'_>, range: (usize, usize)) -> Self {
        let mut seen = self.seen[range.0..range.1].to_vec();
        let mut sentences: Vec<(usize, usize)> = Vec::new();
        let mut before = u32::MAX;
        for (at, token) in seen.iter_mut().enumerate() {
            if token.sentence != before {
                before = token.sentence;
                sentences.push((at, at));
            }
            if let Some(last) = sentences.last_mut() {
                last.1 = at + 1;
            }
            token.sentence = u32::try_from(sentences.len() - 1).unwrap_or(u32::MAX);
            (token.quotation, token.opens, token.closes, token.short) = (0, false, false, false);
        }
        mark_quotations(&mut seen, reading, range.0);
        // A stretch is read like the middle of a text, so that nothing in it is taken for a headline.
        let paragraphs = vec![1; sentences.len()];
        Self { seen, sentences, paragraphs }
    }

    /// Token `at + offset`; a blank outside the text.
    #[inline]
    #[must_use]
    pub fn at(&self, at: usize, offset: isize) -> &Seen {
        at.checked_add_signed(offset).and_then(|at| self.seen.get(at)).unwrap_or(&NOTHING)
    }

    /// Token `at + offset` where that lies in `from..to`; a blank outside.
    #[inline]
    #[must_use]
    pub fn within(&self, at: usize, offset: isize, (from, to): (usize, usize)) -> &Seen {
        match at.checked_add_signed(offset) {
            Some(at) if from <= at && at < to => &self.seen[at],
            _ => &NOTHING,
        }
    }
}

/// Marks the outermost quotations that lie inside a stretch of tokens beginning at `from`, and are not all of it.
fn mark_quotations(seen: &mut [Seen], reading: &Reading<'_>, from: usize) {
    let to = from + seen.len();
    let whole = from == 0 && to == reading.tokens.len();
    let first = reading.quotations.partition_point(|quotation| quotation.tokens.0 < from);
    let mut number = 0;
    let mut done = from;
    for quotation in reading.quotations[first..].iter().take_while(|quotation| quotation.tokens.0 < to) {
        let (start, end) = (quotation.tokens.0, quotation.tokens.1.min(to));
        let outside = quotation.tokens.1 > to && !whole || !whole && start == from && end == to;
        if outside || start < done {
            continue;
        }
        done = end;
        number += 1;
        let short = end - start <= SHORT + 2;
        for token in &mut seen[start - from..end - from] {
            token.quotation = number;
            token.short = short;
        }
        seen[start - from].opens = true;
        if quotation.closed {
            seen[end - 1 - from].closes = true;
        }
    }
}

fn class_number(class: Option<CueClass>, verb: bool) -> u32 {
    class.map_or(8 + u32::from(verb), |class| 1 + class as u32)
}

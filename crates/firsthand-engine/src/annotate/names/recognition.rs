//! Finds the spans that are names, and tells persons, organisations and places apart.
//!
//! In: a reading. Out: spans with a class. `Gen. Orlov of the Harbour Guard left Odesa` → person `Orlov`, organisation
//! `Harbour Guard`, place `Odesa`.
//!
//! A tagger over summed weights (`linear`), which looks at a word's letters, at what is known of it (`words`, the lists,
//! the gazetteer) and at its neighbours. Trained by `training/`; its card is `data/weights/names.toml`.

use crate::{
    gazetteer::is_generic,
    language::LanguageData,
    linear::{Lattice, Linear, Sink, Sum, hash, note},
    reading::{
        Reading,
        tokens::{Case, TokenKind},
    },
    words,
};

use super::lexicon::{Gender, Title};

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A person.
    Person,
    /// An organisation, an outlet among them.
    Organisation,
    /// A place.
    Place,
}

/// A name: tokens, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Tokens, by number.
    pub tokens: std::ops::Range<usize>,
    /// What it names.
    pub class: Class,
}

/// Labels: none, then beginning and inside of each class, filled up to a round number.
pub const LABELS: usize = 8;

/// The weights.
pub type NameTagger = Linear<LABELS>;

/// What the tagger sees of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    word: u32,
    ends: [u32; 2],
    begins: u32,
    shape: u32,
    known: words::Known,
    flags: u32,
    /// Whether names may stand here: a capital, a figure, or a small word that joins two of them.
    open: bool,
}

const ADDRESS: u32 = 1;
const RANK: u32 = 1 << 1;
const OFFICE: u32 = 1 << 2;
const OCCUPATION: u32 = 1 << 3;
const GIVEN: u32 = 1 << 4;
const ORGANISATION: u32 = 1 << 5;
const DEMONYM: u32 = 1 << 6;
const GENERIC: u32 = 1 << 7;
const PLACE: u32 = 1 << 8;
const PLACE_INSIDE: u32 = 1 << 9;
const PLACE_LARGE: u32 = 1 << 10;
const LISTED: u32 = 1 << 11;
const LISTED_INSIDE: u32 = 1 << 12;
const PRESS: u32 = 1 << 13;
const PRESS_INSIDE: u32 = 1 << 14;
const FIRST: u32 = 1 << 15;
const SMALL_ELSEWHERE: u32 = 1 << 16;
const HEADLINE: u32 = 1 << 17;

/// What the lists and tables say, for the neighbours' sake without where in the sentence a word stands.
const LISTS: u32 = ADDRESS | RANK | OFFICE | OCCUPATION | GIVEN | ORGANISATION | DEMONYM | GENERIC;
const TABLES: u32 = PLACE | PLACE_INSIDE | PLACE_LARGE | LISTED | LISTED_INSIDE | PRESS | PRESS_INSIDE;

/// Looks at every token of a reading.
#[must_use]
pub fn forms(reading: &Reading<'_>, data: &LanguageData) -> Vec<Form> {
    let mut forms: Vec<Form> = (0..reading.tokens.len()).map(|at| form(reading, data, at)).collect();
    mark_sentences(reading, &mut forms);
    mark_small_elsewhere(reading, &mut forms);
    mark_tables(reading, data, &mut forms);
    forms
}

fn form(reading: &Reading<'_>, data: &LanguageData, at: usize) -> Form {
    let token = &reading.tokens[at];
    let lower = reading.lower(at);
    let bytes = lower.as_bytes();
    let tail = |count: usize| {
        let mut from = bytes.len().saturating_sub(count);
        while !lower.is_char_boundary(from) {
            from -= 1;
        }
        hash(&bytes[from..])
    };
    let mut head = bytes.len().min(3);
    while !lower.is_char_boundary(head) {
        head -= 1;
    }
    let digits = bytes.iter().any(u8::is_ascii_digit);
    let case = match token.case {
        Case::None => 0,
        Case::Lower => 1,
        Case::Title => 2,
        Case::Upper => 3,
        Case::Mixed => 4,
    };
    let kind = match token.kind {
        TokenKind::Word => 0,
        TokenKind::Number => 5,
        TokenKind::Mark => 10,
    };
    let shape = case
        + kind
        + if digits { 16 } else { 0 }
        + if bytes.contains(&b'-') { 32 } else { 0 }
        + if bytes.contains(&b'.') { 64 } else { 0 }
        + if bytes.len() == 1 { 128 } else { 0 };
    let known = if digits { data.words.known(&words::key(lower)) } else { data.words.known(lower) };
    let joins = token.case == Case::Lower && is_joiner(lower);
    Form {
        word: hash(bytes),
        ends: [tail(2), tail(3)],
        begins: hash(&bytes[..head]),
        shape,
        known,
        flags: if token.kind == TokenKind::Word { lists(data, lower) } else { 0 },
        open: token.is_capital()
            || token.case == Case::Mixed
            || joins
            || digits
            || token.kind == TokenKind::Mark,
    }
}

/// Small words inside names: "Ministry of Defence", "Ludwig van Beethoven", "Bosnia and Herzegovina".
fn is_joiner(lower: &str) -> bool {
    matches!(
        lower,
        "of" | "the"
            | "and"
            | "for"
            | "de"
            | "la"
            | "le"
            | "du"
            | "des"
            | "del"
            | "della"
            | "da"
            | "di"
            | "dos"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ul"
            | "y"
            | "i"
            | "on"
            | "upon"
            | "in"
            | "to"
            | "against"
            | "'s"
            | "with"
            | "at"
            | "under"
            | "by"
    )
}

fn lists(data: &LanguageData, lower: &str) -> u32 {
    let names = &data.names;
    let mut flags = match names.title(lower) {
        Some(Title::Address(_)) => ADDRESS,
        Some(Title::Rank) => RANK,
        Some(Title::Office) => OFFICE,
        Some(Title::Occupation) => OCCUPATION,
        None => 0,
    };
    if matches!(names.given(lower), Some(Gender::Male | Gender::Female | Gender::Either)) {
        flags |= GIVEN;
    }
    if names.organisation_word(lower).is_some() {
        flags |= ORGANISATION;
    }
    if data.gazetteer.demonym(lower).is_some() {
        flags |= DEMONYM;
    }
    if is_generic(lower) {
        flags |= GENERIC;
    }
    flags
}

/// The first word of a sentence has its capital for nothing, and so have most words of a headline.
fn mark_sentences(reading: &Reading<'_>, forms: &mut [Form]) {
    for sentence in &reading.sentences {
        let mut first = true;
        let (mut words, mut capitals) = (0, 0);
        for at in sentence.tokens.clone() {
            let token = &reading.tokens[at];
            if token.kind != TokenKind::Word {
                continue;
            }
            if first || matches!(reading.word(at.wrapping_sub(1)), "“" | "\"" | "‘") {
                forms[at].flags |= FIRST;
            }
            first = false;
            if token.span.len() > 3 {
                words += 1;
                capitals += usize::from(token.is_capital());
            }
        }
        if words > 3 && capitals * 10 >= words * 8 {
            sentence.tokens.clone().for_each(|at| forms[at].flags |= HEADLINE);
        }
    }
}

/// A word that the document also writes small is hardly a name where it opens a sentence.
fn mark_small_elsewhere(reading: &Reading<'_>, forms: &mut [Form]) {
    let mut small: Vec<u32> = reading
        .tokens
        .iter()
        .zip(forms.iter())
        .filter(|(token, _)| token.case == Case::Lower)
        .map(|(_, form)| form.word)
        .collect();
    small.sort_unstable();
    for (token, form) in reading.tokens.iter().zip(forms.iter_mut()) {
        if token.is_capital() && small.binary_search(&form.word).is_ok() {
            form.flags |= SMALL_ELSEWHERE;
        }
    }
}

/// The longest name in capitals that a place in the gazetteer may have, in words.
const PLACE_WORDS: usize = 4;

fn mark_tables(reading: &Reading<'_>, data: &LanguageData, forms: &mut [Form]) {
    let (mut places_end, mut listed_end) = (0, 0);
    for at in 0..reading.tokens.len() {
        if !reading.tokens[at].is_capital() {
            continue;
        }
        let lower = reading.lower(at);
        let word = |offset: usize| reading.word(at + offset);
        if at >= listed_end {
            let press = data.names.outlets.phrases.longest(lower, word).map(|(length, _)| length);
            let listed = data.names.organisations.longest(lower, word).map(|(length, _)| length);
            for (length, first, inside) in [(press, PRESS, PRESS_INSIDE), (listed, LISTED, LISTED_INSIDE)] {
                let Some(length) = length else { continue };
                for (offset, form) in forms[at..at + length].iter_mut().enumerate() {
                    form.flags |= if offset == 0 { first } else { inside };
                }
                listed_end = listed_end.max(at + length);
            }
        }
        if at >= places_end
            && let Some((length, large)) = place_at(reading, data, at)
        {
            for (offset, form) in forms[at..at + length].iter_mut().enumerate() {
                form.flags |= if offset == 0 { PLACE } else { PLACE_INSIDE };
                form.flags |= if large { PLACE_LARGE } else { 0 };
            }
            places_end = at + length;
        }
    }
}

/// The longest place name that starts at a token, and whether a large place has it.
fn place_at(reading: &Reading<'_>, data: &LanguageData, at: usize) -> Option<(usize, bool)> {
    /// From here on a town is one that a reader of foreign news may know by name.
    const LARGE: f64 = 100_000.0;
    let mut longest = 1;
    for length in 2..=PLACE_WORDS {
        let Some(token) = reading.tokens.get(at + length - 1) else { break };
        let joins = matches!(
            reading.lower(at + length - 1),
            "of" | "the" | "on" | "upon" | "de" | "la" | "al" | "and"
        );
        if token.breaks > 0 || !(token.is_capital() || joins) {
            break;
        }
        if !joins {
            longest = length;
        }
    }
    (1..=longest).rev().find_map(|length| {
        let last = at + length - 1;
        if !reading.tokens[last].is_capital() {
            return None;
        }
        let name = reading.span_of(at..at + length).of(reading.text);
        let population = data.gazetteer.population(name)?;
        Some((length, population >= LARGE))
    })
}

/// The features of the token at `at`.
pub fn features(forms: &[Form], at: usize, sink: &mut impl Sink) {
    let none = Form::default();
    let form = |offset: isize| at.checked_add_signed(offset).and_then(|at| forms.get(at)).unwrap_or(&none);
    let (this, last, next) = (form(0), form(-1), form(1));
    let (far, after) = (form(-2), form(2));
    let place = this.flags & (FIRST | SMALL_ELSEWHERE | HEADLINE);
    let class = |form: &Form| u32::from(form.known.class);
    note!(sink, "always");
    note!(sink, "word", this.word);
    note!(sink, "word, shape", this.word, this.shape);
    note!(sink, "last 3", this.ends[1]);
    note!(sink, "last 2", this.ends[0]);
    note!(sink, "first 3", this.begins);
    note!(sink, "shape", this.shape);
    note!(sink, "shape, where", this.shape, place);
    note!(sink, "class, shape", class(this), this.shape);
    note!(sink, "capital, where", u32::from(this.known.capital), place, this.shape);
    note!(sink, "lists", this.flags & LISTS, this.shape);
    note!(sink, "tables", this.flags & TABLES);
    note!(sink, "tables, capital", this.flags & TABLES, u32::from(this.known.capital), place);
    note!(sink, "tables, lists", this.flags & (TABLES | LISTS));
    note!(sink, "word before", last.word, this.shape);
    note!(sink, "word after", next.word, this.shape);
    note!(sink, "word 2 before", far.word, this.shape);
    note!(sink, "word 2 after", after.word, this.shape);
    note!(sink, "words around", last.word, next.word);
    note!(sink, "words before", far.word, last.word);
    note!(sink, "class before", class(last), this.shape);
    note!(sink, "class after", class(next), this.shape);
    note!(sink, "class 2 before", class(far), this.shape);
    note!(sink, "class 2 after", class(after), this.shape);
    note!(sink, "classes before and here", class(last), class(this));
    note!(sink, "classes here and after", class(this), class(next));
    note!(sink, "shapes", last.shape, this.shape, next.shape);
    note!(sink, "shapes after", this.shape, next.shape, after.shape);
    note!(sink, "lists before", last.flags & LISTS, this.shape);
    note!(sink, "lists after", next.flags & LISTS, this.shape);
    note!(sink, "lists 2 after", after.flags & LISTS, this.shape, next.shape);
    note!(sink, "lists around", last.flags & LISTS, this.flags & LISTS, next.flags & LISTS);
    note!(sink, "tables before", last.flags & TABLES, this.flags & TABLES);
    note!(sink, "tables after", next.flags & TABLES, this.flags & TABLES);
    note!(sink, "class before, tables", class(last), this.flags & TABLES);
    note!(sink, "last 3 after", next.ends[1], this.shape);
    note!(sink, "last 3 before", last.ends[1], this.shape);
}

/// Whether the tagger looks at a token at all: a word in small letters that joins nothing is no name.
#[must_use]
pub fn is_open(forms: &[Form], at: usize) -> bool {
    forms[at].open
}

/// The label of a token in a name: 0 for none.
#[must_use]
pub fn label(class: Class, first: bool) -> usize {
    1 + 2 * class as usize + usize::from(!first)
}

/// The names of a sentence, from the labels of its tokens.
pub fn names(labels: &[u8], start: usize, found: &mut Vec<Name>) {
    const CLASSES: [Class; 3] = [Class::Person, Class::Organisation, Class::Place];
    let mut open = false;
    for (offset, &label) in labels.iter().enumerate() {
        let Some(class) = (label > 0).then(|| CLASSES.get((usize::from(label) - 1) / 2)).flatten().copied()
        else {
            open = false;
            continue;
        };
        let at = start + offset;
        let begins = label % 2 == 1;
        match found.last_mut() {
            Some(name) if open && !begins && name.class == class && name.tokens.end == at => {
                name.tokens.end = at + 1;
            }
            _ => found.push(Name { tokens: at..at + 1, class }),
        }
        open = true;
    }
}

/// The names of a document, in text order.
#[must_use]
pub fn recognise(reading: &Reading<'_>, data: &LanguageData, forms: &[Form]) -> Vec<Name> {
    let mut found = Vec::new();
    let mut lattice: Lattice<LABELS> = Lattice::default();
    for sentence in &reading.sentences {
        lattice.clear();
        // Features reach over the edges of the sentence no further than its own tokens.
        let inside = &forms[sentence.tokens.clone()];
        for at in 0..inside.len() {
            let mut scores = if inside[at].open {
                let mut sum = Sum::new(&data.name_tagger);
                features(inside, at, &mut sum);
                sum.scores()
            } else {
                CLOSED
            };
            // The labels that fill up the row are never right.
            scores[LABELS - 1] = CLOSED[LABELS - 1];
            lattice.push(scores);
        }
        names(lattice.best(&data.name_tagger), sentence.tokens.start, &mut found);
    }
    found
}

/// No label but "none" is possible: far below any sum of weights.
const CLOSED: [i32; LABELS] = [0, -100_000, -100_000, -100_000, -100_000, -100_000, -100_000, -100_000];

//! Cuts a text into tokens.
//!
//! In: a text. Out: one `Token` for each word, number and mark, in text order; joined with the white space between
//! them they are the text. `Lt. Col. Orlov's men didn't` → `Lt.` `Col.` `Orlov` `'s` `men` `did` `n't`
//!
//! Hyphens stay inside a word ("motor-rifle", "T-80"); a possessive and a contracted "not" are cut off, because the
//! name before them must be found as a name and the negation as a negation.

use firsthand_schema::span::Span;

use super::abbreviations::Abbreviations;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
    /// How many line breaks stand in the white space before it (at most 2 are told apart from more).
    pub breaks: u8,
    /// Whether any white space stands before it.
    pub spaced: bool,
    /// Its letters' case.
    pub case: Case,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens, apostrophes ("T-80", "27th").
    Word,
    /// Digits, perhaps with separators ("1,500", "3.5").
    Number,
    /// One mark, or a run of full stops.
    Mark,
}

/// The case of a token's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No cased letter.
    None,
    /// All lower.
    Lower,
    /// First letter upper, not all of several.
    Title,
    /// All upper, more than one.
    Upper,
    /// Upper letters inside ("iPhone").
    Mixed,
}

impl Token {
    /// Whether the token starts like a name.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper)
    }
}

/// Cuts the text. Linear in its length.
#[must_use]
pub fn tokens(text: &str, abbreviations: &Abbreviations) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    let mut breaks = 0u8;
    let mut spaced = true;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            if first == '\n' || first == '\u{2028}' || first == '\u{2029}' {
                breaks = breaks.saturating_add(1);
            }
            spaced = true;
            at += first.len_utf8();
            continue;
        }
        let (end, kind) = if first.is_ascii_digit() {
            number_or_word(text, at)
        } else if is_letter(first) {
            (word_end(text, at, abbreviations), TokenKind::Word)
        } else if first == '.' {
            let run = text[at..].bytes().take_while(|&byte| byte == b'.').count();
            (at + run, TokenKind::Mark)
        } else if text[at..].starts_with("''") || text[at..].starts_with("``") {
            // A typewriter's double quotation mark.
            (at + 2, TokenKind::Mark)
        } else {
            (at + first.len_utf8(), TokenKind::Mark)
        };
        push(&mut found, text, at..end, kind, breaks, spaced);
        at = end;
        breaks = 0;
        spaced = false;
    }
    found
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || is_mark(letter)
}

/// Combining marks and joiners belong to the letter before them (NFD text, Arabic, emoji families).
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{64b}'..='\u{65f}' | '\u{fe0f}')
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

/// "1,500" and "3.5" are numbers; "27th", "152mm" and "30-year-old" are words.
fn number_or_word(text: &str, start: usize) -> (usize, TokenKind) {
    let rest = &text[start..];
    let mut end = 0;
    let bytes = rest.as_bytes();
    while end < bytes.len() {
        let inside = matches!(bytes[end], b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if bytes[end].is_ascii_digit() || inside {
            end += 1;
        } else {
            break;
        }
    }
    let mut letters = rest[end..].chars();
    match (letters.next(), letters.next()) {
        (Some(next), _) if is_letter(next) => (start + end + run(&rest[end..]), TokenKind::Word),
        (Some(hyphen), Some(next)) if is_hyphen(hyphen) && next.is_alphabetic() => {
            (start + end + run(&rest[end..]), TokenKind::Word)
        }
        _ => (start + end, TokenKind::Number),
    }
}

/// The length of a run of letters, digits and inner hyphens and apostrophes.
fn run(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let joins = (is_hyphen(letter) || is_apostrophe(letter))
            && letters.peek().is_some_and(|&(_, next)| next.is_alphanumeric());
        if is_letter(letter) || letter.is_alphanumeric() || joins {
            end = at + letter.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn word_end(text: &str, start: usize, abbreviations: &Abbreviations) -> usize {
    let rest = &text[start..];
    // Letters with full stops between them: "U.S.", "p.m.", "J.", "e.g."
    let dotted = dotted(rest);
    if dotted > 0 {
        return start + dotted;
    }
    let end = run(rest);
    if rest[end..].starts_with('.') && !rest[end + 1..].starts_with('.') && end <= 12 {
        let word = rest[..end].to_lowercase();
        if abbreviations.holds(&word) {
            // "Sat." and "No." are words too: an abbreviation only where a word follows on the same line.
            let mut after = rest[end + 1..].chars();
            if matches!(after.next(), Some(' ' | '\u{a0}' | '\u{202f}' | ',' | ';' | ')')) {
                return start + end + 1;
            }
        }
    }
    start + end
}

/// The length of "U.S." or "J." at the head of `rest`; 0 where there is none.
fn dotted(rest: &str) -> usize {
    let mut end = 0;
    let mut pairs = 0;
    loop {
        let mut letters = rest[end..].chars();
        match (letters.next(), letters.next(), letters.next()) {
            (Some(letter), Some('.'), next)
                if letter.is_alphabetic()
                    && (letter.is_uppercase() || pairs > 0 || next.is_some_and(char::is_alphabetic)) =>
            {
                end += letter.len_utf8() + 1;
                pairs += 1;
            }
            _ => break,
        }
    }
    // A single capital counts as an initial; "I." does not, and a lower-case letter needs a second pair.
    match pairs {
        0 => 0,
        1 if rest.starts_with('I') || rest[end..].starts_with(char::is_alphanumeric) => 0,
        1 if rest.starts_with(char::is_uppercase) => end,
        1 => 0,
        _ if rest[end..].starts_with(char::is_alphanumeric) => 0,
        _ => end,
    }
}

fn push(
    found: &mut Vec<Token>,
    text: &str,
    range: std::ops::Range<usize>,
    kind: TokenKind,
    breaks: u8,
    spaced: bool,
) {
    let word = &text[range.clone()];
    if kind == TokenKind::Word
        && let Some(cut) = clitic(word)
    {
        let middle = range.start + cut;
        let head = &text[range.start..middle];
        found.push(Token { span: Span::new(range.start, middle), kind, breaks, spaced, case: case(head) });
        let tail = &text[middle..range.end];
        found.push(Token {
            span: Span::new(middle, range.end),
            kind,
            breaks: 0,
            spaced: false,
            case: case(tail),
        });
        return;
    }
    found.push(Token { span: Span::new(range.start, range.end), kind, breaks, spaced, case: case(word) });
}

/// Where "'s", "n't" and their like begin; none where the word has no such tail.
fn clitic(word: &str) -> Option<usize> {
    let at = word.char_indices().rev().take(4).find(|&(_, letter)| is_apostrophe(letter))?.0;
    let tail = &word[at..].chars().skip(1).collect::<String>().to_ascii_lowercase();
    match tail.as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" if at > 0 => Some(at),
        "t" => word[..at]
            .char_indices()
            .next_back()
            .filter(|&(n, letter)| n > 0 && matches!(letter, 'n' | 'N'))
            .map(|(n, _)| n),
        _ => None,
    }
}

fn case(word: &str) -> Case {
    let mut first = None;
    let (mut upper, mut lower) = (0, 0);
    for letter in word.chars() {
        if letter.is_uppercase() {
            first.get_or_insert(true);
            upper += 1;
        } else if letter.is_lowercase() {
            first.get_or_insert(false);
            lower += 1;
        }
    }
    match (first, upper, lower) {
        (None, ..) => Case::None,
        (Some(false), 0, _) => Case::Lower,
        (Some(true), 2.., 0) => Case::Upper,
        (Some(true), ..) => Case::Title,
        (Some(false), ..) => Case::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let data = crate::LanguageData::shipped().unwrap();
        let found: Vec<&str> =
            tokens(text, &data.abbreviations).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn a_rank_keeps_its_full_stop_and_a_sentence_gives_it_up() {
        check("Lt. Col. Orlov fled.", "Lt. Col. Orlov fled .");
        check("He met J. Smith of the U.S. Army.", "He met J. Smith of the U.S. Army .");
    }

    #[test]
    fn possessives_and_negations_are_cut_off() {
        check("The ship’s cook didn't eat.", "The ship ’s cook did n't eat .");
        check("the soldiers' mess", "the soldiers ' mess");
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("1,500 of 3.5 million, 27th", "1,500 of 3.5 million , 27th");
        check("a 30-year-old from T-80s", "a 30-year-old from T-80s");
    }

    #[test]
    fn a_typewriters_double_mark_is_one() {
        check("''Stop,'' he said.", "'' Stop , '' he said .");
    }

    #[test]
    fn an_omission_is_three_tokens() {
        check("front. [...] They", "front . [ ... ] They");
    }

    #[test]
    fn every_character_lies_in_one_token_or_is_white_space() {
        let data = crate::LanguageData::shipped().unwrap();
        for text in ["Він сказав: «ні».", "e\u{301}te\u{301} 👩‍👧 مَرحبا", "a\u{a0}b\u{2028}c", "I'd've ''' n't"]
        {
            let mut rest = String::new();
            let mut end = 0;
            for token in tokens(text, &data.abbreviations) {
                assert!(text[end..token.span.start as usize].trim().is_empty());
                rest.push_str(token.span.of(text));
                end = token.span.end as usize;
            }
            assert!(text[end..].trim().is_empty());
            assert_eq!(rest, text.split_whitespace().collect::<String>());
        }
    }
}

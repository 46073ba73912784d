//! Cuts a document into sentences.
//!
//! In: tokens. Out: spans without white space at the edges; every token lies in exactly one.
//! `Gen. Orlov fled. “They ran.” He said so.` → three sentences.
//!
//! A sentence ends at `.`, `!`, `?` or `…` with the closing marks after it, when what follows can start one; and always
//! at the edge of a block and at a line break, unless the next line goes on in lower case (hard-wrapped text).

use firsthand_schema::{document::Document, span::Span};

use super::{
    abbreviations::Abbreviations,
    tokens::{Case, Token, TokenKind},
};

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where.
    pub span: Span,
    /// Its tokens, by number.
    pub tokens: std::ops::Range<usize>,
    /// Whether it opens a paragraph.
    pub opens_paragraph: bool,
}

/// Cuts the tokens of a document into sentences. Linear in their number.
#[must_use]
pub fn sentences(document: &Document, tokens: &[Token], abbreviations: &Abbreviations) -> Vec<Sentence> {
    let text = document.text.as_str();
    let mut found: Vec<Sentence> = Vec::new();
    let mut start = 0;
    let mut paragraph = true;
    let mut edges = block_edges(document).into_iter().peekable();
    let mut breaks_after = |at: usize| {
        let Some(next) = tokens.get(at + 1) else { return false };
        while edges.next_if(|&edge| edge <= tokens[at].span.start).is_some() {}
        let edge = edges.peek().is_some_and(|&edge| edge <= next.span.start);
        edge || next.breaks >= 2 || (next.breaks == 1 && !wraps(tokens, at, text))
    };
    let mut at = 0;
    while at < tokens.len() {
        let mut breaks = breaks_after(at);
        if at + 1 == tokens.len() || breaks || ends(text, tokens, start, at, abbreviations) {
            // "… the ship.[12][13] The crew …": numbers of notes belong to the sentence that they follow.
            while !breaks && let Some(end) = note_after(text, tokens, at) {
                at = end;
                breaks = breaks_after(at);
            }
            let span = tokens[start].span.cover(&tokens[at].span);
            found.push(Sentence { span, tokens: start..at + 1, opens_paragraph: paragraph });
            start = at + 1;
            paragraph = breaks;
        }
        at += 1;
    }
    found
}

/// The last token of a note's number in square brackets that follows token `at`.
fn note_after(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let [open, number, close] = tokens.get(at + 1..at + 4)? else { return None };
    let is_note = open.span.of(text) == "["
        && number.kind == TokenKind::Number
        && close.span.of(text) == "]"
        && number.breaks == 0
        && close.breaks == 0;
    is_note.then_some(at + 3)
}

fn block_edges(document: &Document) -> Vec<u32> {
    let mut edges: Vec<u32> =
        document.blocks.iter().flat_map(|block| [block.span.start, block.span.end]).collect();
    edges.sort_unstable();
    edges
}

/// A line that breaks inside a sentence: no closing mark before it, and a lower-case word after it.
fn wraps(tokens: &[Token], at: usize, text: &str) -> bool {
    let next = &tokens[at + 1];
    next.case == Case::Lower && !matches!(tokens[at].span.of(text), "." | "!" | "?" | ":")
}

/// Whether a sentence that began at `start` ends after token `at`.
fn ends(text: &str, tokens: &[Token], start: usize, at: usize, abbreviations: &Abbreviations) -> bool {
    // Walk back over closing marks to the mark that might end the sentence.
    let mut mark = at;
    while mark > start && is_closing(tokens[mark].span.of(text)) && !tokens[mark].spaced {
        mark -= 1;
    }
    let word = tokens[mark].span.of(text);
    // "[...]" stands inside a quotation, or at its joint: it ends nothing.
    if mark > start
        && mark < at
        && tokens[mark - 1].span.of(text) == "["
        && tokens[mark + 1].span.of(text) == "]"
    {
        return false;
    }
    let full_stop = match word {
        "!" | "?" | "." => true,
        // Three dots or more may trail off inside a sentence: only a capital after a space can tell.
        "…" => true,
        _ if word.starts_with("..") => true,
        _ if tokens[mark].kind == TokenKind::Word && word.ends_with('.') => {
            let bare = word.trim_end_matches('.').to_lowercase();
            // "Lt." leads on; an initial too ("J. Smith"); "U.S. The" does not.
            if abbreviations.leads(&bare) || word.chars().count() == 2 {
                return false;
            }
            true
        }
        _ => false,
    };
    if !full_stop {
        return false;
    }
    let Some(next) = tokens.get(at + 1) else { return true };
    let after = next.span.of(text);
    if is_closing(after) && !next.spaced {
        return false;
    }
    // "?!" is one ending.
    if matches!(after, "]" | ")" | "!" | "?" | "," | ";" | ":") {
        return false;
    }
    // A mark without space after it is inside a word or a number, unless the next word is plainly a new one
    // ("front.They": a lost space after cleaning).
    let lost_space = next.case == Case::Title && word == "." && next.span.len() > 2;
    if !(next.spaced || lost_space || is_opening(after)) {
        return false;
    }
    if tokens[mark].kind == TokenKind::Word && mark == at {
        // After "U.S." or "Oct.": only a word that commonly opens a sentence ends it.
        return next.case == Case::Title && abbreviations.opens(&after.to_lowercase());
    }
    match next.kind {
        // “…!” he said: a closed quotation goes on in lower case.
        TokenKind::Word => {
            next.case != Case::Lower || (mark == at && word == "." && starts_lower_sentence(after))
        }
        TokenKind::Number => true,
        TokenKind::Mark => {
            is_opening(after)
                || matches!(after, "-" | "–" | "—" | "•" | "*" | "…" | "@" | "#" | "$" | "£" | "€")
                || after.starts_with("...")
        }
    }
}

/// Names that begin a sentence in lower case ("iPhone", "al-Assad") after a full stop.
fn starts_lower_sentence(word: &str) -> bool {
    word.starts_with("al-") || word.chars().skip(1).any(char::is_uppercase)
}

fn is_closing(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "”" | "’" | "»" | ")" | "]" | "''")
}

fn is_opening(mark: &str) -> bool {
    matches!(mark, "\"" | "'" | "“" | "‘" | "«" | "„" | "(" | "[")
}

#[cfg(test)]
mod tests {
    use firsthand_schema::document::Document;

    use crate::reading::Reading;

    /// One line a sentence.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::bare("d", text);
        let data = crate::LanguageData::shipped().unwrap();
        let reading = Reading::of(&document, &data);
        let found: Vec<&str> = reading.sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn ranks_and_initials_do_not_end_a_sentence() {
        check(
            "Lt. Col. A. Orlov left the U.S. base. He did not say why.",
            &["Lt. Col. A. Orlov left the U.S. base.", "He did not say why."],
        );
    }

    #[test]
    fn a_country_at_the_end_of_a_sentence_ends_it() {
        check("They fled to the U.S. The rest stayed.", &["They fled to the U.S.", "The rest stayed."]);
    }

    #[test]
    fn a_closed_quotation_goes_on_with_its_cue() {
        check("“They ran!” he said. “All of them.”", &["“They ran!” he said.", "“All of them.”"]);
    }

    #[test]
    fn an_omission_stays_inside() {
        check(
            "“We dug in [...] and waited. [...] They came.”",
            &["“We dug in [...] and waited.", "[...] They came.”"],
        );
    }

    #[test]
    fn the_number_of_a_note_belongs_to_the_sentence_before_it() {
        check(
            "The fleet sailed.[4] [5] Two crews stayed ashore. [6]\n\nNobody was hurt.",
            &["The fleet sailed.[4] [5]", "Two crews stayed ashore. [6]", "Nobody was hurt."],
        );
    }

    #[test]
    fn a_line_break_ends_a_heading_and_not_a_wrapped_line() {
        check(
            "Crew refuses\nThe crew of a\nship refused.",
            &["Crew refuses", "The crew of a\nship refused."],
        );
    }

    #[test]
    fn a_no_break_space_is_a_space() {
        check("It ended.\u{a0}They left.", &["It ended.", "They left."]);
    }
}

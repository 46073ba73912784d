//! Finds quotations: straight, curly, angled, nested, unbalanced, and re-opened at a new paragraph.
//!
//! In: tokens. Out: `Quotation`s in text order, outer before inner, spans with their marks.
//! `“They ran,” he said. “All ‘of’ them.”` → `“They ran,”`, `“All ‘of’ them.”`, `‘of’`
//!
//! A paragraph that ends inside a quotation while the next opens with a mark is the printers' convention for one
//! speech going on; any other quotation left open ends with its paragraph, and says so. So one stray mark costs at most
//! its own paragraph.

use firsthand_schema::span::Span;

use super::tokens::{Token, TokenKind};

/// One pair of marks, or the words from an opening mark to the end of the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words with their marks.
    pub span: Span,
    /// First token (the opening mark) and one past the last.
    pub tokens: (usize, usize),
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether it lies inside another quotation.
    pub nested: bool,
    /// Whether it goes on a quotation that the paragraph before left open.
    pub goes_on: bool,
}

/// Finds the quotations. Linear in the number of tokens.
#[must_use]
pub fn quotations(text: &str, tokens: &[Token]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut outer: Option<Open> = None;
    let mut inner: Option<Open> = None;
    let mut left_open = false;
    for at in 0..tokens.len() {
        let opens_paragraph = at == 0 || tokens[at].breaks > 0;
        if opens_paragraph {
            inner = None;
            left_open = false;
            if let Some(open) = outer.take() {
                found.push(open.end(tokens, at, false));
                left_open = true;
            }
        }
        if tokens[at].kind != TokenKind::Mark {
            continue;
        }
        let mark = tokens[at].span.of(text);
        let Some(shape) = shape(mark) else { continue };
        let before = !tokens[at].spaced && at > 0 && !is_bracket(tokens[at - 1].span.of(text));
        let after = tokens.get(at + 1).is_some_and(|next| !next.spaced && next.breaks == 0);
        if shape.single {
            // Apostrophes are single marks too: one opens only before a word and after space, and closes only after
            // a word and before anything but a word.
            match inner {
                Some(open) if before && !(after && is_word(&tokens[at + 1])) && shape.can_close => {
                    let mut quotation = open.end(tokens, at + 1, true);
                    quotation.nested = outer.is_some();
                    found.push(quotation);
                    inner = None;
                }
                None if shape.can_open && !before && after && is_word_or_bracket(&tokens[at + 1], text) => {
                    inner = Some(Open { at, goes_on: false });
                }
                _ => {}
            }
            continue;
        }
        match outer {
            Some(open) if shape.can_close && (before || !after || !shape.can_open) => {
                found.push(open.end(tokens, at + 1, true));
                outer = None;
                inner = None;
            }
            // An opening mark inside an open quotation: the first was never closed, or the printer forgot.
            Some(open) if shape.can_open && !before && after => {
                found.push(open.end(tokens, at, false));
                outer = Some(Open { at, goes_on: false });
                inner = None;
            }
            Some(_) => {}
            // ”so” is met for “so”: any double mark may open where it stands before a word and after space.
            None if after && (!before || shape.can_open && !shape.can_close) => {
                outer = Some(Open { at, goes_on: left_open && opens_paragraph });
                inner = None;
            }
            None => {}
        }
    }
    if let Some(open) = outer {
        found.push(open.end(tokens, tokens.len(), false));
    }
    found.sort_by_key(|quotation| (quotation.span.start, std::cmp::Reverse(quotation.span.end)));
    found
}

#[derive(Clone, Copy)]
struct Open {
    at: usize,
    goes_on: bool,
}

impl Open {
    fn end(self, tokens: &[Token], end: usize, closed: bool) -> Quotation {
        let span = tokens[self.at].span.cover(&tokens[end.saturating_sub(1).max(self.at)].span);
        Quotation { span, tokens: (self.at, end), closed, nested: false, goes_on: self.goes_on }
    }
}

struct Shape {
    single: bool,
    can_open: bool,
    can_close: bool,
}

fn shape(mark: &str) -> Option<Shape> {
    let (single, can_open, can_close) = match mark {
        "\"" | "''" => (false, true, true),
        "``" => (false, true, false),
        "“" => (false, true, true),
        "„" | "«" => (false, true, false),
        "”" | "»" => (false, false, true),
        "'" => (true, true, true),
        "‘" => (true, true, false),
        "’" => (true, false, true),
        _ => return None,
    };
    Some(Shape { single, can_open, can_close })
}

fn is_bracket(mark: &str) -> bool {
    matches!(mark, "(" | "[" | "{" | "—" | "–" | "-" | "/" | "“" | "\"" | "‘" | "'" | "«")
}

fn is_word(token: &Token) -> bool {
    token.kind != TokenKind::Mark
}

fn is_word_or_bracket(token: &Token, text: &str) -> bool {
    is_word(token) || matches!(token.span.of(text), "[" | "(" | "...")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One quotation a piece; `…` behind one that was left open, `>` before one that goes on, `(` before a nested one.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let data = crate::LanguageData::shipped().unwrap();
        let tokens = crate::reading::tokens::tokens(text, &data.abbreviations);
        let found: Vec<String> = quotations(text, &tokens)
            .iter()
            .map(|quotation| {
                let sign = if quotation.goes_on { ">" } else { "" };
                let nested = if quotation.nested { "(" } else { "" };
                let open = if quotation.closed { "" } else { "…" };
                format!("{sign}{nested}{}{open}", quotation.span.of(text))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn straight_and_curly_marks() {
        check("\"They ran,\" he said. \"All.\"", &["\"They ran,\"", "\"All.\""]);
        check("“They ran,” he said. “All.”", &["“They ran,”", "“All.”"]);
        check("Он сказал: «Нет». Потом ушёл.", &["«Нет»"]);
    }

    #[test]
    fn two_single_marks_are_a_double_one() {
        check("''They ran,'' he said. ''All.''", &["''They ran,''", "''All.''"]);
    }

    #[test]
    fn a_quotation_inside_a_quotation() {
        check("“I asked, ‘Why?’ He left.”", &["“I asked, ‘Why?’ He left.”", "(‘Why?’"]);
    }

    #[test]
    fn apostrophes_are_not_quotations() {
        check("The crew's and the officers' mess wasn't clean.", &[]);
        check("The ’copters and the sailors’ boat", &[]);
    }

    #[test]
    fn a_headline_quotes_with_single_marks() {
        check("Officers 'Fled Like Rats', Crew Says", &["'Fled Like Rats'"]);
    }

    #[test]
    fn a_speech_re_opened_at_a_paragraph_goes_on() {
        check("“First.\n\n“Second.”\n\nEnd.", &["“First.…", ">“Second.”"]);
    }

    #[test]
    fn one_stray_mark_costs_at_most_its_paragraph() {
        check("He said “they ran.\n\nNobody knows. “Yes.”", &["“they ran.…", "“Yes.”"]);
    }

    #[test]
    fn a_closing_mark_may_stand_for_an_opening_one() {
        check("moved to ”self sufficiency” soon", &["”self sufficiency”"]);
    }
}

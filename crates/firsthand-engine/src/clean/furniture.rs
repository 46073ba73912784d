//! The words by which page furniture gives itself away, read from `data/lexicon/furniture.toml`.
//!
//! In: a line of a page. Out: what its wording says it is. `Sign up for our newsletter` → an opening of a newsletter box.
//!
//! Patterns are words, `*` (one to eight words), `a/b` and `[maybe]`; they are turned into one automaton for each list.

use regex::bytes::Regex;
use serde::Deserialize;

use super::credits::Credits;

/// The lists, compiled.
#[derive(Clone, Debug)]
pub struct Furniture {
    line: Regex,
    opening: Regex,
    ending: Regex,
    newsletter: Regex,
    related: Regex,
    end: Regex,
    pitch: std::collections::BTreeSet<String>,
    byline: Regex,
    caption: Regex,
    /// Distinctive openings of furniture, looked for inside a line that was glued to the report.
    glued: regex::Regex,
    credits: Credits,
    self_naming: Vec<Naming>,
    mastheads: std::collections::BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    line: Vec<String>,
    opening: Vec<String>,
    ending: Vec<String>,
    newsletter: Vec<String>,
    related: Vec<String>,
    end: Vec<String>,
    pitch: Vec<String>,
    byline: Vec<String>,
    caption: Vec<String>,
    credit_labels: Vec<String>,
    photo_agencies: Vec<String>,
    wire_agencies: Vec<String>,
    self_naming: Vec<String>,
    mastheads: Vec<String>,
}

impl Furniture {
    /// Reads `furniture.toml`.
    ///
    /// # Errors
    ///
    /// A message with the entry that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let lists: Lists = toml::from_str(toml).map_err(|error| format!("furniture: {error}"))?;
        Ok(Self {
            mastheads: lists.mastheads.into_iter().collect(),
            line: any("line", &lists.line, "^", " ?$")?,
            opening: any("opening", &lists.opening, "^", "(?: |$)")?,
            ending: any("ending", &lists.ending, "", " ?$")?,
            newsletter: any("newsletter", &lists.newsletter, "^", "(?: |$)")?,
            related: any("related", &lists.related, "^", " ?$")?,
            end: any("end", &lists.end, "^", "(?: |$)")?,
            pitch: lists.pitch.into_iter().collect(),
            byline: any("byline", &lists.byline, "^", "(?: |$)")?,
            caption: any("caption", &lists.caption, "^", "(?: |$)")?,
            glued: glued(&[&lists.opening, &lists.end])?,
            credits: Credits::new(lists.credit_labels, lists.photo_agencies, lists.wire_agencies),
            self_naming: lists
                .self_naming
                .iter()
                .map(|pattern| naming(pattern))
                .collect::<Result<Vec<_>, _>>()?,
        })
    }

    /// Whether a word ends names of publishers ("Post"); in lower case.
    pub(crate) fn ends_masthead(&self, word: &str) -> bool {
        self.mastheads.contains(word)
    }

    /// Whether a whole line is furniture. Lines are given as [`plain`] makes them.
    pub(crate) fn is_line(&self, plain: &str) -> bool {
        self.line.is_match(plain.as_bytes())
    }

    /// Whether a line opens or ends like furniture.
    pub(crate) fn is_opening_or_ending(&self, plain: &str) -> bool {
        self.opening.is_match(plain.as_bytes()) || self.ending.is_match(plain.as_bytes())
    }

    /// Whether a line opens a newsletter box.
    pub(crate) fn opens_newsletter(&self, plain: &str) -> bool {
        self.newsletter.is_match(plain.as_bytes())
    }

    /// Whether a line is the heading of a list of other articles.
    pub(crate) fn heads_related(&self, plain: &str) -> bool {
        self.related.is_match(plain.as_bytes())
    }

    /// Whether nothing after this line is report any more.
    pub(crate) fn ends_report(&self, plain: &str) -> bool {
        self.end.is_match(plain.as_bytes())
    }

    /// Whether a line holds a word that sells.
    pub(crate) fn pitches(&self, plain: &str) -> bool {
        plain
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .any(|word| self.pitch.contains(word))
    }

    /// Whether a line begins like a byline.
    pub(crate) fn is_byline(&self, plain: &str) -> bool {
        self.byline.is_match(plain.as_bytes())
    }

    /// Whether a line begins like a caption.
    pub(crate) fn is_caption(&self, plain: &str) -> bool {
        self.caption.is_match(plain.as_bytes())
    }

    /// Where furniture begins inside a line that was glued to the report, in bytes.
    pub(crate) fn glued_at<'f>(&'f self, line: &'f str) -> impl Iterator<Item = usize> + 'f {
        self.glued.captures_iter(line).filter_map(|found| found.get(1)).map(|found| found.start())
    }

    /// Where the photo credit at the end of a line begins.
    pub(crate) fn credit_at(&self, line: &str) -> Option<usize> {
        self.credits.at_end(line)
    }

    /// Where photo credits inside a line end: the caption before them was glued to what follows.
    pub(crate) fn credits_inside(&self, line: &str) -> Vec<usize> {
        self.credits.inside(line)
    }

    /// The names by which outlets speak of themselves, with how often, in order of first mention.
    pub(crate) fn self_names(&self, text: &str) -> Vec<(String, usize)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        for Naming { before, after, then } in &self.self_naming {
            // The longer of the two fixed parts is looked for; the name stands beside it.
            if after.len() >= before.len() {
                for (at, _) in text.match_indices(after.as_str()) {
                    let name = name_before(&text[..at]);
                    let start = at - name.len();
                    let head = &text[..start];
                    if !name.is_empty()
                        && goes_on(&text[at..], then)
                        && head
                            .get(head.len().saturating_sub(before.len())..)
                            .is_some_and(|head| head.eq_ignore_ascii_case(before))
                    {
                        found.push((start, name));
                    }
                }
            } else {
                for (at, words) in text.match_indices(before.as_str()) {
                    let start = at + words.len();
                    let name = name_after(&text[start..]);
                    if !name.is_empty() && text[start + name.len()..].starts_with(after.as_str()) {
                        found.push((start, name));
                    }
                }
            }
        }
        found.sort_unstable();
        let mut counted: Vec<(String, usize)> = Vec::new();
        for (_, name) in found {
            let name = ["But ", "And ", "While ", "However "]
                .iter()
                .fold(name, |name, word| name.strip_prefix(word).unwrap_or(name));
            if is_pronoun(name) {
                continue;
            }
            match counted.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += 1,
                None => counted.push((name.to_owned(), 1)),
            }
        }
        counted
    }
}

/// A line as the patterns read it: lower case, straight quotes, one space between words, no bullet before it.
pub(crate) fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len() + 1);
    for word in line.split(|letter: char| letter.is_whitespace() || is_invisible(letter)) {
        let bare = word.trim_matches(|letter: char| {
            matches!(letter, '•' | '·' | '*' | '»' | '›' | '>' | '|' | '→' | '▶' | '–' | '—')
        });
        if bare.is_empty() || bare == "-" {
            continue;
        }
        plain.push(' ');
        for letter in bare.chars() {
            match letter {
                '’' | '‘' => plain.push('\''),
                '“' | '”' => plain.push('"'),
                other => plain.extend(other.to_lowercase()),
            }
        }
    }
    plain
}

/// Characters that take no room on a page.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}')
}

/// One automaton over a list of patterns. Every word is matched with the space before it.
fn any(list: &str, patterns: &[String], before: &str, after: &str) -> Result<Regex, String> {
    let all = patterns.iter().map(|pattern| words(pattern)).collect::<Vec<_>>().join("|");
    build(list, &format!("{before}(?:{all}){after}"))
}

fn build(list: &str, pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| format!("furniture: {list}: {error}"))
}

fn words(pattern: &str) -> String {
    pattern
        .split(' ')
        .map(|word| match word.strip_prefix('[').and_then(|word| word.strip_suffix(']')) {
            _ if word == "*" => "(?-u: [^ ]+)+".to_owned(),
            Some(maybe) => format!("(?: (?:{}){MARKS})?", alternatives(maybe)),
            None => format!(" (?:{}){MARKS}", alternatives(word)),
        })
        .collect()
}

/// Marks that may stand after a word without changing what it says.
const MARKS: &str = "(?:[,:;.!?]|…)*";

fn alternatives(word: &str) -> String {
    word.split('/').map(regex::escape).collect::<Vec<_>>().join("|")
}

/// Patterns of at least three plain words, with a capital, after the end of a sentence inside a line.
fn glued(lists: &[&Vec<String>]) -> Result<regex::Regex, String> {
    let long: Vec<String> = lists
        .iter()
        .flat_map(|list| list.iter())
        .filter(|pattern| {
            let plain = pattern.split(' ').take_while(|word| *word != "*").count();
            plain >= 3 && !pattern.contains(['[', '/'])
        })
        .map(|pattern| {
            let mut words = pattern
                .trim_end_matches(" *")
                .split(' ')
                .map(|word| if word == "*" { r"[^ \n]+".to_owned() } else { regex::escape(word) });
            let first = words.next().unwrap_or_default();
            let mut letters = first.chars();
            let capital = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            let rest: Vec<String> =
                std::iter::once(format!("{}{}", regex::escape(&capital), letters.as_str()))
                    .chain(words)
                    .collect();
            rest.join(r"[ \t\xA0]+")
        })
        .collect();
    regex::Regex::new(&format!(r"[.!?…”’\x22][ \t\xA0]*((?:{})\b)", long.join("|")))
        .map_err(|error| format!("furniture: glued: {error}"))
}

/// "They could not verify" names nobody.
fn is_pronoun(name: &str) -> bool {
    matches!(
        name,
        "I" | "We"
            | "He"
            | "She"
            | "It"
            | "They"
            | "You"
            | "This"
            | "That"
            | "These"
            | "Who"
            | "Which"
            | "There"
            | "But"
            | "And"
            | "Nobody"
            | "Experts"
            | "Journalists"
            | "Reporters"
            | "Investigators"
            | "Officials"
            | "Authorities"
            | "Police"
    )
}

/// The words before and after the name in a pattern, and those that must follow in the same sentence.
#[derive(Clone, Debug)]
struct Naming {
    before: String,
    after: String,
    then: String,
}

fn naming(pattern: &str) -> Result<Naming, String> {
    let Some((before, after)) = pattern.split_once("{}") else {
        return Err(format!("furniture: self_naming: {pattern:?} has no {{}}"));
    };
    let (after, then) = after.split_once(" * ").unwrap_or((after, ""));
    Ok(Naming { before: before.to_owned(), after: after.to_owned(), then: then.to_owned() })
}

/// Whether `then` stands in the rest of the sentence.
fn goes_on(text: &str, then: &str) -> bool {
    then.is_empty() || text.split(['.', '\n']).next().is_some_and(|rest| rest.contains(then))
}

/// The name that ends here: one to five capitalised words, the first of which may be "The".
fn name_before(text: &str) -> &str {
    let mut start = text.len();
    for _ in 0..5 {
        let head = &text[..start];
        let head = if start == text.len() { head } else { head.strip_suffix(' ').unwrap_or("") };
        let word = head.rsplit(|letter: char| letter.is_whitespace() || is_edge(letter)).next().unwrap_or("");
        if !word.starts_with(char::is_uppercase) || word.ends_with('.') {
            break;
        }
        start = head.len() - word.len();
    }
    &text[start..]
}

/// The name that begins here: one to four capitalised words.
fn name_after(text: &str) -> &str {
    let mut end = 0;
    for _ in 0..4 {
        let tail = &text[end..];
        let tail = if end == 0 { tail } else { tail.strip_prefix(' ').unwrap_or("") };
        let word = tail.split(|letter: char| letter.is_whitespace() || is_edge(letter)).next().unwrap_or("");
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        let from = text.len() - tail.len();
        end = from + word.trim_end_matches('.').len();
        if word.ends_with('.') {
            break;
        }
    }
    &text[..end]
}

fn is_edge(letter: char) -> bool {
    matches!(letter, '“' | '”' | '"' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '!' | '?' | '—' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn furniture() -> Furniture {
        Furniture::parse(include_str!("../../../../data/lexicon/furniture.toml")).unwrap()
    }

    #[track_caller]
    fn check_name(text: &str, expected: &[(&str, usize)]) {
        let found = furniture().self_names(text);
        let expected: Vec<(String, usize)> = expected.iter().map(|&(name, n)| (name.to_owned(), n)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_outlet_that_could_not_verify_names_itself() {
        check_name("The Harbour Post could not independently verify the letter.", &[("The Harbour Post", 1)]);
        check_name("A sailor interviewed last year by Harbour Post was not named.", &[("Harbour Post", 1)]);
        check_name("he could not verify the letter", &[]);
    }

    #[test]
    fn a_pattern_reads_optional_words_and_alternatives() {
        let furniture = furniture();
        assert!(furniture.is_line(&plain("  • Share to or")));
        assert!(furniture.is_line(&plain("Skip to main content")));
        assert!(!furniture.is_line(&plain("Share prices fell in London after the strike.")));
        assert!(furniture.ends_report(&plain("About the author")));
    }
}

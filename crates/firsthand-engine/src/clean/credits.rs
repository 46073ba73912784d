//! Finds the photo credit at the end of a line, and inside a line that was glued to what follows.
//!
//! In: a line. Out: where the credit begins, or ends. `Sailors on deck. Olha Kovalenko/AFP` → at `Olha`
//!
//! A credit is a label and a name ("Photo: …"), names and agencies with slashes between them, or an agency alone after
//! the end of a sentence. An agency named in a sentence ("told Reuters") is none.

/// The names to know.
#[derive(Clone, Debug)]
pub(crate) struct Credits {
    labels: Vec<String>,
    /// Picture agencies: a credit at the end of a line whatever stands before them.
    photo: Vec<String>,
    /// All agencies, the longest first.
    agencies: Vec<String>,
}

/// How far from the end of a line a credit may begin: names of four photographers and their agencies fit.
const CREDIT_MAX: usize = 160;

/// A name in a credit has at most so many words ("Ukrainian Presidential Press Service").
const NAME_MAX: usize = 5;

impl Credits {
    pub(crate) fn new(labels: Vec<String>, photo: Vec<String>, wire: Vec<String>) -> Self {
        let mut agencies: Vec<String> = photo.iter().cloned().chain(wire).collect();
        agencies.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
        Self { labels, photo, agencies }
    }

    /// Where the credit at the end of the line begins.
    pub(crate) fn at_end(&self, line: &str) -> Option<usize> {
        let mut from = line.len().saturating_sub(CREDIT_MAX);
        while !line.is_char_boundary(from) {
            from += 1;
        }
        let tail = line[from..]
            .trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ')' | ']' | '.'));
        let start = self.labelled(tail).or_else(|| self.signed(tail))?;
        // A bracket before the credit belongs to it.
        let open = tail[..start].strip_suffix(['(', '[']).map_or(start, str::len);
        (from == 0 || open > 0).then_some(from + open)
    }

    /// "Photo: …", up to the end of the line, without the end of a sentence between.
    fn labelled(&self, tail: &str) -> Option<usize> {
        self.labels
            .iter()
            .filter_map(|label| {
                let at = tail.rfind(label.as_str())?;
                let clear = tail[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
                let name = tail[at + label.len()..].trim_start();
                let named = name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 14;
                (clear && named && !has_stop(name)).then_some(at)
            })
            .min()
    }

    /// Names and agencies at the end of the line, without a label.
    fn signed(&self, tail: &str) -> Option<usize> {
        let mut start = tail.len();
        let mut slash = false;
        let mut agencies = 0;
        let mut only_photo = false;
        while let Some(agency) = self.agency_before(&tail[..start]) {
            start -= agency.len();
            agencies += 1;
            only_photo |= self.photo.iter().any(|name| name == agency);
            let (rest, joined) = joint(&tail[..start]);
            if joined == Joint::None {
                break;
            }
            slash |= joined == Joint::Slash;
            start = rest;
        }
        if agencies == 0 {
            return unknown(tail);
        }
        let named = names_before(&tail[..start]);
        if (slash && (named < start || agencies >= 2)) || only_photo {
            return Some(named);
        }
        let head = tail[..named].trim_end();
        let opened = head.ends_with(['(', '[']);
        let bare = named == start && head.is_empty();
        (opened || bare || ends_sentence(head)).then_some(named)
    }

    /// The agency that a text ends with, as a word of its own.
    fn agency_before<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim_end();
        self.agencies.iter().find_map(|agency| {
            let head = text.strip_suffix(agency.as_str())?;
            let clear = head
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '-' | '’' | '\'' | '.'));
            clear.then(|| &text[head.len()..])
        })
    }

    /// Where credits with a slash end that stand inside the line: after a label or the end of a sentence, a name, a
    /// slash, a known agency.
    pub(crate) fn inside(&self, line: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for (slash, _) in line.match_indices('/') {
            let head = line[..slash].trim_end();
            let named = names_before(head);
            let before = line[..named].trim_end();
            let opened =
                ends_sentence(before) || self.labels.iter().any(|label| before.ends_with(label.as_str()));
            let chained = found.last().is_some_and(|&end| end == head.len());
            if !(named < head.len() && opened || chained) {
                continue;
            }
            let after = &line[slash + 1..];
            let spaces = after.len() - after.trim_start().len();
            let agency = self.agencies.iter().find(|agency| {
                after
                    .trim_start()
                    .strip_prefix(agency.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            if let Some(agency) = agency {
                let end = slash + 1 + spaces + agency.len();
                if chained {
                    found.pop();
                }
                found.push(end);
            }
        }
        found
    }
}

/// What joins two parts of a credit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    None,
    Slash,
    Word,
}

/// Where the part before a joint ends, and which joint it is.
fn joint(text: &str) -> (usize, Joint) {
    let head = text.trim_end();
    for (mark, kind) in [
        ("/", Joint::Slash),
        ("—", Joint::Slash),
        ("–", Joint::Slash),
        (",", Joint::Word),
        (" via", Joint::Slash),
        (" for", Joint::Word),
    ] {
        if let Some(rest) = head.strip_suffix(mark) {
            return (rest.trim_end().len(), kind);
        }
    }
    (head.len(), Joint::None)
}

/// Where the capitalised words begin that the text ends with; its length where there is none.
fn names_before(text: &str) -> usize {
    let mut start = text.len();
    let mut pending = start;
    for _ in 0..NAME_MAX {
        let head = text[..pending].trim_end();
        let word = head
            .rsplit(|letter: char| letter.is_whitespace() || matches!(letter, '(' | '[' | '/'))
            .next()
            .unwrap_or("");
        let at = head.len() - word.len();
        let initial = word.len() <= 3 && word.ends_with('.');
        if word.ends_with(['.', '!', '?', '…', '”', '"', ':', ';', ',', ')']) && !initial {
            break;
        }
        if word.starts_with(char::is_uppercase) {
            start = at;
        } else if !matches!(
            word,
            "de" | "van" | "von" | "der" | "al" | "bin" | "el" | "da" | "of" | "the" | "and" | "for" | "&"
        ) {
            break;
        }
        pending = at;
        if text[..at].ends_with(['(', '[', '/']) {
            break;
        }
    }
    start
}

/// "Olha Kovalenko / Harbour Film" as a whole line or after the end of a sentence: two to four words, a slash, a name.
fn unknown(tail: &str) -> Option<usize> {
    let slash = tail.rfind('/')?;
    let agency = tail[slash + 1..].trim();
    let words = agency.split_whitespace().count();
    if !(1..=4).contains(&words)
        || !agency.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
    {
        return None;
    }
    let head = tail[..slash].trim_end();
    let named = names_before(head);
    let count = head[named..].split_whitespace().count();
    let before = tail[..named].trim_end();
    let opened = before.is_empty() || ends_sentence(before) || before.ends_with(['(', '[']);
    ((2..=4).contains(&count) && opened).then_some(named)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', ')', ']']).ends_with(['.', '!', '?', '…'])
}

/// Whether a sentence ends inside the words (initials do not end one).
fn has_stop(words: &str) -> bool {
    words
        .split_whitespace()
        .rev()
        .skip(1)
        .any(|word| word.ends_with(['.', '!', '?']) && word.chars().count() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits() -> Credits {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Credits::new(
            names(&["Photograph:", "Photo:", "Photo by"]),
            names(&["Getty Images", "Shutterstock", "EPA"]),
            names(&["AP", "AFP", "TASS", "Reuters"]),
        )
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let found = credits().at_end(line).map_or("", |at| &line[at..]);
        assert_eq!(found, expected, "in {line:?}");
    }

    #[track_caller]
    fn check_inside(line: &str, before: &[&str]) {
        let found: Vec<&str> = credits().inside(line).into_iter().map(|end| &line[..end]).collect();
        assert_eq!(found, before);
    }

    #[test]
    fn a_credit_is_a_name_and_an_agency() {
        check("Sailors on deck in Odesa. Ivan Petrenko/Getty Images", "Ivan Petrenko/Getty Images");
        check("Pavel Orlov / TASS", "Pavel Orlov / TASS");
        check(
            "Sailors on deck. Photograph: Olha Kovalenko/AFP/Getty Images",
            "Photograph: Olha Kovalenko/AFP/Getty Images",
        );
        check("Sailors rest on deck (Ivan Petrenko/AP)", "(Ivan Petrenko/AP)");
        check("Photo by Ivan PETRENKO / AFP", "Photo by Ivan PETRENKO / AFP");
        check("The ship leaves the harbour Shutterstock", "Shutterstock");
    }

    #[test]
    fn an_agency_named_in_a_sentence_is_no_credit() {
        check("The crew refused to sail, a sailor told Reuters", "");
        check("The ministry spoke to AFP.", "");
        check("He said he/she would decide", "");
    }

    #[test]
    fn a_credit_before_the_report_goes_on_is_found() {
        check_inside(
            "Sailors on deck. Photograph: Olha Kovalenko/EPA The crew took the ship.",
            &["Sailors on deck. Photograph: Olha Kovalenko/EPA"],
        );
        check_inside(
            "Sailors. Olha Kovalenko/AFP/Getty Images They rest.",
            &["Sailors. Olha Kovalenko/AFP/Getty Images"],
        );
        check_inside("He said and/or did nothing. The AP/NORC poll says so.", &[]);
    }

    #[test]
    fn a_caption_without_slash_or_label_is_lost() {
        // Wrong: the photographer's name is a credit, but nothing in the line says so.
        check("Sailors on deck Olha Kovalenko", "");
    }
}

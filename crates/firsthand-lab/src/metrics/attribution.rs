//! Scores attribution relations: who says what, in the terms of PARC3 and PolNeAR.
//!
//! In: gold relations and predicted ones, of which only the outermost of nested ones count, as in the corpora. Out:
//!
//! - `exact source`, `exact cue`, `exact content`: fragments with equal start and end (edge white space dropped; equal
//!   fragments of one role count once a document);
//! - `content`: relations paired one to one by the overlap of their content, one half or more;
//! - `core`: pairs whose sources agree (the head word of each lies in the other, or both have none);
//! - `core say`: the same among assertions ("said", "told", "according to", …);
//! - `full`: core pairs whose cues share a word; `strict`: source, cue and content all equal;
//! - `source accuracy`: core pairs of content pairs.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{Figure, Found, found, inked, pairs, right_of};
use crate::{
    answer::{Answer, Range, Relation},
    gold::attribution::Text,
};

/// The head of a source stands before the first of these.
const STOPS: [&str; 31] = [
    "of",
    "for",
    "in",
    "at",
    "from",
    "with",
    "who",
    "whom",
    "which",
    "that",
    "on",
    "by",
    "to",
    "and",
    "or",
    "as",
    "against",
    "about",
    "near",
    "under",
    "over",
    "whose",
    "where",
    "when",
    "during",
    "including",
    "among",
    "between",
    "behind",
    "after",
    "before",
];
/// Cues that assert.
const SAY: &str = r"(?i)\b(said|says|say|saying|told|tells?|telling|added|adds|adding|according|stated|states|stating|announced|announces|announcing|reported|reports|reporting|wrote|writes|writing|tweeted|replied|claimed|claims|claiming|explained|noted|asked|warned|argued|insisted|declared|confirmed|denied|denies)\b";

/// A relation made ready: spans in order, merged where they touch, without white space at the edges.
struct Ready {
    source: Vec<Range>,
    cue: Vec<Range>,
    content: Vec<Range>,
    /// The characters that it is paired by.
    key: Vec<usize>,
    head: Option<Range>,
}

/// Scores answers against gold texts; an answer that is missing counts as empty.
///
/// # Errors
///
/// Only if the list of asserting cues above is not a pattern.
pub fn score(gold: &[Text], answers: &BTreeMap<String, Answer>) -> Result<Vec<Figure>, String> {
    let say = Regex::new(SAY).map_err(|error| error.to_string())?;
    let empty = Answer::default();
    let mut tally = Tally::default();
    for text in gold {
        let answer = answers.get(&text.id).unwrap_or(&empty);
        tally.text(text, answer, &say);
    }
    Ok(tally.figures())
}

#[derive(Default)]
struct Tally {
    exact: [Found; 3],
    content: Found,
    core: Found,
    core_say: Found,
    full: Found,
    strict: Found,
    source: (usize, usize),
}

impl Tally {
    fn text(&mut self, gold: &Text, answer: &Answer, say: &Regex) {
        let text: Vec<char> = gold.text.chars().collect();
        let dropped = cleaned(&text, &gold.discard);
        let outermost = outermost(&answer.attributions);
        let wanted: Vec<Ready> =
            gold.attributions.iter().filter_map(|relation| ready(&text, relation, &[])).collect();
        let out: Vec<Ready> =
            outermost.iter().filter_map(|relation| ready(&text, relation, &dropped)).collect();

        let roles: [fn(&Ready) -> &Vec<Range>; 3] =
            [|ready| &ready.source, |ready| &ready.cue, |ready| &ready.content];
        for (tally, role) in self.exact.iter_mut().zip(roles) {
            let fragments = |list: &[Ready]| list.iter().flat_map(role).copied().collect::<BTreeSet<Range>>();
            let (wanted, out) = (fragments(&wanted), fragments(&out));
            tally.add(wanted.intersection(&out).count(), out.len(), wanted.len());
        }

        let keys = |list: &[Ready]| list.iter().map(|ready| ready.key.clone()).collect::<Vec<_>>();
        let content = pairs(&keys(&wanted), &keys(&out), |i, j| !sources_agree(&wanted[i], &out[j]));
        let core: Vec<(usize, usize)> =
            content.iter().copied().filter(|&(i, j)| sources_agree(&wanted[i], &out[j])).collect();
        let tokens = tokens(&text, (0, text.len()));
        let full = core.iter().filter(|&&(i, j)| cues_agree(&tokens, &wanted[i].cue, &out[j].cue)).count();
        self.content.add(content.len(), out.len(), wanted.len());
        self.core.add(core.len(), out.len(), wanted.len());
        self.full.add(full, out.len(), wanted.len());
        self.source.0 += core.len();
        self.source.1 += content.len();

        let said = |relation: &Ready| {
            let words: Vec<String> =
                relation.cue.iter().map(|&(start, end)| text[start..end].iter().collect()).collect();
            say.is_match(&words.join(" "))
        };
        let asserting: Vec<bool> = wanted.iter().map(said).collect();
        let mate: BTreeMap<usize, usize> = content.iter().map(|&(i, j)| (j, i)).collect();
        let predicted = out.iter().enumerate().filter(|(j, relation)| match mate.get(j) {
            Some(&i) => asserting[i],
            None => relation.cue.is_empty() || said(relation),
        });
        self.core_say.add(
            core.iter().filter(|&&(i, _)| asserting[i]).count(),
            predicted.count(),
            asserting.iter().filter(|&&asserts| asserts).count(),
        );

        let whole = |list: &[Ready]| {
            let mut all: Vec<_> =
                list.iter().map(|r| (r.source.clone(), r.cue.clone(), r.content.clone())).collect();
            all.sort();
            all
        };
        self.strict.add(super::shared(&whole(&wanted), &whole(&out)), out.len(), wanted.len());
    }

    fn figures(self) -> Vec<Figure> {
        let [source, cue, content] = self.exact;
        vec![
            found("exact source", source),
            found("exact cue", cue),
            found("exact content", content),
            found("content", self.content),
            found("core", self.core),
            found("core say", self.core_say),
            found("full", self.full),
            found("strict", self.strict),
            right_of("source accuracy", self.source),
        ]
    }
}

/// Leaves out relations whose cue lies wholly in the content of another.
fn outermost(relations: &[Relation]) -> Vec<&Relation> {
    let covered = |ranges: &[Range]| -> Vec<usize> {
        let mut all: Vec<usize> = ranges.iter().flat_map(|&(start, end)| start..end).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let contents: Vec<Vec<usize>> = relations.iter().map(|relation| covered(&relation.content)).collect();
    let nested = |at: usize| {
        let cue = covered(&relations[at].cue);
        !cue.is_empty()
            && contents
                .iter()
                .enumerate()
                .any(|(other, content)| other != at && super::shared(&cue, content) == cue.len())
    };
    relations.iter().enumerate().filter(|(at, _)| !nested(*at)).map(|(_, relation)| relation).collect()
}

fn ready(text: &[char], relation: &Relation, dropped: &[Range]) -> Option<Ready> {
    let source = cleaned(text, &relation.source);
    let cue = cleaned(text, &relation.cue);
    let content = cleaned(text, &relation.content);
    let mut all = source.iter().chain(&cue).chain(&content).peekable();
    all.peek()?;
    let is_dropped = |&(start, end): &Range| dropped.iter().any(|&(from, to)| from <= start && end <= to);
    if !dropped.is_empty() && all.all(is_dropped) {
        return None;
    }
    let key = [&content, &cue, &source].into_iter().find(|ranges| !ranges.is_empty()).map(|r| inked(text, r));
    let head = source.first().and_then(|&first| head(text, first));
    Some(Ready { key: key.unwrap_or_default(), head, source, cue, content })
}

/// In order, inside the text, without white space at the edges, merged where they touch.
fn cleaned(text: &[char], ranges: &[Range]) -> Vec<Range> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<Range> = Vec::new();
    for (start, end) in sorted {
        let (mut start, mut end) = (start, end.min(text.len()));
        while start < end && text[start].is_whitespace() {
            start += 1;
        }
        while end > start && text[end - 1].is_whitespace() {
            end -= 1;
        }
        if start < end {
            match out.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => out.push((start, end)),
            }
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Runs of letters and digits (an apostrophe inside holds them together), and every other mark alone.
fn tokens(text: &[char], (from, to): Range) -> Vec<Range> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let start = at;
        if is_word(text[at]) {
            loop {
                while at < to && is_word(text[at]) {
                    at += 1;
                }
                let goes_on = at + 1 < to && "’'".contains(text[at]) && is_word(text[at + 1]);
                if !goes_on {
                    break;
                }
                at += 1;
            }
            found.push((start, at));
        } else {
            at += 1;
            if !text[start].is_whitespace() {
                found.push((start, at));
            }
        }
    }
    found
}

/// The last word before the first comma, bracket, relative pronoun or preposition.
fn head(text: &[char], source: Range) -> Option<Range> {
    let all = tokens(text, source);
    let mut core: Vec<Range> = Vec::new();
    for &(start, end) in &all {
        if !is_word(text[start]) {
            if !core.is_empty() && !"$#@&.-‑'’“”\"".contains(text[start]) {
                break;
            }
            continue;
        }
        let word: String = text[start..end].iter().collect::<String>().to_lowercase();
        if !core.is_empty() && STOPS.contains(&word.as_str()) {
            break;
        }
        core.push((start, end));
    }
    core.last()
        .or_else(|| all.iter().rfind(|&&(start, _)| is_word(text[start])))
        .or_else(|| all.last())
        .copied()
}

fn sources_agree(gold: &Ready, out: &Ready) -> bool {
    let inside = |head: Option<Range>, ranges: &[Range]| {
        head.is_some_and(|(start, end)| ranges.iter().any(|&(from, to)| from < end && start < to))
    };
    match (gold.source.is_empty(), out.source.is_empty()) {
        (false, false) => inside(gold.head, &out.source) && inside(out.head, &gold.source),
        (gold, out) => gold && out,
    }
}

fn cues_agree(tokens: &[Range], gold: &[Range], out: &[Range]) -> bool {
    let within =
        |cue: &[Range], &(start, end): &Range| cue.iter().any(|&(from, to)| from < end && start < to);
    (gold.is_empty() && out.is_empty())
        || tokens.iter().any(|token| within(gold, token) && within(out, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let text: Vec<char> = source.chars().collect();
        let (start, end) = head(&text, (0, text.len())).expect("a head");
        assert_eq!(text[start..end].iter().collect::<String>(), expected);
    }

    #[test]
    fn the_head_of_a_source_stands_before_what_explains_it() {
        check("the governor of the port", "governor");
        check("Captain Nicolae Negru, the port captain", "Negru");
        check("a stoker who asked not to be named", "stoker");
        check("Rear-Adm. Krieger and his staff", "Krieger");
        check("“some”", "some");
    }

    fn figures(answer: &str) -> Vec<(String, f64)> {
        let gold: Text = serde_json::from_str(
            r#"{"id":"d","text":"The mayor said six men died, a clerk saw them fall.","attributions":[
                {"source":[[0,9]],"cue":[[10,14]],"content":[[15,27]]}],"discard":[]}"#,
        )
        .expect("a text");
        let answer = Answer::from_line(answer).expect("an answer");
        score(&[gold], &BTreeMap::from([("d".to_owned(), answer)]))
            .expect("a pattern")
            .into_iter()
            .map(|figure| (figure.name.clone(), figure.value.headline()))
            .collect()
    }

    #[track_caller]
    fn of(figures: &[(String, f64)], name: &str) -> f64 {
        figures.iter().find(|(known, _)| known == name).expect("a figure of that name").1
    }

    #[test]
    fn a_source_that_is_half_right_is_core_and_not_exact() {
        let found =
            figures(r#"{"id":"d","attributions":[{"source":[[4,9]],"cue":[[10,14]],"content":[[15,27]]}]}"#);
        assert_eq!(of(&found, "core"), 100.0);
        assert_eq!(of(&found, "core say"), 100.0);
        assert_eq!(of(&found, "exact source"), 0.0);
        assert_eq!(of(&found, "exact content"), 100.0);
        assert_eq!(of(&found, "strict"), 0.0);
    }

    #[test]
    fn a_relation_inside_the_content_of_another_does_not_count() {
        let found = figures(
            r#"{"id":"d","attributions":[{"source":[[0,9]],"cue":[[10,14]],"content":[[15,27]]},
                {"source":[[15,22]],"cue":[[23,27]],"content":[[15,18]]}]}"#,
        );
        assert_eq!(of(&found, "strict"), 100.0);
    }

    #[test]
    fn the_wrong_source_is_content_and_not_core() {
        let found = figures(
            r#"{"id":"d","attributions":[{"source":[[29,36]],"cue":[[10,14]],"content":[[15,27]]}]}"#,
        );
        assert_eq!((of(&found, "content"), of(&found, "core")), (100.0, 0.0));
    }
}

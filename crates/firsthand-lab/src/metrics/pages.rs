//! Scores the reading of saved pages: is the article found, all of it and nothing else?
//!
//! In: pages with the text a person took from them, and the documents that `clean` made. Out: body precision and recall
//! over runs of four words, a mean over pages as the article-extraction benchmark of Scrapinghub computes it (F1 is that
//! of the two means); title, date and authors as shares of the pages whose gold has them; captions by their words.

use std::collections::BTreeMap;

use firsthand_schema::document::{BlockKind, Document};

use super::{Figure, Found, Value, found, number, right_of, share};
use crate::gold::pages::Page;

/// How many words a run has.
const RUN: usize = 4;

/// Scores documents against pages, pair by pair.
#[must_use]
pub fn score(pages: &[(Page, Document)]) -> Vec<Figure> {
    let (mut precision, mut recall) = (0.0, 0.0);
    let [mut title, mut date, mut wrong_date, mut author] = [(0, 0); 4];
    let mut captions = Found::default();
    let tally = |tally: &mut (usize, usize), right: bool| {
        tally.0 += usize::from(right);
        tally.1 += 1;
    };
    for (page, document) in pages {
        let (p, r) = body(&page.body, &text_of(document, BlockKind::Body));
        precision += p;
        recall += r;
        if let Some(wanted) = &page.title {
            tally(&mut title, document.title.as_deref().is_some_and(|found| plain(found) == plain(wanted)));
        }
        if let Some(day) = page.date.as_deref().and_then(|date| date.get(..10)) {
            let said = document.published.map(|published| published.from.to_string());
            tally(&mut date, said.as_deref() == Some(day));
            tally(&mut wrong_date, said.is_some_and(|said| said != day));
        }
        if let Some(wanted) = page.author.as_ref().filter(|authors| !authors.is_empty()) {
            let sorted = |names: &[String]| {
                let mut names: Vec<String> = names.iter().map(|name| plain(name)).collect();
                names.sort();
                names
            };
            tally(&mut author, sorted(wanted) == sorted(&document.authors));
        }
        if let Some(wanted) = &page.captions {
            let wanted: Vec<&str> = wanted.iter().flatten().map(String::as_str).collect();
            let (right, out, gold) =
                runs_shared(&wanted.join("\n"), &text_of(document, BlockKind::Caption), 1);
            captions.add(right, out, gold);
        }
    }
    let pages = number(pages.len().max(1));
    let mean = Value::Mean { precision: precision / pages, recall: recall / pages };
    vec![
        Figure { name: "body".to_owned(), value: mean },
        right_of("title", title),
        right_of("date", date),
        right_of("date given, but wrong", wrong_date),
        right_of("authors, all of them", author),
        found("captions", captions),
    ]
}

/// The words of all blocks of a kind; what lies in no block is body.
fn text_of(document: &Document, kind: BlockKind) -> String {
    let mut text = String::new();
    let mut at = 0;
    let mut add = |piece: &str| {
        text.push_str(piece);
        text.push('\n');
    };
    for block in &document.blocks {
        if kind == BlockKind::Body && at < block.span.start as usize {
            add(document.text.get(at..block.span.start as usize).unwrap_or(""));
        }
        if block.kind == kind {
            add(block.span.of(&document.text));
        }
        at = block.span.end as usize;
    }
    if kind == BlockKind::Body {
        add(document.text.get(at..).unwrap_or(""));
    }
    text
}

/// Precision and recall of one page.
fn body(gold: &str, out: &str) -> (f64, f64) {
    let (right, out, gold) = runs_shared(gold, out, RUN);
    // Nothing to find and nothing found is right; the benchmark counts it so.
    if gold == right && out == right { (1.0, 1.0) } else { (share(right, out), share(right, gold)) }
}

/// How many runs of words both have, and each; a text shorter than a run is one run.
fn runs_shared(gold: &str, out: &str, run: usize) -> (usize, usize, usize) {
    let count = |text: &str| {
        let words: Vec<&str> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|word| !word.is_empty())
            .collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        if !words.is_empty() {
            for window in words.windows(run.min(words.len())) {
                *counts.entry(window.join(" ")).or_default() += 1;
            }
        }
        counts
    };
    let (gold, out) = (count(gold), count(out));
    let right = gold.iter().map(|(words, &count)| count.min(out.get(words).copied().unwrap_or(0))).sum();
    (right, out.values().sum(), gold.values().sum())
}

/// For comparing headlines and names: lower case, single spaces.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_too_much_costs_precision_and_a_missing_one_recall() {
        let article = "The ship came in at dawn and the harbour was full of people.";
        assert_eq!(body(article, article), (1.0, 1.0));
        let (precision, recall) =
            body(article, &format!("{article} Subscribe to our newsletter today please"));
        assert!(precision < 0.7 && (recall - 1.0).abs() < 1e-9, "{precision} {recall}");
        let (precision, recall) = body(article, "The ship came in at dawn");
        assert!((precision - 1.0).abs() < 1e-9 && recall < 0.4, "{precision} {recall}");
        assert_eq!(body("", ""), (1.0, 1.0));
        assert_eq!(body(article, ""), (0.0, 0.0));
    }
}

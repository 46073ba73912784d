//! Scores time expressions as TempEval-3 does.
//!
//! In: gold expressions and the program's mentions of kind time. Out: strict (same span), relaxed (spans overlap, one to
//! one), and the relaxed pairs whose value or type is right, each as precision, recall and F1.

use std::collections::BTreeMap;

use super::{Figure, Found, found};
use crate::{
    answer::{Answer, Named},
    gold::timex::{Text, Timex},
};

/// Scores answers against gold texts; an answer that is missing counts as empty.
#[must_use]
pub fn score(gold: &[Text], answers: &BTreeMap<String, Answer>) -> Vec<Figure> {
    let empty = Answer::default();
    let [mut strict, mut relaxed, mut value, mut kind] = [Found::default(); 4];
    for text in gold {
        let answer = answers.get(&text.id).unwrap_or(&empty);
        let mut left: Vec<&Named> = answer.mentions.iter().filter(|mention| mention.kind == "time").collect();
        left.sort_by_key(|mention| mention.start);
        for tally in [&mut strict, &mut relaxed, &mut value, &mut kind] {
            tally.add(0, left.len(), text.timexes.len());
        }
        for timex in &text.timexes {
            let Some(at) = best(&left, timex) else { continue };
            let mention = left.remove(at);
            relaxed.right += 1;
            strict.right += usize::from((mention.start, mention.end) == (timex.start, timex.end));
            let said = mention.value.as_ref().and_then(|value| value.as_str()).unwrap_or("");
            value.right += usize::from(said == timex.value.as_deref().unwrap_or(""));
            kind.right += usize::from(mention.sort == timex.kind);
        }
    }
    vec![found("strict", strict), found("relaxed", relaxed), found("value", value), found("type", kind)]
}

/// The mention with the same span, else the first that overlaps.
fn best(left: &[&Named], timex: &Timex) -> Option<usize> {
    let exact = left.iter().position(|mention| (mention.start, mention.end) == (timex.start, timex.end));
    exact.or_else(|| left.iter().position(|mention| mention.start < timex.end && timex.start < mention.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_that_overlaps_is_relaxed_and_one_that_is_equal_is_strict() {
        let gold: Text = serde_json::from_str(
            r#"{"id":"d","dct":"1905-07-08","text":"On Tuesday and last week.","timexes":[
                {"start":3,"end":10,"type":"DATE","value":"1905-07-04"},{"start":15,"end":24,"type":"DATE","value":"1905-W26"}]}"#,
        )
        .expect("a text");
        let answer = Answer::from_line(
            r#"{"id":"d","mentions":[{"id":"m0","kind":"time","start":0,"end":10,"type":"DATE","value":"1905-07-04"},
                {"id":"m1","kind":"time","start":15,"end":24,"type":"DATE","value":"1905-W27"}]}"#,
        )
        .expect("an answer");
        let figures = score(&[gold], &BTreeMap::from([("d".to_owned(), answer)]));
        let headlines: Vec<f64> = figures.iter().map(|figure| figure.value.headline()).collect();
        assert_eq!(headlines, [50.0, 100.0, 50.0, 100.0]);
    }
}

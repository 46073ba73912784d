//! Newspaper lines and what should be found in them: `source | cue | content`, fragments joined by ` … `.

use firsthand_schema::document::Document;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let document = Document::bare("d", text);
    let data = crate::LanguageData::shipped().unwrap();
    let reading = Reading::of(&document, &data);
    let found: Vec<String> = find(&reading, &data)
        .iter()
        .map(|found| {
            let draw =
                |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
            format!("{} | {} | {}", draw(&found.source), draw(&found.cue), draw(&found.content))
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_statement_in_plain_words() {
    check(
        "The mayor said the bridge had been blown up by retreating sailors.",
        &["The mayor | said | the bridge had been blown up by retreating sailors"],
    );
    check(
        "The harbour was closed on Monday, a spokesman for the admiralty said.",
        &["a spokesman for the admiralty | said | The harbour was closed on Monday"],
    );
}

#[test]
fn a_quotation_split_by_its_cue() {
    check(
        "“We had no bread left,” Matyushenko said. “So we took the ship.”",
        &["Matyushenko | said | “We had no bread left,” … “So we took the ship.”"],
    );
}

#[test]
fn according_to_someone() {
    check(
        "According to the consul, eleven men were still aboard.",
        &["the consul | According to | eleven men were still aboard"],
    );
}

#[test]
fn a_line_without_any_attribution() {
    check("The ship left the harbour at dawn and sailed east.", &[]);
}

#[test]
fn a_statement_inside_a_statement() {
    check(
        "The Odessa Courier reported that the consul said the fleet had left port.",
        &[
            "The Odessa Courier | reported | that the consul said the fleet had left port",
            "the consul | said | the fleet had left port",
        ],
    );
}

#[test]
fn reasons_name_the_parts_and_the_words() {
    let document = Document::bare("d", "The mayor said the bridge had been blown up by retreating sailors.");
    let data = crate::LanguageData::shipped().unwrap();
    let reasons = crate::explain_attribution(&document, &data, AttributionId(0));
    let parts: std::collections::BTreeSet<&str> = reasons.iter().map(|reason| reason.part).collect();
    assert_eq!(parts.into_iter().collect::<Vec<_>>(), ["content", "cue", "relation", "source"]);
    let loudest = reasons.iter().find(|reason| reason.part == "cue").unwrap();
    assert_eq!(loudest.words.of(&document.text), "said");
    assert!(reasons.windows(2).all(|pair| pair[0].weight.abs() >= pair[1].weight.abs()));
    assert!(crate::explain_attribution(&document, &data, AttributionId(9)).is_empty());
}

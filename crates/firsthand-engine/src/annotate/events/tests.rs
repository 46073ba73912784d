//! Sentences and the events they tell of.

use std::sync::LazyLock;

use firsthand_schema::{annotation::Modality, document::Document};

use super::*;

static DATA: LazyLock<LanguageData> = LazyLock::new(|| LanguageData::shipped().unwrap());

/// `type trigger` for each event, `-` before one that did not happen, `?` before one that may.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(&DATA, text, expected);
}

#[track_caller]
fn check_with(data: &LanguageData, text: &str, expected: &[&str]) {
    let document = Document::bare("d", text);
    let reading = Reading::of(&document, data);
    let found: Vec<String> = find(&reading, data)
        .iter()
        .map(|event| {
            let sign = match event.modality {
                Modality::Actual => "",
                Modality::Negated => "-",
                Modality::Possible => "?",
            };
            format!("{sign}{} {}", event.kind, event.span.of(text))
        })
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn a_refusal_needs_something_refused() {
    check("The sailors refused to fight.", &["refusal refused"]);
    check("The minister refused to shake hands.", &[]);
    check("The doctor refused them treatment.", &["denial-of-care refused"]);
}

#[test]
fn who_flees_makes_the_event() {
    check("The sailors fled at night.", &["desertion fled"]);
    check("The officers fled at night.", &["abandonment-by-command fled"]);
    check("The sailors were abandoned by their officers.", &["abandonment-by-command abandoned"]);
}

#[test]
fn a_basement_makes_holding_a_detention() {
    check("They were held for a week in a damp cellar.", &["detention held"]);
    check("The meeting was held in Odesa.", &[]);
}

#[test]
fn want_is_told_by_what_lacks() {
    check("The men had no food or water.", &["deprivation no"]);
    check("They went there without any training.", &["deprivation without"]);
}

#[test]
fn a_suicide_is_no_killing() {
    check("Two recruits shot themselves.", &["suicide shot"]);
}

#[test]
fn what_may_happen_has_not() {
    check("The captain may surrender.", &["?surrender surrender"]);
    check("The crew did not surrender.", &["-surrender surrender"]);
    check("The crew surrendered.", &["surrender surrendered"]);
}

#[test]
fn a_quotation_may_tell_of_several() {
    check(
        "They were under heavy fire, lost contact with the shore and many were wounded.",
        &["attack under", "loss-of-contact lost", "injury wounded"],
    );
}

#[test]
fn a_word_that_completes_a_phrase_is_no_event_of_its_own() {
    check("The sailors refused to take part in combat.", &["refusal refused"]);
    check("Heavy combat went on.", &["attack combat"]);
}

#[test]
fn what_is_reported_of_commanders_is_their_deed() {
    check("Officers have been reported to have fled.", &["abandonment-by-command fled"]);
    check("The officers said that the enemy fled.", &[]);
}

#[test]
fn a_trigger_in_a_figure_of_speech_is_taken_at_its_word() {
    // Wrong: nobody was attacked. The words beside it would have to be understood.
    check("He attacked the budget.", &["attack attacked"]);
}

#[test]
fn a_user_adds_types_and_words() {
    let own = "[[event]]\nid = \"flood\"\nlabel = \"Flood\"\ndescription = \"Water where it should not be.\"\n\n\
               [flood]\nany = [\"flood\", \"dam ** break/burst\"]\n\n[surrender]\nany = [\"lower * colours\"]\n";
    let data = EventData::with_own(&[("own.toml", own)]).unwrap();
    assert_eq!(data.taxonomy.types().last().map(|event| event.id.as_str()), Some("flood"));
    let mut language = DATA.clone();
    language.events = data;
    check_with(&language, "The dam above the port burst.", &["flood dam"]);
    check_with(&language, "The frigate lowered her colours.", &["surrender lowered"]);
    let twice = EventData::with_own(&[("own.toml", own), ("more.toml", own)]).unwrap_err();
    assert_eq!(twice, "more.toml: event type \"flood\" is there already");
}

#[test]
fn a_type_given_twice_and_a_word_for_no_type_are_named() {
    let own = "[[event]]\nid = \"flood\"\nlabel = \"Flood\"\ndescription = \"x\"\n";
    let twice = EventData::parse(&[("a.toml", own), ("b.toml", own)], &[]).unwrap_err();
    assert_eq!(twice, "b.toml: event type \"flood\" is there already");
    let unknown =
        EventData::parse(&[("a.toml", own)], &[("w.toml", "[fire]\nany = [\"burn\"]\n")]).unwrap_err();
    assert_eq!(unknown, "w.toml: [fire] is no event type of the taxonomy");
    let group = EventData::parse(&[("a.toml", own)], &[("w.toml", "[flood]\nany = [\"@river rise\"]\n")])
        .unwrap_err();
    assert_eq!(group, "w.toml: [flood] \"@river rise\": no group @river");
}

#[test]
fn every_type_has_a_place_in_the_files() {
    let ids: Vec<&str> = DATA.events.taxonomy.types().iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), 28);
    assert_eq!(ids.last(), Some(&Event::OTHER));
}

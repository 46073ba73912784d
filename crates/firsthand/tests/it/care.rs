//! Protected people: their names leave the case only as pseudonyms, whatever is asked for, unless a reveal is logged.

use crate::program::Desk;

/// A report about people who would be at risk, had they lived.
const REPORT: &str = r#"{"id": "zellwick-letter", "outlet": "The Tolbury Courier", "published": "1905-07-04", "url": "https://courier.example/jakoba-speaks", "title": "Jakoba K. tells of her husband", "text": "Jakoba K. tells of her husband\n\nODESSA, July 4 - \"They beat him in a basement in Odessa,\" said Jakoba K., the wife of a mobilized soldier, on Tuesday. Jakoba said that 20 others were detained with him.\n\nThey came for Jakoba’s husband at night, she said.\n\nAdmiral Grigory Chukhnin, who commands the fleet, denied that anybody was beaten.\n"}"#;

#[test]
fn a_protected_name_stands_in_no_output_unless_it_is_revealed() {
    let desk = Desk::new();
    desk.write("jakoba.jsonl", format!("{REPORT}\n"));
    desk.add(&["jakoba.jsonl"], 0);
    let incidents = desk.run(&["incidents", "--json"]).ends_with(0).json_lines();
    let mut commands: Vec<Vec<String>> = Vec::new();
    for command in [
        "claims",
        "incidents --themes",
        "contradictions",
        "sources",
        "sources --merge-candidates",
        "copies",
        "log",
        "verify",
        "withdraw zellwick-letter",
        "withdraw --undo zellwick-letter",
    ] {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        commands.push(words.clone());
        commands.push(words.into_iter().chain(["--json".to_owned()]).collect());
    }
    for how in [&["show", "zellwick-letter"][..], &["show", "zellwick-letter", "--json"]] {
        commands.push(how.iter().map(|&word| word.to_owned()).collect());
    }
    for incident in &incidents {
        let id = incident["id"].as_str().expect("an id").to_owned();
        for command in ["trace", "explain"] {
            commands.push(vec![command.to_owned(), id.clone()]);
            commands.push(vec![command.to_owned(), id.clone(), "--json".to_owned()]);
        }
    }
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let ran = desk.run(&words).ends_with(0);
        for said in [&ran.out, &ran.err] {
            assert!(!said.to_lowercase().contains("jakoba"), "{command:?}:\n{said}");
        }
    }
    let shown = desk.run(&["show", "zellwick-letter"]).ends_with(0).out;
    assert!(shown.contains("Person 1’s husband at night"), "{shown}");
    assert!(shown.contains("Grigory Chukhnin"), "an official acting as such is named: {shown}");
    assert!(!desk.run(&["log"]).out.contains("revealed"));
    assert!(desk.run(&["show", "zellwick-letter", "--reveal"]).ends_with(0).out.contains("Jakoba"));
    let log = desk.run(&["log", "--json"]).json_lines();
    let last = log.last().expect("an entry");
    assert_eq!((&last["deed"], &last["details"]["command"]), (&"revealed".into(), &"show".into()));
    desk.holds(1);
}

#[test]
fn a_pseudonym_stays_when_documents_come_before_it() {
    let desk = Desk::new();
    desk.write("a.jsonl", format!("{REPORT}\n"));
    desk.add(&["a.jsonl"], 0);
    let before = desk.run(&["show", "zellwick-letter"]).ends_with(0).out;
    let earlier =
        REPORT.replace("zellwick-letter", "a-letter").replace("Jakoba", "Marfa").replace("jakoba", "marfa");
    desk.write("b.jsonl", format!("{earlier}\n"));
    desk.add(&["b.jsonl"], 0);
    let others = desk.run(&["show", "a-letter"]).ends_with(0).out;
    assert!(others.contains("Person 2") && !others.contains("Person 1"), "{others}");
    assert_eq!(desk.run(&["show", "zellwick-letter"]).ends_with(0).out, before);
}

#[test]
fn a_name_that_one_document_protects_is_hidden_in_another() {
    let desk = Desk::new();
    let full = REPORT.replace("Jakoba K.", "Jakoba Zellwick");
    desk.write("a.jsonl", format!("{full}\n"));
    desk.write("b.txt", "The list of the harbour names Jakoba Zellwick and a barge, the clerk said.\n");
    desk.add(&["."], 0);
    let protected = desk.run(&["show", "zellwick-letter", "--json"]).json_lines();
    assert_ne!(protected[0]["protected"], serde_json::json!([]), "the report protects somebody");
    let shown = desk.run(&["show", "b.txt"]).ends_with(0).out;
    assert!(!shown.contains("Zellwick"), "{shown}");
}

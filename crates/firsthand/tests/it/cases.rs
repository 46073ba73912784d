//! A case from the first `add` to the last look: what goes in is kept, found, shown and proved.

use std::fs;

use serde_json::Value;

use crate::program::{Desk, report, run_in};

#[test]
fn what_was_added_is_listed_shown_and_proved() {
    let desk = Desk::new();
    desk.write("a.txt", report(40));
    let ran = desk.run(&["add", "a.txt"]).ends_with(0);
    assert!(ran.out.starts_with("added 1 document · "), "{}", ran.out);
    assert_eq!(ran.err, "", "a pipe gets no progress bar");
    let claims = desk.run(&["claims", "--json"]).ends_with(0).json_lines();
    assert!(!claims.is_empty());
    assert!(
        claims.iter().all(|claim| claim["sentence"].as_str().is_some_and(|words| !words.is_empty())),
        "{claims:?}"
    );
    let shown = desk.run(&["show", "a.txt"]).ends_with(0);
    assert!(shown.out.contains("⟦c1 "), "{}", shown.out);
    assert!(!shown.out.contains('\x1b'), "no colours in a pipe");
    desk.holds(1);
}

#[test]
fn adding_the_same_bytes_again_changes_nothing() {
    let desk = Desk::new();
    desk.write("a.txt", report(40));
    desk.run(&["add", "a.txt"]).ends_with(0);
    let (before, claims) = (desk.run(&["log", "--json"]).out, desk.run(&["claims", "--json"]).out);
    desk.write("the-same-under-another-name.txt", report(40));
    let (summary, _) = desk.add(&["."], 0);
    assert_eq!((&summary["added"], &summary["already"]), (&Value::from(0), &Value::from(2)));
    assert_eq!(desk.run(&["log", "--json"]).out, before);
    assert_eq!(desk.run(&["claims", "--json"]).out, claims);
}

#[test]
fn files_folders_lines_packed_files_and_standard_input_all_go_in() {
    use std::io::Write as _;
    let desk = Desk::new();
    desk.write("in/a.txt", report(1));
    desk.write(
        "in/deep/b.html",
        format!("<html><title>B</title><article><p>{}</p></article></html>", report(2)),
    );
    desk.write("in/c.jsonl", format!("{}\n\n{}\n", json(3), json(4)));
    desk.write("in/d.json", format!("[\n  {},\n  {}\n]", json(5), json(6)));
    desk.write("in/picture.png", b"\x89PNG\r\n");
    desk.write("in/.hidden.txt", report(7));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(report(8).as_bytes()).expect("packed");
    desk.write("in/e.txt.gz", packer.finish().expect("packed"));
    let (summary, said) = desk.add(&["in"], 0);
    assert_eq!(summary["added"], 7, "{summary} {said}");
    assert_eq!(summary["passed_over"], 1, "{summary}");
    run_in(desk.path(), &["add", "-"], report(9).as_bytes()).ends_with(0);
    desk.holds(8);
}

fn json(n: usize) -> String {
    serde_json::json!({"id": format!("feed-{n}"), "outlet": "The Tolbury Courier", "published": "1905-06-29", "text": report(n)})
        .to_string()
}

#[test]
fn the_kind_is_told_by_the_content_and_not_by_the_name() {
    let desk = Desk::new();
    desk.write(
        "really-a-page.txt",
        "<!doctype html><html><body><article><p>The ship left, he said.</p></article></body></html>",
    );
    desk.write("really-lines.txt", format!("{}\n{}\n", json(1), json(2)));
    desk.add(&["really-a-page.txt", "really-lines.txt"], 0);
    desk.holds(3);
    let shown = desk.run(&["show", "really-a-page.txt"]).ends_with(0);
    assert!(!shown.out.contains("<p>"), "{}", shown.out);
}

#[test]
fn the_order_of_the_inputs_does_not_change_the_ledger() {
    let (one, other) = (Desk::new(), Desk::new());
    let names: Vec<String> = (0..12).map(|n| format!("{n}.txt")).collect();
    for desk in [&one, &other] {
        for (n, name) in names.iter().enumerate() {
            desk.write(name, report(n));
        }
    }
    for name in &names {
        one.run(&["add", name]).ends_with(0);
    }
    let backwards: Vec<&str> =
        ["add", "--jobs", "3"].into_iter().chain(names.iter().rev().map(String::as_str)).collect();
    other.run(&backwards).ends_with(0);
    for command in
        [&["claims", "--json"][..], &["incidents", "--json"], &["sources", "--json"], &["copies", "--json"]]
    {
        let expected = one.run(command).ends_with(0).out;
        assert_eq!(other.run(command).ends_with(0).out, expected, "{command:?}");
    }
    assert!(!one.run(&["claims", "--json"]).out.is_empty());
}

#[test]
fn reading_everything_again_changes_nothing_that_is_shown() {
    let desk = Desk::new();
    for n in 0..5 {
        desk.write(&format!("{n}.txt"), report(n));
    }
    desk.write("feed.jsonl", format!("{}\n{}\n", json(7), json(8)));
    desk.add(&["."], 0);
    let before = desk.run(&["claims", "--json"]).out;
    let incidents = desk.run(&["incidents", "--json"]).out;
    desk.run(&["rebuild"]).ends_with(0);
    assert_eq!(desk.run(&["claims", "--json"]).out, before);
    assert_eq!(desk.run(&["incidents", "--json"]).out, incidents);
    desk.holds(7);
}

#[test]
fn a_filter_keeps_what_it_names_and_nothing_else() {
    let desk = Desk::new();
    desk.write("feed.jsonl", json(3));
    desk.write("late.jsonl", r#"{"id": "late", "outlet": "The Late Post", "published": "1906-01-02", "text": "The ship was sold in Galatz, the mayor said."}"#);
    desk.add(&["."], 0);
    let all = desk.run(&["claims", "--json"]).json_lines();
    let check = |filter: &[&str], keeps: &dyn Fn(&Value) -> bool| {
        let arguments: Vec<&str> = ["claims", "--json"].iter().chain(filter).copied().collect();
        let found = desk.run(&arguments).ends_with(0).json_lines();
        let expected: Vec<Value> = all.iter().filter(|claim| keeps(claim)).cloned().collect();
        assert_eq!(found, expected, "{filter:?}");
        assert!(found.len() < all.len(), "{filter:?} left nothing out");
    };
    check(&["--outlet", "late post"], &|claim| claim["outlet"] == "The Late Post");
    check(&["--from", "1906-01-01"], &|claim| claim["outlet"] == "The Late Post");
    check(&["--to", "1905-12-31"], &|claim| claim["outlet"] != "The Late Post");
    check(&["--text", "sold"], &|claim| claim["outlet"] == "The Late Post");
    check(&["--source", "no such source"], &|_| false);
    check(&["--voice", "direct"], &|claim| claim["voice"] == "direct");
    desk.run(&["claims", "--from", "yesterday"]).ends_with(2);
}

#[test]
fn a_document_is_called_by_the_beginning_of_its_id() {
    let desk = Desk::new();
    desk.write("a.txt", report(1));
    desk.write("feed.jsonl", json(3));
    desk.add(&["."], 0);
    let listed = desk.run(&["log", "--json"]).json_lines();
    let ids: Vec<&str> =
        listed.iter().filter(|it| it["deed"] == "added").filter_map(|it| it["subject"].as_str()).collect();
    for id in ids {
        let head: String = id.chars().take(8).collect();
        let shown = desk.run(&["show", "--json", &head]).ends_with(0);
        assert_eq!(shown.json_lines()[0]["id"], id);
    }
    let wrong = desk.run(&["show", "zzzz"]).ends_with(1);
    assert!(wrong.err.contains("no document begins with \"zzzz\""), "{}", wrong.err);
}

#[test]
fn two_texts_under_one_id_are_both_kept() {
    let desk = Desk::new();
    desk.write("feed.jsonl", "{\"id\":\"x\",\"text\":\"The ship left, he said.\"}\n{\"id\":\"x\",\"text\":\"The ship stayed, he said.\"}\n");
    let (summary, said) = desk.add(&["feed.jsonl"], 0);
    assert_eq!(summary["added"], 2);
    assert!(said.contains("feed.jsonl:2: another text in the case has the same id"), "{said}");
    desk.run(&["rebuild"]).ends_with(0);
    desk.holds(2);
}

#[test]
fn the_original_comes_out_byte_for_byte() {
    let desk = Desk::new();
    let bytes = b"\xCF\xF0\xE8\xE2\xE5\xF2, he said.\r\n\r\nThe ship left.\r\n".to_vec();
    desk.write("a.txt", &bytes);
    desk.add(&["a.txt"], 0);
    let case = rusqlite::Connection::open(desk.path().join("case.firsthand")).expect("a case");
    let (packing, kept): (String, Vec<u8>) = case
        .query_row("SELECT packing, bytes FROM originals", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("an original");
    let kept = if packing == "deflate" {
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::DeflateDecoder::new(kept.as_slice()), &mut plain)
            .expect("unpacked");
        plain
    } else {
        kept
    };
    assert_eq!(kept, bytes);
    assert_eq!(fs::read(desk.path().join("a.txt")).expect("the file"), bytes);
}

#[test]
fn an_incident_is_traced_to_the_sentence() {
    let desk = Desk::new();
    desk.run(&["try"]).ends_with(0);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample");
    desk.add(&[sample], 0);
    let incidents = desk.run(&["incidents", "--json"]).ends_with(0).json_lines();
    assert!(!incidents.is_empty());
    for incident in incidents {
        let id = incident["id"].as_str().expect("an id");
        let traced = desk.run(&["trace", id]).ends_with(0).out;
        for document in incident["documents"].as_array().expect("documents") {
            let document = document.as_str().expect("an id");
            let short = if document.len() == 64 { &document[..8] } else { document };
            assert!(traced.contains(short), "{short} in {traced}");
        }
        assert!(traced.contains("“"), "{traced}");
    }
}

#[test]
fn what_is_printed_as_data_keeps_to_its_schema() {
    let desk = Desk::new();
    desk.add(&[concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample")], 0);
    let schemas = [
        ("incidents", include_str!("../../../../docs/incidents.schema.json")),
        ("sources", include_str!("../../../../docs/sources.schema.json")),
        ("copies", include_str!("../../../../docs/copies.schema.json")),
    ];
    for (command, schema) in schemas {
        let schema =
            jsonschema::validator_for(&serde_json::from_str(schema).expect("JSON")).expect("a schema");
        let lines = desk.run(&[command, "--json"]).ends_with(0).json_lines();
        assert!(!lines.is_empty(), "{command}");
        for line in lines {
            let wrong: Vec<String> = schema
                .iter_errors(&line)
                .map(|error| format!("{error} at {}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{command}: {wrong:?}\n{line}");
        }
    }
}

#[test]
fn try_prints_the_same_every_time_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let first = desk.run(&["try"]).ends_with(0);
    assert_eq!(first.err, "");
    assert_eq!(desk.run(&["try"]).ends_with(0).out, first.out);
    assert_eq!(fs::read_dir(desk.path()).expect("a folder").count(), 0);
}

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]).ends_with(0).out;
    let commands = [
        "try",
        "add",
        "claims",
        "show",
        "incidents",
        "trace",
        "explain",
        "contradictions",
        "link",
        "unlink",
        "withdraw",
        "sources",
        "copies",
        "verify",
        "log",
        "rebuild",
        "gazetteer",
        "types",
        "annotate",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in {help}");
        desk.run(&[command, "--help"]).ends_with(0);
    }
    assert_eq!(
        desk.run(&["--version"]).ends_with(0).out,
        concat!("firsthand ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_command_on_no_case_says_how_to_make_one_and_makes_none() {
    let desk = Desk::new();
    for command in ["claims", "incidents", "contradictions", "sources", "copies", "verify", "log", "rebuild"]
    {
        let ran = desk.run(&[command]).ends_with(1);
        assert!(
            ran.err.contains("case.firsthand: there is no case there; `firsthand add PATH` makes one"),
            "{}",
            ran.err
        );
    }
    assert_eq!(fs::read_dir(desk.path()).expect("a folder").count(), 0);
}

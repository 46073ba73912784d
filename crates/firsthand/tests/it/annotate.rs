//! `firsthand annotate`, as a script uses it.

use std::{fs, path::Path, sync::LazyLock};

use jsonschema::Validator;
use serde_json::Value;

use crate::program::{Ran, firsthand, run_in};

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("../../../../docs/annotate.schema.json")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
});

const REPORT: &str = r#"{"id": "a", "outlet": "The Tolbury Courier", "published": "1905-06-29", "text": "At least 40 sailors of the 2nd Squadron were detained in Odessa on Tuesday, the ministry said.\n\n“They refused — все,” said Darya, the mother of a sailor, who asked not to be named. 👩‍👧 The Courier could not verify this."}"#;

fn annotate(arguments: &[&str], input: &str) -> Ran {
    let arguments: Vec<&str> = ["annotate"].iter().chain(arguments).copied().collect();
    run_in(Path::new("."), &arguments, input.as_bytes())
}

/// Every offset of a line as a pair.
fn offsets(value: &Value, found: &mut Vec<(u64, u64)>) {
    match value {
        Value::Array(items) => match items.as_slice() {
            [Value::Number(start), Value::Number(end)] => {
                found.push((start.as_u64().expect("an offset"), end.as_u64().expect("an offset")));
            }
            items => items.iter().for_each(|item| offsets(item, found)),
        },
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end")) {
                found.push((start.as_u64().expect("an offset"), end.as_u64().expect("an offset")));
            }
            fields.values().for_each(|field| offsets(field, found));
        }
        _ => {}
    }
}

#[track_caller]
fn check_form(line: &Value) {
    let wrong: Vec<String> =
        SCHEMA.iter_errors(line).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{line}");
    let length = line["text"].as_str().expect("a text").chars().count() as u64;
    let mut found = Vec::new();
    offsets(line, &mut found);
    assert!(!found.is_empty());
    assert!(found.iter().all(|(start, end)| start <= end && *end <= length), "{found:?} in {length}");
}

#[test]
fn every_line_keeps_to_the_schema() {
    let html = r#"{"id": "h", "html": "<title>Ship</title><article><p>The ship left, the port captain said.</p></article>"}"#;
    let ran = annotate(&[], &format!("{REPORT}\n{html}\n{{\"id\":\"empty\",\"text\":\"\"}}\n")).ends_with(0);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 3);
    check_form(&lines[0]);
    check_form(&lines[1]);
    assert!(SCHEMA.is_valid(&lines[2]));
    assert_eq!(lines[0]["published"]["basis"], "given");
}

#[test]
fn the_sample_keeps_to_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/sample");
    let mut input = String::new();
    for entry in fs::read_dir(folder).expect("the sample") {
        let path = entry.expect("an entry").path();
        let field = match path.extension().and_then(|end| end.to_str()) {
            Some("html") => "html",
            Some("txt") => "text",
            _ => continue,
        };
        let words = fs::read_to_string(&path).expect("a report");
        input +=
            &serde_json::json!({"id": path.file_name().map(|name| name.to_string_lossy()), field: words})
                .to_string();
        input.push('\n');
    }
    let ran = annotate(&[], &input).ends_with(0);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), 12);
    lines.iter().for_each(check_form);
}

#[test]
fn the_schema_that_is_printed_is_the_one_that_ships() {
    assert_eq!(
        annotate(&["--schema"], "").ends_with(0).out,
        include_str!("../../../../docs/annotate.schema.json")
    );
}

#[test]
fn a_text_comes_back_as_it_went_in_and_sentences_are_counted_in_code_points() {
    let text = "Он сказал: «нет». The ship left.";
    let ran = annotate(&[], &serde_json::json!({"id": "x", "text": text}).to_string()).ends_with(0);
    let line = &ran.json_lines()[0];
    assert_eq!(line["text"], text);
    let last = line["sentences"].as_array().and_then(|all| all.last()).expect("a sentence");
    assert_eq!(last[1], text.chars().count() as u64);
}

#[test]
fn the_order_of_the_output_is_the_order_of_the_input_whatever_the_jobs() {
    let input: String = (0..100)
        .map(|n| {
            let text = "The ship left, he said. ".repeat(1 + (n * 7) % 40);
            serde_json::json!({"id": n, "text": text}).to_string() + "\n"
        })
        .collect();
    let one = annotate(&["--jobs", "1"], &input).ends_with(0);
    let ids: Vec<String> =
        one.json_lines().iter().map(|line| line["id"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(ids, (0..100).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(annotate(&["--jobs", "3"], &input).ends_with(0).out, one.out);
}

#[test]
fn a_bad_line_is_named_by_file_and_number_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("feed.jsonl"), format!("{REPORT}\nnot json\n\n{REPORT}\n")).expect("a file");
    let ran = run_in(folder.path(), &["annotate", "feed.jsonl", "gone.jsonl"], b"").ends_with(3);
    assert_eq!(ran.out.lines().count(), 2);
    assert!(ran.err.contains("feed.jsonl:2: refused: not JSON at column"), "{}", ran.err);
    assert!(ran.err.contains("gone.jsonl: refused: cannot be read: No such file"), "{}", ran.err);
}

#[test]
fn when_every_line_is_bad_nothing_could_be_done() {
    annotate(&[], "x\n").ends_with(1);
    let latin_1 =
        run_in(Path::new("."), &["annotate"], b"{\"id\":\"a\",\"text\":\"caf\xe9\"}\n").ends_with(1);
    assert!(latin_1.err.contains("<stdin>:1: refused: not UTF-8 at byte 22"), "{}", latin_1.err);
}

#[test]
fn no_input_is_no_failure() {
    assert_eq!(annotate(&[], "").ends_with(0).out, "");
}

#[test]
fn wrong_usage_ends_with_two() {
    annotate(&["--no-such-option"], "").ends_with(2);
}

#[test]
fn a_line_over_the_limit_is_refused_and_the_next_one_read() {
    let long =
        format!("{{\"id\":\"long\",\"text\":\"{}\"}}\n{{\"id\":\"b\",\"text\":\"x\"}}\n", "x".repeat(2000));
    let ran = annotate(&["--max-bytes", "1000"], &long).ends_with(3);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(
        ran.err.contains("<stdin>:1: refused: the line has 2023 bytes and the limit is 1000"),
        "{}",
        ran.err
    );
}

#[test]
fn a_gzipped_file_with_a_byte_order_mark_is_read() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("a folder");
    let file = fs::File::create(folder.path().join("feed.jsonl.gz")).expect("a file");
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packer.write_all(format!("\u{feff}{REPORT}\n").as_bytes()).expect("written");
    packer.finish().expect("finished");
    let ran = run_in(folder.path(), &["annotate", "feed.jsonl.gz"], b"").ends_with(0);
    check_form(&ran.json_lines()[0]);
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    use std::process::Stdio;
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("feed.jsonl"), format!("{REPORT}\n").repeat(3000)).expect("a file");
    let mut child = firsthand(folder.path())
        .args(["annotate", "feed.jsonl"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the program ends");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn a_full_disk_behind_the_output_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("feed.jsonl"), format!("{REPORT}\n")).expect("a file");
    let ended =
        firsthand(folder.path()).args(["annotate", "feed.jsonl"]).stdout(full).output().expect("it ends");
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("cannot write the output: No space left on device"), "{said}");
}

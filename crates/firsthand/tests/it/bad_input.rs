//! What bad input gets: a message that names the file, what was wrong and what was done; the rest goes on; the exit
//! status says so; the case is whole.

use std::{fs, path::Path, time::Instant};

use crate::program::{Desk, firsthand, report, run_in};

/// Adds a bad file beside a good one: the good one goes in, the bad one is told of.
#[track_caller]
fn check_refused(name: &str, bytes: impl AsRef<[u8]>, expected: &str) {
    let desk = Desk::new();
    desk.write(name, bytes);
    desk.write("good.txt", report(1));
    let (summary, said) = desk.add(&[name, "good.txt"], 3);
    assert_eq!((summary["added"].as_u64(), summary["refused"].as_u64()), (Some(1), Some(1)), "{said}");
    assert!(said.contains(&format!("firsthand: {name}: refused: {expected}")), "{said}");
    desk.holds(1);
}

#[test]
fn an_empty_file_is_refused() {
    check_refused("empty.txt", b"", "is empty: there is nothing to read");
    check_refused("blank.html", b" \n\t\r\n", "is empty: there is nothing to read");
}

#[test]
fn a_binary_file_is_refused_by_its_name() {
    check_refused("report.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF");
    check_refused(
        "noise.txt",
        (0..4000u32).map(|n| (n * 7919 % 256) as u8).collect::<Vec<u8>>(),
        "is not text but binary",
    );
}

#[test]
fn a_line_of_200_megabytes_is_refused_in_little_memory() {
    let desk = Desk::new();
    let file = fs::File::create(desk.path().join("long.txt")).expect("a file");
    let mut file = std::io::BufWriter::new(file);
    let chunk = b"The ship left, he said. ".repeat(40_000);
    for _ in 0..210 {
        std::io::Write::write_all(&mut file, &chunk).expect("written");
    }
    drop(file);
    let lines = desk.path().join("long.jsonl");
    fs::write(&lines, b"{\"id\":\"long\",\"text\":\"").expect("written");
    let mut line = std::io::BufWriter::new(fs::OpenOptions::new().append(true).open(&lines).expect("a file"));
    for _ in 0..210 {
        std::io::Write::write_all(&mut line, &chunk).expect("written");
    }
    std::io::Write::write_all(&mut line, b"\"}\n{\"id\":\"b\",\"text\":\"The ship left, he said.\"}\n")
        .expect("written");
    drop(line);
    let started = Instant::now();
    let (summary, said) = desk.add(&["long.txt", "long.jsonl"], 3);
    assert_eq!((summary["added"].as_u64(), summary["refused"].as_u64()), (Some(1), Some(2)), "{said}");
    assert!(said.contains("long.txt: refused: is longer than 16777216 bytes"), "{said}");
    assert!(said.contains("long.jsonl:1: refused: the line has 2016000"), "{said}");
    assert!(started.elapsed().as_secs() < 60);
    desk.holds(1);
}

#[test]
fn a_text_that_is_not_utf_8_is_read_and_the_guess_is_told() {
    let desk = Desk::new();
    let words = "Матросы отказались есть суп, и офицер приказал накрыть их брезентом, сказал свидетель.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(words);
    desk.write("a.txt", &bytes);
    let (_, said) = desk.add(&["a.txt"], 0);
    assert!(said.contains("a.txt: not UTF-8; read as windows-1251"), "{said}");
    assert!(desk.run(&["show", "a.txt"]).ends_with(0).out.contains("Матросы отказались"));
    desk.holds(1);
}

#[test]
fn a_page_with_a_wrong_charset_is_read_by_its_look() {
    let desk = Desk::new();
    let words = "Матросы отказались есть суп, и офицер приказал накрыть их брезентом, сказал свидетель.";
    let page = format!(
        "<!doctype html><html><head><meta charset=\"iso-8859-1\"><title>x</title></head><body><article><p>{words}</p></article></body></html>"
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&page);
    desk.write("a.html", &bytes);
    let (_, said) = desk.add(&["a.html"], 0);
    assert!(said.contains("a.html: declared as windows-1252 and is not; read as windows-1251"), "{said}");
    assert!(desk.run(&["show", "a.html"]).ends_with(0).out.contains("Матросы отказались"));
}

#[test]
fn a_page_nested_a_hundred_thousand_deep_is_kept() {
    let desk = Desk::new();
    let page = format!(
        "<!doctype html><html><body>{}<p>The ship left, he said.</p>{}",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    desk.write("deep.html", page);
    desk.write("good.txt", report(1));
    let started = Instant::now();
    let (summary, said) = desk.add(&["deep.html", "good.txt"], 0);
    assert_eq!(summary["added"], 2, "{said}");
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    desk.holds(2);
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_is_told_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.write("in/good.txt", report(1));
    // A link whose file is gone is listed with the folder and cannot be opened: so does a file that vanishes between.
    std::os::unix::fs::symlink(desk.path().join("gone"), desk.path().join("in/vanished.txt"))
        .expect("a link");
    let (summary, said) = desk.add(&["in"], 3);
    assert_eq!(summary["added"], 1);
    assert!(said.contains("in/vanished.txt: refused: cannot be read: No such file"), "{said}");
    desk.holds(1);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_told_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.write("good.txt", report(1));
    desk.write("secret.txt", report(2));
    fs::set_permissions(desk.path().join("secret.txt"), fs::Permissions::from_mode(0o000)).expect("set");
    if fs::read(desk.path().join("secret.txt")).is_ok() {
        return; // Whoever may read everything cannot be refused.
    }
    let (_, said) = desk.add(&["secret.txt", "good.txt"], 3);
    assert!(said.contains("secret.txt: refused: cannot be read: Permission denied"), "{said}");
    desk.holds(1);
}

#[test]
fn a_folder_in_the_place_of_the_case_is_told() {
    let desk = Desk::new();
    desk.write("a.txt", report(1));
    fs::create_dir(desk.path().join("case.firsthand")).expect("a folder");
    let ran = desk.run(&["add", "a.txt"]).ends_with(1);
    assert!(ran.err.contains("case.firsthand: the case cannot be opened"), "{}", ran.err);
    let ran = desk.run(&["add", "a.txt", "--case", "no/such/folder/x.firsthand"]).ends_with(1);
    assert!(ran.err.contains("x.firsthand: the case cannot be opened"), "{}", ran.err);
}

#[test]
fn a_path_that_does_not_exist_is_nothing_done() {
    let desk = Desk::new();
    let ran = desk.run(&["add", "gone.txt"]).ends_with(1);
    assert!(ran.err.contains("gone.txt: refused: cannot be read: No such file"), "{}", ran.err);
    desk.run(&["add"]).ends_with(2);
}

#[test]
fn broken_lines_are_told_by_number_and_the_rest_goes_in() {
    let desk = Desk::new();
    let good = serde_json::json!({"id": "a", "text": report(1)});
    desk.write("feed.jsonl", format!("{good}\n{{\"id\": \"b\", \"text\n{{\"id\":\"c\"}}\n"));
    let (summary, said) = desk.add(&["feed.jsonl"], 3);
    assert_eq!((summary["added"].as_u64(), summary["refused"].as_u64()), (Some(1), Some(2)));
    assert!(said.contains("feed.jsonl:2: refused: "), "{said}");
    assert!(said.contains("feed.jsonl:3: refused: the object has neither \"text\" nor \"html\""), "{said}");
}

#[test]
fn a_packed_file_that_is_cut_off_is_told() {
    use std::io::Write as _;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(report(8).repeat(50).as_bytes()).expect("packed");
    let mut packed = packer.finish().expect("packed");
    packed.truncate(packed.len() / 2);
    check_refused("cut.txt.gz", packed, "cannot be read: ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_case_is_told_and_what_was_in_stays() {
    let desk = Desk::new();
    for n in 0..400 {
        desk.write(&format!("in/{n}.txt"), format!("{}\n{}", report(n), noise(n)));
    }
    // A limit on the size of files stands in for the disk: the program is told that there is no more room.
    let program = env!("CARGO_BIN_EXE_firsthand");
    let ended = std::process::Command::new("bash")
        .current_dir(desk.path())
        .args(["-c", &format!("trap '' XFSZ; ulimit -f 1500; exec {program} add in")])
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("run the same command again"), "{said}");
    let (summary, _) = desk.add(&["in"], 0);
    let (added, already) = (summary["added"].as_u64().unwrap_or(0), summary["already"].as_u64().unwrap_or(0));
    assert!(added > 0 && already > 0, "{summary}");
    desk.holds(400);
}

/// Words that do not pack.
fn noise(seed: usize) -> String {
    let mut state = seed as u64 + 1;
    let letter = |state: &mut u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (*state >> 40) as u8 % 26)
    };
    (0..8000).map(|at| if at % 7 == 6 { ' ' } else { letter(&mut state) }).collect()
}

#[test]
fn a_full_disk_behind_the_output_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let desk = Desk::new();
    desk.write("a.txt", report(1));
    desk.add(&["a.txt"], 0);
    for command in ["claims", "incidents", "sources", "log", "verify"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let ended = firsthand(desk.path()).arg(command).stdout(full).output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{command}: {said}");
        assert!(said.contains("cannot write the output: No space left on device"), "{command}: {said}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_every_command_quietly() {
    let desk = Desk::new();
    for n in 0..60 {
        desk.write(&format!("{n}.txt"), report(n));
    }
    desk.add(&["."], 0);
    for command in [&["claims"][..], &["claims", "--json"], &["sources", "--json"], &["log"], &["try"]] {
        let mut child = firsthand(desk.path()).args(command).spawn().expect("it starts");
        drop(child.stdout.take());
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{command:?}");
        assert_eq!(ended.status.code(), Some(0), "{command:?}");
    }
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let desk = Desk::new();
    desk.write("a.txt", report(1) + "\nThe ship \x1b[2J\x1b]0;x\x07left, the mayor said.\n");
    desk.add(&["a.txt"], 0);
    for command in [&["show", "a.txt"][..], &["claims"]] {
        let shown = desk.run(command).ends_with(0).out;
        assert!(!shown.contains('\x1b') && !shown.contains('\x07'), "{shown:?}");
    }
}

#[test]
fn standard_input_that_is_nothing_is_told() {
    let desk = Desk::new();
    let ran = run_in(desk.path(), &["add", "-"], b"").ends_with(1);
    assert!(ran.err.contains("<stdin>: refused: is empty"), "{}", ran.err);
}

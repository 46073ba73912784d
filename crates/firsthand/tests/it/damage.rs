//! A case that is not as it was: newer, damaged, changed by another hand, or held by another program.

use std::{
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write},
};

use rusqlite::Connection;

use crate::program::{Desk, report};

const CASE: &str = "case.firsthand";

fn desk_with_case(documents: usize) -> Desk {
    let desk = Desk::new();
    for n in 0..documents {
        desk.write(&format!("{n}.txt"), report(n));
    }
    desk.add(&["."], 0);
    desk
}

/// Changes the case behind the program's back.
fn meddle(desk: &Desk, how: &str) {
    let case = Connection::open(desk.path().join(CASE)).expect("a case");
    case.execute_batch(how).expect("changed");
}

#[test]
fn a_case_from_a_newer_version_is_left_alone() {
    let desk = desk_with_case(1);
    meddle(&desk, "PRAGMA user_version = 99");
    let before = fs::read(desk.path().join(CASE)).expect("the case");
    for command in [&["add", "0.txt"][..], &["claims"], &["verify"], &["rebuild"]] {
        let ran = desk.run(command).ends_with(1);
        assert!(ran.err.contains("written by a newer firsthand (case version 99"), "{}", ran.err);
        assert!(ran.err.contains("update firsthand"), "{}", ran.err);
    }
    assert_eq!(fs::read(desk.path().join(CASE)).expect("the case"), before);
}

#[test]
fn a_file_that_is_no_case_is_left_alone() {
    let desk = Desk::new();
    desk.write("a.txt", report(1));
    desk.write(CASE, "This is a letter and not a case. ".repeat(50));
    let ran = desk.run(&["add", "a.txt"]).ends_with(1);
    assert!(ran.err.contains("not a case of Firsthand"), "{}", ran.err);
    fs::remove_file(desk.path().join(CASE)).expect("gone");
    let other = Connection::open(desk.path().join(CASE)).expect("a database");
    other.execute_batch("CREATE TABLE letters (words TEXT)").expect("made");
    drop(other);
    let ran = desk.run(&["add", "a.txt"]).ends_with(1);
    assert!(ran.err.contains("not a case of Firsthand"), "{}", ran.err);
}

#[test]
fn a_case_that_was_cut_off_is_told() {
    let desk = desk_with_case(30);
    let path = desk.path().join(CASE);
    let length = fs::metadata(&path).expect("the case").len();
    OpenOptions::new().write(true).open(&path).expect("open").set_len(length / 2).expect("cut");
    let ran = desk.run(&["verify"]).ends_with(1);
    assert!(
        ran.out.contains("changed: ") || ran.err.contains("the case is damaged"),
        "{}{}",
        ran.out,
        ran.err
    );
    let ran = desk.run(&["claims"]);
    assert!(ran.code == 1 && ran.err.contains("the case is damaged"), "{} {}", ran.code, ran.err);
}

#[test]
fn noise_anywhere_in_a_case_never_ends_in_a_fault_of_the_program() {
    let desk = desk_with_case(30);
    let whole = fs::read(desk.path().join(CASE)).expect("the case");
    let mut found = 0;
    for step in 0..24usize {
        fs::write(desk.path().join(CASE), &whole).expect("written");
        let at = 100 + step * (whole.len() - 200) / 24;
        let mut file = OpenOptions::new().write(true).open(desk.path().join(CASE)).expect("open");
        file.seek(SeekFrom::Start(at as u64)).expect("there");
        file.write_all(&[0xA5; 64]).expect("written");
        drop(file);
        for command in [&["verify"][..], &["claims", "--json"], &["incidents"], &["add", "0.txt"]] {
            let ran = desk.run(command);
            assert!([0, 1].contains(&ran.code), "{command:?} at {at}: {} {}", ran.code, ran.err);
            assert!(!ran.err.contains("a fault in the program"), "{command:?} at {at}: {}", ran.err);
            found += usize::from(command[0] == "verify" && ran.code == 1);
        }
    }
    // Free pages and the search index hold no evidence; noise there changes nothing that is proved.
    assert!(found >= 6, "verify saw {found} of 24");
}

#[test]
fn a_changed_original_is_named() {
    let desk = desk_with_case(3);
    meddle(
        &desk,
        "DROP TRIGGER originals_stay;
         UPDATE originals SET packing = 'plain', bytes = CAST('The ship stayed.' AS BLOB) WHERE document = 2;",
    );
    let ran = desk.run(&["verify"]).ends_with(1);
    assert!(
        ran.out.contains("changed: document ")
            && ran.out.contains("(1.txt): its bytes are not those that were acquired"),
        "{}",
        ran.out
    );
}

#[test]
fn a_changed_reading_is_named_and_read_again() {
    let desk = desk_with_case(3);
    let before = desk.run(&["claims", "--json"]).out;
    meddle(&desk, "UPDATE texts SET body = 'The ship stayed.' WHERE document = 2;");
    let ran = desk.run(&["verify"]).ends_with(1);
    assert!(ran.out.contains("what was read in it is not as it was written"), "{}", ran.out);
    desk.run(&["rebuild"]).ends_with(0);
    desk.holds(3);
    assert_eq!(desk.run(&["claims", "--json"]).out, before);
}

#[test]
fn an_original_cannot_be_changed_by_accident() {
    let desk = desk_with_case(1);
    let case = Connection::open(desk.path().join(CASE)).expect("a case");
    for how in [
        "UPDATE originals SET bytes = 'x'",
        "DELETE FROM originals",
        "UPDATE documents SET sha256 = 'x'",
        "DELETE FROM log",
        "UPDATE log SET who = 'x'",
    ] {
        assert!(case.execute_batch(how).is_err(), "{how}");
    }
    drop(case);
    desk.holds(1);
}

#[test]
fn a_changed_cut_or_forged_log_is_named() {
    let check = |how: &str, expected: &str| {
        let desk = desk_with_case(3);
        meddle(&desk, &format!("DROP TRIGGER log_stays; DROP TRIGGER log_remains; {how}"));
        let ran = desk.run(&["verify"]).ends_with(1);
        assert!(ran.out.contains(expected), "{how}: {}", ran.out);
    };
    check("UPDATE log SET who = 'somebody else' WHERE seq = 2", "changed: log entry 2: was changed");
    check("DELETE FROM log WHERE seq = 2", "changed: log entry 3: entry 2 is missing before it");
    check("DELETE FROM log WHERE seq = 4", "the log knows nothing of it");
}

#[test]
fn a_changed_acquisition_is_named() {
    let desk = desk_with_case(2);
    meddle(&desk, "DROP TRIGGER documents_stay; UPDATE documents SET name = 'other.txt' WHERE number = 1;");
    let ran = desk.run(&["verify"]).ends_with(1);
    assert!(ran.out.contains("what was noted of its acquisition is not what is in the log"), "{}", ran.out);
}

#[test]
fn a_head_that_was_noted_proves_the_log_whole() {
    let desk = desk_with_case(2);
    let noted = desk.run(&["verify", "--json"]).json_lines()[0]["head"].as_str().expect("a head").to_owned();
    desk.write("late.txt", report(99));
    desk.add(&["late.txt"], 0);
    desk.run(&["verify", "--head", &noted]).ends_with(0);
    // Of another report: two cases made of the same ones within a second have the same log.
    let other = Desk::new();
    other.write("other.txt", report(7));
    other.add(&["other.txt"], 0);
    let ran = other.run(&["verify", "--head", &noted]).ends_with(1);
    assert!(ran.out.contains("the noted head is not in it"), "{}", ran.out);
}

#[test]
fn a_case_held_by_another_program_is_told_and_two_that_take_turns_both_get_in() {
    let desk = desk_with_case(1);
    desk.write("new.txt", report(50));
    let holder = Connection::open(desk.path().join(CASE)).expect("a case");
    holder.execute_batch("BEGIN IMMEDIATE").expect("held");
    let ran = desk.run(&["add", "new.txt", "--wait", "1"]).ends_with(1);
    assert!(ran.err.contains("another program is writing to this case"), "{}", ran.err);
    assert!(desk.run(&["claims", "--wait", "1"]).code == 0, "reading goes on while another writes");
    holder.execute_batch("ROLLBACK").expect("let go");
    drop(holder);
    for n in 100..160 {
        desk.write(&format!("one/{n}.txt"), report(n));
        desk.write(&format!("two/{n}.txt"), report(n + 1000));
    }
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| desk.run(&["add", "one", "new.txt"]));
        let two = scope.spawn(|| desk.run(&["add", "two", "new.txt"]));
        (one.join().expect("ended"), two.join().expect("ended"))
    });
    one.ends_with(0);
    two.ends_with(0);
    desk.holds(122);
}

//! `kill -9` at any moment of `add`: the case is whole, at most the document in hand is lost, and the same command
//! finishes the job without doing anything twice.

use std::{thread, time::Duration};

use serde_json::Value;

use crate::program::{Desk, firsthand, report};

const DOCUMENTS: usize = 240;

#[test]
fn killed_many_times_the_case_stays_whole_and_is_finished_by_the_same_command() {
    let desk = Desk::new();
    for n in 0..DOCUMENTS {
        desk.write(&format!("in/{n:03}.txt"), report(n));
    }
    let mut killed = 0;
    for round in 0..25u64 {
        let mut child = firsthand(desk.path()).args(["add", "in", "--jobs", "2"]).spawn().expect("it starts");
        // Spread over the start, the making of the case, and the work; in another place each round.
        thread::sleep(Duration::from_millis(3 + round * 13 % 170));
        killed += usize::from(child.try_wait().expect("asked").is_none());
        child.kill().expect("killed");
        child.wait().expect("ended");
        if desk.path().join("case.firsthand").exists() && round % 5 == 4 {
            let proof = desk.run(&["verify", "--json"]);
            // Killed while the file was being made it holds nothing yet, and that is told.
            assert!(proof.code == 0 || proof.err.contains("not a case"), "{}{}", proof.out, proof.err);
        }
    }
    assert!(killed > 10, "only {killed} of 25 were killed at work");
    let (summary, _) = desk.add(&["in"], 0);
    let count = |key: &str| summary[key].as_u64().unwrap_or(0) as usize;
    assert_eq!(count("added") + count("already"), DOCUMENTS, "{summary}");
    desk.holds(DOCUMENTS as u64);
    let log = desk.run(&["log", "--json"]).json_lines();
    let deeds = |deed: &str| log.iter().filter(|entry| entry["deed"] == deed).count();
    assert_eq!((deeds("created"), deeds("added")), (1, DOCUMENTS));
    let undisturbed = Desk::new();
    undisturbed.add(&[desk.path().join("in").to_str().expect("a path")], 0);
    assert_eq!(undisturbed.run(&["claims", "--json"]).out, desk.run(&["claims", "--json"]).out);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_in_and_says_how_to_go_on() {
    let desk = Desk::new();
    for n in 0..DOCUMENTS * 4 {
        desk.write(&format!("in/{n:04}.txt"), report(n).repeat(8));
    }
    let child = firsthand(desk.path()).args(["add", "in", "--json"]).spawn().expect("it starts");
    let case = desk.path().join("case.firsthand-wal");
    // Until it is at work: the tables of an empty case are some 250,000 bytes of it.
    for _ in 0..2000 {
        if case.metadata().is_ok_and(|it| it.len() > 600_000) {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("sent");
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    let summary: Value = serde_json::from_slice(&ended.stdout).expect("a summary");
    assert_eq!(summary["stopped"], true, "{summary}");
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("the same command again takes the rest"), "{said}");
    let added = summary["added"].as_u64().expect("a count");
    assert!(added > 0 && added < DOCUMENTS as u64 * 4, "{summary}");
    desk.holds(added);
}

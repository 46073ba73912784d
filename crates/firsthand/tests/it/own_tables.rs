//! Places and event types of the user's own: taken in, read with, listed, taken out.

use std::{
    io::{BufRead, BufReader, Cursor, Write},
    net::TcpListener,
};

use crate::program::{Desk, run_in};

/// Two villages that no table ships, as GeoNames lays out the places of a country.
const DUMP: &str = "990001\tNovofenmoor\tNovofenmoor\tNovofenmore,Новофенмур\t48.5\t37.25\tP\tPPL\tUA\t\t05\t\t\t\t1200\t\t4\tEurope/Kyiv\t2020-01-01\n\
                    990002\tStarofenmoor\tStarofenmoor\t\t48.75\t37.5\tP\tPPL\tUA\t\t05\t\t\t\t300\t\t4\tEurope/Kyiv\t2020-01-01\n";

const FLOOD: &str = "[[event]]\nid = \"flood\"\nlabel = \"Flood\"\ndescription = \"Water where it should not be.\"\n\n[flood]\nany = [\"flood:v\"]\n";

const REPORT: &str =
    "The mayor said that the river flooded Novofenmoor on Monday. The crew refused to leave Novofenmoor.";

#[test]
fn a_village_of_an_imported_table_is_found_after_a_rebuild() {
    let desk = Desk::new();
    desk.write("a.txt", REPORT);
    desk.run(&["add", "a.txt"]).ends_with(0);
    desk.write("XX.txt", DUMP);
    let ran = desk.run(&["gazetteer", "add", "XX.txt"]).ends_with(0);
    assert!(ran.out.starts_with("XX.txt: 2 places\n"), "{}", ran.out);
    assert!(desk.run(&["gazetteer", "list"]).ends_with(0).out.contains("XX.txt"));
    let places = |desk: &Desk| desk.run(&["claims", "--place", "Novofenmoor", "--json"]).json_lines().len();
    desk.run(&["rebuild"]).ends_with(0);
    assert!(places(&desk) > 0);
    let not_a_type = desk.run(&["types", "remove", "XX.txt"]).ends_with(1);
    assert!(not_a_type.err.contains("no table \"XX.txt\" of this kind"), "{}", not_a_type.err);
    assert!(desk.run(&["gazetteer", "list"]).ends_with(0).out.contains("XX.txt"));
    desk.run(&["gazetteer", "remove", "XX.txt"]).ends_with(0);
    assert!(desk.run(&["log"]).out.contains("table removed"));
    let gone = desk.run(&["gazetteer", "remove", "XX.txt"]).ends_with(1);
    assert!(gone.err.contains("no table \"XX.txt\" of this kind in this case"), "{}", gone.err);
    desk.run(&["verify"]).ends_with(0);
}

#[test]
fn a_packed_table_is_unpacked_and_the_note_beside_it_passed_over() {
    let desk = Desk::new();
    desk.write("XX.zip", archive());
    let line = "{\"id\": \"a\", \"text\": \"Shells fell on Novofenmoor on Monday.\"}\n".as_bytes();
    let shipped = run_in(desk.path(), &["annotate"], line).ends_with(0).json_lines();
    let with = run_in(desk.path(), &["annotate", "--gazetteer", "XX.zip"], line).ends_with(0).json_lines();
    let place = |lines: &[serde_json::Value]| {
        let mentions = lines[0]["mentions"].as_array().expect("mentions").clone();
        mentions
            .iter()
            .find(|it| it["kind"] == "place")
            .map(|it| (it["geonameid"].clone(), it["admin1"].clone()))
    };
    assert_ne!(place(&shipped), place(&with));
    assert_eq!(place(&with), Some((990_001.into(), "Donetsk Oblast".into())));
}

/// The archive that a publisher has of a country.
fn archive() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("readme.txt", "Licence: see the publisher."), ("XX.txt", DUMP)] {
        archive.start_file(name, options).expect("a file in the archive");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A publisher on this machine: answers so many requests, and gives back what was asked for.
fn publisher(requests: usize) -> (String, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/dump", listener.local_addr().expect("an address"));
    let serving = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for _ in 0..requests {
            let (stream, _) = listener.accept().expect("a request");
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let body = archive();
            let (status, body) = if first.contains("/XX.zip") {
                ("200 OK", body.as_slice())
            } else {
                ("404 Not Found", &b""[..])
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(body)).expect("answered");
            asked.push(first);
        }
        asked
    });
    (address, serving)
}

#[test]
fn a_country_is_fetched_when_that_is_asked_for_and_not_before() {
    let desk = Desk::new();
    let ran = desk.run(&["gazetteer", "add", "XX"]).ends_with(1);
    assert!(ran.err.contains("XX: refused: there is no such file; --download has https://"), "{}", ran.err);
    let (address, serving) = publisher(2);
    let ran = desk.run(&["gazetteer", "add", "XX", "--download", "--from", &address]).ends_with(0);
    assert!(ran.out.starts_with("XX.zip: 2 places\n"), "{}", ran.out);
    let ran = desk.run(&["gazetteer", "add", "ZZ", "--download", "--from", &address]).ends_with(1);
    assert!(ran.err.contains("ZZ: refused: the download failed"), "{}", ran.err);
    assert_eq!(serving.join().expect("served"), ["GET /dump/XX.zip HTTP/1.1", "GET /dump/ZZ.zip HTTP/1.1"]);
}

#[test]
fn a_file_that_is_no_table_is_refused_and_the_rest_goes_in() {
    let desk = Desk::new();
    desk.write("words.txt", "no table at all\n");
    desk.write("broken.zip", b"PK\x03\x04 and then nothing");
    desk.write("XX.txt", DUMP);
    let ran =
        desk.run(&["gazetteer", "add", "words.txt", "broken.zip", "missing.txt", "XX.txt"]).ends_with(3);
    for file in ["words.txt: refused", "broken.zip: refused", "missing.txt: refused"] {
        assert!(ran.err.contains(file), "{}", ran.err);
    }
    assert!(ran.out.contains("XX.txt: 2 places"), "{}", ran.out);
}

#[test]
fn an_event_type_of_ones_own_is_found() {
    let desk = Desk::new();
    desk.write("floods.toml", FLOOD);
    desk.run(&["types", "add", "floods.toml"]).ends_with(0);
    desk.write("a.txt", REPORT);
    desk.run(&["add", "a.txt"]).ends_with(0);
    assert!(!desk.run(&["claims", "--event", "flood", "--json"]).ends_with(0).json_lines().is_empty());
    let line = "{\"id\": \"a\", \"text\": \"The mayor said that the river flooded the port.\"}\n".as_bytes();
    let with = run_in(desk.path(), &["annotate", "--types", "floods.toml"], line).ends_with(0).json_lines();
    assert_eq!(with[0]["claims"][0]["events"][0]["type"], "flood");
    desk.write("twice.toml", FLOOD);
    let ran = desk.run(&["types", "add", "twice.toml"]).ends_with(1);
    assert!(ran.err.contains("event type \"flood\" is there already"), "{}", ran.err);
    desk.write("words.toml", "[storm]\nany = [\"storm\"]\n");
    let ran = desk.run(&["types", "add", "words.toml"]).ends_with(1);
    assert!(ran.err.contains("[storm] is no event type of the taxonomy"), "{}", ran.err);
}

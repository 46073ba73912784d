//! The desk over HTTP: who may come in, what every answer carries, what is refused, what two people at once are told.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::program::{Desk, firsthand};

const DESCRIPTION: &str = include_str!("../../../../docs/openapi.json");

/// An open desk; closed when dropped.
struct Open {
    desk: Desk,
    child: Child,
    host: String,
    token: String,
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Reply {
    #[track_caller]
    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.body);
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// Somebody with a browser.
#[derive(Default, Clone)]
struct Browser {
    cookie: String,
    csrf: String,
}

impl Open {
    /// Opens the desk on a case with the sample in it.
    fn on_sample() -> Self {
        let desk = Desk::new();
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample");
        desk.run(&["add", sample]).ends_with(0);
        Self::on(desk, &[])
    }

    fn on(desk: Desk, options: &[&str]) -> Self {
        let mut command = firsthand(desk.path());
        command.args(["serve", "--bind", "127.0.0.1:0"]).args(options).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("an output");
        BufReader::new(out).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("http://").expect("an address");
        let (host, rest) = address.split_once('/').expect("a path");
        let token = rest.split_once("token=").map(|(_, token)| token).unwrap_or_default();
        Self { host: host.to_owned(), token: token.to_owned(), desk, child }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {}\r\n", self.host));
        }
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        // A server that refuses a long body closes before it has read it: what it said counts all the same.
        let _ = stream.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| stream.write_all(body));
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        reply(&String::from_utf8_lossy(&bytes))
    }

    /// Comes in by the address that was printed.
    fn enter(&self) -> Browser {
        let came = self.send("GET", &format!("/enter?token={}", self.token), &[], b"").is(303);
        self.with_cookie(&came)
    }

    fn with_cookie(&self, came: &Reply) -> Browser {
        let cookie = came.headers["set-cookie"].split(';').next().expect("a cookie").to_owned();
        let page = self.send("GET", "/account", &[("Cookie", &cookie)], b"").is(200);
        let csrf = page.body.split("data-csrf=\"").nth(1).and_then(|rest| rest.split('"').next());
        Browser { cookie, csrf: csrf.expect("a token in the page").to_owned() }
    }

    fn get(&self, who: &Browser, path: &str) -> Reply {
        self.send("GET", path, &[("Cookie", &who.cookie)], b"")
    }

    fn post(&self, who: &Browser, path: &str, form: &[(&str, &str)]) -> Reply {
        let mut body = format!("csrf={}", who.csrf);
        form.iter().for_each(|(name, value)| body.push_str(&format!("&{name}={}", encoded(value))));
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        self.send("POST", path, &[("Cookie", &who.cookie), kind], body.as_bytes())
    }

    /// A record, by the launch token.
    #[track_caller]
    fn record(&self, path: &str) -> Value {
        let bearer = format!("Bearer {}", self.token);
        self.send("GET", &format!("/api/v1{path}"), &[("Authorization", &bearer)], b"").is(200).json()
    }

    fn tell(&self, path: &str, record: &Value) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        self.send("POST", &format!("/api/v1{path}"), &headers, record.to_string().as_bytes())
    }
}

fn reply(text: &str) -> Reply {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|it| it.parse().ok());
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Reply { status: status.expect("a status"), headers: headers.collect(), body: body.to_owned() }
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

/// Every page that takes no id, and one of each that does.
fn pages(open: &Open) -> Vec<String> {
    let incident = open.record("/incidents")["items"][0]["id"].as_str().expect("an id").to_owned();
    let claim = &open.record("/search")["items"][0];
    let (key, number) = (claim["key"].as_str().expect("a key"), claim["claim"].as_str().expect("a claim"));
    let source = open.record("/search?in=sources")["items"][0]["id"].as_str().expect("an id").to_owned();
    let mut pages: Vec<String> = [
        "/",
        "/incidents",
        "/search",
        "/search?in=documents",
        "/search?in=sources",
        "/sources",
        "/review",
        "/add",
        "/log",
        "/account",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.extend([
        format!("/incident/{incident}"),
        format!("/document/{key}?claim={number}"),
        format!("/document/{key}/original"),
        format!("/review/claim/{key}/{number}"),
        format!("/source/{source}"),
    ]);
    pages
}

#[test]
fn every_answer_forbids_whatever_a_page_does_not_need() {
    let open = Open::on_sample();
    let browser = open.enter();
    let mut answers: Vec<Reply> = pages(&open).iter().map(|page| open.get(&browser, page).is(200)).collect();
    answers.push(open.send("GET", "/", &[], b"").is(401));
    answers.push(open.send("GET", "/nothing", &[], b"").is(404));
    answers.push(open.get(&browser, "/static/desk.js").is(200));
    for answer in answers {
        assert!(
            answer.headers["content-security-policy"]
                .starts_with("default-src 'none'; script-src 'self'; style-src 'self';")
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        assert_eq!(answer.headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(answer.headers["x-frame-options"], "DENY");
        // What the policy forbids is not tried either.
        assert!(!answer.body.contains(" style=\"") && !answer.body.contains(" onclick="), "{}", answer.body);
    }
}

#[test]
fn nobody_comes_in_without_the_token_and_no_other_name_leads_here() {
    let open = Open::on_sample();
    open.send("GET", "/", &[], b"").is(401);
    open.send("GET", "/api/v1/overview", &[], b"").is(401);
    open.send("GET", "/enter?token=0000", &[], b"").is(401);
    open.send("GET", "/api/v1/overview", &[("Authorization", "Bearer 0000")], b"").is(401);
    open.send("GET", "/static/desk.css", &[("Host", "evil.example")], b"").is(421);
    let browser = open.enter();
    open.get(&browser, "/").is(200);
    open.send("GET", "/", &[("Cookie", &browser.cookie), ("Host", "evil.example")], b"").is(421);
    let came = open.send("GET", &format!("/enter?token={}", open.token), &[], b"").is(303);
    assert!(came.headers["set-cookie"].ends_with("; Path=/; HttpOnly; SameSite=Strict"));
}

/// Every address of the program that takes something.
const POSTS: [&str; 20] = [
    "/withdraw",
    "/api/v1/withdrawals",
    "/leave",
    "/theme",
    "/search/save",
    "/search/drop",
    "/decide",
    "/decide/many",
    "/link",
    "/undo",
    "/names",
    "/account/add",
    "/account/drop",
    "/api/v1/saved-searches",
    "/api/v1/saved-searches/drop",
    "/api/v1/decisions",
    "/api/v1/decisions/many",
    "/api/v1/links",
    "/api/v1/undo",
    "/api/v1/files",
];

#[test]
fn a_form_from_elsewhere_does_nothing() {
    let open = Open::on_sample();
    let browser = open.enter();
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    for path in POSTS {
        let without = open.send("POST", path, &[("Cookie", &browser.cookie), kind], b"name=x");
        assert_eq!(without.status, 403, "{path}");
        let right = format!("csrf={}", browser.csrf);
        let elsewhere = [("Cookie", browser.cookie.as_str()), kind, ("Origin", "http://evil.example")];
        assert_eq!(open.send("POST", path, &elsewhere, right.as_bytes()).status, 403, "{path}");
        let cross = [("Cookie", browser.cookie.as_str()), kind, ("Sec-Fetch-Site", "cross-site")];
        assert_eq!(open.send("POST", path, &cross, right.as_bytes()).status, 403, "{path}");
    }
}

#[test]
fn what_is_too_long_is_refused() {
    let open = Open::on_sample();
    let browser = open.enter();
    let long = "x".repeat(400 << 10);
    open.post(&browser, "/decide", &[("why", &long)]).is(413);
    open.post(&browser, "/search/save", &[("name", &"x".repeat(500)), ("query", "q=a")]).is(400);
}

/// The first claim of the review's queue, as decisions name it.
fn first_claim(open: &Open) -> String {
    open.record("/review")["items"][0]["what"].as_str().expect("a claim").to_owned()
}

#[test]
fn of_two_people_the_second_is_shown_what_the_first_decided() {
    let open = Open::on_sample();
    let (ada, ben) = (open.enter(), open.enter());
    let what = first_claim(&open);
    let form = |value| {
        [
            ("what", what.as_str()),
            ("kind", "status"),
            ("version", "0"),
            ("value", value),
            ("why", "<b>seen</b>"),
        ]
    };
    open.post(&ada, "/decide", &form("accepted")).is(303);
    let conflict = open.post(&ben, "/decide", &form("rejected")).is(409);
    for words in ["Stands now", "accepted", "Yours", "rejected", "Decide as I did", "&lt;b&gt;seen"] {
        assert!(conflict.body.contains(words), "{words} is not in {}", conflict.body);
    }
    let told = open
        .tell("/decisions", &json!({"what": what, "kind": "status", "version": 0, "value": "rejected"}))
        .is(409)
        .json();
    assert_eq!(
        (&told["error"]["stands"]["value"], &told["error"]["stands"]["version"]),
        (&json!("accepted"), &json!(1))
    );
    open.tell("/decisions", &json!({"what": what, "kind": "status", "version": 1, "value": "unverifiable"}))
        .is(200);
}

#[test]
fn a_decision_is_in_the_log_with_before_and_after_and_can_be_undone() {
    let open = Open::on_sample();
    let what = first_claim(&open);
    for (version, value) in [(0, "accepted"), (1, "rejected")] {
        open.tell(
            "/decisions",
            &json!({"what": what, "kind": "status", "version": version, "value": value, "why": "read twice"}),
        )
        .is(200);
    }
    let entry = &open.record("/log")["items"][0];
    assert_eq!(
        (&entry["details"]["before"], &entry["details"]["after"]),
        (&json!("accepted"), &json!("rejected"))
    );
    assert_eq!((&entry["who"], &entry["details"]["why"]), (&json!("analyst"), &json!("read twice")));
    assert_eq!(open.tell("/undo", &json!({})).is(200).json()["value"], "accepted");
    assert_eq!(open.tell("/undo", &json!({})).is(200).json()["value"], Value::Null);
    open.tell("/undo", &json!({})).is(400);
    assert_eq!(first_claim(&open), what);
}

#[test]
fn many_are_decided_together_or_not_at_all() {
    let open = Open::on_sample();
    let items = open.record("/review?per_page=3")["items"].clone();
    let what: Vec<String> = items
        .as_array()
        .expect("claims")
        .iter()
        .map(|it| format!("{}@0", it["what"].as_str().expect("a name")))
        .collect();
    open.tell(
        "/decisions",
        &json!({"what": what[2].trim_end_matches("@0"), "kind": "status", "version": 0, "value": "rejected"}),
    )
    .is(200);
    open.tell("/decisions/many", &json!({"what": what, "kind": "status", "value": "accepted"})).is(409);
    assert!(open.record("/overview")["reviewed"]["accepted"].is_null());
    open.tell("/decisions/many", &json!({"what": what[..2], "kind": "status", "value": "accepted"})).is(200);
    assert_eq!(open.record("/overview")["reviewed"]["accepted"], 2);
    let found = open.record("/search?status=accepted");
    assert_eq!(found["total"], 2);
}

#[test]
fn a_place_is_one_value_and_is_found_under_each_of_its_forms() {
    let open = Open::on_sample();
    let by_name = open.record("/search?place=odesa");
    let by_form = open.record("/search?place=Odessa");
    assert!(by_name["total"].as_u64() > Some(1), "{by_name}");
    assert_eq!(by_name["total"], by_form["total"]);
    let values = |found: &Value| -> Vec<String> {
        let all = found["facets"]["place"].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|it| it["label"].as_str().map(str::to_lowercase)).collect()
    };
    let all = values(&open.record("/search"));
    assert!(all.contains(&"odesa".to_owned()) && !all.contains(&"odessa".to_owned()), "{all:?}");
    let lines = |place: &str| open.desk.run(&["claims", "--json", "--place", place]).ends_with(0).out;
    assert_eq!(lines("odesa"), lines("Odessa"));
}

#[test]
fn an_answer_that_the_question_does_not_have_is_refused() {
    let open = Open::on_sample();
    let what = first_claim(&open);
    let incident = open.record("/incidents?order=reports")["items"]
        .as_array()
        .expect("incidents")
        .iter()
        .find(|it| it["origins"]["low"] == 1)
        .expect("one on one origin")["id"]
        .clone();
    let incident = format!("incident:{}", incident.as_str().expect("an id"));
    for (what, kind, value) in [
        (what.as_str(), "status", "true"),
        (what.as_str(), "reliability", "A"),
        (incident.as_str(), "credibility", "7"),
        // Confirmed by independent sources, where only one is certain, needs a reason.
        (incident.as_str(), "credibility", "1"),
    ] {
        open.tell("/decisions", &json!({"what": what, "kind": kind, "version": 0, "value": value})).is(400);
    }
    open.tell(
        "/decisions",
        &json!({"what": incident, "kind": "credibility", "version": 0, "value": "1", "why": "seen by us"}),
    )
    .is(200);
}

#[test]
fn sources_that_people_join_are_one_until_they_are_parted() {
    let open = Open::on_sample();
    let all = open.record("/search?in=sources&per_page=100");
    let total = all["total"].as_u64().expect("a number");
    let name = |at: usize| all["items"][at]["what"].as_str().expect("a source").to_owned();
    let link = json!({"what": name(0), "other": name(1), "value": "same", "version": 0});
    open.tell("/links", &link).is(200);
    assert_eq!(open.record("/search?in=sources")["total"].as_u64(), Some(total - 1));
    // Somebody who saw nothing standing is told that something does.
    assert_eq!(open.tell("/undo", &json!({})).is(200).json()["value"], Value::Null);
    assert_eq!(open.record("/search?in=sources")["total"].as_u64(), Some(total));
}

#[test]
fn a_stake_that_people_set_stands_beside_the_suggestion_with_its_history() {
    let open = Open::on_sample();
    let first = open.record("/search?in=sources")["items"][0].clone();
    let (what, suggested) = (first["what"].as_str().expect("a source"), first["stake"].clone());
    let path = format!("/sources/{}", first["id"].as_str().expect("an id"));
    assert_eq!(first["stake_suggested"], suggested);
    let words = "a party to the lawsuit";
    let decision =
        json!({"what": what, "kind": "stake", "version": 0, "value": words, "why": "they said so"});
    open.tell("/decisions", &decision).is(200);
    open.tell("/decisions", &decision).is(409);
    let record = open.record(&path);
    assert_eq!((&record["stake"], &record["stake_suggested"]), (&json!(words), &suggested));
    let entry = record["history"].as_array().and_then(|all| all.last()).expect("a decision").clone();
    assert_eq!(
        (&entry["kind"], &entry["after"], &entry["why"]),
        (&json!("stake"), &json!(words), &json!("they said so"))
    );
    let narrowed = open.record(&format!("/search?in=sources&stake={}", encoded(words)));
    assert_eq!(narrowed["total"], 1, "it can be narrowed down by");
    assert_eq!(open.record("/log")["items"][0]["details"]["kind"], "stake");
    let page = open.get(&open.enter(), &path.replace("/sources/", "/source/")).is(200).body;
    assert!(
        page.contains(words) && page.contains(suggested.as_str().expect("words")),
        "both are on the page"
    );
    open.tell("/decisions", &json!({"what": what, "kind": "stake", "version": 1, "value": ""})).is(200);
    assert_eq!(open.record(&path)["stake"], suggested);
    open.tell("/decisions", &json!({"what": what, "kind": "stake", "version": 2, "value": "x".repeat(121)}))
        .is(400);
    open.tell("/decisions", &json!({"what": what, "kind": "whim", "version": 0, "value": ""})).is(400);
}

#[test]
fn who_may_be_one_with_a_source_is_offered_until_somebody_decides() {
    let open = Open::on_sample();
    let pairs = open.desk.run(&["--json", "sources", "--merge-candidates"]).ends_with(0).json_lines();
    assert!(!pairs.is_empty(), "the sample names somebody who may be one with another");
    let browser = open.enter();
    let id = pairs[0]["a"]["id"].as_str().expect("an id");
    let record = open.record(&format!("/sources/{id}"));
    let other = record["may_be_one_with"][0].clone();
    assert_eq!(other["because"], pairs[0]["because"], "{record}");
    let page = open.get(&browser, &format!("/source/{id}")).is(200).body;
    assert!(page.contains("May be one with") && page.contains(other["because"].as_str().expect("words")));
    let link = json!({"what": record["what"], "other": other["what"], "value": "not-same", "version": 0});
    open.tell("/links", &link).is(200);
    let after = open.record(&format!("/sources/{id}"));
    let still = after["may_be_one_with"].as_array().expect("a list");
    assert!(!still.iter().any(|it| it["what"] == other["what"]), "what was decided is not asked again");
}

#[test]
fn words_are_not_marked_anew_where_names_are_hidden() {
    let open = Open::on_sample();
    let hidden = open.record("/search?in=documents&per_page=100")["items"]
        .as_array()
        .expect("documents")
        .iter()
        .find(|it| it["names_hidden"] == true && it["claims"].as_u64() > Some(0))
        .expect("the sample hides a name in a document with claims")
        .clone();
    let claim = format!("claim:{}/c1", hidden["key"].as_str().expect("a key"));
    let record = json!({"what": claim, "kind": "span", "version": 0, "start": 0, "end": 10});
    let refused = open.tell("/decisions", &record).is(400).json();
    assert!(refused["error"]["what"].as_str().is_some_and(|what| what.contains("Show names")), "{refused}");
}

#[test]
fn a_document_that_is_withdrawn_counts_no_more_until_it_is_taken_back_in() {
    let open = Open::on_sample();
    let incidents = open.record("/incidents?order=origins&kind=incident");
    let id = incidents["items"][0]["id"].as_str().expect("an id").to_owned();
    let low =
        |open: &Open| open.record(&format!("/incidents/{id}"))["origins"]["low"].as_u64().expect("a number");
    // An incident is called after its first claim: without its last document it keeps its id.
    let keys = open.record(&format!("/incidents/{id}"))["keys"].clone();
    let (before, key) =
        (low(&open), keys.as_array().and_then(|keys| keys.last()).expect("a document").clone());
    let what = format!("document:{}", key.as_str().expect("a key"));
    let withdraw = |value: &str, version: u32| {
        open.tell(
            "/withdrawals",
            &json!({"what": what, "value": value, "version": version, "why": "retracted"}),
        )
    };
    withdraw("yes", 0).is(200);
    assert!(low(&open) < before);
    withdraw("yes", 0).is(409);
    withdraw("no", 1).is(200);
    assert_eq!(low(&open), before);
}

#[test]
fn what_was_decided_over_an_incident_holds_when_an_earlier_report_comes() {
    let desk = Desk::new();
    let report = |id: &str, day: &str, outlet: &str, who: &str| {
        format!(
            "{{\"id\": \"{id}\", \"outlet\": \"{outlet}\", \"published\": \"{day}\", \"text\": \"At least 40 sailors of the \
             battleship Potemkin refused to obey orders off Tendra on June 27, the {who} said.\"}}\n"
        )
    };
    desk.write("late.jsonl", report("b", "1905-06-29", "The Port Mail", "consul"));
    desk.write("early.jsonl", report("a", "1905-06-28", "The Merrow Bay Herald", "harbour office"));
    desk.add(&["late.jsonl"], 0);
    let open = Open::on(desk, &[]);
    let id = |open: &Open| open.record("/incidents")["items"][0]["id"].as_str().expect("an id").to_owned();
    let former = id(&open);
    let grade = |value: &str, version: u32| {
        let what = format!("incident:{former}");
        json!({"what": what, "kind": "credibility", "version": version, "value": value})
    };
    open.tell("/decisions", &grade("4", 0)).is(200);
    open.desk.add(&["early.jsonl"], 0);
    let now = id(&open);
    assert_ne!(now, former, "an incident is called after its earliest claim");
    let record = open.record(&format!("/incidents/{former}"));
    assert_eq!((&record["id"], &record["credibility"]["value"]), (&json!(now), &json!("4")));
    let browser = open.enter();
    open.get(&browser, &format!("/incident/{former}")).is(303);
    assert!(
        open.get(&browser, &format!("/incident/{now}")).is(200).body.contains("<strong>4, doubtful</strong>")
    );
    // Under either id it is one question: whoever saw no answer is told of the one that stands.
    open.tell("/decisions", &grade("2", 0)).is(409);
    open.tell("/decisions", &grade("2", 1)).is(200);
    assert_eq!(open.record(&format!("/incidents/{now}"))["credibility"]["value"], "2");
    // The report that it is called after is withdrawn: it keeps its id, its grade, and what is left.
    open.tell(
        "/withdrawals",
        &json!({"what": what_of(&open, "a"), "value": "yes", "version": 0, "why": "retracted"}),
    )
    .is(200);
    let record = open.record(&format!("/incidents/{now}"));
    assert_eq!((&record["documents"], &record["credibility"]["value"]), (&json!(["b"]), &json!("2")));
}

fn what_of(open: &Open, id: &str) -> String {
    let documents = open.record("/search?in=documents");
    let found = documents["items"].as_array().expect("documents").iter().find(|it| it["id"] == id);
    format!("document:{}", found.expect("the document")["key"].as_str().expect("a key"))
}

#[test]
fn names_are_shown_only_after_the_log_says_why() {
    let open = Open::on_sample();
    let browser = open.enter();
    let protected = open.desk.run(&["--reveal", "--json", "sources"]).ends_with(0);
    let shielded = open.desk.run(&["--json", "sources"]).ends_with(0);
    let names = |lines: &[Value]| -> Vec<String> {
        lines.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
    };
    let (open_names, shown_names) = (names(&protected.json_lines()), names(&shielded.json_lines()));
    let hidden: Vec<&String> = open_names
        .iter()
        .filter(|name| name.contains(' ') && !shown_names.contains(name))
        .filter(|name| name.chars().next().is_some_and(char::is_uppercase))
        .collect();
    assert!(!hidden.is_empty(), "the sample protects somebody");
    for page in pages(&open) {
        let body = open.get(&browser, &page).is(200).body;
        hidden.iter().for_each(|name| assert!(!body.contains(name.as_str()), "{name} is on {page}"));
    }
    open.post(&browser, "/names", &[("show", "yes")]).is(400);
    open.post(&browser, "/names", &[("show", "yes"), ("why", "to call them back")]).is(303);
    assert_eq!(open.record("/log")["items"][0]["deed"], "revealed");
    let shown = open.get(&browser, "/search?in=sources&q=").is(200).body;
    assert!(hidden.iter().any(|name| shown.contains(name.as_str())));
    // A program with the launch token sees pseudonyms all the same.
    assert!(
        !hidden
            .iter()
            .any(|name| open.record("/search?in=sources&per_page=100").to_string().contains(name.as_str()))
    );
}

#[test]
fn a_name_is_released_with_a_reason_and_shielded_by_hand() {
    let open = Open::on_sample();
    let sources =
        || open.record("/search?in=sources&per_page=100")["items"].as_array().expect("sources").clone();
    let before = sources();
    let hidden = before
        .iter()
        .find(|it| it["id"].as_str().is_some_and(|id| id.starts_with('p')))
        .expect("somebody is shielded");
    let decide = |what: &Value, value: &str, why: &str| {
        open.tell(
            "/decisions",
            &json!({"what": what, "kind": "protection", "version": 0, "value": value, "why": why}),
        )
    };
    decide(&hidden["what"], "released", "").is(400);
    decide(&hidden["what"], "released", "they asked to be named").is(200);
    assert_eq!(sources().iter().filter(|it| it["id"] == hidden["id"]).count(), 0);
    let named = before
        .iter()
        .find(|it| it["kind"] == "official" && it["name"].as_str().is_some_and(|name| name.contains(' ')));
    let named = named.expect("an official with a name");
    let name = named["name"].as_str().expect("a name");
    decide(&named["what"], "shielded", "threatened").is(200);
    assert!(sources().iter().all(|it| it["name"] != named["name"]));
    // What the command line shows follows.
    assert!(
        !open.desk.run(&["--json", "sources"]).ends_with(0).out.contains(&format!("\"name\":\"{name}\""))
    );
}

#[test]
fn a_protected_name_cannot_be_looked_for() {
    let open = Open::on_sample();
    let lines = open.desk.run(&["--reveal", "--json", "sources"]).json_lines();
    let shielded = open.desk.run(&["--json", "sources"]).out;
    let hidden = |name: &&str| name.starts_with(char::is_uppercase) && !shielded.contains(name);
    let name = lines.iter().filter_map(|it| it["name"].as_str()).find(hidden);
    let name =
        name.and_then(|name| name.split(' ').next()).expect("the sample protects somebody with a name");
    let found = open.record(&format!("/search?q={}", encoded(&name.to_lowercase())));
    assert_eq!((&found["total"], &found["names_left_out"]), (&json!(0), &json!(true)));
}

#[test]
fn a_hostile_report_is_shown_as_the_words_it_is_made_of() {
    let desk = Desk::new();
    let words = "<script>alert(1)</script> <img src=x onerror=alert(2)> \u{202e}the fort fell, the mayor of Rookhaven said.";
    desk.write("hostile.jsonl", json!({"id": "<svg onload=alert(3)>", "title": "\"><script>alert(4)</script>", "outlet": "<i>The Paper</i>", "text": words}).to_string());
    desk.run(&["add", "hostile.jsonl"]).ends_with(0);
    let open = Open::on(desk, &[]);
    let browser = open.enter();
    for page in pages(&open) {
        let body = open.get(&browser, &page).is(200).body;
        for tag in ["<script>", "<img", "<svg onload", "<i>"] {
            assert!(!body.contains(tag), "{tag} on {page}: {body}");
        }
    }
}

#[test]
fn files_are_taken_in_and_refused_over_http_as_on_disk() {
    let open = Open::on(Desk::new(), &[]);
    let send = |name: &str, bytes: &[u8]| {
        let bearer = format!("Bearer {}", open.token);
        open.send("POST", &format!("/api/v1/files?name={name}"), &[("Authorization", &bearer)], bytes)
            .is(200)
            .json()
    };
    let told = send("a.txt", b"The dam broke on Monday, the mayor of Rookhaven said.");
    assert_eq!((&told["added"], &told["texts"][0]["came"]), (&json!(1), &json!("added")));
    assert_eq!(send("b.txt", b"The dam broke on Monday, the mayor of Rookhaven said.")["already"], 1);
    let refused = send("c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert_eq!((&refused["refused"], &refused["added"]), (&json!(1), &json!(0)));
    assert_eq!(open.record("/overview")["documents"], 1);
}

#[test]
fn a_team_comes_in_by_account_and_each_role_may_do_its_own() {
    let desk = Desk::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/sample");
    desk.run(&["add", sample]).ends_with(0);
    for (name, role) in [("vera", "viewer"), ("anna", "analyst"), ("root", "admin")] {
        crate::program::run_in(
            desk.path(),
            &["user", "add", name, "--role", role],
            b"a long enough password\n",
        )
        .ends_with(0);
    }
    let open = Open::on(desk, &["--team"]);
    assert!(open.token.is_empty());
    assert!(open.send("GET", "/search", &[], b"").is(401).body.contains("action=\"/sign-in\""));
    let sign_in = |name: &str| {
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        open.send(
            "POST",
            "/sign-in",
            &[kind],
            format!("name={name}&password=a+long+enough+password").as_bytes(),
        )
    };
    let [vera, anna, root] = ["vera", "anna", "root"].map(|name| open.with_cookie(&sign_in(name).is(303)));
    for (path, who, expected) in [
        ("/decide", &vera, 403),
        ("/names", &vera, 403),
        ("/account/add", &anna, 403),
        ("/decide", &anna, 404),
        ("/account/add", &root, 400),
    ] {
        assert_eq!(open.post(who, path, &[("show", "yes"), ("why", "x")]).status, expected, "{path}");
    }
    open.get(&vera, "/add").is(403);
    open.get(&vera, "/review").is(200);
    open.post(&root, "/account/drop", &[("name", "anna")]).is(303);
    open.get(&anna, "/").is(401);
    for _ in 0..5 {
        open.send(
            "POST",
            "/sign-in",
            &[("Content-Type", "application/x-www-form-urlencoded")],
            b"name=vera&password=guess",
        )
        .is(401);
    }
    sign_in("vera").is(429);
}

#[test]
fn the_description_lists_what_the_program_answers_and_nothing_else() {
    let routes = include_str!("../../src/serve/routes.rs");
    let mut served: Vec<&str> = routes.split('"').filter(|it| it.starts_with("/api/v1/")).collect();
    served.sort_unstable();
    served.dedup();
    let description: Value = serde_json::from_str(DESCRIPTION).expect("JSON");
    let described: Vec<&str> =
        description["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(served, described);
}

#[test]
fn every_record_is_as_the_description_says() {
    let open = Open::on_sample();
    let description: Value = serde_json::from_str(DESCRIPTION).expect("JSON");
    let what = first_claim(&open);
    open.tell("/decisions", &json!({"what": what, "kind": "status", "version": 0, "value": "accepted"}))
        .is(200);
    open.tell("/saved-searches", &json!({"name": "fires", "query": "q=fire"})).is(200);
    let (key, claim) = what.trim_start_matches("claim:").split_once('/').expect("a key and a claim");
    let incident = open.record("/incidents")["items"][0]["id"].as_str().expect("an id").to_owned();
    let source = open.record("/search?in=sources")["items"][0]["id"].as_str().expect("an id").to_owned();
    for (path, asked) in [
        ("/overview", "/overview".to_owned()),
        ("/search", "/search?q=ship".to_owned()),
        ("/search", "/search?q=ship&in=documents".to_owned()),
        ("/search", "/search?in=sources".to_owned()),
        ("/incidents", "/incidents".to_owned()),
        ("/incidents/{id}", format!("/incidents/{incident}")),
        ("/documents/{key}", format!("/documents/{key}")),
        ("/documents/{key}/claims/{claim}", format!("/documents/{key}/claims/{claim}")),
        ("/sources/{id}", format!("/sources/{source}")),
        ("/review", "/review".to_owned()),
        ("/log", "/log".to_owned()),
        ("/saved-searches", "/saved-searches".to_owned()),
    ] {
        let operation = &description["paths"][format!("/api/v1{path}")]["get"];
        let mut schema = operation["responses"]["200"]["content"]["application/json"]["schema"].clone();
        schema["components"] = description["components"].clone();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let record = open.record(&asked);
        let wrong: Vec<String> =
            validator.iter_errors(&record).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(wrong.is_empty(), "{asked}: {wrong:#?}");
    }
}

#[test]
fn search_finds_words_phrases_beginnings_and_slips_in_any_script() {
    let desk = Desk::new();
    let texts = [
        ("a", "The dam at Rookhaven broke on Monday, the mayor said."),
        ("b", "The ferry café burned, the harbour master said."),
        ("c", "Паром сгорел, сообщил мэр Рукхейвена."),
        ("d", "大坝在周一决堤，市长说。"),
    ];
    let lines: Vec<String> =
        texts.iter().map(|(id, text)| json!({"id": id, "text": text}).to_string()).collect();
    desk.write("all.jsonl", lines.join("\n"));
    desk.run(&["add", "all.jsonl"]).ends_with(0);
    let open = Open::on(desk, &[]);
    for (typed, expected) in [
        ("dam", vec!["a"]),
        ("\"ferry cafe\"", vec!["b"]),
        ("FERRY OR dam ", vec!["a", "b"]),
        ("said -ferry ", vec!["a"]),
        ("harb", vec!["b"]),
        ("rookhavne~", vec!["a"]),
        ("ПАРОМ", vec!["c"]),
        ("决堤", vec!["d"]),
        ("决堤 OR паром", vec!["c", "d"]),
        ("-said ", vec!["c", "d"]),
    ] {
        let found = open.record(&format!("/search?in=documents&q={}", encoded(typed)));
        let mut ids: Vec<&str> =
            found["items"].as_array().expect("documents").iter().filter_map(|it| it["id"].as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{typed}");
    }
    assert_eq!(open.record("/search?in=documents&q=rookhavne+")["meant"], json!(["rookhaven"]));
}

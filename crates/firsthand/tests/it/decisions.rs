//! What analysts decide: a link, its undoing, a withdrawal. It is logged, outlives a rebuild, and leaves no trace in what
//! is shown once it is taken back.

use serde_json::Value;

use crate::program::Desk;

/// Two papers, two sources, one happening.
const TWO: &str = r#"{"id": "a", "outlet": "The Tolbury Courier", "published": "1905-06-29", "text": "At least 40 sailors of the battleship Potemkin refused to obey orders off Tendra on June 27, the harbour office said."}
{"id": "b", "outlet": "The Merrow Bay Herald", "published": "1905-06-29", "text": "More than 35 men of the battleship Potemkin refused orders near Tendra on June 27, the Admiralty said."}
{"id": "c", "outlet": "The Late Post", "published": "1905-07-20", "text": "The barge was sold in Galatz, the mayor said."}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("feed.jsonl", TWO);
    desk.add(&["feed.jsonl"], 0);
    desk
}

/// Everything that linking decides over, as it is printed.
fn shown(desk: &Desk) -> String {
    [
        &["incidents", "--json"][..],
        &["sources", "--json"],
        &["contradictions", "--json"],
        &["copies", "--json"],
    ]
    .map(|command| desk.run(command).ends_with(0).out)
    .concat()
}

/// The incident that both papers tell of.
#[track_caller]
fn incident(desk: &Desk) -> Value {
    let all = desk.run(&["incidents", "--json"]).ends_with(0).json_lines();
    let tells = |it: &&Value| it["documents"].as_array().is_some_and(|ids| ids.iter().any(|id| id == "a"));
    all.iter().find(tells).expect("an incident").clone()
}

#[track_caller]
fn source(desk: &Desk, words: &str) -> String {
    let all = desk.run(&["sources", "--json"]).ends_with(0).json_lines();
    let named = |it: &&Value| it["name"].as_str().is_some_and(|name| name.contains(words));
    all.iter().find(named).expect(words)["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_link_joins_two_sources_and_unlink_restores_every_byte() {
    let desk = desk();
    let before = shown(&desk);
    assert_eq!(incident(&desk)["origins"]["high"], 2);
    let (one, other) = (source(&desk, "harbour office"), source(&desk, "Admiralty"));
    let ran = desk.run(&["link", &one, &other, "--why", "one building"]).ends_with(0).out;
    assert!(ran.starts_with("taken as one from now on\n1 incident changed by it:\n"), "{ran}");
    assert_eq!(incident(&desk)["origins"]["high"], 1);
    let linked = shown(&desk);
    let again = desk.run(&["link", &other, &one]).ends_with(0).out;
    assert!(again.contains("nothing was changed"), "{again}");
    desk.run(&["rebuild"]).ends_with(0);
    assert_eq!(shown(&desk), linked, "a decision outlives a rebuild");
    desk.run(&["unlink", &other, &one]).ends_with(0);
    assert_eq!(shown(&desk), before);
    let log = desk.run(&["log", "--json"]).json_lines();
    let decided: Vec<&Value> = log.iter().filter(|it| it["deed"] == "decided").collect();
    assert_eq!(decided.len(), 2, "one entry a decision");
    assert_eq!(decided[0]["details"]["why"], "one building");
    assert_eq!(decided[1]["details"]["after"], Value::Null);
    desk.holds(3);
}

#[test]
fn a_source_is_called_by_its_name_too() {
    let desk = desk();
    let before = shown(&desk);
    desk.run(&["link", "harbour office", "ADMIRALTY"]).ends_with(0);
    assert_ne!(shown(&desk), before);
    let wrong = desk.run(&["link", "harbour office", "the moon"]).ends_with(1);
    assert!(
        wrong.err.contains("`firsthand sources` and `firsthand incidents` list what there is"),
        "{}",
        wrong.err
    );
    let wrong = desk.run(&["link", "harbour office", "Harbour office"]).ends_with(1);
    assert!(wrong.err.contains("there is nothing to decide"), "{}", wrong.err);
    desk.run(&["link", "harbour office"]).ends_with(2);
}

#[test]
fn incidents_are_joined_parted_and_given_back() {
    let desk = desk();
    let before = shown(&desk);
    let all = desk.run(&["incidents", "--json"]).json_lines();
    let of = |id: &str| {
        let tells = |it: &&Value| it["documents"][0] == id;
        all.iter().find(tells).expect("an incident")["id"].as_str().expect("an id").to_owned()
    };
    let (one, other) = (of("a"), of("c"));
    desk.run(&["link", &one, &other]).ends_with(0);
    assert_eq!(incident(&desk)["documents"], serde_json::json!(["a", "b", "c"]));
    let linked = shown(&desk);
    desk.run(&["rebuild"]).ends_with(0);
    assert_eq!(shown(&desk), linked);
    // The second has gone into the first; the decision still knows it by its name.
    desk.run(&["unlink", &one, &other]).ends_with(0);
    assert_eq!(shown(&desk), before);
    desk.run(&["unlink", "a/c1", "b/c1"]).ends_with(0);
    assert_eq!(incident(&desk)["documents"], serde_json::json!(["a"]));
    desk.run(&["link", "a/c1", "b/c1"]).ends_with(0);
    assert_eq!(shown(&desk), before);
}

#[test]
fn a_withdrawal_shows_what_is_left_and_can_be_undone() {
    let desk = desk();
    let before = shown(&desk);
    let ran = desk.run(&["withdraw", "b", "--why", "the paper took it back"]).ends_with(0).out;
    assert!(
        ran.contains("it no longer counts") && ran.contains("1–2 in 2 documents")
            || ran.contains("2 in 2 documents"),
        "{ran}"
    );
    let left = incident(&desk);
    assert_eq!((&left["origins"]["high"], &left["documents"]), (&1.into(), &serde_json::json!(["a"])));
    desk.run(&["rebuild"]).ends_with(0);
    assert_eq!(incident(&desk), left);
    desk.run(&["withdraw", "--undo", "b"]).ends_with(0);
    assert_eq!(shown(&desk), before);
    // Of a source, nothing else is touched; the last one leaves nothing.
    let office = source(&desk, "harbour office");
    desk.run(&["withdraw", &office]).ends_with(0);
    let left = incident(&desk);
    assert_eq!(left["origins"]["high"], 1);
    assert!(left["in_words"]["beside"].to_string().contains("withdrawn"), "{left}");
    desk.run(&["withdraw", "Admiralty"]).ends_with(0);
    assert_eq!(incident(&desk)["origins"]["high"], 0);
    desk.run(&["withdraw", &office, "--undo"]).ends_with(0);
    desk.run(&["withdraw", "Admiralty", "--undo"]).ends_with(0);
    assert_eq!(shown(&desk), before);
    let wrong = desk.run(&["withdraw", "zzz"]).ends_with(1);
    assert!(wrong.err.contains("no document begins with \"zzz\""), "{}", wrong.err);
}

#[test]
fn an_explanation_says_why_and_what_would_raise_it() {
    let desk = desk();
    let incident = incident(&desk);
    let id = incident["id"].as_str().expect("an id");
    let said = desk.run(&["explain", id]).ends_with(0).out;
    for words in
        ["why these claims are one incident", "a/c1 and b/c1", "first to say so", "what would raise it"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    let data = &desk.run(&["explain", &id[..6], "--json"]).ends_with(0).json_lines()[0];
    assert_eq!(data["incident"], incident);
    assert_eq!(data["ties"][0]["a"]["document"], "a");
    assert!(
        desk.run(&["explain", "i00000000"])
            .ends_with(1)
            .err
            .contains("`firsthand incidents --themes` lists all")
    );
}

#[test]
fn contradictions_stand_side_by_side() {
    let desk = Desk::new();
    let other = TWO.replace("More than 35 men", "Only 12 sailors");
    desk.write("feed.jsonl", other);
    desk.add(&["feed.jsonl"], 0);
    let said = desk.run(&["contradictions"]).ends_with(0).out;
    assert!(said.contains("12 (") && said.contains(" against >=40 ("), "{said}");
    let lines = desk.run(&["contradictions", "--json", "--slot", "count"]).ends_with(0).json_lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["values"].as_array().map(Vec::len), Some(2));
    assert_eq!(desk.run(&["contradictions", "--json", "--slot", "place"]).ends_with(0).out, "");
    desk.run(&["contradictions", "--slot", "mood"]).ends_with(2);
}

#[test]
fn pairs_that_may_be_one_are_listed_until_somebody_decides() {
    let desk = desk();
    desk.write("more.jsonl", r#"{"id": "d", "outlet": "The Sulina Packet", "published": "1905-06-30", "text": "The crew was fed, the Admiralty Council said."}"#);
    desk.add(&["more.jsonl"], 0);
    let pairs = || desk.run(&["sources", "--merge-candidates", "--json"]).ends_with(0).json_lines();
    let [pair] = &pairs()[..] else { panic!("{:?}", pairs()) };
    assert!(pair["score"].as_f64().is_some_and(|score| 0.0 < score && score < 1.0), "{pair}");
    let id = |end: &str| pair[end]["id"].as_str().expect("an id").to_owned();
    desk.run(&["unlink", &id("a"), &id("b")]).ends_with(0);
    assert_eq!(pairs(), Vec::<Value>::new());
    desk.run(&["link", &id("a"), &id("b")]).ends_with(0);
    assert_eq!(pairs().len(), 1, "the decision is taken back, and the question is open again");
}

#[test]
fn a_claim_is_explained_by_what_made_it() {
    let desk = Desk::new();
    desk.write(
        "one.txt",
        "Ivan Orlov, a stoker, told the Tolbury Courier that the officers fled. \"They left us to die,\" he said.",
    );
    desk.add(&["one.txt"], 0);
    let listed = desk.run(&["claims", "--json"]).ends_with(0).json_lines();
    let document = listed[0]["document"].as_str().expect("an id").to_owned();
    let said = desk.run(&["explain", &format!("{document}/c2")]).ends_with(0).out;
    for words in
        ["cue     said (assertion)", "led back to whom", "what weighed most", "cue “said”", "sure    0."]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    // A stoker may be in danger: his name leaves the case neither here nor in JSON.
    assert!(!said.contains("Orlov"), "{said}");
    let out = desk.run(&["explain", &format!("{document}/c2"), "--json"]).ends_with(0);
    assert!(!out.out.contains("Orlov"), "{}", out.out);
    let data = &out.json_lines()[0];
    assert_eq!(data["class"], "assertion");
    assert_eq!(data["sure"], true);
    assert!(data["features"].as_array().is_some_and(|all| all.len() > 12), "{data}");
    let wrong = desk.run(&["explain", &format!("{document}/c9")]).ends_with(1).err;
    assert!(wrong.contains("no claim"), "{wrong}");
}

#[test]
fn an_incident_is_found_by_the_id_it_had_before_an_earlier_report_came() {
    let desk = desk();
    let before = incident(&desk)["id"].as_str().expect("an id").to_owned();
    desk.write(
        "early.jsonl",
        r#"{"id": "e", "outlet": "The Port Mail", "published": "1905-06-28", "text": "At least 40 sailors of the battleship Potemkin refused to obey orders off Tendra on June 27, the consul said."}"#,
    );
    desk.add(&["early.jsonl"], 0);
    let now = incident(&desk)["id"].as_str().expect("an id").to_owned();
    assert_ne!(now, before, "an incident is called after its earliest claim");
    for typed in [before.as_str(), &before[..8]] {
        let found = desk.run(&["explain", typed, "--json"]).ends_with(0);
        assert!(found.out.contains(&now), "{}", found.out);
        assert!(found.err.contains(&format!("{typed} goes by {now} now")), "{}", found.err);
    }
    desk.run(&["explain", "i000000000000"]).ends_with(1);
}

#[test]
fn the_log_gives_no_id_that_a_list_of_names_betrays() {
    let desk = Desk::new();
    desk.write(
        "one.txt",
        "\"They locked us in a cellar,\" Oleh K., a soldier who refused to fight, told The Courier.\n\nHis wife, Maryna, \
         said he was held for a week. The ministry said nobody was held.\n",
    );
    desk.add(&["one.txt"], 0);
    let sources = desk.run(&["sources", "--json"]).ends_with(0).json_lines();
    let is_shielded = |it: &&Value| it["id"].as_str().is_some_and(|id| id.starts_with('p'));
    let shielded =
        sources.iter().find(is_shielded).expect("a shielded source")["id"].as_str().expect("an id");
    desk.run(&["link", shielded, "ministry"]).ends_with(0);
    let log = desk.run(&["log", "--json"]).ends_with(0).json_lines();
    let decided = log.iter().find(|it| it["deed"] == "decided").expect("an entry");
    let pair = [&decided["details"]["after"]["a"], &decided["details"]["after"]["b"]];
    assert!(pair.contains(&&Value::from(shielded)), "{decided}");
    assert!(decided["subject"].as_str().is_some_and(|it| it.contains(shielded)), "{decided}");
    desk.holds(1);
}

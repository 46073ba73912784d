//! Measures linking: copies, stories and incidents, against gold that does not ship.
//!
//! In: `copies|stories|incidents DATA [...]`, DATA the folder of the development data. Out: figures on standard output.
//! `measure_links copies ../shared/data` → precision, recall, F1 of document pairs
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command that talks to a developer's terminal"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead as _, Read as _, Write as _},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use firsthand_engine::{LanguageData, Links, Report, annotate, clean, corroborate, link, report};
use firsthand_schema::{
    annotation::Annotations,
    capture::{Capture, Given, Media},
    document::Document,
    ids::DocumentId,
    incident::Incident,
    link::CopyKind,
};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["copies", data] => copies(Path::new(data)),
        ["stories", data, rest @ ..] => stories(Path::new(data), rest),
        ["incidents", data, rest @ ..] => incidents(Path::new(data), rest),
        ["read", files @ ..] => read_files(files),
        _ => Err(
            "usage: measure_links copies|stories|incidents DATA [plain] [keep=FILE] [more=FILE] [first=N] [floors=A,B] [show], or read FILE..."
                .to_owned(),
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn lines(path: &Path) -> Result<Vec<Value>, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = if path.extension().is_some_and(|extension| extension == "gz") {
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        text
    } else {
        String::from_utf8(bytes).map_err(|error| format!("{}: {error}", path.display()))?
    };
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display())))
        .collect()
}

fn field(record: &Value, name: &str) -> Option<String> {
    record[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn capture(record: &Value) -> Capture {
    Capture {
        id: DocumentId(field(record, "id").unwrap_or_default()),
        media: Media::Text,
        content: field(record, "text").unwrap_or_default(),
        given: Given {
            id: field(record, "id"),
            title: field(record, "title"),
            outlet: field(record, "outlet"),
            url: field(record, "url"),
            published: field(record, "date"),
        },
    }
}

/// The report of a record; `plain` leaves the annotation out, so that linking is measured by itself.
fn read(record: &Value, data: &LanguageData, plain: bool) -> Report {
    let (document, _) = clean(&capture(record), data);
    let annotations = if plain { Annotations::default() } else { annotate(&document, data).0 };
    report(&document, &annotations, data)
}

fn figures(hit: usize, found: usize, gold: usize) -> String {
    let (precision, recall) = (hit as f64 / found.max(1) as f64, hit as f64 / gold.max(1) as f64);
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    format!("P {:.4} R {:.4} F1 {:.4}", precision, recall, f1)
}

fn copies(data: &Path) -> Result<(), String> {
    let words = LanguageData::shipped()?;
    let records = lines(&data.join("copies/helsinki-2018.jsonl"))?;
    let reports: Vec<Report> = records.iter().map(|record| read(record, &words, true)).collect();
    let gold: BTreeSet<(String, String)> = lines(&data.join("copies/helsinki-2018-pairs.jsonl"))?
        .iter()
        .filter_map(|pair| {
            let (a, b) = (field(pair, "a")?, field(pair, "b")?);
            Some(if a < b { (a, b) } else { (b, a) })
        })
        .collect();
    let started = Instant::now();
    let prints: Vec<_> = reports.iter().map(|report| report.print.clone()).collect();
    let found = link_copies(&prints);
    println!("{} documents in {:.2} s", reports.len(), started.elapsed().as_secs_f64());
    let by_kind = |kind| found.iter().filter(|copied| copied.kind == kind).count();
    println!(
        "copies {} passages {} quotations {}",
        by_kind(CopyKind::Copy),
        by_kind(CopyKind::Passage),
        by_kind(CopyKind::Quotation)
    );
    let pairs: BTreeSet<(String, String)> = found
        .iter()
        .filter(|copied| copied.kind == CopyKind::Copy)
        .map(|copied| (copied.a.0.clone(), copied.b.0.clone()))
        .collect();
    println!("copies: {}", figures(pairs.intersection(&gold).count(), pairs.len(), gold.len()));
    let directed =
        found.iter().filter(|copied| copied.kind == CopyKind::Copy && copied.later.is_some()).count();
    println!("with a direction: {directed}");
    Ok(())
}

use firsthand_engine::link::copies::copies as link_copies;

/// B-cubed precision and recall of clusters, over items.
fn b_cubed(found: &BTreeMap<String, usize>, gold: &BTreeMap<String, String>) -> String {
    let (mut precision, mut recall) = (0.0, 0.0);
    for (item, cluster) in gold {
        let mine: BTreeSet<&String> = found
            .iter()
            .filter(|(other, number)| **number == found[item] && gold.contains_key(*other))
            .map(|(other, _)| other)
            .collect();
        let theirs: BTreeSet<&String> =
            gold.iter().filter(|(_, other)| *other == cluster).map(|(other, _)| other).collect();
        let both = mine.intersection(&theirs).count() as f64;
        precision += both / mine.len() as f64;
        recall += both / theirs.len() as f64;
    }
    let count = gold.len() as f64;
    let (precision, recall) = (precision / count, recall / count);
    format!("P {:.4} R {:.4} F1 {:.4}", precision, recall, 2.0 * precision * recall / (precision + recall))
}

fn stories(data: &Path, _rest: &[&str]) -> Result<(), String> {
    let words = LanguageData::shipped()?;
    for (name, file, split) in [
        ("ecbplus dev", "stories/ecbplus.jsonl", Some("dev")),
        ("ecbplus train", "stories/ecbplus.jsonl", Some("train")),
        ("newswcl50", "stories/newswcl50.jsonl", None),
    ] {
        let records: Vec<Value> = lines(&data.join(file))?
            .into_iter()
            .filter(|record| split.is_none_or(|split| record["split"] == split))
            .collect();
        let gold: BTreeMap<String, String> = records
            .iter()
            .filter_map(|record| Some((field(record, "id")?, field(record, "cluster")?)))
            .collect();
        let reports: Vec<Report> = records.iter().map(|record| read(record, &words, true)).collect();
        for floor in [0.20, 0.22, 0.24, 0.26, 0.28] {
            let found: BTreeMap<String, usize> = firsthand_engine::link::stories::grouped(&reports, floor)
                .into_iter()
                .enumerate()
                .flat_map(|(number, story)| story.into_iter().map(move |id| (id.0, number)))
                .collect();
            println!("{name} floor {floor:.2}: {}", b_cubed(&found, &gold));
        }
    }
    Ok(())
}

/// Reports of annotations that were kept in a file, which is made where there is none: reading takes longer than
/// linking, and a sweep over linking reads the same each time.
fn annotated(records: &[Value], kept: &Path, words: &LanguageData) -> Result<Vec<Report>, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", kept.display());
    if !kept.exists() {
        let mut out = std::io::BufWriter::new(fs::File::create(kept).map_err(|error| wrong(&error))?);
        for record in records {
            let (document, _) = clean(&capture(record), words);
            let annotations = annotate(&document, words).0;
            serde_json::to_writer(&mut out, &(document, annotations)).map_err(|error| wrong(&error))?;
            out.write_all(b"\n").map_err(|error| wrong(&error))?;
        }
        out.flush().map_err(|error| wrong(&error))?;
    }
    let file = std::io::BufReader::new(fs::File::open(kept).map_err(|error| wrong(&error))?);
    file.lines()
        .map(|line| {
            let line = line.map_err(|error| wrong(&error))?;
            let (document, annotations): (Document, Annotations) =
                serde_json::from_str(&line).map_err(|error| wrong(&error))?;
            Ok(report(&document, &annotations, words))
        })
        .collect()
}

fn incidents(data: &Path, rest: &[&str]) -> Result<(), String> {
    let words = LanguageData::shipped()?;
    let plain = rest.contains(&"plain");
    let show = rest.contains(&"show");
    let first = rest.iter().find_map(|word| word.strip_prefix("first=")?.parse().ok()).unwrap_or(usize::MAX);
    let mut records = lines(&data.join("war/rss-2022-2023.jsonl.gz"))?;
    records.truncate(first);
    let started = Instant::now();
    let kept = rest.iter().find_map(|word| word.strip_prefix("keep="));
    let reports: Vec<Report> = match kept {
        Some(file) => annotated(&records, Path::new(file), &words)?,
        None => records.iter().map(|record| read(record, &words, plain)).collect(),
    };
    println!("{} items read in {:.1} s", reports.len(), started.elapsed().as_secs_f64());
    let started = Instant::now();
    let links = link(&reports, &[]);
    println!(
        "linked in {:.1} s: {} copies, {} ties, {} groups",
        started.elapsed().as_secs_f64(),
        links.copies.len(),
        links.ties.len(),
        links.groups.len()
    );
    if let Some(floors) = rest.iter().find_map(|word| word.strip_prefix("floors=")) {
        return sweep(&reports, &links, floors, &lines(&data.join("incidents/cases.jsonl"))?, &words);
    }
    let started = Instant::now();
    let found = corroborate(&reports, &links, &[], &[], &words);
    println!("corroborated in {:.1} s: {} incidents", started.elapsed().as_secs_f64(), found.len());
    let titles: BTreeMap<String, String> = records
        .iter()
        .filter_map(|record| {
            Some((field(record, "id")?, format!("{} {}", field(record, "date")?, field(record, "title")?)))
        })
        .collect();
    let mut cases = lines(&data.join("incidents/cases.jsonl"))?;
    if let Some(more) = rest.iter().find_map(|word| word.strip_prefix("more=")) {
        cases.extend(lines(Path::new(more))?);
    }
    let (mut whole, mut inside, mut exact) = (0, 0, 0);
    for case in &cases {
        let Some(judged) = Judged::of(case, &found) else { continue };
        let Judged { members, best, hit, strangers, origins, .. } = &judged;
        let (low, high) = (best.origins.low, best.origins.high);
        whole += usize::from(judged.whole());
        let together = of_members(&reports, &links, members, &words);
        inside += usize::from(judged.inside());
        exact += usize::from(judged.exact());
        println!(
            "{}: {hit} of {}, {strangers} strangers; origins {low}..{high} (gold {origins}, {together}); {} {} | {:?}",
            case["incident"].as_str().unwrap_or(""),
            members.len(),
            best.kind.as_str(),
            best.title,
            best.bottleneck
        );
        if show {
            for document in best.documents.iter().filter(|document| !members.contains(&document.0)) {
                println!("    stranger {}", titles.get(&document.0).map_or("", String::as_str));
            }
            for member in
                members.iter().filter(|member| !best.documents.iter().any(|document| document.0 == **member))
            {
                println!("    missed   {}", titles.get(member).map_or("", String::as_str));
            }
        }
    }
    println!("whole {whole} of {}, inside {inside}, low exact {exact}", cases.len());
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for incident in &found {
        *sizes.entry(incident.documents.len()).or_insert(0) += 1;
    }
    println!(
        "sizes: {:?} ... {:?}",
        sizes.iter().take(6).collect::<Vec<_>>(),
        sizes.iter().rev().take(6).collect::<Vec<_>>()
    );
    Ok(())
}

/// Groups the same ties at several lines, and tells for each how many of the cases come out whole.
fn sweep(
    reports: &[Report],
    links: &firsthand_engine::Links,
    floors: &str,
    cases: &[Value],
    words: &LanguageData,
) -> Result<(), String> {
    let tellings: Vec<_> = links.groups.iter().flatten().cloned().collect();
    for floor in floors.split(',').filter_map(|floor| floor.parse::<f32>().ok()) {
        let groups = firsthand_engine::link::incidents::groups_from(&tellings, &links.ties, &[], floor);
        let of_a_case = |group: &Vec<firsthand_schema::ids::ClaimId>| {
            cases.iter().any(|case| {
                let members = case["members"].as_array().into_iter().flatten();
                members
                    .filter_map(|it| it["id"].as_str())
                    .any(|id| group.iter().any(|it| it.document.0 == id))
            })
        };
        let groups = groups.into_iter().filter(of_a_case).collect();
        let found =
            corroborate(reports, &firsthand_engine::Links { groups, ..links.clone() }, &[], &[], words);
        let (mut whole, mut inside, mut exact, mut told) = (0, 0, 0, Vec::new());
        for case in cases {
            let Some(judged) = Judged::of(case, &found) else { continue };
            let Judged { members, best, hit, strangers, .. } = &judged;
            let (low, high) = (best.origins.low, best.origins.high);
            whole += usize::from(judged.whole());
            inside += usize::from(judged.inside());
            exact += usize::from(judged.exact());
            told.push(format!("{hit}/{}+{strangers} [{low},{high}]", members.len()));
        }
        println!("floor {floor}: whole {whole} inside {inside} low exact {exact}: {}", told.join("  "));
    }
    Ok(())
}

/// A case beside the incident that holds most of its members.
struct Judged<'f> {
    members: BTreeSet<String>,
    best: &'f Incident,
    hit: usize,
    strangers: usize,
    /// By the gold.
    origins: u64,
}

impl<'f> Judged<'f> {
    fn of(case: &Value, found: &'f [Incident]) -> Option<Self> {
        let members: BTreeSet<String> = case["members"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|member| field(member, "id"))
            .collect();
        // Live pages and digests that tell of it too: neither right nor wrong.
        let optional: BTreeSet<&str> =
            case["optional"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let hits =
            |incident: &Incident| incident.documents.iter().filter(|it| members.contains(&it.0)).count();
        let best = found.iter().max_by_key(|incident| hits(incident))?;
        let hit = hits(best);
        let strangers = best
            .documents
            .iter()
            .filter(|document| !members.contains(&document.0) && !optional.contains(document.0.as_str()))
            .count();
        let origins = case["n_independent_origins"].as_u64().unwrap_or(0);
        Some(Self { members, best, hit, strangers, origins })
    }

    /// At least four fifths of the members, at most a tenth of strangers.
    fn whole(&self) -> bool {
        self.hit * 10 >= self.members.len() * 8 && self.strangers * 10 <= self.best.documents.len()
    }

    fn inside(&self) -> bool {
        (u64::from(self.best.origins.low)..=u64::from(self.best.origins.high)).contains(&self.origins)
    }

    fn exact(&self) -> bool {
        u64::from(self.best.origins.low) == self.origins
    }
}

/// What the members of a case come to when they are taken for one incident: counting apart from finding.
fn of_members(reports: &[Report], links: &Links, members: &BTreeSet<String>, words: &LanguageData) -> String {
    let tellings = reports
        .iter()
        .filter(|report| members.contains(&report.document.0))
        .flat_map(|report| report.tellings.iter().map(|telling| report.telling_id(telling)));
    let links = Links { groups: vec![tellings.collect()], ..links.clone() };
    corroborate(reports, &links, &[], &[], words).first().map_or_else(String::new, |incident| {
        format!("members alone {}..{} {:?}", incident.origins.low, incident.origins.high, incident.bottleneck)
    })
}

/// Reads files (texts, or JSON lines) and prints the incidents with more than one claim.
fn read_files(files: &[&str]) -> Result<(), String> {
    let words = LanguageData::shipped()?;
    let mut reports = Vec::new();
    for file in files {
        let path = Path::new(file);
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            reports.extend(lines(path)?.iter().map(|record| read(record, &words, false)));
        } else {
            let content = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
            let id = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let media = if file.ends_with("html") { Media::Html } else { Media::Text };
            let given = Given { id: Some(id.clone()), ..Given::default() };
            let (document, _) = clean(&Capture { id: DocumentId(id), media, content, given }, &words);
            let annotations = annotate(&document, &words).0;
            println!("{} | {:?} | {:?}", document.id, document.outlet, annotations.published);
            let report = report(&document, &annotations, &words);
            for statement in &report.statements {
                let chain: Vec<&str> =
                    statement.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
                let events: Vec<&str> = statement.events.iter().map(|(kind, _)| kind.as_str()).collect();
                println!(
                    "  {} {events:?} <- {} | {}",
                    statement.claim,
                    chain.join(" <- "),
                    statement.span.of(&document.text).chars().take(90).collect::<String>().replace('\n', " ")
                );
            }
            reports.push(report);
        }
    }
    let links = link(&reports, &[]);
    for copied in &links.copies {
        println!(
            "copy {} {} {} {:.2} {:.2}",
            copied.a,
            copied.b,
            copied.kind.as_str(),
            copied.share_a,
            copied.share_b
        );
    }
    for incident in corroborate(&reports, &links, &[], &[], &words) {
        if incident.claims.len() < 2 {
            continue;
        }
        println!(
            "\n{} {} [{}..{}] channels [{}..{}] bottleneck {:?}\n   {:?}",
            incident.kind.as_str(),
            incident.title,
            incident.origins.low,
            incident.origins.high,
            incident.channels.low,
            incident.channels.high,
            incident.bottleneck,
            incident.origins.names,
        );
        for claim in &incident.claims {
            println!("   {} {}", claim.document, claim.claim);
        }
        for found in &incident.contradictions {
            let values: Vec<&str> = found.values.iter().map(|value| value.value.as_str()).collect();
            println!("   contradiction {} {}: {values:?}", found.slot.as_str(), found.of);
        }
    }
    Ok(())
}

//! Scenarios of linking and corroboration: a handful of tiny reports each, with the answer derived by hand in the file.
//!
//! In: `tests/scenarios/*.toml`. Each scenario is run as written, then held to what must be true of every case: the
//! order of arrival changes nothing, one document at a time gives what all at once give, a repost changes no count,
//! low is not above high, and nothing is left without the bottleneck.

// A test reads its scenarios from the folder beside it, and a panic is how it says what is wrong with one.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::{collections::BTreeSet, fs, path::Path};

use firsthand_engine::{
    Heard, LanguageData, Links, Report, compare, corroborate, groups, keys, link, reach, report, sources,
    voices,
};
use firsthand_schema::{
    amount::{Amount, Bound},
    annotation::{Annotations, Event, Mention, Modality, Names, Naming, Person},
    claim::{Claim, Hop, Polarity, SourceKind, Voice},
    document::{Document, Published, PublishedBasis},
    ids::{ClaimId, ClaimNumber, DocumentId, MentionId, SourceId},
    incident::{Incident, NodeKind},
    link::{Bond, CopyKind, Decision, Judgement, Withdrawn},
    place::{Place, Precision},
    span::Span,
    unit::Unit,
    when::{Day, When, WhenKind},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    /// How the answer is derived. Read by people only, and must be there.
    because: String,
    report: Vec<Told>,
    #[serde(default)]
    decide: Vec<Decided>,
    /// Documents and sources (by name) that have been withdrawn.
    #[serde(default)]
    withdrawn: Vec<String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: String,
    outlet: String,
    published: Option<String>,
    #[serde(default)]
    title: Option<String>,
    /// Words around the claims, put before them.
    #[serde(default)]
    lead: String,
    #[serde(default)]
    claim: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    says: String,
    /// `name | kind | naming | role`, nearest first; kind `person` and naming `named` where left out.
    #[serde(default)]
    chain: Vec<String>,
    #[serde(default)]
    voice: Option<Voice>,
    #[serde(default)]
    polarity: Option<Polarity>,
    #[serde(default)]
    events: Vec<String>,
    /// `Name@lat,lon`.
    #[serde(default)]
    place: Option<String>,
    /// `2023-09-18`, or `2023-09-18/2023-09-20`.
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    person: Option<String>,
    /// `7 officers`, `>=1000 people`, `<=200 people`, `10..12 people`, `~60 sailors`, `3/10 men` (out of).
    #[serde(default)]
    count: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    /// Two sources by name, or two claims as `report/c1`.
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    claims: Vec<String>,
    judgement: Judgement,
}

/// What is expected of the incident that holds the first claim of the first report (or of `of`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(default)]
    of: Option<String>,
    incidents: Option<usize>,
    documents: Option<Vec<String>>,
    kind: Option<String>,
    title: Option<String>,
    origins: Option<[u32; 2]>,
    channels: Option<[u32; 2]>,
    /// Words, one in each name.
    names: Option<Vec<String>>,
    bottleneck: Option<Vec<String>>,
    /// `slot of: value / value`.
    contradictions: Option<Vec<String>>,
    circular: Option<Vec<Vec<String>>>,
    opposed: Option<bool>,
    grade: Option<String>,
    not_grade: Option<String>,
    /// `a b kind later`, later `-` where unknown.
    copies: Option<Vec<String>>,
    /// Words that must stand in what the incident says of itself.
    says: Option<Vec<String>>,
    /// Source records: `name: alias, alias`.
    sources: Option<usize>,
}

#[test]
fn every_scenario_comes_out_as_derived() {
    let data = LanguageData::shipped().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut faults = Vec::new();
    let mut count = 0;
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let file: File = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for scenario in &file.scenario {
            count += 1;
            assert!(scenario.because.len() > 40, "{name}: {}: derive the answer", scenario.name);
            let case = Case::of(scenario, &data);
            for fault in case.differences(scenario, &data).into_iter().chain(case.broken(&data)) {
                faults.push(format!("{name}: {}: {fault}", scenario.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} of {count} scenarios:\n{}", faults.len(), faults.join("\n"));
    assert!(count >= 30, "only {count} scenarios");
}

/// A row of numbers that is the same on every machine (Knuth's MMIX constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

/// A few reports of one happening and some others, by papers that name nobody, an agency, each other, witnesses, a video.
fn made_by_chance(chance: &mut Chance) -> Vec<Told> {
    const OUTLETS: [&str; 4] = ["Tolbury Courier", "Albrook Telegraph", "Wexcombe Observer", "Ostwick Post"];
    const SAYINGS: [&str; 5] = [
        "The crew of the ironclad Sevastyan threw seven officers overboard off Tendra.",
        "Seven officers of the ironclad Sevastyan were thrown into the sea by her crew near Tendra.",
        "Mutiny on the ironclad Sevastyan off Tendra: the crew threw officers overboard, seven of them.",
        "Off Tendra the mutinous crew of the Sevastyan rid the ironclad of her seven officers.",
        "Soldiers fired into the crowd on the harbour steps at Amber all night.",
    ];
    const CHAINS: [&[&str]; 11] = [
        &[],
        &["Pontic Telegraph Agency | outlet"],
        &["Tolbury Courier | outlet", "Pontic Telegraph Agency | outlet"],
        &["Tolbury Courier | outlet"],
        &["Albrook Telegraph | outlet"],
        &["Amber Coast Guard | official"],
        &["a sailor | person | anonymous | sailor"],
        &["sailors | person | collective | sailors"],
        &["Marta Orbeli | person | named | midwife"],
        &["Orbeli | person | partial"],
        &["video | media-object | anonymous"],
    ];
    (0..2 + chance.below(5))
        .map(|number| Told {
            id: format!("r{number}"),
            outlet: chance.pick(&OUTLETS).to_owned(),
            published: Some(chance.pick(&["1905-06-29", "1905-06-30", "1905-07-01"]).to_owned()),
            title: (chance.below(2) == 0).then(|| chance.pick(&SAYINGS).to_owned()),
            lead: String::new(),
            claim: (0..=chance.below(3))
                .map(|_| Said {
                    says: chance.pick(&SAYINGS).to_owned(),
                    chain: CHAINS[chance.below(CHAINS.len())].iter().map(|&hop| hop.to_owned()).collect(),
                    voice: (chance.below(6) == 0).then_some(Voice::Hedged),
                    polarity: (chance.below(6) == 0).then_some(Polarity::Denied),
                    events: vec![chance.pick(&["mutiny", "attack"]).to_owned()],
                    place: None,
                    time: None,
                    unit: None,
                    person: None,
                    count: None,
                })
                .collect(),
        })
        .collect()
}

#[test]
fn what_must_be_true_of_every_case_is_true_of_cases_made_by_chance() {
    let data = LanguageData::shipped().unwrap();
    let mut chance = Chance(1905);
    let mut faults = Vec::new();
    for number in 0..CASES_BY_CHANCE {
        let told = made_by_chance(&mut chance);
        let reports = told.iter().map(|told| told.report(&data)).collect();
        let case = Case::run(reports, Vec::new(), Vec::new(), &data);
        faults.extend(case.broken(&data).into_iter().map(|fault| format!("{number}: {fault}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// As many as a second or two allows.
const CASES_BY_CHANCE: usize = 1500;

struct Case {
    reports: Vec<Report>,
    links: Links,
    decisions: Vec<Decision>,
    withdrawn: Vec<Withdrawn>,
    incidents: Vec<Incident>,
}

impl Case {
    /// The sources that each report names, in order of document id.
    fn voices(&self) -> Vec<Heard> {
        let mut sorted: Vec<&Report> = self.reports.iter().collect();
        sorted.sort_by(|one, other| one.document.cmp(&other.document));
        sorted.into_iter().flat_map(voices).collect()
    }

    fn of(scenario: &Scenario, data: &LanguageData) -> Self {
        let reports: Vec<Report> = scenario.report.iter().map(|told| told.report(data)).collect();
        let named = |name: &str| source_named(&reports, name);
        let claim = |text: &str| {
            let (document, number) = text.split_once("/c").unwrap();
            ClaimId { document: DocumentId(document.to_owned()), claim: ClaimNumber(number.parse().unwrap()) }
        };
        let decisions: Vec<Decision> = scenario
            .decide
            .iter()
            .map(|decided| Decision {
                bond: match (decided.sources.as_slice(), decided.claims.as_slice()) {
                    ([a, b], []) => Bond::Sources { a: named(a), b: named(b) },
                    ([], [a, b]) => Bond::Claims { a: claim(a), b: claim(b) },
                    _ => panic!("{}: a decision is over two sources or two claims", scenario.name),
                },
                judgement: decided.judgement,
                by: "analyst".to_owned(),
                reason: String::new(),
            })
            .collect();
        let withdrawn = scenario
            .withdrawn
            .iter()
            .map(|what| {
                if scenario.report.iter().any(|told| told.id == *what) {
                    Withdrawn::Document { id: DocumentId(what.clone()) }
                } else {
                    Withdrawn::Source { id: named(what) }
                }
            })
            .collect();
        Self::run(reports, decisions, withdrawn, data)
    }

    fn run(
        reports: Vec<Report>,
        decisions: Vec<Decision>,
        withdrawn: Vec<Withdrawn>,
        data: &LanguageData,
    ) -> Self {
        let links = link(&reports, &decisions);
        let incidents = corroborate(&reports, &links, &decisions, &withdrawn, data);
        Self { reports, links, decisions, withdrawn, incidents }
    }

    fn about(&self, document: &str) -> &Incident {
        let holds = |incident: &&Incident| incident.documents.iter().any(|id| id.0 == document);
        self.incidents.iter().find(holds).unwrap_or_else(|| panic!("no incident holds {document}"))
    }

    /// What came out otherwise than derived.
    fn differences(&self, scenario: &Scenario, data: &LanguageData) -> Vec<String> {
        let expected = &scenario.expect;
        let mut faults = Vec::new();
        let mut check = |what: &str, found: String, wanted: Option<String>| {
            if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
                faults.push(format!("{what}: {found}, derived {wanted}"));
            }
        };
        check(
            "incidents",
            self.incidents.len().to_string(),
            expected.incidents.map(|count| count.to_string()),
        );
        check(
            "copies",
            format!("{:?}", self.links.copies.iter().map(copy_shown).collect::<Vec<_>>()),
            expected.copies.as_ref().map(|copies| format!("{copies:?}")),
        );
        check(
            "sources",
            sources(&self.voices(), &self.decisions, data).len().to_string(),
            expected.sources.map(|count| count.to_string()),
        );
        let first = expected.of.as_ref().unwrap_or(&scenario.report[0].id);
        if self.incidents.is_empty() {
            return faults;
        }
        let incident = self.about(first);
        let documents: Vec<&String> = incident.documents.iter().map(|id| &id.0).collect();
        check(
            "documents",
            format!("{documents:?}"),
            expected.documents.as_ref().map(|wanted| format!("{wanted:?}")),
        );
        check("kind", incident.kind.as_str().to_owned(), expected.kind.clone());
        check("title", incident.title.clone(), expected.title.clone());
        let range = |low: u32, high: u32| format!("{low}..{high}");
        check(
            "origins",
            range(incident.origins.low, incident.origins.high),
            expected.origins.map(|[low, high]| range(low, high)),
        );
        check(
            "channels",
            range(incident.channels.low, incident.channels.high),
            expected.channels.map(|[low, high]| range(low, high)),
        );
        check(
            "opposed",
            incident.opposed_stakes.to_string(),
            expected.opposed.map(|opposed| opposed.to_string()),
        );
        check("grade", incident.grade.credibility.as_str().to_owned(), expected.grade.clone());
        let circular: Vec<Vec<&String>> =
            incident.circular.iter().map(|circle| circle.iter().map(|id| &id.0).collect()).collect();
        check(
            "circular",
            format!("{circular:?}"),
            expected.circular.as_ref().map(|wanted| format!("{wanted:?}")),
        );
        let contradictions: Vec<String> = incident
            .contradictions
            .iter()
            .map(|found| {
                let values: Vec<&str> = found.values.iter().map(|value| value.value.as_str()).collect();
                format!("{} {}: {}", found.slot.as_str(), found.of, values.join(" / "))
            })
            .collect();
        check(
            "contradictions",
            format!("{contradictions:?}"),
            expected.contradictions.as_ref().map(|wanted| format!("{wanted:?}")),
        );
        if expected.not_grade.as_deref() == Some(incident.grade.credibility.as_str()) {
            faults.push(format!("grade: {}", incident.grade.credibility.as_str()));
        }
        for (what, found, wanted) in [
            ("names", &incident.origins.names, &expected.names),
            ("bottleneck", &incident.bottleneck, &expected.bottleneck),
        ] {
            if let Some(wanted) = wanted
                && !matched(found, wanted)
            {
                faults.push(format!("{what}: {found:?}, derived {wanted:?}"));
            }
        }
        let words = &incident.in_words;
        let said = [&words.one_incident, &words.range, &words.raise, &words.beside]
            .map(|lines| lines.join("; "))
            .join("; ");
        for wanted in expected.says.iter().flatten().filter(|wanted| !said.contains(wanted.as_str())) {
            faults.push(format!("does not say {wanted:?} but {said:?}"));
        }
        faults
    }

    /// What must be true of every case, and is not.
    fn broken(&self, data: &LanguageData) -> Vec<String> {
        let mut faults = Vec::new();
        let shown = |incidents: &[Incident]| serde_json::to_string(incidents).unwrap();
        let reversed: Vec<Report> = self.reports.iter().rev().cloned().collect();
        let other = Self::run(reversed, self.decisions.clone(), self.withdrawn.clone(), data);
        if shown(&other.incidents) != shown(&self.incidents) {
            faults.push("the order of arrival changes the result".to_owned());
        }
        if self.one_by_one() != self.links {
            faults.push("one document at a time gives another result than all at once".to_owned());
        }
        for incident in &self.incidents {
            if incident.origins.low > incident.origins.high || incident.channels.low > incident.channels.high
            {
                faults.push(format!("low above high in {}", incident.title));
            }
            let origins = incident.graph.edges.iter().filter(|edge| edge.from == "event").count();
            if incident.origins.high as usize > origins.max(1) {
                faults.push(format!("more independent origins than origins in {}", incident.title));
            }
            faults.extend(self.survives_its_bottleneck(incident, data));
        }
        faults.extend(self.moved_by_reposts(data));
        faults
    }

    /// Adds the documents one at a time, the way a runner does with a store: candidates by key, groups by reach.
    fn one_by_one(&self) -> Links {
        let mut found = Links::default();
        let mut held: Vec<(&Report, BTreeSet<u64>)> = Vec::new();
        for report in &self.reports {
            let sought = keys(report);
            found.ties.extend(compare(report, report).1);
            for (known, own) in &held {
                if sought.probe.iter().any(|key| own.contains(key)) {
                    let (copied, ties) = compare(report, known);
                    found.copies.extend(copied);
                    found.ties.extend(ties);
                }
            }
            held.push((report, sought.own.into_iter().collect()));
            found.ties.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
            let new: Vec<ClaimId> =
                report.tellings.iter().map(|telling| report.telling_id(telling)).collect();
            let mut touched = reach(&new, &found.ties);
            // A decision joins what no tie does.
            for decision in &self.decisions {
                if let Bond::Claims { a, b } = &decision.bond {
                    touched.extend([a.clone(), b.clone()]);
                }
            }
            let touched = reach(&touched, &found.ties);
            let present: BTreeSet<ClaimId> = held
                .iter()
                .flat_map(|(report, _)| report.tellings.iter().map(|telling| report.telling_id(telling)))
                .collect();
            let touched: Vec<ClaimId> = touched.into_iter().filter(|claim| present.contains(claim)).collect();
            let within: Vec<_> = found
                .ties
                .iter()
                .filter(|tie| touched.contains(&tie.a) && touched.contains(&tie.b))
                .cloned()
                .collect();
            found.groups.retain(|group| !group.iter().any(|claim| touched.contains(claim)));
            found.groups.extend(groups(&touched, &within, &self.decisions));
        }
        found.copies.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
        found.groups.sort();
        found
    }

    /// Withdraws the sources of the bottleneck: nothing may be left.
    fn survives_its_bottleneck(&self, incident: &Incident, data: &LanguageData) -> Option<String> {
        if incident.origins.low == 0 {
            return None;
        }
        let mut withdrawn = self.withdrawn.clone();
        for node in
            incident.graph.nodes.iter().filter(|node| node.kind == NodeKind::Source && node.bottleneck)
        {
            withdrawn.extend(node.sources.iter().map(|id| Withdrawn::Source { id: id.clone() }));
        }
        let left = corroborate(&self.reports, &self.links, &self.decisions, &withdrawn, data);
        let left = left.iter().find(|other| other.id == incident.id)?;
        // A circle that lost its way in may still have begun with one of its members.
        let at_most = u32::from(!left.circular.is_empty());
        (left.origins.low > 0 || left.origins.high > at_most).then(|| {
            format!("{} origins are left without the bottleneck of {}", left.origins.high, incident.title)
        })
    }

    /// Adds a repost of each document by somebody else, ten years later and once on the same day: no count may rise.
    fn moved_by_reposts(&self, data: &LanguageData) -> Vec<String> {
        let mut faults = Vec::new();
        for original in &self.reports {
            let mut reposts = self.reports.clone();
            for number in 0..3 {
                let mut repost = original.clone();
                repost.document = DocumentId(format!("{}~{number}", original.document));
                repost.print.document = repost.document.clone();
                repost.outlet = format!("Repost {number}");
                repost.family = format!("repost{number}");
                repost.print.family.clone_from(&repost.family);
                for speaker in repost.statements.iter_mut().flat_map(|statement| &mut statement.speakers) {
                    if speaker.unattributed {
                        *speaker = unattributed_copy(&repost.outlet, &repost.family, speaker);
                    }
                }
                reposts.push(repost);
            }
            let after = Self::run(reposts, self.decisions.clone(), self.withdrawn.clone(), data);
            for incident in &self.incidents {
                let Some(first) = incident.documents.first() else { continue };
                let same = after.incidents.iter().find(|other| {
                    other.claims.iter().any(|claim| incident.claims.contains(claim))
                        || other.documents.contains(first) && incident.claims.is_empty()
                });
                let Some(same) = same else { continue };
                let figures = |incident: &Incident| {
                    [
                        incident.origins.low,
                        incident.origins.high,
                        incident.channels.low,
                        incident.channels.high,
                    ]
                };
                if figures(same) != figures(incident) {
                    faults.push(format!(
                        "reposts of {} change {:?} to {:?} in {}",
                        original.document,
                        figures(incident),
                        figures(same),
                        incident.title
                    ));
                }
            }
        }
        faults
    }
}

/// What the outlet of a repost says in its own words is as unattributed as the original's.
fn unattributed_copy(
    outlet: &str,
    family: &str,
    speaker: &firsthand_engine::report::speakers::Speaker,
) -> firsthand_engine::report::speakers::Speaker {
    let mut copy = speaker.clone();
    copy.label = format!("{outlet} (in its own words)");
    copy.id = SourceId(format!("s-{family}"));
    copy
}

fn source_named(reports: &[Report], name: &str) -> SourceId {
    let mut speakers =
        reports.iter().flat_map(|report| &report.statements).flat_map(|statement| &statement.speakers);
    speakers
        .find(|speaker| speaker.label.contains(name))
        .unwrap_or_else(|| panic!("no source named {name}"))
        .id
        .clone()
}

fn copy_shown(copied: &firsthand_schema::link::Copied) -> String {
    let later = copied.later.as_ref().map_or("-", |id| id.0.as_str());
    format!("{} {} {} {later}", copied.a, copied.b, copied.kind.as_str())
}

/// Each name holds its word, in any order, and there are as many of both.
fn matched(found: &[String], wanted: &[String]) -> bool {
    found.len() == wanted.len()
        && wanted.iter().all(|word| found.iter().any(|name| name.contains(word.as_str())))
}

impl Told {
    fn report(&self, data: &LanguageData) -> Report {
        let mut text = self.lead.clone();
        let mut annotations = Annotations::default();
        for (number, said) in (1u32..).zip(&self.claim) {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(&said.says);
            let span = Span::new(start, text.len());
            annotations.sentences.push(span);
            let claim = said.claim(ClaimNumber(number), span, &mut annotations.mentions);
            annotations.claims.push(claim);
        }
        let published = self.published.as_deref().and_then(Day::parse);
        let document = Document {
            title: self.title.clone(),
            outlet: Some(self.outlet.clone()),
            published: published.map(|day| Published { from: day, to: day, basis: PublishedBasis::Given }),
            ..Document::bare(&self.id, text)
        };
        report(&document, &annotations, data)
    }
}

impl Said {
    fn claim(&self, id: ClaimNumber, span: Span, mentions: &mut Vec<Mention>) -> Claim {
        let mut mention = |names: Names| {
            let id = MentionId(u32::try_from(mentions.len()).unwrap());
            mentions.push(Mention { id, span, entity: None, names });
            id
        };
        let chain: Vec<Hop> = self.chain.iter().map(|text| hop(text, span)).collect();
        Claim {
            id,
            attribution: None,
            content: vec![span],
            cue: Vec::new(),
            source: Vec::new(),
            voice: self.voice.unwrap_or(if chain.is_empty() { Voice::Own } else { Voice::Indirect }),
            chain,
            inherited: false,
            hedges: Vec::new(),
            polarity: self.polarity.unwrap_or(Polarity::Asserted),
            events: self
                .events
                .iter()
                .map(|kind| Event { kind: kind.clone(), span, modality: Modality::Actual })
                .collect(),
            places: self.place.iter().map(|text| mention(Names::Place(place(text)))).collect(),
            times: self.time.iter().map(|text| mention(Names::Time(when(text)))).collect(),
            units: self
                .unit
                .iter()
                .map(|text| {
                    mention(Names::Unit(Unit {
                        designator: text.split(' ').next().map(str::to_owned),
                        ..Unit::default()
                    }))
                })
                .collect(),
            persons: self
                .person
                .iter()
                .map(|name| mention(Names::Person(Person { name: Some(name.clone()), ..Person::default() })))
                .collect(),
            quantities: self.count.iter().map(|text| mention(Names::Quantity(amount(text)))).collect(),
            parent: None,
            confidence: 1.0,
        }
    }
}

fn hop(text: &str, span: Span) -> Hop {
    let mut parts = text.split('|').map(str::trim);
    let name = parts.next().unwrap().to_owned();
    let kind = match parts.next().unwrap_or("person") {
        "outlet" => SourceKind::Outlet,
        "official" => SourceKind::Official,
        "organisation" => SourceKind::Organisation,
        "media-object" => SourceKind::MediaObject,
        "person" => SourceKind::Person,
        other => panic!("no kind of source: {other}"),
    };
    let naming = match parts.next().unwrap_or("named") {
        "named" => Naming::Named,
        "partial" => Naming::Partial,
        "pseudonym" => Naming::Pseudonym,
        "anonymous" => Naming::Anonymous,
        "collective" => Naming::Collective,
        other => panic!("no naming: {other}"),
    };
    Hop { name, kind, naming, role: parts.next().map(str::to_owned), span: Some(span), entity: None }
}

fn place(text: &str) -> Place {
    let (name, at) = text.split_once('@').unwrap();
    let (lat, lon) = at.split_once(',').unwrap();
    Place {
        name: Some(name.to_owned()),
        lat: lat.parse().ok(),
        lon: lon.parse().ok(),
        precision: Some(Precision::Settlement),
        ..Place::default()
    }
}

fn when(text: &str) -> When {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    When {
        kind: WhenKind::Date,
        value: from.to_owned(),
        from: Day::parse(from),
        to: Day::parse(to),
        basis: "explicit".to_owned(),
    }
}

fn amount(text: &str) -> Amount {
    let (number, of) = text.split_once(' ').unwrap();
    let (bound, digits) = match number {
        _ if number.starts_with(">=") => (Bound::AtLeast, &number[2..]),
        _ if number.starts_with("<=") => (Bound::AtMost, &number[2..]),
        _ if number.starts_with('~') => (Bound::About, &number[1..]),
        _ if number.contains("..") => (Bound::Range, number),
        _ => (Bound::Exact, number),
    };
    let (value, value_to) = digits.split_once("..").map_or((digits, None), |(from, to)| (from, Some(to)));
    let (value, out_of) = value.split_once('/').map_or((value, None), |(part, whole)| (part, Some(whole)));
    Amount {
        value: value.parse().ok(),
        value_to: value_to.and_then(|to| to.parse().ok()),
        bound,
        of: Some(of.to_owned()),
        out_of: out_of.and_then(|whole| whole.parse().ok()),
        share: None,
    }
}

#[test]
fn a_shared_speech_is_no_copy() {
    let data = LanguageData::shipped().unwrap();
    let speech = "“We have waited nine weeks for bread and boots, and what the quartermaster sent us was a crate of \
                  brass buttons and a letter telling us to be patient until the roads are dry again.”";
    let told = |id: &str, outlet: &str, around: [&str; 2]| {
        let text = format!("{}\n\n{speech}\n\n{}", around[0], around[1]);
        let document = Document { outlet: Some(outlet.to_owned()), ..Document::bare(id, text) };
        report(&document, &Annotations::default(), &data)
    };
    let one =
        told("a", "North Gazette", ["The delegates met in the drill hall.", "Nobody answered the corporal."]);
    let other = told(
        "b",
        "South Herald",
        ["A corporal rose first at yesterday's sitting.", "The sitting closed at nine."],
    );
    let (copied, _) = compare(&one, &other);
    assert_eq!(copied.map(|copied| copied.kind), Some(CopyKind::Quotation));
}

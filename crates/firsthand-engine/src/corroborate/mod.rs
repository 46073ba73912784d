//! Reads the links: for each incident the evidence graph, the origin count, the bottleneck, the contradictions, and why.
//!
//! In: the reports of a case and their links. Out: one `Incident` for each group of claims.
//! five papers, one telegraph agency → 1 origin, bottleneck the agency, "five publishers rest on it"

mod contradiction;
mod flow;
mod in_words;
mod independence;

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    annotation::{Event, Modality},
    claim::Polarity,
    finding::{Stake, StakeGroup},
    ids::{ClaimId, DocumentId, IncidentId, SourceId},
    incident::{ClaimRef, Incident, IncidentKind, Origins},
    link::{Copied, CopyKind, Decision, Withdrawn},
};

use crate::report::{
    Report, Statement, Telling,
    days::{self, Days},
    speakers::{Speaker, SpeakerWords},
    terms,
};
use contradiction::CountedClass;
use independence::Said;

/// Version of the public format of incidents.
const SCHEMA: u32 = 1;

/// What corroboration knows beforehand: how incidents are titled, and which nouns count the same beings.
#[derive(Clone, Debug)]
pub struct FindingWords {
    counted: Vec<CountedClass>,
}

#[derive(serde::Deserialize)]
struct File {
    counted: Vec<CountedClass>,
}

impl FindingWords {
    /// Reads `data/lexicon/counted.toml`.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in that form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("counted.toml: {error}"))?;
        Ok(Self { counted: file.counted })
    }
}

/// The words that corroboration reads by.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    /// Words by which sources are known.
    pub speakers: &'w SpeakerWords,
    /// Words by which findings are told.
    pub findings: &'w FindingWords,
}

impl FindingWords {
    /// The words that ship with the program.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in its form.
    pub fn shipped() -> Result<Self, String> {
        Self::parse(include_str!("../../../../data/lexicon/counted.toml"))
    }
}

/// Assesses every group of a case's links, in order of incident id.
#[must_use]
pub fn corroborate(
    reports: &[Report],
    copies: &[Copied],
    groups: &[Vec<ClaimId>],
    decisions: &[Decision],
    withdrawn: &[Withdrawn],
    words: &Words<'_>,
) -> Vec<Incident> {
    let by_id: BTreeMap<&DocumentId, &Report> =
        reports.iter().map(|report| (&report.document, report)).collect();
    let mut copies_of: BTreeMap<&DocumentId, Vec<&Copied>> = BTreeMap::new();
    for copied in copies {
        copies_of.entry(&copied.a).or_default().push(copied);
        copies_of.entry(&copied.b).or_default().push(copied);
    }
    let mut incidents: Vec<Incident> = groups
        .iter()
        .filter_map(|group| {
            let documents: BTreeSet<&DocumentId> = group.iter().map(|claim| &claim.document).collect();
            let reports: Vec<&Report> = documents.iter().filter_map(|id| by_id.get(*id).copied()).collect();
            let within: Vec<&Copied> = documents
                .iter()
                .filter_map(|id| copies_of.get(*id).map(|copies| (*id, copies)))
                .flat_map(|(id, copies)| copies.iter().copied().filter(move |copied| copied.a == *id))
                .filter(|copied| documents.contains(&copied.b))
                .collect();
            assess(group, &reports, &within, decisions, withdrawn, words)
        })
        .collect();
    incidents.sort_by(|one, other| one.id.cmp(&other.id));
    incidents
}

/// Assesses one group: `reports` are those of its members, `copies` those between them. None where everything in it has
/// been withdrawn.
#[must_use]
pub fn assess(
    group: &[ClaimId],
    reports: &[&Report],
    copies: &[&Copied],
    decisions: &[Decision],
    withdrawn: &[Withdrawn],
    words: &Words<'_>,
) -> Option<Incident> {
    let members: BTreeSet<&ClaimId> = group.iter().collect();
    let gone = Gone::of(withdrawn);
    let mut reports: Vec<&Report> = reports.to_vec();
    reports.sort_by(|one, other| canonical(one).cmp(&canonical(other)));
    let told = told(&members, &reports, copies);
    let here = |said: &&Said<'_>| !gone.documents.contains(&said.report.document);
    let all: Vec<Said<'_>> = told.iter().filter(here).copied().collect();
    if all.is_empty() {
        return None;
    }
    let withdrawn = |said: &Said<'_>| {
        gone.documents.contains(&said.report.document)
            || said.statement.speakers.iter().any(|speaker| gone.sources.contains(&speaker.id))
    };
    let asserting: Vec<Said<'_>> = told.iter().copied().filter(|said| said.statement.speaks_for()).collect();
    let asserted = independence::left(&asserting, copies, withdrawn);
    let stands: BTreeSet<ClaimRef> = asserted.iter().map(Said::claim).collect();
    let beside: Vec<Said<'_>> = all.iter().copied().filter(|said| !stands.contains(&said.claim())).collect();
    let weighed = independence::weigh(&asserted, copies, decisions, words.speakers);
    let contradictions = contradiction::contradictions(&asserted, &beside, &words.findings.counted);
    let about = About::of(&all);
    let stakes = stakes(&asserted);
    let opposed_stakes = opposed(&weighed.origin_speakers, &asserted, words.speakers);
    let (claims, withdrawn): (Vec<Said<'_>>, Vec<Said<'_>>) =
        told.iter().filter(|said| said.statement.claim.0 > 0).partition(here);
    let refer = |said: Vec<Said<'_>>| said.iter().map(Said::claim).collect::<Vec<ClaimRef>>();
    let mut documents: Vec<DocumentId> = all.iter().map(|said| said.report.document.clone()).collect();
    documents.dedup();
    let grade = in_words::grade(&weighed, &asserted, &beside, &contradictions, opposed_stakes);
    let in_words = in_words::in_words(&weighed, &about, &all, &asserted, &beside, &stakes, opposed_stakes);
    Some(Incident {
        id: incident_id(&told[0]),
        schema: SCHEMA,
        kind: about.kind(),
        title: about.title(&all),
        events: about.events.clone(),
        documents,
        claims: refer(claims),
        withdrawn: refer(withdrawn),
        origins: Origins { low: weighed.origins.low, high: weighed.origins.high, names: weighed.names },
        channels: weighed.channels,
        bottleneck: weighed.bottleneck,
        contradictions,
        circular: weighed.circular,
        stakes,
        opposed_stakes,
        merges: weighed.merges,
        grade,
        in_words,
        graph: weighed.graph,
    })
}

/// What the members say of the incident. An item told of as a whole also says other things: those are left out that have
/// too little in common with what all members together tell.
fn told<'r>(members: &BTreeSet<&ClaimId>, reports: &[&'r Report], copies: &[&Copied]) -> Vec<Said<'r>> {
    let tellings: Vec<(&'r Report, &'r Telling)> = reports
        .iter()
        .flat_map(|&report| report.tellings.iter().map(move |telling| (report, telling)))
        .filter(|(report, telling)| members.contains(&report.telling_id(telling)))
        .collect();
    // A repost tells nothing that its original does not, however often it is there.
    let place: BTreeMap<&DocumentId, usize> =
        reports.iter().enumerate().map(|(at, report)| (&report.document, at)).collect();
    let reposts: BTreeSet<&DocumentId> = copies
        .iter()
        .filter(|copied| copied.kind == CopyKind::Copy)
        .map(|copied| match &copied.later {
            Some(later) => later,
            None if place.get(&copied.a) < place.get(&copied.b) => &copied.b,
            None => &copied.a,
        })
        .collect();
    let core = terms::sum(
        tellings
            .iter()
            .filter(|(report, _)| !reposts.contains(&report.document))
            .map(|(_, telling)| &telling.terms),
    );
    let mut told = Vec::new();
    for (report, telling) in tellings {
        let before = told.len();
        let all = telling.statements.iter().map(|&at| Said { report, statement: &report.statements[at] });
        let Some(headline) = &telling.headline else {
            told.extend(all);
            continue;
        };
        told.extend(all.filter(|said| terms::cosine(&said.statement.terms, &core) >= BEARS_ON));
        if told[before..].iter().all(|said| said.statement.background) {
            told.push(Said { report, statement: headline });
        }
    }
    told
}

/// A statement this alike what all members together tell is one of the incident. In 24 incidents in the feeds, what was
/// about something else (a commission at work, who else had been shot down) came to 0.02 to 0.25, what was about the
/// incident mostly to 0.3 and more.
const BEARS_ON: f32 = 0.26;

/// Publication, then id: what was there first comes first, whatever order it arrived in.
fn canonical(report: &Report) -> (i32, i32, &DocumentId) {
    let published = report.published.unwrap_or(Days { from: i32::MAX, to: i32::MAX });
    (published.from, published.to, &report.document)
}

fn incident_id(first: &Said<'_>) -> IncidentId {
    IncidentId::of(&ClaimId { document: first.report.document.clone(), claim: first.statement.claim })
}

/// What has been withdrawn, by id.
struct Gone<'w> {
    documents: BTreeSet<&'w DocumentId>,
    sources: BTreeSet<&'w SourceId>,
}

impl<'w> Gone<'w> {
    fn of(withdrawn: &'w [Withdrawn]) -> Self {
        let mut gone = Self { documents: BTreeSet::new(), sources: BTreeSet::new() };
        for what in withdrawn {
            match what {
                Withdrawn::Document { id } => gone.documents.insert(id),
                Withdrawn::Source { id } => gone.sources.insert(id),
            };
        }
        gone
    }
}

/// What an incident is about, from all its claims.
pub(crate) struct About {
    pub(crate) events: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) units: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) time: Option<Days>,
    pub(crate) published: Option<Days>,
    pub(crate) counted: bool,
}

impl About {
    fn of(all: &[Said<'_>]) -> Self {
        let told =
            |pick: &dyn Fn(&Statement) -> Vec<String>| most_told(all.iter().map(|said| pick(said.statement)));
        let mut days: BTreeMap<Days, usize> = BTreeMap::new();
        for day in all.iter().flat_map(|said| &said.statement.times) {
            *days.entry(*day).or_insert(0) += 1;
        }
        Self {
            events: told(&|statement| {
                statement
                    .events
                    .iter()
                    .filter(|(_, told)| *told == Modality::Actual)
                    .map(|(kind, _)| kind.clone())
                    .collect()
            }),
            places: told(&|statement| {
                statement.places.iter().filter(|spot| spot.specific()).map(|spot| spot.name.clone()).collect()
            }),
            units: told(&|statement| statement.units.values().cloned().collect()),
            people: told(&|statement| statement.people.values().cloned().collect()),
            time: days
                .iter()
                .max_by_key(|(days, count)| {
                    (**count, std::cmp::Reverse(days.length()), std::cmp::Reverse(**days))
                })
                .map(|(days, _)| *days),
            published: all.iter().filter_map(|said| said.report.published).min(),
            counted: all.iter().any(|said| said.statement.counts.iter().any(|amount| amount.value.is_some())),
        }
    }

    /// DESIGN 1: at least two of a specific place, a specific time, a unit or named participant, a specific count.
    fn kind(&self) -> IncidentKind {
        let specifics = [
            !self.places.is_empty(),
            self.time.is_some(),
            !self.units.is_empty() || !self.people.is_empty(),
            self.counted,
        ];
        if specifics.into_iter().filter(|told| *told).count() >= 2 {
            IncidentKind::Incident
        } else {
            IncidentKind::Theme
        }
    }

    /// "Refusal and detention · Zaitsevo · Sep 2023". Without an event type, the first headline.
    fn title(&self, all: &[Said<'_>]) -> String {
        let events: Vec<String> = self
            .events
            .iter()
            .filter(|kind| *kind != Event::OTHER)
            .take(2)
            .map(|kind| kind.replace('-', " "))
            .collect();
        let what = if events.is_empty() {
            all.iter()
                .map(|said| said.report.title.as_str())
                .find(|title| !title.is_empty())
                .map_or_else(|| "What was said".to_owned(), str::to_owned)
        } else {
            capitalised(&events.join(" and "))
        };
        let whom = self.units.first().or(self.people.first()).filter(|_| !events.is_empty());
        let month = match (self.time, self.published) {
            (Some(time), _) => month(time),
            (None, Some(published)) => month(published).map(|month| format!("reported {month}")),
            (None, None) => None,
        };
        [Some(what), whom.cloned(), self.places.first().cloned(), month]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

/// What is told, the most often told first.
fn most_told(told: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in told.flatten() {
        *counts.entry(word).or_insert(0) += 1;
    }
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn month(days: Days) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = days::day(days.from)?;
    Some(format!("{} {}", MONTHS[usize::try_from(day.month - 1).ok()?], day.year))
}

/// Sources by what they have to win or lose.
fn stakes(asserted: &[Said<'_>]) -> Vec<StakeGroup> {
    let mut groups: BTreeMap<Stake, BTreeSet<String>> = BTreeMap::new();
    for voice in asserted.iter().flat_map(|said| &said.statement.speakers) {
        groups.entry(voice.stake()).or_default().insert(voice.label.clone());
    }
    groups
        .into_iter()
        .map(|(stake, sources)| StakeGroup { stake: stake.words(), sources: sources.into_iter().collect() })
        .collect()
}

/// Whether two origins that assert the same stand on opposed sides: parties against each other, or those who command
/// and those it happened to. They assert the same where what one says happened the other says too, or neither says what
/// kind of thing it was: "killed", says the one, and the other shows him alive.
fn opposed(origins: &[Speaker], asserted: &[Said<'_>], words: &SpeakerWords) -> bool {
    let told = |voice: &Speaker| -> BTreeSet<&str> {
        let own = asserted
            .iter()
            .filter(|said| said.statement.speakers.last().is_some_and(|origin| origin.id == voice.id));
        let events = own.flat_map(|said| &said.statement.events);
        events.filter(|(_, told)| *told == Modality::Actual).map(|(kind, _)| kind.as_str()).collect()
    };
    let voices: Vec<(Stake, BTreeSet<&str>)> = origins
        .iter()
        .filter(|voice| !voice.unattributed)
        .map(|voice| (voice.stake(), told(voice)))
        .collect();
    let against = |one: &Stake, other: &Stake| match (one, other) {
        (Stake::Party(one), Stake::Party(other)) => words.opposed(one, other),
        (Stake::Party(_) | Stake::Official, Stake::Witness | Stake::Relative) => true,
        _ => false,
    };
    let same = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        one.is_empty() && other.is_empty() || one.intersection(other).next().is_some()
    };
    voices.iter().any(|(one, by_one)| {
        voices.iter().any(|(other, by_other)| against(one, other) && same(by_one, by_other))
    })
}

/// Denials and doubts are told beside an incident.
pub(crate) fn stands_against(said: &Said<'_>) -> bool {
    matches!(said.statement.polarity, Polarity::Denied | Polarity::Doubted)
}

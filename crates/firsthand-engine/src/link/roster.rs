//! The sources of a whole case: who they are, under which names, how often they are an origin and how often a relay.
//!
//! In: reports and decisions. Out: `Source` records, and the pairs that may be one, for an analyst to decide.
//! `Kremlin spokesman` (03), `the Kremlin` (07) → one source, alias, "speaks for the institution"

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    finding::{Member, Source, SourceMerge, Verdict},
    ids::SourceId,
    link::{Bond, Decision, Judgement},
};
use serde::{Deserialize, Serialize};

use crate::report::{
    Report,
    speakers::{self, Speaker, SpeakerWords, Who},
    spelling,
};

/// One name of a source in one document, with what it is there: all that the roster reads of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The name.
    pub speaker: Speaker,
    /// What the document calls it.
    pub labels: BTreeSet<String>,
    /// Claims of the document that it is the origin of.
    pub origin_of: u32,
    /// Claims of the document that it hands on.
    pub relayed: u32,
}

/// The voices of a report, in order of id. What nobody answers for is no source to list.
#[must_use]
pub fn voices(report: &Report) -> Vec<Heard> {
    let mut voices: BTreeMap<&SourceId, Heard> = BTreeMap::new();
    for statement in &report.statements {
        for (place, speaker) in statement.speakers.iter().enumerate().filter(|(_, it)| !it.unattributed) {
            let voice = voices.entry(&speaker.id).or_insert_with(|| Heard {
                speaker: speaker.clone(),
                labels: BTreeSet::new(),
                origin_of: 0,
                relayed: 0,
            });
            voice.labels.insert(speaker.label.clone());
            if place + 1 == statement.speakers.len() {
                voice.origin_of += 1;
            } else {
                voice.relayed += 1;
            }
        }
    }
    voices.into_values().collect()
}

/// The sources of a case, in order of id, from the voices of its documents in order of document id.
#[must_use]
pub fn sources(voices: &[Heard], decisions: &[Decision], words: &SpeakerWords) -> Vec<Source> {
    let roll = Roll::of(voices);
    let one = roll.taken_as_one(decisions, words);
    let mut groups: BTreeMap<&SourceId, Vec<&Entry>> = BTreeMap::new();
    for entry in roll.entries.values() {
        groups.entry(one.get(&entry.voice.id).unwrap_or(&entry.voice.id)).or_default().push(entry);
    }
    groups
        .into_iter()
        .filter_map(|(id, mut entries)| {
            entries.sort_by(|a, b| a.rank().cmp(&b.rank()));
            let first = entries.first()?;
            let aliases: BTreeSet<&String> = entries.iter().flat_map(|entry| &entry.labels).collect();
            Some(Source {
                id: id.clone(),
                name: first.voice.label.clone(),
                kind: first.voice.kind,
                aliases: aliases.into_iter().filter(|alias| **alias != first.voice.label).cloned().collect(),
                stake: first.voice.stake().words(),
                origin_of: entries.iter().map(|entry| entry.origin_of).sum(),
                relayed: entries.iter().map(|entry| entry.relayed).sum(),
                members: entries
                    .iter()
                    .map(|entry| Member { id: entry.voice.id.clone(), name: entry.voice.label.clone() })
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
            })
        })
        .collect()
}

/// Pairs of sources that may be one and that nobody has decided over, the likeliest first.
#[must_use]
pub fn merge_candidates(
    voices: &[Heard],
    decisions: &[Decision],
    words: &SpeakerWords,
) -> Vec<(SourceId, SourceId, SourceMerge)> {
    let roll = Roll::of(voices);
    let decided = decided(decisions);
    let mut found: Vec<(SourceId, SourceId, SourceMerge)> = Vec::new();
    for (a, b) in roll.candidates() {
        let (one, other) = (&roll.entries[&a].voice, &roll.entries[&b].voice);
        let open = !matches!(decided.get(&(&a, &b)), Some(Judgement::Same | Judgement::NotSame));
        let comparison = speakers::compare(one, other, words);
        if open && comparison.verdict == Verdict::MayBe {
            let merge = SourceMerge {
                a: one.label.clone(),
                b: other.label.clone(),
                verdict: comparison.verdict,
                score: comparison.score,
                because: comparison.because.to_owned(),
            };
            found.push((a, b, merge));
        }
    }
    found.sort_by(|one, other| {
        other.2.score.total_cmp(&one.2.score).then_with(|| (&one.0, &one.1).cmp(&(&other.0, &other.1)))
    });
    found
}

/// The last word on each pair of sources.
fn decided(decisions: &[Decision]) -> BTreeMap<(&SourceId, &SourceId), Judgement> {
    decisions
        .iter()
        .filter_map(|decision| match &decision.bond {
            Bond::Sources { a, b } => Some(((a.min(b), a.max(b)), decision.judgement)),
            Bond::Claims { .. } => None,
        })
        .collect()
}

/// One name with its counts.
struct Entry {
    voice: Speaker,
    labels: BTreeSet<String>,
    origin_of: u32,
    relayed: u32,
}

impl Entry {
    /// Fuller names first.
    fn rank(&self) -> (bool, firsthand_schema::annotation::Naming, u32, &SourceId) {
        (self.voice.unattributed, self.voice.naming, u32::MAX - self.origin_of - self.relayed, &self.voice.id)
    }
}

struct Roll {
    entries: BTreeMap<SourceId, Entry>,
}

impl Roll {
    fn of(voices: &[Heard]) -> Self {
        let mut entries: BTreeMap<SourceId, Entry> = BTreeMap::new();
        for voice in voices {
            let entry = entries.entry(voice.speaker.id.clone()).or_insert_with(|| Entry {
                voice: voice.speaker.clone(),
                labels: BTreeSet::new(),
                origin_of: 0,
                relayed: 0,
            });
            entry.labels.extend(voice.labels.iter().cloned());
            entry.origin_of += voice.origin_of;
            entry.relayed += voice.relayed;
        }
        Self { entries }
    }

    /// Pairs worth comparing: those that share a word that names.
    fn candidates(&self) -> BTreeSet<(SourceId, SourceId)> {
        let mut blocks: BTreeMap<String, Vec<&SourceId>> = BTreeMap::new();
        for (id, entry) in &self.entries {
            for key in block_keys(&entry.voice) {
                blocks.entry(key).or_default().push(id);
            }
        }
        let mut pairs = BTreeSet::new();
        for ids in blocks.values().filter(|ids| ids.len() <= COMMON) {
            for (at, one) in ids.iter().enumerate() {
                pairs.extend(ids[at + 1..].iter().map(|other| ((*one).clone(), (*other).clone())));
            }
        }
        pairs
    }

    fn taken_as_one(&self, decisions: &[Decision], words: &SpeakerWords) -> BTreeMap<SourceId, SourceId> {
        let decided = decided(decisions);
        let mut pairs = self.candidates();
        pairs.extend(
            decided
                .iter()
                .filter(|(_, judgement)| **judgement == Judgement::Same)
                .map(|((a, b), _)| ((*a).clone(), (*b).clone())),
        );
        let mut sure: Vec<(bool, u32, &SourceId, &SourceId)> = Vec::new();
        for (a, b) in &pairs {
            let (Some(one), Some(other)) = (self.entries.get(a), self.entries.get(b)) else { continue };
            let comparison = speakers::compare(&one.voice, &other.voice, words);
            match decided.get(&(a, b)) {
                Some(Judgement::Same) => sure.push((false, 0, a, b)),
                Some(Judgement::NotSame) => {}
                _ if comparison.verdict == Verdict::Same => {
                    sure.push((true, u32::MAX - (comparison.score * 1_000_000.0) as u32, a, b));
                }
                _ => {}
            }
        }
        sure.sort();
        let mut roots: BTreeMap<SourceId, SourceId> = BTreeMap::new();
        let mut members: BTreeMap<SourceId, Vec<SourceId>> = BTreeMap::new();
        for (_, _, a, b) in sure {
            let root = |id: &SourceId| roots.get(id).unwrap_or(id).clone();
            let (one, other) = (root(a), root(b));
            if one == other {
                continue;
            }
            let of = |id: &SourceId| members.get(id).cloned().unwrap_or_else(|| vec![id.clone()]);
            let (ours, theirs) = (of(&one), of(&other));
            let kept_apart = ours.iter().any(|x| {
                theirs.iter().any(|y| match decided.get(&(x.min(y), x.max(y))) {
                    Some(Judgement::NotSame) => true,
                    Some(Judgement::Same) => false,
                    _ => {
                        speakers::compare(&self.entries[x].voice, &self.entries[y].voice, words).verdict
                            == Verdict::Apart
                    }
                })
            });
            // An analyst's own "same" for this very pair stands above what the program thinks of the others.
            if kept_apart && decided.get(&(a.min(b), a.max(b))) != Some(&Judgement::Same) {
                continue;
            }
            let (keep, lose) = if one < other { (one, other) } else { (other, one) };
            let mut all = of(&keep);
            all.extend(of(&lose));
            for id in &all {
                roots.insert(id.clone(), keep.clone());
            }
            members.remove(&lose);
            members.insert(keep, all);
        }
        roots
    }
}

/// A word that so many sources share ("military") names none of them.
const COMMON: usize = 400;

fn block_keys(voice: &Speaker) -> Vec<String> {
    match &voice.who {
        Who::Publisher(family) => vec![format!("publisher {family}")],
        Who::Institution(words) => words.iter().map(|word| format!("institution {word}")).collect(),
        Who::Person { surname, speaks_for, office, .. } => {
            let mut keys = vec![format!("person {}", spelling::skeleton(surname))];
            keys.extend(speaks_for.iter().flatten().chain(office).map(|word| format!("institution {word}")));
            keys
        }
        // Somebody without a name may be anybody: that is weighed within an incident, not over a whole case.
        Who::Somebody | Who::Object(_) => Vec::new(),
    }
}

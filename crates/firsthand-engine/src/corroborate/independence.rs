//! How many independent origins an incident stands on: the evidence graph, its largest set of paths that share no
//! source, and a smallest set of sources that cuts them all.
//!
//! In: the statements of one incident. Out: `Independence`, with both ends of the range.
//! five papers ← one telegraph agency → origins 1, bottleneck the agency
//!
//! Every claim is a path event → origin → … → nearest source → document → outlet → reader. A document that copies another
//! hangs from it. A source that is a publisher whose own report is in the incident hangs from that report.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    finding::{SourceMerge, Verdict},
    ids::{DocumentId, SourceId},
    incident::{ClaimRef, Edge, Graph, Node, NodeKind, Range},
    link::{Bond, Copied, CopyKind, Decision, Judgement},
};

use super::flow::{Network, UNBOUNDED};
use crate::report::{
    Report, Statement,
    speakers::{self, Speaker, SpeakerWords, Who},
};

/// A statement of the incident, with its report.
#[derive(Clone, Copy)]
pub(crate) struct Said<'r> {
    pub(crate) report: &'r Report,
    pub(crate) statement: &'r Statement,
}

impl Said<'_> {
    pub(crate) fn claim(&self) -> ClaimRef {
        ClaimRef { document: self.report.document.clone(), claim: self.statement.claim }
    }
}

/// What is found of an incident's independence.
pub(crate) struct Independence {
    pub(crate) origins: Range,
    pub(crate) channels: Range,
    /// Names of the first to say so: certain ones first.
    pub(crate) names: Vec<String>,
    pub(crate) bottleneck: Vec<String>,
    pub(crate) merges: Vec<SourceMerge>,
    pub(crate) circular: Vec<Vec<DocumentId>>,
    /// Documents that hang from others, with what they hang from.
    pub(crate) hanging: BTreeMap<DocumentId, DocumentId>,
    /// The sources that first said so, as speakers.
    pub(crate) origin_speakers: Vec<Speaker>,
    pub(crate) graph: Graph,
}

/// Weighs the statements that assert an incident. `said` comes in canonical order.
pub(crate) fn weigh(
    said: &[Said<'_>],
    copies: &[&Copied],
    decisions: &[Decision],
    words: &SpeakerWords,
) -> Independence {
    let hanging = hanging(said, copies);
    // Whoever speaks in a copied passage is whom the original means, and no source of his own.
    let own: Vec<Said<'_>> =
        said.iter().enumerate().filter(|(at, _)| !hanging.contains_key(at)).map(|(_, said)| *said).collect();
    let cast = Cast::of(&own, decisions, words);
    let paths = paths(said, &cast, &hanging);
    let apart: Vec<usize> = (0..cast.groups.len()).collect();
    let merged = cast.merged();
    let high = Count::of(&paths, &apart, said, &hanging, Leaning::Apart);
    let least = |leaning: Leaning| {
        merged
            .iter()
            .map(|merging| Count::of(&paths, merging, said, &hanging, leaning))
            .min_by_key(|count| (count.origins, count.channels))
            .unwrap_or_else(|| high.clone())
    };
    let (low, leaned) = (least(Leaning::Apart), least(Leaning::Leans));
    // Who leans matters where it lowers the count: then whoever leans stands or falls with whom it leans on.
    let (low, leaning) =
        if leaned.origins < low.origins { (leaned, leaning(&paths)) } else { (low, BTreeMap::new()) };
    // A circle that nothing feeds: at most one of its members said so first, and did not say from whom.
    let unfed = high.origins == 0 && !paths.is_empty();
    let at_most = |count: u32| if unfed { 1 } else { count };
    let origins = Range { low: low.origins.min(high.origins), high: at_most(high.origins) };
    let channels = Range { low: low.channels.min(high.channels), high: at_most(high.channels) };
    let cut: BTreeSet<usize> = low.cut.iter().copied().collect();
    let low_mapping = low.mapping.clone();
    let in_cut = |group: usize| {
        let stands_for = leaning.get(&group).copied().unwrap_or(group);
        cut.contains(&low_mapping[group]) || cut.contains(&low_mapping[stands_for])
    };
    Independence {
        origins,
        channels,
        names: cast.origin_names(&paths),
        bottleneck: cast.cut_names(&cut, &low_mapping, &leaning),
        merges: cast.merges.clone(),
        circular: circles(said),
        origin_speakers: cast.origin_speakers(&paths),
        graph: graph(said, &cast, &paths, &hanging, in_cut),
        hanging: hanging
            .iter()
            .map(|(&at, &(from, _))| (said[at].report.document.clone(), said[from].report.document.clone()))
            .collect(),
    }
}

/// What is left of some statements when documents and sources are withdrawn: not what they say, not what copies it, not
/// what has it from them alone. `said` in canonical order.
pub(crate) fn left<'r>(
    said: &[Said<'r>],
    copies: &[&Copied],
    withdrawn: impl Fn(&Said<'r>) -> bool,
) -> Vec<Said<'r>> {
    let hanging = hanging(said, copies);
    let published = by_publisher(said);
    let rests: Vec<Vec<usize>> = (0..said.len()).map(|at| rests_on(said, &published, at)).collect();
    let gone: Vec<bool> = said.iter().map(&withdrawn).collect();
    if !gone.contains(&true) {
        return said.to_vec();
    }
    let before = grounded(&hanging, &rests, &vec![false; said.len()]);
    let after = grounded(&hanging, &rests, &gone);
    // What only hung from itself before, in a circle, lost nothing.
    (0..said.len()).filter(|&at| !gone[at] && (after[at] || !before[at])).map(|at| said[at]).collect()
}

/// Which statements lead back to a source without going in a circle, when some are gone.
fn grounded(hanging: &BTreeMap<usize, (usize, CopyKind)>, rests: &[Vec<usize>], gone: &[bool]) -> Vec<bool> {
    let mut stands = vec![false; gone.len()];
    // Each round adds what rests on the last; what stands goes on standing, so this ends.
    loop {
        let more: Vec<usize> = (0..gone.len())
            .filter(|&at| !stands[at] && !gone[at])
            .filter(|&at| match hanging.get(&at) {
                Some((from, _)) => stands[*from],
                None => rests[at].is_empty() || rests[at].iter().any(|&below| stands[below]),
            })
            .collect();
        if more.is_empty() {
            return stands;
        }
        more.into_iter().for_each(|at| stands[at] = true);
    }
}

/// The sources of an incident, those that are certainly one taken together.
struct Cast {
    /// By group: the speakers in it.
    groups: Vec<Vec<Speaker>>,
    /// The group of each source id.
    group_of: BTreeMap<SourceId, usize>,
    /// By group: those it may be one with.
    compatible: Vec<BTreeSet<usize>>,
    /// Whether nobody answers for what a group says.
    unattributed: Vec<bool>,
    merges: Vec<SourceMerge>,
}

impl Cast {
    fn of(said: &[Said<'_>], decisions: &[Decision], words: &SpeakerWords) -> Self {
        let mut speakers: BTreeMap<SourceId, Speaker> = BTreeMap::new();
        for voice in said.iter().flat_map(|said| &said.statement.speakers) {
            let known = speakers.entry(voice.id.clone()).or_insert_with(|| voice.clone());
            // A publisher that somebody cites answers for it, whatever it says elsewhere in its own words.
            known.unattributed &= voice.unattributed;
            known.classes.extend(voice.classes.iter().cloned());
            known.units.extend(voice.units.iter().cloned());
            if let (Who::Person { office, .. }, Who::Person { office: more, .. }) =
                (&mut known.who, &voice.who)
            {
                office.extend(more.iter().cloned());
            }
            if better_name(voice, known) {
                known.label.clone_from(&voice.label);
                known.naming = voice.naming;
            }
        }
        let speakers: Vec<Speaker> = speakers.into_values().collect();
        let verdicts = Verdicts::of(&speakers, decisions, words);
        let roots = verdicts.certain(&speakers);
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, &root) in roots.iter().enumerate() {
            groups.entry(root).or_default().push(at);
        }
        let members: Vec<Vec<usize>> = groups.into_values().collect();
        let compatible = (0..members.len())
            .map(|one| {
                (0..members.len())
                    .filter(|&other| other != one && verdicts.never_apart(&members[one], &members[other]))
                    .collect()
            })
            .collect();
        Self {
            group_of: members
                .iter()
                .enumerate()
                .flat_map(|(group, members)| members.iter().map(move |&at| (at, group)))
                .map(|(at, group)| (speakers[at].id.clone(), group))
                .collect(),
            unattributed: members
                .iter()
                .map(|members| members.iter().all(|&at| speakers[at].unattributed))
                .collect(),
            groups: members
                .iter()
                .map(|members| members.iter().map(|&at| speakers[at].clone()).collect())
                .collect(),
            compatible,
            merges: verdicts.told(&speakers),
        }
    }

    /// Ways to merge whatever may be the same: each maps a group to the number of its merged group. Merging as much as
    /// possible is colouring the graph of those that cannot be one; the fewest colours are hard to find, so several
    /// orders are tried and the least count is taken.
    fn merged(&self) -> Vec<Vec<usize>> {
        let count = self.groups.len();
        let mut ascending: Vec<usize> = (0..count).collect();
        // Those that can be fewest others first, and what may be anybody last.
        ascending.sort_by_key(|&group| (self.unattributed[group], self.compatible[group].len(), group));
        let mut descending: Vec<usize> = (0..count).collect();
        descending.sort_by_key(|&group| {
            (self.unattributed[group], std::cmp::Reverse(self.compatible[group].len()), group)
        });
        let plain: Vec<usize> = (0..count).collect();
        [ascending, descending, plain].iter().map(|order| self.coloured(order)).collect()
    }

    fn coloured(&self, order: &[usize]) -> Vec<usize> {
        let mut colours: Vec<Vec<usize>> = Vec::new();
        let mut mapping = vec![0; self.groups.len()];
        for &group in order {
            let fits = colours
                .iter()
                .position(|members| members.iter().all(|member| self.compatible[group].contains(member)));
            let colour = fits.unwrap_or(colours.len());
            if colour == colours.len() {
                colours.push(Vec::new());
            }
            colours[colour].push(group);
            mapping[group] = colour;
        }
        mapping
    }

    fn name(&self, group: usize) -> String {
        let best = self.groups[group]
            .iter()
            .reduce(|best, voice| if better_name(voice, best) { voice } else { best });
        best.map(|voice| voice.label.clone()).unwrap_or_default()
    }

    fn origin_groups(&self, paths: &[Path]) -> Vec<usize> {
        let mut groups: Vec<usize> = paths
            .iter()
            .filter(|path| path.rests_on.is_empty())
            .filter_map(|path| path.steps.first().copied())
            .collect();
        groups.sort_by_key(|&group| (self.unattributed[group], group));
        groups.dedup();
        groups
    }

    fn origin_names(&self, paths: &[Path]) -> Vec<String> {
        let mut names: Vec<(bool, String)> = self
            .origin_groups(paths)
            .into_iter()
            .map(|group| (self.unattributed[group], self.name(group)))
            .collect();
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }

    fn origin_speakers(&self, paths: &[Path]) -> Vec<Speaker> {
        self.origin_groups(paths)
            .into_iter()
            .filter_map(|group| self.groups[group].first().cloned())
            .collect()
    }

    /// A merged source goes by the name of those in it that are named; what may be anybody is named only where alone.
    fn cut_names(
        &self,
        cut: &BTreeSet<usize>,
        mapping: &[usize],
        leaning: &BTreeMap<usize, usize>,
    ) -> Vec<String> {
        cut.iter()
            .map(|&colour| {
                let leans = |group: usize| leaning.get(&group).is_some_and(|&on| mapping[on] == colour);
                let members: Vec<usize> =
                    (0..mapping.len()).filter(|&group| mapping[group] == colour || leans(group)).collect();
                let attributed: Vec<usize> =
                    members.iter().copied().filter(|&group| !self.unattributed[group]).collect();
                let mut names: Vec<String> = match (attributed.as_slice(), members.as_slice()) {
                    ([], [only]) => vec![self.name(*only)],
                    ([], several) => {
                        vec![format!("whoever told {} publishers that name nobody", several.len())]
                    }
                    (attributed, _) => attributed.iter().map(|&group| self.name(group)).collect(),
                };
                names.sort();
                names.join(" / ")
            })
            .collect()
    }
}

/// Whether a voice's label says more than another's.
fn better_name(voice: &Speaker, than: &Speaker) -> bool {
    let rank = |voice: &Speaker| {
        (voice.unattributed, voice.naming, std::cmp::Reverse(voice.label.len()), voice.label.clone())
    };
    rank(voice) < rank(than)
}

/// How each two speakers stand to each other.
struct Verdicts {
    compared: BTreeMap<(usize, usize), (speakers::Comparison, bool)>,
}

impl Verdicts {
    fn of(speakers: &[Speaker], decisions: &[Decision], words: &SpeakerWords) -> Self {
        let mut decided: BTreeMap<(&SourceId, &SourceId), Judgement> = BTreeMap::new();
        for decision in decisions {
            if let Bond::Sources { a, b } = &decision.bond {
                decided.insert((a.min(b), a.max(b)), decision.judgement);
            }
        }
        let mut compared = BTreeMap::new();
        for (one, voice) in speakers.iter().enumerate() {
            for (other, another) in speakers.iter().enumerate().skip(one + 1) {
                let key = ((&voice.id).min(&another.id), (&voice.id).max(&another.id));
                let judged = |verdict, because| (speakers::Comparison { verdict, score: 1.0, because }, true);
                let verdict = match decided.get(&key) {
                    Some(Judgement::Same) => judged(Verdict::Same, "an analyst says so"),
                    Some(Judgement::NotSame) => judged(Verdict::Apart, "an analyst says so"),
                    Some(Judgement::Open) | None => (speakers::compare(voice, another, words), false),
                };
                compared.insert((one, other), verdict);
            }
        }
        Self { compared }
    }

    fn apart(&self, one: usize, other: usize) -> bool {
        one != other
            && self
                .compared
                .get(&(one.min(other), one.max(other)))
                .is_some_and(|(found, _)| found.verdict == Verdict::Apart)
    }

    fn never_apart(&self, one: &[usize], other: &[usize]) -> bool {
        one.iter().all(|&a| other.iter().all(|&b| !self.apart(a, b)))
    }

    /// Takes together what is certainly one, an analyst's word first, the surest next. Two that are apart never meet
    /// through a third.
    fn certain(&self, speakers: &[Speaker]) -> Vec<usize> {
        let mut sure: Vec<(bool, u32, usize, usize)> = self
            .compared
            .iter()
            .filter(|(_, (found, _))| found.verdict == Verdict::Same)
            .map(|(&(one, other), (found, decided))| {
                (!decided, u32::MAX - (found.score * 1_000_000.0) as u32, one, other)
            })
            .collect();
        sure.sort_unstable();
        let mut roots: Vec<usize> = (0..speakers.len()).collect();
        for (_, _, one, other) in sure {
            let (a, b) = (roots[one], roots[other]);
            let members = |root: usize| (0..roots.len()).filter(|&at| roots[at] == root).collect::<Vec<_>>();
            if a != b && self.never_apart(&members(a), &members(b)) {
                let (keep, lose) = (a.min(b), a.max(b));
                roots.iter_mut().filter(|root| **root == lose).for_each(|root| *root = keep);
            }
        }
        roots
    }

    /// The merges worth telling: those that are sure, and those that may be between two that somebody named.
    fn told(&self, speakers: &[Speaker]) -> Vec<SourceMerge> {
        self.compared
            .iter()
            .filter(|&(&(one, other), (found, decided))| {
                *decided
                    || (found.verdict != Verdict::Apart
                        && !speakers[one].unattributed
                        && !speakers[other].unattributed)
            })
            .map(|(&(one, other), (found, _))| SourceMerge {
                a: speakers[one].label.clone(),
                b: speakers[other].label.clone(),
                verdict: found.verdict,
                score: found.score,
                because: found.because.to_owned(),
            })
            .collect()
    }
}

/// One claim's way: groups from the origin to the nearest source, then the document.
struct Path {
    /// Place in `said`.
    said: usize,
    /// Groups, the origin first. Empty for a claim that hangs from another document.
    steps: Vec<usize>,
    /// Documents that the origin itself rests on, as places in `said`: it is a publisher whose report is here.
    rests_on: Vec<usize>,
    /// Where the origin is a publisher of which the same document says elsewhere from whom it has its report: from whom.
    leans: Option<usize>,
}

/// What is made of a publisher that is said to have its report from somebody, and then given once more without them ("the
/// Courier reported, citing the agency … the Courier also said"): the low bound takes it to rest on them, the high one not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaning {
    Leans,
    Apart,
}

fn paths(said: &[Said<'_>], cast: &Cast, hanging: &BTreeMap<usize, (usize, CopyKind)>) -> Vec<Path> {
    let published = by_publisher(said);
    let mut paths: Vec<Path> = said
        .iter()
        .enumerate()
        .filter(|&(at, _)| !repeats_its_body(said, at))
        .map(|(at, here)| {
            if hanging.contains_key(&at) {
                return Path { said: at, steps: Vec::new(), rests_on: Vec::new(), leans: None };
            }
            let mut steps: Vec<usize> = Vec::new();
            for voice in here.statement.speakers.iter().rev() {
                if let Some(&group) = cast.group_of.get(&voice.id)
                    && steps.last() != Some(&group)
                {
                    steps.push(group);
                }
            }
            Path { said: at, steps, rests_on: rests_on(said, &published, at), leans: None }
        })
        .collect();
    let from_whom: BTreeMap<(&DocumentId, usize), usize> = paths
        .iter()
        .flat_map(|path| {
            let document = &said[path.said].report.document;
            path.steps.iter().skip(1).map(move |&group| ((document, group), path.steps[0]))
        })
        .collect();
    for path in &mut paths {
        let Some(&origin) = path.steps.first() else { continue };
        let publisher = cast.groups[origin].iter().any(|voice| matches!(voice.who, Who::Publisher(_)));
        let on = from_whom.get(&(&said[path.said].report.document, origin));
        path.leans = on.filter(|_| publisher).copied();
    }
    paths
}

/// Which publishers lean on whom.
fn leaning(paths: &[Path]) -> BTreeMap<usize, usize> {
    paths.iter().filter_map(|path| Some((*path.steps.first()?, path.leans?))).collect()
}

/// A headline says what the report below says, on the same grounds: it names nobody, or only those through whom the report
/// has it ("paper says", above a report that gives the paper's own source).
fn repeats_its_body(said: &[Said<'_>], at: usize) -> bool {
    let here = &said[at];
    if !here.statement.headline {
        return false;
    }
    let mut body = said
        .iter()
        .filter(|other| other.report.document == here.report.document && !other.statement.headline)
        .peekable();
    let named: Vec<&Speaker> = here.statement.speakers.iter().filter(|voice| !voice.unattributed).collect();
    if named.is_empty() {
        return body.peek().is_some();
    }
    body.any(|other| {
        let chain = &other.statement.speakers;
        named.iter().all(|voice| chain.iter().any(|hop| hop.id == voice.id)) && chain.len() > named.len()
    })
}

/// By publisher: the places of its statements.
fn by_publisher<'r>(said: &[Said<'r>]) -> BTreeMap<&'r str, Vec<usize>> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, here) in said.iter().enumerate() {
        places.entry(here.report.family.as_str()).or_default().push(at);
    }
    places
}

/// The reports, not later than this one, of the publisher that is given as its origin.
fn rests_on(said: &[Said<'_>], published: &BTreeMap<&str, Vec<usize>>, at: usize) -> Vec<usize> {
    let here = &said[at];
    let Some(origin) = here.statement.speakers.last().filter(|voice| !voice.unattributed) else {
        return Vec::new();
    };
    let Who::Publisher(family) = &origin.who else { return Vec::new() };
    published
        .get(family.as_str())
        .into_iter()
        .flatten()
        .filter(|&&place| {
            let other = &said[place];
            other.report.document != here.report.document
                && match (other.report.published, here.report.published) {
                    (Some(theirs), Some(ours)) => theirs.from <= ours.to,
                    _ => true,
                }
        })
        .copied()
        .collect()
}

/// Which statements stand in a passage copied from another document of the incident: place → place of the original.
fn hanging(said: &[Said<'_>], copies: &[&Copied]) -> BTreeMap<usize, (usize, CopyKind)> {
    let mut hanging = BTreeMap::new();
    let mut places: BTreeMap<&DocumentId, Vec<usize>> = BTreeMap::new();
    for (at, here) in said.iter().enumerate() {
        places.entry(&here.report.document).or_default().push(at);
    }
    // By document: those that it shares words with. Most share with none, and then nothing is compared.
    let mut beside: BTreeMap<&DocumentId, Vec<(&DocumentId, &Copied)>> = BTreeMap::new();
    for copied in copies.iter().filter(|copied| copied.kind != CopyKind::Quotation) {
        beside.entry(&copied.a).or_default().push((&copied.b, copied));
        beside.entry(&copied.b).or_default().push((&copied.a, copied));
    }
    for (at, here) in said.iter().enumerate() {
        // Canonical order puts what was published first first: the earliest original is the first found.
        let mut others: Vec<(usize, &Copied)> = beside
            .get(&here.report.document)
            .into_iter()
            .flatten()
            .flat_map(|(other, copied)| {
                places.get(other).into_iter().flatten().map(move |&place| (place, *copied))
            })
            .collect();
        others.sort_by_key(|(place, _)| *place);
        let original = others.into_iter().find_map(|(place, copied)| {
            let kind = copied_from(here, &said[place], copied, place < at)?;
            Some((place, kind))
        });
        if let Some(original) = original {
            hanging.insert(at, original);
        }
    }
    // Where copies lead in a circle (no direction known, passages both ways) the earliest stands by itself.
    let starts: Vec<usize> = hanging.keys().copied().collect();
    for start in starts {
        let mut seen = BTreeSet::from([said[start].report.document.clone()]);
        let mut at = start;
        while let Some(&(next, _)) = hanging.get(&at) {
            if !seen.insert(said[next].report.document.clone()) {
                hanging.remove(&start);
                break;
            }
            at = next;
        }
    }
    hanging
}

fn copied_from(here: &Said<'_>, other: &Said<'_>, copied: &Copied, earlier: bool) -> Option<CopyKind> {
    let mine = &here.report.document;
    let later = match &copied.later {
        Some(later) => later == mine,
        None => earlier,
    };
    if !later {
        return None;
    }
    let forward = copied.a == *mine;
    let in_passage = copied.passages.iter().filter(|passage| !passage.quoted).any(|passage| {
        let (ours, original) = if forward { (passage.a, passage.b) } else { (passage.b, passage.a) };
        here.statement.mostly_in(ours) && other.statement.mostly_in(original)
    });
    // What a copy says in nobody's name (its headline, a changed first line) is said on the grounds of the rest.
    let share = if forward { copied.share_a } else { copied.share_b };
    let on_its_grounds = copied.kind == CopyKind::Copy
        && share >= MOSTLY_COPIED
        && here.statement.speakers.iter().all(|voice| voice.unattributed);
    ((in_passage && names_nobody_new(here, other)) || on_its_grounds).then_some(copied.kind)
}

/// A copy that puts another source's name to the words than its original has a path of its own.
fn names_nobody_new(here: &Said<'_>, original: &Said<'_>) -> bool {
    here.statement.speakers.iter().filter(|speaker| !speaker.unattributed).all(|speaker| {
        speaker.who == Who::Publisher(original.report.family.clone())
            || original
                .statement
                .speakers
                .iter()
                .any(|known| known.id == speaker.id || alike_but_nameless(known, speaker))
    })
}

/// Somebody without a name has an id in each document: in a copy they are whom the original means.
fn alike_but_nameless(one: &Speaker, other: &Speaker) -> bool {
    let nameless = |speaker: &Speaker| matches!(speaker.who, Who::Somebody | Who::Object(_));
    nameless(one) && nameless(other) && one.classes == other.classes && one.units == other.units
}

/// A document that has so much of its words from another has no grounds of its own for what it says in nobody's name.
const MOSTLY_COPIED: f32 = 0.5;

#[derive(Clone)]
struct Count {
    origins: u32,
    channels: u32,
    /// Merged groups in the cut.
    cut: Vec<usize>,
    /// Group → merged group.
    mapping: Vec<usize>,
}

impl Count {
    fn of(
        paths: &[Path],
        mapping: &[usize],
        said: &[Said<'_>],
        hanging: &BTreeMap<usize, (usize, CopyKind)>,
        leaning: Leaning,
    ) -> Self {
        let origins = Self::flow(paths, mapping, said, hanging, leaning, UNBOUNDED);
        let channels = Self::flow(paths, mapping, said, hanging, leaning, 1);
        Self { origins: origins.0, channels: channels.0, cut: origins.1, mapping: mapping.to_vec() }
    }

    fn flow(
        paths: &[Path],
        mapping: &[usize],
        said: &[Said<'_>],
        hanging: &BTreeMap<usize, (usize, CopyKind)>,
        leaning: Leaning,
        capacity: u32,
    ) -> (u32, Vec<usize>) {
        let mut network = Network::default();
        let event = network.node(UNBOUNDED);
        let reader = network.node(UNBOUNDED);
        let colours = mapping.iter().max().map_or(0, |&most| most + 1);
        let sources: Vec<usize> = (0..colours).map(|_| network.node(1)).collect();
        let mut documents: BTreeMap<&DocumentId, usize> = BTreeMap::new();
        let mut outlets: BTreeMap<&str, usize> = BTreeMap::new();
        let mut edges: BTreeSet<(usize, usize)> = BTreeSet::new();
        for here in said {
            let document = *documents.entry(&here.report.document).or_insert_with(|| network.node(capacity));
            let outlet =
                *outlets.entry(here.report.family.as_str()).or_insert_with(|| network.node(capacity));
            edges.insert((document, outlet));
            edges.insert((outlet, reader));
        }
        for path in paths {
            let document = documents[&said[path.said].report.document];
            if let Some((from, _)) = hanging.get(&path.said) {
                // Whoever copies a report has it from where it was published.
                edges.insert((outlets[said[*from].report.family.as_str()], document));
                continue;
            }
            let Some(&origin) = path.steps.first() else { continue };
            if path.rests_on.is_empty() && (path.leans.is_none() || leaning == Leaning::Apart) {
                edges.insert((event, sources[mapping[origin]]));
            }
            for &below in &path.rests_on {
                edges.insert((documents[&said[below].report.document], sources[mapping[origin]]));
            }
            for pair in path.steps.windows(2) {
                edges.insert((sources[mapping[pair[0]]], sources[mapping[pair[1]]]));
            }
            if let Some(&nearest) = path.steps.last() {
                edges.insert((sources[mapping[nearest]], document));
            }
        }
        for (from, to) in edges {
            if from != to {
                network.edge(from, to);
            }
        }
        let cut = network.cut();
        (
            cut.flow,
            cut.nodes
                .into_iter()
                .filter_map(|node| sources.iter().position(|&source| source == node))
                .collect(),
        )
    }
}

/// Documents that cite each other in a circle, by their publishers.
fn circles(said: &[Said<'_>]) -> Vec<Vec<DocumentId>> {
    let mut cites: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut documents: BTreeMap<&str, BTreeSet<&DocumentId>> = BTreeMap::new();
    for here in said {
        let family = here.report.family.as_str();
        for voice in here.statement.speakers.iter().filter(|voice| !voice.unattributed) {
            if let Who::Publisher(cited) = &voice.who
                && cited != family
            {
                cites.entry(family).or_default().insert(cited);
                documents.entry(family).or_default().insert(&here.report.document);
            }
        }
    }
    let reached = |from: &str| -> BTreeSet<&str> {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = cites.get(from).into_iter().flatten().copied().collect();
        while let Some(family) = open.pop() {
            if reached.insert(family) {
                open.extend(cites.get(family).into_iter().flatten().copied());
            }
        }
        reached
    };
    let reaches: BTreeMap<&str, BTreeSet<&str>> =
        cites.keys().map(|&family| (family, reached(family))).collect();
    let mut circles: Vec<Vec<DocumentId>> = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for (&family, reached) in &reaches {
        if !reached.contains(family) || done.contains(family) {
            continue;
        }
        let circle: BTreeSet<&str> = reached
            .iter()
            .copied()
            .filter(|other| reaches.get(other).is_some_and(|back| back.contains(family)))
            .collect();
        done.extend(&circle);
        let mut members: Vec<DocumentId> = Vec::new();
        for here in said {
            let document = &here.report.document;
            let takes_part = circle.contains(here.report.family.as_str())
                && documents.get(here.report.family.as_str()).is_some_and(|citing| citing.contains(document));
            if takes_part && !members.contains(document) {
                members.push(document.clone());
            }
        }
        circles.push(members);
    }
    circles
}

/// The graph to show: sources that are certainly one as one node, nothing else merged.
fn graph(
    said: &[Said<'_>],
    cast: &Cast,
    paths: &[Path],
    hanging: &BTreeMap<usize, (usize, CopyKind)>,
    in_cut: impl Fn(usize) -> bool,
) -> Graph {
    let source = |group: usize| {
        cast.groups[group].iter().map(|voice| &voice.id).min().map(|id| id.0.clone()).unwrap_or_default()
    };
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    let mut edges: BTreeMap<(String, String), (BTreeSet<ClaimRef>, Option<String>)> = BTreeMap::new();
    let mut edge = |from: &str, to: &str, claim: ClaimRef, because: Option<&str>| {
        if from != to {
            let entry = edges.entry((from.to_owned(), to.to_owned())).or_default();
            entry.0.insert(claim);
            if let Some(because) = because {
                entry.1 = Some(because.to_owned());
            }
        }
    };
    let mut node = |id: &str, kind: NodeKind, name: &str, sources: Vec<SourceId>, bottleneck: bool| {
        nodes.entry(id.to_owned()).or_insert_with(|| Node {
            id: id.to_owned(),
            kind,
            name: name.to_owned(),
            sources,
            bottleneck,
        });
    };
    node("event", NodeKind::Event, "what happened", Vec::new(), false);
    node("reader", NodeKind::Reader, "the reader", Vec::new(), false);
    for path in paths {
        let here = &said[path.said];
        let claim = here.claim();
        let document = here.report.document.0.as_str();
        let outlet = format!("outlet:{}", here.report.family);
        node(
            document,
            NodeKind::Document,
            if here.report.title.is_empty() { document } else { &here.report.title },
            Vec::new(),
            false,
        );
        node(&outlet, NodeKind::Outlet, &here.report.outlet, Vec::new(), false);
        edge(document, &outlet, claim.clone(), None);
        edge(&outlet, "reader", claim.clone(), None);
        if let Some((from, kind)) = hanging.get(&path.said) {
            let because = format!("{} of that document", kind.as_str());
            edge(&said[*from].report.document.0, document, claim, Some(&because));
            continue;
        }
        for &group in &path.steps {
            let ids = cast.groups[group].iter().map(|voice| voice.id.clone()).collect();
            node(&source(group), NodeKind::Source, &cast.name(group), ids, in_cut(group));
        }
        let (Some(&origin), Some(&nearest)) = (path.steps.first(), path.steps.last()) else { continue };
        if path.rests_on.is_empty() {
            edge("event", &source(origin), claim.clone(), None);
        }
        for &below in &path.rests_on {
            edge(
                &said[below].report.document.0,
                &source(origin),
                claim.clone(),
                Some("that publisher's own report"),
            );
        }
        for pair in path.steps.windows(2) {
            edge(&source(pair[0]), &source(pair[1]), claim.clone(), None);
        }
        edge(&source(nearest), document, claim, None);
    }
    Graph {
        nodes: nodes.into_values().collect(),
        edges: edges
            .into_iter()
            .map(|((from, to), (claims, because))| Edge {
                from,
                to,
                claims: claims.into_iter().collect(),
                because,
            })
            .collect(),
    }
}

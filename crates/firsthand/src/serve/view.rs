//! The case as the pages see it: what joins the documents, made ready once and kept until the case changes.
//!
//! Pages ask this and never how it was come by, so that links made at hand and links read from the case are one to them.
//! It holds true names; `shown` takes them out of whatever leaves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, TryLockError},
    time::{Duration, Instant},
};

use firsthand_schema::{
    finding::Source,
    ids::{DocumentId, IncidentId, SourceId},
    incident::{ClaimRef, Incident, IncidentKind},
    link::Copied,
};
use firsthand_store::{Case, Listed};

use super::{
    answer::Refusal,
    catalogue::Catalogue,
    pool::Pool,
    shown::{Cache, Masks},
};
use crate::{
    export, judged,
    linked::{self, Linked},
    own,
    redact::People,
};

/// Deeds after which everything that was made ready still holds.
const HARMLESS: [&str; 8] =
    ["revealed", "exported", "verified", "signed-in", "signed-out", "account", "searched", "withheld"];

/// Questions whose answers change what joins the documents.
const LINKING: [&str; 4] = [judged::LINK, judged::WITHDRAWN, judged::PROTECTION, judged::STAKE];

/// The case at one moment.
pub(crate) struct CaseView {
    /// Every document, in order of id.
    documents: Vec<Listed>,
    by_key: BTreeMap<String, usize>,
    incidents: Vec<Incident>,
    /// Places of incidents, those that deserve attention first.
    attention: Vec<usize>,
    of_claim: BTreeMap<ClaimRef, usize>,
    /// An incident by every id it may have gone by, made ready when somebody first asks for one it no longer has.
    former: OnceLock<BTreeMap<IncidentId, usize>>,
    sources: Vec<Source>,
    /// The same under the names and ids that may be shown.
    masked: Vec<Source>,
    /// A source by the id of each of its names.
    by_member: BTreeMap<SourceId, usize>,
    /// A source's name or alias, in lower case.
    source_named: BTreeMap<String, usize>,
    /// A source by the id it is shown under, and that id.
    source_shown: BTreeMap<String, usize>,
    shown_ids: Vec<String>,
    /// What the program takes for the stake of sources that people gave another.
    stakes_found: BTreeMap<SourceId, String>,
    copies: Vec<Copied>,
    /// Pairs of sources that may be one, looked for when somebody first asks.
    alike: OnceLock<Vec<Alike>>,
    pub(crate) catalogue: Catalogue,
    pub(crate) masks: Masks,
    pub(crate) cache: Cache,
}

/// Two sources that may be one: their places, how likely, and why.
pub(crate) struct Alike {
    a: usize,
    b: usize,
    /// 0 to 1: a rank among pairs, and no probability.
    pub(crate) score: f32,
    pub(crate) because: String,
}

impl CaseView {
    fn of(case: &mut Case) -> Result<Self, Refusal> {
        let people = People::of_case(case)?;
        let documents = case.list()?;
        let Linked { incidents, sources, stakes_found, copies } = Linked::read(case)?;
        let masks = Masks::of(case.people(None)?, people);
        let mut view = Self {
            by_key: documents.iter().enumerate().map(|(at, it)| (key(it).to_owned(), at)).collect(),
            attention: by_attention(&incidents),
            of_claim: claims_of(&incidents),
            former: OnceLock::new(),
            source_named: names_of(&sources),
            by_member: members_of(&sources),
            masked: Vec::new(),
            source_shown: BTreeMap::new(),
            shown_ids: Vec::new(),
            catalogue: Catalogue::default(),
            cache: Cache::default(),
            stakes_found,
            copies,
            alike: OnceLock::new(),
            documents,
            incidents,
            sources,
            masks,
        };
        view.name_sources();
        view.catalogue = Catalogue::of(case, &view)?;
        Ok(view)
    }

    /// Gives each source the id under which it is shown: its own is a hash of its name, which a list of names betrays.
    fn name_sources(&mut self) {
        for (at, source) in self.sources.iter().enumerate() {
            let own = match self.masks.lists.person_in(&source.name) {
                Some(person) => format!("p{person}"),
                None => source.id.0.clone(),
            };
            let mut id = own.clone();
            let mut next = 2;
            while self.source_shown.contains_key(&id) {
                id = format!("{own}-{next}");
                next += 1;
            }
            self.source_shown.insert(id.clone(), at);
            let masked = export::incidents::shielded_source(source, &self.masks.lists);
            // A person may have written a name into it.
            let stake = self.masks.everybody.words(&source.stake);
            self.masked.push(Source { id: SourceId(id.clone()), stake, ..masked });
            self.shown_ids.push(id);
        }
    }

    /// Every document, in order of id.
    pub(crate) fn documents(&self) -> &[Listed] {
        &self.documents
    }

    /// A document by what stands in its address.
    pub(crate) fn document_by_key(&self, key: &str) -> Option<&Listed> {
        self.by_key.get(key).map(|&at| &self.documents[at])
    }

    /// A document by its id.
    pub(crate) fn document(&self, id: &DocumentId) -> Option<&Listed> {
        self.documents.binary_search_by(|it| it.id.cmp(id)).ok().map(|at| &self.documents[at])
    }

    /// Incidents and themes, in order of id.
    pub(crate) fn incidents(&self) -> &[Incident] {
        &self.incidents
    }

    /// The same, those that deserve attention first.
    pub(crate) fn incidents_by_attention(&self) -> impl Iterator<Item = &Incident> {
        self.attention.iter().map(|&at| &self.incidents[at])
    }

    /// Incidents that the documents taken in last tell of, the latest first.
    pub(crate) fn incidents_by_arrival(&self) -> Vec<&Incident> {
        let arrived = |it: &Incident| {
            let documents = it.documents.iter().filter_map(|id| self.document(id));
            documents.map(|listed| (listed.acquired.as_str(), listed.number)).max()
        };
        let mut all: Vec<_> = self
            .incidents
            .iter()
            .filter(|it| it.kind == IncidentKind::Incident)
            .map(|it| (arrived(it), it))
            .collect();
        all.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(&other.id)));
        all.into_iter().map(|(_, it)| it).collect()
    }

    /// An incident by its id.
    pub(crate) fn incident(&self, id: &str) -> Option<&Incident> {
        self.incidents.binary_search_by(|it| it.id.0.as_str().cmp(id)).ok().map(|at| &self.incidents[at])
    }

    /// The incident that goes by an id, or once went by it: an incident is called after its earliest claim, and what was
    /// cited under one name is to be found when an earlier report has come.
    pub(crate) fn incident_once(&self, id: &str) -> Option<&Incident> {
        let former = || {
            let ids = self.former.get_or_init(|| {
                let claims = |(at, it): (usize, &Incident)| {
                    linked::claims_of(it).map(|claim| (IncidentId::of(&claim), at)).collect::<Vec<_>>()
                };
                self.incidents.iter().enumerate().flat_map(claims).collect()
            });
            ids.get(&IncidentId(id.to_owned())).map(|&at| &self.incidents[at])
        };
        self.incident(id).or_else(former)
    }

    /// The incident that a claim tells of.
    pub(crate) fn incident_of(&self, claim: &ClaimRef) -> Option<&Incident> {
        self.of_claim.get(claim).map(|&at| &self.incidents[at])
    }

    /// Every source, in order of id.
    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// A source by the id it is shown under.
    pub(crate) fn source(&self, shown: &str) -> Option<(usize, &Source)> {
        self.source_shown.get(shown).map(|&at| (at, &self.sources[at]))
    }

    /// The source that goes by a name.
    pub(crate) fn source_called(&self, name: &str) -> Option<usize> {
        self.source_named.get(&name.to_lowercase()).copied()
    }

    /// The source that has an id, or has it among those that were taken as one.
    pub(crate) fn source_with(&self, id: &SourceId) -> Option<usize> {
        self.by_member.get(id).copied()
    }

    /// What the program takes for a source's stake.
    pub(crate) fn stake_found(&self, source: &Source) -> String {
        self.stakes_found.get(&source.id).unwrap_or(&source.stake).clone()
    }

    /// Whether people gave a source its stake.
    pub(crate) fn has_decided_stake(&self, at: usize) -> bool {
        self.stakes_found.contains_key(&self.sources[at].id)
    }

    /// The sources that may be one with a source and that nobody has decided over, the likeliest first.
    pub(crate) fn alike(&self, pool: &Pool, at: usize) -> Result<Vec<(usize, &Alike)>, Refusal> {
        if self.alike.get().is_none() {
            let pairs = pool.with(|case| linked::merge_candidates(case).map_err(Refusal::from))?;
            let placed = pairs.into_iter().filter_map(|(a, b, merge)| {
                let (a, b) = (self.source_with(&a)?, self.source_with(&b)?);
                (a != b).then_some(Alike { a, b, score: merge.score, because: merge.because })
            });
            // Whoever asked at the same time found the same.
            let _ = self.alike.set(placed.collect());
        }
        let pairs = self.alike.get().into_iter().flatten();
        let mut seen = BTreeSet::new();
        // Several names of one source may be like several of another: the likeliest pair speaks for them.
        let others = pairs.filter_map(|pair| match () {
            () if pair.a == at => Some((pair.b, pair)),
            () if pair.b == at => Some((pair.a, pair)),
            () => None,
        });
        Ok(others.filter(|(other, _)| seen.insert(*other)).collect())
    }

    /// A source under the names that may be shown.
    pub(crate) fn masked(&self, source: usize) -> &Source {
        &self.masked[source]
    }

    /// The id a source is shown under.
    pub(crate) fn shown_id(&self, source: usize) -> &str {
        &self.shown_ids[source]
    }

    /// The documents that share wording with one.
    pub(crate) fn copies_of(&self, id: &DocumentId) -> impl Iterator<Item = &Copied> {
        self.copies.iter().filter(move |copy| copy.a == *id || copy.b == *id)
    }

    /// How many pairs of documents share wording.
    pub(crate) fn copies(&self) -> usize {
        self.copies.len()
    }
}

/// What stands in a document's address: the head of its hash. An id may hold a name.
pub(crate) fn key(listed: &Listed) -> &str {
    listed.sha256.get(..16).unwrap_or(&listed.sha256)
}

/// Incidents before themes; then many reports on few origins, contradicted ones, those told of most.
fn by_attention(incidents: &[Incident]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..incidents.len()).collect();
    order.sort_by_key(|&at| {
        let it = &incidents[at];
        // Who rests on nobody at all is no echo of anybody.
        let echo = i64::try_from(it.documents.len()).unwrap_or(0) - i64::from(it.origins.high.max(1));
        let weight = echo.max(0) + 2 * i64::from(!it.contradictions.is_empty());
        (it.kind == IncidentKind::Theme, std::cmp::Reverse((weight, it.documents.len())), it.id.clone())
    });
    order
}

fn claims_of(incidents: &[Incident]) -> BTreeMap<ClaimRef, usize> {
    let each =
        |(at, it): (usize, &Incident)| it.claims.iter().map(|claim| (claim.clone(), at)).collect::<Vec<_>>();
    incidents.iter().enumerate().flat_map(each).collect()
}

fn members_of(sources: &[Source]) -> BTreeMap<SourceId, usize> {
    let mut members = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        members.extend(source.members.iter().map(|member| (member.id.clone(), at)));
        members.insert(source.id.clone(), at);
    }
    members
}

fn names_of(sources: &[Source]) -> BTreeMap<String, usize> {
    let mut named = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        for name in source.aliases.iter().chain([&source.name]) {
            named.entry(name.to_lowercase()).or_insert(at);
        }
    }
    for (at, source) in sources.iter().enumerate() {
        named.insert(source.name.to_lowercase(), at);
    }
    // Beside a claim stands the name alone; the list says the office with it where there are several of one name, and then
    // the name alone means none of them.
    let mut bare: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        let office = source.name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
        if let Some((name, _)) = office {
            bare.entry(name.to_lowercase()).or_default().push(at);
        }
    }
    for (name, of) in bare {
        if let [only] = of[..] {
            named.entry(name).or_insert(only);
        }
    }
    named
}

/// Keeps the view, and makes it anew when the case has changed.
#[derive(Default)]
pub(crate) struct Keeper {
    now: RwLock<Option<Kept>>,
    making: Mutex<()>,
}

/// The view, what it holds, and how long it took to make.
#[derive(Clone)]
struct Kept {
    seq: i64,
    took: Duration,
    view: Arc<CaseView>,
}

/// A view that takes longer than this is made anew behind the readers' backs; they look at what was.
const PATIENCE: Duration = Duration::from_millis(500);

/// What the deeds since the view was made ask for.
enum Since {
    /// Nothing: it holds.
    Holds,
    /// Others added to the case; that can wait.
    Grew,
    /// Somebody decided what joins the documents, and wants to see it.
    Decided,
}

impl Keeper {
    /// The case as it is now, or as it was a moment ago where a large case has grown. While somebody makes it anew, the
    /// others look at what was.
    pub(crate) fn view(&self, pool: &Pool, behind: impl FnOnce()) -> Result<Arc<CaseView>, Refusal> {
        let Some(kept) = self.kept() else {
            let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
            return self.kept().map_or_else(|| self.make(pool), |kept| Ok(kept.view));
        };
        let deeds = pool.with(|case| case.deeds_after(kept.seq).map_err(Refusal::from))?;
        match since(&deeds) {
            Since::Holds => {
                if let Some((last, ..)) = deeds.last() {
                    self.keep(Kept { seq: *last, ..kept.clone() });
                }
                Ok(kept.view)
            }
            Since::Grew if kept.took > PATIENCE => {
                if self.making.try_lock().is_ok() {
                    behind();
                }
                Ok(kept.view)
            }
            Since::Grew | Since::Decided => match self.making.try_lock() {
                Err(TryLockError::WouldBlock) => Ok(kept.view),
                Ok(_) | Err(TryLockError::Poisoned(_)) => self.make(pool),
            },
        }
    }

    /// Makes the view anew, unless somebody is at it.
    pub(crate) fn renew(&self, pool: &Pool) {
        if let Ok(_one) = self.making.try_lock() {
            // What cannot be made now is asked for again by the next reader.
            let _ = self.make(pool);
        }
    }

    fn kept(&self) -> Option<Kept> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Kept) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    fn make(&self, pool: &Pool) -> Result<Arc<CaseView>, Refusal> {
        // It is parsed once in the life of the program: no measure of how long the case takes.
        own::shipped()?;
        let started = Instant::now();
        let (seq, view) = pool.with(|case| {
            let seq = case.log_before(i64::MAX, 1)?.first().map_or(0, |entry| entry.seq);
            Ok::<_, Refusal>((seq, Arc::new(CaseView::of(case)?)))
        })?;
        self.keep(Kept { seq, took: started.elapsed(), view: Arc::clone(&view) });
        Ok(view)
    }
}

fn since(deeds: &[(i64, String, Option<String>)]) -> Since {
    let links = |kind: &Option<String>| kind.as_deref().is_some_and(|kind| LINKING.contains(&kind));
    let mut since = Since::Holds;
    for (_, deed, kind) in deeds {
        match deed.as_str() {
            "decided" if links(kind) => return Since::Decided,
            "decided" => {}
            deed if HARMLESS.contains(&deed) => {}
            _ => since = Since::Grew,
        }
    }
    since
}

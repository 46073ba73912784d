//! What analysts decided over links and withdrawals: how it is kept in the case, and how the engine reads it.
//!
//! In: what stands in the case under `link` and `withdrawn`. Out: the engine's decisions. Two sources are one, says an
//! analyst → `{"over": "sources", "a": …, "b": …, "judgement": "same"}` over the subject `s… s…`.
//!
//! Only a person's command writes here; the program never decides, and `rebuild` leaves it as it is.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    finding::Source,
    ids::{ClaimId, IncidentId, SourceId},
    incident::Incident,
    link::{Bond, Decision, Judgement, Withdrawn},
};
use firsthand_store::{Case, Decide, Fault, Standing};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{anchors, linked};

/// Whether two sources are one, or two claims of one happening.
pub(crate) const LINK: &str = "link";

/// Whether a document or a source no longer counts.
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// Whether a person's name may leave the case.
pub(crate) const PROTECTION: &str = "protection";

/// What a source has to win or lose.
pub(crate) const STAKE: &str = "stake";

/// Gives sources the stakes that people decided on. Out: what the program takes for the stake of each of those.
pub(crate) fn set_stakes(case: &Case, sources: &mut [Source]) -> Result<BTreeMap<SourceId, String>, Fault> {
    let decided = words_of_kind(case, STAKE)?;
    let mut found = BTreeMap::new();
    if decided.is_empty() {
        return Ok(found);
    }
    for source in sources {
        // What was said of one of its names before they were taken as one holds for all of them; the first name's word first.
        if let Some(stake) = word_over(source, &decided) {
            found.insert(source.id.clone(), std::mem::replace(&mut source.stake, stake.clone()));
        }
    }
    Ok(found)
}

/// The ids that decisions may know an incident by, its own first: it goes by its earliest claim, and an earlier report may
/// have come since somebody decided.
pub(crate) fn ids_of_incident(incident: &Incident) -> Vec<String> {
    let mut ids = vec![incident.id.0.clone()];
    let former = linked::claims_of(incident).map(|claim| IncidentId::of(&claim).0);
    ids.extend(former.filter(|id| *id != incident.id.0));
    ids
}

/// The same for a source: it goes by one of its names, and another may have been taken as one with it since.
pub(crate) fn ids_of_source(source: &Source) -> Vec<String> {
    let mut ids = vec![source.id.0.clone()];
    ids.extend(source.members.iter().map(|member| member.id.0.clone()).filter(|id| *id != source.id.0));
    ids
}

/// What stands over one question, by subject, where it is a word.
pub(crate) fn words_of_kind(case: &Case, kind: &str) -> Result<BTreeMap<String, String>, Fault> {
    let stand = case.standing_of_kind(kind)?.into_iter();
    Ok(stand.filter_map(|it| Some((it.subject, it.value.as_str()?.to_owned()))).collect())
}

/// The word over a source: over its own id, or over that of another of its names.
pub(crate) fn word_over<'w>(source: &Source, words: &'w BTreeMap<String, String>) -> Option<&'w String> {
    ids_of_source(source).iter().find_map(|id| words.get(id))
}

/// What stands over a question of whatever goes by these ids: over its own, which is the first, or else the last word over
/// any of the others. None where nobody ever decided.
pub(crate) fn standing(case: &Case, ids: &[String], kind: &str) -> Result<Option<Standing>, Fault> {
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut stand = case.standing_over(&asked)?;
    stand.retain(|it| it.kind == kind);
    let own = stand.iter().position(|it| Some(&it.subject) == ids.first());
    Ok(match own {
        Some(own) => Some(stand.swap_remove(own)),
        None => stand.into_iter().max_by_key(|it| it.decision),
    })
}

/// Whose names analysts released, and whose they had shielded; in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Protection {
    pub(crate) released: BTreeSet<String>,
    pub(crate) shielded: BTreeSet<String>,
}

/// What is kept of a decision over a person's protection.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Guarded {
    /// `released` or `shielded`.
    pub(crate) protection: String,
    /// The names the source went by, in lower case.
    pub(crate) names: Vec<String>,
}

impl Protection {
    /// What stands in a case.
    pub(crate) fn of(case: &Case) -> Result<Self, Fault> {
        let mut protection = Self::default();
        for stands in case.standing_of_kind(PROTECTION)? {
            let Ok(Guarded { protection: what, names }) = serde_json::from_value(stands.value) else {
                continue;
            };
            let to = if what == "released" { &mut protection.released } else { &mut protection.shielded };
            to.extend(names);
        }
        Ok(protection)
    }
}

/// Everything that analysts decided and that linking has to follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    pub(crate) decisions: Vec<Decision>,
    pub(crate) withdrawn: Vec<Withdrawn>,
}

/// What is kept of a decision over a bond.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    bond: Bond,
    judgement: Judgement,
}

impl Judged {
    /// What stands in a case.
    pub(crate) fn of(case: &Case) -> Result<Self, Fault> {
        let decisions = case.standing_of_kind(LINK)?.into_iter().filter_map(decision).collect();
        let withdrawn = case
            .standing_of_kind(WITHDRAWN)?
            .into_iter()
            .filter_map(|it| serde_json::from_value(it.value).ok())
            .collect();
        Ok(Self { decisions, withdrawn })
    }

    /// The sources that decisions are about.
    pub(crate) fn sources(&self) -> BTreeSet<SourceId> {
        let bonds = self.decisions.iter().flat_map(|decision| match &decision.bond {
            Bond::Sources { a, b } => vec![a.clone(), b.clone()],
            Bond::Claims { .. } => Vec::new(),
        });
        let gone = self.withdrawn.iter().filter_map(|what| match what {
            Withdrawn::Source { id } => Some(id.clone()),
            Withdrawn::Document { .. } => None,
        });
        bonds.chain(gone).collect()
    }

    /// The claims that decisions are about.
    pub(crate) fn claims(&self) -> impl Iterator<Item = &ClaimId> {
        self.decisions.iter().flat_map(|decision| match &decision.bond {
            Bond::Claims { a, b } => vec![a, b],
            Bond::Sources { .. } => Vec::new(),
        })
    }
}

fn decision(stands: Standing) -> Option<Decision> {
    let Kept { bond, judgement } = serde_json::from_value(stands.value).ok()?;
    Some(Decision { bond, judgement, by: stands.who, reason: stands.why })
}

/// What a decision over a bond is kept under: the two in order, so that one question has one name.
pub(crate) fn subject(bond: &Bond) -> String {
    let (a, b) = match bond {
        Bond::Sources { a, b } => (a.to_string(), b.to_string()),
        Bond::Claims { a, b } => (a.to_string(), b.to_string()),
    };
    if a <= b { format!("{a} {b}") } else { format!("{b} {a}") }
}

/// What an analyst's word comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// It is written and stands.
    Decided,
    /// It took back an earlier word to the contrary; the program's own view holds again.
    TakenBack,
    /// It stood already.
    Already,
}

/// Decides over a bond: the contrary of what stands takes that back, so that one deed undoes the other.
pub(crate) fn decide(
    case: &mut Case,
    bond: &Bond,
    judgement: Judgement,
    (time, who, why): (&str, &str, &str),
) -> Result<Came, Fault> {
    let subject = subject(bond);
    let stands = case.standing(&subject, LINK)?;
    let stood = stands.clone().and_then(decision).map(|decision| decision.judgement);
    let kept = json!(Kept { bond: bond.clone(), judgement });
    let value = match stood {
        Some(stood) if stood == judgement => return Ok(Came::Already),
        Some(_) => Value::Null,
        None => kept,
    };
    let expected = Some(stands.map_or(0, |it| it.version));
    let seen = match bond {
        Bond::Claims { a, b } => anchors::seen(case, &[a, b])?,
        Bond::Sources { .. } => Value::Null,
    };
    let decision =
        Decide { time, who, subject: &subject, kind: LINK, value: &value, why, expected, seen: &seen };
    case.decide(&decision)?;
    Ok(if value.is_null() { Came::TakenBack } else { Came::Decided })
}

/// Withdraws a document or a source, or with `gone` false takes that back. `ids` are those it goes by, its own first.
pub(crate) fn withdraw(
    case: &mut Case,
    what: &Withdrawn,
    ids: &[String],
    gone: bool,
    (time, who, why): (&str, &str, &str),
) -> Result<Came, Fault> {
    let own = match what {
        Withdrawn::Document { id } => &id.0,
        Withdrawn::Source { id } => &id.0,
    };
    let stands = standing(case, ids, WITHDRAWN)?;
    let subject = stands.as_ref().map_or(own, |it| &it.subject).clone();
    let is_gone = stands.as_ref().is_some_and(|it| !it.value.is_null());
    if is_gone == gone {
        return Ok(Came::Already);
    }
    let value = if gone { json!(what) } else { Value::Null };
    let expected = Some(stands.map_or(0, |it| it.version));
    let (seen, subject) = (&Value::Null, subject.as_str());
    case.decide(&Decide { time, who, subject, kind: WITHDRAWN, value: &value, why, expected, seen })?;
    Ok(if gone { Came::Decided } else { Came::TakenBack })
}

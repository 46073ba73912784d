//! What a user means by what they typed: an incident, a claim, a source, a document.
//!
//! In: `i07b3`, `1a2b3c4d/c3`, `s5f2`, `p7`, `the Kremlin`. Out: the one thing of the case it can mean, or a message that
//! says how to find it.

use firsthand_schema::{
    finding::Source,
    ids::{ClaimId, ClaimNumber, DocumentId, IncidentId, SourceId},
    incident::Incident,
};
use firsthand_store::IncidentFilter;

use super::{case::View, say};
use crate::{
    export::incidents::shielded_source,
    judged::Judged,
    linked::{claims_of, first_claim},
    redact::Redactor,
};

/// The incident whose id begins so, or began so once.
pub(crate) fn incident(typed: &str, view: &View) -> Result<Incident, String> {
    if let Some(incident) = current(typed, view)? {
        return Ok(incident);
    }
    let (incident, _) = former(typed, view)?.ok_or_else(|| {
        format!("no incident begins with {typed:?}; `firsthand incidents --themes` lists all")
    })?;
    say(&format!("{typed} goes by {} now: an incident is called after its earliest claim", incident.id));
    Ok(incident)
}

fn current(typed: &str, view: &View) -> Result<Option<Incident>, String> {
    let all = view.incident_rows(&IncidentFilter::default())?;
    let meant: Vec<&str> = all.iter().map(|it| it.id.as_str()).filter(|id| id.starts_with(typed)).collect();
    match meant.as_slice() {
        [one] => view.incident(one).map(Some),
        [] => Ok(None),
        several => Err(format!("{} incidents begin with {typed:?}; give more of it", several.len())),
    }
}

/// The incident that once went by an id, with the claim it was called after: an earlier report may have come since somebody
/// wrote the id down, or two incidents become one.
fn former(typed: &str, view: &View) -> Result<Option<(Incident, ClaimId)>, String> {
    if !looks_like_incident(typed) {
        return Ok(None);
    }
    let mut meant = Vec::new();
    let taken = view.case.each_incident(|incident| {
        let first = claims_of(&incident).find(|claim| IncidentId::of(claim).0.starts_with(typed));
        meant.extend(first.map(|first| (incident, first)));
    });
    taken.map_err(|fault| view.told(&fault))?;
    Ok(if meant.len() == 1 { meant.pop() } else { None })
}

/// Whether this can only be an incident's id.
pub(crate) fn looks_like_incident(typed: &str) -> bool {
    is_id(typed, 'i')
}

fn is_id(typed: &str, letter: char) -> bool {
    typed
        .strip_prefix(letter)
        .is_some_and(|hex| (3..=12).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The claim that is meant by `DOCUMENT/c3`, or by an incident: its first.
pub(crate) fn claim(typed: &str, judged: &Judged, view: &View) -> Result<ClaimId, String> {
    if let Some((document, number)) = typed.rsplit_once("/c") {
        let stored = view.document(document)?;
        let number = number.parse().map(ClaimNumber).ok();
        let found = number.filter(|number| stored.annotations.claims.iter().any(|it| it.id == *number));
        return found.map(|claim| ClaimId { document: stored.document.id, claim }).ok_or_else(|| {
            format!("no claim {typed:?}; `firsthand claims` lists those of every document as DOCUMENT and c1, c2 …")
        });
    }
    let none = || format!("no incident begins with {typed:?}; `firsthand incidents --themes` lists all");
    if let Some(incident) = current(typed, view)? {
        return first_claim(&incident).ok_or_else(|| format!("incident {typed} has no claim to link by"));
    }
    if let Some((_, first)) = former(typed, view)? {
        return Ok(first);
    }
    // Nothing is left of it that counts; a decision may still know it.
    let known = |claim: &&ClaimId| looks_like_incident(typed) && IncidentId::of(claim).0.starts_with(typed);
    judged.claims().find(known).cloned().ok_or_else(none)
}

/// The source that is meant: by its id or that of one of its names, by the number of a shielded person, by its name.
/// None where nothing of that kind is in the case.
pub(crate) fn source(typed: &str, sources: &[Source], shield: &Redactor) -> Result<Option<SourceId>, String> {
    let mut found: Vec<SourceId> = Vec::new();
    for source in sources {
        let shown = shielded_source(source, shield);
        let shielded = shown.members.is_empty();
        if shown.id.0 == typed || named(&shown.name, typed) {
            found.push(source.id.clone());
        } else if !shielded {
            let mine = source.members.iter().filter(|it| named(&it.name, typed) || begins(&it.id, typed));
            let mine: Vec<&SourceId> = mine.map(|it| &it.id).collect();
            // Its own id says the source as a whole.
            found.extend(mine.iter().find(|id| ***id == source.id).or(mine.first()).copied().cloned());
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => Err(format!(
            "{} sources go by {typed:?}; give an id as `firsthand sources` shows it",
            several.len()
        )),
    }
}

fn named(name: &str, typed: &str) -> bool {
    name.to_lowercase() == typed.to_lowercase()
}

fn begins(id: &SourceId, typed: &str) -> bool {
    is_id(typed, 's') && id.0.starts_with(typed)
}

/// A document's id by what was typed.
pub(crate) fn document(typed: &str, view: &View) -> Result<DocumentId, String> {
    view.document(typed).map(|stored| stored.document.id)
}

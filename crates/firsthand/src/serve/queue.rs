//! The queue of review: which claims wait, in which order, and what is shown of each.

use std::{collections::BTreeSet, sync::Arc};

use firsthand_schema::{
    claim::Claim,
    ids::ClaimNumber,
    incident::{ClaimRef, Incident},
};
use firsthand_store::{Listed, Standing};

use super::{
    answer::Refusal,
    catalogue::{Narrowed, Row},
    fields::Fields,
    review::{self, SUGGESTED},
    shown::{Reader, Shown},
};
use crate::export::claims::sentence;

/// A claim to be judged.
pub(crate) struct Item {
    pub(crate) listed: Listed,
    pub(crate) shown: Arc<Shown>,
    pub(crate) claim: Claim,
    /// The sentence it stands in.
    pub(crate) sentence: String,
    /// Its own words.
    pub(crate) content: String,
    pub(crate) incident: Option<Incident>,
    pub(crate) status: Option<Standing>,
}

/// The claims that an address asks for, those of incidents that deserve attention first.
pub(crate) fn of(reader: &Reader<'_>, query: &Fields) -> Result<Narrowed, Refusal> {
    let view = &reader.view;
    let wanted = query.get("status").unwrap_or(SUGGESTED);
    let decided = review::statuses(reader.asked)?;
    let of_row: std::collections::BTreeMap<(i64, u32), &String> = decided
        .iter()
        .filter_map(|(subject, status)| {
            let (document, claim) = subject.rsplit_once("/c")?;
            let listed = view.document(&firsthand_schema::ids::DocumentId(document.to_owned()))?;
            Some(((listed.number, claim.parse().ok()?), status))
        })
        .collect();
    let status = |row: &Row| of_row.get(&(row.document, row.claim)).map_or(SUGGESTED, |it| it.as_str());
    let chosen = view.catalogue.chosen(query, view);
    let fits = |row: &Row| wanted == "any" || status(row) == wanted;
    let mut waiting = view.catalogue.narrowed(&view.catalogue.claims, None, &chosen, fits);
    waiting.rows.sort_by_key(|&at| (view.catalogue.claims[at].rank, at));
    Ok(waiting)
}

/// What is shown of a claim in the queue.
pub(crate) fn item(reader: &Reader<'_>, row: &Row) -> Result<Option<Item>, Refusal> {
    let Some(shown) = reader.numbered(row.document)? else { return Ok(None) };
    let Some(listed) = reader.view.document(&shown.id).cloned() else { return Ok(None) };
    item_of(reader, &listed, shown, ClaimNumber(row.claim))
}

/// The same for a claim of a document.
pub(crate) fn item_of(
    reader: &Reader<'_>,
    listed: &Listed,
    shown: Arc<Shown>,
    number: ClaimNumber,
) -> Result<Option<Item>, Refusal> {
    let Some(claim) = shown.claim(number).cloned() else { return Ok(None) };
    let reference = ClaimRef { document: listed.id.clone(), claim: number };
    let words: Vec<&str> = claim.content.iter().map(|span| span.of(&shown.document.text)).collect();
    Ok(Some(Item {
        sentence: sentence(&shown.document, &shown.found, &claim).to_owned(),
        content: words.join(" … "),
        incident: reader.view.incident_of(&reference).cloned(),
        status: review::standing(reader.asked, &review::subject(&reference), "status")?,
        listed: listed.clone(),
        shown,
        claim,
    }))
}

/// Incidents listed for a claim to belong to.
const CANDIDATES: usize = 20;

/// Incidents that a claim may belong to: those that tell of an event it tells of, the nearest in wording of their titles
/// first.
pub(crate) fn candidates<'r>(reader: &'r Reader<'_>, item: &Item) -> Vec<&'r Incident> {
    let events: BTreeSet<&str> = item.claim.events.iter().map(|event| event.kind.as_str()).collect();
    let places: Vec<String> = crate::derive::named(&item.claim.places, &item.shown.found)
        .map(|mention| mention.span.of(&item.shown.document.text).to_lowercase())
        .collect();
    let own = item.incident.as_ref().map(|it| &it.id);
    let mut fitting: Vec<(bool, &Incident)> = reader
        .view
        .incidents_by_attention()
        .filter(|it| Some(&it.id) != own && it.events.iter().any(|event| events.contains(event.as_str())))
        .map(|it| {
            let title = it.title.to_lowercase();
            (!places.iter().any(|place| title.contains(place.as_str())), it)
        })
        .collect();
    fitting.sort_by_key(|(is_elsewhere, _)| *is_elsewhere);
    fitting.into_iter().take(CANDIDATES).map(|(_, it)| it).collect()
}

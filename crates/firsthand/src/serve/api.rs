//! The same as the pages, as JSON under `/api/v1`: `docs/openapi.json` says what goes in and what comes out.
//!
//! Names are shielded as on the pages. What is listed comes in pages: `page` counts from 1, `total` says how much there is.

use axum::http::StatusCode;
use firsthand_schema::{
    ids::ClaimNumber,
    incident::{ClaimRef, Incident, IncidentKind},
};
use firsthand_store::{Conflict, Decided, Standing};
use serde_json::{Value, json};

use super::{
    answer::{Answer, Refusal},
    asked::Asked,
    finder::{self, Hit, Sought},
    pages::{
        decide::{self, Became},
        door, incidents, log,
    },
    queue, review, saved,
    shown::{Reader, Shown},
    view,
};
use crate::{export, judged, redact::value_without_ids};

/// The description that ships with the program.
const DESCRIPTION: &str = include_str!("../../../../docs/openapi.json");

/// The most that a page of a list holds.
const PER_PAGE_MAX: usize = 100;

/// `GET /api/v1/openapi.json`.
pub(crate) fn description(_: &Asked) -> Result<Answer, Refusal> {
    Ok(Answer::Bytes("application/json", DESCRIPTION.as_bytes().to_vec()))
}

/// `GET /api/v1/overview`.
pub(crate) fn overview(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let view = &reader.view;
    let incidents = view.incidents().iter().filter(|it| it.kind == IncidentKind::Incident).count();
    let mut statuses = std::collections::BTreeMap::<String, usize>::new();
    for status in review::statuses(asked)?.into_values() {
        *statuses.entry(status).or_default() += 1;
    }
    Ok(Answer::Record(json!({
        "case": asked.desk.name(), "documents": view.documents().len(), "claims": view.catalogue.claims.len(),
        "sources": view.sources().len(), "incidents": incidents, "themes": view.incidents().len() - incidents,
        "copies": view.copies(), "reviewed": statuses,
    })))
}

fn paging(asked: &Asked) -> (usize, usize) {
    (asked.query.number("page", 1).max(1), asked.query.number("per_page", 20).clamp(1, PER_PAGE_MAX))
}

fn paged(total: usize, (page, per): (usize, usize), items: Vec<Value>) -> Value {
    json!({"total": total, "page": page, "per_page": per, "items": items})
}

/// `GET /api/v1/search`.
pub(crate) fn search(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (page, per) = paging(asked);
    let sought = Sought::of(asked.query.or_empty("in"));
    let found = finder::find(&reader, &asked.query, sought, page, per)?;
    let mut items = Vec::new();
    for hit in &found.rows {
        items.extend(hit_record(&reader, hit)?);
    }
    let mut facets = serde_json::Map::new();
    for (facet, values) in &found.facets {
        let values: Vec<Value> = values
            .iter()
            .map(|it| json!({"value": it.value, "label": it.label, "count": it.count, "chosen": it.chosen}))
            .collect();
        facets.insert(facet.name().to_owned(), json!(values));
    }
    let mut record = paged(found.total, (page, per), items);
    record["facets"] = Value::Object(facets);
    record["names_left_out"] = json!(found.barred);
    record["meant"] = json!(found.meant);
    Ok(Answer::Record(record))
}

fn hit_record(reader: &Reader<'_>, hit: &Hit) -> Result<Option<Value>, Refusal> {
    match hit {
        Hit::Source(at) => source_record(reader, *at).map(Some),
        Hit::Document(number) => Ok(reader.numbered(*number)?.map(|shown| document_head(reader, &shown))),
        Hit::Claim(number, claim) => {
            let Some(shown) = reader.numbered(*number)? else { return Ok(None) };
            claim_record(reader, &shown, ClaimNumber(*claim))
        }
    }
}

/// A claim with its document's key, its incident and what was decided over it.
fn claim_record(reader: &Reader<'_>, shown: &Shown, number: ClaimNumber) -> Result<Option<Value>, Refusal> {
    let Some(claim) = shown.claim(number) else { return Ok(None) };
    let reference = ClaimRef { document: shown.id.clone(), claim: number };
    let mut record = export::claims::record(&shown.document, &shown.found, claim);
    let key = key_of(reader, shown);
    record["what"] = json!(format!("claim:{key}/{number}"));
    record["key"] = json!(key);
    record["incident"] = json!(reader.view.incident_of(&reference).map(|it| it.id.to_string()));
    let status = review::standing(reader.asked, &review::subject(&reference), "status")?;
    record["status"] = standing_record(reader, status.as_ref());
    Ok(Some(record))
}

fn key_of(reader: &Reader<'_>, shown: &Shown) -> String {
    reader.view.document(&shown.id).map(|listed| view::key(listed).to_owned()).unwrap_or_default()
}

fn document_head(reader: &Reader<'_>, shown: &Shown) -> Value {
    let document = &shown.document;
    let published = shown.found.published.or(document.published);
    json!({
        "key": key_of(reader, shown), "id": document.id, "title": document.title, "outlet": document.outlet,
        "published": published.map(|it| json!({"from": it.from.to_string(), "to": it.to.to_string(), "basis": it.basis.as_str()})),
        "claims": shown.found.claims.len(), "names_hidden": shown.hides,
    })
}

/// What stands over a question, under the names that may be shown; `null` where nobody decided.
fn standing_record(reader: &Reader<'_>, stands: Option<&Standing>) -> Value {
    stands.map_or(Value::Null, |it| {
        let everybody = reader.everybody();
        json!({
            "value": it.value, "version": it.version, "who": everybody.words(&it.who), "time": it.time,
            "why": everybody.words(&it.why),
        })
    })
}

/// `GET /api/v1/documents/{key}`.
pub(crate) fn document(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (listed, shown) = reader.asked_document()?;
    let shown = shown.ok_or_else(|| Refusal::missing("document"))?;
    let mut record = export::annotate::value(&shown.document, &shown.found);
    record["key"] = json!(view::key(&listed));
    record["names_hidden"] = json!(shown.hides);
    record["acquired"] = json!({
        "name": reader.everybody().locator(&listed.name), "sha256": listed.sha256, "time": listed.acquired,
        "engine": shown.engine,
    });
    let mut copies = Vec::new();
    for copy in reader.view.copies_of(&listed.id) {
        let other = if copy.a == listed.id { &copy.b } else { &copy.a };
        let Some(other) = reader.view.document(other) else { continue };
        let is_later = copy.later.as_ref().map(|later| *later == listed.id);
        copies.push(json!({"key": view::key(other), "kind": copy.kind.as_str(), "this_is_later": is_later}));
    }
    record["copies"] = json!(copies);
    Ok(Answer::Record(record))
}

/// `GET /api/v1/documents/{key}/claims/{claim}`.
pub(crate) fn claim(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (listed, shown, number) = reader.asked_claim()?;
    let mut record = claim_record(&reader, &shown, number)?.ok_or_else(|| Refusal::missing("claim"))?;
    let subject = review::subject(&ClaimRef { document: listed.id.clone(), claim: number });
    record["history"] =
        review::history(asked, &subject)?.iter().map(|it| decided_record(&reader, it)).collect();
    Ok(Answer::Record(record))
}

fn decided_record(reader: &Reader<'_>, it: &Decided) -> Value {
    let mut record = json!({
        "time": it.time, "who": it.who, "kind": it.kind, "version": it.version, "before": it.before, "after": it.after,
        "why": it.why,
    });
    reader.everybody().value(&mut record, &["time"]);
    record
}

/// `GET /api/v1/incidents`.
pub(crate) fn incident_list(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (page, per) = paging(asked);
    let all = incidents::wanted(asked, &reader);
    let mut items = Vec::new();
    for incident in all.iter().skip((page - 1) * per).take(per) {
        let it = reader.incident(incident)?;
        items.push(json!({
            "id": it.id, "kind": it.kind.as_str(), "title": it.title, "events": it.events, "origins": it.origins,
            "channels": it.channels, "bottleneck": it.bottleneck, "documents": it.documents.len(),
            "claims": it.claims.len(), "contradictions": it.contradictions.len(),
        }));
    }
    Ok(Answer::Record(paged(all.len(), (page, per), items)))
}

/// `GET /api/v1/incidents/{id}`.
pub(crate) fn incident(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let incident: &Incident =
        reader.view.incident_once(asked.part("id")).ok_or_else(|| Refusal::missing("incident"))?;
    let mut record = json!(&*reader.incident(incident)?);
    record["keys"] =
        incident.documents.iter().filter_map(|id| reader.view.document(id)).map(view::key).collect();
    let grade = review::standing_of(asked, &judged::ids_of_incident(incident), "credibility")?;
    record["credibility"] = standing_record(&reader, grade.as_ref());
    Ok(Answer::Record(record))
}

/// `GET /api/v1/sources/{id}`.
pub(crate) fn source(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (at, _) = reader.view.source(asked.part("id")).ok_or_else(|| Refusal::missing("source"))?;
    let ids = judged::ids_of_source(&reader.view.sources()[at]);
    let mut record = source_record(&reader, at)?;
    let alike = reader.view.alike(&asked.desk.pool, at)?.into_iter().map(|(other, pair)| {
        let score = (f64::from(pair.score) * 100.0).round() / 100.0;
        json!({
            "what": format!("source:{}", reader.view.shown_id(other)), "name": reader.source(other).name, "score": score,
            "because": pair.because,
        })
    });
    record["may_be_one_with"] = alike.collect();
    record["history"] =
        review::history_of(asked, &ids)?.iter().map(|it| decided_record(&reader, it)).collect();
    Ok(Answer::Record(record))
}

fn source_record(reader: &Reader<'_>, at: usize) -> Result<Value, Refusal> {
    let source = reader.source(at);
    let ids = judged::ids_of_source(&reader.view.sources()[at]);
    let grade = review::standing_of(reader.asked, &ids, "reliability")?;
    Ok(json!({
        "id": source.id, "what": format!("source:{}", source.id), "name": source.name, "kind": source.kind.as_str(),
        "aliases": source.aliases, "stake": source.stake,
        "stake_suggested": reader.view.stake_found(&reader.view.sources()[at]), "origin_of": source.origin_of, "relayed": source.relayed,
        "reliability": standing_record(reader, grade.as_ref()),
    }))
}

/// `GET /api/v1/review`.
pub(crate) fn waiting(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (page, per) = paging(asked);
    let waiting = queue::of(&reader, &asked.query)?;
    let mut items = Vec::new();
    for &at in waiting.rows.iter().skip((page - 1) * per).take(per) {
        let row = &reader.view.catalogue.claims[at];
        items.extend(hit_record(&reader, &Hit::Claim(row.document, row.claim))?);
    }
    Ok(Answer::Record(paged(waiting.rows.len(), (page, per), items)))
}

/// `GET /api/v1/log`.
pub(crate) fn deeds(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let mut items = Vec::new();
    for entry in log::entries(asked)? {
        let mut details = serde_json::from_str(&entry.details).unwrap_or(Value::Null);
        reader.everybody().value(&mut details, &["name", "subject"]);
        value_without_ids(&mut details, &|word: &str| log::pseudonym(&reader, word));
        items.push(json!({
            "seq": entry.seq, "time": entry.time, "who": reader.everybody().words(&entry.who), "deed": entry.deed,
            "subject": log::subject(&reader, &entry.subject), "details": details,
        }));
    }
    Ok(Answer::Record(json!({"items": items})))
}

/// `GET /api/v1/saved-searches`.
pub(crate) fn saved_searches(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let all = saved::all(asked)?;
    let items: Vec<Value> = all
        .into_iter()
        .map(|(name, query)| json!({"name": reader.everybody().words(&name), "query": query}))
        .collect();
    Ok(Answer::Record(json!({"items": items})))
}

/// `POST /api/v1/saved-searches`.
pub(crate) fn save_search(asked: &Asked) -> Result<Answer, Refusal> {
    saved::save(asked)?;
    saved_searches(asked)
}

/// `POST /api/v1/saved-searches/drop`.
pub(crate) fn drop_search(asked: &Asked) -> Result<Answer, Refusal> {
    saved::drop(asked)?;
    saved_searches(asked)
}

/// `POST /api/v1/decisions`.
pub(crate) fn decide(asked: &Asked) -> Result<Answer, Refusal> {
    became(asked, decide::decide(asked)?)
}

/// `POST /api/v1/decisions/many`.
pub(crate) fn decide_many(asked: &Asked) -> Result<Answer, Refusal> {
    match decide::decide_many(asked)? {
        Ok(decided) => Ok(Answer::Record(json!({"decided": decided}))),
        Err(conflict) => conflicting(asked, &conflict),
    }
}

/// `POST /api/v1/links`.
pub(crate) fn link(asked: &Asked) -> Result<Answer, Refusal> {
    became(asked, decide::bind(asked)?)
}

/// `POST /api/v1/withdrawals`.
pub(crate) fn withdraw(asked: &Asked) -> Result<Answer, Refusal> {
    became(asked, decide::withdrawn(asked)?)
}

/// `POST /api/v1/undo`.
pub(crate) fn undo(asked: &Asked) -> Result<Answer, Refusal> {
    became(asked, decide::taken_back(asked)?)
}

fn became(asked: &Asked, became: Became) -> Result<Answer, Refusal> {
    match became {
        Became::Stands(stands) => Ok(Answer::Record(standing_record(&Reader::of(asked)?, Some(&stands)))),
        Became::Conflict(conflict) => conflicting(asked, &conflict),
    }
}

fn conflicting(asked: &Asked, conflict: &Conflict) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let record = json!({
        "error": {
            "status": 409,
            "what": "Somebody decided this first: nothing was written. Look at what stands, and decide again with its version.",
            "stands": standing_record(&reader, conflict.stands.as_ref()), "expected": conflict.expected,
        },
    });
    Ok(Answer::WrongRecord(StatusCode::CONFLICT, record))
}

/// `POST /api/v1/session`: name and password in, a token for `Authorization: Bearer` out.
pub(crate) fn session(asked: &Asked) -> Result<Answer, Refusal> {
    let session = door::signed_in(asked)?;
    Ok(Answer::Record(json!({"token": session.id, "who": session.who, "role": session.role.as_str()})))
}

//! What people decided, as the pages show it: the status of a claim, the credibility of an incident, the reliability of a
//! source; each beside what the program suggests, never instead of it.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    finding::Source,
    ids::{ClaimId, DocumentId, SourceId},
    incident::{ClaimRef, Incident},
    link::Bond,
};
use firsthand_store::{Decided, Standing};
use maud::{Markup, html};
use serde_json::Value;

use super::{answer::Refusal, asked::Asked, layout::csrf, shown::Reader, view};
use crate::judged;

/// A claim that nobody decided over.
pub(crate) const SUGGESTED: &str = "suggested";

/// What a person can say of a claim. "Unverifiable" is a finding; not having looked is none.
pub(crate) const STATUSES: [&str; 4] = ["accepted", "rejected", "unverifiable", "in progress"];

/// Admiralty reliability.
pub(crate) const RELIABILITY: [(&str, &str); 6] = [
    ("A", "completely reliable"),
    ("B", "usually reliable"),
    ("C", "fairly reliable"),
    ("D", "not usually reliable"),
    ("E", "unreliable"),
    ("F", "cannot be judged"),
];

/// Admiralty credibility.
pub(crate) const CREDIBILITY: [(&str, &str); 6] = [
    ("1", "confirmed by other independent sources"),
    ("2", "probably true"),
    ("3", "possibly true"),
    ("4", "doubtful"),
    ("5", "improbable"),
    ("6", "cannot be judged"),
];

/// The status of every claim that has one, by `document/c3`.
pub(crate) fn statuses(asked: &Asked) -> Result<BTreeMap<String, String>, Refusal> {
    of_kind(asked, "status")
}

/// The same of some claims only.
pub(crate) fn statuses_of(asked: &Asked, claims: &[&ClaimRef]) -> Result<BTreeMap<String, String>, Refusal> {
    let subjects: Vec<String> = claims.iter().map(|claim| subject(claim)).collect();
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let stand = asked.desk.pool.with(|case| case.standing_over(&subjects).map_err(Refusal::from))?;
    let stand = stand.into_iter().filter(|it| it.kind == "status");
    Ok(stand.filter_map(|it| Some((it.subject, it.value.as_str()?.to_owned()))).collect())
}

/// Everything that stands over one question, where it is a word.
pub(crate) fn of_kind(asked: &Asked, kind: &str) -> Result<BTreeMap<String, String>, Refusal> {
    asked.desk.pool.with(|case| judged::words_of_kind(case, kind).map_err(Refusal::from))
}

/// What a claim's status is called as a subject.
pub(crate) fn subject(claim: &ClaimRef) -> String {
    ClaimId { document: claim.document.clone(), claim: claim.claim }.to_string()
}

/// The status of a claim in a small frame: dashed where only the program has spoken.
pub(crate) fn status_chip(statuses: &BTreeMap<String, String>, claim: &ClaimRef) -> Markup {
    chip(statuses.get(&subject(claim)).map(String::as_str))
}

/// The same from the status itself.
pub(crate) fn chip(status: Option<&str>) -> Markup {
    let class = match status {
        Some("accepted") => "chip good",
        Some("rejected") => "chip warn",
        Some(_) => "chip accent",
        None => "chip suggested",
    };
    html! { span class=(class) data-status="" { (status.unwrap_or(SUGGESTED)) } }
}

/// What a form is about, as it stands in a page: no id that may hold a name.
pub(crate) enum What {
    Claim(ClaimId),
    Incident(String),
    Source(usize),
    /// One of the names of a source, by the id it has by itself.
    Name(SourceId),
    Document(DocumentId),
}

impl What {
    /// From `claim:KEY/c3`, `incident:i…`, `source:s…`, `document:KEY`.
    pub(crate) fn of(reader: &Reader<'_>, written: &str) -> Result<Self, Refusal> {
        let unknown = || Refusal::missing("claim, incident, source or document");
        let (kind, id) = written.split_once(':').ok_or_else(unknown)?;
        match kind {
            "claim" => {
                let (key, claim) = id.split_once('/').ok_or_else(unknown)?;
                let listed = reader.view.document_by_key(key).ok_or_else(unknown)?;
                let shown = reader.document(listed)?.ok_or_else(unknown)?;
                let claim = shown.claim_written(claim).ok_or_else(unknown)?.id;
                Ok(Self::Claim(ClaimId { document: listed.id.clone(), claim }))
            }
            "incident" => {
                reader.view.incident_once(id).map(|it| Self::Incident(it.id.0.clone())).ok_or_else(unknown)
            }
            "source" => reader.view.source(id).map(|(at, _)| Self::Source(at)).ok_or_else(unknown),
            "name" => {
                let id = SourceId(id.to_owned());
                reader.view.source_with(&id).map(|_| Self::Name(id)).ok_or_else(unknown)
            }
            "document" => {
                reader.view.document_by_key(id).map(|it| Self::Document(it.id.clone())).ok_or_else(unknown)
            }
            _ => Err(unknown()),
        }
    }

    /// The subject under which the case keeps an answer to a question of it: the one that it was answered under before.
    pub(crate) fn subject(&self, reader: &Reader<'_>, kind: &str) -> Result<String, Refusal> {
        let ids = match self {
            Self::Claim(claim) => return Ok(claim.to_string()),
            Self::Name(id) => return Ok(id.0.clone()),
            Self::Document(id) => return Ok(id.0.clone()),
            Self::Incident(id) => reader.view.incident(id).map(judged::ids_of_incident).unwrap_or_default(),
            Self::Source(at) => judged::ids_of_source(&reader.view.sources()[*at]),
        };
        let stands = standing_of(reader.asked, &ids, kind)?;
        let subject = stands.map(|it| it.subject).or_else(|| ids.into_iter().next());
        subject.ok_or_else(|| Refusal::missing("incident"))
    }
}

/// How a claim is written in forms.
pub(crate) fn what_claim(listed: &firsthand_store::Listed, claim: &str) -> String {
    format!("claim:{}/{claim}", view::key(listed))
}

/// What stands over a question, if anybody ever decided.
pub(crate) fn standing(asked: &Asked, subject: &str, kind: &str) -> Result<Option<Standing>, Refusal> {
    asked.desk.pool.with(|case| case.standing(subject, kind).map_err(Refusal::from))
}

/// What stands over a question of whatever goes by these ids, its own first.
pub(crate) fn standing_of(asked: &Asked, ids: &[String], kind: &str) -> Result<Option<Standing>, Refusal> {
    asked.desk.pool.with(|case| judged::standing(case, ids, kind).map_err(Refusal::from))
}

/// Every decision over whatever goes by these ids, first to last.
pub(crate) fn history_of(asked: &Asked, ids: &[String]) -> Result<Vec<Decided>, Refusal> {
    let mut all = Vec::new();
    for id in ids {
        all.extend(history(asked, id)?);
    }
    all.sort_by_key(|it| it.decision);
    Ok(all)
}

/// Every decision over a subject, first to last.
pub(crate) fn history(asked: &Asked, subject: &str) -> Result<Vec<Decided>, Refusal> {
    asked.desk.pool.with(|case| case.history(subject).map_err(Refusal::from))
}

/// The hidden fields of a decision's form: about what, which question, and which answer the page shows.
pub(crate) fn question(asked: &Asked, what: &str, kind: &str, stands: Option<&Standing>) -> Markup {
    html! {
        (csrf(&asked.session))
        input type="hidden" name="what" value=(what);
        input type="hidden" name="kind" value=(kind);
        input type="hidden" name="version" value=(stands.map_or(0, |it| it.version));
        input type="hidden" name="back" value=(asked.address);
    }
}

/// The grade of an incident: what the program suggests with its reasons, what a person decided, and a form to decide.
pub(crate) fn credibility(asked: &Asked, incident: &Incident) -> Result<Markup, Refusal> {
    let stands = standing_of(asked, &judged::ids_of_incident(incident), "credibility")?;
    let suggested = incident.grade.credibility.as_str();
    let decided = stands.as_ref().and_then(|it| it.value.as_str());
    let words = |grade: &str| CREDIBILITY.iter().find(|(it, _)| *it == grade).map_or("", |(_, words)| *words);
    Ok(html! {
        h3 { "Credibility" }
        p {
            @if let (Some(grade), Some(it)) = (decided, &stands) {
                strong { (grade) ", " (words(grade)) } " " span.soft.small { "decided by " bdi { (it.who) } ", " (day(&it.time)) }
                @if !it.why.is_empty() { br; span.small { bdi { (it.why) } } }
            } @else { "Nobody has decided yet." }
        }
        p { span.chip.suggested { "suggested" } " " (suggested) ", " (words(suggested)) }
        (reasons(&incident.grade.because))
        @if asked.decides() {
            details.no-print {
                summary { "Decide the credibility" }
                form method="post" action="/decide" {
                    (question(asked, &format!("incident:{}", incident.id), "credibility", stands.as_ref()))
                    fieldset {
                        legend { "Of what is said, whoever says it" }
                        @for (grade, words) in CREDIBILITY {
                            div { label { input type="radio" name="value" value=(grade) required checked[decided == Some(grade)]; (grade) " " (words) } }
                        }
                    }
                    @if incident.origins.low < 2 {
                        p.small.soft { "1 says that independent sources confirm it. Only " (incident.origins.low)
                            (if incident.origins.low == 1 { " is" } else { " are" }) " certain here, so 1 needs a reason." }
                    }
                    (why_field("credibility"))
                    button.main { "Decide" }
                }
            }
        }
    })
}

fn reasons(because: &[String]) -> Markup {
    html! { ul.small { @for line in because { li { bdi { (line) } } } } }
}

/// The field for a reason.
pub(crate) fn why_field(kind: &str) -> Markup {
    let id = format!("why-{kind}");
    html! { div.field { label for=(id) { "Why" } input id=(id) type="text" name="why" maxlength="2000" autocomplete="off"; } }
}

/// The day of a moment.
pub(crate) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// A source's reliability with its history, and a form to set it.
pub(crate) fn reliability(asked: &Asked, source: &Source) -> Result<Markup, Refusal> {
    let ids = judged::ids_of_source(source);
    let stands = standing_of(asked, &ids, "reliability")?;
    let grade = stands.as_ref().and_then(|it| it.value.as_str()).unwrap_or("F").to_owned();
    let words = RELIABILITY.iter().find(|(it, _)| *it == grade).map_or("", |(_, words)| *words);
    let history: Vec<Decided> =
        history_of(asked, &ids)?.into_iter().filter(|it| it.kind == "reliability").collect();
    let what = format!("source:{}", shown_id(asked, source)?);
    Ok(html! {
        section.card aria-labelledby="reliability" {
            h2 #reliability { "Reliability" }
            p { strong { (grade) } ", " (words) @if stands.is_none() { " (nobody has decided yet)" } }
            (table(&history))
            @if asked.decides() {
                details.no-print {
                    summary { "Decide the reliability" }
                    form method="post" action="/decide" {
                        (question(asked, &what, "reliability", stands.as_ref()))
                        fieldset {
                            legend { "Of the source, whatever it says" }
                            @for (it, words) in RELIABILITY {
                                div { label { input type="radio" name="value" value=(it) required checked[grade == it]; (it) " " (words) } }
                            }
                        }
                        (why_field("reliability"))
                        button.main { "Decide" }
                    }
                }
            }
        }
    })
}

fn shown_id(asked: &Asked, source: &Source) -> Result<String, Refusal> {
    let view = asked.view()?;
    let at = view.source_with(&source.id).ok_or_else(|| Refusal::missing("source"))?;
    Ok(view.shown_id(at).to_owned())
}

/// Decisions as a table: when, who, from what to what, why.
pub(crate) fn table(history: &[Decided]) -> Markup {
    html! {
        @if !history.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table {
                caption.hidden-label { "What was decided, first to last" }
                thead { tr { th { "When" } th { "Who" } th { "Question" } th { "From" } th { "To" } th { "Why" } } }
                tbody {
                    @for it in history {
                        tr {
                            td.nowrap { (day(&it.time)) } td { bdi { (it.who) } } td { (it.kind) }
                            td { (said(&it.before)) } td { (said(&it.after)) } td { bdi { (it.why) } }
                        }
                    }
                }
            } }
        }
    }
}

/// A decided value in words.
pub(crate) fn said(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(words) => words.clone(),
        Value::Object(fields) if fields.contains_key("protection") => {
            fields["protection"].as_str().unwrap_or_default().to_owned()
        }
        Value::Object(fields) if fields.contains_key("judgement") => {
            fields["judgement"].as_str().unwrap_or_default().replace('-', " ")
        }
        // A withdrawal names what it is of, which is the subject.
        Value::Object(fields) if fields.contains_key("what") => "withdrawn".to_owned(),
        other => other.to_string(),
    }
}

/// What a source has to win or lose: what the program takes it for, what people decided, and a form to decide.
pub(crate) fn stake(reader: &Reader<'_>, at: usize, own: &Source) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let ids = judged::ids_of_source(own);
    let stands = standing_of(asked, &ids, judged::STAKE)?;
    let decided = stands.as_ref().and_then(|it| it.value.as_str());
    let found = reader.view.stake_found(own);
    let history: Vec<Decided> =
        history_of(asked, &ids)?.into_iter().filter(|it| it.kind == judged::STAKE).collect();
    let known: BTreeSet<&str> = reader.view.sources().iter().map(|it| it.stake.as_str()).collect();
    Ok(html! {
        section.card aria-labelledby="stake" {
            h2 #stake { "Stake" }
            @if let Some(decided) = reader.stake_decided(at) { p { strong { bdi { (decided) } } " " span.chip.accent { "decided" } } }
            p { span.chip.suggested { "suggested" } " " bdi { (found) } }
            (table(&history))
            @if asked.decides() {
                details.no-print {
                    summary { "Decide the stake" }
                    form method="post" action="/decide" {
                        (question(asked, &format!("source:{}", reader.view.shown_id(at)), judged::STAKE, stands.as_ref()))
                        p.small.soft { "What it has to win or lose by what it says. Sources of one stake do not corroborate each other." }
                        div.field {
                            label for="stake-value" { "Stake" }
                            input #stake-value type="text" name="value" list="stakes" maxlength="120" autocomplete="off" value=(reader.stake_decided(at).unwrap_or_default());
                            datalist #stakes { @for it in known { option value=(it) {} } }
                        }
                        (why_field("stake"))
                        div.row {
                            button.main { "Decide" }
                            @if decided.is_some() { span.small.soft { "Left empty, the program's view holds again." } }
                        }
                    }
                }
            }
        }
    })
}

/// Whether this source is one with others: what stands, who may be one with it, and forms to decide.
pub(crate) fn source_decisions(reader: &Reader<'_>, at: usize, own: &Source) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let pairs = linked_pairs(reader, own)?;
    let alike = reader.view.alike(&asked.desk.pool, at)?;
    let is_alike = |other: &usize| alike.iter().any(|(it, _)| it == other);
    let others: Vec<usize> = likely_others(reader, at).into_iter().filter(|other| !is_alike(other)).collect();
    let ask = |stands: Option<&Standing>| {
        question(asked, &format!("source:{}", reader.view.shown_id(at)), judged::LINK, stands)
    };
    let page_of = |other: usize| format!("/source/{}", reader.view.shown_id(other));
    Ok(html! {
        section.card aria-labelledby="one-or-two" {
            h2 #one-or-two { "One source, or two" }
            @for (other, stands) in &pairs {
                form.row method="post" action="/link" {
                    (ask(Some(stands)))
                    input type="hidden" name="other" value=(format!("source:{}", reader.view.shown_id(*other)));
                    span { bdi { (reader.source(*other).name) } ": " (said(&stands.value)) ", " bdi { (stands.who) } }
                    @if asked.decides() {
                        @let is_same = stands.value["judgement"] == "same";
                        button.quiet name="value" value=(if is_same { "not-same" } else { "same" }) { "Take back" }
                    }
                }
            }
            @if pairs.is_empty() { p.soft { "Nobody has joined this source with another, or kept it apart from one." } }
            @if !alike.is_empty() {
                h3 { "May be one with" }
                ul.plain {
                    @for (other, pair) in alike.iter().take(ALIKE_LISTED) {
                        li {
                            form.row method="post" action="/link" {
                                (ask(None))
                                input type="hidden" name="other" value=(format!("source:{}", reader.view.shown_id(*other)));
                                span {
                                    span.chip.suggested { "suggested" } " "
                                    a href=(page_of(*other)) { bdi { (reader.source(*other).name) } }
                                    " " span.small.soft { (pair.because) " (" (format!("{:.2}", pair.score)) ")" }
                                }
                                @if asked.decides() {
                                    button.quiet name="value" value="same" { "are one" }
                                    button.quiet name="value" value="not-same" { "are two" }
                                }
                            }
                        }
                    }
                }
                @if alike.len() > ALIKE_LISTED { p.soft.small { "and " (alike.len() - ALIKE_LISTED) " more, less like it" } }
            }
            @if asked.decides() && !others.is_empty() {
                form method="post" action="/link" {
                    (ask(None))
                    div.field {
                        label for="other" { "Another source" }
                        select #other name="other" {
                            @for other in others { option value=(format!("source:{}", reader.view.shown_id(other))) { (reader.source(other).name) } }
                        }
                    }
                    (why_field("link"))
                    div.row {
                        button name="value" value="same" { "are one" }
                        button name="value" value="not-same" { "are two" }
                    }
                }
            }
        }
    })
}

/// Sources listed that may be one with a source.
const ALIKE_LISTED: usize = 12;

/// The decisions over this source and another.
fn linked_pairs(reader: &Reader<'_>, own: &Source) -> Result<Vec<(usize, Standing)>, Refusal> {
    let stand =
        reader.asked.desk.pool.with(|case| case.standing_of_kind(judged::LINK).map_err(Refusal::from))?;
    let is_own = |id: &SourceId| own.id == *id || own.members.iter().any(|member| member.id == *id);
    Ok(stand
        .into_iter()
        .filter_map(|it| {
            let bond: Bond = serde_json::from_value(it.value.clone()).ok()?;
            let Bond::Sources { a, b } = bond else { return None };
            let other = if is_own(&a) {
                b
            } else if is_own(&b) {
                a
            } else {
                return None;
            };
            Some((reader.view.source_with(&other)?, it))
        })
        .collect())
}

/// Sources that share a word of their names with one, or everything there is in a small case.
fn likely_others(reader: &Reader<'_>, at: usize) -> Vec<usize> {
    const LISTED: usize = 60;
    let words = |source: &Source| -> Vec<String> {
        let names = std::iter::once(&source.name).chain(&source.aliases);
        names
            .flat_map(|name| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| word.chars().count() > 3)
            .collect()
    };
    let own = words(&reader.view.sources()[at]);
    let mut others: Vec<(bool, u32, usize)> = reader
        .view
        .sources()
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .map(|(other, source)| {
            (words(source).iter().any(|word| own.contains(word)), source.origin_of + source.relayed, other)
        })
        .collect();
    others.sort_by_key(|&(shares, claims, other)| (std::cmp::Reverse((shares, claims)), other));
    others.into_iter().take(LISTED).map(|(_, _, other)| other).collect()
}

/// The names that were taken as one source, each with a way to keep it apart.
pub(crate) fn names(reader: &Reader<'_>, at: usize, own: &Source) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let shown = reader.source(at);
    // An id is a hash over a name: those of a person whose name is hidden are not for a page.
    let is_hidden = shown.members.is_empty();
    let first = own.members.iter().find(|it| it.id == own.id).or(own.members.first());
    let mut rows = Vec::new();
    for member in own.members.iter().filter(|it| first.is_some_and(|first| first.id != it.id)) {
        let Some(first) = first.filter(|_| !is_hidden && asked.decides()) else {
            rows.push((reader.lists().words(&member.name), None));
            continue;
        };
        let bond = Bond::Sources { a: first.id.clone(), b: member.id.clone() };
        let stands = standing(asked, &judged::subject(&bond), judged::LINK)?;
        let form = question(asked, &format!("name:{}", first.id), judged::LINK, stands.as_ref());
        rows.push((reader.lists().words(&member.name), Some((form, format!("name:{}", member.id)))));
    }
    Ok(html! {
        @if !rows.is_empty() {
            section.card aria-labelledby="names" {
                h2 #names { "Also called" }
                @for (name, form) in &rows {
                    form.row method="post" action="/link" {
                        span { bdi { (name) } }
                        @if let Some((question, other)) = form {
                            (question)
                            input type="hidden" name="other" value=(other);
                            button.quiet name="value" value="not-same" { "is somebody else" }
                        }
                    }
                }
            }
        }
    })
}

/// Whether a source's name may be shown: what the program thinks, what was decided, and a form to decide.
pub(crate) fn protection(reader: &Reader<'_>, at: usize, own: &Source) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let stands = standing_of(asked, &judged::ids_of_source(own), judged::PROTECTION)?;
    let decided = stands.as_ref().and_then(|it| it.value["protection"].as_str()).unwrap_or_default();
    let is_hidden = reader.view.masks.lists.person_in(&own.name).is_some();
    let state = match (decided, is_hidden) {
        ("released", _) => "Released: the name is shown to everybody.",
        ("shielded", _) => "Shielded by a person: the name is hidden everywhere.",
        (_, true) => "Shielded by the program: the name is hidden.",
        (_, false) => "Not shielded.",
    };
    Ok(html! {
        section.card aria-labelledby="protection" {
            h2 #protection { "Protection" }
            p { (state) }
            @if let Some(it) = stands.as_ref().filter(|it| !it.value.is_null()) {
                p.small.soft { "Decided by " bdi { (it.who) } ", " (day(&it.time)) @if !it.why.is_empty() { ": " bdi { (reader.everybody().words(&it.why)) } } }
            }
            @if asked.decides() {
                details.no-print {
                    summary { "Decide the protection" }
                    form method="post" action="/decide" {
                        (question(asked, &format!("source:{}", reader.view.shown_id(at)), judged::PROTECTION, stands.as_ref()))
                        p.small { "Whether somebody may be named is about them, not about what they say. A release holds for every page, list and export, and is in the log." }
                        (why_field("protection"))
                        div.row {
                            @if decided != "released" && is_hidden { button name="value" value="released" { "Release the name" } }
                            @if decided != "shielded" && !is_hidden { button name="value" value="shielded" { "Shield the name" } }
                            @if !decided.is_empty() { button.quiet name="value" value="" { "Back to the program's view" } }
                        }
                    }
                }
            }
        }
    })
}

/// Whether a document or a source still counts, and a form to withdraw it or take it back in.
pub(crate) fn withdrawn(asked: &Asked, what: &str, ids: &[String], noun: &str) -> Result<Markup, Refusal> {
    let stands = standing_of(asked, ids, judged::WITHDRAWN)?;
    let gone = stands.as_ref().filter(|it| !it.value.is_null());
    Ok(html! {
        @if let Some(it) = gone {
            p.note.warn { "Withdrawn by " bdi { (it.who) } ", " (day(&it.time)) @if !it.why.is_empty() { ": " bdi { (it.why) } } ". It counts towards nothing." }
        }
        @if asked.decides() {
            details.no-print {
                summary { (if gone.is_some() { "Take it back in" } else { "Withdraw it" }) }
                form method="post" action="/withdraw" {
                    (question(asked, what, judged::WITHDRAWN, stands.as_ref()))
                    p.small { "A " (noun) " that whoever stood behind it took back, or that was found to be worthless, counts towards no incident. Nothing is deleted." }
                    (why_field("withdrawn"))
                    @if gone.is_some() { button name="value" value="no" { "It counts again" } }
                    @else { button name="value" value="yes" { "It no longer counts" } }
                }
            }
        }
    })
}

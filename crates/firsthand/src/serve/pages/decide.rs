//! Takes decisions: checks that the answer is one to the question, writes it, and where somebody else was first shows both.

use axum::http::StatusCode;
use firsthand_schema::{
    ids::ClaimId,
    link::{Bond, Judgement, Withdrawn},
};
use firsthand_store::{Conflict, Decide, Decided, Fault, Standing};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::door::back;
use crate::{
    anchors,
    cli::case::now,
    judged::{self, Guarded},
    linked::first_claim,
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room, csrf},
        review::{self, CREDIBILITY, RELIABILITY, STATUSES, What},
        shown::Reader,
    },
};

/// The longest reason or note, in letters: some pages.
const WORDS_MAX: usize = 8000;

/// The longest stake, in letters: a line.
const STAKE_MAX: usize = 120;

/// A decision that passed.
struct Passed {
    subject: String,
    kind: String,
    value: Value,
    why: String,
    version: i64,
    /// Where the claims stand that it is over.
    seen: Value,
}

/// What became of a decision.
pub(crate) enum Became {
    Stands(Standing),
    Conflict(Box<Conflict>),
}

/// `POST /decide`: one answer to one question.
pub(crate) fn one(asked: &Asked) -> Result<Answer, Refusal> {
    answered(asked, decide(asked)?, "/decide")
}

/// Back to where the form was, or both answers beside each other; `to` takes the form once more.
fn answered(asked: &Asked, became: Became, to: &str) -> Result<Answer, Refusal> {
    match became {
        // A name that was released or shielded has another address now.
        Became::Stands(stands) if stands.kind == judged::PROTECTION => Ok(Answer::See("/sources".to_owned())),
        Became::Stands(_) => Ok(Answer::See(back(asked))),
        Became::Conflict(conflict) => conflicting(asked, &conflict, to),
    }
}

/// Takes one decision from a form or a record.
pub(crate) fn decide(asked: &Asked) -> Result<Became, Refusal> {
    let reader = Reader::of(asked)?;
    let passed = passed(&reader, asked.form.or_empty("what"), asked.form.or_empty("version"))?;
    written(asked, &passed)
}

/// `POST /decide/many`: one answer for many claims, all or none; each has its own entry in the log.
pub(crate) fn many(asked: &Asked) -> Result<Answer, Refusal> {
    match decide_many(asked)? {
        Ok(_) => Ok(Answer::See(back(asked))),
        Err(conflict) => conflicting(asked, &conflict, "/decide"),
    }
}

/// The same from a form or a record: `what` holds the claim and the version seen, as `claim:KEY/c3@0`.
pub(crate) fn decide_many(asked: &Asked) -> Result<Result<usize, Box<Conflict>>, Refusal> {
    let reader = Reader::of(asked)?;
    let mut all = Vec::new();
    for written in asked.form.all("what") {
        let (what, version) = written.rsplit_once('@').unwrap_or((written, "0"));
        all.push(passed(&reader, what, version)?);
    }
    if all.is_empty() {
        return Err(Refusal::bad(
            "No claim was chosen: nothing was done. Mark some first (x marks the one in hand).",
        ));
    }
    let time = now();
    let decisions: Vec<Decide<'_>> = all.iter().map(|it| it.decide(&time, &asked.session.who)).collect();
    match asked.desk.pool.with(|case| case.decide_all(&decisions)) {
        Ok(stand) => Ok(Ok(stand.len())),
        Err(Fault::Conflict(conflict)) => Ok(Err(conflict)),
        Err(fault) => Err(fault.into()),
    }
}

impl Passed {
    fn decide<'d>(&'d self, time: &'d str, who: &'d str) -> Decide<'d> {
        Decide {
            time,
            who,
            subject: &self.subject,
            kind: &self.kind,
            value: &self.value,
            why: &self.why,
            expected: Some(self.version),
            seen: &self.seen,
        }
    }
}

fn written(asked: &Asked, passed: &Passed) -> Result<Became, Refusal> {
    let time = now();
    match asked.desk.pool.with(|case| case.decide(&passed.decide(&time, &asked.session.who))) {
        Ok(stands) => Ok(Became::Stands(stands)),
        Err(Fault::Conflict(conflict)) => Ok(Became::Conflict(conflict)),
        Err(fault) => Err(fault.into()),
    }
}

/// Checks that the form's answer is one that the question has.
fn passed(reader: &Reader<'_>, what: &str, version: &str) -> Result<Passed, Refusal> {
    let form = &reader.asked.form;
    let (what, kind) = (What::of(reader, what)?, form.or_empty("kind"));
    let (value, why) = (form.or_empty("value"), form.or_empty("why"));
    if value.chars().count() > WORDS_MAX || why.chars().count() > WORDS_MAX {
        return Err(Refusal::bad(format!("That is longer than {WORDS_MAX} letters.")));
    }
    let is_one_of = |all: &[(&str, &str)]| all.iter().any(|(it, _)| *it == value);
    // An answer that is taken back is always one.
    let is = |fits: bool| value.is_empty() || fits;
    let fits = match (&what, kind) {
        (What::Claim(claim), "span") => return span(reader, claim, version),
        (What::Source(at), judged::PROTECTION) => return protection(reader, *at, version),
        (What::Claim(_), "status") => is(STATUSES.contains(&value)),
        (What::Incident(id), "credibility") => {
            is(is_one_of(&CREDIBILITY) && may_be_one(reader, id, value, why)?)
        }
        (What::Source(_), "reliability") => is(is_one_of(&RELIABILITY)),
        (What::Source(_), judged::STAKE) => value.trim() == value && value.chars().count() <= STAKE_MAX,
        (_, "note") => true,
        _ => false,
    };
    if !fits {
        return Err(Refusal::bad(
            "That is no answer to this question. Go back, reload the page and choose one of those it offers.",
        ));
    }
    let value = if value.is_empty() { Value::Null } else { json!(value) };
    let over = match &what {
        What::Claim(claim) => Some(claim.clone()),
        What::Incident(id) => reader.view.incident(id).and_then(first_claim),
        _ => None,
    };
    let seen = anchored(reader, over.as_ref())?;
    let version = version_seen(version)?;
    let (subject, kind, why) = (what.subject(reader, kind)?, kind.to_owned(), why.to_owned());
    Ok(Passed { subject, kind, value, why, version, seen })
}

/// Where a claim stands, to be kept with what is decided over it.
fn anchored(reader: &Reader<'_>, claim: Option<&ClaimId>) -> Result<Value, Refusal> {
    let claims: Vec<&ClaimId> = claim.into_iter().collect();
    reader.asked.desk.pool.with(|case| anchors::seen(case, &claims).map_err(Refusal::from))
}

/// The version that the form saw.
fn version_seen(version: &str) -> Result<i64, Refusal> {
    version.parse().map_err(|_| Refusal::bad("The form does not say which version it saw: reload the page."))
}

/// "Confirmed by other independent sources" is not said where there are none, unless somebody gives a reason.
fn may_be_one(reader: &Reader<'_>, incident: &str, value: &str, why: &str) -> Result<bool, Refusal> {
    let low = reader.view.incident(incident).map_or(0, |it| it.origins.low);
    if value == "1" && low < 2 && why.is_empty() {
        return Err(Refusal::bad(format!(
            "Credibility 1 says that independent sources confirm it, and only {low} is certain here. Give a reason, or choose 2."
        )));
    }
    Ok(true)
}

/// Words that a person marked as the claim: from one letter of the text to another, in code points.
fn span(reader: &Reader<'_>, claim: &ClaimId, version: &str) -> Result<Passed, Refusal> {
    let form = &reader.asked.form;
    let shown =
        reader.view.document(&claim.document).and_then(|listed| reader.document(listed).ok().flatten());
    let shown = shown.ok_or_else(|| Refusal::missing("claim"))?;
    if shown.hides {
        return Err(Refusal::bad(
            "Names are hidden in this text, so its letters are not where they stand in the original. Show names on the page Account first.",
        ));
    }
    let number = |name: &str| form.get(name).and_then(|it| it.parse::<u32>().ok());
    let length = u32::try_from(shown.document.text.chars().count()).unwrap_or(u32::MAX);
    let value = match (number("start"), number("end")) {
        (Some(start), Some(end)) if start < end && end <= length => json!([[start, end]]),
        (None, None) => Value::Null,
        _ => return Err(Refusal::bad("No words are marked: mark them in the text first.")),
    };
    Ok(Passed {
        subject: claim.to_string(),
        kind: "span".to_owned(),
        value,
        why: form.or_empty("why").to_owned(),
        version: version_seen(version)?,
        seen: anchored(reader, Some(claim))?,
    })
}

/// Releases the names of a source, or has them shielded; blank for the program's own view.
fn protection(reader: &Reader<'_>, at: usize, version: &str) -> Result<Passed, Refusal> {
    let (form, source) = (&reader.asked.form, &reader.view.sources()[at]);
    let why = form.or_empty("why").to_owned();
    let names: Vec<String> = std::iter::once(&source.name)
        .chain(source.members.iter().map(|member| &member.name))
        .map(|name| name.to_lowercase())
        .collect();
    let value = match form.or_empty("value") {
        "" => Value::Null,
        "released" if why.is_empty() => {
            return Err(Refusal::bad(
                "Say why this name may be shown to everybody: it is entered in the log.",
            ));
        }
        "shielded" => {
            // The number must be there before the name is to be hidden by it.
            reader.asked.desk.pool.with(|case| case.give_pseudonyms(&names).map_err(Refusal::from))?;
            json!(Guarded { protection: "shielded".to_owned(), names })
        }
        "released" => json!(Guarded { protection: "released".to_owned(), names }),
        _ => return Err(Refusal::bad("Say whether the name is released or shielded.")),
    };
    let (version, kind) = (version_seen(version)?, judged::PROTECTION.to_owned());
    let subject = What::Source(at).subject(reader, &kind)?;
    Ok(Passed { subject, kind, value, why, version, seen: Value::Null })
}

/// `POST /link`: two sources, or two claims, are one or are two.
pub(crate) fn link(asked: &Asked) -> Result<Answer, Refusal> {
    answered(asked, bind(asked)?, "/link")
}

/// The same from a form or a record.
pub(crate) fn bind(asked: &Asked) -> Result<Became, Refusal> {
    let reader = Reader::of(asked)?;
    let form = &asked.form;
    let judgement = match form.or_empty("value") {
        "same" => Judgement::Same,
        "not-same" => Judgement::NotSame,
        _ => return Err(Refusal::bad("Say whether they are one (same) or two (not-same).")),
    };
    let bond = bond(&reader, form.or_empty("what"), form.or_empty("other"))?;
    let subject = judged::subject(&bond);
    let stands = review::standing(asked, &subject, judged::LINK)?;
    let seen: i64 = form.get("version").and_then(|it| it.parse().ok()).unwrap_or(0);
    // A form that joins or parts two for the first time saw nothing standing, whatever its own question was.
    if stands.as_ref().map_or(0, |it| it.version) != seen {
        return Ok(Became::Conflict(Box::new(Conflict {
            subject,
            kind: judged::LINK.to_owned(),
            expected: seen,
            stands,
        })));
    }
    let (time, who, why) = (now(), asked.session.who.clone(), form.or_empty("why").to_owned());
    let came = asked.desk.pool.with(|case| judged::decide(case, &bond, judgement, (&time, &who, &why)));
    match came {
        Err(Fault::Conflict(conflict)) => return Ok(Became::Conflict(conflict)),
        came => came?,
    };
    review::standing(asked, &subject, judged::LINK)?
        .map(Became::Stands)
        .ok_or_else(|| Refusal::missing("decision"))
}

fn bond(reader: &Reader<'_>, what: &str, other: &str) -> Result<Bond, Refusal> {
    let sources = reader.view.sources();
    match (What::of(reader, what)?, What::of(reader, other)?) {
        (What::Source(a), What::Source(b)) if a != b => {
            Ok(Bond::Sources { a: sources[a].id.clone(), b: sources[b].id.clone() })
        }
        (What::Name(a), What::Name(b)) if a != b => Ok(Bond::Sources { a, b }),
        (What::Claim(a), What::Claim(b)) if a != b => Ok(Bond::Claims { a, b }),
        (What::Claim(claim), What::Incident(id)) => {
            let own = |it: &firsthand_schema::incident::ClaimRef| {
                it.document == claim.document && it.claim == claim.claim
            };
            let first = reader.view.incident(&id).and_then(|it| it.claims.iter().find(|it| !own(it)));
            let first = first.ok_or_else(|| {
                Refusal::bad("The incident holds no other claim: there is nothing to decide.")
            })?;
            Ok(Bond::Claims { a: claim, b: ClaimId { document: first.document.clone(), claim: first.claim } })
        }
        _ => Err(Refusal::bad(
            "Two different sources can be joined or parted, or a claim and another claim or incident.",
        )),
    }
}

/// `POST /withdraw`: a document or a source no longer counts, or counts again.
pub(crate) fn withdraw(asked: &Asked) -> Result<Answer, Refusal> {
    answered(asked, withdrawn(asked)?, "/withdraw")
}

/// The same from a form or a record.
pub(crate) fn withdrawn(asked: &Asked) -> Result<Became, Refusal> {
    let reader = Reader::of(asked)?;
    let form = &asked.form;
    let gone = match form.or_empty("value") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::bad("Say whether it is withdrawn (yes) or counts again (no).")),
    };
    let what = What::of(&reader, form.or_empty("what"))?;
    let withdrawn = match &what {
        What::Document(id) => Withdrawn::Document { id: id.clone() },
        What::Source(at) => Withdrawn::Source { id: reader.view.sources()[*at].id.clone() },
        _ => return Err(Refusal::bad("A document or a source can be withdrawn.")),
    };
    let version = form.get("version").and_then(|it| it.parse().ok()).unwrap_or(0);
    let value = if gone { json!(withdrawn) } else { Value::Null };
    let kind = judged::WITHDRAWN.to_owned();
    let (subject, why) = (what.subject(&reader, &kind)?, form.or_empty("why").to_owned());
    written(asked, &Passed { subject, kind, value, why, version, seen: Value::Null })
}

/// `POST /undo`: takes back the last thing that this person decided and did not take back yet.
pub(crate) fn undo(asked: &Asked) -> Result<Answer, Refusal> {
    answered(asked, taken_back(asked)?, "/decide")
}

/// Decisions looked through for one to undo.
const UNDO_MAX: u32 = 500;

/// The same from a form or a record.
pub(crate) fn taken_back(asked: &Asked) -> Result<Became, Refusal> {
    let who = asked.session.who.clone();
    let last = asked.desk.pool.with(|case| case.last_decisions_of(&who, UNDO_MAX).map_err(Refusal::from))?;
    let undone: Vec<i64> =
        last.iter().filter_map(|it| it.why.strip_prefix("undo of ")?.parse().ok()).collect();
    let one = last.into_iter().find(|it| !it.why.starts_with("undo of ") && !undone.contains(&it.decision));
    let one = one.ok_or_else(|| Refusal::bad("There is nothing of yours to undo."))?;
    // What stands may be this decision itself, or an undo that came back to it; anything else is another person's word.
    let stands = review::standing(asked, &one.subject, &one.kind)?;
    let is_mine = stands.as_ref().filter(|it| it.who == who && it.value == one.after);
    let version = is_mine.map_or(one.version, |it| it.version);
    let why = format!("undo of {}", one.decision);
    let Decided { subject, kind, before: value, seen, .. } = one;
    written(asked, &Passed { subject, kind, value, why, version, seen })
}

/// Two people decided at once: the answer that stands beside the one that was not written.
fn conflicting(asked: &Asked, conflict: &Conflict, to: &str) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let content = html! {
        h1 { "Somebody decided this first" }
        p { "Nothing of yours was written. Look at both, and decide again if yours should stand." }
        div.sides {
            section.side {
                h2 { "Stands now" }
                @if let Some(it) = &conflict.stands {
                    p { strong { (review::said(&it.value)) } }
                    p.soft { bdi { (reader.everybody().words(&it.who)) } ", " (it.time.replace('T', " ")) }
                    p { bdi { (reader.everybody().words(&it.why)) } }
                } @else { p { "Nothing: it was taken back." } }
            }
            section.side {
                h2 { "Yours" }
                p { strong { (asked.form.get("value").unwrap_or("taken back")) } }
                p.soft { bdi { (asked.session.who) } }
                p { bdi { (asked.form.or_empty("why")) } }
            }
        }
        div.row {
            a.button href=(back(asked)) { "Leave it as it stands" }
            (again(asked, conflict, to))
        }
    };
    Ok(Answer::Wrong(StatusCode::CONFLICT, layout::page(asked, Room::Review, "Conflict", &content)))
}

/// The same form once more, now having seen what stands.
fn again(asked: &Asked, conflict: &Conflict, to: &str) -> Markup {
    let version = conflict.stands.as_ref().map_or(0, |it| it.version);
    let is_many = asked.form.all("what").count() > 1;
    html! {
        // Which of many was in the way is told by its subject; deciding over all of them again is the queue's business.
        @if !is_many && asked.form.get("what").is_some() {
            form method="post" action=(to) {
                (csrf(&asked.session))
                @for (name, value) in asked.form.without("csrf").without("version").iter() {
                    input type="hidden" name=(name) value=(if name == "what" { value.rsplit_once('@').map_or(value, |(what, _)| what) } else { value });
                }
                input type="hidden" name="version" value=(version);
                button.main { "Decide as I did" }
            }
        }
    }
}

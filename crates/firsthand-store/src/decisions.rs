//! What people decided: each decision is added, sealed in the log, and never changed; the last one over a question
//! stands.
//!
//! A question is a subject (a document, claim, source or incident, by its id) and a kind (`status`, `reliability`,
//! `withdrawn` …). An answer is any JSON; `null` takes the decision back. The store does not know what the kinds mean.
//!
//! ```text
//! decide(subject "c…", kind "status", value "disputed", expected 0)  →  Standing { version 1, … }
//! decide(subject "c…", kind "status", value "confirmed", expected 0) →  Fault::Conflict: "disputed" stands, by whom
//! ```
//!
//! Two people may look at one claim at the same time. Whoever decides says which version they saw; if another one stands
//! by then, nothing is written, and the fault carries what stands and who set it.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    case::Case,
    fault::Fault,
    log::{self, Deed},
};

/// The deed under which a decision stands in the log.
pub(crate) const DECIDED: &str = "decided";

/// A decision to be written.
#[derive(Clone, Copy, Debug)]
pub struct Decide<'d> {
    /// When, UTC, RFC 3339.
    pub time: &'d str,
    /// Who; may be a pseudonym.
    pub who: &'d str,
    /// Over what: the id of a document, claim, source or incident, or whatever else the program tells apart.
    pub subject: &'d str,
    /// Over which question of it, in one word.
    pub kind: &'d str,
    /// The answer; `null` takes back what stands.
    pub value: &'d Value,
    /// Why, in the words of whoever decides; may be empty.
    pub why: &'d str,
    /// The version that whoever decides has seen: 0 where nothing stood. None has the last word whatever stands, as for
    /// a note that is added to others.
    pub expected: Option<i64>,
    /// What was looked at, in whatever form finds it again when the documents are read anew; `null` for nothing.
    pub seen: &'d Value,
}

/// What stands over one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Over what.
    pub subject: String,
    /// Over which question of it.
    pub kind: String,
    /// The answer; `null` where it was taken back.
    pub value: Value,
    /// How many decisions there have been over this question. The next one is to expect it.
    pub version: i64,
    /// Who decided last.
    pub who: String,
    /// When, UTC.
    pub time: String,
    /// Why; may be empty.
    pub why: String,
    /// The number of the decision in the case.
    pub decision: i64,
}

/// One decision, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// Its number in the case, from 1.
    pub decision: i64,
    /// When, UTC.
    pub time: String,
    /// Who.
    pub who: String,
    /// Over what.
    pub subject: String,
    /// Over which question of it.
    pub kind: String,
    /// Which decision over this question it was, from 1.
    pub version: i64,
    /// What stood before; `null` where nothing did.
    pub before: Value,
    /// What stands since; `null` where it was taken back.
    pub after: Value,
    /// Why; may be empty.
    pub why: String,
    /// What was looked at, as whoever decided had it kept; no part of what is shown.
    #[serde(skip_serializing)]
    pub seen: Value,
}

/// Why a decision was not written: another one was there first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Over what.
    pub subject: String,
    /// Over which question of it.
    pub kind: String,
    /// The version that was expected.
    pub expected: i64,
    /// What stands now, and who set it; none where nothing does.
    pub stands: Option<Standing>,
}

/// What a decision's row holds beside time and person; its log entry holds the same.
#[derive(serde::Deserialize)]
struct Details {
    subject: String,
    kind: String,
    version: i64,
    before: Value,
    after: Value,
    why: String,
    #[serde(default)]
    seen: Value,
}

impl Case {
    /// Writes one decision: a row in `decisions`, an entry in the log, and what stands, in one transaction.
    ///
    /// # Errors
    ///
    /// [`Fault::Conflict`] when another version stands than was expected; else when the case cannot be written. Nothing
    /// is written then.
    pub fn decide(&mut self, decision: &Decide<'_>) -> Result<Standing, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stands = write(&transaction, decision)?;
        transaction.commit()?;
        Ok(stands)
    }

    /// Writes several decisions, or none of them: each has its own row, its own log entry and its own expected version.
    ///
    /// # Errors
    ///
    /// As [`Case::decide`], for the first that cannot be written.
    pub fn decide_all(&mut self, decisions: &[Decide<'_>]) -> Result<Vec<Standing>, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stand =
            decisions.iter().map(|decision| write(&transaction, decision)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(stand)
    }

    /// What stands over one question; none where nobody ever decided. A decision that was taken back stands as `null`.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn standing(&self, subject: &str, kind: &str) -> Result<Option<Standing>, Fault> {
        of_question(&self.connection, subject, kind)
    }

    /// Everything that stands over some subjects, in order of subject and kind.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn standing_over(&self, subjects: &[&str]) -> Result<Vec<Standing>, Fault> {
        let asked = serde_json::to_string(subjects)?;
        let mut statement = self.connection.prepare_cached(&stands(
            "standing.subject IN (SELECT value FROM json_each(?1)) ORDER BY standing.subject, standing.kind",
        ))?;
        let rows = statement.query_map([asked], of_row)?;
        collected(rows)
    }

    /// Everything that stands over one question, for every subject of the case, in order of subject.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn standing_of_kind(&self, kind: &str) -> Result<Vec<Standing>, Fault> {
        let mut statement = self
            .connection
            .prepare_cached(&stands("standing.kind = ?1 ORDER BY standing.kind, standing.subject"))?;
        let rows = statement.query_map([kind], of_row)?;
        collected(rows)
    }

    /// Every decision ever made over a subject, first to last.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn history(&self, subject: &str) -> Result<Vec<Decided>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, time, who, details FROM decisions WHERE details ->> 'subject' = ?1 ORDER BY number",
        )?;
        let rows = statement.query_map([subject], decided)?;
        collected(rows)
    }

    /// The decisions after one number, first to last, at most so many: what happened since somebody last looked.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn decisions(&self, after: i64, most: u32) -> Result<Vec<Decided>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, time, who, details FROM decisions WHERE number > ?1 ORDER BY number LIMIT ?2",
        )?;
        let rows = statement.query_map(params![after, most], decided)?;
        collected(rows)
    }

    /// The last decisions of one person, newest first, at most so many: what they may want to undo.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn last_decisions_of(&self, who: &str, most: u32) -> Result<Vec<Decided>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, time, who, details FROM decisions WHERE who = ?1 ORDER BY number DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![who, most], decided)?;
        collected(rows)
    }

    /// Makes what stands again from the decisions, as `rebuild` does with everything that is derived.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then what stood before stands.
    pub fn restand(&mut self) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM standing", [])?;
        transaction.execute(
            "INSERT INTO standing (subject, kind, value, version, decision)
             SELECT details ->> 'subject', details ->> 'kind', details -> 'after', details ->> 'version', number
             FROM decisions WHERE number IN
               (SELECT max(number) FROM decisions GROUP BY details ->> 'subject', details ->> 'kind')",
            [],
        )?;
        transaction.commit()?;
        Ok(())
    }
}

/// Writes a decision within a transaction that holds the write lock.
fn write(connection: &Connection, decision: &Decide<'_>) -> Result<Standing, Fault> {
    let stood = of_question(connection, decision.subject, decision.kind)?;
    let version = stood.as_ref().map_or(0, |it| it.version);
    if let Some(expected) = decision.expected.filter(|&expected| expected != version) {
        return Err(Fault::Conflict(Box::new(Conflict {
            subject: decision.subject.to_owned(),
            kind: decision.kind.to_owned(),
            expected,
            stands: stood,
        })));
    }
    let version = version + 1;
    let number: i64 = connection
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM decisions")?
        .query_row([], |row| row.get(0))?;
    let mut details = json!({
        "decision": number, "subject": decision.subject, "kind": decision.kind, "version": version,
        "before": stood.map_or(Value::Null, |it| it.value), "after": decision.value, "why": decision.why,
    });
    if !decision.seen.is_null() {
        details["seen"] = decision.seen.clone();
    }
    connection
        .prepare_cached("INSERT INTO decisions (number, time, who, details) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![number, decision.time, decision.who, details.to_string()])?;
    connection
        .prepare_cached(
            "INSERT INTO standing (subject, kind, value, version, decision) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET value = ?3, version = ?4, decision = ?5",
        )?
        .execute(params![decision.subject, decision.kind, decision.value.to_string(), version, number])?;
    let deed = Deed {
        time: decision.time,
        who: decision.who,
        deed: DECIDED,
        subject: decision.subject,
        details: &details,
    };
    log::append(connection, &deed)?;
    Ok(Standing {
        subject: decision.subject.to_owned(),
        kind: decision.kind.to_owned(),
        value: decision.value.clone(),
        version,
        who: decision.who.to_owned(),
        time: decision.time.to_owned(),
        why: decision.why.to_owned(),
        decision: number,
    })
}

fn of_question(connection: &Connection, subject: &str, kind: &str) -> Result<Option<Standing>, Fault> {
    let mut statement = connection.prepare_cached(&stands("standing.subject = ?1 AND standing.kind = ?2"))?;
    statement.query_row([subject, kind], of_row).optional()?.transpose()
}

/// The query for what stands, under a condition.
fn stands(condition: &str) -> String {
    format!(
        "SELECT standing.subject, standing.kind, standing.value, standing.version, decisions.who, decisions.time,
                decisions.details ->> 'why', decisions.number
         FROM standing JOIN decisions ON decisions.number = standing.decision WHERE {condition}"
    )
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Result<Standing, Fault>> {
    let value: String = row.get(2)?;
    let of = |value| -> rusqlite::Result<Standing> {
        Ok(Standing {
            subject: row.get(0)?,
            kind: row.get(1)?,
            value,
            version: row.get(3)?,
            who: row.get(4)?,
            time: row.get(5)?,
            why: row.get(6)?,
            decision: row.get(7)?,
        })
    };
    serde_json::from_str(&value).map_or_else(|wrong| Ok(Err(wrong.into())), |value| of(value).map(Ok))
}

fn decided(row: &Row<'_>) -> rusqlite::Result<Result<Decided, Fault>> {
    let details: String = row.get(3)?;
    let (decision, time, who) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let read = serde_json::from_str(&details).map_err(Fault::from);
    Ok(read.map(|Details { subject, kind, version, before, after, why, seen }| Decided {
        decision,
        time,
        who,
        subject,
        kind,
        version,
        before,
        after,
        why,
        seen,
    }))
}

/// Rows, each of which may hold a record that cannot be read.
fn collected<T>(rows: impl Iterator<Item = rusqlite::Result<Result<T, Fault>>>) -> Result<Vec<T>, Fault> {
    rows.map(|row| row.map_err(Fault::from).and_then(|it| it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> Case {
        let details = json!({});
        Case::in_memory(&Deed { time: "t", who: "w", deed: "created", subject: "case", details: &details })
            .expect("a case")
    }

    /// Decides for somebody, and says what came of it in one line.
    fn decide(case: &mut Case, who: &str, subject: &str, value: Value, expected: Option<i64>) -> String {
        let decision = Decide {
            time: "t",
            who,
            subject,
            kind: "status",
            value: &value,
            why: "read it again",
            expected,
            seen: &json!({"at": 7}),
        };
        match case.decide(&decision) {
            Ok(stands) => format!("{} {} by {}", stands.version, stands.value, stands.who),
            Err(Fault::Conflict(conflict)) => conflict.stands.map_or_else(
                || "conflict: nothing stands".to_owned(),
                |it| format!("conflict: {} by {}", it.value, it.who),
            ),
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn whoever_decides_second_is_told_what_stands() {
        let mut case = case();
        assert_eq!(decide(&mut case, "Ada", "a/c1", json!("disputed"), Some(0)), "1 \"disputed\" by Ada");
        assert_eq!(
            decide(&mut case, "Ben", "a/c1", json!("confirmed"), Some(0)),
            "conflict: \"disputed\" by Ada"
        );
        let history = case.history("a/c1").expect("a history");
        assert_eq!(history.iter().map(|it| it.seen.clone()).collect::<Vec<_>>(), [json!({"at": 7})]);
        assert_eq!(decide(&mut case, "Ben", "a/c1", json!("confirmed"), Some(1)), "2 \"confirmed\" by Ben");
        assert_eq!(decide(&mut case, "Ben", "a/c2", json!("x"), Some(3)), "conflict: nothing stands");
    }

    #[test]
    fn nothing_is_overwritten_and_taking_back_is_a_decision() {
        let mut case = case();
        for value in [json!({"grade": 2}), json!(null), json!([3])] {
            decide(&mut case, "Ada", "a", value, None);
        }
        let told: Vec<String> = case
            .history("a")
            .expect("a history")
            .iter()
            .map(|it| format!("{} {}→{} {}", it.version, it.before, it.after, it.why))
            .collect();
        assert_eq!(
            told,
            [
                r#"1 null→{"grade":2} read it again"#,
                r#"2 {"grade":2}→null read it again"#,
                "3 null→[3] read it again"
            ]
        );
        let log = case.log().expect("a log");
        assert_eq!(log.iter().filter(|entry| entry.deed == DECIDED && entry.subject == "a").count(), 3);
        assert_eq!(case.verify().breaches, Vec::new());
        assert!(case.connection.execute("UPDATE decisions SET who = 'x'", []).is_err());
        assert!(case.connection.execute("DELETE FROM decisions", []).is_err());
    }

    #[test]
    fn of_several_decisions_all_are_written_or_none() {
        let mut case = case();
        let (yes, no) = (json!("yes"), json!("no"));
        let one = |subject, value, expected| Decide {
            time: "t",
            who: "Ada",
            subject,
            kind: "status",
            value,
            why: "",
            expected,
            seen: &Value::Null,
        };
        let stale = case.decide_all(&[one("a", &yes, Some(0)), one("b", &yes, Some(1))]);
        assert!(matches!(stale, Err(Fault::Conflict(_))));
        assert_eq!(case.standing("a", "status").expect("readable"), None);
        case.decide_all(&[one("b", &yes, Some(0)), one("a", &no, Some(0))]).expect("written");
        let stand = |subjects: &[&str]| -> Vec<String> {
            let found = case.standing_over(subjects).expect("readable");
            found.iter().map(|it| format!("{} {}", it.subject, it.value)).collect()
        };
        assert_eq!(stand(&["b", "a", "c"]), ["a \"no\"", "b \"yes\""]);
        assert_eq!(stand(&[]), Vec::<String>::new());
        assert_eq!(case.standing_of_kind("status").expect("readable").len(), 2);
        assert_eq!(case.decisions(1, 10).expect("readable").len(), 1);
    }

    #[test]
    fn what_stands_can_be_made_again_and_damage_to_it_shows() {
        let mut case = case();
        for (subject, value) in [("a", json!(1)), ("b", json!(2)), ("a", json!(3)), ("b", json!(null))] {
            decide(&mut case, "Ada", subject, value, None);
        }
        let before = case.standing_of_kind("status").expect("readable");
        case.restand().expect("made again");
        assert_eq!(case.standing_of_kind("status").expect("readable"), before);
        case.connection.execute("UPDATE standing SET value = '9' WHERE subject = 'a'", []).expect("changed");
        assert_eq!(case.verify().breaches.len(), 1);
        case.restand().expect("made again");
        assert_eq!(case.verify().breaches, Vec::new());
    }

    #[test]
    fn a_decision_that_was_forged_or_cut_shows() {
        let mut forged = case();
        decide(&mut forged, "Ada", "a", json!(1), None);
        forged
            .connection
            .execute_batch("DROP TRIGGER decisions_stay; UPDATE decisions SET who = 'Ben';")
            .expect("changed");
        assert_eq!(forged.verify().breaches.len(), 1);
        let mut cut = case();
        decide(&mut cut, "Ada", "a", json!(1), None);
        cut.connection
            .execute_batch("DROP TRIGGER decisions_remain; DELETE FROM standing; DELETE FROM decisions;")
            .expect("changed");
        assert_eq!(cut.verify().breaches.len(), 1);
        let mut slipped_in = case();
        decide(&mut slipped_in, "Ada", "a", json!(1), None);
        slipped_in
            .connection
            .execute_batch("INSERT INTO decisions SELECT 2, time, who, details FROM decisions")
            .expect("changed");
        assert!(!slipped_in.verify().breaches.is_empty());
    }
}

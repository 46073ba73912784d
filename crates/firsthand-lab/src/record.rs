//! Keeps figures by date, so that a change can be laid beside what was measured before.
//!
//! In: what came out of a suite, and the day. Out: `corpus/record/<day>/<suite>.toml`.

use std::{fmt::Write as _, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Figure, Value},
    suite::{Outcome, Suite},
};

/// The figures of one suite on one day, as kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Which suite.
    pub suite: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// The gold file, as the suite names it.
    pub gold: String,
    /// Its SHA-256.
    pub gold_sha256: String,
    /// How many documents.
    pub documents: usize,
    /// How many words.
    pub words: usize,
    /// The figures.
    pub figure: Vec<Kept>,
}

/// One figure, as kept: per cent with one digit after the point, as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What was measured.
    pub name: String,
    /// Precision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Recall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    /// F1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub f1: Option<f64>,
    /// A share, where there is no precision and recall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// A bare number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many there were to find, or to judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
}

impl Kept {
    fn of(figure: &Figure) -> Self {
        let tenth = |value: f64| (value * 10.0).round() / 10.0;
        let mut kept = Self {
            name: figure.name.clone(),
            precision: None,
            recall: None,
            f1: None,
            share: None,
            number: None,
            unit: None,
            of: None,
        };
        match &figure.value {
            Value::Found(found) => {
                kept.precision = Some(tenth(100.0 * found.precision()));
                kept.recall = Some(tenth(100.0 * found.recall()));
                kept.f1 = Some(tenth(100.0 * found.f1()));
                kept.of = Some(found.gold);
            }
            Value::Mean { precision, recall } => {
                kept.precision = Some(tenth(100.0 * precision));
                kept.recall = Some(tenth(100.0 * recall));
                kept.f1 = Some(tenth(figure.value.headline()));
            }
            Value::Share { of, .. } => {
                kept.share = Some(tenth(figure.value.headline()));
                kept.of = Some(*of);
            }
            Value::Number(number, unit) => {
                kept.number = Some(tenth(*number));
                kept.unit = Some((*unit).to_owned());
            }
        }
        kept
    }
}

/// Today's date on the machine's clock, UTC.
#[must_use]
pub fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Keeps what came out, over what the same suite left on the same day.
///
/// # Errors
///
/// When the file cannot be written.
pub fn keep(project: &Path, suite: &Suite, outcome: &Outcome, day: &str) -> Result<String, String> {
    let record = Record {
        suite: suite.name.clone(),
        day: day.to_owned(),
        gold: suite.gold.clone(),
        gold_sha256: outcome.gold_sha256.clone(),
        documents: outcome.documents,
        words: outcome.words,
        figure: outcome.figures.iter().map(Kept::of).collect(),
    };
    let body = toml::to_string(&record).map_err(|error| format!("cannot write the record: {error}"))?;
    let mut text = String::new();
    let _ = writeln!(text, "# {}: written by `cargo xtask eval {} --record`.", suite.title, suite.name);
    text.push_str(&body);
    let path = format!("corpus/record/{day}/{}.toml", suite.name);
    let file = project.join(&path);
    let made = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
    made.map_err(|error| format!("cannot write {path}: {error}"))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Found;

    #[test]
    fn a_record_reads_as_it_was_written() {
        let figure =
            Figure { name: "claims".to_owned(), value: Value::Found(Found { right: 2, out: 3, gold: 4 }) };
        let record = Record {
            suite: "s".to_owned(),
            day: "1905-07-08".to_owned(),
            gold: "g".to_owned(),
            gold_sha256: String::new(),
            documents: 1,
            words: 9,
            figure: vec![Kept::of(&figure)],
        };
        let text = toml::to_string(&record).expect("a record is TOML");
        assert_eq!(toml::from_str::<Record>(&text).expect("and is read again"), record);
        assert_eq!((record.figure[0].precision, record.figure[0].recall), (Some(66.7), Some(50.0)));
    }
}

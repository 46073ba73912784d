//! Counts how many specification cases of Recognizers-Text (phrase → value, MIT) the engine answers as expected.
//!
//! In: a folder with `time/recognizers-text` and `quantity/recognizers-text`. Out: a line a file: cases passed, cases
//! that apply. `phrases ../shared/data` → `Number_English_PercentModel  9 of 16`
//!
//! A case is one expected result. Those do not apply that ask for what the engine does not mean to answer: negative
//! numbers, powers and bare fractions; clock ranges, time zones, and phrases of a calendar assistant whose value is left
//! open ("not resolved"). How this may fool us: the cases are commands to an assistant, not sentences of a report.

use std::{
    error::Error,
    io::Write,
    path::{Path, PathBuf},
};

use firsthand_engine::LanguageData;
use firsthand_schema::{
    amount::{Amount, Bound},
    annotation::{Mention, Names},
    document::{Document, Published, PublishedBasis},
    span::CodePoints,
    when::{Day, When},
};
use serde_json::Value;

/// The day the cases of a calendar assistant are asked on where they name none.
const ASKED_ON: &str = "2016-11-07";

/// How a file's cases are judged.
#[derive(Clone, Copy)]
enum Dimension {
    Number,
    Range,
    Percent,
    Currency,
    Model,
    Parser,
}

const FILES: [(&str, Dimension); 11] = [
    ("quantity/recognizers-text/Number_English_NumberModel.json", Dimension::Number),
    ("quantity/recognizers-text/Number_English_NumberRangeModel.json", Dimension::Range),
    ("quantity/recognizers-text/Number_English_PercentModel.json", Dimension::Percent),
    ("quantity/recognizers-text/NumberWithUnit_English_CurrencyModel.json", Dimension::Currency),
    ("time/recognizers-text/DateTime_English_DateTimeModel.json", Dimension::Model),
    ("time/recognizers-text/DateTime_English_DateParser.json", Dimension::Parser),
    ("time/recognizers-text/DateTime_English_DatePeriodParser.json", Dimension::Parser),
    ("time/recognizers-text/DateTime_English_DurationParser.json", Dimension::Parser),
    ("time/recognizers-text/DateTime_English_SetParser.json", Dimension::Parser),
    ("time/recognizers-text/DateTime_English_HolidayParser.json", Dimension::Parser),
    ("time/recognizers-text/DateTime_English_MergedParser.json", Dimension::Parser),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("usage: phrases FOLDER")?;
    let data = LanguageData::shipped()?;
    let mut out = std::io::stdout().lock();
    let (mut all_passed, mut all) = (0, 0);
    for (file, dimension) in FILES {
        let (passed, applying) = count(&folder.join(file), dimension, &data)?;
        writeln!(out, "{:<44} {passed:>4} of {applying}", stem(file))?;
        all_passed += passed;
        all += applying;
    }
    writeln!(out, "{:<44} {all_passed:>4} of {all}", "all")?;
    Ok(())
}

fn stem(file: &str) -> &str {
    Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or(file)
}

fn count(path: &Path, dimension: Dimension, data: &LanguageData) -> Result<(usize, usize), Box<dyn Error>> {
    let json = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let cases: Vec<Value> = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
    let (mut passed, mut applying) = (0, 0);
    for case in &cases {
        let text = case["Input"].as_str().unwrap_or_default();
        let asked = case["Context"]["ReferenceDateTime"].as_str().unwrap_or(ASKED_ON);
        let document = document(text, asked);
        let (found, _) = firsthand_engine::annotate(&document, data);
        let points = CodePoints::new(text);
        for expected in case["Results"].as_array().into_iter().flatten() {
            let Some(wanted) = wanted(expected, dimension) else { continue };
            let Some((start, end)) = place(expected, text) else { continue };
            applying += 1;
            let near = found.mentions.iter().filter(|mention| {
                let [from, to] = points.span(mention.span);
                from < end && start < to
            });
            passed += usize::from(answers(&near.collect::<Vec<_>>(), &wanted));
        }
    }
    Ok((passed, applying))
}

fn document(text: &str, asked: &str) -> Document {
    Document {
        published: Day::parse(asked).map(|day| Published {
            from: day,
            to: day,
            basis: PublishedBasis::Given,
        }),
        ..Document::bare("case", text)
    }
}

/// Where an expected result stands, in code points; found by its words where the case does not say.
fn place(expected: &Value, text: &str) -> Option<(u32, u32)> {
    if let (Some(start), Some(end)) = (expected["Start"].as_u64(), expected["End"].as_u64()) {
        return Some((u32::try_from(start).ok()?, u32::try_from(end).ok()? + 1));
    }
    let words = expected["Text"].as_str()?;
    let at = text.to_lowercase().find(&words.to_lowercase())?;
    let start = text.get(..at)?.chars().count();
    Some((u32::try_from(start).ok()?, u32::try_from(start + words.chars().count()).ok()?))
}

/// What a case wants.
enum Wanted {
    Value(f64),
    Share(f64),
    Between(Option<f64>, Option<f64>),
    /// One of these days or values.
    Date(Vec<String>),
    /// A TIMEX, or first and last day.
    Days(Vec<(String, Option<String>, Option<String>)>),
    /// A TIMEX.
    Timex(String),
}

fn wanted(expected: &Value, dimension: Dimension) -> Option<Wanted> {
    let text = expected["Text"].as_str()?;
    let value = expected["Resolution"]["value"].as_str();
    match dimension {
        Dimension::Number | Dimension::Currency => {
            let number: f64 = value?.replace(',', "").parse().ok()?;
            let plain =
                !text.contains(['^', '/', '½', '¼', '¾', '⅙']) && !text.to_lowercase().contains("over ");
            (number >= 1.0 && plain).then_some(Wanted::Value(number))
        }
        Dimension::Percent => {
            let share: f64 = value?.trim_end_matches('%').parse().ok()?;
            (share >= 0.0).then_some(Wanted::Share(share / 100.0))
        }
        Dimension::Range => {
            let inside = value?.trim_matches(['[', ']', '(', ')']);
            let (from, to) = inside.split_once(',')?;
            Some(Wanted::Between(from.trim().parse().ok(), to.trim().parse().ok()))
        }
        Dimension::Model => {
            let values = expected["Resolution"]["values"].as_array()?;
            of_time(values.first()?["type"].as_str()?, values)
        }
        Dimension::Parser => {
            let kind = expected["Type"].as_str()?.rsplit('.').next()?;
            let timex = &expected["Value"]["Timex"];
            let values: Vec<Value> = ["PastResolution", "FutureResolution"]
                .iter()
                .map(|which| {
                    let told = &expected["Value"][which];
                    serde_json::json!({
                        "timex": timex, "value": told["date"], "start": told["startDate"], "end": told["endDate"],
                    })
                })
                .collect();
            of_time(kind, &values)
        }
    }
}

fn of_time(kind: &str, values: &[Value]) -> Option<Wanted> {
    let timex = |value: &Value| value["timex"].as_str().unwrap_or_default().to_owned();
    let day = |value: &Value| value.as_str().map(str::to_owned);
    match kind {
        "date" => {
            let days: Vec<String> = values.iter().filter_map(|value| day(&value["value"])).collect();
            days.iter().any(|day| Day::parse(day).is_some()).then_some(Wanted::Date(days))
        }
        "daterange" => {
            let ranges: Vec<_> = values
                .iter()
                .map(|value| (timex(value), day(&value["start"]), day(&value["end"])))
                .filter(|(_, start, end)| start.is_some() || end.is_some())
                .collect();
            (!ranges.is_empty()).then_some(Wanted::Days(ranges))
        }
        "duration" | "set" => Some(Wanted::Timex(timex(values.first()?))),
        _ => None,
    }
}

fn answers(near: &[&Mention], wanted: &Wanted) -> bool {
    let amounts = || {
        near.iter().filter_map(|mention| match &mention.names {
            Names::Quantity(amount) => Some(amount),
            _ => None,
        })
    };
    let whens: Vec<&When> = near
        .iter()
        .filter_map(|mention| match &mention.names {
            Names::Time(when) => Some(when),
            _ => None,
        })
        .collect();
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
    match wanted {
        Wanted::Value(number) => {
            amounts().any(|amount| amount.value.is_some_and(|value| same(value, *number)))
        }
        Wanted::Share(share) => amounts().any(|amount| amount.share.is_some_and(|told| same(told, *share))),
        Wanted::Between(from, to) => amounts().any(|amount| between(amount, *from, *to)),
        Wanted::Date(days) => whens
            .iter()
            .any(|when| when.from == when.to && when.from.is_some_and(|day| days.contains(&day.to_string()))),
        Wanted::Timex(timex) => whens.iter().any(|when| when.value == *timex),
        Wanted::Days(ranges) => ranges.iter().any(|(timex, start, end)| days(&whens, timex, start, end)),
    }
}

fn between(amount: &Amount, from: Option<f64>, to: Option<f64>) -> bool {
    match (from, to) {
        (Some(from), Some(to)) => amount.value == Some(from) && amount.value_to == Some(to),
        (Some(from), None) => amount.value == Some(from) && amount.bound == Bound::AtLeast,
        (None, Some(to)) => amount.value == Some(to) && amount.bound == Bound::AtMost,
        (None, None) => false,
    }
}

/// A range is one expression, or two of which the second names the end; the cases' end is the day after the last.
fn days(whens: &[&When], timex: &str, start: &Option<String>, end: &Option<String>) -> bool {
    let start = start.as_deref().and_then(Day::parse);
    let end = end.as_deref().and_then(Day::parse);
    whens.iter().any(|when| {
        when.value == timex
            || (when.from.is_some() && when.from == start && end.is_none() && when.to.is_none())
            || (when.from == start && start.is_some() && when.to.is_some() && when.to == before(end))
            || (start.is_none() && when.from.is_none() && when.to.is_some() && when.to == before(end))
    }) || matches!(whens, [first, last] if first.from.is_some() && first.from == start && last.from.is_some() && last.from == end)
}

/// The day before; months and leap years as `Day` knows them.
fn before(day: Option<Day>) -> Option<Day> {
    let day = day?;
    if day.day > 1 {
        return Day::new(day.year, day.month, day.day - 1);
    }
    let (year, month) = if day.month > 1 { (day.year, day.month - 1) } else { (day.year - 1, 12) };
    (28..=31).rev().find_map(|last| Day::new(year, month, last))
}

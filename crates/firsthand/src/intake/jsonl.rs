//! One report as a JSON object: `{"id", "text"}` or `{"id", "html"}`, optionally `url, outlet, title, published`.
//!
//! `{"id": "a", "text": "…", "published": "1905-06-30"}` becomes a `Capture`; fields it does not know are passed over.

use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::{Published, PublishedBasis},
    ids::DocumentId,
    when::Day,
};
use jiff::fmt::rfc2822;
use serde::Deserialize;

/// A report as it came in a line.
pub(crate) struct Record {
    /// What the engine reads.
    pub(crate) capture: Capture,
    /// The publication date where it was given as an interval.
    pub(crate) published: Option<Published>,
    /// What was odd about it and what was done, for the user to hear.
    pub(crate) notes: Vec<String>,
}

/// The line as written.
#[derive(Deserialize)]
struct Wire {
    id: Option<Id>,
    text: Option<String>,
    html: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    #[serde(alias = "date")]
    published: Option<Dates>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Words(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Dates {
    One(String),
    Interval { from: Option<String>, to: Option<String> },
}

/// Reads one line.
///
/// # Errors
///
/// What is wrong with it, in words that quote nothing of it: a line may hold names that must not leave.
pub(crate) fn record(line: &[u8]) -> Result<Record, String> {
    let wire: Wire = serde_json::from_slice(line).map_err(|error| wrong(line, &error))?;
    let (media, content) = match (wire.text, wire.html) {
        (Some(text), _) => (Media::Text, text),
        (None, Some(html)) => (Media::Html, html),
        (None, None) => return Err("the object has neither \"text\" nor \"html\"".to_owned()),
    };
    let id = wire.id.map(|id| match id {
        Id::Words(words) => words,
        Id::Number(number) => number.to_string(),
    });
    let mut notes = Vec::new();
    let interval = wire.published.and_then(|dates| {
        let read = interval(&dates);
        if read.is_none() {
            notes.push("\"published\" is not a date (want YYYY-MM-DD); taken as not given".to_owned());
        }
        read
    });
    let given = Given {
        id: id.clone(),
        title: wire.title.filter(|title| !title.trim().is_empty()),
        outlet: wire.outlet.filter(|outlet| !outlet.trim().is_empty()),
        url: wire.url.filter(|url| !url.trim().is_empty()),
        published: interval
            .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}/{to}") }),
    };
    let id = id.map_or_else(|| DocumentId::of_bytes(content.as_bytes()), DocumentId);
    let published = interval.map(|(from, to)| Published { from, to, basis: PublishedBasis::Given });
    Ok(Record { capture: Capture { id, media, content, given }, published, notes })
}

/// What is wrong with a line that is no report.
fn wrong(line: &[u8], error: &serde_json::Error) -> String {
    if let Err(error) = std::str::from_utf8(line) {
        return format!("not UTF-8 at byte {} of the line", error.valid_up_to() + 1);
    }
    match error.classify() {
        serde_json::error::Category::Eof => "the JSON ends too early; is the file cut off?".to_owned(),
        serde_json::error::Category::Data => {
            format!(
                "not a report: want an object with \"id\" and \"text\" or \"html\" (column {})",
                error.column()
            )
        }
        _ => format!("not JSON at column {}", error.column()),
    }
}

/// The closed interval of days that a date means.
fn interval(dates: &Dates) -> Option<(Day, Day)> {
    let (from, to) = match dates {
        Dates::One(date) => days(date)?,
        Dates::Interval { from, to } => {
            let from = from.as_deref().map(days);
            let to = to.as_deref().map(days);
            match (from, to) {
                (Some(from), Some(to)) => (from?.0, to?.1),
                (Some(only), None) | (None, Some(only)) => only?,
                (None, None) => return None,
            }
        }
    };
    (from <= to).then_some((from, to))
}

/// The days of a date as written: ISO 8601 (a day, a date-time, a month, a year) or RFC 2822, as feeds have it.
///
/// The day is the one written, in the writer's own time zone: that is what "on Tuesday" is counted from.
fn days(date: &str) -> Option<(Day, Day)> {
    let date = date.trim();
    // Feeds also write 1905/06/30; everywhere else a stroke stands between two dates, as ISO 8601 has it.
    let strokes: Vec<usize> = date.match_indices('/').map(|(at, _)| at).collect();
    if date.len() == 10 && strokes == [4, 7] {
        return days(&date.replace('/', "-"));
    }
    if let Some((from, to)) = date.split_once('/') {
        return Some((days(from)?.0, days(to)?.1));
    }
    if let Some(day) = Day::parse(date) {
        return Some((day, day));
    }
    if let Ok(zoned) = rfc2822::parse(date) {
        let day = Day::new(zoned.year(), zoned.month(), zoned.day())?;
        return Some((day, day));
    }
    let mut parts = date.splitn(2, '-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let Some(month) = parts.next() else {
        return Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?));
    };
    let month = month.parse().ok().filter(|_| month.len() == 2)?;
    let last = (28..=31).rev().find_map(|day| Day::new(year, month, day))?;
    Some((Day::new(year, month, 1)?, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let told = match record(line.as_bytes()) {
            Ok(record) => {
                let published = record.published.map(|it| format!("{}..{}", it.from, it.to));
                let capture = record.capture;
                format!(
                    "{} {:?} {:?} {}",
                    capture.id,
                    capture.media,
                    capture.content,
                    published.unwrap_or_default()
                ) + &record.notes.concat()
            }
            Err(wrong) => wrong,
        };
        assert_eq!(told, expected);
    }

    #[test]
    fn a_date_is_the_day_as_written_and_a_month_is_all_its_days() {
        check(r#"{"id":"a","text":"x","published":"1905-06-30"}"#, r#"a Text "x" 1905-06-30..1905-06-30"#);
        check(
            r#"{"id":"a","text":"x","published":"1905-06-30T23:30:00-05:00"}"#,
            r#"a Text "x" 1905-06-30..1905-06-30"#,
        );
        check(r#"{"id":"a","text":"x","published":"1905/06/30"}"#, r#"a Text "x" 1905-06-30..1905-06-30"#);
        check(
            r#"{"id":"a","text":"x","published":"1905-06-29/1905-07-02"}"#,
            r#"a Text "x" 1905-06-29..1905-07-02"#,
        );
        check(r#"{"id":"a","text":"x","published":"1904-02"}"#, r#"a Text "x" 1904-02-01..1904-02-29"#);
        check(r#"{"id":"a","text":"x","published":"1905"}"#, r#"a Text "x" 1905-01-01..1905-12-31"#);
        check(
            r#"{"id":"a","text":"x","published":"Fri, 30 Jun 1905 10:00:00 +0000"}"#,
            r#"a Text "x" 1905-06-30..1905-06-30"#,
        );
        check(
            r#"{"id":"a","text":"x","published":{"from":"1905-06-29","to":"1905-07-02","note":"n"}}"#,
            r#"a Text "x" 1905-06-29..1905-07-02"#,
        );
    }

    #[test]
    fn a_date_that_is_none_is_told_and_not_guessed() {
        check(
            r#"{"id":"a","text":"x","published":"soon"}"#,
            "a Text \"x\" \"published\" is not a date (want YYYY-MM-DD); taken as not given",
        );
    }

    #[test]
    fn an_id_may_be_a_number_and_unknown_fields_are_passed_over() {
        check(r#"{"id":7,"html":"<p>x","claims":[1]}"#, r#"7 Html "<p>x" "#);
    }

    #[test]
    fn what_is_wrong_is_told_without_a_word_of_the_line() {
        check(r#"{"id":"a"}"#, "the object has neither \"text\" nor \"html\"");
        check(
            r#"{"id":"a","text":5}"#,
            "not a report: want an object with \"id\" and \"text\" or \"html\" (column 18)",
        );
        check(r#"{"id":"a","te"#, "the JSON ends too early; is the file cut off?");
        check("Darya K. said", "not JSON at column 1");
    }
}

//! Works out when a text was published from what it knows.
//!
//! In: expressions. Out: an interval of days, basis inferred, or nothing where the text betrays nothing.
//! A caption of 6 April 2022, "six weeks since the start of the war", "on Thursday" → 7 to 8 April 2022
//!
//! A text was written after everything it tells as past; days without a year belong to the year of writing or the one
//! before; a count of weeks since a war's start fixes the week, and the weekday of its news the day.

use firsthand_schema::{
    document::{BlockKind, Published, PublishedBasis},
    when::Day,
};
use jiff::civil::Date;

use super::{
    calendar::{civil, date, day, days_from, months_from, stretch},
    grammar::{Edge, Expression, Field, Meaning, Year},
    words::{Conflict, TimeWords},
};
use crate::reading::Reading;

/// The interval a document must have been published in.
pub(crate) fn infer(
    expressions: &[Expression],
    reading: &Reading<'_>,
    words: &TimeWords,
) -> Option<Published> {
    let conflict = conflict(reading, words);
    let evidence = Evidence::gather(expressions, reading, words, conflict);
    let (from, to) = evidence.interval()?;
    Some(Published { from: day(from)?, to: day(to)?, basis: PublishedBasis::Inferred })
}

/// The war a text is about, if it is about one we know: it names every party, and speaks of war.
pub(crate) fn conflict<'w>(reading: &Reading<'_>, words: &'w TimeWords) -> Option<&'w Conflict> {
    words.conflicts.iter().find(|conflict| {
        let mut parties = vec![false; conflict.parties.len()];
        let mut war = false;
        for at in 0..reading.tokens.len() {
            let word = reading.lower(at);
            for (named, forms) in parties.iter_mut().zip(&conflict.parties) {
                *named |= forms.contains(word);
            }
            war |= conflict.words.contains(word);
            if war && parties.iter().all(|&named| named) {
                return true;
            }
        }
        false
    })
}

/// What the text betrays.
#[derive(Debug, Default)]
struct Evidence {
    /// The latest day told with its year, captions included.
    latest: Option<Date>,
    /// The latest day told with its year in the running text.
    latest_told: Option<Date>,
    /// The latest landmark of the war the text is about.
    landmark: Option<Date>,
    /// Days and months without a year, told as past, in text order; the day is the first it can be.
    yearless: Vec<(i8, i8)>,
    /// When a count since the war's start puts it.
    counted: Option<(Date, Date)>,
    /// The weekday of the news.
    weekday: Option<i8>,
    /// Whether the text looks back on a "last year" of the war.
    last_year: bool,
}

impl Evidence {
    fn gather(
        expressions: &[Expression],
        reading: &Reading<'_>,
        words: &TimeWords,
        conflict: Option<&Conflict>,
    ) -> Self {
        let mut found =
            Self { landmark: conflict.and_then(|conflict| landmark(conflict, reading)), ..Self::default() };
        for expression in expressions {
            let Some(token) = reading.tokens.get(expression.tokens.start) else { continue };
            let block = reading.document.block_at(token.span);
            if block == BlockKind::Boilerplate || ahead(expression, reading, words) {
                continue;
            }
            let meaning = match &expression.meaning {
                Meaning::Clock { date: Some(date), .. } | Meaning::DayPart { date: Some(date), .. } => {
                    &**date
                }
                meaning => meaning,
            };
            match meaning {
                Meaning::Date { year: Year::Known(year), field } => {
                    let first =
                        stretch(*year, *field).narrowed(expression.edge, None).days.map(|days| days.0);
                    found.latest = found.latest.max(first);
                    if block != BlockKind::Caption && !credited(expression, reading) {
                        found.latest_told = found.latest_told.max(first);
                    }
                }
                Meaning::Date { year: Year::Untold | Year::Published(0) | Year::This, field } => {
                    // A leap year's days, so that 29 February is one.
                    let first = stretch(2000, *field).narrowed(expression.edge, None).days.map(|days| days.0);
                    let starts = conflict.is_some_and(|conflict| {
                        *field == Field::Day(conflict.start.month, conflict.start.day)
                    });
                    if let Some(first) = first.filter(|_| !starts && !matches!(field, Field::Season(_))) {
                        found.yearless.push((first.month(), first.day()));
                    }
                }
                Meaning::Weekday { day, .. } => {
                    found.weekday.get_or_insert(*day);
                }
                Meaning::Shift {
                    unit: super::words::Unit::Year,
                    by,
                    from: super::grammar::From::Published,
                } => {
                    found.last_year |= *by == -1.0 && expression.edge == Edge::Whole;
                }
                Meaning::Duration(length) => {
                    if let Some(conflict) = conflict
                        && counts_from_start(expression, reading)
                    {
                        found.counted = found.counted.or(count(conflict.start, length));
                    }
                }
                _ => {}
            }
        }
        found.last_year &= conflict.is_some();
        if let (true, Some(conflict)) = (found.last_year, conflict) {
            let after = civil(i32::from(conflict.start.year) + 1, 1, 1);
            found.landmark = found.landmark.max(after);
        }
        found
    }

    fn interval(&self) -> Option<(Date, Date)> {
        let floor = self.latest.max(self.landmark)?;
        let (mut from, mut to) = self.by_year(floor)?;
        if let Some((first, last)) = self.counted {
            (from, to) = (floor.max(first), last.max(floor));
        }
        // News names its weekday on that day or the next; only worth asking where a week or two are left.
        if let Some(weekday) = self.weekday
            && from.until(to).is_ok_and(|span| span.get_days() <= 14)
        {
            let ahead = (weekday - from.weekday().to_monday_one_offset()).rem_euclid(7);
            if let Some(first) = days_from(from, ahead.into()).filter(|first| *first <= to) {
                (from, to) = (first, days_from(first, 1)?);
            }
        }
        Some((from, to.max(from)))
    }

    /// The year of writing, from the days told without one.
    fn by_year(&self, floor: Date) -> Option<(Date, Date)> {
        let Some(&(month, last)) = self.yearless.iter().max() else {
            // Days told with their year date a report to the weeks after; a year alone, or a war's start, to no more
            // than this year and the next.
            let sharp =
                self.latest.is_some_and(|latest| latest == floor && (latest.month(), latest.day()) != (1, 1));
            let end =
                if sharp { months_from(floor, 6)? } else { civil(i32::from(floor.year()) + 1, 12, 31)? };
            return Some((floor, end));
        };
        // Writers give the year of what lies in another: a month before the latest day told with its year is the next
        // year's, unless that day stood in a caption, where the year is always told.
        let told = self.latest_told.filter(|told| *told == floor);
        let turned =
            told.is_some_and(|told| (month, last) < (told.month(), told.day()) && told.month() - month >= 1);
        let year = i32::from(floor.year()) + i32::from(turned);
        let from = civil(year, month, last).map_or(floor, |latest| latest.max(floor));
        let end = civil(i32::from(from.year()), 12, 31)?.max(months_from(from, 2)?);
        Some((from, end))
    }
}

/// The latest landmark of a war that a text speaks of; its start at least.
fn landmark(conflict: &Conflict, reading: &Reading<'_>) -> Option<Date> {
    let mut latest = date(conflict.start);
    for landmark in &conflict.landmarks {
        let spoken = (0..reading.tokens.len()).any(|at| landmark.words.contains(reading.lower(at)));
        if spoken {
            latest = latest.max(date(landmark.day));
        }
    }
    latest
}

/// "six weeks since the start of the war", "the six weeks since the invasion began".
fn counts_from_start(expression: &Expression, reading: &Reading<'_>) -> bool {
    let at = expression.tokens.end;
    if !matches!(reading.lower(at), "since" | "after" | "into" | "of") {
        return false;
    }
    let phrase = at + 1..(at + 8).min(reading.tokens.len());
    let mut war = false;
    let mut start = matches!(reading.lower(at), "into" | "of");
    for at in phrase {
        let word = reading.lower(at);
        war |= matches!(word, "war" | "invasion" | "conflict" | "invaded");
        start |= matches!(
            word,
            "start"
                | "started"
                | "began"
                | "beginning"
                | "invasion"
                | "outbreak"
                | "launched"
                | "invaded"
                | "launch"
        );
    }
    war && start
}

/// The start of a war and "P6W" after it, give or take half a unit.
fn count(start: Day, length: &str) -> Option<(Date, Date)> {
    let start = date(start)?;
    let rest = length.strip_prefix('P')?;
    let unit = rest.chars().last()?;
    let many: f64 = rest[..rest.len() - unit.len_utf8()].parse().ok()?;
    let days = match unit {
        'D' => 1.0,
        'W' => 7.0,
        'M' => 30.44,
        'Y' => 365.25,
        _ => return None,
    };
    let middle = days_from(start, (many * days).round() as i32)?;
    let slack = (days / 2.0).floor() as i32;
    Some((days_from(middle, -slack)?, days_from(middle, slack)?))
}

/// Whether the expression speaks of what is to come.
fn ahead(expression: &Expression, reading: &Reading<'_>, words: &TimeWords) -> bool {
    let start = expression.tokens.start.saturating_sub(8);
    for at in (start..expression.tokens.start).rev() {
        let word = reading.lower(at);
        if matches!(word, "." | "!" | "?") {
            return false;
        }
        let entry = words.entry(word);
        if entry.future {
            return true;
        }
        if entry.past || (word.len() > 4 && word.ends_with("ed")) {
            return false;
        }
    }
    false
}

/// Whether the paragraph carries a photo credit ("Ann Ames/Getty Images").
fn credited(expression: &Expression, reading: &Reading<'_>) -> bool {
    let credit = |at: usize| {
        matches!(
            reading.lower(at),
            "getty" | "images" | "afp" | "tass" | "shutterstock" | "photo" | "epa" | "handout"
        )
    };
    let mut after = expression.tokens.end;
    let last = (after + 60).min(reading.tokens.len());
    while after < last && reading.tokens[after].breaks < 2 {
        if credit(after) {
            return true;
        }
        after += 1;
    }
    false
}

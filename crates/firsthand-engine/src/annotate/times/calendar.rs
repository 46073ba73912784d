//! The calendar: what stretch of days a field of a year is, and how TIMEX3 writes it.
//!
//! In: a year and a field. Out: a `Stretch`. `1989, third quarter` → `1989-Q3`, 1 July to 30 September
//!
//! Years before Christ are negative; they have a value and no days, because the schema's days begin with year 1.

use firsthand_schema::when::Day;
use jiff::{Span, civil::Date};

use super::{
    grammar::{Edge, Field},
    words::{Holiday, Season, Unit},
};

/// Days from one to another, both within, with their TIMEX3 value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// TIMEX3 value.
    pub(crate) value: String,
    /// First and last day; none before Christ, or where a part is unknown.
    pub(crate) days: Option<(Date, Date)>,
}

impl Stretch {
    /// A value that is no stretch of the calendar.
    pub(crate) fn unknown(value: impl Into<String>) -> Self {
        Self { value: value.into(), days: None }
    }

    /// One day.
    pub(crate) fn day(date: Date) -> Self {
        Self { value: date.to_string(), days: Some((date, date)) }
    }

    /// The part of it that an edge names. Early, mid and late are thirds, as the coder's handbook of event data has
    /// them for months (1–10, 10–20, 20–end); `published` bounds what is "earlier" and "later".
    pub(crate) fn narrowed(mut self, edge: Edge, published: Option<Date>) -> Self {
        let Some((from, to)) = self.days else { return self };
        let length = from.until(to).map_or(0, |span| span.get_days()) + 1;
        if length < 3 {
            return self;
        }
        let third = length / 3;
        self.days = match edge {
            Edge::Whole => self.days,
            Edge::Early | Edge::Start => days_from(from, third - 1).map(|end| (from, end)),
            Edge::Mid => days_from(from, third - 1).zip(days_from(from, 2 * third - 1)),
            Edge::Late | Edge::End => days_from(from, 2 * third - 1).map(|start| (start, to)),
            Edge::Earlier => Some((from, published.map_or(to, |day| day.clamp(from, to)))),
            Edge::Later => Some((published.map_or(from, |day| day.clamp(from, to)), to)),
        };
        self
    }
}

/// So many days on, or back.
pub(crate) fn days_from(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// So many months on, or back; the 31st becomes the last day of a shorter month.
pub(crate) fn months_from(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// A day of the schema as jiff's, and back.
pub(crate) fn date(day: Day) -> Option<Date> {
    Date::new(day.year, day.month, day.day).ok()
}

/// A day of jiff's as the schema's.
pub(crate) fn day(date: Date) -> Option<Day> {
    Day::new(date.year(), date.month(), date.day())
}

/// A date that exists.
pub(crate) fn civil(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// A field of a year.
pub(crate) fn stretch(year: i32, field: Field) -> Stretch {
    let prefix = year_value(year);
    let value = match field {
        Field::Year => prefix,
        Field::Half(half) => format!("{prefix}-H{half}"),
        Field::Quarter(quarter) => format!("{prefix}-Q{quarter}"),
        Field::Season(season) => format!("{prefix}-{}", season.code()),
        Field::Month(month) => format!("{prefix}-{month:02}"),
        Field::Day(month, day) => format!("{prefix}-{month:02}-{day:02}"),
        Field::Holiday(holiday) => match holiday_date(year, holiday) {
            Some(date) => date.to_string(),
            None => prefix,
        },
    };
    Stretch { value, days: if year > 0 { days(year, field) } else { None } }
}

/// "1998", "BC0479".
pub(crate) fn year_value(year: i32) -> String {
    if year < 0 { format!("BC{:04}", -year) } else { format!("{year:04}") }
}

fn days(year: i32, field: Field) -> Option<(Date, Date)> {
    let months = |first: i8, last: i8| {
        let from = civil(year, first, 1)?;
        let to = civil(year, last, 1)?.last_of_month();
        Some((from, to))
    };
    match field {
        Field::Year => months(1, 12),
        Field::Half(half) => months(6 * half - 5, 6 * half),
        Field::Quarter(quarter) => months(3 * quarter - 2, 3 * quarter),
        Field::Season(Season::Spring) => months(3, 5),
        Field::Season(Season::Summer) => months(6, 8),
        Field::Season(Season::Autumn) => months(9, 11),
        // The winter of a year begins in its December.
        Field::Season(Season::Winter) => Some((civil(year, 12, 1)?, civil(year + 1, 2, 1)?.last_of_month())),
        Field::Month(month) => months(month, month),
        Field::Day(month, day) => civil(year, month, day).map(|date| (date, date)),
        Field::Holiday(holiday) => holiday_date(year, holiday).map(|date| (date, date)),
    }
}

fn holiday_date(year: i32, holiday: Holiday) -> Option<Date> {
    match holiday {
        Holiday::Fixed { month, day } => civil(year, month, day),
        Holiday::Nth { month, nth, weekday } => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
            civil(year, month, 1)?.nth_weekday_of_month(nth, weekday).ok()
        }
        Holiday::Easter { days, orthodox } => days_from(easter(year, orthodox)?, days),
    }
}

/// Easter Sunday: the anonymous Gregorian algorithm, or Meeus's Julian one moved to the Gregorian calendar.
fn easter(year: i32, orthodox: bool) -> Option<Date> {
    if orthodox {
        let (a, b, c) = (year % 4, year % 7, year % 19);
        let d = (19 * c + 15) % 30;
        let e = (2 * a + 4 * b - d + 34) % 7;
        let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
        // 13 days between the calendars from 1900 to 2099.
        return days_from(civil(year, month as i8, day as i8)?, 13);
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    civil(year, month as i8, day as i8)
}

/// The week, month, quarter, year … that a day lies in.
pub(crate) fn around(date: Date, unit: Unit) -> Stretch {
    let year = i32::from(date.year());
    match unit {
        Unit::Week | Unit::Fortnight => {
            let week = date.iso_week_date();
            let monday = days_from(date, -i32::from(date.weekday().to_monday_zero_offset()));
            Stretch {
                value: format!("{:04}-W{:02}", week.year(), week.week()),
                days: monday.and_then(|monday| Some((monday, days_from(monday, 6)?))),
            }
        }
        Unit::Weekend => {
            let week = date.iso_week_date();
            let monday = days_from(date, -i32::from(date.weekday().to_monday_zero_offset()));
            Stretch {
                value: format!("{:04}-W{:02}-WE", week.year(), week.week()),
                days: monday.and_then(|monday| Some((days_from(monday, 5)?, days_from(monday, 6)?))),
            }
        }
        Unit::Month => stretch(year, Field::Month(date.month())),
        Unit::Quarter => stretch(year, Field::Quarter((date.month() + 2) / 3)),
        Unit::Year => stretch(year, Field::Year),
        Unit::Decade => decade(year / 10 * 10),
        Unit::Century => century((year + 99) / 100),
        Unit::Millennium => Stretch::unknown(format!("{}", year / 1000)),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Day => Stretch::day(date),
    }
}

/// "199" for the 1990s; "BC048" for the 480s before Christ.
pub(crate) fn decade(start: i32) -> Stretch {
    let days = civil(start, 1, 1).zip(civil(start + 9, 12, 31)).filter(|_| start > 0);
    let value = if start < 0 { format!("BC{:03}", -start / 10) } else { format!("{:03}", start / 10) };
    Stretch { value, days }
}

/// "19" for the 20th century; "BC04" for the 5th before Christ.
pub(crate) fn century(number: i32) -> Stretch {
    let start = (number - 1) * 100 + 1;
    let days = civil(start, 1, 1).zip(civil(start + 99, 12, 31)).filter(|_| number > 0);
    let value = if number < 0 { format!("BC{:02}", -number - 1) } else { format!("{:02}", number - 1) };
    Stretch { value, days }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: &Stretch, expected: &str) {
        let days = found.days.map_or("-".to_owned(), |(from, to)| format!("{from}..{to}"));
        assert_eq!(format!("{} {days}", found.value), expected);
    }

    #[test]
    fn fields_of_a_year_have_their_days() {
        check(&stretch(1905, Field::Quarter(3)), "1905-Q3 1905-07-01..1905-09-30");
        check(&stretch(1904, Field::Month(2)), "1904-02 1904-02-01..1904-02-29");
        check(&stretch(1905, Field::Season(Season::Winter)), "1905-WI 1905-12-01..1906-02-28");
        check(&stretch(-480, Field::Month(8)), "BC0480-08 -");
    }

    #[test]
    fn easter_moves() {
        let easter = |orthodox| Field::Holiday(Holiday::Easter { days: 0, orthodox });
        check(&stretch(2022, easter(false)), "2022-04-17 2022-04-17..2022-04-17");
        check(&stretch(2022, easter(true)), "2022-04-24 2022-04-24..2022-04-24");
    }

    #[test]
    fn a_week_belongs_to_its_iso_year() {
        let sunday = civil(2023, 1, 1).unwrap();
        check(&around(sunday, Unit::Week), "2022-W52 2022-12-26..2023-01-01");
    }

    #[test]
    fn thirds_of_a_month_meet() {
        let month = || stretch(1905, Field::Month(8));
        check(&month().narrowed(Edge::Early, None), "1905-08 1905-08-01..1905-08-10");
        check(&month().narrowed(Edge::Mid, None), "1905-08 1905-08-10..1905-08-20");
        check(&month().narrowed(Edge::Late, None), "1905-08 1905-08-20..1905-08-31");
    }
}

//! A scale of days: where a date stands, and ticks that a person would choose.
//!
//! In: the first and the last day, a breadth in pixels. Out: x of any day, and ticks (days, weeks, months, quarters, years) that
//! leave room for their labels. 3 to 9 July 1905 on 600 pixels → a tick a day, "3 Jul", "4", "5" …

use firsthand_schema::when::Day;
use jiff::civil::Date;

use super::lettering;
use crate::calendar;

/// A stretch of days on a stretch of pixels. A day is as broad as a day: its left side is its first hour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    first: i32,
    days: i32,
    left: f64,
    breadth: f64,
}

/// One tick.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// Where.
    pub(crate) x: f64,
    /// What is written under it; empty where there is no room.
    pub(crate) label: String,
    /// The year, written under the first label of each year.
    pub(crate) year: Option<i16>,
}

/// How far apart ticks may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i32),
    Years(i32),
}

const STEPS: [Step; 13] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(100),
];

impl Scale {
    /// From the first hour of one day to the last of another.
    pub(crate) fn over(first: Day, last: Day, left: f64, breadth: f64) -> Self {
        let (first, last) = (number(first).min(number(last)), number(first).max(number(last)));
        Self { first, days: last - first + 1, left, breadth }
    }

    /// The left side of a day.
    pub(crate) fn x(&self, day: Day) -> f64 {
        self.at(number(day))
    }

    /// The right side of a day.
    pub(crate) fn x_end(&self, day: Day) -> f64 {
        self.at(number(day) + 1)
    }

    fn at(&self, number: i32) -> f64 {
        self.left + f64::from(number - self.first) / f64::from(self.days) * self.breadth
    }

    /// Ticks with labels of a font size. A day's or a month's label begins where that day or month does.
    pub(crate) fn ticks(&self, size: f64) -> Vec<Tick> {
        let fits = |step: &Step| {
            let (days, label) = match *step {
                Step::Days(1 | 2) => (f64::from(step.days()), "30 Sep"),
                Step::Days(_) => (f64::from(step.days()), "30 Sep"),
                Step::Months(_) => (f64::from(step.days()), "Sep"),
                Step::Years(_) => (f64::from(step.days()), "1905"),
            };
            days / f64::from(self.days) * self.breadth >= lettering::width(label, size) + 8.0
        };
        let step = STEPS.iter().find(|step| fits(step)).copied().unwrap_or(Step::Years(100));
        let mut ticks = Vec::new();
        let mut year_told = None;
        for number in self.first..self.first + self.days {
            let Some(date) = date(number) else { continue };
            let is_tick = match step {
                Step::Days(days) => (number - self.first) % days == 0,
                Step::Months(months) => date.day() == 1 && (i32::from(date.month()) - 1) % months == 0,
                Step::Years(years) => {
                    date.day() == 1 && date.month() == 1 && i32::from(date.year()) % years == 0
                }
            };
            if !is_tick {
                continue;
            }
            let month = calendar::MONTHS[usize::try_from(date.month() - 1).unwrap_or(0)];
            let label = match step {
                Step::Days(_) => format!("{} {month}", date.day()),
                Step::Months(_) => month.to_owned(),
                Step::Years(_) => date.year().to_string(),
            };
            let year =
                (!matches!(step, Step::Years(_)) && year_told != Some(date.year())).then_some(date.year());
            year_told = Some(date.year());
            let x = self.at(number);
            // A label that would leave the drawing is left out; its tick stays.
            let inside = x + lettering::width(&label, size) <= self.left + self.breadth + 24.0;
            ticks.push(Tick {
                x,
                label: if inside { label } else { String::new() },
                year: year.filter(|_| inside),
            });
        }
        ticks
    }
}

impl Step {
    fn days(self) -> i32 {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => months * 28,
            Self::Years(years) => years * 365,
        }
    }
}

/// "3 Jul 1905", or "between 3 Jul 1905 and 9 Jul 1905".
pub(crate) fn interval_in_words(from: Day, to: Day) -> String {
    if from == to {
        calendar::day(from)
    } else {
        format!("between {} and {}", calendar::day(from), calendar::day(to))
    }
}

/// A day as a number, for arithmetic.
pub(crate) fn number(day: Day) -> i32 {
    // A `Day` is a day that exists, from year 1 on.
    Date::new(day.year, day.month, day.day)
        .map_or(0, |date| date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days()))
}

/// The day of a number.
pub(crate) fn day(number: i32) -> Option<Day> {
    let date = date(number)?;
    Day::new(date.year(), date.month(), date.day())
}

fn date(number: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[track_caller]
    fn check(first: &str, last: &str, breadth: f64, expected: &str) {
        let ticks = Scale::over(on(first), on(last), 0.0, breadth).ticks(11.0);
        let labels: Vec<&str> = ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels.join(" | "), expected);
        for pair in ticks.windows(2).filter(|pair| !pair[1].label.is_empty()) {
            let end = pair[0].x + lettering::width(&pair[0].label, 11.0);
            assert!(end <= pair[1].x, "{} runs into {}", pair[0].label, pair[1].label);
        }
    }

    #[test]
    fn a_week_has_a_tick_a_day() {
        check("1905-07-03", "1905-07-09", 600.0, "3 Jul | 4 Jul | 5 Jul | 6 Jul | 7 Jul | 8 Jul | 9 Jul");
    }

    #[test]
    fn a_year_has_months() {
        check(
            "1905-01-01",
            "1905-12-31",
            600.0,
            "Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec",
        );
        check("1905-01-01", "1905-12-31", 200.0, "Jan | Apr | Jul | Oct");
    }

    #[test]
    fn a_century_has_decades() {
        check(
            "1900-01-01",
            "1999-12-31",
            500.0,
            "1900 | 1910 | 1920 | 1930 | 1940 | 1950 | 1960 | 1970 | 1980 | 1990",
        );
    }

    #[test]
    fn a_day_is_as_broad_as_a_day() {
        let scale = Scale::over(on("1904-02-28"), on("1904-03-01"), 100.0, 300.0);
        assert_eq!((scale.x(on("1904-02-28")), scale.x_end(on("1904-02-28"))), (100.0, 200.0));
        assert_eq!((scale.x(on("1904-03-01")), scale.x_end(on("1904-03-01"))), (300.0, 400.0));
    }

    #[test]
    fn a_number_of_days_leads_back_to_its_day() {
        for text in ["1904-02-29", "1970-01-01", "2024-12-31", "0001-01-01", "9999-12-31"] {
            assert_eq!(day(number(on(text))), Some(on(text)));
        }
    }
}

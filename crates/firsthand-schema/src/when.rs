//! Time as it was said: a TIMEX3 value, the closed interval of days it means, and what resolved it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar day (proleptic Gregorian).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month, from 1.
    pub day: i8,
}

impl Day {
    /// A day that exists, or nothing.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let long = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=long).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `2022-04-07`, also as the head of a date-time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let head = text.get(..10)?;
        let mut parts = head.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || text[10..].starts_with(|next: char| next.is_ascii_digit()) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("not a day: {text:?} (want YYYY-MM-DD)"))
    }
}

/// A time expression, grounded as far as the text and the publication date allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// TIMEX3 type.
    pub kind: WhenKind,
    /// TIMEX3 value ("2022-04-07", "2022-W14", "P6W", "XXXX-WXX-2", "PAST_REF"); empty when unknown.
    pub value: String,
    /// First day it can mean; none = open or unknown.
    pub from: Option<Day>,
    /// Last day it can mean; none = open or unknown.
    pub to: Option<Day>,
    /// What resolved it: `published`, `explicit`, `narrative`, `conflict-start`, `none` …
    pub basis: String,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WhenKind {
    /// A calendar expression.
    Date,
    /// A time of day.
    Time,
    /// How long.
    Duration,
    /// How often.
    Set,
}

impl WhenKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_not_a_day() {
        assert_eq!(Day::parse("1905-02-29"), None);
        assert_eq!(Day::parse("1904-02-29").map(|day| day.to_string()).as_deref(), Some("1904-02-29"));
        assert_eq!(
            Day::parse("1905-06-27T10:00:00Z").map(|day| day.to_string()).as_deref(),
            Some("1905-06-27")
        );
        assert_eq!(Day::parse("1905-06-271"), None);
        assert_eq!(Day::parse("1905-6-27"), None);
    }
}

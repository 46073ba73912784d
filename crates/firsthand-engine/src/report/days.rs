//! Intervals of days as plain numbers, for arithmetic over publication and event times.

use firsthand_schema::when::Day;

/// A closed interval of days, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// First day.
    pub from: i32,
    /// Last day.
    pub to: i32,
}

impl Days {
    /// From two days, in either order.
    #[must_use]
    pub fn between(one: Day, other: Day) -> Self {
        let (one, other) = (number(one), number(other));
        Self { from: one.min(other), to: one.max(other) }
    }

    /// How many days it spans.
    #[must_use]
    pub fn length(self) -> i32 {
        self.to - self.from + 1
    }

    /// Days between the two; 0 where they touch or overlap.
    #[must_use]
    pub fn gap(self, other: Self) -> i32 {
        (self.from.max(other.from) - self.to.min(other.to)).max(0)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Days from 1970-01-01 to a day (Howard Hinnant's `days_from_civil`).
#[must_use]
pub fn number(day: Day) -> i32 {
    let month = i32::from(day.month);
    let year = i32::from(day.year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(day.day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day of a number: the other way round.
#[must_use]
pub fn day(number: i32) -> Option<Day> {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: i32) {
        let read = Day::parse(text).unwrap();
        assert_eq!(number(read), expected, "{text}");
        assert_eq!(day(expected), Some(read), "{text}");
    }

    #[test]
    fn days_are_counted_from_1970() {
        check("1970-01-01", 0);
        check("1905-06-27", -23_564);
        check("2024-02-29", 19_782);
        check("2023-09-18", 19_618);
    }
}

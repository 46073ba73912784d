//! Days and times as a newsroom writes them: for every table and page. JSON keeps ISO days and TIMEX values.
//!
//! In: days, an interval of them, or a time expression as the engine grounded it. Out: words, or nothing where nothing is
//! known.
//!
//! `2023-06-01` to `2023-06-30` → Jun 2023 · `2023-XX-XX` → 2023 · `XXXX-WXX-2` → a Tuesday · `PAST_REF` → nothing

use firsthand_schema::when::{Day, When, WhenKind};
use jiff::civil::{Date, Weekday};

/// Short names of the months.
pub(crate) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "3 Jul 1905".
pub(crate) fn day(day: Day) -> String {
    format!("{} {} {}", day.day, month(day), day.year)
}

/// An interval, open at an end that is not known: "1905", "Jun 1905", "27–29 Jun 1905", "28 Jun – 3 Jul 1905",
/// "since 3 Jul 1905".
pub(crate) fn days(from: Option<Day>, to: Option<Day>) -> Option<String> {
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => return Some(format!("since {}", start(from))),
        (None, Some(to)) => return Some(format!("until {}", day(to))),
        (None, None) => return None,
    };
    let whole_months = from.day == 1 && ends_month(to);
    Some(if from == to {
        day(from)
    } else if whole_months && from.month == 1 && to.month == 12 {
        match to.year - from.year {
            0 => from.year.to_string(),
            9 if from.year % 10 == 0 => format!("{}s", from.year),
            _ => format!("{}–{}", from.year, to.year),
        }
    } else if whole_months {
        match (from.year == to.year, from.month == to.month) {
            (true, true) => format!("{} {}", month(from), from.year),
            (true, false) => format!("{}–{} {}", month(from), month(to), from.year),
            _ => format!("{} {} – {} {}", month(from), from.year, month(to), to.year),
        }
    } else if from.year != to.year {
        format!("{} – {}", day(from), day(to))
    } else if from.month != to.month {
        format!("{} {} – {}", from.day, month(from), day(to))
    } else {
        format!("{}–{}", from.day, day(to))
    })
}

/// A time expression: the days it means, else as much of it as is known ("2023", "a Tuesday", "6 weeks"). Nothing where it
/// says no more than "then" or "once".
pub(crate) fn when(when: &When) -> Option<String> {
    let season = season(&when.value);
    match (when.from, when.to) {
        (Some(from), Some(to)) if from == to => {
            let part = when.value.split_once('T').and_then(|(_, part)| part_of_day(part));
            let part = part.map(|part| format!(", {part}")).unwrap_or_default();
            Some(format!("{} {}{part}", weekday(from), day(from)))
        }
        (Some(_), Some(_)) if season.is_some() => season,
        (None, None) => match when.kind {
            WhenKind::Duration => span(&when.value).map(|(count, unit)| match count {
                Some(count) => plural(&count, unit),
                None => format!("{unit}s"),
            }),
            WhenKind::Set => span(&when.value).map(|(count, unit)| match count.as_deref() {
                None | Some("1") => format!("every {unit}"),
                Some(count) => format!("every {}", plural(count, unit)),
            }),
            WhenKind::Date | WhenKind::Time => partial(&when.value).or(season),
        },
        (from, to) => days(from, to),
    }
}

/// As coarse as a beginning can be said: "since 2014", not "since 1 Jan 2014".
fn start(from: Day) -> String {
    match (from.month, from.day) {
        (1, 1) => from.year.to_string(),
        (_, 1) => format!("{} {}", month(from), from.year),
        _ => day(from),
    }
}

fn month(day: Day) -> &'static str {
    usize::try_from(day.month - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"?")
}

fn ends_month(day: Day) -> bool {
    Day::new(day.year, day.month, day.day + 1).is_none()
}

fn weekday(day: Day) -> &'static str {
    match Date::new(day.year, day.month, day.day).map(Date::weekday) {
        Ok(Weekday::Monday) => "Mon",
        Ok(Weekday::Tuesday) => "Tue",
        Ok(Weekday::Wednesday) => "Wed",
        Ok(Weekday::Thursday) => "Thu",
        Ok(Weekday::Friday) => "Fri",
        Ok(Weekday::Saturday) => "Sat",
        Ok(Weekday::Sunday) => "Sun",
        Err(_) => "",
    }
}

/// "12:00", "evening".
fn part_of_day(part: &str) -> Option<String> {
    let named = match part {
        "MO" => "morning",
        "MI" => "midday",
        "AF" => "afternoon",
        "EV" => "evening",
        "NI" => "night",
        "DT" => "daytime",
        _ => {
            let clock = part.len() >= 4 && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
            return clock.then(|| part.to_owned());
        }
    };
    Some(named.to_owned())
}

/// "2022-SU" → summer 2022, "2022-Q2" → 2nd quarter of 2022, "XXXX-WI" → winter.
fn season(value: &str) -> Option<String> {
    let (year, part) = value.split_once('-')?;
    let named = match part {
        "SP" => "spring",
        "SU" => "summer",
        "FA" => "autumn",
        "WI" => "winter",
        "Q1" => "1st quarter of",
        "Q2" => "2nd quarter of",
        "Q3" => "3rd quarter of",
        "Q4" => "4th quarter of",
        "H1" => "1st half of",
        "H2" => "2nd half of",
        _ => return None,
    };
    if is_year(year) {
        return Some(format!("{named} {year}"));
    }
    (!named.ends_with(" of")).then(|| named.to_owned())
}

fn is_year(year: &str) -> bool {
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is known of a day that could not be led to the calendar: "2023", "Jun 2023", "27 Jun", "a Tuesday".
fn partial(value: &str) -> Option<String> {
    let date = value.split('T').next().unwrap_or(value);
    if value == "PRESENT_REF" {
        return Some("now".to_owned());
    }
    let mut parts = date.split('-');
    let year = parts.next().filter(|year| is_year(year));
    let second = parts.next().unwrap_or("");
    let last = parts.next().unwrap_or("");
    if second.starts_with('W') {
        const DAYS: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let day = last.parse::<usize>().ok().and_then(|number| DAYS.get(number.checked_sub(1)?));
        return match day {
            Some(day) => Some(format!("a {day}")),
            None if last == "WE" => Some("a weekend".to_owned()),
            None => year.map(str::to_owned),
        };
    }
    let number = |digits: &str| digits.parse::<usize>().ok();
    let month = number(second).and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (year, month, number(last)) {
        (Some(year), Some(month), Some(day)) => Some(format!("{day} {month} {year}")),
        (Some(year), Some(month), None) => Some(format!("{month} {year}")),
        (Some(year), None, _) => Some(year.to_owned()),
        (None, Some(month), Some(day)) => Some(format!("{day} {month}")),
        (None, Some(month), None) => Some((*month).to_owned()),
        (None, None, _) => None,
    }
}

/// A length: its count, none for "weeks" without one, and its unit.
fn span(value: &str) -> Option<(Option<String>, &'static str)> {
    let rest = value.strip_prefix('P')?;
    let (rest, of_day) = rest.strip_prefix('T').map_or((rest, false), |rest| (rest, true));
    let digits =
        rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').len();
    let (count, unit) = if let Some(unit) = rest.strip_prefix('X') {
        (None, unit)
    } else {
        (Some(rest[..digits].to_owned()).filter(|count| !count.is_empty()), &rest[digits..])
    };
    let unit = match (unit, of_day) {
        ("Y", false) => "year",
        ("DE", false) => "decade",
        ("CE", false) => "century",
        ("Q", false) => "quarter",
        ("M", false) => "month",
        ("W", false) => "week",
        ("D", false) => "day",
        ("WE", false) => "weekend",
        ("H", true) => "hour",
        ("M", true) => "minute",
        ("S", true) => "second",
        _ => return None,
    };
    Some((count, unit))
}

fn plural(count: &str, unit: &str) -> String {
    if count == "1" { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<Day> {
        Day::parse(text)
    }

    #[track_caller]
    fn check(kind: WhenKind, value: &str, from: &str, to: &str, expected: Option<&str>) {
        let told =
            When { kind, value: value.to_owned(), from: date(from), to: date(to), basis: String::new() };
        assert_eq!(when(&told).as_deref(), expected, "{value}");
    }

    #[test]
    fn what_is_known_to_the_day_has_its_weekday() {
        check(WhenKind::Date, "1905-06-27", "1905-06-27", "1905-06-27", Some("Tue 27 Jun 1905"));
        check(WhenKind::Time, "1905-06-27TEV", "1905-06-27", "1905-06-27", Some("Tue 27 Jun 1905, evening"));
        check(WhenKind::Time, "1905-06-27T12:00", "1905-06-27", "1905-06-27", Some("Tue 27 Jun 1905, 12:00"));
        check(WhenKind::Time, "1905-06-27TXX", "1905-06-27", "1905-06-27", Some("Tue 27 Jun 1905"));
    }

    #[test]
    fn intervals_are_as_short_as_they_can_be() {
        let both = |from, to| days(date(from), date(to)).unwrap_or_default();
        assert_eq!(both("1905-01-01", "1905-12-31"), "1905");
        assert_eq!(both("1990-01-01", "1999-12-31"), "1990s");
        assert_eq!(both("1904-01-01", "1905-12-31"), "1904–1905");
        assert_eq!(both("1904-02-01", "1904-02-29"), "Feb 1904");
        assert_eq!(both("1905-06-01", "1905-07-31"), "Jun–Jul 1905");
        assert_eq!(both("1905-06-27", "1905-06-29"), "27–29 Jun 1905");
        assert_eq!(both("1905-06-28", "1905-07-03"), "28 Jun – 3 Jul 1905");
        assert_eq!(both("1905-12-28", "1906-01-03"), "28 Dec 1905 – 3 Jan 1906");
        assert_eq!(both("1905-07-03", ""), "since 3 Jul 1905");
        assert_eq!(both("1905-01-01", ""), "since 1905");
        assert_eq!(both("", "1905-07-03"), "until 3 Jul 1905");
        assert_eq!(both("", ""), "");
    }

    #[test]
    fn no_placeholder_reaches_a_reader() {
        check(WhenKind::Time, "2023-XX-XXXXX", "", "", Some("2023"));
        check(WhenKind::Date, "2023-XX-XX", "", "", Some("2023"));
        check(WhenKind::Date, "2023-06-XX", "", "", Some("Jun 2023"));
        check(WhenKind::Date, "XXXX-06-27", "", "", Some("27 Jun"));
        check(WhenKind::Date, "XXXX-06", "", "", Some("Jun"));
        check(WhenKind::Date, "XXXX-WXX-2", "", "", Some("a Tuesday"));
        check(WhenKind::Time, "XXXX-WXX-2TNI", "", "", Some("a Tuesday"));
        check(WhenKind::Date, "XXXX-WXX-WE", "", "", Some("a weekend"));
        check(WhenKind::Date, "XXXX-SU", "", "", Some("summer"));
        check(WhenKind::Date, "2022-SU", "2022-06-01", "2022-08-31", Some("summer 2022"));
        check(WhenKind::Date, "2022-Q2", "2022-04-01", "2022-06-30", Some("2nd quarter of 2022"));
        check(WhenKind::Date, "PRESENT_REF", "", "", Some("now"));
        for nothing in ["PAST_REF", "FUTURE_REF", "XXXX-XX-XX", "XXXX-WXX", "XXXX", "XXXX-XX-XXT14:00", ""] {
            check(WhenKind::Date, nothing, "", "", None);
        }
    }

    #[test]
    fn lengths_and_repetitions_are_counted() {
        check(WhenKind::Duration, "P6W", "", "", Some("6 weeks"));
        check(WhenKind::Duration, "P1D", "", "", Some("1 day"));
        check(WhenKind::Duration, "PXM", "", "", Some("months"));
        check(WhenKind::Duration, "PT9H", "", "", Some("9 hours"));
        check(WhenKind::Set, "P1D", "", "", Some("every day"));
        check(WhenKind::Set, "P2W", "", "", Some("every 2 weeks"));
    }
}

//! Reads a day as pages and feeds write it for machines, and out of an address.
//!
//! In: the value of an attribute or a field. Out: the day, in the writer's own time zone; none where two readings are
//! possible. `Fri, 03 May 2024 10:00:00 GMT` → 2024-05-03

use firsthand_schema::when::Day;

/// The day that begins a text in any of the forms that stand in metadata.
pub(crate) fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    iso(text).or_else(|| compact(text)).or_else(|| named(text)).or_else(|| dotted(text))
}

/// `2024-05-03T10:00`, `2024/05/03`, `2024-5-3`
fn iso(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, ['-', '/']);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().filter(|month| month.len() <= 2)?.parse().ok()?;
    let rest = parts.next()?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    Day::new(year, month, rest[..end.min(3)].parse().ok()?)
}

/// `20240503`, alone or before a time
fn compact(text: &str) -> Option<Day> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 && digits != 14 && digits != 12 {
        return None;
    }
    Day::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..8].parse().ok()?).filter(is_web_age)
}

/// `3 May 2024`, `May 3rd, 2024`, `Fri, 03 May 2024 10:00:00 GMT`
fn named(text: &str) -> Option<Day> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '|' | '(' | ')' | '-' | '/'))
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[at])?;
    let number = |word: Option<&&str>| {
        let word = word?;
        let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '.');
        digits.parse::<i16>().ok()
    };
    let before = at.checked_sub(1).and_then(|before| number(words.get(before)));
    let after = number(words.get(at + 1));
    let (day, year) = match (before, after) {
        (Some(day @ 1..=31), Some(year @ 1990..)) => (day, year),
        (_, Some(day @ 1..=31)) => (day, number(words.get(at + 2)).filter(|&year| year >= 1990)?),
        _ => return None,
    };
    Day::new(year, month, i8::try_from(day).ok()?)
}

/// `03.05.2024`; with slashes nobody knows which is the month, so only where one of them cannot be.
fn dotted(text: &str) -> Option<Day> {
    let head = text.split_whitespace().next()?.trim_end_matches([',', '.', ';']);
    let slashes = head.contains('/');
    let mut parts = head.split(['.', '/', '-']);
    let (first, second) = (parts.next()?.parse::<i8>().ok()?, parts.next()?.parse::<i8>().ok()?);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    if slashes && first <= 12 && second <= 12 && first != second {
        return None;
    }
    if slashes && second > 12 { Day::new(year, first, second) } else { Day::new(year, second, first) }
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = word.trim_end_matches('.').to_ascii_lowercase();
    let head = lower.get(..3)?;
    let long = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "sept",
    ];
    if lower.len() > 3 && !long.contains(&lower.as_str()) {
        return None;
    }
    let at = MONTHS.iter().position(|known| *known == head)?;
    i8::try_from(at + 1).ok()
}

/// There were no pages before; a number of eight digits that reads as an older day is none.
fn is_web_age(day: &Day) -> bool {
    (1990..2100).contains(&day.year)
}

/// The day in an address: `/2024/05/03/`, `/2024-05-03-title`, `/20240503/`, `/2024/may/03/`.
pub(crate) fn day_in_url(url: &str) -> Option<Day> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for (at, part) in parts.iter().enumerate() {
        if part.len() == 4
            && let Ok(year @ 1990..2100) = part.parse::<i16>()
            && let (Some(next), Some(then)) = (parts.get(at + 1), parts.get(at + 2))
        {
            let month = next.parse().ok().or_else(|| month(next));
            let digits = then.bytes().take_while(u8::is_ascii_digit).count();
            let clear = !then.get(digits..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            let day = then.get(..digits).filter(|_| clear && digits <= 2).and_then(|day| day.parse().ok());
            if let (Some(month), Some(day)) = (month, day) {
                return Day::new(year, month, day);
            }
        }
        for piece in [part.get(..10), part.get(part.len().saturating_sub(10)..)].into_iter().flatten() {
            if piece.as_bytes().get(4) == Some(&b'-')
                && piece.as_bytes().get(7) == Some(&b'-')
                && let Some(day) = iso(piece).filter(is_web_age)
            {
                return Some(day);
            }
        }
        if part.len() == 8
            && let Some(day) = compact(part)
        {
            return Some(day);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(day(text).map(|day| day.to_string()).unwrap_or_default(), expected, "in {text:?}");
    }

    #[track_caller]
    fn check_url(url: &str, expected: &str) {
        assert_eq!(day_in_url(url).map(|day| day.to_string()).unwrap_or_default(), expected, "in {url:?}");
    }

    #[test]
    fn machines_write_days_in_many_ways() {
        check("2024-05-03T23:10:00+02:00", "2024-05-03");
        check("2024-05-03 15:47:42.389000+00:00", "2024-05-03");
        check("20240503T101112", "2024-05-03");
        check("Fri, 03 May 2024 10:00:00 GMT", "2024-05-03");
        check("May 3rd, 2024", "2024-05-03");
        check("3 Sept. 2024", "2024-09-03");
        check("03.05.2024, 10:11", "2024-05-03");
    }

    #[test]
    fn two_readings_are_none() {
        check("03/05/2024", "");
        check("23/05/2024", "2024-05-23");
        check("05/23/2024", "2024-05-23");
        check("yesterday", "");
        check("2024", "");
        check("", "");
    }

    #[test]
    fn an_address_may_hold_the_day() {
        check_url("https://example.org/news/2024/05/03/crew-refuses", "2024-05-03");
        check_url("https://example.org/2024/may/3/crew", "2024-05-03");
        check_url("https://example.org/a/2024-05-03-crew-refuses.html", "2024-05-03");
        check_url("https://example.org/a/20240503/crew", "2024-05-03");
        check_url("https://example.org/article-14848164.php", "");
        check_url("https://example.org/2024/05/", "");
        check_url("", "");
        check_url("https://example.org/день-2024-é", "");
    }
}

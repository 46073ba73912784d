//! Recognises time expressions: which tokens, and what they say before any date is known.
//!
//! In: a reading. Out: `Expression`s in text order, without overlap.
//! `He left late last week and rang four days later.` → `late last week` (week −1 from publication, late),
//! `four days later` (day +4 from the story's own day)
//!
//! The span follows TIMEX3: determiners, "early", "about" and "ago" belong to it, prepositions do not.

use std::{cell::Cell, ops::Range};

use firsthand_schema::span::Span;

use super::{
    super::numbers::{NumberWords, digits},
    words::{Entry, Holiday, Part, Reference, Season, TimeWords, Unit},
};
use crate::reading::{
    Reading,
    tags::Tag,
    tokens::{Case, TokenKind},
};

/// Words that tell of a time.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    /// Which.
    pub(crate) tokens: Range<usize>,
    /// Where, if it ends or begins inside a token ("14 August-2 September").
    pub(crate) cut: Option<Span>,
    /// What they say.
    pub(crate) meaning: Meaning,
    /// Which end of it.
    pub(crate) edge: Edge,
}

/// What an expression says, before it is known when it was said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// A place in the calendar, perhaps without its year.
    Date { year: Year, field: Field },
    /// "the 1980s".
    Decade { start: i32 },
    /// "the 20th century" is 20; before Christ negative.
    Century(i32),
    /// So many units from a day that is known elsewhere: "last week", "two years ago", "the next day".
    Shift { unit: Unit, by: f64, from: From },
    /// "a few days ago": in the past, nobody knows how far.
    Vague(Reference),
    /// "Tuesday", "last Tuesday".
    Weekday { day: i8, turn: Turn },
    /// "the weekend".
    Weekend { turn: Turn },
    /// "the 3rd", its month told elsewhere.
    DayOfMonth(i8),
    /// How long: a TIMEX3 value.
    Duration(String),
    /// How often: a TIMEX3 value.
    Set(String),
    /// Past, present or future.
    Reference(Reference),
    /// The story's own past, future or (none) present: a time expression only in a history.
    Storied(Option<Reference>),
    /// A time on the clock.
    Clock { hour: i8, minute: Option<i8>, date: Option<Box<Meaning>> },
    /// A part of the day.
    DayPart { part: Part, date: Option<Box<Meaning>> },
}

/// Which part of a year a date names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Field {
    Year,
    Half(i8),
    Quarter(i8),
    Season(Season),
    Month(i8),
    Day(i8, i8),
    Holiday(Holiday),
}

/// How the year of a date is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Year {
    /// Not at all.
    Untold,
    /// In so many words; years before Christ are negative.
    Known(i32),
    /// So many years from the year of publication: "last year".
    Published(i32),
    /// So many years from the year the story is in: "that year".
    Narrative(i32),
    /// The last such date before publication: "last April".
    Last,
    /// The next one: "next June".
    Next,
    /// The one nearest to publication within its year: "this summer".
    This,
}

/// Where a shift starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// The day of publication.
    Published,
    /// The day the story is in.
    Narrative,
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Only tense can tell.
    Untold,
    Last,
    This,
    Next,
    /// The one before or after the day the story is in.
    Previous,
    Following,
    /// That of the week the story is in.
    Same,
    /// "the latest quarter": the last one closed, or the one just spoken of.
    Latest,
}

/// Which end of a stretch of time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Whole,
    Early,
    Mid,
    Late,
    Start,
    End,
    /// "earlier this year": from its start to publication.
    Earlier,
    /// "later this year": from publication to its end.
    Later,
}

/// Finds the expressions of a text. Linear: no pattern looks further than a few tokens.
pub(crate) fn recognise(reading: &Reading<'_>, words: &TimeWords, numbers: &NumberWords) -> Vec<Expression> {
    let entries = (0..reading.tokens.len()).map(|at| words.entry(reading.lower(at))).collect();
    let grammar = Grammar { reading, words, numbers, entries, depth: Cell::new(0) };
    let mut found: Vec<Expression> = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        if let Some((end, pair)) = grammar.glued_days(at) {
            found.extend(pair);
            at = end;
            continue;
        }
        match grammar.expression(at) {
            Some(expression) if expression.tokens.end > at => {
                let short = grammar.short_end(&expression);
                at = expression.tokens.end;
                found.push(expression);
                if let Some(short) = short {
                    at = short.tokens.end;
                    found.push(short);
                }
            }
            _ => at += 1,
        }
    }
    found
}

struct Grammar<'r> {
    reading: &'r Reading<'r>,
    words: &'r TimeWords,
    numbers: &'r NumberWords,
    entries: Vec<Entry>,
    /// How deep `core` stands in itself. A clock time leads to a day and a month to the next one; nothing needs more
    /// than a few steps, and a text of nothing but dates must not pile them up.
    depth: Cell<u8>,
}

/// How deep dates may stand in dates: "10 a.m. on the night of Friday, May 3 or May 5, 1905" needs four.
const DEEPEST: u8 = 5;

/// A match: the token after it and what it says.
type Match = Option<(usize, Meaning)>;

impl Grammar<'_> {
    fn lower(&self, at: usize) -> &str {
        self.reading.lower(at)
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.reading.lower(before))
    }

    fn entry(&self, at: usize) -> Entry {
        self.entries.get(at).copied().unwrap_or_default()
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.lower(at) == word
    }

    fn number_token(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn capital(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.case != Case::Lower)
    }

    /// Whether the token stands right after the one before it.
    fn glued(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether the token is on the same line as the one before it, more or less: dates do not cross paragraphs.
    fn near(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.breaks < 2)
    }

    fn expression(&self, at: usize) -> Option<Expression> {
        let whole = |(end, meaning): (usize, Meaning)| Expression {
            tokens: at..end,
            meaning,
            edge: Edge::Whole,
            cut: None,
        };
        if self.entry(at).opens_approximator
            && let Some(next) = self.words.approximator(self.reading, at)
            && let Some(found) = self.approximated(at, next)
        {
            return Some(found);
        }
        if let Some((end, meaning, edge)) = self.edged(at) {
            return Some(Expression { tokens: at..end, meaning, edge, cut: None });
        }
        self.core(at).map(whole)
    }

    /// "nearly two years", "about 1840", "around 7:15 p.m.".
    fn approximated(&self, at: usize, next: usize) -> Option<Expression> {
        let (end, meaning) = self.core(next)?;
        let first = self.lower(at);
        let fits = match &meaning {
            Meaning::Duration(value) => !value.contains('X') || !matches!(first, "some" | "about" | "around"),
            Meaning::Shift { .. } => {
                self.counts(next) && (self.number_token(next) || !matches!(first, "some" | "within"))
            }
            Meaning::Date { year: Year::Known(_), .. } | Meaning::Clock { .. } => {
                matches!(
                    first,
                    "about" | "around" | "approximately" | "roughly" | "circa" | "ca" | "ca." | "c."
                )
            }
            Meaning::Date { field: Field::Day(..) | Field::Month(_), .. } => {
                matches!(first, "about" | "around" | "approximately")
            }
            _ => false,
        };
        fits.then_some(Expression { tokens: at..end, meaning, edge: Edge::Whole, cut: None })
    }

    /// Whether a count starts here: "two", "a", "several".
    fn counts(&self, at: usize) -> bool {
        matches!(self.lower(at), "a" | "an") || self.numbers.numeral(self.reading, at).is_some()
    }

    /// "late last week", "mid-August", "the end of 1990", "earlier this year", "year-end".
    fn edged(&self, at: usize) -> Option<(usize, Meaning, Edge)> {
        let the = usize::from(self.is(at, "the"));
        let head = at + the;
        let word = self.lower(head);
        if let Some((edge, rest)) = split_edge(word) {
            return self.glued_edge(head, edge, rest);
        }
        let edge = match word {
            "early" => Edge::Early,
            "earlier" => Edge::Earlier,
            "mid" | "middle" => Edge::Mid,
            "late" => Edge::Late,
            "later" => Edge::Later,
            "beginning" | "start" | "outset" | "dawn" => Edge::Start,
            "end" | "close" => Edge::End,
            "rest" | "remainder" => Edge::Late,
            "first" | "second" | "latter" | "last" | "other" => return self.halves(at, head),
            "year" | "month" => return self.year_end(at, head),
            _ => return None,
        };
        let part = matches!(self.lower(head + 1), "part" | "days" | "stages" | "hours");
        let of = if part { head + 2 } else { head + 1 };
        let (next, strict) = match (edge, self.lower(of)) {
            (Edge::Start | Edge::End, "of") if the == 1 || matches!(self.before(head), "year" | "'s") => {
                (of + 1, false)
            }
            (Edge::Start | Edge::End, _) => return None,
            (_, "of") if part || matches!(word, "middle" | "rest" | "remainder") => (of + 1, false),
            (_, "in" | "on") if !part && matches!(word, "early" | "late" | "earlier" | "later") => {
                (of + 1, true)
            }
            _ if part || matches!(word, "middle" | "rest" | "remainder") => return None,
            _ => (head + 1, false),
        };
        let (end, meaning) = self.core(next)?;
        let dated = match &meaning {
            Meaning::Date { field, .. } => {
                !strict
                    || matches!(field, Field::Year | Field::Month(_) | Field::Season(_) | Field::Quarter(_))
            }
            Meaning::Decade { .. } | Meaning::Century(_) => true,
            Meaning::Weekday { .. } | Meaning::Weekend { .. } => !strict,
            Meaning::Shift { unit, .. } => {
                *unit >= Unit::Night && !self.counts(next) && (!strict || self.is(next, "the"))
            }
            Meaning::DayPart { part, date } => {
                date.is_some() || matches!(part, Part::Morning | Part::Afternoon | Part::Evening)
            }
            _ => false,
        };
        dated.then_some((end, meaning, edge))
    }

    /// "the first half of 1942", "the latter part of the year", "the last half of the decade".
    fn halves(&self, at: usize, head: usize) -> Option<(usize, Meaning, Edge)> {
        let half = self.is(head + 1, "half");
        if !half && !self.is(head + 1, "part") || !self.is(head + 2, "of") {
            return None;
        }
        let late = !self.is(head, "first");
        let (end, meaning) = self.core(head + 3)?;
        let _ = at;
        match meaning {
            Meaning::Date { year, field: Field::Year } if half => {
                Some((end, Meaning::Date { year, field: Field::Half(if late { 2 } else { 1 }) }, Edge::Whole))
            }
            Meaning::Date { .. } | Meaning::Decade { .. } | Meaning::Century(_) | Meaning::Shift { .. } => {
                Some((end, meaning, if late { Edge::Late } else { Edge::Early }))
            }
            _ => None,
        }
    }

    /// "year end", "year's end", "month's end".
    fn year_end(&self, _at: usize, head: usize) -> Option<(usize, Meaning, Edge)> {
        let owned = self.is(head + 1, "'s");
        let last = head + 1 + usize::from(owned);
        if !self.is(last, "end") || self.is(last + 1, "of") {
            return None;
        }
        let unit = if self.is(head, "year") { Unit::Year } else { Unit::Month };
        Some((last + 1, Meaning::Shift { unit, by: 0.0, from: From::Narrative }, Edge::End))
    }

    /// "mid-August", "mid-1996", "late-November", "mid-1990s", "year-end".
    fn glued_edge(&self, at: usize, edge: Edge, rest: &str) -> Option<(usize, Meaning, Edge)> {
        let entry = self.words.entry(rest);
        if let Some(month) = entry.month.filter(|_| self.capital(at) || rest.len() > 3) {
            let (end, year) = self.year_after(at + 1);
            return Some((end, Meaning::Date { year, field: Field::Month(month) }, edge));
        }
        if let Some(season) = entry.season {
            let (end, year) = self.year_after(at + 1);
            return Some((end, Meaning::Date { year, field: Field::Season(season) }, edge));
        }
        if let Some(part) = entry.part {
            let date = self.core(at + 1).filter(|(_, meaning)| is_day(meaning));
            let (end, date) = date.map_or((at + 1, None), |(end, date)| (end, Some(Box::new(date))));
            return Some((end, Meaning::DayPart { part, date }, edge));
        }
        if let Some(day) = entry.weekday {
            return Some((at + 1, Meaning::Weekday { day, turn: Turn::Untold }, edge));
        }
        if let Some(start) = decade(rest) {
            return Some((at + 1, Meaning::Decade { start }, edge));
        }
        if let Some(year) = year_digits(rest) {
            return Some((at + 1, Meaning::Date { year: Year::Known(year), field: Field::Year }, edge));
        }
        match (rest, entry.unit) {
            (_, Some(unit)) if unit >= Unit::Week => {
                Some((at + 1, Meaning::Shift { unit, by: 0.0, from: From::Published }, edge))
            }
            _ => {
                let ordinal =
                    rest.strip_suffix("-century").and_then(|ordinal| self.numbers.ordinal(ordinal))?;
                Some((at + 1, Meaning::Century(i32::try_from(ordinal).ok()?), edge))
            }
        }
    }

    /// Everything but "about" and "early" before it.
    fn core(&self, at: usize) -> Match {
        let token = self.reading.tokens.get(at)?;
        if self.depth.get() >= DEEPEST {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let found = match token.kind {
            TokenKind::Number => self.numeric(at),
            TokenKind::Mark => self.short_year(at),
            TokenKind::Word => self.worded(at),
        };
        self.depth.set(self.depth.get() - 1);
        found
    }

    /// "14 August-2 September 1914", "August-September 1950": two dates that share a token.
    fn glued_days(&self, at: usize) -> Option<(usize, [Expression; 2])> {
        let first_day = self.day_number(at).filter(|_| self.number_token(at));
        let joint = at + usize::from(first_day.is_some());
        let token = self.reading.tokens.get(joint).filter(|token| token.kind == TokenKind::Word)?;
        let (head, tail) = self.lower(joint).split_once('-')?;
        let pair = self.words.entry(tail).month.is_some();
        let month =
            self.words.entry(head).month.filter(|_| (head.len() > 3 || pair) && self.capital(joint))?;
        let (end, second) = match tail.parse::<i32>() {
            // "August-2 September": the second day's month comes after.
            Ok(day) => {
                let other = self.month(joint + 1)?;
                let (end, year) = self.year_after(joint + 2);
                let (other, day) = day_of(i32::from(other), day)?;
                (end, Meaning::Date { year, field: Field::Day(other, day) })
            }
            Err(_) => {
                let other = self.words.entry(tail).month.filter(|_| tail.len() > 2)?;
                let (end, year) = self.year_after(joint + 1);
                (end, Meaning::Date { year, field: Field::Month(other) })
            }
        };
        let Meaning::Date { year, .. } = second else { return None };
        let field = match first_day {
            Some(day) => day_of(i32::from(month), day).map(|(month, day)| Field::Day(month, day))?,
            None => Field::Month(month),
        };
        let cut = token.span.start + u32::try_from(head.len()).ok()?;
        let whole = self.reading.span_of(at..end);
        let pair = [
            Expression {
                tokens: at..joint + 1,
                cut: Some(Span { start: whole.start, end: cut }),
                meaning: Meaning::Date { year, field },
                edge: Edge::Whole,
            },
            Expression {
                tokens: joint..end,
                cut: Some(Span { start: cut + 1, end: whole.end }),
                meaning: second,
                edge: Edge::Whole,
            },
        ];
        Some((end, pair))
    }

    /// The "17" of "1915-17".
    fn short_end(&self, expression: &Expression) -> Option<Expression> {
        let Meaning::Date { year: Year::Known(year), field: Field::Year } = expression.meaning else {
            return None;
        };
        let at = expression.tokens.end;
        let joined = matches!(self.lower(at), "-" | "–") && self.glued(at) && self.glued(at + 1);
        let word = self.lower(at + 1);
        if !joined || word.len() != 2 || !self.number_token(at + 1) || year < 0 {
            return None;
        }
        let short: i32 = word.parse().ok().filter(|&short| short > year % 100)?;
        let meaning = Meaning::Date { year: Year::Known(year - year % 100 + short), field: Field::Year };
        Some(Expression { tokens: at + 1..at + 2, cut: None, meaning, edge: Edge::Whole })
    }

    /// The year of the date that "and", "to" or a dash leads to: "in March and April 1918".
    fn year_ahead(&self, at: usize) -> Year {
        if !matches!(self.lower(at), "and" | "to" | "or" | "-" | "–" | "—" | "until" | "through" | ",")
            || !self.near(at + 1)
        {
            return Year::Untold;
        }
        let mut next = at + 1;
        if self.lower(at) == "," && self.is(next, "and") {
            next += 1;
        }
        if self.is(next, "the") {
            next += 1;
        }
        if matches!(self.lower(next), "early" | "late" | "mid") {
            next += 1;
        }
        let dated = self.entry(next).month.is_some()
            || self.entry(next).season.is_some()
            || (self.number_token(next) && self.lower(next).len() <= 2)
            || self.lower(next).contains('-');
        if !dated {
            return Year::Untold;
        }
        let found = match self.lower(next).split_once('-') {
            Some(_) => split_edge(self.lower(next))
                .and_then(|(edge, rest)| self.glued_edge(next, edge, rest))
                .map(|found| found.1),
            None => self.core(next).map(|found| found.1),
        };
        match found {
            Some(Meaning::Date { year: Year::Known(year), field }) if field != Field::Year => {
                Year::Known(year)
            }
            _ => Year::Untold,
        }
    }

    /// A year told after a date, or by the date it is joined to.
    fn told_year(&self, at: usize) -> (usize, Year) {
        match self.year_after(at) {
            (end, Year::Untold) => (end, self.year_ahead(at)),
            told => told,
        }
    }

    // Numbers first.

    fn numeric(&self, at: usize) -> Match {
        self.iso(at)
            .or_else(|| self.dotted(at))
            .or_else(|| self.clock(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.era(at))
            .or_else(|| self.bare_year(at))
    }

    /// "2022-04-07", "2022/04/07", "4/13/2022".
    fn iso(&self, at: usize) -> Match {
        let mark = self.lower(at + 1);
        if !matches!(mark, "-" | "/") || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let first = self.lower(at);
        let second = self.lower(at + 2);
        let third = self.lower(at + 4);
        let has_third = self.lower(at + 3) == mark && self.glued(at + 3) && self.glued(at + 4);
        if !has_third || second.len() > 2 {
            return None;
        }
        let numbers: Vec<i32> = [first, second, third].iter().filter_map(|part| part.parse().ok()).collect();
        let &[a, b, c] = numbers.as_slice() else { return None };
        let (year, month, day) = match (first.len(), third.len()) {
            (4, 1 | 2) => (a, b, c),
            // Only where one of the two can be no month is it known which is the day.
            (1 | 2, 4) if mark == "/" && a > 12 => (c, b, a),
            (1 | 2, 4) if mark == "/" && b > 12 => (c, a, b),
            (1 | 2, 4) if mark == "/" => {
                return Some((at + 5, Meaning::Date { year: Year::Known(c), field: Field::Year }));
            }
            _ => return None,
        };
        let (month, day) = day_of(month, day)?;
        Some((at + 5, Meaning::Date { year: Year::Known(year), field: Field::Day(month, day) }))
    }

    /// "24.02.2022".
    fn dotted(&self, at: usize) -> Match {
        let word = self.lower(at);
        let parts: Vec<&str> = word.split('.').collect();
        let &[day, month, year] = parts.as_slice() else { return None };
        if day.len() > 2 || month.len() > 2 || year.len() != 4 {
            return None;
        }
        let (month, day) = day_of(month.parse().ok()?, day.parse().ok()?)?;
        Some((at + 1, Meaning::Date { year: Year::Known(year.parse().ok()?), field: Field::Day(month, day) }))
    }

    /// "10:35 a.m.", "5 p.m. EST, Nov. 6", "18:30", "4 in the morning", "10 o'clock Tuesday".
    fn clock(&self, at: usize) -> Match {
        let hour: i8 = self.lower(at).parse().ok().filter(|hour| (0..=24).contains(hour))?;
        let mut end = at + 1;
        let mut minute = None;
        let mut glued_half = None;
        if self.is(end, ":") && self.glued(end) && self.glued(end + 1) {
            let digits = self.lower(end + 1);
            let cut = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
            if cut != 2 {
                return None;
            }
            minute = digits[..2].parse().ok().filter(|minute| (0..60).contains(minute));
            minute?;
            glued_half = Some(digits[2..].to_owned()).filter(|rest| !rest.is_empty());
            if glued_half.as_deref().is_some_and(|rest| !matches!(rest, "am" | "pm" | "hrs" | "h" | "hours"))
            {
                return None;
            }
            end += 2;
            // Seconds: "10:35:20".
            if self.is(end, ":") && self.glued(end) && self.glued(end + 1) && self.number_token(end + 1) {
                end += 2;
            }
        }
        self.clock_from(at, hour, minute, end, glued_half.as_deref())
    }

    fn clock_from(
        &self,
        at: usize,
        hour: i8,
        minute: Option<i8>,
        mut end: usize,
        glued_half: Option<&str>,
    ) -> Match {
        let half = glued_half.unwrap_or_else(|| self.lower(end));
        let afternoon = match half.trim_end_matches('.').replace('.', "").as_str() {
            "am" => Some(false),
            "pm" => Some(true),
            _ => None,
        };
        let mut told = minute.is_some();
        if afternoon.is_some() {
            end += usize::from(glued_half.is_none());
            // "10 p.m" may keep its last full stop to itself.
            told = true;
        } else if matches!(half, "o'clock") || (self.is(end, "o'clock")) {
            end += 1;
            told = true;
        } else if self.is(end, "in") && self.is(end + 1, "the") && self.entry(end + 2).part.is_some() {
            let part = self.entry(end + 2).part?;
            let hour = if part != Part::Morning && hour < 12 { hour + 12 } else { hour };
            return Some((end + 3, Meaning::Clock { hour, minute, date: None }));
        } else if !told && matches!(half, "hrs" | "hours") && self.lower(at).len() == 4 {
            told = true;
        }
        // A bare "10:35" is a clock; a bare "10" is not. A score ("2:1") has one digit after the colon.
        if !told || matches!(self.before(at), "$" | "€" | "£") {
            return None;
        }
        let hour = match afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        if self.is(end, "hrs") {
            end += 1;
        }
        if self.is(end, "(")
            && self.words.zone(self.reading, end + 1).is_some_and(|close| self.is(close, ")"))
        {
            end = self.words.zone(self.reading, end + 1)? + 1;
        } else if let Some(after) = self.words.zone(self.reading, end) {
            end = after;
        }
        let mut next = end;
        if self.is(next, ",") {
            next += 1;
        }
        if self.is(next, "on") {
            next += 1;
        }
        if self.near(next)
            && let Some((after, date)) = self.core(next).filter(|(_, date)| is_day(date))
        {
            let after = self.words.zone(self.reading, after).unwrap_or(after);
            return Some((after, Meaning::Clock { hour, minute, date: Some(Box::new(date)) }));
        }
        Some((end, Meaning::Clock { hour, minute, date: None }))
    }

    /// "3 May", "3rd of May 2022", "12 and 15 March" (the first of two).
    fn day_month(&self, at: usize) -> Match {
        let day = self.day_number(at)?;
        let mut next = at + 1;
        if self.is(next, "of") {
            next += 1;
        }
        if let Some(month) = self.month(next) {
            let (end, year) = self.told_year(next + 1);
            let (month, day) = day_of(i32::from(month), day)?;
            return Some((end, Meaning::Date { year, field: Field::Day(month, day) }));
        }
        // The first day of a range takes its month from the second.
        if matches!(self.lower(at + 1), "and" | "to" | "-" | "–" | "—" | "or" | "/" | ",") {
            let other = at + 2 + usize::from(self.is(at + 2, "the"));
            let month_at = other + 1 + usize::from(self.is(other + 1, "of"));
            if self.day_number(other).is_some_and(|other| other > day)
                && let Some(month) = self.month(month_at)
            {
                let (_, year) = self.year_after(month_at + 1);
                let (month, day) = day_of(i32::from(month), day)?;
                return Some((at + 1, Meaning::Date { year, field: Field::Day(month, day) }));
            }
        }
        None
    }

    /// A day of a month: "3", "3rd", "third", "twenty-first".
    fn day_number(&self, at: usize) -> Option<i32> {
        let word = self.lower(at);
        let day = if self.number_token(at) {
            if word.len() > 2 {
                return None;
            }
            word.parse().ok()?
        } else {
            i32::try_from(self.numbers.ordinal(word)?).ok()?
        };
        (1..=31).contains(&day).then_some(day)
    }

    /// The month a token names. "may" and "march" are months only with a capital, and at the head of a sentence
    /// only where a number or a preposition says so.
    fn month(&self, at: usize) -> Option<i8> {
        let month = self.entry(at).month?;
        let word = self.lower(at);
        let bare = word.trim_end_matches('.');
        if !self.capital(at) {
            return None;
        }
        let number_near = self.number_token(at + 1)
            || self.numbers.ordinal(self.lower(at + 1)).is_some()
            || self.number_token(at.wrapping_sub(1));
        // Short forms are names too ("Jan", "Mar"), and so are April and June.
        if bare.len() == 3 && bare != "may" && !word.ends_with('.') && !number_near {
            return None;
        }
        // "the Long March", "the March Battalion".
        if bare == "march" && !number_near && at > 0 && !self.entry(at - 1).leads && !self.heads_sentence(at)
        {
            return None;
        }
        if matches!(bare, "may" | "march")
            && self.heads_sentence(at)
            && !number_near
            && !self.is(at + 1, "of")
        {
            return None;
        }
        Some(month)
    }

    fn heads_sentence(&self, at: usize) -> bool {
        let Some(token) = self.reading.tokens.get(at) else { return false };
        let sentence = self.reading.sentence_at(token.span.start);
        self.reading.sentences.get(sentence).is_some_and(|sentence| {
            let first = sentence.tokens.start;
            first == at || (first + 1 == at && self.reading.tokens[first].kind == TokenKind::Mark)
        })
    }

    /// The year told after a month or a season: "2022", ", 2022", "of this year", "last year", "of that year".
    fn year_after(&self, at: usize) -> (usize, Year) {
        let untold = (at, Year::Untold);
        let mut next = at;
        if matches!(self.lower(next), "," | "of" | "in") {
            next += 1;
        }
        if !self.near(next) {
            return untold;
        }
        if self.is(next, "the") && self.is(next + 1, "year") && self.number_token(next + 2) {
            next += 2;
        }
        if self.number_token(next) {
            if let Some((end, year)) = self.bc(next) {
                return (end, Year::Known(year));
            }
            if let Some(year) = year_digits(self.lower(next)) {
                // "in" leads to a year of its own ("in May in 2022" is rare, "offensive in May in 2022").
                if self.is(at, "in") {
                    return untold;
                }
                return (next + 1, Year::Known(year));
            }
            return untold;
        }
        if matches!(self.lower(next), "'" | "`")
            && self.glued(next + 1)
            && !self.is(at, "in")
            && let Some((end, Meaning::Date { year: Year::Known(year), field: Field::Year })) =
                self.short_year(next)
        {
            return (end, Year::Known(year));
        }
        if let Some((end, year)) = self.spelled_year(next) {
            return (end, Year::Known(year));
        }
        // "of this year", "last year", "of the same year", "of that year", "the following year".
        let article = usize::from(self.is(next, "the"));
        if self.is(at, "in") {
            return untold;
        }
        if self.is(next + article + 1, "year") {
            let year = match (article, self.lower(next + article)) {
                (0, "this") | (1, "current") => Some(Year::Published(0)),
                (0, "last") => Some(Year::Published(-1)),
                (0, "next") => Some(Year::Published(1)),
                (0, "that") | (1, "same") => Some(Year::Narrative(0)),
                (1, "previous" | "preceding") => Some(Year::Narrative(-1)),
                (1, "following" | "next") => Some(Year::Narrative(1)),
                _ => None,
            };
            if let Some(year) = year {
                return (next + article + 2, year);
            }
        }
        untold
    }

    /// "490 BC", "44 B.C.".
    fn bc(&self, at: usize) -> Option<(usize, i32)> {
        let year: i32 = self.lower(at).parse().ok().filter(|year| (1..=9999).contains(year))?;
        let word = self.lower(at + 1).replace('.', "");
        let end = at + 2;
        match word.as_str() {
            "bc" | "bce" => Some((end, -year)),
            "ad" | "ce" if self.capital(at + 1) => Some((end, year)),
            _ => None,
        }
    }

    fn era(&self, at: usize) -> Match {
        let (end, year) = self.bc(at)?;
        Some((end, Meaning::Date { year: Year::Known(year), field: Field::Year }))
    }

    /// "1998", where it is a year and not a count.
    fn bare_year(&self, at: usize) -> Match {
        let year = year_digits(self.lower(at))?;
        let told = Some((at + 1, Meaning::Date { year: Year::Known(year), field: Field::Year }));
        let before = at.checked_sub(1).map_or(Entry::default(), |before| self.entry(before));
        if before.no_year_after {
            return None;
        }
        // What a year cannot stand before: a plural noun ("2000 soldiers"), a unit or a scale.
        let (next, entry) = (self.lower(at + 1), self.entry(at + 1));
        let lower = self.reading.tokens.get(at + 1).is_some_and(|token| {
            token.kind == TokenKind::Word && token.case == Case::Lower && token.breaks < 2
        });
        let plural = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && !entry.singular;
        let counted = lower && (entry.unit.is_some() || self.numbers.scale(next).is_some() || plural);
        if (counted || entry.no_year_before) && !matches!(self.before(at), "fiscal" | "year") {
            return None;
        }
        let (year_word, plausible) = (before.leads, (1500..=2035).contains(&year));
        (year_word || plausible).then_some(told).flatten()
    }

    /// "'89" and "'80s".
    fn short_year(&self, at: usize) -> Match {
        if !matches!(self.lower(at), "'" | "`" | "‘") || !self.glued(at + 1) || self.glued(at) && at > 0 {
            return None;
        }
        let word = self.lower(at + 1);
        if let Some(decade) =
            word.strip_suffix('s').filter(|digits| digits.len() == 2 && digits.ends_with('0'))
        {
            let decade: i32 = decade.parse().ok()?;
            return Some((at + 2, Meaning::Decade { start: 1900 + decade }));
        }
        if word.len() == 2 && self.number_token(at + 1) {
            let year: i32 = word.parse().ok()?;
            let year = if year < 35 { 2000 + year } else { 1900 + year };
            return Some((at + 2, Meaning::Date { year: Year::Known(year), field: Field::Year }));
        }
        None
    }

    /// "nineteen ninety-six", "two thousand": years as broadcasters say them.
    fn spelled_year(&self, at: usize) -> Option<(usize, i32)> {
        let century = match self.lower(at) {
            "nineteen" => 1900,
            "eighteen" => 1800,
            "twenty" => 2000,
            _ => return None,
        };
        let tens = self.numbers.small(self.lower(at + 1))?;
        if tens < 10.0 {
            return None;
        }
        let ones = self
            .numbers
            .small(self.lower(at + 2))
            .filter(|&ones| ones < 10.0 && ones > 0.0 && tens % 10.0 == 0.0 && tens >= 20.0);
        let year = century + tens as i32 + ones.map_or(0, |ones| ones as i32);
        Some((at + 2 + usize::from(ones.is_some()), year))
    }

    // Counts of units.

    /// "three days", "two and a half years", "four days later", "a year ago", "three to five weeks", "several months".
    fn counted(&self, at: usize) -> Match {
        let (count, mut next) = self.count(at)?;
        // A range: the lower end is the value, as TIMEX3 takes it.
        if matches!(self.lower(next), "to" | "or" | "-" | "–")
            && let Some((_, after)) = self.count(next + 1)
            && !matches!(self.lower(next + 1), "a" | "an")
        {
            next = after;
        }
        // "two more weeks", "three long years".
        let describes = matches!(self.lower(next), "more" | "straight" | "calendar" | "trading" | "working")
            || (self.reading.tag(next) == Tag::Adjective && !matches!(self.lower(at), "a" | "an"));
        if describes && self.entry(next).unit.is_none() {
            next += 1;
        }
        let entry = self.entry(next);
        let unit = entry.unit?;
        let one = matches!(count, Count::Exactly(count) if count <= 1.0);
        // "one second half": a singular unit needs a count of one, except in "five year plan".
        if !entry.plural && !one && !matches!(count, Count::Exactly(_)) {
            return None;
        }
        // "a second front", "a quarter of them", "three quarters of the crew".
        if unit == Unit::Second && !entry.plural {
            return None;
        }
        if unit == Unit::Quarter
            && (!entry.plural || self.is(next + 1, "of") || !matches!(count, Count::Exactly(_)))
        {
            return None;
        }
        let mut end = next + 1;
        if self.is(end, "'") && self.glued(end) && entry.plural {
            end += 1;
        }
        let mut count = count;
        // "a year and a half", "a minute and a half", "two years and three months".
        if self.is(end, "and") && self.is(end + 1, "a") && self.is(end + 2, "half") {
            if let Count::Exactly(whole) = count {
                count = Count::Exactly(whole + 0.5);
            }
            end += 3;
        }
        if self.is(end, "or") && matches!(self.lower(end + 1), "so" | "two") {
            end += 2;
        }
        // "two years and three months".
        if self.is(end, "and")
            && let Count::Exactly(_) = count
            && let Some((Count::Exactly(more), after)) = self.count(end + 1)
            && let Some(smaller) =
                self.entry(after).unit.filter(|smaller| *smaller < unit && *smaller != Unit::Night)
            && (self.entry(after).plural || more == 1.0)
            && !matches!(smaller, Unit::Second)
            && unit <= Unit::Year
        {
            let value = joined(&length(count, unit), &length(Count::Exactly(more), smaller));
            if !matches!(self.lower(after + 1), "ago" | "later" | "earlier" | "before" | "after") {
                return Some((after + 1, Meaning::Duration(value)));
            }
        }
        if matches!(self.lower(end), "old") || (self.is(end, "of") && self.is(end + 1, "age")) {
            return None;
        }
        if let Some((after, from, sign)) = self.direction(end, at) {
            return Some((after, shift(count, unit, sign, from)));
        }
        if matches!(self.lower(at), "a" | "an") && self.rate(at) {
            return Some((end, Meaning::Set(length(Count::Exactly(1.0), unit))));
        }
        Some((end, Meaning::Duration(length(count, unit))))
    }

    /// A count and the token after it.
    fn count(&self, at: usize) -> Option<(Count, usize)> {
        let word = self.lower(at);
        if matches!(word, "a" | "an") {
            return match self.lower(at + 1) {
                "few" => Some((Count::Some, at + 2)),
                "couple" => Some((Count::Exactly(2.0), at + 2 + usize::from(self.is(at + 2, "of")))),
                "half" if self.entry(at + 2).unit.is_some() => Some((Count::Exactly(0.5), at + 2)),
                "single" | "full" | "whole" | "further" | "additional" => Some((Count::Exactly(1.0), at + 2)),
                _ => match self.numbers.numeral(self.reading, at) {
                    Some(numeral) => Some((Count::Exactly(numeral.value), numeral.end)),
                    None => Some((Count::Exactly(1.0), at + 1)),
                },
            };
        }
        if word == "another" {
            return Some(
                self.numbers.numeral(self.reading, at + 1).map_or((Count::Exactly(1.0), at + 1), |numeral| {
                    (Count::Exactly(numeral.value), numeral.end)
                }),
            );
        }
        if word == "half" && matches!(self.lower(at + 1), "a" | "an") && self.entry(at + 2).unit.is_some() {
            return Some((Count::Exactly(0.5), at + 2));
        }
        if matches!(word, "dozens" | "hundreds" | "thousands" | "tens" | "scores") && self.is(at + 1, "of") {
            return Some((Count::Some, at + 2));
        }
        if self.entry(at).vague {
            return Some((Count::Some, at + 1));
        }
        let numeral = self.numbers.numeral(self.reading, at)?;
        Some((Count::Exactly(numeral.value), numeral.end))
    }

    /// "ago", "later", "earlier", "from now" after a count of units.
    fn direction(&self, at: usize, start: usize) -> Option<(usize, From, f64)> {
        let sentence_goes_on = |after: usize| {
            self.reading
                .tokens
                .get(after)
                .is_some_and(|token| token.kind != TokenKind::Mark && token.breaks < 2)
        };
        Some(match self.lower(at) {
            "ago" => (at + 1, From::Published, -1.0),
            "earlier" | "previously" => (at + 1, From::Narrative, -1.0),
            "later" | "afterwards" | "afterward" | "thereafter" => (at + 1, From::Narrative, 1.0),
            "hence" => (at + 1, From::Published, 1.0),
            "from" if self.is(at + 1, "now") => (at + 2, From::Published, 1.0),
            "before" if !sentence_goes_on(at + 1) => (at + 1, From::Narrative, -1.0),
            "after" if !sentence_goes_on(at + 1) => (at + 1, From::Narrative, 1.0),
            "back" if start > 0 && !sentence_goes_on(at + 1) => (at + 1, From::Published, -1.0),
            _ => return None,
        })
    }

    /// Whether "a week" says how often: "twice a week", "three times a day", "$5 a day".
    fn rate(&self, at: usize) -> bool {
        matches!(
            self.before(at),
            "twice"
                | "once"
                | "times"
                | "thrice"
                | "%"
                | "percent"
                | "dollars"
                | "hours"
                | "days"
                | "barrels"
                | "shells"
                | "rounds"
                | "tons"
                | "tonnes"
                | "million"
                | "billion"
        ) || at.checked_sub(1).is_some_and(|before| self.number_token(before))
    }

    // Words.

    fn worded(&self, at: usize) -> Match {
        let entry = self.entry(at);
        if entry.opens_holiday
            && let Some((end, holiday)) = self.words.holiday(self.reading, at)
            && self.capital(at)
        {
            let (end, year) = self.year_after(end);
            let date = Meaning::Date { year, field: Field::Holiday(holiday) };
            if let Some(part) = self.entry(end).part.filter(|_| !self.entry(end).plural) {
                return Some((end + 1, Meaning::DayPart { part, date: Some(Box::new(date)) }));
            }
            return Some((end, date));
        }
        if entry.opens_reference
            && let Some(end) = self.words.storied(self.reading, at)
        {
            return Some((end, Meaning::Storied(None)));
        }
        if let Some(found) = self.related(at) {
            return Some(found);
        }
        if entry.opens_reference
            && let Some((end, reference)) = self.words.reference(self.reading, at)
            // "as soon as he came", "soon after".
            && !(self.is(at, "soon") && (matches!(self.lower(end), "as" | "after" | "afterwards" | "enough") || self.before(at) == "as"))
        {
            return Some((end, Meaning::Reference(reference)));
        }
        if let Some(month) = self.month(at) {
            return Some(self.month_first(at, month));
        }
        if let Some(found) = self.weekday(at, Turn::Untold) {
            return Some(found);
        }
        if let Some(days) = entry.day {
            let day = Meaning::Shift { unit: Unit::Day, by: f64::from(days), from: From::Published };
            return Some(self.with_part(at + 1, day));
        }
        match self.lower(at) {
            "tonight" => {
                let date = Meaning::Shift { unit: Unit::Day, by: 0.0, from: From::Published };
                return Some((at + 1, Meaning::DayPart { part: Part::Night, date: Some(Box::new(date)) }));
            }
            "overnight" => {
                return Some((at + 1, Meaning::DayPart { part: Part::Night, date: None }));
            }
            "every" | "each" | "per" => return self.every(at),
            "fiscal" => {
                let (end, year) = self.year_after(at + 1);
                if let Year::Known(_) = year {
                    return Some((end, Meaning::Date { year, field: Field::Year }));
                }
            }
            "year" | "years" => {
                let year = year_digits(self.lower(at + 1)).filter(|_| self.number_token(at + 1));
                if let Some(year) = year.filter(|_| self.is(at, "year")) {
                    return Some((at + 2, Meaning::Date { year: Year::Known(year), field: Field::Year }));
                }
            }
            _ => {}
        }
        if let Some(value) = entry.set {
            return Some((at + 1, Meaning::Set(value.to_owned())));
        }
        if let Some(start) = decade(self.lower(at)) {
            let bc = matches!(self.lower(at + 1).replace('.', "").as_str(), "bc" | "bce");
            return Some(if bc {
                (at + 2, Meaning::Decade { start: -start })
            } else {
                (at + 1, Meaning::Decade { start })
            });
        }
        if let Some(found) = self.hyphenated(at).or_else(|| self.glued_number(at)) {
            return Some(found);
        }
        if let Some((end, year)) = self.spelled_year(at) {
            return Some((end, Meaning::Date { year: Year::Known(year), field: Field::Year }));
        }
        if let Some(found) = self.day_month(at).or_else(|| self.ordinal_field(at)) {
            return Some(found);
        }
        if let Some(found) = self.counted(at) {
            return Some(found);
        }
        if let Some(reference) = entry.adjective.filter(|_| self.adjective_counts(at)) {
            return Some((at + 1, Meaning::Reference(reference)));
        }
        if let Some(reference) = entry.storied {
            return Some((at + 1, Meaning::Storied(Some(reference))));
        }
        if let Some(season) = entry.season {
            return self.season(at, season);
        }
        if let Some(part) = entry.part {
            return self.part(at, part);
        }
        self.bare_plural(at)
    }

    /// "May 3, 2022", "May 2022", "May", "May of last year", "May 3 and 5" (the first).
    fn month_first(&self, at: usize, month: i8) -> (usize, Meaning) {
        let next = at + 1 + usize::from(self.is(at + 1, "the"));
        let day = self.day_number(next).filter(|_| {
            self.near(next)
                && !(self.is(next + 1, ":")
                    && self.glued(next + 1)
                    && self.glued(next + 2)
                    && self.number_token(next + 2))
                && self.entry(next + 1).unit.is_none()
        });
        if let Some((month, day)) = day.and_then(|day| day_of(i32::from(month), day)) {
            let (end, year) = self.told_year(next + 1);
            return (end, Meaning::Date { year, field: Field::Day(month, day) });
        }
        let (end, year) = self.told_year(at + 1);
        (end, Meaning::Date { year, field: Field::Month(month) })
    }

    /// "Tuesday", "Tuesday, May 3", "Tuesday night", "Tuesdays".
    fn weekday(&self, at: usize, turn: Turn) -> Match {
        let entry = self.entry(at);
        let day = entry.weekday.filter(|_| self.capital(at))?;
        let word = self.lower(at);
        let short = word.trim_end_matches('.').len() <= 4 && !word.ends_with("day");
        if short {
            // "Sun" and "Sat" are words and names; with a full stop or a date after them they are days.
            let dated =
                self.month(at + 1).is_some() || (self.is(at + 1, ",") && self.month(at + 2).is_some());
            if !word.ends_with('.') && !dated {
                return None;
            }
        }
        if entry.plural {
            return Some((at + 1, Meaning::Set(format!("XXXX-WXX-{day}"))));
        }
        let mut next = at + 1;
        if self.is(next, ",") || self.is(next, "the") {
            next += 1;
        }
        if self.near(next) {
            let date = match self.month(next) {
                Some(month) => Some(self.month_first(next, month)),
                None if next == at + 1 || self.is(at + 1, ",") || self.is(at + 1, "the") => {
                    self.day_month(next)
                }
                None => None,
            };
            if let Some((end, date)) =
                date.filter(|(_, date)| matches!(date, Meaning::Date { field: Field::Day(..), .. }))
            {
                return Some(self.with_part(end, date));
            }
        }
        let date = Meaning::Weekday { day, turn };
        if let Some(entry) = Some(self.entry(at + 1)).filter(|entry| entry.part.is_some() && entry.plural) {
            let code = entry.part.map_or("", Part::code);
            return Some((at + 2, Meaning::Set(format!("XXXX-WXX-{day}{code}"))));
        }
        Some(self.with_part(at + 1, date))
    }

    /// A day with the part of it after it: "Tuesday night", "tomorrow morning", "Friday at 5 p.m.".
    fn with_part(&self, at: usize, date: Meaning) -> (usize, Meaning) {
        let entry = self.entry(at);
        if let Some(part) = entry.part.filter(|_| !entry.plural) {
            return (at + 1, Meaning::DayPart { part, date: Some(Box::new(date)) });
        }
        (at, date)
    }

    /// "last", "this", "next", "that", "the previous" and what they lead to.
    fn related(&self, at: usize) -> Match {
        let the = usize::from(self.is(at, "the"));
        let mut next = at + the;
        let mut turn = match self.lower(next) {
            "last" | "past" => Turn::Last,
            "this" | "current" | "these" => Turn::This,
            "latest" => Turn::Latest,
            "next" | "coming" | "upcoming" => Turn::Next,
            "previous" | "preceding" | "prior" => Turn::Previous,
            "following" | "subsequent" | "ensuing" => Turn::Following,
            "that" | "same" | "those" => Turn::Same,
            _ if the == 1 => return self.the(at),
            _ => return None,
        };
        let first = next;
        next += 1;
        match (self.lower(first), self.lower(next)) {
            ("this" | "that", "same") => {
                turn = Turn::Same;
                next += 1;
            }
            ("this" | "these", "past") => {
                turn = Turn::Last;
                next += 1;
            }
            ("this", "coming" | "upcoming") => {
                turn = Turn::Next;
                next += 1;
            }
            ("last" | "past" | "next" | "previous" | "following" | "preceding", _)
                if the == 1 || self.counts(next) || self.entry(next).vague =>
            {
                // "the past three months", "the next few weeks": how long, not when.
                if let Some((count, after)) =
                    self.count(next).filter(|_| !matches!(self.lower(next), "a" | "an"))
                {
                    let (count, after) = match self.lower(after) {
                        "to" | "or" | "-" | "–" => {
                            self.count(after + 1).map_or((count, after), |(_, after)| (count, after))
                        }
                        _ => (count, after),
                    };
                    if let Some(unit) = self.entry(after).unit.filter(|_| self.entry(after).plural) {
                        return Some((self.past_whole(after + 1), Meaning::Duration(length(count, unit))));
                    }
                    if let Some(season) = self.entry(after).season {
                        return Some((after + 1, Meaning::Set(format!("XXXX-{}", season.code()))));
                    }
                }
            }
            _ => {}
        }
        // "the last week of August".
        if the == 1
            && self.is(first, "last")
            && let Some(unit) =
                self.entry(next).unit.filter(|unit| *unit >= Unit::Day && *unit <= Unit::Month)
            && self.past_whole(next + 1) > next + 1
        {
            return Some((self.past_whole(next + 1), Meaning::Duration(length(Count::Exactly(1.0), unit))));
        }
        if self.is(first, "past")
            && the == 0
            && !self.is(at, "this")
            && self.before(at) != "'s"
            && !self.entry(next).plural
        {
            // "past midnight", "past year" without an article: only the latter.
            self.entry(next).unit?;
        }
        self.after_turn(at, the == 1, first, next, turn)
    }

    /// What stands after "last", "this", "next", …
    fn after_turn(&self, at: usize, the: bool, first: usize, mut next: usize, turn: Turn) -> Match {
        let _ = at;
        if self.is(next, "fiscal") {
            next += 1;
        }
        let entry = self.entry(next);
        let from = match turn {
            Turn::Previous | Turn::Following | Turn::Same | Turn::Latest => From::Narrative,
            // "the next day" is the story's; "next week" the writer's.
            Turn::Next if the && !self.is(first, "coming") => From::Narrative,
            _ => From::Published,
        };
        let by = match turn {
            Turn::Last | Turn::Previous => -1.0,
            Turn::Next | Turn::Following => 1.0,
            _ => 0.0,
        };
        let year = match (turn, from) {
            (Turn::Last, _) => Year::Last,
            (Turn::Next, From::Published) => Year::Next,
            (Turn::This, _) => Year::This,
            (Turn::Previous, _) => Year::Narrative(-1),
            (Turn::Following, _) | (Turn::Next, From::Narrative) => Year::Narrative(1),
            _ => Year::Narrative(0),
        };
        if let Some(month) = entry.month.filter(|_| self.capital(next)) {
            if let Some((month, day)) =
                self.day_number(next + 1).and_then(|day| day_of(i32::from(month), day))
            {
                return Some((next + 2, Meaning::Date { year, field: Field::Day(month, day) }));
            }
            return Some((next + 1, Meaning::Date { year, field: Field::Month(month) }));
        }
        if entry.weekday.is_some() {
            let turn = if turn == Turn::Next && from == From::Narrative { Turn::Following } else { turn };
            return self.weekday(next, turn);
        }
        if entry.opens_holiday
            && let Some((end, holiday)) = self.words.holiday(self.reading, next)
        {
            return Some((end, Meaning::Date { year, field: Field::Holiday(holiday) }));
        }
        if let Some(season) = entry.season.filter(|_| !self.is(next + 1, "of")) {
            return Some((next + 1, Meaning::Date { year, field: Field::Season(season) }));
        }
        if let Some(part) = entry.part.filter(|_| !entry.plural) {
            let by = if turn == Turn::Last { -1.0 } else { by };
            let date = Meaning::Shift { unit: Unit::Day, by, from };
            return Some((next + 1, Meaning::DayPart { part, date: Some(Box::new(date)) }));
        }
        if let Some(quarter) = self.quarter(next) {
            let end = next + 2;
            let year = match turn {
                Turn::Last => Year::Published(-1),
                Turn::Next => Year::Published(1),
                Turn::This => Year::Published(0),
                _ => year,
            };
            return Some((end, Meaning::Date { year, field: Field::Quarter(quarter) }));
        }
        let unit = entry.unit?;
        let mut end = next + 1;
        if entry.plural {
            // "the coming years", "past months"; "these days" is a reference and found before.
            return match turn {
                Turn::Last | Turn::Next | Turn::Following | Turn::Previous => {
                    Some((end, Meaning::Duration(length(Count::Some, unit))))
                }
                _ if self.is(first, "these") && unit == Unit::Day => {
                    Some((end, Meaning::Reference(Reference::Present)))
                }
                _ => None,
            };
        }
        if unit < Unit::Night || unit == Unit::Second {
            return None;
        }
        if unit == Unit::Weekend {
            let turn = if from == From::Narrative && turn == Turn::Next { Turn::Following } else { turn };
            return Some((end, Meaning::Weekend { turn }));
        }
        // "last year's third quarter", "this year's fourth quarter".
        if unit == Unit::Year && self.is(end, "'s") {
            let year = match from {
                From::Published => Year::Published(by as i32),
                From::Narrative => Year::Narrative(by as i32),
            };
            if let Some(quarter) = self.quarter(end + 1) {
                return Some((end + 3, Meaning::Date { year, field: Field::Quarter(quarter) }));
            }
        }
        if unit == Unit::Day && self.is(next, "day") && turn == Turn::This {
            return Some((end, Meaning::Shift { unit, by: 0.0, from: From::Narrative }));
        }
        // "the same time" aside, a shift in its own unit.
        if self.is(end, "or") && self.is(end + 1, "so") {
            end += 2;
        }
        Some((end, Meaning::Shift { unit, by, from }))
    }

    /// The token after "of August 1916" where that says of what a length is a part.
    fn past_whole(&self, at: usize) -> usize {
        if !self.is(at, "of") {
            return at;
        }
        match self.core(at + 1) {
            Some((end, Meaning::Date { field: Field::Year | Field::Month(_) | Field::Season(_), .. })) => end,
            _ => at,
        }
    }

    /// "third quarter" → 3.
    fn quarter(&self, at: usize) -> Option<i8> {
        let ordinal = self.numbers.ordinal(self.lower(at)).filter(|ordinal| (1..=4).contains(ordinal))?;
        self.is(at + 1, "quarter").then_some(ordinal as i8)
    }

    /// What "the" leads to when no "last" or "next" follows.
    fn the(&self, at: usize) -> Match {
        let mut next = at + 1;
        if (self.is(next, "first")
            || self.is(next, "final")
            || self.is(next, "last")
            || self.is(next, "latest"))
            && let Some((count, after)) =
                self.count(next + 1).filter(|_| !self.entry(next + 1).vague || self.is(next + 1, "few"))
            && let Some(unit) = self.entry(after).unit.filter(|_| self.entry(after).plural)
        {
            return Some((self.past_whole(after + 1), Meaning::Duration(length(count, unit))));
        }
        // "the first week of August".
        if (self.numbers.ordinal(self.lower(next)).is_some() || self.is(next, "final"))
            && let Some(unit) =
                self.entry(next + 1).unit.filter(|unit| *unit >= Unit::Day && *unit <= Unit::Month)
            && self.past_whole(next + 2) > next + 2
        {
            return Some((self.past_whole(next + 2), Meaning::Duration(length(Count::Exactly(1.0), unit))));
        }
        if self.is(next, "fiscal") || self.is(next, "full") || self.is(next, "calendar") {
            next += 1;
        }
        let word = self.lower(next);
        if matches!(word, "year-ago" | "year-earlier") {
            // "the year-ago results": the results are no time, nor is their article.
            return self.year_ago(next).filter(|(end, _)| *end > next + 1);
        }
        if let Some(found) = self.worded_after_the(next) {
            return Some(found);
        }
        let entry = self.entry(next);
        if let Some(season) = entry.season {
            let (end, year) = self.told_year(next + 1);
            if self.is(next, "fall") && self.is(next + 1, "of") && end == next + 1 {
                return None;
            }
            return Some((end, Meaning::Date { year, field: Field::Season(season) }));
        }
        if let Some(part) = entry.part.filter(|_| !entry.plural) {
            let of = next + 1 + usize::from(self.is(next + 1, "hours"));
            if self.is(of, "of")
                && let Some((end, date)) = self.core(of + 1).filter(|(_, date)| is_day(date))
            {
                return Some((end, Meaning::DayPart { part, date: Some(Box::new(date)) }));
            }
            if matches!(self.before(at), "in" | "during" | "through" | "into" | "throughout")
                && !matches!(part, Part::Daytime | Part::Night)
            {
                return Some((next + 1, Meaning::DayPart { part, date: None }));
            }
            return None;
        }
        match entry.unit {
            Some(Unit::Weekend) => Some((next + 1, Meaning::Weekend { turn: Turn::Untold })),
            Some(Unit::Quarter) if !entry.plural => {
                Some((next + 1, Meaning::Shift { unit: Unit::Quarter, by: 0.0, from: From::Narrative }))
            }
            Some(Unit::Year) if self.number_token(next + 1) => {
                let year = year_digits(self.lower(next + 1))?;
                Some((next + 2, Meaning::Date { year: Year::Known(year), field: Field::Year }))
            }
            Some(unit @ (Unit::Year | Unit::Month | Unit::Week))
                if !entry.plural
                    && matches!(self.lower(next + 1), "before" | "after" | "earlier")
                    && self.stops(next + 2) =>
            {
                let by = if self.is(next + 1, "after") { 1.0 } else { -1.0 };
                Some((next + 2, Meaning::Shift { unit, by, from: From::Narrative }))
            }
            // "for the year ended June 30": how long.
            Some(Unit::Year) if !entry.plural && matches!(self.lower(next + 1), "ended" | "ending") => {
                Some((next + 1, Meaning::Duration("P1Y".to_owned())))
            }
            Some(unit @ (Unit::Year | Unit::Month | Unit::Week)) if !entry.plural => {
                let owned = self.is(next + 1, "'s");
                if owned
                    || self.is(next + 1, "of")
                    || self.capital(next + 1)
                        && self.near(next + 1)
                        && self.reading.tokens[next + 1].kind == TokenKind::Word
                {
                    if unit == Unit::Week
                        && self.is(next + 1, "of")
                        && let Some((end, date)) = self.core(next + 2).filter(|(_, date)| is_day(date))
                    {
                        return Some((end, date));
                    }
                    return None;
                }
                Some((next + 1, Meaning::Shift { unit, by: 0.0, from: From::Narrative }))
            }
            Some(Unit::Day) if matches!(self.lower(next + 1), "before" | "after") => {
                let back = self.is(next + 1, "before");
                if let Some((end, Meaning::Shift { unit: Unit::Day, by, from: From::Published })) =
                    self.core(next + 2)
                {
                    let by = by + if back { -1.0 } else { 1.0 };
                    return Some((end, Meaning::Shift { unit: Unit::Day, by, from: From::Published }));
                }
                let stops = self.stops(next + 2);
                stops.then(|| {
                    let by = if back { -1.0 } else { 1.0 };
                    (next + 2, Meaning::Shift { unit: Unit::Day, by, from: From::Narrative })
                })
            }
            _ => None,
        }
    }

    /// Whether the clause ends before a token.
    fn stops(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_none_or(|token| token.kind == TokenKind::Mark || token.breaks > 0)
    }

    /// "the third quarter", "the 20th century", "the 3rd", "the 1980s", "the '80s", "the nine months", "the 22 May".
    fn worded_after_the(&self, at: usize) -> Match {
        if let Some(found) = self.short_year(at) {
            return Some(found);
        }
        if let Some(start) = decade(self.lower(at)).or_else(|| spelled_decade(self.lower(at))) {
            let bc = matches!(self.lower(at + 1).replace('.', "").as_str(), "bc" | "bce");
            return Some((
                at + 1 + usize::from(bc),
                Meaning::Decade { start: if bc { -start } else { start } },
            ));
        }
        if let Some(found) = self.day_month(at).or_else(|| self.ordinal_field(at)) {
            return Some(found);
        }
        if self.number_token(at)
            && let Some((end, year)) = self.bare_year(at).and_then(|(end, meaning)| match meaning {
                Meaning::Date { year, .. } => Some((end, year)),
                _ => None,
            })
        {
            // "the 1988 third quarter", "the 1989 period".
            if let Some(quarter) = self.quarter(end) {
                return Some((end + 2, Meaning::Date { year, field: Field::Quarter(quarter) }));
            }
            if matches!(self.lower(end), "period") {
                return Some((end + 1, Meaning::Date { year, field: Field::Year }));
            }
            return None;
        }
        // "the 3rd" alone, after a preposition of time and before the clause goes on.
        let word = self.lower(at);
        if word.starts_with(|first: char| first.is_ascii_digit())
            && let Some(day) = self.numbers.ordinal(word).filter(|day| (1..=31).contains(day))
            && matches!(
                self.before(at.saturating_sub(1)),
                "on" | "by"
                    | "until"
                    | "since"
                    | "from"
                    | "to"
                    | "and"
                    | "of"
                    | "before"
                    | "after"
                    | "between"
            )
        {
            let next = self.reading.tokens.get(at + 1);
            let noun = next.is_some_and(|token| token.is_capital() && token.breaks == 0)
                && !matches!(self.lower(at + 1), "i" | "he" | "she" | "they" | "we" | "the");
            let echelon = self.is(at + 1, "-") || noun;
            if !echelon && !self.counted_noun(at + 1) {
                return Some((at + 1, Meaning::DayOfMonth(day as i8)));
            }
        }
        // "the nine months", "the two weeks": only with a number.
        let (end, meaning) = self.counted(at).filter(|_| self.numbers.numeral(self.reading, at).is_some())?;
        matches!(meaning, Meaning::Duration(_)).then_some((end, meaning))
    }

    /// Whether a common noun follows that an ordinal would count ("the 3rd attempt", "the 64th brigade").
    fn counted_noun(&self, at: usize) -> bool {
        let Some(token) = self.reading.tokens.get(at) else { return false };
        if token.kind == TokenKind::Mark || token.breaks > 0 {
            return false;
        }
        if token.kind == TokenKind::Number {
            return true;
        }
        !matches!(
            self.lower(at),
            "they"
                | "he"
                | "she"
                | "we"
                | "it"
                | "i"
                | "you"
                | "the"
                | "a"
                | "an"
                | "and"
                | "to"
                | "in"
                | "at"
                | "when"
                | "his"
                | "her"
                | "their"
                | "our"
                | "my"
                | "after"
                | "before"
                | "with"
                | "by"
                | "from"
                | "there"
                | "but"
                | "or"
                | "that"
                | "this"
                | "for"
                | "was"
                | "were"
                | "is"
                | "as"
                | "while"
                | "because"
                | "near"
                | "under"
                | "all"
                | "some"
                | "then"
                | "it's"
                | "until"
                | "through"
                | "who"
                | "of"
        )
    }

    /// "third quarter", "20th century", "fourth quarter of 1989", "first half".
    fn ordinal_field(&self, at: usize) -> Match {
        let ordinal = self.numbers.ordinal(self.lower(at))?;
        if self.is(at + 1, "quarter") && (1..=4).contains(&ordinal) {
            let (end, year) = self.year_after(at + 2);
            return Some((end, Meaning::Date { year, field: Field::Quarter(ordinal as i8) }));
        }
        if self.is(at + 1, "half") && self.is(at + 2, "of") && ordinal <= 2 {
            let (end, year) = self.year_after(at + 2);
            if year != Year::Untold {
                return Some((end, Meaning::Date { year, field: Field::Half(ordinal as i8) }));
            }
        }
        if self.is(at + 1, "century") && ordinal <= 30 {
            let bc = matches!(self.lower(at + 2).replace('.', "").as_str(), "bc" | "bce");
            let century = ordinal as i32;
            return Some((at + 2 + usize::from(bc), Meaning::Century(if bc { -century } else { century })));
        }
        None
    }

    /// "year-ago quarter", "year-earlier", "the year-ago period".
    fn year_ago(&self, at: usize) -> Match {
        let end = match self.lower(at + 1) {
            "quarter" | "period" | "month" => at + 2,
            _ => {
                if let Some(quarter) = self.quarter(at + 1) {
                    return Some((
                        at + 3,
                        Meaning::Date { year: Year::Published(-1), field: Field::Quarter(quarter) },
                    ));
                }
                at + 1
            }
        };
        Some((end, Meaning::Shift { unit: Unit::Year, by: -1.0, from: From::Narrative }))
    }

    /// "third-quarter", "two-year", "four-day-long", "year-ago", "months-long", "18th-century".
    fn hyphenated(&self, at: usize) -> Match {
        let word = self.lower(at);
        let (head, tail) = word.split_once('-')?;
        if matches!(word, "year-ago" | "year-earlier") {
            return self.year_ago(at);
        }
        if word == "year-end" || word == "month-end" {
            let unit = if head == "year" { Unit::Year } else { Unit::Month };
            return Some((at + 1, Meaning::Shift { unit, by: 0.0, from: From::Narrative }));
        }
        if tail == "quarter"
            && let Some(quarter) = self.numbers.ordinal(head).filter(|quarter| (1..=4).contains(quarter))
        {
            return Some((
                at + 1,
                Meaning::Date { year: Year::Untold, field: Field::Quarter(quarter as i8) },
            ));
        }
        if tail == "century" {
            let century = self.numbers.ordinal(head).filter(|&century| century <= 30)?;
            return Some((at + 1, Meaning::Century(century as i32)));
        }
        if tail == "long" {
            let entry = self.words.entry(head);
            let unit = entry.unit.filter(|&unit| unit >= Unit::Night)?;
            let count = if entry.plural { Count::Some } else { Count::Exactly(1.0) };
            return Some((at + 1, Meaning::Duration(length(count, unit))));
        }
        if word.ends_with("-old") {
            return None;
        }
        let bare = word.strip_suffix("-long").unwrap_or(word);
        let (count, unit) = bare.rsplit_once('-')?;
        let entry = self.words.entry(unit);
        let unit = entry.unit.filter(|_| !entry.plural)?;
        let count = match digits(count).or_else(|| self.numbers.small(count)) {
            Some(count) => Count::Exactly(count),
            None if matches!(count, "several" | "multi" | "few") => Count::Some,
            None => return None,
        };
        Some((at + 1, Meaning::Duration(length(count, unit))))
    }

    /// "10am", "18h".
    fn glued_number(&self, at: usize) -> Match {
        let word = self.lower(at);
        let cut = word.find(|letter: char| !letter.is_ascii_digit()).filter(|&cut| cut == 1 || cut == 2)?;
        let hour: i8 = word[..cut].parse().ok().filter(|hour| (0..=12).contains(hour))?;
        let half = word[cut..].replace('.', "");
        if half != "am" && half != "pm" {
            return None;
        }
        self.clock_from(at, hour, None, at + 1, Some(&half))
    }

    /// "every day", "each Thursday", "every two weeks", "per month", "each July".
    fn every(&self, at: usize) -> Match {
        let mut next = at + 1;
        if self.is(next, "single") || self.is(next, "other") {
            next += 1;
        }
        let entry = self.entry(next);
        if let Some(unit) = entry.unit.filter(|_| !entry.plural) {
            if unit == Unit::Second {
                return None;
            }
            let count = if self.is(at + 1, "other") { 2.0 } else { 1.0 };
            return Some((next + 1, Meaning::Set(length(Count::Exactly(count), unit))));
        }
        if let Some(day) = entry.weekday {
            return Some((next + 1, Meaning::Set(format!("XXXX-WXX-{day}"))));
        }
        if let Some(month) = entry.month.filter(|_| self.capital(next)) {
            return Some((next + 1, Meaning::Set(format!("XXXX-{month:02}"))));
        }
        if let Some(season) = entry.season {
            return Some((next + 1, Meaning::Set(format!("XXXX-{}", season.code()))));
        }
        if let Some(part) = entry.part {
            return Some((next + 1, Meaning::Set(format!("XXXX-XX-XX{}", part.code()))));
        }
        let (count, after) = self.count(next)?;
        let unit = self.entry(after).unit.filter(|_| !self.is(at, "each") && self.entry(after).plural)?;
        Some((after + 1, Meaning::Set(length(count, unit))))
    }

    /// "summer 1942", "Spring of 1916", "spring", "in winter".
    fn season(&self, at: usize, season: Season) -> Match {
        let (end, year) = self.told_year(at + 1);
        let told = year != Year::Untold;
        // "fall" and "spring" are verbs; without a year they need a preposition.
        let placed = matches!(
            self.before(at),
            "in" | "by" | "until" | "since" | "during" | "this" | "last" | "next" | "of" | "through" | "for"
        );
        let verb = matches!(self.lower(at), "fall" | "spring" | "springs");
        if told || (!verb && !self.is(end, "camp")) || (placed && self.is(at, "spring")) {
            return Some((end, Meaning::Date { year, field: Field::Season(season) }));
        }
        None
    }

    /// "noon Thursday", "night", "midnight".
    fn part(&self, at: usize, part: Part) -> Match {
        let entry = self.entry(at);
        if matches!(part, Part::Noon | Part::Midnight) {
            let next = at + 1 + usize::from(self.is(at + 1, "on") || self.is(at + 1, "of"));
            if let Some((end, date)) = self.core(next).filter(|(_, date)| is_day(date)) {
                return Some((end, Meaning::DayPart { part, date: Some(Box::new(date)) }));
            }
            return Some((at + 1, Meaning::DayPart { part, date: None }));
        }
        let of = at + 1 + usize::from(self.is(at + 1, "hours"));
        if !entry.plural
            && self.is(of, "of")
            && let Some((end, date)) = self.core(of + 1).filter(|(_, date)| is_day(date))
        {
            return Some((end, Meaning::DayPart { part, date: Some(Box::new(date)) }));
        }
        if matches!(self.before(at), "at" | "by")
            && matches!(part, Part::Night | Part::Morning | Part::Evening)
        {
            return Some((at + 1, Meaning::DayPart { part, date: None }));
        }
        None
    }

    /// "for years", "weeks later", "months ago".
    fn bare_plural(&self, at: usize) -> Match {
        let entry = self.entry(at);
        let unit = entry.unit.filter(|_| entry.plural)?;
        if !matches!(
            unit,
            Unit::Day
                | Unit::Week
                | Unit::Month
                | Unit::Year
                | Unit::Decade
                | Unit::Century
                | Unit::Hour
                | Unit::Minute
        ) {
            return None;
        }
        if let Some((end, from, sign)) = self.direction(at + 1, at) {
            return Some((end, shift(Count::Some, unit, sign, from)));
        }
        let placed = matches!(
            self.before(at),
            "for"
                | "in"
                | "of"
                | "within"
                | "over"
                | "after"
                | "take"
                | "took"
                | "last"
                | "lasted"
                | "spent"
                | "weeks"
                | "days"
                | "or"
                | "two"
                | "just"
                | "mere"
        );
        placed.then(|| (at + 1, Meaning::Duration(length(Count::Some, unit))))
    }

    /// "current" and "recent" are time expressions before a noun; "current" is also water.
    fn adjective_counts(&self, at: usize) -> bool {
        let Some(next) = self.reading.tokens.get(at + 1) else { return false };
        next.kind == TokenKind::Word
            && next.breaks < 2
            && !matches!(self.lower(at + 1), "and" | "of" | "is" | "was" | "in" | "that")
    }
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Count {
    Exactly(f64),
    /// "several", "a few".
    Some,
}

fn shift(count: Count, unit: Unit, sign: f64, from: From) -> Meaning {
    match count {
        // "a decade ago" is a year, as "ten years ago" is.
        Count::Exactly(count) => match unit {
            Unit::Decade => Meaning::Shift { unit: Unit::Year, by: sign * count * 10.0, from },
            Unit::Century => Meaning::Shift { unit: Unit::Year, by: sign * count * 100.0, from },
            unit => Meaning::Shift { unit, by: sign * count, from },
        },
        Count::Some => Meaning::Vague(if sign < 0.0 { Reference::Past } else { Reference::Future }),
    }
}

/// A length as TIMEX3 writes it: "P3D", "PT5H", "PXM", "P2Y6M".
fn length(count: Count, unit: Unit) -> String {
    let (time, letter, factor) = match unit {
        Unit::Second => ("T", "S", 1.0),
        Unit::Minute => ("T", "M", 1.0),
        Unit::Hour => ("T", "H", 1.0),
        Unit::Night | Unit::Day => ("", "D", 1.0),
        Unit::Weekend => ("", "D", 2.0),
        Unit::Week => ("", "W", 1.0),
        Unit::Fortnight => ("", "W", 2.0),
        Unit::Month => ("", "M", 1.0),
        Unit::Quarter => ("", "Q", 1.0),
        Unit::Year => ("", "Y", 1.0),
        Unit::Decade => ("", "Y", 10.0),
        Unit::Century => ("", "Y", 100.0),
        Unit::Millennium => ("", "Y", 1000.0),
    };
    let Count::Exactly(count) = count else {
        return match unit {
            Unit::Decade => "PXDE".to_owned(),
            Unit::Century => "PXCE".to_owned(),
            _ => format!("P{time}X{letter}"),
        };
    };
    let count = count * factor;
    let whole = count.trunc();
    let smaller = match unit {
        Unit::Year => Some(("M", 12.0)),
        Unit::Hour => Some(("M", 60.0)),
        Unit::Minute => Some(("S", 60.0)),
        _ => None,
    };
    match smaller {
        Some((small, size)) if count > whole => {
            let head = if whole > 0.0 { format!("{whole}{letter}") } else { String::new() };
            format!("P{time}{head}{}{small}", ((count - whole) * size).round())
        }
        _ => format!("P{time}{count}{letter}"),
    }
}

/// Two lengths as one: "P2Y" and "P3M" → "P2Y3M"; "P1D" and "PT6H" → "P1DT6H".
fn joined(longer: &str, shorter: &str) -> String {
    let both_clock = longer.starts_with("PT") && shorter.starts_with("PT");
    format!("{longer}{}", &shorter[if both_clock { 2 } else { 1 }..])
}

/// Whether a meaning names one day, so that a clock or a part of the day can belong to it.
fn is_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Date { field, .. } => matches!(field, Field::Day(..) | Field::Holiday(_)),
        Meaning::Weekday { .. } | Meaning::DayOfMonth(_) => true,
        Meaning::Shift { unit, by, .. } => *unit == Unit::Day && by.abs() <= 1.0,
        _ => false,
    }
}

/// A month and a day that exist together.
fn day_of(month: i32, day: i32) -> Option<(i8, i8)> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // 2000 was a leap year: the day may exist.
    firsthand_schema::when::Day::new(2000, month, day).map(|_| (month, day))
}

/// Four digits that can be a year.
fn year_digits(word: &str) -> Option<i32> {
    if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1000..=2100).contains(year))
}

/// "1980s" → 1980; "480s" → 480.
fn decade(word: &str) -> Option<i32> {
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))?;
    if !(3..=4).contains(&digits.len()) || !digits.ends_with('0') {
        return None;
    }
    digits.parse().ok().filter(|&year| (100..2100).contains(&year))
}

/// "nineties" → 1990.
fn spelled_decade(word: &str) -> Option<i32> {
    Some(match word {
        "twenties" => 1920,
        "thirties" => 1930,
        "forties" => 1940,
        "fifties" => 1950,
        "sixties" => 1960,
        "seventies" => 1970,
        "eighties" => 1980,
        "nineties" => 1990,
        _ => return None,
    })
}

/// "mid-August" → the middle of "august".
fn split_edge(word: &str) -> Option<(Edge, &str)> {
    let (head, rest) = word.split_once('-')?;
    let edge = match head {
        "mid" => Edge::Mid,
        "early" => Edge::Early,
        "late" => Edge::Late,
        "post" | "pre" if rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit()) => Edge::Whole,
        _ => return None,
    };
    Some((edge, rest))
}

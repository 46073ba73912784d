//! Grounds what was recognised: against the day of publication, or against the day the story is in.
//!
//! In: expressions and a day of publication, if one is known. Out: a `Grounded` for each.
//! `On November 8 they fled; four days later they rang.`, published 1905-12-01 → 1905-11-08, 1905-11-12
//!
//! News counts from publication: "in May" is the last May. A history counts from where it stands: "in May" is the May of
//! the year told last. Which of the two a text is, its own dates say.

use jiff::civil::Date;

use super::{
    calendar::{
        Stretch, around, century, civil, date, day, days_from, decade, months_from, stretch, year_value,
    },
    grammar::{Edge, Expression, Field, From, Meaning, Turn, Year},
    words::{Conflict, Part, Reference, TimeWords, Unit},
};
use crate::reading::{Reading, tags::Tag, tokens::TokenKind};
use firsthand_schema::{
    document::Published,
    when::{When, WhenKind},
};

/// Grounds expressions against an interval of publication: where both its ends agree the answer is sharp, where they
/// nearly do it covers both, and else it is unknown.
pub(crate) fn resolve(
    expressions: &[Expression],
    reading: &Reading<'_>,
    words: &TimeWords,
    published: Option<Published>,
    history: bool,
) -> Vec<When> {
    let ends = published.and_then(|published| Some((date(published.from)?, date(published.to)?)));
    let conflict = super::published::conflict(reading, words);
    let ground =
        |day: Option<Date>| Grounding { reading, words, published: day, history, conflict }.all(expressions);
    let Some((first, last)) = ends else { return whens(ground(None)) };
    let early = ground(Some(first));
    if first == last {
        return whens(early);
    }
    let merged = early.into_iter().zip(ground(Some(last))).map(|(early, late)| merge(early, late)).collect();
    whens(merged)
}

/// One expression, grounded.
#[derive(Clone, Debug, PartialEq)]
struct Grounded {
    kind: WhenKind,
    value: String,
    /// Closed; none = open or unknown.
    from: Option<Date>,
    to: Option<Date>,
    basis: &'static str,
}

fn whens(grounded: Vec<Grounded>) -> Vec<When> {
    grounded
        .into_iter()
        .map(|found| When {
            kind: found.kind,
            value: found.value,
            from: found.from.and_then(day),
            to: found.to.and_then(day),
            basis: found.basis.to_owned(),
        })
        .collect()
}

/// Two readings of one expression, from the first and the last possible day of publication.
fn merge(early: Grounded, late: Grounded) -> Grounded {
    if early == late {
        return early;
    }
    let value =
        if early.value == late.value { early.value.clone() } else { open_value(&early.value, &late.value) };
    let unknown = Grounded { kind: late.kind, value, from: None, to: None, basis: "none" };
    let (Some(from), Some(to)) = (early.from.min(late.from), early.to.max(late.to)) else {
        // Both open on the same side: the wider one.
        return match (early.from, late.from, early.to, late.to) {
            (Some(a), Some(b), None, None) if a == b => Grounded { from: Some(a), ..unknown },
            (None, None, Some(a), Some(b)) if a == b => Grounded { to: Some(a), ..unknown },
            _ => unknown,
        };
    };
    let length = |found: &Grounded| {
        found
            .from
            .zip(found.to)
            .and_then(|(from, to)| from.until(to).ok())
            .map_or(0, |span| span.get_days() + 1)
    };
    let hull = from.until(to).map_or(i32::MAX, |span| span.get_days() + 1);
    // A hull of more than twice what was said (and more than a few days) says nothing any more.
    if hull <= (2 * length(&early)).max(3) {
        return Grounded { from: Some(from), to: Some(to), basis: early.basis, ..unknown };
    }
    unknown
}

/// The common head of two values, the rest unknown: "2022-04-06" and "2022-04-07" → "2022-04-XX".
fn open_value(a: &str, b: &str) -> String {
    if a.len() != b.len() {
        return String::new();
    }
    let parts = a.split('-').zip(b.split('-'));
    let mut open = false;
    let joined: Vec<String> = parts
        .map(|(a, b)| {
            open |= a != b;
            if open { "X".repeat(a.len()) } else { a.to_owned() }
        })
        .collect();
    joined.join("-")
}

/// Whether a text tells history: it gives years of its own, and hardly a day from the writer's desk.
pub(crate) fn tells_history(expressions: &[Expression], published: Option<Published>) -> bool {
    let published = published.and_then(|published| date(published.to));
    let (mut years, mut desk) = (0, 0);
    for expression in expressions {
        match &expression.meaning {
            Meaning::Date { year: Year::Known(year), .. } => {
                years += i32::from(published.is_none_or(|day| *year < i32::from(day.year())));
            }
            Meaning::Weekday { .. } | Meaning::Shift { from: From::Published, .. } => desk += 1,
            Meaning::DayPart { date: Some(date), .. } | Meaning::Clock { date: Some(date), .. } => {
                desk += i32::from(matches!(
                    **date,
                    Meaning::Weekday { .. } | Meaning::Shift { from: From::Published, .. }
                ));
            }
            Meaning::Date { year: Year::Last | Year::Next | Year::This | Year::Published(_), .. } => {
                desk += 1
            }
            _ => {}
        }
    }
    // Five years told, and three for each day counted from the desk: every text of wikiwars-train passes, and none of
    // timebank-te3 with more than two weekdays does.
    years >= 5 && years >= 3 * desk
}

struct Grounding<'r> {
    reading: &'r Reading<'r>,
    words: &'r TimeWords,
    published: Option<Date>,
    history: bool,
    conflict: Option<&'r Conflict>,
}

/// Where the story is: what was told last.
#[derive(Clone, Copy, Debug, Default)]
struct Story {
    year: Option<i32>,
    month: Option<i8>,
    day: Option<i8>,
    quarter: Option<i8>,
    /// The sentence that said the year in so many words.
    year_said: Option<usize>,
}

impl Story {
    fn date(&self) -> Option<Date> {
        civil(self.year?, self.month?, self.day?)
    }
}

impl Grounding<'_> {
    fn all(&self, expressions: &[Expression]) -> Vec<Grounded> {
        let mut story = Story::default();
        expressions
            .iter()
            .map(|expression| {
                let at = expression.tokens.start;
                let sentence =
                    self.reading.tokens.get(at).map_or(0, |token| self.reading.sentence_at(token.span.start));
                let found = self.one(expression, &story, sentence);
                self.move_story(&mut story, expression, &found, sentence);
                self.opened(expression, found)
            })
            .collect()
    }

    fn one(&self, expression: &Expression, story: &Story, sentence: usize) -> Grounded {
        let tense = self.tense(expression, sentence);
        let plain = |kind, value: &str| Grounded {
            kind,
            value: value.to_owned(),
            from: None,
            to: None,
            basis: "none",
        };
        let (stretch, basis) = match &expression.meaning {
            Meaning::Duration(value) => return plain(WhenKind::Duration, value),
            Meaning::Set(value) => return plain(WhenKind::Set, value),
            Meaning::Reference(reference) => return plain(WhenKind::Date, reference.code()),
            Meaning::Storied(reference) => {
                return plain(WhenKind::Date, reference.map_or("", Reference::code));
            }
            Meaning::Vague(reference) => {
                let code = match reference {
                    Reference::Past => "PAST_REF",
                    Reference::Present => "PRESENT_REF",
                    Reference::Future => "FUTURE_REF",
                };
                return plain(WhenKind::Date, code);
            }
            Meaning::Clock { hour, minute, date } => {
                let (day, basis) = self.day_for(date.as_deref(), story, sentence, tense, true);
                let clock = match minute {
                    Some(minute) => format!("T{hour:02}:{minute:02}"),
                    None => format!("T{hour:02}:00"),
                };
                return timed(day, &clock, basis);
            }
            Meaning::DayPart { part, date } => {
                let wanted = date.is_some()
                    || matches!(
                        part,
                        Part::Noon | Part::Midnight | Part::Morning | Part::Afternoon | Part::Evening
                    );
                let (day, basis) = self.day_for(date.as_deref(), story, sentence, tense, wanted);
                return timed(day, part.code(), basis);
            }
            meaning => match self.year_ago(expression, story) {
                Some(found) => found,
                None => self.stretch(meaning, story, sentence, tense),
            },
        };
        let stretch = stretch.narrowed(expression.edge, self.published);
        Grounded {
            kind: WhenKind::Date,
            from: stretch.days.map(|days| days.0),
            to: stretch.days.map(|days| days.1),
            value: stretch.value,
            basis,
        }
    }

    /// "a year ago" in a text about a quarter is that quarter of the year before.
    fn year_ago(&self, expression: &Expression, story: &Story) -> Option<(Stretch, &'static str)> {
        let Meaning::Shift { unit: Unit::Year, by, from: From::Published } = expression.meaning else {
            return None;
        };
        let ago = self.reading.lower(expression.tokens.end.checked_sub(1)?) == "ago";
        let (year, published) = (story.year?, self.published?);
        if !ago || by != -1.0 || self.history || year < i32::from(published.year()) - 1 {
            return None;
        }
        Some((stretch(year - 1, Field::Quarter(story.quarter?)), "narrative"))
    }

    /// The day a clock time or a part of the day belongs to.
    fn day_for(
        &self,
        date: Option<&Meaning>,
        story: &Story,
        sentence: usize,
        tense: Tense,
        wanted: bool,
    ) -> (Stretch, &'static str) {
        match date {
            Some(meaning) => self.stretch(meaning, story, sentence, tense),
            None if !wanted => (Stretch::unknown("XXXX-XX-XX"), "none"),
            None => match (story.date(), self.published) {
                (Some(day), _) if self.history => (Stretch::day(day), "narrative"),
                (_, Some(day)) if !self.history => (Stretch::day(day), "published"),
                _ => (Stretch::unknown("XXXX-XX-XX"), "none"),
            },
        }
    }

    fn stretch(
        &self,
        meaning: &Meaning,
        story: &Story,
        sentence: usize,
        tense: Tense,
    ) -> (Stretch, &'static str) {
        match meaning {
            Meaning::Date { year, field } => self.date(*year, *field, story, sentence, tense),
            Meaning::Decade { start } => (decade(*start), "explicit"),
            Meaning::Century(number) => (century(*number), "explicit"),
            Meaning::Shift { unit, by, from } => self.shift(*unit, *by, *from, story),
            Meaning::Weekday { day, turn } => self.weekday(*day, *turn, story, tense),
            Meaning::Weekend { turn } => self.weekend(*turn, story, tense),
            Meaning::DayOfMonth(day) => {
                let found = match (story.year, story.month) {
                    (Some(year), Some(month)) => civil(year, month, *day),
                    _ => None,
                };
                if let Some(date) = found {
                    return (Stretch::day(date), "narrative");
                }
                // No month told: the last such day before publication.
                let found = self.published.and_then(|published| {
                    let this = civil(published.year().into(), published.month(), *day)
                        .filter(|date| *date <= published);
                    this.or_else(|| {
                        let before = months_from(published.first_of_month(), -1)?;
                        civil(before.year().into(), before.month(), *day)
                    })
                });
                match found {
                    Some(date) => (Stretch::day(date), "published"),
                    None => (Stretch::unknown(format!("XXXX-XX-{day:02}")), "none"),
                }
            }
            _ => (Stretch::unknown(""), "none"),
        }
    }

    fn date(
        &self,
        year: Year,
        field: Field,
        story: &Story,
        sentence: usize,
        tense: Tense,
    ) -> (Stretch, &'static str) {
        let published = self.published;
        let unknown = |field| (Stretch::unknown(unknown_year(field)), "none");
        match year {
            Year::Known(year) => (stretch(year, field), "explicit"),
            Year::Published(by) => match published {
                Some(day) => (stretch(i32::from(day.year()) + by, field), "published"),
                None => unknown(field),
            },
            Year::Narrative(by) => match story.year.or(published.map(|day| day.year().into())) {
                Some(year) => {
                    // "the previous October" is the one before where the story stands, "the next spring" the one after.
                    let back = by < 0 && story.month.is_some_and(|month| first_month(field) < month);
                    let on = by > 0 && story.month.is_some_and(|month| first_month(field) > month);
                    (stretch(if back || on { year } else { year + by }, field), "narrative")
                }
                None => unknown(field),
            },
            Year::Untold => self.untold(field, story, sentence, tense),
            Year::Last => match published {
                Some(day) if !self.history => (self.last(field, day, false), "published"),
                _ => self.untold(field, story, sentence, tense),
            },
            Year::Next => match published {
                Some(day) if !self.history => (self.next(field, day, false), "published"),
                _ => self.untold(field, story, sentence, tense),
            },
            Year::This => match (published, story.year) {
                (_, Some(year)) if self.history => (stretch(year, field), "narrative"),
                (Some(day), _) => (stretch(day.year().into(), field), "published"),
                _ => unknown(field),
            },
        }
    }

    /// A month, a day, a season without its year.
    fn untold(&self, field: Field, story: &Story, sentence: usize, tense: Tense) -> (Stretch, &'static str) {
        // The day a war began needs no year in a text about it.
        if let (Some(conflict), Field::Day(month, day)) = (self.conflict, field)
            && (conflict.start.month, conflict.start.day) == (month, day)
        {
            return (stretch(conflict.start.year.into(), field), "conflict-start");
        }
        if self.history
            && let Some(year) = story.year
        {
            // Told in order: far back in the year means the next one.
            let month = first_month(field);
            let turned = story.month.is_some_and(|told| told >= 11 && month <= 2)
                && !matches!(field, Field::Season(_) | Field::Quarter(_));
            return (stretch(if turned && year > 0 { year + 1 } else { year }, field), "narrative");
        }
        let Some(published) = self.published else {
            return match story.year {
                Some(year) => (stretch(year, field), "narrative"),
                None => (Stretch::unknown(unknown_year(field)), "none"),
            };
        };
        // A year said in the same sentence, and not this one or the last: the story stands there.
        if let (Some(year), Some(said)) = (story.year, story.year_said)
            && sentence == said
            && year < i32::from(published.year()) - 1
        {
            return (stretch(year, field), "narrative");
        }
        let last = self.last(field, published, true);
        let next = self.next(field, published, true);
        let found = match (field, tense) {
            (Field::Quarter(_) | Field::Half(_), _) => last,
            (Field::Day(..) | Field::Holiday(_), _) => nearer(last, next, published, tense),
            (_, Tense::Future) => next,
            (_, Tense::Past) => last,
            (_, Tense::Unclear | Tense::Purpose) => nearer(last, next, published, tense),
        };
        (found, "published")
    }

    /// The last such stretch before publication; the one publication lies in counts if it may.
    fn last(&self, field: Field, published: Date, within: bool) -> Stretch {
        let year = i32::from(published.year());
        let this = stretch(year, field);
        let before =
            this.days.is_some_and(|(from, to)| if within { from <= published } else { to < published });
        if before { this } else { stretch(year - 1, field) }
    }

    /// The next such stretch after publication.
    fn next(&self, field: Field, published: Date, within: bool) -> Stretch {
        let year = i32::from(published.year());
        let this = stretch(year, field);
        let after =
            this.days.is_some_and(|(from, to)| if within { to >= published } else { from > published });
        if after { this } else { stretch(year + 1, field) }
    }

    fn shift(&self, unit: Unit, by: f64, from: From, story: &Story) -> (Stretch, &'static str) {
        let (base, basis) = match from {
            From::Published if !self.history || story.year.is_none() => (self.published, "published"),
            From::Published => (self.published, "published"),
            From::Narrative => return self.narrative_shift(unit, by, story),
        };
        let Some(base) = base else { return (Stretch::unknown(unknown_unit(unit)), "none") };
        (moved(base, unit, by), basis)
    }

    /// "four days later", "the next morning", "that year".
    fn narrative_shift(&self, unit: Unit, by: f64, story: &Story) -> (Stretch, &'static str) {
        if unit == Unit::Year
            && let Some(year) = story.year
        {
            let year = shifted_year(year, by as i32);
            // "a year earlier" keeps the quarter it is compared with.
            if let Some(quarter) = story.quarter.filter(|_| by != 0.0 && !self.history) {
                return (stretch(year, Field::Quarter(quarter)), "narrative");
            }
            return (stretch(year, Field::Year), "narrative");
        }
        if unit == Unit::Quarter
            && let (Some(year), Some(quarter)) = (story.year, story.quarter)
        {
            let number = (year * 4 + i32::from(quarter) - 1) + by as i32;
            let quarter = i8::try_from(number.rem_euclid(4) + 1).unwrap_or(1);
            return (stretch(number.div_euclid(4), Field::Quarter(quarter)), "narrative");
        }
        // A month after a day late in its month is late in the next: as sharp as a third of a month, not a day.
        if unit == Unit::Month
            && by != 0.0
            && let Some(day) = story.date().and_then(|day| months_from(day, by as i32))
        {
            let edge = match day.day() {
                1..=10 => Edge::Early,
                11..=20 => Edge::Mid,
                _ => Edge::Late,
            };
            return (around(day, Unit::Month).narrowed(edge, None), "narrative");
        }
        if unit == Unit::Month
            && let (Some(year), Some(month)) = (story.year.filter(|&year| year > 0), story.month)
            && let Some(day) = civil(year, month, 1)
        {
            return (moved(day, unit, by), "narrative");
        }
        if let Some(day) = story.date() {
            return (moved(day, unit, by), "narrative");
        }
        if let (Some(year), Some(month)) = (story.year, story.month)
            && unit <= Unit::Weekend
        {
            return (Stretch::unknown(format!("{}-{month:02}-XX", year_value(year))), "none");
        }
        if let Some(year) = story.year {
            let value = match unit {
                Unit::Month => format!("{}-XX", year_value(year)),
                Unit::Week => format!("{}-WXX", year_value(year)),
                Unit::Decade => return (moved_decade(year, by), "narrative"),
                _ => format!("{}-XX-XX", year_value(year)),
            };
            return (Stretch::unknown(value), "none");
        }
        match self.published.filter(|_| !self.history) {
            Some(day) => {
                // A quarter spoken of as "the quarter" is the last one closed.
                let by = if unit == Unit::Quarter && by == 0.0 { -1.0 } else { by };
                (moved(day, unit, by), "published")
            }
            None => (Stretch::unknown(unknown_unit(unit)), "none"),
        }
    }

    fn weekday(&self, weekday: i8, turn: Turn, story: &Story, tense: Tense) -> (Stretch, &'static str) {
        let unknown = (Stretch::unknown(format!("XXXX-WXX-{weekday}")), "none");
        let in_story = self.history || matches!(turn, Turn::Previous | Turn::Following | Turn::Same);
        let (base, basis) = match (story.date(), self.published) {
            (Some(day), _) if in_story => (day, "narrative"),
            (_, Some(day)) if !self.history => (day, "published"),
            _ => return unknown,
        };
        let today = base.weekday().to_monday_one_offset();
        // Days back to the last such weekday, 0 for today.
        let back = i32::from((today - weekday).rem_euclid(7));
        let week = i32::from(weekday - today);
        let days = match turn {
            Turn::Untold if tense.ahead() => (7 - back) % 7,
            Turn::Untold => -back,
            Turn::Last | Turn::Previous => -(if back == 0 { 7 } else { back }),
            Turn::This if tense.ahead() => (7 - back) % 7,
            Turn::This | Turn::Same | Turn::Latest => week,
            Turn::Next | Turn::Following => 7 - back,
        };
        days_from(base, days).map_or(unknown, |day| (Stretch::day(day), basis))
    }

    fn weekend(&self, turn: Turn, story: &Story, tense: Tense) -> (Stretch, &'static str) {
        let unknown = (Stretch::unknown("XXXX-WXX-WE"), "none");
        let in_story = self.history || matches!(turn, Turn::Previous | Turn::Following | Turn::Same);
        let (base, basis) = match (story.date(), self.published) {
            (Some(day), _) if in_story => (day, "narrative"),
            (_, Some(day)) if !self.history => (day, "published"),
            _ => return unknown,
        };
        // On a weekend, and on the Friday before one that is to come, the weekend is this week's.
        let weekday = base.weekday().to_monday_one_offset();
        let weeks = match turn {
            Turn::Last | Turn::Previous => -1,
            Turn::Next | Turn::Following => i32::from(weekday >= 6 || turn == Turn::Following),
            Turn::This | Turn::Same | Turn::Latest => 0,
            Turn::Untold if tense.ahead() || weekday >= 6 => 0,
            Turn::Untold => -1,
        };
        days_from(base, 7 * weeks).map_or(unknown, |day| (around(day, Unit::Weekend), basis))
    }

    /// "since May" is open towards now, "before May" towards the past.
    fn opened(&self, expression: &Expression, mut found: Grounded) -> Grounded {
        if found.kind == WhenKind::Duration || found.kind == WhenKind::Set || found.from.is_none() {
            return found;
        }
        let at = expression.tokens.start;
        let before = |back: usize| at.checked_sub(back).map_or("", |at| self.reading.lower(at));
        match (before(2), before(1)) {
            (_, "since") => found.to = None,
            (_, "after" | "beyond") => {
                found.from = found.to.and_then(|to| days_from(to, 1));
                found.to = None;
            }
            (_, "before") | ("prior" | "ahead", "to" | "of") => {
                found.to = found.from.and_then(|from| days_from(from, -1));
                found.from = None;
            }
            (_, word) if word == "by" || self.words.entry(word).until => found.from = None,
            _ => {}
        }
        found
    }

    /// Where the story stands after an expression.
    fn move_story(&self, story: &mut Story, expression: &Expression, found: &Grounded, sentence: usize) {
        let meaning = match &expression.meaning {
            Meaning::Clock { date, .. } | Meaning::DayPart { date, .. } => match date {
                Some(date) => &**date,
                None => return,
            },
            meaning => meaning,
        };
        match meaning {
            Meaning::Date { year, field } => {
                let Some(resolved) = value_year(&found.value) else { return };
                if matches!(year, Year::Known(_)) {
                    // A year long after or before, told in passing ("papers released in 2005"), and the end of a range.
                    let opens =
                        self.reading.sentences.get(sentence).is_some_and(|sentence| sentence.opens_paragraph);
                    let aside = *field == Field::Year
                        && (story
                            .year
                            .is_some_and(|now| resolved > now + ASIDE || resolved < now - 1 && !opens)
                            || self.ends_range(expression));
                    if aside && self.history {
                        return;
                    }
                    story.year_said = Some(sentence);
                }
                story.year = Some(resolved);
                story.quarter = None;
                (story.month, story.day) = match *field {
                    Field::Day(month, day) => (Some(month), Some(day)),
                    Field::Holiday(_) => (found.from.map(Date::month), found.from.map(Date::day)),
                    Field::Month(month) => (Some(month), None),
                    Field::Quarter(quarter) => {
                        story.quarter = Some(quarter);
                        (None, None)
                    }
                    _ => (None, None),
                };
            }
            Meaning::Weekday { .. }
            | Meaning::DayOfMonth(_)
            | Meaning::Shift { unit: Unit::Day | Unit::Night, .. } => {
                if let Some(day) = found.from {
                    (story.year, story.month, story.day) =
                        (Some(day.year().into()), Some(day.month()), Some(day.day()));
                }
            }
            Meaning::Shift { unit: Unit::Month, .. } => {
                if let Some(day) = found.from {
                    (story.year, story.month, story.day) = (Some(day.year().into()), Some(day.month()), None);
                }
            }
            Meaning::Shift { unit: Unit::Year, from: From::Narrative, .. } if self.history => {
                if let Some(year) = value_year(&found.value).filter(|&year| Some(year) != story.year) {
                    *story = Story { year: Some(year), ..Story::default() };
                }
            }
            _ => {}
        }
    }

    /// Whether a year closes a range: "1939-1945".
    fn ends_range(&self, expression: &Expression) -> bool {
        let at = expression.tokens.start;
        at > 1
            && matches!(self.reading.lower(at - 1), "-" | "–" | "—" | "to")
            && self.reading.tokens[at - 2].kind == TokenKind::Number
    }

    /// Whether the clause speaks of what is to come. The nearest verb before the expression in its sentence tells, else
    /// the nearest after it.
    fn tense(&self, expression: &Expression, sentence: usize) -> Tense {
        let Some(sentence) = self.reading.sentences.get(sentence) else { return Tense::Unclear };
        let first = sentence.tokens.start;
        let start = expression.tokens.start.saturating_sub(REACH).max(first);
        let before = (start..expression.tokens.start).rev();
        let after = expression.tokens.end..(expression.tokens.end + REACH).min(sentence.tokens.end);
        // "They hope to appeal, but in March a court ruled": at the head of a clause its verb comes after.
        let lead = expression.tokens.start.checked_sub(1).filter(|&at| at >= first);
        let lead = lead.map_or(expression.tokens.start, |at| {
            if self.reading.tag(at) == Tag::Adposition { at } else { expression.tokens.start }
        });
        let heads = lead == first
            || matches!(self.reading.tag(lead - 1), Tag::Coordinator | Tag::Punctuation | Tag::Subordinator);
        // "until March" lies ahead; "until closing them in March" may not.
        let far = |at: usize| {
            self.words.entry(self.reading.lower(at)).until && at + UNTIL < expression.tokens.start
        };
        let nearest = |range: &mut dyn Iterator<Item = usize>| {
            range.filter(|&at| !far(at)).map(|at| self.verb(at)).find(|tense| *tense != Tense::Unclear)
        };
        let (mut before, mut after) = (before, after);
        let told = if heads {
            nearest(&mut after).or_else(|| nearest(&mut before))
        } else {
            nearest(&mut before).or_else(|| nearest(&mut after))
        };
        told.unwrap_or(Tense::Unclear)
    }

    /// What one word says of the tense of its clause.
    fn verb(&self, at: usize) -> Tense {
        let word = self.reading.lower(at);
        let entry = self.words.entry(word);
        if entry.future {
            return Tense::Future;
        }
        if entry.past {
            return Tense::Past;
        }
        match self.reading.tag(at) {
            Tag::Past => Tense::Past,
            Tag::Auxiliary => match word {
                "was" | "were" | "had" | "did" | "has" | "have" | "'d" | "'ve" => Tense::Past,
                "will" | "'ll" | "shall" | "wo" => Tense::Future,
                _ => Tense::Unclear,
            },
            // "set to resume Monday".
            Tag::Base if at > 0 && self.reading.lower(at - 1) == "to" => Tense::Purpose,
            _ => Tense::Unclear,
        }
    }
}

/// Of the last and the next such day the likelier one: writers give the year of a day more than half a year away, so that
/// a day told as past may still be the coming one where the last is nearly a year old.
fn nearer(last: Stretch, next: Stretch, published: Date, tense: Tense) -> Stretch {
    let away = |stretch: &Stretch| {
        let days = |day: Date| published.until(day).map_or(i32::MAX, |span| span.get_days().abs());
        stretch.days.map_or(i32::MAX, |(from, to)| days(from).min(days(to)))
    };
    let (back, ahead) = match tense {
        Tense::Past => (0, AGAINST_TENSE),
        Tense::Future => (AGAINST_TENSE, 0),
        Tense::Unclear | Tense::Purpose => (0, 0),
    };
    if away(&next).saturating_add(ahead) < away(&last).saturating_add(back) { next } else { last }
}

/// How many days nearer a day against the tense must be: two months short of a year, so that a "payable Dec. 7" of October
/// is the coming one. The best value F1 on timebank-te3 among 180, 240, 300, 330.
const AGAINST_TENSE: i32 = 300;

/// How many years ahead of its story a year is told in passing. Histories in wikiwars-train do not skip as many.
const ASIDE: i32 = 15;

/// How far the verb of an expression is looked for, in tokens. The best value F1 on timebank-te3 among 6, 10, 15, 25.
const REACH: usize = 10;

/// At most so many tokens stand from "until" to the time it governs, both counted ("until the end of"). A guess.
const UNTIL: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
    /// "to resume": to come, but perhaps only from where the sentence stands.
    Purpose,
    Unclear,
}

impl Tense {
    /// Whether a day of the week is the coming one.
    fn ahead(self) -> bool {
        matches!(self, Self::Future | Self::Purpose)
    }
}

fn timed(day: Stretch, clock: &str, basis: &'static str) -> Grounded {
    let head = if day.days.is_some_and(|(from, to)| from == to)
        || day.value.ends_with('X')
        || day.value.starts_with("XXXX")
    {
        day.value
    } else {
        "XXXX-XX-XX".to_owned()
    };
    Grounded {
        kind: WhenKind::Time,
        value: format!("{head}{clock}"),
        from: day.days.map(|days| days.0),
        to: day.days.map(|days| days.1),
        basis,
    }
}

/// A day moved by so many units, in the grain of the unit.
fn moved(base: Date, unit: Unit, by: f64) -> Stretch {
    let whole = by.trunc() as i32;
    let found = match unit {
        Unit::Second | Unit::Minute => Some(base),
        Unit::Hour => days_from(base, (by / 24.0).trunc() as i32),
        Unit::Night | Unit::Day => days_from(base, whole),
        Unit::Week | Unit::Weekend => days_from(base, (by * 7.0).round() as i32),
        Unit::Fortnight => days_from(base, whole * 14),
        Unit::Month => months_from(base, whole),
        Unit::Quarter => months_from(base, whole * 3),
        Unit::Year => months_from(base, (by * 12.0).round() as i32),
        Unit::Decade => months_from(base, (by * 120.0).round() as i32),
        Unit::Century => months_from(base, (by * 1200.0).round() as i32),
        Unit::Millennium => months_from(base, whole * 12000),
    };
    let grain = match unit {
        // "two decades ago" is a year; "last decade" is a decade.
        Unit::Decade if by.abs() > 1.0 => Unit::Year,
        Unit::Century if by.abs() > 1.0 => Unit::Year,
        unit => unit,
    };
    found.map_or_else(|| Stretch::unknown(unknown_unit(unit)), |day| around(day, grain))
}

fn moved_decade(year: i32, by: f64) -> Stretch {
    if by.abs() <= 1.0 && by != 0.0 && year < 0 {
        return decade((year + 10 * by as i32) / 10 * 10);
    }
    stretch(shifted_year(year, (by * 10.0) as i32), Field::Year)
}

/// There is no year 0.
fn shifted_year(year: i32, by: i32) -> i32 {
    let shifted = year + by;
    if (year < 0) != (shifted < 0) || shifted == 0 { shifted + by.signum() } else { shifted }
}

/// The year of a TIMEX3 value.
fn value_year(value: &str) -> Option<i32> {
    match value.strip_prefix("BC") {
        Some(rest) => rest.get(..4)?.parse::<i32>().ok().map(|year| -year),
        None => value.get(..4)?.parse().ok(),
    }
}

fn first_month(field: Field) -> i8 {
    use super::words::{Holiday, Season};
    match field {
        Field::Year => 1,
        Field::Half(half) => 6 * half - 5,
        Field::Quarter(quarter) => 3 * quarter - 2,
        Field::Season(Season::Spring) => 3,
        Field::Season(Season::Summer) => 6,
        Field::Season(Season::Autumn) => 9,
        Field::Season(Season::Winter) => 12,
        Field::Month(month) | Field::Day(month, _) => month,
        Field::Holiday(Holiday::Fixed { month, .. } | Holiday::Nth { month, .. }) => month,
        Field::Holiday(Holiday::Easter { .. }) => 4,
    }
}

fn unknown_year(field: Field) -> String {
    stretch(2000, field).value.replacen("2000", "XXXX", 1)
}

fn unknown_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Week | Unit::Fortnight => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
        Unit::Millennium => "X",
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Day => "XXXX-XX-XX",
    }
}

//! The words of time: `time.toml` and `conflicts.toml`, parsed into tables that tokens are looked up in.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::when::Day;
use serde::Deserialize;

use crate::{dictionary::WordMap, reading::Reading};

/// Everything the time room knows of words.
#[derive(Clone, Debug)]
pub struct TimeWords {
    /// What each word can be. Only ever looked up, never walked.
    entries: WordMap<Entry>,
    references: Vec<(Vec<String>, Reference)>,
    storied: Vec<(Vec<String>, ())>,
    approximators: Vec<Vec<String>>,
    holidays: Vec<(Vec<String>, Holiday)>,
    zones: Vec<Vec<String>>,
    /// Wars that reports speak of without naming them.
    pub(crate) conflicts: Vec<Conflict>,
}

/// What one word can be; most words are nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) month: Option<i8>,
    pub(crate) weekday: Option<i8>,
    pub(crate) unit: Option<Unit>,
    pub(crate) plural: bool,
    pub(crate) season: Option<Season>,
    pub(crate) part: Option<Part>,
    pub(crate) day: Option<i32>,
    pub(crate) set: Option<&'static str>,
    pub(crate) adjective: Option<Reference>,
    pub(crate) storied: Option<Reference>,
    pub(crate) vague: bool,
    /// Whether a reference, an approximator, a holiday or a zone may start here.
    pub(crate) opens_reference: bool,
    pub(crate) opens_approximator: bool,
    pub(crate) opens_holiday: bool,
    pub(crate) future: bool,
    pub(crate) past: bool,
    /// Whether what comes right after it is where something ends ("until").
    pub(crate) until: bool,
    /// Whether it leads to a time ("in", "since").
    pub(crate) leads: bool,
    /// Whether four digits after it, or before it, are no year.
    pub(crate) no_year_after: bool,
    pub(crate) no_year_before: bool,
    /// A word in s that is no plural.
    pub(crate) singular: bool,
}

/// Units of the calendar and the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// Quarters of the year by weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// As TIMEX3 writes it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }
}

/// Parts of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
    Noon,
    Midnight,
}

impl Part {
    /// As TIMEX3 writes it, with the `T`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
            Self::Daytime => "TDT",
            Self::Noon => "T12:00",
            Self::Midnight => "T24:00",
        }
    }
}

/// The three references of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// As TIMEX3 writes it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }
}

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    /// The same day each year.
    Fixed { month: i8, day: i8 },
    /// The nth such weekday of a month; from the end where negative.
    Nth { month: i8, nth: i8, weekday: i8 },
    /// So many days from Easter Sunday, western or orthodox.
    Easter { days: i32, orthodox: bool },
}

/// A war, for those texts that count from its start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conflict {
    /// What it is called.
    #[serde(rename = "name")]
    _name: String,
    /// Its first day.
    pub(crate) start: Day,
    /// The forms of each party's name; a text is about it when it names them all.
    pub(crate) parties: Vec<BTreeSet<String>>,
    /// Words of which one must stand there too.
    pub(crate) words: BTreeSet<String>,
    /// What can only be spoken of after it happened.
    #[serde(default)]
    pub(crate) landmarks: Vec<Landmark>,
}

/// Something dated that a text betrays by its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Landmark {
    /// When it happened.
    pub(crate) day: Day,
    /// Words that speak of it.
    pub(crate) words: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeFile {
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    units: BTreeMap<String, Vec<String>>,
    seasons: BTreeMap<String, String>,
    parts: BTreeMap<String, String>,
    days: BTreeMap<String, i32>,
    references: References,
    sets: BTreeMap<String, String>,
    approximators: List,
    vague: List,
    holidays: BTreeMap<String, String>,
    zones: List,
    leads: List,
    no_year: NoYear,
    tense: Tense,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct References {
    present: Vec<String>,
    past: Vec<String>,
    future: Vec<String>,
    present_adjectives: Vec<String>,
    past_adjectives: Vec<String>,
    past_storied: Vec<String>,
    future_storied: Vec<String>,
    unknown_storied: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tense {
    future: Vec<String>,
    until: Vec<String>,
    past: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoYear {
    after: Vec<String>,
    before: Vec<String>,
    singular: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConflictFile {
    conflicts: Vec<Conflict>,
}

impl TimeWords {
    /// Reads `time.toml` and `conflicts.toml`.
    ///
    /// # Errors
    ///
    /// A message with the file and the entry that is not as it should be.
    pub fn parse(time: &str, conflicts: &str) -> Result<Self, String> {
        let file: TimeFile = toml::from_str(time).map_err(|error| format!("time: {error}"))?;
        let conflicts: ConflictFile =
            toml::from_str(conflicts).map_err(|error| format!("conflicts: {error}"))?;
        let mut entries: WordMap<Entry> = WordMap::default();
        let mut put = |word: &str, set: &mut dyn FnMut(&mut Entry)| {
            set(entries.entry(word.to_owned()).or_default());
        };
        for (word, &month) in &file.months {
            put(word, &mut |entry| entry.month = Some(month));
        }
        for (word, &weekday) in &file.weekdays {
            let plural = word.ends_with("days");
            put(word, &mut |entry| {
                entry.weekday = Some(weekday);
                entry.plural |= plural;
            });
        }
        for (name, words) in &file.units {
            let unit = unit(name)?;
            for word in words {
                put(word, &mut |entry| {
                    entry.unit = Some(unit);
                    entry.plural |= word.ends_with('s') || word == "millennia";
                });
            }
        }
        for (word, code) in &file.seasons {
            let season = season(code)?;
            put(word, &mut |entry| entry.season = Some(season));
        }
        for (word, code) in &file.parts {
            let part = part(code)?;
            let plural = word.ends_with('s');
            put(word, &mut |entry| {
                entry.part = Some(part);
                entry.plural |= plural;
            });
        }
        for (word, &days) in &file.days {
            put(word, &mut |entry| entry.day = Some(days));
        }
        for (word, value) in &file.sets {
            let value = set_value(value)?;
            put(word, &mut |entry| entry.set = Some(value));
        }
        for (words, reference) in [
            (&file.references.present_adjectives, Reference::Present),
            (&file.references.past_adjectives, Reference::Past),
        ] {
            for word in words {
                put(word, &mut |entry| entry.adjective = Some(reference));
            }
        }
        for (words, reference) in [
            (&file.references.past_storied, Reference::Past),
            (&file.references.future_storied, Reference::Future),
        ] {
            for word in words {
                put(word, &mut |entry| entry.storied = Some(reference));
            }
        }
        for word in &file.vague.words {
            put(word, &mut |entry| entry.vague = true);
        }
        for word in &file.leads.words {
            put(word, &mut |entry| entry.leads = true);
        }
        for word in &file.no_year.after {
            put(word, &mut |entry| entry.no_year_after = true);
        }
        for word in &file.no_year.before {
            put(word, &mut |entry| entry.no_year_before = true);
        }
        for word in &file.no_year.singular {
            put(word, &mut |entry| entry.singular = true);
        }
        for word in &file.tense.future {
            put(word, &mut |entry| entry.future = true);
        }
        for word in &file.tense.until {
            put(word, &mut |entry| entry.until = true);
        }
        for word in &file.tense.past {
            put(word, &mut |entry| entry.past = true);
        }
        let mut references = Vec::new();
        for (phrases, reference) in [
            (&file.references.present, Reference::Present),
            (&file.references.past, Reference::Past),
            (&file.references.future, Reference::Future),
        ] {
            for phrase in phrases {
                let words = split(phrase);
                put(&words[0], &mut |entry| entry.opens_reference = true);
                references.push((words, reference));
            }
        }
        let mut storied = Vec::new();
        for phrase in &file.references.unknown_storied {
            let words = split(phrase);
            put(&words[0], &mut |entry| entry.opens_reference = true);
            storied.push((words, ()));
        }
        let approximators: Vec<Vec<String>> =
            file.approximators.words.iter().map(|phrase| split(phrase)).collect();
        for words in &approximators {
            put(&words[0], &mut |entry| entry.opens_approximator = true);
        }
        let mut holidays = Vec::new();
        for (phrase, when) in &file.holidays {
            let words = split(phrase);
            put(&words[0], &mut |entry| entry.opens_holiday = true);
            holidays.push((words, holiday(when)?));
        }
        let zones = file.zones.words.iter().map(|phrase| split(phrase)).collect();
        Ok(Self {
            entries,
            references,
            storied,
            approximators,
            holidays,
            zones,
            conflicts: conflicts.conflicts,
        })
    }

    /// What a word can be. A full stop at the end of an abbreviation does not count.
    pub(crate) fn entry(&self, word: &str) -> Entry {
        let word = if word.len() > 1 { word.trim_end_matches('.') } else { word };
        self.entries.get(word).copied().unwrap_or_default()
    }

    /// The longest reference that starts at a token, and its end.
    pub(crate) fn reference(&self, reading: &Reading<'_>, at: usize) -> Option<(usize, Reference)> {
        longest(&self.references, reading, at).map(|(end, &reference)| (end, reference))
    }

    /// The end of the longest phrase that speaks of the story's own time ("this period").
    pub(crate) fn storied(&self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        longest(&self.storied, reading, at).map(|(end, ())| end)
    }

    /// The longest holiday that starts at a token, and its end.
    pub(crate) fn holiday(&self, reading: &Reading<'_>, at: usize) -> Option<(usize, Holiday)> {
        longest(&self.holidays, reading, at).map(|(end, &holiday)| (end, holiday))
    }

    /// The end of the longest approximator that starts at a token.
    pub(crate) fn approximator(&self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        self.approximators
            .iter()
            .filter(|words| starts(words, reading, at))
            .map(|words| at + words.len())
            .max()
    }

    /// The end of the longest time zone that starts at a token.
    pub(crate) fn zone(&self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        self.zones.iter().filter(|words| starts(words, reading, at)).map(|words| at + words.len()).max()
    }
}

fn longest<'w, T>(
    phrases: &'w [(Vec<String>, T)],
    reading: &Reading<'_>,
    at: usize,
) -> Option<(usize, &'w T)> {
    phrases
        .iter()
        .filter(|(words, _)| starts(words, reading, at))
        .max_by_key(|(words, _)| words.len())
        .map(|(words, what)| (at + words.len(), what))
}

fn starts(words: &[String], reading: &Reading<'_>, at: usize) -> bool {
    words.iter().enumerate().all(|(offset, word)| reading.lower(at + offset) == word)
}

/// A phrase as the tokeniser cuts it: a possessive is a token of its own.
fn split(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in phrase.split(' ') {
        match word.strip_suffix("'s") {
            Some(owner) if !owner.is_empty() => words.extend([owner.to_owned(), "'s".to_owned()]),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn unit(name: &str) -> Result<Unit, String> {
    Ok(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "night" => Unit::Night,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        other => return Err(format!("time: no such unit: {other}")),
    })
}

fn season(code: &str) -> Result<Season, String> {
    Ok(match code {
        "SP" => Season::Spring,
        "SU" => Season::Summer,
        "FA" => Season::Autumn,
        "WI" => Season::Winter,
        other => return Err(format!("time: no such season: {other}")),
    })
}

fn part(code: &str) -> Result<Part, String> {
    Ok(match code {
        "MO" => Part::Morning,
        "AF" => Part::Afternoon,
        "EV" => Part::Evening,
        "NI" => Part::Night,
        "DT" => Part::Daytime,
        "12:00" => Part::Noon,
        "24:00" => Part::Midnight,
        other => return Err(format!("time: no such part of the day: {other}")),
    })
}

fn set_value(value: &str) -> Result<&'static str, String> {
    Ok(match value {
        "PT1H" => "PT1H",
        "P1D" => "P1D",
        "P1W" => "P1W",
        "P2W" => "P2W",
        "P1M" => "P1M",
        "P1Q" => "P1Q",
        "P1Y" => "P1Y",
        other => return Err(format!("time: no such set: {other}")),
    })
}

/// "12-25", "11-4-4" (the fourth Thursday), "05--1-1" (the last Monday), "easter+1".
fn holiday(when: &str) -> Result<Holiday, String> {
    let wrong = || format!("time: no such holiday: {when}");
    for (name, orthodox) in [("easter", false), ("orthodox", true)] {
        if let Some(days) = when.strip_prefix(name) {
            return Ok(Holiday::Easter { days: days.parse().map_err(|_| wrong())?, orthodox });
        }
    }
    let month = when.get(..2).and_then(|month| month.parse().ok()).ok_or_else(wrong)?;
    let rest = when.get(3..).ok_or_else(wrong)?;
    if let Some((nth, weekday)) = rest.rsplit_once('-') {
        let (nth, weekday) = (nth.parse().map_err(|_| wrong())?, weekday.parse().map_err(|_| wrong())?);
        return Ok(Holiday::Nth { month, nth, weekday });
    }
    Ok(Holiday::Fixed { month, day: rest.parse().map_err(|_| wrong())? })
}

//! Finds numbers that count or measure something, with how they bind.
//!
//! In: a reading, and the spans that times and units have taken. Out: a mention for each amount, in text order; its span
//! covers the bound and the number, what is counted is told in `of`.
//! `At least 40 people, 3 of the 12 ships` → `>=40 people`, `3 ships out of 12`
//!
//! Dates, ages, calibres, distances and numbers that are names ("Article 337", "T-80") are not quantities.

use std::collections::BTreeMap;

use firsthand_schema::{
    amount::{Amount, Bound},
    annotation::Names,
    span::Span,
};
use serde::Deserialize;

use super::{Found, numbers::NumberWords};
use crate::{
    dictionary::{WordMap, WordSet},
    language::LanguageData,
    reading::{
        Reading,
        tokens::{Case, TokenKind},
    },
};

/// The words of `quantities.toml`.
#[derive(Clone, Debug)]
pub struct QuantityWords {
    /// Phrases before a number, by their first word; only looked up.
    bounds: WordMap<Vec<(Vec<String>, Bound)>>,
    after: Vec<(Vec<String>, Bound)>,
    magnitudes: WordMap<f64>,
    shares: WordMap<f64>,
    marks: WordMap<String>,
    currencies: WordSet,
    dimensions: WordSet,
    labels: WordSet,
    plurals: WordSet,
    stops: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityFile {
    bounds: BTreeMap<Bound, Vec<String>>,
    after: BTreeMap<Bound, Vec<String>>,
    magnitudes: WordMap<f64>,
    shares: WordMap<f64>,
    currencies: Currencies,
    dimensions: List,
    labels: List,
    plurals: List,
    stops: List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Currencies {
    marks: WordMap<String>,
    words: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: WordSet,
}

impl QuantityWords {
    /// Reads `quantities.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let file: QuantityFile = toml::from_str(toml).map_err(|error| format!("quantities: {error}"))?;
        let phrases = |lists: BTreeMap<Bound, Vec<String>>| -> Vec<(Vec<String>, Bound)> {
            let split = |phrase: &String| phrase.split(' ').map(str::to_owned).collect();
            lists
                .into_iter()
                .flat_map(|(bound, list)| {
                    list.iter().map(|phrase| (split(phrase), bound)).collect::<Vec<_>>()
                })
                .collect()
        };
        let mut bounds: WordMap<Vec<(Vec<String>, Bound)>> = WordMap::default();
        for (words, bound) in phrases(file.bounds) {
            bounds.entry(words[0].clone()).or_default().push((words, bound));
        }
        Ok(Self {
            bounds,
            after: phrases(file.after),
            magnitudes: file.magnitudes,
            shares: file.shares,
            marks: file.currencies.marks,
            currencies: file.currencies.words,
            dimensions: file.dimensions.words,
            labels: file.labels.words,
            plurals: file.plurals.words,
            stops: file.stops.words,
        })
    }
}

/// Quantities in text order, none inside `taken` (times and units).
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData, taken: &[Span]) -> Vec<Found> {
    let mut free = vec![true; reading.tokens.len()];
    for &span in taken {
        for at in reading.tokens_in(span) {
            free[at] = false;
        }
    }
    let counter = Counter { reading, words: &data.quantities, numbers: &data.numbers, free };
    let mut found = Vec::new();
    // "out of 1,500 soldiers, no more than 1,000": the whole is told first.
    let mut whole: Option<(usize, f64, Option<String>)> = None;
    let mut at = 0;
    while at < reading.tokens.len() {
        if let Some((end, value, of)) = counter.whole_first(at) {
            whole = Some((reading.sentence_at(reading.tokens[at].span.start), value, of));
            at = end;
            continue;
        }
        let Some((end, mut amount)) = counter.amount(at) else {
            at += 1;
            continue;
        };
        if let Some((sentence, value, of)) = whole.take()
            && sentence == reading.sentence_at(reading.tokens[at].span.start)
            && amount.out_of.is_none()
        {
            amount.out_of = Some(value);
            amount.of = amount.of.or(of);
        }
        // The whole of a part is told with the part, not beside it.
        let past = if amount.out_of.is_some() { counter.past_whole(end) } else { end };
        found.push(Found { span: reading.span_of(at..end), entity: None, names: Names::Quantity(amount) });
        at = past;
    }
    found
}

struct Counter<'r> {
    reading: &'r Reading<'r>,
    words: &'r QuantityWords,
    numbers: &'r NumberWords,
    /// Tokens that no time and no unit has taken.
    free: Vec<bool>,
}

/// A bare number with what stands for it: value, upper value, bound if it brings one, share.
#[derive(Clone, Copy, Debug)]
struct Figure {
    end: usize,
    value: f64,
    value_to: Option<f64>,
    bound: Bound,
    digits: bool,
    share: bool,
}

impl Counter<'_> {
    fn lower(&self, at: usize) -> &str {
        self.reading.lower(at)
    }

    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.reading.lower(before))
    }

    fn free(&self, at: usize) -> bool {
        self.free.get(at).copied().unwrap_or(false)
    }

    fn glued(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    /// The amount that starts at a token.
    fn amount(&self, at: usize) -> Option<(usize, Amount)> {
        if !self.free(at) {
            return None;
        }
        if let Some(found) = self.told_share(at) {
            return Some(found);
        }
        let (start, bound) = self.bound(at).unwrap_or((at, Bound::Exact));
        if !self.free(start) {
            return None;
        }
        let between =
            self.lower(start) == "between" || (self.lower(start) == "from" && bound == Bound::Exact);
        let (mark, first) = self.currency(start + usize::from(between));
        let mut figure = if between { self.between(first)? } else { self.figure(first, mark.is_some())? };
        // "one" is mostly no count; see `one_counts`.
        if figure.value == 1.0 && !figure.digits && start == at && !self.one_counts(at, figure.end) {
            return None;
        }
        if mark.is_none() && self.is_name(start, first, &figure) {
            return None;
        }
        let mut money = mark;
        let mut end = figure.end;
        if money.is_none() && self.words.currencies.contains(self.lower(end)) {
            money = Some(self.lower(end).to_owned());
            end += 1;
        } else if let Some(name) = self.words.marks.get(self.lower(end)).filter(|_| money.is_none()) {
            // "10 €", unless the mark opens the next sum.
            if self.numbers.numeral(self.reading, end + 1).is_none() {
                money = Some(name.clone());
                end += 1;
            }
        }
        let bound = match (figure.bound, bound) {
            (Bound::Exact, bound) => bound,
            // "more than three or four": the range says more.
            (own, _) => own,
        };
        let (end, bound) = self.bound_after(end, bound);
        if figure.share {
            figure.value = round(figure.value);
        }
        let (of, out_of) = match money {
            Some(currency) => (Some(currency), None),
            None => self.counted(end),
        };
        let amount = Amount {
            value: Some(figure.value),
            value_to: figure.value_to,
            bound,
            of,
            out_of,
            share: figure.share.then_some(figure.value),
        };
        Some((end, amount))
    }

    /// "out of 1,500 soldiers" before what is told of them.
    fn whole_first(&self, at: usize) -> Option<(usize, f64, Option<String>)> {
        if self.lower(at) != "out"
            || self.lower(at + 1) != "of"
            || self.numbers.numeral(self.reading, at.wrapping_sub(1)).is_some()
        {
            return None;
        }
        let article = usize::from(matches!(self.lower(at + 2), "the" | "a" | "some" | "about"));
        let first = at + 2 + article;
        let figure = self.figure(first, false).filter(|_| self.free(first))?;
        let (of, _) = self.counted(figure.end);
        Some((figure.end, figure.value, of))
    }

    /// The longest bound that starts at a token, and the token after it.
    fn bound(&self, at: usize) -> Option<(usize, Bound)> {
        let phrases = self.words.bounds.get(self.lower(at))?;
        phrases
            .iter()
            .filter(|(words, _)| {
                words.iter().enumerate().all(|(offset, word)| self.lower(at + offset) == word)
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, bound)| (at + words.len(), *bound))
            .map(|(next, bound)| {
                // "more than about 40": the outer one binds.
                let inner = self.words.bounds.get(self.lower(next)).and_then(|_| self.bound(next));
                inner.map_or((next, bound), |(next, _)| (next, bound))
            })
    }

    fn bound_after(&self, at: usize, bound: Bound) -> (usize, Bound) {
        let found = self.words.after.iter().find(|(words, _)| {
            words.iter().enumerate().all(|(offset, word)| self.lower(at + offset) == word)
        });
        match found {
            // "or more" must end there: "30 or more soldiers" does too.
            Some((words, after)) if bound == Bound::Exact => (at + words.len(), *after),
            _ => (at, bound),
        }
    }

    /// "$", "US$", "€" before a number.
    fn currency(&self, at: usize) -> (Option<String>, usize) {
        if let Some(name) = self.words.marks.get(self.lower(at)) {
            return (Some(name.clone()), at + 1);
        }
        // "USD 200": a code before its number.
        let code = self.lower(at).len() == 3 && self.words.currencies.contains(self.lower(at));
        if code && self.numbers.numeral(self.reading, at + 1).is_some() {
            return (Some(self.lower(at).to_owned()), at + 1);
        }
        if matches!(self.lower(at), "us" | "u.s.") && self.lower(at + 1) == "$" {
            return (Some("dollars".to_owned()), at + 2);
        }
        (None, at)
    }

    /// A number, a range, an order of magnitude, a percentage.
    fn figure(&self, at: usize, money: bool) -> Option<Figure> {
        if let Some(figure) = self.magnitude(at) {
            return Some(figure);
        }
        let numeral = self.numbers.numeral(self.reading, at)?;
        let word = self.lower(at);
        // "5m" is five million only in money.
        if !money && numeral.digits && (word.ends_with('m') || word.ends_with('b')) {
            return None;
        }
        if (at..numeral.end).any(|at| !self.free(at)) {
            return None;
        }
        let mut figure = Figure {
            end: numeral.end,
            value: numeral.value,
            value_to: None,
            bound: Bound::Exact,
            digits: numeral.digits,
            share: false,
        };
        let joins = matches!(self.lower(figure.end), "to" | "or" | "-" | "–" | "—");
        if joins
            && let Some(upper) = self.upper(figure.end + 1, figure.value)
            && (self.lower(figure.end) != "to" || !matches!(self.before(at), "went" | "rose"))
        {
            // "30 to 40 thousand": the scale is of both.
            let scale = if upper.value >= 1000.0 && figure.value < 1000.0 && upper.scaled > 1.0 {
                upper.scaled
            } else {
                1.0
            };
            figure = Figure {
                end: upper.end,
                value: figure.value * scale,
                value_to: Some(upper.value),
                bound: Bound::Range,
                ..figure
            };
        }
        self.percent(&mut figure);
        Some(figure)
    }

    /// The upper end of a range; it must be the larger.
    fn upper(&self, at: usize, lower: f64) -> Option<Upper> {
        let at = at + usize::from(self.words.marks.contains_key(self.lower(at)));
        let numeral = self.numbers.numeral(self.reading, at).filter(|_| self.free(at))?;
        if numeral.value <= lower || matches!(self.lower(at), "a" | "an") {
            return None;
        }
        let scaled =
            self.numbers.scale(self.lower(numeral.end - 1)).filter(|_| numeral.end > at + 1).unwrap_or(1.0);
        Some(Upper { end: numeral.end, value: numeral.value, scaled })
    }

    /// "between 30 and 40".
    fn between(&self, at: usize) -> Option<Figure> {
        let lower = self.numbers.numeral(self.reading, at).filter(|_| self.free(at))?;
        let lead = self.before(at);
        let joint = self.lower(lower.end);
        if !matches!((lead, joint), ("between", "and") | ("from", "to")) {
            return None;
        }
        let upper = self.upper(lower.end + 1, lower.value)?;
        let scale = if upper.scaled > 1.0 && lower.value < 1000.0 { upper.scaled } else { 1.0 };
        let mut figure = Figure {
            end: upper.end,
            value: lower.value * scale,
            value_to: Some(upper.value),
            bound: Bound::Range,
            digits: lower.digits,
            share: false,
        };
        self.percent(&mut figure);
        Some(figure)
    }

    fn percent(&self, figure: &mut Figure) {
        let words = match (self.lower(figure.end), self.lower(figure.end + 1)) {
            ("%" | "percent" | "pct", _) => 1,
            ("per", "cent") => 2,
            _ => return,
        };
        figure.end += words;
        figure.value /= 100.0;
        figure.value_to = figure.value_to.map(|value| round(value / 100.0));
        figure.share = true;
    }

    /// "hundreds", "tens of thousands", "several hundred", "a few dozen".
    fn magnitude(&self, at: usize) -> Option<Figure> {
        let hundreds = |end, value| Figure {
            end,
            value,
            value_to: None,
            bound: Bound::Hundreds,
            digits: false,
            share: false,
        };
        if let Some(&value) = self.words.magnitudes.get(self.lower(at)) {
            if self.lower(at + 1) == "of"
                && let Some(&scale) = self.words.magnitudes.get(self.lower(at + 2))
            {
                // "tens of thousands": twenty thousand at least.
                return Some(hundreds(at + 3, value * scale / 2.0));
            }
            // "tens" alone and "scores" are rarely counts.
            let counts = self.lower(at + 1) == "of" || !matches!(self.lower(at), "tens" | "scores");
            return counts.then_some(hundreds(at + 1, value));
        }
        let few = match (self.lower(at), self.lower(at + 1)) {
            ("several" | "few" | "many", _) => at + 1,
            ("a", "few" | "couple") => at + 2 + usize::from(self.lower(at + 2) == "of"),
            _ => return None,
        };
        let scale = self.numbers.scale(self.lower(few))?;
        // Several are three at least, a couple two.
        let least = if self.lower(at + 1) == "couple" { 2.0 } else { 3.0 };
        Some(hundreds(few + 1, least * scale))
    }

    /// "most of the brigade", "half of them", "two-thirds of the men".
    fn told_share(&self, at: usize) -> Option<(usize, Amount)> {
        let (start, bound) = self.bound(at).unwrap_or((at, Bound::Exact));
        let share = |end: usize, value: Option<f64>, share: f64, bound: Bound| {
            let (of, out_of) = self.counted(end);
            Some((end, Amount { value, value_to: None, bound, of, out_of, share: Some(share) }))
        };
        if let Some(&least) = self.words.shares.get(self.lower(start)).filter(|_| start == at) {
            let of = self.lower(at + 1) == "of" && !matches!(self.lower(at + 2), "all" | "which" | "it");
            return if of { share(at + 1, None, least, Bound::AtLeast) } else { None };
        }
        let article = usize::from(matches!(self.lower(start), "a" | "one"));
        let word = self.lower(start + article);
        let (end, value) = match word.split_once('-') {
            Some((many, part)) => (
                start + 1,
                self.numbers.small(many)? * self.numbers.fraction(part).filter(|part| *part < 0.5)?,
            ),
            // "three quarters of the crew".
            None if self.numbers.small(word).is_some_and(|many| many > 1.0)
                && self.lower(start + article + 1).ends_with('s') =>
            {
                let part =
                    self.numbers.fraction(self.lower(start + article + 1)).filter(|part| *part < 0.5)?;
                (start + article + 2, self.numbers.small(word)? * part)
            }
            None => {
                let part = self.numbers.fraction(word)?;
                // "third" and "second" count places in a row where no article stands before them.
                if article == 0 && word != "half" {
                    return None;
                }
                (start + article + 1, part)
            }
        };
        let of = self.lower(end) == "of"
            || (word == "half" && matches!(self.lower(end), "the" | "his" | "their" | "its"));
        if !of || !self.free(start + article) || !self.free(end) {
            return None;
        }
        share(end, Some(value), value, bound)
    }

    /// Whether a number is a name, an age, a calibre, a distance or part of a longer code.
    fn is_name(&self, start: usize, first: usize, figure: &Figure) -> bool {
        let before = self.before(start);
        if figure.bound == Bound::Hundreds {
            return false;
        }
        if self.words.dimensions.contains(self.lower(figure.end)) && !figure.share {
            return true;
        }
        if self.lower(figure.end).starts_with('°') {
            return true;
        }
        // "24/7", "9/11", "044-555-12-12", "3:2".
        let joined = |at: usize| {
            matches!(self.lower(at), "/" | ":" | "-" | "." | "_" | "@" | "#")
                && self.glued(at)
                && self.glued(at + 1)
        };
        if figure.digits && (joined(figure.end) || (first > 1 && joined(first - 1) && first > start)) {
            return true;
        }
        if figure.digits && first > 0 && matches!(before, "/" | ":" | "#" | "@" | "_") {
            return true;
        }
        if start != first {
            return false;
        }
        if self.words.labels.contains(before) && !(before == "number" && self.lower(figure.end) == "of") {
            return true;
        }
        if !figure.digits {
            return false;
        }
        // "Battalion 2740", "Channel 24": a name before it, not the first word of a sentence, and no noun after it that
        // it could count.
        let named = start.checked_sub(1).is_some_and(|before| {
            let token = self.reading.tokens[before];
            token.kind == TokenKind::Word
                && matches!(token.case, Case::Title | Case::Upper)
                && !self.opens(before)
        });
        if named && !self.counts_noun(figure.end) {
            return true;
        }
        // "Orlov, 46, said": an age between commas.
        let aged = figure.value_to.is_none()
            && (1.0..=110.0).contains(&figure.value)
            && before == ","
            && matches!(self.lower(figure.end), "," | ")" | "and" | ".")
            && start >= 2
            && self.reading.tokens[start - 2].is_capital();
        let bracketed = before == "(" && self.lower(figure.end) == ")";
        aged || bracketed
    }

    /// Whether a token is the first word of its sentence.
    fn opens(&self, at: usize) -> bool {
        let token = self.reading.tokens[at];
        let sentence = self.reading.sentence_at(token.span.start);
        self.reading
            .sentences
            .get(sentence)
            .is_some_and(|sentence| sentence.tokens.start + 1 >= at && sentence.tokens.start <= at)
    }

    fn counts_noun(&self, at: usize) -> bool {
        (at..at + 3).any(|at| self.is_plural(at))
    }

    fn is_plural(&self, at: usize) -> bool {
        let Some(token) = self.reading.tokens.get(at) else { return false };
        let word = self.lower(at);
        token.kind == TokenKind::Word
            && (self.words.plurals.contains(word)
                || (word.len() > 3
                    && word.ends_with('s')
                    && !word.ends_with("ss")
                    && !word.ends_with("us")
                    && !word.ends_with("'s")
                    && !self.words.stops.contains(word)))
    }

    /// "one" counts where something was done to one, or one was left: "killing one", "one was shot down", "only one".
    fn one_counts(&self, at: usize, end: usize) -> bool {
        let before = self.before(at);
        if before == "only" || before == "just" {
            return true;
        }
        let done = (end..end + 3).any(|at| {
            matches!(self.lower(at), "was" | "were" | "killed" | "wounded" | "injured" | "dead")
                && at < end + 3
                && (!matches!(self.lower(at), "was" | "were")
                    || self.lower(at + 1).ends_with("ed")
                    || self.lower(at + 1) == "shot")
        });
        let doing = before.len() > 5
            && (before.ends_with("ing") || before.ends_with("ed"))
            && self.lower(end) != "of";
        (done || doing) && !matches!(self.lower(end), "of" | "another" | "'s" | "thing" | "day" | "time")
    }

    /// What is counted after a number, and out of how many.
    fn counted(&self, at: usize) -> (Option<String>, Option<f64>) {
        let mut next = at;
        let mut out_of = None;
        let part = match (self.lower(next), self.lower(next + 1)) {
            ("of", _) => Some(next + 1),
            ("out", "of") => Some(next + 2),
            ("in", _)
                if self
                    .numbers
                    .numeral(self.reading, next + 1)
                    .is_some_and(|all| all.value >= 2.0 && all.end == next + 2) =>
            {
                Some(next + 1)
            }
            _ => None,
        };
        if let Some(mut of) = part {
            if matches!(
                self.lower(of),
                "the"
                    | "its"
                    | "his"
                    | "their"
                    | "these"
                    | "those"
                    | "all"
                    | "a"
                    | "an"
                    | "our"
                    | "her"
                    | "my"
            ) {
                of += 1;
            }
            if self.free(of)
                && let Some(all) = self.numbers.numeral(self.reading, of)
            {
                out_of = Some(all.value);
                of = all.end;
            } else if let Some(size) = sized(self.lower(of)) {
                out_of = Some(size);
            }
            next = of;
        }
        (self.noun_phrase(next), out_of)
    }

    /// The token after "of the 12" or "out of 12".
    fn past_whole(&self, at: usize) -> usize {
        (at..at + 4)
            .find_map(|at| self.numbers.numeral(self.reading, at).map(|whole| whole.end))
            .unwrap_or(at)
    }

    /// The words after a number up to the plural noun it counts, or up to where the phrase must end.
    fn noun_phrase(&self, at: usize) -> Option<String> {
        let mut end = at;
        while end < at + LONGEST_PHRASE {
            let Some(token) = self.reading.tokens.get(end) else { break };
            let word = self.lower(end);
            if token.kind == TokenKind::Mark || token.breaks > 0 || self.words.stops.contains(word) {
                break;
            }
            end += 1;
            // The first plural ends it, unless it only leads to the noun ("sales contracts").
            if self.is_plural(end - 1) && !self.is_plural(end) {
                break;
            }
        }
        (end > at).then(|| self.reading.span_of(at..end).of(self.reading.text).to_owned())
    }
}

/// How many words what is counted may have: "newly mobilized Russian contract soldiers".
const LONGEST_PHRASE: usize = 6;

struct Upper {
    end: usize,
    value: f64,
    /// What its scale word multiplied by.
    scaled: f64,
}

/// "300-man" → 300.
fn sized(word: &str) -> Option<f64> {
    let (size, of) = word.split_once('-')?;
    matches!(of, "man" | "strong" | "member" | "person" | "men")
        .then(|| super::numbers::digits(size))
        .flatten()
}

/// Percentages as shares, without the dust of binary fractions.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use firsthand_schema::document::Document;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::bare("d", text);
        let data = crate::LanguageData::shipped().unwrap();
        let reading = Reading::of(&document, &data);
        let taken: Vec<Span> =
            super::super::times::find(&reading, &data).0.iter().map(|found| found.span).collect();
        let found: Vec<String> = find(&reading, &data, &taken)
            .into_iter()
            .map(|found| {
                let Names::Quantity(amount) = found.names else { panic!("not a quantity") };
                let mut shown = format!("{}:", amount.bound.as_str());
                match (amount.value, amount.value_to) {
                    (Some(from), Some(to)) => shown += &format!(" {from}..{to}"),
                    (Some(value), None) => shown += &format!(" {value}"),
                    _ => shown += &format!(" share {}", amount.share.unwrap_or_default()),
                }
                shown += &amount.of.map_or(String::new(), |of| format!(" {of}"));
                shown += &amount.out_of.map_or(String::new(), |whole| format!(" / {whole}"));
                shown
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn a_floor_a_ceiling_and_nearly_are_three_facts() {
        check("At least 40 sailors were killed.", &["at-least: 40 sailors"]);
        check("Up to 20,000 conscripted men were held.", &["at-most: 20000 conscripted men"]);
        check("Nearly forty fled.", &["nearly: 40"]);
        check("No more than a dozen ships are left.", &["at-most: 12 ships"]);
    }

    #[test]
    fn ranges_and_orders_of_magnitude() {
        check("Three or four carts passed.", &["range: 3..4 carts"]);
        check("Between 30 and 40 thousand rounds burnt.", &["range: 30000..40000 rounds"]);
        check(
            "Hundreds of sailors and dozens of officers fled.",
            &["hundreds: 200 sailors", "hundreds: 24 officers"],
        );
        check("Tens of thousands of people left.", &["hundreds: 20000 people"]);
    }

    #[test]
    fn a_part_knows_its_whole() {
        check("Only 50 of the 300-man battalion are left.", &["exact: 50 300-man battalion / 300"]);
        check("Out of 1,500 sailors no more than 1,000 are left.", &["at-most: 1000 sailors / 1500"]);
        check("3 of the 12 guns fired.", &["exact: 3 guns / 12"]);
    }

    #[test]
    fn shares_are_told_in_percent_and_in_words() {
        check("At least 80% of the crew want to leave.", &["at-least: 0.8 crew"]);
        check("Most of the officers fled.", &["at-least: share 0.5 officers"]);
        check("Two-thirds of the guns were lost.", &["exact: 0.6666666666666666 guns"]);
        check("Three quarters of the guns were lost.", &["exact: 0.75 guns"]);
    }

    #[test]
    fn what_is_no_quantity() {
        check("Orlov, 46, said the 30-year-old cook was aged 31.", &[]);
        check("Article 337 and the 152 mm guns, 50 km away, in Room 5.", &[]);
        check("On 3 May 1905 at 10:35 the T-80 fired.", &[]);
        check("One of them said no one came.", &[]);
    }

    #[test]
    fn money_is_counted_in_its_currency() {
        check(
            "They paid $4,500 each and 5 million rubles.",
            &["exact: 4500 dollars", "exact: 5000000 rubles"],
        );
    }

    #[test]
    fn a_verb_after_a_number_is_taken_for_what_is_counted() {
        // Wrong: nothing is counted here but the men named before. Without parts of speech a verb that is no common one
        // looks like a noun.
        check("Two vanish.", &["exact: 2 vanish"]);
    }
}

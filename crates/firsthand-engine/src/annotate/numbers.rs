//! Reads numbers off tokens: digits, words, and both together.
//!
//! In: a reading and a token. Out: the number that starts there and where it ends. `one and a half million` → 1500000
//!
//! What the number is for (a count, a date, an age) is for the rooms to say.

use serde::Deserialize;

use crate::{
    dictionary::WordMap,
    reading::{Reading, tokens::TokenKind},
};

/// The words of `numbers.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWords {
    cardinals: WordMap<f64>,
    scales: WordMap<f64>,
    suffixes: WordMap<f64>,
    ordinals: WordMap<u32>,
    fractions: WordMap<f64>,
}

/// A number as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// The token after the number.
    pub(crate) end: usize,
    /// What it says.
    pub(crate) value: f64,
    /// Whether it was written in digits.
    pub(crate) digits: bool,
}

impl NumberWords {
    /// Reads `numbers.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        toml::from_str(toml).map_err(|error| format!("numbers: {error}"))
    }

    /// The number that starts at token `at`.
    pub(crate) fn numeral(&self, reading: &Reading<'_>, at: usize) -> Option<Numeral> {
        let token = reading.tokens.get(at)?;
        match token.kind {
            TokenKind::Number => self.written(reading, at),
            TokenKind::Word => self.glued(reading, at).or_else(|| self.spelled(reading, at)),
            TokenKind::Mark => None,
        }
    }

    /// A cardinal below a hundred in one word, also hyphenated ("twenty-five").
    pub(crate) fn small(&self, word: &str) -> Option<f64> {
        if let Some(&value) = self.cardinals.get(word) {
            return Some(value);
        }
        let (tens, ones) = word.split_once('-')?;
        let (tens, ones) = (*self.cardinals.get(tens)?, *self.cardinals.get(ones)?);
        (tens >= 20.0 && (1.0..10.0).contains(&ones)).then_some(tens + ones)
    }

    /// What the word multiplies by ("million").
    pub(crate) fn scale(&self, word: &str) -> Option<f64> {
        self.scales.get(word).copied()
    }

    /// An ordinal in one word: "third", "twenty-first", "27th".
    pub(crate) fn ordinal(&self, word: &str) -> Option<u32> {
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            let digits = word.trim_end_matches(|last: char| last.is_ascii_alphabetic());
            return matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th")
                .then(|| digits.parse().ok())
                .flatten();
        }
        if let Some(&value) = self.ordinals.get(word) {
            return Some(value);
        }
        let (tens, ones) = word.split_once('-')?;
        let (tens, ones) = (*self.cardinals.get(tens)?, *self.ordinals.get(ones)?);
        (tens >= 20.0 && ones < 10).then_some(tens as u32 + ones)
    }

    /// A part of one in one word: "third", "quarters".
    pub(crate) fn fraction(&self, word: &str) -> Option<f64> {
        self.fractions.get(word).copied()
    }

    /// "1,500", "3.5 million", "2 1/2".
    fn written(&self, reading: &Reading<'_>, at: usize) -> Option<Numeral> {
        let mut value = digits(reading.word(at))?;
        let mut end = at + 1;
        // "40 000", as continental agencies write it.
        let group = |at: usize| {
            let word = reading.word(at);
            let plain = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
            (plain && reading.tokens[at].breaks == 0).then(|| word.parse::<f64>().ok()).flatten()
        };
        if reading.word(at).len() <= 3 && !reading.word(at).starts_with('0') && value.fract() == 0.0 {
            while let Some(more) = group(end).filter(|_| end < at + 4) {
                value = value * 1000.0 + more;
                end += 1;
            }
        }
        if let Some((part, after)) = slash(reading, at) {
            (value, end) = (part, after);
        } else if let Some((part, after)) = slash(reading, at + 1).filter(|&(part, _)| part < 1.0) {
            (value, end) = (value + part, after);
        }
        if self.scales.contains_key(reading.lower(end)) {
            return Some(Numeral { digits: true, ..self.scaled(reading, end, value) });
        }
        Some(Numeral { end, value, digits: true })
    }

    /// "40k", "3.5bn".
    fn glued(&self, reading: &Reading<'_>, at: usize) -> Option<Numeral> {
        let word = reading.lower(at);
        let cut = word.find(|letter: char| letter.is_ascii_alphabetic())?;
        if cut == 0 {
            return None;
        }
        let scale = self.suffixes.get(&word[cut..])?;
        Some(Numeral { end: at + 1, value: digits(&word[..cut])? * scale, digits: true })
    }

    /// "one hundred and twenty", "half a million", "a dozen", "two and a half".
    fn spelled(&self, reading: &Reading<'_>, at: usize) -> Option<Numeral> {
        let first = reading.lower(at);
        if matches!(first, "a" | "an") {
            let scale =
                self.scales.get(reading.lower(at + 1)).filter(|_| reading.lower(at + 1) != "score")?;
            return Some(self.scaled(reading, at + 2, *scale));
        }
        if matches!(first, "half" | "quarter") {
            let part = self.fraction(first)?;
            let after = at + 1 + usize::from(reading.lower(at + 1) == "of");
            let article = matches!(reading.lower(after), "a" | "an" | "one");
            let scale = self.scales.get(reading.lower(after + usize::from(article)))?;
            return Some(self.scaled(reading, after + usize::from(article) + 1, part * scale));
        }
        let mut total = 0.0;
        let mut current = self.small(first)?;
        let mut end = at + 1;
        // The size of what was last added: a number may only go on with a smaller one.
        let mut room = if current >= 20.0 && current % 10.0 == 0.0 { 10.0 } else { 1.0 };
        loop {
            let word = reading.lower(end);
            if let Some(&scale) = self.scales.get(word) {
                if scale == 100.0 && current < 100.0 {
                    current *= 100.0;
                    room = 100.0;
                } else if scale != 100.0 {
                    total += current * scale;
                    current = 0.0;
                    room = scale;
                } else {
                    break;
                }
                end += 1;
                continue;
            }
            let joined = word == "and" && room >= 100.0;
            let next = end + usize::from(joined);
            match self.small(reading.lower(next)) {
                Some(more) if more < room && more > 0.0 => {
                    current += more;
                    room = if more >= 20.0 && more % 10.0 == 0.0 { 10.0 } else { 1.0 };
                    end = next + 1;
                }
                _ => break,
            }
        }
        let mut value = total + current;
        if reading.lower(end) == "and"
            && matches!(reading.lower(end + 1), "a" | "one")
            && let Some(part) = self.fraction(reading.lower(end + 2))
            && value < 1000.0
        {
            value += part;
            end += 3;
            if let Some(scale) = self.scales.get(reading.lower(end)) {
                value *= scale;
                end += 1;
            }
        }
        Some(Numeral { end, value, digits: false })
    }

    /// A number that goes on with scales: "a hundred thousand", "a hundred and fifty".
    fn scaled(&self, reading: &Reading<'_>, mut end: usize, mut value: f64) -> Numeral {
        while let Some(scale) = self.scales.get(reading.lower(end)) {
            value *= scale;
            end += 1;
        }
        let joined = usize::from(reading.lower(end) == "and");
        if value >= 100.0
            && let Some(more) = self.small(reading.lower(end + joined)).filter(|&more| more < value)
        {
            value += more;
            end += joined + 1;
        }
        Numeral { end, value, digits: false }
    }
}

/// "1,500", "3.5", "1,674,200.5"; "1.500.000" is read with full stops between thousands.
pub(crate) fn digits(word: &str) -> Option<f64> {
    if !word.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let thousands = |word: &str, mark: char| {
        let mut groups = word.split(mark);
        groups.next().is_some_and(|first| first.len() <= 3) && groups.all(|group| group.len() == 3)
    };
    if word.contains(',') {
        let (whole, part) = word.rsplit_once('.').unwrap_or((word, "0"));
        if !thousands(whole, ',') || part.contains(',') {
            return None;
        }
        return format!("{}.{part}", whole.replace(',', "")).parse().ok();
    }
    if word.matches('.').count() > 1 {
        return thousands(word, '.').then(|| word.replace('.', "").parse().ok()).flatten();
    }
    word.parse().ok()
}

/// "1/2" as a part of one.
fn slash(reading: &Reading<'_>, at: usize) -> Option<(f64, usize)> {
    if reading.lower(at + 1) != "/"
        || reading.tokens.get(at + 2)?.spaced
        || reading.tokens.get(at + 1)?.spaced
    {
        return None;
    }
    let (above, below) = (digits(reading.word(at))?, digits(reading.word(at + 2))?);
    (above < below && below <= 20.0).then_some((above / below, at + 3))
}

#[cfg(test)]
mod tests {
    use firsthand_schema::document::Document;

    use super::*;

    /// The numbers of a text, read one after the other.
    #[track_caller]
    fn check(text: &str, expected: &[f64]) {
        let document = Document::bare("d", text);
        let data = crate::LanguageData::shipped().unwrap();
        let reading = Reading::of(&document, &data);
        let mut found = Vec::new();
        let mut at = 0;
        while at < reading.tokens.len() {
            match data.numbers.numeral(&reading, at) {
                Some(numeral) => {
                    found.push(numeral.value);
                    at = numeral.end;
                }
                None => at += 1,
            }
        }
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn words_and_digits_say_the_same() {
        check("twenty-five ships, 25 ships", &[25.0, 25.0]);
        check("one hundred and twenty men; two thousand three hundred", &[120.0, 2300.0]);
        check("1,500 of 3.5 million", &[1500.0, 3_500_000.0]);
        check("40 000 shells, 1,674,200.5 tonnes, three dozens", &[40_000.0, 1_674_200.5, 36.0]);
    }

    #[test]
    fn halves_count() {
        check("half a million, one and a half million, 2 1/2 miles", &[500_000.0, 1_500_000.0, 2.5]);
        check("a dozen, a hundred thousand, half a dozen", &[12.0, 100_000.0, 6.0]);
    }

    #[test]
    fn two_numbers_side_by_side_stay_two() {
        check("four and five", &[4.0, 5.0]);
        check("in twenty thirty men", &[20.0, 30.0]);
    }
}

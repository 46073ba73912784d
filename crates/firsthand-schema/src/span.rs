//! A stretch of a document's text, and the way from byte offsets to the code points that the public format counts.

use serde::{Deserialize, Serialize};

/// A stretch of a text: **byte** offsets into its UTF-8, end exclusive, both on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; a reversed pair becomes the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The words the span points at; empty where the span lies outside the text or inside a character.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(&self, other: &Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range of `usize`, for slicing.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span without white space at either edge.
    #[must_use]
    pub fn trimmed(&self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start as usize + (words.len() - words.trim_start().len());
        Self::new(start, start + words.trim().len())
    }
}

impl From<(u32, u32)> for Span {
    fn from((start, end): (u32, u32)) -> Self {
        Self { start, end: end.max(start) }
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Leads byte offsets of one text to code points and back.
///
/// The public format counts Unicode code points, as Python and the corpora do; the program slices bytes. A text in
/// ASCII needs no table; any other keeps one count for every 64 bytes, so a look-up reads at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty for ASCII.
    before: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Counts the text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new() };
        }
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += starts(chunk);
        }
        before.push(count);
        Self { text, before }
    }

    /// The code points before a byte offset; an offset past the end counts as the end.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.before.is_empty() {
            return u32::try_from(byte).unwrap_or(u32::MAX);
        }
        let stride = byte / STRIDE;
        self.before[stride] + starts(&self.text.as_bytes()[stride * STRIDE..byte])
    }

    /// A span in code points, as `[start, end]`.
    #[must_use]
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.at(span.start), self.at(span.end)]
    }

    /// The byte offset of a code point; past the end, the end.
    #[must_use]
    pub fn byte(&self, point: u32) -> u32 {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.before.is_empty() {
            return point.min(end);
        }
        let stride = self.before.partition_point(|&count| count <= point).saturating_sub(1);
        let mut left = point - self.before[stride];
        let from = stride * STRIDE;
        for (offset, byte) in self.text.as_bytes().iter().enumerate().skip(from) {
            if byte & 0xC0 != 0x80 {
                if left == 0 {
                    return u32::try_from(offset).unwrap_or(end);
                }
                left -= 1;
            }
        }
        end
    }
}

/// How many characters start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|&byte| byte & 0xC0 != 0x80).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let points = CodePoints::new(text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte as u32), point as u32, "to code points in {text:?}");
            assert_eq!(points.byte(point as u32), byte as u32, "to bytes in {text:?}");
        }
        assert_eq!(points.at(text.len() as u32) as usize, text.chars().count());
    }

    #[test]
    fn code_points_and_bytes_lead_to_each_other_in_any_script() {
        check("");
        check("plain");
        check("Вакуленчук сказал: «нет»");
        check(&"день и ночь, day and night — ".repeat(20));
        check("e\u{301} 👩‍👧 مرحبا");
    }

    #[test]
    fn a_span_outside_the_text_points_at_nothing() {
        assert_eq!(Span::new(3, 99).of("short"), "");
        assert_eq!(Span::new(1, 2).of("ё"), "");
    }

    #[test]
    fn trimming_keeps_the_words() {
        let text = "  the ship\u{a0} ";
        assert_eq!(Span::new(0, text.len()).trimmed(text).of(text), "the ship");
    }
}

//! Scores by sums of small whole numbers: the arithmetic under the part-of-speech tagger and the attribution tagger.
//!
//! In: the names and values of features ("word said", "tag before NOUN"). Out: one score a label, and the best sequence.
//! A feature is hashed to a row of a table; a row holds one `i8` for each label; the score of a label is the sum over
//! the features. Whole numbers add up the same in any order, so every machine gives the same answer to the last bit.

use std::borrow::Cow;

/// Takes features as they are found: to add up their weights, to collect them for training, or to explain.
pub trait Sink {
    /// One feature: its template's name, and the hash of template and values.
    fn take(&mut self, name: &'static str, key: u32);
}

/// The hash of a template's name, worked out when the program is built.
#[must_use]
pub const fn seed(name: &str) -> u32 {
    hash(name.as_bytes())
}

/// FNV-1a with a last stir, over bytes.
#[must_use]
pub const fn hash(bytes: &[u8]) -> u32 {
    let mut key = 0x811c_9dc5u32;
    let mut at = 0;
    while at < bytes.len() {
        key = (key ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    mix(key, 0x5bd1)
}

/// Stirs one more value into a hash.
#[inline]
#[must_use]
pub const fn mix(key: u32, value: u32) -> u32 {
    let stirred = (key.rotate_left(7) ^ value).wrapping_mul(0x9e37_79b1);
    stirred ^ (stirred >> 15)
}

/// Hands a feature with any number of values to a sink: `note!(sink, "word", word)`.
macro_rules! note {
    ($sink:expr, $name:literal $(, $value:expr)*) => {{
        const SEED: u32 = $crate::linear::seed($name);
        let key = SEED;
        $(let key = $crate::linear::mix(key, $value);)*
        $sink.take($name, key);
    }};
}
pub(crate) use note;

/// A table of weights for `L` labels, with the weights of moving from one label to the next.
#[derive(Clone)]
pub struct Linear<const L: usize> {
    bits: u32,
    /// How many units of a weight make one unit of log odds; 1 where nobody asks.
    unit: i32,
    table: Cow<'static, [u8]>,
    moves: [[i32; L]; L],
}

impl<const L: usize> std::fmt::Debug for Linear<L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Linear {{ labels: {L}, rows: {} }}", 1u64 << self.bits)
    }
}

const MAGIC: &[u8; 4] = b"FHL2";

impl<const L: usize> Linear<L> {
    /// Reads a weight file: mark, labels, bits, unit, moves, table.
    ///
    /// # Errors
    ///
    /// A message where the file is not one, or has other labels or another length.
    pub fn parse(bytes: &'static [u8]) -> Result<Self, String> {
        let word = |at: usize| -> Option<u32> {
            let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_le_bytes(four))
        };
        let head = 16 + 4 * L * L;
        let bits = match (bytes.get(..4), word(4), word(8)) {
            (Some(mark), Some(labels), Some(bits)) if mark == MAGIC && labels as usize == L && bits < 30 => {
                bits
            }
            _ => return Err(format!("weights: not a table for {L} labels")),
        };
        if bytes.len() != head + (L << bits) {
            return Err(format!("weights: {} bytes, expected {}", bytes.len(), head + (L << bits)));
        }
        let mut moves = [[0; L]; L];
        for (at, slot) in moves.iter_mut().flatten().enumerate() {
            *slot = word(16 + 4 * at).unwrap_or(0).cast_signed();
        }
        let unit = word(12).unwrap_or(1).cast_signed().max(1);
        Ok(Self { bits, unit, table: Cow::Borrowed(&bytes[head..]), moves })
    }

    /// Makes a table from weights as trained.
    #[must_use]
    pub fn new(bits: u32, unit: i32, moves: [[i32; L]; L], table: Vec<i8>) -> Self {
        let table = table.into_iter().map(i8::cast_unsigned).collect::<Vec<u8>>();
        Self { bits, unit: unit.max(1), table: Cow::Owned(table), moves }
    }

    /// The bytes that `parse` reads.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(L).unwrap_or(0).to_le_bytes());
        bytes.extend(self.bits.to_le_bytes());
        bytes.extend(self.unit.to_le_bytes());
        for slot in self.moves.iter().flatten() {
            bytes.extend(slot.to_le_bytes());
        }
        bytes.extend_from_slice(&self.table);
        bytes
    }

    /// The row of a feature.
    #[inline]
    #[must_use]
    pub fn row(&self, key: u32) -> usize {
        row(key, self.bits)
    }

    /// The weights of a feature, by label.
    #[inline]
    #[must_use]
    pub fn weights(&self, key: u32) -> [i8; L] {
        let at = self.row(key) * L;
        let mut weights = [0; L];
        for (weight, &byte) in weights.iter_mut().zip(&self.table[at..at + L]) {
            *weight = byte.cast_signed();
        }
        weights
    }

    /// A score as hundredths of log odds.
    #[inline]
    #[must_use]
    pub fn hundredths(&self, score: i32) -> i32 {
        i32::try_from(i64::from(score) * 100 / i64::from(self.unit)).unwrap_or(i32::MAX)
    }

    /// The weight of moving from one label to the next.
    #[inline]
    #[must_use]
    pub fn moving(&self, from: usize, to: usize) -> i32 {
        self.moves[from][to]
    }
}

/// The row of a feature in a table of `2^bits` rows.
#[inline]
#[must_use]
pub fn row(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x85eb_ca6b) >> (32 - bits)) as usize
}

/// A sink that adds up weights.
///
/// Eight labels are added at once: two words of four lanes, one for the even labels and one for the odd, each lane 16 bits
/// wide. A weight goes in as `weight + 128`, which is never negative and so never borrows from the lane beside it; what was
/// put on top is taken off at the end. A lane holds 257 of the largest; no step has as many features.
pub struct Sum<'m, const L: usize> {
    table: &'m [u8],
    bits: u32,
    even: [u64; WORDS],
    odd: [u64; WORDS],
    taken: i32,
}

/// Words of eight labels: enough for the step with the most labels.
const WORDS: usize = 3;

impl<'m, const L: usize> Sum<'m, L> {
    /// Nothing summed yet.
    #[must_use]
    pub fn new(model: &'m Linear<L>) -> Self {
        const { assert!(L <= 8 * WORDS) };
        Self { table: &model.table, bits: model.bits, even: [0; WORDS], odd: [0; WORDS], taken: 0 }
    }

    /// The sums, by label.
    #[must_use]
    pub fn scores(&self) -> [i32; L] {
        let mut scores = [0; L];
        for (label, score) in scores.iter_mut().enumerate() {
            let lanes = if label % 2 == 0 { &self.even } else { &self.odd };
            let lane = lanes[label / 8] >> (16 * (label % 8 / 2)) & 0xffff;
            *score = lane as i32 - 128 * self.taken;
        }
        scores
    }
}

impl<const L: usize> Sink for Sum<'_, L> {
    #[inline]
    fn take(&mut self, _name: &'static str, key: u32) {
        const LANES: u64 = 0x00ff_00ff_00ff_00ff;
        let at = row(key, self.bits) * L;
        let weights = &self.table[at..at + L];
        for word in 0..L.div_ceil(8) {
            let part = &weights[8 * word..L.min(8 * word + 8)];
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            // Turning the top bit adds 128 to a signed byte.
            let raised = u64::from_le_bytes(eight) ^ 0x8080_8080_8080_8080;
            self.even[word] += raised & LANES;
            self.odd[word] += raised >> 8 & LANES;
        }
        self.taken += 1;
    }
}

/// A score that no path can make up for.
pub const FORBIDDEN: i32 = -1_000_000;

/// The scores of a sequence, and the search for its best labels.
#[derive(Clone, Debug)]
pub struct Lattice<const L: usize> {
    scores: Vec<[i32; L]>,
    sums: Vec<[i32; L]>,
    back: Vec<[u8; L]>,
    labels: Vec<u8>,
}

impl<const L: usize> Default for Lattice<L> {
    fn default() -> Self {
        Self { scores: vec![], sums: vec![], back: vec![], labels: vec![] }
    }
}

impl<const L: usize> Lattice<L> {
    /// Forgets the sequence before.
    pub fn clear(&mut self) {
        self.scores.clear();
    }

    /// Adds a token with the scores of its labels.
    pub fn push(&mut self, scores: [i32; L]) {
        self.scores.push(scores);
    }

    /// The scores of token `at`.
    #[must_use]
    pub fn scores(&self, at: usize) -> &[i32; L] {
        &self.scores[at]
    }

    /// Rules a label out for a token.
    pub fn forbid(&mut self, at: usize, label: u8) {
        self.scores[at][usize::from(label)] = FORBIDDEN;
    }

    /// The sum for these labels, moves included.
    #[must_use]
    pub fn sum(&self, model: &Linear<L>, labels: &[u8]) -> i32 {
        let mut before = 0;
        let mut sum = 0;
        for (scores, &label) in self.scores.iter().zip(labels) {
            sum += scores[usize::from(label)] + model.moves[before][usize::from(label)];
            before = usize::from(label);
        }
        sum + model.moves[before][0]
    }

    /// The best labels (Viterbi); label 0 stands before the first token and after the last.
    pub fn best(&mut self, model: &Linear<L>) -> &[u8] {
        self.sums.clear();
        self.back.clear();
        self.labels.clear();
        for scores in &self.scores {
            let mut sums = [0; L];
            let mut back = [0; L];
            for to in 0..L {
                let (mut best, mut most) = (0, i32::MIN);
                match self.sums.last() {
                    Some(before) => {
                        for (from, &sum) in before.iter().enumerate() {
                            let sum = sum + model.moves[from][to];
                            if sum > most {
                                (best, most) = (from, sum);
                            }
                        }
                    }
                    None => most = model.moves[0][to],
                }
                sums[to] = most + scores[to];
                back[to] = best as u8;
            }
            self.sums.push(sums);
            self.back.push(back);
        }
        let Some(last) = self.sums.last() else { return &self.labels };
        let mut label = 0;
        let mut most = i32::MIN;
        for (from, &sum) in last.iter().enumerate() {
            let sum = sum + model.moves[from][0];
            if sum > most {
                (label, most) = (from, sum);
            }
        }
        for back in self.back.iter().rev() {
            self.labels.push(label as u8);
            label = usize::from(back[label]);
        }
        self.labels.reverse();
        &self.labels
    }
}

/// A sink that keeps the keys, for training.
#[derive(Default)]
pub struct Keys(
    /// The keys, in the order they came.
    pub Vec<u32>,
);

impl Sink for Keys {
    fn take(&mut self, _name: &'static str, key: u32) {
        self.0.push(key);
    }
}

/// A sink that keeps names and keys, for explanations.
#[derive(Default)]
pub struct Named(
    /// Name and key, in the order they came.
    pub Vec<(&'static str, u32)>,
);

impl Sink for Named {
    fn take(&mut self, name: &'static str, key: u32) {
        self.0.push((name, key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_back_what_was_written() {
        let mut table = vec![0i8; 4 << 3];
        table[4 * row(77, 3) + 2] = -9;
        let model = Linear::<4>::new(3, 9, [[1; 4]; 4], table);
        let bytes: &'static [u8] = Box::leak(model.to_bytes().into_boxed_slice());
        let read = Linear::<4>::parse(bytes).unwrap();
        assert_eq!(read.weights(77), [0, 0, -9, 0]);
        assert_eq!(read.moving(3, 1), 1);
        assert!(Linear::<8>::parse(bytes).is_err(), "another number of labels is refused");
    }

    #[test]
    fn a_sum_adds_the_rows_of_its_features() {
        let mut table = vec![0i8; 2 << 4];
        table[2 * row(5, 4)] = 3;
        table[2 * row(6, 4)] += 4;
        let model = Linear::<2>::new(4, 1, [[0; 2]; 2], table);
        let mut sum = Sum::new(&model);
        sum.take("", 5);
        sum.take("", 6);
        let once = i32::from(model.weights(5)[0]) + i32::from(model.weights(6)[0]);
        assert_eq!(sum.scores()[0], once);
    }

    #[test]
    fn lanes_do_not_touch_each_other() {
        let row = [-128, 127, 127, -128, 5, -5, 0, 1, -128, 127];
        let model = Linear::<10>::new(1, 1, [[0; 10]; 10], row.repeat(2));
        let mut sum = Sum::new(&model);
        (0..250).for_each(|key| sum.take("", key));
        assert_eq!(sum.scores(), row.map(|weight| 250 * i32::from(weight)));
    }
}

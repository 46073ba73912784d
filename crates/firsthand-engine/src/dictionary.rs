//! Words looked up by what they are: maps and sets from a word list, asked about every token.
//!
//! In: words in lower case. Out: what a list knows of them. A tree compares a word with seven others before it answers; a
//! table of hashes with one. The hash is fixed, not drawn by chance, and what these hold is never gone through in order.
//!
//! `titles.get("colonel")` → a rank

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// Things by word.
pub(crate) type WordMap<T> = HashMap<String, T, BuildHasherDefault<WordHasher>>;

/// A set of words.
pub(crate) type WordSet = HashSet<String, BuildHasherDefault<WordHasher>>;

/// Stirs eight bytes at a time. The lists are ours, so that nobody can choose words that collide.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    fn stir(&mut self, eight: u64) {
        self.0 = (self.0.rotate_left(5) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut parts = bytes.chunks_exact(8);
        for part in &mut parts {
            let mut eight = [0; 8];
            eight.copy_from_slice(part);
            self.stir(u64::from_le_bytes(eight));
        }
        let rest = parts.remainder();
        let last = rest.iter().fold(rest.len() as u64, |last, &byte| last << 8 | u64::from(byte));
        self.stir(last);
    }

    /// The mark that ends a string says nothing: its length has gone in.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        // The upper bits are the well stirred ones; the table looks at the lower.
        self.0 ^ self.0 >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_others_are_not() {
        let ranks: WordMap<u32> = ["private", "lieutenant colonel", "рядовой", ""]
            .into_iter()
            .map(str::to_owned)
            .zip(1..)
            .collect();
        assert_eq!(ranks.get("lieutenant colonel"), Some(&2));
        assert_eq!(ranks.get("рядовой"), Some(&3));
        assert_eq!(ranks.get(""), Some(&4));
        assert_eq!(ranks.get("lieutenant"), None);
    }

    #[test]
    fn words_that_end_alike_are_stirred_apart() {
        let hash = |word: &str| {
            let mut hasher = WordHasher::default();
            std::hash::Hash::hash(word, &mut hasher);
            hasher.finish() & 0xfff
        };
        let numbers: std::collections::BTreeSet<u64> = (0..1000).map(|n| hash(&format!("{n}th"))).collect();
        // A thousand into 4,096 places by chance fill some 890.
        assert!(numbers.len() > 850, "{}", numbers.len());
    }
}

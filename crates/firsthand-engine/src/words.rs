//! What frequent words are like: which stand in the same places, and how often they are written with a capital.
//!
//! In: a word in lower case. Out: its class (of 250, learnt from unannotated news) and its share of capitals inside
//! sentences, in tenths. `kherson` → the class of Donetsk and Luhansk, 10.

use std::borrow::Cow;

use crate::linear::hash;

/// The table, searched where it lies.
#[derive(Clone, Debug)]
pub struct Words {
    /// Six bytes a word, by hash: four of hash, class, capitals.
    table: Cow<'static, [u8]>,
}

/// A word on its way into a table.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'w> {
    /// The word, as [`key`] gives it.
    pub word: &'w str,
    /// Its class.
    pub class: u8,
    /// How often it has a capital inside a sentence, in tenths.
    pub capital: u8,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its class, from 1; 0 for a rare word.
    pub class: u8,
    /// How often it has a capital inside a sentence, in tenths, from 1; 0 for a rare word.
    pub capital: u8,
}

const ENTRY: usize = 6;

/// The form under which a word is looked up: lower case, straight apostrophes, every digit a nought.
#[must_use]
pub fn key(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | '‘' | 'ʼ' => '\'',
            '0'..='9' => '0',
            other => other,
        })
        .collect()
}

impl Words {
    /// Lays out a table.
    pub fn build<'w>(entries: impl Iterator<Item = Entry<'w>>) -> Vec<u8> {
        let mut rows: Vec<[u8; ENTRY]> = entries
            .map(|entry| {
                let [a, b, c, d] = hash(entry.word.as_bytes()).to_be_bytes();
                [a, b, c, d, entry.class, entry.capital]
            })
            .collect();
        rows.sort_unstable();
        rows.dedup_by_key(|row| [row[0], row[1], row[2], row[3]]);
        rows.concat()
    }

    /// Opens a table.
    ///
    /// # Errors
    ///
    /// When the bytes do not divide into entries.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, String> {
        let table = bytes.into();
        if table.len() % ENTRY != 0 {
            return Err(format!("words: {} bytes do not divide by {ENTRY}", table.len()));
        }
        Ok(Self { table })
    }

    /// What is known of a word, given in lower case; [`key`] for one with digits.
    #[must_use]
    pub fn known(&self, lower: &str) -> Known {
        self.hashed(hash(lower.as_bytes()))
    }

    /// The same, for the hash of a word in lower case.
    #[must_use]
    pub fn hashed(&self, word: u32) -> Known {
        let wanted = word.to_be_bytes();
        let (mut low, mut high) = (0, self.table.len() / ENTRY);
        while low < high {
            let middle = low.midpoint(high);
            let row = &self.table[middle * ENTRY..(middle + 1) * ENTRY];
            match row[..4].cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return Known { class: row[4].saturating_add(1), capital: row[5] + 1 };
                }
            }
        }
        Known::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_again_and_another_is_not() {
        let entries = [("harbour", 3, 1), ("fenmoor", 7, 10), ("00th", 9, 0)];
        let bytes =
            Words::build(entries.iter().map(|&(word, class, capital)| Entry { word, class, capital }));
        let words = Words::open(bytes).unwrap();
        assert_eq!(words.known("fenmoor"), Known { class: 8, capital: 11 });
        assert_eq!(words.known(&key("27th")), Known { class: 10, capital: 1 });
        assert_eq!(words.known("elsewhere"), Known::default());
    }
}

//! How much two texts share by sharing a word: inverse document frequency from a table that ships.
//!
//! In: `data/weights/word-frequency.tsv`. Out: a weight for any word's hash. `basement` → 6.8, `the` → 0.3
//!
//! The table does not come from the case at hand: then each new document would shift every weight, and adding one
//! document would touch all (`data/weights/word-frequency.md`).

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::words;
use crate::dictionary::WordHasher;

/// Passages that a word outside the table is taken to occur in: half of what would have put it into the table.
const UNSEEN: f32 = 4.0;

/// Word weights.
#[derive(Clone, Debug)]
pub struct Rarity {
    passages: f32,
    /// Occurrences by the hash of the word's stem.
    seen: HashMap<u32, f32, BuildHasherDefault<WordHasher>>,
}

impl Rarity {
    /// Reads the table: `word<TAB>count` a line, the first line `passages<TAB>count`, `#` for comments.
    ///
    /// # Errors
    ///
    /// A message naming the file and the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
            line.split_once('\t')
                .and_then(|(word, count)| Some((word, count.trim().parse::<f32>().ok()?)))
                .ok_or_else(|| format!("word-frequency.tsv: want a word, a tab and a number: {line:?}"))
        });
        let Some((_, passages)) = lines.next().transpose()? else {
            return Err("word-frequency.tsv: empty".to_owned());
        };
        let mut seen: HashMap<u32, f32, BuildHasherDefault<WordHasher>> = HashMap::default();
        for line in lines {
            let (word, count) = line?;
            *seen.entry(words::hash(&stem(word))).or_insert(0.0) += count;
        }
        Ok(Self { passages, seen })
    }

    /// The weight of a stem: the logarithm of how rare it is.
    #[must_use]
    pub fn weight(&self, stem: u32) -> f32 {
        let seen = self.seen.get(&stem).copied().unwrap_or(UNSEEN).min(self.passages);
        (self.passages / seen).ln()
    }
}

/// A word without its endings: enough to bring `refused`, `refuses` and `refusing` together, not more.
#[must_use]
pub fn stem(word: &str) -> String {
    let cut = |ending: &str, least: usize| {
        word.strip_suffix(ending).filter(|rest| rest.len() >= least && rest.is_char_boundary(rest.len()))
    };
    let rest = cut("ies", 3)
        .map(|rest| format!("{rest}y"))
        .or_else(|| cut("sses", 2).map(|rest| format!("{rest}ss")))
        .or_else(|| cut("ing", 4).map(str::to_owned))
        .or_else(|| cut("ed", 3).map(str::to_owned))
        .or_else(|| cut("es", 4).map(str::to_owned))
        .or_else(|| {
            cut("s", 3).filter(|rest| !rest.ends_with('s') && !rest.ends_with('u')).map(str::to_owned)
        })
        .unwrap_or_else(|| word.to_owned());
    // "refuse" and "refus(ed)" meet without the silent e; "stopp(ed)" and "stop" without the doubled letter.
    let rest = rest.strip_suffix('e').filter(|rest| rest.len() >= 4).map(str::to_owned).unwrap_or(rest);
    let mut letters = rest.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before))
            if last == before && rest.len() >= 5 && !matches!(last, 'l' | 's' | 'e' | 'o') =>
        {
            rest[..rest.len() - last.len_utf8()].to_owned()
        }
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str) {
        let mut stems: Vec<String> = words.split(' ').map(stem).collect();
        stems.dedup();
        assert_eq!(stems.len(), 1, "{words}: {stems:?}");
    }

    #[test]
    fn forms_of_a_word_meet() {
        check("refuse refuses refused refusing");
        check("stop stopped stopping");
        check("sailor sailors");
        check("army armies");
        check("pass passes passed");
    }

    #[test]
    fn a_word_of_cyrillic_letters_keeps_its_letters() {
        assert_eq!(stem("матросы"), "матросы");
    }

    #[test]
    fn a_rare_word_weighs_more() {
        let rarity = Rarity::parse("# a comment\npassages\t1000\nship\t100\nthe\t1000\n").unwrap();
        let weight = |word: &str| rarity.weight(words::hash(&stem(word)));
        assert!(weight("tendra") > weight("ships"));
        assert!(weight("ships") > weight("the"));
        assert!(Rarity::parse("passages\tmany").is_err());
    }
}

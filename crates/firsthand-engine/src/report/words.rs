//! Words as linking compares them: lower case, without marks, as hashes with their places.
//!
//! `The ship’s crew` → the, ships, crew

use firsthand_schema::span::Span;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of its folded form.
    pub hash: u32,
    /// Where it stands.
    pub span: Span,
}

/// The words of a text in order: stretches of letters and digits, apostrophes inside a word left out.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    forms(text).map(|(span, form)| Word { hash: hash(&form), span })
}

/// The words of a text with their folded forms.
pub(crate) fn forms(text: &str) -> impl Iterator<Item = (Span, String)> + '_ {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while letters.next_if(|(_, letter)| !letter.is_alphanumeric()).is_some() {}
        let &(start, _) = letters.peek()?;
        let mut form = String::new();
        let mut end = start;
        while let Some((at, letter)) =
            letters.next_if(|&(_, letter)| letter.is_alphanumeric() || is_inner(letter))
        {
            if !is_inner(letter) {
                form.extend(letter.to_lowercase());
                end = at + letter.len_utf8();
            }
        }
        Some((Span::new(start, end), form))
    })
}

/// Marks that stand inside words: apostrophes, and the accents of decomposed text.
fn is_inner(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36f}')
}

/// A 32-bit hash of a word (FNV-1a, folded): the same on every machine and in every version, since keys are stored.
pub(crate) fn hash(form: &str) -> u32 {
    let wide = wide_hash(form);
    ((wide >> 32) ^ wide) as u32
}

/// A 64-bit hash of some bytes (FNV-1a, then mixed).
pub(crate) fn wide_hash(form: &str) -> u64 {
    mix(form.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }))
}

/// Spreads the bits of a hash (the finish of SplitMix64).
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = forms(text).map(|(_, form)| form).collect();
        assert_eq!(found.join(" "), expected);
        for (span, _) in forms(text) {
            assert!(!span.of(text).is_empty(), "a word outside {text:?}");
        }
    }

    #[test]
    fn words_lose_case_and_marks() {
        check("The ship’s crew, 763 men.", "the ships crew 763 men");
        check("«Нет», сказал он", "нет сказал он");
        check("", "");
    }
}

//! Tells the language of a text.
//!
//! In: a text. Out: an ISO 639-1 code, or "und" where the text is too short to tell. `Матросы отказались …` → "ru"

use whatlang::{Detector, Lang, Script};

/// Enough to tell Russian from Ukrainian; more only costs time.
const SAMPLE: usize = 4000;

/// Shorter texts are told by chance.
const SHORTEST: usize = 20;

/// The language of a text.
pub(crate) fn language(text: &str) -> &'static str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if sample.chars().filter(|letter| letter.is_alphabetic()).take(SHORTEST).count() < SHORTEST {
        return "und";
    }
    match whatlang::detect_script(sample) {
        // Among all languages in Cyrillic the short text is often given to a neighbour.
        Some(Script::Cyrillic) => cyrillic(sample),
        Some(Script::Latin) => latin(sample),
        Some(_) => whatlang::detect(sample).and_then(|found| code(found.lang())).unwrap_or("und"),
        None => "und",
    }
}

fn cyrillic(sample: &str) -> &'static str {
    let allowed = Detector::with_allowlist(vec![Lang::Rus, Lang::Ukr, Lang::Bel, Lang::Bul, Lang::Srp]);
    allowed.detect(sample).and_then(|found| code(found.lang())).unwrap_or("und")
}

fn latin(sample: &str) -> &'static str {
    match whatlang::detect(sample) {
        Some(found) if found.is_reliable() => code(found.lang()).unwrap_or("und"),
        // Names of people and places mislead on a few sentences; the small words of English do not.
        found => {
            let words: Vec<&str> = sample.split_whitespace().collect();
            let small = words
                .iter()
                .filter(|word| {
                    matches!(
                        word.to_ascii_lowercase().as_str(),
                        "the"
                            | "of"
                            | "and"
                            | "to"
                            | "that"
                            | "was"
                            | "were"
                            | "said"
                            | "by"
                            | "with"
                            | "from"
                            | "is"
                    )
                })
                .count();
            if small * 8 >= words.len() {
                "en"
            } else {
                found.and_then(|found| code(found.lang())).filter(|_| words.len() >= 30).unwrap_or("und")
            }
        }
    }
}

fn code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Pol => "pl",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Tur => "tr",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Ell => "el",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Hin => "hi",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Cat => "ca",
        Lang::Aze => "az",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(language(text), expected);
    }

    #[test]
    fn the_three_languages_of_the_war_are_told_apart() {
        check("The crew refused to sail and the captain was locked in his cabin.", "en");
        check("Матросы отказались выходить в море, и капитана заперли в каюте.", "ru");
        check("Матроси відмовилися виходити в море, і капітана замкнули в каюті.", "uk");
    }

    #[test]
    fn another_language_is_said_to_be_another() {
        check(
            "Die Besatzung weigerte sich, in See zu stechen, und der Kapitän wurde in seiner Kajüte eingesperrt.",
            "de",
        );
    }

    #[test]
    fn a_few_letters_tell_nothing() {
        check("", "und");
        check("1905", "und");
        check("Odesa", "und");
    }
}

//! Bytes to text: byte order mark, UTF-8 where it is UTF-8, else what the page declares or what the bytes look like.
//!
//! `b"\xcf\xf0\xe8\xe2\xe5\xf2"` (Windows-1251, declared as nothing) gives `Привет` and a note that says how it was read.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own word about its encoding may stand (the HTML standard says 1,024; pages overrun it).
const DECLARATION_BYTES: usize = 4096;

/// Broken characters a UTF-8 text may have, as a share of its characters beyond ASCII, and still be UTF-8: a copied
/// text may be cut in a character or two, another encoding breaks nearly all of them.
const BROKEN_SHARE_MAX: f64 = 0.05;

/// A text and how it was read.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// The encoding's name in the standard, lower case.
    pub(crate) encoding: String,
    /// What was odd, for the user to hear.
    pub(crate) note: Option<String>,
}

/// Reads bytes as text.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: name(UTF_8), note: None };
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return with(encoding, bytes, Some(format!("has no byte order mark; read as {}", name(encoding))));
    }
    if mostly_utf_8(bytes) {
        return with(UTF_8, bytes, None);
    }
    let declared = declared(bytes);
    let looks = looks_like(bytes);
    let encoding = match declared {
        Some(declared)
            if declared != UTF_8 && !(outvoted(declared, looks) && differ(declared, looks, bytes)) =>
        {
            declared
        }
        _ => looks,
    };
    let note = match declared {
        Some(declared) if declared == encoding => None,
        Some(declared) => {
            Some(format!("declared as {} and is not; read as {}", name(declared), name(encoding)))
        }
        None => Some(format!("not UTF-8; read as {}", name(encoding))),
    };
    with(encoding, bytes, note)
}

fn with(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let note = match (note, broken) {
        (Some(note), true) => Some(format!("{note}; what could not be read stands as \u{fffd}")),
        (None, true) => Some(format!(
            "has bytes that are not {}; they stand as \u{fffd} in the text, and untouched in the original",
            name(encoding)
        )),
        (note, false) => note,
    };
    Decoded { text: text.into_owned(), encoding: name(encoding), note }
}

/// What the page itself says: `<meta charset=…>`, `<meta … content="…; charset=…">` or `<?xml encoding=…?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION_BYTES).unwrap_or(bytes)).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    ["charset=", "encoding="].iter().find_map(|key| {
        let after = head.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let label: String =
            after.chars().take_while(|next| next.is_ascii_alphanumeric() || "-_:".contains(*next)).collect();
        Encoding::for_label(label.as_bytes())
    })
}

/// What the bytes look like, whatever is said of them.
fn looks_like(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether the look of the bytes counts for more than the declaration. Servers put "Western" on everything, and a
/// Cyrillic page under a wrong Cyrillic name decodes without a fault and reads as nonsense.
fn outvoted(declared: &'static Encoding, looks: &'static Encoding) -> bool {
    let cyrillic = |encoding: &'static Encoding| {
        ["windows-1251", "KOI8-U", "KOI8-R", "ISO-8859-5", "IBM866", "x-mac-cyrillic"]
            .contains(&encoding.name())
    };
    declared != looks && cyrillic(looks) && (declared == WINDOWS_1252 || cyrillic(declared))
}

/// Whether two encodings read the bytes as different texts. KOI8-R and KOI8-U are one for a text in Russian.
fn differ(one: &'static Encoding, other: &'static Encoding, bytes: &[u8]) -> bool {
    one.decode_without_bom_handling(bytes).0 != other.decode_without_bom_handling(bytes).0
}

/// UTF-16 of a text in ASCII or Cyrillic without a mark: every other byte is a zero or a four.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let high = |at: usize| {
        let half = head.iter().skip(at).step_by(2);
        let (all, found) =
            half.fold((0, 0), |(all, found), &byte| (all + 1, found + usize::from(byte == 0 || byte == 4)));
        all > 8 && found * 10 > all * 9
    };
    match (high(0), high(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether the bytes are UTF-8 but for a few broken characters.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && (broken as f64) <= BROKEN_SHARE_MAX * (whole + broken) as f64
}

fn name(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Матросы отказались есть суп, и офицер приказал накрыть их брезентом.";

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: &str, note: &str) {
        let decoded = decode(bytes);
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding.as_str(), decoded.note.as_deref().unwrap_or_default()),
            (text, encoding, note)
        );
    }

    fn cyrillic(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).expect("a known encoding");
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn utf_8_is_utf_8_whatever_is_declared() {
        let page = format!("<meta charset=\"windows-1252\"><p>{WORDS}");
        check(page.as_bytes(), &page, "utf-8", "");
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_no_part_of_the_text() {
        check(b"\xEF\xBB\xBFship", "ship", "utf-8", "");
        check(b"\xFF\xFEs\0h\0i\0p\0", "ship", "utf-16le", "");
    }

    #[test]
    fn cyrillic_that_nobody_declared_is_known_by_its_look() {
        check(&cyrillic("windows-1251", WORDS), WORDS, "windows-1251", "not UTF-8; read as windows-1251");
    }

    #[test]
    fn a_wrong_declaration_is_outvoted_and_told() {
        let page = format!("<html><meta charset=\"iso-8859-1\"><p>{WORDS}");
        check(
            &cyrillic("windows-1251", &page),
            &page,
            "windows-1251",
            "declared as windows-1252 and is not; read as windows-1251",
        );
        let page = format!("<html><meta charset=utf-8><p>{WORDS}");
        check(
            &cyrillic("windows-1251", &page),
            &page,
            "windows-1251",
            "declared as utf-8 and is not; read as windows-1251",
        );
    }

    #[test]
    fn a_right_declaration_is_followed_without_a_word() {
        let page =
            format!("<html><meta http-equiv=Content-Type content=\"text/html; charset=koi8-r\"><p>{WORDS}");
        check(&cyrillic("koi8-r", &page), &page, "koi8-r", "");
    }

    #[test]
    fn a_utf_8_text_cut_in_a_character_stays_utf_8() {
        let mut bytes = WORDS.as_bytes().to_vec();
        bytes.push(0xD0);
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, format!("{WORDS}\u{fffd}"));
        assert!(decoded.note.is_some_and(|note| note.contains("not utf-8")));
    }
}

//! Fits words into boxes without asking a browser: an estimate of how wide they are, lines, and an ellipsis.
//!
//! In: words, a width, how many lines. Out: lines that fit. `("Port Sable Mercury", 80 px, 2)` → "Port Sable", "Mercury"
//!
//! Widths are those of common interface fonts (Segoe UI, San Francisco, Noto Sans, DejaVu Sans), rounded up to the widest of
//! them in thousandths of an em, because a drawing cannot know which one a reader has: what fits by these fits in all.

/// Lines of a label, and whether anything was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Top to bottom.
    pub(crate) lines: Vec<String>,
    /// Whether an ellipsis stands for something.
    pub(crate) cut: bool,
}

/// How wide a line is, in pixels, at a font size.
pub(crate) fn width(line: &str, size: f64) -> f64 {
    line.chars().map(|letter| f64::from(thousandths(letter))).sum::<f64>() * size / 1000.0
}

fn thousandths(letter: char) -> u16 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' | '!' | '.' | ',' | ':' | ';' | '’' | '‘' => 318,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' | '·' | '"' | '“' | '”'
        | '\u{a0}' => 411,
        'm' | 'M' | 'W' | '@' | 'Щ' | 'Ш' | 'Ж' | 'Ю' | 'Ы' | 'щ' | 'ш' | 'ж' | 'ю' | '—' | '…' => {
            1000
        }
        'w' | 'ы' | 'ф' | 'м' => 830,
        // Combining marks and the invisible take no room.
        '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' => 0,
        _ if is_full_width(letter) => 1050,
        _ if letter.is_uppercase() => 780,
        _ => 636,
    }
}

fn is_full_width(letter: char) -> bool {
    matches!(u32::from(letter),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f
        | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

/// Words without what would steer the text around them: controls, and marks that turn the direction of writing.
pub(crate) fn plain(words: &str) -> String {
    let steering = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced: String = words.chars().map(|letter| if steering(letter) { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks words into at most `most` lines of `room` pixels at a font size; the last takes an ellipsis if it must.
pub(crate) fn fit(words: &str, room: f64, size: f64, most: usize) -> Lines {
    let words = plain(words);
    let mut lines: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut rest = words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    rest.reverse();
    while let Some(word) = rest.pop() {
        let joined = if open.is_empty() { word.clone() } else { format!("{open} {word}") };
        if width(&joined, size) <= room {
            open = joined;
        } else if lines.len() + 1 == most {
            // The last line takes what it can of the next word, and says that there was more.
            return Lines { lines: closed(lines, cut(&joined, room, size)), cut: true };
        } else if open.is_empty() {
            let (head, tail) = broken(&word, room, size);
            lines.push(head);
            rest.push(tail);
        } else {
            lines.push(std::mem::take(&mut open));
            rest.push(word);
        }
    }
    Lines { lines: if open.is_empty() { lines } else { closed(lines, open) }, cut: false }
}

fn closed(mut lines: Vec<String>, last: String) -> Vec<String> {
    lines.push(last);
    lines
}

/// A line cut to the room with an ellipsis.
fn cut(line: &str, room: f64, size: f64) -> String {
    let (head, _) = broken(line, room - width("…", size), size);
    format!("{}…", head.trim_end_matches([' ', ',', '.', ';', ':', '-', '—', '·']))
}

/// A word too long for a line, in two: the head fits (and has at least one letter).
fn broken(word: &str, room: f64, size: f64) -> (String, String) {
    let mut end = word.chars().next().map_or(0, char::len_utf8);
    let mut wide = 0.0;
    for (at, letter) in word.char_indices() {
        wide += f64::from(thousandths(letter)) * size / 1000.0;
        if wide > room {
            break;
        }
        end = end.max(at + letter.len_utf8());
    }
    let (head, tail) = word.split_at(end);
    (head.to_owned(), tail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, room: f64, most: usize, expected: &[&str]) {
        let fitted = fit(words, room, 10.0, most);
        assert_eq!(fitted.lines, expected, "{words}");
        for line in &fitted.lines {
            assert!(width(line, 10.0) <= room || line.chars().count() <= 2, "{line} is wider than {room}");
        }
    }

    #[test]
    fn words_break_between_words() {
        check("Port Sable Mercury", 70.0, 2, &["Port Sable", "Mercury"]);
        check("", 70.0, 2, &[]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        check("Port Sable Mercury and Advertiser", 70.0, 2, &["Port Sable", "Mercury a…"]);
        check("Port Sable Mercury", 70.0, 1, &["Port Sable…"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        check("Llanfairpwllgwyngyll", 70.0, 2, &["Llanfairpwllg", "wyngyll"]);
    }

    #[test]
    fn a_mark_that_turns_the_writing_is_left_out() {
        check("Mercury\u{202e}gpj.exe", 200.0, 1, &["Mercury gpj.exe"]);
    }
}

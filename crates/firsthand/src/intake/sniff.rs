//! Tells by the bytes what a file is: text, a page, JSON, or something this program does not read.
//!
//! `b"%PDF-1.7…"` gives `Err("is a PDF …")`, whatever the file is called.

/// What a file holds that the program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
    /// A report as a JSON object.
    Json,
}

/// First bytes of things that are often handed in by mistake.
const KNOWN: [(&[u8], &str); 12] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound (RIFF)"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "a database, perhaps a case: name it with --case"),
    (b"\x28\xB5\x2F\xFD", "packed with zstd: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xFD7zXZ", "packed with xz: unpack it first"),
    (b"WARC/", "a web archive (WARC)"),
];

/// How much of a page is looked through for its marks.
const HEAD_BYTES: usize = 4096;

/// Control characters that no text has, per byte looked at, and still be a text with a slip in it.
const CONTROL_SHARE_MAX: f64 = 0.01;

/// What these bytes are.
///
/// # Errors
///
/// What they are instead, when the program does not read it.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, String> {
    let words = without_mark(bytes).trim_ascii();
    if words.is_empty() {
        return Err("is empty: there is nothing to read".to_owned());
    }
    if let Some((_, what)) = KNOWN.iter().find(|(first, _)| bytes.starts_with(first)) {
        return Err(format!("is {what}; this version reads text, HTML and JSON lines"));
    }
    if is_binary(bytes) {
        return Err("is not text but binary; this version reads text, HTML and JSON lines".to_owned());
    }
    if matches!(words.first(), Some(b'{' | b'['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(words).is_ok()
    {
        return Ok(Kind::Json);
    }
    let head = String::from_utf8_lossy(words.get(..HEAD_BYTES).unwrap_or(words))
        .replace('\0', "")
        .to_ascii_lowercase();
    let marks = ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<meta"];
    let is_page = head.starts_with('<') && marks.iter().any(|mark| head.contains(mark))
        || marks[..4].iter().any(|mark| head.contains(mark));
    Ok(if is_page { Kind::Html } else { Kind::Text })
}

/// Whether a file that begins so holds JSON objects in lines.
pub(crate) fn is_json_lines(head: &[u8]) -> bool {
    let words = without_mark(head).trim_ascii_start();
    if words.first() != Some(&b'{') {
        return false;
    }
    let mut lines = words.splitn(2, |&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let begins = |line: &[u8]| line.get(1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""));
    match lines.next() {
        // A whole first line that is an object; a broken one counts too if another object begins below it.
        Some(rest) => {
            serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
                || (begins(first) && rest.trim_ascii_start().starts_with(b"{"))
        }
        // One long line, or the only one.
        None => begins(first),
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Whether there are bytes that no text has. A zero is allowed in UTF-16 only, which is known by its regular zeros.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..1 << 16).unwrap_or(bytes);
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return false;
    }
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // UTF-16 of a text has its zeros on one side, and many of them.
        return even.min(odd) * 20 > even.max(odd) || even.max(odd) * 10 < head.len();
    }
    let control = head.iter().filter(|&&byte| byte < 32 && !b"\t\n\r\x0C\x1B".contains(&byte)).count();
    control as f64 > CONTROL_SHARE_MAX * head.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<Kind, &str>) {
        assert_eq!(
            kind(bytes).map_err(|said| said.split(';').next().unwrap_or_default().to_owned()),
            expected.map_err(str::to_owned)
        );
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        check(b"The ship left. a < b", Ok(Kind::Text));
        check(b"  <!DOCTYPE html><p>x", Ok(Kind::Html));
        check(b"\xEF\xBB\xBF<p>x</p>", Ok(Kind::Html));
        check(b"{\"id\": \"a\",\n \"text\": \"x\"}", Ok(Kind::Json));
        check(b"{a note in braces} The ship left.", Ok(Kind::Text));
        check(b"\xFF\xFEs\0h\0i\0p\0", Ok(Kind::Text));
    }

    #[test]
    fn what_cannot_be_read_is_called_by_its_name() {
        check(b"%PDF-1.7 x", Err("is a PDF"));
        check(b" \n\t ", Err("is empty: there is nothing to read"));
        check(b"\xEF\xBB\xBF", Err("is empty: there is nothing to read"));
        check(&[7, 0, 200, 3, 0, 0, 9, 1, 250], Err("is not text but binary"));
    }

    #[test]
    fn lines_of_objects_are_told_from_one_object_over_lines() {
        assert!(is_json_lines(b"{\"id\":1}\n{\"id\":2}\n"));
        assert!(is_json_lines(b"{\"id\": cut off\n{\"id\":2}\n"));
        assert!(is_json_lines(b"{\"id\":\"one long li"));
        assert!(!is_json_lines(b"{\n  \"id\": 1\n}\n"));
        assert!(!is_json_lines(b"{x} The ship\nleft."));
    }
}

//! What the documents show is what the program prints.
//!
//! In: the README and the guide, with places marked `<!-- shows: firsthand try -->` before a fenced block. Out: a
//! failure where the block and the program's output differ; with FIRSTHAND_BLESS set (`cargo xtask readme`), the block
//! written anew. `shows 9 lines:` cuts the output, `shows pretty:` breaks JSON lines so that a person can read them.
//!
//! The commands of one document run one after another in a folder of their own, which holds the sample as `reports`
//! and the guide's examples as `example.jsonl`.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::program::firsthand;

/// The widest line that a shown block may have.
const COLUMNS: usize = 100;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn what_the_documents_show_is_what_the_program_prints() {
    let guide = fs::read_dir(project().join("docs/guide")).expect("a guide");
    let mut documents: Vec<PathBuf> = guide.map(|entry| entry.expect("a page").path()).collect();
    documents.push(project().join("README.md"));
    documents.retain(|path| path.extension().is_some_and(|end| end == "md"));
    documents.sort();
    let bless = std::env::var_os("FIRSTHAND_BLESS").is_some();
    let mut stale = Vec::new();
    for path in documents {
        let text = fs::read_to_string(&path).expect("a document");
        let renewed = renewed(&text);
        if renewed == text {
            continue;
        }
        if bless {
            fs::write(&path, renewed).expect("a writable document");
        } else {
            stale.push(format!("{}\n{}", path.display(), first_difference(&text, &renewed)));
        }
    }
    assert!(stale.is_empty(), "stale; `cargo xtask readme` writes them anew:\n\n{}", stale.join("\n"));
}

/// The document with every marked block as the program prints it today.
fn renewed(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut filled = false;
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let Some(shown) = Shown::parse(line) else { continue };
        if !filled {
            fill(folder.path());
            filled = true;
        }
        assert_eq!(lines.next(), Some("```text"), "a fenced block follows {line}");
        let _ = writeln!(out, "```text\n$ {}\n{}```", shown.command, shown.output(folder.path()));
        // What stood there goes.
        lines.by_ref().find(|line| *line == "```").expect("the fenced block ends");
    }
    out
}

/// A marked place.
struct Shown<'t> {
    command: &'t str,
    lines_max: usize,
    pretty: bool,
}

impl<'t> Shown<'t> {
    fn parse(line: &'t str) -> Option<Self> {
        let inside = line.strip_prefix("<!-- shows")?.strip_suffix(" -->")?;
        let (how, command) = inside.split_once(": ").expect("a command after the colon");
        let lines_max = how.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(usize::MAX);
        Some(Self { command, lines_max, pretty: how.split_whitespace().any(|word| word == "pretty") })
    }

    /// What the program says, results first, then messages.
    fn output(&self, folder: &Path) -> String {
        let mut words = self.command.split_whitespace();
        assert_eq!(words.next(), Some("firsthand"), "only the program itself is run");
        let ran = firsthand(folder).args(words).env("COLUMNS", "80").output().expect("the program runs");
        let results = String::from_utf8(ran.stdout).expect("output in UTF-8");
        let messages = String::from_utf8(ran.stderr).expect("messages in UTF-8");
        assert!(ran.status.success(), "{}: {}\n{messages}", self.command, ran.status);
        let results = if self.pretty { pretty_lines(&results) } else { results };
        let all: Vec<&str> =
            results.lines().chain(messages.lines()).map(|line| untimed(line.trim_end())).collect();
        let mut out = String::new();
        for line in all.iter().take(self.lines_max) {
            let _ = writeln!(out, "{line}");
        }
        if all.len() > self.lines_max {
            out.push_str("…\n");
        }
        out
    }
}

/// Without "· 0.8 s, 17 documents/s" at the end of a summary: it is another figure on every machine.
fn untimed(line: &str) -> &str {
    match line.rsplit_once(" · ") {
        Some((kept, tail)) if tail.ends_with("/s") || tail.ends_with(" s") => kept,
        _ => line,
    }
}

/// The sample without its answers, and the guide's examples.
fn fill(folder: &Path) {
    let sample = project().join("corpus/sample");
    let reports = folder.join("reports");
    fs::create_dir(&reports).expect("a folder");
    for entry in fs::read_dir(sample).expect("the sample") {
        let path = entry.expect("a report").path();
        let name = path.file_name().expect("a name").to_owned();
        if name != "ANSWERS.toml" && name != "README.md" {
            fs::copy(&path, reports.join(name)).expect("a copy");
        }
    }
    fs::copy(project().join("docs/guide/example.jsonl"), folder.join("example.jsonl")).expect("the examples");
}

/// Breaks JSON lines where they do not fit. Works on the text itself, so that the fields keep their order.
fn pretty_lines(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        pretty(line, 0, 0, &mut out);
        out.push('\n');
    }
    out
}

/// `used` is how much of the line is taken already.
fn pretty(json: &str, depth: usize, used: usize, out: &mut String) {
    let flat = spaced(json);
    let inside = json.strip_prefix(['{', '[']).and_then(|rest| rest.strip_suffix(['}', ']']));
    let Some(inside) = inside.filter(|_| used + flat.chars().count() >= COLUMNS) else {
        out.push_str(&flat);
        return;
    };
    out.push_str(&json[..1]);
    for (number, item) in split(inside, ',').into_iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let mut key = String::new();
        let mut value = item;
        if json.starts_with('{') {
            let name = split(item, ':')[0];
            key = format!("{name}: ");
            value = item.get(name.len() + 1..).unwrap_or("");
        }
        let indent = 2 * (depth + 1);
        let _ = write!(out, "{comma}\n{}{key}", " ".repeat(indent));
        pretty(value, depth + 1, indent + key.chars().count(), out);
    }
    let _ = write!(out, "\n{}{}", " ".repeat(2 * depth), &json[json.len() - 1..]);
}

/// Splits at a mark that stands outside strings and brackets.
fn split(json: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut depth = 0;
    each_outside(json, |at, c| match c {
        '{' | '[' => depth += 1,
        '}' | ']' => depth -= 1,
        _ if c == mark && depth == 0 => {
            parts.push(&json[from..at]);
            from = at + 1;
        }
        _ => {}
    });
    parts.push(&json[from..]);
    parts
}

/// With a space after each colon and comma.
fn spaced(json: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    each_outside(json, |at, c| {
        if matches!(c, ',' | ':') {
            out.push_str(&json[from..=at]);
            out.push(' ');
            from = at + 1;
        }
    });
    out + &json[from..]
}

/// Calls back for every character outside strings.
fn each_outside(json: &str, mut call: impl FnMut(usize, char)) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in json.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted => call(at, c),
            _ => {}
        }
    }
}

fn first_difference(old: &str, new: &str) -> String {
    let pair = old.lines().zip(new.lines()).enumerate().find(|(_, (old, new))| old != new);
    match pair {
        Some((number, (old, new))) => format!("  line {}\n  shows  {old}\n  prints {new}\n", number + 1),
        None => "  one is longer than the other\n".to_owned(),
    }
}

#[test]
fn a_marked_place_says_what_to_run_and_how_much_to_show() {
    let shown =
        Shown::parse("<!-- shows 9 lines: firsthand claims --event killing -->").expect("a marked place");
    assert_eq!(
        (shown.command, shown.lines_max, shown.pretty),
        ("firsthand claims --event killing", 9, false)
    );
    assert!(Shown::parse("<!-- a comment -->").is_none());
}

#[test]
fn json_is_broken_only_where_it_does_not_fit() {
    let short = r#"{"id":"a, b: \"c","spans":[[1,2],[3,4]]}"#;
    assert_eq!(pretty_lines(short), "{\"id\": \"a, b: \\\"c\", \"spans\": [[1, 2], [3, 4]]}\n");
    let long = format!(r#"{{"id":"{}","spans":[[1,2]]}}"#, "x".repeat(100));
    assert_eq!(
        pretty_lines(&long),
        format!("{{\n  \"id\": \"{}\",\n  \"spans\": [[1, 2]]\n}}\n", "x".repeat(100))
    );
}

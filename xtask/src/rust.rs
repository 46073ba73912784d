//! Just enough Rust to see what a file imports and declares, without its comments and strings.
//!
//! In: the source of a file and its module path. Out: words and marks with their lines, and every path that starts at
//! `crate`, `self` or `super`, groups unfolded: `use crate::{a, b::{c, d}}` → `a`, `b::c`, `b::d`.

/// One word or mark of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// Splits a source into words and marks (`::` is one mark); comments, strings and character literals are left out.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(&here) = chars.get(at) {
        let from = at;
        let next = chars.get(at + 1).copied();
        match here {
            '/' if next == Some('/') => at = until_line_end(&chars, at),
            '/' if next == Some('*') => at = after_block_comment(&chars, at),
            '"' => at = after_string(&chars, at),
            'r' | 'b' | 'c' if starts_raw(&chars, at) => at = after_raw_string(&chars, at),
            '\'' => at = after_quote(&chars, at),
            ':' if next == Some(':') => {
                found.push(Token { text: "::".to_owned(), line });
                at += 2;
            }
            _ if here.is_alphanumeric() || here == '_' => {
                while chars.get(at).is_some_and(|&c| c.is_alphanumeric() || c == '_') {
                    at += 1;
                }
                found.push(Token { text: chars[from..at].iter().collect(), line });
            }
            _ => {
                if !here.is_whitespace() {
                    found.push(Token { text: here.to_string(), line });
                }
                at += 1;
            }
        }
        line += chars[from..at.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    found
}

fn until_line_end(chars: &[char], from: usize) -> usize {
    chars[from..].iter().position(|&c| c == '\n').map_or(chars.len(), |length| from + length)
}

fn after_block_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from + 2, 1);
    while depth > 0 && at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `r"`, `r#"`, `br"`, `cr#"`; not a raw identifier (`r#type`) and not the end of a longer word.
fn starts_raw(chars: &[char], at: usize) -> bool {
    if at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_') {
        return false;
    }
    let mut rest = &chars[at..];
    if matches!(rest, ['b' | 'c', 'r', ..]) {
        rest = &rest[1..];
    }
    let Some(('r', rest)) = rest.split_first() else { return false };
    rest.iter().find(|&&c| c != '#') == Some(&'"')
}

fn after_raw_string(chars: &[char], from: usize) -> usize {
    let Some(open) = chars[from..].iter().position(|&c| c == '"').map(|length| from + length) else {
        return chars.len();
    };
    let hashes = chars[from..open].iter().filter(|&&c| c == '#').count();
    let mut at = open + 1;
    while at < chars.len() {
        if chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes {
            return at + 1 + hashes;
        }
        at += 1;
    }
    at
}

/// After a character literal, or after the tick of a lifetime.
fn after_quote(chars: &[char], from: usize) -> usize {
    match (chars.get(from + 1), chars.get(from + 2)) {
        (Some('\\'), _) => {
            let close = chars[from + 3..].iter().position(|&c| c == '\'');
            close.map_or(chars.len(), |length| from + 4 + length)
        }
        (Some(_), Some('\'')) => from + 3,
        _ => from + 1,
    }
}

/// A path from the crate's root, and the line where it stands. A trailing `*` means all that the module holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

/// Every path that begins at `crate`, `self` or `super`, as seen from the crate's root, outside tests.
///
/// Code under `#[cfg(test)]` is left out: a test may run the stages before its own.
pub(crate) fn paths(source: &str, module: &[String]) -> Vec<Path> {
    let tokens = without_tests(tokens(source));
    let mut found = Vec::new();
    // Inline modules deepen what `super` means; each is remembered with the depth of braces it closes at.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].text.as_str();
        match word {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                open.retain(|(_, level)| *level <= depth);
            }
            "mod" if tokens.get(at + 2).is_some_and(|token| token.text == "{") => {
                open.push((tokens[at + 1].text.clone(), depth + 1));
            }
            "crate" | "self" | "super" if begins_path(&tokens, at) => {
                let mut here = module.to_vec();
                here.extend(open.iter().map(|(name, _)| name.clone()));
                at = unfold(&tokens, at, Vec::new(), &here, &mut found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Not `self` as a receiver, nor the `crate` of `pub(crate)`: a path goes on, or is renamed.
fn begins_path(tokens: &[Token], at: usize) -> bool {
    let inside = at > 0 && tokens[at - 1].text == "::";
    !inside && tokens.get(at + 1).is_some_and(|next| next.text == "::" || next.text == "as")
}

/// Reads one path tree from `at`; gives the place after it.
fn unfold(tokens: &[Token], at: usize, base: Vec<String>, module: &[String], found: &mut Vec<Path>) -> usize {
    let mut at = at;
    let mut path = base;
    let mut rooted = !path.is_empty();
    let line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    let before = at;
                    at = unfold(tokens, at, path.clone(), module, found);
                    if tokens.get(at).is_some_and(|token| token.text == ",") || at == before {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "crate" => (path, rooted) = (vec!["crate".to_owned()], true),
            "self" if rooted => {}
            "self" => {
                path = vec!["crate".to_owned()];
                path.extend_from_slice(module);
                rooted = true;
            }
            "super" => {
                if !rooted {
                    path = vec!["crate".to_owned()];
                    path.extend_from_slice(module);
                    rooted = true;
                }
                if path.len() > 1 {
                    path.pop();
                }
            }
            word => path.push(word.to_owned()),
        }
        at += 1;
        if tokens.get(at).is_some_and(|token| token.text == "::") {
            at += 1;
        } else {
            break;
        }
    }
    // `use crate as root` would hide what is imported through it: hand it on as everything.
    if tokens.get(at).is_some_and(|token| token.text == "as") {
        if path == ["crate"] {
            path.push("*".to_owned());
        }
        at += 2;
    }
    if path.len() > 1 {
        found.push(Path { segments: path[1..].to_vec(), line });
    }
    at
}

/// Drops the item that follows each `#[cfg(test)]`: up to its closing brace, or to its semicolon.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let marked = CFG_TEST
            .iter()
            .enumerate()
            .all(|(offset, want)| tokens.get(at + offset).is_some_and(|token| token.text == *want));
        if !marked {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += CFG_TEST.len();
        let mut depth = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.text.as_str() {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth -= 1,
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, module: &str, expected: &str) {
        let module: Vec<String> =
            module.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let found: Vec<String> = paths(source, &module).iter().map(|path| path.segments.join("::")).collect();
        assert_eq!(found.join(" "), expected, "in {source:?}");
    }

    #[test]
    fn a_group_is_every_path_in_it() {
        check(
            "use crate::{annotate::Found, language::{LanguageData, words}};",
            "claims",
            "annotate::Found language::LanguageData language::words",
        );
        check(
            "use crate::{\n    reading::{self, Reading},\n    claims,\n};",
            "link",
            "reading reading::Reading claims",
        );
    }

    #[test]
    fn super_climbs_from_where_the_file_stands() {
        check("use super::super::claims::ledger;", "annotate::times", "claims::ledger");
        check("use super::{Found, super::link};", "annotate::times", "annotate::Found link");
        check("mod inner { use super::super::claims; } use super::clean;", "annotate", "claims clean");
    }

    #[test]
    fn a_path_in_the_middle_of_code_counts() {
        check("fn f() { let x = crate::claims::ledger(1); }", "annotate", "claims::ledger");
        check("fn f(x: &crate::link::Links) {}", "annotate", "link::Links");
    }

    #[test]
    fn words_in_comments_and_strings_are_not_code() {
        check("// use crate::claims;\n/* crate::link /* nested crate::x */ */", "annotate", "");
        check(
            "let s = \"crate::claims\"; let r = r#\"crate::\"link\"#; let c = '\"'; use crate::clean;",
            "annotate",
            "clean",
        );
        check("fn f<'a>(x: &'a str) -> char { '\\'' } use crate::link;", "annotate", "link");
    }

    #[test]
    fn a_renamed_root_and_a_glob_hide_everything() {
        check("use crate as root;", "annotate", "*");
        check("use crate::*;", "annotate", "*");
    }

    #[test]
    fn tests_may_run_the_stages_before_theirs() {
        check(
            "use crate::clean; #[cfg(test)] mod tests { use crate::claims; } use crate::link;",
            "annotate",
            "clean link",
        );
        check("#[cfg(test)]\nmod tests;\nuse crate::link;", "annotate", "link");
    }

    #[test]
    fn visibility_is_not_a_path() {
        check("pub(crate) struct A; pub(crate) fn f(self) {}", "annotate", "");
    }
}

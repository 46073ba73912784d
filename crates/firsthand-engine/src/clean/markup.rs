//! Reads HTML as a stream of tags and words, in time linear in its length whatever it holds.
//!
//! In: a page. Out: tags, words, and the content of scripts as such, in order; from these the plain text of a page.
//! `<p>Seven <b>officers</b><script>x()</script></p>` → `Seven officers`
//!
//! Nothing is executed, fetched or nested: that makes it the reader of metadata, the judge of whether a page may be
//! given to the real parser (whose time grows with the square of the nesting), and what is left when it may not.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'h> {
    /// `<name attributes>`
    Open { name: &'h str, attributes: &'h str },
    /// `</name>`
    Close(&'h str),
    /// Words between tags, with their entities.
    Words(&'h str),
    /// What stands inside an element whose content is not markup (a script, a style sheet, a title).
    Raw { name: &'h str, attributes: &'h str, content: &'h str },
}

/// The pieces of a page.
pub(crate) struct Pieces<'h> {
    html: &'h str,
    at: usize,
}

/// Elements whose content is not markup.
const RAW: [&str; 9] =
    ["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes", "plaintext"];

/// Reads a page.
pub(crate) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0 }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            let Some(tag) = rest.strip_prefix('<') else {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return Some(Piece::Words(&rest[..end]));
            };
            if let Some(comment) = tag.strip_prefix("!--") {
                self.at += 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
            } else if tag.starts_with(['!', '?']) {
                self.at += 1 + tag.find('>').map_or(tag.len(), |end| end + 1);
            } else if let Some(name) =
                tag.strip_prefix('/').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
            {
                let end = name_end(name);
                self.at += 2 + name.find('>').map_or(name.len(), |end| end + 1);
                return Some(Piece::Close(&name[..end]));
            } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(self.open(tag));
            } else {
                // "<" that opens nothing is a word.
                let end = 1 + tag.find('<').unwrap_or(tag.len());
                self.at += end;
                return Some(Piece::Words(&rest[..end]));
            }
        }
    }
}

impl<'h> Pieces<'h> {
    /// A start tag, and for some elements all up to their end tag.
    fn open(&mut self, tag: &'h str) -> Piece<'h> {
        let end = name_end(tag);
        let name = &tag[..end];
        let close = tag_end(&tag[end..]);
        let attributes = &tag[end..end + close];
        self.at += 1 + end + close + usize::from(tag[end + close..].starts_with('>'));
        if !RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            return Piece::Open { name, attributes };
        }
        let rest = &self.html[self.at..];
        let length = close_of(rest, name).unwrap_or(rest.len());
        self.at += length;
        Piece::Raw { name, attributes, content: &rest[..length] }
    }
}

fn name_end(tag: &str) -> usize {
    tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len())
}

/// Where a tag ends, minding `>` inside quoted attributes.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    let mut value = false;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            // A quote opens a value only after "="; elsewhere it is a slip of the page's author.
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'=') => {
                value = true;
                continue;
            }
            (None, byte) if byte.is_ascii_whitespace() => continue,
            _ => {}
        }
        value = false;
    }
    rest.len()
}

/// Where `</name` stands.
fn close_of(rest: &str, name: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut from = 0;
    while let Some(at) = rest.get(from..)?.find("</") {
        let start = from + at;
        let end = start + 2 + name.len();
        if bytes.get(start + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(start);
        }
        from = start + 2;
    }
    None
}

/// The value of an attribute, decoded.
pub(crate) fn attribute<'h>(attributes: &'h str, wanted: &str) -> Option<Cow<'h, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end =
            rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (found, left) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
            };
            value = found;
            rest = left;
        } else if end == 0 {
            // A stray "=": step over it.
            rest = rest.get(1..).unwrap_or("");
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decoded(value));
        }
    }
}

/// Entities as the characters they stand for. No-break spaces, soft hyphens and the like stay what they are.
pub(crate) fn decoded(words: &str) -> Cow<'_, str> {
    if words.contains('&') { html_escape::decode_html_entities(words) } else { Cow::Borrowed(words) }
}

/// How a page is built, as far as it matters to the real parser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The deepest nesting, if no element is closed by another.
    pub(crate) depth: usize,
    /// How many tags.
    pub(crate) tags: usize,
}

/// Measures a page.
pub(crate) fn shape(html: &str) -> Shape {
    let mut shape = Shape::default();
    let mut depth: usize = 0;
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, attributes } => {
                shape.tags += 1;
                if !closes_itself(name) && !attributes.ends_with('/') {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                }
            }
            Piece::Close(name) => {
                shape.tags += 1;
                if !closes_itself(name) {
                    depth = depth.saturating_sub(1);
                }
            }
            Piece::Words(_) | Piece::Raw { .. } => {}
        }
    }
    shape
}

/// Elements that hold nothing, or that the next of their kind closes.
fn closes_itself(name: &str) -> bool {
    const NAMES: [&str; 32] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup",
        "option", "optgroup", "rp", "rt", "html", "body", "head",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The visible words of a page, a string a paragraph; a line break inside one stays a line break.
pub(crate) fn paragraphs(html: &str) -> Vec<String> {
    let mut flow = Flow::default();
    // Elements nobody sees, by name, until their end tag; they do not nest here.
    let mut hidden: Option<&str> = None;
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, attributes } => {
                if hidden.is_none() && is_hidden(name) && !attributes.ends_with('/') {
                    hidden = Some(name);
                }
                flow.tag(name);
            }
            Piece::Close(name) => {
                if hidden.is_some_and(|open| open.eq_ignore_ascii_case(name)) {
                    hidden = None;
                }
                flow.tag(name);
            }
            Piece::Words(words) if hidden.is_none() => flow.words(&decoded(words)),
            Piece::Words(_) | Piece::Raw { .. } => {}
        }
    }
    flow.finish()
}

fn is_hidden(name: &str) -> bool {
    ["template", "svg", "math", "select", "object", "audio", "video", "canvas", "noscript"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Paragraphs while they are being read.
#[derive(Default)]
struct Flow {
    done: Vec<String>,
    open: String,
    space: bool,
}

impl Flow {
    fn tag(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("br") {
            // Two in a row part paragraphs, as a blank line does.
            if self.open.ends_with('\n') {
                self.part()
            } else if !self.open.is_empty() {
                self.open.push('\n')
            }
            self.space = false;
        } else if is_block(name) {
            self.part();
        }
    }

    fn part(&mut self) {
        let words = self.open.trim_matches(|c: char| c.is_whitespace() || super::furniture::is_invisible(c));
        if !words.is_empty() {
            self.done.push(words.to_owned());
        }
        self.open.clear();
        self.space = false;
    }

    /// Adds words; runs of white space are one space, as a browser shows them. A no-break space is none of these.
    fn words(&mut self, words: &str) {
        for letter in words.chars() {
            if matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.space = true;
            } else {
                if self.space && !self.open.is_empty() && !self.open.ends_with('\n') {
                    self.open.push(' ');
                }
                self.space = false;
                // A form feed of another age, or a broken byte: nothing a reader could see.
                if !letter.is_control() {
                    self.open.push(letter);
                }
            }
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.part();
        self.done
    }
}

fn is_block(name: &str) -> bool {
    const NAMES: [&str; 46] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "tr",
        "ul",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        assert_eq!(paragraphs(html), expected, "in {html:?}");
    }

    #[test]
    fn paragraphs_are_parted_by_blocks_and_not_by_words_in_bold() {
        check("<p>Seven <b>offi</b>cers.</p><div>They\n  fled.</div>", &["Seven officers.", "They fled."]);
        check("one<br>two<br><br>three", &["one\ntwo", "three"]);
    }

    #[test]
    fn a_script_is_never_text() {
        check("a<script>if (a < b) document.write('<p>no</p>')</script>b", &["ab"]);
        check("<style>p > a { color: red }</style><template><p>no</p></template>yes", &["yes"]);
        check("a<script>never closed <p>no</p>", &["a"]);
    }

    #[test]
    fn entities_are_decoded_and_a_no_break_space_stays() {
        check("<p>Fish &amp; ships&nbsp;&#8211; 5 &lt; 6 &eacute;</p>", &["Fish & ships\u{a0}– 5 < 6 é"]);
        check("<p>AT&T and R&D; so&shy;me</p>", &["AT&T and R&D; so\u{ad}me"]);
    }

    #[test]
    fn tags_left_open_lose_no_words() {
        check("<div><p>one<p>two<li>three", &["one", "two", "three"]);
        check("</p></div>one</b>", &["one"]);
        check("5 < 6 and a<b", &["5 < 6 and a"]);
        check("", &[]);
    }

    #[test]
    fn a_quoted_attribute_may_hold_a_mark() {
        check("<a title=\"x > y\" href='z'>one</a>", &["one"]);
        assert_eq!(attribute(" title=\"x &gt; y\" data-n=3 hidden", "TITLE").as_deref(), Some("x > y"));
        assert_eq!(attribute(" title=\"x\" data-n=3 hidden", "data-n").as_deref(), Some("3"));
        assert_eq!(attribute(" title=\"x\" hidden", "hidden").as_deref(), Some(""));
        assert_eq!(attribute(" = = a", "b").as_deref(), None);
    }

    #[test]
    fn nesting_is_measured() {
        assert_eq!(shape("<div><div><p><p><br></div></div>").depth, 2);
        assert_eq!(shape(&"<div>".repeat(1000)).depth, 1000);
    }

    #[test]
    fn reading_ends_on_anything() {
        for html in [
            "<",
            "<!",
            "<!--",
            "</",
            "<a",
            "<a b=\"",
            "<script",
            "<script>",
            "&",
            "&#",
            "&#x110000;",
            "<p//>",
            "a<!-->b",
        ] {
            let _ = paragraphs(html);
            let _ = shape(html);
        }
    }
}

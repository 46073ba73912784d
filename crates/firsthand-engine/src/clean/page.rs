//! Takes the words of a saved page: the article, the words under its pictures, and behind them all else that is seen.
//!
//! In: HTML. Out: a text of paragraphs with a blank line between, and its blocks.
//!
//! ```text
//! <nav>Home</nav><h1>Crew refuses</h1><p>The crew …</p><figcaption>Sailors. I. Petrenko/AP</figcaption>
//!   → Crew refuses                 title
//!     The crew …                   (body)
//!     Sailors. I. Petrenko/AP      caption
//!     Home                         boilerplate
//! ```
//!
//! The article is found by a port of Mozilla's Readability. It takes figures, side boxes and lists of other articles for
//! body when they stand among the paragraphs, so they are taken out first; where that leaves much less, they were the
//! article, and the page is read as it is.

use std::collections::BTreeSet;

use dom_smoothie::{Config, Readability};
use firsthand_schema::{
    document::{Block, BlockKind},
    problem::Problem,
    span::Span,
};

use super::{furniture::Furniture, markup, scraped};

/// The words of a page.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The text that the blocks point into.
    pub(crate) text: String,
    /// Blocks in text order.
    pub(crate) blocks: Vec<Block>,
}

/// Real pages nest up to about 100 deep, and the parser's time grows with the square of the depth.
const DEPTH_MAX: usize = 256;

/// Real pages have up to about 30,000 tags. Beyond this a page is a table of data, or an attack.
const TAGS_MAX: usize = 200_000;

/// Larger pages are data. The parser needs some ten times the page in memory.
const SIZE_MAX: usize = 16 << 20;

/// With less than this left after figures and boxes were taken out, they were the article: `docs/decisions` has the figures.
const KEEP: f64 = 0.6;

/// What is seen beside the article is kept up to here: menus of whole shops follow some articles.
const BESIDE_MAX: usize = 16 << 10;

/// Reads a page whose title is known from its metadata, or not.
pub(crate) fn words(
    html: &str,
    title: Option<&str>,
    furniture: &Furniture,
    problems: &mut Vec<Problem>,
) -> Words {
    if let Some(what) = unfit(html) {
        problems.push(Problem { stage: "clean".to_owned(), span: None, what });
        return loose(html, title, furniture);
    }
    let page = dom_smoothie_document(html);
    let captions = captions(&page);
    let body = article(html, page);
    if body.is_empty() {
        problems.push(Problem {
            stage: "clean".to_owned(),
            span: None,
            what: "no article was found in the page: all its words were kept".to_owned(),
        });
        return loose(html, title, furniture);
    }
    composed(html, title, &body, &captions, furniture)
}

/// Why a page cannot be given to the parser.
fn unfit(html: &str) -> Option<String> {
    if html.len() > SIZE_MAX {
        return Some(format!(
            "the page has {} bytes, more than {SIZE_MAX}: its words were taken without finding the article",
            html.len()
        ));
    }
    let shape = markup::shape(html);
    if shape.depth > DEPTH_MAX {
        return Some(format!(
            "the page is nested {} deep, more than {DEPTH_MAX}: its words were taken without finding the article",
            shape.depth
        ));
    }
    (shape.tags > TAGS_MAX).then(|| {
        format!(
            "the page has {} tags, more than {TAGS_MAX}: its words were taken without finding the article",
            shape.tags
        )
    })
}

/// All words of a page, marked as a scraped text is.
fn loose(html: &str, title: Option<&str>, furniture: &Furniture) -> Words {
    let text = markup::paragraphs(html).join("\n\n");
    let blocks = scraped::blocks(&text, title, furniture).blocks;
    Words { text, blocks }
}

fn dom_smoothie_document(html: &str) -> dom_query::Document {
    dom_query::Document::from(html)
}

/// Words under pictures, each once, in page order.
fn captions(page: &dom_query::Document) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for node in page.select(CAPTIONS).nodes() {
        let words = markup::paragraphs(&node.html()).join(" ");
        let count = words.split_whitespace().count();
        // Longer ones are articles that stand in a figure.
        if (2..=CAPTION_WORDS).contains(&count) && !found.iter().any(|known| known.contains(&words)) {
            found.push(words);
        }
    }
    found
}

const CAPTION_WORDS: usize = 120;

const CAPTIONS: &str = "figcaption, .wp-caption-text, .caption, .image-caption, .photo-caption, .media-caption, .article-caption, .caption-text, .picture-caption, .img-caption";

/// What is taken out before the article is looked for.
const BESIDE: &str = "figure, figcaption, aside, .wp-caption, .caption, .image-caption, .photo-caption, .media-caption, script, style, noscript, template, iframe, form, button, \
    [class*='related'], [class*='Related'], [id*='related'], [class*='newsletter'], [class*='Newsletter'], [class*='read-more'], [class*='readmore'], [class*='ReadMore'], \
    [class*='recommend'], [class*='promo-box'], [class*='share-'], [class*='social-'], [class*='author-bio'], [class*='authorbio'], [class*='most-read'], [class*='also-read'], [class*='advert']";

/// The paragraphs of the article; none where none was found.
fn article(html: &str, page: dom_query::Document) -> Vec<String> {
    // Pages that mark their very body with such a class would vanish.
    for node in page.select(BESIDE).nodes() {
        if !node.is("html, body, main, article") {
            node.remove_from_parent();
        }
    }
    let clean = readable(page);
    let raw = readable(dom_smoothie_document(html));
    let length = |paragraphs: &[String]| paragraphs.iter().map(String::len).sum::<usize>();
    #[expect(clippy::cast_precision_loss, reason = "lengths of pages are far below 2^52")]
    let kept = length(&clean) as f64 >= KEEP * length(&raw) as f64;
    if kept { clean } else { raw }
}

fn readable(page: dom_query::Document) -> Vec<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    Readability::with_document(page, None, Some(config))
        .and_then(|mut reader| reader.parse())
        .map(|article| markup::paragraphs(&article.content))
        .unwrap_or_default()
}

/// Puts title, article, captions and the rest together, in this order.
fn composed(
    html: &str,
    title: Option<&str>,
    body: &[String],
    captions: &[String],
    furniture: &Furniture,
) -> Words {
    let mut out = Words::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let key = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
        seen.insert(key(title));
        let span = out.push(title);
        out.blocks.push(Block { span, kind: BlockKind::Title });
    }
    let captioned: BTreeSet<String> = captions.iter().map(|caption| key(caption)).collect();
    let start = out.text.len();
    for paragraph in body {
        let key = key(paragraph);
        if !captioned.contains(&key) && (seen.insert(key) || paragraph.len() < 40) {
            out.push(paragraph);
        }
    }
    // Furniture that stands between the paragraphs is known by its words.
    let inside = scraped::blocks(&out.text[start..], Some(title.unwrap_or("")), furniture).blocks;
    out.blocks.extend(inside.into_iter().map(|block| Block {
        span: Span::new(block.span.start as usize + start, block.span.end as usize + start),
        kind: block.kind,
    }));
    for caption in captions {
        if seen.insert(key(caption)) {
            let span = out.push(caption);
            out.blocks.push(Block { span, kind: BlockKind::Caption });
        }
    }
    let beside = out.text.len();
    for paragraph in markup::paragraphs(html) {
        if seen.insert(key(&paragraph)) && out.text.len() - beside + paragraph.len() <= BESIDE_MAX {
            let span = out.push(&paragraph);
            match out.blocks.last_mut() {
                Some(last) if last.kind == BlockKind::Boilerplate && last.span.start as usize >= beside => {
                    last.span = last.span.cover(&span)
                }
                _ => out.blocks.push(Block { span, kind: BlockKind::Boilerplate }),
            }
        }
    }
    out
}

impl Words {
    /// Adds a paragraph, and tells where it stands.
    fn push(&mut self, paragraph: &str) -> Span {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(paragraph);
        Span::new(start, self.text.len())
    }
}

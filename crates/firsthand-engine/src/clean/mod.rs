//! Makes a document of a capture: text, title, outlet, authors, language, date, blocks.
//!
//! In: what came in, decoded. Out: a `Document`, and what could not be made sense of. A scraped text stays exactly as
//! it is (`scraped.rs`); of a saved page the words are taken (`page.rs`). Nothing is removed; blocks are marked.

mod credits;
mod dates;
pub(crate) mod furniture;
mod markup;
mod metadata;
mod page;
mod scraped;
mod tongue;

use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::{Document, Published, PublishedBasis},
    problem::Problem,
};

use crate::language::LanguageData;

/// See `firsthand_engine::clean`.
pub(crate) fn clean(capture: &Capture, data: &LanguageData) -> (Document, Vec<Problem>) {
    let mut problems = Vec::new();
    let document = match capture.media {
        Media::Text => text(capture, data, &mut problems),
        Media::Html => saved_page(capture, data, &mut problems),
    };
    (document, problems)
}

/// A document of a scraped text.
fn text(capture: &Capture, data: &LanguageData, problems: &mut Vec<Problem>) -> Document {
    let text = capture.content.as_str();
    let given = &capture.given;
    let found = scraped::blocks(text, given.title.as_deref(), &data.furniture);
    Document {
        id: capture.id.clone(),
        text: text.to_owned(),
        title: given.title.clone().or(found.title),
        outlet: given.outlet.clone().or(found.masthead).or_else(|| self_named(text, data)),
        url: given.url.clone(),
        authors: found.authors,
        language: tongue::language(text).to_owned(),
        published: published(given, problems),
        blocks: found.blocks,
    }
}

/// A document of a saved page. What was given goes before what the page says of itself.
fn saved_page(capture: &Capture, data: &LanguageData, problems: &mut Vec<Problem>) -> Document {
    let given = &capture.given;
    let said = metadata::metadata(&capture.content, given.url.as_deref());
    let title = given.title.clone().or(said.title);
    let found = page::words(&capture.content, title.as_deref(), &data.furniture, problems);
    let dated = said.published.map(|day| Published { from: day, to: day, basis: PublishedBasis::Metadata });
    Document {
        id: capture.id.clone(),
        title,
        outlet: given.outlet.clone().or(said.outlet),
        url: given.url.clone().or(said.url),
        authors: said.authors,
        language: tongue::language(&found.text).to_owned(),
        published: published(given, problems).or(dated),
        blocks: found.blocks,
        text: found.text,
    }
}

/// The outlet that speaks of itself in its text; none when two are named equally often.
fn self_named(text: &str, data: &LanguageData) -> Option<String> {
    let mut names = data.furniture.self_names(text);
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match names.as_slice() {
        [(name, _)] => Some(name.clone()),
        [(name, first), (_, second), ..] if first > second => Some(name.clone()),
        _ => None,
    }
}

/// The date as given; a date that cannot be read is a problem, not a guess.
fn published(given: &Given, problems: &mut Vec<Problem>) -> Option<Published> {
    let words = given.published.as_deref()?;
    let day = dates::day(words);
    if day.is_none() && !words.trim().is_empty() {
        problems.push(Problem {
            stage: "clean".to_owned(),
            span: None,
            what: format!("the given publication date {words:?} cannot be read (want YYYY-MM-DD): left out"),
        });
    }
    day.map(|day| Published { from: day, to: day, basis: PublishedBasis::Given })
}

#[cfg(test)]
mod tests;

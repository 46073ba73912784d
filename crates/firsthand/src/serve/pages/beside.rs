//! Two documents that share wording, side by side: what both have is plain, what only one has is marked.

use firsthand_schema::{link::Copied, span::Span};
use firsthand_store::{Listed, Stored};
use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
    shown::Reader,
    wording::{document_address, plain, published, title},
};

/// `GET /document/{key}/beside/{other}`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let find =
        |key: &str| reader.view.document_by_key(key).cloned().ok_or_else(|| Refusal::missing("document"));
    let (one, other) = (find(asked.part("key"))?, find(asked.part("other"))?);
    let copy = reader.view.copies_of(&one.id).find(|copy| copy.a == other.id || copy.b == other.id).cloned();
    let copy = copy.ok_or_else(|| Refusal::missing("pair of documents that share wording"))?;
    let content = html! {
        h1 { "Side by side" }
        p.soft { (plain(copy.kind.as_str())) ". Marked is what only one of the two has." @if !copy.because.is_empty() { " " (copy.because) "." } }
        div.two.even { (side(&reader, &one, &copy)?) (side(&reader, &other, &copy)?) }
    };
    Ok(Answer::Page(layout::page(asked, Room::Search, "Side by side", &content)))
}

fn side(reader: &Reader<'_>, listed: &Listed, copy: &Copied) -> Result<Markup, Refusal> {
    let is_a = copy.a == listed.id;
    let shared: Vec<Span> = copy.passages.iter().map(|it| if is_a { it.a } else { it.b }).collect();
    let Some(stored) = reader.stored(listed.number)? else { return Ok(html! { p { "Not read." } }) };
    let (document, found, shared) = moved(reader, stored, shared);
    Ok(html! {
        section {
            h2 dir="auto" { a href=(document_address(listed)) { (title(&document)) } }
            p.soft { bdi { (document.outlet.as_deref().unwrap_or("outlet unknown")) } " · " (published(&document, &found)) }
            div.text dir="auto" { (differing(&document.text, shared)) }
        }
    })
}

/// The document as it may be shown, and the shared stretches where their words stand in it.
fn moved(
    reader: &Reader<'_>,
    stored: Stored,
    shared: Vec<Span>,
) -> (firsthand_schema::document::Document, firsthand_schema::annotation::Annotations, Vec<Span>) {
    let mut stored = [stored];
    let redactor = reader.redactor(&stored);
    // Spans of sentences go with their words when names are taken out: so do these.
    stored[0].annotations.sentences = shared;
    let (document, mut found) = redactor.document((&stored[0].document, &stored[0].annotations));
    let shared = std::mem::take(&mut found.sentences);
    (document, found, shared)
}

/// The text, with what lies in no shared stretch marked.
fn differing(text: &str, mut shared: Vec<Span>) -> Markup {
    shared.sort_unstable();
    let (mut pieces, mut done) = (Vec::new(), 0);
    for span in shared {
        let (start, end) = ((span.start as usize).max(done), span.end as usize);
        if start < end {
            pieces.extend([(true, Span::new(done, start)), (false, Span::new(start, end))]);
            done = end;
        }
    }
    pieces.push((true, Span::new(done, text.len())));
    html! {
        @for (is_own, span) in pieces {
            @let words = span.of(text);
            @if is_own && words.chars().any(char::is_alphanumeric) { mark { (words) } } @else { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_has_is_marked() {
        let text = "Late on Tuesday the ship left the bay.";
        let start = text.find("the ship left").expect("there");
        let shown = differing(text, vec![Span::new(start, start + 13)]).into_string();
        assert_eq!(shown, "<mark>Late on Tuesday </mark>the ship left<mark> the bay.</mark>");
    }
}

//! A document's original, inert: the characters it is made of, as characters. Nothing of it is run, loaded or styled.

use firsthand_schema::capture::Media;
use maud::html;

use crate::{
    intake::files,
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room},
        shown::Reader,
        wording::{document_address, thousands},
    },
};

/// More than this is not shown on a page: the file is in the case, `firsthand export` hands it out.
const SHOWN_MAX: usize = 2 << 20;

/// `GET /document/{key}/original`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (listed, shown) = reader.asked_document()?;
    let acquired = asked.desk.pool.with(|case| case.acquired(listed.number).map_err(Refusal::from))?;
    let bytes = acquired.bytes.len();
    let media = acquired.media;
    // A name may stand in an original in ways that no list of names finds: as an entity, in an address, cut by a tag.
    let withheld =
        !asked.session.reveals && shown.as_ref().is_none_or(|it| it.hides || !it.found.protected.is_empty());
    let text = if withheld { None } else { files::again(acquired).ok().map(|(capture, _)| capture.content) };
    let content = html! {
        h1 { "Original" }
        dl.facts {
            dt { "SHA-256" } dd.mono { (listed.sha256) }
            dt { "Bytes" } dd { (thousands(bytes)) }
            dt { "Acquired" } dd { (listed.acquired) }
        }
        p { a href=(document_address(&listed)) { "Back to the document" } }
        @if withheld {
            p.note { "The original holds names that must not leave, as they were printed. "
                @if asked.decides() { "Show names on the page " a href="/account" { "Account" } " (that is entered in the log) to see it." }
                @else { "An analyst can show it." } }
        } @else if let Some(text) = &text {
            @if media == Media::Html { p.soft { "The page's source, as characters. Nothing in it is run or loaded." } }
            @let cut = cut(text);
            pre.original dir="auto" tabindex="0" { (cut) }
            @if cut.len() < text.len() { p.soft { "Shown are the first " (thousands(cut.len())) " bytes." } }
        } @else {
            p.note.warn { "It cannot be read as text." }
        }
    };
    Ok(Answer::Page(layout::page(asked, Room::Search, "Original", &content)))
}

fn cut(text: &str) -> &str {
    let end = (0..=SHOWN_MAX.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

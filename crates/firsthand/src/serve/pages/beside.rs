//! Two documents that share wording, side by side: what both have is plain, what only one has is marked.

use firsthand_schema::{annotation::Annotations, document::Document, link::Copied, span::Span};
use firsthand_store::{Listed, Stored};
use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
    shown::Reader,
    wording::{document_address, published, title},
};

/// `GET /document/{key}/beside/{other}`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let find =
        |key: &str| reader.view.document_by_key(key).cloned().ok_or_else(|| Refusal::missing("document"));
    let (one, other) = (find(asked.part("key"))?, find(asked.part("other"))?);
    let copy = reader.view.copies_of(&one.id).find(|copy| copy.a == other.id || copy.b == other.id).cloned();
    let copy = copy.ok_or_else(|| Refusal::missing("pair of documents that share wording"))?;
    let (left, right) = (Side::of(&reader, one, &copy)?, Side::of(&reader, other, &copy)?);
    let (on_left, on_right) = own_words(&left, &right);
    let content = html! {
        h1 { "Side by side" }
        p.soft { (told(&copy)) " Marked is what only one of the two has." }
        div.two.even { (left.shown(on_left)) (right.shown(on_right)) }
    };
    Ok(Answer::Page(layout::page(asked, Room::Search, "Side by side", &content)))
}

fn told(copy: &Copied) -> String {
    let kind = match copy.kind.as_str() {
        "copy" => "One holds much of the other.",
        "passage" => "They share a stretch of their own words.",
        _ => "They share only words that both put in quotation marks.",
    };
    if copy.later.is_none() {
        kind.to_owned()
    } else {
        format!("{kind} Which is later is known: {}.", copy.because)
    }
}

/// One of the two, as it may be shown.
struct Side {
    listed: Listed,
    document: Document,
    found: Annotations,
    /// The stretches that both have, in the order in which they are paired.
    shared: Vec<Span>,
}

impl Side {
    fn of(reader: &Reader<'_>, listed: Listed, copy: &Copied) -> Result<Self, Refusal> {
        let is_a = copy.a == listed.id;
        let shared: Vec<Span> = copy.passages.iter().map(|it| if is_a { it.a } else { it.b }).collect();
        let stored = reader.stored(listed.number)?.ok_or_else(|| Refusal::missing("document"))?;
        let (document, found, shared) = moved(reader, stored, shared);
        Ok(Self { listed, document, found, shared })
    }

    fn shown(&self, own: Vec<Span>) -> Markup {
        html! {
            section {
                h2 dir="auto" { a href=(document_address(&self.listed)) { (title(&self.document)) } }
                p.soft { bdi { (self.document.outlet.as_deref().unwrap_or("outlet unknown")) } " · " (published(&self.document, &self.found)) }
                div.text dir="auto" { (marked(&self.document.text, own)) }
            }
        }
    }
}

/// What only the one has and what only the other has: whatever lies in no shared stretch, and within those the words that
/// were changed.
fn own_words(left: &Side, right: &Side) -> (Vec<Span>, Vec<Span>) {
    let (mut on_left, mut on_right) =
        (outside(&left.document.text, &left.shared), outside(&right.document.text, &right.shared));
    for (&one, &other) in left.shared.iter().zip(&right.shared) {
        let (changed, replaced) = changed(&left.document.text, one, &right.document.text, other);
        on_left.extend(changed);
        on_right.extend(replaced);
    }
    on_left.sort_unstable();
    on_right.sort_unstable();
    (on_left, on_right)
}

/// What lies in none of some stretches.
fn outside(text: &str, shared: &[Span]) -> Vec<Span> {
    let mut shared = shared.to_vec();
    shared.sort_unstable();
    let (mut own, mut done) = (Vec::new(), 0);
    for span in shared {
        if done < span.start as usize {
            own.push(Span::new(done, span.start as usize));
        }
        done = done.max(span.end as usize);
    }
    own.push(Span::new(done, text.len()));
    own
}

/// Words compared at once: a stretch of some pages. Longer ones are shown without the words that were changed in them.
const WORDS_MAX: usize = 4000;

/// The words of two stretches that are not in both, in order: a longest common subsequence.
fn changed(one: &str, at: Span, other: &str, at_other: Span) -> (Vec<Span>, Vec<Span>) {
    let (left, right) = (words(one, at), words(other, at_other));
    if left.len().max(right.len()) > WORDS_MAX {
        return (Vec::new(), Vec::new());
    }
    let same = |a: &Span, b: &Span| a.of(one).eq_ignore_ascii_case(b.of(other));
    // The length of the longest common run of words from each pair of places to the ends.
    let mut common = vec![vec![0_u16; right.len() + 1]; left.len() + 1];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            common[a][b] = if same(&left[a], &right[b]) {
                common[a + 1][b + 1] + 1
            } else {
                common[a + 1][b].max(common[a][b + 1])
            };
        }
    }
    let (mut a, mut b, mut changed, mut replaced) = (0, 0, Vec::new(), Vec::new());
    while a < left.len() && b < right.len() {
        if same(&left[a], &right[b]) {
            (a, b) = (a + 1, b + 1);
        } else if common[a + 1][b] >= common[a][b + 1] {
            changed.push(left[a]);
            a += 1;
        } else {
            replaced.push(right[b]);
            b += 1;
        }
    }
    changed.extend(&left[a..]);
    replaced.extend(&right[b..]);
    (changed, replaced)
}

/// The words in a stretch, without the signs around them.
fn words(text: &str, span: Span) -> Vec<Span> {
    let (mut words, mut start) = (Vec::new(), None);
    for (at, letter) in span.of(text).char_indices().map(|(at, letter)| (at + span.start as usize, letter)) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| Span::new(from, span.end as usize)));
    words
}

/// The document as it may be shown, and the shared stretches where their words stand in it.
fn moved(reader: &Reader<'_>, stored: Stored, shared: Vec<Span>) -> (Document, Annotations, Vec<Span>) {
    let mut stored = [stored];
    let redactor = reader.redactor(&stored);
    // Spans of sentences go with their words when names are taken out: so do these.
    stored[0].annotations.sentences = shared;
    let (document, mut found) = redactor.document((&stored[0].document, &stored[0].annotations));
    let shared = std::mem::take(&mut found.sentences);
    (document, found, shared)
}

/// The text, with some stretches marked; of those only what holds words.
fn marked(text: &str, own: Vec<Span>) -> Markup {
    let (mut pieces, mut done) = (Vec::new(), 0);
    for span in own {
        pieces.push((false, Span::new(done, span.start as usize)));
        // What is marked is marked line by line, without the space around it.
        let mut at = span.start as usize;
        for line in span.of(text).split_inclusive('\n') {
            let whole = Span::new(at, at + line.len());
            let bare = whole.trimmed(text);
            pieces.extend([
                (false, Span::new(at, bare.start as usize)),
                (true, bare),
                (false, Span::new(bare.end as usize, at + line.len())),
            ]);
            at += line.len();
        }
        done = at;
    }
    pieces.push((false, Span::new(done, text.len())));
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
        let shown = marked(text, outside(text, &[Span::new(start, start + 13)])).into_string();
        assert_eq!(shown, "<mark>Late on Tuesday</mark> the ship left <mark>the bay.</mark>");
    }

    #[test]
    fn a_word_that_was_changed_is_marked_on_both_sides() {
        let (one, other) = ("The ship left the harbour at night.", "The ship left the port, at night.");
        let (changed, replaced) = changed(one, Span::new(0, one.len()), other, Span::new(0, other.len()));
        let words =
            |text: &'static str, spans: &[Span]| spans.iter().map(|it| it.of(text)).collect::<Vec<_>>();
        assert_eq!((words(one, &changed), words(other, &replaced)), (vec!["harbour"], vec!["port"]));
    }
}

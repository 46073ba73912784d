//! Words and small pieces of page that several pages share: a range, a day, a chain, a claim told in a few lines.

use firsthand_schema::{
    annotation::{Annotations, Names},
    claim::{Claim, Hop, Polarity},
    document::Document,
    incident::{Incident, Range},
};
use firsthand_store::Listed;
use maud::{Markup, html};

use super::{
    shown::{Reader, Shown},
    view,
};
use crate::{calendar, derive::named, export::claims::sentence};

/// "2", or "1–3".
pub(crate) fn range(low: u32, high: u32) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// "1 origin", "1–3 origins".
pub(crate) fn origins(incident: &Incident) -> String {
    let Range { low, high } = Range { low: incident.origins.low, high: incident.origins.high };
    format!("{} independent origin{}", range(low, high), if high == 1 { "" } else { "s" })
}

/// "1 document", "2 documents", "1,204 claims".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// "36,204".
pub(crate) fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A word of the program's tables as a person writes it: `could-not-verify` → "could not verify".
pub(crate) fn plain(word: &str) -> String {
    word.replace('-', " ")
}

/// Where a document's page is.
pub(crate) fn document_address(listed: &Listed) -> String {
    format!("/document/{}", view::key(listed))
}

/// Where a claim stands.
pub(crate) fn claim_address(listed: &Listed, claim: &str) -> String {
    format!("/document/{}?claim={claim}#t{}", view::key(listed), claim.trim_start_matches('c'))
}

/// A document's title, or what stands for it.
pub(crate) fn title(document: &Document) -> &str {
    document.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or("(without a title)")
}

/// When a document was published, with how that is known where it was worked out.
pub(crate) fn published(document: &Document, found: &Annotations) -> String {
    found.published.or(document.published).map_or_else(
        || "date unknown".to_owned(),
        |it| calendar::days(Some(it.from), Some(it.to)).unwrap_or_default(),
    )
}

/// The times a claim tells of, as days.
pub(crate) fn times(claim: &Claim, document: &Document, found: &Annotations) -> Vec<String> {
    named(&claim.times, found)
        .map(|mention| {
            let said = mention.span.of(&document.text);
            match &mention.names {
                Names::Time(when) => {
                    let known = calendar::days(when.from, when.to).and_then(|_| calendar::when(when));
                    known
                        .filter(|known| known != said)
                        .map_or_else(|| said.to_owned(), |it| format!("{said} ({it})"))
                }
                _ => said.to_owned(),
            }
        })
        .collect()
}

/// The sources from the outlet to the origin, each leading to its page.
pub(crate) fn chain(reader: &Reader<'_>, shown: &Shown, claim: &Claim) -> Markup {
    let outlet = shown.document.outlet.as_deref().unwrap_or("outlet unknown");
    html! {
        ol.chain {
            li { bdi { (outlet) } }
            @for hop in &claim.chain { li { (source(reader, hop)) } }
            @if claim.chain.is_empty() {
                li.soft { (if claim.voice.as_str() == "hedged" { "nobody is named" } else { "in its own words" }) }
            }
        }
    }
}

fn source(reader: &Reader<'_>, hop: &Hop) -> Markup {
    html! {
        @if let Some(page) = source_address(reader, &hop.name) {
            a href=(page) { bdi { (hop.name) } }
        } @else { bdi { (hop.name) } }
        @if let Some(role) = hop.role.as_deref().filter(|role| !hop.name.contains(role)) { span.soft { " (" (role) ")" } }
    }
}

/// The page of a source by the name it is shown under; a pseudonym leads to the person it stands for.
pub(crate) fn source_address(reader: &Reader<'_>, name: &str) -> Option<String> {
    let at = source_shown_as(reader, name)?;
    Some(format!("/source/{}", reader.view.shown_id(at)))
}

/// The source that is shown under a name.
pub(crate) fn source_shown_as(reader: &Reader<'_>, name: &str) -> Option<usize> {
    let view = &reader.view;
    let number = name.strip_prefix("Person ").and_then(|rest| rest.split([',', ' ']).next());
    let person = number.and_then(|number| view.source(&format!("p{number}"))).map(|(at, _)| at);
    person.or_else(|| view.source_called(name))
}

/// What a claim is, in small words: its events, voice, and what is odd about it.
pub(crate) fn marks(claim: &Claim) -> Markup {
    let mut kinds: Vec<&str> = claim.events.iter().map(|event| event.kind.as_str()).collect();
    kinds.dedup();
    html! {
        @for kind in kinds { span.chip { (plain(kind)) } " " }
        @if claim.polarity != Polarity::Asserted { span.chip.warn { (claim.polarity.as_str()) } " " }
        span.chip { (claim.voice.as_str()) }
        @if claim.inherited { " " span.chip title="The chain was carried over from the sentences around it" { "chain carried over" } }
    }
}

/// A claim in a few lines: the words, through whom, where it stands.
pub(crate) fn telling(reader: &Reader<'_>, listed: &Listed, shown: &Shown, claim: &Claim) -> Markup {
    let words = sentence(&shown.document, &shown.found, claim);
    html! {
        p.said dir="auto" { a href=(claim_address(listed, &claim.id.to_string())) { (quoted(words)) } }
        (chain(reader, shown, claim))
        p.small.soft {
            (published(&shown.document, &shown.found)) " · "
            a href=(document_address(listed)) { bdi { (title(&shown.document)) } }
        }
    }
}

/// Words as a quotation; those that are one already stay as they are.
pub(crate) fn quoted(words: &str) -> String {
    let words = words.trim();
    // A sentence that begins with somebody's words has its marks; two at once say nothing more.
    let is_quoted = words.starts_with(['"', '“', '«', '„']);
    if is_quoted { words.to_owned() } else { format!("“{words}”") }
}

/// A value with its bounds in words: `>=1000` → "at least 1000".
pub(crate) fn value(value: &str) -> String {
    if let Some((from, to)) = value.split_once("..") {
        return match (from, to) {
            (from, "") => format!("from {from}"),
            ("", to) => format!("until {to}"),
            (from, to) => format!("{from} to {to}"),
        };
    }
    for (sign, words) in
        [(">=", "at least"), ("<=", "at most"), (">", "more than"), ("<", "fewer than"), ("~", "about")]
    {
        if let Some(rest) = value.strip_prefix(sign) {
            return format!("{words} {rest}");
        }
    }
    value.to_owned()
}

/// Ways to the pages before and after.
pub(crate) fn pages(query: &super::fields::Fields, page: usize, per: usize, total: usize) -> Markup {
    let last = total.div_ceil(per).max(1);
    let to = |page: usize| query.without("page").with("page", &page.to_string()).query();
    html! {
        @if last > 1 {
            nav.pages aria-label="Pages" {
                @if page > 1 { a rel="prev" href=(to(page - 1)) { "Before" } }
                span { "Page " (thousands(page)) " of " (thousands(last)) }
                @if page < last { a rel="next" href=(to(page + 1)) { "Next" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_words_on_a_page() {
        for (bounds, expected) in [
            (">=1000", "at least 1000"),
            ("1000..1200", "1000 to 1200"),
            ("~60", "about 60"),
            ("7", "7"),
            ("1905-06-27..", "from 1905-06-27"),
            ("asserted", "asserted"),
        ] {
            assert_eq!(value(bounds), expected);
        }
    }

    #[test]
    fn a_quotation_is_quoted_once() {
        assert_eq!(quoted(" They left. "), "“They left.”");
        assert_eq!(quoted("\"They left.\""), "\"They left.\"");
        assert_eq!(quoted("\"They left,\" she said."), "\"They left,\" she said.");
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(
            [thousands(7), thousands(999), thousands(1000), thousands(36204)].join(" "),
            "7 999 1,000 36,204"
        );
    }
}

//! Search as one types: claims, documents, sources, narrowed down by what they tell of. Every state has an address.

use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    catalogue::Facet,
    fields::Fields,
    finder::{self, Found, Hit, Sought, Value},
    layout::{self, Room},
    saved,
    shown::Reader,
    wording::{chain, claim_address, counted, document_address, marks, pages, published, thousands, title},
};

/// Results on a page.
const PER_PAGE: usize = 20;

/// `GET /search`; with `part=results`, only what changes while one types.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let sought = Sought::of(asked.query.or_empty("in"));
    let page = asked.query.number("page", 1).max(1);
    let found = finder::find(&reader, &asked.query, sought, page, PER_PAGE)?;
    let query = asked.query.without("part");
    let results = results(&reader, &query, sought, &found, page)?;
    if asked.query.get("part").is_some() {
        return Ok(Answer::Page(results));
    }
    let content = html! {
        h1 { "Search" }
        form.finder role="search" method="get" action="/search" data-live="#results" {
            label.hidden-label for="q" { "Words, “phrases”, OR, -without, begin*, fuzzy~" }
            input #q type="search" name="q" value=(query.or_empty("q")) autocomplete="off" spellcheck="false"
                placeholder="Words, “a phrase”, OR, -without, begin*, fuzzy~";
            @for (name, value) in query.without("q").without("page").iter() { input type="hidden" name=(name) value=(value); }
            button.main { "Search" }
        }
        div #results { (results) }
        (saved::on_search(asked, &query)?)
    };
    Ok(Answer::Page(layout::page(asked, Room::Search, "Search", &content)))
}

fn results(
    reader: &Reader<'_>,
    query: &Fields,
    sought: Sought,
    found: &Found,
    page: usize,
) -> Result<Markup, Refusal> {
    let mut items = Vec::new();
    for hit in &found.rows {
        items.extend(item(reader, hit, &found.words)?);
    }
    Ok(html! {
        nav.tabs aria-label="What to search" {
            @for it in Sought::ALL {
                a href=(format!("/search{}", query.without("in").without("page").with("in", it.name()).query()))
                    aria-current=[(it == sought).then_some("true")] { (tab(it)) }
            }
        }
        div.search {
            aside.facets #narrow aria-label="Narrow down" {
                (days(query))
                @for (facet, values) in &found.facets { (facet_list(query, *facet, values)) }
            }
            div {
                (told(query, sought, found))
                ol.plain.results { @for item in items { li { (item) } } }
                (pages(query, page, PER_PAGE, found.total))
            }
        }
    })
}

fn tab(sought: Sought) -> &'static str {
    match sought {
        Sought::Claims => "Claims",
        Sought::Documents => "Documents",
        Sought::Sources => "Sources",
    }
}

/// How many, and what is to be said of the search itself.
fn told(query: &Fields, sought: Sought, found: &Found) -> Markup {
    let noun = sought.name().trim_end_matches('s');
    html! {
        p.soft role="status" {
            (counted(found.total, noun)) span.only-narrow { " · " a href="#narrow" { "narrow down" } }
            @if query.get("order") == Some("date") {
                " · latest first · " a href=(query.without("order").query()) { "best first" }
            } @else if found.total > 1 && sought != Sought::Sources && query.get("q").is_some() {
                " · " a href=(query.without("page").with("order", "date").query()) { "latest first" }
            }
        }
        @if found.barred {
            p.note { "A word you typed is a name that must not leave this case, so it is not looked for. Names can be shown on the page "
                a href="/account" { "Account" } "; that is entered in the log." }
        }
        @if !found.meant.is_empty() {
            p { "Did you mean "
                @for (at, word) in found.meant.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(format!("/search{}", query.without("q").without("page").with("q", word).query())) { (word) }
                }
                "?" }
        }
    }
}

/// The form for a stretch of days.
fn days(query: &Fields) -> Markup {
    html! {
        form method="get" action="/search" {
            @for (name, value) in query.without("from").without("to").without("page").iter() {
                input type="hidden" name=(name) value=(value);
            }
            h3 { "Tells of" }
            div.field { label for="from" { "From" } input #from type="date" name="from" value=(query.or_empty("from")); }
            div.field { label for="to" { "To" } input #to type="date" name="to" value=(query.or_empty("to")); }
            button { "Apply" }
        }
    }
}

fn facet_list(query: &Fields, facet: Facet, values: &[Value]) -> Markup {
    html! {
        h3 id=(format!("facet-{}", facet.name())) { (facet.head()) }
        ul aria-labelledby=(format!("facet-{}", facet.name())) {
            @for it in values {
                @let query = query.without("page");
                @let to = if it.chosen { query.without_value(facet.name(), &it.value) } else { query.with(facet.name(), &it.value) };
                li {
                    a href=(format!("/search{}", to.query())) aria-current=[it.chosen.then_some("true")] {
                        bdi { (it.label) } span.count { (thousands(it.count)) }
                    }
                }
            }
        }
    }
}

fn item(reader: &Reader<'_>, hit: &Hit, words: &[String]) -> Result<Option<Markup>, Refusal> {
    match hit {
        Hit::Source(at) => Ok(Some(source(reader, *at))),
        Hit::Document(number) => document(reader, *number, words),
        Hit::Claim(number, claim) => claim_item(reader, *number, *claim, words),
    }
}

fn claim_item(
    reader: &Reader<'_>,
    number: i64,
    claim: u32,
    words: &[String],
) -> Result<Option<Markup>, Refusal> {
    let Some(shown) = reader.numbered(number)? else { return Ok(None) };
    let number = firsthand_schema::ids::ClaimNumber(claim);
    let (Some(claim), Some(listed)) = (shown.claim(number), reader.view.document(&shown.id)) else {
        return Ok(None);
    };
    let content: Vec<&str> = claim.content.iter().map(|span| span.of(&shown.document.text)).collect();
    Ok(Some(html! {
        p.said dir="auto" { a href=(claim_address(listed, &claim.id.to_string())) { (marked(&content.join(" … "), words)) } }
        (chain(reader, &shown, claim))
        p.small.soft {
            (published(&shown.document, &shown.found)) " · " bdi { (title(&shown.document)) } " " (marks(claim))
        }
    }))
}

fn document(reader: &Reader<'_>, number: i64, words: &[String]) -> Result<Option<Markup>, Refusal> {
    let Some(shown) = reader.numbered(number)? else { return Ok(None) };
    let Some(listed) = reader.view.document(&shown.id) else { return Ok(None) };
    Ok(Some(html! {
        p.said dir="auto" { a href=(document_address(listed)) { (marked(title(&shown.document), words)) } }
        p dir="auto" { (marked(&around(&shown.document.text, words), words)) }
        p.small.soft {
            bdi { (shown.document.outlet.as_deref().unwrap_or("outlet unknown")) } " · "
            (published(&shown.document, &shown.found)) " · " (counted(shown.found.claims.len(), "claim"))
        }
    }))
}

fn source(reader: &Reader<'_>, at: usize) -> Markup {
    let source = reader.source(at);
    html! {
        p { a href=(format!("/source/{}", source.id)) { bdi { (source.name) } } " " span.chip { (source.kind.as_str().replace('-', " ")) } }
        p.small.soft {
            "Origin of " (counted(source.origin_of as usize, "claim")) ", handed on " (thousands(source.relayed as usize))
            " · " bdi { (source.stake) }
            @if !source.aliases.is_empty() { " · also " bdi { (source.aliases.join("; ")) } }
        }
    }
}

/// The words with what was looked for marked.
pub(crate) fn marked(text: &str, words: &[String]) -> Markup {
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let (mut done, mut at) = (0, 0);
    while at < text.len() {
        let starts_word = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let length =
            if starts_word { words.iter().filter_map(|word| begins(&text[at..], word)).max() } else { None };
        if let Some(length) = length.filter(|length| *length > 0) {
            pieces.extend([(false, &text[done..at]), (true, &text[at..at + length])]);
            at += length;
            done = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    pieces.push((false, &text[done..]));
    html! { @for (is_marked, piece) in pieces { @if is_marked { mark { (piece) } } @else { (piece) } } }
}

/// How far a text begins with a word, whatever the case of the letters.
fn begins(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in word.chars() {
        let (_, letter) = letters.next()?;
        if !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// A stretch of a text around the first word that was looked for.
fn around(text: &str, words: &[String]) -> String {
    const BEFORE: usize = 60;
    const LENGTH: usize = 240;
    let lower = text.to_lowercase();
    let first = words.iter().filter_map(|word| lower.find(&word.to_lowercase())).min().unwrap_or(0);
    let skipped = lower[..first].chars().count().saturating_sub(BEFORE);
    let stretch: String =
        text.chars().skip(skipped).take(LENGTH).map(|it| if it.is_control() { ' ' } else { it }).collect();
    let more = text.chars().count() > skipped + LENGTH;
    format!("{}{}{}", if skipped > 0 { "… " } else { "" }, stretch.trim(), if more { " …" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &[&str], expected: &str) {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        assert_eq!(marked(text, &words).into_string(), expected);
    }

    #[test]
    fn a_word_is_marked_where_it_begins_a_word() {
        check("The ship, a Shipyard", &["ship"], "The <mark>ship</mark>, a <mark>Ship</mark>yard");
        check("warship", &["ship"], "warship");
        check("Флаг и флагман", &["флаг"], "<mark>Флаг</mark> и <mark>флаг</mark>ман");
    }

    #[test]
    fn what_is_marked_stays_escaped() {
        check("<b>fire</b>", &["fire"], "&lt;b&gt;<mark>fire</mark>&lt;/b&gt;");
    }
}

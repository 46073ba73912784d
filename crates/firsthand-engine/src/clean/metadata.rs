//! Reads what a page says about itself to machines: title, authors, outlet, day, address, language.
//!
//! In: a page. Out: `Metadata`, each field from the most telling place that has it: linked data (JSON-LD), then `meta`
//! elements, then the page's own elements, then its address.
//! `<meta property="og:site_name" content="Harbour Post">` → outlet `Harbour Post`

use firsthand_schema::when::Day;
use serde_json::Value;

use super::{
    dates,
    markup::{Piece, attribute, decoded, pieces},
};

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Day>,
    pub(crate) url: Option<String>,
}

/// Reads the metadata. `url` is where the page was got from, if known.
pub(crate) fn metadata(html: &str, url: Option<&str>) -> Metadata {
    let gathered = Gathered::of(html);
    let linked = Linked::of(&gathered.linked);
    let address = url
        .map(str::to_owned)
        .or_else(|| gathered.canonical.clone())
        .or_else(|| gathered.meta(&["og:url"]).map(str::to_owned));
    let outlet = outlet(&gathered, &linked, address.as_deref());
    Metadata {
        title: title(&gathered, &linked, outlet.as_deref()),
        authors: authors(&gathered, &linked, outlet.as_deref()),
        published: published(&gathered, &linked, address.as_deref()),
        outlet,
        url: address,
    }
}

/// The places of a page where metadata stands, as found.
#[derive(Default)]
struct Gathered {
    /// `meta` elements: name in lower case, content.
    meta: Vec<(String, String)>,
    linked: Vec<Value>,
    canonical: Option<String>,
    title: Option<String>,
    headings: Vec<String>,
    /// The `datetime` of `time` elements; those that say they are the day of publication first.
    times: Vec<String>,
    /// The words of elements that say they name an author.
    bylines: Vec<String>,
}

/// How many words an element that names an author may hold; more is a portrait of the author.
const BYLINE: usize = 12;

impl Gathered {
    fn of(html: &str) -> Self {
        let mut found = Self::default();
        let mut marked_times = 0;
        // The element whose words are being collected, and the words.
        let mut open: Option<(&str, bool, String)> = None;
        // A drawing has titles of its own.
        let mut drawing = false;
        for piece in pieces(html) {
            match piece {
                Piece::Open { name, attributes } => {
                    drawing |= name.eq_ignore_ascii_case("svg") && !attributes.ends_with('/');
                    let get = |wanted: &str| attribute(attributes, wanted);
                    if name.eq_ignore_ascii_case("meta") {
                        let key = get("property")
                            .or_else(|| get("name"))
                            .or_else(|| get("itemprop"))
                            .or_else(|| get("http-equiv"));
                        if let (Some(key), Some(content)) = (key, get("content")) {
                            found.meta.push((key.trim().to_lowercase(), content.trim().to_owned()));
                        }
                    } else if name.eq_ignore_ascii_case("link") {
                        if found.canonical.is_none()
                            && get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
                        {
                            found.canonical = get("href")
                                .map(|href| href.trim().to_owned())
                                .filter(|href| href.starts_with("http"));
                        }
                    } else if name.eq_ignore_ascii_case("time") {
                        if let Some(time) = get("datetime").filter(|time| !time.is_empty()) {
                            let marked = get("itemprop")
                                .is_some_and(|of| of.to_lowercase().contains("published"))
                                || get("pubdate").is_some();
                            let at = if marked { marked_times } else { found.times.len() };
                            found.times.insert(at, time.into_owned());
                            marked_times += usize::from(marked);
                        }
                    } else if open.is_none() {
                        let heading = name.eq_ignore_ascii_case("h1");
                        if heading || names_author(name, attributes) {
                            open = Some((name, heading, String::new()));
                        }
                    }
                }
                Piece::Close(name) => {
                    drawing &= !name.eq_ignore_ascii_case("svg");
                    if open.as_ref().is_some_and(|(element, ..)| element.eq_ignore_ascii_case(name))
                        && let Some((_, heading, words)) = open.take()
                    {
                        let words = single_spaced(&words);
                        if heading && !words.is_empty() {
                            found.headings.push(words);
                        } else if (1..=BYLINE)
                            .contains(&words.split(' ').filter(|word| !word.is_empty()).count())
                        {
                            found.bylines.push(words);
                        }
                    }
                }
                Piece::Words(words) => {
                    if let Some((_, _, collected)) = &mut open {
                        collected.push(' ');
                        // A byline never closed would collect the page.
                        if collected.len() < 2000 {
                            collected.push_str(&decoded(words));
                        }
                    }
                }
                Piece::Raw { name, attributes, content } => {
                    if name.eq_ignore_ascii_case("title") && !drawing {
                        let words = single_spaced(&decoded(content));
                        if found.title.is_none() && !words.is_empty() {
                            found.title = Some(words);
                        }
                    } else if attribute(attributes, "type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
                        && let Some(value) = json(content)
                    {
                        found.linked.push(value);
                    }
                }
            }
        }
        found
    }

    /// The first filled `meta` of these names, in the order of the names.
    fn meta(&self, names: &'static [&'static str]) -> Option<&str> {
        self.metas(names).next()
    }

    fn metas(&self, names: &'static [&'static str]) -> impl Iterator<Item = &str> {
        names.iter().flat_map(move |name| {
            self.meta
                .iter()
                .filter(move |(key, content)| key == name && !content.is_empty())
                .map(|(_, content)| content.as_str())
        })
    }
}

/// Whether an element says that its words name an author.
fn names_author(name: &str, attributes: &str) -> bool {
    if !["a", "span", "div", "p", "address", "li", "h4", "strong", "cite"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
        || attributes.is_empty()
    {
        return false;
    }
    let says = |wanted: &str, words: &[&str]| {
        attribute(attributes, wanted).is_some_and(|value| {
            value
                .to_lowercase()
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|part| words.contains(&part))
        })
    };
    says("rel", &["author"])
        || says("itemprop", &["author"])
        || says("class", &["author", "byline", "authors", "autor"])
}

fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// JSON as pages write it: sometimes with raw line breaks in strings, in a comment, or with a semicolon behind.
fn json(content: &str) -> Option<Value> {
    let bare = content
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(bare).ok().or_else(|| {
        let plain: String =
            bare.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        serde_json::from_str(&plain).ok()
    })
}

/// The fields of linked data that matter, from its article if it has one.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    authors: Vec<String>,
    publisher: Option<String>,
    published: Option<String>,
}

impl Linked {
    fn of(values: &[Value]) -> Self {
        let mut articles = Vec::new();
        for value in values {
            gather_articles(value, &mut articles, 0);
        }
        let mut found = Self::default();
        for article in articles {
            let text = |key: &str| article.get(key).and_then(text_of);
            found.headline = found.headline.or_else(|| text("headline").or_else(|| text("name")));
            found.published =
                found.published.or_else(|| text("datePublished").or_else(|| text("dateCreated")));
            found.publisher = found.publisher.or_else(|| article.get("publisher").and_then(name_of));
            if found.authors.is_empty() {
                found.authors = article
                    .get("author")
                    .or_else(|| article.get("creator"))
                    .map(names_of)
                    .unwrap_or_default();
            }
        }
        found
    }
}

/// Pages nest their article in a graph or under the page; deeper is somebody else's article.
const LINKED_DEPTH: usize = 4;

fn gather_articles<'v>(value: &'v Value, found: &mut Vec<&'v Value>, depth: usize) {
    if depth > LINKED_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather_articles(value, found, depth + 1)),
        Value::Object(fields) => {
            let kinds = fields.get("@type").map(names_of).unwrap_or_default();
            let article = kinds.iter().any(|kind| {
                kind.ends_with("Article")
                    || kind.ends_with("Posting")
                    || matches!(kind.as_str(), "Report" | "Review" | "OpinionPiece")
            });
            if article {
                found.push(value);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = fields.get(key) {
                    gather_articles(inner, found, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(single_spaced(&decoded(text))).filter(|text| !text.is_empty()),
        Value::Array(values) => values.first().and_then(text_of),
        _ => None,
    }
}

fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => fields.get("name").and_then(text_of),
        Value::Array(values) => values.first().and_then(name_of),
        _ => text_of(value),
    }
}

fn names_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(name_of).collect(),
        Value::Object(fields) => match fields.get("name") {
            Some(Value::Array(names)) => names.iter().filter_map(text_of).collect(),
            Some(name) => text_of(name).into_iter().collect(),
            None => Vec::new(),
        },
        _ => text_of(value).into_iter().collect(),
    }
}

fn published(gathered: &Gathered, linked: &Linked, url: Option<&str>) -> Option<Day> {
    static NAMES: [&str; 29] = [
        "article:published_time",
        "article:published",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "date_published",
        "publishdate",
        "publish-date",
        "publish_date",
        "published_time",
        "published",
        "pubdate",
        "publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date.created",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "dc.created",
        "article.published",
        "article_date_original",
        "originalpublicationdate",
        "displaydate",
        "date",
        "cxense:publishtime",
    ];
    linked
        .published
        .as_deref()
        .and_then(dates::day)
        .or_else(|| gathered.metas(&NAMES).find_map(dates::day))
        .or_else(|| url.and_then(dates::day_in_url))
        .or_else(|| gathered.canonical.as_deref().and_then(dates::day_in_url))
        .or_else(|| gathered.times.iter().find_map(|time| dates::day(time)))
}

fn outlet(gathered: &Gathered, linked: &Linked, url: Option<&str>) -> Option<String> {
    gathered
        .meta(&["og:site_name"])
        .map(single_spaced)
        .filter(|name| !name.starts_with("http"))
        .or_else(|| linked.publisher.clone())
        .or_else(|| {
            gathered
                .meta(&["application-name", "dc.publisher", "dcterms.publisher", "publisher", "copyright"])
                .map(single_spaced)
        })
        .filter(|name| !name.is_empty() && name.split(' ').count() <= 8)
        .or_else(|| url.and_then(host))
}

/// The host of an address without "www.".
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.')).then(|| host.to_owned())
}

fn title(gathered: &Gathered, linked: &Linked, outlet: Option<&str>) -> Option<String> {
    let page = gathered.title.as_deref().map(|title| without_outlet(title, outlet));
    let open = gathered
        .meta(&["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline"])
        .map(|title| without_outlet(&single_spaced(title), outlet));
    // The one heading that machines are told too is the headline as readers see it.
    let heading = match gathered.headings.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    linked.headline.clone().or(open).or(heading).or(page).filter(|title| !title.is_empty())
}

/// "Crew refuses to eat | Harbour Post" without the outlet.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for mark in [" | ", " — ", " – ", " - ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let named = outlet.is_some_and(|outlet| {
                tail.to_lowercase().contains(&outlet.to_lowercase())
                    || outlet.to_lowercase().contains(&tail.to_lowercase())
            });
            let short = mark == " | " && tail.split(' ').count() <= 4 && head.split(' ').count() >= 4;
            if named || short {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

fn authors(gathered: &Gathered, linked: &Linked, outlet: Option<&str>) -> Vec<String> {
    static NAMES: [&str; 9] = [
        "author",
        "article:author",
        "parsely-author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "sailthru.author",
        "dc.author",
        "cxenseparse:author",
    ];
    let clean = |names: Vec<String>| {
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().flat_map(|name| split_names(name)) {
            let outlet = outlet.is_some_and(|outlet| outlet.eq_ignore_ascii_case(&name));
            if !outlet && !found.contains(&name) {
                found.push(name);
            }
        }
        found
    };
    let linked = clean(linked.authors.clone());
    if !linked.is_empty() {
        return linked;
    }
    for name in &NAMES {
        let named = clean(gathered.metas(std::slice::from_ref(name)).map(str::to_owned).collect());
        if !named.is_empty() {
            return named;
        }
    }
    // The first byline only: others belong to comments and to other articles.
    gathered
        .bylines
        .iter()
        .map(|byline| clean(vec![byline.clone()]))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// "By Olha Kovalenko and Ivan Petrenko" as two names; addresses and sentences as none.
fn split_names(words: &str) -> Vec<String> {
    let words = single_spaced(words);
    let lower = words.to_lowercase();
    if lower.contains("http") || lower.contains("www.") || lower.contains('@') {
        return Vec::new();
    }
    let head =
        ["by ", "von ", "von: ", "by: ", "par ", "por ", "door ", "author: ", "written by ", "автор: "]
            .iter()
            .find(|head| lower.starts_with(*head));
    let names = head.and_then(|head| words.get(head.len()..)).unwrap_or(&words);
    names
        .split([',', ';', '|', '/', '•', '·'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" und "))
        .flat_map(|part| part.split(" & "))
        .map(|name| name.trim().trim_end_matches('.'))
        .filter(|name| {
            !name.is_empty()
                && name.split(' ').count() <= 5
                && name.starts_with(|letter: char| letter.is_uppercase() || !letter.is_lowercase())
                && !name.starts_with(|letter: char| letter.is_ascii_digit())
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, title: &str, authors: &[&str], outlet: &str, published: &str) {
        let found = metadata(html, Some("https://www.harbour.example/news/crew"));
        assert_eq!(found.title.as_deref().unwrap_or(""), title);
        assert_eq!(found.authors, authors);
        assert_eq!(found.outlet.as_deref().unwrap_or(""), outlet);
        assert_eq!(found.published.map(|day| day.to_string()).unwrap_or_default(), published);
    }

    #[test]
    fn linked_data_is_read_first() {
        check(
            r#"<meta property="og:title" content="Other"><script type="application/ld+json">{"@graph":[{"@type":"WebPage","name":"x"},
            {"@type":"NewsArticle","headline":"Crew refuses to eat","datePublished":"1905-06-27T10:00:00Z",
             "author":[{"@type":"Person","name":"Olha Kovalenko"},{"@type":"Person","name":"Ivan Petrenko"}],"publisher":{"name":"Harbour Post"}}]}</script>"#,
            "Crew refuses to eat",
            &["Olha Kovalenko", "Ivan Petrenko"],
            "Harbour Post",
            "1905-06-27",
        );
    }

    #[test]
    fn meta_elements_are_read_next() {
        check(
            r#"<title>Crew refuses to eat | Harbour Post</title><meta property="og:site_name" content="Harbour Post"><meta name="author" content="By Olha Kovalenko and Ivan Petrenko">
            <meta content="2022-06-27T08:00" property="article:published_time">"#,
            "Crew refuses to eat",
            &["Olha Kovalenko", "Ivan Petrenko"],
            "Harbour Post",
            "2022-06-27",
        );
    }

    #[test]
    fn the_page_itself_is_read_last() {
        check(
            r#"<h1>Crew refuses to <i>eat</i></h1><span class="byline">By Olha Kovalenko</span><time datetime="2022-06-20">old</time><time itemprop="datePublished" datetime="2022-06-27">x</time>"#,
            "Crew refuses to eat",
            &["Olha Kovalenko"],
            "harbour.example",
            "2022-06-27",
        );
    }

    #[test]
    fn a_page_that_says_nothing_has_its_host() {
        check("<p>Words</p>", "", &[], "harbour.example", "");
        check("<script type='application/ld+json'>{broken</script>", "", &[], "harbour.example", "");
    }
}

//! Review: the queue of claims that nobody looked at, and the page on which one claim is judged.

use firsthand_schema::{ids::ClaimNumber, incident::ClaimRef};
use firsthand_store::Standing;
use maud::{Markup, html};

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room, csrf},
    marks,
    queue::{self, Item},
    review::{self, STATUSES, chip, question, what_claim, why_field},
    shown::Reader,
    view,
    wording::{
        chain, claim_address, counted, document_address, marks as small_marks, pages, published, quoted,
        thousands, title,
    },
};

/// Claims on a page of the queue.
const PER_PAGE: usize = 15;

/// What sets each status, in words and by which key; in the order of the statuses.
const DEEDS: [(&str, &str); 4] =
    [("Accept", "a"), ("Reject", "r"), ("Unverifiable", "v"), ("In progress", "p")];

/// `GET /review`.
pub(crate) fn queue(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let page = asked.query.number("page", 1).max(1);
    let waiting = queue::of(&reader, &asked.query)?;
    let mut items = Vec::new();
    for &at in waiting.rows.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
        items.extend(queue::item(&reader, &reader.view.catalogue.claims[at])?);
    }
    let content = html! {
        h1 { "Review" }
        p.soft {
            (thousands(waiting.rows.len())) " of " (counted(reader.view.catalogue.claims.len(), "claim"))
            ". What the program found is a suggestion until somebody decides. "
            button.quiet type="button" data-help="" { "Keys (?)" }
        }
        (shown_statuses(asked))
        @if items.is_empty() { p { "Nothing is waiting here." } }
        @if asked.decides() && !items.is_empty() { (bulk(asked)) }
        ol.plain.queue data-queue="" {
            @for (at, item) in items.iter().enumerate() { (listed(&reader, item, at == 0)) }
        }
        (pages(&asked.query, page, PER_PAGE, waiting.rows.len()))
        (undo(asked))
        (keys())
    };
    Ok(Answer::Page(layout::page(asked, Room::Review, "Review", &content)))
}

fn shown_statuses(asked: &Asked) -> Markup {
    let here = asked.query.get("status").unwrap_or(review::SUGGESTED);
    html! {
        nav.tabs aria-label="Status" {
            @for status in std::iter::once(review::SUGGESTED).chain(STATUSES).chain(["any"]) {
                a href=(format!("/review{}", asked.query.without("status").without("page").with("status", status).query()))
                    aria-current=[(here == status).then_some("true")] { (status) }
            }
        }
    }
}

/// One answer for all that are marked.
fn bulk(asked: &Asked) -> Markup {
    html! {
        form #bulk .row method="post" action="/decide/many" {
            (csrf(&asked.session))
            input type="hidden" name="kind" value="status";
            input type="hidden" name="back" value=(asked.address);
            span { "Those marked:" }
            @for (status, (words, _)) in STATUSES.into_iter().zip(DEEDS) { button name="value" value=(status) { (words) } }
            label.hidden-label for="bulk-why" { "Why" }
            input #bulk-why type="text" name="why" placeholder="Why (for all of them)" maxlength="2000";
        }
    }
}

fn listed(reader: &Reader<'_>, item: &Item, is_first: bool) -> Markup {
    let asked = reader.asked;
    let claim = &item.claim;
    let id = claim.id.to_string();
    let what = what_claim(&item.listed, &id);
    let version = item.status.as_ref().map_or(0, |it| it.version);
    let status = item.status.as_ref().and_then(|it| it.value.as_str());
    html! {
        li.item tabindex="-1" aria-current=[is_first.then_some("true")] data-edit=(format!("/review/claim/{}/{id}", view::key(&item.listed))) {
            div.row {
                @if asked.decides() {
                    label { input type="checkbox" name="what" form="bulk" value=(format!("{what}@{version}")); span.hidden-label { "Mark this claim" } }
                }
                (chip(status)) (small_marks(claim))
            }
            p.said dir="auto" { a href=(claim_address(&item.listed, &id)) { (quoted(&item.sentence)) } }
            (chain(reader, &item.shown, claim))
            p.small.soft {
                (published(&item.shown.document, &item.shown.found)) " · "
                a href=(document_address(&item.listed)) { bdi { (title(&item.shown.document)) } }
                @if let Some(incident) = &item.incident {
                    " · " a href=(format!("/incident/{}", incident.id)) { bdi { (reader.lists().words(&incident.title)) } }
                }
            }
            @if asked.decides() { (decide_form(asked, &what, item.status.as_ref(), &id)) }
        }
    }
}

fn decide_form(asked: &Asked, what: &str, stands: Option<&Standing>, id: &str) -> Markup {
    html! {
        form.row.decide method="post" action="/decide" data-decide="" {
            (question(asked, what, "status", stands))
            @for (status, (words, key)) in STATUSES.into_iter().zip(DEEDS) {
                button name="value" value=(status) data-key=(key) { (words) kbd aria-hidden="true" { (key) } }
            }
            @if stands.is_some_and(|it| !it.value.is_null()) { button.quiet name="value" value="" { "take back" } }
            label { span.hidden-label { "Why, for claim " (id) } input type="text" name="why" placeholder="Why" maxlength="2000" size="16"; }
        }
    }
}

/// The button that undoes.
fn undo(asked: &Asked) -> Markup {
    html! {
        @if asked.decides() {
            form method="post" action="/undo" data-undo="" {
                (csrf(&asked.session))
                input type="hidden" name="back" value=(asked.address);
                button { "Undo my last decision" }
            }
        }
    }
}

fn keys() -> Markup {
    let keys = [
        ("j", "the next claim"),
        ("k", "the one before"),
        ("a", "accept"),
        ("r", "reject"),
        ("v", "unverifiable"),
        ("p", "in progress"),
        ("e", "edit: the claim's own page, where words can be marked anew"),
        ("m", "same incident: say which one it belongs to"),
        ("s", "split: it does not belong to its incident"),
        ("x", "mark, for one answer to many"),
        ("u", "undo your last decision"),
        ("/", "search"),
        ("?", "these keys"),
    ];
    html! {
        dialog #keys aria-labelledby="keys-head" {
            h2 #keys-head { "Keys" }
            table { tbody { @for (key, what) in keys { tr { th scope="row" { kbd { (key) } } td { (what) } } } } }
            form method="dialog" { button.main { "Close" } }
        }
    }
}

/// `GET /review/claim/{key}/{claim}`.
pub(crate) fn claim(asked: &Asked) -> Result<Answer, Refusal> {
    let reader = Reader::of(asked)?;
    let (listed, shown, number) = reader.asked_claim()?;
    let item = queue::item_of(&reader, &listed, shown, number)?.ok_or_else(|| Refusal::missing("claim"))?;
    let content = html! {
        h1 { "Claim " (number.0) }
        p.soft { "In " a href=(claim_address(&listed, &number.to_string())) { bdi { (title(&item.shown.document)) } }
            " · " (published(&item.shown.document, &item.shown.found)) }
        div.reading {
            article aria-label="The text" { (marks::text(&item.shown, Some(number))) }
            aside.margin aria-label="Decisions" { (judging(&reader, &item, number)?) }
        }
    };
    Ok(Answer::Page(layout::page(asked, Room::Review, "Claim", &content)))
}

fn judging(reader: &Reader<'_>, item: &Item, number: ClaimNumber) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let reference = ClaimRef { document: item.listed.id.clone(), claim: number };
    let subject = review::subject(&reference);
    let what = what_claim(&item.listed, &number.to_string());
    let note = review::standing(asked, &subject, "note")?;
    let history = review::history(asked, &subject)?;
    Ok(html! {
        section.card aria-labelledby="status" {
            h2 #status { "Status" }
            p { (chip(item.status.as_ref().and_then(|it| it.value.as_str()))) " " (small_marks(&item.claim)) }
            p.small.soft { "How sure the program is that source and words belong together: " (percent(item.claim.confidence)) }
            @if asked.decides() { (decide_form(asked, &what, item.status.as_ref(), &number.to_string())) }
        }
        (words(reader, item, &subject, &what)?)
        (belongs(reader, item, &what))
        section.card aria-labelledby="note" {
            h2 #note { "Note" }
            @if let Some(words) = note.as_ref().and_then(|it| it.value.as_str()) { p { bdi { (reader.everybody().words(words)) } } }
            @if asked.decides() {
                form method="post" action="/decide" {
                    (question(asked, &what, "note", note.as_ref()))
                    label.hidden-label for="note-value" { "Note" }
                    textarea #note-value name="value" maxlength="8000" { (note.as_ref().and_then(|it| it.value.as_str()).map(|it| reader.everybody().words(it)).unwrap_or_default()) }
                    button { "Keep the note" }
                }
            }
        }
        section { h2 { "What was decided" } (review::table(&history)) @if history.is_empty() { p.soft { "Nothing yet." } } }
    })
}

fn percent(share: f32) -> String {
    format!("{:.0}%", f64::from(share) * 100.0)
}

/// The words of the claim, as found and as a person marked them.
fn words(reader: &Reader<'_>, item: &Item, subject: &str, what: &str) -> Result<Markup, Refusal> {
    let asked = reader.asked;
    let stands = review::standing(asked, subject, "span")?;
    let marked = stands.as_ref().and_then(|it| {
        let start = usize::try_from(it.value[0][0].as_u64()?).ok()?;
        let end = usize::try_from(it.value[0][1].as_u64()?).ok()?;
        // Positions are of the original: where names are hidden, they are not where they were.
        (!item.shown.hides).then(|| {
            item.shown.document.text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>()
        })
    });
    Ok(html! {
        section.card aria-labelledby="words" {
            h2 #words { "Words" }
            p.said dir="auto" { (item.content) }
            @if let (Some(words), Some(it)) = (&marked, &stands) {
                p { span.chip.accent { "marked by " bdi { (it.who) } } }
                p.said dir="auto" { (words) }
            }
            @if asked.decides() && item.shown.hides {
                p.small.soft { "Names are hidden in this text; to mark words anew, show them on the page " a href="/account" { "Account" } "." }
            } @else if asked.decides() {
                form method="post" action="/decide" data-span="" {
                    (question(asked, what, "span", stands.as_ref()))
                    input type="hidden" name="start";
                    input type="hidden" name="end";
                    p.small.soft { "Mark other words in the text, then keep them. The program's own stay beside them." }
                    p.said dir="auto" data-span-words="" {}
                    (why_field("span"))
                    button disabled { "Keep the marked words" }
                }
            }
        }
    })
}

/// The incident it belongs to: the same as another, or not this one.
fn belongs(reader: &Reader<'_>, item: &Item, what: &str) -> Markup {
    let asked = reader.asked;
    let others = queue::candidates(reader, item);
    html! {
        section.card aria-labelledby="incident" {
            h2 #incident { "Incident" }
            @if let Some(incident) = &item.incident {
                p { a href=(format!("/incident/{}", incident.id)) { bdi { (reader.lists().words(&incident.title)) } } }
                @if asked.decides() && incident.claims.len() > 1 {
                    form #split method="post" action="/link" {
                        (question(asked, what, "link", None))
                        input type="hidden" name="other" value=(format!("incident:{}", incident.id));
                        (why_field("split"))
                        button name="value" value="not-same" { "It does not belong there" }
                    }
                }
            } @else { p.soft { "It belongs to none." } }
            @if asked.decides() && !others.is_empty() {
                form #same method="post" action="/link" {
                    (question(asked, what, "link", None))
                    div.field {
                        label for="same-other" { "It tells of the same happening as" }
                        select #same-other name="other" {
                            @for incident in others { option value=(format!("incident:{}", incident.id)) { (reader.lists().words(&incident.title)) } }
                        }
                    }
                    (why_field("same"))
                    button name="value" value="same" { "It belongs there" }
                }
            }
        }
    }
}

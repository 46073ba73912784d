//! Saved searches: a name and an address, for everybody at this desk. Saving and dropping are decisions, and in the log.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    answer::{Answer, Refusal},
    asked::Asked,
    fields::Fields,
    layout::csrf,
    shown::Reader,
};
use crate::cli::case::now;

/// The question under which a saved search stands; its subject is its name.
const KIND: &str = "saved-search";

/// The longest name.
const NAME_MAX: usize = 120;

/// Name and query of every saved search, in order of name.
pub(crate) fn all(asked: &Asked) -> Result<Vec<(String, String)>, Refusal> {
    let stand = asked.desk.pool.with(|case| case.standing_of_kind(KIND).map_err(Refusal::from))?;
    Ok(stand.into_iter().filter_map(|it| Some((it.subject, it.value.as_str()?.to_owned()))).collect())
}

/// What the search page shows of them.
pub(crate) fn on_search(asked: &Asked, query: &Fields) -> Result<Markup, Refusal> {
    let reader = Reader::of(asked)?;
    let saved = all(asked)?;
    let here = query.without("page").query();
    Ok(html! {
        section.no-print aria-labelledby="saved" {
            h2 #saved { "Saved searches" }
            @if saved.is_empty() { p.soft { "None yet." } }
            ul.plain {
                @for (name, query) in &saved {
                    li.row {
                        a href=(format!("/search{query}")) { bdi { (reader.everybody().words(name)) } }
                        @if asked.decides() {
                            form method="post" action="/search/drop" {
                                (csrf(&asked.session))
                                input type="hidden" name="name" value=(name);
                                button.quiet { "Drop" }
                            }
                        }
                    }
                }
            }
            @if asked.decides() && !here.is_empty() {
                form.row method="post" action="/search/save" data-query="" {
                    (csrf(&asked.session))
                    input type="hidden" name="query" value=(here);
                    label.hidden-label for="save-as" { "Name of this search" }
                    input #save-as type="text" name="name" required maxlength=(NAME_MAX) placeholder="Name of this search";
                    button { "Save this search" }
                }
            }
        }
    })
}

/// `POST /search/save`.
pub(crate) fn save(asked: &Asked) -> Result<Answer, Refusal> {
    let query = asked.form.or_empty("query");
    let clean = Fields::of(query.trim_start_matches('?').as_bytes()).query();
    if clean.is_empty() {
        return Err(Refusal::bad("This search looks for nothing yet: type words or choose something first."));
    }
    set(asked, &json!(clean))?;
    Ok(Answer::See(format!("/search{clean}")))
}

/// `POST /search/drop`.
pub(crate) fn drop(asked: &Asked) -> Result<Answer, Refusal> {
    set(asked, &Value::Null)?;
    Ok(Answer::See("/search".to_owned()))
}

fn set(asked: &Asked, value: &Value) -> Result<(), Refusal> {
    let name = asked.form.or_empty("name");
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(Refusal::bad(format!("A saved search needs a name of at most {NAME_MAX} letters.")));
    }
    let time = now();
    let decision = firsthand_store::Decide {
        time: &time,
        who: &asked.session.who,
        subject: name,
        kind: KIND,
        value,
        why: "",
        expected: None,
        seen: &Value::Null,
    };
    asked.desk.pool.with(|case| case.decide(&decision).map_err(Refusal::from))?;
    Ok(())
}

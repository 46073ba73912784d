//! The first page: what is in the case, and what deserves attention first.

use maud::html;

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    layout::{self, Room},
};

/// `GET /`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let view = asked.view()?;
    let content = html! {
        h1 { "Overview" }
        p { (view.incidents().len()) " incidents and themes" }
    };
    Ok(Answer::Page(layout::page(asked, Room::Overview, "Overview", &content)))
}

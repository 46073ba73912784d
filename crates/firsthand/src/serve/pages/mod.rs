//! One file a page: a request in, an answer out.

pub(crate) mod door;
pub(crate) mod overview;

use maud::{Markup, html};

use super::{answer::Refusal, session::Session};

/// What there is to say when something went wrong.
pub(super) fn refusal(refusal: &Refusal, session: Option<&Session>) -> Markup {
    html! {
        h1 { (refusal.status.canonical_reason().unwrap_or("Not done")) }
        p { (refusal.what) }
        @if session.is_some() { p { a href="/" { "Back to the overview" } } }
    }
}

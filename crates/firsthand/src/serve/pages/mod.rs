//! One file a page: a request in, an answer out.

pub(crate) mod account;
pub(crate) mod add;
pub(crate) mod beside;
pub(crate) mod decide;
pub(crate) mod document;
pub(crate) mod door;
pub(crate) mod incident;
pub(crate) mod incidents;
pub(crate) mod log;
pub(crate) mod original;
pub(crate) mod overview;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod sources;

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

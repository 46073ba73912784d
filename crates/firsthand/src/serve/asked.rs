//! A request as the pages see it: who asks, for what, with what in hand.

use std::sync::Arc;

use super::{
    answer::Refusal,
    desk::Desk,
    fields::Fields,
    session::{Role, Session},
    view::CaseView,
};

/// A request that has passed the guard.
pub(crate) struct Asked {
    pub(crate) desk: Arc<Desk>,
    pub(crate) session: Session,
    /// The variable parts of the path, by name.
    pub(crate) path: Fields,
    pub(crate) query: Fields,
    /// What was sent: a form, or the members of a JSON object.
    pub(crate) form: Fields,
    /// The bytes that were sent, as they came.
    pub(crate) body: Vec<u8>,
    /// Path and query, as they came.
    pub(crate) address: String,
    /// "dark", "light", or nothing: as the system has it.
    pub(crate) theme: String,
}

impl Asked {
    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.or_empty(name)
    }

    /// Whether they may decide.
    pub(crate) fn decides(&self) -> bool {
        self.session.role >= Role::Analyst
    }

    /// The case as it is now.
    pub(crate) fn view(&self) -> Result<Arc<CaseView>, Refusal> {
        self.desk.view()
    }
}

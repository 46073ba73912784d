//! Who is at the desk. A session lives in memory: when the program ends, everybody has gone.
//!
//! In: a launch token or a name and a password, checked elsewhere. Out: a cookie that only this program can read.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::secret;

/// A session that nobody used for so long has ended: a working day.
const IDLE: Duration = Duration::from_secs(10 * 60 * 60);

/// So many sessions at once, the oldest making room: a team, each with a few browsers.
const SESSIONS_MAX: usize = 1000;

/// What somebody may do. Each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Nobody yet: the door itself.
    Anyone,
    /// Reads, and never sees a protected name.
    Viewer,
    /// Decides, and may reveal names; both are entered in the log.
    Analyst,
    /// Also makes accounts.
    Admin,
}

impl Role {
    /// The word on screens and in the case.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Viewer, Self::Analyst, Self::Admin].into_iter().find(|role| role.as_str() == word)
    }
}

/// Somebody at the desk.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What the cookie holds.
    pub(crate) id: String,
    /// The name under which they decide.
    pub(crate) who: String,
    pub(crate) role: Role,
    /// Goes with every form, so that no other site can send one.
    pub(crate) csrf: String,
    /// Whether they see the names of protected people. Entered in the log when it began.
    pub(crate) reveals: bool,
    seen: Instant,
}

impl Session {
    /// Somebody who has not come in.
    pub(super) fn nobody() -> Self {
        Self {
            id: String::new(),
            who: String::new(),
            role: Role::Anyone,
            csrf: String::new(),
            reveals: false,
            seen: Instant::now(),
        }
    }

    /// A program that sends the launch token with each request.
    pub(super) fn by_token(who: &str) -> Self {
        Self { who: who.to_owned(), role: Role::Admin, ..Self::nobody() }
    }
}

/// Everybody at the desk.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<BTreeMap<String, Session>>);

impl Sessions {
    /// Lets somebody in.
    pub(crate) fn begin(&self, who: &str, role: Role) -> Result<Session, String> {
        let session = Session {
            id: secret::new()?,
            who: who.to_owned(),
            role,
            csrf: secret::new()?,
            reveals: false,
            seen: Instant::now(),
        };
        let mut all = self.all();
        all.retain(|_, session| session.seen.elapsed() < IDLE);
        if all.len() >= SESSIONS_MAX {
            let oldest = all.values().min_by_key(|session| session.seen).map(|session| session.id.clone());
            oldest.and_then(|id| all.remove(&id));
        }
        all.insert(session.id.clone(), session.clone());
        Ok(session)
    }

    /// Who holds this cookie.
    pub(crate) fn of(&self, id: &str) -> Option<Session> {
        let mut all = self.all();
        let session = all.get_mut(id).filter(|session| session.seen.elapsed() < IDLE)?;
        session.seen = Instant::now();
        Some(session.clone())
    }

    /// Shows or hides the names of protected people.
    pub(crate) fn reveal(&self, id: &str, reveals: bool) {
        if let Some(session) = self.all().get_mut(id) {
            session.reveals = reveals && session.role >= Role::Analyst;
        }
    }

    /// Shows somebody out.
    pub(crate) fn end(&self, id: &str) {
        self.all().remove(id);
    }

    /// Shows out everybody who came in under a name.
    pub(crate) fn end_all_of(&self, who: &str) {
        self.all().retain(|_, session| session.who != who);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_never_sees_names_and_who_left_is_gone() {
        let sessions = Sessions::default();
        let viewer = sessions.begin("v", Role::Viewer).expect("in");
        sessions.reveal(&viewer.id, true);
        assert!(!sessions.of(&viewer.id).expect("there").reveals);
        let analyst = sessions.begin("a", Role::Analyst).expect("in");
        sessions.reveal(&analyst.id, true);
        assert!(sessions.of(&analyst.id).expect("there").reveals);
        sessions.end(&analyst.id);
        assert!(sessions.of(&analyst.id).is_none());
    }

    #[test]
    fn the_oldest_makes_room() {
        let sessions = Sessions::default();
        let first = sessions.begin("a", Role::Viewer).expect("in");
        for _ in 0..SESSIONS_MAX {
            sessions.begin("b", Role::Viewer).expect("in");
        }
        assert!(sessions.of(&first.id).is_none());
        assert_eq!(sessions.all().len(), SESSIONS_MAX);
    }
}

//! Open connections to the case, each lent to one request at a time.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use firsthand_store::{Case, Fault};

/// Connections that nobody uses now, and the way to more.
pub(crate) struct Pool {
    path: PathBuf,
    wait: Duration,
    idle: Mutex<Vec<Case>>,
}

impl Pool {
    pub(super) fn new(path: PathBuf, wait: Duration, first: Case) -> Self {
        Self { path, wait, idle: Mutex::new(vec![first]) }
    }

    /// Lends a connection. It comes back when the work is done; if the work panics, it is closed instead.
    pub(crate) fn with<T, E: From<Fault>>(
        &self,
        work: impl FnOnce(&mut Case) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut case = match idle {
            Some(case) => case,
            None => Case::open(&self.path, self.wait)?,
        };
        let done = work(&mut case);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(case);
        done
    }
}

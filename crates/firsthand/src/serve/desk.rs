//! What the server holds between requests: the way to the case, who is in, and the case as the pages see it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use firsthand_engine::LanguageData;
use firsthand_store::Case;

use super::{
    accounts::Tries,
    answer::Refusal,
    pool::Pool,
    secret,
    session::Sessions,
    view::{CaseView, Keeper},
};
use crate::own;

/// How the desk was opened.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The case.
    pub(crate) case: PathBuf,
    /// How long to wait for another program that writes.
    pub(crate) wait: Duration,
    /// The name under which decisions are entered when one works alone.
    pub(crate) who: String,
    /// Names under which browsers may ask for this desk, beside the address itself.
    pub(crate) hosts: Vec<String>,
    /// Whether people come in by account instead of by the launch token.
    pub(crate) team: bool,
    /// Whether browsers come through a proxy that speaks TLS.
    pub(crate) behind_tls: bool,
}

/// The desk.
pub(crate) struct Desk {
    pub(crate) settings: Settings,
    pub(crate) pool: Pool,
    pub(crate) sessions: Sessions,
    pub(crate) tries: Tries,
    /// What stands in the opened address.
    pub(crate) token: String,
    /// The port, which is in the cookie's name: two desks on one machine do not take each other's.
    pub(crate) port: u16,
    keeper: Keeper,
    language: Mutex<Option<Language>>,
}

/// What reports are read by.
struct Language {
    /// Name and hash of each of the user's own tables in it.
    seals: Vec<(String, String)>,
    data: Arc<LanguageData>,
}

impl Desk {
    pub(super) fn new(settings: Settings, case: Case, port: u16) -> Result<Self, String> {
        let pool = Pool::new(settings.case.clone(), settings.wait, case);
        Ok(Self {
            pool,
            settings,
            sessions: Sessions::default(),
            tries: Tries::default(),
            token: secret::new()?,
            port,
            keeper: Keeper::default(),
            language: Mutex::new(None),
        })
    }

    /// What reports are read by: parsed when the first is dropped, and again when the user's own tables have changed.
    pub(crate) fn language(&self) -> Result<Arc<LanguageData>, Refusal> {
        let seals = self.pool.with(|case| case.own_table_seals().map_err(Refusal::from))?;
        // Whoever drops the second of many files waits here for the first one's parsing instead of parsing as well.
        let mut kept = self.language.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref().filter(|known| known.seals == seals) {
            return Ok(Arc::clone(&known.data));
        }
        let tables = self.pool.with(|case| case.own_tables().map_err(Refusal::from))?;
        let data = Arc::new(own::language(&tables)?);
        let seals = tables.into_iter().map(|table| (table.name, table.sha256)).collect();
        *kept = Some(Language { seals, data: Arc::clone(&data) });
        Ok(data)
    }

    /// The case as it is now; a large case that has grown, as it was a moment ago.
    pub(crate) fn view(self: &Arc<Self>) -> Result<Arc<CaseView>, Refusal> {
        self.keeper.view(&self.pool, || {
            let desk = Arc::clone(self);
            // Without a thread the readers look at what was until one can be had.
            let _ = std::thread::Builder::new().spawn(move || desk.keeper.renew(&desk.pool));
        })
    }

    /// The case's name: its file's, without folders.
    pub(crate) fn name(&self) -> String {
        let stem = self.settings.case.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

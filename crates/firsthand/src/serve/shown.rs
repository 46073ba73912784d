//! What a person at the desk may see: documents, incidents and words with pseudonyms where names must not leave.
//!
//! In: the view with true names, and whether this session reveals. Out: copies that may be shown.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use firsthand_schema::{
    annotation::Annotations,
    claim::Claim,
    document::Document,
    finding::Source,
    ids::{ClaimNumber, DocumentId},
    incident::Incident,
};
use firsthand_store::{Listed, Stored};

use super::{answer::Refusal, asked::Asked, view::CaseView};
use crate::{
    export,
    redact::{Cast, People, Redactor},
};

/// How the people of a case are hidden.
pub(crate) struct Masks {
    people: People,
    /// For what belongs to no single document.
    pub(crate) lists: Redactor,
    /// For file names, the log, searches: every name and every part of one.
    pub(crate) everybody: Redactor,
    open: Redactor,
}

impl Masks {
    pub(super) fn of(casts: Vec<Cast>, people: People) -> Self {
        Self {
            lists: Redactor::of_casts(casts, &people),
            everybody: Redactor::of_everybody(&people),
            open: Redactor::open(),
            people,
        }
    }
}

/// A document as it may be shown.
pub(crate) struct Shown {
    pub(crate) document: Document,
    pub(crate) found: Annotations,
    /// What reading it could not make sense of.
    pub(crate) problems: Vec<String>,
    /// The version of the program that read it.
    pub(crate) engine: String,
    /// Whether anything is hidden in it.
    pub(crate) hides: bool,
    /// Its id as it stands in the case; never shown.
    pub(crate) id: DocumentId,
}

impl Shown {
    /// A claim by its number.
    pub(crate) fn claim(&self, number: ClaimNumber) -> Option<&Claim> {
        self.found.claims.iter().find(|claim| claim.id == number)
    }

    /// A claim by how it is written (`c3`).
    pub(crate) fn claim_written(&self, written: &str) -> Option<&Claim> {
        let number = written.strip_prefix('c')?.parse().ok()?;
        self.claim(ClaimNumber(number))
    }
}

/// How many documents, and how many incidents, are kept ready to be shown: some megabytes of each.
const KEPT: usize = 512;

/// What was shown lately.
#[derive(Default)]
pub(crate) struct Cache {
    documents: Mutex<BTreeMap<(i64, bool), Arc<Shown>>>,
    incidents: Mutex<BTreeMap<(String, bool), Arc<Incident>>>,
}

/// Reads the case for one session.
pub(crate) struct Reader<'a> {
    pub(crate) asked: &'a Asked,
    pub(crate) view: Arc<CaseView>,
    reveals: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(asked: &'a Asked) -> Result<Self, Refusal> {
        Ok(Self { asked, view: asked.view()?, reveals: asked.session.reveals })
    }

    /// Hides names in what belongs to no single document.
    pub(crate) fn lists(&self) -> &Redactor {
        if self.reveals { &self.view.masks.open } else { &self.view.masks.lists }
    }

    /// Hides every name and every part of one.
    pub(crate) fn everybody(&self) -> &Redactor {
        if self.reveals { &self.view.masks.open } else { &self.view.masks.everybody }
    }

    /// Hides the names of these documents' people.
    pub(crate) fn redactor(&self, stored: &[Stored]) -> Redactor {
        if self.reveals {
            return Redactor::open();
        }
        Redactor::of(stored.iter().map(|it| (&it.document, &it.annotations)), &self.view.masks.people)
    }

    /// A document as it stands in the case.
    pub(crate) fn stored(&self, number: i64) -> Result<Option<Stored>, Refusal> {
        self.asked.desk.pool.with(|case| case.read(number).map_err(Refusal::from))
    }

    /// A document as it may be shown; none where reading it failed.
    pub(crate) fn document(&self, listed: &Listed) -> Result<Option<Arc<Shown>>, Refusal> {
        self.numbered(listed.number)
    }

    /// The same by its number.
    pub(crate) fn numbered(&self, number: i64) -> Result<Option<Arc<Shown>>, Refusal> {
        let at = (number, self.reveals);
        let cache = &self.view.cache.documents;
        if let Some(known) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&at) {
            return Ok(Some(Arc::clone(known)));
        }
        let Some(stored) = self.stored(number)? else { return Ok(None) };
        let shown = Arc::new(self.shown(stored));
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= KEPT {
            cache.clear();
        }
        cache.insert(at, Arc::clone(&shown));
        Ok(Some(shown))
    }

    fn shown(&self, stored: Stored) -> Shown {
        let stored = [stored];
        let redactor = self.redactor(&stored);
        let [stored] = stored;
        let (document, found) = redactor.document((&stored.document, &stored.annotations));
        Shown {
            problems: stored.problems.iter().map(|it| redactor.words(&it.what)).collect(),
            hides: document.text != stored.document.text || document.title != stored.document.title,
            engine: stored.engine,
            id: stored.document.id,
            document,
            found,
        }
    }

    /// An incident as it may be shown.
    pub(crate) fn incident(&self, incident: &Incident) -> Result<Arc<Incident>, Refusal> {
        let at = (incident.id.0.clone(), self.reveals);
        let cache = &self.view.cache.incidents;
        if let Some(known) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&at) {
            return Ok(Arc::clone(known));
        }
        let shown = Arc::new(self.incident_shown(incident)?);
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= KEPT {
            cache.clear();
        }
        cache.insert(at, Arc::clone(&shown));
        Ok(shown)
    }

    fn incident_shown(&self, incident: &Incident) -> Result<Incident, Refusal> {
        // An incident of very many documents would have them all read: there the case's whole list of names serves.
        const READ_MAX: usize = 60;
        if self.reveals {
            return Ok(incident.clone());
        }
        if incident.documents.len() > READ_MAX {
            return Ok(export::incidents::shielded(incident.clone(), self.lists()));
        }
        let mut stored = Vec::new();
        for listed in incident.documents.iter().filter_map(|id| self.view.document(id)) {
            stored.extend(self.stored(listed.number)?);
        }
        Ok(export::incidents::shielded(incident.clone(), &self.redactor(&stored)))
    }

    /// A source as it may be shown, under the id that leads to its page.
    pub(crate) fn source(&self, at: usize) -> Source {
        let masked = self.view.masked(at);
        if self.reveals {
            return Source { id: masked.id.clone(), ..self.view.sources()[at].clone() };
        }
        masked.clone()
    }
}

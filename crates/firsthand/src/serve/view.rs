//! The case as the pages see it: what joins the documents, made ready once and kept until the case changes.
//!
//! Pages ask this and never how it was come by, so that links made at hand and links read from the case are one to them.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use firsthand_schema::incident::Incident;
use firsthand_store::{Case, Fault};

use super::{answer::Refusal, pool::Pool};
use crate::{judged::Judged, linked::Linked};

/// The case at one moment.
pub(crate) struct CaseView {
    /// The last entry of the log when this was made.
    seq: i64,
    incidents: Vec<Incident>,
}

impl CaseView {
    fn of(case: &mut Case) -> Result<Self, Refusal> {
        let seq = last_entry(case)?;
        let mut documents = Vec::new();
        case.each(|stored| documents.push(stored))?;
        let linked = Linked::of(documents, Judged::of(case)?)?;
        Ok(Self { seq, incidents: linked.incidents() })
    }

    /// Incidents and themes, in order of id.
    pub(crate) fn incidents(&self) -> &[Incident] {
        &self.incidents
    }
}

fn last_entry(case: &Case) -> Result<i64, Fault> {
    Ok(case.log()?.last().map_or(0, |entry| entry.seq))
}

/// Keeps the view, and makes it anew when the case has changed.
#[derive(Default)]
pub(crate) struct Keeper {
    now: RwLock<Option<Arc<CaseView>>>,
    making: Mutex<()>,
}

impl Keeper {
    /// The case as it is now. While somebody makes it anew the others look at what was.
    pub(crate) fn view(&self, pool: &Pool) -> Result<Arc<CaseView>, Refusal> {
        let seq = pool.with(|case| last_entry(case).map_err(Refusal::from))?;
        let known = self.now.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(view) = known.filter(|view| view.seq == seq) {
            return Ok(view);
        }
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let view = Arc::new(pool.with(CaseView::of)?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&view));
        Ok(view)
    }
}

//! Links and assesses a whole case, for the commands that look across documents.
//!
//! In: the documents as the case holds them. Out: copies, sources, incidents; under their true names, to be shielded
//! by whoever shows them.

use firsthand_engine::{LanguageData, Links, Report};
use firsthand_schema::{finding::Source, incident::Incident, link::Decision};
use firsthand_store::Stored;

/// A case, linked.
pub(crate) struct Linked {
    pub(crate) documents: Vec<Stored>,
    pub(crate) links: Links,
    reports: Vec<Report>,
    decisions: Vec<Decision>,
    data: LanguageData,
}

impl Linked {
    /// Links what analysts decided and the documents tell.
    pub(crate) fn of(documents: Vec<Stored>, decisions: Vec<Decision>) -> Result<Self, String> {
        let data = LanguageData::shipped()?;
        let reports: Vec<Report> = documents
            .iter()
            .map(|stored| firsthand_engine::report(&stored.document, &stored.annotations, &data))
            .collect();
        let links = firsthand_engine::link(&reports, &decisions);
        Ok(Self { documents, links, reports, decisions, data })
    }

    /// Every incident and theme, in order of id.
    pub(crate) fn incidents(&self) -> Vec<Incident> {
        firsthand_engine::corroborate(&self.reports, &self.links, &self.decisions, &[], &self.data)
    }

    /// Every source, in order of id.
    pub(crate) fn sources(&self) -> Vec<Source> {
        firsthand_engine::sources(&self.reports, &self.decisions, &self.data)
    }

    /// A document by its id.
    pub(crate) fn document(&self, id: &firsthand_schema::ids::DocumentId) -> Option<&Stored> {
        let at = self.documents.binary_search_by(|stored| stored.document.id.cmp(id));
        at.ok().map(|at| &self.documents[at])
    }
}

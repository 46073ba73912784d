//! Links and assesses a whole case, for the commands that look across documents.
//!
//! In: the documents as the case holds them, and what analysts decided. Out: copies, sources, incidents; under their true
//! names, to be shielded by whoever shows them.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_engine::{LanguageData, Links, Report};
use firsthand_schema::{
    finding::{Source, SourceMerge},
    ids::{ClaimId, ClaimNumber, DocumentId, IncidentId, SourceId},
    incident::Incident,
    link::{Bond, Copied, Decision, Tie, Withdrawn},
};
use firsthand_store::Stored;

use crate::judged::Judged;

/// A case, linked.
pub(crate) struct Linked {
    pub(crate) documents: Vec<Stored>,
    links: Links,
    reports: Vec<Report>,
    judged: Judged,
    data: LanguageData,
}

impl Linked {
    /// Links what analysts decided and the documents tell.
    pub(crate) fn of(documents: Vec<Stored>, judged: Judged) -> Result<Self, String> {
        let data = LanguageData::shipped()?;
        let reports: Vec<Report> = documents
            .iter()
            .map(|stored| firsthand_engine::report(&stored.document, &stored.annotations, &data))
            .collect();
        let links = firsthand_engine::link(&reports, &judged.decisions);
        Ok(Self { documents, links, reports, judged, data })
    }

    /// The same case after another decision.
    pub(crate) fn under(self, judged: Judged) -> Self {
        let links = firsthand_engine::link(&self.reports, &judged.decisions);
        Self { links, judged, ..self }
    }

    /// Pairs of documents that share wording.
    pub(crate) fn copies(&self) -> &[Copied] {
        &self.links.copies
    }

    /// Every incident and theme, in order of id.
    pub(crate) fn incidents(&self) -> Vec<Incident> {
        let (decisions, withdrawn) = self.for_every_name();
        firsthand_engine::corroborate(&self.reports, &self.links, &decisions, &withdrawn, &self.data)
    }

    /// Every source, in order of id.
    pub(crate) fn sources(&self) -> Vec<Source> {
        firsthand_engine::sources(&self.reports, &self.judged.decisions, &self.data)
    }

    /// Pairs of sources that may be one and that nobody has decided over, the likeliest first.
    pub(crate) fn merge_candidates(&self) -> Vec<(SourceId, SourceId, SourceMerge)> {
        firsthand_engine::merge_candidates(&self.reports, &self.judged.decisions, &self.data)
    }

    /// What analysts decided.
    pub(crate) fn judged(&self) -> &Judged {
        &self.judged
    }

    /// The ties between the claims of an incident, the strongest first.
    pub(crate) fn ties_within(&self, incident: &Incident) -> Vec<&Tie> {
        let members: BTreeSet<ClaimId> = incident
            .claims
            .iter()
            .map(|claim| ClaimId { document: claim.document.clone(), claim: claim.claim })
            .chain(
                incident
                    .documents
                    .iter()
                    .map(|document| ClaimId { document: document.clone(), claim: ClaimNumber(0) }),
            )
            .collect();
        let mut ties: Vec<&Tie> = self
            .links
            .ties
            .iter()
            .filter(|tie| members.contains(&tie.a) && members.contains(&tie.b))
            .collect();
        ties.sort_by(|one, other| other.likeness.total.total_cmp(&one.likeness.total));
        ties
    }

    /// A document by its id.
    pub(crate) fn document(&self, id: &DocumentId) -> Option<&Stored> {
        let at = self.documents.binary_search_by(|stored| stored.document.id.cmp(id));
        at.ok().map(|at| &self.documents[at])
    }

    /// What was decided over a source is decided over every name that the program takes as that source: an incident
    /// may know it by another of them.
    fn for_every_name(&self) -> (Vec<Decision>, Vec<Withdrawn>) {
        let over_sources = |decision: &&Decision| matches!(decision.bond, Bond::Sources { .. });
        if self.judged.withdrawn.is_empty() && !self.judged.decisions.iter().any(|it| over_sources(&it)) {
            return (self.judged.decisions.clone(), Vec::new());
        }
        // By the program's own view: by the analyst's the two would be one already.
        let names = names(&firsthand_engine::sources(&self.reports, &[], &self.data));
        let of = |id: &SourceId| names.get(id).cloned().unwrap_or_else(|| vec![id.clone()]);
        let mut decisions = Vec::new();
        for decision in &self.judged.decisions {
            match &decision.bond {
                Bond::Sources { a, b } if !of(a).contains(b) => {
                    for a in of(a) {
                        let bonds = of(b).into_iter().map(|b| Bond::Sources { a: a.clone(), b });
                        decisions.extend(bonds.map(|bond| Decision { bond, ..decision.clone() }));
                    }
                }
                _ => decisions.push(decision.clone()),
            }
        }
        let withdrawn = self
            .judged
            .withdrawn
            .iter()
            .flat_map(|what| match what {
                Withdrawn::Document { .. } => vec![what.clone()],
                Withdrawn::Source { id } => of(id).into_iter().map(|id| Withdrawn::Source { id }).collect(),
            })
            .collect();
        (decisions, withdrawn)
    }
}

/// The names that are one source, by each of them.
fn names(sources: &[Source]) -> BTreeMap<SourceId, Vec<SourceId>> {
    let mut names = BTreeMap::new();
    for source in sources {
        let all: Vec<SourceId> = source.members.iter().map(|member| member.id.clone()).collect();
        names.extend(all.iter().map(|id| (id.clone(), all.clone())));
    }
    names
}

/// The claim an incident is called after.
pub(crate) fn first_claim(incident: &Incident) -> Option<ClaimId> {
    let named = |document: &DocumentId, claim| ClaimId { document: document.clone(), claim };
    let claims = incident.claims.iter().map(|it| named(&it.document, it.claim));
    // A document whose claims nobody has drawn up counts as its claim 0.
    let whole = incident.documents.iter().map(|document| named(document, ClaimNumber(0)));
    claims.chain(whole).find(|claim| IncidentId::of(claim) == incident.id)
}

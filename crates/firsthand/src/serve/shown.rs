//! What a person at the desk may see: documents, incidents and words with pseudonyms where names must not leave.
//!
//! In: the view with true names, and whether this session reveals. Out: copies that may be shown.

use std::sync::{Arc, OnceLock};

use firsthand_schema::{
    annotation::Annotations,
    claim::Claim,
    document::Document,
    finding::Source,
    ids::{ClaimNumber, DocumentId},
    incident::Incident,
};
use firsthand_store::{Listed, Stored, Within};
use maud::{Markup, PreEscaped};

use super::{answer::Refusal, asked::Asked, kept::Kept, view::CaseView};
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
            everybody: Redactor::of_everybody(&people, &casts),
            lists: Redactor::of_case(casts, &people),
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

/// Bytes of documents, of incidents and of drawn figures that are kept ready to be shown.
const DOCUMENT_BYTES: usize = 128 << 20;
const INCIDENT_BYTES: usize = 32 << 20;
const FIGURE_BYTES: usize = 64 << 20;

/// What was shown lately, each with its names shown and hidden. It belongs to a view and goes with it.
pub(crate) struct Cache {
    documents: Kept<(i64, bool), Shown>,
    incidents: Kept<(String, bool), Incident>,
    figures: Kept<(String, bool), str>,
    /// Every word of the claims and of the documents, read when somebody first types one that is in none.
    words: [OnceLock<Words>; 2],
}

/// Words in the form in which they are looked for, with how many have each.
type Words = Vec<(String, i64)>;

impl Default for Cache {
    fn default() -> Self {
        Self {
            documents: Kept::new(DOCUMENT_BYTES),
            incidents: Kept::new(INCIDENT_BYTES),
            figures: Kept::new(FIGURE_BYTES),
            words: [OnceLock::new(), OnceLock::new()],
        }
    }
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

    /// The document that the path names.
    pub(crate) fn asked_document(&self) -> Result<(Listed, Option<Arc<Shown>>), Refusal> {
        let listed = self.view.document_by_key(self.asked.part("key"));
        let listed = listed.cloned().ok_or_else(|| Refusal::missing("document"))?;
        let shown = self.document(&listed)?;
        Ok((listed, shown))
    }

    /// The claim that the path names, in its document.
    pub(crate) fn asked_claim(&self) -> Result<(Listed, Arc<Shown>, ClaimNumber), Refusal> {
        let missing = || Refusal::missing("claim");
        let (listed, shown) = self.asked_document()?;
        let shown = shown.ok_or_else(missing)?;
        let number = shown.claim_written(self.asked.part("claim")).ok_or_else(missing)?.id;
        Ok((listed, shown, number))
    }

    /// The same by its number.
    pub(crate) fn numbered(&self, number: i64) -> Result<Option<Arc<Shown>>, Refusal> {
        let at = (number, self.reveals);
        if let Some(known) = self.view.cache.documents.get(&at) {
            return Ok(Some(known));
        }
        let Some(stored) = self.stored(number)? else { return Ok(None) };
        let shown = Arc::new(self.shown(stored));
        // Every word has a token, a part in a sentence, perhaps a mention: some thirty times its letters.
        let weight = 2048 + 32 * shown.document.text.len();
        self.view.cache.documents.put(at, &shown, weight);
        Ok(Some(shown))
    }

    /// Every word that stands in the claims or documents, under its true name: for looking, never for showing.
    pub(crate) fn vocabulary(&self, within: Within) -> Result<&[(String, i64)], Refusal> {
        let kept = &self.view.cache.words[usize::from(within == Within::Documents)];
        if let Some(known) = kept.get() {
            return Ok(known);
        }
        let words = self.asked.desk.pool.with(|case| case.vocabulary(within).map_err(Refusal::from))?;
        Ok(kept.get_or_init(|| words))
    }

    /// A part of a page that is the same for everybody while the case is: it holds no form, and nothing that people decide
    /// without the view being made anew.
    pub(crate) fn figure(
        &self,
        called: &str,
        draw: impl FnOnce() -> Result<Markup, Refusal>,
    ) -> Result<PreEscaped<Arc<str>>, Refusal> {
        let at = (called.to_owned(), self.reveals);
        if let Some(known) = self.view.cache.figures.get(&at) {
            return Ok(PreEscaped(known));
        }
        let drawn = Arc::<str>::from(draw()?.into_string());
        self.view.cache.figures.put(at, &drawn, drawn.len());
        Ok(PreEscaped(drawn))
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
        if let Some(known) = self.view.cache.incidents.get(&at) {
            return Ok(known);
        }
        let shown = Arc::new(self.incident_shown(incident)?);
        // Its claims stand in the list, on the ways of the graph and in contradictions.
        let weight = 4096 + 512 * (shown.claims.len() + shown.documents.len() + shown.graph.edges.len());
        self.view.cache.incidents.put(at, &shown, weight);
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

    /// The stake that people gave a source.
    pub(crate) fn stake_decided(&self, at: usize) -> Option<String> {
        self.view.has_decided_stake(at).then(|| self.source(at).stake)
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

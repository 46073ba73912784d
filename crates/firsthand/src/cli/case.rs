//! The case a command works on, and how its people are shown.

use std::{
    cell::OnceCell,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use firsthand_schema::{
    annotation::Annotations, document::Document, finding::Source, ids::DocumentId, incident::Incident,
};
use firsthand_store::{Case, Deed, Fault, IncidentFilter, IncidentRow, Listed, Stored};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    linked,
    redact::{Cast, People, Redactor},
};

/// Options that every command on a case has.
#[derive(Args)]
pub(crate) struct CaseOptions {
    /// The case: one file
    #[arg(long, global = true, value_name = "FILE", default_value = "case.firsthand")]
    pub(crate) case: PathBuf,

    /// Show the names of protected people; that is entered in the case's log
    #[arg(long, global = true)]
    pub(crate) reveal: bool,

    /// Who you are, for the case's log; may be a pseudonym
    #[arg(long = "as", global = true, value_name = "NAME", env = "FIRSTHAND_AS", default_value = "analyst")]
    pub(crate) who: String,

    /// How many seconds to wait for another program that is writing to the case
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) wait: u64,

    /// Print JSON instead of words: one object, or one a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Cut nothing in tables to make them fit the page
    #[arg(long, global = true)]
    pub(crate) wide: bool,
}

/// Now, as the log writes it.
pub(crate) fn now() -> String {
    format!("{:.0}", Timestamp::now())
}

impl CaseOptions {
    /// Opens the case, which must exist.
    pub(crate) fn open(&self) -> Result<Case, String> {
        Case::open(&self.case, self.patience()).map_err(|fault| self.told(&fault))
    }

    /// Opens the case, making it where there is none.
    pub(crate) fn open_or_create(&self) -> Result<Case, String> {
        let (time, details) = (now(), json!({"program": env!("CARGO_PKG_VERSION")}));
        let deed = Deed { time: &time, who: &self.who, deed: "created", subject: "case", details: &details };
        Case::open_or_create(&self.case, self.patience(), &deed).map_err(|fault| self.told(&fault))
    }

    /// Opens the case to be read, with its pseudonyms. A reveal is entered in the log before anything is shown.
    pub(crate) fn view(&self, command: &str) -> Result<View, String> {
        View::of(self.open()?, self, command)
    }

    /// A fault, with the file it is of.
    pub(crate) fn told(&self, fault: &Fault) -> String {
        format!("{}: {fault}", self.case.display())
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(self.wait)
    }
}

/// A case to be shown.
pub(crate) struct View {
    pub(crate) case: Case,
    file: PathBuf,
    reveal: bool,
    people: People,
    everybody: OnceCell<Redactor>,
}

impl View {
    /// Makes ready to show a case.
    pub(crate) fn of(mut case: Case, options: &CaseOptions, command: &str) -> Result<Self, String> {
        let file = options.case.clone();
        let told = |fault: Fault| options.told(&fault);
        if options.reveal {
            let (time, details) = (now(), json!({"command": command}));
            let deed = Deed {
                time: &time,
                who: &options.who,
                deed: "revealed",
                subject: "names",
                details: &details,
            };
            case.enter(&deed).map_err(told)?;
        }
        let people =
            if options.reveal { People::default() } else { People::of_case(&mut case).map_err(told)? };
        Ok(Self { case, file, reveal: options.reveal, people, everybody: OnceCell::new() })
    }

    /// Shields the people of these documents.
    pub(crate) fn redactor<'s>(&self, documents: impl IntoIterator<Item = &'s Stored>) -> Redactor {
        if self.reveal {
            return Redactor::open();
        }
        let read = documents.into_iter().map(|stored| (&stored.document, &stored.annotations));
        Redactor::of(read, &self.people)
    }

    /// A document as it may be shown.
    pub(crate) fn shown(&self, stored: &Stored) -> (Document, Annotations) {
        self.redactor([stored]).document((&stored.document, &stored.annotations))
    }

    /// Shields everybody in the case: for file names, the log, what belongs to no single document.
    pub(crate) fn everybody(&self) -> &Redactor {
        self.everybody.get_or_init(|| {
            // Where what is kept of the people cannot be read, more is hidden than need be.
            let casts: Vec<Cast> = self.case.people(None).unwrap_or_default();
            Redactor::of_everybody(&self.people, &casts)
        })
    }

    /// Brings the links up to date. Looking must not wait for writing: where another program writes, what was linked
    /// before is shown, and said so.
    pub(crate) fn linked(&mut self) -> Result<(), String> {
        match linked::bring_up_to_date(&mut self.case) {
            Err(Fault::Busy | Fault::ReadOnly) => {
                super::say("the case cannot be written now; shown is what was linked before");
                Ok(())
            }
            done => done.map_err(|fault| self.told(&fault)),
        }
    }

    /// Incidents and themes as rows.
    pub(crate) fn incident_rows(&self, filter: &IncidentFilter) -> Result<Vec<IncidentRow>, String> {
        self.case.incidents(filter).map_err(|fault| self.told(&fault))
    }

    /// One incident.
    pub(crate) fn incident(&self, id: &str) -> Result<Incident, String> {
        let found = self.case.incident(id).map_err(|fault| self.told(&fault))?;
        found.ok_or_else(|| format!("no incident {id}; `firsthand incidents --themes` lists all"))
    }

    /// Every source, in order of id.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, String> {
        linked::sources(&self.case).map_err(|fault| self.told(&fault))
    }

    /// Shields the people of these documents, from what is kept of them; of all documents, where none are given.
    pub(crate) fn shield(&self, documents: Option<&[DocumentId]>) -> Result<Redactor, String> {
        if self.reveal {
            return Ok(Redactor::open());
        }
        let casts: Vec<Cast> = self.case.people(documents).map_err(|fault| self.told(&fault))?;
        Ok(match documents {
            Some(_) => Redactor::of_casts(casts, &self.people),
            None => Redactor::of_case(casts, &self.people),
        })
    }

    /// Shields the people of an incident in a list.
    pub(crate) fn shield_row(&self, row: &IncidentRow) -> Result<Redactor, String> {
        if self.reveal {
            return Ok(Redactor::open());
        }
        let casts: Vec<Cast> = self.case.people_of_incident(row.number).map_err(|fault| self.told(&fault))?;
        Ok(Redactor::of_casts(casts, &self.people))
    }

    /// The outlet of a document; nothing where it gives none.
    pub(crate) fn outlet(&self, id: &DocumentId) -> Result<String, String> {
        let number = self.case.number_of(id).map_err(|fault| self.told(&fault))?;
        let stored = number.map(|number| self.case.read(number)).transpose();
        let stored = stored.map_err(|fault| self.told(&fault))?.flatten();
        Ok(stored.and_then(|it| it.document.outlet).unwrap_or_default())
    }

    /// The documents of an incident, in order of id.
    pub(crate) fn documents_of(&self, incident: &Incident) -> Result<Vec<Stored>, String> {
        let mut ids = incident.documents.clone();
        ids.sort();
        let mut read = Vec::with_capacity(ids.len());
        for id in &ids {
            let number = self.case.number_of(id).map_err(|fault| self.told(&fault))?;
            if let Some(number) = number {
                read.extend(self.case.read(number).map_err(|fault| self.told(&fault))?);
            }
        }
        Ok(read)
    }

    /// A document's id as it may be shown.
    pub(crate) fn shown_id(&self, id: &DocumentId) -> DocumentId {
        if is_hash(id) { id.clone() } else { DocumentId(self.everybody().locator(&id.0)) }
    }

    /// The document that a user means: by its id, the beginning of its id or hash, or its file's name.
    pub(crate) fn document(&self, typed: &str) -> Result<Stored, String> {
        let listed = self.case.list().map_err(|fault| self.told(&fault))?;
        let one = one_of(&listed, typed)?;
        self.case.read(one.number).map_err(|fault| self.told(&fault))?.ok_or_else(|| {
            format!("document {typed} is kept but could not be read; `firsthand rebuild` tries again")
        })
    }

    /// A fault of this case.
    pub(crate) fn told(&self, fault: &Fault) -> String {
        format!("{}: {fault}", Path::display(&self.file))
    }
}

/// The one document of a list that `typed` means.
fn one_of<'l>(listed: &'l [Listed], typed: &str) -> Result<&'l Listed, String> {
    if let Some(exact) = listed.iter().find(|it| it.id.0 == typed) {
        return Ok(exact);
    }
    let meant: Vec<&Listed> = listed
        .iter()
        .filter(|it| it.id.0.starts_with(typed) || it.sha256.starts_with(typed) || it.name == typed)
        .collect();
    match meant.as_slice() {
        [one] if !typed.is_empty() => Ok(one),
        [] => Err(format!(
            "no document begins with {typed:?}; `firsthand claims` and `firsthand sources` show which there are"
        )),
        several => Err(format!("{} documents begin with {typed:?}; give more of it", several.len())),
    }
}

/// A document's id as it is shown in a terminal: eight digits of a hash, or the given id.
pub(crate) fn short(id: &DocumentId) -> &str {
    if is_hash(id) { &id.0[..8] } else { &id.0 }
}

fn is_hash(id: &DocumentId) -> bool {
    id.0.len() == 64 && id.0.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A record as a line of JSON, after the names are out of it.
pub(crate) fn json_line(value: &Value) -> String {
    format!("{value}\n")
}

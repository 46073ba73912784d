//! What joins the documents, kept: keys, ties, copies, voices, and the incidents that come of them.
//!
//! All of it is derived. `linking` writes it in one transaction; [`Case::unlink`] drops it; the readers below answer from
//! it without linking anything. The store does not know what a tie means: it keeps numbers, and records as JSON.
//!
//! ```text
//! unlinked() → [7]    linking(|it| { it.candidates(keys) … it.put(…) … it.replace_groups(…) })    incidents(filter) → rows
//! ```
//!
//! A **cluster** is a set of tellings beyond which no group can reach; it is what is grouped anew when one of its tellings
//! changes. Clusters only ever grow together.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    ids::{ClaimId, ClaimNumber, DocumentId},
    incident::Incident,
    link::Copied,
};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params, types::Value as Sql};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    case::Case,
    documents,
    fault::Fault,
    records::{Stored, pack, unpack},
};

/// What is kept of a document once it is linked.
#[derive(Clone, Debug, Default)]
pub struct Linking {
    /// What it can be found by.
    pub keys: Vec<u64>,
    /// What it tells of: the first claim of each telling, and its ties to tellings that are kept already.
    pub tellings: Vec<(ClaimNumber, Vec<(i64, f32)>)>,
    /// Ties between its own tellings, by their places in the list above.
    pub within: Vec<(usize, usize, f32)>,
    /// Documents it shares wording with.
    pub copies: Vec<(i64, Copied)>,
    /// The sources it names: the id of each, and its record.
    pub voices: Vec<(String, String)>,
    /// Whose names in it are to be shielded, as the program keeps it.
    pub people: String,
}

/// A tie between two tellings of a list, by their places in it.
pub type PlacedTie = (usize, usize, f32);

/// A telling as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TellingRow {
    /// Its number.
    pub number: i64,
    /// Its document's number.
    pub document: i64,
    /// Its name.
    pub id: ClaimId,
    /// The number of its group; 0 while it has none.
    pub incident: i64,
}

/// A group of tellings with what was made of it.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its tellings, by number.
    pub tellings: Vec<i64>,
    /// What was found; none where all of it was withdrawn.
    pub incident: Option<Assessed>,
}

/// An incident with what it is found by.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The whole record.
    pub incident: Incident,
    /// Its documents, by number.
    pub documents: Vec<i64>,
    /// First and last day of publication.
    pub published: Option<(String, String)>,
    /// What it can be found by: kind and value.
    pub keys: Vec<(&'static str, String)>,
}

/// An incident in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentRow {
    /// Its number in the case; never shown, and another one after the next change of the incident.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// `incident` or `theme`.
    pub kind: String,
    /// Its title, with whatever names are in it.
    pub title: String,
    /// Independent origins, at least and at most.
    pub origins: (u32, u32),
    /// Channels, at least and at most.
    pub channels: (u32, u32),
    /// How many documents tell of it.
    pub documents: u32,
    /// How many claims.
    pub claims: u32,
    /// How many contradictions are in it.
    pub contradictions: u32,
    /// Whether sources of opposed stakes assert it.
    pub opposed: bool,
    /// How many circles of citation are in it.
    pub circular: u32,
    /// The bottleneck, by name.
    pub stands_on: Vec<String>,
    /// Seal of the whole record: the same while nothing of it changes.
    pub seal: String,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
}

/// Which incidents, in which order, from which on.
#[derive(Clone, Debug, Default)]
pub struct IncidentFilter {
    /// `incident` or `theme`.
    pub kind: Option<String>,
    /// Words in the title.
    pub title: Option<String>,
    /// Kind and value (lower case) of what it has to be found by; all of them must hold.
    pub keys: Vec<(String, String)>,
    /// Published on this day or later.
    pub from: Option<String>,
    /// Published on this day or earlier.
    pub to: Option<String>,
    /// At least so many certain origins.
    pub origins: Option<u32>,
    /// Whether it has contradictions.
    pub contradicted: Option<bool>,
    /// Whether sources of opposed stakes assert it.
    pub opposed: Option<bool>,
    /// In which order.
    pub order: IncidentOrder,
    /// How many to pass over.
    pub offset: u32,
    /// How many at most; none for all.
    pub limit: Option<u32>,
}

/// In which order incidents are listed. Equals are in order of id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IncidentOrder {
    /// By id.
    #[default]
    Id,
    /// Those that stand on most origins first, then those told of most.
    Origins,
    /// Those that the most documents tell of first.
    Documents,
    /// Those with many reports to an origin first: echoes.
    Echo,
    /// The latest published first.
    Latest,
    /// The earliest published first.
    Earliest,
}

impl IncidentOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Origins => "low DESC, high DESC, documents DESC, id",
            Self::Documents => "documents DESC, id",
            Self::Echo => "documents - high DESC, documents DESC, id",
            Self::Latest => "to_day IS NULL, to_day DESC, id",
            Self::Earliest => "from_day IS NULL, from_day, id",
        }
    }
}

/// Writes links within one transaction.
#[derive(Debug)]
pub struct Linker<'c> {
    connection: &'c Connection,
}

impl Case {
    /// Documents that are read and not linked, by number, in order of acquisition.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn unlinked(&self) -> Result<Vec<i64>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT document FROM derived WHERE document NOT IN (SELECT document FROM linked) ORDER BY document",
        )?;
        let numbers = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }

    /// Whether something of the links is left undone: clusters to group, groups to assess.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn links_open(&self) -> Result<bool, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM open_clusters) OR EXISTS (SELECT 1 FROM open_groups)",
        )?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// What the program noted beside the links, under a name.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn link_note(&self, name: &str) -> Result<Option<String>, Fault> {
        note(&self.connection, name)
    }

    /// Changes the links, in one transaction.
    ///
    /// # Errors
    ///
    /// What `deed` says, and when the case cannot be written; then nothing of it is in the case.
    pub fn linking<T>(&mut self, deed: impl FnOnce(&Linker<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = deed(&Linker { connection: &transaction })?;
        transaction.commit()?;
        Ok(done)
    }

    /// Drops all links. Every document is unlinked then; what people decided stays.
    ///
    /// # Errors
    ///
    /// When the case cannot be written; then the links stand.
    pub fn unlink(&mut self) -> Result<(), Fault> {
        self.linking(|linker| {
            for table in [
                "linked",
                "link_keys",
                "tellings",
                "open_clusters",
                "open_groups",
                "copies",
                "voices",
                "incidents",
                "incident_claims",
                "incident_documents",
                "incident_keys",
            ] {
                linker.connection.execute(&format!("DELETE FROM {table}"), [])?;
            }
            linker.connection.execute("DELETE FROM meta WHERE key LIKE 'links.%'", [])?;
            Ok(())
        })
    }

    /// Incidents and themes as rows.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn incidents(&self, filter: &IncidentFilter) -> Result<Vec<IncidentRow>, Fault> {
        let (condition, mut values) = filter.condition();
        values.push(Sql::from(filter.limit.map_or(-1, i64::from)));
        values.push(Sql::from(i64::from(filter.offset)));
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT number, id, kind, title, low, high, channels_low, channels_high, documents, claims, contradictions,
                    opposed, circular, stands_on, from_day, to_day, seal
             FROM incidents WHERE {condition} ORDER BY {} LIMIT ? OFFSET ?",
            filter.order.sql()
        ))?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
            let stands_on: String = row.get(13)?;
            Ok((
                stands_on,
                IncidentRow {
                    number: row.get(0)?,
                    id: row.get(1)?,
                    kind: row.get(2)?,
                    title: row.get(3)?,
                    origins: (row.get(4)?, row.get(5)?),
                    channels: (row.get(6)?, row.get(7)?),
                    documents: row.get(8)?,
                    claims: row.get(9)?,
                    contradictions: row.get(10)?,
                    opposed: row.get(11)?,
                    circular: row.get(12)?,
                    stands_on: Vec::new(),
                    from: row.get(14)?,
                    to: row.get(15)?,
                    seal: row.get(16)?,
                },
            ))
        })?;
        rows.map(|row| {
            let (stands_on, row) = row?;
            Ok(IncidentRow { stands_on: serde_json::from_str(&stands_on)?, ..row })
        })
        .collect()
    }

    /// How many there are.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn count_incidents(&self, filter: &IncidentFilter) -> Result<u64, Fault> {
        let (condition, values) = filter.condition();
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT count(*) FROM incidents WHERE {condition}"))?;
        let count: i64 = statement.query_row(rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// One incident by its id.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn incident(&self, id: &str) -> Result<Option<Incident>, Fault> {
        let mut statement = self.connection.prepare_cached("SELECT record FROM incidents WHERE id = ?1")?;
        let record: Option<Vec<u8>> = statement.query_row([id], |row| row.get(0)).optional()?;
        record.map(|record| unpacked(&record)).transpose()
    }

    /// Hands every incident and theme to `take`, in order of id.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn each_incident(&self, mut take: impl FnMut(Incident)) -> Result<(), Fault> {
        let mut statement = self.connection.prepare("SELECT record FROM incidents ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record: Vec<u8> = row.get(0)?;
            take(unpacked(&record)?);
        }
        Ok(())
    }

    /// The ids of the incidents that a document tells of, in order; of one of its claims, if one is given.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn incidents_of(&self, document: i64, claim: Option<ClaimNumber>) -> Result<Vec<String>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT id FROM incidents JOIN incident_documents ON incident_documents.incident = number
             WHERE document = ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM incident_claims AS it
               WHERE it.document = ?1 AND it.claim = ?2 AND it.incident = number)) ORDER BY id",
        )?;
        let ids = statement
            .query_map(params![document, claim.map(|it| it.0)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// All pairs of documents that share wording, in order of their ids; those of one document, if one is given.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn copies(&self, document: Option<i64>) -> Result<Vec<Copied>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record FROM copies WHERE ?1 IS NULL
             UNION ALL SELECT record FROM copies WHERE a = ?1 UNION ALL SELECT record FROM copies WHERE b = ?1",
        )?;
        let rows = statement.query_map([document], |row| row.get::<_, String>(0))?;
        let mut copies: Vec<Copied> = rows.map(|row| parsed(&row?)).collect::<Result<_, Fault>>()?;
        copies.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
        Ok(copies)
    }

    /// The records of all sources as each document names them, in order of document id, then of source id.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn voices<T: DeserializeOwned>(&self) -> Result<Vec<T>, Fault> {
        voices(&self.connection)
    }

    /// Whose names are to be shielded in some documents, as the program keeps it: of these, or of all.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn people<T: DeserializeOwned>(&self, documents: Option<&[DocumentId]>) -> Result<Vec<T>, Fault> {
        let asked = documents.map(serde_json::to_string).transpose()?;
        let mut statement = self.connection.prepare_cached(if asked.is_some() {
            "SELECT people FROM documents JOIN linked ON document = number
             WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id"
        } else {
            "SELECT people FROM documents JOIN linked ON document = number WHERE ?1 IS NULL ORDER BY id"
        })?;
        let rows = statement.query_map([asked], |row| row.get::<_, String>(0))?;
        rows.map(|row| parsed(&row?)).collect()
    }

    /// Whose names are to be shielded where an incident is listed: of all documents that tell of it.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn people_of_incident<T: DeserializeOwned>(&self, incident: i64) -> Result<Vec<T>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT people FROM incident_documents JOIN linked USING (document)
             JOIN documents ON documents.number = linked.document WHERE incident = ?1 ORDER BY documents.id",
        )?;
        let rows = statement.query_map([incident], |row| row.get::<_, String>(0))?;
        rows.map(|row| parsed(&row?)).collect()
    }
}

impl IncidentFilter {
    /// The condition in SQL, and what stands for its question marks.
    fn condition(&self) -> (String, Vec<Sql>) {
        let (mut parts, mut values) = (vec!["1".to_owned()], Vec::new());
        let mut part = |condition: &str, given: Vec<Sql>| {
            parts.push(condition.to_owned());
            values.extend(given);
        };
        if let Some(kind) = &self.kind {
            part("kind = ?", vec![kind.clone().into()]);
        }
        if let Some(title) = &self.title {
            part("instr(lower(title), lower(?)) > 0", vec![title.clone().into()]);
        }
        for (kind, value) in &self.keys {
            part(
                "number IN (SELECT incident FROM incident_keys AS it WHERE it.kind = ? AND it.value = ?)",
                vec![kind.clone().into(), value.to_lowercase().into()],
            );
        }
        if let Some(from) = &self.from {
            part("to_day >= ?", vec![from.clone().into()]);
        }
        if let Some(to) = &self.to {
            part("from_day <= ?", vec![to.clone().into()]);
        }
        if let Some(origins) = self.origins {
            part("low >= ?", vec![i64::from(origins).into()]);
        }
        if let Some(contradicted) = self.contradicted {
            part("(contradictions > 0) = ?", vec![i64::from(contradicted).into()]);
        }
        if let Some(opposed) = self.opposed {
            part("opposed = ?", vec![i64::from(opposed).into()]);
        }
        (parts.join(" AND "), values)
    }
}

impl Linker<'_> {
    /// Documents that can be found by one of these keys, by number.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn candidates(&self, keys: &[u64]) -> Result<BTreeSet<i64>, Fault> {
        let mut statement =
            self.connection.prepare_cached("SELECT document FROM link_keys WHERE key = ?1")?;
        let mut found = BTreeSet::new();
        for key in keys {
            let mut rows = statement.query([key.cast_signed()])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        Ok(found)
    }

    /// Whether a document is linked.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn is_linked(&self, document: i64) -> Result<bool, Fault> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM linked WHERE document = ?1")?.exists([document])?)
    }

    /// As [`Case::link_note`].
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn noted(&self, name: &str) -> Result<Option<String>, Fault> {
        note(self.connection, name)
    }

    /// One document as read.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn read(&self, document: i64) -> Result<Option<Stored>, Fault> {
        documents::read(self.connection, document)
    }

    /// The numbers of a document's tellings, by their first claims.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn tellings_of(&self, document: i64) -> Result<BTreeMap<ClaimNumber, i64>, Fault> {
        let mut statement =
            self.connection.prepare_cached("SELECT claim, number FROM tellings WHERE document = ?1")?;
        let rows = statement.query_map([document], |row| Ok((ClaimNumber(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps what linking found of a document. `holds` says which ties can hold a group together; the clusters they join
    /// are one from now on, and open.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn put(&self, document: i64, linking: &Linking, holds: impl Fn(f32) -> bool) -> Result<(), Fault> {
        self.connection
            .prepare_cached("INSERT INTO linked (document, people) VALUES (?1, ?2)")?
            .execute(params![document, linking.people])?;
        let mut keys = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO link_keys (key, document) VALUES (?1, ?2)")?;
        for key in &linking.keys {
            keys.execute(params![key.cast_signed(), document])?;
        }
        let mut numbers: Vec<i64> = Vec::new();
        for (place, (claim, ties)) in linking.tellings.iter().enumerate() {
            let mine = |&&(one, other, _): &&(usize, usize, f32)| one.max(other) == place && one != other;
            let own = linking
                .within
                .iter()
                .filter(mine)
                .map(|&(one, other, likeness)| (numbers.get(one.min(other)).copied(), likeness));
            let ties: Vec<(i64, f32)> = own
                .filter_map(|(number, likeness)| Some((number?, likeness)))
                .chain(ties.iter().copied())
                .collect();
            self.connection
                .prepare_cached("INSERT INTO tellings (document, claim, cluster, incident, ties) VALUES (?1, ?2, 0, 0, ?3)")?
                .execute(params![document, claim.0, packed_ties(&ties)])?;
            let number = self.connection.last_insert_rowid();
            self.connection
                .prepare_cached("UPDATE tellings SET cluster = ?1 WHERE number = ?1")?
                .execute([number])?;
            numbers.push(number);
            let strong: Vec<i64> = ties.iter().filter(|tie| holds(tie.1)).map(|tie| tie.0).collect();
            self.unite(number, &strong)?;
        }
        for (other, copied) in &linking.copies {
            self.connection
                .prepare_cached("INSERT OR REPLACE INTO copies (a, b, record) VALUES (?1, ?2, ?3)")?
                .execute(params![
                    document.min(*other),
                    document.max(*other),
                    serde_json::to_string(copied)?
                ])?;
        }
        for (source, record) in &linking.voices {
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO voices (document, source, record) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![document, source, record])?;
        }
        Ok(())
    }

    /// Makes one cluster of those that some tellings are in, and opens it.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn unite(&self, telling: i64, others: &[i64]) -> Result<(), Fault> {
        let mut find = self.connection.prepare_cached("SELECT cluster FROM tellings WHERE number = ?1")?;
        let mut clusters: BTreeSet<i64> = BTreeSet::new();
        for number in others.iter().chain([&telling]) {
            clusters.extend(find.query_row([number], |row| row.get::<_, i64>(0)).optional()?);
        }
        let Some(&keep) = clusters.first() else { return Ok(()) };
        for cluster in clusters.iter().skip(1) {
            self.connection
                .prepare_cached("UPDATE tellings SET cluster = ?1 WHERE cluster = ?2")?
                .execute([keep, *cluster])?;
            self.connection
                .prepare_cached("DELETE FROM open_clusters WHERE cluster = ?1")?
                .execute([cluster])?;
        }
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO open_clusters (cluster) VALUES (?1)")?
            .execute([keep])?;
        Ok(())
    }

    /// Whether two tellings are in one cluster.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn in_one_cluster(&self, one: i64, other: i64) -> Result<bool, Fault> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(DISTINCT cluster) = 1 FROM tellings WHERE number IN (?1, ?2)")?;
        Ok(statement.query_row([one, other], |row| row.get(0))?)
    }

    /// Clusters to be grouped anew.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn open_clusters(&self) -> Result<Vec<i64>, Fault> {
        self.numbers("SELECT cluster FROM open_clusters ORDER BY cluster")
    }

    /// Groups to be assessed anew that still stand.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn open_groups(&self) -> Result<Vec<i64>, Fault> {
        self.numbers(
            "SELECT incident FROM open_groups WHERE incident IN (SELECT incident FROM tellings) ORDER BY incident",
        )
    }

    /// Asks for the groups that some documents are in to be assessed anew.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn reopen(&self, documents: &[i64]) -> Result<(), Fault> {
        let mut statement = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO open_groups (incident)
             SELECT incident FROM tellings WHERE document = ?1 AND incident > 0",
        )?;
        documents
            .iter()
            .try_for_each(|document| statement.execute([document]).map(|_| ()).map_err(Fault::from))
    }

    /// Nothing is open any more.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn close(&self) -> Result<(), Fault> {
        self.connection.execute_batch("DELETE FROM open_clusters; DELETE FROM open_groups;")?;
        Ok(())
    }

    /// The tellings of a cluster in order of name, and the ties among them by place in that list.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn cluster(&self, cluster: i64) -> Result<(Vec<TellingRow>, Vec<PlacedTie>), Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT tellings.number, document, id, claim, incident, ties FROM tellings
             JOIN documents ON documents.number = document WHERE cluster = ?1 ORDER BY id, claim",
        )?;
        let mut rows = statement.query([cluster])?;
        let (mut members, mut ties): (Vec<TellingRow>, Vec<(usize, i64, f32)>) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let packed: Vec<u8> = row.get(5)?;
            ties.extend(unpacked_ties(&packed).map(|(other, likeness)| (members.len(), other, likeness)));
            members.push(TellingRow {
                number: row.get(0)?,
                document: row.get(1)?,
                id: ClaimId { document: DocumentId(row.get(2)?), claim: ClaimNumber(row.get(3)?) },
                incident: row.get(4)?,
            });
        }
        let places: BTreeMap<i64, usize> =
            members.iter().enumerate().map(|(place, member)| (member.number, place)).collect();
        let ties = ties
            .into_iter()
            .filter_map(|(place, other, likeness)| Some((place, *places.get(&other)?, likeness)))
            .collect();
        Ok((members, ties))
    }

    /// The tellings of a group, in order of name.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn group(&self, incident: i64) -> Result<Vec<TellingRow>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT tellings.number, document, id, claim, incident FROM tellings
             JOIN documents ON documents.number = document WHERE incident = ?1 ORDER BY id, claim",
        )?;
        let rows = statement.query_map([incident], |row| {
            Ok(TellingRow {
                number: row.get(0)?,
                document: row.get(1)?,
                id: ClaimId { document: DocumentId(row.get(2)?), claim: ClaimNumber(row.get(3)?) },
                incident: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The copies among some documents.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn copies_among(&self, documents: &BTreeSet<i64>) -> Result<Vec<Copied>, Fault> {
        let mut statement = self.connection.prepare_cached("SELECT b, record FROM copies WHERE a = ?1")?;
        let mut copies: Vec<Copied> = Vec::new();
        for document in documents {
            let mut rows = statement.query([document])?;
            while let Some(row) = rows.next()? {
                if documents.contains(&row.get(0)?) {
                    let record: String = row.get(1)?;
                    copies.push(parsed(&record)?);
                }
            }
        }
        copies.sort_by(|one, other| (&one.a, &one.b).cmp(&(&other.a, &other.b)));
        Ok(copies)
    }

    /// Numbers of the documents that name one of these sources.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn documents_naming(&self, sources: &[String]) -> Result<Vec<i64>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT document FROM voices WHERE source IN (SELECT value FROM json_each(?1)) ORDER BY document",
        )?;
        let rows = statement.query_map([serde_json::to_string(sources)?], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of a document.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn number_of(&self, document: &DocumentId) -> Result<Option<i64>, Fault> {
        let mut statement = self.connection.prepare_cached("SELECT number FROM documents WHERE id = ?1")?;
        Ok(statement.query_row([&document.0], |row| row.get(0)).optional()?)
    }

    /// As [`Case::voices`].
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn voices<T: DeserializeOwned>(&self) -> Result<Vec<T>, Fault> {
        voices(self.connection)
    }

    /// Notes something beside the links, under a name.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn note(&self, name: &str, value: &str) -> Result<(), Fault> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('links.' || ?1, ?2)")?
            .execute([name, value])?;
        Ok(())
    }

    /// Takes some groups out.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn drop_groups(&self, groups: &BTreeSet<i64>) -> Result<(), Fault> {
        for sql in [
            "DELETE FROM incidents WHERE number = ?1",
            "DELETE FROM incident_claims WHERE incident = ?1",
            "DELETE FROM incident_documents WHERE incident = ?1",
            "DELETE FROM incident_keys WHERE incident = ?1",
            "UPDATE tellings SET incident = 0 WHERE incident = ?1",
        ] {
            let mut statement = self.connection.prepare_cached(sql)?;
            for group in groups.iter().filter(|&&group| group > 0) {
                statement.execute([group])?;
            }
        }
        Ok(())
    }

    /// Puts a group in, under the number of its first telling.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn put_group(&self, group: &Group) -> Result<(), Fault> {
        let Some(&number) = group.tellings.iter().min() else { return Ok(()) };
        let mut member =
            self.connection.prepare_cached("UPDATE tellings SET incident = ?1 WHERE number = ?2")?;
        for telling in &group.tellings {
            member.execute([number, *telling])?;
        }
        let Some(Assessed { incident, documents, published, keys }) = &group.incident else { return Ok(()) };
        let record = pack(&serde_json::to_vec(incident)?)?;
        let seal = seal(&incident.id.0, &record);
        let count = |list: usize| i64::try_from(list).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(
                "INSERT INTO incidents (number, id, kind, title, low, high, channels_low, channels_high, documents, claims,
                                        contradictions, opposed, circular, stands_on, from_day, to_day, record, seal)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                number,
                incident.id.0,
                incident.kind.as_str(),
                incident.title,
                incident.origins.low,
                incident.origins.high,
                incident.channels.low,
                incident.channels.high,
                count(incident.documents.len()),
                count(incident.claims.len()),
                count(incident.contradictions.len()),
                incident.opposed_stakes,
                count(incident.circular.len()),
                serde_json::to_string(&incident.bottleneck)?,
                published.as_ref().map(|it| &it.0),
                published.as_ref().map(|it| &it.1),
                record,
                seal
            ])?;
        let mut place = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO incident_documents (incident, document) VALUES (?1, ?2)",
        )?;
        for document in documents {
            place.execute([number, *document])?;
        }
        let mut claim = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO incident_claims (document, claim, incident)
             SELECT documents.number, ?2, ?3 FROM documents WHERE id = ?1",
        )?;
        for told in &incident.claims {
            claim.execute(params![told.document.0, told.claim.0, number])?;
        }
        let mut key = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO incident_keys (incident, kind, value) VALUES (?1, ?2, ?3)",
        )?;
        for (kind, value) in keys {
            key.execute(params![number, kind, value.to_lowercase()])?;
        }
        Ok(())
    }

    fn numbers(&self, sql: &str) -> Result<Vec<i64>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let numbers = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }
}

/// The seal of an incident's record.
pub(crate) fn seal(id: &str, record: &[u8]) -> String {
    documents::seal(&[id.as_bytes(), record])
}

fn note(connection: &Connection, name: &str) -> Result<Option<String>, Fault> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = 'links.' || ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

fn voices<T: DeserializeOwned>(connection: &Connection) -> Result<Vec<T>, Fault> {
    let mut statement = connection.prepare(
        "SELECT record FROM voices JOIN documents ON documents.number = document ORDER BY documents.id, source",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|row| parsed(&row?)).collect()
}

fn parsed<T: DeserializeOwned>(record: &str) -> Result<T, Fault> {
    Ok(serde_json::from_str(record)?)
}

fn unpacked<T: DeserializeOwned + Serialize>(record: &[u8]) -> Result<T, Fault> {
    Ok(serde_json::from_slice(&unpack(record)?)?)
}

/// Ties as bytes: number and likeness, both little-endian.
fn packed_ties(ties: &[(i64, f32)]) -> Vec<u8> {
    ties.iter()
        .flat_map(|(number, likeness)| number.to_le_bytes().into_iter().chain(likeness.to_le_bytes()))
        .collect()
}

fn unpacked_ties(packed: &[u8]) -> impl Iterator<Item = (i64, f32)> + '_ {
    packed.chunks_exact(12).filter_map(|tie| {
        let (number, likeness) = tie.split_at(8);
        Some((i64::from_le_bytes(number.try_into().ok()?), f32::from_le_bytes(likeness.try_into().ok()?)))
    })
}

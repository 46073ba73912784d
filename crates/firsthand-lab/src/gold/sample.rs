//! The sample that ships and the answers to it, worked out by hand: `corpus/sample/ANSWERS.toml`.

use std::{fs, path::Path};

use firsthand_schema::{
    capture::{Capture, Given, Media},
    ids::DocumentId,
};
use serde::Deserialize;

/// A record of the sample's feed.
#[derive(Deserialize)]
struct Record {
    id: String,
    text: Option<String>,
    html: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

/// The reports that lie beside the answers, in order of their names; a report is named by its file, a record by its id.
///
/// # Errors
///
/// When a file cannot be read, or a record of the feed is not one.
pub fn captures(answers: &Path) -> Result<Vec<Capture>, String> {
    let folder = answers.parent().unwrap_or(answers);
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let mut captures = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| format!("cannot list {}: {error}", folder.display()))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let whole = |media| -> Result<Capture, String> {
            let content = super::text(&path)?;
            Ok(Capture { id: DocumentId(name.clone()), media, content, given: Given::default() })
        };
        match path.extension().and_then(|end| end.to_str()) {
            Some("html") => captures.push(whole(Media::Html)?),
            Some("txt") => captures.push(whole(Media::Text)?),
            Some("jsonl") => captures.extend(super::lines(&path)?.into_iter().map(recorded)),
            _ => {}
        }
    }
    captures.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(captures)
}

fn recorded(record: Record) -> Capture {
    let (media, content) = match (record.html, record.text) {
        (Some(html), _) => (Media::Html, html),
        (None, text) => (Media::Text, text.unwrap_or_default()),
    };
    let given = Given {
        id: Some(record.id.clone()),
        title: record.title,
        outlet: record.outlet,
        url: record.url,
        published: record.published,
    };
    Capture { id: DocumentId(record.id), media, content, given }
}

/// All of it. What is not scored is not read.
#[derive(Clone, Debug, Deserialize)]
pub struct Answers {
    /// What happened, and how many say so.
    #[serde(rename = "incident")]
    pub incidents: Vec<Incident>,
    /// Which report repeats which.
    #[serde(rename = "copy")]
    pub copies: Vec<Copied>,
    /// Whom the program must shield.
    pub protected: Vec<Shield>,
    /// Whom it must not.
    pub not_protected: Vec<Names>,
    /// What the reports say of their own checking.
    #[serde(rename = "remark")]
    pub remarks: Vec<Remark>,
    /// Relative dates.
    #[serde(rename = "time")]
    pub times: Vec<Time>,
}

/// One incident.
#[derive(Clone, Debug, Deserialize)]
pub struct Incident {
    /// Its name in the file.
    pub key: String,
    /// Event types, any of which will do.
    pub events: Vec<String>,
    /// The reports that tell of it, by file or id.
    pub documents: Vec<String>,
    /// Independent origins.
    pub origins: Bounds,
    /// The same with documents and outlets counted.
    pub channels: Bounds,
    /// What cannot both be true.
    #[serde(default)]
    pub contradictions: Vec<Contradiction>,
}

/// At least, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Bounds {
    /// At least.
    pub low: u32,
    /// At most.
    pub high: u32,
}

/// A slot with values that cannot both be true.
#[derive(Clone, Debug, Deserialize)]
pub struct Contradiction {
    /// count, time, place, polarity.
    pub slot: String,
}

/// A copy.
#[derive(Clone, Debug, Deserialize)]
pub struct Copied {
    /// One report.
    pub a: String,
    /// The other.
    pub b: String,
    /// The one that came later.
    pub later: String,
}

/// Somebody to shield.
#[derive(Clone, Debug, Deserialize)]
pub struct Shield {
    /// In which report.
    pub document: String,
    /// A name or a description.
    pub who: String,
}

/// Names.
#[derive(Clone, Debug, Deserialize)]
pub struct Names {
    /// The names.
    pub names: Vec<String>,
}

/// A verification remark.
#[derive(Clone, Debug, Deserialize)]
pub struct Remark {
    /// In which report.
    pub document: String,
    /// What it says.
    pub kind: String,
    /// Some of its words.
    pub words: String,
}

/// A relative date.
#[derive(Clone, Debug, Deserialize)]
pub struct Time {
    /// In which report.
    pub document: String,
    /// The words.
    pub words: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

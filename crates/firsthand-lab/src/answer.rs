//! What the program says of one document, as the public format has it: offsets in code points.
//!
//! In: a line that `firsthand annotate` printed, or what the engine handed back. Out: an `Answer`, which is all that the
//! metrics look at, so that a figure is the same whichever way it was got.

use firsthand_schema::{
    annotation::{Annotations, Names},
    document::Document,
    span::{CodePoints, Span},
};
use serde::Deserialize;

/// Start and end, in code points, end exclusive.
pub type Range = (usize, usize);

/// One document's answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// The document's id in the gold set.
    pub id: String,
    /// The text that the offsets count in; none where the printer left it out.
    pub text: Option<String>,
    /// When it was published, as far as the program could tell.
    pub published: Option<Interval>,
    /// Blocks by kind.
    pub blocks: Vec<Stretch>,
    /// Whatever is named.
    pub mentions: Vec<Named>,
    /// Attribution relations.
    pub attributions: Vec<Relation>,
    /// The ledger.
    pub claims: Vec<Statement>,
    /// What the report says of its own checking.
    pub remarks: Vec<Stretch>,
    /// Whom the program shields.
    pub protected: Vec<Shielded>,
}

/// A closed interval of days, `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Interval {
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// A stretch of text that is of a kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stretch {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is.
    pub kind: String,
}

/// A mention, with those normalised values that are scored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Its id in the document.
    pub id: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// person, organisation, outlet, unit, place, time, quantity.
    pub kind: String,
    /// The entity of the document that it names.
    pub entity: Option<String>,
    /// Time: TIMEX3 type.
    #[serde(rename = "type")]
    pub sort: Option<String>,
    /// Time: TIMEX3 value, a string. Quantity: a number.
    pub value: Option<serde_json::Value>,
    /// Time: first day.
    pub from: Option<String>,
    /// Time: last day.
    pub to: Option<String>,
    /// Quantity: how the number binds.
    pub bound: Option<String>,
    /// Place: degrees north.
    pub lat: Option<f64>,
    /// Place: degrees east.
    pub lon: Option<f64>,
}

/// An attribution relation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Relation {
    /// Who.
    pub source: Vec<Range>,
    /// The words that hand it on.
    pub cue: Vec<Range>,
    /// What is said.
    pub content: Vec<Range>,
}

/// A claim.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Statement {
    /// The words that say what happened.
    pub content: Vec<Range>,
    /// Sources, from the nearest to the origin.
    pub chain: Vec<Link>,
    /// direct, indirect, mixed, hedged, own.
    pub voice: String,
    /// What it tells of.
    pub events: Vec<Happening>,
    /// Ids of mentions.
    pub places: Vec<String>,
    /// Ids of mentions.
    pub times: Vec<String>,
    /// Ids of mentions.
    pub units: Vec<String>,
    /// Ids of mentions.
    pub quantities: Vec<String>,
}

/// One source in a chain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Its name or description.
    pub name: String,
}

/// An event that a claim tells of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Happening {
    /// Its type in the taxonomy.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Somebody whose name does not leave the case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shielded {
    /// Which entity of the document.
    pub entity: Option<String>,
    /// Their name, where the printer gave one.
    pub name: Option<String>,
}

impl Answer {
    /// Reads one line of the public format.
    ///
    /// # Errors
    ///
    /// When the line is not an object of that form; the message says where.
    pub fn from_line(line: &str) -> Result<Self, String> {
        serde_json::from_str(line)
            .map_err(|error| format!("not a line that `firsthand annotate` prints: {error}"))
    }

    /// What the engine handed back, led over into code points.
    #[must_use]
    pub fn of(document: &Document, found: &Annotations) -> Self {
        let points = CodePoints::new(&document.text);
        let range = |span: &Span| (points.at(span.start) as usize, points.at(span.end) as usize);
        let ranges = |spans: &[Span]| spans.iter().map(range).collect::<Vec<Range>>();
        let stretch = |span: &Span, kind: &str| {
            let (start, end) = range(span);
            Stretch { start, end, kind: kind.to_owned() }
        };
        let ids = |mentions: &[firsthand_schema::ids::MentionId]| {
            mentions.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        Self {
            id: document.id.to_string(),
            text: Some(document.text.clone()),
            published: found.published.map(|published| Interval {
                from: Some(published.from.to_string()),
                to: Some(published.to.to_string()),
            }),
            blocks: document.blocks.iter().map(|block| stretch(&block.span, block.kind.as_str())).collect(),
            mentions: found
                .mentions
                .iter()
                .map(|mention| {
                    let (start, end) = range(&mention.span);
                    let mut named = Named {
                        id: mention.id.to_string(),
                        start,
                        end,
                        kind: mention.names.kind().to_owned(),
                        entity: mention.entity.map(|entity| entity.to_string()),
                        ..Named::default()
                    };
                    values(&mention.names, &mut named);
                    named
                })
                .collect(),
            attributions: found
                .attributions
                .iter()
                .map(|relation| Relation {
                    source: ranges(&relation.source),
                    cue: ranges(&relation.cue),
                    content: ranges(&relation.content),
                })
                .collect(),
            claims: found
                .claims
                .iter()
                .map(|claim| Statement {
                    content: ranges(&claim.content),
                    chain: claim.chain.iter().map(|hop| Link { name: hop.name.clone() }).collect(),
                    voice: claim.voice.as_str().to_owned(),
                    events: claim.events.iter().map(|event| Happening { kind: event.kind.clone() }).collect(),
                    places: ids(&claim.places),
                    times: ids(&claim.times),
                    units: ids(&claim.units),
                    quantities: ids(&claim.quantities),
                })
                .collect(),
            remarks: found.remarks.iter().map(|remark| stretch(&remark.span, remark.kind.as_str())).collect(),
            protected: found
                .protected
                .iter()
                .map(|shield| Shielded { entity: Some(shield.entity.to_string()), name: None })
                .collect(),
        }
    }
}

fn values(names: &Names, named: &mut Named) {
    match names {
        Names::Time(when) => {
            named.sort = Some(when.kind.as_str().to_owned());
            named.value = Some(when.value.clone().into());
            named.from = when.from.map(|day| day.to_string());
            named.to = when.to.map(|day| day.to_string());
        }
        Names::Quantity(amount) => {
            named.value = amount.value.map(Into::into);
            named.bound = Some(amount.bound.as_str().to_owned());
        }
        Names::Place(place) | Names::Demonym(place) => (named.lat, named.lon) = (place.lat, place.lon),
        Names::Person(_) | Names::Organisation(_) | Names::Outlet(_) | Names::Unit(_) => {}
    }
}

//! The public form of one document's annotations: an object a line, offsets in code points.
//!
//! In: a document and what was found in it (byte offsets). Out: one JSON line of `docs/annotate.schema.json`.

use firsthand_schema::{
    annotation::{Annotations, Event, Mention, Names},
    attribution::Attribution,
    claim::{Claim, Hop, Remark},
    document::{Document, Published},
    ids::{ClaimNumber, MentionId},
    place::Alternative,
    span::{CodePoints, Span},
};
use serde::Serialize;

/// The version of the public form. A field may be added under the same number; none changes or goes.
const SCHEMA: u32 = 1;

/// One document as a JSON line, with its line feed.
pub(crate) fn line(document: &Document, found: &Annotations) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&Line::of(document, found))?;
    line.push(b'\n');
    Ok(line)
}

/// The same as a JSON value, for what adds fields of its own.
pub(crate) fn value(document: &Document, found: &Annotations) -> serde_json::Value {
    serde_json::to_value(Line::of(document, found)).unwrap_or_default()
}

type Pair = [u32; 2];

#[derive(Serialize)]
struct Line<'d> {
    id: &'d str,
    schema: u32,
    language: &'d str,
    text: &'d str,
    title: Option<&'d str>,
    outlet: Option<&'d str>,
    published: Option<PublishedForm>,
    blocks: Vec<BlockForm>,
    sentences: Vec<Pair>,
    mentions: Vec<MentionForm<'d>>,
    attributions: Vec<AttributionForm>,
    claims: Vec<ClaimForm<'d>>,
    remarks: Vec<RemarkForm<'d>>,
    protected: Vec<ProtectedForm>,
}

impl<'d> Line<'d> {
    fn of(document: &'d Document, found: &'d Annotations) -> Self {
        let form = Former::of(&document.text);
        Self {
            id: &document.id.0,
            schema: SCHEMA,
            language: &document.language,
            text: &document.text,
            title: document.title.as_deref(),
            outlet: document.outlet.as_deref(),
            published: published(document, found),
            blocks: document
                .blocks
                .iter()
                .map(|block| {
                    let [start, end] = form.points.span(block.span);
                    BlockForm { start, end, kind: block.kind.as_str() }
                })
                .collect(),
            sentences: form.spans(&found.sentences),
            mentions: found.mentions.iter().map(|mention| form.mention(mention)).collect(),
            attributions: found.attributions.iter().map(|it| form.attribution(it)).collect(),
            claims: found.claims.iter().map(|claim| form.claim(claim)).collect(),
            remarks: found.remarks.iter().map(|remark| form.remark(remark)).collect(),
            protected: found
                .protected
                .iter()
                .map(|it| ProtectedForm { entity: it.entity.to_string(), why: it.why.as_str() })
                .collect(),
        }
    }
}

/// When a document was published: what reading it told, else what was known before.
pub(super) fn published(document: &Document, found: &Annotations) -> Option<PublishedForm> {
    found.published.or(document.published).map(PublishedForm::of)
}

#[derive(Serialize)]
pub(super) struct PublishedForm {
    from: String,
    to: String,
    basis: &'static str,
}

impl PublishedForm {
    fn of(published: Published) -> Self {
        Self {
            from: published.from.to_string(),
            to: published.to.to_string(),
            basis: published.basis.as_str(),
        }
    }
}

#[derive(Serialize)]
struct BlockForm {
    start: u32,
    end: u32,
    kind: &'static str,
}

#[derive(Serialize)]
pub(super) struct MentionForm<'d> {
    start: u32,
    end: u32,
    kind: &'static str,
    id: String,
    entity: Option<String>,
    #[serde(flatten)]
    names: NamesForm<'d>,
}

/// What a mention names, its fields lying beside `kind`.
#[derive(Serialize)]
#[serde(untagged)]
enum NamesForm<'d> {
    Person {
        name: Option<&'d str>,
        role: Option<&'d str>,
        relation: Option<&'d str>,
        naming: Option<&'static str>,
    },
    Organisation {
        name: Option<&'d str>,
        official: bool,
        party: Option<&'d str>,
    },
    Outlet {
        name: Option<&'d str>,
        family: Option<&'d str>,
        country: Option<&'d str>,
    },
    Unit {
        designator: Option<&'d str>,
        r#type: Option<&'d str>,
        echelon: Option<&'d str>,
        side: Option<&'d str>,
        parent: Option<&'d str>,
    },
    Place {
        name: Option<&'d str>,
        lat: Option<f64>,
        lon: Option<f64>,
        country: Option<&'d str>,
        admin1: Option<&'d str>,
        geonameid: Option<u32>,
        precision: Option<&'static str>,
        alternatives: Vec<AlternativeForm<'d>>,
        demonym: bool,
    },
    Time {
        r#type: &'static str,
        value: &'d str,
        from: Option<String>,
        to: Option<String>,
        basis: &'d str,
    },
    Quantity {
        value: Option<f64>,
        value_to: Option<f64>,
        bound: &'static str,
        of: Option<&'d str>,
        out_of: Option<f64>,
        share: Option<f64>,
    },
}

impl<'d> NamesForm<'d> {
    fn of(names: &'d Names) -> Self {
        match names {
            Names::Person(person) => Self::Person {
                name: person.name.as_deref(),
                role: person.role.as_deref(),
                relation: person.relation.as_deref(),
                naming: person.naming.map(|naming| naming.as_str()),
            },
            Names::Organisation(it) => Self::Organisation {
                name: it.name.as_deref(),
                official: it.official,
                party: it.party.as_deref(),
            },
            Names::Outlet(it) => Self::Outlet {
                name: it.name.as_deref(),
                family: it.family.as_deref(),
                country: it.country.as_deref(),
            },
            Names::Unit(unit) => Self::Unit {
                designator: unit.designator.as_deref(),
                r#type: unit.kind.as_deref(),
                echelon: unit.echelon.as_deref(),
                side: unit.side.as_deref(),
                parent: unit.parent.as_deref(),
            },
            Names::Place(place) | Names::Demonym(place) => Self::Place {
                name: place.name.as_deref(),
                lat: place.lat,
                lon: place.lon,
                country: place.country.as_deref(),
                admin1: place.admin1.as_deref(),
                geonameid: place.geonameid,
                precision: place.precision.map(|precision| precision.as_str()),
                alternatives: place.alternatives.iter().map(AlternativeForm::of).collect(),
                demonym: matches!(names, Names::Demonym(_)),
            },
            Names::Time(when) => Self::Time {
                r#type: when.kind.as_str(),
                value: &when.value,
                from: when.from.map(|day| day.to_string()),
                to: when.to.map(|day| day.to_string()),
                basis: &when.basis,
            },
            Names::Quantity(amount) => Self::Quantity {
                value: amount.value,
                value_to: amount.value_to,
                bound: amount.bound.as_str(),
                of: amount.of.as_deref(),
                out_of: amount.out_of,
                share: amount.share,
            },
        }
    }
}

#[derive(Serialize)]
struct AlternativeForm<'d> {
    name: &'d str,
    lat: f64,
    lon: f64,
    country: Option<&'d str>,
    admin1: Option<&'d str>,
    geonameid: Option<u32>,
    score: f64,
}

impl<'d> AlternativeForm<'d> {
    fn of(it: &'d Alternative) -> Self {
        Self {
            name: &it.name,
            lat: it.lat,
            lon: it.lon,
            country: it.country.as_deref(),
            admin1: it.admin1.as_deref(),
            geonameid: it.geonameid,
            score: rounded(it.score),
        }
    }
}

#[derive(Serialize)]
struct AttributionForm {
    id: String,
    source: Vec<Pair>,
    cue: Vec<Pair>,
    content: Vec<Pair>,
    class: &'static str,
    confidence: f64,
}

#[derive(Serialize)]
pub(super) struct ClaimForm<'d> {
    id: String,
    attribution: Option<String>,
    content: Vec<Pair>,
    cue: Vec<Pair>,
    source: Vec<Pair>,
    chain: Vec<HopForm<'d>>,
    inherited: bool,
    voice: &'static str,
    hedges: Vec<&'d str>,
    polarity: &'static str,
    events: Vec<EventForm<'d>>,
    places: Vec<String>,
    times: Vec<String>,
    units: Vec<String>,
    persons: Vec<String>,
    quantities: Vec<String>,
    parent: Option<String>,
    confidence: f64,
}

#[derive(Serialize)]
struct HopForm<'d> {
    name: &'d str,
    kind: &'static str,
    naming: &'static str,
    role: Option<&'d str>,
    mention: Option<Pair>,
    entity: Option<String>,
}

#[derive(Serialize)]
struct EventForm<'d> {
    r#type: &'d str,
    start: u32,
    end: u32,
    modality: &'static str,
}

#[derive(Serialize)]
struct RemarkForm<'d> {
    start: u32,
    end: u32,
    kind: &'static str,
    by: Option<&'d str>,
    claims: Vec<String>,
}

#[derive(Serialize)]
struct ProtectedForm {
    entity: String,
    why: &'static str,
}

/// Turns what points into a text by bytes into what points by code points.
pub(super) struct Former<'d> {
    text: &'d str,
    points: CodePoints<'d>,
}

impl<'d> Former<'d> {
    pub(super) fn of(text: &'d str) -> Self {
        Self { text, points: CodePoints::new(text) }
    }

    fn spans(&self, spans: &[Span]) -> Vec<Pair> {
        spans.iter().map(|&span| self.points.span(span)).collect()
    }

    pub(super) fn mention(&self, mention: &'d Mention) -> MentionForm<'d> {
        let [start, end] = self.points.span(mention.span);
        MentionForm {
            start,
            end,
            kind: mention.names.kind(),
            id: mention.id.to_string(),
            entity: mention.entity.map(|entity| entity.to_string()),
            names: NamesForm::of(&mention.names),
        }
    }

    fn attribution(&self, it: &Attribution) -> AttributionForm {
        AttributionForm {
            id: it.id.to_string(),
            source: self.spans(&it.source),
            cue: self.spans(&it.cue),
            content: self.spans(&it.content),
            class: it.class.as_str(),
            confidence: rounded(it.confidence),
        }
    }

    pub(super) fn claim(&self, claim: &'d Claim) -> ClaimForm<'d> {
        let mentions = |ids: &[MentionId]| ids.iter().map(ToString::to_string).collect();
        ClaimForm {
            id: claim.id.to_string(),
            attribution: claim.attribution.map(|id| id.to_string()),
            content: self.spans(&claim.content),
            cue: self.spans(&claim.cue),
            source: self.spans(&claim.source),
            chain: claim.chain.iter().map(|hop| self.hop(hop)).collect(),
            inherited: claim.inherited,
            voice: claim.voice.as_str(),
            hedges: claim.hedges.iter().map(|hedge| hedge.of(self.text)).collect(),
            polarity: claim.polarity.as_str(),
            events: claim.events.iter().map(|event| self.event(event)).collect(),
            places: mentions(&claim.places),
            times: mentions(&claim.times),
            units: mentions(&claim.units),
            persons: mentions(&claim.persons),
            quantities: mentions(&claim.quantities),
            parent: claim.parent.map(|parent| parent.to_string()),
            confidence: rounded(claim.confidence),
        }
    }

    fn hop(&self, hop: &'d Hop) -> HopForm<'d> {
        HopForm {
            name: &hop.name,
            kind: hop.kind.as_str(),
            naming: hop.naming.as_str(),
            role: hop.role.as_deref(),
            mention: hop.span.map(|span| self.points.span(span)),
            entity: hop.entity.map(|entity| entity.to_string()),
        }
    }

    fn event(&self, event: &'d Event) -> EventForm<'d> {
        let [start, end] = self.points.span(event.span);
        EventForm { r#type: &event.kind, start, end, modality: event.modality.as_str() }
    }

    fn remark(&self, remark: &'d Remark) -> RemarkForm<'d> {
        let [start, end] = self.points.span(remark.span);
        RemarkForm {
            start,
            end,
            kind: remark.kind.as_str(),
            by: remark.by.as_deref(),
            claims: remark.claims.iter().map(ClaimNumber::to_string).collect(),
        }
    }
}

/// Four digits after the point: no score here is surer than that, and `0.93` is not shown as `0.9300000071525574`.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

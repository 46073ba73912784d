//! `firsthand claims`: the ledger as a table, filtered.

use clap::Args;
use firsthand_schema::{
    annotation::{Annotations, Names},
    claim::Claim,
    document::Document,
    ids::MentionId,
};
use firsthand_store::{Filter, Key, Stored};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line, short},
    print::Page,
};
use crate::{calendar, derive::named, export};

/// Options of `claims`.
#[derive(Args)]
#[command(
    after_help = "A filter takes a part of a name in any case of its letters; given twice, either will do. \
Different filters must all hold."
)]
pub(crate) struct Options {
    /// Event type ("detention")
    #[arg(long, value_name = "TYPE")]
    event: Vec<String>,
    /// A source anywhere in the chain
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// A place, as the text or the gazetteer has it
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// The outlet of the document
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// Tells of this day or later (YYYY-MM-DD); the day of publication counts where a claim names none
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<String>,
    /// Tells of this day or earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<String>,
    /// direct, indirect, mixed, hedged or own
    #[arg(long, value_name = "VOICE")]
    voice: Vec<String>,
    /// Words in the claim; a phrase in quotation marks
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
}

fn day(typed: &str) -> Result<String, String> {
    firsthand_schema::when::Day::parse(typed)
        .filter(|_| typed.len() == 10)
        .map(|day| day.to_string())
        .ok_or_else(|| "want a day as YYYY-MM-DD".to_owned())
}

impl Options {
    fn filter(&self) -> Filter {
        Filter {
            keys: vec![
                (Key::Event, self.event.clone()),
                (Key::Source, self.source.clone()),
                (Key::Place, self.place.clone()),
                (Key::Outlet, self.outlet.clone()),
                (Key::Voice, self.voice.clone()),
            ],
            from: self.from.clone(),
            to: self.to.clone(),
            text: self.text.clone(),
        }
    }
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("claims")?;
    let found = view.case.find(&options.filter()).map_err(|fault| view.told(&fault))?;
    let (mut page, mut rows) = (Page::open_for_tables(on.wide), Vec::new());
    let listed = view.case.list().map_err(|fault| view.told(&fault))?;
    for together in found.chunk_by(|a, b| a.document == b.document) {
        let Some(stored) = read(&view, &listed, &together[0].document)? else { continue };
        let (document, found) = view.shown(&stored);
        for id in together {
            let Some(claim) = found.claims.iter().find(|claim| claim.id == id.claim) else { continue };
            if on.json {
                page.put(&json_line(&export::claims::record(&document, &found, claim)))?;
            } else {
                rows.push(row(&document, &found, claim));
            }
        }
    }
    if !on.json {
        page.table(&["DOCUMENT", "CLAIM", "EVENT", "WHEN", "WHERE", "VOICE", "THROUGH WHOM", "WHAT"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// A document by its id.
fn read(
    view: &View,
    listed: &[firsthand_store::Listed],
    id: &firsthand_schema::ids::DocumentId,
) -> Result<Option<Stored>, String> {
    let at = listed.binary_search_by(|it| it.id.0.as_str().cmp(&id.0));
    let Some(one) = at.ok().map(|at| &listed[at]) else { return Ok(None) };
    view.case.read(one.number).map_err(|fault| view.told(&fault))
}

fn row(document: &Document, found: &Annotations, claim: &Claim) -> Vec<String> {
    vec![
        short(&document.id).to_owned(),
        claim.id.to_string(),
        events(claim),
        times(claim, found),
        mentions(&claim.places, document, found),
        claim.voice.as_str().to_owned(),
        chain(document, claim),
        words(document, claim),
    ]
}

/// The event types of a claim.
pub(crate) fn events(claim: &Claim) -> String {
    let mut kinds: Vec<&str> = claim.events.iter().map(|event| event.kind.as_str()).collect();
    kinds.dedup();
    kinds.join(", ")
}

/// The chain, from the outlet to the origin; a hedge or the outlet's own voice where there is none.
pub(crate) fn chain(document: &Document, claim: &Claim) -> String {
    let outlet = document.outlet.as_deref().unwrap_or("?");
    let hops: Vec<&str> =
        std::iter::once(outlet).chain(claim.chain.iter().map(|hop| hop.name.as_str())).collect();
    hops.join(" ← ")
}

/// The words of a claim, parts joined by an ellipsis.
pub(crate) fn words(document: &Document, claim: &Claim) -> String {
    let parts: Vec<&str> = claim.content.iter().map(|span| span.of(&document.text)).collect();
    parts.join(" … ")
}

fn mentions(ids: &[MentionId], document: &Document, found: &Annotations) -> String {
    let names: Vec<&str> = named(ids, found)
        .map(|mention| match &mention.names {
            Names::Place(place) => place.name.as_deref().unwrap_or_else(|| mention.span.of(&document.text)),
            _ => mention.span.of(&document.text),
        })
        .collect();
    names.join(", ")
}

/// The times of a claim, each once; those of which nothing is known are left out.
fn times(claim: &Claim, found: &Annotations) -> String {
    let mut told: Vec<String> = Vec::new();
    for mention in named(&claim.times, found) {
        if let Names::Time(when) = &mention.names
            && let Some(words) = calendar::when(when)
            && !told.contains(&words)
        {
            told.push(words);
        }
    }
    told.join(", ")
}

//! An incident as it may be shown: every name in it shielded, and the ids of shielded sources made new.
//!
//! A source's id is a hash over its name, and whoever has a list of names can look for it; so that of a shielded
//! person becomes `p7`, after the pseudonym.

use std::collections::BTreeMap;

use firsthand_schema::{
    finding::Source,
    ids::SourceId,
    incident::{Incident, NodeKind},
};
use serde_json::{Value, json};

use crate::redact::Redactor;

/// Ids of the documents, which may be names of files or what a feed made of a title.
const LOCATORS: [&str; 5] = ["document", "id", "from", "to", "url"];

/// The incident without the names.
pub(crate) fn shielded(mut incident: Incident, redactor: &Redactor) -> Incident {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for node in incident.graph.nodes.iter_mut().filter(|node| node.kind == NodeKind::Source) {
        let Some(person) = redactor.person_in(&node.name) else { continue };
        let mut id = format!("p{person}");
        while ids.values().any(|taken| taken == &id) {
            id.push('\'');
        }
        ids.insert(std::mem::replace(&mut node.id, id.clone()), id.clone());
        node.sources = vec![SourceId(id)];
        node.name = redactor.name(&node.name);
    }
    for edge in &mut incident.graph.edges {
        for end in [&mut edge.from, &mut edge.to] {
            if let Some(id) = ids.get(end) {
                end.clone_from(id);
            }
        }
    }
    for names in [&mut incident.origins.names, &mut incident.bottleneck] {
        names.iter_mut().for_each(|name| *name = redactor.name(name));
    }
    for group in &mut incident.stakes {
        group.sources.iter_mut().for_each(|name| *name = redactor.name(name));
    }
    // What is left are sentences and titles. An incident that does not come back whole shows nothing at all.
    let mut value = json!(incident);
    redactor.value(&mut value, &LOCATORS);
    serde_json::from_value(value)
        .unwrap_or_else(|_| Incident { title: "(withheld)".to_owned(), ..bare(incident) })
}

/// What is left of an incident when nothing that was written may be shown.
fn bare(incident: Incident) -> Incident {
    Incident {
        origins: firsthand_schema::incident::Origins { names: Vec::new(), ..incident.origins },
        bottleneck: Vec::new(),
        contradictions: Vec::new(),
        stakes: Vec::new(),
        merges: Vec::new(),
        in_words: firsthand_schema::finding::InWords::default(),
        graph: firsthand_schema::incident::Graph::default(),
        ..incident
    }
}

/// A source as a JSON object, without the names.
pub(crate) fn source(source: &Source, redactor: &Redactor, reliability: Option<&str>) -> Value {
    let source = shielded_source(source, redactor);
    json!({
        "schema": 1, "id": source.id, "name": source.name, "kind": source.kind.as_str(), "aliases": source.aliases,
        "stake": source.stake, "reliability": reliability, "origin_of": source.origin_of, "relayed": source.relayed,
    })
}

/// A source without the names.
pub(crate) fn shielded_source(source: &Source, redactor: &Redactor) -> Source {
    let person = redactor.person_in(&source.name);
    let mut aliases: Vec<String> = source.aliases.iter().map(|alias| redactor.words(alias)).collect();
    aliases.sort();
    aliases.dedup();
    let name = redactor.name(&source.name);
    aliases.retain(|alias| !name.starts_with(alias.as_str()));
    Source {
        id: person.map_or_else(|| source.id.clone(), |person| SourceId(format!("p{person}"))),
        members: if person.is_some() { Vec::new() } else { source.members.clone() },
        stake: redactor.words(&source.stake),
        name,
        aliases,
        ..source.clone()
    }
}

//! `firsthand trace ID`: the way of an incident from the event to the reader, drawn as a tree.
//!
//! ```text
//! what happened
//! └─ Person 7, wife of a mobilized soldier ◆
//!    └─ The Tolbury Courier
//!       └─ Albrook Telegraph · 1a2b3c4d · Mutiny off Odessa → the reader
//!          c3 “She said …”
//! ```

use std::collections::BTreeSet;

use clap::Args;
use firsthand_schema::{
    annotation::Annotations,
    document::Document,
    ids::DocumentId,
    incident::{ClaimRef, Edge, Incident, Node, NodeKind, Range},
};

use super::{
    Outcome,
    case::{CaseOptions, View, json_line, short},
    incidents::{range, shown},
    print::{Page, Style, one_line},
};
use crate::export;

/// Options of `trace`.
#[derive(Args)]
pub(crate) struct Options {
    /// The incident: its id or the beginning of it, as `incidents` lists it
    incident: String,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("trace")?;
    view.linked()?;
    let incident = super::meant::incident(&options.incident, &view)?;
    let mut page = Page::open();
    if on.json {
        page.put(&json_line(&serde_json::json!(shown(incident, &view)?)))?;
    } else {
        draw(&mut page, incident, &view)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// Draws one incident.
pub(crate) fn draw(page: &mut Page, incident: Incident, view: &View) -> Result<(), String> {
    let documents = view.documents_of(&incident)?;
    let documents = documents.iter().map(|stored| view.shown(stored)).collect();
    let incident = &shown(incident, view)?;
    let title = page.styled(Style::Strong, &one_line(&incident.title));
    page.line(&format!("{title}  {}", incident.id))?;
    let mut tree = Tree { incident, documents, drawn: BTreeSet::new() };
    let all: BTreeSet<&ClaimRef> = incident.claims.iter().collect();
    page.line("what happened")?;
    tree.below(page, "event", &all, "", &mut vec!["event"])?;
    tree.others(page)?;
    page.line("")?;
    figures(page, incident)
}

/// What is drawn, and the documents it is read off.
struct Tree<'i> {
    incident: &'i Incident,
    documents: Vec<(Document, Annotations)>,
    /// Claims whose sentences were drawn.
    drawn: BTreeSet<&'i ClaimRef>,
}

impl<'i> Tree<'i> {
    /// Draws what follows `from` on the ways that these claims took.
    fn below(
        &mut self,
        page: &mut Page,
        from: &str,
        claims: &BTreeSet<&'i ClaimRef>,
        indent: &str,
        way: &mut Vec<&'i str>,
    ) -> Result<(), String> {
        let steps: Vec<(&'i Edge, BTreeSet<&'i ClaimRef>)> = self
            .incident
            .graph
            .edges
            .iter()
            .filter(|edge| edge.from == from && !way.contains(&edge.to.as_str()))
            .filter(|edge| self.node(&edge.to).is_some_and(|node| node.kind != NodeKind::Outlet))
            .map(|edge| {
                // A copy has claims of its own; they came by the document it hangs from.
                let on = edge.claims.iter().filter(|claim| edge.because.is_some() || claims.contains(claim));
                (edge, on.collect())
            })
            .filter(|(_, on): &(_, BTreeSet<_>)| !on.is_empty())
            .collect();
        let last = steps.len().saturating_sub(1);
        for (at, (edge, on)) in steps.into_iter().enumerate() {
            let Some(node) = self.node(&edge.to) else { continue };
            let (branch, deeper) = if at == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let told = self.told(page, node, edge);
            page.line(&format!("{indent}{branch}{told}"))?;
            let deeper = format!("{indent}{deeper}");
            if node.kind == NodeKind::Document {
                self.drawn.extend(on.iter().copied());
                self.sentences(page, &node.id, &on, &deeper)?;
            }
            way.push(&edge.to);
            self.below(page, &edge.to, &on, &deeper, way)?;
            way.pop();
        }
        Ok(())
    }

    /// Claims that assert nothing, and so lead from no origin: denials and doubts. They are never left out.
    fn others(&self, page: &mut Page) -> Result<(), String> {
        let left: BTreeSet<&ClaimRef> =
            self.incident.claims.iter().filter(|claim| !self.drawn.contains(claim)).collect();
        for (document, _) in &self.documents {
            if !left.iter().any(|claim| claim.document == document.id) {
                continue;
            }
            let outlet = document.outlet.as_deref().unwrap_or("outlet unknown");
            let title =
                document.title.as_deref().map_or_else(String::new, |it| format!(" · {}", one_line(it)));
            page.line(&format!("beside it: {} · {}{title}", one_line(outlet), short(&document.id)))?;
            self.sentences(page, &document.id.0, &left, "   ")?;
        }
        Ok(())
    }

    fn node(&self, id: &str) -> Option<&'i Node> {
        self.incident.graph.nodes.iter().find(|node| node.id == id)
    }

    /// A node in words.
    fn told(&self, page: &Page, node: &Node, edge: &Edge) -> String {
        let name = one_line(&node.name);
        let because = edge.because.as_deref().map_or_else(String::new, |why| format!(" ({why})"));
        if node.kind != NodeKind::Document {
            let mark = if node.bottleneck { " ◆" } else { "" };
            return format!("{}{mark}{because}", page.styled(Style::Strong, &name));
        }
        let id = DocumentId(node.id.clone());
        // A document that was copied has edges to its copies too.
        let mut next = self
            .incident
            .graph
            .edges
            .iter()
            .filter(|it| it.from == node.id)
            .filter_map(|it| self.node(&it.to));
        let outlet = next.find(|it| it.kind == NodeKind::Outlet);
        let outlet = outlet.map_or_else(|| "outlet unknown".to_owned(), |it| one_line(&it.name));
        let title = if node.name == node.id { String::new() } else { format!(" · {name}") };
        format!("{outlet} · {}{title} → the reader{because}", short(&id))
    }

    /// The sentences of these claims in one document.
    fn sentences(
        &self,
        page: &mut Page,
        id: &str,
        claims: &BTreeSet<&ClaimRef>,
        indent: &str,
    ) -> Result<(), String> {
        let Some((document, found)) = self.documents.iter().find(|(document, _)| document.id.0 == id) else {
            return Ok(());
        };
        for reference in claims.iter().filter(|claim| claim.document.0 == id) {
            let Some(claim) = found.claims.iter().find(|claim| claim.id == reference.claim) else { continue };
            let sentence = one_line(export::claims::sentence(document, found, claim));
            let polarity = claim.polarity.as_str();
            let polarity = if polarity == "asserted" { String::new() } else { format!("({polarity}) ") };
            let before = format!("{indent}{} {polarity}", claim.id);
            let sentence = page.cut(&sentence, before.chars().count() + 2);
            page.line(&format!("{before}“{sentence}”"))?;
        }
        Ok(())
    }
}

/// The figures under the tree, each with its reasons.
fn figures(page: &mut Page, incident: &Incident) -> Result<(), String> {
    let origins = Range { low: incident.origins.low, high: incident.origins.high };
    let named = incident.origins.names.join("; ");
    page.line(&format!("origins {}: {named}", range(origins)))?;
    page.line(&format!("channels {}", range(incident.channels)))?;
    if !incident.bottleneck.is_empty() {
        page.line(&format!("◆ if these are wrong, nothing is left: {}", incident.bottleneck.join("; ")))?;
    }
    for contradiction in &incident.contradictions {
        let values: Vec<String> = contradiction
            .values
            .iter()
            .map(|value| format!("{} ({})", value.value, value.sources.join(", ")))
            .collect();
        let of =
            if contradiction.of.is_empty() { String::new() } else { format!(" of {}", contradiction.of) };
        page.line(&format!("disputed {}{of}: {}", contradiction.slot.as_str(), values.join(" against ")))?;
    }
    for circle in &incident.circular {
        let ids: Vec<&str> = circle.iter().map(short).collect();
        page.line(&format!("circular: {} cite each other", ids.join(", ")))?;
    }
    let words = &incident.in_words;
    for line in [&words.one_incident, &words.range, &words.raise, &words.beside].into_iter().flatten() {
        page.line(&format!("· {}", one_line(line)))?;
    }
    let why = incident.grade.because.join("; ");
    page.line(&format!(
        "suggested credibility {}, for a person to confirm: {why}",
        incident.grade.credibility.as_str()
    ))
}

//! Drawings for the desk: the evidence graph, who reported when, and where. Pure functions, data in, SVG out.
//!
//! In: figures of one incident or one case, under the names that the reader may see, and where each thing's page is
//! ([`Addresses`]). Out: markup without scripts and without inline style (the pages' policy allows neither): colour and
//! line come from `web/drawing.css`, by class. The same figures give the same bytes.
//! `graph::drawing(&incident.graph, &incident.merges, &pages)` → a figure, and the same as a list for those who read it.

pub(crate) mod axis;
pub(crate) mod graph;
pub(crate) mod layers;
pub(crate) mod lettering;
pub(crate) mod map;
pub(crate) mod outlines;
pub(crate) mod timeline;

use firsthand_schema::incident::{ClaimRef, Node};

/// Where the pages of things are: a drawing knows no routes.
pub(crate) trait Addresses {
    /// The page of a node of the graph, if it has one.
    fn node(&self, node: &Node) -> Option<String>;
    /// A few words about a node: a document's date, a source's role.
    fn note(&self, node: &Node) -> Option<String>;
    /// The page where a claim stands.
    fn claim(&self, claim: &ClaimRef) -> Option<String>;
}

/// A coordinate as SVG writes it: one decimal, none where it is whole.
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    // Never "-0".
    let tenths = if tenths == 0.0 { 0.0 } else { tenths };
    format!("{tenths}")
}

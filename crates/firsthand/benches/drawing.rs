//! How long a drawing takes: a graph of forty claims, and a map of a region and of the world.
//!
//! In: nothing. Out: the median of rounds, in milliseconds, and the size of what was drawn.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the drawings are the program's own, and a program has no library to bench"
)]

#[path = "../src/calendar.rs"]
mod calendar;
#[path = "../src/serve/drawing/mod.rs"]
mod drawing;

use std::time::Instant;

use drawing::{
    Addresses, graph,
    map::{self, Nearness, Spot},
};
use firsthand_schema::{
    ids::{ClaimNumber, DocumentId, SourceId},
    incident::{ClaimRef, Edge, Graph, Node, NodeKind},
    place::Precision,
};

const ROUNDS: usize = 21;

struct Pages;

impl Addresses for Pages {
    fn node(&self, node: &Node) -> Option<String> {
        Some(format!("/node/{}", node.id))
    }
    fn note(&self, _: &Node) -> Option<String> {
        None
    }
    fn claim(&self, claim: &ClaimRef) -> Option<String> {
        Some(format!("/document/{}#{}", claim.document, claim.claim))
    }
}

fn main() {
    let graph = forty_claims();
    measure("evidence graph of forty claims", || graph::drawing(&graph, &[], &Pages).into_string());
    let near: Vec<Spot> =
        (0..30_u8).map(|at| spot(44.0 + f64::from(at) / 7.0, 28.0 + f64::from(at % 11))).collect();
    measure("map of a region, 30 places", || map::drawing(&near, "claims").into_string());
    let far: Vec<Spot> =
        (0..30_u8).map(|at| spot(f64::from(at) * 3.0 - 40.0, f64::from(at) * 11.0 - 160.0)).collect();
    measure("map of the world, 30 places", || map::drawing(&far, "claims").into_string());
}

fn measure(what: &str, draw: impl Fn() -> String) {
    let size = draw().len();
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(draw());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what:32} {:6.2} ms  {size} bytes", times[ROUNDS / 2]);
}

fn spot(lat: f64, lon: f64) -> Spot {
    Spot {
        name: format!("Place at {lat:.1}"),
        lat,
        lon,
        precision: Precision::Settlement,
        nearness: Nearness::At,
        count: 2,
        href: None,
    }
}

/// Forty claims in twenty documents by twelve papers, through eight origins, half of them by way of one agency.
fn forty_claims() -> Graph {
    let mut graph = Graph::default();
    let mut add = |id: String, kind: NodeKind| {
        if !graph.nodes.iter().any(|node| node.id == id) {
            let sources = if kind == NodeKind::Source { vec![SourceId(id.clone())] } else { Vec::new() };
            graph.nodes.push(Node {
                name: format!("{id} of the harbour"),
                id,
                kind,
                sources,
                bottleneck: false,
            });
        }
    };
    let mut edges: Vec<Edge> = Vec::new();
    let mut lead = |from: String, to: String, claim: u32| {
        let claim = ClaimRef { document: DocumentId(format!("d{claim}")), claim: ClaimNumber(claim) };
        match edges.iter_mut().find(|edge| (&edge.from, &edge.to) == (&from, &to)) {
            Some(edge) => edge.claims.push(claim),
            None => edges.push(Edge { from, to, claims: vec![claim], because: None }),
        }
    };
    add("event".into(), NodeKind::Event);
    add("reader".into(), NodeKind::Reader);
    for claim in 0..40_u32 {
        let (origin, document, outlet) = (
            format!("origin {}", claim % 8),
            format!("report {}", claim % 20),
            format!("outlet {}", claim % 12),
        );
        add(origin.clone(), NodeKind::Source);
        add(document.clone(), NodeKind::Document);
        add(outlet.clone(), NodeKind::Outlet);
        lead("event".into(), origin.clone(), claim);
        if claim % 2 == 0 {
            add("agency".into(), NodeKind::Source);
            lead(origin, "agency".into(), claim);
            lead("agency".into(), document.clone(), claim);
        } else {
            lead(origin, document.clone(), claim);
        }
        lead(document, outlet.clone(), claim);
        lead(outlet, "reader".into(), claim);
    }
    graph.edges = edges;
    graph
}

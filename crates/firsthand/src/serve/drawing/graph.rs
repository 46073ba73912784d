//! The evidence graph of an incident: from what happened, through whom, to the reader.
//!
//! In: the graph and the merges as the reader may see them, and where things' pages are. Out: a figure that reads from left to
//! right, a key to its lines, and the same as a nested list, which is all that a narrow screen shows.
//! What a line or a frame means is said by its form and a word, never by colour alone: dashes for a copy or a citation, dots for
//! two that may be one, a double frame for the bottleneck, a second card behind for several names taken as one.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    finding::{SourceMerge, Verdict},
    incident::{ClaimRef, Edge, Graph, Node, NodeKind},
};
use maud::{Markup, html};

use super::{
    Addresses,
    layers::{self, Plan, Pull, Size},
    lettering::{self, Lines, fit},
    number,
};

/// Font sizes, as `web/drawing.css` sets them.
const NAME: f64 = 13.0;
const SMALL: f64 = 11.0;
/// Heights of their lines.
const NAME_LINE: f64 = 17.0;
const SMALL_LINE: f64 = 14.0;
/// Between a box's edge and its words.
const INSET: f64 = 10.0;
/// Around the drawing: room for the card behind a merged node, and for arcs.
const MARGIN: f64 = 10.0;
/// Over the first boxes: the columns' heads.
const HEAD: f64 = 26.0;
/// Between two columns; more where a line there has a reason written on it.
const GAP: f64 = 60.0;
const GAP_REASON: f64 = 118.0;
/// So many bonds between sources that may be one carry their words on the drawing. With more, words would cover lines; the key
/// and the list say what the dots mean.
const WORDED_BONDS_MAX: usize = 4;

/// Draws the figure.
pub(crate) fn drawing(graph: &Graph, merges: &[SourceMerge], pages: &dyn Addresses) -> Markup {
    if graph.edges.is_empty() {
        return html! { p.drawing-none { "Nothing in the case asserts this any more: there is no path to draw." } };
    }
    let picture = Picture::of(graph, merges, pages);
    html! {
        figure.drawing.graph {
            // A wide graph scrolls inside its frame, so the frame must be in reach of the keyboard.
            div.drawing-wide tabindex="0" role="region" aria-label="Evidence graph" { (picture.svg(pages)) }
            (picture.key())
            details.drawing-words {
                summary { "The same in words" }
                (words(graph, merges, pages))
            }
        }
    }
}

/// The same in words only, for a graph too large to be looked at: by origin, those that most documents lead back to first,
/// each to be opened.
pub(crate) fn listed(graph: &Graph, merges: &[SourceMerge], pages: &dyn Addresses) -> Markup {
    let by_id = by_id(graph);
    let mut origins: Vec<(&Node, usize, usize)> = Vec::new();
    for start in starts(graph) {
        let firsts = if start.kind == NodeKind::Event {
            onwards(graph, &by_id, start).map(|(_, node)| node).collect()
        } else {
            vec![start]
        };
        for first in firsts {
            if !origins.iter().any(|(known, ..)| known.id == first.id) {
                let (documents, outlets) = reached(graph, &by_id, first);
                origins.push((first, documents, outlets));
            }
        }
    }
    origins.sort_by_key(|&(_, documents, outlets)| std::cmp::Reverse((documents, outlets)));
    let mut told = Vec::new();
    html! {
        div.drawing.graph {
            p.drawing-none {
                "Too large to draw: " (graph.nodes.len()) " sources, documents and outlets. By origin, those that most leads back to first:"
            }
            @for (origin, documents, outlets) in &origins {
                details.graph-origin open[origin.bottleneck] {
                    summary {
                        bdi { (origin.name) }
                        @if origin.bottleneck { " " strong.graph-mark { (BOTTLENECK) } }
                        " " span.graph-because { (documents) (if *documents == 1 { " document" } else { " documents" }) " in " (outlets) (if *outlets == 1 { " outlet" } else { " outlets" }) }
                    }
                    ul.graph-words {
                        li { (name_of(origin, pages)) (steps(graph, &by_id, origin, &mut told, pages)) }
                    }
                }
            }
            (bonds_told(merges))
        }
    }
}

/// How many documents and outlets lie on the ways from a node to the reader.
fn reached(graph: &Graph, by_id: &BTreeMap<&str, &Node>, from: &Node) -> (usize, usize) {
    let mut seen: BTreeSet<&str> = BTreeSet::from([from.id.as_str()]);
    let mut open = vec![from];
    let (mut documents, mut outlets) = (0, 0);
    while let Some(node) = open.pop() {
        documents += usize::from(node.kind == NodeKind::Document);
        outlets += usize::from(node.kind == NodeKind::Outlet);
        open.extend(onwards(graph, by_id, node).map(|(_, next)| next).filter(|next| seen.insert(&next.id)));
    }
    (documents, outlets)
}

fn by_id(graph: &Graph) -> BTreeMap<&str, &Node> {
    graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect()
}

/// The edges that lead on from a node, with where they lead; "… to the reader" says nothing.
fn onwards<'g>(
    graph: &'g Graph,
    by_id: &BTreeMap<&str, &'g Node>,
    node: &'g Node,
) -> impl Iterator<Item = (&'g Edge, &'g Node)> {
    let next = graph.edges.iter().filter(|edge| edge.from == node.id && edge.to != node.id);
    next.filter_map(|edge| Some((edge, *by_id.get(edge.to.as_str())?)))
        .filter(|(_, to)| to.kind != NodeKind::Reader)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Where the ways begin: at what happened. What nothing leads to (a circle of citations has no origin) is told as well.
fn starts(graph: &Graph) -> Vec<&Node> {
    let mut starts: Vec<&Node> = graph.nodes.iter().filter(|node| node.kind == NodeKind::Event).collect();
    starts.extend(graph.nodes.iter().filter(|node| {
        node.kind == NodeKind::Source
            && !graph.edges.iter().any(|edge| edge.to == node.id && edge.from != node.id)
    }));
    starts
}

/// A node with its words set.
struct Card<'g> {
    node: &'g Node,
    kicker: Option<String>,
    name: Lines,
    size: (f64, f64),
}

/// What the bottleneck is called on a card.
const BOTTLENECK: &str = "bottleneck";

impl<'g> Card<'g> {
    fn of(node: &'g Node, origin: bool, pages: &dyn Addresses) -> Self {
        let wide = breadth(node.kind);
        let mut said: Vec<String> = Vec::new();
        if node.bottleneck {
            said.push(BOTTLENECK.to_owned());
        }
        match node.kind {
            NodeKind::Source if origin => said.push("origin".to_owned()),
            NodeKind::Source => said.push("relay".to_owned()),
            _ => {}
        }
        if node.sources.len() > 1 {
            said.push(format!("{} taken as one", node.sources.len()));
        } else if let Some(note) = pages.note(node) {
            said.push(note);
        }
        let kicker = (!said.is_empty()).then(|| {
            let line = fit(&said.join(" · "), wide - 2.0 * INSET, SMALL, 1);
            line.lines.into_iter().next().unwrap_or_default()
        });
        let most = if node.kind == NodeKind::Document { 3 } else { 2 };
        let name = fit(&node.name, wide - 2.0 * INSET, NAME, most);
        let lines = f64::from(u32::try_from(name.lines.len().max(1)).unwrap_or(u32::MAX));
        let tall = lines * NAME_LINE + kicker.as_ref().map_or(0.0, |_| SMALL_LINE) + INSET + 4.0;
        Self { node, kicker, name, size: (wide, tall) }
    }
}

fn breadth(kind: NodeKind) -> f64 {
    match kind {
        NodeKind::Event | NodeKind::Reader => 96.0,
        NodeKind::Source => 168.0,
        NodeKind::Document => 212.0,
        NodeKind::Outlet => 138.0,
    }
}

/// Everything placed.
struct Picture<'g> {
    graph: &'g Graph,
    cards: Vec<Card<'g>>,
    /// Edges between nodes that exist, by place.
    ends: Vec<(usize, usize, &'g Edge)>,
    plan: Plan,
    /// Left side and breadth of each column.
    columns: Vec<(f64, f64)>,
    bonds: Vec<(usize, usize, &'g SourceMerge)>,
}

impl<'g> Picture<'g> {
    fn of(graph: &'g Graph, merges: &'g [SourceMerge], pages: &dyn Addresses) -> Self {
        let at: BTreeMap<&str, usize> =
            graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
        let ends: Vec<(usize, usize, &Edge)> = graph
            .edges
            .iter()
            .filter_map(|edge| Some((*at.get(edge.from.as_str())?, *at.get(edge.to.as_str())?, edge)))
            .filter(|(from, to, _)| from != to)
            .collect();
        let is_origin = |node: usize| {
            ends.iter().any(|&(from, to, _)| to == node && graph.nodes[from].kind == NodeKind::Event)
        };
        let cards: Vec<Card<'_>> =
            graph.nodes.iter().enumerate().map(|(at, node)| Card::of(node, is_origin(at), pages)).collect();
        let sizes: Vec<Size> = cards
            .iter()
            .map(|card| Size {
                height: card.size.1,
                pull: match card.node.kind {
                    NodeKind::Document | NodeKind::Outlet | NodeKind::Reader => Pull::Late,
                    NodeKind::Event | NodeKind::Source => Pull::Early,
                },
            })
            .collect();
        let pairs: Vec<(usize, usize)> = ends.iter().map(|&(from, to, _)| (from, to)).collect();
        let plan = layers::lay(&sizes, &pairs);
        let columns = columns(&cards, &plan, &ends);
        let bonds = bonds(graph, merges);
        Self { graph, cards, ends, plan, columns, bonds }
    }

    fn extent(&self) -> (f64, f64) {
        let right = self.columns.last().map_or(0.0, |(left, wide)| left + wide);
        (right + MARGIN, HEAD + self.plan.height + 2.0 * MARGIN)
    }

    /// Left, top, breadth, height of a node's box.
    fn frame(&self, node: usize) -> (f64, f64, f64, f64) {
        let (left, wide) = self.columns[self.plan.layer[node]];
        let (own, tall) = self.cards[node].size;
        let inset = (wide - own) / 2.0;
        (left + inset, HEAD + MARGIN + self.plan.middle[node] - tall / 2.0, own, tall)
    }

    fn svg(&self, pages: &dyn Addresses) -> Markup {
        let (wide, tall) = self.extent();
        let ports = self.ports();
        html! {
            // Not an image: there are links inside.
            svg xmlns="http://www.w3.org/2000/svg" width=(number(wide)) height=(number(tall))
                viewBox=(format!("0 0 {} {}", number(wide), number(tall)))
                role="group" aria-label=(self.summary()) {
                g.graph-heads aria-hidden="true" {
                    @for (layer, &(left, breadth)) in self.columns.iter().enumerate() {
                        @if let Some(head) = self.head(layer) {
                            text x=(number(left + breadth / 2.0)) y="16" text-anchor="middle" { (head) }
                        }
                    }
                }
                g.graph-edges {
                    @for at in 0..self.ends.len() { (self.edge(at, ports[at], pages)) }
                }
                g.graph-bonds {
                    @for bond in &self.bonds { (self.bond(bond)) }
                }
                @for node in self.reading_order() { (self.card(node, pages)) }
            }
        }
    }

    /// In words, what one would say pointing at it.
    fn summary(&self) -> String {
        let count = |kind: NodeKind| self.graph.nodes.iter().filter(|node| node.kind == kind).count();
        let several = |count: usize, what: &str| {
            if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
        };
        let cut: Vec<String> = self
            .graph
            .nodes
            .iter()
            .filter(|node| node.bottleneck)
            .map(|node| lettering::plain(&node.name))
            .collect();
        let mut summary = format!(
            "Evidence graph: {}, {}, {}",
            several(count(NodeKind::Source), "source"),
            several(count(NodeKind::Document), "document"),
            several(count(NodeKind::Outlet), "outlet")
        );
        if !cut.is_empty() {
            summary.push_str(&format!("; bottleneck: {}", cut.join(", ")));
        }
        summary
    }

    /// What stands in a column, where one word covers it.
    fn head(&self, layer: usize) -> Option<&'static str> {
        let mut kinds: Vec<(NodeKind, bool)> = (0..self.cards.len())
            .filter(|&node| self.plan.layer[node] == layer)
            .map(|node| (self.cards[node].node.kind, self.plan.layer[node] == 1))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        match kinds.as_slice() {
            [(NodeKind::Source, true)] => Some("Who said so first"),
            [(NodeKind::Source, false)] => Some("Through whom"),
            [(NodeKind::Document, _)] => Some("Documents"),
            [(NodeKind::Outlet, _)] => Some("Outlets"),
            _ => None,
        }
    }

    /// Column by column, top to bottom: the order that the keyboard goes.
    fn reading_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.cards.len()).collect();
        order.sort_by(|&one, &other| {
            (self.plan.layer[one].cmp(&self.plan.layer[other]))
                .then(self.plan.middle[one].total_cmp(&self.plan.middle[other]))
        });
        order
    }

    /// Where each edge leaves and arrives, off the middle of the box: in the order of the other ends, so that no two cross there.
    fn ports(&self) -> Vec<(f64, f64)> {
        let mut ports = vec![(0.0, 0.0); self.ends.len()];
        for node in 0..self.cards.len() {
            for leaving in [true, false] {
                let mut here: Vec<usize> = (0..self.ends.len())
                    .filter(|&at| {
                        let (from, to, _) = self.ends[at];
                        let (left, right) = if self.plan.ways[at].turned { (to, from) } else { (from, to) };
                        node == if leaving { left } else { right }
                    })
                    .collect();
                let towards = |at: usize| {
                    let heights = &self.plan.ways[at].heights;
                    if leaving { heights[1] } else { heights[heights.len() - 2] }
                };
                here.sort_by(|&one, &other| towards(one).total_cmp(&towards(other)).then(one.cmp(&other)));
                let steps = f64::from(u32::try_from(here.len().saturating_sub(1)).unwrap_or(u32::MAX));
                let span = (self.cards[node].size.1 - 16.0).clamp(0.0, steps * 10.0);
                let mut off = -span / 2.0;
                for at in here {
                    if leaving {
                        ports[at].0 = off;
                    } else {
                        ports[at].1 = off;
                    }
                    off += span / steps.max(1.0);
                }
            }
        }
        ports
    }

    fn edge(&self, at: usize, (leaves, arrives): (f64, f64), pages: &dyn Addresses) -> Markup {
        let (from, to, edge) = self.ends[at];
        let way = &self.plan.ways[at];
        let (left, right) = if way.turned { (to, from) } else { (from, to) };
        let first = self.plan.layer[left];
        let (start, _, breadth, _) = self.frame(left);
        let (end, ..) = self.frame(right);
        let down = HEAD + MARGIN;
        let mut x = start + breadth;
        let mut y = down + way.heights[0] + leaves;
        let begin = (x, y);
        let mut path = format!("M{} {}", number(x), number(y));
        for (step, height) in way.heights.iter().enumerate().skip(1) {
            let last = step + 1 == way.heights.len();
            let (column, wide) = self.columns[first + step];
            let (next_x, next_y) =
                if last { (end, down + height + arrives) } else { (column, down + height) };
            let bend = f64::midpoint(x, next_x);
            path.push_str(&format!(
                "C{} {} {} {} {} {}",
                number(bend),
                number(y),
                number(bend),
                number(next_y),
                number(next_x),
                number(next_y)
            ));
            (x, y) = (next_x, next_y);
            if !last {
                x = column + wide;
                path.push_str(&format!("H{}", number(x)));
            }
        }
        let tip = if way.turned { (begin.0, begin.1, 1.0) } else { (x, y, -1.0) };
        let title = self.edge_title(from, to, edge);
        let href = edge.claims.first().and_then(|claim| pages.claim(claim));
        let reason = self.reason(at).map(|because| fit(because, GAP_REASON - 30.0, SMALL, 2).lines);
        // The number stands at the end where fewer lines meet.
        let meets =
            |node: usize| self.ends.iter().filter(|&&(from, to, _)| node == from || node == to).count();
        let count = if meets(left) > meets(right) { (x - 20.0, y) } else { (begin.0 + 16.0, begin.1) };
        let body = html! {
            title { (title) }
            // A broad line that is not seen: something to point at.
            path.graph-reach d=(path) {}
            path.graph-line d=(path) {}
            path.graph-tip d=(format!(
                "M{} {}l{} -3.5v7z", number(tip.0), number(tip.1), number(7.0 * tip.2)
            )) {}
            @if let Some(lines) = &reason {
                @for (row, line) in lines.iter().enumerate() {
                    text.graph-reason x=(number(x - 12.0)) text-anchor="end"
                        y=(number(y - 5.0 - SMALL_LINE * f64::from(u32::try_from(lines.len() - 1 - row).unwrap_or(0)))) {
                        (line)
                    }
                }
            }
            @if edge.claims.len() > 1 {
                g.graph-count {
                    circle cx=(number(count.0)) cy=(number(count.1)) r="8.5" {}
                    text x=(number(count.0)) y=(number(count.1 + 3.7)) text-anchor="middle" { (edge.claims.len()) }
                }
            }
        };
        let class = match (&edge.because, way.turned, edge.claims.len()) {
            (_, true, _) => "graph-edge is-turned",
            (Some(_), ..) => "graph-edge is-reason",
            (None, _, 0 | 1) => "graph-edge",
            (None, _, 2..=4) => "graph-edge is-some",
            (None, ..) => "graph-edge is-many",
        };
        html! {
            @if let Some(href) = href {
                // In reach of the pointer only: the list in words has the same links for the keyboard, and forty more stops
                // between two boxes would help nobody.
                a class=(class) href=(href) tabindex="-1" aria-hidden="true" { (body) }
            } @else {
                g class=(class) { (body) }
            }
        }
    }

    /// What is written on a dashed line: "copy", for "copy of that document", since the line shows which; once at a box where
    /// several arrive for the same reason.
    fn reason(&self, at: usize) -> Option<&str> {
        let (_, to, edge) = self.ends[at];
        let because = edge.because.as_deref()?;
        let told =
            self.ends[..at].iter().any(|(_, other, earlier)| *other == to && earlier.because == edge.because);
        (!told).then(|| because.strip_suffix(" of that document").unwrap_or(because))
    }

    fn edge_title(&self, from: usize, to: usize, edge: &Edge) -> String {
        let name = |node: usize| lettering::plain(&self.cards[node].node.name);
        let claims = match edge.claims.len() {
            1 => "1 claim".to_owned(),
            several => format!("{several} claims"),
        };
        match &edge.because {
            Some(because) => format!("{} → {}: {claims} ({because})", name(from), name(to)),
            None => format!("{} → {}: {claims}", name(from), name(to)),
        }
    }

    fn card(&self, at: usize, pages: &dyn Addresses) -> Markup {
        let card = &self.cards[at];
        let (x, y, wide, tall) = self.frame(at);
        let (kind, spoken) = match card.node.kind {
            NodeKind::Event => ("is-event", "what happened"),
            NodeKind::Source => ("is-source", "source"),
            NodeKind::Document => ("is-document", "document"),
            NodeKind::Outlet => ("is-outlet", "outlet"),
            NodeKind::Reader => ("is-reader", "the reader"),
        };
        let round =
            if matches!(card.node.kind, NodeKind::Event | NodeKind::Reader) { tall / 2.0 } else { 4.0 };
        let centred = matches!(card.node.kind, NodeKind::Event | NodeKind::Reader);
        let (text_x, anchor) = if centred { (x + wide / 2.0, "middle") } else { (x + INSET, "start") };
        let under_kicker = card.kicker.as_ref().map_or(0.0, |_| SMALL_LINE);
        let body = html! {
            @if card.node.sources.len() > 1 {
                rect.graph-behind x=(number(x + 4.0)) y=(number(y + 4.0)) width=(number(wide)) height=(number(tall)) rx="4" {}
            }
            rect.graph-card x=(number(x)) y=(number(y)) width=(number(wide)) height=(number(tall)) rx=(number(round)) {
                title { (lettering::plain(&card.node.name)) }
            }
            @if card.node.bottleneck {
                rect.graph-double x=(number(x + 3.5)) y=(number(y + 3.5))
                    width=(number(wide - 7.0)) height=(number(tall - 7.0)) rx="2" {}
            }
            @if let Some(kicker) = &card.kicker {
                text.graph-kicker x=(number(text_x)) y=(number(y + 17.0)) text-anchor=(anchor) { (kicker) " " }
            }
            @for (line, row) in card.name.lines.iter().zip(0_u32..) {
                text.graph-name x=(number(text_x)) text-anchor=(anchor)
                    y=(number(y + 19.5 + under_kicker + f64::from(row) * NAME_LINE)) { (line) " " }
            }
        };
        let class = if card.node.bottleneck {
            format!("graph-node {kind} is-bottleneck")
        } else {
            format!("graph-node {kind}")
        };
        // What is spoken begins with what is seen, so that who speaks to the page can say it.
        let seen: Vec<&str> = card
            .kicker
            .iter()
            .map(String::as_str)
            .chain(card.name.lines.iter().map(String::as_str))
            .collect();
        let mut label = seen.join(" ");
        if card.name.cut {
            label = format!("{label} ({})", lettering::plain(&card.node.name));
        }
        label = format!("{label}, {spoken}");
        html! {
            @if let Some(href) = pages.node(card.node) {
                a class=(class) href=(href) aria-label=(label) { (body) }
            } @else {
                g class=(class) { (body) }
            }
        }
    }

    /// Two that may be one: a dotted bond along their left sides.
    fn bond(&self, &(one, other, merge): &(usize, usize, &SourceMerge)) -> Markup {
        let (mut one, mut other) = (one, other);
        if self.plan.middle[one] > self.plan.middle[other] {
            (one, other) = (other, one);
        }
        let (left_one, top, _, tall) = self.frame(one);
        let (left_other, top_other, wide_other, tall_other) = self.frame(other);
        let (y_one, y_other) = (top + tall, top_other);
        let same_column = self.plan.layer[one] == self.plan.layer[other];
        let side = 22.0;
        let (path, label) = if same_column && y_other - y_one <= 40.0 {
            // Neighbours: straight down.
            let x = left_one.max(left_other) + side;
            (
                format!("M{} {}V{}", number(x), number(y_one), number(y_other)),
                (x + 6.0, f64::midpoint(y_one, y_other) + 4.0),
            )
        } else if same_column {
            let (from, to) = (top + tall / 2.0 + 8.0, top_other + tall_other / 2.0 - 8.0);
            let bulge = left_one - side - 8.0;
            (
                format!(
                    "M{} {}C{} {} {} {} {} {}",
                    number(left_one),
                    number(from),
                    number(bulge),
                    number(from),
                    number(bulge),
                    number(to),
                    number(left_other),
                    number(to)
                ),
                (left_one - side + 4.0, f64::midpoint(from, to) + 4.0),
            )
        } else {
            let (x_one, x_other) = (left_one + self.cards[one].size.0 / 2.0, left_other + wide_other / 2.0);
            let down = f64::midpoint(y_one, y_other);
            (
                format!(
                    "M{} {}C{} {} {} {} {} {}",
                    number(x_one),
                    number(y_one),
                    number(x_one),
                    number(down),
                    number(x_other),
                    number(down),
                    number(x_other),
                    number(y_other)
                ),
                (f64::midpoint(x_one, x_other) + 6.0, down + 4.0),
            )
        };
        html! {
            g.graph-bond {
                title {
                    (format!(
                        "{} and {} may be one: {}",
                        lettering::plain(&merge.a), lettering::plain(&merge.b), lettering::plain(&merge.because)
                    ))
                }
                path.graph-reach d=(path) {}
                path.graph-dots d=(path) {}
                @if self.bonds.len() <= WORDED_BONDS_MAX {
                    text.graph-reason x=(number(label.0)) y=(number(label.1)) { "may be one" }
                }
            }
        }
    }

    /// The key: only what is on the drawing.
    fn key(&self) -> Markup {
        let has = |test: &dyn Fn(&Edge) -> bool| self.ends.iter().any(|(_, _, edge)| test(edge));
        let any_node = |test: &dyn Fn(&Node) -> bool| self.graph.nodes.iter().any(test);
        html! {
            figcaption.drawing-key {
                (entry("is-claim", "in the words of a claim"))
                @if has(&|edge| edge.claims.len() > 1) { (entry("is-count", "so many claims take this way")) }
                @if has(&|edge| edge.because.is_some()) { (entry("is-reason", "a copy, or a report that it cites")) }
                @if self.plan.ways.iter().any(|way| way.turned) { (entry("is-turned", "leads back: part of a circle")) }
                @if !self.bonds.is_empty() { (entry("is-bond", "may be one and the same")) }
                @if any_node(&|node| node.sources.len() > 1) { (entry("is-merged", "several names, taken as one")) }
                @if any_node(&|node| node.bottleneck) { (entry("is-bottleneck", "bottleneck: if wrong, nothing is left")) }
            }
        }
    }
}

fn entry(class: &str, words: &str) -> Markup {
    html! {
        span class=(format!("key-entry {class}")) {
            svg width="30" height="14" viewBox="0 0 30 14" aria-hidden="true" {
                @match class {
                    "is-merged" | "is-bottleneck" => {
                        @if class == "is-merged" { rect.graph-behind x="6" y="4" width="22" height="9" rx="2" {} }
                        rect.graph-card x="2.5" y="1.5" width="22" height="9" rx="2" {}
                        @if class == "is-bottleneck" { rect.graph-double x="5" y="4" width="17" height="4" rx="1" {} }
                    }
                    "is-bond" => { path.graph-dots d="M1 7H29" {} }
                    "is-count" => {
                        path.graph-line d="M1 7H29" {}
                        circle cx="15" cy="7" r="6.5" {}
                        text x="15" y="10.5" text-anchor="middle" { "3" }
                    }
                    _ => {
                        path.graph-line d="M1 7H29" {}
                        @if class == "is-turned" { path.graph-tip d="M1 7l7 -3.5v7z" {} } @else { path.graph-tip d="M29 7l-7 -3.5v7z" {} }
                    }
                }
            }
            (words)
        }
    }
}

/// Each column as broad as its broadest card; a wider gap before it where a line that arrives there has its reason written on.
fn columns(cards: &[Card<'_>], plan: &Plan, ends: &[(usize, usize, &Edge)]) -> Vec<(f64, f64)> {
    let mut columns = Vec::with_capacity(plan.layers);
    let mut left = MARGIN;
    for layer in 0..plan.layers {
        let here = (0..cards.len()).filter(|&node| plan.layer[node] == layer);
        let wide = here.map(|node| cards[node].size.0).fold(0.0, f64::max);
        let reasons = ends.iter().zip(&plan.ways).any(|(&(from, to, edge), way)| {
            edge.because.is_some() && plan.layer[if way.turned { from } else { to }] == layer
        });
        if layer > 0 {
            left += if reasons { GAP_REASON } else { GAP };
        }
        columns.push((left, wide));
        left += wide;
    }
    columns
}

/// The merges that are not certain, by their places in the graph. A merge names its sources by what they are called.
fn bonds<'g>(graph: &Graph, merges: &'g [SourceMerge]) -> Vec<(usize, usize, &'g SourceMerge)> {
    let called =
        |name: &str| graph.nodes.iter().position(|node| node.kind == NodeKind::Source && node.name == name);
    merges
        .iter()
        .filter(|merge| merge.verdict == Verdict::MayBe)
        .filter_map(|merge| Some((called(&merge.a)?, called(&merge.b)?, merge)))
        .filter(|(one, other, _)| one != other)
        .collect()
}

/// The graph as a list in a list, from what happened outwards. A node that several paths pass is told in full once.
fn words(graph: &Graph, merges: &[SourceMerge], pages: &dyn Addresses) -> Markup {
    let by_id = by_id(graph);
    let mut told: Vec<&str> = Vec::new();
    html! {
        ul.graph-words {
            @for start in starts(graph) {
                @if start.kind == NodeKind::Event {
                    @for (edge, node) in onwards(graph, &by_id, start) {
                        (step(graph, &by_id, (edge, node), &mut told, pages))
                    }
                } @else {
                    li { (name_of(start, pages)) (steps(graph, &by_id, start, &mut told, pages)) }
                }
            }
        }
        (bonds_told(merges))
    }
}

fn bonds_told(merges: &[SourceMerge]) -> Markup {
    html! {
        @if !merges.is_empty() {
            ul.graph-merges {
                @for merge in merges {
                    li {
                        bdi { (merge.a) } " and " bdi { (merge.b) }
                        (match merge.verdict {
                            Verdict::Same => " are taken as one: ",
                            Verdict::MayBe => " may be one: ",
                            Verdict::Apart => " are kept apart: ",
                        })
                        (merge.because)
                    }
                }
            }
        }
    }
}

/// One edge and what follows from it.
fn step<'g>(
    graph: &'g Graph,
    by_id: &BTreeMap<&str, &'g Node>,
    (edge, node): (&'g Edge, &'g Node),
    told: &mut Vec<&'g str>,
    pages: &dyn Addresses,
) -> Markup {
    let again = told.contains(&node.id.as_str());
    html! {
        li {
            (name_of(node, pages))
            @if node.kind != NodeKind::Outlet { " " (claims(&edge.claims, pages)) }
            @if let Some(because) = &edge.because { " " span.graph-because { "(" (because) ")" } }
            @if again && node.kind != NodeKind::Outlet { " " span.graph-again { "as above" } }
            @if !again { (steps(graph, by_id, node, told, pages)) }
        }
    }
}

fn steps<'g>(
    graph: &'g Graph,
    by_id: &BTreeMap<&str, &'g Node>,
    node: &'g Node,
    told: &mut Vec<&'g str>,
    pages: &dyn Addresses,
) -> Markup {
    told.push(&node.id);
    let next: Vec<(&Edge, &Node)> = onwards(graph, by_id, node).collect();
    html! {
        @if !next.is_empty() {
            ul { @for onward in next { (step(graph, by_id, onward, told, pages)) } }
        }
    }
}

fn name_of(node: &Node, pages: &dyn Addresses) -> Markup {
    let what = match node.kind {
        NodeKind::Document => Some("document"),
        NodeKind::Outlet => Some("outlet"),
        _ => None,
    };
    html! {
        @if let Some(what) = what { span.graph-what { (what) } " " }
        @if let Some(href) = pages.node(node) { a href=(href) { bdi { (node.name) } } } @else { bdi { (node.name) } }
        @if node.bottleneck { " " strong.graph-mark { (BOTTLENECK) } }
        @if node.sources.len() > 1 { " " span.graph-mark { (node.sources.len()) " names taken as one" } }
    }
}

/// The claims of a step, each a link to its sentence.
fn claims(claims: &[ClaimRef], pages: &dyn Addresses) -> Markup {
    html! {
        span.graph-claims {
            @for (at, claim) in claims.iter().enumerate() {
                @if at > 0 { ", " }
                @if let Some(href) = pages.claim(claim) {
                    a href=(href) { (claim.claim) }
                } @else { (claim.claim) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use firsthand_schema::ids::{ClaimNumber, DocumentId, SourceId};

    use super::*;

    struct Plain;

    impl Addresses for Plain {
        fn node(&self, node: &Node) -> Option<String> {
            (node.kind != NodeKind::Event && node.kind != NodeKind::Reader).then(|| format!("/{}", node.id))
        }
        fn note(&self, _: &Node) -> Option<String> {
            None
        }
        fn claim(&self, claim: &ClaimRef) -> Option<String> {
            Some(format!("/document/{}#{}", claim.document, claim.claim))
        }
    }

    /// A graph from lines "from > to" or "from > to : reason"; `!` before a name puts it in the bottleneck. Papers end in
    /// "Post", reports in digits; all else are sources.
    fn graph(lines: &str) -> Graph {
        let mut graph = Graph::default();
        let mut node = |word: &str| {
            let (name, bottleneck) = word.strip_prefix('!').map_or((word, false), |name| (name, true));
            let kind = match name {
                "event" => NodeKind::Event,
                "reader" => NodeKind::Reader,
                _ if name.ends_with("Post") => NodeKind::Outlet,
                _ if name.ends_with(|letter: char| letter.is_ascii_digit()) => NodeKind::Document,
                _ => NodeKind::Source,
            };
            let sources = if kind == NodeKind::Source { vec![SourceId(name.to_owned())] } else { Vec::new() };
            if !graph.nodes.iter().any(|known| known.id == name) {
                graph.nodes.push(Node {
                    id: name.to_owned(),
                    kind,
                    name: name.to_owned(),
                    sources,
                    bottleneck,
                });
            }
            name.to_owned()
        };
        let mut edges = Vec::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (ends, because) =
                line.split_once(" : ").map_or((line, None), |(ends, why)| (ends, Some(why.to_owned())));
            let (from, to) = ends.split_once(" > ").expect("an arrow");
            let claims = vec![ClaimRef { document: DocumentId("d1".into()), claim: ClaimNumber(1) }];
            edges.push(Edge { from: node(from), to: node(to), claims, because });
        }
        graph.edges = edges;
        graph
    }

    /// Five papers on one agency, one of them by copying another.
    fn agency() -> Graph {
        let mut lines = String::from("event > !Pontic Telegraph Agency\n");
        for at in 1..=4 {
            lines.push_str(&format!("Pontic Telegraph Agency > report {at}\nreport {at} > Paper {at} Post\nPaper {at} Post > reader\n"));
        }
        lines.push_str(
            "report 4 > report 5 : copy of that document\nreport 5 > Echo Post\nEcho Post > reader",
        );
        graph(&lines)
    }

    #[track_caller]
    fn check(graph: &Graph, merges: &[SourceMerge]) -> String {
        let picture = Picture::of(graph, merges, &Plain);
        let (wide, tall) = picture.extent();
        for one in 0..picture.cards.len() {
            let (x, y, w, h) = picture.frame(one);
            assert!(
                x >= 0.0 && y >= HEAD && x + w <= wide && y + h <= tall,
                "{} leaves the page",
                graph.nodes[one].name
            );
            for other in one + 1..picture.cards.len() {
                let (x2, y2, w2, h2) = picture.frame(other);
                let apart = x + w < x2 || x2 + w2 < x || y + h < y2 || y2 + h2 < y;
                assert!(apart, "{} and {} overlap", graph.nodes[one].name, graph.nodes[other].name);
            }
        }
        let first = drawing(graph, merges, &Plain).into_string();
        assert_eq!(first, drawing(graph, merges, &Plain).into_string(), "the same graph is drawn the same");
        assert!(
            !first.contains(" style=") && !first.contains("<script"),
            "the policy of the pages forbids it"
        );
        first
    }

    #[test]
    fn five_papers_on_one_agency_stand_apart_and_lead_to_the_reader() {
        let drawn = check(&agency(), &[]);
        assert!(drawn.contains("bottleneck · origin"), "not by colour alone");
        assert!(
            drawn.contains(">copy</text>") && drawn.contains("(copy of that document)"),
            "the dashed line says why"
        );
        assert_eq!(drawn.matches("href=\"/report 5\"").count(), 2, "in the drawing and in words");
    }

    #[test]
    fn two_that_may_be_one_are_bound_by_dots() {
        let merges = [SourceMerge {
            a: "a stoker".into(),
            b: "a sailor".into(),
            verdict: Verdict::MayBe,
            score: 0.5,
            because: "neither is named".into(),
        }];
        let lines = "event > a stoker\nevent > a sailor\na stoker > report 1\na sailor > report 2\n\
            report 1 > One Post\nreport 2 > Two Post\nOne Post > reader\nTwo Post > reader";
        let drawn = check(&graph(lines), &merges);
        assert!(
            drawn.contains("graph-dots")
                && drawn.contains("a stoker and a sailor may be one: neither is named")
        );
    }

    #[test]
    fn a_circle_of_citations_is_drawn_with_its_way_back() {
        let lines = "report 1 > Agency A : that publisher's own report\nAgency A > report 2\n\
            report 2 > Agency B : that publisher's own report\nAgency B > report 1\n\
            report 1 > One Post\nreport 2 > Two Post\nOne Post > reader\nTwo Post > reader";
        assert!(check(&graph(lines), &[]).contains("is-turned"));
    }

    #[test]
    fn several_claims_on_one_way_are_one_line_with_their_number() {
        let mut graph = agency();
        let claim = |at| ClaimRef { document: DocumentId("d1".into()), claim: ClaimNumber(at) };
        graph.edges[0].claims = (1..=40).map(claim).collect();
        let drawn = check(&graph, &[]);
        assert!(drawn.contains(">40</text>"), "the count stands on the line");
        assert!(drawn.contains("40 claims"), "and in its title");
    }

    #[test]
    fn a_name_that_is_markup_stays_words() {
        let drawn = check(
            &graph(
                "event > <script>alert(1)</script>\n<script>alert(1)</script> > report 1\nreport 1 > A Post\nA Post > reader",
            ),
            &[],
        );
        assert!(drawn.contains("&lt;script&gt;"));
    }

    #[test]
    fn what_is_too_large_to_draw_is_told_by_origin() {
        let mut lines = String::from("event > !Pontic Telegraph Agency\nevent > a stoker\n");
        for at in 1..=300 {
            let origin = if at == 300 { "a stoker" } else { "Pontic Telegraph Agency" };
            lines.push_str(&format!(
                "{origin} > report {at}\nreport {at} > Paper {at} Post\nPaper {at} Post > reader\n"
            ));
        }
        let told = listed(&graph(lines.trim_end()), &[], &Plain).into_string();
        let (agency, stoker) =
            (told.find("299 documents in 299 outlets"), told.find("1 document in 1 outlet"));
        assert!(agency.is_some() && agency < stoker, "the origin of most stands first");
        assert_eq!(told.matches("<details").count(), 2);
        assert_eq!(told.matches("href=\"/report 300\"").count(), 1, "every document has its link");
    }

    #[test]
    fn what_nobody_asserts_any_more_is_said_in_words() {
        assert!(drawing(&Graph::default(), &[], &Plain).into_string().starts_with("<p"));
    }
}

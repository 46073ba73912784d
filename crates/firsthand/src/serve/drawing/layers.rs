//! Lays a graph out in layers from left to right: longest paths, few crossings, straight lines.
//!
//! In: how tall each node is, who leads to whom, and which nodes belong at the end. Out: each node's layer and height on the
//! page, and the points each edge passes. An edge over several layers goes between the boxes, never through one.
//! `event → captain → report → paper → reader` → layers 0, 1, 2, 3, 4
//!
//! The usual four steps (Sugiyama, Tagawa and Toda 1981): break circles, layer, order, place. Each is written for graphs of a few
//! hundred nodes, with ties broken by the order nodes came in, so that the same graph is always drawn the same.

/// How near to the reader a node is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pull {
    /// As near to the event as its paths allow.
    Early,
    /// As near to the reader as its paths allow.
    Late,
}

/// One node to place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// How tall its box is.
    pub(crate) height: f64,
    /// Where it is drawn when its paths leave a choice.
    pub(crate) pull: Pull,
}

/// Where everything goes. `y` grows downwards from 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Plan {
    /// Each node's layer, from 0.
    pub(crate) layer: Vec<usize>,
    /// The middle of each node's box.
    pub(crate) middle: Vec<f64>,
    /// Each edge's way.
    pub(crate) ways: Vec<Way>,
    /// How many layers there are.
    pub(crate) layers: usize,
    /// The foot of the lowest box.
    pub(crate) height: f64,
}

/// The way of one edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Way {
    /// Whether it leads back towards the event: part of a circle.
    pub(crate) turned: bool,
    /// Its height at each layer, from that of its left end to that of its right end.
    pub(crate) heights: Vec<f64>,
}

/// Room between two boxes, and between a line that passes and its neighbour.
const GAP_BOXES: f64 = 16.0;
const GAP_LINES: f64 = 9.0;
/// Rounds of ordering and of placing. On drawn and random graphs of up to a hundred nodes nothing changed after eight; this is
/// that with a margin.
const ROUNDS: usize = 12;

/// Lays the graph out. `edges` are pairs of places in `nodes`; a node's edge to itself is left out of the layout.
pub(crate) fn lay(nodes: &[Size], edges: &[(usize, usize)]) -> Plan {
    if nodes.is_empty() {
        return Plan { ways: vec![Way::default(); edges.len()], ..Plan::default() };
    }
    let turned = circles(nodes.len(), edges);
    let forward: Vec<(usize, usize)> = edges
        .iter()
        .zip(&turned)
        .map(|(&(from, to), &turned)| if turned { (to, from) } else { (from, to) })
        .collect();
    let layer = layers(nodes, &forward);
    let mut ground = Ground::of(nodes, &forward, &layer);
    ground.order();
    let middles = ground.place();
    let ways = edges
        .iter()
        .enumerate()
        .map(|(at, _)| Way {
            turned: turned[at],
            heights: ground.chains[at].iter().map(|&stop| middles[stop]).collect(),
        })
        .collect();
    let height = (0..nodes.len()).map(|at| middles[at] + nodes[at].height / 2.0).fold(0.0, f64::max);
    let layers = layer.iter().max().map_or(0, |last| last + 1);
    Plan { layer, middle: middles[..nodes.len()].to_vec(), ways, layers, height }
}

/// Which edges must be turned round so that no path comes back to where it was: those that a walk in depth finds leading back.
fn circles(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut leads: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut entered = vec![0_usize; count];
    for (at, &(from, to)) in edges.iter().enumerate() {
        leads[from].push(at);
        entered[to] += usize::from(from != to);
    }
    let mut turned = vec![false; edges.len()];
    // 0 unseen, 1 on the way, 2 done.
    let mut state = vec![0_u8; count];
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|&node| (entered[node] > 0, node));
    for start in starts {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut way = vec![(start, 0_usize)];
        while let Some((node, next)) = way.last_mut() {
            let Some(&edge) = leads[*node].get(*next) else {
                state[*node] = 2;
                way.pop();
                continue;
            };
            *next += 1;
            let to = edges[edge].1;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => turned[edge] = true,
                _ => {}
            }
        }
    }
    turned
}

/// The longest path to each node; then what is pulled towards the reader moves there as far as its edges let it.
fn layers(nodes: &[Size], edges: &[(usize, usize)]) -> Vec<usize> {
    let mut layer = vec![0_usize; nodes.len()];
    // Without circles, as many rounds as there are nodes settle every path.
    for _ in 0..nodes.len() {
        let mut settled = true;
        for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
            if layer[to] <= layer[from] {
                layer[to] = layer[from] + 1;
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    let last = layer.iter().copied().max().unwrap_or(0);
    for _ in 0..nodes.len() {
        let mut settled = true;
        for node in (0..nodes.len()).filter(|&node| nodes[node].pull == Pull::Late) {
            let next =
                edges.iter().filter(|(from, to)| *from == node && from != to).map(|&(_, to)| layer[to]).min();
            let latest = next.map_or(last, |next| next.saturating_sub(1));
            if latest > layer[node] {
                layer[node] = latest;
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    layer
}

/// Nodes and the stops of passing edges, layer by layer.
struct Ground {
    /// How tall each stop is: the nodes first, then a line's breadth for each stop of a passing edge.
    tall: Vec<f64>,
    /// How many of them are nodes.
    nodes: usize,
    /// The stops of each layer, top to bottom.
    rows: Vec<Vec<usize>>,
    /// The stops of each edge, from left to right.
    chains: Vec<Vec<usize>>,
    /// The stops before and after each stop.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
}

impl Ground {
    fn of(nodes: &[Size], edges: &[(usize, usize)], layer: &[usize]) -> Self {
        let mut tall: Vec<f64> = nodes.iter().map(|node| node.height).collect();
        let mut rows = vec![Vec::new(); layer.iter().max().map_or(0, |last| last + 1)];
        for (node, &at) in layer.iter().enumerate() {
            rows[at].push(node);
        }
        let mut chains = Vec::with_capacity(edges.len());
        for &(from, to) in edges {
            let mut chain = vec![from];
            for row in rows.iter_mut().take(layer[to]).skip(layer[from] + 1) {
                row.push(tall.len());
                chain.push(tall.len());
                tall.push(2.0);
            }
            chain.push(to);
            chains.push(chain);
        }
        let (mut before, mut after) = (vec![Vec::new(); tall.len()], vec![Vec::new(); tall.len()]);
        for chain in &chains {
            for pair in chain.windows(2).filter(|pair| pair[0] != pair[1]) {
                after[pair[0]].push(pair[1]);
                before[pair[1]].push(pair[0]);
            }
        }
        Self { tall, nodes: nodes.len(), rows, chains, before, after }
    }

    /// Orders each layer by the mean place of its neighbours, forwards and backwards, and keeps the order that crosses least.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for round in 0..ROUNDS * 2 {
            if best.0 == 0 {
                break;
            }
            let forwards = round % 2 == 0;
            let rows: Vec<usize> = if forwards {
                (1..self.rows.len()).collect()
            } else {
                (0..self.rows.len().saturating_sub(1)).rev().collect()
            };
            for row in rows {
                let places = self.places();
                let neighbours = if forwards { &self.before } else { &self.after };
                let mut keyed: Vec<(f64, usize)> = self.rows[row]
                    .iter()
                    .map(|&stop| {
                        (
                            mean(neighbours[stop].iter().map(|&next| places[next])).unwrap_or(places[stop]),
                            stop,
                        )
                    })
                    .collect();
                // Stable: equals stay as they were.
                keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
                self.rows[row] = keyed.into_iter().map(|(_, stop)| stop).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// Each stop's place in its layer, from 0 to 1, so that layers of different length compare.
    fn places(&self) -> Vec<f64> {
        let mut places = vec![0.0; self.tall.len()];
        for row in &self.rows {
            for (at, &stop) in row.iter().enumerate() {
                places[stop] = (f64::from(u32::try_from(at).unwrap_or(u32::MAX)) + 0.5)
                    / f64::from(u32::try_from(row.len()).unwrap_or(u32::MAX));
            }
        }
        places
    }

    fn crossings(&self) -> usize {
        let mut at = vec![0_usize; self.tall.len()];
        for row in &self.rows {
            for (place, &stop) in row.iter().enumerate() {
                at[stop] = place;
            }
        }
        let mut crossings = 0;
        for row in &self.rows {
            let mut steps: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|&stop| self.after[stop].iter().map(move |&next| (stop, next)))
                .map(|(stop, next)| (at[stop], at[next]))
                .collect();
            steps.sort_unstable();
            // Pairs out of order at the right end. Each layer has as many steps as edges: a few hundred.
            for (place, &(_, right)) in steps.iter().enumerate() {
                crossings += steps[..place].iter().filter(|&&(_, earlier)| earlier > right).count();
            }
        }
        crossings
    }

    /// The middle of every stop: as near to its neighbours' as the boxes beside it allow.
    fn place(&self) -> Vec<f64> {
        let mut middle = vec![0.0; self.tall.len()];
        for row in &self.rows {
            let mut foot = 0.0;
            for (at, &stop) in row.iter().enumerate() {
                foot += if at == 0 { self.tall[stop] / 2.0 } else { self.apart(row[at - 1], stop) };
                middle[stop] = foot;
            }
        }
        for round in 0..=ROUNDS {
            let forwards = round % 2 == 0;
            let rows: Vec<usize> =
                if forwards { (0..self.rows.len()).collect() } else { (0..self.rows.len()).rev().collect() };
            for row in rows {
                self.settle(
                    &self.rows[row],
                    &mut middle,
                    match (round == ROUNDS, forwards) {
                        (true, _) => Towards::Both,
                        (_, true) => Towards::Before,
                        (_, false) => Towards::After,
                    },
                );
            }
        }
        let top =
            (0..self.tall.len()).map(|at| middle[at] - self.tall[at] / 2.0).fold(f64::INFINITY, f64::min);
        middle.iter().map(|at| at - top).collect()
    }

    /// How far apart the middles of two neighbours must be.
    fn apart(&self, upper: usize, lower: usize) -> f64 {
        let gap = if upper < self.nodes && lower < self.nodes { GAP_BOXES } else { GAP_LINES };
        f64::midpoint(self.tall[upper], self.tall[lower]) + gap
    }

    /// Moves one layer to where its neighbours pull it: least squares under the order and the gaps, by pooling those that press
    /// against each other.
    fn settle(&self, row: &[usize], middle: &mut [f64], towards: Towards) {
        struct Pool {
            pull: f64,
            weight: f64,
            count: usize,
        }
        let mut offsets = Vec::with_capacity(row.len());
        let mut pools: Vec<Pool> = Vec::new();
        let mut offset = 0.0;
        for (at, &stop) in row.iter().enumerate() {
            if at > 0 {
                offset += self.apart(row[at - 1], stop);
            }
            offsets.push(offset);
            let near: &mut dyn Iterator<Item = usize> = match towards {
                Towards::Before => &mut self.before[stop].iter().copied(),
                Towards::After => &mut self.after[stop].iter().copied(),
                Towards::Both => &mut self.before[stop].iter().chain(&self.after[stop]).copied(),
            };
            let wanted = mean(near.map(|next| middle[next])).unwrap_or(middle[stop]);
            // A passing line bends for nobody if it can help it.
            let weight = if stop < self.nodes { 1.0 } else { 3.0 };
            pools.push(Pool { pull: (wanted - offset) * weight, weight, count: 1 });
            while let [.., upper, lower] = pools.as_slice() {
                if upper.pull / upper.weight <= lower.pull / lower.weight {
                    break;
                }
                let (pull, weight, count) = (lower.pull, lower.weight, lower.count);
                pools.pop();
                if let Some(upper) = pools.last_mut() {
                    upper.pull += pull;
                    upper.weight += weight;
                    upper.count += count;
                }
            }
        }
        let mut at = 0;
        for pool in pools {
            for _ in 0..pool.count {
                middle[row[at]] = pool.pull / pool.weight + offsets[at];
                at += 1;
            }
        }
    }
}

/// Which neighbours pull.
#[derive(Clone, Copy)]
enum Towards {
    Before,
    After,
    Both,
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(count: usize) -> Vec<Size> {
        vec![Size { height: 40.0, pull: Pull::Early }; count]
    }

    #[track_caller]
    fn check(count: usize, edges: &[(usize, usize)], expected: &[usize]) {
        let plan = lay(&sizes(count), edges);
        assert_eq!(plan.layer, expected);
        for (one, &here) in plan.layer.iter().enumerate() {
            assert!(plan.middle[one] >= 20.0 - 1e-6 && plan.middle[one] + 20.0 <= plan.height + 1e-6);
            for other in one + 1..count {
                let apart = (plan.middle[one] - plan.middle[other]).abs();
                assert!(
                    here != plan.layer[other] || apart >= 40.0 + GAP_BOXES - 1e-6,
                    "{one} and {other} overlap"
                );
            }
        }
    }

    #[test]
    fn a_path_is_one_layer_a_step() {
        check(5, &[(0, 1), (1, 2), (2, 3), (3, 4)], &[0, 1, 2, 3, 4]);
    }

    #[test]
    fn the_longest_path_decides() {
        check(4, &[(0, 3), (0, 1), (1, 2), (2, 3)], &[0, 1, 2, 3]);
    }

    #[test]
    fn a_circle_is_broken_where_it_comes_back() {
        check(4, &[(0, 1), (1, 2), (2, 1), (2, 3)], &[0, 1, 2, 3]);
        let plan = lay(&sizes(4), &[(0, 1), (1, 2), (2, 1), (2, 3)]);
        assert_eq!(plan.ways.iter().map(|way| way.turned).collect::<Vec<_>>(), [false, false, true, false]);
    }

    #[test]
    fn what_is_pulled_to_the_reader_stands_beside_the_reader() {
        let mut nodes = sizes(5);
        nodes[1].pull = Pull::Late;
        // 1 could stand at 1; its only edge leads to the last layer.
        let plan = lay(&nodes, &[(0, 1), (1, 4), (0, 2), (2, 3), (3, 4)]);
        assert_eq!(plan.layer, [0, 2, 1, 2, 3]);
    }

    #[test]
    fn two_paths_that_need_not_cross_do_not() {
        // Given in an order that crosses: 1 leads to 4, 2 to 3.
        let plan = lay(&sizes(6), &[(0, 1), (0, 2), (1, 4), (2, 3), (3, 5), (4, 5)]);
        assert_eq!(plan.middle[1] < plan.middle[2], plan.middle[4] < plan.middle[3]);
    }

    #[test]
    fn an_edge_over_several_layers_passes_between_the_boxes() {
        let plan = lay(&sizes(4), &[(0, 1), (1, 2), (2, 3), (0, 3)]);
        let way = &plan.ways[3];
        assert_eq!(way.heights.len(), 4);
        for layer in [1, 2] {
            assert!((way.heights[layer] - plan.middle[layer]).abs() > 20.0, "the line runs through a box");
        }
    }

    #[test]
    fn no_nodes_make_no_drawing() {
        assert_eq!(lay(&[], &[]), Plan::default());
    }
}

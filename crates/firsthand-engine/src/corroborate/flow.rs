//! The largest number of paths that share no node of unit capacity, and a smallest set of nodes that cuts them all.
//!
//! In: nodes with capacities and the edges between them. Out: the flow from the first node to the second, and the cut.
//! `event → soldier → wife → channel → page → reader`, sources 1, page unbounded → flow 1, cut {soldier}
//!
//! Menger's theorem: the two figures are one. Each node is split into an entrance and an exit joined by an arc of its
//! capacity; Dinic's algorithm then finds the flow. Of several smallest cuts, the one nearest to the start is given:
//! the first to say so, rather than those who repeated it.

use std::collections::VecDeque;

/// More than any number of paths.
pub(crate) const UNBOUNDED: u32 = u32::MAX / 4;

/// A directed graph with capacities on its nodes. Node 0 is the start, node 1 the goal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    capacities: Vec<u32>,
    edges: Vec<(usize, usize)>,
}

/// A flow and what limits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// How many paths.
    pub(crate) flow: u32,
    /// The nodes of a smallest cut, ascending. Empty where nothing leads from start to goal.
    pub(crate) nodes: Vec<usize>,
}

impl Network {
    /// Adds a node and hands back its number.
    pub(crate) fn node(&mut self, capacity: u32) -> usize {
        self.capacities.push(capacity);
        self.capacities.len() - 1
    }

    /// Adds an edge.
    pub(crate) fn edge(&mut self, from: usize, to: usize) {
        self.edges.push((from, to));
    }

    /// The largest flow from node 0 to node 1.
    pub(crate) fn cut(&self) -> Cut {
        let mut arcs = Arcs::of(self);
        let (start, goal) = (exit(0), entrance(1));
        let mut flow = 0;
        while arcs.level(start, goal) {
            arcs.next = arcs.heads.iter().map(|_| 0).collect();
            loop {
                let pushed = arcs.push(start, goal);
                if pushed == 0 {
                    break;
                }
                flow += pushed;
            }
        }
        // After the last search, what has a level is what the start still reaches.
        let nodes = (2..self.capacities.len())
            .filter(|&node| arcs.levels[entrance(node)].is_some() && arcs.levels[exit(node)].is_none())
            .collect();
        Cut { flow, nodes }
    }
}

fn entrance(node: usize) -> usize {
    2 * node
}

fn exit(node: usize) -> usize {
    2 * node + 1
}

/// The residual network: arc `i` and its reverse `i ^ 1`.
struct Arcs {
    to: Vec<usize>,
    left: Vec<u32>,
    heads: Vec<Vec<usize>>,
    levels: Vec<Option<u32>>,
    next: Vec<usize>,
}

impl Arcs {
    fn of(network: &Network) -> Self {
        let ends = 2 * network.capacities.len();
        let mut arcs = Self {
            to: Vec::new(),
            left: Vec::new(),
            heads: vec![Vec::new(); ends],
            levels: vec![None; ends],
            next: vec![0; ends],
        };
        for (node, &capacity) in network.capacities.iter().enumerate() {
            arcs.add(entrance(node), exit(node), capacity);
        }
        for &(from, to) in &network.edges {
            arcs.add(exit(from), entrance(to), UNBOUNDED);
        }
        arcs
    }

    fn add(&mut self, from: usize, to: usize, capacity: u32) {
        self.heads[from].push(self.to.len());
        self.to.push(to);
        self.left.push(capacity);
        self.heads[to].push(self.to.len());
        self.to.push(from);
        self.left.push(0);
    }

    /// Breadth-first levels from the start. Whether the goal is reached.
    fn level(&mut self, start: usize, goal: usize) -> bool {
        self.levels.fill(None);
        self.levels[start] = Some(0);
        let mut queue = VecDeque::from([start]);
        while let Some(end) = queue.pop_front() {
            let next = self.levels[end].map(|level| level + 1);
            for &arc in &self.heads[end] {
                if self.left[arc] > 0 && self.levels[self.to[arc]].is_none() {
                    self.levels[self.to[arc]] = next;
                    queue.push_back(self.to[arc]);
                }
            }
        }
        self.levels[goal].is_some()
    }

    /// Pushes along one path of rising levels. A path of thousands of copies must not overflow the stack, so the way
    /// is kept by hand.
    fn push(&mut self, start: usize, goal: usize) -> u32 {
        let mut way: Vec<usize> = Vec::new();
        let mut end = start;
        while end != goal {
            let onward = self.heads[end][self.next[end]..].iter().position(|&arc| {
                self.left[arc] > 0
                    && self.levels[self.to[arc]].is_some()
                    && self.levels[self.to[arc]] == self.levels[end].map(|level| level + 1)
            });
            if let Some(steps) = onward {
                self.next[end] += steps;
                let arc = self.heads[end][self.next[end]];
                way.push(arc);
                end = self.to[arc];
            } else {
                let Some(back) = way.pop() else { return 0 };
                self.next[end] = self.heads[end].len();
                end = self.to[back ^ 1];
                self.next[end] += 1;
            }
        }
        let pushed = way.iter().map(|&arc| self.left[arc]).min().unwrap_or(0);
        for arc in way {
            self.left[arc] -= pushed;
            self.left[arc ^ 1] += pushed;
        }
        pushed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `edges` as "e-a a-r": `e` and `r` are start and goal, capitals are unbounded.
    #[track_caller]
    fn check(edges: &str, flow: u32, cut: &str) {
        let mut network = Network::default();
        let mut names: Vec<&str> = vec!["e", "r"];
        network.node(UNBOUNDED);
        network.node(UNBOUNDED);
        for edge in edges.split(' ') {
            let (from, to) = edge.split_once('-').unwrap();
            for name in [from, to] {
                if !names.contains(&name) {
                    names.push(name);
                    network.node(if name.chars().all(char::is_uppercase) { UNBOUNDED } else { 1 });
                }
            }
            let number = |name| names.iter().position(|&known| known == name).unwrap();
            network.edge(number(from), number(to));
        }
        let found = network.cut();
        let shown: Vec<&str> = found.nodes.iter().map(|&node| names[node]).collect();
        assert_eq!((found.flow, shown.join(" ").as_str()), (flow, cut), "{edges}");
    }

    #[test]
    fn a_chain_is_one_path_and_its_first_voice_cuts_it() {
        check("e-soldier soldier-wife wife-channel channel-PAGE PAGE-r", 1, "soldier");
    }

    #[test]
    fn two_witnesses_through_one_page_are_two() {
        check("e-a e-b a-PAGE b-PAGE PAGE-r", 2, "a b");
    }

    #[test]
    fn two_witnesses_through_one_channel_are_one() {
        check("e-a e-b a-c b-c c-PAGE PAGE-r", 1, "c");
    }

    #[test]
    fn a_detour_has_to_be_undone() {
        // The first shortest path may take a-d, which both others need: the flow has to take it back.
        check("e-a e-b a-c a-d b-d c-P d-Q P-r Q-r", 2, "a b");
    }

    #[test]
    fn nothing_said_nothing_cut() {
        check("e-A PAGE-r", 0, "");
    }

    #[test]
    fn a_circle_that_nothing_feeds_carries_nothing() {
        check("e-A a-P P-b b-Q Q-a P-r Q-r", 0, "");
    }
}

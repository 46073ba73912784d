//! A linear-chain conditional random field, trained by stochastic gradient descent with AdaGrad steps.
//!
//! In: sequences of feature keys with the right labels. Out: weights, and from them a table of small whole numbers.

use firsthand_engine::linear::{Lattice, Linear, Sink as _, Sum, row};

use crate::order::Shuffle;

/// One sequence: the keys of each token end to end, and the right label of each.
#[derive(Default)]
pub(crate) struct Sequence {
    /// Keys of all tokens.
    pub(crate) keys: Vec<u32>,
    /// Where each token's keys end.
    pub(crate) ends: Vec<u32>,
    /// Right labels.
    pub(crate) gold: Vec<u8>,
    /// For each token, which labels are possible (bit by bit).
    pub(crate) allowed: Vec<u16>,
}

impl Sequence {
    fn first_key(&self, at: usize) -> usize {
        if at == 0 { 0 } else { self.ends[at - 1] as usize }
    }

    fn keys_of(&self, at: usize) -> &[u32] {
        &self.keys[self.first_key(at)..self.ends[at] as usize]
    }

    /// The sequence's best labels under a table.
    pub(crate) fn best<const L: usize>(&self, model: &Linear<L>, lattice: &mut Lattice<L>) -> Vec<u8> {
        lattice.clear();
        for at in 0..self.gold.len() {
            let mut sum = Sum::new(model);
            for &key in self.keys_of(at) {
                sum.take("", key);
            }
            let mut scores = sum.scores();
            for (label, score) in scores.iter_mut().enumerate() {
                if self.allowed[at] >> label & 1 == 0 {
                    *score = firsthand_engine::linear::FORBIDDEN;
                }
            }
            lattice.push(scores);
        }
        lattice.best(model).to_vec()
    }
}

/// How to train.
pub(crate) struct Plan {
    /// The table has two to this power rows.
    pub(crate) bits: u32,
    /// Passes over the data.
    pub(crate) rounds: u32,
    /// AdaGrad's step.
    pub(crate) step: f32,
    /// Pull towards nought at each update of a weight.
    pub(crate) decay: f32,
    /// Features met less often are left at nought.
    pub(crate) least: u32,
    /// The share of features hidden from each look at a token, so that none is leaned on alone.
    pub(crate) hide: f32,
}

/// Weights under training.
pub(crate) struct Crf<const L: usize> {
    bits: u32,
    weights: Vec<[f32; L]>,
    moves: [[f32; L]; L],
}

impl<const L: usize> Crf<L> {
    /// Trains. `legal(from, to)` says which moves are possible.
    pub(crate) fn train(sequences: &[&Sequence], plan: &Plan, legal: impl Fn(usize, usize) -> bool) -> Self {
        let rows = 1usize << plan.bits;
        let mut seen = vec![0u32; rows];
        for key in sequences.iter().flat_map(|sequence| &sequence.keys) {
            seen[row(*key, plan.bits)] += 1;
        }
        let mut weights = vec![[0f32; L]; rows];
        let mut squares = vec![[0f32; L]; rows];
        let mut total = vec![[0f32; L]; 0];
        let mut moves = [[0f32; L]; L];
        let mut move_squares = [[0f32; L]; L];
        for from in 0..L {
            for to in 0..L {
                if !legal(from, to) {
                    moves[from][to] = f32::NEG_INFINITY;
                }
            }
        }
        let mut shuffle = Shuffle::new(7);
        let mut turn: Vec<usize> = (0..sequences.len()).collect();
        let mut work = Work::<L>::default();
        let mut averaged = 0u32;
        let mut kept: Vec<bool> = Vec::new();
        let swell = 1.0 / (1.0 - plan.hide);
        for round in 0..plan.rounds {
            shuffle.shuffle(&mut turn);
            let mut loss = 0.0;
            for &number in &turn {
                let sequence = sequences[number];
                if sequence.gold.is_empty() {
                    continue;
                }
                kept.clear();
                kept.extend((0..sequence.keys.len()).map(|_| !shuffle.happens(plan.hide)));
                work.score(sequence, |at, key, scores| {
                    if kept[at] {
                        for (score, weight) in scores.iter_mut().zip(&weights[row(key, plan.bits)]) {
                            *score += weight * swell;
                        }
                    }
                });
                loss += work.marginals(sequence, &moves);
                for at in 0..sequence.gold.len() {
                    let mut gradient = work.beliefs[at];
                    gradient[sequence.gold[at] as usize] -= 1.0;
                    if gradient.iter().all(|part| part.abs() < 1e-4) {
                        continue;
                    }
                    let first = sequence.first_key(at);
                    for (place, &key) in sequence.keys_of(at).iter().enumerate() {
                        let row = row(key, plan.bits);
                        if !kept[first + place] || seen[row] < plan.least {
                            continue;
                        }
                        let (weights, squares) = (&mut weights[row], &mut squares[row]);
                        for label in 0..L {
                            let slope = gradient[label] + plan.decay * weights[label];
                            squares[label] += slope * slope;
                            weights[label] -= plan.step * slope / (squares[label].sqrt() + 1e-3);
                        }
                    }
                }
                for from in 0..L {
                    for to in 0..L {
                        if moves[from][to].is_finite() {
                            let slope = work.moved[from][to];
                            move_squares[from][to] += slope * slope;
                            moves[from][to] -= plan.step * slope / (move_squares[from][to].sqrt() + 1e-3);
                        }
                    }
                }
            }
            // The mean over the later rounds is steadier than the last.
            if 2 * (round + 1) > plan.rounds {
                if total.is_empty() {
                    total = vec![[0f32; L]; rows];
                }
                for (sum, weight) in total.iter_mut().flatten().zip(weights.iter().flatten()) {
                    *sum += weight;
                }
                averaged += 1;
            }
            print!("{loss:.0} ");
        }
        if averaged > 0 {
            for sum in total.iter_mut().flatten() {
                *sum /= averaged as f32;
            }
            weights = total;
        }
        Self { bits: plan.bits, weights, moves }
    }

    /// Makes every label of `starts` likelier to follow label 0, by this much log odds.
    pub(crate) fn lift(&mut self, starts: &[usize], by: f32) {
        for from in 0..L {
            for &to in starts {
                self.moves[from][to] += by;
            }
        }
    }

    /// The weights as small whole numbers.
    pub(crate) fn quantised(&self) -> Linear<L> {
        let flat: Vec<f64> = self.weights.iter().flatten().map(|&weight| f64::from(weight)).collect();
        let (table, scale) = fit(&flat, 0.9999);
        let mut moves = [[0i32; L]; L];
        for (to, from) in moves.iter_mut().flatten().zip(self.moves.iter().flatten()) {
            *to = if from.is_finite() { (f64::from(*from) * scale).round() as i32 } else { -20_000 };
        }
        Linear::new(self.bits, scale.round() as i32, moves, table)
    }
}

/// Fits weights into `i8`: the given share of the weights that are not nought keep their size, the rest are cut.
pub(crate) fn fit(weights: &[f64], share: f64) -> (Vec<i8>, f64) {
    let mut sizes: Vec<f64> = weights.iter().map(|weight| weight.abs()).filter(|&size| size > 1e-4).collect();
    sizes.sort_by(f64::total_cmp);
    let top = sizes.get((sizes.len() as f64 * share) as usize).or(sizes.last()).copied().unwrap_or(1.0);
    let scale = 127.0 / top;
    (weights.iter().map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8).collect(), scale)
}

/// What one sequence needs, kept between sequences.
#[derive(Default)]
struct Work<const L: usize> {
    scores: Vec<[f32; L]>,
    forward: Vec<[f32; L]>,
    backward: Vec<[f32; L]>,
    scales: Vec<f32>,
    beliefs: Vec<[f32; L]>,
    moved: Moves<L>,
}

type Moves<const L: usize> = Box2<L>;

/// A square of numbers (a newtype, because arrays of arrays have no default).
#[derive(Clone, Copy)]
struct Box2<const L: usize>([[f32; L]; L]);

impl<const L: usize> Default for Box2<L> {
    fn default() -> Self {
        Self([[0.0; L]; L])
    }
}

impl<const L: usize> std::ops::Index<usize> for Box2<L> {
    type Output = [f32; L];

    fn index(&self, at: usize) -> &[f32; L] {
        &self.0[at]
    }
}

impl<const L: usize> Work<L> {
    fn score(&mut self, sequence: &Sequence, add: impl Fn(usize, u32, &mut [f32; L])) {
        self.scores.clear();
        for at in 0..sequence.gold.len() {
            let mut scores = [0f32; L];
            let first = sequence.first_key(at);
            for (place, &key) in sequence.keys_of(at).iter().enumerate() {
                add(first + place, key, &mut scores);
            }
            for (label, score) in scores.iter_mut().enumerate() {
                if sequence.allowed[at] >> label & 1 == 0 {
                    *score = f32::NEG_INFINITY;
                }
            }
            self.scores.push(scores);
        }
    }

    /// Forward and backward; leaves beliefs and the gradient of the moves, and gives the loss.
    fn marginals(&mut self, sequence: &Sequence, moves: &[[f32; L]; L]) -> f64 {
        let length = sequence.gold.len();
        let jumps = moves.map(|row| row.map(f32::exp));
        self.forward.clear();
        self.scales.clear();
        self.beliefs.clear();
        self.backward.clear();
        self.backward.resize(length, [0.0; L]);
        let mut loss = 0f64;
        let mut tops = Vec::with_capacity(length);
        let mut local = Vec::with_capacity(length);
        for at in 0..length {
            let top = self.scores[at].iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let odds = self.scores[at].map(|score| (score - top).exp());
            let mut row = odds;
            // Before the first token stands label 0.
            let first = {
                let mut first = [0f32; L];
                first[0] = 1.0;
                first
            };
            let before = if at == 0 { first } else { self.forward[at - 1] };
            for (to, slot) in row.iter_mut().enumerate() {
                *slot *= (0..L).map(|from| before[from] * jumps[from][to]).sum::<f32>();
            }
            let scale: f32 = row.iter().sum::<f32>().max(1e-30);
            row.iter_mut().for_each(|slot| *slot /= scale);
            self.forward.push(row);
            self.scales.push(scale);
            loss += f64::from(top) + f64::from(scale).ln();
            tops.push(top);
            local.push(odds);
        }
        // After the last token stands label 0 again, so that nothing is left open.
        let close: f32 =
            (0..L).map(|from| self.forward[length - 1][from] * jumps[from][0]).sum::<f32>().max(1e-30);
        loss += f64::from(close).ln();
        for from in 0..L {
            self.backward[length - 1][from] = jumps[from][0] / close;
        }
        for at in (0..length - 1).rev() {
            for from in 0..L {
                self.backward[at][from] = (0..L)
                    .map(|to| jumps[from][to] * local[at + 1][to] * self.backward[at + 1][to])
                    .sum::<f32>()
                    / self.scales[at + 1];
            }
        }
        let mut moved = [[0f32; L]; L];
        let mut before = 0usize;
        for at in 0..length {
            let mut belief = [0f32; L];
            for (label, slot) in belief.iter_mut().enumerate() {
                *slot = self.forward[at][label] * self.backward[at][label];
            }
            self.beliefs.push(belief);
            for from in 0..L {
                let left = if at == 0 { f32::from(u8::from(from == 0)) } else { self.forward[at - 1][from] };
                if left == 0.0 {
                    continue;
                }
                for to in 0..L {
                    moved[from][to] +=
                        left * jumps[from][to] * local[at][to] * self.backward[at][to] / self.scales[at];
                }
            }
            let gold = sequence.gold[at] as usize;
            loss -= f64::from(self.scores[at][gold]) + f64::from(moves[before][gold]);
            moved[before][gold] -= 1.0;
            before = gold;
        }
        for from in 0..L {
            moved[from][0] += self.forward[length - 1][from] * jumps[from][0] / close;
        }
        moved[before][0] -= 1.0;
        loss -= f64::from(moves[before][0]);
        self.moved = Box2(moved);
        loss
    }
}

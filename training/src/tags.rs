//! Trains the part-of-speech tagger on a treebank, cut by the engine's own tokenizer.
//!
//! In: CoNLL-U files. Out: a weight file and its accuracy on held-out sentences.
//!
//! A token of ours that covers several of the treebank takes the tag of the last one ("motor-rifle": of "rifle"); one
//! inside a token of the treebank takes that token's.

use firsthand_engine::{
    LanguageData,
    linear::{Keys, row},
    reading::tags::{Form, LABELS, Tag, Tagger, features, tag},
};

use crate::order::Shuffle;

/// A sentence: what the tagger sees, and the right answers.
pub(crate) struct Sentence {
    forms: Vec<Form>,
    gold: Vec<Tag>,
}

const BITS: u32 = 16;
const ROUNDS: u32 = 8;
/// Features met less often are left at nought: they would only fill the table.
const LEAST: u32 = 2;

/// Reads a treebank.
pub(crate) fn read(conllu: &str, data: &LanguageData) -> Vec<Sentence> {
    conllu.split("\n\n").filter_map(|block| sentence(block, data)).collect()
}

fn sentence(block: &str, data: &LanguageData) -> Option<Sentence> {
    let text = block.lines().find_map(|line| line.strip_prefix("# text = "))?;
    let mut at = 0;
    let mut spans = Vec::new();
    let mut multi = 0;
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, universal, penn, ..] = columns[..] else { continue };
        if id.contains('.') {
            continue;
        }
        if let Some((first, last)) = id.split_once('-') {
            // "don't" as a whole; its parts follow, and are laid out in it by their lengths.
            multi = last.parse::<usize>().ok()? + 1 - first.parse::<usize>().ok()?;
            at += text[at..].len() - text[at..].trim_start().len();
            let _ = form;
            continue;
        }
        at += text[at..].len() - text[at..].trim_start().len();
        if !text[at..].starts_with(form) {
            // A part that is spelt otherwise than in the text ("gonna"): give the sentence up.
            return None;
        }
        spans.push((at, at + form.len(), Tag::of_treebank(universal, penn)));
        at += form.len();
        multi = multi.saturating_sub(1);
    }
    let tokens = firsthand_engine::reading::tokens::tokens(text, &data.abbreviations);
    let mut forms = Vec::new();
    let mut gold = Vec::new();
    for token in &tokens {
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        let (.., tag) = spans.iter().rev().find(|&&(from, to, _)| from < end && start < to)?;
        let lower = token.span.of(text).replace(['’', '‘'], "'").to_lowercase();
        forms.push(Form::of(&lower, token));
        gold.push(*tag);
    }
    Some(Sentence { forms, gold })
}

/// Trains an averaged perceptron.
pub(crate) fn train(sentences: &[Sentence]) -> Tagger {
    let rows = 1usize << BITS;
    let mut seen = vec![0u32; rows];
    let mut keys = Keys::default();
    for sentence in sentences {
        for at in 0..sentence.forms.len() {
            let before = [at.checked_sub(1), at.checked_sub(2)]
                .map(|at| at.map_or(Tag::Other, |at| sentence.gold[at]));
            keys.0.clear();
            features(&sentence.forms, at, before, &mut keys);
            for &key in &keys.0 {
                seen[row(key, BITS)] += 1;
            }
        }
    }
    let mut weights = vec![[0i32; LABELS]; rows];
    let mut sums = vec![[0i64; LABELS]; rows];
    let mut clock = 1i64;
    let mut shuffle = Shuffle::new(1);
    let mut turn: Vec<usize> = (0..sentences.len()).collect();
    for _ in 0..ROUNDS {
        shuffle.shuffle(&mut turn);
        for &number in &turn {
            let sentence = &sentences[number];
            let mut before = [Tag::Other; 2];
            for at in 0..sentence.forms.len() {
                keys.0.clear();
                features(&sentence.forms, at, before, &mut keys);
                let mut scores = [0i32; LABELS];
                for &key in &keys.0 {
                    for (score, weight) in scores.iter_mut().zip(&weights[row(key, BITS)]) {
                        *score += weight;
                    }
                }
                let (guess, _) = scores[..Tag::ALL.len()]
                    .iter()
                    .enumerate()
                    .rev()
                    .max_by_key(|&(_, score)| score)
                    .unwrap_or((0, &0));
                let gold = sentence.gold[at] as usize;
                if guess != gold {
                    for &key in &keys.0 {
                        let row = row(key, BITS);
                        if seen[row] >= LEAST {
                            weights[row][gold] += 1;
                            weights[row][guess] -= 1;
                            sums[row][gold] += clock;
                            sums[row][guess] -= clock;
                        }
                    }
                }
                before = [Tag::ALL[guess], before[0]];
                clock += 1;
            }
        }
    }
    // Average, then fit the largest weights into an i8.
    let averaged: Vec<f64> = weights
        .iter()
        .flatten()
        .zip(sums.iter().flatten())
        .map(|(&weight, &sum)| f64::from(weight) - sum as f64 / clock as f64)
        .collect();
    let table = crate::crf::fit(&averaged, 0.9999).0;
    Tagger::new(BITS, 1, [[0; LABELS]; LABELS], table)
}

/// The share of tokens tagged right.
pub(crate) fn accuracy(sentences: &[Sentence], model: &Tagger) -> f64 {
    let (mut right, mut all) = (0usize, 0usize);
    let mut tags = Vec::new();
    for sentence in sentences {
        tags.clear();
        tag(&sentence.forms, model, &mut tags);
        right += tags.iter().zip(&sentence.gold).filter(|(tag, gold)| tag == gold).count();
        all += tags.len();
    }
    right as f64 / all.max(1) as f64
}

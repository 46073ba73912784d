//! Learns what words are like from texts without annotation: which stand in the same places, and which are names.
//!
//! In: JSON lines with `title` and `text`, plain or gzipped. Out: `words.bin`, the table that
//! `firsthand_engine::words` reads: for each frequent word its class, and how often it is written with a capital inside
//! a sentence.
//!
//! The classes are those of the exchange algorithm (Martin, Liermann and Ney, 1998): words move between classes while
//! that makes the text's bigrams of classes more likely.

use std::{collections::BTreeMap, fs::File, io::Read, path::Path};

use firsthand_engine::{
    LanguageData,
    reading::tokens::{TokenKind, tokens},
    words::{Entry, Words},
};
use serde_json::Value;

/// Words met less often have no class.
const LEAST: u32 = 12;
/// At most so many words, the most frequent.
const MOST: usize = 30_000;
/// How many classes. More make finer classes of rarer words; 250 fit a byte.
const CLASSES: usize = 250;
/// Rounds of exchange. After the tenth hardly a word moves.
const ROUNDS: usize = 8;

/// Reads the texts, learns, and gives the bytes of the table.
pub(crate) fn learn(paths: &[&str], data: &LanguageData) -> Result<Vec<u8>, String> {
    let mut counts: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    let mut sentences: Vec<Vec<String>> = Vec::new();
    for path in paths {
        for line in text_of(path)?.lines() {
            let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
            let text = value["text"].as_str().unwrap_or("");
            read(text, data, &mut counts, &mut sentences);
        }
    }
    let mut frequent: Vec<(&String, &[u32; 3])> =
        counts.iter().filter(|(_, count)| count[0] >= LEAST).collect();
    frequent.sort_by_key(|(word, count)| (std::cmp::Reverse(count[0]), *word));
    frequent.truncate(MOST);
    let numbers: BTreeMap<&str, usize> =
        frequent.iter().enumerate().map(|(number, (word, _))| (word.as_str(), number)).collect();
    println!("{} sentences, {} words, {} frequent", sentences.len(), counts.len(), frequent.len());
    let sequences: Vec<Vec<usize>> = sentences
        .iter()
        .map(|words| {
            words.iter().map(|word| numbers.get(word.as_str()).copied().unwrap_or(usize::MAX)).collect()
        })
        .collect();
    let classes = exchange(&sequences, frequent.len());
    let entries = frequent.iter().zip(&classes).map(|((word, count), &class)| Entry {
        word: word.as_str(),
        class: class as u8,
        // Of the times it stood inside a sentence, how often with a capital, in tenths.
        capital: (10 * count[2]).checked_div(count[1] + count[2]).map_or(5, |tenths| tenths as u8),
    });
    let bytes = Words::build(entries);
    if let Ok(list) = std::env::var("WORDS_LIST") {
        let mut lines: Vec<String> = frequent
            .iter()
            .zip(&classes)
            .map(|((word, count), class)| format!("{class}\t{word}\t{}", count[0]))
            .collect();
        lines.sort();
        std::fs::write(&list, lines.join("\n")).map_err(|error| format!("cannot write {list}: {error}"))?;
    }
    Ok(bytes)
}

fn text_of(path: &str) -> Result<String, String> {
    let fail = |error| format!("cannot read {path}: {error}");
    let mut file = File::open(path).map_err(fail)?;
    let mut text = String::new();
    if Path::new(path).extension().is_some_and(|end| end == "gz") {
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).map_err(fail)?;
    } else {
        file.read_to_string(&mut text).map_err(fail)?;
    }
    Ok(text)
}

fn read(
    text: &str,
    data: &LanguageData,
    counts: &mut BTreeMap<String, [u32; 3]>,
    sentences: &mut Vec<Vec<String>>,
) {
    let mut words = Vec::new();
    let mut first = true;
    for token in tokens(text, &data.abbreviations) {
        let word = token.span.of(text);
        if matches!(word, "." | "!" | "?") || token.breaks > 0 {
            if words.len() > 2 {
                sentences.push(std::mem::take(&mut words));
            }
            words.clear();
            first = true;
            if token.kind == TokenKind::Mark {
                continue;
            }
        }
        let lower = firsthand_engine::words::key(word);
        let count = counts.entry(lower.clone()).or_default();
        count[0] += 1;
        if token.kind == TokenKind::Word {
            // After an opening quotation mark a capital says nothing either.
            if !first {
                count[if token.is_capital() { 2 } else { 1 }] += 1;
            }
            first = false;
        }
        if matches!(word, "“" | "\"" | "‘" | ":") {
            first = true;
        }
        words.push(lower);
    }
    if words.len() > 2 {
        sentences.push(words);
    }
}

/// Classes by exchange.
fn exchange(sequences: &[Vec<usize>], words: usize) -> Vec<usize> {
    let mut classes: Vec<usize> = (0..words).map(|word| word.min(word % CLASSES)).collect();
    let mut totals = vec![0u32; words];
    let mut after: Vec<BTreeMap<usize, u32>> = vec![BTreeMap::new(); words];
    let mut before: Vec<BTreeMap<usize, u32>> = vec![BTreeMap::new(); words];
    for sequence in sequences {
        for pair in sequence.windows(2) {
            let [left, right] = [pair[0], pair[1]];
            if left < words {
                totals[left] += 1;
            }
            if left < words && right < words {
                *after[left].entry(right).or_default() += 1;
                *before[right].entry(left).or_default() += 1;
            }
        }
    }
    let mut pairs = vec![vec![0i64; CLASSES]; CLASSES];
    let mut sizes = vec![0i64; CLASSES];
    for word in 0..words {
        sizes[classes[word]] += i64::from(totals[word]);
        for (&next, &count) in &after[word] {
            pairs[classes[word]][classes[next]] += i64::from(count);
        }
    }
    let weight = |count: i64| if count > 0 { count as f64 * (count as f64).ln() } else { 0.0 };
    for round in 0..ROUNDS {
        let mut moved = 0;
        for word in 0..words {
            let (mut to, mut from) = (vec![0i64; CLASSES], vec![0i64; CLASSES]);
            let mut own = 0i64;
            for (&next, &count) in &after[word] {
                if next == word {
                    own += i64::from(count);
                } else {
                    to[classes[next]] += i64::from(count);
                }
            }
            for (&last, &count) in &before[word] {
                if last != word {
                    from[classes[last]] += i64::from(count);
                }
            }
            let old = classes[word];
            shift(&mut pairs, &mut sizes, old, &to, &from, own, i64::from(totals[word]), -1);
            let filled: Vec<usize> = (0..CLASSES).filter(|&class| to[class] + from[class] > 0).collect();
            let gain = |class: usize| {
                let mut gain = 0.0;
                for &other in &filled {
                    if other == class {
                        let count = pairs[class][class];
                        gain += weight(count + to[class] + from[class] + own) - weight(count);
                        continue;
                    }
                    if to[other] > 0 {
                        let count = pairs[class][other];
                        gain += weight(count + to[other]) - weight(count);
                    }
                    if from[other] > 0 {
                        let count = pairs[other][class];
                        gain += weight(count + from[other]) - weight(count);
                    }
                }
                gain - 2.0 * (weight(sizes[class] + i64::from(totals[word])) - weight(sizes[class]))
            };
            let best = (0..CLASSES)
                .map(|class| (gain(class), class))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
                .map_or(old, |(_, class)| class);
            shift(&mut pairs, &mut sizes, best, &to, &from, own, i64::from(totals[word]), 1);
            moved += usize::from(best != old);
            classes[word] = best;
        }
        println!("round {round}: {moved} words moved");
    }
    classes
}

/// Takes a word's bigrams into a class, or out of it.
#[allow(clippy::too_many_arguments)]
fn shift(
    pairs: &mut [Vec<i64>],
    sizes: &mut [i64],
    class: usize,
    to: &[i64],
    from: &[i64],
    own: i64,
    total: i64,
    sign: i64,
) {
    for other in 0..CLASSES {
        pairs[class][other] += sign * to[other];
        pairs[other][class] += sign * from[other];
    }
    pairs[class][class] += sign * own;
    sizes[class] += sign * total;
}

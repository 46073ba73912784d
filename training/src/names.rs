//! Trains the tagger of names.
//!
//! In: `*.conll` (WikiGold, WNUT-17) and JSON lines with `text` and `entities` (Universal NER, re3d). Out: a weight file,
//! and precision, recall and F1 on what was held out.

use std::fs;

use firsthand_engine::{
    LanguageData,
    annotate::names::recognition::{
        Class, Form, LABELS, Name, NameTagger, features, forms, is_open, label, recognise,
    },
    linear::Keys,
    reading::Reading,
};
use firsthand_schema::{document::Document, span::Span};
use serde_json::Value;

use crate::crf::{Crf, Plan, Sequence};

/// Sentences of a corpus without documents that are read as one.
const TOGETHER: usize = 20;

/// A text and its names.
struct Gold {
    document: Document,
    names: Vec<(Span, Class)>,
}

/// Trains on `paths` but for every tenth document, and says how well it does on those; then on all.
pub(crate) fn train(paths: &[&str], data: &LanguageData, plan: &Plan) -> Result<Vec<u8>, String> {
    let mut all = Vec::new();
    for path in paths {
        let gold = read(path)?;
        println!(
            "{path}: {} documents, {} names",
            gold.len(),
            gold.iter().map(|gold| gold.names.len()).sum::<usize>()
        );
        all.push(gold);
    }
    let held = |at: usize| at % 10 == 9;
    let mut part = Vec::new();
    for gold in &all {
        part.extend(
            gold.iter().enumerate().filter(|(at, _)| !held(*at)).flat_map(|(_, gold)| sequences(gold, data)),
        );
    }
    let mut judge = data.clone();
    judge.name_tagger = tagger(&part, plan);
    for (path, gold) in paths.iter().zip(&all) {
        let out: Vec<&Gold> =
            gold.iter().enumerate().filter(|(at, _)| held(*at)).map(|(_, gold)| gold).collect();
        println!("held out of {path}: {}", score(&out, &judge));
    }
    let whole: Vec<Sequence> = all.iter().flatten().flat_map(|gold| sequences(gold, data)).collect();
    Ok(tagger(&whole, plan).to_bytes())
}

fn read(path: &str) -> Result<Vec<Gold>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    Ok(if path.ends_with(".conll") { conll(&text) } else { lines(&text) })
}

fn class(kind: &str) -> Option<Class> {
    match kind.trim_start_matches("B-").trim_start_matches("I-") {
        "PER" | "person" | "Person" => Some(Class::Person),
        "ORG" | "corporation" | "group" | "Organisation" => Some(Class::Organisation),
        "LOC" | "location" | "Location" => Some(Class::Place),
        _ => None,
    }
}

fn conll(text: &str) -> Vec<Gold> {
    let sentences: Vec<&str> = text.split("\n\n").filter(|sentence| !sentence.trim().is_empty()).collect();
    sentences
        .chunks(TOGETHER)
        .map(|chunk| {
            let mut text = String::new();
            let mut names: Vec<(Span, Class)> = Vec::new();
            for sentence in chunk {
                let mut open: Option<String> = None;
                for line in sentence.lines() {
                    let Some((word, tag)) = line.rsplit_once([' ', '\t']) else { continue };
                    let word = word.trim();
                    let closes =
                        word.len() == 1 && ",.;:!?)]%".contains(word) || matches!(word, "'s" | "n't" | "'");
                    if !closes && !text.is_empty() && !text.ends_with(['\n', '(', '$', '#', '@']) {
                        text.push(' ');
                    }
                    let start = text.len();
                    text.push_str(word);
                    let kind = tag.get(2..).unwrap_or("").to_owned();
                    match class(tag) {
                        Some(class) if tag != "O" => {
                            match names.last_mut() {
                                Some((span, _)) if open.as_ref() == Some(&kind) && !tag.starts_with("B-") => {
                                    span.end = text.len() as u32;
                                }
                                _ => names.push((Span::new(start, text.len()), class)),
                            }
                            open = Some(kind);
                        }
                        _ => open = None,
                    }
                }
                text.push('\n');
                text.push('\n');
            }
            Gold { document: Document::bare("", text), names }
        })
        .collect()
}

fn lines(text: &str) -> Vec<Gold> {
    let mut golds: Vec<Gold> = Vec::new();
    let mut sentences = 0;
    for line in text.lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let words = value["text"].as_str().unwrap_or("");
        let points = firsthand_schema::span::CodePoints::new(words);
        // re3d marks phrases ("the Iraqi President Fuad Masum", "we"): only the name in them is wanted.
        let phrases = value.get("relations").is_some();
        let mut found: Vec<(Span, Class)> = Vec::new();
        for entity in value["entities"].as_array().into_iter().flatten() {
            let Some(class) = entity["type"].as_str().and_then(class) else { continue };
            let at = |key: &str| points.byte(entity[key].as_u64().unwrap_or(0) as u32) as usize;
            let span = Span::new(at("start"), at("end"));
            if let Some(span) = if phrases { name_in(words, span) } else { Some(span) } {
                found.push((span, class));
            }
        }
        // The longest of names inside one another.
        found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut last = 0;
        found.retain(|(span, _)| {
            let keep = span.start >= last;
            last = last.max(span.end);
            keep
        });
        let whole = phrases;
        match golds.last_mut() {
            Some(gold) if !whole && sentences % TOGETHER != 0 => {
                let start = gold.document.text.len() as u32;
                gold.document.text.push_str(words);
                gold.document.text.push_str("\n\n");
                gold.names.extend(
                    found.into_iter().map(|(span, class)| {
                        (Span { start: span.start + start, end: span.end + start }, class)
                    }),
                );
            }
            _ => golds.push(Gold { document: Document::bare("", format!("{words}\n\n")), names: found }),
        }
        sentences += 1;
    }
    golds
}

/// The capitalised end of a phrase: "the Iraqi President Fuad Masum" → "Fuad Masum"; none for "we".
fn name_in(text: &str, span: Span) -> Option<Span> {
    let words = span.of(text);
    let mut at = 0;
    for word in words.split_inclusive(' ') {
        let bare = word.trim().to_lowercase();
        let skip = word.chars().next().is_none_or(char::is_lowercase)
            || matches!(
                bare.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "president"
                    | "minister"
                    | "prime"
                    | "mr"
                    | "mr."
                    | "dr"
                    | "dr."
                    | "general"
                    | "secretary"
                    | "foreign"
                    | "iraqi"
                    | "syrian"
                    | "he"
                    | "i"
                    | "we"
                    | "they"
            );
        if !skip {
            break;
        }
        at += word.len();
    }
    (at < words.len()).then(|| Span::new(span.start as usize + at, span.end as usize))
}

fn sequences(gold: &Gold, data: &LanguageData) -> Vec<Sequence> {
    let reading = Reading::of(&gold.document, data);
    let forms = forms(&reading, data);
    let mut labels = vec![0; reading.tokens.len()];
    for (span, class) in &gold.names {
        let mut first = true;
        for at in reading.tokens_in(*span) {
            // A name whose middle is closed to the tagger is learnt as far as it can be found.
            if !is_open(&forms, at) {
                first = true;
                continue;
            }
            labels[at] = label(*class, first);
            first = false;
        }
    }
    let mut all = Vec::new();
    for sentence in &reading.sentences {
        let inside: &[Form] = &forms[sentence.tokens.clone()];
        let mut sequence = Sequence::default();
        for (at, gold) in sentence.tokens.clone().enumerate() {
            let mut keys = Keys::default();
            let open = is_open(inside, at);
            if open {
                features(inside, at, &mut keys);
            }
            sequence.keys.extend(keys.0);
            sequence.ends.push(sequence.keys.len() as u32);
            sequence.gold.push(labels[gold] as u8);
            sequence.allowed.push(if open { (1 << (LABELS - 1)) - 1 } else { 1 });
        }
        all.push(sequence);
    }
    all
}

/// Which label may follow which: inside only after the beginning or inside of the same class.
fn legal(from: usize, to: usize) -> bool {
    let inside = to > 0 && to.is_multiple_of(2);
    to < LABELS - 1 && from < LABELS - 1 && (!inside || from == to || from + 1 == to)
}

fn tagger(sequences: &[Sequence], plan: &Plan) -> NameTagger {
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    Crf::<LABELS>::train(&sequences, plan, legal).quantised()
}

fn score(golds: &[&Gold], data: &LanguageData) -> String {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for gold in golds {
        let reading = Reading::of(&gold.document, data);
        let forms = forms(&reading, data);
        let mut guessed: Vec<(Span, Class)> = recognise(&reading, data, &forms)
            .into_iter()
            .map(|Name { tokens, class }| (reading.span_of(tokens), class))
            .collect();
        found += guessed.len();
        wanted += gold.names.len();
        guessed.retain(|name| gold.names.contains(name));
        right += guessed.len();
    }
    let share = |of: usize| 100.0 * right as f64 / of.max(1) as f64;
    format!(
        "P {:.1} R {:.1} F1 {:.1} (gold {wanted}, out {found})",
        share(found),
        share(wanted),
        200.0 * right as f64 / (found + wanted).max(1) as f64
    )
}

//! Prints the names the engine finds, and measures two things that no scorer outside does: whom pronouns stand for, and
//! which place a spelling leads to.
//!
//! `names mentions GOLD.jsonl > out.jsonl` prints mentions as `firsthand annotate` does, for `toponym.py`.
//! `names gap GAP.tsv` reads pronouns with two candidates each (GAP) and prints accuracy and F1.
//! `names variants TABLE VARIANTS.tsv NEGATIVES.tsv` imports a table and looks each spelling up in its region.

use std::{
    error::Error,
    fs,
    io::{BufWriter, Write},
    time::Instant,
};

use firsthand_engine::{
    LanguageData,
    annotate::names::pronouns::antecedent,
    folding::alike,
    gazetteer::{Gazetteer, Table},
    reading::Reading,
};
use firsthand_schema::{
    annotation::{Mention, Names},
    document::Document,
    ids::DocumentId,
    place::Precision,
    span::{CodePoints, Span},
};
use serde_json::{Value, json};

type Fallible = Result<(), Box<dyn Error>>;

fn main() -> Fallible {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let data = LanguageData::shipped()?;
    match arguments[..] {
        ["mentions", gold] => mentions(&fs::read_to_string(gold)?, &data),
        ["gap", gold] => gap(&fs::read_to_string(gold)?, &data),
        ["variants", table, variants, negatives] => variants_of(
            &fs::read(table)?,
            &fs::read_to_string(variants)?,
            &fs::read_to_string(negatives)?,
            data.gazetteer,
        ),
        _ => {
            Err("usage: names mentions GOLD.jsonl | gap GAP.tsv | variants TABLE VARIANTS.tsv NEGATIVES.tsv"
                .into())
        }
    }
}

fn document(text: &str) -> Document {
    Document { id: DocumentId::of_bytes(text.as_bytes()), ..Document::bare("", text) }
}

fn mentions(gold: &str, data: &LanguageData) -> Fallible {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut words, mut seconds) = (0, 0.0);
    for line in gold.lines() {
        let given: Value = serde_json::from_str(line)?;
        let document = document(given["text"].as_str().unwrap_or(""));
        words += document.text.split_whitespace().count();
        let start = Instant::now();
        let (found, _) = firsthand_engine::annotate(&document, data);
        seconds += start.elapsed().as_secs_f64();
        let points = CodePoints::new(&document.text);
        let mentions: Vec<Value> =
            found.mentions.iter().filter_map(|mention| shown(mention, &document, &points)).collect();
        writeln!(out, "{}", json!({"id": given["id"], "mentions": mentions}))?;
    }
    out.flush()?;
    writeln!(std::io::stderr(), "{words} words in {seconds:.3} s")?;
    Ok(())
}

fn shown(mention: &Mention, document: &Document, points: &CodePoints<'_>) -> Option<Value> {
    let mut value = match &mention.names {
        Names::Person(person) => serde_json::to_value(person).ok()?,
        Names::Organisation(organisation) => serde_json::to_value(organisation).ok()?,
        Names::Outlet(outlet) => serde_json::to_value(outlet).ok()?,
        Names::Place(place) => serde_json::to_value(place).ok()?,
        // The gold of names has peoples among neither places nor organisations.
        Names::Demonym(_) | Names::Unit(_) | Names::Time(_) | Names::Quantity(_) => return None,
    };
    let [start, end] = points.span(mention.span);
    value["start"] = json!(start);
    value["end"] = json!(end);
    value["kind"] = json!(mention.names.kind());
    value["words"] = json!(mention.span.of(&document.text));
    value["entity"] = json!(mention.entity.map(|entity| entity.to_string()));
    Some(value)
}

/// GAP: a pronoun and two names, each said to be meant or not. A candidate counts as chosen when it shares the entity of
/// the antecedent.
fn gap(gold: &str, data: &LanguageData) -> Fallible {
    let (mut right, mut all) = (0, 0);
    let (mut true_positives, mut chosen_count, mut wanted_count) = (0, 0, 0);
    let mut found_both = 0;
    for line in gold.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, text, _, pronoun_at, a, a_at, a_true, b, b_at, b_true, ..] = fields[..] else { continue };
        let document = document(text);
        let (found, _) = firsthand_engine::annotate(&document, data);
        let reading = Reading::of(&document, data);
        let points = CodePoints::new(text);
        let byte = |at: &str| at.parse().map(|at| points.byte(at));
        let place = byte(pronoun_at)?;
        let token = reading.tokens.partition_point(|token| token.span.start < place);
        let entity = antecedent(&reading, data, &found.mentions, token);
        let span = |name: &str, at: &str| -> Result<Span, std::num::ParseIntError> {
            let start = byte(at)? as usize;
            Ok(Span::new(start, start + name.len()))
        };
        let holds = |wanted: Span| {
            found
                .mentions
                .iter()
                .filter(|mention| matches!(mention.names, Names::Person(_)))
                .find(|mention| mention.span.overlaps(&wanted))
        };
        let (a_mention, b_mention) = (holds(span(a, a_at)?), holds(span(b, b_at)?));
        found_both += usize::from(a_mention.is_some() && b_mention.is_some());
        let mut both = true;
        for (mention, wanted) in [(a_mention, a_true), (b_mention, b_true)] {
            let chosen = entity.is_some() && mention.is_some_and(|mention| mention.entity == entity);
            let wanted = wanted == "TRUE";
            true_positives += usize::from(chosen && wanted);
            chosen_count += usize::from(chosen);
            wanted_count += usize::from(wanted);
            both &= chosen == wanted;
        }
        right += usize::from(both);
        all += 1;
    }
    let precision = 100.0 * f64::from(true_positives as u32) / f64::from(chosen_count as u32);
    let recall = 100.0 * f64::from(true_positives as u32) / f64::from(wanted_count as u32);
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "P {precision:.1} R {recall:.1} F1 {:.1}; both right {right} of {all}; both names found {found_both}",
        2.0 * precision * recall / (precision + recall)
    )?;
    Ok(())
}

fn variants_of(table: &[u8], variants: &str, negatives: &str, gazetteer: Gazetteer) -> Fallible {
    let mut out = std::io::stdout().lock();
    let start = Instant::now();
    let (bytes, imported) = gazetteer.import(table)?;
    writeln!(out, "{} places imported in {:.2} s", imported.entries.len(), start.elapsed().as_secs_f64())?;
    let gazetteer = gazetteer.with(Table::open(bytes)?);
    let (mut right, mut held, mut all) = (0, 0, 0);
    let (mut whole, mut named, mut rows) = (0, 0, 0);
    for line in variants.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (names, id, oblast) = (&fields[..4], fields[5].parse::<u32>()?, fields[6]);
        let mut every = true;
        // How many places of the region have the name: more than one, and name and region do not say which.
        let namesakes: u32 = fields[14].trim().parse()?;
        for name in names {
            let found = gazetteer.candidates(name);
            let best = found
                .iter()
                // A bare name is a town's, not its region's: the engine reads it so.
                .filter(|candidate| candidate.record.precision == Precision::Settlement)
                .filter(|candidate| candidate.record.admin1 == oblast)
                .max_by(|a, b| a.standing().total_cmp(&b.standing()));
            held += usize::from(
                found
                    .iter()
                    .any(|candidate| candidate.record.admin1 == oblast && candidate.record.id == Some(id)),
            );
            let ok = best.is_some_and(|best| best.record.id == Some(id));
            every &= ok;
            right += usize::from(ok);
            all += 1;
            if !ok {
                writeln!(
                    out,
                    "wrong: {name} ({oblast}) → {:?}",
                    best.map(|best| (best.record.name, best.record.id, best.likeness))
                )?;
            }
        }
        whole += usize::from(every);
        named += usize::from(every || namesakes > 1);
        rows += 1;
    }
    writeln!(
        out,
        "{right} of {all} spellings lead to the place first, {held} to it among its namesakes of the region; \
         {whole} of {rows} places first under all four; {named} where the region has no namesake or the first is one"
    )?;
    let mut apart = 0;
    let mut pairs = 0;
    for line in negatives.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let ids = |name: &str| -> Vec<(Option<u32>, bool)> {
            let exact =
                |candidate: &firsthand_engine::gazetteer::Candidate<'_>| candidate.record.name == name;
            gazetteer
                .candidates(name)
                .iter()
                .filter(|one| exact(one))
                .map(|one| (one.record.id, true))
                .collect()
        };
        let (a, b) = (ids(fields[0]), ids(fields[1]));
        let merged = alike(fields[0], fields[1]) || a.iter().any(|one| b.contains(one));
        if merged {
            writeln!(out, "merged: {} and {}", fields[0], fields[1])?;
        }
        apart += usize::from(!merged);
        pairs += 1;
    }
    writeln!(out, "{apart} of {pairs} pairs kept apart")?;
    Ok(())
}

//! Prints what the engine grounds in a gold file's texts: times, quantities, units, with offsets in code points.
//!
//! In: a JSON-lines file of `{"id", "text"}`, with `dct` or a `published` string as the day of publication where
//! `--undated` is not given. Out: one line a document, `{"id", "published", "mentions": [...]}`, as `firsthand annotate`
//! prints them, so that the scorers can read it.
//!
//! `grounding gold.jsonl > out.jsonl`

use std::{
    error::Error,
    io::{BufRead, BufReader, BufWriter, Write},
    time::Instant,
};

use firsthand_engine::LanguageData;
use firsthand_schema::{
    annotation::{Mention, Names},
    document::{Document, Published, PublishedBasis},
    ids::DocumentId,
    span::CodePoints,
    when::Day,
};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let undated =
        arguments.iter().position(|word| word == "--undated").map(|at| arguments.remove(at)).is_some();
    let path = arguments.first().ok_or("usage: grounding [--undated] FILE.jsonl")?;
    let data = LanguageData::shipped()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut words, mut seconds) = (0, 0.0);
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let document = document(&given, undated);
        words += document.text.split_whitespace().count();
        let start = Instant::now();
        let (found, _) = firsthand_engine::annotate(&document, &data);
        seconds += start.elapsed().as_secs_f64();
        let points = CodePoints::new(&document.text);
        let mentions: Vec<Value> =
            found.mentions.iter().filter_map(|mention| shown(mention, &document, &points)).collect();
        let published = found.published.map(|day| {
            json!({"from": day.from.to_string(), "to": day.to.to_string(), "basis": day.basis.as_str()})
        });
        let sentences: Vec<[u32; 2]> = found.sentences.iter().map(|&span| points.span(span)).collect();
        let line =
            json!({"id": given["id"], "published": published, "sentences": sentences, "mentions": mentions});
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    writeln!(std::io::stderr(), "{words} words in {seconds:.3} s")?;
    Ok(())
}

fn document(given: &Value, undated: bool) -> Document {
    // A gold ledger gives an interval; where it is one day, that day was known.
    let interval = &given["published"];
    let known = interval["from"].as_str().filter(|from| Some(*from) == interval["to"].as_str());
    let day = given["dct"].as_str().or(given["published"].as_str()).or(known).and_then(Day::parse);
    Document {
        id: DocumentId(given["id"].as_str().unwrap_or_default().to_owned()),
        text: given["text"].as_str().unwrap_or_default().to_owned(),
        title: None,
        outlet: None,
        url: None,
        authors: Vec::new(),
        language: "en".to_owned(),
        published: day.filter(|_| !undated).map(|day| Published {
            from: day,
            to: day,
            basis: PublishedBasis::Given,
        }),
        blocks: Vec::new(),
    }
}

fn shown(mention: &Mention, document: &Document, points: &CodePoints<'_>) -> Option<Value> {
    let [start, end] = points.span(mention.span);
    let mut value = match &mention.names {
        Names::Time(when) => json!({
            "type": when.kind.as_str(), "value": when.value, "basis": when.basis,
            "from": when.from.map(|day| day.to_string()), "to": when.to.map(|day| day.to_string()),
        }),
        Names::Quantity(amount) => json!({
            "value": amount.value, "value_to": amount.value_to, "bound": amount.bound.as_str(),
            "of": amount.of, "out_of": amount.out_of, "share": amount.share,
        }),
        Names::Unit(unit) => json!({
            "designator": unit.designator, "type": unit.kind, "echelon": unit.echelon, "side": unit.side,
            "parent": unit.parent, "entity": mention.entity.map(|entity| format!("e{}", entity.0)),
        }),
        _ => return None,
    };
    value["id"] = json!(format!("m{}", mention.id.0));
    value["kind"] = json!(mention.names.kind());
    value["start"] = json!(start);
    value["end"] = json!(end);
    value["surface"] = json!(mention.span.of(&document.text));
    Some(value)
}

//! `firsthand sources`: who is behind the claims, under which names, as origin or only handing on.

use clap::Args;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, View, json_line},
    print::Page,
};
use crate::{export, judged, linked};

/// Options of `sources`.
#[derive(Args)]
pub(crate) struct Options {
    /// List instead pairs that may be one source and that nobody has decided over, the likeliest first
    #[arg(long)]
    merge_candidates: bool,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("sources")?;
    view.linked()?;
    if options.merge_candidates {
        return candidates(&view, on);
    }
    let shield = view.shield(None)?;
    let (mut page, mut rows) = (Page::open_for_tables(on.wide), Vec::new());
    let mut sources = view.sources()?;
    if !on.json {
        sources.sort_by_key(|source| std::cmp::Reverse((source.origin_of, source.relayed)));
    }
    let grades = judged::words_of_kind(&view.case, "reliability").map_err(|fault| view.told(&fault))?;
    for source in &sources {
        if on.json {
            let grade = judged::word_over(source, &grades).map(String::as_str);
            page.put(&json_line(&export::incidents::source(source, &shield, grade)))?;
            continue;
        }
        let shown = export::incidents::shielded_source(source, &shield);
        rows.push(vec![
            shown.id.to_string(),
            shown.name,
            shown.kind.as_str().to_owned(),
            shown.origin_of.to_string(),
            shown.relayed.to_string(),
            shown.stake,
            shown.aliases.join("; "),
        ]);
    }
    if !on.json {
        page.table(&["SOURCE", "NAME", "KIND", "ORIGIN OF", "HANDED ON", "STAKE", "ALSO CALLED"], &rows)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// Pairs that may be one source: for an analyst to `link` or `unlink`.
fn candidates(view: &View, on: &CaseOptions) -> Result<Outcome, String> {
    let shield = view.shield(None)?;
    let pairs = linked::merge_candidates(&view.case).map_err(|fault| view.told(&fault))?;
    let (mut page, mut rows) = (Page::open_for_tables(on.wide), Vec::new());
    for (a, b, merge) in pairs {
        let id = |id: &firsthand_schema::ids::SourceId, name: &str| {
            shield.person_in(name).map_or_else(|| id.to_string(), |person| format!("p{person}"))
        };
        let (a, b) = (id(&a, &merge.a), id(&b, &merge.b));
        let (one, other) = (shield.name(&merge.a), shield.name(&merge.b));
        // Two decimals: it is a rank among pairs, and no probability.
        let score = (f64::from(merge.score) * 100.0).round() / 100.0;
        if on.json {
            page.put(&json_line(&json!({
                "schema": 1, "a": {"id": a, "name": one}, "b": {"id": b, "name": other}, "score": score,
                "because": merge.because,
            })))?;
        } else {
            rows.push(vec![a, one, b, other, format!("{score:.2}"), merge.because]);
        }
    }
    if !on.json {
        page.table(&["ONE", "NAME", "OTHER", "NAME", "SCORE", "WHY THEY MAY BE ONE"], &rows)?;
        page.line(
            "`firsthand link ONE OTHER` takes two as one, `firsthand unlink ONE OTHER` keeps them apart",
        )?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

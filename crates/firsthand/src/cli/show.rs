//! `firsthand show DOC`: a document's text with its blocks and claims marked, then its ledger.
//!
//! On a terminal boilerplate is faint and claims are underlined; in a pipe a claim stands as `⟦c1 … ⟧` and a line of
//! boilerplate begins with `¦`.

use clap::Args;
use firsthand_schema::{
    annotation::Annotations,
    document::{BlockKind, Document},
    span::Span,
};
use firsthand_store::Stored;
use serde_json::json;

use super::{
    Outcome,
    case::{CaseOptions, View, json_line},
    claims::{chain, events},
    print::{Page, Style, one_line, plain},
};
use crate::export;

/// Options of `show`.
#[derive(Args)]
pub(crate) struct Options {
    /// The document: its id, the beginning of it, or its file's name
    document: String,
}

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("show")?;
    let stored = view.document(&options.document)?;
    let (document, found) = view.shown(&stored);
    let mut page = Page::open_for_tables(on.wide);
    if on.json {
        page.put(&record(&view, &stored, &document, &found)?)?;
    } else {
        head(&mut page, &view, &stored, &document, &found)?;
        let text = marked(&page, &document, &found);
        page.line(text.trim_end())?;
        ledger(&mut page, &document, &found)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

/// The document as one JSON object: that of `annotate`, and how it came into the case.
fn record(view: &View, stored: &Stored, document: &Document, found: &Annotations) -> Result<String, String> {
    let listed = view.case.list().map_err(|fault| view.told(&fault))?;
    let mut line = export::annotate::value(document, found);
    if let Some(it) = listed.iter().find(|it| it.number == stored.number) {
        line["acquired"] = json!({
            "name": view.everybody().locator(&it.name), "sha256": it.sha256, "time": it.acquired, "engine": stored.engine,
        });
    }
    Ok(json_line(&line))
}

fn head(
    page: &mut Page,
    view: &View,
    stored: &Stored,
    document: &Document,
    found: &Annotations,
) -> Result<(), String> {
    let title = document.title.as_deref().unwrap_or("(without a title)");
    let title = page.styled(Style::Strong, &one_line(title));
    page.line(&title)?;
    let published = found.published.or(document.published).map_or_else(
        || "date unknown".to_owned(),
        |it| {
            let days =
                if it.from == it.to { it.from.to_string() } else { format!("{} to {}", it.from, it.to) };
            format!("{days} ({})", it.basis.as_str())
        },
    );
    let outlet = document.outlet.as_deref().unwrap_or("outlet unknown");
    page.line(&one_line(&format!("{outlet} · {published}")))?;
    let listed = view.case.list().map_err(|fault| view.told(&fault))?;
    if let Some(it) = listed.iter().find(|it| it.number == stored.number) {
        let name = view.everybody().locator(&it.name);
        page.line(&format!("{} · {} · acquired {}", document.id, plain(&name), it.acquired))?;
    }
    for problem in &stored.problems {
        page.line(&format!("note: {}", view.redactor([stored]).words(&problem.what)))?;
    }
    page.line("")
}

/// The text with its marks.
fn marked(page: &Page, document: &Document, found: &Annotations) -> String {
    let text = &document.text;
    let mut cuts: Vec<usize> = vec![0, text.len()];
    let claimed: Vec<(Span, String)> = found
        .claims
        .iter()
        .flat_map(|claim| claim.content.iter().map(|span| (*span, claim.id.to_string())))
        .collect();
    for span in claimed.iter().map(|(span, _)| *span).chain(document.blocks.iter().map(|block| block.span)) {
        cuts.extend([span.start as usize, span.end as usize]);
    }
    cuts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    cuts.sort_unstable();
    cuts.dedup();
    let mut shown = String::with_capacity(text.len() * 2);
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        piece_marked(page, document, &claimed, piece, &mut shown);
    }
    shown
}

/// One piece between two cuts.
fn piece_marked(
    page: &Page,
    document: &Document,
    claimed: &[(Span, String)],
    piece: Span,
    shown: &mut String,
) {
    let faint = document.block_at(piece) == BlockKind::Boilerplate;
    if faint && !page.colours && (shown.is_empty() || shown.ends_with('\n')) {
        shown.push_str("¦ ");
    }
    for (_, id) in claimed.iter().filter(|(span, _)| span.start == piece.start && !span.is_empty()) {
        shown.push_str(&if page.colours {
            page.styled(Style::Strong, &format!("[{id}] "))
        } else {
            format!("⟦{id} ")
        });
    }
    let inside = claimed.iter().any(|(span, _)| span.contains(&piece));
    let style = match (faint, inside) {
        (true, _) => Style::Faint,
        (false, true) => Style::Marked,
        (false, false) => Style::Plain,
    };
    let words = plain(piece.of(&document.text));
    let line_end = words.len() - words.trim_end_matches('\n').len();
    let (words, after) = words.split_at(words.len() - line_end);
    shown.push_str(&page.styled(style, words));
    if !page.colours {
        let ending = claimed.iter().filter(|(span, _)| span.end == piece.end && !span.is_empty()).count();
        shown.extend(std::iter::repeat_n('⟧', ending));
    }
    shown.push_str(after);
}

/// The claims in a table under the text.
fn ledger(page: &mut Page, document: &Document, found: &Annotations) -> Result<(), String> {
    page.line("")?;
    let rows: Vec<Vec<String>> = found
        .claims
        .iter()
        .map(|claim| {
            let inherited = if claim.inherited { "carried over" } else { "" };
            vec![
                claim.id.to_string(),
                events(claim),
                claim.voice.as_str().to_owned(),
                claim.polarity.as_str().to_owned(),
                inherited.to_owned(),
                chain(document, claim),
            ]
        })
        .collect();
    page.table(&["CLAIM", "EVENT", "VOICE", "POLARITY", "CHAIN", "THROUGH WHOM"], &rows)?;
    for remark in &found.remarks {
        let words = one_line(remark.span.of(&document.text));
        let ids: Vec<String> = remark.claims.iter().map(ToString::to_string).collect();
        let on = if ids.is_empty() { String::new() } else { format!(" on {}", ids.join(", ")) };
        page.line(&format!("{}{on}: {words}", remark.kind.as_str()))?;
    }
    Ok(())
}

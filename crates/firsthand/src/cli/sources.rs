//! `firsthand sources`: who is behind the claims, under which names, as origin or only handing on.

use super::{
    Outcome,
    case::{CaseOptions, json_line},
    print::Page,
};
use crate::export;

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let view = on.view("sources")?;
    let linked = view.linked()?;
    let shield = view.redactor(&linked.documents);
    let (mut page, mut rows) = (Page::open(), Vec::new());
    let mut sources = linked.sources();
    if !on.json {
        sources.sort_by_key(|source| std::cmp::Reverse((source.origin_of, source.relayed)));
    }
    for source in &sources {
        if on.json {
            page.put(&json_line(&export::incidents::source(source, &shield, None)))?;
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

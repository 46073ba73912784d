//! `firsthand rebuild`: makes everything derived again from the originals; originals, decisions and log stay.

use firsthand_engine::LanguageData;
use firsthand_schema::capture::Capture;
use firsthand_store::{Acquired, Case, Deed};
use serde_json::json;

use super::{
    Outcome,
    add::counted,
    case::{CaseOptions, now},
    print::Page,
    say,
};
use crate::{derive, intake::files, linked, own, runner};

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open()?;
    let listed = case.list().map_err(|fault| on.told(&fault))?;
    let tables = case.own_tables().map_err(|fault| on.told(&fault))?;
    let data = own::language(&tables)?;
    case.unlink().map_err(|fault| on.told(&fault))?;
    let (mut made, mut failed) = (0, 0);
    // As many at a time as keep the cores busy: the case is one connection, and reads and writes take turns.
    for together in listed.chunks(64) {
        let mut originals = Vec::new();
        for one in together {
            originals.push((one.number, case.acquired(one.number).map_err(|fault| on.told(&fault))?));
        }
        let read =
            |(number, acquired): (i64, Acquired)| (number, acquired.id.clone(), again(acquired, &data));
        let mut keep = |case: &mut Case, number, id, derived: Result<_, String>| match derived {
            Ok(derived) => {
                made += 1;
                case.replace(number, &derived).map_err(|fault| on.told(&fault))
            }
            Err(wrong) => {
                failed += 1;
                say(&format!("document {id}: left as it was: {wrong}"));
                Ok(())
            }
        };
        runner::in_order(runner::cores(), originals.into_iter(), read, |(number, id, derived)| {
            keep(&mut case, number, id, derived)
        })?;
    }
    case.restand().map_err(|fault| on.told(&fault))?;
    linked::bring_up_to_date(&mut case).map_err(|fault| on.told(&fault))?;
    let (time, details) = (now(), json!({"documents": made, "failed": failed, "engine": derive::ENGINE}));
    let deed = Deed { time: &time, who: &on.who, deed: "rebuilt", subject: "derived", details: &details };
    case.enter(&deed).map_err(|fault| on.told(&fault))?;
    let mut page = Page::open();
    if on.json {
        page.line(&json!({"rebuilt": made, "failed": failed}).to_string())?;
    } else {
        page.line(&format!("read {} again", counted(made, "document")))?;
    }
    page.close()?;
    Ok(Outcome::of_batch(made, failed))
}

/// Reads an original again, as it was given.
fn again(acquired: Acquired, data: &LanguageData) -> Result<firsthand_store::Derived, String> {
    let capture = files::again(acquired)?;
    let (capture, published): (Capture, _) = capture;
    derive::read(&capture, published, data).map(derive::derived)
}

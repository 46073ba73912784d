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
use crate::{anchors::Anchors, derive, intake::files, linked, own, runner};

/// Runs the command.
pub(crate) fn run(on: &CaseOptions) -> Result<Outcome, String> {
    let mut case = on.open()?;
    let listed = case.list().map_err(|fault| on.told(&fault))?;
    let tables = case.own_tables().map_err(|fault| on.told(&fault))?;
    let data = own::language(&tables)?;
    let anchors = Anchors::of(&case).map_err(|fault| on.told(&fault))?;
    case.unlink().map_err(|fault| on.told(&fault))?;
    let (mut made, mut failed) = (0, 0);
    // As many at a time as keep the cores busy: the case is one connection, and reads and writes take turns.
    for together in listed.chunks(64) {
        let mut originals = Vec::new();
        for one in together {
            originals.push((one.number, case.acquired(one.number).map_err(|fault| on.told(&fault))?));
        }
        let read = |(number, acquired): (i64, Acquired)| {
            (number, acquired.id.clone(), again(acquired, &data, &anchors))
        };
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
fn again(
    acquired: Acquired,
    data: &LanguageData,
    anchors: &Anchors,
) -> Result<firsthand_store::Derived, String> {
    let id = acquired.id.clone();
    let (capture, published): (Capture, _) = files::again(acquired)?;
    let mut read = derive::read(&capture, published, data)?;
    anchors.number(&id, &read.document.text, &mut read.annotations);
    Ok(derive::derived(read))
}

#[cfg(test)]
mod tests {
    use firsthand_schema::{
        ids::{ClaimId, ClaimNumber},
        link::{Bond, Judgement},
    };

    use super::*;
    use crate::{cli::try_sample::sample, judged};

    /// A document of the sample as a program saw it that did not find its first claim.
    fn seen_before() -> (Acquired, firsthand_store::Derived) {
        let long = sample().expect("the sample").into_iter().max_by_key(|it| it.1.annotations.claims.len());
        let (acquired, mut derived) = long.expect("a document");
        let found = &mut derived.annotations;
        found.claims.remove(0);
        for (number, claim) in (1..).zip(&mut found.claims) {
            (claim.id, claim.parent) = (ClaimNumber(number), None);
        }
        found.remarks.clear();
        (acquired, derived)
    }

    #[test]
    fn a_decision_stays_with_the_words_it_was_made_over_when_one_more_claim_is_found() {
        let (details, (acquired, derived)) = (json!({}), seen_before());
        let words = |claims: &[firsthand_schema::claim::Claim], number: u32| {
            let claim = claims.iter().find(|claim| claim.id == ClaimNumber(number)).expect("a claim");
            claim.content.iter().map(|span| span.of(&derived.document.text)).collect::<Vec<_>>().join(" ")
        };
        let (one, other) = (words(&derived.annotations.claims, 3), words(&derived.annotations.claims, 5));
        let created = Deed { time: "t", who: "w", deed: "created", subject: "case", details: &details };
        let mut case = Case::in_memory(&created).expect("a case");
        case.add(&acquired, Some(&derived), "t", "w").expect("added");
        let id = |number| ClaimId { document: acquired.id.clone(), claim: ClaimNumber(number) };
        let bond = Bond::Claims { a: id(3), b: id(5) };
        judged::decide(&mut case, &bond, Judgement::NotSame, ("t", "w", "")).expect("decided");
        let number = case.number_of(&acquired.id).expect("readable").expect("there");
        for _ in 0..2 {
            let anchors = Anchors::of(&case).expect("readable");
            let data = LanguageData::shipped().expect("the shipped data");
            let again = again(case.acquired(number).expect("kept"), &data, &anchors).expect("read");
            let claims = &again.annotations.claims;
            assert!(claims.len() > derived.annotations.claims.len());
            assert_eq!((words(claims, 3), words(claims, 5)), (one.clone(), other.clone()));
            let rows: Vec<u32> = again.claims.iter().map(|row| row.claim).collect();
            assert_eq!(rows, claims.iter().map(|claim| claim.id.0).collect::<Vec<_>>());
            case.replace(number, &again).expect("replaced");
        }
    }
}

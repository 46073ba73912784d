//! Draws up the ledger of one document: claims with their chains, voice, remarks, protected people.
//!
//! In: a reading and what was found in it. Out: the same, with `claims`, `remarks` and `protected` filled in.
//! The steps, in order: remarks, statements, explicit chains, chains carried over, then what each claim speaks of.

mod chains;
mod discourse;
mod draft;
mod happened;
mod nested;
mod overlooked;
mod patterns;
mod protected;
mod remarks;
mod sources;
mod speakers;
mod statements;
#[cfg(test)]
mod tests;
mod voice;
pub(crate) mod words;

use firsthand_schema::{
    annotation::{Annotations, Mention},
    claim::Claim,
    ids::{ClaimNumber, MentionId},
};

use crate::{language::LanguageData, reading::Reading};
pub use draft::Step;
use draft::{Antecedents, Covered, Draft, Scene, Taken};
use sources::Memory;

/// Fills `claims`, `remarks` and `protected` from what was found.
pub(crate) fn ledger(
    reading: &Reading<'_>,
    mut found: Annotations,
    data: &LanguageData,
    antecedents: &Antecedents<'_>,
) -> Annotations {
    let scene = Scene::new(reading, &found, data, antecedents);
    let met = remarks::find(&scene);
    let drafts = drawn_up(&scene, &met);
    let claims: Vec<Claim> =
        (1u32..).zip(&drafts).map(|(number, draft)| claim(&scene, number, draft)).collect();
    let remarks = remarks::with_claims(&met, &claims);
    let protected = protected::find(&scene, &claims);
    found.claims = claims;
    found.remarks = remarks;
    found.protected = protected;
    found
}

/// The claims in the making, in text order.
fn drawn_up(scene: &Scene<'_>, met: &[remarks::Met]) -> Vec<Draft> {
    let mut remarked = Covered::default();
    met.iter().filter(|remark| remark.is_no_claim()).for_each(|remark| remarked.add(remark.span));
    let mut drafts = statements::drafts(scene, &remarked);
    chains::explicit(scene, &mut drafts, &mut Memory::default());
    let mut drafts = without_leads(drafts);
    discourse::inherit(scene, &mut drafts);
    drafts
}

/// The steps that made a claim, in the order in which they were taken. Empty where the document has no such claim.
pub(crate) fn steps(
    reading: &Reading<'_>,
    found: &Annotations,
    data: &LanguageData,
    antecedents: &Antecedents<'_>,
    claim: ClaimNumber,
) -> Vec<Step> {
    let scene = Scene::new(reading, found, data, antecedents);
    let drafts = drawn_up(&scene, &remarks::find(&scene));
    let at = (claim.0 as usize).checked_sub(1);
    at.and_then(|at| drafts.into_iter().nth(at)).map(|draft| draft.steps).unwrap_or_default()
}

/// Drops the drafts that only lead to an inner claim, now that their chains have been handed on.
fn without_leads(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut place = Vec::with_capacity(drafts.len());
    let mut kept = 0;
    for draft in &drafts {
        place.push((!draft.leads_only).then_some(kept));
        kept += usize::from(!draft.leads_only);
    }
    drafts
        .into_iter()
        .filter(|draft| !draft.leads_only)
        .map(|mut draft| {
            draft.parent = draft.parent.and_then(|parent| place[parent]);
            draft
        })
        .collect()
}

fn claim(scene: &Scene<'_>, number: u32, draft: &Draft) -> Claim {
    let spoken_of = spoken_of(scene, draft);
    let of_kind = |kind: &str| -> Vec<MentionId> {
        spoken_of.iter().filter(|mention| mention.names.kind() == kind).map(|mention| mention.id).collect()
    };
    Claim {
        id: ClaimNumber(number),
        attribution: draft.attribution,
        content: draft.content.clone(),
        cue: draft.cue.clone(),
        source: draft.source.clone(),
        chain: draft.chain.clone(),
        inherited: draft.inherited,
        voice: draft.voice,
        hedges: draft.hedges.clone(),
        polarity: draft.polarity,
        events: happened::events(scene, &draft.content),
        places: happened::places(scene, &spoken_of),
        times: times(scene, draft),
        units: of_kind("unit"),
        persons: of_kind("person"),
        quantities: of_kind("quantity"),
        parent: draft.parent.map(|parent| ClaimNumber(u32::try_from(parent + 1).unwrap_or(u32::MAX))),
        confidence: sure(scene, draft),
    }
}

/// How sure a claim is: the share of claims like it that were right (`data/weights/claims.toml`).
fn sure(scene: &Scene<'_>, draft: &Draft) -> f32 {
    let table = &scene.data.ledger.sureness;
    if draft.parent.is_some() {
        return table.nested.sure;
    }
    match draft.taken {
        Taken::Attribution if draft.attribution.is_some() => table.read(draft.confidence),
        Taken::Attribution => table.rule.sure,
        Taken::Nested => table.nested.sure,
        Taken::Hedge => table.hedge.sure,
        Taken::Quotation => table.quotation.sure,
        Taken::Own if draft.chain.is_empty() => table.own.sure,
        Taken::Own => table.own_carried_over.sure,
    }
}

/// The mentions inside a claim's content, in text order.
fn spoken_of<'s>(scene: &Scene<'s>, draft: &Draft) -> Vec<&'s Mention> {
    draft.content.iter().flat_map(|span| scene.mentions_in(*span)).collect()
}

/// The times of a claim, in text order: those of the sentences its content stands in, because the day stands beside the
/// cue as often as inside the content ("the ministry said on Thursday that …", "Last month a video showed …").
fn times(scene: &Scene<'_>, draft: &Draft) -> Vec<MentionId> {
    let mut found: Vec<MentionId> = Vec::new();
    for content in &draft.content {
        let last = scene.sentence(content.end.saturating_sub(1));
        let sentences = scene.reading.sentences.get(scene.sentence(content.start)..=last).unwrap_or_default();
        for sentence in sentences {
            let times = scene.mentions_in(sentence.span).filter(|mention| mention.names.kind() == "time");
            found.extend(times.map(|mention| mention.id));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

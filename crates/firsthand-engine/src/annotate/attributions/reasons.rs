//! Says why an attribution was found: which features spoke for it and against it, and how loudly.
//!
//! In: a reading and the number of one of its attributions. Out: reasons, the weightiest first.
//! `cue` `said`: `stem` +2.10; `source` `The mayor`: `place, tag` +0.95
//!
//! The sums that decide are redone for this attribution, and their parts are shown: nothing is explained after the fact.

use std::collections::BTreeMap;

use firsthand_schema::{ids::AttributionId, span::Span};

use super::{
    Standing,
    arguments::{self, Frame},
    candidates,
    cues::{self, About},
    find_cues,
    sight::Sight,
    standing, trust,
};
use crate::{
    language::LanguageData,
    linear::{Linear, Named},
    reading::Reading,
};

/// One reason for or against an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it speaks for: "cue", "source", "content", or "relation" for all three together.
    pub part: &'static str,
    /// The words it looked at.
    pub words: Span,
    /// The name of the feature.
    pub feature: &'static str,
    /// Log odds that it adds, or takes away.
    pub weight: f32,
}

/// The reasons for attribution `id` of a reading, the weightiest first; none where there is no such attribution.
#[must_use]
pub fn explain(reading: &Reading<'_>, data: &LanguageData, id: AttributionId) -> Vec<Reason> {
    let all = standing(reading, data);
    let Some(one) = all.get(id.0 as usize) else { return Vec::new() };
    let whole = Sight::of(reading, data);
    let sight = if one.stretch == (0, whole.seen.len()) { whole } else { whole.part(reading, one.stretch) };
    let mut reasons = reasons(&sight, reading, data, one);
    reasons.sort_by(|one, other| {
        other.weight.abs().total_cmp(&one.weight.abs()).then(one.feature.cmp(other.feature))
    });
    reasons
}

fn reasons(sight: &Sight, reading: &Reading<'_>, data: &LanguageData, one: &Standing) -> Vec<Reason> {
    let base = one.stretch.0;
    let cue = (one.candidate.cue.0 - base, one.candidate.cue.1 - base);
    let span = |(from, to): (usize, usize)| reading.span_of(base + from..base + to);
    let mut found = Vec::new();

    let about = About::of(sight, sight.seen[cue.0].sentence as usize);
    let mut tally = Tally::default();
    for at in cue.0..cue.1 {
        let label = match at {
            at if at + 1 == cue.1 => cues::LAST,
            at if at == cue.0 => cues::FIRST,
            _ => cues::INSIDE,
        };
        let mut named = Named::default();
        cues::features(sight, &about, at, &mut named);
        tally.add(&data.cue_model, &named, label, cues::OUTSIDE);
    }
    tally.tell("cue", span(cue), &mut found);

    let all_cues = find_cues(sight, data);
    let ranges: Vec<(usize, usize)> = all_cues.iter().map(|cue| cue.0).collect();
    let frame = Frame::of(sight, cue, &ranges);
    let candidates = candidates(sight, &all_cues, data);
    let Some(place) = candidates.iter().position(|candidate| candidate.cue == cue) else { return found };
    let candidate = &candidates[place];
    // What decides on a stretch is where it begins and where it ends.
    let ends = |range: (usize, usize), first: u8, last: u8, only: u8| {
        let mut tally = Tally::default();
        let mut look = |at: usize, label: u8| {
            let mut named = Named::default();
            arguments::features(sight, &frame, at, &mut named);
            tally.add(&data.argument_model, &named, label, arguments::OUTSIDE);
        };
        if range.1 - range.0 == 1 {
            look(range.0, only);
        } else {
            look(range.0, first);
            look(range.1 - 1, last);
        }
        tally
    };
    if let Some(source) = candidate.source {
        ends(source, arguments::SOURCE_FIRST, arguments::SOURCE_LAST, arguments::SOURCE_ONLY).tell(
            "source",
            span(source),
            &mut found,
        );
    }
    for &content in &candidate.content {
        ends(content, arguments::CONTENT_FIRST, arguments::CONTENT_LAST, arguments::CONTENT_LAST).tell(
            "content",
            span(content),
            &mut found,
        );
    }
    let mut named = Named::default();
    trust::features(sight, &candidates, place, &mut named);
    let mut tally = Tally::default();
    tally.add(&data.trust_model, &named, 1, 0);
    tally.tell("relation", span(cue), &mut found);
    found
}

/// Weights by feature name, in hundredths of log odds.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, i32>);

impl Tally {
    fn add<const L: usize>(&mut self, model: &Linear<L>, named: &Named, label: u8, against: u8) {
        for &(name, key) in &named.0 {
            let weights = model.weights(key);
            let weight = i32::from(weights[usize::from(label)]) - i32::from(weights[usize::from(against)]);
            *self.0.entry(name).or_default() += model.hundredths(weight);
        }
    }

    fn tell(self, part: &'static str, words: Span, found: &mut Vec<Reason>) {
        found.extend(self.0.into_iter().filter(|&(_, weight)| weight != 0).map(|(feature, weight)| Reason {
            part,
            words,
            feature,
            weight: weight as f32 / 100.0,
        }));
    }
}

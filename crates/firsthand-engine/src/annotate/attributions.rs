//! Finds who says what: source, cue, content.
//!
//! In: a reading. Out: attributions in text order.
//! `The mayor said the bridge was down.` → `The mayor` | `said` | `the bridge was down`
//!
//! Three steps, each by sums of learned weights (`linear`): the cues of every sentence, too many rather than too few;
//! for each cue who and what; and which of these candidates stand. The weights are `cues.bin`, `arguments.bin` and
//! `trust.bin`, made by `training/`; their card is `data/weights/attributions.toml`.

pub mod arguments;
pub mod cues;
pub mod reasons;
pub mod sight;
pub mod trust;
pub mod words;

use firsthand_schema::{attribution::Attribution, ids::AttributionId, span::Span};

use self::{arguments::Frame, cues::About, sight::Sight, trust::Candidate};
use crate::{
    language::LanguageData,
    linear::{FORBIDDEN, Lattice, Sum},
    reading::{Reading, tags::Tag},
};

/// Attributions in text order, those inside the content of others among them.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = standing(reading, data)
        .iter()
        .map(|standing| attribution(reading, data, &standing.candidate, standing.odds))
        .collect();
    for (number, attribution) in (0u32..).zip(&mut found) {
        attribution.id = AttributionId(number);
    }
    found
}

/// Candidates with less log odds than this (in hundredths) are dropped.
///
/// Even odds: the best sum of F1 on the development part of PolNeAR (`data/weights/attributions.toml`).
const LEAST_ODDS: i32 = 0;

/// How deep attributions are looked for inside attributions: "A reported that B said C had told it" is three.
const DEPTH: u32 = 3;

/// A content shorter than this many tokens holds no attribution of its own.
const LEAST_CONTENT: usize = 5;

/// A candidate that stands.
struct Standing {
    /// Cue, source, content, in tokens of the document.
    candidate: Candidate,
    /// Log odds, in hundredths.
    odds: i32,
    /// The stretch of tokens it was found in: a content, or the whole document.
    stretch: (usize, usize),
}

/// What stands in a document, in text order.
fn standing(reading: &Reading<'_>, data: &LanguageData) -> Vec<Standing> {
    let sight = Sight::of(reading, data);
    let mut found = Vec::new();
    let mut open = vec![(0, sight.seen.len(), 1)];
    while let Some((from, to, depth)) = open.pop() {
        let part;
        let here = if depth == 1 {
            &sight
        } else {
            part = sight.part(reading, (from, to));
            &part
        };
        let first = found.len();
        stand(here, data, |candidate, odds| {
            found.push(Standing { candidate: candidate.shifted(from), odds, stretch: (from, to) });
        });
        if depth < DEPTH {
            let contents = found[first..].iter().flat_map(|standing| &standing.candidate.content);
            let long = contents.filter(|content| content.1 - content.0 >= LEAST_CONTENT);
            open.extend(long.map(|&(from, to)| (from, to, depth + 1)));
        }
    }
    found.sort_by_key(|standing| {
        let candidate = &standing.candidate;
        let ranges = candidate.source.iter().chain([&candidate.cue]).chain(&candidate.content);
        (ranges.min().copied(), candidate.cue)
    });
    // Of two contents that overlap both are searched: what is found in both is one attribution.
    found.dedup_by(|one, other| one.candidate.cue == other.candidate.cue);
    found
}

/// Hands on every candidate that stands, with its odds.
fn stand(sight: &Sight, data: &LanguageData, mut take: impl FnMut(&Candidate, i32)) {
    let candidates = candidates(sight, &find_cues(sight, data), data);
    for (at, candidate) in candidates.iter().enumerate() {
        let odds = odds(sight, &candidates, at, data);
        if odds >= LEAST_ODDS {
            take(candidate, odds);
        }
    }
}

fn attribution(reading: &Reading<'_>, data: &LanguageData, candidate: &Candidate, odds: i32) -> Attribution {
    let span = |&(from, to): &(usize, usize)| reading.span_of(from..to);
    let content: Vec<Span> = candidate.content.iter().map(span).collect();
    let cue = candidate.cue;
    let words: Vec<(&str, Tag)> = (cue.0..cue.1).map(|at| (reading.lower(at), reading.tag(at))).collect();
    let quoted = content
        .first()
        .is_some_and(|content| reading.quotations.iter().any(|quotation| quotation.span.overlaps(content)));
    Attribution {
        id: AttributionId(0),
        class: data.cue_words.class(&words, quoted),
        source: candidate.source.iter().map(span).collect(),
        cue: vec![span(&cue)],
        content,
        confidence: confidence(odds),
    }
}

/// The cues of a document, as token ranges in text order, each with its margin in hundredths of log odds.
#[must_use]
pub fn find_cues(sight: &Sight, data: &LanguageData) -> Vec<((usize, usize), i32)> {
    let model = &data.cue_model;
    let mut found = Vec::new();
    let mut lattice = Lattice::default();
    for number in 0..sight.sentences.len() {
        let about = About::of(sight, number);
        let (from, to) = about.tokens();
        lattice.clear();
        for at in from..to {
            let mut sum = Sum::new(model);
            cues::features(sight, &about, at, &mut sum);
            lattice.push(sum.scores());
        }
        let mut first = None;
        let mut runs = Vec::new();
        for (at, &label) in (from..to).zip(lattice.best(model)) {
            match label {
                cues::FIRST => first = Some(at),
                cues::LAST => runs.push((first.take().unwrap_or(at), at + 1)),
                _ => {}
            }
        }
        for cue in runs {
            let mut margin = 0;
            let mut before = usize::from(cues::OUTSIDE);
            for at in cue.0..cue.1 {
                let label = match at {
                    at if at + 1 == cue.1 => cues::LAST,
                    at if at == cue.0 => cues::FIRST,
                    _ => cues::INSIDE,
                };
                let scores = lattice.scores(at - from);
                margin += scores[usize::from(label)] - scores[usize::from(cues::OUTSIDE)];
                margin += model.moving(before, usize::from(label)) - model.moving(0, 0);
                before = usize::from(label);
            }
            margin += model.moving(before, 0) - model.moving(0, 0);
            found.push((cue, model.hundredths(margin)));
        }
    }
    found
}

/// Source and content for each cue; cues without content are left out.
#[must_use]
pub fn candidates(sight: &Sight, cues: &[((usize, usize), i32)], data: &LanguageData) -> Vec<Candidate> {
    let ranges: Vec<(usize, usize)> = cues.iter().map(|cue| cue.0).collect();
    let mut lattice = Lattice::default();
    let mut frame = Frame::default();
    let mut found = Vec::with_capacity(cues.len());
    for &(cue, cue_margin) in cues {
        frame.lay(sight, cue, &ranges);
        let mut candidate = who_and_what(sight, &frame, data, &mut lattice);
        if !candidate.content.is_empty() {
            candidate.cue_margin = cue_margin;
            found.push(candidate);
        }
    }
    found
}

fn who_and_what(
    sight: &Sight,
    frame: &Frame,
    data: &LanguageData,
    lattice: &mut Lattice<{ arguments::LABELS }>,
) -> Candidate {
    let model = &data.argument_model;
    lattice.clear();
    for at in frame.window.0..frame.window.1 {
        if frame.cue.0 <= at && at < frame.cue.1 {
            let mut scores = [FORBIDDEN; arguments::LABELS];
            scores[usize::from(arguments::OUTSIDE)] = 0;
            lattice.push(scores);
        } else {
            let mut sum = Sum::new(model);
            arguments::features(sight, frame, at, &mut sum);
            lattice.push(sum.scores());
        }
    }
    let mut labels = lattice.best(model).to_vec();
    let (mut sources, mut contents) = pieces(&labels);
    // One cue has one source. Of two, the one whose loss costs more stays.
    while sources.len() > 1 {
        let without = |one: (usize, usize)| {
            let mut labels = labels.clone();
            labels[one.0..one.1].fill(arguments::OUTSIDE);
            lattice.sum(model, &labels)
        };
        let weakest = sources.iter().copied().max_by_key(|&one| without(one)).unwrap_or((0, 0));
        for at in weakest.0..weakest.1 {
            for label in arguments::SOURCE_FIRST..=arguments::SOURCE_ONLY {
                lattice.forbid(at, label);
            }
        }
        labels = lattice.best(model).to_vec();
        (sources, contents) = pieces(&labels);
    }
    let nothing = vec![arguments::OUTSIDE; labels.len()];
    let margin = lattice.sum(model, &labels) - lattice.sum(model, &nothing);
    let shift = |(first, end): (usize, usize)| (frame.window.0 + first, frame.window.0 + end);
    Candidate {
        cue: frame.cue,
        source: sources.first().copied().map(shift),
        content: contents.into_iter().map(shift).collect(),
        cue_margin: 0,
        argument_margin: model.hundredths(margin),
    }
}

type Pieces = Vec<(usize, usize)>;

/// The runs of source labels and of content labels.
fn pieces(labels: &[u8]) -> (Pieces, Pieces) {
    let (mut sources, mut contents) = (Vec::new(), Vec::new());
    let mut first = None;
    for (at, &label) in labels.iter().enumerate() {
        match label {
            arguments::SOURCE_FIRST | arguments::CONTENT_FIRST => first = Some(at),
            arguments::SOURCE_LAST | arguments::SOURCE_ONLY => {
                sources.push((first.take().unwrap_or(at), at + 1));
            }
            arguments::CONTENT_LAST => contents.push((first.take().unwrap_or(at), at + 1)),
            _ => {}
        }
    }
    (sources, contents)
}

/// The log odds, in hundredths, that a candidate is an attribution.
fn odds(sight: &Sight, candidates: &[Candidate], at: usize, data: &LanguageData) -> i32 {
    let model = &data.trust_model;
    let mut sum = Sum::new(model);
    trust::features(sight, candidates, at, &mut sum);
    let [drop, keep] = sum.scores();
    let moves = model.moving(0, 1) + model.moving(1, 0) - 2 * model.moving(0, 0);
    model.hundredths(keep - drop + moves)
}

/// Log odds as a likelihood, between the points of a table (a logistic curve; no function of the machine is asked).
fn confidence(odds: i32) -> f32 {
    const STEP: i32 = 50;
    const CURVE: [f32; 21] = [
        0.0067, 0.0110, 0.0180, 0.0293, 0.0474, 0.0759, 0.1192, 0.1824, 0.2689, 0.3775, 0.5, 0.6225, 0.7311,
        0.8176, 0.8808, 0.9241, 0.9526, 0.9707, 0.9820, 0.9890, 0.9933,
    ];
    let place = odds.clamp(-10 * STEP, 10 * STEP) + 10 * STEP;
    let below = (place / STEP).min(19).unsigned_abs() as usize;
    let part = (place - (place / STEP).min(19) * STEP) as f32 / STEP as f32;
    CURVE[below] + (CURVE[below + 1] - CURVE[below]) * part
}

#[cfg(test)]
mod tests;

//! Finds who says what: source, cue, content.
//!
//! In: a reading. Out: attributions in text order.
//! `The mayor said the bridge was down.` → `The mayor` | `said` | `the bridge was down`
//!
//! First the cues of every sentence, then for each cue who and what, both by sums of learned weights (`linear`). The
//! weights come from `training/`; their cards are `data/weights/cues.toml` and `data/weights/arguments.toml`.

pub mod arguments;
pub mod cues;
pub mod sight;
pub mod words;

use firsthand_schema::{attribution::Attribution, ids::AttributionId, span::Span};

use self::{arguments::Frame, cues::About, sight::Sight};
use crate::{
    language::LanguageData,
    linear::{Lattice, Sum},
    reading::{Reading, tags::Tag},
};

/// Attributions in text order.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData) -> Vec<Attribution> {
    let sight = Sight::of(reading, &data.cue_words);
    let cues = find_cues(&sight, data);
    let mut lattice = Lattice::default();
    let mut frame = Frame::default();
    let mut found = Vec::with_capacity(cues.len());
    for &cue in &cues {
        frame.lay(&sight, cue, &cues);
        let labels = label(&sight, &frame, data, &mut lattice);
        let (sources, contents) = pieces(labels);
        if contents.is_empty() {
            continue;
        }
        let shift = |pieces: Vec<(usize, usize)>| -> Vec<Span> {
            let from = frame.window.0;
            pieces.into_iter().map(|(first, end)| reading.span_of(from + first..from + end)).collect()
        };
        let (source, content) = (shift(sources), shift(contents));
        let words: Vec<(&str, Tag)> = (cue.0..cue.1).map(|at| (reading.lower(at), reading.tag(at))).collect();
        let quoted = content.first().is_some_and(|content| {
            reading.quotations.iter().any(|quotation| quotation.span.overlaps(content))
        });
        found.push(Attribution {
            id: AttributionId(0),
            class: data.cue_words.class(&words, quoted),
            source,
            cue: vec![reading.span_of(cue.0..cue.1)],
            content,
            confidence: 0.5,
        });
    }
    found.sort_by_key(|found| {
        let spans = found.source.iter().chain(&found.cue).chain(&found.content);
        (spans.map(|span| span.start).min(), found.cue.first().copied())
    });
    for (number, attribution) in (0u32..).zip(&mut found) {
        attribution.id = AttributionId(number);
    }
    found
}

/// The cues of a document, as token ranges in text order.
fn find_cues(sight: &Sight, data: &LanguageData) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut lattice = Lattice::default();
    for number in 0..sight.sentences.len() {
        let about = About::of(sight, number);
        let (from, to) = about.tokens();
        lattice.clear();
        for at in from..to {
            let mut sum = Sum::new(&data.cue_model);
            cues::features(sight, &about, at, &mut sum);
            lattice.push(sum.scores.map(i32::from));
        }
        let mut first = None;
        for (at, &label) in (from..to).zip(lattice.best(&data.cue_model)) {
            match label {
                cues::FIRST => first = Some(at),
                cues::LAST => found.push((first.take().unwrap_or(at), at + 1)),
                _ => {}
            }
        }
    }
    found
}

/// The labels of a frame's window.
fn label<'l>(
    sight: &Sight,
    frame: &Frame,
    data: &LanguageData,
    lattice: &'l mut Lattice<{ arguments::LABELS }>,
) -> &'l [u8] {
    lattice.clear();
    for at in frame.window.0..frame.window.1 {
        if frame.cue.0 <= at && at < frame.cue.1 {
            let mut scores = [FORBIDDEN; arguments::LABELS];
            scores[usize::from(arguments::OUTSIDE)] = 0;
            lattice.push(scores);
        } else {
            let mut sum = Sum::new(&data.argument_model);
            arguments::features(sight, frame, at, &mut sum);
            lattice.push(sum.scores.map(i32::from));
        }
    }
    lattice.best(&data.argument_model)
}

/// A score that no path can make up for.
const FORBIDDEN: i32 = -1_000_000;

type Pieces = Vec<(usize, usize)>;

/// The runs of source labels and of content labels.
fn pieces(labels: &[u8]) -> (Pieces, Pieces) {
    let (mut sources, mut contents) = (Vec::new(), Vec::new());
    let mut first = None;
    for (at, &label) in labels.iter().enumerate() {
        match label {
            arguments::SOURCE_FIRST | arguments::CONTENT_FIRST => first = Some(at),
            arguments::SOURCE_LAST | arguments::SOURCE_ONLY => {
                sources.push((first.take().unwrap_or(at), at + 1))
            }
            arguments::CONTENT_LAST => contents.push((first.take().unwrap_or(at), at + 1)),
            _ => {}
        }
    }
    (sources, contents)
}

#[cfg(test)]
mod tests;

//! Reads the attribution corpus and lays it over the engine's tokens.
//!
//! In: JSON lines with `text`, `attributions`, `discard`. Out: documents with token ranges for each role.

use firsthand_engine::{
    LanguageData,
    attribution_tagger::{
        arguments::{self, Frame},
        cues::{self, About},
        sight::Sight,
        trust::{self, Candidate},
    },
    linear::Keys,
    reading::Reading,
};
use firsthand_schema::{
    document::Document,
    span::{CodePoints, Span},
};
use serde::Deserialize;

use crate::crf::Sequence;

/// A document of the corpus.
#[derive(Deserialize)]
pub(crate) struct Entry {
    /// Its id.
    pub(crate) id: String,
    /// Who published it.
    #[serde(default)]
    pub(crate) publisher: String,
    /// Its text.
    pub(crate) text: String,
    /// What the annotators marked.
    #[serde(default)]
    pub(crate) attributions: Vec<Marked>,
    /// Stretches that the corpus does not count.
    #[serde(default)]
    pub(crate) discard: Vec<(u32, u32)>,
}

/// One attribution as marked, in code points.
#[derive(Deserialize)]
pub(crate) struct Marked {
    /// Source fragments.
    pub(crate) source: Vec<(u32, u32)>,
    /// Cue fragments.
    pub(crate) cue: Vec<(u32, u32)>,
    /// Content fragments.
    pub(crate) content: Vec<(u32, u32)>,
}

type Range = (usize, usize);

/// An attribution as token ranges.
pub(crate) struct Gold {
    pub(crate) cue: Range,
    pub(crate) source: Vec<Range>,
    pub(crate) content: Vec<Range>,
}

/// Reads a file of entries.
pub(crate) fn read(lines: &str) -> Result<Vec<Entry>, String> {
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).map_err(|error| format!("not an entry: {error}")))
        .collect()
}

/// The entry as a document of the program.
pub(crate) fn document(entry: &Entry) -> Document {
    Document::bare(&entry.id, &entry.text)
}

/// A document ready for training.
pub(crate) struct Laid {
    pub(crate) sight: Sight,
    pub(crate) golds: Vec<Gold>,
    /// Tokens in discarded stretches.
    pub(crate) discarded: Vec<bool>,
}

/// Lays the marks over the tokens.
pub(crate) fn lay(entry: &Entry, data: &LanguageData) -> Laid {
    let document = document(entry);
    let reading = Reading::of(&document, data);
    let points = CodePoints::new(&entry.text);
    let to_range = |&(start, end): &(u32, u32)| -> Option<Range> {
        let span = Span { start: points.byte(start), end: points.byte(end) };
        let first = reading.tokens.partition_point(|token| token.span.end <= span.start);
        let last = reading.tokens.partition_point(|token| token.span.start < span.end);
        (first < last).then_some((first, last))
    };
    let ranges = |spans: &[(u32, u32)]| spans.iter().filter_map(to_range).collect::<Vec<_>>();
    let mut golds: Vec<Gold> = entry
        .attributions
        .iter()
        .filter_map(|marked| {
            let cue = *ranges(&marked.cue).first()?;
            Some(Gold { cue, source: ranges(&marked.source), content: ranges(&marked.content) })
        })
        .collect();
    golds.sort_by_key(|gold| gold.cue);
    let mut discarded = vec![false; reading.tokens.len()];
    for (from, to) in ranges(&entry.discard) {
        discarded[from..to].fill(true);
    }
    Laid { sight: Sight::of(&reading, data), golds, discarded }
}

/// The cue sequences of a document, one a sentence.
pub(crate) fn cue_sequences(laid: &Laid) -> Vec<Sequence> {
    let mut labels = vec![cues::OUTSIDE; laid.sight.seen.len()];
    for gold in &laid.golds {
        let (from, to) = gold.cue;
        if labels[from..to].iter().any(|&label| label != cues::OUTSIDE) {
            continue;
        }
        labels[from..to].fill(cues::INSIDE);
        labels[from] = cues::FIRST;
        labels[to - 1] = cues::LAST;
    }
    let mut found = Vec::new();
    for number in 0..laid.sight.sentences.len() {
        let about = About::of(&laid.sight, number);
        let (from, to) = about.tokens();
        if laid.discarded[from..to].iter().any(|&discarded| discarded) {
            continue;
        }
        // A cue that our sentences cut in two is left out.
        let cut = labels[from] == cues::INSIDE || matches!(labels[to - 1], cues::FIRST | cues::INSIDE);
        let cut = cut
            || labels[from] == cues::LAST
                && from > 0
                && matches!(labels[from - 1], cues::FIRST | cues::INSIDE);
        if cut {
            continue;
        }
        let mut keys = Keys::default();
        let mut sequence = Sequence::default();
        for at in from..to {
            cues::features(&laid.sight, &about, at, &mut keys);
            sequence.ends.push(keys.0.len() as u32);
            sequence.gold.push(labels[at]);
            sequence.allowed.push(0b1111);
        }
        sequence.keys = keys.0;
        found.push(sequence);
    }
    found
}

/// How much of the gold lies in the windows.
#[derive(Default)]
pub(crate) struct Coverage {
    pub(crate) inside: usize,
    pub(crate) all: usize,
    pub(crate) tokens: usize,
}

/// The argument sequences of a document, one a marked cue. `found_cues` are those that a tagger found which has not
/// seen the document: the other cues of the document are as they will be when the tagger is used.
pub(crate) fn argument_sequences(
    laid: &Laid,
    found_cues: &[Range],
    coverage: &mut Coverage,
) -> Vec<Sequence> {
    let mut found = Vec::new();
    for gold in &laid.golds {
        let mut all_cues: Vec<Range> =
            found_cues.iter().copied().filter(|cue| cue.1 <= gold.cue.0 || gold.cue.1 <= cue.0).collect();
        all_cues.push(gold.cue);
        all_cues.sort_unstable();
        let frame = Frame::of(&laid.sight, gold.cue, &all_cues);
        let (from, to) = frame.window;
        coverage.tokens += to - from;
        let mut labels = vec![arguments::OUTSIDE; to - from];
        let mut put = |ranges: &[Range], first: u8, inside: u8, last: u8, only: u8| {
            for &(start, end) in ranges {
                coverage.all += 1;
                if start < from || end > to {
                    continue;
                }
                coverage.inside += 1;
                let piece = &mut labels[start - from..end - from];
                if piece.iter().any(|&label| label != arguments::OUTSIDE) {
                    continue;
                }
                if let [one] = piece {
                    *one = only;
                } else {
                    let length = piece.len();
                    piece.fill(inside);
                    piece[0] = first;
                    piece[length - 1] = last;
                }
            }
        };
        put(
            &gold.source,
            arguments::SOURCE_FIRST,
            arguments::SOURCE_INSIDE,
            arguments::SOURCE_LAST,
            arguments::SOURCE_ONLY,
        );
        put(
            &gold.content,
            arguments::CONTENT_FIRST,
            arguments::CONTENT_INSIDE,
            arguments::CONTENT_LAST,
            arguments::CONTENT_LAST,
        );
        // A mark that runs into the cue cannot be learned: the cue's own words are neither.
        let own = gold.cue.0 - from..gold.cue.1 - from;
        if labels[own.clone()].iter().any(|&label| label != arguments::OUTSIDE) {
            continue;
        }
        let mut keys = Keys::default();
        let mut sequence = Sequence::default();
        for at in from..to {
            let is_cue = own.contains(&(at - from));
            if !is_cue {
                arguments::features(&laid.sight, &frame, at, &mut keys);
            }
            sequence.ends.push(keys.0.len() as u32);
            sequence.gold.push(labels[at - from]);
            sequence.allowed.push(if is_cue { 1 } else { 0xff });
        }
        sequence.keys = keys.0;
        found.push(sequence);
    }
    found
}

/// The candidates of a document as sequences of one, and whether each is an attribution that the annotators marked.
pub(crate) fn trust_sequences(laid: &Laid, candidates: &[Candidate]) -> Vec<Sequence> {
    let mut found = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let (from, to) = candidate.cue;
        if laid.discarded[from..to].iter().any(|&discarded| discarded) {
            continue;
        }
        let right = laid.golds.iter().any(|gold| {
            let shared = from.max(gold.cue.0) < to.min(gold.cue.1);
            shared
                && gold
                    .content
                    .iter()
                    .any(|one| candidate.content.iter().any(|other| one.0 < other.1 && other.0 < one.1))
        });
        let mut keys = Keys::default();
        trust::features(&laid.sight, candidates, at, &mut keys);
        found.push(Sequence {
            ends: vec![keys.0.len() as u32],
            keys: keys.0,
            gold: vec![u8::from(right)],
            allowed: vec![0b11],
        });
    }
    found
}

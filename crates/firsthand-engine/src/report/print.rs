//! What is kept of a document in order to find its copies: its words as hashes, and the keys they are found by.
//!
//! In: a document. Out: a `Print`. `The crew refused the meat …` → 61 words, 9 keys
//!
//! Keys are a sketch: of the runs of seven words, those whose hash falls below an eighth of the range, and the four
//! smallest. What is in the sketch depends on the words alone, so a passage keeps its keys wherever it is pasted.

use firsthand_schema::{
    document::{BlockKind, Document},
    ids::DocumentId,
    span::Span,
};

use super::{
    days::Days,
    words::{self, Word},
};

/// Length of the runs whose shares are told.
pub(crate) const RUN: usize = 5;

/// Length of the runs in the sketch: runs of five are often stock phrases, and every false candidate costs a comparison.
const SKETCH_RUN: usize = 7;

/// One run in eight is in the sketch: a passage of forty words is missed once in a hundred (0.875 to the 34th).
const SKETCH_BELOW: u64 = u64::MAX / 8;

/// The smallest hashes are in the sketch always, so that a text of one sentence has keys.
const SKETCH_LEAST: usize = 4;

/// What is kept of a document in order to find its copies.
#[derive(Clone, Debug)]
pub struct Print {
    /// The document.
    pub document: DocumentId,
    /// When it was published.
    pub published: Option<Days>,
    /// Its publisher, folded.
    pub family: String,
    /// The publishers it names in its text, folded, sorted.
    pub credits: Vec<String>,
    /// Its words.
    pub(crate) words: Vec<Word>,
    /// Which of them stand between quotation marks.
    pub(crate) quoted: Vec<bool>,
    /// Its runs of `RUN` words, sorted: two documents are compared thousands of times more often than one is read.
    pub(crate) sorted_runs: Vec<Run>,
}

/// A run of words: its hash, cut to half, and the number of its first word. Half a hash may be shared by chance: whoever
/// finds two alike looks at the words.
pub(crate) type Run = (u32, u32);

impl Print {
    /// Takes the print of a document: what it says in body and captions.
    #[must_use]
    pub fn of(document: &Document, published: Option<Days>, family: &str, credits: Vec<String>) -> Self {
        let text = document.text.as_str();
        let words: Vec<Word> = words::words(text)
            .filter(|word| matches!(document.block_at(word.span), BlockKind::Body | BlockKind::Caption))
            .collect();
        let stretches = quoted_stretches(text);
        let quoted = words.iter().map(|word| inside(&stretches, word.span)).collect();
        let document = document.id.clone();
        let mut print = Self {
            document,
            published,
            family: family.to_owned(),
            credits,
            words,
            quoted,
            sorted_runs: Vec::new(),
        };
        print.sorted_runs = print.sorted(RUN);
        print
    }

    /// The runs of so many words, sorted.
    pub(crate) fn sorted(&self, length: usize) -> Vec<Run> {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut runs: Vec<Run> = self.runs(length).map(|(at, hash)| (half(hash), place(at))).collect();
        runs.sort_unstable();
        runs
    }

    /// How many words it holds.
    #[must_use]
    pub fn length(&self) -> usize {
        self.words.len()
    }

    /// The keys under which candidates for a comparison are found.
    #[must_use]
    pub fn keys(&self) -> Vec<u64> {
        let mut hashes: Vec<u64> =
            self.runs(SKETCH_RUN.min(self.words.len().max(1))).map(|(_, hash)| hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let sampled = hashes.partition_point(|&hash| hash < SKETCH_BELOW);
        hashes.truncate(sampled.max(SKETCH_LEAST));
        hashes
    }

    /// Start and hash of every run of `length` words.
    pub(crate) fn runs(&self, length: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.words.windows(length.max(1)).enumerate().map(|(at, run)| {
            (
                at,
                run.iter()
                    .fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| words::mix(hash ^ u64::from(word.hash))),
            )
        })
    }
}

/// The hash of a run as it is kept.
pub(crate) fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Stretches between quotation marks. A mark that is never closed ends with its paragraph.
fn quoted_stretches(text: &str) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut newline = false;
    for (at, letter) in text.char_indices() {
        match (letter, open) {
            ('\n', Some((start, _))) if newline => {
                stretches.push(Span::new(start, at));
                open = None;
            }
            ('“' | '«' | '„' | '"', None) => open = Some((at, letter)),
            ('”', Some((start, '“' | '„')))
            | ('“', Some((start, '„')))
            | ('»', Some((start, '«')))
            | ('"', Some((start, '"'))) => {
                stretches.push(Span::new(start, at + letter.len_utf8()));
                open = None;
            }
            _ => {}
        }
        if letter == '\n' {
            newline = true;
        } else if !letter.is_whitespace() {
            newline = false;
        }
    }
    if let Some((start, _)) = open {
        stretches.push(Span::new(start, text.len()));
    }
    stretches
}

fn inside(stretches: &[Span], span: Span) -> bool {
    let after = stretches.partition_point(|stretch| stretch.start <= span.start);
    after.checked_sub(1).is_some_and(|at| stretches[at].contains(&span))
}

//! Finds who says and what is said, for one cue.
//!
//! In: a cue. Out: a label for each token of the window around it.
//! `[The mayor] has denied [that shells were fired], ...` → source, content
//!
//! The window is the cue's sentence, and the sentences beside it as far as a quotation leads on.

use super::sight::{Seen, Sight};
use crate::{
    linear::{Linear, Sink, mix, note},
    reading::tags::Tag,
};

/// Neither; source: first, inside, last, only word; content: first, inside, last or only.
pub const LABELS: usize = 8;

/// Neither source nor content.
pub const OUTSIDE: u8 = 0;
/// First word of a source.
pub const SOURCE_FIRST: u8 = 1;
/// Word inside a source.
pub const SOURCE_INSIDE: u8 = 2;
/// Last word of a source.
pub const SOURCE_LAST: u8 = 3;
/// A source of one word.
pub const SOURCE_ONLY: u8 = 4;
/// First word of a content.
pub const CONTENT_FIRST: u8 = 5;
/// Word inside a content.
pub const CONTENT_INSIDE: u8 = 6;
/// Last or only word of a content.
pub const CONTENT_LAST: u8 = 7;

/// A table of weights for arguments.
pub type ArgumentModel = Linear<LABELS>;

/// Whether one label may follow another.
#[must_use]
pub fn legal(from: usize, to: usize) -> bool {
    match from {
        1 | 2 => to == 2 || to == 3,
        5 | 6 => to == 6 || to == 7,
        _ => to != 2 && to != 3 && to != 6,
    }
}

/// How many sentences a window may reach beyond the cue's, on each side, while a quotation leads on.
const REACH: usize = 8;

/// A cue and the window around it, with what lies between the cue and each token.
#[derive(Debug, Default)]
pub struct Frame {
    /// The cue's tokens.
    pub cue: (usize, usize),
    /// The window's tokens.
    pub window: (usize, usize),
    /// The tokens of the cue's sentence.
    pub sentence: (usize, usize),
    /// Hash of the plain form of the cue's main word.
    head: u32,
    /// Its class and part of speech.
    class: u32,
    /// Its class of words that stand in the same places.
    like: u32,
    /// What stands right after the cue and right before it.
    around: u32,
    /// Whether the cue lies in a quotation, and whether there are quotations in its sentence.
    quoted: u32,
    /// One a token of the window.
    paths: Vec<Path>,
}

/// What lies between a token and the cue.
#[derive(Clone, Copy, Debug, Default)]
struct Path {
    /// Before the cue in its sentence, the cue, after it in its sentence, sentences before, sentences after.
    side: u32,
    distance: u32,
    commas: u32,
    verbs: u32,
    subordinators: u32,
    quotations: u32,
    nominals: u32,
    /// Other cues between, and whether the token is in one.
    cues: u32,
    /// Hash of the tags between, where there are few.
    tags: u32,
    /// Whether the token's quotation is the one nearest to the cue on this side.
    nearest: bool,
}

impl Frame {
    /// Lays the window around a cue. `others` are all cues of the document, in text order.
    #[must_use]
    pub fn of(sight: &Sight, cue: (usize, usize), others: &[(usize, usize)]) -> Self {
        let mut frame = Self { cue, ..Self::default() };
        frame.lay(sight, cue, others);
        frame
    }

    /// The same, reusing this frame's memory.
    pub fn lay(&mut self, sight: &Sight, cue: (usize, usize), others: &[(usize, usize)]) {
        let number = sight.seen[cue.0].sentence as usize;
        self.cue = cue;
        self.sentence = sight.sentences[number];
        self.window = window(sight, number);
        let head = (cue.0..cue.1)
            .rev()
            .find(|&at| sight.seen[at].tag.is_verb())
            .or_else(|| (cue.0..cue.1).rev().find(|&at| sight.seen[at].class != 0))
            .unwrap_or(cue.1 - 1);
        self.head = sight.seen[head].lemma;
        self.like = sight.seen[head].like;
        self.class = sight.seen[head].class << 8 | sight.seen[head].tag as u32;
        let (before, after) =
            (sight.within(cue.0, -1, self.sentence), sight.within(cue.1 - 1, 1, self.sentence));
        self.around = mix(kind(before), kind(after));
        let quotations =
            sight.seen[self.sentence.0..self.sentence.1].iter().filter(|seen| seen.quotation != 0);
        let quotations = quotations.map(|seen| if seen.short { 1 } else { 2 }).max().unwrap_or(0);
        self.quoted = u32::from(sight.seen[cue.0].quotation != 0) << 4 | quotations;
        self.walk(sight, others);
    }

    fn walk(&mut self, sight: &Sight, others: &[(usize, usize)]) {
        let (from, to) = self.window;
        self.paths.clear();
        self.paths.resize(to - from, Path::default());
        let in_cue = |path: &mut Path, at: usize, last: &mut usize| {
            let next = others.partition_point(|other| other.1 <= at);
            if let Some(other) = others.get(next)
                && other.0 <= at
            {
                if *last != next {
                    path.cues = (path.cues + 1).min(3);
                    *last = next;
                }
                return true;
            }
            false
        };
        // Outward to the left, then outward to the right.
        for way in [-1isize, 1] {
            let mut path = Path { tags: 1, ..Path::default() };
            let mut at = if way < 0 { self.cue.0 } else { self.cue.1 - 1 };
            let mut last_cue = usize::MAX;
            let mut quotation = sight.seen[at].quotation;
            let mut first_quotation = 0;
            loop {
                at = match at.checked_add_signed(way) {
                    Some(at) if from <= at && at < to => at,
                    _ => break,
                };
                let seen = &sight.seen[at];
                path.distance += 1;
                path.side = match (way < 0, self.sentence.0 <= at && at < self.sentence.1) {
                    (true, true) => 0,
                    (false, true) => 2,
                    (true, false) => 3,
                    (false, false) => 4,
                };
                if seen.quotation != quotation {
                    path.quotations = (path.quotations + 1).min(5);
                    quotation = seen.quotation;
                    if quotation != 0 && first_quotation == 0 {
                        first_quotation = quotation;
                    }
                }
                path.nearest = quotation != 0 && quotation == first_quotation;
                let inside = in_cue(&mut path, at, &mut last_cue);
                let mut shown = path;
                shown.cues = path.cues << 1 | u32::from(inside);
                if path.distance > 6 {
                    shown.tags = 0;
                }
                self.paths[at - from] = shown;
                match seen.tag {
                    tag if tag.is_verb() => path.verbs = (path.verbs + 1).min(3),
                    Tag::Auxiliary => path.verbs = (path.verbs + 1).min(3),
                    Tag::Subordinator => path.subordinators = (path.subordinators + 1).min(2),
                    tag if tag.is_nominal() => path.nominals = (path.nominals + 1).min(3),
                    Tag::Punctuation if seen.form.word == COMMA => path.commas = (path.commas + 1).min(3),
                    _ => {}
                }
                path.tags = mix(path.tags, seen.tag as u32);
            }
        }
        for at in self.cue.0..self.cue.1 {
            self.paths[at - from].side = 1;
        }
    }
}

const COMMA: u32 = crate::linear::hash(b",");

/// A token as a neighbour of a cue: its word where it is a mark or a small word, else its part of speech.
fn kind(seen: &Seen) -> u32 {
    match seen.tag {
        Tag::Punctuation | Tag::Subordinator | Tag::Adposition | Tag::Particle | Tag::Coordinator => {
            seen.form.word
        }
        tag => tag as u32,
    }
}

/// The sentences around sentence `number` that a quotation, or its heading, may tie to it.
fn window(sight: &Sight, number: usize) -> (usize, usize) {
    let (mut from, mut to) = sight.sentences[number];
    let seen = &sight.seen;
    for other in (number.saturating_sub(REACH)..number).rev() {
        let (start, end) = sight.sentences[other];
        let last = &seen[end - 1];
        if sight.paragraphs[other] == sight.paragraphs[number] && (last.closes || last.quotation != 0) {
            from = start;
        } else {
            break;
        }
    }
    for other in number + 1..(number + 1 + REACH).min(sight.sentences.len()) {
        let (start, end) = sight.sentences[other];
        let colon = other == number + 1 && seen[to - 1].form.word == COLON;
        if seen[start].quotation != 0 && (sight.paragraphs[other] == sight.paragraphs[number] || colon) {
            to = end;
        } else {
            break;
        }
    }
    (from, to)
}

const COLON: u32 = crate::linear::hash(b":");

/// Counts by steps that grow: 1, 2, 3, 4, 5–6, 7–9, 10–14, 15–24, 25 and more.
fn step(count: u32) -> u32 {
    match count {
        0..=4 => count,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        _ => 9,
    }
}

/// The features of token `at` for a cue.
#[allow(clippy::too_many_lines, reason = "a list of features reads best as one list")]
pub fn features(sight: &Sight, frame: &Frame, at: usize, sink: &mut impl Sink) {
    let see = |offset: isize| sight.within(at, offset, frame.window);
    let path = &frame.paths[at - frame.window.0];
    let side = path.side;
    let this = see(0);
    let (a, b) = (see(-1), see(-2));
    let (e, f) = (see(1), see(2));
    let tag = |seen: &Seen| seen.tag as u32;
    let (t0, ta, tb, te, tf) = (tag(this), tag(a), tag(b), tag(e), tag(f));
    let far = step(path.distance);
    let (ka, k0, ke) = (kind(a), kind(this), kind(e));
    let quoted = u32::from(this.quotation != 0) | u32::from(this.short) << 1 | u32::from(path.nearest) << 2;
    let joint = u32::from(this.opens)
        | u32::from(this.closes) << 1
        | u32::from(a.opens) << 2
        | u32::from(e.closes) << 3
        | u32::from(a.closes) << 4
        | u32::from(e.opens) << 5;
    let starts = u32::from(this.sentence != a.sentence);
    let ends = u32::from(this.sentence != e.sentence);
    let near_end = u32::from(e.sentence != f.sentence);
    let between = path.commas | path.verbs << 2 | path.subordinators << 4;
    let place = starts
        | ends << 1
        | near_end << 2
        | side << 3
        | u32::from(at + 1 == frame.cue.0) << 6
        | u32::from(at == frame.cue.1) << 7
        | u32::from(at + 2 == frame.cue.0) << 8
        | u32::from(at == frame.cue.1 + 1) << 9;
    let head = frame.head;
    let (class, around) = (frame.class, frame.around);

    note!(sink, "side", side);
    note!(sink, "word", side, this.form.word);
    note!(sink, "word -1", side, a.form.word);
    note!(sink, "word +1", side, e.form.word);
    note!(sink, "word -2", side, b.form.word);
    note!(sink, "word +2", side, f.form.word);
    note!(sink, "words -1 0", side, a.form.word, this.form.word);
    note!(sink, "words 0 +1", side, this.form.word, e.form.word);
    note!(sink, "tag", side, t0);
    note!(sink, "tags -1 0", side, ta, t0);
    note!(sink, "tags 0 +1", side, t0, te);
    note!(sink, "tags -1 0 +1", side, ta, t0, te);
    note!(sink, "tags -2 -1 0", side, tb, ta, t0);
    note!(sink, "tags 0 +1 +2", side, t0, te, tf);
    note!(sink, "tags -2 to +2", side, tb, ta, t0, te, tf);
    note!(sink, "kinds -1 0 +1", side, ka, k0, ke);
    note!(sink, "shape", side, this.form.shape);
    note!(sink, "shapes", side, a.form.shape, this.form.shape, e.form.shape);
    note!(sink, "capital", side, u32::from(this.capital), u32::from(a.capital), u32::from(e.capital), t0);
    note!(sink, "last 3 letters", side, this.form.ends[2]);
    note!(sink, "class here", side, this.class, t0);
    note!(sink, "place", place);
    note!(sink, "place, tag", place, t0);
    note!(sink, "place, tags 0 +1", place, t0, te);
    note!(sink, "place, tags -1 0", place, ta, t0);
    note!(sink, "place, kind -1", place, ka);
    note!(sink, "place, kind +1", place, ke);
    note!(sink, "place, cue", place, head);
    note!(sink, "place, around", place, around);
    note!(sink, "place, joint", place, joint, quoted);
    note!(sink, "distance", side, far);
    note!(sink, "distance, tag", side, far, t0);
    note!(sink, "distance, kinds", side, far, ka, ke);
    note!(sink, "distance, cue", side, far, head);
    note!(sink, "distance, cue class", side, far, class, t0);
    note!(sink, "distance, around", side, far, around);
    note!(sink, "between", side, between);
    note!(sink, "between, tag", side, between, t0);
    note!(sink, "between, kinds", side, between, ka, ke);
    note!(sink, "between, cue class", side, between, class);
    note!(sink, "between, around", side, between, around);
    note!(sink, "between, cue", side, between, head);
    note!(sink, "nominals between", side, path.nominals, t0, te);
    note!(sink, "commas, tags", side, path.commas, ta, t0, te);
    note!(sink, "verbs, tags", side, path.verbs, ta, t0, te);
    note!(sink, "tags between", side, path.tags, t0);
    note!(sink, "tags between, cue", side, path.tags, t0, head);
    note!(sink, "tags between, +1", side, path.tags, t0, te);
    note!(sink, "tags between, -1", side, path.tags, t0, ta, frame.class);
    note!(sink, "cue, tag", side, head, t0);
    note!(sink, "cue, tags -1 0", side, head, ta, t0);
    note!(sink, "cue, tags 0 +1", side, head, t0, te);
    note!(sink, "cue, word", side, head, this.form.word);
    note!(sink, "cue, word -1", side, head, a.form.word);
    note!(sink, "cue, word +1", side, head, e.form.word);
    note!(sink, "cue class, tag", side, class, t0);
    note!(sink, "cue class, kinds", side, class, ka, k0, ke);
    note!(sink, "around, tag", side, around, t0);
    note!(sink, "around, kinds", side, around, ka, ke);
    note!(sink, "around, cue", side, around, head);
    let like = frame.like;
    note!(sink, "like", side, this.like);
    note!(sink, "like -1", side, a.like);
    note!(sink, "like +1", side, e.like);
    note!(sink, "likes -1 0", side, a.like, this.like);
    note!(sink, "likes 0 +1", side, this.like, e.like);
    note!(sink, "like, kinds", side, ka, this.like, ke);
    note!(sink, "place, like", place, this.like);
    note!(sink, "place, cue like", place, like);
    note!(sink, "distance, cue like", side, far, like);
    note!(sink, "between, cue like", side, between, like);
    note!(sink, "tags between, cue like", side, path.tags, t0, like);
    note!(sink, "cue like, tags -1 0", side, like, ta, t0);
    note!(sink, "cue like, tags 0 +1", side, like, t0, te);
    note!(sink, "cue like, kinds", side, like, ka, k0, ke);
    note!(sink, "quoted, cue like", side, quoted, joint, like);
    note!(sink, "quoted", side, quoted);
    note!(sink, "quoted, joint", side, quoted, joint);
    note!(sink, "quoted, joint, cue class", side, quoted, joint, class);
    note!(sink, "quoted, joint, around", side, quoted, joint, around);
    note!(sink, "quoted, sentence", side, quoted, frame.quoted);
    note!(sink, "quoted, sentence, joint", side, quoted, frame.quoted, joint, path.quotations);
    note!(sink, "quotations between", side, quoted, path.quotations, frame.quoted, t0);
    note!(sink, "quoted, tags", side, quoted, ta, t0, te);
    note!(sink, "quoted, kinds", side, quoted, joint, ka, ke);
    note!(sink, "quoted, cue", side, quoted, joint, head);
    note!(sink, "cues between", side, path.cues);
    note!(sink, "cues between, tag", side, path.cues, t0);
    note!(sink, "cues between, commas", side, path.cues, between, frame.quoted);
    note!(sink, "cues between, kinds", side, path.cues, ka, ke);
    note!(sink, "cues between, joint", side, path.cues, joint, quoted, place);
}

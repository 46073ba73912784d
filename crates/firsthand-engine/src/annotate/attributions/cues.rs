//! Finds cues: the words that hand something to a source.
//!
//! In: a sentence. Out: token ranges. `The mayor has repeatedly denied it.` → `has repeatedly denied`
//!
//! A sequence of labels by summed weights (card: `data/weights/attributions.toml`).

use super::sight::Sight;
use crate::linear::{Linear, Sink, note};

/// Outside; first word of several; a word inside; last or only word.
pub const LABELS: usize = 4;

/// Outside any cue.
pub const OUTSIDE: u8 = 0;
/// The first of several words.
pub const FIRST: u8 = 1;
/// A word in the middle.
pub const INSIDE: u8 = 2;
/// The last word, or the only one.
pub const LAST: u8 = 3;

/// A table of weights for cues.
pub type CueModel = Linear<LABELS>;

/// Whether one label may follow another.
#[must_use]
pub fn legal(from: usize, to: usize) -> bool {
    let open = from == usize::from(FIRST) || from == usize::from(INSIDE);
    let goes_on = to == usize::from(INSIDE) || to == usize::from(LAST);
    if open { goes_on } else { to != usize::from(INSIDE) }
}

/// What is true of a whole sentence, worked out once for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    range: (usize, usize),
    /// Quotations in it: none, short ones only, some.
    quotations: u32,
    /// First of the document, first of its paragraph, or neither.
    place: u32,
    /// How it ends: full stop, question mark, colon, quotation mark, nothing.
    ending: u32,
}

impl About {
    /// Looks at sentence `number`.
    #[must_use]
    pub fn of(sight: &Sight, number: usize) -> Self {
        let range = sight.sentences[number];
        let tokens = &sight.seen[range.0..range.1];
        let quotations = tokens
            .iter()
            .map(|token| {
                if token.quotation == 0 {
                    0
                } else if token.short {
                    1
                } else {
                    2
                }
            })
            .max();
        let opens = number == 0 || sight.paragraphs[number] != sight.paragraphs[number - 1];
        Self {
            range,
            quotations: quotations.unwrap_or(0),
            place: if number == 0 {
                0
            } else if opens {
                1
            } else {
                2
            },
            ending: tokens.last().map_or(0, |last| last.form.word & 0xff | u32::from(last.closes) << 8),
        }
    }

    /// The sentence's tokens.
    #[must_use]
    pub fn tokens(&self) -> (usize, usize) {
        self.range
    }
}

/// The features of token `at` of a sentence.
#[allow(clippy::too_many_lines, reason = "a list of features reads best as one list")]
pub fn features(sight: &Sight, about: &About, at: usize, sink: &mut impl Sink) {
    let see = |offset: isize| sight.within(at, offset, about.range);
    let this = see(0);
    let (a, b, c, d) = (see(-1), see(-2), see(-3), see(-4));
    let (e, f, g, h) = (see(1), see(2), see(3), see(4));
    let tag = |seen: &super::sight::Seen| seen.tag as u32;
    let (t0, ta, tb, te, tf) = (tag(this), tag(a), tag(b), tag(e), tag(f));
    let quoted = if this.quotation == 0 {
        0
    } else if this.short {
        1
    } else {
        2
    };
    let edge =
        u32::from(a.closes) | u32::from(e.opens) << 1 | u32::from(b.closes) << 2 | u32::from(f.opens) << 3;

    note!(sink, "always");
    note!(sink, "word", this.form.word);
    note!(sink, "word -1", a.form.word);
    note!(sink, "word -2", b.form.word);
    note!(sink, "word -3", c.form.word);
    note!(sink, "word +1", e.form.word);
    note!(sink, "word +2", f.form.word);
    note!(sink, "word +3", g.form.word);
    note!(sink, "words -1 0", a.form.word, this.form.word);
    note!(sink, "words 0 +1", this.form.word, e.form.word);
    note!(sink, "words -1 +1", a.form.word, e.form.word);
    note!(sink, "stem", this.lemma);
    note!(sink, "stem -1", a.lemma);
    note!(sink, "stem -2", b.lemma);
    note!(sink, "stem +1", e.lemma);
    note!(sink, "stem +2", f.lemma);
    note!(sink, "stem, tag", this.lemma, t0);
    note!(sink, "stems -1 0", a.lemma, this.lemma);
    note!(sink, "stems 0 +1", this.lemma, e.lemma);
    note!(sink, "stems -2 -1 0", b.lemma, a.lemma, this.lemma);
    note!(sink, "stems -1 0 +1", a.lemma, this.lemma, e.lemma);
    note!(sink, "stems 0 +1 +2", this.lemma, e.lemma, f.lemma);
    note!(sink, "stem, tag -1", this.lemma, ta);
    note!(sink, "stem, tag +1", this.lemma, te);
    note!(sink, "stem, tags +1 +2", this.lemma, te, tf);
    note!(sink, "stem, tags -2 -1", this.lemma, tb, ta);
    note!(sink, "stem -1, tag 0", a.lemma, t0);
    note!(sink, "stem +1, tag 0", e.lemma, t0);
    note!(sink, "tag", t0);
    note!(sink, "tag -1", ta);
    note!(sink, "tag +1", te);
    note!(sink, "tags -1 0", ta, t0);
    note!(sink, "tags 0 +1", t0, te);
    note!(sink, "tags -1 0 +1", ta, t0, te);
    note!(sink, "tags -2 -1 0", tb, ta, t0);
    note!(sink, "tags 0 +1 +2", t0, te, tf);
    note!(sink, "tags -3 -2 -1 0", tag(c), tb, ta, t0);
    note!(sink, "tags 0 +1 +2 +3", t0, te, tf, tag(g));
    note!(sink, "tags -2 to +2", tb, ta, t0, te, tf);
    note!(sink, "last 2 letters", this.form.ends[1]);
    note!(sink, "last 3 letters", this.form.ends[2]);
    note!(sink, "last 4 letters", this.form.ends[3]);
    note!(sink, "first 3 letters", this.form.begins[1]);
    note!(sink, "shape", this.form.shape);
    note!(sink, "class", this.class);
    note!(sink, "class, tag", this.class, t0);
    note!(sink, "class -1", a.class);
    note!(sink, "class +1", e.class);
    note!(sink, "class -2", b.class);
    note!(sink, "class +2", f.class);
    note!(sink, "classes -1 0", a.class, this.class, t0);
    note!(sink, "classes 0 +1", this.class, e.class, t0);
    note!(sink, "class, tags -1 +1", this.class, ta, t0, te);
    note!(sink, "class, word +1", this.class, t0, e.form.word);
    note!(sink, "class, word -1", this.class, t0, a.form.word);
    note!(sink, "quoted", quoted);
    note!(sink, "quoted, tag", quoted, t0);
    note!(sink, "quoted, class, tag", quoted, this.class, t0);
    note!(sink, "quoted, stem", quoted, this.lemma);
    note!(sink, "quoted, sentence", quoted, about.quotations);
    note!(sink, "marks", edge, t0);
    note!(sink, "marks, class", edge, this.class, t0);
    note!(sink, "marks, stem", edge, this.lemma);
    note!(sink, "quotations in sentence, stem", about.quotations, quoted, this.lemma);
    note!(sink, "quotations in sentence, class, tag", about.quotations, quoted, this.class, t0);
    note!(sink, "place, tag", about.place, t0);
    note!(sink, "place, stem", about.place, this.lemma);
    note!(sink, "ending, tag", about.ending, t0);
    note!(sink, "ending, class", about.ending, this.class, t0);

    note!(sink, "like", this.like);
    note!(sink, "like -1", a.like);
    note!(sink, "like +1", e.like);
    note!(sink, "like, tag", this.like, t0);
    note!(sink, "likes -1 0", a.like, this.like);
    note!(sink, "likes 0 +1", this.like, e.like);
    note!(sink, "likes -1 0 +1", a.like, this.like, e.like);
    note!(sink, "like -1, stem", a.like, this.lemma);
    note!(sink, "like +1, stem", e.like, this.lemma);
    note!(sink, "like, tags -1 +1", this.like, ta, te);
    note!(sink, "quoted, like", quoted, this.like);
    note!(sink, "marks, like", edge, this.like);

    // Who could be the source: the nearest noun, name or pronoun before, and what stands between.
    let (subject, gap) = nearest(sight, at, -1, about.range);
    note!(sink, "subject tag", tag(subject), t0);
    note!(sink, "subject word", subject.form.word, t0);
    note!(sink, "subject word, stem", subject.form.word, this.lemma);
    note!(sink, "subject like, stem", subject.like, this.lemma);
    note!(sink, "subject like, like", subject.like, this.like);
    note!(sink, "object like, like", nearest(sight, at, 1, about.range).0.like, this.like);
    note!(sink, "subject, class", tag(subject), gap, this.class, t0);
    note!(sink, "subject capital, stem", u32::from(subject.capital), tag(subject), this.lemma);
    let (object, reach) = nearest(sight, at, 1, about.range);
    note!(sink, "object word", object.form.word, t0);
    note!(sink, "object, class", tag(object), reach, this.class, t0);
    note!(sink, "object, stem", object.form.word, this.lemma);

    // Where in the sentence.
    let from_start = (at - about.range.0).min(4) as u32;
    let to_end = (about.range.1 - 1 - at).min(4) as u32;
    note!(sink, "from start", from_start, t0);
    note!(sink, "to end", to_end, t0);
    note!(sink, "to end, class", to_end, this.class, t0);
    note!(sink, "stem +3", g.lemma, t0);
    note!(sink, "stem -3", c.lemma, t0);
    note!(sink, "stem +4", h.lemma);
    note!(sink, "stem -4", d.lemma);
}

/// The nearest word that can head a noun phrase, walking one way, at most six tokens; and how far.
fn nearest(sight: &Sight, at: usize, way: isize, range: (usize, usize)) -> (&super::sight::Seen, u32) {
    for step in 1..=6isize {
        let seen = sight.within(at, way * step, range);
        if seen.tag.is_nominal() {
            return (seen, step.unsigned_abs() as u32);
        }
    }
    (sight.within(at, isize::MIN / 2, range), 7)
}

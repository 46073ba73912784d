//! Decides which candidates are attributions, and how sure that is.
//!
//! In: a candidate (cue, source, content) among the others of its document. Out: log odds, in hundredths.
//!
//! The cue tagger is set to find too much, because it sees one sentence and no source or content. Here the whole
//! relation is seen: how strong each part is, how the parts lie, and whether another candidate holds it in its content.

use super::sight::Sight;
use crate::linear::{Linear, Sink, mix, note};

/// Not an attribution; an attribution.
pub const LABELS: usize = 2;

/// A table of weights for candidates.
pub type TrustModel = Linear<LABELS>;

/// A cue with what was found for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The cue's tokens.
    pub cue: (usize, usize),
    /// The source's tokens.
    pub source: Option<(usize, usize)>,
    /// The contents' tokens, in text order.
    pub content: Vec<(usize, usize)>,
    /// How much better the cue's labels are than none, in hundredths of log odds.
    pub cue_margin: i32,
    /// How much better source and content are than neither, in hundredths of log odds.
    pub argument_margin: i32,
}

impl Candidate {
    /// The same with all tokens counted from elsewhere.
    #[must_use]
    pub fn shifted(&self, by: usize) -> Self {
        let shift = |(from, to): (usize, usize)| (from + by, to + by);
        Self {
            cue: shift(self.cue),
            source: self.source.map(shift),
            content: self.content.iter().copied().map(shift).collect(),
            ..*self
        }
    }

    fn holds(&self, other: &Self) -> bool {
        self.content.iter().any(|&(from, to)| from <= other.cue.0 && other.cue.1 <= to)
    }
}

/// How a candidate stands to the others of its document.
#[derive(Clone, Copy, Debug, Default)]
struct Company {
    /// The best cue margin among those that hold this one's cue in their content, as a step; 0 where none does.
    held_by: u32,
    /// Whether a holder's cue lies in this one's content in turn.
    mutual: u32,
    /// How many cues lie in this one's content.
    holds: u32,
    /// Whether another candidate claims the same content.
    shares: u32,
}

fn company(candidates: &[Candidate], at: usize) -> Company {
    let this = &candidates[at];
    let mut company = Company::default();
    // Windows are short: only near neighbours can hold each other.
    let from = at.saturating_sub(12);
    let to = (at + 13).min(candidates.len());
    for (number, other) in candidates.iter().enumerate().take(to).skip(from) {
        if number == at {
            continue;
        }
        let held = other.holds(this);
        let holds = this.holds(other);
        if held {
            company.held_by = company.held_by.max(1 + step(other.cue_margin, 100));
            company.mutual |= u32::from(holds);
        }
        company.holds += u32::from(holds);
        company.shares |=
            u32::from(!held && !holds && other.content.iter().any(|one| this.content.contains(one)));
    }
    company.holds = company.holds.min(3);
    company
}

/// A margin in steps of `width` hundredths, from −4 to 20, as a number from 0.
fn step(margin: i32, width: i32) -> u32 {
    (margin.div_euclid(width).clamp(-4, 20) + 4).cast_unsigned()
}

/// The features of candidate `at`.
pub fn features(sight: &Sight, candidates: &[Candidate], at: usize, sink: &mut impl Sink) {
    let this = &candidates[at];
    let company = company(candidates, at);
    let seen = &sight.seen[this.cue.0..this.cue.1];
    let head = seen
        .iter()
        .rev()
        .find(|seen| seen.tag.is_verb())
        .or_else(|| seen.iter().rev().find(|seen| seen.class != 0))
        .or(seen.last());
    let (head, class, tag) = head.map_or((0, 0, 0), |head| (head.lemma, head.class, head.tag as u32));
    let words = seen.iter().fold(0, |key, seen| mix(key, seen.form.word));
    let length = seen.len().min(5) as u32;
    let quoted = u32::from(seen.iter().any(|seen| seen.quotation != 0));
    let about: usize = this.content.iter().map(|(from, to)| to - from).sum();
    let size = match about {
        0..=4 => about as u32,
        5..=8 => 5,
        9..=16 => 6,
        17..=32 => 7,
        _ => 8,
    };
    let marks = this.content.iter().map(|&(from, to)| {
        let inside = sight.seen[from..to].iter().filter(|seen| seen.quotation != 0 && !seen.short).count();
        if inside == 0 {
            0
        } else if inside == to - from {
            2
        } else {
            1
        }
    });
    let marks = marks.max().unwrap_or(3);
    let source = this.source.map_or((0, 0, 0), |(from, to)| {
        let last = &sight.seen[to - 1];
        (1 + last.tag as u32, (to - from).min(4) as u32, if to - from == 1 { last.form.word } else { 1 })
    });
    let order = order(this);
    let cue_step = step(this.cue_margin, 50);
    let argument_step = step(this.argument_margin, 100);
    let place = sight.within(this.cue.0, -1, (0, sight.seen.len())).tag as u32;
    let next = sight.within(this.cue.1 - 1, 1, (0, sight.seen.len())).tag as u32;

    note!(sink, "always");
    note!(sink, "cue margin", cue_step);
    note!(sink, "cue margin, finer", step(this.cue_margin, 25));
    note!(sink, "argument margin", argument_step);
    note!(sink, "argument margin, finer", step(this.argument_margin, 50));
    note!(sink, "margins", cue_step, argument_step);
    note!(sink, "argument margin, size", argument_step, size);
    note!(sink, "cue margin, length", cue_step, length);
    note!(sink, "cue margin, class", cue_step, class, tag);
    note!(sink, "cue margin, quoted", cue_step, quoted);
    note!(sink, "cue margin, marks", cue_step, marks);
    note!(sink, "cue margin, source", cue_step, source.0);
    note!(sink, "cue margin, held by", cue_step, company.held_by);
    note!(sink, "cue margin, holds", cue_step, company.holds, company.mutual);
    note!(sink, "stem", head);
    note!(sink, "words", words);
    note!(sink, "stem, source", head, u32::from(source.0 != 0));
    note!(sink, "stem, marks", head, marks);
    note!(sink, "stem, order", head, order);
    note!(sink, "class, tag", class, tag);
    note!(sink, "class, size", class, tag, size);
    note!(sink, "order", order);
    note!(sink, "order, marks", order, marks);
    note!(sink, "order, class", order, class, tag);
    note!(sink, "source", source.0, source.1);
    note!(sink, "source word", source.2);
    note!(sink, "source, class", source.0, class);
    note!(sink, "size, marks", size, marks);
    note!(sink, "held by", company.held_by, company.mutual);
    note!(sink, "held by, quoted", company.held_by, quoted);
    note!(sink, "holds", company.holds, company.mutual);
    note!(sink, "shares", company.shares);
    note!(sink, "quoted", quoted, class);
    note!(sink, "tags around", place, next, tag);
}

/// How source, cue and contents follow each other, and whether they touch.
fn order(this: &Candidate) -> u32 {
    let mut parts = [(0, 0, 0u32); 6];
    let mut count = 0;
    let mut put = |range: (usize, usize), role: u32| {
        if count < parts.len() {
            parts[count] = (range.0, range.1, role);
            count += 1;
        }
    };
    put(this.cue, 1);
    if let Some(source) = this.source {
        put(source, 2);
    }
    for &content in this.content.iter().take(4) {
        put(content, 3);
    }
    let parts = &mut parts[..count];
    parts.sort_unstable();
    let mut key = 0;
    let mut end = parts.first().map_or(0, |part| part.0);
    for &mut (from, to, role) in parts {
        let gap = match from - end.min(from) {
            0 => 0,
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        key = mix(key, role << 2 | gap);
        end = to;
    }
    key
}

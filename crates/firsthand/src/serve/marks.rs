//! A document's text with everything that was found marked in it.
//!
//! In: a document as it may be shown. Out: its blocks as paragraphs, each cut where something begins or ends; before each
//! claim stands a small number that leads to it in the margin.

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::Names,
    document::BlockKind,
    ids::ClaimNumber,
    span::{CodePoints, Span},
};
use maud::{Markup, html};

use super::shown::Shown;

/// The text, marked. `chosen` is the claim that the address names.
pub(crate) fn text(shown: &Shown, chosen: Option<ClaimNumber>) -> Markup {
    let layers = Layers::of(shown);
    html! {
        div.text #text data-length=(shown.document.text.chars().count()) {
            @for (span, kind) in paragraphs(shown) {
                p.(kind.as_str()) dir="auto" data-start=(layers.points.at(span.start)) {
                    @for piece in layers.pieces(span) { (layers.piece(piece, chosen)) }
                }
            }
        }
    }
}

/// The blocks, and what lies between them, cut into paragraphs. What is blank is left out.
fn paragraphs(shown: &Shown) -> Vec<(Span, BlockKind)> {
    let text = &shown.document.text;
    let (mut stretches, mut done) = (Vec::new(), 0);
    for block in &shown.document.blocks {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        if done < start {
            stretches.push((Span::new(done, start), BlockKind::Body));
        }
        if done < end {
            stretches.push((Span::new(start.max(done), end), block.kind));
            done = end;
        }
    }
    stretches.push((Span::new(done, text.len()), BlockKind::Body));
    let lines = |(span, kind): (Span, BlockKind)| {
        let mut at = span.start as usize;
        span.of(text)
            .split_inclusive('\n')
            .map(|line| {
                let start = at;
                at += line.len();
                (Span::new(start, at).trimmed(text), kind)
            })
            .collect::<Vec<_>>()
    };
    stretches.into_iter().flat_map(lines).filter(|(span, _)| !span.is_empty()).collect()
}

/// Everything that is marked, by where.
struct Layers<'s> {
    text: &'s str,
    points: CodePoints<'s>,
    claims: Vec<(Span, ClaimNumber)>,
    /// Where each claim's number stands.
    first: BTreeMap<u32, Vec<ClaimNumber>>,
    /// Spans with the class that marks them.
    others: Vec<(Span, &'static str)>,
    cuts: Vec<u32>,
}

impl<'s> Layers<'s> {
    fn of(shown: &'s Shown) -> Self {
        let (text, found) = (shown.document.text.as_str(), &shown.found);
        let claims: Vec<(Span, ClaimNumber)> = found
            .claims
            .iter()
            .flat_map(|claim| claim.content.iter().map(|span| (span.trimmed(text), claim.id)))
            .filter(|(span, _)| !span.is_empty())
            .collect();
        let mut first: BTreeMap<u32, Vec<ClaimNumber>> = BTreeMap::new();
        for claim in &found.claims {
            if let Some(span) = claims.iter().find(|(_, id)| *id == claim.id).map(|(span, _)| span) {
                first.entry(span.start).or_default().push(claim.id);
            }
        }
        let mut others: Vec<(Span, &'static str)> = Vec::new();
        let names = found.mentions.iter().filter(|it| !matches!(it.names, Names::Demonym(_)));
        others.extend(names.map(|it| (it.span, "mention")));
        others.extend(found.remarks.iter().map(|it| (it.span, "remark")));
        for claim in &found.claims {
            others.extend(claim.cue.iter().map(|&span| (span, "cue")));
            others.extend(claim.hedges.iter().map(|&span| (span, "hedge")));
        }
        let mut cuts: Vec<u32> = claims
            .iter()
            .map(|(span, _)| span)
            .chain(others.iter().map(|(span, _)| span))
            .flat_map(|span| [span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self { text, points: CodePoints::new(text), claims, first, others, cuts }
    }

    /// A paragraph's pieces, between one cut and the next.
    fn pieces(&self, span: Span) -> Vec<Span> {
        let inside = self.cuts.iter().copied().filter(|&cut| span.start < cut && cut < span.end);
        let mut edges: Vec<u32> = std::iter::once(span.start).chain(inside).collect();
        edges.push(span.end);
        edges.windows(2).map(|pair| Span { start: pair[0], end: pair[1] }).collect()
    }

    fn piece(&self, piece: Span, chosen: Option<ClaimNumber>) -> Markup {
        let words = piece.of(self.text);
        let inside: Vec<ClaimNumber> =
            self.claims.iter().filter(|(span, _)| span.contains(&piece)).map(|(_, id)| *id).collect();
        let mut classes: Vec<&str> =
            self.others.iter().filter(|(span, _)| span.contains(&piece)).map(|(_, class)| *class).collect();
        if !inside.is_empty() {
            classes.push("claim");
        }
        if chosen.is_some_and(|chosen| inside.contains(&chosen)) {
            classes.push("chosen");
        }
        classes.sort_unstable();
        classes.dedup();
        let ids: Vec<String> = inside.iter().map(ToString::to_string).collect();
        html! {
            @for claim in self.first.get(&piece.start).into_iter().flatten() {
                a.ref id=(format!("t{}", claim.0)) href=(format!("#{claim}")) aria-label=(format!("Claim {}", claim.0)) { (claim.0) }
            }
            @if classes.is_empty() { (words) } @else {
                span class=(classes.join(" ")) data-claims=[(!ids.is_empty()).then(|| ids.join(" "))] { (words) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use firsthand_schema::{
        annotation::Annotations,
        claim::{Claim, Polarity, Voice},
        document::{Block, Document},
    };

    use super::*;

    fn shown(text: &str, claims: &[&str]) -> Shown {
        let span = |words: &str| {
            let start = text.find(words).expect("the words stand there");
            Span::new(start, start + words.len())
        };
        let claim = |(at, words): (usize, &&str)| Claim {
            id: ClaimNumber(at as u32 + 1),
            attribution: None,
            content: vec![span(words)],
            cue: Vec::new(),
            source: Vec::new(),
            chain: Vec::new(),
            inherited: false,
            voice: Voice::Own,
            hedges: Vec::new(),
            polarity: Polarity::Asserted,
            events: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            units: Vec::new(),
            persons: Vec::new(),
            quantities: Vec::new(),
            parent: None,
            confidence: 1.0,
        };
        let document = Document {
            blocks: vec![Block { span: Span::new(0, 5), kind: BlockKind::Title }],
            ..Document::bare("d", text)
        };
        let found =
            Annotations { claims: claims.iter().enumerate().map(claim).collect(), ..Annotations::default() };
        let id = document.id.clone();
        Shown { document, found, problems: Vec::new(), engine: String::new(), hides: false, id }
    }

    #[track_caller]
    fn check(text: &str, claims: &[&str], expected: &[&str]) {
        let page = super::text(&shown(text, claims), None).into_string();
        for piece in expected {
            assert!(page.contains(piece), "{piece} is not in {page}");
        }
    }

    #[test]
    fn a_claim_is_marked_with_its_number_before_it() {
        check(
            "Title\nThe ship left.",
            &["ship left"],
            &[
                "<p class=\"title\" dir=\"auto\" data-start=\"0\">Title</p>",
                "id=\"t1\" href=\"#c1\"",
                "<span class=\"claim\" data-claims=\"c1\">ship left</span>.",
            ],
        );
    }

    #[test]
    fn a_claim_in_a_claim_belongs_to_both() {
        check(
            "Title\nHe said they left.",
            &["He said they left", "they left"],
            &[
                "<span class=\"claim\" data-claims=\"c1\">He said </span>",
                "<span class=\"claim\" data-claims=\"c1 c2\">they left</span>",
            ],
        );
    }

    #[test]
    fn what_a_text_says_is_never_markup() {
        check(
            "Title\n<script>alert(1)</script> left",
            &["left"],
            &["&lt;script&gt;alert(1)&lt;/script&gt; "],
        );
    }
}

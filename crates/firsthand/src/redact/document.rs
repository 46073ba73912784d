//! A document as it may be shown: the text with pseudonyms, and every span moved to where its words now stand.
//!
//! Whatever is shown of a document is read off this copy, so nothing that shows can forget to shield.

use firsthand_schema::{
    annotation::{Annotations, Names},
    claim::Claim,
    document::Document,
    span::Span,
};

use super::{Read, Redactor, label, labelled, layer::Hit};

impl Redactor {
    /// The document and what was found in it, without the names.
    pub(crate) fn document(&self, read: Read<'_>) -> (Document, Annotations) {
        let (mut document, mut found) = (read.0.clone(), read.1.clone());
        if self.is_open() {
            return (document, found);
        }
        let hits = self.hits_in(read);
        document.text = labelled(&read.0.text, &hits, "Person ");
        document.id.0 = self.locator(&document.id.0);
        document.title = document.title.map(|title| self.words(&title));
        document.url = document.url.map(|url| self.locator(&url));
        document.authors.iter_mut().for_each(|author| *author = self.words(author));
        let moved = Moved::by(&hits);
        document.blocks.iter_mut().for_each(|block| moved.span(&mut block.span));
        self.found(&mut found, &moved);
        (document, found)
    }

    fn found(&self, found: &mut Annotations, moved: &Moved) {
        moved.spans(&mut found.sentences);
        for mention in &mut found.mentions {
            moved.span(&mut mention.span);
            self.names(&mut mention.names);
        }
        for attribution in &mut found.attributions {
            moved.spans(&mut attribution.source);
            moved.spans(&mut attribution.cue);
            moved.spans(&mut attribution.content);
        }
        found.events.iter_mut().for_each(|event| moved.span(&mut event.span));
        found.claims.iter_mut().for_each(|claim| self.claim(claim, moved));
        for remark in &mut found.remarks {
            moved.span(&mut remark.span);
            self.maybe(&mut remark.by);
        }
    }

    fn claim(&self, claim: &mut Claim, moved: &Moved) {
        for spans in [&mut claim.content, &mut claim.cue, &mut claim.source, &mut claim.hedges] {
            moved.spans(spans);
        }
        claim.events.iter_mut().for_each(|event| moved.span(&mut event.span));
        for hop in &mut claim.chain {
            hop.name = self.name(&hop.name);
            self.maybe(&mut hop.role);
            hop.span.iter_mut().for_each(|span| moved.span(span));
        }
    }

    fn names(&self, names: &mut Names) {
        match names {
            Names::Person(person) => {
                self.maybe(&mut person.name);
                self.maybe(&mut person.role);
                self.maybe(&mut person.relation);
            }
            Names::Organisation(it) => self.maybe(&mut it.name),
            Names::Outlet(it) => self.maybe(&mut it.name),
            Names::Quantity(amount) => self.maybe(&mut amount.of),
            Names::Unit(_) | Names::Place(_) | Names::Demonym(_) | Names::Time(_) => {}
        }
    }

    fn maybe(&self, words: &mut Option<String>) {
        if let Some(words) = words {
            *words = self.words(words);
        }
    }
}

/// Where the words went: for each replaced stretch, its old start and end, and its new ones.
struct Moved {
    stretches: Vec<[usize; 4]>,
}

impl Moved {
    fn by(hits: &[Hit]) -> Self {
        let (mut stretches, mut old, mut new) = (Vec::with_capacity(hits.len()), 0, 0);
        for (at, person) in hits {
            new += at.start - old;
            let end = new + label("Person ", *person).len();
            stretches.push([at.start, at.end, new, end]);
            (old, new) = (at.end, end);
        }
        Self { stretches }
    }

    fn spans(&self, spans: &mut [Span]) {
        spans.iter_mut().for_each(|span| self.span(span));
    }

    /// A span that begins or ends inside a name takes in the whole pseudonym.
    fn span(&self, span: &mut Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        let is_empty = span.is_empty();
        let start = self.offset(start, false);
        *span = Span::new(start, if is_empty { start } else { self.offset(end, true) });
    }

    fn offset(&self, offset: usize, is_end: bool) -> usize {
        let before = self.stretches.partition_point(|stretch| stretch[0] < offset);
        match before.checked_sub(1).map(|at| self.stretches[at]) {
            None => offset,
            Some([_, old_end, new_start, new_end]) if offset < old_end => {
                if is_end {
                    new_end
                } else {
                    new_start
                }
            }
            Some([_, old_end, _, new_end]) => offset - old_end + new_end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_follow_their_words() {
        let text = "Darya said that Darya K saw the ship";
        let hits = vec![(0..5, 7), (16..23, 7)];
        let shown = labelled(text, &hits, "Person ");
        assert_eq!(shown, "Person 7 said that Person 7 saw the ship");
        let moved = Moved::by(&hits);
        let check = |words: &str, expected: &str| {
            let start = text.find(words).unwrap_or_default();
            let mut span = Span::new(start, start + words.len());
            moved.span(&mut span);
            assert_eq!(span.of(&shown), expected);
        };
        check("said", "said");
        check("the ship", "the ship");
        check("Darya K saw", "Person 7 saw");
        check("that Darya", "that Person 7");
        check(text, "Person 7 said that Person 7 saw the ship");
    }
}

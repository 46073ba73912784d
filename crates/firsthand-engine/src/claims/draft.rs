//! A claim while it is being drawn up, and what the steps share about the document.

use std::collections::BTreeMap;

use firsthand_schema::{
    annotation::{Annotations, Event, Mention, Names},
    attribution::CueClass,
    claim::{Hop, Polarity, Voice},
    document::BlockKind,
    ids::{AttributionId, EntityId},
    span::Span,
};

use crate::{language::LanguageData, reading::Reading};

/// Whom the pronoun at a token of the reading may stand for, best first, with a score; the mentions are the document's.
pub(crate) type Antecedents<'s> = dyn Fn(&[Mention], usize) -> Vec<(EntityId, i32)> + 's;

/// What a draft was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// An attribution: somebody is said to say it.
    Attribution,
    /// An attribution inside another's content.
    Nested,
    /// A hedge with no source ("reportedly").
    Hedge,
    /// A quotation that no cue governs in its own sentence.
    Quotation,
    /// The outlet's own words.
    Own,
}

/// Why something about a claim is as it is: a step that decided, and the words it looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it decided: "claim", "source", "content", "chain" or "voice".
    pub part: &'static str,
    /// The step in words.
    pub says: &'static str,
    /// The words it looked at, where there are any.
    pub words: Option<Span>,
}

/// A claim in the making. Spans are byte offsets into the document's text.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) taken: Taken,
    pub(crate) attribution: Option<AttributionId>,
    pub(crate) class: Option<CueClass>,
    pub(crate) content: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) source: Vec<Span>,
    pub(crate) hedges: Vec<Span>,
    /// Place in the list of drafts of the claim that holds this one.
    pub(crate) parent: Option<usize>,
    /// Whether the words only lead to an inner claim: its chain is needed, it is no claim itself.
    pub(crate) leads_only: bool,
    pub(crate) chain: Vec<Hop>,
    pub(crate) inherited: bool,
    pub(crate) voice: Voice,
    pub(crate) polarity: Polarity,
    pub(crate) confidence: f32,
    /// The steps that made it, in order.
    pub(crate) steps: Vec<Step>,
}

impl Draft {
    /// Enters a step.
    pub(crate) fn because(&mut self, part: &'static str, says: &'static str, words: Option<Span>) {
        self.steps.push(Step { part, says, words });
    }

    pub(crate) fn new(taken: Taken, content: Vec<Span>) -> Self {
        Self {
            taken,
            attribution: None,
            class: None,
            content,
            cue: Vec::new(),
            source: Vec::new(),
            hedges: Vec::new(),
            parent: None,
            leads_only: false,
            chain: Vec::new(),
            inherited: false,
            voice: Voice::Own,
            polarity: Polarity::Asserted,
            confidence: OWN_CONFIDENCE,
            steps: Vec::new(),
        }
    }

    /// Where the claim begins, cue and source included.
    pub(crate) fn start(&self) -> u32 {
        self.content.first().map_or(0, |span| span.start)
    }

    /// Bytes of content.
    pub(crate) fn len(&self) -> usize {
        self.content.iter().map(Span::len).sum()
    }
}

/// Sureness of a claim that no learned score stands behind: own-voice sentences and hedges are found by plain rules, and no
/// figure was fitted to them. The middle of the scale says so.
const OWN_CONFIDENCE: f32 = 0.5;

/// The document as the ledger sees it.
pub(crate) struct Scene<'s> {
    pub(crate) reading: &'s Reading<'s>,
    pub(crate) found: &'s Annotations,
    pub(crate) data: &'s LanguageData,
    /// For each sentence, the one that opens its paragraph.
    paragraphs: Vec<usize>,
    /// For each entity that has one, its name.
    names: BTreeMap<EntityId, &'s str>,
    antecedents: &'s Antecedents<'s>,
}

impl<'s> Scene<'s> {
    pub(crate) fn new(
        reading: &'s Reading<'s>,
        found: &'s Annotations,
        data: &'s LanguageData,
        antecedents: &'s Antecedents<'s>,
    ) -> Self {
        let paragraphs = (0..)
            .zip(&reading.sentences)
            .scan(0, |opened, (number, sentence)| {
                if sentence.opens_paragraph {
                    *opened = number;
                }
                Some(*opened)
            })
            .collect();
        let mut names = BTreeMap::new();
        for mention in &found.mentions {
            let name = match &mention.names {
                Names::Person(person) => person.name.as_deref(),
                Names::Organisation(organisation) => organisation.name.as_deref(),
                Names::Outlet(outlet) => outlet.name.as_deref(),
                _ => None,
            };
            if let (Some(entity), Some(name)) = (mention.entity, name) {
                names.entry(entity).or_insert(name);
            }
        }
        Self { reading, found, data, paragraphs, names, antecedents }
    }

    /// Whom the pronoun at a token may stand for, best first, with a score.
    pub(crate) fn antecedents(&self, token: usize) -> Vec<(EntityId, i32)> {
        (self.antecedents)(&self.found.mentions, token)
    }

    /// The last mention of an entity before a byte.
    pub(crate) fn mention_before(&self, entity: EntityId, at: u32) -> Option<&'s Mention> {
        let before = self.found.mentions.partition_point(|mention| mention.span.start < at);
        self.found.mentions[..before].iter().rev().find(|mention| mention.entity == Some(entity))
    }

    /// The words of a span.
    pub(crate) fn words(&self, span: Span) -> &'s str {
        span.of(self.reading.text)
    }

    /// Whether claims are taken from where the span starts.
    pub(crate) fn is_body(&self, span: Span) -> bool {
        self.reading.document.block_at(span) == BlockKind::Body
    }

    /// Mentions that lie wholly inside a span, in text order. What only says whose somebody is ("Russian soldiers") is none:
    /// it is no place of the claim and nobody who speaks in it.
    pub(crate) fn mentions_in(&self, span: Span) -> impl Iterator<Item = &'s Mention> + use<'s> {
        let mentions = &self.found.mentions;
        let first = mentions.partition_point(|mention| mention.span.start < span.start);
        mentions[first..]
            .iter()
            .take_while(move |mention| mention.span.start < span.end)
            .filter(move |mention| mention.span.end <= span.end)
            .filter(|mention| !matches!(mention.names, Names::Demonym(_)))
    }

    /// The sentence that holds byte `at`, by number.
    pub(crate) fn sentence(&self, at: u32) -> usize {
        self.reading.sentence_at(at)
    }

    /// Event triggers that lie wholly inside a span, in text order.
    pub(crate) fn events_in(&self, span: Span) -> impl Iterator<Item = &'s Event> + use<'s> {
        let events = &self.found.events;
        let first = events.partition_point(|event| event.span.start < span.start);
        events[first..]
            .iter()
            .take_while(move |event| event.span.start < span.end)
            .filter(move |event| event.span.end <= span.end)
    }

    /// Which paragraph a sentence lies in: the number of the sentence that opens it.
    pub(crate) fn paragraph(&self, sentence: usize) -> usize {
        self.paragraphs.get(sentence).copied().unwrap_or(0)
    }

    /// The fullest name of an entity in this document.
    pub(crate) fn entity_name(&self, entity: EntityId) -> Option<&'s str> {
        self.names.get(&entity).copied()
    }

    /// How many words (tokens that are not marks) a span holds.
    pub(crate) fn word_count(&self, span: Span) -> usize {
        use crate::reading::tokens::TokenKind;
        self.reading.tokens_in(span).filter(|&at| self.reading.tokens[at].kind != TokenKind::Mark).count()
    }
}

/// Stretches of text that claims were already taken from.
///
/// Spans are kept as a set of intervals by start, so that asking and adding cost a logarithm each, however long the
/// document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Covered {
    ends: BTreeMap<u32, u32>,
}

impl Covered {
    /// Adds a span; those it touches become one with it.
    pub(crate) fn add(&mut self, span: Span) {
        let mut merged = span;
        while let Some((&start, &end)) = self.ends.range(..merged.end).next_back() {
            if end <= merged.start {
                break;
            }
            self.ends.remove(&start);
            merged = merged.cover(&Span { start, end });
        }
        if !merged.is_empty() {
            self.ends.insert(merged.start, merged.end);
        }
    }

    /// Adds all the spans of a draft.
    pub(crate) fn add_draft(&mut self, draft: &Draft) {
        draft.content.iter().chain(&draft.cue).chain(&draft.source).for_each(|span| self.add(*span));
    }

    /// Whether any of it shares a byte with `span`.
    pub(crate) fn touches(&self, span: Span) -> bool {
        self.ends.range(..span.end).next_back().is_some_and(|(_, &end)| end > span.start)
    }
}

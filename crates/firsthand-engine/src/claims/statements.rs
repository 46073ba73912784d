//! What the document states: drafts of claims, before anybody asks who stands behind them.
//!
//! In: attributions, quotations, sentences, hedges. Out: drafts in text order. Each kind is looked for in what the
//! kinds before it left over: attributions, then hedges, then quotations without a cue, then the outlet's own voice.

use std::collections::BTreeSet;

use firsthand_schema::{
    annotation::{Modality, Names},
    attribution::{Attribution, CueClass},
    claim::{Polarity, SourceKind, Voice},
    document::BlockKind,
    span::Span,
};

use super::{
    draft::{Covered, Draft, Scene, Taken},
    nested, overlooked, sources, speakers, voice,
    words::List,
};
use crate::reading::{
    tags::Tag,
    tokens::{Case, TokenKind},
};

/// All drafts, in text order, with parents set.
pub(crate) fn drafts(scene: &Scene<'_>, remarks: &Covered) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let outer = outermost(scene, &scene.found.attributions);
    for attribution in outer {
        attributed(scene, attribution, remarks, &mut drafts);
    }
    let mut covered = Covered::default();
    drafts.iter().for_each(|draft| covered.add_draft(draft));
    overlooked::add(scene, remarks, &mut drafts, &mut covered);
    hedged(scene, &mut drafts, &mut covered);
    quoted(scene, &mut drafts, &mut covered);
    nested::add(scene, remarks, &mut drafts);
    own(scene, remarks, &mut drafts, &covered);
    in_order(drafts)
}

/// The attributions that lie in no other's content. What is said inside what is said is found by `nested`, which knows how
/// the inner and the outer share the words.
fn outermost<'s>(scene: &Scene<'_>, attributions: &'s [Attribution]) -> Vec<&'s Attribution> {
    // "…, the ministry said, according to a translation": whoever put it into English said nothing.
    let attributions: Vec<&Attribution> = attributions
        .iter()
        .filter(|one| !one.source.first().is_some_and(|source| is_translation(scene, *source)))
        .collect();
    let mut contents: Vec<(Span, u32)> =
        attributions.iter().flat_map(|one| one.content.iter().map(move |span| (*span, one.id.0))).collect();
    contents.sort_unstable();
    let inside = |one: &&Attribution| {
        let Some(cue) = one.cue.first() else { return false };
        let before = contents.partition_point(|(span, _)| span.start <= cue.start);
        contents[..before]
            .iter()
            .rev()
            .take(PARENT_REACH)
            .any(|(span, id)| *id != one.id.0 && span.contains(cue))
    };
    attributions.iter().copied().filter(|one| !inside(one)).collect()
}

/// "a translation" without a translator's name.
pub(crate) fn is_translation(scene: &Scene<'_>, source: Span) -> bool {
    matches!(sources::head_noun(scene, source).as_str(), "translation" | "translations")
        && !scene.reading.tokens_in(source).any(|at| matches!(scene.reading.lower(at), "by" | "from"))
}

/// The drafts in text order, with their parents: an inner speech act knows its own, any other claim whose content lies
/// inside another's is its child.
fn in_order(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut numbered: Vec<(usize, Draft)> = drafts.into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, draft)| (draft.start(), std::cmp::Reverse(draft.len())));
    let mut place = vec![0; numbered.len()];
    for (now, (before, _)) in numbered.iter().enumerate() {
        place[*before] = now;
    }
    let mut drafts: Vec<Draft> = numbered.into_iter().map(|(_, draft)| draft).collect();
    for draft in &mut drafts {
        draft.parent = draft.parent.map(|parent| place[parent]);
    }
    parents(&mut drafts);
    drafts
}

/// A statement shorter than this is a label ("so", "no"), not a claim.
pub(crate) const STATEMENT_WORDS_MIN: usize = 3;

/// Classes of cue whose content is a statement about the world. A question states nothing. Beliefs, intentions and
/// orders do when what follows is a clause or tells of an event ("vowed that", "demanded their return").
fn hands_on(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    match attribution.class {
        CueClass::Assertion | CueClass::Perception => true,
        CueClass::Question | CueClass::Other => false,
        // "refused to fight" is a deed, "vowed that", "doubts they will" are statements.
        CueClass::Belief | CueClass::Intention => attribution.content.first().is_some_and(|span| {
            let tokens = scene.reading.tokens_in(*span);
            scene.reading.lower(tokens.start) != "to"
                && (tokens.start.saturating_sub(1)..tokens.start + 1)
                    .any(|at| scene.reading.lower(at) == "that")
                || (is_clause(scene, tokens.clone()) && scene.reading.lower(tokens.start) != "to")
        }),
        CueClass::Order => attribution.content.iter().any(|span| scene.events_in(*span).next().is_some()),
    }
}

/// A statement rather than a thing: a clause, or words in quotation marks.
pub(crate) fn is_told(scene: &Scene<'_>, content: Span) -> bool {
    let tokens = scene.reading.tokens_in(content);
    scene.reading.lower(tokens.start) == "that"
        || voice::quoted_share(scene, &[content]) > 0.5
        || tokens.clone().any(|at| matches!(scene.reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary))
            && scene.reading.lower(tokens.start) != "to"
}

/// A subject and a finite verb.
fn is_clause(scene: &Scene<'_>, tokens: std::ops::Range<usize>) -> bool {
    let mut words = tokens.skip_while(|&at| scene.reading.tag(at) == Tag::Punctuation);
    let subject = words
        .next()
        .is_some_and(|at| !scene.reading.tag(at).is_verb() && scene.reading.tag(at) != Tag::Adposition);
    subject
        && words
            .take(CLAUSE_REACH)
            .any(|at| matches!(scene.reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary))
}

/// How far into a clause its verb may stand.
const CLAUSE_REACH: usize = 9;

/// "He was accused of libel": the grammatical subject of a passive is whom it is said of, not who says it. Words of
/// quoting are the other way round ("was quoted as saying").
fn is_told_of(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    let (Some(source), Some(cue)) = (attribution.source.first(), attribution.cue.first()) else {
        return false;
    };
    let tokens = scene.reading.tokens_in(*cue);
    let verb = tokens.clone().rev().find(|&at| matches!(scene.reading.tag(at), Tag::Participle | Tag::Past));
    let Some(verb) = verb else { return false };
    let being = tokens.clone().any(|at| is_being(scene.reading.lower(at)));
    let quotes = tokens.clone().any(|at| {
        matches!(
            scene.reading.lower(at),
            "quoted" | "cited" | "heard" | "seen" | "recorded" | "filmed" | "confirmed"
        )
    });
    let by = tokens.end.checked_sub(1).is_some_and(|last| scene.reading.lower(last) == "by");
    source.end <= cue.start
        && (being || nested::is_passive(scene, verb))
        && !quotes
        && !by
        && !scene.reading.lower(scene.reading.tokens_in(*source).start).eq("it")
        && !scene.data.ledger.hedges.passives.contains(scene.reading.lower(verb))
}

/// "… the sailor explains to the Harbour Times": what looks like content is only who heard it.
fn is_hearer(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    let [content] = attribution.content.as_slice() else { return false };
    let tokens = scene.reading.tokens_in(*content);
    scene.reading.lower(tokens.start) == "to" && !has_verb(scene, *content)
}

/// A relation read the wrong way round or with an idle source: "according to which …", "the situation shows".
fn is_misread(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    if is_told_of(scene, attribution) || is_hearer(scene, attribution) {
        return true;
    }
    // "…, citing the harbour office": whom it is from, and nothing that was said.
    let cites = attribution.cue.iter().all(|cue| {
        scene.reading.tokens_in(*cue).all(|at| scene.data.ledger.is(List::Cites, scene.reading.lower(at)))
    });
    if cites && !attribution.cue.is_empty() && !attribution.content.iter().any(|span| is_told(scene, *span)) {
        return true;
    }
    let Some(source) = attribution.source.first() else {
        // "…, said the mayor's wife, …": without a source, what follows the cue between commas is the source.
        let inverted = attribution.cue.first().is_some_and(|cue| {
            scene.reading.lower(scene.reading.tokens_in(*cue).start.wrapping_sub(1)) == ","
        });
        return inverted || !attribution.content.iter().any(|span| has_verb(scene, *span));
    };
    let tokens = scene.reading.tokens_in(*source);
    if scene.reading.lower(tokens.start) == "which" && tokens.len() > 2 {
        return true;
    }
    // "shown just this week": a time or a place inside a sentence is not who shows it.
    if scene
        .mentions_in(*source)
        .any(|mention| matches!(mention.names, Names::Time(_)) && mention.span.contains(source))
    {
        return true;
    }
    let shows = attribution.cue.iter().flat_map(|cue| scene.reading.tokens_in(*cue)).any(|at| {
        matches!(
            scene.reading.lower(at),
            "show"
                | "shows"
                | "showed"
                | "showing"
                | "describe"
                | "describes"
                | "suggest"
                | "suggests"
                | "indicate"
                | "indicates"
                | "indicating"
                | "reflect"
                | "reflects"
                | "mean"
                | "means"
        )
    });
    let relative = matches!(scene.reading.lower(tokens.start), "that" | "which");
    let speaker = scene.data.ledger.head(&sources::head_noun(scene, *source)).is_some()
        || (tokens.len() <= 1 && !relative)
        || scene.mentions_in(*source).any(|mention| {
            matches!(mention.names, Names::Person(_) | Names::Organisation(_) | Names::Outlet(_))
        });
    shows && !speaker
}

/// "did not comment on the fire", "would not say how many": who does not answer hands nothing on.
pub(crate) fn says_nothing(scene: &Scene<'_>, cue: Span, content: &[Span]) -> bool {
    let tokens = scene.reading.tokens_in(cue);
    let opens = content.first().map(|content| scene.reading.tokens_in(*content).start);
    let last = tokens.end.saturating_sub(1);
    (tokens.start..tokens.end).any(|at| withholds(scene, at))
        && opens
            .into_iter()
            .chain([last])
            .any(|at| scene.data.ledger.is(List::Questions, scene.reading.lower(at)))
}

/// A verb of answering with a negation before it.
fn withholds(scene: &Scene<'_>, at: usize) -> bool {
    scene.data.ledger.is(List::Answers, scene.reading.lower(at))
        && (at.saturating_sub(3)..at).any(|before| {
            matches!(
                scene.reading.lower(before),
                "not" | "n't" | "never" | "without" | "declined" | "refused"
            )
        })
}

/// "These statements suggest that …", "The decision highlights …": the report says what it makes of something.
pub(crate) fn weighs(scene: &Scene<'_>, source: Span, cue: &[Span]) -> bool {
    let tokens = scene.reading.tokens_in(source);
    let reads = cue
        .iter()
        .flat_map(|cue| scene.reading.tokens_in(*cue))
        .any(|at| scene.data.ledger.is(List::Implies, scene.reading.lower(at)));
    let head = sources::head_noun(scene, source);
    let pointing = tokens.len() == 1
        && matches!(scene.reading.lower(tokens.start), "this" | "that" | "these" | "it" | "which");
    reads && (pointing || scene.data.ledger.is(List::Sayings, &head))
}

/// Below this the reader is guessing, and the ledger takes nothing from it. Set by looking at what lay under it on the two
/// gold ledgers, mostly misread verbs; not swept.
const TRUST_MIN: f32 = 0.6;

pub(crate) fn attributed(
    scene: &Scene<'_>,
    attribution: &Attribution,
    remarks: &Covered,
    drafts: &mut Vec<Draft>,
) {
    let Some(first) = attribution.content.first() else { return };
    if !scene.is_body(*first) || attribution.confidence < TRUST_MIN || !hands_on(scene, attribution) {
        return;
    }
    let cue = attribution.cue.first();
    if cue.is_some_and(|cue| remarks.touches(*cue)) {
        return;
    }
    let source_left_out = attribution.source.is_empty();
    let mended = Attribution { source: speakers::source(scene, attribution), ..attribution.clone() };
    let source_mended = mended.source != attribution.source;
    let attribution = &mended;
    if is_misread(scene, attribution)
        || attribution.cue.iter().any(|cue| says_nothing(scene, *cue, &attribution.content))
        || attribution.source.first().is_some_and(|source| weighs(scene, *source, &attribution.cue))
    {
        return;
    }
    let whole = extended(scene, attribution);
    for content in statements(scene, &whole) {
        let words: usize = content.iter().map(|span| scene.word_count(*span)).sum();
        if words < STATEMENT_WORDS_MIN {
            continue;
        }
        let mut draft = Draft::new(Taken::Attribution, content);
        draft.because("claim", "somebody hands it on: found by learned weights", cue.copied());
        if source_left_out {
            let says = "the verb stands without a source of its own; its sentence shows whose it is";
            draft.because("source", says, attribution.source.first().copied());
        } else if source_mended {
            let says = "the source is the whole phrase that its words belong to";
            draft.because("source", says, attribution.source.first().copied());
        }
        draft.attribution = Some(attribution.id);
        draft.class = Some(attribution.class);
        draft.cue = attribution.cue.clone();
        draft.source.clone_from(&attribution.source);
        draft.confidence = attribution.confidence;
        draft.hedges = adverbs_in(scene, &draft.cue);
        let passive = is_passive_hedge(scene, &draft);
        if passive && is_pronoun(scene, &draft.source) {
            // "it was reported that", "he is named as": the pronoun speaks for nobody.
            draft.source.clear();
        }
        let hedge = !draft.hedges.is_empty() || passive;
        if draft.source.is_empty() && !hedge && nobodys(scene, &draft) {
            // A verb that was given nobody and hands on no quotation tells what happened: the sentence is the outlet's.
            continue;
        }
        draft.voice = if draft.source.is_empty() && hedge {
            Voice::Hedged
        } else {
            voice::attributed(scene, &draft.content)
        };
        if draft.voice == Voice::Hedged {
            draft.taken = Taken::Hedge;
            if draft.hedges.is_empty() {
                draft.hedges = draft.cue.clone();
            }
        }
        draft.polarity = voice::polarity(scene, &draft);
        handed_on(scene, &mut draft);
        drafts.push(draft);
    }
}

/// Whether a draft without a source has no mark of another's voice: no quotation, no "by", no "shows".
fn nobodys(scene: &Scene<'_>, draft: &Draft) -> bool {
    let cue = draft.cue.iter().flat_map(|cue| scene.reading.tokens_in(*cue));
    let mut marked = false;
    for at in cue {
        let word = scene.reading.lower(at);
        marked |= matches!(word, "by" | "according" | ":") || scene.data.ledger.is(List::Implies, word);
        marked |= matches!(scene.reading.tag(at), Tag::Noun | Tag::NounPlural);
    }
    !marked && voice::quoted_share(scene, &draft.content) == 0.0
}

/// "The sailor reportedly told his wife …": what is handed on without a source is that he told it. A recording that
/// "reportedly shows" something stays the source.
fn handed_on(scene: &Scene<'_>, draft: &mut Draft) {
    let (Some(adverb), Some(source)) = (draft.hedges.first().copied(), draft.source.first().copied()) else {
        return;
    };
    draft.voice = Voice::Hedged;
    let head = sources::head_noun(scene, source);
    if scene.data.ledger.head(&head).is_some_and(|head| head.kind == SourceKind::MediaObject) {
        return;
    }
    let rest = draft.content.iter().fold(adverb, |all, span| all.cover(span));
    let rest = Span { start: adverb.end, end: rest.end }.trimmed(scene.reading.text);
    draft.because("voice", "a hedge at the verb: that it was said is itself only reported", Some(adverb));
    draft.taken = Taken::Hedge;
    draft.cue = vec![adverb];
    // The subject with what brackets cut off from it: "Parts of the Northern Fleet (NF) crews reportedly refused".
    let first = scene.reading.sentences[scene.sentence(source.start)].tokens.start;
    let lead = scene.reading.span_of(first..scene.reading.tokens_in(source).end);
    let subject = if has_verb(scene, lead) || scene.reading.lower(first) == "," || lead.is_empty() {
        source
    } else {
        lead
    };
    draft.content = if source.end <= adverb.start { vec![subject, rest] } else { vec![rest] };
    draft.source.clear();
}

/// ", its first claim of the war": a noun phrase set beside what was said, without a verb of its own before the next mark.
fn is_apposition(scene: &Scene<'_>, start: usize, end: usize) -> bool {
    let determined = scene.reading.tag(start) == Tag::Determiner
        || matches!(scene.reading.lower(start), "its" | "his" | "her" | "their");
    determined
        && !(start..end)
            .take_while(|&at| scene.reading.tag(at) != Tag::Punctuation)
            .any(|at| scene.reading.tag(at).is_verb() || scene.reading.tag(at) == Tag::Auxiliary)
}

fn has_verb(scene: &Scene<'_>, span: Span) -> bool {
    scene
        .reading
        .tokens_in(span)
        .any(|at| scene.reading.tag(at).is_verb() || scene.reading.tag(at) == Tag::Auxiliary)
}

/// The content with the rest of its sentence, where it follows its cue and breaks off at a comma though nothing that
/// ends a statement stands there: a contrast, another cue, a quotation.
fn extended(scene: &Scene<'_>, attribution: &Attribution) -> Vec<Span> {
    let mut content = attribution.content.clone();
    let (Some(last), Some(cue)) = (content.last().copied(), attribution.cue.last()) else { return content };
    let sentence = &scene.reading.sentences[scene.sentence(last.end.saturating_sub(1))];
    let source_after = attribution.source.iter().any(|source| source.start >= last.end);
    // "Ivan Orlov, who said the ship burned, was arrested": what is said ends with the clause.
    let relative = attribution.source.iter().any(|source| {
        matches!(scene.reading.lower(scene.reading.tokens_in(*source).end.saturating_sub(1)), "who" | "which")
    }) || matches!(
        scene.reading.lower(scene.reading.tokens_in(*cue).start.wrapping_sub(1)),
        "who" | "which"
    );
    if cue.start > last.start
        || relative
        || source_after
        || voice::quotation_at(scene, scene.reading.tokens_in(last).start).is_some()
    {
        return content;
    }
    let rest = scene.reading.tokens_in(Span { start: last.end, end: sentence.span.end });
    let ends = |at: usize| {
        let (word, next) = (scene.reading.lower(at), scene.reading.lower(at + 1));
        matches!(word, ";" | ":" | "(" | "–" | "—")
            || (word == ","
                && matches!(
                    next,
                    "but"
                        | "although"
                        | "though"
                        | "however"
                        | "according"
                        | "adding"
                        | "saying"
                        | "stating"
                        | "noting"
                        | "citing"
                        | "while"
                        | "which"
                        | "as"
                ))
            || (word == ","
                && next == "and"
                && new_subject(scene, at + 2)
                && scene.reading.lower(at + 2) != "that")
            || (matches!(word, "and" | "but")
                && scene.found.attributions.iter().any(|other| {
                    other.cue.iter().any(|cue| sentence.span.contains(cue) && cue.start > last.end)
                }))
            || (word == "," && is_apposition(scene, at + 1, rest.end))
            || (nested::is_speech(scene, at) && scene.reading.lower(at.wrapping_sub(1)) != "to")
    };
    let end = rest.clone().find(|&at| ends(at)).unwrap_or(rest.end);
    let end = if rest.start < end && matches!(scene.reading.lower(rest.start), "–" | "—") {
        rest.start
    } else {
        end
    };
    let tail = trim_marks(scene, rest.start..end);
    if let (Some(first), true) = (content.last_mut(), tail.start < tail.end) {
        let tail = scene.reading.span_of(tail);
        if !scene.found.attributions.iter().any(|other| {
            other.id != attribution.id
                && other.cue.iter().any(|cue| tail.contains(cue))
                && other.source.iter().any(|source| tail.contains(source))
                && other.class == CueClass::Assertion
        }) {
            first.end = tail.end;
        }
    }
    content
}

fn is_pronoun(scene: &Scene<'_>, source: &[Span]) -> bool {
    source.first().is_some_and(|span| {
        let tokens = scene.reading.tokens_in(*span);
        tokens.len() == 1 && scene.reading.tag(tokens.start) == Tag::Pronoun
    })
}

/// "is believed to", "was reported": a cue in the passive that names nobody.
pub(crate) fn is_passive_hedge(scene: &Scene<'_>, draft: &Draft) -> bool {
    draft.cue.iter().any(|span| {
        let tokens = scene.reading.tokens_in(*span);
        tokens.clone().any(|at| scene.data.ledger.hedges.passives.contains(scene.reading.lower(at)))
            && (tokens.start.saturating_sub(2)..tokens.end).any(|at| is_being(scene.reading.lower(at)))
    })
}

/// One attribution's content, cut where a speech is re-opened at a paragraph, without "that" in front.
fn statements(scene: &Scene<'_>, content: &[Span]) -> Vec<Vec<Span>> {
    let mut cut: Vec<Vec<Span>> = vec![Vec::new()];
    for span in content {
        let span = quoted_part(scene, before_recording(scene, without_that(scene, *span)));
        let mut start = span.start;
        for quotation in &scene.reading.quotations {
            // Only the re-opened part of a speech begins a claim of its own.
            if start > quotation.span.start || quotation.span.start >= span.end {
                continue;
            }
            // "that “nobody wants to fight” and that a thousand had called": two statements under one cue.
            let after = quotation.tokens.1;
            let first = scene.reading.tokens_in(span).start;
            if quotation.tokens.0 <= first + 1
                && scene.reading.lower(after) == "and"
                && scene.reading.lower(after + 1) == "that"
                && quotation.span.end < span.end
            {
                let next = scene.reading.tokens[after + 1].span.end;
                cut.last_mut()
                    .into_iter()
                    .for_each(|last| last.push(Span { start, end: quotation.span.end }));
                cut.push(Vec::new());
                start = next;
                continue;
            }
            if quotation.goes_on {
                cut.last_mut().into_iter().for_each(|last| {
                    last.push(Span { start, end: quotation.span.start }.trimmed(scene.reading.text))
                });
                cut.push(Vec::new());
                start = quotation.span.start;
            }
        }
        cut.last_mut()
            .into_iter()
            .for_each(|last| last.push(Span { start, end: span.end }.trimmed(scene.reading.text)));
    }
    for span in cut.iter_mut().flatten() {
        *span = without_note(scene, *span);
    }
    cut.iter_mut().for_each(|spans| spans.retain(|span| !span.is_empty()));
    cut.retain(|spans| !spans.is_empty());
    cut
}

/// "the hopeless state of the fleet – the navy released footage appearing to show …": a recording behind a dash is a
/// statement of its own.
fn before_recording(scene: &Scene<'_>, span: Span) -> Span {
    let tokens = scene.reading.tokens_in(span);
    let hedge = tokens
        .clone()
        .find(|&at| scene.data.ledger.hedges.showing.at(scene.reading, at, tokens.end).is_some());
    let dash = hedge.and_then(|hedge| {
        (tokens.start + 1..hedge).rev().find(|&at| matches!(scene.reading.lower(at), "–" | "—" | ";" | ":"))
    });
    dash.map_or(span, |dash| scene.reading.span_of(tokens.start..dash))
}

/// "told what happened that day: “…”": what follows the colon is what was said.
fn quoted_part(scene: &Scene<'_>, span: Span) -> Span {
    let after = scene.reading.quotations.partition_point(|quotation| quotation.span.start <= span.start);
    let Some(quotation) = scene.reading.quotations[after..].iter().find(|quotation| !quotation.nested) else {
        return span;
    };
    let led = quotation.tokens.0 > 0 && scene.reading.lower(quotation.tokens.0 - 1) == ":";
    let reaches = span.contains(&quotation.span) && span.end - quotation.span.end <= 1;
    if led && reaches { quotation.span } else { span }
}

/// "that the ship burned" → "the ship burned": the word hands the clause on and is not part of what is said.
fn without_that(scene: &Scene<'_>, span: Span) -> Span {
    let span = span.trimmed(scene.reading.text);
    let first = scene.reading.tokens_in(span).start;
    if scene.reading.lower(first) == "that" && scene.reading.tokens_in(span).len() > 1 {
        return Span { start: scene.reading.tokens[first + 1].span.start, end: span.end };
    }
    span
}

fn adverbs_in(scene: &Scene<'_>, spans: &[Span]) -> Vec<Span> {
    spans
        .iter()
        .flat_map(|span| scene.reading.tokens_in(*span))
        .filter(|&at| scene.data.ledger.hedges.adverbs.contains(scene.reading.lower(at)))
        .map(|at| scene.reading.tokens[at].span)
        .collect()
}

fn is_being(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s")
}

/// Which draft's cue or content a place in the text belongs to.
struct Speech {
    /// Spans with the number of their draft, by start.
    parts: Vec<(Span, usize)>,
}

impl Speech {
    fn of(drafts: &[Draft]) -> Self {
        let mut parts: Vec<(Span, usize)> = (0..)
            .zip(drafts)
            .flat_map(|(number, draft)| {
                draft.cue.iter().chain(&draft.content).map(move |span| (*span, number))
            })
            .collect();
        parts.sort_unstable();
        Self { parts }
    }

    /// The draft whose span starts last before the end of `span` and touches it.
    fn at(&self, span: Span) -> Option<usize> {
        let before = self.parts.partition_point(|(part, _)| part.start < span.end);
        self.parts[..before]
            .iter()
            .rev()
            .take(PARENT_REACH)
            .find(|(part, _)| part.overlaps(&span))
            .map(|(_, number)| *number)
    }
}

/// "The crew reportedly refused": a clause that somebody hands on without saying who.
fn hedged(scene: &Scene<'_>, drafts: &mut Vec<Draft>, covered: &mut Covered) {
    let speech = Speech::of(drafts);
    for sentence in &scene.reading.sentences {
        if !scene.is_body(sentence.span) {
            continue;
        }
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some(hedge) = hedge_at(scene, at, sentence.tokens.clone()) else {
                at += 1;
                continue;
            };
            let span = scene.reading.span_of(hedge.clone());
            at = hedge.end;
            let inside_speech = speech.at(span);
            if let Some(which) = inside_speech {
                // A hedge inside what somebody is said to say stays theirs.
                drafts[which].hedges.push(span);
                continue;
            }
            // "…, apparently to save coal": the hedge is about a reason; what happened is told without one.
            let aside = hedge.len() == 1
                && scene.reading.lower(hedge.start.wrapping_sub(1)) == ","
                && matches!(
                    scene.reading.tag(hedge.end),
                    Tag::Particle | Tag::Adposition | Tag::Subordinator | Tag::Gerund
                );
            if aside {
                continue;
            }
            let clause = clause(scene, &hedge, sentence.tokens.clone());
            // "of men who reportedly refused": they did; the sentence around it stays the outlet's.
            let relative =
                matches!(scene.reading.lower(hedge.start.wrapping_sub(1)), "who" | "which" | "that");
            let whose = relative
                .then(|| nested::subject_before(scene, clause.start, hedge.start - 1))
                .flatten()
                .filter(|whose| whose.start > clause.start + 2);
            // What a recording shows stands after the hedge; the words before it tell of the recording.
            let before = if hedge.len() > 1 { hedge.start..hedge.start } else { clause.start..hedge.start };
            let parts = match &whose {
                Some(whose) => [whose.start..hedge.start, hedge.end..clause.end],
                None => [before, hedge.end..clause.end],
            };
            let content: Vec<Span> = parts
                .into_iter()
                .map(|part| trim_marks(scene, part))
                .filter(|part| !part.is_empty())
                .map(|part| scene.reading.span_of(part))
                .collect();
            let words: usize = content.iter().map(|span| scene.word_count(*span)).sum();
            if words < STATEMENT_WORDS_MIN || content.iter().any(|span| covered.touches(*span)) {
                continue;
            }
            let mut draft = Draft::new(Taken::Hedge, content);
            draft.because("claim", "a hedge hands it on, and nobody is named", Some(span));
            draft.cue = vec![span];
            draft.hedges = vec![span];
            draft.voice = Voice::Hedged;
            if whose.is_none() {
                covered.add_draft(&draft);
            }
            drafts.push(draft);
        }
    }
}

/// The tokens of a hedge that begins at `at`.
fn hedge_at(scene: &Scene<'_>, at: usize, within: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let hedges = &scene.data.ledger.hedges;
    let word = scene.reading.lower(at);
    if let Some(end) = hedges.showing.at(scene.reading, at, within.end) {
        return Some(at..end);
    }
    if hedges.adverbs.contains(word) {
        return Some(at..at + 1);
    }
    // "is believed to", "were also said to have", "it was reported that"
    let preceded =
        (within.start.max(at.saturating_sub(2))..at).any(|before| is_being(scene.reading.lower(before)));
    let leads = matches!(scene.reading.lower(at + 1), "to" | "that" | "as");
    (preceded && leads && hedges.passives.contains(word)).then_some(at..at + 1)
}

/// The clause around a hedge: back to a conjunction after a comma, forward to the next one.
fn clause(
    scene: &Scene<'_>,
    hedge: &std::ops::Range<usize>,
    within: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let mut start = within.start;
    for at in (within.start + 1..hedge.start).rev() {
        let word = scene.reading.lower(at);
        let after_comma = scene.reading.lower(at - 1) == ",";
        if matches!(word, ";" | "–" | "—")
            || (after_comma && matches!(word, "and" | "but" | "while" | "whereas" | "yet" | "so"))
        {
            start = at + 1;
            break;
        }
    }
    if matches!(scene.reading.lower(start), "and" | "but" | "so" | "yet") && start + 1 < hedge.start {
        start += 1;
    }
    let mut end = within.end;
    for at in hedge.end..within.end.saturating_sub(1) {
        let word = scene.reading.lower(at);
        let next = scene.reading.lower(at + 1);
        if word == ";"
            || (word == "," && matches!(next, "but" | "while" | "whereas" | "as" | "though" | "although"))
            || (word == "," && next == "and" && new_subject(scene, at + 2))
        {
            end = at;
            break;
        }
    }
    start..end
}

/// After ", and": a determiner or a name, so that a new clause begins rather than a list go on.
fn new_subject(scene: &Scene<'_>, at: usize) -> bool {
    matches!(
        scene.reading.lower(at),
        "the"
            | "a"
            | "an"
            | "he"
            | "she"
            | "it"
            | "they"
            | "another"
            | "his"
            | "her"
            | "their"
            | "that"
            | "some"
            | "many"
    )
}

fn trim_marks(scene: &Scene<'_>, mut part: std::ops::Range<usize>) -> std::ops::Range<usize> {
    while part.start < part.end
        && matches!(
            scene.reading.lower(part.start),
            "," | ";" | "." | ":" | "—" | "–" | "·" | "•" | "*" | "that" | "to" | "and" | "but"
        )
    {
        part.start += 1;
    }
    while part.start < part.end
        && matches!(scene.reading.lower(part.end - 1), "," | ";" | "." | ":" | "—" | "–")
    {
        part.end -= 1;
    }
    part
}

/// A quotation shorter than this is scare quotes or a label.
const SPEECH_WORDS_MIN: usize = 5;

/// Quotations that no cue governs: a speech that goes on, or words taken from an account told before.
fn quoted(scene: &Scene<'_>, drafts: &mut Vec<Draft>, covered: &mut Covered) {
    let mut claimed = BTreeSet::new();
    for quotation in &scene.reading.quotations {
        if quotation.nested || !scene.is_body(quotation.span) {
            continue;
        }
        let number = scene.sentence(quotation.span.start);
        if claimed.contains(&number) || covered.touches(quotation.span) {
            continue;
        }
        if scene.word_count(quotation.span) < SPEECH_WORDS_MIN {
            continue;
        }
        let sentence = &scene.reading.sentences[number];
        let alone = scene.word_count(quotation.span) * 10 >= scene.word_count(sentence.span) * 9
            || quotation.span.end > sentence.span.end;
        let (content, words) = if alone {
            (quotation.span, Voice::Direct)
        } else {
            // Quoted scraps in one sentence are one statement: from the first mark to the last.
            let last = scene
                .reading
                .quotations
                .iter()
                .filter(|other| sentence.span.contains(&other.span) && !other.nested)
                .map(|other| other.span.end)
                .max();
            let span = Span { start: quotation.span.start, end: last.unwrap_or(quotation.span.end) };
            if scene.word_count(span) * 2 < scene.word_count(sentence.span) {
                continue;
            }
            (span, if last == Some(quotation.span.end) { Voice::Direct } else { Voice::Mixed })
        };
        if covered.touches(content) {
            continue;
        }
        claimed.insert(number);
        let mut draft = Draft::new(Taken::Quotation, vec![content]);
        draft.because("claim", "words in quotation marks that no verb of saying governs", None);
        draft.voice = words;
        covered.add_draft(&draft);
        drafts.push(draft);
    }
}

/// An own-voice statement shorter than this says too little to be one.
const OWN_WORDS_MIN: usize = 6;

/// Sentences of the outlet's own voice that tell of an event, in what is left over.
fn own(scene: &Scene<'_>, remarks: &Covered, drafts: &mut Vec<Draft>, covered: &Covered) {
    for (number, sentence) in scene.reading.sentences.iter().enumerate() {
        let span = sentence.span;
        if scene.reading.document.block_at(span) != BlockKind::Body || remarks.touches(span) {
            continue;
        }
        if covered.touches(span) {
            continue;
        }
        if scene.word_count(span) < OWN_WORDS_MIN || !states(scene, number) {
            continue;
        }
        let mut draft = Draft::new(Taken::Own, vec![trim_marks_span(scene, span)]);
        match scene.events_in(span).next() {
            Some(event) => {
                let says = "a sentence of the report's own that tells of something that happened";
                draft.because("claim", says, Some(event.span));
            }
            None => {
                draft.because("claim", "a sentence of the report's own that tells what somebody did", None)
            }
        }
        draft.voice = match voice::quoted_share(scene, &draft.content) {
            share if share >= 0.5 => Voice::Mixed,
            _ => Voice::Own,
        };
        draft.polarity = Polarity::Asserted;
        drafts.push(draft);
    }
}

/// A span without the marks and joining words at its edges.
pub(crate) fn without_edge(scene: &Scene<'_>, span: Span) -> Span {
    let mut tokens = scene.reading.tokens_in(trim_marks_span(scene, span));
    while tokens.start < tokens.end && matches!(scene.reading.lower(tokens.end - 1), "and" | "but" | "that") {
        tokens.end -= 1;
    }
    scene.reading.span_of(trim_marks(scene, tokens))
}

/// A sentence without the marks at its edges and the numbers of its notes ("… the ship.[12]").
fn trim_marks_span(scene: &Scene<'_>, span: Span) -> Span {
    let tokens = trim_marks(scene, scene.reading.tokens_in(without_note(scene, span)));
    scene.reading.span_of(tokens)
}

/// A span without the numbers of notes at its end, and the full stop before them.
fn without_note(scene: &Scene<'_>, span: Span) -> Span {
    let mut tokens = scene.reading.tokens_in(span);
    let whole = tokens.clone();
    while tokens.len() > 3
        && scene.reading.lower(tokens.end - 1) == "]"
        && scene.reading.lower(tokens.end - 3) == "["
        && scene.reading.tokens[tokens.end - 2].kind == TokenKind::Number
    {
        tokens.end -= 3;
    }
    if tokens == whole {
        return span;
    }
    if scene.reading.lower(tokens.end - 1) == "." {
        tokens.end -= 1;
    }
    scene.reading.span_of(tokens)
}

/// Whether a sentence says that something happened: an event told as such, not a question, not the outlet on itself.
fn states(scene: &Scene<'_>, number: usize) -> bool {
    let sentence = &scene.reading.sentences[number];
    let last = sentence
        .tokens
        .clone()
        .rev()
        .find(|&at| !matches!(scene.reading.lower(at), "”" | "\"" | "'" | "’" | ")"));
    if last.is_some_and(|at| scene.reading.lower(at) == "?") {
        return false;
    }
    let speaks_of_itself = sentence.tokens.clone().any(|at| {
        matches!(scene.reading.lower(at), "we" | "our" | "us" | "i" | "you" | "your")
            && scene.reading.tokens[at].case != Case::Upper
            && voice::quotation_at(scene, at).is_none()
    });
    if speaks_of_itself {
        return false;
    }
    let silent = sentence
        .tokens
        .clone()
        .any(|at| withholds(scene, at) && scene.data.ledger.is(List::Questions, scene.reading.lower(at + 1)));
    if silent {
        return false;
    }
    scene.events_in(sentence.span).any(|event| event.modality != Modality::Possible)
        || tells_deed(scene, sentence.tokens.clone(), sentence.span)
}

fn tells_deed(scene: &Scene<'_>, tokens: std::ops::Range<usize>, span: Span) -> bool {
    let named = scene.mentions_in(span).any(|mention| {
        matches!(mention.names, Names::Person(_) | Names::Organisation(_) | Names::Unit(_) | Names::Place(_))
    });
    let mut past = false;
    for at in tokens.clone() {
        let word = scene.reading.lower(at);
        if matches!(word, "would" | "could" | "may" | "might" | "should" | "if" | "will" | "can") {
            return false;
        }
        past |= scene.reading.tag(at) == Tag::Past
            || (scene.reading.tag(at) == Tag::Participle
                && (at.saturating_sub(3)..at).any(|b| {
                    matches!(scene.reading.lower(b), "was" | "were" | "has" | "have" | "had" | "been")
                }));
    }
    named && past
}

/// A claim whose content lies inside another's is its child.
fn parents(drafts: &mut [Draft]) {
    let cover: Vec<(Option<Span>, usize)> = drafts
        .iter()
        .map(|draft| (draft.content.iter().copied().reduce(|all, span| all.cover(&span)), draft.len()))
        .collect();
    for at in 0..drafts.len() {
        let (Some(inner), size) = cover[at] else { continue };
        if drafts[at].parent.is_some() {
            continue;
        }
        // Drafts are in text order, so only those that start before can hold this one.
        drafts[at].parent = (0..at)
            .rev()
            .take(PARENT_REACH)
            .filter(|&which| {
                cover[which].1 > size && cover[which].0.is_some_and(|outer| outer.contains(&inner))
            })
            .min_by_key(|&which| cover[which].1);
    }
}

/// How many claims back a parent is looked for: a speech of many paragraphs holds few attributions of its own.
const PARENT_REACH: usize = 8;

//! Through whom a statement came, as far as its own sentence says: hops from the nearest source to the origin.
//!
//! In: drafts with their source spans. Out: the same drafts with explicit chains.
//! `The lawyer told the Harbour Times that …` → Harbour Times ← the lawyer
//! `In a letter seen by the Herald, sailors say …` → Herald ← letter ← sailors
//! `The crew mutinied, the Herald reported, citing the harbour office` → Herald ← harbour office

use firsthand_schema::{
    annotation::{Mention, Names},
    claim::{Hop, SourceKind, Voice},
    span::Span,
};

use super::{
    draft::{Draft, Scene, Step, Taken},
    sources::{self, Memory},
    words::List,
};
use crate::reading::tags::Tag;

/// Fills in `chain` from each draft's own sentence; a claim inside another's content goes on from that one's chain.
pub(crate) fn explicit(scene: &Scene<'_>, drafts: &mut [Draft], memory: &mut Memory) {
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let mut chain = Vec::new();
        if let Some(parent) = draft.parent
            && matches!(draft.taken, Taken::Attribution | Taken::Nested)
        {
            chain.clone_from(&drafts[parent].chain);
        }
        let mut steps = Vec::new();
        let mut own = own_hops(scene, draft, memory, &mut steps);
        own.retain(|hop| !sources::is_publisher(scene, hop));
        if let Some(cited) = cited(scene, draft, memory)
            && !own.iter().any(|hop| sources::same(hop, &cited))
        {
            steps.push(step("named as whom the report is from", cited.span.as_ref()));
            own.push(cited);
        }
        let speaks_itself = own.is_empty() && !draft.source.is_empty() && draft.taken == Taken::Attribution;
        for hop in &own {
            memory.remember(scene, hop, scene.sentence(drafts[at].start()));
        }
        let shows = own.iter().all(|hop| hop.kind == SourceKind::MediaObject)
            && draft.cue.iter().any(|cue| shows(scene, *cue));
        if draft.voice != Voice::Hedged
            && chain.is_empty()
            && (speaks_itself && names_publisher(scene, draft) || shows && !own.is_empty())
        {
            // "This paper has learned", "a video shows": the outlet tells it in its own voice.
            drafts[at].voice = Voice::Own;
        }
        if !chain.is_empty() {
            steps.insert(0, step("handed on by whoever says the words around it", drafts[at].cue.first()));
        }
        if drafts[at].voice == Voice::Own && !drafts[at].cue.is_empty() {
            steps.push(step("the report says it itself, or shows what it tells", drafts[at].source.first()));
        }
        extend(&mut chain, own);
        drafts[at].chain = chain;
        drafts[at].steps.extend(steps);
    }
}

/// Whether the source is the publishing outlet, by name or as "we".
fn names_publisher(scene: &Scene<'_>, draft: &Draft) -> bool {
    draft.source.first().is_some_and(|source| {
        let first = scene.reading.tokens_in(*source).start;
        matches!(scene.reading.lower(first), "we" | "i")
            || scene.mentions_in(*source).any(|mention| {
                matches!(mention.names, Names::Outlet(_) | Names::Organisation(_))
                    && sources::is_publisher(scene, &sources::named_hop(scene, mention, SourceKind::Outlet))
            })
    })
}

/// Adds hops at the origin's end, none twice.
fn extend(chain: &mut Vec<Hop>, hops: Vec<Hop>) {
    for hop in hops {
        if !chain.iter().any(|known| sources::same(known, &hop)) {
            chain.push(hop);
        }
    }
}

fn step(says: &'static str, words: Option<&Span>) -> Step {
    Step { part: "chain", says, words: words.copied() }
}

fn own_hops(scene: &Scene<'_>, draft: &Draft, memory: &Memory, steps: &mut Vec<Step>) -> Vec<Hop> {
    if draft.source.is_empty() && draft.cue.is_empty() {
        let hops = carried_by_media(scene, draft, memory);
        let shown = "a recording that the sentence tells of shows it";
        steps.extend(hops.iter().map(|hop| step(shown, hop.span.as_ref())));
        return hops;
    }
    let mut hops = Vec::new();
    let source = sources::hop(scene, &draft.source, memory).or_else(|| {
        (draft.confidence >= PLAIN_SPEECH && draft.taken == Taken::Attribution)
            .then(|| sources::any(scene, &draft.source))
            .flatten()
    });
    if let (Some(source), Some(span)) = (&source, draft.source.first()) {
        let here = source.span.is_some_and(|named| span.overlaps(&named));
        let says = if here {
            "named or described beside the words that hand it on"
        } else {
            "a pronoun or a description, led back to whom the words before make likeliest"
        };
        steps.push(step(says, Some(span)));
    }
    hops.extend(
        told_to(scene, draft)
            .filter(|outlet| Some(&outlet.name) != source.as_ref().map(|source| &source.name)),
    );
    steps.extend(
        hops.iter()
            .map(|hop: &Hop| step("heard it first: told, interviewed or quoted by", hop.span.as_ref())),
    );
    for outlet in passed_on_by(scene, draft) {
        if source.as_ref().is_none_or(|source| !sources::same(source, &outlet))
            && !hops.iter().any(|hop| sources::same(hop, &outlet))
        {
            steps.push(step("press named beside the source as passing it on", outlet.span.as_ref()));
            hops.push(outlet);
        }
    }
    if draft.source.is_empty() {
        hops.extend(
            carried_by_media(scene, draft, memory)
                .into_iter()
                .filter(|_| draft.cue.iter().any(|cue| shows(scene, *cue))),
        );
        return hops;
    }
    let carrier = media_of(scene, draft);
    steps.extend(
        carrier.iter().map(|hop| step("the recording or letter that carries the words", hop.span.as_ref())),
    );
    let released = draft
        .cue
        .first()
        .is_some_and(|cue| releases(scene, scene.reading.lower(scene.reading.tokens_in(*cue).start)));
    if let (Some(source), Some(carrier), true) = (&source, &carrier, released) {
        // Who shares a recording hands it on; who makes one, or writes a letter, speaks through it.
        let makes = source.kind == SourceKind::Person
            || !carrier
                .name
                .split_whitespace()
                .last()
                .is_some_and(|word| scene.data.ledger.is(List::Filmed, word));
        return if makes {
            vec![carrier.clone(), source.clone()]
        } else {
            vec![source.clone(), carrier.clone()]
        };
    }
    hops.extend(carrier);
    if let Some(source) = source {
        // "a report by the Harbour Board": the paper is the board speaking.
        let source = author_of(scene, &source, draft).unwrap_or(source);
        let inner = inside_media(scene, &source, draft);
        if !hops.iter().any(|hop| sources::same(hop, &source)) {
            hops.push(source);
        }
        hops.extend(inner);
    }
    hops
}

/// A source of which no list says that it can speak ("the hull's owners") is one where the relation is as sure as this. A
/// guess: most of what the reader finds is surer.
const PLAIN_SPEECH: f32 = 0.8;

fn shows(scene: &Scene<'_>, cue: Span) -> bool {
    scene
        .reading
        .tokens_in(cue)
        .any(|at| matches!(scene.reading.lower(at), "show" | "shows" | "showed" | "showing" | "shown"))
}

/// How far behind a cue its hearer may stand: "told the independent Russian-language news outlet Novaya Volna".
const HEARER_REACH: usize = 12;

/// "told the Harbour Times", "in an interview with", "in comments to", "speaking to": the outlet that heard it first.
fn told_to(scene: &Scene<'_>, draft: &Draft) -> Option<Hop> {
    let sentence =
        &scene.reading.sentences[scene.sentence(draft.cue.first().or(draft.source.first())?.start)];
    let tokens = sentence.tokens.clone();
    for at in tokens.clone() {
        let hears = match scene.reading.lower(at) {
            "told" | "tell" | "tells" | "telling" | "contact" | "contacted" | "approached" => true,
            "to" => {
                matches!(
                    scene.reading.lower(at.wrapping_sub(1)),
                    "comments"
                        | "speaking"
                        | "spoke"
                        | "remarks"
                        | "interview"
                        | "statement"
                        | "said"
                        | "explained"
                        | "explains"
                        | "confirmed"
                        | "admitted"
                        | "complained"
                        | "talking"
                        | "talked"
                        | "wrote"
                        | "revealed"
                        | "testimony"
                        | "according"
                        | "say"
                        | "says"
                        | "contact"
                ) && scene.reading.lower(at.wrapping_sub(1)) != "according"
            }
            "with" => scene.reading.tokens[tokens.start..at]
                .iter()
                .rev()
                .take(3)
                .any(|token| scene.words(token.span).eq_ignore_ascii_case("interview")),
            "by" => matches!(
                scene.reading.lower(at.wrapping_sub(1)),
                "interviewed"
                    | "contacted"
                    | "quoted"
                    | "cited"
                    | "carried"
                    | "published"
                    | "broadcast"
                    | "obtained"
                    | "seen"
                    | "reviewed"
                    | "reported"
                    | "aired"
                    | "released"
            ),
            _ => false,
        };
        if !hears || in_content(draft, scene.reading.tokens[at].span) {
            continue;
        }
        let from = scene.reading.tokens.get(at + 1)?.span.start;
        let reach = scene.reading.tokens[(at + HEARER_REACH).min(tokens.end - 1)].span.end;
        let outlet = scene
            .mentions_in(Span { start: from, end: reach })
            .find(|mention| matches!(mention.names, Names::Outlet(_)));
        if let Some(outlet) = outlet
            && !in_content(draft, outlet.span)
        {
            return Some(sources::named_hop(scene, outlet, SourceKind::Outlet));
        }
    }
    None
}

/// "…, according to the state agency Telegraf", "Telegraf reported", "via": press named beside the source.
fn passed_on_by(scene: &Scene<'_>, draft: &Draft) -> Vec<Hop> {
    let Some(anchor) = draft.cue.first().or(draft.source.first()) else { return Vec::new() };
    let sentence = &scene.reading.sentences[scene.sentence(anchor.start)];
    let mut hops = Vec::new();
    for at in sentence.tokens.clone() {
        let word = scene.reading.lower(at);
        let names_next = (word == "to" && scene.reading.lower(at.wrapping_sub(1)) == "according")
            || matches!(word, "via" | "per");
        if !names_next || in_content(draft, scene.reading.tokens[at].span) {
            continue;
        }
        let from = scene.reading.tokens[at].span.end;
        let reach = scene.reading.tokens[(at + HEARER_REACH).min(sentence.tokens.end - 1)].span.end;
        let outlet = scene
            .mentions_in(Span { start: from, end: reach })
            .find(|mention| matches!(mention.names, Names::Outlet(_)));
        if let Some(outlet) = outlet
            && !in_content(draft, outlet.span)
            && !source_is(draft, outlet)
        {
            hops.push(sources::named_hop(scene, outlet, SourceKind::Outlet));
        }
    }
    hops
}

/// "…, the Herald reported, citing the harbour office": whom the source has it from.
fn cited(scene: &Scene<'_>, draft: &Draft, memory: &Memory) -> Option<Hop> {
    let cue = draft.cue.first()?;
    let sentence = &scene.reading.sentences[scene.sentence(cue.start)];
    let at = sentence.tokens.clone().find(|&at| {
        let span = scene.reading.tokens[at].span;
        scene.data.ledger.is(List::Cites, scene.reading.lower(at))
            && !in_content(draft, span)
            && !draft.cue.iter().any(|cue| cue.overlaps(&span))
            && speech_beside(scene, sentence.span, span) == Some(*cue)
    })?;
    let ends = |at: usize| {
        let tag = scene.reading.tag(at);
        matches!(scene.reading.lower(at), "who" | "that" | "which" | "as" | "in" | "on" | "for")
            || matches!(tag, Tag::Past | Tag::Present | Tag::Auxiliary | Tag::Punctuation)
    };
    let end = (at + 1..sentence.tokens.end).find(|&at| ends(at)).unwrap_or(sentence.tokens.end);
    let named = (at + 1 < end).then(|| scene.reading.span_of(at + 1..end))?;
    sources::hop(scene, &[named], memory)
}

/// The cue that stands nearest to some words of a sentence, other than those words.
fn speech_beside(scene: &Scene<'_>, sentence: Span, words: Span) -> Option<Span> {
    let cues = scene.found.attributions.iter().filter_map(|one| one.cue.first().copied());
    cues.filter(|cue| sentence.contains(cue) && !cue.overlaps(&words))
        .min_by_key(|cue| (cue.start.abs_diff(words.start), cue.start))
}

fn in_content(draft: &Draft, span: Span) -> bool {
    draft.content.iter().any(|content| content.contains(&span))
}

fn source_is(draft: &Draft, mention: &Mention) -> bool {
    draft.source.iter().any(|source| source.overlaps(&mention.span))
}

/// "a video of troops who said", "in a letter, sailors say": the thing that carries the source's words.
fn media_of(scene: &Scene<'_>, draft: &Draft) -> Option<Hop> {
    let source = draft.source.first()?;
    let sentence = &scene.reading.sentences[scene.sentence(source.start)];
    let start = scene.reading.tokens_in(*source).start;
    let span_head = sources::head_noun(scene, *source);
    if scene.data.ledger.head(&span_head).is_some_and(|head| head.kind == SourceKind::MediaObject) {
        return None;
    }
    // Before the source: "<media> of|by|from [them] who", or "In a <media> …, they".
    for at in (sentence.tokens.start..start).rev().take(MEDIA_REACH) {
        let word = scene.reading.lower(at);
        let Some(head) = scene.data.ledger.head(word) else { continue };
        if head.kind != SourceKind::MediaObject
            || is_name(scene, at)
            || in_content(draft, scene.reading.tokens[at].span)
        {
            continue;
        }
        let opens = scene.reading.lower(sentence.tokens.start);
        let led = matches!(opens, "in" | "on") && at - sentence.tokens.start <= 5
            || matches!(scene.reading.lower(at + 1), "of" | "by" | "from")
            || (start > at
                && start - at <= VIRAL_REACH
                && (at + 1..start).any(|between| scene.reading.lower(between) == "of"))
            || showing_between(scene, at, start)
            || (start >= 2
                && scene.reading.lower(start - 1) == "which"
                && matches!(scene.reading.lower(start - 2), "in" | "on"));
        if led && is_recorded(scene, word) {
            return Some(media_hop(scene, at));
        }
    }
    // "shared a video of": the recording is what the cue puts before the public.
    let first = scene.reading.tokens_in(*draft.cue.first()?).start;
    if releases(scene, scene.reading.lower(first)) {
        return (first + 1..(first + MEDIA_REACH).min(sentence.tokens.end))
            .find(|&at| is_recording(scene, at))
            .map(|at| media_hop(scene, at));
    }
    // After the cue: "said in a video".
    let cue_end = scene.reading.tokens_in(*draft.cue.last()?).end;
    (cue_end..(cue_end + 5).min(sentence.tokens.end)).find_map(|at| {
        let word = scene.reading.lower(at);
        let head = scene.data.ledger.head(word)?;
        let inside = (cue_end..at).any(|before| scene.reading.lower(before) == "in");
        (head.kind == SourceKind::MediaObject
            && inside
            && is_recorded(scene, word)
            && !in_content(draft, scene.reading.tokens[at].span))
        .then(|| media_hop(scene, at))
    })
}

/// A capital inside a sentence: part of a name ("Important Stories"), not a thing.
fn is_name(scene: &Scene<'_>, at: usize) -> bool {
    let opens =
        scene.reading.sentences[scene.sentence(scene.reading.tokens[at].span.start)].tokens.start == at;
    scene.reading.tokens[at].is_capital() && !opens
}

fn showing_between(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| {
        matches!(scene.reading.lower(at), "showed" | "shows" | "showing" | "show" | "featuring" | "features")
    })
}

/// "a film went viral of sailors who said": so few words may part a recording from its "of".
const VIRAL_REACH: usize = 6;

/// Things that carry somebody's own words or deeds. An office's "statement" or "report" is the office speaking.
fn is_recorded(scene: &Scene<'_>, word: &str) -> bool {
    scene.data.ledger.is(List::Recorded, word)
}

/// How far before its source the carrier may stand: "video went viral of troops" needs four.
const MEDIA_REACH: usize = 14;

fn media_hop(scene: &Scene<'_>, at: usize) -> Hop {
    let mut start = at;
    while start > 0 && at - start < 4 && is_inside_phrase(scene, start - 1) {
        start -= 1;
    }
    let span = scene.reading.span_of(start..at + 1);
    Hop {
        name: scene.words(span).to_owned(),
        kind: SourceKind::MediaObject,
        naming: firsthand_schema::annotation::Naming::Anonymous,
        role: None,
        span: Some(span),
        entity: None,
    }
}

fn is_inside_phrase(scene: &Scene<'_>, at: usize) -> bool {
    use crate::reading::tokens::{Case, TokenKind};
    let token = &scene.reading.tokens[at];
    token.kind == TokenKind::Word
        && token.case == Case::Lower
        && !matches!(
            scene.reading.lower(at),
            "a" | "an"
                | "the"
                | "in"
                | "on"
                | "of"
                | "that"
                | "and"
                | "this"
                | "month"
                | "week"
                | "year"
                | "released"
                | "shared"
                | "published"
                | "posted"
                | "recorded"
        )
}

/// A media object as source hands on what people in it say or do: "a video of sailors", "footage released by the navy".
fn inside_media(scene: &Scene<'_>, source: &Hop, draft: &Draft) -> Option<Hop> {
    if source.kind != SourceKind::MediaObject {
        return None;
    }
    let span = draft.source.first()?;
    let tokens = scene.reading.tokens_in(*span);
    let of = tokens.clone().skip(1).find(|&at| matches!(scene.reading.lower(at), "of" | "by" | "from"))?;
    let rest = scene.reading.span_of(of + 1..tokens.end);
    let head = sources::head_noun(scene, rest);
    scene
        .data
        .ledger
        .head(&head)
        .filter(|head| head.kind == SourceKind::Person || head.kind == SourceKind::Official)?;
    sources::hop(scene, &[rest], &Memory::default())
}

/// Who wrote a paper: "a report issued by the Harbour Board", "figures from the ministry".
fn author_of(scene: &Scene<'_>, source: &Hop, draft: &Draft) -> Option<Hop> {
    let span = draft.source.first()?;
    let head = sources::head_noun(scene, *span);
    if source.kind != SourceKind::MediaObject || is_recorded(scene, &head) {
        return None;
    }
    let tokens = scene.reading.tokens_in(*span);
    let by = tokens.clone().skip(1).find(|&at| matches!(scene.reading.lower(at), "by" | "from"))?;
    let rest = scene.reading.span_of(by + 1..tokens.end);
    sources::hop(scene, &[rest], &Memory::default()).filter(|hop| hop.kind != SourceKind::MediaObject)
}

/// Whether a token is a noun for a recording or a letter, in lower case or at the head of its sentence.
pub(crate) fn is_recording(scene: &Scene<'_>, at: usize) -> bool {
    scene.data.ledger.head(scene.reading.lower(at)).is_some_and(|head| head.kind == SourceKind::MediaObject)
        && is_recorded(scene, scene.reading.lower(at))
        && !is_name(scene, at)
}

/// Verbs by which somebody puts a recording before the public.
pub(crate) fn releases(scene: &Scene<'_>, word: &str) -> bool {
    scene.data.ledger.is(List::Releases, word)
}

/// A sentence that tells what a recording shows, with or without a cue: "the navy released footage appearing to show …".
fn carried_by_media(scene: &Scene<'_>, draft: &Draft, memory: &Memory) -> Vec<Hop> {
    let Some(first) = draft.content.first() else { return Vec::new() };
    let anchor = draft.cue.first().map_or(first.start, |cue| cue.start);
    let sentence = &scene.reading.sentences[scene.sentence(anchor)];
    let media = sentence.tokens.clone().find(|&at| {
        scene
            .data
            .ledger
            .head(scene.reading.lower(at))
            .is_some_and(|head| head.kind == SourceKind::MediaObject)
            && is_recorded(scene, scene.reading.lower(at))
            && !is_name(scene, at)
    });
    let Some(media) = media else { return Vec::new() };
    // The recording is the sentence's matter only where it stands before what it shows, or somebody released it.
    let released =
        (sentence.tokens.start..media).rev().take(6).find(|&at| releases(scene, scene.reading.lower(at)));
    let shown = (media..sentence.tokens.end.min(media + 8)).any(|at| {
        matches!(
            scene.reading.lower(at),
            "show"
                | "shows"
                | "showed"
                | "showing"
                | "appearing"
                | "of"
                | "emerged"
                | "appeared"
                | "in"
                | "went"
        )
    });
    if !shown {
        return Vec::new();
    }
    let mut hops = Vec::new();
    if let Some(verb) = released {
        let subject = subject_before(scene, sentence.tokens.start, verb);
        hops.extend(
            sources::hop(scene, &[subject], memory)
                .filter(|hop| hop.kind != SourceKind::MediaObject && !subject.is_empty()),
        );
    }
    hops.push(media_hop(scene, media));
    hops
}

/// The noun phrase before a verb: back to the last mark.
fn subject_before(scene: &Scene<'_>, start: usize, verb: usize) -> Span {
    let mut from = verb;
    while from > start
        && !matches!(
            scene.reading.lower(from - 1),
            "," | ";" | ":" | "–" | "—" | "and" | "but" | "that" | "("
        )
    {
        from -= 1;
    }
    scene.reading.span_of(from..verb)
}

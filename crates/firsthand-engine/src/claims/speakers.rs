//! Who speaks, where the reader of relations left the source out, cut it short, or took a neighbour for it.
//!
//! In: an attribution. Out: the spans of its source, by the shape of its sentence.
//! `The crew cheered and said that …` → `The crew`; `…, a stoker from Odessa, said` → `Ivan Orlov, a stoker from Odessa`

use firsthand_schema::{
    annotation::Names,
    attribution::{Attribution, CueClass},
    claim::SourceKind,
    span::Span,
};

use super::{draft::Scene, nested, overlooked, sources, voice, words::List};
use crate::reading::tags::Tag;

/// The source of an attribution as its sentence shows it.
pub(crate) fn source(scene: &Scene<'_>, attribution: &Attribution) -> Vec<Span> {
    match attribution.source.first() {
        Some(first) => {
            let mut spans = attribution.source.clone();
            let part = speaking_part(scene, *first);
            let phrase = behind_time(scene, whole_phrase(scene, attribution, part));
            spans[0] = beside_name(scene, beside_place(scene, phrase));
            spans
        }
        None => left_out(scene, attribution).into_iter().collect(),
    }
}

/// "A day after the port said": when it was said is no part of who said it.
fn behind_time(scene: &Scene<'_>, source: Span) -> Span {
    let tokens = scene.reading.tokens_in(source);
    let after = tokens.clone().skip(1).take(3).find(|&at| {
        matches!(scene.reading.lower(at), "after" | "before")
            && scene.data.ledger.is(List::Spans, scene.reading.lower(at - 1))
            && at + 1 < tokens.end
    });
    after.map_or(source, |at| scene.reading.span_of(at + 1..tokens.end))
}

/// "A note pinned to his coat said": a source read as what hangs on its phrase is the phrase.
fn whole_phrase(scene: &Scene<'_>, attribution: &Attribution, source: Span) -> Span {
    let tokens = scene.reading.tokens_in(source);
    let first = scene.reading.sentences[scene.sentence(source.start)].tokens.start;
    let leads = attribution.cue.first().is_some_and(|cue| source.end <= cue.start);
    let hangs = tokens.start > first && scene.reading.tag(tokens.start - 1) == Tag::Adposition;
    if !leads || !hangs || tokens.is_empty() {
        return source;
    }
    let start = nested::attached(scene, first, tokens.start);
    Span { start: scene.reading.tokens[start].span.start, end: source.end }
}

/// The source of a cue that was given none: behind the verb, shared with the verb before, or right before it.
fn left_out(scene: &Scene<'_>, attribution: &Attribution) -> Option<Span> {
    let cue = *attribution.cue.first()?;
    let tokens = scene.reading.tokens_in(cue);
    let sentence = &scene.reading.sentences[scene.sentence(cue.start)];
    let quoted_cue = voice::quotation_at(scene, tokens.start).is_some();
    let verb = tokens.clone().find(|&at| scene.reading.tag(at).is_verb())?;
    if quoted_cue
        || nested::is_passive(scene, verb)
        || !matches!(attribution.class, CueClass::Assertion | CueClass::Order)
    {
        return None;
    }
    let content_first = attribution.content.first().is_some_and(|content| content.end <= cue.start);
    let before = scene.reading.lower(tokens.start.wrapping_sub(1));
    if content_first && matches!(before, "," | "”" | "\"" | "'" | "’" | "-" | "–" | "—") {
        // "…,” said the mayor": the phrase behind the verb.
        let phrase = overlooked::phrase_after(scene, tokens.end, sentence.tokens.end);
        if !phrase.is_empty() && scene.reading.lower(tokens.end) != "that" {
            return Some(scene.reading.span_of(phrase));
        }
    }
    // "alleged abuses": a participle before its noun is no verb of anybody's.
    if matches!(scene.reading.tag(verb), Tag::Base | Tag::Participle) && tokens.start == verb {
        return None;
    }
    if scene.reading.tag(verb) == Tag::Gerund && !matches!(before, "," | "and" | "but" | "by" | "”" | "\"")
    {
        return None;
    }
    let gerund = scene.reading.tag(verb) == Tag::Gerund && matches!(before, "”" | "\"");
    if gerund || matches!(before, "and" | "but" | "," | "by" | "then") {
        if !nested::is_speech(scene, verb) {
            return None;
        }
        return earlier(scene, attribution, sentence.span)
            .or_else(|| main_subject(scene, sentence.tokens.clone(), verb));
    }
    nested::subject_before(scene, sentence.tokens.start, tokens.start)
        .map(|subject| scene.reading.span_of(subject))
}

/// The source of the nearest attribution before this one in the same sentence, where both stand outside quotations.
fn earlier(scene: &Scene<'_>, attribution: &Attribution, sentence: Span) -> Option<Span> {
    let cue = attribution.cue.first()?;
    scene
        .found
        .attributions
        .iter()
        .filter(|other| {
            other.id != attribution.id
                && other.cue.first().is_some_and(|first| {
                    sentence.contains(first)
                        && first.end <= cue.start
                        && voice::quotation_at(scene, scene.reading.tokens_in(*first).start).is_none()
                })
                && other.source.first().is_some_and(|source| sentence.contains(source))
        })
        .max_by_key(|other| other.cue.first().map(|first| first.start))
        .and_then(|other| other.source.first().copied())
}

/// The subject of a sentence's first finite verb, where that stands before `verb`.
pub(crate) fn main_subject(scene: &Scene<'_>, sentence: std::ops::Range<usize>, verb: usize) -> Option<Span> {
    subjects(scene, sentence, verb).next()
}

/// The subjects of a sentence's finite verbs before `verb`, relative pronouns left out.
pub(crate) fn subjects<'s>(
    scene: &'s Scene<'_>,
    sentence: std::ops::Range<usize>,
    verb: usize,
) -> impl Iterator<Item = Span> + use<'s> {
    (sentence.start..verb)
        .filter(|at| matches!(scene.reading.tag(*at), Tag::Past | Tag::Present | Tag::Auxiliary))
        .filter_map(move |at| nested::subject_before(scene, sentence.start, at))
        .filter(|subject| !matches!(scene.reading.lower(subject.start), "who" | "which" | "that"))
        .map(|subject| scene.reading.span_of(subject))
}

/// "Ivan Orlov, a stoker from Odessa, said": a source read as the description alone is the name before its comma too.
fn beside_name(scene: &Scene<'_>, source: Span) -> Span {
    let tokens = scene.reading.tokens_in(source);
    // Without a comma behind it "the agency" may as well be another: only "a stoker" is surely set beside.
    let closed = scene.reading.lower(tokens.end) == ",";
    let indefinite = matches!(scene.reading.lower(tokens.start), "a" | "an");
    let somebody = scene
        .data
        .ledger
        .head(&sources::head_noun(scene, source))
        .is_some_and(|head| !head.many && matches!(head.kind, SourceKind::Person | SourceKind::Official));
    let described = indefinite || closed && somebody;
    let comma = tokens.start.checked_sub(1).filter(|&at| scene.reading.lower(at) == ",");
    let named = scene
        .mentions_in(source)
        .any(|mention| matches!(&mention.names, Names::Person(person) if person.name.is_some()));
    let (Some(comma), true, false) = (comma, described, named) else { return source };
    let before = scene.reading.tokens[comma].span.start;
    let first = scene.reading.sentences[scene.sentence(source.start)].span.start;
    let name = scene
        .mentions_in(Span { start: first, end: before })
        .filter(|mention| matches!(&mention.names, Names::Person(person) if person.name.is_some()))
        .find(|mention| mention.span.end == before);
    name.map_or(source, |name| Span { start: name.span.start, end: source.end })
}

/// Whether words name or describe somebody who can speak.
pub(crate) fn speaks(scene: &Scene<'_>, part: Span) -> bool {
    scene
        .mentions_in(part)
        .any(|mention| matches!(mention.names, Names::Person(_) | Names::Organisation(_) | Names::Outlet(_)))
        || scene
            .data
            .ledger
            .head(&sources::head_noun(scene, part))
            .is_some_and(|head| head.kind != SourceKind::MediaObject)
}

/// "where they were trained, the Centre for Resistance said": of a source read across a comma, the part that names a speaker.
fn speaking_part(scene: &Scene<'_>, source: Span) -> Span {
    let tokens = scene.reading.tokens_in(source);
    let Some(comma) = tokens.clone().find(|&at| scene.reading.lower(at) == ",") else { return source };
    let (before, after) =
        (scene.reading.span_of(tokens.start..comma), scene.reading.span_of(comma + 1..tokens.end));
    if !after.is_empty() && !speaks(scene, before) && speaks(scene, after) { after } else { source }
}

/// "Men from Tendra, Kherson region, said": a source read as the place at its end is the phrase before the comma.
fn beside_place(scene: &Scene<'_>, source: Span) -> Span {
    let tokens = scene.reading.tokens_in(source);
    let placed = scene
        .mentions_in(source)
        .any(|mention| matches!(mention.names, Names::Place(_)) && mention.span.start == source.start);
    let comma = tokens.start.checked_sub(1).filter(|&at| scene.reading.lower(at) == ",");
    let first = scene.reading.sentences[scene.sentence(source.start)].tokens.start;
    match comma.filter(|_| placed) {
        Some(comma) if comma > first => {
            let phrase = (first..comma)
                .rev()
                .take_while(|&at| {
                    nested::is_nominal(scene, at)
                        || matches!(scene.reading.lower(at), "from" | "of" | "in" | "near")
                })
                .last();
            // "on Wednesday, Ukraine said": only people from a place have it beside them.
            let speaks = |start: usize| {
                scene
                    .data
                    .ledger
                    .head(&sources::head_noun(scene, scene.reading.span_of(start..comma)))
                    .is_some()
            };
            phrase
                .filter(|&start| speaks(start))
                .map_or(source, |start| scene.reading.span_of(start..tokens.end))
        }
        _ => source,
    }
}

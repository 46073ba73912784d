//! Speech acts in plain form that the learned reader left out.
//!
//! In: sentences and the stretches that attributions already cover. Out: drafts for what a rule can see: "according to
//! X, …", "…, X said.", "…, said X, …", "X said that …", "X said: “…”".
//!
//! The learned reader was trained on newsrooms of one country and decides by weight; these are the forms of which there
//! can be no doubt. They are looked for only where it found nothing, and their confidence says that they are a rule's.

use firsthand_schema::{attribution::CueClass, claim::Voice, span::Span};

use super::{
    chains,
    draft::{Covered, Draft, Scene, Taken},
    nested, speakers, statements, voice,
};
use crate::reading::tags::Tag;

/// Adds the overlooked speech acts, sentence by sentence.
pub(crate) fn add(scene: &Scene<'_>, remarks: &Covered, drafts: &mut Vec<Draft>, covered: &mut Covered) {
    for sentence in &scene.reading.sentences {
        if !scene.is_body(sentence.span) {
            continue;
        }
        let tokens = sentence.tokens.clone();
        let found = according(scene, tokens.clone(), covered)
            .or_else(|| introduced(scene, tokens.clone(), covered))
            .or_else(|| recorded(scene, tokens.clone(), covered))
            .or_else(|| trailing(scene, tokens.clone(), covered))
            .or_else(|| parenthetical(scene, tokens.clone(), covered))
            .or_else(|| leading(scene, sentence.span, covered));
        let Some(found) = found else { continue };
        if found.source.is_some_and(|source| statements::weighs(scene, source, &[found.cue]))
            || statements::says_nothing(scene, found.cue, &found.content)
        {
            continue;
        }
        if remarks.touches(found.cue) || found.content.iter().any(|span| covered.touches(*span)) {
            continue;
        }
        let words: usize = found.content.iter().map(|span| scene.word_count(*span)).sum();
        if words < statements::STATEMENT_WORDS_MIN {
            continue;
        }
        let mut draft = Draft::new(Taken::Attribution, found.content);
        let says = "a plain form of saying, found by rule where the learned weights found nothing";
        draft.because("claim", says, Some(found.cue));
        draft.class = Some(CueClass::Assertion);
        draft.cue = vec![found.cue];
        draft.source = found.source.into_iter().collect();
        draft.voice = voice::attributed(scene, &draft.content);
        if draft.source.is_empty() && statements::is_passive_hedge(scene, &draft) {
            // "it was reported that": handed on, and nobody named.
            draft.taken = Taken::Hedge;
            draft.voice = Voice::Hedged;
            draft.hedges.clone_from(&draft.cue);
        }
        draft.polarity = voice::polarity(scene, &draft);
        covered.add_draft(&draft);
        drafts.push(draft);
    }
}

struct Overlooked {
    source: Option<Span>,
    cue: Span,
    content: Vec<Span>,
}

/// "According to the mayor, …" and "…, according to the mayor."
fn according(scene: &Scene<'_>, tokens: std::ops::Range<usize>, covered: &Covered) -> Option<Overlooked> {
    let at = tokens
        .clone()
        .find(|&at| scene.reading.lower(at) == "according" && scene.reading.lower(at + 1) == "to")?;
    if voice::quotation_at(scene, at).is_some() || covered.touches(scene.reading.tokens[at].span) {
        return None;
    }
    let cue = scene.reading.span_of(at..at + 2);
    if scene.reading.lower(at + 2) == "which" {
        // "Several sailors told their story, according to which …": who tells it is who the sentence is about.
        let source = phrase_after(scene, tokens.start, at);
        let content = vec![statements::without_edge(scene, scene.reading.span_of(at + 3..tokens.end))];
        return (!source.is_empty()).then(|| Overlooked {
            source: Some(scene.reading.span_of(source)),
            cue,
            content,
        });
    }
    let source = phrase_after(scene, at + 2, tokens.end);
    let translated = statements::is_translation(scene, scene.reading.span_of(source.clone()));
    if source.is_empty() || translated {
        return None;
    }
    let content = if at <= tokens.start + 2 {
        vec![statements::without_edge(scene, scene.reading.span_of(source.end..tokens.end))]
    } else {
        vec![statements::without_edge(scene, scene.reading.span_of(tokens.start..at))]
    };
    Some(Overlooked {
        source: Some(scene.reading.span_of(source)),
        cue: scene.reading.span_of(at..at + 2),
        content,
    })
}

/// "The mayor said: “…”" and "a letter, which said: “…”": a colon and a quotation behind a verb of speech.
fn introduced(scene: &Scene<'_>, tokens: std::ops::Range<usize>, covered: &Covered) -> Option<Overlooked> {
    let colon = tokens.clone().find(|&at| scene.reading.lower(at) == ":")?;
    let quotation = scene.reading.quotations.iter().find(|quotation| quotation.tokens.0 == colon + 1)?;
    let verb = (tokens.start..colon).rev().take(HEARER_MAX).find(|&at| nested::is_speech(scene, at))?;
    if covered.touches(quotation.span) || covered.touches(scene.reading.tokens[verb].span) {
        return None;
    }
    let subject = nested::subject_before(scene, tokens.start, verb)?;
    Some(Overlooked {
        source: Some(scene.reading.span_of(subject)),
        cue: scene.reading.tokens[verb].span,
        content: vec![quotation.span],
    })
}

/// "Several channels shared a video on Monday of sailors refusing to sail": somebody puts a recording before the public.
fn recorded(scene: &Scene<'_>, tokens: std::ops::Range<usize>, covered: &Covered) -> Option<Overlooked> {
    let media = tokens.clone().find(|&at| chains::is_recording(scene, at))?;
    let verb = (tokens.start..media)
        .rev()
        .take(HEARER_MAX)
        .find(|&at| chains::releases(scene, scene.reading.lower(at)) && is_free(scene, at, covered))?;
    let subject = nested::subject_before(scene, tokens.start, verb)?;
    let of = (media + 1..tokens.end.min(media + HEARER_MAX))
        .find(|&at| matches!(scene.reading.lower(at), "of" | "showing" | "depicting"))?;
    let content = statements::without_edge(scene, scene.reading.span_of(of + 1..tokens.end));
    Some(Overlooked {
        source: Some(scene.reading.span_of(subject)),
        cue: scene.reading.tokens[verb].span,
        content: vec![content],
    })
}

/// How many words of hearer, day or place may stand between a verb of speech and its colon or full stop.
const HEARER_MAX: usize = 6;

/// "…, the mayor said on Tuesday." and "…, said the mayor."
fn trailing(scene: &Scene<'_>, tokens: std::ops::Range<usize>, covered: &Covered) -> Option<Overlooked> {
    let last = tokens
        .clone()
        .rev()
        .take(TAIL_MAX)
        .find(|&at| nested::is_speech(scene, at) && is_free(scene, at, covered))?;
    // "…, the mayor was quoted as saying": four words that hand on as one.
    let quoted = last >= tokens.start + 4
        && scene.reading.lower(last - 1) == "as"
        && matches!(scene.reading.lower(last - 2), "quoted" | "cited" | "heard");
    let verb = if quoted { last - 3 } else { last };
    // "…, the city's mayor, Ivan Orlov, said": the subject may hold commas of its own.
    let subject = nested::subject_before(scene, tokens.start, verb)
        .filter(|subject| {
            subject.start > tokens.start && speakers::speaks(scene, scene.reading.span_of(subject.clone()))
        })
        .filter(|subject| matches!(scene.reading.lower(subject.start - 1), "," | "”" | "\""));
    let comma = match &subject {
        Some(subject) => subject.start - 1,
        None => (tokens.start..verb)
            .rev()
            .take(TAIL_MAX)
            .find(|&at| matches!(scene.reading.lower(at), "," | "”" | "\""))?,
    };
    let tail_has_clause = (last + 1..tokens.end).any(|at| {
        matches!(scene.reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary | Tag::Subordinator)
    });
    if tail_has_clause || comma <= tokens.start + 2 {
        return None;
    }
    let before = || {
        nested::subject_before(scene, comma + 1, verb).filter(|subject| {
            // "81 new crimes registered this week": what a participle is about says nothing.
            subject.start == comma + 1 && speakers::speaks(scene, scene.reading.span_of(subject.clone()))
        })
    };
    let source = match subject.or_else(before) {
        Some(subject) => subject,
        None if comma + 1 == verb => {
            // "…, wrote a bitter letter": what stands behind the verb must be somebody.
            let phrase = phrase_after(scene, verb + 1, tokens.end);
            if !speakers::speaks(scene, scene.reading.span_of(phrase.clone())) {
                return None;
            }
            phrase
        }
        None => return None,
    };
    if source.is_empty() {
        return None;
    }
    let content = statements::without_edge(
        scene,
        scene.reading.span_of(tokens.start..comma + usize::from(scene.reading.lower(comma) != ",")),
    );
    Some(Overlooked {
        source: Some(scene.reading.span_of(source)),
        cue: scene.reading.span_of(verb..last + 1),
        content: vec![content],
    })
}

/// A closing attribution is short: a name, an office, a day.
const TAIL_MAX: usize = 14;

/// "On Monday, said the mayor, the bridge fell": a verb and its subject between commas.
fn parenthetical(scene: &Scene<'_>, tokens: std::ops::Range<usize>, covered: &Covered) -> Option<Overlooked> {
    let verb = (tokens.start + 2..tokens.end).find(|&at| {
        scene.reading.lower(at - 1) == "," && nested::is_speech(scene, at) && is_free(scene, at, covered)
    })?;
    let source = phrase_after(scene, verb + 1, tokens.end);
    let mut after = source.end;
    if scene.reading.lower(after) == "(" {
        after = (after..tokens.end).find(|&at| scene.reading.lower(at) == ")")? + 1;
    }
    if source.is_empty() || scene.reading.lower(after) != "," {
        return None;
    }
    let content = [tokens.start..verb - 1, after + 1..tokens.end]
        .map(|part| statements::without_edge(scene, scene.reading.span_of(part)));
    Some(Overlooked {
        source: Some(scene.reading.span_of(source)),
        cue: scene.reading.tokens[verb].span,
        content: content.into_iter().filter(|span| !span.is_empty()).collect(),
    })
}

/// "The mayor said that …", "The mayor, who lives here, said the bridge fell".
fn leading(scene: &Scene<'_>, sentence: Span, covered: &Covered) -> Option<Overlooked> {
    let found = nested::inside(scene, sentence)?;
    if covered.touches(found.cue)
        || voice::quotation_at(scene, scene.reading.tokens_in(found.cue).start).is_some()
    {
        return None;
    }
    Some(Overlooked { source: found.source, cue: found.cue, content: vec![found.content] })
}

fn is_free(scene: &Scene<'_>, at: usize, covered: &Covered) -> bool {
    !covered.touches(scene.reading.tokens[at].span) && voice::quotation_at(scene, at).is_none()
}

/// The noun phrase that begins at a token, with what hangs on it by "of", "for" or "in".
pub(crate) fn phrase_after(scene: &Scene<'_>, start: usize, end: usize) -> std::ops::Range<usize> {
    let mut at = start;
    while at < end {
        let inside = scene.reading.tag(at).is_of_noun_phrase()
            || scene.reading.lower(at) == "'s"
            || (at > start && matches!(scene.reading.lower(at), "of" | "for" | "in" | "at" | "from" | "&"));
        if !inside {
            break;
        }
        at += 1;
    }
    start..at
}

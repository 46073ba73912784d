//! Somebody quoted by somebody quoted: attributions inside the content of another.
//!
//! In: drafts taken from attributions. Out: the same, and one more for every speech act inside their content; an outer
//! claim that only leads to an inner one keeps the words before it.
//! `The Herald said the wife told it that her husband was held.` → Herald ← the wife: `her husband was held`
//!
//! Corpora mark only the outermost relation, so nothing can be learned here: this is a rule. A cue verb with a subject
//! before it and a clause after it, by part of speech; a passive ("was told by the commander that") with its agent.
//! Known to fail: a subject far from its verb; a clause without "that" whose subject has no determiner.

use firsthand_schema::{attribution::CueClass, span::Span};

use super::{
    draft::{Covered, Draft, Scene, Taken},
    statements, voice,
    words::List,
};
use crate::{linear::hash, reading::tags::Tag};

/// Adds the speech acts inside the drafts' contents.
pub(crate) fn add(scene: &Scene<'_>, remarks: &Covered, drafts: &mut Vec<Draft>) {
    let outer = drafts.len();
    for which in 0..outer {
        if learned(scene, remarks, drafts, which) {
            continue;
        }
        let Some(found) = drafts[which].content.iter().find_map(|span| inside(scene, *span)) else {
            continue;
        };
        let mut draft = Draft::new(Taken::Nested, vec![found.content]);
        draft.because("claim", "said by somebody inside what another says, found by rule", Some(found.cue));
        draft.parent = Some(which);
        draft.class = Some(CueClass::Assertion);
        draft.cue = vec![found.cue];
        draft.source = found.source.into_iter().collect();
        draft.confidence = drafts[which].confidence * NESTED_CONFIDENCE;
        draft.voice = voice::nested(scene, found.cue, &draft.content);
        draft.polarity = voice::polarity(scene, &draft);
        lead_in(scene, &mut drafts[which], &found);
        drafts.push(draft);
    }
}

/// The speech acts that the reader of relations found inside an outer content, as claims of their own. False where it found
/// none that has a source.
fn learned(scene: &Scene<'_>, remarks: &Covered, drafts: &mut Vec<Draft>, which: usize) -> bool {
    let attributions = &scene.found.attributions;
    let Some(id) = drafts[which].attribution else { return false };
    let contents = drafts[which].content.clone();
    let Some(reach) = contents.iter().copied().reduce(|all, span| all.cover(&span)) else { return false };
    let from = attributions
        .partition_point(|one| one.cue.first().is_none_or(|cue| cue.end + NESTED_REACH < reach.start));
    let mut found = false;
    for inner in &attributions[from.min(attributions.len())..] {
        let (Some(cue), Some(source)) = (inner.cue.first(), inner.source.first()) else { continue };
        if cue.start > reach.end + NESTED_REACH {
            break;
        }
        // "He said he had called the mayor": whoever speaks of himself hands nothing on through another.
        let tokens = scene.reading.tokens_in(*source);
        let himself = tokens.len() == 1 && scene.reading.tag(tokens.start) == Tag::Pronoun;
        let clause = inner.content.first().is_some_and(|content| statements::is_told(scene, *content));
        if himself || !clause {
            continue;
        }
        let inside = |span: &Span| contents.iter().any(|content| content.contains(span));
        if inner.id == id
            || inner.class != CueClass::Assertion
            || !inside(cue)
            || !inside(source)
            || !inner.content.iter().all(inside)
        {
            continue;
        }
        let first = drafts.len();
        statements::attributed(scene, inner, remarks, drafts);
        for draft in first..drafts.len() {
            found = true;
            drafts[draft].taken = Taken::Nested;
            drafts[draft].because("claim", "it is said by somebody inside what another says", Some(*cue));
            drafts[draft].parent = Some(which);
            drafts[draft].voice = voice::nested(scene, *cue, &drafts[draft].content);
            let content = drafts[draft].content.iter().copied().reduce(|all, span| all.cover(&span));
            let start = source.start.min(cue.start);
            if let Some(content) = content {
                let inside =
                    Inside { source: Some(*source), cue: *cue, content, start: start.min(content.start) };
                let (outer, _) = drafts.split_at_mut(draft);
                lead_in(scene, &mut outer[which], &inside);
            }
        }
    }
    found
}

/// Attributions are in the order of their first part, which may be a content far before its cue: this many bytes either way.
const NESTED_REACH: u32 = 2_000;

/// A rule that was never calibrated is trusted less than the relation it stands in. A guess.
const NESTED_CONFIDENCE: f32 = 0.7;

/// A speech act found inside a content.
pub(crate) struct Inside {
    pub(crate) source: Option<Span>,
    pub(crate) cue: Span,
    pub(crate) content: Span,
    /// Where the words that name the inner source begin.
    start: u32,
}

/// An inner statement shorter than this is not worth a claim of its own.
const INNER_WORDS_MIN: usize = 4;

pub(crate) fn inside(scene: &Scene<'_>, content: Span) -> Option<Inside> {
    let tokens = scene.reading.tokens_in(content);
    if let Some(found) = rumoured(scene, tokens.clone()) {
        return Some(found);
    }
    for verb in tokens.start + 1..tokens.end.saturating_sub(INNER_WORDS_MIN) {
        if !is_speech(scene, verb) {
            continue;
        }
        let sentence =
            scene.reading.sentences[scene.sentence(scene.reading.tokens[verb].span.start)].tokens.clone();
        let end = sentence.end.min(tokens.end);
        let Some(from) = clause_after(scene, verb, end) else { continue };
        let inner = scene.reading.span_of(from.clause..trimmed_end(scene, from.clause, end));
        if scene.word_count(inner) < INNER_WORDS_MIN {
            continue;
        }
        let first = sentence.start.max(tokens.start);
        let (source, start) = match from.agent {
            Some(agent) => (Some(scene.reading.span_of(agent)), verb),
            None if is_passive(scene, verb) => (None, verb),
            None => {
                let Some(subject) = subject_before(scene, first, verb) else { continue };
                // "near Makiivka in the northern region, said": the object of a preposition is nobody's subject.
                if subject.start > first && scene.reading.tag(subject.start - 1) == Tag::Adposition {
                    continue;
                }
                let start = subject.start;
                (Some(scene.reading.span_of(subject)), start)
            }
        };
        let cue = scene.reading.span_of(verb..verb + 1);
        return Some(Inside { source, cue, content: inner, start: scene.reading.tokens[start].span.start });
    }
    None
}

/// "There were reports that they were hunted": a noun hands the clause on, and is all that is known of its source.
fn rumoured(scene: &Scene<'_>, tokens: std::ops::Range<usize>) -> Option<Inside> {
    let noun = (tokens.start..tokens.end).find(|&at| {
        matches!(scene.reading.lower(at), "reports" | "rumors" | "rumours" | "allegations" | "accounts")
            && scene.reading.lower(at + 1) == "that"
    })?;
    // "They file reports that" is a deed of theirs; "there were reports that" is nobody's.
    let nobodys = (tokens.start.max(noun.saturating_sub(4))..noun)
        .any(|at| matches!(scene.reading.lower(at), "there" | "amid" | "despite" | "after" | "citing"));
    if !nobodys {
        return None;
    }
    let sentence =
        scene.reading.sentences[scene.sentence(scene.reading.tokens[noun].span.start)].tokens.clone();
    let end = trimmed_end(scene, noun + 2, sentence.end.min(tokens.end));
    let content = scene.reading.span_of(noun + 2..end);
    let cue = scene.reading.tokens[noun].span;
    (scene.word_count(content) >= INNER_WORDS_MIN).then_some(Inside {
        source: Some(cue),
        cue,
        content,
        start: cue.start,
    })
}

pub(crate) fn is_speech(scene: &Scene<'_>, at: usize) -> bool {
    let tag = scene.reading.tag(at);
    if !matches!(tag, Tag::Past | Tag::Participle | Tag::Present | Tag::Gerund) {
        return false;
    }
    // "the said crew": a participle between a determiner and its noun.
    if tag == Tag::Participle && scene.reading.tag(at.wrapping_sub(1)) == Tag::Determiner {
        return false;
    }
    let known = scene.data.cue_words.known(hash(scene.reading.lower(at).as_bytes()));
    known.is_some_and(|known| known.verb == Some(CueClass::Assertion))
}

/// A subject longer than this is not one.
const SUBJECT_MAX: usize = 9;

/// Where the clause after a verb of speech begins, and who spoke if the verb is passive.
struct After {
    clause: usize,
    agent: Option<std::ops::Range<usize>>,
}

/// How many words of hearer, day or place may stand between a verb and its "that".
const BEFORE_THAT_MAX: usize = 14;

fn clause_after(scene: &Scene<'_>, verb: usize, end: usize) -> Option<After> {
    let by = (scene.reading.lower(verb + 1) == "by").then_some(verb + 2);
    let that = (verb + 1..end.min(verb + 1 + BEFORE_THAT_MAX))
        .find(|&at| scene.reading.lower(at) == "that" && scene.reading.tag(at) == Tag::Subordinator);
    let approximate = scene.data.ledger.is(List::Approximations, scene.reading.lower(verb + 1))
        && (verb + 2..verb + 4).any(|at| scene.reading.tag(at) == Tag::Number);
    let stop = (verb + 1..end.min(verb + 1 + BEFORE_THAT_MAX))
        .find(|&at| matches!(scene.reading.lower(at), "," | ";" | "and" | "but"));
    match that {
        Some(that) if stop.is_none_or(|stop| that < stop) => Some(After {
            clause: that + 1,
            agent: by.filter(|_| is_passive(scene, verb)).map(|from| from..that),
        }),
        // "said they ran", "said 300 men were held": a noun phrase, and a finite verb before the next mark.
        _ => {
            let first = verb + 1;
            let subject = matches!(
                scene.reading.tag(first),
                Tag::Pronoun
                    | Tag::Determiner
                    | Tag::Number
                    | Tag::Noun
                    | Tag::NounPlural
                    | Tag::Name
                    | Tag::Adjective
            ) || approximate
                || matches!(scene.reading.lower(first), "there" | "there's");
            let finite = (first + 1..end.min(first + SUBJECT_MAX))
                .take_while(|&at| scene.reading.tag(at) != Tag::Punctuation)
                .any(|at| matches!(scene.reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary));
            (subject && finite).then_some(After { clause: first, agent: None })
        }
    }
}

pub(crate) fn is_passive(scene: &Scene<'_>, verb: usize) -> bool {
    scene.reading.tag(verb) == Tag::Participle
        && (verb.saturating_sub(3)..verb).any(|at| {
            matches!(scene.reading.lower(at), "was" | "were" | "been" | "is" | "are" | "'re" | "being")
        })
        && (!(verb.saturating_sub(2)..verb)
            .any(|at| matches!(scene.reading.lower(at), "has" | "have" | "had"))
            || (verb.saturating_sub(2)..verb).any(|at| matches!(scene.reading.lower(at), "been" | "being")))
}

/// What is set beside a name in commas is at most this long.
const APPOSITION_MAX: usize = 24;

/// The noun phrase before a verb of speech: "My husband said" → "My husband"; "the wife, who said" → "the wife".
pub(crate) fn subject_before(scene: &Scene<'_>, first: usize, verb: usize) -> Option<std::ops::Range<usize>> {
    let mut end = verb;
    while end > first && matches!(scene.reading.tag(end - 1), Tag::Adverb | Tag::Auxiliary | Tag::Particle) {
        end -= 1;
    }
    if end > first + 2 && scene.reading.lower(end - 1) == ")" {
        end = (first..end - 1).rev().take(APPOSITION_MAX).find(|&at| scene.reading.lower(at) == "(")?;
    }
    // "The channel, a project of reporters, said": the phrase before the pair of commas, and what stands between them,
    // for it may hold the name ("The cook, Ivan Orlov, said").
    let mut closing = end;
    if end > first + 2 && scene.reading.lower(end - 1) == "," {
        let opening = (first..end - 1).rev().take(APPOSITION_MAX).find(|&at| scene.reading.lower(at) == ",");
        closing = end - 1;
        end = opening.unwrap_or(end - 1);
    }
    if end > first && matches!(scene.reading.lower(end - 1), "who" | "which") {
        return Some(end - 1..end);
    }
    let mut start = attached(scene, first, phrase_start(scene, first, end));
    // A phrase that is only a preposition's object ("of the war said") is still closed by its own noun.
    while start < end && matches!(scene.reading.tag(start), Tag::Adposition | Tag::Particle) {
        start += 1;
    }
    let named =
        (start..end).any(|at| scene.reading.tag(at).is_nominal() || scene.reading.tag(at) == Tag::Pronoun);
    named.then_some(start..closing)
}

/// Where the noun phrase that ends before token `end` begins. A determiner begins one: "on Monday the mayor" is two.
fn phrase_start(scene: &Scene<'_>, first: usize, end: usize) -> usize {
    let mut start = end;
    // "the acting governor of the occupied part": a participle between a determiner and its noun belongs to the phrase.
    let attributive = |at: usize| {
        at > first
            && matches!(scene.reading.tag(at), Tag::Participle | Tag::Gerund)
            && (matches!(
                scene.reading.tag(at - 1),
                Tag::Determiner | Tag::Adjective | Tag::Participle | Tag::Gerund
            ) || scene.reading.lower(at - 1) == "of")
    };
    while start > first && (is_nominal(scene, start - 1) || start < end && attributive(start - 1)) {
        start -= 1;
        let opens = matches!(scene.reading.lower(start), "the" | "a" | "an");
        if opens && !matches!(scene.reading.lower(start.wrapping_sub(1)), "all" | "both" | "of" | "half") {
            break;
        }
    }
    start
}

/// Where a noun phrase begins whose last part, hung on by a preposition, begins at `start`: "A stoker on a collier moored at
/// the mole". The same place where what comes before only opens the sentence ("In a letter to the Herald sailors …").
pub(crate) fn attached(scene: &Scene<'_>, first: usize, start: usize) -> usize {
    let mut whole = start;
    while whole > first + 1 && scene.reading.tag(whole - 1) == Tag::Adposition {
        let mut end = whole - 1;
        while end > first && matches!(scene.reading.tag(end - 1), Tag::Participle | Tag::Gerund | Tag::Past) {
            end -= 1;
        }
        let before = phrase_start(scene, first, end);
        // "a film went viral of sailors": the preposition hangs on no noun beside it.
        if !(before..end).any(|at| scene.reading.tag(at).is_nominal()) {
            return start;
        }
        whole = before;
    }
    let fronted = whole > first && scene.reading.tag(whole - 1) == Tag::Adposition
        || scene.reading.tag(whole) == Tag::Adposition;
    if fronted { start } else { whole }
}

pub(crate) fn is_nominal(scene: &Scene<'_>, at: usize) -> bool {
    scene.reading.tag(at).is_of_noun_phrase()
        || scene.reading.lower(at) == "'s"
        || (scene.reading.lower(at) == "of" && scene.reading.tag(at.saturating_sub(1)).is_nominal())
}

fn trimmed_end(scene: &Scene<'_>, start: usize, mut end: usize) -> usize {
    while end > start && matches!(scene.reading.lower(end - 1), "." | "," | ";") {
        end -= 1;
    }
    end
}

/// What may be left of an outer content beside an inner speech without being told by itself: a day, a place.
const REMNANT_MAX: usize = 4;

/// An outer content that is mostly the inner one keeps the words before it, so that no words are claimed twice over; and
/// nothing of it is left where those words only name the inner source.
fn lead_in(scene: &Scene<'_>, outer: &mut Draft, found: &Inside) {
    let Some(which) = outer.content.iter().position(|span| span.contains(&found.content)) else { return };
    let whole = outer.content[which];
    // "“…,” the mayor said on Friday, according to the Herald": but for a day all of it is the inner speech.
    let inner = scene.word_count(found.content)
        + scene.word_count(found.cue)
        + found.source.map_or(0, |source| scene.word_count(source));
    if scene.word_count(whole) <= inner + REMNANT_MAX && found.start == whole.start {
        outer.leads_only = true;
        return;
    }
    if scene.word_count(found.content) * 2 < scene.word_count(whole) {
        return;
    }
    let before = Span { start: whole.start, end: found.start };
    let kept = statements::without_edge(scene, before);
    if scene.word_count(kept) >= INNER_WORDS_MIN {
        outer.content[which] = kept;
    } else {
        outer.leads_only = true;
    }
}

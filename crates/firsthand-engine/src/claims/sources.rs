//! Who a source is: from the words that name it to a hop of the chain.
//!
//! In: the spans of a source. Out: its hop: name or description (never a pronoun), kind, naming, role.
//! `Oleh Marchenko, the spokesman for the Black Sea Fleet,` → Oleh Marchenko, official, named

use firsthand_schema::{
    annotation::{Mention, Names, Naming},
    claim::{Hop, SourceKind},
    span::Span,
};

use super::{draft::Scene, nested, speakers, words::List};
use crate::reading::{tags::Tag, tokens::TokenKind};

/// What the ledger remembers of the sources met so far, for "he", "they" and "the spokesman".
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    seen: Vec<Seen>,
}

#[derive(Clone, Debug)]
struct Seen {
    hop: Hop,
    many: bool,
    person: bool,
    head: String,
    sentence: usize,
}

impl Memory {
    /// Remembers a hop as the latest, with the sentence in which it spoke.
    pub(crate) fn remember(&mut self, scene: &Scene<'_>, hop: &Hop, sentence: usize) {
        let head = hop.span.map(|span| head_noun(scene, span)).unwrap_or_default();
        let many =
            hop.naming == Naming::Collective || scene.data.ledger.head(&head).is_some_and(|head| head.many);
        // A body speaks as "it", a person as "he": told apart by what named them.
        let person = match hop.kind {
            SourceKind::Person => true,
            SourceKind::Official => !many && hop.span.is_none_or(|span| is_somebody(scene, span)),
            _ => false,
        };
        self.seen.push(Seen { hop: hop.clone(), many, person, head, sentence });
    }

    fn latest(&self, fits: impl Fn(&Seen) -> bool) -> Option<Hop> {
        self.seen.iter().rev().take(REMEMBERED).find(|seen| fits(seen)).map(|seen| seen.hop.clone())
    }
}

/// How many sources back a pronoun may point: readers forget, and live pages go on for ever.
const REMEMBERED: usize = 100;

/// A source that no list knows, by its own words: "parties to the agreement". None for a pronoun or a verb.
pub(crate) fn any(scene: &Scene<'_>, source: &[Span]) -> Option<Hop> {
    let span = source.first()?.trimmed(scene.reading.text);
    let head = head_token(scene, span)?;
    let tag = scene.reading.tag(head);
    if pronoun(scene.reading.lower(head)).is_some()
        || !matches!(tag, Tag::Noun | Tag::NounPlural | Tag::Name)
        || scene.data.ledger.is(List::Sayings, scene.reading.lower(head))
    {
        return None;
    }
    let first = scene.reading.tokens_in(span).start;
    let many = tag == Tag::NounPlural;
    // "his chest" is nobody; "their owners" may be.
    if !many && matches!(scene.reading.lower(first), "his" | "her" | "their" | "its" | "my" | "our") {
        return None;
    }
    Some(Hop {
        name: phrase(scene, span),
        kind: if many { SourceKind::Person } else { SourceKind::MediaObject },
        naming: if many { Naming::Collective } else { Naming::Anonymous },
        role: None,
        span: Some(span),
        entity: None,
    })
}

/// What kind of pronoun a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pronoun {
    One,
    Many,
    Thing,
    Relative,
    Speaker,
}

fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => Pronoun::One,
        "they" | "them" | "their" | "theirs" | "themselves" | "both" | "these" | "those" => Pronoun::Many,
        "it" | "its" | "itself" => Pronoun::Thing,
        "who" | "which" | "that" | "whom" | "whose" => Pronoun::Relative,
        "i" | "we" | "me" | "us" | "my" | "our" => Pronoun::Speaker,
        _ => return None,
    })
}

/// The hop that a source's spans name. None for the outlet speaking of itself, and for a pronoun that nothing explains.
pub(crate) fn hop(scene: &Scene<'_>, source: &[Span], memory: &Memory) -> Option<Hop> {
    let span = source.first()?.trimmed(scene.reading.text);
    let tokens = scene.reading.tokens_in(span);
    let first = tokens.clone().find(|&at| scene.reading.tokens[at].kind != TokenKind::Mark)?;
    if let Some(kind) = pronoun(scene.reading.lower(first)) {
        let words = scene.word_count(span);
        // "its daily update": a body's own paper is the body speaking.
        let paper = words > 1
            && matches!(scene.reading.lower(first), "its" | "their" | "his" | "her")
            && scene
                .data
                .ledger
                .head(&head_noun(scene, span))
                .is_some_and(|head| head.kind == SourceKind::MediaObject);
        if words == 1 || paper || kind == Pronoun::Relative {
            return resolve(scene, kind, first, memory);
        }
    }
    described(scene, span, memory)
}

fn resolve(scene: &Scene<'_>, kind: Pronoun, at: usize, memory: &Memory) -> Option<Hop> {
    match kind {
        Pronoun::Speaker => None,
        Pronoun::Relative => {
            // "Evgeny, a soldier who said": the nearest noun phrase before the pronoun.
            let sentence = &scene.reading.sentences[scene.sentence(scene.reading.tokens[at].span.start)];
            let before = scene.reading.span_of(sentence.tokens.start..at);
            let phrase = phrase_before(scene, before);
            described(scene, phrase, memory).or_else(|| {
                // "a film went viral of sailors who said": only the nearest noun, where the whole phrase is nobody.
                let last = scene
                    .reading
                    .tokens_in(phrase)
                    .rev()
                    .find(|&at| is_preposition(scene.reading.lower(at)))?;
                let end = scene.reading.tokens_in(phrase).end;
                described(scene, scene.reading.span_of(last + 1..end), memory)
            })
        }
        Pronoun::One => somebody(scene, at, memory),
        Pronoun::Many => several(scene, at, memory)
            .or_else(|| memory.latest(|seen| seen.many))
            .or_else(|| memory.latest(|seen| seen.hop.kind != SourceKind::MediaObject)),
        Pronoun::Thing => memory.latest(|seen| !seen.person && seen.hop.kind != SourceKind::MediaObject),
    }
}

/// Whom "he" or "she" stands for: the person that the words before make likeliest, where whoever spoke last has a start.
fn somebody(scene: &Scene<'_>, at: usize, memory: &Memory) -> Option<Hop> {
    let last = memory.seen.iter().rev().take(REMEMBERED).find(|seen| {
        !seen.many && matches!(seen.hop.kind, SourceKind::Person | SourceKind::Official) && seen.person
    });
    let here = scene.sentence(scene.reading.tokens[at].span.start);
    let ranked = scene.antecedents(at);
    let spoke = |entity| last.is_some_and(|last| last.hop.entity == Some(entity));
    let best = ranked
        .iter()
        .map(|&(entity, score)| (score + if spoke(entity) { SPOKE_LAST } else { 0 }, entity))
        .max_by_key(|&(score, _)| score);
    // Whoever spoke is ranked by how long ago, as one named at the head of that sentence would be: "he said" names nobody.
    // One that is near and was not ranked has the other gender.
    let at_byte = scene.reading.tokens[at].span.start;
    let last = last.filter(|last| {
        last.hop.entity.is_none_or(|entity| {
            ranked.iter().any(|&(other, _)| other == entity)
                || scene
                    .mention_before(entity, at_byte)
                    .is_none_or(|mention| here - scene.sentence(mention.span.start) > NEAR_SENTENCES)
        })
    });
    let spoken = last.map(|last| {
        SUBJECT_SCORE + SPOKE_LAST - 9 * i32::try_from(here.saturating_sub(last.sentence)).unwrap_or(99)
    });
    match (best, spoken) {
        (Some((score, entity)), spoken) if !spoke(entity) && spoken.is_none_or(|spoken| score > spoken) => {
            let known = memory.latest(|seen| seen.hop.entity == Some(entity));
            known.or_else(|| {
                let mention = scene.mention_before(entity, scene.reading.tokens[at].span.start)?;
                if let Some(subject) = named_subject(scene, mention) {
                    return described(scene, subject, &Memory::default());
                }
                matches!(mention.names, Names::Person(_))
                    .then(|| person_hop(scene, mention.span, mention, ""))
            })
        }
        _ => last.map(|last| last.hop.clone()),
    }
}

/// "The cooks made a film in which they said": the people that the pronoun's own sentence is about.
fn several(scene: &Scene<'_>, at: usize, memory: &Memory) -> Option<Hop> {
    let sentence = &scene.reading.sentences[scene.sentence(scene.reading.tokens[at].span.start)];
    speakers::subjects(scene, sentence.tokens.clone(), at).find_map(|subject| {
        let head = head_token(scene, subject)?;
        let people =
            scene.data.ledger.head(scene.reading.lower(head)).is_some_and(|head| {
                head.many && matches!(head.kind, SourceKind::Person | SourceKind::Outlet)
            });
        people.then(|| described(scene, subject, memory)).flatten()
    })
}

/// "The captain of the fleet, Ivan Orlov, …": the subject that holds a description, where it holds a name too.
fn named_subject(scene: &Scene<'_>, mention: &Mention) -> Option<Span> {
    if person_name(mention).is_some() {
        return None;
    }
    let tokens = scene.reading.sentences[scene.sentence(mention.span.start)].tokens.clone();
    let subject = speakers::main_subject(scene, tokens.clone(), tokens.end)?;
    (subject.contains(&mention.span) && scene.mentions_in(subject).any(|other| person_name(other).is_some()))
        .then_some(subject)
}

/// The start that whoever spoke last has over others, in the points of the pronoun rules (a sentence back costs 9). A guess:
/// more than the sentence between a quotation and the pronoun after it, less than two.
const SPOKE_LAST: i32 = 12;

/// How far back the pronoun rules look.
const NEAR_SENTENCES: usize = 4;

/// What the pronoun rules give a person that opens the pronoun's own sentence.
const SUBJECT_SCORE: i32 = 48;

/// Whether the words of a source name or describe one person, and not an office.
fn is_somebody(scene: &Scene<'_>, span: Span) -> bool {
    let mut body = false;
    for mention in scene.mentions_in(span) {
        match mention.names {
            Names::Person(_) => return true,
            Names::Organisation(_) | Names::Place(_) => body = true,
            _ => {}
        }
    }
    !body
}

/// The noun phrase that ends a span; a description in commas after a name still names it.
fn phrase_before(scene: &Scene<'_>, before: Span) -> Span {
    let tokens = scene.reading.tokens_in(before);
    nested::subject_before(scene, tokens.start, tokens.end)
        .map_or(Span::new(0, 0), |phrase| scene.reading.span_of(phrase))
}

/// A noun phrase longer than this is not one.
const PHRASE_MAX: usize = 14;

/// The lower-case noun that heads a source: the last word before the first comma, bracket, relative or preposition.
pub(crate) fn head_noun(scene: &Scene<'_>, span: Span) -> String {
    head_token(scene, span).map(|at| scene.reading.lower(at).to_owned()).unwrap_or_default()
}

fn head_token(scene: &Scene<'_>, span: Span) -> Option<usize> {
    let mut head = None;
    let tokens = scene.reading.tokens_in(span);
    for at in tokens.clone() {
        let word = scene.reading.lower(at);
        // "a number of sailors", "a group of men": the head is what is counted.
        if word == "of"
            && head.is_some_and(|head: usize| scene.data.ledger.is(List::Measures, scene.reading.lower(head)))
        {
            head = None;
            continue;
        }
        // "a report issued by", "totals published on": what the noun underwent says no more what it is.
        let underwent = matches!(scene.reading.tag(at), Tag::Participle | Tag::Past | Tag::Gerund)
            && at + 1 < tokens.end
            && matches!(scene.reading.tag(at + 1), Tag::Adposition | Tag::Adverb | Tag::Particle)
            && head.is_some_and(|head: usize| matches!(scene.reading.tag(head), Tag::Noun | Tag::NounPlural));
        if underwent {
            break;
        }
        if scene.reading.tokens[at].kind == TokenKind::Mark {
            if head.is_some() && !matches!(word, "\"" | "“" | "”" | "'" | "’" | "‘" | "&" | "-") {
                break;
            }
            continue;
        }
        if matches!(word, "'s" | "'") {
            continue;
        }
        if head.is_some() && is_preposition(word) {
            break;
        }
        head = Some(at);
    }
    head
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "in"
            | "at"
            | "from"
            | "with"
            | "who"
            | "whom"
            | "which"
            | "that"
            | "on"
            | "by"
            | "to"
            | "and"
            | "or"
            | "as"
            | "against"
            | "about"
            | "near"
            | "under"
            | "over"
            | "whose"
            | "where"
            | "during"
            | "including"
            | "among"
            | "between"
            | "behind"
            | "after"
            | "before"
            | "familiar"
            | "close"
            | "involved"
            | "based"
            | "serving"
            | "fighting"
            | "speaking"
            | "quoted"
            | "cited"
    )
}

/// The hop of a source that is named or described.
fn described(scene: &Scene<'_>, span: Span, memory: &Memory) -> Option<Hop> {
    let head_at = head_token(scene, span)?;
    let head_word = scene.reading.lower(head_at);
    let lexical = scene.data.ledger.head(head_word).filter(|_| {
        scene.reading.tokens[head_at].case == crate::reading::tokens::Case::Lower
            || !named_at(scene, span, head_at)
    });
    let mentions: Vec<&Mention> = scene.mentions_in(span).filter(|mention| is_speaker(mention)).collect();
    // A named person in the phrase's own seat: at the head, or set beside it ("the chief of staff, Ivan Orlov").
    if let Some(person) = mentions
        .iter()
        .find(|mention| person_name(mention).is_some() && in_seat(scene, span, head_at, mention))
    {
        return Some(person_hop(scene, span, person, head_word));
    }
    // "the head of the harbour board Captain Ivan Orlov": an office with its holder at the end.
    if let Some(person) = mentions.iter().find(|mention| {
        person_name(mention).is_some()
            && lexical.is_some_and(|head| head.kind == SourceKind::Official && !head.many)
            && holds_office(scene, span, mention)
    }) {
        return Some(person_hop(scene, span, person, head_word));
    }
    if let Some(outlet) = mentions.iter().find(|mention| {
        matches!(mention.names, Names::Outlet(_)) && speaks_for(scene, head_at, mention, lexical)
    }) {
        return Some(named_hop(scene, outlet, SourceKind::Outlet));
    }
    let text = phrase(scene, span);
    if let Some(head) = lexical {
        if let Some(outlet) = paper_again(scene, span, head_word, memory) {
            return Some(outlet);
        }
        if let Some(known) = same_again(scene, span, head_word, head, memory) {
            return Some(known);
        }
        return Some(lexical_hop(scene, span, &text, head, &mentions));
    }
    if let Some(body) = mentions.iter().find(|mention| {
        matches!(mention.names, Names::Organisation(_))
            && mention.span.overlaps(&scene.reading.tokens[head_at].span)
    }) {
        let official = matches!(&body.names, Names::Organisation(organisation) if organisation.official);
        let kind = if official { SourceKind::Official } else { SourceKind::Organisation };
        return Some(named_hop(scene, body, kind));
    }
    if let Some(place) = scene.mentions_in(span).find(|mention| {
        matches!(mention.names, Names::Place(_)) && mention.span.overlaps(&scene.reading.tokens[head_at].span)
    }) {
        // "Kyiv says", "Ukraine has said": a state speaks by its name or its capital's.
        return Some(Hop {
            name: scene.words(place.span).to_owned(),
            kind: SourceKind::Official,
            naming: Naming::Named,
            role: None,
            span: Some(place.span),
            entity: place.entity,
        });
    }
    if let Some(person) = mentions
        .iter()
        .find(|mention| matches!(mention.names, Names::Person(_)) && !possesses(scene, mention))
    {
        return Some(person_hop(scene, span, person, head_word));
    }
    let named = scene.reading.tokens[head_at].is_capital();
    // A surname alone, which the reader of names passed over: somebody met before.
    let surname = scene.reading.word(head_at);
    if named
        && let Some(known) =
            memory.latest(|seen| seen.hop.name.split_whitespace().any(|word| word == surname))
    {
        return Some(Hop { span: Some(span), ..known });
    }
    // "his chest", "the way things went": a noun of which no list says that it can speak is nobody's voice.
    named.then_some(Hop {
        name: text,
        kind: SourceKind::Organisation,
        naming: Naming::Named,
        role: None,
        span: Some(span),
        entity: None,
    })
}

/// Whether a capitalised head is part of a person's name rather than a noun of the lists ("Major", "General Staff").
fn named_at(scene: &Scene<'_>, span: Span, head: usize) -> bool {
    let head = scene.reading.tokens[head].span;
    scene.mentions_in(span).any(|mention| person_name(mention).is_some() && mention.span.contains(&head))
}

fn is_speaker(mention: &Mention) -> bool {
    matches!(mention.names, Names::Person(_) | Names::Outlet(_) | Names::Organisation(_))
}

fn person_name(mention: &Mention) -> Option<&str> {
    match &mention.names {
        Names::Person(person) => person.name.as_deref(),
        _ => None,
    }
}

/// Whether a person's name stands where the phrase's own name stands, and not inside "the wife of …".
fn in_seat(scene: &Scene<'_>, span: Span, head: usize, mention: &Mention) -> bool {
    if mention.span.overlaps(&scene.reading.tokens[head].span) {
        return true;
    }
    let tokens = scene.reading.tokens_in(span);
    let name = scene.reading.tokens_in(mention.span);
    if name.start < head {
        // "Ivan Orlov's wife" is not Ivan Orlov.
        return !matches!(scene.reading.lower(name.end), "'s" | "'") && scene.reading.lower(name.end) == ",";
    }
    // After the head: a comma just before the name sets it beside the head, unless a new "of" opens after that comma.
    name.start > tokens.start && scene.reading.lower(name.start - 1) == ","
}

/// Whether a name ends a description without being a preposition's object ("the aide to Ivan Orlov").
fn holds_office(scene: &Scene<'_>, span: Span, mention: &Mention) -> bool {
    let name = scene.reading.tokens_in(mention.span);
    let phrase = scene.reading.tokens_in(span);
    let ends = (name.end..phrase.end).all(|at| scene.reading.tokens[at].kind == TokenKind::Mark);
    let mut before = name.start;
    while before > phrase.start
        && (scene.data.names.title(scene.reading.lower(before - 1)).is_some()
            || scene.data.ledger.head(scene.reading.lower(before - 1)).is_some()
                && scene.reading.tokens[before - 1].is_capital())
    {
        before -= 1;
    }
    ends && before > phrase.start
        && !is_preposition(scene.reading.lower(before - 1))
        && !matches!(scene.reading.lower(before - 1), "'s" | "'")
}

/// "Ivan Orlov's order": the person named is not the one that speaks.
fn possesses(scene: &Scene<'_>, mention: &Mention) -> bool {
    matches!(scene.reading.lower(scene.reading.tokens_in(mention.span).end), "'s" | "'")
}

/// Whether an outlet named in the phrase is who speaks: the head itself, a noun for press, or "a report by", "X's story".
fn speaks_for(
    scene: &Scene<'_>,
    head: usize,
    mention: &Mention,
    lexical: Option<super::words::Head>,
) -> bool {
    if mention.span.overlaps(&scene.reading.tokens[head].span) {
        return true;
    }
    matches!(lexical, Some(head) if head.kind == SourceKind::Outlet)
        || matches!(
            scene.reading.lower(head),
            "article"
                | "report"
                | "story"
                | "investigation"
                | "estimate"
                | "estimates"
                | "interview"
                | "dispatch"
                | "telegram"
                | "cable"
                | "bulletin"
                | "correspondent"
        )
}

fn person_hop(scene: &Scene<'_>, span: Span, mention: &Mention, head: &str) -> Hop {
    let Names::Person(person) = &mention.names else { return named_hop(scene, mention, SourceKind::Person) };
    let role = person.role.clone().or_else(|| person.relation.clone());
    let office = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take_while(|word| !is_preposition(word))
            .any(|word| {
                scene
                    .data
                    .ledger
                    .head(&word.to_lowercase())
                    .is_some_and(|head| head.kind == SourceKind::Official)
            })
    };
    let around = scene.words(span).replace(scene.words(mention.span), " ");
    let official = role.as_deref().is_some_and(office)
        || scene.data.ledger.head(head).is_some_and(|head| head.kind == SourceKind::Official)
        || office(&around);
    let name = person
        .name
        .clone()
        .or_else(|| mention.entity.and_then(|entity| scene.entity_name(entity)).map(str::to_owned));
    Hop {
        name: name.unwrap_or_else(|| scene.words(mention.span).to_owned()),
        kind: if official { SourceKind::Official } else { SourceKind::Person },
        naming: person.naming.unwrap_or(if person.name.is_some() {
            Naming::Named
        } else {
            Naming::Anonymous
        }),
        role,
        span: Some(mention.span),
        entity: mention.entity,
    }
}

/// A hop for a named body or outlet.
pub(crate) fn named_hop(scene: &Scene<'_>, mention: &Mention, kind: SourceKind) -> Hop {
    // The words of the report, not the tables' name for it: a ledger quotes.
    let name = scene.words(mention.span);
    let role = match &mention.names {
        Names::Organisation(organisation) if kind == SourceKind::Official => organisation.party.clone(),
        _ => None,
    };
    Hop {
        name: name.to_owned(),
        kind,
        naming: Naming::Named,
        role,
        span: Some(mention.span),
        entity: mention.entity,
    }
}

/// "The spokesman", "the soldier": somebody met before under the same head noun, or the one official met so far.
fn same_again(
    scene: &Scene<'_>,
    span: Span,
    noun: &str,
    head: super::words::Head,
    memory: &Memory,
) -> Option<Hop> {
    let first = scene.reading.tokens_in(span).next()?;
    if !matches!(scene.reading.lower(first), "the" | "his" | "her" | "this" | "these" | "that" | "those")
        || scene.reading.tokens_in(span).len() > 4
    {
        return None;
    }
    memory
        .latest(|seen| {
            // "the wife of a soldier" is a wife: only the words before the first preposition tell what somebody is.
            let role = seen.hop.role.as_deref().unwrap_or("").to_lowercase();
            let mut words =
                role.split(|letter: char| !letter.is_alphanumeric()).take_while(|word| !is_preposition(word));
            seen.head == noun || words.any(|word| word == noun)
        })
        .filter(|hop| hop.kind == head.kind || hop.kind == SourceKind::Person)
}

/// "The report notes": the paper whose report was told of last.
fn paper_again(scene: &Scene<'_>, span: Span, noun: &str, memory: &Memory) -> Option<Hop> {
    let definite = scene
        .reading
        .tokens_in(span)
        .next()
        .is_some_and(|at| matches!(scene.reading.lower(at), "the" | "its" | "this"));
    let paper = matches!(
        noun,
        "report"
            | "article"
            | "story"
            | "investigation"
            | "outlet"
            | "newspaper"
            | "paper"
            | "channel"
            | "agency"
            | "site"
            | "website"
            | "magazine"
            | "broadcaster"
            | "publication"
            | "statement"
            | "update"
            | "assessment"
            | "bulletin"
            | "summary"
    );
    (definite && paper && scene.word_count(span) <= 3)
        .then(|| {
            // "The report said", after an institute's: its own.
            let papers =
                matches!(noun, "report" | "statement" | "update" | "assessment" | "bulletin" | "summary");
            memory.latest(|seen| {
                seen.hop.kind == SourceKind::Outlet && noun != "statement"
                    || papers
                        && !seen.person
                        && matches!(seen.hop.kind, SourceKind::Organisation | SourceKind::Official)
            })
        })
        .flatten()
}

fn lexical_hop(
    scene: &Scene<'_>,
    span: Span,
    text: &str,
    head: super::words::Head,
    mentions: &[&Mention],
) -> Hop {
    let first = scene.reading.tokens_in(span).next();
    let indefinite = first.is_some_and(|at| {
        matches!(
            scene.reading.lower(at),
            "a" | "an"
                | "one"
                | "another"
                | "some"
                | "several"
                | "two"
                | "three"
                | "many"
                | "unnamed"
                | "anonymous"
        )
    });
    let naming = match (head.kind, head.many) {
        (SourceKind::MediaObject, _) => Naming::Anonymous,
        (SourceKind::Outlet, true) => Naming::Collective,
        (SourceKind::Person, true) => Naming::Collective,
        (SourceKind::Person, false) => Naming::Anonymous,
        _ if indefinite => Naming::Anonymous,
        _ => Naming::Named,
    };
    let mention = mentions.iter().find(|mention| mention.span.overlaps(&span));
    let role = (head.kind == SourceKind::Person).then(|| text.to_owned());
    Hop {
        name: text.to_owned(),
        kind: head.kind,
        naming,
        role,
        span: Some(span),
        entity: mention.and_then(|mention| mention.entity),
    }
}

/// A description as it is shown: the phrase up to its first comma, bracket or relative clause, without an article.
fn phrase(scene: &Scene<'_>, span: Span) -> String {
    let tokens = scene.reading.tokens_in(span);
    let mut end = tokens.start;
    for at in tokens.clone() {
        let word = scene.reading.lower(at);
        if end > tokens.start && matches!(scene.reading.tag(at), Tag::Past | Tag::Present | Tag::Auxiliary) {
            break;
        }
        if end > tokens.start
            && matches!(word, "," | "(" | ";" | ":" | "—" | "–" | "who" | "which" | "whose" | "that")
            || at - tokens.start >= PHRASE_MAX
        {
            break;
        }
        end = at + 1;
    }
    let mut start = tokens.start;
    while start + 1 < end
        && matches!(scene.reading.lower(start), "the" | "a" | "an" | "\"" | "“" | "at" | "least")
    {
        start += 1;
    }
    scene.words(scene.reading.span_of(start..end)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a hop is the outlet that publishes the document: it is not a source of its own report.
pub(crate) fn is_publisher(scene: &Scene<'_>, hop: &Hop) -> bool {
    let Some(outlet) = scene.reading.document.outlet.as_deref() else { return false };
    if hop.name.eq_ignore_ascii_case(outlet)
        || hop
            .entity
            .and_then(|entity| scene.entity_name(entity))
            .is_some_and(|name| name.eq_ignore_ascii_case(outlet))
    {
        return true;
    }
    let tables = &scene.data.names.outlets;
    match (tables.outlet_of(outlet), tables.outlet_of(&hop.name)) {
        (Some(publisher), Some(hop)) => publisher.name == hop.name,
        _ => false,
    }
}

/// Whether two hops are the same source as far as one document can tell: one entity, or a name that is part of the
/// other ("Shtupun", "Oleksandr Shtupun"). People without a name are the same only by entity or by the same words.
pub(crate) fn same(a: &Hop, b: &Hop) -> bool {
    if let (Some(a), Some(b)) = (a.entity, b.entity)
        && a == b
    {
        return true;
    }
    if a.name.eq_ignore_ascii_case(&b.name) {
        return true;
    }
    let named = |hop: &Hop| matches!(hop.naming, Naming::Named | Naming::Partial | Naming::Pseudonym);
    let (short, long) = if a.name.len() <= b.name.len() { (a, b) } else { (b, a) };
    named(a)
        && named(b)
        && a.kind == b.kind
        && short.name.split_whitespace().all(|word| long.name.split_whitespace().any(|other| other == word))
}

//! Finds whose people and things a text speaks of: demonyms and the adjectives of places.
//!
//! In: a reading, and the names found in it. Out: a mention for each such word, with the place it is made from.
//! `Ukrainian drones struck a Crimean depot` → Ukraine, Crimea
//!
//! It is not a place of what happened: the depot may be anywhere in Crimea, and the drones came from somewhere else. So
//! nothing downstream takes it for one; it is for whoever asks which places a text speaks of. The same goes for a place
//! within a word: "Kyiv-based", "US-led". A language is no place.

use std::{borrow::Cow, collections::BTreeMap};

use firsthand_schema::{
    annotation::{Names, Person},
    place::{Place, Precision},
    span::Span,
};

use super::super::Found;
use crate::{
    folding::fold,
    gazetteer::Likeness,
    language::LanguageData,
    reading::{
        Reading,
        tags::Tag,
        tokens::{Case, TokenKind},
    },
};

/// In text order; none inside the name of a place or of a person.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData, names: &[Found]) -> Vec<Found> {
    let taken = |span: Span| {
        names.iter().any(|name| {
            let named = match &name.names {
                Names::Place(_) => true,
                Names::Person(Person { name, .. }) => name.is_some(),
                _ => false,
            };
            named && name.span.overlaps(&span)
        })
    };
    let mut named: BTreeMap<String, &Place> = BTreeMap::new();
    for name in names {
        if let Names::Place(place) = &name.names
            && place.lat.is_some()
        {
            named.entry(fold(name.span.of(reading.text))).or_insert(place);
        }
    }
    let mut found: Vec<Found> = Vec::new();
    let mut language = None;
    let mut at = 0;
    while at < reading.tokens.len() {
        let words = word_at(reading, data, &named, at);
        let next = at + words.first().map_or(1, |word| word.tokens);
        let before = at.checked_sub(1).map_or("", |at| reading.lower(at));
        // "in Russian and English": what goes for the first goes for the second.
        let listed = matches!(before, "and" | "or" | ",") && language.is_some_and(|last| last + 2 == at);
        if words.len() == 1 && words[0].span.end == reading.tokens[next - 1].span.end {
            if is_language(reading, before, next, listed) {
                language = Some(at);
                at = next;
                continue;
            }
            // "Christian Dane" is somebody whom the tagger passed over.
            let given = at > 0
                && reading.tokens[at].breaks == 0
                && reading.tokens[at - 1].is_capital()
                && data.names.given(before).is_some();
            if given {
                at = next;
                continue;
            }
        }
        found.extend(words.into_iter().filter(|word| !taken(word.span)).map(|word| Found {
            span: word.span,
            entity: None,
            names: Names::Demonym(word.place.into_owned()),
        }));
        at = next;
    }
    found
}

/// A demonym as it stands in the text.
struct Demonym<'d> {
    span: Span,
    /// How many tokens it takes.
    tokens: usize,
    place: Cow<'d, Place>,
}

type Named<'n> = BTreeMap<String, &'n Place>;

/// The demonyms that open at a token: one of two words ("South Korean"), of one, or the parts of a word with hyphens
/// ("Russian-backed", "Georgian-Abkhaz", "anti-Russian").
fn word_at<'d>(
    reading: &Reading<'_>,
    data: &'d LanguageData,
    named: &Named<'d>,
    at: usize,
) -> Vec<Demonym<'d>> {
    let token = &reading.tokens[at];
    if token.kind != TokenKind::Word {
        return Vec::new();
    }
    if reading.word(at).contains('-') {
        return parts(reading, data, named, at);
    }
    if matches!(token.case, Case::None | Case::Lower) {
        return Vec::new();
    }
    let joined = reading.tokens.get(at + 1).filter(|next| next.breaks == 0 && next.is_capital());
    if let Some(next) = joined {
        let both = format!("{} {}", reading.lower(at), reading.lower(at + 1));
        if let Some(place) = data.gazetteer.belonging(&both) {
            let place = Cow::Borrowed(place);
            return vec![Demonym { span: token.span.cover(&next.span), tokens: 2, place }];
        }
    }
    let place = data.gazetteer.belonging(reading.lower(at)).map(Cow::Borrowed);
    place.map(|place| Demonym { span: token.span, tokens: 1, place }).into_iter().collect()
}

/// The parts of a word with hyphens that lead somewhere.
fn parts<'d>(
    reading: &Reading<'_>,
    data: &'d LanguageData,
    named: &Named<'d>,
    at: usize,
) -> Vec<Demonym<'d>> {
    let (word, start) = (reading.word(at), reading.tokens[at].span.start as usize);
    let mut found = Vec::new();
    let mut from = 0;
    for end in word.match_indices('-').map(|(end, _)| end).chain([word.len()]) {
        let (part, rest) = (&word[from..end], word.get(end + 1..).unwrap_or(""));
        let mut span = Span::new(start + from, start + end);
        from = end + 1;
        // "Russian-speaking" says which language.
        let spoken = rest.starts_with("speak") || rest.starts_with("language");
        if spoken || !part.chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        let mut place = data.gazetteer.belonging(&part.to_lowercase()).map(Cow::Borrowed);
        // "Abu Dhabi-based"
        let opener = at.checked_sub(1).filter(|&before| {
            span.start == reading.tokens[at].span.start
                && reading.tokens[at].breaks == 0
                && reading.tokens[before].is_capital()
        });
        if let Some(before) = opener.filter(|_| place.is_none()) {
            let both = reading.tokens[before].span.cover(&span);
            place = place_of(data, named, both.of(reading.text), rest);
            if place.is_some() {
                span = both;
            }
        }
        if let Some(place) = place.or_else(|| place_of(data, named, part, rest)) {
            found.push(Demonym { span, tokens: 1, place });
        }
    }
    found
}

/// The place that a part of a word names: one that the text names elsewhere, a country, or a large town before "-based".
fn place_of<'d>(data: &'d LanguageData, named: &Named<'d>, part: &str, rest: &str) -> Option<Cow<'d, Place>> {
    /// Smaller towns share their names with people and with each other.
    const LARGE: f64 = 100_000.0;
    if let Some(place) = named.get(&fold(part)) {
        return Some(Cow::Borrowed(*place));
    }
    let candidates = data.gazetteer.candidates(part);
    let best = candidates.iter().max_by(|a, b| a.standing().total_cmp(&b.standing()))?;
    let record = best.record;
    let of_town =
        matches!(rest, "based" | "area" | "born" | "led" | "backed" | "controlled" | "held" | "occupied");
    let fits = match record.precision {
        Precision::Country => data.names.given(&part.to_lowercase()).is_none(),
        Precision::Settlement | Precision::Region => of_town && record.population >= LARGE,
        Precision::District | Precision::Area => false,
    };
    (fits && best.likeness != Likeness::Spelling).then(|| Cow::Owned(record.place()))
}

/// Whether the word before token `next` names a language: "the Russian language", "spoke Russian", "published in Russian".
fn is_language(reading: &Reading<'_>, before: &str, next: usize, listed: bool) -> bool {
    let after =
        reading.tokens.get(next).filter(|token| token.breaks == 0).map_or("", |_| reading.lower(next));
    if matches!(
        after,
        "language"
            | "languages"
            | "speaker"
            | "speakers"
            | "dialect"
            | "subtitles"
            | "alphabet"
            | "lessons"
            | "translation"
            | "translator"
            | "spelling"
            | "accent"
    ) {
        return true;
    }
    let bare = after.is_empty()
        || !matches!(
            reading.tag(next),
            Tag::Noun | Tag::NounPlural | Tag::Name | Tag::Adjective | Tag::Number | Tag::Participle
        );
    let plural = next.checked_sub(1).is_some_and(|at| reading.tag(at) == Tag::NounPlural);
    bare && !plural
        && (listed
            || matches!(
                before,
                "in" | "into"
                    | "from"
                    | "speak"
                    | "speaks"
                    | "speaking"
                    | "spoke"
                    | "spoken"
                    | "learn"
                    | "learned"
                    | "learning"
                    | "study"
                    | "studied"
                    | "teach"
                    | "teaches"
                    | "taught"
                    | "understand"
                    | "understood"
                    | "fluent"
                    | "broken"
                    | "perfect"
                    | "native"
            ))
}

#[cfg(test)]
mod tests {
    use firsthand_schema::{annotation::Names, document::Document};

    /// Every demonym found, with the place it leads to.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let data = crate::LanguageData::shipped().unwrap();
        let document = Document::bare("d", text);
        let (found, _) = crate::annotate(&document, &data);
        let demonyms: Vec<(&str, &str)> = found
            .mentions
            .iter()
            .filter_map(|mention| match &mention.names {
                Names::Demonym(place) => {
                    Some((mention.span.of(text), place.name.as_deref().unwrap_or("nowhere")))
                }
                _ => None,
            })
            .collect();
        assert_eq!(demonyms, expected, "{text}");
    }

    #[test]
    fn people_and_things_lead_to_their_country() {
        check(
            "Russian soldiers shot at the Americans.",
            &[("Russian", "Russia"), ("Americans", "United States")],
        );
        check(
            "A South Korean envoy met Sri Lankans.",
            &[("South Korean", "South Korea"), ("Sri Lankans", "Sri Lanka")],
        );
        check("UKRAINIAN DRONES HIT DEPOT", &[("UKRAINIAN", "Ukraine")]);
    }

    #[test]
    fn regions_and_parts_of_the_world_have_adjectives_too() {
        check("European aid reached Crimean villages.", &[("European", "Europe"), ("Crimean", "Crimea")]);
        check("Latin American leaders spoke.", &[("Latin American", "Latin America")]);
    }

    #[test]
    fn the_body_stays_one_name_and_what_it_is_called_after_is_marked_in_it() {
        check("The Russian Foreign Ministry denied it.", &[("Russian", "Russia")]);
    }

    #[test]
    fn a_place_and_a_person_keep_their_words() {
        check("He sailed the Indian Ocean.", &[]);
        check("Anna German, a stoker, was hurt.", &[]);
    }

    #[test]
    fn whoever_is_called_after_a_people_has_another_name_too() {
        check("In a televised address, Russian president Orlo Vance spoke.", &[("Russian", "Russia")]);
        check("The Russian president presses his minister.", &[("Russian", "Russia")]);
        check("Dora French was hurt. French said so on Monday.", &[]);
    }

    #[test]
    fn a_language_is_no_place() {
        check("He spoke Russian and left.", &[]);
        check("The letter was written in Ukrainian and Polish.", &[]);
        check("They closed the Russian-language school.", &[]);
        check("He died in Russian captivity.", &[("Russian", "Russia")]);
    }

    #[test]
    fn a_verb_at_the_head_of_a_sentence_is_taken_for_a_people() {
        // Wrong: nothing is said of Poland.
        check("Polish the boots.", &[("Polish", "Poland")]);
    }

    #[test]
    fn a_hyphen_does_not_hide_it() {
        check("Russian-backed fighters fled.", &[("Russian", "Russia")]);
        check("The Georgian-Abkhaz talks failed.", &[("Georgian", "Georgia"), ("Abkhaz", "Abkhazia")]);
        check("An anti-Russian mood grew.", &[("Russian", "Russia")]);
        check("The US-led force left.", &[("US", "United States")]);
        check(
            "An Abu Dhabi-based firm paid a Kyiv-based lawyer.",
            &[("Abu Dhabi", "Abu Dhabi"), ("Kyiv", "Kyiv")],
        );
    }
}

//! What the text says of a person: role, relation, how they are named; and persons who are only described.
//!
//! In: a reading and the drafts. Out: persons. `Col. Anna Orlova, a spokeswoman for the fleet` → `Anna Orlova`, role
//! `Col.; a spokeswoman for the fleet`; `the wife of another stoker` → relation `wife of another stoker`, anonymous.

use std::ops::Range;

use firsthand_schema::{
    annotation::{Names, Naming, Person},
    span::Span,
};

use super::{
    super::Found,
    drafts::{Draft, Kind},
    lexicon::{Role, RoleKind, Title},
};
use crate::{
    language::LanguageData,
    reading::{Reading, tokens::TokenKind},
};

/// The longest description that is looked for, in words to the left of its noun.
const LEFT_MOST: usize = 6;
/// The longest apposition that is read as a role, in words.
const ROLE_MOST: usize = 14;

/// A person named by these tokens.
pub(crate) fn named(reading: &Reading<'_>, data: &LanguageData, tokens: Range<usize>) -> Person {
    let name = reading.span_of(tokens.clone()).of(reading.text).to_owned();
    let (mut role, mut relation) = (None, None);
    for words in [before(reading, data, &tokens), after(reading, data, &tokens)].into_iter().flatten() {
        let text = reading.span_of(words.clone()).of(reading.text).to_owned();
        let relative = words
            .clone()
            .take(4)
            .any(|at| data.names.role(reading.lower(at)).is_some_and(|role| role.kind == RoleKind::Relative));
        let slot = if relative { &mut relation } else { &mut role };
        if slot.is_none() {
            *slot = Some(text);
        }
    }
    let naming = naming(reading, data, &tokens);
    Person { name: Some(name), role, relation, naming: Some(naming) }
}

/// Whether the name is whole, part of one, or said not to be theirs.
fn naming(reading: &Reading<'_>, data: &LanguageData, tokens: &Range<usize>) -> Naming {
    if said_to_be_changed(reading, tokens) {
        return Naming::Pseudonym;
    }
    let last = reading.word(tokens.end - 1);
    let given = data.names.given(reading.lower(tokens.start)).is_some();
    // "Evgeny P", "Maria K."
    if tokens.len() > 1 && given && last.trim_end_matches('.').chars().count() == 1 {
        return Naming::Partial;
    }
    let titled = tokens.start.checked_sub(1).is_some_and(|at| data.names.title(reading.lower(at)).is_some());
    if tokens.len() == 1 && given && !titled {
        return Naming::Partial;
    }
    Naming::Named
}

/// "(his name has been changed)", "not her real name", "whose name we have changed", in the same sentence or the next.
fn said_to_be_changed(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let Some(token) = reading.tokens.get(tokens.start) else { return false };
    let sentence = reading.sentence_at(token.span.start);
    let end = reading.sentences.get(sentence).map_or(tokens.end, |sentence| sentence.tokens.end);
    // What stands between the name and the remark must not be another name's.
    let near = tokens.end..end.min(tokens.end + 18);
    let mut name = false;
    for at in near {
        match reading.lower(at) {
            "name" | "names" | "pseudonym" => name = true,
            "changed" | "altered" | "withheld" if name => return true,
            "real" if name || reading.lower(at + 1) == "name" => return true,
            _ if at > tokens.end + 3 && !name && reading.tokens[at].is_capital() => return false,
            _ => {}
        }
        if name && reading.lower(at) == "pseudonym" {
            return true;
        }
    }
    false
}

/// The title before a name: "Lt. Col.", "Kremlin spokesman", "the wife of the stoker,"; "his wife".
fn before(reading: &Reading<'_>, data: &LanguageData, tokens: &Range<usize>) -> Option<Range<usize>> {
    let mut end = tokens.start;
    let comma = end > 0 && reading.lower(end - 1) == ",";
    if comma {
        end -= 1;
    }
    let start = title_start(reading, data, end)?;
    if comma {
        // "a lawyer for the group, Anna Orlova": only where the phrase opens like a description. Plain titles have no
        // comma.
        let mut first = start;
        while first > 0 && first + ROLE_MOST > end && !is_edge(reading, first - 1) {
            first -= 1;
            if is_determiner(reading.lower(first)) {
                return Some(first..end);
            }
        }
        return None;
    }
    Some(left_edge(reading, data, start)..end)
}

fn is_edge(reading: &Reading<'_>, at: usize) -> bool {
    matches!(
        reading.lower(at),
        "," | "." | ";" | ":" | "said" | "says" | "told" | "that" | "and" | "but" | "\"" | "”" | "“"
    )
}

/// Where a run of title words that ends before `end` begins; none where the word there is no title.
fn title_start(reading: &Reading<'_>, data: &LanguageData, end: usize) -> Option<usize> {
    let mut start = end;
    while start > 0 {
        let at = start - 1;
        let lower = reading.lower(at);
        let title = data.names.title(lower).is_some()
            || data.names.role(lower).is_some_and(|role| !role.plural)
                && !matches!(lower, "man" | "source" | "person" | "child" | "local");
        if !title || reading.tokens[start.min(reading.tokens.len() - 1)].breaks > 0 {
            break;
        }
        start = at;
    }
    (start < end).then_some(start)
}

/// The adjectives and names before a title: "former Ukrainian defence minister", "Kremlin spokesman".
fn left_edge(reading: &Reading<'_>, data: &LanguageData, start: usize) -> usize {
    let mut first = start;
    while first > 0 && start - first < LEFT_MOST {
        let at = first - 1;
        if !is_modifier(reading, data, at) {
            break;
        }
        first = at;
    }
    if first > 0
        && (is_determiner(reading.lower(first - 1)) || matches!(reading.lower(first - 1), "'s" | "’s"))
    {
        first -= 1;
        if matches!(reading.lower(first), "'s" | "’s") && first > 0 {
            first -= 1;
            while first > 0 && reading.tokens[first - 1].is_capital() && reading.tokens[first].breaks == 0 {
                first -= 1;
            }
        }
    }
    first
}

/// Words that may stand between a determiner and the noun of a description.
fn is_modifier(reading: &Reading<'_>, data: &LanguageData, at: usize) -> bool {
    let lower = reading.lower(at);
    let token = &reading.tokens[at];
    if token.kind == TokenKind::Mark {
        return false;
    }
    if data.gazetteer.demonym(lower).is_some() || data.names.title(lower).is_some() {
        return true;
    }
    if matches!(
        lower,
        "former"
            | "acting"
            | "deputy"
            | "senior"
            | "top"
            | "chief"
            | "first"
            | "young"
            | "old"
            | "elderly"
            | "local"
            | "other"
            | "wounded"
            | "captured"
            | "mobilized"
            | "mobilised"
            | "drafted"
            | "unnamed"
            | "unidentified"
            | "anonymous"
            | "fellow"
            | "prime"
            | "foreign"
            | "defence"
            | "defense"
            | "interior"
            | "military"
            | "police"
            | "army"
            | "navy"
            | "government"
            | "contract"
            | "regional"
            | "city"
            | "village"
            | "district"
            | "mayoral"
            | "press"
            | "human"
            | "rights"
            | "opposition"
            | "independent"
            | "retired"
            | "ex"
            | "late"
            | "dead"
            | "alleged"
            | "suspected"
            | "armed"
            | "masked"
            | "pregnant"
            | "political"
            | "legal"
            | "medical"
            | "intelligence"
            | "security"
            | "border"
            | "naval"
            | "air"
            | "force"
            | "war"
            | "defected"
            | "surrendered"
            | "detained"
            | "imprisoned"
            | "jailed"
            | "enemy"
            | "same"
            | "second"
            | "third"
            | "new"
            | "high-ranking"
            | "high-level"
            | "low-ranking"
            | "non-commissioned"
            | "middle-aged"
            | "married"
            | "conscripted"
            | "federal"
            | "state"
            | "national"
            | "presidential"
            | "parliamentary"
            | "diplomatic"
            | "occupation"
            | "pro-russian"
            | "pro-war"
            | "prominent"
            | "ordinary"
            | "frontline"
            | "front-line"
            | "injured"
            | "surviving"
            | "displaced"
            | "exiled"
    ) {
        return true;
    }
    if token.is_capital() && data.words.known(lower).capital >= 8 {
        return true;
    }
    token.case == crate::reading::tokens::Case::Lower
        && lower.len() > 4
        && (lower.ends_with("-year-old")
            || lower.starts_with("pro-")
            || lower.ends_with("-based")
            || lower.ends_with("-born")
            || lower.ends_with("-backed")
            || lower.ends_with("-installed")
            || lower.ends_with("-appointed"))
}

pub(crate) fn is_determiner(lower: &str) -> bool {
    matches!(
        lower,
        "a" | "an"
            | "the"
            | "one"
            | "another"
            | "some"
            | "several"
            | "many"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "dozens"
            | "hundreds"
            | "few"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "this"
            | "these"
            | "those"
            | "other"
            | "most"
            | "both"
            | "no"
            | "any"
            | "every"
            | "each"
            | "various"
            | "numerous"
            | "certain"
    )
}

/// The apposition after a name: "Orlov, a spokesman for the fleet,", "Orlova (head of the port)".
fn after(reading: &Reading<'_>, data: &LanguageData, tokens: &Range<usize>) -> Option<Range<usize>> {
    let open = reading.lower(tokens.end);
    if open != "," && open != "(" {
        return None;
    }
    let mut start = tokens.end + 1;
    // "Orlov, 41, a stoker": the age stands first.
    if reading.tokens.get(start).is_some_and(|token| token.kind == TokenKind::Number)
        && reading.lower(start + 1) == ","
    {
        start += 2;
    }
    if reading.tokens.get(start).is_some_and(|token| token.breaks > 1) {
        return None;
    }
    let limit = (start + ROLE_MOST).min(reading.tokens.len());
    let mut noun = None;
    let mut end = start;
    while end < limit {
        let lower = reading.lower(end);
        let closes = if open == "(" {
            lower == ")"
        } else {
            matches!(lower, "," | "." | ";" | "said" | "told" | "who" | "whose" | "”" | "\"" | "which")
        };
        if closes {
            break;
        }
        if noun.is_none() && end < start + 7 {
            let title =
                matches!(data.names.title(lower), Some(Title::Office | Title::Occupation | Title::Rank));
            if title || data.names.role(lower).is_some() {
                noun = Some(end);
            }
        }
        // Only small words and modifiers may stand before the noun: ", and the captain" starts another list member.
        if noun.is_none()
            && matches!(
                lower,
                "and"
                    | "or"
                    | "but"
                    | "in"
                    | "on"
                    | "at"
                    | "to"
                    | "was"
                    | "has"
                    | "is"
                    | "as"
                    | "with"
                    | "while"
                    | "when"
            )
        {
            return None;
        }
        end += 1;
    }
    noun.filter(|_| end > start && end < limit).map(|_| start..end)
}

/// Persons who are described and not named: "one soldier", "the spokesman", "the wife of another mobilized man".
pub(crate) fn described(
    reading: &Reading<'_>,
    data: &LanguageData,
    drafts: &[Draft],
    taken: &[bool],
) -> Vec<Found> {
    let mut held = taken.to_vec();
    let mut person = vec![false; held.len()];
    for draft in drafts {
        held[draft.tokens.clone()].fill(true);
        if draft.kind == Kind::Person {
            person[draft.tokens.clone()].fill(true);
            // What is the person's role is not somebody else.
            for words in [before(reading, data, &draft.tokens), after(reading, data, &draft.tokens)]
                .into_iter()
                .flatten()
            {
                person[words].fill(true);
            }
        }
    }
    let mut found: Vec<Found> = Vec::new();
    let mut end = 0;
    for at in 0..reading.tokens.len() {
        if at < end || held[at] || person[at] || reading.tokens[at].kind != TokenKind::Word {
            continue;
        }
        if let Some((tokens, role)) = description(reading, data, at, &held) {
            end = tokens.end;
            found.push(Found {
                span: reading.span_of(tokens.clone()),
                entity: None,
                names: Names::Person(anonymous(reading, &tokens, role)),
            });
        }
    }
    found
}

fn anonymous(reading: &Reading<'_>, tokens: &Range<usize>, role: Role) -> Person {
    let span: Span = reading.span_of(tokens.clone());
    let text = span.of(reading.text);
    let bare = strip_determiner(text);
    let relative = role.kind == RoleKind::Relative;
    let first = reading.lower(tokens.start);
    // "one of the soldiers" is one; "the soldiers" are many.
    let single = matches!(first, "one" | "another" | "a" | "an") || !role.plural;
    Person {
        name: None,
        role: (!relative).then(|| bare.to_owned()),
        relation: relative.then(|| bare.to_owned()),
        naming: Some(if single { Naming::Anonymous } else { Naming::Collective }),
    }
}

fn strip_determiner(text: &str) -> &str {
    let first = text.split(' ').next().unwrap_or("");
    if is_determiner(&first.to_lowercase()) && first.len() < text.len() {
        text[first.len()..].trim_start()
    } else {
        text
    }
}

/// A description whose noun is token `at`, or that begins there ("one of the …").
fn description(
    reading: &Reading<'_>,
    data: &LanguageData,
    at: usize,
    held: &[bool],
) -> Option<(Range<usize>, Role)> {
    let role = data.names.role(reading.lower(at))?;
    if reading.tokens[at].is_capital()
        && at > 0
        && reading.tokens[at].breaks == 0
        && !is_sentence_start(reading, at)
    {
        return None;
    }
    // "police station", "army base", "family home": the noun only modifies another.
    let next = reading.lower(at + 1);
    if role.kind == RoleKind::Group && modifies(reading, data, at + 1) {
        return None;
    }
    // "source of the fire", "leader" of things: too weak alone.
    if next == "-" || matches!(next, "station" | "base" | "unit" | "hospital") {
        return None;
    }
    let mut first = at;
    while first > 0 && at - first < LEFT_MOST && reading.tokens[first].breaks == 0 {
        let word = first - 1;
        // The name of a country or a body may stand before the noun, though it is a mention of its own.
        if held[word] && !reading.tokens[word].is_capital() || !is_modifier(reading, data, word) {
            break;
        }
        first = word;
    }
    let determined =
        first > 0 && reading.tokens[first].breaks == 0 && is_determiner(reading.lower(first - 1));
    let possessed = first > 0 && matches!(reading.lower(first - 1), "'s" | "’s");
    if determined {
        first -= 1;
        // "one of the soldiers", "some of his men", "another of the military"
        if first >= 2
            && reading.lower(first - 1) == "of"
            && (is_determiner(reading.lower(first - 2))
                || matches!(reading.lower(first - 2), "group" | "number" | "all"))
        {
            first -= 2;
            if first > 0
                && matches!(reading.lower(first), "group" | "number")
                && is_determiner(reading.lower(first - 1))
            {
                first -= 1;
            }
        }
        // "at least one milblogger"
        if first >= 2 && reading.lower(first - 1) == "least" && reading.lower(first - 2) == "at" {
            first -= 2;
        }
    } else if possessed && first >= 2 {
        first -= 2;
        while first > 0
            && reading.tokens[first].is_capital()
            && reading.tokens[first - 1].is_capital()
            && reading.tokens[first].breaks == 0
        {
            first -= 1;
        }
    } else if first >= 2
        && reading.lower(first - 1) == "of"
        && matches!(reading.lower(first - 2), "group" | "number")
    {
        first -= 2;
        if first > 0 && is_determiner(reading.lower(first - 1)) {
            first -= 1;
        }
    }
    let bare = !determined && !possessed;
    // A bare singular ("soldier") is no mention, but for the title above a photograph; bare plurals are collectives.
    if bare && !role.plural {
        return None;
    }
    if bare
        && role.kind == RoleKind::Someone
        && matches!(reading.lower(at), "people" | "men" | "women" | "children" | "sources")
        && first == at
    {
        return None;
    }
    if bare && role.kind == RoleKind::Group && first == at {
        return None;
    }
    if determined && matches!(reading.lower(first), "no" | "any" | "every" | "each") {
        return None;
    }
    let mut end = at + 1;
    // Relatives are nobody without whose they are.
    if role.kind == RoleKind::Relative
        || matches!(
            reading.lower(at),
            "member"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "commander"
                | "head"
                | "soldiers"
                | "residents"
                | "resident"
                | "personnel"
                | "servicemen"
        )
    {
        end = complement(reading, data, end).unwrap_or(end);
    }
    if role.kind == RoleKind::Relative && !determined && !possessed && end == at + 1 {
        return None;
    }
    Some((first..end, role))
}

fn is_sentence_start(reading: &Reading<'_>, at: usize) -> bool {
    let sentence = reading.sentence_at(reading.tokens[at].span.start);
    reading
        .sentences
        .get(sentence)
        .is_some_and(|sentence| sentence.tokens.start == at || sentence.tokens.start + 1 == at)
}

/// Whether the word at `at` is a noun that the one before it only modifies.
fn modifies(reading: &Reading<'_>, data: &LanguageData, at: usize) -> bool {
    let lower = reading.lower(at);
    data.names.role(lower).is_some()
        || matches!(
            lower,
            "base"
                | "bases"
                | "unit"
                | "units"
                | "operation"
                | "operations"
                | "service"
                | "aid"
                | "equipment"
                | "leadership"
                | "action"
                | "command"
                | "commissariat"
                | "hospital"
                | "district"
                | "district's"
                | "court"
                | "police"
                | "camp"
                | "intelligence"
                | "ministry"
                | "station"
                | "car"
                | "vehicle"
                | "training"
                | "losses"
                | "personnel"
                | "campaign"
                | "spending"
                | "support"
                | "hardware"
                | "bloggers"
                | "blogger"
                | "correspondents"
                | "analyst"
                | "analysts"
                | "enlistment"
        )
}

/// "of another mobilized man", "for the fleet", "from Fenmoor": where the complement after `start` ends.
fn complement(reading: &Reading<'_>, data: &LanguageData, start: usize) -> Option<usize> {
    /// The longest complement, in words.
    const MOST: usize = 9;
    if !matches!(reading.lower(start), "of" | "for" | "from") {
        return None;
    }
    let mut at = start + 1;
    let mut end = None;
    while at < (start + MOST).min(reading.tokens.len()) && reading.tokens[at].breaks == 0 {
        let lower = reading.lower(at);
        let token = &reading.tokens[at];
        if token.kind == TokenKind::Mark {
            break;
        }
        let noun = data.names.role(lower).is_some()
            || token.is_capital()
            || data.names.organisation_word(lower).is_some()
            || matches!(
                lower,
                "group"
                    | "troops"
                    | "regiment"
                    | "brigade"
                    | "battalion"
                    | "fleet"
                    | "company"
                    | "village"
                    | "town"
                    | "region"
                    | "republic"
                    | "oblast"
            );
        let inside = is_determiner(lower)
            || is_modifier(reading, data, at)
            || matches!(lower, "of" | "'s" | "’s" | "the")
            || lower.ends_with("ed")
                && !matches!(
                    lower,
                    "said"
                        | "posted"
                        | "claimed"
                        | "reported"
                        | "told"
                        | "called"
                        | "asked"
                        | "stated"
                        | "warned"
                        | "confirmed"
                        | "denied"
                        | "recorded"
                        | "complained"
                        | "published"
                        | "refused"
                        | "appealed"
                        | "noted"
                        | "added"
                        | "accused"
                        | "described"
                        | "filmed"
                        | "killed"
                        | "responded"
                        | "decided"
                        | "arrived"
                        | "returned"
                        | "died"
                );
        if noun {
            end = Some(at + 1);
        } else if !inside {
            break;
        }
        at += 1;
    }
    end
}

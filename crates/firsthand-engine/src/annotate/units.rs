//! Finds military units: by number and echelon, by name and echelon, or by a name everybody knows.
//!
//! In: a reading. Out: a mention for each, in text order, forms of one unit under one entity.
//! `the 3rd Guards Rifle Brigade … the 3rd` → 3rd, Guards Rifle, brigade; and the same again
//!
//! Counts of units ("31 BTGs") and units without number or name ("an entire platoon") are none.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use firsthand_schema::{annotation::Names, ids::EntityId, unit::Unit};
use serde::Deserialize;

use super::Found;
use crate::{
    dictionary::{WordMap, WordSet},
    language::LanguageData,
    reading::{
        Reading,
        tokens::{Case, TokenKind},
    },
};

/// The words of `units.toml`.
#[derive(Clone, Debug)]
pub struct UnitWords {
    /// Echelons by their first word; only looked up.
    echelons: WordMap<Vec<Echelon>>,
    kinds: WordSet,
    sides: WordMap<String>,
    /// Forms of known formations by their first word in lower case; only looked up.
    forms: WordMap<Vec<Form>>,
    formations: Vec<Formation>,
    stops: WordSet,
}

#[derive(Clone, Debug)]
struct Echelon {
    words: Vec<String>,
    name: String,
    strong: bool,
}

#[derive(Clone, Debug)]
struct Form {
    words: Vec<String>,
    formation: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Formation {
    forms: Vec<String>,
    kind: Option<String>,
    echelon: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    echelons: Strengths,
    kinds: List,
    sides: WordMap<String>,
    formations: Vec<Formation>,
    stops: List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Strengths {
    strong: BTreeMap<String, String>,
    weak: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: WordSet,
}

impl UnitWords {
    /// Reads `units.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let file: UnitFile = toml::from_str(toml).map_err(|error| format!("units: {error}"))?;
        let split =
            |phrase: &str| -> Vec<String> { phrase.to_lowercase().split(' ').map(str::to_owned).collect() };
        let mut echelons: WordMap<Vec<Echelon>> = WordMap::default();
        for (strong, table) in [(true, &file.echelons.strong), (false, &file.echelons.weak)] {
            for (phrase, name) in table {
                let words = split(phrase);
                echelons.entry(words[0].clone()).or_default().push(Echelon {
                    words,
                    name: name.clone(),
                    strong,
                });
            }
        }
        let mut forms: WordMap<Vec<Form>> = WordMap::default();
        for (formation, known) in file.formations.iter().enumerate() {
            for form in &known.forms {
                let words = split(form);
                forms.entry(words[0].clone()).or_default().push(Form { words, formation });
            }
        }
        Ok(Self {
            echelons,
            kinds: file.kinds.words,
            sides: file.sides,
            forms,
            formations: file.formations,
            stops: file.stops.words,
        })
    }
}

/// Units in text order. Forms of one unit share an entity; units' entity numbers start at 10,000.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData) -> Vec<Found> {
    let muster = Muster { reading, words: &data.units, data };
    let mut named = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        match muster.unit(at) {
            Some((tokens, unit)) => {
                at = tokens.end.max(at + 1);
                named.push((tokens, unit));
            }
            None => at += 1,
        }
    }
    link(reading, named)
}

/// The first number of a unit's entity.
const FIRST_ENTITY: u32 = 10_000;

/// Gives forms of one unit one entity: the same designator, and echelons and kinds that do not contradict each other.
/// A designator alone ("the 27th") counts only where a unit of that number was named before.
fn link(reading: &Reading<'_>, named: Vec<(Range<usize>, Unit)>) -> Vec<Found> {
    let mut known: Vec<Unit> = Vec::new();
    let mut found = Vec::new();
    for (tokens, mut unit) in named {
        let bare = unit.echelon.is_none() && unit.kind.is_none() && numbered(&unit);
        let same: Vec<usize> = (0..known.len()).filter(|&at| agree(&known[at], &unit)).collect();
        let entity = match same.as_slice() {
            [] if bare => continue,
            [] => {
                known.push(unit.clone());
                known.len() - 1
            }
            // Several fit: the one named last.
            [.., last] => *last,
        };
        let fuller = &mut known[entity];
        fuller.kind = fuller.kind.take().or(unit.kind.clone());
        fuller.side = fuller.side.take().or(unit.side.clone());
        fuller.echelon = fuller.echelon.take().or(unit.echelon.clone());
        if bare {
            unit.echelon = fuller.echelon.clone();
            unit.kind = fuller.kind.clone();
        }
        unit.side = unit.side.or_else(|| fuller.side.clone());
        found.push(Found {
            span: reading.span_of(tokens),
            entity: Some(EntityId(FIRST_ENTITY + u32::try_from(entity).unwrap_or(u32::MAX - FIRST_ENTITY))),
            names: Names::Unit(unit),
        });
    }
    found
}

fn numbered(unit: &Unit) -> bool {
    unit.designator.as_deref().is_some_and(|name| name.starts_with(|first: char| first.is_ascii_digit()))
}

fn agree(known: &Unit, unit: &Unit) -> bool {
    let key = |unit: &Unit| unit.designator.as_deref().map(designator_key);
    if unit.designator.is_none() {
        return known.designator.is_none() && known.kind == unit.kind && known.echelon == unit.echelon;
    }
    let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => true,
    };
    let kinds = match (&known.kind, &unit.kind) {
        (Some(a), Some(b)) => {
            let words = |kind: &str| {
                kind.to_lowercase().split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>()
            };
            let (a, b) = (words(a), words(b));
            a.is_subset(&b) || b.is_subset(&a)
        }
        _ => true,
    };
    key(known) == key(unit) && kinds && (same(&known.echelon, &unit.echelon) || !numbered(unit))
}

/// "27th" and "27" are one number.
fn designator_key(designator: &str) -> String {
    let digits: String = designator.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { designator.to_lowercase() } else { digits }
}

struct Muster<'r> {
    reading: &'r Reading<'r>,
    words: &'r UnitWords,
    data: &'r LanguageData,
}

type Match = Option<(Range<usize>, Unit)>;

impl Muster<'_> {
    fn lower(&self, at: usize) -> &str {
        self.reading.lower(at)
    }

    fn capital(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capital())
    }

    fn text(&self, tokens: Range<usize>) -> String {
        self.reading.span_of(tokens).of(self.reading.text).to_owned()
    }

    /// The unit named from a token on.
    fn unit(&self, at: usize) -> Match {
        let token = self.reading.tokens.get(at)?;
        if token.kind == TokenKind::Mark {
            return None;
        }
        let found = self
            .numbered(at)
            .or_else(|| self.known(at))
            .or_else(|| self.echelon_first(at))
            .or_else(|| self.named(at));
        let (tokens, mut unit) = found?;
        unit.side = unit.side.or_else(|| self.side_before(at));
        if unit.parent.is_none() {
            unit.parent = self.parent(tokens.end);
        }
        Some((tokens, unit))
    }

    /// "27th Separate Guards Motor Rifle Brigade", "1st and 2nd Army Corps" (each), "the 27th".
    fn numbered(&self, at: usize) -> Match {
        let word = self.lower(at);
        let digits = word.starts_with(|first: char| first.is_ascii_digit());
        let roman = self.reading.tokens[at].case == Case::Upper && is_roman(self.reading.word(at));
        let spelled = self.capital(at) && self.data.numbers.ordinal(word).is_some();
        if !(digits || roman || spelled) {
            return None;
        }
        if digits
            && (self.reading.tokens[at].kind == TokenKind::Number
                || self.data.numbers.ordinal(word).is_none() && !slipped(word))
        {
            return None;
        }
        // "27th, 64th and 70th brigades": all share what follows the last.
        let mut next = at + 1;
        while digits && self.listed(next) {
            next += 1;
            if self.lower(next) == "and" {
                next += 1;
            }
            next += 1;
        }
        let shared = next > at + 1;
        let kinds = next;
        let kinds_end = self.kinds(kinds, true);
        let designator = Some(self.text(at..at + 1));
        let mut unit = Unit { designator, ..Unit::default() };
        // The echelon may reach into the kinds ("tank army"): the longest tail that is one.
        for end in (kinds..=kinds_end).rev() {
            let Some((after, echelon)) = self.echelon(end) else { continue };
            let several = shared || self.lower(after - 1).ends_with('s');
            if several && !shared && !self.lower(after - 1).ends_with("corps") {
                return None;
            }
            let told = digits
                && (echelon.strong
                    || !matches!(echelon.name.as_str(), "group" | "company" | "center" | "unit" | "command"));
            let formal = echelon.strong && self.capital(end) || roman && echelon.name == "corps";
            if !(told || end != kinds || formal) {
                return None;
            }
            unit.kind = (end > kinds).then(|| self.kind_text(kinds..end));
            unit.echelon = Some(echelon.name.clone());
            let mut last = if shared { at + 1 } else { after };
            if !shared {
                let (end, side) = self.bracket_side(after);
                unit.side = side;
                last = end;
            }
            return Some((at..last, unit));
        }
        // "the 27th" alone: only where nothing follows that it could count; `link` asks whether it is known.
        let the = at > 0 && self.lower(at - 1) == "the";
        let ends = self.reading.tokens.get(at + 1).is_none_or(|next| {
            next.kind == TokenKind::Mark && self.lower(at + 1) != "-"
                || self.words.stops.contains(self.lower(at + 1))
                || matches!(self.lower(at + 1), "'s" | "was" | "is" | "had" | "has" | "were" | "who")
        });
        (digits && the && ends).then_some((at..at + 1, unit))
    }

    /// Whether ", 64th" or "and 64th" goes on a list of numbers.
    fn listed(&self, at: usize) -> bool {
        let next = at + 1 + usize::from(self.lower(at) == "," && self.lower(at + 1) == "and");
        matches!(self.lower(at), "," | "and" | "or" | "&")
            && self.lower(next).starts_with(|first: char| first.is_ascii_digit())
            && self.data.numbers.ordinal(self.lower(next)).is_some()
    }

    /// The end of the words of kind from a token on; with a name among them ("47th Magura Mechanized Brigade").
    fn kinds(&self, at: usize, names: bool) -> usize {
        let mut end = at;
        let mut strange = 0;
        while end < at + LONGEST_KIND {
            let Some(token) = self.reading.tokens.get(end).filter(|token| token.breaks < 2) else { break };
            let word = self.lower(end);
            if token.kind == TokenKind::Mark {
                // A name in quotation marks or a hyphen between two kinds.
                let quoted = matches!(word, "\"" | "“" | "”" | "«" | "»" | "'" | "‘" | "’");
                if !quoted || !names {
                    break;
                }
                end += 1;
                continue;
            }
            let kind = self.words.kinds.contains(word) || word == "'s";
            if !kind {
                if !names || !token.is_capital() || strange == 2 || self.echelon(end).is_some() {
                    break;
                }
                strange += 1;
            }
            end += 1;
        }
        end
    }

    fn kind_text(&self, tokens: Range<usize>) -> String {
        self.text(tokens).replace(['“', '”', '"', '«', '»'], "")
    }

    /// The longest echelon that starts at a token; its last word may be a plural.
    fn echelon(&self, at: usize) -> Option<(usize, &Echelon)> {
        let word = self.lower(at);
        let list =
            self.words.echelons.get(word).or_else(|| self.words.echelons.get(word.strip_suffix('s')?))?;
        list.iter()
            .filter(|echelon| {
                echelon.words.iter().enumerate().all(|(offset, word)| {
                    let told = self.lower(at + offset);
                    told == word || told.strip_suffix('s') == Some(word)
                })
            })
            .max_by_key(|echelon| echelon.words.len())
            .map(|echelon| (at + echelon.words.len(), echelon))
    }

    /// "(LPR)" after a unit.
    fn bracket_side(&self, at: usize) -> (usize, Option<String>) {
        if self.lower(at) == "("
            && self.lower(at + 2) == ")"
            && let Some(side) = self.words.sides.get(self.lower(at + 1))
        {
            return (at, Some(side.clone()));
        }
        (at, None)
    }

    /// "Wagner Group", "Rosgvardia".
    fn known(&self, at: usize) -> Match {
        if !self.capital(at) {
            return None;
        }
        let form = self
            .words
            .forms
            .get(self.lower(at))?
            .iter()
            .filter(|form| {
                form.words.iter().enumerate().all(|(offset, word)| self.lower(at + offset) == word)
            })
            .max_by_key(|form| form.words.len())?;
        // "the Sea of Azov", "Richard Wagner": part of another name.
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        let single = form.words.len() == 1;
        let other = at > 1 && before == "of" && self.lower(at - 2) == "sea";
        let sea = matches!(self.lower(at + 1), "sea" | "opera" | "festival");
        let first_name = at > 0
            && self.capital(at - 1)
            && !self.words.sides.contains_key(before)
            && !self.words.stops.contains(before)
            && !self.opens(at - 1)
            && !matches!(before, "pmc" | "'s");
        if single && (other || sea || first_name) {
            return None;
        }
        let formation = &self.words.formations[form.formation];
        let unit = Unit {
            designator: formation.forms.first().cloned(),
            kind: formation.kind.clone(),
            echelon: formation.echelon.clone(),
            ..Unit::default()
        };
        Some((at..at + form.words.len(), unit))
    }

    /// "Battalion 2740", "military unit 51460", "battalion “Vostok”".
    fn echelon_first(&self, at: usize) -> Match {
        let (after, echelon) = self.echelon(at)?;
        let token = self.reading.tokens.get(after)?;
        let word = self.lower(after);
        if token.kind == TokenKind::Number
            && (self.capital(at) || echelon.words.len() > 1)
            && word.len() <= 6
            && token.breaks == 0
        {
            let unit = Unit {
                designator: Some(self.text(after..after + 1)),
                echelon: Some(echelon.name.clone()),
                ..Unit::default()
            };
            return Some((at..after + 1, unit));
        }
        let quoted = matches!(word, "“" | "\"" | "«" | "‘") && self.capital(after + 1);
        let closed =
            (after + 2..after + 5).find(|&end| matches!(self.lower(end), "”" | "\"" | "»" | "’" | "'"));
        if let (true, Some(end), true) =
            (quoted, closed, echelon.strong || echelon.name == "detachment" || echelon.name == "unit")
        {
            let unit = Unit {
                designator: Some(self.text(after + 1..end)),
                echelon: Some(echelon.name.clone()),
                ..Unit::default()
            };
            return Some((at..end + 1, unit));
        }
        None
    }

    /// "Azov regiment", "Tavria Grouping of Troops", "Motor Rifle Brigade", "Luhansk People's Republic (LNR) militia".
    fn named(&self, at: usize) -> Match {
        let word = self.lower(at);
        let quoted = at > 0 && matches!(self.lower(at - 1), "“" | "\"" | "«" | "‘" | "'");
        if !self.capital(at) || self.words.stops.contains(word) {
            return None;
        }
        // The name: up to three capitals, a possessive among them, an acronym in brackets after them.
        let mut end = at;
        let mut side = None;
        let mut names = 0;
        while names < 3 {
            let token = self.reading.tokens.get(end).filter(|token| token.breaks == 0 || end == at)?;
            let word = self.lower(end);
            if self.words.kinds.contains(word) || self.echelon(end).is_some() {
                break;
            }
            if token.kind == TokenKind::Word && token.is_capital() && !self.words.stops.contains(word) {
                if let Some(told) = self.words.sides.get(word) {
                    side = Some(told.clone());
                }
                names += 1;
                end += 1;
                if self.lower(end) == "'s" {
                    end += 1;
                }
                continue;
            }
            break;
        }
        if quoted && matches!(self.lower(end), "”" | "\"" | "»" | "’" | "'") {
            end += 1;
        }
        if self.lower(end) == "(" && self.lower(end + 2) == ")" {
            side = self.words.sides.get(self.lower(end + 1)).cloned().or(side);
            end += 3;
        }
        let kinds_end = self.kinds(end, false);
        let (start_of_echelon, after, echelon) = (end..=kinds_end)
            .rev()
            .find_map(|from| self.echelon(from).map(|(after, echelon)| (from, after, echelon)))?;
        if self.lower(after - 1).ends_with('s')
            && !self.lower(after - 1).ends_with("corps")
            && !self.lower(after - 1).ends_with("troops")
            && !self.lower(after - 1).ends_with("forces")
        {
            return None;
        }
        let kinds = end..start_of_echelon;
        let big = self.capital(start_of_echelon);
        let whole_side = names == 1 && self.words.sides.contains_key(self.lower(at));
        let has_name = names > 0 && !whole_side;
        let plain_kind = !kinds.is_empty() && self.capital(kinds.start);
        let accepted = match (has_name, echelon.strong) {
            // A sentence's first word is a name only before a capital echelon, or where it is no common word.
            (true, true) => big || !self.opens(at) || quoted,
            (true, false) => {
                big && plain_kind
                    && !matches!(echelon.name.as_str(), "group" | "company" | "center" | "command" | "unit")
            }
            // A side's army, fleet or guard is no unit; its 'volunteer corps' is.
            (false, true) => {
                big && (plain_kind || whole_side && echelon.words.len() > 1 && echelon.name == "corps")
            }
            (false, false) => big && plain_kind && matches!(echelon.name.as_str(), "division"),
        };
        // A military district is where, not who, without its name.
        if !accepted {
            return None;
        }
        let name = has_name.then(|| self.kind_text(at..at + (end - at).min(self.name_length(at, end))));
        let unit = Unit {
            designator: name.filter(|name| !name.is_empty()),
            kind: (!kinds.is_empty()).then(|| self.kind_text(kinds)),
            echelon: Some(echelon.name.clone()),
            side,
            ..Unit::default()
        };
        Some((at..after, unit))
    }

    /// The name without a closing quotation mark or bracket.
    fn name_length(&self, at: usize, end: usize) -> usize {
        (at..end).take_while(|&at| !matches!(self.lower(at), "(" | "”" | "\"" | "»")).count()
    }

    fn opens(&self, at: usize) -> bool {
        let token = self.reading.tokens[at];
        let sentence = self.reading.sentence_at(token.span.start);
        self.reading.sentences.get(sentence).is_some_and(|sentence| sentence.tokens.start == at)
    }

    /// "Russian", "Ukraine's", "LNR" shortly before a unit.
    fn side_before(&self, at: usize) -> Option<String> {
        let first = at.saturating_sub(2);
        (first..at).rev().find_map(|at| self.words.sides.get(self.lower(at)).cloned())
    }

    /// "of the 64th Brigade" after a unit.
    fn parent(&self, at: usize) -> Option<String> {
        let of = match self.lower(at) {
            "of" | "from" | "under" => at + 1,
            "," => at + 1,
            _ => return None,
        };
        let comma = of == at + 1 && self.lower(at) == ",";
        let next = of
            + usize::from(self.lower(of) == "the")
            + usize::from(self.lower(of + 1) == "russian" || self.lower(of + 1) == "ukrainian");
        // A text may break off here.
        self.reading.tokens.get(next)?;
        let found = self
            .numbered(next)
            .or_else(|| if comma { None } else { self.known(next).or_else(|| self.named(next)) });
        let (tokens, unit) = found?;
        unit.echelon?;
        (tokens.start == next).then(|| self.text(tokens))
    }
}

/// How many words of kind a unit may have: "Separate Guards Motor Rifle", "Heavy Bomber Aviation", quotation marks included.
const LONGEST_KIND: usize = 9;

/// A number with the wrong ending ("15nd"), as rosters have it.
fn slipped(word: &str) -> bool {
    let digits = word.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    !digits.is_empty()
        && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th")
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// "III", "XII": no number that is a word or an initial.
fn is_roman(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

#[cfg(test)]
mod tests {
    use firsthand_schema::document::Document;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::bare("d", text);
        let data = crate::LanguageData::shipped().unwrap();
        let found: Vec<String> = find(&Reading::of(&document, &data), &data)
            .into_iter()
            .map(|found| {
                let Names::Unit(unit) = found.names else { panic!("not a unit") };
                let entity = found.entity.map_or(0, |entity| entity.0 - FIRST_ENTITY);
                let parts =
                    [unit.designator, unit.kind, unit.echelon].map(|part| part.unwrap_or("-".to_owned()));
                let mut shown = format!("{entity} {}", parts.join(", "));
                shown += &unit.side.map_or(String::new(), |side| format!(" ({side})"));
                shown += &unit.parent.map_or(String::new(), |parent| format!(" < {parent}"));
                shown
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn a_number_a_kind_and_an_echelon() {
        check(
            "He served in the 3rd Separate Guards Motor Rifle Brigade.",
            &["0 3rd, Separate Guards Motor Rifle, brigade"],
        );
        check(
            "The 1st Army Corps and the 58th Combined Arms Army.",
            &["0 1st, Army, corps", "1 58th, Combined Arms, army"],
        );
    }

    #[test]
    fn forms_of_one_unit_are_one_entity() {
        check(
            "The 64th Motor Rifle Brigade fled. The 64th brigade was new, and the 64th, he said, was tired.",
            &["0 64th, Motor Rifle, brigade", "0 64th, -, brigade", "0 64th, Motor Rifle, brigade"],
        );
        check("The 64th Brigade and the 64th Regiment.", &["0 64th, -, brigade", "1 64th, -, regiment"]);
    }

    #[test]
    fn a_battalion_belongs_to_its_brigade() {
        check(
            "The 1st Motor Rifle Battalion of the 27th Brigade was shelled.",
            &["0 1st, Motor Rifle, battalion < 27th Brigade", "1 27th, -, brigade"],
        );
    }

    #[test]
    fn names_stand_where_numbers_might() {
        check("The Tavria Grouping of Troops said so.", &["0 Tavria, -, grouping"]);
        check(
            "Soldiers of the Vostok battalion and of Battalion 2740.",
            &["0 Vostok, -, battalion", "1 2740, -, battalion"],
        );
        check(
            "Wagner Group recruits; Wagner pays.",
            &["0 Wagner Group, -, private military company", "0 Wagner Group, -, private military company"],
        );
        check("Russia's Rosgvardia refused.", &["0 Rosgvardia, National Guard, - (Russia)"]);
    }

    #[test]
    fn counts_and_platoons_without_a_name_are_no_units() {
        check("An entire platoon fled, and 31 BTGs were lost by the 20th century.", &[]);
        check("On the 3rd they were sent to the front.", &[]);
        check("He swam in the Sea of Azov.", &[]);
    }
}

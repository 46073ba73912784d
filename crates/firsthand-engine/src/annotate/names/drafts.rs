//! From the tagger's spans to what they name: outlets and organisations of the tables, official bodies of a country
//! ("the Russian Defense Ministry"), places under their full wording ("eastern Ukraine", "Kharkiv region").
//!
//! In: a reading and the tagger's names. Out: drafts in text order, without overlap.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use firsthand_schema::span::Span;

use super::{
    lexicon::Title,
    recognition::{Class, Name},
};
use crate::{
    gazetteer::is_generic,
    language::LanguageData,
    reading::{Reading, tags::Tag, tokens::TokenKind},
};

/// A name on its way to a mention.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Tokens, by number.
    pub(crate) tokens: Range<usize>,
    /// What it names.
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Organisation {
        official: bool,
        party: Option<String>,
        name: Option<String>,
    },
    Outlet {
        name: Option<String>,
        family: Option<String>,
        country: Option<String>,
    },
    /// The part that the gazetteer is asked for lies in the tokens given.
    Place {
        core: Range<usize>,
    },
}

/// What the drafts of one document are made with.
pub(crate) struct Drafting<'r, 'd> {
    pub(crate) reading: &'r Reading<'d>,
    pub(crate) data: &'r LanguageData,
    /// Tokens that belong to times and units.
    pub(crate) taken: Vec<bool>,
    drafts: Vec<Draft>,
    /// Which draft holds a token.
    held: Vec<bool>,
    /// The country that a word names, for the words asked about so far: a document has few names and asks often.
    nations: RefCell<BTreeMap<&'d str, Option<&'r str>>>,
}

impl<'r, 'd> Drafting<'r, 'd> {
    pub(crate) fn new(reading: &'r Reading<'d>, data: &'r LanguageData, taken: &[Span]) -> Self {
        let mut marked = vec![false; reading.tokens.len()];
        for span in taken {
            for at in reading.tokens_in(*span) {
                marked[at] = true;
            }
        }
        Self {
            reading,
            data,
            held: marked.clone(),
            taken: marked,
            drafts: Vec::new(),
            nations: RefCell::default(),
        }
    }

    /// All drafts, from the surest to the least sure evidence; later ones take only what is free.
    pub(crate) fn drafts(mut self, names: &[Name]) -> Vec<Draft> {
        self.introduced_outlets();
        self.listed(names);
        self.national_bodies();
        self.divisions();
        let names = self.consistent(names);
        self.tagged(&names);
        self.given_and_titled();
        self.surnames_again();
        self.placed();
        self.repeated();
        self.inside_organisations();
        self.ships();
        self.drafts.sort_by_key(|draft| (draft.tokens.start, std::cmp::Reverse(draft.tokens.end)));
        self.drafts
    }

    fn lower(&self, at: usize) -> &'r str {
        self.reading.lower(at)
    }

    /// The lower-case word before a token, in the same sentence or not; empty at the start.
    fn before(&self, at: usize) -> &'r str {
        at.checked_sub(1).map_or("", |before| self.lower(before))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capital())
    }

    /// Whether token `at` follows the one before it on the same line.
    fn joined(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.breaks == 0)
    }

    fn free(&self, tokens: &Range<usize>) -> bool {
        tokens.end <= self.held.len() && !tokens.is_empty() && !self.held[tokens.clone()].contains(&true)
    }

    fn add(&mut self, tokens: Range<usize>, kind: Kind) {
        if self.free(&tokens) {
            self.held[tokens.clone()].fill(true);
            self.drafts.push(Draft { tokens, kind });
        }
    }

    /// The end of a run of capitalised words, with the small words that join them.
    fn capitals(&self, start: usize) -> usize {
        let mut end = start;
        let mut at = start;
        while at < self.reading.tokens.len() && (at == start || self.joined(at)) {
            if self.is_capital(at) || self.reading.tokens[at].kind == TokenKind::Number && at > start {
                end = at + 1;
            } else if !(matches!(self.lower(at), "of" | "the" | "&" | "and")
                && self.is_capital(at + 1)
                && at > start)
            {
                break;
            }
            at += 1;
        }
        end
    }

    /// "the Telegram channel Baza", "independent outlet Verstka", "news agency X", "newspaper X": what stands after such
    /// a word is an outlet, whatever else the name may mean. Also "the X newspaper".
    fn introduced_outlets(&mut self) {
        for at in 0..self.reading.tokens.len() {
            if !is_outlet_noun(self.lower(at)) || self.held[at] {
                continue;
            }
            let next = at + 1;
            let quoted = matches!(self.lower(next), "\"" | "“" | "«");
            let start = if quoted { next + 1 } else { next };
            if self.is_capital(start)
                && self.joined(start)
                && self.data.gazetteer.demonym(self.lower(start)).is_none()
                && !self.reading.tokens[at].is_capital()
            {
                let mut end = self.capitals(start);
                // "the newspaper The Herald on Monday": a weekday is a time and already taken.
                while end > start && self.taken[start..end].contains(&true) {
                    end -= 1;
                }
                if end > start {
                    self.outlet(start..end);
                    continue;
                }
            }
            // "the Fenmoor Herald newspaper", "the Baza Telegram channel"
            let mut last = at;
            while last > 0
                && matches!(self.before(last), "telegram" | "news" | "tv" | "television" | "daily" | "weekly")
            {
                last -= 1;
            }
            let mut first = last;
            while first > 0 && self.is_capital(first - 1) && self.joined(first) && !self.held[first - 1] {
                first -= 1;
            }
            // "Ukrainian Telegram channels" says whose, not which; "the Russian newspaper" too.
            while first < last
                && (self.data.gazetteer.demonym(self.lower(first)).is_some() || self.lower(first) == "the")
            {
                first += 1;
            }
            // "the Orsk newspaper" says where, not which.
            let where_only = last == first + 1 && self.data.gazetteer.knows(self.reading.word(first));
            if first < last
                && !where_only
                && !self.lower(at).ends_with('s')
                && !self.opens_sentence_idly(first..last)
            {
                self.outlet(first..last);
            }
        }
    }

    /// One capitalised word that opens a sentence and is otherwise written small.
    fn opens_sentence_idly(&self, tokens: Range<usize>) -> bool {
        if tokens.len() != 1 {
            return false;
        }
        let sentence =
            &self.reading.sentences[self.reading.sentence_at(self.reading.tokens[tokens.start].span.start)];
        let known = self.data.words.known(self.lower(tokens.start));
        sentence.tokens.start == tokens.start && (1..8).contains(&known.capital)
    }

    fn outlet(&mut self, tokens: Range<usize>) {
        let words: Vec<&str> = tokens.clone().map(|at| self.reading.word(at)).collect();
        let entry = self.data.names.outlets.phrases.named(&words).or_else(|| {
            self.data.names.outlets.outlet_of(self.reading.span_of(tokens.clone()).of(self.reading.text))
        });
        let some = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
        let kind = Kind::Outlet {
            name: entry.map(|entry| entry.name.clone()),
            family: entry.and_then(|entry| some(&entry.family)),
            country: entry.and_then(|entry| some(&entry.country)),
        };
        self.add(tokens, kind);
    }

    /// Names of the tables of outlets and organisations.
    fn listed(&mut self, names: &[Name]) {
        let mut at = 0;
        while at < self.reading.tokens.len() {
            if !self.is_capital(at) && self.reading.tokens[at].kind != TokenKind::Number || self.held[at] {
                at += 1;
                continue;
            }
            let lower = self.lower(at);
            let word = |offset: usize| self.reading.word(at + offset);
            let press = self.data.names.outlets.phrases.longest(lower, word).map(|(length, _)| length);
            let listed = self.data.names.organisations.longest(lower, word);
            let tagged = names.iter().find(|name| name.tokens.start <= at && at < name.tokens.end);
            if let Some(length) = press
                && listed.as_ref().is_none_or(|(other, _)| *other <= length)
                && self.is_outlet_here(at..at + length, tagged)
            {
                self.outlet(at..at + length);
                at += length;
                continue;
            }
            if let Some((length, organisation)) = listed {
                let longer = tagged
                    .is_some_and(|name| name.class == Class::Organisation && name.tokens.len() > length);
                let person = length == 1
                    && tagged.is_some_and(|name| name.class == Class::Person && name.tokens.len() > 1);
                if !longer && !person {
                    let kind = Kind::Organisation {
                        official: organisation.official,
                        party: self.data.gazetteer.country(&organisation.party).map(str::to_owned),
                        name: Some(organisation.name.clone()),
                    };
                    // "Ukraine's General Staff" is said of one country's, and the whole of it is the name.
                    if organisation.party.is_empty() && self.nation_before(at).is_some() {
                        at += 1;
                        continue;
                    }
                    self.add(at..at + length, kind);
                    at += length;
                    continue;
                }
            }
            at += 1;
        }
    }

    /// Whether a phrase of the table of outlets names the outlet here. "Time", "Focus", "Astra" are words and names too:
    /// one such word needs the tagger, or a neighbour that speaks of the press.
    fn is_outlet_here(&self, tokens: Range<usize>, tagged: Option<&Name>) -> bool {
        let longer =
            tagged.is_some_and(|name| name.tokens.len() > tokens.len() && name.class != Class::Organisation);
        if longer {
            return false;
        }
        if tokens.len() > 1 {
            return !tagged
                .is_some_and(|name| name.class == Class::Person && name.tokens.len() > tokens.len());
        }
        let lower = self.lower(tokens.start);
        let known = self.data.words.known(lower);
        let upper = self.reading.tokens[tokens.start].case == crate::reading::tokens::Case::Upper;
        let doubtful = !upper && known.capital < 10
            || self.data.gazetteer.knows(lower)
            || self.data.names.given(lower).is_some()
            || self.reading.tokens[tokens.start].kind == TokenKind::Number
            || self.data.names.title(lower).is_some();
        if !doubtful {
            return true;
        }
        let organisation =
            tagged.is_some_and(|name| name.class == Class::Organisation && name.tokens == tokens);
        let speaks = is_reporting(self.lower(tokens.end))
            || matches!(self.lower(tokens.end), "'s" | "’s") && is_report_noun(self.lower(tokens.end + 1));
        let told = matches!(self.before(tokens.start), "told" | "by" | "to" | "with") && {
            let verb = tokens.start.checked_sub(2).map_or("", |at| self.lower(at));
            matches!(
                verb,
                "according" | "interview" | "reported" | "published" | "spoke" | "told" | "obtained" | "seen"
            )
        };
        organisation && (speaks || told || upper)
            || speaks && told
            || organisation && known.capital >= 8
            || told
            || speaks && known.capital >= 8
    }

    /// The country whose name or demonym stands right before a token: "Ukraine's", "Russian", "the US".
    fn nation_before(&self, at: usize) -> Option<(usize, &'r str)> {
        let mut last = at.checked_sub(1)?;
        if matches!(self.lower(last), "'s" | "’s" | "'" | "’") {
            last = last.checked_sub(1)?;
        }
        self.nation_at(last).map(|country| (last, country))
    }

    /// The country that one token names or belongs to.
    fn nation_at(&self, at: usize) -> Option<&'r str> {
        if !self.is_capital(at) {
            return None;
        }
        if let Some(iso) = self.data.gazetteer.demonym(self.lower(at)) {
            return Some(iso);
        }
        let word = self.reading.word(at);
        *self.nations.borrow_mut().entry(word).or_insert_with(|| self.data.gazetteer.country_named(word))
    }

    /// Bodies that speak for a country: "the Russian Defense Ministry", "Ukraine's military", "US intelligence".
    fn national_bodies(&mut self) {
        for at in 0..self.reading.tokens.len() {
            if self.held[at] || !self.is_capital(at) {
                continue;
            }
            let Some(country) = self.nation_at(at) else { continue };
            let mut end = at + 1;
            if matches!(self.lower(end), "'s" | "’s") {
                end += 1;
            }
            let body = end;
            let mut head = None;
            while end < body + 7 && end < self.reading.tokens.len() && self.joined(end) && !self.held[end] {
                let lower = self.lower(end);
                if let Some(official) = head_of_body(lower) {
                    // "military officials", "police officer": the body says whose people they are.
                    head = Some((end + 1, official));
                } else if !(is_body_word(lower)
                    || self.is_capital(end) && self.data.names.organisation_word(lower).is_some()
                    || matches!(lower, "of" | "the" | "for" | "'s" | "’s" | "and")
                        && end > body
                        && (is_body_word(self.lower(end + 1)) || head_of_body(self.lower(end + 1)).is_some()))
                {
                    break;
                }
                end += 1;
            }
            let Some((end, official)) = head else { continue };
            if self.data.names.role(self.lower(end)).is_some() && !self.is_capital(end) {
                // "a Ukrainian military official" is a person; the description takes the whole.
                continue;
            }
            let party = self.data.gazetteer.country(country).map(str::to_owned);
            let name = None;
            // An abbreviation in brackets belongs to the same body and is a mention of its own.
            self.add(at..end, Kind::Organisation { official, party, name });
        }
    }

    /// "Kharkiv region", "the Republic of Khakassia", "Zaporizhzhia and Kherson oblasts".
    fn divisions(&mut self) {
        for at in 0..self.reading.tokens.len() {
            if self.held[at] {
                continue;
            }
            let lower = self.lower(at);
            if !is_division_noun(lower) || at == 0 {
                continue;
            }
            let mut first = at;
            while first > 0
                && (self.is_capital(first - 1)
                    || matches!(self.before(first), "autonomous" | "administrative"))
                && self.joined(first)
                && !self.held[first - 1]
                && self.reading.tokens[first - 1].kind == TokenKind::Word
                && at - first < 4
            {
                first -= 1;
            }
            while first < at && matches!(self.lower(first), "the" | "in") {
                first += 1;
            }
            if first < at {
                // "Russian region" is no name.
                if first + 1 == at && self.data.gazetteer.demonym(self.lower(first)).is_some() {
                    continue;
                }
                let name = self.reading.span_of(first..at).of(self.reading.text);
                if self.data.gazetteer.divisions(name).is_empty()
                    && !self.data.gazetteer.knows(name)
                    && !self.is_capital(at)
                {
                    continue;
                }
                // "Luhansk and Donetsk regions": the first is a division too.
                let also = (first >= 2
                    && self.before(first) == "and"
                    && self.is_capital(first - 2)
                    && lower.ends_with('s'))
                .then(|| first - 2);
                self.add(first..at + 1, Kind::Place { core: first..at + 1 });
                if let Some(also) = also {
                    self.add(also..also + 1, Kind::Place { core: also..also + 1 });
                }
            } else if self.is_capital(at) && self.lower(at + 1) == "of" && self.is_capital(at + 2) {
                let end = self.capitals(at + 2);
                self.add(at..end, Kind::Place { core: at..end });
            }
        }
    }

    /// What the tagger found.
    fn tagged(&mut self, names: &[Name]) {
        for name in names {
            let mut tokens = name.tokens.clone();
            while tokens.start < tokens.end && self.held[tokens.start] {
                tokens.start += 1;
            }
            while tokens.start < tokens.end && self.held[tokens.end - 1] {
                tokens.end -= 1;
            }
            // "County Jail" after "Dawson County" was taken is no name of its own.
            if name.class == Class::Place && tokens != name.tokens && tokens.len() < 3 {
                let rest = self.reading.span_of(tokens.clone()).of(self.reading.text);
                if self.data.names.organisation_word(self.lower(tokens.end.max(1) - 1)).is_some()
                    || !self.data.gazetteer.knows(rest)
                {
                    continue;
                }
            }
            self.trim(&mut tokens, name.class);
            if tokens.is_empty() || !tokens.clone().any(|at| self.is_capital(at)) {
                continue;
            }
            if tokens.len() == 1 && (1..=5).contains(&self.data.words.known(self.lower(tokens.start)).capital)
            {
                // "One", "My": a word that hardly ever has its capital inside a sentence is no name.
                continue;
            }
            let words = self.reading.span_of(tokens.clone()).of(self.reading.text);
            if tokens.len() > 1 && self.data.gazetteer.belonging(&words.to_lowercase()).is_some() {
                // "Central American" is nobody's name, and no place's.
                continue;
            }
            let class = self.reconsider(name.class, &tokens);
            match class {
                Class::Person if self.is_people(&tokens, names) => {}
                Class::Person => self.add(tokens, Kind::Person),
                Class::Organisation => self.organisation(tokens),
                // "Orsk, Fenmoor": two places, whatever the tagger made of the comma.
                Class::Place => {
                    for part in self.split_at_commas(tokens) {
                        self.place(part);
                    }
                }
            }
        }
    }

    /// Whether a name of one word is a people's or a country's adjective: "Russian" before "president" is nobody, and "French"
    /// is somebody only where the text has her in full ("Dora French").
    fn is_people(&self, tokens: &Range<usize>, names: &[Name]) -> bool {
        let lower = self.lower(tokens.start);
        tokens.len() == 1
            && self.data.gazetteer.belonging(lower).is_some()
            && !names.iter().any(|name| {
                name.class == Class::Person
                    && name.tokens.len() > 1
                    && self.lower(name.tokens.end - 1) == lower
                    && !name.tokens.clone().all(|at| self.data.gazetteer.belonging(self.lower(at)).is_some())
            })
    }

    fn split_at_commas(&self, tokens: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = tokens.start;
        for at in tokens.clone() {
            if self.reading.tokens[at].kind == TokenKind::Mark
                && matches!(self.lower(at), "," | "/" | "(" | ";")
            {
                if start < at {
                    parts.push(start..at);
                }
                start = at + 1;
            }
        }
        if start < tokens.end {
            parts.push(start..tokens.end);
        }
        parts
    }

    /// One name is of one class throughout a document, where its mentions disagree: that of most of them; and a single
    /// name that ends somebody's full name is that person's.
    fn consistent(&self, names: &[Name]) -> Vec<Name> {
        let words =
            |name: &Name| self.reading.span_of(name.tokens.clone()).of(self.reading.text).to_lowercase();
        let mut counts: BTreeMap<String, [u32; 3]> = BTreeMap::new();
        let mut surnames: BTreeSet<String> = BTreeSet::new();
        for name in names {
            counts.entry(words(name)).or_default()[name.class as usize] += 1;
            if name.class == Class::Person && name.tokens.len() > 1 {
                surnames.insert(self.lower(name.tokens.end - 1).to_owned());
            }
        }
        for at in 0..self.reading.tokens.len() {
            if let Some(end) = self.full_name(at) {
                surnames.insert(self.lower(end - 1).to_owned());
            }
        }
        names
            .iter()
            .map(|name| {
                let key = words(name);
                let [person, organisation, place] = counts.get(&key).copied().unwrap_or_default();
                let located = matches!(self.before(name.tokens.start), "in" | "near" | "from" | "outside");
                let class = if name.tokens.len() == 1
                    && surnames.contains(&key)
                    && !located
                    && place <= person + 2
                {
                    Class::Person
                } else if place > person && place > organisation && name.class == Class::Person {
                    Class::Place
                } else if person > place && person > organisation && name.class == Class::Place && !located {
                    Class::Person
                } else if place > organisation && name.class == Class::Organisation && name.tokens.len() == 1
                {
                    Class::Place
                } else {
                    name.class
                };
                Name { tokens: name.tokens.clone(), class }
            })
            .collect()
    }

    /// Cuts off what is no part of the name: articles, titles, trailing marks.
    fn trim(&self, tokens: &mut Range<usize>, class: Class) {
        while tokens.start < tokens.end {
            let lower = self.lower(tokens.start);
            let title = self.data.names.title(lower).is_some();
            let skips = match class {
                Class::Person => {
                    tokens.len() > 1 && (title || self.data.gazetteer.demonym(lower).is_some())
                        || self.titled_of(tokens)
                }
                _ => false,
            };
            let word = self.reading.tokens[tokens.start].kind == TokenKind::Word;
            if skips
                || !word && self.reading.tokens[tokens.start].kind == TokenKind::Mark
                || matches!(lower, "the" | "a" | "of" | "and" | "in" | "for")
                    && !(self.is_capital(tokens.start) && class == Class::Organisation && tokens.len() > 2)
            {
                tokens.start += 1;
            } else {
                break;
            }
        }
        while tokens.start < tokens.end {
            let last = tokens.end - 1;
            let mark = self.reading.tokens[last].kind == TokenKind::Mark && self.reading.word(last) != ")";
            if mark || matches!(self.lower(last), "'s" | "’s" | "of" | "and" | "the" | "in" | "for" | "to")
            {
                tokens.end -= 1;
            } else {
                break;
            }
        }
    }

    /// Whether a name opens with the place somebody holds an office of: "US President Orlova", "Fenmoor Mayor Orlov".
    fn titled_of(&self, tokens: &Range<usize>) -> bool {
        let first = self.lower(tokens.start);
        tokens.len() > 2
            && self.data.names.title(self.lower(tokens.start + 1)).is_some()
            && self.data.names.given(first).is_none()
            && self.data.gazetteer.knows(self.reading.word(tokens.start))
    }

    /// Evidence of the lists against the tagger's class.
    fn reconsider(&self, class: Class, tokens: &Range<usize>) -> Class {
        let first = self.lower(tokens.start);
        let last = self.lower(tokens.end - 1);
        let words = self.reading.span_of(tokens.clone()).of(self.reading.text);
        let before = self.before(tokens.start);
        if class != Class::Person
            && matches!(self.data.names.title(before), Some(Title::Address(_) | Title::Rank))
            && self.is_capital(tokens.start.saturating_sub(1))
            && tokens.len() <= 3
            && !matches!(
                before,
                "army" | "staff" | "chief" | "st." | "saint" | "master" | "senior" | "junior"
            )
        {
            return Class::Person;
        }
        if class == Class::Person && self.data.names.given(first).is_none() {
            // "in Orlov", "from Fenmoor": a known place after a word of place is one.
            if tokens.len() == 1 && is_locative(before) && self.data.gazetteer.knows(words) {
                return Class::Place;
            }
            if tokens.len() > 1 && self.data.names.organisation_word(last).is_some() {
                return Class::Organisation;
            }
        }
        if class == Class::Organisation && self.data.gazetteer.knows(words) {
            let known = self.data.gazetteer.population(words).unwrap_or(0.0);
            if is_locative(before) || known >= 1e6 {
                return Class::Place;
            }
        }
        if class == Class::Organisation && tokens.len() == 2 && self.data.names.given(first).is_some() {
            let organisation = self.data.names.organisation_word(last).is_some();
            if !organisation && !self.data.gazetteer.knows(words) {
                return Class::Person;
            }
        }
        if class == Class::Place
            && tokens.len() > 1
            && self.data.names.organisation_word(last).is_some()
            && (!self.data.gazetteer.is_wide(words) || self.data.gazetteer.country_named(words).is_some())
        {
            // "Fenmoor University" is a body, and so are "Security Council" and "Russian Federation"; "Sea Guard Bay" ends
            // otherwise, and the West Bank lends no money.
            return Class::Organisation;
        }
        class
    }

    fn organisation(&mut self, tokens: Range<usize>) {
        let last = self.lower(tokens.end - 1);
        if is_outlet_word(last) && tokens.len() > 1 {
            return self.outlet(tokens);
        }
        let lower = |at| self.lower(at);
        // "Russian", "Ukrainians": a people is no organisation.
        if tokens.len() == 1 && self.data.gazetteer.demonym(lower(tokens.start)).is_some() {
            return;
        }
        let named_by = |at: usize| self.data.names.organisation_word(lower(at)).is_some();
        // "Some Russian", "Russian POWs": people, not a body.
        if tokens.len() <= 2
            && tokens.clone().any(|at| self.data.gazetteer.demonym(lower(at)).is_some())
            && !tokens.clone().any(named_by)
        {
            return;
        }
        let official = tokens.clone().any(|at| self.data.names.organisation_word(lower(at)) == Some(true))
            && !tokens.clone().any(|at| {
                matches!(
                    lower(at),
                    "university" | "college" | "school" | "institute" | "company" | "bank" | "club" | "party"
                )
            });
        let party = tokens
            .clone()
            .find_map(|at| self.nation_at(at))
            .and_then(|country| self.data.gazetteer.country(country).map(str::to_owned));
        self.add(tokens, Kind::Organisation { official, party, name: None });
    }

    fn place(&mut self, tokens: Range<usize>) {
        let lower = self.lower(tokens.start);
        if tokens.len() == 1 && self.data.names.is_people(lower) {
            return;
        }
        if tokens.len() == 1
            && self.data.gazetteer.demonym(lower).is_some()
            && self.data.gazetteer.country_named(self.reading.word(tokens.start)).is_none()
        {
            return;
        }
        let mut core = tokens.clone();
        // "W. Va.": the letter before belongs to the abbreviation.
        if core.start > 0
            && self.joined(core.start)
            && !self.held[core.start - 1]
            && self.is_capital(core.start - 1)
        {
            let wider = self.reading.span_of(core.start - 1..core.end).of(self.reading.text);
            if self.data.gazetteer.is_wide(wider) {
                core.start -= 1;
            }
        }
        let start = self.with_direction(core.start);
        self.add(start..tokens.end, Kind::Place { core });
    }

    /// "eastern Ukraine", "northern Kherson region", "central Kyiv": the direction is part of what is named.
    fn with_direction(&self, start: usize) -> usize {
        let mut first = start;
        while first > 0 && self.joined(first) && !self.held[first - 1] && is_direction(self.before(first)) {
            first -= 1;
        }
        first
    }

    /// Names that the tagger passed over and the gazetteer knows: after a word of place ("near Orsk"), after another place
    /// and a comma ("Alexandria, La."), at the head of a line before a colon or a dash ("BEIRUT:"), and names that
    /// nothing but a country or a region has.
    fn placed(&mut self) {
        for at in 0..self.reading.tokens.len() {
            if self.held[at] || !self.is_capital(at) {
                continue;
            }
            let lower = self.lower(at);
            if self.data.gazetteer.demonym(lower).is_some() && !self.joins_capital(at + 1)
                || self.data.names.is_people(lower)
                || self.data.names.title(lower).is_some()
            {
                continue;
            }
            let before = if self.joined(at) { self.before(at) } else { "" };
            let end = self.capitals(at);
            let Some(end) = (at + 1..=end.min(at + 4)).rev().find(|&end| {
                self.free(&(at..end))
                    && self.data.gazetteer.knows(self.reading.span_of(at..end).of(self.reading.text))
            }) else {
                continue;
            };
            let whole = end == self.capitals(at) && (at == 0 || !self.is_capital(at - 1) || !self.joined(at));
            let name = self.reading.span_of(at..end).of(self.reading.text);
            let usual = self.data.words.known(lower).capital;
            let upper = self.reading.tokens[at].case == crate::reading::tokens::Case::Upper;
            // "US" is a pronoun's capitals only in a headline of capitals.
            let abbreviated = upper && end == at + 1 && self.reading.word(at).len() <= 4 && !self.shouted(at);
            let named = usual == 0 && end > at + 1 || usual >= 8 || abbreviated;
            let after_place = matches!(before, "," | "(")
                && at >= 2
                && self.held[at - 2]
                && self
                    .drafts
                    .iter()
                    .any(|draft| draft.tokens.end == at - 1 && matches!(draft.kind, Kind::Place { .. }));
            let located = is_locative(before) || is_direction(before);
            let heads = (at == 0 || self.reading.tokens[at].breaks > 0 || self.opens_sentence(at))
                && matches!(self.lower(end), ":" | "—" | "–" | "-" | "," | "(")
                && upper;
            // "US Rep. Orlov": what follows is somebody's name.
            let bounded = whole
                || self.held.get(end) == Some(&true)
                    && (at == 0 || !self.is_capital(at - 1) || !self.joined(at));
            let wide = named
                && self.data.gazetteer.is_wide(name)
                && self.data.names.given(lower).is_none()
                && !matches!(self.lower(end), "state" | "university");
            if after_place && self.data.gazetteer.is_wide(name)
                || whole && (located && named || heads)
                || bounded && wide
            {
                let start = self.with_direction(at);
                self.add(start..end, Kind::Place { core: at..end });
            }
        }
    }

    fn opens_sentence(&self, at: usize) -> bool {
        let sentence = self.reading.sentence_at(self.reading.tokens[at].span.start);
        self.reading.sentences.get(sentence).is_some_and(|sentence| sentence.tokens.start == at)
    }

    /// Whether a word beside a token is in capitals too, as in a headline that is nothing else.
    fn shouted(&self, at: usize) -> bool {
        let upper = |at: usize| {
            self.reading.tokens.get(at).is_some_and(|token| {
                token.case == crate::reading::tokens::Case::Upper && token.span.len() > 3
            })
        };
        upper(at + 1) || at > 0 && upper(at - 1)
    }

    /// Where a full name that opens with a given name ends: "Anna Orlova", "Jan van der Meer"; none where no surname
    /// follows.
    fn full_name(&self, at: usize) -> Option<usize> {
        /// A given name, a middle name or two, a surname.
        const MOST: usize = 4;
        if !self.is_capital(at) || self.data.names.given(self.lower(at)).is_none() {
            return None;
        }
        let mut end = at + 1;
        let mut surname = None;
        while end < at + MOST + 2 && end < self.reading.tokens.len() && self.joined(end) && !self.held[end] {
            let lower = self.lower(end);
            if self.is_capital(end) {
                let other = self.data.names.organisation_word(lower).is_some()
                    || self.data.gazetteer.demonym(lower).is_some()
                    || self.data.names.title(lower).is_some()
                    || is_outlet_word(lower);
                if other || end >= at + MOST {
                    break;
                }
                surname = Some(end + 1);
            } else if !matches!(
                lower,
                "van" | "von" | "de" | "der" | "den" | "al" | "bin" | "el" | "da" | "di" | "la"
            ) {
                break;
            }
            end += 1;
        }
        surname
    }

    /// Persons that the tagger passed over: a given name and a surname, or what follows a title ("Capt. Orlov").
    fn given_and_titled(&mut self) {
        let mut at = 0;
        while at < self.reading.tokens.len() {
            if self.held[at] || !self.is_capital(at) {
                at += 1;
                continue;
            }
            let lower = self.lower(at);
            let alone = at == 0 || !self.is_capital(at - 1) || !self.joined(at) || self.held[at - 1];
            if let Some(end) = self.full_name(at).filter(|_| alone) {
                self.add(at..end, Kind::Person);
                at = end;
                continue;
            }
            let titled = self.joined(at)
                && at > 0
                && self.is_capital(at - 1)
                && matches!(self.data.names.title(self.before(at)), Some(Title::Address(_) | Title::Rank))
                && !matches!(
                    self.before(at),
                    "army" | "staff" | "chief" | "saint" | "general" | "major" | "private"
                );
            let plain = self.data.names.title(lower).is_none()
                && self.data.names.organisation_word(lower).is_none()
                && self.data.gazetteer.demonym(lower).is_none();
            if titled && plain {
                let mut end = at + 1;
                while end < at + 3 && self.joins_capital(end) && !self.held[end] {
                    end += 1;
                }
                self.add(at..end, Kind::Person);
                at = end;
                continue;
            }
            at += 1;
        }
    }

    /// The surname of somebody named in full, standing alone and free.
    fn surnames_again(&mut self) {
        let surnames: BTreeSet<&str> = self
            .drafts
            .iter()
            .filter(|draft| draft.kind == Kind::Person && draft.tokens.len() > 1)
            .map(|draft| self.reading.word(draft.tokens.end - 1))
            .filter(|word| word.chars().count() > 2)
            .collect();
        let free: Vec<usize> = (0..self.reading.tokens.len())
            .filter(|&at| {
                !self.held[at]
                    && self.is_capital(at)
                    && !self.joins_capital(at + 1)
                    && (at == 0 || !self.joins_capital(at) || !self.is_capital(at - 1))
                    && surnames.contains(self.reading.word(at))
            })
            .collect();
        for at in free {
            self.add(at..at + 1, Kind::Person);
        }
    }

    /// Drops ships that are called after people: "the battleship Fenmoor", "the crew of the Fenmoor", and the name alone
    /// wherever else it stands. A person's bare name has no article, but for "the Orlov case" and "the Orlovs".
    fn ships(&mut self) {
        let is_ship = |tokens: &Range<usize>| {
            let word = self.reading.word(tokens.end - 1);
            let heads = matches!(self.reading.tag(tokens.end), Tag::Noun | Tag::NounPlural | Tag::Name);
            // "the battleship Count Orlov Fenmoor": over capitals that the name was not found with.
            let mut first = tokens.start;
            while first > 0 && self.joins_capital(first - 1) && self.joined(first) {
                first -= 1;
            }
            self.data.names.ships.contains(self.before(first))
                || self.before(tokens.start) == "the"
                    && !heads
                    && !word.ends_with('s')
                    && self.lower(tokens.end) != "'s"
                    && self.data.names.given(self.lower(tokens.start)).is_none()
        };
        let ships: BTreeSet<&str> = self
            .drafts
            .iter()
            .filter(|draft| draft.kind == Kind::Person && is_ship(&draft.tokens))
            .flat_map(|draft| draft.tokens.clone().map(|at| self.reading.word(at)))
            .collect();
        let reading = self.reading;
        let titled = |at: usize| at > 0 && self.data.names.title(reading.lower(at - 1)).is_some();
        let sinks: Vec<bool> = self
            .drafts
            .iter()
            .map(|draft| {
                draft.kind == Kind::Person
                    && ships.contains(reading.word(draft.tokens.end - 1))
                    && !titled(draft.tokens.start)
            })
            .collect();
        let mut sinks = sinks.into_iter();
        self.drafts.retain(|_| !sinks.next().unwrap_or(false));
    }

    fn joins_capital(&self, at: usize) -> bool {
        self.is_capital(at) && self.joined(at)
    }

    /// A name found to be a place's once is one wherever else it stands free.
    fn repeated(&mut self) {
        let known: BTreeSet<Vec<&str>> = self
            .drafts
            .iter()
            .filter_map(|draft| match &draft.kind {
                Kind::Place { core } => Some(core.clone().map(|at| self.reading.word(at)).collect()),
                _ => None,
            })
            .collect();
        let longest = known.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..self.reading.tokens.len() {
            if self.held[at]
                || !self.is_capital(at)
                || at > 0 && self.joins_capital(at) && self.is_capital(at - 1)
            {
                continue;
            }
            for length in (1..=longest).rev() {
                if at + length > self.reading.tokens.len() || self.joins_capital(at + length) {
                    continue;
                }
                let words: Vec<&str> = (at..at + length).map(|at| self.reading.word(at)).collect();
                if known.contains(&words) && self.free(&(at..at + length)) {
                    let start = self.with_direction(at);
                    self.add(start..at + length, Kind::Place { core: at..at + length });
                    break;
                }
            }
        }
    }

    /// The place in the name of a body: "Columbus Police Department", "University of Kentucky". The body is not a place;
    /// what it is named after is.
    fn inside_organisations(&mut self) {
        let mut inside = Vec::new();
        let elsewhere: BTreeSet<&str> = self
            .drafts
            .iter()
            .filter_map(|draft| match &draft.kind {
                Kind::Place { core } if core.len() == 1 => Some(self.reading.word(core.start)),
                _ => None,
            })
            .collect();
        for draft in &self.drafts {
            if !matches!(draft.kind, Kind::Organisation { name: None, .. }) || draft.tokens.len() < 2 {
                continue;
            }
            let mut at = draft.tokens.start;
            while at < draft.tokens.end {
                let before = if at == draft.tokens.start { "" } else { self.before(at) };
                let opens = at == draft.tokens.start || matches!(before, "of" | "for" | "in" | "the" | "at");
                if !opens || !self.is_capital(at) {
                    at += 1;
                    continue;
                }
                let found = (at + 1..=draft.tokens.end.min(at + 3)).rev().find(|&end| {
                    let name = self.reading.span_of(at..end).of(self.reading.text);
                    end - at < draft.tokens.len()
                        && self.is_capital(end - 1)
                        && self.data.gazetteer.population(name).is_some_and(|people| people > 0.0)
                        && (end > at + 1 || self.lends_its_name(at, elsewhere.contains(name)))
                });
                match found {
                    Some(end) => {
                        inside.push(Draft { tokens: at..end, kind: Kind::Place { core: at..end } });
                        at = end;
                    }
                    None => at += 1,
                }
            }
        }
        self.drafts.extend(inside);
    }

    /// Whether one word in the name of a body is a place's: the text speaks of the place elsewhere, or it is hardly ever
    /// anything else, or what follows is a town's ("Fenmoor Police Department").
    fn lends_its_name(&self, at: usize, elsewhere: bool) -> bool {
        let lower = self.lower(at);
        if self.data.names.organisation_word(lower).is_some() || self.data.gazetteer.demonym(lower).is_some()
        {
            return false;
        }
        let given = self.data.names.given(lower).is_some();
        let wide = self.data.gazetteer.is_wide(self.reading.word(at));
        let public = is_public(self.lower(at + 1));
        elsewhere
            || wide && (!given || public)
            || !given && (public || self.data.words.known(lower).capital >= 9)
    }
}

/// What follows the name of a town or a state in the names of what it runs.
fn is_public(lower: &str) -> bool {
    matches!(
        lower,
        "police"
            | "fire"
            | "city"
            | "county"
            | "council"
            | "department"
            | "state"
            | "school"
            | "schools"
            | "public"
            | "board"
            | "municipal"
            | "bureau"
            | "national"
            | "crown"
            | "district"
            | "chamber"
    )
}

/// Words after which a name is a place's.
pub(crate) fn is_locative(lower: &str) -> bool {
    matches!(
        lower,
        "in" | "near"
            | "at"
            | "from"
            | "outside"
            | "around"
            | "towards"
            | "toward"
            | "to"
            | "inside"
            | "across"
            | "into"
            | "leaving"
            | "entering"
            | "reached"
            | "via"
            | "village"
            | "town"
            | "city"
            | "settlement"
    )
}

/// Words of direction that belong to a place's wording.
pub(crate) fn is_direction(lower: &str) -> bool {
    matches!(
        lower,
        "eastern"
            | "western"
            | "northern"
            | "southern"
            | "central"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "north-eastern"
            | "north-western"
            | "south-eastern"
            | "south-western"
            | "east"
            | "west"
            | "north"
            | "south"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "north-east"
            | "north-west"
            | "south-east"
            | "south-west"
            | "upper"
            | "lower"
            | "downtown"
            | "mainland"
            | "occupied"
            | "rural"
    )
}

fn is_division_noun(lower: &str) -> bool {
    is_generic(lower)
        && !matches!(
            lower,
            "state"
                | "division"
                | "autonomous"
                | "republic"
                | "department"
                | "misto"
                | "territory"
                | "borough"
                | "municipality"
        )
        || matches!(lower, "regions" | "provinces" | "districts" | "counties" | "krais" | "republic")
}

/// What the press is called.
fn is_outlet_noun(lower: &str) -> bool {
    matches!(
        lower,
        "outlet"
            | "newspaper"
            | "channel"
            | "channels"
            | "agency"
            | "website"
            | "magazine"
            | "broadcaster"
            | "tabloid"
            | "portal"
            | "newswire"
            | "daily"
            | "weekly"
            | "publication"
            | "radio"
            | "journal"
            | "newsletter"
            | "outlets"
    )
}

/// Words that end the names of the press.
fn is_outlet_word(lower: &str) -> bool {
    matches!(
        lower,
        "times"
            | "post"
            | "herald"
            | "gazette"
            | "tribune"
            | "chronicle"
            | "courier"
            | "telegraph"
            | "journal"
            | "news"
            | "tv"
            | "radio"
            | "television"
            | "press"
            | "magazine"
            | "observer"
            | "mirror"
            | "examiner"
            | "dispatch"
            | "advertiser"
            | "sentinel"
            | "inquirer"
            | "pravda"
            | "gazeta"
            | "zeitung"
            | "broadcasting"
            | "newspaper"
            | "reporter"
            | "mercury"
            | "argus"
            | "bulletin"
            | "bugle"
            | "enquirer"
            | "ledger"
    )
}

/// Verbs with which the press is quoted.
fn is_reporting(lower: &str) -> bool {
    matches!(
        lower,
        "reported"
            | "reports"
            | "said"
            | "says"
            | "wrote"
            | "writes"
            | "published"
            | "quoted"
            | "cited"
            | "citing"
            | "found"
            | "revealed"
            | "interviewed"
            | "spoke"
            | "learned"
            | "obtained"
            | "noted"
            | "broadcast"
            | "aired"
    )
}

fn is_report_noun(lower: &str) -> bool {
    matches!(
        lower,
        "report"
            | "reporting"
            | "story"
            | "article"
            | "correspondent"
            | "journalist"
            | "interview"
            | "editor"
            | "reporter"
            | "sources"
            | "investigation"
    )
}

/// The word on which an official body ends, and whether it speaks for the state.
fn head_of_body(lower: &str) -> Option<bool> {
    match lower {
        "ministry" | "military" | "army" | "navy" | "forces" | "force" | "government" | "parliament"
        | "intelligence" | "staff" | "directorate" | "service" | "services" | "command" | "police"
        | "guard" | "authorities" | "embassy" | "consulate" | "prosecutors" | "administration"
        | "cabinet" | "leadership" | "department" | "office" | "inspectorate" | "court" | "guards"
        | "senate" | "congress" | "presidency" | "treasury" | "secretariat" | "ministries" | "state" => {
            Some(true)
        }
        "agency" | "committee" | "commission" | "council" | "bureau" | "academy" | "center" | "centre" => {
            Some(true)
        }
        "opposition" | "media" | "press" | "church" => Some(false),
        _ => None,
    }
}

/// Words inside the names of official bodies, small or capital.
fn is_body_word(lower: &str) -> bool {
    matches!(
        lower,
        "defence"
            | "defense"
            | "foreign"
            | "interior"
            | "internal"
            | "affairs"
            | "health"
            | "justice"
            | "finance"
            | "education"
            | "energy"
            | "economy"
            | "emergency"
            | "emergencies"
            | "situations"
            | "digital"
            | "transformation"
            | "armed"
            | "general"
            | "main"
            | "military"
            | "security"
            | "state"
            | "border"
            | "national"
            | "federal"
            | "central"
            | "air"
            | "ground"
            | "naval"
            | "coast"
            | "territorial"
            | "special"
            | "operations"
            | "prosecutor"
            | "investigative"
            | "treasury"
            | "presidential"
            | "president"
            | "human"
            | "rights"
            | "prime"
            | "minister"
            | "supreme"
            | "constitutional"
            | "joint"
            | "resistance"
            | "rescue"
            | "police"
            | "labour"
            | "labor"
            | "tax"
            | "customs"
            | "penitentiary"
            | "intelligence"
            | "operational"
            | "southern"
            | "eastern"
            | "northern"
            | "western"
            | "missile"
            | "rocket"
            | "airborne"
            | "space"
            | "strategic"
            | "communications"
            | "information"
            | "counterintelligence"
            | "domestic"
            | "secret"
            | "homeland"
            | "agriculture"
            | "trade"
            | "transport"
            | "veterans"
            | "staff"
            | "guard"
            | "reintegration"
            | "occupation"
    )
}

//! A document as linking and corroboration see it: who published it when, what it says happened, and through whom.
//!
//! In: a document and its annotations. Out: a `Report`. It holds everything that is compared, so that nothing later
//! goes back to the text.
//!
//! A **statement** is a claim with its sources as speakers and its facts in comparable form. A **telling** is what is
//! joined into incidents: one statement of an article, or all of a short item that has room for one thing only.

pub mod background;
pub mod days;
pub mod places;
pub mod print;
pub mod publishers;
pub mod rarity;
pub mod roundups;
pub mod speakers;
pub mod spelling;
pub mod terms;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    amount::Amount,
    annotation::{Annotations, Event, Modality, Names, Naming},
    claim::{Claim, Hop, Polarity, RemarkKind, SourceKind, Voice as Wording},
    document::{BlockKind, Document, Published},
    ids::{ClaimId, ClaimNumber, DocumentId, EntityId, MentionId},
    span::Span,
};

use background::Background;
use days::Days;
use places::{Spot, spot};
use print::Print;
use publishers::Publishers;
use rarity::Rarity;
use roundups::Roundups;
use speakers::{Called, Speaker, SpeakerWords, Told, Who, is_part_of, publisher_words};
use terms::Terms;

/// A body of so many words has room for one happening: it is told of as a whole. (Of the feed items of two years half have
/// 25 words, a twentieth over 118; a sweep over 24 incidents in them found 120 as good as any longer.)
const SHORT: usize = 120;

/// Words of the beginning that stand for a document whose claims nobody has drawn up.
const BEGINNING: usize = 80;

/// A report tells its story in its first words; what follows is background, and more of it in longer reports.
const STORY_WORDS: usize = 300;

/// A headline's words count so many times in a story.
const STORY_TITLE: f32 = 4.0;

/// The power of rarity for stories. These three: the best of a sweep on ECB+ train, held on its dev part and NewsWCL50
/// (`measure_links stories`).
const STORY_POWER: f32 = 1.3;

/// A headline's words count so many times in a short item: it says what the item is about, the rest says where and who.
const ITEM_TITLE: f32 = 3.0;

/// The power of rarity for happenings. This and the above: from a sweep over six incidents in the feeds of two years
/// (`measure_links incidents`).
const HAPPENING_POWER: f32 = 0.7;

/// Words of what was claimed before count so much less in a short item. The line at which groups form, what an answer
/// costs and this were tried together (`measure_links incidents`): a quarter and a half came to the same.
const BACKGROUND: f32 = 0.5;

/// A time wider than this does not fix when something happened.
const SPECIFIC_DAYS: i32 = 8;

/// What comparing documents takes to know beforehand.
#[derive(Clone, Debug)]
pub struct Tables {
    /// How rare words are.
    pub rarity: Rarity,
    /// Words by which sources are known.
    pub sources: SpeakerWords,
    /// Which publishers are one house.
    pub publishers: Publishers,
    /// Which documents are round-ups.
    pub roundups: Roundups,
    /// What is said to have been claimed before.
    pub background: Background,
}

impl Tables {
    /// The tables that ship with the program.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry.
    pub fn shipped() -> Result<Self, String> {
        Ok(Self {
            rarity: Rarity::parse(include_str!("../../../../data/weights/word-frequency.tsv"))?,
            publishers: Publishers::parse(include_str!("../../../../data/lexicon/outlets.toml"))?,
            sources: SpeakerWords::parse(
                include_str!("../../../../data/lexicon/sources.toml"),
                include_str!("../../../../data/gazetteer/countries.tsv"),
            )?,
            roundups: Roundups::parse(include_str!("../../../../data/lexicon/roundups.toml"))?,
            background: Background::parse(include_str!("../../../../data/lexicon/background.toml"))?,
        })
    }
}

/// A document in comparable form.
#[derive(Clone, Debug)]
pub struct Report {
    /// The document.
    pub document: DocumentId,
    /// Its publisher, to show.
    pub outlet: String,
    /// Its publisher, folded: editions and hosts of one house are one family.
    pub family: String,
    /// When it was published.
    pub published: Option<Days>,
    /// Its title, to show.
    pub title: String,
    /// What copies are found by.
    pub print: Print,
    /// Its claims, in order.
    pub statements: Vec<Statement>,
    /// What it tells of.
    pub tellings: Vec<Telling>,
    /// All its words, weighed: what it covers as a whole.
    pub story: Terms,
    /// What it says of its own checking: kind, by whom, about which claims.
    pub remarks: Vec<(RemarkKind, Option<String>, Vec<ClaimNumber>)>,
}

/// One claim in comparable form.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Which claim; number 0 for a document without any.
    pub claim: ClaimNumber,
    /// From the first to the last of its words.
    pub span: Span,
    /// Whether a short item has it only as what was claimed before its news: it is told beside, and vouches for nothing.
    pub background: bool,
    /// Whether it stands in the headline.
    pub headline: bool,
    /// Its sources, nearest to the reader first. Never empty: where nobody is named, the voice that nobody answers for.
    pub speakers: Vec<Speaker>,
    /// How it is worded.
    pub wording: Wording,
    /// Asserted, denied, doubted.
    pub polarity: Polarity,
    /// Event types with how they are told.
    pub events: Vec<(String, Modality)>,
    /// Places.
    pub places: Vec<Spot>,
    /// Times that fix a day or a few.
    pub times: Vec<Days>,
    /// Units, folded, with what to call them.
    pub units: BTreeMap<String, String>,
    /// Named people spoken of, by folded surname, with what to call them.
    pub people: BTreeMap<String, String>,
    /// Counts.
    pub counts: Vec<Amount>,
    /// Its words, weighed, where it is one of several things that a telling says; empty where it is the whole of it.
    pub terms: Terms,
}

impl Statement {
    /// Whether at least half of it stands in a stretch, or it holds half of the stretch.
    #[must_use]
    pub fn mostly_in(&self, stretch: Span) -> bool {
        let shared =
            self.span.end.min(stretch.end).saturating_sub(self.span.start.max(stretch.start)) as usize;
        shared * 2 >= self.span.len().max(1) || shared * 2 >= stretch.len().max(1)
    }

    /// Whether it speaks for the happening: a denial or a doubt stands beside it.
    #[must_use]
    pub fn speaks_for(&self) -> bool {
        self.polarity == Polarity::Asserted && !self.background
    }
}

/// What is joined into incidents.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Its name: the claim of the lowest number.
    pub first: ClaimNumber,
    /// Its statements, as places in `Report::statements`.
    pub statements: Vec<usize>,
    /// Whether it is a round-up: told by its headline alone, since its claims are of many happenings.
    pub roundup: bool,
    /// What its headline says, in nobody's name: told where none of its statements is about what the headline is about.
    pub headline: Option<Box<Statement>>,
    /// Stems by hash with their weights, ascending, of length one.
    pub terms: Terms,
    /// The same of what it says was claimed before, which it answers; empty where it answers nothing.
    pub answers: Terms,
}

impl Report {
    /// The full name of a telling.
    #[must_use]
    pub fn telling_id(&self, telling: &Telling) -> ClaimId {
        ClaimId { document: self.document.clone(), claim: telling.first }
    }

    /// Gives names that are not to be shown another label: `shown` has the name for an entity that must not leave.
    pub fn relabel(&mut self, annotations: &Annotations, shown: impl Fn(EntityId) -> Option<String>) {
        for statement in &mut self.statements {
            let Some(claim) = annotations.claims.iter().find(|claim| claim.id == statement.claim) else {
                continue;
            };
            for (voice, hop) in statement.speakers.iter_mut().zip(&claim.chain) {
                if let Some(label) = hop.entity.and_then(&shown) {
                    voice.label = label;
                }
            }
            for mention in claim.persons.iter().filter_map(|&id| annotations.mentions.get(id.0 as usize)) {
                if let (Some(entity), Names::Person(person)) = (mention.entity, &mention.names)
                    && let (Some(label), Some(name)) = (shown(entity), &person.name)
                    && let Some(known) = surname(name).and_then(|key| statement.people.get_mut(&key))
                {
                    *known = label;
                }
            }
        }
    }
}

/// Makes the comparable form of a document.
#[must_use]
pub fn report(document: &Document, annotations: &Annotations, data: &Tables) -> Report {
    let published = annotations
        .published
        .or(document.published)
        .map(|known: Published| Days::between(known.from, known.to));
    let outlet = document
        .outlet
        .clone()
        .or_else(|| document.url.as_deref().map(host_of))
        .unwrap_or_else(|| "an unnamed publisher".to_owned());
    let family = match (&document.outlet, &document.url) {
        (Some(outlet), _) => data.publishers.family(outlet),
        (None, Some(url)) => data.publishers.family(url),
        // Nothing is known of the publisher: each such document stands for itself.
        (None, None) => format!("document:{}", document.id),
    };
    let mut reader = Reader {
        document,
        annotations,
        data,
        outlet: &outlet,
        family: &family,
        publishers: Vec::new(),
        first_named: first_named(annotations),
        credit: credit(document).map(str::to_owned),
    };
    reader.publishers = reader.named_publishers();
    let mut statements = reader.statements();
    if reader.is_item(&statements) {
        reader.set_back(&mut statements);
    }
    let tellings = reader.tellings(&statements);
    let mut credits: Vec<String> = annotations
        .mentions
        .iter()
        .filter_map(|mention| match &mention.names {
            Names::Outlet(named) => named.name.as_deref().map(|name| data.publishers.family(name)),
            _ => None,
        })
        .collect();
    credits.sort_unstable();
    credits.dedup();
    Report {
        document: document.id.clone(),
        story: reader.story(),
        print: Print::of(document, published, &family, credits),
        title: document.title.clone().unwrap_or_default(),
        outlet,
        family,
        published,
        statements,
        tellings,
        remarks: annotations
            .remarks
            .iter()
            .map(|remark| (remark.kind, remark.by.clone(), remark.claims.clone()))
            .collect(),
    }
}

/// The place in the text where each entity is first named.
fn first_named(annotations: &Annotations) -> BTreeMap<EntityId, u32> {
    let mentions = annotations.mentions.iter().filter_map(|it| Some((it.entity?, it.span.start)));
    let hops = annotations.claims.iter().flat_map(|claim| &claim.chain);
    let hops = hops.filter_map(|hop| Some((hop.entity?, hop.span?.start)));
    let mut first = BTreeMap::new();
    for (entity, at) in mentions.chain(hops) {
        let known = first.entry(entity).or_insert(at);
        *known = at.min(*known);
    }
    first
}

/// The agency in a dateline: `ODESSA, June 28 (Pontic Telegraph Agency) - ` → Pontic Telegraph Agency. A line or two, such
/// as the day of the issue, may stand before it.
fn credit(document: &Document) -> Option<&str> {
    let mut at = 0;
    let lines = document.text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let span = Span::new(start, start + line.trim_end().len());
        (!line.trim().is_empty() && document.block_at(span) == BlockKind::Body).then_some(line.trim())
    });
    lines.take(DATELINE_LINES).find_map(agency_of)
}

fn agency_of(line: &str) -> Option<&str> {
    let open = line.find('(').filter(|&at| at < DATELINE_MAX)?;
    let (place, rest) = (line.get(..open)?, line.get(open + 1..)?);
    let close = rest.find(')').filter(|&at| (2..DATELINE_MAX).contains(&at))?;
    let after = rest.get(close + 1..)?.trim_start();
    let named = rest.get(..close)?;
    let is_name = named.chars().next().is_some_and(char::is_uppercase)
        && !named.chars().any(|letter| letter.is_ascii_digit());
    let capitals = place.chars().filter(|letter| letter.is_alphabetic()).take(3).all(char::is_uppercase);
    (is_name && capitals && !place.contains(". ") && after.starts_with(['-', '–', '—'])).then_some(named)
}

/// So many lines of the body are looked at for a dateline.
const DATELINE_LINES: usize = 3;

/// A dateline gives a place or two and a day before the agency.
const DATELINE_MAX: usize = 60;

fn host_of(url: &str) -> String {
    let host = url.split("://").last().unwrap_or(url).split('/').next().unwrap_or(url);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

struct Reader<'r> {
    document: &'r Document,
    annotations: &'r Annotations,
    data: &'r Tables,
    outlet: &'r str,
    family: &'r str,
    /// The other publishers it names, each with where it first does.
    publishers: Vec<(u32, String)>,
    /// Where everybody is first named.
    first_named: BTreeMap<EntityId, u32>,
    /// Whose report it is, by its dateline.
    credit: Option<String>,
}

impl Reader<'_> {
    /// The publishers that a document names beside its own, in order; a short form of a name that stands there in full is
    /// not one more.
    fn named_publishers(&self) -> Vec<(u32, String)> {
        let words = &self.data.sources;
        let mentions = self.annotations.mentions.iter().filter_map(|mention| match &mention.names {
            Names::Outlet(named) => named.name.clone().map(|name| (mention.span.start, name)),
            Names::Organisation(named) => {
                let name = named.name.clone().filter(|name| words.is_publisher(name));
                name.map(|name| (mention.span.start, name))
            }
            _ => None,
        });
        let hops = self.annotations.claims.iter().flat_map(|claim| &claim.chain);
        let hops = hops
            .filter(|hop| {
                words.is_publisher(&hop.name)
                    || (hop.kind == SourceKind::Outlet && words.called(&hop.name).is_none())
            })
            .map(|hop| (hop.span.map_or(u32::MAX, |span| span.start), hop.name.clone()));
        let mut named: Vec<(u32, String)> = mentions.chain(hops).collect();
        named.sort();
        let mut found: Vec<(u32, String)> = Vec::new();
        for (at, name) in named {
            let (forms, family) = (publisher_words(&name), self.data.publishers.family(&name));
            let known = found.iter_mut().find(|(_, other)| {
                let theirs = publisher_words(other);
                theirs == forms || is_part_of(&forms, &theirs) || is_part_of(&theirs, &forms)
            });
            match known {
                Some((_, other)) if publisher_words(other).len() < forms.len() => *other = name,
                Some(_) => {}
                None if family == self.family => {}
                None => found.push((at, name)),
            }
        }
        found
    }

    /// The publisher that a hop means, by its full name: "the Courier" after "The Tolbury Courier", "the agency", "the
    /// paper", "the telegram" of whoever sent it.
    fn publisher(&self, hop: &Hop) -> Option<String> {
        let words = &self.data.sources;
        if hop.kind == SourceKind::Person && hop.naming == Naming::Anonymous {
            return None;
        }
        let forms = publisher_words(&hop.name);
        let capital = hop.name.chars().any(char::is_uppercase);
        if capital && words.called(&hop.name).is_none() {
            let fuller = self.publishers.iter().map(|(_, name)| name).find(|name| {
                let theirs = publisher_words(name);
                theirs == forms || is_part_of(&forms, &theirs)
            });
            let own = hop.kind == SourceKind::Outlet || words.is_publisher(&hop.name);
            // A person's surname may begin a newspaper's name: only what is no person, or stands in one by its last word.
            let may = hop.kind != SourceKind::Person
                || fuller.is_some_and(|name| publisher_words(name).ends_with(&forms));
            return fuller.filter(|_| may).cloned().or_else(|| own.then(|| hop.name.clone()));
        }
        if !matches!(hop.kind, SourceKind::Outlet | SourceKind::MediaObject) {
            return None;
        }
        let called = words.called(&hop.name)?;
        let fits = |name: &str| match called {
            Called::Agency => words.is_agency(name),
            Called::Paper => !words.is_agency(name),
            // What a correspondent or a channel belongs to, its own words do not say.
            Called::Either => true,
        };
        let of_agency = hop.name.contains("agency");
        let fitting: Vec<&(u32, String)> = self
            .publishers
            .iter()
            .filter(|(_, name)| fits(name) && (!of_agency || words.is_agency(name)))
            .collect();
        let before = hop.span.map_or(u32::MAX, |span| span.start);
        fitting.iter().rev().find(|(at, _)| *at < before).or(fitting.first()).map(|(_, name)| name.clone())
    }

    fn statements(&self) -> Vec<Statement> {
        let mut statements: Vec<Statement> = self
            .annotations
            .claims
            .iter()
            .filter(|claim| !claim.content.is_empty())
            .map(|claim| self.statement(claim))
            .collect();
        if statements.is_empty() && !(self.beginning().is_empty() && self.document.title.is_none()) {
            statements.push(self.whole());
        }
        statements
    }

    /// A document without claims says in its own words whatever it says.
    fn whole(&self) -> Statement {
        Statement {
            claim: ClaimNumber(0),
            span: Span::new(0, self.document.text.len()),
            background: false,
            headline: false,
            speakers: vec![Speaker::own(self.outlet, self.family)],
            wording: Wording::Own,
            polarity: Polarity::Asserted,
            events: self
                .annotations
                .events
                .iter()
                .map(|event| (event.kind.clone(), event.modality))
                .collect(),
            places: self.all(|names| spot(names, "")),
            times: self.all(specific_time),
            units: BTreeMap::new(),
            people: BTreeMap::new(),
            counts: Vec::new(),
            terms: Terms::new(),
        }
    }

    /// What a headline says, as far as it is known: that the publisher tells of it.
    fn headline(&self) -> Option<Box<Statement>> {
        self.document.title.as_deref().filter(|title| !title.is_empty())?;
        let whole = self.whole();
        Some(Box::new(Statement {
            span: Span::new(0, 0),
            events: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            ..whole
        }))
    }

    fn all<T>(&self, pick: impl Fn(&Names) -> Option<T>) -> Vec<T> {
        self.annotations.mentions.iter().filter_map(|mention| pick(&mention.names)).collect()
    }

    fn statement(&self, claim: &Claim) -> Statement {
        let first = claim.content[0];
        let span = claim.content.iter().fold(first, |cover, span| cover.cover(span));
        let mentioned = |ids: &[MentionId]| -> Vec<&firsthand_schema::annotation::Mention> {
            ids.iter().filter_map(|id| self.annotations.mentions.get(id.0 as usize)).collect()
        };
        let text = self.document.text.as_str();
        Statement {
            claim: claim.id,
            span,
            background: false,
            headline: self.document.block_at(first) == BlockKind::Title,
            speakers: self.speakers(claim),
            wording: claim.voice,
            polarity: claim.polarity,
            events: claim
                .events
                .iter()
                .filter(|event| event.kind != Event::OTHER)
                .map(|event| (event.kind.clone(), event.modality))
                .collect(),
            places: mentioned(&claim.places)
                .into_iter()
                .filter_map(|mention| spot(&mention.names, mention.span.of(text)))
                .collect(),
            times: mentioned(&claim.times)
                .into_iter()
                .filter_map(|mention| specific_time(&mention.names))
                .collect(),
            units: mentioned(&claim.units)
                .into_iter()
                .filter_map(|mention| unit(&mention.names, mention.span.of(text)))
                .collect(),
            people: mentioned(&claim.persons)
                .into_iter()
                .filter_map(|mention| named_person(&mention.names))
                .collect(),
            counts: mentioned(&claim.quantities)
                .into_iter()
                .filter_map(|mention| match &mention.names {
                    Names::Quantity(amount) => Some(amount.clone()),
                    _ => None,
                })
                .collect(),
            terms: self.terms(&[(span.of(text), 1.0)], HAPPENING_POWER),
        }
    }

    fn speakers(&self, claim: &Claim) -> Vec<Speaker> {
        let mut speakers: Vec<Speaker> = Vec::new();
        for (place, hop) in claim.chain.iter().enumerate() {
            let relay = match place.checked_sub(1) {
                Some(nearer) => spelling::fold(&claim.chain[nearer].name).concat(),
                None => String::new(),
            };
            let voice = self.voice(hop, relay);
            // "Newsweek reported on Newsweek": the publisher relaying itself is no step.
            let itself = place == 0 && voice.who == Who::Publisher(self.family.to_owned());
            if !itself && speakers.iter().all(|known| known.id != voice.id) {
                speakers.push(voice);
            }
        }
        if speakers.is_empty() {
            let hedged = claim.voice == Wording::Hedged;
            let credit = self.credit.as_deref().map(|credit| (credit, self.data.publishers.family(credit)));
            speakers.push(match credit {
                _ if hedged => Speaker::unnamed(self.outlet, &self.document.id.0),
                // Under an agency's dateline the report is the agency's.
                Some((credit, family)) if family != self.family => {
                    Speaker::publisher(credit, family, &self.document.id.0, &self.data.sources)
                }
                _ => Speaker::own(self.outlet, self.family),
            });
        }
        speakers
    }

    fn voice(&self, hop: &Hop, relay: String) -> Speaker {
        if let Some(name) = self.publisher(hop) {
            let family = self.data.publishers.family(&name);
            return Speaker::publisher(&name, family, &self.document.id.0, &self.data.sources);
        }
        let family = (hop.kind == SourceKind::Outlet).then(|| self.data.publishers.family(&hop.name));
        // By where they are first named, which another reading of the document seldom moves: what analysts decided over
        // somebody without a name has only this to find them again by.
        let person = match hop.entity {
            Some(entity) => match self.first_named.get(&entity) {
                Some(at) => format!("at {at}"),
                None => entity.to_string(),
            },
            None => spelling::fold(&hop.name).join(" "),
        };
        let described =
            hop.role.as_deref().map_or_else(|| hop.name.clone(), |role| format!("{} {role}", hop.name));
        Speaker::of(
            Told {
                name: &hop.name,
                label: &label(hop),
                kind: hop.kind,
                naming: hop.naming,
                role: hop.role.as_deref(),
                family,
                scope: &self.document.id.0,
                person,
                relay,
                units: unit_numbers(&described),
            },
            &self.data.sources,
        )
    }

    fn title(&self) -> &str {
        self.document.title.as_deref().unwrap_or_default()
    }

    /// A round-up tells again in a line each what was told before: it is of whatever its headline is of.
    fn is_roundup(&self) -> bool {
        !self.title().is_empty() && self.data.roundups.is_one(self.title())
    }

    /// Whether it is told of as a whole.
    fn is_item(&self, statements: &[Statement]) -> bool {
        statements.first().is_some_and(|first| first.claim == ClaimNumber(0))
            || self.is_short()
            || self.is_roundup()
    }

    /// Marks what an item says was claimed before.
    fn set_back(&self, statements: &mut [Statement]) {
        let stretches = self.data.background.stretches(&self.document.text);
        for statement in statements {
            let (span, length) = (statement.span, statement.span.len());
            let shared = |stretch: &Span| {
                span.end.min(stretch.end).saturating_sub(span.start.max(stretch.start)) as usize
            };
            statement.background = stretches.iter().map(shared).sum::<usize>() * 2 > length;
        }
    }

    fn tellings(&self, statements: &[Statement]) -> Vec<Telling> {
        let text = self.document.text.as_str();
        if statements.is_empty() {
            return Vec::new();
        }
        if self.is_item(statements) {
            let (title, roundup) = (self.title(), self.is_roundup());
            let beginning = if roundup { String::new() } else { self.beginning() };
            let ((told, before), (begun, begun_before)) =
                (self.data.background.parted(title), self.data.background.parted(&beginning));
            let parts = [
                (told.as_str(), ITEM_TITLE),
                (begun.as_str(), 1.0),
                (before.as_str(), ITEM_TITLE * BACKGROUND),
                (begun_before.as_str(), BACKGROUND),
            ];
            return vec![Telling {
                first: statements.iter().map(|it| it.claim).min().unwrap_or(statements[0].claim),
                statements: (0..statements.len()).collect(),
                roundup,
                headline: self.headline().filter(|_| statements[0].claim != ClaimNumber(0)),
                terms: self.terms(&parts, HAPPENING_POWER),
                answers: self.terms(&[(before.as_str(), 1.0), (begun_before.as_str(), 1.0)], HAPPENING_POWER),
            }];
        }
        statements
            .iter()
            .enumerate()
            .map(|(number, statement)| {
                let content = statement.span.of(text);
                let sentence = self.sentence_of(statement.span);
                Telling {
                    first: statement.claim,
                    statements: vec![number],
                    roundup: false,
                    headline: None,
                    // The sentence around a clause names who and where; the clause itself counts for more.
                    terms: self.terms(&[(content, 1.0), (sentence.of(text), 0.4)], HAPPENING_POWER),
                    answers: Terms::new(),
                }
            })
            .collect()
    }

    fn sentence_of(&self, span: Span) -> Span {
        let sentences = &self.annotations.sentences;
        let at = sentences.partition_point(|sentence| sentence.start <= span.start).saturating_sub(1);
        sentences.get(at).copied().unwrap_or(span)
    }

    /// Whether its body has room for one happening only; of a long one no more is counted than it takes to know.
    fn is_short(&self) -> bool {
        let words = words::words(&self.document.text)
            .filter(|word| matches!(self.document.block_at(word.span), BlockKind::Body | BlockKind::Caption));
        words.take(SHORT + 1).count() <= SHORT
    }

    /// The whole document; the headline counts for more.
    fn story(&self) -> Terms {
        let text = self.document.text.as_str();
        let title = self.document.title.as_deref().unwrap_or_default();
        let words = words::words(text).filter(|word| self.document.block_at(word.span) == BlockKind::Body);
        let end = words.take(STORY_WORDS).last().map_or(0, |word| word.span.end as usize);
        self.terms(&[(title, STORY_TITLE), (text.get(..end).unwrap_or(text), 1.0)], STORY_POWER)
    }

    /// The first words of the body.
    fn beginning(&self) -> String {
        let mut beginning = String::new();
        let text = self.document.text.as_str();
        for word in words::words(text)
            .filter(|word| self.document.block_at(word.span) == BlockKind::Body)
            .take(BEGINNING)
        {
            beginning.push(' ');
            beginning.push_str(word.span.of(text));
        }
        beginning.trim().to_owned()
    }

    /// Stems weighed by rarity, square-rooted counts, of length one.
    fn terms(&self, parts: &[(&str, f32)], power: f32) -> Terms {
        terms::terms(parts, power, &self.data.rarity)
    }
}

/// How a hop is shown: its name, with its role where the name alone says little.
fn label(hop: &Hop) -> String {
    match (&hop.role, hop.naming) {
        (Some(role), Naming::Named)
            if hop.kind != SourceKind::Outlet && !hop.name.contains(role.as_str()) =>
        {
            format!("{} ({role})", hop.name)
        }
        (Some(role), Naming::Anonymous | Naming::Collective) if !hop.name.contains(role.as_str()) => {
            format!("{} ({role})", hop.name)
        }
        _ => hop.name.clone(),
    }
}

fn specific_time(names: &Names) -> Option<Days> {
    let Names::Time(when) = names else { return None };
    let days = Days::between(when.from?, when.to?);
    (days.length() <= SPECIFIC_DAYS).then_some(days)
}

fn unit(names: &Names, as_named: &str) -> Option<(String, String)> {
    let Names::Unit(unit) = names else { return None };
    let designator = unit.designator.as_deref()?;
    let key = spelling::fold(designator).concat();
    let key = key.trim_end_matches(char::is_alphabetic);
    let number = if key.is_empty() { spelling::fold(designator).concat() } else { key.to_owned() };
    let echelon = unit.echelon.as_deref().unwrap_or("");
    Some((format!("{number} {echelon}"), as_named.to_owned()))
}

/// Numbers of units in a description: "soldiers of the 64th Brigade" → 64.
fn unit_numbers(described: &str) -> BTreeSet<String> {
    words::forms(described)
        .filter_map(|(_, form)| {
            let digits = form.trim_end_matches(|letter: char| !letter.is_ascii_digit());
            let ending = &form[digits.len()..];
            (matches!(ending, "th" | "st" | "nd" | "rd") && !digits.is_empty()).then(|| digits.to_owned())
        })
        .collect()
}

fn named_person(names: &Names) -> Option<(String, String)> {
    let Names::Person(person) = names else { return None };
    let name = person.name.as_deref()?;
    Some((surname(name)?, name.to_owned()))
}

fn surname(name: &str) -> Option<String> {
    spelling::fold(name).last().map(|last| spelling::skeleton(last))
}

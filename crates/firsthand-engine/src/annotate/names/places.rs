//! Which place of the gazetteer a name means.
//!
//! In: the place drafts of a document. Out: one `Place` for each, with other readings and their scores.
//! `Makiivka in the Luhansk region` → the village, though the city of the name has 300,000 people.
//!
//! Evidence, strongest first: what the text says contains the place; a namesake already told apart in the document; the
//! countries that the document speaks of; nearness to its other places; how many live there. Without a candidate the
//! place keeps its name and has no point.

use std::{collections::BTreeMap, ops::Range};

use firsthand_schema::{
    annotation::{Names, Organisation},
    place::{Alternative, Place, Precision},
};

use super::{
    super::Found,
    drafts::{Draft, Kind, is_direction},
};
use crate::{
    folding::fold,
    gazetteer::{Candidate, Likeness, Record, is_generic, km},
    language::LanguageData,
    reading::Reading,
};

/// At most so many readings of a name are weighed: namesakes beyond the largest are never meant without being told.
const CANDIDATES: usize = 80;
/// At most so many other readings are handed on.
const ALTERNATIVES: usize = 4;

/// The weights of the kinds of evidence. Set by hand on LGL and GeoWebNews, `firsthand-lab places`.
const CONTAINED: f64 = 7.0;
const COUNTRY_SHARE: f64 = 5.0;
const DIVISION_SHARE: f64 = 3.5;
const CAPITAL: f64 = 3.0;
const DIVISION_NAMED: f64 = 2.0;
const NEARNESS: f64 = 2.2;
const NEAR_KM: f64 = 150.0;

/// All mentions of one name with one containment.
struct Group<'g> {
    candidates: Vec<Candidate<'g>>,
    scores: Vec<f64>,
    /// How many mentions it has.
    mentions: f64,
}

/// Resolves the place drafts, in their order.
pub(crate) fn resolve(reading: &Reading<'_>, data: &LanguageData, drafts: &[Draft]) -> Vec<Place> {
    let cores: Vec<(usize, &Range<usize>)> = drafts
        .iter()
        .enumerate()
        .filter_map(|(at, draft)| match &draft.kind {
            Kind::Place { core } => Some((at, core)),
            _ => None,
        })
        .collect();
    let setting = setting(reading, data, drafts);
    let mut keys: Vec<(String, String)> = cores
        .iter()
        .map(|(at, core)| {
            let name = fold(reading.span_of((*core).clone()).of(reading.text));
            (name, container(reading, data, drafts, *at).unwrap_or_default())
        })
        .collect();
    // A name without its container is the one that was given with it.
    let given: BTreeMap<String, String> =
        keys.iter().filter(|(_, container)| !container.is_empty()).rev().cloned().collect();
    for (name, container) in &mut keys {
        if container.is_empty()
            && let Some(known) = given.get(name)
        {
            container.clone_from(known);
        }
    }
    let mut groups: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
    for (key, (_, core)) in keys.iter().zip(&cores) {
        let group = groups.entry(key.clone()).or_insert_with(|| {
            let text = reading.span_of((*core).clone()).of(reading.text);
            group(data, text, &key.1, &setting)
        });
        group.mentions += 1.0;
    }
    draw_together(&mut groups);
    keys.iter()
        .zip(&cores)
        .map(|(key, (at, core))| {
            let draft = &drafts[*at];
            groups.get(key).map_or_else(Place::default, |group| {
                elsewhere(data, &key.1, group).unwrap_or_else(|| place(reading, draft, core, group))
            })
        })
        .collect()
}

/// Of what the document speaks: shares of its votes for countries, and for divisions of them.
struct Setting {
    countries: BTreeMap<String, f64>,
    divisions: BTreeMap<(String, String), f64>,
}

/// Demonyms, countries, regions, and towns of a name that one country alone knows vote for their country; what names a
/// division votes for it. A name that both a country and a division have ("Georgia") does not vote: it is in question.
fn setting(reading: &Reading<'_>, data: &LanguageData, drafts: &[Draft]) -> Setting {
    let mut countries: BTreeMap<String, f64> = BTreeMap::new();
    let mut divisions: BTreeMap<(String, String), f64> = BTreeMap::new();
    for at in 0..reading.tokens.len() {
        if reading.tokens[at].is_capital()
            && let Some(country) = data.gazetteer.demonym(reading.lower(at))
        {
            *countries.entry(country.to_owned()).or_default() += 0.7;
        }
    }
    for draft in drafts {
        let Kind::Place { core } = &draft.kind else { continue };
        let name = reading.span_of(core.clone()).of(reading.text);
        let mut candidates = candidates(data, name);
        candidates.retain(|candidate| candidate.likeness != Likeness::Spelling);
        let of = |precision: Precision| {
            candidates.iter().filter(move |candidate| candidate.record.precision == precision)
        };
        let (nations, regions) = (of(Precision::Country).count(), of(Precision::Region).count());
        let country = match (nations, regions) {
            (1.., 1..) => None,
            (1.., 0) => of(Precision::Country).next().map(|candidate| candidate.record.country),
            _ => {
                let first = candidates.first().map(|candidate| candidate.record.country);
                first.filter(|first| candidates.iter().all(|candidate| candidate.record.country == *first))
            }
        };
        if let Some(country) = country.filter(|country| !country.is_empty()) {
            *countries.entry(country.to_owned()).or_default() += 1.0;
        }
        // A division, or a town of a name found in one division only.
        let first = candidates.first().map(|candidate| (candidate.record.country, candidate.record.admin1));
        let alone = first.filter(|first| {
            !first.1.is_empty()
                && candidates
                    .iter()
                    .all(|candidate| (candidate.record.country, candidate.record.admin1) == *first)
        });
        let region =
            of(Precision::Region).next().map(|candidate| (candidate.record.country, candidate.record.admin1));
        if let Some((country, division)) = alone.or(region.filter(|_| nations == 0 && regions == 1)) {
            *divisions.entry((country.to_owned(), division.to_owned())).or_default() += 1.0;
        }
    }
    // One vote is weak evidence: the shares are of a little more than what was cast.
    let all: f64 = countries.values().sum();
    countries.values_mut().for_each(|vote| *vote /= all + 0.5);
    let all: f64 = divisions.values().sum();
    divisions.values_mut().for_each(|vote| *vote /= all + 0.5);
    Setting { countries, divisions }
}

/// The region or country that the text puts right beside a place: "Makiivka (Luhansk region)", "Paris, Texas".
fn container(reading: &Reading<'_>, data: &LanguageData, drafts: &[Draft], at: usize) -> Option<String> {
    let this = &drafts[at];
    let next = drafts.get(at + 1).filter(|next| matches!(next.kind, Kind::Place { .. }))?;
    let between: Vec<&str> = (this.tokens.end..next.tokens.start).map(|at| reading.lower(at)).collect();
    if between.len() > 4 || reading.tokens[next.tokens.start].breaks > 0 {
        return None;
    }
    let bare: Vec<&str> =
        between.iter().filter(|word| !matches!(**word, "the" | "," | "(")).copied().collect();
    let listed = !between.is_empty() && bare.is_empty();
    let within = match bare[..] {
        [word] => {
            matches!(word, "in" | "of" | "district" | "region" | "village" | "within" | "province")
                || is_direction(word)
        }
        ["in", second] => {
            is_direction(second) || matches!(second, "occupied" | "neighboring" | "neighbouring")
        }
        [] => listed,
        _ => false,
    };
    if !within {
        return None;
    }
    let Kind::Place { core } = &next.kind else { return None };
    let name = reading.span_of(core.clone()).of(reading.text);
    // A list of towns ("Kherson, Odesa") contains nothing: the container must be wider than a town.
    let wide = |candidate: &Candidate<'_>| candidate.record.precision != Precision::Settlement;
    let held_by = candidates(data, name);
    let own = data.gazetteer.candidates(reading.span_of(this.tokens.clone()).of(reading.text));
    let best = held_by.iter().find(|candidate| wide(candidate))?;
    let is = |precision: Precision| move |candidate: &Candidate<'_>| candidate.record.precision == precision;
    if listed {
        let within = |candidate: &Candidate<'_>| {
            let (inner, outer) = (&candidate.record, &best.record);
            !wide(candidate)
                && inner.country == outer.country
                && (outer.admin1.is_empty() || inner.admin1 == outer.admin1 || near_middle(inner, outer))
        };
        let fits = own.iter().any(within);
        // "Orsk, Kyiv" are two towns, though one of them has a region; "Kansas, Iowa" two regions.
        let two_towns = held_by.iter().any(is(Precision::Settlement)) && !own.is_empty();
        let two_regions = own.iter().any(is(Precision::Region)) && is(Precision::Region)(best);
        if own.iter().any(is(Precision::Country)) || !fits && (two_towns || two_regions) {
            return None;
        }
    }
    Some(match best.record.precision {
        Precision::Country => best.record.country.to_owned(),
        Precision::District => format!("{}/{}", best.record.country, best.record.admin1),
        Precision::Region if !best.record.admin1.is_empty() => {
            format!("{}/{}", best.record.country, best.record.admin1)
        }
        _ => best.record.country.to_owned(),
    })
}

/// What a name may mean; with a generic word, only divisions, where there are any.
fn candidates<'d>(data: &'d LanguageData, name: &str) -> Vec<Candidate<'d>> {
    let generic = name.split([' ', '-']).any(|word| {
        is_generic(&word.to_lowercase())
            || matches!(
                word.to_lowercase().as_str(),
                "regions" | "oblasts" | "counties" | "provinces" | "districts"
            )
    });
    if generic {
        let bare: String = name
            .split(' ')
            .filter(|word| {
                !matches!(
                    word.to_lowercase().as_str(),
                    "regions" | "oblasts" | "counties" | "provinces" | "districts"
                )
            })
            .collect::<Vec<_>>()
            .join(" ");
        let small = ["district", "raion", "rayon", "county", "parish", "districts", "counties"];
        let wants_small = name.split(' ').any(|word| small.contains(&word.to_lowercase().as_str()));
        let mut divisions = data.gazetteer.divisions(&bare);
        let fits =
            |candidate: &Candidate<'_>| (candidate.record.precision == Precision::District) == wants_small;
        if divisions.iter().any(fits) {
            divisions.retain(fits);
        }
        if !divisions.is_empty() {
            return divisions;
        }
    }
    let whole = data.gazetteer.candidates(name);
    if !whole.is_empty() {
        return whole;
    }
    // "Hamilton Township", "Greater Fenmoor", "Orsk railway station": the part that is a place's own name.
    let words: Vec<&str> = name.split(' ').collect();
    let generic = |word: &str| {
        let lower = word.to_lowercase();
        is_direction(&lower) || is_generic(&lower) || PARTS.contains(&lower.as_str())
    };
    let (mut first, mut last) = (0, words.len());
    while last > first + 1 && generic(words[last - 1]) {
        last -= 1;
    }
    while first + 1 < last && generic(words[first]) {
        first += 1;
    }
    if last - first < words.len() {
        // "Republic of Fenmoor"
        let of = usize::from(last - first > 1 && words[first] == "of");
        return data.gazetteer.candidates(&words[first + of..last].join(" "));
    }
    with_article(data, name)
}

/// The same name with the Arabic article, or without it: the tables have "Al Qamishli" or "Raqqah", and reports either.
fn with_article<'d>(data: &'d LanguageData, name: &str) -> Vec<Candidate<'d>> {
    let folded = fold(name);
    match folded.split_once(' ') {
        Some(("al" | "el" | "ar" | "as" | "ash" | "ad" | "an" | "at", rest)) => {
            data.gazetteer.candidates(rest)
        }
        Some(_) => Vec::new(),
        None => data.gazetteer.candidates(&format!("al {folded}")),
    }
}

/// Words around a place's own name that say which part of it, or what kind of place.
const PARTS: [&str; 36] = [
    "township",
    "city",
    "town",
    "village",
    "station",
    "airport",
    "airfield",
    "airbase",
    "base",
    "port",
    "harbor",
    "harbour",
    "river",
    "creek",
    "lake",
    "bay",
    "island",
    "bridge",
    "border",
    "front",
    "axis",
    "direction",
    "area",
    "heights",
    "valley",
    "greater",
    "old",
    "new",
    "metro",
    "downtown",
    "suburb",
    "outskirts",
    "hospital",
    "prison",
    "colony",
    "republic",
];

fn group<'d>(data: &'d LanguageData, name: &str, container: &str, setting: &Setting) -> Group<'d> {
    let mut candidates = candidates(data, name);
    let (country, division) = container.split_once('/').unwrap_or((container, ""));
    let score = |candidate: &Candidate<'_>| {
        let record = &candidate.record;
        let mut score = candidate.standing();
        score += COUNTRY_SHARE * setting.countries.get(record.country).copied().unwrap_or(0.0);
        let division_of = (record.country.to_owned(), record.admin1.to_owned());
        score += DIVISION_SHARE * setting.divisions.get(&division_of).copied().unwrap_or(0.0);
        if record.precision == Precision::Settlement
            && record.population > 50_000.0
            && data.gazetteer.capital(name) == Some(record.country)
        {
            score += CAPITAL;
        }
        if !country.is_empty() && record.country == country {
            score +=
                if division.is_empty() || division == record.admin1 { CONTAINED } else { DIVISION_NAMED };
        }
        score
    };
    candidates.sort_by(|a, b| score(b).total_cmp(&score(a)));
    candidates.truncate(CANDIDATES);
    let scores = candidates.iter().map(score).collect();
    Group { candidates, scores, mentions: 0.0 }
}

/// Places of one report lie together: each reading is the likelier the nearer the best readings of other names are.
fn draw_together(groups: &mut BTreeMap<(String, String), Group<'_>>) {
    for _ in 0..2 {
        let best: Vec<Option<(f64, f64, bool)>> = groups
            .values()
            .map(|group| {
                let (at, _) = argmax(&group.scores)?;
                let record = &group.candidates[at].record;
                // A country's middle is near nothing.
                let fine = !matches!(record.precision, Precision::Country | Precision::Area);
                Some((record.lat, record.lon, fine))
            })
            .collect();
        for (number, group) in groups.values_mut().enumerate() {
            if group.candidates.len() < 2 {
                continue;
            }
            for (candidate, score) in group.candidates.iter().zip(&mut group.scores) {
                let record = &candidate.record;
                let near = best
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != number)
                    .filter_map(|(_, point)| *point)
                    .filter(|point| point.2)
                    .map(|(lat, lon, _)| (-km((lat, lon), (record.lat, record.lon)) / NEAR_KM).exp())
                    .fold(0.0, |most: f64, near| most.max(near));
                *score += NEARNESS * near / 2.0;
            }
        }
    }
}

/// What can be said of a place that the text puts into a region where no table knows it: the region. The namesake
/// somewhere else is just what the text says it is not.
fn elsewhere(data: &LanguageData, container: &str, group: &Group<'_>) -> Option<Place> {
    let (country, division) = container.split_once('/')?;
    let region = data.gazetteer.divisions(division);
    let record = region.iter().map(|found| found.record).find(|record| record.country == country)?;
    let inside = group.candidates.iter().any(|candidate| {
        candidate.record.country == country
            && (candidate.record.admin1 == division || near_middle(&candidate.record, &record))
    });
    (!inside).then(|| Place {
        name: None,
        lat: Some(record.lat),
        lon: Some(record.lon),
        country: Some(country.to_owned()),
        admin1: Some(record.admin1.to_owned()).filter(|name| !name.is_empty()),
        geonameid: None,
        precision: Some(record.precision),
        alternatives: Vec::new(),
    })
}

/// Whether a town lies so near a division's middle that it is in it, whatever the table of towns says: tables put a town
/// beside a border into the wrong division ("Washington", "D.C.").
fn near_middle(town: &Record<'_>, division: &Record<'_>) -> bool {
    /// Half the breadth of the smallest divisions there are.
    const MIDDLE_KM: f64 = 15.0;
    km((town.lat, town.lon), (division.lat, division.lon)) < MIDDLE_KM
}

fn argmax(scores: &[f64]) -> Option<(usize, f64)> {
    scores.iter().copied().enumerate().fold(None, |best: Option<(usize, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    })
}

fn place(reading: &Reading<'_>, draft: &Draft, core: &Range<usize>, group: &Group<'_>) -> Place {
    let Some((best, most)) = argmax(&group.scores) else { return Place::default() };
    let at = if says_division(reading, draft, core) { best } else { seat(group, best).unwrap_or(best) };
    let record = &group.candidates[at].record;
    let directed = draft.tokens.start < core.start;
    let precision = match record.precision {
        // "eastern Ukraine" has no border of its own; "near Fenmoor" is not Fenmoor.
        Precision::Country | Precision::Region if directed => Precision::Area,
        Precision::Settlement if is_near(reading, draft.tokens.start) => Precision::District,
        other => other,
    };
    // Scores are sums of logarithms of sorts: as odds they say how the readings compare.
    let odds = |score: f64| (score - most).exp();
    let all: f64 = group.scores.iter().map(|&score| odds(score)).sum();
    let mut others: Vec<(usize, f64)> = group
        .scores
        .iter()
        .enumerate()
        .filter(|&(other, _)| other != at)
        .map(|(other, &score)| (other, odds(score) / all))
        .filter(|&(_, share)| share >= 0.05)
        .collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let some = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
    Place {
        precision: Some(precision),
        alternatives: others
            .into_iter()
            .take(ALTERNATIVES)
            .map(|(other, share)| {
                let record = &group.candidates[other].record;
                Alternative {
                    name: record.name.to_owned(),
                    geonameid: record.id,
                    lat: record.lat,
                    lon: record.lon,
                    admin1: some(record.admin1),
                    country: some(record.country),
                    score: (share * 1000.0).round() as f32 / 1000.0,
                }
            })
            .collect(),
        ..record.place()
    }
}

/// Whether the text says of a name that it is a division's: "Penza region", "the Penza", "eastern Penza".
fn says_division(reading: &Reading<'_>, draft: &Draft, core: &Range<usize>) -> bool {
    let before = draft.tokens.start.checked_sub(1).map_or("", |at| reading.lower(at));
    let lower = |at: usize| reading.lower(at);
    draft.tokens != *core && draft.tokens.clone().any(|at| is_generic(lower(at)) || is_direction(lower(at)))
        || core.clone().any(|at| is_generic(lower(at)))
        || before == "the"
}

/// The town that a division is called after: "in Penza" is the town, though more people live in the division.
fn seat(group: &Group<'_>, division: usize) -> Option<usize> {
    let wide = &group.candidates[division].record;
    if wide.precision != Precision::Region || wide.country == "US" {
        return None;
    }
    group.candidates.iter().position(|candidate| {
        let record = &candidate.record;
        record.precision == Precision::Settlement
            && record.country == wide.country
            && record.admin1 == wide.admin1
    })
}

/// "near", "outside", "in the direction of" before a place.
fn is_near(reading: &Reading<'_>, start: usize) -> bool {
    let back = |count: usize| start.checked_sub(count).map_or("", |at| reading.lower(at));
    matches!(back(1), "near" | "outside" | "around" | "towards" | "toward" | "surrounding" | "beyond")
        || back(1) == "of"
            && matches!(
                back(2),
                "direction"
                    | "outskirts"
                    | "north"
                    | "south"
                    | "east"
                    | "west"
                    | "vicinity"
                    | "northwest"
                    | "northeast"
                    | "southwest"
                    | "southeast"
                    | "area"
            )
        || back(1) == "the" && matches!(back(2), "near" | "outside")
}

/// Countries and capitals that speak: "Kyiv said", "according to Russia". The name stays a place too; as a source it is
/// the state.
pub(crate) fn speaking(reading: &Reading<'_>, data: &LanguageData, drafts: &[Draft]) -> Vec<Found> {
    let mut found = Vec::new();
    for draft in drafts {
        let Kind::Place { core } = &draft.kind else { continue };
        if draft.tokens != *core {
            continue;
        }
        let span = reading.span_of(core.clone());
        let name = span.of(reading.text);
        let country = data.gazetteer.country_named(name).or_else(|| data.gazetteer.capital(name));
        let Some(country) = country else { continue };
        let mut after = core.end;
        if matches!(reading.lower(after), "has" | "had" | "have" | "also" | "later" | "on") {
            after += 1;
        }
        let before = |count: usize| core.start.checked_sub(count).map_or("", |at| reading.lower(at));
        let speaks = is_speaking(reading.lower(after))
            && !matches!(before(1), "in" | "from" | "near" | "of" | "at" | "to")
            || before(1) == "to" && before(2) == "according";
        if speaks {
            found.push(Found {
                span,
                entity: None,
                names: Names::Organisation(Organisation {
                    name: Some(name.to_owned()),
                    official: true,
                    party: data.gazetteer.country(country).map(str::to_owned),
                }),
            });
        }
    }
    found
}

fn is_speaking(lower: &str) -> bool {
    matches!(
        lower,
        "said"
            | "says"
            | "say"
            | "claimed"
            | "claims"
            | "claim"
            | "denied"
            | "denies"
            | "accused"
            | "accuses"
            | "warned"
            | "warns"
            | "announced"
            | "announces"
            | "confirmed"
            | "confirms"
            | "reported"
            | "reports"
            | "insisted"
            | "insists"
            | "stated"
            | "states"
            | "rejected"
            | "rejects"
            | "admitted"
            | "admits"
            | "acknowledged"
            | "alleged"
            | "alleges"
            | "maintains"
            | "argues"
            | "blamed"
            | "blames"
            | "condemned"
            | "demanded"
            | "demands"
            | "called"
            | "calls"
            | "believes"
            | "vowed"
            | "vows"
            | "pledged"
            | "dismissed"
            | "declared"
            | "estimates"
            | "estimated"
            | "described"
            | "describes"
            | "told"
    )
}

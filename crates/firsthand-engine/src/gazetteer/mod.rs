//! Places by name: the tables that ship, and the ones a user imports.
//!
//! In: a name as a text spells it. Out: the places it may mean, each with what the tables know of it. Which of them is
//! meant is for [`crate::annotate`] to judge, from the document around the name.
//!
//! `Andreevka` → every Andriivka of the tables, and what is spelled Andreevka elsewhere

mod import;
mod table;

use std::collections::BTreeMap;

use firsthand_schema::place::{Place, Precision};

pub use import::{Imported, import};
pub use table::{Entry, Record, Table};
use table::{GENERIC, Key, SLAVIC, core};

use crate::{
    dictionary::WordMap,
    folding::{alike, fold, skeleton},
};

/// All tables, searched as one.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    /// The user's own first: what they imported is finer than what ships.
    tables: Vec<Table>,
    /// Lower-case demonyms ("ukrainian", "ukrainians") and the country of each.
    demonyms: WordMap<String>,
    /// Where each demonym leads, those of parts of the world and of regions too ("european", "crimean").
    belongings: WordMap<Place>,
    /// Folded names of capitals and the country of each.
    capitals: WordMap<String>,
    /// Country names by ISO code.
    countries: WordMap<String>,
    /// By country: what the table of towns calls a division, and what it is called.
    called: BTreeMap<String, BTreeMap<String, String>>,
}

/// A place that a name may mean.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'g> {
    /// What the table knows.
    pub record: Record<'g>,
    /// Whether the name is the preferred one, another one, or only has the same skeleton.
    pub likeness: Likeness,
}

/// How a name led to a place, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Its preferred name; of a large town, the same in another spelling: the world writes Odessa as often as Odesa.
    Preferred,
    /// Another of its names.
    Other,
    /// The same name in another language's spelling.
    Spelling,
}

impl Candidate<'_> {
    /// How likely the place is to be meant by its name alone: the logarithm of its people, more or less for its kind and
    /// for how the name led to it.
    #[must_use]
    pub fn standing(&self) -> f64 {
        let people = (self.record.population + 10.0).log10();
        let kind = match self.record.precision {
            Precision::Settlement => people,
            Precision::District => people - 1.5,
            Precision::Region => people - 0.3,
            Precision::Country => 10.0,
            Precision::Area if self.record.id.is_none() => 7.0,
            Precision::Area => 2.5,
        };
        let likeness = match self.likeness {
            Likeness::Preferred => 0.8,
            Likeness::Other => 0.0,
            Likeness::Spelling => -0.4,
        };
        kind + likeness
    }
}

impl Gazetteer {
    /// The tables that ship.
    ///
    /// # Errors
    ///
    /// Never for the data as shipped; a message naming the file and the line otherwise.
    pub fn shipped() -> Result<Self, String> {
        static TOWNS: &[u8] = include_bytes!("../../../../data/gazetteer/towns.bin");
        let mut gazetteer = Self {
            tables: Vec::new(),
            demonyms: WordMap::default(),
            belongings: WordMap::default(),
            capitals: WordMap::default(),
            countries: WordMap::default(),
            called: called(include_str!("../../../../data/gazetteer/divisions.tsv"))?,
        };
        let mut entries = gazetteer.countries(include_str!("../../../../data/gazetteer/countries.tsv"))?;
        entries.extend(divisions(
            "regions.tsv",
            include_str!("../../../../data/gazetteer/regions.tsv"),
            Precision::Region,
        )?);
        entries.extend(divisions(
            "areas.tsv",
            include_str!("../../../../data/gazetteer/areas.tsv"),
            Precision::Area,
        )?);
        gazetteer.belongings(include_str!("../../../../data/gazetteer/demonyms.tsv"), &entries)?;
        gazetteer.tables = vec![Table::open(Table::build(&entries))?, Table::open(TOWNS)?];
        Ok(gazetteer)
    }

    fn countries(&mut self, text: &str) -> Result<Vec<Entry>, String> {
        let mut entries = Vec::new();
        for (line, fields) in rows(text) {
            let [iso, name, others, demonyms, capital, lat, lon, thousands] = fields[..] else {
                return Err(format!("countries.tsv, line {line}: {} fields where 8 belong", fields.len()));
            };
            let country = Entry {
                name: name.to_owned(),
                names: list(others).map(str::to_owned).collect(),
                lat: degrees("countries.tsv", line, lat)?,
                lon: degrees("countries.tsv", line, lon)?,
                country: iso.to_owned(),
                population: thousands.parse::<u64>().unwrap_or(0) * 1000,
                precision: Some(Precision::Country),
                ..Entry::default()
            };
            for demonym in list(demonyms).map(str::to_lowercase) {
                self.belongings.entry(demonym.clone()).or_insert_with(|| country.place());
                self.demonyms.entry(demonym).or_insert_with(|| iso.to_owned());
            }
            if !capital.is_empty() {
                self.capitals.entry(fold(capital)).or_insert_with(|| iso.to_owned());
            }
            self.countries.insert(iso.to_owned(), name.to_owned());
            entries.push(country);
        }
        Ok(entries)
    }

    /// Reads `demonyms.tsv`, whose places are those of the other tables written by hand.
    fn belongings(&mut self, text: &str, known: &[Entry]) -> Result<(), String> {
        for (line, fields) in rows(text) {
            let [demonyms, country, name] = fields[..] else {
                return Err(format!("demonyms.tsv, line {line}: {} fields where 3 belong", fields.len()));
            };
            let entry = known
                .iter()
                .find(|entry| entry.country == country && entry.name == name)
                .ok_or_else(|| format!("demonyms.tsv, line {line}: no table has {name:?} of {country:?}"))?;
            for demonym in list(demonyms) {
                self.belongings.insert(demonym.to_lowercase(), entry.place());
            }
        }
        Ok(())
    }

    /// Adds a user's table, to be searched before the others.
    #[must_use]
    pub fn with(mut self, table: Table) -> Self {
        self.tables.insert(0, table);
        self
    }

    /// Reads a user's file and lays it out as a table; see [`import`] for what it may be.
    ///
    /// # Errors
    ///
    /// When nothing in it could be read.
    pub fn import(&self, bytes: &[u8]) -> Result<(Vec<u8>, Imported), String> {
        let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
        for (country, code, name) in self.tables.iter().flat_map(Table::divisions) {
            if !code.is_empty() {
                names.insert((country.to_owned(), code.to_owned()), name.to_owned());
            }
        }
        let mut imported =
            import(bytes, |country, code| names.get(&(country.to_owned(), code.to_owned())).cloned())?;
        self.give_country(&mut imported.entries);
        Ok((Table::build(&imported.entries), imported))
    }

    /// A table that does not name its country gets the one in which most of its larger places are known to lie.
    fn give_country(&self, entries: &mut [Entry]) {
        /// Places compared: enough that a few wrong ones do not matter, few enough to take no time.
        const COMPARED: usize = 500;
        if entries.iter().any(|entry| !entry.country.is_empty()) {
            return;
        }
        let mut largest: Vec<&Entry> = entries.iter().collect();
        largest.sort_by_key(|entry| std::cmp::Reverse(entry.population));
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for entry in largest.into_iter().take(COMPARED) {
            let known =
                self.candidates(&entry.name).into_iter().map(|candidate| candidate.record).find(|record| {
                    record.precision == Precision::Settlement
                        && km((record.lat, record.lon), (entry.lat, entry.lon)) < 10.0
                });
            if let Some(record) = known {
                *votes.entry(record.country.to_owned()).or_default() += 1;
            }
        }
        if let Some((country, _)) = votes.into_iter().max_by_key(|(_, count)| *count) {
            entries.iter_mut().for_each(|entry| entry.country.clone_from(&country));
        }
    }

    /// How many places all tables hold.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.iter().map(Table::len).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places a name may mean, in the order of the tables. Nothing where the name is not known.
    #[must_use]
    pub fn candidates(&self, name: &str) -> Vec<Candidate<'_>> {
        let folded = fold(name);
        let mut found = Vec::new();
        if folded.is_empty() {
            return found;
        }
        self.collect(Key::Name, &folded, &folded, &mut found);
        let loose = skeleton(name);
        self.collect(Key::Skeleton, &loose, &folded, &mut found);
        // One key, and yet two names: "Synkivka" is not "Senkivka".
        found.retain(|candidate| {
            candidate.likeness != Likeness::Spelling
                || skeleton(candidate.record.name) != loose
                || alike(name, candidate.record.name)
        });
        found
    }

    /// The divisions (regions, districts, states) that a name without its generic word may mean: "Kharkiv" of
    /// "Kharkiv region".
    #[must_use]
    pub fn divisions(&self, name: &str) -> Vec<Candidate<'_>> {
        let folded = core(&fold(name));
        let mut found = Vec::new();
        self.collect(Key::Division, &folded, &folded, &mut found);
        self.collect(Key::DivisionSkeleton, &skeleton(&folded), &folded, &mut found);
        found
    }

    /// Whether the name, as spelled, is in a table.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        let folded = fold(name);
        !folded.is_empty() && self.tables.iter().any(|table| table.holds(Key::Name, &folded))
    }

    /// Whether a country or one of the regions and areas written by hand has this very name.
    #[must_use]
    pub fn is_wide(&self, name: &str) -> bool {
        let folded = fold(name);
        let wide = |table: &Table| {
            table.find(Key::Name, &folded).filter_map(|number| table.record(number)).any(|record| {
                matches!(record.precision, Precision::Country | Precision::Region)
                    || record.precision == Precision::Area && record.id.is_none()
            })
        };
        // The hand-written tables come right before the towns.
        let written = self.tables.len().checked_sub(2).and_then(|at| self.tables.get(at));
        !folded.is_empty() && written.is_some_and(wide)
    }

    /// How many live in the largest place of this name, as spelled; none where no place has it. A country, region or
    /// area counts as large whatever lives there.
    #[must_use]
    pub fn population(&self, name: &str) -> Option<f64> {
        /// More than any town that must be told from a large one.
        const WIDE: f64 = 1e6;
        let folded = fold(name);
        if folded.is_empty() {
            return None;
        }
        let records = self
            .tables
            .iter()
            .flat_map(|table| table.find(Key::Name, &folded).filter_map(|number| table.record(number)));
        records
            .map(|record| match record.precision {
                Precision::Settlement | Precision::District => record.population,
                Precision::Region | Precision::Country | Precision::Area => WIDE,
            })
            .reduce(f64::max)
    }

    fn collect<'g>(&'g self, kind: Key, key: &str, folded: &str, found: &mut Vec<Candidate<'g>>) {
        for table in &self.tables {
            for number in table.find(kind, key) {
                let Some(mut record) = table.record(number) else { continue };
                record.admin1 = self.called(record.country, record.admin1);
                if record.precision == Precision::Region {
                    record.name = self.called(record.country, record.name);
                }
                let likeness = match kind {
                    Key::Skeleton | Key::DivisionSkeleton => Likeness::Spelling,
                    Key::Division => Likeness::Preferred,
                    Key::Name
                        if fold(record.name) == folded || is_large(&record) && alike(folded, record.name) =>
                    {
                        Likeness::Preferred
                    }
                    Key::Name => Likeness::Other,
                };
                let known = found.iter().any(|other: &Candidate<'_>| one_place(&other.record, &record));
                if !known {
                    found.push(Candidate { record, likeness });
                }
            }
        }
    }

    /// What a division is called, whatever the table of towns calls it.
    fn called<'g>(&'g self, country: &str, division: &'g str) -> &'g str {
        self.called.get(country).and_then(|names| names.get(division)).map_or(division, String::as_str)
    }

    /// The country whose people or things are called so ("Ukrainian", "russians").
    #[must_use]
    pub fn demonym(&self, lower: &str) -> Option<&str> {
        self.demonyms.get(lower).map(String::as_str)
    }

    /// The place whose people or things are called so, be it a country or not: "Ukrainian", "Europeans", "Crimean".
    #[must_use]
    pub fn belonging(&self, lower: &str) -> Option<&Place> {
        self.belongings.get(lower)
    }

    /// The country whose capital is called so.
    #[must_use]
    pub fn capital(&self, name: &str) -> Option<&str> {
        self.capitals.get(&fold(name)).map(String::as_str)
    }

    /// A country's name.
    #[must_use]
    pub fn country(&self, iso: &str) -> Option<&str> {
        self.countries.get(iso).map(String::as_str)
    }

    /// The code of a country of this name.
    #[must_use]
    pub fn country_named(&self, name: &str) -> Option<&str> {
        let found =
            self.candidates(name).into_iter().find(|found| found.record.precision == Precision::Country)?;
        Some(found.record.country)
    }
}

/// Whether a word says what kind of division the name beside it is ("region", "oblast").
#[must_use]
pub fn is_generic(lower: &str) -> bool {
    GENERIC.contains(&lower)
}

/// Whether a town is known beyond its country, in a land whose names come into English in several spellings.
fn is_large(record: &Record<'_>) -> bool {
    /// What the tables of the world's cities call large.
    const LARGE: f64 = 100_000.0;
    record.precision == Precision::Settlement
        && record.population >= LARGE
        && SLAVIC.contains(&record.country)
}

/// One place in two tables: the same id, or nearly the same point, of the same kind.
fn one_place(a: &Record<'_>, b: &Record<'_>) -> bool {
    /// The shipped middle of a town and the imported one differ by less than this.
    const SAME_KM: f64 = 4.0;
    if a.id.is_some() && a.id == b.id {
        return true;
    }
    let same_kind = a.precision == b.precision && a.country == b.country;
    let by_hand = a.id.is_none() || b.id.is_none();
    same_kind
        && (km((a.lat, a.lon), (b.lat, b.lon)) < SAME_KM && a.id.is_none() != b.id.is_none()
            || by_hand && a.precision == Precision::Region && core(&fold(a.name)) == core(&fold(b.name)))
}

/// Great-circle distance.
#[must_use]
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat, lon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let half = (lat / 2.0).sin().powi(2)
        + a.0.to_radians().cos() * b.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    12_742.0 * half.sqrt().min(1.0).asin()
}

/// Reads `divisions.tsv`.
fn called(text: &str) -> Result<BTreeMap<String, BTreeMap<String, String>>, String> {
    let mut called: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (line, fields) in rows(text) {
        let [country, spelled, name] = fields[..] else {
            return Err(format!("divisions.tsv, line {line}: {} fields where 3 belong", fields.len()));
        };
        called.entry(country.to_owned()).or_default().insert(spelled.to_owned(), name.to_owned());
    }
    Ok(called)
}

fn divisions(file: &str, text: &str, precision: Precision) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for (line, fields) in rows(text) {
        let (country, name, others, lat, lon, thousands) = match fields[..] {
            [country, name, others, lat, lon] => (country, name, others, lat, lon, "0"),
            [country, name, others, lat, lon, thousands] => (country, name, others, lat, lon, thousands),
            _ => return Err(format!("{file}, line {line}: {} fields where 5 or 6 belong", fields.len())),
        };
        entries.push(Entry {
            name: name.to_owned(),
            names: list(others).map(str::to_owned).collect(),
            lat: degrees(file, line, lat)?,
            lon: degrees(file, line, lon)?,
            country: country.to_owned(),
            admin1: if precision == Precision::Region { name.to_owned() } else { String::new() },
            population: thousands.parse::<u64>().unwrap_or(0) * 1000,
            precision: Some(precision),
            ..Entry::default()
        });
    }
    Ok(entries)
}

fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        .map(|(number, line)| (number + 1, line.split('|').collect()))
}

fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(';').map(str::trim).filter(|words| !words.is_empty())
}

fn degrees(file: &str, line: usize, field: &str) -> Result<f64, String> {
    field.parse().map_err(|_| format!("{file}, line {line}: {field:?} is not a number of degrees"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn gazetteer() -> Gazetteer {
        Gazetteer::shipped().unwrap()
    }

    #[track_caller]
    fn check(name: &str, country: &str, lat: f64, lon: f64) {
        let gazetteer = gazetteer();
        let found = gazetteer.candidates(name);
        assert!(
            found.iter().any(|found| {
                found.record.country == country && km((found.record.lat, found.record.lon), (lat, lon)) < 30.0
            }),
            "{name}: {found:?}"
        );
    }

    #[test]
    fn a_town_is_found_under_its_spellings() {
        check("Kharkiv", "UA", 49.98, 36.25);
        check("Kharkov", "UA", 49.98, 36.25);
        check("Харьков", "UA", 49.98, 36.25);
        check("Khar’kiv", "UA", 49.98, 36.25);
        check("Bakhmut", "UA", 48.59, 38.0);
    }

    #[test]
    fn a_division_is_found_under_any_generic_word() {
        let gazetteer = gazetteer();
        for name in ["Kharkiv region", "Kharkov Oblast", "Kharkiv"] {
            let found = gazetteer.divisions(name);
            assert!(found.iter().any(|found| found.record.name == "Kharkiv Oblast"), "{name}: {found:?}");
        }
    }

    #[test]
    fn both_tables_call_a_division_the_same() {
        let gazetteer = gazetteer();
        let [written, towns] = &gazetteer.tables[..] else { panic!("two tables ship") };
        let of_towns: BTreeSet<(&str, &str)> =
            towns.divisions().map(|(country, _, name)| (country, gazetteer.called(country, name))).collect();
        let alike = |one: &str, other: &str| skeleton(&core(&fold(one))) == skeleton(&core(&fold(other)));
        let wrong: Vec<(&str, &str, &str)> = written
            .divisions()
            .filter(|(country, _, name)| !name.is_empty() && !of_towns.contains(&(*country, *name)))
            .flat_map(|(country, _, name)| {
                let like = of_towns.iter().filter(move |(of, other)| *of == country && alike(name, other));
                like.map(move |(_, other)| (country, name, *other))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_people_is_not_a_place_and_has_a_country() {
        assert_eq!(gazetteer().demonym("ukrainians"), Some("UA"));
        assert!(!gazetteer().knows("Ukrainians"));
    }

    #[test]
    fn a_demonym_leads_to_its_place_and_says_how_wide_that_is() {
        let gazetteer = gazetteer();
        let leads = |lower| {
            gazetteer.belonging(lower).map(|place| (place.name.as_deref().unwrap_or(""), place.precision))
        };
        assert_eq!(leads("ukrainians"), Some(("Ukraine", Some(Precision::Country))));
        assert_eq!(leads("european"), Some(("Europe", Some(Precision::Area))));
        assert_eq!(leads("chechen"), Some(("Chechnya", Some(Precision::Region))));
        assert_eq!(leads("islamic"), None);
        // No country of its own: what votes for a country does not count it.
        assert_eq!(gazetteer.demonym("european"), None);
    }

    #[test]
    fn a_users_table_adds_what_does_not_ship() {
        let line = "9\tStara Hromivka\t\tСтара Громівка\t48.1\t38.2\tP\tPPL\tUA\t\t05\t\t\t\t12\t\t\t\t";
        let (table, _) = gazetteer().import(line.as_bytes()).unwrap();
        let gazetteer = gazetteer().with(Table::open(table).unwrap());
        for name in ["Stara Hromivka", "Staraya Gromovka", "Старая Громовка"] {
            assert_eq!(gazetteer.candidates(name).len(), 1, "{name}");
        }
    }

    #[test]
    fn a_table_that_is_not_whole_is_refused() {
        let mut bytes = Table::build(&[Entry { name: "Fenmoor".to_owned(), ..Entry::default() }]);
        assert!(Table::open(bytes.clone()).is_ok());
        bytes.pop();
        assert!(Table::open(bytes).unwrap_err().contains("announced"));
        assert!(Table::open(b"not a table".to_vec()).is_err());
    }
}

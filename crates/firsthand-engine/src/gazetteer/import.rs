//! Reads tables of places that users bring: GeoNames dumps, or any table whose first line names its columns.
//!
//! In: the bytes of a file. Out: entries, and how many lines were not understood. Reading the file is the program's.
//!
//! `UA.txt`, `allCountries.txt` (19 columns, tabs) → every populated place, division, and named feature worth finding.

use firsthand_schema::place::Precision;

use super::table::Entry;

/// What a file held.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Places.
    pub entries: Vec<Entry>,
    /// Lines left out because they are no places that a report speaks of (shops, roads, springs).
    pub left_out: usize,
    /// Lines that could not be read, with the number of the first.
    pub unread: usize,
    /// The first line that could not be read, from 1.
    pub first_unread: Option<usize>,
}

/// Reads a GeoNames dump, or a table with a header line that names at least `name`, `lat` and `lon`.
///
/// `division` gives the name of a first-order division from country and code ("UA", "14" → "Luhanska Oblast").
///
/// # Errors
///
/// When nothing in the file looks like either.
pub fn import(bytes: &[u8], division: impl Fn(&str, &str) -> Option<String>) -> Result<Imported, String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or("");
    let imported = match Columns::of(first) {
        Some(columns) => headed(text, &columns),
        None if first.split('\t').count() >= 19 => dump(text, division),
        None => {
            return Err(format!(
                "neither a GeoNames dump (19 columns with tabs) nor a table with columns name, lat, lon: \
                 the first line has {} columns",
                first.split('\t').count()
            ));
        }
    };
    if imported.entries.is_empty() {
        return Err("no place in it could be read".to_owned());
    }
    Ok(imported)
}

fn dump(text: &str, division: impl Fn(&str, &str) -> Option<String>) -> Imported {
    let mut imported = Imported::default();
    let mut last: (String, String, String) = Default::default();
    for (line, words) in text.lines().enumerate() {
        if words.trim().is_empty() {
            continue;
        }
        let fields: Vec<&str> = words.split('\t').collect();
        let read = || -> Option<(u32, f64, f64)> {
            (fields.len() >= 15).then_some(())?;
            Some((fields[0].parse().ok()?, fields[4].parse().ok()?, fields[5].parse().ok()?))
        };
        let Some((id, lat, lon)) = read() else {
            imported.unread += 1;
            imported.first_unread.get_or_insert(line + 1);
            continue;
        };
        let Some(precision) = precision_of(fields[6], fields[7]) else {
            imported.left_out += 1;
            continue;
        };
        let (country, code) = (fields[8], fields[10]);
        if last.0 != country || last.1 != code {
            let name = division(country, code).unwrap_or_default();
            last = (country.to_owned(), code.to_owned(), name);
        }
        let mut names: Vec<String> =
            fields[3].split(',').filter(|name| is_name(name)).map(str::to_owned).collect();
        if fields[2] != fields[1] {
            names.push(fields[2].to_owned());
        }
        imported.entries.push(Entry {
            id,
            name: fields[1].to_owned(),
            lat,
            lon,
            country: country.to_owned(),
            code: code.to_owned(),
            admin1: last.2.clone(),
            population: people(fields[14], fields[7], names.len()),
            names,
            precision: Some(precision),
        });
    }
    imported
}

/// How many live in a place. Where the table does not say, one for each of its names: of two villages of one name the
/// one that more languages name is the better known. Places that are no more (GeoNames PPLH, PPLQ, PPLW) have nobody.
fn people(told: &str, code: &str, names: usize) -> u64 {
    match told.parse() {
        Ok(people) if people > 0 => people,
        _ if matches!(code, "PPLH" | "PPLQ" | "PPLW") => 0,
        _ => names as u64,
    }
}

/// How fine a GeoNames feature is; none for what no report calls a place of its own.
fn precision_of(class: &str, code: &str) -> Option<Precision> {
    match (class, code) {
        ("P", _) => Some(Precision::Settlement),
        ("A", "ADM1" | "ADM1H") => Some(Precision::Region),
        ("A", "ADM2" | "ADM3" | "ADM2H" | "ADM3H" | "ADMD") => Some(Precision::District),
        ("A", code) if code.starts_with("PCL") => Some(Precision::Country),
        ("A", _) => Some(Precision::District),
        ("H" | "T" | "L", _) => Some(Precision::Area),
        ("S", "AIRP" | "AIRF" | "AIRB" | "INSM" | "DAM" | "PRN" | "RSTN" | "PS") => Some(Precision::Area),
        _ => None,
    }
}

/// Alternate names hold codes and postal abbreviations; a name has a lower-case letter, or no case at all.
fn is_name(name: &str) -> bool {
    name.chars().count() > 2 && name.chars().any(|letter| letter.is_alphabetic() && !letter.is_uppercase())
}

struct Columns {
    name: usize,
    lat: usize,
    lon: usize,
    id: Option<usize>,
    names: Vec<usize>,
    country: Option<usize>,
    admin1: Option<usize>,
    population: Option<usize>,
    code: Option<usize>,
}

impl Columns {
    fn of(header: &str) -> Option<Self> {
        let columns: Vec<String> = header.split('\t').map(|column| column.trim().to_lowercase()).collect();
        let find = |names: &[&str]| columns.iter().position(|column| names.contains(&column.as_str()));
        Some(Self {
            name: find(&["name"])?,
            lat: find(&["lat", "latitude"])?,
            lon: find(&["lon", "lng", "longitude"])?,
            id: find(&["geonameid", "id"]),
            names: columns
                .iter()
                .enumerate()
                .filter(|(_, column)| {
                    column.starts_with("name") && *column != "name" || *column == "alternatenames"
                })
                .map(|(at, _)| at)
                .collect(),
            country: find(&["country", "countrycode", "cc"]),
            admin1: find(&["admin1", "oblast", "region", "province", "state"]),
            population: find(&["population"]),
            code: find(&["fcode", "feature code"]),
        })
    }
}

fn headed(text: &str, columns: &Columns) -> Imported {
    let mut imported = Imported::default();
    for (line, words) in text.lines().enumerate().skip(1) {
        if words.trim().is_empty() {
            continue;
        }
        let fields: Vec<&str> = words.split('\t').collect();
        let field = |at: Option<usize>| at.and_then(|at| fields.get(at)).map_or("", |field| field.trim());
        let (Ok(lat), Ok(lon)) = (field(Some(columns.lat)).parse(), field(Some(columns.lon)).parse()) else {
            imported.unread += 1;
            imported.first_unread.get_or_insert(line + 1);
            continue;
        };
        let code = field(columns.code);
        let class = match code {
            "" => "P",
            code if code.starts_with("PPL") || code.starts_with("STLMT") => "P",
            code if code.starts_with("ADM") || code.starts_with("PCL") => "A",
            "AIRP" | "AIRF" | "AIRB" | "INSM" | "DAM" | "PRN" | "RSTN" | "PS" => "S",
            _ => "H",
        };
        let names: Vec<String> = columns
            .names
            .iter()
            .flat_map(|&at| field(Some(at)).split(['|', ',']))
            .filter(|name| is_name(name))
            .map(str::to_owned)
            .collect();
        imported.entries.push(Entry {
            id: field(columns.id).parse().unwrap_or(0),
            name: field(Some(columns.name)).to_owned(),
            lat,
            lon,
            country: field(columns.country).to_owned(),
            code: String::new(),
            admin1: field(columns.admin1).to_owned(),
            population: people(field(columns.population), code, names.len()),
            names,
            precision: precision_of(class, code),
        });
    }
    imported
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "42\tFenmoor\tFenmoor\tFENM,Fenmoor,Фенмур\t52.5\t0.25\tP\tPPL\tGB\t\tENG\t\t\t\t1200\t\t4\tEurope/London\t2020-01-01";

    #[test]
    fn a_line_of_a_dump_is_a_place() {
        let imported = import(LINE.as_bytes(), |_, _| Some("England".to_owned())).unwrap();
        let entry = &imported.entries[0];
        assert_eq!((entry.id, entry.name.as_str(), entry.admin1.as_str()), (42, "Fenmoor", "England"));
        assert_eq!(entry.names, ["Fenmoor", "Фенмур"], "a code is not a name");
        assert_eq!(entry.precision, Some(Precision::Settlement));
    }

    #[test]
    fn a_broken_line_is_counted_and_the_rest_is_read() {
        let text = format!("{LINE}\n43\tHalf a line\n{LINE}");
        let imported = import(text.as_bytes(), |_, _| None).unwrap();
        assert_eq!((imported.entries.len(), imported.unread, imported.first_unread), (2, 1, Some(2)));
    }

    #[test]
    fn a_table_says_itself_what_its_columns_are() {
        let text = "geonameid\tname\tnames_latin\tlat\tlon\tfcode\toblast\tpopulation\n\
                    7\tStara Pristan\tStaraya Pristan|Alt\t47.1\t31.2\tPPL\tEast\t90";
        let imported = import(text.as_bytes(), |_, _| None).unwrap();
        assert_eq!(imported.entries[0].admin1, "East");
        assert_eq!(imported.entries[0].names, ["Staraya Pristan", "Alt"]);
    }

    #[test]
    fn something_else_is_refused_with_the_reason() {
        let error = import(b"hello\tworld", |_, _| None).unwrap_err();
        assert!(error.contains("2 columns"), "{error}");
    }
}

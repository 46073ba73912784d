//! One table of places as a single run of bytes, made once and searched where it lies.
//!
//! In: entries. Out: bytes; from bytes, places by name. Nothing is unpacked when a table is opened: a look-up hashes the
//! key, reads one bucket and follows the record numbers it finds. The shipped table is 5 MB and opens in no time.
//!
//! ```text
//! "FHGZ" version  counts: divisions, records, keys, bytes of names
//! divisions   2 country letters, 3 × (offset, length) into the names: country code's own code, its name
//! buckets     2^14 + 1 numbers of keys
//! keys        4 bytes of hash, 3 bytes of record number, by bucket
//! records     19 bytes each: name, latitude, longitude, id, division, population, kind
//! names       UTF-8, end to end
//! ```

use std::{borrow::Cow, collections::BTreeMap};

use firsthand_schema::place::{Place, Precision};

use crate::folding::{fold, skeleton};

/// A place on its way into a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// GeoNames id; 0 for none.
    pub id: u32,
    /// Preferred name.
    pub name: String,
    /// Other names, in any script.
    pub names: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2; empty for what lies in no one country.
    pub country: String,
    /// Code of the first-order division within its country; may be empty.
    pub code: String,
    /// Name of the first-order division; may be empty.
    pub admin1: String,
    /// How many live there; 0 for unknown.
    pub population: u64,
    /// How fine; an area where none is given.
    pub precision: Option<Precision>,
}

impl Entry {
    /// The place as a mention says it.
    pub(crate) fn place(&self) -> Place {
        let record = Record {
            id: Some(self.id).filter(|&id| id > 0),
            name: &self.name,
            lat: self.lat,
            lon: self.lon,
            country: &self.country,
            admin1: &self.admin1,
            population: self.population as f64,
            precision: self.precision.unwrap_or(Precision::Area),
        };
        record.place()
    }
}

/// A table of places.
#[derive(Clone)]
pub struct Table {
    bytes: Cow<'static, [u8]>,
    divisions: usize,
    buckets: usize,
    keys: usize,
    records: usize,
    names: usize,
    division_count: usize,
    record_count: usize,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("records", &self.record_count).finish_non_exhaustive()
    }
}

/// A place in a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record<'t> {
    /// GeoNames id, where it has one.
    pub id: Option<u32>,
    /// Preferred name.
    pub name: &'t str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2; empty for what lies in no one country.
    pub country: &'t str,
    /// Name of its first-order division; may be empty.
    pub admin1: &'t str,
    /// Roughly how many live there (a quarter more or less); 0 for unknown.
    pub population: f64,
    /// How fine.
    pub precision: Precision,
}

impl Record<'_> {
    /// The place as a mention says it, where nothing else may be meant.
    pub(crate) fn place(&self) -> Place {
        let some = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
        Place {
            name: some(self.name),
            lat: Some(self.lat),
            lon: Some(self.lon),
            country: some(self.country),
            admin1: some(self.admin1),
            geonameid: self.id,
            precision: Some(self.precision),
            alternatives: Vec::new(),
        }
    }
}

/// What a key is made of: the same words mean different things as a town and as a region.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    /// The folded name.
    Name = 1,
    /// The Slavic skeleton.
    Skeleton = 2,
    /// The folded name of a division without its generic word ("kharkiv" of "Kharkiv Oblast").
    Division = 3,
    /// The skeleton of the same.
    DivisionSkeleton = 4,
}

const MAGIC: &[u8; 8] = b"FHGZ\x01\0\0\0";
const HEADER: usize = 8 + 4 * 4;
const DIVISION: usize = 2 + 4 + 1 + 4 + 1;
const BUCKET_BITS: u32 = 14;
const KEY: usize = 7;
const RECORD: usize = 4 + 1 + 3 + 3 + 4 + 2 + 1 + 1;

impl Table {
    /// Lays entries out. The order of the entries does not matter, except among those that share a key.
    #[must_use]
    pub fn build(entries: &[Entry]) -> Vec<u8> {
        let mut names = Names::default();
        let mut divisions: BTreeMap<(&str, &str, &str), u16> = BTreeMap::new();
        for entry in entries {
            divisions.insert((&entry.country, &entry.code, &entry.admin1), 0);
        }
        let mut division_bytes = Vec::new();
        for (number, ((country, code, name), place)) in divisions.iter_mut().enumerate() {
            // Two bytes hold the number; the world has some 4,000 first-order divisions.
            *place = u16::try_from(number).unwrap_or(u16::MAX);
            let mut letters = country.bytes();
            division_bytes.push(letters.next().unwrap_or(b' '));
            division_bytes.push(letters.next().unwrap_or(b' '));
            for words in [code, name] {
                let (offset, length) = names.add(words);
                division_bytes.extend(offset.to_le_bytes());
                division_bytes.push(length);
            }
        }
        let mut record_bytes = Vec::with_capacity(entries.len() * RECORD);
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for (number, entry) in (0u32..).zip(entries) {
            let (offset, length) = names.add(&entry.name);
            record_bytes.extend(offset.to_le_bytes());
            record_bytes.push(length);
            for degrees in [entry.lat, entry.lon] {
                record_bytes.extend(&turned(degrees).to_le_bytes()[..3]);
            }
            record_bytes.extend(entry.id.to_le_bytes());
            let division = divisions[&(entry.country.as_str(), entry.code.as_str(), entry.admin1.as_str())];
            record_bytes.extend(division.to_le_bytes());
            record_bytes.push(rough(entry.population));
            record_bytes.push(entry.precision.unwrap_or(Precision::Area) as u8);
            keys.extend(keys_of(entry).into_iter().map(|key| (key, number)));
        }
        keys.sort_unstable();
        keys.dedup();
        let mut buckets = Vec::with_capacity((1 << BUCKET_BITS) + 1);
        let mut at = 0;
        for bucket in 0..=(1u64 << BUCKET_BITS) {
            while at < keys.len() && keys[at].0 >> (64 - BUCKET_BITS) < bucket {
                at += 1;
            }
            buckets.push(at as u32);
        }
        let mut bytes = MAGIC.to_vec();
        for count in [divisions.len(), entries.len(), keys.len(), names.bytes.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        bytes.extend(division_bytes);
        buckets.iter().for_each(|bucket: &u32| bytes.extend(bucket.to_le_bytes()));
        for (key, number) in keys {
            bytes.extend((key as u32).to_le_bytes());
            bytes.extend(&number.to_le_bytes()[..3]);
        }
        bytes.extend(record_bytes);
        bytes.extend(names.bytes);
        bytes
    }

    /// Opens a table.
    ///
    /// # Errors
    ///
    /// When the bytes are no table, or not whole.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, String> {
        let bytes = bytes.into();
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            return Err("gazetteer: not a table of places, or of another version".to_owned());
        }
        let count = |at: usize| number(&bytes, 8 + 4 * at) as usize;
        let (division_count, record_count, key_count, name_bytes) = (count(0), count(1), count(2), count(3));
        let divisions = HEADER;
        let buckets = divisions + division_count * DIVISION;
        let keys = buckets + ((1 << BUCKET_BITS) + 1) * 4;
        let records = keys + key_count * KEY;
        let names = records + record_count * RECORD;
        if bytes.len() != names + name_bytes {
            return Err(format!(
                "gazetteer: {} bytes where {} were announced",
                bytes.len(),
                names + name_bytes
            ));
        }
        Ok(Self { divisions, buckets, keys, records, names, division_count, record_count, bytes })
    }

    /// How many places it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.record_count
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.record_count == 0
    }

    /// Whether any place has this key.
    pub(crate) fn holds(&self, kind: Key, key: &str) -> bool {
        self.find(kind, key).next().is_some()
    }

    /// The numbers of the records under a key.
    pub(crate) fn find(&self, kind: Key, key: &str) -> impl Iterator<Item = u32> + '_ {
        let hash = hash(kind, key);
        let bucket = self.buckets + (hash >> (64 - BUCKET_BITS)) as usize * 4;
        let range = number(&self.bytes, bucket) as usize..number(&self.bytes, bucket + 4) as usize;
        let low = hash as u32;
        range.filter_map(move |at| {
            let at = self.keys + at * KEY;
            (number(&self.bytes, at) == low).then(|| number(&self.bytes, at + 4) & 0x00ff_ffff)
        })
    }

    /// A record by its number; none past the end.
    #[must_use]
    pub fn record(&self, at: u32) -> Option<Record<'_>> {
        if at as usize >= self.record_count {
            return None;
        }
        let at = self.records + at as usize * RECORD;
        let degrees = |at: usize| turned_back(number(&self.bytes, at) & 0x00ff_ffff);
        let division = number(&self.bytes, at + 15) as usize & 0xffff;
        let (country, _, admin1) = self.division(division);
        Some(Record {
            id: Some(number(&self.bytes, at + 11)).filter(|&id| id > 0),
            name: self.words(at),
            lat: degrees(at + 5),
            lon: degrees(at + 8),
            country,
            admin1,
            population: people(self.bytes.get(at + 17).copied().unwrap_or(0)),
            precision: precision(self.bytes.get(at + 18).copied().unwrap_or(0)),
        })
    }

    /// The first-order divisions: country, code, name.
    pub fn divisions(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        (0..self.division_count).map(|at| self.division(at))
    }

    fn division(&self, at: usize) -> (&str, &str, &str) {
        if at >= self.division_count {
            return ("", "", "");
        }
        let at = self.divisions + at * DIVISION;
        let country = self.bytes.get(at..at + 2).and_then(|two| std::str::from_utf8(two).ok()).unwrap_or("");
        (country.trim_end(), self.words(at + 2), self.words(at + 7))
    }

    /// The words that an offset and a length stand for.
    fn words(&self, at: usize) -> &str {
        let start = self.names + number(&self.bytes, at) as usize;
        let length = usize::from(self.bytes.get(at + 4).copied().unwrap_or(0));
        self.bytes.get(start..start + length).and_then(|words| std::str::from_utf8(words).ok()).unwrap_or("")
    }
}

/// Four bytes, little end first; what lies past the end counts as zero.
fn number(bytes: &[u8], at: usize) -> u32 {
    if let Some(&[a, b, c, d]) = bytes.get(at..at + 4) {
        return u32::from_le_bytes([a, b, c, d]);
    }
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// FNV-1a: short keys, the same on every machine.
fn hash(kind: Key, key: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in std::iter::once(kind as u8).chain(key.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // FNV's high bits are poor for short keys, and the bucket is taken from them.
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Degrees as a share of a full turn, in three bytes: two metres at the equator.
fn turned(degrees: f64) -> u32 {
    ((degrees + 180.0) / 360.0 * f64::from(0x00ff_ffff)).round().clamp(0.0, f64::from(0x00ff_ffff)) as u32
}

fn turned_back(turn: u32) -> f64 {
    let degrees = f64::from(turn) / f64::from(0x00ff_ffff) * 360.0 - 180.0;
    (degrees * 1e4).round() / 1e4
}

/// A population on a scale of quarters of a doubling.
fn rough(population: u64) -> u8 {
    if population == 0 { 0 } else { ((population as f64).log2() * 4.0).round() as u8 + 1 }
}

fn people(rough: u8) -> f64 {
    if rough == 0 { 0.0 } else { (f64::from(rough - 1) / 4.0).exp2() }
}

fn precision(byte: u8) -> Precision {
    const ALL: [Precision; 5] =
        [Precision::Settlement, Precision::District, Precision::Region, Precision::Country, Precision::Area];
    ALL.get(usize::from(byte)).copied().unwrap_or(Precision::Area)
}

#[derive(Default)]
struct Names {
    bytes: Vec<u8>,
    seen: BTreeMap<String, u32>,
}

impl Names {
    fn add(&mut self, words: &str) -> (u32, u8) {
        let mut length = words.len().min(255);
        while !words.is_char_boundary(length) {
            length -= 1;
        }
        let words = &words[..length];
        let next = self.bytes.len() as u32;
        let offset = *self.seen.entry(words.to_owned()).or_insert(next);
        if offset == next {
            self.bytes.extend(words.bytes());
        }
        (offset, length as u8)
    }
}

/// Countries whose place names reach English by way of Russian or Ukrainian spelling.
pub(crate) const SLAVIC: [&str; 9] = ["UA", "RU", "BY", "MD", "KZ", "KG", "GE", "AM", "AZ"];

fn keys_of(entry: &Entry) -> Vec<u64> {
    let slavic = SLAVIC.contains(&entry.country.as_str());
    let division = matches!(entry.precision, Some(Precision::District | Precision::Region));
    let mut keys = Vec::new();
    for (at, name) in std::iter::once(&entry.name).chain(&entry.names).enumerate() {
        let folded = fold(name);
        if folded.is_empty() {
            continue;
        }
        keys.push(hash(Key::Name, &folded));
        // Other names in Latin letters come in every language of the world ("Kijevas"): their skeletons say nothing.
        let by_skeleton = slavic && (at == 0 || !name.is_ascii());
        if by_skeleton {
            keys.push(hash(Key::Skeleton, &skeleton(name)));
        }
        if division {
            let core = core(&folded);
            keys.push(hash(Key::Division, &core));
            if by_skeleton {
                keys.push(hash(Key::DivisionSkeleton, &skeleton(&core)));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Words that say what kind of division a name is, in folded form.
pub(crate) const GENERIC: [&str; 41] = [
    "oblast",
    "oblasts",
    "region",
    "province",
    "state",
    "county",
    "parish",
    "krai",
    "kray",
    "republic",
    "governorate",
    "district",
    "raion",
    "rayon",
    "department",
    "prefecture",
    "voivodeship",
    "canton",
    "territory",
    "autonomous",
    "okrug",
    "muhafazah",
    "municipality",
    "borough",
    "division",
    "respublika",
    "область",
    "області",
    "области",
    "край",
    "крае",
    "республика",
    "республіка",
    "район",
    "району",
    "района",
    "районі",
    "районе",
    "respublikasi",
    "wilayat",
    "misto",
];

/// The name of a division without its generic words: "republic of khakassia" → "khakassia".
pub(crate) fn core(folded: &str) -> String {
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !GENERIC.contains(word) && *word != "of" && *word != "the").collect();
    if words.is_empty() { folded.to_owned() } else { words.join(" ") }
}

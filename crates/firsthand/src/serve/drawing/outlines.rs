//! The outlines of countries and regions that ship with the program (`data/outlines/outlines.bin`, see SOURCES.md there).
//!
//! In: that file. Out: sheets of named shapes, each of polygons of rings of longitude and latitude: `world` first, then a sheet
//! a country with its regions. A point asks which shape it lies in: (30.7, 46.5) on `ukr` → "Odessa".
//!
//! The file: "FHO1", then variable-length numbers, seven bits a byte, lowest first; a signed number as 2n, or -2n - 1 below zero.
//! Sheets: name, arcs (points in hundredths of a degree, each as its distance from the one before), shapes (name, polygons,
//! rings, arcs; an arc walked backwards is -1 less its number). Neighbours share their border's arc, so it stands there once.

use std::sync::OnceLock;

/// Longitude and latitude, in degrees.
pub(crate) type Point = (f64, f64);

/// All outlines.
#[derive(Debug)]
pub(crate) struct Outlines {
    /// The countries of the world.
    pub(crate) world: Vec<Shape>,
    /// The regions of some countries, a sheet a country.
    pub(crate) regions: Vec<Regions>,
}

/// A country's regions.
#[derive(Debug)]
pub(crate) struct Regions {
    /// One by one.
    pub(crate) shapes: Vec<Shape>,
    /// The lines between two of them. The lines around them all are the country's, which stand on the world's sheet already
    /// (drawn from a coarser survey: two coasts beside each other would be seen).
    pub(crate) borders: Vec<Vec<Point>>,
}

/// A country or a region.
#[derive(Debug)]
pub(crate) struct Shape {
    /// As Natural Earth calls it.
    pub(crate) name: String,
    /// Polygons: an outer ring, then its holes.
    pub(crate) polygons: Vec<Vec<Vec<Point>>>,
    /// West, south, east, north.
    pub(crate) bounds: (f64, f64, f64, f64),
}

impl Outlines {
    /// The outlines that ship. None if the file is not in its form, which a test rules out: a map without land still shows
    /// where its places lie to each other.
    pub(crate) fn shipped() -> Option<&'static Self> {
        static SHIPPED: OnceLock<Option<Outlines>> = OnceLock::new();
        SHIPPED
            .get_or_init(|| Self::read(include_bytes!("../../../../../data/outlines/outlines.bin")).ok())
            .as_ref()
    }

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let rest = bytes.strip_prefix(b"FHO1").ok_or("not a file of outlines (it begins with FHO1)")?;
        let mut reader = Reader { rest };
        let count = reader.number()?;
        let mut sheets = Vec::new();
        for _ in 0..count {
            sheets.push(reader.sheet()?);
        }
        let mut sheets = sheets.into_iter();
        Ok(Self { world: sheets.next().ok_or("no sheet of the world")?.shapes, regions: sheets.collect() })
    }

    /// The country of a name, at a point that lies in it or not far off.
    pub(crate) fn country_called(&self, name: &str, at: Point) -> Option<&Shape> {
        called(self.world.iter(), name, at)
    }

    /// The region of a name, where its country has a sheet.
    pub(crate) fn region_called(&self, name: &str, at: Point) -> Option<&Shape> {
        called(self.regions.iter().flat_map(|sheet| &sheet.shapes), name, at)
    }
}

/// So many letters in common at the beginning make two spellings of one name, where the place agrees: "Luhans'k" and
/// "Luhansk Oblast", "Odessa" and "Odesa". With fewer, "Kiev" is not found for "Kyiv", and a disc is drawn instead of its
/// outline: less, and not wrong.
const LETTERS_ALIKE: usize = 4;

/// The shape whose name is most like this one, among those that lie there. By the name and not by the point alone: the middle of
/// a region's towns, which is what a gazetteer has for it, may lie across the border.
fn called<'s>(shapes: impl Iterator<Item = &'s Shape>, name: &str, at: Point) -> Option<&'s Shape> {
    let wanted = letters(name);
    shapes
        .filter(|shape| shape.is_near(at))
        .filter_map(|shape| {
            let own = letters(&shape.name);
            let alike = own.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
            // A short name in full, or the beginning of a longer one.
            let enough = alike >= LETTERS_ALIKE || alike > 0 && alike == own.len() && alike == wanted.len();
            enough
                .then(|| (alike, std::cmp::Reverse(own.len().abs_diff(wanted.len())), shape.holds(at), shape))
        })
        .max_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)))
        .map(|(.., shape)| shape)
}

/// The letters of a name, as plain as they get.
fn letters(name: &str) -> Vec<char> {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| letter.is_alphabetic())
        .map(|letter| match letter {
            'á' | 'à' | 'â' | 'ä' | 'ă' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'î' | 'ï' | 'ı' => 'i',
            'ó' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'û' | 'ü' => 'u',
            'ș' | 'ş' | 'š' => 's',
            'ț' | 'ţ' => 't',
            other => other,
        })
        .collect()
}

impl Shape {
    /// Whether a point lies within the shape's bounds or near them: nearer than a degree.
    fn is_near(&self, (x, y): Point) -> bool {
        let (west, south, east, north) = self.bounds;
        let across = |x: f64| (west - 1.0..=east + 1.0).contains(&x);
        (south - 1.0..=north + 1.0).contains(&y) && (across(x) || across(x + 360.0) || across(x - 360.0))
    }

    fn holds(&self, (x, y): Point) -> bool {
        // What crosses the antimeridian goes on beyond 180 degrees.
        self.holds_there((x, y)) || self.holds_there((x + 360.0, y)) || self.holds_there((x - 360.0, y))
    }

    fn holds_there(&self, (x, y): Point) -> bool {
        let (west, south, east, north) = self.bounds;
        let crossings = |ring: &Vec<Point>| {
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            pairs
                .filter(|((x1, y1), (x2, y2))| {
                    (*y1 > y) != (*y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
                })
                .count()
        };
        (west..=east).contains(&x)
            && (south..=north).contains(&y)
            && self.polygons.iter().any(|polygon| polygon.iter().map(crossings).sum::<usize>() % 2 == 1)
    }
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> Result<usize, String> {
        let mut value = 0_usize;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or("the file of outlines ends early")?;
            self.rest = rest;
            value |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(value);
            }
        }
        Err("a number in the file of outlines is too long".to_owned())
    }

    fn signed(&mut self) -> Result<i32, String> {
        let value =
            i32::try_from(self.number()?).map_err(|_| "a number in the file of outlines is too large")?;
        Ok(if value % 2 == 0 { value / 2 } else { -(value / 2) - 1 })
    }

    fn words(&mut self) -> Result<String, String> {
        let length = self.number()?;
        let (words, rest) = self.rest.split_at_checked(length).ok_or("the file of outlines ends early")?;
        self.rest = rest;
        String::from_utf8(words.to_vec())
            .map_err(|_| "a name in the file of outlines is not UTF-8".to_owned())
    }

    fn sheet(&mut self) -> Result<Regions, String> {
        self.words()?;
        let mut arcs: Vec<Vec<Point>> = Vec::new();
        for _ in 0..self.number()? {
            let mut arc = Vec::new();
            let (mut x, mut y) = (0_i32, 0_i32);
            for _ in 0..self.number()? {
                x = x.wrapping_add(self.signed()?);
                y = y.wrapping_add(self.signed()?);
                arc.push((f64::from(x) / 100.0, f64::from(y) / 100.0));
            }
            arcs.push(arc);
        }
        let mut uses = vec![0_u8; arcs.len()];
        let mut shapes = Vec::new();
        for _ in 0..self.number()? {
            let name = self.words()?;
            let mut polygons = Vec::new();
            for _ in 0..self.number()? {
                let mut polygon = Vec::new();
                for _ in 0..self.number()? {
                    polygon.push(self.ring(&arcs, &mut uses)?);
                }
                polygons.push(polygon);
            }
            shapes.push(Shape { bounds: bounds(&polygons), name, polygons });
        }
        let shared = arcs.into_iter().zip(uses).filter(|(_, uses)| *uses > 1);
        Ok(Regions { shapes, borders: shared.map(|(arc, _)| arc).collect() })
    }

    fn ring(&mut self, arcs: &[Vec<Point>], uses: &mut [u8]) -> Result<Vec<Point>, String> {
        let mut ring: Vec<Point> = Vec::new();
        for _ in 0..self.number()? {
            let at = self.signed()?;
            let backwards = at < 0;
            let number = usize::try_from(if backwards { !at } else { at }).unwrap_or(usize::MAX);
            if let Some(uses) = uses.get_mut(number) {
                *uses = uses.saturating_add(1);
            }
            let arc =
                arcs.get(number).ok_or("a shape in the file of outlines names an arc that is not there")?;
            // The last point of an arc is the first of the next.
            ring.pop();
            if backwards {
                ring.extend(arc.iter().rev());
            } else {
                ring.extend(arc);
            }
        }
        // A ring that crosses the antimeridian goes on beyond it: a step of half the earth and more is a step the other way.
        let mut turns = 0.0;
        let mut before = ring.first().map_or(0.0, |first| first.0);
        for (x, _) in &mut ring {
            if *x - before > 180.0 {
                turns -= 360.0;
            } else if *x - before < -180.0 {
                turns += 360.0;
            }
            before = *x;
            *x += turns;
        }
        Ok(ring)
    }
}

fn bounds(polygons: &[Vec<Vec<Point>>]) -> (f64, f64, f64, f64) {
    let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    polygons.iter().flatten().flatten().fold(start, |(west, south, east, north), &(x, y)| {
        (west.min(x), south.min(y), east.max(x), north.max(y))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, lon: f64, lat: f64, country: &str, region: &str) {
        let outlines = Outlines::shipped().expect("the file that ships is in its form");
        let found = |shape: Option<&Shape>| shape.map_or_else(String::new, |shape| shape.name.clone());
        let at = (lon, lat);
        let got = (found(outlines.country_called(name, at)), found(outlines.region_called(name, at)));
        assert_eq!((got.0.as_str(), got.1.as_str()), (country, region), "{name}");
    }

    #[test]
    fn a_region_is_found_by_its_name_where_it_lies() {
        check("Odessa", 30.6, 46.6, "", "Odessa");
        check("Odesa Oblast", 30.6, 46.6, "", "Odessa");
        check("Luhansk Oblast", 39.0, 49.0, "", "Luhans'k");
        check("Constanța County", 28.3, 44.2, "", "Constanta");
        check("France", 2.35, 48.85, "France", "");
    }

    #[test]
    fn a_point_across_the_border_does_not_make_a_region_its_neighbour() {
        // The mean of the region's towns may lie in the next country.
        check("Odessa", 29.8, 46.8, "", "Odessa");
        check("Nowhere", 29.8, 46.8, "", "");
    }

    #[test]
    fn a_spelling_too_unlike_is_not_guessed() {
        // Known gap: Natural Earth's "Kiev" is not found for "Kyiv".
        check("Kyiv", 30.5, 50.4, "", "");
    }

    #[test]
    fn of_two_countries_that_begin_alike_the_like_one_is_meant() {
        check("Niger", 9.0, 13.2, "Niger", "");
        check("Nigeria", 9.0, 13.0, "Nigeria", "");
    }

    #[test]
    fn crimea_is_ukraines() {
        let outlines = Outlines::shipped().expect("the file that ships is in its form");
        let ukraine = outlines.world.iter().find(|shape| shape.name == "Ukraine").expect("Ukraine");
        assert!(ukraine.holds((34.1, 45.1)) && ukraine.holds((30.6, 46.6)) && !ukraine.holds((39.7, 47.2)));
    }

    #[test]
    fn what_crosses_the_antimeridian_lies_on_both_sides_of_it() {
        check("Chukchi Autonomous Okrug", -178.5, 66.9, "", "Chukchi Autonomous Okrug");
        let outlines = Outlines::shipped().expect("the file that ships is in its form");
        let russia = outlines.world.iter().find(|shape| shape.name == "Russia").expect("Russia");
        assert!(russia.holds((177.5, 66.0)) && russia.holds((-178.5, 66.9)) && !russia.holds((0.0, 60.0)));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_and_breaks_nothing() {
        let whole = include_bytes!("../../../../../data/outlines/outlines.bin");
        for end in [0, 3, 4, 5, 50, 5_000, whole.len() / 2, whole.len() - 1] {
            assert!(Outlines::read(&whole[..end]).is_err(), "{end}");
        }
    }
}

//! Where, drawn as finely as it is known and no finer: no pins, no tiles, no network.
//!
//! In: places with how fine each is known and how many claims name it. Out: a map of the stretch of earth that they share, with
//! the outlines that ship, degrees, and a scale in kilometres; and the same as a list.
//! A settlement is a small ring with a dot; "near" a settlement a dashed ring of 25 km; a region or a country is its whole outline,
//! tinted; a front or a river, which has no border, is a wide faint disc.

use firsthand_schema::place::Precision;
use maud::{Markup, html};

use super::{
    lettering::{self, fit},
    number,
    outlines::{Outlines, Point, Regions, Shape},
};

/// How a text puts something to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// In it.
    At,
    /// Near it, outside it.
    Near,
    /// In its direction.
    Towards,
}

/// A place that claims name.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Its name, as the reader may see it.
    pub(crate) name: String,
    /// Degrees north.
    pub(crate) lat: f64,
    /// Degrees east.
    pub(crate) lon: f64,
    /// How finely it is known.
    pub(crate) precision: Precision,
    /// In it, near it, towards it.
    pub(crate) nearness: Nearness,
    /// How many claims (or incidents) name it.
    pub(crate) count: u32,
    /// Where they are.
    pub(crate) href: Option<String>,
}

const WIDE: f64 = 960.0;
const TALL: f64 = 560.0;
/// Font sizes, in the drawing's own pixels: on a narrow screen the drawing shrinks to a third, so its letters start larger.
const LETTERS_WIDE: f64 = 13.0;
const LETTERS_NARROW: f64 = 34.0;
/// One degree of latitude.
const KM_A_DEGREE: f64 = 111.2;
/// A map never shows less than this many degrees of latitude: with less there is no outline to find one's way by.
const SPAN_MIN: f64 = 2.4;
/// Regions are drawn up to this span; beyond, their lines would be a web.
const SPAN_REGIONS_MAX: f64 = 26.0;
/// Up to a tenth of all that is counted may lie off the map, if leaving it out makes the map six times as large: one capital that
/// comments from afar must not shrink a front to a dot. What is left out is named beneath.
const SHARE_OFF_MAX: f64 = 0.1;
const GAIN_OFF_MIN: f64 = 6.0;

/// How far around its point a place may be, in kilometres, where no outline says it. A settlement: towns of the gazetteer are
/// this broad on the whole. A district, or near a settlement: 25 km, as conflict data bases use the word. A region, a stretch
/// without borders: guesses, drawn faint.
fn reach_km(precision: Precision) -> f64 {
    match precision {
        Precision::Settlement => 3.0,
        Precision::District => 25.0,
        Precision::Region => 75.0,
        Precision::Area => 100.0,
        Precision::Country => 250.0,
    }
}

/// Draws the map; `what` are counted ("claims").
pub(crate) fn drawing(spots: &[Spot], what: &str) -> Markup {
    let spots = gathered(spots);
    if spots.is_empty() {
        return html! { p.drawing-none { "No place is known yet." } };
    }
    let map = Map::of(spots);
    html! {
        figure.drawing.map {
            (map.svg(what))
            (map.key())
            details.drawing-words {
                summary { "The same as a list" }
                (map.words(what))
            }
        }
    }
}

/// Equal places as one, the coarsest first, so that the finer are drawn over them.
fn gathered(spots: &[Spot]) -> Vec<Spot> {
    let mut gathered: Vec<Spot> = Vec::new();
    let earthly = |spot: &&Spot| (-90.0..=90.0).contains(&spot.lat) && (-180.0..=180.0).contains(&spot.lon);
    for spot in spots.iter().filter(earthly) {
        let same = |known: &&mut Spot| {
            (&known.name, known.precision, known.nearness) == (&spot.name, spot.precision, spot.nearness)
                && (known.lat - spot.lat).abs() < 1e-6
                && (known.lon - spot.lon).abs() < 1e-6
        };
        match gathered.iter_mut().find(same) {
            Some(known) => known.count += spot.count,
            None => gathered.push(spot.clone()),
        }
    }
    gathered.sort_by(|one, other| {
        (rank(other.precision).cmp(&rank(one.precision)))
            .then(other.count.cmp(&one.count))
            .then(one.name.cmp(&other.name))
            .then(one.lat.total_cmp(&other.lat))
            .then(one.lon.total_cmp(&other.lon))
    });
    gathered
}

fn rank(precision: Precision) -> u8 {
    match precision {
        Precision::Settlement => 0,
        Precision::District => 1,
        Precision::Region => 2,
        Precision::Area => 3,
        Precision::Country => 4,
    }
}

/// Degrees that the map shows, and how they become pixels: latitudes as they are, longitudes shortened as at the middle.
#[derive(Clone, Copy, Debug)]
struct View {
    west: f64,
    north: f64,
    /// Pixels a degree of latitude, and of longitude.
    up: f64,
    across: f64,
}

impl View {
    /// The smallest view of the drawing's shape around bounds.
    fn around((west, south, east, north): (f64, f64, f64, f64)) -> Self {
        let middle = f64::midpoint(south, north).clamp(-75.0, 75.0);
        let shortened = middle.to_radians().cos();
        let tall = ((north - south) * 1.16)
            .max((east - west) * 1.16 * shortened * TALL / WIDE)
            .clamp(SPAN_MIN, 220.0);
        let up = TALL / tall;
        let across = up * shortened;
        let broad = WIDE / across;
        Self {
            west: f64::midpoint(west, east) - broad / 2.0,
            north: f64::midpoint(south, north) + tall / 2.0,
            up,
            across,
        }
    }

    fn at(&self, (lon, lat): Point) -> (f64, f64) {
        ((lon - self.west) * self.across, (self.north - lat) * self.up)
    }

    fn degrees(&self) -> (f64, f64, f64, f64) {
        (self.west, self.north - TALL / self.up, self.west + WIDE / self.across, self.north)
    }

    fn km(&self, km: f64) -> f64 {
        km / KM_A_DEGREE * self.up
    }

    /// The turns by which bounds lie on the view: what crosses the antimeridian may lie on it on either side, or on both.
    fn turns(&self, (west, south, east, north): (f64, f64, f64, f64)) -> impl Iterator<Item = f64> {
        let own = self.degrees();
        let meets = move |turn: &f64| {
            west + turn <= own.2 && east + turn >= own.0 && south <= own.3 && north >= own.1
        };
        [0.0, -360.0, 360.0].into_iter().filter(meets)
    }

    fn meets(&self, bounds: (f64, f64, f64, f64)) -> bool {
        self.turns(bounds).next().is_some()
    }

    /// Whether any of a shape's outline lies on the view.
    fn shows(&self, shape: &Shape) -> bool {
        let (west, south, east, north) = self.degrees();
        self.turns(shape.bounds).any(|turn| {
            let on = |&(x, y): &Point| (west..=east).contains(&(x + turn)) && (south..=north).contains(&y);
            shape.polygons.iter().flatten().flatten().any(on)
        })
    }

    /// How near to each other two points may be to be one, in tenths of a pixel: the whole earth's coasts at half a pixel would
    /// be half a megabyte that nobody sees.
    fn grain(&self) -> i32 {
        if TALL / self.up > 50.0 { 18 } else { 7 }
    }
}

struct Map {
    spots: Vec<Spot>,
    view: View,
    /// Which spots lie on it.
    on: Vec<bool>,
}

/// A box on the drawing: left, top, right, bottom.
type Frame = (f64, f64, f64, f64);

impl Map {
    fn of(spots: Vec<Spot>) -> Self {
        let all: Vec<usize> = (0..spots.len()).collect();
        let whole = extent(&spots, &all);
        let mut kept = all;
        // From the middle outwards; the farthest go first.
        let middle = (median(&spots, |spot| spot.lon), median(&spots, |spot| spot.lat));
        let far = |at: usize| (spots[at].lon - middle.0).hypot(spots[at].lat - middle.1);
        kept.sort_by(|&one, &other| far(one).total_cmp(&far(other)).then(one.cmp(&other)));
        let total: f64 = spots.iter().map(|spot| f64::from(spot.count.max(1))).sum();
        let (mut left_out, mut best) = (0.0, kept.clone());
        while let Some(at) = kept.pop() {
            left_out += f64::from(spots[at].count.max(1));
            if left_out > total * SHARE_OFF_MAX || kept.is_empty() {
                break;
            }
            if area(extent(&spots, &kept)) * GAIN_OFF_MIN <= area(whole) {
                best.clone_from(&kept);
                break;
            }
        }
        let view = View::around(extent(&spots, &best));
        let (west, south, east, north) = view.degrees();
        let on = spots
            .iter()
            .map(|spot| {
                let country = (spot.precision == Precision::Country)
                    .then(|| Outlines::shipped()?.country_called(&spot.name, (spot.lon, spot.lat)))
                    .flatten();
                (west..=east).contains(&spot.lon) && (south..=north).contains(&spot.lat)
                    || country.is_some_and(|shape| view.shows(shape))
            })
            .collect();
        Self { spots, view, on }
    }

    fn svg(&self, what: &str) -> Markup {
        let outlines = Outlines::shipped();
        let span = TALL / self.view.up;
        let world = outlines.map_or(&[][..], |outlines| &outlines.world);
        let sheets: Vec<&Regions> = outlines
            .filter(|_| span <= SPAN_REGIONS_MAX)
            .map(|outlines| outlines.regions.iter().collect())
            .unwrap_or_default();
        let regions: Vec<&Shape> = sheets
            .iter()
            .flat_map(|sheet| &sheet.shapes)
            .filter(|shape| self.view.meets(shape.bounds))
            .collect();
        let lands: Vec<(&Shape, String)> = world
            .iter()
            .filter(|shape| self.view.meets(shape.bounds))
            .map(|shape| (shape, self.path(shape)))
            .filter(|(_, path)| !path.is_empty())
            .collect();
        let shown: Vec<&Spot> =
            self.spots.iter().zip(&self.on).filter(|(_, on)| **on).map(|(spot, _)| spot).collect();
        html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(number(WIDE)) height=(number(TALL))
                viewBox=(format!("0 0 {} {}", number(WIDE), number(TALL)))
                role="group" aria-label=(format!("Map of {} places named by {what}", self.spots.len())) {
                rect.map-sea width=(number(WIDE)) height=(number(TALL)) {}
                g.map-land aria-hidden="true" { @for (_, path) in &lands { path d=(path) {} } }
                path.map-regions d=(self.lines(sheets.iter().flat_map(|sheet| &sheet.borders))) {}
                (self.degrees())
                @for spot in &shown { (self.spot(spot, outlines, what)) }
                // Twice, because letters must not shrink with the map; the style sheet shows the set that fits.
                g.map-letters-wide aria-hidden="true" { (self.letters(&shown, &lands, &regions, outlines, LETTERS_WIDE)) }
                g.map-letters-narrow aria-hidden="true" { (self.letters(&shown, &[], &[], outlines, LETTERS_NARROW)) }
                (self.scale())
                rect.map-frame x="0.5" y="0.5" width=(number(WIDE - 1.0)) height=(number(TALL - 1.0)) {}
            }
        }
    }

    /// A shape's outline on the drawing, cut at its edge, without points that no eye would tell apart.
    fn path(&self, shape: &Shape) -> String {
        let mut path = String::new();
        for turn in self.view.turns(shape.bounds) {
            for ring in shape.polygons.iter().flatten() {
                let points: Vec<(f64, f64)> =
                    ring.iter().map(|&(x, y)| self.view.at((x + turn, y))).collect();
                let kept = self.grained(&cut(&points));
                if kept.len() >= 3 {
                    trace(&mut path, &kept);
                    path.push('z');
                }
            }
        }
        path
    }

    /// Lines between regions. What lies off the drawing is left out, stretch by stretch.
    fn lines<'l>(&self, lines: impl Iterator<Item = &'l Vec<Point>>) -> String {
        const BESIDE: f64 = 150.0;
        let on = |&(x, y): &(f64, f64)| {
            (-BESIDE..=WIDE + BESIDE).contains(&x) && (-BESIDE..=TALL + BESIDE).contains(&y)
        };
        let mut path = String::new();
        for line in lines {
            let points: Vec<(f64, f64)> = line.iter().map(|&point| self.view.at(point)).collect();
            for stretch in points.split(|point| !on(point)).filter(|stretch| stretch.len() > 1) {
                let mut kept = self.grained(stretch);
                // A border ends where it ends: on another one.
                if let Some(&(x, y)) = stretch.last() {
                    kept.push((tenths(x), tenths(y)));
                }
                trace(&mut path, &kept);
            }
        }
        path
    }

    /// Points in tenths of a pixel, less those that are as good as the one before.
    fn grained(&self, points: &[(f64, f64)]) -> Vec<(i32, i32)> {
        let grain = self.view.grain();
        let mut kept: Vec<(i32, i32)> = Vec::new();
        for &(x, y) in points {
            let (x, y) = (tenths(x), tenths(y));
            if kept.last().is_none_or(|last| (x - last.0).abs() + (y - last.1).abs() >= grain) {
                kept.push((x, y));
            }
        }
        kept
    }

    fn spot(&self, spot: &Spot, outlines: Option<&Outlines>, what: &str) -> Markup {
        let (x, y) = self.view.at((spot.lon, spot.lat));
        let radius = self.radius(spot);
        let shape = self.shape(spot, outlines);
        let class = match (spot.precision, spot.nearness) {
            (_, Nearness::Towards) => "map-spot is-towards",
            (_, Nearness::Near) | (Precision::District, _) => "map-spot is-near",
            (Precision::Settlement, _) => "map-spot is-settlement",
            (Precision::Region, _) => "map-spot is-region",
            (Precision::Country, _) => "map-spot is-country",
            (Precision::Area, _) => "map-spot is-area",
        };
        let spoken = format!("{}: {} {what}", in_words(spot), spot.count);
        let body = html! {
            title { (spoken) }
            @if let Some(shape) = shape {
                path.map-extent d=(self.path(shape)) {}
            } @else {
                circle.map-extent cx=(number(x)) cy=(number(y)) r=(number(radius)) {}
            }
            @if spot.precision == Precision::Settlement && spot.nearness == Nearness::At {
                circle.map-dot cx=(number(x)) cy=(number(y)) r="2" {}
            }
            @if spot.nearness == Nearness::Towards {
                // Arrowheads that point at the place, from its four sides: on the way there, from nobody says where.
                @for (across, down) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
                    @let (tip_x, tip_y) = (x + across * (radius - 9.0), y + down * (radius - 9.0));
                    path.map-arrow d=(format!(
                        "M{} {}L{} {}L{} {}",
                        number(tip_x + across * 6.0 - down * 5.0), number(tip_y + down * 6.0 - across * 5.0),
                        number(tip_x), number(tip_y),
                        number(tip_x + across * 6.0 + down * 5.0), number(tip_y + down * 6.0 + across * 5.0)
                    )) {}
                }
            }
        };
        html! {
            @if let Some(href) = &spot.href { a class=(class) href=(href) aria-label=(spoken) { (body) } }
            @else { g class=(class) { (body) } }
        }
    }

    /// Never so small that it cannot be seen or pointed at.
    fn radius(&self, spot: &Spot) -> f64 {
        let precision = if spot.nearness == Nearness::At {
            spot.precision
        } else {
            spot.precision.max(Precision::District)
        };
        self.view.km(reach_km(precision)).max(if precision == Precision::Settlement { 7.0 } else { 14.0 })
    }

    fn shape<'o>(&self, spot: &Spot, outlines: Option<&'o Outlines>) -> Option<&'o Shape> {
        let at = (spot.lon, spot.lat);
        match (spot.precision, spot.nearness) {
            (Precision::Region, Nearness::At) => outlines?.region_called(&spot.name, at),
            (Precision::Country, Nearness::At) => outlines?.country_called(&spot.name, at),
            _ => None,
        }
    }

    /// Names: first of the places, most often told first, then of countries and regions where there is room. None over another.
    fn letters(
        &self,
        shown: &[&Spot],
        lands: &[(&Shape, String)],
        regions: &[&Shape],
        outlines: Option<&Outlines>,
        size: f64,
    ) -> Markup {
        // Rings of settlements keep their ground; the scale bar and the degrees have theirs.
        let mut taken: Vec<Frame> =
            vec![(0.0, TALL - 46.0, 230.0, TALL), (0.0, 0.0, WIDE, 16.0), (WIDE - 44.0, 0.0, WIDE, TALL)];
        for spot in shown.iter().filter(|spot| self.shape(spot, outlines).is_none()) {
            let ((x, y), radius) = (self.view.at((spot.lon, spot.lat)), self.radius(spot).min(14.0));
            taken.push((x - radius, y - radius, x + radius, y + radius));
        }
        let mut order: Vec<&&Spot> = shown.iter().collect();
        order.sort_by(|one, other| other.count.cmp(&one.count).then(one.name.cmp(&other.name)));
        let mut set: Vec<Markup> = Vec::new();
        for spot in order {
            let mut words = fit(&label(spot), 230.0 * size / LETTERS_WIDE, size, 1).lines.join("");
            if spot.count > 1 {
                words.push_str(&format!(" {}", spot.count));
            }
            let (wide, tall) = (lettering::width(&words, size), size * 1.2);
            if let Some(shape) = self.shape(spot, outlines) {
                let Some((x, y, _)) = self.heart(shape) else { continue };
                if let Some((left, top)) = free(&mut taken, &[(x - wide / 2.0, y - tall / 2.0)], wide, tall) {
                    set.push(html! { text.map-name x=(number(left)) y=(number(top + size)) { (words) } });
                }
                continue;
            }
            let (x, y) = self.view.at((spot.lon, spot.lat));
            let edge = self.radius(spot).min(40.0);
            // Beside it; where others crowd it, farther off with a line to it.
            for off in [edge + 4.0, edge + 26.0, edge + 52.0] {
                let places = [
                    (x + off, y - tall / 2.0),
                    (x - off - wide, y - tall / 2.0),
                    (x - wide / 2.0, y - off - tall),
                    (x - wide / 2.0, y + off),
                    (x + off * 0.7, y - off * 0.7 - tall),
                    (x + off * 0.7, y + off * 0.7),
                    (x - off * 0.7 - wide, y - off * 0.7 - tall),
                    (x - off * 0.7 - wide, y + off * 0.7),
                ];
                let Some((left, top)) = free(&mut taken, &places, wide, tall) else { continue };
                // To the nearest point of the words' box.
                let (to_x, to_y) = (x.clamp(left, left + wide), y.clamp(top, top + tall));
                let reach = edge / (to_x - x).hypot(to_y - y).max(1.0);
                set.push(html! {
                    @if off > edge + 4.0 {
                        path.map-leader d=(format!(
                            "M{} {}L{} {}",
                            number(x + (to_x - x) * reach), number(y + (to_y - y) * reach), number(to_x), number(to_y)
                        )) {}
                    }
                    text.map-name x=(number(left)) y=(number(top + size)) { (words) }
                });
                break;
            }
        }
        for (shape, class) in lands
            .iter()
            .map(|(shape, _)| (*shape, "map-country"))
            .chain(regions.iter().map(|shape| (*shape, "map-region")))
        {
            let small = if class == "map-country" { 12.0 } else { 10.5 };
            // Letters of countries stand apart: a quarter more room.
            let words = if class == "map-country" { shape.name.to_uppercase() } else { shape.name.clone() };
            let wide = lettering::width(&words, small) * if class == "map-country" { 1.2 } else { 1.0 };
            let Some((x, y, room)) = self.heart(shape) else { continue };
            if wide > room * 1.15 {
                continue;
            }
            if let Some((_, top)) = free(&mut taken, &[(x - wide / 2.0, y - small / 2.0)], wide, small * 1.2)
            {
                set.push(html! {
                    text class=(class) x=(number(x)) y=(number(top + small)) text-anchor="middle" { (words) }
                });
            }
        }
        html! { @for name in set { (name) } }
    }

    /// A place for a shape's name: the middle of its largest polygon's widest stretch, as far as it is on the drawing, and
    /// how broad that is.
    fn heart(&self, shape: &Shape) -> Option<(f64, f64, f64)> {
        let turn = self.view.turns(shape.bounds).next()?;
        let rings = shape.polygons.iter().filter_map(|polygon| polygon.first());
        let cut_rings = rings
            .map(|ring| cut(&ring.iter().map(|&(x, y)| self.view.at((x + turn, y))).collect::<Vec<_>>()));
        let ring = cut_rings
            .filter(|ring| ring.len() >= 3)
            .max_by(|one, other| breadth_and_height(one).total_cmp(&breadth_and_height(other)))?;
        let (top, bottom) = ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(top, bottom), point| {
            (top.min(point.1), bottom.max(point.1))
        });
        let (top, bottom) = (top.max(0.0), bottom.min(TALL));
        let mut best: Option<(f64, f64, f64, f64)> = None;
        // Nine lines across it, those near the middle a little favoured.
        for line in 1..=9_u8 {
            let share = f64::from(line) / 10.0;
            let y = top + (bottom - top) * share;
            let mut crossings: Vec<f64> = ring
                .iter()
                .zip(ring.iter().cycle().skip(1))
                .filter(|(one, other)| (one.1 > y) != (other.1 > y))
                .map(|(one, other)| (other.0 - one.0) * (y - one.1) / (other.1 - one.1) + one.0)
                .map(|x| x.clamp(0.0, WIDE))
                .collect();
            crossings.sort_by(f64::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let worth = (pair[1] - pair[0]) * (1.0 - (share - 0.5).abs() * 0.6);
                if best.is_none_or(|(most, ..)| worth > most) {
                    best = Some((worth, f64::midpoint(pair[0], pair[1]), y, pair[1] - pair[0]));
                }
            }
        }
        best.map(|(_, x, y, room)| (x, y, room))
    }

    /// Lines of latitude and longitude with their degrees at the edge.
    fn degrees(&self) -> Markup {
        let (west, south, east, north) = self.view.degrees();
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0]
            .into_iter()
            .find(|step| (north - south) / step <= 5.0)
            .unwrap_or(45.0);
        let lines = |from: f64, to: f64| {
            let first = (from / step).ceil();
            (0..60_u8).map(move |at| (first + f64::from(at)) * step).take_while(move |degree| *degree < to)
        };
        html! {
            g.map-degrees aria-hidden="true" {
                @for lon in lines(west, east) {
                    @let x = self.view.at((lon, 0.0)).0;
                    path d=(format!("M{} 0V{}", number(x), number(TALL))) {}
                    @if x > 20.0 && x < WIDE - 50.0 { text x=(number(x + 3.0)) y="12" { (degree(lon, "E", "W")) } }
                }
                @for lat in lines(south, north) {
                    @let y = self.view.at((0.0, lat)).1;
                    path d=(format!("M0 {}H{}", number(y), number(WIDE))) {}
                    @if y > 24.0 && y < TALL - 10.0 {
                        text x=(number(WIDE - 4.0)) y=(number(y - 3.0)) text-anchor="end" { (degree(lat, "N", "S")) }
                    }
                }
            }
        }
    }

    /// A bar of a round number of kilometres, true at the middle of the map.
    fn scale(&self) -> Markup {
        let km = [5_000.0, 2_000.0, 1_000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0]
            .into_iter()
            .find(|&km| self.view.km(km) <= 190.0)
            .unwrap_or(2.0);
        let (left, y) = (16.0, TALL - 16.0);
        html! {
            g.map-scale aria-hidden="true" {
                path d=(format!("M{left} {}v6H{}v-6", number(y - 6.0), number(left + self.view.km(km)))) {}
                text x=(number(left)) y=(number(y - 10.0)) { (km) " km" }
            }
        }
    }

    fn key(&self) -> Markup {
        let has = |test: &dyn Fn(&Spot) -> bool| self.spots.iter().any(test);
        let off: Vec<&Spot> =
            self.spots.iter().zip(&self.on).filter(|(_, on)| !**on).map(|(spot, _)| spot).collect();
        html! {
            figcaption.drawing-key {
                @if has(&|spot| spot.precision == Precision::Settlement && spot.nearness == Nearness::At) { (entry("is-settlement", "settlement")) }
                @if has(&|spot| spot.nearness == Nearness::Near || spot.precision == Precision::District) { (entry("is-near", "near it, or a district: within 25 km")) }
                @if has(&|spot| spot.nearness == Nearness::Towards) { (entry("is-towards", "in its direction")) }
                @if has(&|spot| matches!(spot.precision, Precision::Region | Precision::Country)) { (entry("is-region", "somewhere within")) }
                @if has(&|spot| spot.precision == Precision::Area) { (entry("is-area", "no border of its own: roughly there")) }
                @if !off.is_empty() {
                    span {
                        "Off this map: "
                        @for (at, spot) in off.iter().enumerate() {
                            @if at > 0 { ", " }
                            bdi { (spot.name) } " (" (spot.count) ")"
                        }
                    }
                }
                span { "Outlines: Natural Earth. They help to find one's way and take no side." }
            }
        }
    }

    fn words(&self, what: &str) -> Markup {
        let mut order: Vec<&Spot> = self.spots.iter().collect();
        order.sort_by(|one, other| other.count.cmp(&one.count).then(one.name.cmp(&other.name)));
        html! {
            ul.map-words {
                @for spot in order {
                    li {
                        @if let Some(href) = &spot.href { a href=(href) { bdi { (in_words(spot)) } } } @else { bdi { (in_words(spot)) } }
                        " " span.graph-what { (spot.count) " " (what) }
                    }
                }
            }
        }
    }
}

/// "near Fenmoor", "somewhere in Cherson region".
fn in_words(spot: &Spot) -> String {
    let name = lettering::plain(&spot.name);
    match (spot.nearness, spot.precision) {
        (Nearness::Towards, _) => format!("in the direction of {name}"),
        (Nearness::Near, _) => format!("near {name}"),
        (_, Precision::Settlement) => name,
        (_, Precision::District) => format!("{name}, or near it"),
        (_, Precision::Region | Precision::Country) => format!("somewhere in {name}"),
        (_, Precision::Area) => format!("{name} (roughly)"),
    }
}

/// What stands beside its ring.
fn label(spot: &Spot) -> String {
    match (spot.nearness, spot.precision) {
        (Nearness::Towards, _) => format!("→ {}", spot.name),
        (Nearness::Near, _) | (_, Precision::District) => format!("near {}", spot.name),
        _ => spot.name.clone(),
    }
}

fn entry(class: &str, words: &str) -> Markup {
    html! {
        span class=(format!("key-entry {class}")) {
            svg width="22" height="18" viewBox="0 0 22 18" aria-hidden="true" {
                g class=(format!("map-spot {class}")) {
                    @if class == "is-region" {
                        path.map-extent d="M3 4l7 -2l9 3l-1 9l-8 2l-8 -4z" {}
                    } @else {
                        circle.map-extent cx="11" cy="9" r="7" {}
                    }
                    @if class == "is-settlement" { circle.map-dot cx="11" cy="9" r="2" {} }
                    @if class == "is-towards" { path.map-arrow d="M5 6l4 3l-4 3M17 6l-4 3l4 3" {} }
                }
            }
            (words)
        }
    }
}

fn degree(value: f64, positive: &str, negative: &str) -> String {
    let side = if value > 0.0 {
        positive
    } else if value < 0.0 {
        negative
    } else {
        ""
    };
    format!("{}°{side}", value.abs())
}

/// The bounds of some places, each as far as it reaches.
fn extent(spots: &[Spot], which: &[usize]) -> (f64, f64, f64, f64) {
    let outlines = Outlines::shipped();
    let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    // A country among finer places tints the ground and does not widen the map.
    let finer = which.iter().any(|&at| spots[at].precision != Precision::Country);
    which.iter().fold(start, |(west, south, east, north), &at| {
        let spot = &spots[at];
        let region = (spot.precision == Precision::Region)
            .then(|| outlines.and_then(|outlines| outlines.region_called(&spot.name, (spot.lon, spot.lat))))
            .flatten();
        let (w, s, e, n) = match region {
            // A region of the size of Yakutia has its share of the map, not all of it.
            Some(shape) if shape.bounds.2 - shape.bounds.0 < 12.0 => shape.bounds,
            _ => {
                let reach = if spot.precision == Precision::Country && finer {
                    0.0
                } else {
                    reach_km(spot.precision)
                };
                let up = reach / KM_A_DEGREE;
                let across = up / spot.lat.to_radians().cos().max(0.2);
                (spot.lon - across, spot.lat - up, spot.lon + across, spot.lat + up)
            }
        };
        (west.min(w), south.min(s), east.max(e), north.max(n))
    })
}

/// The area of a view around bounds: what a reader would see of the earth.
fn area(bounds: (f64, f64, f64, f64)) -> f64 {
    let view = View::around(bounds);
    (TALL / view.up) * (TALL / view.up)
}

/// The middle value of all places, each counted as often as it is told.
fn median(spots: &[Spot], of: impl Fn(&Spot) -> f64) -> f64 {
    let mut values: Vec<(f64, u32)> = spots.iter().map(|spot| (of(spot), spot.count.max(1))).collect();
    values.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = values.iter().map(|(_, count)| u64::from(*count)).sum::<u64>() / 2;
    let mut passed = 0;
    for (value, count) in values {
        passed += u64::from(count);
        if passed > half {
            return value;
        }
    }
    0.0
}

/// Takes the first place that is free and on the drawing.
fn free(taken: &mut Vec<Frame>, places: &[(f64, f64)], wide: f64, tall: f64) -> Option<(f64, f64)> {
    let found = places.iter().copied().find(|&(left, top)| {
        let own = (left - 2.0, top - 1.0, left + wide + 2.0, top + tall + 1.0);
        let inside = own.0 >= 0.0 && own.1 >= 0.0 && own.2 <= WIDE && own.3 <= TALL;
        inside
            && taken
                .iter()
                .all(|other| own.2 < other.0 || other.2 < own.0 || own.3 < other.1 || other.3 < own.1)
    })?;
    taken.push((found.0 - 2.0, found.1 - 1.0, found.0 + wide + 2.0, found.1 + tall + 1.0));
    Some(found)
}

fn breadth_and_height(ring: &[(f64, f64)]) -> f64 {
    let start = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    let (left, top, right, bottom) = ring.iter().fold(start, |(left, top, right, bottom), &(x, y)| {
        (left.min(x), top.min(y), right.max(x), bottom.max(y))
    });
    (right - left) * (bottom - top)
}

/// A ring cut at the drawing's edge and a little beyond, so that the cut itself is not seen (Sutherland and Hodgman 1974).
fn cut(ring: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const BEYOND: f64 = 6.0;
    type Inside = fn((f64, f64)) -> bool;
    type Cross = fn((f64, f64), (f64, f64)) -> (f64, f64);
    fn at_x(x: f64, one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
        (x, one.1 + (other.1 - one.1) * (x - one.0) / (other.0 - one.0))
    }
    fn at_y(y: f64, one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
        (one.0 + (other.0 - one.0) * (y - one.1) / (other.1 - one.1), y)
    }
    let edges: [(Inside, Cross); 4] = [
        (|point| point.0 >= -BEYOND, |one, other| at_x(-BEYOND, one, other)),
        (|point| point.0 <= WIDE + BEYOND, |one, other| at_x(WIDE + BEYOND, one, other)),
        (|point| point.1 >= -BEYOND, |one, other| at_y(-BEYOND, one, other)),
        (|point| point.1 <= TALL + BEYOND, |one, other| at_y(TALL + BEYOND, one, other)),
    ];
    let mut points = ring.to_vec();
    for (inside, cross) in edges {
        if points.iter().all(|&point| inside(point)) {
            continue;
        }
        let mut next = Vec::with_capacity(points.len());
        for (at, &point) in points.iter().enumerate() {
            let before = points[if at == 0 { points.len() - 1 } else { at - 1 }];
            if inside(point) != inside(before) {
                next.push(cross(before, point));
            }
            if inside(point) {
                next.push(point);
            }
        }
        points = next;
    }
    points
}

/// Adds a line through points.
fn trace(path: &mut String, points: &[(i32, i32)]) {
    let Some((&first, rest)) = points.split_first() else { return };
    path.push_str(&format!("M{} {}l", decimal(first.0), decimal(first.1)));
    let mut last = first;
    for (at, &(x, y)) in rest.iter().enumerate() {
        if at > 0 {
            path.push(' ');
        }
        path.push_str(&format!("{} {}", decimal(x - last.0), decimal(y - last.1)));
        last = (x, y);
    }
}

/// A coordinate in tenths of a pixel.
#[allow(
    clippy::cast_possible_truncation,
    reason = "points are cut at the drawing's edge: within a few thousand pixels"
)]
fn tenths(value: f64) -> i32 {
    (value * 10.0).round() as i32
}

fn decimal(tenths: i32) -> String {
    number(f64::from(tenths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, lat: f64, lon: f64, precision: Precision) -> Spot {
        Spot {
            name: name.into(),
            lat,
            lon,
            precision,
            nearness: Nearness::At,
            count: 3,
            href: Some("/search".into()),
        }
    }

    #[track_caller]
    fn check(spots: &[Spot], words: &[&str]) -> String {
        let drawn = drawing(spots, "claims").into_string();
        assert_eq!(drawn, drawing(spots, "claims").into_string(), "the same places are drawn the same");
        assert!(!drawn.contains(" style=") && !drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        for word in words {
            assert!(drawn.contains(word), "{word} is not on the map");
        }
        drawn
    }

    #[test]
    fn a_settlement_is_a_ring_and_a_region_its_outline() {
        let drawn = check(
            &[
                spot("Odessa", 46.48, 30.73, Precision::Settlement),
                spot("Kherson Oblast", 46.6, 33.3, Precision::Region),
            ],
            &["is-settlement", "is-region", "somewhere in Kherson Oblast", " km<"],
        );
        assert!(!drawn.contains("map-extent\" cx=\"0"), "the region is no circle");
    }

    #[test]
    fn near_and_towards_do_not_look_like_in() {
        let mut near = spot("Fenmoor", 48.0, 37.0, Precision::District);
        near.nearness = Nearness::Near;
        let mut towards = spot("Halden", 48.4, 37.6, Precision::District);
        towards.nearness = Nearness::Towards;
        check(
            &[near, towards],
            &["is-near", "near Fenmoor", "is-towards", "in the direction of Halden", "map-arrow"],
        );
    }

    #[test]
    fn one_place_is_drawn_with_land_around_it() {
        check(&[spot("Odessa", 46.48, 30.73, Precision::Settlement)], &["UKRAINE", "46°N"]);
    }

    #[test]
    fn a_capital_far_away_does_not_shrink_a_front_to_a_dot() {
        let mut spots: Vec<Spot> = (0..12_u8)
            .map(|at| {
                spot(
                    &format!("Town {at}"),
                    48.0 + f64::from(at) / 10.0,
                    37.5 + f64::from(at % 4) / 5.0,
                    Precision::Settlement,
                )
            })
            .collect();
        spots.push(Spot { count: 1, ..spot("Farport", 38.9, -77.0, Precision::Settlement) });
        check(&spots, &["Off this map", "Farport", "(1)"]);
    }

    #[test]
    fn places_on_both_ends_of_the_earth_make_a_map_of_the_world() {
        check(
            &[
                spot("West", 40.0, -120.0, Precision::Settlement),
                spot("East", -35.0, 150.0, Precision::Settlement),
            ],
            &["West 3", "East 3"],
        );
    }

    #[test]
    fn names_never_lie_over_each_other() {
        let spots: Vec<Spot> = (0..40_u8)
            .map(|at| {
                spot(
                    &format!("A town of long name {at}"),
                    48.0 + f64::from(at % 7) / 50.0,
                    37.5 + f64::from(at % 5) / 40.0,
                    Precision::Settlement,
                )
            })
            .collect();
        let mut taken: Vec<Frame> = Vec::new();
        let drawn = check(&spots, &[]);
        let wide = drawn
            .split("map-letters-wide")
            .nth(1)
            .and_then(|rest| rest.split("map-letters-narrow").next())
            .expect("letters");
        for name in wide.split("class=\"map-name\" x=\"").skip(1) {
            let mut parts = name.split('"');
            let x: f64 = parts.next().and_then(|x| x.parse().ok()).expect("x");
            let y: f64 = parts.nth(1).and_then(|y| y.parse().ok()).expect("y");
            let words = name.split('>').nth(1).and_then(|rest| rest.split('<').next()).expect("words");
            let own = (x, y - 13.0, x + lettering::width(words, 13.0), y);
            let over = taken
                .iter()
                .any(|other| own.0 < other.2 && other.0 < own.2 && own.1 < other.3 && other.1 < own.3);
            assert!(!over, "{words} lies over another");
            taken.push(own);
        }
        assert!(taken.len() > 4, "most of a dense place's names are left out, not all");
    }

    #[test]
    fn no_place_makes_no_map_and_a_place_off_the_earth_is_none() {
        assert!(drawing(&[], "claims").into_string().starts_with("<p"));
        assert!(
            drawing(&[spot("Nowhere", 123.0, 400.0, Precision::Settlement)], "claims")
                .into_string()
                .starts_with("<p")
        );
        assert!(
            drawing(&[spot("Nowhere", f64::NAN, 0.0, Precision::Settlement)], "claims")
                .into_string()
                .starts_with("<p")
        );
    }
}

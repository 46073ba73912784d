//! Places in comparable form, and whether two are one.
//!
//! In: a place mention. Out: a `Spot`. `Zaitsevo` and `Zaitseve`, one GeoNames id → one place

use firsthand_schema::{annotation::Names, place::Precision};

use super::spelling;

/// A place in comparable form.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Preferred name, or as named.
    pub name: String,
    /// Folded name.
    pub folded: String,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Degrees north and east.
    pub at: Option<(f64, f64)>,
    /// How fine.
    pub precision: Option<Precision>,
}

impl Spot {
    /// Whether it is a settlement or a district.
    #[must_use]
    pub fn specific(&self) -> bool {
        matches!(self.precision, Some(Precision::Settlement | Precision::District))
    }
}

/// The spot that a mention names.
pub(crate) fn spot(names: &Names, as_named: &str) -> Option<Spot> {
    let Names::Place(place) = names else { return None };
    let name = place.name.clone().unwrap_or_else(|| as_named.to_owned());
    Some(Spot {
        folded: spelling::fold(&name)
            .iter()
            .map(|word| spelling::skeleton(word))
            .collect::<Vec<_>>()
            .join(" "),
        name,
        geonameid: place.geonameid,
        at: place.lat.zip(place.lon),
        precision: place.precision,
    })
}

/// Kilometres within which two settlements count as one place: reports name the village, the town next to it, or the
/// middle of either.
const NEAR_KM: f64 = 15.0;

/// Whether two spots are one place.
pub(crate) fn same_place(one: &Spot, other: &Spot) -> bool {
    if one.geonameid.is_some() && one.geonameid == other.geonameid {
        return true;
    }
    match (one.at, other.at) {
        (Some(a), Some(b)) => kilometres(a, b) <= NEAR_KM,
        _ => one.folded == other.folded,
    }
}

/// Distance over the globe (haversine).
pub(crate) fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let ((lat_a, lon_a), (lat_b, lon_b)) = (one, other);
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord =
        half(lat_b - lat_a) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_b - lon_a);
    2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
}

//! A place, as fine or as coarse as the text names it. No guess is dressed as knowledge.

use serde::{Deserialize, Serialize};

/// Where a place name leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The gazetteer's preferred name; none where the gazetteer knows no such place.
    pub name: Option<String>,
    /// Latitude, degrees north (WGS 84).
    pub lat: Option<f64>,
    /// Longitude, degrees east (WGS 84).
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-order division, by name.
    pub admin1: Option<String>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// How fine.
    pub precision: Option<Precision>,
    /// Other readings, with scores from 0 to 1, best first.
    pub alternatives: Vec<Alternative>,
}

/// Another place that the name may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Preferred name.
    pub name: String,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
    /// First-order division, by name.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How likely, 0 to 1.
    pub score: f32,
}

/// How fine a place is, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// A town, a village, a part of a city.
    Settlement,
    /// A district (raion), or "near" a settlement.
    District,
    /// A region (oblast).
    Region,
    /// A country.
    Country,
    /// Anything without a border of its own: "the east", "the front", a river.
    Area,
}

impl Precision {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::District => "district",
            Self::Region => "region",
            Self::Country => "country",
            Self::Area => "area",
        }
    }
}

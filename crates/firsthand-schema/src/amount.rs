//! A count or measure, as sharp or as blunt as it was said.

use serde::{Deserialize, Serialize};

/// How many: "at least 40", "almost 40" and "40" are three facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// The number, or the lower end of a range. None where only a share is told ("most of them").
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_to: Option<f64>,
    /// How the number binds.
    pub bound: Bound,
    /// What is counted ("mobilized men"), as said.
    pub of: Option<String>,
    /// Out of how many ("50 of the 300").
    pub out_of: Option<f64>,
    /// A share, 0 to 1 ("80%").
    pub share: Option<f64>,
}

/// How a number binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// "40".
    Exact,
    /// "about 40".
    About,
    /// "nearly 40".
    Nearly,
    /// "at least 40", "more than 40".
    AtLeast,
    /// "up to 40", "no more than 40".
    AtMost,
    /// "30 to 40".
    Range,
    /// "hundreds", "dozens": only an order of magnitude.
    Hundreds,
}

impl Bound {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::AtLeast => "at-least",
            Self::AtMost => "at-most",
            Self::Range => "range",
            Self::Hundreds => "hundreds",
        }
    }
}

//! A military unit, as named.

use serde::{Deserialize, Serialize};

/// "27th Separate Guards Motor Rifle Brigade": designator 27th, type Separate Guards Motor Rifle, echelon brigade.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Number or proper name ("27th", "Tavria").
    pub designator: Option<String>,
    /// What kind ("Separate Guards Motor Rifle").
    pub kind: Option<String>,
    /// How large, lower case ("brigade").
    pub echelon: Option<String>,
    /// Side, if the text says so ("Russia", "Ukraine").
    pub side: Option<String>,
    /// The unit it belongs to, as named.
    pub parent: Option<String>,
}

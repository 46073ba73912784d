//! Finds military units.

use super::Found;
use crate::{language::LanguageData, reading::Reading};

/// Units in text order. Forms of one unit share an entity; units' entity numbers start at 10,000.
pub(crate) fn find(_reading: &Reading<'_>, _data: &LanguageData) -> Vec<Found> {
    Vec::new()
}

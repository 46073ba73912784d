//! Finds counts and measures, with their bounds.

use firsthand_schema::span::Span;

use super::Found;
use crate::{language::LanguageData, reading::Reading};

/// Quantities in text order, none inside `taken` (times and units).
pub(crate) fn find(_reading: &Reading<'_>, _data: &LanguageData, _taken: &[Span]) -> Vec<Found> {
    Vec::new()
}

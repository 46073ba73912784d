//! Finds who says what: source, cue, content.

use firsthand_schema::attribution::Attribution;

use crate::{language::LanguageData, reading::Reading};

/// Attributions in text order.
pub(crate) fn find(_reading: &Reading<'_>, _data: &LanguageData) -> Vec<Attribution> {
    Vec::new()
}

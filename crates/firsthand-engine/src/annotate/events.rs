//! Finds words that tell of events of the taxonomy.

use firsthand_schema::annotation::Event;

use crate::{language::LanguageData, reading::Reading};

/// Event triggers in text order.
pub(crate) fn find(_reading: &Reading<'_>, _data: &LanguageData) -> Vec<Event> {
    Vec::new()
}

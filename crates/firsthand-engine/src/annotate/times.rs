//! Finds time expressions and grounds them.

use firsthand_schema::document::Published;

use super::Found;
use crate::{language::LanguageData, reading::Reading};

/// Time expressions in text order, and when the document was published.
pub(crate) fn find(reading: &Reading<'_>, _data: &LanguageData) -> (Vec<Found>, Option<Published>) {
    (Vec::new(), reading.document.published)
}

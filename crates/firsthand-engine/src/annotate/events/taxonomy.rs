//! The event types: read from `data/taxonomy/events.toml` and a user's own files of the same form.
//!
//! In: files. Out: `Taxonomy`, the types in the order of the files.

use serde::Deserialize;

/// The types, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    types: Vec<EventType>,
}

/// One event type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    /// Its name in data ("refusal").
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// What it takes in.
    pub description: String,
    /// The PLOVER event that comes nearest, if one does.
    pub plover: Option<Plover>,
}

/// A place in the PLOVER ontology.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plover {
    /// Event ("COERCE").
    pub event: String,
    /// Mode ("arrest").
    pub mode: Option<String>,
    /// Contexts ("military").
    #[serde(default)]
    pub context: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    event: Vec<EventType>,
}

impl Taxonomy {
    /// Merges files, each with the name it has in messages.
    ///
    /// # Errors
    ///
    /// A message naming the file and the entry: what cannot be read, or an id that an earlier entry has.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, String> {
        let mut types: Vec<EventType> = Vec::new();
        for (name, text) in files {
            let file: File = toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
            for event in file.event {
                if event.id.is_empty() {
                    return Err(format!("{name}: an event type without an id ({:?})", event.label));
                }
                if types.iter().any(|known| known.id == event.id) {
                    return Err(format!("{name}: event type {:?} is there already", event.id));
                }
                types.push(event);
            }
        }
        Ok(Self { types })
    }

    /// The types.
    #[must_use]
    pub fn types(&self) -> &[EventType] {
        &self.types
    }

    /// The number of a type in [`Taxonomy::types`].
    #[must_use]
    pub fn number(&self, id: &str) -> Option<usize> {
        self.types.iter().position(|event| event.id == id)
    }

    /// A type by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&EventType> {
        self.types.iter().find(|event| event.id == id)
    }
}

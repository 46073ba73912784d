//! Publishers: hosts, names and editions of one house lead to one family.
//!
//! In: an outlet as named, or an address. Out: its family's key.
//! `The Guardian`, `https://www.theguardian.com/world/1` → `guardian`; two names of the table's one family → one key

use std::collections::BTreeMap;

use serde::Deserialize;

use super::spelling;

/// What the table of outlets knows of families.
#[derive(Clone, Debug)]
pub struct Publishers {
    /// By the key of a name, an alias or a host: the key of the family.
    families: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    outlets: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    host: String,
    #[serde(default)]
    family: String,
}

impl Publishers {
    /// Reads the families out of `data/lexicon/outlets.toml`.
    ///
    /// # Errors
    ///
    /// A message naming the file where it is not in its form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("outlets.toml: {error}"))?;
        let mut families = BTreeMap::new();
        for outlet in &file.outlets {
            let family = key(if outlet.family.is_empty() { &outlet.name } else { &outlet.family });
            for name in
                outlet.aliases.iter().chain([&outlet.name, &outlet.host]).filter(|name| !name.is_empty())
            {
                families.entry(key(name)).or_insert_with(|| family.clone());
            }
            families.entry(family.clone()).or_insert(family);
        }
        Ok(Self { families })
    }

    /// The family of an outlet: the table's, else its own name.
    #[must_use]
    pub fn family(&self, outlet: &str) -> String {
        let key = key(outlet);
        self.families.get(&key).cloned().unwrap_or(key)
    }
}

/// An outlet's name in the form it is compared in: `The Guardian`, `theguardian.com` → `guardian`.
fn key(outlet: &str) -> String {
    let name = outlet.trim().to_lowercase();
    let host = name.split("://").last().unwrap_or(&name).split('/').next().unwrap_or(&name);
    let name = if host.contains('.') && !host.contains(' ') { registered(host) } else { host };
    let joined = spelling::fold(name).concat();
    joined.strip_prefix("the").filter(|rest| rest.len() > 2).unwrap_or(&joined).to_owned()
}

/// The part of a host that its owner chose: `edition.cnn.com` → `cnn`, `www.bbc.co.uk` → `bbc`.
fn registered(host: &str) -> &str {
    let mut labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    labels.pop();
    if labels.len() > 1
        && labels
            .last()
            .is_some_and(|label| matches!(*label, "co" | "com" | "org" | "net" | "gov" | "ac" | "in"))
    {
        labels.pop();
    }
    // A sub-site of a host of many houses ("abcnews.go.com") is known by its own label.
    if labels.len() > 1 && labels.last().is_some_and(|label| label.len() < 3) {
        labels.pop();
    }
    labels.last().copied().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outlet: &str, expected: &str) {
        let table = r#"outlets = [
            { name = "Globe", aliases = ["The Weekly Globe"], host = "globe.example", family = "Globe Group" },
            { name = "Evening Globe", host = "evening.example", family = "Globe Group" },
        ]"#;
        assert_eq!(Publishers::parse(table).unwrap().family(outlet), expected, "{outlet}");
    }

    #[test]
    fn hosts_and_names_of_one_house_are_one_family() {
        check("The Guardian", "guardian");
        check("theguardian.com", "guardian");
        check("https://www.theguardian.com/world/1", "guardian");
        check("edition.cnn.com", "cnn");
        check("www.bbc.co.uk", "bbc");
        check("abcnews.go.com", "abcnews");
        check("Kyiv Post", "kyivpost");
        check("kyivpost.com", "kyivpost");
    }

    #[test]
    fn the_table_knows_houses_with_several_names() {
        check("Evening Globe", "globegroup");
        check("Weekly Globe", "globegroup");
        check("Globe Group", "globegroup");
        check("https://globe.example/a", "globegroup");
    }
}

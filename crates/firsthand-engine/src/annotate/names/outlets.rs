//! The table of outlets: press, broadcasters, agencies, channels, and the publishing family of each.
//!
//! In: `data/lexicon/outlets.toml`. Out: an outlet by any of its names, or by its host.
//! `the FT` → Financial Times; `edition.cnn.com` → CNN

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::Phrases;
use crate::reading::abbreviations::Abbreviations;

/// An outlet of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletEntry {
    /// Preferred name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Host of its pages; may be empty.
    pub host: String,
    /// ISO 3166-1 alpha-2; may be empty.
    pub country: String,
    /// Publishing family: outlets of one family are one voice where they repeat each other; may be empty.
    pub family: String,
    /// agency, press, broadcaster, channel, state-media
    pub kind: String,
}

/// The table.
#[derive(Clone, Debug)]
pub struct Outlets {
    pub(crate) phrases: Phrases<OutletEntry>,
    hosts: BTreeMap<String, usize>,
    /// By lower-case name, with and without its article.
    names: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    outlets: Vec<OutletEntry>,
}

impl Outlets {
    /// Reads `outlets.toml`.
    ///
    /// # Errors
    ///
    /// A message with the line that is not as it should be.
    pub fn parse(toml: &str, abbreviations: &Abbreviations) -> Result<Self, String> {
        let file: File = toml::from_str(toml).map_err(|error| format!("outlets.toml: {error}"))?;
        let mut outlets =
            Self { phrases: Phrases::default(), hosts: BTreeMap::new(), names: BTreeMap::new() };
        for (number, outlet) in file.outlets.into_iter().enumerate() {
            if !outlet.host.is_empty() {
                outlets.hosts.entry(outlet.host.clone()).or_insert(number);
            }
            for name in std::iter::once(&outlet.name).chain(&outlet.aliases) {
                let lower = name.to_lowercase();
                if let Some(bare) = lower.strip_prefix("the ") {
                    outlets.names.entry(bare.to_owned()).or_insert(number);
                }
                outlets.names.entry(lower).or_insert(number);
            }
            let names: Vec<String> =
                std::iter::once(outlet.name.clone()).chain(outlet.aliases.iter().cloned()).collect();
            outlets.phrases.add(names.iter().map(String::as_str), outlet, abbreviations);
        }
        Ok(outlets)
    }

    /// The outlet of a name in any case, or of a host or address ("https://www.bbc.com/news/1").
    #[must_use]
    pub fn outlet_of(&self, name_or_host: &str) -> Option<&OutletEntry> {
        let wanted = name_or_host.trim().to_lowercase();
        let bare = wanted.strip_prefix("the ").unwrap_or(&wanted);
        if let Some(&number) = self.names.get(&wanted).or_else(|| self.names.get(bare)) {
            return self.phrases.things().get(number);
        }
        let address = wanted.split_once("://").map_or(wanted.as_str(), |(_, rest)| rest);
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        if !host.contains('.') {
            return None;
        }
        // The first step of the path may name a service ("bbc.com/russian"); a host may be part of a greater one.
        let first = path.split('/').next().unwrap_or("");
        let mut host = host.strip_prefix("www.").unwrap_or(host);
        loop {
            let with_path = format!("{host}/{first}");
            let found = self.hosts.get(&with_path).or_else(|| self.hosts.get(host));
            if let Some(&number) = found {
                return self.phrases.things().get(number);
            }
            host = host.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'))?;
        }
    }
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(asked: &str, expected: &str) {
        let data = crate::LanguageData::shipped().unwrap();
        let found = data.names.outlets.outlet_of(asked).map_or("none", |outlet| outlet.name.as_str());
        assert_eq!(found, expected);
    }

    #[test]
    fn an_outlet_is_found_by_name_or_host() {
        check("the financial times", "Financial Times");
        check("https://edition.cnn.com/2022/x.html", "CNN");
        check("www.bbc.com/russian/articles/x", "BBC Russian");
        check("The Tolbury Courier", "none");
        check("notreuters.com", "none");
    }
}

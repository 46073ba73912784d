//! Holds that every dependency may be shipped: each must offer a licence of the list in `deny.toml`.
//!
//! In: what cargo knows of the packages, and the list. Out: one fault for each package that offers none.
//! `some-crate 1.2.0 (GPL-3.0-only)` → `Cargo.lock:1: some-crate 1.2.0 offers only GPL-3.0-only …`
//!
//! The list and its exceptions are read in the form of cargo-deny, so that there is one list whichever tool is used.
//! Known vulnerabilities are not looked up here: that needs a database from the network (`cargo deny check advisories`).

use std::{collections::BTreeSet, process::Command};

use crate::tree::{Fault, Tree, repository};

/// What may be shipped: licences for all, and more for single packages.
struct Allowed {
    all: BTreeSet<String>,
    exceptions: Vec<(String, BTreeSet<String>)>,
}

/// Every package that may not be shipped.
pub(crate) fn faults(tree: &Tree) -> Result<Vec<Fault>, String> {
    let allowed = Allowed::parse(&tree.read("deny.toml")?)?;
    Ok(judged(&packages()?, &allowed))
}

/// Name with version, and licence expression, of every package in the lock file that is not ours.
fn packages() -> Result<Vec<(String, String)>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .map_err(|error| format!("cannot run cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let text = |package: &serde_json::Value, key: &str| package[key].as_str().unwrap_or("").to_owned();
    let of_others = |package: &&serde_json::Value| package["source"].is_string();
    Ok(metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(of_others)
        .map(|package| {
            (format!("{} {}", text(package, "name"), text(package, "version")), text(package, "license"))
        })
        .collect())
}

fn judged(packages: &[(String, String)], allowed: &Allowed) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (package, expression) in packages {
        let name = package.split(' ').next().unwrap_or(package);
        if !is_met(expression, &|licence| allowed.offers(name, licence)) {
            let offered = if expression.is_empty() { "no licence that cargo knows" } else { expression };
            faults.push(Fault::of(
                "Cargo.lock",
                format!("{package} offers only {offered}: not on the list in deny.toml"),
            ));
        }
    }
    faults
}

impl Allowed {
    fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = toml::from_str(text).map_err(|error| format!("deny.toml: {error}"))?;
        let licenses = table.get("licenses").ok_or("deny.toml has no [licenses]")?;
        let names = |value: Option<&toml::Value>| -> BTreeSet<String> {
            let list = value.and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let exceptions = licenses.get("exceptions").and_then(toml::Value::as_array).into_iter().flatten();
        Ok(Self {
            all: names(licenses.get("allow")),
            exceptions: exceptions
                .filter_map(|one| Some((one.get("crate")?.as_str()?.to_owned(), names(one.get("allow")))))
                .collect(),
        })
    }

    fn offers(&self, package: &str, licence: &str) -> bool {
        let excepted = |(name, more): &(String, BTreeSet<String>)| name == package && more.contains(licence);
        self.all.contains(licence) || self.exceptions.iter().any(excepted)
    }
}

/// Whether an SPDX expression can be met: of an OR one side, of an AND both. The old `MIT/Apache-2.0` is an OR.
fn is_met(expression: &str, offers: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = either(&words, &mut at, offers);
    met && at == words.len()
}

fn either(words: &[&str], at: &mut usize, offers: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(words, at, offers);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        // Read the other side even when this one is met: what follows must be well-formed.
        met |= both(words, at, offers);
    }
    met
}

fn both(words: &[&str], at: &mut usize, offers: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, offers);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, offers);
    }
    met
}

fn one(words: &[&str], at: &mut usize, offers: &dyn Fn(&str) -> bool) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = either(words, at, offers);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return met && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or("");
        *at += 2;
        return offers(&format!("{word} WITH {exception}"));
    }
    offers(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[licenses]\nallow = [\"MIT\", \"Apache-2.0 WITH LLVM-exception\", \"Unicode-3.0\"]\n\
        exceptions = [{ allow = [\"MPL-2.0\"], crate = \"quoted\" }]\n";

    #[track_caller]
    fn check(package: &str, expression: &str, may_ship: bool) {
        let allowed = Allowed::parse(LIST).expect("a list");
        let found = judged(&[(package.to_owned(), expression.to_owned())], &allowed);
        assert_eq!(found.is_empty(), may_ship, "{package}: {expression:?} → {found:?}");
    }

    #[test]
    fn one_side_of_an_or_is_enough_and_both_sides_of_an_and_are_needed() {
        check("a 1.0.0", "MIT OR GPL-3.0-only", true);
        check("a 1.0.0", "GPL-3.0-only OR MIT", true);
        check("a 1.0.0", "MIT/Apache-2.0", true);
        check("a 1.0.0", "MIT AND GPL-3.0-only", false);
        check("a 1.0.0", "(MIT OR Apache-2.0) AND Unicode-3.0", true);
        check("a 1.0.0", "(MIT OR Apache-2.0) AND OpenSSL", false);
        check("a 1.0.0", "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", true);
        check("a 1.0.0", "Apache-2.0 WITH Some-exception", false);
    }

    #[test]
    fn no_licence_is_no_permission() {
        check("a 1.0.0", "", false);
        check("a 1.0.0", "(MIT", false);
    }

    #[test]
    fn an_exception_is_for_one_package() {
        check("quoted 0.1.0", "MPL-2.0", true);
        check("other 0.1.0", "MPL-2.0", false);
    }
}

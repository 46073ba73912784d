//! Holds the small promises of the house, so that no reviewer has to.
//!
//! In: the tree. Out: a fault for a file without a head, a drawer named util, a map that lies, a type with two homes,
//! a path of somebody's machine, a file too large to ship.
//! `src/utils.rs` → `src/utils.rs:1: a file named utils says nothing of what is in it`

use std::{collections::BTreeMap, fs};

use crate::{
    layers::{ENGINE, manifests},
    rust,
    tree::{Fault, Tree},
};

/// Names that say nothing of what is inside.
const DRAWERS: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "misc", "manager"];

/// The largest file that ships without standing in `LARGE`: 5 MB.
const SIZE_BYTES_MAX: u64 = 5_000_000;

/// Files that may be larger, each with its reason. This list may only get shorter.
const LARGE: [(&str, &str); 1] =
    [("data/gazetteer/towns.bin", "the world's towns over 1,000 people: without them a place is a word")];

/// Types that share a name with one of the schema, and where. This list may only get shorter.
const NAMESAKES: [(&str, &str); 2] = [
    ("Likeness", "crates/firsthand-engine/src/gazetteer/mod.rs"),
    ("Verdict", "crates/firsthand-store/src/verify.rs"),
];

/// The page that maps the house.
const MAP: &str = "ARCHITECTURE.md";

/// Everything that is not tidy.
pub(crate) fn faults(tree: &Tree) -> Result<Vec<Fault>, String> {
    let mut faults = Vec::new();
    let mut types: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for file in &tree.files {
        size(tree, file, &mut faults)?;
        let text = tree.read(file)?;
        if file.ends_with(".rs") {
            head(file, &text, &mut faults);
            names(file, &text, &mut faults);
            if has_home(file) {
                public_types(file, &text, &mut types);
            }
        }
        if file.ends_with(".md") {
            links(tree, file, &text, &mut faults);
        }
        if is_text_of_ours(file) {
            machines(file, &text, &mut faults);
        }
    }
    homes(&types, &mut faults);
    map(tree, &mut faults)?;
    faults.sort();
    Ok(faults)
}

fn head(file: &str, text: &str, faults: &mut Vec<Fault>) {
    if !text.trim_start_matches('\u{feff}').starts_with("//!") {
        faults.push(Fault::of(file, "does not open with //! (what goes in, what comes out, one example)"));
    }
}

fn names(file: &str, text: &str, faults: &mut Vec<Fault>) {
    let is_drawer = |name: &str| name.split(['_', '-']).any(|part| DRAWERS.contains(&part));
    for part in file.trim_end_matches(".rs").split('/') {
        if is_drawer(part) {
            faults.push(Fault::of(
                file,
                format!("a file or folder named {part} says nothing of what is in it"),
            ));
        }
    }
    for pair in rust::tokens(text).windows(2) {
        if pair[0].text == "mod" && is_drawer(&pair[1].text) {
            let what = format!("a module named {} says nothing of what is in it", pair[1].text);
            faults.push(Fault::at(file, pair[0].line, what));
        }
    }
}

fn size(tree: &Tree, file: &str, faults: &mut Vec<Fault>) -> Result<(), String> {
    let bytes =
        fs::metadata(tree.root.join(file)).map_err(|error| format!("cannot look at {file}: {error}"))?.len();
    if bytes > SIZE_BYTES_MAX && !LARGE.iter().any(|(listed, _)| *listed == file) {
        let megabytes = bytes / 1_000_000;
        faults.push(Fault::of(
            file,
            format!("{megabytes} MB: larger than 5 MB and not on the list in xtask/src/tidy.rs"),
        ));
    }
    Ok(())
}

/// The crates whose public types must have one home.
fn has_home(file: &str) -> bool {
    ["crates/firsthand-schema/src/", "crates/firsthand-engine/src/", "crates/firsthand-store/src/"]
        .iter()
        .any(|folder| file.starts_with(folder))
}

fn public_types(file: &str, text: &str, types: &mut BTreeMap<String, Vec<(String, usize)>>) {
    for words in rust::tokens(text).windows(3) {
        let is_type = ["struct", "enum", "union", "type", "trait"].contains(&words[1].text.as_str());
        // `$name` in a macro is not a name.
        if words[0].text == "pub" && is_type && words[2].text != "$" {
            types.entry(words[2].text.clone()).or_default().push((file.to_owned(), words[2].line));
        }
    }
}

/// A public type of the schema is defined in the schema, once, and nowhere else.
fn homes(types: &BTreeMap<String, Vec<(String, usize)>>, faults: &mut Vec<Fault>) {
    for (name, places) in types {
        let Some(at) = places.iter().position(|(file, _)| file.starts_with("crates/firsthand-schema/"))
        else {
            continue;
        };
        let home = &places[at].0;
        for (number, (file, line)) in places.iter().enumerate() {
            if number != at && !NAMESAKES.contains(&(name, file)) {
                let what = format!("{name} has its home in {home}: use that, or find another word");
                faults.push(Fault::at(file, *line, what));
            }
        }
    }
}

/// Every path that the map names exists; every crate and every room of the engine is on the map.
fn map(tree: &Tree, faults: &mut Vec<Fault>) -> Result<(), String> {
    if !tree.has(MAP) {
        faults.push(Fault::of(MAP, "there is no map of the house"));
        return Ok(());
    }
    let text = tree.read(MAP)?;
    for (line, path) in named_paths(&text) {
        if !tree.has(&path) {
            faults.push(Fault::at(MAP, line, format!("{path} is on the map, but not in the house")));
        }
    }
    let crates = manifests(tree).into_iter().filter_map(|file| {
        let folder = file.strip_suffix("/Cargo.toml")?;
        Some(folder.rsplit('/').next()?.to_owned())
    });
    let rooms = tree.inside(ENGINE).into_iter().map(|name| name.trim_end_matches(".rs").to_owned());
    for name in crates.chain(rooms.filter(|name| name != "lib")) {
        let named =
            text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).any(|word| word == name);
        if !named {
            faults.push(Fault::of(MAP, format!("{name} is in the house, but not on the map")));
        }
    }
    Ok(())
}

/// What stands between backticks and looks like a path from the root: it has a slash, or it is a document.
fn named_paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for code in line.split('`').skip(1).step_by(2) {
            let plain = code.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
            let document = [".md", ".toml", ".rs"].iter().any(|end| code.ends_with(end));
            if plain && (code.contains('/') || document) && !code.starts_with('/') {
                found.push((number + 1, code.to_owned()));
            }
        }
    }
    found
}

/// A link from one document to another must lead somewhere.
fn links(tree: &Tree, file: &str, text: &str, faults: &mut Vec<Fault>) {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (number, line) in text.lines().enumerate() {
        for piece in line.split("](").skip(1) {
            let target = piece.split([')', '#', ' ']).next().unwrap_or("");
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            if !resolved(folder, target).is_some_and(|path| tree.has(&path)) {
                faults.push(Fault::at(file, number + 1, format!("the link to {target} leads nowhere")));
            }
        }
    }
}

/// A link's target as a path from the root; none where it climbs out of the project.
fn resolved(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Documents, code, settings: not data, whose words are other people's.
fn is_text_of_ours(file: &str) -> bool {
    let kind = file.rsplit('.').next().unwrap_or("");
    let settings =
        ["rs", "toml", "lock", "md", "sh", "yml", "yaml", "json", "js", "ts", "py", "css"].contains(&kind);
    settings || file.starts_with(".ci/") || !file.contains('.')
}

/// Paths that exist on one machine, and package sources that exist in one network.
fn machines(file: &str, text: &str, faults: &mut Vec<Fault>) {
    // Put together here, so that this file does not find itself.
    let homes = [
        ["/ho", "me/"].concat(),
        ["/Use", "rs/"].concat(),
        ["/ro", "ot/"].concat(),
        ["/wo", "rk/"].concat(),
        ["C:\\Use", "rs\\"].concat(),
    ];
    for (number, line) in text.lines().enumerate() {
        for home in &homes {
            for (at, _) in line.match_indices(home.as_str()) {
                // "in the house/work/" is a path of the project; one that starts a word is a path of a machine.
                let starts = line[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|c| !(c.is_alphanumeric() || "._-~".contains(c)));
                if starts {
                    faults.push(Fault::at(file, number + 1, format!("{home}… is a path of one machine")));
                }
            }
        }
        let source = package_source(file, line);
        if let Some(host) =
            source.filter(|host| !["github.com", "registry.npmjs.org"].contains(&host.as_str()))
        {
            faults.push(Fault::at(
                file,
                number + 1,
                format!("packages come from {host}, which not everybody can reach"),
            ));
        }
    }
}

/// The host that a lock file fetches a package from.
fn package_source(file: &str, line: &str) -> Option<String> {
    let line = line.trim_start();
    let is_source = (file.ends_with("Cargo.lock") && line.starts_with("source ="))
        || (file.ends_with("package-lock.json") && line.starts_with("\"resolved\""));
    let address = line.split_once("://")?.1;
    is_source.then(|| address.split(['/', '"', ':']).next().unwrap_or("").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::scratch;

    const SOUND: [(&str, &str); 3] = [
        (
            "ARCHITECTURE.md",
            "`crates/firsthand-engine` has annotate; begin at `crates/firsthand-engine/src/lib.rs`.\n",
        ),
        ("crates/firsthand-engine/Cargo.toml", "[package]\nname = \"firsthand-engine\"\n"),
        ("crates/firsthand-engine/src/lib.rs", "//! The verbs.\nmod annotate;\n"),
    ];

    #[track_caller]
    fn check(planted: &[(&str, &str)], expected: &[&str]) {
        let mut files: Vec<(&str, &str)> = SOUND.to_vec();
        for (path, text) in planted {
            files.retain(|(known, _)| known != path);
            files.push((path, text));
        }
        let (_folder, tree) = scratch(&files);
        let found: Vec<String> =
            faults(&tree).expect("a readable tree").iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sound_tree_passes() {
        check(&[("crates/firsthand-engine/src/annotate/mod.rs", "//! Finds.\n")], &[]);
    }

    #[test]
    fn a_file_without_a_head_is_seen() {
        check(
            &[("xtask/src/main.rs", "fn main() {}\n")],
            &["xtask/src/main.rs:1: does not open with //! (what goes in, what comes out, one example)"],
        );
    }

    #[test]
    fn a_drawer_is_seen_as_a_file_and_as_a_module() {
        check(
            &[("crates/firsthand/src/text_utils.rs", "//! Things.\n")],
            &[
                "crates/firsthand/src/text_utils.rs:1: a file or folder named text_utils says nothing of what is in it",
            ],
        );
        check(
            &[("crates/firsthand/src/main.rs", "//! Main.\n// mod common;\nmod misc { }\n")],
            &["crates/firsthand/src/main.rs:3: a module named misc says nothing of what is in it"],
        );
        check(&[("crates/firsthand/src/utility.rs", "//! A utility is not a drawer.\n")], &[]);
    }

    #[test]
    fn the_map_names_what_is_there_and_nothing_else() {
        check(
            &[("ARCHITECTURE.md", "See `crates/firsthand-engine/src/gone.rs`, in firsthand-engine.\n")],
            &["ARCHITECTURE.md:1: crates/firsthand-engine/src/gone.rs is on the map, but not in the house"],
        );
        check(
            &[("crates/firsthand-engine/src/attic/mod.rs", "//! Old things.\n")],
            &["ARCHITECTURE.md:1: attic is in the house, but not on the map"],
        );
        check(
            &[("crates/firsthand-store/Cargo.toml", "[package]\nname = \"firsthand-store\"\n")],
            &["ARCHITECTURE.md:1: firsthand-store is in the house, but not on the map"],
        );
    }

    #[test]
    fn a_type_of_the_schema_has_one_home() {
        let schema = (
            "crates/firsthand-schema/src/claim.rs",
            "//! Claims.\npub struct Claim;\npub(crate) struct Own;\n",
        );
        let map = ("ARCHITECTURE.md", "firsthand-engine, firsthand-schema\n");
        check(
            &[schema, map, ("crates/firsthand-schema/src/other.rs", "//! Other.\npub enum Claim {}\n")],
            &[
                "crates/firsthand-schema/src/other.rs:2: Claim has its home in crates/firsthand-schema/src/claim.rs: use that, or find another word",
            ],
        );
        check(&[schema, map, ("crates/firsthand-store/src/own.rs", "//! Own.\npub struct Own;\n")], &[]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_seen() {
        check(
            &[("docs/guide/a.md", "[map](../../ARCHITECTURE.md#top) [b](b.md) [web](https://example.org)\n")],
            &["docs/guide/a.md:1: the link to b.md leads nowhere"],
        );
    }

    #[test]
    fn a_path_of_one_machine_is_seen() {
        let planted = ["see /ho", "me/anna/firsthand\n"].concat();
        let expected = ["docs/a.md:1: /ho", "me/… is a path of one machine"].concat();
        check(&[("docs/a.md", &planted)], &[&expected]);
        check(&[("docs/a.md", "the folder corpus/work/ is ours\n")], &[]);
    }

    #[test]
    fn a_lock_file_that_points_into_a_private_network_is_seen() {
        check(
            &[("Cargo.lock", "source = \"registry+https://packages.newsroom.example/index\"\n")],
            &["Cargo.lock:1: packages come from packages.newsroom.example, which not everybody can reach"],
        );
        check(&[("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n")], &[]);
    }

    #[test]
    fn a_file_too_large_to_ship_is_seen() {
        let large = "x".repeat(6_000_000);
        check(
            &[("data/big.bin", &large)],
            &["data/big.bin:1: 6 MB: larger than 5 MB and not on the list in xtask/src/tidy.rs"],
        );
    }

    #[test]
    fn this_project_is_tidy() {
        let tree = Tree::of_repository().expect("the project's own files");
        let found: Vec<String> =
            faults(&tree).expect("a readable tree").iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

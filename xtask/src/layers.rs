//! Holds the arrows: which crate may use which, and that no stage of the engine knows another.
//!
//! In: the tree. Out: one fault for each arrow that is not on the list.
//! `firsthand-store` depending on `firsthand-engine` → `crates/firsthand-store/Cargo.toml:9: …`

use crate::{
    rust,
    tree::{Fault, Tree},
};

/// Every crate, and the crates of ours that it may use. A new arrow is a change of its own, with a page in
/// `docs/decisions`.
const ARROWS: [(&str, &[&str]); 7] = [
    ("firsthand-schema", &[]),
    ("firsthand-engine", &["firsthand-schema"]),
    ("firsthand-store", &["firsthand-schema"]),
    ("firsthand", &["firsthand-schema", "firsthand-engine", "firsthand-store"]),
    ("firsthand-lab", &["firsthand-schema", "firsthand-engine"]),
    ("firsthand-training", &["firsthand-schema", "firsthand-engine"]),
    ("xtask", &[]),
];

/// The stages, in the order they run. They meet only in the engine's `lib.rs`.
pub(crate) const STAGES: [&str; 5] = ["clean", "annotate", "claims", "link", "corroborate"];

/// Where the stages live.
pub(crate) const ENGINE: &str = "crates/firsthand-engine/src";

/// The one shared module that may name the stages' own tables: it is where their data files meet.
const DATA: &str = "language";

/// Every arrow that should not be.
pub(crate) fn faults(tree: &Tree) -> Result<Vec<Fault>, String> {
    let mut faults = crates(tree)?;
    faults.extend(stages(tree)?);
    faults.sort();
    Ok(faults)
}

/// The folders that hold a crate, as paths from the root.
pub(crate) fn manifests(tree: &Tree) -> Vec<String> {
    let is_crate = |file: &&String| file.ends_with("/Cargo.toml");
    tree.files.iter().filter(is_crate).cloned().collect()
}

fn crates(tree: &Tree) -> Result<Vec<Fault>, String> {
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for manifest in manifests(tree) {
        let text = tree.read(&manifest)?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| format!("{manifest}: {error}"))?;
        let name = table.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
        let Some((name, allowed)) =
            name.and_then(|name| ARROWS.into_iter().find(|(listed, _)| *listed == name))
        else {
            let name = name.unwrap_or("a crate without a name");
            faults.push(Fault::of(&manifest, format!("{name} is not on the list in xtask/src/layers.rs")));
            continue;
        };
        seen.push(name);
        for (used, line) in used_crates(&table, &text) {
            let ours = ARROWS.iter().any(|(listed, _)| *listed == used);
            if ours && used != name && !allowed.contains(&used.as_str()) {
                faults.push(Fault::at(&manifest, line, format!("{name} may not use {used}")));
            }
        }
    }
    for (name, _) in ARROWS {
        if !seen.contains(&name) {
            faults.push(Fault::of(
                "xtask/src/layers.rs",
                format!("{name} is on the list, but there is no such crate"),
            ));
        }
    }
    Ok(faults)
}

/// What a manifest depends on in any way (for tests, for building, on one platform), under its own name.
fn used_crates(manifest: &toml::Table, text: &str) -> Vec<(String, usize)> {
    const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let platforms = manifest.get("target").and_then(toml::Value::as_table);
    let tables = std::iter::once(manifest)
        .chain(platforms.into_iter().flat_map(|table| table.values().filter_map(toml::Value::as_table)));
    let mut used = Vec::new();
    for table in tables {
        for kind in KINDS {
            for (key, value) in table.get(kind).and_then(toml::Value::as_table).into_iter().flatten() {
                let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                let line = text.lines().position(|line| line.trim_start().starts_with(key.as_str()));
                used.push((name.to_owned(), line.map_or(1, |line| line + 1)));
            }
        }
    }
    used
}

fn stages(tree: &Tree) -> Result<Vec<Fault>, String> {
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| file.ends_with(".rs")) {
        let Some(inside) = file.strip_prefix(ENGINE).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        let module = module_of(inside);
        let Some(room) = module.first() else { continue };
        // `tests.rs` beside a file is its tests, declared under cfg(test).
        if room == DATA || module.iter().any(|part| part == "tests") {
            continue;
        }
        for path in rust::paths(&tree.read(file)?, &module) {
            let Some(target) = path.segments.first() else { continue };
            let is_stage = STAGES.contains(&target.as_str());
            if target == "*" {
                let what = "names everything in the crate at once: import what is meant, so that this check can see it";
                faults.push(Fault::at(file, path.line, what));
            } else if is_stage && target != room {
                let what = if STAGES.contains(&room.as_str()) {
                    format!("stage {room} may not know stage {target}: they meet in lib.rs")
                } else {
                    format!("{room} is shared ground and may not know stage {target}")
                };
                faults.push(Fault::at(file, path.line, what));
            }
        }
    }
    Ok(faults)
}

/// `annotate/times.rs` → `annotate`, `times`; `lib.rs` is the root and has no name.
fn module_of(inside: &str) -> Vec<String> {
    let stem = inside.trim_end_matches(".rs");
    let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod" || (parts.len() == 1 && last == "lib")) {
        parts.pop();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::scratch;

    /// A tree in which all crates stand and every arrow is right, with `changes` laid over it.
    #[track_caller]
    fn check(changes: &[(&str, &str)], expected: &[&str]) {
        let mut files: Vec<(String, String)> = ARROWS
            .iter()
            .map(|(name, uses)| {
                let folder =
                    if name.starts_with("firsthand") { format!("crates/{name}") } else { (*name).to_owned() };
                let uses: String = uses.iter().map(|used| format!("{used}.workspace = true\n")).collect();
                (
                    format!("{folder}/Cargo.toml"),
                    format!("[package]\nname = \"{name}\"\n[dependencies]\n{uses}"),
                )
            })
            .collect();
        files.push((
            format!("{ENGINE}/lib.rs"),
            "mod annotate; mod claims; use crate::annotate::x;".to_owned(),
        ));
        files.push((
            format!("{ENGINE}/claims/mod.rs"),
            "use crate::{language::LanguageData, reading};".to_owned(),
        ));
        for (path, text) in changes {
            files.retain(|(known, _)| known != path);
            files.push(((*path).to_owned(), (*text).to_owned()));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (_folder, tree) = scratch(&files);
        let found: Vec<String> =
            faults(&tree).expect("a readable tree").iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sound_tree_passes() {
        check(&[], &[]);
    }

    #[test]
    fn the_store_may_not_know_the_engine() {
        let manifest =
            "[package]\nname = \"firsthand-store\"\n[dependencies]\nfirsthand-engine.workspace = true\n";
        check(
            &[("crates/firsthand-store/Cargo.toml", manifest)],
            &["crates/firsthand-store/Cargo.toml:4: firsthand-store may not use firsthand-engine"],
        );
    }

    #[test]
    fn an_arrow_for_tests_or_under_another_name_is_an_arrow() {
        let manifest = "[package]\nname = \"firsthand-engine\"\n[dev-dependencies]\n\
            memory = { package = \"firsthand-store\", path = \"../firsthand-store\" }\n\
            [target.'cfg(unix)'.dependencies]\nfirsthand-lab.workspace = true\n";
        check(
            &[("crates/firsthand-engine/Cargo.toml", manifest)],
            &[
                "crates/firsthand-engine/Cargo.toml:4: firsthand-engine may not use firsthand-store",
                "crates/firsthand-engine/Cargo.toml:6: firsthand-engine may not use firsthand-lab",
            ],
        );
    }

    #[test]
    fn a_crate_that_nobody_listed_is_seen() {
        check(
            &[("crates/firsthand-utils/Cargo.toml", "[package]\nname = \"firsthand-utils\"\n")],
            &[
                "crates/firsthand-utils/Cargo.toml:1: firsthand-utils is not on the list in xtask/src/layers.rs",
            ],
        );
    }

    #[test]
    fn a_stage_may_not_know_a_stage_however_it_is_written() {
        let fault = |line, target| {
            format!(
                "{ENGINE}/claims/mod.rs:{line}: stage claims may not know stage {target}: they meet in lib.rs"
            )
        };
        for (source, line, target) in [
            ("use crate::annotate::Found;", 1, "annotate"),
            (
                "//! Head.\nuse crate::{\n    language::LanguageData,\n    annotate::{Found, times},\n};",
                4,
                "annotate",
            ),
            ("use super::link;", 1, "link"),
            ("fn f() { crate::clean::clean() }", 1, "clean"),
        ] {
            let expected: Vec<String> = match source.matches("Found, times").count() {
                0 => vec![fault(line, target)],
                // A group names two things: both are said.
                _ => vec![fault(line, target), fault(line, target)],
            };
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            check(&[(&format!("{ENGINE}/claims/mod.rs"), source)], &expected);
        }
    }

    #[test]
    fn shared_ground_knows_no_stage_but_the_data_room_does() {
        check(&[(&format!("{ENGINE}/language.rs"), "use crate::annotate::times::TimeWords;")], &[]);
        check(
            &[(&format!("{ENGINE}/reading/mod.rs"), "use crate::annotate::times;")],
            &[
                "crates/firsthand-engine/src/reading/mod.rs:1: reading is shared ground and may not know stage annotate",
            ],
        );
    }

    #[test]
    fn this_project_holds_its_arrows() {
        let tree = Tree::of_repository().expect("the project's own files");
        let found: Vec<String> =
            faults(&tree).expect("a readable tree").iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

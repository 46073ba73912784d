//! Writes the README's table of figures from what the lab kept, so that nobody writes it by hand.
//!
//! In: `corpus/record/<day>/<suite>.toml`, the newest of each suite, and what the suite wants shown. Out: the table
//! between `<!-- figures -->` and `<!-- end -->`. A test fails when the table and the records differ.

use std::{collections::BTreeMap, fs, process::Command};

use crate::tree::{Tree, repository};

const README: &str = "README.md";
const FROM: &str = "<!-- figures: written by `cargo xtask readme` from corpus/record -->\n";
const TO: &str = "<!-- end of figures -->";

/// Writes what the program prints into the documents that show it: the test that holds them, told to write.
pub(crate) fn transcripts() -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--quiet", "--package", "firsthand", "--test", "it", "documents"])
        .env("FIRSTHAND_BLESS", "1")
        .current_dir(repository())
        .status()
        .map_err(|error| format!("cannot run cargo test: {error}"))?;
    if status.success() { Ok(()) } else { Err("the documents could not be written".to_owned()) }
}

/// Puts the newest figures into the README.
pub(crate) fn write(tree: &Tree) -> Result<(), String> {
    let text = tree.read(README)?;
    let renewed = renewed(&text, &table(tree)?)?;
    if renewed != text {
        fs::write(tree.root.join(README), renewed)
            .map_err(|error| format!("cannot write {README}: {error}"))?;
    }
    Ok(())
}

fn renewed(text: &str, table: &str) -> Result<String, String> {
    let missing = || format!("{README} has no place for figures ({} … {TO})", FROM.trim_end());
    let (before, rest) = text.split_once(FROM).ok_or_else(missing)?;
    let (_, after) = rest.split_once(TO).ok_or_else(missing)?;
    Ok(format!("{before}{FROM}{table}{TO}{after}"))
}

/// One row for each figure that a suite wants shown and that was measured.
fn table(tree: &Tree) -> Result<String, String> {
    const SUITES: &str = "crates/firsthand-lab/suites";
    let mut rows = String::from(
        "| what | precision | recall | F1 or share | measured on |\n| --- | ---: | ---: | ---: | --- |\n",
    );
    let newest = newest(tree);
    for file in tree.inside(SUITES).iter().filter(|file| file.ends_with(".toml")) {
        let name = file.trim_end_matches(".toml");
        let Some(record) = newest.get(name) else { continue };
        let suite = parsed(tree, &format!("{SUITES}/{file}"))?;
        let kept = parsed(tree, record)?;
        for show in list(&suite, "show") {
            let figure = text(show, "figure");
            if let Some(found) = list(&kept, "figure").find(|one| text(one, "name") == figure) {
                rows.push_str(&row(text(show, "called"), found, text(&suite, "title"), &kept));
            }
        }
    }
    Ok(rows)
}

fn row(called: &str, figure: &toml::Table, title: &str, kept: &toml::Table) -> String {
    let number = |key: &str| figure.get(key).and_then(toml::Value::as_float);
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.1}"));
    let headline = number("f1").or_else(|| number("share")).or_else(|| number("number"));
    let documents = kept.get("documents").and_then(toml::Value::as_integer).unwrap_or(0);
    let on = title.split(':').next().unwrap_or(title);
    format!(
        "| {called} | {} | {} | {} | {on} ({documents} texts, {}) |\n",
        shown(number("precision")),
        shown(number("recall")),
        shown(headline),
        text(kept, "day")
    )
}

/// The newest record of each suite, by the suite's name.
fn newest(tree: &Tree) -> BTreeMap<&str, &str> {
    let mut newest = BTreeMap::new();
    // Files are sorted, and a day written as YYYY-MM-DD sorts by time: the last one wins.
    for file in &tree.files {
        let name = file
            .strip_prefix("corpus/record/")
            .and_then(|rest| rest.split_once('/'))
            .and_then(|(_, name)| name.strip_suffix(".toml"));
        if let Some(name) = name {
            newest.insert(name, file.as_str());
        }
    }
    newest
}

fn parsed(tree: &Tree, file: &str) -> Result<toml::Table, String> {
    toml::from_str(&tree.read(file)?).map_err(|error| format!("{file}: {error}"))
}

fn list<'t>(table: &'t toml::Table, key: &str) -> impl Iterator<Item = &'t toml::Table> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text<'t>(table: &'t toml::Table, key: &str) -> &'t str {
    table.get(key).and_then(toml::Value::as_str).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::scratch;

    #[test]
    fn the_newest_figure_that_a_suite_wants_shown_is_shown() {
        let kept = |f1: f64| {
            format!(
                "day = \"1905-07-08\"\ndocuments = 3\n[[figure]]\nname = \"claims\"\nprecision = 80.0\nrecall = 60.0\nf1 = {f1:.1}\n"
            )
        };
        let readme = format!("# Top\n\n{FROM}old\n{TO}\n\nRest.\n");
        let (_folder, tree) = scratch(&[
            ("README.md", &readme),
            (
                "crates/firsthand-lab/suites/s.toml",
                "title = \"Three texts: on ships\"\n[[show]]\nfigure = \"claims\"\ncalled = \"claims\"\n",
            ),
            ("corpus/record/1905-07-01/s.toml", &kept(50.0)),
            ("corpus/record/1905-07-08/s.toml", &kept(68.6)),
        ]);
        write(&tree).expect("a README with a place for figures");
        let text = tree.read(README).expect("a README");
        assert!(
            text.contains("| claims | 80.0 | 60.0 | 68.6 | Three texts (3 texts, 1905-07-08) |\n"),
            "{text}"
        );
        assert!(
            text.starts_with("# Top\n") && text.ends_with("\n\nRest.\n") && !text.contains("old"),
            "{text}"
        );
    }

    #[test]
    fn the_readme_shows_the_figures_that_were_kept() {
        let tree = Tree::of_repository().expect("the project's own files");
        let text = tree.read(README).expect("a README");
        let fresh = renewed(&text, &table(&tree).expect("readable records")).expect("a place for figures");
        assert!(fresh == text, "the README's figures are stale: cargo xtask readme");
    }
}

//! The README shows what `firsthand try` prints, and this fails when it no longer does.

use std::{fs, path::Path};

use crate::program::Desk;

const BEGIN: &str = "<!-- try: what `firsthand try` prints; BLESS=1 cargo test -p firsthand readme writes it -->\n\n```text\n";
const END: &str = "```\n";

#[test]
fn the_readme_shows_what_try_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let printed = Desk::new().run(&["try"]).ends_with(0).out;
    let (before, rest) = readme.split_once(BEGIN).expect("the mark where it is shown");
    let (shown, after) = rest.split_once(END).expect("the end of what is shown");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{printed}{END}{after}")).expect("written");
        return;
    }
    assert_eq!(shown, printed, "the README is stale: BLESS=1 cargo test -p firsthand readme");
}

#[test]
fn try_prints_the_same_every_time_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let first = desk.run(&["try"]).ends_with(0);
    assert_eq!(first.err, "");
    assert_eq!(desk.run(&["try"]).ends_with(0).out, first.out);
    assert_eq!(fs::read_dir(desk.path()).expect("a folder").count(), 0);
}

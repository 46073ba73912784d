//! Starts the lab. In: the words after `eval`. Out: what the lab prints.

use crate::gate::cargo;

/// Runs the suites named, or all whose gold is on this machine.
pub(crate) fn eval(words: &[String]) -> Result<(), String> {
    let mut all =
        vec!["run", "--release", "--quiet", "--package", "firsthand-lab", "--bin", "firsthand-lab", "--"];
    all.extend(words.iter().map(String::as_str));
    cargo(&all)
}

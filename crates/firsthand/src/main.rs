//! The program: command line, intake, runner, pages, export.

fn main() {}

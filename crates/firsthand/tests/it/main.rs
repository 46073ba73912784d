//! Whole-program tests: the program is run as a user would, and its output, messages and exit status are checked.

mod annotate;
mod program;

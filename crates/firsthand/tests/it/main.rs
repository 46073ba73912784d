//! Whole-program tests: the program is run as a user would, and its output, messages and exit status are checked.

mod annotate;
mod bad_input;
mod care;
mod cases;
mod damage;
mod decisions;
mod desk;
mod documents;
mod kills;
mod own_tables;
mod program;
mod sample;

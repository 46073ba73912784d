//! The memory of Firsthand: one SQLite file holding the case.

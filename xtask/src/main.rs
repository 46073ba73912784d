//! The dev loop: tidy, layers, eval, readme.

fn main() {}

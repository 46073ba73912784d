//! The judge: how often the engine is right. Evaluation is not testing: it needs gold sets, most of which cannot ship.
//!
//! In: a suite (`suites/*.toml`: what is measured, on which data, and how its figures may fool us) and a folder of data.
//! Out: figures, printed, and kept under `corpus/record`. Nothing needs this crate, and it does not ship.

pub mod answer;
pub mod gold;
pub mod metrics;
pub mod record;
pub mod suite;

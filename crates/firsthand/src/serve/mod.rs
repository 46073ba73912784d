//! The desk: the case in a browser, served by the program itself.
//!
//! A request goes through `guard` (is this our host, who is it, may they) to one function of `routes`, which answers with
//! a page, a record or a refusal. Nothing a page shows comes from anywhere but the case, and nothing leaves the machine.
#![allow(dead_code)]

mod answer;
mod asked;
mod assets;
mod desk;
mod drawing;
mod fields;
mod guard;
mod layout;
mod listen;
mod pages;
mod pool;
mod routes;
mod secret;
mod session;
mod view;

pub(crate) use desk::Settings;
pub(crate) use listen::run;

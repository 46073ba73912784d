//! The desk: the case in a browser, served by the program itself.
//!
//! A request goes through `guard` (is this our host, who is it, may they) to one function of `routes`, which answers with
//! a page, a record or a refusal. Nothing a page shows comes from anywhere but the case, and nothing leaves the machine.

mod accounts;
mod answer;
mod api;
mod asked;
mod assets;
mod catalogue;
mod desk;
mod drawing;
mod fields;
mod finder;
mod guard;
mod kept;
mod layout;
mod listen;
mod marks;
mod pages;
mod pictures;
mod pool;
mod queue;
mod review;
mod routes;
mod saved;
mod secret;
mod session;
mod shown;
mod view;
mod wording;

pub(crate) use accounts::made as account;
pub(crate) use desk::Settings;
pub(crate) use listen::run;
pub(crate) use secret::new as unguessable;
pub(crate) use session::Role;

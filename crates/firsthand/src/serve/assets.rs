//! The files that ship with the program: one style sheet, one script, one picture.
//!
//! Their addresses carry a stamp of their bytes, so that a browser keeps them for ever and a new program is seen at once.

use std::sync::LazyLock;

use firsthand_schema::ids::sha256_hex;

use super::{
    answer::{Answer, Refusal},
    asked::Asked,
};

const STYLE: &str =
    concat!(include_str!("../../../../web/desk.css"), include_str!("../../../../web/drawing.css"));
const SCRIPT: &str = include_str!("../../../../web/desk.js");
const ICON: &str = include_str!("../../../../web/icon.svg");

static STAMP: LazyLock<String> = LazyLock::new(|| {
    let all = [STYLE, SCRIPT, ICON].concat();
    sha256_hex(all.as_bytes())[..12].to_owned()
});

/// The address of a file.
pub(super) fn address(name: &str) -> String {
    format!("/static/{name}?{}", *STAMP)
}

pub(super) fn style(_: &Asked) -> Result<Answer, Refusal> {
    Ok(Answer::Asset("text/css; charset=utf-8", STYLE.as_bytes()))
}

pub(super) fn script(_: &Asked) -> Result<Answer, Refusal> {
    Ok(Answer::Asset("text/javascript; charset=utf-8", SCRIPT.as_bytes()))
}

pub(super) fn icon(_: &Asked) -> Result<Answer, Refusal> {
    Ok(Answer::Asset("image/svg+xml", ICON.as_bytes()))
}

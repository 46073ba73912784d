//! What a request is answered with: a page, a record, a way to somewhere else, bytes, or a refusal that says why.

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE},
    },
    response::Response,
};
use firsthand_store::Fault;
use maud::Markup;
use serde_json::{Value, json};

/// An answer.
pub(crate) enum Answer {
    /// A page.
    Page(Markup),
    /// A page that is no success: a form with what was wrong in it.
    Wrong(StatusCode, Markup),
    /// A record.
    Record(Value),
    /// A record that is no success.
    WrongRecord(StatusCode, Value),
    /// Somewhere else, by GET.
    See(String),
    /// Somewhere else, with a cookie.
    SeeWith(String, String),
    /// A file that ships with the program: its type and bytes. Its address changes when it does.
    Asset(&'static str, &'static [u8]),
    /// Bytes of the case: their type.
    Bytes(&'static str, Vec<u8>),
}

/// Why a request got no answer. Says the deed, the thing and the way out, and quotes nothing of the case.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) what: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, what: impl Into<String>) -> Self {
        Self { status, what: what.into() }
    }

    /// There is no such thing.
    pub(crate) fn missing(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            format!(
                "There is no such {what} in this case. It may have been read anew under another address: look for it with Search."
            ),
        )
    }

    /// The request itself is wrong.
    pub(crate) fn bad(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what)
    }

    /// As a record.
    pub(super) fn record(&self) -> Value {
        json!({"error": {"status": self.status.as_u16(), "what": self.what}})
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let status = match fault {
            Fault::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Conflict(_) => StatusCode::CONFLICT,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, fault.to_string())
    }
}

impl From<String> for Refusal {
    fn from(what: String) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, what)
    }
}

impl Answer {
    /// As it goes over the wire.
    pub(super) fn response(self) -> Response {
        match self {
            Self::Page(page) => html(StatusCode::OK, page.into_string()),
            Self::Wrong(status, page) => html(status, page.into_string()),
            Self::Record(value) => with(StatusCode::OK, "application/json", value.to_string()),
            Self::WrongRecord(status, value) => with(status, "application/json", value.to_string()),
            Self::See(to) => see(&to),
            Self::SeeWith(to, cookie) => {
                let mut response = see(&to);
                if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                    response.headers_mut().insert(SET_COOKIE, cookie);
                }
                response
            }
            Self::Asset(kind, bytes) => {
                let mut response = with(StatusCode::OK, kind, bytes);
                let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
                response.headers_mut().insert(CACHE_CONTROL, forever);
                response
            }
            Self::Bytes(kind, bytes) => with(StatusCode::OK, kind, bytes),
        }
    }
}

/// A page over the wire.
pub(super) fn html(status: StatusCode, page: String) -> Response {
    with(status, "text/html; charset=utf-8", page)
}

/// A record over the wire.
pub(super) fn record(status: StatusCode, value: &Value) -> Response {
    with(status, "application/json", value.to_string())
}

fn see(to: &str) -> Response {
    let mut response = with(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", String::new());
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn with(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

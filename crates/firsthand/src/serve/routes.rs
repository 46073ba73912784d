//! Every address of the desk, with who may ask for it and what answers. The tests and the API's description are held
//! against this table.

use std::sync::Arc;

use axum::{
    Router,
    extract::{RawPathParams, Request},
    routing::{MethodFilter, on},
};

use super::{
    answer::{Answer, Refusal},
    asked::Asked,
    assets,
    desk::Desk,
    guard, pages,
    session::Role,
};

/// The longest form that is taken, in bytes: a note of some pages, or a bulk decision over hundreds of claims.
const FORM_MAX: usize = 256 << 10;

/// One address.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) is_post: bool,
    pub(crate) path: &'static str,
    /// The least that somebody must be.
    pub(crate) least: Role,
    /// The most that may be sent.
    pub(crate) body_max: usize,
    pub(crate) answer: fn(&Asked) -> Result<Answer, Refusal>,
}

type Answering = fn(&Asked) -> Result<Answer, Refusal>;

const fn get(path: &'static str, least: Role, answer: Answering) -> Route {
    Route { is_post: false, path, least, body_max: 0, answer }
}

const fn post(path: &'static str, least: Role, answer: Answering) -> Route {
    Route { is_post: true, path, least, body_max: FORM_MAX, answer }
}

/// All of them.
pub(crate) const ROUTES: &[Route] = &[
    get("/static/desk.css", Role::Anyone, assets::style),
    get("/static/desk.js", Role::Anyone, assets::script),
    get("/static/icon.svg", Role::Anyone, assets::icon),
    get("/favicon.ico", Role::Anyone, assets::icon),
    get("/enter", Role::Anyone, pages::door::enter),
    post("/leave", Role::Viewer, pages::door::leave),
    post("/theme", Role::Anyone, pages::door::theme),
    get("/", Role::Viewer, pages::overview::page),
];

/// The router over the table.
pub(super) fn router(desk: &Arc<Desk>) -> Router {
    let mut router = Router::new();
    for &route in ROUTES {
        let filter = if route.is_post { MethodFilter::POST } else { MethodFilter::GET };
        let here = Arc::clone(desk);
        let answer = move |parameters: RawPathParams, request: Request| {
            guard::answer(Arc::clone(&here), route, parameters, request)
        };
        router = router.route(route.path, on(filter, answer));
    }
    let (here, there) = (Arc::clone(desk), Arc::clone(desk));
    router
        .fallback(move |request: Request| guard::nowhere(Arc::clone(&here), request))
        .method_not_allowed_fallback(move |request: Request| guard::nowhere(Arc::clone(&there), request))
}

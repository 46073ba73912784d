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
    api,
    asked::Asked,
    assets,
    desk::Desk,
    guard, pages, saved,
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
    get("/sign-in", Role::Anyone, pages::door::sign_in_page),
    post("/sign-in", Role::Anyone, pages::door::sign_in),
    get("/", Role::Viewer, pages::overview::page),
    get("/incidents", Role::Viewer, pages::incidents::page),
    get("/incident/{id}", Role::Viewer, pages::incident::page),
    get("/search", Role::Viewer, pages::search::page),
    post("/search/save", Role::Analyst, saved::save),
    post("/search/drop", Role::Analyst, saved::drop),
    get("/document/{key}", Role::Viewer, pages::document::page),
    get("/document/{key}/original", Role::Viewer, pages::original::page),
    get("/document/{key}/beside/{other}", Role::Viewer, pages::beside::page),
    get("/sources", Role::Viewer, pages::sources::list),
    get("/source/{id}", Role::Viewer, pages::sources::page),
    get("/review", Role::Viewer, pages::review::queue),
    get("/review/claim/{key}/{claim}", Role::Viewer, pages::review::claim),
    post("/decide", Role::Analyst, pages::decide::one),
    post("/decide/many", Role::Analyst, pages::decide::many),
    post("/link", Role::Analyst, pages::decide::link),
    post("/withdraw", Role::Analyst, pages::decide::withdraw),
    post("/undo", Role::Analyst, pages::decide::undo),
    get("/log", Role::Viewer, pages::log::page),
    get("/add", Role::Analyst, pages::add::page),
    get("/account", Role::Viewer, pages::account::page),
    post("/names", Role::Analyst, pages::account::names_shown),
    post("/account/add", Role::Admin, pages::account::add),
    post("/account/drop", Role::Admin, pages::account::drop),
    get("/api/v1/openapi.json", Role::Anyone, api::description),
    post("/api/v1/session", Role::Anyone, api::session),
    get("/api/v1/overview", Role::Viewer, api::overview),
    get("/api/v1/search", Role::Viewer, api::search),
    get("/api/v1/incidents", Role::Viewer, api::incident_list),
    get("/api/v1/incidents/{id}", Role::Viewer, api::incident),
    get("/api/v1/documents/{key}", Role::Viewer, api::document),
    get("/api/v1/documents/{key}/claims/{claim}", Role::Viewer, api::claim),
    get("/api/v1/sources/{id}", Role::Viewer, api::source),
    get("/api/v1/review", Role::Viewer, api::waiting),
    get("/api/v1/log", Role::Viewer, api::deeds),
    get("/api/v1/saved-searches", Role::Viewer, api::saved_searches),
    post("/api/v1/saved-searches", Role::Analyst, api::save_search),
    post("/api/v1/saved-searches/drop", Role::Analyst, api::drop_search),
    post("/api/v1/decisions", Role::Analyst, api::decide),
    post("/api/v1/decisions/many", Role::Analyst, api::decide_many),
    post("/api/v1/links", Role::Analyst, api::link),
    post("/api/v1/withdrawals", Role::Analyst, api::withdraw),
    post("/api/v1/undo", Role::Analyst, api::undo),
    Route { body_max: pages::add::FILE_MAX, ..post("/api/v1/files", Role::Analyst, pages::add::file) },
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

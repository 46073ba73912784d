//! Stands at the door of every route: is the host ours, who asks, may they, did they mean it. Then one function answers.
//!
//! Every answer leaves with the same headers. No page may run a script, load anything or be framed except as they say.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, to_bytes},
    extract::{RawPathParams, Request},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, ORIGIN,
            REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
        request::Parts,
    },
    response::Response,
};

use super::{
    answer::{self, Refusal},
    asked::Asked,
    desk::Desk,
    fields::Fields,
    layout, pages,
    routes::Route,
    secret,
    session::{Role, Session},
};

/// Nothing but what this program itself serves, and not even that in a frame or with a script in the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The headers of every answer.
const HEADERS: [(&str, &str); 4] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
];

/// How long a body may take to arrive: a file of the largest size over a slow line.
const BODY_TIME: Duration = Duration::from_secs(60);

/// Answers a request to a route.
pub(super) async fn answer(
    desk: Arc<Desk>,
    route: Route,
    parameters: RawPathParams,
    request: Request,
) -> Response {
    let path: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (parts, body) = request.into_parts();
    let theme = cookie(&parts.headers, "theme").unwrap_or_default();
    let is_record = parts.uri.path().starts_with("/api/");
    let outcome = admit(&desk, route, &parts, body).await;
    let response = match outcome {
        Ok((session, form, body)) => {
            let asked = Asked {
                desk: Arc::clone(&desk),
                session,
                path: path.into_iter().fold(Fields::default(), |mut fields, (name, value)| {
                    fields.push(&name, &value);
                    fields
                }),
                query: Fields::of(parts.uri.query().unwrap_or_default().as_bytes()),
                form,
                body,
                address: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
                theme,
            };
            run(route, asked, is_record).await
        }
        Err(refusal) if refusal.status == StatusCode::UNAUTHORIZED && desk.settings.team && !is_record => {
            let page = layout::bare(&theme, "Sign in · Firsthand", &pages::door::sign_in_form(None));
            answer::html(refusal.status, page.into_string())
        }
        Err(refusal) => refused(&refusal, None, &theme, is_record),
    };
    sealed(response)
}

/// What is answered where no route leads.
pub(super) async fn nowhere(desk: Arc<Desk>, request: Request) -> Response {
    let is_record = request.uri().path().starts_with("/api/");
    let theme = cookie(request.headers(), "theme").unwrap_or_default();
    let refusal = if is_ours(&desk, request.headers()) {
        Refusal::new(StatusCode::NOT_FOUND, "There is no such page. The menu leads to those there are.")
    } else {
        wrong_host()
    };
    sealed(refused(&refusal, None, &theme, is_record))
}

/// Does the work on a thread that may wait for the disk.
async fn run(route: Route, asked: Asked, is_record: bool) -> Response {
    let theme = asked.theme.clone();
    let session = asked.session.clone();
    let desk = Arc::clone(&asked.desk);
    let answered = tokio::task::spawn_blocking(move || (route.answer)(&asked)).await;
    match answered {
        Ok(Ok(answer)) => answer.response(),
        Ok(Err(refusal)) => refused(&refusal, Some((&desk, &session)), &theme, is_record),
        Err(_) => refused(
            &Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "A fault in the program. Nothing in the case was changed; please report it.",
            ),
            None,
            &theme,
            is_record,
        ),
    }
}

/// Everything that is asked before a route answers.
async fn admit(
    desk: &Arc<Desk>,
    route: Route,
    parts: &Parts,
    body: Body,
) -> Result<(Session, Fields, Vec<u8>), Refusal> {
    if !is_ours(desk, &parts.headers) {
        return Err(wrong_host());
    }
    let (session, by_header) = who(desk, &parts.headers);
    if session.role < route.least {
        return Err(may_not(desk, &session, route.least));
    }
    let body = read(body, route.body_max).await?;
    let form = form(&parts.headers, &body)?;
    if parts.method != Method::GET && !by_header {
        meant(desk, route, parts, &session, &form)?;
    }
    Ok((session, form, body))
}

fn may_not(desk: &Desk, session: &Session, least: Role) -> Refusal {
    if session.role != Role::Anyone {
        return Refusal::new(
            StatusCode::FORBIDDEN,
            format!(
                "This needs the role “{}”; yours is “{}”. An admin can change it.",
                least.as_str(),
                session.role.as_str()
            ),
        );
    }
    let way_in = if desk.settings.team {
        "Sign in first."
    } else {
        "Open the address that `firsthand serve` printed: it holds the token that lets you in."
    };
    Refusal::new(StatusCode::UNAUTHORIZED, way_in)
}

fn wrong_host() -> Refusal {
    Refusal::new(
        StatusCode::MISDIRECTED_REQUEST,
        "This desk does not answer to that host name. Open the address that `firsthand serve` printed, or allow the \
         name with --host.",
    )
}

/// Whether the browser asked for us by a name that is ours: a page elsewhere may have its own name lead here.
fn is_ours(desk: &Desk, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let host = host.to_ascii_lowercase();
    desk.settings.hosts.contains(&host)
}

/// Who asks, and whether they said so in a header, which no other site can make a browser send.
fn who(desk: &Desk, headers: &HeaderMap) -> (Session, bool) {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::trim);
    if let Some(bearer) = bearer {
        if let Some(session) = desk.sessions.of(bearer) {
            return (session, true);
        }
        if !desk.settings.team && secret::same(bearer, &desk.token) {
            return (Session::by_token(&desk.settings.who), true);
        }
        return (Session::nobody(), true);
    }
    let session = cookie(headers, &cookie_name(desk)).and_then(|id| desk.sessions.of(&id));
    (session.unwrap_or_else(Session::nobody), false)
}

/// What the session's cookie is called here.
pub(super) fn cookie_name(desk: &Desk) -> String {
    let prefix = if desk.settings.behind_tls { "__Host-" } else { "" };
    format!("{prefix}firsthand-{}", desk.port)
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|cookies| cookies.split(';'))
        .filter_map(|one| one.trim().split_once('='))
        .find(|(of, _)| *of == name)
        .map(|(_, value)| value.to_owned())
}

/// Whether this deed was asked for on one of our own pages.
fn meant(desk: &Desk, route: Route, parts: &Parts, session: &Session, form: &Fields) -> Result<(), Refusal> {
    let foreign = || {
        Refusal::new(
            StatusCode::FORBIDDEN,
            "This form did not come from a page of this desk, or the page is older than your session. Nothing was \
             done: go back, reload the page and try again.",
        )
    };
    let header = |name: &HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let site = header(&HeaderName::from_static("sec-fetch-site"));
    // A page that names no referrer sends its forms with the origin "null", in Chromium and Firefox both; so does a hostile
    // frame, which `Sec-Fetch-Site` tells apart.
    let is_hushed = |origin: &&str| *origin == "null" && site == Some("same-origin");
    if let Some(origin) = header(&ORIGIN).filter(|origin| !is_hushed(origin)) {
        let host = origin.split_once("://").map_or("", |(_, host)| host);
        if !desk.settings.hosts.iter().any(|ours| ours == &host.to_ascii_lowercase()) {
            return Err(foreign());
        }
    }
    if let Some(site) = site
        && !matches!(site, "same-origin" | "none")
    {
        return Err(foreign());
    }
    // Before anybody is in there is no session to bind a form to; `Origin` and `Sec-Fetch-Site` stand alone there.
    if route.least == Role::Anyone && session.role == Role::Anyone {
        return Ok(());
    }
    let sent = header(&HeaderName::from_static("x-csrf-token")).or_else(|| form.get("csrf")).unwrap_or("");
    if session.csrf.is_empty() || !secret::same(sent, &session.csrf) {
        return Err(foreign());
    }
    Ok(())
}

async fn read(body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    let too_long = || {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("What was sent is longer than the {limit} bytes taken here."),
        )
    };
    match tokio::time::timeout(BODY_TIME, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) => Err(too_long()),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "What was sent did not arrive in time.")),
    }
}

fn form(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Refusal> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Ok(Fields::of(body));
    }
    if kind.starts_with("application/json") && !body.is_empty() {
        let value = serde_json::from_slice(body).map_err(|error| {
            Refusal::bad(format!("This is not JSON, at line {} column {}.", error.line(), error.column()))
        })?;
        return Ok(Fields::of_json(&value));
    }
    Ok(Fields::default())
}

/// A refusal as a page or a record. Who has not come in is shown the door and not only told.
fn refused(refusal: &Refusal, of: Option<(&Desk, &Session)>, theme: &str, is_record: bool) -> Response {
    if is_record {
        return answer::record(refusal.status, &refusal.record());
    }
    let page = layout::bare(theme, "Firsthand", &pages::refusal(refusal, of.map(|(_, session)| session)));
    answer::html(refusal.status, page.into_string())
}

/// The answer with the headers that all have.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // What stands in a case is not for a cache on a shared machine.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

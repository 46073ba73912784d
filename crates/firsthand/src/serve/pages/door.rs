//! Coming in, going out, and how the page looks.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::serve::{
    accounts,
    answer::{Answer, Refusal},
    asked::Asked,
    desk::Desk,
    guard, layout, secret,
    session::{Role, Session},
};

/// `GET /enter?token=…`: the address that was printed when the desk was opened.
pub(crate) fn enter(asked: &Asked) -> Result<Answer, Refusal> {
    let desk = &asked.desk;
    let token = asked.query.or_empty("token");
    if desk.settings.team || !secret::same(token, &desk.token) {
        return Err(Refusal::new(
            StatusCode::UNAUTHORIZED,
            "This token does not open this desk: it holds until the program ends. Open the address that `firsthand \
             serve` printed last.",
        ));
    }
    let session = desk.sessions.begin(&desk.settings.who, Role::Admin)?;
    Ok(Answer::SeeWith("/".to_owned(), cookie(desk, &session)))
}

/// `GET /sign-in`.
pub(crate) fn sign_in_page(asked: &Asked) -> Result<Answer, Refusal> {
    Ok(Answer::Page(layout::bare(&asked.theme, "Sign in · Firsthand", &sign_in_form(None))))
}

/// The form; with what was wrong with the last try.
pub(crate) fn sign_in_form(wrong: Option<&str>) -> Markup {
    html! {
        h1 { "Sign in" }
        @if let Some(wrong) = wrong { p.note.warn role="alert" { (wrong) } }
        form method="post" action="/sign-in" {
            div.field { label for="name" { "Name" } input #name type="text" name="name" required autocomplete="username"; }
            div.field { label for="password" { "Password" } input #password type="password" name="password" required autocomplete="current-password"; }
            button.main { "Sign in" }
        }
    }
}

/// `POST /sign-in`.
pub(crate) fn sign_in(asked: &Asked) -> Result<Answer, Refusal> {
    match signed_in(asked) {
        Ok(session) => Ok(Answer::SeeWith("/".to_owned(), cookie(&asked.desk, &session))),
        Err(refusal) if refusal.status == StatusCode::INTERNAL_SERVER_ERROR => Err(refusal),
        Err(refusal) => {
            let page = layout::bare(&asked.theme, "Sign in · Firsthand", &sign_in_form(Some(&refusal.what)));
            Ok(Answer::Wrong(refusal.status, page))
        }
    }
}

/// Checks name and password, and lets in.
pub(crate) fn signed_in(asked: &Asked) -> Result<Session, Refusal> {
    let desk = &asked.desk;
    let (name, password) = (asked.form.or_empty("name"), asked.form.or_empty("password"));
    if !desk.settings.team {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "This desk has no accounts: open the address that was printed.",
        ));
    }
    if let Some(wait) = desk.tries.wait(name) {
        let what = format!("Too many wrong passwords. Try again in {} seconds.", wait.as_secs() + 1);
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, what));
    }
    let account = desk.pool.with(|case| case.account(name).map_err(Refusal::from))?;
    let Some(role) = accounts::checked(account.as_ref(), password) else {
        desk.tries.failed(name);
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "Name and password do not belong together."));
    };
    desk.tries.passed(name);
    Ok(desk.sessions.begin(name, role)?)
}

/// The cookie of a session: no script reads it, no other site sends it.
pub(crate) fn cookie(desk: &Desk, session: &Session) -> String {
    let secure = if desk.settings.behind_tls { "; Secure" } else { "" };
    format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", guard::cookie_name(desk), session.id)
}

/// `POST /leave`.
pub(crate) fn leave(asked: &Asked) -> Result<Answer, Refusal> {
    asked.desk.sessions.end(&asked.session.id);
    Ok(Answer::See("/".to_owned()))
}

/// `POST /theme`: dark, light, or as the system has it.
pub(crate) fn theme(asked: &Asked) -> Result<Answer, Refusal> {
    let theme = match asked.form.or_empty("theme") {
        it @ ("dark" | "light") => format!("theme={it}; Max-Age=31536000"),
        _ => "theme=; Max-Age=0".to_owned(),
    };
    Ok(Answer::SeeWith(back(asked), format!("{theme}; Path=/; HttpOnly; SameSite=Strict")))
}

/// Where the form stood: a path of this desk, never another site's.
pub(crate) fn back(asked: &Asked) -> String {
    let back = asked.form.or_empty("back");
    let is_ours = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
    if is_ours { back.to_owned() } else { "/".to_owned() }
}

//! Coming in, going out, and how the page looks.

use axum::http::StatusCode;

use crate::serve::{
    answer::{Answer, Refusal},
    asked::Asked,
    desk::Desk,
    guard, secret,
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

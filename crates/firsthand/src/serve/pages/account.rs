//! Who one is here; showing and hiding names; going out. For admins of a team, who may come in.

use maud::{Markup, html};
use serde_json::json;

use super::door::back;
use crate::{
    cli::case::now,
    serve::{
        accounts,
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room, csrf},
        session::Role,
    },
};

/// `GET /account`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let session = &asked.session;
    let content = html! {
        h1 { "Account" }
        p { "You are " strong { bdi { (session.who) } } ", " (session.role.as_str()) ". Your decisions are entered under this name." }
        (names(asked))
        @if asked.desk.settings.team {
            @if session.role == Role::Admin { (people(asked)?) }
            form method="post" action="/leave" { (csrf(session)) button { "Sign out" } }
        }
    };
    Ok(Answer::Page(layout::page(asked, Room::Account, "Account", &content)))
}

/// Showing and hiding the names of protected people.
fn names(asked: &Asked) -> Markup {
    let session = &asked.session;
    html! {
        section.card aria-labelledby="names" {
            h2 #names { "Names of protected people" }
            p { "People at risk are shown as “Person” and a number: soldiers who refused, prisoners, relatives, whoever asked not to be named." }
            @if !asked.decides() {
                p { "Your role reads without names." }
            } @else if session.reveals {
                p { strong { "Names are shown in this session." } }
                form method="post" action="/names" {
                    (csrf(session)) input type="hidden" name="back" value="/account";
                    button.main name="show" value="no" { "Hide names" }
                }
            } @else {
                form method="post" action="/names" {
                    (csrf(session)) input type="hidden" name="back" value="/account";
                    div.field { label for="why" { "Why you need to see them (entered in the log)" } input #why type="text" name="why" required maxlength="2000"; }
                    button name="show" value="yes" { "Show names in this session" }
                }
            }
        }
    }
}

/// `POST /names`: shows names in this session, or hides them again. Showing is entered in the log before anything is shown.
pub(crate) fn names_shown(asked: &Asked) -> Result<Answer, Refusal> {
    let shows = asked.form.or_empty("show") == "yes";
    if shows {
        let why = asked
            .form
            .get("why")
            .ok_or_else(|| Refusal::bad("Say why you need to see the names: it is entered in the log."))?;
        enter(asked, "revealed", "names", &json!({"command": "serve", "why": why}))?;
    }
    asked.desk.sessions.reveal(&asked.session.id, shows);
    Ok(Answer::See(back(asked)))
}

/// Enters a deed in the log.
pub(crate) fn enter(
    asked: &Asked,
    deed: &str,
    subject: &str,
    details: &serde_json::Value,
) -> Result<(), Refusal> {
    let time = now();
    let deed = firsthand_store::Deed { time: &time, who: &asked.session.who, deed, subject, details };
    asked.desk.pool.with(|case| case.enter(&deed).map_err(Refusal::from))?;
    Ok(())
}

/// Who may come in.
fn people(asked: &Asked) -> Result<Markup, Refusal> {
    let people = asked.desk.pool.with(|case| case.accounts().map_err(Refusal::from))?;
    Ok(html! {
        section.card aria-labelledby="people" {
            h2 #people { "Who may come in" }
            div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table {
                caption.hidden-label { "Accounts" }
                thead { tr { th { "Name" } th { "Role" } th { "Since" } th {} } }
                tbody {
                    @for it in &people {
                        tr {
                            td { bdi { (it.name) } } td { (it.role) } td.nowrap { (it.since.get(..10).unwrap_or_default()) }
                            td {
                                @if it.name != asked.session.who {
                                    form method="post" action="/account/drop" {
                                        (csrf(&asked.session)) input type="hidden" name="name" value=(it.name);
                                        button.quiet { "Remove" }
                                    }
                                }
                            }
                        }
                    }
                }
            } }
            details {
                summary { "Let somebody in" }
                form method="post" action="/account/add" autocomplete="off" {
                    (csrf(&asked.session))
                    div.field { label for="name" { "Name" } input #name type="text" name="name" required maxlength="60"; }
                    div.field { label for="role" { "Role" } select #role name="role" {
                        option { "viewer" } option { "analyst" } option { "admin" }
                    } }
                    div.field { label for="password" { "Password, " (accounts::PASSWORD_MIN) " letters at least" }
                        input #password type="password" name="password" required minlength=(accounts::PASSWORD_MIN) autocomplete="new-password"; }
                    button.main { "Add" }
                }
            }
        }
    })
}

/// `POST /account/add`.
pub(crate) fn add(asked: &Asked) -> Result<Answer, Refusal> {
    let form = &asked.form;
    let role = Role::of(form.or_empty("role"))
        .ok_or_else(|| Refusal::bad("The role is viewer, analyst or admin."))?;
    let made =
        accounts::made(form.or_empty("name"), form.or_empty("password"), role).map_err(Refusal::bad)?;
    let time = now();
    asked.desk.pool.with(|case| case.set_account(&made, &time, &asked.session.who).map_err(Refusal::from))?;
    Ok(Answer::See("/account".to_owned()))
}

/// `POST /account/drop`.
pub(crate) fn drop(asked: &Asked) -> Result<Answer, Refusal> {
    let name = asked.form.or_empty("name");
    if name == asked.session.who {
        return Err(Refusal::bad("You cannot remove yourself: ask another admin."));
    }
    let time = now();
    asked.desk.pool.with(|case| case.drop_account(name, &time, &asked.session.who).map_err(Refusal::from))?;
    asked.desk.sessions.end_all_of(name);
    Ok(Answer::See("/account".to_owned()))
}

//! What all pages have: head, menu, place for the content, foot.

use maud::{DOCTYPE, Markup, html};

use super::{
    asked::Asked,
    assets,
    session::{Role, Session},
};

/// The rooms of the desk, in the order of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Overview,
    Search,
    Sources,
    Review,
    Add,
    Log,
    Account,
}

impl Room {
    const MENU: [Self; 6] = [Self::Overview, Self::Search, Self::Sources, Self::Review, Self::Add, Self::Log];

    fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Search => "Search",
            Self::Sources => "Sources",
            Self::Review => "Review",
            Self::Add => "Add",
            Self::Log => "Log",
            Self::Account => "Account",
        }
    }

    fn address(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Search => "/search",
            Self::Sources => "/sources",
            Self::Review => "/review",
            Self::Add => "/add",
            Self::Log => "/log",
            Self::Account => "/account",
        }
    }

    fn least(self) -> Role {
        match self {
            Self::Add => Role::Analyst,
            _ => Role::Viewer,
        }
    }
}

/// A page of the desk.
pub(crate) fn page(asked: &Asked, room: Room, title: &str, content: &Markup) -> Markup {
    let session = &asked.session;
    shell(
        &asked.theme,
        &format!("{title} · {}", asked.desk.name()),
        html! {
            header.top {
                a.wordmark href="/" { "Firsthand" }
                nav aria-label="Rooms" {
                    @for it in Room::MENU.into_iter().filter(|it| session.role >= it.least()) {
                        a href=(it.address()) aria-current=[(it == room).then_some("page")] { (it.name()) }
                    }
                }
                div.case {
                    a href="/account" aria-current=[(room == Room::Account).then_some("page")] { (session.who) }
                    @if session.reveals { span.flag title="You see the names of protected people. This is in the log." { "names shown" } }
                }
            }
            main #content tabindex="-1" data-csrf=(session.csrf) { (content) }
            footer.foot {
                p { "Case " b { (asked.desk.name()) } ". Firsthand does not say what is true. It says who said what, and who only repeated it." }
                (theme_switch(asked))
            }
        },
    )
}

/// A page without a menu: the door, and what there is to say when something went wrong.
pub(crate) fn bare(theme: &str, title: &str, content: &Markup) -> Markup {
    shell(
        theme,
        title,
        html! {
            header.top { a.wordmark href="/" { "Firsthand" } }
            main.narrow #content tabindex="-1" { (content) }
        },
    )
}

fn shell(theme: &str, title: &str, body: Markup) -> Markup {
    let theme = Some(theme).filter(|theme| matches!(*theme, "dark" | "light"));
    html! {
        (DOCTYPE)
        html lang="en" data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href=(assets::address("desk.css"));
                link rel="icon" href=(assets::address("icon.svg"));
                script src=(assets::address("desk.js")) defer {}
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                (body)
            }
        }
    }
}

fn theme_switch(asked: &Asked) -> Markup {
    let (value, words) = if asked.theme == "dark" { ("light", "Light page") } else { ("dark", "Dark page") };
    html! {
        form method="post" action="/theme" {
            (csrf(&asked.session))
            input type="hidden" name="back" value=(asked.address);
            @if asked.theme.is_empty() {
                button.quiet name="theme" value="dark" { "Dark page" } " "
                button.quiet name="theme" value="light" { "Light page" }
            } @else {
                button.quiet name="theme" value=(value) { (words) } " "
                button.quiet name="theme" value="system" { "As the system has it" }
            }
        }
    }
}

/// The hidden field of every form.
pub(crate) fn csrf(session: &Session) -> Markup {
    html! { input type="hidden" name="csrf" value=(session.csrf); }
}

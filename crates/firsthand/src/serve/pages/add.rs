//! Takes reports in from the page: files are dropped, each is sent on its own, and each answer says what became of it.

use maud::html;
use serde_json::{Value, json};

use crate::{
    cli::{add::take_in, case::now},
    serve::{
        answer::{Answer, Refusal},
        asked::Asked,
        layout::{self, Room},
    },
};

/// The largest file that the page takes; `firsthand add` takes larger ones.
pub(crate) const FILE_MAX: usize = 64 << 20;

/// `GET /add`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Refusal> {
    let content = html! {
        h1 { "Add reports" }
        p { "Texts, saved pages and JSON lines, each also gzipped, up to " (FILE_MAX >> 20) " MB a file. The original of each is kept, byte for byte. Nothing leaves this machine." }
        div.drop data-drop="" {
            p { label for="files" { "Drop files here, or choose them:" } }
            input #files type="file" multiple;
        }
        noscript { p.note { "Without scripts the page cannot send files: run " code { "firsthand add PATH" } " beside the open desk." } }
        div role="status" aria-live="polite" { progress #progress hidden max="1" value="0" aria-label="Files sent" {} p #told {} }
        div.scroll tabindex="0" role="region" aria-label="Table; scrolls sideways where it does not fit" { table #taken hidden {
            caption.hidden-label { "What became of each file" }
            thead { tr { th { "File" } th { "What became of it" } } }
            tbody {}
        } }
    };
    Ok(Answer::Page(layout::page(asked, Room::Add, "Add", &content)))
}

/// `POST /api/v1/files?name=…`: the bytes of one file.
pub(crate) fn file(asked: &Asked) -> Result<Answer, Refusal> {
    let name = file_name(asked.query.or_empty("name"));
    if asked.body.is_empty() {
        return Err(Refusal::bad("The file is empty."));
    }
    let data = asked.desk.language()?;
    let taken = asked.desk.pool.with(|case| {
        take_in(case, &name, &asked.body, &data, &now(), &asked.session.who).map_err(Refusal::from)
    })?;
    let texts: Vec<Value> = taken
        .iter()
        .map(|it| json!({"name": it.name, "came": it.came, "claims": it.claims, "notes": it.notes}))
        .collect();
    let count = |came: &str| taken.iter().filter(|it| it.came == came).count();
    Ok(Answer::Record(json!({
        "name": name, "added": count("added"), "already": count("already"), "refused": count("refused"), "texts": texts,
    })))
}

/// A name without folders and without what no file is called.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|it| !it.is_control()).take(200).collect();
    if clean.trim().is_empty() { "a file from the desk".to_owned() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folders() {
        for (given, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\texts\\a.txt", "a.txt"),
            ("a\nb.txt", "ab.txt"),
            ("", "a file from the desk"),
        ] {
            assert_eq!(file_name(given), expected);
        }
    }
}

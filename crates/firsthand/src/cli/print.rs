//! Words on a terminal or in a pipe: colours only where somebody sees them, and no control characters from a text.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use terminal_size::{Width, terminal_size};

use super::cannot_write;

/// How something is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Strong,
    Faint,
    Marked,
}

/// Standard output.
pub(crate) struct Page {
    out: BufWriter<StdoutLock<'static>>,
    pub(crate) colours: bool,
    /// How wide a line may be; none in a pipe, where nothing is cut.
    pub(crate) width: Option<usize>,
    /// How wide a table may be; none where nothing is to be cut.
    table_width: Option<usize>,
}

impl Page {
    /// Opens standard output.
    pub(crate) fn open() -> Self {
        let on_terminal = io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = terminal_size().map_or(100, |(Width(width), _)| usize::from(width)).max(40);
        Self {
            out: BufWriter::new(io::stdout().lock()),
            colours: on_terminal && wanted,
            width: on_terminal.then_some(width),
            table_width: Some(if on_terminal { width } else { PIPED }),
        }
    }

    /// Standard output for tables that are not to be cut, where `wide` says so.
    pub(crate) fn open_for_tables(wide: bool) -> Self {
        let page = Self::open();
        Self { table_width: page.table_width.filter(|_| !wide), ..page }
    }

    /// Writes words as they are.
    pub(crate) fn put(&mut self, words: &str) -> Result<(), String> {
        self.out.write_all(words.as_bytes()).map_err(|error| cannot_write(&error))
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, words: &str) -> Result<(), String> {
        self.put(words)?;
        self.put("\n")
    }

    /// Words in a style, without it in a pipe.
    pub(crate) fn styled(&self, style: Style, words: &str) -> String {
        let code = match style {
            Style::Plain => return words.to_owned(),
            _ if !self.colours || words.is_empty() => return words.to_owned(),
            Style::Strong => "1",
            Style::Faint => "2",
            Style::Marked => "4",
        };
        format!("\x1b[{code}m{words}\x1b[0m")
    }

    /// Words as far as they go into the line after `before` columns; all of them in a pipe.
    pub(crate) fn cut(&self, words: &str, before: usize) -> String {
        cut(words, self.width.map(|width| width.saturating_sub(before).max(10)))
    }

    /// Writes rows under heads, every column but the last as wide as its widest cell, or as there is room for. What is
    /// longer is cut.
    pub(crate) fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) -> Result<(), String> {
        let wide = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            let widest = cells.chain([heads[column].chars().count()]).max().unwrap_or(0);
            if self.table_width.is_some() { widest.min(COLUMN_MAX) } else { widest }
        };
        let mut widths: Vec<usize> = (0..heads.len()).map(wide).collect();
        if let Some(width) = self.table_width {
            narrow(&mut widths, heads, width);
        }
        let head: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        let head = self.row(&head, &widths);
        let head = self.styled(Style::Strong, head.trim_end());
        self.line(&head)?;
        for row in rows {
            let row = self.row(row, &widths);
            self.line(row.trim_end())?;
        }
        Ok(())
    }

    fn row(&self, cells: &[String], widths: &[usize]) -> String {
        let (mut line, mut used) = (String::new(), 0);
        for (at, (cell, &width)) in cells.iter().zip(widths).enumerate() {
            let cell = one_line(cell);
            if at + 1 == widths.len() {
                line += &cut(&cell, self.table_width.map(|all| all.saturating_sub(used).max(10)));
            } else {
                let cell = cut(&cell, self.table_width.map(|_| width));
                let gap = width.saturating_sub(cell.chars().count()) + 2;
                line += &cell;
                line.extend(std::iter::repeat_n(' ', gap));
                used += width + 2;
            }
        }
        line
    }

    /// Ends: what was written is handed over.
    pub(crate) fn close(mut self) -> Result<(), String> {
        self.out.flush().map_err(|error| cannot_write(&error))
    }
}

/// A wider column than this leaves the last one no room on a common terminal.
const COLUMN_MAX: usize = 48;

/// How wide a table is in a pipe: what a page on its side holds. Programs ask for JSON.
const PIPED: usize = 140;

/// The last column, which says the most, keeps at least so much, as long as the others have something to give.
const LAST_MIN: usize = 30;

/// No column is made narrower than a day ("Tue 27 Jun 1905"), nor narrower than its head.
const COLUMN_MIN: usize = 15;

/// Takes from the widest columns what the last one needs. The first is what a row is called by, to be copied into the next
/// command: it stays whole.
fn narrow(widths: &mut [usize], heads: &[&str], all: usize) {
    let Some((last, others)) = widths.split_last_mut() else { return };
    let wanted = (*last).min(LAST_MIN);
    let least = |at: usize| COLUMN_MIN.max(heads[at].chars().count());
    while others.iter().map(|width| width + 2).sum::<usize>() + wanted > all {
        let widest = (1..others.len()).filter(|&at| others[at] > least(at)).max_by_key(|&at| others[at]);
        let Some(at) = widest else { return };
        others[at] -= 1;
    }
}

/// Words up to a width, the last sign an ellipsis where they are longer.
fn cut(words: &str, room: Option<usize>) -> String {
    match room {
        Some(room) if words.chars().count() > room => {
            words.chars().take(room.saturating_sub(1)).chain(['…']).collect()
        }
        _ => words.to_owned(),
    }
}

/// Words without the control characters with which a text could steer the terminal. Line ends and tabs stay.
pub(crate) fn plain(words: &str) -> String {
    words
        .chars()
        .map(
            |letter| {
                if letter.is_control() && letter != '\n' && letter != '\t' { '\u{fffd}' } else { letter }
            },
        )
        .collect()
}

/// Words on one line, with single blanks.
pub(crate) fn one_line(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    plain(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(plain("a\x1b[2Jb\tc\n"), "a\u{fffd}[2Jb\tc\n");
        assert_eq!(one_line(" a\n\n b\u{a0}c "), "a b c");
    }

    #[test]
    fn the_widest_columns_give_way_to_the_last() {
        let mut widths = [8, 40, 30, 12, 200];
        narrow(&mut widths, &["A", "B", "C", "D", "E"], 100);
        assert_eq!(widths[0], 8);
        assert_eq!(widths.iter().take(4).map(|width| width + 2).sum::<usize>() + LAST_MIN, 100);
        // Nothing is taken where all fit, and no column loses its head.
        let mut fits = [8, 20, 30];
        narrow(&mut fits, &["A", "B", "C"], 100);
        assert_eq!(fits, [8, 20, 30]);
        let mut tight = [30, 30, 90];
        narrow(&mut tight, &["A LONG HEAD OF IT", "B", "C"], 40);
        assert_eq!(tight, [30, 15, 90]);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("abcdef", Some(4)), "abc…");
        assert_eq!(cut("abcd", Some(4)), "abcd");
        assert_eq!(cut("abcdef", None), "abcdef");
    }
}

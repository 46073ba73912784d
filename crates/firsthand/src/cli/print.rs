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
        }
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
        let Some(width) = self.width else { return words.to_owned() };
        let room = width.saturating_sub(before).max(10);
        if words.chars().count() <= room {
            return words.to_owned();
        }
        words.chars().take(room - 1).chain(['…']).collect()
    }

    /// Writes rows under heads, every column but the last as wide as its widest cell.
    pub(crate) fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) -> Result<(), String> {
        let wide = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([heads[column].chars().count()]).max().unwrap_or(0).min(COLUMN_MAX)
        };
        let widths: Vec<usize> = (0..heads.len()).map(wide).collect();
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
                line += &self.cut(&cell, used);
            } else {
                let cell = if self.width.is_some() && cell.chars().count() > width {
                    cell.chars().take(width - 1).chain(['…']).collect()
                } else {
                    cell
                };
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
}

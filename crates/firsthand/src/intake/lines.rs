//! Reads a file line by line in bounded memory: a line longer than the limit is passed over, not held.
//!
//! `"{}\n{}\n"` gives `Line::Whole(b"{}")` numbered 1 and 2.

use std::io::{self, BufRead};

/// One line of a file, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// It was longer than the limit; this many bytes were passed over.
    TooLong(u64),
}

/// The lines of `from`, numbered from 1.
pub(crate) struct Lines<R> {
    from: R,
    limit: usize,
    number: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines of at most `limit` bytes.
    pub(crate) fn new(from: R, limit: usize) -> Self {
        Self { from, limit, number: 0, ended: false }
    }

    /// Reads up to the next line feed.
    fn read(&mut self) -> io::Result<Option<Line>> {
        let (mut kept, mut length) = (Vec::new(), 0u64);
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() && length == 0 {
                return Ok(None);
            }
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let words = &chunk[..end.unwrap_or(chunk.len())];
            length += words.len() as u64;
            if length <= self.limit as u64 {
                kept.extend_from_slice(words);
            } else {
                kept = Vec::new();
            }
            let (used, last) = (end.map_or(chunk.len(), |end| end + 1), end.is_some() || chunk.is_empty());
            self.from.consume(used);
            if last {
                return Ok(Some(if length <= self.limit as u64 {
                    Line::Whole(kept)
                } else {
                    Line::TooLong(length)
                }));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (u64, io::Result<Line>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let line = self.read().transpose()?;
        self.ended = line.is_err();
        Some((self.number, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let tiny_buffer = io::BufReader::with_capacity(3, text.as_bytes());
        let found: Vec<String> = Lines::new(tiny_buffer, 5)
            .map(|(number, line)| match line {
                Ok(Line::Whole(words)) => format!("{number}:{}", String::from_utf8_lossy(&words)),
                Ok(Line::TooLong(bytes)) => format!("{number}!{bytes}"),
                Err(error) => error.to_string(),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_line_is_passed_over_and_the_rest_is_read() {
        check("one\ntoo long by far\ntwo\n", &["1:one", "2!15", "3:two"]);
    }

    #[test]
    fn the_last_line_needs_no_end() {
        check("one\ntwo", &["1:one", "2:two"]);
        check("", &[]);
    }

    #[test]
    fn an_empty_line_keeps_its_number() {
        check("\n\nx\n", &["1:", "2:", "3:x"]);
    }
}

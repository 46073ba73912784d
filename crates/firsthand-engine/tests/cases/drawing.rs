//! Reads and writes the drawn cases: a text with its expected spans under it.
//!
//! In: a Markdown file of `corpus/cases`. Out: its cases, each with the text and the marks drawn under it.
//!
//! ```text
//! At least 40 people were killed in Kherson.
//! ^^^^^^^^^^^ quantity ≥40
//!                                   ^^^^^^^ place Kherson
//!          ^^ no place
//! ```
//!
//! The first word of a label is its head. Once a head is drawn, all of that head in the text must be drawn; a label may
//! stop short of the program's full label at a word ("place Kherson" for "place Kherson settlement UA"). `no place`
//! says that no place touches these characters.

use std::{collections::BTreeSet, fmt::Write as _};

use firsthand_schema::span::Span;

/// One heading of a case file.
pub(crate) struct Case {
    /// The lesson.
    pub(crate) title: String,
    /// The line of the heading, from 1.
    pub(crate) line: usize,
    /// `published=` of the block's info string.
    pub(crate) published: Option<String>,
    /// `outlet=` of the block's info string.
    pub(crate) outlet: Option<String>,
    /// What is expected today.
    pub(crate) today: Block,
    /// What would be right, where today's answer is wrong.
    pub(crate) right: Option<Block>,
    /// Whether a line says "Wrong today:".
    pub(crate) wrong: bool,
}

/// A fenced block: where it stands in the file, its text, and what is drawn under it.
#[derive(Clone)]
pub(crate) struct Block {
    /// Lines between the fences, as a range of line numbers from 0.
    pub(crate) lines: std::ops::Range<usize>,
    /// The text without the drawing.
    pub(crate) text: String,
    /// What is drawn.
    pub(crate) marks: Vec<Mark>,
}

/// A span with its label. No span crosses a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// Where, in bytes of the text.
    pub(crate) span: Span,
    /// What ("quantity ≥40", "no place").
    pub(crate) label: String,
}

impl Mark {
    /// The first word of the label, after "no".
    pub(crate) fn head(&self) -> &str {
        let label = self.label.strip_prefix("no ").unwrap_or(&self.label);
        label.split(' ').next().unwrap_or(label)
    }

    /// What must not be here, for a mark that says "no …".
    fn forbidden(&self) -> Option<&str> {
        self.label.strip_prefix("no ")
    }

    /// Whether the program's mark lies where this one says that there must be none.
    fn is_broken_by(&self, found: &Self) -> bool {
        self.forbidden().is_some_and(|label| begins(&found.label, label)) && self.span.overlaps(&found.span)
    }

    /// Whether this drawn mark is met by that mark of the program.
    fn is_met_by(&self, found: &Self) -> bool {
        self.span == found.span && begins(&found.label, &self.label)
    }
}

/// Whether a full label begins with a drawn one, up to the end of a word.
fn begins(full: &str, drawn: &str) -> bool {
    full.strip_prefix(drawn).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
}

impl Block {
    /// What keeps the program's answer from being what is drawn: `-` drawn and not found, `+` found and not drawn.
    /// Empty where they agree.
    pub(crate) fn difference(&self, answer: &[Mark]) -> Vec<(char, Mark)> {
        let mut wrong = Vec::new();
        for mark in &self.marks {
            let holds = match mark.forbidden() {
                Some(_) => !answer.iter().any(|found| mark.is_broken_by(found)),
                None => answer.iter().any(|found| mark.is_met_by(found)),
            };
            if !holds {
                wrong.push(('-', mark.clone()));
            }
        }
        let complete = self.complete();
        for found in answer {
            let forbidden = self.marks.iter().any(|mark| mark.is_broken_by(found));
            let undrawn =
                complete.contains(found.head()) && !self.marks.iter().any(|mark| mark.is_met_by(found));
            if forbidden || undrawn {
                wrong.push(('+', found.clone()));
            }
        }
        wrong
    }

    /// The heads of which everything in the text must be drawn.
    fn complete(&self) -> BTreeSet<&str> {
        self.marks.iter().filter(|mark| mark.forbidden().is_none()).map(Mark::head).collect()
    }

    /// The marks that the program's answer would have drawn here: those heads that are drawn, in the words that are
    /// drawn where they still hold, and "no …" where something was drawn and nothing was found.
    pub(crate) fn redrawn(&self, answer: &[Mark]) -> Vec<Mark> {
        let complete = self.complete();
        let mut marks: Vec<Mark> = Vec::new();
        for found in answer {
            let drawn = self.marks.iter().find(|mark| mark.is_met_by(found));
            if complete.contains(found.head()) || self.marks.iter().any(|mark| mark.is_broken_by(found)) {
                marks.push(drawn.unwrap_or(found).clone());
            }
        }
        for mark in &self.marks {
            let label = mark.forbidden().unwrap_or(mark.head());
            let nothing = Mark { span: mark.span, label: format!("no {label}") };
            if !answer.iter().any(|found| nothing.is_broken_by(found)) {
                marks.push(nothing);
            }
        }
        marks.sort();
        marks.dedup();
        marks
    }
}

/// Reads a case file.
///
/// # Errors
///
/// A message that names the line, for a heading without a block, a block without a drawing, or carets under nothing.
pub(crate) fn read(file: &str) -> Result<Vec<Case>, String> {
    let lines: Vec<&str> = file.lines().collect();
    let mut cases = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(title) = lines[at].strip_prefix("# ") else {
            at += 1;
            continue;
        };
        let (case, next) = read_case(&lines, at, title)?;
        cases.push(case);
        at = next;
    }
    Ok(cases)
}

fn read_case(lines: &[&str], heading: usize, title: &str) -> Result<(Case, usize), String> {
    let fail = |what: &str| Err(format!("line {}: {what} (\"{title}\")", heading + 1));
    let mut wrong = false;
    let (mut today, mut right, mut info) = (None, None, String::new());
    let mut at = heading + 1;
    while at < lines.len() && !lines[at].starts_with("# ") {
        let line = lines[at];
        wrong |= line.starts_with("Wrong today: ");
        if let Some(rest) = line.strip_prefix("```text") {
            rest.trim().clone_into(&mut info);
            today = Some(read_block(lines, at)?);
        } else if line == "```right" {
            right = Some(read_block(lines, at)?);
        }
        let opened = line.starts_with("```");
        at += 1;
        while opened && at < lines.len() && lines[at] != "```" {
            at += 1;
        }
        at += usize::from(opened);
    }
    let Some(today) = today else { return fail("no ```text block") };
    if today.marks.is_empty() {
        return fail("nothing is drawn, so nothing is checked");
    }
    if wrong != right.is_some() {
        return fail("\"Wrong today:\" and a ```right block go together");
    }
    if right.as_ref().is_some_and(|right| right.text != today.text) {
        return fail("the ```right block has another text");
    }
    let case = Case {
        title: title.to_owned(),
        line: heading + 1,
        published: setting(&info, "published"),
        outlet: setting(&info, "outlet"),
        today,
        right,
        wrong,
    };
    Ok((case, at))
}

/// `key=value` or `key="some words"` of an info string.
fn setting(info: &str, key: &str) -> Option<String> {
    let rest = info.split_once(&format!("{key}="))?.1;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split(' ').next(),
    }
    .map(str::to_owned)
}

fn read_block(lines: &[&str], fence: usize) -> Result<Block, String> {
    let first = fence + 1;
    let length = lines[first..].iter().position(|line| *line == "```");
    let Some(length) = length else { return Err(format!("line {}: the block does not end", fence + 1)) };
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut row: Option<(usize, &str)> = None;
    for (number, line) in (first..).zip(&lines[first..first + length]) {
        if line.trim_start().starts_with('^') {
            let Some((start, row)) = row else {
                return Err(format!("line {}: carets under nothing", number + 1));
            };
            marks.push(
                read_mark(line, start, row).ok_or(format!("line {}: carets beyond the text", number + 1))?,
            );
        } else {
            if row.is_some() {
                text.push('\n');
            }
            row = Some((text.len(), line));
            text.push_str(line);
        }
    }
    Ok(Block { lines: first..first + length, text, marks })
}

/// One run of carets, counted in characters, and its label.
fn read_mark(line: &str, start: usize, row: &str) -> Option<Mark> {
    let before = line.chars().take_while(|mark| *mark == ' ').count();
    let carets = line.trim_start().chars().take_while(|mark| *mark == '^').count();
    let byte = |characters: usize| {
        row.char_indices()
            .map(|(byte, _)| byte)
            .chain(std::iter::once(row.len()))
            .nth(characters)
            .map(|byte| start + byte)
    };
    let label = line.trim_start().trim_start_matches('^').trim();
    Some(Mark { span: Span::new(byte(before)?, byte(before + carets)?), label: label.to_owned() })
}

/// The text with the marks drawn under each of its lines.
pub(crate) fn draw(text: &str, marks: &[Mark]) -> String {
    draw_with(text, &marks.iter().map(|mark| (None, mark)).collect::<Vec<_>>())
}

/// The text with what is missing (`-`) and what is too much (`+`), each sign in front of its line.
pub(crate) fn draw_difference(text: &str, marks: &[(char, Mark)]) -> String {
    draw_with(text, &marks.iter().map(|(sign, mark)| (Some(*sign), mark)).collect::<Vec<_>>())
}

fn draw_with(text: &str, marks: &[(Option<char>, &Mark)]) -> String {
    let signs = marks.iter().any(|(sign, _)| sign.is_some());
    let margin = |sign: Option<char>| if signs { format!("{} ", sign.unwrap_or(' ')) } else { String::new() };
    let mut drawn = String::new();
    let mut start = 0;
    for row in text.split('\n') {
        let _ = writeln!(drawn, "{}{row}", margin(None));
        let line = Span::new(start, start + row.len());
        let mut under: Vec<_> = marks.iter().filter(|(_, mark)| line.contains(&mark.span)).collect();
        under.sort_by_key(|(sign, mark)| {
            (mark.span.start, std::cmp::Reverse(mark.span.end), &mark.label, *sign)
        });
        for (sign, mark) in under {
            let before = text[start..mark.span.start as usize].chars().count();
            let carets = mark.span.of(text).chars().count();
            let _ = writeln!(
                drawn,
                "{}{}{} {}",
                margin(*sign),
                " ".repeat(before),
                "^".repeat(carets),
                mark.label
            );
        }
        start += row.len() + 1;
    }
    drawn
}

/// A case file with the cases that went wrong drawn anew.
///
/// What was drawn is never lost: where the program now gives the right answer, the wrong one goes; where it gives
/// another than the one drawn as right, that becomes the block of what would be right, to be judged by a reader.
pub(crate) fn bless(file: &str, answers: &[(&Case, Vec<Mark>)]) -> String {
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    // From the last case up, so that the line numbers of those before stay true.
    for (case, answer) in answers.iter().rev() {
        match &case.right {
            Some(right) if right.difference(answer).is_empty() => mend(&mut lines, case, right),
            _ if case.today.difference(answer).is_empty() => {}
            Some(right) => redraw(&mut lines, &case.today, &right.redrawn(answer)),
            None => {
                keep_as_right(&mut lines, &case.today);
                redraw(&mut lines, &case.today, &case.today.redrawn(answer));
                let remark = ["Wrong today: not yet judged.".to_owned(), String::new()];
                let fence = case.today.lines.start - 1;
                lines.splice(fence..fence, remark);
            }
        }
    }
    let mut file = lines.join("\n");
    while file.contains("\n\n\n") {
        file = file.replace("\n\n\n", "\n\n");
    }
    file.trim_end().to_owned() + "\n"
}

/// Drops the wrong answer and its remark, and draws the right one in its place.
fn mend(lines: &mut Vec<String>, case: &Case, right: &Block) {
    lines.drain(right.lines.start - 1..=right.lines.end);
    redraw(lines, &case.today, &right.marks);
    let remark = (case.line..case.today.lines.start).find(|at| lines[*at].starts_with("Wrong today: "));
    if let Some(remark) = remark {
        let until = (remark..).find(|at| lines[*at].is_empty() || lines[*at].starts_with("```"));
        lines.drain(remark..until.unwrap_or(remark + 1));
    }
}

fn redraw(lines: &mut Vec<String>, block: &Block, marks: &[Mark]) {
    let drawn = draw(&block.text, marks);
    lines.splice(block.lines.clone(), drawn.lines().map(str::to_owned));
}

/// Copies a block to a second one below it that says what would be right.
fn keep_as_right(lines: &mut Vec<String>, block: &Block) {
    let old = lines[block.lines.clone()].to_vec();
    let right = [String::new(), "```right".to_owned()].into_iter().chain(old).chain(["```".to_owned()]);
    let below = block.lines.end + 1;
    lines.splice(below..below, right);
}

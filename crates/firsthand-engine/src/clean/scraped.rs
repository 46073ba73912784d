//! Marks what a scraped text is made of: title, byline, captions, page furniture. Nothing is removed.
//!
//! In: a text as somebody copied or crawled it, perhaps with furniture glued to the report. Out: blocks into that text;
//! what lies in none of them is the report.
//!
//! ```text
//! Crew Refuses To Sail                       title
//! By Olha Kovalenko                          byline
//! The crew refused to sail, a sailor said.   (body)
//! Sailors on deck. I. Petrenko/Getty Images  caption
//! Sign up for our newsletter                 boilerplate
//! ```
//!
//! The text is cut into lines; a line is cut again where furniture, a title or a caption was glued to its neighbour.
//! Each line is judged by its wording (`furniture.rs`) and by what stands around it: a list of headlines under
//! "Related articles" is furniture although no headline says so.

use std::collections::BTreeSet;

use firsthand_schema::{
    document::{Block, BlockKind},
    span::Span,
};

use super::furniture::{Furniture, plain};

/// What was found in a scraped text.
#[derive(Debug, Default)]
pub(crate) struct Scraped {
    /// Blocks in text order, without overlap.
    pub(crate) blocks: Vec<Block>,
    /// The title as it stands in the text.
    pub(crate) title: Option<String>,
    /// Who is named as author.
    pub(crate) authors: Vec<String>,
    /// The publisher, where its name stands above the headline.
    pub(crate) masthead: Option<String>,
}

/// One line, or the part of one that stands alone.
#[derive(Debug)]
struct Line<'t> {
    span: Span,
    words: &'t str,
    /// The line as the patterns read it; empty for a long line, which no pattern is meant for.
    plain: String,
    /// How many words it has, counted up to `LONG`.
    count: usize,
    /// Line breaks before it; 0 for a part that was glued.
    breaks: usize,
    bullet: bool,
    kind: Option<BlockKind>,
}

/// Nobody writes a line of furniture or a caption longer than this.
const LONG: usize = 120;

/// A line of furniture by its opening words alone is no longer than this. Offers with two sentences have about 40 words;
/// paragraphs of the report that begin with such words by chance are longer or do not exist.
const OFFER: usize = 45;

/// Finds the blocks of a text. Linear in its length.
pub(crate) fn blocks(text: &str, given_title: Option<&str>, furniture: &Furniture) -> Scraped {
    let mut lines = lines(text, given_title, furniture);
    captions(&mut lines, furniture);
    let masthead = masthead(&mut lines, furniture);
    menus(&mut lines);
    let title = title(&mut lines, given_title, furniture);
    bylines(&mut lines, furniture);
    related(&mut lines, furniture);
    newsletters(&mut lines, furniture);
    single(&mut lines, furniture);
    lists(&mut lines, furniture);
    end(&mut lines, furniture);
    Scraped { blocks: merged(&lines), title, authors: authors(&lines), masthead }
}

impl<'t> Line<'t> {
    fn new(text: &'t str, span: Span, breaks: usize) -> Self {
        let words = span.of(text);
        let count = words.split_whitespace().take(LONG + 1).count();
        let short = count <= LONG && words.len() <= LONG * 12;
        Self {
            span,
            words,
            plain: if short { plain(words) } else { String::new() },
            count,
            breaks,
            bullet: words.starts_with(['•', '·', '*', '▪', '●', '■', '–', '-']),
            kind: None,
        }
    }

    fn is_open(&self) -> bool {
        self.kind.is_none()
    }

    /// Whether it ends as a sentence does.
    fn is_sentence(&self) -> bool {
        let bare = self.words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
        bare.ends_with(['.', '!', '?', '…', ':', ';', ','])
    }

    /// Whether it could be a headline: a few words, no full stop.
    fn is_headline(&self) -> bool {
        let bare = self.words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
        (1..=25).contains(&self.count) && !bare.ends_with(['.', ':', ';', ','])
    }

    /// Whether it hands on what somebody said, as only the report does.
    fn reports(&self) -> bool {
        const SAYS: [&str; 8] =
            [" said", " told ", " according to ", " reported", " says", " added", " claimed", " stated"];
        self.count >= 12 && SAYS.iter().any(|says| self.plain.contains(says))
    }
}

/// Cuts the text into lines, and lines where something was glued to its neighbour.
fn lines<'t>(text: &'t str, given_title: Option<&str>, furniture: &Furniture) -> Vec<Line<'t>> {
    let mut lines: Vec<Line<'t>> = Vec::new();
    let mut at = 0;
    let mut breaks = 2;
    for raw in text.split('\n') {
        let span = Span::new(at, at + raw.len()).trimmed(text);
        at += raw.len() + 1;
        if span.is_empty() {
            breaks += 1;
            continue;
        }
        let words = span.of(text);
        let mut cuts: Vec<usize> = furniture.glued_at(words).collect();
        cuts.extend(furniture.credits_inside(words).into_iter().filter(|&end| end < words.len()));
        if lines.len() < HEAD {
            cuts.extend(title_end(words, given_title, lines.is_empty()));
        }
        cuts.extend(furniture.credit_at(words).and_then(|credit| long_caption(&words[..credit])));
        cuts.push(words.len());
        cuts.sort_unstable();
        cuts.dedup();
        let mut from = 0;
        for cut in cuts {
            let part = Span::new(span.start as usize + from, span.start as usize + cut).trimmed(text);
            if !part.is_empty() {
                lines.push(Line::new(text, part, breaks));
                breaks = 0;
            }
            from = cut;
        }
        breaks = 1;
    }
    lines
}

/// A caption is no longer than this; a longer line that ends in a credit is a paragraph with a caption glued to it.
const CAPTION: usize = 60;

/// Where the last sentence begins of a line too long for a caption.
fn long_caption(words: &str) -> Option<usize> {
    if words.split_whitespace().take(CAPTION + 1).count() <= CAPTION {
        return None;
    }
    let bare = words.trim_end().trim_end_matches(['.', '!', '?', '…']);
    bare.rfind(". ").or_else(|| bare.rfind("\u{201d} ").map(|at| at + 2)).map(|at| at + 2)
}

/// A title stands among the first lines, behind at most some furniture and the words under the first picture.
const HEAD: usize = 8;

/// Where in a line a title ends that the report was glued to.
fn title_end(line: &str, given: Option<&str>, first: bool) -> Option<usize> {
    if let Some(end) = given.and_then(|title| prefix(line, title)) {
        return (end < line.len()).then_some(end);
    }
    if first && given.is_none() { glue(line) } else { None }
}

/// How much of the line is the title, when the line begins with it, whatever the spaces and quotes are.
fn prefix(line: &str, title: &str) -> Option<usize> {
    let significant = |letter: &char| !letter.is_whitespace() && !super::furniture::is_invisible(*letter);
    let straight = |letter: char| match letter {
        '’' | '‘' | '“' | '”' | '"' => '\'',
        other => other,
    };
    let mut wanted = title.chars().filter(significant).map(straight);
    let mut left = wanted.next()?;
    for (at, letter) in line.char_indices() {
        if !significant(&letter) {
            continue;
        }
        if straight(letter) != left {
            return None;
        }
        match wanted.next() {
            Some(next) => left = next,
            None => return Some(at + letter.len_utf8()),
        }
    }
    None
}

/// Where a headline in title case runs into the first sentence without a space ("… Crew SaysThe crew has said").
///
/// "YouTube" and "McDonald" look the same, so the words before must be a headline in title case and the words after
/// must not be.
fn glue(line: &str) -> Option<usize> {
    let mut before = ' ';
    let mut quotes = 0;
    for (at, letter) in line.char_indices().take(300) {
        let closed =
            matches!(before, '’' | '”' | '?' | '!') || matches!(before, '\'' | '"') && quotes % 2 == 0;
        let joined = letter.is_uppercase() && (before.is_lowercase() || closed)
            || matches!(letter, '“' | '‘') && before.is_alphanumeric();
        if joined && is_whole_word(&line[..at]) && is_title_case(&line[..at]) && is_prose(&line[at..]) {
            return Some(at);
        }
        if matches!(letter, '\'' | '"') {
            quotes += 1;
        }
        before = letter;
    }
    None
}

/// "De", "Mc", "Mac" and their like begin a name; a headline ends in a whole word and closes its brackets.
fn is_whole_word(head: &str) -> bool {
    let last = head.rsplit(char::is_whitespace).next().unwrap_or("");
    last.chars().count() >= 4 && head.matches('(').count() == head.matches(')').count()
}

/// Style guides leave only short words small; in a long headline one verb may escape the sub-editor.
fn is_title_case(words: &str) -> bool {
    let (mut capital, mut short, mut all) = (0, 0, 0);
    for word in words.split_whitespace() {
        all += 1;
        if word.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase) {
            capital += 1;
        } else if word.chars().count() <= 3 {
            short += 1;
        }
    }
    let escaped = usize::from(all >= 9 && !words.contains(" said"));
    all >= 5 && capital + short + escaped >= all && capital * 5 >= all * 3 && !words.trim_end().ends_with('.')
}

fn is_prose(words: &str) -> bool {
    let (mut lower, mut all) = (0, 0);
    for word in words.split_whitespace().take(12) {
        all += 1;
        if word.starts_with(char::is_lowercase) {
            lower += 1;
        }
    }
    all >= 5 && lower * 2 >= all
}

/// Marks words under pictures: lines that end in a photo credit, and what belongs to them.
fn captions(lines: &mut [Line<'_>], furniture: &Furniture) {
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        let credit = if line.count <= LONG { furniture.credit_at(line.words) } else { None };
        let Some(credit) = credit.filter(|_| !furniture.is_byline(&line.plain)) else {
            if line.count <= 60 && (furniture.is_caption(&line.plain) || is_video(&line.plain)) {
                lines[at].kind = Some(BlockKind::Caption);
            }
            at += 1;
            continue;
        };
        lines[at].kind = Some(BlockKind::Caption);
        let alone = lines[at].words[..credit].trim().is_empty();
        before_credit(lines, at, alone, furniture);
        at += 1;
    }
    repeats(lines);
}

/// "01:49 A ship leaves the harbour – video"
fn is_video(plain: &str) -> bool {
    let mut words = plain.split_whitespace();
    let clock = words.next().is_some_and(|word| {
        word.split_once(':').is_some_and(|(minutes, seconds)| {
            !minutes.is_empty() && minutes.bytes().chain(seconds.bytes()).all(|byte| byte.is_ascii_digit())
        })
    });
    clock && words.last().is_some_and(|word| word.starts_with("video"))
}

/// Marks the lines above a credit that belong to the picture: the picture's short title, its text for the blind.
fn before_credit(lines: &mut [Line<'_>], at: usize, alone: bool, furniture: &Furniture) {
    let mut above = at;
    while above > 0 && lines[above].breaks <= 1 {
        above -= 1;
        let line = &lines[above];
        let belongs = line.count <= 60
            && (alone || line.count <= 20 && !line.is_sentence())
            && !furniture.is_byline(&line.plain)
            && !furniture.is_line(&line.plain);
        if !line.is_open() || !belongs {
            return;
        }
        lines[above].kind = Some(BlockKind::Caption);
    }
    // A credit in a paragraph of its own: the caption is the paragraph before, if it is not a sentence of the report.
    if alone && above == at && at > 1 {
        let line = &lines[at - 1];
        let fits = line.is_open() && (4..=40).contains(&line.count) && !line.is_sentence();
        if fits && !furniture.is_byline(&line.plain) && !furniture.is_line(&line.plain) {
            lines[at - 1].kind = Some(BlockKind::Caption);
        }
    }
}

/// Marks other copies of a caption: pages repeat it for the blind and for small screens.
fn repeats(lines: &mut [Line<'_>]) {
    let captions: Vec<String> = lines
        .iter()
        .filter(|line| line.kind == Some(BlockKind::Caption) && line.count >= 3)
        .map(|line| line.plain.clone())
        .collect();
    if captions.is_empty() {
        return;
    }
    let known: BTreeSet<&str> = captions.iter().map(String::as_str).collect();
    for line in lines.iter_mut().filter(|line| line.is_open() && line.count >= 4 && !line.plain.is_empty()) {
        // A copy without its credit is a beginning of the caption.
        let copy = known.range(line.plain.as_str()..).next().is_some_and(|caption| {
            caption.starts_with(&line.plain) && (caption.len() == line.plain.len() || line.count >= 5)
        });
        if copy {
            line.kind = Some(BlockKind::Caption);
        }
    }
}

/// Marks the name of the paper above the headline, and returns it: `PORT AMBER MERCURY` → Port Amber Mercury.
fn masthead(lines: &mut [Line<'_>], furniture: &Furniture) -> Option<String> {
    let (first, rest) = lines.split_first_mut()?;
    let words: Vec<&str> = first.words.split_whitespace().collect();
    let named = words
        .iter()
        .all(|word| word.starts_with(char::is_uppercase) || matches!(*word, "of" | "and" | "the"));
    let last = words.last()?.to_lowercase();
    let above = rest.iter().take(HEAD).any(|line| line.is_headline() && line.count >= 4);
    if !(2..=4).contains(&words.len()) || !named || !above || !furniture.ends_masthead(&last) {
        return None;
    }
    first.kind = Some(BlockKind::Boilerplate);
    let shouted = first.words == first.words.to_uppercase();
    let word = |word: &&str| {
        let mut letters = word.chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        if shouted { first + &letters.as_str().to_lowercase() } else { (*word).to_owned() }
    };
    Some(words.iter().map(word).collect::<Vec<_>>().join(" "))
}

/// Marks rows of links: `Home | Ships | Markets | Notices`.
fn menus(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().filter(|line| line.is_open() && line.count <= MENU) {
        let parts: Vec<&str> = line.words.split(['|', '·', '•', '»']).map(str::trim).collect();
        if parts.len() >= 3 && parts.iter().all(|part| part.split_whitespace().count() <= 3) {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// A row of links has no more words, with its marks.
const MENU: usize = 40;

/// Marks the title, and returns it.
fn title(lines: &mut [Line<'_>], given: Option<&str>, furniture: &Furniture) -> Option<String> {
    if let Some(given) = given {
        let head = lines.len().min(HEAD);
        let found = lines[..head].iter_mut().find(|line| {
            line.is_open() && prefix(line.words, given).is_some_and(|end| end == line.words.len())
        });
        if let Some(line) = found {
            line.kind = Some(BlockKind::Title);
        }
        return None;
    }
    let head = lines.len().min(HEAD);
    let more = lines.iter().filter(|line| line.is_open() && line.count >= 8).take(2).count() == 2;
    let at = lines[..head].iter().position(|line| {
        // "Foreign news" is the name of a section.
        line.is_open()
            && line.count >= 3
            && !furniture.is_line(&line.plain)
            && !furniture.is_opening_or_ending(&line.plain)
            && !furniture.is_byline(&line.plain)
            && !furniture.opens_newsletter(&line.plain)
            && !line.words.ends_with(['—', '–', '-'])
    })?;
    let followed = lines.get(at + 1).is_some();
    let line = &mut lines[at];
    let glued = glue_follows(at, line, followed);
    if (3..=30).contains(&line.count) && line.is_headline() && !line.bullet && followed && (more || glued) {
        line.kind = Some(BlockKind::Title);
        return Some(line.words.to_owned());
    }
    None
}

/// Whether the first line was cut off a line that went on.
fn glue_follows(at: usize, line: &Line<'_>, followed: bool) -> bool {
    at == 0 && followed && is_title_case(line.words)
}

/// Marks lines that name author, agency, translator or date.
fn bylines(lines: &mut [Line<'_>], furniture: &Furniture) {
    for line in lines.iter_mut().filter(|line| line.is_open() && line.count <= 25) {
        // "Odesa, Harbour News —" alone on its line.
        if line.count <= 8 && line.words.ends_with(['—', '–']) {
            line.kind = Some(BlockKind::Byline);
        }
        if !furniture.is_byline(&line.plain) {
            continue;
        }
        let short = line.count <= 14 && !line.words.ends_with(['.', ',', '!', '?', ':']);
        let by = line.plain.starts_with(" by ");
        // "By Monday they had left" is a sentence; "By Olha Kovalenko in Odesa" is not.
        let named = line
            .words
            .split_whitespace()
            .skip(1)
            .take(2)
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            == 2;
        if by && short && named
            || !by && (short || line.plain.contains(';') || line.plain.contains("contributed"))
        {
            line.kind = Some(BlockKind::Byline);
        }
    }
}

/// Marks lists of other articles: the heading, the headlines after it, and each headline's teaser.
fn related(lines: &mut [Line<'_>], furniture: &Furniture) {
    for at in 0..lines.len() {
        let line = &lines[at];
        let heading = line.is_open()
            && line.count <= 8
            && !line.words.ends_with(['.', ','])
            && furniture.heads_related(&line.plain);
        if !heading {
            continue;
        }
        lines[at].kind = Some(BlockKind::Boilerplate);
        let mut next = at + 1;
        let mut headlines = 0;
        while let Some(line) = lines.get(next) {
            if !line.is_open() || headlines >= 12 {
                break;
            }
            if line.is_headline() && !line.is_byline_like() {
                headlines += 1;
                // The box may show its first headline above its heading too.
                if at > 0 && lines[at - 1].is_open() && lines[at - 1].plain == lines[next].plain {
                    lines[at - 1].kind = Some(BlockKind::Boilerplate);
                }
                lines[next].kind = Some(BlockKind::Boilerplate);
                next += 1;
                // A teaser is one short paragraph that does not hand on what anybody said.
                if let Some(teaser) = lines.get_mut(next)
                    && teaser.is_open()
                    && teaser.count <= 40
                    && !teaser.is_headline()
                    && !teaser.reports()
                {
                    teaser.kind = Some(BlockKind::Boilerplate);
                    next += 1;
                }
                continue;
            }
            break;
        }
    }
}

impl Line<'_> {
    /// A subheading of the report stands alone before prose; in a list of links it would be a headline. Nothing tells
    /// them apart but length: subheadings have one to four words.
    fn is_byline_like(&self) -> bool {
        self.count <= 2 && !self.bullet
    }
}

/// Marks newsletter boxes: the line that opens one, and the pitch after it.
fn newsletters(lines: &mut [Line<'_>], furniture: &Furniture) {
    for at in 0..lines.len() {
        let line = &lines[at];
        let short = line.count <= 12 && !line.words.ends_with(',');
        if !(line.kind.is_none_or(|kind| kind == BlockKind::Boilerplate)
            && short
            && furniture.opens_newsletter(&line.plain))
        {
            continue;
        }
        lines[at].kind = Some(BlockKind::Boilerplate);
        for line in lines.iter_mut().skip(at + 1).take(4) {
            let offer = line.count <= 40
                && !line.reports()
                && (furniture.pitches(&line.plain) && line.count <= 25 || is_slogan(line.words));
            if !line.is_open() || !offer && !furniture.is_opening_or_ending(&line.plain) {
                break;
            }
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// "Short stories. Fresh views. Every week.": sentences of at most six words each, and more than one.
fn is_slogan(words: &str) -> bool {
    let parts: Vec<usize> = words
        .split_inclusive(['.', '!', '?'])
        .map(|part| part.split_whitespace().count())
        .filter(|&count| count > 0)
        .collect();
    parts.len() >= 2 && parts.iter().all(|&count| count <= 6)
}

/// Marks lines that are furniture by their own wording.
fn single(lines: &mut [Line<'_>], furniture: &Furniture) {
    for line in
        lines.iter_mut().filter(|line| line.is_open() && line.count <= OFFER && !line.plain.is_empty())
    {
        let wording = line.count <= 12 && furniture.is_line(&line.plain)
            || furniture.is_opening_or_ending(&line.plain) && !line.reports();
        if wording || is_shouted(line) || is_rule(line.words) {
            line.kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// A headline in capitals between paragraphs is a link to another article. Section headings have fewer words.
fn is_shouted(line: &Line<'_>) -> bool {
    line.count >= 6
        && !line.words.chars().any(char::is_lowercase)
        && line.words.chars().filter(|letter| letter.is_uppercase()).count() >= 20
}

/// "***", "---"
fn is_rule(words: &str) -> bool {
    words
        .chars()
        .all(|letter| matches!(letter, '*' | '-' | '–' | '—' | '_' | '=' | '#' | '~' | '|' | '•' | ' '))
}

/// Marks bulleted lists that sell or share, with the label above them.
fn lists(lines: &mut [Line<'_>], furniture: &Furniture) {
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|line| line.bullet && line.count <= 15).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let items = &mut lines[at..at + run];
        let selling = items
            .iter()
            .filter(|line| {
                line.kind == Some(BlockKind::Boilerplate)
                    || furniture.pitches(&line.plain) && !line.is_sentence()
            })
            .count();
        if selling * 2 >= run {
            items
                .iter_mut()
                .filter(|line| line.is_open())
                .for_each(|line| line.kind = Some(BlockKind::Boilerplate));
            if at > 0
                && lines[at - 1].is_open()
                && lines[at - 1].count <= 5
                && !lines[at - 1].is_sentence()
                && lines[at].breaks == 1
            {
                lines[at - 1].kind = Some(BlockKind::Boilerplate);
            }
        }
        at += run;
    }
}

/// Marks everything after the end of the report: from a line that says so, unless the report goes on after it.
fn end(lines: &mut [Line<'_>], furniture: &Furniture) {
    let total: usize = lines.iter().map(|line| line.count).sum();
    let last_report = lines.iter().rposition(|line| line.is_open() && (line.reports() || line.count > 60));
    // Some prose may follow (who the writer is, what the paper stands for); three paragraphs of it are the report.
    let mut prose_after = 0;
    let go_on: Vec<bool> = lines
        .iter()
        .rev()
        .map(|line| {
            let goes_on = prose_after >= 3;
            let furnished = furniture.pitches(&line.plain) || furniture.is_opening_or_ending(&line.plain);
            prose_after +=
                usize::from(line.is_open() && line.count >= 18 && line.is_sentence() && !furnished);
            goes_on
        })
        .collect();
    let mut before = 0;
    let mut ended = false;
    for at in 0..lines.len() {
        let line = &lines[at];
        before += line.count;
        // In its first quarter a page does not end: such a line is a box.
        let marker = before * 4 >= total && line.count <= OFFER && furniture.ends_report(&line.plain);
        if marker && line.kind.is_none_or(|kind| kind == BlockKind::Boilerplate) {
            ended = last_report.is_none_or(|last| last <= at) && !go_on[go_on.len() - 1 - at];
            if ended || line.count <= 12 {
                lines[at].kind = Some(BlockKind::Boilerplate);
            }
        }
        if ended && lines[at].is_open() {
            lines[at].kind = Some(BlockKind::Boilerplate);
        }
    }
}

/// Neighbours of one kind are one block, except captions and titles, which are one each.
fn merged(lines: &[Line<'_>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut before: Option<BlockKind> = None;
    for line in lines {
        if let Some(kind) = line.kind {
            match blocks.last_mut() {
                Some(last)
                    if before == Some(kind)
                        && (kind == BlockKind::Boilerplate
                            || kind == BlockKind::Caption && line.breaks <= 1) =>
                {
                    last.span = last.span.cover(&line.span);
                }
                _ => blocks.push(Block { span: line.span, kind }),
            }
        }
        before = line.kind;
    }
    blocks
}

/// The names of a byline ("By Olha Kovalenko and Ivan Petrenko in Odesa").
fn authors(lines: &[Line<'_>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.kind == Some(BlockKind::Byline)) {
        let lower = &line.plain;
        let by = [" by ", " written by ", " reporting by ", " author: ", " text by ", " story by "]
            .iter()
            .find(|head| lower.starts_with(*head));
        let Some(head) = by else { continue };
        let words = head.split_whitespace().count();
        let names = line.words.split_whitespace().skip(words).collect::<Vec<_>>().join(" ");
        for name in names.split([',', ';', '|']).flat_map(|part| part.split(" and ")) {
            let name: Vec<&str> = name
                .split_whitespace()
                .take_while(|word| {
                    word.starts_with(char::is_uppercase)
                        || matches!(*word, "de" | "van" | "von" | "der" | "al" | "bin" | "el" | "da")
                })
                .collect();
            if (2..=5).contains(&name.len()) && !found.contains(&name.join(" ")) {
                found.push(name.join(" "));
            }
        }
    }
    found
}

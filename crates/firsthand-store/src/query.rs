//! What a user types to search, and what it means to the index.
//!
//! `"red flag" (ship OR barge) -fire sail* rigg~` → the phrase, either word, not the third, a beginning, and whatever is
//! spelled like the last. Words must all be there unless `OR` stands between them. Nothing a user types is an error: an
//! open quotation mark or bracket closes at the end.

/// A query, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// A word as it stands.
    Word(String),
    /// The beginning of a word.
    Prefix(String),
    /// A word and whatever is spelled like it.
    Alike(String),
    /// Words one after another.
    Phrase(String),
    /// What does not match.
    Not(Box<Query>),
    /// All of them.
    All(Vec<Query>),
    /// Any of them.
    Any(Vec<Query>),
}

impl Query {
    /// What was typed; none where it holds no word. A last word that is not yet followed by a space may be a beginning.
    #[must_use]
    pub fn of(typed: &str) -> Option<Self> {
        let tokens = tokens(typed);
        let goes_on = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        let mut reader = Reader { tokens: &tokens, at: 0, depth: 0 };
        let mut all = Vec::new();
        // A closing bracket too many ends a group that never began: read on behind it.
        while reader.at < tokens.len() {
            all.extend(reader.any());
            reader.at += 1;
        }
        let mut query = joined(all, Self::All)?;
        if goes_on {
            query.begin_last();
        }
        Some(query)
    }

    /// The words that are looked for, to be marked where they are found.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Word(word) | Self::Prefix(word) | Self::Alike(word) | Self::Phrase(word) => vec![word],
            Self::Not(_) => Vec::new(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::words).collect(),
        }
    }

    /// The query with every word that is to be found by likeness replaced by the words that are like it.
    #[must_use]
    pub fn spelled(self, alike: &mut impl FnMut(&str) -> Vec<String>) -> Self {
        match self {
            Self::Alike(word) => {
                let mut any: Vec<Self> = alike(&word).into_iter().map(Self::Word).collect();
                any.push(Self::Prefix(word));
                Self::Any(any)
            }
            Self::Not(part) => Self::Not(Box::new(part.spelled(alike))),
            Self::All(parts) => Self::All(parts.into_iter().map(|part| part.spelled(alike)).collect()),
            Self::Any(parts) => Self::Any(parts.into_iter().map(|part| part.spelled(alike)).collect()),
            other => other,
        }
    }

    /// The query without the words that may not be looked for; none where nothing is left.
    #[must_use]
    pub fn without(self, barred: &mut impl FnMut(&str) -> bool) -> Option<Self> {
        match self {
            Self::Word(ref word)
            | Self::Prefix(ref word)
            | Self::Alike(ref word)
            | Self::Phrase(ref word) => (!barred(word)).then_some(self),
            Self::Not(part) => part.without(barred).map(|part| Self::Not(Box::new(part))),
            Self::All(parts) => {
                joined(parts.into_iter().filter_map(|part| part.without(barred)).collect(), Self::All)
            }
            Self::Any(parts) => {
                joined(parts.into_iter().filter_map(|part| part.without(barred)).collect(), Self::Any)
            }
        }
    }

    /// In the language of FTS5, where it can be said there: it knows no `NOT` on its own and no words in scripts that
    /// are written without spaces.
    pub(crate) fn fts(&self) -> Option<String> {
        match self {
            Self::Word(word) | Self::Phrase(word) => (!is_unspaced(word)).then(|| quoted(word)),
            Self::Prefix(word) | Self::Alike(word) => {
                (!is_unspaced(word)).then(|| format!("{}*", quoted(word)))
            }
            Self::Not(_) => None,
            Self::Any(parts) => {
                let parts: Vec<String> = parts.iter().map(Self::fts).collect::<Option<_>>()?;
                Some(format!("({})", parts.join(" OR ")))
            }
            Self::All(parts) => {
                let (without, with): (Vec<&Self>, Vec<&Self>) =
                    parts.iter().partition(|it| matches!(it, Self::Not(_)));
                let with: Vec<String> = with.into_iter().map(Self::fts).collect::<Option<_>>()?;
                if with.is_empty() {
                    return None;
                }
                let mut said = match with.as_slice() {
                    [one] => one.clone(),
                    several => format!("({})", several.join(" AND ")),
                };
                for part in without {
                    let Self::Not(part) = part else { continue };
                    said = format!("({said} NOT {})", part.fts()?);
                }
                Some(said)
            }
        }
    }

    /// The last word becomes the beginning of one.
    fn begin_last(&mut self) {
        match self {
            Self::Word(word) => *self = Self::Prefix(std::mem::take(word)),
            Self::Not(part) => part.begin_last(),
            Self::All(parts) | Self::Any(parts) => {
                if let Some(last) = parts.last_mut() {
                    last.begin_last();
                }
            }
            Self::Prefix(_) | Self::Alike(_) | Self::Phrase(_) => {}
        }
    }
}

/// Whether words are in a script that puts no spaces between them: they are looked for as they stand.
pub(crate) fn is_unspaced(words: &str) -> bool {
    words.chars().any(|letter| {
        matches!(u32::from(letter), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff
            | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3134f)
    })
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', " "))
}

/// One of them stands for itself.
fn joined(mut parts: Vec<Query>, together: fn(Vec<Query>) -> Query) -> Option<Query> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(together(parts)),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Or,
    Not,
    Phrase(String),
    Word(String),
}

fn tokens(typed: &str) -> Vec<Token> {
    let (mut tokens, mut rest) = (Vec::new(), typed);
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        if matches!(first, '"' | '“' | '”' | '«' | '„') {
            let end = after.find(['"', '“', '”', '»']).unwrap_or(after.len());
            if after[..end].chars().any(char::is_alphanumeric) {
                tokens.push(Token::Phrase(after[..end].trim().to_owned()));
            }
            rest = after
                .get(end..)
                .and_then(|rest| rest.char_indices().nth(1).map(|(at, _)| &rest[at..]))
                .unwrap_or("");
            continue;
        }
        let bracket = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            '|' => Some(Token::Or),
            _ => None,
        };
        if bracket.is_some() || first.is_whitespace() {
            tokens.extend(bracket);
            rest = after;
            continue;
        }
        let end = rest
            .find(|it: char| it.is_whitespace() || "()|\"“”«»„".contains(it))
            .unwrap_or(rest.len())
            .max(first.len_utf8());
        tokens.extend(word(&rest[..end]));
        rest = &rest[end..];
    }
    tokens
}

/// A word with the signs that stand at it.
fn word(written: &str) -> Vec<Token> {
    match written {
        "OR" => return vec![Token::Or],
        "AND" => return Vec::new(),
        "NOT" | "-" => return vec![Token::Not],
        _ => {}
    }
    let mut tokens = Vec::new();
    let bare = match written.strip_prefix('-') {
        Some(rest) => {
            tokens.push(Token::Not);
            rest
        }
        None => written,
    };
    if bare.chars().any(char::is_alphanumeric) {
        tokens.push(Token::Word(bare.to_owned()));
        tokens
    } else {
        Vec::new()
    }
}

/// Groups within groups that are still read: a line of brackets is nobody's question.
const DEPTH_MAX: usize = 16;

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    /// Alternatives, up to a closing bracket or the end.
    fn any(&mut self) -> Option<Query> {
        let mut any = Vec::new();
        any.extend(self.all());
        while self.tokens.get(self.at) == Some(&Token::Or) {
            self.at += 1;
            any.extend(self.all());
        }
        joined(any, Query::Any)
    }

    fn all(&mut self) -> Option<Query> {
        let mut all = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Or | Token::Close => break,
                _ => all.extend(self.one()),
            }
        }
        joined(all, Query::All)
    }

    fn one(&mut self) -> Option<Query> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        match token {
            Token::Phrase(words) => Some(Query::Phrase(words.clone())),
            Token::Word(word) => Some(signed(word)),
            Token::Not => match self.tokens.get(self.at) {
                None | Some(Token::Or | Token::Close | Token::Not) => None,
                Some(_) => self.one().map(|part| Query::Not(Box::new(part))),
            },
            Token::Open if self.depth < DEPTH_MAX => {
                self.depth += 1;
                let inside = self.any();
                self.depth -= 1;
                // The bracket that closes it, or the end.
                self.at += 1;
                inside
            }
            Token::Open | Token::Close | Token::Or => None,
        }
    }
}

fn signed(word: &str) -> Query {
    if let Some(beginning) = word.strip_suffix('*') {
        return Query::Prefix(beginning.to_owned());
    }
    if let Some(like) = word.strip_suffix('~') {
        return Query::Alike(like.to_owned());
    }
    Query::Word(word.to_owned())
}

/// Whether one word becomes the other by at most so many letters put in, left out, changed or swapped with the next.
#[must_use]
pub fn is_alike(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=other.len()).collect());
    for (row, &letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, &with) in other.iter().enumerate() {
            let mut cost =
                (last[column] + usize::from(letter != with)).min(last[column + 1] + 1).min(next[column] + 1);
            let is_swap = row > 0 && column > 0 && letter == other[column - 1] && one[row - 1] == with;
            if is_swap {
                cost = cost.min(before[column - 1] + 1);
            }
            next.push(cost);
        }
        if next.iter().min().is_some_and(|&least| least > most) {
            return false;
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().is_some_and(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(Query::of(typed).map(|query| query.fts().unwrap_or_default()).as_deref(), expected);
    }

    #[test]
    fn words_must_all_be_there_and_the_last_may_be_a_beginning() {
        check("red fl", Some("(\"red\" AND \"fl\"*)"));
        check("red flag ", Some("(\"red\" AND \"flag\")"));
        check("sail* mast ", Some("(\"sail\"* AND \"mast\")"));
        check(" - ( \" ", None);
    }

    #[test]
    fn phrases_alternatives_and_exclusions() {
        check("\"red flag\" ship ", Some("(\"red flag\" AND \"ship\")"));
        check("ship OR barge AND not ", Some("(\"ship\" OR (\"barge\" AND \"not\"))"));
        check("(ship | barge) -fire ", Some("((\"ship\" OR \"barge\") NOT \"fire\")"));
        check("ship NOT (fire OR smoke) ", Some("(\"ship\" NOT (\"fire\" OR \"smoke\"))"));
        check("«красный флаг» Одесса", Some("(\"красный флаг\" AND \"Одесса\"*)"));
    }

    #[test]
    fn nothing_that_is_typed_is_an_error() {
        check("\"red flag", Some("\"red flag\""));
        check("((ship", Some("\"ship\"*"));
        check("ship) barge ", Some("(\"ship\" AND \"barge\")"));
        check("OR OR ship ", Some("\"ship\""));
        check("a\"b ", Some("(\"a\" AND \"b\")"));
        check(&"(".repeat(5000), None);
    }

    #[test]
    fn what_the_index_cannot_say_is_left_to_the_case() {
        check("-fire ", Some(""));
        check("红旗 ", Some(""));
    }

    #[test]
    fn a_slip_of_the_finger_is_alike() {
        for (one, other, most, expected) in [
            ("odessa", "odesa", 1, true),
            ("potemkin", "potmekin", 1, true),
            ("potemkin", "potyomkin", 1, false),
            ("potemkin", "potyomkin", 2, true),
            ("дезертир", "дезиртир", 1, true),
            ("ship", "sheep", 1, false),
        ] {
            assert_eq!(is_alike(one, other, most), expected, "{one} {other}");
        }
    }
}

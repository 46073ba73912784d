//! Finds time expressions and grounds them.
//!
//! In: a reading. Out: a mention for each expression, with its TIMEX3 value and the closed interval it means, and when
//! the document was published. `He left in May.`, published 1905-06-27 → `in` `May` 1905-05, 1905-05-01 to 1905-05-31
//!
//! Three steps: recognise what the words say (`grammar`), infer the day of publication where none is given
//! (`published`), ground everything against it (`resolve`).

mod calendar;
mod grammar;
mod published;
mod resolve;
pub mod words;

use firsthand_schema::{annotation::Names, document::Published};

use super::Found;
use crate::{language::LanguageData, reading::Reading};

/// Time expressions in text order, and when the document was published.
pub(crate) fn find(reading: &Reading<'_>, data: &LanguageData) -> (Vec<Found>, Option<Published>) {
    let mut expressions = grammar::recognise(reading, &data.time, &data.numbers);
    let published =
        reading.document.published.or_else(|| published::infer(&expressions, reading, &data.time));
    let history = resolve::tells_history(&expressions, published);
    // Histories speak of their own now; news has "soon" and no such thing.
    expressions.retain(|expression| match expression.meaning {
        grammar::Meaning::Storied(_) => history,
        grammar::Meaning::Reference(words::Reference::Future) => {
            !history || reading.lower(expression.tokens.start) != "soon"
        }
        _ => true,
    });
    let whens = resolve::resolve(&expressions, reading, &data.time, published, history);
    let found = expressions
        .into_iter()
        .zip(whens)
        .map(|(expression, when)| Found {
            span: expression.cut.unwrap_or_else(|| reading.span_of(expression.tokens)),
            entity: None,
            names: Names::Time(when),
        })
        .collect();
    (found, published)
}

#[cfg(test)]
mod tests {
    use firsthand_schema::{
        document::{Document, PublishedBasis},
        when::Day,
    };

    use super::*;

    fn read(text: &str, published: Option<&str>) -> (Vec<String>, Option<Published>) {
        let document = Document {
            published: published.map(|day| {
                let (from, to) = day.split_once("..").unwrap_or((day, day));
                Published {
                    from: Day::parse(from).unwrap(),
                    to: Day::parse(to).unwrap(),
                    basis: PublishedBasis::Given,
                }
            }),
            ..Document::bare("d", text)
        };
        let data = crate::LanguageData::shipped().unwrap();
        let (found, published) = find(&Reading::of(&document, &data), &data);
        let shown = found.into_iter().map(|found| {
            let Names::Time(when) = found.names else { panic!("not a time") };
            let edge = |day: Option<Day>| day.map_or("?".to_owned(), |day| day.to_string());
            let mut shown = format!("{} = {}", found.span.of(text), when.value);
            if when.from.is_some() || when.to.is_some() {
                shown += &format!(" [{}..{}]", edge(when.from), edge(when.to));
            }
            shown
        });
        (shown.collect(), published)
    }

    /// The expressions of a text published on Tuesday 27 June 1905, or when the test says.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        check_on("1905-06-27", text, expected);
    }

    #[track_caller]
    fn check_on(published: &str, text: &str, expected: &[&str]) {
        assert_eq!(read(text, Some(published)).0, expected, "in {text:?}");
    }

    /// When a text without a date was published.
    #[track_caller]
    fn check_published(text: &str, expected: &str) {
        let found =
            read(text, None).1.map_or("unknown".to_owned(), |found| format!("{}..{}", found.from, found.to));
        assert_eq!(found, expected, "for {text:?}");
    }

    #[test]
    fn a_month_without_a_year_is_the_last_one() {
        check("The crew refused in May.", &["May = 1905-05 [1905-05-01..1905-05-31]"]);
        check("The crew refused in August.", &["August = 1904-08 [1904-08-01..1904-08-31]"]);
        check("The trial will begin in August.", &["August = 1905-08 [1905-08-01..1905-08-31]"]);
        check("The cells stay open until August.", &["August = 1905-08 [?..1905-08-31]"]);
        check("They had cells until closing them in August.", &["August = 1904-08 [1904-08-01..1904-08-31]"]);
    }

    #[test]
    fn a_weekday_is_the_last_one_unless_it_is_to_come() {
        check("They sailed on Sunday.", &["Sunday = 1905-06-25 [1905-06-25..1905-06-25]"]);
        check("They sailed on Tuesday.", &["Tuesday = 1905-06-27 [1905-06-27..1905-06-27]"]);
        check("They will sail next Sunday.", &["next Sunday = 1905-07-02 [1905-07-02..1905-07-02]"]);
    }

    #[test]
    fn weeks_months_and_years_are_whole() {
        check("It began last month.", &["last month = 1905-05 [1905-05-01..1905-05-31]"]);
        check("It began this week.", &["this week = 1905-W26 [1905-06-26..1905-07-02]"]);
        check("It began late last year.", &["late last year = 1904 [1904-08-31..1904-12-31]"]);
        check("It was mid-May of this year.", &["mid-May of this year = 1905-05 [1905-05-10..1905-05-20]"]);
    }

    #[test]
    fn a_preposition_opens_the_interval() {
        check("They have starved since May.", &["May = 1905-05 [1905-05-01..?]"]);
        check("Those dismissed after 1901 came back.", &["1901 = 1901 [1902-01-01..?]"]);
        check("They lived there before 3 March.", &["3 March = 1905-03-03 [?..1905-03-02]"]);
    }

    #[test]
    fn a_story_counts_from_its_own_days() {
        check(
            "On June 14 they rose. Four days later the ship reached port, and on the 25th it was over.",
            &[
                "June 14 = 1905-06-14 [1905-06-14..1905-06-14]",
                "Four days later = 1905-06-18 [1905-06-18..1905-06-18]",
                "the 25th = 1905-06-25 [1905-06-25..1905-06-25]",
            ],
        );
    }

    #[test]
    fn a_month_later_is_as_sharp_as_a_third_of_a_month() {
        check(
            "He was drafted on March 26 and a month later he was at sea.",
            &[
                "March 26 = 1905-03-26 [1905-03-26..1905-03-26]",
                "a month later = 1905-04 [1905-04-20..1905-04-30]",
            ],
        );
    }

    #[test]
    fn lengths_and_habits_are_no_days() {
        check("They held out for two and a half years.", &["two and a half years = P2Y6M"]);
        check("It took two years and three months.", &["two years and three months = P2Y3M"]);
        check("The guns fire every day.", &["every day = P1D"]);
        check("He is currently at sea.", &["currently = PRESENT_REF"]);
        check("In the past three months nobody was paid.", &["the past three months = P3M"]);
    }

    #[test]
    fn a_range_of_days_is_two_days_of_one_month() {
        check(
            "The strike lasted from 3 to 5 May.",
            &["3 = 1905-05-03 [1905-05-03..1905-05-03]", "5 May = 1905-05-05 [1905-05-05..1905-05-05]"],
        );
    }

    #[test]
    fn the_clock_belongs_to_its_day() {
        check(
            "It was 10:35 a.m. on Sunday.",
            &["10:35 a.m. on Sunday = 1905-06-25T10:35 [1905-06-25..1905-06-25]"],
        );
        check("They fled Tuesday night.", &["Tuesday night = 1905-06-27TNI [1905-06-27..1905-06-27]"]);
    }

    #[test]
    fn an_age_and_a_count_are_no_time() {
        check("The 30-year-old cook is 30 years old.", &[]);
        check("There were 2000 sailors.", &[]);
        check("It may march.", &[]);
    }

    #[test]
    fn an_interval_of_publication_stays_as_blunt_as_it_is() {
        check_on(
            "1905-06-27..1905-06-28",
            "It was yesterday.",
            &["yesterday = 1905-06-XX [1905-06-26..1905-06-27]"],
        );
        check_on("1905-01-01..1905-12-31", "It was yesterday.", &["yesterday = XXXX-XX-XX"]);
        check_on("1905-06-27..1905-12-31", "It was in May.", &["May = 1905-05 [1905-05-01..1905-05-31]"]);
    }

    #[test]
    fn the_text_betrays_when_it_was_published() {
        check_published("He was drafted on June 2, 1905. On June 9 he deserted.", "1905-06-09..1905-12-31");
        check_published(
            "Russian troops refuse to fight in Ukraine, six weeks since the start of the war, the ministry said on Friday.",
            "2022-04-08..2022-04-09",
        );
        check_published("The sea is blue.", "unknown");
    }

    #[test]
    fn two_dates_joined_share_their_year_and_a_token() {
        check(
            "It lasted from March to May 1904.",
            &["March = 1904-03 [1904-03-01..1904-03-31]", "May 1904 = 1904-05 [1904-05-01..1904-05-31]"],
        );
        check(
            "The siege (14 August-2 September 1904) failed.",
            &[
                "14 August = 1904-08-14 [1904-08-14..1904-08-14]",
                "2 September 1904 = 1904-09-02 [1904-09-02..1904-09-02]",
            ],
        );
    }

    #[test]
    fn a_year_is_told_where_the_day_is_far() {
        check("The dues are payable July 15.", &["July 15 = 1905-07-15 [1905-07-15..1905-07-15]"]);
        check("He hopes to sail, but in March a court ruled.", &["March = 1905-03 [1905-03-01..1905-03-31]"]);
    }

    #[test]
    fn texts_of_nothing_but_dates_are_read_in_one_go() {
        for piece in [
            "March and ",
            "10 a.m. ",
            "the end of the end of ",
            "in May in ",
            "the night of ",
            "1904-05 ",
            "last last ",
        ] {
            let text = piece.repeat(20_000);
            let (found, _) = read(&text, Some("1905-06-27"));
            assert!(found.len() <= 60_000, "{piece:?}");
        }
    }
}

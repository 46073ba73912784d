//! Time, drawn: who reported an incident when, and how much a case holds of each day.
//!
//! In: reports with the days they may be of; or counts by day. Out: a figure with a true axis, and the same as a list or a table.
//! A date known to a week is a bar a week broad; a date not known at all lies in a lane of its own, across every day.

use std::collections::BTreeMap;

use firsthand_schema::{
    document::{Published, PublishedBasis},
    when::Day,
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

use super::{
    axis::{self, Scale},
    lettering::{self, fit},
    number,
};
use crate::calendar;

/// One report to draw.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    /// Who published it.
    pub(crate) outlet: String,
    /// Its headline.
    pub(crate) title: String,
    /// Its page.
    pub(crate) href: Option<String>,
    /// When, as far as it is known.
    pub(crate) published: Option<Published>,
}

/// Measures of the drawing of reports.
const WIDE: f64 = 960.0;
const LABELS: f64 = 270.0;
const PLOT: f64 = WIDE - LABELS - 70.0;
const ROW: f64 = 36.0;
const TOP: f64 = 44.0;
const SMALL: f64 = 11.0;
const NAME: f64 = 13.0;
/// A single day narrower than this is drawn as a lozenge of this breadth, which says "a day" and not how long a day is.
const LOZENGE: f64 = 9.0;
/// What is said to have happened longer than this before the first report does not stretch the axis: the reports would shrink
/// to a line. Four months: twice what a monthly paper needs.
const STRETCH_DAYS_MAX: i32 = 124;

/// Who reported when. `happened` is the time that the claims give for the event itself.
pub(crate) fn reports(reports: &[Reported], happened: Option<(Day, Day)>) -> Markup {
    let chart = Chart::of(reports, happened);
    html! {
        figure.drawing.timeline {
            @if let Some(scale) = &chart.scale {
                div.drawing-wide tabindex="0" role="region" aria-label="Who reported when" { (chart.svg(scale)) }
            }
            (chart.key())
            details.drawing-words {
                summary { "The same in words" }
                (chart.words())
            }
        }
    }
}

struct Chart<'r> {
    dated: Vec<(&'r Reported, Published)>,
    undated: Vec<&'r Reported>,
    /// The band of the event, where it is near enough to draw.
    happened: Option<(Day, Day)>,
    far: Option<(Day, Day)>,
    scale: Option<Scale>,
    /// The last day on which the first report may have come out.
    first_until: Option<Day>,
}

impl<'r> Chart<'r> {
    fn of(reports: &'r [Reported], happened: Option<(Day, Day)>) -> Self {
        let mut dated: Vec<(&Reported, Published)> =
            reports.iter().filter_map(|report| Some((report, report.published?))).collect();
        dated.sort_by(|(one, when), (other, later)| {
            (when.from, when.to, &one.outlet, &one.title).cmp(&(
                later.from,
                later.to,
                &other.outlet,
                &other.title,
            ))
        });
        let undated = reports.iter().filter(|report| report.published.is_none()).collect();
        let days = dated.iter().flat_map(|(_, when)| [when.from, when.to]);
        let (first, last) = (days.clone().min(), days.max());
        let near = |&(from, _): &(Day, Day)| {
            first.is_some_and(|first| axis::number(first) - axis::number(from) <= STRETCH_DAYS_MAX)
        };
        let (happened, far) = (happened.filter(near), happened.filter(|told| !near(told)));
        let scale = first.zip(last).map(|(first, last)| {
            let (first, last) = happened
                .map_or((first, last), |(from, to)| (first.min(from).min(to), last.max(to).max(from)));
            // A day of air on both sides, or a twentieth.
            let air = ((axis::number(last) - axis::number(first)) / 20).max(1);
            let moved = |day: Day, by: i32| axis::day(axis::number(day) + by).unwrap_or(day);
            Scale::over(moved(first, -air), moved(last, air), LABELS, PLOT)
        });
        let first_until = dated.iter().map(|(_, when)| when.to).min();
        Self { dated, undated, happened, far, scale, first_until }
    }

    /// "first" where one report can only have been it; where several may, none is singled out.
    fn rank(&self, when: &Published) -> Option<&'static str> {
        let until = self.first_until?;
        let candidates = self.dated.iter().filter(|(_, other)| other.from <= until).count();
        (when.from <= until).then_some(match (candidates, self.dated.len()) {
            (1, _) => "first",
            _ => "may be first",
        })
    }

    fn svg(&self, scale: &Scale) -> Markup {
        let rows = self.dated.len() + self.undated.len();
        let lane = if self.undated.is_empty() { 0.0 } else { 26.0 };
        let rows_foot = TOP + ROW * count(self.dated.len());
        let tall = TOP + ROW * count(rows) + lane + 8.0;
        let ticks = scale.ticks(SMALL);
        html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(number(WIDE)) height=(number(tall))
                viewBox=(format!("0 0 {} {}", number(WIDE), number(tall))) role="group" aria-label=(self.summary()) {
                g.time-axis aria-hidden="true" {
                    @for tick in &ticks {
                        path d=(format!("M{} {}V{}", number(tick.x), number(TOP - 8.0), number(rows_foot))) {}
                        text x=(number(tick.x + 2.0)) y=(number(TOP - 14.0)) { (tick.label) }
                        @if let Some(year) = tick.year { text.time-year x=(number(tick.x + 2.0)) y=(number(TOP - 28.0)) { (year) } }
                    }
                }
                @if let Some((from, to)) = self.happened {
                    g.time-happened {
                        title { "said to have happened: " (axis::interval_in_words(from, to)) }
                        rect x=(number(scale.x(from))) y=(number(TOP - 8.0))
                            width=(number((scale.x_end(to) - scale.x(from)).max(2.0))) height=(number(rows_foot - TOP + 8.0)) {}
                    }
                }
                @for (row, (report, when)) in self.dated.iter().enumerate() {
                    (self.row(report, Some(when), scale, TOP + ROW * count(row)))
                }
                @if !self.undated.is_empty() {
                    path.time-rule d=(format!("M0 {}H{}", number(rows_foot + 4.0), number(WIDE))) {}
                    text.time-lane x="0" y=(number(rows_foot + 20.0)) { "date not known" }
                    @for (row, report) in self.undated.iter().enumerate() {
                        (self.row(report, None, scale, rows_foot + lane + ROW * count(row)))
                    }
                }
            }
        }
    }

    fn row(&self, report: &Reported, when: Option<&Published>, scale: &Scale, top: f64) -> Markup {
        let middle = top + ROW / 2.0;
        let rank = when.and_then(|when| self.rank(when));
        let outlet = fit(&report.outlet, LABELS - 20.0, NAME, 1).lines.join("");
        let title = fit(&report.title, LABELS - 20.0, SMALL, 1).lines.join("");
        let spoken = self.spoken(report, when);
        let body = html! {
            rect.time-reach x="0" y=(number(top)) width=(number(WIDE)) height=(number(ROW)) { title { (spoken) } }
            text.time-outlet x="0" y=(number(top + 15.0)) { (outlet) " " }
            text.time-title x="0" y=(number(top + 29.0)) { (title) " " }
            @if let Some(when) = when {
                (mark(when, scale, middle))
                @let (x, anchor) = beside(when, scale);
                text.time-date x=(number(x)) y=(number(middle + 4.0)) text-anchor=(anchor) {
                    (short(when))
                    @if let Some(rank) = rank { tspan.time-rank { " · " (rank) } }
                    " "
                }
            } @else {
                path.time-unknown d=(format!("M{} {}H{}", number(LABELS), number(middle), number(LABELS + PLOT))) {}
                text.time-date x=(number(LABELS + PLOT / 2.0)) y=(number(middle + 4.0)) text-anchor="middle" { "any day" }
            }
        };
        let class = match rank {
            Some("first") => "time-row is-first",
            Some(_) => "time-row is-maybe-first",
            None => "time-row",
        };
        html! {
            // Spoken is what is seen, in that order, then in full.
            @if let Some(href) = &report.href {
                a class=(class) href=(href) aria-label=(format!("{outlet} {title} {} ({spoken})", seen_date(when, rank))) { (body) }
            }
            @else { g class=(class) { (body) } }
        }
    }

    fn spoken(&self, report: &Reported, when: Option<&Published>) -> String {
        let mut words =
            format!("{}: {}, ", lettering::plain(&report.outlet), lettering::plain(&report.title));
        match when {
            Some(when) => {
                words.push_str(&format!("published {}", axis::interval_in_words(when.from, when.to)));
                if when.basis == PublishedBasis::Inferred {
                    words.push_str(", worked out from its text");
                }
                if let Some(rank) = self.rank(when) {
                    words.push_str(&format!("; {rank}"));
                }
            }
            None => words.push_str("publication date not known"),
        }
        words
    }

    fn summary(&self) -> String {
        let first = self.dated.first().map(|(_, when)| calendar::day(when.from));
        let last = self.dated.iter().map(|(_, when)| when.to).max().map(calendar::day);
        let mut words = format!("{} dated reports", self.dated.len());
        if let (Some(first), Some(last)) = (first, last) {
            words.push_str(&format!(", {first} to {last}"));
        }
        if !self.undated.is_empty() {
            words.push_str(&format!("; {} without a date", self.undated.len()));
        }
        words
    }

    fn key(&self) -> Markup {
        let broad = self.dated.iter().any(|(_, when)| when.from != when.to);
        let inferred = self.dated.iter().any(|(_, when)| when.basis == PublishedBasis::Inferred);
        html! {
            figcaption.drawing-key {
                @if self.scale.is_some() { (entry("is-day", "published that day")) }
                @if broad { (entry("is-span", "some day within the bar")) }
                @if inferred { (entry("is-inferred", "worked out from the text")) }
                @if let Some((from, to)) = self.happened {
                    (entry("is-happened", &format!("said to have happened {}", axis::interval_in_words(from, to))))
                }
                @if let Some((from, to)) = self.far {
                    span { "Said to have happened " (axis::interval_in_words(from, to)) ", before the days drawn." }
                }
                @if !self.undated.is_empty() && !self.dated.is_empty() {
                    span { "A report without a date may be the first of all." }
                }
            }
        }
    }

    fn words(&self) -> Markup {
        let line = |report: &Reported, when: Option<&Published>| {
            html! {
                li {
                    @match when {
                        Some(when) => {
                            span.time-when { (axis::interval_in_words(when.from, when.to)) }
                            @if when.basis == PublishedBasis::Inferred { " " span.time-basis { "(worked out from the text)" } }
                        }
                        None => span.time-when { "date not known" },
                    }
                    " " bdi.time-who { (report.outlet) } ": "
                    @if let Some(href) = &report.href { a href=(href) { bdi { (report.title) } } } @else { bdi { (report.title) } }
                    @if let Some(rank) = when.and_then(|when| self.rank(when)) { " " strong.graph-mark { (rank) } }
                }
            }
        };
        html! {
            ol.time-words {
                @for (report, when) in &self.dated { (line(report, Some(when))) }
                @for report in &self.undated { (line(report, None)) }
            }
        }
    }
}

/// The mark of a date: as broad as what is known of it.
fn mark(when: &Published, scale: &Scale, middle: f64) -> Markup {
    let (from, to) = (scale.x(when.from), scale.x_end(when.to));
    let class = if when.basis == PublishedBasis::Inferred { "time-mark is-inferred" } else { "time-mark" };
    let single = when.from == when.to;
    html! {
        @if single && to - from < LOZENGE {
            @let (x, half) = (f64::midpoint(from, to), LOZENGE / 2.0);
            path class=(class) d=(format!(
                "M{} {}l{half} {half}l-{half} {half}l-{half} -{half}z", number(x), number(middle - half)
            )) {}
        } @else if single {
            rect class=(class) x=(number(from + 1.0)) y=(number(middle - 6.0)) width=(number(to - from - 2.0)) height="12" rx="2" {}
        } @else {
            rect class=(format!("{class} is-span")) x=(number(from)) y=(number(middle - 5.0)) width=(number((to - from).max(3.0))) height="10" {}
            path.time-ends d=(format!(
                "M{} {}v16M{} {}v16", number(from), number(middle - 8.0), number(to.max(from + 3.0)), number(middle - 8.0)
            )) {}
        }
    }
}

/// What is written beside a mark.
fn seen_date(when: Option<&Published>, rank: Option<&str>) -> String {
    let day = when.map_or_else(|| "any day".to_owned(), short);
    rank.map_or_else(|| day.clone(), |rank| format!("{day} · {rank}"))
}

/// Where a date is written: after its mark, or before it where the drawing ends.
fn beside(when: &Published, scale: &Scale) -> (f64, &'static str) {
    let (from, to) = (scale.x(when.from), scale.x_end(when.to));
    let half = ((LOZENGE - (to - from)) / 2.0).max(0.0);
    let room = lettering::width("30 Sep – 30 Sep · may be first", SMALL);
    if to + half + 8.0 + room > WIDE && from - half - 8.0 - room > LABELS {
        (from - half - 7.0, "end")
    } else {
        (to + half + 7.0, "start")
    }
}

/// "3 Jul", "3 – 9 Jul", "3 Jul – 2 Aug".
fn short(when: &Published) -> String {
    let words = |day: Day| {
        let full = calendar::day(day);
        full.rsplit_once(' ').map_or(full.clone(), |(head, _)| head.to_owned())
    };
    if when.from == when.to {
        words(when.from)
    } else if (when.from.month, when.from.year) == (when.to.month, when.to.year) {
        format!("{} – {}", when.from.day, words(when.to))
    } else {
        format!("{} – {}", words(when.from), words(when.to))
    }
}

fn entry(class: &str, words: &str) -> Markup {
    html! {
        span class=(format!("key-entry {class}")) {
            svg width="30" height="14" viewBox="0 0 30 14" aria-hidden="true" {
                @match class {
                    "is-day" => path.time-mark d="M15 2.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z" {},
                    "is-happened" => g.time-happened { rect x="2" y="0" width="26" height="14" {} },
                    _ => {
                        rect.time-mark.is-span.is-inferred[class == "is-inferred"] x="3" y="3" width="24" height="8" {}
                        path.time-ends d="M3 0v14M27 0v14" {}
                    }
                }
            }
            (words)
        }
    }
}

fn count(rows: usize) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX))
}

/// How counts are gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bin {
    Day,
    Month,
    Year,
}

/// So many bars are the most that a drawing 340 pixels broad still tells apart.
const BARS_MAX: i32 = 100;

impl Bin {
    fn over(first: Day, last: Day) -> Self {
        let days = axis::number(last) - axis::number(first) + 1;
        if days <= BARS_MAX {
            Self::Day
        } else if days / 28 <= BARS_MAX {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// First and last day of the bin that a day is in.
    fn around(self, day: Day) -> (Day, Day) {
        let date = Date::new(day.year, day.month, day.day).unwrap_or(Date::constant(1970, 1, 1));
        let (first, last) = match self {
            Self::Day => (date, date),
            Self::Month => (date.first_of_month(), date.last_of_month()),
            Self::Year => (date.first_of_year(), date.last_of_year()),
        };
        let of = |date: Date| Day::new(date.year(), date.month(), date.day()).unwrap_or(day);
        (of(first), of(last))
    }

    fn next(self, last: Day) -> Option<Day> {
        let date = Date::new(last.year, last.month, last.day).ok()?.checked_add(1.day()).ok()?;
        Day::new(date.year(), date.month(), date.day())
    }

    fn words(self, from: Day) -> String {
        let full = calendar::day(from);
        match self {
            Self::Day => full,
            Self::Month => full.split_once(' ').map_or(full.clone(), |(_, rest)| rest.to_owned()),
            Self::Year => from.year.to_string(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// One bar.
struct Bar {
    from: Day,
    to: Day,
    count: u32,
    href: Option<String>,
}

/// How much there is of each day, month or year: `what` are counted ("documents", "claims"); `page` leads to those of a stretch.
/// `undated` are told in words.
pub(crate) fn counts(
    days: &BTreeMap<Day, u32>,
    undated: u32,
    what: &str,
    page: &dyn Fn(Day, Day) -> Option<String>,
) -> Markup {
    let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return html! { p.drawing-none { "No dates are known yet." } };
    };
    let bin = Bin::over(first, last);
    let mut bars: Vec<Bar> = Vec::new();
    let mut next = Some(first);
    while let Some(day) = next.filter(|day| *day <= last) {
        let (from, to) = bin.around(day);
        let count = days.range(from..=to).map(|(_, count)| count).sum();
        let href = if count > 0 { page(from, to) } else { None };
        bars.push(Bar { from, to, count, href });
        next = bin.next(to);
    }
    let summary = format!("{what} a {}, {} to {}", bin.name(), calendar::day(first), calendar::day(last));
    html! {
        figure.drawing.counts {
            // Drawn twice, because letters must not shrink with the bars; the style sheet shows the one that fits.
            div.counts-wide { (histogram(&bars, bin, &summary, 960.0, 170.0)) }
            div.counts-narrow { (histogram(&bars, bin, &summary, 328.0, 150.0)) }
            figcaption.drawing-key {
                span { (capitalised(&summary)) }
                @if undated > 0 { span { (undated) " without a date" } }
            }
            details.drawing-words {
                summary { "The same as a table" }
                table.counts-table {
                    thead { tr { th scope="col" { (capitalised(bin.name())) } th scope="col" { (capitalised(what)) } } }
                    tbody {
                        @for bar in bars.iter().filter(|bar| bar.count > 0) {
                            tr {
                                th scope="row" {
                                    @if let Some(href) = &bar.href { a href=(href) { (bin.words(bar.from)) } } @else { (bin.words(bar.from)) }
                                }
                                td { (bar.count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn histogram(bars: &[Bar], bin: Bin, summary: &str, wide: f64, tall: f64) -> Markup {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let (step, top) = round_steps(most);
    let left = lettering::width(&top.to_string(), SMALL) + 8.0;
    let (head, foot) = (18.0, tall - 34.0);
    let plot = wide - left - 12.0;
    let y = |count: u32| foot - f64::from(count) / f64::from(top) * (foot - head);
    let scale = match (bars.first(), bars.last()) {
        (Some(first), Some(last)) => Scale::over(first.from, last.to, left, plot),
        _ => return html! {},
    };
    let tallest = bars.iter().position(|bar| bar.count == most);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(number(wide)) height=(number(tall))
            viewBox=(format!("0 0 {} {}", number(wide), number(tall))) role="group" aria-label=(summary) {
            g.time-axis aria-hidden="true" {
                @for count in (0..=top).step_by(usize::try_from(step).unwrap_or(1)) {
                    path d=(format!("M{} {}H{}", number(left), number(y(count)), number(wide - 12.0))) {}
                    text x=(number(left - 5.0)) y=(number(y(count) + 3.8)) text-anchor="end" { (count) }
                }
                @for tick in scale.ticks(SMALL) {
                    path.time-tick d=(format!("M{} {}v6", number(tick.x), number(foot))) {}
                    text x=(number(tick.x)) y=(number(foot + 18.0)) { (tick.label) }
                    @if let Some(year) = tick.year { text.time-year x=(number(tick.x)) y=(number(foot + 31.0)) { (year) } }
                }
            }
            @for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.count > 0) {
                @let (from, to) = (scale.x(bar.from), scale.x_end(bar.to));
                @let gap = if to - from > 6.0 { 1.0 } else { 0.25 };
                @let spoken = format!("{}: {}", bin.words(bar.from), bar.count);
                @let body = html! {
                    title { (spoken) }
                    rect.time-bar x=(number(from + gap)) y=(number(y(bar.count).min(foot - 1.5)))
                        width=(number((to - from - 2.0 * gap).max(0.8))) height=(number((foot - y(bar.count)).max(1.5))) {}
                    @if Some(at) == tallest {
                        text.time-date x=(number(f64::midpoint(from, to).clamp(left + 12.0, wide - 24.0)))
                            y=(number(y(bar.count) - 5.0)) text-anchor="middle" { (bar.count) }
                    }
                };
                // The table has the same links for the keyboard.
                @if let Some(href) = &bar.href { a.time-count href=(href) tabindex="-1" aria-hidden="true" { (body) } }
                @else { g.time-count { (body) } }
            }
        }
    }
}

/// A round step that makes three to five lines, and the top line: 1, 2, 5, 10, 20, 50 …
fn round_steps(most: u32) -> (u32, u32) {
    let mut step = 1_u32;
    for factor in [2, 5, 10].into_iter().cycle() {
        if most.div_ceil(step) <= 4 {
            break;
        }
        // 1, 2, 5, then ten times as much.
        let decade = 10_u32.pow(step.ilog10());
        let Some(next) = decade.checked_mul(factor) else { break };
        step = next;
    }
    (step, most.div_ceil(step).max(1).saturating_mul(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn report(outlet: &str, from: &str, to: &str) -> Reported {
        let published = (!from.is_empty()).then(|| Published {
            from: on(from),
            to: on(to),
            basis: PublishedBasis::Given,
        });
        Reported {
            outlet: outlet.into(),
            title: format!("{outlet} reports"),
            href: Some("/d".into()),
            published,
        }
    }

    /// The rank of each dated report, earliest first.
    #[track_caller]
    fn check(days: &[(&str, &str)], expected: &[Option<&str>]) {
        let told: Vec<Reported> = days.iter().map(|(from, to)| report("Paper", from, to)).collect();
        let chart = Chart::of(&told, None);
        let ranks: Vec<Option<&str>> = chart.dated.iter().map(|(_, when)| chart.rank(when)).collect();
        assert_eq!(ranks, expected);
        let drawn = reports(&told, None).into_string();
        assert_eq!(drawn, reports(&told, None).into_string(), "the same reports are drawn the same");
        assert!(!drawn.contains(" style="), "the policy of the pages forbids it");
    }

    #[test]
    fn the_first_to_report_is_marked() {
        check(&[("1905-07-04", "1905-07-04"), ("1905-07-03", "1905-07-03")], &[Some("first"), None]);
    }

    #[test]
    fn where_several_may_have_been_first_none_is_singled_out() {
        let may = Some("may be first");
        check(
            &[("1905-07-03", "1905-07-09"), ("1905-07-04", "1905-07-04"), ("1905-07-05", "1905-07-05")],
            &[may, may, None],
        );
    }

    #[test]
    fn a_report_without_a_date_lies_in_a_lane_of_its_own() {
        let told = [report("Paper", "1905-07-03", "1905-07-03"), report("Echo", "", "")];
        let drawn = reports(&told, None).into_string();
        assert!(
            drawn.contains("date not known")
                && drawn.contains("any day")
                && drawn.contains("may be the first of all")
        );
    }

    #[test]
    fn a_week_is_drawn_seven_times_as_broad_as_a_day() {
        let scale = Scale::over(on("1905-07-01"), on("1905-07-20"), 0.0, 2000.0);
        let broad = |from, to| {
            let when = Published { from: on(from), to: on(to), basis: PublishedBasis::Given };
            scale.x_end(when.to) - scale.x(when.from)
        };
        assert!((broad("1905-07-03", "1905-07-09") - 7.0 * broad("1905-07-03", "1905-07-03")).abs() < 1e-9);
    }

    #[test]
    fn an_event_of_long_ago_does_not_squeeze_the_reports() {
        let told = [report("Paper", "1905-07-03", "1905-07-03")];
        let drawn = reports(&told, Some((on("1890-01-01"), on("1890-01-01")))).into_string();
        assert!(drawn.contains("before the days drawn") && !drawn.contains("time-happened"));
    }

    #[test]
    fn steps_of_an_axis_are_round() {
        for (most, expected) in [
            (1, (1, 1)),
            (4, (1, 4)),
            (7, (2, 8)),
            (18, (5, 20)),
            (350, (100, 400)),
            (36_000, (10_000, 40_000)),
        ] {
            assert_eq!(round_steps(most), expected, "{most}");
        }
    }

    #[test]
    fn a_long_case_is_counted_by_month_and_every_day_is_counted_once() {
        let days: BTreeMap<Day, u32> = [("1905-01-31", 3), ("1905-02-01", 4), ("1905-12-31", 5)]
            .map(|(day, count)| (on(day), count))
            .into();
        let drawn = counts(&days, 2, "documents", &|from, to| Some(format!("/search?from={from}&to={to}")))
            .into_string();
        assert!(
            drawn.contains("Jan 1905: 3") && drawn.contains("Feb 1905: 4") && drawn.contains("Dec 1905: 5")
        );
        assert!(drawn.contains("from=1905-02-01&amp;to=1905-02-28") && drawn.contains("2 without a date"));
    }
}

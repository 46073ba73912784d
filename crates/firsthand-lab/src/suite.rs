//! A suite: what is measured, on which data, and how its figures may fool us. Suites are TOML files in `suites/`.
//!
//! In: a suite and the folders where data may lie. Out: its figures, with what they were measured on.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use firsthand_engine::LanguageData;
use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::Document,
    ids::{DocumentId, sha256_hex},
};
use serde::Deserialize;

use crate::{
    answer::Answer,
    gold::{self, attribution, cases, ledger, pages, timex, toponym},
    metrics::{self, Figure, number, sample::Made},
};

/// What is measured, on which data, and how its figures may fool us.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Its name; that of its file.
    #[serde(skip)]
    pub name: String,
    /// In one line.
    pub title: String,
    /// Which measure.
    pub measure: Measure,
    /// The gold file, below the data folder (or below the project, where it ships).
    pub gold: String,
    /// The texts, where the gold does not hold them itself; a file beside it or a folder.
    #[serde(default)]
    pub texts: Option<String>,
    /// Whether the gold ships with the project.
    #[serde(default)]
    pub ships: bool,
    /// What the figures mean, where they may fool us, what others reach.
    pub analysis: String,
    /// The figures that the README shows.
    #[serde(default)]
    pub show: Vec<Show>,
}

/// A figure that the README shows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Show {
    /// Its name in the table of the suite.
    pub figure: String,
    /// What it is called for readers.
    pub called: String,
}

/// Which measure a suite takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Claims with their chains.
    Ledger,
    /// Attribution relations.
    Attribution,
    /// Time expressions.
    Timex,
    /// Places.
    Toponym,
    /// The reading of saved pages.
    Pages,
    /// Which texts copy which.
    Copies,
    /// Which texts tell of one incident, and how many origins it has.
    Incidents,
    /// The sample that ships, the whole way.
    Sample,
}

/// What came out of a suite.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many documents were read.
    pub documents: usize,
    /// How many words they have.
    pub words: usize,
    /// How long the engine took, in seconds; none where answers were given instead.
    pub seconds: Option<f64>,
    /// SHA-256 of the gold file, so that a figure can be led back to what it was measured on.
    pub gold_sha256: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// Where things lie.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The project.
    pub project: PathBuf,
    /// The data that does not ship, where there is any.
    pub data: Option<PathBuf>,
}

impl Suite {
    /// All suites of the project, by name.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is not a suite.
    pub fn all(project: &Path) -> Result<Vec<Self>, String> {
        let folder = project.join("crates/firsthand-lab/suites");
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
        let mut suites = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| format!("cannot list {}: {error}", folder.display()))?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                suites.push(Self::read(&path)?);
            }
        }
        suites.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(suites)
    }

    fn read(path: &Path) -> Result<Self, String> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let mut suite: Self =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        suite.name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(suite)
    }

    /// The gold file; none where it is not on this machine.
    #[must_use]
    pub fn gold_path(&self, folders: &Folders) -> Option<PathBuf> {
        let folder = if self.ships { Some(&folders.project) } else { folders.data.as_ref() };
        folder.map(|folder| folder.join(&self.gold)).filter(|path| path.exists())
    }

    fn texts_beside(&self, gold: &Path) -> Result<PathBuf, String> {
        let texts = self.texts.as_ref().ok_or(format!("{}: the suite names no texts", self.name))?;
        Ok(gold.with_file_name(texts))
    }

    /// Measures: runs the engine over the gold's own texts, or takes answers that were printed before.
    ///
    /// # Errors
    ///
    /// When a gold file cannot be read, or an answer's text is not the gold's.
    pub fn run(
        &self,
        gold: &Path,
        data: &LanguageData,
        given: Option<&BTreeMap<String, Answer>>,
    ) -> Result<Outcome, String> {
        let bytes = fs::read(gold).map_err(|error| format!("cannot read {}: {error}", gold.display()))?;
        let mut run = Run { data, given, documents: 0, words: 0, seconds: 0.0 };
        let figures = match self.measure {
            Measure::Ledger => {
                let gold: Vec<ledger::Report> = gold::lines(gold)?;
                let answers = run.answers(gold.iter().map(|report| Asked {
                    id: &report.id,
                    text: &report.text,
                    published: report.published.as_ref().and_then(single_day),
                }))?;
                metrics::ledger::score(&gold, &answers)
            }
            Measure::Attribution => {
                let gold: Vec<attribution::Text> = gold::lines(gold)?;
                let answers = run.answers(gold.iter().map(|text| Asked {
                    id: &text.id,
                    text: &text.text,
                    published: text.date.as_deref(),
                }))?;
                metrics::attribution::score(&gold, &answers)?
            }
            Measure::Timex => {
                let gold: Vec<timex::Text> = gold::lines(gold)?;
                let answers = run.answers(gold.iter().map(|text| Asked {
                    id: &text.id,
                    text: &text.text,
                    published: text.dct.as_deref(),
                }))?;
                metrics::timex::score(&gold, &answers)
            }
            Measure::Toponym => {
                let gold: Vec<toponym::Text> = gold::lines(gold)?;
                let answers = run.answers(gold.iter().map(|text| Asked {
                    id: &text.id,
                    text: &text.text,
                    published: None,
                }))?;
                metrics::toponym::score(&gold, &answers)
            }
            Measure::Pages => {
                let listed: Vec<pages::Page> = gold::lines(gold)?;
                let read = listed
                    .into_iter()
                    .map(|page| run.page(page, gold))
                    .collect::<Result<Vec<_>, String>>()?;
                metrics::pages::score(&read)
            }
            Measure::Copies => {
                let pairs: Vec<cases::Pair> = gold::lines(gold)?;
                let made = run.together(items(&self.texts_beside(gold)?, Headline::Apart)?);
                metrics::links::copies(&pairs, &made.copies)
            }
            Measure::Incidents => {
                let cases: Vec<cases::Case> = gold::lines(gold)?;
                let made = run.together(items(&self.texts_beside(gold)?, Headline::InTheText)?);
                metrics::links::incidents(&cases, &made.incidents)
            }
            Measure::Sample => {
                let text = gold::text(gold)?;
                let answers =
                    toml::from_str(&text).map_err(|error| format!("{}: {error}", gold.display()))?;
                let made = run.together(gold::sample::captures(gold)?);
                metrics::sample::score(&answers, &made)
            }
        };
        Ok(Outcome {
            documents: run.documents,
            words: run.words,
            seconds: run.given.is_none().then_some(run.seconds),
            gold_sha256: sha256_hex(&bytes),
            figures,
        })
    }
}

/// Whether a headline is a line of the text or only known beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headline {
    /// As in a feed item, whose headline says half of it.
    InTheText,
    /// As in an article that has been taken out of its page.
    Apart,
}

fn items(path: &Path, headline: Headline) -> Result<Vec<Capture>, String> {
    let items: Vec<cases::Item> = gold::lines(path)?;
    let capture = |item: cases::Item| Capture {
        id: DocumentId(item.id),
        media: Media::Text,
        content: match &item.title {
            Some(title) if headline == Headline::InTheText => format!("{title}\n\n{}", item.text),
            _ => item.text,
        },
        given: Given {
            title: item.title,
            outlet: item.outlet,
            url: item.url,
            published: item.date,
            id: None,
        },
    };
    Ok(items.into_iter().map(capture).collect())
}

/// A report whose day is known for certain is read with it; one whose day is to be found out is not.
fn single_day(interval: &crate::answer::Interval) -> Option<&str> {
    interval.from.as_deref().filter(|from| interval.to.as_deref() == Some(*from))
}

/// What the engine is handed of one gold document.
struct Asked<'g> {
    id: &'g str,
    text: &'g str,
    published: Option<&'g str>,
}

struct Run<'r> {
    data: &'r LanguageData,
    given: Option<&'r BTreeMap<String, Answer>>,
    documents: usize,
    words: usize,
    seconds: f64,
}

impl Run<'_> {
    fn answers<'g>(
        &mut self,
        asked: impl Iterator<Item = Asked<'g>>,
    ) -> Result<BTreeMap<String, Answer>, String> {
        let mut answers = BTreeMap::new();
        for asked in asked {
            self.documents += 1;
            self.words += asked.text.split_whitespace().count();
            let answer = match self.given {
                None => self.read(&asked),
                Some(given) => match given.get(asked.id) {
                    Some(answer) if answer.text.as_deref().is_some_and(|text| text != asked.text) => {
                        return Err(format!(
                            "{}: the answer's text differs from the gold's: annotate the gold's own text",
                            asked.id
                        ));
                    }
                    answer => answer.cloned().unwrap_or_default(),
                },
            };
            answers.insert(asked.id.to_owned(), answer);
        }
        Ok(answers)
    }

    /// Reads all, links them and assesses what they tell.
    fn together(&mut self, captures: Vec<Capture>) -> Made {
        let start = Instant::now();
        let mut read = BTreeMap::new();
        let mut reports = Vec::new();
        for capture in captures {
            let (document, _) = firsthand_engine::clean(&capture, self.data);
            let (found, _) = firsthand_engine::annotate(&document, self.data);
            self.documents += 1;
            self.words += document.text.split_whitespace().count();
            reports.push(firsthand_engine::report(&document, &found, self.data));
            read.insert(document.id.0.clone(), (document, found));
        }
        let links = firsthand_engine::link(&reports, &[]);
        let incidents = firsthand_engine::corroborate(&reports, &links, &[], &[], self.data);
        self.seconds += start.elapsed().as_secs_f64();
        Made { read, copies: links.copies, incidents }
    }

    fn page(&mut self, page: pages::Page, list: &Path) -> Result<(pages::Page, Document), String> {
        let capture = Capture {
            id: DocumentId(page.id.clone()),
            media: Media::Html,
            content: page.source(list)?,
            given: Given::default(),
        };
        let start = Instant::now();
        let (document, _) = firsthand_engine::clean(&capture, self.data);
        self.seconds += start.elapsed().as_secs_f64();
        self.documents += 1;
        self.words += document.text.split_whitespace().count();
        Ok((page, document))
    }

    fn read(&mut self, asked: &Asked<'_>) -> Answer {
        let capture = Capture {
            id: DocumentId(asked.id.to_owned()),
            media: Media::Text,
            content: asked.text.to_owned(),
            given: Given { published: asked.published.map(str::to_owned), ..Given::default() },
        };
        let start = Instant::now();
        let (document, _): (Document, _) = firsthand_engine::clean(&capture, self.data);
        let (found, _) = firsthand_engine::annotate(&document, self.data);
        self.seconds += start.elapsed().as_secs_f64();
        Answer::of(&document, &found)
    }
}

impl Outcome {
    /// Words a second on one core; none where the engine was not run.
    #[must_use]
    pub fn words_per_second(&self) -> Option<f64> {
        self.seconds.filter(|&seconds| seconds > 0.0).map(|seconds| number(self.words) / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_is_readable_and_says_how_it_may_fool_us() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let suites = Suite::all(&project).expect("readable suites");
        assert!(!suites.is_empty());
        for suite in suites {
            assert!(
                suite.analysis.split_whitespace().count() >= 20,
                "{}: an analysis is a paragraph",
                suite.name
            );
        }
    }
}

//! Runs the golden cases: every `corpus/cases/<stage>/*.md` against the engine.
//!
//! In: the files, read when the test runs. Out: for each case that differs, the text with what is missing (`-`) and
//! what is too much (`+`) drawn under it. `cargo xtask bless` draws them anew; read the difference before committing it.
#![allow(clippy::disallowed_methods, reason = "the engine reads no file and no environment; its tests do")]

mod answer;
mod drawing;

use std::{
    fs,
    path::{Path, PathBuf},
};

use firsthand_engine::LanguageData;

/// All case files, in the order of their names.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root)
        .expect("corpus/cases")
        .flat_map(|stage| fs::read_dir(stage.expect("a stage").path()).into_iter().flatten())
        .map(|file| file.expect("a case file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    found.sort();
    found
}

#[test]
fn the_program_answers_as_drawn() {
    let data = LanguageData::shipped().expect("the shipped data");
    let bless = std::env::var_os("FIRSTHAND_BLESS").is_some();
    let (mut cases_seen, mut wrong_today, mut report) = (0, 0, String::new());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/cases");
    for path in files(&root) {
        let file = fs::read_to_string(&path).expect("a readable case file");
        let name = path.strip_prefix(&root).unwrap_or(&path).display();
        let cases = drawing::read(&file).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let answers: Vec<_> = cases.iter().map(|case| (case, answer::answer(case, &data))).collect();
        for (case, answer) in &answers {
            cases_seen += 1;
            wrong_today += usize::from(case.wrong);
            let at = format!("{name}:{}: {}", case.line, case.title);
            if case.right.as_ref().is_some_and(|right| right.difference(answer).is_empty()) {
                report += &format!("{at}\n  mended: the answer is now the right one\n\n");
                continue;
            }
            let difference = case.today.difference(answer);
            if !difference.is_empty() {
                report += &format!("{at}\n{}\n", drawing::draw_difference(&case.today.text, &difference));
            }
        }
        if bless {
            let blessed = drawing::bless(&file, &answers);
            if blessed != file {
                fs::write(&path, blessed).expect("a writable case file");
            }
        }
    }
    println!("{cases_seen} cases, {wrong_today} of them known to be answered wrongly");
    assert!(cases_seen > 0, "no case was found");
    assert!(
        bless || report.is_empty(),
        "drawn (-) and answered (+) differ; `cargo xtask bless` draws them anew\n\n{report}"
    );
}

mod the_drawing {
    use firsthand_schema::span::Span;

    use super::drawing::{self, Mark};

    const FILE: &str = "# A floor is not a count\n\nWhy.\n\n```text published=1905-06-30 outlet=\"A Post\"\nÀ 40 men fell.\n  ^^ quantity ≥40\n     ^^^ no place\n```\n";

    fn mark(start: usize, end: usize, label: &str) -> Mark {
        Mark { span: Span::new(start, end), label: label.to_owned() }
    }

    #[track_caller]
    fn check(answer: &[Mark], signs: &str) {
        let cases = drawing::read(FILE).expect("a case");
        let difference = cases[0].today.difference(answer);
        let found: String = difference.iter().map(|(sign, _)| sign).collect();
        assert_eq!(found, signs, "{}", drawing::draw_difference(&cases[0].today.text, &difference));
    }

    #[test]
    fn carets_count_characters_and_settings_are_read() {
        let cases = drawing::read(FILE).expect("a case");
        assert_eq!(cases[0].today.marks, [mark(3, 5, "quantity ≥40"), mark(6, 9, "no place")]);
        assert_eq!(cases[0].published.as_deref(), Some("1905-06-30"));
        assert_eq!(cases[0].outlet.as_deref(), Some("A Post"));
        assert_eq!(
            drawing::draw(&cases[0].today.text, &cases[0].today.marks).lines().nth(1),
            Some("  ^^ quantity ≥40")
        );
    }

    #[test]
    fn a_label_may_stop_short_at_a_word_only() {
        check(&[mark(3, 5, "quantity ≥40 men")], "");
        check(&[mark(3, 5, "quantity ≥400")], "-+");
    }

    #[test]
    fn a_head_once_drawn_must_be_drawn_wholly() {
        check(&[], "-");
        check(&[mark(3, 5, "quantity ≥40"), mark(0, 2, "quantity 1")], "+");
        check(&[mark(3, 5, "quantity ≥40"), mark(10, 14, "event killing")], "");
    }

    #[test]
    fn what_must_not_be_there_is_drawn_too() {
        check(&[mark(3, 5, "quantity ≥40"), mark(6, 14, "place Menfell")], "-+");
        check(&[mark(3, 5, "quantity ≥40"), mark(10, 14, "place Fell")], "");
    }

    #[test]
    fn blessing_keeps_the_right_answer_and_takes_it_back() {
        let cases = drawing::read(FILE).expect("a case");
        let wrong = drawing::bless(FILE, &[(&cases[0], vec![mark(3, 5, "quantity 40")])]);
        assert!(wrong.contains("Wrong today: ") && wrong.contains("  ^^ quantity 40\n"), "{wrong}");
        let again = drawing::read(&wrong).expect("a case");
        assert!(again[0].today.difference(&[mark(3, 5, "quantity 40")]).is_empty());
        let mended = drawing::bless(&wrong, &[(&again[0], vec![mark(3, 5, "quantity ≥40")])]);
        assert_eq!(mended, FILE);
    }

    #[test]
    fn a_case_that_checks_nothing_is_refused() {
        assert!(drawing::read("# A lesson\n\n```text\nWords.\n```\n").is_err());
        assert!(drawing::read("# A lesson\n\nNo block.\n").is_err());
    }
}

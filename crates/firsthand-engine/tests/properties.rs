//! What holds for every text, whatever is in it: spans lie in the text and on its characters, lists are in order, ids
//! are places in their lists, and reading twice gives the same.
//!
//! In: the sample corpus, the texts of the golden cases' files, and texts made to hurt. Out: nothing, or the property
//! that broke and where.
#![allow(clippy::disallowed_methods, reason = "the engine reads no file; its tests do")]

use std::{fs, path::Path};

use firsthand_engine::LanguageData;
use firsthand_schema::{
    annotation::Annotations,
    capture::{Capture, Given, Media},
    document::Document,
    ids::DocumentId,
    span::Span,
};

fn read(content: &str, media: Media, data: &LanguageData) -> (Document, Annotations) {
    let capture = Capture {
        id: DocumentId::of_bytes(content.as_bytes()),
        media,
        content: content.to_owned(),
        given: Given { published: Some("1905-07-03".to_owned()), ..Given::default() },
    };
    let document = firsthand_engine::clean(&capture, data).0;
    let found = firsthand_engine::annotate(&document, data).0;
    (document, found)
}

/// Every span of the annotations, with what it belongs to.
fn spans(document: &Document, found: &Annotations) -> Vec<(&'static str, Span)> {
    let mut all: Vec<(&str, Span)> = Vec::new();
    all.extend(document.blocks.iter().map(|block| ("block", block.span)));
    all.extend(found.sentences.iter().map(|span| ("sentence", *span)));
    all.extend(found.mentions.iter().map(|mention| ("mention", mention.span)));
    all.extend(found.events.iter().map(|event| ("event", event.span)));
    all.extend(found.remarks.iter().map(|remark| ("remark", remark.span)));
    for attribution in &found.attributions {
        let roles = [&attribution.source, &attribution.cue, &attribution.content];
        all.extend(roles.into_iter().flatten().map(|span| ("attribution", *span)));
    }
    for claim in &found.claims {
        let roles = [&claim.source, &claim.cue, &claim.content, &claim.hedges];
        all.extend(roles.into_iter().flatten().map(|span| ("claim", *span)));
        all.extend(claim.chain.iter().filter_map(|hop| hop.span).map(|span| ("hop", span)));
        all.extend(claim.events.iter().map(|event| ("event of a claim", event.span)));
    }
    all
}

#[track_caller]
fn check(name: &str, content: &str, media: Media, data: &LanguageData) {
    let (document, found) = read(content, media, data);
    let text = document.text.as_str();
    if media == Media::Text {
        assert_eq!(text, content, "{name}: a text capture is kept as it was given");
    }
    for (of, span) in spans(&document, &found) {
        let words = text.get(span.range());
        assert!(words.is_some(), "{name}: {of} at {span:?} lies outside the text or inside a character");
        assert_ne!(words, Some(""), "{name}: {of} at {span:?} is empty");
    }
    for (of, list) in [
        ("sentences", found.sentences.clone()),
        ("blocks", document.blocks.iter().map(|block| block.span).collect()),
    ] {
        for pair in list.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{name}: {of} {pair:?} overlap or are out of order");
        }
    }
    ids(name, &found);
    let again = read(content, media, data);
    assert!((document, found) == again, "{name}: reading twice gave two answers");
}

/// Ids are places in their lists, and lead to what they should.
#[track_caller]
fn ids(name: &str, found: &Annotations) {
    for (place, mention) in found.mentions.iter().enumerate() {
        assert_eq!(mention.id.0 as usize, place, "{name}: a mention's id is its place");
    }
    for (place, attribution) in found.attributions.iter().enumerate() {
        assert_eq!(attribution.id.0 as usize, place, "{name}: an attribution's id is its place");
    }
    for (place, claim) in found.claims.iter().enumerate() {
        assert_eq!(claim.id.0 as usize, place + 1, "{name}: claims are numbered from 1");
        let leads = [&claim.places, &claim.times, &claim.units, &claim.persons, &claim.quantities];
        for mention in leads.into_iter().flatten() {
            assert!((mention.0 as usize) < found.mentions.len(), "{name}: {} leads to {mention}", claim.id);
        }
        if let Some(attribution) = claim.attribution {
            assert!(
                (attribution.0 as usize) < found.attributions.len(),
                "{name}: {} leads nowhere",
                claim.id
            );
        }
        assert_ne!(claim.parent, Some(claim.id), "{name}: {} is its own parent", claim.id);
        assert!((0.0..=1.0).contains(&claim.confidence), "{name}: {} has no such confidence", claim.id);
    }
    for pair in found.mentions.windows(2) {
        assert!(pair[0].span.start <= pair[1].span.start, "{name}: mentions {pair:?} are out of order");
    }
    let entities: Vec<_> = found.mentions.iter().filter_map(|mention| mention.entity).collect();
    for protected in &found.protected {
        assert!(
            entities.contains(&protected.entity),
            "{name}: {} is protected and nowhere",
            protected.entity
        );
    }
}

#[test]
fn they_hold_for_every_file_of_the_sample_and_the_cases() {
    let data = LanguageData::shipped().expect("the shipped data");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let folders =
        fs::read_dir(corpus.join("cases")).expect("corpus/cases").map(|stage| stage.expect("a stage").path());
    let mut seen = 0;
    for folder in folders.chain([corpus.join("sample")]) {
        for file in fs::read_dir(folder).into_iter().flatten() {
            let path = file.expect("a file").path();
            let content = fs::read_to_string(&path).expect("a text file");
            let html = path.extension().is_some_and(|extension| extension == "html");
            check(&path.display().to_string(), &content, if html { Media::Html } else { Media::Text }, &data);
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} files were found");
}

#[test]
fn they_hold_for_texts_made_to_hurt() {
    let data = LanguageData::shipped().expect("the shipped data");
    let nested = "“He said ‘she said “they said".repeat(40);
    let deep = format!("{}said{}", "<div>".repeat(2_000), "</div>".repeat(2_000));
    for text in [
        "",
        " \n\n\u{a0}\u{feff}",
        ".",
        "said",
        "\"",
        "“Nobody” “nobody ”said’ the ‘clerk.",
        "Е\u{308}лка said: «Вакуленчук убит», 40 человек — сообщил источник.",
        "👩‍👧‍👦 told 🇷🇴 that 1️⃣0️⃣ men 🪖 were kill\u{301}ed near O\u{308}dessa.",
        "قال المتحدث \u{202e}said\u{202c} إن 40 قتلوا",
        "According to according to according to, said said said.",
        "At least between more than 99999999999999999999999999999999 and 1e309% of -0 men",
        "On February 30, 0000, the 0th Brigade of the 99999999999999999999th Army left at 25:61.",
        "KHERSON, (Agency) - - - ",
        "&amp;lt;b&gt; <p>said</p> <!-- ",
        "<html><body><p>said<p>“told<script>said</script>",
        "a\r\nb\rc\u{2028}d\u{85}e said.",
        &nested,
        &deep,
    ] {
        for media in [Media::Text, Media::Html] {
            check(&text.chars().take(40).collect::<String>(), text, media, &data);
        }
    }
}

/// Numbers that look like chance and are the same every time (a linear congruential generator, Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// The words that rules look for: everything between quotation marks in the lexicons, and the marks.
fn vocabulary() -> Vec<String> {
    let lexicons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lexicon");
    let mut files: Vec<_> =
        fs::read_dir(lexicons).expect("data/lexicon").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut words: Vec<String> = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let quoted = text.split('"').skip(1).step_by(2);
        words.extend(quoted.filter(|it| it.len() < 40 && !it.contains('\n')).map(str::to_owned));
    }
    let marks = [
        ". ", ", ", "“", "”", "\"", "(", ")", " - ", "—", ":", ";", "\n\n", "'s", "’", "?", "…", "%", "$",
        "/",
    ];
    for _ in 0..words.len() / 60 {
        words.extend(marks.map(str::to_owned));
    }
    words
}

/// How many texts are made by chance; more with `FIRSTHAND_CHANCE`.
const BY_CHANCE: usize = 1_500;

#[test]
fn they_hold_for_words_thrown_together_and_for_texts_that_break_off() {
    let data = LanguageData::shipped().expect("the shipped data");
    let words = vocabulary();
    assert!(words.len() > 2_000, "only {} words were found", words.len());
    let mut chance = Chance(1905);
    let count = std::env::var("FIRSTHAND_CHANCE").ok().and_then(|it| it.parse().ok()).unwrap_or(BY_CHANCE);
    for number in 0..count {
        let length = 1 + chance.below(40);
        let text: Vec<String> = (0..length)
            .map(|_| {
                let word = &words[chance.below(words.len())];
                match chance.below(8) {
                    0 => word.to_uppercase(),
                    1 => word
                        .chars()
                        .next()
                        .map(|first| first.to_uppercase().chain(word.chars().skip(1)).collect())
                        .unwrap_or_default(),
                    2 => chance.below(2_000).to_string(),
                    _ => word.clone(),
                }
            })
            .collect();
        check(&format!("text {number}: {}", text.join(" ")), &text.join(" "), Media::Text, &data);
    }
    for (name, text) in sentences() {
        for (end, _) in text.char_indices().filter(|(_, letter)| letter.is_whitespace()) {
            check(&format!("{name} to {end}"), &text[..end], Media::Text, &data);
        }
    }
}

/// The lines of the golden cases, and the texts of the sample: a rule that looks ahead must not look beyond the end.
fn sentences() -> Vec<(String, String)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut sentences = Vec::new();
    for stage in fs::read_dir(corpus.join("cases")).expect("corpus/cases") {
        for file in fs::read_dir(stage.expect("a stage").path()).into_iter().flatten() {
            let path = file.expect("a file").path();
            let text = fs::read_to_string(&path).expect("a text file");
            let lines = text.lines().filter(|line| line.contains(' ')).enumerate();
            sentences.extend(lines.map(|(at, line)| (format!("{}, {at}", path.display()), line.to_owned())));
        }
    }
    for file in ["03-wexcombe-observer.txt", "04-port-sable-mercury.txt", "13-marrick-advertiser.txt"] {
        let text = fs::read_to_string(corpus.join("sample").join(file)).expect("a report");
        sentences.push((file.to_owned(), text));
    }
    sentences
}

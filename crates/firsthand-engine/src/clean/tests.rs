//! What becomes of captures.

use std::sync::LazyLock;

use firsthand_schema::{
    capture::{Capture, Given, Media},
    document::{BlockKind, Document},
    ids::DocumentId,
};

use crate::LanguageData;

fn document(media: Media, content: &str, given: Given) -> Document {
    static DATA: LazyLock<LanguageData> = LazyLock::new(|| LanguageData::shipped().unwrap());
    let capture = Capture { id: DocumentId("d".into()), media, content: content.into(), given };
    super::clean(&capture, &DATA).0
}

/// Each line of `marked` begins with the kind of its block: `t|`, `y|` (byline), `c|`, `x|` (boilerplate), `b|` (body).
#[track_caller]
fn check(marked: &str) {
    let text: String = marked.lines().map(|line| line.get(2..).unwrap_or("")).collect::<Vec<_>>().join("\n");
    let found = document(Media::Text, &text, Given::default());
    assert_eq!(found.text, text);
    let mut at = 0;
    let mut seen = String::new();
    for line in text.split('\n') {
        if !line.is_empty() {
            let span = firsthand_schema::span::Span::new(at, at + line.len()).trimmed(&text);
            let letter = match found.block_at(span) {
                BlockKind::Title => 't',
                BlockKind::Byline => 'y',
                BlockKind::Body => 'b',
                BlockKind::Caption => 'c',
                BlockKind::Boilerplate => 'x',
            };
            seen.push(letter);
            seen.push('|');
            seen.push_str(line);
        }
        seen.push('\n');
        at += line.len() + 1;
    }
    let marked: String = marked.lines().map(|line| format!("{line}\n")).collect();
    assert_eq!(seen, marked);
}

const BODY: &str = "b|The crew of a battleship refused to eat, a sailor told the harbour paper on Tuesday.";

#[test]
fn a_headline_is_a_title_and_a_name_below_it_a_byline() {
    check(&format!(
        "t|Crew Refuses To Eat as Meat Goes Bad\n\ny|By Olha Kovalenko and Ivan Petrenko\n\n{BODY}\n\nb|The captain called them to the deck, he said."
    ));
}

#[test]
fn a_first_sentence_is_no_title() {
    check(&format!("{BODY}\n\nb|The captain called them to the deck, he said."));
}

#[test]
fn a_caption_ends_in_a_credit_and_takes_the_line_above_it() {
    check(&format!(
        "{BODY}\n\nc|Battleship at anchor\nc|A battleship lies at anchor off Odesa on June 15. The crew took the ship. Ivan Petrenko/Getty Images\n\nb|The captain was thrown overboard, witnesses said."
    ));
}

#[test]
fn a_caption_is_found_again_without_its_credit() {
    check(&format!(
        "c|Sailors at a landing stage in Odesa, June 15\n\nt|‘The meat was alive’ Sailors took the ship after they were told to eat\n\ny|Source: Harbour News\nc|Sailors at a landing stage in Odesa, June 15\nc|Pavel Orlov / TASS\n\n{BODY}\n\nb|The captain called them to the deck, he said."
    ));
}

#[test]
fn a_newsletter_box_takes_its_pitch_along() {
    check(&format!(
        "{BODY}\n\nx|Daily newsletter\n\nx|Sign up for The Quay\n\nx|Small stories. Wide views. From the harbour to the steppe.\n\nb|The captain called them to the deck, he said."
    ));
}

#[test]
fn a_box_of_other_articles_takes_headlines_and_teasers() {
    check(&format!(
        "{BODY}\n\nx|Harbour Strike: Who Pays?\nx|Other Topics of Interest\n\nx|Harbour Strike: Who Pays?\n\nx|A look at what the dockers want and what the owners offer this week.\n\nb|Harbour Post could not verify what the sailor said."
    ));
}

#[test]
fn after_the_end_of_the_report_all_is_furniture() {
    check(&format!(
        "{BODY}\n\nb|The captain called them to the deck, he said.\n\nx|Do you have a tip on a story that Harbour Post should be covering? Let us know.\n\nx|Common Waters\n\nx|Harbour Post is committed to asking hard questions of those in power at sea.\n\nx|About the writer\n\n\nx|Olha Kovalenko is a reporter in Odesa. Her focus is the fleet.\nx|Harbour Post cover\nx|  • Harbour Post magazine delivered to your door\nx|  • Enjoy ad-free browsing"
    ));
}

#[test]
fn navigation_and_share_links_are_furniture() {
    check(&format!(
        "x|Skip to main content\nx|  • Share to or\n\n{BODY}\n\nb|The captain called them to the deck, he said.\n\ny|Translation by Olha Kovalenko\n\nx|  • Share to or\nx|Back to top button"
    ));
}

#[test]
fn a_bulleted_list_of_facts_is_the_report() {
    check(&format!("{BODY}\n\nb|• Seven officers were killed.\nb|• The ship left for Odesa."));
}

#[test]
fn a_paragraph_that_begins_like_an_offer_but_hands_on_words_is_the_report() {
    check(&format!(
        "{BODY}\n\nb|“Send us home,” the sailors wrote in a letter to the admiral, according to the harbour paper.\n\nb|Popular anger grew after the funeral."
    ));
}

#[test]
fn a_title_glued_to_the_report_is_cut_off() {
    let text = "Crew Refuses To Eat, Harbour Paper SaysThe crew of a battleship has refused to eat. They took the ship.";
    let found = document(Media::Text, text, Given::default());
    assert_eq!(found.title.as_deref(), Some("Crew Refuses To Eat, Harbour Paper Says"));
    assert_eq!(found.text, text);
    assert_eq!(found.blocks[0].span.of(text), "Crew Refuses To Eat, Harbour Paper Says");
}

#[test]
fn a_name_with_a_capital_inside_does_not_end_a_title() {
    let text = "The crew of the McDonald told YouTube viewers that it had refused to sail on Monday.";
    assert_eq!(document(Media::Text, text, Given::default()).blocks, []);
}

#[test]
fn a_given_title_is_found_at_the_head_of_the_text() {
    let text = "Crew ‘refuses’ to eatThe crew of a battleship refused to eat.";
    let given = Given { title: Some("Crew 'refuses' to eat".into()), ..Given::default() };
    let found = document(Media::Text, text, given);
    assert_eq!(found.blocks[0].span.of(text), "Crew ‘refuses’ to eat");
    assert_eq!(found.blocks[0].kind, BlockKind::Title);
}

#[test]
fn furniture_glued_to_the_report_is_cut_off() {
    let text = "The crew refused to eat, a sailor said.Do you have a tip on a story? Let us know.";
    let found = document(Media::Text, text, Given::default());
    let furniture: Vec<&str> = found.blocks.iter().map(|block| block.span.of(text)).collect();
    assert_eq!(furniture, ["Do you have a tip on a story? Let us know."]);
}

#[test]
fn an_outlet_is_known_by_how_it_speaks_of_itself() {
    let text = "The crew refused to eat. Harbour Post could not independently verify the letter.";
    assert_eq!(document(Media::Text, text, Given::default()).outlet.as_deref(), Some("Harbour Post"));
}

#[test]
fn a_paper_that_stands_above_its_headline_is_the_outlet() {
    let read = |masthead: &str| {
        let text = format!(
            "{masthead}\n\nSeven officers dead, paper says\n\nThe crew of a battleship refused to eat on Tuesday.\n\nThe captain called them all to the deck, a sailor said."
        );
        let found = document(Media::Text, &text, Given::default());
        (found.outlet, found.title)
    };
    let headline = Some("Seven officers dead, paper says".to_owned());
    assert_eq!(read("PORT AMBER MERCURY"), (Some("Port Amber Mercury".to_owned()), headline.clone()));
    assert_eq!(read("The Amber Observer"), (Some("The Amber Observer".to_owned()), headline));
    assert_eq!(read("Crew Refuses To Eat").0, None);
}

#[test]
fn a_row_of_links_is_furniture_and_no_headline() {
    let text = "Home | Ships | Port News | Notices\n\nCrew refuses to eat at sea\n\nThe crew of a battleship refused to eat on Tuesday.\n\nThe captain called them all to the deck, a sailor said.";
    let found = document(Media::Text, text, Given::default());
    assert_eq!(found.title.as_deref(), Some("Crew refuses to eat at sea"));
}

#[test]
fn authors_are_taken_from_the_byline() {
    let text = "Crew Refuses To Eat\n\nBy Olha Kovalenko and Ivan Petrenko in Odesa\n\nThe crew of a battleship refused to eat on Tuesday.\n\nThe captain called them all to the deck, a sailor said.";
    assert_eq!(document(Media::Text, text, Given::default()).authors, ["Olha Kovalenko", "Ivan Petrenko"]);
}

#[test]
fn blocks_are_in_order_inside_the_text_and_apart_whatever_comes_in() {
    let mut dice: u32 = 7;
    let parts = [
        "Sign up for our newsletter",
        "\n",
        "\n\n",
        "• ",
        "Related articles",
        "Photo: Ivan Petrenko / TASS",
        "he said. ",
        "“Ми не хочемо”\u{a0}",
        "Crew Refuses To EatThe crew",
        "Read more",
        "\u{200b}",
        "About the author",
        " ",
        "…",
        "By Olha Kovalenko",
        "👩‍👧",
        "Getty Images",
    ];
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..12 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(parts[(dice >> 16) as usize % parts.len()]);
        }
        let found = document(Media::Text, &text, Given::default());
        assert_eq!(found.text, text);
        let mut end = 0;
        for block in found.blocks {
            assert!(block.span.start >= end && block.span.end > block.span.start, "in {text:?}");
            assert!(!block.span.of(&text).is_empty(), "in {text:?}");
            end = block.span.end;
        }
    }
}

/// Title, body, captions and the rest of a page, each as the words of its blocks.
#[track_caller]
fn check_page(html: &str, expected: &[(BlockKind, &str)]) {
    let found = document(Media::Html, html, Given::default());
    let words = found.text.split("\n\n").map(|paragraph| {
        let start = paragraph.as_ptr() as usize - found.text.as_ptr() as usize;
        (found.block_at(firsthand_schema::span::Span::new(start, start + paragraph.len())), paragraph)
    });
    assert_eq!(words.collect::<Vec<_>>(), expected);
}

#[test]
fn a_page_gives_its_article_its_captions_and_behind_them_the_rest() {
    let long = "The crew of the battleship refused to eat the meat that was brought aboard, because it was full of maggots, and the captain called them to the deck.";
    let html = format!(
        "<html><head><title>Crew refuses to eat | Harbour Post</title><script>var a = '<p>never</p>';</script></head><body><nav><a href='/'>Home page</a></nav>\
         <article><h1>Crew refuses to eat</h1><figure><img src='a.jpg'><figcaption>Sailors on deck. Olha Kovalenko/AFP</figcaption></figure><p>{long}</p><p>{long} They did not listen.</p><p>Fish &amp; bread&nbsp;was all {long}</p></article>\
         <footer>All the rest</footer></body></html>"
    );
    check_page(
        &html,
        &[
            (BlockKind::Title, "Crew refuses to eat"),
            (BlockKind::Body, long),
            (BlockKind::Body, &format!("{long} They did not listen.")),
            (BlockKind::Body, &format!("Fish & bread\u{a0}was all {long}")),
            (BlockKind::Caption, "Sailors on deck. Olha Kovalenko/AFP"),
            (BlockKind::Boilerplate, "Home page"),
            (BlockKind::Boilerplate, "All the rest"),
        ],
    );
}

#[test]
fn a_page_nested_without_end_gives_its_words_and_a_problem() {
    let html = format!("{}the crew refused{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let capture =
        Capture { id: DocumentId("d".into()), media: Media::Html, content: html, given: Given::default() };
    let (found, problems) = super::clean(&capture, &LanguageData::shipped().unwrap());
    assert_eq!(found.text, "the crew refused");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].what.contains("nested 100000 deep"), "{}", problems[0].what);
}

#[test]
fn an_empty_page_is_an_empty_document() {
    for html in ["", "<html></html>", "<script>only()</script>", "\u{0}\u{0}"] {
        assert_eq!(document(Media::Html, html, Given::default()).text, "", "of {html:?}");
    }
}

#[test]
fn a_page_of_broken_markup_never_shows_its_script_and_keeps_its_blocks_apart() {
    let mut dice: u32 = 11;
    let parts = [
        "<p>",
        "</p>",
        "<div class='caption'>",
        "</div>",
        "<script>secret()</script>",
        "<style>secret{}</style>",
        "The crew refused to eat. ",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "<table><tr><td>",
        "</table>",
        "<a href='x'>",
        "&amp;",
        "&#0;",
        "&#xfffff;",
        "<!--",
        "-->",
        "<b><i></b>",
        "<svg><title>secret</title></svg>",
        "\u{a0}",
        "Офіцери втекли. ",
        "<br><br>",
        "<noscript>",
        "<h1>",
    ];
    for _ in 0..400 {
        let mut html = String::new();
        for _ in 0..25 {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            html.push_str(parts[(dice >> 16) as usize % parts.len()]);
        }
        let found = document(Media::Html, &html, Given::default());
        assert!(!found.text.contains("secret"), "{html:?} gave {:?}", found.text);
        let mut end = 0;
        for block in &found.blocks {
            assert!(block.span.start >= end && !block.span.of(&found.text).is_empty(), "{html:?}");
            end = block.span.end;
        }
        assert_eq!(document(Media::Html, &html, Given::default()), found);
    }
}

#[test]
fn a_given_date_goes_before_the_pages_own() {
    let html = "<meta property='article:published_time' content='2022-06-27T08:00'><p>words</p>";
    let own = document(Media::Html, html, Given::default()).published.unwrap();
    assert_eq!((own.from.to_string().as_str(), own.basis.as_str()), ("2022-06-27", "metadata"));
    let given = Given { published: Some("2022-06-28".into()), ..Given::default() };
    let found = document(Media::Html, html, given).published.unwrap();
    assert_eq!((found.from.to_string().as_str(), found.basis.as_str()), ("2022-06-28", "given"));
}

//! One text as it will be read: words, blocks, and what is known of where it came from. A document never changes.

use serde::{Deserialize, Serialize};

use crate::{ids::DocumentId, span::Span, when::Day};

/// A document after cleaning. `text` is what all spans of this document point into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The text. For a text capture, exactly what was given.
    pub text: String,
    /// Title, from what was given, the page's metadata, or the title block.
    pub title: Option<String>,
    /// Outlet's name, as known.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Who is named as author.
    pub authors: Vec<String>,
    /// Language, ISO 639-1 ("en"), or "und".
    pub language: String,
    /// Publication date, given or from metadata. What the text itself betrays is found later, by `annotate`.
    pub published: Option<Published>,
    /// Blocks in text order, without overlap. What lies in no block is body.
    pub blocks: Vec<Block>,
}

/// A stretch of a document by what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: BlockKind,
}

/// What a block is. Claims are taken from titles, bodies and captions, never from boilerplate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Author, agency, date line.
    Byline,
    /// The report itself.
    Body,
    /// Words under a picture, with the photo credit.
    Caption,
    /// Navigation, newsletter boxes, related articles, author boxes, share links.
    Boilerplate,
}

impl BlockKind {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// When a document was published: a closed interval of days, and how we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// First possible day.
    pub from: Day,
    /// Last possible day.
    pub to: Day,
    /// How we know.
    pub basis: PublishedBasis,
}

/// How a publication date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedBasis {
    /// Given with the document.
    Given,
    /// The page's own metadata.
    Metadata,
    /// Worked out from what the text tells.
    Inferred,
}

impl PublishedBasis {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Metadata => "metadata",
            Self::Inferred => "inferred",
        }
    }
}

impl Document {
    /// An English text of which nothing else is known.
    #[must_use]
    pub fn bare(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: DocumentId(id.into()),
            text: text.into(),
            title: None,
            outlet: None,
            url: None,
            authors: Vec::new(),
            language: "en".to_owned(),
            published: None,
            blocks: Vec::new(),
        }
    }

    /// What kind of block a span starts in; body where no block covers it.
    #[must_use]
    pub fn block_at(&self, span: Span) -> BlockKind {
        let after = self.blocks.partition_point(|block| block.span.start <= span.start);
        match after.checked_sub(1).map(|at| self.blocks[at]) {
            Some(block) if span.start < block.span.end => block.kind,
            _ => BlockKind::Body,
        }
    }
}

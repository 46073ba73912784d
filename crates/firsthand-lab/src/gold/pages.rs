//! Saved news pages with what a person took to be the article. The pages lie gzipped beside the list.

use std::path::Path;

use serde::Deserialize;

/// One page.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// The file of the page, from the folder of the list.
    pub html: String,
    /// The article's own text.
    pub body: String,
    /// Its headline, where the set has one.
    pub title: Option<String>,
    /// Its authors, where the set has them.
    pub author: Option<Vec<String>>,
    /// When it was published, a date-time, where the set has it.
    pub date: Option<String>,
    /// The words under its pictures, where the set has them.
    pub captions: Option<Vec<Option<String>>>,
}

impl Page {
    /// The page itself. Bytes that are not UTF-8 become replacement characters: the program's own reading of character
    /// sets is not measured here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or unpacked.
    pub fn source(&self, list: &Path) -> Result<String, String> {
        use std::io::Read as _;
        let path = list.with_file_name(&self.html);
        let packed =
            std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(packed.as_slice())
            .read_to_end(&mut bytes)
            .map_err(|error| format!("cannot unpack {}: {error}", path.display()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

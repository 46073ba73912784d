//! The files that the checks look at, and what they say when they find something.
//!
//! In: a folder. Out: its files, as git would track them (scratch trees in tests list theirs by walking).

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder and the files in it that belong to the project, as `/`-separated paths from its root, sorted.
pub(crate) struct Tree {
    pub(crate) root: PathBuf,
    pub(crate) files: Vec<String>,
}

impl Tree {
    /// The project this command was built from.
    pub(crate) fn of_repository() -> Result<Self, String> {
        let root = repository();
        // New files that are not ignored are looked at too: a fault is best found before it is committed.
        let listing = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("cannot run git in {}: {error}", root.display()))?;
        if !listing.status.success() {
            // A source archive has no .git: what is there is then what there is.
            return Self::walked(&root);
        }
        let mut files: Vec<String> = String::from_utf8_lossy(&listing.stdout)
            .split('\0')
            .filter(|file| !file.is_empty() && root.join(file).is_file())
            .map(str::to_owned)
            .collect();
        files.sort();
        files.dedup();
        Ok(Self { root, files })
    }

    /// A folder that git does not know.
    pub(crate) fn walked(root: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder)
                .map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
            for entry in entries {
                let path =
                    entry.map_err(|error| format!("cannot list {}: {error}", folder.display()))?.path();
                if path.is_dir() {
                    let skipped = path.file_name().is_some_and(|name| name == "target" || name == ".git");
                    if !skipped {
                        folders.push(path);
                    }
                } else if let Ok(inside) = path.strip_prefix(root) {
                    files.push(inside.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.sort();
        Ok(Self { root: root.to_owned(), files })
    }

    /// What a file says; bytes that are not UTF-8 come as replacement characters.
    pub(crate) fn read(&self, file: &str) -> Result<String, String> {
        let bytes = fs::read(self.root.join(file)).map_err(|error| format!("cannot read {file}: {error}"))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether a file or folder of this path belongs to the tree.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.iter().any(|file| file == path || file.starts_with(&folder))
    }

    /// The names of the folders and files directly in a folder.
    pub(crate) fn inside(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let mut names: Vec<String> = self
            .files
            .iter()
            .filter_map(|file| file.strip_prefix(&prefix))
            .map(|rest| rest.split('/').next().unwrap_or(rest).to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The root of the workspace that this command belongs to.
pub(crate) fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Something to mend, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl Fault {
    /// A fault at a line, counted from 1.
    pub(crate) fn at(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }

    /// A fault of the file as a whole.
    pub(crate) fn of(file: &str, what: impl Into<String>) -> Self {
        Self::at(file, 1, what)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A scratch project for tests: files by path and text.
#[cfg(test)]
pub(crate) fn scratch(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let tree = Tree::walked(folder.path()).expect("a tree");
    (folder, tree)
}

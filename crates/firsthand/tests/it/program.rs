//! Runs the program: arguments and standard input go in, what it printed and how it ended come out.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The output as JSON lines.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// Fails with everything the program said unless it ended with `code`.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

/// The program, to be run in `folder`.
pub(crate) fn firsthand(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firsthand"));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it with these arguments and this standard input, in `folder`.
#[track_caller]
pub(crate) fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child =
        firsthand(folder).args(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a standard input");
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || {
        // A program that ends before it has read everything is no fault of the test's.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    feeding.join().expect("the input is handed over");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output in UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages in UTF-8"),
    }
}

/// A folder with a case beside reports, gone when dropped.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, with the folders it lies in.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    /// Runs the program here.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.path(), arguments, b"")
    }

    /// What `add` says it did, as numbers.
    #[track_caller]
    pub(crate) fn add(&self, arguments: &[&str], code: i32) -> (Value, String) {
        let arguments: Vec<&str> = ["add", "--json"].iter().chain(arguments).copied().collect();
        let ran = self.run(&arguments).ends_with(code);
        (serde_json::from_str(&ran.out).expect("a summary"), ran.err)
    }

    /// Fails unless the case is whole and has so many documents.
    #[track_caller]
    pub(crate) fn holds(&self, documents: u64) {
        let verified = self.run(&["verify", "--json"]).ends_with(0);
        let proof: Value = serde_json::from_str(&verified.out).expect("a proof");
        assert_eq!(proof["documents"], documents, "{proof}");
        assert_eq!(proof["intact"], true, "{proof}");
    }
}

/// A short report with claims in it; `n` makes it another one.
pub(crate) fn report(n: usize) -> String {
    format!(
        "Sailors refuse to sail, harbour office says\n\nODESSA, June 29 - At least {n} sailors of the ship Potemkin \
         refused to obey on Tuesday, the harbour office in Odessa said.\n\n\"They were detained,\" said Darya, the \
         mother of a sailor, who asked not to be named. The paper could not verify her account.\n"
    )
}

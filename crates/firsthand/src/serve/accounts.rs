//! Names and passwords of a team. The case holds a slow hash of each password (argon2id), never the password.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};

use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use firsthand_store::Account;

use super::session::Role;

/// The shortest password: NIST SP 800-63B asks for 8, and for 15 where it is all there is. A desk with people's names in it
/// takes the middle.
pub(crate) const PASSWORD_MIN: usize = 12;

/// The longest: argon2 reads all of it.
const PASSWORD_MAX: usize = 1024;

/// The longest name.
const NAME_MAX: usize = 60;

/// An account to be written.
///
/// # Errors
///
/// When name or password cannot be one.
pub(crate) fn made(name: &str, password: &str, role: Role) -> Result<Account, String> {
    let fits = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    if !fits || name.trim() != name {
        return Err(format!("A name has 1 to {NAME_MAX} letters, and no space at its ends."));
    }
    let letters = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&letters) {
        return Err(format!(
            "A password has at least {PASSWORD_MIN} letters; several words make a good one."
        ));
    }
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
    let hash =
        Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|error| error.to_string())?;
    Ok(Account {
        name: name.to_owned(),
        role: role.as_str().to_owned(),
        hash: hash.to_string(),
        since: String::new(),
    })
}

/// A hash of nothing anybody typed, so that a name that is not there takes as long to refuse as a wrong password.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| {
    made("nobody", &"-".repeat(PASSWORD_MIN), Role::Viewer).ok().map(|account| account.hash)
});

/// Whether the password is that of the account; the role then.
pub(crate) fn checked(account: Option<&Account>, password: &str) -> Option<Role> {
    let hash = account.map(|it| it.hash.as_str()).or(NOBODY.as_deref())?;
    let parsed = PasswordHash::new(hash).ok()?;
    let password = password.get(..PASSWORD_MAX).unwrap_or(password);
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    account.filter(|_| fits).and_then(|it| Role::of(&it.role))
}

/// Wrong passwords in a row before one has to wait, and how long.
const TRIES: u32 = 5;
const WAIT: Duration = Duration::from_secs(60);

/// Names that are remembered at once. With more, somebody is trying names; then everybody waits.
const NAMES_MAX: usize = 200;

/// Counts wrong passwords: by name, since behind a proxy all come from one address.
#[derive(Default)]
pub(crate) struct Tries(Mutex<BTreeMap<String, (u32, Instant)>>);

impl Tries {
    /// How long to wait before the next try for a name.
    pub(crate) fn wait(&self, name: &str) -> Option<Duration> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, last)| last.elapsed() < WAIT);
        let of_name = all.get(name).filter(|(count, _)| *count >= TRIES).map(|(_, last)| *last);
        let of_all = (all.len() >= NAMES_MAX).then(|| all.values().map(|(_, last)| *last).max()).flatten();
        of_name.or(of_all).map(|last| WAIT.saturating_sub(last.elapsed()))
    }

    /// A wrong password.
    pub(crate) fn failed(&self, name: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = all.entry(name.to_owned()).or_insert((0, Instant::now()));
        *entry = (entry.0 + 1, Instant::now());
    }

    /// The right one.
    pub(crate) fn passed(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_account_only() {
        let account = made("ada", "correct horse battery", Role::Analyst).expect("made");
        assert_eq!(checked(Some(&account), "correct horse battery"), Some(Role::Analyst));
        assert_eq!(checked(Some(&account), "correct horse"), None);
        assert_eq!(checked(None, "correct horse battery"), None);
        assert!(!account.hash.contains("horse"));
        assert!(
            made("ada", "short", Role::Viewer).is_err()
                && made(" ", "long enough password", Role::Viewer).is_err()
        );
    }

    #[test]
    fn after_five_wrong_passwords_one_waits() {
        let tries = Tries::default();
        for _ in 0..TRIES {
            assert!(tries.wait("ada").is_none());
            tries.failed("ada");
        }
        assert!(tries.wait("ada").is_some() && tries.wait("ben").is_none());
        tries.passed("ada");
        assert!(tries.wait("ada").is_none());
    }
}

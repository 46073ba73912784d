//! Random words that nobody can guess, and comparing them without telling how much of a guess was right.

/// Bytes of a secret: 256 bits, more than anybody can try.
const BYTES: usize = 32;

/// A new secret, in hexadecimal.
///
/// # Errors
///
/// When the operating system gives no randomness.
pub(crate) fn new() -> Result<String, String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two secrets are one. Takes as long for a wrong first letter as for a wrong last one.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_are_never_one_and_a_secret_is_itself() {
        let (one, other) = (new().expect("randomness"), new().expect("randomness"));
        assert_eq!(one.len(), 2 * BYTES);
        assert!(same(&one, &one) && !same(&one, &other) && !same(&one, &one[1..]));
    }
}

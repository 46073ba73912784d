//! Who may come to the desk of a team. A password is kept as a slow hash that the program makes; the log tells who let
//! whom in, never the hash.

use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};
use serde_json::json;

use crate::{
    case::Case,
    fault::Fault,
    log::{self, Deed},
};

/// Somebody who may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name under which they decide.
    pub name: String,
    /// What they may do, in the program's word.
    pub role: String,
    /// The slow hash of the password.
    pub hash: String,
    /// Since when, UTC.
    pub since: String,
}

impl Account {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { name: row.get(0)?, role: row.get(1)?, hash: row.get(2)?, since: row.get(3)? })
    }
}

impl Case {
    /// Everybody who may come in, in order of name.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn accounts(&self) -> Result<Vec<Account>, Fault> {
        let mut statement =
            self.connection.prepare("SELECT name, role, hash, since FROM accounts ORDER BY name")?;
        let accounts = statement.query_map([], Account::of_row)?.collect::<Result<_, _>>()?;
        Ok(accounts)
    }

    /// One account.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn account(&self, name: &str) -> Result<Option<Account>, Fault> {
        let mut statement =
            self.connection.prepare_cached("SELECT name, role, hash, since FROM accounts WHERE name = ?1")?;
        Ok(statement.query_row([name], Account::of_row).optional()?)
    }

    /// Lets somebody in, or gives them another role and password.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn set_account(&mut self, account: &Account, time: &str, who: &str) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO accounts (name, role, hash, since) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET role = ?2, hash = ?3",
            params![account.name, account.role, account.hash, time],
        )?;
        let details = json!({"role": account.role});
        log::append(
            &transaction,
            &Deed { time, who, deed: "account", subject: &account.name, details: &details },
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Lets somebody in no more.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn drop_account(&mut self, name: &str, time: &str, who: &str) -> Result<bool, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let dropped = transaction.execute("DELETE FROM accounts WHERE name = ?1", [name])? > 0;
        if dropped {
            let details = json!({"role": "none"});
            log::append(
                &transaction,
                &Deed { time, who, deed: "account", subject: name, details: &details },
            )?;
        }
        transaction.commit()?;
        Ok(dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_let_in_is_there_until_let_in_no_more_and_the_log_has_no_hash() {
        let details = json!({});
        let mut case = Case::in_memory(&Deed {
            time: "t",
            who: "w",
            deed: "created",
            subject: "case",
            details: &details,
        })
        .expect("a case");
        let mut ada = Account {
            name: "ada".to_owned(),
            role: "viewer".to_owned(),
            hash: "$argon2id$secret".to_owned(),
            since: "t".to_owned(),
        };
        case.set_account(&ada, "t", "root").expect("written");
        ada.role = "analyst".to_owned();
        case.set_account(&ada, "t", "root").expect("written");
        assert_eq!(case.accounts().expect("readable"), [ada.clone()]);
        assert_eq!(case.account("ada").expect("readable"), Some(ada));
        assert!(case.drop_account("ada", "t", "root").expect("written"));
        assert_eq!(case.account("ada").expect("readable"), None);
        assert!(case.log().expect("readable").iter().all(|entry| !entry.details.contains("argon2")));
        assert_eq!(case.log().expect("readable").len(), 4);
    }
}

//! Pseudonyms: a shielded name gets a number when it is first to be shown, and keeps it for the life of the case.
//!
//! The numbers follow the documents' ids and not the order in which they came, so that the same documents taken in
//! another order read the same.

use std::collections::BTreeMap;

use rusqlite::TransactionBehavior;

use crate::{case::Case, fault::Fault};

impl Case {
    /// The number of every shielded name; names that have none yet are given one.
    ///
    /// # Errors
    ///
    /// When the case cannot be written although a name needs a number.
    pub fn pseudonyms(&mut self) -> Result<BTreeMap<String, u32>, Fault> {
        let new: Vec<String> = {
            let mut statement = self.connection.prepare(
                "SELECT shielded.name FROM shielded JOIN documents ON documents.number = shielded.document
                 WHERE shielded.name NOT IN (SELECT name FROM pseudonyms)
                 ORDER BY documents.id, entity, shielded.name",
            )?;
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        if !new.is_empty() {
            self.give_pseudonyms(&new)?;
        }
        self.known_pseudonyms()
    }

    /// The number of every shielded name that has one.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn known_pseudonyms(&self) -> Result<BTreeMap<String, u32>, Fault> {
        let mut statement = self.connection.prepare("SELECT name, number FROM pseudonyms")?;
        let numbers =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(numbers)
    }

    /// Numbers for names that an analyst had shielded; those that have one keep it.
    ///
    /// # Errors
    ///
    /// When the case cannot be written.
    pub fn give_pseudonyms(&mut self, names: &[String]) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for name in names {
            transaction.execute(
                "INSERT OR IGNORE INTO pseudonyms (number, name)
                 VALUES ((SELECT coalesce(max(number), 0) + 1 FROM pseudonyms), ?1)",
                [name],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }
}

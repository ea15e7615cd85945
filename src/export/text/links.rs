//! The links of a page, numbered, with their addresses at its end.

use std::collections::HashMap;
use std::fmt;

use super::ink::Role;
use super::page::{Page, Prefix};
use crate::markup::openable;

/// The addresses so far; each has one number, however often it is linked.
#[derive(Debug, Default)]
pub(super) struct Links {
    numbers: HashMap<String, usize>,
    addresses: Vec<String>,
}

impl Links {
    /// What stands behind a link to `address`; nothing if that cannot be opened.
    pub(super) fn number(&mut self, address: &str) -> Option<String> {
        let address = openable(address)?;
        let next = self.addresses.len() + 1;
        let number = *self.numbers.entry(address.to_owned()).or_insert(next);
        if number == next {
            self.addresses.push(address.to_owned());
        }
        Some(format!("<{number}>"))
    }
}

/// Writes the addresses, each on a line of its own whatever its length, so that it can be copied.
pub(super) fn write(page: &mut Page<'_>) -> fmt::Result {
    let addresses = page.links.take().unwrap_or_default().addresses;
    if addresses.is_empty() {
        return Ok(());
    }
    page.gap()?;
    page.title("Links", Role::Heading)?;
    page.gap()?;
    let widest = addresses.len().to_string().len() + 2;
    for (at, address) in addresses.iter().enumerate() {
        let number = format!("<{}>", at + 1);
        let prefix = Prefix { first: format!("{number:>widest$} "), rest: String::new() };
        page.as_it_is(&prefix, address)?;
    }
    Ok(())
}

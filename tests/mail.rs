//! Mail, out and in again: the same discussion.

use proptest::prelude::*;
use sidenote::model::{Document, Provenance};

use crate::formats::{fixtures, print, read};
use crate::json::document;

/// All that is known but where it comes from.
fn known(mut document: Document) -> String {
    document.provenance = Provenance::default();
    print(&document, "json")
}

fn check(document: Document) -> Result<(), TestCaseError> {
    let mail = print(&document, "mbox");
    if mail.is_empty() {
        prop_assert_eq!(known(document), known(Document::default()));
        return Ok(());
    }
    let again = read("out.mbox", mail.as_bytes());
    prop_assert_eq!(print(&again, "mbox"), mail);
    prop_assert_eq!(known(again), known(document));
    Ok(())
}

proptest! {
    #[test]
    fn every_discussion_comes_back(document in document()) {
        check(document)?;
    }
}

#[test]
fn every_fixture_comes_back() {
    for (loader, name, bytes) in fixtures() {
        let outcome = check(read(&name, &bytes));
        assert!(outcome.is_ok(), "{loader}/{name}: {outcome:?}");
    }
}

#[test]
fn the_sample_and_a_deep_thread_come_back() {
    for text in [crate::support::SAMPLE, &crate::support::chain(300)] {
        check(read("any.json", text.as_bytes())).unwrap();
    }
}

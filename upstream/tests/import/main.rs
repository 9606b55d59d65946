//! Importing, as the maintainer meets it: pages in every layout, against the
//! description of this workspace and against small ones.

mod comparing;
mod editing;
mod layouts;
mod reading;

use test_support::read;
use upstream::{Description, Difference, Reference, Structure, compare};

/// The description of this workspace.
fn workspace_text() -> String {
    read("schema/callbacks.toml")
}

fn described(text: &str) -> Description {
    Description::read("callbacks.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A page that is understood.
fn page(name: &str, text: &str) -> Structure {
    upstream::read_page(name, text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What these structures say, given what a description knows.
fn reference(structures: &[Structure], description: &Description) -> Reference {
    Reference::of(structures, description.root(), description.reference())
}

fn differences(text: &str, structures: &[Structure]) -> Vec<Difference> {
    let description = described(text);
    compare(description.reference(), &reference(structures, &description))
}

/// The text after it took in the structures.
fn edited(text: &str, structures: &[Structure]) -> String {
    let theirs = reference(structures, &described(text));
    upstream::edit("callbacks.toml", text, &theirs).unwrap_or_else(|problems| panic!("{problems}"))
}

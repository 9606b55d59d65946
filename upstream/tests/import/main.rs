//! Importing, as the maintainer meets it: pages in every layout, against the
//! description of this workspace and against small ones.

// It reads the pages and takes the time of what must know of neither.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod comparing;
mod cost;
mod editing;
mod following;
mod histories;
mod layouts;
mod reading;

use test_support::read;
use upstream::{Description, Difference, Edit, Pages, Reference, Structure, compare};

/// The description of this workspace, as if upstream listed all that it has.
fn workspace_text() -> String {
    let text = read("schema/callbacks.toml");
    let text = text.lines().filter(|line| !line.starts_with("retired "));
    let text: String = text.flat_map(|line| [line, "\n"]).collect();
    ["listed", "values"]
        .iter()
        .fold(text, |text, word| text.replace(&format!("differs = [\"{word}\"], "), ""))
}

fn described(text: &str) -> Description {
    Description::read("callbacks.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A page that is understood.
fn page(name: &str, text: &str) -> Structure {
    upstream::read_page(name, text, "AccountCallback")
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn pages(structures: &[Structure], description: &Description) -> Pages {
    Pages::new(structures.to_vec(), description).unwrap_or_else(|refusal| panic!("{refusal}"))
}

/// What these structures say, given what a description knows.
fn reference(structures: &[Structure], description: &Description) -> Reference {
    pages(structures, description).reference(description)
}

fn differences(text: &str, structures: &[Structure]) -> Vec<Difference> {
    let description = described(text);
    compare(description.reference(), &reference(structures, &description))
}

fn report(text: &str, structures: &[Structure]) -> String {
    let description = described(text);
    let pages = pages(structures, &description);
    let differences = differences(text, structures);
    upstream::report(&description, &pages, &differences)
}

fn edit(text: &str, structures: &[Structure]) -> Edit {
    let pages = pages(structures, &described(text));
    upstream::edit("callbacks.toml", text, &pages).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The text after it took in the structures.
fn edited(text: &str, structures: &[Structure]) -> String {
    edit(text, structures).text
}

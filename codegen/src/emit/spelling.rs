//! How wire names are spelled in other languages.

use std::collections::BTreeSet;

use crate::{
    model::{Field, Struct},
    words::capitalized,
};

/// Names that cannot be attributes in Python, or are taken.
const TAKEN_IN_PYTHON: [&str; 40] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "bool", "break", "class",
    "continue", "def", "del", "elif", "else", "except", "extra", "finally", "for", "from",
    "global", "if", "import", "in", "int", "is", "lambda", "list", "nonlocal", "not", "or", "pass",
    "raise", "return", "str", "try", "while", "with", "yield",
];

/// The name of an attribute in Python.
pub(super) fn python(wire: &str) -> String {
    if TAKEN_IN_PYTHON.contains(&wire) { format!("{wire}_") } else { wire.to_owned() }
}

/// The name of a property in JavaScript, where `extra` holds the unknown fields.
pub(super) fn javascript(wire: &str) -> String {
    if wire == "extra" { format!("{wire}_") } else { wire.to_owned() }
}

/// Names that no field can have in Go: the methods of every struct, and the field with the unknown
/// fields.
const TAKEN_IN_GO: [&str; 5] = ["Extra", "Format", "LogValue", "MarshalJSON", "UnmarshalJSON"];

/// Words that have a special capitalization in Go.
const CAPITALS: [(&str, &str); 4] =
    [("id", "ID"), ("ids", "IDs"), ("url", "URL"), ("urls", "URLs")];

/// The fields, each with its name in Go.
pub(super) fn go_fields(of: &Struct) -> impl Iterator<Item = (&Field, String)> {
    let mut taken: BTreeSet<_> = TAKEN_IN_GO.map(str::to_owned).into();
    of.fields.iter().map(move |field| {
        let mut name = exported(&field.name);
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        (field, name)
    })
}

/// A name in `snake_case` as Go spells it.
fn exported(name: &str) -> String {
    let word = |word: &str| {
        let capitals = CAPITALS.iter().find(|(small, _)| *small == word);
        capitals.map_or_else(|| capitalized(word), |(_, capitals)| (*capitals).to_owned())
    };
    name.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_does_not_hide_the_unknown_ones() {
        assert_eq!(javascript("extra"), "extra_");
        assert_eq!(javascript("amount"), "amount");
        assert_eq!(python("extra"), "extra_");
    }
}

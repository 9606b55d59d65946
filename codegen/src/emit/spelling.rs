//! How names of the wire are spelled in other languages.

/// Names that cannot be an attribute in Python, or that are taken.
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

/// The name of a property in JavaScript, where the unknown fields have the
/// name `extra`.
pub(super) fn javascript(wire: &str) -> String {
    if wire == "extra" { format!("{wire}_") } else { wire.to_owned() }
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

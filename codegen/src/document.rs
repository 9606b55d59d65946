//! Hand-written documents in which a command keeps the part between two comments up to date.

use std::{error::Error, fmt};

/// The document with this text in the named place, if it has that place:
///
/// ```text
/// <!-- name: written by a command -->
/// <!-- end of name -->
/// ```
#[must_use]
pub fn renewed(document: &str, name: &str, contents: &str) -> Option<String> {
    let start = document.find(&format!("<!-- {name}: "))?;
    let start = start + document[start..].find(" -->\n")? + " -->\n".len();
    let end = start + document[start..].find(&format!("<!-- end of {name} -->"))?;
    let (before, after) = (&document[..start], &document[end..]);
    Some(format!("{before}\n{}\n\n{after}", contents.trim_matches('\n')))
}

/// A document does not have a place of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPlace {
    /// Path of the document.
    pub document: &'static str,
    /// The name.
    pub name: &'static str,
}

impl fmt::Display for NoPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, name } = self;
        write!(
            f,
            "{document} has no place for the {name}: add a line `<!-- {name}: generated -->` where \
             they belong, and a line `<!-- end of {name} -->` below it"
        )
    }
}

impl Error for NoPlace {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_place_is_renewed() {
        let document = "# A\n\n<!-- a: written -->\nold\n<!-- end of a -->\n\nb\n";
        let new = renewed(document, "a", "new\n").unwrap();
        assert_eq!(new, "# A\n\n<!-- a: written -->\n\nnew\n\n<!-- end of a -->\n\nb\n");
        assert_eq!(renewed(&new, "a", "new\n").unwrap(), new);
    }

    #[test]
    fn a_document_without_the_place_has_none() {
        for document in
            ["", "<!-- a: -->\n", "<!-- a: b -->\n<!-- end of b -->", "<!-- end of a -->"]
        {
            assert_eq!(renewed(document, "a", "new"), None, "{document}");
        }
    }
}

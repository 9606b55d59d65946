//! What the text of a source says about a field: its possible values, and whether it is deprecated.
//!
//! Only unambiguous phrases are recognized.

/// Phrases that introduce a complete list of values.
const LEADS: [&str; 5] = [
    "following values are possible",
    "following values are available",
    "possible values are",
    "possible values",
    "one of",
];

/// The values that a sentence names, if it names all of them: "Possible values
/// are A and B", "one of A, B", or "(A, B, C)" with only capitals.
#[must_use]
pub(crate) fn values(prose: &str) -> Option<Vec<String>> {
    led(prose).or_else(|| in_brackets(prose))
}

/// The successors that a sentence names, if it calls something deprecated. The caller decides which
/// words are names.
#[must_use]
pub(crate) fn deprecation(prose: &str, is_name: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let is_deprecated = words(prose).any(|word| word.eq_ignore_ascii_case("deprecated"));
    is_deprecated.then(|| {
        let mut names: Vec<String> = Vec::new();
        for word in words(prose).filter(|word| is_name(word)) {
            if !names.iter().any(|name| name == word) {
                names.push(word.to_owned());
            }
        }
        names
    })
}

fn words(prose: &str) -> impl Iterator<Item = &str> {
    prose.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// A list after one of the phrases, up to the end of its sentence.
fn led(prose: &str) -> Option<Vec<String>> {
    let lower = prose.to_ascii_lowercase();
    LEADS.iter().find_map(|lead| {
        let (start, _) = lower.match_indices(lead).find(|(start, _)| {
            // "none of" is not "one of".
            !lower[..*start].ends_with(|c: char| c.is_alphanumeric())
        })?;
        let rest = prose[start + lead.len()..].trim_start();
        let list = rest.strip_prefix(':').unwrap_or(rest);
        items(sentence(list))
    })
}

/// A list of words in capitals, in brackets.
fn in_brackets(prose: &str) -> Option<Vec<String>> {
    prose.split('(').skip(1).find_map(|rest| {
        let (inside, _) = rest.split_once(')')?;
        items(inside).filter(|items| items.iter().all(|item| is_constant(item)))
    })
}

fn is_constant(item: &str) -> bool {
    item.len() > 1
        && item.starts_with(|c: char| c.is_ascii_uppercase())
        && item.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The text up to the end of the sentence. A full stop inside a word does not end it.
fn sentence(text: &str) -> &str {
    let ends = text.match_indices('.').find(|(index, _)| {
        let rest = &text[index + 1..];
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    });
    ends.map_or(text, |(index, _)| &text[..index])
}

/// At least two items with commas or a last "and" or "or" between, each a word
/// or something in quotes; anything else is not a list of values.
fn items(text: &str) -> Option<Vec<String>> {
    let mut items: Vec<String> = Vec::new();
    let parts = text.split([',', ';']).map(str::trim);
    let parts = parts
        .map(|part| part.strip_prefix("and ").or_else(|| part.strip_prefix("or ")).unwrap_or(part));
    for part in parts.flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" or ")) {
        let part = part.trim();
        let item = item(part)?;
        if items.contains(&item) {
            return None;
        }
        items.push(item);
    }
    (items.len() > 1).then_some(items)
}

fn item(part: &str) -> Option<String> {
    const QUOTES: [(char, char); 5] =
        [('\'', '\''), ('"', '"'), ('`', '`'), ('‘', '’'), ('“', '”')];
    let quoted = QUOTES.into_iter().find_map(|(open, close)| {
        let inside = part.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains([open, close])).then_some(inside)
    });
    let is_word = |text: &str| {
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let item = quoted.or_else(|| Some(part).filter(|part| is_word(part)))?;
    (!item.trim().is_empty()).then(|| item.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_from_plain_lists_alone() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            (
                "How far it is. The following values are possible: OPEN, SHUT",
                Some(&["OPEN", "SHUT"]),
            ),
            (
                "How far it is. The following values are possible: OPEN, SHUT.",
                Some(&["OPEN", "SHUT"]),
            ),
            ("Possible values are OPEN and SHUT", Some(&["OPEN", "SHUT"])),
            ("Possible values are OPEN, SHUT, and AJAR.", Some(&["OPEN", "SHUT", "AJAR"])),
            ("The possible values are IM, MAU", Some(&["IM", "MAU"])),
            ("Possible values: 'open', 'half shut'", Some(&["open", "half shut"])),
            ("Can be one of open, shut. Nothing else.", Some(&["open", "shut"])),
            ("One of “open” or “shut”", Some(&["open", "shut"])),
            ("Where it leads (INSIDE, OUTSIDE, 4TH_FLOOR)", None),
            ("Where it leads (INSIDE, OUTSIDE, FLOOR_4)", Some(&["INSIDE", "OUTSIDE", "FLOOR_4"])),
            // Examples are not a complete list, and neither is an open-ended list.
            ("Example: OPEN, SHUT", None),
            ("What it costs (USD, EUR, …)", None),
            ("What it costs (USD, EUR, ...)", None),
            ("The following values are possible: OPEN, SHUT, …", None),
            // Words around the items make it ambiguous.
            ("The following values are available: en (English), fr (French)", None),
            ("One of the doors, or a window", None),
            ("None of A, B", None),
            ("The code (2 symbols)", None),
            ("The code (2 symbols, ISO639-1)", None),
            ("Possible values are OPEN", None),
            ("Possible values are OPEN, OPEN", None),
            ("In the format YYYY-MM-DD HH:mm:ss", None),
            ("", None),
        ];
        for (prose, expected) in cases {
            let expected =
                expected.map(|values| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>());
            assert_eq!(values(prose), expected, "{prose}");
        }
    }

    #[test]
    fn deprecation_names_its_successors() {
        let is_name = |word: &str| ["door_opened", "door_closed"].contains(&word);
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("Deprecated. It is door_opened that counts", Some(&["door_opened"])),
            (
                "deprecated: door_opened and door_closed took its place, mostly door_opened",
                Some(&["door_opened", "door_closed"]),
            ),
            ("Deprecated. Use something_else", Some(&[])),
            ("A door, as door_opened tells", None),
            ("Nothing is undeprecated", None),
        ];
        for (prose, expected) in cases {
            let expected =
                expected.map(|names| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
            assert_eq!(deprecation(prose, is_name), expected, "{prose}");
        }
    }
}

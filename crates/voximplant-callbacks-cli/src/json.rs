//! Changes JSON in its text, so everything else stays as received: the spelling of numbers,
//! repeated names, and unknown fields.
//!
//! The text must be valid JSON, which the text of a callback is.

use std::{ops::Range, str::FromStr};

use serde_json::{Value, value::RawValue};

/// A member of an object, or an element of a list, as places in the text.
struct Child {
    /// The name with its quotes, of a member.
    name: Option<Range<usize>>,
    value: Range<usize>,
}

/// The members of an object or elements of a list.
fn children(text: &str) -> Vec<Child> {
    let bytes = text.as_bytes();
    let mut at = space(bytes, 0);
    let is_object = match bytes.get(at) {
        Some(b'{') => true,
        Some(b'[') => false,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    loop {
        at = space(bytes, at + 1);
        if matches!(bytes.get(at), None | Some(b'}' | b']')) {
            return found;
        }
        let name = is_object.then(|| {
            let name = at..end(bytes, at);
            // After the colon.
            at = space(bytes, space(bytes, name.end) + 1);
            name
        });
        let value = at..end(bytes, at);
        at = space(bytes, value.end);
        found.push(Child { name, value });
        if bytes.get(at) != Some(&b',') {
            return found;
        }
    }
}

fn space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|it| it.is_ascii_whitespace()).count()
}

/// The end of the value that begins here.
fn end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at) - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ if depth == 0 && byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
            return at;
        }
    }
    bytes.len()
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

impl Child {
    fn is_named(&self, text: &str, name: &str) -> bool {
        let Some(quoted) = &self.name else { return false };
        // A name that cannot be unescaped never matches.
        serde_json::from_str::<String>(&text[quoted.clone()]).is_ok_and(|it| it == name)
    }
}

fn child<'t>(text: &str, children: &'t [Child], name: &str) -> Option<&'t Child> {
    let is_list = children.first().is_some_and(|child| child.name.is_none());
    if is_list {
        name.parse().ok().and_then(|index: usize| children.get(index))
    } else {
        children.iter().find(|child| child.is_named(text, name))
    }
}

/// The elements of a list, or the values of an object.
pub(crate) fn values(text: &str) -> impl Iterator<Item = Range<usize>> {
    children(text).into_iter().map(|child| child.value)
}

/// The names in an object.
pub(crate) fn names(text: &str) -> Vec<String> {
    let quoted = children(text).into_iter().filter_map(|child| child.name);
    quoted.filter_map(|it| serde_json::from_str(&text[it]).ok()).collect()
}

/// The text of the value at a path.
pub(crate) fn get<'t>(text: &'t str, path: &[&str]) -> Option<&'t str> {
    let Some((name, rest)) = path.split_first() else { return Some(text) };
    let children = children(text);
    get(&text[child(text, &children, name)?.value.clone()], rest)
}

/// The integer at a path, even if it is quoted.
pub(crate) fn integer(text: &str, path: &[&str]) -> Option<u64> {
    u64::from_str(get(text, path)?.trim_matches('"')).ok()
}

/// The same with another value at a path; if the last member is missing, it is added.
pub(crate) fn set(text: &str, path: &[&str], value: &str) -> Option<String> {
    let Some((name, rest)) = path.split_first() else { return Some(value.to_owned()) };
    let children = children(text);
    if let Some(child) = child(text, &children, name) {
        let inner = set(&text[child.value.clone()], rest, value)?;
        return Some(replaced(text, child.value.clone(), &inner));
    }
    let open = space(text.as_bytes(), 0);
    if !rest.is_empty() || text.as_bytes().get(open) != Some(&b'{') {
        return None;
    }
    let name = serde_json::to_string(name).ok()?;
    Some(match children.last() {
        Some(last) => replaced(text, last.value.end..last.value.end, &format!(",{name}:{value}")),
        None => replaced(text, open + 1..open + 1, &format!("{name}:{value}")),
    })
}

/// The same without the member at a path, including repeated ones.
pub(crate) fn remove(text: &str, path: &[&str]) -> Option<String> {
    let (name, rest) = path.split_first()?;
    if !rest.is_empty() {
        let place = child(text, &children(text), name)?.value.clone();
        let inner = remove(&text[place.clone()], rest)?;
        return Some(replaced(text, place, &inner));
    }
    let mut text = remove_first(text, name)?;
    while !text.trim_start().starts_with('[')
        && let Some(shorter) = remove_first(&text, name)
    {
        text = shorter;
    }
    Some(text)
}

fn remove_first(text: &str, name: &str) -> Option<String> {
    let children = children(text);
    let gone = child(text, &children, name)?.value.start;
    let index = children.iter().position(|child| child.value.start == gone)?;
    let start = |child: &Child| child.name.as_ref().map_or(child.value.start, |name| name.start);
    let range = match (children.get(index + 1), index.checked_sub(1)) {
        (Some(next), _) => start(&children[index])..start(next),
        (None, Some(before)) => children[before].value.end..children[index].value.end,
        (None, None) => start(&children[index])..children[index].value.end,
    };
    Some(replaced(text, range, ""))
}

/// The same with one line per member and element, for people.
pub(crate) fn indented(text: &str) -> String {
    indent(text, 0)
}

fn indent(text: &str, depth: usize) -> String {
    let children = children(text);
    let (open, close) = if text.trim_start().starts_with('{') { ('{', '}') } else { ('[', ']') };
    if children.is_empty() {
        return text.trim().to_owned();
    }
    let line = |child: &Child| {
        let name = child.name.clone().map(|name| format!("{}: ", &text[name]));
        let value = indent(&text[child.value.clone()], depth + 1);
        format!("{}{}{value}", "  ".repeat(depth + 1), name.unwrap_or_default())
    };
    let lines: Vec<String> = children.iter().map(line).collect();
    format!("{open}\n{}\n{}{close}", lines.join(",\n"), "  ".repeat(depth))
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    [&text[..range.start], with, &text[range.end..]].concat()
}

/// Adds a member whose value is JSON as received, on one line: line breaks can only be between its
/// values.
pub(crate) fn with(object: &Value, name: &str, json: Option<&str>) -> String {
    let json = json.map_or_else(|| "null".to_owned(), |it| it.replace(['\n', '\r'], " "));
    let object = object.to_string();
    set(&object, &[name], &json).unwrap_or(object)
}

/// The value of an argument: JSON, or else a string.
pub(crate) fn value(argument: &str) -> String {
    match serde_json::from_str::<&RawValue>(argument) {
        Ok(json) => json.get().to_owned(),
        Err(_) => serde_json::Value::from(argument).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#" {"a": 1.50, "h\u0061sh":"x", "b":{"c":[1, {"d":"}"}],"e":"\"]"},"hash":null ,"z":0}"#;

    #[test]
    fn what_is_not_changed_stays_as_it_came() {
        assert_eq!(
            remove(TEXT, &["hash"]).unwrap(),
            r#" {"a": 1.50, "b":{"c":[1, {"d":"}"}],"e":"\"]"},"z":0}"#
        );
        assert_eq!(remove(r#"{"hash":1}"#, &["hash"]).unwrap(), "{}");
        assert_eq!(remove(r#"{"hash":1, "hash" : 2}"#, &["hash"]).unwrap(), "{}");
        assert_eq!(remove(r#"{"a":1,"hash":1}"#, &["hash"]).unwrap(), r#"{"a":1}"#);
        assert_eq!(remove(r#"{"a":1,"hash":1,"hash":2}"#, &["hash"]).unwrap(), r#"{"a":1}"#);
        assert_eq!(remove(r#"{"hash":1,"hash":2,"b":3}"#, &["hash"]).unwrap(), r#"{"b":3}"#);
        assert_eq!(remove("[1,2,3]", &["1"]).unwrap(), "[1,3]");
        assert_eq!(remove("{ }", &["hash"]), None);
    }

    #[test]
    fn a_name_with_half_a_surrogate_pair_is_kept() {
        let text = r#"{"\ud800":1,"hash":"x","b":2}"#;
        assert_eq!(remove(text, &["hash"]).unwrap(), r#"{"\ud800":1,"b":2}"#);
    }

    #[test]
    fn values_are_found_and_replaced_by_their_path() {
        assert_eq!(get(TEXT, &["b", "c", "1", "d"]), Some(r#""}""#));
        assert_eq!(get(TEXT, &["a"]), Some("1.50"));
        assert_eq!(get(TEXT, &["b", "nothing"]), None);
        let changed = set(TEXT, &["b", "c", "0"], "7").unwrap();
        assert_eq!(get(&changed, &["b", "c"]), Some(r#"[7, {"d":"}"}]"#));
        assert_eq!(set("{}", &["a"], "1").unwrap(), r#"{"a":1}"#);
        assert_eq!(set(r#"{"a":1 }"#, &["b"], "2").unwrap(), r#"{"a":1,"b":2 }"#);
        assert_eq!(set("{}", &["a", "b"], "1"), None);
        assert_eq!(remove(TEXT, &["b", "c", "1", "d"]).unwrap(), TEXT.replace(r#""d":"}""#, ""));
    }

    #[test]
    fn indenting_changes_white_space_alone() {
        let text = r#"{"a":1.50,"b":{"c":[1,{}]},"d":[]}"#;
        let lines = indented(text);
        assert_eq!(lines.split_whitespace().collect::<String>(), text);
        assert!(
            lines.starts_with("{\n  \"a\": 1.50,\n  \"b\": {\n    \"c\": [\n      1,"),
            "{lines}"
        );
    }

    #[test]
    fn an_argument_that_is_not_json_is_a_string() {
        assert_eq!(value("1.50"), "1.50");
        assert_eq!(value(" [1] "), "[1]");
        assert_eq!(value("EUR"), r#""EUR""#);
    }
}

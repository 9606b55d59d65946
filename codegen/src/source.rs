//! The description as written, each value with its place.
//!
//! Every table of the notation is declared once, below; that gives its struct, its reader, its
//! allowed keys and its part of the JSON Schema with which editors check the file. This module does
//! not know what a name refers to, or whether values contradict each other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::de::{DeTable, DeValue};

use crate::artifact::GENERATED;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::Scalar;
use crate::names;
use crate::notation::{Map, Read, Spanned, Value, spellings, tables, words};
use crate::words::quoted;

/// Reads the description. Anything that cannot be read is reported and left out.
pub(crate) fn read(text: &str, found: &mut Vec<Diagnostic>) -> Source {
    let readable = without_broken_rows(text, found);
    let (root, errors) = DeTable::parse_recoverable(&readable);
    let given = Given::new(text, root.get_ref());
    found.extend(errors.iter().map(|error| match error.span() {
        Some(span) if is_duplicate(error) => given.again(&span),
        _ => syntax(error, 0),
    }));
    // Missing top-level keys are reported at the start of the text.
    let root = toml::Spanned::new(0..0, DeValue::Table(root.into_inner()));
    Source::read(&root, found).unwrap_or_default()
}

/// The notation as a JSON Schema, in the draft that TOML language servers read.
pub(crate) fn notation_schema() -> serde_json::Value {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<Source>();
    let mut notation = serde_json::Map::new();
    // Title and description come first in the file.
    notation.extend(schema.get("$schema").map(|draft| ("$schema".to_owned(), draft.clone())));
    notation.insert("$comment".to_owned(), GENERATED.into());
    notation.insert("title".to_owned(), "".into());
    notation.extend(schema.as_object().cloned().unwrap_or_default());
    notation.insert("title".to_owned(), "Description of the account callbacks".into());
    notation.into()
}

tables! {
    /// The description of every account callback: the one file from which
    /// every artifact is generated.
    Source {
        /// Version of the description, which is the version of every artifact.
        required version: Version,
        /// Address of the upstream reference. The address of a structure's page is this, followed
        /// by the name of the structure in lower case.
        required upstream: Address,
        /// Address under which the JSON Schemas are published, in front of
        /// their version and file name. The default address leads nowhere.
        optional base: Address,
        /// The groups of kinds, in the order of the reference page.
        optional groups: Vec<Spanned<WireName>>,
        /// The fields that every callback has besides its payload.
        required envelope: Envelope,
        /// Every kind of callback by its wire name, in the order of the
        /// upstream page.
        required kinds: Map<WireName, Kind>,
        /// Objects that payloads contain, by their Rust name.
        optional objects: Map<PascalName, Object>,
        /// Strings with known values, by their Rust name.
        optional enums: Map<PascalName, Enum>,
    }

    /// The fields that every callback has besides its payload.
    Envelope {
        /// What it is: a sentence in our own words.
        required doc: Doc,
        /// Name of upstream's structure.
        optional upstream: PageName,
        /// The intended differences from the upstream page: the order of the kinds and fields.
        optional differs: Vec<Spanned<StructDiffers>>,
        /// Its fields by wire name, in the order of the upstream page.
        required fields: Map<WireName, Field>,
    }

    /// What happened, and the payload with the details.
    Kind {
        /// What happened: a sentence in our own words.
        required doc: Doc,
        /// The group of the kind: one of `groups`.
        optional group: String,
        /// Name of upstream's structure.
        optional upstream: PageName,
        /// The intended differences from the upstream pages.
        optional differs: Vec<Spanned<KindDiffers>>,
        /// Month in which the kind first appeared in a public record.
        optional since: Month,
        /// Management API method that returns the same facts.
        optional confirm: PageName,
        /// Wire names of the kinds that replace this one, which is deprecated.
        optional superseded_by: Vec<Spanned<String>>,
        /// Whether the upstream page no longer lists the kind. It is read as
        /// before.
        optional retired: bool,
        /// Whether the payload is documented with a wrapper: one level deeper, in a property with
        /// the same name, as an object (`true`) or in a list (`"list"`). Both forms are read.
        optional wrapped: Wrapped,
        /// Rust name, if the one derived from the wire name does not work.
        optional rust: PascalName,
        /// Fields of the payload by wire name, in the order of the upstream
        /// page.
        optional fields: Map<WireName, Field>,
    }

    /// An object that payloads contain.
    Object {
        /// What it is: a sentence in our own words.
        required doc: Doc,
        /// Name of upstream's structure.
        optional upstream: PageName,
        /// The intended differences from the upstream page: the order of the fields.
        optional differs: Vec<Spanned<StructDiffers>>,
        /// Its fields by wire name, in the order of the upstream page.
        required fields: Map<WireName, Field>,
    }

    /// A string with known values; upstream may add values.
    Enum {
        /// What it means: a sentence in our own words.
        required doc: Doc,
        /// The known values, in the order of the upstream page.
        required values: Vec<Spanned<KnownValue>>,
    }

    /// One property of an object.
    Field {
        /// Its type, in the words of the upstream page: `number` (an integer), `decimal`, `string`,
        /// `boolean`, `date`, `timestamp`, the name of an object or enum, or any of these in
        /// brackets for a list, such as `[number]`.
        required ty "type": TypeWord,
        /// Whether upstream marks it as optional.
        optional is_optional "optional": bool,
        /// What a `number` or `string` really holds.
        optional holds: Holds,
        /// What a `timestamp` may also be sent as.
        optional or: Or,
        /// The intended differences from the upstream page.
        optional differs: Vec<Spanned<FieldDiffers>>,
        /// Rust name, if the wire name does not work.
        optional rust: SnakeName,
        /// Whether logs must not show its value.
        optional sensitive: bool,
        /// An example of a value. It is required, except for objects: their fields have their own
        /// examples.
        optional example: Example,
        /// What it means: a sentence in our own words.
        required doc: Doc,
    }

    /// A known value with a given Rust name.
    NamedValue {
        /// The value on the wire.
        required value: String,
        /// Rust name, if the one derived from the value does not work.
        required rust: PascalName,
    }
}

words! {
    /// What a value really holds, whatever its documented type says.
    Holds {
        Decimal = "decimal",
    }

    /// What a value may also be sent as, besides its documented type.
    Or {
        Date = "date",
    }

    /// The ways in which a field may intentionally differ from the upstream page.
    FieldDiffers {
        Listed = "listed",
        Optional = "optional",
        Values = "values",
    }

    /// The ways in which a kind may intentionally differ from the upstream pages.
    KindDiffers {
        Order = "order",
        Optional = "optional",
        Deprecated = "deprecated",
    }

    /// The ways in which the envelope or an object may intentionally differ from the upstream page.
    StructDiffers {
        Order = "order",
    }
}

spellings! {
    /// A semantic version.
    Version: is_version, r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$",
        code::INVALID_VALUE, "a version", "write three numbers with dots between, such as `0.1.0`";

    /// The start of the address of every page.
    Address: is_address, "^https://[A-Za-z0-9._~:/%-]*/$",
        code::INVALID_VALUE, "an address of pages",
        "write an address that starts with `https://`, ends with `/` and has neither a query nor \
         a fragment";

    /// A name on the upstream pages.
    PageName: names::is_pascal, names::PASCAL_PATTERN,
        code::INVALID_VALUE, "a name of the upstream pages",
        "write it as upstream does, such as `MinBalanceCallback`";

    /// A month.
    Month: is_month, "^[0-9]{4}-(0[1-9]|1[0-2])$",
        code::INVALID_VALUE, "a month", "write the year and the month, such as `2019-06`";

    /// The name of a kind or field on the wire.
    WireName: names::is_wire, names::WIRE_PATTERN,
        code::INVALID_NAME, "an identifier",
        "a wire name is an ASCII letter, then at most 99 letters, digits and underscores; write it \
         as upstream does, such as `min_balance`";

    /// The Rust name of a type or enum value.
    PascalName: names::is_pascal, names::PASCAL_PATTERN,
        code::INVALID_NAME, "a Rust name in `PascalCase`",
        "write ASCII letters and digits, each word with a capital, such as `SipRegistration`";

    /// The Rust name of a field.
    SnakeName: names::is_snake, names::SNAKE_PATTERN,
        code::INVALID_NAME, "a Rust name in `snake_case`",
        "write lower-case ASCII letters and digits, with one underscore between words, such as \
         `subscription_type`";
}

/// A sentence that describes something.
#[derive(Debug, Clone)]
pub struct Doc(pub String);

/// A type as written, which may name an object or enum.
#[derive(Debug, Clone)]
pub struct TypeWord(pub String);

/// Whether a payload is documented with a wrapper, and in which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapped {
    /// It is not.
    No,
    /// As an object: `true`.
    Object,
    /// As a list of objects: `"list"`. A list of one is read.
    List,
}

/// A known value of an enum, with its Rust name if one is given.
#[derive(Debug, Clone)]
pub struct KnownValue {
    /// The value on the wire.
    pub wire: Spanned<String>,
    /// Its Rust name, where one is given.
    pub rust: Option<Spanned<PascalName>>,
}

/// An example value as written.
#[derive(Debug, Clone)]
pub enum Example {
    /// A number as written, without underscores.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Spanned<Example>>),
    /// A value that fits no type: a table, or a date without quotes.
    Foreign,
}

impl Read for Doc {
    const HOW: &'static str = "write one sentence in your own words, on one line and with a full \
        stop, such as `doc = \"A card was charged.\"`";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = String::read(value, found)?;
        let span = value.span();
        if text.trim_matches([' ', '.']).is_empty() {
            let empty = "the description is empty";
            let diagnostic = Diagnostic::new(code::MISSING_DESCRIPTION, empty, &span, "here");
            found.push(diagnostic.help(Self::HOW));
        } else if let Some(fault) = fault_of_sentence(&text) {
            let message = format!("a description must {fault}");
            let diagnostic = Diagnostic::new(code::DESCRIPTION_STYLE, message, &span, "here");
            found.push(diagnostic.help(Self::HOW));
        }
        Some(Self(text))
    }

    fn absent(key: &str, table: &Span) -> Diagnostic {
        let message = format!("the description is missing: there is no `{key}`");
        Diagnostic::new(code::MISSING_DESCRIPTION, message, table, "describe this").help(Self::HOW)
    }
}

impl JsonSchema for Doc {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Doc".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\S.*\.$" })
    }
}

impl Read for TypeWord {
    const HOW: &'static str = "write a type in quotes, such as `type = \"number\"`";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        String::read(value, found).map(Self)
    }
}

impl JsonSchema for TypeWord {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TypeWord".into()
    }

    /// Offers the type words; JSON Schema cannot check whether an object or enum exists.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<_> = Scalar::words().collect();
        json_schema!({
            "type": "string",
            "anyOf": [
                { "enum": words },
                { "pattern": format!("^\\[*({}|[A-Z][A-Za-z0-9]*)\\]*$", words.join("|")) },
            ],
        })
    }
}

impl Wrapped {
    /// Its word, besides `true` and `false`.
    const LIST: &str = "list";

    /// Whether the fields are in a wrapper of any form.
    pub(crate) fn is_deeper(self) -> bool {
        self != Self::No
    }
}

impl Read for Wrapped {
    const HOW: &'static str = "write `true`, or `\"list\"` if upstream documents a list there";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(true) => Some(Self::Object),
            DeValue::Boolean(false) => Some(Self::No),
            DeValue::String(word) if word == Self::LIST => Some(Self::List),
            _ => {
                found.push(Self::mismatch(value));
                None
            }
        }
    }
}

impl JsonSchema for Wrapped {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Wrapped".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "boolean" }, { "const": Self::LIST }] })
    }
}

impl Read for KnownValue {
    const HOW: &'static str = "write a string in quotes, or a table with `value` and `rust`";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => Some(Self { wire: Spanned::read(value, found)?, rust: None }),
            DeValue::Table(_) => {
                let named = NamedValue::read(value, found)?;
                Some(Self { wire: named.value?, rust: named.rust })
            }
            _ => {
                found.push(Self::mismatch(value));
                None
            }
        }
    }
}

impl JsonSchema for KnownValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "KnownValue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "string" }, generator.subschema_for::<NamedValue>()],
        })
    }
}

impl Read for Example {
    const HOW: &'static str = "write a value of the field's type";

    fn read(value: &Value<'_>, found: &mut Vec<Diagnostic>) -> Option<Self> {
        Some(match value.get_ref() {
            DeValue::String(_) => Self::Text(Read::read(value, found)?),
            DeValue::Integer(number) => Self::Number(number.to_string()),
            DeValue::Float(number) => Self::Number(number.to_string()),
            DeValue::Boolean(boolean) => Self::Boolean(*boolean),
            DeValue::Array(_) => Self::List(Read::read(value, found)?),
            DeValue::Datetime(_) | DeValue::Table(_) => Self::Foreign,
        })
    }
}

impl JsonSchema for Example {
    fn schema_name() -> Cow<'static, str> {
        "Example".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": ["string", "number", "boolean"] },
                { "type": "array", "items": generator.subschema_for::<Self>(), "minItems": 1 },
            ],
        })
    }
}

/// The requirement that a sentence of the description fails, if any.
fn fault_of_sentence(text: &str) -> Option<&'static str> {
    if text.starts_with(char::is_whitespace) {
        Some("start without a space")
    } else if !text.ends_with('.') {
        Some("end with a full stop")
    } else {
        None
    }
}

fn is_version(text: &str) -> bool {
    semver::Version::parse(text).is_ok_and(|version| version.build.is_empty())
}

fn is_address(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._~:/%-".contains(c);
    text.starts_with("https://") && text.ends_with('/') && text.chars().all(fits)
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else {
        return false;
    };
    year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
        && matches!(
            month,
            "01" | "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09" | "10" | "11" | "12"
        )
}

/// Blanks out rows with braces that are not valid TOML by themselves. Otherwise, the parser might
/// take the rest of the text as part of them.
fn without_broken_rows<'t>(text: &'t str, found: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    let (_, errors) = DeTable::parse_recoverable(text);
    if errors.iter().all(is_duplicate) {
        return Cow::Borrowed(text);
    }
    let mut readable = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if let Some(error) = fault_of_row(line) {
            found.push(syntax(&error, readable.len()));
            readable.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            readable.push_str(line);
        }
    }
    Cow::Owned(readable)
}

fn fault_of_row(line: &str) -> Option<toml::de::Error> {
    let starts_with_key = line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_with_key || !line.contains('{') {
        return None;
    }
    let (_, mut errors) = DeTable::parse_recoverable(line);
    errors.retain(|error| !is_duplicate(error));
    // An unclosed quote hides the closing brace, whose error comes first.
    let open_quote = errors.iter().position(|e| e.message().starts_with("invalid basic string"));
    errors.into_iter().nth(open_quote.unwrap_or(0))
}

/// Removes problems that only follow from a syntax error: those in text that could not be read, and
/// missing entries that may be in that text.
pub(crate) fn without_aftermath(text: &str, list: &mut Vec<Diagnostic>) {
    const OF_ABSENCE: &[&str] = &[
        code::EMPTY,
        code::ENVELOPE,
        code::MISSING_DESCRIPTION,
        code::MISSING_EXAMPLE,
        code::MISSING_KEY,
        code::UNKNOWN_SUCCESSOR,
        code::UNKNOWN_TYPE,
        code::UNUSED,
    ];
    // Maps the start of the first unreadable line to the end of the last.
    let mut unread: BTreeMap<usize, usize> = BTreeMap::new();
    list.sort_by_key(|diagnostic| diagnostic.span().start);
    list.retain(|diagnostic| {
        if diagnostic.code() != code::SYNTAX {
            return true;
        }
        let offset = diagnostic.span().start;
        // A line is reported once and scanned once, whatever is wrong with it.
        let is_told = |(start, end): (&usize, &usize)| {
            offset < *end && text.as_bytes().get(*start) != Some(&b'[')
        };
        if unread.last_key_value().is_some_and(is_told) {
            return false;
        }
        let (start, end) = unread_from(text, offset);
        unread.insert(start, end).is_none()
    });
    let is_unread =
        |offset: usize| unread.range(..=offset).next_back().is_some_and(|(_, end)| offset < *end);
    list.retain(|diagnostic| {
        let Span { start, end } = diagnostic.span();
        unread.is_empty()
            || diagnostic.code() == code::SYNTAX
            // Values that the parser invented are at the very start, without length.
            || !(end == 0 || is_unread(start) || OF_ABSENCE.contains(&diagnostic.code()))
    });
}

/// The lines that a syntax error makes unreadable: its own line, and the whole table if the error
/// is in its header.
fn unread_from(text: &str, offset: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    let line_start =
        bytes[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1);
    let is_end = |index: usize, is_header: bool| {
        bytes[index] == b'\n' && (!is_header || bytes.get(index + 1) == Some(&b'['))
    };
    let is_header = bytes.get(line_start) == Some(&b'[');
    let end = (offset..bytes.len()).find(|index| is_end(*index, is_header));
    (line_start, end.map_or(bytes.len() + 1, |end| end + 1))
}

fn is_duplicate(error: &toml::de::Error) -> bool {
    error.message() == "duplicate key"
}

/// Turns an error of the TOML parser, with what it found and expected, into a diagnostic. The
/// parser started at the offset.
fn syntax(error: &toml::de::Error, offset: usize) -> Diagnostic {
    let place = error.span().unwrap_or_default();
    let span = offset + place.start..offset + place.end;
    let (message, help) = match error.message().split_once(", expected ") {
        Some((message @ "string values must be quoted", _)) => (message, "put it in quotes".into()),
        Some((message, "nothing")) => (message, "remove it".into()),
        Some((message, expected)) => (message, format!("write {expected} here").into()),
        None => {
            (error.message(), Cow::from("the syntax is described at https://toml.io/en/v1.0.0"))
        }
    };
    Diagnostic::new(code::SYNTAX, message, &span, "here").help(help)
}

/// The places where keys first appear. The parser keeps the first of each, but does not report its
/// place.
struct Given<'a, 'i> {
    text: &'a str,
    /// Every table with its place, in the order of the text.
    tables: Vec<(Span, &'a DeTable<'i>)>,
    /// The start of each header line, from top to bottom.
    headers: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a, 'i> Given<'a, 'i> {
    fn new(text: &'a str, root: &'a DeTable<'i>) -> Self {
        let mut tables = vec![(0..0, root)];
        gather_tables(root.values(), &mut tables);
        tables.sort_by_key(|(place, _)| place.start);
        let mut headers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with('[') {
                headers.entry(line.trim_end()).or_default().push(start);
            }
            start += line.len();
        }
        Self { text, tables, headers }
    }

    /// Reports a key that is given twice.
    fn again(&self, span: &Span) -> Diagnostic {
        let key = self.text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'']);
        let message = format!("{} is given twice", quoted(key));
        let diagnostic = Diagnostic::new(code::DUPLICATE, message, span, "already given above")
            .help("keep one of the two");
        match self.first_header(span).or_else(|| self.first_row(key, span)) {
            Some(first) => diagnostic.also(&first, "first given here"),
            None => diagnostic,
        }
    }

    /// The same header above, if the key belongs to a header: of these, the parser keeps the
    /// second.
    fn first_header(&self, span: &Span) -> Option<Span> {
        let line_start = self.text.get(..span.start)?.rfind('\n')? + 1;
        let line = self.text[line_start..].lines().next()?;
        let starts = self.headers.get(line.trim_end())?;
        let above = starts[..starts.partition_point(|start| *start < line_start)].last()?;
        let start = above + (span.start - line_start);
        Some(start..start + span.len())
    }

    /// The key in the table of a row: the innermost braces around it, or else the last header
    /// before it.
    fn first_row(&self, key: &str, span: &Span) -> Option<Span> {
        let end = self.tables.partition_point(|(place, _)| place.start < span.start);
        let mut above = self.tables[..end].iter().rev();
        let (_, table) = above.find(|(place, _)| match self.text.as_bytes().get(place.start) {
            _ if *place == (0..0) => true,
            Some(b'{') => place.contains(&span.start),
            Some(b'[') => true,
            _ => false,
        })?;
        let (first, _) = table.get_key_value(key)?;
        Some(first.span()).filter(|first| first.start < span.start)
    }
}

/// Collects every table with its place: its braces, its header, or a key if it has neither.
fn gather_tables<'a, 'i: 'a>(
    values: impl Iterator<Item = &'a Value<'i>>,
    tables: &mut Vec<(Span, &'a DeTable<'i>)>,
) {
    for value in values {
        match value.get_ref() {
            DeValue::Table(table) => {
                tables.push((value.span(), table));
                gather_tables(table.values(), tables);
            }
            DeValue::Array(elements) => gather_tables(elements.iter(), tables),
            _ => {}
        }
    }
}

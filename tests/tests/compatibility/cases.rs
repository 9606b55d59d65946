//! Pairs of descriptions, each of which shows one rule. `%k` is a name of the
//! pair's own and `%K` the same in `PascalCase`, so that all pairs can stand in
//! one description.

/// Two descriptions, and what changed from one to the other.
pub(crate) struct Case {
    /// A name of its own, in `snake_case`.
    pub(crate) name: String,
    /// The codes of every change, that of the rule in question first.
    pub(crate) codes: Vec<&'static str>,
    /// What the description holds of it, before and after.
    pub(crate) old: String,
    pub(crate) new: String,
}

impl Case {
    /// The name in `PascalCase`.
    pub(crate) fn pascal_name(&self) -> String {
        self.name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
    }
}

/// What every description has beside a case.
const HEAD: &str = "version = \"1.0.0\"\nupstream = \"https://docs.example.com/\"\n";

/// What it has below what is said of it as a whole.
const BODY: &str = r#"
[envelope]
doc = "What every callback has."

[envelope.fields]
callback_id = { type = "number", example = 7, doc = "Number of the callback." }
type        = { type = "string", rust = "kind", example = "anchor", doc = "The kind." }
account_id  = { type = "number", example = 1, doc = "Number of the account." }
hash        = { type = "string", sensitive = true, example = "00", doc = "The hash." }

[kinds.anchor]
doc = "It is there before and after."

[kinds.anchor.fields]
note = { type = "string", example = "a note", doc = "A note." }
"#;

/// A description of these cases, before or after.
pub(crate) fn description<'a>(parts: impl IntoIterator<Item = &'a String>) -> String {
    let (whole, tables): (Vec<_>, Vec<_>) =
        parts.into_iter().map(String::as_str).partition(|part| part.starts_with("base"));
    [&[HEAD], &whole[..], &[BODY], &tables[..]].concat().concat()
}

const PLAIN: &str = "[kinds.%k]\ndoc = \"A kind.\"\n";

/// A kind with these fields before one that stays.
fn kind(fields: &str) -> String {
    format!("{PLAIN}{}", fields_of("kinds.%k", fields))
}

fn fields_of(owner: &str, fields: &str) -> String {
    format!(
        "[{owner}.fields]\n{fields}\n\
         stays = {{ type = \"boolean\", example = true, doc = \"It stays.\" }}\n"
    )
}

/// A field of this name and type, with this example and attributes.
fn named(name: &str, ty: &str, example: &str, attributes: &str) -> String {
    let example = if example.is_empty() { String::new() } else { format!("example = {example},") };
    format!("{name} = {{ type = \"{ty}\", {example} {attributes} doc = \"A field.\" }}")
}

fn field(ty: &str, example: &str) -> String {
    named("field", ty, example, "")
}

const OPTIONAL: &str = "optional = true,";

fn optional(ty: &str, example: &str) -> String {
    named("field", ty, example, OPTIONAL)
}

fn object(name: &str) -> String {
    object_with(name, "")
}

/// An object whose first field has these attributes.
fn object_with(name: &str, attributes: &str) -> String {
    let fields = named("inner", "number", "3", attributes);
    format!(
        "[objects.{name}]\ndoc = \"An object.\"\n{}",
        fields_of(&format!("objects.{name}"), &fields)
    )
}

/// A kind with a list of such objects.
fn with_thing(attributes: &str) -> String {
    kind(&field("[%KThing]", "")) + &object_with("%KThing", attributes)
}

fn values(name: &str, values: &str) -> String {
    format!("[enums.{name}]\ndoc = \"An enum.\"\nvalues = [{values}]\n")
}

/// A kind with a field of an enum that has these values.
fn with_values(example: &str, list: &str) -> String {
    kind(&field("%KState", example)) + &values("%KState", list)
}

/// Every case. Those that add or remove kinds stand last, so that in one
/// description of all cases no other kind changes its place.
#[rustfmt::skip]
pub(crate) fn cases() -> Vec<Case> {
    let number = || field("number", "5");
    let string = || field("string", "\"text\"");
    let cases: Vec<(&'static str, &[&'static str], String, String)> = vec![
        ("kind-renamed", &[], kind(""), kind("").replace("[kinds.%k.fields]", "rust = \"%KElse\"\n[kinds.%k.fields]")),
        ("kind-wrapping-changed", &[], kind(""), kind("").replace("[kinds.%k.fields]", "wrapped = true\n[kinds.%k.fields]")),
        ("kind-wrapping-changed", &[], kind("").replace("[kinds.%k.fields]", "wrapped = true\n[kinds.%k.fields]"), kind("")),
        ("kind-superseded", &[], kind(""), kind("").replace("[kinds.%k.fields]", "superseded_by = [\"anchor\"]\n[kinds.%k.fields]")),
        ("successors-changed", &[],
            kind("").replace("[kinds.%k.fields]", "superseded_by = [\"anchor\"]\n[kinds.%k.fields]") + "[kinds.%k_next]\ndoc = \"A kind.\"\n",
            kind("").replace("[kinds.%k.fields]", "superseded_by = [\"%k_next\"]\n[kinds.%k.fields]") + "[kinds.%k_next]\ndoc = \"A kind.\"\n"),
        ("successors-changed", &[], kind("").replace("[kinds.%k.fields]", "superseded_by = [\"anchor\"]\n[kinds.%k.fields]"), kind("")),
        ("kind-retired", &[], kind(""), kind("").replace("[kinds.%k.fields]", "retired = true\n[kinds.%k.fields]")),
        ("payload-gained", &[], PLAIN.to_owned(), kind(&number())),
        ("payload-gained", &[], PLAIN.to_owned(), format!("{PLAIN}[kinds.%k.fields]\n{}\n", optional("number", "5"))),
        ("kind-since-changed", &[], format!("{PLAIN}since = \"2019-06\"\n"), format!("{PLAIN}since = \"2020-01\"\n")),
        ("kind-confirm-changed", &[], format!("{PLAIN}confirm = \"GetThis\"\n"), format!("{PLAIN}confirm = \"GetThat\"\n")),
        ("optional-field-added", &[], kind(""), kind(&optional("number", "5"))),
        ("lenient-field-added", &[], kind(""), kind(&string())),
        ("lenient-field-added", &[], kind(""), kind(&field("[number]", "[5]"))),
        ("required-field-added", &[], kind(""), kind(&number())),
        ("required-field-added", &["object-added"], kind(""), kind(&field("%KThing", "")) + &object("%KThing")),
        ("field-removed", &[], kind(&number()), kind("")),
        ("field-removed", &[], kind(&string()), kind("")),
        ("field-removed", &[], kind(&optional("number", "5")), kind("")),
        ("field-removed", &["field-removed"], kind(&string()), PLAIN.to_owned()),
        ("field-renamed", &[], kind(&number()), kind(&named("field", "number", "5", "rust = \"other\","))),
        ("field-made-optional", &[], kind(&number()), kind(&optional("number", "5"))),
        ("field-made-optional", &[], with_thing(""), with_thing(OPTIONAL)),
        ("lenient-field-made-optional", &[], kind(&string()), kind(&optional("string", "\"text\""))),
        ("field-made-required", &[], kind(&optional("number", "5")), kind(&number())),
        ("field-made-required", &[], with_thing(OPTIONAL), with_thing("")),
        ("lenient-field-made-required", &[], kind(&optional("string", "\"text\"")), kind(&string())),
        ("type-widened", &[], kind(&number()), kind(&field("decimal", "5.50"))),
        ("type-widened", &[], kind(&number()), kind(&field("[number]", "[5, 6]"))),
        ("type-widened", &[], kind(&field("date", "\"2026-01-31\"")), kind(&field("string", "\"soon\""))),
        ("type-widened", &[], kind(&field("timestamp", "\"2026-01-31 10:20:30\"")), kind(&field("string", "\"soon\""))),
        ("type-widened", &[], kind(&number()), kind(&field("number or string", "\"text\""))),
        ("type-widened", &[], kind(&string()), kind(&field("number or string", "5"))),
        ("type-narrowed", &[], kind(&field("decimal", "5.50")), kind(&number())),
        ("type-narrowed", &[], kind(&field("number or string", "\"text\"")), kind(&number())),
        ("type-narrowed", &[], kind(&field("[number]", "[5, 6]")), kind(&number())),
        ("type-narrowed", &[], kind(&field("string", "\"soon\"")), kind(&field("date", "\"2026-01-31\""))),
        ("type-narrowed", &["enum-removed"], with_values("\"A\"", "\"A\""), kind(&field("date", "\"2026-01-31\""))),
        ("type-replaced", &[], kind(&number()), kind(&string())),
        ("type-replaced", &[], kind(&field("date", "\"2026-01-31\"")), kind(&field("timestamp", "\"2026-01-31 10:20:30\""))),
        ("type-replaced", &["object-added", "object-removed"],
            kind(&field("%KThing", "")) + &object("%KThing"),
            kind(&field("%KOther", "")) + &object("%KOther").replace("inner", "within")),
        ("enum-exchanged", &["enum-added"], kind(&string()), with_values("\"A\"", "\"A\", \"B\"")),
        ("enum-exchanged", &["enum-removed"], with_values("\"A\"", "\"A\", \"B\""), kind(&string())),
        ("enum-exchanged", &["enum-added", "enum-removed"],
            with_values("\"A\"", "\"A\", \"B\""),
            kind(&field("%KOther", "\"C\"")) + &values("%KOther", "\"C\", \"D\"")),
        ("enum-exchanged", &["enum-added", "enum-removed"],
            with_values("\"A\"", "\"A\", \"B\""),
            kind(&field("%KOther", "\"A\"")) + &values("%KOther", "\"A\"")),
        ("decimal-quoting-changed", &[], kind(&field("decimal", "5.50")), kind(&named("field", "string", "\"5.50\"", "holds = \"decimal\","))),
        ("decimal-quoting-changed", &[], kind(&named("field", "string", "\"5.50\"", "holds = \"decimal\",")), kind(&field("decimal", "5.50"))),
        ("decimal-form-changed", &[], kind(&field("decimal", "5")), kind(&named("field", "number", "5", "holds = \"decimal\","))),
        ("field-made-sensitive", &[], kind(&number()), kind(&named("field", "number", "5", "sensitive = true,"))),
        ("field-no-longer-sensitive", &[], kind(&named("field", "number", "5", "sensitive = true,")), kind(&number())),
        ("fields-reordered", &[],
            kind(&format!("{}\n{}", named("first", "number", "1", ""), named("second", "number", "2", ""))),
            kind(&format!("{}\n{}", named("second", "number", "2", ""), named("first", "number", "1", "")))),
        ("example-changed", &[], kind(&number()), kind(&field("number", "6"))),
        ("documentation-changed", &[], kind(""), kind("").replace("A kind.", "A kind in other words.")),
        ("documentation-changed", &[], kind(""), kind("").replace("It stays.", "It stays in other words.")),
        ("page-changed", &[], kind(""), kind("").replace("[kinds.%k.fields]", "upstream = \"Page\"\n[kinds.%k.fields]")),
        ("documentation-changed", &[], with_values("\"A\"", "\"A\""), with_values("\"A\"", "\"A\"").replace("An enum.", "In other words.")),
        ("base-changed", &[], String::new(), "base = \"https://schemas.example.com/\"\n".to_owned()),
        ("object-added", &["optional-field-added"], kind(""), kind(&optional("%KThing", "")) + &object("%KThing")),
        ("object-removed", &["field-removed"], kind(&field("%KThing", "")) + &object("%KThing"), kind("")),
        ("object-renamed", &[], kind(&field("%KThing", "")) + &object("%KThing"), kind(&field("%KOther", "")) + &object("%KOther")),
        ("enum-added", &["optional-field-added"], kind(""), kind(&optional("%KState", "\"A\"")) + &values("%KState", "\"A\"")),
        ("enum-removed", &["field-removed"], with_values("\"A\"", "\"A\""), kind("")),
        ("enum-renamed", &[], with_values("\"A\"", "\"A\""), with_values("\"A\"", "\"A\"").replace("%KState", "%KOther")),
        ("enum-value-added", &[], with_values("\"A\"", "\"A\", \"B\""), with_values("\"A\"", "\"A\", \"B\", \"C\"")),
        ("enum-value-removed", &[], with_values("\"A\"", "\"A\", \"B\""), with_values("\"A\"", "\"A\"")),
        ("enum-value-renamed", &[], with_values("\"A\"", "\"A\""), with_values("\"A\"", "{ value = \"A\", rust = \"Else\" }")),
        ("enum-values-reordered", &[], with_values("\"A\"", "\"A\", \"B\""), with_values("\"A\"", "\"B\", \"A\"")),
        ("kinds-reordered", &[],
            "[kinds.%k_first]\ndoc = \"A kind.\"\n[kinds.%k_second]\ndoc = \"A kind.\"\n".to_owned(),
            "[kinds.%k_second]\ndoc = \"A kind.\"\n[kinds.%k_first]\ndoc = \"A kind.\"\n".to_owned()),
        ("kind-removed", &[], kind(&number()), String::new()),
        ("kind-added", &[], String::new(), kind(&number())),
    ];

    let mut numbered: Vec<Case> = Vec::new();
    for (code, others, old, new) in cases {
        let number = numbered.iter().filter(|case| case.codes[0] == code).count();
        let letter = char::from(b'a' + u8::try_from(number).expect("a rule has few cases"));
        let name = format!("{}_{letter}", code.replace('-', "_"));
        let codes = std::iter::once(code).chain(others.iter().copied()).collect();
        let mut case = Case { name, codes, old, new };
        let pascal = case.pascal_name();
        for text in [&mut case.old, &mut case.new] {
            *text = text.replace("%k", &case.name).replace("%K", &pascal);
        }
        numbered.push(case);
    }
    numbered
}

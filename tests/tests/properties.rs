//! Properties that hold for any input: nothing documented is lost or changed, nothing forged is
//! accepted, and no decimal is rounded.
//!
//! The cases are the same in every run. `PROPTEST_CASES=10000` draws that
//! many others, which are new each time.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::{self, Write},
    ops::Range,
};

use bigdecimal::{BigDecimal, num_bigint::BigInt};
use md5::{Digest, Md5};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{RngSeed, TestError, TestRunner},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};
use tests::{files, read};
use voximplant_callbacks::{
    Body, Callback, Credential, Decoded, Event, Kind, Outcome, Reason, Receiver,
};

const SAMPLES: &str = "schema/generated/samples";

/// A runner of so many cases; see the head of this file.
fn runner(cases: u32) -> TestRunner {
    let mut config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 4096,
        ..ProptestConfig::default()
    };
    if env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
        config.rng_seed = RngSeed::Fixed(0x5EED);
    }
    TestRunner::new(config)
}

// JSON that keeps the digits of its numbers, and how it is written.

#[derive(Debug, Clone, PartialEq, Eq)]
enum Json {
    /// A number, boolean or null, or a string that stands for no text: as written.
    Verbatim(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        Ok(match text.as_bytes()[0] {
            b'{' => serde_json::from_str::<Fields>(text).map(|fields| Self::Object(fields.0)),
            b'[' => serde_json::from_str(text).map(Self::List),
            b'"' => serde_json::from_str(text).map(Self::Text),
            _ => Ok(Self::Verbatim(text.to_owned())),
        }
        .unwrap_or_else(|_| Self::Verbatim(text.to_owned())))
    }
}

/// The fields of an object, in the order in which they came.
struct Fields(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}

impl Json {
    fn null() -> Self {
        Self::Verbatim("null".to_owned())
    }

    /// The value of the only field of this name.
    fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        let mut values = fields.iter().filter(|(field, _)| field == name).map(|(_, json)| json);
        values.next().filter(|_| values.next().is_none())
    }

    /// The same with the fields of every object sorted by name.
    fn sorted(self) -> Self {
        match self {
            Self::List(list) => Self::List(list.into_iter().map(Self::sorted).collect()),
            Self::Object(mut fields) => {
                fields.sort_by(|(one, _), (other, _)| one.cmp(other));
                Self::Object(fields.into_iter().map(|(name, json)| (name, json.sorted())).collect())
            }
            scalar => scalar,
        }
    }

    fn write(&self, text: &mut String, style: &mut Style) {
        match self {
            Self::Verbatim(json) => text.push_str(json),
            Self::Text(string) => style.string(text, string),
            Self::List(list) => {
                text.push('[');
                for (index, json) in list.iter().enumerate() {
                    style.comma(text, index);
                    json.write(text, style);
                    style.space(text);
                }
                style.space(text);
                text.push(']');
            }
            Self::Object(fields) => {
                text.push('{');
                for (index, (name, json)) in fields.iter().enumerate() {
                    style.comma(text, index);
                    style.string(text, name);
                    style.space(text);
                    text.push(':');
                    style.space(text);
                    json.write(text, style);
                    style.space(text);
                }
                style.space(text);
                text.push('}');
            }
        }
    }
}

/// Where spaces and escapes stand that make no difference: drawn from a seed
/// with xorshift. None at all from 0.
struct Style(u64);

impl Style {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn space(&mut self, text: &mut String) {
        text.push_str(
            ["", "", "", "", " ", "\n", "\t\r", ""][usize::try_from(self.below(7)).unwrap()],
        );
    }

    fn comma(&mut self, text: &mut String, index: usize) {
        if index > 0 {
            text.push(',');
        }
        self.space(text);
    }

    fn string(&mut self, text: &mut String, string: &str) {
        text.push('"');
        for character in string.chars() {
            match character {
                '"' | '\\' => text.extend(['\\', character]),
                '/' if self.below(8) == 1 => text.push_str("\\/"),
                _ if character < ' ' || self.below(16) == 1 => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        write!(text, "\\u{unit:04x}").unwrap();
                    }
                }
                _ => text.push(character),
            }
        }
        text.push('"');
    }
}

// What may come, as the published JSON Schema describes it.

#[derive(Debug, Clone)]
enum Type {
    Number,
    Decimal,
    QuotedDecimal,
    NumberOrString,
    /// With the values that are known, if any.
    Text(Vec<String>),
    Boolean,
    Date,
    Timestamp,
    TimestampOrDate,
    List(Box<Type>),
    Object(Vec<Field>),
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    ty: Type,
    is_required: bool,
}

/// The definitions of the published JSON Schema.
struct Definitions(Value);

impl Definitions {
    fn load() -> Self {
        let mut schema: Value =
            serde_json::from_str(&read("schema/generated/types.schema.json")).unwrap();
        Self(schema["$defs"].take())
    }

    /// The schema itself, wherever it refers to.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let part = schema.pointer("/allOf/0").or_else(|| schema.pointer("/anyOf/0"));
        match part.unwrap_or(schema)["$ref"].as_str() {
            Some(reference) => &self.0[reference.rsplit('/').next().unwrap()],
            None => schema,
        }
    }

    fn fields(&self, schema: &Value) -> Vec<Field> {
        let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|names| names.iter().any(|it| it == name))
        };
        properties
            .iter()
            .map(|(name, schema)| Field {
                name: name.clone(),
                ty: self.ty(schema),
                is_required: required(name),
            })
            .collect()
    }

    fn ty(&self, schema: &Value) -> Type {
        let schema = self.resolve(schema);
        if schema.get("anyOf").is_some() {
            let is_money = schema["title"] == "Money";
            return if is_money { Type::Decimal } else { Type::NumberOrString };
        }
        match (schema["type"].as_str().unwrap(), schema["pattern"].as_str()) {
            ("integer", None) => Type::Number,
            ("boolean", None) => Type::Boolean,
            ("array", None) => Type::List(Box::new(self.ty(&schema["items"]))),
            ("object", None) => Type::Object(self.fields(schema)),
            ("string", None) => {
                let values = schema["enum"].as_array();
                let values = values.into_iter().flatten().filter_map(Value::as_str);
                Type::Text(values.map(str::to_owned).collect())
            }
            ("string", Some("^-?(0|[1-9][0-9]*)([.][0-9]+)?$")) => Type::QuotedDecimal,
            ("string", Some(pattern)) => match (pattern.contains('?'), pattern.contains(':')) {
                (true, true) => Type::TimestampOrDate,
                (false, true) => Type::Timestamp,
                (false, false) => Type::Date,
                (true, false) => panic!("what is {pattern}?"),
            },
            other => panic!("what is {other:?}?"),
        }
    }

    /// The definition of a callback of the kind.
    fn callback(&self, kind: Kind) -> &Value {
        let is_of_kind = |it: &&Value| it["properties"]["type"]["const"] == kind.as_str();
        let definitions = self.0.as_object().into_iter().flatten().map(|(_, schema)| schema);
        definitions.into_iter().find(is_of_kind).expect("every kind is defined")
    }

    fn envelope(&self) -> Vec<Field> {
        let kind = Kind::ALL[0];
        let mut fields = self.fields(self.callback(kind));
        fields.retain(|field| field.name != "type" && field.name != kind.as_str());
        fields
    }

    /// The fields of a payload, and whether they are documented in a wrapper.
    fn payload(&self, kind: Kind) -> (Vec<Field>, bool) {
        let Some(payload) = self.callback(kind)["properties"].get(kind.as_str()) else {
            return (Vec::new(), false);
        };
        let schema = self.resolve(payload);
        match schema["properties"].get(kind.as_str()) {
            Some(inner) => (self.fields(self.resolve(inner)), true),
            None => (self.fields(schema), false),
        }
    }
}

// Values as they come, and as they are written back.

#[derive(Debug, Clone)]
struct Pair {
    comes: Json,
    written: Json,
}

impl Pair {
    fn same(json: Json) -> Self {
        Self { comes: json.clone(), written: json }
    }
}

/// Fields as they come, and as they are written back.
#[derive(Debug, Clone, Default)]
struct FieldPairs {
    come: Vec<(String, Json)>,
    written: Vec<(String, Json)>,
}

impl FieldPairs {
    fn join(parts: Vec<Self>) -> Self {
        parts.into_iter().fold(Self::default(), |mut joined, part| {
            joined.come.extend(part.come);
            joined.written.extend(part.written);
            joined
        })
    }
}

fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => "[a-zA-Z0-9+@. /-]{0,16}",
        1 => vec(any::<char>(), 0..12).prop_map(|characters| characters.into_iter().collect::<String>()),
    ]
    .boxed()
}

/// The digits of a decimal: 28 at most, so that every mantissa fits.
fn decimal() -> BoxedStrategy<String> {
    let whole = prop_oneof![Just("0".to_owned()), "[1-9][0-9]{0,13}", "[1-9][0-9]{0,27}"];
    (any::<bool>(), whole, "[0-9]{0,27}")
        .prop_map(|(is_negative, whole, fraction)| {
            let fraction = &fraction[..fraction.len().min(28 - whole.len())];
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{}{whole}{point}{fraction}", if is_negative { "-" } else { "" })
        })
        .boxed()
}

/// Any JSON, with numbers that no type could hold.
fn json() -> BoxedStrategy<Json> {
    let number = "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,5})?";
    let scalar = prop_oneof![
        3 => number.prop_map(Json::Verbatim),
        1 => select(vec!["null", "true", "false", r#""\ud83d""#]).prop_map(|text| Json::Verbatim(text.to_owned())),
        2 => text().prop_map(Json::Text),
    ];
    scalar
        .prop_recursive(4, 16, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Json::List),
                vec((text(), inner), 0..4).prop_map(Json::Object),
            ]
        })
        .boxed()
}

/// Fields that nobody documented, none of these names.
fn unknown_fields(reserved: &[&str], count: Range<usize>) -> BoxedStrategy<FieldPairs> {
    let reserved: BTreeSet<_> = reserved
        .iter()
        .map(|name| (*name).to_owned())
        .chain(Kind::ALL.iter().map(|kind| kind.as_str().to_owned()))
        .collect();
    vec((text(), json()), count)
        .prop_map(move |fields| {
            let fields: BTreeMap<_, _> =
                fields.into_iter().filter(|(name, _)| !reserved.contains(name)).collect();
            let fields: Vec<_> = fields.into_iter().collect();
            FieldPairs { come: fields.clone(), written: fields }
        })
        .boxed()
}

fn date() -> BoxedStrategy<String> {
    prop_oneof![
        8 => (1..=9999, 1..=12, 1..=28).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}")),
        1 => select(vec!["2024-02-29", "2000-02-29", "1999-12-31"]).prop_map(str::to_owned),
    ]
    .boxed()
}

fn timestamp() -> BoxedStrategy<String> {
    (date(), 0..24, 0..60, 0..60)
        .prop_map(|(date, h, m, s)| format!("{date} {h:02}:{m:02}:{s:02}"))
        .boxed()
}

/// A number that may come in quotes, too.
fn digits(digits: BoxedStrategy<String>, is_quoted: bool) -> BoxedStrategy<Pair> {
    (digits, any::<bool>())
        .prop_map(move |(digits, comes_quoted)| {
            let number = Json::Verbatim(digits.clone());
            let quoted = Json::Text(digits);
            Pair {
                comes: if comes_quoted { quoted.clone() } else { number.clone() },
                written: if is_quoted { quoted } else { number },
            }
        })
        .boxed()
}

fn value(ty: &Type) -> BoxedStrategy<Pair> {
    let same = |text: BoxedStrategy<String>| text.prop_map(|text| Pair::same(Json::Text(text)));
    match ty {
        Type::Number => {
            let number = prop_oneof![any::<u64>(), 0..1000_u64, Just(u64::MAX)];
            digits(number.prop_map(|number| number.to_string()).boxed(), false)
        }
        Type::Decimal => digits(decimal(), false),
        Type::QuotedDecimal => digits(decimal(), true),
        // It is written as it came.
        Type::NumberOrString => {
            let number = decimal().prop_map(|digits| Pair::same(Json::Verbatim(digits)));
            prop_oneof![number, same(text())].boxed()
        }
        Type::Text(values) if values.is_empty() => same(text()).boxed(),
        Type::Text(values) => same(prop_oneof![select(values.clone()), text()].boxed()).boxed(),
        Type::Boolean => any::<bool>()
            .prop_map(|boolean| Pair::same(Json::Verbatim(boolean.to_string())))
            .boxed(),
        Type::Date => same(date()).boxed(),
        Type::Timestamp => same(timestamp()).boxed(),
        Type::TimestampOrDate => same(prop_oneof![date(), timestamp()].boxed()).boxed(),
        Type::List(element) => {
            let is_scalar = !matches!(**element, Type::Object(_));
            (vec(value(element), 0..4), any::<bool>())
                .prop_map(move |(mut pairs, is_bare)| {
                    let written = Json::List(pairs.iter().map(|it| it.written.clone()).collect());
                    let comes = if is_bare && is_scalar && pairs.len() == 1 {
                        pairs.remove(0).comes
                    } else {
                        Json::List(pairs.into_iter().map(|it| it.comes).collect())
                    };
                    Pair { comes, written }
                })
                .boxed()
        }
        Type::Object(described) => (fields(described), any::<bool>())
            .prop_map(|(FieldPairs { come, written }, is_list)| Pair {
                comes: object(come, is_list),
                written: Json::Object(written),
            })
            .boxed(),
    }
}

/// An object. One without fields may come as a list without elements.
fn object(fields: Vec<(String, Json)>, is_list: bool) -> Json {
    if is_list && fields.is_empty() { Json::List(Vec::new()) } else { Json::Object(fields) }
}

fn field(field: &Field) -> BoxedStrategy<FieldPairs> {
    let there = |name: String, Pair { comes, written }| FieldPairs {
        come: vec![(name.clone(), comes)],
        written: vec![(name, written)],
    };
    let name = field.name.clone();
    let value = value(&field.ty).prop_map(move |pair| there(name.clone(), pair));
    let may_be_absent = matches!(field.ty, Type::Text(_) | Type::NumberOrString | Type::List(_))
        || !field.is_required;
    if !may_be_absent {
        return value.boxed();
    }
    let null = FieldPairs { come: vec![(field.name.clone(), Json::null())], written: Vec::new() };
    prop_oneof![6 => value, 1 => Just(null), 1 => Just(FieldPairs::default())].boxed()
}

/// These fields and some that nobody documented, in any order.
fn fields(fields: &[Field]) -> BoxedStrategy<FieldPairs> {
    let documented: Vec<_> = fields.iter().map(field).collect();
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    (documented, unknown_fields(&names, 0..3))
        .prop_map(|(documented, unknown)| FieldPairs::join([documented, vec![unknown]].concat()))
        .prop_flat_map(|FieldPairs { come, written }| {
            (Just(come).prop_shuffle(), Just(written))
                .prop_map(|(come, written)| FieldPairs { come, written })
        })
        .boxed()
}

/// The field that holds the payload, in every shape that is read.
fn payload(definitions: &Definitions, kind: Kind) -> BoxedStrategy<FieldPairs> {
    let (described, is_wrapped) = definitions.payload(kind);
    let has_fields = !described.is_empty();
    let name = kind.as_str().to_owned();
    let wrap = move |fields| Json::Object(vec![(name.clone(), fields)]);
    let documented: BTreeSet<_> = described.iter().map(|field| field.name.clone()).collect();
    (fields(&described), 0..4, any::<bool>())
        .prop_map(move |(FieldPairs { mut come, written }, shape, is_list)| {
            let written = Json::Object(written);
            let nothing = !has_fields && written == Json::Object(Vec::new());
            let comes = match shape {
                0 => object(come, is_list),
                // A list is a wrapper only where one is documented, and of one element.
                1 if is_wrapped && is_list => wrap(Json::List(vec![object(come, true)])),
                1 => wrap(object(come, false)),
                2 if nothing => Json::null(),
                3 if nothing => {
                    return FieldPairs {
                        come: Vec::new(),
                        written: vec![(kind.as_str().to_owned(), written)],
                    };
                }
                // Beside the wrapper is what nobody documented, or a part of it.
                _ => {
                    let mut beside: Vec<_> =
                        come.extract_if(.., |(name, _)| !documented.contains(name)).collect();
                    come.extend(beside.split_off(beside.len() / 2));
                    let wrapper = (kind.as_str().to_owned(), object(come, false));
                    beside.insert(beside.len() / 2, wrapper);
                    Json::Object(beside)
                }
            };
            let written = if is_wrapped { wrap(written) } else { written };
            FieldPairs {
                come: vec![(kind.as_str().to_owned(), comes)],
                written: vec![(kind.as_str().to_owned(), written)],
            }
        })
        .boxed()
}

/// A callback of this kind, as it comes and as it is written back.
fn callback(definitions: &Definitions, kind: Kind) -> BoxedStrategy<Pair> {
    let others: Vec<_> = Kind::ALL.iter().copied().filter(|other| *other != kind).collect();
    let nulls = vec(select(others), 0..2).prop_map(|kinds| {
        let kinds: BTreeSet<_> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
        let come = kinds.into_iter().map(|kind| (kind, Json::null())).collect();
        FieldPairs { come, written: Vec::new() }
    });
    let mut documented = definitions.envelope();
    // It is not drawn, but its name is taken.
    documented.push(Field {
        name: "type".to_owned(),
        ty: Type::Text(vec![kind.as_str().to_owned()]),
        is_required: true,
    });
    let names: Vec<_> = documented.iter().map(|field| field.name.as_str()).collect();
    let unknown = unknown_fields(&names, 0..3);
    documented.pop();
    let envelope: Vec<_> = documented.iter().map(field).collect();
    (envelope, unknown, payload(definitions, kind), nulls)
        .prop_map(move |(envelope, unknown, payload, nulls)| {
            let ty = vec![("type".to_owned(), Json::Text(kind.as_str().to_owned()))];
            let ty = FieldPairs { come: ty.clone(), written: ty };
            FieldPairs::join([envelope, vec![unknown, payload, nulls, ty]].concat())
        })
        .prop_flat_map(|FieldPairs { come, written }| (Just(come).prop_shuffle(), Just(written)))
        .prop_map(|(come, written)| Pair {
            comes: Json::Object(come),
            written: Json::Object(written),
        })
        .boxed()
}

/// A body of these callbacks.
fn body(callbacks: BoxedStrategy<Pair>) -> BoxedStrategy<Pair> {
    (vec(callbacks, 1..3), unknown_fields(&["callbacks"], 0..2), any::<bool>())
        .prop_map(|(callbacks, unknown, is_first)| {
            let with = |list: Vec<Json>, mut fields: Vec<(String, Json)>| {
                let place = if is_first { 0 } else { fields.len() };
                fields.insert(place, ("callbacks".to_owned(), Json::List(list)));
                Json::Object(fields)
            };
            Pair {
                comes: with(callbacks.iter().map(|it| it.comes.clone()).collect(), unknown.come),
                written: with(
                    callbacks.into_iter().map(|it| it.written).collect(),
                    unknown.written,
                ),
            }
        })
        .boxed()
}

#[test]
fn every_callback_comes_back_to_the_digit() {
    let definitions = Definitions::load();
    for &kind in Kind::ALL {
        let bodies = (body(callback(&definitions, kind)), any::<u64>());
        let result = runner(24).run(&bodies, |(Pair { comes, written }, style)| {
            let mut text = String::new();
            comes.write(&mut text, &mut Style(style));
            let body = Body::decode(text.as_bytes()).map_err(|error| fail(&text, &error))?;
            for decoded in &body.callbacks {
                match decoded {
                    Decoded::Callback(callback) => {
                        prop_assert_eq!(callback.kind(), kind);
                        let again = serde_json::to_string(callback).unwrap();
                        prop_assert_eq!(
                            &serde_json::from_str::<Callback>(&again).unwrap(),
                            callback
                        );
                    }
                    Decoded::Malformed(malformed) => return Err(fail(&text, malformed.error())),
                    Decoded::Unknown(unknown) => return Err(fail(&text, &unknown.kind())),
                }
            }
            let serialized = serde_json::to_string(&body).unwrap();
            let found: Json = serde_json::from_str(&serialized).unwrap();
            prop_assert_eq!(found.sorted(), written.sorted(), "{}", text);
            prop_assert_eq!(Body::decode(serialized.as_bytes()).unwrap(), body);
            Ok(())
        });
        // The reason has the body; the case would be pages more.
        if let Err(TestError::Fail(reason, _)) = result {
            panic!("{kind}: {reason}");
        }
    }
}

fn fail(text: &str, problem: &impl fmt::Display) -> TestCaseError {
    TestCaseError::fail(format!("{problem}: {text}"))
}

#[test]
fn a_callback_of_an_unknown_kind_keeps_its_text() {
    let definitions = Definitions::load();
    let callbacks = select(Kind::ALL.to_vec())
        .prop_flat_map(move |kind| (Just(kind), callback(&definitions, kind)));
    let strategy = (callbacks, text(), any::<u64>());
    runner(128)
        .run(&strategy, |((kind, callback), name, style)| {
            let name = format!("?{name}");
            let Json::Object(mut fields) = callback.comes else { panic!("{callback:?}") };
            // The names that the envelope already has are no names of payloads.
            prop_assume!(fields.iter().all(|(field, _)| *field != name));
            // A payload under the name of a kind that is known would be a mismatch.
            fields.retain(|(field, json)| {
                Kind::from_wire_name(field)
                    .is_none_or(|found| found == kind || *json == Json::null())
            });
            for (field, json) in &mut fields {
                if field == kind.as_str() {
                    field.clone_from(&name);
                }
                if field == "type" {
                    *json = Json::Text(name.clone());
                }
            }
            let payload =
                fields.iter().find(|(field, _)| *field == name).map(|(_, json)| json.clone());
            let mut text = String::new();
            Json::Object(fields).write(&mut text, &mut Style(style));
            let body = Body::decode(format!("{{\"callbacks\": [{text}]}}").as_bytes()).unwrap();
            let [Decoded::Unknown(unknown)] = &body.callbacks[..] else {
                return Err(TestCaseError::fail(format!("{body:?}: {text}")));
            };
            prop_assert_eq!(unknown.kind(), name);
            prop_assert_eq!(unknown.raw().get(), &text);
            prop_assert_eq!(&serde_json::to_string(unknown).unwrap(), &text);
            let found =
                unknown.payload().map(|raw| serde_json::from_str::<Json>(raw.get()).unwrap());
            prop_assert_eq!(found, payload);
            Ok(())
        })
        .unwrap();
}

// Mutations.

#[derive(Deserialize)]
struct Published {
    account_id: u64,
    salt: String,
    api_key: String,
}

impl Published {
    fn load() -> Self {
        let mut index: Value =
            serde_json::from_str(&read(format!("{SAMPLES}/index.json"))).unwrap();
        serde_json::from_value(index["credential"].take()).unwrap()
    }

    fn receiver(&self) -> Receiver {
        Receiver::new(Credential::new(self.account_id, &self.salt, &self.api_key).unwrap())
    }

    /// The hash of a callback, made without the SDK.
    fn hash(&self, account_id: u64, callback_id: u64) -> String {
        let text = format!("{}{account_id}{}{callback_id}", self.salt, self.api_key);
        Md5::digest(text).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    /// Account ID and callback ID, if the hash matches them; found without the SDK.
    fn genuine(&self, callback: &Json) -> Option<(u64, u64)> {
        let number = |name: &str| match callback.get(name)? {
            Json::Verbatim(digits) | Json::Text(digits) => {
                digits.parse::<u64>().ok().filter(|number| number.to_string() == *digits)
            }
            _ => None,
        };
        let (account_id, callback_id) = (number("account_id")?, number("callback_id")?);
        let Json::Text(hash) = callback.get("hash")? else { return None };
        let is_genuine =
            account_id == self.account_id && *hash == self.hash(account_id, callback_id);
        is_genuine.then_some((account_id, callback_id))
    }
}

/// How often which outcome came of the mutations.
#[derive(Debug, Default)]
struct Tally {
    refused_bodies: usize,
    refused: usize,
    matched: usize,
}

/// Receives a body that was tampered with, and checks that only genuine callbacks are accepted.
fn receive(published: &Published, receiver: &Receiver, body: &[u8], tally: &mut Tally) {
    let shown = || String::from_utf8_lossy(body);
    let Ok(outcomes) = receiver.receive(body) else {
        tally.refused_bodies += 1;
        return;
    };
    let callbacks: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Duplicate(_) => panic!("there is no guard"),
            Outcome::Refused(_) => None,
            it => Some((it.account_id(), it.callback_id())),
        })
        .collect();
    let matched = callbacks.iter().flatten().count();
    tally.refused += callbacks.len() - matched;
    tally.matched += matched;
    if matched == 0 {
        return;
    }
    let json: Json = serde_json::from_str(std::str::from_utf8(body).unwrap()).unwrap();
    let Some(Json::List(elements)) = json.get("callbacks") else { panic!("{}", shown()) };
    assert_eq!(elements.len(), callbacks.len(), "{}", shown());
    for (element, found) in elements.iter().zip(callbacks) {
        if let Some((account_id, callback_id)) = found {
            let genuine = published.genuine(element);
            assert_eq!(genuine, account_id.zip(callback_id), "{}", shown());
            assert!(genuine.is_some(), "{}", shown());
        }
    }
}

/// What a byte is replaced with beside its neighbours: a digit, the signs of
/// JSON, a letter, and what is no text.
const REPLACEMENTS: &[u8] = b"0-\"\\{]:, n\xff";

/// The body with one byte replaced, left out, or doubled.
fn mutations(body: &[u8], position: usize) -> impl Iterator<Item = Vec<u8>> {
    let with = move |bytes: &[u8]| [&body[..position], bytes, &body[position + 1..]].concat();
    let byte = body[position];
    let replaced = REPLACEMENTS.iter().filter(move |it| **it != byte).map(move |it| with(&[*it]));
    let neighbours = [byte ^ 1, byte ^ 0x20].map(|it| with(&[it]));
    replaced.chain(neighbours).chain([with(&[]), with(&[byte, byte])])
}

/// Every body that there is, without spaces, which would only be more of the
/// same.
fn bodies() -> Vec<(String, Vec<u8>)> {
    let samples = files(SAMPLES, ".json").into_iter().filter(|path| !path.ends_with("index.json"));
    samples
        .chain(files("tests/payloads", ".payload.json"))
        .map(|path| {
            let json: Json = serde_json::from_str(&read(&path)).unwrap();
            let mut text = String::new();
            json.write(&mut text, &mut Style(0));
            (path.to_string_lossy().into_owned(), text.into_bytes())
        })
        .collect()
}

/// The samples of one kind, and bodies of unknown ones: every byte.
#[test]
fn no_mutation_of_any_byte_makes_a_forgery_believed() {
    let (published, mut tally) = (Published::load(), Tally::default());
    let receiver = published.receiver();
    for (path, body) in bodies() {
        if ["samples/card_payment/", "payloads/unknown/"].iter().any(|it| path.contains(it)) {
            for position in 0..body.len() {
                for mutation in mutations(&body, position) {
                    receive(&published, &receiver, &mutation, &mut tally);
                }
            }
        }
    }
    assert!(tally.refused_bodies > 0 && tally.refused > 0 && tally.matched > 0, "{tally:?}");
}

#[test]
fn no_mutations_anywhere_make_a_forgery_believed() {
    let (published, mut tally) = (Published::load(), Tally::default());
    let receiver = published.receiver();
    for (path, body) in bodies() {
        let is_forged = path.ends_with("wrong_hash.json") || path.ends_with("unsigned.json");
        let callback_id = |body: &[u8]| {
            let json: Json = serde_json::from_str(std::str::from_utf8(body).unwrap()).unwrap();
            let Some(Json::List(callbacks)) = json.get("callbacks") else { panic!("{path}") };
            callbacks[0].get("callback_id").cloned()
        };
        let changes = vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4);
        runner(96)
            .run(&changes, |changes| {
                let mut mutated = body.clone();
                for (position, mutation) in changes {
                    let mutations: Vec<_> =
                        mutations(&mutated, position.index(mutated.len())).collect();
                    mutated.clone_from(mutation.get(&mutations));
                }
                let before = tally_matched(&published, &receiver, &mutated);
                // The hash of a forgery is that of another callback: whoever puts the
                // number of that one into it has copied the other, not forged this.
                if is_forged && before > 0 {
                    prop_assert_ne!(callback_id(&mutated), callback_id(&body));
                }
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{path}: {error}"));
        receive(&published, &receiver, &body, &mut tally);
        let matched = tally_matched(&published, &receiver, &body);
        assert!(!is_forged || matched == 0, "{path}");
    }
    assert!(tally.matched > Kind::ALL.len(), "{tally:?}");
}

fn tally_matched(published: &Published, receiver: &Receiver, body: &[u8]) -> usize {
    let mut tally = Tally::default();
    receive(published, receiver, body, &mut tally);
    tally.matched
}

// Decimals, against `bigdecimal`.

/// What an amount that is written so is read as, or the code of what is wrong
/// with it.
fn amount(json: &str) -> Result<voximplant_callbacks::rust_decimal::Decimal, &'static str> {
    let body = format!(
        r#"{{"callbacks": [{{"type": "card_payment", "callback_id": 7, "account_id": 1, "balance": 0,
            "card_payment": {{"transaction_id": 1, "amount": {json}}}}}]}}"#
    );
    match Body::decode(body.as_bytes()).unwrap().callbacks.remove(0) {
        Decoded::Callback(callback) => match callback.event {
            Event::CardPayment(payment) => Ok(payment.amount),
            other => panic!("{other:?}"),
        },
        Decoded::Malformed(malformed) => {
            let error = malformed.error();
            assert_eq!(error.pointer(), "/callbacks/0/card_payment/amount", "{json}");
            Err(error.reason().code())
        }
        Decoded::Unknown(unknown) => panic!("{unknown:?}"),
    }
}

/// The digits of the largest decimal.
const MOST_DIGITS: usize = 29;

/// The mantissa and the digits after the point of this number, if a decimal
/// can hold them.
fn exact(text: &str) -> Option<(BigInt, i64)> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let written = digits.bytes().filter(u8::is_ascii_digit).count();
    let exponent = exponent.parse::<i128>().unwrap().clamp(-1000, 1000);
    let decimal: BigDecimal = format!("{digits}e{exponent}").parse().unwrap();
    let (mantissa, scale) = decimal.as_bigint_and_exponent();
    let (mantissa, scale) = if scale < 0 {
        decimal.with_scale(0).into_bigint_and_exponent()
    } else {
        (mantissa, scale)
    };
    let fits = written <= MOST_DIGITS && mantissa.bits() <= 96 && scale <= 28;
    fits.then_some((mantissa, scale))
}

/// Whether both are the same, to the digit.
fn check_decimal(text: &str, json: &str) -> Result<(), TestCaseError> {
    match (amount(json), exact(text)) {
        (Ok(decimal), Some((mantissa, scale))) => {
            prop_assert_eq!(BigInt::from(decimal.mantissa()), mantissa, "{}", json);
            prop_assert_eq!(i64::from(decimal.scale()), scale, "{}", json);
            prop_assert_eq!(decimal.is_sign_negative(), text.starts_with('-'), "{}", json);
        }
        (Err(code), None) => prop_assert_eq!(code, "out_of_range", "{}", json),
        (found, expected) => {
            return Err(TestCaseError::fail(format!("{json}: {found:?}, not {expected:?}")));
        }
    }
    Ok(())
}

#[test]
fn decimals_are_exact_or_refused() {
    let digits = prop_oneof![
        4 => decimal(),
        3 => "-?(0|[1-9][0-9]{0,31})(\\.[0-9]{1,32})?",
        // About the largest mantissa, 79228162514264337593543950335.
        1 => "-?79228162514264337593543950[0-9]{3}",
        1 => (1..28_usize, "[0-9]{3}").prop_map(|(point, end)| {
            let (whole, fraction) = "79228162514264337593543950".split_at(point.min(25));
            format!("{whole}.{fraction}{end}")
        }),
        1 => "-?0\\.0{0,28}[0-9]{1,3}",
    ];
    let exponent = prop_oneof![
        2 => Just(String::new()),
        2 => "[eE][+-]?[0-9]",
        2 => "[eE][+-]?[0-4][0-9]",
        1 => "[eE][+-]?[0-9]{1,24}",
    ];
    runner(4096)
        .run(&(digits, exponent, any::<bool>()), |(digits, exponent, is_quoted)| {
            let text = digits + &exponent;
            let json = if is_quoted { format!("\"{text}\"") } else { text.clone() };
            check_decimal(&text, &json)
        })
        .unwrap();
}

#[test]
fn decimals_have_the_grammar_of_a_json_number() {
    let texts =
        prop_oneof!["[-+0-9.eE]{0,8}", "-?[0-9]{0,3}\\.?[0-9]{0,3}[eE]?[+-]?[0-9]{0,2}[ _,x٣]?"];
    runner(2048)
        .run(&texts, |text| {
            let is_number = serde_json::from_str::<IgnoredAny>(&text).is_ok()
                && !text.contains(char::is_whitespace);
            if is_number {
                check_decimal(&text, &format!("\"{text}\""))?;
            } else {
                prop_assert_eq!(amount(&format!("\"{text}\"")), Err(Reason::InvalidDecimal.code()));
            }
            Ok(())
        })
        .unwrap();
}

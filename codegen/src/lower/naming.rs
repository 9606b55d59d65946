//! Rust names of kinds, objects, enums, values and fields, with proposals for those whose name is
//! taken or not allowed.
//!
//! The case of names, and which names are reserved, are in `names`.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::role;
use crate::names::{self, Proposals};
use crate::notation::Spanned;
use crate::source::{self, KnownValue, Source, WireName};
use crate::words::{literal, quoted};

/// Something that needs a name.
struct Named<'a> {
    /// Its name in messages, such as "field `amount`".
    title: String,
    name: String,
    /// The place of the name.
    span: &'a Span,
    /// Why it cannot have the name, if it cannot.
    reserved: Option<&'static str>,
    /// The name to propose instead, if it is free.
    wish: String,
    /// How to give it another name.
    fix: Fix<'a>,
}

/// How to give something another name.
enum Fix<'a> {
    /// With an attribute of this entry, which may already have one.
    Attribute { of: &'static str, is_given: bool },
    /// Within the list of values.
    Value(&'a str),
    /// In its header, in this table.
    Header(&'static str),
}

/// The names taken in one scope: by what, and where.
type Claims = BTreeMap<String, (String, Span)>;

/// Checks the names of kinds, objects and enums, which share one scope.
pub(super) fn types(source: &Source, found: &mut Vec<Diagnostic>) {
    let kinds = super::rows(source.kinds.as_ref()).iter().map(|(wire, kind)| {
        let given = kind.value.rust.as_ref();
        let name = kind_name(&wire.value, &kind.value);
        Named {
            title: format!("kind {}", quoted(&wire.value.0)),
            span: given.map_or(&wire.span, |given| &given.span),
            reserved: names::reserved_type(&name),
            wish: format!("{name}Kind"),
            fix: Fix::Attribute { of: "kind", is_given: given.is_some() },
            name,
        }
    });
    let declared = |what: &'static str, suffix: &'static str, name: &'_ Spanned<_>| {
        let source::PascalName(text) = &name.value;
        (format!("{what} {}", quoted(text)), text.clone(), format!("{text}{suffix}"))
    };
    let objects = super::rows(source.objects.as_ref()).iter().map(|(name, _)| {
        let (title, text, wish) = declared("object", "Object", name);
        let reserved = names::reserved_type(&text);
        Named { title, name: text, span: &name.span, reserved, wish, fix: Fix::Header("objects") }
    });
    let enums = super::rows(source.enums.as_ref()).iter().map(|(name, _)| {
        let (title, text, wish) = declared("enum", "Enum", name);
        let reserved = names::reserved_type(&text);
        Named { title, name: text, span: &name.span, reserved, wish, fix: Fix::Header("enums") }
    });
    let named: Vec<_> = kinds.chain(objects).chain(enums).collect();

    let wanted = named.iter().map(|named| names::snake(&named.name));
    let mut proposals = Proposals::new(names::snake, names::reserved_type, wanted);
    let (mut claims, mut modules) = (Claims::new(), Claims::new());
    for named in &named {
        // Two types whose names differ only in capitals would share a module.
        let module = names::snake(&named.name);
        let problem = claim(&mut claims, named, &named.name)
            .and_then(|()| claim(&mut modules, named, &module));
        found.extend(problem.err().map(|it| it.help(named.fix(&mut proposals))));
    }
}

/// The name of each value of an enum; `None` if it has no valid name, which is reported.
pub(super) fn values<'a>(
    values: impl Iterator<Item = &'a KnownValue>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Option<String>> {
    let values: Vec<_> = values
        .map(|KnownValue { wire, rust }| {
            let given = rust.as_ref().map(|given| given.value.0.clone());
            (wire, rust.as_ref(), given.or_else(|| names::of_value(&wire.value)))
        })
        .collect();
    let wanted = values.iter().filter_map(|(.., name)| name.clone());
    let mut proposals = Proposals::new(str::to_owned, names::reserved_value, wanted);
    let mut claims = Claims::new();
    let mut spellings: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    values
        .into_iter()
        .map(|(wire, given, name)| {
            let first = spellings.entry(names::spelling(&wire.value)).or_insert(wire);
            if first.value != wire.value {
                found.push(respelled(wire, first));
                return None;
            }
            let named = Named {
                title: format!("value {}", quoted(&wire.value)),
                span: given.map_or(&wire.span, |given| &given.span),
                reserved: name.as_deref().and_then(names::reserved_value),
                wish: names::wish_of_value(&wire.value, name.as_deref()),
                fix: Fix::Value(&wire.value),
                name: name.clone().unwrap_or_default(),
            };
            let problem = if name.is_some() {
                claim(&mut claims, &named, &named.name)
            } else {
                let message =
                    format!("the value {} does not make a Rust name", quoted(&wire.value));
                Err(Diagnostic::new(code::INVALID_NAME, message, &wire.span, "here"))
            };
            found.extend(problem.err().map(|it| it.help(named.fix(&mut proposals))));
            name
        })
        .collect()
}

/// A value that differs from another one only in spelling. A separate Rust name would not help:
/// code generators for JSON Schema give both the same name, and some fail.
fn respelled(value: &Spanned<String>, other: &Spanned<String>) -> Diagnostic {
    let (this, first) = (quoted(&value.value), quoted(&other.value));
    let message = format!("the values {first} and {this} differ only in their spelling");
    Diagnostic::new(
        code::VALUE_COLLISION,
        message,
        &value.span,
        "the same value in another spelling",
    )
    .also(&other.span, "this value")
    .help(
        "keep the spelling that upstream uses now: the other one is still read, as an unknown \
             value; if two fields spell it differently, give each its own enum",
    )
}

/// The name of each field of an object.
pub(super) fn fields(
    owner: &str,
    is_envelope: bool,
    fields: &[(Spanned<WireName>, Spanned<source::Field>)],
    found: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let reserved = if is_envelope { names::reserved_envelope_field } else { names::reserved_field };
    let name = |(wire, field): &(Spanned<WireName>, Spanned<source::Field>)| {
        let given = field.value.rust.as_ref();
        given.map_or_else(|| names::snake(&wire.value.0), |given| given.value.0.clone())
    };
    let mut proposals = Proposals::new(str::to_owned, reserved, fields.iter().map(name));
    let mut claims = Claims::new();
    for (row, name) in fields.iter().zip(fields.iter().map(name)) {
        let (wire, field) = row;
        let given = field.value.rust.as_ref();
        let is_kind = is_envelope && wire.value.0 == role::KIND;
        let named = Named {
            title: format!("field {}", quoted(&wire.value.0)),
            span: given.map_or(&wire.span, |given| &given.span),
            reserved: reserved(&name).filter(|_| !(is_kind && name == "kind")),
            wish: names::wish_of_field(owner, is_envelope, &name),
            fix: Fix::Attribute { of: "field", is_given: given.is_some() },
            name,
        };
        if let Err(problem) = claim(&mut claims, &named, &named.name) {
            // No other field may have this name.
            let fix = if is_kind { named.fix.with("kind") } else { named.fix(&mut proposals) };
            found.push(problem.help(fix));
        }
    }
    fields.iter().map(name).collect()
}

/// The name of a kind, and of its payload.
pub(super) fn kind_name(wire: &WireName, kind: &source::Kind) -> String {
    let given = kind.rust.as_ref().map(|given| given.value.0.clone());
    given.unwrap_or_else(|| names::pascal(&wire.0))
}

/// Claims a name in a scope, or reports why that is impossible.
fn claim(claims: &mut Claims, named: &Named<'_>, name: &str) -> Result<(), Diagnostic> {
    let Named { title, span, reserved, .. } = named;
    if let Some(reason) = reserved {
        let message = format!("{title} cannot be called `{name}` in Rust: {reason}");
        let label = format!("becomes `{name}`");
        Err(Diagnostic::new(code::RESERVED_NAME, message, span, label))
    } else if let Some((other, place)) = claims.get(name) {
        let message = format!("{title} and {other} both become `{name}` in Rust");
        let label = format!("becomes `{name}` too");
        Err(Diagnostic::new(code::NAME_COLLISION, message, span, label)
            .also(place, format!("becomes `{name}`")))
    } else {
        claims.insert(name.to_owned(), (title.clone(), (*span).clone()));
        Ok(())
    }
}

impl Named<'_> {
    /// How to give it a name that is free.
    fn fix(&self, proposals: &mut Proposals) -> String {
        self.fix.with(&proposals.free(&self.wish))
    }
}

impl Fix<'_> {
    fn with(&self, name: &str) -> String {
        match self {
            Self::Attribute { is_given: true, .. } => {
                format!("choose another name, such as `rust = \"{name}\"`")
            }
            Self::Attribute { of, .. } => format!("add `rust = \"{name}\"` to this {of}"),
            Self::Value(wire) => {
                format!("write it as `{{ value = {}, rust = \"{name}\" }}`", literal(wire))
            }
            Self::Header(table) => format!("call it `[{table}.{name}]`"),
        }
    }
}

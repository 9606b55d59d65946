//! Names: repeated ones, those that are not text, and undocumented fields.

use super::{
    Cases, Outcome,
    callbacks::NEW_KIND,
    draft::Draft,
    text::{Members, Text, quoted, repeated},
};
use crate::model::{Kind, Type};

/// Pairs of members with the same name; the first of each pair may be unknown.
const TWICE: [(&str, &str, &str); 4] = [
    ("an unknown name", "\"x\"", "\"x\""),
    ("an unknown name, once escaped", "\"x\"", "\"\\u0078\""),
    ("an unknown name, with a pair of surrogates", "\"\\ud83d\\ude00\"", "\"😀\""),
    ("an empty name", "\"\"", "\"\""),
];

/// Names that differ, however little.
const DIFFERENT: [(&str, &str, &str); 3] = [
    ("names that differ in capitals", "\"x\"", "\"X\""),
    ("names that differ in a space", "\"x\"", "\"x \""),
    ("names that look the same", "\"\u{e9}\"", "\"e\u{301}\""),
];

/// Names with a special meaning in the language of a reader.
const MAGIC: [&str; 5] =
    ["$serde_json::private::Number", "__proto__", "constructor", "hasOwnProperty", ""];

/// Values that are kept as written.
const KEPT: [&str; 12] = [
    "1E5",
    "-0",
    "1.50",
    "1e999",
    "123456789012345678901234567890",
    "\"\\ud800\"",
    "\"\\u0041\\/\"",
    "[ 1, {} ]",
    "{\"a\":1,\"a\":2}",
    "{\"\\udc00\":null}",
    "{\"$serde_json::private::Number\":\"7\"}",
    "{\"hash\":\"x\",\"callback_id\":true}",
];

pub(super) fn add(cases: &mut Cases<'_>) {
    let Some(kind) = cases.plain() else { return };
    in_callbacks(cases, kind);
    in_payloads(cases, kind);
    in_objects(cases);
}

fn in_callbacks(cases: &mut Cases<'_>, kind: &Kind) {
    twice(cases, "in a callback", kind, |it, first, second| {
        (it.add(first, "1").add(second, "2"), String::new())
    });
    let rule = "duplicate-names";
    cases.callback(rule, "an unknown name, of an unknown kind", kind, |it| {
        it.unknown(NEW_KIND).add("\"x\"", "1").add("\"x\"", "1").fails("duplicate_field", "")
    });
    cases.callback(rule, "an unknown name, at both ends", kind, |it| {
        it.add_first("\"x\"", "1").add("\"x\"", "1").fails("duplicate_field", "")
    });
    cases.callback(rule, "two of many unknown names", kind, |it| {
        let many = ["b", "a", "d", "c", "b"].iter();
        many.fold(it, |it, name| it.add(&quoted(name), "1")).fails("duplicate_field", "")
    });
    kept(cases, "in a callback", kind, |it, name, value| {
        (it.add(&quoted(name), value), format!("/{name}"))
    });
    not_text(cases, "in a callback", kind, |it, name| (it.add(name, "1"), String::new()));
    let rule = "name-text";
    cases.callback(rule, "in a callback, before another fault", kind, |it| {
        it.add_first("\"\\ud800\"", "1").with_payload("5").fails("unreadable", "")
    });
    let payload = format!("/{}", kind.wire);
    cases.callback(rule, "in a callback, behind another fault", kind, |it| {
        it.with_payload("5").add("\"\\ud800\"", "1").fails("wrong_type", &payload)
    });
    cases.callback("unknown-fields", "100 000 objects in each other", kind, |it| {
        let deep = repeated("{\"a\":", 100_000).then("1").then(repeated("}", 100_000));
        it.add("\"x\"", deep).reads()
    });
    cases.callback("unknown-fields", "100 000 lists in each other, malformed", kind, |it| {
        let deep = repeated("[", 100_000).then(repeated("]", 100_000));
        it.add("\"x\"", deep).with_payload("5").fails("wrong_type", &payload)
    });
}

fn in_payloads(cases: &mut Cases<'_>, kind: &Kind) {
    let place = format!("/{}", kind.wire);
    twice(cases, "in a payload", kind, |it, first, second| {
        (it.payload(|fields| fields.add(first, "1").add(second, "2")), place.clone())
    });
    kept(cases, "in a payload", kind, |it, name, value| {
        let place = it.read_place(name);
        (it.payload(|fields| fields.add(&quoted(name), value)), place)
    });
    not_text(cases, "in a payload", kind, |it, name| {
        (it.payload(|fields| fields.add(name, "1")), place.clone())
    });
    let rule = "duplicate-names";
    if let Some(field) = kind.payload.fields.first() {
        for (name, json) in [
            ("a documented name in a payload", quoted(&field.wire)),
            ("a documented name in a payload, escaped", {
                let (first, rest) = field.wire.split_at(1);
                format!("\"\\u{:04x}{rest}\"", u32::from(first.as_bytes()[0]))
            }),
        ] {
            cases.callback(rule, name, kind, |it| {
                let place = it.place(&field.wire);
                it.payload(|fields| fields.add(&json, "null")).fails("duplicate_field", &place)
            });
        }
        let capitals = quoted(&field.wire.to_uppercase());
        cases.callback(rule, "a documented name in a payload, and in capitals", kind, |it| {
            let place = it.read_place(&field.wire.to_uppercase());
            it.payload(|fields| fields.add(&capitals, "1")).reads().kept(&place, "1")
        });
    }
    cases.callback("unknown-fields", "the names of the envelope in a payload", kind, |it| {
        let (id, hash) = (it.read_place("callback_id"), it.read_place("hash"));
        it.payload(|fields| fields.add("\"callback_id\"", "true").add("\"hash\"", "[]"))
            .reads()
            .kept(&id, "true")
            .kept(&hash, "[]")
    });
}

/// In an object that a payload contains, in a list or directly.
fn in_objects<'m>(cases: &mut Cases<'m>) {
    let model = cases.model;
    let holder = cases.kinds.iter().find_map(|kind| {
        let field = kind.payload.fields.iter().find_map(|field| match field.ty.innermost() {
            Type::Object(index) => Some((field, &model.objects[*index])),
            _ => None,
        });
        field.map(|(field, object)| (*kind, field, object))
    });
    let Some((kind, field, object)) = holder else { return };
    let is_list = matches!(field.ty, Type::List(_));
    let place = |it: &Draft<'_>| {
        let place = it.place(&field.wire);
        if is_list { format!("{place}/0") } else { place }
    };
    let with = |it: Draft<'m>, change: &dyn Fn(Members) -> Members| {
        let object = change(it.least(&object.fields)).text();
        let value = if is_list { Text::from("[").then(object).then("]") } else { object };
        it.payload(|fields| fields.set(&field.wire, value))
    };
    twice(cases, "in an object", kind, |it, first, second| {
        let place = place(&it);
        (with(it, &|fields| fields.add(first, "1").add(second, "2")), place)
    });
    kept(cases, "in an object", kind, |it, name, value| {
        let place = it.read_place(&field.wire);
        let place = if is_list { format!("{place}/0/{name}") } else { format!("{place}/{name}") };
        (with(it, &|fields| fields.add(&quoted(name), value)), place)
    });
    not_text(cases, "in an object", kind, |it, name| {
        let place = place(&it);
        (with(it, &|fields| fields.add(name, "1")), place)
    });
    if let Some(first) = object.fields.first() {
        let name = quoted(&first.wire);
        cases.callback("duplicate-names", "a documented name in an object", kind, |it| {
            let place = format!("{}/{}", place(&it), first.wire);
            let twice = with(it, &|fields| fields.set(&first.wire, "null").add(&name, "null"));
            // If the type does not accept null, the first value is the fault.
            let code = if first.is_needed() { "wrong_type" } else { "duplicate_field" };
            twice.fails(code, &place)
        });
    }
}

/// Names that repeat, and some that do not.
fn twice<'m>(
    cases: &mut Cases<'m>,
    where_: &str,
    kind: &Kind,
    with: impl Fn(Draft<'m>, &str, &str) -> (Draft<'m>, String),
) {
    let rule = "duplicate-names";
    for (name, first, second) in TWICE {
        cases.callback(rule, &format!("{name} {where_}"), kind, |it| {
            let (it, object) = with(it, first, second);
            it.fails("duplicate_field", &object)
        });
    }
    for (name, first, second) in DIFFERENT {
        cases.callback(rule, &format!("{name} {where_}"), kind, |it| {
            with(it, first, second).0.reads()
        });
    }
}

/// Undocumented fields.
fn kept<'m>(
    cases: &mut Cases<'m>,
    where_: &str,
    kind: &Kind,
    with: impl Fn(Draft<'m>, &str, &str) -> (Draft<'m>, String),
) {
    let rule = "unknown-fields";
    for value in KEPT {
        cases.callback(rule, &format!("{value} {where_}"), kind, |it| {
            let (it, place) = with(it, "x", value);
            it.reads().kept(&place, value)
        });
    }
    for name in MAGIC {
        cases.callback(rule, &format!("the name \"{name}\" {where_}"), kind, |it| {
            let (it, place) = with(it, name, "{\"a\":\"7\"}");
            it.reads().kept(&place, "{\"a\":\"7\"}")
        });
    }
}

/// Names that are half of a surrogate pair.
fn not_text<'m>(
    cases: &mut Cases<'m>,
    where_: &str,
    kind: &Kind,
    with: impl Fn(Draft<'m>, &str) -> (Draft<'m>, String),
) {
    for name in ["\"\\ud800\"", "\"x\\udfff\"", "\"\\ud800\\ud800\""] {
        cases.callback("name-text", &format!("{name} {where_}"), kind, |it| {
            let (it, object) = with(it, name);
            it.fails("unreadable", &object)
        });
    }
    let pair = "\"\\ud83d\\ude00\"";
    cases.callback("name-text", &format!("a pair {where_}"), kind, |it| -> Outcome {
        with(it, pair).0.reads()
    });
}

//! Payloads: whether there is one, whose it is, and its wrapper.

use serde_json::json;

use super::{
    Cases,
    callbacks::NEW_KIND,
    draft::{Draft, wrapped},
    text::{Members, Text, quoted},
};
use crate::model::{Field, Kind, Scalar, Type, role};

pub(super) fn add(cases: &mut Cases<'_>) {
    present(cases);
    mismatched(cases);
    let Some(plain) = cases.plain() else { return };
    let deep = cases.with_fields(true);
    for kind in [Some(plain), deep].into_iter().flatten() {
        wrappers(cases, kind);
        wrapped_fields(cases, kind);
    }
    order(cases, plain);
    own_names(cases, plain);
    if let Some(kind) = deep {
        lists(cases, kind);
    }
}

fn present(cases: &mut Cases<'_>) {
    if let Some(kind) = cases.quiet() {
        let place = format!("/{}", kind.wire);
        for payload in ["null", "{}", "[]", "[ ]"] {
            cases.callback("payload-empty", payload, kind, |it| it.with_payload(payload).reads());
        }
        cases.callback("payload-empty", "absent", kind, Draft::reads);
        for payload in ["5", "true", "\"\"", "\"\\ud800\"", "[1]", "[null]", "[{}]"] {
            cases.callback("payload-type", &format!("{payload} without fields"), kind, |it| {
                it.with_payload(payload).fails("wrong_type", &place)
            });
        }
        cases.callback("unknown-fields", "in a payload without fields", kind, |it| {
            let place = it.read_place("x");
            it.with_payload("{\"x\":[]}").reads().kept(&place, "[]")
        });
        cases.callback("duplicate-names", "in a payload without fields", kind, |it| {
            it.with_payload("{\"x\":1,\"x\":1}").fails("duplicate_field", &place)
        });
    }
    let Some(kind) = cases.plain() else { return };
    let place = format!("/{}", kind.wire);
    let rule = "payload-missing";
    cases.callback(rule, "null", kind, |it| {
        it.with_payload("null").fails("missing_payload", &place)
    });
    cases.callback(rule, "absent", kind, |it| {
        it.without(&kind.wire).fails("missing_payload", &place)
    });
    for payload in ["5", "1e999", "true", "\"\"", "\"\\ud800\"", "[1]", "[{}]"] {
        cases.callback("payload-type", payload, kind, |it| {
            it.with_payload(payload).fails("wrong_type", &place)
        });
    }
    let lenient = |kind: &Kind| {
        let fields = &kind.payload.fields;
        !fields.is_empty() && !fields.iter().any(Field::is_needed)
    };
    if let Some(kind) = cases.kind(lenient) {
        let place = format!("/{}", kind.wire);
        cases.callback(rule, "null, though no field is needed", kind, |it| {
            it.with_payload("null").fails("missing_payload", &place)
        });
        for payload in ["[]", "{}"] {
            let name = format!("{payload}, though there are fields");
            cases.callback("payload-type", &name, kind, |it| it.with_payload(payload).reads());
        }
    }
    if let Some(field) = kind.payload.fields.iter().find(|field| field.is_needed()) {
        let place = format!("{place}/{}", field.wire);
        for payload in ["[]", "{}"] {
            let name = format!("{payload}, though a field is needed");
            cases.callback("payload-type", &name, kind, |it| {
                it.with_payload(payload).fails("missing_field", &place)
            });
        }
    }
}

/// Which of two faults in a payload is reported.
fn order(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "fault-order";
    let payload = format!("/{}", kind.wire);
    let Some(field) = kind.payload.fields.iter().find(|field| field.is_needed()) else { return };
    let twice = |fields: Members| fields.add("\"x\"", "1").add("\"x\"", "2");
    let name = "an unknown name that stands twice in a payload before a missing field of it";
    cases.callback(rule, name, kind, |it| {
        it.payload(|fields| twice(fields.without(&field.wire))).fails("duplicate_field", &payload)
    });
    let name = "a value in a payload before an unknown name that stands twice in it";
    cases.callback(rule, name, kind, |it| {
        let place = it.place(&field.wire);
        it.payload(|fields| twice(fields.without(&field.wire)).set(&field.wire, misfit(field)))
            .fails("wrong_type", &place)
    });
    let name = "a missing field of a payload before a value in the envelope";
    cases.callback(rule, name, kind, |it| {
        let place = it.place(&field.wire);
        it.payload(|fields| fields.without(&field.wire))
            .payload_first()
            .set(role::ACCOUNT_ID, "\"x\"")
            .fails("missing_field", &place)
            .no_account_id()
    });
}

fn mismatched(cases: &mut Cases<'_>) {
    let rule = "payload-kind";
    let Some(kind) = cases.plain() else { return };
    let Some(other) = cases.kind(|it| it.wire != kind.wire && it.has_fields()) else { return };
    let (own, others) = (format!("/{}", kind.wire), format!("/{}", other.wire));
    let others_name = quoted(&other.wire);
    let payload = |it: &Draft<'_>| {
        let fields = it.least(&other.payload.fields);
        if other.wrapped { wrapped(&other.wire, &fields) } else { fields.text() }
    };
    cases.callback(rule, "the payload of another kind alone", kind, |it| {
        let payload = payload(&it);
        it.without(&kind.wire).add(&others_name, payload).fails("payload_mismatch", &others)
    });
    cases.callback(rule, "the payload of another kind behind its own", kind, |it| {
        let payload = payload(&it);
        it.add(&others_name, payload).fails("payload_mismatch", &others)
    });
    cases.callback(rule, "the payload of another kind before its own", kind, |it| {
        let payload = payload(&it);
        it.add_first(&others_name, payload).fails("payload_mismatch", &own)
    });
    cases.callback(rule, "the payload of a kind that is known, of one that is not", kind, |it| {
        it.set(role::KIND, quoted(NEW_KIND)).fails("payload_mismatch", &own).no_kind()
    });
    cases
        .callback(rule, "null under another kind", kind, |it| it.add(&others_name, "null").reads());
    cases.callback(rule, "null under another kind, before its own", kind, |it| {
        it.add_first(&others_name, "null").reads()
    });
    cases.callback(rule, "another payload that cannot be read", kind, |it| {
        it.add(&others_name, "5").fails("wrong_type", &others)
    });
    if let Some(quiet) = cases.quiet() {
        let (name, place) = (quoted(&quiet.wire), format!("/{}", quiet.wire));
        for payload in ["{}", "[]"] {
            cases.callback(rule, &format!("{payload} of a kind without fields"), kind, |it| {
                it.add(&name, payload).fails("payload_mismatch", &place)
            });
        }
        cases.callback(rule, "the payload of another kind, of one without fields", quiet, |it| {
            let payload = payload(&it);
            it.add(&others_name, payload).fails("payload_mismatch", &others)
        });
    }

    let rule = "duplicate-names";
    let name = quoted(&kind.wire);
    cases.callback(rule, "the payload", kind, |it| {
        let payload = it.fields().text();
        it.add(&name, payload).fails("duplicate_field", &own)
    });
    cases.callback(rule, "the payload, first null", kind, |it| {
        it.add_first(&name, "null").fails("duplicate_field", &own)
    });
    cases.callback(rule, "the payload, then null", kind, |it| {
        it.add(&name, "null").fails("duplicate_field", &own)
    });
    cases.callback(rule, "null under another kind, twice", kind, |it| {
        it.add(&others_name, "null").add(&others_name, "null").fails("duplicate_field", &others)
    });
}

/// A payload in a wrapper, whether that is documented or not.
fn wrappers(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "wrapper";
    let wire = &kind.wire;
    let how = if kind.wrapped { "documented" } else { "undocumented" };
    let [payload, wrapper] = [format!("/{wire}"), format!("/{wire}/{wire}")];
    let own = quoted(wire);
    let named = |name: &str| format!("{name}, {how}");
    let text = kind.payload.fields.iter().find(|field| field.ty == Type::Scalar(Scalar::String));
    let with_text = |it: &Draft<'_>| match text {
        Some(field) => it.fields().clone().set(&field.wire, "\"text\""),
        None => it.fields().clone(),
    };
    let read_text = |field: Option<&Field>, outcome: super::Outcome| match field {
        Some(field) => outcome.value(&format!("/{wire}/{}", field.wire), json!("text")),
        None => outcome,
    };
    cases.callback(rule, &named("wrapped"), kind, |it| {
        let fields = wrapped(wire, &with_text(&it));
        read_text(text, it.with_payload(fields).reads())
    });
    cases.callback(rule, &named("not wrapped"), kind, |it| {
        let fields = with_text(&it).text();
        read_text(text, it.with_payload(fields).reads())
    });
    cases.callback(rule, &named("unknown fields inside and beside"), kind, |it| {
        let inner = it.fields().clone().add("\"in\"", "1").text();
        let both =
            Members::default().add("\"before\"", "0").add(&own, inner).add("\"behind\"", "2");
        it.with_payload(both.text())
            .reads()
            .kept(&format!("{payload}/before"), "0")
            .kept(&format!("{payload}/in"), "1")
            .kept(&format!("{payload}/behind"), "2")
    });
    cases.callback(rule, &named("an unknown name inside and behind"), kind, |it| {
        let inner = it.fields().clone().add("\"x\"", "1").text();
        let both = Members::default().add(&own, inner).add("\"x\"", "2");
        it.with_payload(both.text()).fails("duplicate_field", &payload)
    });
    cases.callback(rule, &named("an unknown name before and inside"), kind, |it| {
        let inner = it.fields().clone().add("\"x\"", "1").text();
        let both = Members::default().add("\"x\"", "2").add(&own, inner);
        it.with_payload(both.text()).fails("duplicate_field", &wrapper)
    });
    cases.callback(rule, &named("wrapped twice"), kind, |it| {
        let twice = Members::default().add(&own, wrapped(wire, it.fields()));
        it.with_payload(twice.text()).fails("duplicate_field", &format!("{wrapper}/{wire}"))
    });
    cases.callback(rule, &named("two wrappers"), kind, |it| {
        let fields = it.fields().text();
        let two = Members::default().add(&own, fields.clone()).add(&own, fields);
        it.with_payload(two.text()).fails("duplicate_field", &wrapper)
    });
    cases.callback(rule, &named("a value, then a wrapper"), kind, |it| {
        let two = Members::default().add(&own, "5").add(&own, it.fields().text());
        it.with_payload(two.text()).fails("duplicate_field", &wrapper)
    });
    cases.callback(rule, &named("a name that is not text inside"), kind, |it| {
        let inner = it.fields().clone().add("\"\\ud800\"", "1");
        let inner = wrapped(wire, &inner);
        it.with_payload(inner).fails("unreadable", &wrapper)
    });
}

/// The fields of the payload inside a wrapper and next to it.
fn wrapped_fields(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "wrapper";
    let wire = &kind.wire;
    let how = if kind.wrapped { "documented" } else { "undocumented" };
    let [payload, wrapper] = [format!("/{wire}"), format!("/{wire}/{wire}")];
    let own = quoted(wire);
    let named = |name: &str| format!("{name}, {how}");
    let Some(field) = kind.payload.fields.first() else { return };
    let value = |it: &Draft<'_>| it.value(field);
    if let Some(field) = kind.payload.fields.iter().find(|field| field.ty.reads_as_empty()) {
        cases.callback(rule, &named("a documented field that is null before"), kind, |it| {
            let both =
                Members::default().add(&quoted(&field.wire), "null").add(&own, it.fields().text());
            it.with_payload(both.text()).fails("duplicate_field", &wrapper)
        });
    }
    cases.callback(rule, &named("a documented field behind"), kind, |it| {
        let inner = it.fields().clone().without(&field.wire).text();
        let both = Members::default().add(&own, inner).add(&quoted(&field.wire), value(&it));
        it.with_payload(both.text()).fails("duplicate_field", &format!("{payload}/{}", field.wire))
    });
    cases.callback(rule, &named("a documented field before"), kind, |it| {
        let inner = it.fields().clone().without(&field.wire).text();
        let both = Members::default().add(&quoted(&field.wire), value(&it)).add(&own, inner);
        it.with_payload(both.text()).fails("duplicate_field", &wrapper)
    });
    cases.callback(rule, &named("a documented field before and inside"), kind, |it| {
        let inner = it.fields().clone().set(&field.wire, value(&it)).text();
        let both = Members::default().add(&quoted(&field.wire), value(&it)).add(&own, inner);
        it.with_payload(both.text()).fails("duplicate_field", &format!("{wrapper}/{}", field.wire))
    });
    cases.callback(rule, &named("a documented field before, and a fault inside"), kind, |it| {
        let inner = it.fields().clone().without(&field.wire).add("\"\\ud800\"", "1").text();
        let both = Members::default().add(&quoted(&field.wire), value(&it)).add(&own, inner);
        it.with_payload(both.text()).fails("unreadable", &wrapper)
    });
    cases.callback(rule, &named("a documented field that is null behind"), kind, |it| {
        let both =
            Members::default().add(&own, it.fields().text()).add(&quoted(&field.wire), "null");
        it.with_payload(both.text()).fails("duplicate_field", &format!("{payload}/{}", field.wire))
    });
    if let Some(field) = kind.payload.fields.iter().find(|field| field.is_needed()) {
        cases.callback(rule, &named("a field is missing inside"), kind, |it| {
            let inner = wrapped(wire, &it.fields().clone().without(&field.wire));
            it.with_payload(inner).fails("missing_field", &format!("{wrapper}/{}", field.wire))
        });
        cases.callback(rule, &named("a field is wrong inside"), kind, |it| {
            let inner = wrapped(wire, &it.fields().clone().set(&field.wire, misfit(field)));
            it.with_payload(inner).fails("wrong_type", &format!("{wrapper}/{}", field.wire))
        });
        cases.callback(rule, &named("an empty object inside"), kind, |it| {
            it.with_payload(wrapped(wire, &Members::default()))
                .fails("missing_field", &format!("{wrapper}/{}", field.wire))
        });
    }
}

/// A value of another type than that of the field.
fn misfit(field: &Field) -> &'static str {
    if matches!(field.ty, Type::Object(_)) { "5" } else { "{\"a\":1}" }
}

/// Values under a payload's own name that are not wrappers, of a kind that is not documented with
/// one.
fn own_names(cases: &mut Cases<'_>, kind: &Kind) {
    for value in ["null", "5", "\"a\"", "[]", "[{}]"] {
        cases.callback("wrapper-other", &format!("{value}, undocumented"), kind, |it| {
            let place = it.read_place(&kind.wire);
            it.payload(|fields| fields.add(&quoted(&kind.wire), value)).reads().kept(&place, value)
        });
    }
    if let Some(quiet) = cases.quiet() {
        let name = quoted(&quiet.wire);
        cases.callback("wrapper", "of a kind without fields", quiet, |it| {
            let place = it.read_place("x");
            it.with_payload(format!("{{{name}:{{\"x\":1}}}}")).reads().kept(&place, "1")
        });
    }
}

/// A wrapper that is a list, and values that are not wrappers, of a kind that is documented with
/// one.
fn lists(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "wrapper-list";
    let wire = &kind.wire;
    let wrapper = format!("/{wire}/{wire}");
    let list = |inner: Text| {
        let list = Text::from("[").then(inner).then("]");
        Members::default().set(wire, list).text()
    };
    cases.callback(rule, "one element", kind, |it| {
        let one = list(it.fields().text());
        it.with_payload(one).reads()
    });
    cases.callback(rule, "no element", kind, |it| {
        it.with_payload(list(Text::default())).fails("wrong_type", &wrapper)
    });
    cases.callback(rule, "two elements", kind, |it| {
        let two = it.fields().text().then(",").then(it.fields().text());
        it.with_payload(list(two)).fails("wrong_type", &wrapper)
    });
    cases.callback(rule, "two elements, the first one wrong", kind, |it| {
        let two = Text::from("5,").then(it.fields().text());
        it.with_payload(list(two)).fails("wrong_type", &wrapper)
    });
    for value in ["5", "null", "\"a\"", "[{}]"] {
        cases.callback(rule, &format!("the element {value}"), kind, |it| {
            it.with_payload(list(value.into())).fails("wrong_type", &format!("{wrapper}/0"))
        });
    }
    if let Some(field) = kind.payload.fields.iter().find(|field| field.is_needed()) {
        cases.callback(rule, "a field is missing in the element", kind, |it| {
            let one = list(it.fields().clone().without(&field.wire).text());
            it.with_payload(one).fails("missing_field", &format!("{wrapper}/0/{}", field.wire))
        });
        cases.callback(rule, "a field is wrong in the element", kind, |it| {
            let one = list(it.fields().clone().set(&field.wire, misfit(field)).text());
            it.with_payload(one).fails("wrong_type", &format!("{wrapper}/0/{}", field.wire))
        });
    }
    cases.callback(rule, "an unknown name in the element and behind the list", kind, |it| {
        let inner = it.fields().clone().add("\"x\"", "1").text();
        let inner = Text::from("[").then(inner).then("]");
        let both = Members::default().set(wire, inner).add("\"x\"", "2").text();
        it.with_payload(both).fails("duplicate_field", &format!("/{wire}"))
    });
    // Everything else under the name is a field like any other.
    for value in ["null", "5", "\"a\""] {
        cases.callback("wrapper-other", &format!("{value}, documented"), kind, |it| {
            let place = it.read_place(wire);
            let fields = it.fields().clone().add(&quoted(wire), value).text();
            it.with_payload(fields).reads().kept(&place, value)
        });
    }
}

//! Callbacks: their kind, their envelope, the order of faults, and the hash.

use super::{
    Cases, Outcome,
    draft::{self, Draft},
    text::quoted,
};
use crate::{
    emit::{
        json,
        published::{self, ACCOUNT_ID, callback_id, hash_of},
    },
    model::{Kind, role},
};

/// A kind that is in no description.
pub(super) const NEW_KIND: &str = "kind_of_a_later_version";

/// Not the published account.
const OTHER_ACCOUNT: u64 = ACCOUNT_ID + 1;

pub(super) fn add(cases: &mut Cases<'_>) {
    let Some(kind) = cases.plain() else { return };
    elements(cases, kind);
    kinds(cases, kind);
    unknown_kinds(cases, kind);
    ids(cases, kind);
    envelope(cases, kind);
    order(cases, kind);
    known_of_malformed(cases, kind);
    hashes(cases, kind);
}

/// Elements that are not objects, among objects.
fn elements(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "callback-object";
    for value in ["null", "true", "5", "1e999", "\"a\"", "\"\\ud800\"", "[]", "[{}]"] {
        cases.callback(rule, value, kind, |it| {
            it.replaced_by(value).fails("wrong_type", "").nothing()
        });
    }
    let first_field = format!("/{}", role::CALLBACK_ID);
    cases.callback(rule, "{}", kind, |it| {
        it.replaced_by("{}").fails("missing_field", &first_field).nothing().hash("missing")
    });

    let rule = "callback-alone";
    let good = |index: usize| {
        let id = callback_id(&format!("vectors/{rule}/{index}"));
        Draft::new(cases.model, kind, id)
    };
    let list = vec![
        good(0).reads(),
        good(1).replaced_by("5").fails("wrong_type", "").nothing(),
        good(2).reads(),
        good(3).without(role::ACCOUNT_ID).fails("missing_field", "/account_id").no_account_id(),
        good(4).unknown(NEW_KIND).reads(),
        good(5).set(role::CALLBACK_ID, "true").fails("wrong_type", "/callback_id").no_callback_id(),
        good(6).set(role::HASH, draft::hash_of(1)).reads().hash("mismatch"),
        good(7).reads(),
    ];
    cases.callbacks(rule, "good ones among others", list);
    let two = vec![good(8).reads(), good(8).reads()];
    cases.callbacks(rule, "the same callback twice", two);
}

fn kinds(cases: &mut Cases<'_>, kind: &Kind) {
    let (rule, place) = ("kind", "/type");
    let wire = &kind.wire;
    for value in ["true", "5", "1e400", "[]", "{}", "null"] {
        cases.callback(rule, value, kind, |it| {
            it.set(role::KIND, value).fails("wrong_type", place).no_kind()
        });
    }
    cases.callback(rule, "half of a surrogate pair", kind, |it| {
        it.set(role::KIND, "\"\\ud800\"").fails("unreadable", place).no_kind()
    });
    cases.callback(rule, "absent", kind, |it| {
        it.without(role::KIND).fails("missing_field", place).no_kind()
    });
    cases.callback(rule, "empty", kind, |it| {
        it.set(role::KIND, "\"\"").fails("missing_field", place).no_kind()
    });
    let escaped = format!("\"\\u{:04x}{}\"", u32::from(wire.as_bytes()[0]), &wire[1..]);
    cases.callback(rule, "escaped", kind, |it| it.set(role::KIND, &*escaped).reads());
    let capitals = wire.to_uppercase();
    cases.callback(rule, "in capitals", kind, |it| {
        let payload = format!("/{wire}");
        it.set(role::KIND, quoted(&capitals)).fails("payload_mismatch", &payload).no_kind()
    });
    cases.callback(rule, "behind a space", kind, |it| {
        let payload = format!("/{wire}");
        it.set(role::KIND, format!("\" {wire}\"")).fails("payload_mismatch", &payload).no_kind()
    });
    cases.callback("duplicate-names", "the kind twice", kind, |it| {
        it.add("\"type\"", quoted(wire)).fails("duplicate_field", place).no_kind()
    });

    let rule = "member-order";
    cases.callback(rule, "the payload first", kind, |it| it.payload_first().reads());
    cases.callback(rule, "the kind last", kind, |it| {
        it.without(role::KIND).set(role::KIND, quoted(wire)).reads()
    });
    cases.callback(rule, "the callback ID last", kind, |it| {
        let id = it.id().to_string();
        it.without(role::CALLBACK_ID).set(role::CALLBACK_ID, id).reads()
    });
}

fn unknown_kinds(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "unknown-kind";
    for payload in ["{\"a\":1.50}", "[]", "null", "5", "\"\\ud800\"", "{\"a\":1,\"a\":2}"] {
        cases.callback(rule, payload, kind, |it| {
            it.unknown(NEW_KIND)
                .set(NEW_KIND, payload)
                .reads()
                .kept(&format!("/{NEW_KIND}"), payload)
        });
    }
    cases.callback(rule, "no payload", kind, |it| it.unknown(NEW_KIND).reads());
    cases.callback(rule, "names that are not text in the kind", kind, |it| {
        it.unknown("a/b~c \u{1F600}").reads()
    });
    cases.callback(rule, "a field as in a payload that is known", kind, |it| {
        it.unknown(NEW_KIND).set(NEW_KIND, "{\"amount\":true}").reads()
    });
    cases.callback(rule, "the envelope is still judged", kind, |it| {
        it.unknown(NEW_KIND)
            .set(role::ACCOUNT_ID, "\"x\"")
            .fails("invalid_number", "/account_id")
            .no_account_id()
    });
    cases.callback(rule, "null under a known kind", kind, |it| {
        it.unknown(NEW_KIND).set(&kind.wire, "null").reads()
    });
}

/// The IDs, which are the input of the hash.
fn ids(cases: &mut Cases<'_>, kind: &Kind) {
    for (rule, value, code) in [
        ("number-type", "null", "wrong_type"),
        ("number-type", "true", "wrong_type"),
        ("number-type", "[7]", "wrong_type"),
        ("number-type", "{}", "wrong_type"),
        ("number-type", "{\"$serde_json::private::Number\":\"7\"}", "wrong_type"),
        ("number-type", "\"\\ud800\"", "unreadable"),
        ("number-digits", "7.0", "invalid_number"),
        ("number-digits", "-0", "invalid_number"),
        ("number-digits", "\"07\"", "invalid_number"),
        ("number-digits", "\"+7\"", "invalid_number"),
        ("number-digits", "\"7 \"", "invalid_number"),
        ("number-digits", "1e3", "invalid_number"),
        ("number-range", "18446744073709551616", "out_of_range"),
        ("number-range", "\"18446744073709551616\"", "out_of_range"),
    ] {
        cases.callback(rule, &format!("callback ID {value}"), kind, |it| {
            it.set(role::CALLBACK_ID, value).fails(code, "/callback_id").no_callback_id()
        });
        cases.callback(rule, &format!("account ID {value}"), kind, |it| {
            it.set(role::ACCOUNT_ID, value).fails(code, "/account_id").no_account_id()
        });
    }
    cases.callback("number-quoted", "callback ID", kind, |it| {
        let id = quoted(&it.id().to_string());
        it.set(role::CALLBACK_ID, id).reads()
    });
    cases.callback("number-quoted", "account ID", kind, |it| {
        it.set(role::ACCOUNT_ID, quoted(&ACCOUNT_ID.to_string())).reads()
    });
    for (name, id) in [("0", 0), ("the largest", u64::MAX), ("beyond 2^53", (1 << 53) + 1)] {
        cases.callback("number-range", &format!("callback ID: {name}"), kind, |it| {
            let hash = draft::hash_of(id);
            let outcome = it.set(role::CALLBACK_ID, id.to_string()).set(role::HASH, hash).reads();
            Outcome { callback_id: Some(id.to_string()), ..outcome }
        });
    }
}

/// The fields of the envelope other than the IDs, the kind and the hash.
fn envelope(cases: &mut Cases<'_>, kind: &Kind) {
    let model = cases.model;
    for field in &model.envelope.fields {
        let place = format!("/{}", field.wire);
        if role::ALL.iter().any(|(name, _)| *name == field.wire) {
            continue;
        }
        let value = json::value(model, &field.ty, field.example.as_ref()).compact();
        let name = format!("{} of the envelope", field.wire);
        if field.is_needed() {
            cases.callback("missing-field", &name, kind, |it| {
                it.without(&field.wire).fails("missing_field", &place)
            });
        } else {
            cases.callback("missing-field", &name, kind, |it| it.without(&field.wire).reads());
        }
        cases.callback("duplicate-names", &name, kind, |it| {
            let twice = it.set(&field.wire, &*value).add(&quoted(&field.wire), &*value);
            twice.fails("duplicate_field", &place)
        });
    }
    for wire in [role::CALLBACK_ID, role::ACCOUNT_ID] {
        let place = format!("/{wire}");
        cases.callback("missing-field", wire, kind, |it| {
            let outcome = it.without(wire).fails("missing_field", &place);
            without_id(outcome, wire)
        });
        cases.callback("duplicate-names", wire, kind, |it| {
            let value = if wire == role::CALLBACK_ID { it.id() } else { ACCOUNT_ID };
            let outcome = it.add(&quoted(wire), value.to_string()).fails("duplicate_field", &place);
            without_id(outcome, wire)
        });
        cases.callback("duplicate-names", &format!("{wire}, first another"), kind, |it| {
            let outcome = it.add_first(&quoted(wire), "9").fails("duplicate_field", &place);
            without_id(outcome, wire)
        });
        cases.callback("duplicate-names", &format!("{wire}, once escaped"), kind, |it| {
            let escaped = format!("\"\\u{:04x}{}\"", u32::from(wire.as_bytes()[0]), &wire[1..]);
            let outcome = it.add(&escaped, "9").fails("duplicate_field", &place);
            without_id(outcome, wire)
        });
    }
}

fn without_id(outcome: Outcome, wire: &str) -> Outcome {
    if wire == role::CALLBACK_ID { outcome.no_callback_id() } else { outcome.no_account_id() }
}

/// Which of two faults is reported.
fn order(cases: &mut Cases<'_>, kind: &Kind) {
    let rule = "fault-order";
    let wire = &kind.wire;
    let payload = format!("/{wire}");
    let needed = kind.payload.fields.iter().find(|field| field.is_needed());
    cases.callback(rule, "the first of two values in the text", kind, |it| {
        it.set(role::CALLBACK_ID, "true")
            .set(role::ACCOUNT_ID, "\"x\"")
            .fails("wrong_type", "/callback_id")
            .no_callback_id()
            .no_account_id()
    });
    cases.callback(rule, "the first of two values in the text, in another order", kind, |it| {
        it.without(role::CALLBACK_ID)
            .set(role::ACCOUNT_ID, "\"x\"")
            .set(role::CALLBACK_ID, "true")
            .fails("invalid_number", "/account_id")
            .no_callback_id()
            .no_account_id()
    });
    cases.callback(rule, "a value in the payload before one in the envelope", kind, |it| {
        it.with_payload("5")
            .payload_first()
            .set(role::ACCOUNT_ID, "\"x\"")
            .fails("wrong_type", &payload)
            .no_account_id()
    });
    cases.callback(rule, "a value before a name that stands twice", kind, |it| {
        it.add("\"x\"", "1")
            .add("\"x\"", "2")
            .without(role::ACCOUNT_ID)
            .set(role::ACCOUNT_ID, "\"x\"")
            .fails("invalid_number", "/account_id")
            .no_account_id()
    });
    cases.callback(rule, "an unknown name that stands twice before a missing field", kind, |it| {
        it.add("\"x\"", "1")
            .add("\"x\"", "2")
            .without(role::ACCOUNT_ID)
            .fails("duplicate_field", "")
            .no_account_id()
    });
    cases.callback(rule, "missing fields in the order of the description", kind, |it| {
        it.without(role::ACCOUNT_ID)
            .without(role::CALLBACK_ID)
            .fails("missing_field", "/callback_id")
            .no_callback_id()
            .no_account_id()
    });
    cases.callback(rule, "a missing field of the envelope before a missing kind", kind, |it| {
        it.without(role::KIND)
            .without(role::ACCOUNT_ID)
            .fails("missing_field", "/account_id")
            .no_kind()
            .no_account_id()
    });
    cases.callback(rule, "a missing kind before the payload", kind, |it| {
        it.without(role::KIND).fails("missing_field", "/type").no_kind()
    });
    cases.callback(rule, "a missing field of the envelope before a missing payload", kind, |it| {
        it.without(wire)
            .without(role::ACCOUNT_ID)
            .fails("missing_field", "/account_id")
            .no_account_id()
    });
    mismatches_come_last(cases, kind);
    if let Some(field) = needed {
        cases.callback(
            rule,
            "a missing field of the payload before one of the envelope",
            kind,
            |it| {
                let place = it.place(&field.wire);
                it.payload(|fields| fields.without(&field.wire))
                    .without(role::ACCOUNT_ID)
                    .fails("missing_field", &place)
                    .no_account_id()
            },
        );
        cases.callback(
            rule,
            "a missing field of the payload before a payload of another kind",
            kind,
            |it| {
                let place = it.place(&field.wire);
                it.payload(|fields| fields.without(&field.wire))
                    .set(role::KIND, quoted(NEW_KIND))
                    .fails("missing_field", &place)
                    .no_kind()
            },
        );
    }
}

/// A payload of another kind is reported after all other faults.
fn mismatches_come_last<'m>(cases: &mut Cases<'m>, kind: &Kind) {
    let rule = "fault-order";
    let Some(other) = cases.kind(|it| it.wire != kind.wire) else { return };
    let mismatched = |it: Draft<'m>| it.set(role::KIND, quoted(&other.wire));
    let of_other = |outcome: Outcome| Outcome { kind: Some(other.wire.clone()), ..outcome };
    let name = "an unknown name that stands twice before a payload of another kind";
    cases.callback(rule, name, kind, |it| {
        let it = mismatched(it).add("\"x\"", "1").add("\"x\"", "2");
        of_other(it.fails("duplicate_field", ""))
    });
    let name = "a missing field of the envelope before a payload of another kind";
    cases.callback(rule, name, kind, |it| {
        let outcome =
            mismatched(it).without(role::ACCOUNT_ID).fails("missing_field", "/account_id");
        of_other(outcome.no_account_id())
    });
    let name = "an unknown name that stands twice before a missing kind";
    cases.callback(rule, name, kind, |it| {
        let it = it.without(role::KIND).add("\"x\"", "1").add("\"x\"", "2");
        it.fails("duplicate_field", "").no_kind()
    });
}

/// What is known about a malformed callback.
fn known_of_malformed(cases: &mut Cases<'_>, kind: &Kind) {
    fn broken(it: Draft<'_>) -> Draft<'_> {
        it.with_payload("5")
    }
    let rule = "malformed-known";
    let payload = format!("/{}", kind.wire);
    cases.callback(rule, "kind, IDs and hash", kind, |it| broken(it).fails("wrong_type", &payload));
    cases.callback(rule, "what stands behind the fault", kind, |it| {
        broken(it).payload_first().fails("wrong_type", &payload)
    });
    cases.callback(rule, "quoted IDs", kind, |it| {
        let id = quoted(&it.id().to_string());
        broken(it)
            .set(role::CALLBACK_ID, id)
            .set(role::ACCOUNT_ID, quoted(&ACCOUNT_ID.to_string()))
            .fails("wrong_type", &payload)
    });
    cases.callback(rule, "no kind that is not known", kind, |it| {
        it.unknown(NEW_KIND)
            .set(role::ACCOUNT_ID, "{}")
            .fails("wrong_type", "/account_id")
            .no_account_id()
    });
    cases.callback(rule, "no kind that is not text", kind, |it| {
        broken(it).payload_first().set(role::KIND, "5").fails("wrong_type", &payload).no_kind()
    });
    cases.callback(rule, "no ID that cannot be read", kind, |it| {
        broken(it)
            .payload_first()
            .set(role::CALLBACK_ID, "7.0")
            .fails("wrong_type", &payload)
            .no_callback_id()
    });
    cases.callback(rule, "no ID that stands twice", kind, |it| {
        let id = it.id().to_string();
        broken(it)
            .payload_first()
            .add("\"callback_id\"", id)
            .fails("wrong_type", &payload)
            .no_callback_id()
    });
    cases.callback(rule, "no hash that stands twice", kind, |it| {
        let hash = draft::hash_of(it.id());
        broken(it)
            .payload_first()
            .add("\"hash\"", hash)
            .fails("wrong_type", &payload)
            .hash("unreadable")
    });
    cases.callback(rule, "no hash that is not text", kind, |it| {
        broken(it)
            .payload_first()
            .set(role::HASH, "5")
            .fails("wrong_type", &payload)
            .hash("unreadable")
    });
    cases.callback(rule, "no hash of half a surrogate pair", kind, |it| {
        broken(it)
            .payload_first()
            .set(role::HASH, "\"\\ud800\"")
            .fails("wrong_type", &payload)
            .hash("unreadable")
    });
    cases.callback(rule, "all else if a name is not text", kind, |it| {
        it.add_first("\"\\ud800\"", "1").fails("unreadable", "")
    });
}

fn hashes<'m>(cases: &mut Cases<'m>, kind: &Kind) {
    let payload = format!("/{}", kind.wire);
    let (missing, form, account) = ("hash-missing", "hash-form", "hash-account");
    for (rule, name, hash, verdict) in [
        (missing, "null", Some("null".to_owned()), "missing"),
        (missing, "empty", Some("\"\"".to_owned()), "missing"),
        (missing, "absent", None, "missing"),
        (form, "in capitals", Some(quoted(&"0A".repeat(16))), "invalid"),
        (form, "a digit too few", Some(quoted(&"0".repeat(31))), "invalid"),
        (form, "a digit too many", Some(quoted(&"0".repeat(33))), "invalid"),
        (form, "a letter that is no digit", Some(quoted(&"0g".repeat(16))), "invalid"),
        (form, "digits that are not ASCII", Some(quoted(&"٣".repeat(32))), "invalid"),
        (form, "zeros", Some(quoted(&"0".repeat(32))), "mismatch"),
    ] {
        let change = |it: Draft<'m>| match &hash {
            Some(hash) => it.set(role::HASH, &**hash),
            None => it.without(role::HASH),
        };
        cases.callback(rule, name, kind, |it| change(it).reads().hash(verdict));
        cases.callback(rule, &format!("{name}, of an unknown kind"), kind, |it| {
            change(it.unknown(NEW_KIND)).reads().hash(verdict)
        });
        cases.callback(rule, &format!("{name}, of a malformed callback"), kind, |it| {
            change(it.with_payload("5")).fails("wrong_type", &payload).hash(verdict)
        });
    }
    for value in ["5", "true", "[]", "{}"] {
        cases.callback(missing, &format!("{value}, which is no text"), kind, |it| {
            it.set(role::HASH, value).fails("wrong_type", "/hash").hash("unreadable")
        });
    }
    for (name, more) in [("with a space behind it", " "), ("with a line feed behind it", "\\n")] {
        cases.callback(form, name, kind, |it| {
            let hash = format!("\"{}{more}\"", published::hash(it.id()));
            it.set(role::HASH, hash).reads().hash("invalid")
        });
    }
    cases.callback(form, "escaped", kind, |it| {
        let hash = published::hash(it.id());
        it.set(role::HASH, format!("\"\\u{:04x}{}\"", u32::from(hash.as_bytes()[0]), &hash[1..]))
            .reads()
    });
    cases.callback(account, "of another callback", kind, |it| {
        let hash = draft::hash_of(it.id() + 1);
        it.set(role::HASH, hash).reads().hash("mismatch")
    });
    let other = |it: Draft<'m>| it.set(role::ACCOUNT_ID, OTHER_ACCOUNT.to_string());
    let other_account = |outcome: Outcome| Outcome {
        account_id: Some(OTHER_ACCOUNT.to_string()),
        hash: "unknown_account",
        ..outcome
    };
    cases.callback(account, "an account without credential", kind, |it| {
        other_account(other(it).reads())
    });
    cases.callback(account, "an account without credential, malformed", kind, |it| {
        other_account(other(it).with_payload("5").fails("wrong_type", &payload))
    });
    cases.callback(account, "an account without credential, its own hash", kind, |it| {
        let id = it.id().to_string();
        let hash = hash_of(published::SALT, &OTHER_ACCOUNT.to_string(), published::API_KEY, &id);
        other_account(other(it).set(role::HASH, quoted(&hash)).reads())
    });
    cases.callback(form, "before an account without credential", kind, |it| {
        other_account(other(it).set(role::HASH, "\"0\"").reads()).hash("invalid")
    });
    cases.callback(missing, "before an account without credential", kind, |it| {
        other_account(other(it).without(role::HASH).reads()).hash("missing")
    });
    cases.callback(missing, "before an ID that cannot be read", kind, |it| {
        it.set(role::ACCOUNT_ID, "null")
            .without(role::HASH)
            .fails("wrong_type", "/account_id")
            .no_account_id()
            .hash("missing")
    });
}

//! A minimal valid callback, to be changed in one place.

use super::{
    Outcome, Reading,
    text::{Members, Text, quoted},
};
use crate::{
    emit::{
        json,
        published::{ACCOUNT_ID, hash},
    },
    model::{Field, Kind, Model, role},
};

/// A valid callback: the required fields, with examples as values.
pub(super) struct Draft<'m> {
    model: &'m Model,
    kind: String,
    is_known: bool,
    is_wrapped: bool,
    id: u64,
    members: Members,
    fields: Members,
    whole: Option<Text>,
}

impl<'m> Draft<'m> {
    pub(super) fn new(model: &'m Model, kind: &Kind, id: u64) -> Self {
        let draft = Self {
            model,
            kind: kind.wire.clone(),
            is_known: true,
            is_wrapped: kind.wrapped,
            id,
            members: envelope(model, &kind.wire, id),
            fields: needed(model, &kind.payload.fields),
            whole: None,
        };
        if kind.has_fields() { draft.payload(|fields| fields) } else { draft }
    }

    /// The same callback with an unknown kind.
    pub(super) fn unknown(self, kind: &str) -> Self {
        let members = self.members.without(&self.kind).set(role::KIND, quoted(kind));
        Self { kind: kind.to_owned(), is_known: false, members, ..self }
    }

    /// Sets a member of the callback.
    pub(super) fn set(self, name: &str, json: impl Into<Text>) -> Self {
        Self { members: self.members.set(name, json), ..self }
    }

    /// Adds a member at the end of the callback, even if it exists. The name is JSON text.
    pub(super) fn add(self, name: &str, json: impl Into<Text>) -> Self {
        Self { members: self.members.add(name, json), ..self }
    }

    /// Adds a member at the start of the callback, even if it exists.
    pub(super) fn add_first(self, name: &str, json: impl Into<Text>) -> Self {
        Self { members: self.members.add_first(name, json), ..self }
    }

    pub(super) fn without(self, name: &str) -> Self {
        Self { members: self.members.without(name), ..self }
    }

    /// Changes the fields of the payload.
    pub(super) fn payload(self, change: impl FnOnce(Members) -> Members) -> Self {
        let fields = change(self.fields);
        let payload = if self.is_wrapped { wrapped(&self.kind, &fields) } else { fields.text() };
        let members = self.members.set(&self.kind, payload);
        Self { members, fields, ..self }
    }

    /// Replaces the payload with this JSON text.
    pub(super) fn with_payload(self, payload: impl Into<Text>) -> Self {
        let members = self.members.set(&self.kind, payload);
        Self { members, ..self }
    }

    /// Moves the payload to the front.
    pub(super) fn payload_first(self) -> Self {
        let members = self.members.first(&self.kind);
        Self { members, ..self }
    }

    /// Replaces the callback with this JSON text.
    pub(super) fn replaced_by(self, callback: impl Into<Text>) -> Self {
        Self { whole: Some(callback.into()), ..self }
    }

    /// The fields of the payload.
    pub(super) fn fields(&self) -> &Members {
        &self.fields
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Pointer of a field of the payload in the documented form.
    pub(super) fn place(&self, field: &str) -> String {
        let kind = &self.kind;
        if self.is_wrapped { format!("/{kind}/{kind}/{field}") } else { format!("/{kind}/{field}") }
    }

    /// Pointer of a field of the payload as it is read.
    pub(super) fn read_place(&self, field: &str) -> String {
        format!("/{}/{field}", self.kind)
    }

    /// Expects it to be read.
    pub(super) fn reads(self) -> Outcome {
        let reading = if self.is_known { Reading::Known } else { Reading::Unknown };
        self.outcome(reading)
    }

    /// Expects it to be malformed, at this place.
    pub(super) fn fails(self, code: &'static str, pointer: &str) -> Outcome {
        let is_known = self.is_known;
        let outcome = self.outcome(Reading::Malformed { code, pointer: pointer.to_owned() });
        if is_known { outcome } else { outcome.no_kind() }
    }

    fn outcome(self, reading: Reading) -> Outcome {
        Outcome {
            callback: self.whole.unwrap_or_else(|| self.members.text()),
            reading,
            kind: Some(self.kind),
            callback_id: Some(self.id.to_string()),
            account_id: Some(ACCOUNT_ID.to_string()),
            hash: "match",
            values: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// The example of a field, as JSON text.
    pub(super) fn value(&self, field: &Field) -> String {
        json::value(self.model, &field.ty, field.example.as_ref()).compact()
    }

    /// The minimal object with these fields.
    pub(super) fn least(&self, fields: &[Field]) -> Members {
        needed(self.model, fields)
    }
}

/// The hash of the published account's callback of this ID, as JSON text.
pub(super) fn hash_of(id: u64) -> String {
    quoted(&hash(id))
}

/// A payload in its wrapper.
pub(super) fn wrapped(kind: &str, fields: &Members) -> Text {
    Members::default().set(kind, fields.text()).text()
}

/// The required fields, with their examples.
pub(super) fn needed(model: &Model, fields: &[Field]) -> Members {
    let needed = fields.iter().filter(|field| field.is_needed());
    needed.fold(Members::default(), |members, field| {
        members.set(&field.wire, json::value(model, &field.ty, field.example.as_ref()).compact())
    })
}

/// The required fields of the envelope, with the correct hash.
pub(super) fn envelope(model: &Model, kind: &str, id: u64) -> Members {
    let others =
        model.envelope.fields.iter().filter(|field| {
            field.is_needed() && role::ALL.iter().all(|(name, _)| *name != field.wire)
        });
    let members = Members::default()
        .set(role::CALLBACK_ID, id.to_string())
        .set(role::KIND, quoted(kind))
        .set(role::ACCOUNT_ID, ACCOUNT_ID.to_string())
        .set(role::HASH, quoted(&hash(id)));
    others.fold(members, |members, field| {
        members.set(&field.wire, json::value(model, &field.ty, field.example.as_ref()).compact())
    })
}

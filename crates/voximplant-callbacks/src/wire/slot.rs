//! Slots: where values are put while they are read.
//!
//! A slot hides the type of the value and shows how it is read, so that the
//! code that reads is compiled once and not once per type.

use std::fmt;

use rust_decimal::Decimal;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
};

use super::{
    Segment, Trace,
    decimal::NumberVisitor,
    list::{ListSlot, read_list},
    object::{ObjectSlot, fill_object},
    raw::read_digits,
    reject,
};
use crate::{Extra, Reason};

/// A type that can stand in a field.
pub(crate) trait Read: Sized {
    /// The slot for a value, by how it is read.
    fn slot(slot: &mut Option<Self>) -> Slot<'_>;

    /// What a field means that is not there; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// A type whose values are read from a text.
pub(crate) trait FromText: Read {
    /// What is expected, for errors.
    const EXPECTED: &'static str;

    fn from_text(text: &str) -> Result<Self, Reason>;
}

/// Where a value is put.
pub(crate) enum Slot<'a> {
    Number(&'a mut Option<u64>),
    Decimal(&'a mut Option<Decimal>),
    String(&'a mut Option<String>),
    /// Any other value that is read from a string.
    Text(&'a mut dyn TextSlot),
    Boolean(&'a mut Option<bool>),
    /// A value that may be null.
    Optional(&'a mut dyn OptionalSlot),
    List(&'a mut dyn ListSlot),
    Object(&'a mut dyn ObjectSlot),
    /// A slot that is filled already.
    Filled,
}

impl Slot<'_> {
    /// Reads the value.
    // Here and below: left to itself, the compiler calls, which costs 5 % of all instructions.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        &mut self,
        deserializer: D,
        trace: &mut Trace,
    ) -> Result<(), D::Error> {
        match self {
            Slot::Number(slot) => deserializer
                .deserialize_any(NumberVisitor { slot, trace })
                .inspect_err(|_| trace.note_number()),
            Slot::Decimal(slot) => read_digits(deserializer, *slot, trace),
            Slot::String(slot) => deserializer.deserialize_any(TextVisitor { slot: *slot, trace }),
            Slot::Text(slot) => deserializer.deserialize_any(TextVisitor { slot: *slot, trace }),
            Slot::Boolean(slot) => deserializer.deserialize_any(BooleanVisitor { slot, trace }),
            Slot::Optional(slot) => {
                deserializer.deserialize_option(OptionalVisitor { slot: slot.some(), trace })
            }
            Slot::List(slot) => read_list(deserializer, *slot, trace),
            Slot::Object(slot) => fill_object(deserializer, *slot, trace),
            Slot::Filled => Err(trace.fail(Reason::DuplicateField)),
        }
    }

    /// Whether a list of one may come as the bare element.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Slot::Optional(_) | Slot::List(_) | Slot::Object(_))
    }
}

/// Reads a value.
pub(crate) fn read<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
    trace: &mut Trace,
) -> Result<T, D::Error> {
    let mut slot = None;
    T::slot(&mut slot).read(deserializer, trace)?;
    // A slot is filled, or there was an error.
    slot.ok_or_else(|| trace.fail(Reason::Unreadable))
}

/// Reads into a slot where serde asks for a seed.
pub(super) struct SlotSeed<'s, 'a> {
    pub(super) slot: &'s mut Slot<'a>,
    pub(super) trace: &'s mut Trace,
}

impl<'de> DeserializeSeed<'de> for SlotSeed<'_, '_> {
    type Value = ();

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.slot.read(deserializer, self.trace)
    }
}

/// A documented field of an object that is being read.
pub(crate) struct Field<'a> {
    name: &'static str,
    slot: Slot<'a>,
}

impl<'a> Field<'a> {
    pub(crate) fn new<T: Read>(name: &'static str, slot: &'a mut Option<T>) -> Self {
        Self { name, slot: if slot.is_some() { Slot::Filled } else { T::slot(slot) } }
    }

    /// Reads the value of the field, which must stand there once.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(crate) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        extra: &mut Extra,
        trace: &mut Trace,
    ) -> Result<(), A::Error> {
        let value = map.next_value_seed(SlotSeed { slot: &mut self.slot, trace });
        trace.at(Segment::Field(self.name), value)?;
        if trace.take_null() {
            extra.note_absent(self.name);
        }
        Ok(())
    }
}

/// The slot of a value that is read from a text.
pub(crate) trait TextSlot {
    fn expected(&self) -> &'static str;

    fn put(&mut self, text: &str) -> Result<(), Reason>;

    /// Puts what null means, or says that it means nothing.
    fn put_null(&mut self) -> bool;
}

impl<T: FromText> TextSlot for Option<T> {
    fn expected(&self) -> &'static str {
        T::EXPECTED
    }

    fn put(&mut self, text: &str) -> Result<(), Reason> {
        *self = Some(T::from_text(text)?);
        Ok(())
    }

    fn put_null(&mut self) -> bool {
        *self = T::absent();
        self.is_some()
    }
}

struct TextVisitor<'a, T: ?Sized> {
    slot: &'a mut T,
    trace: &'a mut Trace,
}

impl<'de, T: TextSlot + ?Sized> Visitor<'de> for TextVisitor<'_, T> {
    type Value = ();

    reject!(self => self.slot.expected(); boolean number list object);

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.slot.put(text).map_err(|reason| self.trace.fail(reason))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if !self.slot.put_null() {
            let expected = self.slot.expected();
            return Err(self.trace.wrong_type(expected, "null"));
        }
        self.trace.note_null();
        Ok(())
    }
}

impl Read for bool {
    fn slot(slot: &mut Option<Self>) -> Slot<'_> {
        Slot::Boolean(slot)
    }
}

struct BooleanVisitor<'a> {
    slot: &'a mut Option<bool>,
    trace: &'a mut Trace,
}

impl<'de> Visitor<'de> for BooleanVisitor<'_> {
    type Value = ();

    reject!(self => "a boolean"; null number string list object);

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        *self.slot = Some(value);
        Ok(())
    }
}

/// The slot of a value that may be null.
pub(crate) trait OptionalSlot {
    /// Puts null, and gives the slot of the value that may stand for it.
    fn some(&mut self) -> Slot<'_>;
}

impl<T: Read> Read for Option<T> {
    fn slot(slot: &mut Option<Self>) -> Slot<'_> {
        Slot::Optional(slot)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> OptionalSlot for Option<Option<T>> {
    fn some(&mut self) -> Slot<'_> {
        T::slot(self.insert(None))
    }
}

struct OptionalVisitor<'a, 't> {
    slot: Slot<'a>,
    trace: &'t mut Trace,
}

impl<'de> Visitor<'de> for OptionalVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        self.slot.read(deserializer, self.trace)
    }
}

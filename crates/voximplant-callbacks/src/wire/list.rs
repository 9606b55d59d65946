//! Lists.

use serde::{
    Deserializer, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use super::{Read, Segment, Slot, Trace, Write, Written, raw::read_raw, reject, slot::SlotSeed};
use crate::Reason;

/// The slot of a list.
pub(crate) trait ListSlot {
    /// Whether a list of one may come as the bare element.
    fn is_of_scalars(&self) -> bool;

    /// Puts a list of all the elements that `next` reads before it says that
    /// there is none.
    fn fill(&mut self, next: &mut dyn FnMut(Slot<'_>) -> bool);
}

impl<T: Read> Read for Vec<T> {
    fn slot(slot: &mut Option<Self>) -> Slot<'_> {
        Slot::List(slot)
    }

    /// Upstream does not promise that a list is there.
    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Read> ListSlot for Option<Vec<T>> {
    fn is_of_scalars(&self) -> bool {
        T::slot(&mut None).is_scalar()
    }

    fn fill(&mut self, next: &mut dyn FnMut(Slot<'_>) -> bool) {
        let list = self.insert(Vec::new());
        loop {
            let mut element = None;
            match (next(T::slot(&mut element)), element) {
                (true, Some(element)) => list.push(element),
                _ => return,
            }
        }
    }
}

pub(super) fn read_list<'de, D: Deserializer<'de>>(
    deserializer: D,
    slot: &mut dyn ListSlot,
    trace: &mut Trace,
) -> Result<(), D::Error> {
    if !slot.is_of_scalars() {
        return deserializer.deserialize_any(ListVisitor { slot, trace });
    }
    // A list of one may come as the bare element. Its text is asked for, as a
    // bare number must be read from its digits too.
    let text = read_raw(deserializer)?;
    let mut json = serde_json::Deserializer::from_str(&text);
    let list = if text.starts_with(['[', 'n']) {
        json.deserialize_any(ListVisitor { slot, trace })
    } else {
        let mut read = None;
        slot.fill(&mut |mut element| {
            let is_first = read.is_none();
            if is_first {
                read = Some(element.read(&mut json, trace));
            }
            is_first
        });
        read.unwrap_or(Ok(()))
    };
    list.map_err(D::Error::custom)
}

struct ListVisitor<'a> {
    slot: &'a mut dyn ListSlot,
    trace: &'a mut Trace,
}

impl<'de> Visitor<'de> for ListVisitor<'_> {
    type Value = ();

    reject!(self => "a list"; boolean number string object);

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.trace.note_null();
        self.slot.fill(&mut |_| false);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let Self { slot, trace } = self;
        let mut index = 0;
        let mut end = Ok(());
        slot.fill(&mut |slot| match read_element(&mut elements, slot, index, trace) {
            Ok(is_there) => {
                index += 1;
                is_there
            }
            Err(error) => {
                end = Err(error);
                false
            }
        });
        end
    }
}

/// Reads the element at an index, or says that there is none.
fn read_element<'de, A: SeqAccess<'de>>(
    elements: &mut A,
    mut slot: Slot<'_>,
    index: usize,
    trace: &mut Trace,
) -> Result<bool, A::Error> {
    let limit = trace.limits.list;
    let element = elements.next_element_seed(SlotSeed { slot: &mut slot, trace });
    match trace.at(Segment::Index(index), element)? {
        Some(()) if index == limit => Err(trace.fail(Reason::TooLong { limit })),
        element => Ok(element.is_some()),
    }
}

impl<T: Write> Write for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

//! Descriptions of any size, generated from a seed: everything in the notation, in the proportions
//! of the published description, and descriptions with a given number of mistakes of one sort.

pub(crate) mod mistakes;

use std::{fmt::Write as _, iter};

use codegen::pascal;

/// The seed of every description that is measured.
pub(crate) const SEED: u64 = 38;

/// The published description, whose envelope all others have.
pub(crate) const PUBLISHED: &str = include_str!("../../../schema/callbacks.toml");

/// A description of this many kinds without a mistake. The same seed gives the same text.
pub(crate) fn description(kinds: usize, seed: u64) -> String {
    let mut draft = Draft::new(kinds, seed);
    for index in 0..kinds {
        draft.kind(index);
    }
    // An object may bring further objects.
    let mut described = 0;
    while described < draft.objects {
        draft.object(described);
        described += 1;
    }
    for index in 0..draft.enums {
        draft.enumeration(index);
    }
    draft.text
}

/// How many kinds of the published description have so many fields: none, one,
/// and so on.
const FIELDS_OF_KINDS: &[usize] = &[11, 11, 7, 7, 2, 1, 4, 2];
/// How many kinds have so many successors.
const SUCCESSORS_OF_KINDS: &[usize] = &[42, 2, 1];
/// How many objects have so many fields.
const FIELDS_OF_OBJECTS: &[usize] = &[0, 2, 1, 4, 3, 2];
/// How many enums have so many values; the one of nine has eight here, as many
/// as there are verbs.
const VALUES_OF_ENUMS: &[usize] = &[0, 0, 3, 3, 1, 1, 0, 0, 1];
/// How many fields are of each type: those of [`PLAIN_FIELDS`], an enum, a list
/// of objects, an object.
const TYPES_OF_FIELDS: &[usize] = &[35, 22, 12, 8, 2, 11, 2, 2, 5, 3, 2, 1, 14, 16, 1];

/// How the name of a field ends, its type and an example.
const PLAIN_FIELDS: [(&str, &str, &str); 12] = [
    ("name", r#"type = "string""#, r#""Example name""#),
    ("id", r#"type = "number""#, "1201"),
    ("enabled", r#"type = "boolean""#, "true"),
    ("time", r#"type = "timestamp""#, r#""2026-01-15 09:30:00""#),
    ("received", r#"type = "timestamp", or = "date""#, r#""2026-02-01 00:00:00""#),
    ("amount", r#"type = "decimal""#, "10.50"),
    ("charge", r#"type = "number", holds = "decimal""#, "99.90"),
    ("total", r#"type = "string", holds = "decimal""#, r#""120.00""#),
    ("date", r#"type = "date""#, r#""2026-04-30""#),
    ("labels", r#"type = "[string]""#, r#"["first", "second"]"#),
    ("ids", r#"type = "[number]""#, "[6101, 6102]"),
    ("rows", r#"type = "[[string]]""#, r#"[["first"], ["second", "third"]]"#),
];

const NOUNS: [&str; 16] = [
    "account",
    "address",
    "agreement",
    "balance",
    "call",
    "card",
    "certificate",
    "document",
    "invoice",
    "message",
    "number",
    "payment",
    "plan",
    "queue",
    "record",
    "subscription",
];
const VERBS: [&str; 8] =
    ["activated", "cancelled", "expired", "failed", "received", "renewed", "requested", "verified"];

/// A description under construction.
struct Draft {
    text: String,
    choices: Choices,
    kinds: usize,
    /// How many objects and enums have been named so far.
    objects: usize,
    enums: usize,
    fields_of_kinds: Deck,
    successors_of_kinds: Deck,
    fields_of_objects: Deck,
    values_of_enums: Deck,
    types_of_fields: Deck,
}

impl Draft {
    fn new(kinds: usize, seed: u64) -> Self {
        let head = PUBLISHED.find("[kinds.").map_or("", |kinds| &PUBLISHED[..kinds]);
        Self {
            text: head.replacen("\nversion", "\nbase = \"https://example.com/\"\nversion", 1),
            choices: Choices(seed),
            kinds,
            objects: 0,
            enums: 0,
            fields_of_kinds: Deck::new(FIELDS_OF_KINDS),
            successors_of_kinds: Deck::new(SUCCESSORS_OF_KINDS),
            fields_of_objects: Deck::new(FIELDS_OF_OBJECTS),
            values_of_enums: Deck::new(VALUES_OF_ENUMS),
            types_of_fields: Deck::new(TYPES_OF_FIELDS),
        }
    }

    fn kind(&mut self, index: usize) {
        let wire = kind_name(index);
        let fields = self.fields_of_kinds.deal(&mut self.choices);
        self.head(&format!("kinds.{wire}"));
        self.text += "group = \"money\"\n";
        self.page("Callback", index, 37, 38);
        self.perhaps(1, 38, "differs = [\"order\"]\n");
        let (year, month) = (2019 + self.choices.below(7), 1 + self.choices.below(12));
        self.perhaps(41, 45, &format!("since = \"{year}-{month:02}\"\n"));
        self.perhaps(37, 45, &format!("confirm = \"Get{}\"\n", pascal(NOUNS[index % 16])));
        // A kind is only superseded by later ones, so that none supersedes itself.
        let successors =
            self.successors_of_kinds.deal(&mut self.choices).min(self.kinds - 1 - index);
        if successors > 0 {
            let names = (1..=successors).map(|after| format!("\"{}\"", kind_name(index + after)));
            let names = names.collect::<Vec<_>>().join(", ");
            writeln!(self.text, "superseded_by = [{names}]").unwrap();
        }
        self.perhaps(5, 45, "retired = true\n");
        if fields > 0 {
            self.perhaps(4, 34, "wrapped = true\n");
        }
        self.perhaps(1, 38, &format!("rust = \"{}Otherwise\"\n", pascal(&wire)));
        if fields > 0 {
            self.fields(&format!("kinds.{wire}"), fields, 0);
        }
    }

    fn object(&mut self, index: usize) {
        let entry = format!("objects.{}", object_name(index));
        let fields = self.fields_of_objects.deal(&mut self.choices);
        self.head(&entry);
        self.page("CallbackItem", index, 9, 10);
        // An object only contains later ones, so that none contains itself.
        self.fields(&entry, fields, index + 1);
    }

    fn enumeration(&mut self, index: usize) {
        self.head(&format!("enums.{}", enum_name(index)));
        let values = self.values_of_enums.deal(&mut self.choices);
        let mut values: Vec<_> =
            (0..values).map(|value| format!("\"{}\"", value_name(value))).collect();
        if self.choices.is_one_of(1, 10) {
            let (verb, rust) = (VERBS[0], pascal(VERBS[0]));
            values.push(format!("{{ value = \"{verb}+\", rust = \"Small{rust}\" }}"));
        }
        writeln!(self.text, "values = [{}]", values.join(", ")).unwrap();
    }

    /// The header of an entry, and its description.
    fn head(&mut self, entry: &str) {
        let doc = self.sentence();
        write!(self.text, "\n[{entry}]\ndoc = \"{doc}\"\n").unwrap();
    }

    fn page(&mut self, ending: &str, index: usize, share: usize, of: usize) {
        let noun = pascal(NOUNS[index % 16]);
        self.perhaps(share, of, &format!("upstream = \"{noun}{index}{ending}\"\n"));
    }

    fn fields(&mut self, entry: &str, count: usize, first_object: usize) {
        write!(self.text, "\n[{entry}.fields]\n").unwrap();
        let noun = self.choices.below(NOUNS.len());
        for index in 0..count {
            let noun = NOUNS[(noun + index) % NOUNS.len()];
            // Upstream sometimes names a field `type`, which Rust reserves.
            let is_renamed = index == 0 && self.choices.is_one_of(1, 8);
            self.field(noun, is_renamed, first_object);
        }
    }

    fn field(&mut self, noun: &str, is_renamed: bool, first_object: usize) {
        let choice = self.types_of_fields.deal(&mut self.choices);
        let nested = |of: String| (format!("type = \"{of}\""), String::new());
        let (ending, (ty, example)) = match choice.checked_sub(PLAIN_FIELDS.len()) {
            None => {
                let (ending, ty, example) = PLAIN_FIELDS[choice];
                (ending, (ty.to_owned(), example.to_owned()))
            }
            Some(0) => {
                let of = self.an_enum();
                ("status", (format!("type = \"{of}\""), format!("\"{}\"", value_name(1))))
            }
            Some(1) => ("items", nested(format!("[{}]", self.an_object(first_object)))),
            Some(_) => ("item", nested(self.an_object(first_object))),
        };
        let name = format!("{noun}_{ending}");
        if is_renamed {
            write!(self.text, "type = {{ {ty}").unwrap();
        } else {
            write!(self.text, "{name} = {{ {ty}").unwrap();
        }
        self.perhaps(15, 135, ", optional = true");
        if is_renamed {
            write!(self.text, ", rust = \"{name}\"").unwrap();
        }
        self.perhaps(37, 135, ", sensitive = true");
        if !example.is_empty() {
            write!(self.text, ", example = {example}").unwrap();
        }
        let doc = self.sentence();
        writeln!(self.text, ", doc = \"{doc}\" }}").unwrap();
    }

    /// A new object, or one of those that were named last.
    fn an_object(&mut self, first: usize) -> String {
        let index = self.choices.one_of_the_last(self.objects, first, 12, 17);
        self.objects = self.objects.max(index + 1);
        object_name(index)
    }

    fn an_enum(&mut self) -> String {
        let index = self.choices.one_of_the_last(self.enums, 0, 9, 14);
        self.enums = self.enums.max(index + 1);
        enum_name(index)
    }

    fn perhaps(&mut self, share: usize, of: usize, text: &str) {
        if self.choices.is_one_of(share, of) {
            self.text.push_str(text);
        }
    }

    fn sentence(&mut self) -> String {
        let words = 4 + self.choices.below(12);
        let words = (0..words).map(|_| NOUNS[self.choices.below(NOUNS.len())]);
        format!("What the {} tells.", words.collect::<Vec<_>>().join(" "))
    }
}

fn kind_name(index: usize) -> String {
    format!("{}_{}_{index}", NOUNS[index % NOUNS.len()], VERBS[index % 7])
}

fn object_name(index: usize) -> String {
    format!("{}Item{index}", pascal(NOUNS[index % NOUNS.len()]))
}

fn enum_name(index: usize) -> String {
    format!("{}Status{index}", pascal(NOUNS[index % NOUNS.len()]))
}

fn value_name(index: usize) -> String {
    VERBS[index % VERBS.len()].to_uppercase()
}

/// Choices that only look random: `SplitMix64`.
struct Choices(u64);

impl Choices {
    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // So that it fits whatever the width of a `usize`.
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default() % end
    }

    fn is_one_of(&mut self, share: usize, of: usize) -> bool {
        self.below(of) < share
    }

    /// The next of a row that grows by so many in so many choices, or one of
    /// its last few, none before the first.
    fn one_of_the_last(&mut self, length: usize, first: usize, share: usize, of: usize) -> usize {
        let last = length.saturating_sub(first).min(4);
        if last == 0 || self.is_one_of(share, of) { length } else { length - 1 - self.below(last) }
    }
}

/// Numbers with the right frequencies even in a small description: a deck of cards with each number
/// as often as it should occur, and a new deck when it is empty.
struct Deck {
    shares: &'static [usize],
    left: Vec<usize>,
}

impl Deck {
    fn new(shares: &'static [usize]) -> Self {
        Self { shares, left: Vec::new() }
    }

    fn deal(&mut self, choices: &mut Choices) -> usize {
        if self.left.is_empty() {
            let cards = self.shares.iter().enumerate();
            self.left.extend(cards.flat_map(|(card, share)| iter::repeat_n(card, *share)));
        }
        self.left.swap_remove(choices.below(self.left.len()))
    }
}

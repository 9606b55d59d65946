//! Fields whose description and type contradict each other.
//!
//! A doubt is reported and changes nothing.

use crate::reference::{Field, Type};

/// Why the type of a field may be wrong. A person decides.
pub(crate) fn doubts(field: &Field) -> Vec<&'static str> {
    let words = Words::of(field);
    let rules = RULES.iter().filter(|rule| (rule.of)(&field.ty) && (rule.when)(&words));
    rules.map(|rule| rule.doubt).collect()
}

struct Rule {
    of: fn(&Type) -> bool,
    when: fn(&Words) -> bool,
    doubt: &'static str,
}

const RULES: [Rule; 9] = [
    Rule {
        of: |ty| is_number(ty) || *ty == Type::Decimal,
        when: |words| words.has_any(&["uuid", "guid"]),
        doubt: "described as a UUID, but typed as a number: the type `number or string` reads both",
    },
    Rule {
        of: |ty| *ty == Type::String,
        when: |words| words.shows_day() && words.shows_time(),
        doubt: "described as a date with a time, but typed as a string: it may be a `timestamp`",
    },
    Rule {
        of: |ty| *ty == Type::String,
        when: |words| words.shows_day() && !words.shows_time(),
        doubt: "described as a date, but typed as a string: it may be a `date`",
    },
    Rule {
        of: |ty| *ty == Type::Date,
        when: |words| words.shows_time(),
        doubt: "described with a time of day, but typed as a date: it may be a `timestamp`",
    },
    Rule {
        of: |ty| *ty == Type::Timestamp,
        when: |words| words.shows_day() && !words.shows_time(),
        doubt: "described as a date without a time: `or = \"date\"` reads both",
    },
    Rule {
        of: is_number,
        when: |words| words.shows_day() || words.name_ends(&["date"]),
        doubt: "described as a date, but typed as a number",
    },
    Rule {
        of: |ty| matches!(ty, Type::Number | Type::String),
        when: |words| words.is_money(),
        doubt: "looks like money or a rate: `holds = \"decimal\"` reads fractions too",
    },
    Rule {
        of: |ty| is_number(ty) || *ty == Type::String,
        when: |words| words.text.starts_with("whether ") || words.has_any(&["boolean"]),
        doubt: "described as true or false, but not typed as a boolean",
    },
    Rule {
        of: |ty| is_number(ty) || *ty == Type::String,
        when: |words| words.name_ends(&["ids"]) || words.text.contains("separated by"),
        doubt: "described as several values, but not typed as a list",
    },
];

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Number | Type::AnyNumber)
}

/// The name and the text of a field.
pub(crate) struct Words {
    name: Vec<String>,
    /// The text, in lower case.
    text: String,
}

impl Words {
    pub(crate) fn of(field: &Field) -> Self {
        let name = codegen::snake(&field.name).split('_').map(str::to_owned).collect();
        Self { name, text: field.prose.to_ascii_lowercase() }
    }

    fn has_any(&self, any: &[&str]) -> bool {
        let mut words = self.text.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| any.contains(&word)) || self.name.iter().any(|word| any.contains(&&**word))
    }

    fn name_ends(&self, any: &[&str]) -> bool {
        self.name.last().is_some_and(|word| any.contains(&&**word))
    }

    pub(crate) fn shows_day(&self) -> bool {
        self.text.contains("yyyy-mm-dd")
    }

    pub(crate) fn shows_time(&self) -> bool {
        self.text.contains("hh:")
    }

    pub(crate) fn is_money(&self) -> bool {
        const MONEY: [&str; 10] = [
            "amount", "price", "cost", "money", "balance", "charge", "fee", "tax", "funds", "rate",
        ];
        // A name such as `price_group_id` means something else.
        let is_of_money = |word: &String| MONEY.contains(&&**word);
        let is_count = self.name_ends(&["id", "ids", "name", "type", "status", "currency"]);
        self.name.iter().any(is_of_money) && !is_count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_doubted_where_the_words_call_it_something_else() {
        let cases = [
            ("batch_id", Type::Number, "Batch UUID of the doors", "a UUID"),
            ("opened", Type::String, "When, in format: YYYY-MM-DD HH:mm:ss", "a `timestamp`"),
            ("opened", Type::String, "The day: YYYY-MM-DD", "a `date`"),
            ("opened", Type::Date, "When: YYYY-MM-DD HH:mm:ss", "a `timestamp`"),
            ("opened", Type::Timestamp, "When: YYYY-MM-DD", "`or = \"date\"`"),
            ("opened", Type::Number, "When: YYYY-MM-DD", "a date"),
            ("open_date", Type::AnyNumber, "", "a date"),
            ("amount", Type::String, "", "`holds = \"decimal\"`"),
            ("required_money", Type::Number, "", "`holds = \"decimal\"`"),
            ("is_open", Type::Number, "Whether it is open", "not typed as a boolean"),
            ("door_ids", Type::Number, "The doors", "not typed as a list"),
            ("doors", Type::String, "The doors separated by commas", "not typed as a list"),
        ];
        for (name, ty, prose, part) in cases {
            let found = doubts(&field(name, ty, prose));
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            assert!(found[0].contains(part), "{name}: {found:?}");
        }
    }

    #[test]
    fn a_type_that_goes_with_the_words_is_not_doubted() {
        let list = || Type::List(Box::new(Type::Number));
        let cases = [
            ("door_id", Type::Number, "The number of the door"),
            ("opened", Type::Timestamp, "When, in format: YYYY-MM-DD HH::mm:ss"),
            ("opened", Type::Date, "The day: YYYY-MM-DD"),
            ("batch_uuid", Type::String, "UUID of the batch"),
            ("amount", Type::Decimal, "What it costs"),
            ("price_group_id", Type::Number, "Group of prices"),
            ("is_open", Type::Boolean, "Whether it is open"),
            ("door_ids", list(), "The doors"),
        ];
        for (name, ty, prose) in cases {
            assert_eq!(doubts(&field(name, ty, prose)), [""; 0], "{name}");
        }
    }

    fn field(name: &str, ty: Type, prose: &str) -> Field {
        let (name, prose) = (name.to_owned(), prose.to_owned());
        Field { name, ty, optional: None, values: None, prose, place: None }
    }
}

//! From wire names to Rust names, and which names are reserved.
//!
//! This is the only place that knows either. It never changes a name silently: the caller reports
//! the problem, and the description gives the name.

use std::collections::{BTreeMap, BTreeSet};

/// Pattern of the wire name of a kind or field, for JSON Schema.
pub(crate) const WIRE_PATTERN: &str = "^[A-Za-z][A-Za-z0-9_]{0,99}$";
/// Pattern of the Rust name of a type or enum value.
pub(crate) const PASCAL_PATTERN: &str = "^[A-Z][A-Za-z0-9]{0,99}$";
/// The longest name: files are named after it, and file systems allow little more than twice as
/// many letters.
const LONGEST_NAME: usize = 100;
/// Pattern of the Rust name of a field.
pub(crate) const SNAKE_PATTERN: &str = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$";

/// The `snake_case` form of a name.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// The `PascalCase` form of a name.
#[must_use]
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect()
}

/// Whether a wire name of a kind or field is an identifier.
pub(crate) fn is_wire(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= LONGEST_NAME
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a name is in `PascalCase`.
pub(crate) fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.len() <= LONGEST_NAME
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a name is in `snake_case`.
pub(crate) fn is_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.split('_').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// The Rust name of an enum value, if it loses only punctuation.
pub(crate) fn of_value(value: &str) -> Option<String> {
    let lossless = value.chars().all(|c| c.is_ascii() || !c.is_alphanumeric());
    Some(pascal(value)).filter(|name| lossless && is_pascal(name))
}

/// Why a type cannot have this Rust name, if it cannot.
pub(crate) fn reserved_type(name: &str) -> Option<&'static str> {
    if is_listed(PRELUDE, name) {
        Some("it would hide a name of Rust's prelude")
    } else if is_listed(SDK, name) {
        Some("the SDK uses it")
    } else if is_listed(GO, name) {
        Some("the Go module uses it")
    } else if name.ends_with("Callback") {
        Some("it looks like the name of a callback in the JSON Schemas")
    } else if name.strip_prefix("Wrapped").is_some_and(is_pascal) {
        Some("it looks like the name of a wrapper in the JSON Schemas")
    } else if name.strip_suffix("Fields").is_some_and(is_pascal) {
        Some("it looks like the name of the fields of a payload in the JSON Schemas")
    } else if is_listed(KEYWORDS, &snake(name)) {
        Some("in snake_case it is a Rust keyword")
    } else if is_listed(DEVICES, &snake(name)) {
        Some("Windows does not allow a file with this name")
    } else {
        None
    }
}

/// Why a field cannot have this Rust name, if it cannot.
pub(crate) fn reserved_field(name: &str) -> Option<&'static str> {
    if is_listed(KEYWORDS, name) {
        Some("it is a Rust keyword")
    } else if name == "extra" {
        Some("every struct has a field of this name for undocumented fields")
    } else {
        None
    }
}

/// Why an envelope field cannot have this Rust name, if it cannot.
pub(crate) fn reserved_envelope_field(name: &str) -> Option<&'static str> {
    let taken = ["body", "envelope", "event", "kind", "payload", "raw"];
    reserved_field(name)
        .or_else(|| taken.contains(&name).then_some("every callback already has it"))
}

/// Why an enum value cannot have this Rust name, if it cannot.
pub(crate) fn reserved_value(name: &str) -> Option<&'static str> {
    match name {
        "KNOWN" => Some("every enum has a constant of this name for its values"),
        "Unknown" => Some("every enum has a variant of this name for unknown values"),
        "Self" => Some("it is a Rust keyword"),
        _ => None,
    }
}

/// The Rust name that a field must be given among fields with these Rust names; `None` if the name
/// derived from its wire name works.
#[must_use]
pub fn field_name<'a>(
    owner: &str,
    is_envelope: bool,
    wire: &str,
    others: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let reserved = if is_envelope { reserved_envelope_field } else { reserved_field };
    let name = snake(wire);
    let others: BTreeSet<_> = others.into_iter().map(str::to_owned).collect();
    let serves = reserved(&name).is_none() && !others.contains(&name);
    let propose = || {
        let wish = wish_of_field(owner, is_envelope, &name);
        Proposals::new(str::to_owned, reserved, others).free(&wish)
    };
    if serves { None } else { Some(propose()) }
}

/// The Rust name that each value of an enum must be given; `None` if the name derived from the
/// value works.
#[must_use]
pub fn value_names(values: &[&str]) -> Vec<Option<String>> {
    let names: Vec<_> = values.iter().map(|value| of_value(value)).collect();
    let wanted = names.iter().flatten().cloned();
    let mut proposals = Proposals::new(str::to_owned, reserved_value, wanted);
    let mut seen = BTreeSet::new();
    let to_give = |(value, name): (&&str, Option<String>)| match name {
        Some(name) if reserved_value(&name).is_none() && seen.insert(name.clone()) => None,
        name => Some(proposals.free(&wish_of_value(value, name.as_deref()))),
    };
    values.iter().zip(names).map(to_give).collect()
}

/// A key that is equal for two values that differ only in spelling: in case, or in the separators
/// between words.
#[must_use]
pub fn spelling(value: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    if value.contains(char::is_alphanumeric) {
        value.chars().map(plain).collect::<String>().to_lowercase()
    } else {
        value.to_owned()
    }
}

/// A proposal for a field that cannot have this name.
pub(crate) fn wish_of_field(owner: &str, is_envelope: bool, name: &str) -> String {
    let owner = snake(owner);
    match owner.split('_').next().unwrap_or_default() {
        _ if is_envelope => format!("callback_{name}"),
        word if name.starts_with(word) => format!("other_{name}"),
        word => format!("{word}_{name}"),
    }
}

/// A proposal for a value that cannot have its name, or has none.
pub(crate) fn wish_of_value(value: &str, name: Option<&str>) -> String {
    name.map_or_else(|| format!("Value{}", pascal(value)), |name| format!("{}Value", pascal(name)))
}

/// Names proposed in one scope: each is free and proposed only once.
pub(crate) struct Proposals {
    /// The form in which names must be unique.
    form: fn(&str) -> String,
    reserved: fn(&str) -> Option<&'static str>,
    /// The names that are wanted or were proposed, in that form.
    taken: BTreeSet<String>,
    /// How many numbered variants of each name were proposed.
    numbers: BTreeMap<String, usize>,
}

impl Proposals {
    /// For a scope in which these names are wanted.
    pub(crate) fn new(
        form: fn(&str) -> String,
        reserved: fn(&str) -> Option<&'static str>,
        wanted: impl IntoIterator<Item = String>,
    ) -> Self {
        let taken = wanted.into_iter().collect();
        Self { form, reserved, taken, numbers: BTreeMap::new() }
    }

    /// The wanted name, with a number appended if needed.
    pub(crate) fn free(&mut self, wish: &str) -> String {
        let number = self.numbers.entry(wish.to_owned()).or_default();
        loop {
            *number += 1;
            let name = if *number == 1 { wish.to_owned() } else { format!("{wish}{number}") };
            if (self.reserved)(&name).is_none() && self.taken.insert((self.form)(&name)) {
                return name;
            }
        }
    }
}

/// The words of a name, in lower case: split at anything that is not a letter or digit, before a
/// capital after a small letter, and before the last capital of a run that precedes a small letter.
/// Digits belong to the word before them.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let letters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        let mut after_small = false;
        for (index, letter) in letters.iter().enumerate() {
            let small_next = letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
            let after_capital = index > 0 && letters[index - 1].is_ascii_uppercase();
            let starts = after_small || (after_capital && small_next);
            if letter.is_ascii_uppercase() && starts {
                words.push(std::mem::take(&mut word));
            }
            if letter.is_ascii_alphabetic() {
                after_small = letter.is_ascii_lowercase();
            }
            word.push(letter.to_ascii_lowercase());
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|listed| listed == name)
}

/// Keywords of every edition, including reserved ones.
const KEYWORDS: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return
    self static struct super trait true try type typeof unsafe unsized use virtual where while
    yield";

/// Names of devices, which Windows does not allow as file names.
const DEVICES: &str = "
    aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8
    lpt9 nul prn";

/// Names of Rust's prelude.
const PRELUDE: &str = "
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Debug Default DoubleEndedIterator
    Drop Eq Err ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into
    IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Send Sized
    Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec";

/// Names that the SDK, the JSON Schemas and the types of other languages use.
const SDK: &str = "
    ALL Body BodyError Callback Claim Cow Credential CredentialError Date DateOrTimestamp
    Decimal DecodeError Decoded Deserialize Deserializer Display Duplicate Envelope Error Event
    ExhaustiveEvent Extra Fields Formatter Handler HashError HashMatched Integer JsonSchema
    KINDS Kind KindError Limits Literal Malformed MalformedCallback Map MemoryGuard Money
    NotRequired NumberOrString Outcome PartialHandler Payload Reason ReceiveError Receiver
    Refusal Refused ReplayGuard Reveal Revealed Schema Seal SealError Serialize Serializer Slots
    Timestamp TokenError TypeAlias TypedDict Unknown UnknownCallback UnsealError UrlToken Value";

/// Further names that the Go module uses: the types of a description are in the same package.
const GO: &str = "
    ClaimConflict ClaimDuplicate ClaimFull ClaimInProgress ClaimNew ClaimSeen Code Digest
    Endpoint ErrDuplicateField ErrInvalidDate ErrInvalidDecimal ErrInvalidNumber ErrMissingField
    ErrMissingPayload ErrNotUTF8 ErrOutOfRange ErrPayloadMismatch ErrSyntax ErrTooLarge
    ErrTooLong ErrTooManyAccounts ErrUnreadable ErrWrongType Kinds LookupError MaxSalt
    NewCredential NewCredentialWithoutSalt NewDate NewNumberOrString NewSeal NewTimestamp
    ParseDecimal ProposeSeal Read Receive Received RefusalConflict RefusalGuardFull
    RefusalInProgress RefusalInvalid RefusalMismatch RefusalMissing RefusalUnknownAccount
    RefusalUnreadable Statuses Unseal Version";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cased() {
        // A name, in snake_case, in PascalCase.
        let cases = [
            ("min_balance", "min_balance", "MinBalance"),
            ("a2p_sms_activated", "a2p_sms_activated", "A2pSmsActivated"),
            ("js_fail", "js_fail", "JsFail"),
            ("legal entity", "legal_entity", "LegalEntity"),
            ("PHONE_NUM", "phone_num", "PhoneNum"),
            ("SIP_REGISTRATION", "sip_registration", "SipRegistration"),
            ("AwaitingUpload", "awaiting_upload", "AwaitingUpload"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("callSessionHistoryID", "call_session_history_id", "CallSessionHistoryId"),
            ("address2Line", "address2_line", "Address2Line"),
            ("A2P", "a2p", "A2p"),
            ("foo__bar_", "foo_bar", "FooBar"),
            ("3ds", "3ds", "3ds"),
            ("x", "x", "X"),
            ("--", "", ""),
            ("", "", ""),
        ];
        for (name, in_snake, in_pascal) in cases {
            assert_eq!(snake(name), in_snake, "{name}");
            assert_eq!(pascal(name), in_pascal, "{name}");
        }
    }

    #[test]
    fn names_are_told_apart() {
        // A name, whether it is a wire name, in snake_case, in PascalCase.
        let cases = [
            ("min_balance", true, true, false),
            ("a2p", true, true, false),
            ("callId", true, false, false),
            ("SipRegistration", true, false, true),
            ("A2PSms", true, false, true),
            ("foo__bar", true, false, false),
            ("foo_", true, false, false),
            ("_foo", false, false, false),
            ("2fa", false, false, false),
            ("legal entity", false, false, false),
            ("../up", false, false, false),
            ("é", false, false, false),
            ("", false, false, false),
        ];
        for (name, wire, in_snake, in_pascal) in cases {
            assert_eq!(is_wire(name), wire, "{name}");
            assert_eq!(is_snake(name), in_snake, "{name}");
            assert_eq!(is_pascal(name), in_pascal, "{name}");
        }
    }

    #[test]
    fn values_are_named_only_without_loss() {
        let cases = [
            ("legal entity", Some("LegalEntity")),
            ("PHONE_NUM", Some("PhoneNum")),
            ("a/b", Some("AB")),
            ("3DS", None),
            ("café", None),
            ("+", None),
            ("", None),
        ];
        for (value, name) in cases {
            assert_eq!(of_value(value).as_deref(), name, "{value}");
        }
    }

    #[test]
    fn names_to_give_are_free_and_each_is_given_once() {
        let name = |wire, others: &[&str]| field_name("sip_alarm", false, wire, others.to_vec());
        assert_eq!(name("amount", &["sum"]), None);
        assert_eq!(name("type", &["sum"]), Some("sip_type".to_owned()));
        assert_eq!(name("type", &["sip_type", "sip_type2"]), Some("sip_type3".to_owned()));
        assert_eq!(field_name("", true, "raw", []), Some("callback_raw".to_owned()));

        let values = ["=", "A", "", "a", ">", "Value2", "Unknown"];
        let expected = [Some("Value"), None, Some("Value3"), Some("AValue"), Some("Value4"), None];
        let named = value_names(&values);
        assert_eq!(named[..6], expected.map(|name| name.map(str::to_owned)));
        assert_eq!(named[6], Some("UnknownValue".to_owned()));
    }

    #[test]
    fn reserved_names_are_known() {
        for name in
            ["Result", "Option", "Unknown", "Self", "Envelope", "Type", "Match", "Gen", "Aux"]
        {
            assert!(reserved_type(name).is_some(), "{name}");
        }
        // Names of definitions in the JSON Schemas.
        for name in ["PaidCallback", "PaidFields", "WrappedPaid"] {
            assert!(reserved_type(name).is_some(), "{name}");
        }
        for name in ["type", "crate", "self", "gen", "async", "try", "extra"] {
            assert!(reserved_field(name).is_some(), "{name}");
            assert!(reserved_envelope_field(name).is_some(), "{name}");
        }
        for name in ["kind", "event"] {
            assert!(reserved_field(name).is_none(), "{name}");
            assert!(reserved_envelope_field(name).is_some(), "{name}");
        }
        for name in ["Unknown", "Self", "KNOWN"] {
            assert!(reserved_value(name).is_some(), "{name}");
        }
        for name in ["CardPayment", "SipRegistration"] {
            assert!(reserved_type(name).is_none(), "{name}");
        }
    }
}

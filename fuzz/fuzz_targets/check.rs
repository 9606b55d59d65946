//! Signed bodies that were tampered with: a callback is accepted exactly if its account ID,
//! callback ID and hash each occur once and match.

#![no_main]

use std::fmt;

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use md5::{Digest, Md5};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use voximplant_callbacks::{Credential, Outcome, Receiver};

/// Account, salt and key. The first one is published; the second account is
/// having its salt changed.
const CREDENTIALS: [(u64, &str, &str); 3] = [
    (1_234_567, "published-test-salt", "00000000-0000-4000-8000-000000000000"),
    (7, "salt", "11111111-1111-4111-8111-111111111111"),
    (7, "the next salt", "11111111-1111-4111-8111-111111111111"),
];

const STRANGERS_KEY: &str = "22222222-2222-4222-8222-222222222222";

/// Known, unknown and malformed ones.
const REST: [&str; 8] = [
    r#""type":"card_expired","balance":1.50"#,
    r#""type":"card_payment","balance":1,"card_payment":{"transaction_id":1,"transaction_type":"t","amount":2}"#,
    r#""type":"sms_inbound","balance":0,"sms_inbound":{"source_number":"1","hash":"2"}"#,
    r#""type":"new_kind","balance":1,"new_kind":{"account_id":7,"callback_id":1}"#,
    r#""type":"card_payment","balance":1"#,
    r#""type":"card_expired","balance":"much""#,
    r#""type":7,"balance":1,"balance":1"#,
    r#""card_payment":{},"min_balance":{}"#,
];

#[derive(Arbitrary, Debug)]
struct Input {
    callbacks: Vec<Sent>,
    /// Bytes to replace in the finished body.
    replaced: Vec<(u16, u8)>,
}

#[derive(Arbitrary, Debug)]
struct Sent {
    credential: u8,
    callback_id: u64,
    rest: u8,
    rest_first: bool,
    account_spelling: Spelling,
    id_spelling: Spelling,
    hash: Hash,
}

/// How a number is written in the body.
#[derive(Arbitrary, Debug)]
enum Spelling {
    Plain,
    Text,
    Absent,
    Null,
    InList,
    Padded,
    Signed,
    Fraction,
    Exponent,
    OfAnother(u64),
    Twice,
    ThenAnother(u64),
}

/// The value in place of the hash.
#[derive(Arbitrary, Debug)]
enum Hash {
    Right,
    Escaped,
    Absent,
    Null,
    Number,
    Empty,
    UpperCase,
    WithSpace,
    Short(u8),
    Long,
    OfAnother(u64),
    OfNoSalt,
    Replaced(u8, u8),
    Twice,
}

fuzz_target!(|input: Input| {
    let body = input.body();
    let ours = receiver(None).receive(&body);
    let theirs = receiver(Some(STRANGERS_KEY)).receive(&body);
    let (Ok(ours), Ok(theirs)) = (ours, theirs) else {
        assert!(!input.replaced.is_empty(), "what was not tampered with is read");
        return;
    };

    let sent: Body = serde_json::from_slice(&body).expect("what is a body is JSON");
    assert_eq!(ours.len(), sent.callbacks.len());
    for (outcome, sent) in ours.iter().zip(sent.callbacks) {
        let accepted = match outcome {
            Outcome::Callback(callback) => Some((callback.account_id(), callback.callback_id())),
            Outcome::Unknown(unknown) => Some((unknown.account_id(), unknown.callback_id())),
            Outcome::Malformed(malformed) => {
                Some((malformed.account_id(), malformed.callback_id()))
            }
            Outcome::Duplicate(_) => unreachable!("there is no guard"),
            Outcome::Refused(_) => None,
        };
        assert_eq!(accepted, genuine(sent), "{sent}");
    }
    assert!(theirs.iter().all(|outcome| matches!(outcome, Outcome::Refused(_))));
});

/// A receiver with all credentials, or with ones that have another key.
fn receiver(other_key: Option<&str>) -> Receiver {
    let [first, rest @ ..] = CREDENTIALS.map(|(account_id, salt, key)| {
        Credential::new(account_id, salt, other_key.unwrap_or(key)).unwrap()
    });
    rest.into_iter().fold(Receiver::new(first), Receiver::credential)
}

fn md5(salt: &str, account_id: u64, api_key: &str, callback_id: u64) -> String {
    hex(&Md5::digest(format!("{salt}{account_id}{api_key}{callback_id}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    callbacks: Vec<&'a RawValue>,
}

/// Account ID and callback ID, if each occurs once, in plain digits, with the one hash that matches
/// them.
fn genuine(callback: &RawValue) -> Option<(u64, u64)> {
    let Fields(fields) = serde_json::from_str(callback.get()).ok()?;
    let once = |name| {
        let mut found = fields.iter().filter(|(field, _)| field == name);
        let (_, json) = found.next()?;
        found.next().is_none().then_some(json.get())
    };
    let number = |name| {
        let json = once(name)?;
        let text = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
        text.parse::<u64>().ok().filter(|number| number.to_string() == text)
    };
    let (account_id, callback_id) = (number("account_id")?, number("callback_id")?);
    let hash: String = serde_json::from_str(once("hash")?).ok()?;
    let known = CREDENTIALS.iter().filter(|(account, ..)| *account == account_id);
    let mut hashes = known.map(|(_, salt, key)| md5(salt, account_id, key, callback_id));
    hashes.any(|right| right == hash).then_some((account_id, callback_id))
}

/// The fields of an object, including repeated ones.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}

impl Input {
    fn body(&self) -> Vec<u8> {
        let callbacks: Vec<_> = self.callbacks.iter().map(Sent::json).collect();
        let mut body = format!(r#"{{"callbacks":[{}]}}"#, callbacks.join(",")).into_bytes();
        let length = body.len();
        for (place, byte) in &self.replaced {
            body[usize::from(*place) % length] = *byte;
        }
        body
    }
}

impl Sent {
    fn json(&self) -> String {
        let (account_id, salt, key) = CREDENTIALS[usize::from(self.credential) % CREDENTIALS.len()];
        let mut fields = Vec::new();
        self.account_spelling.write("account_id", account_id, &mut fields);
        self.id_spelling.write("callback_id", self.callback_id, &mut fields);
        self.hash.write(account_id, salt, key, self.callback_id, &mut fields);
        fields.push(REST[usize::from(self.rest) % REST.len()].to_owned());
        if self.rest_first {
            fields.reverse();
        }
        format!("{{{}}}", fields.join(","))
    }
}

impl Spelling {
    fn write(&self, name: &str, number: u64, fields: &mut Vec<String>) {
        let values = match self {
            Self::Plain => vec![number.to_string()],
            Self::Text => vec![format!(r#""{number}""#)],
            Self::Absent => vec![],
            Self::Null => vec!["null".to_owned()],
            Self::InList => vec![format!("[{number}]")],
            Self::Padded => vec![format!(r#""0{number}""#)],
            Self::Signed => vec![format!(r#""+{number}""#)],
            Self::Fraction => vec![format!("{number}.0")],
            Self::Exponent => vec![format!("{number}e0")],
            Self::OfAnother(other) => vec![other.to_string()],
            Self::Twice => vec![number.to_string(); 2],
            Self::ThenAnother(other) => vec![number.to_string(), other.to_string()],
        };
        fields.extend(values.iter().map(|value| format!(r#""{name}":{value}"#)));
    }
}

impl Hash {
    fn write(&self, account: u64, salt: &str, key: &str, id: u64, fields: &mut Vec<String>) {
        let mut hash = md5(salt, account, key, id);
        match self {
            Self::Right | Self::Twice => {}
            Self::Escaped => hash.replace_range(..1, &format!("\\u{:04x}", hash.as_bytes()[0])),
            Self::Absent => return,
            Self::Null => return fields.push(r#""hash":null"#.to_owned()),
            Self::Number => return fields.push(format!(r#""hash":{id}"#)),
            Self::Empty => hash.clear(),
            Self::UpperCase => hash.make_ascii_uppercase(),
            Self::WithSpace => hash.push(' '),
            Self::Short(length) => hash.truncate(usize::from(*length)),
            Self::Long => hash.push('0'),
            Self::OfAnother(other) => hash = md5(salt, account, key, *other),
            Self::OfNoSalt => hash = md5("", account, key, id),
            Self::Replaced(place, digit) => {
                let place = usize::from(*place) % hash.len();
                hash.replace_range(place..=place, &format!("{:x}", digit % 16));
            }
        }
        let field = format!(r#""hash":"{hash}""#);
        if matches!(self, Self::Twice) {
            fields.push(field.clone());
        }
        fields.push(field);
    }
}

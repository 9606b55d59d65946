//! The content digest of any JSON, in any spelling, against the rules written
//! down in the plainest way.

use std::{collections::BTreeMap, fmt::Write};

use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{RngSeed, TestRunner},
};
use sha2::{Digest as _, Sha256};
use voximplant_callbacks::Digest;

/// A JSON value as its digest sees it: numbers as they are spelt, texts as code
/// points, among which are halves of surrogate pairs.
#[derive(Debug, Clone)]
enum Json {
    Word(&'static str),
    Text(Vec<u32>),
    List(Vec<Json>),
    Object(Vec<(Vec<u32>, Json)>),
}

fn texts() -> impl Strategy<Value = Vec<u32>> {
    let interesting = select(vec![
        0, 8, 9, 10, 11, 12, 13, 31, 32, 34, 47, 92, 97, 98, 117, 127, 0xe9, 0x2028, 0xd7ff,
        0xd800, 0xd83d, 0xdbff, 0xdc00, 0xde00, 0xdfff, 0xe000, 0xfeff, 0xffff, 0x1_0000, 0x1_f600,
        0x10_ffff,
    ]);
    let of_hash = select(
        vec!["hash", "a", ""]
            .into_iter()
            .map(|it| it.chars().map(u32::from).collect::<Vec<_>>())
            .collect::<Vec<_>>(),
    );
    prop_oneof![1 => of_hash, 2 => vec(interesting, 0..6)].prop_map(|text| joined(&text))
}

/// A pair of surrogates is one character, whatever it was meant to be.
fn joined(text: &[u32]) -> Vec<u32> {
    let mut joined: Vec<u32> = Vec::new();
    for code in text {
        match (joined.last().copied(), *code) {
            (Some(high @ 0xd800..=0xdbff), low @ 0xdc00..=0xdfff) => {
                joined.pop();
                joined.push(0x1_0000 + (high - 0xd800) * 0x400 + (low - 0xdc00));
            }
            (_, code) => joined.push(code),
        }
    }
    joined
}

fn values() -> impl Strategy<Value = Json> {
    let words = select(vec![
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.0",
        "1e2",
        "1E+2",
        "10.50",
        "9007199254740993",
    ]);
    let leaf = prop_oneof![words.prop_map(Json::Word), texts().prop_map(Json::Text)];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::List),
            vec((texts(), inner), 0..6).prop_map(Json::Object),
        ]
    })
}

/// The canonical form, as the rules say it.
fn canonical(json: &Json, is_callback: bool) -> String {
    match json {
        Json::Word(word) => (*word).to_owned(),
        Json::Text(text) => canonical_text(text),
        Json::List(list) => {
            let list: Vec<_> = list.iter().map(|json| canonical(json, false)).collect();
            format!("[{}]", list.join(","))
        }
        Json::Object(members) => {
            let hash: Vec<_> = "hash".chars().map(u32::from).collect();
            let mut members: Vec<_> =
                members.iter().filter(|(name, _)| !is_callback || *name != hash).collect();
            members.sort_by_key(|(name, _)| name);
            let written = |(name, json): &&(Vec<u32>, Json)| {
                format!("{}:{}", canonical_text(name), canonical(json, false))
            };
            format!("{{{}}}", members.iter().map(written).collect::<Vec<_>>().join(","))
        }
    }
}

fn canonical_text(text: &[u32]) -> String {
    let mut written = "\"".to_owned();
    for code in text {
        match (code, char::from_u32(*code)) {
            (0x22, _) => written.push_str("\\\""),
            (0x5c, _) => written.push_str("\\\\"),
            (8, _) => written.push_str("\\b"),
            (9, _) => written.push_str("\\t"),
            (10, _) => written.push_str("\\n"),
            (12, _) => written.push_str("\\f"),
            (13, _) => written.push_str("\\r"),
            (0..0x20, _) | (_, None) => write!(written, "\\u{code:04x}").unwrap(),
            (_, Some(character)) => written.push(character),
        }
    }
    written + "\""
}

/// A plain source of numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn space(&mut self) -> &'static str {
        ["", "", "", " ", "\n", "\t\r\n "][usize::try_from(self.below(6)).unwrap()]
    }

    /// One of the spellings of a value.
    fn spell(&mut self, json: &Json) -> String {
        let spelt = match json {
            Json::Word(word) => (*word).to_owned(),
            Json::Text(text) => self.spell_text(text),
            Json::List(list) => {
                let list: Vec<_> = list.iter().map(|json| self.spell(json)).collect();
                format!("[{}{}]", self.space(), list.join(","))
            }
            Json::Object(members) => {
                // Another order, but for the values of one name.
                let mut places: BTreeMap<&[u32], u64> = BTreeMap::new();
                for (name, _) in members {
                    places.entry(name).or_insert_with(|| self.below(1000));
                }
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(name, _)| places[&name[..]]);
                let spell = |(name, json): &(Vec<u32>, Json)| {
                    let (before, after) = (self.space(), self.space());
                    format!("{before}{}{after}:{}", self.spell_text(name), self.spell(json))
                };
                let members: Vec<_> = members.into_iter().map(spell).collect();
                format!("{{{}{}}}", members.join(","), self.space())
            }
        };
        format!("{}{spelt}{}", self.space(), self.space())
    }

    fn spell_text(&mut self, text: &[u32]) -> String {
        let mut spelt = "\"".to_owned();
        for code in text {
            let short = match code {
                8 => Some('b'),
                9 => Some('t'),
                10 => Some('n'),
                12 => Some('f'),
                13 => Some('r'),
                0x22 => Some('"'),
                0x2f => Some('/'),
                0x5c => Some('\\'),
                _ => None,
            };
            let character = char::from_u32(*code).filter(|it| *it >= ' ' && !"\"\\".contains(*it));
            match (self.below(3), character, short) {
                (0 | 1, Some(character), _) => spelt.push(character),
                (0, None, Some(short)) => spelt.extend(['\\', short]),
                (2, _, Some(short)) if self.below(2) == 0 => spelt.extend(['\\', short]),
                _ => self.escape(*code, &mut spelt),
            }
        }
        spelt + "\""
    }

    fn escape(&mut self, code: u32, spelt: &mut String) {
        let mut units = [0; 2];
        let units = match char::from_u32(code) {
            Some(character) => character.encode_utf16(&mut units).to_vec(),
            None => vec![u16::try_from(code).unwrap()],
        };
        for unit in units {
            match self.below(2) {
                0 => write!(spelt, "\\u{unit:04x}").unwrap(),
                _ => write!(spelt, "\\u{unit:04X}").unwrap(),
            }
        }
    }
}

#[test]
fn every_spelling_has_the_digest_of_the_canonical_form() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 3000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x5EED),
        ..ProptestConfig::default()
    });
    let result = runner.run(&(values(), 1..u64::MAX), |(json, seed)| {
        let canonical = canonical(&json, true);
        let expected: [u8; 32] = Sha256::digest(&canonical).into();
        let mut random = Random(seed);
        for _ in 0..3 {
            let spelt = random.spell(&json);
            let digest = Digest::of(serde_json::from_str(spelt.trim()).unwrap());
            prop_assert_eq!(digest.as_bytes(), &expected, "{}", spelt);
        }
        Ok(())
    });
    result.unwrap();
}

//! The published samples, and a verdict for each.

use std::{collections::BTreeMap, error::Error, fs};

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::hash::Credential;

/// A verdict by the file of the sample, or by the description of a vector.
pub type Verdicts = BTreeMap<String, &'static str>;

pub struct Samples {
    pub all: Vec<Sample>,
    credential: PublishedCredential,
}

pub struct Sample {
    pub file: String,
    /// What stands as `type` in the one callback of the body.
    pub kind: String,
    /// The text of the callback.
    pub callback: Box<RawValue>,
    body: Value,
    /// Whether the index tells what its hash is to be.
    has_hash_verdict: bool,
}

#[derive(Deserialize)]
struct Index {
    credential: PublishedCredential,
    samples: Vec<Entry>,
}

#[derive(Deserialize)]
struct PublishedCredential {
    account_id: u64,
    salt: String,
    api_key: String,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    hash: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    callbacks: [Box<RawValue>; 1],
}

/// What every callback needs for its hash. Numbers are text, as they go into
/// the hash as text.
#[derive(Deserialize)]
struct Signed<'a> {
    #[serde(borrow)]
    callback_id: &'a RawValue,
    hash: Option<String>,
}

impl Samples {
    pub fn read(artifacts: &str) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(format!("{artifacts}/samples/index.json"))?;
        let Index { credential, samples } = serde_json::from_str(&text)?;
        let mut all = Vec::new();
        for Entry { file, hash } in samples {
            let text = fs::read_to_string(format!("{artifacts}/samples/{file}"))?;
            let body: Value = serde_json::from_str(&text)?;
            let Body { callbacks: [callback] } = serde_json::from_str(&text)?;
            let kind = body["callbacks"][0]["type"].as_str().unwrap_or_default().to_owned();
            all.push(Sample { file, kind, callback, body, has_hash_verdict: hash.is_some() });
        }
        Ok(Self { all, credential })
    }

    pub fn get(&self, file: &str) -> Result<&Sample, Box<dyn Error>> {
        let sample = self.all.iter().find(|sample| sample.file == file);
        sample.ok_or_else(|| format!("no {file}").into())
    }

    pub fn verdicts(&self, is_valid: impl Fn(&Value) -> bool) -> Verdicts {
        let verdict = |sample: &Sample| if is_valid(&sample.body) { "valid" } else { "invalid" };
        self.all.iter().map(|sample| (sample.file.clone(), verdict(sample))).collect()
    }

    /// What the hash of each sample is, where the index tells it.
    pub fn hashes(&self) -> Verdicts {
        let account_id = self.credential.account_id.to_string();
        let PublishedCredential { salt, api_key, .. } = &self.credential;
        let credential = Credential { salt, account_id: &account_id, api_key };
        let check = |sample: &Sample| match serde_json::from_str(sample.callback.get()) {
            Ok(Signed { callback_id, hash }) => {
                credential.check(callback_id.get(), hash.as_deref())
            }
            Err(_) => "unreadable",
        };
        let checked = self.all.iter().filter(|sample| sample.has_hash_verdict);
        checked.map(|sample| (sample.file.clone(), check(sample))).collect()
    }
}

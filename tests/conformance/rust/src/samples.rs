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
    pub text: String,
    /// The text of the callback.
    pub callback: Box<RawValue>,
    pub body: Value,
    /// What the index says, which is for the claims alone: tools are to find
    /// it.
    pub outcome: String,
    pub hash: Option<String>,
}

#[derive(Deserialize)]
struct Index {
    credential: PublishedCredential,
    samples: Vec<Entry>,
}

#[derive(Deserialize)]
struct PublishedCredential {
    account_id: Box<RawValue>,
    salt: String,
    api_key: String,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    outcome: String,
    hash: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    callbacks: [Box<RawValue>; 1],
}

impl Samples {
    pub fn read(artifacts: &str) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(format!("{artifacts}/samples/index.json"))?;
        let Index { credential, samples } = serde_json::from_str(&text)?;
        let mut all = Vec::new();
        for Entry { file, outcome, hash } in samples {
            let text = fs::read_to_string(format!("{artifacts}/samples/{file}"))?;
            let body: Value = serde_json::from_str(&text)?;
            let Body { callbacks: [callback] } = serde_json::from_str(&text)?;
            let kind = body["callbacks"][0]["type"].as_str().unwrap_or_default().to_owned();
            all.push(Sample { file, kind, text, callback, body, outcome, hash });
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

    /// What the hash of each sample is, where the index has it.
    pub fn hashes(&self) -> Verdicts {
        let credential = self.credential();
        let check = |sample: &Sample| credential.check(&sample.body["callbacks"][0]);
        let checked = self.all.iter().filter(|sample| sample.hash.is_some());
        checked.map(|sample| (sample.file.clone(), check(sample))).collect()
    }

    /// The published credential.
    pub fn credential(&self) -> Credential<'_> {
        let PublishedCredential { account_id, salt, api_key } = &self.credential;
        Credential { salt, account_id: account_id.get(), api_key }
    }
}

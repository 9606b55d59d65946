//! `sign`: the hashes of callbacks, and `seal`: a credential without its API
//! key.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use clap::Args;
use serde_json::json;
use voximplant_callbacks::{Credential, Seal};

use crate::{
    check,
    failure::{Failure, Result, Verdict},
    json,
    output::{BOLD, Output},
    settings::{self, Settings},
};

/// Adds to callbacks the hash that upstream would send.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  voximplant-callbacks sign body.json > signed.json
  voximplant-callbacks sign --callback-id 84782515

A file is one body, one callback, or an archive with a body or a callback on each line (NDJSON).
Only the hashes change.")]
pub(crate) struct Sign {
    /// The file, or - for standard input.
    #[arg(required_unless_present = "callback_id")]
    file: Option<PathBuf>,
    /// Prints the hash of this callback ID.
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    callback_id: Option<u64>,
    /// The account of that callback ID, if there are several.
    #[arg(long, value_name = "ID", requires = "callback_id")]
    account: Option<u64>,
}

impl Sign {
    pub(crate) fn run(&self, settings: &Settings, output: Output) -> Result<Verdict> {
        let credentials = settings.credentials()?;
        if let Some(callback_id) = self.callback_id {
            let account_id = self.account.unwrap_or(credentials[0].account_id());
            let hash = find(&credentials, account_id)?.hash(callback_id).to_string();
            let value =
                json!({ "account_id": account_id, "callback_id": callback_id, "hash": hash });
            output.either(&value, &hash)?;
            return Ok(Verdict::Good);
        }
        let file = self
            .file
            .as_ref()
            .ok_or_else(|| Failure::usage("name a file, or pass --callback-id"))?;
        check::for_each_document(file, |line, text| {
            let at = |failure: Failure| Failure::usage(format!("line {line}: {failure}"));
            if !check::is_json(text) {
                return Err(Failure::io(format!("line {line} is not JSON")));
            }
            output.line(signed(&credentials, text).map_err(at)?)
        })?;
        Ok(Verdict::Good)
    }
}

/// A body or a callback with its hashes.
fn signed(credentials: &[Credential], text: &str) -> Result<String> {
    let Some(list) = json::get(text, &["callbacks"]) else {
        return sign(credentials, text);
    };
    let mut body = text.to_owned();
    for place in 0..json::values(list).count() {
        let place = place.to_string();
        let path = ["callbacks", &*place];
        let callback = json::get(&body, &path).unwrap_or_default().to_owned();
        let callback = sign(credentials, &callback)?;
        body = json::set(&body, &path, &callback).unwrap_or(body);
    }
    Ok(body)
}

fn sign(credentials: &[Credential], callback: &str) -> Result<String> {
    let id = |name: &str| {
        json::integer(callback, &[name])
            .ok_or_else(|| Failure::usage(format!("the callback has no `{name}`")))
    };
    let (account_id, callback_id) = (id("account_id")?, id("callback_id")?);
    let hash = find(credentials, account_id)?.hash(callback_id);
    json::set(callback, &["hash"], &format!("\"{hash}\""))
        .ok_or_else(|| Failure::usage("a callback is an object"))
}

fn find(credentials: &[Credential], account_id: u64) -> Result<&Credential> {
    credentials.iter().find(|it| it.account_id() == account_id).ok_or_else(|| {
        Failure::usage(format!("there is no credential for account {account_id}"))
            .help("add it to the settings, or to the environment")
    })
}

/// Proposes a salt, and seals the credential: a server with the seal can check hashes without
/// knowing the API key.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  VOXIMPLANT_ACCOUNT_ID=1234567 voximplant-callbacks seal
  voximplant-callbacks seal --account 1234567 --api-key-file key.txt

The API key comes from the file, from VOXIMPLANT_API_KEY or from a prompt. Set the printed salt
next to the callback URL upstream, and give the server the seal, as VOXIMPLANT_SEAL or in
its settings. Both are secrets: run this where nobody can watch and no log keeps the output.")]
pub(crate) struct Sealing {
    /// The account, unless `VOXIMPLANT_ACCOUNT_ID` names it.
    #[arg(long, value_name = "ID")]
    account: Option<u64>,
    /// A file with the API key.
    #[arg(long, value_name = "FILE")]
    api_key_file: Option<PathBuf>,
}

impl Sealing {
    pub(crate) fn run(&self, output: Output) -> Result<Verdict> {
        let account_id = self.account.map_or_else(settings::account_id, Ok)?;
        let mut random = [0; Seal::MAX_SALT];
        getrandom::fill(&mut random).map_err(|error| Failure::io(error.to_string()))?;
        let seal = Seal::propose(account_id, &self.api_key()?, &random)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let value = json!({ "account_id": account_id, "salt": seal.salt(), "seal": seal.reveal() });
        output.either(
            &value,
            format_args!(
                "{BOLD}salt, to set upstream:{BOLD:#}            {}\n\
                 {BOLD}VOXIMPLANT_SEAL, for the server:{BOLD:#}  {}",
                seal.salt(),
                seal.reveal()
            ),
        )?;
        Ok(Verdict::Good)
    }

    fn api_key(&self) -> Result<String> {
        if let Some(file) = &self.api_key_file {
            return Ok(settings::read(file)?.trim_end_matches(['\n', '\r']).to_owned());
        }
        match settings::variable("VOXIMPLANT_API_KEY") {
            Err(_) if io::stdin().is_terminal() => rpassword::prompt_password("API key: ")
                .map_err(|error| Failure::io(format!("cannot ask for the API key: {error}"))),
            found => found.map_err(|failure| failure.help("or name a file with --api-key-file")),
        }
    }
}

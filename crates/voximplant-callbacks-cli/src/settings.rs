//! The settings: a TOML file, and the environment for one account. Secrets
//! come from files or the environment, never from arguments.

use std::{
    env, fs,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
};

use ipnet::IpNet;
use serde::Deserialize;
use voximplant_callbacks::{Credential, Receiver};

use crate::failure::{Failure, Result};

/// The file that is read if none is named.
const FILE: &str = "voximplant-callbacks.toml";

/// The longest timeout of a target, in seconds.
pub(crate) const LONGEST_TIMEOUT: u64 = 600;

/// The inbox that is used if none is named.
const INBOX: &str = "inbox.db";

/// Where `listen` listens if nothing else is said.
const ADDR: &str = "127.0.0.1:8080";

/// The path of the callback URL if nothing else is said.
const PATH: &str = "/callbacks";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    inbox: Option<String>,
    pub(crate) listen: Listen,
    pub(crate) forward: Forward,
    pub(crate) postgres: Postgres,
    #[serde(rename = "account")]
    accounts: Vec<Account>,
    #[serde(skip)]
    file: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Listen {
    addr: Option<String>,
    path: Option<String>,
    pub(crate) metrics_addr: Option<String>,
    pub(crate) trusted_proxies: Vec<String>,
    pub(crate) allow_from: Vec<String>,
}

impl Listen {
    pub(crate) fn addr(&self) -> &str {
        self.addr.as_deref().unwrap_or(ADDR)
    }

    pub(crate) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(PATH)
    }

    /// The callback URL, as this machine sees it.
    pub(crate) fn url(&self) -> String {
        let addr = match self.addr().parse::<SocketAddr>() {
            Ok(it) if it.ip() == Ipv4Addr::UNSPECIFIED => format!("127.0.0.1:{}", it.port()),
            Ok(it) if it.ip() == Ipv6Addr::UNSPECIFIED => format!("[::1]:{}", it.port()),
            _ => self.addr().to_owned(),
        };
        format!("http://{addr}{}", self.path())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Forward {
    pub(crate) url: Option<String>,
    secrets: Vec<Source>,
    pub(crate) timeout_seconds: Option<u64>,
    pub(crate) attempts: Option<u32>,
    pub(crate) set_aside: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Postgres {
    password: Option<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    id: Option<u64>,
    salt: Option<Source>,
    api_key: Option<Source>,
    seal: Option<Source>,
}

/// The source of a secret.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, `{ file = \"…\" }` or `{ env = \"…\" }`")]
enum Source {
    Here(String),
    File(InFile),
    Env(InEnv),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InFile {
    file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InEnv {
    env: String,
}

/// Does not show secrets.
impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Source(_)")
    }
}

impl Settings {
    /// Reads the named file, or the one in this folder if there is one.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self> {
        let file = match file {
            Some(file) => file.to_owned(),
            // Also one that cannot be followed or read, which is said below.
            None if Path::new(FILE).symlink_metadata().is_ok() => FILE.into(),
            None => return Ok(Self::default()),
        };
        let text = read(&file)?;
        let mut settings: Self = toml::from_str(&text).map_err(|error| {
            // Show neither the excerpt of the parser nor the value that it quotes: each may be a
            // secret.
            let before = error.span().map_or("", |span| &text[..span.start]);
            let line = before.matches('\n').count() + 1;
            let message = without_value(error.message());
            Failure::usage(format!("{}: line {line}: {message}", file.display()))
                .help("the README of voximplant-callbacks-cli shows every setting")
        })?;
        if settings.has_secrets() && is_readable_by_others(&file) {
            return Err(Failure::usage(format!(
                "{} contains secrets and can be read by others",
                file.display()
            ))
            .help(format!(
                "run `chmod 600 {}`, or move the secrets into other files and name those",
                file.display()
            )));
        }
        settings.file = Some(file);
        settings.forward.check()?;
        Ok(settings)
    }

    fn has_secrets(&self) -> bool {
        let of_accounts =
            self.accounts.iter().flat_map(|it| [&it.salt, &it.api_key, &it.seal]).flatten();
        let others = self.forward.secrets.iter().chain(&self.postgres.password);
        of_accounts.chain(others).any(|it| matches!(it, Source::Here(text) if !text.is_empty()))
    }

    /// Weaknesses of valid settings.
    pub(crate) fn weaknesses(&self) -> Vec<String> {
        let of_accounts =
            self.accounts.iter().flat_map(|it| [&it.salt, &it.api_key, &it.seal]).flatten();
        let sources = of_accounts.chain(&self.forward.secrets).chain(&self.postgres.password);
        let files = sources.filter_map(|source| match source {
            Source::File(InFile { file }) => Some(self.place(file)),
            _ => None,
        });
        let mut found: Vec<String> = files
            .filter(|file| is_readable_by_others(file))
            .map(|file| format!("{0} can be read by others: run chmod 600 {0}", file.display()))
            .collect();
        for account in &self.accounts {
            let salt = account.salt.as_ref().and_then(|salt| self.secret(salt).ok());
            if salt.is_some_and(|salt| salt.ends_with(|it: char| it.is_ascii_digit())) {
                found.push(format!(
                    "the salt of account {} ends in a digit, so it runs together with the account ID: \
                     set one that ends in a letter",
                    account.id.unwrap_or_default()
                ));
            }
        }
        found
    }

    /// The path of a file that the settings name.
    fn place(&self, file: &Path) -> PathBuf {
        let folder = self.file.as_deref().and_then(Path::parent);
        folder.map_or_else(|| file.to_owned(), |folder| folder.join(file))
    }

    /// The name of the inbox.
    pub(crate) fn inbox<'s>(&'s self, named: Option<&'s str>) -> &'s str {
        named.or(self.inbox.as_deref()).unwrap_or(INBOX)
    }

    fn secret(&self, source: &Source) -> Result<String> {
        match source {
            Source::Here(text) => Ok(text.clone()),
            Source::Env(InEnv { env }) => variable(env),
            Source::File(InFile { file }) => {
                let mut text = read(&self.place(file))?;
                // Editors end a file with a line break.
                text.truncate(text.trim_end_matches(['\n', '\r']).len());
                Ok(text)
            }
        }
    }

    /// The credentials of the file, or else the one in the environment; at least one.
    pub(crate) fn credentials(&self) -> Result<Vec<Credential>> {
        if self.accounts.is_empty() {
            return Ok(vec![from_environment()?]);
        }
        let credential = |(place, account): (usize, &Account)| {
            self.credential(account).map_err(|failure| {
                Failure::usage(format!("[[account]] number {}: {failure}", place + 1))
            })
        };
        self.accounts.iter().enumerate().map(credential).collect()
    }

    /// A receiver with all credentials.
    pub(crate) fn receiver(&self) -> Result<Receiver> {
        Ok(self.credentials()?.into_iter().fold(Receiver::default(), Receiver::credential))
    }

    fn credential(&self, account: &Account) -> Result<Credential> {
        if let Some(seal) = &account.seal {
            let credential = Credential::unseal(&self.secret(seal)?)
                .map_err(|error| Failure::usage(error.to_string()))?;
            return match account.id {
                Some(id) if id != credential.account_id() => Err(Failure::usage(format!(
                    "the seal belongs to account {}, not to {id}",
                    credential.account_id()
                ))),
                _ => Ok(credential),
            };
        }
        let missing = |name: &str| Failure::usage(format!("`{name}` is missing"));
        let id = account.id.ok_or_else(|| missing("id"))?;
        let api_key = account.api_key.as_ref().ok_or_else(|| missing("api_key"))?;
        let salt = account
            .salt
            .as_ref()
            .ok_or_else(|| missing("salt").help("set it to \"\" if the account has none"))?;
        made(id, &self.secret(salt)?, &self.secret(api_key)?)
    }

    /// The secrets that sign forwarded callbacks, at least one.
    pub(crate) fn forward_secrets(&self) -> Result<Vec<String>> {
        let texts = if self.forward.secrets.is_empty() {
            vec![variable("VOXIMPLANT_FORWARD_SECRET").map_err(|_| {
                Failure::usage(
                    "there is no secret to sign with: VOXIMPLANT_FORWARD_SECRET is not \
                    set",
                )
                .help(
                    "create a secret with `echo whsec_$(openssl rand -base64 32)`, and also \
                     configure it in the target; or list secrets in the settings: [forward] \
                     secrets = [{ file = \"…\" }]",
                )
            })?]
        } else {
            self.forward.secrets.iter().map(|it| self.secret(it)).collect::<Result<_>>()?
        };
        Ok(texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect())
    }

    pub(crate) fn postgres_password(&self) -> Result<Option<String>> {
        self.postgres.password.as_ref().map(|it| self.secret(it)).transpose()
    }
}

impl Forward {
    /// Checks the limits that the options have too.
    fn check(&self) -> Result<()> {
        let is_out = |seconds: u64| !(1..=LONGEST_TIMEOUT).contains(&seconds);
        if self.timeout_seconds.is_some_and(is_out) {
            return Err(Failure::usage(format!(
                "`timeout_seconds` of [forward] must be from 1 to {LONGEST_TIMEOUT}"
            )));
        }
        if self.attempts == Some(0) {
            return Err(Failure::usage("`attempts` of [forward] must be at least 1"));
        }
        Ok(())
    }
}

/// The parser's message about a value of the wrong type, without the value.
fn without_value(message: &str) -> String {
    match (message.find("string \""), message.rfind(", expected ")) {
        (Some(value), Some(expected)) if value < expected => {
            format!("{}a string{}", &message[..value], &message[expected..])
        }
        _ => message.to_owned(),
    }
}

fn made(account_id: u64, salt: &str, api_key: &str) -> Result<Credential> {
    let credential = if salt.is_empty() {
        Credential::without_salt(account_id, api_key)
    } else {
        Credential::new(account_id, salt, api_key)
    };
    credential.map_err(|error| Failure::usage(error.to_string()))
}

/// The credential in the environment: a seal, or its three parts.
fn from_environment() -> Result<Credential> {
    if let Ok(seal) = env::var("VOXIMPLANT_SEAL")
        && !seal.is_empty()
    {
        return Credential::unseal(&seal)
            .map_err(|error| Failure::usage(format!("VOXIMPLANT_SEAL: {error}")));
    }
    let api_key = variable("VOXIMPLANT_API_KEY").map_err(|_| {
        Failure::usage("neither the settings nor the environment contain a credential").help(
            "set VOXIMPLANT_ACCOUNT_ID, VOXIMPLANT_SALT and VOXIMPLANT_API_KEY, or VOXIMPLANT_SEAL; \
             or list accounts in voximplant-callbacks.toml",
        )
    })?;
    let account_id = account_id()?;
    let salt = variable("VOXIMPLANT_SALT")
        .map_err(|failure| failure.help("set it to an empty text if the account has none"))?;
    made(account_id, &salt, &api_key)
}

pub(crate) fn account_id() -> Result<u64> {
    variable("VOXIMPLANT_ACCOUNT_ID")?
        .parse()
        .map_err(|_| Failure::usage("VOXIMPLANT_ACCOUNT_ID is not a number"))
}

pub(crate) fn variable(name: &str) -> Result<String> {
    env::var(name).map_err(|_| Failure::usage(format!("{name} is not set in the environment")))
}

/// Networks, each as `192.0.2.0/24` or as a single address.
pub(crate) fn networks(texts: &[String]) -> Result<Vec<IpNet>> {
    let network = |text: &String| {
        let address = || text.parse().ok().map(|address: std::net::IpAddr| address.into());
        text.parse().ok().or_else(address).ok_or_else(|| {
            Failure::usage(format!("`{text}` is neither an address nor a network"))
                .help("write it as in 192.0.2.7 or 192.0.2.0/24")
        })
    };
    texts.iter().map(network).collect()
}

pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| Failure::io(format!("{}: {error}", file.display())))
}

/// Whether users other than the owner can read a file.
pub(crate) fn is_readable_by_others(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        fs::metadata(file).is_ok_and(|it| it.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

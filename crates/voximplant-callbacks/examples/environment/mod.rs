//! What the examples read from the environment.
#![allow(dead_code, reason = "no example reads all of it")]

use std::{env, error::Error};

use voximplant_callbacks::Credential;

/// The credential from the environment: a sealed one, or its three parts. A missing salt is an
/// error; an empty one means that the account has none. A seal takes precedence over the parts.
pub(crate) fn credential() -> Result<Credential, Box<dyn Error>> {
    if let Ok(seal) = variable("VOXIMPLANT_SEAL")
        && !seal.is_empty()
    {
        return Credential::unseal(&seal).map_err(|error| {
            format!("VOXIMPLANT_SEAL: {error}; unset it to use the API key").into()
        });
    }
    let account_id = account_id()?;
    let api_key = variable("VOXIMPLANT_API_KEY")?;
    let salt = variable("VOXIMPLANT_SALT")
        .map_err(|error| format!("{error}; set it to nothing if the account has none"))?;
    Ok(if salt.is_empty() {
        Credential::without_salt(account_id, &api_key)?
    } else {
        Credential::new(account_id, &salt, &api_key)?
    })
}

pub(crate) fn account_id() -> Result<u64, Box<dyn Error>> {
    let text = variable("VOXIMPLANT_ACCOUNT_ID")?;
    Ok(text.parse().map_err(|_| "VOXIMPLANT_ACCOUNT_ID is not a number")?)
}

pub(crate) fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set"))
}

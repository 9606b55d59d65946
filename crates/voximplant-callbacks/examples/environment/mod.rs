//! What the examples read from the environment.

use std::{env, error::Error};

use voximplant_callbacks::Credential;

/// The credential from the environment. A salt that is not set is refused,
/// one that is set to nothing is taken for none.
pub(crate) fn credential() -> Result<Credential, Box<dyn Error>> {
    let variable = |name| env::var(name).map_err(|_| format!("{name} is not set"));
    let account_id = variable("VOXIMPLANT_ACCOUNT_ID")?
        .parse()
        .map_err(|_| "VOXIMPLANT_ACCOUNT_ID is not a number")?;
    let api_key = variable("VOXIMPLANT_API_KEY")?;
    let salt = variable("VOXIMPLANT_SALT")?;
    Ok(if salt.is_empty() {
        Credential::without_salt(account_id, &api_key)?
    } else {
        Credential::new(account_id, &salt, &api_key)?
    })
}

//! The shared part of the examples, which is independent of any framework: the credential from the
//! environment, and the handling of callbacks.

use std::{env, error::Error};

use voximplant_callbacks::{Credential, Outcome};

/// The credential from the environment.
///
/// # Errors
///
/// If a variable is missing, or the salt or the API key is not valid.
pub fn credential() -> Result<Credential, Box<dyn Error + Send + Sync>> {
    let variable = |name| env::var(name).map_err(|error| format!("{name}: {error}"));
    let account_id = variable("VOXIMPLANT_ACCOUNT_ID")?.parse()?;
    let (salt, api_key) = (variable("VOXIMPLANT_SALT")?, variable("VOXIMPLANT_API_KEY")?);
    Ok(Credential::new(account_id, &salt, &api_key)?)
}

/// Handles the callbacks of a request, and settles each that succeeded. A real service matches on
/// the outcome, and keeps unknown and malformed callbacks.
#[expect(clippy::unused_async, reason = "a real one waits, for example for a database")]
pub async fn handle(outcomes: Vec<Outcome>) {
    for outcome in outcomes {
        let kind = outcome.kind().map(|kind| kind.to_string()).unwrap_or_default();
        println!("{} {kind}", outcome.code());
        outcome.settle();
    }
}

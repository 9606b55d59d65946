//! Reads a body from a file or standard input, checks it with the credential
//! from the environment, and prints what it found.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_SALT=… VOXIMPLANT_API_KEY=… cargo run --example receive -- FILE
//! ```

use std::{
    env,
    error::Error,
    fs,
    io::{Read, stdin},
    process::ExitCode,
};

use voximplant_callbacks::{Credential, Decoded, Event, Outcome, Receiver};

fn main() -> ExitCode {
    match receive() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints every outcome, and tells whether all can be believed.
fn receive() -> Result<bool, Box<dyn Error>> {
    let receiver = Receiver::new(credential()?);
    let mut all_good = true;
    for outcome in receiver.receive(&body()?)? {
        match outcome {
            Outcome::Callback(callback) => {
                println!("callback {}: {}", callback.callback_id(), callback.kind());
                println!("  {}", callback.kind().description());
                match &callback.event {
                    Event::CardPayment(payment) => println!("  amount: {}", payment.amount),
                    Event::MinBalance(_) => println!("  balance: {}", callback.envelope.balance),
                    Event::SmsInbound(message) => println!("  from: {}", message.source_number),
                    event => println!("  {event:?}"),
                }
            }
            Outcome::Unknown(unknown) => {
                println!("callback {}: {}", unknown.callback_id(), unknown.kind());
                println!("  newer than this SDK: {}", unknown.raw());
            }
            Outcome::Malformed(malformed) => {
                println!("malformed: {}", malformed.error());
                println!("  kept as it came: {}", malformed.raw());
                all_good = false;
            }
            Outcome::Refused(refused) => {
                let what = match refused.callback() {
                    Decoded::Callback(callback) => callback.kind().to_string(),
                    Decoded::Unknown(unknown) => unknown.kind().to_owned(),
                    Decoded::Malformed(malformed) => malformed.error().to_string(),
                };
                println!("refused: {what}");
                println!("  {}", refused.error());
                all_good = false;
            }
        }
    }
    Ok(all_good)
}

/// The credential from the environment. A salt that is not set is refused,
/// one that is set to nothing is taken for none.
fn credential() -> Result<Credential, Box<dyn Error>> {
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

/// The body from the file that is named, or from standard input.
fn body() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut body = Vec::new();
    match env::args_os().nth(1) {
        Some(path) => {
            body = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        None => {
            stdin().read_to_end(&mut body)?;
        }
    }
    Ok(body)
}

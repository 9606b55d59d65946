//! Reads a body from a file or standard input, checks it with the credential
//! from the environment, and prints what it found.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_SALT=… VOXIMPLANT_API_KEY=… cargo run --example receive -- FILE
//! ```

mod environment;

use std::{
    env,
    error::Error,
    fs,
    io::{Read, stdin},
    process::ExitCode,
};

use voximplant_callbacks::{Decoded, Event, Outcome, Receiver};

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

/// Prints every outcome, and returns whether all can be trusted.
fn receive() -> Result<bool, Box<dyn Error>> {
    let receiver = Receiver::new(environment::credential()?);
    let mut all_good = true;
    let (source, body) = body()?;
    for outcome in receiver.receive(&body).map_err(|error| format!("{source}: {error}"))? {
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
            Outcome::Duplicate(_) => println!("handled before"),
            Outcome::Refused(refused) => {
                let what = match refused.decode() {
                    Decoded::Callback(callback) => callback.kind().to_string(),
                    Decoded::Unknown(unknown) => unknown.kind().to_owned(),
                    Decoded::Malformed(malformed) => malformed.error().to_string(),
                };
                println!("refused: {what}");
                println!("  {}", refused.refusal());
                all_good = false;
            }
        }
    }
    Ok(all_good)
}

/// The body from the named file or from standard input, with the name of the source.
fn body() -> Result<(String, Vec<u8>), Box<dyn Error>> {
    if let Some(path) = env::args_os().nth(1) {
        let name = path.display().to_string();
        let body = fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
        return Ok((name, body));
    }
    let mut body = Vec::new();
    stdin().read_to_end(&mut body)?;
    Ok(("standard input".to_owned(), body))
}

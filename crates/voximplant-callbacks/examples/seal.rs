//! Proposes a salt for an account and seals its credential, so that the
//! server need not know the API key: see `Seal`.
//!
//! ```text
//! VOXIMPLANT_ACCOUNT_ID=… VOXIMPLANT_API_KEY=… cargo run --example seal
//! ```
//!
//! The sealed credential is a secret, and is printed: run this where nobody
//! looks on, and where what is printed is not kept.

mod environment;

use std::{error::Error, process::ExitCode};

use voximplant_callbacks::Seal;

fn main() -> ExitCode {
    match propose() {
        Ok(seal) => {
            println!("salt, to set upstream:             {}", seal.salt());
            println!("VOXIMPLANT_SEAL, for the server:   {}", seal.reveal());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn propose() -> Result<Seal, Box<dyn Error>> {
    let account_id = environment::account_id()?;
    let api_key = environment::variable("VOXIMPLANT_API_KEY")?;
    let mut random = [0; Seal::MAX_SALT];
    getrandom::fill(&mut random)?;
    Ok(Seal::propose(account_id, &api_key, &random)?)
}

#![doc = include_str!("../README.md")]

mod check;
mod failure;
mod http;
mod inbox;
mod json;
mod kinds;
mod listen;
mod output;
mod sample;
mod send;
mod settings;
mod sign;
mod store;

use std::{io, path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    failure::{Failure, Result, Verdict},
    output::Output,
    settings::Settings,
};

/// Receives, stores, checks and forwards Voximplant account callbacks.
///
/// Unofficial: this is not a product of Voximplant.
#[derive(Debug, Parser)]
#[command(
    name = "voximplant-callbacks",
    version,
    after_help = "\
Examples:
  voximplant-callbacks listen --forward http://127.0.0.1:9000/
  voximplant-callbacks send card_payment
  voximplant-callbacks check body.json
  voximplant-callbacks inbox list --state dead

Settings are read from voximplant-callbacks.toml in this folder, or from the file that --config
or VOXIMPLANT_CALLBACKS_CONFIG names; without one, the credential is in the environment. To try
it without an account, use the published one, which no real account has:

  export VOXIMPLANT_ACCOUNT_ID=1234567 VOXIMPLANT_SALT=published-test-salt
  export VOXIMPLANT_API_KEY=00000000-0000-4000-8000-000000000000

Exit codes: 0, 1 for a bad verdict, 2 for invalid usage or settings, 3 for input or output that
failed."
)]
struct Cli {
    /// The file with the settings.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "VOXIMPLANT_CALLBACKS_CONFIG",
        hide_env_values = true
    )]
    config: Option<PathBuf>,
    /// Prints JSON, one value per line.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Listen(listen::Listen),
    Send(send::Send),
    Inbox(inbox::Command),
    Check(check::Check),
    Sign(sign::Sign),
    Seal(sign::Sealing),
    Kinds(kinds::Kinds),
    /// Prints the completion script for a shell.
    #[command(after_help = "\
Examples:
  voximplant-callbacks completions bash > ~/.local/share/bash-completion/completions/voximplant-callbacks
  voximplant-callbacks completions zsh > ~/.zfunc/_voximplant-callbacks
  voximplant-callbacks completions fish > ~/.config/fish/completions/voximplant-callbacks.fish")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output { json: cli.json };
    match cli.run(output) {
        Ok(verdict) => verdict.into(),
        Err(failure) => failure.report(output),
    }
}

impl Cli {
    fn run(&self, output: Output) -> Result<Verdict> {
        let settings = || Settings::load(self.config.as_deref());
        match &self.command {
            Command::Listen(listen) => listen.run(self.config.as_deref(), output),
            Command::Inbox(inbox) => inbox.run(self.config.as_deref(), output),
            Command::Send(send) => send.run(&settings()?, output),
            Command::Check(check) => check.run(&settings()?, output),
            Command::Sign(sign) => sign.run(&settings()?, output),
            Command::Seal(seal) => seal.run(output),
            Command::Kinds(kinds) => kinds.run(output),
            Command::Completions { shell } => {
                let mut script = Vec::new();
                let mut command = Self::command();
                clap_complete::generate(*shell, &mut command, "voximplant-callbacks", &mut script);
                io::Write::write_all(&mut io::stdout(), &script)
                    .map_err(|error| Failure::printing(&error))?;
                Ok(Verdict::Good)
            }
        }
    }
}

/// The async runtime.
fn runtime() -> Result<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder
        .enable_all()
        .build()
        .map_err(|error| Failure::io(format!("cannot start threads: {error}")))
}

//! Why a command could not do its work, and what to do about it.

use std::{error::Error, fmt, io, process::ExitCode};

use voximplant_callbacks_inbox::StoreError;

use crate::output::Output;

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// The result of a command that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    /// Something that was checked, sent or examined is wrong.
    Bad,
}

impl Verdict {
    pub(crate) fn good_if(is_good: bool) -> Self {
        if is_good { Self::Good } else { Self::Bad }
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Good => Self::SUCCESS,
            Verdict::Bad => Self::from(1),
        }
    }
}

/// A command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    cause: Cause,
    message: String,
    help: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Cause {
    /// The arguments or settings are invalid.
    Usage,
    /// Something could not be read, written or reached.
    Io,
    /// The reader of the output is gone, as with `| head`.
    Closed,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { cause: Cause::Usage, message: message.into(), help: None }
    }

    pub(crate) fn io(message: impl Into<String>) -> Self {
        Self { cause: Cause::Io, message: message.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another fix.
    pub(crate) fn or(mut self, other: &str) -> Self {
        self.help = Some(match self.help {
            Some(help) => format!("{help}; or {other}"),
            None => other.to_owned(),
        });
        self
    }

    pub(crate) fn printing(error: &io::Error) -> Self {
        let mut failure = Self::io(format!("cannot print: {error}"));
        if error.kind() == io::ErrorKind::BrokenPipe {
            failure.cause = Cause::Closed;
        }
        failure
    }

    /// Prints what is wrong, and returns the exit code.
    pub(crate) fn report(&self, output: Output) -> ExitCode {
        match self.cause {
            Cause::Closed => return ExitCode::SUCCESS,
            _ => output.error(&self.message, self.help.as_deref()),
        }
        ExitCode::from(if self.cause == Cause::Usage { 2 } else { 3 })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// Each text names its fix, except database errors, which have their causes.
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let mut text = error.to_string();
        let mut source = error.source().and_then(Error::source);
        while let Some(reason) = source {
            let reason_text = reason.to_string();
            if !text.contains(&reason_text) {
                text = format!("{text}: {reason_text}");
            }
            source = reason.source();
        }
        Self::io(text)
    }
}

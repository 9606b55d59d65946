//! Forwards callbacks, each signed according to Standard Webhooks.

use std::{
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook,
};
use voximplant_callbacks_inbox::{Failure as Failed, Item};

use super::journal::{Entry, Journal};
use crate::{
    failure::{Failure, Result},
    http::Target,
    json, sample,
};

/// The shortest secret, in bytes: shorter ones can be guessed.
const SHORTEST_SECRET: usize = 24;

/// The longest delay that a target can ask for.
const LONGEST_PATIENCE: Duration = Duration::from_secs(60 * 60);

/// The target of forwarded callbacks, and their signature.
pub(super) struct Forward {
    target: Target,
    signers: RwLock<Arc<[Webhook]>>,
}

impl Forward {
    pub(super) fn new(url: &str, deadline: Duration, secrets: &[String]) -> Result<Self> {
        let signers = RwLock::new(signers(secrets)?);
        Ok(Self { target: Target::new(url, deadline)?, signers })
    }

    /// Replaces the secrets.
    pub(super) fn set_secrets(&self, secrets: &[String]) -> Result<()> {
        *self.signers.write().unwrap_or_else(PoisonError::into_inner) = signers(secrets)?;
        Ok(())
    }

    /// The URL without its path, which may be a secret.
    pub(super) fn shown(&self) -> String {
        self.target.url().splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
    }

    /// Makes one attempt. It blocks the thread.
    fn attempt(&self, item: &Item) -> std::result::Result<u16, Failed> {
        let body = body(item.text());
        let signers = Arc::clone(&self.signers.read().unwrap_or_else(PoisonError::into_inner));
        let headers = sign(&signers, item.idempotency_key(), SystemTime::now(), &body)?;
        let answer =
            self.target.post(&headers, body.as_bytes()).map_err(|why| Failed::Retry(why.into()))?;
        let why = match answer.status {
            200..=299 => return Ok(answer.status),
            301 | 302 | 303 | 307 | 308 => format!(
                "the target redirects ({}), and redirects are not followed: forward to the new URL",
                answer.status
            ),
            status => format!("the target answered {status}"),
        };
        Err(match answer.retry_after {
            Some(after) if matches!(answer.status, 429 | 503) => {
                let after = after.clamp(Duration::from_secs(1), LONGEST_PATIENCE);
                Failed::RetryAfter(after, why.into())
            }
            _ => Failed::Retry(why.into()),
        })
    }
}

type Handled = Pin<Box<dyn Future<Output = std::result::Result<(), Failed>> + Send>>;

/// The handler of the worker.
pub(super) fn handler(
    forward: &Arc<Forward>,
    journal: &Journal,
) -> impl Fn(Item) -> Handled + Send + Sync + 'static {
    let (forward, journal) = (Arc::clone(forward), journal.clone());
    move |item| {
        let (forward, journal) = (Arc::clone(&forward), journal.clone());
        Box::pin(async move {
            let (account_id, callback_id) = (item.account_id(), item.callback_id());
            let (kind, attempt) = (item.kind().map(str::to_owned), item.attempt());
            let sent = tokio::task::spawn_blocking(move || forward.attempt(&item)).await?;
            let result = match &sent {
                Ok(status) => Ok(*status),
                Err(failure) => Err(reason(failure)),
            };
            journal.print(Entry::Forwarded { kind, account_id, callback_id, attempt, result });
            sent.map(drop)
        })
    }
}

fn reason(failure: &Failed) -> String {
    match failure {
        Failed::Retry(why) | Failed::RetryAfter(_, why) | Failed::Dead(why) => why.to_string(),
        _ => "it failed".to_owned(),
    }
}

/// The forwarded callback: everything except the hash, which is weaker than the signature and
/// useless to the target.
fn body(text: &str) -> String {
    sample::body(&json::remove(text, &["hash"]).unwrap_or_else(|| text.to_owned()))
}

fn signers(secrets: &[String]) -> Result<Arc<[Webhook]>> {
    let signer = |(place, secret): (usize, &String)| {
        let place = place + 1;
        let wrong = |what: &str| {
            Failure::usage(format!("secret {place} of --forward {what}"))
                .help("make one with `echo whsec_$(openssl rand -base64 32)`")
        };
        let signer = Webhook::new(secret)
            .map_err(|_| wrong("must be `whsec_` followed by Base64, as in Standard Webhooks"))?;
        let encoded = secret.strip_prefix("whsec_").unwrap_or(secret).trim_end_matches('=').len();
        if encoded * 3 / 4 < SHORTEST_SECRET {
            return Err(wrong("must have at least 24 bytes"));
        }
        Ok(signer)
    };
    let signers: Vec<_> = secrets.iter().enumerate().map(signer).collect::<Result<_>>()?;
    if signers.is_empty() {
        return Err(Failure::usage("--forward has no secret to sign with"));
    }
    Ok(signers.into())
}

/// The headers of an attempt at this time, with one signature per secret.
fn sign(
    signers: &[Webhook],
    id: String,
    at: SystemTime,
    body: &str,
) -> std::result::Result<[(&'static str, String); 3], Failed> {
    let at = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    let signatures = signers.iter().map(|it| it.sign(&id, at, body.as_bytes()));
    let signatures = signatures.collect::<std::result::Result<Vec<_>, _>>()?.join(" ");
    Ok([
        (HEADER_WEBHOOK_ID, id),
        (HEADER_WEBHOOK_TIMESTAMP, at.to_string()),
        (HEADER_WEBHOOK_SIGNATURE, signatures),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    #[test]
    fn a_callback_is_sent_as_it_came_without_its_hash() {
        assert_eq!(
            body(r#"{ "type":"x","hash":"0f","x": 1.50, "account_id":7}"#),
            r#"{"callbacks":[{ "type":"x","x": 1.50, "account_id":7}]}"#
        );
    }

    #[test]
    fn each_attempt_has_its_own_signature_and_the_same_id() {
        let signers = signers(&[SECRET.to_owned()]).unwrap();
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let headers = |seconds| sign(&signers, "7-42".to_owned(), at(seconds), "{}").unwrap();
        let (first, hour_later) = (headers(1_800_000_000), headers(1_800_003_600));
        assert_eq!((&first[0].1, &first[1].1), (&"7-42".to_owned(), &"1800000000".to_owned()));
        assert_eq!((&hour_later[0], &*hour_later[1].1), (&first[0], "1800003600"));
        assert_ne!(first[2], hour_later[2]);
    }

    #[test]
    fn every_secret_signs_and_a_bad_one_is_refused_without_being_shown() {
        let other = "whsec_cGxlYXNlIGRvIG5vdCB1c2UgdGhpcyBzZWNyZXQ=".to_owned();
        let both = signers(&[SECRET.to_owned(), other]).unwrap();
        let headers = sign(&both, "7-42".to_owned(), UNIX_EPOCH, "{}").unwrap();
        assert_eq!(headers[2].1.split(' ').count(), 2);
        for bad in ["whsec_not base64!", "whsec_c2hvcnQ=", ""] {
            let text = signers(&[bad.to_owned()]).err().unwrap().to_string();
            assert!(text.contains("openssl rand") && !text.contains("c2hvcnQ"), "{text}");
        }
    }
}

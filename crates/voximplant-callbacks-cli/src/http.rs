//! POSTs a body to a URL: over verified TLS, or unencrypted only on this machine.

use std::{io, net::IpAddr, sync::Arc, time::Duration};

use rustls::{crypto::CryptoProvider, pki_types::CertificateDer};
use ureq::{
    Agent, Body,
    http::{Response, Uri},
    tls::{Certificate, RootCerts, TlsConfig},
};

use crate::failure::{Failure, Result};

/// How much of an answer is read.
const ANSWER: u64 = 4096;

/// The target of callbacks.
#[derive(Clone)]
pub(crate) struct Target {
    url: String,
    agent: Agent,
}

/// The answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The start of its body.
    pub(crate) text: String,
    /// The header `Retry-After`, if it is a number of seconds.
    pub(crate) retry_after: Option<Duration>,
}

impl Target {
    /// A target that must answer within this time. Redirects are not followed.
    pub(crate) fn new(url: &str, deadline: Duration) -> Result<Self> {
        let is_https = check(url)?;
        let mut tls = TlsConfig::builder();
        if is_https {
            let roots: Vec<_> =
                roots()?.iter().map(|it| Certificate::from_der(it).to_owned()).collect();
            tls = tls.root_certs(RootCerts::Specific(Arc::new(roots)));
        }
        let agent = Agent::config_builder()
            .tls_config(tls.unversioned_rustls_crypto_provider(provider()).build())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections_per_host(64)
            .proxy(None)
            .timeout_global(Some(deadline))
            .user_agent(concat!("voximplant-callbacks/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Self { url: url.to_owned(), agent })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// POSTs JSON. It blocks the thread.
    pub(crate) fn post(
        &self,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> std::result::Result<Answer, String> {
        let mut request = self.agent.post(&self.url).content_type("application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send(body).map(answer).map_err(|error| explain(&error))
    }
}

fn answer(mut response: Response<Body>) -> Answer {
    let retry_after = response.headers().get("retry-after");
    let retry_after = retry_after.and_then(|it| it.to_str().ok()?.trim().parse().ok());
    // Read a short answer to its end, so that the connection can be reused.
    let text = response.body_mut().with_config().limit(ANSWER).lossy_utf8(true).read_to_string();
    Answer {
        status: response.status().as_u16(),
        text: text.unwrap_or_default(),
        retry_after: retry_after.map(Duration::from_secs),
    }
}

/// What failed, without the URL, whose path may be a secret.
fn explain(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::HostNotFound => "the host was not found".to_owned(),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            "nothing listens there".to_owned()
        }
        ureq::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// Whether a URL uses HTTPS; an error if it must not be used.
fn check(url: &str) -> Result<bool> {
    let wrong = |what: &str| Failure::usage(format!("the URL {what}"));
    let uri: Uri = url.parse().map_err(|_| wrong("is invalid"))?;
    let authority = uri.authority().ok_or_else(|| {
        wrong("has no host").help("write the whole URL, such as https://example.com/callbacks")
    })?;
    if authority.as_str().contains('@') {
        return Err(wrong("contains a user or a password").help(
            "leave it out: forwarded callbacks are signed, and the target checks the \
                signature",
        ));
    }
    match uri.scheme_str() {
        Some("https") => Ok(true),
        Some("http") if is_loopback(authority.host()) => Ok(false),
        Some("http") => Err(wrong("would send callbacks over the network unencrypted")
            .help("use https://, or a target on this machine, such as http://127.0.0.1:9000")),
        _ => Err(wrong("does not start with https:// or http://")),
    }
}

pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|it: IpAddr| it.is_loopback())
}

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The certificates that this machine trusts, or those in `SSL_CERT_FILE`.
pub(crate) fn roots() -> Result<Vec<CertificateDer<'static>>> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return Err(Failure::io("no trusted certificates were found")
            .help("install ca-certificates, or set SSL_CERT_FILE to a file of certificates"));
    }
    Ok(found.certs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_machine() {
        for url in
            ["http://127.0.0.1:9/x", "http://localhost", "http://[::1]:9/", "http://127.1.2.3/"]
        {
            assert_eq!(check(url).ok(), Some(false), "{url}");
        }
        assert_eq!(check("https://example.com/callbacks").ok(), Some(true));
        for url in [
            "http://example.com/",
            "http://localhost.example.com/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
        ] {
            assert!(check(url).unwrap_err().to_string().contains("unencrypted"), "{url}");
        }
    }

    #[test]
    fn a_password_in_a_url_is_refused_and_not_repeated() {
        for url in ["https://user:secret@example.com/", "https://secret@example.com/"] {
            let text = check(url).unwrap_err().to_string();
            assert!(text.contains("password") && !text.contains("secret"), "{text}");
        }
        assert!(check("ftp://example.com").is_err());
        assert!(check("example.com").is_err());
        assert!(check("/callbacks").is_err());
    }
}

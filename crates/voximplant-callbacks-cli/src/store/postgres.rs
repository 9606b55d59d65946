//! Connects to PostgreSQL: over verified TLS, or unencrypted only on this machine, and with a
//! password that is never in the URL.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::{
    Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;
use voximplant_callbacks_inbox::Postgres;

use crate::{
    failure::{Failure, Result},
    http,
    settings::{Settings, is_readable_by_others},
};

pub(super) async fn open(settings: &Settings, url: &str) -> Result<Postgres> {
    let (mut config, is_plain) = configure(url)?;
    if let Some(password) = password(settings, &config)? {
        config.password(password);
    }
    config.application_name("voximplant-callbacks");
    Ok(if is_plain {
        Postgres::builder(config, NoTls).open().await?
    } else {
        Postgres::builder(config, tls()?).open().await?
    })
}

/// The configuration from a URL, and whether the connection is unencrypted.
fn configure(url: &str) -> Result<(Config, bool)> {
    // Certificates are always fully verified.
    let url = url.replace("sslmode=verify-full", "sslmode=require");
    let url = url.replace("sslmode=verify-ca", "sslmode=require");
    // The message of the parser may quote the URL.
    let mut config: Config = url.parse().map_err(|_| {
        Failure::usage("the URL of the inbox is invalid")
            .help("write it as in postgres://user@host:5432/database")
    })?;
    if config.get_password().is_some() {
        return Err(Failure::usage("the URL of the inbox contains a password").help(
            "leave it out: set PGPASSWORD, use a passfile, or name a file in the settings: \
             [postgres] password = { file = \"…\" }",
        ));
    }
    let is_here = |host: &Host| match host {
        Host::Tcp(name) => http::is_loopback(name),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let is_local = config.get_hosts().iter().all(is_here)
        && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback);
    let is_plain = is_local && config.get_ssl_mode() != SslMode::Require;
    if !is_local && config.get_ssl_mode() == SslMode::Disable {
        return Err(Failure::usage(
            "sslmode=disable would send callbacks over the network unencrypted",
        )
        .help("leave it out: the connection uses TLS and verifies the server's certificate"));
    }
    config.ssl_mode(if is_plain { SslMode::Disable } else { SslMode::Require });
    Ok((config, is_plain))
}

fn tls() -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(http::roots()?);
    let config = ClientConfig::builder_with_provider(http::provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::io(format!("TLS cannot be used: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// The password from the settings, the environment or the passfile.
fn password(settings: &Settings, config: &Config) -> Result<Option<String>> {
    if let Some(password) = settings.postgres_password()? {
        return Ok(Some(password));
    }
    if let Ok(password) = env::var("PGPASSWORD") {
        return Ok(Some(password));
    }
    let named = env::var_os("PGPASSFILE").map(PathBuf::from);
    let usual = env::var_os("HOME").map(|home| Path::new(&home).join(".pgpass"));
    let Some(file) = named.or(usual).filter(|file| file.is_file()) else { return Ok(None) };
    if is_readable_by_others(&file) {
        return Err(Failure::usage(format!("{} can be read by others", file.display()))
            .help(format!("run `chmod 600 {}`", file.display())));
    }
    let text = fs::read_to_string(&file)
        .map_err(|error| Failure::io(format!("{}: {error}", file.display())))?;
    Ok(in_passfile(&text, config))
}

/// The password in a libpq passfile: `host:port:database:user:password`.
fn in_passfile(text: &str, config: &Config) -> Option<String> {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        _ => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    let wanted = [&*host, &*port, database, user];
    text.lines().filter(|line| !line.starts_with('#')).map(fields).find_map(|fields| {
        let [.., password] = &fields[..] else { return None };
        let matches = |(field, wanted): (&String, &&str)| field == "*" || field == *wanted;
        let is_it = fields.len() == 5 && fields.iter().zip(&wanted).all(matches);
        is_it.then(|| password.clone())
    })
}

/// The fields of a line, in which a backslash escapes the next character.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let literal = match character {
            ':' => {
                fields.push(String::new());
                continue;
            }
            '\\' => characters.next(),
            other => Some(other),
        };
        fields.last_mut().expect("there is one").extend(literal);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_over_the_network_is_encrypted() {
        let is_plain = |url: &str| configure(url).ok().map(|(_, is_plain)| is_plain);
        for url in ["postgres://me@127.0.0.1/db", "postgres://me@localhost/db"] {
            assert_eq!(is_plain(url), Some(true), "{url}");
        }
        #[cfg(unix)]
        assert_eq!(is_plain("postgres://me@%2Frun%2Fpostgresql/db"), Some(true));
        for url in [
            "postgres://me@db.example.com/db",
            "postgres://me@db.example.com/db?sslmode=verify-full",
            "postgres://me@127.0.0.1,db.example.com/db",
            "postgres://me@localhost/db?sslmode=require",
            "postgres://me@localhost/db?hostaddr=192.0.2.1",
        ] {
            assert_eq!(is_plain(url), Some(false), "{url}");
        }
        assert!(configure("postgres://me@db.example.com/db?sslmode=disable").is_err());
    }

    #[test]
    fn a_password_in_the_url_is_refused_and_not_repeated() {
        for url in
            ["postgres://me:secret@localhost/db", "postgres://me@localhost/db?password=secret"]
        {
            let text = configure(url).unwrap_err().to_string();
            assert!(text.contains("password") && !text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn a_passfile_is_read_as_libpq_does() {
        let (config, _) = configure("postgres://me@db.example.com:5433/callbacks").unwrap();
        let find = |text: &str| in_passfile(text, &config);
        assert_eq!(find("*:*:*:me:a\\:b\\\\c"), Some("a:b\\c".to_owned()));
        assert_eq!(
            find("# no\ndb.example.com:5432:callbacks:me:no\ndb.example.com:5433:callbacks:me:yes"),
            Some("yes".to_owned())
        );
        assert_eq!(find("db.example.com:5433:other:me:no"), None);
    }
}

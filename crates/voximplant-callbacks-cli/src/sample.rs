//! A sample of a kind, changed on request, and signed.

use voximplant_callbacks::{Credential, Kind};

use crate::{
    failure::{Failure, Result},
    json,
};

/// A callback as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    kind: Kind,
    text: String,
}

impl Sample {
    /// The callback as documented.
    pub(crate) fn documented(kind: Kind) -> Result<Self> {
        let text = serde_json::to_string(&kind.sample())
            .map_err(|error| Failure::io(error.to_string()))?;
        Ok(Self { kind, text })
    }

    /// The callback as it was observed in practice: some payloads are documented with a wrapper but
    /// sent without it.
    pub(crate) fn as_sent(kind: Kind) -> Result<Self> {
        let mut sample = Self::documented(kind)?;
        let name = kind.as_str();
        if let Some(inner) = json::get(&sample.text, &[name, name]) {
            let inner = inner.to_owned();
            sample.replace(&[name], &inner)?;
        }
        Ok(sample)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn replace(&mut self, path: &[&str], value: &str) -> Result<()> {
        let changed = json::set(&self.text, path, value).ok_or_else(|| self.no_such(path))?;
        self.text = changed;
        Ok(())
    }

    /// Sets a field, as in `card_payment.amount=99.50`.
    pub(crate) fn set(&mut self, assignment: &str) -> Result<()> {
        let Some((path, value)) = assignment.split_once('=') else {
            return Err(Failure::usage(format!("`{assignment}` has no value to set"))
                .help("write it as in `card_payment.amount=99.50`"));
        };
        let path: Vec<&str> = path.split('.').collect();
        self.refuse_misplaced(&path)?;
        self.replace(&path, &json::value(value))
    }

    /// Removes a field.
    pub(crate) fn remove(&mut self, path: &str) -> Result<()> {
        let path: Vec<&str> = path.split('.').collect();
        self.refuse_misplaced(&path)?;
        let changed = json::remove(&self.text, &path).ok_or_else(|| self.no_such(&path))?;
        self.text = changed;
        Ok(())
    }

    /// `amount` alone most likely means the field of the payload.
    fn refuse_misplaced(&self, path: &[&str]) -> Result<()> {
        let kind = self.kind.as_str();
        let within: Vec<&str> = [kind].iter().chain(path).copied().collect();
        let is_misplaced =
            json::get(&self.text, path).is_none() && json::get(&self.text, &within).is_some();
        if is_misplaced { Err(self.no_such(path)) } else { Ok(()) }
    }

    fn no_such(&self, path: &[&str]) -> Failure {
        let kind = self.kind.as_str();
        let wanted = path.join(".");
        let within: Vec<&str> = [kind].iter().chain(path).copied().collect();
        let failure = Failure::usage(format!("the sample of {kind} has no field `{wanted}`"));
        if json::get(&self.text, &within).is_some() {
            return failure.help(format!("did you mean `{kind}.{wanted}`?"));
        }
        let payload = json::get(&self.text, &[kind]).map(json::names).unwrap_or_default();
        let names = json::names(&self.text).into_iter().filter(|name| name != kind);
        let all = names.chain(payload.iter().map(|name| format!("{kind}.{name}")));
        failure.help(format!("its fields are {}", all.collect::<Vec<_>>().join(", ")))
    }

    /// Sets the callback ID, and the hash by this credential.
    pub(crate) fn sign(&mut self, callback_id: u64, credential: &Credential) -> Result<()> {
        self.replace(&["account_id"], &credential.account_id().to_string())?;
        self.replace(&["callback_id"], &callback_id.to_string())?;
        self.replace(&["hash"], &format!("\"{}\"", credential.hash(callback_id)))
    }

    /// The same callback ID and hash with different content.
    pub(crate) fn changed(&self) -> Result<Self> {
        let mut changed = self.clone();
        let balance = json::get(&self.text, &["balance"]);
        changed.replace(&["balance"], if balance == Some("0.99") { "1.99" } else { "0.99" })?;
        Ok(changed)
    }

    /// The same without a hash.
    pub(crate) fn unsigned(mut self) -> Self {
        if let Some(text) = json::remove(&self.text, &["hash"]) {
            self.text = text;
        }
        self
    }

    /// The same with the hash of another callback ID.
    pub(crate) fn forged(mut self, callback_id: u64, credential: &Credential) -> Result<Self> {
        let other = credential.hash(callback_id ^ 1);
        self.replace(&["hash"], &format!("\"{other}\""))?;
        Ok(self)
    }

    /// The body of a POST with this callback.
    pub(crate) fn body(&self) -> String {
        body(&self.text)
    }
}

/// The body of a POST with one callback.
pub(crate) fn body(callback: &str) -> String {
    format!(r#"{{"callbacks":[{callback}]}}"#)
}

#[cfg(test)]
mod tests {
    use voximplant_callbacks::{Outcome, Receiver};

    use super::*;

    fn credential() -> Credential {
        Credential::new(7, "a-salt", "an-api-key").unwrap()
    }

    #[test]
    fn every_sample_is_received_documented_and_as_sent() {
        for kind in Kind::ALL {
            for mut sample in [Sample::documented(*kind).unwrap(), Sample::as_sent(*kind).unwrap()]
            {
                sample.sign(u64::MAX, &credential()).unwrap();
                let outcomes = Receiver::new(credential()).receive(sample.body().as_bytes());
                let [Outcome::Callback(callback)] = &outcomes.unwrap()[..] else {
                    panic!("{kind}")
                };
                assert_eq!((callback.kind(), callback.callback_id()), (*kind, u64::MAX));
            }
        }
        let as_sent = Sample::as_sent(Kind::SmsInbound).unwrap();
        assert!(json::get(as_sent.text(), &["sms_inbound", "sms_body"]).is_some());
    }

    #[test]
    fn a_field_that_is_misplaced_or_not_there_is_named_with_its_fix() {
        let mut sample = Sample::documented(Kind::CardPayment).unwrap();
        let text = sample.set("amount=5").unwrap_err().to_string();
        assert!(text.ends_with("did you mean `card_payment.amount`?"), "{text}");
        let text = sample.remove("card_payment.nothing").unwrap_err().to_string();
        assert!(text.contains("card_payment.amount"), "{text}");
        assert!(sample.set("amount").is_err());

        sample.set("card_payment.amount=99.50").unwrap();
        sample.set("card_payment.new_field=as it came").unwrap();
        sample.remove("currency").unwrap();
        assert_eq!(json::get(sample.text(), &["card_payment", "amount"]), Some("99.50"));
        assert_eq!(
            json::get(sample.text(), &["card_payment", "new_field"]),
            Some("\"as it came\"")
        );
        assert_eq!(json::get(sample.text(), &["currency"]), None);
    }
}

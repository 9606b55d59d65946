//! From the bytes of a POST to callbacks whose hash was checked, and of which
//! none is handled twice.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    error::Error,
    fmt, mem,
    sync::Arc,
};

use crate::{
    Body, BodyError, CallbackHash, Claim, Credential, Decoded, Duplicate, Envelope, HashError,
    HashMatched, Limits, Outcome, Refusal, Refused, ReplayGuard, outcome::Held,
};

/// Reads bodies, checks the hash of every callback in them, and with a
/// [`ReplayGuard`] tells those that were handled before.
///
/// Built once, shared by all threads, changed by none.
///
/// # Example
///
/// ```
/// use voximplant_callbacks::{Credential, Event, Outcome, Receiver};
///
/// let receiver = Receiver::new(Credential::new(1_234_567, "example-salt", "example-api-key")?);
/// let body = br#"{"callbacks": [{
///     "type": "card_payment", "callback_id": 7, "account_id": 1234567, "balance": 35.50,
///     "hash": "f346b50746b9c3bde7fd92f5ea8fd77c",
///     "card_payment": {"transaction_id": 42, "transaction_type": "card", "amount": 10.50}
/// }]}"#;
///
/// for outcome in receiver.receive(body)? {
///     match outcome {
///         Outcome::Callback(callback) => match &callback.event {
///             Event::CardPayment(payment) => assert_eq!(payment.amount.to_string(), "10.50"),
///             _ => {}
///         },
///         Outcome::Unknown(unknown) => println!("newer than this SDK: {}", unknown.kind()),
///         Outcome::Malformed(malformed) => println!("kept for a look: {}", malformed.error()),
///         Outcome::Duplicate(_) => println!("handled before"),
///         Outcome::Refused(refused) => println!("not to be handled: {}", refused.refusal()),
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Receiver {
    credentials: Credentials,
    limits: Limits,
    guard: Option<Arc<dyn ReplayGuard>>,
}

/// By account; several while an account's salt or key is being changed.
type Credentials = BTreeMap<u64, Vec<Credential>>;

impl Receiver {
    /// A receiver for the callbacks of one account.
    ///
    /// [`Receiver::default`] is one without any credential, for those who add
    /// many, or look each up with [`Receiver::receive_with`].
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self::default().credential(credential)
    }

    /// Adds a credential: of another account, or another of the same account
    /// while its salt or key is being changed.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.entry(credential.account_id()).or_default().push(credential);
        self
    }

    /// Reads within these limits instead of the default ones.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Tells callbacks that were handled before, instead of giving them out
    /// again.
    ///
    /// [Settle](HashMatched::settle) each callback when it was handled; one
    /// that is dropped without was not, and will be given out again.
    ///
    /// # Example
    ///
    /// ```
    /// use std::sync::Arc;
    /// use voximplant_callbacks::{Credential, MemoryGuard, Outcome, Receiver};
    ///
    /// let credential = Credential::new(1_234_567, "example-salt", "example-api-key")?;
    /// let receiver = Receiver::new(credential).guard(Arc::new(MemoryGuard::default()));
    /// # let body = br#"{"callbacks": [{"type": "card_expired", "callback_id": 7, "account_id": 1234567,
    /// #     "balance": 0.50, "hash": "f346b50746b9c3bde7fd92f5ea8fd77c"}]}"#;
    ///
    /// for outcome in receiver.receive(body)? {
    ///     let Outcome::Callback(callback) = outcome else { panic!("the first one") };
    ///     // Handle it here, and let an error return before it is settled.
    ///     callback.settle();
    /// }
    /// assert!(matches!(receiver.receive(body)?[..], [Outcome::Duplicate(_)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn guard(mut self, guard: Arc<dyn ReplayGuard>) -> Self {
        self.guard = Some(guard);
        self
    }

    /// Reads a body and checks every callback in it.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read. What is wrong with a single
    /// callback is told by its [`Outcome`].
    pub fn receive(&self, body: &[u8]) -> Result<Vec<Outcome>, BodyError> {
        let body = Body::decode_within(body, self.limits)?;
        Ok(self.check(body, &Credentials::new()))
    }

    /// Reads a body and checks every callback in it, with credentials that are
    /// looked up by account, for services with many accounts.
    ///
    /// The lookup is asked for each account of the body for which this holds
    /// no credential, once, one after the other, and before any callback is
    /// claimed from a guard. It gives none for an account that it does not
    /// know.
    ///
    /// Anybody can ask for any account: a lookup that is slow, or costs money,
    /// should remember its answers, also that there is none. One body may ask
    /// for no more accounts than [`Limits::accounts`]. No account is asked for
    /// whose callbacks all lack a hash.
    ///
    /// This needs no runtime, and its future is `Send` if that of the lookup
    /// is.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read or asks for too many accounts, or
    /// if a lookup fails: the sender should come again then.
    ///
    /// # Example
    ///
    /// ```
    /// use voximplant_callbacks::{Credential, Outcome, ReceiveError, Receiver};
    ///
    /// # struct Database;
    /// # impl Database {
    /// #     async fn credentials(&self, account_id: u64) -> Result<Vec<Credential>, std::io::Error> {
    /// #         Ok(Vec::new())
    /// #     }
    /// # }
    /// async fn on_post(
    ///     receiver: &Receiver,
    ///     database: &Database,
    ///     body: &[u8],
    /// ) -> Result<Vec<Outcome>, ReceiveError<std::io::Error>> {
    ///     receiver.receive_with(body, |account_id| database.credentials(account_id)).await
    /// }
    /// ```
    pub async fn receive_with<L, F, E>(
        &self,
        body: &[u8],
        mut lookup: L,
    ) -> Result<Vec<Outcome>, ReceiveError<E>>
    where
        L: FnMut(u64) -> F,
        F: Future<Output = Result<Vec<Credential>, E>>,
    {
        let body = Body::decode_within(body, self.limits).map_err(ReceiveError::Body)?;
        let accounts = self.accounts_to_look_up(&body).map_err(ReceiveError::Body)?;
        let mut found = Credentials::new();
        for account_id in accounts {
            let credentials = lookup(account_id)
                .await
                .map_err(|error| ReceiveError::Lookup { account_id, error })?;
            found.insert(account_id, credentials);
        }
        Ok(self.check(body, &found))
    }

    fn accounts_to_look_up(&self, body: &Body) -> Result<BTreeSet<u64>, BodyError> {
        let limit = self.limits.accounts;
        let mut accounts = BTreeSet::new();
        for signature in body.callbacks.iter().filter_map(|decoded| Signature::of(decoded).ok()) {
            if !self.credentials.contains_key(&signature.account_id) {
                accounts.insert(signature.account_id);
            }
            if accounts.len() > limit {
                return Err(BodyError::TooManyAccounts { limit });
            }
        }
        Ok(accounts)
    }

    fn check(&self, body: Body, found: &Credentials) -> Vec<Outcome> {
        let mut claims = self.guard.as_ref().map(Claims::new);
        let check = |decoded| match self.matching(&decoded, found) {
            Ok(matching) => match &mut claims {
                Some(claims) => claims.claim(decoded, &matching),
                None => accepted(decoded, matching.credential, None),
            },
            Err(error) => refused(decoded, Refusal::Hash(error)),
        };
        body.callbacks.into_iter().map(check).collect()
    }

    /// Finds the credential of the account that makes the callback's hash.
    fn matching(&self, decoded: &Decoded, found: &Credentials) -> Result<Matching, HashError> {
        let Signature { account_id, callback_id, hash } = Signature::of(decoded)?;
        let held = self.credentials.get(&account_id).or_else(|| found.get(&account_id));
        let mut refusal = HashError::UnknownAccount;
        for (index, credential) in held.into_iter().flatten().enumerate() {
            // A lookup may be wrong about whose credential it gives.
            if credential.account_id() != account_id {
                continue;
            }
            if credential.hash(callback_id) == hash {
                return Ok(Matching { account_id, callback_id, credential: index });
            }
            refusal = HashError::Mismatch;
        }
        Err(refusal)
    }
}

/// Shows the accounts, and nothing of their credentials.
impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("accounts", &self.credentials.keys())
            .field("limits", &self.limits)
            .field("guarded", &self.guard.is_some())
            .finish()
    }
}

/// Why a body was not received for which credentials are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveError<E> {
    /// The body as a whole cannot be read.
    Body(BodyError),
    /// The credentials of an account could not be looked up. No callback of
    /// the body was claimed from the guard.
    Lookup {
        /// The account.
        account_id: u64,
        /// What the lookup said.
        error: E,
    },
}

impl<E> fmt::Display for ReceiveError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(error) => error.fmt(f),
            Self::Lookup { account_id, .. } => {
                write!(f, "cannot look up the credentials of account {account_id}")
            }
        }
    }
}

impl<E: Error + 'static> Error for ReceiveError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Body(error) => error.source(),
            Self::Lookup { error, .. } => Some(error),
        }
    }
}

/// What a callback says of its origin.
struct Signature {
    account_id: u64,
    callback_id: u64,
    hash: CallbackHash,
}

impl Signature {
    fn of(decoded: &Decoded) -> Result<Self, HashError> {
        let of_envelope = |it: &Envelope| {
            let hash = CallbackHash::parse(&it.hash)?;
            Ok(Self { account_id: it.account_id, callback_id: it.callback_id, hash })
        };
        match decoded {
            Decoded::Callback(callback) => of_envelope(&callback.envelope),
            Decoded::Unknown(unknown) => of_envelope(unknown.envelope()),
            Decoded::Malformed(malformed) => {
                let (account_id, callback_id, hash) =
                    malformed.signature().ok_or(HashError::Unreadable)?;
                Ok(Self { account_id, callback_id, hash: CallbackHash::parse(hash)? })
            }
        }
    }
}

/// A callback whose hash matches.
struct Matching {
    account_id: u64,
    callback_id: u64,
    /// Place of the credential among those of its account.
    credential: usize,
}

/// What is claimed from the guard for one body.
struct Claims<'a> {
    guard: &'a Arc<dyn ReplayGuard>,
    /// Contents of the callbacks that the body had until now. A copy of one of
    /// them shares its fate, so the guard is not asked about it.
    contents: BTreeMap<(u64, u64), Vec<u8>>,
}

impl<'a> Claims<'a> {
    fn new(guard: &'a Arc<dyn ReplayGuard>) -> Self {
        Self { guard, contents: BTreeMap::new() }
    }

    fn claim(&mut self, mut decoded: Decoded, matching: &Matching) -> Outcome {
        let &Matching { account_id, callback_id, credential } = matching;
        let content = content(&mut decoded);
        let duplicate = |decoded, compared| {
            let callback = Box::new(HashMatched::new(decoded, credential, None));
            Outcome::Duplicate(Duplicate { callback, compared })
        };
        let room = match self.contents.entry((account_id, callback_id)) {
            Entry::Occupied(first) if *first.get() == content => return duplicate(decoded, true),
            Entry::Occupied(_) => return refused(decoded, Refusal::Conflict),
            Entry::Vacant(room) => room,
        };
        match self.guard.claim(account_id, callback_id, &content) {
            Claim::New => {
                room.insert(content);
                let held = Held::new(Arc::clone(self.guard), account_id, callback_id);
                accepted(decoded, credential, Some(held))
            }
            Claim::Duplicate => duplicate(decoded, true),
            Claim::Seen => duplicate(decoded, false),
            Claim::Conflict => refused(decoded, Refusal::Conflict),
            Claim::InProgress => refused(decoded, Refusal::InProgress),
            Claim::Full => refused(decoded, Refusal::GuardFull),
        }
    }
}

fn accepted(decoded: Decoded, credential: usize, held: Option<Held>) -> Outcome {
    match decoded {
        Decoded::Callback(it) => Outcome::Callback(HashMatched::new(it, credential, held)),
        Decoded::Unknown(it) => Outcome::Unknown(HashMatched::new(it, credential, held)),
        Decoded::Malformed(it) => Outcome::Malformed(HashMatched::new(it, credential, held)),
    }
}

fn refused(decoded: Decoded, refusal: Refusal) -> Outcome {
    Outcome::Refused(Refused { refusal, callback: Box::new(decoded) })
}

/// What a guard compares: all but the hash, of which another credential makes
/// another one.
fn content(decoded: &mut Decoded) -> Vec<u8> {
    let hash = decoded.envelope_mut().map(|envelope| mem::take(&mut envelope.hash));
    let content = match &*decoded {
        Decoded::Unknown(unknown) => serde_json::to_vec(&(&unknown.kind, &unknown.envelope)),
        other => serde_json::to_vec(other),
    };
    if let (Some(envelope), Some(hash)) = (decoded.envelope_mut(), hash) {
        envelope.hash = hash;
    }
    content.expect("what was read can be written")
}

//! Turns the bytes of a POST into callbacks whose hash was checked and that
//! were not handled before.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    error::Error,
    fmt,
    sync::Arc,
};

use crate::{
    BodyError, CallbackHash, Claim, Credential, Decoded, Digest, Envelope, HashError, HashMatch,
    Limits, Outcome, Reason, Refusal, Refused, ReplayGuard, Unchecked, body,
    ledger::{Key, Ledger, Origin},
};

/// Reads bodies, checks the hash of every callback in them, and with a
/// [`ReplayGuard`] recognizes those that were handled before.
///
/// Build it once and share it between threads.
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
///         Outcome::Malformed(malformed) => println!("kept for inspection: {}", malformed.error()),
///         Outcome::Duplicate(_) => println!("handled before"),
///         Outcome::Refused(refused) => println!("rejected: {}", refused.refusal()),
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
    /// [`Receiver::default`] has no credential: add several, or look each up
    /// with [`Receiver::receive_with`].
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self::default().credential(credential)
    }

    /// Adds a credential: one of another account, or a second one of the same
    /// account while its salt or key is being changed.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.entry(credential.account_id()).or_default().push(credential);
        self
    }

    /// Reads with these limits instead of the default ones.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Recognizes callbacks that were handled before, instead of returning them
    /// again.
    ///
    /// [Settle](crate::Received::settle) each callback once it is handled. A
    /// callback that is dropped instead counts as not handled, and its next
    /// copy is new.
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
    /// If the body as a whole cannot be read. A single callback that cannot be read is not an error
    /// but an [`Outcome`].
    pub fn receive(&self, body: &[u8]) -> Result<Vec<Outcome>, BodyError> {
        let ledger = self.ledger(body)?;
        Ok(claim(self.check(&ledger)?, &ledger))
    }

    /// Reads a body and checks every callback in it, with credentials that are
    /// looked up by account, for services with many accounts.
    ///
    /// The lookup runs once for each account of the body for which the receiver
    /// has no credential, one after the other, and before any callback is claimed
    /// from a guard. For an account that it does not know, it returns an empty
    /// list.
    ///
    /// Anyone can make the lookup run for any account: if it is slow or costs
    /// money, cache its answers, including the empty ones. One body may ask for
    /// no more accounts than [`Limits::accounts`]. An account whose callbacks
    /// all lack a hash is not looked up.
    ///
    /// This needs no runtime, and its future is `Send` if the future of the
    /// lookup is. While it waits, it holds the body, but no decoded callbacks
    /// of the accounts that it looks up.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read or asks for too many accounts, or
    /// if a lookup fails. After a failed lookup, the sender should retry.
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
        lookup: L,
    ) -> Result<Vec<Outcome>, ReceiveError<E>>
    where
        L: FnMut(u64) -> F,
        F: Future<Output = Result<Vec<Credential>, E>>,
    {
        let ledger = self.ledger(body).map_err(ReceiveError::Body)?;
        let outcomes = self.check_with(&ledger, lookup).await?;
        Ok(claim(outcomes, &ledger))
    }

    /// Reads a body without checking hashes, for a body that was authenticated
    /// in another way, such as with a signature over the whole body.
    ///
    /// This ignores the credentials of the receiver. It asks the guard about
    /// every callback whose account ID and callback ID can be read.
    ///
    /// # Errors
    ///
    /// If the body as a whole cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// use voximplant_callbacks::{Callback, Outcome, Received, Receiver, Unchecked};
    ///
    /// fn handle(callback: &Received<Callback, Unchecked>) {
    ///     println!("{} of account {}", callback.kind(), callback.account_id());
    /// }
    ///
    /// // The signature over the whole body was checked before this.
    /// let body = br#"{"callbacks": [
    ///     {"type": "card_expired", "callback_id": 7, "account_id": 1234567, "balance": 0.50}
    /// ]}"#;
    /// for outcome in Receiver::default().read(body)? {
    ///     if let Outcome::Callback(callback) = &outcome {
    ///         handle(callback);
    ///     }
    ///     outcome.settle();
    /// }
    /// # Ok::<(), voximplant_callbacks::BodyError>(())
    /// ```
    pub fn read(&self, body: &[u8]) -> Result<Vec<Outcome<Unchecked>>, BodyError> {
        let ledger = self.ledger(body)?;
        Ok(claim(unchecked(&ledger)?, &ledger))
    }

    #[cfg(feature = "http")]
    pub(crate) fn body_limit(&self) -> usize {
        self.limits.body
    }

    /// Keeps a body to read it, if it is within the limit.
    fn ledger(&self, body: &[u8]) -> Result<Arc<Ledger>, BodyError> {
        if body.len() > self.limits.body {
            return Err(BodyError::TooLarge { size: body.len(), limit: self.limits.body });
        }
        self.ledger_of(body.to_vec()).map_err(|(error, _)| error)
    }

    /// Keeps a body to read it, or gives it back.
    pub(crate) fn ledger_of(&self, body: Vec<u8>) -> Result<Arc<Ledger>, (BodyError, Vec<u8>)> {
        let body = String::from_utf8(body).map_err(|error| {
            (BodyError::not_utf8(error.as_bytes(), error.utf8_error()), error.into_bytes())
        })?;
        Ok(Arc::new(Ledger::new(body, self.limits, self.guard.clone())))
    }

    /// Checks the hash of every callback with the available credentials. Of refused callbacks, only
    /// the place in the body is kept.
    pub(crate) fn check(&self, ledger: &Arc<Ledger>) -> Result<Vec<Outcome>, BodyError> {
        let matching = |decoded, origin| matching(&self.credentials, decoded, origin);
        outcomes(ledger, OBJECTS, matching)
    }

    /// Checks the hash of every callback, and looks up missing credentials.
    pub(crate) async fn check_with<L, F, E>(
        &self,
        ledger: &Arc<Ledger>,
        mut lookup: L,
    ) -> Result<Vec<Outcome>, ReceiveError<E>>
    where
        L: FnMut(u64) -> F,
        F: Future<Output = Result<Vec<Credential>, E>>,
    {
        let outcomes = self.check(ledger).map_err(ReceiveError::Body)?;
        let accounts = self.accounts_to_look_up(&outcomes).map_err(ReceiveError::Body)?;
        let mut found = Credentials::new();
        for account_id in accounts {
            let credentials = lookup(account_id)
                .await
                .map_err(|error| ReceiveError::Lookup { account_id, error })?;
            found.insert(account_id, credentials);
        }
        let check_again = |outcome| match outcome {
            Outcome::Refused(refused) if is_of_unknown_account(&refused) => {
                let origin = refused.into_origin();
                matching(&found, origin.decode_in_part(OBJECTS), origin)
            }
            outcome => outcome,
        };
        Ok(outcomes.into_iter().map(check_again).collect())
    }

    fn accounts_to_look_up(&self, outcomes: &[Outcome]) -> Result<BTreeSet<u64>, BodyError> {
        let limit = self.limits.accounts;
        let mut accounts = BTreeSet::new();
        for outcome in outcomes {
            if let Outcome::Refused(refused) = outcome
                && is_of_unknown_account(refused)
            {
                accounts.extend(outcome.account_id());
            }
            if accounts.len() > limit {
                return Err(BodyError::TooManyAccounts { limit });
            }
        }
        Ok(accounts)
    }
}

/// Accepts every callback, whatever its hash.
pub(crate) fn unchecked(ledger: &Arc<Ledger>) -> Result<Vec<Outcome<Unchecked>>, BodyError> {
    let accepted = |decoded, origin| Outcome::accepted(decoded, Unchecked::NEW, origin);
    outcomes(ledger, usize::MAX, accepted)
}

/// Claims callbacks that may be handled from the guard, in the order of the body.
pub(crate) fn claim<E>(mut outcomes: Vec<Outcome<E>>, ledger: &Ledger) -> Vec<Outcome<E>> {
    if let Some(guard) = ledger.guard() {
        let mut claims = Claims::new(guard);
        outcomes = outcomes.into_iter().map(|outcome| claims.claim(outcome)).collect();
    } else {
        outcomes.iter_mut().for_each(Outcome::enter);
    }
    ledger.trace().received(&outcomes);
    outcomes
}

/// How many objects in lists are read before the callback's hash is known to match: `[]` is read as
/// an object, which takes a hundred times the memory.
const OBJECTS: usize = 4096;

/// The outcome of each callback of a body, before the guard is asked. At most this many objects in
/// lists are read of each.
fn outcomes<E>(
    ledger: &Arc<Ledger>,
    objects: usize,
    mut outcome: impl FnMut(Decoded, Origin) -> Outcome<E>,
) -> Result<Vec<Outcome<E>>, BodyError> {
    let mut outcomes = Vec::new();
    let (text, limits) = (ledger.body(), ledger.limits());
    body::read_each(text, limits, objects, &mut |decoded, range| {
        let rest = range.end..text.len();
        let origin = Origin::new(ledger, range, outcomes.len(), &decoded);
        body::push(&mut outcomes, outcome(decoded, origin), rest, limits);
    })?;
    Ok(outcomes)
}

/// Finds the credential of the account that gives the callback's hash.
fn matching(credentials: &Credentials, decoded: Decoded, origin: Origin) -> Outcome {
    match hash_match(credentials, &decoded) {
        Ok(evidence) if is_read_in_part(&decoded) => {
            Outcome::accepted(origin.decode(), evidence, origin)
        }
        Ok(evidence) => Outcome::accepted(decoded, evidence, origin),
        Err(error) => Outcome::Refused(Refused::new(Refusal::Hash(error), origin)),
    }
}

/// Whether the callback may have more objects than were read.
fn is_read_in_part(decoded: &Decoded) -> bool {
    match decoded {
        Decoded::Malformed(malformed) => {
            matches!(malformed.error().reason(), Reason::TooLong { .. })
        }
        Decoded::Callback(_) | Decoded::Unknown(_) => false,
    }
}

fn hash_match(credentials: &Credentials, decoded: &Decoded) -> Result<HashMatch, HashError> {
    let Signature { account_id, callback_id, hash } = Signature::of(decoded)?;
    let mut refusal = HashError::UnknownAccount;
    for (index, credential) in credentials.get(&account_id).into_iter().flatten().enumerate() {
        // A lookup may return the credential of another account.
        if credential.account_id() != account_id {
            continue;
        }
        if credential.hash(callback_id) == hash {
            return Ok(HashMatch { account_id, callback_id, credential: index });
        }
        refusal = HashError::Mismatch;
    }
    Err(refusal)
}

fn is_of_unknown_account(refused: &Refused) -> bool {
    refused.refusal() == Refusal::Hash(HashError::UnknownAccount)
}

/// Shows the accounts, but not their credentials.
impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("accounts", &self.credentials.keys())
            .field("limits", &self.limits)
            .field("guarded", &self.guard.is_some())
            .finish()
    }
}

/// Why [`Receiver::receive_with`] failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveError<E> {
    /// The body as a whole cannot be read.
    Body(BodyError),
    /// The credentials of an account could not be looked up. No callback of
    /// the body was claimed from the guard.
    Lookup {
        /// The account.
        account_id: u64,
        /// The error of the lookup.
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

/// What a callback claims about its origin.
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
                let (account_id, callback_id, hash) = malformed.signature()?;
                Ok(Self { account_id, callback_id, hash: CallbackHash::parse(hash)? })
            }
        }
    }
}

/// The claims from the guard for one body.
struct Claims<'a> {
    guard: &'a dyn ReplayGuard,
    /// Digests of the callbacks of the body so far. A copy of one of them gets the same result, so
    /// the guard is not asked about it.
    claimed: BTreeMap<Key, Digest>,
}

impl<'a> Claims<'a> {
    fn new(guard: &'a dyn ReplayGuard) -> Self {
        Self { guard, claimed: BTreeMap::new() }
    }

    fn claim<E>(&mut self, outcome: Outcome<E>) -> Outcome<E> {
        let mut outcome = if outcome.is_new() { self.judge(outcome) } else { outcome };
        outcome.enter();
        outcome
    }

    /// The outcome after asking the guard.
    fn judge<E>(&mut self, outcome: Outcome<E>) -> Outcome<E> {
        // Without readable IDs, it cannot be recognized.
        let Some((account_id, callback_id)) = outcome.origin().key() else { return outcome };
        let digest = outcome.digest();
        let room = match self.claimed.entry((account_id, callback_id)) {
            Entry::Occupied(first) if *first.get() == digest => {
                return outcome.into_duplicate(true);
            }
            Entry::Occupied(_) => return outcome.into_refused(Refusal::Conflict),
            Entry::Vacant(room) => room,
        };
        match self.guard.claim(account_id, callback_id, digest) {
            Claim::New => {
                room.insert(digest);
                outcome
            }
            Claim::Duplicate => outcome.into_duplicate(true),
            Claim::Seen => outcome.into_duplicate(false),
            Claim::Conflict => outcome.into_refused(Refusal::Conflict),
            Claim::InProgress => outcome.into_refused(Refusal::InProgress),
            Claim::Full => outcome.into_refused(Refusal::GuardFull),
        }
    }
}

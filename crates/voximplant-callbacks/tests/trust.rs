//! Repeated callbacks, sealed credentials, and credentials that are looked up.

use std::{
    cell::RefCell,
    future::{Ready, ready},
    slice,
    sync::{Arc, mpsc},
    task::{Context, Poll, Waker},
    thread,
};

use voximplant_callbacks::{
    BodyError, Callback, Claim, Credential, CredentialError, Decoded, Digest, Event, Limits,
    MemoryGuard, Outcome, ReceiveError, Received, Receiver, Refusal, ReplayGuard, Seal, SealError,
    TokenError, Unchecked, UnsealError, UrlToken, Verdict,
};

const ACCOUNT: u64 = 1_234_567;
const KEY: &str = "00000000-0000-4000-8000-000000000000";

fn credential() -> Credential {
    Credential::new(ACCOUNT, "salt", KEY).unwrap()
}

/// A signed callback with this ID, whose content is this balance.
fn callback(credential: &Credential, callback_id: u64, balance: &str) -> String {
    let (account_id, hash) = (credential.account_id(), credential.hash(callback_id));
    format!(
        r#"{{"type":"card_expired","callback_id":{callback_id},"account_id":{account_id},"balance":{balance},"hash":"{hash}"}}"#
    )
}

fn body(callbacks: &[String]) -> Vec<u8> {
    format!(r#"{{"callbacks":[{}]}}"#, callbacks.join(",")).into_bytes()
}

/// A body of one callback.
fn one(callback_id: u64, balance: &str) -> Vec<u8> {
    body(&[callback(&credential(), callback_id, balance)])
}

fn guarded(guard: MemoryGuard) -> Receiver {
    Receiver::new(credential()).guard(Arc::new(guard))
}

/// The outcome of the only callback of a body.
fn only(receiver: &Receiver, body: &[u8]) -> Outcome {
    let mut outcomes = receiver.receive(body).unwrap();
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

fn content(json: &str) -> Digest {
    Digest::of(serde_json::from_str(json).unwrap())
}

fn refusal<E: std::fmt::Debug>(outcome: &Outcome<E>) -> Refusal {
    match outcome {
        Outcome::Refused(refused) => refused.refusal(),
        outcome => panic!("{outcome:?}"),
    }
}

fn was_compared<E: std::fmt::Debug>(outcome: &Outcome<E>) -> bool {
    match outcome {
        Outcome::Duplicate(duplicate) => duplicate.was_compared(),
        outcome => panic!("{outcome:?}"),
    }
}

// The replay guard.

#[test]
fn without_a_guard_a_callback_may_come_as_often_as_it_likes() {
    let receiver = Receiver::new(credential());
    for _ in 0..3 {
        let outcome = only(&receiver, &one(7, "1"));
        assert!(matches!(outcome, Outcome::Callback(_)), "{outcome:?}");
        outcome.settle();
    }
}

#[test]
fn what_was_settled_is_a_duplicate_or_a_conflict() {
    let receiver = guarded(MemoryGuard::default());
    let first = only(&receiver, &one(7, "1"));
    assert!(matches!(first, Outcome::Callback(_)), "{first:?}");
    first.settle();
    for _ in 0..2 {
        assert!(was_compared(&only(&receiver, &one(7, "1"))));
        assert_eq!(refusal(&only(&receiver, &one(7, "2"))), Refusal::Conflict);
    }
    let other = only(&receiver, &one(8, "1"));
    assert!(matches!(other, Outcome::Callback(_)), "{other:?}");
}

#[test]
fn what_is_dropped_comes_again() {
    let receiver = guarded(MemoryGuard::default());
    for _ in 0..2 {
        let outcome = only(&receiver, &one(7, "1"));
        assert!(matches!(outcome, Outcome::Callback(_)), "{outcome:?}");
    }
    let panicking = thread::scope(|scope| {
        let handler = scope.spawn(|| {
            let _claimed = only(&receiver, &one(7, "1"));
            panic!("on purpose");
        });
        handler.join()
    });
    assert!(panicking.is_err());
    only(&receiver, &one(7, "1")).settle();
    assert!(was_compared(&only(&receiver, &one(7, "1"))));
}

#[test]
fn what_is_in_work_is_neither_handled_twice_nor_called_done() {
    let receiver = guarded(MemoryGuard::default());
    let first = only(&receiver, &one(7, "1"));
    for balance in ["1", "2"] {
        let again = refusal(&only(&receiver, &one(7, balance)));
        assert_eq!(again, Refusal::InProgress);
        assert!(again.is_temporary());
    }
    drop(first);
    assert!(matches!(only(&receiver, &one(7, "2")), Outcome::Callback(_)));
}

#[test]
fn of_many_at_once_one_is_first() {
    let receiver = guarded(MemoryGuard::default());
    let (sender, outcomes) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for id in 0..200 {
                    sender.send(only(&receiver, &one(id, "1"))).unwrap();
                }
            });
        }
    });
    drop(sender);
    let firsts = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Callback(_)));
    // None was settled and all are held, so that each number was first once.
    let firsts: Vec<_> = firsts.collect();
    assert_eq!(firsts.len(), 200);
}

#[test]
fn a_copy_in_the_same_body_shares_the_fate_of_the_first() {
    let receiver = guarded(MemoryGuard::default());
    let [first, other] = ["1", "2"].map(|balance| callback(&credential(), 7, balance));
    let body = body(&[first.clone(), first.replace(',', " , "), other]);
    for _ in 0..2 {
        let outcomes = receiver.receive(&body).unwrap();
        assert!(matches!(outcomes[0], Outcome::Callback(_)), "{outcomes:?}");
        assert!(was_compared(&outcomes[1]));
        assert_eq!(refusal(&outcomes[2]), Refusal::Conflict);
        // The body is dropped unsettled, and the next attempt is a first one.
    }
}

#[test]
fn neither_spaces_nor_order_nor_the_salt_make_another_content() {
    let new = Credential::new(ACCOUNT, "another salt", KEY).unwrap();
    let receiver = guarded(MemoryGuard::default()).credential(new.clone());
    for (kind, callback_id) in [("card_expired", 7), ("moon_landing", 8)] {
        let sent = |credential: &Credential, start: &str, end: &str| {
            let hash = credential.hash(callback_id);
            format!(
                r#"{{"callbacks":[{{{start}"hash":"{hash}","account_id":{ACCOUNT},"callback_id":{callback_id}{end}}}]}}"#
            )
        };
        let fields = format!(r#""balance":1.50,"type":"{kind}""#);
        let first = sent(&credential(), "", &format!(",{fields}"));
        only(&receiver, first.as_bytes()).settle();
        for again in [
            sent(&credential(), &format!("{fields},"), ""),
            sent(&credential(), "", &format!(" ,  {}", fields.replace(':', " : "))),
            sent(&new, "", &format!(",{fields}")),
        ] {
            assert!(was_compared(&only(&receiver, again.as_bytes())), "{again}");
        }
        // Every digit is content, and so is the kind.
        for changed in [first.replace("1.50", "1.5"), first.replace(kind, "account_is_frozen")] {
            let outcome = only(&receiver, changed.as_bytes());
            assert_eq!(refusal(&outcome), Refusal::Conflict, "{changed}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_once_too() {
    let receiver = guarded(MemoryGuard::default());
    let malformed = one(7, r#""much""#);
    let first = only(&receiver, &malformed);
    assert!(matches!(first, Outcome::Malformed(_)), "{first:?}");
    first.settle();
    assert!(was_compared(&only(&receiver, &malformed)));
    assert_eq!(refusal(&only(&receiver, &one(7, "1"))), Refusal::Conflict);
}

#[test]
fn a_retry_in_another_spelling_is_a_duplicate_wherever_the_spelling_differs() {
    let receiver = guarded(MemoryGuard::default());
    let with = |more: &str| {
        callback(&credential(), 7, "1.50").replace("\"balance\"", &format!("{more},\"balance\""))
    };
    let undocumented = with(r#""extra":{"a":1,"b":["\u00e9"," "]}"#);
    let unknown = undocumented.replace("card_expired", "moon_landing");
    let malformed = undocumented.replace("1.50", "\"much\"");
    let sorts = ["callback", "unknown", "malformed"];
    for (id, (first, sort)) in (8..).zip([undocumented, unknown, malformed].iter().zip(sorts)) {
        let sign = |text: &str| {
            let hashes = [7, id].map(|id| credential().hash(id).to_string());
            text.replace(&hashes[0], &hashes[1])
                .replace("\"callback_id\":7", &format!("\"callback_id\":{id}"))
        };
        let outcome = only(&receiver, &body(&[sign(first)]));
        assert_eq!(outcome.code(), sort);
        outcome.settle();
        for (from, to) in [
            (r#"{"a":1,"b""#, r#"{ "a" : 1 , "b""#),
            (r#""a":1,"b":["\u00e9"," "]"#, r#""b":["é","\u0020"],"\u0061":1"#),
        ] {
            let again = sign(&first.replace(from, to));
            assert_ne!(again, sign(first));
            assert!(was_compared(&only(&receiver, &body(slice::from_ref(&again)))), "{again}");
        }
        for (from, to) in
            [("\"a\":1", "\"a\":1.0"), ("\" \"", "\"\""), ("\"a\":1", "\"a\":1,\"c\":null")]
        {
            let changed = sign(&first.replace(from, to));
            let outcome = only(&receiver, &body(slice::from_ref(&changed)));
            assert_eq!(refusal(&outcome), Refusal::Conflict, "{changed}");
        }
    }
}

#[test]
fn what_came_is_at_hand_whatever_is_made_of_it() {
    let receiver = guarded(MemoryGuard::default());
    let texts = [
        callback(&credential(), 7, "1"),
        callback(&credential(), 8, "1").replace("card_expired", "moon_landing"),
        callback(&credential(), 9, "\"much\""),
        callback(&credential(), 7, "1").replace(':', " : "),
        callback(&credential(), 7, "2"),
        callback(&credential(), 10, "1").replace("hash", "h"),
        "5".to_owned(),
    ];
    let codes =
        ["callback", "unknown", "malformed", "duplicate", "conflict", "missing", "unreadable"];
    let outcomes = receiver.receive(&body(&texts)).unwrap();
    assert_eq!(outcomes.iter().map(Outcome::code).collect::<Vec<_>>(), codes);
    for (outcome, text) in outcomes.iter().zip(&texts) {
        assert_eq!(outcome.text(), text);
        assert_eq!(outcome.digest(), content(text));
        assert_eq!(outcome.digest_as(outcome.digest().version()), outcome.digest());
    }
    let ids: Vec<_> = outcomes.iter().map(|it| (it.account_id(), it.callback_id())).collect();
    let of = |id| (Some(ACCOUNT), Some(id));
    assert_eq!(ids, [of(7), of(8), of(9), of(7), of(7), of(10), (None, None)]);
    // Only the text of what is not to be handled is kept, and is read again.
    let Outcome::Duplicate(duplicate) = &outcomes[3] else { panic!("{outcomes:?}") };
    assert_eq!(duplicate.credential_index(), 0);
    assert!(matches!(duplicate.decode(), Decoded::Callback(it) if it.callback_id() == 7));
    let Outcome::Refused(refused) = &outcomes[6] else { panic!("{outcomes:?}") };
    let Decoded::Malformed(malformed) = refused.decode() else { panic!("{outcomes:?}") };
    assert_eq!(malformed.error().pointer(), "/callbacks/6");
    let Outcome::Malformed(malformed) = &outcomes[2] else { panic!("{outcomes:?}") };
    assert_eq!((malformed.account_id(), malformed.callback_id()), (ACCOUNT, 9));
}

#[test]
fn a_verdict_from_elsewhere_reaches_the_guard() {
    for (verdict, is_settled) in [
        (Verdict::Handled, true),
        (Verdict::Duplicate, true),
        (Verdict::Conflict, false),
        (Verdict::Unavailable, false),
    ] {
        let receiver = guarded(MemoryGuard::default());
        only(&receiver, &one(7, "1")).settle_as(verdict);
        let again = only(&receiver, &one(7, "1"));
        assert_eq!(matches!(again, Outcome::Duplicate(_)), is_settled, "{verdict:?}: {again:?}");
    }
}

/// Of what is not signed, only so much is read as it takes to refuse it.
#[test]
fn a_long_callback_is_read_whole_once_its_hash_matches() {
    let of = |credential: &Credential, details: usize| {
        let details = vec!["{}"; details].join(",");
        let subscriptions = format!(
            r#","renewed_subscriptions":{{"subscriptions":[{{"subscription_id":1,"cost":1,"next_renewal":"2026-03-01","details":[{details}]}}]}}}}"#
        );
        let callback =
            callback(credential, 7, "1").replace("card_expired", "renewed_subscriptions");
        callback.trim_end_matches('}').to_owned() + &subscriptions
    };
    let forger = Credential::new(ACCOUNT, "salt", "a guess").unwrap();
    let stranger = Credential::new(ACCOUNT + 1, "salt", KEY).unwrap();
    for (details, code) in [(4000, "callback"), (10_000, "callback"), (10_001, "malformed")] {
        let texts = [of(&credential(), details), of(&forger, details), of(&stranger, details)];
        let receiver = Receiver::new(credential());
        for body in texts.chunks(1).map(body) {
            let read = receiver.read(&body).unwrap();
            assert_eq!(read[0].code(), code);
        }
        let codes = |outcomes: Vec<Outcome>| outcomes.iter().map(Outcome::code).collect::<Vec<_>>();
        let outcomes = receiver.receive(&body(&texts)).unwrap();
        if let Outcome::Callback(callback) = &outcomes[0] {
            let Event::RenewedSubscriptions(it) = &callback.event else { panic!("{callback:?}") };
            assert_eq!(it.subscriptions[0].details.len(), details);
        }
        if let Outcome::Malformed(malformed) = &outcomes[0] {
            let place = "/callbacks/0/renewed_subscriptions/subscriptions/0/details";
            assert_eq!(malformed.error().pointer(), place);
        }
        assert_eq!(codes(outcomes), [code, "mismatch", "unknown_account"]);
        let looked_up = now(receiver.receive_with(&body(&texts), found)).unwrap();
        assert_eq!(codes(looked_up), [code, "mismatch", code]);
    }
}

// Bodies whose hashes are not looked at.

#[test]
fn what_is_read_says_that_no_hash_was_checked() {
    fn is_unchecked(_: &Received<Callback, Unchecked>) {}

    let receiver = Receiver::default().guard(Arc::new(MemoryGuard::default()));
    let forged = callback(&Credential::new(5, "salt", "a guess").unwrap(), 7, "1");
    let unsigned = forged.replace("hash", "h").replace("\"callback_id\":7", "\"callback_id\":8");
    let texts = [
        forged.clone(),
        unsigned,
        forged.clone(),
        forged.replace("\":1,", "\":2,"),
        "5".to_owned(),
    ];
    let outcomes = receiver.read(&body(&texts)).unwrap();
    let codes: Vec<_> = outcomes.iter().map(Outcome::code).collect();
    assert_eq!(codes, ["callback", "callback", "duplicate", "conflict", "malformed"]);
    let Outcome::Callback(callback) = &outcomes[0] else { panic!("{outcomes:?}") };
    is_unchecked(callback);
    // It has no IDs to claim, but is worth inspecting like any other.
    let Outcome::Malformed(malformed) = &outcomes[4] else { panic!("{outcomes:?}") };
    assert_eq!((malformed.account_id(), malformed.text()), (None, "5"));
    for outcome in outcomes {
        outcome.settle();
    }
    let again = receiver.read(&body(&texts)).unwrap();
    let codes: Vec<_> = again.iter().map(Outcome::code).collect();
    assert_eq!(codes, ["duplicate", "duplicate", "duplicate", "conflict", "malformed"]);
    assert!(matches!(receiver.read(b"[]").unwrap_err(), BodyError::Shape { .. }));
}

// The guard in memory.

#[test]
fn what_is_forged_takes_no_room() {
    let guard = Arc::new(MemoryGuard::default().runs(1));
    let receiver = Receiver::new(credential()).guard(guard.clone());
    let stranger = Credential::new(ACCOUNT, "salt", "a guess").unwrap();
    let forged: Vec<_> = (0..100).map(|id| callback(&stranger, id * 2, "1")).collect();
    let outcomes = receiver.receive(&body(&forged)).unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Refused(_))));
    assert_eq!(guard.room(ACCOUNT), 1);
}

#[test]
fn a_full_guard_says_so_and_forgets_nothing() {
    let guard = Arc::new(MemoryGuard::default().runs(2).contents(2));
    let receiver = Receiver::new(credential()).guard(guard.clone());
    for id in [10, 20] {
        only(&receiver, &one(id, "1")).settle();
    }
    assert_eq!(guard.room(ACCOUNT), 0);
    let full = refusal(&only(&receiver, &one(30, "1")));
    assert_eq!(full, Refusal::GuardFull);
    assert!(full.is_temporary());
    // An ID next to a settled one takes no more room, and joining two runs frees some.
    for id in [9, 11, 12, 13, 14, 15, 16, 17, 18, 19] {
        only(&receiver, &one(id, "1")).settle();
    }
    assert_eq!(guard.room(ACCOUNT), 1);
    only(&receiver, &one(30, "1")).settle();
    for id in (9..=20).chain([30]) {
        let outcome = only(&receiver, &one(id, "1"));
        // The contents of the last two are known; of the others, only the IDs.
        assert_eq!(was_compared(&outcome), [19, 30].contains(&id), "{id}");
    }
}

#[test]
fn a_guard_knows_the_first_and_the_last_number_that_there_are() {
    let guard = MemoryGuard::default();
    for (account_id, callback_id) in
        [(0, 0), (0, u64::MAX), (1, 0), (u64::MAX, u64::MAX), (u64::MAX, u64::MAX - 1)]
    {
        assert_eq!(guard.claim(account_id, callback_id, content("{}")), Claim::New);
        guard.settle(account_id, callback_id);
        assert_eq!(guard.claim(account_id, callback_id, content("{}")), Claim::Duplicate);
    }
    for (account_id, callback_id) in [(0, 1), (0, u64::MAX - 1), (1, u64::MAX), (2, 0)] {
        assert_eq!(guard.claim(account_id, callback_id, content("{}")), Claim::New);
    }
}

#[test]
fn each_account_has_a_budget_of_its_own() {
    let guard = Arc::new(MemoryGuard::default().runs(3).contents(2));
    let tenant = Credential::new(2, "another salt", "another key").unwrap();
    let receiver = Receiver::new(credential()).credential(tenant.clone()).guard(guard.clone());
    only(&receiver, &one(7, "1")).settle();

    let of_tenant = |id| body(&[callback(&tenant, id, "1")]);
    for id in [10, 20, 30] {
        only(&receiver, &of_tenant(id)).settle();
    }
    assert_eq!(refusal(&only(&receiver, &of_tenant(40))), Refusal::GuardFull);
    assert_eq!((guard.room(2), guard.room(ACCOUNT), guard.room(3)), (0, 2, 3));

    assert_eq!(refusal(&only(&receiver, &one(7, "2"))), Refusal::Conflict);
    assert!(was_compared(&only(&receiver, &one(7, "1"))));
    assert!(matches!(only(&receiver, &one(9, "1")), Outcome::Callback(_)));
}

#[test]
fn what_was_never_claimed_cannot_be_settled() {
    let guard = MemoryGuard::default();
    guard.settle(1, 7);
    guard.release(1, 7);
    assert_eq!(guard.claim(1, 7, content("{}")), Claim::New);
    guard.settle(1, 7);
    guard.release(1, 7);
    assert_eq!(guard.claim(1, 7, content("{}")), Claim::Duplicate);
}

// Credentials.

#[test]
fn a_secret_that_ends_in_a_line_break_is_refused_with_that_reason() {
    let salt = CredentialError::SaltEndsInLineBreak;
    let key = CredentialError::ApiKeyEndsInLineBreak;
    for end in ["\n", "\r\n", "\r", "\n\n"] {
        let broken = format!("{KEY}{end}");
        assert_eq!(Credential::new(1, &broken, KEY).unwrap_err(), salt);
        assert_eq!(Credential::new(1, "salt", &broken).unwrap_err(), key);
        assert_eq!(Credential::without_salt(1, &broken).unwrap_err(), key);
        let sealed = Seal::new(1, "salt", &broken).unwrap_err();
        assert_eq!(sealed, SealError::Credential(key));
        let proposed = Seal::propose(1, &broken, &RANDOM).unwrap_err();
        assert_eq!(proposed, SealError::Credential(key));
    }
    assert!(Credential::new(1, "sa\nlt ", " k\te y ").is_ok());
    assert!(key.to_string().starts_with("API key ends in a line break"), "{key}");
}

/// The value of a future that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

fn accounts(ids: impl IntoIterator<Item = u64>) -> Vec<String> {
    let of = |account_id| Credential::new(account_id, "salt", KEY).unwrap();
    ids.into_iter().map(|account_id| callback(&of(account_id), 7, "1")).collect()
}

type Found = Ready<Result<Vec<Credential>, &'static str>>;

fn found(account_id: u64) -> Found {
    ready(Ok(vec![
        Credential::new(account_id, "old salt", KEY).unwrap(),
        // As a faulty lookup may return it.
        Credential::new(account_id + 1, "salt", KEY).unwrap(),
        Credential::new(account_id, "salt", KEY).unwrap(),
    ]))
}

#[test]
fn each_account_is_looked_up_once() {
    let asked = RefCell::new(Vec::new());
    let lookup = |account_id| {
        asked.borrow_mut().push(account_id);
        if account_id == 3 { ready(Ok(Vec::new())) } else { found(account_id) }
    };
    let held = Credential::new(4, "salt", KEY).unwrap();
    let mut callbacks = accounts([2, 1, 2, 3, 4, 4]);
    // Without a hash there is nothing to look up for.
    callbacks
        .push(callbacks[0].replace("\"account_id\":2", "\"account_id\":5").replace("hash", "h"));
    let receiver = Receiver::new(held);
    let outcomes = now(receiver.receive_with(&body(&callbacks), lookup)).unwrap();
    assert_eq!(*asked.borrow(), [1, 2, 3]);
    let matched: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Callback(callback) => Ok(callback.credential_index()),
            Outcome::Refused(refused) => Err(refused.refusal().code()),
            outcome => panic!("{outcome:?}"),
        })
        .collect();
    assert_eq!(
        matched,
        [Ok(2), Ok(2), Ok(2), Err("unknown_account"), Ok(0), Ok(0), Err("missing")]
    );
}

#[test]
fn a_body_asks_for_a_bounded_number_of_accounts() {
    let mut limits = Limits::default();
    limits.accounts = 3;
    let receiver = Receiver::default().limits(limits);
    let outcomes = now(receiver.receive_with(&body(&accounts([1, 2, 3, 1])), found)).unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Callback(_))));

    let never = |_| -> Found { panic!("nothing is looked up") };
    let error = now(receiver.receive_with(&body(&accounts(1..=4)), never)).unwrap_err();
    assert_eq!(error, ReceiveError::Body(BodyError::TooManyAccounts { limit: 3 }));
    let error = now(receiver.receive_with(b"[]", never)).unwrap_err();
    assert!(matches!(error, ReceiveError::Body(BodyError::Shape { .. })), "{error:?}");
}

#[test]
fn a_lookup_that_fails_claims_nothing() {
    let receiver = guarded(MemoryGuard::default());
    let [mine] = [callback(&credential(), 7, "1")];
    let body = body(&[mine, accounts([2]).remove(0)]);
    let fails = |_| -> Found { ready(Err("the database is away")) };
    let error = now(receiver.receive_with(&body, fails)).unwrap_err();
    let expected = ReceiveError::Lookup { account_id: 2, error: "the database is away" };
    assert_eq!(error, expected);
    assert_eq!(error.to_string(), "cannot look up the credentials of account 2");
    let outcomes = now(receiver.receive_with(&body, found)).unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Callback(_))));
}

#[test]
fn all_of_it_goes_between_threads() {
    fn is_send(value: impl Send) -> impl Send {
        value
    }
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Receiver>();
    is_shared::<Outcome>();
    is_shared::<Outcome<Unchecked>>();
    is_shared::<UrlToken>();
    let receiver = Receiver::new(credential());
    drop(is_send(receiver.receive_with(b"", found)));
}

// Sealed credentials.

const RANDOM: [u8; Seal::MAX_SALT] = [0xA7; Seal::MAX_SALT];

#[test]
fn a_sealed_credential_checks_what_the_plain_one_does() {
    for account_id in [0, 7, ACCOUNT, 99_999_999_999, u64::MAX] {
        let seal = Seal::propose(account_id, KEY, &RANDOM).unwrap();
        let plain = Credential::new(account_id, seal.salt(), KEY).unwrap();
        let sealed = Credential::unseal(seal.reveal()).unwrap();
        assert_eq!(sealed.account_id(), account_id);
        for callback_id in [0, 7, 123_456_789, u64::MAX] {
            assert_eq!(sealed.hash(callback_id), plain.hash(callback_id));
        }
        // A receiver takes the old plain one beside the new sealed one.
        let old = Credential::new(account_id, "the old salt", KEY).unwrap();
        let receiver = Receiver::new(old.clone()).credential(sealed);
        for (index, credential) in [old, plain].iter().enumerate() {
            let outcome = only(&receiver, &body(&[callback(credential, 7, "1")]));
            let Outcome::Callback(callback) = outcome else { panic!("{outcome:?}") };
            assert_eq!(callback.credential_index(), index);
        }
    }
}

/// What was stored by one version is read by the next.
#[test]
fn the_text_of_a_seal_is_stable() {
    let seal = Seal::new(ACCOUNT, "published-test-salt-x", KEY).unwrap();
    assert_eq!(seal.salt(), "published-test-salt-x");
    assert_eq!(seal.reveal(), "vxseal1.1234567.1.7de182469956ca8d26918574c6024573.b1a2905e");
    // Of a longer key, two blocks.
    let seal = Seal::new(ACCOUNT, "published-test-salt-x", &KEY.repeat(100)[..100]).unwrap();
    assert_eq!(seal.reveal(), "vxseal1.1234567.2.8e812ad365d1605143e7e303b99001b4.15f37f2d");
}

#[test]
fn a_salt_is_proposed_for_every_account_with_a_key_of_36_characters() {
    for digits in 1..=20_u32 {
        let account_id = 10_u64.pow(digits - 1);
        let seal = Seal::propose(account_id, KEY, &RANDOM).unwrap();
        assert_eq!(seal.salt().len(), 28 - digits as usize);
    }
}

#[test]
fn a_proposed_salt_is_random_and_of_letters_and_digits_and_ends_in_a_letter() {
    let random: [u8; Seal::MAX_SALT] =
        std::array::from_fn(|place| u8::try_from(place * 6 + 22).unwrap());
    let [one, other] = [RANDOM, random].map(|random| Seal::propose(7, KEY, &random).unwrap());
    assert_ne!(one.salt(), other.salt());
    for byte in 0..=u8::MAX {
        let seal = Seal::propose(7, KEY, &[byte; Seal::MAX_SALT]).unwrap();
        let salt = seal.salt();
        assert!(salt.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{salt}");
        assert!(salt.ends_with(|last: char| last.is_ascii_alphabetic()), "{salt}");
    }
}

#[test]
fn what_cannot_be_sealed_is_said_with_how_to_mend_it() {
    let error = |salt: &str, key: &str| Seal::new(ACCOUNT, salt, key).unwrap_err();
    assert_eq!(error("too short", KEY), SealError::SaltLength { needed: 21 });
    assert_eq!(
        error("too short", KEY).to_string(),
        "salt cannot be sealed: choose one of 21 characters"
    );
    assert_eq!(error("", KEY), SealError::Credential(CredentialError::EmptySalt));
    assert_eq!(error("salt", ""), SealError::Credential(CredentialError::EmptyApiKey));
    let error = Seal::propose(ACCOUNT, "", &RANDOM).unwrap_err();
    assert_eq!(error, SealError::Credential(CredentialError::EmptyApiKey));
    for length in 1..=200 {
        let key = "k".repeat(length);
        let taken = (length + 7) % 64;
        match Seal::propose(ACCOUNT, &key, &RANDOM) {
            Ok(seal) => assert_eq!(seal.salt().len(), 64 - taken),
            Err(error) => {
                assert!(taken < 25, "{length}");
                assert_eq!(error, SealError::NoSalt { api_key: length });
            }
        }
    }
    assert_eq!(
        Seal::propose(ACCOUNT, &"k".repeat(57), &RANDOM).unwrap_err().to_string(),
        "no salt of at most 39 characters can be sealed with an API key of 57: use the key itself"
    );
}

#[test]
fn a_text_that_is_no_seal_says_why() {
    let seal = Seal::propose(ACCOUNT, KEY, &RANDOM).unwrap();
    let text = seal.reveal();
    for (text, error) in [
        ("", UnsealError::Version),
        (KEY, UnsealError::Version),
        (&text.replace("vxseal1", "vxseal2"), UnsealError::Version),
        ("vxseal1.", UnsealError::Form),
        (&text[..text.len() - 9], UnsealError::Form),
        (&format!("{text}."), UnsealError::Form),
        (&text.replace(".1234567.", ".01234567."), UnsealError::Form),
        (&text.replace(".1234567.", ".+1234567."), UnsealError::Form),
        (&text.replace(".1234567.", ".1234568."), UnsealError::Checksum),
        (&text[..text.len() - 1], UnsealError::Checksum),
        (&format!("{text} "), UnsealError::Checksum),
    ] {
        assert_eq!(Credential::unseal(text).unwrap_err(), error, "{text}");
    }
    // No single character can be changed without being noticed.
    for place in 0..text.len() {
        let mut changed = text.as_bytes().to_vec();
        changed[place] = if changed[place] == b'1' { b'2' } else { b'1' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(Credential::unseal(&changed).is_err(), "{changed}");
    }
}

// Tokens in the address.

#[test]
fn a_token_matches_itself_alone() {
    let text = "3f0c9e5d7a1b48260f3e9d5c7b1a4826";
    let token = UrlToken::new(text).unwrap();
    assert!(token.matches(text));
    for other in ["", &text[1..], &text[..31], &format!("{text}0"), &text.to_uppercase()] {
        assert!(!token.matches(other), "{other}");
    }
}

#[test]
fn a_token_that_can_be_guessed_or_is_escaped_is_none() {
    assert_eq!(UrlToken::new("short").unwrap_err(), TokenError::TooShort);
    assert_eq!(UrlToken::new(&"x".repeat(31)).unwrap_err(), TokenError::TooShort);
    assert!(UrlToken::new(&"x".repeat(32)).is_ok());
    for other in ["/", "%", "é", " ", "\0", "+"] {
        let error = UrlToken::new(&("x".repeat(32) + other)).unwrap_err();
        assert_eq!(error, TokenError::Unsafe, "{other}");
    }
}

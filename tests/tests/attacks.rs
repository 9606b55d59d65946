//! What somebody may try who can send whatever they like and has seen genuine
//! callbacks, but knows no credential; each with what becomes of it. What the
//! hash does not catch is asserted too, since SECURITY.md says so: it names a
//! test for each row of its tables.

use std::{fmt::Write, sync::Arc};

use md5::{Digest as _, Md5};
use tests::{read, root};
use voximplant_callbacks::{
    BodyError, Claim, Credential, Decoded, Digest, Event, HashError, MemoryGuard, Outcome, Reason,
    Receiver, Refusal, ReplayGuard, Seal,
};

const ACCOUNT: u64 = 1_234_567;
const SALT: &str = "published-test-salt";
const KEY: &str = "00000000-0000-4000-8000-000000000000";

/// Another account of the same receiver.
const OTHER_ACCOUNT: u64 = 7_654_321;
const OTHER_KEY: &str = "11111111-1111-4111-8111-111111111111";

fn receiver() -> Receiver {
    let other = Credential::new(OTHER_ACCOUNT, "another-salt", OTHER_KEY).unwrap();
    Receiver::new(Credential::new(ACCOUNT, SALT, KEY).unwrap()).credential(other)
}

fn guarded() -> Receiver {
    receiver().guard(Arc::new(MemoryGuard::default()))
}

/// The hash that upstream makes, without the SDK.
fn hash(salt: &str, account_id: u64, api_key: &str, callback_id: u64) -> String {
    hex(&Md5::digest(format!("{salt}{account_id}{api_key}{callback_id}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

const PAYMENT: &str = r#""type":"card_payment","balance":35.50,"card_payment":{"transaction_id":42,"transaction_type":"card","amount":10.50}"#;

/// A body of one callback; account and number as JSON.
fn body(account_id: &str, callback_id: &str, hash: &str, rest: &str) -> String {
    format!(
        r#"{{"callbacks":[{{"account_id":{account_id},"callback_id":{callback_id},"hash":"{hash}",{rest}}}]}}"#
    )
}

/// Callback 7 of the account, as upstream sends it.
fn genuine() -> String {
    body("1234567", "7", &hash(SALT, ACCOUNT, KEY, 7), PAYMENT)
}

/// What becomes of the only callback of a body, in a word.
fn verdict(receiver: &Receiver, body: &str) -> &'static str {
    let mut outcomes = receiver.receive(body.as_bytes()).unwrap();
    assert_eq!(outcomes.len(), 1, "{body}");
    let outcome = outcomes.remove(0);
    let verdict = match &outcome {
        Outcome::Malformed(malformed) => malformed.error().reason().code(),
        outcome => outcome.code(),
    };
    outcome.settle();
    verdict
}

#[test]
fn the_genuine_callback_is_accepted() {
    assert_eq!(verdict(&receiver(), &genuine()), "callback");
}

#[test]
fn a_forged_hash_is_refused() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    for place in 0..right.len() {
        for digit in "0123456789abcdef".chars() {
            let mut forged = right.clone();
            forged.replace_range(place..=place, digit.encode_utf8(&mut [0; 4]));
            let expected = if forged == right { "callback" } else { "mismatch" };
            let body = body("1234567", "7", &forged, PAYMENT);
            assert_eq!(verdict(&receiver(), &body), expected, "{forged}");
        }
    }
    for forged in [
        hash("", ACCOUNT, KEY, 7),
        hash(SALT, ACCOUNT, "", 7),
        hash(SALT, ACCOUNT, OTHER_KEY, 7),
        hex(&Md5::digest("")),
    ] {
        assert_eq!(verdict(&receiver(), &body("1234567", "7", &forged, PAYMENT)), "mismatch");
    }
}

#[test]
fn no_other_spelling_of_the_hash_is_one() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    for (spelling, expected) in [
        ("", "missing"),
        (&right.to_uppercase(), "invalid"),
        (&right[..31], "invalid"),
        (&right[..16], "invalid"),
        (&format!("{right}0"), "invalid"),
        (&format!(" {right}"), "invalid"),
        (&format!("{right}\\n"), "invalid"),
        (&format!("{right}\\u0000"), "invalid"),
        (&format!("0x{}", &right[2..]), "invalid"),
    ] {
        let body = body("1234567", "7", spelling, PAYMENT);
        assert_eq!(verdict(&receiver(), &body), expected, "{spelling}");
    }
    for value in ["null", "[]", "{}", "0", "true", &format!("[\"{right}\"]")] {
        let body = genuine().replace(&format!("\"{right}\""), value);
        let expected = if value == "null" { "missing" } else { "unreadable" };
        assert_eq!(verdict(&receiver(), &body), expected, "{value}");
    }
    // JSON may escape any character: this is the same text.
    let escaped = right.bytes().fold(String::new(), |text, byte| format!("{text}\\u{byte:04x}"));
    assert_eq!(verdict(&receiver(), &body("1234567", "7", &escaped, PAYMENT)), "callback");
}

#[test]
fn a_hash_of_another_account_is_refused() {
    let other = hash("another-salt", OTHER_ACCOUNT, OTHER_KEY, 7);
    assert_eq!(verdict(&receiver(), &body("7654321", "7", &other, PAYMENT)), "callback");
    assert_eq!(verdict(&receiver(), &body("1234567", "7", &other, PAYMENT)), "mismatch");
    let mine = hash(SALT, ACCOUNT, KEY, 7);
    assert_eq!(verdict(&receiver(), &body("7654321", "7", &mine, PAYMENT)), "mismatch");
    assert_eq!(verdict(&receiver(), &body("2", "7", &mine, PAYMENT)), "unknown_account");
}

#[test]
fn a_hash_of_another_callback_id_is_refused() {
    let seven = hash(SALT, ACCOUNT, KEY, 7);
    for other in ["0", "8", "77", "70", "18446744073709551615"] {
        let verdict = verdict(&receiver(), &body("1234567", other, &seven, PAYMENT));
        assert_eq!(verdict, "mismatch", "{other}");
    }
}

#[test]
fn a_swapped_payload_passes_the_hash_and_fails_at_the_guard() {
    let swapped = genuine().replace("10.50", "1000000");
    // The hash does not cover it: without a guard, this is paid out.
    let outcomes = receiver().receive(swapped.as_bytes()).unwrap();
    let [Outcome::Callback(callback)] = &outcomes[..] else { panic!("{outcomes:?}") };
    let Event::CardPayment(payment) = &callback.event else { panic!("{callback:?}") };
    assert_eq!(payment.amount.to_string(), "1000000");

    let receiver = guarded();
    assert_eq!(verdict(&receiver, &genuine()), "callback");
    assert_eq!(verdict(&receiver, &swapped), "conflict");
}

/// Then the genuine one is the conflict, which is why a conflict is worth an
/// alarm.
#[test]
fn who_is_faster_than_the_genuine_callback_is_believed() {
    let stub = format!(
        r#"{{"callbacks":[{{"callback_id":7,"account_id":{ACCOUNT},"hash":"{}"}}]}}"#,
        hash(SALT, ACCOUNT, KEY, 7)
    );
    for (forged, expected) in [
        (genuine().replace("10.50", "1000000"), "callback"),
        (genuine().replace("card_payment", "moon_landing"), "unknown"),
        (stub, "missing_field"),
    ] {
        let receiver = guarded();
        assert_eq!(verdict(&receiver, &forged), expected);
        assert_eq!(verdict(&receiver, &genuine()), "conflict");
    }
}

#[test]
fn a_changed_kind_passes_the_hash_and_fails_at_the_guard() {
    let wholly = genuine().replace("card_payment", "wire_transfer");
    let only_type = genuine().replace(r#""type":"card_payment""#, r#""type":"wire_transfer""#);
    let to_unknown = genuine().replace("card_payment", "moon_landing");
    for (changed, without_guard) in
        [(wholly, "callback"), (only_type, "payload_mismatch"), (to_unknown, "unknown")]
    {
        assert_eq!(verdict(&receiver(), &changed), without_guard, "{changed}");
        let receiver = guarded();
        assert_eq!(verdict(&receiver, &genuine()), "callback");
        assert_eq!(verdict(&receiver, &changed), "conflict", "{changed}");
    }
}

#[test]
fn a_replay_passes_the_hash_and_is_a_duplicate_to_the_guard() {
    let (without_guard, receiver) = (receiver(), guarded());
    assert_eq!(verdict(&receiver, &genuine()), "callback");
    for _ in 0..3 {
        assert_eq!(verdict(&without_guard, &genuine()), "callback");
        assert_eq!(verdict(&receiver, &genuine()), "duplicate");
    }
    // Order, white space and escapes make no difference, and all else does.
    let callback = genuine()
        .replace("{\"account_id\":1234567,", "{ ")
        .replace("card_payment\":{", "card\\u005fpayment\" : {");
    let callback = callback.replace("}}]}", "},\"account_id\":1234567}]}");
    assert_eq!(verdict(&receiver, &callback), "duplicate");
    let as_text = genuine().replace(r#""callback_id":7"#, r#""callback_id":"7""#);
    assert_eq!(verdict(&receiver, &as_text), "conflict");
}

#[test]
fn a_replay_with_other_content_is_a_conflict() {
    let receiver = guarded();
    assert_eq!(verdict(&receiver, &genuine()), "callback");
    for (from, to) in [
        ("35.50", "35.51"),
        ("35.50", "35.5"),
        ("\"card\"", "\"card \""),
        ("\"transaction_id\":42", "\"transaction_id\":43"),
        ("\"type\":", "\"new_field\":1,\"type\":"),
        ("\"amount\":", "\"new_field\":1,\"amount\":"),
        ("\"balance\":", "\"account_name\":\"Example\",\"balance\":"),
        // And one that cannot be read.
        ("10.50", "\"much\""),
    ] {
        let changed = genuine().replace(from, to);
        assert_ne!(changed, genuine(), "{from}");
        assert_eq!(verdict(&receiver, &changed), "conflict", "{to}");
    }
    assert_eq!(verdict(&receiver, &genuine()), "duplicate");
}

/// A stub of a callback, which takes as little as can be signed.
fn stub(salt: &str, account_id: u64, key: &str, callback_id: u64) -> String {
    let hash = hash(salt, account_id, key, callback_id);
    format!(r#"{{"callback_id":{callback_id},"account_id":{account_id},"hash":"{hash}"}}"#)
}

#[test]
fn a_change_of_what_is_long_gone_is_not_handled_and_not_noticed() {
    let guard = MemoryGuard::default().contents(100);
    let receiver = receiver().guard(Arc::new(guard));
    let changed = genuine().replace("10.50", "1000000");
    assert_eq!(verdict(&receiver, &genuine()), "callback");
    for newer in 8..107 {
        verdict(&receiver, &format!(r#"{{"callbacks":[{}]}}"#, stub(SALT, ACCOUNT, KEY, newer)));
    }
    assert_eq!(verdict(&receiver, &changed), "conflict");
    verdict(&receiver, &format!(r#"{{"callbacks":[{}]}}"#, stub(SALT, ACCOUNT, KEY, 107)));
    let outcomes = receiver.receive(changed.as_bytes()).unwrap();
    let [Outcome::Duplicate(duplicate)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert!(!duplicate.was_compared());
}

/// The owner of the other account knows his own salt and key.
#[test]
fn a_tenant_neither_shuts_out_nor_silences_another() {
    let guard = Arc::new(MemoryGuard::default());
    let receiver = receiver().guard(guard.clone());
    assert_eq!(verdict(&receiver, &genuine()), "callback");

    // More than all that is remembered of an account, in as many runs as may be.
    let sign = |callback_id| stub("another-salt", OTHER_ACCOUNT, OTHER_KEY, callback_id);
    let signed: Vec<_> = (0..9000).map(|place| sign(place * 2)).collect();
    let body = format!(r#"{{"callbacks":[{}]}}"#, signed.join(","));
    for outcome in receiver.receive(body.as_bytes()).unwrap() {
        assert_eq!(outcome.code(), "malformed");
        outcome.settle();
    }
    // The rest of the budget, without the detour.
    let digest = Digest::of(serde_json::from_str("0").unwrap());
    for place in 9000..1_000_000 {
        assert_eq!(guard.claim(OTHER_ACCOUNT, place * 2, digest), Claim::New);
        guard.settle(OTHER_ACCOUNT, place * 2);
    }
    assert_eq!(guard.room(OTHER_ACCOUNT), 0);
    let more = format!(r#"{{"callbacks":[{}]}}"#, sign(3_000_000));
    assert_eq!(verdict(&receiver, &more), "guard_full");

    // The account that the tenant shares the guard with.
    assert_eq!(verdict(&receiver, &genuine().replace("10.50", "1000000")), "conflict");
    assert_eq!(verdict(&receiver, &genuine()), "duplicate");
    let hash = hash(SALT, ACCOUNT, KEY, 777);
    let next = self::body("1234567", "777", &hash, PAYMENT);
    assert_eq!(verdict(&receiver, &next), "callback");
}

#[test]
fn a_forged_callback_does_not_take_the_place_of_the_genuine_one() {
    let receiver = guarded();
    let forged = body("1234567", "7", &hash("", ACCOUNT, KEY, 7), PAYMENT);
    for _ in 0..3 {
        assert_eq!(verdict(&receiver, &forged), "mismatch");
    }
    assert_eq!(verdict(&receiver, &genuine()), "callback");
}

/// Nothing stands between the parts of what is hashed, so that digits may
/// change sides.
#[test]
fn a_salt_and_an_account_that_run_together_are_told_apart_by_the_key() {
    let of =
        |salt: &str, account_id: u64, key: &str| Credential::new(account_id, salt, key).unwrap();
    assert_eq!(hash("salt1", 23, KEY, 7), hash("salt", 123, KEY, 7));
    let sent = body("123", "7", &hash("salt1", 23, KEY, 7), PAYMENT);

    // Keys are secrets of one account, so this is how it is:
    let receiver = Receiver::new(of("salt1", 23, KEY)).credential(of("salt", 123, OTHER_KEY));
    assert_eq!(verdict(&receiver, &sent), "mismatch");
    // An account whose salt is unknown here is no account.
    assert_eq!(verdict(&Receiver::new(of("salt1", 23, KEY)), &sent), "unknown_account");
    // With one key for both, the hash is the same and nobody can tell ...
    let receiver = Receiver::new(of("salt1", 23, KEY)).credential(of("salt", 123, KEY));
    assert_eq!(verdict(&receiver, &sent), "callback");
    // ... unless the salts end in letters, as proposed ones do.
    for account_id in [3, 23, 123] {
        let seal = Seal::propose(account_id, KEY, &[0xFF; Seal::MAX_SALT]).unwrap();
        assert!(seal.salt().ends_with(|last: char| last.is_ascii_alphabetic()));
    }

    // The key stands between account and number: no digit can change sides.
    assert_ne!(hash(SALT, 12, KEY, 37), hash(SALT, 123, KEY, 7));
    let receiver = Receiver::new(of(SALT, 12, KEY)).credential(of(SALT, 123, KEY));
    let sent = body("123", "7", &hash(SALT, 12, KEY, 37), PAYMENT);
    assert_eq!(verdict(&receiver, &sent), "mismatch");
}

/// MD5 goes on from any of its hashes: anybody who has one makes that of a longer
/// text without knowing the beginning.
#[test]
fn a_length_extension_makes_no_callback_id() {
    // What anybody knows who saw callback 7 and guesses the length of the key.
    let seen = hash(SALT, ACCOUNT, KEY, 7);
    let length = SALT.len() + "1234567".len() + KEY.len() + "7".len();

    let mut padding = vec![0x80];
    padding.resize(1 + (64 - (length + 9) % 64) % 64, 0);
    padding.extend((length as u64 * 8).to_le_bytes());
    assert_eq!((length + padding.len()) % 64, 0);

    // Goes on from the hash with one block: another digit, and its padding.
    let mut state = [0_u32; 4];
    for (word, digits) in state.iter_mut().zip(seen.as_bytes().chunks(8)) {
        let digits = std::str::from_utf8(digits).unwrap();
        *word = u32::from_str_radix(digits, 16).unwrap().swap_bytes();
    }
    let mut block = [0; 64];
    block[..2].copy_from_slice(&[b'8', 0x80]);
    let extended = (length + padding.len() + 1) as u64 * 8;
    block[56..].copy_from_slice(&extended.to_le_bytes());
    md5::block_api::compress(&mut state, &[block]);
    let forged = hex(&state.map(u32::to_le_bytes).concat());

    // It is the hash of the longer text indeed.
    let text = [format!("{SALT}{ACCOUNT}{KEY}7").as_bytes(), &padding, b"8"].concat();
    assert_eq!(forged, hex(&Md5::digest(text)));

    // But what it is the hash of is no number, however it is written.
    let escaped = padding.iter().fold(String::new(), |text, byte| format!("{text}\\u{byte:04x}"));
    let raw: String = padding.iter().map(|byte| char::from(*byte)).filter(|c| *c >= ' ').collect();
    for number in [format!("\"7{escaped}8\""), format!("\"7{raw}8\"")] {
        let body = body("1234567", &number, &forged, PAYMENT);
        assert_eq!(verdict(&receiver(), &body), "unreadable", "{number}");
    }
    for number in ["8", "78", "7", "\"78\""] {
        let body = body("1234567", number, &forged, PAYMENT);
        assert_eq!(verdict(&receiver(), &body), "mismatch", "{number}");
    }
}

/// A seal is the state from which that would go on: its holder can forge.
#[test]
fn who_has_a_seal_forges_callbacks_and_knows_no_key() {
    let seal = Seal::propose(ACCOUNT, KEY, &[7; Seal::MAX_SALT]).unwrap();
    let stolen = Credential::unseal(seal.reveal()).unwrap();
    let genuine = Credential::new(ACCOUNT, seal.salt(), KEY).unwrap();
    let forged = body("1234567", "8", &stolen.hash(8).to_string(), PAYMENT);
    assert_eq!(verdict(&Receiver::new(genuine), &forged), "callback");
    // Another salt makes it worthless.
    let changed = Credential::new(ACCOUNT, "another salt", KEY).unwrap();
    assert_eq!(verdict(&Receiver::new(changed), &forged), "mismatch");

    // It is one step of MD5 away from salt, account and key.
    let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    let text = format!("{}{ACCOUNT}{KEY}", seal.salt());
    md5::block_api::compress(&mut state, &[text.as_bytes().try_into().unwrap()]);
    let state = hex(&state.map(u32::to_le_bytes).concat());
    assert!(seal.reveal().contains(&state));
    for secret in [seal.salt(), KEY, "0000-4000"] {
        assert!(!seal.reveal().contains(secret));
    }
}

#[test]
fn an_id_has_one_spelling() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    let spellings = |number: u64| {
        let mut fractional = vec![
            format!("{number}.0"),
            format!("{number}.00000000000000000001"),
            format!("{number}e0"),
            format!("{number}E0"),
            format!("{number}e+0"),
            format!("{number}e-0"),
            format!("0.{number}e99"),
            format!("-{number}"),
            "-0".to_owned(),
            // The same number in 64 bits, were they to overflow.
            (u128::from(number) + (1 << 64)).to_string(),
        ];
        let quoted = fractional.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>();
        fractional.extend(quoted);
        fractional.extend(
            [
                format!("+{number}"),
                format!("0{number}"),
                format!("00{number}"),
                format!(" {number}"),
                format!("{number} "),
                format!("{number}\\n"),
                format!("{number}\\u0000"),
                format!("0x{number:x}"),
                format!("{number}_"),
                number.to_string().replace('7', "\u{ff17}"),
                String::new(),
            ]
            .map(|text| format!("\"{text}\"")),
        );
        fractional.extend([
            format!("[{number}]"),
            format!("{{\"{number}\":{number}}}"),
            "true".to_owned(),
            "null".to_owned(),
        ]);
        fractional
    };
    for spelling in spellings(7) {
        let body = body("1234567", &spelling, &right, PAYMENT);
        assert_eq!(verdict(&receiver(), &body), "unreadable", "{spelling}");
    }
    for spelling in spellings(ACCOUNT) {
        let body = body(&spelling, "7", &right, PAYMENT);
        assert_eq!(verdict(&receiver(), &body), "unreadable", "{spelling}");
    }
    // Even if the hash is made of that very spelling.
    for spelling in ["07", "+7", "7.0", "7e0", "-7"] {
        let text = format!("{SALT}{ACCOUNT}{KEY}{spelling}");
        let body = body("1234567", &format!("\"{spelling}\""), &hex(&Md5::digest(text)), PAYMENT);
        assert_eq!(verdict(&receiver(), &body), "unreadable", "{spelling}");
    }
    // These are not JSON.
    for spelling in ["+7", "07", "0x7", "7.", ".7", "7e", "７", "NaN", "7 7", ""] {
        let body = body("1234567", spelling, &right, PAYMENT);
        let error = receiver().receive(body.as_bytes()).unwrap_err();
        assert!(matches!(error, BodyError::Syntax { .. }), "{spelling}: {error}");
    }
    // The plain digits in quotes are seen in production, and are the same ID.
    assert_eq!(verdict(&receiver(), &body("\"1234567\"", "\"7\"", &right, PAYMENT)), "callback");
}

#[test]
fn a_field_that_stands_twice_decides_nothing() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    for (twice, expected) in [
        (r#""callback_id":8"#, "unreadable"),
        (r#""callback_id":7"#, "unreadable"),
        (r#""account_id":7654321"#, "unreadable"),
        (r#""account_id":null"#, "unreadable"),
        (&format!(r#""hash":"{right}""#), "unreadable"),
        (r#""hash":"""#, "unreadable"),
        // An escaped name is the same name.
        (r#""\u0068ash":"""#, "unreadable"),
        (r#""callback\u005fid":8"#, "unreadable"),
        // These leave no doubt about who signed what; the callback is kept.
        (r#""balance":1000000"#, "duplicate_field"),
        (r#""type":"wire_transfer""#, "duplicate_field"),
        (
            r#""card_payment":{"transaction_id":1,"transaction_type":"card","amount":1000000}"#,
            "duplicate_field",
        ),
        (r#""new_field":1,"new_field":2"#, "duplicate_field"),
        (
            r#""wire_transfer":{"transaction_id":1,"transaction_type":"t","amount":1}"#,
            "payload_mismatch",
        ),
    ] {
        for body in [
            genuine().replace(r#"{"account_id""#, &format!(r#"{{{twice},"account_id""#)),
            genuine().replace("}}]}", &format!("}},{twice}}}]}}")),
        ] {
            assert_eq!(verdict(&receiver(), &body), expected, "{body}");
        }
    }
}

#[test]
fn a_hash_in_another_place_is_none() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    let without = genuine().replace(&format!(r#""hash":"{right}","#), "");
    assert_eq!(verdict(&receiver(), &without), "missing");
    let in_payload = without.replace("\"amount\"", &format!("\"hash\":\"{right}\",\"amount\""));
    assert_eq!(verdict(&receiver(), &in_payload), "missing");
    for name in ["Hash", "HASH", "hash ", "signature"] {
        let body = genuine().replace("\"hash\"", &format!("\"{name}\""));
        assert_eq!(verdict(&receiver(), &body), "missing", "{name}");
    }
    let beside = without.replace("]}", &format!("],\"hash\":\"{right}\"}}"));
    assert_eq!(verdict(&receiver(), &beside), "missing");
}

#[test]
fn a_body_that_is_valid_twice_is_handled_once_or_not_at_all() {
    let genuine = genuine();
    let callback = genuine.strip_prefix(r#"{"callbacks":["#).unwrap().strip_suffix("]}").unwrap();
    let other = callback.replace("10.50", "1000000");

    // The same callback twice in one list.
    let receiver = guarded();
    let body = format!(r#"{{"callbacks":[{callback},{callback},{other},{callback}]}}"#);
    let outcomes = receiver.receive(body.as_bytes()).unwrap();
    let codes: Vec<_> = outcomes.iter().map(Outcome::code).collect();
    assert_eq!(codes, ["callback", "duplicate", "conflict", "duplicate"]);
    drop(outcomes);

    // Two lists, of which parsers differ over which one counts.
    for body in [
        format!(r#"{{"callbacks":[{callback}],"callbacks":[{other}]}}"#),
        format!(r#"{{"callbacks":[{callback}],"callbacks":[{callback}]}}"#),
        format!(r#"{{"callbacks":[{callback}],"c\u0061llbacks":[]}}"#),
    ] {
        match receiver.receive(body.as_bytes()).unwrap_err() {
            BodyError::Shape { reason: Reason::DuplicateField, .. } => {}
            error => panic!("{error}"),
        }
    }
    // Two documents.
    for between in ["", "\n", ","] {
        let body = format!("{genuine}{between}{genuine}");
        let error = receiver.receive(body.as_bytes()).unwrap_err();
        assert!(matches!(error, BodyError::Syntax { .. }), "{error}");
    }
    // None of these was claimed, so that upstream's own is still the first.
    assert_eq!(verdict(&receiver, &genuine), "callback");
}

#[test]
fn an_error_never_tells_the_right_hash() {
    let right = hash(SALT, ACCOUNT, KEY, 7);
    let wrong = hash("", ACCOUNT, KEY, 7);
    let outcomes = receiver().receive(body("1234567", "7", &wrong, PAYMENT).as_bytes()).unwrap();
    let [Outcome::Refused(refused)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(refused.refusal(), Refusal::Hash(HashError::Mismatch));
    for text in
        [format!("{refused:?}"), format!("{:#?}", receiver()), refused.refusal().to_string()]
    {
        assert!(!text.contains(&right) && !text.contains(&wrong), "{text}");
    }
    // What was refused can be kept whole.
    let Decoded::Callback(callback) = refused.decode() else { panic!("{refused:?}") };
    assert_eq!(callback.envelope.hash, wrong);
}

/// SECURITY.md promises nothing that no test holds.
#[test]
fn every_row_of_the_document_names_a_test_that_is_there() {
    let document = read("SECURITY.md");
    let mut rows = 0;
    let mut of_this_section = "";
    for line in document.lines() {
        if line.starts_with("## ") {
            of_this_section = match line {
                "## The inbox" => "crates/voximplant-callbacks-inbox/src/suite.rs",
                "## The command-line tool" => "crates/voximplant-callbacks-cli/tests/listen.rs",
                _ => "tests/tests/attacks.rs",
            };
        }
        if !line.starts_with("| ") {
            continue;
        }
        let last = line.trim_matches([' ', '|']).rsplit(" | ").next().unwrap();
        if matches!(last, "test" | "---") {
            continue;
        }
        rows += 1;
        let named: Vec<_> = last.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{line}");
        // Names of tests have no `/`, and files do, which hold what follows.
        let mut path = of_this_section;
        for name in named {
            if name.contains('/') {
                path = name;
                assert!(root().join(path).exists(), "{path}");
                continue;
            }
            let text = read(path);
            let is_there = ["(", "<"].iter().any(|next| text.contains(&format!("fn {name}{next}")));
            assert!(is_there, "{path} has no {name}");
        }
    }
    assert!(rows > 40, "{rows}");
}

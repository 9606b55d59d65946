//! The memory that reading takes: the number of allocations, and the peak. Growing a list counts as
//! an allocation.

use std::{
    future::ready,
    mem::size_of,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use allocation_counter::{AllocationInfo, measure};
use serde_json::Value;
use tests::read;
use voximplant_callbacks::{Body, Callback, Credential, Kind, MemoryGuard, Receiver};

const MIB: usize = 1024 * 1024;

/// What it costs to read a body within the default limits.
fn cost(body: &str) -> AllocationInfo {
    let mut read = None;
    let cost = measure(|| read = Some(Body::decode(body.as_bytes())));
    drop(read);
    cost
}

/// The published sample of a kind, without spaces.
fn sample(kind: Kind) -> String {
    let text = read(format!("schema/generated/samples/{kind}/valid.json"));
    let body: Value = serde_json::from_str(&text).unwrap();
    body.to_string()
}

#[test]
fn a_callback_takes_eleven_allocations_and_a_half() {
    let costs: Vec<_> = Kind::ALL.iter().map(|kind| cost(&sample(*kind)).count_total).collect();
    let again: Vec<_> = Kind::ALL.iter().map(|kind| cost(&sample(*kind)).count_total).collect();
    assert_eq!(costs, again);
    let (total, count) = (costs.iter().sum::<u64>(), u64::try_from(costs.len()).unwrap());
    assert!(2 * total <= 23 * count, "{total} for {count} callbacks");
}

#[test]
fn a_callback_is_small() {
    assert!(size_of::<Callback>() <= 288, "{}", size_of::<Callback>());
}

/// A body of a mebibyte: this, then the element as often as there is room for
/// it, then this.
fn mebibyte(start: &str, element: &str, end: &str) -> String {
    let count = (MIB - start.len() - end.len()) / (element.len() + 1);
    let mut body = start.to_owned() + &format!("{element},").repeat(count);
    body.pop();
    body + end
}

/// A list of as many elements as may be.
fn longest_list(element: &str) -> String {
    format!("[{}{element}]", format!("{element},").repeat(9_999))
}

/// Bodies of a mebibyte that are made to take memory, and how many bytes reading
/// takes at most for one of them. Callback 7 of account 1 says all of it.
fn shapes() -> Vec<(&'static str, u64, String)> {
    let start = |more: &str| {
        r#"{"callbacks":[{"callback_id":7,"account_id":1,"balance":1,"#.to_owned() + more
    };
    let valid = sample(Kind::CardPayment);
    let valid = valid.trim_start_matches(r#"{"callbacks":["#).trim_end_matches("]}");
    let numbers = format!(r#""document_ids":{}"#, longest_list("1"));
    let numbers =
        start(&format!(r#""type":"expired_agreement","expired_agreement":{{{numbers}}}}}"#));
    let numbers = numbers.trim_start_matches(r#"{"callbacks":["#);
    let subscription =
        format!(r#"{{"cost":1,"next_renewal":"2026-03-01","details":{}}}"#, longest_list("[]"));
    let subscriptions =
        r#""type":"renewed_subscriptions","renewed_subscriptions":{"subscriptions":["#;

    vec![
        ("callbacks as documented", 3, mebibyte(r#"{"callbacks":["#, valid, "]}")),
        (
            "one long text",
            2,
            mebibyte(
                &start(r#""type":"sms_inbound","sms_inbound":{"sms_body":""#),
                "x",
                r#""}}]}"#,
            ),
        ),
        ("lists of numbers", 8, mebibyte(r#"{"callbacks":["#, numbers, "]}")),
        ("undocumented fields of a body", 14, mebibyte(r#"{"callbacks":[],"#, r#""":0"#, "}")),
        (
            "undocumented fields of a payload",
            14,
            mebibyte(&start(r#""type":"js_fail","js_fail":{"#), r#""":0"#, "}}]}"),
        ),
        (
            "undocumented fields twice, which are malformed",
            14,
            mebibyte(&start(r#""type":"js_fail","#), r#""":0"#, "}]}"),
        ),
        // The worst that is known: three bytes for an object of which nothing is there.
        ("empty objects", 85, mebibyte(&start(subscriptions), &subscription, "]}}]}")),
        (
            "empty objects, which are read twice",
            85,
            mebibyte(&start(subscriptions), &subscription, r#"]},"hash":5}]}"#),
        ),
    ]
}

/// Little of what is sent, but many: bounded by the limit of a list.
fn lists() -> Vec<(&'static str, String)> {
    let list = |element: &str| format!(r#"{{"callbacks":{}}}"#, longest_list(element));
    let callback = r#"{"type":"js_fail","callback_id":7,"account_id":1,"balance":1}"#;
    vec![
        ("numbers", list("0")),
        ("empty lists", list("[]")),
        ("empty objects", list("{}")),
        ("callbacks as short as may be", list(callback)),
        ("unknown kinds", list(&callback.replace("js_fail", ""))),
    ]
}

#[test]
fn a_mebibyte_never_takes_a_hundred() {
    for (name, most, body) in shapes() {
        assert!((MIB * 9 / 10..=MIB).contains(&body.len()), "{name}: {}", body.len());
        let peak = cost(&body).bytes_max;
        assert!(peak <= most * u64::try_from(MIB).unwrap(), "{name}: {peak}");
    }
    for (name, body) in lists() {
        let peak = cost(&body).bytes_max;
        assert!(peak <= 6 * u64::try_from(MIB).unwrap(), "{name}: {peak}");
    }
}

/// What it costs to receive a body within the default limits.
fn cost_to_receive(receiver: &Receiver, body: &str) -> AllocationInfo {
    let mut outcomes = None;
    let cost = measure(|| outcomes = Some(receiver.receive(body.as_bytes())));
    drop(outcomes);
    cost
}

fn credential() -> Credential {
    Credential::new(1, "salt", "key").unwrap()
}

/// As `Limits` says: of unsigned callbacks, only the body and their places are held.
#[test]
fn what_just_anybody_sends_takes_sixteen_mebibytes_at_most_and_holds_three() {
    let receiver = Receiver::new(credential()).guard(Arc::new(MemoryGuard::default()));
    let shapes = shapes().into_iter().map(|(name, _, body)| (name, body));
    for (name, body) in shapes.chain(lists()) {
        let cost = cost_to_receive(&receiver, &body);
        assert!(cost.bytes_max <= 16 * u64::try_from(MIB).unwrap(), "{name}: {cost:?}");
        assert!(cost.bytes_current <= 3 * i64::try_from(MIB).unwrap(), "{name}: {cost:?}");
    }
    // Also of accounts that have to be looked up.
    for (name, body) in lists() {
        let body = body.replace('}', r#","hash":"0123456789abcdef0123456789abcdef"}"#);
        let lookup = |_| ready(Ok::<_, ()>(vec![credential()]));
        let mut is_ready = None;
        let cost = measure(|| {
            let waiting = pin!(Receiver::default().receive_with(body.as_bytes(), lookup))
                .poll(&mut Context::from_waker(Waker::noop()));
            is_ready = Some(matches!(waiting, Poll::Ready(_)));
        });
        assert_eq!(is_ready, Some(true));
        assert!(cost.bytes_max <= 16 * u64::try_from(MIB).unwrap(), "{name}: {cost:?}");
    }
}

/// Whoever knows a credential, or has copied a hash, is read to the end.
#[test]
fn what_is_signed_takes_what_reading_takes() {
    let receiver = Receiver::new(credential()).guard(Arc::new(MemoryGuard::default()));
    let hash = format!(r#"{{"hash":"{}","callback_id":7,"#, credential().hash(7));
    for (name, most, body) in shapes() {
        let body = body.replacen(r#"{"callback_id":7,"#, &hash, 1).replace(r#","hash":5}"#, "}");
        let peak = cost_to_receive(&receiver, &body[..]).bytes_max;
        // And the body, and what its digest takes.
        assert!(peak <= (most + 13) * u64::try_from(MIB).unwrap(), "{name}: {peak}");
    }
}

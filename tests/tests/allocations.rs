//! What reading costs in memory: how often it is asked for, and how much of
//! it is held. Growing a list counts as asking for a larger one.

use std::mem::size_of;

use allocation_counter::{AllocationInfo, measure};
use serde_json::Value;
use tests::read;
use voximplant_callbacks::{Body, Callback, Kind};

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

#[test]
fn a_mebibyte_never_takes_a_hundred() {
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

    // How many bytes at most for one of the body.
    for (name, most, body) in [
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
    ] {
        assert!((MIB * 9 / 10..=MIB).contains(&body.len()), "{name}: {}", body.len());
        let peak = cost(&body).bytes_max;
        assert!(peak <= most * u64::try_from(MIB).unwrap(), "{name}: {peak}");
    }

    // Little of what is sent, but many: bounded by the limit of a list.
    let junk = cost(&format!(r#"{{"callbacks":{}}}"#, longest_list("5")));
    assert!(junk.bytes_max <= 3 * u64::try_from(MIB).unwrap(), "{junk:?}");
}

//! Bodies that are built to be slow, large or deep, without limits: each gets the right error, on a
//! thread with little stack, and twice the size takes twice the work.

use std::thread;

use allocation_counter::{AllocationInfo, measure};
use voximplant_callbacks::{Body, BodyError, Callback, Decoded, Event, Limits, Reason};

const MIB: usize = 1024 * 1024;

/// Much less than a thread has by default, and a tenth of what is read here.
const STACK: usize = 512 * 1024;

fn unlimited() -> Limits {
    let mut limits = Limits::default();
    (limits.body, limits.list) = (usize::MAX, usize::MAX);
    limits
}

/// Reads a body where a recursion would be noticed.
fn decode_within(body: &str, limits: Limits) -> Result<Body, BodyError> {
    thread::scope(|scope| {
        let read = || Body::decode_within(body.as_bytes(), limits);
        thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read).unwrap().join().unwrap()
    })
}

fn decode(body: &str) -> Result<Body, BodyError> {
    decode_within(body, unlimited())
}

/// A callback of this kind with these fields besides.
fn callback(kind: &str, more: &str) -> String {
    format!(r#"{{"type":"{kind}","callback_id":7,"account_id":1,"balance":0.50{more}}}"#)
}

fn body(callbacks: &str) -> String {
    format!(r#"{{"callbacks":[{callbacks}]}}"#)
}

/// A body of one callback with this payload.
fn one(kind: &str, payload: &str) -> String {
    body(&callback(kind, &format!(r#","{kind}":{payload}"#)))
}

/// The only callback of a body, which can be read.
fn known(body: &str) -> Callback {
    let mut body = decode(body).unwrap();
    assert_eq!(body.callbacks.len(), 1);
    match body.callbacks.remove(0) {
        Decoded::Callback(callback) => callback,
        other => panic!("{other:?}"),
    }
}

/// What is wrong with the only callback of a body, and where.
fn fault(body: &str) -> (&'static str, String) {
    let body = decode(body).unwrap();
    match &body.callbacks[..] {
        [Decoded::Malformed(it)] => (it.error().reason().code(), it.error().pointer().to_owned()),
        other => panic!("{other:?}"),
    }
}

/// What is wrong with a body, and where.
fn shape(body: &str) -> (&'static str, String) {
    match decode(body).unwrap_err() {
        BodyError::Shape { reason, pointer } => (reason.code(), pointer),
        other => panic!("{other:?}"),
    }
}

/// Something in which this is nested as often as it takes to be so large.
struct Deep {
    open: String,
    close: String,
}

impl Deep {
    fn new(size: usize, open: &str, core: &str, close: &str) -> Self {
        let depth = size / (open.len() + close.len());
        Self { open: open.repeat(depth) + core, close: close.repeat(depth) }
    }

    fn lists(size: usize) -> Self {
        Self::new(size, "[", "", "]")
    }

    fn objects(size: usize) -> Self {
        Self::new(size, r#"{"a":"#, "0", "}")
    }

    fn closed(&self) -> String {
        format!("{}{}", self.open, self.close)
    }
}

/// Where something deep may stand, as `$`, and what is wrong with a list and
/// with an object there. Nothing is wrong with an undocumented field.
const PLACES: [(&str, &str, &str); 8] = [
    (r#"{"x":$,"callbacks":[]}"#, "", ""),
    (
        r#"{"callbacks":[{"type":"js_fail","callback_id":7,"account_id":1,"balance":1,"x":$}]}"#,
        "",
        "",
    ),
    (
        r#"{"callbacks":[{"type":"js_fail","callback_id":7,"account_id":1,"balance":1,"js_fail":$}]}"#,
        "wrong_type /callbacks/0/js_fail",
        "",
    ),
    (
        r#"{"callbacks":[{"type":"moon_landing","callback_id":7,"account_id":1,"balance":1,"moon_landing":{"x":$}}]}"#,
        "",
        "",
    ),
    (
        r#"{"callbacks":[{"type":"card_payment","card_payment":{"amount":$}}]}"#,
        "wrong_type /callbacks/0/card_payment/amount",
        "wrong_type /callbacks/0/card_payment/amount",
    ),
    (
        r#"{"callbacks":[{"type":"sms_inbound","sms_inbound":{"sms_inbound":{"sms_body":$}}}]}"#,
        "wrong_type /callbacks/0/sms_inbound/sms_inbound/sms_body",
        "wrong_type /callbacks/0/sms_inbound/sms_inbound/sms_body",
    ),
    (
        r#"{"callbacks":[{"type":"expired_agreement","expired_agreement":{"document_ids":$}}]}"#,
        "wrong_type /callbacks/0/expired_agreement/document_ids/0",
        "wrong_type /callbacks/0/expired_agreement/document_ids",
    ),
    (r#"{"callbacks":[$]}"#, "wrong_type /callbacks/0", "missing_field /callbacks/0/callback_id"),
];

#[test]
fn nothing_is_too_deep_to_be_read_or_refused() {
    for (place, wrong_list, wrong_object) in PLACES {
        for (deep, wrong) in
            [(Deep::lists(MIB / 2), wrong_list), (Deep::objects(MIB / 2), wrong_object)]
        {
            let body = place.replace('$', &deep.closed());
            if wrong.is_empty() {
                let again = serde_json::to_string(&decode(&body).unwrap()).unwrap();
                assert!(again.contains(&deep.closed()), "{place}");
            } else {
                let (code, pointer) = fault(&body);
                assert_eq!(format!("{code} {pointer}"), wrong, "{place}");
            }

            // And where it is not closed, the body ends too early.
            let (start, _) = place.split_once('$').unwrap();
            let body = format!("{start}{}", deep.open);
            let error = decode(&body).unwrap_err();
            assert_eq!(error, BodyError::Syntax { line: 1, column: body.len() }, "{place}");
        }
    }
}

#[test]
fn ten_mebibytes_of_brackets_are_no_body() {
    // What is not closed is not JSON, and so has no shape.
    let error = decode(&"[".repeat(10 * MIB)).unwrap_err();
    assert_eq!(error, BodyError::Syntax { line: 1, column: 10 * MIB });
    let (code, pointer) = shape(&Deep::lists(10 * MIB).closed());
    assert_eq!((code, pointer.as_str()), ("wrong_type", ""));
    let (code, pointer) = shape(&Deep::objects(10 * MIB).closed());
    assert_eq!((code, pointer.as_str()), ("missing_field", "/callbacks"));
    let open = Deep::objects(10 * MIB).open;
    assert_eq!(decode(&open).unwrap_err(), BodyError::Syntax { line: 1, column: open.len() });
}

#[test]
fn ten_mebibytes_of_brackets_are_kept_where_anything_may_be() {
    let deep = Deep::lists(10 * MIB).closed();
    let callback = known(&one("js_fail", &format!(r#"{{"trace":{deep}}}"#)));
    let Event::JsFail(fail) = callback.event else { panic!() };
    assert!(fail.extra.get("trace").is_some_and(|json| json.get() == deep));
}

#[test]
fn a_wrapper_in_a_wrapper_is_refused_however_many_there_are() {
    for size in [100, MIB] {
        let deep = Deep::new(size, r#"{"sms_inbound":"#, "{}", "}");
        let place = "/callbacks/0/sms_inbound/sms_inbound/sms_inbound".to_owned();
        assert_eq!(fault(&one("sms_inbound", &deep.closed())), ("duplicate_field", place));
    }
}

/// Undocumented fields, each under a name of its own or all under the same.
fn undocumented(count: usize, are_distinct: bool) -> String {
    if !are_distinct {
        return r#","x":0"#.repeat(count);
    }
    let field = |index| format!(r#","x{index}":0"#);
    (0..count).map(field).collect()
}

#[test]
fn a_hundred_thousand_undocumented_fields_are_kept() {
    const COUNT: usize = 100_000;
    let fields = undocumented(COUNT, true);

    let callback = known(&body(&callback("js_fail", &fields)));
    assert_eq!(callback.envelope.extra.len(), COUNT);
    assert_eq!(callback.envelope.extra.iter().last().unwrap().0, "x99999");

    for payload in
        [format!("{{{}}}", &fields[1..]), format!("{{\"js_fail\":{{{}}}}}", &fields[1..])]
    {
        let Event::JsFail(fail) = known(&one("js_fail", &payload)).event else { panic!() };
        assert_eq!(fail.extra.len(), COUNT);
    }
    let text = format!("{{\"callbacks\":[]{fields}}}");
    assert_eq!(decode(&text).unwrap().extra.len(), COUNT);
}

#[test]
fn a_hundred_thousand_fields_of_one_name_are_duplicates() {
    const COUNT: usize = 100_000;
    let duplicates = |field: &str| fault(&body(&callback("js_fail", &field.repeat(COUNT))));
    for (field, place) in [
        (r#","x":1"#, ""),
        (r#","callback_id":7"#, "/callback_id"),
        (r#","hash":"""#, "/hash"),
        (r#","js_fail":null"#, "/js_fail"),
        (r#","js_fail":{}"#, "/js_fail"),
        (r#","card_expired":null"#, "/card_expired"),
        (r#","type":"js_fail""#, "/type"),
    ] {
        assert_eq!(duplicates(field), ("duplicate_field", format!("/callbacks/0{place}")));
    }
    let fields = undocumented(COUNT, false);
    for (payload, place) in [
        (format!("{{{}}}", &fields[1..]), ""),
        (format!("{{\"js_fail\":{{{}}}}}", &fields[1..]), "/js_fail"),
    ] {
        let place = format!("/callbacks/0/js_fail{place}");
        assert_eq!(fault(&one("js_fail", &payload)), ("duplicate_field", place));
    }
    // Beside the callbacks, which are not lost because of unknown fields.
    assert_eq!(decode(&format!("{{\"callbacks\":[]{fields}}}")).unwrap().extra.len(), COUNT);
    let (code, pointer) =
        shape(&format!("{{{}\"callbacks\":[]}}", r#""callbacks":[],"#.repeat(COUNT)));
    assert_eq!((code, pointer.as_str()), ("duplicate_field", "/callbacks"));
}

/// So many of these, with commas between them.
fn many(count: usize, element: &str) -> String {
    let mut list = format!("{element},").repeat(count);
    list.pop();
    list
}

#[test]
fn a_hundred_thousand_callbacks_are_read_one_by_one() {
    const COUNT: usize = 100_000;
    let good = callback("js_fail", r#","js_fail":{}"#);
    let bad = callback("card_payment", "");
    let unknown = callback("moon_landing", "");

    let text = body(&many(COUNT, &good));
    let read = decode(&text).unwrap();
    assert_eq!(read.callbacks.len(), COUNT);
    assert!(read.callbacks.iter().all(|it| matches!(it, Decoded::Callback(_))));

    let three = [good.as_str(), &bad, &unknown, "5"].join(",");
    let read = decode(&body(&many(COUNT / 4, &three))).unwrap();
    assert_eq!(read.callbacks.len(), COUNT);
    for (index, decoded) in read.callbacks.iter().enumerate() {
        let is_right = match decoded {
            Decoded::Callback(_) => index % 4 == 0,
            Decoded::Malformed(it) => {
                it.error().pointer().starts_with(&format!("/callbacks/{index}"))
            }
            Decoded::Unknown(_) => index % 4 == 2,
        };
        assert!(is_right, "{index}: {decoded:?}");
    }

    // Within the limits, that is too much.
    let error = decode_within(&text, Limits::default()).unwrap_err();
    assert_eq!(error, BodyError::TooLarge { size: text.len(), limit: MIB });
    let mut limits = unlimited();
    limits.list = Limits::default().list;
    for element in [&*good, &bad, "5", "[]"] {
        let error = decode_within(&body(&many(COUNT, element)), limits).unwrap_err();
        let reason = Reason::TooLong { limit: 10_000 };
        assert_eq!(error, BodyError::Shape { reason, pointer: "/callbacks".to_owned() });
    }
    assert_eq!(decode_within(&body(&many(10_000, "5")), limits).unwrap().callbacks.len(), 10_000);
}

#[test]
fn a_million_numbers_are_read_if_they_may_be() {
    const COUNT: usize = 1_000_000;
    let numbers = |last: &str| {
        one("expired_agreement", &format!(r#"{{"document_ids":[{},{last}]}}"#, many(COUNT, "7")))
    };
    let Event::ExpiredAgreement(agreement) = known(&numbers("8")).event else { panic!() };
    assert_eq!((agreement.document_ids.len(), agreement.document_ids[COUNT]), (COUNT + 1, 8));

    let place = "/callbacks/0/expired_agreement/document_ids";
    assert_eq!(fault(&numbers("-8")), ("invalid_number", format!("{place}/{COUNT}")));

    let mut limits = unlimited();
    limits.list = Limits::default().list;
    let read = decode_within(&numbers("8"), limits).unwrap();
    let [Decoded::Malformed(malformed)] = &read.callbacks[..] else { panic!() };
    assert_eq!(malformed.error().reason(), &Reason::TooLong { limit: 10_000 });
    assert_eq!(malformed.error().pointer(), place);
}

#[test]
fn long_texts_are_kept_and_long_numbers_refused() {
    let text = "x".repeat(5 * MIB);
    let escaped = r"\u0078".repeat(MIB);
    for (written, length) in [(&text, text.len()), (&escaped, MIB)] {
        let message = known(&one("sms_inbound", &format!(r#"{{"sms_body":"{written}"}}"#)));
        let Event::SmsInbound(message) = message.event else { panic!() };
        assert!(message.sms_body.len() == length && message.sms_body.bytes().all(|it| it == b'x'));

        let callback = known(&body(&callback("js_fail", &format!(r#","{written}":1"#))));
        assert_eq!(callback.envelope.extra.iter().next().unwrap().0.len(), length);
    }
    let read = decode(&body(&callback(&text, ""))).unwrap();
    let [Decoded::Unknown(unknown)] = &read.callbacks[..] else { panic!() };
    assert!(unknown.kind() == text);

    let amount = |json: &str| fault(&one("card_payment", &format!(r#"{{"amount":{json}}}"#)));
    let place = "/callbacks/0/card_payment/amount".to_owned();
    let nines = "9".repeat(MIB);
    for (json, code) in [
        (nines.clone(), "out_of_range"),
        (format!("0.{nines}"), "out_of_range"),
        (format!("0.{}", "0".repeat(MIB)), "out_of_range"),
        (format!("1e{nines}"), "out_of_range"),
        (format!("1e-{nines}"), "out_of_range"),
        (format!("\"{nines}\""), "out_of_range"),
        (format!("\"{nines}x\""), "invalid_decimal"),
        (format!("\"{text}\""), "invalid_decimal"),
    ] {
        assert_eq!(amount(&json), (code, place.clone()), "{}…", &json[..8]);
    }
    let id = |json: &str| fault(&body(&callback("js_fail", "").replace("\"callback_id\":7", json)));
    let place = "/callbacks/0/callback_id".to_owned();
    assert_eq!(id(&format!("\"callback_id\":{nines}")), ("out_of_range", place.clone()));
    assert_eq!(id(&format!("\"callback_id\":\"{text}\"")), ("invalid_number", place));
    let expiring = format!(r#"{{"callerids":[],"expiration_date":"{text}"}}"#);
    let place = "/callbacks/0/expiring_callerid/expiration_date".to_owned();
    assert_eq!(fault(&one("expiring_callerid", &expiring)), ("invalid_date", place));
}

#[test]
fn space_is_skipped_and_its_lines_are_counted() {
    let space = " ".repeat(10 * MIB);
    assert!(decode(&format!("{space}{}{space}", body(""))).unwrap().callbacks.is_empty());
    assert_eq!(decode(&space).unwrap_err(), BodyError::Syntax { line: 1, column: 10 * MIB });
    let lines = "\n".repeat(10 * MIB);
    assert_eq!(
        decode(&format!("{lines}{}x", body(""))).unwrap_err(),
        BodyError::Syntax { line: 10 * MIB + 1, column: body("").len() + 1 }
    );
}

/// Every form of invalid JSON, and the column of its error, from its start.
const NO_JSON: &[(&str, usize)] = &[
    ("}", 1),
    (",", 1),
    ("nul", 4),
    ("nulL", 4),
    ("truefalse", 5),
    ("tru", 4),
    ("+1", 1),
    ("-", 2),
    ("01", 2),
    ("1.", 3),
    ("1.e5", 3),
    (".5", 1),
    ("1e", 3),
    ("1e+", 4),
    ("1e+x", 4),
    ("NaN", 1),
    ("Infinity", 1),
    ("0x10", 2),
    ("'a'", 1),
    ("a", 1),
    ("\"\\x\"", 3),
    ("\"\\u12\"", 7),
    ("\"\\u12G4\"", 7),
    ("\"a\tb\"", 2),
    ("\"a\nb\"", 2),
    ("[1,]", 4),
    ("[1 2]", 4),
    ("[,1]", 2),
    ("{\"a\":1,}", 8),
    ("{\"a\" 1}", 6),
    ("{\"a\":}", 6),
    ("{a:1}", 2),
    ("{\"a\":1 \"b\":2}", 8),
    ("{1:2}", 2),
    ("{,}", 2),
    ("{\"a\"}", 5),
    ("1 2", 3),
    ("// c\n1", 1),
    ("/* c */ 1", 1),
    ("\u{feff}1", 1),
    ("\"\u{1}\"", 1),
    ("[1}", 3),
    ("{\"a\":1]", 7),
];

#[test]
fn what_is_no_json_is_told_by_line_and_column() {
    for (json, column) in NO_JSON {
        for place in [
            "{\"callbacks\":[],\n\"x\":$}",
            "{\"callbacks\":[\n  $]}",
            "{\"callbacks\":[{\"type\":\"js_fail\",\n\"x\":$}]}",
            "{\"callbacks\":[{\"type\":\"js_fail\",\"js_fail\":{\n\"x\":$}}]}",
            "{\"callbacks\":[{\"type\":\"card_payment\",\"card_payment\":{\n\"amount\":$}}]}",
            "{\"callbacks\":[{\"type\":\"sms_inbound\",\"sms_inbound\":{\n\"sms_body\":$}}]}",
        ] {
            let (_, line) = place.split_once('\n').unwrap();
            let column = line.find('$').unwrap() + column;
            let error = decode(&place.replace('$', json)).unwrap_err();
            assert_eq!(error, BodyError::Syntax { line: 2, column }, "{json} in {place}");
        }
    }
}

#[test]
fn a_body_that_ends_too_early_or_too_late_is_told_by_line_and_column() {
    for (text, line, column) in [
        ("", 1, 0),
        ("{", 1, 1),
        ("{\n", 2, 0),
        ("nul", 1, 3),
        (r#"""#, 1, 1),
        ("-", 1, 1),
        (r#"{"callbacks"#, 1, 11),
        (r#"{"callbacks":"#, 1, 13),
        (r#"{"callbacks":["#, 1, 14),
        ("{\"callbacks\":[\n", 2, 0),
        (r#"{"callbacks":[]"#, 1, 15),
        (r#"{"callbacks":[],"#, 1, 16),
        (r#"{"callbacks":[],}"#, 1, 17),
        (r#"{"callbacks":[{}"#, 1, 16),
        (r#"{"callbacks":[{},"#, 1, 17),
        (r#"{"callbacks":[{}]"#, 1, 17),
        (r#"{"callbacks":[{"a"#, 1, 17),
        (r#"{"callbacks":["\"#, 1, 16),
        (r#"{"callbacks":[]}}"#, 1, 17),
        (r#"{"callbacks":[]},"#, 1, 17),
        (r#"{"callbacks":[]} x"#, 1, 18),
        ("{\"callbacks\":[]}\n\0", 2, 1),
        (r#"{"callbacks":[]}{"callbacks":[]}"#, 1, 17),
        ("\u{feff}", 1, 3),
        ("\u{feff}{\"callbacks\":[]", 1, 18),
        ("\u{feff}\n{\"callbacks\":[]", 2, 15),
        ("\u{feff}\u{feff}{\"callbacks\":[]}", 1, 4),
        (" \u{feff}{\"callbacks\":[]}", 1, 2),
        ("{'callbacks':[]}", 1, 2),
        ("{callbacks:[]}", 1, 2),
        (r#"{"callbacks"=[]}"#, 1, 13),
        (r#"{"callbacks" []}"#, 1, 14),
        ("callbacks=[]", 1, 1),
    ] {
        assert_eq!(decode(text).unwrap_err(), BodyError::Syntax { line, column }, "{text:?}");
    }
}

/// The work that it takes to read a body.
fn work(body: &str) -> AllocationInfo {
    let mut read = None;
    let work = measure(|| read = Some(Body::decode_within(body.as_bytes(), unlimited())));
    drop(read);
    work
}

#[test]
fn twice_as_much_takes_twice_the_work() {
    type Family = (&'static str, fn(usize) -> String);
    let families: &[Family] = &[
        ("callbacks", |n| body(&many(n, &callback("js_fail", "")))),
        ("malformed callbacks", |n| body(&many(n, &callback("card_payment", "")))),
        ("unknown callbacks", |n| body(&many(n, &callback("moon_landing", "")))),
        ("junk", |n| body(&many(n, "5"))),
        ("a bad one after many good ones", |n| body(&(many(n, &callback("js_fail", "")) + ",5"))),
        ("one that ends too early after many good ones", |n| {
            body(&(many(n, &callback("js_fail", "")) + ",{"))
        }),
        ("undocumented fields", |n| body(&callback("js_fail", &undocumented(n, true)))),
        ("undocumented fields of one name", |n| {
            body(&callback("js_fail", &undocumented(n, false)))
        }),
        ("undocumented fields of a payload", |n| {
            one("js_fail", &format!("{{{}}}", &undocumented(n, true)[1..]))
        }),
        ("undocumented fields in a wrapper", |n| {
            one("js_fail", &format!("{{\"js_fail\":{{{}}}}}", &undocumented(n, true)[1..]))
        }),
        ("undocumented fields of a body", |n| {
            format!("{{\"callbacks\":[]{}}}", undocumented(n, true))
        }),
        ("undocumented fields, of which the last is bad", |n| {
            body(&callback("js_fail", &(undocumented(n, true) + ",\"hash\":5")))
        }),
        ("numbers", |n| {
            one("expired_agreement", &format!("{{\"document_ids\":[{}]}}", many(n, "7")))
        }),
        ("digit strings", |n| {
            one("expired_agreement", &format!("{{\"document_ids\":[{}]}}", many(n, "\"7\"")))
        }),
        ("texts", |n| {
            one("expiring_callerid", &format!("{{\"callerids\":[{}]}}", many(n, "\"\"")))
        }),
        ("objects without fields", |n| {
            let details = format!("[{{\"details\":[{}]}}]", many(n, "[]"));
            one("subscription_is_frozen", &format!("{{\"subscriptions\":{details}}}"))
        }),
        ("escapes", |n| {
            one("sms_inbound", &format!("{{\"sms_body\":\"{}\"}}", r"\u0078".repeat(n)))
        }),
        ("digits", |n| one("card_payment", &format!("{{\"amount\":{}}}", "9".repeat(n)))),
        ("depth", |n| body(&callback("js_fail", &format!(",\"x\":{}", Deep::objects(n).closed())))),
        ("wrappers", |n| {
            one("sms_inbound", &Deep::new(n * 16, r#"{"sms_inbound":"#, "{}", "}").closed())
        }),
        ("depth instead of a callback", |n| body(&Deep::lists(n).closed())),
        ("depth that is not closed", |n| Deep::objects(n).open),
    ];
    for (name, build) in families {
        // A power of two more, so that lists grow as often as they must and no more.
        let [once, twice] = [8192, 16384].map(|count| work(&build(count)));
        for (once, twice) in [
            (once.count_total, twice.count_total),
            (once.bytes_total, twice.bytes_total),
            (once.bytes_max, twice.bytes_max),
        ] {
            assert!(twice * 10 <= once * 22, "{name}: {once} and {twice}");
        }
    }
}

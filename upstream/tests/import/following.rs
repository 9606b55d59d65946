//! What real releases brought, each once, and what the description makes of it.

use std::fmt::Write as _;

use upstream::{Aspect, Difference, Owner, Pages, Structure, Subject};

use super::{described, differences, edit, edited, layouts, page, pages, report, workspace_text};

const HEAD: &str = r#"version  = "0.1.0"
upstream = "https://example.com/docs/"

[envelope]
doc      = "What every callback has."
upstream = "AccountCallback"

[envelope.fields]
callback_id = { type = "number",                example = 7001,          doc = "The ID." }
type        = { type = "string", rust = "kind", example = "door_opened", doc = "What happened." }
account_id  = { type = "number",                example = 1,             doc = "The account." }
hash        = { type = "string",                example = "00ff",        doc = "The hash." }
balance     = { type = "decimal",               example = 1.50,          doc = "The balance." }
"#;

/// A description of these kinds, objects and enums.
fn description(parts: &str) -> String {
    format!("{HEAD}\n{parts}")
}

/// A page on which each field is a line: its name, its type, perhaps a mark,
/// and prose.
fn listing(name: &str, fields: &[&str]) -> Structure {
    let mut text = format!("Rate this page:\n\n{name}\n\nA test page.\n\nFields\n");
    for field in fields {
        let (field, prose) = field.split_once(" - ").unwrap_or((field, "Something"));
        let (field, mark) = match field.strip_suffix('?') {
            Some(field) => (field, "Optional\n"),
            None => (field, ""),
        };
        let (name, ty) = field.split_once(": ").unwrap();
        let _ = write!(text, "\n{name}\n\n{mark}Copy URL\n{name}: \n\n{ty}\n\n{prose}\n");
    }
    page(&format!("{}.txt", name.to_lowercase()), &text)
}

/// The page of the kinds, with the fields of the envelope.
fn root(kinds: &[&str]) -> Structure {
    let envelope = [
        "callback_id: number",
        "type: string",
        "account_id: number",
        "hash: string",
        "balance: decimal",
    ];
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("{kind}?")).collect();
    let kinds = kinds.iter().map(String::as_str);
    listing("AccountCallback", &envelope.into_iter().chain(kinds).collect::<Vec<_>>())
}

/// Imports twice: the second time changes nothing, and leaves nothing.
#[track_caller]
fn imported(text: &str, structures: &[Structure]) -> String {
    let once = edit(text, structures);
    let twice = edit(&once.text, structures);
    assert_eq!(twice.text, once.text);
    assert_eq!(twice.left, [], "{}", once.text);
    assert_eq!(twice.taken_in, []);
    once.text
}

fn line<'t>(text: &'t str, start: &str) -> &'t str {
    text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}: {text}"))
}

const OPENED: &str = r#"[kinds.door_opened]
doc      = "A door was opened."
upstream = "DoorOpenedCallback"

[kinds.door_opened.fields]
door_id = { type = "number",  example = 12,    doc = "The door." }
speed   = { type = "number",  example = 3,     doc = "How fast it went." }
wide    = { type = "boolean", example = false, doc = "Whether it is wide." }
"#;

// ---- What is gone ----

#[test]
fn a_field_that_is_gone_becomes_optional_and_is_reported_once() {
    let text = description(OPENED);
    let pages = [listing("DoorOpenedCallback", &["door_id: number", "wide: boolean"])];
    let told = report(&text, &pages);
    let sentence = "field `door_opened.speed`: it becomes optional, as callbacks may come without it, \
                    and is still read (dooropenedcallback.txt:3)";
    assert!(told.contains(sentence), "{told}");
    let once = imported(&text, &pages);
    let rows = r#"
door_id = { type = "number",                                         example = 12,    doc = "The door." }
speed   = { type = "number",  optional = true, differs = ["listed"], example = 3,     doc = "How fast it went." }
wide    = { type = "boolean",                                        example = false, doc = "Whether it is wide." }
"#;
    assert!(once.ends_with(rows), "{once}");
    assert_eq!(differences(&once, &pages), []);

    // The version covers it, as what was required may be missing.
    let resolve = |text: &str| codegen::resolve("doors.toml", text).unwrap();
    let changes = codegen::diff::changes(&resolve(&text), &resolve(&once));
    let codes: Vec<&str> = changes.iter().map(|change| change.rule.code).collect();
    assert_eq!(codes, ["field-made-optional"]);
    assert_eq!(changes[0].older, codegen::diff::Older::Refuse);
}

#[test]
fn a_field_that_is_back_leaves_no_trace() {
    let text = description(OPENED);
    let all =
        [listing("DoorOpenedCallback", &["door_id: number", "speed: number", "wide: boolean"])];
    let fewer = [listing("DoorOpenedCallback", &["door_id: number", "wide: boolean"])];
    let gone = imported(&text, &fewer);
    let told = report(&gone, &all);
    let back = "`door_opened.speed` agrees with upstream again: `listed` is removed from `differs`";
    assert!(told.contains(back), "{told}");
    assert!(told.contains("is always present upstream, and optional in the description"), "{told}");
    let again = imported(&gone, &all);
    assert_eq!(again, text);
}

#[test]
fn fields_of_the_envelope_go_but_for_those_that_the_sdk_relies_on() {
    let text = description(OPENED);
    let kinds = ["door_opened: DoorOpenedCallback?"];
    let fewer = listing(
        "AccountCallback",
        &["callback_id: number", "type: string", "account_id: number", kinds[0]],
    );
    let edit = edit(&text, std::slice::from_ref(&fewer));
    assert!(line(&edit.text, "balance ").contains("optional = true, differs = [\"listed\"]"));
    let of_hash = Subject::Field(Owner::Envelope, "hash".to_owned());
    assert_eq!(edit.left, [Difference { subject: of_hash, aspect: Aspect::Listed }]);
    let told = report(&text, &[fewer]);
    assert!(told.contains("`hash` of every callback, on which the SDK relies"), "{told}");
}

#[test]
fn a_payload_that_falls_to_no_fields_is_doubted_and_kept() {
    let text = description(OPENED);
    for (name, page_text) in [
        ("saved.txt", "DoorOpenedCallback\nA test page.\nFields\n"),
        ("saved.txt", "DoorOpenedCallback\nA test page.\n"),
        ("saved.md", "# DoorOpenedCallback\n\nA test page.\n"),
    ] {
        let pages = [page(name, page_text)];
        assert_eq!(edited(&text, &pages), text);
        let told = report(&text, &pages);
        let doubt = format!(
            "`door_opened` has no fields there, and this is not merged: if the page lost them \
             when it was saved, save it again ({name}:1)"
        );
        assert!(told.contains(&doubt), "{told}");
        assert!(
            told.contains("field `door_opened.wide`, with all other fields of `door_opened`"),
            "{told}"
        );
    }
}

#[test]
fn a_page_that_ends_early_is_doubted() {
    let text = description(OPENED);
    let cut = [listing("DoorOpenedCallback", &["door_id: number", "speed: number"])];
    let doubt = "the last field of `door_opened` in the description is among them: if the page was cut \
                 short after `speed`, save the whole page";
    assert!(report(&text, &cut).contains(doubt), "{}", report(&text, &cut));
    let other = [listing("DoorOpenedCallback", &["door_id: number", "wide: boolean"])];
    assert!(!report(&text, &other).contains("cut short"));
}

#[test]
fn a_value_that_is_gone_is_reported_once() {
    let text = description(SHARED);
    let pages = [listing("DoorShutCallback", &["state: string - One of OPEN, AJAR"])];
    let told = report(&text, &pages);
    assert!(told.contains("`door_shut.state` keeps values that upstream no longer lists: `SHUT`"));
    let once = imported(&text, &pages);
    assert!(
        line(&once[once.find("door_shut").unwrap()..], "state").contains("differs = [\"values\"]")
    );
    // A value that is new after that is still reported.
    let more = [listing("DoorShutCallback", &["state: string - One of OPEN, AJAR, LOST"])];
    let told = report(&once, &more);
    assert!(told.contains("`door_shut.state` has new values upstream: `LOST`"), "{told}");
}

// ---- Enums that are shared ----

const SHARED: &str = r#"[kinds.door_opened]
doc      = "A door was opened."
upstream = "DoorOpenedCallback"

[kinds.door_opened.fields]
state = { type = "State", example = "OPEN", doc = "How it stands." }

[kinds.door_shut]
doc      = "A door was shut."
upstream = "DoorShutCallback"

[kinds.door_shut.fields]
state = { type = "State",   example = "SHUT",   doc = "How it stands." }
was   = { type = "[State]", example = ["SHUT"], doc = "How it stood." }

[enums.State]
doc    = "How a door stands."
values = ["OPEN", "AJAR", "SHUT"]
"#;

#[test]
fn a_field_whose_values_diverge_gets_an_enum_of_its_own() {
    let text = description(SHARED);
    let pages = [listing("DoorOpenedCallback", &["state: string - One of OPEN, AJAR, SHUT, LOST"])];
    let told = report(&text, &pages);
    let sentence = "`door_opened.state` has new values upstream: `LOST`; it gets its own enum with \
                    these values, as upstream does not list them for every field that uses `State`";
    assert!(told.contains(sentence), "{told}");
    let once = imported(&text, &pages);
    assert!(once.contains("values = [\"OPEN\", \"AJAR\", \"SHUT\"]\n"), "{once}");
    let own = "[enums.DoorOpenedState]\ndoc    = \"\"\nvalues = [\"OPEN\", \"AJAR\", \"SHUT\", \"LOST\"]\n";
    assert!(once.ends_with(own), "{once}");
    assert!(line(&once, "state").contains("type = \"DoorOpenedState\""), "{once}");
    assert_eq!(once.matches("\"State\"").count(), 1);
    assert_eq!(once.matches("\"[State]\"").count(), 1);
}

#[test]
fn fields_that_get_the_same_values_share_their_enum_as_before() {
    let text = description(SHARED);
    let values = "state: string - One of OPEN, AJAR, SHUT, LOST";
    let opened = listing("DoorOpenedCallback", &[values]);
    let was = "was: [string] - One of OPEN, AJAR, SHUT, LOST";
    let once = imported(&text, &[opened.clone(), listing("DoorShutCallback", &[values, was])]);
    assert_eq!(
        once,
        text.replace("\"SHUT\"]\n", "\"SHUT\", \"LOST\"]\n")
            .replace("[\"SHUT\", \"LOST\"],", "[\"SHUT\"],")
    );

    // Two of three go together, and the third one stays where it was.
    let other = "was: [string] - One of OPEN, AJAR, SHUT";
    let once = imported(&text, &[opened, listing("DoorShutCallback", &[values, other])]);
    assert_eq!(once.matches("\"DoorOpenedState\"").count(), 2, "{once}");
    assert!(once.contains("\"[State]\""), "{once}");
    // If each goes its own way, the first keeps the name.
    let values = |last: &str| format!("state: string - One of OPEN, AJAR, SHUT, {last}");
    let opened = listing("DoorOpenedCallback", &[&values("LOST")]);
    let was = "was: [string] - One of OPEN, AJAR, SHUT, SOLD";
    let once = imported(&text, &[opened, listing("DoorShutCallback", &[&values("GONE"), was])]);
    assert!(once.contains("values = [\"OPEN\", \"AJAR\", \"SHUT\", \"LOST\"]\n"), "{once}");
    assert!(line(&once, "state").contains("\"State\""), "{once}");
    assert_eq!(once.matches("[enums.").count(), 3, "{once}");
}

#[test]
fn values_in_other_letters_go_into_the_enum_that_has_them() {
    let text = workspace_text();
    let status = "legal_status: string - Possible values are 'individual', 'entrepreneur', 'legal entity', 'NONE'";
    let pages = [listing(
        "AccountDocumentUploadedCallback",
        &[
            "account_document_id: number",
            "uploaded: timestamp",
            "verification_name: string",
            status,
        ],
    )];
    let once = edited(&text, &pages);
    // The other kind that holds the enum is left alone.
    let legacy = text.find("[enums.LegacyLegalStatus]").unwrap();
    assert!(once.contains(text[legacy..].split("\n\n").next().unwrap()), "{once}");
    assert!(
        once.contains("values = [\"individual\", \"entrepreneur\", \"legal entity\", \"NONE\"]")
    );
}

/// As upstream did it: one of the fields spells its values in another case, and
/// the others as before.
#[test]
fn a_value_in_another_spelling_replaces_the_former_one() {
    let text = description(SHARED);
    let state = "state: string - One of 'open', 'ajar', 'LOST'";
    let was = state.replace("state: string", "was: [string]");
    let opened = [listing("DoorOpenedCallback", &[state])];
    let told = report(&text, &opened);
    assert!(
        told.contains(
            "`door_opened.state` is spelled differently upstream, which replaces our spelling: `ajar` instead \
             of `AJAR`, `open` instead of `OPEN`; it has new values upstream: `LOST`; it keeps values \
             that upstream no longer lists: `SHUT`; it gets its own enum with these values"
        ),
        "{told}"
    );
    let once = imported(&text, &opened);
    assert!(once.contains("values = [\"OPEN\", \"AJAR\", \"SHUT\"]"), "{once}");
    assert!(once.contains("values = [\"open\", \"ajar\", \"SHUT\", \"LOST\"]"), "{once}");
    let missing = codegen::resolve("doors.toml", &once).unwrap_err();
    let codes: Vec<&str> = missing.iter().map(codegen::Diagnostic::code).collect();
    assert_eq!(codes, ["example-misfit", "missing-description"], "{missing}");

    // All of them: they still share the enum, and a name that a value was given stays.
    let text = text.replace("\"AJAR\", ", "{ value = \"AJAR\", rust = \"HalfOpen\" }, ");
    let every = [
        listing("DoorOpenedCallback", &[state]),
        listing("DoorShutCallback", &[state, was.as_str()]),
    ];
    let once = imported(&text, &every);
    let values =
        "values = [\"open\", { value = \"ajar\", rust = \"HalfOpen\" }, \"LOST\", \"SHUT\"]";
    assert!(once.contains(values), "{once}");
    assert_eq!(once.matches("[enums.").count(), text.matches("[enums.").count(), "{once}");
}

// ---- Wrappers ----

const WRAPPED: &str = r#"[kinds.door_said]
doc      = "A door said something."
upstream = "DoorSaidCallback"
wrapped  = true

[kinds.door_said.fields]
words = { type = "string", example = "Mind the gap.", doc = "What it said." }
voice = { type = "string", example = "deep",          doc = "How it said it." }
"#;

#[test]
fn a_wrapped_list_is_read_and_described() {
    let text = description(OPENED);
    let pages = [
        root(&["door_opened: DoorOpenedCallback", "door_said: DoorSaidCallback"]),
        listing("DoorSaidCallback", &["door_said: [DoorSaidCallbackItem]"]),
        listing("DoorSaidCallbackItem", &["words: string", "voice: string"]),
    ];
    let told = report(&text, &pages);
    assert!(told.contains("one level deeper, in a list under the same name again"), "{told}");
    assert!(told.contains("    `words`: a string\n    `voice`: a string\n"), "{told}");
    let once = imported(&text, &pages);
    let kind = "[kinds.door_said]\ndoc      = \"\"\nupstream = \"DoorSaidCallback\"\nwrapped  = \"list\"\n\n\
                [kinds.door_said.fields]\nwords = { type = \"string\", doc = \"\" }\n";
    assert!(once.contains(kind), "{once}");
    // The generator asks for words and examples, and for nothing else.
    let missing = codegen::resolve("doors.toml", &once).unwrap_err();
    let is_owed =
        |it: &codegen::Diagnostic| matches!(it.code(), "missing-description" | "missing-example");
    assert!(missing.iter().all(is_owed), "{missing}");
}

#[test]
fn a_wrapper_that_becomes_a_list_or_an_object_is_a_difference() {
    let list = [
        listing("DoorSaidCallback", &["door_said: [DoorSaidCallbackItem]"]),
        listing("DoorSaidCallbackItem", &["words: string", "voice: string"]),
    ];
    let text = description(WRAPPED);
    let told = report(&text, &list);
    let sentence = "`door_said` is one level deeper in a list upstream, and one level deeper in the \
                    description";
    assert!(told.contains(sentence), "{told}");
    let once = imported(&text, &list);
    assert_eq!(once, text.replace("wrapped  = true", "wrapped  = \"list\""));
    let object =
        [listing("DoorSaidCallback", &["door_said: DoorSaidCallbackItem"]), list[1].clone()];
    assert_eq!(imported(&once, &object), text);
    let flat = [listing("DoorSaidCallback", &["words: string", "voice: string"])];
    assert_eq!(imported(&once, &flat), text.replace("wrapped  = true\n", ""));
}

#[test]
fn the_page_of_what_is_in_a_wrapper_is_compared_alone() {
    let text = description(WRAPPED);
    let pages = [listing("DoorSaidCallbackItem", &["text: string", "voice: string"])];
    let told = report(&text, &pages);
    assert!(told.contains("field `door_said.text`: a string"), "{told}");
    assert!(told.contains("field `door_said.words`: it becomes optional"), "{told}");
    assert!(!told.contains("is not compared"), "{told}");
    let once = imported(&text, &pages);
    assert!(once.contains("wrapped  = true"), "{once}");
    assert!(line(&once, "words").contains("optional = true"), "{once}");
    // As it is, it is no difference.
    assert_eq!(
        differences(&text, &[listing("DoorSaidCallbackItem", &["words: string", "voice: string"])]),
        []
    );
    // So are the two of the description itself.
    let sms = ["destination_number: string?", "source_number: string?", "sms_text: string?"];
    let told = report(&workspace_text(), &[listing("InboundSmsCallbackItem", &sms)]);
    assert!(told.contains("field `sms_inbound.sms_text`"), "{told}");
}

#[test]
fn a_page_that_nothing_holds_asks_for_the_page_that_holds_it() {
    let told = report(&description(OPENED), &[listing("HingeInfo", &["size: number"])]);
    assert!(told.contains("HingeInfo (hingeinfo.txt:3) is not compared"), "{told}");
    assert!(told.contains("also give the page of the structure that contains it"), "{told}");
}

// ---- Structures that get another name ----

const HELD: &str = r#"[kinds.door_opened]
doc      = "A door was opened."
upstream = "DoorOpenedCallback"

[kinds.door_opened.fields]
locks = { type = "[Lock]", doc = "The locks." }

[kinds.door_shut]
doc      = "A door was shut."
upstream = "DoorShutCallback"

[kinds.door_shut.fields]
lock = { type = "Lock", doc = "The lock." }

[objects.Lock]
doc      = "A lock."
upstream = "LockInfo"

[objects.Lock.fields]
name = { type = "string", sensitive = true, example = "Front", doc = "What it is called." }
key  = { type = "Key",                                         doc = "What opens it." }

[objects.Key]
doc      = "A key."
upstream = "KeyInfo"

[objects.Key.fields]
size = { type = "number", example = 1, doc = "How large it is." }
"#;

#[test]
fn a_renamed_structure_with_the_same_fields_is_a_change_of_its_page() {
    let text = description(HELD);
    let lock = listing("LockInfoType", &["name: string", "key: KeyInfoType"]);
    let key = listing("KeyInfoType", &["size: number"]);
    let opened = listing("DoorOpenedCallback", &["locks: [LockInfoType]"]);
    let told = report(&text, &[opened.clone(), lock.clone(), key.clone()]);
    let sentence = "object `Lock` is of LockInfoType upstream, and of LockInfo in the description \
                    (lockinfotype.txt:3)";
    assert!(told.contains(sentence), "{told}");
    let once = imported(&text, &[opened.clone(), lock.clone(), key.clone()]);
    let renamed =
        text.replace("\"LockInfo\"", "\"LockInfoType\"").replace("\"KeyInfo\"", "\"KeyInfoType\"");
    assert_eq!(once, renamed);
    let resolve = |text: &str| codegen::resolve("doors.toml", text).unwrap();
    let changes = codegen::diff::changes(&resolve(&text), &resolve(&once));
    assert!(changes.iter().all(|change| change.rule.code == "page-changed"), "{changes:?}");

    // What is new in it besides is new.
    let more = listing("LockInfoType", &["name: string", "key: KeyInfoType", "age: number?"]);
    let told = report(&renamed, &[opened.clone(), more, key.clone()]);
    assert!(told.contains("field `LockInfoType.age`: a number, optional"), "{told}");
    // Two structures are two, whatever they have in common.
    let both = [
        opened,
        lock,
        key,
        listing("DoorShutCallback", &["lock: LockInfo"]),
        listing("LockInfo", &["name: string", "key: KeyInfo"]),
        listing("KeyInfo", &["size: number"]),
    ];
    let once = imported(&text, &both);
    assert!(once.contains("[objects.LockInfoType]"), "{once}");
    assert!(once.contains("upstream = \"LockInfo\"\n"), "{once}");
    // What no log may show in the one, none may show in the other.
    let block = &once[once.find("[objects.LockInfoType.fields]").unwrap()..];
    assert!(line(block, "name").contains("sensitive = true"), "{once}");
}

#[test]
fn a_structure_whose_page_was_not_given_is_asked_for() {
    let text = description(HELD);
    let pages = [listing("DoorOpenedCallback", &["locks: [BoltInfo]"])];
    assert_eq!(edited(&text, &pages), text);
    let told = report(&text, &pages);
    let asked = "the page of BoltInfo was not given: https://example.com/docs/boltinfo";
    assert!(told.contains(asked), "{told}");
}

// ---- Pages that lost something ----

#[test]
fn a_page_that_lost_the_types_of_the_kinds_says_which_kinds_there_are() {
    let text = workspace_text();
    let description = described(&text);
    let structures = layouts::structures(description.reference(), description.root());
    let mut lines = "AccountCallback\nA test page.\nFields\n".to_owned();
    for field in &structures[0].fields {
        let ty =
            if field.ty.structure().is_some() { String::new() } else { format!(" {}", field.ty) };
        let _ = write!(lines, "{0}\n{0}:{ty}\n{1}\n", field.name, field.prose);
    }
    assert_eq!(differences(&text, &[page("all.txt", &lines)]), []);

    // A kind that is new comes without its structure, unless its page is called as usual.
    let more = page("all.txt", &format!("{lines}door_sold\ndoor_sold:\nA door was sold\n"));
    let sold = listing("DoorSoldCallback", &["price: decimal"]);
    let once = edited(&text, std::slice::from_ref(&more));
    assert!(once.contains("[kinds.door_sold]\ndoc = \"\"\n"), "{once}");
    let told = report(&text, std::slice::from_ref(&more));
    assert!(told.contains("    the page of its payload was not given\n"), "{told}");
    let once = edited(&text, &[more, sold]);
    assert!(once.contains("[kinds.door_sold.fields]\nprice = { type = \"decimal\", doc"), "{once}");
}

// ---- What is known ----

#[test]
fn an_acknowledged_difference_is_not_reported_again() {
    let text = description(OPENED)
        .replace("upstream = \"AccountCallback\"", "upstream = \"AccountCallback\"\ndiffers = [\"order\"]")
        .replace(
            "upstream = \"DoorOpenedCallback\"",
            "upstream = \"DoorOpenedCallback\"\ndiffers = [\"order\", \"optional\", \"deprecated\"]",
        )
        .replace("speed   = { type = \"number\", ", "speed   = { type = \"number\", differs = [\"optional\"],");
    let opened =
        listing("DoorOpenedCallback", &["wide: boolean", "door_id: number", "speed: number?"]);
    let fields = [
        "type: string",
        "callback_id: number",
        "account_id: number",
        "hash: string",
        "balance: decimal",
    ];
    let kind = "door_opened: DoorOpenedCallback - Deprecated";
    let root = listing("AccountCallback", &[&fields[..], &[kind]].concat());
    let all = [root, opened];
    assert_eq!(differences(&text, &all), []);
    let plain = text.replace("differs = [\"optional\"],", "");
    let of_speed = Subject::Field(Owner::Kind("door_opened".to_owned()), "speed".to_owned());
    assert_eq!(
        differences(&plain, &all),
        [Difference { subject: of_speed, aspect: Aspect::Optional }]
    );
    let description = described(&text);
    let theirs = pages(&all, &description).reference(&description);
    assert_eq!(upstream::acknowledged(description.reference(), &theirs).len(), 5);
    assert_eq!(edited(&text, &all), text);
    codegen::resolve("doors.toml", &text).unwrap();
}

#[test]
fn an_acknowledgement_ends_with_the_difference() {
    let text = description(OPENED)
        .replace(
            "upstream = \"DoorOpenedCallback\"",
            "upstream = \"DoorOpenedCallback\"\ndiffers  = [\"order\", \"optional\"]",
        )
        .replace(
            "speed   = { type = \"number\", ",
            "speed   = { type = \"number\", differs = [\"optional\"],",
        );
    let opened =
        listing("DoorOpenedCallback", &["door_id: number", "speed: number", "wide: boolean"]);
    let all = [root(&["door_opened: DoorOpenedCallback"]), opened];
    let told = report(&text, &all);
    assert!(told.contains("`door_opened.speed` agrees with upstream again"), "{told}");
    let once = imported(&text, &all);
    assert!(once.contains("differs  = [\"order\"]"), "{once}");
    assert!(!line(&once, "speed").contains("differs"), "{once}");
}

#[test]
fn a_page_in_alphabetical_order_says_nothing_about_order() {
    let text = description(OPENED);
    let sorted = ["door_id: number", "lock_id: number", "speed: number", "wide: boolean"];
    assert!(!report(&text, &[listing("DoorOpenedCallback", &sorted)]).contains("the order"));
    // The description has an order of its own, so what is new goes to its end.
    let other = OPENED.replace("door_id", "zone_id");
    let sorted = ["locked: boolean", "speed: number", "wide: boolean", "zone_id: number"];
    let once = imported(&description(&other), &[listing("DoorOpenedCallback", &sorted)]);
    assert!(once.trim_end().lines().last().unwrap().starts_with("locked"), "{once}");
}

// ---- What a person should know ----

#[test]
fn a_description_and_a_type_that_do_not_fit_are_reported() {
    let pages = [listing(
        "DoorOpenedCallback",
        &[
            "door_id: number",
            "speed: number",
            "wide: boolean",
            "batch_id: number - Batch UUID of the doors",
            "day: string - The day in the format YYYY-MM-DD",
            "price: number",
        ],
    )];
    let told = report(&description(OPENED), &pages);
    for doubt in [
        "field `door_opened.batch_id`: a number (dooropenedcallback.txt:36)\n    upstream says: Batch UUID \
         of the doors\n    doubtful: described as a UUID, but typed as a number: the type `number or \
         string` reads both",
        "doubtful: described as a date, but typed as a string: it may be a `date`",
        "doubtful: looks like money or a rate: `holds = \"decimal\"` reads fractions too",
    ] {
        assert!(told.contains(doubt), "{told}");
    }
    // What the description has decided is no difference any more.
    let decided = OPENED.to_owned()
        + "batch_id = { type = \"number or string\", example = 1, doc = \"The batch.\" }\n";
    let page = listing(
        "DoorOpenedCallback",
        &["door_id: number", "speed: number", "wide: boolean", "batch_id: number - UUID"],
    );
    assert_eq!(differences(&description(&decided), &[page]), []);
}

#[test]
fn a_name_that_is_sensitive_elsewhere_is_sensitive() {
    let text = description(HELD);
    let pages =
        [listing("DoorOpenedCallback", &["locks: [LockInfo]", "name: string", "size: number"])];
    let told = report(&text, &pages);
    let note = "it becomes `sensitive`, like `LockInfo.name`: remove that if logs may show it";
    assert_eq!(told.matches(note).count(), 1, "{told}");
    let once = imported(&text, &pages);
    assert_eq!(line(&once, "name "), "name  = { type = \"string\", sensitive = true, doc = \"\" }");
}

#[test]
fn a_name_that_rust_reserves_gets_another_one() {
    let pages = [listing(
        "DoorOpenedCallback",
        &["door_id: number", "speed: number", "wide: boolean", "type: string"],
    )];
    let once = imported(&description(OPENED), &pages);
    let row = &once[once.find("[kinds.door_opened.fields]").unwrap()..];
    assert!(line(row, "type").contains("rust = \"door_type\""), "{once}");
    let missing = codegen::resolve("doors.toml", &once).unwrap_err();
    assert!(missing.iter().all(|it| it.code().starts_with("missing-")), "{missing}");
}

#[test]
fn a_layout_without_marks_says_so() {
    let compact = page(
        "opened.txt",
        "DoorOpenedCallback\nA page.\nFields\ndoor_id\ndoor_id: number\nWhich\n",
    );
    let contents = upstream::contents(&compact);
    let expected =
        "opened.txt: DoorOpenedCallback, 1 field; the layout does not mark optional fields\n";
    assert_eq!(contents, expected);
    let wide = listing("DoorOpenedCallback", &["door_id: number"]);
    assert!(!upstream::contents(&wide).contains("optional"));
}

// ---- Types alone ----

#[test]
fn the_types_of_a_client_library_are_enough() {
    let types = r"
export interface AccountCallback {
  callbackId: number; type: string; accountId: number; hash: string; balance: number;
  doorOpened?: DoorOpenedCallback;
  doorSaid?: DoorSaidCallback;
}
export interface DoorOpenedCallback { doorId: number; speed: number; wide: boolean; }
export interface DoorSaidCallback {
  /** What it cost */
  totalCost: number;
  callerId: number;
  /** The day, in the format YYYY-MM-DD */
  day: Date;
  /** In 24-h format: YYYY-MM-DD HH:mm:ss */
  said: Date;
  heard?: Date;
  words: string[];
  whatever: any;
}
";
    let text = description(OPENED).replace(
        "speed   = { type = \"number\", ",
        "speed   = { type = \"number\", optional = true, ",
    );
    let description = described(&text);
    let interfaces = upstream::read_types("types.ts", types).unwrap();
    let pages = Pages::of_types(interfaces, &description).unwrap();
    let theirs = pages.reference(&description);
    let found = upstream::compare(description.reference(), &theirs);
    let told = upstream::report(&description, &pages, &found);
    for part in [
        "kind `door_said` of DoorSaidCallback",
        "`total_cost`: a number or decimal\n      written as `decimal`: this source has the same type for both",
        "`caller_id`: a number or decimal\n      written as `number`",
        "`whatever`: of any type\n      write its type by hand",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    // What a library promises is not what comes: `speed` stays optional.
    assert!(!told.contains("speed"), "{told}");
    let edit = upstream::edit("doors.toml", &text, &pages).unwrap();
    assert_eq!(edit.left, []);
    let rows = "total_cost = { type = \"decimal\",                                    doc = \"\" }\n\
                caller_id  = { type = \"number\",                                     doc = \"\" }\n\
                day        = { type = \"date\",                                       doc = \"\" }\n\
                said       = { type = \"timestamp\",                                  doc = \"\" }\n\
                heard      = { type = \"timestamp\", optional = true, or = \"date\", doc = \"\" }\n\
                words      = { type = \"[string]\",                                   doc = \"\" }\n\
                whatever   = { type = \"anything\",                                   doc = \"\" }\n";
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed(&edit.text).contains(&squeezed(rows)), "{}", edit.text);
    // Beside the words, the generator asks for the type that the source has none for.
    let missing = codegen::resolve("doors.toml", &edit.text).unwrap_err();
    let others: Vec<&str> = missing
        .iter()
        .map(codegen::Diagnostic::code)
        .filter(|it| !it.starts_with("missing-"))
        .collect();
    assert_eq!(others, ["unknown-type"], "{missing}");
}

#[test]
fn a_table_shows_the_fields_of_a_kind_that_is_new() {
    let text = description(OPENED);
    let description = described(&text);
    let types = "interface AccountCallback { callbackId: number; type: string; accountId: number; \
                 hash: string; balance: number; doorOpened?: DoorOpenedCallback; doorSold?: DoorSoldCallback }\n\
                 interface DoorSoldCallback { price?: number; buyers: string[] }\n";
    let interfaces = upstream::read_types("types.ts", types).unwrap();
    let theirs = pages(&interfaces, &description).reference(&description);
    let table = upstream::table(&[("types.ts", &theirs), ("description", description.reference())]);
    let row = "| kind `door_sold` | listed with `price` a number or decimal, optional; `buyers` a list of \
               string | not listed |";
    assert!(table.contains(row), "{table}");
}

/// Not every library has comments, so types without one that calls a kind
/// deprecated do not take a deprecation back.
#[test]
fn types_without_comments_say_nothing_of_deprecations() {
    let kinds = "superseded_by = [\"door_swung\"]\n\n[kinds.door_swung]\ndoc = \"A door swung.\"\n\
                 upstream = \"DoorSwungCallback\"\n\n[kinds.door_opened.fields]";
    let text = description(&OPENED.replace("\n[kinds.door_opened.fields]", kinds));
    let found = |comment: &str| {
        let types = format!(
            "interface AccountCallback {{ callbackId: number; type: string; accountId: number; hash: \
             string;\n doorOpened?: DoorOpenedCallback;\n {comment} doorSwung?: DoorSwungCallback; }}"
        );
        let interfaces = upstream::read_types("types.ts", &types).unwrap();
        let description = described(&text);
        let pages = Pages::of_types(interfaces, &description).unwrap();
        let found = upstream::compare(description.reference(), &pages.reference(&description));
        found.into_iter().filter(|it| it.aspect == Aspect::Deprecation).count()
    };
    assert_eq!(found(""), 0);
    assert_eq!(found("/** Deprecated, see door_opened */"), 2);
}

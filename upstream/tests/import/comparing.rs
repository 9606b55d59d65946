//! What is found, and what is not, in the description of this workspace.

use test_support::root;
use upstream::{Aspect, Difference, Owner, Reference, Subject, compare};

use super::{described, differences, layouts, page, reference, workspace_text};

/// The pages of upstream itself, which stand beside the workspace where it is
/// developed, and never in it.
#[test]
fn the_pages_of_upstream_say_what_the_description_says() {
    let pages = root().join("../shared/docs");
    if !pages.is_dir() {
        println!("not run: there are no pages of upstream in {}", pages.display());
        return;
    }
    let read = |name: &str| page(name, &std::fs::read_to_string(pages.join(name)).unwrap());
    let text = test_support::read("schema/callbacks.toml");
    let root = read("update/accountcallback.txt");
    let payload = read("minbalancecallback.txt");
    let newer = [
        "update/batchtaskcancellingcallback.txt",
        "update/phonenumberactivationstatuschangedcallback.txt",
        "update/phonenumberactivationstatuschangedcallbackitem.txt",
    ];
    let other = read("attachedphoneinfotype.txt");

    let description = described(&text);
    let ours = description.reference();
    let pages = [root, payload, other].into_iter().chain(newer.map(read));
    let theirs = reference(&pages.collect::<Vec<_>>(), &description);
    assert_eq!(compare(ours, &theirs), []);
    // It is not for want of anything to compare.
    let kinds = |of: &Reference| -> Vec<(String, bool, Vec<String>)> {
        let kinds = of.kinds.iter().flatten();
        kinds.map(|kind| (kind.name.clone(), kind.deprecated, kind.successors.clone())).collect()
    };
    assert!(kinds(ours).len() >= 40);
    assert_eq!(kinds(ours), kinds(&theirs));
    assert!(theirs.kinds.iter().flatten().all(|kind| kind.optional == Some(true)));
    let fields = |of: &Reference| -> Vec<_> {
        let fields = of.envelope.iter().flatten();
        fields.map(|field| (field.name.clone(), field.ty.clone(), field.optional)).collect()
    };
    assert_eq!(fields(ours), fields(&theirs));
    assert_eq!(theirs.payloads["min_balance"].fields.as_ref().map(Vec::len), Some(2));
    assert_eq!(theirs.strangers.len(), 1);
    assert_eq!(theirs.strangers[0].fields.len(), 10);
}

#[test]
fn pages_in_every_layout_say_what_the_description_says() {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference();
    for layout in layouts::ALL {
        let pages = layouts::pages(ours, description.root(), layout);
        let theirs = reference(&pages, &description);
        assert_eq!(compare(ours, &theirs), [], "{}", layout.0);
        // Everything is there to be compared.
        let names = |of: &Reference| -> Vec<String> {
            of.kinds.iter().flatten().map(|kind| kind.name.clone()).collect()
        };
        assert_eq!(names(&theirs), names(ours));
        assert_eq!(theirs.payloads.len(), ours.payloads.len());
        assert!(theirs.payloads.values().all(|payload| payload.fields.is_some()));
        assert_eq!(theirs.objects.len(), ours.objects.len());
        assert_eq!(theirs.strangers, []);
    }
}

#[test]
fn types_in_typescript_say_what_the_description_says() {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference();
    let types = layouts::types(ours, description.root());
    let interfaces = upstream::read_types("types.ts", &types).unwrap_or_else(|e| panic!("{e}"));
    let theirs = reference(&interfaces, &description);
    assert_eq!(compare(ours, &theirs), []);
    assert_eq!(theirs.kinds.as_ref().map(Vec::len), ours.kinds.as_ref().map(Vec::len));
    assert_eq!(upstream::table(&[("types.ts", &theirs), ("description", ours)]), "");
}

fn kind(name: &str, aspect: Aspect) -> Difference {
    Difference { subject: Subject::Kind(name.to_owned()), aspect }
}

fn field(owner: Owner, name: &str, aspect: Aspect) -> Difference {
    Difference { subject: Subject::Field(owner, name.to_owned()), aspect }
}

fn of_kind(kind: &str, name: &str, aspect: Aspect) -> Difference {
    field(Owner::Kind(kind.to_owned()), name, aspect)
}

/// Whether a layout shows it: text without marks cannot show what is optional,
/// and TypeScript has fewer types.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Everywhere,
    WithMarks,
    OnPages,
}

/// A change of the description, and the one difference to the pages that it
/// makes.
fn changes() -> Vec<(&'static str, &'static str, Difference, Shown)> {
    use Shown::{Everywhere, OnPages, WithMarks};
    let certificate = || Owner::Object("CertificateInfoType".to_owned());
    vec![
        (
            "is_repeated   = { type = \"boolean\", example = false",
            "is_repeated   = { type = \"number\", example = 1",
            of_kind("min_balance", "is_repeated", Aspect::Type),
            Everywhere,
        ),
        (
            "until_expiration = { type = \"number\"",
            "until_expiration = { type = \"decimal\"",
            of_kind("expiring_agreement", "until_expiration", Aspect::Type),
            OnPages,
        ),
        (
            "invoice_date  = { type = \"timestamp\", or = \"date\",",
            "invoice_date  = { type = \"date\",",
            of_kind("invoice_received", "invoice_date", Aspect::Type),
            OnPages,
        ),
        (
            "document_ids = { type = \"[number]\"",
            "document_ids = { type = \"number\"",
            of_kind("expired_agreement", "document_ids", Aspect::Type),
            Everywhere,
        ),
        (
            "subscriptions = { type = \"[FrozenSubscription]\"",
            "subscriptions = { type = \"[DetachedSubscription]\"",
            of_kind("subscription_is_frozen", "subscriptions", Aspect::Type),
            Everywhere,
        ),
        (
            "expiration_date    = { type = \"date\",     optional = true, ",
            "expiration_date    = { type = \"date\", ",
            field(certificate(), "expiration_date", Aspect::Optional),
            WithMarks,
        ),
        (
            "push_credential_id = { type = \"number\",",
            "push_credential_id = { type = \"number\", optional = true,",
            field(certificate(), "push_credential_id", Aspect::Optional),
            WithMarks,
        ),
        (
            "balance            = { type = \"decimal\"",
            "balance            = { type = \"string\"",
            field(Owner::Envelope, "balance", Aspect::Type),
            Everywhere,
        ),
        (
            "values = [\"PHONE\", \"SIP_REGISTRATION\"]",
            "values = [\"PHONE\"]",
            field(Owner::Object("SubscriptionCallbackDetails".to_owned()), "type", Aspect::Values),
            Everywhere,
        ),
        (
            "superseded_by = [\"expired_certificates\", \"expiring_certificates\"]\n",
            "",
            kind("certificate_expired", Aspect::Deprecation),
            Everywhere,
        ),
        (
            "superseded_by = [\"expired_certificates\", \"expiring_certificates\"]",
            "superseded_by = [\"expired_certificates\"]",
            kind("certificate_expired", Aspect::Deprecation),
            Everywhere,
        ),
        (
            "upstream = \"A2PActivatedCallback\"",
            "upstream = \"A2PEnabledCallback\"",
            kind("a2p_sms_activated", Aspect::Structure),
            Everywhere,
        ),
        (
            "confirm  = \"GetSmsHistory\"\nwrapped  = true",
            "confirm  = \"GetSmsHistory\"",
            kind("sms_inbound", Aspect::Depth),
            Everywhere,
        ),
        (
            "upstream = \"JSFailCallback\"\n",
            "upstream = \"JSFailCallback\"\nretired = true\n",
            kind("js_fail", Aspect::Listed),
            Everywhere,
        ),
        (
            "[kinds.js_fail]",
            "[kinds.made_up]\ndoc = \"Made up.\"\nupstream = \"MadeUpCallback\"\n\n[kinds.js_fail]",
            kind("made_up", Aspect::Listed),
            Everywhere,
        ),
        (
            "cert_file_name     =",
            "made_up = { type = \"number\", example = 1, doc = \"Made up.\" }\ncert_file_name     =",
            field(certificate(), "made_up", Aspect::Listed),
            Everywhere,
        ),
    ]
}

#[test]
fn every_layout_shows_what_changed() {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference();
    let types = layouts::types(ours, description.root());
    let interfaces = upstream::read_types("types.ts", &types).unwrap();
    let pages = layouts::ALL.map(|layout| layouts::pages(ours, description.root(), layout));
    for (from, to, expected, shown) in changes() {
        assert!(text.contains(from), "{from}");
        let changed = text.replacen(from, to, 1);
        for (layout, pages) in layouts::ALL.iter().zip(&pages) {
            let is_shown = shown != Shown::WithMarks || *layout != layouts::COMPACT;
            let expected = if is_shown { vec![expected.clone()] } else { Vec::new() };
            assert_eq!(differences(&changed, pages), expected, "{to} in {}", layout.0);
        }
        let expected = if shown == Shown::OnPages { Vec::new() } else { vec![expected] };
        assert_eq!(differences(&changed, &interfaces), expected, "{to} in TypeScript");
    }
}

/// What the description refines is said of the word, not instead of it.
#[test]
fn refinements_are_no_differences() {
    let text = "version = \"0.1.0\"\nupstream = \"https://example.com/\"\n[envelope]\n\
        doc = \"All.\"\nupstream = \"DoorEvents\"\n[envelope.fields]\n[kinds.door_moved]\n\
        upstream = \"DoorCallback\"\n[kinds.door_moved.fields]\n\
        toll = { type = \"number\", holds = \"decimal\" }\n\
        price = { type = \"string\", holds = \"decimal\" }\n\
        moved = { type = \"timestamp\", or = \"date\" }\n\
        state = { type = \"DoorState\" }\nstates = { type = \"[DoorState]\" }\n\
        parts = { type = \"[Part]\" }\n\
        [objects.Part]\nupstream = \"DoorPartItem\"\n[objects.Part.fields]\n\
        [enums.DoorState]\nvalues = [\"OPEN\", \"SHUT\"]\n";
    let fields = |toll: &str, price: &str, moved: &str, state: &str, parts: &str| {
        format!(
            "DoorCallback\nA door.\nFields\ntoll\ntoll: {toll}\nprice\nprice: {price}\nmoved\n\
             moved: {moved}\nstate\nstate: {state}\nstates\nstates: [{state}]\nparts\n\
             parts: [{parts}]\n"
        )
    };
    let same = fields("number", "string", "timestamp", "string", "DoorPartItem");
    assert_eq!(differences(text, &[page("door.txt", &same)]), []);
    let other = fields("decimal", "decimal", "date", "number", "Part");
    let different = differences(text, &[page("door.txt", &other)]);
    let expected = ["toll", "price", "moved", "state", "states", "parts"];
    let expected = expected.map(|name| of_kind("door_moved", name, Aspect::Type));
    assert_eq!(different, expected);
}

#[test]
fn an_order_of_its_own_is_found_and_is_left_alone() {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference();
    let mut structures = layouts::structures(ours, description.root());
    structures[0].fields.reverse();
    let pages: Vec<_> = structures.iter().map(|of| page("a.txt", &(layouts::WIDE.1)(of))).collect();
    let expected = [Subject::Kinds, Subject::Fields(Owner::Envelope)]
        .map(|subject| Difference { subject, aspect: Aspect::Order });
    assert_eq!(differences(&text, &pages), expected);
    assert_eq!(super::edited(&text, &pages), text);
}

#[test]
fn a_table_shows_where_sources_disagree() {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference();
    let with = |from: &str, to: &str| {
        let types = layouts::types(ours, description.root());
        assert!(types.contains(from), "{from}");
        let interfaces = upstream::read_types("types.ts", &types.replacen(from, to, 1)).unwrap();
        reference(&interfaces, &description)
    };
    let pages = layouts::pages(ours, description.root(), layouts::WIDE);
    let pages = reference(&pages[..1], &description);
    let cases = [
        (
            "isRepeated: boolean;",
            "isRepeated: string;",
            "| `min_balance.is_repeated` | — | a string | a boolean |",
        ),
        (
            "isRepeated: boolean;",
            "",
            "| `min_balance.is_repeated` | — | not listed | listed, a boolean |",
        ),
        (
            "isRepeated: boolean;",
            "isRepeated?: boolean;",
            "| `min_balance.is_repeated` | — | optional | always present |",
        ),
        ("jsFail?: JSFailCallback;", "", "| kind `js_fail` | listed | not listed | listed |"),
        (
            "jsFail?: JSFailCallback;",
            "jsFail?: FailCallback;",
            "| kind `js_fail` | of JSFailCallback | of FailCallback | of JSFailCallback |",
        ),
        (
            "'PHONE', 'SIP_REGISTRATION'.",
            "'PHONE', 'LOST'.",
            "| `SubscriptionCallbackDetails.type` | — | one of `PHONE`, `LOST` | one of `PHONE`, \
             `SIP_REGISTRATION` |",
        ),
    ];
    for (from, to, row) in cases {
        let types = with(from, to);
        let sources = [("pages", &pages), ("types.ts", &types), ("description", ours)];
        let table = upstream::table(&sources);
        let header = "| what | pages | types.ts | description |\n| --- | --- | --- | --- |\n";
        assert_eq!(table, format!("{header}{row}\n"));
    }
}

#[test]
fn a_page_of_no_callback_is_set_apart() {
    let description = described(&workspace_text());
    let window = page("window.txt", "WindowInfo\nA window.\nFields\nid\nid: number\n");
    let theirs = reference(std::slice::from_ref(&window), &description);
    assert!(theirs.is_silent());
    assert_eq!(theirs.strangers.len(), 1);
    let report = super::report(&workspace_text(), &[window]);
    assert!(report.contains("WindowInfo (window.txt:1) is not compared"), "{report}");
}

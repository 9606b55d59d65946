//! What importing writes, and that it leaves the rest alone.

use std::{env, sync::LazyLock};

use codegen::Diagnostic;
use proptest::{prelude::*, sample::Index, test_runner::RngSeed};
use upstream::{Reference, Structure};

use super::{described, differences, edited, layouts, page, pages, workspace_text};

/// A small description, with comments and alignment of all sorts.
const DOORS: &str = r#"# Doors.
version  = "0.1.0"
upstream = "https://example.com/"

[envelope]
doc      = "What all have."
upstream = "DoorEvents"

[envelope.fields]
id = { type = "number", example = 1, doc = "Number of the event." } # of the event

# What opens may be shut again.
[kinds.door_opened]
doc      = "A door was opened."
upstream = "DoorOpenedCallback"
confirm  = "GetDoors" # judged

[kinds.door_opened.fields]
# The first.
door_id = { type = "number",               example = 1,      doc = "Number of the door." }
state   = { type = "State",  rust = "how", example = "OPEN", doc = "How it stands." }
# The end.

[kinds.door_shut]
doc = "A door was shut."
upstream = "DoorShutCallback"
wrapped = true
fields.door_id = { type = "number", example = 1, doc = "Number of the door." }

# Objects.

[objects.Lock]
doc      = "A lock."
upstream = "DoorLockItem"

[objects.Lock.fields]
key = { type = "string", optional = true, example = "a", doc = "What opens it." }

# Enums.

[enums.State]
doc    = "How a door stands."
values = ["OPEN", { value = "SHUT", rust = "Closed" }]
"#;

fn text_page(name: &str, fields: &str) -> Structure {
    page(&format!("{name}.txt"), &format!("{name}\nAbout it.\nFields\n{fields}"))
}

/// The root with these kinds between the ones that there are.
fn root_page(before: &str, between: &str, after: &str) -> Structure {
    let opened = "door_opened\ndoor_opened: DoorOpenedCallback\nOpened\n";
    let shut = "door_shut\ndoor_shut: DoorShutCallback\nShut\n";
    let id = "id\nid: number\nNumber\n";
    text_page("DoorEvents", &format!("{id}{before}{opened}{between}{shut}{after}"))
}

/// What is there after an edit and was not before, and the reverse, by line.
fn changed_lines(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(before), lines(after));
    let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let (before, after) = (&before[start..], &after[start..]);
    let ends = before.iter().rev().zip(after.iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count();
    (before[..before.len() - end].to_vec(), after[..after.len() - end].to_vec())
}

/// Edits once, checks that a second time changes nothing, and returns what came
/// instead of what.
fn edit(structures: &[Structure]) -> (String, String) {
    let once = edited(DOORS, structures);
    assert_eq!(edited(&once, structures), once);
    let crlf = edited(&DOORS.replace('\n', "\r\n"), structures);
    assert_eq!(crlf, once.replace('\n', "\r\n"));
    let marked = edited(&format!("\u{feff}{DOORS}"), structures);
    assert_eq!(marked, format!("\u{feff}{once}"));
    let (gone, new) = changed_lines(DOORS, &once);
    (gone.join("\n"), new.join("\n"))
}

#[test]
fn a_new_kind_lands_where_the_page_has_it() {
    let kind = "window_broke\nwindow_broke: WindowBrokeCallback\nBroke\n";
    let block = "[kinds.window_broke]\ndoc      = \"\"\nupstream = \"WindowBrokeCallback\"\n";
    let (gone, new) = edit(&[root_page(kind, "", "")]);
    assert_eq!((gone, new), (String::new(), block.to_owned()));
    let before = edited(DOORS, &[root_page(kind, "", "")]);
    assert!(
        before.contains(&format!("\n\n{block}\n# What opens may be shut again.\n")),
        "{before}"
    );
    let between = edited(DOORS, &[root_page("", kind, "")]);
    assert!(between.contains(&format!("# The end.\n\n{block}\n[kinds.door_shut]\n")), "{between}");
    let after = edited(DOORS, &[root_page("", "", kind)]);
    assert!(after.contains(&format!("of the door.\" }}\n\n{block}\n# Objects.\n")), "{after}");
}

#[test]
fn a_new_kind_comes_with_all_that_the_pages_say() {
    let kinds = "door_gone\ndoor_gone: DoorGoneCallback\nDeprecated, see door_lost\n\
                 door_lost\ndoor_lost: DoorLostCallback\nLost\n";
    let gone_page = text_page("DoorGoneCallback", "door_gone\ndoor_gone: DoorGoneItem\n");
    let gone_item = text_page(
        "DoorGoneItem",
        "door_id\ndoor_id: number\nlong_name\nlong_name: [string]\nstate\nstate: string\n\
         The possible values are 'OPEN', 'SHUT'\nside\nside: string\nOne of IN, OUT\n\
         lock\nlock: DoorLockItem\nhinges\nhinges: [DoorHingeItem]\n",
    );
    let hinge = text_page("DoorHingeItem", "size\nOptional\nsize: decimal\nSize\n");
    let once = edited(DOORS, &[hinge, gone_item, gone_page, root_page("", "", kinds)]);
    let expected_kinds = r#"[kinds.door_gone]
doc           = ""
upstream      = "DoorGoneCallback"
superseded_by = ["door_lost"]
wrapped       = true

[kinds.door_gone.fields]
door_id   = { type = "number",          doc = "" }
long_name = { type = "[string]",        doc = "" }
state     = { type = "State",           doc = "" }
side      = { type = "DoorGoneSide",    doc = "" }
lock      = { type = "Lock",            doc = "" }
hinges    = { type = "[DoorHingeItem]", doc = "" }

[kinds.door_lost]
doc      = ""
upstream = "DoorLostCallback"

"#;
    let expected_object = r#"
[objects.DoorHingeItem]
doc      = ""
upstream = "DoorHingeItem"

[objects.DoorHingeItem.fields]
size = { type = "decimal", optional = true, doc = "" }
"#;
    let expected_enum = "\n[enums.DoorGoneSide]\ndoc    = \"\"\nvalues = [\"IN\", \"OUT\"]\n";
    let expected = DOORS
        .replace("# Objects.", &format!("{expected_kinds}# Objects."))
        .replace("\n# Enums.", &format!("{expected_object}\n# Enums."))
        + expected_enum;
    assert_eq!(once, expected);
}

#[test]
fn an_aligned_table_stays_aligned_with_its_new_fields() {
    let (gone, new) = edit(&[text_page(
        "DoorOpenedCallback",
        "side\nside: string\ndoor_id\nCopy URL\ndoor_id: number\nwidth\nOptional\nwidth: decimal\n\
         state\nstate: string\na_long_name\na_long_name: [timestamp]\n",
    )]);
    let old_id = r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }"#;
    let old_state =
        r#"state   = { type = "State",  rust = "how", example = "OPEN", doc = "How it stands." }"#;
    assert_eq!(gone, format!("# The first.\n{old_id}\n{old_state}"));
    let expected = [
        r#"side        = { type = "string",                                                       doc = "" }"#,
        "# The first.",
        r#"door_id     = { type = "number",                                     example = 1,      doc = "Number of the door." }"#,
        r#"width       = { type = "decimal",     optional = true,                                 doc = "" }"#,
        r#"state       = { type = "State",                        rust = "how", example = "OPEN", doc = "How it stands." }"#,
        r#"a_long_name = { type = "[timestamp]",                                                  doc = "" }"#,
    ];
    assert_eq!(new, expected.join("\n"));
}

/// What is said instead of what, in one line or two.
#[test]
fn what_is_different_is_changed_in_its_place() {
    let door = |fields: &str| vec![text_page("DoorOpenedCallback", fields)];
    let id = "door_id\nCopy URL\ndoor_id: number\n";
    let state = "state\nstate: string\nHow\n";
    let cases: Vec<(Vec<Structure>, &str, &str)> = vec![
        (door(&format!("{id}{state}")), "", ""),
        (
            door(&format!("door_id\nCopy URL\ndoor_id: string\n{state}")),
            r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }"#,
            r#"door_id = { type = "string",               example = 1,      doc = "Number of the door." }"#,
        ),
        (
            door(&format!("door_id\nOptional\ndoor_id: date\n{state}")),
            // A table that was aligned stays aligned.
            r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }@state   = { type = "State",  rust = "how", example = "OPEN", doc = "How it stands." }"#,
            r#"door_id = { type = "date",  optional = true,               example = 1,      doc = "Number of the door." }@state   = { type = "State",                  rust = "how", example = "OPEN", doc = "How it stands." }"#,
        ),
        (
            door(&format!("{id}state\nstate: [DoorLockItem]\n")),
            r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }@state   = { type = "State",  rust = "how", example = "OPEN", doc = "How it stands." }"#,
            // An object has examples in its own fields.
            r#"door_id = { type = "number",               example = 1, doc = "Number of the door." }@state   = { type = "[Lock]", rust = "how",              doc = "How it stands." }"#,
        ),
        (
            vec![text_page("DoorLockItem", "key\nCopy URL\nkey: string\nWhat\n")],
            r#"key = { type = "string", optional = true, example = "a", doc = "What opens it." }"#,
            r#"key = { type = "string", example = "a", doc = "What opens it." }"#,
        ),
        (
            vec![text_page(
                "DoorEvents",
                "id\nid: decimal\nNumber\ndoor_opened\ndoor_opened: DoorOpenedCallback\ndoor_shut\ndoor_shut: DoorShutCallback\n",
            )],
            r#"id = { type = "number", example = 1, doc = "Number of the event." } # of the event"#,
            r#"id = { type = "decimal", example = 1, doc = "Number of the event." } # of the event"#,
        ),
        (
            door(&format!(
                "{id}state\nstate: string\nPossible values are AJAR, OPEN, HALF, SHUT, GONE\n"
            )),
            r#"values = ["OPEN", { value = "SHUT", rust = "Closed" }]"#,
            r#"values = ["AJAR", "OPEN", "HALF", { value = "SHUT", rust = "Closed" }, "GONE"]"#,
        ),
        // A value that is no longer named may still come.
        (
            door(&format!("{id}state\nstate: string\nPossible values are SHUT, GONE\n")),
            r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }@values = ["OPEN", { value = "SHUT", rust = "Closed" }]"#,
            r#"door_id = { type = "number",                                     example = 1,      doc = "Number of the door." }@values = ["OPEN", { value = "SHUT", rust = "Closed" }, "GONE"]"#,
        ),
        // So may a field, and callbacks come without it.
        (
            door(id),
            r#"door_id = { type = "number",               example = 1,      doc = "Number of the door." }@state   = { type = "State",  rust = "how", example = "OPEN", doc = "How it stands." }"#,
            r#"door_id = { type = "number",                                                      example = 1,      doc = "Number of the door." }@state   = { type = "State",  optional = true, differs = ["listed"], rust = "how", example = "OPEN", doc = "How it stands." }"#,
        ),
        (
            vec![text_page(
                "DoorEvents",
                "id\nid: number\ndoor_opened\ndoor_opened: DoorLeafCallback\nDeprecated, see door_shut\ndoor_shut\ndoor_shut: DoorShutCallback\n",
            )],
            "doc      = \"A door was opened.\"\nupstream = \"DoorOpenedCallback\"\nconfirm  = \"GetDoors\" # judged",
            "doc           = \"A door was opened.\"\nupstream      = \"DoorLeafCallback\"\nconfirm       = \"GetDoors\" # judged\nsuperseded_by = [\"door_shut\"]",
        ),
        (
            vec![text_page(
                "DoorEvents",
                "id\nid: number\ndoor_shut\ndoor_shut: DoorShutCallback\n",
            )],
            "",
            "retired  = true",
        ),
        (vec![text_page("DoorShutCallback", "door_id\ndoor_id: number\n")], "wrapped = true", ""),
        (
            vec![
                text_page("DoorOpenedCallback", "door_opened\ndoor_opened: DoorOpenedItem\n"),
                text_page("DoorOpenedItem", &format!("{id}{state}")),
            ],
            "",
            "wrapped  = true",
        ),
    ];
    // What stands between two lines that change is not shown.
    let is_shown = |text: &str, lines: &str| match lines.split_once('@') {
        Some((first, last)) => text.starts_with(first) && text.ends_with(last),
        None => text == lines,
    };
    for (structures, gone, new) in cases {
        let (old_lines, new_lines) = edit(&structures);
        assert!(
            is_shown(&old_lines, gone) && is_shown(&new_lines, new),
            "{old_lines}\n{new_lines}"
        );
    }
}

#[test]
fn values_stand_one_a_line_where_the_others_do() {
    let page = text_page(
        "DoorOpenedCallback",
        "door_id\ndoor_id: number\nstate\nstate: string\n\
         Possible values are AJAR, OPEN, HALF, SHUT, GONE, LOST\n",
    );
    let list = "values = [\"OPEN\", { value = \"SHUT\", rust = \"Closed\" }]\n";
    // The comment on a value stays with it.
    for (before, after) in [
        ("\"OPEN\", # wide\n    # not\n    \"SHUT\", # at all\n]", "# at all\n    @,\n]"),
        ("\"OPEN\", # wide\n    # not\n    \"SHUT\" # at all\n]", "# at all\n    @,\n]"),
        ("\"OPEN\", # wide\n    # not\n    \"SHUT\",]", "\n    @,]"),
        ("\"OPEN\", # wide\n    # not\n    \"SHUT\"]", "\n    @,]"),
        ("\"OPEN\", # wide\n    # not\n    \"SHUT\" ]", "\n    @, ]"),
    ] {
        let text = DOORS.replace(list, &format!("values = [\n    # first\n    {before}\n"));
        let once = edited(&text, std::slice::from_ref(&page));
        let end = after.replace('@', "\"GONE\",\n    \"LOST\"");
        let comma = if end.starts_with('#') { " " } else { "" };
        let expected = format!(
            "values = [\n    \"AJAR\",\n    # first\n    \"OPEN\", # wide\n    \"HALF\",\n    # not\n    \
             \"SHUT\",{comma}{end}\n"
        );
        assert!(once.contains(&expected), "{expected}\n{once}");
        assert_eq!(edited(&once, std::slice::from_ref(&page)), once);
        let crlf = edited(&text.replace('\n', "\r\n"), std::slice::from_ref(&page));
        assert_eq!(crlf, once.replace('\n', "\r\n"));
    }
}

#[test]
fn no_two_things_are_given_one_name() {
    let kinds = "sms\nsms: SmsCallback\nOne\nsms_inbound\nsms_inbound: SmsInboundCallback\nTwo\n";
    let once = edited(
        DOORS,
        &[
            root_page("", "", kinds),
            text_page("SmsCallback", "inbound_status\ninbound_status: string\nOne of A, B\n"),
            text_page(
                "SmsInboundCallback",
                "status\nstatus: string\nOne of C, D\nmode\nmode: string\nOne of E, F\n\
                 other\nother: SmsInboundMode\n",
            ),
            text_page("SmsInboundMode", "size\nsize: number\nSize\n"),
        ],
    );
    for name in ["enums.InboundStatus", "enums.SmsInboundStatus", "enums.SmsInboundModeValue"] {
        assert!(once.contains(&format!("[{name}]\n")), "{name}\n{once}");
    }
}

#[test]
fn what_comes_to_an_open_end_is_set_apart() {
    let end = DOORS.find("\n\n# Enums.").unwrap();
    let text = DOORS[..end].replace("\"State\", ", "\"string\",");
    let page = text_page("DoorLockItem", "key\nOptional\nkey: string\nside\nside: DoorSideItem\n");
    let item = text_page("DoorSideItem", "size\nsize: number\nSize\n");
    let once = edited(&text, &[page, item]);
    assert!(once.contains("\n\n[objects.DoorSideItem]\n"), "{once}");
}

#[test]
fn a_new_field_takes_the_enum_that_has_its_values_in_the_end() {
    let (gone, new) = edit(&[text_page(
        "DoorOpenedCallback",
        "door_id\nCopy URL\ndoor_id: number\nstate\nstate: string\nOne of OPEN, SHUT, AJAR\n\
         was\nwas: string\nOne of OPEN, SHUT\nwill\nwill: string\nOne of OPEN, SHUT, AJAR\n",
    )]);
    assert!(gone.contains(r#"values = ["OPEN", { value = "SHUT", rust = "Closed" }]"#), "{gone}");
    let expected = [
        r#"was     = { type = "DoorOpenedWas",                                 doc = "" }"#,
        r#"will    = { type = "State",                                         doc = "" }"#,
        r#"values = ["OPEN", { value = "SHUT", rust = "Closed" }, "AJAR"]"#,
        "[enums.DoorOpenedWas]\ndoc    = \"\"\nvalues = [\"OPEN\", \"SHUT\"]",
    ];
    for line in expected {
        assert!(new.contains(line), "{new}");
    }
}

#[test]
fn a_table_that_is_not_aligned_is_left_as_it_is() {
    let text = DOORS.replace(
        "door_id = { type = \"number\",               ",
        "door_id = { type = \"number\", ",
    );
    let fields =
        "door_id\nCopy URL\ndoor_id: number\nstate\nOptional\nstate: string\nside\nside: string\n";
    let once = edited(&text, &[text_page("DoorOpenedCallback", fields)]);
    let expected = [
        r#"door_id = { type = "number", example = 1,      doc = "Number of the door." }"#,
        r#"state = { type = "State", optional = true, rust = "how", example = "OPEN", doc = "How it stands." }"#,
        r#"side = { type = "string", doc = "" }"#,
    ];
    assert!(once.contains(&expected.join("\n")), "{once}");
}

#[test]
fn a_kind_without_fields_gets_a_table_of_them() {
    let start = DOORS.find("[kinds.door_opened.fields]").unwrap();
    let end = DOORS.find("[kinds.door_shut]").unwrap();
    let text = format!("{}{}", &DOORS[..start], &DOORS[end..]);
    let page = text_page("DoorOpenedCallback", "door_id\ndoor_id: number\nside\nside: string\n");
    let once = edited(&text, &[page]);
    let expected = "confirm  = \"GetDoors\" # judged\n\n[kinds.door_opened.fields]\n\
                    door_id = { type = \"number\", doc = \"\" }\n\
                    side    = { type = \"string\", doc = \"\" }\n\n[kinds.door_shut]\n";
    assert!(once.contains(expected), "{once}");
}

#[test]
fn what_is_written_in_another_form_is_refused() {
    let refused = |fields: &str| {
        let item = text_page("DoorShutItem", fields);
        let page = text_page("DoorShutCallback", "door_shut\ndoor_shut: DoorShutItem\n");
        let pages = pages(&[page, item], &described(DOORS));
        upstream::edit("doors.toml", DOORS, &pages).unwrap_err().to_string()
    };
    let new = refused("door_id\ndoor_id: number\nside\nside: string\n");
    assert!(new.contains("cannot edit `kinds.door_shut.fields`"), "{new}");
    assert!(new.contains("doors.toml:28:"), "{new}");
    let other = refused("door_id\ndoor_id: string\n");
    assert!(other.contains("cannot edit field `door_id`"), "{other}");
}

#[test]
fn the_generator_asks_for_what_a_person_owes() {
    let text = workspace_text();
    let mut structures = layouts::structures(described(&text).reference(), "AccountCallback");
    let mut extra = structures[0].fields.last().unwrap().clone();
    extra.name = "made_up".to_owned();
    extra.ty = upstream::Type::Structure("MadeUpCallback".to_owned());
    structures[0].fields.push(extra);
    let mut payload = structures.iter().find(|of| of.name == "MinBalanceCallback").unwrap().clone();
    payload.name = "MadeUpCallback".to_owned();
    structures.push(payload);
    let once = edited(&text, &structures);
    let owed = codegen::resolve("callbacks.toml", &once).unwrap_err();
    let codes: Vec<&str> = owed.iter().map(Diagnostic::code).collect();
    let of_field = ["missing-example", "missing-description"];
    assert_eq!(codes, [&["missing-description"], &of_field[..], &of_field[..]].concat());
}

/// The description of this workspace, what it says, and its pages by layout.
struct Workspace {
    text: String,
    ours: Reference,
    pages: Vec<Vec<Structure>>,
}

static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    let text = workspace_text();
    let description = described(&text);
    let ours = description.reference().clone();
    // Those that show what is optional.
    let layouts = [layouts::WIDE, layouts::MARKDOWN, layouts::HTML];
    let pages = layouts.map(|layout| layouts::pages(&ours, description.root(), layout)).to_vec();
    Workspace { text, ours, pages }
});

/// The text without a few of its lines and paragraphs: whole kinds, fields,
/// and values of enums.
fn without(text: &str, kinds: &[Index], fields: &[Index], values: &[Index]) -> String {
    let mut paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    let is_row = |line: &str| line.contains(" = { type = ");
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let owned = paragraph.lines().filter(|line| is_row(line));
        // The envelope's fields are what the SDK relies on, and come back as well.
        rows.extend(owned.map(|line| (index, line.to_owned())));
    }
    for field in fields {
        let (index, line) = field.get(&rows);
        paragraphs[*index] = paragraphs[*index].replace(&format!("\n{line}"), "");
    }
    let enums: Vec<usize> =
        (0..paragraphs.len()).filter(|index| paragraphs[*index].contains("\nvalues = [")).collect();
    for value in values {
        let index = *value.get(&enums);
        let (head, list) = paragraphs[index].split_once("values = [").unwrap();
        let items: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        if items.len() > 1 {
            let gone = format!("\"{}\"", value.get(&items));
            let shorter = list.replacen(&format!("    {gone},\n"), "", 1);
            let shorter = shorter.replacen(&format!("{gone}, "), "", 1);
            let shorter = shorter.replacen(&format!(", {gone}]"), "]", 1);
            paragraphs[index] = format!("{head}values = [{shorter}");
        }
    }
    let mut names: Vec<String> = WORKSPACE.ours.payloads.keys().cloned().collect();
    for kind in kinds {
        if names.len() > 1 {
            let name = names.swap_remove(kind.index(names.len()));
            let is_of = |paragraph: &String| {
                paragraph.lines().any(|line| {
                    line == format!("[kinds.{name}]") || line == format!("[kinds.{name}.fields]")
                })
            };
            paragraphs.retain(|paragraph| !is_of(paragraph));
        }
    }
    paragraphs.join("\n\n")
}

/// Whether all lines of the one are in the other, in their order. Lines of an
/// aligned table may move to other columns.
fn keeps_lines(before: &str, after: &str) -> bool {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut lines = after.lines().map(words);
    before.lines().map(words).all(|line| lines.any(|other| other == line))
}

/// The same cases in every run. `PROPTEST_CASES=3000` draws that many others,
/// which are new each time.
pub(super) fn cases(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
        config.rng_seed = RngSeed::Fixed(0x5EED);
    }
    config
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn what_is_taken_out_comes_back_in_its_place(
        kinds in prop::collection::vec(any::<Index>(), 0..4),
        fields in prop::collection::vec(any::<Index>(), 0..6),
        values in prop::collection::vec(any::<Index>(), 0..3),
        layout in 0..3_usize,
    ) {
        let Workspace { text, ours, pages } = &*WORKSPACE;
        let shorter = without(text, &kinds, &fields, &values);
        let once = edited(&shorter, &pages[layout]);
        let again = described(&once);
        prop_assert!(again.reference() == ours);
        prop_assert!(edited(&once, &pages[layout]) == once);
        prop_assert_eq!(differences(&once, &pages[layout]), []);
        if values.is_empty() {
            prop_assert!(keeps_lines(&shorter, &once));
        }
    }

    #[test]
    fn a_kind_that_goes_and_comes_back_leaves_no_trace(
        kinds in prop::collection::vec(any::<Index>(), 1..5),
        layout in 0..3_usize,
    ) {
        let Workspace { text, ours, pages } = &*WORKSPACE;
        let mut fewer = pages[layout].clone();
        let listed = ours.kinds.as_ref().unwrap();
        for kind in &kinds {
            let gone = &kind.get(listed).name;
            fewer[0].fields.retain(|field| field.name != *gone);
        }
        let gone = listed.len() + ours.envelope.as_ref().unwrap().len() - fewer[0].fields.len();
        let retired = edited(text, &fewer);
        prop_assert!(keeps_lines(text, &retired));
        let is_mark = |line: &&str| line.starts_with("retired ");
        prop_assert_eq!(retired.lines().filter(is_mark).count(), gone);
        prop_assert_eq!(retired.lines().count(), text.lines().count() + gone);
        prop_assert!(codegen::resolve("callbacks.toml", &retired).is_ok());
        prop_assert!(edited(&retired, &fewer) == retired);
        prop_assert!(edited(&retired, &pages[layout]) == *text);
    }
}

//! `cargo xtask import`, run as a program.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use test_support::{Finished, folder, root, run};

fn xtask(folder: &Path, arguments: &[&str]) -> Finished {
    run(Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(folder))
}

/// A description that the generator takes.
const DOORS: &str = r#"version  = "0.1.0"
upstream = "https://example.com/docs/"

[envelope]
doc      = "What every callback has."
upstream = "AccountCallback"

[envelope.fields]
callback_id = { type = "number",                example = 7001,          doc = "Number of the callback." }
type        = { type = "string", rust = "kind", example = "door_opened", doc = "What happened." }
account_id  = { type = "number",                example = 1,             doc = "Number of the account." }
hash        = { type = "string",                example = "00ff",        doc = "The hash." }

# Doors that close tell nothing.
[kinds.door_opened]
doc      = "A door was opened."
upstream = "DoorOpenedCallback"

[kinds.door_opened.fields]
door_id = { type = "number", example = 12,   doc = "Number of the door." }
speed   = { type = "number", example = 3,    doc = "How fast it went." }
side    = { type = "Side",   example = "IN", doc = "To which side." }

[kinds.door_broke]
doc      = "A door broke."
upstream = "DoorBrokeCallback"

[enums.Side]
doc    = "A side of a door."
values = ["IN", "OUT"]
"#;

/// The page of the kinds, with the fields of the envelope.
fn root_page(kinds: &[(&str, &str, &str)]) -> String {
    let mut text = "Rate this page:\n\nAccountCallback\n\nA test page.\n\nFields\n".to_owned();
    for (name, ty) in [
        ("callback_id", "number"),
        ("type", "string"),
        ("account_id", "number"),
        ("hash", "string"),
    ] {
        let _ = write!(text, "\n{name}\n\nCopy URL\n{name}: \n\n{ty}\n\nOf {name}\n");
    }
    for (name, ty, prose) in kinds {
        let _ = write!(text, "\n{name}\n\nOptional\nCopy URL\n{name}: \n\n{ty}\n\n{prose}\n");
    }
    text
}

const OPENED: (&str, &str, &str) = ("door_opened", "DoorOpenedCallback", "A door went open");
const BROKE: (&str, &str, &str) = ("door_broke", "DoorBrokeCallback", "A door is in pieces");
const PAINTED: (&str, &str, &str) = ("door_painted", "DoorPaintedCallback", "A door has a colour");

/// A folder of this name with the description and these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder!(Path::new("import").join(name));
    for (name, text) in [("doors.toml", DOORS)].iter().chain(files) {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn description(folder: &Path) -> String {
    fs::read_to_string(folder.join("doors.toml")).unwrap()
}

fn import(folder: &Path, arguments: &[&str]) -> Finished {
    xtask(folder, &[&["import", "--description", "doors.toml"], arguments].concat())
}

/// Everything that a page can bring at once.
fn news(name: &str) -> PathBuf {
    let root = root_page(&[
        ("door_opened", "DoorOpenedCallback", "Deprecated, as door_painted tells more"),
        PAINTED,
        ("door_sold", "DoorSoldCallback", "A door has an owner"),
    ]);
    let opened = "<!doctype html><title>Doors</title><h1>DoorOpenedCallback</h1><h2>Fields</h2>\n\
        <h3>door_id</h3><button>Copy URL</button>\n<p>door_id: <a href=x>number</a><p>Which\n\
        <h3>speed</h3><p>speed: decimal<p>How fast\n\
        <h3>side</h3><p>side: string<p>One of IN, OUT, AROUND\n\
        <h3>noise</h3><span>Optional</span><p>noise: string<p>What was heard\n";
    let painted = "# DoorPaintedCallback\n\nA test page.\n\n## Fields\n\n### door\\_id\n\n\
        door\\_id: number\n\nWhich\n\n### coats\n\ncoats: [Coat]\n\nThe coats\n";
    let coat =
        "Coat\nA test page.\nFields\ncolour\ncolour: string\nPossible values are RED, BLUE\n";
    folder(
        name,
        &[
            ("root.txt", &root),
            ("opened.html", opened),
            ("painted.md", painted),
            ("coat.txt", coat),
        ],
    )
}

const NEWS: [&str; 4] = ["root.txt", "opened.html", "painted.md", "coat.txt"];

#[test]
fn it_tells_what_is_new_gone_and_different_and_writes_nothing() {
    let folder = news("tells");
    let output = import(&folder, &NEWS);
    let expected = "\
root.txt: AccountCallback, 7 fields, 3 of them with a structure
opened.html: DoorOpenedCallback, 4 fields
  `side` is one of `IN`, `OUT`, `AROUND`
painted.md: DoorPaintedCallback, 2 fields; the layout does not mark optional fields
coat.txt: Coat, 1 field; the layout does not mark optional fields
  `colour` is one of `RED`, `BLUE`

New upstream:
  kind `door_painted` of DoorPaintedCallback (root.txt:55)
    upstream says: A door has a colour
    `door_id`: a number
    `coats`: a list of Coat
  kind `door_sold` of DoorSoldCallback (root.txt:65)
    upstream says: A door has an owner
    the page of DoorSoldCallback was not given: https://example.com/docs/doorsoldcallback
  object Coat, which needs a name in the description (coat.txt:1)
    `colour`: a string, one of `RED`, `BLUE`
  field `door_opened.noise`: a string, optional (opened.html:6)
    upstream says: What was heard

Removed upstream:
  kind `door_broke`: it will be marked as `retired`, and still be read
  the last kind in the description is among them: if the page was cut short after `door_sold`, save the whole page; a kind that returns is no longer marked as retired (root.txt:65)

Different:
  `door_opened` is deprecated in favour of `door_painted` upstream, and not deprecated in the description (root.txt:45)
  `door_opened.speed` is a decimal upstream, and a number in the description (opened.html:4)
  `door_opened.side` has new values upstream: `AROUND` (opened.html:5)

8 differences; `--write` merges all of it
";
    assert_eq!(output.stdout, expected, "{}", output.stderr);
    assert!(output.status.success());
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn it_writes_what_differs_and_gen_asks_for_the_rest() {
    let folder = news("writes");
    let told = import(&folder, &[&["--write"], &NEWS[..]].concat()).success().stdout;
    assert!(told.contains("\n8 differences merged into doors.toml, 0 left to you\n"), "{told}");

    let opened = r#"[kinds.door_opened]
doc           = "A door was opened."
upstream      = "DoorOpenedCallback"
superseded_by = ["door_painted"]

[kinds.door_opened.fields]
door_id = { type = "number",                   example = 12,   doc = "Number of the door." }
speed   = { type = "decimal",                  example = 3,    doc = "How fast it went." }
side    = { type = "Side",                     example = "IN", doc = "To which side." }
noise   = { type = "string",  optional = true,                 doc = "" }

[kinds.door_painted]
doc      = ""
upstream = "DoorPaintedCallback"

[kinds.door_painted.fields]
door_id = { type = "number", doc = "" }
coats   = { type = "[Coat]", doc = "" }

[kinds.door_sold]
doc      = ""
upstream = "DoorSoldCallback"

[kinds.door_broke]
doc      = "A door broke."
upstream = "DoorBrokeCallback"
retired  = true

[objects.Coat]
doc      = ""
upstream = "Coat"

[objects.Coat.fields]
colour = { type = "CoatColour", doc = "" }

[enums.Side]
doc    = "A side of a door."
values = ["IN", "OUT", "AROUND"]

[enums.CoatColour]
doc    = ""
values = ["RED", "BLUE"]
"#;
    let start = DOORS.find("[kinds.door_opened]").unwrap();
    let written = description(&folder);
    assert_eq!(written, format!("{}{opened}", &DOORS[..start]));

    // Every empty description is asked for, with its line.
    let out = folder.join("out");
    let generate = ["gen", "--description", "doors.toml", "--out", out.to_str().unwrap()];
    let problems = xtask(&folder, &generate).stderr;
    let owed = written.matches("doc      = \"\"").count()
        + written.matches("doc    = \"\"").count()
        + written.matches("doc = \"\"").count();
    assert_eq!(problems.matches("the description is empty").count(), owed, "{problems}");
    let line = written.lines().position(|line| line == "[kinds.door_painted]").unwrap() + 2;
    assert!(problems.contains(&format!("[doors.toml:{line}:12]")), "{problems}");
    let count = problems.trim_end().lines().last().unwrap().split(' ').next().unwrap();
    assert!(told.ends_with(&format!(
        "`cargo xtask gen --description doors.toml` names {count} things that only a person can write\n"
    )));

    // A second run changes nothing.
    let again = import(&folder, &[&["--write"], &NEWS[..]].concat());
    assert!(again.stdout.ends_with("no differences: doors.toml agrees with these pages\n"));
    assert_eq!(description(&folder), written);

    // Once all is described, it generates, and says which kind is retired.
    let complete = written
        .replace(" doc = \"\"", " example = 1, doc = \"Of a door.\"")
        .replace("\"[Coat]\", example = 1,", "\"[Coat]\",")
        .replace(
            "optional = true,                 example = 1",
            "optional = true, example = \"creak\"",
        )
        .replace("\"CoatColour\", example = 1", "\"CoatColour\", example = \"RED\"")
        .replace("= \"\"", "= \"Something of a door.\"");
    fs::write(folder.join("doors.toml"), complete).unwrap();
    xtask(&folder, &generate).success();
    let kinds = out.join("crates/voximplant-callbacks/src/generated/kind.rs");
    let kinds = fs::read_to_string(kinds).unwrap();
    assert!(kinds.contains("/// A door broke. Upstream no longer documents it.\n"), "{kinds}");
}

/// As on a full disk.
#[cfg(unix)]
#[test]
fn a_description_that_cannot_be_written_stays_as_it_is() {
    let folder = news("full");
    let line = format!(
        "ulimit -f 0; exec {} import --description doors.toml --write {}",
        env!("CARGO_BIN_EXE_xtask"),
        NEWS.join(" ")
    );
    let output = run(Command::new("bash").args(["-c", &line]).current_dir(&folder));
    assert!(!output.status.success());
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn a_kind_that_is_back_loses_its_mark() {
    let folder = folder(
        "back",
        &[("few.txt", &root_page(&[OPENED])), ("all.txt", &root_page(&[OPENED, BROKE]))],
    );
    let written = import(&folder, &["--write", "few.txt"]).stdout;
    assert!(
        written.ends_with("`cargo xtask gen --description doors.toml` generates the rest\n"),
        "{written}"
    );
    assert_eq!(
        description(&folder),
        DOORS.replace("BrokeCallback\"", "BrokeCallback\"\nretired  = true")
    );
    let back = import(&folder, &["all.txt"]).stdout;
    assert!(
        back.contains("kind `door_broke` of DoorBrokeCallback, which was marked as retired"),
        "{back}"
    );
    assert!(import(&folder, &["--write", "all.txt"]).status.success());
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn what_else_differs_of_a_kind_that_is_back_is_reported_first() {
    let folder =
        folder("changed", &[("all.txt", &root_page(&[OPENED, ("door_broke", "BrokenDoor", "")]))]);
    let retired = DOORS.replace(
        "upstream = \"DoorBrokeCallback\"\n",
        "upstream = \"DoorBrokeCallback\"\nsuperseded_by = [\"door_opened\"]\nretired = true\n",
    );
    fs::write(folder.join("doors.toml"), retired).unwrap();
    let told = import(&folder, &["all.txt"]).stdout;
    for sentence in [
        "kind `door_broke` of BrokenDoor, which was marked as retired",
        "`door_broke` is of BrokenDoor upstream, and of DoorBrokeCallback in the description",
        "`door_broke` is not deprecated upstream, and deprecated in favour of `door_opened` in the \
         description",
        "\n3 differences; `--write` merges all of it\n",
    ] {
        assert!(told.contains(sentence), "{told}");
    }
    let written = import(&folder, &["--write", "all.txt"]).stdout;
    assert!(written.contains("3 differences merged into doors.toml, 0 left to you"), "{written}");
    assert_eq!(description(&folder), DOORS.replace("DoorBrokeCallback", "BrokenDoor"));
}

#[test]
fn values_of_another_type_are_one_difference_with_it() {
    let opened = "DoorOpenedCallback\nA test page.\nFields\ndoor_id\ndoor_id: number\n\
                  speed\nspeed: string\nOne of FAST, SLOW\nside\nside: string\nOne of IN, OUT\n";
    let folder = folder("retyped", &[("opened.txt", opened)]);
    let told = import(&folder, &["opened.txt"]).stdout;
    assert!(told.contains("`door_opened.speed` is a string upstream, and a number"), "{told}");
    assert!(told.ends_with("\n1 difference; `--write` merges all of it\n"), "{told}");
    import(&folder, &["--write", "opened.txt"]);
    assert!(description(&folder).contains("\n[enums.DoorOpenedSpeed]\n"));
    let twice = import(&folder, &["opened.txt"]).stdout;
    assert!(twice.contains("no difference"), "{twice}");
}

#[test]
fn what_is_no_difference_is_said_to_be_none() {
    let folder = folder("same", &[("root.txt", &root_page(&[OPENED, BROKE]))]);
    for arguments in [&["root.txt"][..], &["--write", "root.txt"]] {
        let output = import(&folder, arguments);
        assert_eq!(
            output.stdout,
            "root.txt: AccountCallback, 6 fields, 2 of them with a structure\n\n\
             no differences: doors.toml agrees with these pages\n"
        );
        assert!(output.status.success());
    }
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn what_only_a_person_can_decide_is_left() {
    let opened = "DoorOpenedCallback\nA test page.\nFields\nside\nside: string\nOne of IN, AROUND\n\
                  door_id\ndoor_id: number\n";
    let folder = folder(
        "left",
        &[
            ("opened.txt", opened),
            ("root.txt", &root_page(&[BROKE, ("door_opened", "DoorOpenedCallback", "Deprecated")])),
        ],
    );
    let told = import(&folder, &["opened.txt", "root.txt"]).stdout;
    for sentence in [
        "the order of the kinds: upstream has `door_broke` before `door_opened`; the description keeps \
         its order",
        "the order of the fields of `door_opened`: upstream has `side` before `door_id`",
        "`door_opened` is deprecated upstream, and not deprecated in the description; upstream names no \
         successor, so this is left to you (root.txt:55)",
        "field `door_opened.speed`: it becomes optional, as callbacks may come without it, and is still \
         read (opened.txt:1)",
        "`door_opened.side` has new values upstream: `AROUND`; it keeps values that upstream no longer \
         lists: `OUT` (opened.txt:4)",
        "5 differences; `--write` merges 2 and leaves 3 to you",
    ] {
        assert!(told.contains(sentence), "{told}");
    }
    let once = import(&folder, &["--write", "opened.txt", "root.txt"]).stdout;
    assert!(once.contains("2 differences merged into doors.toml, 3 left to you"), "{once}");
    let written = DOORS
        .replace("\"OUT\"]", "\"OUT\", \"AROUND\"]")
        .replace("[\"IN\", \"OUT\", \"AROUND\"]", "[\"IN\", \"AROUND\", \"OUT\"]")
        .replace(
            "door_id = { type = \"number\", example",
            "door_id = { type = \"number\",                                        example",
        )
        .replace(
            "speed   = { type = \"number\", example",
            "speed   = { type = \"number\", optional = true, differs = [\"listed\"], example",
        )
        .replace(
            "side    = { type = \"Side\",   example",
            "side    = { type = \"Side\",                    differs = [\"values\"], example",
        );
    assert_eq!(description(&folder), written);
    // What it acknowledges is not reported again; what is left is.
    let left = import(&folder, &["opened.txt", "root.txt"]).stdout;
    assert!(
        left.ends_with("\n3 differences, left to you\n2 differences acknowledged in doors.toml\n"),
        "{left}"
    );
    assert!(!left.contains("`OUT`") && !left.contains("speed"), "{left}");
    let twice = import(&folder, &["--write", "opened.txt", "root.txt"]).stdout;
    assert!(twice.contains("nothing to write: 3 differences left to you\n"), "{twice}");
    // So is what a person acknowledges.
    let known = written
        .replace(
            "upstream = \"AccountCallback\"",
            "upstream = \"AccountCallback\"\ndiffers  = [\"order\"]",
        )
        .replace(
            "upstream = \"DoorOpenedCallback\"",
            "upstream = \"DoorOpenedCallback\"\ndiffers  = [\"order\", \"deprecated\"]",
        );
    fs::write(folder.join("doors.toml"), known).unwrap();
    let known = import(&folder, &["opened.txt", "root.txt"]).stdout;
    let end = "\nno differences: doors.toml agrees with these pages\n5 differences acknowledged in \
               doors.toml\n";
    assert!(known.ends_with(end), "{known}");
}

#[test]
fn nothing_is_written_unless_every_page_is_understood() {
    let folder = folder(
        "broken",
        &[
            ("root.txt", &root_page(&[OPENED, BROKE, PAINTED])),
            ("word.txt", "DoorBrokeCallback\nFields\ndoor_id\ndoor_id: nmber\nWhich\n"),
            ("article.md", "# About doors\n\nThey open.\n"),
            ("types.ts", "interface DoorOpenedCallback {\n  doorId: number;\n"),
        ],
    );
    let pages = ["--write", "root.txt", "word.txt", "article.md", "--from-types", "types.ts"];
    let output = import(&folder, &pages);
    let message = output.stderr;
    assert_eq!(output.status.code(), Some(1));
    for part in [
        "`nmber` is not a type of the upstream pages",
        "[word.txt:4:1]",
        "this is not the page of a structure",
        "[article.md:1:3]",
        "interface `DoorOpenedCallback` has no end",
        "[types.ts:1:11]",
        "nothing was compared or written",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(output.stdout, "");
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn a_page_of_the_kinds_that_lists_none_is_refused() {
    // Cut short before the list, before its first field, and before its first kind.
    let whole = root_page(&[OPENED, BROKE]);
    for end in ["A test page.\n", "Fields\n", "Of hash\n"] {
        let cut = &whole[..whole.find(end).unwrap() + end.len()];
        let folder = folder("no-kind", &[("root.txt", cut)]);
        let output = import(&folder, &["--write", "root.txt"]);
        assert_eq!(output.status.code(), Some(1), "{end}: {}", output.stdout);
        let message =
            "error: root.txt:3: the page of AccountCallback lists no kind: save the whole page";
        assert!(output.stderr.starts_with(message), "{end}: {}", output.stderr);
        assert_eq!(output.stdout, "");
        assert_eq!(description(&folder), DOORS);
    }
}

#[test]
fn kinds_that_are_gone_at_the_end_may_have_been_cut_off() {
    let doubt = "if the page was cut short after `door_opened`, save the whole page";
    // The last kind, and one that another follows.
    for (kinds, is_doubted) in [([OPENED], true), ([BROKE], false)] {
        let folder = folder("cut", &[("root.txt", &root_page(&kinds))]);
        let told = import(&folder, &["root.txt"]).stdout;
        assert!(told.contains("\nRemoved upstream:\n"), "{told}");
        assert_eq!(told.contains(doubt), is_doubted, "{told}");
    }
}

#[test]
fn a_mistake_in_the_description_is_reported_first() {
    let folder = folder("mistake", &[("root.txt", &root_page(&[OPENED]))]);
    let wrong = DOORS.replace("doc      = \"A door broke.\"", "dco = \"A door broke.\"");
    fs::write(folder.join("doors.toml"), &wrong).unwrap();
    let output = import(&folder, &["--write", "root.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.contains("did you mean `doc`"), "{}", output.stderr);
    assert_eq!(description(&folder), wrong);
}

#[test]
fn two_pages_of_one_structure_are_refused() {
    let folder = folder(
        "twins",
        &[("old.txt", &root_page(&[OPENED])), ("new.txt", &root_page(&[OPENED, BROKE]))],
    );
    let output = import(&folder, &["--write", "old.txt", "new.txt"]);
    assert_eq!(output.status.code(), Some(1));
    let message = output.stderr;
    assert!(
        message.contains("both old.txt and new.txt are the page of AccountCallback"),
        "{message}"
    );
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn a_second_source_confirms_the_first_or_a_table_shows_it() {
    let same = "export interface AccountCallback {\n  callbackId: number;\n  type: string;\n  \
        accountId: number;\n  hash: string;\n  doorOpened?: DoorOpenedCallback;\n  \
        doorBroke?: DoorBrokeCallback;\n}\nexport interface DoorOpenedCallback {\n  \
        doorId: number;\n  speed: number;\n  /** One of IN, OUT */\n  side: string;\n}\n\
        export interface DoorBrokeCallback {}\nexport interface Window { glass: any }\n";
    let other = same
        .replace("  doorBroke?: DoorBrokeCallback;\n", "")
        .replace("speed: number", "speed?: string");
    let folder = folder(
        "types",
        &[("root.txt", &root_page(&[OPENED, BROKE])), ("same.d.ts", same), ("other.d.ts", &other)],
    );
    let agreed = import(&folder, &["root.txt", "--from-types", "same.d.ts"]).stdout;
    assert!(agreed.contains("\npages and same.d.ts and description agree\n"), "{agreed}");
    let alone = import(&folder, &["--from-types", "same.d.ts"]).stdout;
    let said = "same.d.ts: 4 interfaces\n\nno differences: doors.toml agrees with these pages\n";
    assert_eq!(alone, said);

    let table = "\
| what | pages | other.d.ts | description |
| --- | --- | --- | --- |
| kind `door_broke` | listed | not listed | listed |
| `door_opened.speed` | — | a string | a number |
| `door_opened.speed` | — | optional | always present |
";
    // Beside pages, what types say is not written.
    let arguments = ["--write", "root.txt", "--from-types", "other.d.ts"];
    let shown = import(&folder, &arguments).stdout;
    assert!(shown.contains(table), "{shown}");
    assert_eq!(description(&folder), DOORS);
}

#[test]
fn types_alone_take_the_place_of_pages() {
    let types = "export interface AccountCallback {\n  callbackId: number;\n  type: string;\n  \
        accountId: number;\n  hash: string;\n  doorOpened?: DoorOpenedCallback;\n  \
        doorBroke?: DoorBrokeCallback;\n  doorSold?: DoorSoldCallback;\n}\n\
        export interface DoorOpenedCallback {\n  doorId: number;\n  speed: number;\n  side: string;\n}\n\
        export interface DoorBrokeCallback {}\n\
        export interface DoorSoldCallback {\n  buyerId: number;\n  price?: number;\n}\n";
    let folder = folder("types-alone", &[("types.ts", types)]);
    let told = import(&folder, &["--from-types", "types.ts"]).stdout;
    for part in [
        "types.ts: 4 interfaces\n\nNew upstream:\n  kind `door_sold` of DoorSoldCallback (types.ts:8)\n    \
         `buyer_id`: a number or decimal\n      written as `number`",
        "    `price`: a number or decimal, optional\n      written as `decimal`",
        "\n1 difference; `--write` merges all of it\n",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let written = import(&folder, &["--write", "--from-types", "types.ts"]);
    assert!(written.status.success(), "{}", written.stderr);
    let kind = "[kinds.door_sold]\ndoc      = \"\"\nupstream = \"DoorSoldCallback\"\n\n\
                [kinds.door_sold.fields]\nbuyer_id = { type = \"number\",                   doc = \"\" }\n\
                price    = { type = \"decimal\", optional = true, doc = \"\" }\n";
    assert!(description(&folder).contains(kind), "{}", description(&folder));
    let twice = import(&folder, &["--write", "--from-types", "types.ts"]).stdout;
    assert!(twice.ends_with("no differences: doors.toml agrees with these pages\n"), "{twice}");
}

#[test]
fn a_page_of_no_callback_is_no_agreement() {
    let window = "WindowInfo\nA test page.\nFields\nglass\nglass: string\nOne of RED, BLUE\n";
    let folder = folder("window", &[("window.txt", window)]);
    let told = import(&folder, &["window.txt"]).stdout;
    assert!(told.contains("  `glass` is one of `RED`, `BLUE`\n"), "{told}");
    assert!(told.contains("WindowInfo (window.txt:1) is not compared"), "{told}");
    assert!(
        told.ends_with("nothing to compare: no callback contains a structure of these pages\n"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = folder("cannot", &[]);
    let cases: [(&[&str], &str); 3] = [
        (&["no-such-page.txt"], "cannot read no-such-page.txt"),
        (&[], "<PAGE>"),
        (&["--write", "--from-types", "x.ts"], "cannot read x.ts"),
    ];
    for (arguments, message) in cases {
        let output = import(&folder, arguments);
        assert!(!output.status.success());
        assert!(output.stderr.contains(message), "{}", output.stderr);
    }
    let help = xtask(&folder, &["import", "--help"]).stdout;
    for part in ["PAGE", "--write", "--from-types <FILE>", "--description <FILE>"] {
        assert!(help.contains(part), "{help}");
    }
}

/// The pages of upstream itself, which stand beside the workspace where it is
/// developed, and never in it.
#[test]
fn the_page_of_upstream_imports_without_a_difference() {
    let page = root().join("../shared/docs/update/accountcallback.txt");
    if !page.exists() {
        println!("not run: there is no page of upstream at {}", page.display());
        return;
    }
    let output = xtask(root(), &["import", "../shared/docs/update/accountcallback.txt"]);
    let expected = "../shared/docs/update/accountcallback.txt: AccountCallback, 51 fields, 40 of \
                    them with a structure\n\nno differences: schema/callbacks.toml agrees with \
                    these pages\n";
    assert_eq!(output.stdout, expected, "{}", output.stderr);
}

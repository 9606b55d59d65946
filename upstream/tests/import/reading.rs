//! From texts to structures, and to reports of what is not understood.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use codegen::Diagnostics;
use test_support::{assert_golden_folder, files, read};
use upstream::{Field, Structure};

use super::{described, layouts, page, workspace_text};

const BROKEN: &str = "upstream/tests/broken";

/// One field a line: its name, type, marks and values.
fn outline(structure: &Structure) -> String {
    let line = |field: &Field| {
        let optional = match field.optional {
            Some(true) => " optional",
            Some(false) => " always",
            None => "",
        };
        let values = field.values.as_ref().map(|values| format!(" of {}", values.join("|")));
        let place = field.place.as_ref().map_or(0, |place| place.line);
        format!("{place} {}: {}{optional}{}", field.name, field.ty, values.unwrap_or_default())
    };
    let lines: Vec<String> = structure.fields.iter().map(line).collect();
    format!("{}\n{}", structure.name, lines.join("\n"))
}

const WIDE: &str = "Rate this page:\n\nDoorCallback\n\nA door moved.\n\nFields\n\ndoor_id\n\n\
    Copy URL\ndoor_id: \n\nnumber\n\nWhich door\n\nstate\n\nOptional\nCopy URL\nstate: \n\nstring\n\n\
    How it stands. The following values are possible: OPEN, SHUT\n";

#[test]
fn a_wide_text_tells_fields_with_marks_and_lines() {
    let expected = "DoorCallback\n9 door_id: number always\n18 state: string optional of OPEN|SHUT";
    assert_eq!(outline(&page("door.txt", WIDE)), expected);
    assert_eq!(outline(&page("door.txt", &WIDE.replace('\n', "\r\n"))), expected);
    assert_eq!(outline(&page("door.txt", &format!("\u{feff}{WIDE}"))), expected);
}

#[test]
fn a_compact_text_says_nothing_of_marks() {
    let text = "DoorCallback\nA door moved.\nFields\ndoor_id\ndoor_id: number\nWhich door\n\
                price\nprice: decimal\nparts\nparts: [DoorPart]\nday\nday: date\nAs in Note: string\n";
    let expected =
        "DoorCallback\n4 door_id: number\n7 price: decimal\n9 parts: [DoorPart]\n11 day: date";
    assert_eq!(outline(&page("door.txt", text)), expected);
}

#[test]
fn markdown_is_read_as_it_is_seen() {
    let text = "![Fields](logo.png)\n\n# DoorCallback\n\nA **door** moved.\n\n## Fields\n\n\
        ### door_id\n\n[Copy URL](https://example.com/#door_id)\n\n`door_id`: number\n\nWhich door\n\n\
        ### state\n\nOptional\n\n[Copy URL](#state)\n\nstate:\n\n[string](x)\n\n\
        How it stands (OPEN, SHUT)\n\n## Feedback\n\nsomething_else\n";
    let expected = "DoorCallback\n9 door_id: number always\n17 state: string optional of OPEN|SHUT";
    assert_eq!(outline(&page("door.md", text)), expected);
}

#[test]
fn html_is_read_as_it_is_seen() {
    let text = "<html><head><title>DoorCallback</title></head><body>\n\
        <div>Fields</div><a>OtherCallback</a>\n\
        <h1>Door<wbr>Callback</h1><p>A door\n moved.</p><h2>Fields</h2>\n\
        <h3>door_id</h3>\n<div>Copy URL</div><div>door_id:&nbsp;</div><p>number</p>\n\
        <h3>state</h3><p><span>Optional</span><span>Copy URL</span></p>\n\
        <p>state: <a href=x>string</a></p><p>How it stands. Possible values: &quot;OPEN&quot;,\n\
        &quot;SHUT&quot;</p><script>state: number</script><footer>wrong_field</footer></body></html>";
    let expected = "DoorCallback\n5 door_id: number always\n7 state: string optional of OPEN|SHUT";
    assert_eq!(outline(&page("door.html", text)), expected);
    // The first character shows it too.
    assert_eq!(outline(&page("door", text)), expected);
}

#[test]
fn a_page_may_have_no_fields() {
    for text in [
        "DoorGoneCallback\nA door is gone.\n",
        "Rate this page:\n\nDoorGoneCallback\n\nA door is gone.\n",
        "DoorGoneCallback\nA door is gone.\nFields\n",
    ] {
        assert_eq!(outline(&page("gone.txt", text)), "DoorGoneCallback\n", "{text}");
    }
}

/// Some saved pages have lost the types of the kinds, which the description
/// knows.
#[test]
fn the_page_of_the_kinds_is_read_without_their_types() {
    let text = "AccountCallback\nAll.\nFields\ncallback_id\ncallback_id: number\nWhich\n\
                door_gone\ndoor_gone:\nDeprecated. See door_lost\ndoor_lost\ndoor_lost: A door is lost\n";
    let page = page("all.txt", text);
    let expected = "AccountCallback\n4 callback_id: number\n7 door_gone: of any type\n\
                    10 door_lost: of any type";
    assert_eq!(outline(&page), expected);
    assert_eq!(page.fields[1].prose, "Deprecated. See door_lost");
    assert_eq!(page.fields[2].prose, "A door is lost");
    assert!(upstream::contents(&page).contains("it lost the types of the kinds"));
}

/// Some have their article twice, of which the second is for other eyes.
#[test]
fn an_article_that_stands_there_twice_is_read_once() {
    let article = "A door moved, which is no news.\n\nFields\n\ndoor_id\n\nCopy URL\ndoor_id: \n\n\
                   number\n\nWhich door\n\n";
    let text = format!("Rate this page:\n\nDoorCallback\n\n{article}{article}");
    assert_eq!(outline(&page("door.txt", &text)), "DoorCallback\n9 door_id: number always");
}

#[test]
fn interfaces_tell_what_typescript_can() {
    let text = "import x from 'y';\n/* interface Nothing {} */\n\
        export declare interface DoorCallback extends Base {\n\
        \x20 /** Which <b>door</b> */\n  doorId: number;\n  readonly openedAt?: Date | string,\n\
        \x20 /** How. The possible values are OPEN and SHUT */ state: string\n\
        \x20 mood: 'good' | \"bad\" | null\n  parts: Array<DoorPart>; ids?: (number)[]\n\
        \x20 names:\n    | 'a'\n    | 'b';\n  [key: string]: unknown;\n  open(): void;\n\
        \x20 more: Record<string, { a: number, b: string }>\n  call: (a: number) => void\n\
        \x20 a2pEnabled: boolean\n}\n\
        const interface_ = { interface: 1 };\nexport interface EmptyCallback {}\n";
    let structures = upstream::read_types("door.ts", text).unwrap_or_else(|e| panic!("{e}"));
    let outlines: Vec<String> = structures.iter().map(outline).collect();
    assert_eq!(
        outlines.join("\n"),
        "DoorCallback\n5 door_id: number or decimal always\n6 opened_at: date or timestamp optional\n\
         7 state: string always of OPEN|SHUT\n8 mood: string always of good|bad\n\
         9 parts: [DoorPart] always\n9 ids: [number or decimal] optional\n\
         10 names: string always of a|b\n15 more: of any type always\n16 call: of any type always\n\
         17 a2p_enabled: boolean always\nEmptyCallback\n"
    );
    assert_eq!(structures[0].fields[0].prose, "Which door");
}

/// Each file in `broken` has one fault, and the `.report` beside it says what
/// the maintainer sees. The reports are golden files.
#[test]
fn every_report_is_as_agreed() {
    let reports = broken().into_iter().map(|path| {
        let report = report_of(&path).to_string() + "\n";
        (PathBuf::from(format!("{}.report", path.display())), report)
    });
    assert_golden_folder(BROKEN, ".report", &reports.collect());
}

#[test]
fn every_problem_says_how_to_mend_it() {
    let mut codes = BTreeSet::new();
    for path in broken() {
        for problem in report_of(&path).iter() {
            codes.insert(problem.code());
            assert!(problem.fix().is_some(), "{}: {}", path.display(), problem.message());
        }
    }
    let every = ["broken-field", "duplicate", "not-a-page", "syntax", "unknown-type"];
    assert_eq!(codes, BTreeSet::from(every));
}

fn broken() -> Vec<PathBuf> {
    let mut files = files(BROKEN, "");
    files.retain(|path| path.extension().is_none_or(|ending| ending != "report"));
    files
}

fn report_of(path: &Path) -> Diagnostics {
    let name = path.file_name().unwrap().to_str().unwrap();
    problems(name, &read(path)).unwrap_or_else(|| panic!("{name} has no problem"))
}

/// What is wrong with a page, or with a file of types.
fn problems(name: &str, text: &str) -> Option<Diagnostics> {
    if Path::new(name).extension().is_some_and(|ending| ending == "ts") {
        upstream::read_types(name, text).err()
    } else {
        upstream::read_page(name, text, "AccountCallback").err()
    }
}

/// A page that is cut short says less, or is not understood, and what it says
/// is right.
#[test]
fn a_page_that_is_cut_short_says_nothing_wrong() {
    for (ending, write) in layouts::ALL {
        let description = described(&workspace_text());
        let structures = layouts::structures(description.reference(), description.root());
        let whole = structures.iter().find(|of| of.name == "InvoiceReceivedCallback").unwrap();
        let text = write(whole);
        for (index, _) in text.char_indices() {
            let Ok(read) =
                upstream::read_page(&format!("page.{ending}"), &text[..index], "AccountCallback")
            else {
                continue;
            };
            for (read, whole) in read.fields.iter().zip(&whole.fields) {
                assert_eq!((&read.name, &read.ty), (&whole.name, &whole.ty), "{}", &text[..index]);
            }
        }
    }
}

/// Cuts texts everywhere, and puts what a slip or a bad save may put in the
/// place of every letter.
#[test]
fn no_text_makes_it_panic() {
    let slips =
        ["", "\n", ":", "<", ">", "Optional", "Copy URL", "[", "'", "`", "é", "\u{0}", "/*"];
    let types = "interface A { /** x */ b?: string | 'c'[]; d: Array<E> }";
    let html = "<h1>A</h1><p>Fields<h3>b</h3><div>b: c &amp; d</div><!-- e --><script>f</script>";
    let markdown = "# A\n\n## Fields\n\n### b\n\n**b**: [C](d)\n\n- e `f`\n";
    for (name, text) in [("a.txt", WIDE), ("a.html", html), ("a.md", markdown), ("a.ts", types)] {
        for (turn, (index, letter)) in text.char_indices().enumerate() {
            let (before, rest) = text.split_at(index);
            let after = &rest[letter.len_utf8()..];
            let some = slips.iter().skip(turn % 3).step_by(3);
            let slipped = some.map(|slip| format!("{before}{slip}{after}"));
            for text in slipped.chain([before.to_owned()]) {
                let problems = problems(name, &text);
                let report = problems.map(|problems| problems.to_string()).unwrap_or_default();
                assert!(!report.contains("Failed to read contents"), "{report}");
            }
        }
    }
}

//! What an import costs, as the page grows.

use std::{
    fmt::Write as _,
    sync::LazyLock,
    time::{Duration, Instant},
};

use super::{described, edit, page, pages, report};

const HEAD: &str = "version = \"0.1.0\"\nupstream = \"https://example.com/\"\n[envelope]\ndoc = \"All.\"\n\
    [envelope.fields]\n[kinds.door_opened]\ndoc = \"A door.\"\nupstream = \"DoorOpenedCallback\"\n\
    [kinds.door_opened.fields]\n";

/// A description of so many fields.
fn description(fields: usize) -> String {
    let rows = (0..fields).map(|index| {
        format!("field_{index} = {{ type = \"number\", example = 1, doc = \"Field.\" }}\n")
    });
    HEAD.to_owned() + &rows.collect::<String>()
}

/// A page of so many fields, of which every other one is different.
fn page_of(fields: usize) -> String {
    let mut text = "DoorOpenedCallback\nA page.\nFields\n".to_owned();
    for index in 0..fields {
        let ty = ["number", "string"][index % 2];
        let _ = write!(text, "field_{index}\nCopy URL\nfield_{index}: {ty}\nWhich\n");
    }
    text
}

/// The time that this thread had of a processor, which other programs do not
/// take from it; where the system does not say, the time of day.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let of_thread = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = of_thread.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The time of an import that adds a half of these fields and changes a quarter.
fn time(fields: usize) -> Duration {
    let (text, page_text) = (description(fields / 2), page_of(fields));
    let start = clock();
    let structures = [page("page.txt", &page_text)];
    let told = report(&text, &structures);
    let edit = edit(&text, &structures);
    let time = clock().saturating_sub(start);
    assert!(told.lines().count() > fields / 2);
    assert_eq!(edit.taken_in.len(), fields / 2 + fields / 4);
    assert_eq!(edit.left, []);
    let description = described(&edit.text);
    let theirs = pages(&structures, &description).reference(&description);
    assert_eq!(upstream::compare(description.reference(), &theirs), []);
    time
}

/// Eight times as many fields cost eight times as much; if the cost grew with
/// the square, they would cost 64 times as much. Another program may slow down
/// a single run, so the least of several counts.
#[test]
fn the_cost_grows_with_the_fields_and_not_with_their_square() {
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for _ in 0..20 {
        few = few.min(time(300));
        many = many.min(time(2400));
        if many < few * 20 {
            return;
        }
    }
    panic!("{few:?} for 300 fields, {many:?} for 2400");
}

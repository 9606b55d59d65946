//! `cargo xtask import`: reads saved pages of the upstream reference and the
//! description, tells how they differ, and writes it into the description if
//! that is asked for.

use std::{
    io,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Error, Result, bail};
use codegen::Diagnostics;
use upstream::{Description, Reference, Structure, compare, edit};

use crate::{description, files::read, workspace::Workspace};

/// Compares the pages with the description, and with `write` takes them in.
///
/// # Errors
///
/// If a file cannot be read or written, two pages are of one structure, or the
/// page of the kinds has none.
pub(crate) fn run(
    workspace: &Workspace,
    pages: &[PathBuf],
    write: bool,
    types: Option<&Path>,
    given: Option<&Path>,
) -> Result<ExitCode> {
    let gen_command = workspace.command_with("gen", &[("--description", given)]);
    let description::Description { name, text } =
        description::Description::current(workspace, given)?;
    let mut found = Vec::new();
    let description = keep(Description::read(&name, &text), &mut found);
    let mut structures = Vec::new();
    for page in pages {
        structures.extend(keep(upstream::read_page(&shown(page), &read(page)?), &mut found));
    }
    let types = types.map(|path| Ok::<_, Error>((shown(path), read(path)?))).transpose()?;
    let interfaces =
        types.map(|(name, text)| (keep(upstream::read_types(&name, &text), &mut found), name));
    let Some(description) = description.filter(|_| found.is_empty()) else {
        for diagnostics in found {
            eprintln!("{}", diagnostics.render(io::stderr().is_terminal()));
        }
        eprintln!("error: nothing was compared, and nothing written");
        return Ok(ExitCode::FAILURE);
    };
    refuse_twins(&structures)?;

    let ours = description.reference();
    let theirs = Reference::of(&structures, description.root(), ours);
    refuse_no_kinds(&theirs, &structures, description.root())?;
    let differences = compare(ours, &theirs);
    if !pages.is_empty() {
        for structure in &structures {
            print!("{}", upstream::contents(structure));
        }
        print!("\n{}", upstream::report(&description, &theirs, &differences));
    }
    if let Some((Some(interfaces), name)) = interfaces {
        let interfaces = Reference::of(&interfaces, description.root(), ours);
        let sources = [("pages", &theirs), (&*name, &interfaces), ("schema", ours)];
        let given = if pages.is_empty() { &sources[1..] } else { &sources };
        print_table(given);
    }
    if pages.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }

    if theirs.is_silent() {
        println!("nothing to compare: no page is of a callback");
        return Ok(ExitCode::SUCCESS);
    }
    let edited = match edit(&name, &text, &theirs) {
        Ok(edited) => edited,
        Err(diagnostics) => {
            eprintln!("{}", diagnostics.render(io::stderr().is_terminal()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let after = Description::read(&name, &edited).map_err(|found| Error::msg(found.to_string()))?;
    let taken_in =
        differences.iter().filter(|difference| difference.is_taken_in(ours, &theirs)).count();
    // Some are both: a value that is new is taken in, and one that is gone stays.
    let left = compare(after.reference(), &theirs).len();
    if differences.is_empty() {
        println!("no difference: {name} says what these pages say");
    } else if !write {
        let what = match (taken_in, left) {
            (0, _) => ", left to you".to_owned(),
            (_, 0) => "; `--write` takes in all of it".to_owned(),
            _ => format!("; `--write` takes in {taken_in} and leaves {left} to you"),
        };
        println!("{}{what}", counted(differences.len(), "difference"));
    } else if edited == text {
        println!("nothing to write: {} left to you", counted(left, "difference"));
    } else {
        description::Description::save(workspace, given, &edited)?;
        println!("{} taken into {name}, {left} left to you", counted(taken_in, "difference"));
        let what = match codegen::resolve(&name, &edited) {
            Ok(_) => "makes the rest from it".to_owned(),
            Err(owed) => {
                let owed = counted(owed.iter().count(), "thing");
                format!("names {owed} that only a person can write")
            }
        };
        println!("`{gen_command}` {what}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Keeps the problems of a text apart from what was read.
fn keep<T>(read: Result<T, Diagnostics>, found: &mut Vec<Diagnostics>) -> Option<T> {
    read.map_err(|diagnostics| found.push(diagnostics)).ok()
}

/// Two pages of one structure may say two things.
fn refuse_twins(structures: &[Structure]) -> Result<()> {
    for (index, structure) in structures.iter().enumerate() {
        let twin = structures[..index].iter().find(|other| other.name == structure.name);
        if let Some(twin) = twin {
            let places =
                [twin, structure].map(|page| page.place.as_ref().map_or("", |p| &p.source));
            let [first, second] = places;
            bail!(
                "both {first} and {second} are the page of {}; give the newer one alone",
                structure.name
            );
        }
    }
    Ok(())
}

/// Upstream will not retire every kind at once, so that such a page was cut
/// short.
fn refuse_no_kinds(theirs: &Reference, structures: &[Structure], root: &str) -> Result<()> {
    if theirs.kinds.as_ref().is_none_or(|kinds| !kinds.is_empty()) {
        return Ok(());
    }
    let page = structures.iter().find(|structure| structure.name == root);
    let place = page.and_then(|page| page.place.as_ref()).map(ToString::to_string);
    bail!(
        "{}: the page of {root} lists no kind: save it whole, down to its last field",
        place.unwrap_or_default()
    )
}

fn print_table(sources: &[(&str, &Reference)]) {
    let table = upstream::table(sources);
    let names: Vec<&str> = sources.iter().map(|(name, _)| *name).collect();
    if table.is_empty() {
        println!("{} agree\n", names.join(" and "));
    } else {
        println!("{table}");
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

//! `cargo xtask import`: compares saved pages of the upstream reference with the description, and
//! merges the differences into the description if asked to.

use std::{
    io,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use codegen::{Diagnostics, words::counted};
use upstream::{Description, Edit, Pages, Reference, Structure};

use crate::{description, files::read, workspace::Workspace};

/// Compares the pages, or else the types, with the description, and with `write` merges the
/// differences.
///
/// # Errors
///
/// If a file cannot be read or written, or if the pages cannot be compared.
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
    let Some(sources) = Sources::read(&name, &text, pages, types)? else {
        return Ok(ExitCode::FAILURE);
    };
    let Sources { description, structures, types } = sources;
    let leading = if pages.is_empty() {
        let (_, interfaces) = types.clone().unwrap_or_default();
        Pages::of_types(interfaces, &description)?
    } else {
        Pages::new(structures, &description)?
    };
    match &types {
        Some((name, interfaces)) if pages.is_empty() => {
            println!("{name}: {}", counted(interfaces.len(), "interface"));
        }
        _ => leading.structures().iter().for_each(|page| print!("{}", upstream::contents(page))),
    }
    let ours = description.reference();
    let theirs = leading.reference(&description);
    let differences = upstream::compare(ours, &theirs);
    print!("\n{}", upstream::report(&description, &leading, &differences));
    if let Some((name, interfaces)) = types.filter(|_| !pages.is_empty()) {
        let types = Pages::new(interfaces, &description)?.reference(&description);
        print_table(&[("pages", &theirs), (&name, &types), ("description", ours)]);
    }
    if theirs.is_silent() {
        println!("nothing to compare: no callback contains a structure of these pages");
        return Ok(ExitCode::SUCCESS);
    }
    let edit = match upstream::edit(&name, &text, &leading) {
        Ok(edit) => edit,
        Err(diagnostics) => {
            show(&diagnostics);
            return Ok(ExitCode::FAILURE);
        }
    };
    if write && edit.text != text {
        description::Description::save(workspace, given, &edit.text)?;
    }
    println!("{}", summary(&name, &edit, write));
    let known = upstream::acknowledged(ours, &theirs).len();
    if known > 0 {
        println!("{} acknowledged in {name}", counted(known, "difference"));
    }
    if write && edit.text != text {
        let what = match codegen::resolve(&name, &edit.text) {
            Ok(_) => "generates the rest".to_owned(),
            Err(missing) => {
                let missing = counted(missing.iter().count(), "thing");
                format!("names {missing} that only a person can write")
            }
        };
        println!("`{gen_command}` {what}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The description and the sources to compare it with.
struct Sources {
    description: Description,
    structures: Vec<Structure>,
    /// The interfaces, with the name of their file.
    types: Option<(String, Vec<Structure>)>,
}

impl Sources {
    /// Reads everything, or shows every problem.
    fn read(
        name: &str,
        text: &str,
        pages: &[PathBuf],
        types: Option<&Path>,
    ) -> Result<Option<Self>> {
        let mut problems = Vec::new();
        let description = keep(Description::read(name, text), &mut problems);
        let root = description.as_ref().map_or("", Description::root);
        let mut structures = Vec::new();
        for page in pages {
            let structure = upstream::read_page(&shown(page), &read(page)?, root);
            structures.extend(keep(structure, &mut problems));
        }
        let types = match types {
            Some(path) => {
                let interfaces = upstream::read_types(&shown(path), &read(path)?);
                keep(interfaces, &mut problems).map(|interfaces| (shown(path), interfaces))
            }
            None => None,
        };
        if let (Some(description), true) = (description, problems.is_empty()) {
            return Ok(Some(Self { description, structures, types }));
        }
        problems.iter().for_each(show);
        eprintln!("error: nothing was compared or written");
        Ok(None)
    }
}

/// Returns what was read, and collects the problems of the text.
fn keep<T>(read: Result<T, Diagnostics>, problems: &mut Vec<Diagnostics>) -> Option<T> {
    read.map_err(|diagnostics| problems.push(diagnostics)).ok()
}

fn show(diagnostics: &Diagnostics) {
    eprintln!("{}", diagnostics.render(io::stderr().is_terminal()));
}

/// What was or would be done with the differences.
fn summary(name: &str, Edit { taken_in, left, .. }: &Edit, write: bool) -> String {
    let (taken_in, left) = (taken_in.len(), left.len());
    let all = counted(taken_in + left, "difference");
    match (taken_in, left, write) {
        (0, 0, _) => format!("no differences: {name} agrees with these pages"),
        (0, _, true) => format!("nothing to write: {all} left to you"),
        (0, _, false) => format!("{all}, left to you"),
        (_, _, true) => {
            format!("{} merged into {name}, {left} left to you", counted(taken_in, "difference"))
        }
        (_, 0, false) => format!("{all}; `--write` merges all of it"),
        _ => format!("{all}; `--write` merges {taken_in} and leaves {left} to you"),
    }
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

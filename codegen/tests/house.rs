//! What the components may know of each other; docs/architecture.md says why. Imports are read from
//! the sources, without tests.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use test_support::{files, read, root};

/// The components of the generator, each with everything that it imports. A component imports only
/// those above it.
const GENERATOR: &[(&str, &[&str])] = &[
    ("artifact", &[]),
    ("document", &[]),
    ("hash", &[]),
    ("names", &[]),
    ("words", &[]),
    ("diagnostic", &["words"]),
    ("model", &["names", "words"]),
    ("notation", &["diagnostic", "words"]),
    ("source", &["artifact", "diagnostic", "model", "names", "notation", "words"]),
    ("lower", &["diagnostic", "model", "names", "notation", "source", "words"]),
    ("diff", &["model", "words"]),
    ("emit", &["artifact", "diff", "document", "hash", "model", "names", "source", "words"]),
];

/// The modules that emitters share. Otherwise, no emitter imports another.
const SHARED: &[&str] = &[
    "canonical",
    "json",
    "json_schema",
    "markdown",
    "published",
    "reader_table",
    "rust",
    "spelling",
];

#[test]
fn rooms_of_the_generator_know_what_they_may() {
    let imports = rooms(&imports("codegen/src"));
    let expected = GENERATOR.iter().map(|(room, may)| {
        let may: BTreeSet<_> = may.iter().map(|it| (*it).to_owned()).collect();
        ((*room).to_owned(), may)
    });
    assert_eq!(imports, expected.collect());
    for (index, (room, may)) in GENERATOR.iter().enumerate() {
        let above: Vec<_> = GENERATOR[..index].iter().map(|(room, _)| room).collect();
        assert!(may.iter().all(|it| above.contains(&it)), "{room} imports what is below it");
    }
}

#[test]
fn no_emitter_imports_another() {
    let mut count = 0;
    for (module, imported) in imports("codegen/src") {
        let Some(emitter) = emitter(&module) else { continue };
        count += 1;
        for other in imported.iter().filter_map(|it| self::emitter(it)) {
            assert!(other == emitter || SHARED.contains(&other), "{module} imports {other}");
        }
    }
    assert!(count > 15, "{count}");
}

fn emitter(module: &str) -> Option<&str> {
    module.strip_prefix("emit::")?.split("::").next()
}

#[test]
fn no_rooms_import_each_other() {
    for crate_ in ["codegen/src", "upstream/src", "xtask/src"] {
        let mut rooms = rooms(&imports(crate_));
        // Remove components that import nothing that is left, until nothing is left.
        while !rooms.is_empty() {
            let left: BTreeSet<_> = rooms.keys().cloned().collect();
            rooms.retain(|_, imported| !imported.is_disjoint(&left));
            assert!(rooms.len() < left.len(), "{crate_} has a cycle among {left:?}");
        }
    }
}

/// clippy.toml of both lists forbidden items one by one; this finds the rest.
#[test]
fn the_generator_and_upstream_touch_nothing_outside() {
    for crate_ in ["codegen/src", "upstream/src"] {
        for path in files(crate_, ".rs") {
            let outside = ["env", "fs", "io", "net", "process", "thread", "time"];
            for path_in_std in paths(&tokens(&path), "std") {
                let module = path_in_std.get(1).map_or("", String::as_str);
                assert!(!outside.contains(&module), "{}: {path_in_std:?}", path.display());
            }
        }
    }
}

/// Every path in the map exists.
#[test]
fn the_map_names_what_is_there() {
    let map = read("docs/architecture.md");
    let folders = ["codegen/", "crates/", "packages/", "schema/", "tests/", "upstream/", "xtask/"];
    let named = map.split('`').skip(1).step_by(2);
    let paths: BTreeSet<_> =
        named.filter(|it| folders.iter().any(|folder| it.starts_with(folder))).collect();
    for path in &paths {
        let is_there = path.contains("NAME") || is_path(path);
        assert!(is_there, "docs/architecture.md names {path}");
    }
    assert!(paths.len() > 20, "{paths:?}");
}

/// The lints of this crate are for its code, not for tests that read files.
#[allow(clippy::disallowed_methods)]
fn is_path(path: &str) -> bool {
    root().join(path).exists()
}

/// The modules of a crate, each with those that it imports.
fn imports(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let files = files(source, ".rs").into_iter().filter(|path| !path.ends_with("tests.rs"));
    let modules: BTreeMap<String, TokenStream> = files
        .map(|path| {
            let module = path.strip_prefix(source).unwrap().with_extension("");
            let parts = module.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>();
            (parts.join("::"), tokens(&path))
        })
        .collect();
    let root = |module: &&String| *module == "lib" || *module == "main";
    let imported = |module: &String, file: &TokenStream| {
        let own: Vec<_> = module.split("::").map(str::to_owned).collect();
        let from = |start: &str, base: &[String]| {
            let base = base.to_vec();
            paths(file, start).into_iter().map(move |path| [&base[..], &path[1..]].concat())
        };
        let parent = &own[..own.len() - 1];
        let paths = from("crate", &[]).chain(from("super", parent)).chain(from("self", &own));
        // The module is the longest prefix of the path that is a module.
        let module_of = |path: Vec<String>| {
            let starts = (1..=path.len()).rev().map(|end| path[..end].join("::"));
            starts.into_iter().find(|start| modules.contains_key(start))
        };
        paths.filter_map(module_of).filter(|it| it != module).collect()
    };
    let all = modules.iter().filter(|(module, _)| !root(module));
    all.map(|(module, file)| (module.clone(), imported(module, file))).collect()
}

/// The same, with the modules of a component combined.
fn rooms(imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let room = |module: &str| module.split("::").next().unwrap().to_owned();
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, imported) in imports {
        let others = imported.iter().map(|it| room(it)).filter(|it| *it != room(module));
        rooms.entry(room(module)).or_default().extend(others);
    }
    rooms
}

/// Every path in a file with this start, except those in its tests.
fn paths(file: &TokenStream, start: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    find(file, start, &mut paths);
    paths
}

/// The tokens of a file without its tests.
fn tokens(path: &Path) -> TokenStream {
    let file: TokenStream = read(path).parse().expect("the sources are Rust");
    let mut rest = file.into_iter().peekable();
    let mut tokens = Vec::new();
    while let Some(token) = rest.next() {
        let is_attribute = |it: &TokenTree| it.to_string() == "[cfg (test)]";
        if token.to_string() == "#" && rest.peek().is_some_and(is_attribute) {
            // Up to the end of the item.
            let is_end = |it: &TokenTree| matches!(it, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let _ = rest.by_ref().skip(1).find(|it| is_end(it) || it.to_string() == ";");
        } else {
            tokens.push(token);
        }
    }
    tokens.into_iter().collect()
}

fn find(tokens: &TokenStream, start: &str, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Ident(ident) if *ident == start && is_separator(&tokens[index + 1..]) => {
                index += extend(&tokens[index..], &mut Vec::new(), paths);
            }
            TokenTree::Group(group) => {
                find(&group.stream(), start, paths);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Adds the paths that begin here after a prefix, and returns how many tokens they take.
fn extend(tokens: &[TokenTree], prefix: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let mut taken = 0;
    let length = prefix.len();
    loop {
        match tokens.get(taken) {
            Some(TokenTree::Ident(ident)) => {
                prefix.push(ident.to_string());
                taken += 1;
                if is_separator(&tokens[taken..]) {
                    taken += 2;
                    continue;
                }
                paths.push(prefix.clone());
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                let is_comma = |it: &TokenTree| it.to_string() == ",";
                for part in inner.split(is_comma).filter(|part| !part.is_empty()) {
                    extend(part, prefix, paths);
                }
                taken += 1;
            }
            _ => paths.push(prefix.clone()),
        }
        prefix.truncate(length);
        return taken.max(1);
    }
}

fn is_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(a), TokenTree::Punct(b), ..] if a.as_char() == ':' && b.as_char() == ':')
}

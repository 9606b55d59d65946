//! What a command did not make stays as it is, whatever a checkout holds: no
//! file is written or removed by way of a symbolic link, and none that stands
//! where generated files go.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use test_support::{Finished, files, folder, git, read, run, write};

const OLD: &str = "tests/golden/callbacks.toml";
const RUST: &str = "crates/voximplant-callbacks/src/generated";

fn xtask(workspace: &Path, arguments: &[&str]) -> Finished {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    run(xtask.arg("--workspace").arg(workspace).args(arguments))
}

/// Every file of a folder, by its path there, with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files(folder, "").into_iter().filter(|path| !path.is_symlink());
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_owned();
    files.map(|path| (below(&path), fs::read(&path).unwrap())).collect()
}

/// A workspace that was generated, and a folder beside it.
fn workspace(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder!(Path::new("outside").join(name));
    let (workspace, outside) = (folder.join("workspace"), folder.join("elsewhere"));
    write(workspace.join("schema/callbacks.toml"), &read(OLD));
    xtask(&workspace, &["gen"]).success();
    write(outside.join("keep.txt"), "Kept.\n");
    (workspace, outside)
}

/// Moves what is there away, and puts a link to it in its place.
fn put_link(workspace: &Path, path: &str, outside: &Path) -> PathBuf {
    let target = outside.join("moved");
    fs::rename(workspace.join(path), &target).unwrap();
    symlink(&target, workspace.join(path)).unwrap();
    target
}

#[test]
fn gen_follows_no_symbolic_link() {
    let links = [
        "schema/generated",
        "schema/generated/samples/quiet",
        "schema/generated/openapi.json",
        "crates",
        RUST,
        &format!("{RUST}/kind.rs"),
    ];
    for (index, link) in links.into_iter().enumerate() {
        let (workspace, outside) = workspace(&format!("gen-{index}"));
        let target = put_link(&workspace, link, &outside);
        // Something to write, and something to remove.
        let file = if target.is_dir() { files(&target, "").remove(0) } else { target };
        fs::write(&file, "Changed.\n").unwrap();
        let before = contents(&outside);
        for arguments in [&["gen"][..], &["gen", "--check"]] {
            let output = xtask(&workspace, arguments).code(1);
            let message = format!("{link} is a symbolic link, which is never followed");
            assert!(output.stderr.contains(&message), "{}", output.stderr);
        }
        assert_eq!(contents(&outside), before, "{link}");
    }
}

#[test]
fn gen_removes_only_what_it_made() {
    let (workspace, _) = workspace("foreign");
    let at = |path: &str| workspace.join(path);
    // What it made: a file that says so, and a sample that its index lists.
    fs::copy(at(&format!("{RUST}/kind.rs")), at(&format!("{RUST}/left_over.rs"))).unwrap();
    let index = at("schema/generated/samples/index.json");
    let listed =
        read(&index).replace("\"file\": \"quiet/valid.json\"", "\"file\": \"gone/a.json\"");
    write(&index, &listed);
    write(at("schema/generated/samples/gone/a.json"), "{}");
    // What it did not.
    let foreign = ["schema/generated/notes.txt", "schema/generated/samples/gone/b.json"];
    for path in foreign {
        write(at(path), "Mine.\n");
    }

    let checked = xtask(&workspace, &["gen", "--check"]).code(1).stderr;
    for line in [
        &format!("orphaned: {RUST}/left_over.rs\n"),
        "orphaned: schema/generated/samples/gone/a.json\n",
        "not generated: schema/generated/notes.txt\n",
        "not generated: schema/generated/samples/gone/b.json\n",
    ] {
        assert!(checked.contains(line), "{line}{checked}");
    }
    let before = contents(&workspace);
    let refused = xtask(&workspace, &["gen"]).code(1).stderr;
    let message = "`gen` did not make these files among the artifacts: move or remove them\n\
        schema/generated/notes.txt\nschema/generated/samples/gone/b.json\n";
    assert!(refused.ends_with(message), "{refused}");
    assert_eq!(contents(&workspace), before);

    for path in foreign {
        fs::remove_file(at(path)).unwrap();
    }
    let removed = xtask(&workspace, &["gen"]).success().stdout;
    assert!(removed.contains(" 2 removed in "), "{removed}");
    xtask(&workspace, &["gen", "--check"]).success();
}

#[test]
fn gen_takes_no_folder_for_its_own_that_is_not() {
    let folder = folder!("outside/out");
    let out = folder.to_str().unwrap();
    write(folder.join("schema/generated/openapi.json"), "{}\n");
    let before = contents(&folder);
    let arguments = ["gen", "--description", OLD, "--out", out];
    let output = run(Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(test_support::root()))
    .code(1);
    assert!(
        output.stderr.contains("contains files, but none that `gen` made: choose another folder"),
        "{}",
        output.stderr
    );
    assert_eq!(contents(&folder), before);
}

#[test]
fn a_release_follows_no_symbolic_link() {
    let links = ["CHANGELOG.md", "fuzz/Cargo.lock", "schema/released", "schema/callbacks.toml"];
    for link in links {
        let (workspace, outside) = workspace(&format!("release-{}", link.replace('/', "-")));
        let at = |path: &str| workspace.join(path);
        write(at("schema/released/callbacks.toml"), &read(OLD));
        write(at("CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- A note.\n");
        write(at("Cargo.toml"), "[workspace.package]\nversion = \"1.2.3\"\n");
        let lock = "version = 4\n\n[[package]]\nname = \"xtask\"\nversion = \"1.2.3\"\n";
        write(at("fuzz/Cargo.lock"), lock);
        write(at(".ci/run"), "exit 0\n");
        put_link(&workspace, link, &outside);
        let before = contents(&outside);
        let changelog = read(at("CHANGELOG.md"));
        let output = xtask(&workspace, &["release"]).code(1);
        assert!(output.stderr.contains(" is a symbolic link"), "{}", output.stderr);
        assert_eq!(contents(&outside), before, "{link}");
        assert_eq!(read(at("CHANGELOG.md")), changelog, "{link}");
    }
}

#[test]
fn an_import_follows_no_symbolic_link() {
    let (workspace, outside) = workspace("import");
    let page = "EverythingCallback\nA page.\nFields\nname\nname: string\nOf a door\n";
    write(workspace.join("quiet.txt"), page);
    put_link(&workspace, "schema/callbacks.toml", &outside);
    let before = contents(&outside);
    let page = workspace.join("quiet.txt");
    let output = xtask(&workspace, &["import", "--write", page.to_str().unwrap()]).code(1);
    assert!(output.stderr.contains(" is a symbolic link"), "{}{}", output.stdout, output.stderr);
    assert_eq!(contents(&outside), before);
}

// ---- dist ----

/// A workspace with all that `dist` publishes, of which nothing needs a tool
/// but cargo.
fn dist_workspace(name: &str) -> PathBuf {
    let (workspace, _) = workspace(name);
    let at = |path: &str| workspace.join(path);
    write(at("LICENSE-MIT"), "MIT\n");
    write(at("LICENSE-APACHE"), "Apache\n");
    write(at("Cargo.toml"), "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    let package = "[package]\nname = \"voximplant-callbacks\"\nversion = \"1.2.3\"\n\
        edition = \"2024\"\nlicense = \"MIT\"\ndescription = \"A crate\"\n";
    write(at("crates/voximplant-callbacks/Cargo.toml"), package);
    write(at("crates/voximplant-callbacks/src/lib.rs"), "");
    let lock = "version = 4\n\n[[package]]\nname = \"voximplant-callbacks\"\nversion = \"1.2.3\"\n";
    write(at("Cargo.lock"), lock);
    // A package that is the list of its files that everybody may read.
    let manifest = "purpose = \"package for the shell\"\npurl = \"pkg:generic/shell\"\ncode = [\"python\", \"code\"]\n\
        schemas = \"schemas\"\nversion = \"version\"\nneeds = { \"cargo --version\" = \"1.88\" }\n\
        build = [\"sh build.sh {out}\"]\n";
    write(at("packages/shell/dist.toml"), manifest);
    write(at("packages/shell/version"), "0.0.0\n");
    let build = "find . -type f -perm 644 | LC_ALL=C sort > \"$1/shell-$(cat version).tgz\"\n";
    write(at("packages/shell/build.sh"), build);
    workspace
}

fn dist(workspace: &Path, out: &Path) -> Finished {
    xtask(workspace, &["dist", "--allow-dirty", "--out", out.to_str().unwrap()])
}

#[test]
fn dist_replaces_only_what_it_made() {
    let workspace = dist_workspace("dist");
    let folder = workspace.parent().unwrap();
    git(&workspace, &["init", "--quiet"]);
    write(workspace.join("kept/notes.txt"), "Mine.\n");
    git(&workspace, &["add", "."]);
    git(&workspace, &["commit", "--quiet", "--message", "All"]);
    write(workspace.join("crates/new.txt"), "Not committed.\n");
    write(folder.join("home/photos/a.jpg"), "a");
    write(folder.join("home/index.html"), "<title>Mine</title>\n");
    write(folder.join("home/SHA256SUMS"), "");
    symlink(folder.join("home"), folder.join("link")).unwrap();

    let before = contents(folder);
    let refused = [
        (workspace.clone(), "contains the workspace"),
        (workspace.join("crates/.."), "contains the workspace"),
        (folder.to_owned(), "contains the workspace"),
        ("/".into(), "contains the workspace"),
        (workspace.join("crates"), "git tracks files in "),
        (workspace.join("kept"), "git tracks files in "),
        (folder.join("home"), "was not made by `dist`"),
        (folder.join("home/photos"), "was not made by `dist`"),
        (folder.join("link"), "is a symbolic link"),
    ];
    for (out, message) in refused {
        let output = dist(&workspace, &out).code(1);
        assert!(output.stderr.contains(message), "{}: {}", out.display(), output.stderr);
        assert_eq!(contents(folder), before, "{}", out.display());
    }

    // Into nothing, over an empty folder, and over what it made.
    for out in ["new/dist", "empty", "empty"] {
        let out = folder.join(out);
        if out.ends_with("empty") {
            fs::create_dir_all(&out).unwrap();
        }
        let printed = dist(&workspace, &out).success().stdout;
        assert!(printed.contains("  shell-1.2.3.tgz\n"), "{printed}");
        let shell = read(out.join("shell-1.2.3.tgz"));
        for file in ["./LICENSE-MIT", "./code/callbacks.py", "./schemas/types.schema.json"] {
            assert!(shell.contains(&format!("{file}\n")), "{shell}");
        }
        let index = read(out.join("index.html"));
        assert!(index.contains("<td>package for the shell</td>"), "{index}");
        assert!(index.contains("<td>Rust crate</td>"), "{index}");
        assert!(!index.contains("quiet/valid.json"), "{index}");
        let sbom = read(out.join("shell-1.2.3.tgz.cdx.json"));
        assert!(sbom.contains(r#""purl": "pkg:generic/shell@1.2.3""#), "{sbom}");
        let sbom = read(out.join("voximplant-callbacks-1.2.3.crate.cdx.json"));
        assert!(sbom.contains(r#""purl": "pkg:cargo/voximplant-callbacks@1.2.3""#), "{sbom}");
        let sums = read(out.join("SHA256SUMS"));
        let sum =
            sums.lines().find_map(|line| line.strip_suffix("  voximplant-callbacks-1.2.3.crate"));
        assert!(sbom.contains(sum.unwrap()), "{sbom}\n{sums}");
    }

    // What was put there since, or is another file now, is nobody's to remove.
    let out = folder.join("empty");
    write(out.join("notes.txt"), "Mine.\n");
    let before = contents(&out);
    assert!(dist(&workspace, &out).code(1).stderr.contains("notes.txt"));
    assert_eq!(contents(&out), before);
    fs::remove_file(out.join("notes.txt")).unwrap();
    write(out.join("shell-1.2.3.tgz"), "Mine.\n");
    assert!(dist(&workspace, &out).code(1).stderr.contains("shell-1.2.3.tgz"));
    assert_eq!(read(out.join("shell-1.2.3.tgz")), "Mine.\n");
}

#[test]
fn a_dist_that_fails_leaves_what_was_there() {
    let workspace = dist_workspace("dist-fails");
    let folder = workspace.parent().unwrap();
    let out = folder.join("dist");
    dist(&workspace, &out).success();
    let before = contents(folder);
    let builds = [
        ("packages/shell/build.sh", "echo no luck >&2; exit 3\n", "no luck"),
        ("packages/shell/version", "0.0.0 0.0.0\n", "must contain the version 0.0.0 exactly once"),
        ("packages/shell/dist.toml", "purpose = 1\n", "cannot read packages/shell/dist.toml"),
        ("schema/generated/openapi.json", "{}\n", "run `cargo xtask gen --workspace "),
        ("crates/voximplant-callbacks/Cargo.toml", "[package]\n", "`cargo package "),
    ];
    for (path, text, message) in builds {
        let path = workspace.join(path);
        let good = read(&path);
        write(&path, text);
        let output = dist(&workspace, &out).code(1);
        assert!(output.stderr.contains(message), "{}", output.stderr);
        write(&path, &good);
        assert_eq!(contents(folder), before, "{message}");
    }
    // It is whole, so that the next run takes it for its own.
    dist(&workspace, &out).success();
    assert_eq!(contents(folder), before);
}

/// Whoever wants one package needs the tools of no other.
#[test]
fn a_dist_of_one_package_needs_no_tools_of_others() {
    let workspace = dist_workspace("dist-only");
    let manifest = read(workspace.join("packages/shell/dist.toml"));
    let missing = manifest.replace("cargo --version", "no-such-program --version");
    write(workspace.join("packages/other/dist.toml"), &missing);
    // No crate can be packaged either.
    write(workspace.join("Cargo.lock"), "");
    let out = workspace.parent().unwrap().join("dist");
    let only =
        |package| xtask(&workspace, &["dist", "--only", package, "--out", out.to_str().unwrap()]);

    let printed = only("shell").success().stdout;
    assert!(printed.contains("  shell-1.2.3.tgz\n"), "{printed}");
    assert!(!printed.contains(".crate"), "{printed}");
    assert!(read(out.join("index.html")).contains("<td>package for the shell</td>"));
    let refused = only("other").code(1).stderr;
    assert!(refused.contains("no-such-program"), "{refused}");
    let unknown = only("fish").code(1).stderr;
    assert!(
        unknown.contains("there is no package fish: the packages are other, shell"),
        "{unknown}"
    );
}

#[test]
fn a_dist_has_the_same_bytes_everywhere() {
    let workspace = dist_workspace("dist-bytes");
    let folder = workspace.parent().unwrap();
    let (one, other) = (folder.join("one"), folder.join("a folder/two"));
    dist(&workspace, &one).success();
    let command = "umask 077 && exec \"$0\" --workspace \"$1\" dist --allow-dirty --out \"$2\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", command, env!("CARGO_BIN_EXE_xtask")]).arg(&workspace).arg(&other);
    shell.env("TZ", "Asia/Tokyo").env("LC_ALL", "C").env("LANG", "C").current_dir(folder);
    run(&mut shell).success();
    assert_eq!(contents(&one), contents(&other));
}

/// Whoever reads a pipe waits for somebody to write into it.
#[test]
fn a_pipe_among_generated_files_is_refused() {
    let (workspace, _) = workspace("pipe");
    let pipe = workspace.join("schema/generated/pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let output = xtask(&workspace, &["gen"]).code(1);
    assert!(output.stderr.contains("pipe is neither a file nor a folder"), "{}", output.stderr);
}

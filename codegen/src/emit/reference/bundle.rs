//! The reader of the npm package as one script, for a page that loads no other file: each module
//! becomes a function that returns its exports.

use std::fmt::Write;

macro_rules! package {
    ($($module:literal),+) => {
        [$(($module, include_str!(concat!("../../../../packages/npm/", $module, ".js")))),+]
    };
}

/// Modules of the package, in order of dependency. They also need the table of kinds and fields,
/// which is generated.
const BEFORE_TABLE: [(&str, &str); 5] = package!["hex", "md5", "print", "json", "tree"];
const AFTER_TABLE: [(&str, &str); 4] = package!["digest", "reader", "credential", "receive"];

/// The package and its table as one script that defines each of `names` as the package exports it.
pub(super) fn script(table: &str, names: &[&str]) -> String {
    let modules = BEFORE_TABLE.into_iter().chain([("table", table)]).chain(AFTER_TABLE);
    let modules: String = modules.map(|(name, source)| module(name, source)).collect();
    format!("const {{ {} }} = (() => {{\n{modules}return {{ {} }};\n}})();\n", names.join(", "), {
        let parts = BEFORE_TABLE.into_iter().map(|(name, _)| name).chain(["table"]);
        let parts: Vec<_> = parts.chain(AFTER_TABLE.into_iter().map(|(name, _)| name)).collect();
        parts.iter().map(|part| format!("...{part}_")).collect::<Vec<_>>().join(", ")
    })
}

/// A module as a function, whose imports come from the modules before it.
fn module(name: &str, source: &str) -> String {
    let mut body = String::new();
    let mut exports = Vec::new();
    for line in source.lines() {
        if let Some(import) = line.strip_prefix("import ") {
            let (names, from) = import.split_once(" from ").expect("an import says from where");
            let from = from.trim_matches(['"', ';']).rsplit(['/', '.']).nth(1);
            let _ = writeln!(body, "const {names} = {}_;", from.expect("it is a file"));
        } else if let Some(declaration) = line.strip_prefix("export ") {
            let words = declaration.split([' ', '(', '=']);
            let name =
                words.into_iter().find(|it| !["async", "function", "class", "const"].contains(it));
            exports.push(name.expect("what is exported has a name"));
            let _ = writeln!(body, "{declaration}");
        } else {
            let _ = writeln!(body, "{line}");
        }
    }
    format!("const {name}_ = (() => {{\n{body}return {{ {} }};\n}})();\n", exports.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_a_function_of_what_it_imports() {
        let source = "// It says so.\nimport { a, b } from \"./generated/letters.js\";\n\n\
                      export const c = a + b;\nexport async function d() {}\nexport class E extends c {}\n";
        assert_eq!(
            module("more", source),
            "const more_ = (() => {\n// It says so.\nconst { a, b } = letters_;\n\n\
             const c = a + b;\nasync function d() {}\nclass E extends c {}\nreturn { c, d, E };\n})();\n"
        );
    }

    /// Syntax that the rewriting does not know would reach the page unchanged.
    #[test]
    fn every_module_has_the_form_that_is_rewritten() {
        let script = script("export const TABLE = {};\n", &["read"]);
        let lines = || script.lines().map(str::trim_start);
        assert!(!lines().any(|line| line.starts_with("import ") || line.starts_with("export ")));
        assert!(lines().any(|line| line == "const { Json, JsonError } = json_;"), "{script}");
        assert!(!script.contains("</"), "it would end the script");
    }
}

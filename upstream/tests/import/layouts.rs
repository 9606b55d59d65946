//! Pages in every layout, written from what a description says, in words that
//! are not upstream's.

use std::fmt::Write as _;

use upstream::{Field, Owner, Reference, Structure, Type};

/// How a page comes: its file's ending, and how it is written.
pub(crate) type Layout = (&'static str, fn(&Structure) -> String);

/// As the text of a whole page, with the marks.
pub(crate) const WIDE: Layout = ("txt", wide);
/// As the text of a whole page that has its fields in alphabetical order.
pub(crate) const SORTED: Layout = ("txt", sorted);
/// As text that has no marks, and lost the types of the kinds.
pub(crate) const LOST: Layout = ("txt", lost);
/// As text that has no marks.
pub(crate) const COMPACT: Layout = ("txt", compact);
pub(crate) const MARKDOWN: Layout = ("md", markdown);
pub(crate) const HTML: Layout = ("html", html);
pub(crate) const ALL: [Layout; 4] = [WIDE, COMPACT, MARKDOWN, HTML];

/// Reads what a description says from pages in this layout.
pub(crate) fn pages(of: &Reference, root: &str, (ending, write): Layout) -> Vec<Structure> {
    let read = |structure: &Structure| {
        super::page(&format!("{}.{ending}", structure.name.to_lowercase()), &write(structure))
    };
    structures(of, root).iter().map(read).collect()
}

/// Every structure of which upstream has a page.
pub(crate) fn structures(of: &Reference, root: &str) -> Vec<Structure> {
    let kinds = of.kinds.as_deref().unwrap_or_default();
    let mut listed: Vec<Field> = of.envelope.clone().unwrap_or_default();
    let mut payloads = Vec::new();
    for kind in kinds {
        let name = kind.structure.clone().expect("every kind names its structure");
        let mut field = field(&kind.name, Type::Structure(name.clone()), Some(true));
        if kind.deprecated {
            field.prose = format!("Deprecated: take {} from now on", kind.successors.join(" and "));
        }
        listed.push(field);
        let fields = of.fields_of(&Owner::Kind(kind.name.clone())).unwrap_or_default().to_vec();
        if of.payloads[&kind.name].depth == Some(upstream::Depth::Flat) {
            payloads.push(structure(&name, fields));
        } else {
            let inner = format!("{name}Item");
            payloads.push(structure(&inner, fields));
            let wrapper = self::field(&kind.name, Type::Structure(inner), Some(false));
            payloads.push(structure(&name, vec![wrapper]));
        }
    }
    let mut all = vec![structure(root, listed)];
    all.extend(payloads);
    all.extend(of.objects.iter().cloned());
    for field in all.iter_mut().flat_map(|structure| &mut structure.fields) {
        if field.prose.is_empty() {
            field.prose = format!("What is to be known of {}.", field.name.replace('_', " "));
        }
        if let Some([_, ..]) = field.values.as_deref() {
            let values: Vec<_> = field.values.iter().flatten().map(|v| format!("'{v}'")).collect();
            let _ = write!(field.prose, " The possible values are {}.", values.join(", "));
        }
    }
    all
}

fn structure(name: &str, fields: Vec<Field>) -> Structure {
    Structure { name: name.to_owned(), fields, place: None }
}

fn field(name: &str, ty: Type, optional: Option<bool>) -> Field {
    let name = name.to_owned();
    Field { name, ty, optional, values: None, prose: String::new(), place: None }
}

fn wide(of: &Structure) -> String {
    let mut text = format!("Rate this page:\n\n{}\n\nA test page.\n\nFields\n", of.name);
    for field in &of.fields {
        let optional = if field.optional == Some(true) { "Optional\n" } else { "" };
        let Field { name, ty, prose, .. } = field;
        let _ = write!(text, "\n{name}\n\n{optional}Copy URL\n{name}: \n\n{ty}\n\n{prose}\n");
    }
    text
}

fn sorted(of: &Structure) -> String {
    let mut of = of.clone();
    of.fields.sort_by(|one, other| one.name.cmp(&other.name));
    wide(&of)
}

fn lost(of: &Structure) -> String {
    let mut text = compact(of);
    let is_kind = |field: &&Field| of.name == "AccountCallback" && field.ty.structure().is_some();
    for field in of.fields.iter().filter(is_kind) {
        let line = format!("\n{0}: {1}\n", field.name, field.ty);
        text = text.replace(&line, &format!("\n{}:\n", field.name));
    }
    text
}

fn compact(of: &Structure) -> String {
    let mut text = format!("{}\nA test page.\nFields\n", of.name);
    for Field { name, ty, prose, .. } in &of.fields {
        let _ = write!(text, "{name}\n{name}: {ty}\n{prose}\n");
    }
    text
}

fn markdown(of: &Structure) -> String {
    let mut text = format!("# {}\n\nA test page, with *words*.\n\n## Fields\n", of.name);
    for field in &of.fields {
        let Field { name, ty, prose, .. } = field;
        let name = name.replace('_', "\\_");
        let optional = if field.optional == Some(true) { "Optional " } else { "" };
        let ty = ty.structure().map_or_else(
            || ty.to_string(),
            |of| ty.to_string().replace(of, &format!("[{of}](https://example.com/{of})")),
        );
        let _ = write!(
            text,
            "\n### {name}\n\n{optional}[Copy URL](#x)\n**{name}**: {ty}\n\n{}\n",
            prose.replace('_', "\\_")
        );
    }
    text + "\n## See also\n\nother\\_page\n"
}

fn html(of: &Structure) -> String {
    let mut text = format!(
        "<!DOCTYPE html>\n<html><head><title>{0}</title><script>let a = '<h1>No</h1>';</script>\n\
         <style>h1 {{ color: red }}</style></head><body>\n\
         <nav><ul><li>Fields</li><li><a href=\"x\">OtherCallback</a></li></ul></nav>\n\
         <main><h1>{0}</h1><p>A test\npage &amp; more.</p><h2>Fields</h2>\n",
        of.name
    );
    for field in &of.fields {
        let Field { name, ty, prose, .. } = field;
        let optional = if field.optional == Some(true) { "<span>Optional</span>" } else { "" };
        let prose = prose.replace('\'', "&#39;").replacen(' ', "\n", 1);
        let _ = writeln!(
            text,
            "<section><h3 id=\"{name}\">{name}</h3>{optional}<button>Copy URL</button>\n\
             <div>{name}: <a href=\"x\">{ty}</a></div><p>{prose}<br></p></section>"
        );
    }
    text + "</main><footer>Deprecated browsers (CHROME, EDGE)</footer></body></html>\n"
}

/// As one file of interfaces, which client libraries publish.
pub(crate) fn types(of: &Reference, root: &str) -> String {
    interfaces(&structures(of, root))
}

pub(crate) fn interfaces(structures: &[Structure]) -> String {
    let mut text = String::from("import { Readable } from 'stream';\n\n");
    for structure in structures {
        let _ = writeln!(text, "export interface {} {{", structure.name);
        for field in &structure.fields {
            let mark = if field.optional == Some(true) { "?" } else { "" };
            let name = camel(&field.name);
            let ty = typescript(&field.ty);
            let _ = writeln!(text, "  /**\n   * {}\n   */\n  {name}{mark}: {ty};", field.prose);
        }
        text.push_str("}\n");
    }
    text + "export type Callback = (error: any) => void;\n"
}

fn typescript(ty: &Type) -> String {
    match ty {
        Type::Number | Type::Decimal => "number".to_owned(),
        Type::Date | Type::Timestamp => "Date".to_owned(),
        Type::List(element) => format!("{}[]", typescript(element)),
        other => other.to_string(),
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

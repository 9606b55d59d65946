//! Kinds by group, objects, values and types: everything that a callback may contain.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    html::{columns, doc, kind_links, mark, month, name, pairs, table},
    snippets::snippets,
};
use crate::{
    model::{Enum, Field, Form, Kind, Model, Scalar, Struct, Type},
    words::capitalized,
};

/// The kinds of one group.
pub(super) struct Group<'a> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kinds: Vec<&'a Kind>,
}

/// Every group that has kinds, in the order of the description; the kinds
/// without one come last.
pub(super) fn groups(model: &Model) -> Vec<Group<'_>> {
    let rest = if model.groups.is_empty() { "All kinds" } else { "Other kinds" };
    let names = model.groups.iter().map(|name| Some(name.as_str())).chain([None]);
    let groups = names.map(|name| Group {
        id: format!("group.{}", name.unwrap_or("other")),
        title: name.map_or(rest.to_owned(), |name| capitalized(&name.replace('_', " "))),
        kinds: model.kinds.iter().filter(|kind| kind.group.as_deref() == name).collect(),
    });
    groups.filter(|group| !group.kinds.is_empty()).collect()
}

/// Every kind, with a sample body of each.
pub(super) fn kinds(model: &Model, sample: &impl Fn(&Kind) -> String) -> Markup {
    let mut predecessors = BTreeMap::<&str, Vec<&str>>::new();
    for kind in &model.kinds {
        for successor in &kind.superseded_by {
            predecessors.entry(successor.as_str()).or_default().push(kind.wire.as_str());
        }
    }
    html! {
        @for group in groups(model) {
            section.group id=(group.id) aria-labelledby={ (group.id) "-title" } {
                h3 id={ (group.id) "-title" } { (group.title) } "\n"
                @for of in &group.kinds {
                    (kind(model, of, predecessors.get(&*of.wire).map_or(&[][..], Vec::as_slice), sample))
                }
            } "\n"
        }
    }
}

fn kind(
    model: &Model,
    of: &Kind,
    predecessors: &[&str],
    sample: &impl Fn(&Kind) -> String,
) -> Markup {
    let wire = &of.wire;
    let id = format!("kind.{wire}");
    html! {
        article id=(id) data-find="kind" data-owner=(wire) {
            h4 {
                a href={ "#" (id) } { (name(wire)) }
                @if of.is_superseded() { (mark("superseded")) }
                @if of.retired { (mark("retired")) }
            }
            p.doc { (doc(&of.doc())) } "\n"
            (facts(of, predecessors))
            (shape(of))
            (fields(model, &id, &of.payload.fields))
            div.receive role="group" aria-label={ "Receive " (wire) } { "\n"
                @for (language, code) in snippets(of) {
                    div data-language=(language) {
                        p.language { (language) }
                        pre tabindex="0" { code { (code.trim_end()) } }
                    } "\n"
                }
            } "\n"
            details {
                summary { "Sample body" span.sr { " of " (wire) } } "\n"
                pre { code { (sample(of).trim_end()) } } "\n"
                button.try type="button" hidden { "Check this body" }
            }
        } "\n"
    }
}

/// The facts about a kind besides its fields.
fn facts(kind: &Kind, predecessors: &[&str]) -> Markup {
    let confirm = html! {
        @match &kind.confirm {
            Some(method) => span.confirm { (name(method)) },
            None => "no method of the Management API returns these facts",
        }
    };
    let successors = kind.superseded_by.iter().map(String::as_str);
    pairs(&[
        ("Confirm by", Some(confirm)),
        ("Since", kind.since.as_deref().map(month)),
        ("Superseded by", kind.is_superseded().then(|| kind_links(successors))),
        (
            "Supersedes",
            (!predecessors.is_empty()).then(|| kind_links(predecessors.iter().copied())),
        ),
        ("Upstream", upstream(&kind.payload)),
    ])
}

fn upstream(of: &Struct) -> Option<Markup> {
    of.upstream.as_ref().map(|page| html! { a href=(page.url) { (page.name) } })
}

/// A note on an unusual place of the fields of a kind.
fn shape(kind: &Kind) -> Markup {
    html! {
        @if !kind.has_fields() {
            p.note { "The payload has no documented fields. It is sent as an empty object, an \
                empty list or null, or left out." } "\n"
        } @else if kind.wrapped {
            p.note {
                "The fields are documented one level deeper, under a second property " (name(&kind.wire))
                ". They are also sent without it, and both are read."
            } "\n"
        }
    }
}

/// A table of the fields.
fn fields(model: &Model, owner: &str, fields: &[Field]) -> Markup {
    if fields.is_empty() {
        return html! {};
    }
    let rows = html! { @for field in fields { (row(model, owner, field)) } };
    table("fields", &columns(["Field", "Type", "Meaning"]), &rows)
}

fn row(model: &Model, owner: &str, field: &Field) -> Markup {
    // For the check, which distinguishes a number in quotes from a string of digits.
    let is_text = |scalar: &Scalar| matches!(scalar.facts().form, Form::Text | Form::Pattern(_));
    let is_text = matches!(field.ty.innermost(), Type::Scalar(scalar) if is_text(scalar));
    html! {
        tr role="row" id={ (owner) "." (field.wire) } data-find="field" data-text[is_text] {
            th role="rowheader" scope="row" { (name(&field.wire)) }
            td role="cell" {
                (type_link(model, &field.ty))
                @if field.optional { (mark("optional")) }
                @if field.sensitive { (mark("sensitive")) }
            }
            td role="cell" {
                p.doc { (doc(&field.doc)) }
                @if let Type::Enum(index) = field.ty.innermost() {
                    p.example {
                        "Values: "
                        @for (index, value) in model.enums[*index].values.iter().enumerate() {
                            @if index > 0 { ", " }
                            (name(&value.wire))
                        }
                    }
                }
                @if let Some(example) = &field.example {
                    p.example { "Example: " code { (example.to_string()) } }
                }
            }
        } "\n"
    }
}

/// A type, with a link to its definition.
fn type_link(model: &Model, ty: &Type) -> Markup {
    let (id, name) = match ty {
        Type::List(element) => {
            return html! { a href="#type.list" { "list" } " of " (type_link(model, element)) };
        }
        Type::Object(index) => {
            let name = &model.objects[*index].name;
            (format!("object.{name}"), name.as_str())
        }
        Type::Enum(index) => {
            let name = &model.enums[*index].name;
            (format!("enum.{name}"), name.as_str())
        }
        Type::Scalar(scalar) => (type_id(*scalar), scalar.facts().label),
    };
    html! { a href={ "#" (id) } { (name) } }
}

fn type_id(scalar: Scalar) -> String {
    let label = scalar.facts().label;
    let words = label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("type.{}", words.collect::<Vec<_>>().join("-"))
}

pub(super) fn objects(model: &Model) -> Markup {
    html! {
        @for of in &model.objects {
            @let id = format!("object.{}", of.name);
            article id=(id) data-find="object" data-owner=(of.name) {
                h3 { a href={ "#" (id) } { (name(&of.name)) } } "\n"
                (object(model, &id, of))
            } "\n"
        }
    }
}

/// An object with its fields.
pub(super) fn object(model: &Model, id: &str, of: &Struct) -> Markup {
    html! {
        p.doc { (doc(&of.doc)) } "\n"
        (pairs(&[("Upstream", upstream(of))]))
        (fields(model, id, &of.fields))
    }
}

pub(super) fn enums(enums: &[Enum]) -> Markup {
    html! {
        @for of in enums {
            @let id = format!("enum.{}", of.name);
            article id=(id) data-find="values" data-owner=(of.name) {
                h3 { a href={ "#" (id) } { (name(&of.name)) } }
                p.doc { (doc(&of.doc)) } "\n"
                ul.values {
                    @for value in &of.values {
                        li id={ (id) "." (value.name) } data-find="value" { code { (value.wire) } } "\n"
                    }
                }
            } "\n"
        }
    }
}

/// The form of each type on the wire, and the other forms that are read.
pub(super) fn types() -> Markup {
    let row = |id: &str, label: &str, documented: &Markup, also_read: &str| {
        html! {
            tr role="row" id=(id) data-find="type" {
                th role="rowheader" scope="row" { code { (label) } }
                td.doc role="cell" { (documented) }
                td role="cell" { @if !also_read.is_empty() { p { (doc(also_read)) } } }
            } "\n"
        }
    };
    let link = |what: &str, to: &str, title: &str| html! { (what) ": " a href=(to) { (title) } };
    let rows = html! {
        @for scalar in Scalar::ALL {
            @let facts = scalar.facts();
            @let documented = doc(&capitalized(facts.documented));
            (row(&type_id(*scalar), facts.label, &documented, facts.also_read))
        }
        (row("type.list", "list", &html! { "List" }, "a single value that is not an object; absent or `null`, as an empty list"))
        (row("type.object", "object", &link("Object", "#objects", "Objects"), "an empty list, as an object without fields"))
        (row("type.enum", "values", &link("String", "#enums", "Values"), "undocumented values, which are kept"))
    };
    table("fields", &columns(["Type", "On the wire", "Also read"]), &rows)
}

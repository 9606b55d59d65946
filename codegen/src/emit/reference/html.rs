//! Small parts that are used all over the page.

use maud::{Markup, html};

use crate::words::{Piece, pieces};

/// A name, in which a line may break after an underscore.
pub(super) fn breakable(name: &str) -> Markup {
    html! {
        @for (index, part) in name.split('_').enumerate() {
            @if index > 0 { "_" wbr; }
            (part)
        }
    }
}

/// A name as code.
pub(super) fn name(name: &str) -> Markup {
    html! { code { (breakable(name)) } }
}

/// A description, in which names in backticks are code.
pub(super) fn doc(text: &str) -> Markup {
    html! {
        @for piece in pieces(text) {
            @match piece {
                Piece::Text(text) => (text),
                Piece::Code(text) => code { (text) },
            }
        }
    }
}

/// A list of what there is to say.
pub(super) fn pairs(pairs: &[(&str, Option<Markup>)]) -> Markup {
    html! {
        @if pairs.iter().any(|(_, fact)| fact.is_some()) {
            dl.facts {
                @for (name, fact) in pairs {
                    @if let Some(fact) = fact { div { dt { (name) } dd { (fact) } } "\n" }
                }
            } "\n"
        }
    }
}

pub(super) fn month(month: &str) -> Markup {
    html! { time { (month) } }
}

pub(super) fn kind_links<'a>(wires: impl IntoIterator<Item = &'a str>) -> Markup {
    html! {
        @for (index, wire) in wires.into_iter().enumerate() {
            @if index > 0 { ", " }
            a href={ "#kind." (wire) } { (name(wire)) }
        }
    }
}

pub(super) fn mark(mark: &str) -> Markup {
    html! { " " span.mark { (mark) } }
}

/// A table with explicit roles: browsers drop the implicit ones where a narrow screen stacks the
/// cells.
pub(super) fn table(class: &str, columns: &[Markup], rows: &Markup) -> Markup {
    html! {
        table class=(class) role="table" { "\n"
            thead role="rowgroup" { tr role="row" {
                @for column in columns { th role="columnheader" scope="col" { (column) } }
            } } "\n"
            tbody role="rowgroup" { "\n" (rows) }
        } "\n"
    }
}

/// The names of columns.
pub(super) fn columns<const N: usize>(names: [&str; N]) -> [Markup; N] {
    names.map(|name| html! { (name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_backticks_are_code() {
        assert_eq!(
            doc("A `b` & `<c>`.").into_string(),
            "A <code>b</code> &amp; <code>&lt;c&gt;</code>."
        );
        assert_eq!(doc("An odd ` one.").into_string(), "An odd ` one.");
    }
}

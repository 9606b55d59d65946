//! The interfaces of a TypeScript file, as client libraries publish them. Everything else in the
//! file is skipped.
//!
//! TypeScript has fewer words for types than the pages, so what it says is
//! vaguer: a `number` may be a decimal, and a `Date` has no form on the wire.

use std::{collections::BTreeSet, ops::Range};

use codegen::{Diagnostic, quoted, snake};

use super::{Source, code, report, without_mark};
use crate::{
    prose,
    reference::{Field, Structure, Type, is_structure_name},
};

/// Reads every interface, and reports what is not understood.
pub(super) fn structures(source: &Source<'_>, found: &mut Vec<Diagnostic>) -> Vec<Structure> {
    let tokens = match tokens(source.text) {
        Ok(tokens) => tokens,
        Err(span) => {
            let help = "close it; the file may have been cut short";
            report(found, code::SYNTAX, "a comment or string has no end", &span, help);
            return Vec::new();
        }
    };
    let mut reading = Reading { source, tokens: &tokens, next: 0, found };
    let mut structures: Vec<Structure> = Vec::new();
    let mut names = BTreeSet::new();
    while let Some(token) = reading.take() {
        // The keyword, not a property with that name.
        let is_interface = token.text == "interface"
            && reading.peek().is_some_and(|name| is_structure_name(name.text))
            && reading
                .tokens
                .get(reading.next + 1)
                .is_some_and(|after| matches!(after.text, "{" | "<" | "extends"));
        if !is_interface {
            continue;
        }
        let Some(structure) = reading.interface() else { break };
        if !names.insert(structure.name.clone()) {
            let message = format!("interface {} is declared twice", quoted(&structure.name));
            report(reading.found, code::DUPLICATE, message, &token.span, "keep one of the two");
        }
        structures.push(structure);
    }
    if structures.is_empty() && found.is_empty() {
        let message = "there is no interface in this file";
        let help = "give a TypeScript file with `interface AccountCallback { … }` and others";
        report(found, code::SYNTAX, message, &(0..source.text.len()), help);
    }
    structures
}

/// A word, a string with its quotes, or a single character.
#[derive(Debug, Clone)]
struct Token<'t> {
    text: &'t str,
    span: Range<usize>,
    /// The documentation comment before it.
    doc: Option<&'t str>,
    starts_line: bool,
}

/// Splits the text into tokens, or returns the place of what has no end.
fn tokens(text: &str) -> Result<Vec<Token<'_>>, Range<usize>> {
    let mut tokens = Vec::new();
    let mut doc = None;
    let mut starts_line = true;
    let mut at = text.len() - without_mark(text).len();
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if first.is_whitespace() {
            starts_line |= first == '\n';
            at += first.len_utf8();
            continue;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            let end = rest.get(2..).and_then(|inside| inside.find("*/"));
            let length = end.ok_or(at..at + 2)? + 4;
            if rest.starts_with("/**") {
                doc = Some(&rest[..length]);
            }
            at += length;
            continue;
        } else if matches!(first, '\'' | '"' | '`') {
            string_length(rest, first).ok_or(at..at + 1)?
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let span = at..at + length;
        tokens.push(Token { text: &rest[..length], span, doc: doc.take(), starts_line });
        starts_line = false;
        at += length;
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn string_length(rest: &str, quote: char) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    while let Some((index, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return Some(index + 1);
        } else if letter == '\n' && quote != '`' {
            return None;
        }
    }
    None
}

struct Reading<'s, 't, 'f> {
    source: &'s Source<'s>,
    tokens: &'t [Token<'t>],
    next: usize,
    found: &'f mut Vec<Diagnostic>,
}

impl<'t> Reading<'_, 't, '_> {
    fn peek(&self) -> Option<&'t Token<'t>> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<&'t Token<'t>> {
        let token = self.peek()?;
        self.next += 1;
        Some(token)
    }

    /// Consumes the token if it is this one.
    fn takes(&mut self, text: &str) -> bool {
        let is_it = self.peek().is_some_and(|token| token.text == text);
        self.next += usize::from(is_it);
        is_it
    }

    /// Reads an interface, starting at its name; `None` if it has no end.
    fn interface(&mut self) -> Option<Structure> {
        let name = self.take()?;
        while self.take()?.text != "{" {}
        let mut fields: Vec<Field> = Vec::new();
        loop {
            let Some(token) = self.peek() else {
                let message = format!("interface {} has no end", quoted(name.text));
                let help = "close it with `}`; the file may have been cut short";
                report(self.found, code::SYNTAX, message, &name.span, help);
                return None;
            };
            match token.text {
                "}" => break,
                ";" | "," => {}
                _ => {
                    let field = self.field();
                    fields.extend(field);
                    continue;
                }
            }
            self.next += 1;
        }
        self.next += 1;
        let place = Some(self.source.place(&name.span));
        Some(Structure { name: name.text.to_owned(), fields, place })
    }

    /// Reads a member. One that is not a property does not concern the wire.
    fn field(&mut self) -> Option<Field> {
        let first = self.take()?;
        let is_readonly = first.text == "readonly"
            && self.peek().is_some_and(|name| !matches!(name.text, ":" | "?" | "("));
        let name = if is_readonly { self.take()? } else { first };
        let optional = self.takes("?");
        let word = unquoted(name.text).unwrap_or(name.text);
        let is_property = word.starts_with(|c: char| c.is_ascii_alphabetic()) && self.takes(":");
        let of = self.member();
        if !is_property {
            if name.text.starts_with(is_word) && of.first().is_none_or(|t| !is_open(t.text)) {
                let message = format!("property {} has no type", quoted(name.text));
                let help = "write a colon and its type after the name";
                report(self.found, code::SYNTAX, message, &name.span, help);
            }
            return None;
        }
        if of.is_empty() {
            let message = format!("property {} has no type", quoted(name.text));
            let help = "write its type after the colon";
            report(self.found, code::SYNTAX, message, &name.span, help);
            return None;
        }
        let prose = first.doc.map(text_of_comment).unwrap_or_default();
        let (ty, literals) = type_of(of);
        let values = literals.or_else(|| prose::values(&prose).filter(|_| ty == Type::String));
        let place = Some(self.source.place(&name.span));
        Some(Field { name: snake(word), ty, optional: Some(optional), values, prose, place })
    }

    /// The tokens up to the end of a member: a semicolon, a comma, a new line,
    /// or the end of the interface.
    fn member(&mut self) -> &'t [Token<'t>] {
        let start = self.next;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            let goes_on = |text: &str| matches!(text, "|" | "&" | "=" | ">");
            let is_new_line = token.starts_line
                && !goes_on(token.text)
                && match self.tokens[start..self.next].last() {
                    Some(previous) => !goes_on(previous.text) || previous.text == ">",
                    // A type may start there, if it is not the next property.
                    None => matches!(
                        self.tokens.get(self.next + 1).map(|after| after.text),
                        Some(":" | "?")
                    ),
                };
            if depth == 0 && (matches!(token.text, ";" | "," | "}") || is_new_line) {
                break;
            }
            if is_open(token.text) {
                depth += 1;
            } else if matches!(token.text, ")" | "]" | "}" | ">") {
                depth = depth.saturating_sub(1);
            }
            self.next += 1;
        }
        &self.tokens[start..self.next]
    }
}

fn is_open(text: &str) -> bool {
    matches!(text, "(" | "[" | "{" | "<")
}

/// The type of an expression, and its values if it consists only of strings.
fn type_of(tokens: &[Token<'_>]) -> (Type, Option<Vec<String>>) {
    let mut choices: Vec<&[Token<'_>]> =
        split(tokens).into_iter().filter(|choice| !choice.is_empty()).collect();
    choices.retain(|choice| !matches!(words(choice)[..], ["null" | "undefined"]));
    let literals: Option<Vec<String>> = choices
        .iter()
        .map(|choice| match choice {
            [token] => unquoted(token.text).map(str::to_owned),
            _ => None,
        })
        .collect();
    if let Some(literals) = literals.filter(|literals| !literals.is_empty()) {
        return (Type::String, Some(literals));
    }
    let types: Vec<Type> = choices.iter().map(|choice| single(choice)).collect();
    let ty = match &types[..] {
        [one] => one.clone(),
        [Type::AnyTime, Type::String] | [Type::String, Type::AnyTime] => Type::AnyTime,
        _ => Type::Anything,
    };
    (ty, None)
}

/// The members of a union.
fn split<'t, 'a>(tokens: &'a [Token<'t>]) -> Vec<&'a [Token<'t>]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            if is_open(token.text) {
                depth += 1;
            } else if matches!(token.text, ")" | "]" | "}" | ">") {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && token.text == "|"
        })
        .collect()
}

fn single(tokens: &[Token<'_>]) -> Type {
    let list = |element: &[Token<'_>]| Type::List(Box::new(type_of(element).0));
    match words(tokens)[..] {
        ["number"] => Type::AnyNumber,
        ["string"] => Type::String,
        ["boolean"] => Type::Boolean,
        ["Date"] => Type::AnyTime,
        ["Object" | "Function"] => Type::Anything,
        [name] if is_structure_name(name) => Type::Structure(name.to_owned()),
        [.., "[", "]"] => list(&tokens[..tokens.len() - 2]),
        ["Array" | "ReadonlyArray", "<", .., ">"] => list(&tokens[2..tokens.len() - 1]),
        ["readonly", ..] => single(&tokens[1..]),
        ["(", .., ")"] => type_of(&tokens[1..tokens.len() - 1]).0,
        _ => Type::Anything,
    }
}

fn words<'t>(tokens: &[Token<'t>]) -> Vec<&'t str> {
    tokens.iter().map(|token| token.text).collect()
}

fn unquoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    text.strip_prefix(quote)?.strip_suffix(quote)
}

/// The words of a documentation comment, without stars and tags.
fn text_of_comment(comment: &str) -> String {
    let inside = comment.trim_start_matches("/**").trim_end_matches("*/");
    let lines = inside.lines().map(|line| line.trim().trim_start_matches('*').trim());
    let joined = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let mut text = String::new();
    let mut rest = joined.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        let tag = after.split_once('>').filter(|(tag, _)| {
            let name = tag.trim_start_matches('/');
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
        });
        text.push_str(before);
        if tag.is_none() {
            text.push('<');
        }
        rest = tag.map_or(after, |(_, after)| after);
    }
    text + rest
}

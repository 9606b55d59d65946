//! `reference.html`: what a person reads about the callbacks, as one page that
//! needs nothing beside itself. Its fixed parts are files in `reference/`. It
//! is given the JSON Schema and the samples that it shows, and knows nothing of
//! how they look inside.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::published::{ACCOUNT_ID, API_KEY, SALT};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    hash,
    model::{Enum, Example, Field, Kind, Model, Scalar, Struct, Type, role},
    words::{Piece, capitalized, pieces},
};

const PAGE: &str = include_str!("reference/page.html");
const COVERED: &str = include_str!("reference/covered.svg");
const STYLE: &str = include_str!("reference/page.css");
/// In the order in which they need each other.
const SCRIPTS: [&str; 4] = [
    include_str!("reference/json.js"),
    include_str!("reference/validate.js"),
    include_str!("reference/md5.js"),
    include_str!("reference/page.js"),
];

/// The page, with the JSON Schema to check bodies with and a sample body of
/// each kind.
pub(super) fn artifacts(
    model: &Model,
    schema: &Value,
    sample: impl Fn(&Kind) -> String,
) -> Vec<Artifact> {
    let predecessors = predecessors(model);
    let style = format!("\n{STYLE}");
    let script = format!("\n\"use strict\";\n\n{}", SCRIPTS.join("\n"));
    let credential = json!({ "account_id": ACCOUNT_ID, "salt": SALT, "api_key": API_KEY });
    let contents = fill(
        PAGE,
        &[
            ("generated", GENERATED),
            ("version", &Escaped(&model.version).to_string()),
            ("policy", &policy(&style, &script)),
            ("style", &style),
            ("script", &script),
            ("schema", &data(schema)),
            ("credential", &data(&credential)),
            ("contents", &contents(model)),
            ("shows", hash::SHOWS),
            ("covers_not", hash::COVERS_NOT),
            ("replay", hash::REPLAY),
            ("advice", hash::ADVICE),
            ("covered", &covered(model)),
            ("life", &life(model)),
            ("envelope", &object(model, "envelope", &model.envelope)),
            (
                "kinds",
                &concat(&model.kinds, |of| {
                    let predecessors = predecessors.get(&*of.wire).map_or(&[][..], Vec::as_slice);
                    kind(model, of, predecessors, &sample(of))
                }),
            ),
            ("objects", &concat(&model.objects, |of| nested(model, of))),
            ("enums", &concat(&model.enums, values)),
            ("scalars", &concat(Scalar::ALL, |scalar| type_row(*scalar))),
        ],
    );
    let purpose = Purpose::Published("every kind, for people: open it in a browser");
    vec![Artifact::new("reference.html", purpose, contents)]
}

/// The template with a text for every `{{name}}` in it, each looked at once,
/// so that a text with braces in it stays as it is.
fn fill(template: &str, texts: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("what is opened is closed");
        let (_, text) = texts.iter().find(|(other, _)| *other == name).expect("the name is known");
        filled.extend([text, rest]);
    }
    filled
}

/// What the page may do: use its own style and script, and nothing else. Even
/// a text that got out of its place could neither run nor load anything.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hash(style),
        hash(script)
    )
}

/// JSON for a `<script>`, out of which no text in it can break.
fn data(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// A text as HTML shows it, between tags or in a quoted attribute.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            other => f.write_char(other),
        })
    }
}

/// A name, which a line may end in after an underscore.
struct Breakable<'a>(&'a str);

impl fmt::Display for Breakable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Escaped(self.0).to_string().replace('_', "_<wbr>"))
    }
}

/// A name as code.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<code>{}</code>", Breakable(self.0))
    }
}

/// A description, whose names in backticks are code.
struct Doc<'a>(&'a str);

impl fmt::Display for Doc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pieces(self.0).try_for_each(|piece| match piece {
            Piece::Text(text) => Escaped(text).fmt(f),
            Piece::Code(text) => write!(f, "<code>{}</code>", Escaped(text)),
        })
    }
}

fn concat<T>(list: impl IntoIterator<Item = T>, html: impl Fn(T) -> String) -> String {
    list.into_iter().map(html).collect()
}

fn contents(model: &Model) -> String {
    concat(&model.kinds, |kind| {
        let wire = Escaped(&kind.wire);
        format!("<li><a href=\"#kind.{wire}\">{}</a></li>\n", Breakable(&kind.wire))
    })
}

/// The kinds that each kind replaces.
fn predecessors(model: &Model) -> BTreeMap<&str, Vec<&str>> {
    let mut predecessors = BTreeMap::<_, Vec<_>>::new();
    for kind in &model.kinds {
        for successor in &kind.superseded_by {
            predecessors.entry(successor.as_str()).or_default().push(kind.wire.as_str());
        }
    }
    predecessors
}

fn kind(model: &Model, of: &Kind, predecessors: &[&str], sample: &str) -> String {
    let Kind { wire, payload, .. } = of;
    let id = Escaped(wire);
    let mark = if of.is_superseded() { mark("superseded") } else { String::new() };
    format!(
        "<article id=\"kind.{id}\" data-find=\"kind\" data-owner=\"{id}\">\n\
         <h3><a href=\"#kind.{id}\">{}</a>{mark}</h3>\n\
         <p class=\"doc\">{}</p>\n\
         {}{}{}\
         <details><summary>Sample body<span class=\"sr\"> of {id}</span></summary>\n\
         <pre><code>{}</code></pre>\n\
         <button type=\"button\" class=\"try\" hidden>Check this body</button></details>\n\
         </article>\n",
        Name(wire),
        Doc(&of.doc()),
        facts(of, predecessors),
        shape(of),
        fields(model, &format!("kind.{wire}"), &payload.fields),
        Escaped(sample.trim_end()),
    )
}

/// What there is to know of a kind beside its fields.
fn facts(kind: &Kind, predecessors: &[&str]) -> String {
    let confirm = kind.confirm.as_deref().map_or_else(
        || "no method of the Management API returns the same facts".to_owned(),
        |method| Name(method).to_string(),
    );
    pairs(&[
        ("Confirm by", confirm),
        ("Since", kind.since.as_deref().map(month).unwrap_or_default()),
        ("Superseded by", kind_links(&kind.superseded_by)),
        ("Supersedes", kind_links(predecessors)),
        ("Upstream", upstream(&kind.payload)),
        ("In Rust", format!("<code>Event::{}</code>", Escaped(&kind.payload.name))),
    ])
}

/// A list of what there is to say.
fn pairs(pairs: &[(&str, String)]) -> String {
    let said = pairs.iter().filter(|(_, fact)| !fact.is_empty());
    let rows = concat(said, |(name, fact)| format!("<div><dt>{name}</dt><dd>{fact}</dd></div>\n"));
    if rows.is_empty() { rows } else { format!("<dl class=\"facts\">\n{rows}</dl>\n") }
}

fn month(month: &str) -> String {
    format!("<time>{}</time>", Escaped(month))
}

fn kind_links(wires: &[impl AsRef<str>]) -> String {
    let link = |wire: &str| format!("<a href=\"#kind.{}\">{}</a>", Escaped(wire), Name(wire));
    let links: Vec<_> = wires.iter().map(|wire| link(wire.as_ref())).collect();
    links.join(", ")
}

fn upstream(of: &Struct) -> String {
    of.upstream.as_ref().map_or_else(String::new, |page| {
        format!("<a href=\"{}\">{}</a>", Escaped(&page.url), Escaped(&page.name))
    })
}

fn mark(mark: &str) -> String {
    format!(" <span class=\"mark\">{mark}</span>")
}

/// What is odd about where the fields of a kind stand.
fn shape(kind: &Kind) -> String {
    if !kind.has_fields() {
        "<p class=\"note\">The payload has no documented fields. It comes as an empty object, an \
         empty list, null, or not at all.</p>\n"
            .to_owned()
    } else if kind.wrapped {
        format!(
            "<p class=\"note\">The fields are documented one level deeper, under a second property \
             {}. They are also sent without it, and the decoder reads both.</p>\n",
            Name(&kind.wire)
        )
    } else {
        String::new()
    }
}

/// A table of the fields. It names the roles of its parts, which browsers
/// forget where a narrow screen stacks them.
fn fields(model: &Model, owner: &str, fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let rows = concat(fields, |field| row(model, owner, field));
    format!(
        "<table role=\"table\" class=\"fields\">\n\
         <thead role=\"rowgroup\"><tr role=\"row\">{}{}{}</tr></thead>\n\
         <tbody role=\"rowgroup\">\n{rows}</tbody>\n</table>\n",
        column("Field"),
        column("Type"),
        column("Meaning"),
    )
}

fn column(name: &str) -> String {
    format!("<th role=\"columnheader\" scope=\"col\">{name}</th>")
}

fn row(model: &Model, owner: &str, field: &Field) -> String {
    let mut marks = String::new();
    if field.optional {
        marks += &mark("optional");
    }
    if field.sensitive {
        marks += &mark("sensitive");
    }
    let known = match field.ty.innermost() {
        Type::Enum(index) => known_values(&model.enums[*index]),
        _ => String::new(),
    };
    let example = field.example.as_ref().map(example).unwrap_or_default();
    format!(
        "<tr role=\"row\" id=\"{}.{}\" data-find=\"field\"><th role=\"rowheader\" \
         scope=\"row\">{}</th><td role=\"cell\">{}{marks}</td><td role=\"cell\"><p \
         class=\"doc\">{}</p>{known}{example}</td></tr>\n",
        Escaped(owner),
        Escaped(&field.wire),
        Name(&field.wire),
        type_link(model, &field.ty),
        Doc(&field.doc),
    )
}

/// A type, with the way to what it means.
fn type_link(model: &Model, ty: &Type) -> String {
    let (id, name) = match ty {
        Type::List(element) => {
            return format!("<a href=\"#type.list\">list</a> of {}", type_link(model, element));
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
    format!("<a href=\"#{}\">{}</a>", Escaped(&id), Escaped(name))
}

fn type_id(scalar: Scalar) -> String {
    let label = scalar.facts().label;
    let words = label.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("type.{}", words.collect::<Vec<_>>().join("-"))
}

/// What a scalar type is on the wire, and what else is read.
fn type_row(scalar: Scalar) -> String {
    let facts = scalar.facts();
    let also_read = if facts.also_read.is_empty() {
        String::new()
    } else {
        format!("<p>{}</p>", Doc(facts.also_read))
    };
    format!(
        "<tr role=\"row\" id=\"{}\" data-find=\"type\"><th role=\"rowheader\" \
         scope=\"row\"><code>{}</code></th><td role=\"cell\" class=\"doc\">{}</td><td \
         role=\"cell\">{also_read}</td></tr>\n",
        Escaped(&type_id(scalar)),
        Escaped(facts.label),
        Doc(&capitalized(facts.documented)),
    )
}

fn known_values(of: &Enum) -> String {
    let values: Vec<_> = of.values.iter().map(|value| Name(&value.wire).to_string()).collect();
    format!("<p class=\"example\">Values: {}</p>", values.join(", "))
}

fn example(example: &Example) -> String {
    format!("<p class=\"example\">Example: <code>{}</code></p>", Escaped(&example.to_string()))
}

fn nested(model: &Model, of: &Struct) -> String {
    let id = format!("object.{}", of.name);
    format!(
        "<article id=\"{id}\" data-find=\"object\" data-owner=\"{}\">\n\
         <h3><a href=\"#{id}\">{}</a></h3>\n\
         {}</article>\n",
        Escaped(&of.name),
        Name(&of.name),
        object(model, &id, of),
        id = Escaped(&id),
    )
}

/// What an object is, and its fields.
fn object(model: &Model, id: &str, of: &Struct) -> String {
    format!(
        "<p class=\"doc\">{}</p>\n{}{}",
        Doc(&of.doc),
        pairs(&[("Upstream", upstream(of))]),
        fields(model, id, &of.fields),
    )
}

fn values(of: &Enum) -> String {
    let id = format!("enum.{}", of.name);
    let values = concat(&of.values, |value| {
        format!(
            "<li id=\"{id}.{}\" data-find=\"value\"><code>{}</code></li>\n",
            Escaped(&value.name),
            Escaped(&value.wire),
            id = Escaped(&id),
        )
    });
    format!(
        "<article id=\"{id}\" data-find=\"values\" data-owner=\"{}\">\n\
         <h3><a href=\"#{id}\">{}</a></h3>\n\
         <p class=\"doc\">{}</p>\n\
         <ul class=\"values\">\n{values}</ul>\n</article>\n",
        Escaped(&of.name),
        Name(&of.name),
        Doc(&of.doc),
        id = Escaped(&id),
    )
}

/// A picture of what goes into the hash, and of what does not.
fn covered(model: &Model) -> String {
    /// Where the last line above the rows is.
    const TOP: usize = 160;
    /// From a row to the next.
    const ROW: usize = 24;
    let in_picture = [role::ACCOUNT_ID, role::CALLBACK_ID, role::HASH];
    let names = model.envelope.fields.iter().map(|field| field.wire.as_str());
    let free: Vec<_> =
        names.filter(|name| !in_picture.contains(name)).chain(["the payload"]).collect();
    let rows = concat(free.iter().zip(1..), |(name, row)| {
        let (baseline, name) = (TOP + ROW * row, Escaped(name));
        format!("<text x=\"24\" y=\"{baseline}\" class=\"code\">{name}</text>\n")
    });
    let bottom = TOP + ROW * free.len();
    fill(
        COVERED,
        &[
            ("height", &(bottom + 24).to_string()),
            ("frame", &(bottom + 20).to_string()),
            ("outline", &(bottom - 128).to_string()),
            ("rows", &rows),
        ],
    )
}

/// A table of when each kind came and what came after it, oldest first.
fn life(model: &Model) -> String {
    let months: BTreeMap<&str, i32> = model
        .kinds
        .iter()
        .filter_map(|kind| Some((kind.wire.as_str(), months(kind.since.as_deref()?)?)))
        .collect();
    let years = || months.values().map(|month| month / 12);
    let first = years().min().unwrap_or_default();
    let axis = Axis { first, last: years().max().unwrap_or(first) + 1 };

    let mut kinds: Vec<_> = model.kinds.iter().collect();
    kinds.sort_by_key(|kind| months.get(&*kind.wire).copied().unwrap_or(i32::MAX));
    let rows = concat(&kinds, |kind| {
        let start = months.get(&*kind.wire).copied();
        let successors = kind.superseded_by.iter().filter_map(|wire| months.get(&**wire));
        let bar = start.map(|start| axis.bar(start, successors.min().copied())).unwrap_or_default();
        format!(
            "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th><td \
             role=\"cell\">{bar}</td><td role=\"cell\">{}</td><td role=\"cell\">{}</td></tr>\n",
            kind_links(&[&kind.wire]),
            kind.since.as_deref().map_or_else(|| "not known".to_owned(), month),
            kind_links(&kind.superseded_by),
        )
    });
    format!(
        "<table role=\"table\" class=\"life\">\n\
         <thead role=\"rowgroup\"><tr role=\"row\">{}{}{}{}</tr></thead>\n\
         <tbody role=\"rowgroup\">\n{rows}</tbody>\n</table>",
        column("Kind"),
        column(&axis.ticks()),
        column("Since"),
        column("Superseded by"),
    )
}

/// Months since the year 0.
fn months(since: &str) -> Option<i32> {
    let (year, month) = since.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// From the start of the first year to the end of the last.
struct Axis {
    first: i32,
    last: i32,
}

impl Axis {
    /// How far along the axis a month is, for SVG.
    fn place(&self, month: i32) -> String {
        let per_mille = (month - self.first * 12) * 1000 / ((self.last - self.first + 1) * 12);
        format!("{}.{}%", per_mille / 10, per_mille % 10)
    }

    /// The time that a kind has, and the time that it has beside a successor.
    fn bar(&self, start: i32, successor: Option<i32>) -> String {
        let end = (self.last + 1) * 12;
        let until = successor.map_or(end, |month| month.clamp(start, end));
        let part = |from: i32, to: i32, class: &str| {
            if from == to {
                return String::new();
            }
            let (x, width) = (self.place(from), self.place(self.first * 12 + to - from));
            format!("<rect x=\"{x}\" width=\"{width}\" height=\"100%\" class=\"{class}\"/>")
        };
        format!(
            "<svg aria-hidden=\"true\">{}{}</svg>",
            part(start, until, "now"),
            part(until, end, "past")
        )
    }

    /// The years, as many as there is room for.
    fn ticks(&self) -> String {
        const ROOM: usize = 4;
        let years = self.first..=self.last;
        let step = years.clone().count().div_ceil(ROOM);
        let ticks = concat(years.step_by(step), |year| {
            format!("<text x=\"{}\" y=\"75%\">{year}</text>", self.place(year * 12))
        });
        format!("<span class=\"sr\">Life</span><svg aria-hidden=\"true\">{ticks}</svg>")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every text that is free in a description, once as it should be and
    /// once as an attacker would write it.
    fn description(text: &str) -> String {
        format!(
            r#"
version  = "0.1.0"
upstream = "https://example.com/harmless/"

[envelope]
doc      = '''{text}.'''
upstream = "Envelope"

[envelope.fields]
callback_id = {{ type = "number", example = 7001, doc = '''{text}.''' }}
type        = {{ type = "string", rust = "kind", example = '''{text}''', doc = "Kind." }}
account_id  = {{ type = "number", example = 1, doc = "Account." }}
hash        = {{ type = "string", example = "00", doc = "Hash." }}

[kinds.paid]
doc           = '''{text}.'''
upstream      = "Paid"
since         = "2019-06"
superseded_by = ["charged"]

[kinds.paid.fields]
note  = {{ type = "string", optional = true, sensitive = true, example = '''{text}''', doc = '''{text}.''' }}
means = {{ type = "Means", example = '''{text}''', doc = '''{text}.''' }}

[kinds.charged]
doc     = "A charge was made."
since   = "2021-01"
confirm = "GetCharges"

[kinds.charged.fields]
parts = {{ type = "[Part]", doc = '''{text}.''' }}

[kinds.frozen]
doc = "The account was frozen."

[objects.Part]
doc      = '''{text}.'''
upstream = "Part"

[objects.Part.fields]
amounts = {{ type = "[decimal]", example = [1.50], doc = '''{text}.''' }}

[enums.Means]
doc    = '''{text}.'''
values = [{{ value = '''{text}''', rust = "Card" }}]
"#,
        )
    }

    fn page(text: &str) -> String {
        let artifacts = crate::generate("description", &description(text))
            .unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let page = artifacts.into_iter().find(|made| made.path.ends_with("reference.html"));
        page.expect("there is a page").contents
    }

    /// What follows each of these in a page, up to the first of the ends.
    fn after<'a>(page: &'a str, start: &'a str, ends: &'a [char]) -> impl Iterator<Item = &'a str> {
        page.split(start).skip(1).filter_map(move |rest| rest.split(ends).next())
    }

    #[test]
    fn a_description_cannot_break_out_of_its_place() {
        // What no text may add: a tag, an attribute, or an end of a data block.
        let tags = |page: &str| after(page, "<", &[' ', '>', '\n']).map(str::to_owned).collect();
        let expected: Vec<String> = tags(&page("harmless"));
        let hostile = [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "</style><style>*{display:none}</style>",
            "</code></pre></details><img src=x onerror=alert(1)>",
            "--><iframe>",
        ];
        for text in hostile {
            let page = page(text);
            assert_eq!(tags(&page), expected, "{text}");
        }
        for text in ["\" onfocus=\"alert(1)\" autofocus=\"", "' onfocus='alert(1)' autofocus='"] {
            let page = page(text);
            assert_eq!(tags(&page), expected, "{text}");
            let (html, _) = page.split_once("<script").unwrap();
            assert!(!html.contains("\" onfocus") && !html.contains("' onfocus"), "{text}");
        }
        assert!(page("{{script}} &amp; {{").contains("{{script}} &amp;amp; {{"));
    }

    #[test]
    fn data_in_a_script_is_the_same_json() {
        let value = serde_json::json!({ "</script>": "<!-- \u{2028} \" \\ &" });
        let text = data(&value);
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn every_link_in_the_page_leads_somewhere_and_every_id_is_there_once() {
        let page = page("harmless");
        let ids: Vec<_> = after(&page, " id=\"", &['"']).collect();
        let once: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len());
        let mut links = 0;
        for reference in ["href=\"#", "for=\""] {
            for link in after(&page, reference, &['"']) {
                assert!(once.contains(link), "{link}");
                links += 1;
            }
        }
        for list in after(&page, "labelledby=\"", &['"']) {
            assert!(list.split(' ').all(|id| once.contains(id)), "{list}");
        }
        assert!(links > 30, "{links}");
    }

    #[test]
    fn a_kind_tells_what_there_is_to_know() {
        let page = page("harmless");
        let kind = |name: &str| {
            let (_, rest) = page.split_once(&format!("<article id=\"kind.{name}\"")).unwrap();
            rest.split_once("</article>").unwrap().0
        };
        for part in [
            "<p class=\"doc\">harmless.</p>",
            "<span class=\"mark\">superseded</span>",
            "<dt>Confirm by</dt><dd>no method of the Management API returns the same facts</dd>",
            "<dt>Since</dt><dd><time>2019-06</time></dd>",
            "<dt>Superseded by</dt><dd><a href=\"#kind.charged\">",
            "<dt>Upstream</dt><dd><a href=\"https://example.com/harmless/paid\">Paid</a></dd>",
            "<dt>In Rust</dt><dd><code>Event::Paid</code></dd>",
            "<span class=\"mark\">optional</span> <span class=\"mark\">sensitive</span>",
            "<a href=\"#enum.Means\">Means</a>",
            "Values: <code>harmless</code>",
            "&quot;note&quot;: &quot;harmless&quot;",
        ] {
            assert!(kind("paid").contains(part), "{part}");
        }
        for part in [
            "<dt>Confirm by</dt><dd><code>GetCharges</code></dd>",
            "<dt>Supersedes</dt><dd><a href=\"#kind.paid\">",
            "<a href=\"#type.list\">list</a> of <a href=\"#object.Part\">Part</a>",
        ] {
            assert!(kind("charged").contains(part), "{part}");
        }
        assert!(kind("frozen").contains("no documented fields"));
        assert!(!kind("frozen").contains("<table"));
    }

    #[test]
    fn a_bar_turns_pale_when_the_first_successor_came() {
        let axis = Axis { first: 2019, last: 2022 };
        let at = |year: i32, month: i32| year * 12 + month - 1;
        assert_eq!(axis.place(at(2020, 1)), "25.0%");
        let bars = |bar: &str| {
            let class = |rect: &str| rect.split_once("class=").map(|(_, class)| class.to_owned());
            after(bar, "<rect x=", &['/']).filter_map(class).collect::<Vec<_>>()
        };
        assert_eq!(bars(&axis.bar(at(2019, 6), None)), ["\"now\""]);
        let both = axis.bar(at(2019, 6), Some(at(2021, 1)));
        assert_eq!(bars(&both), ["\"now\"", "\"past\""]);
        assert!(both.contains("x=\"50.0%\" width=\"50.0%\""), "{both}");
        assert_eq!(bars(&axis.bar(at(2021, 4), Some(at(2021, 4)))), ["\"past\""]);
    }

    #[test]
    fn the_validator_of_the_page_knows_every_keyword_of_the_json_schema() {
        fn keywords(schema: &Value, found: &mut BTreeSet<String>) {
            for (keyword, value) in schema.as_object().into_iter().flatten() {
                found.insert(keyword.clone());
                match (keyword.as_str(), value) {
                    ("properties" | "$defs", Value::Object(schemas)) => {
                        for schema in schemas.values() {
                            keywords(schema, found);
                        }
                    }
                    ("allOf" | "anyOf", Value::Array(schemas)) => {
                        for schema in schemas {
                            keywords(schema, found);
                        }
                    }
                    ("items" | "if" | "then" | "else", schema) => keywords(schema, found),
                    _ => {}
                }
            }
        }
        let model = crate::resolve("description", &description("harmless")).unwrap();
        let mut found = BTreeSet::new();
        keywords(&super::super::validation::schema(&model), &mut found);
        let validator = include_str!("reference/validate.js");
        for keyword in &found {
            let checks = validator.contains(&format!("\n  {keyword}("));
            let passes_over = validator.contains(&format!("\n  \"{keyword}\","));
            assert!(checks != passes_over, "{keyword}");
        }
        assert!(found.contains("pattern") && found.contains("else"), "{found:?}");
    }

    #[test]
    fn names_in_backticks_are_code() {
        assert_eq!(
            Doc("A `b` & `<c>`.").to_string(),
            "A <code>b</code> &amp; <code>&lt;c&gt;</code>."
        );
        assert_eq!(Doc("An odd ` one.").to_string(), "An odd ` one.");
    }
}

//! The page as a whole, and what it says about callbacks in general.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;

use super::{
    html::{breakable, columns, mark, table},
    kinds::{enums, groups, kinds, object, objects, types},
    life::life,
};
use crate::{
    artifact::GENERATED,
    emit::published::{ACCOUNT_ID, API_KEY, SALT},
    hash,
    model::{Kind, Model, role},
};

/// A picture of how a body becomes outcomes, the same for every description.
const OUTCOMES: &str = include_str!("outcomes.svg");

/// The behavior and style of the page.
pub(super) struct Program<'a> {
    pub(super) policy: &'a str,
    pub(super) style: &'a str,
    pub(super) script: &'a str,
}

pub(super) fn page(
    model: &Model,
    program: &Program<'_>,
    sample: &impl Fn(&Kind) -> String,
) -> Markup {
    let version = &model.version;
    let credential =
        json!({ "salt": SALT, "apiKey": API_KEY, "accountId": ACCOUNT_ID.to_string() });
    html! {
        (DOCTYPE) "\n"
        (PreEscaped(format!("<!-- {GENERATED} -->\n")))
        html lang="en" { "\n"
            head { "\n"
                meta charset="utf-8"; "\n"
                meta http-equiv="Content-Security-Policy" content=(program.policy); "\n"
                meta name="referrer" content="no-referrer"; "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                meta name="color-scheme" content="light dark"; "\n"
                title { "Voximplant account callbacks " (version) } "\n"
                style { (PreEscaped(program.style)) } "\n"
            } "\n"
            body { "\n"
                a.skip href="#content" { "Skip to the content" } "\n"
                (side(model)) "\n"
                main #content tabindex="-1" { "\n"
                    header {
                        h1 { "Voximplant account callbacks" }
                        p.lead {
                            "Every kind, field and value of the account callbacks, and how to \
                             receive them. Version "
                            (version) ". "
                            strong { "Unofficial: this is not a product of Voximplant." }
                        }
                    } "\n"
                    (hash(model))
                    (outcomes())
                    (answers())
                    (check())
                    (section("life", "Life of the kinds", &html! {
                        p { "The month in which each kind first appeared in a public client \
                            library; the first month means that month or earlier. A bar turns pale \
                            where the first successor appeared." } "\n"
                        (life(model))
                    }))
                    section #envelope aria-labelledby="envelope-title" data-owner="envelope" { "\n"
                        h2 #envelope-title { "Envelope" } "\n"
                        (object(model, "envelope", &model.envelope))
                    } "\n"
                    (section("kinds", "Kinds", &html! {
                        p { "The payload is next to the fields of the envelope, in the property that has the name of the kind." } "\n"
                        (kinds(model, sample))
                    }))
                    (section("objects", "Objects", &html! {
                        p { "Objects that payloads contain." } "\n"
                        (objects(model))
                    }))
                    (section("enums", "Values", &html! {
                        p { "Strings with documented values. Upstream may add values, so any other \
                            value is read and kept." } "\n"
                        (enums(&model.enums))
                    }))
                    (section("types", "Types and marks", &html! {
                        (types())
                        dl.facts #marks {
                            div { dt { (mark("optional")) } dd { "Upstream marks the field as optional: it may be absent." } }
                            div { dt { (mark("sensitive")) } dd { "The value must not appear in logs." } }
                            div { dt { (mark("superseded")) } dd { "Upstream replaced the kind \
                                with others, and still sends it." } }
                            div { dt { (mark("retired")) } dd { "Upstream no longer documents the kind. It is still read." } }
                        } "\n"
                    }))
                    footer { p { "Generated from " code { "schema/callbacks.toml" } ", version " (version) "." } } "\n"
                } "\n"
                script #credential type="application/json" { (PreEscaped(data(&credential))) } "\n"
                script { (PreEscaped(program.script)) } "\n"
            } "\n"
        }
    }
}

/// JSON for a `<script>`, which no text in it can end.
fn data(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

fn section(id: &str, title: &str, contents: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-title" } { "\n"
            h2 id={ (id) "-title" } { (title) } "\n"
            (contents)
        } "\n"
    }
}

/// Search and contents.
fn side(model: &Model) -> Markup {
    let link = |id: &str, title: &str| html! { li { a href={ "#" (id) } { (title) } } "\n" };
    html! {
        div.side { "\n"
            div.search role="search" hidden { "\n"
                label for="search" { "Search" }
                input #search type="search" autocomplete="off" spellcheck="false" placeholder="kind, field, value or method" aria-describedby="found";
                p.sr #found role="status" {}
                ol.results #results hidden {} "\n"
            } "\n"
            nav aria-label="Contents" { ul { "\n"
                (link("hash", "What the hash shows"))
                (link("outcomes", "How a body becomes outcomes"))
                (link("answers", "How to answer"))
                li data-tool hidden { a href="#check" { "Check a body" } } "\n"
                (link("life", "Life of the kinds"))
                (link("envelope", "Envelope"))
                li { a href="#kinds" { "Kinds" } ul { "\n"
                    @for group in groups(model) {
                        li { a href={ "#" (group.id) } { (group.title) } ul.names {
                            @for kind in group.kinds {
                                li { a href={ "#kind." (kind.wire) } { (breakable(&kind.wire)) } } "\n"
                            }
                        } } "\n"
                    }
                } } "\n"
                (link("objects", "Objects"))
                (link("enums", "Values"))
                (link("types", "Types and marks"))
            } } "\n"
        }
    }
}

fn hash(model: &Model) -> Markup {
    html! {
        section #hash aria-labelledby="hash-title" { "\n"
            div.trust {
                h2 #hash-title { "What a matching hash shows" }
                dl {
                    div { dt { "It shows" } dd { (hash::SHOWS) "." } } "\n"
                    div { dt { "It does not cover" } dd { (hash::COVERS_NOT) ". It " (hash::REPLAY) "." } } "\n"
                    div { dt { "So" } dd { (hash::ADVICE) ". Each kind below names the method." } } "\n"
                }
            } "\n"
            figure.beside {
                (covered(model)) "\n"
                figcaption {
                    p { "The hash is " code { "md5(salt + account_id + api_key + callback_id)" } ", in lower-case hex." }
                    p { "The salt and the API key are the credential of the account. They are never in a body." }
                    p { "Anything that the hash does not cover can be changed while the hash still \
                        matches: a copy of a payment callback with another amount does. Only a \
                        record of the processed callback IDs, or the Management API, reveals the \
                        change." }
                }
            } "\n"
        } "\n"
    }
}

/// A picture of what the hash covers, and what it does not.
fn covered(model: &Model) -> Markup {
    /// Where the last line above the rows is.
    const TOP: usize = 160;
    /// The height of a row.
    const ROW: usize = 24;
    let in_picture = [role::ACCOUNT_ID, role::CALLBACK_ID, role::HASH];
    let names = model.envelope.fields.iter().map(|field| field.wire.as_str());
    let free: Vec<_> =
        names.filter(|name| !in_picture.contains(name)).chain(["the payload"]).collect();
    let bottom = TOP + ROW * free.len();
    let boxed = |x: usize, y: usize, width: usize, height: usize, class: &str| {
        html! { rect.(class) x=(x) y=(y) width=(width) height=(height) rx="5" {} }
    };
    html! {
        svg viewBox={ "0 0 360 " (bottom + 24) } role="img" aria-labelledby="covered-title covered-text" { "\n"
            title #covered-title { "What the hash covers" }
            desc #covered-text { "The salt, account_id, the API key and callback_id go into the hash. Nothing else does: not the kind, the payload or the balance." } "\n"
            (boxed(2, 2, 200, bottom + 20, "ground"))
            text x="14" y="22" { "one callback" }
            @for (place, name) in [role::ACCOUNT_ID, role::CALLBACK_ID, role::HASH].iter().enumerate() {
                (boxed(12, 32 + 34 * place, 180, 28, if *name == role::HASH { "part" } else { "end" }))
                text.code x="24" y=(50 + 34 * place) { (name) }
            } "\n"
            (boxed(12, 140, 180, bottom - 128, "open"))
            text.small x="24" y="160" { "not covered:" } "\n"
            @for (row, name) in (1..).zip(&free) { text.code x="24" y=(TOP + ROW * row) { (name) } "\n" }
            path.way d="M192 46H240" {}
            path.way d="M192 80H240" {}
            (boxed(244, 32, 112, 62, "part"))
            text.middle x="300" y="68" { "md5" }
            path.way d="M264 94V114H196" {}
            path.way d="M320 140V98" {}
            (boxed(244, 144, 112, 66, "end"))
            text.middle x="300" y="164" { "salt" }
            text.middle x="300" y="182" { "API key" }
            text.middle.small x="300" y="201" { "never sent" }
        }
    }
}

fn outcomes() -> Markup {
    let outcomes = [
        (
            "callback",
            "Its kind is on this page, and all of it was read. Undocumented fields and values are \
             kept.",
        ),
        ("unknown", "Its kind is newer than this version. The outcome has its raw JSON."),
        (
            "malformed",
            "It does not have the form of its kind; an error names the place as a JSON Pointer. The outcome has its raw JSON.",
        ),
        (
            "refused",
            "The hash is missing or does not match, so anyone may have sent it; or a callback with \
             the same ID and different content was processed before.",
        ),
        (
            "duplicate",
            "The same callback was processed before. To detect this, keep a record of the \
             processed callback IDs.",
        ),
    ];
    section(
        "outcomes",
        "How a body becomes outcomes",
        &html! {
            p { "A body is a list of callbacks. Each one is read independently, so a malformed one \
                never affects the others, and none is ever lost." } "\n"
            figure.beside {
                (PreEscaped(OUTCOMES))
                figcaption { dl {
                    @for (outcome, meaning) in outcomes { div { dt { (outcome) } dd { (meaning) } } "\n" }
                } }
            } "\n"
        },
    )
}

/// What to answer, and what is known about retries.
fn answers() -> Markup {
    let answers = [
        (
            "200",
            "callback, unknown, malformed, duplicate",
            "It is processed or stored. An unknown or malformed callback would not be readable the \
             next time either: store its raw JSON.",
        ),
        ("400", "a body that is not a list of callbacks", "The same bytes would fail again."),
        ("403", "refused: the hash is missing or does not match", "Anyone may have sent it."),
        (
            "409",
            "refused: the callback ID was processed with different content",
            "This is not a retry: raise an alarm.",
        ),
        ("413", "a body over the limit of 1 MiB", "The same bytes would fail again."),
        (
            "500",
            "a callback that your code failed to process",
            "It is released: a retry counts as new, not as a duplicate.",
        ),
        (
            "503",
            "a callback that cannot be processed now: the same one is in progress, the guard is \
             full, or the credentials cannot be looked up",
            "The same bytes may be accepted later.",
        ),
    ];
    let rows = html! {
        @for (status, what, meaning) in answers {
            tr role="row" {
                th role="rowheader" scope="row" { code { (status) } }
                td role="cell" { (what) }
                td role="cell" { (meaning) }
            } "\n"
        }
    };
    section(
        "answers",
        "How to answer, and what a retry means",
        &html! {
            p { "Answer once nothing can be lost any more: each callback is processed or stored. \
                These are the statuses that the packages use; a body with several callbacks gets \
                the highest." } "\n"
            (table("answers", &columns(["Status", "What came", "What it means"]), &rows))
            p {
                "Upstream does not document whether, when and how often it retries, in what order \
                 callbacks arrive, or how long it waits for an answer. So answer quickly, and rely \
                 neither on a retry nor on its absence. "
                "A retry has the same callback ID and the same content: a replay guard recognizes \
                 it, and so does a unique key of account ID and callback ID in your database. "
                "It may repeat a whole body of which only one callback failed; the others are then \
                 duplicates."
            } "\n"
        },
    )
}

fn check() -> Markup {
    html! {
        section #check aria-labelledby="check-title" data-tool hidden { "\n"
            h2 #check-title { "Check a body" } "\n"
            p { "This uses the reader of the npm package, which gives the same verdict on every \
                body as those for Rust, Python and Go. What you paste stays on this page, which \
                cannot make requests." } "\n"
            div.row {
                label for="sample" { "Fill in a sample" }
                select #sample { option value="" { "choose a kind" } }
            } "\n"
            label for="body" { "Body, as it was sent" }
            textarea #body rows="12" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="verdict" {} "\n"
            div.form {
                div { label for="api-key" { "API key, to check the hashes" } input #api-key autocomplete="off" autocapitalize="off" spellcheck="false"; } "\n"
                div { label for="salt" { "Salt, if the account has one" } input #salt autocomplete="off" autocapitalize="off" spellcheck="false"; } "\n"
            } "\n"
            p { button #published type="button" { "Fill in the credential of the samples" } } "\n"
            p.verdict #verdict role="status" {} "\n"
            ol.callbacks #callbacks hidden {} "\n"
            p.note { "The correct hash is not shown: anyone who has it can forge a callback with \
                the same callback ID." } "\n"
        } "\n"
    }
}

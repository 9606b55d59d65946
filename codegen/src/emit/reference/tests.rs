use std::collections::BTreeSet;

/// Every text that is free in a description, once as it should be and
/// once as an attacker would write it.
fn description(text: &str) -> String {
    format!(
        r#"
version  = "0.1.0"
upstream = "https://example.com/harmless/"
groups   = ["money", "empty", "state_of_accounts"]

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
group         = "money"
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
doc     = "The account was frozen."
group   = "state_of_accounts"
retired = true

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
        let (_, body) = page.split_once("<body>").unwrap();
        let (html, _) = body.split_once("<script").unwrap();
        for tag in after(html, "<", &['>']) {
            // What stands outside the quotes of its attributes.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.contains("onfocus") && !names.contains('\''), "{text}: {tag}");
        }
    }
    assert!(page("{{script}} &amp; {{").contains("{{script}} &amp;amp; {{"));
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
        "<dt>Confirm by</dt><dd>no method of the Management API returns these facts</dd>",
        "<dt>Since</dt><dd><time>2019-06</time></dd>",
        "<dt>Superseded by</dt><dd><a href=\"#kind.charged\">",
        "<dt>Upstream</dt><dd><a href=\"https://example.com/harmless/paid\">Paid</a></dd>",
        "Event::Paid(payload)",
        "outcome.callback.type === &quot;paid&quot;",
        "KnownCallback(callback=PaidCallback(paid=payload))",
        "case *callbacks.Paid:",
        "<span class=\"mark\">optional</span> <span class=\"mark\">sensitive</span>",
        "<a href=\"#enum.Means\">Means</a>",
        "Values: <code>harmless</code>",
        "&quot;note&quot;: &quot;harmless&quot;",
    ] {
        assert!(kind("paid").contains(part), "{part}");
    }
    for part in [
        "<dt>Confirm by</dt><dd><span class=\"confirm\"><code>GetCharges</code></span></dd>",
        "println!(&quot;{}&quot;, payload.parts.len());",
        "<dt>Supersedes</dt><dd><a href=\"#kind.paid\">",
        "<a href=\"#type.list\">list</a> of <a href=\"#object.Part\">Part</a>",
    ] {
        assert!(kind("charged").contains(part), "{part}");
    }
    assert!(kind("frozen").contains("no documented fields"));
    assert!(kind("frozen").contains("<span class=\"mark\">retired</span>"));
    assert!(kind("frozen").contains("case KnownCallback(callback=FrozenCallback()):"));
    assert!(!kind("frozen").contains("<table"));
}

#[test]
fn kinds_stand_under_what_they_are_about_and_those_without_it_come_last() {
    let page = page("harmless");
    let groups: Vec<_> = after(&page, "<section class=\"group\" id=\"group.", &['"']).collect();
    assert_eq!(groups, ["money", "state_of_accounts", "other"]);
    for title in [">Money</h3>", ">State of accounts</h3>", ">Other kinds</h3>"] {
        assert!(page.contains(title), "{title}");
    }
    let kinds: Vec<_> = after(&page, "<article id=\"kind.", &['"']).collect();
    assert_eq!(kinds, ["paid", "frozen", "charged"]);
}

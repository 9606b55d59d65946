//! The Rust code on the reference page for a kind: it is the same as in `snippets/`, which is
//! compiled and run here.

use test_support::read;
use voximplant_callbacks::{Credential, Receiver};

macro_rules! snippets {
    ($($kind:ident),+) => {
        $(mod $kind {
            include!(concat!("../snippets/", stringify!($kind), ".rs"));

            pub(crate) const RUN: super::OnPost = on_post;
        })+

        const SNIPPETS: &[(&str, OnPost)] = &[$((stringify!($kind), $kind::RUN)),+];
    };
}

type OnPost = fn(&Receiver, &[u8]) -> Result<(), voximplant_callbacks::BodyError>;

// One that prints a field, one that prints a length, and one without fields.
snippets!(card_payment, renewed_subscriptions, account_is_frozen);

#[test]
fn the_rust_of_the_reference_page_compiles_and_receives_a_sample() {
    let page = read("schema/generated/reference.html");
    let credential =
        Credential::new(1_234_567, "published-test-salt", "00000000-0000-4000-8000-000000000000");
    let receiver = Receiver::new(credential.unwrap());
    for (kind, on_post) in SNIPPETS {
        let expected = read(format!("tests/snippets/{kind}.rs"));
        assert_eq!(snippet(&page, kind), expected.trim_end(), "{kind}");
        on_post(&receiver, read(format!("schema/generated/samples/{kind}/valid.json")).as_bytes())
            .unwrap();
    }
}

/// The first code that the page has for a kind, as text.
fn snippet(page: &str, kind: &str) -> String {
    let (_, article) = page.split_once(&format!("<article id=\"kind.{kind}\"")).unwrap();
    let (_, code) = article.split_once("data-language=\"Rust\"").unwrap();
    let (_, code) = code.split_once("<code>").unwrap();
    let (code, _) = code.split_once("</code>").unwrap();
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    entities.iter().fold(code.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

//! Checks the vectors themselves, before any reader runs them.

use std::collections::BTreeSet;

use super::*;

const DESCRIPTION: &str = include_str!("../../../tests/valid.toml");

fn published(name: &str) -> Value {
    let model = crate::resolve("valid.toml", DESCRIPTION).expect("the description is right");
    let artifacts = artifacts(&model);
    let found = artifacts.iter().find(|artifact| artifact.path.ends_with(name));
    serde_json::from_str(&found.expect("it is there").contents).expect("it is JSON")
}

#[test]
fn each_vector_has_a_name_of_its_own() {
    for file in ["reader-vectors.json", "digest-vectors.json"] {
        let vectors = published(file)["vectors"].take();
        let mut names = BTreeSet::new();
        for vector in vectors.as_array().expect("there are vectors") {
            let name = (vector["rule"].to_string(), vector["name"].to_string());
            assert!(names.insert(name.clone()), "{name:?}");
        }
        assert!(names.len() > 50, "{file}: {}", names.len());
    }
}

#[test]
fn pairs_have_the_same_digest_if_and_only_if_they_say_so() {
    for vector in published("digest-vectors.json")["vectors"].as_array().expect("vectors") {
        let [one, other] = [&vector["callbacks"][0], &vector["callbacks"][1]];
        assert_eq!(one["digest"] == other["digest"], vector["same"] == true, "{}", vector["name"]);
        assert_eq!(one["canonical"] == other["canonical"], vector["same"] == true);
    }
}

/// A long text is published in parts, without loss.
#[test]
fn texts_are_published_in_parts() {
    let text = Text::from("[").then(text::repeated("1,", 3)).then("2").then("]");
    assert_eq!(text.whole(), "[1,1,1,2]");
    assert_eq!(text.published(), json!(["[", { "repeat": "1,", "times": 3 }, "2]"]));
    assert_eq!(text::bytes(&[0xff, 0]).published(), json!([{ "hex": "ff00" }]));
}

//! The machine-readable definition of the notation, as an editor uses it.

use serde_json::{Value, json};
use tests::read;

fn definition() -> jsonschema::Validator {
    let schema = serde_json::from_str(&read("schema/generated/notation.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn description() -> Value {
    toml::from_str(&read("schema/callbacks.toml")).unwrap()
}

#[test]
fn the_description_fits_the_definition_of_the_notation() {
    let description = description();
    let errors: Vec<_> = definition().iter_errors(&description).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn an_editor_finds_what_the_generator_would_refuse() {
    for (pointer, value) in [
        ("/kinds/card_payment/fields/amount/docs", json!("An unknown key.")),
        ("/kinds/card_payment/fields/amount/optional", json!("yes")),
        ("/kinds/card_payment/fields/amount/holds", json!("fraction")),
        ("/kinds/card_payment/since", json!(2019)),
        ("/kinds/card_payment/superseded_by", json!("wire_transfer")),
        ("/envelope/fields", json!([])),
        ("/enums/LegalStatus/values", json!("INDIVIDUAL")),
        ("/extra", json!({})),
    ] {
        let mut description = description();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        description.pointer_mut(parent).unwrap()[key] = value;
        assert!(!definition().is_valid(&description), "{pointer}");
    }
    for required in ["/version", "/envelope/doc", "/kinds/card_payment/fields/amount/type"] {
        let mut description = description();
        let (parent, key) = required.rsplit_once('/').unwrap();
        description.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        assert!(!definition().is_valid(&description), "{required}");
    }
}

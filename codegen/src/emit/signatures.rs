//! `signatures.json`: hashes with the expected verdicts, for implementing the check in another
//! language. Numbers are text in it, since the hash covers their text, and some languages round
//! numbers above 2^53.

use serde_json::{Value, json};

use super::published::{ACCOUNT_ID, API_KEY, SALT, hash_of};
use crate::{
    artifact::{Artifact, GENERATED, Purpose},
    model::Model,
};

pub(super) fn artifacts(model: &Model) -> Vec<Artifact> {
    let signatures = json!({
        "$comment": GENERATED,
        "version": model.version,
        "algorithm": "md5(salt + account_id + api_key + callback_id), in lower-case hex",
        "signatures": signatures(),
    });
    let purpose = Purpose::Published("hashes, and the expected verdict on each");
    vec![Artifact::new("signatures.json", purpose, format!("{signatures:#}\n"))]
}

fn signatures() -> Value {
    let account = ACCOUNT_ID.to_string();
    let right = hash_of(SALT, &account, API_KEY, "1001");
    let vector = |description, [salt, account_id, callback_id]: [&str; 3], hash, verdict| {
        json!({
            "description": description,
            "salt": salt,
            "account_id": account_id,
            "api_key": API_KEY,
            "callback_id": callback_id,
            "hash": hash,
            "verdict": verdict,
        })
    };
    let matching = |description, parts: [&str; 3]| {
        let [salt, account_id, callback_id] = parts;
        vector(description, parts, hash_of(salt, account_id, API_KEY, callback_id), "match")
    };
    let checked = |description, hash: &str, verdict| {
        vector(description, [SALT, &account, "1001"], hash.to_owned(), verdict)
    };
    json!([
        matching("As documented.", [SALT, &account, "1001"]),
        matching("The account has no salt.", ["", &account, "1001"]),
        matching(
            "The salt is not ASCII: the hash covers its UTF-8 bytes.",
            ["Zürich-соль", "1", "2"]
        ),
        matching(
            "The salt has the maximum length.",
            ["0123456789abcdefghijABCDEFGHIJ012345678x", &account, "1001"]
        ),
        matching(
            "Numbers that a double cannot hold.",
            [SALT, "9007199254740993", "18446744073709551615"],
        ),
        checked(
            "The hash of another callback.",
            &hash_of(SALT, &account, API_KEY, "1002"),
            "mismatch"
        ),
        checked(
            "The hash of another account.",
            &hash_of(SALT, "1234568", API_KEY, "1001"),
            "mismatch"
        ),
        checked(
            "The hash with another salt.",
            &hash_of("other", &account, API_KEY, "1001"),
            "mismatch"
        ),
        checked("All zeros.", &"0".repeat(32), "mismatch"),
        checked("No hash.", "", "missing"),
        checked("In capitals.", &right.to_uppercase(), "invalid"),
        checked("One digit too few.", &right[1..], "invalid"),
        checked("One digit too many.", &format!("{right}0"), "invalid"),
        checked("With a space.", &format!("{right} "), "invalid"),
        checked("With a line feed.", &format!("{right}\n"), "invalid"),
        checked("With a letter that is not a hex digit.", &format!("g{}", &right[1..]), "invalid"),
        checked("With digits that are not ASCII.", &"٣".repeat(32), "invalid"),
    ])
}

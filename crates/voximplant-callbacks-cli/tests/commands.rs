//! The commands that need no server, as processes.

mod support;

use std::fs;

use serde_json::Value;
use support::{API_KEY, SALT, bare, folder, run, run_with, tool};

#[test]
fn help_has_examples_for_every_command() {
    let folder = folder();
    let commands = [
        &[][..],
        &["listen"],
        &["send"],
        &["check"],
        &["sign"],
        &["seal"],
        &["kinds"],
        &["completions"],
        &["inbox"],
        &["inbox", "rerun"],
        &["inbox", "erase"],
        &["inbox", "purge"],
    ];
    for command in commands {
        let help = run(bare(folder.path()).args(command).arg("--help")).good();
        assert!(help.contains("\nExamples:\n  "), "{command:?}: {help}");
    }
    let rerun = run(bare(folder.path()).args(["inbox", "rerun", "--help"])).good();
    assert!(rerun.contains("a target that remembers the ID skips it"), "{rerun}");
}

#[test]
fn kinds_are_listed_and_shown() {
    let folder = folder();
    let list = run(bare(folder.path()).arg("kinds")).good();
    assert!(list.lines().count() >= 38, "{list}");
    assert!(list.contains("card_payment"), "{list}");
    let shown = run(bare(folder.path()).args(["kinds", "card_payment"])).good();
    for part in [
        "GetTransactionHistory",
        "transaction_id",
        "amount",
        "required",
        "\"card_payment\": {",
        "120.50",
    ] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    let json = run(bare(folder.path()).args(["kinds", "card_payment", "--json"])).values();
    assert_eq!(json[0]["sample"]["type"], "card_payment");
    assert_eq!(
        json[0]["payload"]["properties"]["amount"]["description"].as_str().map(str::is_empty),
        Some(false)
    );
    let all = run(bare(folder.path()).args(["kinds", "--json"])).values();
    for kind in all {
        run(bare(folder.path()).args(["kinds", kind["kind"].as_str().unwrap()])).good();
    }
    let wrong = run(bare(folder.path()).args(["kinds", "card_paymnt"])).code(2);
    assert!(wrong.err.contains("card_payment"), "{wrong:?}");
}

#[test]
fn completions_are_made_for_each_shell() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = run(bare(folder.path()).args(["completions", shell])).good();
        assert!(script.contains("card_payment") && script.contains("forged"), "{shell}");
    }
}

#[test]
fn a_signed_sample_passes_the_check_and_a_changed_one_does_not() {
    let folder = folder();
    let body =
        run(tool(folder.path()).args(["send", "card_payment", "--print", "--callback-id", "7"]))
            .good();
    fs::write(folder.path().join("body.json"), &body).unwrap();
    let checked = run(tool(folder.path()).args(["check", "body.json"])).good();
    assert_eq!(
        checked,
        "line 1, callback 0: callback  card_payment  account 1234567  callback ID 7\n1 checked: 1 callback\n"
    );

    let forged = body.replace("\"callback_id\":7", "\"callback_id\":8");
    let checked = run_with(tool(folder.path()).args(["check", "-"]), &forged).code(1);
    assert!(checked.out.starts_with("line 1, callback 0: mismatch"), "{checked:?}");

    let broken = body.replace("\"amount\":10.50", "\"amount\":{}");
    assert_ne!(broken, body);
    let checked = run_with(tool(folder.path()).args(["check", "-", "--json"]), &broken).code(1);
    let value = &checked.values()[0];
    assert_eq!((&value["verdict"], &value["kind"]), (&"malformed".into(), &"card_payment".into()));
    assert_eq!(value["pointer"], "/callbacks/0/card_payment/amount");
    assert!(!checked.out.contains("Example account"), "a value is never shown");
}

#[test]
fn what_is_not_json_is_unreadable_whatever_it_holds() {
    let folder = folder();
    for text in ["{\"callbacks\"é1}", "{\"callbacks\"", "\"\\é", "{\"a\\é\":1"] {
        let checked = run_with(bare(folder.path()).args(["check", "-", "--skip-hash"]), text);
        assert!(checked.code(1).out.contains("body is not JSON"), "{text}");
    }
}

#[test]
fn an_archive_is_checked_line_by_line() {
    let folder = folder();
    let body = |id: &str| {
        run(tool(folder.path()).args(["send", "min_balance", "--print", "--callback-id", id]))
            .good()
    };
    let (first, second) = (body("1"), body("2"));
    let bare_callback = second.trim().trim_start_matches("{\"callbacks\":[").trim_end_matches("]}");
    let conflict = first.replace("120.50", "1.00");
    let archive = format!("{first}\n{bare_callback}\n{first}{conflict}not json\n");
    let checked = run_with(tool(folder.path()).args(["check", "-", "--json"]), &archive).code(1);
    let values = checked.values();
    let verdicts: Vec<_> = values
        .iter()
        .filter_map(|it| Some((it["line"].as_u64()?, it["verdict"].as_str()?)))
        .collect();
    assert_eq!(
        verdicts,
        [(1, "callback"), (3, "callback"), (4, "duplicate"), (5, "conflict"), (6, "unreadable")]
    );
    assert_eq!(values.last().unwrap()["total"], 5);

    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<Value>(&first).unwrap()).unwrap();
    let checked = run_with(tool(folder.path()).args(["check", "-"]), &pretty).good();
    assert!(checked.ends_with("1 checked: 1 callback\n"), "{checked}");
    let checked = run_with(bare(folder.path()).args(["check", "--skip-hash", "-"]), &pretty).good();
    assert!(checked.ends_with("1 checked: 1 callback\n"), "{checked}");
}

#[test]
fn a_conflict_is_found_in_an_archive_of_any_length() {
    let folder = folder();
    let callback = |id: usize, n: u32| {
        format!(
            "{{\"account_id\":1,\"callback_id\":{},\"type\":\"new_kind\",\"balance\":{n}}}\n",
            id * 10
        )
    };
    let archive: String = (0..10_000).map(|id| callback(id, 1)).collect();
    let archive = archive + &callback(0, 2) + &callback(1, 1);
    let checked = run_with(
        bare(folder.path()).args(["check", "--skip-hash", "-", "--json", "--quiet"]),
        &archive,
    );
    let values = checked.code(1).values();
    assert_eq!((&values[0]["line"], &values[0]["verdict"]), (&10_001.into(), &"conflict".into()));
    assert_eq!(values[1]["counts"]["duplicate"], 1);
}

#[test]
fn signing_changes_nothing_but_the_hash() {
    let folder = folder();
    let body = r#"{ "callbacks" : [ {"account_id":1234567, "callback_id": 1001,"type":"x", "n": 1.50, "\ud800":1} ],"more":1e2 }"#;
    let signed = run_with(tool(folder.path()).args(["sign", "-"]), body).good();
    let hash = r#","hash":"f6e2aadb82ee909770d42fbbcce0bdf2"} ]"#;
    assert_eq!(signed.trim_end(), body.replace("} ]", hash));
    let again = run_with(tool(folder.path()).args(["sign", "-"]), &signed).good();
    assert_eq!(again, signed);
    let hash = run(tool(folder.path()).args(["sign", "--callback-id", "1001"])).good();
    assert_eq!(hash, "f6e2aadb82ee909770d42fbbcce0bdf2\n");
    let other = body.replace("1234567", "42");
    let refused = run_with(tool(folder.path()).args(["sign", "-"]), &other).code(2);
    assert!(refused.err.contains("no credential for account 42"), "{refused:?}");
}

#[test]
fn a_proposed_seal_serves_in_place_of_the_key() {
    let folder = folder();
    let sealed = run(bare(folder.path())
        .args(["seal", "--json", "--account", "1234567"])
        .env("VOXIMPLANT_API_KEY", API_KEY));
    let value = &sealed.values()[0];
    let (salt, seal) = (value["salt"].as_str().unwrap(), value["seal"].as_str().unwrap());
    let by_seal =
        run(bare(folder.path()).args(["sign", "--callback-id", "7"]).env("VOXIMPLANT_SEAL", seal));
    let by_key =
        run(tool(folder.path()).args(["sign", "--callback-id", "7"]).env("VOXIMPLANT_SALT", salt));
    assert_eq!(by_seal.good(), by_key.good());
    let none = run(bare(folder.path()).args(["seal", "--account", "1"])).code(2);
    assert!(none.err.contains("--api-key-file"), "{none:?}");
}

#[test]
fn what_is_missing_or_wrong_is_named_with_its_fix() {
    let folder = folder();
    let none = run(bare(folder.path()).args(["check", "-"])).code(2);
    assert!(
        none.err.contains("VOXIMPLANT_API_KEY") && none.err.contains("--skip-hash"),
        "{none:?}"
    );
    let absent = run(tool(folder.path()).args(["check", "nothing.json"])).code(3);
    assert!(absent.err.contains("nothing.json"), "{absent:?}");
    let json = run(tool(folder.path()).args(["check", "nothing.json", "--json"])).code(3);
    assert!(serde_json::from_str::<Value>(&json.err).unwrap()["error"].is_string());
    let inbox = run(tool(folder.path()).args(["inbox", "list"])).code(3);
    assert!(inbox.err.contains("there is no inbox inbox.db"), "{inbox:?}");
    assert!(!folder.path().join("inbox.db").exists(), "looking makes nothing");
    let closed =
        run(tool(folder.path()).args(["send", "card_payment", "--to", "http://127.0.0.1:1/"]))
            .code(3);
    assert!(closed.err.contains("voximplant-callbacks listen"), "{closed:?}");
    let plain =
        run(tool(folder.path()).args(["send", "card_payment", "--to", "http://example.com/"]))
            .code(2);
    assert!(plain.err.contains("https://"), "{plain:?}");
}

#[test]
fn the_kind_that_help_makes_up_is_unknown() {
    let folder = folder();
    let arguments = "send card_payment --set type=new_kind --remove card_payment";
    let help = run(tool(folder.path()).args(["send", "--help"])).good();
    assert!(help.contains(arguments), "{help}");
    let body = run(tool(folder.path()).args(arguments.split(' ')).arg("--print")).good();
    fs::write(folder.path().join("body.json"), body).unwrap();
    let checked = run(tool(folder.path()).args(["check", "body.json"]));
    assert!(checked.out.contains("unknown  new_kind"), "{checked:?}");
}

#[test]
fn a_sample_goes_where_the_settings_listen() {
    let folder = folder();
    let sent_to = |addr: &str, arguments: &[&str]| {
        let settings = format!("[listen]\naddr = \"{addr}\"\npath = \"/hook\"\n");
        fs::write(folder.path().join("voximplant-callbacks.toml"), settings).unwrap();
        run(tool(folder.path()).args(["send", "min_balance"]).args(arguments)).code(3).err
    };
    // Nothing listens on port 1, so the error names the address.
    assert!(sent_to("127.0.0.1:1", &[]).contains("from http://127.0.0.1:1/hook:"));
    assert!(sent_to("0.0.0.0:1", &[]).contains("from http://127.0.0.1:1/hook:"));
    assert!(sent_to("[::]:1", &[]).contains("from http://[::1]:1/hook:"));
    let elsewhere = sent_to("127.0.0.1:2", &["--to", "http://127.0.0.1:1/"]);
    assert!(elsewhere.contains("from http://127.0.0.1:1/:"), "{elsewhere}");
}

#[test]
fn nothing_is_coloured_where_nobody_looks() {
    let folder = folder();
    let list = run(bare(folder.path()).arg("kinds")).good();
    assert!(!list.contains('\u{1b}'), "a pipe gets no colours");
    let forced = run(bare(folder.path()).arg("kinds").env("CLICOLOR_FORCE", "1")).good();
    assert!(forced.contains('\u{1b}'));
    let refused =
        run(bare(folder.path()).arg("kinds").env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"));
    assert!(refused.good().len() <= forced.len());
}

#[cfg(unix)]
#[test]
fn the_settings_have_accounts_whose_secrets_are_elsewhere() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    let file = folder.path().join("voximplant-callbacks.toml");
    fs::write(folder.path().join("key"), format!("{API_KEY}\n")).unwrap();
    let settings = r#"
        [[account]]
        id = 1234567
        salt = { env = "THE_SALT" }
        api_key = { file = "key" }

        [[account]]
        id = 42
        salt = ""
        api_key = { file = "key" }
    "#;
    fs::write(&file, settings).unwrap();
    let sign = |id: &str, account: &str| {
        let mut command = bare(folder.path());
        run(command.args(["sign", "--callback-id", id, "--account", account]).env("THE_SALT", SALT))
    };
    assert_eq!(sign("1001", "1234567").good(), "f6e2aadb82ee909770d42fbbcce0bdf2\n");
    assert_eq!(sign("1", "42").good().len(), 33);

    let secret = "the-secret-of-the-file";
    fs::write(&file, settings.replace("{ env = \"THE_SALT\" }", &format!("\"{secret}\""))).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let open = sign("1", "42").code(2);
    assert!(open.err.contains("chmod 600") && !open.err.contains(secret), "{open:?}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    sign("1", "42").good();

    fs::write(&file, format!("[[account]]\nid = 1\napi_kye = \"{secret}\"\n")).unwrap();
    let wrong = sign("1", "1").code(2);
    assert!(wrong.err.contains("line 3"), "{wrong:?}");
    assert!(wrong.err.contains("api_kye") && !wrong.err.contains(secret), "{wrong:?}");
    for misplaced in [
        format!("[forward]\nsecrets = \"{secret}\"\n"),
        format!("postgres = \"{secret}\"\n"),
        format!("account = [\"{secret}\"]\n"),
        format!("[[account]]\nid = \"{secret}, expected\"\n"),
    ] {
        fs::write(&file, &misplaced).unwrap();
        let wrong = sign("1", "1").code(2);
        assert!(wrong.err.contains("a string, expected "), "{wrong:?}");
        assert!(!wrong.err.contains(secret), "{wrong:?}");
    }
    for (beyond, says) in [
        ("timeout_seconds = 0", "from 1 to 600"),
        ("timeout_seconds = 601", "from 1 to 600"),
        ("attempts = 0", "at least 1"),
    ] {
        fs::write(&file, format!("[forward]\n{beyond}\n")).unwrap();
        let wrong = sign("1", "1").code(2);
        assert!(wrong.err.contains(says), "{wrong:?}");
    }
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("nowhere", &file).unwrap();
    let dangling = sign("1", "1").code(3);
    assert!(dangling.err.contains("voximplant-callbacks.toml"), "{dangling:?}");
    fs::remove_file(&file).unwrap();

    fs::write(&file, "[[account]]\nid = 1\napi_key = { file = \"key\" }\n").unwrap();
    let missing = sign("1", "1").code(2);
    assert!(missing.err.contains("[[account]] number 1: `salt` is missing"), "{missing:?}");
}

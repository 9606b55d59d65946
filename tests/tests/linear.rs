//! To read a body takes instructions in proportion to its length, whatever is in
//! it. Valgrind counts them, so that nothing depends on the time.

use std::{env, fs, process::Command};

use voximplant_callbacks::{Credential, Receiver};

/// Names the file of the body, where this program is run for a count.
const BODY: &str = "BODY_TO_COUNT";

/// Bodies, with the part that comes many times between dollar signs: `#` in it is
/// its number.
const SHAPES: &[&str] = &[
    "$ $",
    "$[$",
    r#"{"x":[$[],$0]}"#,
    r#"$[{"a":$"#,
    r#"{"x":$9$"#,
    r#"{"x":$-$"#,
    r#"{"x":"$é$"#,
    r#"{"$\u0041$"#,
    r#"{"$\ud800$":1}"#,
    r#"{"callbacks":[$0,$0]}"#,
    r#"{"callbacks":[$0,$1.]}"#,
    r#"{"callbacks":[$0,$],"callbacks":5}"#,
    r#"{"callbacks":[$"\ud800",$0]}"#,
    r#"{"callbacks":[$[[]],$0]}"#,
    r#"{"callbacks":[$[{}],$0]}"#,
    r#"{"callbacks":[{$"k#":{"a":[1,"\n"]},$"type":5}]}"#,
    r#"{"callbacks":[{$"k\u00#":1,$"type":5}]}"#,
    r#"{"callbacks":[{$"\ud800":1,$"type":5}]}"#,
    r#"{"callbacks":[{"x":{$"b":1,"a":2,$"hash":1}}]}"#,
    r#"{"callbacks":[$0,$0],"$x$":0}"#,
    r#"{"callbacks":[{"type":"new","callback_id":1,"account_id":1,"balance":1,"new":[$1,$1]}]}"#,
    r#"{"callbacks":[{"type":"expiring_callerid","expiring_callerid":{"callerids":[$"1",$"1"]}}]}"#,
    r#"{"callbacks":[{"sms_inbound":{"sms_inbound":$[$0]}}]}"#,
    r#"{"callbacks":[{"sms_inbound":$[$0]}]}"#,
    r#"{"callbacks":[{"sms_inbound":$[{"sms_inbound":$0]}]}"#,
    r#"{"callbacks":[{"sms_inbound":$[$0$]$}]}"#,
    r#"{"callbacks":[$0,$0],"x":$[$0$]$}"#,
];

fn body(shape: &str, times: usize) -> String {
    let parts = shape.split('$').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            0 => part.to_owned(),
            _ => (0..times).map(|number| part.replace('#', &format!("{number:05}"))).collect(),
        })
        .collect()
}

/// This is what is counted: it does nothing if there is no body to count.
#[test]
fn the_body_is_read() {
    let Some(path) = env::var_os(BODY) else { return };
    let body = fs::read(path).unwrap();
    let receiver = Receiver::new(Credential::new(1, "salt", "key").unwrap());
    for outcome in receiver.receive(&body).unwrap_or_default() {
        let _ = outcome.digest();
    }
}

/// How many instructions it takes to read a body.
fn instructions(body: &str) -> f64 {
    let path = test_support::folder!("linear").join("body.json");
    fs::write(&path, body).unwrap();
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "the_body_is_read", "--test-threads=1"])
        .env(BODY, &path);
    let printed = test_support::run(&mut valgrind).success().stderr;
    let (_, count) = printed.split_once("Collected : ").expect("valgrind counts");
    count.lines().next().unwrap().trim().parse().unwrap()
}

#[test]
#[ignore = "needs valgrind"]
fn twice_the_body_takes_twice_the_instructions() {
    let start = instructions("");
    for shape in SHAPES {
        let [one, two] = [500, 1000].map(|times| instructions(&body(shape, times)) - start);
        let ratio = two / one;
        println!("{ratio:.2} {one:>11} {shape}");
        // Twice, and what it takes to sort that many names; a square would make it four times.
        assert!(ratio < 2.3, "{ratio} times for {shape}");
    }
}

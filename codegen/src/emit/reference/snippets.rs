//! How to receive a kind, in each language that has a package.

use crate::{
    emit::spelling::{go_fields, javascript, python},
    model::{Field, Kind, Type},
};

/// The name of each language, and its code.
pub(super) fn snippets(kind: &Kind) -> [(&'static str, String); 4] {
    let shown = shown(kind);
    [
        ("Rust", rust(kind, shown)),
        ("TypeScript", typescript(kind, shown)),
        ("Python", python_(kind, shown)),
        ("Go", go(kind, shown)),
    ]
}

/// The field that the code prints: the first that is always present, preferably one that can be
/// printed directly.
fn shown(kind: &Kind) -> Option<&Field> {
    let fields = || kind.payload.fields.iter().filter(|field| !field.optional);
    fields().find(|field| matches!(field.ty, Type::Scalar(_) | Type::Enum(_))).or(fields().next())
}

/// Whether the code prints the length of the field.
fn is_list(field: &Field) -> bool {
    matches!(field.ty, Type::List(_))
}

fn rust(kind: &Kind, shown: Option<&Field>) -> String {
    let name = &kind.payload.name;
    let (payload, print) = match shown {
        None => ("_", "println!(\"account {}\", callback.account_id());".to_owned()),
        Some(Field { name, ty: Type::Object(_), .. }) => {
            ("payload", format!("println!(\"{{:?}}\", payload.{name});"))
        }
        Some(field) => {
            let length = if is_list(field) { ".len()" } else { "" };
            ("payload", format!("println!(\"{{}}\", payload.{}{length});", field.name))
        }
    };
    format!(
        "use voximplant_callbacks::{{BodyError, Event, Outcome, Receiver}};

fn on_post(receiver: &Receiver, body: &[u8]) -> Result<(), BodyError> {{
    for outcome in receiver.receive(body)? {{
        let Outcome::Callback(callback) = outcome else {{ continue }};
        if let Event::{name}({payload}) = &callback.event {{
            {print}
        }}
    }}
    Ok(())
}}
"
    )
}

fn typescript(kind: &Kind, shown: Option<&Field>) -> String {
    let wire = &kind.wire;
    let print = match shown {
        None => "console.log(`account ${outcome.accountId}`);".to_owned(),
        Some(field) => {
            let length = if is_list(field) { ".length" } else { "" };
            format!(
                "const payload = outcome.callback.{};\n      console.log(payload.{}{length});",
                javascript(wire),
                javascript(&field.wire)
            )
        }
    };
    format!(
        "import {{ type Credential, receive }} from \"voximplant-callbacks\";

export async function onPost(body: Uint8Array, credential: Credential): Promise<void> {{
  for (const outcome of await receive(body, credential)) {{
    if (outcome.outcome === \"callback\" && outcome.callback.type === \"{wire}\") {{
      {print}
    }}
  }}
}}
"
    )
}

fn python_(kind: &Kind, shown: Option<&Field>) -> String {
    let class = kind.callback_name();
    let (payload, print) = match shown {
        None => (String::new(), "print(f\"account {outcome.account_id}\")".to_owned()),
        Some(field) => {
            let value = format!("payload.{}", python(&field.wire));
            let value = if is_list(field) { format!("len({value})") } else { value };
            (format!("{}=payload", python(&kind.wire)), format!("print({value})"))
        }
    };
    format!(
        "from voximplant_callbacks import Credential, KnownCallback, receive
from voximplant_callbacks.callbacks import {class}

def on_post(body: bytes, credential: Credential) -> None:
    for outcome in receive(body, credential):
        match outcome:
            case KnownCallback(callback={class}({payload})):
                {print}
            case _:
                pass
"
    )
}

fn go(kind: &Kind, shown: Option<&Field>) -> String {
    let name = &kind.payload.name;
    let shown = shown.and_then(|field| go_fields(&kind.payload).find(|(it, _)| *it == field));
    let (payload, print) = match shown {
        None => ("", "\"account\", received.Callback.AccountID".to_owned()),
        Some((field, name)) if is_list(field) => ("payload := ", format!("len(payload.{name})")),
        Some((_, name)) => ("payload := ", format!("payload.{name}")),
    };
    format!(
        "import (
\t\"context\"
\t\"fmt\"

\t\"voximplant-callbacks.invalid/callbacks\"
)

func onPost(ctx context.Context, body []byte, credential *callbacks.Credential) error {{
\toutcomes, err := callbacks.Receive(ctx, body, credential)
\tif err != nil {{
\t\treturn err
\t}}
\tfor _, outcome := range outcomes {{
\t\treceived, ok := outcome.(*callbacks.Received)
\t\tif !ok {{
\t\t\tcontinue
\t\t}}
\t\tswitch {payload}received.Callback.Payload.(type) {{
\t\tcase *callbacks.{name}:
\t\t\tfmt.Println({print})
\t\t}}
\t}}
\treturn nil
}}
"
    )
}

//! What consumers report, compared with what is published.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files::read;

/// Verdicts by sample or vector.
type Verdicts = BTreeMap<String, String>;

/// The report of one consumer.
pub(super) struct Report {
    title: String,
    verdicts: Vec<ToolVerdicts>,
    claims: Vec<Claim>,
}

struct ToolVerdicts {
    /// The tool with its version.
    tool: String,
    /// The subject of the verdicts.
    on: String,
    verdicts: Verdicts,
}

struct Claim {
    sentence: String,
    holds: bool,
    detail: String,
}

impl Report {
    /// Reads the output of a consumer, which may test one of our own packages.
    pub(super) fn read(title: &str, report: &Value, is_own: bool) -> Option<Self> {
        let text = |json: &Value, name: &str| json[name].as_str().map(str::to_owned);
        let tool = |it: &Value| {
            // The version of a standard library depends on the machine, and ours changes with each
            // release.
            let version = text(it, "version").filter(|_| !is_own).unwrap_or_default();
            let tool = format!("{} {version}", text(it, "tool")?);
            Some(ToolVerdicts {
                tool: tool.trim_end().to_owned(),
                on: text(it, "on")?,
                verdicts: serde_json::from_value(it["verdicts"].clone()).ok()?,
            })
        };
        let claim = |it: &Value| {
            Some(Claim {
                sentence: text(it, "claim")?,
                holds: it["holds"].as_bool()?,
                detail: text(it, "detail").unwrap_or_default(),
            })
        };
        let verdicts: Vec<_> =
            report["verdicts"].as_array()?.iter().map(tool).collect::<Option<_>>()?;
        let claims: Vec<_> =
            report["claims"].as_array()?.iter().map(claim).collect::<Option<_>>()?;
        // An empty report means that nothing was tried.
        let says_something = !verdicts.is_empty() && !claims.is_empty();
        says_something.then(|| Self { title: title.to_owned(), verdicts, claims })
    }
}

/// The published verdicts, by subject.
pub(super) struct Expected(BTreeMap<&'static str, Verdicts>);

impl Expected {
    pub(super) fn read(artifacts: &Path) -> Result<Self> {
        let list = |file: &str, name: &str| {
            let json: Value = serde_json::from_str(&read(&artifacts.join(file))?)
                .with_context(|| format!("cannot read {file}"))?;
            json[name].as_array().cloned().with_context(|| format!("{file} has no `{name}`"))
        };
        let samples = list("samples/index.json", "samples")?;
        let signatures = list("signatures.json", "signatures")?;
        let verdicts = |entries: &[Value], by: &str, verdict: &str| {
            let pair = |entry: &Value| {
                Some((entry[by].as_str()?.to_owned(), entry[verdict].as_str()?.to_owned()))
            };
            entries.iter().filter_map(pair).collect::<Verdicts>()
        };
        let outcome = |sample: &Value| {
            let parts = ["outcome", "kind", "error", "pointer"];
            let parts: Vec<_> = parts.iter().filter_map(|part| sample[part].as_str()).collect();
            Some((sample["file"].as_str()?.to_owned(), parts.join(" ")))
        };
        let named = |vector: &Value| {
            Some(format!("{}: {}", vector["rule"].as_str()?, vector["name"].as_str()?))
        };
        let result = |vector: &Value| {
            let mut result = vector.as_object()?.clone();
            result.retain(|name, _| !["rule", "name", "body"].contains(&&**name));
            Some((named(vector)?, sorted(&result.into()).to_string()))
        };
        let digests = |vector: &Value| {
            let callbacks = vector["callbacks"].as_array()?.iter();
            let digests = callbacks.map(|callback| callback["digest"].as_str());
            Some((named(vector)?, digests.collect::<Option<Vec<_>>>()?.join(" ")))
        };
        let reader_vectors = list("reader-vectors.json", "vectors")?;
        let digest_vectors = list("digest-vectors.json", "vectors")?;
        // Everything that is read is valid.
        let of_validation = samples.iter().filter_map(|sample| {
            let is_read = sample["outcome"].as_str()? != "malformed";
            let verdict = if is_read { "valid" } else { "invalid" };
            Some((sample["file"].as_str()?.to_owned(), verdict.to_owned()))
        });
        let of_validation: Verdicts = of_validation.collect();
        let of_types = verdicts(&samples, "file", "types");
        Ok(Self(BTreeMap::from([
            ("validation", of_validation.clone()),
            ("validation.draft-07", of_validation),
            ("types", of_types.clone()),
            ("types.draft-07", of_types),
            ("outcomes", samples.iter().filter_map(outcome).collect()),
            ("hash", verdicts(&samples, "file", "hash")),
            ("digests", verdicts(&samples, "file", "digest")),
            ("replays", verdicts(&samples, "file", "guard")),
            ("signatures", verdicts(&signatures, "description", "verdict")),
            ("reader-vectors", reader_vectors.iter().filter_map(result).collect()),
            ("digest-vectors", digest_vectors.iter().filter_map(digests).collect()),
        ])))
    }

    /// The verdicts of a tool that differ from the published ones, in words.
    fn differences(&self, tool: &ToolVerdicts) -> Vec<String> {
        let Some(expected) = self.0.get(tool.on.as_str()) else {
            return vec![format!("there are no verdicts on `{}`", tool.on)];
        };
        let names: BTreeSet<_> = expected.keys().chain(tool.verdicts.keys()).collect();
        let none = "none".to_owned();
        let verdict = |verdicts: &Verdicts, name| verdicts.get(name).unwrap_or(&none).clone();
        names
            .into_iter()
            .map(|name| (name, verdict(expected, name), verdict(&tool.verdicts, name)))
            .filter(|(_, published, reported)| published != reported)
            .map(|(name, published, reported)| {
                format!("{name} is {published}, reported as {reported}")
            })
            .collect()
    }
}

/// JSON with sorted names, whatever order the parser keeps.
fn sorted(json: &Value) -> Value {
    match json {
        Value::Object(object) => {
            let mut members: Vec<_> = object.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
        }
        Value::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// Everything that is wrong.
pub(super) fn faults(reports: &[Report], expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    for Report { title, verdicts, claims } in reports {
        for tool in verdicts {
            let differences = expected.differences(tool);
            if let Some(first) = differences.first() {
                let (name, on, count) = (&tool.tool, &tool.on, differences.len());
                faults.push(format!("{title}, {name} on {on}: {count} differ; {first}"));
            }
        }
        for Claim { sentence, detail, .. } in claims.iter().filter(|claim| !claim.holds) {
            faults.push(format!("{title}: it does not hold that {sentence}; {detail}"));
        }
    }
    faults
}

/// With faults in the artifacts, every tool must notice one.
pub(super) fn judge_mutated(reports: &[Report], expected: &Expected) -> ExitCode {
    let mut is_noticed = true;
    for Report { title, verdicts, .. } in reports {
        for tool in verdicts {
            let count = expected.differences(tool).len();
            println!("{title}, {} on {}: {count} verdicts changed", tool.tool, tool.on);
            is_noticed &= count > 0;
        }
    }
    if is_noticed {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: a tool did not notice the faults in the artifacts");
    ExitCode::FAILURE
}

pub(super) fn table(reports: &[Report], expected: &Expected) -> String {
    let mut table = "| language | tool | what | matching |\n| --- | --- | --- | --- |\n".to_owned();
    for Report { title, verdicts, .. } in reports {
        for tool in verdicts {
            // The count is left out, as it would change with every new kind.
            let same = match expected.differences(tool).len() {
                0 => "all".to_owned(),
                count => format!("**all but {count}**"),
            };
            row(&mut table, &[title, &tool.tool, &tool.on, &same]);
        }
    }
    table += "\n| language | claim | holds |\n| --- | --- | --- |\n";
    for Report { title, claims, .. } in reports {
        for Claim { sentence, holds, .. } in claims {
            row(&mut table, &[title, sentence, if *holds { "yes" } else { "**no**" }]);
        }
    }
    table
}

fn row(table: &mut String, cells: &[&str]) {
    let _ = writeln!(table, "| {} |", cells.join(" | "));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn expected() -> Expected {
        let verdicts = [("a.json", "valid"), ("b.json", "invalid")];
        let verdicts = verdicts.map(|(name, verdict)| (name.to_owned(), verdict.to_owned()));
        Expected(BTreeMap::from([("validation", verdicts.into())]))
    }

    fn report(on: &str, verdicts: &Value, holds: bool) -> [Report; 1] {
        let report = json!({
            "verdicts": [{ "tool": "tool", "version": "1.0", "on": on, "verdicts": verdicts }],
            "claims": [{ "claim": "it works", "holds": holds, "detail": "broken" }],
        });
        [Report::read("Language", &report, false).unwrap()]
    }

    #[test]
    fn what_differs_from_what_is_published_is_a_fault() {
        let right = json!({ "a.json": "valid", "b.json": "invalid" });
        assert!(faults(&report("validation", &right, true), &expected()).is_empty());

        let wrong = [
            (
                json!({ "a.json": "valid", "b.json": "valid" }),
                "b.json is invalid, reported as valid",
            ),
            (json!({ "a.json": "valid" }), "b.json is invalid, reported as none"),
            (
                json!({ "a.json": "valid", "b.json": "invalid", "c.json": "valid" }),
                "c.json is none, reported as valid",
            ),
        ];
        for (verdicts, difference) in wrong {
            assert_eq!(
                faults(&report("validation", &verdicts, true), &expected()),
                [format!("Language, tool 1.0 on validation: 1 differ; {difference}")]
            );
        }
        assert_eq!(
            faults(&report("another", &right, true), &expected()),
            ["Language, tool 1.0 on another: 1 differ; there are no verdicts on `another`"]
        );
        assert_eq!(
            faults(&report("validation", &right, false), &expected()),
            ["Language: it does not hold that it works; broken"]
        );
    }

    #[test]
    fn faults_that_no_tool_notices_fail_the_run() {
        let right = json!({ "a.json": "valid", "b.json": "invalid" });
        let wrong = json!({ "a.json": "invalid", "b.json": "invalid" });
        let code = |verdicts| judge_mutated(&report("validation", verdicts, true), &expected());
        assert_eq!(code(&right), ExitCode::FAILURE);
        assert_eq!(code(&wrong), ExitCode::SUCCESS);
    }

    /// A release changes our own version, and runs the check of the table.
    #[test]
    fn the_table_has_no_version_of_our_own_packages() {
        let report = json!({
            "verdicts": [{ "tool": "ours", "version": "1.0", "on": "validation", "verdicts": {} }],
            "claims": [{ "claim": "it works", "holds": true }],
        });
        let table = |is_own| {
            let report = Report::read("Language", &report, is_own).unwrap();
            table(&[report], &expected())
        };
        assert!(table(true).contains("| Language | ours | validation |"));
        assert!(table(false).contains("| Language | ours 1.0 | validation |"));
    }

    #[test]
    fn a_report_of_another_form_is_none() {
        assert!(Report::read("Language", &json!({}), false).is_none());
        let no_claims = json!({ "verdicts": [] });
        assert!(Report::read("Language", &no_claims, false).is_none());
        let nothing = json!({ "verdicts": [], "claims": [] });
        assert!(Report::read("Language", &nothing, false).is_none());
    }
}

//! What a severity means for a version number.

use semver::{Prerelease, Version};

use super::Severity;

/// The lowest version that may be published with a change of this severity.
///
/// Before 1.0, cargo treats the second number like the first: a major change raises it, and
/// everything else raises the third. Before 0.1, no version is compatible with another. A
/// prerelease promises nothing, so the release after it may have any change.
#[must_use]
pub fn next(old: &Version, severity: Severity) -> Version {
    let Version { major, minor, patch, .. } = *old;
    if !old.pre.is_empty() {
        return Version { pre: Prerelease::EMPTY, ..old.clone() };
    }
    match (severity, major, minor) {
        (_, 0, 0) => Version::new(0, 0, patch + 1),
        (Severity::Major, 0, _) => Version::new(0, minor + 1, 0),
        (Severity::Major, _, _) => Version::new(major + 1, 0, 0),
        (Severity::Minor, 1.., _) => Version::new(major, minor + 1, 0),
        (Severity::Minor | Severity::Patch, _, _) => Version::new(major, minor, patch + 1),
    }
}

/// Whether a version may follow another one with changes of this severity, or with none.
#[must_use]
pub fn covers(old: &Version, new: &Version, severity: Option<Severity>) -> bool {
    let Some(severity) = severity else { return new >= old };
    let announced = Version { pre: Prerelease::EMPTY, ..new.clone() };
    new > old && (!old.pre.is_empty() || announced >= next(old, severity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn each_severity_has_its_next_version() {
        // A version, and the next one by major, minor and patch.
        let cases = [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
            ("0.3.7", "0.4.0", "0.3.8", "0.3.8"),
            ("0.0.4", "0.0.5", "0.0.5", "0.0.5"),
            ("2.0.0-beta.1", "2.0.0", "2.0.0", "2.0.0"),
        ];
        for (old, major, minor, patch) in cases {
            assert_eq!(next(&version(old), Severity::Major), version(major), "{old}");
            assert_eq!(next(&version(old), Severity::Minor), version(minor), "{old}");
            assert_eq!(next(&version(old), Severity::Patch), version(patch), "{old}");
        }
    }

    #[test]
    fn a_version_covers_what_it_announces_and_less() {
        let major = Some(Severity::Major);
        let minor = Some(Severity::Minor);
        let patch = Some(Severity::Patch);
        // Two versions, a severity, and whether the second covers it.
        let cases = [
            ("1.2.3", "1.2.3", None, true),
            ("1.2.3", "1.2.2", None, false),
            ("1.2.3", "1.2.3", patch, false),
            ("1.2.3", "1.2.4", patch, true),
            ("1.2.3", "1.2.4", minor, false),
            ("1.2.3", "1.3.0", minor, true),
            ("1.2.3", "1.9.9", major, false),
            ("1.2.3", "2.0.0", major, true),
            ("1.2.3", "2.0.0", patch, true),
            ("1.2.3", "1.0.0", patch, false),
            ("0.1.0", "0.1.1", minor, true),
            ("0.1.9", "0.1.10", minor, true),
            ("0.1.0", "0.1.1", major, false),
            ("0.1.0", "0.2.0", major, true),
            ("1.0.0", "2.0.0-rc.1", major, true),
            ("1.0.0", "1.1.0-rc.1", major, false),
            ("2.0.0-rc.1", "2.0.0-rc.2", major, true),
            ("2.0.0-rc.1", "2.0.0", major, true),
            ("2.0.0-rc.1", "2.0.0-rc.1", patch, false),
        ];
        for (old, new, severity, is_covered) in cases {
            let covered = covers(&version(old), &version(new), severity);
            assert_eq!(covered, is_covered, "{old} {new} {severity:?}");
        }
    }
}

package main

import (
	"fmt"
	"os/exec"
	"strings"

	"example.com/conformance/build/ogen"
	"example.com/conformance/hash"
	"example.com/conformance/validate"
)

type verdicts struct {
	Tool     string            `json:"tool"`
	Version  string            `json:"version"`
	On       string            `json:"on"`
	Verdicts map[string]string `json:"verdicts"`
}

var validators = []struct {
	module  string
	compile func(file string) (validate.Validator, error)
}{
	{"github.com/santhosh-tekuri/jsonschema/v6", validate.SanthoshTekuri},
	{"github.com/google/jsonschema-go", validate.Google},
}

func judge(artifacts artifacts) ([]verdicts, error) {
	var judged []verdicts
	for _, tool := range validators {
		version, err := version(tool.module)
		if err != nil {
			return nil, err
		}
		for _, on := range []string{"validation", "validation.draft-07", "types", "types.draft-07"} {
			validator, err := tool.compile(artifacts.path(on + ".schema.json"))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", tool.module, err)
			}
			judged = append(judged, verdicts{tool.module, version, on, validated(validator, artifacts.samples)})
		}
	}
	hashes, err := hashed(artifacts)
	if err != nil {
		return nil, err
	}
	ogen, err := version("github.com/ogen-go/ogen")
	if err != nil {
		return nil, err
	}
	return append(judged,
		verdicts{"github.com/ogen-go/ogen", ogen, "types", ofOgen(artifacts.samples)},
		verdicts{"crypto/md5", "", "hash", hashes},
		verdicts{"crypto/md5", "", "signatures", signed(artifacts.signatures)},
	), nil
}

func validated(validator validate.Validator, samples []sample) map[string]string {
	judged := map[string]string{}
	for _, sample := range samples {
		judged[sample.file] = "valid"
		if validator(sample.body) != nil {
			judged[sample.file] = "invalid"
		}
	}
	return judged
}

func ofOgen(samples []sample) map[string]string {
	return validated(func(body []byte) error {
		_, err := ogenBody(body)
		return err
	}, samples)
}

// ogenBody reads a body into the types of ogen.
func ogenBody(text []byte) (body ogen.Body, err error) {
	if err := body.UnmarshalJSON(text); err != nil {
		return body, err
	}
	return body, body.Validate()
}

func hashed(artifacts artifacts) (map[string]string, error) {
	judged := map[string]string{}
	for _, sample := range artifacts.samples {
		if !sample.hashed {
			continue
		}
		callback, err := only(sample.body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sample.file, err)
		}
		verdict := artifacts.credential.Check(callback.AccountID.String(), callback.ID.String(), callback.Hash)
		judged[sample.file] = string(verdict)
	}
	return judged, nil
}

func signed(signatures []signature) map[string]string {
	judged := map[string]string{}
	for _, s := range signatures {
		credential := hash.Credential{Salt: s.Salt, APIKey: s.APIKey}
		judged[s.Description] = string(credential.Check(s.AccountID, s.CallbackID, s.Hash))
	}
	return judged
}

// version returns which version of a module go.mod asks for.
func version(module string) (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("go list -m %s: %w", module, err)
	}
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "v"), nil
}

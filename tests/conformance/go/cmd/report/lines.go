package main

import (
	"errors"
	"fmt"
	"go/format"
	"os"
	"regexp"
	"strings"
)

// program makes the lines of README.md a program that takes the artifacts, the credential and a body's file.
const program = `// Command lines is what README.md has to copy.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"example.com/conformance/hash"
	"example.com/conformance/receive"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func main() {
	credential := hash.Credential{Salt: os.Args[2], APIKey: os.Args[3]}
	body, err := os.ReadFile(os.Args[4])
	if err == nil {
		err = onPost(os.Args[1], credential, body)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func onPost(artifacts string, credential hash.Credential, body []byte) error {
%s
	return nil
}
`

var block = regexp.MustCompile("(?s)## Ten lines to copy\n.*?```go\n(.*?)\n```")

func writeLines() error {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	lines := block.FindSubmatch(readme)
	if lines == nil {
		return errors.New("README.md has no lines to copy")
	}
	if count := strings.Count(string(lines[1]), "\n") + 1; count > 10 {
		return fmt.Errorf("README.md has %d lines to copy, which are to be ten at most", count)
	}
	source, err := format.Source(fmt.Appendf(nil, program, lines[1]))
	if err != nil {
		return fmt.Errorf("the lines in README.md: %w", err)
	}
	return write("build/lines/main.go", source)
}

func linesWork(artifacts artifacts) error {
	if out, err := run("go", "build", "-o", "build/lines/lines", "./build/lines"); err != nil {
		return because(err, out)
	}
	for _, expected := range []struct{ sample, out string }{
		{"card_payment/valid.json", "^not readable: <nil>\ncard_payment match <nil>$"},
		{"card_payment/wrong_hash.json", "^not readable: <nil>\ncard_payment mismatch <nil>$"},
		{"card_payment/missing_field.json", "(?s)^not readable: .*missing property.*\ncard_payment match <nil>$"},
	} {
		credential := artifacts.credential
		out, err := run("build/lines/lines",
			artifacts.folder, credential.Salt, credential.APIKey, artifacts.path("samples/"+expected.sample))
		if err != nil {
			return because(err, out)
		}
		if !regexp.MustCompile(expected.out).MatchString(out) {
			return fmt.Errorf("of %s they say %q", expected.sample, out)
		}
	}
	return nil
}

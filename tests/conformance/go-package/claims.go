package main

import (
	"errors"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	// Used in the project.
	_ "github.com/shopspring/decimal"
)

var claims = []struct {
	sentence string
	prove    func(*project) error
}{
	{"`go get` installs it from the archive into an empty project, without dependencies", nothingElseIsThere},
	{"its own tests and examples pass, and its fuzz target over all vectors", ownTestsPass},
	{"`go vet` and staticcheck find nothing in it, and gofmt changes nothing", isClean},
	{"a decimal library reads its amounts with every digit", decimalsAreTaken},
	{"the lines in its README pass the same checks, and its test", readmePasses},
	{"the code that the reference page has for each kind passes `go vet`, and receives the sample", referencePasses},
	{"the 40 lines of a service in its README answer every sample, and what is not a body, with the statuses of the Rust SDK", serviceAnswers},
	{"that service does not start if a setting is missing", missingSettingStops},
	{"a `switch` over all kinds passes the exhaustive analyzer, and one that leaves out a kind is found", forgottenKindIsFound},
	{"a type switch over all payloads or outcomes passes go-check-sumtype, and one that leaves out a type is found", forgottenTypeIsFound},
}

func nothingElseIsThere(p *project) error {
	all, err := p.run("go", "list", "-m", "all")
	if err == nil && len(strings.Fields(all)) != 3 {
		err = fmt.Errorf("the project has %q", all)
	}
	return err
}

func ownTestsPass(p *project) error {
	_, err := p.run("go", "test", module+"/...")
	return err
}

func isClean(p *project) error {
	_, err := p.run("go", "vet", module+"/...")
	_, other := p.tool("staticcheck", module+"/...")
	changed, gofmt := p.run("gofmt", "-l", p.module)
	if changed != "" {
		gofmt = fmt.Errorf("gofmt changes %s", changed)
	}
	return errors.Join(err, other, gofmt)
}

const decimals = `package decimals

import (
	"testing"

	"github.com/shopspring/decimal"
	"voximplant-callbacks.invalid/callbacks"
)

func TestDecimals(t *testing.T) {
	for _, digits := range []string{"10.50", "-0.0000000000000000000000000001", "79228162514264337593543950335"} {
		amount, err := callbacks.ParseDecimal(digits)
		if err != nil {
			t.Fatal(err)
		}
		var number decimal.Decimal
		if err := amount.To(&number); err != nil || number.StringFixed(-number.Exponent()) != digits {
			t.Errorf("%s is %v, %v", digits, number, err)
		}
	}
}
`

// decimalsAreTaken uses the library that go.mod pins, in a project beside the other one, which has nothing else.
func decimalsAreTaken(p *project) error {
	library, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/shopspring/decimal").Output()
	if err != nil {
		return err
	}
	manifest := fmt.Sprintf(
		"module example.com/decimals\n\ngo 1.26.0\n\nrequire (\n\tgithub.com/shopspring/decimal v0.0.0\n\t%[1]s v0.0.0\n)\n\n"+
			"replace (\n\tgithub.com/shopspring/decimal => %[2]s\n\t%[1]s => %[3]s\n)\n",
		module, strings.TrimSpace(string(library)), p.module,
	)
	if err := errors.Join(p.write("decimals/go.mod", manifest), p.write("decimals/decimals_test.go", decimals)); err != nil {
		return err
	}
	_, err = p.run("go", "test", "-C", "decimals", "./...")
	return err
}

func readmePasses(p *project) error {
	blocks, err := p.blocks()
	if err != nil {
		return err
	}
	if lines := strings.Count(blocks[0], "\n"); lines > 40 {
		return fmt.Errorf("the service has %d lines", lines)
	}
	if formatted, err := format.Source([]byte(blocks[0])); err != nil || string(formatted) != blocks[0] {
		return fmt.Errorf("gofmt changes the service: %w", err)
	}
	head := "package acting\n\nimport (\n\t\"context\"\n\t\"fmt\"\n\t\"testing\"\n\n\t\"" + module + "\"\n\t\"" + module + "/callbackstest\"\n)\n\n"
	err = errors.Join(p.write("service/main.go", blocks[0]), p.write("acting/acting_test.go", head+blocks[1]+"\n"+blocks[2]))
	_, vet := p.run("go", "vet", "./...")
	_, staticcheck := p.tool("staticcheck", "./service")
	_, test := p.run("go", "test", "./acting")
	return errors.Join(err, vet, staticcheck, test)
}

// switches has a switch over kinds, and type switches over payloads and outcomes.
const switches = `// Package %[1]s has switches.
package %[1]s

import "voximplant-callbacks.invalid/callbacks"

// Kind tells whether something is done for a kind.
func Kind(callback *callbacks.Callback) bool {
	switch callback.Kind() {
	case %[2]s:
		return true
	default:
		return false
	}
}

// Payload does the same by type.
func Payload(callback *callbacks.Callback) bool {
	switch callback.Payload.(type) {
	case %[3]s:
		return true
	default:
		return false
	}
}

// Outcome tells whether an outcome is one.
func Outcome(outcome callbacks.Outcome) bool {
	switch outcome.(type) {
	case %[4]s:
		return true
	default:
		return false
	}
}
`

// writeSwitches writes a package whose switches are complete, and one that leaves out the last case of each.
func writeSwitches(p *project) (left [3]string, err error) {
	source, err := os.ReadFile(filepath.Join(p.module, "kinds.go"))
	if err != nil {
		return left, err
	}
	var kinds, payloads []string
	for _, it := range regexp.MustCompile(`case (\w+):\n\t\treturn new\((\w+)\)`).FindAllStringSubmatch(string(source), -1) {
		kinds = append(kinds, "callbacks."+it[1])
		payloads = append(payloads, "*callbacks."+it[2])
	}
	if len(kinds) < 2 {
		return left, fmt.Errorf("kinds.go has %d kinds, too few to leave one out", len(kinds))
	}
	outcomes := []string{"*callbacks.Received", "*callbacks.Unknown", "*callbacks.Malformed", "*callbacks.Duplicate", "*callbacks.Refused"}
	for name, less := range map[string]int{"complete": 0, "incomplete": 1} {
		cases := []any{name}
		for at, all := range [][]string{kinds, payloads, outcomes} {
			last := len(all) - less
			cases = append(cases, strings.Join(all[:last], ", "))
			left[at] = strings.TrimPrefix(all[len(all)-1], "*")
		}
		if err := p.write(name+"/"+name+".go", fmt.Sprintf(switches, cases...)); err != nil {
			return left, err
		}
	}
	return left, nil
}

func forgottenKindIsFound(p *project) error {
	left, err := writeSwitches(p)
	if err != nil {
		return err
	}
	if _, err := p.tool("exhaustive", "./complete"); err != nil {
		return err
	}
	if _, err := p.tool("exhaustive", "./incomplete"); err == nil || !strings.Contains(err.Error(), "missing cases in expression switch: "+left[0]) {
		return fmt.Errorf("it does not find %s: %w", left[0], err)
	}
	return nil
}

func forgottenTypeIsFound(p *project) error {
	left, err := writeSwitches(p)
	if err != nil {
		return err
	}
	strict := "-default-signifies-exhaustive=false"
	if _, err := p.tool("go-check-sumtype", strict, "./complete", module); err != nil {
		return err
	}
	_, err = p.tool("go-check-sumtype", strict, "./incomplete", module)
	for _, name := range left[1:] {
		if err == nil || !strings.Contains(err.Error(), "missing cases for "+strings.TrimPrefix(name, "callbacks.")) {
			return fmt.Errorf("it does not find %s: %w", name, err)
		}
	}
	return nil
}

package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// switches is what a user would write by hand, over the kinds that there are now. The `default` is for kinds that are
// newer than the types; the analyzer does not take it for those that were forgotten.
const switches = `// Package %[1]s has a switch over kinds.
package %[1]s

import "example.com/conformance/build/callbacks"

// Handled reports whether something is done for a kind.
func Handled(kind callbacks.Kind) bool {
	switch kind {
	case %[2]s:
		return true
	default:
		return false
	}
}
`

// writeSwitches writes one package whose switch has every kind, and one whose switch leaves out the kind that it
// returns.
func writeSwitches() (left string, err error) {
	kinds, err := kinds()
	if err != nil {
		return "", err
	}
	last := len(kinds) - 1
	for name, cases := range map[string][]string{"complete": kinds, "incomplete": kinds[:last]} {
		source, err := format.Source(fmt.Appendf(nil, switches, name, strings.Join(cases, ",\n")))
		if err != nil {
			return "", err
		}
		if err := write(filepath.Join("build", name, name+".go"), source); err != nil {
			return "", err
		}
	}
	return kinds[last], nil
}

// kinds are the constants of the generated type Kind.
func kinds() ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), generated, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, declaration := range file.Decls {
		constants, is := declaration.(*ast.GenDecl)
		if !is || constants.Tok != token.CONST {
			continue
		}
		for _, specification := range constants.Specs {
			constant := specification.(*ast.ValueSpec)
			if name, is := constant.Type.(*ast.Ident); is && name.Name == "Kind" {
				kinds = append(kinds, "callbacks."+constant.Names[0].Name)
			}
		}
	}
	if len(kinds) < 2 {
		return nil, fmt.Errorf("%s has %d kinds, too few to leave one out", generated, len(kinds))
	}
	return kinds, nil
}

func complete() error {
	out, err := run("go", "tool", "exhaustive", "./receive", "./build/complete")
	return because(err, out)
}

func incomplete(left string) error {
	out, err := run("go", "tool", "exhaustive", "./build/incomplete")
	if err == nil {
		return errors.New("it found nothing")
	}
	if !strings.HasSuffix(out, "missing cases in expression switch: "+left) {
		return fmt.Errorf("it did not name %s: %s", left, out)
	}
	return nil
}

func write(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

package main

import (
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
)

// received runs the code that the reference page has for a kind on the sample of it.
const received = `package snippet

import (
	"context"
	"os"
	"testing"

	"voximplant-callbacks.invalid/callbacks"
)

func TestReceived(t *testing.T) {
	body, err := os.ReadFile(%q)
	if err != nil {
		t.Fatal(err)
	}
	credential, err := callbacks.NewCredential(1234567, "published-test-salt", "00000000-0000-4000-8000-000000000000")
	if err != nil {
		t.Fatal(err)
	}
	if err := onPost(context.Background(), body, credential); err != nil {
		t.Fatal(err)
	}
}
`

// referencePasses checks the code that the reference page has for each kind, and runs that of one.
func referencePasses(p *project) error {
	page, err := os.ReadFile(filepath.Join(p.artifacts, "reference.html"))
	if err != nil {
		return err
	}
	articles := strings.Split(string(page), `<article id="kind.`)[1:]
	if len(articles) < 38 {
		return fmt.Errorf("the page has %d kinds", len(articles))
	}
	for _, article := range articles {
		kind, rest, _ := strings.Cut(article, `"`)
		_, rest, _ = strings.Cut(rest, `data-language="Go"`)
		_, rest, _ = strings.Cut(rest, "<code>")
		code, _, isThere := strings.Cut(rest, "</code>")
		if !isThere {
			return fmt.Errorf("%s has no code", kind)
		}
		err = errors.Join(err, p.write("snippets/"+kind+"/on_post.go", "package snippet\n\n"+html.UnescapeString(code)+"\n"))
	}
	sample, absolute := filepath.Abs(filepath.Join(p.artifacts, "samples/card_payment/valid.json"))
	err = errors.Join(err, absolute, p.write("snippets/card_payment/on_post_test.go", fmt.Sprintf(received, sample)))
	changed, gofmt := p.run("gofmt", "-l", "snippets")
	if changed != "" {
		gofmt = fmt.Errorf("gofmt changes %s", changed)
	}
	_, vet := p.run("go", "vet", "./snippets/...")
	printed, test := p.run("go", "test", "-v", "./snippets/card_payment")
	if test == nil && !strings.Contains(printed, "9001") {
		test = fmt.Errorf("it prints %s", printed)
	}
	return errors.Join(err, gofmt, vet, test)
}

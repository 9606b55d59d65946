package callbacks

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// FuzzRead begins with the vectors. Whatever is sent: nothing panics, what is JSON is what encoding/json takes for it,
// every callback keeps its text, and what was read is read again from what is written of it.
func FuzzRead(f *testing.F) {
	var vectors readerVectors
	published(f, "reader-vectors.json", &vectors)
	for _, vector := range vectors.Vectors {
		if len(vector.Body) < 10_000 {
			f.Add([]byte(vector.Body))
		}
	}
	credential := vectors.credential(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		outcomes, err := Receive(context.Background(), body, credential)
		if err != nil {
			if errors.Is(err, ErrSyntax) && json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) {
				t.Fatalf("it is JSON: %v", err)
			}
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(string(body), "\ufeff"))) && strings.Count(string(body), "[") < 10_000 {
			t.Fatal("it is not JSON")
		}
		for _, outcome := range outcomes {
			if !strings.Contains(string(body), outcome.Raw()) {
				t.Fatal("the text of a callback is not in the body")
			}
			again, err := Digest([]byte(outcome.Raw()))
			if err != nil || again != outcome.Digest() {
				t.Fatalf("its digest is not that of its text: %v", err)
			}
			if _, err := lex.Check(string(canonical(outcome.Raw()))); err != nil {
				t.Fatal("its canonical text is not JSON")
			}
			readAgain(t, outcome)
		}
	})
}

func readAgain(t *testing.T, outcome Outcome) {
	var callback *Callback
	switch outcome := outcome.(type) {
	case *Received:
		callback = outcome.Callback
	case *Refused:
		if known, is := outcome.Decoded.(*KnownCallback); is {
			callback = known.Callback
		}
	}
	if callback == nil {
		return
	}
	text, err := callback.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var again Callback
	if err := again.UnmarshalJSON(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	twice, err := again.MarshalJSON()
	if err != nil || string(twice) != string(text) {
		t.Fatalf("%s becomes %s", text, twice)
	}
}

package callbacks

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The published vectors, which hold for every language.

func published(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// parts is a text that may be given in parts.
type parts []byte

func (p *parts) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		var text string
		err := json.Unmarshal(data, &text)
		*p = append(*p, text...)
		return err
	case '[':
		var list []parts
		err := json.Unmarshal(data, &list)
		for _, part := range list {
			*p = append(*p, part...)
		}
		return err
	}
	var part struct {
		Repeat, Hex string
		Times       int
	}
	err := json.Unmarshal(data, &part)
	if part.Hex != "" {
		var text []byte
		text, err = hex.DecodeString(part.Hex)
		*p = append(*p, text...)
	}
	*p = append(*p, strings.Repeat(part.Repeat, part.Times)...)
	return err
}

type expectedFault struct {
	Error   string
	Pointer *string
}

type expectedOutcome struct {
	expectedFault
	Outcome, Kind, Hash, Digest string
	CallbackID                  *string `json:"callback_id"`
	AccountID                   *string `json:"account_id"`
	Values                      map[string]json.RawMessage
	Kept                        map[string]string
}

type readerVector struct {
	Rule, Name string
	Body       parts
	Refused    *expectedFault
	Count      *int
	Outcomes   []expectedOutcome
}

type readerVectors struct {
	Credential struct {
		AccountID string `json:"account_id"`
		Salt      string
		APIKey    string `json:"api_key"`
	}
	Vectors []readerVector
}

func (v *readerVectors) credential(t testing.TB) *Credential {
	t.Helper()
	accountID, err := strconv.ParseUint(v.Credential.AccountID, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	credential, err := NewCredential(accountID, v.Credential.Salt, v.Credential.APIKey)
	if err != nil {
		t.Fatal(err)
	}
	return credential
}

func TestReaderVectors(t *testing.T) {
	var vectors readerVectors
	published(t, "reader-vectors.json", &vectors)
	credential := vectors.credential(t)
	if len(vectors.Vectors) < 500 {
		t.Fatalf("there are only %d vectors", len(vectors.Vectors))
	}
	for _, vector := range vectors.Vectors {
		t.Run(vector.Rule+"/"+vector.Name, func(t *testing.T) {
			outcomes, err := Receive(context.Background(), vector.Body, credential)
			checkVector(t, vector, outcomes, err)
		})
	}
}

func checkVector(t *testing.T, vector readerVector, outcomes []Outcome, err error) {
	var refused *BodyError
	switch {
	case errors.As(err, &refused):
		if vector.Refused == nil {
			t.Fatalf("it is refused: %v", err)
		}
		checkFault(t, *vector.Refused, refused.Code, refused.Pointer)
		if !errors.Is(err, Code(vector.Refused.Error)) {
			t.Errorf("errors.Is does not find %s", vector.Refused.Error)
		}
	case err != nil:
		t.Fatal(err)
	case vector.Refused != nil:
		t.Fatal("it is not refused")
	case vector.Count != nil:
		if len(outcomes) != *vector.Count {
			t.Errorf("%d callbacks instead of %d", len(outcomes), *vector.Count)
		}
	case len(outcomes) != len(vector.Outcomes):
		t.Errorf("%d callbacks instead of %d", len(outcomes), len(vector.Outcomes))
	default:
		for at, expected := range vector.Outcomes {
			checkOutcome(t, expected, outcomes[at])
		}
	}
}

func checkFault(t *testing.T, expected expectedFault, code Code, pointer string) {
	t.Helper()
	if string(code) != expected.Error || expected.Pointer != nil && pointer != *expected.Pointer {
		t.Errorf("%s at %q instead of %+v", code, pointer, expected)
	}
}

func checkOutcome(t *testing.T, expected expectedOutcome, outcome Outcome) {
	hash := "match"
	var name string
	var fault *DecodeError
	var value json.Marshaler
	switch it := outcome.(type) {
	case *Received:
		name, value = "callback", it.Callback
	case *Unknown:
		name, value = "unknown", it.Envelope
	case *Malformed:
		name, fault = "malformed", it.Err
	case *Duplicate:
		t.Fatal("there is no guard")
	case *Refused:
		hash = string(it.Refusal)
		switch it := it.Decoded.(type) {
		case *KnownCallback:
			name, value = "callback", it.Callback
		case *UnknownCallback:
			name, value = "unknown", it.Envelope
		case *MalformedCallback:
			name, fault = "malformed", it.Err
		}
	}
	same := func(what, is, expected string) {
		if is != expected {
			t.Errorf("%s is %q instead of %q", what, is, expected)
		}
	}
	same("outcome", name, expected.Outcome)
	same("kind", string(outcome.Kind()), expected.Kind)
	same("hash", hash, expected.Hash)
	if expected.Digest != "" {
		same("digest", outcome.Digest(), expected.Digest)
	}
	id := func(id uint64, isKnown bool) string {
		if isKnown {
			return strconv.FormatUint(id, 10)
		}
		return "not known"
	}
	or := func(text *string) string {
		if text == nil {
			return "not known"
		}
		return *text
	}
	same("callback ID", id(outcome.CallbackID()), or(expected.CallbackID))
	same("account ID", id(outcome.AccountID()), or(expected.AccountID))
	if fault != nil {
		checkFault(t, expected.expectedFault, fault.Code, fault.Pointer)
	}
	for pointer, expected := range expected.Values {
		same(pointer, plain(at(t, value, pointer)), plain(expected))
	}
	for pointer, expected := range expected.Kept {
		same(pointer, string(at(t, value, pointer)), expected)
	}
}

// at gives the JSON text of a value of a callback, or null if it is absent.
func at(t *testing.T, of json.Marshaler, pointer string) json.RawMessage {
	t.Helper()
	// Not json.Marshal, which compacts what is kept.
	text, err := of.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	value := json.RawMessage(text)
	name := ""
	for _, step := range strings.Split(pointer, "/")[1:] {
		if index, err := strconv.Atoi(step); err == nil && value[0] == '[' {
			var list []json.RawMessage
			if err := json.Unmarshal(value, &list); err != nil {
				t.Fatal(err)
			}
			value = list[index]
			continue
		}
		members := membersOf(t, value)
		// A wrapper is not a part of it.
		if inner, is := members[name]; is && len(members) == 1 && inner[0] == '{' {
			members = membersOf(t, inner)
		}
		var is bool
		if value, is = members[step]; !is {
			return json.RawMessage("null")
		}
		name = step
	}
	return value
}

func membersOf(t *testing.T, value json.RawMessage) map[string]json.RawMessage {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal(value, &members); err != nil {
		t.Fatal(err)
	}
	return members
}

// plain is a value as the vectors have it, where numbers are text.
func plain(value json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		return err.Error()
	}
	text, err := json.Marshal(asText(decoded))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func asText(value any) any {
	switch value := value.(type) {
	case json.Number:
		return value.String()
	case []any:
		for at := range value {
			value[at] = asText(value[at])
		}
	}
	return value
}

func TestDigestVectors(t *testing.T) {
	var vectors struct {
		Vectors []struct {
			Rule, Name string
			Same       bool
			Callbacks  []struct {
				Text, Canonical parts
				Digest          string
			}
		}
	}
	published(t, "digest-vectors.json", &vectors)
	if len(vectors.Vectors) < 30 {
		t.Fatalf("there are only %d vectors", len(vectors.Vectors))
	}
	for _, vector := range vectors.Vectors {
		t.Run(vector.Rule+"/"+vector.Name, func(t *testing.T) {
			for _, it := range vector.Callbacks {
				digest, err := Digest(it.Text)
				if err != nil || digest != it.Digest {
					t.Errorf("%s, %v instead of %s", digest, err, it.Digest)
				}
				if is := canonical(string(it.Text)); !bytes.Equal(is, it.Canonical) {
					t.Errorf("%.200q instead of %.200q", is, it.Canonical)
				}
			}
			isSame := vector.Callbacks[0].Digest == vector.Callbacks[1].Digest
			if isSame != vector.Same {
				t.Error("they are the same, or are not, against what is said")
			}
		})
	}
}

func TestSignatures(t *testing.T) {
	var vectors struct {
		Signatures []struct {
			Description, Salt, Verdict, Hash string
			APIKey                           string      `json:"api_key"`
			AccountID                        json.Number `json:"account_id"`
			CallbackID                       json.Number `json:"callback_id"`
		}
	}
	published(t, "signatures.json", &vectors)
	if len(vectors.Signatures) < 5 {
		t.Fatalf("there are only %d signatures", len(vectors.Signatures))
	}
	for _, it := range vectors.Signatures {
		t.Run(it.Description, func(t *testing.T) {
			accountID, err := strconv.ParseUint(it.AccountID.String(), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			credential, err := newCredential(accountID, it.Salt, it.APIKey)
			if err != nil {
				t.Fatal(err)
			}
			hash, err := json.Marshal(it.Hash)
			if err != nil {
				t.Fatal(err)
			}
			// The hash covers nothing else.
			body := `{"callbacks":[{"type":"any","balance":0,"account_id":` + it.AccountID.String() + `,"callback_id":` +
				it.CallbackID.String() + `,"hash":` + string(hash) + `}]}`
			outcomes, err := Receive(context.Background(), []byte(body), credential)
			if err != nil {
				t.Fatal(err)
			}
			verdict := "match"
			if refused, is := outcomes[0].(*Refused); is {
				verdict = string(refused.Refusal)
			}
			if verdict != it.Verdict {
				t.Errorf("%s instead of %s", verdict, it.Verdict)
			}
		})
	}
}

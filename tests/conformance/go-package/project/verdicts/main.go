// Command verdicts prints what the module says of every sample, signature and vector: `go run ./verdicts ARTIFACTS`.
package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"voximplant-callbacks.invalid/callbacks"
)

type verdicts struct {
	Tool     string            `json:"tool"`
	Version  string            `json:"version"`
	On       string            `json:"on"`
	Verdicts map[string]string `json:"verdicts"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./verdicts ARTIFACTS")
	}
	all, err := judged(os.Args[1])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(all)
	}
	if err != nil {
		log.Fatal(err)
	}
}

type keys struct {
	AccountID json.Number `json:"account_id"`
	Salt      string
	APIKey    string `json:"api_key"`
}

func (k keys) credential() (*callbacks.Credential, error) {
	accountID, err := strconv.ParseUint(strings.Trim(k.AccountID.String(), `"`), 10, 64)
	if err != nil {
		return nil, err
	}
	if k.Salt == "" {
		return callbacks.NewCredentialWithoutSalt(accountID, k.APIKey)
	}
	return callbacks.NewCredential(accountID, k.Salt, k.APIKey)
}

func judged(artifacts string) ([]verdicts, error) {
	all := []verdicts{}
	for _, it := range []struct {
		on    string
		judge func(string, map[string]string) error
	}{
		{"outcomes", perSample(outcome)}, {"hash", perSample(hash)}, {"digests", perSample(digest)}, {"replays", perSample(replay)},
		{"signatures", signatures}, {"reader-vectors", readerVectors}, {"digest-vectors", digestVectors},
	} {
		found := map[string]string{}
		if err := it.judge(artifacts, found); err != nil {
			return nil, fmt.Errorf("%s: %w", it.on, err)
		}
		all = append(all, verdicts{"voximplant-callbacks.invalid/callbacks", callbacks.Version, it.on, found})
	}
	return all, nil
}

func load(into any, path ...string) error {
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// Samples.

type sample struct{ File, Hash, After string }

type samples struct {
	folder     string
	credential *callbacks.Credential
}

// perSample judges every sample, but for those of which it says nothing.
func perSample(judge func(samples, sample) (string, error)) func(string, map[string]string) error {
	return func(artifacts string, found map[string]string) error {
		var index struct {
			Credential keys
			Samples    []sample
		}
		if err := load(&index, artifacts, "samples", "index.json"); err != nil {
			return err
		}
		credential, err := index.Credential.credential()
		if err != nil {
			return err
		}
		for _, sample := range index.Samples {
			verdict, err := judge(samples{filepath.Join(artifacts, "samples"), credential}, sample)
			if err != nil {
				return fmt.Errorf("%s: %w", sample.File, err)
			}
			if verdict != "" {
				found[sample.File] = verdict
			}
		}
		return nil
	}
}

// read is the one callback of a sample.
func (s samples) read(file string) (callbacks.Decoded, error) {
	body, err := os.ReadFile(filepath.Join(s.folder, file))
	if err != nil {
		return nil, err
	}
	decoded, err := callbacks.Read(body)
	if err != nil {
		return nil, err
	}
	return decoded[0], nil
}

// receive is the one outcome of a sample.
func (s samples) receive(file string, guard callbacks.ReplayGuard) (callbacks.Outcome, error) {
	body, err := os.ReadFile(filepath.Join(s.folder, file))
	if err != nil {
		return nil, err
	}
	receiver := callbacks.Receiver{Credentials: []*callbacks.Credential{s.credential}, Guard: guard}
	outcomes, err := receiver.Receive(context.Background(), body)
	if err != nil {
		return nil, err
	}
	return outcomes[0], nil
}

func outcome(samples samples, sample sample) (string, error) {
	decoded, err := samples.read(sample.File)
	if err != nil {
		return "", err
	}
	words := []string{outcomeOf(decoded)}
	if kind := decoded.Kind(); kind != "" {
		words = append(words, string(kind))
	}
	if malformed, is := decoded.(*callbacks.MalformedCallback); is {
		words = append(words, string(malformed.Err.Code), malformed.Err.Pointer)
	}
	return strings.Join(words, " "), nil
}

func outcomeOf(decoded callbacks.Decoded) string {
	switch decoded.(type) {
	case *callbacks.KnownCallback:
		return "callback"
	case *callbacks.UnknownCallback:
		return "unknown"
	case *callbacks.MalformedCallback:
		return "malformed"
	}
	return ""
}

func hash(samples samples, sample sample) (string, error) {
	if sample.Hash == "" {
		return "", nil
	}
	outcome, err := samples.receive(sample.File, nil)
	if err != nil {
		return "", err
	}
	return hashOf(outcome), nil
}

func digest(samples samples, sample sample) (string, error) {
	decoded, err := samples.read(sample.File)
	if err != nil {
		return "", err
	}
	return decoded.Digest(), nil
}

// replay is what a guard says of a sample after another one.
func replay(samples samples, sample sample) (string, error) {
	if sample.After == "" {
		return "", nil
	}
	guard := new(callbacks.MemoryGuard)
	first, err := samples.receive(sample.After, guard)
	if err != nil {
		return "", err
	}
	if received, is := first.(*callbacks.Received); is {
		received.Settle()
	}
	again, err := samples.receive(sample.File, guard)
	if _, is := again.(*callbacks.Duplicate); is {
		return "duplicate", err
	}
	return hashOf(again), err
}

func hashOf(outcome callbacks.Outcome) string {
	if refused, is := outcome.(*callbacks.Refused); is {
		return string(refused.Refusal)
	}
	return "match"
}

func signatures(artifacts string, found map[string]string) error {
	var vectors struct {
		Signatures []struct {
			keys
			Description string
			Hash        json.RawMessage
			CallbackID  json.RawMessage `json:"callback_id"`
		}
	}
	if err := load(&vectors, artifacts, "signatures.json"); err != nil {
		return err
	}
	for _, it := range vectors.Signatures {
		credential, err := it.credential()
		if err != nil {
			return err
		}
		// The hash covers nothing else.
		callback, err := json.Marshal(map[string]any{
			"type": "any", "balance": 0, "account_id": it.AccountID.String(), "callback_id": it.CallbackID, "hash": it.Hash,
		})
		if err != nil {
			return err
		}
		outcomes, err := callbacks.Receive(context.Background(), fmt.Appendf(nil, `{"callbacks":[%s]}`, callback), credential)
		if err != nil {
			return err
		}
		found[it.Description] = hashOf(outcomes[0])
	}
	return nil
}

// Vectors.

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
		*p = append(*p, bytes.Join(pieces(list), nil)...)
		return err
	}
	var part struct {
		Repeat, Hex string
		Times       int
	}
	if err := json.Unmarshal(data, &part); err != nil {
		return err
	}
	text, err := hex.DecodeString(part.Hex)
	*p = append(append(*p, text...), strings.Repeat(part.Repeat, part.Times)...)
	return err
}

func pieces(list []parts) [][]byte {
	pieces := make([][]byte, len(list))
	for at := range list {
		pieces[at] = list[at]
	}
	return pieces
}

func digestVectors(artifacts string, found map[string]string) error {
	var vectors struct {
		Vectors []struct {
			Rule, Name string
			Callbacks  []struct{ Text parts }
		}
	}
	if err := load(&vectors, artifacts, "digest-vectors.json"); err != nil {
		return err
	}
	for _, vector := range vectors.Vectors {
		var digests []string
		for _, callback := range vector.Callbacks {
			digest, err := callbacks.Digest(callback.Text)
			if err != nil {
				digest = err.Error()
			}
			digests = append(digests, digest)
		}
		found[vector.Rule+": "+vector.Name] = strings.Join(digests, " ")
	}
	return nil
}

func readerVectors(artifacts string, found map[string]string) error {
	var vectors struct {
		Credential keys
		Vectors    []struct {
			Rule, Name string
			Body       parts
			Count      *int
			Outcomes   []asked
		}
	}
	if err := load(&vectors, artifacts, "reader-vectors.json"); err != nil {
		return err
	}
	credential, err := vectors.Credential.credential()
	if err != nil {
		return err
	}
	for _, vector := range vectors.Vectors {
		outcomes, err := callbacks.Receive(context.Background(), vector.Body, credential)
		var refused *callbacks.BodyError
		var result map[string]any
		switch {
		case errors.As(err, &refused):
			fault := map[string]any{"error": refused.Code}
			switch refused.Code {
			case callbacks.ErrTooLarge, callbacks.ErrNotUTF8, callbacks.ErrSyntax:
			default:
				fault["pointer"] = refused.Pointer
			}
			result = map[string]any{"refused": fault}
		case err != nil:
			return err
		case vector.Count != nil:
			result = map[string]any{"count": len(outcomes)}
		default:
			results := []any{}
			for at, outcome := range outcomes {
				var asked asked
				if at < len(vector.Outcomes) {
					asked = vector.Outcomes[at]
				}
				result, err := resultOf(outcome, asked)
				if err != nil {
					return err
				}
				results = append(results, result)
			}
			result = map[string]any{"outcomes": results}
		}
		text, err := written(result)
		if err != nil {
			return err
		}
		found[vector.Rule+": "+vector.Name] = text
	}
	return nil
}

// asked is what a vector asks of a callback.
type asked struct {
	Digest *string
	Values map[string]any
	Kept   map[string]any
}

func resultOf(outcome callbacks.Outcome, asked asked) (map[string]any, error) {
	result := map[string]any{"hash": hashOf(outcome)}
	if outcome.Kind() != "" {
		result["kind"] = outcome.Kind()
	}
	if id, isKnown := outcome.CallbackID(); isKnown {
		result["callback_id"] = strconv.FormatUint(id, 10)
	}
	if id, isKnown := outcome.AccountID(); isKnown {
		result["account_id"] = strconv.FormatUint(id, 10)
	}
	if asked.Digest != nil {
		result["digest"] = outcome.Digest()
	}
	var root json.Marshaler
	known := func(callback *callbacks.Callback) { result["outcome"], root = "callback", callback }
	unknown := func(envelope callbacks.Envelope) { result["outcome"], root = "unknown", envelope }
	malformed := func(err *callbacks.DecodeError) {
		result["outcome"], result["error"], result["pointer"] = "malformed", err.Code, err.Pointer
	}
	switch outcome := outcome.(type) {
	case *callbacks.Received:
		known(outcome.Callback)
	case *callbacks.Unknown:
		unknown(outcome.Envelope)
	case *callbacks.Malformed:
		malformed(outcome.Err)
	case *callbacks.Refused:
		switch decoded := outcome.Decoded.(type) {
		case *callbacks.KnownCallback:
			known(decoded.Callback)
		case *callbacks.UnknownCallback:
			unknown(decoded.Envelope)
		case *callbacks.MalformedCallback:
			malformed(decoded.Err)
		}
	case *callbacks.Duplicate:
		return nil, errors.New("there is no guard")
	}
	if root == nil {
		return result, nil
	}
	// Not json.Marshal, which compacts what is kept.
	text, err := root.MarshalJSON()
	if err != nil {
		return nil, err
	}
	for what, pointers := range map[string]map[string]any{"values": asked.Values, "kept": asked.Kept} {
		if pointers == nil {
			continue
		}
		found := map[string]any{}
		for pointer := range pointers {
			value, err := at(text, strings.Split(pointer, "/")[1:])
			if err != nil {
				return nil, err
			}
			if found[pointer] = string(value); what == "values" {
				if found[pointer], err = plain(value); err != nil {
					return nil, err
				}
			}
		}
		result[what] = found
	}
	return result, nil
}

// at gives the JSON text of a value of a callback, or null if it is absent. A wrapper is not a part of it.
func at(value json.RawMessage, steps []string) (json.RawMessage, error) {
	name := ""
	for _, step := range steps {
		if value[0] == '[' {
			var list []json.RawMessage
			index, err := strconv.Atoi(step)
			if err := errors.Join(err, json.Unmarshal(value, &list)); err != nil {
				return nil, err
			}
			value = list[index]
			continue
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(value, &members); err != nil {
			return nil, err
		}
		if inner, is := members[name]; is && len(members) == 1 && inner[0] == '{' {
			members = nil
			if err := json.Unmarshal(inner, &members); err != nil {
				return nil, err
			}
		}
		var is bool
		if value, is = members[step]; !is {
			return json.RawMessage("null"), nil
		}
		name = step
	}
	return value, nil
}

// plain is a value as the vectors have it, where numbers are text.
func plain(value json.RawMessage) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	var decoded any
	err := decoder.Decode(&decoded)
	return asText(decoded), err
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

// Separators of lines, which encoding/json escapes, and backslashes that are not a part of that.
var escaped = regexp.MustCompile(`\\\\|\\u202[89]`)

// written is JSON without spaces and with sorted names, which escapes only what must be.
func written(value any) (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	unescaped := escaped.ReplaceAllStringFunc(strings.TrimSuffix(text.String(), "\n"), func(escape string) string {
		switch escape {
		case `\u2028`:
			return "\u2028"
		case `\u2029`:
			return "\u2029"
		}
		return escape
	})
	return unescaped, err
}

// Reads bodies with the Go module, and writes one line for each: `go run ./reader BODIES LINES`, in the staged module.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"runtime/debug"
	"strconv"

	"voximplant-callbacks.invalid/callbacks"
)

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(bodies, lines string) error {
	credential, err := callbacks.NewCredential(1234567, "published-test-salt", "00000000-0000-4000-8000-000000000000")
	if err != nil {
		return err
	}
	data, err := os.ReadFile(bodies)
	if err != nil {
		return err
	}
	file, err := os.Create(lines)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	encoder := json.NewEncoder(out)
	for len(data) > 0 {
		length := binary.LittleEndian.Uint32(data)
		if err := encoder.Encode(line(data[4:4+length], credential)); err != nil {
			return err
		}
		data = data[4+length:]
	}
	return errors.Join(out.Flush(), file.Close())
}

func line(body []byte, credential *callbacks.Credential) (line map[string]any) {
	defer func() {
		if crash := recover(); crash != nil {
			line = map[string]any{"crash": fmt.Sprintf("%v\n%s", crash, debug.Stack())}
		}
	}()
	outcomes, err := callbacks.Receive(context.Background(), body, credential)
	var refused *callbacks.BodyError
	if errors.As(err, &refused) {
		return map[string]any{"refused": refused.Code, "pointer": refused.Pointer}
	}
	if err != nil {
		return map[string]any{"crash": err.Error()}
	}
	results := make([]any, len(outcomes))
	for at, outcome := range outcomes {
		results[at] = resultOf(outcome)
	}
	return map[string]any{"outcomes": results}
}

func resultOf(outcome callbacks.Outcome) map[string]any {
	result := map[string]any{"hash": "match", "digest": outcome.Digest(), "raw": outcome.Raw()}
	if outcome.Kind() != "" {
		result["kind"] = outcome.Kind()
	}
	if id, isKnown := outcome.CallbackID(); isKnown {
		result["callback_id"] = strconv.FormatUint(id, 10)
	}
	if id, isKnown := outcome.AccountID(); isKnown {
		result["account_id"] = strconv.FormatUint(id, 10)
	}
	known := func(callback *callbacks.Callback) {
		result["outcome"] = "callback"
		// Not json.Marshal, which compacts what is kept.
		text, err := callback.MarshalJSON()
		if err != nil {
			panic(err)
		}
		result["value"] = string(text)
	}
	malformed := func(err *callbacks.DecodeError) {
		result["outcome"], result["error"], result["pointer"] = "malformed", err.Code, err.Pointer
	}
	switch outcome := outcome.(type) {
	case *callbacks.Received:
		known(outcome.Callback)
	case *callbacks.Unknown:
		result["outcome"] = "unknown"
	case *callbacks.Malformed:
		malformed(outcome.Err)
	case *callbacks.Duplicate:
		panic("there is no guard")
	case *callbacks.Refused:
		result["hash"] = outcome.Refusal
		switch decoded := outcome.Decoded.(type) {
		case *callbacks.KnownCallback:
			known(decoded.Callback)
		case *callbacks.UnknownCallback:
			result["outcome"] = "unknown"
		case *callbacks.MalformedCallback:
			malformed(decoded.Err)
		}
	}
	return result
}

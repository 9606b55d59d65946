package callbacks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"voximplant-callbacks.invalid/callbacks"
	"voximplant-callbacks.invalid/callbacks/callbackstest"
)

// posted sends a body to an endpoint, and gives the answer.
func posted(endpoint http.Handler, body []byte) (status int, text string) {
	recorder := httptest.NewRecorder()
	endpoint.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/callbacks", bytes.NewReader(body)))
	return recorder.Code, recorder.Body.String()
}

func endpoint(handle func(context.Context, callbacks.Outcome) error) *callbacks.Endpoint {
	return &callbacks.Endpoint{
		Receiver: &callbacks.Receiver{
			Credentials: []*callbacks.Credential{credential()},
			Guard:       new(callbacks.MemoryGuard),
		},
		Handle: handle,
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

func ignore(context.Context, callbacks.Outcome) error { return nil }

func TestStatuses(t *testing.T) {
	endpoint := endpoint(ignore)
	signed := callbackstest.MustSign(credential(), withID(7))
	unknown := bytes.ReplaceAll(callbackstest.MustSign(credential(), withID(8)), []byte("card_payment"), []byte("new_kind"))
	malformed := bytes.ReplaceAll(callbackstest.MustSign(credential(), withID(9)), []byte("10.50"), []byte(`"a lot"`))
	forged := bytes.ReplaceAll(signed, []byte(`"callback_id":7`), []byte(`"callback_id":10`))
	both := fmt.Appendf(nil, "%s,%s", bytes.TrimSuffix(signed, []byte("]}")), bytes.TrimPrefix(forged, []byte(`{"callbacks":[`)))
	for _, it := range []struct {
		what   string
		body   []byte
		status int
		text   string
	}{
		{"received", signed, 200, "received\n"},
		{"a duplicate", signed, 200, "duplicate\n"},
		{"a conflict", bytes.Replace(signed, []byte("10.50"), []byte("99999.00"), 1), 409, "conflict\n"},
		{"unknown", unknown, 200, "received\n"},
		{"malformed", malformed, 200, "malformed\n"},
		{"forged", forged, 403, "refused\n"},
		{"a duplicate and a forged one", both, 403, "refused\n"},
		{"none", []byte(`{"callbacks":[]}`), 200, "received\n"},
		{"nothing", nil, 400, "body is not a list of callbacks\n"},
		{"no JSON", []byte("{"), 400, "body is not a list of callbacks\n"},
		{"no callbacks", []byte("[]"), 400, "body is not a list of callbacks\n"},
		{"no UTF-8", []byte("\xff"), 400, "body is not a list of callbacks\n"},
		{"as large as can be", append([]byte(`{"callbacks":[]}`), bytes.Repeat([]byte(" "), 1<<20-16)...), 200, "received\n"},
		{"too large", bytes.Repeat([]byte(" "), 1<<20+1), 413, "body is too large\n"},
	} {
		if status, text := posted(endpoint, it.body); status != it.status || text != it.text {
			t.Errorf("%s: %d %q instead of %d %q", it.what, status, text, it.status, it.text)
		}
	}
	endpoint.Statuses.Refused = 400
	if status, _ := posted(endpoint, forged); status != 400 {
		t.Errorf("another status: %d", status)
	}
}

func TestABodyThatIsNotReadWhole(t *testing.T) {
	endpoint := endpoint(ignore)
	var kept []byte
	endpoint.Rejected = func(_ context.Context, err error, body []byte) { kept = body }
	answer := func(handler http.Handler, body io.Reader, length int64) int {
		request := httptest.NewRequest(http.MethodPost, "/", body)
		request.ContentLength = length
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		return recorder.Code
	}
	broken := io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if status := answer(endpoint, broken, -1); status != 408 || string(kept) != "{" {
		t.Errorf("broken off: %d, and %q is kept", status, kept)
	}
	// Without a length, no more than the limit is read; with one, nothing.
	if status := answer(endpoint, strings.NewReader(strings.Repeat(" ", 2<<20)), -1); status != 413 || len(kept) != 1<<20 {
		t.Errorf("too large: %d, and %d bytes are kept", status, len(kept))
	}
	if status := answer(endpoint, iotest.ErrReader(errors.New("it was read")), 2<<20); status != 413 {
		t.Errorf("too large, as it says: %d", status)
	}
	limited := http.MaxBytesHandler(endpoint, 10)
	if status := answer(limited, strings.NewReader(strings.Repeat(" ", 20)), -1); status != 413 {
		t.Errorf("over a limit around it: %d", status)
	}
}

func TestWhatIsNotHandledComesAgain(t *testing.T) {
	var seen []string
	var failing uint64
	endpoint := endpoint(func(_ context.Context, outcome callbacks.Outcome) error {
		id, _ := outcome.CallbackID()
		seen = append(seen, refusal(outcome))
		if id == failing {
			return errors.New("broken")
		}
		return nil
	})
	var log bytes.Buffer
	endpoint.Logger = slog.New(slog.NewTextHandler(&log, nil))
	body := callbackstest.MustSign(credential(), withID(1), withID(2), withID(1))
	failing = 2
	if status, text := posted(endpoint, body); status != 500 || text != "failed\n" {
		t.Errorf("%d %q", status, text)
	}
	if !strings.Contains(log.String(), "broken") || strings.Contains(log.String(), credential().Hash(2)) {
		t.Errorf("logged is %q", log.String())
	}
	failing = 0
	if status, _ := posted(endpoint, body); status != 200 {
		t.Errorf("%d", status)
	}
	expected := "*callbacks.Received *callbacks.Received *callbacks.Duplicate *callbacks.Duplicate *callbacks.Received *callbacks.Duplicate"
	if is := strings.Join(seen, " "); is != expected {
		t.Error(is)
	}
	// While another delivery is being handled.
	third := callbackstest.MustSign(credential(), withID(3))
	open := one(t, endpoint.Receiver, third).(*callbacks.Received)
	if status, _ := posted(endpoint, third); status != 503 {
		t.Errorf("%d", status)
	}
	open.Release()
	if status, _ := posted(endpoint, third); status != 200 {
		t.Errorf("%d", status)
	}
}

func TestAPanicLeavesNothingClaimed(t *testing.T) {
	endpoint := endpoint(func(context.Context, callbacks.Outcome) error { panic("a bug") })
	body := callbackstest.MustSign(credential(), withID(1), withID(2))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is gone")
			}
		}()
		posted(endpoint, body)
	}()
	endpoint.Handle = ignore
	if status, text := posted(endpoint, body); status != 200 || text != "received\n" {
		t.Errorf("%d %q", status, text)
	}
}

// An effect is not repeated because a client hung up.
func TestAClientThatHangsUpStopsNothing(t *testing.T) {
	ctx, hangUp := context.WithCancel(context.Background())
	isStopped := true
	endpoint := endpoint(func(ctx context.Context, _ callbacks.Outcome) error {
		hangUp()
		isStopped = ctx.Err() != nil
		return nil
	})
	body := callbackstest.MustSign(credential(), withID(1))
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(body))
	endpoint.ServeHTTP(httptest.NewRecorder(), request)
	if isStopped {
		t.Error("it is")
	}
}

func TestALookupThatFailsIsTriedAgain(t *testing.T) {
	endpoint := endpoint(ignore)
	endpoint.Receiver = &callbacks.Receiver{Lookup: func(context.Context, uint64) ([]*callbacks.Credential, error) {
		return nil, errors.New("no database")
	}}
	if status, text := posted(endpoint, callbackstest.MustSign(credential(), withID(1))); status != 503 || text != "try again later\n" {
		t.Errorf("%d %q", status, text)
	}
}

package callbacks

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
)

// Endpoint is the destination of callbacks: an [http.Handler] that receives them, passes the outcomes to a handler one
// after the other, and answers.
//
//   - A body that cannot be read completely, or is not a list of callbacks, is rejected.
//   - Otherwise each outcome has a status, and the answer has the highest, so that the sender retries if that can help
//     any of the callbacks. With a guard, those that were handled are then duplicates.
//   - The answer is a fixed phrase, never anything that was received.
//
// The content type and the method of a request are ignored: a callback that is not read is lost. Only the timeouts of
// the [http.Server] limit the time that a body takes: set its ReadTimeout.
type Endpoint struct {
	Receiver *Receiver
	// Handle handles an outcome. If it returns no error, the outcome is settled; otherwise it is released, the error is
	// logged, and the answer asks the sender to retry. Its context is that of the request, but it is not cancelled when
	// the client hangs up, as half-finished work would be repeated.
	Handle func(ctx context.Context, outcome Outcome) error
	// Rejected, if set, gets the part of a rejected request's body that was read.
	Rejected func(ctx context.Context, err error, body []byte)
	// Statuses has the status for each outcome.
	Statuses Statuses
	// Logger gets the errors of Handle and Lookup. The default is [slog.Default].
	Logger *slog.Logger
}

// Statuses has the status for each outcome. 2xx means that all is well, 4xx that a retry cannot help, and 5xx that it
// can. A value of 0 means the default.
type Statuses struct {
	// Received is for a callback of a known kind, and for a body without callbacks: 200.
	Received int
	// Unknown is for a callback of a newer kind: 200.
	Unknown int
	// Malformed is for a callback that cannot be read, but whose hash matches: 200.
	Malformed int
	// Duplicate is for a callback that was handled before: 200.
	Duplicate int
	// Refused is for a callback whose hash does not match: 403.
	Refused int
	// Conflict is for a callback ID that was processed with different content: 409.
	Conflict int
	// Unavailable is for a callback that cannot be handled now, or credentials that cannot be looked up: 503.
	Unavailable int
	// Failed is for a callback whose handler failed: 500.
	Failed int
	// TooLarge is for a body over the size limit: 413.
	TooLarge int
	// Incomplete is for a body that broke off, or took too long: 408.
	Incomplete int
	// Unreadable is for a body that is not a list of callbacks: 400.
	Unreadable int
}

// An answer is a status and a fixed phrase.
type answer struct {
	status int
	text   string
}

func answerOf(status, byDefault int, text string) answer {
	if status == 0 {
		status = byDefault
	}
	return answer{status, text + "\n"}
}

func (s *Statuses) received() answer { return answerOf(s.Received, 200, "received") }
func (s *Statuses) failed() answer   { return answerOf(s.Failed, 500, "failed") }
func (s *Statuses) unavailable() answer {
	return answerOf(s.Unavailable, 503, "try again later")
}

func (s *Statuses) of(outcome Outcome) answer {
	switch outcome := outcome.(type) {
	case *Unknown:
		return answerOf(s.Unknown, 200, "received")
	case *Malformed:
		return answerOf(s.Malformed, 200, "malformed")
	case *Duplicate:
		return answerOf(s.Duplicate, 200, "duplicate")
	case *Refused:
		switch {
		case outcome.Refusal.IsTemporary():
			return s.unavailable()
		case outcome.Refusal == RefusalConflict:
			return answerOf(s.Conflict, 409, "conflict")
		default:
			return answerOf(s.Refused, 403, "refused")
		}
	case *Received:
	}
	return s.received()
}

func (s *Statuses) ofError(err error) answer {
	var tooLong *http.MaxBytesError
	var body *BodyError
	var incomplete incompleteError
	switch {
	case errors.Is(err, ErrTooLarge) || errors.As(err, &tooLong):
		return answerOf(s.TooLarge, 413, "body is too large")
	case errors.As(err, &incomplete):
		return answerOf(s.Incomplete, 408, "body is incomplete")
	case errors.As(err, &body):
		return answerOf(s.Unreadable, 400, "body is not a list of callbacks")
	default:
		return s.unavailable()
	}
}

// An incompleteError reports that a body broke off.
type incompleteError struct{ error }

func (e incompleteError) Unwrap() error { return e.error }

// ServeHTTP receives the body of a request, and answers.
func (e *Endpoint) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	answer := e.answer(request)
	writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
	writer.WriteHeader(answer.status)
	// A client that hung up gets no answer.
	_, _ = io.WriteString(writer, answer.text)
}

func (e *Endpoint) answer(request *http.Request) answer {
	body, err := e.read(request)
	ctx := context.WithoutCancel(request.Context())
	var outcomes []Outcome
	if err == nil {
		outcomes, err = e.Receiver.Receive(request.Context(), body)
	}
	if err != nil {
		answer := e.Statuses.ofError(err)
		if answer.status >= 500 {
			e.logger().ErrorContext(ctx, "callbacks cannot be received", "error", err)
		}
		if e.Rejected != nil {
			e.Rejected(ctx, err, body)
		}
		return answer
	}
	// However this ends, even with a panic, nothing stays claimed.
	defer releaseAll(outcomes)
	highest := e.Statuses.received()
	if len(outcomes) > 0 {
		highest = e.Statuses.of(outcomes[0])
	}
	for _, outcome := range outcomes {
		answer := e.Statuses.of(outcome)
		if err := e.Handle(ctx, outcome); err != nil {
			e.logger().ErrorContext(ctx, "callback was not handled", "callback", outcome, "error", err)
			if release(outcome) {
				answer = higher(answer, e.Statuses.failed())
			}
		} else if settled, is := outcome.(interface{ Settle() }); is {
			settled.Settle()
		}
		highest = higher(highest, answer)
	}
	return highest
}

func higher(one, other answer) answer {
	if other.status > one.status {
		return other
	}
	return one
}

// release releases a callback that had to be handled and is not settled.
func release(outcome Outcome) (is bool) {
	matched, is := outcome.(interface{ Release() })
	if is {
		matched.Release()
	}
	return is
}

func releaseAll(outcomes []Outcome) {
	for _, outcome := range outcomes {
		release(outcome)
	}
}

func (e *Endpoint) logger() *slog.Logger {
	if e.Logger != nil {
		return e.Logger
	}
	return slog.Default()
}

// read reads a whole body, or as much of it as the limit allows.
func (e *Endpoint) read(request *http.Request) ([]byte, error) {
	limit := e.Receiver.Limits.orDefault().Body
	tooLarge := &BodyError{Code: ErrTooLarge, detail: "is over the size limit"}
	// A body whose announced size is too large is not read at all.
	if request.ContentLength > int64(limit) {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, int64(limit)+1))
	if err != nil {
		return body, incompleteError{err}
	}
	if len(body) > limit {
		return body[:limit], tooLarge
	}
	return body, nil
}

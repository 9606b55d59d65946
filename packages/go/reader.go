package callbacks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// Limits limits how much is read. A value of 0 means the default.
type Limits struct {
	// Body is the maximum size of a body in bytes: 1 MiB by default.
	Body int
	// List is the maximum number of elements of a list, of the callbacks or in a payload: 10 000 by default.
	List int
	// Accounts is the maximum number of accounts of one body whose credentials are looked up: 100 by default.
	Accounts int
}

func (l Limits) orDefault() Limits {
	if l.Body == 0 {
		l.Body = 1 << 20
	}
	if l.List == 0 {
		l.List = 10_000
	}
	if l.Accounts == 0 {
		l.Accounts = 100
	}
	return l
}

// A fault is what is wrong with a value, and its path, innermost step first.
type fault struct {
	code   Code
	detail string
	path   []string
}

func newFault(code Code, detail string) *fault { return &fault{code: code, detail: detail} }

// in returns the same fault with one more outer step.
func (f *fault) in(name string) *fault {
	f.path = append(f.path, name)
	return f
}

func (f *fault) at(index int) *fault { return f.in(strconv.Itoa(index)) }

// pointer returns the place as a JSON Pointer.
func (f *fault) pointer() string {
	var pointer strings.Builder
	for at := len(f.path) - 1; at >= 0; at-- {
		pointer.WriteByte('/')
		pointer.WriteString(f.path[at])
	}
	return pointer.String()
}

// A reader reads values from a text that was found to be JSON.
type reader struct {
	lex.Lexer
	limits Limits
}

func (r *reader) wrongType(expected string) *fault {
	found := "a number"
	switch r.Peek() {
	case '{':
		found = "an object"
	case '[':
		found = "a list"
	case '"':
		found = "a string"
	case 'n':
		found = "null"
	case 't', 'f':
		found = "a boolean"
	}
	return newFault(ErrWrongType, "expected "+expected+", found "+found)
}

func (r *reader) tooLong() *fault {
	return newFault(ErrTooLong, fmt.Sprintf("more than %d elements", r.limits.List))
}

func (r *reader) takesNull() bool {
	if r.Peek() != 'n' {
		return false
	}
	r.Scalar()
	return true
}

// takesEmptyList consumes `[]`, which some senders write for an empty object.
func (r *reader) takesEmptyList() bool {
	if r.Peek() != '[' {
		return false
	}
	start := r.At
	if r.Open() {
		r.At = start
		return false
	}
	return true
}

// text reads text of a documented field, which must be valid as UTF-8.
func (r *reader) text(expected string) (string, *fault) {
	if r.Peek() != '"' {
		return "", r.wrongType(expected)
	}
	text, isText := r.String()
	if !isText {
		return "", unreadable()
	}
	return text, nil
}

func unreadable() *fault { return newFault(ErrUnreadable, "text with half of a surrogate pair") }

func duplicate() *fault { return newFault(ErrDuplicateField, "duplicate field") }

func missing(name string) *fault { return newFault(ErrMissingField, "missing field").in(name) }

// digits reads the text of a number, which may be sent as a string.
func (r *reader) digits(expected string) (string, *fault) {
	if first := r.Peek(); first == '-' || '0' <= first && first <= '9' {
		return r.Scalar(), nil
	}
	return r.text(expected)
}

// Bodies.

// readBody reads the callbacks of a body, whoever sent them.
func readBody(body []byte, limits Limits) ([]decoded, error) {
	limits = limits.orDefault()
	if len(body) > limits.Body {
		detail := fmt.Sprintf("of %d bytes is over the limit of %d bytes", len(body), limits.Body)
		return nil, &BodyError{Code: ErrTooLarge, detail: detail}
	}
	if !utf8.Valid(body) {
		detail := "is not UTF-8"
		if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
			detail += ": it is compressed with gzip, decompress it first"
		}
		return nil, &BodyError{Code: ErrNotUTF8, detail: detail}
	}
	text := strings.TrimPrefix(string(body), "\ufeff")
	if at, err := lex.Check(text); err != nil {
		before := text[:at]
		line, column := 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
		return nil, &BodyError{Code: ErrSyntax, detail: fmt.Sprintf("is not JSON at line %d column %d", line, column)}
	}
	r := &reader{lex.Lexer{Text: text}, limits}
	callbacks, f := r.body()
	if f != nil {
		pointer := f.pointer()
		detail := fmt.Sprintf("is not a list of callbacks: %s at %q", f.detail, pointer)
		return nil, &BodyError{f.code, pointer, detail}
	}
	return callbacks, nil
}

func (r *reader) body() (callbacks []decoded, f *fault) {
	if r.Peek() != '{' {
		return nil, r.wrongType("an object")
	}
	isThere := false
	for more := r.Open(); more; more = r.More() {
		name, isText := r.Name()
		switch {
		case !isText:
			return nil, unreadable()
		case name != "callbacks":
			r.Skip()
		case isThere:
			return nil, duplicate().in(name)
		default:
			isThere = true
			if callbacks, f = r.callbacks(); f != nil {
				return nil, f.in(name)
			}
		}
	}
	if !isThere {
		return nil, missing("callbacks")
	}
	return callbacks, nil
}

func (r *reader) callbacks() (callbacks []decoded, f *fault) {
	if r.takesNull() {
		return nil, nil
	}
	if r.Peek() != '[' {
		return nil, r.wrongType("a list")
	}
	for more := r.Open(); more; more = r.More() {
		if len(callbacks) == r.limits.List {
			return nil, r.tooLong()
		}
		callbacks = append(callbacks, r.decode(len(callbacks)))
	}
	return callbacks, nil
}

// Callbacks.

// A decoded callback; exactly one of known, unknown and err is set.
type decoded struct {
	origin
	known   *Callback
	unknown *Envelope
	err     *DecodeError
}

func (r *reader) decode(index int) decoded {
	r.Peek()
	start := r.At
	kind, envelope, payload, f := r.callback()
	if f != nil {
		r.At = start
		it := decoded{origin: glimpse(r.Raw())}
		pointer := fmt.Sprintf("/callbacks/%d%s", index, f.pointer())
		it.err = &DecodeError{f.code, pointer, f.detail}
		return it
	}
	accountID, callbackID, hash := envelope.signature()
	it := decoded{origin: origin{
		raw: r.Text[start:r.At], kind: Kind(kind),
		accountID: accountID, hasAccountID: true, callbackID: callbackID, hasCallbackID: true,
		hash: hash, hasHash: true,
	}}
	if payload == nil {
		it.unknown = envelope
	} else {
		it.known = &Callback{*envelope, payload}
	}
	return it
}

// callback reads one callback. Faults are reported in the order of the document; then repeated unknown names, missing
// fields, `type`, the payload.
func (r *reader) callback() (kind string, envelope *Envelope, payload Payload, f *fault) {
	if r.Peek() != '{' {
		return "", nil, nil, r.wrongType("a callback")
	}
	envelope = new(Envelope)
	found := newFound(envelope)
	var hasKind bool
	// The name of the payload, and those that were null.
	var of string
	var nulls []string
	for more := r.Open(); more; more = r.More() {
		name, isText := r.Name()
		if at := found.index(name); at >= 0 {
			if f := found.take(r, at); f != nil {
				return "", nil, nil, f.in(name)
			}
			continue
		}
		if name == typeName {
			if hasKind {
				return "", nil, nil, duplicate().in(name)
			}
			hasKind = true
			if kind, f = r.kind(); f != nil {
				return "", nil, nil, f.in(name)
			}
			continue
		}
		read, isWrapped := newPayload(name)
		if read == nil {
			if f := found.keep(r, name, isText); f != nil {
				return "", nil, nil, f
			}
			continue
		}
		if of == name || contains(nulls, name) {
			return "", nil, nil, duplicate().in(name)
		}
		if r.takesNull() {
			nulls = append(nulls, name)
			continue
		}
		if f := readPayload(r, read, name, isWrapped); f != nil {
			return "", nil, nil, f.in(name)
		}
		if of != "" {
			return "", nil, nil, mismatch(name)
		}
		of, payload = name, read
	}
	if f := found.finish(); f != nil {
		return "", nil, nil, f
	}
	if !hasKind {
		return "", nil, nil, missing(typeName)
	}
	if of != "" && of != kind {
		return "", nil, nil, mismatch(of)
	}
	if payload == nil {
		if payload, _ = newPayload(kind); payload == nil {
			return kind, envelope, nil, nil
		}
		if len(payload.fields()) > 0 {
			return "", nil, nil, newFault(ErrMissingPayload, "missing payload").in(kind)
		}
	}
	return kind, envelope, payload, nil
}

// The members of a callback that identify it and its origin.
const (
	typeName       = "type"
	callbackIDName = "callback_id"
	accountIDName  = "account_id"
	hashName       = "hash"
)

func mismatch(name string) *fault {
	return newFault(ErrPayloadMismatch, "payload of another kind than `type` says").in(name)
}

func contains(names []string, name string) bool {
	for _, it := range names {
		if it == name {
			return true
		}
	}
	return false
}

func (r *reader) kind() (string, *fault) {
	kind, f := r.text("the name of a kind")
	if f == nil && kind == "" {
		f = newFault(ErrMissingField, "missing field")
	}
	return kind, f
}

// glimpse returns what is known about a callback that cannot be read.
func glimpse(raw string) origin {
	it := origin{raw: raw}
	r := &reader{Lexer: lex.Lexer{Text: raw}}
	if r.Peek() != '{' {
		return it
	}
	kind, callbackID, accountID, hash := once{name: typeName}, once{name: callbackIDName}, once{name: accountIDName}, once{name: hashName}
	for more := r.Open(); more; more = r.More() {
		name, _ := r.Name()
		text := r.Raw()
		kind.note(name, text)
		callbackID.note(name, text)
		accountID.note(name, text)
		hash.note(name, text)
	}
	kind.read(func(r *reader) *fault {
		name, f := r.kind()
		if payload, _ := newPayload(name); f == nil && payload != nil {
			it.kind = Kind(name)
		}
		return f
	})
	it.hasCallbackID = callbackID.read(number(&it.callbackID).read)
	it.hasAccountID = accountID.read(number(&it.accountID).read)
	it.hasHash = hash.count == 0 || hash.read(text(&it.hash).read)
	return it
}

// once is a value that counts if its name is not repeated.
type once struct {
	name, text string
	count      int
}

func (o *once) note(name, text string) {
	if name == o.name {
		o.text = text
		o.count++
	}
}

func (o *once) read(read func(*reader) *fault) bool {
	return o.count == 1 && read(&reader{Lexer: lex.Lexer{Text: o.text}}) == nil
}

// Objects.

// found is what was found in an object so far.
type found struct {
	record record
	fields []field
	has    []bool
	buffer [24]bool
	// next is the field that is likely to come next.
	next  int
	count int
	extra Extra
}

func newFound(of record) *found {
	f := &found{record: of, fields: of.fields()}
	if len(f.fields) <= len(f.buffer) {
		f.has = f.buffer[:len(f.fields)]
	} else {
		f.has = make([]bool, len(f.fields))
	}
	return f
}

// index returns the index of the field with this name, or -1.
func (it *found) index(name string) int {
	for range it.fields {
		if it.next == len(it.fields) {
			it.next = 0
		}
		at := it.next
		it.next++
		if it.fields[at].name == name {
			return at
		}
	}
	return -1
}

// take reads the value of a field.
func (it *found) take(r *reader, at int) *fault {
	if it.has[at] {
		return duplicate()
	}
	it.has[at] = true
	return it.fields[at].value.read(r)
}

// keep keeps an undocumented member.
func (it *found) keep(r *reader, name string, isText bool) *fault {
	if !isText {
		return unreadable()
	}
	if it.extra == nil {
		it.extra = Extra{}
	}
	it.count++
	it.extra[name] = json.RawMessage(r.Raw())
	return nil
}

// checkExtra reports whether an unknown name is repeated.
func (it *found) checkExtra() *fault {
	if len(it.extra) < it.count {
		return duplicate()
	}
	return nil
}

// finish checks what can only be checked at the end of an object.
func (it *found) finish() *fault {
	if f := it.checkExtra(); f != nil {
		return f
	}
	for at, field := range it.fields {
		if !it.has[at] && !becomesAbsent(field.value) {
			return missing(field.name)
		}
	}
	*it.record.extra() = it.extra
	return nil
}

// readObject reads an object that is not a payload.
func readObject(r *reader, of record) *fault {
	if r.takesEmptyList() {
		return newFound(of).finish()
	}
	if r.Peek() != '{' {
		return r.wrongType("an object")
	}
	found := newFound(of)
	for more := r.Open(); more; more = r.More() {
		name, isText := r.Name()
		if at := found.index(name); at >= 0 {
			if f := found.take(r, at); f != nil {
				return f.in(name)
			}
			continue
		}
		if f := found.keep(r, name, isText); f != nil {
			return f
		}
	}
	return found.finish()
}

// A payloadReader reads a payload, which may be in a wrapper: a member with the payload's own name.
type payloadReader struct {
	*reader
	*found
	name      string
	isWrapped bool
}

func readPayload(r *reader, of Payload, name string, isWrapped bool) *fault {
	p := payloadReader{r, newFound(of), name, isWrapped}
	wrapper, f := p.members(false)
	if f != nil {
		return f
	}
	if f = p.finish(); f != nil {
		for at := len(wrapper) - 1; at >= 0; at-- {
			f = f.in(wrapper[at])
		}
	}
	return f
}

// members reads the members of an object. It returns the path of their wrapper, if there is one.
func (p *payloadReader) members(isInside bool) (wrapper []string, f *fault) {
	if p.takesEmptyList() {
		return nil, nil
	}
	if p.Peek() != '{' {
		return nil, p.wrongType("an object")
	}
	var hasFields, hasOwnName bool
	for more := p.Open(); more; more = p.More() {
		name, isText := p.Name()
		if at := p.index(name); at >= 0 {
			// The payload has one form: next to a wrapper, there must be no field of it.
			if wrapper != nil {
				return nil, duplicate().in(name)
			}
			hasFields = true
			if f := p.take(p.reader, at); f != nil {
				return nil, f.in(name)
			}
			continue
		}
		isWrapper := false
		if name == p.name {
			first := p.Peek()
			isWrapper = first == '{' || p.isWrapped && first == '['
			if hasOwnName || isWrapper && isInside {
				return nil, duplicate().in(name)
			}
			hasOwnName = true
		}
		if !isWrapper {
			if f := p.keep(p.reader, name, isText); f != nil {
				return nil, f
			}
			continue
		}
		inner, f := p.unwrap()
		if f != nil {
			return nil, f.in(name)
		}
		wrapper = append([]string{name}, inner...)
		if hasFields {
			return nil, duplicate().in(name)
		}
	}
	return wrapper, p.checkExtra()
}

// unwrap reads the value under the payload's own name: the payload, or a list of one. It returns the path to it.
func (p *payloadReader) unwrap() (inner []string, f *fault) {
	if p.Peek() == '{' {
		_, f = p.members(true)
		return nil, f
	}
	notOne := p.wrongType("an object")
	count, start := 0, 0
	for more := p.Open(); more; more = p.More() {
		p.Peek()
		start = p.At
		p.Skip()
		count++
	}
	if count != 1 {
		return nil, notOne
	}
	end := p.At
	p.At = start
	if _, f = p.members(true); f != nil {
		return nil, f.at(0)
	}
	p.At = end
	return []string{"0"}, nil
}

// Writing.

// appendRecord writes an object in its documented form, with its unknown fields.
func appendRecord(out []byte, of record) []byte {
	return append(appendMembers(append(out, '{'), of), '}')
}

func appendMembers(out []byte, of record) []byte {
	for _, field := range of.fields() {
		if !isNothing(field.value) {
			out = field.value.write(appendName(out, field.name))
		}
	}
	for _, name := range sortedNames(*of.extra()) {
		out = append(appendName(out, name), (*of.extra())[name]...)
	}
	return out
}

func appendName(out []byte, name string) []byte {
	if out[len(out)-1] != '{' {
		out = append(out, ',')
	}
	return append(appendText(out, name), ':')
}

// unmarshal reads one object from its JSON text, by the same rules.
func unmarshal(data []byte, read func(*reader) *fault) error {
	text := string(data)
	if _, err := lex.Check(text); err != nil || !utf8.ValidString(text) {
		return &DecodeError{ErrSyntax, "", "not JSON"}
	}
	r := &reader{lex.Lexer{Text: text}, Limits{}.orDefault()}
	if f := read(r); f != nil {
		return &DecodeError{f.code, f.pointer(), f.detail}
	}
	return nil
}

func unmarshalRecord(data []byte, of record) error {
	return unmarshal(data, func(r *reader) *fault { return readObject(r, of) })
}

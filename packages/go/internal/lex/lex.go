// Package lex reads JSON as it is written: numbers keep their digits, names may repeat, and nesting has no limit. It
// knows nothing of callbacks.
package lex

import (
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Lexer goes over a text that [Check] found to be JSON. Nothing else may be given to it.
type Lexer struct {
	Text string
	At   int
}

var errSyntax = errors.New("not JSON")

// Check tells whether a text is one JSON value, and if not, where it ceases to be one. It is not recursive: the sender
// chooses how deep a value is nested.
func Check(text string) (at int, err error) {
	l := Lexer{Text: text}
	// What closes the objects and lists that are open.
	var closers []byte
	for {
		switch first := l.Peek(); first {
		case '{', '[':
			l.At++
			closer := first + 2 // As ASCII has it.
			if l.Peek() != closer {
				closers = append(closers, closer)
				if first == '{' && !l.checkName() {
					return l.At, errSyntax
				}
				continue
			}
			l.At++
		case '"':
			if !l.checkString() {
				return l.At, errSyntax
			}
		case 't':
			if !l.checkWord("true") {
				return l.At, errSyntax
			}
		case 'f':
			if !l.checkWord("false") {
				return l.At, errSyntax
			}
		case 'n':
			if !l.checkWord("null") {
				return l.At, errSyntax
			}
		default:
			if !l.checkNumber() {
				return l.At, errSyntax
			}
		}
		for {
			next := l.Peek()
			if len(closers) == 0 {
				if l.At < len(text) {
					return l.At, errSyntax
				}
				return l.At, nil
			}
			closer := closers[len(closers)-1]
			if next == ',' {
				l.At++
				if closer == '}' && !l.checkName() {
					return l.At, errSyntax
				}
				break
			}
			if next != closer {
				return l.At, errSyntax
			}
			l.At++
			closers = closers[:len(closers)-1]
		}
	}
}

func (l *Lexer) checkName() bool {
	if l.Peek() != '"' || !l.checkString() || l.Peek() != ':' {
		return false
	}
	l.At++
	return true
}

func (l *Lexer) checkString() bool {
	for l.At++; l.At < len(l.Text); l.At++ {
		switch c := l.Text[l.At]; {
		case c == '"':
			l.At++
			return true
		case c < ' ':
			return false
		case c == '\\':
			l.At++
			if l.At == len(l.Text) {
				return false
			}
			if l.Text[l.At] != 'u' {
				if strings.IndexByte(`"\/bfnrt`, l.Text[l.At]) < 0 {
					return false
				}
				continue
			}
			if _, is := hex4(l.Text[l.At+1:]); !is {
				return false
			}
			l.At += 4
		}
	}
	return false
}

func (l *Lexer) checkWord(word string) bool {
	if !strings.HasPrefix(l.Text[l.At:], word) {
		return false
	}
	l.At += len(word)
	return true
}

func (l *Lexer) checkNumber() bool {
	if l.byte() == '-' {
		l.At++
	}
	if l.byte() == '0' {
		l.At++
	} else if !l.checkDigits() {
		return false
	}
	if l.byte() == '.' {
		l.At++
		if !l.checkDigits() {
			return false
		}
	}
	if l.byte()|0x20 == 'e' {
		l.At++
		if sign := l.byte(); sign == '+' || sign == '-' {
			l.At++
		}
		return l.checkDigits()
	}
	return true
}

func (l *Lexer) checkDigits() bool {
	start := l.At
	for c := l.byte(); '0' <= c && c <= '9'; c = l.byte() {
		l.At++
	}
	return l.At > start
}

// byte gives the next byte, or 0 at the end.
func (l *Lexer) byte() byte {
	if l.At < len(l.Text) {
		return l.Text[l.At]
	}
	return 0
}

// Peek passes white space, and gives the byte behind it, or 0 at the end.
func (l *Lexer) Peek() byte {
	for l.At < len(l.Text) {
		switch c := l.Text[l.At]; c {
		case ' ', '\n', '\r', '\t':
			l.At++
		default:
			return c
		}
	}
	return 0
}

// Open takes the bracket of an object or a list, and tells whether anything is in it. If not, it takes the closing one.
func (l *Lexer) Open() bool {
	l.Peek()
	l.At++
	if c := l.Peek(); c == '}' || c == ']' {
		l.At++
		return false
	}
	return true
}

// More takes what follows a member or an element, and tells whether it was a comma.
func (l *Lexer) More() bool {
	c := l.Peek()
	l.At++
	return c == ','
}

// Name takes the name of a member and its colon. See String.
func (l *Lexer) Name() (name string, isText bool) {
	l.Peek()
	name, isText = l.String()
	l.Peek()
	l.At++
	return name, isText
}

// Skip takes a value.
func (l *Lexer) Skip() {
	depth := 0
	for {
		switch l.Peek() {
		case '{', '[':
			depth++
			l.At++
		case '}', ']':
			depth--
			l.At++
		case '"':
			l.skipString()
		case ',', ':':
			l.At++
			continue
		default:
			l.Scalar()
		}
		if depth == 0 {
			return
		}
	}
}

// Raw takes a value, and gives its text.
func (l *Lexer) Raw() string {
	l.Peek()
	start := l.At
	l.Skip()
	return l.Text[start:l.At]
}

// Scalar takes a number, a boolean or null, and gives its text.
func (l *Lexer) Scalar() string {
	l.Peek()
	start := l.At
	for l.At < len(l.Text) {
		switch l.Text[l.At] {
		case ' ', '\n', '\r', '\t', ',', ']', '}':
			return l.Text[start:l.At]
		}
		l.At++
	}
	return l.Text[start:]
}

func (l *Lexer) skipString() {
	for l.At++; l.Text[l.At] != '"'; l.At++ {
		if l.Text[l.At] == '\\' {
			l.At++
		}
	}
	l.At++
}

// String takes a string, and gives it with its escapes resolved. Half a surrogate pair becomes three bytes as UTF-8
// would have them if it could: the order of bytes stays that of code points, and isText is false.
func (l *Lexer) String() (text string, isText bool) {
	start := l.At + 1
	for l.At = start; ; l.At++ {
		switch l.Text[l.At] {
		case '"':
			l.At++
			return l.Text[start : l.At-1], true
		case '\\':
			return l.unescaped(start)
		}
	}
}

func (l *Lexer) unescaped(start int) (text string, isText bool) {
	out := append(make([]byte, 0, l.At-start+32), l.Text[start:l.At]...)
	isText = true
	for {
		c := l.Text[l.At]
		l.At++
		if c == '"' {
			return string(out), isText
		}
		if c != '\\' {
			out = append(out, c)
			continue
		}
		c = l.Text[l.At]
		l.At++
		switch c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := hex4(l.Text[l.At:])
			l.At += 4
			if !utf16.IsSurrogate(r) {
				out = utf8.AppendRune(out, r)
				continue
			}
			if rest := l.Text[l.At:]; strings.HasPrefix(rest, `\u`) {
				low, _ := hex4(rest[2:])
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					l.At += 6
					out = utf8.AppendRune(out, pair)
					continue
				}
			}
			isText = false
			out = append(out, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
		default:
			out = append(out, c)
		}
	}
}

// hex4 reads four hexadecimal digits.
func hex4(text string) (r rune, is bool) {
	if len(text) < 4 {
		return 0, false
	}
	for _, c := range []byte(text[:4]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

const hexDigits = "0123456789abcdef"

// AppendString writes a string that [Lexer.String] gave: escaped is only what must be.
func AppendString(out []byte, text string) []byte {
	out = append(out, '"')
	written := 0
	for at := 0; at < len(text); at++ {
		c := text[at]
		// The first byte of half a surrogate pair, and the second one, which no other character has behind it.
		isHalf := c == 0xed && at+2 < len(text) && text[at+1] >= 0xa0
		if c >= ' ' && c != '"' && c != '\\' && !isHalf {
			continue
		}
		out = append(out, text[written:at]...)
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, `\b`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\f':
			out = append(out, `\f`...)
		case '\r':
			out = append(out, `\r`...)
		default:
			r := rune(c)
			if isHalf {
				r = 0xd000 | rune(text[at+1]&0x3f)<<6 | rune(text[at+2]&0x3f)
				at += 2
			}
			out = append(out, '\\', 'u', hexDigits[r>>12], hexDigits[r>>8&0xf], hexDigits[r>>4&0xf], hexDigits[r&0xf])
		}
		written = at + 1
	}
	return append(append(out, text[written:]...), '"')
}

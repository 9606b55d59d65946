package callbacks

import (
	"encoding"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number, such as an amount of money. It keeps the digits as received: 10.50 stays 10.50.
// It has at most 96 bits and 28 decimal places. The zero value is 0.
//
// It does no arithmetic. Convert it for a decimal library with [Decimal.To], or for the standard library with
// [Decimal.Rat].
type Decimal struct{ digits string }

// ParseDecimal reads a decimal number in JSON syntax. An exponent is expanded: 1.50e1 is 15.0. The error is
// [ErrInvalidDecimal] or [ErrOutOfRange].
func ParseDecimal(text string) (Decimal, error) {
	d, code := parseDecimal(text)
	if code != "" {
		return Decimal{}, fmt.Errorf("cannot read a decimal: %w", code)
	}
	return d, nil
}

// String returns the digits, without an exponent.
func (d Decimal) String() string {
	if d.digits == "" {
		return "0"
	}
	return d.digits
}

// To passes the number to anything that reads its text: the decimal of a library, such as
// github.com/shopspring/decimal, or a [big.Float] or [big.Rat].
func (d Decimal) To(number encoding.TextUnmarshaler) error {
	return number.UnmarshalText([]byte(d.String()))
}

// Rat returns the number as an exact fraction.
func (d Decimal) Rat() *big.Rat {
	rat, _ := new(big.Rat).SetString(d.String())
	return rat
}

// Cmp compares two numbers: -1 if d is less than other, 0 if they are the same number, 1 if it is greater. Unlike ==,
// it does not distinguish 10.50 from 10.5.
func (d Decimal) Cmp(other Decimal) int { return d.Rat().Cmp(other.Rat()) }

// MarshalText returns the digits.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDecimal] reads.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := ParseDecimal(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// largestMantissa is 2^96 - 1.
const largestMantissa = "79228162514264337593543950335"

// parseDecimal returns a decimal, or the code of the error.
func parseDecimal(text string) (Decimal, Code) {
	unsigned := strings.TrimPrefix(text, "-")
	sign := text[:len(text)-len(unsigned)]
	number, exponent, hasExponent := unsigned, "", false
	if at := strings.IndexAny(unsigned, "eE"); at >= 0 {
		number, exponent, hasExponent = unsigned[:at], unsigned[at+1:], true
	}
	whole, fraction, hasFraction := strings.Cut(number, ".")
	exponentDigits := exponent
	if strings.HasPrefix(exponent, "+") || strings.HasPrefix(exponent, "-") {
		exponentDigits = exponent[1:]
	}
	if !isPlain(whole) || hasFraction && !areDigits(fraction) || hasExponent && !areDigits(exponentDigits) {
		return Decimal{}, ErrInvalidDecimal
	}
	if len(whole)+len(fraction) > len(largestMantissa) {
		return Decimal{}, ErrOutOfRange
	}
	if !hasExponent && len(whole)+len(fraction) < len(largestMantissa) {
		// There is no exponent, and too few digits to be out of range.
		return Decimal{text}, ""
	}
	mantissa := strings.TrimLeft(whole+fraction, "0")
	places := len(fraction) - clamped(exponent)
	if places < 0 {
		if mantissa != "" {
			if len(mantissa)-places > len(largestMantissa) {
				return Decimal{}, ErrOutOfRange
			}
			mantissa += strings.Repeat("0", -places)
		}
		places = 0
	}
	isLarge := len(mantissa) == len(largestMantissa) && mantissa > largestMantissa
	if places > 28 || isLarge {
		return Decimal{}, ErrOutOfRange
	}
	if missing := places + 1 - len(mantissa); missing > 0 {
		mantissa = strings.Repeat("0", missing) + mantissa
	}
	point := len(mantissa) - places
	digits := sign + mantissa[:point]
	if places > 0 {
		digits += "." + mantissa[point:]
	}
	return Decimal{digits}, ""
}

// clamped returns an exponent, or one that is just as far out of range.
func clamped(exponent string) int {
	const far = 1000
	n, err := strconv.Atoi(exponent)
	switch {
	case exponent == "":
		return 0
	case err != nil && exponent[0] == '-':
		return -far
	case err != nil:
		return far
	}
	return max(-far, min(n, far))
}

func areDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || '9' < c {
			return false
		}
	}
	return text != ""
}

package callbacks

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/subtle"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Credential is the secret input of the hashes of an account's callbacks. Printing it shows only the account ID. Create
// one with [NewCredential]; it is safe for concurrent use.
type Credential struct {
	accountID uint64
	// MD5 after the salt, the account ID and the API key.
	prefix []byte
}

// NewCredential creates the credential of an account from the salt that is set next to the callback URL, and the API
// key. It is an error if one is empty or ends in a line break, as a forgotten secret must not lead to accepting hashes
// that anyone can compute.
func NewCredential(accountID uint64, salt, apiKey string) (*Credential, error) {
	if salt == "" {
		return nil, errors.New("salt is empty: if the account has none, use NewCredentialWithoutSalt")
	}
	return newCredential(accountID, salt, apiKey)
}

// NewCredentialWithoutSalt creates the credential of an account without a salt. Set a salt if you can: it is easier to
// change than the key.
func NewCredentialWithoutSalt(accountID uint64, apiKey string) (*Credential, error) {
	return newCredential(accountID, "", apiKey)
}

func newCredential(accountID uint64, salt, apiKey string) (*Credential, error) {
	if apiKey == "" {
		return nil, errors.New("API key is empty")
	}
	for _, secret := range []struct{ what, text string }{{"salt", salt}, {"API key", apiKey}} {
		if strings.HasSuffix(secret.text, "\n") || strings.HasSuffix(secret.text, "\r") {
			return nil, fmt.Errorf("%s ends in a line break: remove it", secret.what)
		}
		if !utf8.ValidString(secret.text) {
			return nil, fmt.Errorf("%s is not UTF-8", secret.what)
		}
	}
	hash := md5.New()
	_, _ = hash.Write([]byte(salt + strconv.FormatUint(accountID, 10) + apiKey))
	prefix, err := hash.(encoding.BinaryMarshaler).MarshalBinary()
	return &Credential{accountID, prefix}, err
}

// AccountID returns the account of the credential.
func (c *Credential) AccountID() uint64 { return c.accountID }

// Hash returns the hash of the account's callback with this ID, in lower-case hexadecimal digits. Anyone who knows it
// can forge that callback.
func (c *Credential) Hash(callbackID uint64) string {
	sum := c.sum(callbackID)
	return hex.EncodeToString(sum[:])
}

func (c *Credential) sum(callbackID uint64) (sum [md5.Size]byte) {
	hash := md5.New()
	if err := hash.(encoding.BinaryUnmarshaler).UnmarshalBinary(c.prefix); err != nil {
		panic("voximplant callbacks: credential was not made by NewCredential")
	}
	var digits [20]byte
	_, _ = hash.Write(strconv.AppendUint(digits[:0], callbackID, 10))
	hash.Sum(sum[:0])
	return sum
}

// matches compares in constant time.
func (c *Credential) matches(callbackID uint64, hash []byte) bool {
	sum := c.sum(callbackID)
	return subtle.ConstantTimeCompare(sum[:], hash) == 1
}

func (c *Credential) isMade() bool { return c != nil && c.prefix != nil }

// hashOf reads a hash. It is nil if it is not 32 lower-case hexadecimal digits.
func hashOf(text string) []byte {
	hash, err := hex.DecodeString(text)
	if err != nil || len(hash) != md5.Size || strings.ToLower(text) != text {
		return nil
	}
	return hash
}

// Format prints only the account ID.
func (c Credential) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "Credential{account %d}", c.accountID)
}

// LogValue returns only the account ID.
func (c Credential) LogValue() slog.Value { return logged(c) }

// Seals.

// Seal is a credential without its API key, for a server that only checks hashes: the state of MD5 after salt, account
// ID and API key, which together fill whole blocks. Anyone who has it can forge callbacks until the salt is changed,
// but cannot call the Management API.
type Seal struct {
	accountID  uint64
	salt, text string
}

// MaxSalt is the maximum number of characters of a salt.
const MaxSalt = 39

// NewSeal seals a credential whose salt has the right length; [ProposeSeal] finds such a salt.
func NewSeal(accountID uint64, salt, apiKey string) (*Seal, error) {
	credential, err := NewCredential(accountID, salt, apiKey)
	if err != nil {
		return nil, err
	}
	if sealed := len(salt) + sealedLength(accountID, apiKey); sealed%md5.BlockSize != 0 {
		needed, err := saltLength(accountID, apiKey)
		if err == nil {
			err = fmt.Errorf("salt cannot be sealed: choose one of %d characters", needed)
		}
		return nil, err
	}
	state := credential.prefix[len(md5Magic):]
	blocks := binary.BigEndian.Uint64(state[len(state)-8:]) / md5.BlockSize
	text := fmt.Sprintf("%s.%d.%d.%x", sealVersion, accountID, blocks, swapped(state[:md5.Size]))
	return &Seal{accountID, salt, text + "." + checksum(text)}, nil
}

// ProposeSeal proposes a random salt that can be sealed, and seals it.
func ProposeSeal(accountID uint64, apiKey string) (*Seal, error) {
	var random [MaxSalt]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	return proposeSeal(accountID, apiKey, random)
}

func proposeSeal(accountID uint64, apiKey string, random [MaxSalt]byte) (*Seal, error) {
	const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	const letters = 52
	length, err := saltLength(accountID, apiKey)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, length)
	for place := range salt {
		choice := len(characters)
		// The last character is a letter, so that the salt does not run together with the account ID.
		if place+1 == length {
			choice = letters
		}
		salt[place] = characters[int(random[place])*choice/256]
	}
	return NewSeal(accountID, string(salt), apiKey)
}

// AccountID returns the account of the sealed credential.
func (s *Seal) AccountID() uint64 { return s.accountID }

// Salt returns the salt to set upstream next to the callback URL.
func (s *Seal) Salt() string { return s.salt }

// Reveal returns the text for the server, for [Unseal]. It is a secret.
func (s *Seal) Reveal() string { return s.text }

// Format prints only the account ID.
func (s Seal) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "Seal{account %d}", s.accountID)
}

// LogValue returns only the account ID.
func (s Seal) LogValue() slog.Value { return logged(s) }

// Unseal returns the credential of a [Seal], from its text.
func Unseal(text string) (*Credential, error) {
	version, rest, _ := strings.Cut(text, ".")
	if version != sealVersion {
		return nil, errors.New("sealed credential does not begin with `vxseal1.`: seal it again")
	}
	form := errors.New("sealed credential is not `version.account.blocks.state.checksum`: copy it whole")
	parts := strings.Split(rest, ".")
	if len(parts) != 4 || !isPlain(parts[0]) || !isPlain(parts[1]) {
		return nil, form
	}
	accountID, err := strconv.ParseUint(parts[0], 10, 64)
	if err != nil {
		return nil, form
	}
	blocks, err := strconv.ParseUint(parts[1], 10, 64)
	state := hashOf(parts[2])
	if err != nil || state == nil {
		return nil, form
	}
	if parts[3] != checksum(text[:strings.LastIndexByte(text, '.')]) {
		return nil, errors.New("sealed credential has a wrong checksum: copy it once more")
	}
	prefix := append([]byte(md5Magic), swapped(state)...)
	prefix = append(prefix, make([]byte, md5.BlockSize)...)
	prefix = binary.BigEndian.AppendUint64(prefix, blocks*md5.BlockSize)
	if err := md5.New().(encoding.BinaryUnmarshaler).UnmarshalBinary(prefix); err != nil {
		return nil, form
	}
	return &Credential{accountID, prefix}, nil
}

const (
	sealVersion = "vxseal1"
	// The prefix that crypto/md5 writes before its state.
	md5Magic = "md5\x01"
)

func sealedLength(accountID uint64, apiKey string) int {
	return len(strconv.FormatUint(accountID, 10)) + len(apiKey)
}

// saltLength is the number of characters that a salt needs to fill a block of MD5.
func saltLength(accountID uint64, apiKey string) (int, error) {
	if _, err := NewCredentialWithoutSalt(accountID, apiKey); err != nil {
		return 0, err
	}
	length := md5.BlockSize - sealedLength(accountID, apiKey)%md5.BlockSize
	if length > MaxSalt {
		return 0, fmt.Errorf("no salt of at most %d characters can be sealed with an API key of this length: use the key itself", MaxSalt)
	}
	return length, nil
}

// checksum detects typing mistakes: without it, every callback would be refused as forged.
func checksum(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])[:8]
}

// swapped swaps the byte order of the words of a state: crypto/md5 stores them in the opposite order to MD5's output.
func swapped(state []byte) []byte {
	out := make([]byte, 0, len(state))
	for at := 0; at < len(state); at += 4 {
		out = binary.BigEndian.AppendUint32(out, binary.LittleEndian.Uint32(state[at:]))
	}
	return out
}

package callbacks_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"regexp"
	"strings"
	"testing"

	"voximplant-callbacks.invalid/callbacks"
	"voximplant-callbacks.invalid/callbacks/callbackstest"
)

const apiKey = "00000000-0000-4000-8000-000000000000"

// with gives the sample of a kind with other members in front, which stand for those that it has.
func with(kind callbacks.Kind, members map[string]any) []byte {
	var sample map[string]json.RawMessage
	if err := json.Unmarshal(callbackstest.Sample(kind), &sample); err != nil {
		panic(err)
	}
	for name, value := range members {
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		sample[name] = text
	}
	text, err := json.Marshal(sample)
	if err != nil {
		panic(err)
	}
	return text
}

func withID(id uint64) []byte {
	return with(callbacks.KindCardPayment, map[string]any{"callback_id": id})
}

// one receives a body of one callback.
func one(t *testing.T, receiver *callbacks.Receiver, body []byte) callbacks.Outcome {
	t.Helper()
	outcomes, err := receiver.Receive(context.Background(), body)
	if err != nil || len(outcomes) != 1 {
		t.Fatalf("%v, %v", outcomes, err)
	}
	return outcomes[0]
}

func receiver(credentials ...*callbacks.Credential) *callbacks.Receiver {
	return &callbacks.Receiver{Credentials: credentials}
}

// refusal is why an outcome was refused, or what it is.
func refusal(outcome callbacks.Outcome) string {
	if refused, is := outcome.(*callbacks.Refused); is {
		return string(refused.Refusal)
	}
	return fmt.Sprintf("%T", outcome)
}

func TestAMissingSecretIsAnError(t *testing.T) {
	for _, secret := range []string{"", "secret\n", "secret\r", "\xff"} {
		if _, err := callbacks.NewCredential(1, secret, "key"); err == nil {
			t.Errorf("salt %q is taken", secret)
		}
		if _, err := callbacks.NewCredential(1, "salt", secret); err == nil {
			t.Errorf("API key %q is taken", secret)
		}
		if _, err := callbacks.NewCredentialWithoutSalt(1, secret); err == nil {
			t.Errorf("API key %q is taken without a salt", secret)
		}
		if _, err := callbacks.ProposeSeal(1, secret); err == nil {
			t.Errorf("API key %q is sealed", secret)
		}
	}
}

func TestACredentialThatWasNotMadeIsAnError(t *testing.T) {
	body := []byte(fmt.Sprintf(`{"callbacks":[{"type":"js_fail","callback_id":7,"account_id":0,"balance":0,"hash":"%x"}]}`, md5.Sum([]byte("07"))))
	for _, credential := range []*callbacks.Credential{nil, {}} {
		if _, err := callbacks.Receive(context.Background(), body, credential); err == nil {
			t.Error("it checks hashes")
		}
		lookup := callbacks.Receiver{Lookup: func(context.Context, uint64) ([]*callbacks.Credential, error) {
			return []*callbacks.Credential{credential}, nil
		}}
		if outcomes, err := lookup.Receive(context.Background(), body); err == nil {
			t.Errorf("it checks hashes: %v", outcomes)
		}
	}
}

func TestForgedCallbacksAreRefused(t *testing.T) {
	credential := credential()
	body := string(callbackstest.MustSign(credential, withID(1101)))
	hash := credential.Hash(1101)
	put := func(value string) string { return strings.Replace(body, `"`+hash+`"`, value, 1) }
	for changed, expected := range map[string]string{
		put(`"` + strings.ToUpper(hash) + `"`):   "invalid",
		put(`"` + hash + `\n"`):                  "invalid",
		put(`" ` + hash + `"`):                   "invalid",
		put(`"` + strings.Repeat("０", 32) + `"`): "invalid",
		put("null"):             "missing",
		put(`""`):               "missing",
		put(`["` + hash + `"]`): "unreadable",
		strings.Replace(body, `"account_id":1234567`, `"account_id":7654321`, 1): "unknown_account",
		strings.Replace(body, `"callback_id":1101`, `"callback_id":1`, 1):        "mismatch",
		put(fmt.Sprintf(`"%x"`, md5.Sum(nil))):                                   "mismatch",
		put(fmt.Sprintf(`"%x"`, md5.Sum([]byte("12345671101")))):                 "mismatch",
		body: "*callbacks.Received",
	} {
		if is := refusal(one(t, receiver(credential), []byte(changed))); is != expected {
			t.Errorf("%s instead of %s: %s", is, expected, changed)
		}
	}
}

func TestAQuotedIDIsNotAnotherCallback(t *testing.T) {
	credential := credential()
	receiver := receiver(credential)
	receiver.Guard = new(callbacks.MemoryGuard)
	plain := string(callbackstest.MustSign(credential, withID(1101)))
	quoted := strings.Replace(plain, `"callback_id":1101`, `"callback_id":"1101"`, 1)
	raised := strings.Replace(quoted, "10.50", "99999.00", 1)
	for _, step := range []struct{ body, expected string }{
		{plain, "*callbacks.Received"}, {plain, "*callbacks.Duplicate"}, {quoted, "conflict"}, {raised, "conflict"},
	} {
		outcome := one(t, receiver, []byte(step.body))
		if is := refusal(outcome); is != step.expected {
			t.Errorf("%s instead of %s", is, step.expected)
		}
		if received, is := outcome.(*callbacks.Received); is {
			received.Settle()
			// A claim is settled or released once.
			received.Release()
		}
	}
	for _, spelling := range []string{`"01101"`, `"+1101"`, `"1101 "`, "1101.0", "1.101e3", "true", `"١١٠١"`} {
		body := strings.Replace(plain, `"callback_id":1101`, `"callback_id":`+spelling, 1)
		if is := refusal(one(t, receiver, []byte(body))); is != "unreadable" {
			t.Errorf("%s: %s", spelling, is)
		}
	}
}

func TestSeals(t *testing.T) {
	// The same text as that of other languages.
	sealed, err := callbacks.Unseal("vxseal1.1234567.1.a8f6678ac5780131090a0243cf33365e.9b3fe80f")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := callbacks.NewCredential(1234567, "IQegC89XId3gubkTmzDzE", apiKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []uint64{0, 7, math.MaxUint64} {
		if sealed.Hash(id) != plain.Hash(id) {
			t.Errorf("another hash of %d", id)
		}
	}
	seal, err := callbacks.NewSeal(1234567, "IQegC89XId3gubkTmzDzE", apiKey)
	if err != nil || seal.Reveal() != "vxseal1.1234567.1.a8f6678ac5780131090a0243cf33365e.9b3fe80f" {
		t.Errorf("%v, %v", seal, err)
	}
	for range 20 {
		proposed, err := callbacks.ProposeSeal(1234567, apiKey)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := callbacks.Unseal(proposed.Reveal())
		if err != nil {
			t.Fatal(err)
		}
		plain, err := callbacks.NewCredential(1234567, proposed.Salt(), apiKey)
		if err != nil || sealed.Hash(7) != plain.Hash(7) {
			t.Fatalf("the seal of %q makes other hashes", proposed.Salt())
		}
	}
	if _, err := callbacks.NewSeal(1234567, "short", apiKey); err == nil || !strings.Contains(err.Error(), "21 characters") {
		t.Errorf("a salt of another length: %v", err)
	}
	text := seal.Reveal()
	for _, broken := range []string{
		"", text[:len(text)-1], text + " ", text + "\n", "vxseal2.1", strings.Replace(text, "1234567", "1234568", 1),
	} {
		if _, err := callbacks.Unseal(broken); err == nil {
			t.Errorf("%q is unsealed", broken)
		}
	}
}

func TestCredentialsAreLookedUp(t *testing.T) {
	following, err := callbacks.NewCredential(1234567, "next-salt", "test-key")
	if err != nil {
		t.Fatal(err)
	}
	other, err := callbacks.NewCredential(5, "salt", "key")
	if err != nil {
		t.Fatal(err)
	}
	body := callbackstest.MustSign(following, withID(7), withID(8))
	var asked []uint64
	told := func(found []*callbacks.Credential, failure error) ([]callbacks.Outcome, error) {
		receiver := callbacks.Receiver{Lookup: func(_ context.Context, accountID uint64) ([]*callbacks.Credential, error) {
			asked = append(asked, accountID)
			return found, failure
		}}
		return receiver.Receive(context.Background(), body)
	}
	outcomes, err := told([]*callbacks.Credential{credential(), following}, nil)
	if err != nil || outcomes[0].(*callbacks.Received).CredentialIndex != 1 {
		t.Errorf("%v, %v", outcomes, err)
	}
	if len(asked) != 1 {
		t.Errorf("it is asked %d times for one account", len(asked))
	}
	for _, found := range [][]*callbacks.Credential{nil, {other}} {
		if outcomes, err := told(found, nil); err != nil || refusal(outcomes[1]) != "unknown_account" {
			t.Errorf("%v, %v", outcomes, err)
		}
	}
	failure := errors.New("no database")
	var lookup *callbacks.LookupError
	if _, err := told(nil, failure); !errors.Is(err, failure) || !errors.As(err, &lookup) || lookup.AccountID != 1234567 {
		t.Errorf("%v", err)
	}
	asked = nil
	var forged []string
	for id := range 101 {
		forged = append(forged, fmt.Sprintf(`{"type":"js_fail","callback_id":1,"account_id":%d,"balance":1,"hash":"%x"}`, id, md5.Sum(nil)))
	}
	body = []byte(`{"callbacks":[` + strings.Join(forged, ",") + `]}`)
	if _, err := told(nil, nil); !errors.Is(err, callbacks.ErrTooManyAccounts) || len(asked) > 0 {
		t.Errorf("%v after %d lookups", err, len(asked))
	}
	// Nobody is asked for what has no hash.
	body = []byte(strings.ReplaceAll(string(body), `"hash"`, `"x"`))
	if _, err := told(nil, nil); err != nil || len(asked) > 0 {
		t.Errorf("%v after %d lookups", err, len(asked))
	}
}

func TestAnAccountCannotShutOutAnother(t *testing.T) {
	guard := &callbacks.MemoryGuard{Runs: 100, Contents: 10}
	handle := func(accountID, callbackID uint64) callbacks.Claim {
		claim := guard.Claim(accountID, callbackID, "digest")
		if claim == callbacks.ClaimNew {
			guard.Settle(accountID, callbackID)
		}
		return claim
	}
	handle(1, 7)
	var last callbacks.Claim
	for id := range uint64(101) {
		last = handle(2, 2*id+2)
	}
	for what, it := range map[string][2]callbacks.Claim{
		"the one is full":           {last, callbacks.ClaimFull},
		"the other is not":          {handle(1, 777), callbacks.ClaimNew},
		"its digest is kept":        {handle(1, 7), callbacks.ClaimDuplicate},
		"nothing is forgotten":      {handle(2, 2), callbacks.ClaimSeen},
		"neighbours need no room":   {handle(2, 3), callbacks.ClaimNew},
		"other content conflicts":   {guard.Claim(1, 7, "other"), callbacks.ClaimConflict},
		"the highest ID has room":   {handle(1, math.MaxUint64), callbacks.ClaimNew},
		"the lowest one has, too":   {handle(1, 0), callbacks.ClaimNew},
		"and it is remembered then": {handle(1, math.MaxUint64), callbacks.ClaimDuplicate},
	} {
		if it[0] != it[1] {
			t.Errorf("%s: %d instead of %d", what, it[0], it[1])
		}
	}
	guard.Claim(1, 50, "digest")
	if is := guard.Claim(1, 50, "digest"); is != callbacks.ClaimInProgress {
		t.Errorf("in progress: %d", is)
	}
	guard.Release(1, 50)
	if is := guard.Claim(1, 50, "other"); is != callbacks.ClaimNew {
		t.Errorf("released: %d", is)
	}
}

// A guard remembers what a set would.
func TestRunsAreJoined(t *testing.T) {
	guard := new(callbacks.MemoryGuard)
	settled := map[uint64]bool{}
	random := uint64(1)
	for range 20_000 {
		random = random*6364136223846793005 + 1442695040888963407
		id := random >> 33 % 3000
		claim := guard.Claim(1, id, "digest")
		if (claim == callbacks.ClaimNew) == settled[id] {
			t.Fatalf("%d is %d", id, claim)
		}
		guard.Settle(1, id)
		settled[id] = true
	}
}

func TestACopyInTheSameBodySharesItsFate(t *testing.T) {
	credential := credential()
	receiver := receiver(credential)
	receiver.Guard = new(callbacks.MemoryGuard)
	body := callbackstest.MustSign(credential, withID(1), withID(1), with(callbacks.KindCardExpired, map[string]any{"callback_id": 1}))
	outcomes, err := receiver.Receive(context.Background(), body)
	if err != nil {
		t.Fatal(err)
	}
	is := refusal(outcomes[0]) + " " + refusal(outcomes[1]) + " " + refusal(outcomes[2])
	if is != "*callbacks.Received *callbacks.Duplicate conflict" {
		t.Error(is)
	}
	again := one(t, receiver, callbackstest.MustSign(credential, withID(1)))
	if is := refusal(again); is != "in_progress" {
		t.Error(is)
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	credential, err := callbacks.NewCredential(1234567, "some-salt", "some-key")
	if err != nil {
		t.Fatal(err)
	}
	seal, err := callbacks.ProposeSeal(1234567, apiKey)
	if err != nil {
		t.Fatal(err)
	}
	body := callbackstest.MustSign(credential, callbackstest.Sample(callbacks.KindSmsInbound))
	received := one(t, receiver(credential), body).(*callbacks.Received)
	refused := one(t, receiver(), body)
	malformed := one(t, receiver(credential), bytes.Replace(body, []byte(`"type"`), []byte(`"typo"`), 1))
	payload := received.Callback.Payload.(*callbacks.SmsInbound)
	var log bytes.Buffer
	text, document := slog.New(slog.NewTextHandler(&log, nil)), slog.New(slog.NewJSONHandler(&log, nil))
	for _, it := range []any{
		credential, *credential, seal, *seal, received, *received, refused, malformed, received.Callback,
		*received.Callback, payload, *payload, received.Callback.Envelope, refused.(*callbacks.Refused).Decoded,
		struct{ Outcome callbacks.Outcome }{received}, []any{payload, credential},
	} {
		fmt.Fprintf(&log, "%v %+v %#v %s %d\n", it, it, it, it, it)
		text.Info("", "it", it)
		if _, is := it.(slog.LogValuer); is {
			document.Info("", "it", it)
		}
	}
	for _, secret := range []string{
		"some-salt", "some-key", apiKey, seal.Salt(), seal.Reveal(), received.Callback.Hash, received.Callback.AccountName,
		received.Callback.AccountEmail, received.Callback.Balance.String(), payload.SmsBody, payload.SourceNumber,
	} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is printed", secret)
		}
	}
	if !strings.Contains(log.String(), "sms_inbound") || !strings.Contains(log.String(), "account 1234567") {
		t.Error("too little is printed")
	}
}

func TestPrintedOutcomesSayWhatTheyAre(t *testing.T) {
	credential, err := callbacks.NewCredential(1234567, "some-salt", "some-key")
	if err != nil {
		t.Fatal(err)
	}
	newer := callbackstest.MustSign(credential, []byte(`{"type":"brand\nnew","callback_id":7,"balance":1}`))
	payment := callbackstest.MustSign(credential, withID(7))
	for _, it := range []struct {
		outcome callbacks.Outcome
		printed string
	}{
		{one(t, receiver(credential), newer), `Unknown{ "brand\nnew" callback 7 of account 1234567 }`},
		{one(t, receiver(credential), payment), `Received{ card_payment callback 7 of account 1234567 }`},
		{one(t, receiver(), payment), `Refused{ card_payment callback 7 of account 1234567: unknown_account }`},
		{one(t, receiver(), []byte(`{"callbacks":[{}]}`)), `Refused{ missing }`},
		{
			one(t, receiver(credential), bytes.Replace(payment, []byte(`"type"`), []byte(`"typo"`), 1)),
			`Malformed{ callback 7 of account 1234567: missing field at /callbacks/0/type }`,
		},
	} {
		if printed := fmt.Sprint(it.outcome); printed != it.printed {
			t.Errorf("%s instead of %s", printed, it.printed)
		}
	}
}

func TestHostileBodiesDoNoHarm(t *testing.T) {
	deep := strings.Repeat("[", 300_000) + strings.Repeat("]", 300_000)
	objects := strings.Repeat(`{"b":0,"a":`, 60_000) + "1" + strings.Repeat("}", 60_000)
	for _, nested := range []string{deep, objects} {
		decoded, err := callbacks.Read([]byte(`{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":1,"balance":1,"x":` + nested + `}]}`))
		if err != nil || len(decoded[0].Digest()) != 67 {
			t.Fatal(err)
		}
	}
	for _, digits := range []string{"1e1000000", "1e-1000000", strings.Repeat("9", 5000), "1e" + strings.Repeat("9", 5000)} {
		decoded, err := callbacks.Read([]byte(`{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":1,"balance":` + digits + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if malformed, is := decoded[0].(*callbacks.MalformedCallback); !is || !errors.Is(malformed.Err, callbacks.ErrOutOfRange) {
			t.Errorf("%.20s: %v", digits, decoded[0])
		}
	}
	if _, err := callbacks.Read([]byte("\x1f\x8b\x08")); !errors.Is(err, callbacks.ErrNotUTF8) || !strings.Contains(err.Error(), "gzip") {
		t.Error(err)
	}
}

func TestEverySampleIsRead(t *testing.T) {
	for _, kind := range callbacks.Kinds() {
		received, is := one(t, receiver(credential()), callbackstest.MustSign(credential(), callbackstest.Sample(kind))).(*callbacks.Received)
		if !is || received.Kind() != kind || received.Callback.Kind() != kind || !kind.IsKnown() {
			t.Errorf("%s is not read", kind)
			continue
		}
		text, err := json.Marshal(received.Callback)
		if err != nil {
			t.Error(err)
			continue
		}
		var again callbacks.Callback
		if err := json.Unmarshal(text, &again); err != nil {
			t.Error(err)
		}
		twice, err := json.Marshal(again)
		if err != nil || !bytes.Equal(text, twice) {
			t.Errorf("%s becomes %s", text, twice)
		}
		// As it is documented: what is written has the same content.
		digest, err := callbacks.Digest(text)
		if err != nil || digest != received.Digest() {
			t.Errorf("%s is not what came: %s", text, received.Raw())
		}
	}
	if len(callbacks.Kinds()) < 30 || callbacks.Kind("new_kind").IsKnown() {
		t.Error("the kinds are others")
	}
}

func TestWhatIsUnknownIsWrittenBack(t *testing.T) {
	body := bytes.Replace(callbackstest.MustSign(credential(), withID(7)), []byte(`"amount"`), []byte(`"x":{"a":1E5, "a":"\ud800"},"amount"`), 1)
	received := one(t, receiver(credential()), body).(*callbacks.Received)
	text, err := received.Callback.MarshalJSON()
	if err != nil || !bytes.Contains(text, []byte(`"x":{"a":1E5, "a":"\ud800"}`)) {
		t.Errorf("%s, %v", text, err)
	}
	var callback callbacks.Callback
	var decode *callbacks.DecodeError
	err = json.Unmarshal([]byte(`{"type":"new_kind","callback_id":1,"account_id":1,"balance":1}`), &callback)
	if !errors.As(err, &decode) || decode.Pointer != "/type" {
		t.Error(err)
	}
	var payment callbacks.CardPayment
	err = json.Unmarshal([]byte(`{"transaction_id":1,"amount":true}`), &payment)
	if !errors.Is(err, callbacks.ErrWrongType) {
		t.Error(err)
	}
}

// What an error says has nothing of what was received.
func TestErrorsNameNoValue(t *testing.T) {
	secret := regexp.MustCompile("secret")
	for _, body := range []string{
		`{"callbacks":"secret"}`, `{"secret":`, `secret`, `{"callbacks":[{"type":"card_payment","card_payment":{"amount":"secret"}}]}`,
		`{"callbacks":[{"secret":1,"secret":2}]}`, `{"callbacks":[{"type":"js_fail","js_fail":"secret"}]}`,
	} {
		decoded, err := callbacks.Read([]byte(body))
		if text := fmt.Sprint(decoded, err); secret.MatchString(text) {
			t.Error(text)
		}
	}
}

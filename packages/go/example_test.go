package callbacks_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/big"
	"net/http"
	"os"
	"strconv"
	"time"

	"voximplant-callbacks.invalid/callbacks"
	"voximplant-callbacks.invalid/callbacks/callbackstest"
)

// A whole service.
func Example() {
	accountID, err := strconv.ParseUint(os.Getenv("VOXIMPLANT_ACCOUNT_ID"), 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	credential, err := callbacks.NewCredential(accountID, os.Getenv("VOXIMPLANT_SALT"), os.Getenv("VOXIMPLANT_API_KEY"))
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("POST /callbacks", &callbacks.Endpoint{
		Receiver: &callbacks.Receiver{
			Credentials: []*callbacks.Credential{credential},
			Guard:       new(callbacks.MemoryGuard),
		},
		Handle: func(ctx context.Context, outcome callbacks.Outcome) error {
			switch outcome := outcome.(type) {
			case *callbacks.Received:
				log.Println("to be handled:", outcome.Callback)
			case *callbacks.Unknown, *callbacks.Malformed:
				log.Println("to be stored:", len(outcome.Raw()), "bytes")
			}
			return nil
		},
	})
	server := http.Server{Addr: "localhost:8080", ReadTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// credential is one for tests.
func credential() *callbacks.Credential {
	credential, err := callbacks.NewCredential(1234567, "test-salt", "test-key")
	if err != nil {
		panic(err)
	}
	return credential
}

func ExampleReceive() {
	credential := credential()
	body := callbackstest.MustSign(credential, callbackstest.Sample(callbacks.KindCardPayment))

	outcomes, err := callbacks.Receive(context.Background(), body, credential)
	if err != nil {
		log.Fatal(err)
	}
	for _, outcome := range outcomes {
		switch outcome := outcome.(type) {
		case *callbacks.Received:
			switch payload := outcome.Callback.Payload.(type) {
			case *callbacks.CardPayment:
				fmt.Println(payload.Amount, outcome.Callback.Currency, "paid")
			default:
				fmt.Println(outcome.Kind())
			}
		case *callbacks.Unknown: // Newer than this version: keep outcome.Raw().
		case *callbacks.Malformed: // It cannot be read: outcome.Err says why, and where.
		case *callbacks.Duplicate: // Handled before.
		case *callbacks.Refused: // Anyone may have sent it.
			fmt.Println(outcome.Refusal)
		}
	}
	// Output: 10.50 USD paid
}

func ExampleCode() {
	_, err := callbacks.Read([]byte(`{"callbacks": 5}`))
	fmt.Println(errors.Is(err, callbacks.ErrWrongType))
	var body *callbacks.BodyError
	if errors.As(err, &body) {
		fmt.Println(body.Pointer)
	}
	// Output:
	// true
	// /callbacks
}

func ExampleDecimal_To() {
	amount, err := callbacks.ParseDecimal("10.50")
	if err != nil {
		log.Fatal(err)
	}
	// So it is with the decimal of github.com/shopspring/decimal, and others.
	var number big.Rat
	if err := amount.To(&number); err != nil {
		log.Fatal(err)
	}
	fmt.Println(amount, number.RatString())
	// Output: 10.50 21/2
}

func ExampleReceiver() {
	previous, current := credential(), credential()
	receiver := callbacks.Receiver{
		// While the salt is being changed, both are tried.
		Credentials: []*callbacks.Credential{current, previous},
		// For accounts that have none there.
		Lookup: func(ctx context.Context, accountID uint64) ([]*callbacks.Credential, error) {
			return nil, nil
		},
		Guard: new(callbacks.MemoryGuard),
	}
	body := callbackstest.MustSign(current, callbackstest.Sample(callbacks.KindCardPayment))
	for range 2 {
		outcomes, err := receiver.Receive(context.Background(), body)
		if err != nil {
			log.Fatal(err)
		}
		for _, outcome := range outcomes {
			fmt.Printf("%T\n", outcome)
			if received, is := outcome.(*callbacks.Received); is {
				received.Settle()
			}
		}
	}
	// Output:
	// *callbacks.Received
	// *callbacks.Duplicate
}

func ExampleProposeSeal() {
	// Where the API key is.
	seal, err := callbacks.ProposeSeal(1234567, "00000000-0000-4000-8000-000000000000")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(seal.Salt()), "characters to be set upstream")
	// On the server.
	credential, err := callbacks.Unseal(seal.Reveal())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(credential)
	// Output:
	// 21 characters to be set upstream
	// Credential{account 1234567}
}

// Package callbacks receives the account callbacks that the telephony platform Voximplant POSTs to its customers'
// servers: it reads them as the Rust SDK does, checks their hash, and has a type for every kind. Unofficial: this is not
// a product of Voximplant.
//
// A matching hash shows that the sender knew the credential of the account, or copied the hash of an earlier callback
// with the same account ID and callback ID. It does not cover the kind, the payload or the balance, carries no time, and
// can be replayed. So serve the callback URL over HTTPS only, act on each callback ID once, and confirm what is worth
// money by asking the Management API; the documentation of each type names the method.
//
// [Endpoint] is an [http.Handler], [Receive] works without HTTP, and [Read] does not check the hash. Package
// callbackstest has a sample of every kind, and signs bodies for tests.
//
// # Every kind
//
// The linter exhaustive reports the kinds that a switch over [Callback.Kind] leaves out. go-check-sumtype does the same
// for type switches over [Callback.Payload] and [Outcome]. A version that adds a kind is a minor one.
package callbacks

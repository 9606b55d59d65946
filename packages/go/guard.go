package callbacks

import (
	"fmt"
	"sort"
	"sync"
)

// Claim is the answer of a [ReplayGuard] about a callback.
type Claim int

const (
	// ClaimNew is the first claim: handle the callback, then settle or release the claim.
	ClaimNew Claim = iota
	// ClaimInProgress was claimed before, and neither settled nor released yet.
	ClaimInProgress
	// ClaimDuplicate was settled before, with the same digest.
	ClaimDuplicate
	// ClaimSeen was settled before; the guard no longer knows its digest.
	ClaimSeen
	// ClaimConflict was settled before, with another digest.
	ClaimConflict
	// ClaimFull was never seen, and there is no room to remember it.
	ClaimFull
)

// ReplayGuard remembers which callbacks were handled: the defence against a replayed hash, as a hash neither expires
// nor covers the payload. It is asked about every callback whose hash matches, and about no other, by several
// goroutines. It must answer without blocking.
//
// [MemoryGuard] lasts as long as the process. To remember for longer, write account ID, callback ID and digest in the
// same transaction as the effect of the callback, under a unique key of the two IDs, and use no guard.
type ReplayGuard interface {
	// Claim claims a callback with this digest, to handle it. A claim that is new is settled or released later.
	Claim(accountID, callbackID uint64, digest string) Claim
	// Settle records that the callback of a new claim was handled.
	Settle(accountID, callbackID uint64)
	// Release records that the callback of a new claim was not handled, so its next claim is new.
	Release(accountID, callbackID uint64)
}

// MemoryGuard is a guard in memory. Nothing is evicted: when an account's budget is used up, its new callbacks are
// refused with [RefusalGuardFull]; other accounts are not affected. Consecutive callback IDs take no more room than
// one. The zero value is ready to use.
type MemoryGuard struct {
	// Runs is how many runs of consecutive callback IDs are remembered for each account: 1 000 000 if it is 0.
	Runs int
	// Contents is for how many of the latest settled callbacks of each account the digest is remembered: 8192 if it is 0.
	// For older ones, the guard still knows the callback ID.
	Contents int

	mutex    sync.Mutex
	accounts map[uint64]*memory
}

// Claim implements [ReplayGuard].
func (g *MemoryGuard) Claim(accountID, callbackID uint64, digest string) Claim {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.accounts == nil {
		g.accounts = map[uint64]*memory{}
	}
	account := g.accounts[accountID]
	if account == nil {
		account = &memory{runs: g.Runs, contents: g.Contents, inProgress: map[uint64]string{}, digests: map[uint64]string{}}
		if account.runs == 0 {
			account.runs = 1_000_000
		}
		if account.contents == 0 {
			account.contents = 8192
		}
		g.accounts[accountID] = account
	}
	return account.claim(callbackID, digest)
}

// Settle implements [ReplayGuard].
func (g *MemoryGuard) Settle(accountID, callbackID uint64) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if account := g.accounts[accountID]; account != nil {
		account.settle(callbackID)
	}
}

// Release implements [ReplayGuard].
func (g *MemoryGuard) Release(accountID, callbackID uint64) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if account := g.accounts[accountID]; account != nil {
		delete(account.inProgress, callbackID)
	}
}

// String returns how many accounts are remembered.
func (g *MemoryGuard) String() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return fmt.Sprintf("MemoryGuard{%d accounts}", len(g.accounts))
}

// A memory holds what is remembered about one account. It is separate, so that no other account can fill it.
type memory struct {
	runs, contents int
	// Digests of callbacks in progress, and of those that were settled last, by callback ID.
	inProgress, digests map[uint64]string
	// Callback IDs of the latter in a ring, the oldest one at next once it is full.
	order []uint64
	next  int
	// Runs of settled callback IDs, in order.
	settled []run
}

// A run has the first and the last of consecutive callback IDs.
type run struct{ first, last uint64 }

func (m *memory) claim(id uint64, digest string) Claim {
	if _, is := m.inProgress[id]; is {
		return ClaimInProgress
	}
	if m.isSettled(id) {
		switch settled, is := m.digests[id]; {
		case !is:
			return ClaimSeen
		case settled == digest:
			return ClaimDuplicate
		default:
			return ClaimConflict
		}
	}
	// An ID next to a settled one extends its run.
	isBeside := id > 0 && m.isSettled(id-1) || id+1 > 0 && m.isSettled(id+1)
	if len(m.settled)+len(m.inProgress) >= m.runs && !isBeside {
		return ClaimFull
	}
	m.inProgress[id] = digest
	return ClaimNew
}

func (m *memory) settle(id uint64) {
	digest, is := m.inProgress[id]
	if !is {
		return
	}
	delete(m.inProgress, id)
	m.add(id)
	if len(m.order) < m.contents {
		m.order = append(m.order, id)
	} else {
		delete(m.digests, m.order[m.next])
		m.order[m.next] = id
		m.next = (m.next + 1) % len(m.order)
	}
	m.digests[id] = digest
}

// after returns the index of the first run that begins after this ID.
func (m *memory) after(id uint64) int {
	return sort.Search(len(m.settled), func(at int) bool { return m.settled[at].first > id })
}

func (m *memory) isSettled(id uint64) bool {
	before := m.after(id) - 1
	return before >= 0 && id <= m.settled[before].last
}

// add adds an ID that is in no run, and joins adjacent runs.
func (m *memory) add(id uint64) {
	after := m.after(id)
	touchesBefore := after > 0 && m.settled[after-1].last+1 == id
	touchesAfter := after < len(m.settled) && m.settled[after].first == id+1
	switch {
	case touchesBefore && touchesAfter:
		m.settled[after-1].last = m.settled[after].last
		m.settled = append(m.settled[:after], m.settled[after+1:]...)
	case touchesBefore:
		m.settled[after-1].last = id
	case touchesAfter:
		m.settled[after].first = id
	default:
		m.settled = append(m.settled, run{})
		copy(m.settled[after+1:], m.settled[after:])
		m.settled[after] = run{id, id}
	}
}

// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// State: How far something is. It may be another one, which upstream added.
type State string

const (
	StateInProgress  State = "in progress"
	StateDone        State = "DONE"
	StateDoneAndMore State = "done+"
)

// IsKnown tells whether this version knows the value.
func (value State) IsKnown() bool {
	switch value {
	case StateInProgress,
		StateDone,
		StateDoneAndMore:
		return true
	}
	return false
}

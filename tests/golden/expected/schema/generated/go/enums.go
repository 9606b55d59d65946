// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// State: How far something is. Upstream may add values.
type State string

const (
	StateInProgress  State = "in progress"
	StateDone        State = "DONE"
	StateDoneAndMore State = "done+"
)

// IsKnown reports whether this version knows the value.
func (value State) IsKnown() bool {
	switch value {
	case StateInProgress,
		StateDone,
		StateDoneAndMore:
		return true
	}
	return false
}

package callbacks

import "github.com/shopspring/decimal"

// Money is exact, and comes as a number or as a string of its digits.
type Money = decimal.Decimal

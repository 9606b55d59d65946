"""An amount as the JSON Schema describes it, a number or a string of its digits, kept exactly."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator


def exact(value: object) -> Decimal:
    match value:
        case bool():  # Which Python counts among the integers.
            pass
        case Decimal() | int():
            return Decimal(value)
        case str() if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", value):
            return Decimal(value)
        case float():
            raise ValueError("a float has lost digits: parse the body with `parse_float=Decimal`")
    raise ValueError("an amount is a number or a string of its digits")


ExactDecimal = Annotated[Decimal, BeforeValidator(exact)]

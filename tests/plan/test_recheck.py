"""What a recheck refuses is counted whole, though only the first differences are named."""

from narvaro.errors import CheckError, Fault
from narvaro.plan.recheck import MOST_FAULTS, _first


def test_differences_beyond_the_named_ones_are_counted():
    """Of 45 differences twenty are named, 25 are told as a number, and the headline says 45."""
    found = _first([Fault("fault.row", {"row": str(n)}) for n in range(45)])
    assert len(found) == MOST_FAULTS + 1
    assert found[-1].data["count"] == 45 - MOST_FAULTS
    assert "Differences found: 45." in CheckError(found).text("en")
    assert len(_first([Fault("fault.row", {"row": "1"})] * MOST_FAULTS)) == MOST_FAULTS

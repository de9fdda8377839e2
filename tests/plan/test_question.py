"""What is asked carries nothing that could be wrong in the same way on both sides of a check."""

import inspect
from dataclasses import fields

from narvaro.plan import Question


def test_a_question_holds_what_was_given_and_reckons_nothing():
    """Setting up a problem and checking its plan take the same question, so no figure may come with it."""
    assert [field.name for field in fields(Question)] == ["case", "policy", "times"]
    own = {name for name, _ in inspect.getmembers(Question) if not name.startswith("_")}
    assert own == set()

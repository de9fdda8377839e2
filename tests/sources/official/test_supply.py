"""What was kept is not asked for again, and what is faulty is not kept."""

from __future__ import annotations

import pytest
from tests.sources.official.conftest import question
from tests.sources.official.server import Mishap, Server

from narvaro.errors import Fault, SourceError
from narvaro.sources.official.supply import Supply


def test_a_second_time_nothing_is_asked(server: Server, supply: Supply) -> None:
    """The same bytes and the same record, with the service gone."""
    asked = question(server, "/a")
    first = supply.bring(asked, bytes.decode)
    server.mishaps.append(Mishap("/a", status=404, times=99))
    assert supply.bring(asked, bytes.decode) == first
    assert first[0] == "/a"
    assert len(server.asked) == 1


def test_afresh_asks_again_and_keeps_the_newer(server: Server, supply: Supply) -> None:
    """With --refresh the service is asked whatever is kept."""
    asked = question(server, "/a")
    supply.bring(asked, bytes.decode)
    server.mishaps.append(Mishap("/a", change=lambda _: b"newer"))
    supply.afresh = True
    assert supply.bring(asked, bytes.decode)[0] == "newer"
    supply.afresh = False
    assert supply.bring(asked, bytes.decode)[0] == "newer"


def test_a_faulty_answer_is_not_kept(server: Server, supply: Supply) -> None:
    """What the reader refuses is asked for again the next time."""

    def refuse(_: bytes) -> str:
        raise SourceError([Fault("source.no_offer", {"address": "x"})])

    asked = question(server, "/a")
    with pytest.raises(SourceError):
        supply.bring(asked, refuse)
    assert not (supply.cache.folder / "requests").exists()
    assert supply.bring(asked, bytes.decode)[0] == "/a"

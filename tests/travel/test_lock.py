"""One run at a time holds a folder, and nothing that ends, however it ends, keeps holding it."""

import subprocess
import sys

import pytest

from narvaro.errors import TravelError
from narvaro.travel.lock import only_run


def test_a_second_run_is_turned_away_until_the_first_is_done(tmp_path) -> None:
    """The folder is made; while it is held nobody else gets in, not even this process; afterwards anybody."""
    folder = tmp_path / "new" / "travel"
    for _ in range(2):
        with only_run(folder):
            assert folder.is_dir()
            with pytest.raises(TravelError, match="Another run is working"), only_run(folder):
                pass


def test_folders_are_held_apart(tmp_path) -> None:
    """A run in one folder is nothing to a run in another."""
    with only_run(tmp_path / "a"), only_run(tmp_path / "b"):
        pass


def test_a_run_that_fails_lets_go(tmp_path) -> None:
    """An error inside goes out as it is, and the folder is free."""
    with pytest.raises(ZeroDivisionError), only_run(tmp_path):
        raise ZeroDivisionError
    with only_run(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "travel").write_text("")
    with pytest.raises(TravelError, match="travel"), only_run(tmp_path / "travel"):
        pass


def test_a_killed_process_lets_go_of_the_folder(tmp_path) -> None:
    """A process that is killed while it holds the folder does not lock it for good."""
    code = (
        "import sys, time, pathlib; from narvaro.travel.lock import only_run\n"
        "with only_run(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    with pytest.raises(TravelError, match="Another run"), only_run(tmp_path):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with only_run(tmp_path):
        pass

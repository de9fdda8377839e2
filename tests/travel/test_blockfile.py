"""Files of arrays: what is written is read back, and a changed byte is found out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays, integer_dtypes

from narvaro.errors import TravelError
from narvaro.travel.blockfile import pack_block, read_block, write_block

some = st.one_of(integer_dtypes(endianness="<"), st.sampled_from([np.dtype("<f8"), np.dtype("<f4")]))


@given(table=st.dictionaries(st.sampled_from("abcd"), arrays(some, st.integers(0, 9))))
def test_arrays_come_back_as_they_were(tmp_path_factory, table) -> None:
    """Any arrays come back with their bytes, kinds and shapes, and what they were made of; the bytes repeat."""
    path = tmp_path_factory.mktemp("block") / "some.block"
    write_block(path, table, {"made": 1})
    read, made_of = read_block(path, check=True)
    assert made_of == {"made": 1}
    assert sorted(read) == sorted(table)
    for name, array in table.items():
        assert (read[name].dtype, read[name].shape) == (array.dtype, array.shape)
        assert read[name].tobytes() == array.tobytes()
    assert path.read_bytes() == pack_block(table, {"made": 1})


def test_a_read_array_cannot_be_written_to(tmp_path) -> None:
    """What is read is a view of the file and stays as it is."""
    write_block(tmp_path / "a.block", {"a": np.arange(4)}, {})
    with pytest.raises(ValueError, match="read-only"):
        read_block(tmp_path / "a.block")[0]["a"][0] = 9


def test_a_changed_or_missing_byte_is_found_out(tmp_path) -> None:
    """One byte changed is found by the checksum; one byte short is found without it."""
    path = tmp_path / "a.block"
    write_block(path, {"a": np.arange(64, dtype=np.int64)}, {})
    whole = path.read_bytes()
    path.write_bytes(whole[:-65] + bytes([whole[-65] ^ 1]) + whole[-64:])
    read_block(path)
    with pytest.raises(TravelError, match=r"a\.block"):
        read_block(path, check=True)
    path.write_bytes(whole[:-1])
    with pytest.raises(TravelError, match=r"a\.block"):
        read_block(path)

"""The tests themselves: sealed from the person's own folders and from the network."""

import os
import socket
from pathlib import Path

import pytest

from pmtui import paths


@pytest.mark.skipif(os.name == "nt", reason="event loops on Windows need the loopback address")
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_network_socket_cannot_be_opened(family: socket.AddressFamily, network_attempts: list[str]) -> None:
    with pytest.raises(RuntimeError, match="network socket"):
        socket.socket(family)
    assert network_attempts == [f"family {int(family)}"]
    network_attempts.clear()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no local sockets")
def test_a_local_socket_can_be_opened() -> None:
    for end in socket.socketpair():
        end.close()


def test_every_folder_is_a_new_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    folders = (paths.drafts_folder(), paths.config_folder(), paths.state_folder(), Path.home())
    assert all(folder.is_relative_to(base) for folder in folders)
    assert not paths.drafts_folder().exists()

"""The figures of a network's table agree with torch; ``tests.oracle.tables`` tries many more."""

from __future__ import annotations

from itertools import islice

import torch

from tests.oracle.tables import compare_table, networks

torch.set_num_threads(1)


def test_tables_of_random_networks_agree_with_torch() -> None:
    for nodes, shape, seed in islice(networks(20_000), 30):
        compare_table(nodes, shape, seed)

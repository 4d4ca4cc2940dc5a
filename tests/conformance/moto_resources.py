"""What the tour creates before it reads, and parameters of reads that the names of members do not suggest.

``moto_resources.json`` has both: for each service, in the order of the tour, the calls of the client that create something,
and the parameters of reads by operation. A text that starts with ``$`` is an expression in JMESPath over the responses so
far, by method: ``$create_cluster.cluster.arn``, of another service ``$ec2.create_vpc.Vpc.VpcId``. The second response of a
method is ``create_subnet_2``.
"""

import json
import typing as t
from pathlib import Path

Params = dict[str, t.Any]

_DATA = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))

ACCOUNT = "123456789012"
"""The account that moto answers for."""
CREATES: dict[str, list[tuple[str, Params]]] = _DATA["creates"]
READS: dict[str, dict[str, Params]] = _DATA["reads"]

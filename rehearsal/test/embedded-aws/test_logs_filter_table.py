"""Each filter of trail-alarms matches its own sample record, and no other."""

import json
from pathlib import Path

import pytest
import yaml
from embedded_aws.services.logs import pattern

ROOT = Path(__file__).parents[3]
TABLE = yaml.safe_load((ROOT / "templates/trail-alarms/filters.yml").read_text(encoding="utf-8"))
SAMPLES = {
    path.stem: json.dumps(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "test/events/cloudtrail").glob("*.json"))
}


@pytest.mark.parametrize("row", TABLE["Filters"], ids=lambda row: row["name"])
def test_matches_its_own_sample_only(row):
    matching = [name for name, text in SAMPLES.items() if pattern.matches(row["pattern"], text)]

    assert matching == [row["name"]]

from pathlib import Path

import pytest

from mvos_core.train.config import DataSection
from tests.core.train.data import make_data


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataSection:
    return make_data(Path(tmp_path_factory.mktemp("training")))

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from or written to the user's cache; what one test compiles, the next ones find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MVOS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield

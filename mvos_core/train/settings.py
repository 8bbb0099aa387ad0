"""Reading training configurations: TOML files, variants within them, and settings from the command line."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from mvos_core.config import resource
from mvos_core.model.config import CONFIGS, model_config
from mvos_core.train.config import TrainConfig, check
from mvos_core.types import MvosError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


SectionT = TypeVar("SectionT")


class _Text(str):
    """A value as it was typed on the command line; what it means depends on the setting."""

    __slots__ = ()


def find_config(name_or_path: str) -> Path:
    """Return the path of a configuration: a file, or one of ours by its name, such as clips.

    Raises:
        MvosError: there is none.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        return path
    shipped = {file.stem: file for file in sorted(resource("configs").glob("*.toml"))}
    if name_or_path not in shipped:
        raise MvosError(
            f"There is no configuration “{name_or_path}”; choose one of {', '.join(shipped)}, or give the path of a "
            ".toml file.",
            exit_code=2,
        )
    return shipped[name_or_path]


def load_config(
    path: Path, overrides: Sequence[str] = (), *, model: str = "", profile: str = ""
) -> TrainConfig:
    """Read a configuration, its variants and `section.key=value` overrides, values as TOML or bare words.

    What stands under [when.NAME.section] replaces settings of [section] where NAME is the profile, and then where it is
    the model's name. Last come the overrides. `{model}` in a text is the model's name.

    Args:
        path: the TOML file.
        overrides: settings from the command line.
        model: the model to train; "" leaves the file's.
        profile: which variant for a machine, such as gpu; "" for none.

    Raises:
        MvosError: not readable, not TOML, an unknown key, profile or model, or a value of another type.
    """
    values = _read(path)
    variants = values.pop("when", {})
    if not isinstance(variants, dict):
        raise MvosError(f"{path}: “when” must be sections, such as [when.gpu.schedule].", exit_code=2)
    if profile and profile not in variants:
        profiles = [name for name in variants if name not in CONFIGS] or ["none"]
        raise MvosError(f"{path} has no profile “{profile}”; it has {', '.join(profiles)}.", exit_code=2)
    typed = _typed(overrides)
    if model:
        typed.setdefault("model", {})["name"] = _Text(model)
    config = TrainConfig()
    for layer in (values, typed):  # the model must be known before its variant can be
        config = _merge(config, layer, str(path))
    chosen = [variants[name] for name in (profile, config.model.name) if name in variants]
    config = TrainConfig()
    for layer in (values, *chosen, typed):
        config = _merge(config, layer, str(path))
    config = _named(config, model_config(config.model.name).name)
    check(config)
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return values
    except OSError as error:
        raise MvosError(
            f"The configuration {path} cannot be read ({error.strerror}); check the path.", exit_code=2
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MvosError(f"The configuration {path} is not valid TOML: {error}.", exit_code=2) from error


def _typed(overrides: Sequence[str]) -> dict[str, dict[str, _Text]]:
    """Return what was typed as sections of settings."""
    values: dict[str, dict[str, _Text]] = {}
    for override in overrides:
        name, equals, text = override.partition("=")
        section, dot, key = name.strip().partition(".")
        if not equals or not dot:
            raise MvosError(
                f"“{override}” is no setting; write section.key=value, such as data.crop=384.", exit_code=2
            )
        values.setdefault(section, {})[key] = _Text(text.strip())
    return values


def _named(section: SectionT, model: str) -> SectionT:
    """Put the model's name where texts ask for it."""
    changes: dict[str, Any] = {}
    for each in fields(cast(Any, section)):
        value = getattr(section, each.name)
        if isinstance(value, str):
            changes[each.name] = value.replace("{model}", model)
        elif is_dataclass(value):
            changes[each.name] = _named(value, model)
    return cast(SectionT, replace(cast(Any, section), **changes))


def _parse(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _merge(section: SectionT, values: Mapping[str, Any], where: str) -> SectionT:
    if not isinstance(values, Mapping):
        raise MvosError(f"{where} must be a section with settings of its own.", exit_code=2)
    known = {f.name: getattr(section, f.name) for f in fields(cast(Any, section))}
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise MvosError(
                f"{where}: there is no setting “{name}”; choose from {', '.join(known)}.", exit_code=2
            )
        old = known[name]
        changes[name] = (
            _merge(old, value, f"{where} [{name}]") if is_dataclass(old) else _convert(old, value, name)
        )
    return cast(SectionT, replace(cast(Any, section), **changes))


def _convert(old: Any, value: Any, name: str) -> Any:
    if isinstance(value, _Text):
        value = str(value).strip("\"'") if isinstance(old, str) else _parse(str(value))
    if isinstance(old, tuple):
        try:
            if not value:
                raise ValueError("no point")
            return tuple((float(progress), float(y)) for progress, y in value)
        except (TypeError, ValueError):
            raise MvosError(
                f"“{name}” is a curve; write it as [[0.0, 1.0], [1.0, 0.5]].", exit_code=2
            ) from None
    if isinstance(old, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(old):
        raise MvosError(f"“{name}” must be a {type(old).__name__}, not {value!r}.", exit_code=2)
    return value

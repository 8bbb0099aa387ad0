"""The demo's files: those that ship, and those that the command writes."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from mvos_core.config import resource
from mvos_core.demo import N_FRAMES, RATE, DemoScene
from mvos_core.demo.__main__ import main
from mvos_core.demo.clip import encode_film, write_demo
from mvos_core.demo.sound import SAMPLE_RATE, synthesise
from mvos_core.masks.labels import read_label_map
from mvos_core.types import Frame, MvosError

FULL = (480, 854)


def _pictures(path: Path) -> list[Frame]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_the_shipped_clip_is_what_it_should_be() -> None:
    path = resource("demo", "demo.mp4")
    assert path.stat().st_size <= 2_000_000
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.frames == N_FRAMES >= 72
        assert (video.height, video.width) == FULL
        assert video.average_rate == RATE
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)  # BT.709, limited
        assert audio.codec_context.name == "aac"
        assert float(container.duration or 0) / av.time_base == pytest.approx(float(N_FRAMES / RATE), abs=0.1)
        loudness = [np.abs(block.to_ndarray()).max() for block in container.decode(audio=0)]
        assert 0.1 < max(loudness) < 1
    head = path.read_bytes()[:200_000]
    assert 0 < head.find(b"moov") < head.find(b"mdat")  # The index comes first: playable while loading.


def test_the_shipped_clip_shows_what_the_generator_renders() -> None:
    with av.open(str(resource("demo", "demo.mp4"))) as container:
        shipped = next(frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
    size = (120, 214)
    small = cv2.resize(shipped[:, :852], (213, 120), interpolation=cv2.INTER_AREA)
    rendered = DemoScene(samples=8).frame(0, size)[:, :213]
    error = np.abs(cv2.blur(small, (3, 3)).astype(int) - cv2.blur(rendered, (3, 3)).astype(int))
    assert error.mean() < 3


def test_the_shipped_mask_is_the_true_mask_of_the_first_frame() -> None:
    shipped = read_label_map(resource("demo", "demo-mask.png"))
    true = DemoScene().true_mask(0, FULL)
    assert set(np.unique(shipped)) == {0, 1}
    # Not every processor rounds alike, so a pixel on the outline may differ.
    assert (shipped & true).sum() / (shipped | true).sum() > 0.998


def test_the_command_writes_the_clip_and_all_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvos_core.demo.clip.N_FRAMES", 3)
    out, size = tmp_path / "new" / "demo", (36, 64)
    assert main([str(out), "--size", "36x64", "--samples", "1", "--masks", "--plates"]) == 0

    scene = DemoScene(samples=1)
    written = _pictures(out / "demo.mp4")
    assert len(written) == 3
    for index, picture in enumerate(written):
        mask = read_label_map(out / "masks" / f"{index:05d}.png")
        np.testing.assert_array_equal(mask, scene.true_mask(index, size))
        plate = cv2.cvtColor(cv2.imread(str(out / "plates" / f"{index:05d}.png")), cv2.COLOR_BGR2RGB)
        np.testing.assert_array_equal(plate, scene.clean_plate(index, size))
        error = np.abs(picture.astype(int) - scene.frame(index, size).astype(int))
        assert error.mean() < 9
    np.testing.assert_array_equal(read_label_map(out / "demo-mask.png"), scene.true_mask(0, size))
    assert {path.name for path in out.iterdir()} == {"demo.mp4", "demo-mask.png", "masks", "plates"}


def test_stopping_early_leaves_no_film(tmp_path: Path) -> None:
    steps = write_demo(DemoScene(samples=1), tmp_path, size=(36, 64))
    step = next(steps)
    assert (step.done, step.total) == (1, N_FRAMES)
    steps.close()
    assert [path.name for path in tmp_path.iterdir()] == ["demo-mask.png"]


def test_an_odd_size_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(MvosError, match="even"):
        next(write_demo(DemoScene(samples=1), tmp_path, size=(35, 64)))
    assert main([str(tmp_path), "--size", "35x64"]) == 2


def test_colours_survive_encoding(tmp_path: Path) -> None:
    colours = np.array([[[200, 40, 40], [40, 160, 60]], [[40, 60, 200], [128, 128, 128]]], np.uint8)
    picture = colours.repeat(64, axis=0).repeat(64, axis=1)
    path = tmp_path / "colours.mp4"
    list(encode_film([picture] * 2, np.zeros((2, 4000), np.float32), path, size=(128, 128)))
    centres = _pictures(path)[0][32::64, 32::64].astype(int)
    assert np.abs(centres - colours).max() <= 5


def test_the_sound_lasts_as_long_as_the_clip_and_repeats_exactly() -> None:
    sound = synthesise()
    assert sound.dtype == np.float32
    assert sound.shape == (2, round(N_FRAMES / RATE * SAMPLE_RATE))
    assert 0.3 < np.abs(sound).max() <= 1
    assert np.abs(sound[:, [0, -1]]).max() < 1e-3  # It starts and ends in silence, without a click.
    np.testing.assert_array_equal(sound, synthesise())

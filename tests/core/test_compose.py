from fractions import Fraction
from pathlib import Path

import numpy as np

from mvos_core.compose import OBJECT_COLOURS, before, blurred, cut_out, grey, object_colour, overlay
from mvos_core.export import overlay_video
from mvos_core.masks.folder import MaskFolder
from mvos_core.video import VideoWriter, open_video


def test_overlay_tints_inside_outlines_and_leaves_the_rest() -> None:
    frame = np.full((20, 20, 3), 100, np.uint8)
    labels = np.zeros((20, 20), np.uint8)
    labels[4:16, 4:16] = 3
    result = overlay(frame, labels, opacity=0.5, outline=1, colours={3: (200, 0, 50)})
    np.testing.assert_array_equal(result[0, 0], (100, 100, 100))
    np.testing.assert_array_equal(result[10, 10], (150, 50, 75))
    np.testing.assert_array_equal(result[4, 10], (200, 0, 50))
    np.testing.assert_array_equal(result[3, 10], (100, 100, 100))
    assert (frame == 100).all()


def test_an_object_at_the_pictures_border_has_no_outline_there() -> None:
    labels = np.ones((10, 10), np.uint8)
    result = overlay(np.zeros((10, 10, 3), np.uint8), labels, opacity=0.0)
    assert not result.any()


def test_colours_begin_again() -> None:
    assert object_colour(1) == object_colour(1 + len(OBJECT_COLOURS))


def test_an_overlay_video_of_a_range_keeps_variable_times(tmp_path: Path) -> None:
    times_s = [Fraction(t, 30) for t in (0, 1, 4, 5, 9, 10, 12)]
    clip = tmp_path / "clip.mp4"
    with VideoWriter(clip, (32, 48), rate=Fraction(20), times_s=times_s) as writer:
        for value in range(6):
            writer.write(np.full((32, 48, 3), 40 * value, np.uint8))
    with open_video(clip) as reader:
        assert reader.info.variable_rate
        folder = MaskFolder(tmp_path / "masks", reader.info.names)
        for index in range(6):
            folder.write(index, np.zeros((32, 48), np.uint8))
        done = [step.done for step in overlay_video(reader, folder, range(1, 5), tmp_path / "o.mp4")]
        expected = [time - reader.info.times_s[1] for time in reader.info.times_s[1:5]]
    assert done == [1, 2, 3, 4]
    with open_video(tmp_path / "o.mp4") as reader:
        assert list(reader.info.times_s) == expected


def test_mixing_is_exact_at_both_ends_and_fair_between() -> None:
    rng = np.random.default_rng(0)
    frame, backdrop = (rng.integers(0, 256, (40, 50, 3)).astype(np.uint8) for _ in range(2))
    alpha = rng.integers(0, 256, (40, 50)).astype(np.uint8)
    alpha[:10], alpha[10:20] = 0, 255
    frame[30:], backdrop[35:] = 255, 255
    mixed = before(frame, alpha, backdrop)
    np.testing.assert_array_equal(mixed[:10], backdrop[:10])
    np.testing.assert_array_equal(mixed[10:20], frame[10:20])
    share = alpha[..., None] / 255
    assert np.abs(mixed - (frame * share + backdrop * (1 - share))).max() <= 0.5 + 1e-9


def test_a_cut_out_keeps_colours_around_the_object_only() -> None:
    frame = np.full((60, 80, 3), 90, np.uint8)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[20:30, 10:20] = 255
    rgba = cut_out(frame, alpha)
    np.testing.assert_array_equal(rgba[..., 3], alpha)
    assert (rgba[20:30, 10:20, :3] == 90).all()
    assert (rgba[25, 30, :3] == 90).all()
    assert not rgba[:, 40:, :3].any()


def test_what_is_blurred_has_nothing_of_the_object_in_it() -> None:
    frame = np.full((60, 80, 3), (40, 80, 120), np.uint8)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[20:40, 30:50] = 255
    frame[alpha > 0] = (255, 0, 0)
    surroundings = blurred(frame, alpha, radius_px=4)
    assert np.abs(surroundings[alpha == 0].astype(int) - (40, 80, 120)).max() <= 1
    assert np.ptp(grey(frame), axis=2).max() == 0

from fractions import Fraction
from pathlib import Path

import numpy as np

from mvos_core.compose import OBJECT_COLOURS, object_colour, overlay
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

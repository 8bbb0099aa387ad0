"""Sound while the playhead rolls, sent to fake loudspeakers: who leads, what is written, what fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.settings import Settings
from app.sound import RATE_HZ
from mvos_core.video import Sound
from mvos_core.video.sound import decoded_sound
from tests.app.player import Player


def test_the_sounds_position_leads(player: Player, sounding: Path) -> None:
    player.open(sounding)
    player.play()
    assert player.is_heard()
    player.let(1.0)
    assert player.index == 0, "the device has not begun"
    player.speaker.heard_s = 0.2
    player.let(0)
    assert player.index == 5
    player.let(0.05)
    assert player.index == 6, "between its reports the clock goes on"
    player.let(0.5)
    assert player.index == 7, "but not for long"


def test_sound_of_the_frames_that_are_played_is_sent(player: Player, sounding: Path) -> None:
    info = player.open(sounding)
    player.session.document.set_range(range(2, 12))
    player.play(5)
    player.wait_for_sound(0.28)
    sound = Sound(sounding, info.start_s + info.time_s(5), info.start_s + info.time_s(12))
    expected = np.concatenate(list(decoded_sound(sound, rate=RATE_HZ)))
    assert len(expected) == round(0.28 * RATE_HZ)
    assert expected.any()
    written = player.speaker.samples
    np.testing.assert_array_equal(written[: len(expected)], expected)
    assert not written[len(expected) :].any()


def test_sound_goes_round_without_a_gap(player: Player, sounding: Path) -> None:
    info = player.open(sounding)
    player.session.document.set_range(range(2, 5))
    player.actions["loop"].setChecked(True)
    player.play(3)
    player.wait_for_sound(0.08 + 3 * 0.12)
    times = [info.start_s + info.time_s(index) for index in (2, 3, 5)]
    first = list(decoded_sound(Sound(sounding, times[1], times[2]), rate=RATE_HZ))
    lap = list(decoded_sound(Sound(sounding, times[0], times[2]), rate=RATE_HZ))
    expected = np.concatenate([*first, *lap, *lap, *lap])
    np.testing.assert_array_equal(player.speaker.samples[: len(expected)], expected)


def test_only_the_clips_own_speed_has_sound(player: Player, sounding: Path) -> None:
    player.open(sounding)
    for speed in (2, -1, -2):
        player.play(10, speed=speed)
    assert not player.speakers
    player.play(10)
    assert len(player.speakers) == 1
    player.playback.play(speed=2)
    assert not player.is_heard()


def test_a_clip_without_sound_asks_for_no_loudspeakers(player: Player, movie: Path) -> None:
    player.open(movie)
    player.play()
    assert not player.speakers
    assert not player.actions["mute"].isEnabled()


def test_without_loudspeakers_it_plays_silently_and_says_so_once(player: Player, sounding: Path) -> None:
    player.why_silent = "The clip plays without sound, because no loudspeakers were found."
    player.open(sounding)
    for _ in range(2):
        player.play()
        player.let(0.001)
        assert player.step(3) == [1, 2, 3]
    assert player.hints == [player.why_silent]


@pytest.mark.parametrize("fails", [True, False])
def test_loudspeakers_that_fail_hand_over_to_the_clock(
    player: Player, sounding: Path, *, fails: bool
) -> None:
    player.open(sounding)
    player.play()
    player.speaker.heard_s = 0.2
    player.let(0)
    if fails:
        player.speaker.heard_s = None
        player.let(0.001)
    else:
        player.let(3)  # no word from the device
    before = player.index
    assert not player.is_heard()
    player.let(0.041)
    assert player.index == before + 1
    assert len(player.hints) == 1
    assert "without sound" in player.hints[0]


def test_volume_and_mute_are_remembered(player: Player, sounding: Path, settings: Settings) -> None:
    player.open(sounding)
    player.play()
    assert player.speaker.volume == 0.8
    player.bar.set_volume(0.5)
    assert player.speaker.volume == 0.5
    player.actions["mute"].trigger()
    assert player.speaker.volume == 0
    assert player.actions["mute"].data() == "muted"
    assert (settings.number("volume", 0), settings.number("mute", 0)) == (0.5, 1)
    player.bar.set_volume(0.3)
    assert not player.actions["mute"].isChecked(), "who turns the volume up wants to hear it"
    assert player.speaker.volume == 0.3

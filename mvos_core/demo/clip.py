"""Writing the demo clip's files: the film with its sound, its first mask and, if asked, all the truth."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace

from mvos_core.demo.motion import N_FRAMES, RATE
from mvos_core.demo.scene import DemoScene
from mvos_core.demo.shapes import Array
from mvos_core.demo.sound import SAMPLE_RATE, synthesise
from mvos_core.masks.labels import write_label_map
from mvos_core.types import Frame, MvosError, Step

_BT709, _LIMITED_RANGE = 1, 1
"""Values of ISO/IEC 23091-2 (colour code points) and of libavutil's AVColorRange."""

_ENCODER_OPTIONS = {"crf": "17", "preset": "slow", "threads": "1"}
_AUDIO_BITS_PER_S, _AUDIO_BLOCK = 112_000, 1024


def write_demo(
    scene: DemoScene, folder: Path, *, size: tuple[int, int], masks: bool = False, plates: bool = False
) -> Generator[Step[Frame], None, None]:
    """Write demo.mp4 and demo-mask.png into `folder`, yielding each frame when it is encoded.

    With `masks`, every frame's true mask goes to masks/00000.png and on; with `plates`, its clean plate to
    plates/00000.png and on. Closing the generator early leaves no unfinished film behind.

    Raises:
        MvosError: the height or the width is odd, which H.264's halved colour planes do not allow.
    """
    if size[0] % 2 or size[1] % 2:
        raise MvosError("The clip's height and width must both be even; choose another size.", exit_code=2)
    for wanted, place in ((True, folder), (masks, folder / "masks"), (plates, folder / "plates")):
        if wanted:
            place.mkdir(parents=True, exist_ok=True)
    write_label_map(folder / "demo-mask.png", scene.true_mask(0, size))

    def pictures() -> Iterator[Frame]:
        for index in range(N_FRAMES):
            if masks:
                write_label_map(folder / "masks" / f"{index:05d}.png", scene.true_mask(index, size))
            if plates:
                _write_picture(folder / "plates" / f"{index:05d}.png", scene.clean_plate(index, size))
            yield scene.frame(index, size)

    yield from encode_film(pictures(), synthesise(), folder / "demo.mp4", size=size)


def encode_film(
    pictures: Iterable[Frame], sound: Array, path: Path, *, size: tuple[int, int]
) -> Generator[Step[Frame], None, None]:
    """Encode pictures and sound (2, samples) as H.264 and AAC in an MP4 that can be played while it loads."""
    part = path.with_name(path.name + ".part")
    try:
        with av.open(str(part), "w", format="mp4", options={"movflags": "faststart"}) as container:
            video = container.add_stream("libx264", rate=RATE, options=_ENCODER_OPTIONS)
            video.height, video.width = size
            video.pix_fmt = "yuv420p"
            context = video.codec_context
            context.color_primaries = context.color_trc = context.colorspace = _BT709
            context.color_range = _LIMITED_RANGE
            _encode_sound(container, sound)
            for index, picture in enumerate(pictures):
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                    format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
                )
                frame.pts, frame.time_base = index, 1 / RATE
                container.mux(video.encode(frame))
                yield Step(index + 1, N_FRAMES, picture)
            container.mux(video.encode(None))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _encode_sound(container: OutputContainer, sound: Array) -> None:
    """Encode the whole soundtrack; the muxer keeps it back until the pictures catch up."""
    stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
    stream.bit_rate = _AUDIO_BITS_PER_S
    for start in range(0, sound.shape[1], _AUDIO_BLOCK):
        block = sound[:, start : start + _AUDIO_BLOCK]
        frame = av.AudioFrame.from_ndarray(block.copy(), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _write_picture(path: Path, picture: Frame) -> None:
    _, png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    part = path.with_name(path.name + ".part")
    part.write_bytes(png.tobytes())
    part.replace(path)

"""Training configurations: the sections [model], [teacher], [data], [schedule], [loss], [scribbles] and [run] of a TOML file."""

from __future__ import annotations

from dataclasses import dataclass, field

from mvos_core.types import MvosError

Curve = tuple[tuple[float, float], ...]
"""A piecewise linear function of the progress 0 … 1, as (progress, value) points in ascending order."""


def at(curve: Curve, progress: float) -> float:
    """Return the value of a curve; constant before its first and after its last point."""
    before = curve[0]
    if progress <= before[0]:
        return before[1]
    for point in curve[1:]:
        if progress <= point[0]:
            share = (progress - before[0]) / (point[0] - before[0])
            return before[1] + share * (point[1] - before[1])
        before = point
    return before[1]


@dataclass(frozen=True, slots=True)
class ModelSection:
    """Which network, and what it starts from: a checkpoint of ours (`start`), or backbone files for its two encoders.

    `backbones` is a folder with NAME.safetensors for each backbone's name, for what is not given by itself.
    `relative` is a checkpoint (or a shipped name) of another of our models, of which all is taken over that agrees in
    name and shape.
    """

    name: str = "mobilenetv2"
    start: str = ""
    relative: str = ""
    backbones: str = ""
    key_backbone: str = ""
    value_backbone: str = ""


@dataclass(frozen=True, slots=True)
class TeacherSection:
    """What the student learns from beside the labels: a shipped model's name or a checkpoint's path ("" for none).

    It is used where a loss asks for it.
    `memory_every` = n: the teacher remembers every nth frame of a training clip, without a bound.
    """

    model: str = ""
    memory_every: int = 1


@dataclass(frozen=True, slots=True)
class DataSection:
    """Where the pictures are and how three-frame clips are cut from them.

    Attributes:
        stills: a folder with images/ and masks/ ("" for none).
        davis: a folder with the DAVIS layout ("" for none); `year` and `split` choose its sequences.
        youtubevos: YouTube-VOS's folder; its training split is taken.
        bl30k: BL30K's folder.
        crop: side of the square training pictures in pixels.
        frames: frames per clip, at least two.
        stills_share: the share of clips made from stills, over the progress.
        max_gap: the largest distance of two neighbouring frames of a real clip, in frames of the video, over the
            progress.
        two_objects: the share of batches with two objects instead of one.
        short_side: larger pictures are shrunk to this on reading; 0 leaves them as they are.
        cache_mb: how many megabytes of decoded pictures each process keeps.
        on_device: hold all pictures where the network is, and make the clips there (for GPUs).
    """

    stills: str = ""
    davis: str = ""
    year: str = "2016"
    split: str = "train-minus-held-out"
    youtubevos: str = ""
    bl30k: str = ""
    crop: int = 256
    frames: int = 3
    stills_share: Curve = ((0.0, 1.0), (0.1, 1.0), (0.2, 0.5), (1.0, 0.35))
    max_gap: Curve = ((0.0, 3.0), (0.5, 10.0), (0.8, 10.0), (1.0, 5.0))
    two_objects: float = 0.3
    short_side: int = 0
    cache_mb: int = 1000
    on_device: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleSection:
    """How long and how fast. `minutes` > 0 overrides `steps`: the same curves, squeezed into that time.

    `batch` counts clips per process and step. With `ema_decay` > 0 (such as 0.999) an exponential moving average of the
    weights is kept, and is what the checkpoints hold. `share` is the stage's part of the time where several stages share
    some minutes.
    """

    steps: int = 10000
    minutes: float = 0.0
    batch: int = 2
    learning_rate: float = 2e-4
    warmup_steps: int = 50
    weight_decay: float = 1e-4
    clip_gradient_norm: float = 1.0
    ema_decay: float = 0.0
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class LossSection:
    """The terms' weights and settings (`mvos_core.train.objective`).

    Attributes:
        hardest: the share of pixels that cross-entropy keeps, over the progress.
        dice: weight of the soft Dice term.
        representation: weight of the representation loss; `omega` = ω, how much of its target is the teacher's, over
            the progress; `per_pixel` chooses the sum of per-pixel ratios (docs/adr/0010).
        boundary_width: half-width, in pixels of the stride-4 features, of the band around object boundaries that the
            representation loss samples; 0 samples everywhere.
        max_pixels: how many pixels of an object it compares with a teacher's at most.
        logits, temperature: weight and τ of the logit distillation.
        imitation: weight of following the teacher's key encoder features, over the progress; `imitation_kind` is
            "cosine" or "smooth-l1".
    """

    hardest: Curve = ((0.0, 1.0), (0.1, 1.0), (0.6, 0.15))
    dice: float = 0.5
    representation: float = 10.0
    omega: Curve = ((0.0, 0.0),)
    per_pixel: bool = False
    boundary_width: int = 2
    max_pixels: int = 1024
    logits: float = 0.0
    temperature: float = 0.1
    imitation: Curve = ((0.0, 0.0),)
    imitation_kind: str = "cosine"

    def needs_teacher(self) -> bool:
        """Whether a term is at work, at any time, that only a teacher can feed."""
        curves = [self.imitation, *([self.omega] if self.representation > 0 else [])]
        return self.logits > 0 or any(value > 0 for curve in curves for _, value in curve)


@dataclass(frozen=True, slots=True)
class ScribbleSection:
    """Training the scribble network on the model's frozen key encoder, in place of the model, where `rounds` > 0.

    Attributes:
        start: an earlier scribble network to go on from, such as one made for other weights of the encoder; "" for none.
        rounds: how many times a picture is stroked in a step; each round has its loss.
        damaged: the share of pictures that begin with a damaged mask, as of a propagation, instead of an empty one.
        forgotten: the share of rounds whose earlier strokes are gone, with only the mask that they gave left.
    """

    start: str = ""
    rounds: int = 0
    damaged: float = 0.25
    forgotten: float = 0.25


@dataclass(frozen=True, slots=True)
class RunSection:
    """Where results go and how the machine is used.

    `save_every` counts steps between snapshots; `workers` are processes that prepare clips (0: the training
    process does); `threads` = 0 leaves torch's own choice. `compile` has torch compile the network, which takes a
    while and pays on long runs. `tensorboard` writes curves into the folder `tensorboard` of `out`. `licence` is noted in
    the checkpoints.
    """

    out: str = "runs/mobilenetv2"
    seed: int = 0
    device: str = "cpu"
    bf16: bool = True
    workers: int = 0
    threads: int = 1
    save_every: int = 500
    compile: bool = False
    tensorboard: bool = False
    licence: str = ""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """One training stage."""

    model: ModelSection = field(default_factory=ModelSection)
    teacher: TeacherSection = field(default_factory=TeacherSection)
    data: DataSection = field(default_factory=DataSection)
    schedule: ScheduleSection = field(default_factory=ScheduleSection)
    loss: LossSection = field(default_factory=LossSection)
    scribbles: ScribbleSection = field(default_factory=ScribbleSection)
    run: RunSection = field(default_factory=RunSection)


_LEAST = (
    ("schedule", "warmup_steps", 0),
    ("schedule", "weight_decay", 0.0),
    ("schedule", "minutes", 0.0),
    ("data", "short_side", 0),
    ("data", "cache_mb", 0),
    ("teacher", "memory_every", 1),
    ("loss", "boundary_width", 0),
    ("loss", "max_pixels", 1),
    ("scribbles", "rounds", 0),
    ("run", "save_every", 1),
    ("run", "workers", 0),
    ("run", "threads", 0),
    ("run", "seed", 0),
)


def check(config: TrainConfig) -> None:
    """Raise MvosError where settings are out of range or do not go together."""
    for section, key, least in _LEAST:
        if getattr(getattr(config, section), key) < least:
            raise MvosError(f"{section}.{key} must be at least {least}.", exit_code=2)
    if not 0 <= config.schedule.ema_decay < 1:
        raise MvosError("schedule.ema_decay must lie between 0 (none) and 1, such as 0.999.", exit_code=2)
    for key in ("learning_rate", "clip_gradient_norm", "share"):
        if getattr(config.schedule, key) <= 0:
            raise MvosError(f"schedule.{key} must be positive.", exit_code=2)
    _check_loss(config)
    data = config.data
    if not (data.stills or data.davis or data.youtubevos or data.bl30k):
        raise MvosError(
            "The configuration names no pictures; set data.stills, data.davis, data.youtubevos or data.bl30k to a folder.",
            exit_code=2,
        )
    if config.data.crop % 16 or config.data.crop < 64:
        raise MvosError(
            f"data.crop must be a multiple of 16 and at least 64, not {config.data.crop}.", exit_code=2
        )
    if config.data.frames < 2:
        raise MvosError("data.frames must be at least 2: one to remember and one to segment.", exit_code=2)
    if config.schedule.batch < 1 or (config.schedule.steps < 1 and config.schedule.minutes <= 0):
        raise MvosError(
            "schedule.batch and schedule.steps (or schedule.minutes) must be positive.", exit_code=2
        )


def _check_loss(config: TrainConfig) -> None:
    loss = config.loss
    if any(not 0 <= value <= 1 for _, value in loss.omega):
        raise MvosError("loss.omega must lie between 0 (labels) and 1 (teacher).", exit_code=2)
    if loss.temperature <= 0:
        raise MvosError("loss.temperature must be positive; the paper's is 0.1.", exit_code=2)
    if loss.imitation_kind not in ("cosine", "smooth-l1"):
        raise MvosError(
            f"There is no loss.imitation_kind “{loss.imitation_kind}”; choose cosine or smooth-l1.",
            exit_code=2,
        )
    if loss.needs_teacher() and not config.teacher.model:
        raise MvosError(
            "loss.omega, loss.logits and loss.imitation above 0 need a teacher; set teacher.model to a model's name "
            "or a checkpoint.",
            exit_code=2,
        )

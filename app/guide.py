"""The guided first run: what it says, step by step, and what it points at. How far one is, its controller finds out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.translating import tr


class Target(Enum):
    """What a step points at."""

    SCRIBBLE = "the scribble tool"
    OBJECT = "the object in the picture"
    PROPAGATE = "the button that propagates"
    RUN = "the card, which shows a run's progress"
    DOUBTFUL = "the button that goes to the next doubtful frame"
    UPDATE = "the button that updates stale frames"
    FINISH = "the buttons that remove and export"


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A thing to do, named for whoever tells that it is done."""

    name: str
    target: Target
    title: str
    text: str


def guide_steps() -> tuple[GuideStep, ...]:
    """Return the steps in the language of the window."""
    return (
        GuideStep(
            "tool",
            Target.SCRIBBLE,
            tr("Take the scribble tool"),
            tr("It finds an object's outline from a rough line. Click it, or press S."),
        ),
        GuideStep(
            "paint",
            Target.OBJECT,
            tr("Draw a line over the car"),
            tr("From the bonnet to the boot is enough. What is still missing, a further line adds."),
        ),
        GuideStep(
            "propagate",
            Target.PROPAGATE,
            tr("Propagate"),
            tr("The mask of this one frame is carried through the whole clip."),
        ),
        GuideStep(
            "watch",
            Target.RUN,
            tr("Watch it run"),
            tr(
                "It takes some seconds. You may pause it, paint meanwhile, or stop it with Esc; what is done stays."
            ),
        ),
        GuideStep(
            "doubt",
            Target.DOUBTFUL,
            tr("Look where it was unsure"),
            tr("This goes to the frame of which the network is least sure. The key is D."),
        ),
        GuideStep(
            "correct",
            Target.OBJECT,
            tr("Correct the mask"),
            tr(
                "Draw over what is missing; the right button takes away what is too much. The frame becomes an anchor."
            ),
        ),
        GuideStep(
            "update",
            Target.UPDATE,
            tr("Update what is stale"),
            tr("Only the frames that your correction has outdated are computed again, from both sides."),
        ),
        GuideStep(
            "finish",
            Target.FINISH,
            tr("Remove it, or export it"),
            tr("Take the car out of the picture, or export it with a transparent background. That was all."),
        ),
    )

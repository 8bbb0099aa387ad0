"""Words of the library that the window shows: the library knows no languages, so they are collected here."""

from __future__ import annotations

from app.translating import marked

LIBRARY_WORDS = (
    marked("Clip without the objects"),
    marked("Objects cut out, with alpha"),
    marked("Objects before another background"),
    marked("Clip with the objects tinted"),
    marked("Matte, white on black"),
    marked("Masks, black and white"),
    marked("Label maps, palette PNGs (DAVIS)"),
    marked("from other frames; what none shows is invented once and carried along"),
    marked("the same, with LaMa as the inventor"),
    marked("LaMa on every frame by itself"),
    marked("instant preview by fast marching"),
    marked("instant preview by fluid dynamics"),
    marked("the clip's name without suffix"),
    marked("what it shows, such as cutout"),
    marked("the object's name, or “all”"),
    marked("the object's number, or “all”"),
    marked("first and last frame, such as 10-49"),
    marked("such as prores4444"),
    marked("such as good"),
    marked("Take {n}"),
    marked("Draft"),
    marked("Good"),
    marked("Best"),
    marked("Lossless"),
)

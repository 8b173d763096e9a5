"""Takes a film or a recording apart and puts it together anew, without what it tells of the place,
the device or the person. Run as a process of its own, with little memory and time, for what is
read comes from strangers:  python -m plenary.lib.film SOURCE TARGET POSTER

Packets are copied, not encoded again; only uncompressed sound is (as FLAC). The format is what the
file's content says, never its name. On standard output: a JSON object, with `error` or with kind,
ext, width, height, duration, frame_rate, bit_rate, poster.
"""

import json
import resource
import sys
from typing import Any

CPU_SECONDS, MEMORY = 120, 1_500_000_000
LONGEST = 3 * 60 * 60  # seconds
MOST_PIXELS, FASTEST = 3840 * 2160, 120
_READ = "mov,matroska,mp3,ogg,flac,wav,aac"
_MP4 = {"h264", "hevc", "aac", "mp3"}
_WEBM = {"vp8", "vp9", "av1", "opus", "vorbis"}
# What each codec of sound alone is kept in: the format to write, and the name's end.
_SOUND = {
    "mp3": ("mp3", "mp3"),
    "aac": ("ipod", "m4a"),
    "opus": ("ogg", "ogg"),
    "vorbis": ("ogg", "ogg"),
    "flac": ("flac", "flac"),
}


class Unfit(Exception):
    """What is wrong with it, in the sender's words."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def remake(source: str, target: str, poster: str) -> dict[str, Any]:
    """Write `target`, and for a film `poster` (PNG); what it is."""
    import av

    options = {"format_whitelist": _READ, "protocol_whitelist": "file"}
    with av.open(source, options=options, metadata_errors="ignore") as given:
        picture: Any = next((one for one in given.streams.video if not _cover(one)), None)
        sound: Any = next(iter(given.streams.audio), None)
        if picture is None and sound is None:
            raise Unfit("There is neither a film nor sound in this file.")
        seconds = float(given.duration or 0) / av.time_base
        if seconds > LONGEST:
            raise Unfit("This is longer than three hours.")
        kept = _of_film(picture, sound) if picture is not None else _of_sound(sound)
        form, ext, encode = kept
        found = {
            "kind": "video" if picture is not None else "audio",
            "ext": ext,
            "duration": round(seconds, 3),
            "bit_rate": int(given.bit_rate or 0),
            "width": 0,
            "height": 0,
            "frame_rate": "",
            "poster": False,
        }
        if picture is not None:
            rate = picture.average_rate
            found |= {"width": picture.width, "height": picture.height}
            found["frame_rate"] = f"{rate.numerator}/{rate.denominator}" if rate else ""
        _copy(given, target, form, [one for one in (picture, sound) if one is not None], encode)
    if picture is not None:
        found["poster"] = _first_frame(source, options, poster)
    return found


def _cover(stream: Any) -> bool:
    """A picture within a recording, not a film."""
    return bool(int(stream.disposition) & 0x400)


def _of_film(picture: Any, sound: Any) -> tuple[str, str, bool]:
    if picture.width * picture.height > MOST_PIXELS or not picture.width:
        raise Unfit("The film has too many pixels.")
    if picture.average_rate and picture.average_rate > FASTEST:
        raise Unfit("The film has too many frames a second.")
    codecs = {one.codec_context.name for one in (picture, sound) if one is not None}
    codecs = {"av1" if "av1" in name or "dav1d" in name else name for name in codecs}
    codecs = {name.removeprefix("lib").replace("mp3float", "mp3") for name in codecs}
    if codecs <= _MP4:
        return "mp4", "mp4", False
    if codecs <= _WEBM:
        return "webm", "webm", False
    raise Unfit("This film cannot be shown in browsers. MP4 with H.264 and WebM work.")


def _of_sound(sound: Any) -> tuple[str, str, bool]:
    name = sound.codec_context.name.removeprefix("lib").replace("mp3float", "mp3")
    if name.startswith("pcm_"):
        return "flac", "flac", True
    if name not in _SOUND:
        raise Unfit("This sound cannot be played in browsers. MP3, M4A, Ogg and WAV work.")
    return (*_SOUND[name], False)


def _copy(given: Any, target: str, form: str, streams: list[Any], encode: bool) -> None:
    import av

    fast = {"movflags": "+faststart"} if form in {"mp4", "ipod"} else {}
    with av.open(target, "w", format=form, options={"fflags": "+bitexact", **fast}) as made:
        if encode:
            new: Any = made.add_stream("flac", rate=streams[0].codec_context.sample_rate)
            for frame in given.decode(streams[0]):
                frame.pts = None
                made.mux(new.encode(frame))
            made.mux(new.encode(None))
            return
        pairs = {}
        for one in streams:
            pairs[one.index] = made.add_stream_from_template(one)
            pairs[one.index].metadata.clear()
        for packet in given.demux(*streams):
            if packet.dts is not None:
                packet.stream = pairs[packet.stream.index]
                made.mux(packet)


def _first_frame(source: str, options: dict[str, str], poster: str) -> bool:
    """A frame from the beginning, as PNG; a film without one has none."""
    import av

    with av.open(source, options=options, metadata_errors="ignore") as given:
        for frame in given.decode(video=0):
            image = frame.to_image()
            image.thumbnail((1280, 1280))
            image.save(poster, "PNG")
            return True
    return False


def main() -> None:
    _limit()
    source, target, poster = sys.argv[1:4]
    try:
        answer = remake(source, target, poster)
    except Unfit as error:
        answer = {"error": str(error)}
    except Exception as error:  # what a decoder raises on a broken file is anybody's guess
        answer = {"error": "This film or recording cannot be read.", "why": repr(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

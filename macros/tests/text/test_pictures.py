"""What pictures tell beside what they show. Pillow makes the pictures and reads the cleaned ones,
so that it is not us who judge us.
"""

from __future__ import annotations

import io
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin, TiffImagePlugin
from typer.testing import CliRunner

from handbook import cli
from handbook.text.pictures import BrokenPicture, cleaned, look, told_by_svg

KINDS = ("JPEG", "PNG", "WEBP")
PLACE, AUTHOR = "where it was made", "who made it"
MORE = "more data behind its end, such as what was cropped off"


def picture() -> Image.Image:
    made = Image.new("RGB", (16, 12), (200, 30, 60))
    made.putpixel((3, 4), (1, 2, 3))
    return made


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture().save(out, kind, **({"lossless": True} if kind == "WEBP" else {}), **options)
    return out.getvalue()


def exif(
    fields: dict[int, object],
    gps: dict[int, object] | None = None,
    camera: dict[int, object] | None = None,
) -> bytes:
    made = Image.Exif()
    made.update(fields)
    for number, inner in ((0x8825, gps), (0x8769, camera)):
        if inner:
            made.get_ifd(number).update(inner)
    return made.tobytes()


DEGREES = tuple(TiffImagePlugin.IFDRational(number, 1) for number in (47, 30, 12))
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"{attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
)
CREATOR = XMP.format(
    attributes="", inner="<dc:creator><rdf:Seq><rdf:li>A. Example</rdf:li></rdf:Seq></dc:creator>"
)
CITY = XMP.format(attributes=' photoshop:City="Example Town"', inner="")
EMPTY = XMP.format(
    attributes=' xmp:CreatorTool="Paint 1.0"', inner="<dc:creator/><dc:format>image/png</dc:format>"
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("data", "tells"),
    [
        (exif({}, gps={1: "N", 2: DEGREES, 3: "E", 4: DEGREES}), (PLACE,)),
        (exif({}, gps={28: b"ASCII\0\0\0Example Town"}), (PLACE,)),
        (exif({0x013B: "A. Example"}), (AUTHOR,)),
        (exif({0x8298: "(c) A. Example"}), (AUTHOR,)),
        (exif({0x9C9D: "A. Example".encode("utf-16-le")}), (AUTHOR,)),
        (exif({}, camera={0xA430: "A. Example"}), (AUTHOR,)),
        (exif({0x010E: "Photographer: A. Example"}), (AUTHOR,)),
        (exif({0x013B: "A. Example"}, gps={2: DEGREES, 4: DEGREES}), (PLACE, AUTHOR)),
        (exif({0x013B: "   ", 0x8298: ""}, gps={0: b"\2\3\0\0"}), ()),
        (exif({0x0112: 6, 0x010F: "Camera", 0x0131: "Paint 1.0", 0x010E: "The office"}), ()),
    ],
    ids=["place", "area", "artist", "copyright", "author", "owner", "words", "both", "blank", "harmless"],
)  # fmt: skip
def test_data_of_a_camera(kind, data, tells):
    assert look(saved(kind, exif=data)).tells == tuple(sorted(tells))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("data", "tells"),
    [(CREATOR, (AUTHOR,)), (CITY, (PLACE,)), (EMPTY, ())],
    ids=["creator", "city", "empty"],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_xmp(kind, data, tells, coding):
    assert look(saved(kind, xmp=data.encode(coding))).tells == tells


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("key", "text", "tells"),
    [
        ("Author", "A. Example", (AUTHOR,)),
        ("Copyright", "Example Ltd", (AUTHOR,)),
        ("Comment", "Photo by A. Example", (AUTHOR,)),
        ("Description", "made by anna@example.com", (AUTHOR,)),
        ("XML:com.adobe.xmp", CREATOR, (AUTHOR,)),
        (
            "Raw profile type exif",
            f"\nexif\n  10\n{exif({}, gps={2: DEGREES, 4: DEGREES}).hex()}\n",
            (PLACE,),
        ),
        ("Raw profile type iptc", f"\niptc\n  10\n{b'8BIM    '.hex()}1c0250000141\n", (AUTHOR,)),
        ("Software", "Paint 1.0", ()),
        ("Comment", "Created with Paint", ()),
        ("Author", " ", ()),
    ],
)
@pytest.mark.parametrize("international", [False, True])
def test_texts_in_a_png(key, text, tells, packed, international):
    info = PngImagePlugin.PngInfo()
    add = info.add_itxt if international else info.add_text
    add(key, text, zip=packed)
    assert look(saved("PNG", pnginfo=info)).tells == tells


@pytest.mark.parametrize(
    ("field", "tells"),
    [(b"P", (AUTHOR,)), (b"t", (AUTHOR,)), (b"Z", (PLACE,)), (b"e", (PLACE,)), (b"i", ())],
)
def test_iptc_in_a_jpeg(field, tells):
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02" + field + b"\0\x06A. Exa"
    assert look(with_part(saved("JPEG"), b"\xed", block)).tells == tells


def with_part(data: bytes, mark: bytes, inner: bytes) -> bytes:
    return data[:2] + b"\xff" + mark + (len(inner) + 2).to_bytes(2, "big") + inner + data[2:]


def test_a_comment_in_a_jpeg():
    assert look(saved("JPEG", comment=b"photo by A. Example")).tells == (AUTHOR,)
    assert look(saved("JPEG", comment=b"CREATOR: gd-jpeg v1.0")).tells == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_behind_the_end(kind):
    """The rest of a screenshot that was cropped, a film of a telephone, a second picture with its
    own data.
    """
    assert look(saved(kind) + saved("JPEG")).tells == (MORE,)
    assert look(saved(kind) + b"\0\0\n").tells == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [1, 6, 8])
def test_a_cleaned_picture_shows_the_same_and_tells_nothing(kind, turned):
    colours = b"\0" * 200
    options = {"xmp": CREATOR.encode()} if kind != "PNG" else {}
    data = saved(
        kind,
        exif=exif({0x0112: turned, 0x013B: "A. Example"}, gps={2: DEGREES, 4: DEGREES}),
        icc_profile=colours,
        **options,
    )
    clean = cleaned(data + b"and the rest")
    assert look(data).tells == (PLACE, AUTHOR)
    assert look(clean) == look(saved(kind))
    assert b"Example" not in clean
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.getexif().get(0x0112, 1) == turned
        assert after.info["icc_profile"] == colours
    assert cleaned(clean) == clean


def test_a_moving_picture_stays_one():
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (10, 200)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:], duration=100)
    with Image.open(io.BytesIO(cleaned(out.getvalue()))) as made:
        assert made.n_frames == 2


def test_an_icon_is_looked_into():
    out = io.BytesIO()
    picture().resize((32, 32)).save(out, "ICO", sizes=[(16, 16), (32, 32)])
    assert (look(out.getvalue()).kind, look(out.getvalue()).whole, look(out.getvalue()).tells) == (
        "ico",
        True,
        (),
    )
    told = saved("PNG", exif=exif({0x013B: "A. Example"}))
    entry = b"\x10\x10\0\0\1\0\x20\0" + len(told).to_bytes(4, "little") + (22).to_bytes(4, "little")
    assert look(b"\0\0\1\0\1\0" + entry + told).tells == (AUTHOR,)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("<metadata><rdf:RDF><cc:Work><dc:creator><cc:Agent><dc:title>A. Example</dc:title></cc:Agent></dc:creator></cc:Work></rdf:RDF></metadata>", {AUTHOR}),
        ("<metadata><dc:rights>Example Ltd</dc:rights></metadata>", {AUTHOR}),
        ("<svg:metadata><x photoshop:City='Example Town'/></svg:metadata>", {PLACE}),
        ('<g inkscape:export-filename="/home/example/drawing.png"/>', {AUTHOR}),
        ('<g sodipodi:docbase="C:\\Users\\example"/>', {AUTHOR}),
        ("<metadata><dc:format>image/svg+xml</dc:format><dc:creator/><dc:title>Our stages</dc:title></metadata>", set()),
        ("<metadata><dc:creator><dc:title>Matplotlib v3.9</dc:title></dc:creator></metadata>", set()),
        ("<title>Who made it: the creator</title><text>rights</text>", set()),
    ],
)  # fmt: skip
def test_drawings(text, tells):
    assert told_by_svg(f"<svg>{text}</svg>") == tells


def test_a_pdf_names_its_author():
    assert look(b"%PDF-1.7\n1 0 obj <</Title (x) /Author (A. Example)>>").tells == (AUTHOR,)
    assert look(b"%PDF-1.7\n1 0 obj <</Title (x) /Author ( )>>").tells == ()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_short_is_broken(kind):
    data = saved(kind)
    for end in range(len(data) - 1, 12, -7):
        assert not look(data[:end]).whole
        with pytest.raises(BrokenPicture):
            cleaned(data[:end])


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_no_bytes_raise_anything(kind, data):
    made = bytearray(saved(kind, exif=exif({0x013B: "A. Example"}, gps={2: DEGREES})))
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    found = look(bytes(made))
    if found.whole and found.kind in ("jpg", "png", "webp"):
        assert not look(cleaned(bytes(made))).tells


@pytest.mark.parametrize(
    "unit",
    [b"\xff\xd8\xff\xe0\0\2", b"\x89PNG\r\n\x1a\n", b"<a", b"<metadata ", b"<creator>", b"\xff", b" a=", b"<" + b"a" * 50, b"\x1c\x02P"],
)  # fmt: skip
def test_a_large_file_is_no_longer_work_than_it_is_large(unit):
    def work(size: int) -> float:
        data = (unit * (size // len(unit) + 1))[:size]
        start = process_time()
        look(b"\xff\xd8\xff\xe1\xff\xff" + b"http://ns.adobe.com/xap/1.0/\0" + data)
        look(b"%PDF-<x:xmpmeta" + data)
        told_by_svg(data.decode("latin-1"))
        return process_time() - start

    work(1000)
    small, large = (min(work(size) for _ in range(3)) for size in (100_000, 800_000))
    assert large < 40 * small + 0.2


# --- the command


@pytest.fixture
def clean(tmp_path):
    (tmp_path / "docs").mkdir()
    return lambda *paths: CliRunner().invoke(cli.app, ["clean", "--root", str(tmp_path), *paths])


def test_the_command_cleans_in_place(clean, tmp_path):
    (tmp_path / "docs" / "stand.jpg").write_bytes(saved("JPEG", exif=exif({0x013B: "A. Example"})))
    (tmp_path / "docs" / "plan.png").write_bytes(saved("PNG"))
    done = clean("docs/stand.jpg", "docs/plan.png")
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        ["Cleaned: docs/stand.jpg", "There was nothing to take out of docs/plan.png."],
    )
    assert not look((tmp_path / "docs" / "stand.jpg").read_bytes()).tells


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("half.jpg", saved("JPEG")[:100], "is not a whole JPEG, PNG or WebP picture"),
        ("page.png", b"<html>", "is not a whole JPEG, PNG or WebP picture"),
        ("page.md", b"# Page", "is no picture"),
        ("gone.png", None, "is not there"),
    ],
)
def test_what_cannot_be_cleaned_stays_as_it_is(clean, tmp_path, name, data, said):
    photo = saved("JPEG", exif=exif({0x013B: "A. Example"}))
    (tmp_path / "docs" / "stand.jpg").write_bytes(photo)
    if data is not None:
        (tmp_path / "docs" / name).write_bytes(data)
    done = clean("docs/stand.jpg", f"docs/{name}")
    assert done.exit_code == 1
    assert said in done.output
    assert (tmp_path / "docs" / "stand.jpg").read_bytes() == photo

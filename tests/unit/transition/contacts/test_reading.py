"""Address books as people have them: every line is taken, or refused by number and reason."""

import tests.stores  # noqa: F401 - sets Django up, before anything imports a model

# isort: split
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saath.domain.person import Alias
from saath.store.imports import Brought
from saath.transition.bundle.people import csv_lines, guarded, unguarded, vcards
from saath.transition.contacts import Unreadable, read_contacts


def taken(text: str) -> list[tuple[str, str]]:
    """The entries of a file."""
    return [(one.name, one.phone) for one in read_contacts(text.encode()).contacts]


def refused(text: str) -> list[tuple[int, str]]:
    """Its refused lines."""
    return [(one.line, one.reason) for one in read_contacts(text.encode()).refused]


def test_csv_with_the_columns_people_use() -> None:
    assert taken("Name,Phone\nAsha Devi,98200 11223\n") == [("Asha Devi", "919820011223")]
    assert taken("\ufeffname;phone\nAsha;+44 20 7946 0958") == [("Asha", "442079460958")]
    google = "First Name,Last Name,Phone 1 - Value\nAsha,Devi,+91 98200 11223\n"
    assert taken(google) == [("Asha Devi", "919820011223")]
    assert taken('name,phone\n"Devi, Asha\nand sons",9820011223') == [
        ("Devi, Asha and sons", "919820011223")
    ]


def test_bad_lines_are_named_by_their_number_and_kept_as_they_were() -> None:
    text = "name,phone\nAsha,98200 11223\nBeena,\nChitra,hello\n,9820011225\n\nDev,12\n"
    assert refused(text) == [
        (3, "no phone number"),
        (4, "not a phone number"),
        (5, "no name"),
        (7, "not a phone number"),
    ]
    assert read_contacts(text.encode()).refused[1].text == "Chitra,hello"


def test_vcards_of_every_version() -> None:
    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Asha\\, Devi\r\n"
        "TEL;TYPE=CELL:+91 98200 11223\r\nitem1.TEL:9820011224\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=B6=\r\n"
        "=E0=A4=BF;;;\r\nTEL:9820011225\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:No phone\r\nEND:VCARD\r\n"
    )
    assert taken(card) == [
        ("Asha, Devi", "919820011223"),
        ("Asha, Devi", "919820011224"),
        ("शि", "919820011225"),
    ]
    assert [reason for _line, reason in refused(card)] == ["no phone number"]


@pytest.mark.parametrize("content", [b"", b"hello there", b"name,mail\na,b\n", b"\x00" * 40])
def test_what_is_no_address_book_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_contacts(content)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_it_is_it_is_read_or_refused(content: bytes) -> None:
    try:
        read_contacts(content)
        read_contacts(b"name,phone\n" + content)
        read_contacts(b"BEGIN:VCARD\n" + content)
    except Unreadable:
        return


NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_what_is_written_out_comes_back_the_same(names: list[str]) -> None:
    people = [
        (f"p{n}", [Alias(f"p{n}", "", "phone", f"91982001122{n}", f"p{n}", book=name, book_at=1)])
        for n, name in enumerate(names)
    ]
    wanted = [(name, f"91982001122{n}") for n, name in enumerate(names)]
    for written in (csv_lines(people), vcards(people)):
        found = read_contacts(b"".join(written)).contacts
        assert [(one.name, one.phone) for one in found] == wanted


@pytest.mark.parametrize("text", ["=1+1", "+91", "-x", "@a", "'", "'=", "plain", "''"])
def test_a_name_is_never_a_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


def test_the_line_of_an_entry_is_known() -> None:
    assert read_contacts(b"name,phone\nA,9820011223\n").contacts == [
        Brought(2, "A", "919820011223")
    ]

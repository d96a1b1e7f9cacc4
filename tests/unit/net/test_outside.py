"""Addresses that people enter lead outside, or nowhere."""

import pytest

from saath.net import Call, NotOutside, is_public, outside


def call(url: str) -> Call:
    """A call to this address."""
    return Call("POST", url, {"x": "1"})


def resolving(*addresses: str) -> Call:
    """The call to example.in, which has these addresses."""
    return outside(call("https://example.in/hook?a=1"), resolve=lambda _host, _port: addresses)


def test_the_call_goes_to_the_address_that_was_looked_at() -> None:
    bound = resolving("93.184.215.14")
    assert bound.url == "https://93.184.215.14:443/hook?a=1"
    assert (bound.sni, bound.headers) == ("example.in", {"x": "1", "host": "example.in"})
    six = resolving("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert six.url.startswith("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443/")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fd00::1"),
        *("::ffff:10.0.0.1", "2002:0a00:0001::", "::", "::10.0.0.1"),
        *("64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1"),
        *("2001:0:4136:e378:8000:63bf:f5ff:fffe", "2002:5db8:d70e::1", "::ffff:169.254.169.254"),
    ],
)
def test_an_address_inside_is_never_called_not_even_beside_a_public_one(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(NotOutside):
        resolving("93.184.215.14", address)


def test_what_an_operator_named_is_called_as_it_is() -> None:
    url = "http://127.0.0.1:5678/hook"
    assert outside(call(url), inside={"127.0.0.1"}).url == url


@pytest.mark.parametrize("url", ["http://example.in", "https://u@example.in", "x", "https://a:b/"])
def test_other_addresses_are_no_addresses(url: str) -> None:
    with pytest.raises(NotOutside):
        outside(call(url))


def test_a_public_host_seen_through_a_translator_is_public() -> None:
    assert is_public("64:ff9b::93.184.215.14")


@pytest.mark.parametrize("host", [f"{'a' * 70}.in", "a..in", f"\u00e4{'b' * 70}.in"])
def test_a_name_that_no_host_can_have_is_refused_in_a_sentence(host: str) -> None:
    with pytest.raises(NotOutside, match="No host can have this name"):
        outside(call(f"https://{host}/hook"), resolve=lambda _host, _port: ["93.184.215.14"])


def test_a_name_in_other_letters_is_called_as_the_network_spells_it() -> None:
    bound = outside(
        call("https://ex\u00e4mple.in:8443/hook"), resolve=lambda _host, _port: ["93.184.215.14"]
    )
    assert (bound.sni, bound.headers["host"]) == ("xn--exmple-cua.in", "xn--exmple-cua.in:8443")


def test_a_name_that_cannot_be_looked_up_is_no_host() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise UnicodeEncodeError("idna", "x", 0, 1, "label too long")

    with pytest.raises(NotOutside, match="There is no host"):
        outside(call("https://example.in/hook"), resolve=resolve)

import pytest
from django.test import RequestFactory

from diagnosis.reports.clients import client_address, client_digest


def request_from(address="192.0.2.1", forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def test_without_trusted_proxies_a_forwarded_address_is_ignored(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert str(client_address(request_from("192.0.2.1", "203.0.113.9"))) == "192.0.2.1"


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "not an address", "192.0.2.1"),
        (1, "203.0.113.9:50123", "203.0.113.9"),
        (1, "[2001:db8::5]:50123", "2001:db8::5"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_as_many_hops_are_believed_as_there_are_trusted_proxies(settings, count, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = count
    assert str(client_address(request_from("192.0.2.1", forwarded))) == address


def test_a_unix_socket_has_no_address_and_still_a_digest():
    request = request_from("")
    assert client_address(request) is None
    assert len(client_digest(request)) == 64


def test_the_digest_does_not_hold_the_address_and_depends_on_the_key(settings):
    first = client_digest(request_from("192.0.2.1"))
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
    assert "192.0.2.1" not in first
    assert first != client_digest(request_from("192.0.2.1"))


def test_two_clients_have_two_digests_but_one_ipv6_network_has_one():
    assert client_digest(request_from("192.0.2.1")) != client_digest(request_from("192.0.2.2"))
    assert client_digest(request_from("2001:db8::1")) == client_digest(request_from("2001:db8::ffff"))
    assert client_digest(request_from("2001:db8::1")) != client_digest(request_from("2001:db8:0:1::1"))

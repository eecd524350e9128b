"""What is too large is refused on a page that can be read to its end, and is never taken for another request."""

import socket

import pytest

from studyapp.serving.worker import LARGEST
from tests.serving.served import Serve, Site
from tests.serving.visitors import PATIENCE, answer_to, get

pytestmark = pytest.mark.long

TOO_MUCH = 20 * 1024 * 1024
START = b"POST /length HTTP/1.1\r\nHost: localhost\r\nAccept-Language: %s\r\n"
CHUNK = 64 * 1024


def filler(size: int) -> bytes:
    """A body that would be many requests, if it were taken for such."""
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    return request * (size // len(request)) + b"a" * (size % len(request))


def whole(size: int) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % size + filler(size)


def chunked(size: int) -> bytes:
    chunk = b"%x\r\n%s\r\n" % (CHUNK, filler(CHUNK))
    return b"Transfer-Encoding: chunked\r\n\r\n" + chunk * (size // CHUNK) + b"0\r\n\r\n"


@pytest.mark.parametrize("sent", [whole, chunked])
@pytest.mark.parametrize(("language", "word"), [(b"en", "That was too much at once."), (b"de", "That was too much")])
def test_what_is_too_large_is_refused_on_a_designed_page(site: Site, sent, language: bytes, word: str) -> None:
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as visitor:
        visitor.sendall(START % language + sent(TOO_MUCH))  # to the end, as a browser does before it reads
        response, page = answer_to(visitor)
        assert response.status == 413
        assert response.headers["Connection"] == "close"
        assert word in page.decode()
        assert visitor.recv(1) == b""  # no more answers, and no reset
    get(site.port, "/")


@pytest.mark.parametrize("sent", [whole, chunked])
def test_the_largest_that_is_taken_arrives_and_the_connection_goes_on(site: Site, sent) -> None:
    size = LARGEST - 2 * CHUNK
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as visitor:
        for _ in range(2):
            visitor.sendall(START % b"en" + sent(size))
            assert answer_to(visitor)[1] == str(size).encode()


@pytest.mark.parametrize(
    ("sent", "status", "word"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n", 400, "Invalid header"),
        (b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 100_000, 431, "Too Large"),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n" + b"a" * 100_000, 400, "Content-Length is invalid"),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(site: Site, sent: bytes, status: int, word: str) -> None:
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as visitor:
        visitor.sendall(sent)
        response, sentence = answer_to(visitor)
        assert response.status == status
        assert word in sentence.decode()
        assert visitor.recv(1) == b""


def test_whoever_goes_on_sending_after_a_refusal_is_hung_up_on_at_the_end(serve: Serve) -> None:
    site = serve()
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as visitor:
        visitor.sendall(START % b"en" + b"Content-Length: %d\r\n\r\n" % TOO_MUCH)
        assert answer_to(visitor)[0].status == 413
        site.process.terminate()
        assert site.process.wait(PATIENCE) == 0

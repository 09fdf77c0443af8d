// A server's URL, as somebody types it.
#include <doctest/doctest.h>

#include "proto/net/http_client.hpp"

using namespace hallcall::net;

TEST_CASE("a server's URL is read") {
  struct row {
    const char* text;
    const char* host;
    int port;
    const char* base;
  };
  for (const auto& [text, host, port, base] :
       {row{"http://hall", "hall", 80, ""}, row{"http://hall/", "hall", 80, ""},
        row{"HTTP://hall:8080", "hall", 8080, ""}, row{"https://hall", "hall", 443, ""},
        row{"HTTPS://hall:8443/x", "hall", 8443, "/x"},
        row{"http://10.0.0.7:80/a/b/", "10.0.0.7", 80, "/a/b"},
        row{"http://[::1]:8080/x", "::1", 8080, "/x"},
        row{"http://[fe80::1]", "fe80::1", 80, ""}}) {
    CAPTURE(text);
    const auto url = parse_server_url(text);
    REQUIRE(url);
    CHECK(url->at.host == host);
    CHECK(url->at.port == port);
    CHECK(url->base_path == base);
    CHECK(url->at.tls == (text[4] == 's' || text[4] == 'S'));
  }
}

TEST_CASE("what is no server's URL is refused") {
  for (const auto* text : {"",
                           "hall",
                           "https://",
                           "https:/hall",
                           "wss://hall",
                           "ftp://hall",
                           "http://",
                           "http:///x",
                           "http://:80",
                           "http://hall:",
                           "http://hall:0",
                           "http://hall:65536",
                           "http://hall:8o",
                           "http://hall:-1",
                           "http://user@hall",
                           "http://user:secret@hall",
                           "http://hall/#x",
                           "http://hall/?x=y",
                           "http://hall?x",
                           "http://hall#x",
                           "http://ha ll",
                           "http://hall/a b",
                           "http://[::1",
                           "http://[]",
                           "http://[::1]x",
                           "http://[zz::]",
                           "http://::1",
                           "http://hall\r\nX: y"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_server_url(text));
  }
}

// [webhook] of an office file: where notices may go, and whose secret signs them.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "service/office.hpp"
#include "temporary_office.hpp"

using namespace hallcall::service;

namespace {

struct webhook_file {
  explicit webhook_file(const std::string& lines, const std::string& secret = sample_secret,
                        unsigned mode = 0600)
      : text(shipped("nantun.toml") + "\n[webhook]\n" + lines), files(text, shipped_catalogue()) {
    const auto file = files.folder() / "secret";
    std::ofstream(file, std::ios::binary) << secret;
    ::chmod(file.c_str(), mode);
    loaded = load_office(files.office_file());
  }
  // The office's webhook; fails the test when there is none.
  const webhook& sound() {
    for (const auto& e : loaded ? std::vector<office_error>{} : loaded.error())
      MESSAGE(e.line << ": " << e.what);
    REQUIRE(loaded.has_value());
    REQUIRE((*loaded)->webhook.has_value());
    return *(*loaded)->webhook;
  }
  // One error, in the line that begins so, which says that.
  void wrong(const std::string& at, const std::string& says) {
    CAPTURE(at);
    REQUIRE_FALSE(loaded.has_value());
    REQUIRE(loaded.error().size() == 1);
    const auto& e = loaded.error()[0];
    CAPTURE(e.what);
    const auto place = text.find("\n" + at, text.find("[webhook]") - 1) + 1;
    CHECK(e.line ==
          1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
    CHECK(e.what.find(says) != std::string::npos);
    CHECK(e.what.find(sample_secret) == std::string::npos);
  }

  static constexpr const char* sample_secret = "a sample secret of the office";
  std::string text;
  temporary_office files;
  tl::expected<std::shared_ptr<const office>, std::vector<office_error>> loaded;
};

const std::string secret_line = "secret_file = \"secret\"\n";
std::string url_line(const std::string& url) { return "url = \"" + url + "\"\n"; }

}  // namespace

TEST_CASE("a webhook is read with its secret, and has the defaults that are documented") {
  webhook_file f(url_line("http://127.0.0.1:9443/hallcall/in/") + secret_line,
                 std::string(webhook_file::sample_secret) + "\n");
  const auto& w = f.sound();
  CHECK(w.at.host == "127.0.0.1");
  CHECK(w.at.port == 9443);
  CHECK(w.target == "/hallcall/in/");
  CHECK(w.secret == webhook_file::sample_secret);
  CHECK(w.give_up_after == std::chrono::hours(24));
  CHECK(w.most_waiting == 10'000);
  CHECK((*f.loaded)->find_hall("main") != nullptr);
  CHECK_FALSE((*load_office(std::filesystem::path(HALLCALL_OFFICES) / "nantun.toml"))->webhook);
}

TEST_CASE("this machine and private addresses may be spoken to plainly, others when it is said") {
  for (const char* host : {"127.0.0.1", "localhost", "10.1.2.3", "172.16.0.1", "172.31.255.254",
                           "192.168.7.7", "169.254.1.1", "[::1]", "[fd00::1]", "[fe80::1]"})
    CHECK(webhook_file(url_line(fmt::format("http://{}", host)) + secret_line).sound().target ==
          "/");
  for (const char* host :
       {"8.8.8.8", "172.32.0.1", "172.15.0.1", "11.0.0.1", "192.169.0.1", "128.0.0.1",
        "[2001:db8::1]", "sms.example.org", "127.0.0.1.example.org", "localhost.example.org"}) {
    const auto url = url_line(fmt::format("http://{}/x", host));
    CAPTURE(host);
    webhook_file(url + secret_line).wrong("url", "without TLS");
    CHECK(webhook_file(url + secret_line + "plain_http = true\n").sound().target == "/x");
  }
}

TEST_CASE(
    "any address may be spoken to with TLS, believing this machine or the office's own list") {
  for (const char* url : {"https://sms.example.org/x", "HTTPS://sms.example.org/x"}) {
    const auto w = webhook_file(url_line(url) + secret_line).sound();
    CHECK(w.at.tls);
    CHECK(w.at.port == 443);
    CHECK(w.target == "/x");
    CHECK(w.authorities.empty());
  }
  const auto listed = url_line("https://10.0.0.9:9443/") + secret_line + "ca_file = \"ca.pem\"\n";
  webhook_file(listed).wrong("ca_file", "cannot be read");
  // The secret is a file, but no certificate.
  webhook_file(url_line("https://10.0.0.9/") + secret_line + "ca_file = \"secret\"\n")
      .wrong("ca_file", "does not hold certificates in PEM");
  webhook_file(url_line("http://10.0.0.9/") + secret_line + "ca_file = \"secret\"\n")
      .wrong("ca_file", "https");
}

TEST_CASE("an address that cannot be is named") {
  for (const char* url :
       {"sms.example.org", "ftp://127.0.0.1/", "http://", "http://a:b@127.0.0.1/",
        "http://127.0.0.1/x?y=1", "http://127.0.0.1/x#y", "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/", "http://127.0.0.1/a b", "https://", "https://a:b@127.0.0.1/"})
    webhook_file(url_line(url) + secret_line).wrong("url", "http://HOST[:PORT][/PATH]");
  webhook_file(secret_line).wrong("[webhook]", "\"url\" is missing");
}

TEST_CASE("a secret must be there, long enough, and closed to others") {
  const auto url = url_line("http://127.0.0.1:9443/");
  webhook_file(url).wrong("[webhook]", "\"secret_file\" is missing");
  webhook_file(url + "secret_file = \"other\"\n").wrong("secret_file", "cannot be read");
  webhook_file(url + "secret_file = \".\"\n").wrong("secret_file", "cannot be read");
  webhook_file(url + secret_line, "fifteen bytes.\n").wrong("secret_file", "too short");
  webhook_file(url + secret_line, "").wrong("secret_file", "too short");
  webhook_file(url + secret_line, std::string(1'025, 'x')).wrong("secret_file", "too long");
  webhook_file(url + secret_line, webhook_file::sample_secret, 0644)
      .wrong("secret_file", "others may read");
  CHECK(webhook_file(url + secret_line, webhook_file::sample_secret, 0640).sound().secret ==
        webhook_file::sample_secret);
}

TEST_CASE("the bounds of a webhook are the office's, within reason") {
  const auto both = url_line("http://127.0.0.1:9443/") + secret_line;
  webhook_file f(both + "give_up_minutes = 30\nmost_waiting = 100\n");
  CHECK(f.sound().give_up_after == std::chrono::minutes(30));
  CHECK(f.sound().most_waiting == 100);
  webhook_file(both + "give_up_minutes = 1441\n").wrong("give_up_minutes", "1 to 1440");
  webhook_file(both + "most_waiting = 99\n").wrong("most_waiting", "100 to 100000");
  webhook_file(both + "urls = \"x\"\n").wrong("urls", "did you mean \"url\"?");
}

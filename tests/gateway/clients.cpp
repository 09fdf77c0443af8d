// See clients.hpp.
#include "clients.hpp"

#include <atomic>

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include "gateway/problem.hpp"

namespace hallcall::gateway::testing {
namespace {

std::string new_key() {
  static std::atomic<std::uint64_t> last{0};
  return fmt::format("test-{}", ++last);
}

const json::value* at(const json::object& o, std::string_view pointer) {
  const json::value* here = nullptr;
  const json::object* in = &o;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = pointer.find('/');
    const auto key = pointer.substr(0, end);
    pointer.remove_prefix(end == std::string_view::npos ? pointer.size() : end);
    if (here != nullptr && here->is_array()) {
      const auto i = std::stoul(std::string(key));
      if (i >= here->get_array().size()) return nullptr;
      here = &here->get_array()[i];
    } else {
      if (in == nullptr) return nullptr;
      here = in->if_contains(json::string_view(key.data(), key.size()));
      if (here == nullptr) return nullptr;
    }
    in = here->is_object() ? &here->get_object() : nullptr;
  }
  return here;
}

}  // namespace

std::string reply::header(std::string_view name) const {
  return std::string(net::find_header(headers, name));
}

json::object reply::object() const {
  CAPTURE(status);
  CAPTURE(body);
  boost::system::error_code failed;
  const auto value = json::parse(body, failed);
  REQUIRE(!failed);
  REQUIRE(value.is_object());
  return value.get_object();
}

std::string reply::code() const {
  if (header("Content-Type") != "application/problem+json") return "";
  return text_at(object(), "/code");
}

caller::caller(test_hall& hall) : caller(hall, by::nothing, "") {}

caller::caller(test_hall& hall, const std::string& person)
    : caller(hall, by::cookie, hall.sign_in(person)) {}

caller::caller(test_hall& hall, by how, std::string token)
    : hall_(hall), how_(how), token_(std::move(token)) {
  hall_.clients().run([this] {
    client_ = std::make_unique<net::http_client>(
        hall_.clients().get(), net::endpoint{"127.0.0.1", hall_.port()}, patience);
  });
}

caller::~caller() {
  hall_.clients().run([this] { client_.reset(); });
}

reply caller::get(const std::string& target, net::header_list headers) {
  return ask({net::method::get, target, std::move(headers), "", "", false});
}

reply caller::head(const std::string& target, net::header_list headers) {
  return ask({net::method::head, target, std::move(headers), "", "", false});
}

reply caller::del(const std::string& target, net::header_list headers) {
  return ask({net::method::delete_, target, std::move(headers), "", "", false});
}

net::request caller::posting(const std::string& target, std::string body,
                             net::header_list headers) {
  const auto given = [&](std::string_view name) {
    for (const auto& h : headers)
      if (h.first == name) return true;
    return false;
  };
  if (!given("Idempotency-Key")) headers.emplace_back("Idempotency-Key", new_key());
  if (!body.empty() && !given("Content-Type"))
    headers.emplace_back("Content-Type", "application/json");
  return {net::method::post, target, std::move(headers), std::move(body), "", false};
}

reply caller::post(const std::string& target, std::string body, net::header_list headers) {
  return ask(posting(target, std::move(body), std::move(headers)));
}

std::future<std::optional<reply>> caller::begin(net::request r) {
  if (how_ == by::bearer) r.headers.emplace_back("Authorization", "Bearer " + token_);
  if (how_ == by::cookie) r.headers.emplace_back("Cookie", "hallcall_session=" + token_);
  auto given = std::make_shared<std::promise<std::optional<reply>>>();
  auto answer = given->get_future();
  hall_.clients().run([&] {
    client_->send(std::move(r), [given](std::optional<net::response> response, net::client_error) {
      if (!response) return given->set_value(std::nullopt);
      given->set_value(reply{response->status, std::move(response->headers), *response->body});
    });
  });
  return answer;
}

reply caller::ask(net::request r) {
  CAPTURE(r.target);
  auto answer = begin(std::move(r));
  REQUIRE(answer.wait_for(2 * patience) == std::future_status::ready);
  auto given = answer.get();
  REQUIRE_MESSAGE(given.has_value(), "the server gave no answer");
  return std::move(*given);
}

void check_problem(const reply& r, std::string_view code) {
  CAPTURE(r.status);
  CAPTURE(r.body);
  CHECK(r.header("Content-Type") == "application/problem+json");
  const auto o = r.object();
  CHECK(o.size() == (o.contains("retrySeconds") ? 6 : 5));
  CHECK(text_at(o, "/code") == code);
  CHECK(number_at(o, "/status") == r.status);
  CHECK(text_at(o, "/type") == "about:blank");
  CHECK(text_at(o, "/title") != "");
  CHECK(text_at(o, "/detail") != "");
  bool known = false;
  for (const auto& k : problem_kinds()) known = known || k.code == code;
  CHECK(known);
}

json::object done(const reply& r) {
  CAPTURE(r.body);
  REQUIRE(r.status == 200);
  return r.object();
}

std::string counter(int n, std::string_view what) {
  return fmt::format("{}/counters/{}{}{}", main_hall, n, what.empty() ? "" : "/", what);
}

taken take(test_hall& hall, caller& by, const std::string& service, const std::string& more) {
  const auto r =
      by.post(main_hall + "/tickets", fmt::format(R"({{"services":["{}"]{}}})", service, more));
  CAPTURE(r.body);
  REQUIRE(r.status == 201);
  taken t;
  t.answer = r.object();
  t.id = text_at(t.answer, "/id");
  t.number = text_at(t.answer, "/number");
  t.token = text_at(t.answer, "/token");
  hall.keep_secret(t.token);
  return t;
}

watcher::watcher(test_hall& hall, const std::string& view, const std::string& token,
                 watch_options o)
    : hall_(hall) {
  if (!token.empty()) o.headers.emplace_back("Cookie", "hallcall_session=" + token);
  net::ws_client::callbacks c;
  c.on_text = [this](std::string_view text) { heard_.put(std::string(text)); };
  c.on_close = [this](int status, std::uint16_t code, std::string reason) {
    heard_.put(ending{status, code, std::move(reason)});
  };
  hall_.clients().run([&] {
    socket_ = std::make_unique<net::ws_client>(
        hall_.clients().get(), net::endpoint{"127.0.0.1", hall_.port()},
        fmt::format("/api/v1/halls/{}/live?view={}", o.hall, view), o.headers, o.subprotocol,
        patience, std::move(c));
  });
}

watcher::~watcher() {
  hall_.clients().run([this] { socket_.reset(); });
}

std::optional<std::string> watcher::take_text() {
  if (ending_) return std::nullopt;
  auto one = heard_.take();
  REQUIRE_MESSAGE(one.has_value(), "nothing was heard for a long time");
  if (auto* end = std::get_if<ending>(&*one)) {
    ending_ = *end;
    return std::nullopt;
  }
  return std::get<std::string>(std::move(*one));
}

std::optional<json::object> watcher::next(std::string_view type) {
  const auto end = std::chrono::steady_clock::now() + 2 * patience;
  while (const auto text = take_text()) {
    REQUIRE_MESSAGE(std::chrono::steady_clock::now() < end, "only other frames came");  // beats do
    auto frame = json::parse(*text).get_object();
    const auto is = text_at(frame, "/type");
    if (is == "bye") {
      bye_ = text_at(frame, "/code");
    } else {
      const auto seq = static_cast<std::uint64_t>(number_at(frame, "/seq"));
      CHECK(seq >= last_seq_);
      last_seq_ = seq;
      if (is == "view") ++views_seen_;
    }
    if (is == type) return frame;
  }
  return std::nullopt;
}

json::object watcher::view() {
  auto frame = next("view");
  REQUIRE_MESSAGE(frame.has_value(), "the view ended");
  return frame->at("data").get_object();
}

json::object watcher::until(const std::function<bool(const json::object&)>& wanted) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    auto data = view();
    if (wanted(data)) return data;
  }
  FAIL("the view never was as wanted");
  return {};
}

ending watcher::ended() {
  while (next("")) {}
  return *ending_;
}

void watcher::say(const std::string& text) {
  bool sent = false;
  hall_.clients().run([&] { sent = socket_->send(text); });
  REQUIRE(sent);
}

std::set<std::string> keys_of(const json::object& o) {
  std::set<std::string> keys;
  for (const auto& [key, value] : o) keys.emplace(key);
  return keys;
}

std::int64_t waiting_on(const json::object& board) {
  std::int64_t all = 0;
  for (const auto& lane : board.at("lanes").get_array())
    all += number_at(lane.get_object(), "/waiting");
  return all;
}

std::string text_at(const json::object& o, std::string_view pointer) {
  const auto* v = at(o, pointer);
  return v != nullptr && v->is_string()
             ? std::string(v->get_string().data(), v->get_string().size())
             : "";
}

std::int64_t number_at(const json::object& o, std::string_view pointer) {
  const auto* v = at(o, pointer);
  return v != nullptr && v->is_int64() ? v->get_int64() : -1;
}

bool has(const json::object& o, std::string_view pointer) { return at(o, pointer) != nullptr; }

}  // namespace hallcall::gateway::testing

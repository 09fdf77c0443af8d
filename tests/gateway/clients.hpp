// Who talks to a test_hall: callers that ask over HTTP and wait for the answer, watchers of a view,
// and the checks that every answer must stand. Every wait is bounded by `patience`. None may
// outlive its hall.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <doctest/doctest.h>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "proto/net/http_client.hpp"
#include "test_hall.hpp"

namespace hallcall::gateway::testing {

namespace json = boost::json;

struct reply {
  int status = 0;
  net::header_list headers;
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const;
  // Fails the test when the body is no JSON object.
  [[nodiscard]] json::object object() const;
  // Of a problem; "" when it is none.
  [[nodiscard]] std::string code() const;
};

// One keep-alive connection of somebody. Gives its token with every request; gives every POST a new
// idempotency key and says that bodies are JSON unless the headers say otherwise.
class caller {
 public:
  enum class by { nothing, bearer, cookie };

  explicit caller(test_hall&);                    // nobody
  caller(test_hall&, const std::string& person);  // signs in; a cookie, as browsers do
  caller(test_hall&, by, std::string token);
  ~caller();
  caller(const caller&) = delete;
  caller& operator=(const caller&) = delete;

  reply get(const std::string& target, net::header_list headers = {});
  reply head(const std::string& target, net::header_list headers = {});
  reply del(const std::string& target, net::header_list headers = {});
  reply post(const std::string& target, std::string body = "", net::header_list headers = {});
  // As it is, but for the token.
  reply ask(net::request);
  // Asks and does not wait.
  std::future<std::optional<reply>> begin(net::request);
  [[nodiscard]] net::request posting(const std::string& target, std::string body,
                                     net::header_list headers = {});

 private:
  test_hall& hall_;
  by how_;
  std::string token_;
  std::unique_ptr<net::http_client> client_;
};

// A device of the hall, by the token that its program holds.
struct device_caller : caller {
  device_caller(test_hall& hall, const std::string& name)
      : caller(hall, by::bearer, hall.device(name).token) {}
};

// RFC 9457 with a code of the table; all of it is looked at.
void check_problem(const reply&, std::string_view code);
// The view of a counter, a manager or a ticket that a command answers with; fails the test when it
// was refused.
json::object done(const reply&);

inline const std::string main_hall = "/api/v1/halls/main";
[[nodiscard]] std::string counter(int n, std::string_view what = "");

// A ticket as its taker got it. Its token becomes a secret of the hall's log.
struct taken {
  std::string id, number, token;
  json::object answer;
};
taken take(test_hall&, caller&, const std::string& service = "move-in",
           const std::string& more = "");

struct ending {
  int http_status = 0;
  std::uint16_t code = 0;
  std::string reason;
};

struct watch_options {
  std::string hall = "main";
  std::string subprotocol = "hallcall.v1";
  net::header_list headers = {};
};

// Somebody who watches a view.
class watcher {
 public:
  // `token`: a session's, given as a cookie; "" for nobody.
  watcher(test_hall&, const std::string& view, const std::string& token = "", watch_options = {});
  ~watcher();
  watcher(const watcher&) = delete;
  watcher& operator=(const watcher&) = delete;

  // The next frame of that type, others are passed by; nullopt when it ends before.
  std::optional<json::object> next(std::string_view type);
  // The data of the next view; fails the test when there is none.
  json::object view();
  // Views until one is as wanted; fails the test when none is in time.
  json::object until(const std::function<bool(const json::object& data)>& wanted);
  // Waits for the end, passing frames by.
  ending ended();
  void say(const std::string& text);

  [[nodiscard]] std::size_t views_seen() const { return views_seen_; }
  [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }
  // The code of the "bye" that came before the end.
  [[nodiscard]] const std::string& bye() const { return bye_; }

 private:
  std::optional<std::string> take_text();

  test_hall& hall_;
  net::testing::mailbox<std::variant<std::string, ending>> heard_;
  std::unique_ptr<net::ws_client> socket_;
  std::optional<ending> ending_;
  std::size_t views_seen_ = 0;
  std::uint64_t last_seq_ = 0;
  std::string bye_;
};

[[nodiscard]] std::set<std::string> keys_of(const json::object&);
// How many wait in all, as a board or a kiosk tells it.
[[nodiscard]] std::int64_t waiting_on(const json::object& board);

// Text of a JSON value at a path like "/visit/ticket/id", "" when there is none.
[[nodiscard]] std::string text_at(const json::object&, std::string_view pointer);
[[nodiscard]] std::int64_t number_at(const json::object&, std::string_view pointer);
[[nodiscard]] bool has(const json::object&, std::string_view pointer);

}  // namespace hallcall::gateway::testing

#include "service/notifier.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <spdlog/spdlog.h>

#include "proto/messages/codec.hpp"

namespace hallcall::service {
namespace {

// Received notices are forgotten together: one commit for those of a moment.
constexpr std::chrono::milliseconds forget_after{200};
constexpr std::chrono::milliseconds longest_nap{60'000};
constexpr std::chrono::minutes said_every{1};

notice_limits limits_of(const webhook& to, const notifier_options& o) {
  notice_limits l;
  l.give_up_after = to.give_up_after;
  l.most_waiting = to.most_waiting;
  l.first_pause = o.first_pause;
  return l;
}

// Null where there is no TLS.
std::shared_ptr<net::tls_trust> trust_of(const webhook& to) {
  if (!to.at.tls) return nullptr;
  if (to.authorities.empty()) return net::tls_trust::of_this_machine();
  const auto named = net::tls_trust::of_pem(to.authorities, "ca_file");
  return named ? *named : nullptr;  // the office file has been held to it
}

// Retry-After in seconds; its other form, a date, is left alone.
std::optional<std::chrono::seconds> asked_pause(const net::response& r) {
  const auto text = net::find_header(r.headers, "Retry-After");
  std::uint32_t seconds = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, seconds);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return std::chrono::seconds(seconds);
}

// These are about the receiver as a whole, not about one notice.
bool is_away(int status) {
  return status == 408 || status == 429 || (status >= 502 && status <= 504);
}

}  // namespace

std::string signature_of(std::string_view secret, std::int64_t at_seconds, std::string_view body) {
  const auto text = fmt::format("{}.{}", at_seconds, body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
  return fmt::format("t={},v1={:02x}", at_seconds,
                     fmt::join(digest.begin(), digest.begin() + length, ""));
}

struct notifier::line {
  std::unique_ptr<net::http_client> client;
  bool busy = false;
};

notifier::notifier(net::reactor& r, hall_service& halls, notifier_options o)
    : reactor_(r), halls_(halls), options_(std::move(o)), queue_(notice_limits{}) {
  halls_.on_notices = [this](const std::vector<journal::notice_row>& rows) {
    add(rows);
    pump();
  };
  const auto kept = halls_.take_undelivered();
  add(kept);
  configure();
}

notifier::~notifier() { halls_.on_notices = nullptr; }

void notifier::configure() {
  const auto& wanted = halls_.the_office().webhook;
  if (wanted) queue_.limit(limits_of(*wanted, options_));
  if (wanted != to_) {
    lines_.clear();  // answers that are under way come no more
    queue_.call_back(halls_.now());
    to_ = wanted;
    works_ = true;
    say_from_ = {};
    const auto trust = to_ ? trust_of(*to_) : nullptr;
    for (std::size_t n = 0; to_ && n < notice_limits{}.at_once; ++n)
      lines_.push_back(std::make_unique<line>(line{
          std::make_unique<net::http_client>(reactor_, to_->at, options_.timeout, trust), false}));
  }
  if (!to_) {  // nobody is there to receive them, and later they would be stale
    queue_.limit({.most_waiting = 0});
    give_up(halls_.now());
  }
  pump();
}

void notifier::close() {
  closed_ = true;
  wake_.cancel();
  lines_.clear();
  forget_settled();
}

notifier_figures notifier::figures() const {
  auto f = figures_;
  f.waiting = queue_.size();
  return f;
}

void notifier::add(const std::vector<journal::notice_row>& rows) {
  for (const auto& row : rows) {
    auto n = messages::decode<messages::visit_notice>(row.body, messages::trusted);
    if (n)
      queue_.add(row.key, std::move(*n));
    else  // of a newer program
      settle(row.key);
  }
}

void notifier::pump() {
  if (closed_ || !to_) return;
  const auto now = halls_.now();
  give_up(now);
  for (auto& l : lines_) {
    if (l->busy) continue;
    const auto one = queue_.next(now);
    if (!one) break;
    send(*l, *one);
  }
  wake_.cancel();
  if (const auto due = queue_.due()) {
    const auto nap = std::clamp<std::chrono::milliseconds>(*due - now, std::chrono::milliseconds(1),
                                                           longest_nap);
    wake_ = reactor_.after(nap, [this] { pump(); });
  }
}

void notifier::send(line& l, const notice_queue::sending& one) {
  auto notice = *one.notice;
  notice.url = options_.public_url + notice.url;
  net::request r;
  r.method = net::method::post;
  r.target = to_->target;
  r.body = messages::encode(notice);
  const auto at = std::chrono::floor<std::chrono::seconds>(halls_.now()).time_since_epoch().count();
  r.headers = {{"Content-Type", "application/json"},
               {"User-Agent", "Hallcall"},
               {"Hallcall-Signature", signature_of(to_->secret, at, r.body)}};
  l.busy = true;
  l.client->send(std::move(r), [this, &l, key = one.key](const std::optional<net::response>& answer,
                                                         net::client_error why) {
    answered(l, key, answer, why);
  });
}

void notifier::answered(line& l, journal::notice_key key,
                        const std::optional<net::response>& answer, net::client_error why) {
  l.busy = false;
  const auto now = halls_.now();
  if (answer && answer->status / 100 == 2) {
    ++figures_.delivered;
    queue_.received(key, now);
    settle(key);
    say(true, "");
  } else {
    ++figures_.failed;
    notice_queue::failure f;
    f.receiver = !answer || is_away(answer->status);
    if (answer) f.asked = asked_pause(*answer);
    f.jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    queue_.failed(key, now, f);
    say(false,
        answer ? fmt::format("it answered {}", answer->status) : std::string(net::to_string(why)));
  }
  pump();
}

void notifier::settle(journal::notice_key key) {
  settled_.push_back(key);
  if (settled_.size() == 1) forget_ = reactor_.after(forget_after, [this] { forget_settled(); });
}

void notifier::forget_settled() {
  forget_.cancel();
  if (!settled_.empty()) halls_.notices_settled(std::exchange(settled_, {}));
}

void notifier::give_up(engine::time_point now) {
  const auto given_up = queue_.give_up(now);
  if (given_up.empty()) return;
  figures_.given_up += given_up.size();
  for (const auto& key : given_up) settle(key);
  given_up_unsaid_ += given_up.size();
  if (now < say_given_up_from_) return;
  say_given_up_from_ = now + said_every;
  spdlog::warn(
      "webhook given_up={} waiting={} what=\"notices were too old, too many, or nobody's to "
      "receive\"",
      std::exchange(given_up_unsaid_, 0), queue_.size());
}

// Only when it changes, and then not again for a while: a receiver that is away for a day is two
// lines, and one that fails now and then does not fill the log.
void notifier::say(bool works, std::string_view what) {
  const auto now = halls_.now();
  if (works == works_ || now < say_from_) return;
  works_ = works;
  say_from_ = now + said_every;
  if (works)
    spdlog::info("webhook works=true waiting={}", queue_.size());
  else
    spdlog::warn("webhook works=false what={:?} waiting={}", what, queue_.size());
}

std::string metrics_of(const notifier& n) {
  const auto f = n.figures();
  std::string out;
  const auto figure = [&](std::string_view name, std::string_view type, std::string_view help,
                          std::uint64_t value) {
    out += fmt::format("# HELP hallcall_{0} {1}\n# TYPE hallcall_{0} {2}\nhallcall_{0} {3}\n", name,
                       help, type, value);
  };
  figure("notices_waiting", "gauge", "notices that the webhook has not received yet", f.waiting);
  figure("notices_delivered_total", "counter", "notices that it received", f.delivered);
  figure("notices_failed_total", "counter", "attempts that failed", f.failed);
  figure("notices_given_up_total", "counter", "notices that were too old, or too many", f.given_up);
  return out;
}

}  // namespace hallcall::service

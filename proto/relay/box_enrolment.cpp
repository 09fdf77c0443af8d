// See box_enrolment.hpp.
#include "proto/relay/box_enrolment.hpp"

#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/stat.h>

#include "proto/net/device_token.hpp"
#include "proto/relay/token_file.hpp"

namespace hallcall::relay {
namespace {

std::string_view word(pairing::phase p) {
  using enum pairing::phase;
  switch (p) {
    case waiting:
      return "waiting";
    case denied:
      return "denied";
    case expired:
    case refused:
      return "refused";
    default:
      return "asking";
  }
}

}  // namespace

box_enrolment::box_enrolment(net::reactor& reactor, options given)
    : reactor_(reactor), options_(std::move(given)) {}

void box_enrolment::begin(bool revoked) {
  if (!options_.token_file || pairing_ || !fault_.empty()) return;
  revoked_ = revoked;
  if (const auto good = token_place_is_good(*options_.token_file, true); !good) {
    fault_ = good.error();
    return;
  }
  pairing_ = std::make_unique<pairing>(
      reactor_, options_.pair,
      pairing::callbacks{
          nullptr, [this](const std::string& token, const std::string&) { return keep(token); }});
  pairing_->start();
}

bool box_enrolment::keep(const std::string& token) {
  if (const auto kept = write_token_file(*options_.token_file, token, true); !kept) {
    fmt::print(stderr, "the token cannot be kept: {}\n", kept.error());
    return false;
  }
  reactor_.post([told = options_.on_enrolled] { told(); });
  return true;
}

pairing_view box_enrolment::view() {
  // An accounts file that was put back knows the old token again.
  if (revoked_ && options_.connected()) {
    pairing_.reset();
    fault_.clear();
    revoked_ = false;
  }
  pairing_view v;
  v.page = options_.page;
  v.manager = options_.server_text + "/manager";
  v.revoked = revoked_;
  v.pairing = pairing_ || !fault_.empty();
  v.phase = "refused";
  v.trouble = fault_;
  if (!pairing_) return v;
  const auto& now = pairing_->now();
  v.phase = word(now.phase);
  v.code = now.code;
  v.trouble = now.trouble;
  return v;
}

void box_enrolment::attend(box_door_handlers& door) {
  if (!options_.token_file) return;
  door.page_script = pairing_watch_path;
  door.own_page = [this](std::string_view path) { return pairing_page(path, view()); };
}

void box_enrolment::tell(std::vector<std::pair<std::string, std::string>>& rows) {
  if (!options_.token_file) return;
  const auto v = view();
  if (!v.pairing) return rows.emplace_back("enrolment", "enrolled"), void();
  auto words = fmt::format("{}{}", v.revoked ? "revoked; " : "", v.phase);
  if (!v.code.empty()) words += fmt::format(", the code is {}", v.code);
  if (!v.trouble.empty()) words += ": " + v.trouble;
  rows.emplace_back("enrolment", std::move(words));
}

tl::expected<std::optional<std::string>, std::string> token_or_place(
    const std::optional<std::string>& file) {
  struct stat about {};
  if (!file || lstat(file->c_str(), &about) == 0 || errno != ENOENT) return net::device_token(file);
  unsetenv("HALLCALL_TOKEN");  // the file wins, also while it is not there
  if (const auto good = token_place_is_good(*file, false); !good)
    return tl::make_unexpected(good.error());
  return std::optional<std::string>();
}

}  // namespace hallcall::relay

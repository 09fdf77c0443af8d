#include "app/certificate.hpp"

#include <chrono>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace hallcall::app {
namespace {

constexpr std::chrono::hours warned_before_end{14 * 24};

// The day in UTC.
std::string day_of(std::chrono::system_clock::time_point at) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()),
                     unsigned(day.day()));
}

}  // namespace

tl::expected<std::shared_ptr<net::tls_identity>, std::string> open_identity(
    const serve_options& o) {
  if (o.tls_certificate.empty() != o.tls_key.empty())
    return tl::make_unexpected(fmt::format("{} is missing: TLS needs a certificate and its key",
                                           o.tls() ? "--tls-key" : "--tls-certificate"));
  if (!o.tls()) return nullptr;
  return net::tls_identity::open({o.tls_certificate, o.tls_key});
}

void reload_identity(net::tls_identity& identity) {
  if (const auto done = identity.reload(); !done) {
    spdlog::error("certificate reloaded=false what={:?}", done.error());
    return;
  }
  spdlog::info("certificate reloaded=true valid_until={}", day_of(identity.valid_until()));
  warn_of_end(identity);
}

void warn_of_end(const net::tls_identity& identity) {
  const auto left = identity.valid_until() - std::chrono::system_clock::now();
  if (left > warned_before_end) return;
  spdlog::warn("certificate valid_until={} what=\"{}: replace the files and reload (SIGHUP)\"",
               day_of(identity.valid_until()),
               left.count() < 0 ? "browsers and devices refuse it" : "it ends soon");
}

std::string metrics_of(const net::tls_identity& identity) {
  return fmt::format(
      "# HELP hallcall_certificate_end_seconds when the certificate ends, in seconds since 1970\n"
      "# TYPE hallcall_certificate_end_seconds gauge\nhallcall_certificate_end_seconds {}\n",
      std::chrono::system_clock::to_time_t(identity.valid_until()));
}

}  // namespace hallcall::app

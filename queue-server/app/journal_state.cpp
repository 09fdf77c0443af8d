#include "app/journal_state.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/options.hpp"
#include "app/serve.hpp"
#include "journal/sqlite_journal.hpp"
#include "service/past_state.hpp"

namespace hallcall::app {
namespace {

template <class... Words>
int refuse(int code, fmt::format_string<Words...> format, Words&&... words) {
  fmt::print(stderr, "queue-server: {}\n", fmt::format(format, std::forward<Words>(words)...));
  return code;
}

std::string halls_of(const service::office& office) {
  std::vector<std::string> ids;
  for (const auto& h : office.halls) ids.push_back(h.id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

int print_state(const state_options& o) {
  const auto office = load_office_file(o.office);
  if (!office) return exit_usage;
  const auto hall = o.hall.empty() && office->halls.size() == 1 ? office->halls[0].id : o.hall;
  if (hall.empty())
    return refuse(exit_usage, "this office has several halls; name one with --hall: {}",
                  halls_of(*office));
  const auto* config = office->find_hall(hall);
  if (config == nullptr)
    return refuse(exit_usage, "this office has no hall \"{}\", but: {}", hall, halls_of(*office));
  const auto at = service::parse_instant(o.at, config->rules.opening);
  if (!at)
    return refuse(exit_usage,
                  "--at takes a time such as 2026-11-20T01:30:00Z, 2026-11-20T09:30:00+08:00 or, "
                  "in the office's local time, \"2026-11-20 09:30:00\"; not \"{}\"",
                  o.at);
  try {
    journal::sqlite_options s;
    s.path = journal_file(o.data);
    s.read_only = true;
    journal::sqlite_journal j(s);
    const auto then =
        service::state_at(j, hall, std::make_shared<const engine::hall_rules>(config->rules), *at);
    if (!then) return refuse(exit_failed, "{}", then.error());
    fmt::print("{}", o.text ? summary_of(*then, hall) : json_of(*then, hall));
    return exit_ok;
  } catch (const std::runtime_error& e) {
    return refuse(exit_no_storage, "{}", e.what());
  }
}

}  // namespace hallcall::app

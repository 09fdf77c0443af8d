// What happened to one ticket. Read from the journal on a worker's thread: storage
// never blocks the reactor.
#include <spdlog/spdlog.h>

#include "gateway/api.hpp"
#include "proto/messages/codec.hpp"
#include "service/history.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr auto readers = only({greeter, clerk, backup, manager, administrator, auditor});

// On a worker: the answer's bytes, "" for a ticket that never was, nothing when the journal cannot
// be read.
struct reading {
  std::function<std::unique_ptr<journal::journal>()> open_journal;
  service::history_question question;

  std::optional<std::string> operator()() const {
    try {
      const auto journal = open_journal();
      const auto told = service::history_of(*journal, question);
      return told ? messages::encode(*told) : "";
    } catch (const std::runtime_error& e) {
      spdlog::error("history read=false what={:?}", e.what());
      return std::nullopt;
    }
  }
};

void history(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto id = service::ticket_from_wire(c.segments.at("id"));
  if (!id) return answer(c, problem("not-found", "There is no such ticket."));
  if (a.options.workers == nullptr)
    return answer(c, problem("storage-unavailable",
                             "This server keeps its journal in memory, where it cannot be read.",
                             std::chrono::seconds(60)));
  reading job{a.options.open_journal, {config->id, *id, {}, {}, a.halls.figures().durable_seq}};
  if (const auto* t = a.halls.published(config->id)->find(*id)) {
    job.question.issued_at = t->issued_at;
    job.question.ended_at = t->ended_at;
  }
  const auto reply = c.reply;
  const auto done = [reply](std::optional<std::string> told) {
    if (!told)
      reply(problem("storage-unavailable", "The journal cannot be read right now.",
                    std::chrono::seconds(1)));
    else if (told->empty())
      reply(problem("not-found", "There is no such ticket."));
    else
      reply(to_response({200, std::move(*told)}));
  };
  if (!a.options.workers->run(std::move(job), done))
    reply(problem("overloaded", "More is asked than can be read at once. Try again in a moment.",
                  std::chrono::seconds(1)));
}

}  // namespace

void add_history_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::get, "/api/v1/halls/{hall}/tickets/{id}/history", readers, key_need::none,
                 [&a](call c) { history(a, std::move(c)); }});
}

}  // namespace hallcall::gateway

// The engine against the model (model_hall.hpp): whatever people, clerks, managers and clocks do,
// both are in the same condition after every command and every timer, refuse the same commands for
// the same reasons, are due next at the same instant and would call the same people. Millions of
// commands: RC_PARAMS="max_success=40000" engine_tests -ts="the model" (some 70 commands a day).
#include <cstdlib>

#include "engine/dispatch.hpp"
#include "model_hall.hpp"
#include "property.hpp"
#include "text_of.hpp"

namespace hallcall::engine::testing {
namespace {

using answer = result<std::vector<event>>;

struct {
  std::int64_t days = 0, commands = 0, refusals = 0, timers = 0, hours = 0, left_out = 0;
} compared;

struct same_as_the_model : watcher {
  std::optional<model_hall> model;
  std::optional<refusal_code> refused;
  time_point began;

  bool allows(const command& c) override {
    const bool known = model_hall::knows(c);
    if (!known) ++compared.left_out;
    return known;
  }
  void before(const hall_driver& hall, const command& c) override {
    begin(hall);
    refused = model->give(c, hall.now());
  }
  void after(const hall_driver& hall, const command&, const answer& a) override {
    ++compared.commands;
    if (refused) ++compared.refusals;
    const auto by_engine = a ? std::nullopt : std::optional(a.error().code);
    if (by_engine != refused)
      RC_LOG() << "refused by the engine: " << text_of(by_engine)
               << ", by the model: " << text_of(refused) << '\n';
    RC_ASSERT(by_engine == refused);
    compare(hall);
  }
  void time_passed(const hall_driver& hall) override {
    begin(hall);
    model->advance_to(hall.now());
    ++compared.timers;
    compare(hall);
  }
  void at_end(const hall_driver& hall) override {
    ++compared.days;
    if (model && hall.now() > began)
      compared.hours += std::chrono::floor<std::chrono::hours>(hall.now() - began).count();
  }

 private:
  void begin(const hall_driver& hall) {
    if (model) return;
    began = hall.now();
    model.emplace(hall.rules(), hall.now());
  }
  void compare(const hall_driver& hall) {
    const auto different = difference(seen_of(hall.state()), model->seen());
    if (!different.empty()) RC_LOG() << "the engine's against the model's " << different << '\n';
    RC_ASSERT(different.empty());
    RC_ASSERT(next_deadline(hall.state()) == model->next_due());
    const auto now = std::max(hall.now(), hall.state().latest);
    for (const auto& c : hall.rules().counters) {
      if (const auto* at = hall.state().find(c.number); !at || at->mode == counter_mode::closed)
        continue;
      const auto next = choose_next(hall.state(), c, now);
      RC_ASSERT((next ? std::optional(next->ticket) : std::nullopt) == model->next_at(c.number));
    }
  }
};

}  // namespace

TEST_SUITE("the model") {
  TEST_CASE("the engine's hall and the model's are the same after every command and every hour") {
    compared = {};
    always<same_as_the_model>("model");
    CHECK(compared.commands > 0);
    if (std::getenv("RC_PARAMS") != nullptr)
      MESSAGE("compared ", compared.days, " days: ", compared.commands, " commands (",
              compared.refusals, " refused), ", compared.timers, " passings of time, ",
              compared.hours,
              " hours; commands that the model does not know, left out: ", compared.left_out);
  }
}

}  // namespace hallcall::engine::testing

// See test_hall.hpp.
#include "test_hall.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <future>

#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "gateway/password.hpp"
#include "journal/sqlite_journal.hpp"
#include "proto/net/http_client.hpp"

namespace hallcall::gateway::testing {
namespace {

// Keeps every line, for tests about what a log may say.
class keeping_sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    text_.append(message.payload.data(), message.payload.size());
    text_ += '\n';
  }
  void flush_() override {}

 private:
  std::string text_;
};

// Set once, before the first hall has a thread that logs.
keeping_sink& kept_log() {
  static const auto sink = [] {
    auto made = std::make_shared<keeping_sink>();
    auto log = std::make_shared<spdlog::logger>("tests", made);
    log->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(log));
    return made;
  }();
  return *sink;
}

// Friday, 20 November 2026, in the office's zone.
constexpr std::chrono::hours office_offset{8};
engine::time_point at_local(std::chrono::minutes time) {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + time - office_offset;
}

struct sample_person {
  const char* name;
  role is;
};
constexpr std::array people{
    sample_person{"greeter", role::greeter}, sample_person{"clerk1", role::clerk},
    sample_person{"clerk2", role::clerk},    sample_person{"clerk3", role::clerk},
    sample_person{"backup1", role::backup},  sample_person{"backup2", role::backup},
    sample_person{"backup3", role::backup},  sample_person{"backup4", role::backup},
    sample_person{"manager", role::manager}, sample_person{"admin", role::administrator},
    sample_person{"auditor", role::auditor}};

time_point machine_time() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

fresh_directory::fresh_directory() {
  const bool memory = ::access("/dev/shm", W_OK | X_OK) == 0;
  auto pattern =
      ((memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) /
       "hallcall-gateway-XXXXXX")
          .string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

fresh_directory::~fresh_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::shared_ptr<service::office> nantun() {
  static const auto loaded = [] {
    auto office = service::load_office(std::filesystem::path(HALLCALL_OFFICES) / "nantun.toml");
    REQUIRE(office.has_value());
    return *office;
  }();
  return std::make_shared<service::office>(*loaded);
}

std::shared_ptr<service::office> nantun_at_all_hours() {
  return std::make_shared<service::office>(*service::open_at_all_hours(*nantun()));
}

std::shared_ptr<service::office> two_halls() {
  auto office = nantun_at_all_hours();
  office->halls.push_back(office->halls.front());
  office->halls.back().id = "branch";
  return office;
}

std::string logged() { return kept_log().text(); }

test_hall::test_hall(hall_options o) : options_(std::move(o)) {
  log_from_ = logged().size();
  make_accounts();
  start();
}

test_hall::~test_hall() {
  stop();
  const auto log = log_since_start();
  for (const auto& secret : secrets_) {
    CAPTURE(secret);
    CHECK(log.find(secret) == std::string::npos);
  }
}

std::string test_hall::host() const { return fmt::format("127.0.0.1:{}", port_); }

void test_hall::make_accounts() {
  auto store = account_store::open(directory_.path(), open_mode::create);
  REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().what));
  static const std::string hash = *hash_password(password, least_hash_cost());
  for (const auto& p : people) {
    const account one{p.name,         p.is, fmt::format("範例 Sample {}", p.name), false, false,
                      machine_time(), {}};
    REQUIRE(store->add_account(one, hash).has_value());
  }
  const auto enrol = [&](const std::string& name, role is, std::optional<std::string> hall) {
    const auto given = store->add_device({name, is, std::move(hall), machine_time(), {}});
    REQUIRE(given.has_value());
    devices_[name] = *given;
    keep_secret(given->token);
    keep_secret(given->code);
  };
  enrol("kiosk", role::kiosk, {});
  enrol("display", role::display, {});
  enrol("branch-kiosk", role::kiosk, "branch");
  keep_secret(std::string(password));
}

void test_hall::start() {
  run([this] {
    pool_ = std::make_unique<worker_pool>(server_.get(), 2, 64);
    authenticator_options a;
    a.cost = least_hash_cost();
    a.poll = 20ms;
    a.sample_hall = options_.sample;
    auto who = authenticator::start(server_.get(), *pool_, accounts(), std::move(a));
    if (!who) throw std::runtime_error(who.error().what);
    who_ = std::move(*who);
    const auto passed = [this] {
      const auto real = std::chrono::steady_clock::now() - began_;
      return std::chrono::floor<std::chrono::milliseconds>(real) +
             std::chrono::milliseconds(jumped_ms_);
    };
    service::hall_clock clock(
        [passed, from = at_local(options_.local_time)] { return from + passed(); }, passed);
    journal::sqlite_options s;
    s.path = directory_.path() / "journal.sqlite";
    s.vfs = options_.vfs;
    halls_ = std::make_unique<service::hall_service>(server_.get(), options_.office,
                                                     std::make_unique<journal::sqlite_journal>(s),
                                                     std::move(clock), options_.service);
    gateway_options g;
    g.port = 0;
    g.api.sample = options_.sample;
    g.api.secure_cookies = options_.secure_cookies;
    g.api.workers = pool_.get();
    g.api.open_journal = [s]() mutable {
      s.read_only = true;
      return std::make_unique<journal::sqlite_journal>(s);
    };
    g.limits = options_.limits;
    auto persons = person_keys::open(directory_.path() / "person-keys");
    if (!persons) throw std::runtime_error(persons.error());
    g.persons = std::make_shared<person_keys>(std::move(*persons));
    gateway_ =
        std::make_unique<gateway_server>(server_.get(), *halls_, *who_, g, find_sample_asset);
    port_ = gateway_->port();
  });
}

bool test_hall::close() {
  auto closed = std::make_shared<std::promise<void>>();
  auto over = closed->get_future();
  run([this, closed] {
    halls_->close([this, closed] { gateway_->close(3s, [closed] { closed->set_value(); }); });
  });
  return over.wait_for(patience) == std::future_status::ready;
}

void test_hall::refuse_commands() {
  run([this] { halls_->close([] {}); });
}

void test_hall::stop() {
  run([this] {
    gateway_.reset();
    halls_.reset();
    who_.reset();
    pool_.reset();
  });
}

void test_hall::restart() {
  CHECK(close());
  stop();
  start();
}

std::string test_hall::sign_in(const std::string& name) {
  std::promise<std::string> given;
  auto token = given.get_future();
  run([&] {
    who_->sign_in(name, std::string(password), "127.0.0.1",
                  [&](tl::expected<session, sign_in_refusal> outcome) {
                    given.set_value(outcome ? outcome->token : "");
                  });
  });
  if (token.wait_for(patience) != std::future_status::ready)
    std::abort();  // the callback refers to this frame
  auto text = token.get();
  REQUIRE(!text.empty());
  keep_secret(text);
  return text;
}

account_store test_hall::accounts() const {
  auto store = account_store::open(directory_.path(), open_mode::existing);
  if (!store) throw std::runtime_error(store.error().what);
  return std::move(*store);
}

void test_hall::keep_secret(std::string secret) { secrets_.insert(std::move(secret)); }

std::string test_hall::log_since_start() const { return logged().substr(log_from_); }

std::vector<route> test_hall::routes() {
  std::vector<route> all;
  run([&] {
    service::feed none([](const auto&) { return ""; },
                       [](const auto&) { return std::pair(0UL, engine::time_point{}); });
    api a{*halls_, none, *who_, {}, {}, {}};
    all = api_routes(a);
    for (auto& r : all) r.handle = nullptr;
  });
  return all;
}

const web::asset* find_sample_asset(std::string_view path) {
  static constexpr std::string_view squeezed =
      "\x1f\x8b sample bytes that stand for the same, compressed";
  static constexpr web::asset all[] = {
      {"/kiosk", "text/html; charset=utf-8", "\"k1\"", false, "<!doctype html><title>Kiosk</title>",
       squeezed},
      {"/counter",
       "text/html; charset=utf-8",
       "\"c1\"",
       false,
       "<!doctype html><title>Counter</title>",
       {}},
      {"/t",
       "text/html; charset=utf-8",
       "\"t1\"",
       false,
       "<!doctype html><title>Ticket</title>",
       {}},
      {"/assets/kiosk-3f2a.js", "text/javascript", "\"j1\"", true, "export {};", squeezed},
      {"/voice/chime.ogg", "audio/ogg", "\"v1\"", false, "OggS", {}},
  };
  for (const auto& a : all)
    if (a.path == path) return &a;
  return nullptr;
}

}  // namespace hallcall::gateway::testing

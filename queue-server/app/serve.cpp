#include "app/serve.hpp"

#include <csignal>
#include <system_error>

#include <arpa/inet.h>
#include <sys/stat.h>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/account_commands.hpp"
#include "app/certificate.hpp"
#include "app/demo.hpp"
#include "app/voice_folder.hpp"
#include "gateway/gateway_server.hpp"
#include "gateway/sample_accounts.hpp"
#include "journal/data_lock.hpp"
#include "journal/memory_journal.hpp"
#include "journal/sqlite_journal.hpp"
#include "service/notifier.hpp"

namespace hallcall::app {
namespace {

constexpr std::size_t hashing_threads = 2;
constexpr std::size_t hashing_queue = 64;
constexpr std::chrono::milliseconds closing_grace{3'000};

// One event a line, key=value, on standard error; no personal data, no token, no ticket's lane.
void start_logging(const std::string& level) {
  auto log = spdlog::stderr_logger_mt("hallcall");
  log->set_pattern("at=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
  log->set_level(spdlog::level::from_str(level));
  log->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(log));
}

std::unique_ptr<journal::journal> open_journal(const serve_options& o) {
  if (o.memory_journal) return std::make_unique<journal::memory_journal>();
  journal::sqlite_options s;
  s.path = journal_file(o.data);
  s.sync_delay = o.sync_delay;
  return std::make_unique<journal::sqlite_journal>(s);
}

std::vector<gateway::sample_account> sample_staff(const service::office& office) {
  using enum gateway::role;
  std::vector<gateway::sample_account> staff;
  for (int i = 1; i <= 4; ++i)
    staff.push_back(
        {fmt::format("clerk{}", i), clerk, fmt::format("範例承辦 {} Sample clerk {}", i, i)});
  for (const auto& h : office.halls)
    for (const auto& b : h.rules.backups)
      if (std::none_of(staff.begin(), staff.end(),
                       [&](const auto& s) { return s.name == b.id.value; }))
        staff.push_back({b.id.value, backup,
                         h.backup_names.contains(b.id.value) ? h.backup_names.at(b.id.value)
                                                             : "範例支援 Sample backup"});
  staff.push_back({"greeter", greeter, "範例服務檯 Sample greeter"});
  staff.push_back({"manager", manager, "範例主管 Sample manager"});
  staff.push_back({"admin", administrator, "範例管理員 Sample administrator"});
  return staff;
}

// A person's hash is looked up while a booking under it is kept, and while no-shows count (R-31,
//
gateway::person_key_ages key_ages(const service::office& office) {
  constexpr std::chrono::days longest_month{31};
  gateway::person_key_ages ages;
  ages.needed_after = std::chrono::days{0};
  for (const auto& h : office.halls) {
    const auto& booking = h.rules.booking;
    int ahead = 0;
    for (const auto& plan : booking.plans) ahead = std::max(ahead, plan.opens_days_before);
    ages.needed_after =
        std::max({ages.needed_after, std::chrono::days{ahead} + booking.erased_after,
                  std::chrono::days{ahead} + longest_month * booking.suspended_months});
  }
  return ages;
}

// Everything of one running server, in the order of its making; gone in the reverse.
class running_server {
 public:
  // `own_voice`: null for the pack that is built in.
  running_server(const serve_options& o, std::shared_ptr<const service::office> office,
                 std::unique_ptr<const voice_folder> own_voice)
      : options_(o),
        own_voice_(std::move(own_voice)),
        pool_(reactor_, hashing_threads, hashing_queue),
        office_(std::move(office)) {}

  // `identity`: null for plain HTTP.
  int start(std::shared_ptr<net::tls_identity> identity);
  void run() { reactor_.run(); }
  [[nodiscard]] int exit_code() const { return exit_code_; }

 private:
  int open_storage();
  int open_accounts();
  int open_halls();
  int open_door();
  void open_webhook();
  void print_addresses() const;
  void on_signal(int);
  void reload_office();
  void close();

  [[nodiscard]] const web::asset* find_asset(std::string_view path) const {
    return own_voice_ && path.starts_with("/voice/") ? own_voice_->find(path)
                                                     : web::find_asset(path);
  }

  const serve_options& options_;
  const std::unique_ptr<const voice_folder> own_voice_;
  net::reactor reactor_;
  gateway::worker_pool pool_;
  std::shared_ptr<const service::office> office_;
  std::shared_ptr<net::tls_identity> identity_;
  std::unique_ptr<journal::journal> journal_;  // until the halls have it
  std::vector<gateway::sample_sign_in> samples_;
  bool no_account_yet_ = false;
  std::unique_ptr<gateway::authenticator> who_;
  std::unique_ptr<service::hall_service> halls_;
  std::unique_ptr<service::notifier> notifier_;
  std::unique_ptr<gateway::gateway_server> gateway_;
  std::unique_ptr<demo> demo_;
  bool closing_ = false;
  int exit_code_ = exit_ok;
};

int running_server::start(std::shared_ptr<net::tls_identity> identity) {
  identity_ = std::move(identity);
  if (const int code = open_storage(); code != exit_ok) return code;
  if (const int code = open_accounts(); code != exit_ok) return code;
  if (const int code = open_halls(); code != exit_ok) return code;
  if (const int code = open_door(); code != exit_ok) return code;
  open_webhook();
  reactor_.on_signals([this](int signal) { on_signal(signal); });
  if (options_.demo != demo_mode::none)
    demo_ = std::make_unique<demo>(reactor_, *halls_, options_.demo == demo_mode::fast);
  print_addresses();
  return exit_ok;
}

// First of all: the journal locks the data directory, so that a second server leaves the accounts
// and the PINs of the one that runs alone.
int running_server::open_storage() {
  try {
    if (options_.demo ==
        demo_mode::fast) {  // its days are not the calendar's: each start begins afresh
      const journal::data_lock nobody_else(options_.data);
      std::error_code failed;
      for (const char* file : {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"})
        std::filesystem::remove(options_.data / file, failed);
    }
    journal_ = open_journal(options_);
  } catch (const std::runtime_error& e) {
    fmt::print(stderr, "queue-server: the journal in {} cannot be used: {}\n",
               options_.data.string(), e.what());
    return exit_no_storage;
  }
  return exit_ok;
}

int running_server::open_accounts() {
  const auto wall = [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
  auto store = gateway::account_store::open(options_.data, gateway::open_mode::create);
  if (!store) {
    fmt::print(stderr, "queue-server: {}\n", store.error().what);
    return exit_no_storage;
  }
  gateway::authenticator_options a;
  if (options_.sample()) {
    a.sample_hall = true;
    auto made = gateway::ensure_sample_accounts(*store, sample_staff(*office_), wall());
    if (!made) {
      fmt::print(stderr, "queue-server: {}\n", made.error().what);
      return exit_no_storage;
    }
    samples_ = std::move(*made);
  } else if (const auto all = store->accounts();
             all &&
             std::none_of(all->begin(), all->end(), [](const auto& x) { return !x.sample; })) {
    no_account_yet_ = true;
  }
  auto who = gateway::authenticator::start(reactor_, pool_, std::move(*store), std::move(a));
  if (!who) {
    fmt::print(stderr, "queue-server: {}\n", who.error().what);
    return exit_no_storage;
  }
  who_ = std::move(*who);
  return exit_ok;
}

int running_server::open_halls() {
  service::service_options s;
  s.group_limit = options_.group_limit;
  service::hall_clock clock;
  if (options_.demo == demo_mode::fast) demo::set_clock(clock, *office_);
  try {
    halls_ = std::make_unique<service::hall_service>(reactor_, office_, std::move(journal_),
                                                     std::move(clock), s);
  } catch (const std::runtime_error& e) {
    fmt::print(stderr, "queue-server: the journal in {} cannot be used: {}\n",
               options_.data.string(), e.what());
    return exit_no_storage;
  }
  halls_->on_storage = [](bool works, const std::string& what) {
    if (works)
      spdlog::info("storage works=true");
    else
      spdlog::error("storage works=false what={:?}", what);
  };
  if (const auto behind = halls_->clock().wall_behind(); behind > std::chrono::seconds(5))
    spdlog::warn(
        "clock behind_seconds={} what=\"the machine's clock is behind the journal: the hall's time "
        "goes on "
        "from the journal's; set the clock right\"",
        behind.count() / 1000);
  return exit_ok;
}

int running_server::open_door() {
  const auto listen = parse_listen(options_.listen);
  gateway::gateway_options g;
  g.address = listen->address;
  g.port = listen->port;
  g.api.sample = options_.sample();
  g.api.public_url = options_.public_url;
  while (g.api.public_url.ends_with('/')) g.api.public_url.pop_back();
  if (!options_.memory_journal) {
    g.api.workers = &pool_;
    g.api.open_journal = [file = journal_file(options_.data)] {
      journal::sqlite_options s;
      s.path = file;
      s.read_only = true;
      return std::make_unique<journal::sqlite_journal>(s);
    };
  }
  g.api.more_metrics = [this] {
    return service::metrics_of(*notifier_) + (identity_ ? metrics_of(*identity_) : "");
  };
  g.identity = identity_;
  auto persons = gateway::person_keys::open(options_.data / "person-keys", key_ages(*office_));
  if (!persons) {
    fmt::print(stderr, "queue-server: {}\n", persons.error());
    return exit_no_storage;
  }
  g.persons = std::make_shared<gateway::person_keys>(std::move(*persons));
  // Without TLS of its own there may be a proxy before this server: what the public comes by tells.
  g.api.secure_cookies = identity_ != nullptr || g.api.public_url.starts_with("https://");
  try {
    gateway_ = std::make_unique<gateway::gateway_server>(
        reactor_, *halls_, *who_, g, [this](auto path) { return find_asset(path); });
  } catch (const std::system_error& e) {
    fmt::print(
        stderr,
        "queue-server: cannot listen on {}: {}. Another program may use it; choose another with "
        "--listen.\n",
        options_.listen, e.code().message());
    return exit_no_address;
  }
  return exit_ok;
}

// After the door: a notice names the address of the ticket's page.
void running_server::open_webhook() {
  service::notifier_options o;
  o.public_url = gateway_->public_url();
  notifier_ = std::make_unique<service::notifier>(reactor_, *halls_, std::move(o));
  if (const auto& to = office_->webhook)
    spdlog::info("webhook to={}:{} waiting={}", to->at.host, to->at.port,
                 notifier_->figures().waiting);
}

void running_server::print_addresses() const {
  const auto listen = parse_listen(options_.listen);
  const bool v6 = listen->address.find(':') != std::string::npos;
  const std::string shown = listen->address == "0.0.0.0" ? "127.0.0.1"
                            : v6                         ? "[" + listen->address + "]"
                                                         : listen->address;
  const std::string base =
      fmt::format("{}://{}:{}", identity_ ? "https" : "http", shown, gateway_->port());
  std::string out = fmt::format(
      "\n{} Hallcall\n", office_->name.contains("zh-TW") ? office_->name.at("zh-TW") : office_->id);
  for (const auto& h : office_->halls) {
    const std::string which = office_->halls.size() > 1 ? "?hall=" + h.id : "";
    if (office_->halls.size() > 1)
      out += fmt::format("\n  {}\n", h.name.contains("zh-TW") ? h.name.at("zh-TW") : h.id);
    out += fmt::format("  kiosk      {0}/kiosk{1}\n  board      {0}/board{1}\n", base, which);
    out += fmt::format("  counters   {0}/counter/{1}{2}   (1 to {3})\n", base,
                       h.rules.counters.front().number.value, which,
                       h.rules.counters.back().number.value);
    out += fmt::format("  dashboard  {0}/manager{1}\n", base, which);
  }
  if (!samples_.empty()) {
    out += "\n  Sample accounts (new PINs at every start, this machine only):\n";
    for (const auto& s : samples_)
      out += fmt::format("    {:<9} {}   {}\n", s.account.name, s.pin,
                         gateway::to_string(s.account.role));
  }
  if (no_account_yet_) out += "\n" + how_to_add_an_account(options_.data) + "\n";
  out += "\n  Ctrl-C ends it.\n\n";
  fmt::print("{}", out);
  std::fflush(stdout);
  spdlog::info("start office={} listen={}:{} tls={} journal_seq={}", office_->id, listen->address,
               gateway_->port(), identity_ != nullptr, halls_->figures().durable_seq);
  if (identity_) warn_of_end(*identity_);
}

void running_server::on_signal(int signal) {
  if (signal == SIGHUP) {
    if (identity_) reload_identity(*identity_);
    return reload_office();
  }
  if (closing_) {  // asked twice: do not wait for anybody
    exit_code_ = exit_failed;
    return reactor_.stop();
  }
  close();
}

void running_server::reload_office() {
  if (options_.sample()) return;
  auto office = service::load_office(*options_.office);
  if (!office) {
    for (const auto& e : office.error())
      spdlog::error("office file={:?} line={} what={:?}", e.file, e.line, e.what);
    spdlog::error("office reloaded=false errors={} what=\"the hall goes on with the rules it has\"",
                  office.error().size());
    return;
  }
  if (const auto refused = halls_->adopt(*office)) {
    spdlog::error("office reloaded=false what={:?}", *refused);
    return;
  }
  office_ = *office;
  notifier_->configure();
  spdlog::info("office reloaded=true revision={}", office_->revision);
}

// Refuse commands, write what waits, let the answers out, say goodbye, end.
void running_server::close() {
  closing_ = true;
  demo_.reset();
  notifier_->close();
  spdlog::info("stop journal_seq={}", halls_->figures().durable_seq);
  halls_->close([this] { gateway_->close(closing_grace, [this] { reactor_.stop(); }); });
}

}  // namespace

std::optional<listen_address> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size()) return std::nullopt;
  listen_address l;
  l.address = text.substr(0, colon);
  if (l.address.size() > 2 && l.address.front() == '[' && l.address.back() == ']')
    l.address = l.address.substr(1, l.address.size() - 2);
  in6_addr raw{};
  if (inet_pton(AF_INET, l.address.c_str(), &raw) != 1 &&
      inet_pton(AF_INET6, l.address.c_str(), &raw) != 1)
    return std::nullopt;
  unsigned port = 0;
  const auto digits = text.substr(colon + 1);
  if (digits.size() > 5 ||
      !std::all_of(digits.begin(), digits.end(), [](char d) { return d >= '0' && d <= '9'; }))
    return std::nullopt;
  port = static_cast<unsigned>(std::stoul(digits));
  if (port > 65'535) return std::nullopt;
  l.port = static_cast<std::uint16_t>(port);
  return l;
}

std::shared_ptr<const service::office> load_office_file(
    const std::optional<std::filesystem::path>& file) {
  auto office =
      service::load_office(file.value_or(std::filesystem::path(HALLCALL_OFFICES) / "nantun.toml"));
  if (office) return *office;
  fmt::print(stderr, "The office file has {} error{}; nothing starts with it:\n",
             office.error().size(), office.error().size() == 1 ? "" : "s");
  for (const auto& e : office.error())
    fmt::print(stderr, "  {}{}: {}\n", e.file, e.line > 0 ? fmt::format(":{}", e.line) : "",
               e.what);
  return nullptr;
}

namespace {

// Null for the pack that is built in; nothing, and every finding on standard error, when a board
// would leave something out with the office's.
std::optional<std::unique_ptr<const voice_folder>> open_voice(const serve_options& o) {
  if (!o.voice) return nullptr;
  voice::findings warnings;
  auto own = voice_folder::open(*o.voice, warnings);
  if (!own) {
    fmt::print(stderr, "The voice pack in {} cannot be used; nothing starts with it:\n",
               o.voice->string());
    for (const auto& one : own.error()) fmt::print(stderr, "  {}\n", voice::line_of(one));
    return std::nullopt;
  }
  for (const auto& one : warnings) spdlog::warn("voice where={:?} what={:?}", one.where, one.what);
  spdlog::info("voice folder={:?} clips={} warnings={}", o.voice->string(), (*own)->clips(),
               warnings.size());
  return std::move(*own);
}

}  // namespace

int serve(const serve_options& o) {
  const auto listen = parse_listen(o.listen);
  if (!listen) {
    fmt::print(stderr,
               "queue-server: --listen takes ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080, "
               "not \"{}\"\n",
               o.listen);
    return exit_usage;
  }
  if (!listen->loopback() && o.sample()) {
    fmt::print(
        stderr,
        "queue-server: the sample hall lets anybody take tickets, so it is for this machine alone. "
        "Listen on 127.0.0.1, or open a real hall with --office.\n");
    return exit_usage;
  }
  auto identity = open_identity(o);
  if (!identity) {
    fmt::print(stderr, "queue-server: {}\n", identity.error());
    return exit_usage;
  }
  if (!listen->loopback() && !o.tls() && !o.plain_http_beyond_this_machine) {
    fmt::print(stderr,
               "queue-server: without TLS passwords and tokens could be read on the network. Give "
               "--tls-certificate and --tls-key, or listen on 127.0.0.1 behind a TLS proxy, or say "
               "--plain-http-beyond-this-machine if you know your network.\n");
    return exit_usage;
  }
  start_logging(o.log_level);
  auto office = load_office_file(o.office);
  if (!office) return exit_usage;
  auto own_voice = open_voice(o);
  if (!own_voice) return exit_usage;
  if (o.sample() && o.demo != demo_mode::fast) office = service::open_at_all_hours(*office);
  // The journal has the lanes and the holders' tokens: for the account that runs the server alone.
  ::umask(S_IRWXG | S_IRWXO);
  std::error_code failed;
  std::filesystem::create_directories(o.data, failed);
  if (failed) {
    fmt::print(stderr, "queue-server: the data directory {} cannot be made: {}\n", o.data.string(),
               failed.message());
    return exit_no_storage;
  }
  running_server server(o, office, std::move(*own_voice));
  if (const int code = server.start(*identity); code != exit_ok) return code;
  server.run();
  return server.exit_code();
}

int verify_journal(const verify_options& o) {
  try {
    journal::sqlite_options s;
    s.path = journal_file(o.data);
    s.read_only = true;
    const auto v = journal::sqlite_journal(s).verify();
    if (v.whole) {
      fmt::print("whole: {} entries, head {}\n", v.entries, v.head);
      return exit_ok;
    }
    fmt::print("NOT WHOLE at entry {}: {}\n", v.first_bad_seq, v.what);
    return exit_failed;
  } catch (const journal::storage_error& e) {
    fmt::print(stderr, "queue-server: {}\n", e.what());
    return exit_no_storage;
  }
}

}  // namespace hallcall::app

// The order of calling in a running server, over a manager's change, a file that is read again and
// a restart (R-12); and another time zone of the machine (R-61).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <stdlib.h>

#include <fstream>
#include <regex>

#include "http_bench.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

constexpr const char* discipline_path = "/api/v1/halls/main/discipline";

// An office file of the test's own, with its catalogue.
class own_office {
 public:
  own_office() : file_(place_.path() / "office.toml") {
    std::filesystem::copy_file(real_office::get().file().parent_path() / "services.toml",
                               place_.path() / "services.toml");
    std::ifstream in(real_office::get().file());
    text_.assign(std::istreambuf_iterator<char>(in), {});
    std::ofstream(file_) << text_;
    real_office::get().copy_data_to(data());
  }
  void change(const std::string& from, const std::string& to) {
    const auto at = text_.find(from);
    REQUIRE(at != std::string::npos);
    text_.replace(at, from.size(), to);
    std::ofstream(file_) << text_;
  }
  [[nodiscard]] std::filesystem::path data() const { return place_.path() / "data"; }
  [[nodiscard]] std::vector<std::string> arguments() const {
    return {"--office", file_.string(), "--data", data().string(), "--listen", "127.0.0.1:0"};
  }

 private:
  fresh_directory place_;
  std::filesystem::path file_;
  std::string text_;
};

messages::calling_order order_now(http_bench& bench, std::uint16_t port, const caller& manager) {
  const auto view =
      messages::decode<messages::manager_view>(first_view(bench, port, manager, "manager"));
  REQUIRE(view.has_value());
  return view->order;
}

// Asks until the order is as wanted: a signal is answered in its own time.
bool becomes(http_bench& bench, std::uint16_t port, const caller& manager,
             const std::string& discipline) {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < give_up)
    if (order_now(bench, port, manager).discipline == discipline) return true;
  return false;
}

}  // namespace

TEST_CASE("R-12 a manager's order holds over a restart, until the file newly says another") {
  own_office office;
  http_bench bench;
  {
    server_process server(office.arguments());
    REQUIRE(server.listens());
    auto manager = signed_in(bench, server.port(), "manager1");
    manager.connect(server.port());
    const auto changed =
        manager.ask(net::method::post, discipline_path,
                    R"({"discipline":"ratio","ratio":{"priority":3,"general":1}})", "key-1");
    CHECK(changed.status == 200);
    server.signal(SIGKILL);
    server.end();
  }
  server_process server(office.arguments());
  REQUIRE(server.listens());
  const auto manager = signed_in(bench, server.port(), "manager1");
  const auto kept = order_now(bench, server.port(), manager);
  CHECK(kept.discipline == "ratio");
  CHECK(kept.ratio_priority == 3);
  CHECK(kept.by == "Sample manager1");
  office.change("discipline = \"apq\"", "discipline = \"strict\"");
  server.signal(SIGHUP);
  CHECK(becomes(bench, server.port(), manager, "strict"));
  CHECK_FALSE(order_now(bench, server.port(), manager).by.has_value());
  server.signal(SIGTERM);
  CHECK(server.end().code == 0);
  CHECK(check_whole(office.data()) >= 2);
}

TEST_CASE("R-61 the machine's time zone moves neither the hall's door nor its hours") {
  own_office office;
  office.change("weekdays = \"00:00-24:00\"", "weekdays = \"08:00-17:00\"");
  const char* before = getenv("TZ");
  const std::string saved = before != nullptr ? before : "";
  std::vector<std::string> told;
  for (const char* zone : {"UTC", "America/New_York", "Pacific/Kiritimati"}) {
    setenv("TZ", zone, 1);
    http_bench bench;
    server_process server(office.arguments());
    REQUIRE(server.listens());
    auto anybody = kiosk(bench);
    anybody.connect(server.port());
    const auto text = text_of(anybody.get("/api/v1/halls"));
    std::smatch hours;
    const std::regex hall("\"door\".*\"timeZone\":\"[^\"]*\"");
    REQUIRE(std::regex_search(text, hours, hall));
    told.push_back(hours[0]);
    server.signal(SIGTERM);
    server.end();
  }
  if (before != nullptr)
    setenv("TZ", saved.c_str(), 1);
  else
    unsetenv("TZ");
  CHECK(told[1] == told[0]);
  CHECK(told[2] == told[0]);
}

}  // namespace hallcall::crash

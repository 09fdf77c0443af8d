// The command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk-client/printer_port.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "proto/net/http_client.hpp"
#include "proto/relay/box_door.hpp"

namespace hallcall::kiosk {

enum class command : std::uint8_t { take, services, print_test, status, serve, pair };

struct kiosk_options {
  kiosk::command command = command::take;
  std::optional<net::server_url> server;  // take, services, serve, pair
  std::string server_text;                // as given, for messages
  std::optional<printer_target> printer;  // all but services and pair
  std::optional<std::string> token_file;
  std::optional<std::string>
      ca_file;                      // https: believed alone; this machine's authorities when absent
  std::optional<std::string> hall;  // the server's first when absent
  std::optional<relay::loopback_address> serve;
  std::optional<std::string> state;  // serve: the folder for what outlives the box's power
  kiosk::paper paper = paper::mm80;
  kiosk::lettering lettering = lettering::ordinary;  // take
  std::vector<std::string> services;                 // take: 1 to 5
  std::vector<std::string> needs;
  std::optional<std::string> language;
  std::string name;      // pair: what the box calls itself
  bool replace = false;  // pair: a token file that is there already is written anew
};

// Options, or the exit code after --help (0) or a mistake (2), which has been explained already.
struct parsed_options {
  std::optional<kiosk_options> options;
  int exit_code = 0;
};
[[nodiscard]] parsed_options parse_options(int argc, const char* const* argv);

}  // namespace hallcall::kiosk

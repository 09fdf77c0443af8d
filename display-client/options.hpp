// The command line, and what the program's end says to whoever started it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "display-client/led_panel.hpp"
#include "proto/net/http_client.hpp"
#include "proto/relay/box_door.hpp"

namespace hallcall::display {

enum class exit_code : int {
  stopped = 0,      // by a signal, or --once has drawn
  usage = 2,        // the command line, the token file, --ca-file, the address of --serve
  not_found = 3,    // no Hallcall server at this address, or no such hall
  refused = 4,      // 401 or 403: the device token; pair: an administrator denied it
  no_answer = 5,    // --once: nothing drawn within the time-out; pair: nobody confirmed in time
  output_lost = 6,  // the terminal hung up, the pipe was closed
  internal = 70,    // a bug, or a system without what this needs (C.UTF-8)
};

struct display_options {
  net::server_url server;
  std::string server_text;          // as given, for messages
  std::optional<std::string> hall;  // the server's first when absent
  std::optional<std::string> token_file;
  std::optional<std::string>
      ca_file;  // https: believed alone; this machine's authorities when absent
  std::optional<relay::loopback_address> serve;  // for this box's browser
  std::string serve_text;
  bool text = false;                   // on this terminal
  std::vector<led_panel> panels;       // alone, or beside one of these
  std::optional<std::string> state;    // the folder for the last view; absent: nothing is kept
  std::optional<std::string> browser;  // a command, kept running
  std::optional<int> width;            // columns; the terminal's when absent, 80 in a pipe
  bool once = false;
  bool pair = false;  // nothing but this: get a token for token_file
  std::string name;   // pair: what the box calls itself
  bool replace = false;
};

// Options, or the exit code after --help (0) or a mistake (2), which has been explained already.
struct parsed_options {
  std::optional<display_options> options;
  int exit_code = 0;
};
[[nodiscard]] parsed_options parse_options(int argc, const char* const* argv);

}  // namespace hallcall::display

// The voice pack on a box: the server's, which may be the office's own recordings, and the one that
// is built into the device program while the server is away. A browser gets all of one pack: clips
// come from where its manifest came from, so that one call is not spoken by two voices.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "proto/net/http_client.hpp"

namespace hallcall::relay {

class voice_relay {
 public:
  static constexpr std::string_view folder = "/voice/";
  // `timeout`: less than a board waits for a clip.
  voice_relay(net::reactor&, net::server_url, std::shared_ptr<net::tls_trust>,
              std::chrono::milliseconds timeout = std::chrono::milliseconds(2'500));

  // A GET below `folder`. `built_in` answers it from the program; it is called when the server does
  // not answer for its manifest, and then for the clips as well.
  void answer(const net::request&, net::responder, std::function<net::response()> built_in);

 private:
  net::server_url server_;
  net::http_client calls_;
  bool servers_ = false;  // the newest manifest was the server's
};

}  // namespace hallcall::relay

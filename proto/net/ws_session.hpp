// One accepted WebSocket on the server. It always reads, writes at most one frame at a time, and
// holds at most one frame in flight: who wants to send more waits for on_idle and sends the newest
// then, so that a slow reader costs one frame and no queue. A write that does not finish in the
// server's write_timeout, and a client that answers no ping, close the connection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace hallcall::net {

class ws_session {
 public:
  struct callbacks {
    // A whole text message; valid UTF-8. (Binary messages close with 1003.)
    std::function<void(std::string_view)> on_text;
    // The frame given to send() has been written: another may be sent. May send from inside.
    std::function<void()> on_idle;
    // The connection is gone, for whatever reason. Called once, last; nothing is called after it.
    std::function<void()> on_close;
  };

  virtual ~ws_session() = default;
  // Set once, from on_open.
  virtual void start(callbacks) = 0;
  // True while no frame is in flight and the session is open.
  [[nodiscard]] virtual bool idle() const = 0;
  // Writes one text frame. Only while idle() (asserted). The buffer is shared, never copied.
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  // Closes with this code; `last_text`, if any, is written before (after a frame in flight). No
  // callbacks but on_close follow.
  virtual void close(std::uint16_t code,
                     std::shared_ptr<const std::string> last_text = nullptr) = 0;
  // The handshake request's remote address, for limits and logs.
  [[nodiscard]] virtual const std::string& remote_address() const = 0;
};

}  // namespace hallcall::net

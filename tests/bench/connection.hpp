// One raw client connection of the load tool: as little work as can be, so that the server is what
// is measured.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallcall::bench {

struct address {
  std::string host = "127.0.0.1";  // a loopback address: the tool talks to nothing else
  std::uint16_t port = 8080;
};

// A non-blocking socket with what was read and not yet used, and what is still to be written.
class connection {
 public:
  explicit connection(const address&);  // throws std::system_error
  ~connection();
  connection(connection&&) noexcept;
  connection& operator=(connection&&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  // Queues and writes what the socket takes; false when the connection is gone.
  bool send(std::string_view bytes);
  bool flush();
  [[nodiscard]] bool wants_write() const { return written_ < out_.size(); }
  // Reads what is there; false when the connection is gone.
  bool receive();
  [[nodiscard]] std::string& input() { return in_; }

 private:
  int fd_ = -1;
  std::string in_, out_;
  std::size_t written_ = 0;
};

struct http_answer {
  int status = 0;
  std::string_view body;
  std::size_t bytes = 0;  // of the whole answer in the input
};
// The first whole answer in `input`; status 0 while it is not all there.
[[nodiscard]] http_answer parse_answer(std::string_view input);

struct ws_frame {
  bool whole = false;
  int opcode = 0;
  std::string_view payload;
  std::size_t bytes = 0;
};
[[nodiscard]] ws_frame parse_frame(std::string_view input);
// A masked client frame.
[[nodiscard]] std::string client_frame(int opcode, std::string_view payload);

}  // namespace hallcall::bench

// One HTTP connection of the server: reads requests ahead, hands them over, writes the answers in
// the order of the requests, as many in one write as are ready. Private to proto/net.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "proto/net/http_server_impl.hpp"
#include "proto/net/server_stream_impl.hpp"

namespace hallcall::net {

class http_connection : public std::enable_shared_from_this<http_connection> {
 public:
  http_connection(server_core&, std::unique_ptr<server_stream>, connection_census::place,
                  bool local);

  void start();
  // The answer to the request of that number; ignored when it has come already or the peer is gone.
  void answer(std::uint64_t number, response);
  void answer_dropped(std::uint64_t number);
  // Goes on with what has been read and answered.
  void resume() { pump(); }
  // Closes now when idle, else after the answers that are due.
  void drain();
  void sweep(steady::time_point now);
  void abandon();
  void close();

  // How the stream's operations ended.
  void on_opened(error_code);
  void on_wrong_protocol();  // plain HTTP where TLS is spoken
  void on_input(error_code, std::size_t bytes);
  void on_sent(error_code, std::size_t exchanges);
  void on_goodbye(error_code);

 private:
  // A request that is being handled, and its answer once there is one.
  struct exchange {
    std::string head;
    std::shared_ptr<const std::string> body;
    bool ready = false;
    bool keep_alive = true;
    bool http_1_1 = true;
    bool head_only = false;  // answers HEAD: the length is told, the body is not sent
  };

  void pump();
  void read_requests();
  void handle(request_reader::taken);
  void refuse(const refusal&);
  void prepare(exchange&, response);
  void decide_upgrade();
  void await_input();
  void write_answers();
  void on_written(std::size_t exchanges);
  void linger();
  [[nodiscard]] bool all_ready() const;
  [[nodiscard]] bool has_room() const { return queue_.size() < core_->limits().max_pipelined; }

  server_core* core_;  // null once closed: nothing may be done any more
  std::unique_ptr<server_stream> stream_;
  connection_census::place place_;
  const bool local_;
  boost::beast::flat_buffer input_;
  request_reader reader_;
  std::optional<request_reader::taken> upgrade_;  // decided on when all before it is answered
  std::deque<exchange> queue_;
  std::uint64_t first_number_ = 0;  // of the request at the queue's front
  std::size_t discarded_ = 0;       // bytes read while lingering

  bool opening_ = true;  // the handshake of TLS is under way
  bool reading_ = false;
  bool writing_ = false;
  bool pumping_ = false;
  bool starved_ = true;       // what has been read holds no further request
  bool input_ended_ = false;  // no further request is taken
  bool peer_ended_ = false;
  bool lingering_ = false;
  bool goodbye_said_ = false;

  steady::time_point idle_since_ = steady::now();
  steady::time_point handshake_deadline_ = never;
  steady::time_point request_deadline_ = never;
  steady::time_point write_deadline_ = never;
  steady::time_point linger_deadline_ = never;
};

}  // namespace hallcall::net

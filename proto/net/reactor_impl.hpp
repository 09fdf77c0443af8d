// What a reactor is made of. Private to proto/net.
#pragma once

#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <functional>

#include "proto/net/asio_impl.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::net {

struct reactor::impl {
  asio::io_context context{1};
  asio::executor_work_guard<executor> work{context.get_executor()};
  asio::basic_signal_set<executor> signals{context.get_executor()};
  std::function<void(int)> on_signal;

  void await_signal();
};

}  // namespace hallcall::net

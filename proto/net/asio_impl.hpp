// The Asio types of proto/net, all bound to the reactor's own executor: the type-erased one costs a
// third of the request rate. Private to proto/net.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>

namespace hallcall::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

using steady = std::chrono::steady_clock;
using executor = asio::io_context::executor_type;
using tcp_socket = asio::basic_stream_socket<tcp, executor>;
using tcp_acceptor = asio::basic_socket_acceptor<tcp, executor>;
using tcp_resolver = asio::ip::basic_resolver<tcp, executor>;
using steady_timer = asio::basic_waitable_timer<steady, asio::wait_traits<steady>, executor>;

// A deadline that never comes.
inline constexpr steady::time_point never = steady::time_point::max();

}  // namespace hallcall::net

// The box's side of enrolment by a code: asks the server for a code to show, and asks for the
// token until an administrator has confirmed it. A lost answer loses nothing: the same secret is
// asked with again. The secret stays in memory; the token is handed over once. On the reactor's
// thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "proto/net/http_client.hpp"
#include "proto/relay/back_off.hpp"

namespace hallcall::relay {

class pairing {
 public:
  static constexpr std::chrono::seconds wait_after_denial{60};  // then a new code, if it persists
  static constexpr std::chrono::seconds wait_after_refusal{10};

  struct options {
    net::server_url server;
    std::string role;                 // kiosk or display
    std::optional<std::string> hall;  // default: every hall
    std::string name;                 // what the box calls itself; see box_name()
    std::shared_ptr<net::tls_trust> trust;
    std::function<double()> jitter;            // [0, 1)
    std::chrono::milliseconds timeout{5'000};  // one answer
    bool persist = true;  // a new code when one is void or was denied; otherwise that is the end
  };
  enum class phase : std::uint8_t {
    asking,   // no code yet
    waiting,  // the code is to be shown
    denied,
    expired,   // nobody confirmed it in time; not when it persists
    refused,   // the server does not know this, or not this hall
    enrolled,  // on_token was called
  };
  struct state {
    pairing::phase phase = phase::asking;
    std::string code;     // "BCDF-GHJK", while waiting
    std::string trouble;  // why the newest request had no good answer; empty: it had
  };
  struct callbacks {
    std::function<void()> on_change;  // state() is another
    // The token and the name that the administrator gave. False: it could not be kept; the box asks
    // anew.
    std::function<bool(const std::string& token, const std::string& name)> on_token;
  };

  pairing(net::reactor&, options, callbacks);
  pairing(const pairing&) = delete;
  pairing& operator=(const pairing&) = delete;

  void start() { ask(); }
  [[nodiscard]] const state& now() const { return state_; }

 private:
  using handler = void (pairing::*)(const net::response&);
  void ask();
  void poll();
  void send(const std::string& path, std::string body, handler);
  void asked(const net::response&);
  void polled(const net::response&);
  void took(const net::response&);
  void failed(const net::response&);
  void become(phase, std::string trouble = "");
  void later(std::chrono::milliseconds, void (pairing::*step)());

  net::reactor& reactor_;
  options options_;
  callbacks callbacks_;
  back_off back_off_;
  state state_;
  std::string secret_;
  std::chrono::seconds poll_every_{3};
  net::http_client client_;
  net::timer next_;
};

// What this machine may be called as a device: its host name in the letters that a device's name
// can have, at most 32; "box" when nothing is left of it.
[[nodiscard]] std::string box_name();

}  // namespace hallcall::relay

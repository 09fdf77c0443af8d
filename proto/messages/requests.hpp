// What programs and pages ask. Unknown keys are refused; members without a default-by-optional are
// required.
#pragma once

#include "proto/messages/common.hpp"

namespace hallcall::messages {

struct empty_request {};
BOOST_DESCRIBE_STRUCT(empty_request, (), ())

struct take_ticket {
  std::vector<std::string> services;  // 1 to 5 service ids
  std::optional<std::vector<std::string>> needs;
  std::optional<std::string> language;  // one of the office's
  std::optional<bool> quiet;
  std::optional<std::string> channel;   // kiosk, greeter, counter, phone, hand
};
BOOST_DESCRIBE_STRUCT(take_ticket, (), (services, needs, language, quiet, channel))

struct lend_numbers {
  std::optional<std::string> instead;  // the block held so far
};
BOOST_DESCRIBE_STRUCT(lend_numbers, (), (instead))

// A ticket whose number a kiosk gave out of its block while the server was away.
struct offline_ticket {
  std::uint32_t n = 0;        // of the number: 23 of A023
  std::string token;          // random, 22 of A-Za-z0-9_-; what the slip's address ends with
  time_point given_at;
  bool in_hand = false;       // false: no slip, and nobody said that they have the number
  std::vector<std::string> services;
  std::optional<std::vector<std::string>> needs;
  std::optional<std::string> language;
  std::optional<bool> quiet;
};
BOOST_DESCRIBE_STRUCT(offline_ticket, (),
                      (n, token, given_at, in_hand, services, needs, language, quiet))

struct print_result {
  bool printed = false;
  std::optional<std::string> reason;  // why not: paper-out, cover-open, offline, no-printer, …
};
BOOST_DESCRIBE_STRUCT(print_result, (), (printed, reason))

struct with_reason {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(with_reason, (), (reason))

struct optional_reason {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(optional_reason, (), (reason))

struct sign_in {
  std::string name;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(sign_in, (), (name, password))

struct enrol_browser {
  std::string code;  // from the one-time link of `device add`
};
BOOST_DESCRIBE_STRUCT(enrol_browser, (), (code))

// A box asks to be enrolled.
struct ask_pairing {
  std::string role;                 // kiosk or display
  std::optional<std::string> hall;  // default: every hall of the office
  std::optional<std::string> name;  // a wish: what it calls itself
};
BOOST_DESCRIBE_STRUCT(ask_pairing, (), (role, hall, name))

struct take_device_token {
  std::string secret;  // of pairing_asked
};
BOOST_DESCRIBE_STRUCT(take_device_token, (), (secret))

// The role is what the box asked for.
struct confirm_pairing {
  std::string name;
  std::optional<std::string> hall;  // default: every hall of the office
};
BOOST_DESCRIBE_STRUCT(confirm_pairing, (), (name, hall))

struct open_counter {
  std::optional<std::string> clerk;  // the name to show; default: the signed-in account's
};
BOOST_DESCRIBE_STRUCT(open_counter, (), (clerk))

struct hand_over {
  std::optional<std::string> clerk;  // the name to show; default: the signed-in account's
  std::optional<bool> deputy;        // true: stands in for the clerk there
};
BOOST_DESCRIBE_STRUCT(hand_over, (), (clerk, deputy))

struct call_next {
  std::optional<bool> finish_current;
};
BOOST_DESCRIBE_STRUCT(call_next, (), (finish_current))

struct call_ticket {
  std::string ticket;  // its id
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(call_ticket, (), (ticket, reason))

struct finish_visit {
  std::string outcome;                              // finished, referred, supplement
  std::optional<std::vector<std::string>> missing;  // what to supplement
};
BOOST_DESCRIBE_STRUCT(finish_visit, (), (outcome, missing))

struct park_visit {
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(park_visit, (), (note))

struct transfer_visit {
  std::optional<std::string> lane;  // exactly one of lane, counter and clerk
  std::optional<int> counter;
  std::optional<std::string> note;
  std::optional<std::string> clerk;  // an account's name
};
BOOST_DESCRIBE_STRUCT(transfer_visit, (), (lane, counter, note, clerk))

struct change_services {  // of the visit that is being served
  std::optional<std::vector<std::string>> add;
  std::optional<std::vector<std::string>> remove;
};
BOOST_DESCRIBE_STRUCT(change_services, (), (add, remove))

struct call_backup {
  std::optional<std::string> backup;  // its id; default: the next in order
};
BOOST_DESCRIBE_STRUCT(call_backup, (), (backup))

struct accept_page {
  std::optional<int> counter;  // default: the backup's own mobile counter
};
BOOST_DESCRIBE_STRUCT(accept_page, (), (counter))

struct ratio {
  int priority = 0;  // so many favoured tickets …
  int general = 0;   // … then so many ordinary ones; each 1 to 20
};
BOOST_DESCRIBE_STRUCT(ratio, (), (priority, general))

struct change_discipline {
  std::string discipline;                   // apq, fifo, strict, ratio
  std::optional<messages::ratio> ratio;     // default: as it is
  std::optional<std::int64_t> cap_seconds;  // 60 to 28800; default: as it is
};
BOOST_DESCRIBE_STRUCT(change_discipline, (), (discipline, ratio, cap_seconds))

// A board's acknowledgement over the WebSocket: type is "shown" or "spoken".
struct acknowledgement {
  std::string type;
  std::string call;
};
BOOST_DESCRIBE_STRUCT(acknowledgement, (), (type, call))

// Bookings.
struct make_booking {
  std::string service;
  time_point slot;
  std::string id_number;               // national ID or resident certificate; never kept
  std::optional<std::string> contact;  // only for who wants a notice
  std::optional<std::string> language;
  std::optional<std::vector<std::string>> needs;
};
BOOST_DESCRIBE_STRUCT(make_booking, (), (service, slot, id_number, contact, language, needs))

struct check_in_booking {
  std::optional<bool> quiet;
};
BOOST_DESCRIBE_STRUCT(check_in_booking, (), (quiet))

// What is left out stays. `cancel` stands alone: the reason.
struct amend_booking {
  std::optional<bool> confirm;
  std::optional<std::string> clerk;   // account; empty: nobody in particular
  std::optional<std::string> answer;  // to the citizen
  std::optional<std::string> cancel;
};
BOOST_DESCRIBE_STRUCT(amend_booking, (), (confirm, clerk, answer, cancel))

}  // namespace hallcall::messages

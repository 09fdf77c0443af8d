// What the HTTP calls answer.
#pragma once

#include "proto/messages/common.hpp"

namespace hallcall::messages {

// Everything that is printed on a slip; the same whether the ticket is turning or general.
struct slip {
  std::string language;
  localized office;
  localized hall;
  std::string number;
  time_point issued_at;
  std::string issued_local;  // "2026-11-20 09:41", the office's time
  std::optional<std::int64_t> ahead;  // none: given while the server was away
  std::optional<wait_range> wait;
  std::string url;  // for the QR code: the ticket's page
};
BOOST_DESCRIBE_STRUCT(slip, (),
                      (language, office, hall, number, issued_at, issued_local, ahead, wait, url))

// 201 of POST H/tickets.
struct ticket_issued {
  std::string id;
  std::string number;
  std::string token;
  std::string hall;
  std::optional<std::string> lane;  // for staff only
  std::vector<std::string> services;
  time_point issued_at;
  std::optional<std::int64_t> ahead;  // as the slip's
  std::optional<wait_range> wait;
  messages::slip slip;
  std::string url;
};
BOOST_DESCRIBE_STRUCT(ticket_issued, (),
                      (id, number, token, hall, lane, services, issued_at, ahead, wait, slip, url))

// Numbers that a kiosk may give out while the server is away, and what it needs for their slips.
struct number_block {
  std::string id;  // "b3"
  std::string series;
  std::uint32_t first = 0;
  std::uint32_t last = 0;                  // included
  std::optional<time_point> usable_until;  // nobody gets a number after it; none: not now
  time_point now;                          // the server's
  std::int64_t utc_offset_seconds = 0;     // the office's local time is UTC and this
  std::string ticket_url;                  // of a ticket's page, without the token
  bool renew = false;                      // another is to be borrowed in its place
};
BOOST_DESCRIBE_STRUCT(number_block, (),
                      (id, series, first, last, usable_until, now, utc_offset_seconds, ticket_url,
                       renew))

struct service_info {
  std::string id;
  std::string group;
  localized name;
  std::vector<localized> documents;
  std::map<std::string, std::vector<std::string>> keywords;
  std::int64_t standard_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(service_info, (), (id, group, name, documents, keywords, standard_seconds))

struct group_info {
  std::string id;
  localized name;
  std::string icon;
};
BOOST_DESCRIBE_STRUCT(group_info, (), (id, name, icon))

struct lane_info {
  std::string id;  // public lanes only: turning is not told apart
  localized name;
};
BOOST_DESCRIBE_STRUCT(lane_info, (), (id, name))

struct counter_info {
  int n = 0;
  localized sign;  // the public one
  std::string zone;
};
BOOST_DESCRIBE_STRUCT(counter_info, (), (n, sign, zone))

// GET H. Changes only with the office file: `revision` tells when to fetch it again.
struct hall_info {
  hall_status hall;
  std::string revision;
  std::vector<std::string> languages;
  std::vector<std::string> board_languages;
  std::vector<std::string> needs;
  std::vector<group_info> groups;  // "turning" among them: the matters behind R-22's button
  std::vector<service_info> services;
  std::vector<lane_info> lanes;
  std::vector<counter_info> counters;
  bool sample = false;  // the sample hall: anyone on loopback may issue
};
BOOST_DESCRIBE_STRUCT(hall_info, (),
                      (hall, revision, languages, board_languages, needs, groups, services, lanes,
                       counters, sample))

// GET /halls.
struct hall_list {
  std::vector<hall_status> halls;
};
BOOST_DESCRIBE_STRUCT(hall_list, (), (halls))

// What lets a citizen come back once, at the head of the line: check in with the code in
// place of a ticket's token.
struct return_pass {
  std::string code;
  time_point valid_until;  // not at that instant any more
  bool used = false;
};
BOOST_DESCRIBE_STRUCT(return_pass, (), (code, valid_until, used))

// One thing that happened to a ticket. `what` is the journal's word: ticket-issued, slip-printed,
// slip-failed, priority-granted, ticket-called, ticket-recalled, visit-started, visit-parked,
// visit-transferred, ticket-missed, ticket-returned, visit-finished, ticket-left, ticket-voided,
// ticket-expired, pass-issued, pass-used, services-changed, visit-overdue, promise-passed. What an
// event does not tell is absent.
struct history_event {
  std::uint64_t seq = 0;  // the journal's entry
  time_point at;
  std::string actor;  // account:…, device:…, holder:… (who has the ticket), hall (a timer), anyone
  std::string what;
  std::optional<int> counter;
  std::optional<int> to;  // transferred: the other counter
  std::optional<std::string> lane;
  std::optional<std::string> call;
  std::optional<int> nth;  // recalled: 2 or 3
  std::optional<std::vector<std::string>> services;
  std::optional<std::string> reason;
  std::optional<std::string> note;
  std::optional<std::string> outcome;
  std::optional<std::vector<std::string>> missing;
  std::optional<std::string> after;  // returned: missed or parked
  std::optional<messages::why> why;  // called
  std::optional<std::string> clerk;  // transferred: to this account
};
BOOST_DESCRIBE_STRUCT(history_event, (),
                      (seq, at, actor, what, counter, to, lane, call, nth, services, reason, note,
                       outcome, missing, after, why, clerk))

// GET H/tickets/{id}/history.
struct ticket_history {
  std::string id;
  std::string number;
  std::vector<history_event> events;  // in their order
  bool complete = true;               // false: more happened than is told
};
BOOST_DESCRIBE_STRUCT(ticket_history, (), (id, number, events, complete))

// GET /session.
struct session_info {
  std::string name;
  std::string role;  // kiosk, display, greeter, clerk, backup, manager, administrator, auditor
  std::string kind;  // account or device
  std::optional<std::string> shown_name;
};
BOOST_DESCRIBE_STRUCT(session_info, (), (name, role, kind, shown_name))

// 201 of POST /pairings: what the box shows, and what it keeps to itself.
struct pairing_asked {
  std::string code;    // "BCDF-GHJK"
  std::string secret;  // for POST /pairings/token; never shown
  time_point expires_at;
  std::int64_t poll_seconds = 0;  // how often to ask
};
BOOST_DESCRIBE_STRUCT(pairing_asked, (), (code, secret, expires_at, poll_seconds))

// 202 of POST /pairings/token: nobody has confirmed it yet.
struct pairing_waits {
  time_point expires_at;
  std::int64_t poll_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(pairing_waits, (), (expires_at, poll_seconds))

// 200 of POST /pairings/token.
struct enrolled_device {
  std::string token;  // Authorization: Bearer
  std::string name;
  std::string role;                 // kiosk or display
  std::optional<std::string> hall;  // every hall when absent
};
BOOST_DESCRIBE_STRUCT(enrolled_device, (), (token, name, role, hall))

// GET /pairings. What the box says of itself is not proven: its code is, by who sees the box.
struct waiting_pairing {
  std::string code;
  std::string role;
  std::optional<std::string> hall;
  std::optional<std::string> name;
  std::string address;  // where it asked from
  time_point since;
  time_point expires_at;
};
BOOST_DESCRIBE_STRUCT(waiting_pairing, (), (code, role, hall, name, address, since, expires_at))

struct pairing_list {
  std::vector<waiting_pairing> pairings;  // the oldest first
};
BOOST_DESCRIBE_STRUCT(pairing_list, (), (pairings))

// GET /devices.
struct device_info {
  std::string name;
  std::string role;
  std::optional<std::string> hall;
  time_point since;
  std::optional<time_point> revoked_at;
  bool connected = false;  // it watches something now
};
BOOST_DESCRIBE_STRUCT(device_info, (), (name, role, hall, since, revoked_at, connected))

struct device_list {
  std::vector<device_info> devices;  // by name
};
BOOST_DESCRIBE_STRUCT(device_list, (), (devices))

// Bookings.
struct slot_info {
  time_point at;
  std::string local;  // "08:30", the office's time
  std::string state;  // open, full, too-early, too-late
  int left = 0;       // places
  time_point opens_at;
  time_point closes_at;
};
BOOST_DESCRIBE_STRUCT(slot_info, (), (at, local, state, left, opens_at, closes_at))

struct slot_list {
  std::string service;
  std::string date;  // "2026-11-23", the office's
  std::vector<slot_info> slots;
};
BOOST_DESCRIBE_STRUCT(slot_list, (), (service, date, slots))

// A booking for who holds its code.
struct booking_view {
  std::string code;  // "K7M2-9QRT-X4BD"
  std::string hall;
  std::string service;
  time_point slot;
  std::string slot_local;  // "2026-11-23 08:30"
  std::string state;       // booked, confirmed, arrived, lapsed, cancelled
  std::string language;
  time_point check_in_from;
  time_point lapses_at;
  std::optional<std::string> answer;             // the office's words
  std::optional<std::string> cancelled_because;  // the office's reason
  std::optional<std::string> number;             // of today's ticket, once checked in
};
BOOST_DESCRIBE_STRUCT(booking_view, (),
                      (code, hall, service, slot, slot_local, state, language, check_in_from,
                       lapses_at, answer, cancelled_because, number))

// The same on the staff's work list.
struct staff_booking {
  booking_view booking;
  std::vector<std::string> needs;
  time_point made_at;
  time_point erased_at;
  std::optional<std::string> clerk;       // account of the named one
  std::optional<std::string> contact;
  std::optional<std::string> last_three;  // of the ID number
};
BOOST_DESCRIBE_STRUCT(staff_booking, (),
                      (booking, needs, made_at, erased_at, clerk, contact, last_three))

struct booking_list {
  std::string date;
  std::vector<staff_booking> bookings;  // by slot
};
BOOST_DESCRIBE_STRUCT(booking_list, (), (date, bookings))

}  // namespace hallcall::messages

// The hall's words as types. Pure values: the engine depends on the standard library alone.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace hallcall::engine {

// A value that must not be confused with another of the same representation.
template <class Tag, class T>
struct strong {
  using value_type = T;
  T value{};
  friend auto operator<=>(const strong&, const strong&) = default;
};

using ticket_id = strong<struct ticket_tag, std::uint64_t>;    // unique in a hall for ever, from 1
using call_id = strong<struct call_tag, std::uint64_t>;        // unique in a hall for ever, from 1
using page_id = strong<struct page_tag, std::uint64_t>;        // one paging of one backup, from 1
using counter_no = strong<struct counter_tag, std::uint16_t>;  // the number on the sign
using service_id = strong<struct service_tag, std::string>;    // "transcript", from the office file
using feature_id =
    strong<struct feature_tag, std::string>;  // what a counter can do: "accessible", "certificate"
using block_id = strong<struct block_tag, std::uint64_t>;  // unique in a hall for ever, from 1
using backup_id = strong<struct backup_tag, std::string>;  // the back-office person's account name

// UTC with milliseconds. The engine never reads a clock.
using time_point = std::chrono::sys_time<std::chrono::milliseconds>;
using seconds = std::chrono::seconds;
using minutes = std::chrono::minutes;
// The office's local date as days since 1970.
using business_date = std::chrono::sys_days;

enum class lane : std::uint8_t { general, express, priority, turning, booked, returning };
inline constexpr std::size_t lane_count = 6;

enum class counter_kind : std::uint8_t {
  full_function,
  express,
  priority,
  turning,
  booked,
  mobile
};

// What a citizen may need. The office says which of them give priority.
enum class need : std::uint8_t {
  senior,
  pregnant,
  wheelchair,
  small_child,
  hard_of_hearing,
  hard_of_seeing,
  interpreter
};

enum class ticket_state : std::uint8_t {
  waiting,
  called,
  serving,
  missed,
  parked,
  done,
  left,
  voided,
  expired
};
[[nodiscard]] constexpr bool has_ended(ticket_state s) { return s >= ticket_state::done; }

enum class outcome : std::uint8_t { finished, referred, supplement };

enum class channel : std::uint8_t { kiosk, greeter, counter, phone, hand };

// A small set of enumerators.
template <class E>
struct enum_set {
  std::uint32_t bits = 0;
  constexpr void insert(E e) { bits |= 1u << static_cast<unsigned>(e); }
  [[nodiscard]] constexpr bool contains(E e) const {
    return (bits >> static_cast<unsigned>(e) & 1u) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  [[nodiscard]] constexpr bool intersects(enum_set o) const { return (bits & o.bits) != 0; }
  friend constexpr bool operator==(enum_set, enum_set) = default;
};
template <class E>
[[nodiscard]] constexpr enum_set<E> set_of(std::initializer_list<E> list) {
  enum_set<E> s;
  for (E e : list) s.insert(e);
  return s;
}

}  // namespace hallcall::engine

template <class Tag, class T>
struct std::hash<hallcall::engine::strong<Tag, T>> {
  std::size_t operator()(const hallcall::engine::strong<Tag, T>& id) const noexcept {
    return std::hash<T>{}(id.value);
  }
};

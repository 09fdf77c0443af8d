// Any value of the engine's types, made from random numbers: reads the members off the types
// themselves, so that a member added to an event or to the state is tried without anybody
// remembering to.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <rapidcheck.h>
#include <boost/mp11/algorithm.hpp>
#include <boost/pfr.hpp>

#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::service::testing {

template <class T>
T arbitrary();

namespace detail {

template <class Number>
Number any_of() {
  return *rc::gen::arbitrary<Number>();
}

inline std::string any_text() {
  // What codecs stumble over: quotes, escapes, control characters, two, three and four bytes.
  static const std::array<std::string, 12> pieces{
      "a", "Z", "\"", "\\", "/", "\n", std::string(1, '\x01'), "é", "號", "𠀀", "\x7f", " "};
  std::string text;
  const int length = *rc::gen::inRange(0, 8);
  for (int i = 0; i < length; ++i) text += pieces[*rc::gen::inRange<std::size_t>(0, pieces.size())];
  return text;
}

}  // namespace detail

template <class T>
T arbitrary() {
  using namespace messages::detail;
  if constexpr (std::is_same_v<T, bool>)
    return detail::any_of<bool>();
  else if constexpr (std::is_same_v<T, char>)
    return static_cast<char>(*rc::gen::inRange<int>('A', 'Z' + 1));
  else if constexpr (std::is_enum_v<T>) {
    constexpr auto last = boost::mp11::mp_size<boost::describe::describe_enumerators<T>>::value;
    return static_cast<T>(*rc::gen::inRange<int>(0, static_cast<int>(last)));
  } else if constexpr (std::is_integral_v<T>)
    return detail::any_of<T>();
  else if constexpr (std::is_floating_point_v<T>)
    return static_cast<T>(detail::any_of<double>());
  else if constexpr (std::is_same_v<T, std::string>)
    return detail::any_text();
  else if constexpr (is_time<T>::value)  // from 1970 to 2300
    return T(std::chrono::milliseconds(*rc::gen::inRange<std::int64_t>(0, 10'413'792'000'000)));
  else if constexpr (is_duration<T>::value)
    return T(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000));
  else if constexpr (std::is_same_v<T, std::chrono::sys_days>)
    return T(std::chrono::days(*rc::gen::inRange(-100'000, 100'000)));
  else if constexpr (is_optional<T>::value) {
    if (detail::any_of<bool>()) return std::nullopt;
    return arbitrary<typename T::value_type>();
  } else if constexpr (is_vector<T>::value || is_set<T>::value) {
    T all;
    const int size = *rc::gen::inRange(0, 4);
    for (int i = 0; i < size; ++i) all.insert(all.end(), arbitrary<typename T::value_type>());
    return all;
  } else if constexpr (is_map<T>::value) {
    T all;
    const int size = *rc::gen::inRange(0, 4);
    for (int i = 0; i < size; ++i)
      all.emplace(arbitrary<typename T::key_type>(), arbitrary<typename T::mapped_type>());
    return all;
  } else if constexpr (wrapper<T>)
    return T{arbitrary<typename T::value_type>()};
  else if constexpr (bit_set<T>)
    return T{detail::any_of<std::uint32_t>()};
  else {
    T value{};
    boost::pfr::for_each_field(
        value, [](auto& member) { member = arbitrary<std::remove_cvref_t<decltype(member)>>(); });
    return value;
  }
}

// One event of each kind, every member random.
[[nodiscard]] inline std::vector<engine::event> one_of_each_event() {
  std::vector<engine::event> all;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, engine::event>>(
      [&](auto kind) { all.emplace_back(arbitrary<typename decltype(kind)::type>()); });
  return all;
}

}  // namespace hallcall::service::testing

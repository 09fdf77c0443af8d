// Any value of the engine as text: complete, and in one canonical order, so that two values are the
// same exactly when their texts are. Reads the members off the types themselves: a member added to
// a struct is compared without anybody remembering to. The rules are left out, being no part of a
// hall's history.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <boost/pfr.hpp>

#include "engine/types.hpp"

namespace hallcall::engine::testing {

template <class T>
void write(std::ostream& out, const T& value);

namespace detail {

template <auto V>
constexpr std::string_view enumerator() {
  std::string_view s =
      __PRETTY_FUNCTION__;  // "… [with auto V = hallcall::engine::lane::general; …"
  s.remove_prefix(s.find("V = ") + 4);
  s = s.substr(0, s.find_first_of(";]"));
  const auto colon = s.rfind("::");
  return colon == s.npos || s.front() == '(' ? "?" : s.substr(colon + 2);
}

constexpr std::size_t most_enumerators = 40;

template <class E>
std::string_view name_of(E value) {
  static constexpr auto names = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array{enumerator<static_cast<E>(I)>()...};
  }
  (std::make_index_sequence<most_enumerators>{});
  const auto i = static_cast<std::size_t>(value);
  return i < names.size() ? names[i] : "?";
}

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class T>
constexpr bool is_shared = false;
template <class T>
constexpr bool is_shared<std::shared_ptr<T>> = true;
template <class T>
constexpr bool is_pair = false;
template <class A, class B>
constexpr bool is_pair<std::pair<A, B>> = true;
template <class T>
constexpr bool is_variant = false;
template <class... T>
constexpr bool is_variant<std::variant<T...>> = true;
template <class T>
constexpr bool is_hashed = false;
template <class K, class V>
constexpr bool is_hashed<std::unordered_map<K, V>> = true;
template <class T>
constexpr bool is_duration = false;
template <class R, class P>
constexpr bool is_duration<std::chrono::duration<R, P>> = true;
template <class T>
constexpr bool is_instant = false;
template <class C, class D>
constexpr bool is_instant<std::chrono::time_point<C, D>> = true;
template <class T>
constexpr bool is_enum_set = false;
template <class E>
constexpr bool is_enum_set<enum_set<E>> = true;
template <class T>
constexpr bool is_strong = false;
template <class Tag, class T>
constexpr bool is_strong<strong<Tag, T>> = true;

template <class Instant>
void write_instant(std::ostream& out, Instant t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(t - day).count();
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03d", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(ms / 3600000),
                int(ms / 60000 % 60), int(ms / 1000 % 60), int(ms % 1000));
  out << text;
}

template <class Range>
void write_range(std::ostream& out, const Range& range) {
  constexpr bool long_ones = requires { typename Range::mapped_type; };
  out << '[';
  const char* before = "";
  for (const auto& element : range) {
    out << before;
    write(out, element);
    before = long_ones ? ",\n  " : ", ";
  }
  out << ']';
}

template <class T>
void write_members(std::ostream& out, const T& value) {
  if constexpr (requires { T::type; }) out << T::type;  // an event
  out << '{';
  const char* before = "";
  boost::pfr::for_each_field(value, [&](const auto& member) {
    out << before;
    write(out, member);
    before = sizeof(T) > 500 ? ",\n " : ", ";
  });
  out << '}';
}

}  // namespace detail

template <class T>
void write(std::ostream& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    out << (value ? "yes" : "no");
  else if constexpr (std::is_same_v<T, double>) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);  // exact
    out << text;
  } else if constexpr (std::is_arithmetic_v<T>)
    out << value;
  else if constexpr (std::is_convertible_v<T, std::string_view>)
    out << '"' << std::string_view(value) << '"';
  else if constexpr (std::is_enum_v<T>)
    out << detail::name_of(value);
  else if constexpr (detail::is_strong<T>)
    write(out, value.value);
  else if constexpr (detail::is_duration<T>)
    out << std::chrono::duration_cast<std::chrono::milliseconds>(value).count() << "ms";
  else if constexpr (detail::is_instant<T>)
    detail::write_instant(out, value);
  else if constexpr (detail::is_shared<T>)
    out << '*';
  else if constexpr (detail::is_optional<T>)
    value ? write(out, *value) : void(out << "none");
  else if constexpr (detail::is_pair<T>) {
    write(out, value.first);
    out << ": ";
    write(out, value.second);
  } else if constexpr (detail::is_variant<T>)
    std::visit([&](const auto& one) { write(out, one); }, value);
  else if constexpr (detail::is_enum_set<T>)
    out << "bits " << value.bits;
  else if constexpr (detail::is_hashed<T>)
    detail::write_range(
        out, std::map<typename T::key_type, typename T::mapped_type>(value.begin(), value.end()));
  else if constexpr (requires { value.begin(); })
    detail::write_range(out, value);
  else
    detail::write_members(out, value);
}

template <class T>
[[nodiscard]] std::string text_of(const T& value) {
  std::ostringstream out;
  write(out, value);
  return out.str();
}

// The first line in which two texts differ, both versions; empty when they are the same.
[[nodiscard]] std::string first_difference(const std::string& a, const std::string& b);

}  // namespace hallcall::engine::testing

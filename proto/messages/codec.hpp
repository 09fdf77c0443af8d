// Structs to JSON and back, by their Boost.Describe members: snake_case members are camelCase keys,
// enumerators are kebab-case words, optionals are absent keys. Encoding writes straight into a
// string; decoding checks UTF-8, size, depth, types, unknown and missing keys, and names the place
// that is wrong.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <tl/expected.hpp>

namespace hallcall::messages {

struct decode_error {
  enum class cause { syntax, too_large, too_deep, shape, value } why = cause::syntax;
  std::string where;  // "/services/0", empty for the whole
  std::string what;   // a sentence: what is wrong and what is allowed
};

struct decode_limits {
  std::size_t max_bytes = 64 * 1024;
  std::size_t max_depth = 8;
  // false: a key that is unknown, or comes twice in one object, is refused. true: unknown keys are
  // ignored (a newer server's fields, an older journal's), of two equal ones the last counts.
  bool unknown_keys = false;
};
inline constexpr decode_limits lenient{4 * 1024 * 1024, 32, true};
inline constexpr decode_limits trusted{std::size_t{1} << 30, 64,
                                       true};  // our own journal and snapshots

// ---- names
namespace detail {
void append_camel(std::string& out, std::string_view snake);
[[nodiscard]] std::string kebab(std::string_view snake);
void append_string(std::string& out, std::string_view text);  // quoted and escaped
void append_number(std::string& out, double value);
void append_time(std::string& out, std::chrono::sys_time<std::chrono::milliseconds> t);
[[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::milliseconds>> parse_time(
    std::string_view);
[[nodiscard]] tl::expected<boost::json::value, decode_error> parse(std::string_view,
                                                                   const decode_limits&);
[[nodiscard]] std::string type_word(const boost::json::value&);
[[nodiscard]] std::string beginning_of(
    std::string_view text);  // its first 40 bytes or less, whole characters

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_set : std::false_type {};
template <class T>
struct is_set<std::set<T>> : std::true_type {};
template <class T>
struct is_map : std::false_type {};
template <class K, class T>
struct is_map<std::map<K, T>> : std::true_type {};
template <class T>
struct is_array : std::false_type {};
template <class T, std::size_t N>
struct is_array<std::array<T, N>> : std::true_type {};
template <class T>
struct is_time : std::false_type {};
template <>
struct is_time<std::chrono::sys_time<std::chrono::milliseconds>> : std::true_type {};
template <class T>
struct is_duration : std::false_type {};
template <class R, class P>
struct is_duration<std::chrono::duration<R, P>> : std::true_type {};
template <class T>
struct is_variant : std::false_type {};
template <class... T>
struct is_variant<std::variant<T...>> : std::true_type {};
// A wrapper around one value, written as that value (hallcall::engine::strong).
template <class T>
concept wrapper = requires(T t) {
  typename T::value_type;
  t.value;
}
&&!is_optional<T>::value;
// A set of enumerators, written as a list of words.
template <class T>
concept bit_set = requires(T t) {
  t.bits;
  t.empty();
};
}  // namespace detail

// "full-function" for counter_kind::full_function. The enum must be described.
template <class E>
[[nodiscard]] const std::string& enum_name(E value) {
  static const std::vector<std::pair<E, std::string>> names = [] {
    std::vector<std::pair<E, std::string>> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { all.emplace_back(d.value, detail::kebab(d.name)); });
    return all;
  }();
  for (const auto& [v, name] : names)
    if (v == value) return name;
  static const std::string none = "?";
  return none;
}

template <class E>
[[nodiscard]] std::optional<E> enum_from_name(std::string_view word) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (!found && word == enum_name(d.value)) found = d.value;
  });
  return found;
}

// "finished, referred, supplement": for an error that says what is allowed.
template <class E>
[[nodiscard]] std::string enum_words() {
  std::string all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (!all.empty()) all += ", ";
    all += enum_name(d.value);
  });
  return all;
}

// ---- encoding
template <class T>
void encode_into(std::string& out, const T& value);

namespace detail {
template <class S>
void encode_members(std::string& out, const S& s, bool& first) {
  boost::mp11::mp_for_each<boost::describe::describe_members<S, boost::describe::mod_public>>(
      [&](auto d) {
        const auto& member = s.*d.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(member)>>::value) {
          if (!member) return;
        }
        static const std::string key = [&] {
          std::string k = "\"";
          append_camel(k, d.name);
          return k + "\":";
        }();
        if (!first) out += ',';
        first = false;
        out += key;
        encode_into(out, member);
      });
}
template <class List>
void encode_list(std::string& out, const List& list) {
  out += '[';
  bool first = true;
  for (const auto& item : list) {
    if (!first) out += ',';
    first = false;
    encode_into(out, item);
  }
  out += ']';
}
}  // namespace detail

template <class T>
void encode_into(std::string& out, const T& value) {
  using namespace detail;
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, char>) {
    append_string(out, std::string_view(&value, 1));
  } else if constexpr (std::is_enum_v<T>) {
    append_string(out, enum_name(value));
  } else if constexpr (std::is_integral_v<T>) {
    out += std::to_string(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    append_number(out, value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    append_string(out, value);
  } else if constexpr (is_time<T>::value) {
    append_time(out, value);
  } else if constexpr (is_duration<T>::value) {
    out += std::to_string(value.count());
  } else if constexpr (std::is_same_v<T, std::chrono::sys_days>) {
    out += std::to_string(value.time_since_epoch().count());
  } else if constexpr (is_optional<T>::value) {
    if (value)
      encode_into(out, *value);
    else
      out += "null";
  } else if constexpr (is_vector<T>::value || is_set<T>::value || is_array<T>::value) {
    encode_list(out, value);
  } else if constexpr (is_map<T>::value) {
    out += '{';
    bool first = true;
    for (const auto& [k, v] : value) {
      if (!first) out += ',';
      first = false;
      append_string(out, k);
      out += ':';
      encode_into(out, v);
    }
    out += '}';
  } else if constexpr (wrapper<T>) {
    encode_into(out, value.value);
  } else if constexpr (bit_set<T>) {
    out += std::to_string(value.bits);
  } else if constexpr (is_variant<T>::value) {  // {"type":"ticket-issued", …members}
    std::visit(
        [&](const auto& v) {
          static const std::string head = [&] {
            std::string h = "{\"type\":";
            append_string(h, std::remove_cvref_t<decltype(v)>::type);
            return h;
          }();
          out += head;
          bool first = false;
          encode_members(out, v, first);
          out += '}';
        },
        value);
  } else {
    out += '{';
    bool first = true;
    encode_members(out, value, first);
    out += '}';
  }
}

template <class T>
[[nodiscard]] std::string encode(const T& value) {
  std::string out;
  out.reserve(256);
  encode_into(out, value);
  return out;
}

// ---- decoding
namespace detail {
struct decoder {
  bool unknown_keys = false;
  decode_error error{};
  std::string path{};

  bool fail(decode_error::cause why, std::string what) {
    error = {why, path, std::move(what)};
    return false;
  }
  bool wrong_type(const boost::json::value& v, std::string_view wanted) {
    return fail(decode_error::cause::shape,
                "must be " + std::string(wanted) + ", not " + type_word(v));
  }
  bool integer(const boost::json::value& v, std::int64_t& out) {
    if (v.is_int64())
      out = v.get_int64();
    else if (v.is_uint64())
      return fail(decode_error::cause::value, "is too large");
    else
      return wrong_type(v, "a whole number");
    return true;
  }
  template <class F>
  bool inside(std::string_view key, F&& f) {
    const auto length = path.size();
    path += '/';
    path += key;
    if (!f()) return false;
    path.resize(length);
    return true;
  }
  template <class T>
  bool read(const boost::json::value& v, T& out);
  template <class S>
  bool read_members(const boost::json::object& object, S& s, bool tagged);
};

template <class S>
bool decoder::read_members(const boost::json::object& object, S& s, bool tagged) {
  bool good = true;
  std::size_t known = tagged ? 1 : 0;
  boost::mp11::mp_for_each<boost::describe::describe_members<S, boost::describe::mod_public>>(
      [&](auto d) {
        if (!good) return;
        auto& member = s.*d.pointer;
        std::string key;
        append_camel(key, d.name);
        const auto* v = object.if_contains(key);
        if (v == nullptr) {
          // Our own older records lack members that came later: they keep their default. Requests
          // must be whole.
          if (!is_optional<std::remove_cvref_t<decltype(member)>>::value && !unknown_keys)
            good = fail(decode_error::cause::shape, "\"" + key + "\" is missing");
          return;
        }
        ++known;
        good = inside(key, [&] { return read(*v, member); });
      });
  if (good && !unknown_keys && known != object.size()) {
    std::string allowed;
    std::set<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_members<S, boost::describe::mod_public>>(
        [&](auto d) {
          std::string key;
          append_camel(key, d.name);
          if (!allowed.empty()) allowed += ", ";
          allowed += key;
          names.insert(key);
        });
    for (const auto& [key, ignored] : object)
      if (!names.contains(std::string(key)))
        return fail(decode_error::cause::shape,
                    "\"" + beginning_of(key) + "\" is not known here; " +
                        (allowed.empty() ? "no key is allowed" : "allowed: " + allowed));
  }
  return good;
}

template <class T>
bool decoder::read(const boost::json::value& v, T& out) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!v.is_bool()) return wrong_type(v, "true or false");
    out = v.get_bool();
  } else if constexpr (std::is_same_v<T, char>) {
    if (!v.is_string() || v.get_string().size() != 1) return wrong_type(v, "one letter");
    out = v.get_string()[0];
  } else if constexpr (std::is_enum_v<T>) {
    if (!v.is_string()) return wrong_type(v, "a word");
    const auto found = enum_from_name<T>(std::string_view(v.get_string()));
    if (!found) return fail(decode_error::cause::value, "must be one of: " + enum_words<T>());
    out = *found;
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_same_v<T, std::uint64_t>) {
      if (v.is_uint64()) {
        out = v.get_uint64();
        return true;
      }
    }
    std::int64_t n = 0;
    if (!integer(v, n)) return false;
    if (!std::in_range<T>(n)) return fail(decode_error::cause::value, "is out of range");
    out = static_cast<T>(n);
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!v.is_number()) return wrong_type(v, "a number");
    out = v.to_number<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!v.is_string()) return wrong_type(v, "a string");
    out = std::string_view(v.get_string());
  } else if constexpr (is_time<T>::value) {
    if (!v.is_string()) return wrong_type(v, "a time");
    const auto t = parse_time(std::string_view(v.get_string()));
    if (!t)
      return fail(decode_error::cause::value, "must be a time such as 2026-11-20T01:41:00.000Z");
    out = *t;
  } else if constexpr (is_duration<T>::value) {
    std::int64_t n = 0;
    if (!integer(v, n)) return false;
    out = T(static_cast<typename T::rep>(n));
  } else if constexpr (std::is_same_v<T, std::chrono::sys_days>) {
    std::int64_t n = 0;
    if (!integer(v, n)) return false;
    if (!std::in_range<int>(n)) return fail(decode_error::cause::value, "is out of range");
    out = T(std::chrono::days(static_cast<int>(n)));
  } else if constexpr (is_optional<T>::value) {
    if (v.is_null()) {
      out.reset();
      return true;
    }
    return read(v, out.emplace());
  } else if constexpr (is_vector<T>::value || is_set<T>::value) {
    if (!v.is_array()) return wrong_type(v, "a list");
    std::size_t i = 0;
    for (const auto& item : v.get_array()) {
      typename T::value_type one{};
      if (!inside(std::to_string(i++), [&] { return read(item, one); })) return false;
      if constexpr (is_vector<T>::value)
        out.push_back(std::move(one));
      else
        out.insert(std::move(one));
    }
  } else if constexpr (is_array<T>::value) {
    if (!v.is_array() || v.get_array().size() > out.size())
      return wrong_type(v, "a list of the right length");
    for (std::size_t i = 0; i < v.get_array().size(); ++i)
      if (!inside(std::to_string(i), [&] { return read(v.get_array()[i], out[i]); })) return false;
  } else if constexpr (is_map<T>::value) {
    if (!v.is_object()) return wrong_type(v, "an object");
    for (const auto& [k, item] : v.get_object())
      if (!inside(k, [&] { return read(item, out[std::string(k)]); })) return false;
  } else if constexpr (wrapper<T>) {
    return read(v, out.value);
  } else if constexpr (bit_set<T>) {
    return read(v, out.bits);
  } else if constexpr (is_variant<T>::value) {
    if (!v.is_object()) return wrong_type(v, "an object");
    const auto* type = v.get_object().if_contains("type");
    if (type == nullptr || !type->is_string())
      return fail(decode_error::cause::shape, "\"type\" is missing");
    const std::string_view word = type->get_string();
    bool found = false;
    bool good = true;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, T>>(
        [&](auto alternative) {
          using A = typename decltype(alternative)::type;
          if (found || word != A::type) return;
          found = true;
          A a{};
          good = read_members(v.get_object(), a, true);
          out = std::move(a);
        });
    if (!found)
      return fail(decode_error::cause::value, "\"" + beginning_of(word) + "\" is not a known type");
    return good;
  } else {
    if (!v.is_object()) return wrong_type(v, "an object");
    return read_members(v.get_object(), out, false);
  }
  return true;
}
}  // namespace detail

// One message from its JSON text, or what is wrong with it.
template <class T>
[[nodiscard]] tl::expected<T, decode_error> decode(std::string_view text,
                                                   const decode_limits& limits = {}) {
  auto json = detail::parse(text, limits);
  if (!json) return tl::make_unexpected(json.error());
  T out{};
  detail::decoder d{limits.unknown_keys};
  if (!d.read(*json, out)) return tl::make_unexpected(d.error);
  return out;
}

}  // namespace hallcall::messages

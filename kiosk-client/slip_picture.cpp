// The slip's layout, from top to bottom. On 80 mm paper the QR code stands beside its explanation,
// on 58 mm and in large letters above.
#include "kiosk-client/slip_picture.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk-client/qr_code.hpp"
#include "kiosk-client/wording.hpp"

namespace hallcall::kiosk {
namespace {

constexpr int longest = 2400;                        // dots, 30 cm
constexpr std::string_view home_language = "zh-TW";  // what the staff read

// The sizes of one paper width, in dots. In large letters what does not fit on a line goes on to
// the next one instead of becoming smaller; only the number takes what the paper is wide.
struct measures {
  int margin, office, small, label, number, fact, body, qr_side;
  bool large;
};
constexpr measures wide{16, 35, 28, 32, 214, 38, 26, 264, false};
constexpr measures narrow{8, 29, 24, 26, 148, 30, 23, 300, false};
constexpr measures wide_large{12, 48, 42, 48, 260, 57, 44, 460, true};
constexpr measures narrow_large{4, 40, 36, 40, 190, 50, 36, 360, true};

const measures& measures_of(paper p, lettering letters) {
  if (letters == lettering::large) return p == paper::mm80 ? wide_large : narrow_large;
  return p == paper::mm80 ? wide : narrow;
}

std::string in(const messages::localized& words, std::string_view language) {
  for (const std::string& tag :
       {std::string(language), std::string(home_language), std::string("en")})
    if (const auto found = words.find(tag); found != words.end() && !found->second.empty())
      return found->second;
  return words.empty() ? std::string() : words.begin()->second;
}

class slip_painter {
 public:
  slip_painter(paper p, lettering letters, std::string language)
      : width_(static_cast<int>(p)),
        m_(measures_of(p, letters)),
        language_(std::move(language)),
        out_(width_, longest) {}

  void line(const std::string& words, int size, bool bold, align a = align::centre,
            std::string_view language = {}) {
    if (words.empty()) return;
    y_ += out_.text(m_.margin, y_, inner(), words,
                    {language.empty() ? language_ : std::string(language), size, bold, a});
  }
  // On one line, made smaller when it has to be; large on as many as it needs.
  void fact(const std::string& words) {
    y_ += out_.text(m_.margin, y_, inner(), words,
                    {language_, m_.fact, true, align::centre, !m_.large});
  }
  void number(const std::string& words) {
    y_ += 22;
    y_ += out_.text(m_.margin, y_, inner(), words,
                    {"en", m_.number, true, align::centre, true, true});
    y_ += 16;
  }
  void space(int dots) { y_ += dots; }
  void rule(int thick) {
    y_ += 10;
    out_.fill({m_.margin, y_, inner(), thick});
    y_ += thick + 10;
  }
  // A label on the left and its value on the right, on one line; large one below the other.
  void pair(const std::string& label, const std::string& value) {
    if (m_.large) {
      line(label, m_.small, false);
      return line(value, m_.small, true);
    }
    const int left = inner() * 2 / 5;
    const int a =
        out_.text(m_.margin, y_, left, label, {language_, m_.small, false, align::left, true});
    const int b = out_.text(m_.margin + left, y_, inner() - left, value,
                            {language_, m_.small, true, align::right, true});
    y_ += std::max(a, b);
  }

  [[nodiscard]] bool qr(const std::string& url, const std::string& title, const std::string& note) {
    const auto code = make_qr_code(url);
    if (!code) return false;
    const int modules = code->size + 2 * qr_code::quiet_zone;
    const int dot = std::max(3, m_.qr_side / modules);
    const int side = modules * dot;
    if (side > width_) return false;
    const bool beside =
        width_ == static_cast<int>(paper::mm80) && !m_.large && inner() - side >= inner() * 2 / 5;
    const int left = beside ? 0 : (width_ - side) / 2;  // the quiet zone is the margin
    qr_ = {left, y_, side, side};
    for (int y = 0; y < code->size; ++y)
      for (int x = 0; x < code->size; ++x)
        if (code->black(x, y))
          out_.fill({left + (x + qr_code::quiet_zone) * dot, y_ + (y + qr_code::quiet_zone) * dot,
                     dot, dot});
    if (!beside) {
      y_ += side;
      line(title, m_.body, true);
      space(8);
      line(note, m_.body, false);
      return true;
    }
    const int text_left = side;
    const int text_width = width_ - m_.margin - text_left;
    int y = y_ + qr_code::quiet_zone * dot;
    y += out_.text(text_left, y, text_width, title, {language_, m_.body, true}) + 10;
    y += out_.text(text_left, y, text_width, note, {language_, m_.body, false});
    y_ = std::max(y_ + side, y + 8);
    return true;
  }

  [[nodiscard]] const measures& sizes() const { return m_; }
  [[nodiscard]] text_painter& paper_strip() { return out_; }
  [[nodiscard]] int inner() const { return width_ - 2 * m_.margin; }
  [[nodiscard]] int y() const { return y_; }

  tl::expected<slip_picture, std::string> finish() {
    y_ += 12;
    if (y_ > longest) return tl::make_unexpected(std::string("the slip is longer than 30 cm"));
    return slip_picture{out_.picture(y_), out_.texts(), qr_};
  }

 private:
  int width_;
  const measures& m_;
  std::string language_;
  text_painter out_;
  rectangle qr_;
  int y_ = 8;
};

tl::unexpected<std::string> no_qr() {
  return tl::make_unexpected(std::string("the address fits no QR code"));
}

// `wrapped`: kept together by word joiners where the line may break.
std::string minutes(const messages::wait_range& wait, bool wrapped) {
  const auto low = wait.low_seconds / 60;
  const auto high = wait.high_seconds / 60;
  if (low == high) return fmt::format("{}", high);
  return wrapped ? fmt::format("{}\u2060–\u2060{}", low, high) : fmt::format("{}–{}", low, high);
}

}  // namespace

tl::expected<slip_picture, std::string> draw_slip(const messages::slip& slip, paper p,
                                                  lettering letters) {
  slip_painter out(p, letters, slip.language);
  const auto& m = out.sizes();
  const auto office = in(slip.office, slip.language);
  const auto home = in(slip.office, home_language);
  out.line(office, m.office, true);
  if (home != office) out.line(home, m.small, false, align::centre, home_language);
  out.line(in(slip.hall, slip.language), m.small, false);
  out.rule(4);
  out.line(say(word::your_number, slip.language), m.label, false);
  out.number(slip.number);
  out.rule(4);
  if (slip.ahead)
    out.fact(*slip.ahead > 0 ? say(word::ahead, slip.language, std::to_string(*slip.ahead))
                             : say(word::you_are_next, slip.language));
  if (slip.wait) out.fact(say(word::wait, slip.language, minutes(*slip.wait, m.large)));
  out.space(6);
  out.pair(say(word::issued, slip.language), slip.issued_local);
  out.rule(2);
  out.line(say(word::what_to_do, slip.language), m.body, false, align::left);
  out.space(4);
  if (!out.qr(slip.url, say(word::scan, slip.language), say(word::missed, slip.language)))
    return no_qr();
  return out.finish();
}

tl::expected<slip_picture, std::string> draw_test_slip(const std::string& url, paper p) {
  slip_painter out(p, lettering::ordinary, std::string(home_language));
  const auto& m = out.sizes();
  out.line("Hallcall", m.office, true);
  const int width = static_cast<int>(p);
  for (int thick : {1, 2, 4, 8}) out.rule(thick);
  // A ruler to both edges of the paper: a tick each 5 mm (40 dots), a longer one each 10 mm.
  for (int x = 0; x < width; x += 40)
    out.paper_strip().fill({x, out.y(), 2, x % 80 == 0 ? 24 : 14});
  out.paper_strip().fill({width - 2, out.y(), 2, 24});
  out.space(34);
  for (const auto& language : known_languages())
    out.line(say(word::test_slip, language), m.body, false, align::left, language);
  out.rule(2);
  if (!out.qr(url, "QR", url)) return no_qr();
  return out.finish();
}

}  // namespace hallcall::kiosk

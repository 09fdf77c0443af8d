// Each language's digits, letters, phrases and counters.
#include "voice/placeholder_words.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <fmt/format.h>

#include "voice/languages.hpp"

namespace hallcall::voice {
namespace {

using texts = std::vector<std::string_view>;

// With a space between words.
std::string said(const texts& words) {
  std::string all;
  for (const auto word : words)
    if (!word.empty()) all.append(all.empty() ? "" : " ").append(word);
  return all;
}

// The numbers 1 to 99 in words.
std::string mandarin(unsigned n) {
  static const texts ones{"", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3"};
  if (n < 10) return std::string(ones[n]);
  return said({n < 20 ? "" : ones[n / 10], "shi2", ones[n % 10]});
}

std::string vietnamese(unsigned n) {
  static const texts ones{"", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};
  if (n < 10) return std::string(ones[n]);
  // Behind tens five is "lăm", and behind twenty or more one is "mốt".
  const auto last = n % 10 == 5 ? "lăm" : n % 10 == 1 && n > 20 ? "mốt" : ones[n % 10];
  return n < 20 ? said({"mười", last}) : said({ones[n / 10], "mươi", last});
}

// In [[…]] are espeak-ng's own phonemes, where it reads a weak e as a strong one.
std::string indonesian(unsigned n) {
  static const texts ones{"",     "satu",      "dua",   "tiga",    "[[@mp'at]]",
                          "lima", "[[@n'am]]", "tujuh", "delapan", "sembilan"};
  if (n < 10) return std::string(ones[n]);
  if (n == 10) return "sepuluh";
  if (n == 11) return "[[s@b@l'as]]";
  return n < 20 ? said({ones[n % 10], "[[b@l'as]]"}) : said({ones[n / 10], "puluh", ones[n % 10]});
}

std::string japanese(unsigned n) {
  static const texts ones{"", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"};
  const auto tens = n < 10 ? "" : n < 20 ? "じゅう" : fmt::format("{}じゅう", ones[n / 10]);
  return fmt::format("{}{}", tens, ones[n % 10]);
}

struct vocabulary {
  reader who;
  std::string_view zero;
  std::string (*number)(unsigned);  // 1 to 99 in words
  texts letters;                    // A to Z; empty: the letter itself is read right
  std::string_view before_number, after_number, counter;
  std::string_view counter_of;  // with {} for the number
};

const std::vector<vocabulary>& vocabularies() {
  static const texts vietnamese_letters{
      "a",    "bê", "xê", "đê",  "e",    "ép", "gờ", "hát", "i",  "di",     "ca",  "e lờ",  "e mờ",
      "e nờ", "o",  "pê", "quy", "e rờ", "ét", "tê", "u",   "vê", "vê kép", "ích", "y dài", "dét"};
  // Kana alone: the voice spells Chinese characters out. ダブルユー, for it misreads リュ.
  static const texts japanese_letters{
      "エー",   "ビー",   "シー", "ディー", "イー",       "エフ",     "ジー", "エイチ", "アイ",
      "ジェー", "ケー",   "エル", "エム",   "エヌ",       "オー",     "ピー", "キュー", "アール",
      "エス",   "ティー", "ユー", "ブイ",   "ダブルユー", "エックス", "ワイ", "ゼット"};
  static const std::vector<vocabulary> all{
      {{"zh-TW", "cmn-latn-pinyin", 135},
       "ling2",
       mandarin,
       {},
       "",
       "hao4 lai2 bin1, qing3 dao4",
       "hao4 gui4 tai2",
       "{} hao4 gui4 tai2"},
      {{"en", "en", 150},
       "0",
       [](unsigned n) { return std::to_string(n); },
       {},
       "Ticket number",
       "please go to",
       "counter",
       "counter {}"},
      {{"vi", "vi", 140},
       "không",
       vietnamese,
       vietnamese_letters,
       "số",
       "mời đến",
       "quầy",
       "quầy {}"},
      {{"id", "id", 140},
       "nol",
       indonesian,
       {},
       "nomor",
       "silakan ke",
       "[[l'okEt]]",
       "[[l'okEt]] {}"},
      // え, for the voice reads the particle へ as "he".
      {{"ja", "ja", 150},
       "ぜろ",
       japanese,
       japanese_letters,
       "",
       "ばんのかた",
       "ばんまどぐちえおこしください",
       "{}ばんまどぐちえおこしください"},
  };
  return all;
}

}  // namespace

const std::vector<reader>& readers() {
  static const auto all = [] {
    std::vector<reader> made;
    for (const auto& v : vocabularies()) made.push_back(v.who);
    return made;
  }();
  return all;
}

std::vector<words> words_of(std::string_view tag) {
  const auto& all = vocabularies();
  const auto found = std::ranges::find(all, tag, [](const auto& v) { return v.who.tag; });
  const auto* language = find_language(tag);
  if (found == all.end() || language == nullptr) return {};
  std::vector<words> made;
  const auto add = [&](std::string_view name, std::string text) {
    made.push_back({clip_id(tag, name), std::move(text)});
  };
  add(digit_clip('0'), std::string(found->zero));
  for (unsigned n = 1; n <= 9; ++n) add(digit_clip(static_cast<char>('0' + n)), found->number(n));
  for (unsigned i = 0; i < 26; ++i) {
    const auto letter = static_cast<char>('A' + i);
    add(letter_clip(letter),
        found->letters.empty() ? std::string(1, letter) : std::string(found->letters[i]));
  }
  if (!language->before_number.empty())
    add(language->before_number, std::string(found->before_number));
  if (!language->after_number.empty())
    add(language->after_number, std::string(found->after_number));
  add("counter", std::string(found->counter));
  for (unsigned n = 1; n <= highest_counter_clip; ++n)
    add(counter_clip(n), fmt::format(fmt::runtime(found->counter_of), found->number(n)));
  return made;
}

}  // namespace hallcall::voice

// Text in every script of the hall, drawn by Pango onto a strip of paper from top to bottom, and
// what was drawn where, so that a test (and the kiosk's log) can tell clipped or missing
// characters.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk-client/bitmap.hpp"

namespace hallcall::kiosk {

struct rectangle {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

struct drawn_text {
  std::string text;
  rectangle box;           // what it was given: x and width in dots; y and height as they came out
  rectangle ink;           // where its black dots may be (Pango's ink extents)
  int missing_glyphs = 0;  // characters that no installed font has
};

enum class align { left, centre, right };

struct text_style {
  std::string language;  // chooses the Han and Japanese shapes and the line breaks
  int size = 24;         // dots from baseline to baseline, about
  bool bold = false;
  kiosk::align align = align::left;
  bool one_line = false;  // made smaller until it fits on one line, else wrapped
  bool tight = false;     // takes the height of its ink alone: for one big number
};

class text_painter {
 public:
  // A strip `width` dots wide and at most `max_height` long. Throws std::runtime_error when cairo
  // cannot.
  text_painter(int width, int max_height);
  ~text_painter();

  // Draws with its top left at (x, y) within `width`; returns the height that it takes.
  int text(int x, int y, int width, const std::string& words, const text_style&);
  void fill(const rectangle& area);

  [[nodiscard]] const std::vector<drawn_text>& texts() const { return texts_; }
  // The strip's first `height` rows as black and white.
  [[nodiscard]] bitmap picture(int height) const;

 private:
  struct cairo_state;
  std::unique_ptr<cairo_state> state_;
  std::vector<drawn_text> texts_;
  int width_;
  int max_height_;
};

}  // namespace hallcall::kiosk

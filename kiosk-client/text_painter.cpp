// Drawn in 256 greys and cut at a threshold: at 203 dots an inch this keeps the thin strokes of
// dense characters better than drawing without greys.
#include "kiosk-client/text_painter.hpp"

#include <algorithm>
#include <stdexcept>

#include <pango/pangocairo.h>

namespace hallcall::kiosk {
namespace {

constexpr int black_from =
    104;  // of 255: a little under half, so that strokes print rather bold than broken
constexpr int smallest = 18;  // a smaller character is not readable on thermal paper

struct unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using layout_ptr = std::unique_ptr<PangoLayout, unref>;
using context_ptr = std::unique_ptr<PangoContext, unref>;

// Noto Sans for Latin and Vietnamese, the Han shapes of the language, Thai; then whatever the
// system has.
const char* families(const std::string& language) {
  return language == "ja" ? "Noto Sans,Noto Sans CJK JP,Noto Sans Thai,sans-serif"
                          : "Noto Sans,Noto Sans CJK TC,Noto Sans Thai,sans-serif";
}

void set_font(PangoLayout* layout, const text_style& style, int size) {
  const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
      pango_font_description_new(), &pango_font_description_free);
  pango_font_description_set_family(font.get(), families(style.language));
  pango_font_description_set_weight(font.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), static_cast<double>(size) * PANGO_SCALE);
  pango_layout_set_font_description(layout, font.get());
}

PangoAlignment pango_align(align a) {
  return a == align::left    ? PANGO_ALIGN_LEFT
         : a == align::right ? PANGO_ALIGN_RIGHT
                             : PANGO_ALIGN_CENTER;
}

}  // namespace

struct text_painter::cairo_state {
  // Its own, so that fonts are given back with it.
  std::unique_ptr<PangoFontMap, unref> fonts{pango_cairo_font_map_new()};
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{
      nullptr, &cairo_surface_destroy};
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cr{nullptr, &cairo_destroy};
};

text_painter::text_painter(int width, int max_height)
    : state_(std::make_unique<cairo_state>()), width_(width), max_height_(max_height) {
  state_->surface.reset(cairo_image_surface_create(CAIRO_FORMAT_A8, width, max_height));
  state_->cr.reset(cairo_create(state_->surface.get()));
  if (cairo_status(state_->cr.get()) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(std::string("cairo: ") +
                             cairo_status_to_string(cairo_status(state_->cr.get())));
}

text_painter::~text_painter() = default;

int text_painter::text(int x, int y, int width, const std::string& words, const text_style& style) {
  auto* cr = state_->cr.get();
  const context_ptr context(pango_font_map_create_context(state_->fonts.get()));
  pango_context_set_language(context.get(), pango_language_from_string(style.language.c_str()));
  // Places of glyphs on whole dots: the same number looks the same on every slip.
  pango_context_set_round_glyph_positions(context.get(), TRUE);
  const layout_ptr layout(pango_layout_new(context.get()));
  pango_layout_set_text(layout.get(), words.c_str(), static_cast<int>(words.size()));
  int size = style.size;
  set_font(layout.get(), style, size);
  if (style.one_line) {
    int natural = 0;
    while (pango_layout_get_pixel_size(layout.get(), &natural, nullptr),
           natural > width && size > smallest)
      set_font(layout.get(), style,
               size = std::max(smallest, std::min(size - 1, size * width / natural)));
  }
  pango_layout_set_width(layout.get(), width * PANGO_SCALE);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout.get(), pango_align(style.align));
  PangoRectangle ink{};
  PangoRectangle logical{};
  pango_layout_get_pixel_extents(layout.get(), &ink, &logical);
  if (style.tight) y -= ink.y;
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, layout.get());
  texts_.push_back({words,
                    {x, y, width, logical.height},
                    {x + ink.x, y + ink.y, ink.width, ink.height},
                    pango_layout_get_unknown_glyphs_count(layout.get())});
  if (style.tight) return ink.height;
  // Stacked marks may reach below the line's own height.
  return std::max(logical.height, ink.y + ink.height);
}

void text_painter::fill(const rectangle& area) {
  auto* cr = state_->cr.get();
  cairo_rectangle(cr, area.x, area.y, area.width, area.height);
  cairo_fill(cr);
}

bitmap text_painter::picture(int height) const {
  const int rows = std::min(height, max_height_);
  bitmap out(width_, rows);
  cairo_surface_flush(state_->surface.get());
  const auto* data = cairo_image_surface_get_data(state_->surface.get());
  const int stride = cairo_image_surface_get_stride(state_->surface.get());
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < width_; ++x)
      if (data[static_cast<std::ptrdiff_t>(y) * stride + x] >= black_from) out.blacken(x, y);
  return out;
}

}  // namespace hallcall::kiosk

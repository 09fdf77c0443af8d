// A box that enrols itself: it has a place for its token and no token there, or one that the server
// no longer knows. It asks for a code, shows it on the box's page, keeps the token and says so:
// then the program begins anew with it. Does nothing while the token works. On the reactor's
// thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proto/relay/box_door.hpp"
#include "proto/relay/pairing.hpp"
#include "proto/relay/pairing_page.hpp"

namespace hallcall::relay {

class box_enrolment {
 public:
  struct options {
    pairing::options pair;
    std::optional<std::string> token_file;  // absent: this box is never enrolled by a code
    std::string page;                       // "/board"
    std::string server_text;                // as given
    std::function<bool()> connected;        // the server's view comes in now
    std::function<void()> on_enrolled;      // the token file is written; called once
  };
  box_enrolment(net::reactor&, options);

  // There is no token, or the server no longer knows it. Again and again is once.
  void begin(bool revoked);
  // Puts the pages and the watching script into the box's door.
  void attend(box_door_handlers&);
  // Rows of /status.
  void tell(std::vector<std::pair<std::string, std::string>>& rows);

 private:
  [[nodiscard]] pairing_view view();
  bool keep(const std::string& token);

  net::reactor& reactor_;
  options options_;
  bool revoked_ = false;
  std::string fault_;  // why it cannot be enrolled here at all
  std::unique_ptr<pairing> pairing_;
};

// The token of `file`, or of HALLCALL_TOKEN, as net::device_token gives it; but a file that is not
// there yet, in a place where it can be made, is no mistake: nullopt, and the box enrols itself.
[[nodiscard]] tl::expected<std::optional<std::string>, std::string> token_or_place(
    const std::optional<std::string>& file);

}  // namespace hallcall::relay

// See pair.hpp.
#include "display-client/pair.hpp"

#include <utility>

#include "proto/relay/pairing_terminal.hpp"

namespace hallcall::display {

relay::pairing::options pairing_of(const display_options& given,
                                   std::shared_ptr<net::tls_trust> trust,
                                   std::function<double()> jitter) {
  relay::pairing::options o;
  o.server = given.server;
  o.role = "display";
  o.hall = given.hall;
  o.name = given.name.empty() ? relay::box_name() : given.name;
  o.trust = std::move(trust);
  o.jitter = std::move(jitter);
  return o;
}

exit_code pair(const display_options& given, std::shared_ptr<net::tls_trust> trust,
               std::function<double()> jitter) {
  using enum relay::pair_end;
  switch (relay::pair_on_terminal({pairing_of(given, std::move(trust), std::move(jitter)),
                                   "display-client", given.server_text, *given.token_file,
                                   given.replace})) {
    case enrolled:
      return exit_code::stopped;
    case bad_place:
      return exit_code::usage;
    case no_server:
      return exit_code::not_found;
    case denied:
      return exit_code::refused;
    case no_answer:
      break;
  }
  return exit_code::no_answer;
}

}  // namespace hallcall::display

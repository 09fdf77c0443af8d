// The certificate that the server shows: read at the start and again at each reload, and watched
// for its end.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "app/options.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::app {

// Null where the options ask for no TLS; words for a person when it cannot be had.
[[nodiscard]] tl::expected<std::shared_ptr<net::tls_identity>, std::string> open_identity(
    const serve_options&);

// SIGHUP: takes the files as they are now, or logs why not and goes on with what it had.
void reload_identity(net::tls_identity&);
// In the log, when its end is near or past.
void warn_of_end(const net::tls_identity&);
// Its end as Prometheus text.
[[nodiscard]] std::string metrics_of(const net::tls_identity&);

}  // namespace hallcall::app

// What the program's end says to whoever started it, and a failure on the way there.
#pragma once

#include <string>

namespace hallcall::kiosk {

enum class exit_code : int {
  done = 0,
  not_confirmed = 1,  // a ticket was issued, but nobody has it: the server voids it
  usage = 2,          // the command line, the token file
  not_found = 3,      // no Hallcall server at this address, or no such hall
  not_allowed = 4,    // 401 or 403: the device token; pair: an administrator denied it
  no_answer = 5,      // the server did not answer, after retries; pair: nobody confirmed in time
  hall_refused = 6,   // the hall's rules or the request: closed, unknown service, …
  printer_fault = 7,  // print-test, status
  internal = 70,      // a bug, or a machine without random numbers or memory
};

struct failure {
  exit_code code = exit_code::done;
  std::string words;  // for a person
};

}  // namespace hallcall::kiosk

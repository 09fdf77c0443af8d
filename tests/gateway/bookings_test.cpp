// The calls about bookings (R-30 to R-33): their answers, which refusal when, and what is left of a
// person afterwards (R-90).
#include <sys/stat.h>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iterator>

#include "clients.hpp"
#include "gateway/booking_parts.hpp"
#include "gateway/id_number.hpp"
#include "gateway/person_keys.hpp"
#include "journal/sqlite_journal.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string bookings = main_hall + "/bookings";
// The hall's tests begin on Friday at 10:00; this is Monday at half past eight.
const std::string monday_slot = "2026-11-23T00:30:00.000Z";
constexpr auto till_monday_slot = 70h + 30min;
const std::string contact = "sample-citizen@example.org";

// Sample data: numbers whose check digit is right, made up from a count.
std::string sample_id(int n) {
  const auto digits = fmt::format("1{:07}", n);
  int sum = 1;  // the letter A
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += (digits[i] - '0') * (8 - static_cast<int>(i));
  return fmt::format("A{}{}", digits, (10 - sum % 10) % 10);
}

std::string asking(int person, const std::string& slot = monday_slot,
                   const std::string& more = "") {
  return fmt::format(R"({{"service":"birth","slot":"{}","idNumber":"{}"{}}})", slot,
                     sample_id(person), more);
}

std::string own(const std::string& code, std::string_view what = "") {
  return fmt::format("/api/v1/bookings/{}{}{}", code, what.empty() ? "" : "/", what);
}

// Books for a sample person; the code is a secret of the hall's log, and so is the number.
std::string book(test_hall& hall, caller& who, int person, const std::string& slot = monday_slot,
                 const std::string& more = "") {
  hall.keep_secret(sample_id(person));
  const auto r = who.post(bookings, asking(person, slot, more));
  CAPTURE(r.body);
  REQUIRE(r.status == 201);
  const auto code = text_at(r.object(), "/code");
  hall.keep_secret(code);
  return code;
}

reply patch(caller& who, const std::string& code, std::string body) {
  auto r = who.posting(own(code), std::move(body));
  r.method = net::method::patch;
  return who.ask(std::move(r));
}

std::string bytes_in(const std::filesystem::path& directory) {
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

bool holds(const std::string& bytes, const std::string& what) {
  return bytes.find(what) != std::string::npos;
}

journal::verification verified(const test_hall& hall) {
  journal::sqlite_options o;
  o.path = hall.data() / "journal.sqlite";
  o.read_only = true;
  return journal::sqlite_journal(o).verify();
}

}  // namespace

TEST_CASE("R-30 R-31 anyone sees which slots there are, and when they can be booked") {
  test_hall hall;
  caller nobody(hall);
  const auto on = [&](const std::string& query) {
    return nobody.get(main_hall + "/slots" + query);
  };
  const auto monday = on("?service=birth&date=2026-11-23").object();
  CHECK(keys_of(monday) == std::set<std::string>{"service", "date", "slots"});
  REQUIRE(monday.at("slots").get_array().size() == 3);
  CHECK(text_at(monday, "/slots/0/at") == monday_slot);
  CHECK(text_at(monday, "/slots/0/local") == "08:30");
  CHECK(text_at(monday, "/slots/2/local") == "09:30");
  CHECK(text_at(monday, "/slots/0/state") == "open");
  CHECK(number_at(monday, "/slots/0/left") == 3);
  CHECK(text_at(monday, "/slots/0/opensAt") == "2026-11-15T16:00:00.000Z");
  const auto later = on("?service=birth&date=2026-11-30").object();
  CHECK(text_at(later, "/slots/0/state") == "too-early");
  CHECK(text_at(later, "/slots/0/opensAt") == "2026-11-22T16:00:00.000Z");
  CHECK(text_at(on("?service=birth").object(), "/slots/0/state") == "too-late");  // today's
  CHECK(on("?service=birth&date=2026-11-22").object().at("slots").get_array().empty());
  CHECK(on("?service=transcript&date=2026-11-23").object().at("slots").get_array().empty());
  check_problem(on("?service=birth&date=2026-02-30"), "invalid-value");
  check_problem(on("?service=nothing"), "invalid-value");
  check_problem(on(""), "invalid-value");
}

TEST_CASE("R-30 a booking is made once, looked at by its code, and cancelled") {
  test_hall hall;
  caller nobody(hall);
  hall.keep_secret(sample_id(1));
  const auto body = asking(1, monday_slot, R"(,"language":"vi","needs":["senior"])");
  const net::header_list key{{"Idempotency-Key", "a-sample-booking"}};
  const auto r = nobody.post(bookings, body, key);
  REQUIRE(r.status == 201);
  const auto made = r.object();
  CHECK(keys_of(made) == std::set<std::string>{"code", "hall", "service", "slot", "slotLocal",
                                               "state", "language", "checkInFrom", "lapsesAt"});
  const auto code = text_at(made, "/code");
  hall.keep_secret(code);
  CHECK(code.size() == 14);
  CHECK(code.find_first_not_of("23456789ABCDEFGHJKLMNPQRSTUVWXYZ-") == std::string::npos);
  CHECK(text_at(made, "/slotLocal") == "2026-11-23 08:30");
  CHECK(text_at(made, "/state") == "booked");
  CHECK(text_at(made, "/checkInFrom") == "2026-11-23T00:15:00.000Z");
  SUBCASE("the same key gives the same booking") {
    CHECK(nobody.post(bookings, body, key).body == r.body);
    check_problem(nobody.post(bookings, asking(2), key), "idempotency-mismatch");
    hall.restart();
    caller again(hall);
    CHECK(again.post(bookings, body, key).body == r.body);
  }
  SUBCASE("however the code is typed") {
    std::string typed;
    for (const char c : code)
      if (c != '-') typed += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(nobody.get(own(typed)).body == r.body);
  }
  SUBCASE("cancelled, its place and the person's day are free again") {
    CHECK(text_at(nobody.del(own(code)).object(), "/state") == "cancelled");
    check_problem(nobody.del(own(code)), "already-ended");
    book(hall, nobody, 1);
  }
  SUBCASE("one a day for each person, three in a slot") {
    check_problem(nobody.post(bookings, asking(1, "2026-11-23T01:00:00.000Z")), "booked-already");
    book(hall, nobody, 2);
    book(hall, nobody, 3);
    check_problem(nobody.post(bookings, asking(4)), "slot-full");
  }
}

TEST_CASE("R-30 what cannot be booked is told, and the ID number is not said back") {
  test_hall hall;
  caller nobody(hall);
  const auto refused = [&](const std::string& body, std::string_view code) {
    const auto r = nobody.post(bookings, body);
    check_problem(r, code);
    CHECK_FALSE(holds(r.body, "A12345678"));
  };
  const auto with = [](const std::string& id, const std::string& more = "") {
    return fmt::format(R"({{"service":"birth","slot":"{}","idNumber":"{}"{}}})", monday_slot, id,
                       more);
  };
  refused(with("A123456788"), "invalid-value");  // the check digit
  refused(with("A123"), "invalid-value");
  refused(with(sample_id(1), R"(,"contact":"")"), "invalid-value");
  refused(with(sample_id(1), R"(,"language":"xx")"), "invalid-value");
  refused(with(sample_id(1), R"(,"needs":["rest"])"), "invalid-value");
  refused(with(sample_id(1), R"(,"surplus":1)"), "invalid-request");
  refused(asking(1, "2026-11-23T00:31:00.000Z"), "invalid-value");
  refused(asking(1, "2026-11-30T00:30:00.000Z"), "too-early");
  refused(asking(1, "2026-11-20T00:30:00.000Z"), "too-late");
  check_problem(nobody.ask({net::method::post,
                            bookings,
                            {{"Content-Type", "application/json"}},
                            asking(1),
                            "",
                            false}),
                "invalid-request");  // without a key
}

TEST_CASE("R-32 check-in gives a booked ticket, from fifteen minutes before") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  caller nobody(hall);
  const auto code = book(hall, nobody, 1);
  check_problem(nobody.post(own(code, "check-in")), "not-signed-in");
  hall.pass(till_monday_slot - 16min);
  const auto early = kiosk.post(own(code, "check-in"));
  check_problem(early, "too-early");
  CHECK(number_at(early.object(), "/retrySeconds") > 0);
  CHECK(number_at(early.object(), "/retrySeconds") <= 60);
  hall.pass(1min);
  SUBCASE("at the kiosk") {
    const auto r = kiosk.post(own(code, "check-in"));
    REQUIRE(r.status == 201);
    hall.keep_secret(text_at(r.object(), "/token"));
    CHECK(text_at(r.object(), "/number") == "B001");
    CHECK_FALSE(has(r.object(), "/lane"));
    check_problem(kiosk.post(own(code, "check-in")), "arrived-already");
    const auto view = nobody.get(own(code)).object();
    CHECK(text_at(view, "/state") == "arrived");
    CHECK(text_at(view, "/number") == "B001");
    check_problem(nobody.del(own(code)), "arrived-already");
  }
  SUBCASE("at the greeter") {
    caller greeter(hall, "greeter");
    const auto r = greeter.post(own(code, "check-in"), R"({"quiet":true})");
    REQUIRE(r.status == 201);
    hall.keep_secret(text_at(r.object(), "/token"));
    CHECK(text_at(r.object(), "/lane") == "booked");
  }
}

TEST_CASE("R-32 who comes too late is offered the ordinary ticket in the same answer") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  const auto code = book(hall, kiosk, 1, monday_slot, R"(,"language":"vi","needs":["senior"])");
  hall.pass(till_monday_slot + 16min);
  const auto late = kiosk.post(own(code, "check-in"));
  CHECK(late.status == 409);
  CHECK(late.code() == "too-late");
  const auto offer = late.object().at("walkIn").get_object();
  CHECK(keys_of(offer) == std::set<std::string>{"hall", "services", "needs", "language"});
  auto body = offer;
  body.erase("hall");
  const auto r = kiosk.post(fmt::format("/api/v1/halls/{}/tickets", text_at(offer, "/hall")),
                            json::serialize(body));
  REQUIRE(r.status == 201);
  hall.keep_secret(text_at(r.object(), "/token"));
  CHECK(text_at(r.object(), "/services/0") == "birth");
  CHECK(text_at(r.object(), "/slip/language") == "vi");
  CHECK(text_at(kiosk.get(own(code)).object(), "/state") == "lapsed");
}

TEST_CASE("R-33 staff see the day's bookings, confirm, answer, name a clerk, and cancel") {
  test_hall hall;
  caller nobody(hall), clerk(hall, "clerk1");
  hall.keep_secret(contact);
  const auto second = book(hall, nobody, 2, "2026-11-23T01:00:00.000Z");
  const auto first = book(hall, nobody, 1, monday_slot, fmt::format(R"(,"contact":"{}")", contact));
  const auto monday = bookings + "?date=2026-11-23";
  check_problem(nobody.get(monday), "not-signed-in");
  device_caller kiosk(hall, "kiosk");
  check_problem(kiosk.get(monday), "not-allowed");
  check_problem(clerk.get(bookings + "?date=monday"), "invalid-value");
  CHECK(clerk.get(bookings).object().at("bookings").get_array().empty());  // today's

  const auto list = clerk.get(monday).object();
  REQUIRE(list.at("bookings").get_array().size() == 2);
  CHECK(text_at(list, "/bookings/0/booking/code") == first);
  CHECK(text_at(list, "/bookings/0/contact") == contact);
  CHECK(text_at(list, "/bookings/0/lastThree") == sample_id(1).substr(7));
  CHECK(text_at(list, "/bookings/1/booking/code") == second);
  CHECK_FALSE(has(list, "/bookings/1/contact"));
  CHECK(text_at(list, "/bookings/1/lastThree") == sample_id(2).substr(7));

  check_problem(patch(nobody, first, R"({"confirm":true})"), "not-signed-in");
  check_problem(patch(clerk, first, "{}"), "invalid-value");
  check_problem(patch(clerk, first, R"({"confirm":false})"), "invalid-value");
  check_problem(patch(clerk, first, R"({"confirm":true,"cancel":"x"})"), "invalid-value");
  const auto amended =
      patch(clerk, first, R"({"confirm":true,"clerk":"clerk2","answer":"請帶印章"})").object();
  CHECK(text_at(amended, "/clerk") == "clerk2");
  CHECK_FALSE(has(amended, "/contact"));
  CHECK(text_at(nobody.get(own(first)).object(), "/state") == "confirmed");
  CHECK(text_at(nobody.get(own(first)).object(), "/answer") == "請帶印章");
  check_problem(patch(clerk, second, R"({"cancel":" "})"), "invalid-value");
  REQUIRE(patch(clerk, second, R"({"cancel":"停電"})").status == 200);
  CHECK(text_at(nobody.get(own(second)).object(), "/cancelledBecause") == "停電");
  check_problem(patch(clerk, second, R"({"confirm":true})"), "already-ended");
}

TEST_CASE("R-32 a booked citizen goes to the clerk who was named for them") {
  test_hall hall;
  caller first(hall, "clerk1"), named(hall, "clerk2");
  device_caller kiosk(hall, "kiosk");
  const auto code = book(hall, kiosk, 1);
  CHECK(patch(first, code, R"({"clerk":"clerk2"})").status == 200);
  hall.pass(till_monday_slot - 10min);
  done(first.post(counter(1, "open")));
  done(named.post(counter(2, "open")));
  const auto walk_in = take(hall, kiosk, "transcript");
  const auto booked = kiosk.post(own(code, "check-in"));
  REQUIRE(booked.status == 201);
  hall.keep_secret(text_at(booked.object(), "/token"));
  hall.pass(1min);
  const auto elsewhere = done(first.post(counter(1, "call-next")));
  CHECK(text_at(elsewhere, "/ticket") == walk_in.id);
  const auto theirs = done(named.post(counter(2, "call-next")));
  CHECK(text_at(theirs, "/ticket") == text_at(booked.object(), "/id"));
}

TEST_CASE("R-32 a counter that is kept free for a booking says so") {
  test_hall hall;
  caller clerk(hall, "clerk1");
  device_caller kiosk(hall, "kiosk");
  book(hall, kiosk, 1);
  hall.pass(till_monday_slot - 2min);
  done(clerk.post(counter(1, "open")));
  const auto walk_in = take(hall, kiosk);
  const auto kept = clerk.post(counter(1, "call-next"));
  CHECK(kept.status == 409);
  check_problem(kept, "kept-for-booking");
  done(clerk.post(counter(1, "call"),
                  fmt::format(R"({{"ticket":"{}","reason":"it is short"}})", walk_in.id)));
}

TEST_CASE("R-31 who did not keep more than three bookings books through the office alone") {
  test_hall hall;
  caller nobody(hall), clerk(hall, "clerk1");
  const auto on_day = [](int day) { return fmt::format("2026-11-{}T00:30:00.000Z", day); };
  for (int day = 23; day <= 25; ++day) book(hall, nobody, 1, on_day(day));
  book(hall, nobody, 1, on_day(26));
  hall.pass(5 * 24h);  // three were not kept, the fourth is tomorrow's
  book(hall, nobody, 1, on_day(27));
  hall.pass(24h);
  const auto r = nobody.post(bookings, asking(1, on_day(30)));
  CHECK(r.status == 409);
  check_problem(r, "booking-suspended");
  CHECK(r.body.find("2027-05-26") != std::string::npos);
  hall.keep_secret(text_at(clerk.post(bookings, asking(1, on_day(30))).object(), "/code"));
  book(hall, nobody, 2, on_day(30));
}

TEST_CASE("a code is not found by trying") {
  test_hall hall;
  caller nobody(hall);
  const auto code = book(hall, nobody, 1);
  int tries = 0;
  reply last;
  do {
    last = nobody.get(own(tries % 2 == 0 ? "AAAA-BBBB-CCCC" : "no%20code"));
    ++tries;
  } while (last.status == 404 && tries < 100);
  check_problem(last, "too-many-requests");
  CHECK(last.header("Retry-After") != "");
  CHECK(tries == 21);
  check_problem(nobody.get(own(code)), "too-many-requests");
  hall.pass(16s);
  for (int n = 0; n < 5; ++n)
    CHECK(nobody.get(own(code)).status == 200);  // right ones do not count
}

TEST_CASE("bookings by anyone are bounded by address, those by staff are not") {
  test_hall hall;
  caller nobody(hall), greeter(hall, "greeter");
  int tries = 0;
  reply last;
  do {
    last = nobody.post(bookings, R"({"service":"birth","slot":"2026-11-23T00:30:00.000Z",)"
                                 R"("idNumber":"A123456788"})");
    ++tries;
  } while (last.status == 422 && tries < 100);
  check_problem(last, "too-many-requests");
  CHECK(tries == 21);
  book(hall, greeter, 1);
}

TEST_CASE("R-90 nothing of a person is left in any file seven days after the slot") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  hall.keep_secret(contact);
  const auto code = book(hall, kiosk, 1, monday_slot, fmt::format(R"(,"contact":"{}")", contact));
  const auto later = "later-" + contact;
  book(hall, kiosk, 2, "2026-11-25T00:30:00.000Z", fmt::format(R"(,"contact":"{}")", later));
  CHECK(holds(bytes_in(hall.data()), "\"" + contact));
  CHECK_FALSE(holds(bytes_in(hall.data()), sample_id(1)));  // not for a moment
  struct stat keys {};
  REQUIRE(::stat((hall.data() / "person-keys").c_str(), &keys) == 0);
  CHECK((keys.st_mode & 0777) == 0600);

  hall.pass(till_monday_slot + 24h * 7 + 1min);
  (void)take(hall, kiosk);  // whatever is asked next finds it erased
  check_problem(kiosk.get(own(code)), "not-found");
  const auto bytes = bytes_in(hall.data());
  CHECK_FALSE(holds(bytes, "\"" + contact));
  CHECK(holds(bytes, later));
  CHECK(verified(hall).whole);
  hall.restart();
  CHECK_FALSE(holds(bytes_in(hall.data()), "\"" + contact));
  caller clerk(hall, "clerk1");
  const auto list = clerk.get(bookings + "?date=2026-11-25").object();
  CHECK(text_at(list, "/bookings/0/contact") == later);
  CHECK(clerk.get(bookings + "?date=2026-11-23").object().at("bookings").get_array().empty());
}

TEST_CASE("R-90 ID numbers and resident certificates are known by their check digit") {
  for (const char* good :
       {"A123456789", "a123456789", " A12345 6789 ", "A800000014", "AC01234567"}) {
    CAPTURE(good);
    CHECK(valid_id_number(good).has_value());
  }
  CHECK(valid_id_number("a123456789") == "A123456789");
  for (const char* bad : {"", "A123456788", "A323456789", "1123456789", "A12345678", "A1234567890",
                          "AE01234567", "AC01234568", "A800000015", "A12345678X", "Å123456789"}) {
    CAPTURE(bad);
    CHECK_FALSE(valid_id_number(bad).has_value());
  }
}

TEST_CASE("a booking's code is read however it is typed, and nothing else is") {
  const auto code = random_booking_code();
  CHECK(read_booking_code(shown_code(code)) == code);
  CHECK(read_booking_code(code.value) == code);
  CHECK_FALSE(read_booking_code(code.value + "A"));
  CHECK_FALSE(read_booking_code("AAAABBBBCCC0"));
  CHECK_FALSE(read_booking_code(""));
  CHECK(random_booking_code() != code);
}

TEST_CASE("R-90 the persons' keys turn, know a person under older ones, and are dropped") {
  const fresh_directory directory;
  const auto file = directory.path() / "person-keys";
  const person_key_ages ages{std::chrono::days(90), std::chrono::days(200)};
  const time_point start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  auto keys = person_keys::open(file, ages);
  REQUIRE(keys.has_value());
  REQUIRE(keys->turn(start));
  const auto first = keys->hashes_of("A123456789");
  REQUIRE(first.size() == 1);
  CHECK(first.front().size() == 32);
  CHECK(keys->hashes_of("A123456788") != first);
  REQUIRE(keys->turn(start + std::chrono::days(90) - 1ms));
  CHECK(keys->hashes_of("A123456789") == first);
  REQUIRE(keys->turn(start + std::chrono::days(90)));
  const auto both = keys->hashes_of("A123456789");
  REQUIRE(both.size() == 2);
  CHECK(both.back() == first.front());
  CHECK(both.front() != first.front());
  auto read_again = person_keys::open(file, ages);
  REQUIRE(read_again.has_value());
  CHECK(read_again->hashes_of("A123456789") == both);
  REQUIRE(keys->turn(start + std::chrono::days(290)));
  for (const auto& hash : keys->hashes_of("A123456789")) CHECK(hash != first.front());
  { std::ofstream(file, std::ios::app) << "5 damaged\n"; }
  CHECK_FALSE(person_keys::open(file, ages).has_value());
}

// See certificates.hpp.
#include "certificates.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace hallcall::net::testing {

namespace {

constexpr const char* new_key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

void must_run(const std::string& command) {
  std::string said;
  if (run_command(command, &said) != 0) throw std::runtime_error(command + ": " + said);
}

}  // namespace

int run_command(const std::string& command, std::string* said) {
  auto* const pipe = popen(("{ " + command + "; } 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) return -1;
  std::array<char, 4096> chunk{};
  while (const auto n = std::fread(chunk.data(), 1, chunk.size(), pipe))
    if (said != nullptr) said->append(chunk.data(), n);
  const int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

test_authority::test_authority() {
  auto name = (std::filesystem::temp_directory_path() / "hallcall-tls-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = name;
  must_run(
      fmt::format("cd {} && openssl req -x509 {} -keyout ca.key -out ca.pem -days 30 "
                  "-subj '/CN=Test authority'",
                  name, new_key));
}

test_authority::~test_authority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

tls_files test_authority::issue(const std::string& names, int days) {
  const auto base = fmt::format("server{}", ++issued_);
  std::ofstream(folder_ / (base + ".ext")) << "subjectAltName=" << names << "\n";
  must_run(fmt::format(
      "cd {0} && openssl req {1} -keyout {2}.key -out {2}.csr -subj '/CN=Test server' && "
      "openssl x509 -req -in {2}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {3} "
      "-extfile {2}.ext -out {2}.pem && chmod 600 {2}.key",
      folder_.string(), new_key, base, days));
  return {(folder_ / (base + ".pem")).string(), (folder_ / (base + ".key")).string()};
}

std::shared_ptr<tls_trust> test_authority::trust() const {
  auto made = tls_trust::of_file(file());
  if (!made) throw std::runtime_error(made.error());
  return *made;
}

std::shared_ptr<tls_identity> identity_of(const tls_files& files) {
  auto made = tls_identity::open(files);
  if (!made) throw std::runtime_error(made.error());
  return *made;
}

}  // namespace hallcall::net::testing

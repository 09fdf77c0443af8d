#include "service/feed.hpp"

#include <algorithm>

#include "proto/messages/codec.hpp"

namespace hallcall::service {

feed::feed(builder b, stamp s) : builder_(std::move(b)), stamp_(std::move(s)) {}

void feed::build(const view_name& name, channel& c) {
  std::string data = builder_(name);
  if (data.empty() || data == c.data) return;
  c.data = std::move(data);
  const auto [seq, at] = stamp_(name.hall);
  std::string frame;
  frame.reserve(c.data.size() + 120);
  frame += "{\"type\":\"view\",\"view\":";
  messages::encode_into(frame, name.view);
  frame += ",\"seq\":" + std::to_string(seq) + ",\"at\":";
  messages::encode_into(frame, at);
  frame += ",\"data\":";
  frame += c.data;
  frame += '}';
  c.frame = std::make_shared<const std::string>(std::move(frame));
  ++c.version;
  ++frames_built_;
}

void feed::refresh(const std::vector<std::string>& halls) {
  for (auto& [name, c] : channels_) {
    if (std::find(halls.begin(), halls.end(), name.hall) == halls.end()) continue;
    build(name, c);
    if (c.version == c.told) continue;  // a newcomer may have had it built before
    c.told = c.version;
    for (auto* w : c.watchers) w->newer_frame();
  }
}

int feed::watching(const std::string& hall, const std::string& view) const {
  const auto it = channels_.find({hall, view});
  return it == channels_.end() ? 0 : static_cast<int>(it->second.watchers.size());
}

feed::guard::guard(feed& f, view_name name, watcher& w)
    : feed_(&f), name_(std::move(name)), watcher_(&w) {
  channel& c = f.channels_[name_];
  c.watchers.push_back(&w);
  f.build(name_, c);
  if (c.watchers.size() == 1) c.told = c.version;
}

feed::guard::guard(guard&& other) noexcept
    : feed_(std::exchange(other.feed_, nullptr)),
      name_(std::move(other.name_)),
      watcher_(other.watcher_) {}

feed::guard& feed::guard::operator=(guard&& other) noexcept {
  if (this != &other) {
    release();
    feed_ = std::exchange(other.feed_, nullptr);
    name_ = std::move(other.name_);
    watcher_ = other.watcher_;
  }
  return *this;
}

feed::guard::~guard() { release(); }

void feed::guard::release() {
  if (feed_ == nullptr) return;
  const auto it = feed_->channels_.find(name_);
  if (it != feed_->channels_.end()) {
    auto& all = it->second.watchers;
    const auto mine = std::find(all.begin(), all.end(), watcher_);
    if (mine != all.end()) {
      *mine = all.back();
      all.pop_back();
    }
    if (all.empty()) feed_->channels_.erase(it);
  }
  feed_ = nullptr;
}

std::shared_ptr<const std::string> feed::guard::frame() const {
  const auto it = feed_->channels_.find(name_);
  return it == feed_->channels_.end() ? nullptr : it->second.frame;
}

std::uint64_t feed::guard::version() const {
  const auto it = feed_->channels_.find(name_);
  return it == feed_->channels_.end() ? 0 : it->second.version;
}

}  // namespace hallcall::service

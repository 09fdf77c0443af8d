// Memory for one pending operation, kept in the object that starts it. A push to a thousand
// watchers has a thousand writes pending at once; from the heap, they would grow and shrink it at
// each push. Private to proto/net.
#pragma once

#include <cstddef>
#include <new>

namespace hallcall::net {

// Room for one operation; the heap helps out when it is taken or too small.
template <std::size_t Bytes>
class handler_memory {
 public:
  handler_memory() = default;
  handler_memory(const handler_memory&) = delete;
  handler_memory& operator=(const handler_memory&) = delete;

  void* take(std::size_t bytes) {
    if (taken_ || bytes > Bytes) return ::operator new(bytes);
    taken_ = true;
    return room_;
  }
  void give_back(void* memory) {
    if (memory == room_)
      taken_ = false;
    else
      ::operator delete(memory);
  }

 private:
  alignas(std::max_align_t) std::byte room_[Bytes];
  bool taken_ = false;
};

// The allocator that Asio finds at a handler.
template <class Value, std::size_t Bytes>
class handler_allocator {
 public:
  using value_type = Value;
  template <class Other>
  struct rebind {
    using other = handler_allocator<Other, Bytes>;
  };

  explicit handler_allocator(handler_memory<Bytes>& memory) : memory_(&memory) {}
  template <class Other>
  handler_allocator(const handler_allocator<Other, Bytes>& other) : memory_(other.memory()) {}

  Value* allocate(std::size_t count) const {
    return static_cast<Value*>(memory_->take(count * sizeof(Value)));
  }
  void deallocate(Value* memory, std::size_t) const { memory_->give_back(memory); }
  [[nodiscard]] handler_memory<Bytes>* memory() const { return memory_; }
  template <class Other>
  bool operator==(const handler_allocator<Other, Bytes>& other) const {
    return memory_ == other.memory();
  }

 private:
  handler_memory<Bytes>* memory_;
};

}  // namespace hallcall::net

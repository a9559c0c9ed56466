import { testMutants, type Catcher, type Mutant } from '../support/mutants.js';

const ORDER: Catcher = {
  program: 'chunk_ring_order',
  test: 'a ring of one chunk brings every chunk over, and wakes whoever waits',
};
const ORDER_OF_TWO: Catcher = {
  program: 'chunk_ring_order',
  test: 'a ring of two chunks brings every chunk over, and wakes whoever waits',
};
const HOSTILE_FILLED: Catcher = {
  program: 'chunk_ring_hostile',
  test: 'a receiver believes no count of chunks that cannot be',
};
const HOSTILE_EMPTIED: Catcher = {
  program: 'chunk_ring_hostile',
  test: 'a sender believes no cursor of the receiver that cannot be',
};
const HOSTILE_LABEL: Catcher = {
  program: 'chunk_ring_hostile',
  test: 'a receiver believes no label that says more than a chunk has',
};
const AGAIN: Catcher = {
  program: 'chunk_ring_hostile',
  test: 'a ring is used again and again within its bounds',
};

const SENDER_WAITS = 'the sender waits for room for ever';
const RECEIVER_WAITS = 'the receiver waits for a chunk for ever';
const TOO_EARLY = 'is read before it is written';
const OVERRUN = 'is overwritten before it is read';
const BELIEVED = 'a cursor beyond the ring is believed';
const OUTSIDE = 'AddressSanitizer: heap-buffer-overflow';

const MUTANTS: readonly Mutant[] = [
  ['has no fence where a cursor moves', 'Atomics::fence();\n      return', 'return', ORDER, 'for ever'],
  ['has no fence where the sender waits', 'Atomics::fence();\n    if (room()', 'if (room()', ORDER, SENDER_WAITS],
  [
    'has no fence where the receiver waits',
    'Atomics::fence();\n    if (available()',
    'if (available()',
    ORDER,
    RECEIVER_WAITS,
  ],
  ['does not look again for room', 'if (room() == 0) return true;', 'return true;', ORDER, SENDER_WAITS],
  ['does not look again for chunks', 'if (available() == 0) return true;', 'return true;', ORDER, RECEIVER_WAITS],
  ['does not say that the sender waits', 'sender_waits.store(1,', 'sender_waits.store(0,', ORDER, SENDER_WAITS],
  ['does not say that the receiver waits', 'receiver_waits.store(1,', 'receiver_waits.store(0,', ORDER, RECEIVER_WAITS],
  ['rings for nobody', 'other_waits.exchange(0, std::memory_order_relaxed) != 0', 'false', ORDER, 'for ever'],
  [
    'counts a chunk or gives it free without a release',
    'cursor.store(position, std::memory_order_release)',
    'cursor.store(position, std::memory_order_relaxed)',
    ORDER,
    TOO_EARLY,
  ],
  [
    'gives a chunk free without a release',
    'End::advance(header().emptied, position_, header().sender_waits)',
    '[this] {\n      header().emptied.store(position_, std::memory_order_relaxed);\n      Atomics::fence();\n      return header().sender_waits.exchange(0, std::memory_order_relaxed) != 0;\n    }()',
    ORDER,
    OVERRUN,
  ],
  [
    'sees a count without an acquire',
    'filled.load(std::memory_order_acquire)',
    'filled.load(std::memory_order_relaxed)',
    ORDER,
    TOO_EARLY,
  ],
  [
    'takes a chunk as free without an acquire',
    'emptied.load(std::memory_order_acquire)',
    'emptied.load(std::memory_order_relaxed)',
    ORDER,
    OVERRUN,
  ],
  [
    'counts a chunk before its label is there',
    'label().bytes.store(bytes, std::memory_order_relaxed);\n    position_++;\n    return End::advance(header().filled, position_, header().receiver_waits);',
    'position_++;\n    const bool rings = End::advance(header().filled, position_, header().receiver_waits);\n    header().labels[(position_ - 1) % kChunks].bytes.store(bytes, std::memory_order_relaxed);\n    return rings;',
    ORDER,
    TOO_EARLY,
  ],
  [
    'holds one chunk more than it has',
    'return kChunks - (position_',
    'return kChunks + 1 - (position_',
    ORDER,
    'the ring has overrun',
  ],
  [
    'puts all chunks at one place',
    'position_ % kChunks * kChunkBytes',
    'position_ % 1 * kChunkBytes',
    ORDER_OF_TWO,
    'a chunk is not the one that was pushed',
  ],
  ['believes any count of chunks', 'available == 0 || available > kChunks', 'available == 0', HOSTILE_FILLED, BELIEVED],
  ['believes any cursor of the receiver', 'room == 0 || room > kChunks', 'room == 0', HOSTILE_EMPTIED, BELIEVED],
  [
    'believes any size of a chunk',
    'if (bytes > kChunkBytes) return std::nullopt;',
    '',
    HOSTILE_LABEL,
    'AddressSanitizer',
  ],
  [
    'believes where a chunk lies',
    'kChunksAt + position_ % kChunks * kChunkBytes',
    'kChunksAt + position_ * kChunkBytes',
    AGAIN,
    OUTSIDE,
  ],
  ['believes where a label lies', 'labels[position_ % kChunks]', 'labels[position_]', AGAIN, OUTSIDE],
];

testMutants('a ring of chunks', 'chunk_ring.h', MUTANTS);

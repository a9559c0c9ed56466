/**
 * What a pipe, and the sum of a context's pipes, has done so far. Counted where it happens.
 *
 * A copy is a move of message bytes by this process in user space; what the kernel copies is not counted.
 */
export class Counters {
  /** Messages whose write completed. */
  messagesWritten = 0;
  /** Messages whose read completed. */
  messagesRead = 0;
  /** Payload and tensor bytes of completed writes. */
  bytesWritten = 0;
  /** Payload and tensor bytes of completed reads. */
  bytesRead = 0;
  /** Bytes handed to the pipe's main connection, frames and all. */
  wireBytesWritten = 0;
  /** Bytes that came from the pipe's main connection. */
  wireBytesRead = 0;
  /** Bytes moved by lanes in both directions, by channel name. */
  readonly channelBytes: Record<string, number> = {};
  /** Of those, bytes moved by each lane of channels that have several, by name and number: `multi-socket/0`. */
  readonly laneBytes: Record<string, number> = {};
  /** Copies of message bytes in user space. */
  copies = 0;
  /** Bytes copied by them. */
  copiedBytes = 0;
  /** Of `copiedBytes`, those copied by the JS thread. */
  copiedOnLoopBytes = 0;
  /** Times a write had to wait for credit. */
  creditWaits = 0;
  /** Times data was left with the medium because no read was armed. */
  readWaits = 0;

  /** Counts a copy made by another thread. */
  copied(bytes: number): void {
    this.copies += 1;
    this.copiedBytes += bytes;
  }

  /** Counts a copy made by the JS thread. */
  copiedOnLoop(bytes: number): void {
    this.copied(bytes);
    this.copiedOnLoopBytes += bytes;
  }

  /** Counts bytes that crossed a lane of `channel`, which has a number where there are several. */
  crossed(channel: string, bytes: number, lane?: number): void {
    addTo(this.channelBytes, channel, bytes);
    if (lane !== undefined) addTo(this.laneBytes, `${channel}/${lane}`, bytes);
  }

  /** Adds another's figures to this one's. */
  add(other: Counters): void {
    this.messagesWritten += other.messagesWritten;
    this.messagesRead += other.messagesRead;
    this.bytesWritten += other.bytesWritten;
    this.bytesRead += other.bytesRead;
    this.wireBytesWritten += other.wireBytesWritten;
    this.wireBytesRead += other.wireBytesRead;
    this.copies += other.copies;
    this.copiedBytes += other.copiedBytes;
    this.copiedOnLoopBytes += other.copiedOnLoopBytes;
    this.creditWaits += other.creditWaits;
    this.readWaits += other.readWaits;
    for (const [channel, bytes] of Object.entries(other.channelBytes)) addTo(this.channelBytes, channel, bytes);
    for (const [lane, bytes] of Object.entries(other.laneBytes)) addTo(this.laneBytes, lane, bytes);
  }
}

function addTo(figures: Record<string, number>, key: string, bytes: number): void {
  figures[key] = (figures[key] ?? 0) + bytes;
}

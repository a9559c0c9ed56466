import type { FrameWriter } from '../wire/frame-writer.js';
import type { ChannelTable } from './channel-table.js';
import type { Remote } from './negotiation.js';

/** What the pipe is made of once it is established. */
export interface Established {
  readonly frames: FrameWriter;
  readonly channels: ChannelTable;
  readonly remote: Remote;
}

import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { descriptorLimit, MAX_OFFER_BYTES } from '../wire/descriptor.js';
import type { FrameHandler } from '../wire/frame-reader.js';
import { FrameType } from '../wire/frame.js';
import type { Slab } from '../wire/slab.js';
import { tensorduct } from '../wire/generated/control.js';
import type { ChannelTable } from './channel-table.js';
import { decodeFailure, FAILURE_BYTES, type FramedConnection } from './framed-connection.js';
import { decode } from './handshake.js';
import type { MessageReader } from './reader.js';
import type { MessageWriter } from './writer.js';

const { ChannelAnswer, Credit, Goodbye, LateOffers, Refuse, Reply, Withdraw } = tensorduct.v1;

/** Bytes of a head that holds a number or two. */
const NUMBER_BYTES = 32;
/** Bytes of a Reply or LateOffers for each tensor. */
const CHOICE_BYTES = 64;
const LATE_OFFER_BYTES = MAX_OFFER_BYTES + 64;
/** Unanswered pings after which the peer is lost. */
const MISSES = 3;

const EMPTY = new Uint8Array(0);

/** What the conversation needs of its pipe. */
export interface ConversationHost {
  readonly limits: Limits;
  /** Whether keepalive pings are needed to notice a peer's death. */
  readonly network: boolean;
  /** The state of the goodbyes has changed. */
  advance(): void;
  /** The connection is gone. */
  lost(error: TensorductError): void;
  /** The peer has broken the protocol. */
  destroy(error: TensorductError): void;
}

/**
 * The frames of an established pipe: hands each to the half that it concerns, and itself keeps the peer alive and says
 * goodbye. A frame that answers nothing is a violation and ends the pipe.
 */
export class Conversation implements FrameHandler {
  /** The peer has acknowledged our goodbye: it has all that we wrote. */
  goodbyeAnswered = false;
  /** The peer will write no more. */
  peerSaidGoodbye = false;
  /** The peer will write no more and knows that we have it all. */
  peerLeft = false;

  private head: Uint8Array = EMPTY;
  private saidGoodbye = false;
  private pinged = false;
  private ponging = false;
  private misses = 0;
  private heardBytes = 0;
  private keepalive: NodeJS.Timeout | undefined;
  private readonly messageLimit: number;

  constructor(
    private readonly framed: FramedConnection,
    private readonly channels: ChannelTable,
    private readonly writer: MessageWriter,
    private readonly reader: MessageReader,
    private readonly host: ConversationHost,
  ) {
    this.messageLimit = descriptorLimit(host.limits);
  }

  /** Takes the connection over. */
  begin(): void {
    if (this.host.network && this.host.limits.keepaliveMs > 0) {
      this.keepalive = setInterval(() => this.checkAlive(), this.host.limits.keepaliveMs);
      this.keepalive.unref();
    }
    this.framed.handOver(this);
  }

  /** Hears and says nothing more. */
  end(): void {
    clearInterval(this.keepalive);
    this.framed.reader.stop();
  }

  /** Sends an answer of channel number `channel`. */
  answer(channel: number, bytes: Uint8Array): void {
    const { writer } = this.framed;
    writer.begin(NUMBER_BYTES).uint(1, channel);
    // Answers are small, so the writer copies them.
    writer.end(FrameType.channelAnswer, [bytes]);
  }

  /** Tells the peer, once, that `messages` were all. */
  sayGoodbye(messages: number): void {
    if (this.saidGoodbye) return;
    this.saidGoodbye = true;
    this.framed.writer.send(FrameType.goodbye, Goodbye.encode({ messages }).finish());
    faultPoint('goodbye-sending');
  }

  headLimit(type: number): number {
    switch (type) {
      case FrameType.message:
        return this.peerSaidGoodbye ? -1 : this.messageLimit;
      case FrameType.credit:
      case FrameType.withdraw:
      case FrameType.channelAnswer:
      case FrameType.ping:
      case FrameType.pong:
      case FrameType.goodbye:
      case FrameType.goodbyeAnswer:
        return NUMBER_BYTES;
      case FrameType.reply:
        // It may be late: its message may have been taken back meanwhile.
        return atMost(this.writer.mostUndecided, CHOICE_BYTES);
      case FrameType.lateOffers:
        return atMost(this.reader.awaitedOffers, LATE_OFFER_BYTES);
      case FrameType.refuse:
      case FrameType.failure:
        return FAILURE_BYTES;
      default:
        return -1;
    }
  }

  onHead(type: number, head: Uint8Array, bodyLength: number): 'keep' | 'discard' {
    if (type === FrameType.message) return this.reader.onHead(head, bodyLength);
    this.head = head;
    if (type === FrameType.channelAnswer && bodyLength <= MAX_OFFER_BYTES) return 'keep';
    if (bodyLength > 0) throw new TensorductError('ERR_PROTOCOL', `a frame of type ${type} has a body`);
    return 'discard';
  }

  onWhole(type: number, slab: Slab, start: number, headEnd: number, bodyLength: number): boolean {
    if (type === FrameType.message) this.reader.onMessage(slab, start, headEnd, bodyLength);
    else if (type === FrameType.credit && bodyLength === 0) {
      this.writer.credit(decode(Credit, slab.bytes.subarray(start, headEnd)).limit);
    } else return false;
    return true;
  }

  onFrame(type: number, body: Uint8Array): void {
    const { head, writer, reader } = this;
    switch (type) {
      case FrameType.message:
        return reader.onBody(body);
      case FrameType.credit:
        return writer.credit(decode(Credit, head).limit);
      case FrameType.channelAnswer:
        return this.channels.answered(decode(ChannelAnswer, head).channel, body);
      case FrameType.reply:
        return writer.replied(decode(Reply, head));
      case FrameType.lateOffers: {
        const { message, offers } = decode(LateOffers, head);
        return reader.offered(message, offers);
      }
      case FrameType.refuse: {
        const { message, reason } = decode(Refuse, head);
        return writer.refused(message, reason);
      }
      case FrameType.withdraw:
        return reader.withdrawn(decode(Withdraw, head).message);
      case FrameType.ping:
        return this.onPing();
      case FrameType.pong:
        if (!this.pinged) throw new TensorductError('ERR_PROTOCOL', 'the peer answers a ping that was never sent');
        this.pinged = false;
        return;
      case FrameType.goodbye:
        return this.onGoodbye(decode(Goodbye, head).messages);
      case FrameType.goodbyeAnswer:
        if (!this.saidGoodbye || this.goodbyeAnswered) {
          throw new TensorductError('ERR_PROTOCOL', 'the peer answers a goodbye that was never said');
        }
        this.goodbyeAnswered = true;
        faultPoint('goodbye-answered');
        return this.host.advance();
      case FrameType.failure:
        return this.host.lost(decodeFailure(head));
    }
  }

  onError(error: TensorductError): void {
    if (error.code === 'ERR_PROTOCOL' || error.code === 'ERR_LIMIT_EXCEEDED') this.host.destroy(error);
    else this.host.lost(error);
  }

  /** Frames come in order, so all messages before it have arrived. */
  private onGoodbye(messages: number): void {
    if (this.peerSaidGoodbye) throw new TensorductError('ERR_PROTOCOL', 'the peer says goodbye twice');
    this.peerSaidGoodbye = true;
    faultPoint('goodbye-received');
    this.reader.finished(messages);
    this.framed.writer.send(FrameType.goodbyeAnswer, EMPTY, (error) => {
      if (error !== null) return;
      this.peerLeft = true;
      this.host.advance();
    });
  }

  /** At most one ping is unanswered: so a peer that reads nothing cannot make us pile up answers. */
  private onPing(): void {
    if (this.ponging) throw new TensorductError('ERR_PROTOCOL', 'the peer pings again before it was answered');
    this.ponging = true;
    this.framed.writer.send(FrameType.pong, EMPTY, () => {
      this.ponging = false;
    });
  }

  private checkAlive(): void {
    const { bytesRead } = this.framed.reader;
    if (bytesRead !== this.heardBytes) {
      this.heardBytes = bytesRead;
      this.misses = 0;
      return;
    }
    if (this.misses === MISSES) {
      const silence = MISSES * this.host.limits.keepaliveMs;
      return this.host.lost(new TensorductError('ERR_PEER_LOST', `the peer was silent for ${silence} ms`));
    }
    this.misses++;
    if (this.pinged) return;
    this.pinged = true;
    this.framed.writer.send(FrameType.ping);
  }
}

/** The limit of a head that holds an entry for each of so many tensors; none may come where there are none. */
function atMost(tensors: number, entryBytes: number): number {
  return tensors === 0 ? -1 : NUMBER_BYTES + tensors * entryBytes;
}

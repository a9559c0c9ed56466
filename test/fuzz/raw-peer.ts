import type { Message } from '../../src/message/message.js';
import type { TransportConnection, TransportContext } from '../../src/transports/transport.js';
import { within } from '../../src/testing/deadlines.js';
import { FRAME_HEADER_BYTES, FrameType, readBodyLength, readUint32, writeFrameHeader } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { encodePreamble, PREAMBLE_BYTES } from '../../src/wire/preamble.js';

const { Hello, Packet, PacketAnswer, Sealed } = tensorduct.v1;

const EMPTY = new Uint8Array(0);

/** A message that is small enough to travel inside its frame. */
export const SMALL: Message = { metadata: Uint8Array.of(1), payloads: [{ data: Uint8Array.of(1, 2, 3) }] };

/** The bytes of one frame. */
export function frame(type: number, head: Uint8Array = EMPTY, body: Uint8Array = EMPTY): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + head.length + body.length);
  writeFrameHeader(bytes, 0, FrameType.hello, head.length, body.length);
  bytes[0] = type;
  bytes.set(head, FRAME_HEADER_BYTES);
  bytes.set(body, FRAME_HEADER_BYTES + head.length);
  return bytes;
}

/** What a peer has sent. */
export interface ReceivedFrame {
  readonly type: number;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

/** One end of a connection that speaks the wire by hand, and so can say what no end of ours would. */
export class RawPeer {
  constructor(readonly connection: TransportConnection) {}

  static async connect(transport: TransportContext, address: string): Promise<RawPeer> {
    return new RawPeer(await transport.connect(address));
  }

  /** Resolves when the medium has taken the bytes, or never will: the peer may have hung up. */
  send(...parts: readonly Uint8Array[]): Promise<void> {
    const taken = new Promise<void>((resolve) => this.connection.write(parts, () => resolve()));
    return within(taken, 'the end of a write');
  }

  /** Exactly so many bytes. */
  read(length: number): Promise<Uint8Array> {
    const into = new Uint8Array(length);
    const done = new Promise<Uint8Array>((resolve, reject) => {
      this.connection.read(into, length, (error) => (error === null ? resolve(into) : reject(error)));
    });
    return within(done, `${length} more bytes of the peer`);
  }

  async readPreamble(): Promise<void> {
    await this.read(PREAMBLE_BYTES);
  }

  async readFrame(): Promise<ReceivedFrame> {
    const header = await this.read(FRAME_HEADER_BYTES);
    const head = await this.read(readUint32(header, 4));
    const body = await this.read(readBodyLength(header, 0));
    return { type: header[0], head, body };
  }

  /** The next frame of this type; credits, pings and failures of others in between are passed over. */
  async expect(type: FrameType): Promise<ReceivedFrame> {
    for (;;) {
      const received = await this.readFrame();
      if (received.type === type) return received;
      if (received.type !== FrameType.credit) throw new Error(`a frame of type ${received.type} came, not ${type}`);
    }
  }

  /** Waits until the peer has hung up. @returns how many bytes it still sent */
  async hungUp(): Promise<number> {
    const scratch = new Uint8Array(64 * 1024);
    const end = new Promise<number>((resolve) => {
      let bytes = 0;
      const next = (): void => {
        this.connection.read(scratch, 1, (error, length) => {
          if (error !== null) return resolve(bytes);
          bytes += length;
          next();
        });
      };
      next();
    });
    return within(end, 'the end of the connection');
  }

  close(): void {
    this.connection.close();
  }

  // ---- the friendly part of a handshake, without a secret ----

  /** Opens a pipe as a client does. */
  async open(brochure: tensorduct.v1.Brochure.$Properties): Promise<tensorduct.v1.PipeAnswer.$Properties> {
    await this.send(encodePreamble(), HELLO, packet({ open: { brochure } }));
    await this.readPreamble();
    await this.expect(FrameType.challenge);
    const { head } = await this.expect(FrameType.packetAnswer);
    const { pipe } = PacketAnswer.decode(Sealed.decode(head).body);
    if (!pipe) throw new Error('no pipe was answered');
    return pipe;
  }

  /** Joins a pipe by a registration id. */
  async join(registrationId: Uint8Array): Promise<void> {
    await this.send(encodePreamble(), HELLO, packet({ join: { registrationId } }));
    await this.readPreamble();
    await this.expect(FrameType.challenge);
    await this.expect(FrameType.packetAnswer);
  }

  /** Receives a client's question, as a listener does. */
  async asked(): Promise<tensorduct.v1.Packet> {
    await this.readPreamble();
    await this.expect(FrameType.hello);
    const { head } = await this.expect(FrameType.packet);
    return Packet.decode(Sealed.decode(head).body);
  }
}

/** A Hello that would do. */
export const HELLO = frame(FrameType.hello, Hello.encode({ nonce: new Uint8Array(32).fill(7) }).finish());

/** The frame of a packet, without a secret. */
export function packet(content: tensorduct.v1.Packet.$Properties): Uint8Array {
  return frame(FrameType.packet, Sealed.encode({ body: Packet.encode(content).finish() }).finish());
}

/** The frame that answers a packet, without a secret. */
export function packetAnswer(content: tensorduct.v1.PacketAnswer.$Properties): Uint8Array {
  return frame(FrameType.packetAnswer, Sealed.encode({ body: PacketAnswer.encode(content).finish() }).finish());
}

/** What an end with the channel `basic`, and with these transports, says of itself. */
export function brochure(
  transports: Record<string, string> = {},
  devices: Record<string, string> = { 'cpu:0': 'any' },
): tensorduct.v1.Brochure.$Properties {
  return {
    contextName: 'raw',
    contextId: new Uint8Array(16).fill(9),
    window: 2 ** 20,
    transports,
    channels: [{ name: 'basic', devices, lanes: 1 }],
    limits: {
      metadataBytes: 2 ** 20,
      payloadBytes: 2 ** 30,
      tensorBytes: 2 ** 40,
      payloads: 4096,
      tensors: 4096,
      inlineBytes: 2 ** 18,
    },
  };
}

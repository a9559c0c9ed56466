import { ConnectionKey } from '../../src/pipe/authentication.js';
import { FRAME_HEADER_BYTES, FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { encodePreamble } from '../../src/wire/preamble.js';
import type { Kind } from './mutations.js';
import { brochure, frame, HELLO, packet, packetAnswer, type RawPeer } from './raw-peer.js';

const { Challenge, ChannelAnswer, Chunk, ChunkAnswer, Descriptor, Goodbye, GoodbyeAnswer } = tensorduct.v1;
const { Hello, LateOffers, Packet, PacketAnswer, Proof, Reply, Settled } = tensorduct.v1;

/** The next bytes that an attacker would say, were it none. */
export interface Step {
  readonly state: string;
  readonly from: RawPeer;
  readonly kind: Kind;
  readonly bytes: Uint8Array;
}

/** A whole exchange, up to the proof that the victim has understood all of it. Ending it closes the connections. */
export type Dialogue = AsyncGenerator<Step, void, void>;

/** What an attacker that connects needs. */
export interface ClientSide {
  /** Stands in the brochure; its first word tells the victim what to do: see `victim.ts`. */
  readonly name: string;
  readonly secret: Uint8Array;
  connect(): Promise<RawPeer>;
  /** The transport to which the victim can move a pipe. */
  readonly better: { readonly name: string; readonly domain: string; connect(address: string): Promise<RawPeer> };
}

/** What an attacker that listens needs. */
export interface ServerSide {
  readonly name: string;
  readonly secret: Uint8Array;
  accept(): Promise<RawPeer>;
  readonly better: { readonly name: string; readonly address: string; accept(): Promise<RawPeer> };
}

const EMPTY = new Uint8Array(0);
const NONCE = new Uint8Array(32).fill(7);
const ID = new Uint8Array(16).fill(3);
const TENSOR_BYTES = 100_000;

const named = (
  name: string,
  transports = {},
  devices?: Record<string, string>,
): tensorduct.v1.Brochure.$Properties => ({
  ...brochure(transports, devices),
  contextName: name,
});

/** A message with two small payloads: the victim answers each message with an empty one. */
const SMALL = message({ metadata: Uint8Array.of(1, 2), payloads: [{ length: 40 }] }, new Uint8Array(40).fill(1));

function message(content: tensorduct.v1.Descriptor.$Properties, body?: Uint8Array): Uint8Array {
  return frame(FrameType.message, Descriptor.encode(content).finish(), body);
}

function answer(content: tensorduct.v1.ChunkAnswer.$Properties): Uint8Array {
  const head = ChannelAnswer.encode({ channel: 0 }).finish();
  return frame(FrameType.channelAnswer, head, ChunkAnswer.encode(content).finish());
}

function chunk(offset: number, length: number): Uint8Array {
  return frame(FrameType.chunk, Chunk.encode({ transfer: 1, offset }).finish(), new Uint8Array(length));
}

// ---- the attacker connects ----

export const CLIENT_DIALOGUES = { open, prove, upgrade, sendTensor, receiveTensor, offerLate, decide };

/** Opens a pipe, sends two messages and says goodbye. */
async function* open({ name, connect }: ClientSide): Dialogue {
  const raw = await connect();
  try {
    yield { state: 'connected', from: raw, kind: 'preamble', bytes: encodePreamble() };
    await raw.readPreamble();
    yield { state: 'preamble said', from: raw, kind: 'handshake', bytes: HELLO };
    await raw.expect(FrameType.challenge);
    yield { state: 'hello said', from: raw, kind: 'handshake', bytes: packet({ open: { brochure: named(name) } }) };
    await raw.expect(FrameType.packetAnswer);
    yield* converse(raw);
  } finally {
    raw.close();
  }
}

/** What either side can go on with once the pipe is established. */
async function* converse(raw: RawPeer): Dialogue {
  yield { state: 'established', from: raw, kind: 'pipe', bytes: SMALL };
  await raw.expect(FrameType.message);
  const half = SMALL.length - 20;
  await raw.send(SMALL.subarray(0, half));
  yield { state: 'message under way', from: raw, kind: 'body', bytes: SMALL.subarray(half) };
  await raw.expect(FrameType.message);
  const goodbye = frame(FrameType.goodbye, Goodbye.encode({ messages: 2 }).finish());
  yield { state: 'idle', from: raw, kind: 'pipe', bytes: goodbye };
  await raw.expect(FrameType.goodbyeAnswer);
  await raw.expect(FrameType.goodbye);
  const farewell = frame(FrameType.goodbyeAnswer, GoodbyeAnswer.encode({}).finish());
  yield { state: 'goodbye heard', from: raw, kind: 'pipe', bytes: farewell };
  await raw.hungUp();
}

/** Opens a pipe to a listener that asks for the secret. */
async function* prove({ name, secret, connect }: ClientSide): Dialogue {
  const raw = await connect();
  try {
    await raw.send(encodePreamble());
    await raw.readPreamble();
    const hello = frame(FrameType.hello, Hello.encode({ nonce: NONCE }).finish());
    yield { state: 'secret: preamble said', from: raw, kind: 'handshake', bytes: hello };
    const { nonce } = Challenge.decode((await raw.expect(FrameType.challenge)).head);
    const preamble = encodePreamble();
    const key = ConnectionKey.derive(secret, { preamble, nonce: NONCE }, { preamble, nonce });
    const proof = frame(FrameType.proof, Proof.encode({ mac: key.proof('client') }).finish());
    yield { state: 'secret: challenged', from: raw, kind: 'handshake', bytes: proof };
    await raw.expect(FrameType.proof);
    const sealed = key.seal('client', Packet.encode({ open: { brochure: named(name) } }).finish());
    yield { state: 'secret: proven', from: raw, kind: 'handshake', bytes: frame(FrameType.packet, sealed) };
    await raw.expect(FrameType.packetAnswer);
    await raw.send(SMALL);
    await raw.expect(FrameType.message);
  } finally {
    raw.close();
  }
}

/** Opens a pipe that moves to a better transport. */
async function* upgrade({ name, connect, better }: ClientSide): Dialogue {
  const raw = await connect();
  let second: RawPeer | null = null;
  try {
    const { upgrades } = await raw.open(named(name, { [better.name]: better.domain }));
    const { addresses, registrationId } = upgrades?.[0] ?? {};
    second = await better.connect(addresses?.[0] ?? '');
    await second.send(encodePreamble(), HELLO);
    await second.readPreamble();
    await second.expect(FrameType.challenge);
    const join = packet({ join: { registrationId } });
    yield { state: 'upgrade: joining', from: second, kind: 'handshake', bytes: join };
    await second.expect(FrameType.packetAnswer);
    const settled = frame(FrameType.settled, Settled.encode({ transport: better.name }).finish());
    yield { state: 'upgrade: settling', from: raw, kind: 'handshake', bytes: settled };
    await raw.hungUp();
    await second.send(SMALL);
    await second.expect(FrameType.message);
  } finally {
    raw.close();
    second?.close();
  }
}

/** Sends a tensor through the lane of the channel. */
async function* sendTensor({ name, connect }: ClientSide): Dialogue {
  const raw = await connect();
  const lane = await connect();
  try {
    const registrationId = laneOf(await raw.open(named(name)));
    await raw.send(message({ tensors: [{ length: TENSOR_BYTES, shape: [TENSOR_BYTES], offer: { transfer: 1 } }] }));
    await raw.expect(FrameType.channelAnswer);
    await lane.send(encodePreamble(), HELLO);
    await lane.readPreamble();
    await lane.expect(FrameType.challenge);
    const join = packet({ join: { registrationId } });
    yield { state: 'lane: joining', from: lane, kind: 'handshake', bytes: join };
    await lane.expect(FrameType.packetAnswer);
    yield* sendChunks(raw, lane);
  } finally {
    raw.close();
    lane.close();
  }
}

/** Sends what was granted, in two pieces. */
async function* sendChunks(raw: RawPeer, lane: RawPeer): Dialogue {
  const half = TENSOR_BYTES / 2;
  yield { state: 'lane: granted', from: lane, kind: 'lane', bytes: chunk(0, half) };
  const second = chunk(half, half);
  const cut = FRAME_HEADER_BYTES + 100;
  await lane.send(second.subarray(0, cut));
  yield { state: 'lane: mid-chunk', from: lane, kind: 'body', bytes: second.subarray(cut) };
  await raw.expect(FrameType.channelAnswer);
  await raw.expect(FrameType.message);
}

/** Receives a tensor that the victim offers. */
async function* receiveTensor({ name, connect }: ClientSide): Dialogue {
  const raw = await connect();
  const lane = await connect();
  try {
    const registrationId = laneOf(await raw.open(named(name)));
    await raw.expect(FrameType.message);
    const grant = answer({ transfer: 1, granted: TENSOR_BYTES });
    yield { state: 'offer pending', from: raw, kind: 'pipe', bytes: grant };
    await lane.join(registrationId);
    await lane.expect(FrameType.chunk);
    yield { state: 'tensor received', from: raw, kind: 'pipe', bytes: answer({ transfer: 1, done: true }) };
    await raw.expect(FrameType.message);
  } finally {
    raw.close();
    lane.close();
  }
}

/** Sends a tensor for which the victim names the device. */
async function* offerLate({ name, connect }: ClientSide): Dialogue {
  const raw = await connect();
  const lane = await connect();
  try {
    const registrationId = laneOf(await raw.open(named(name)));
    await raw.send(message({ tensors: [{ length: TENSOR_BYTES, shape: [TENSOR_BYTES], undecided: true }] }));
    await raw.expect(FrameType.reply);
    const late = LateOffers.encode({ message: 1, offers: [{ tensor: 0, offer: { transfer: 1 } }] }).finish();
    yield { state: 'late offer owed', from: raw, kind: 'pipe', bytes: frame(FrameType.lateOffers, late) };
    await raw.expect(FrameType.channelAnswer);
    await lane.join(registrationId);
    await lane.send(chunk(0, TENSOR_BYTES));
    await raw.expect(FrameType.channelAnswer);
    await raw.expect(FrameType.message);
  } finally {
    raw.close();
    lane.close();
  }
}

/** Names the device of a tensor that the victim sends. */
async function* decide({ name, connect }: ClientSide): Dialogue {
  const raw = await connect();
  try {
    await raw.open(named(name, {}, { 'cpu:0': 'any', 'cpu:1': 'any' }));
    await raw.expect(FrameType.message);
    const reply = Reply.encode({ message: 1, choices: [{ tensor: 0, device: 'cpu:1' }] }).finish();
    yield { state: 'reply owed', from: raw, kind: 'pipe', bytes: frame(FrameType.reply, reply) };
    await raw.expect(FrameType.lateOffers);
    await raw.send(answer({ transfer: 1, refused: true }));
    await raw.expect(FrameType.message);
  } finally {
    raw.close();
  }
}

function laneOf({ channels }: tensorduct.v1.PipeAnswer.$Properties): Uint8Array {
  return channels?.[0]?.registrationIds?.[0] ?? EMPTY;
}

// ---- the attacker listens ----

export const SERVER_DIALOGUES = { serve, serveProof, serveUpgrade, serveLane };

function pipeAnswer(
  name: string,
  upgrades: tensorduct.v1.Upgrade.$Properties[] = [],
): tensorduct.v1.PacketAnswer.$Properties {
  const pairs = [{ serverDevice: 'cpu:0', clientDevice: 'cpu:0' }];
  return {
    pipe: { brochure: named(name), pipeId: ID, upgrades, channels: [{ name: 'basic', pairs, registrationIds: [ID] }] },
  };
}

const NO_CHALLENGE = frame(FrameType.challenge, Challenge.encode({}).finish());

/** Accepts a pipe, sends two messages and says goodbye. */
async function* serve({ name, accept }: ServerSide): Dialogue {
  const raw = await accept();
  try {
    yield { state: 'accepted', from: raw, kind: 'preamble', bytes: encodePreamble() };
    await raw.asked();
    yield { state: 'asked', from: raw, kind: 'handshake', bytes: NO_CHALLENGE };
    yield { state: 'challenge said', from: raw, kind: 'handshake', bytes: packetAnswer(pipeAnswer(name)) };
    yield* converse(raw);
  } finally {
    raw.close();
  }
}

/** Accepts a pipe of a client that has the secret. */
async function* serveProof({ name, secret, accept }: ServerSide): Dialogue {
  const raw = await accept();
  try {
    await raw.send(encodePreamble());
    await raw.readPreamble();
    const { nonce } = Hello.decode((await raw.expect(FrameType.hello)).head);
    const challenge = frame(FrameType.challenge, Challenge.encode({ nonce: NONCE }).finish());
    yield { state: 'secret: asked', from: raw, kind: 'handshake', bytes: challenge };
    const preamble = encodePreamble();
    const key = ConnectionKey.derive(secret, { preamble, nonce }, { preamble, nonce: NONCE });
    await raw.expect(FrameType.proof);
    const proof = frame(FrameType.proof, Proof.encode({ mac: key.proof('server') }).finish());
    yield { state: 'secret: proof heard', from: raw, kind: 'handshake', bytes: proof };
    await raw.expect(FrameType.packet);
    const sealed = key.seal('server', PacketAnswer.encode(pipeAnswer(name)).finish());
    yield { state: 'secret: packet heard', from: raw, kind: 'handshake', bytes: frame(FrameType.packetAnswer, sealed) };
    await raw.send(SMALL);
    await raw.expect(FrameType.message);
  } finally {
    raw.close();
  }
}

/** Moves a pipe to a better transport. */
async function* serveUpgrade({ name, accept, better }: ServerSide): Dialogue {
  const raw = await accept();
  let second: RawPeer | null = null;
  try {
    await raw.send(encodePreamble());
    await raw.asked();
    const upgrades = [{ transport: better.name, addresses: [better.address], registrationId: ID }];
    await raw.send(NO_CHALLENGE, packetAnswer(pipeAnswer(name, upgrades)));
    second = await better.accept();
    await second.send(encodePreamble(), NO_CHALLENGE);
    await second.asked();
    yield { state: 'upgrade: asked to join', from: second, kind: 'handshake', bytes: packetAnswer({ join: {} }) };
    const { head } = await raw.expect(FrameType.settled);
    if (Settled.decode(head).transport !== better.name) throw new Error('the victim has not moved');
    await second.send(SMALL);
    await second.expect(FrameType.message);
  } finally {
    raw.close();
    second?.close();
  }
}

/** Sends a tensor through the lane of the channel, which the victim opens. */
async function* serveLane({ name, accept }: ServerSide): Dialogue {
  const raw = await accept();
  let lane: RawPeer | null = null;
  try {
    await raw.send(encodePreamble());
    await raw.asked();
    await raw.send(NO_CHALLENGE, packetAnswer(pipeAnswer(name)));
    await raw.send(message({ tensors: [{ length: TENSOR_BYTES, shape: [TENSOR_BYTES], offer: { transfer: 1 } }] }));
    await raw.expect(FrameType.channelAnswer);
    lane = await accept();
    await lane.send(encodePreamble(), NO_CHALLENGE);
    await lane.asked();
    yield { state: 'lane: asked to join', from: lane, kind: 'handshake', bytes: packetAnswer({ join: {} }) };
    yield* sendChunks(raw, lane);
  } finally {
    raw.close();
    lane?.close();
  }
}

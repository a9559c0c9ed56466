import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import { ConnectionKey, createNonce, NONCE_BYTES } from './authentication.js';
import type { FramedConnection } from './framed-connection.js';

const { Hello, Challenge, Proof, Packet, PacketAnswer } = tensorduct.v1;

/** Bytes of Hello, Challenge and Proof: all that a stranger can make us keep. */
const GREETING_BYTES = 64;

/** What both ends of a handshake need to know. */
export interface HandshakeTerms {
  /** The shared secret, or null. */
  readonly secret: Uint8Array | null;
  /** Bytes that a packet or its answer may have. */
  readonly limit: number;
}

/**
 * The client's side: from the preamble to the server's answer. Without a secret all of it is sent at once and costs
 * one round trip; with one, three. The caller sets the deadline by closing the connection.
 * @throws TensorductError `ERR_AUTHENTICATION`, `ERR_VERSION_MISMATCH`, `ERR_PROTOCOL`, `ERR_PEER_LOST`,
 *   `ERR_PEER_FAILED`, `ERR_NEGOTIATION`, `ERR_LIMIT_EXCEEDED`
 */
export async function greetAsClient(
  framed: FramedConnection,
  packet: tensorduct.v1.Packet.$Properties,
  { secret, limit }: HandshakeTerms,
): Promise<tensorduct.v1.PacketAnswer> {
  const body = Packet.encode(packet).finish();
  const nonce = createNonce();
  const preamble = framed.sendPreamble();
  framed.send(FrameType.hello, Hello.encode({ nonce }).finish());
  faultPoint('hello-sending');
  if (secret === null) framed.send(FrameType.packet, ConnectionKey.none.seal('client', body));
  faultPoint('brochure-sending');

  const serverPreamble = await framed.receivePreamble();
  const challenge = decode(Challenge, await framed.receive(FrameType.challenge, GREETING_BYTES));
  faultPoint('challenge-received');
  let key = ConnectionKey.none;
  if (secret !== null) {
    if (challenge.nonce.length !== NONCE_BYTES) {
      throw new TensorductError('ERR_AUTHENTICATION', 'the peer does not ask for the secret that we insist on');
    }
    key = ConnectionKey.derive(secret, { preamble, nonce }, { preamble: serverPreamble, nonce: challenge.nonce });
    framed.send(FrameType.proof, Proof.encode({ mac: key.proof('client') }).finish());
    key.checkProof('server', await receiveServerProof(framed));
    framed.send(FrameType.packet, key.seal('client', body));
  } else if (challenge.nonce.length > 0) {
    throw new TensorductError('ERR_AUTHENTICATION', 'the peer asks for a secret and we have none');
  }
  const answer = await framed.receive(FrameType.packetAnswer, limit);
  faultPoint('answer-received');
  return decode(PacketAnswer, openSealed(key, 'server', answer));
}

/** A listener that does not like our proof hangs up without a word: that is the answer. */
async function receiveServerProof(framed: FramedConnection): Promise<Uint8Array> {
  try {
    return decode(Proof, await framed.receive(FrameType.proof, GREETING_BYTES)).mac;
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the proof could not be read');
    if (error.code !== 'ERR_PEER_LOST') throw error;
    throw new TensorductError('ERR_AUTHENTICATION', 'the peer hung up at our proof', { cause: error });
  }
}

/** What the server knows of a client after its packet. */
export interface Greeting {
  readonly packet: tensorduct.v1.Packet;
  /** Sends the answer. */
  answer(answer: tensorduct.v1.PacketAnswer.$Properties): void;
}

/**
 * The server's side: from the preamble to the client's packet. A stranger who does not speak the protocol, or does not
 * know the secret, learns nothing.
 * @throws TensorductError as {@link greetAsClient}
 */
export async function greetAsServer(framed: FramedConnection, { secret, limit }: HandshakeTerms): Promise<Greeting> {
  const clientPreamble = await framed.receivePreamble(() => framed.sendPreamble());
  const preamble = framed.sendPreamble();
  const hello = decode(Hello, await framed.receive(FrameType.hello, GREETING_BYTES));
  faultPoint('hello-received');
  let key = ConnectionKey.none;
  if (secret === null) {
    framed.send(FrameType.challenge, Challenge.encode({}).finish());
  } else {
    if (hello.nonce.length !== NONCE_BYTES) throw new TensorductError('ERR_PROTOCOL', 'the nonce has a wrong length');
    const nonce = createNonce();
    key = ConnectionKey.derive(secret, { preamble: clientPreamble, nonce: hello.nonce }, { preamble, nonce });
    framed.send(FrameType.challenge, Challenge.encode({ nonce }).finish());
    const proof = decode(Proof, await framed.receive(FrameType.proof, GREETING_BYTES));
    key.checkProof('client', proof.mac);
    framed.send(FrameType.proof, Proof.encode({ mac: key.proof('server') }).finish());
  }
  faultPoint('challenge-sending');
  const packet = await framed.receive(FrameType.packet, limit);
  faultPoint('brochure-received');
  return {
    packet: decode(Packet, openSealed(key, 'client', packet)),
    answer(answer) {
      framed.send(FrameType.packetAnswer, key.seal('server', PacketAnswer.encode(answer).finish()));
      faultPoint('answer-sending');
    },
  };
}

function openSealed(key: ConnectionKey, role: 'client' | 'server', bytes: Uint8Array): Uint8Array {
  try {
    return key.open(role, bytes);
  } catch (thrown) {
    // Who has the secret has sent bytes that can be read.
    const code = key === ConnectionKey.none ? 'ERR_PROTOCOL' : 'ERR_AUTHENTICATION';
    throw TensorductError.from(thrown, code, 'a packet of the handshake could not be read');
  }
}

/** Decodes bytes of a peer: what the generated code throws becomes `ERR_PROTOCOL`. */
export function decode<T>(type: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T {
  try {
    return type.decode(bytes);
  } catch (thrown) {
    throw TensorductError.from(thrown, 'ERR_PROTOCOL', 'a control message could not be read');
  }
}

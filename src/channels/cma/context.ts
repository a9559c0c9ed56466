import { randomBytes } from 'node:crypto';
import { TensorductError } from '../../errors.js';
import type { Native, PeerReader } from '../../memory/native.js';
import { canReadPeers, Nameplate, NAMEPLATE_BYTES, whyUnreadable } from '../../memory/peer-memory.js';
import type { Viability } from '../../transports/transport.js';
import type { Channel, ChannelContext, ChannelEnvironment } from '../channel.js';
import { OpenChannels } from '../open-channels.js';
import { CmaChannel } from './channel.js';
import { decodeEvidence, encodeEvidence, formatDescriptor, parseDescriptor } from './codec.js';

const DEVICE = 'cpu:0';
/** Nameplates of peers that are about to be proven: they read them at once, or never. */
const MOST_NAMEPLATES = 1024;

/**
 * Reads tensors out of the memory of another process of this host.
 *
 * Whose memory that is, no peer may say: the kernel names the process that made the other end of the pipe's connection.
 * That number may be another process's by now, so each end proves it: it reads there what it has asked the peer, in its
 * device descriptor, to put there. It is the reader who chooses these bytes. Else a peer could name what it knows to be in
 * every process, such as the first bytes of a program, and would have us read memory that it may not read itself.
 */
export class CmaChannelContext implements ChannelContext {
  readonly lanes = 0;
  private readonly nameplate = randomBytes(NAMEPLATE_BYTES);
  /** The peers' ones, the oldest first. */
  private readonly shown: Nameplate[] = [];
  private readonly channels = new OpenChannels<CmaChannel>('cma');

  viability(): Viability {
    const reading = canReadPeers();
    return reading.ok ? { ok: true } : reading;
  }

  deviceDescriptors(remoteDescriptors?: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const { native, boot } = this.usable();
    const remote = parseDescriptor(remoteDescriptors?.get(DEVICE));
    const address = remote === null ? null : this.show(native, remote.nameplate).address;
    return new Map([[DEVICE, formatDescriptor({ boot, nameplate: this.nameplate.toString('hex'), address })]]);
  }

  canReach(localDescriptor: string, remoteDescriptor: string): boolean {
    const local = parseDescriptor(localDescriptor);
    return local !== null && local.boot === parseDescriptor(remoteDescriptor)?.boot;
  }

  async prove(
    remoteDescriptors: ReadonlyMap<string, string>,
    _signal: AbortSignal,
    peerPid?: number,
  ): Promise<Uint8Array> {
    const { native } = this.usable();
    const remote = parseDescriptor(remoteDescriptors.get(DEVICE));
    if (remote === null || remote.address === null)
      throw new TensorductError('ERR_PROTOCOL', 'the peer does not say where it can be read');
    this.expectNameplate(peerPid, remote.address);
    return encodeEvidence(this.show(native, remote.nameplate).address);
  }

  confirm(_remoteDescriptors: ReadonlyMap<string, string>, evidence: Uint8Array, peerPid?: number): void {
    this.expectNameplate(peerPid, decodeEvidence(evidence));
  }

  createChannel(environment: ChannelEnvironment): Channel {
    const { native } = this.usable();
    const remote = parseDescriptor(environment.remoteDescriptors.get(DEVICE));
    if (remote === null) throw new TensorductError('ERR_PROTOCOL', 'the peer does not say who it is');
    const pid = known(environment.peerPid);
    const open = (): PeerReader => native.PeerReader.open(pid, this.nameplate);
    const shown = new Nameplate(native, Buffer.from(remote.nameplate, 'hex'));
    return this.channels.add(new CmaChannel(environment, native, open, shown, this.channels.remove));
  }

  close(): void {
    this.channels.close();
    this.shown.length = 0;
  }

  async join(): Promise<void> {
    this.close();
  }

  private usable(): { readonly native: Native; readonly boot: string } {
    const reading = canReadPeers();
    if (reading.ok) return reading;
    throw new TensorductError('ERR_NOT_VIABLE', reading.reason, { backend: 'cma', advice: reading.hint });
  }

  /** @throws TensorductError `ERR_NOT_VIABLE` where the peer's memory does not show our nameplate */
  private expectNameplate(peerPid: number | undefined, address: number): void {
    const reason = whyUnreadable(this.usable().native, known(peerPid), address, this.nameplate);
    if (reason === null) return;
    throw new TensorductError('ERR_NOT_VIABLE', reason, {
      advice: 'run both ends as one user with the same capabilities, in the same user and pid namespaces',
    });
  }

  /** Puts up a peer's nameplate until it has been read. */
  private show(native: Native, nameplate: string): Nameplate {
    const shown = new Nameplate(native, Buffer.from(nameplate, 'hex'));
    this.shown.push(shown);
    if (this.shown.length > MOST_NAMEPLATES) this.shown.shift();
    return shown;
  }
}

/** @throws TensorductError `ERR_NOT_VIABLE` */
function known(peerPid: number | undefined): number {
  if (peerPid !== undefined) return peerPid;
  throw new TensorductError('ERR_NOT_VIABLE', 'the kernel does not say here which process the peer is', {
    advice: 'use unix:// or shm://, as one user in one pid namespace',
  });
}

/**
 * A moment in which a process may be killed, so that tests can see what becomes of its peers. Points in native code have
 * their names here too. "Sending" is before the bytes leave the process, "sent" and "written" after.
 *
 * Of the handshake:
 * - `preamble-sent`, `preamble-received`: each end's first bytes.
 * - `hello-sending`, `hello-received`: the connecting end has shown that it speaks the protocol.
 * - `challenge-sending`, `challenge-received`: the listening end's word to that.
 * - `brochure-sending`, `brochure-received`: what the connecting end can do, or which connection it joins.
 * - `answer-sending`, `answer-received`: what the listening end has chosen.
 * - `channels-proven`: the connecting end has tried which channels work.
 * - `settled-sending`, `settled-received`: it says which ones do.
 * - `confirmed-sending`, `confirmed-received`: the listening end has tried those that it has to try as well.
 * - `established`: one end is through, perhaps before the other.
 * - `lane-joined`: a channel has got a connection of its own.
 * - `lane-handed-over`: native threads have its descriptor; that of Node is still open.
 *
 * Of the link:
 * - `link-connected`, `link-accepted`: there is a socket, and nothing was said.
 * - `link-hello-sending`, `link-hello-sent`: before and after the return ring's descriptor goes out.
 * - `link-hello-received`: the peer's ring is mapped, and not answered.
 * - `link-established`: one end is through.
 * - `descriptor-sending`, `descriptor-sent`, `descriptor-received`: around the system calls that pass a descriptor.
 *
 * Of growth:
 * - `memfd-made`, `memfd-sealed`: memory without pages, and with all of them, not mapped yet.
 * - `segment-reserved`: it is in the arena, and nobody else knows of it.
 * - `chunk-ring-made`, `chunk-ring-adopted`: a ring of chunks at its receiver, before its descriptors go out, and at its sender.
 * - `segment-announcing`, `segment-announced`: before and after its descriptor goes to a peer.
 * - `segment-received`, `memfd-mapped`, `segment-mapped`: how the peer gets it.
 *
 * Of a tensor:
 * - `eager-slot-taken`, `eager-slot-filled`: one that is copied while it is announced; its slot is used by nobody else,
 *   then lent and filled.
 * - `slot-taken`, `slot-filled`: one that was asked for: its slot is used by nobody else, then filled and not lent.
 * - `copy-in-half`, `copy-out-half`: half of the bytes have crossed.
 * - `stream-asked`: the receiver waits for the first chunk.
 * - `chunk-filled`, `chunk-pushed`: the sender has copied a chunk, and the receiver cannot, then can see it.
 * - `chunk-emptied`, `chunk-popped`: the receiver has copied it, and the sender cannot, then can use it again.
 * - `lane-chunk-sending`, `lane-chunk-sent`: a native thread has written a part of a chunk to a lane, then all of it.
 * - `lane-chunk-receiving`, `lane-chunk-received`: one has read a part of it to where it belongs, then all of it.
 * - `slot-lent`: the lease is in the table, and the peer does not know of it.
 * - `message-written`: a message is out, and the leases that it hands over are not taken.
 * - `lease-answering`: the lease of a tensor that was asked for goes out.
 * - `fallback-offering`: there was no slot.
 * - `frames-written`: the medium has some frames, of whatever kind.
 * - `lease-received`: a lease is taken, and not used yet.
 * - `borrowed`, `copied-out`: the bytes are where the reader wants them, and the lease is still out.
 *
 * Of a tensor that is read out of its sender's memory:
 * - `tensor-wanted`: the receiver has asked where it is.
 * - `place-answering`: the sender says so.
 * - `peer-read-half`, `peer-read-whole`: the receiver has read some of it, or all, and has not said so.
 * - `read-answering`: now it does.
 *
 * Of its return:
 * - `return-entry-written`, `return-entry-published`: an id is in the ring, and the owner cannot, then can see it.
 * - `return-pushed`, `bell-rung`: the owner has not read it, whether or not it waits.
 * - `returns-taken`: the owner has taken ids out of the ring, and not ended their leases.
 * - `bell-wanted`, `settled-waiting`: the owner waits for returns, the second time to fill a tensor again.
 *
 * Of the end:
 * - `goodbye-sending`, `goodbye-received`, `goodbye-answered`: the orderly close of a pipe.
 * - `pipe-ending`: its operations are not called back yet.
 * - `pipe-end-told`, `pipe-end-heard`: a link hears of the end of a pipe.
 * - `context-closing`, `memory-closing`, `views-detached`, `arena-closed`: a context lets go, step by step.
 * - `link-closing`, `link-hung-up`: before and after the peer can see it; leases are still out.
 */
export type FaultPoint =
  | 'preamble-sent'
  | 'preamble-received'
  | 'hello-sending'
  | 'hello-received'
  | 'challenge-sending'
  | 'challenge-received'
  | 'brochure-sending'
  | 'brochure-received'
  | 'answer-sending'
  | 'answer-received'
  | 'channels-proven'
  | 'settled-sending'
  | 'settled-received'
  | 'confirmed-sending'
  | 'confirmed-received'
  | 'established'
  | 'lane-joined'
  | 'lane-handed-over'
  | 'link-connected'
  | 'link-accepted'
  | 'link-hello-sending'
  | 'link-hello-sent'
  | 'link-hello-received'
  | 'link-established'
  | 'descriptor-sending'
  | 'descriptor-sent'
  | 'descriptor-received'
  | 'memfd-made'
  | 'memfd-sealed'
  | 'segment-reserved'
  | 'chunk-ring-made'
  | 'chunk-ring-adopted'
  | 'segment-announcing'
  | 'segment-announced'
  | 'segment-received'
  | 'memfd-mapped'
  | 'segment-mapped'
  | 'eager-slot-taken'
  | 'eager-slot-filled'
  | 'slot-taken'
  | 'slot-filled'
  | 'copy-in-half'
  | 'copy-out-half'
  | 'stream-asked'
  | 'chunk-filled'
  | 'chunk-pushed'
  | 'chunk-emptied'
  | 'chunk-popped'
  | 'lane-chunk-sending'
  | 'lane-chunk-sent'
  | 'lane-chunk-receiving'
  | 'lane-chunk-received'
  | 'slot-lent'
  | 'message-written'
  | 'lease-answering'
  | 'fallback-offering'
  | 'frames-written'
  | 'lease-received'
  | 'tensor-wanted'
  | 'place-answering'
  | 'peer-read-half'
  | 'peer-read-whole'
  | 'read-answering'
  | 'borrowed'
  | 'copied-out'
  | 'return-entry-written'
  | 'return-entry-published'
  | 'return-pushed'
  | 'bell-rung'
  | 'returns-taken'
  | 'bell-wanted'
  | 'settled-waiting'
  | 'goodbye-sending'
  | 'goodbye-received'
  | 'goodbye-answered'
  | 'pipe-ending'
  | 'pipe-end-told'
  | 'pipe-end-heard'
  | 'context-closing'
  | 'memory-closing'
  | 'views-detached'
  | 'arena-closed'
  | 'link-closing'
  | 'link-hung-up';

/**
 * Nothing, and the compiler of V8 leaves the call out. The fault build (`npm run build:faults`) is the same code with
 * `test/faults/build/fault-point.ts` in the place of this module, so that the package has no switch that could end a
 * process, and no list of names.
 */
export function faultPoint(_point: FaultPoint): void {}

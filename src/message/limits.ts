/** The largest message that an end accepts. Both ends of a pipe know each other's, so a writer is told at once. */
export interface MessageLimits {
  /** Bytes of each metadata, and of all metadata of one message together. @default 1 MiB */
  readonly metadataBytes: number;
  /** Bytes of one payload. @default 1 GiB */
  readonly payloadBytes: number;
  /** Bytes of one tensor. What the reader allocates is its own choice. @default 1 TiB */
  readonly tensorBytes: number;
  /** Payloads of one message. @default 4096 */
  readonly payloads: number;
  /** Tensors of one message. @default 4096 */
  readonly tensors: number;
  /** Sum of the bytes that travel inside the descriptor's frame. @default 256 KiB */
  readonly inlineBytes: number;
}

export const DEFAULT_MESSAGE_LIMITS: MessageLimits = Object.freeze({
  metadataBytes: 2 ** 20,
  payloadBytes: 2 ** 30,
  tensorBytes: 2 ** 40,
  payloads: 4096,
  tensors: 4096,
  inlineBytes: 256 * 1024,
});

/** Dimensions that a shape may have, by the protocol. */
export const MAX_RANK = 64;

// Generated from proto/link.proto by scripts/generate-proto.mjs. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace tensorduct. */
export namespace tensorduct {

    /** Namespace link. */
    namespace link {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Packet.
             * @deprecated Use tensorduct.link.v1.Packet.$Properties instead.
             */
            interface IPacket extends tensorduct.link.v1.Packet.$Properties {
            }

            /** Represents a Packet. */
            class Packet {

                /**
                 * Constructs a new Packet.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Packet.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Packet hello. */
                hello?: (tensorduct.link.v1.Hello.$Properties|null);

                /** Packet segment. */
                segment?: (tensorduct.link.v1.Segment.$Properties|null);

                /** Packet retired. */
                retired?: (tensorduct.link.v1.Retired.$Properties|null);

                /** Packet bell. */
                bell?: (tensorduct.link.v1.Bell.$Properties|null);

                /** Packet ended. */
                ended?: (tensorduct.link.v1.PipeEnded.$Properties|null);

                /** Packet claim. */
                claim?: (tensorduct.link.v1.Claim.$Properties|null);

                /** Packet claimAnswer. */
                claimAnswer?: (tensorduct.link.v1.ClaimAnswer.$Properties|null);

                /** Packet chunkRing. */
                chunkRing?: (tensorduct.link.v1.ChunkRing.$Properties|null);

                /** Packet redeemed. */
                redeemed?: (tensorduct.link.v1.Redeemed.$Properties|null);

                /** Packet packet. */
                packet?: ("hello"|"segment"|"retired"|"bell"|"ended"|"claim"|"claimAnswer"|"chunkRing"|"redeemed");

                /**
                 * Encodes the specified Packet message. Does not implicitly {@link tensorduct.link.v1.Packet.verify|verify} messages.
                 * @param message Packet message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Packet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Packet message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Packet & tensorduct.link.v1.Packet.$Shape} Packet
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Packet & tensorduct.link.v1.Packet.$Shape;
            }

            namespace Packet {

                /** Properties of a Packet. */
                interface $Properties {

                    /** Packet hello */
                    hello?: (tensorduct.link.v1.Hello.$Properties|null);

                    /** Packet segment */
                    segment?: (tensorduct.link.v1.Segment.$Properties|null);

                    /** Packet retired */
                    retired?: (tensorduct.link.v1.Retired.$Properties|null);

                    /** Packet bell */
                    bell?: (tensorduct.link.v1.Bell.$Properties|null);

                    /** Packet ended */
                    ended?: (tensorduct.link.v1.PipeEnded.$Properties|null);

                    /** Packet claim */
                    claim?: (tensorduct.link.v1.Claim.$Properties|null);

                    /** Packet claimAnswer */
                    claimAnswer?: (tensorduct.link.v1.ClaimAnswer.$Properties|null);

                    /** Packet chunkRing */
                    chunkRing?: (tensorduct.link.v1.ChunkRing.$Properties|null);

                    /** Packet redeemed */
                    redeemed?: (tensorduct.link.v1.Redeemed.$Properties|null);

                    /** Packet packet */
                    packet?: ("hello"|"segment"|"retired"|"bell"|"ended"|"claim"|"claimAnswer"|"chunkRing"|"redeemed");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Packet. */
                type $Shape = {
                  hello?: tensorduct.link.v1.Hello.$Shape|null;
                  segment?: tensorduct.link.v1.Segment.$Shape|null;
                  retired?: tensorduct.link.v1.Retired.$Shape|null;
                  bell?: tensorduct.link.v1.Bell.$Shape|null;
                  ended?: tensorduct.link.v1.PipeEnded.$Shape|null;
                  claim?: tensorduct.link.v1.Claim.$Shape|null;
                  claimAnswer?: tensorduct.link.v1.ClaimAnswer.$Shape|null;
                  chunkRing?: tensorduct.link.v1.ChunkRing.$Shape|null;
                  redeemed?: tensorduct.link.v1.Redeemed.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ packet?: undefined; hello?: null; segment?: null; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "hello"; hello: tensorduct.link.v1.Hello.$Shape; segment?: null; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "segment"; hello?: null; segment: tensorduct.link.v1.Segment.$Shape; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "retired"; hello?: null; segment?: null; retired: tensorduct.link.v1.Retired.$Shape; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "bell"; hello?: null; segment?: null; retired?: null; bell: tensorduct.link.v1.Bell.$Shape; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "ended"; hello?: null; segment?: null; retired?: null; bell?: null; ended: tensorduct.link.v1.PipeEnded.$Shape; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "claim"; hello?: null; segment?: null; retired?: null; bell?: null; ended?: null; claim: tensorduct.link.v1.Claim.$Shape; claimAnswer?: null; chunkRing?: null; redeemed?: null }|{ packet?: "claimAnswer"; hello?: null; segment?: null; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer: tensorduct.link.v1.ClaimAnswer.$Shape; chunkRing?: null; redeemed?: null }|{ packet?: "chunkRing"; hello?: null; segment?: null; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing: tensorduct.link.v1.ChunkRing.$Shape; redeemed?: null }|{ packet?: "redeemed"; hello?: null; segment?: null; retired?: null; bell?: null; ended?: null; claim?: null; claimAnswer?: null; chunkRing?: null; redeemed: tensorduct.link.v1.Redeemed.$Shape })
                );
            }

            /**
             * Properties of a Hello.
             * @deprecated Use tensorduct.link.v1.Hello.$Properties instead.
             */
            interface IHello extends tensorduct.link.v1.Hello.$Properties {
            }

            /** Comes with one descriptor: that of the ring by which the sender of the Hello gets its leases back. */
            class Hello {

                /**
                 * Constructs a new Hello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Hello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Version of the layout of shared memory. */
                layout: number;

                /** 16 random bytes that tell contexts apart. */
                contextId: Uint8Array;

                /** The key of the context that this is sent to, from its device descriptor: who knows it has seen its brochure. */
                key: Uint8Array;

                /** Entries of the ring. */
                ringCapacity: number;

                /** 16 random bytes that stand in the ring as well: they prove that both ends see the same memory. */
                nonce: Uint8Array;

                /** How to link with the sender of the Hello: its device descriptor. Who is lent memory passes it on with what it forwards. */
                address: string;

                /** Name of the context, for people. */
                name: string;

                /**
                 * Encodes the specified Hello message. Does not implicitly {@link tensorduct.link.v1.Hello.verify|verify} messages.
                 * @param message Hello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Hello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Hello & tensorduct.link.v1.Hello.$Shape} Hello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Hello & tensorduct.link.v1.Hello.$Shape;
            }

            namespace Hello {

                /** Properties of a Hello. */
                interface $Properties {

                    /** Version of the layout of shared memory. */
                    layout?: (number|null);

                    /** 16 random bytes that tell contexts apart. */
                    contextId?: (Uint8Array|null);

                    /** The key of the context that this is sent to, from its device descriptor: who knows it has seen its brochure. */
                    key?: (Uint8Array|null);

                    /** Entries of the ring. */
                    ringCapacity?: (number|null);

                    /** 16 random bytes that stand in the ring as well: they prove that both ends see the same memory. */
                    nonce?: (Uint8Array|null);

                    /** How to link with the sender of the Hello: its device descriptor. Who is lent memory passes it on with what it forwards. */
                    address?: (string|null);

                    /** Name of the context, for people. */
                    name?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Hello. */
                type $Shape = tensorduct.link.v1.Hello.$Properties;
            }

            /**
             * Properties of a Segment.
             * @deprecated Use tensorduct.link.v1.Segment.$Properties instead.
             */
            interface ISegment extends tensorduct.link.v1.Segment.$Properties {
            }

            /** A segment of the sender's arena. Comes with its descriptor, and before the first lease in it. */
            class Segment {

                /**
                 * Constructs a new Segment.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Segment.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Segment index. */
                index: number;

                /** Segment bytes. */
                bytes: number;

                /**
                 * Encodes the specified Segment message. Does not implicitly {@link tensorduct.link.v1.Segment.verify|verify} messages.
                 * @param message Segment message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Segment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Segment message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Segment & tensorduct.link.v1.Segment.$Shape} Segment
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Segment & tensorduct.link.v1.Segment.$Shape;
            }

            namespace Segment {

                /** Properties of a Segment. */
                interface $Properties {

                    /** Segment index */
                    index?: (number|null);

                    /** Segment bytes */
                    bytes?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Segment. */
                type $Shape = tensorduct.link.v1.Segment.$Properties;
            }

            /**
             * Properties of a Retired.
             * @deprecated Use tensorduct.link.v1.Retired.$Properties instead.
             */
            interface IRetired extends tensorduct.link.v1.Retired.$Properties {
            }

            /** The sender has given the segment back to the system: none of it is lent any more. */
            class Retired {

                /**
                 * Constructs a new Retired.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Retired.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Retired index. */
                index: number;

                /**
                 * Encodes the specified Retired message. Does not implicitly {@link tensorduct.link.v1.Retired.verify|verify} messages.
                 * @param message Retired message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Retired.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Retired message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Retired & tensorduct.link.v1.Retired.$Shape} Retired
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Retired & tensorduct.link.v1.Retired.$Shape;
            }

            namespace Retired {

                /** Properties of a Retired. */
                interface $Properties {

                    /** Retired index */
                    index?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Retired. */
                type $Shape = tensorduct.link.v1.Retired.$Properties;
            }

            /**
             * Properties of a Bell.
             * @deprecated Use tensorduct.link.v1.Bell.$Properties instead.
             */
            interface IBell extends tensorduct.link.v1.Bell.$Properties {
            }

            /** The sender has pushed to the ring of one who waits. */
            class Bell {

                /**
                 * Constructs a new Bell.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Bell.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified Bell message. Does not implicitly {@link tensorduct.link.v1.Bell.verify|verify} messages.
                 * @param message Bell message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Bell.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Bell message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Bell & tensorduct.link.v1.Bell.$Shape} Bell
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Bell & tensorduct.link.v1.Bell.$Shape;
            }

            namespace Bell {

                /** Properties of a Bell. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Bell. */
                type $Shape = tensorduct.link.v1.Bell.$Properties;
            }

            /**
             * Properties of a ChunkRing.
             * @deprecated Use tensorduct.link.v1.ChunkRing.$Properties instead.
             */
            interface IChunkRing extends tensorduct.link.v1.ChunkRing.$Properties {
            }

            /**
             * A ring of chunks by which the sender of this takes what it has asked for as a stream. Comes with two descriptors, of its
             * memory and of its bell, once, and before the first such question.
             */
            class ChunkRing {

                /**
                 * Constructs a new ChunkRing.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.ChunkRing.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Encodes the specified ChunkRing message. Does not implicitly {@link tensorduct.link.v1.ChunkRing.verify|verify} messages.
                 * @param message ChunkRing message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.ChunkRing.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ChunkRing message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.ChunkRing & tensorduct.link.v1.ChunkRing.$Shape} ChunkRing
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.ChunkRing & tensorduct.link.v1.ChunkRing.$Shape;
            }

            namespace ChunkRing {

                /** Properties of a ChunkRing. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ChunkRing. */
                type $Shape = tensorduct.link.v1.ChunkRing.$Properties;
            }

            /**
             * Properties of a PipeEnded.
             * @deprecated Use tensorduct.link.v1.PipeEnded.$Properties instead.
             */
            interface IPipeEnded extends tensorduct.link.v1.PipeEnded.$Properties {
            }

            /** The sender's end of a pipe is closed. */
            class PipeEnded {

                /**
                 * Constructs a new PipeEnded.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.PipeEnded.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** As in PipeAnswer.pipe_id. */
                pipe: Uint8Array;

                /**
                 * The leases that it has seen: those with a sequence up to this, and the ones named. What it has seen it gives back by
                 * the ring; the others the owner may take back.
                 */
                seen: number;

                /** PipeEnded seenBeyond. */
                seenBeyond: number[];

                /**
                 * Encodes the specified PipeEnded message. Does not implicitly {@link tensorduct.link.v1.PipeEnded.verify|verify} messages.
                 * @param message PipeEnded message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.PipeEnded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PipeEnded message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.PipeEnded & tensorduct.link.v1.PipeEnded.$Shape} PipeEnded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.PipeEnded & tensorduct.link.v1.PipeEnded.$Shape;
            }

            namespace PipeEnded {

                /** Properties of a PipeEnded. */
                interface $Properties {

                    /** As in PipeAnswer.pipe_id. */
                    pipe?: (Uint8Array|null);

                    /**
                     * The leases that it has seen: those with a sequence up to this, and the ones named. What it has seen it gives back by
                     * the ring; the others the owner may take back.
                     */
                    seen?: (number|null);

                    /** PipeEnded seenBeyond */
                    seenBeyond?: (number[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PipeEnded. */
                type $Shape = tensorduct.link.v1.PipeEnded.$Properties;
            }

            /**
             * Properties of a Claim.
             * @deprecated Use tensorduct.link.v1.Claim.$Properties instead.
             */
            interface IClaim extends tensorduct.link.v1.Claim.$Properties {
            }

            /** The sender was forwarded memory of the receiver by a third context, the holder, and asks for a lease of its own. */
            class Claim {

                /**
                 * Constructs a new Claim.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Claim.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** 1 for the first claim of this end, and so on. */
                number: number;

                /** The context_id of the holder. */
                holder: Uint8Array;

                /**
                 * The holder's lease, which the holder keeps until it hears that the claim was answered. The receiver itself may be the
                 * holder, of memory that it shares in place.
                 */
                lease: number;

                /** By which the holder keeps the lease for whoever comes first; 0 where there is none. */
                ticket: number;

                /**
                 * Encodes the specified Claim message. Does not implicitly {@link tensorduct.link.v1.Claim.verify|verify} messages.
                 * @param message Claim message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Claim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Claim message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Claim & tensorduct.link.v1.Claim.$Shape} Claim
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Claim & tensorduct.link.v1.Claim.$Shape;
            }

            namespace Claim {

                /** Properties of a Claim. */
                interface $Properties {

                    /** 1 for the first claim of this end, and so on. */
                    number?: (number|null);

                    /** The context_id of the holder. */
                    holder?: (Uint8Array|null);

                    /**
                     * The holder's lease, which the holder keeps until it hears that the claim was answered. The receiver itself may be the
                     * holder, of memory that it shares in place.
                     */
                    lease?: (number|null);

                    /** By which the holder keeps the lease for whoever comes first; 0 where there is none. */
                    ticket?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Claim. */
                type $Shape = tensorduct.link.v1.Claim.$Properties;
            }

            /**
             * Properties of a ClaimAnswer.
             * @deprecated Use tensorduct.link.v1.ClaimAnswer.$Properties instead.
             */
            interface IClaimAnswer extends tensorduct.link.v1.ClaimAnswer.$Properties {
            }

            /** Answers a Claim. Comes after the Segment in which the lease is. */
            class ClaimAnswer {

                /**
                 * Constructs a new ClaimAnswer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.ClaimAnswer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** That of the Claim. */
                number: number;

                /** False: the holder has no such lease, or no more is lent to this peer now. Then the rest is absent. */
                granted: boolean;

                /** The new lease, to be given back by the ring. */
                id: number;

                /** ClaimAnswer segment. */
                segment: number;

                /** Not granted: there is such a lease, but as many are out to this peer as can be. */
                exhausted: boolean;

                /**
                 * Encodes the specified ClaimAnswer message. Does not implicitly {@link tensorduct.link.v1.ClaimAnswer.verify|verify} messages.
                 * @param message ClaimAnswer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.ClaimAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ClaimAnswer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.ClaimAnswer & tensorduct.link.v1.ClaimAnswer.$Shape} ClaimAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.ClaimAnswer & tensorduct.link.v1.ClaimAnswer.$Shape;
            }

            namespace ClaimAnswer {

                /** Properties of a ClaimAnswer. */
                interface $Properties {

                    /** That of the Claim. */
                    number?: (number|null);

                    /** False: the holder has no such lease, or no more is lent to this peer now. Then the rest is absent. */
                    granted?: (boolean|null);

                    /** The new lease, to be given back by the ring. */
                    id?: (number|null);

                    /** ClaimAnswer segment */
                    segment?: (number|null);

                    /** Not granted: there is such a lease, but as many are out to this peer as can be. */
                    exhausted?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ClaimAnswer. */
                type $Shape = tensorduct.link.v1.ClaimAnswer.$Properties;
            }

            /**
             * Properties of a Redeemed.
             * @deprecated Use tensorduct.link.v1.Redeemed.$Properties instead.
             */
            interface IRedeemed extends tensorduct.link.v1.Redeemed.$Properties {
            }

            /** To the holder of a claimed lease, which has granted a ticket: who came with it has a lease of its own now. */
            class Redeemed {

                /**
                 * Constructs a new Redeemed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Redeemed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Redeemed ticket. */
                ticket: number;

                /**
                 * Encodes the specified Redeemed message. Does not implicitly {@link tensorduct.link.v1.Redeemed.verify|verify} messages.
                 * @param message Redeemed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Redeemed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Redeemed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Redeemed & tensorduct.link.v1.Redeemed.$Shape} Redeemed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Redeemed & tensorduct.link.v1.Redeemed.$Shape;
            }

            namespace Redeemed {

                /** Properties of a Redeemed. */
                interface $Properties {

                    /** Redeemed ticket */
                    ticket?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Redeemed. */
                type $Shape = tensorduct.link.v1.Redeemed.$Properties;
            }

            /**
             * Properties of a Lease.
             * @deprecated Use tensorduct.link.v1.Lease.$Properties instead.
             */
            interface ILease extends tensorduct.link.v1.Lease.$Properties {
            }

            /** Where bytes lie in the sender's arena. */
            class Lease {

                /**
                 * Constructs a new Lease.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Lease.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** To be given back by the ring. */
                id: number;

                /** Lease segment. */
                segment: number;

                /** Lease offset. */
                offset: number;

                /** 1 for the first lease that this end gives on this pipe, and so on. */
                sequence: number;

                /** Slots run low: copy out and give it back, even where it could be borrowed. */
                copy: boolean;

                /** All who have it work on the same bytes: wherever it is sent on to, it is lent, however small it is. */
                inPlace: boolean;

                /**
                 * Encodes the specified Lease message. Does not implicitly {@link tensorduct.link.v1.Lease.verify|verify} messages.
                 * @param message Lease message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Lease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Lease message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Lease & tensorduct.link.v1.Lease.$Shape} Lease
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Lease & tensorduct.link.v1.Lease.$Shape;
            }

            namespace Lease {

                /** Properties of a Lease. */
                interface $Properties {

                    /** To be given back by the ring. */
                    id?: (number|null);

                    /** Lease segment */
                    segment?: (number|null);

                    /** Lease offset */
                    offset?: (number|null);

                    /** 1 for the first lease that this end gives on this pipe, and so on. */
                    sequence?: (number|null);

                    /** Slots run low: copy out and give it back, even where it could be borrowed. */
                    copy?: (boolean|null);

                    /** All who have it work on the same bytes: wherever it is sent on to, it is lent, however small it is. */
                    inPlace?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Lease. */
                type $Shape = tensorduct.link.v1.Lease.$Properties;
            }

            /**
             * Properties of a Forwarded.
             * @deprecated Use tensorduct.link.v1.Forwarded.$Properties instead.
             */
            interface IForwarded extends tensorduct.link.v1.Forwarded.$Properties {
            }

            /** The sender has borrowed the bytes, and keeps its lease until the receiver has said `leased`, or has what it wants. */
            class Forwarded {

                /**
                 * Constructs a new Forwarded.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Forwarded.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** The address of the context whose memory it is, from its Hello. It may be the receiver itself. */
                owner: string;

                /** The sender's lease there. */
                lease: number;

                /** Of the bytes, in the segment of the lease. */
                offset: number;

                /** The context that has the lease; the sender, where it is absent. */
                holder: Uint8Array;

                /** As in Lease. */
                inPlace: boolean;

                /**
                 * Encodes the specified Forwarded message. Does not implicitly {@link tensorduct.link.v1.Forwarded.verify|verify} messages.
                 * @param message Forwarded message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Forwarded.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Forwarded message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Forwarded & tensorduct.link.v1.Forwarded.$Shape} Forwarded
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Forwarded & tensorduct.link.v1.Forwarded.$Shape;
            }

            namespace Forwarded {

                /** Properties of a Forwarded. */
                interface $Properties {

                    /** The address of the context whose memory it is, from its Hello. It may be the receiver itself. */
                    owner?: (string|null);

                    /** The sender's lease there. */
                    lease?: (number|null);

                    /** Of the bytes, in the segment of the lease. */
                    offset?: (number|null);

                    /** The context that has the lease; the sender, where it is absent. */
                    holder?: (Uint8Array|null);

                    /** As in Lease. */
                    inPlace?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Forwarded. */
                type $Shape = tensorduct.link.v1.Forwarded.$Properties;
            }

            /**
             * Properties of an ArenaOffer.
             * @deprecated Use tensorduct.link.v1.ArenaOffer.$Properties instead.
             */
            interface IArenaOffer extends tensorduct.link.v1.ArenaOffer.$Properties {
            }

            /** The offer of a transfer. With neither field the bytes are in ordinary memory, and the receiver asks for them with `want`. */
            class ArenaOffer {

                /**
                 * Constructs a new ArenaOffer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.ArenaOffer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ArenaOffer lease. */
                lease?: (tensorduct.link.v1.Lease.$Properties|null);

                /** The receiver claims a lease of its own from the owner; where it gets none, it asks for the bytes with `want`. */
                forwarded?: (tensorduct.link.v1.Forwarded.$Properties|null);

                /**
                 * Encodes the specified ArenaOffer message. Does not implicitly {@link tensorduct.link.v1.ArenaOffer.verify|verify} messages.
                 * @param message ArenaOffer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.ArenaOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ArenaOffer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.ArenaOffer & tensorduct.link.v1.ArenaOffer.$Shape} ArenaOffer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.ArenaOffer & tensorduct.link.v1.ArenaOffer.$Shape;
            }

            namespace ArenaOffer {

                /** Properties of an ArenaOffer. */
                interface $Properties {

                    /** ArenaOffer lease */
                    lease?: (tensorduct.link.v1.Lease.$Properties|null);

                    /** The receiver claims a lease of its own from the owner; where it gets none, it asks for the bytes with `want`. */
                    forwarded?: (tensorduct.link.v1.Forwarded.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ArenaOffer. */
                type $Shape = tensorduct.link.v1.ArenaOffer.$Properties;
            }

            /**
             * Properties of an Unmapped.
             * @deprecated Use tensorduct.link.v1.Unmapped.$Properties instead.
             */
            interface IUnmapped extends tensorduct.link.v1.Unmapped.$Properties {
            }

            /** A lease that goes back unread. */
            class Unmapped {

                /**
                 * Constructs a new Unmapped.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Unmapped.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Unmapped id. */
                id: number;

                /** Of the bytes, in its slot's segment. */
                offset: number;

                /** Unmapped length. */
                length: number;

                /**
                 * Encodes the specified Unmapped message. Does not implicitly {@link tensorduct.link.v1.Unmapped.verify|verify} messages.
                 * @param message Unmapped message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Unmapped.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Unmapped message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Unmapped & tensorduct.link.v1.Unmapped.$Shape} Unmapped
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Unmapped & tensorduct.link.v1.Unmapped.$Shape;
            }

            namespace Unmapped {

                /** Properties of an Unmapped. */
                interface $Properties {

                    /** Unmapped id */
                    id?: (number|null);

                    /** Of the bytes, in its slot's segment. */
                    offset?: (number|null);

                    /** Unmapped length */
                    length?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Unmapped. */
                type $Shape = tensorduct.link.v1.Unmapped.$Properties;
            }

            /**
             * Properties of an ArenaAnswer.
             * @deprecated Use tensorduct.link.v1.ArenaAnswer.$Properties instead.
             */
            interface IArenaAnswer extends tensorduct.link.v1.ArenaAnswer.$Properties {
            }

            /** Either end to the other, about one transfer. */
            class ArenaAnswer {

                /**
                 * Constructs a new ArenaAnswer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.ArenaAnswer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ArenaAnswer transfer. */
                transfer: number;

                /** Receiver: brings an offer without a lease to me. */
                want?: (boolean|null);

                /**
                 * Receiver: as want, and by my ring of chunks if you can, under this number, which is used once on the link. Then
                 * nothing more is said, unless it is withdrawn.
                 */
                stream?: (number|null);

                /** Sender, answers want or stream: here it is. Nothing more is said of the transfer. */
                lease?: (tensorduct.link.v1.Lease.$Properties|null);

                /** Sender, answers want, stream or unmapped: no slot is free; take it by the fallback channel, whose offer this is. */
                fallback?: (Uint8Array|null);

                /** Receiver, answers an offer without a lease, or crosses what answers its want. */
                cancelled?: (boolean|null);

                /** Receiver, answers an offer without a lease. */
                refused?: (boolean|null);

                /** Sender: an offer without a lease is taken back. */
                withdrawn?: (boolean|null);

                /** Receiver, answers a lease: its segment cannot be mapped here. The lease goes back with this word. */
                unmapped?: (tensorduct.link.v1.Unmapped.$Properties|null);

                /** Either: for the fallback channel's other end. */
                inner?: (Uint8Array|null);

                /** Receiver, answers forwarded: the owner has given it a lease of its own. Nothing more is said of the transfer. */
                leased?: (boolean|null);

                /** ArenaAnswer word. */
                word?: ("want"|"stream"|"lease"|"fallback"|"cancelled"|"refused"|"withdrawn"|"unmapped"|"inner"|"leased");

                /**
                 * Encodes the specified ArenaAnswer message. Does not implicitly {@link tensorduct.link.v1.ArenaAnswer.verify|verify} messages.
                 * @param message ArenaAnswer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.ArenaAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ArenaAnswer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.ArenaAnswer & tensorduct.link.v1.ArenaAnswer.$Shape} ArenaAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.ArenaAnswer & tensorduct.link.v1.ArenaAnswer.$Shape;
            }

            namespace ArenaAnswer {

                /** Properties of an ArenaAnswer. */
                interface $Properties {

                    /** ArenaAnswer transfer */
                    transfer?: (number|null);

                    /** Receiver: brings an offer without a lease to me. */
                    want?: (boolean|null);

                    /**
                     * Receiver: as want, and by my ring of chunks if you can, under this number, which is used once on the link. Then
                     * nothing more is said, unless it is withdrawn.
                     */
                    stream?: (number|null);

                    /** Sender, answers want or stream: here it is. Nothing more is said of the transfer. */
                    lease?: (tensorduct.link.v1.Lease.$Properties|null);

                    /** Sender, answers want, stream or unmapped: no slot is free; take it by the fallback channel, whose offer this is. */
                    fallback?: (Uint8Array|null);

                    /** Receiver, answers an offer without a lease, or crosses what answers its want. */
                    cancelled?: (boolean|null);

                    /** Receiver, answers an offer without a lease. */
                    refused?: (boolean|null);

                    /** Sender: an offer without a lease is taken back. */
                    withdrawn?: (boolean|null);

                    /** Receiver, answers a lease: its segment cannot be mapped here. The lease goes back with this word. */
                    unmapped?: (tensorduct.link.v1.Unmapped.$Properties|null);

                    /** Either: for the fallback channel's other end. */
                    inner?: (Uint8Array|null);

                    /** Receiver, answers forwarded: the owner has given it a lease of its own. Nothing more is said of the transfer. */
                    leased?: (boolean|null);

                    /** ArenaAnswer word */
                    word?: ("want"|"stream"|"lease"|"fallback"|"cancelled"|"refused"|"withdrawn"|"unmapped"|"inner"|"leased");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of an ArenaAnswer. */
                type $Shape = {
                  transfer?: number|null;
                  want?: boolean|null;
                  stream?: number|null;
                  lease?: tensorduct.link.v1.Lease.$Shape|null;
                  fallback?: Uint8Array|null;
                  cancelled?: boolean|null;
                  refused?: boolean|null;
                  withdrawn?: boolean|null;
                  unmapped?: tensorduct.link.v1.Unmapped.$Shape|null;
                  inner?: Uint8Array|null;
                  leased?: boolean|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ word?: undefined; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "want"; want: boolean; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "stream"; want?: null; stream: number; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "lease"; want?: null; stream?: null; lease: tensorduct.link.v1.Lease.$Shape; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "fallback"; want?: null; stream?: null; lease?: null; fallback: Uint8Array; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "cancelled"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled: boolean; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "refused"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused: boolean; withdrawn?: null; unmapped?: null; inner?: null; leased?: null }|{ word?: "withdrawn"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn: boolean; unmapped?: null; inner?: null; leased?: null }|{ word?: "unmapped"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped: tensorduct.link.v1.Unmapped.$Shape; inner?: null; leased?: null }|{ word?: "inner"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner: Uint8Array; leased?: null }|{ word?: "leased"; want?: null; stream?: null; lease?: null; fallback?: null; cancelled?: null; refused?: null; withdrawn?: null; unmapped?: null; inner?: null; leased: boolean })
                );
            }

            /**
             * Properties of a Nameplate.
             * @deprecated Use tensorduct.link.v1.Nameplate.$Properties instead.
             */
            interface INameplate extends tensorduct.link.v1.Nameplate.$Properties {
            }

            /** Where an end has put the nameplate of its peer: the 16 random bytes of the peer's device descriptor, in its own memory. */
            class Nameplate {

                /**
                 * Constructs a new Nameplate.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.Nameplate.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Nameplate address. */
                address: number;

                /**
                 * Encodes the specified Nameplate message. Does not implicitly {@link tensorduct.link.v1.Nameplate.verify|verify} messages.
                 * @param message Nameplate message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.Nameplate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Nameplate message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.Nameplate & tensorduct.link.v1.Nameplate.$Shape} Nameplate
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.Nameplate & tensorduct.link.v1.Nameplate.$Shape;
            }

            namespace Nameplate {

                /** Properties of a Nameplate. */
                interface $Properties {

                    /** Nameplate address */
                    address?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Nameplate. */
                type $Shape = tensorduct.link.v1.Nameplate.$Properties;
            }

            /**
             * Properties of a CmaPlace.
             * @deprecated Use tensorduct.link.v1.CmaPlace.$Properties instead.
             */
            interface ICmaPlace extends tensorduct.link.v1.CmaPlace.$Properties {
            }

            /** Where the bytes of a transfer are, in the memory of the sender. */
            class CmaPlace {

                /**
                 * Constructs a new CmaPlace.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.CmaPlace.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Of the nameplate for this pipe, which is read together with the bytes. */
                nameplate: number;

                /** CmaPlace address. */
                address: number;

                /**
                 * Encodes the specified CmaPlace message. Does not implicitly {@link tensorduct.link.v1.CmaPlace.verify|verify} messages.
                 * @param message CmaPlace message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.CmaPlace.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CmaPlace message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.CmaPlace & tensorduct.link.v1.CmaPlace.$Shape} CmaPlace
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.CmaPlace & tensorduct.link.v1.CmaPlace.$Shape;
            }

            namespace CmaPlace {

                /** Properties of a CmaPlace. */
                interface $Properties {

                    /** Of the nameplate for this pipe, which is read together with the bytes. */
                    nameplate?: (number|null);

                    /** CmaPlace address */
                    address?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a CmaPlace. */
                type $Shape = tensorduct.link.v1.CmaPlace.$Properties;
            }

            /**
             * Properties of a CmaAnswer.
             * @deprecated Use tensorduct.link.v1.CmaAnswer.$Properties instead.
             */
            interface ICmaAnswer extends tensorduct.link.v1.CmaAnswer.$Properties {
            }

            /** Either end to the other, about one transfer. Its offer is empty. */
            class CmaAnswer {

                /**
                 * Constructs a new CmaAnswer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: tensorduct.link.v1.CmaAnswer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** CmaAnswer transfer. */
                transfer: number;

                /** Receiver: I take it. */
                want?: (boolean|null);

                /** Receiver, in place of want. Nothing more is said of the transfer. */
                refused?: (boolean|null);

                /** Sender, answers want: read it there. */
                place?: (tensorduct.link.v1.CmaPlace.$Properties|null);

                /** Sender, answers want, and then nothing more is said; or, after place: read no more, and say `stopped` or `done`. */
                withdrawn?: (boolean|null);

                /** Receiver, the last word after place: I have it all. */
                done?: (boolean|null);

                /** Receiver: I have given up, and read no more. */
                stopped?: (boolean|null);

                /** Receiver: your memory cannot be read there. */
                unreadable?: (boolean|null);

                /** CmaAnswer word. */
                word?: ("want"|"refused"|"place"|"withdrawn"|"done"|"stopped"|"unreadable");

                /**
                 * Encodes the specified CmaAnswer message. Does not implicitly {@link tensorduct.link.v1.CmaAnswer.verify|verify} messages.
                 * @param message CmaAnswer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: tensorduct.link.v1.CmaAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a CmaAnswer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {tensorduct.link.v1.CmaAnswer & tensorduct.link.v1.CmaAnswer.$Shape} CmaAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.link.v1.CmaAnswer & tensorduct.link.v1.CmaAnswer.$Shape;
            }

            namespace CmaAnswer {

                /** Properties of a CmaAnswer. */
                interface $Properties {

                    /** CmaAnswer transfer */
                    transfer?: (number|null);

                    /** Receiver: I take it. */
                    want?: (boolean|null);

                    /** Receiver, in place of want. Nothing more is said of the transfer. */
                    refused?: (boolean|null);

                    /** Sender, answers want: read it there. */
                    place?: (tensorduct.link.v1.CmaPlace.$Properties|null);

                    /** Sender, answers want, and then nothing more is said; or, after place: read no more, and say `stopped` or `done`. */
                    withdrawn?: (boolean|null);

                    /** Receiver, the last word after place: I have it all. */
                    done?: (boolean|null);

                    /** Receiver: I have given up, and read no more. */
                    stopped?: (boolean|null);

                    /** Receiver: your memory cannot be read there. */
                    unreadable?: (boolean|null);

                    /** CmaAnswer word */
                    word?: ("want"|"refused"|"place"|"withdrawn"|"done"|"stopped"|"unreadable");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a CmaAnswer. */
                type $Shape = {
                  transfer?: number|null;
                  want?: boolean|null;
                  refused?: boolean|null;
                  place?: tensorduct.link.v1.CmaPlace.$Shape|null;
                  withdrawn?: boolean|null;
                  done?: boolean|null;
                  stopped?: boolean|null;
                  unreadable?: boolean|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ word?: undefined; want?: null; refused?: null; place?: null; withdrawn?: null; done?: null; stopped?: null; unreadable?: null }|{ word?: "want"; want: boolean; refused?: null; place?: null; withdrawn?: null; done?: null; stopped?: null; unreadable?: null }|{ word?: "refused"; want?: null; refused: boolean; place?: null; withdrawn?: null; done?: null; stopped?: null; unreadable?: null }|{ word?: "place"; want?: null; refused?: null; place: tensorduct.link.v1.CmaPlace.$Shape; withdrawn?: null; done?: null; stopped?: null; unreadable?: null }|{ word?: "withdrawn"; want?: null; refused?: null; place?: null; withdrawn: boolean; done?: null; stopped?: null; unreadable?: null }|{ word?: "done"; want?: null; refused?: null; place?: null; withdrawn?: null; done: boolean; stopped?: null; unreadable?: null }|{ word?: "stopped"; want?: null; refused?: null; place?: null; withdrawn?: null; done?: null; stopped: boolean; unreadable?: null }|{ word?: "unreadable"; want?: null; refused?: null; place?: null; withdrawn?: null; done?: null; stopped?: null; unreadable: boolean })
                );
            }
        }
    }
}

// Generated from proto/control.proto by scripts/generate-proto.mjs. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace tensorduct. */
export namespace tensorduct {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a Hello.
         * @deprecated Use tensorduct.v1.Hello.$Properties instead.
         */
        interface IHello extends tensorduct.v1.Hello.$Properties {
        }

        /** C to S, first frame. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** 32 random bytes. */
            nonce: Uint8Array;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link tensorduct.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Hello & tensorduct.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Hello & tensorduct.v1.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** 32 random bytes. */
                nonce?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = tensorduct.v1.Hello.$Properties;
        }

        /**
         * Properties of a Challenge.
         * @deprecated Use tensorduct.v1.Challenge.$Properties instead.
         */
        interface IChallenge extends tensorduct.v1.Challenge.$Properties {
        }

        /** S to C, answers Hello. */
        class Challenge {

            /**
             * Constructs a new Challenge.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Challenge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** 32 random bytes where the server asks for the shared secret, else empty. */
            nonce: Uint8Array;

            /**
             * Encodes the specified Challenge message. Does not implicitly {@link tensorduct.v1.Challenge.verify|verify} messages.
             * @param message Challenge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Challenge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Challenge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Challenge & tensorduct.v1.Challenge.$Shape} Challenge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Challenge & tensorduct.v1.Challenge.$Shape;
        }

        namespace Challenge {

            /** Properties of a Challenge. */
            interface $Properties {

                /** 32 random bytes where the server asks for the shared secret, else empty. */
                nonce?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Challenge. */
            type $Shape = tensorduct.v1.Challenge.$Properties;
        }

        /**
         * Properties of a Proof.
         * @deprecated Use tensorduct.v1.Proof.$Properties instead.
         */
        interface IProof extends tensorduct.v1.Proof.$Properties {
        }

        /** C to S, then S to C, only after a Challenge with a nonce. */
        class Proof {

            /**
             * Constructs a new Proof.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Proof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HMAC-SHA256 under the connection's key: see docs/wire.md. */
            mac: Uint8Array;

            /**
             * Encodes the specified Proof message. Does not implicitly {@link tensorduct.v1.Proof.verify|verify} messages.
             * @param message Proof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Proof & tensorduct.v1.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Proof & tensorduct.v1.Proof.$Shape;
        }

        namespace Proof {

            /** Properties of a Proof. */
            interface $Properties {

                /** HMAC-SHA256 under the connection's key: see docs/wire.md. */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Proof. */
            type $Shape = tensorduct.v1.Proof.$Properties;
        }

        /**
         * Properties of a Packet.
         * @deprecated Use tensorduct.v1.Packet.$Properties instead.
         */
        interface IPacket extends tensorduct.v1.Packet.$Properties {
        }

        /** C to S: what this connection is for; the body of Sealed. */
        class Packet {

            /**
             * Constructs a new Packet.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Packet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Packet open. */
            open?: (tensorduct.v1.OpenPipe.$Properties|null);

            /** Packet join. */
            join?: (tensorduct.v1.JoinPipe.$Properties|null);

            /** Packet packet. */
            packet?: ("open"|"join");

            /**
             * Encodes the specified Packet message. Does not implicitly {@link tensorduct.v1.Packet.verify|verify} messages.
             * @param message Packet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Packet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Packet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Packet & tensorduct.v1.Packet.$Shape} Packet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Packet & tensorduct.v1.Packet.$Shape;
        }

        namespace Packet {

            /** Properties of a Packet. */
            interface $Properties {

                /** Packet open */
                open?: (tensorduct.v1.OpenPipe.$Properties|null);

                /** Packet join */
                join?: (tensorduct.v1.JoinPipe.$Properties|null);

                /** Packet packet */
                packet?: ("open"|"join");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Packet. */
            type $Shape = {
              open?: tensorduct.v1.OpenPipe.$Shape|null;
              join?: tensorduct.v1.JoinPipe.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ packet?: undefined; open?: null; join?: null }|{ packet?: "open"; open: tensorduct.v1.OpenPipe.$Shape; join?: null }|{ packet?: "join"; open?: null; join: tensorduct.v1.JoinPipe.$Shape })
            );
        }

        /**
         * Properties of a PacketAnswer.
         * @deprecated Use tensorduct.v1.PacketAnswer.$Properties instead.
         */
        interface IPacketAnswer extends tensorduct.v1.PacketAnswer.$Properties {
        }

        /** S to C: answers a Packet; the body of Sealed. */
        class PacketAnswer {

            /**
             * Constructs a new PacketAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.PacketAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PacketAnswer pipe. */
            pipe?: (tensorduct.v1.PipeAnswer.$Properties|null);

            /** PacketAnswer join. */
            join?: (tensorduct.v1.JoinAnswer.$Properties|null);

            /** PacketAnswer answer. */
            answer?: ("pipe"|"join");

            /**
             * Encodes the specified PacketAnswer message. Does not implicitly {@link tensorduct.v1.PacketAnswer.verify|verify} messages.
             * @param message PacketAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.PacketAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PacketAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.PacketAnswer & tensorduct.v1.PacketAnswer.$Shape} PacketAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.PacketAnswer & tensorduct.v1.PacketAnswer.$Shape;
        }

        namespace PacketAnswer {

            /** Properties of a PacketAnswer. */
            interface $Properties {

                /** PacketAnswer pipe */
                pipe?: (tensorduct.v1.PipeAnswer.$Properties|null);

                /** PacketAnswer join */
                join?: (tensorduct.v1.JoinAnswer.$Properties|null);

                /** PacketAnswer answer */
                answer?: ("pipe"|"join");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a PacketAnswer. */
            type $Shape = {
              pipe?: tensorduct.v1.PipeAnswer.$Shape|null;
              join?: tensorduct.v1.JoinAnswer.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ answer?: undefined; pipe?: null; join?: null }|{ answer?: "pipe"; pipe: tensorduct.v1.PipeAnswer.$Shape; join?: null }|{ answer?: "join"; pipe?: null; join: tensorduct.v1.JoinAnswer.$Shape })
            );
        }

        /**
         * Properties of a Sealed.
         * @deprecated Use tensorduct.v1.Sealed.$Properties instead.
         */
        interface ISealed extends tensorduct.v1.Sealed.$Properties {
        }

        /** A Packet or PacketAnswer. With a shared secret the mac covers it. */
        class Sealed {

            /**
             * Constructs a new Sealed.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Sealed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Sealed body. */
            body: Uint8Array;

            /** Sealed mac. */
            mac: Uint8Array;

            /**
             * Encodes the specified Sealed message. Does not implicitly {@link tensorduct.v1.Sealed.verify|verify} messages.
             * @param message Sealed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Sealed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Sealed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Sealed & tensorduct.v1.Sealed.$Shape} Sealed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Sealed & tensorduct.v1.Sealed.$Shape;
        }

        namespace Sealed {

            /** Properties of a Sealed. */
            interface $Properties {

                /** Sealed body */
                body?: (Uint8Array|null);

                /** Sealed mac */
                mac?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Sealed. */
            type $Shape = tensorduct.v1.Sealed.$Properties;
        }

        /**
         * Properties of a Brochure.
         * @deprecated Use tensorduct.v1.Brochure.$Properties instead.
         */
        interface IBrochure extends tensorduct.v1.Brochure.$Properties {
        }

        /** What an end is able to do. */
        class Brochure {

            /**
             * Constructs a new Brochure.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Brochure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Name of the context, for people. */
            contextName: string;

            /** 16 random bytes that tell contexts apart. */
            contextId: Uint8Array;

            /** Bytes of data frames that this end is ready to buffer for the pipe. */
            window: number;

            /** Transport name to domain descriptor. */
            transports: { [k: string]: string };

            /** Brochure channels. */
            channels: tensorduct.v1.ChannelBrochure.$Properties[];

            /** Brochure limits. */
            limits?: (tensorduct.v1.Limits.$Properties|null);

            /**
             * Encodes the specified Brochure message. Does not implicitly {@link tensorduct.v1.Brochure.verify|verify} messages.
             * @param message Brochure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Brochure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Brochure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Brochure & tensorduct.v1.Brochure.$Shape} Brochure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Brochure & tensorduct.v1.Brochure.$Shape;
        }

        namespace Brochure {

            /** Properties of a Brochure. */
            interface $Properties {

                /** Name of the context, for people. */
                contextName?: (string|null);

                /** 16 random bytes that tell contexts apart. */
                contextId?: (Uint8Array|null);

                /** Bytes of data frames that this end is ready to buffer for the pipe. */
                window?: (number|null);

                /** Transport name to domain descriptor. */
                transports?: ({ [k: string]: string }|null);

                /** Brochure channels */
                channels?: (tensorduct.v1.ChannelBrochure.$Properties[]|null);

                /** Brochure limits */
                limits?: (tensorduct.v1.Limits.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Brochure. */
            type $Shape = tensorduct.v1.Brochure.$Properties;
        }

        /**
         * Properties of a ChannelBrochure.
         * @deprecated Use tensorduct.v1.ChannelBrochure.$Properties instead.
         */
        interface IChannelBrochure extends tensorduct.v1.ChannelBrochure.$Properties {
        }

        /** Represents a ChannelBrochure. */
        class ChannelBrochure {

            /**
             * Constructs a new ChannelBrochure.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.ChannelBrochure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChannelBrochure name. */
            name: string;

            /** Device (cpu:0) to descriptor. */
            devices: { [k: string]: string };

            /** ChannelBrochure lanes. */
            lanes: number;

            /**
             * Encodes the specified ChannelBrochure message. Does not implicitly {@link tensorduct.v1.ChannelBrochure.verify|verify} messages.
             * @param message ChannelBrochure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.ChannelBrochure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChannelBrochure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelBrochure & tensorduct.v1.ChannelBrochure.$Shape} ChannelBrochure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.ChannelBrochure & tensorduct.v1.ChannelBrochure.$Shape;
        }

        namespace ChannelBrochure {

            /** Properties of a ChannelBrochure. */
            interface $Properties {

                /** ChannelBrochure name */
                name?: (string|null);

                /** Device (cpu:0) to descriptor. */
                devices?: ({ [k: string]: string }|null);

                /** ChannelBrochure lanes */
                lanes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChannelBrochure. */
            type $Shape = tensorduct.v1.ChannelBrochure.$Properties;
        }

        /**
         * Properties of a Limits.
         * @deprecated Use tensorduct.v1.Limits.$Properties instead.
         */
        interface ILimits extends tensorduct.v1.Limits.$Properties {
        }

        /** The largest message that an end accepts. */
        class Limits {

            /**
             * Constructs a new Limits.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Limits.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Limits metadataBytes. */
            metadataBytes: number;

            /** Limits payloadBytes. */
            payloadBytes: number;

            /** Limits tensorBytes. */
            tensorBytes: number;

            /** Limits payloads. */
            payloads: number;

            /** Limits tensors. */
            tensors: number;

            /** Sum of inline bytes of one message. */
            inlineBytes: number;

            /**
             * Encodes the specified Limits message. Does not implicitly {@link tensorduct.v1.Limits.verify|verify} messages.
             * @param message Limits message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Limits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Limits message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Limits & tensorduct.v1.Limits.$Shape} Limits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Limits & tensorduct.v1.Limits.$Shape;
        }

        namespace Limits {

            /** Properties of a Limits. */
            interface $Properties {

                /** Limits metadataBytes */
                metadataBytes?: (number|null);

                /** Limits payloadBytes */
                payloadBytes?: (number|null);

                /** Limits tensorBytes */
                tensorBytes?: (number|null);

                /** Limits payloads */
                payloads?: (number|null);

                /** Limits tensors */
                tensors?: (number|null);

                /** Sum of inline bytes of one message. */
                inlineBytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Limits. */
            type $Shape = tensorduct.v1.Limits.$Properties;
        }

        /**
         * Properties of an OpenPipe.
         * @deprecated Use tensorduct.v1.OpenPipe.$Properties instead.
         */
        interface IOpenPipe extends tensorduct.v1.OpenPipe.$Properties {
        }

        /** Represents an OpenPipe. */
        class OpenPipe {

            /**
             * Constructs a new OpenPipe.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.OpenPipe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OpenPipe brochure. */
            brochure?: (tensorduct.v1.Brochure.$Properties|null);

            /**
             * Encodes the specified OpenPipe message. Does not implicitly {@link tensorduct.v1.OpenPipe.verify|verify} messages.
             * @param message OpenPipe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.OpenPipe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OpenPipe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.OpenPipe & tensorduct.v1.OpenPipe.$Shape} OpenPipe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.OpenPipe & tensorduct.v1.OpenPipe.$Shape;
        }

        namespace OpenPipe {

            /** Properties of an OpenPipe. */
            interface $Properties {

                /** OpenPipe brochure */
                brochure?: (tensorduct.v1.Brochure.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OpenPipe. */
            type $Shape = tensorduct.v1.OpenPipe.$Properties;
        }

        /**
         * Properties of a JoinPipe.
         * @deprecated Use tensorduct.v1.JoinPipe.$Properties instead.
         */
        interface IJoinPipe extends tensorduct.v1.JoinPipe.$Properties {
        }

        /** Represents a JoinPipe. */
        class JoinPipe {

            /**
             * Constructs a new JoinPipe.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.JoinPipe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** 16 random bytes from PipeAnswer, good for one connection. */
            registrationId: Uint8Array;

            /**
             * Encodes the specified JoinPipe message. Does not implicitly {@link tensorduct.v1.JoinPipe.verify|verify} messages.
             * @param message JoinPipe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.JoinPipe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JoinPipe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.JoinPipe & tensorduct.v1.JoinPipe.$Shape} JoinPipe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.JoinPipe & tensorduct.v1.JoinPipe.$Shape;
        }

        namespace JoinPipe {

            /** Properties of a JoinPipe. */
            interface $Properties {

                /** 16 random bytes from PipeAnswer, good for one connection. */
                registrationId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JoinPipe. */
            type $Shape = tensorduct.v1.JoinPipe.$Properties;
        }

        /**
         * Properties of a PipeAnswer.
         * @deprecated Use tensorduct.v1.PipeAnswer.$Properties instead.
         */
        interface IPipeAnswer extends tensorduct.v1.PipeAnswer.$Properties {
        }

        /** Represents a PipeAnswer. */
        class PipeAnswer {

            /**
             * Constructs a new PipeAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.PipeAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PipeAnswer brochure. */
            brochure?: (tensorduct.v1.Brochure.$Properties|null);

            /** Better transports than the one in use, best first: the client joins the first that works. */
            upgrades: tensorduct.v1.Upgrade.$Properties[];

            /** The channels for each pair of devices, best first. Where one asks for a proof the next ones stand behind it. */
            channels: tensorduct.v1.ChannelChoice.$Properties[];

            /** Why each other backend was passed over, for explain(). */
            verdicts: tensorduct.v1.Verdict.$Properties[];

            /** 16 random bytes that name the pipe at both ends. */
            pipeId: Uint8Array;

            /**
             * Encodes the specified PipeAnswer message. Does not implicitly {@link tensorduct.v1.PipeAnswer.verify|verify} messages.
             * @param message PipeAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.PipeAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PipeAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.PipeAnswer & tensorduct.v1.PipeAnswer.$Shape} PipeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.PipeAnswer & tensorduct.v1.PipeAnswer.$Shape;
        }

        namespace PipeAnswer {

            /** Properties of a PipeAnswer. */
            interface $Properties {

                /** PipeAnswer brochure */
                brochure?: (tensorduct.v1.Brochure.$Properties|null);

                /** Better transports than the one in use, best first: the client joins the first that works. */
                upgrades?: (tensorduct.v1.Upgrade.$Properties[]|null);

                /** The channels for each pair of devices, best first. Where one asks for a proof the next ones stand behind it. */
                channels?: (tensorduct.v1.ChannelChoice.$Properties[]|null);

                /** Why each other backend was passed over, for explain(). */
                verdicts?: (tensorduct.v1.Verdict.$Properties[]|null);

                /** 16 random bytes that name the pipe at both ends. */
                pipeId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PipeAnswer. */
            type $Shape = tensorduct.v1.PipeAnswer.$Properties;
        }

        /**
         * Properties of an Upgrade.
         * @deprecated Use tensorduct.v1.Upgrade.$Properties instead.
         */
        interface IUpgrade extends tensorduct.v1.Upgrade.$Properties {
        }

        /** Represents an Upgrade. */
        class Upgrade {

            /**
             * Constructs a new Upgrade.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Upgrade.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Upgrade transport. */
            transport: string;

            /** Upgrade addresses. */
            addresses: string[];

            /** Upgrade registrationId. */
            registrationId: Uint8Array;

            /**
             * Encodes the specified Upgrade message. Does not implicitly {@link tensorduct.v1.Upgrade.verify|verify} messages.
             * @param message Upgrade message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Upgrade.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Upgrade message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Upgrade & tensorduct.v1.Upgrade.$Shape} Upgrade
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Upgrade & tensorduct.v1.Upgrade.$Shape;
        }

        namespace Upgrade {

            /** Properties of an Upgrade. */
            interface $Properties {

                /** Upgrade transport */
                transport?: (string|null);

                /** Upgrade addresses */
                addresses?: (string[]|null);

                /** Upgrade registrationId */
                registrationId?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Upgrade. */
            type $Shape = tensorduct.v1.Upgrade.$Properties;
        }

        /**
         * Properties of a ChannelChoice.
         * @deprecated Use tensorduct.v1.ChannelChoice.$Properties instead.
         */
        interface IChannelChoice extends tensorduct.v1.ChannelChoice.$Properties {
        }

        /** Represents a ChannelChoice. */
        class ChannelChoice {

            /**
             * Constructs a new ChannelChoice.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.ChannelChoice.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChannelChoice name. */
            name: string;

            /** ChannelChoice pairs. */
            pairs: tensorduct.v1.DevicePair.$Properties[];

            /** One for each lane. */
            registrationIds: Uint8Array[];

            /** The client proves that the medium is shared before it takes the channel. */
            prove: boolean;

            /** The server proves it as well, by the client's evidence, and says so with Confirmed. */
            confirm: boolean;

            /**
             * Encodes the specified ChannelChoice message. Does not implicitly {@link tensorduct.v1.ChannelChoice.verify|verify} messages.
             * @param message ChannelChoice message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.ChannelChoice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChannelChoice message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelChoice & tensorduct.v1.ChannelChoice.$Shape} ChannelChoice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.ChannelChoice & tensorduct.v1.ChannelChoice.$Shape;
        }

        namespace ChannelChoice {

            /** Properties of a ChannelChoice. */
            interface $Properties {

                /** ChannelChoice name */
                name?: (string|null);

                /** ChannelChoice pairs */
                pairs?: (tensorduct.v1.DevicePair.$Properties[]|null);

                /** One for each lane. */
                registrationIds?: (Uint8Array[]|null);

                /** The client proves that the medium is shared before it takes the channel. */
                prove?: (boolean|null);

                /** The server proves it as well, by the client's evidence, and says so with Confirmed. */
                confirm?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChannelChoice. */
            type $Shape = tensorduct.v1.ChannelChoice.$Properties;
        }

        /**
         * Properties of a DevicePair.
         * @deprecated Use tensorduct.v1.DevicePair.$Properties instead.
         */
        interface IDevicePair extends tensorduct.v1.DevicePair.$Properties {
        }

        /** Represents a DevicePair. */
        class DevicePair {

            /**
             * Constructs a new DevicePair.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.DevicePair.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DevicePair serverDevice. */
            serverDevice: string;

            /** DevicePair clientDevice. */
            clientDevice: string;

            /**
             * Encodes the specified DevicePair message. Does not implicitly {@link tensorduct.v1.DevicePair.verify|verify} messages.
             * @param message DevicePair message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.DevicePair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DevicePair message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.DevicePair & tensorduct.v1.DevicePair.$Shape} DevicePair
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.DevicePair & tensorduct.v1.DevicePair.$Shape;
        }

        namespace DevicePair {

            /** Properties of a DevicePair. */
            interface $Properties {

                /** DevicePair serverDevice */
                serverDevice?: (string|null);

                /** DevicePair clientDevice */
                clientDevice?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DevicePair. */
            type $Shape = tensorduct.v1.DevicePair.$Properties;
        }

        /**
         * Properties of a Verdict.
         * @deprecated Use tensorduct.v1.Verdict.$Properties instead.
         */
        interface IVerdict extends tensorduct.v1.Verdict.$Properties {
        }

        /** Represents a Verdict. */
        class Verdict {

            /**
             * Constructs a new Verdict.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Verdict.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** transport or channel */
            kind: string;

            /** Verdict name. */
            name: string;

            /** Verdict reason. */
            reason: string;

            /**
             * Encodes the specified Verdict message. Does not implicitly {@link tensorduct.v1.Verdict.verify|verify} messages.
             * @param message Verdict message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Verdict.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Verdict message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Verdict & tensorduct.v1.Verdict.$Shape} Verdict
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Verdict & tensorduct.v1.Verdict.$Shape;
        }

        namespace Verdict {

            /** Properties of a Verdict. */
            interface $Properties {

                /** transport or channel */
                kind?: (string|null);

                /** Verdict name */
                name?: (string|null);

                /** Verdict reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Verdict. */
            type $Shape = tensorduct.v1.Verdict.$Properties;
        }

        /**
         * Properties of a JoinAnswer.
         * @deprecated Use tensorduct.v1.JoinAnswer.$Properties instead.
         */
        interface IJoinAnswer extends tensorduct.v1.JoinAnswer.$Properties {
        }

        /** Represents a JoinAnswer. */
        class JoinAnswer {

            /**
             * Constructs a new JoinAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.JoinAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified JoinAnswer message. Does not implicitly {@link tensorduct.v1.JoinAnswer.verify|verify} messages.
             * @param message JoinAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.JoinAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JoinAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.JoinAnswer & tensorduct.v1.JoinAnswer.$Shape} JoinAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.JoinAnswer & tensorduct.v1.JoinAnswer.$Shape;
        }

        namespace JoinAnswer {

            /** Properties of a JoinAnswer. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JoinAnswer. */
            type $Shape = tensorduct.v1.JoinAnswer.$Properties;
        }

        /**
         * Properties of a Settled.
         * @deprecated Use tensorduct.v1.Settled.$Properties instead.
         */
        interface ISettled extends tensorduct.v1.Settled.$Properties {
        }

        /** C to S on the first connection, after PipeAnswer with upgrades or proofs: which transport the pipe is on. */
        class Settled {

            /**
             * Constructs a new Settled.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Settled.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Empty when no upgrade worked and the pipe stays on this connection. */
            transport: string;

            /** What failed: transports before it, and channels that are not to be used. */
            failures: tensorduct.v1.Verdict.$Properties[];

            /** Of the channels that are to be confirmed and have not failed. */
            evidence: tensorduct.v1.Evidence.$Properties[];

            /**
             * Encodes the specified Settled message. Does not implicitly {@link tensorduct.v1.Settled.verify|verify} messages.
             * @param message Settled message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Settled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Settled message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Settled & tensorduct.v1.Settled.$Shape} Settled
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Settled & tensorduct.v1.Settled.$Shape;
        }

        namespace Settled {

            /** Properties of a Settled. */
            interface $Properties {

                /** Empty when no upgrade worked and the pipe stays on this connection. */
                transport?: (string|null);

                /** What failed: transports before it, and channels that are not to be used. */
                failures?: (tensorduct.v1.Verdict.$Properties[]|null);

                /** Of the channels that are to be confirmed and have not failed. */
                evidence?: (tensorduct.v1.Evidence.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Settled. */
            type $Shape = tensorduct.v1.Settled.$Properties;
        }

        /**
         * Properties of an Evidence.
         * @deprecated Use tensorduct.v1.Evidence.$Properties instead.
         */
        interface IEvidence extends tensorduct.v1.Evidence.$Properties {
        }

        /** How the server can prove that it shares the medium of a channel. */
        class Evidence {

            /**
             * Constructs a new Evidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Evidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Of the channel. */
            name: string;

            /** Only the channel reads it. */
            data: Uint8Array;

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link tensorduct.v1.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Evidence & tensorduct.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Evidence & tensorduct.v1.Evidence.$Shape;
        }

        namespace Evidence {

            /** Properties of an Evidence. */
            interface $Properties {

                /** Of the channel. */
                name?: (string|null);

                /** Only the channel reads it. */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Evidence. */
            type $Shape = tensorduct.v1.Evidence.$Properties;
        }

        /**
         * Properties of a Confirmed.
         * @deprecated Use tensorduct.v1.Confirmed.$Properties instead.
         */
        interface IConfirmed extends tensorduct.v1.Confirmed.$Properties {
        }

        /** S to C, on the connection that the pipe stays on, where one of the channels that are now to be used has to be confirmed. */
        class Confirmed {

            /**
             * Constructs a new Confirmed.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Confirmed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Channels that are not to be used after all. */
            failures: tensorduct.v1.Verdict.$Properties[];

            /**
             * Encodes the specified Confirmed message. Does not implicitly {@link tensorduct.v1.Confirmed.verify|verify} messages.
             * @param message Confirmed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Confirmed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Confirmed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Confirmed & tensorduct.v1.Confirmed.$Shape} Confirmed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Confirmed & tensorduct.v1.Confirmed.$Shape;
        }

        namespace Confirmed {

            /** Properties of a Confirmed. */
            interface $Properties {

                /** Channels that are not to be used after all. */
                failures?: (tensorduct.v1.Verdict.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Confirmed. */
            type $Shape = tensorduct.v1.Confirmed.$Properties;
        }

        /**
         * Properties of a Descriptor.
         * @deprecated Use tensorduct.v1.Descriptor.$Properties instead.
         */
        interface IDescriptor extends tensorduct.v1.Descriptor.$Properties {
        }

        /** The body holds the inline bytes: payloads first, then tensors, in order. */
        class Descriptor {

            /**
             * Constructs a new Descriptor.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Descriptor.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Descriptor metadata. */
            metadata: Uint8Array;

            /** Descriptor payloads. */
            payloads: tensorduct.v1.PayloadDescriptor.$Properties[];

            /** Descriptor tensors. */
            tensors: tensorduct.v1.TensorDescriptor.$Properties[];

            /**
             * Encodes the specified Descriptor message. Does not implicitly {@link tensorduct.v1.Descriptor.verify|verify} messages.
             * @param message Descriptor message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Descriptor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Descriptor message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Descriptor & tensorduct.v1.Descriptor.$Shape} Descriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Descriptor & tensorduct.v1.Descriptor.$Shape;
        }

        namespace Descriptor {

            /** Properties of a Descriptor. */
            interface $Properties {

                /** Descriptor metadata */
                metadata?: (Uint8Array|null);

                /** Descriptor payloads */
                payloads?: (tensorduct.v1.PayloadDescriptor.$Properties[]|null);

                /** Descriptor tensors */
                tensors?: (tensorduct.v1.TensorDescriptor.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Descriptor. */
            type $Shape = tensorduct.v1.Descriptor.$Properties;
        }

        /**
         * Properties of a PayloadDescriptor.
         * @deprecated Use tensorduct.v1.PayloadDescriptor.$Properties instead.
         */
        interface IPayloadDescriptor extends tensorduct.v1.PayloadDescriptor.$Properties {
        }

        /** Represents a PayloadDescriptor. */
        class PayloadDescriptor {

            /**
             * Constructs a new PayloadDescriptor.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.PayloadDescriptor.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PayloadDescriptor length. */
            length: number;

            /** PayloadDescriptor metadata. */
            metadata: Uint8Array;

            /** Absent when the bytes are inline or there are none. */
            offer?: (tensorduct.v1.Offer.$Properties|null);

            /**
             * Encodes the specified PayloadDescriptor message. Does not implicitly {@link tensorduct.v1.PayloadDescriptor.verify|verify} messages.
             * @param message PayloadDescriptor message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.PayloadDescriptor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PayloadDescriptor message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.PayloadDescriptor & tensorduct.v1.PayloadDescriptor.$Shape} PayloadDescriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.PayloadDescriptor & tensorduct.v1.PayloadDescriptor.$Shape;
        }

        namespace PayloadDescriptor {

            /** Properties of a PayloadDescriptor. */
            interface $Properties {

                /** PayloadDescriptor length */
                length?: (number|null);

                /** PayloadDescriptor metadata */
                metadata?: (Uint8Array|null);

                /** Absent when the bytes are inline or there are none. */
                offer?: (tensorduct.v1.Offer.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PayloadDescriptor. */
            type $Shape = tensorduct.v1.PayloadDescriptor.$Properties;
        }

        /**
         * Properties of a TensorDescriptor.
         * @deprecated Use tensorduct.v1.TensorDescriptor.$Properties instead.
         */
        interface ITensorDescriptor extends tensorduct.v1.TensorDescriptor.$Properties {
        }

        /** Represents a TensorDescriptor. */
        class TensorDescriptor {

            /**
             * Constructs a new TensorDescriptor.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.TensorDescriptor.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TensorDescriptor length. */
            length: number;

            /** TensorDescriptor metadata. */
            metadata: Uint8Array;

            /** Absent when the bytes are inline, there are none, or the device is undecided. */
            offer?: (tensorduct.v1.Offer.$Properties|null);

            /** Code of dtypes.ts. */
            dtype: number;

            /** TensorDescriptor shape. */
            shape: number[];

            /** Absent means cpu:0. */
            sourceDevice: string;

            /** Absent means that the reader chooses. */
            targetDevice: string;

            /** The sender waits for Reply before it can offer. */
            undecided: boolean;

            /**
             * Encodes the specified TensorDescriptor message. Does not implicitly {@link tensorduct.v1.TensorDescriptor.verify|verify} messages.
             * @param message TensorDescriptor message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.TensorDescriptor.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TensorDescriptor message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.TensorDescriptor & tensorduct.v1.TensorDescriptor.$Shape} TensorDescriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.TensorDescriptor & tensorduct.v1.TensorDescriptor.$Shape;
        }

        namespace TensorDescriptor {

            /** Properties of a TensorDescriptor. */
            interface $Properties {

                /** TensorDescriptor length */
                length?: (number|null);

                /** TensorDescriptor metadata */
                metadata?: (Uint8Array|null);

                /** Absent when the bytes are inline, there are none, or the device is undecided. */
                offer?: (tensorduct.v1.Offer.$Properties|null);

                /** Code of dtypes.ts. */
                dtype?: (number|null);

                /** TensorDescriptor shape */
                shape?: (number[]|null);

                /** Absent means cpu:0. */
                sourceDevice?: (string|null);

                /** Absent means that the reader chooses. */
                targetDevice?: (string|null);

                /** The sender waits for Reply before it can offer. */
                undecided?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TensorDescriptor. */
            type $Shape = tensorduct.v1.TensorDescriptor.$Properties;
        }

        /**
         * Properties of an Offer.
         * @deprecated Use tensorduct.v1.Offer.$Properties instead.
         */
        interface IOffer extends tensorduct.v1.Offer.$Properties {
        }

        /** How the bytes of one payload or tensor can be had. */
        class Offer {

            /**
             * Constructs a new Offer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Offer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Number of the transfer: unique in this direction of the pipe, increasing. */
            transfer: number;

            /** Position in PipeAnswer.channels. */
            channel: number;

            /** What the channel's own end needs to know: at most 256 bytes. */
            data: Uint8Array;

            /**
             * Encodes the specified Offer message. Does not implicitly {@link tensorduct.v1.Offer.verify|verify} messages.
             * @param message Offer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Offer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Offer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Offer & tensorduct.v1.Offer.$Shape} Offer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Offer & tensorduct.v1.Offer.$Shape;
        }

        namespace Offer {

            /** Properties of an Offer. */
            interface $Properties {

                /** Number of the transfer: unique in this direction of the pipe, increasing. */
                transfer?: (number|null);

                /** Position in PipeAnswer.channels. */
                channel?: (number|null);

                /** What the channel's own end needs to know: at most 256 bytes. */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Offer. */
            type $Shape = tensorduct.v1.Offer.$Properties;
        }

        /**
         * Properties of a Credit.
         * @deprecated Use tensorduct.v1.Credit.$Properties instead.
         */
        interface ICredit extends tensorduct.v1.Credit.$Properties {
        }

        /** Data bytes that may be sent in all since the pipe was established; only grows. */
        class Credit {

            /**
             * Constructs a new Credit.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Credit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Credit limit. */
            limit: number;

            /**
             * Encodes the specified Credit message. Does not implicitly {@link tensorduct.v1.Credit.verify|verify} messages.
             * @param message Credit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Credit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Credit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Credit & tensorduct.v1.Credit.$Shape} Credit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Credit & tensorduct.v1.Credit.$Shape;
        }

        namespace Credit {

            /** Properties of a Credit. */
            interface $Properties {

                /** Credit limit */
                limit?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Credit. */
            type $Shape = tensorduct.v1.Credit.$Properties;
        }

        /**
         * Properties of a Reply.
         * @deprecated Use tensorduct.v1.Reply.$Properties instead.
         */
        interface IReply extends tensorduct.v1.Reply.$Properties {
        }

        /** Reader to writer: the devices of undecided tensors. */
        class Reply {

            /**
             * Constructs a new Reply.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Reply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reply message. */
            message: number;

            /** Reply choices. */
            choices: tensorduct.v1.DeviceChoice.$Properties[];

            /**
             * Encodes the specified Reply message. Does not implicitly {@link tensorduct.v1.Reply.verify|verify} messages.
             * @param message Reply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Reply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Reply & tensorduct.v1.Reply.$Shape} Reply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Reply & tensorduct.v1.Reply.$Shape;
        }

        namespace Reply {

            /** Properties of a Reply. */
            interface $Properties {

                /** Reply message */
                message?: (number|null);

                /** Reply choices */
                choices?: (tensorduct.v1.DeviceChoice.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reply. */
            type $Shape = tensorduct.v1.Reply.$Properties;
        }

        /**
         * Properties of a DeviceChoice.
         * @deprecated Use tensorduct.v1.DeviceChoice.$Properties instead.
         */
        interface IDeviceChoice extends tensorduct.v1.DeviceChoice.$Properties {
        }

        /** Represents a DeviceChoice. */
        class DeviceChoice {

            /**
             * Constructs a new DeviceChoice.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.DeviceChoice.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceChoice tensor. */
            tensor: number;

            /** DeviceChoice device. */
            device: string;

            /**
             * Encodes the specified DeviceChoice message. Does not implicitly {@link tensorduct.v1.DeviceChoice.verify|verify} messages.
             * @param message DeviceChoice message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.DeviceChoice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceChoice message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.DeviceChoice & tensorduct.v1.DeviceChoice.$Shape} DeviceChoice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.DeviceChoice & tensorduct.v1.DeviceChoice.$Shape;
        }

        namespace DeviceChoice {

            /** Properties of a DeviceChoice. */
            interface $Properties {

                /** DeviceChoice tensor */
                tensor?: (number|null);

                /** DeviceChoice device */
                device?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceChoice. */
            type $Shape = tensorduct.v1.DeviceChoice.$Properties;
        }

        /**
         * Properties of a LateOffers.
         * @deprecated Use tensorduct.v1.LateOffers.$Properties instead.
         */
        interface ILateOffers extends tensorduct.v1.LateOffers.$Properties {
        }

        /** Writer to reader, answers Reply. */
        class LateOffers {

            /**
             * Constructs a new LateOffers.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.LateOffers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LateOffers message. */
            message: number;

            /** LateOffers offers. */
            offers: tensorduct.v1.LateOffer.$Properties[];

            /**
             * Encodes the specified LateOffers message. Does not implicitly {@link tensorduct.v1.LateOffers.verify|verify} messages.
             * @param message LateOffers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.LateOffers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LateOffers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.LateOffers & tensorduct.v1.LateOffers.$Shape} LateOffers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.LateOffers & tensorduct.v1.LateOffers.$Shape;
        }

        namespace LateOffers {

            /** Properties of a LateOffers. */
            interface $Properties {

                /** LateOffers message */
                message?: (number|null);

                /** LateOffers offers */
                offers?: (tensorduct.v1.LateOffer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LateOffers. */
            type $Shape = tensorduct.v1.LateOffers.$Properties;
        }

        /**
         * Properties of a LateOffer.
         * @deprecated Use tensorduct.v1.LateOffer.$Properties instead.
         */
        interface ILateOffer extends tensorduct.v1.LateOffer.$Properties {
        }

        /** Represents a LateOffer. */
        class LateOffer {

            /**
             * Constructs a new LateOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.LateOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LateOffer tensor. */
            tensor: number;

            /** LateOffer offer. */
            offer?: (tensorduct.v1.Offer.$Properties|null);

            /**
             * Encodes the specified LateOffer message. Does not implicitly {@link tensorduct.v1.LateOffer.verify|verify} messages.
             * @param message LateOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.LateOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LateOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.LateOffer & tensorduct.v1.LateOffer.$Shape} LateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.LateOffer & tensorduct.v1.LateOffer.$Shape;
        }

        namespace LateOffer {

            /** Properties of a LateOffer. */
            interface $Properties {

                /** LateOffer tensor */
                tensor?: (number|null);

                /** LateOffer offer */
                offer?: (tensorduct.v1.Offer.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LateOffer. */
            type $Shape = tensorduct.v1.LateOffer.$Properties;
        }

        /**
         * Properties of a Refuse.
         * @deprecated Use tensorduct.v1.Refuse.$Properties instead.
         */
        interface IRefuse extends tensorduct.v1.Refuse.$Properties {
        }

        /** Reader to writer: the message was not read and will not be. */
        class Refuse {

            /**
             * Constructs a new Refuse.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Refuse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refuse message. */
            message: number;

            /** Refuse reason. */
            reason: string;

            /**
             * Encodes the specified Refuse message. Does not implicitly {@link tensorduct.v1.Refuse.verify|verify} messages.
             * @param message Refuse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Refuse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refuse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Refuse & tensorduct.v1.Refuse.$Shape} Refuse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Refuse & tensorduct.v1.Refuse.$Shape;
        }

        namespace Refuse {

            /** Properties of a Refuse. */
            interface $Properties {

                /** Refuse message */
                message?: (number|null);

                /** Refuse reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refuse. */
            type $Shape = tensorduct.v1.Refuse.$Properties;
        }

        /**
         * Properties of a Withdraw.
         * @deprecated Use tensorduct.v1.Withdraw.$Properties instead.
         */
        interface IWithdraw extends tensorduct.v1.Withdraw.$Properties {
        }

        /** Writer to reader: the message, already announced, is taken back. */
        class Withdraw {

            /**
             * Constructs a new Withdraw.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Withdraw.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Withdraw message. */
            message: number;

            /**
             * Encodes the specified Withdraw message. Does not implicitly {@link tensorduct.v1.Withdraw.verify|verify} messages.
             * @param message Withdraw message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Withdraw.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Withdraw message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Withdraw & tensorduct.v1.Withdraw.$Shape} Withdraw
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Withdraw & tensorduct.v1.Withdraw.$Shape;
        }

        namespace Withdraw {

            /** Properties of a Withdraw. */
            interface $Properties {

                /** Withdraw message */
                message?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Withdraw. */
            type $Shape = tensorduct.v1.Withdraw.$Properties;
        }

        /**
         * Properties of a ChannelAnswer.
         * @deprecated Use tensorduct.v1.ChannelAnswer.$Properties instead.
         */
        interface IChannelAnswer extends tensorduct.v1.ChannelAnswer.$Properties {
        }

        /** Between the two ends of a channel: answers an Offer. The body of the frame is the answer. */
        class ChannelAnswer {

            /**
             * Constructs a new ChannelAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.ChannelAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChannelAnswer channel. */
            channel: number;

            /**
             * Encodes the specified ChannelAnswer message. Does not implicitly {@link tensorduct.v1.ChannelAnswer.verify|verify} messages.
             * @param message ChannelAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.ChannelAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChannelAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelAnswer & tensorduct.v1.ChannelAnswer.$Shape} ChannelAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.ChannelAnswer & tensorduct.v1.ChannelAnswer.$Shape;
        }

        namespace ChannelAnswer {

            /** Properties of a ChannelAnswer. */
            interface $Properties {

                /** ChannelAnswer channel */
                channel?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChannelAnswer. */
            type $Shape = tensorduct.v1.ChannelAnswer.$Properties;
        }

        /**
         * Properties of a Ping.
         * @deprecated Use tensorduct.v1.Ping.$Properties instead.
         */
        interface IPing extends tensorduct.v1.Ping.$Properties {
        }

        /** At most one is unanswered. */
        class Ping {

            /**
             * Constructs a new Ping.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Ping.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Ping message. Does not implicitly {@link tensorduct.v1.Ping.verify|verify} messages.
             * @param message Ping message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Ping & tensorduct.v1.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Ping & tensorduct.v1.Ping.$Shape;
        }

        namespace Ping {

            /** Properties of a Ping. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ping. */
            type $Shape = tensorduct.v1.Ping.$Properties;
        }

        /**
         * Properties of a Pong.
         * @deprecated Use tensorduct.v1.Pong.$Properties instead.
         */
        interface IPong extends tensorduct.v1.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Pong message. Does not implicitly {@link tensorduct.v1.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Pong & tensorduct.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Pong & tensorduct.v1.Pong.$Shape;
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = tensorduct.v1.Pong.$Properties;
        }

        /**
         * Properties of a Goodbye.
         * @deprecated Use tensorduct.v1.Goodbye.$Properties instead.
         */
        interface IGoodbye extends tensorduct.v1.Goodbye.$Properties {
        }

        /** No more messages will be written. */
        class Goodbye {

            /**
             * Constructs a new Goodbye.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Goodbye.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Number of messages written in all. */
            messages: number;

            /**
             * Encodes the specified Goodbye message. Does not implicitly {@link tensorduct.v1.Goodbye.verify|verify} messages.
             * @param message Goodbye message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Goodbye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Goodbye message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Goodbye & tensorduct.v1.Goodbye.$Shape} Goodbye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Goodbye & tensorduct.v1.Goodbye.$Shape;
        }

        namespace Goodbye {

            /** Properties of a Goodbye. */
            interface $Properties {

                /** Number of messages written in all. */
                messages?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Goodbye. */
            type $Shape = tensorduct.v1.Goodbye.$Properties;
        }

        /**
         * Properties of a GoodbyeAnswer.
         * @deprecated Use tensorduct.v1.GoodbyeAnswer.$Properties instead.
         */
        interface IGoodbyeAnswer extends tensorduct.v1.GoodbyeAnswer.$Properties {
        }

        /** All those messages have arrived. */
        class GoodbyeAnswer {

            /**
             * Constructs a new GoodbyeAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.GoodbyeAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified GoodbyeAnswer message. Does not implicitly {@link tensorduct.v1.GoodbyeAnswer.verify|verify} messages.
             * @param message GoodbyeAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.GoodbyeAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GoodbyeAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.GoodbyeAnswer & tensorduct.v1.GoodbyeAnswer.$Shape} GoodbyeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.GoodbyeAnswer & tensorduct.v1.GoodbyeAnswer.$Shape;
        }

        namespace GoodbyeAnswer {

            /** Properties of a GoodbyeAnswer. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GoodbyeAnswer. */
            type $Shape = tensorduct.v1.GoodbyeAnswer.$Properties;
        }

        /**
         * Properties of a Failure.
         * @deprecated Use tensorduct.v1.Failure.$Properties instead.
         */
        interface IFailure extends tensorduct.v1.Failure.$Properties {
        }

        /** The pipe ends with an error. */
        class Failure {

            /**
             * Constructs a new Failure.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Failure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Failure code. */
            code: string;

            /** Failure reason. */
            reason: string;

            /**
             * Encodes the specified Failure message. Does not implicitly {@link tensorduct.v1.Failure.verify|verify} messages.
             * @param message Failure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Failure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Failure & tensorduct.v1.Failure.$Shape} Failure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Failure & tensorduct.v1.Failure.$Shape;
        }

        namespace Failure {

            /** Properties of a Failure. */
            interface $Properties {

                /** Failure code */
                code?: (string|null);

                /** Failure reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Failure. */
            type $Shape = tensorduct.v1.Failure.$Properties;
        }

        /**
         * Properties of a Chunk.
         * @deprecated Use tensorduct.v1.Chunk.$Properties instead.
         */
        interface IChunk extends tensorduct.v1.Chunk.$Properties {
        }

        /** A piece of a transfer; the body of the frame is its bytes. */
        class Chunk {

            /**
             * Constructs a new Chunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.Chunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Chunk transfer. */
            transfer: number;

            /** Chunk offset. */
            offset: number;

            /** No more pieces follow although the transfer is not complete. */
            end: boolean;

            /**
             * Encodes the specified Chunk message. Does not implicitly {@link tensorduct.v1.Chunk.verify|verify} messages.
             * @param message Chunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.Chunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Chunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.Chunk & tensorduct.v1.Chunk.$Shape} Chunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.Chunk & tensorduct.v1.Chunk.$Shape;
        }

        namespace Chunk {

            /** Properties of a Chunk. */
            interface $Properties {

                /** Chunk transfer */
                transfer?: (number|null);

                /** Chunk offset */
                offset?: (number|null);

                /** No more pieces follow although the transfer is not complete. */
                end?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Chunk. */
            type $Shape = tensorduct.v1.Chunk.$Properties;
        }

        /**
         * Properties of a ChunkAnswer.
         * @deprecated Use tensorduct.v1.ChunkAnswer.$Properties instead.
         */
        interface IChunkAnswer extends tensorduct.v1.ChunkAnswer.$Properties {
        }

        /** Answer of the channels basic and multi-socket, in a ChannelAnswer frame. */
        class ChunkAnswer {

            /**
             * Constructs a new ChunkAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.ChunkAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChunkAnswer transfer. */
            transfer: number;

            /** The sender may send up to this offset. */
            granted: number;

            /** All bytes have arrived. */
            done: boolean;

            /** The receiver wants no more. */
            cancelled: boolean;

            /** The transfer was never taken. */
            refused: boolean;

            /**
             * Encodes the specified ChunkAnswer message. Does not implicitly {@link tensorduct.v1.ChunkAnswer.verify|verify} messages.
             * @param message ChunkAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.ChunkAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChunkAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChunkAnswer & tensorduct.v1.ChunkAnswer.$Shape} ChunkAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.ChunkAnswer & tensorduct.v1.ChunkAnswer.$Shape;
        }

        namespace ChunkAnswer {

            /** Properties of a ChunkAnswer. */
            interface $Properties {

                /** ChunkAnswer transfer */
                transfer?: (number|null);

                /** The sender may send up to this offset. */
                granted?: (number|null);

                /** All bytes have arrived. */
                done?: (boolean|null);

                /** The receiver wants no more. */
                cancelled?: (boolean|null);

                /** The transfer was never taken. */
                refused?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChunkAnswer. */
            type $Shape = tensorduct.v1.ChunkAnswer.$Properties;
        }

        /**
         * Properties of a StripedChunk.
         * @deprecated Use tensorduct.v1.StripedChunk.$Properties instead.
         */
        interface IStripedChunk extends tensorduct.v1.StripedChunk.$Properties {
        }

        /** A piece of a transfer, by whichever lane; the body of the frame is its bytes. Both fields are always there. */
        class StripedChunk {

            /**
             * Constructs a new StripedChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.StripedChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StripedChunk transfer. */
            transfer: number;

            /** StripedChunk offset. */
            offset: number;

            /**
             * Encodes the specified StripedChunk message. Does not implicitly {@link tensorduct.v1.StripedChunk.verify|verify} messages.
             * @param message StripedChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.StripedChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StripedChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.StripedChunk & tensorduct.v1.StripedChunk.$Shape} StripedChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.StripedChunk & tensorduct.v1.StripedChunk.$Shape;
        }

        namespace StripedChunk {

            /** Properties of a StripedChunk. */
            interface $Properties {

                /** StripedChunk transfer */
                transfer?: (number|null);

                /** StripedChunk offset */
                offset?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StripedChunk. */
            type $Shape = tensorduct.v1.StripedChunk.$Properties;
        }

        /**
         * Properties of a ChunkEnd.
         * @deprecated Use tensorduct.v1.ChunkEnd.$Properties instead.
         */
        interface IChunkEnd extends tensorduct.v1.ChunkEnd.$Properties {
        }

        /** The sender's last word on a transfer that it has not sent in full, in a ChannelAnswer frame; ChunkAnswer is the receiver's. */
        class ChunkEnd {

            /**
             * Constructs a new ChunkEnd.
             * @param [properties] Properties to set
             */
            constructor(properties?: tensorduct.v1.ChunkEnd.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChunkEnd transfer. */
            transfer: number;

            /** Always: tells this message from a ChunkAnswer. */
            end: boolean;

            /** Bytes that are on the lanes, all from the start on. */
            total: number;

            /**
             * Encodes the specified ChunkEnd message. Does not implicitly {@link tensorduct.v1.ChunkEnd.verify|verify} messages.
             * @param message ChunkEnd message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: tensorduct.v1.ChunkEnd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChunkEnd message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChunkEnd & tensorduct.v1.ChunkEnd.$Shape} ChunkEnd
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): tensorduct.v1.ChunkEnd & tensorduct.v1.ChunkEnd.$Shape;
        }

        namespace ChunkEnd {

            /** Properties of a ChunkEnd. */
            interface $Properties {

                /** ChunkEnd transfer */
                transfer?: (number|null);

                /** Always: tells this message from a ChunkAnswer. */
                end?: (boolean|null);

                /** Bytes that are on the lanes, all from the start on. */
                total?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChunkEnd. */
            type $Shape = tensorduct.v1.ChunkEnd.$Properties;
        }
    }
}

/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $String = $util.global.String, $Array = $util.global.Array, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const tensorduct = $root.tensorduct = (() => {

    /**
     * Namespace tensorduct.
     * @exports tensorduct
     * @namespace
     */
    const tensorduct = {};

    tensorduct.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof tensorduct
         * @namespace
         */
        const v1 = {};

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} tensorduct.v1.Hello.$Properties
             * @property {Uint8Array|null} [nonce] Hello nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof tensorduct.v1
             * @interface IHello
             * @augments tensorduct.v1.Hello.$Properties
             * @deprecated Use tensorduct.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {tensorduct.v1.Hello.$Properties} tensorduct.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof tensorduct.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {tensorduct.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello nonce.
             * @member {Uint8Array} nonce
             * @memberof tensorduct.v1.Hello
             * @instance
             */
            Hello.prototype.nonce = $util.newBuffer([]);

            /**
             * Encodes the specified Hello message. Does not implicitly {@link tensorduct.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Hello
             * @static
             * @param {tensorduct.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Hello & tensorduct.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Hello();
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Hello
             * @static
             * @param {tensorduct.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Hello
             * @function getTypeUrl
             * @memberof tensorduct.v1.Hello
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Hello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Hello";
            };

            return Hello;
        })();

        v1.Challenge = (function() {

            /**
             * Properties of a Challenge.
             * @typedef {Object} tensorduct.v1.Challenge.$Properties
             * @property {Uint8Array|null} [nonce] Challenge nonce
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Challenge.
             * @memberof tensorduct.v1
             * @interface IChallenge
             * @augments tensorduct.v1.Challenge.$Properties
             * @deprecated Use tensorduct.v1.Challenge.$Properties instead.
             */

            /**
             * Shape of a Challenge.
             * @typedef {tensorduct.v1.Challenge.$Properties} tensorduct.v1.Challenge.$Shape
             */

            /**
             * Constructs a new Challenge.
             * @memberof tensorduct.v1
             * @classdesc Represents a Challenge.
             * @constructor
             * @param {tensorduct.v1.Challenge.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Challenge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Challenge nonce.
             * @member {Uint8Array} nonce
             * @memberof tensorduct.v1.Challenge
             * @instance
             */
            Challenge.prototype.nonce = $util.newBuffer([]);

            /**
             * Encodes the specified Challenge message. Does not implicitly {@link tensorduct.v1.Challenge.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Challenge
             * @static
             * @param {tensorduct.v1.Challenge.$Properties} message Challenge message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Challenge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Challenge message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Challenge
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Challenge & tensorduct.v1.Challenge.$Shape} Challenge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Challenge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Challenge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Challenge message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Challenge
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Challenge} Challenge
             */
            Challenge.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Challenge)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Challenge: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Challenge();
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                return message;
            };

            /**
             * Creates a plain object from a Challenge message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Challenge
             * @static
             * @param {tensorduct.v1.Challenge} message Challenge
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Challenge.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                return object;
            };

            /**
             * Converts this Challenge to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Challenge
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Challenge.prototype.toJSON = function() {
                return Challenge.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Challenge
             * @function getTypeUrl
             * @memberof tensorduct.v1.Challenge
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Challenge.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Challenge";
            };

            return Challenge;
        })();

        v1.Proof = (function() {

            /**
             * Properties of a Proof.
             * @typedef {Object} tensorduct.v1.Proof.$Properties
             * @property {Uint8Array|null} [mac] Proof mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Proof.
             * @memberof tensorduct.v1
             * @interface IProof
             * @augments tensorduct.v1.Proof.$Properties
             * @deprecated Use tensorduct.v1.Proof.$Properties instead.
             */

            /**
             * Shape of a Proof.
             * @typedef {tensorduct.v1.Proof.$Properties} tensorduct.v1.Proof.$Shape
             */

            /**
             * Constructs a new Proof.
             * @memberof tensorduct.v1
             * @classdesc Represents a Proof.
             * @constructor
             * @param {tensorduct.v1.Proof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Proof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Proof mac.
             * @member {Uint8Array} mac
             * @memberof tensorduct.v1.Proof
             * @instance
             */
            Proof.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified Proof message. Does not implicitly {@link tensorduct.v1.Proof.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Proof
             * @static
             * @param {tensorduct.v1.Proof.$Properties} message Proof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Proof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Proof message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Proof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Proof & tensorduct.v1.Proof.$Shape} Proof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Proof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Proof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Proof message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Proof
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Proof} Proof
             */
            Proof.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Proof)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Proof: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Proof();
                if (object.mac != null)
                    if (object.mac.length)
                        if (typeof object.mac === "string")
                            $util.base64.decode(object.mac, message.mac = $util.newBuffer($util.base64.length(object.mac)), 0);
                        else if (object.mac.length >= 0)
                            message.mac = object.mac;
                return message;
            };

            /**
             * Creates a plain object from a Proof message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Proof
             * @static
             * @param {tensorduct.v1.Proof} message Proof
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Proof.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.mac = "";
                    else {
                        object.mac = [];
                        if (options.bytes !== $Array)
                            object.mac = $util.newBuffer(object.mac);
                    }
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    object.mac = options.bytes === $String ? $util.base64.encode(message.mac, 0, message.mac.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.mac) : message.mac;
                return object;
            };

            /**
             * Converts this Proof to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Proof
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Proof.prototype.toJSON = function() {
                return Proof.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Proof
             * @function getTypeUrl
             * @memberof tensorduct.v1.Proof
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Proof.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Proof";
            };

            return Proof;
        })();

        v1.Packet = (function() {

            /**
             * Properties of a Packet.
             * @typedef {Object} tensorduct.v1.Packet.$Properties
             * @property {tensorduct.v1.OpenPipe.$Properties|null} [open] Packet open
             * @property {tensorduct.v1.JoinPipe.$Properties|null} [join] Packet join
             * @property {"open"|"join"} [packet] Packet packet
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Packet.
             * @memberof tensorduct.v1
             * @interface IPacket
             * @augments tensorduct.v1.Packet.$Properties
             * @deprecated Use tensorduct.v1.Packet.$Properties instead.
             */

            /**
             * Narrowed shape of a Packet.
             * @typedef {{
             *   open?: tensorduct.v1.OpenPipe.$Shape|null;
             *   join?: tensorduct.v1.JoinPipe.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ packet?: undefined; open?: null; join?: null }|{ packet?: "open"; open: tensorduct.v1.OpenPipe.$Shape; join?: null }|{ packet?: "join"; open?: null; join: tensorduct.v1.JoinPipe.$Shape })
             * )} tensorduct.v1.Packet.$Shape
             */

            /**
             * Constructs a new Packet.
             * @memberof tensorduct.v1
             * @classdesc Represents a Packet.
             * @constructor
             * @param {tensorduct.v1.Packet.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Packet = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Packet open.
             * @member {tensorduct.v1.OpenPipe.$Properties|null|undefined} open
             * @memberof tensorduct.v1.Packet
             * @instance
             */
            Packet.prototype.open = null;

            /**
             * Packet join.
             * @member {tensorduct.v1.JoinPipe.$Properties|null|undefined} join
             * @memberof tensorduct.v1.Packet
             * @instance
             */
            Packet.prototype.join = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Packet packet.
             * @member {"open"|"join"|undefined} packet
             * @memberof tensorduct.v1.Packet
             * @instance
             */
            $Object.defineProperty(Packet.prototype, "packet", {
                get: $util.oneOfGetter($oneOfFields = ["open", "join"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Packet message. Does not implicitly {@link tensorduct.v1.Packet.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Packet
             * @static
             * @param {tensorduct.v1.Packet.$Properties} message Packet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Packet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.open != null && $Object.hasOwnProperty.call(message, "open"))
                    $root.tensorduct.v1.OpenPipe.encode(message.open, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.join != null && $Object.hasOwnProperty.call(message, "join"))
                    $root.tensorduct.v1.JoinPipe.encode(message.join, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Packet message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Packet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Packet & tensorduct.v1.Packet.$Shape} Packet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Packet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Packet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.open = $root.tensorduct.v1.OpenPipe.decode(reader, reader.size(), $undefined, _depth + 1, message.open);
                            message.packet = "open";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.join = $root.tensorduct.v1.JoinPipe.decode(reader, reader.size(), $undefined, _depth + 1, message.join);
                            message.packet = "join";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Packet message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Packet
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Packet} Packet
             */
            Packet.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Packet)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Packet: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Packet();
                if (object.open != null) {
                    if (!$util.isObject(object.open))
                        throw $TypeError(".tensorduct.v1.Packet.open: object expected");
                    message.open = $root.tensorduct.v1.OpenPipe.fromObject(object.open, _depth + 1);
                }
                if (object.join != null) {
                    if (!$util.isObject(object.join))
                        throw $TypeError(".tensorduct.v1.Packet.join: object expected");
                    message.join = $root.tensorduct.v1.JoinPipe.fromObject(object.join, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Packet message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Packet
             * @static
             * @param {tensorduct.v1.Packet} message Packet
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Packet.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.open != null && $Object.hasOwnProperty.call(message, "open")) {
                    object.open = $root.tensorduct.v1.OpenPipe.toObject(message.open, options, _depth + 1);
                    if (options.oneofs)
                        object.packet = "open";
                }
                if (message.join != null && $Object.hasOwnProperty.call(message, "join")) {
                    object.join = $root.tensorduct.v1.JoinPipe.toObject(message.join, options, _depth + 1);
                    if (options.oneofs)
                        object.packet = "join";
                }
                return object;
            };

            /**
             * Converts this Packet to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Packet
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Packet.prototype.toJSON = function() {
                return Packet.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Packet
             * @function getTypeUrl
             * @memberof tensorduct.v1.Packet
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Packet.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Packet";
            };

            return Packet;
        })();

        v1.PacketAnswer = (function() {

            /**
             * Properties of a PacketAnswer.
             * @typedef {Object} tensorduct.v1.PacketAnswer.$Properties
             * @property {tensorduct.v1.PipeAnswer.$Properties|null} [pipe] PacketAnswer pipe
             * @property {tensorduct.v1.JoinAnswer.$Properties|null} [join] PacketAnswer join
             * @property {"pipe"|"join"} [answer] PacketAnswer answer
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PacketAnswer.
             * @memberof tensorduct.v1
             * @interface IPacketAnswer
             * @augments tensorduct.v1.PacketAnswer.$Properties
             * @deprecated Use tensorduct.v1.PacketAnswer.$Properties instead.
             */

            /**
             * Narrowed shape of a PacketAnswer.
             * @typedef {{
             *   pipe?: tensorduct.v1.PipeAnswer.$Shape|null;
             *   join?: tensorduct.v1.JoinAnswer.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ answer?: undefined; pipe?: null; join?: null }|{ answer?: "pipe"; pipe: tensorduct.v1.PipeAnswer.$Shape; join?: null }|{ answer?: "join"; pipe?: null; join: tensorduct.v1.JoinAnswer.$Shape })
             * )} tensorduct.v1.PacketAnswer.$Shape
             */

            /**
             * Constructs a new PacketAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a PacketAnswer.
             * @constructor
             * @param {tensorduct.v1.PacketAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PacketAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PacketAnswer pipe.
             * @member {tensorduct.v1.PipeAnswer.$Properties|null|undefined} pipe
             * @memberof tensorduct.v1.PacketAnswer
             * @instance
             */
            PacketAnswer.prototype.pipe = null;

            /**
             * PacketAnswer join.
             * @member {tensorduct.v1.JoinAnswer.$Properties|null|undefined} join
             * @memberof tensorduct.v1.PacketAnswer
             * @instance
             */
            PacketAnswer.prototype.join = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * PacketAnswer answer.
             * @member {"pipe"|"join"|undefined} answer
             * @memberof tensorduct.v1.PacketAnswer
             * @instance
             */
            $Object.defineProperty(PacketAnswer.prototype, "answer", {
                get: $util.oneOfGetter($oneOfFields = ["pipe", "join"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified PacketAnswer message. Does not implicitly {@link tensorduct.v1.PacketAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.PacketAnswer
             * @static
             * @param {tensorduct.v1.PacketAnswer.$Properties} message PacketAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PacketAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pipe != null && $Object.hasOwnProperty.call(message, "pipe"))
                    $root.tensorduct.v1.PipeAnswer.encode(message.pipe, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.join != null && $Object.hasOwnProperty.call(message, "join"))
                    $root.tensorduct.v1.JoinAnswer.encode(message.join, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PacketAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.PacketAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.PacketAnswer & tensorduct.v1.PacketAnswer.$Shape} PacketAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PacketAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.PacketAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.pipe = $root.tensorduct.v1.PipeAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.pipe);
                            message.answer = "pipe";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.join = $root.tensorduct.v1.JoinAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.join);
                            message.answer = "join";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PacketAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.PacketAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.PacketAnswer} PacketAnswer
             */
            PacketAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.PacketAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.PacketAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.PacketAnswer();
                if (object.pipe != null) {
                    if (!$util.isObject(object.pipe))
                        throw $TypeError(".tensorduct.v1.PacketAnswer.pipe: object expected");
                    message.pipe = $root.tensorduct.v1.PipeAnswer.fromObject(object.pipe, _depth + 1);
                }
                if (object.join != null) {
                    if (!$util.isObject(object.join))
                        throw $TypeError(".tensorduct.v1.PacketAnswer.join: object expected");
                    message.join = $root.tensorduct.v1.JoinAnswer.fromObject(object.join, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a PacketAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.PacketAnswer
             * @static
             * @param {tensorduct.v1.PacketAnswer} message PacketAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PacketAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.pipe != null && $Object.hasOwnProperty.call(message, "pipe")) {
                    object.pipe = $root.tensorduct.v1.PipeAnswer.toObject(message.pipe, options, _depth + 1);
                    if (options.oneofs)
                        object.answer = "pipe";
                }
                if (message.join != null && $Object.hasOwnProperty.call(message, "join")) {
                    object.join = $root.tensorduct.v1.JoinAnswer.toObject(message.join, options, _depth + 1);
                    if (options.oneofs)
                        object.answer = "join";
                }
                return object;
            };

            /**
             * Converts this PacketAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.PacketAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PacketAnswer.prototype.toJSON = function() {
                return PacketAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PacketAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.PacketAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PacketAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.PacketAnswer";
            };

            return PacketAnswer;
        })();

        v1.Sealed = (function() {

            /**
             * Properties of a Sealed.
             * @typedef {Object} tensorduct.v1.Sealed.$Properties
             * @property {Uint8Array|null} [body] Sealed body
             * @property {Uint8Array|null} [mac] Sealed mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Sealed.
             * @memberof tensorduct.v1
             * @interface ISealed
             * @augments tensorduct.v1.Sealed.$Properties
             * @deprecated Use tensorduct.v1.Sealed.$Properties instead.
             */

            /**
             * Shape of a Sealed.
             * @typedef {tensorduct.v1.Sealed.$Properties} tensorduct.v1.Sealed.$Shape
             */

            /**
             * Constructs a new Sealed.
             * @memberof tensorduct.v1
             * @classdesc Represents a Sealed.
             * @constructor
             * @param {tensorduct.v1.Sealed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Sealed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Sealed body.
             * @member {Uint8Array} body
             * @memberof tensorduct.v1.Sealed
             * @instance
             */
            Sealed.prototype.body = $util.newBuffer([]);

            /**
             * Sealed mac.
             * @member {Uint8Array} mac
             * @memberof tensorduct.v1.Sealed
             * @instance
             */
            Sealed.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified Sealed message. Does not implicitly {@link tensorduct.v1.Sealed.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Sealed
             * @static
             * @param {tensorduct.v1.Sealed.$Properties} message Sealed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Sealed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Sealed message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Sealed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Sealed & tensorduct.v1.Sealed.$Shape} Sealed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Sealed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Sealed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Sealed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Sealed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Sealed} Sealed
             */
            Sealed.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Sealed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Sealed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Sealed();
                if (object.body != null)
                    if (object.body.length)
                        if (typeof object.body === "string")
                            $util.base64.decode(object.body, message.body = $util.newBuffer($util.base64.length(object.body)), 0);
                        else if (object.body.length >= 0)
                            message.body = object.body;
                if (object.mac != null)
                    if (object.mac.length)
                        if (typeof object.mac === "string")
                            $util.base64.decode(object.mac, message.mac = $util.newBuffer($util.base64.length(object.mac)), 0);
                        else if (object.mac.length >= 0)
                            message.mac = object.mac;
                return message;
            };

            /**
             * Creates a plain object from a Sealed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Sealed
             * @static
             * @param {tensorduct.v1.Sealed} message Sealed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Sealed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.body = "";
                    else {
                        object.body = [];
                        if (options.bytes !== $Array)
                            object.body = $util.newBuffer(object.body);
                    }
                    if (options.bytes === $String)
                        object.mac = "";
                    else {
                        object.mac = [];
                        if (options.bytes !== $Array)
                            object.mac = $util.newBuffer(object.mac);
                    }
                }
                if (message.body != null && $Object.hasOwnProperty.call(message, "body"))
                    object.body = options.bytes === $String ? $util.base64.encode(message.body, 0, message.body.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.body) : message.body;
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    object.mac = options.bytes === $String ? $util.base64.encode(message.mac, 0, message.mac.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.mac) : message.mac;
                return object;
            };

            /**
             * Converts this Sealed to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Sealed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Sealed.prototype.toJSON = function() {
                return Sealed.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Sealed
             * @function getTypeUrl
             * @memberof tensorduct.v1.Sealed
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Sealed.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Sealed";
            };

            return Sealed;
        })();

        v1.Brochure = (function() {

            /**
             * Properties of a Brochure.
             * @typedef {Object} tensorduct.v1.Brochure.$Properties
             * @property {string|null} [contextName] Brochure contextName
             * @property {Uint8Array|null} [contextId] Brochure contextId
             * @property {number|null} [window] Brochure window
             * @property {Object.<string,string>|null} [transports] Brochure transports
             * @property {Array.<tensorduct.v1.ChannelBrochure.$Properties>|null} [channels] Brochure channels
             * @property {tensorduct.v1.Limits.$Properties|null} [limits] Brochure limits
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Brochure.
             * @memberof tensorduct.v1
             * @interface IBrochure
             * @augments tensorduct.v1.Brochure.$Properties
             * @deprecated Use tensorduct.v1.Brochure.$Properties instead.
             */

            /**
             * Shape of a Brochure.
             * @typedef {tensorduct.v1.Brochure.$Properties} tensorduct.v1.Brochure.$Shape
             */

            /**
             * Constructs a new Brochure.
             * @memberof tensorduct.v1
             * @classdesc Represents a Brochure.
             * @constructor
             * @param {tensorduct.v1.Brochure.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Brochure = function (properties) {
                this.transports = {};
                this.channels = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Brochure contextName.
             * @member {string} contextName
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.contextName = "";

            /**
             * Brochure contextId.
             * @member {Uint8Array} contextId
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.contextId = $util.newBuffer([]);

            /**
             * Brochure window.
             * @member {number} window
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.window = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Brochure transports.
             * @member {Object.<string,string>} transports
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.transports = $util.emptyObject;

            /**
             * Brochure channels.
             * @member {Array.<tensorduct.v1.ChannelBrochure.$Properties>} channels
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.channels = $util.emptyArray;

            /**
             * Brochure limits.
             * @member {tensorduct.v1.Limits.$Properties|null|undefined} limits
             * @memberof tensorduct.v1.Brochure
             * @instance
             */
            Brochure.prototype.limits = null;

            /**
             * Encodes the specified Brochure message. Does not implicitly {@link tensorduct.v1.Brochure.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Brochure
             * @static
             * @param {tensorduct.v1.Brochure.$Properties} message Brochure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Brochure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.contextName != null && $Object.hasOwnProperty.call(message, "contextName") && message.contextName !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.contextName);
                if (message.contextId != null && $Object.hasOwnProperty.call(message, "contextId") && message.contextId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.contextId);
                if (message.window != null && $Object.hasOwnProperty.call(message, "window") && (typeof message.window === "object" ? message.window.low || message.window.high : message.window !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.window);
                if (message.transports != null && $Object.hasOwnProperty.call(message, "transports"))
                    for (let keys = $Object.keys(message.transports), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.transports[keys[i]]).ldelim();
                if (message.channels != null && message.channels.length)
                    for (let i = 0; i < message.channels.length; ++i)
                        $root.tensorduct.v1.ChannelBrochure.encode(message.channels[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.limits != null && $Object.hasOwnProperty.call(message, "limits"))
                    $root.tensorduct.v1.Limits.encode(message.limits, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Brochure message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Brochure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Brochure & tensorduct.v1.Brochure.$Shape} Brochure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Brochure.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Brochure();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.contextName = value;
                            else
                                delete message.contextName;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.contextId = value;
                            else
                                delete message.contextId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.window = value;
                            else
                                delete message.window;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.transports === $util.emptyObject)
                                message.transports = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.transports, key);
                            message.transports[key] = value;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.channels && message.channels.length))
                                message.channels = [];
                            message.channels.push($root.tensorduct.v1.ChannelBrochure.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.limits = $root.tensorduct.v1.Limits.decode(reader, reader.size(), $undefined, _depth + 1, message.limits);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Brochure message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Brochure
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Brochure} Brochure
             */
            Brochure.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Brochure)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Brochure: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Brochure();
                if (object.contextName != null)
                    if (typeof object.contextName !== "string" || object.contextName.length)
                        message.contextName = $String(object.contextName);
                if (object.contextId != null)
                    if (object.contextId.length)
                        if (typeof object.contextId === "string")
                            $util.base64.decode(object.contextId, message.contextId = $util.newBuffer($util.base64.length(object.contextId)), 0);
                        else if (object.contextId.length >= 0)
                            message.contextId = object.contextId;
                if (object.window != null)
                    if (typeof object.window === "object" ? object.window.low || object.window.high : $Number(object.window) !== 0)
                        if ($util.Long)
                            message.window = $util.Long.fromValue(object.window, true);
                        else if (typeof object.window === "string")
                            message.window = $parseInt(object.window, 10);
                        else if (typeof object.window === "number")
                            message.window = object.window;
                        else if (typeof object.window === "object")
                            message.window = new $util.LongBits(object.window.low >>> 0, object.window.high >>> 0).toNumber(true);
                if (object.transports) {
                    if (!$util.isObject(object.transports))
                        throw $TypeError(".tensorduct.v1.Brochure.transports: object expected");
                    message.transports = {};
                    for (let keys = $Object.keys(object.transports), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.transports, keys[i]);
                        message.transports[keys[i]] = $String(object.transports[keys[i]]);
                    }
                }
                if (object.channels) {
                    if (!$Array.isArray(object.channels))
                        throw $TypeError(".tensorduct.v1.Brochure.channels: array expected");
                    message.channels = $Array(object.channels.length);
                    for (let i = 0; i < object.channels.length; ++i) {
                        if (!$util.isObject(object.channels[i]))
                            throw $TypeError(".tensorduct.v1.Brochure.channels: object expected");
                        message.channels[i] = $root.tensorduct.v1.ChannelBrochure.fromObject(object.channels[i], _depth + 1);
                    }
                }
                if (object.limits != null) {
                    if (!$util.isObject(object.limits))
                        throw $TypeError(".tensorduct.v1.Brochure.limits: object expected");
                    message.limits = $root.tensorduct.v1.Limits.fromObject(object.limits, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Brochure message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Brochure
             * @static
             * @param {tensorduct.v1.Brochure} message Brochure
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Brochure.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.channels = [];
                if (options.objects || options.defaults)
                    object.transports = {};
                if (options.defaults) {
                    object.contextName = "";
                    if (options.bytes === $String)
                        object.contextId = "";
                    else {
                        object.contextId = [];
                        if (options.bytes !== $Array)
                            object.contextId = $util.newBuffer(object.contextId);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.window = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.window = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.limits = null;
                }
                if (message.contextName != null && $Object.hasOwnProperty.call(message, "contextName"))
                    object.contextName = message.contextName;
                if (message.contextId != null && $Object.hasOwnProperty.call(message, "contextId"))
                    object.contextId = options.bytes === $String ? $util.base64.encode(message.contextId, 0, message.contextId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.contextId) : message.contextId;
                if (message.window != null && $Object.hasOwnProperty.call(message, "window"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.window = typeof message.window === "number" ? $BigInt(message.window) : $util.Long.fromBits(message.window.low >>> 0, message.window.high >>> 0, true).toBigInt();
                    else if (typeof message.window === "number")
                        object.window = options.longs === $String ? $String(message.window) : message.window;
                    else
                        object.window = options.longs === $String ? $util.Long.prototype.toString.call(message.window) : options.longs === $Number ? new $util.LongBits(message.window.low >>> 0, message.window.high >>> 0).toNumber(true) : message.window;
                let keys2;
                if (message.transports && (keys2 = $Object.keys(message.transports)).length) {
                    object.transports = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.transports, keys2[j]);
                        object.transports[keys2[j]] = message.transports[keys2[j]];
                    }
                }
                if (message.channels && message.channels.length) {
                    object.channels = $Array(message.channels.length);
                    for (let j = 0; j < message.channels.length; ++j)
                        object.channels[j] = $root.tensorduct.v1.ChannelBrochure.toObject(message.channels[j], options, _depth + 1);
                }
                if (message.limits != null && $Object.hasOwnProperty.call(message, "limits"))
                    object.limits = $root.tensorduct.v1.Limits.toObject(message.limits, options, _depth + 1);
                return object;
            };

            /**
             * Converts this Brochure to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Brochure
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Brochure.prototype.toJSON = function() {
                return Brochure.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Brochure
             * @function getTypeUrl
             * @memberof tensorduct.v1.Brochure
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Brochure.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Brochure";
            };

            return Brochure;
        })();

        v1.ChannelBrochure = (function() {

            /**
             * Properties of a ChannelBrochure.
             * @typedef {Object} tensorduct.v1.ChannelBrochure.$Properties
             * @property {string|null} [name] ChannelBrochure name
             * @property {Object.<string,string>|null} [devices] ChannelBrochure devices
             * @property {number|null} [lanes] ChannelBrochure lanes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChannelBrochure.
             * @memberof tensorduct.v1
             * @interface IChannelBrochure
             * @augments tensorduct.v1.ChannelBrochure.$Properties
             * @deprecated Use tensorduct.v1.ChannelBrochure.$Properties instead.
             */

            /**
             * Shape of a ChannelBrochure.
             * @typedef {tensorduct.v1.ChannelBrochure.$Properties} tensorduct.v1.ChannelBrochure.$Shape
             */

            /**
             * Constructs a new ChannelBrochure.
             * @memberof tensorduct.v1
             * @classdesc Represents a ChannelBrochure.
             * @constructor
             * @param {tensorduct.v1.ChannelBrochure.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChannelBrochure = function (properties) {
                this.devices = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChannelBrochure name.
             * @member {string} name
             * @memberof tensorduct.v1.ChannelBrochure
             * @instance
             */
            ChannelBrochure.prototype.name = "";

            /**
             * ChannelBrochure devices.
             * @member {Object.<string,string>} devices
             * @memberof tensorduct.v1.ChannelBrochure
             * @instance
             */
            ChannelBrochure.prototype.devices = $util.emptyObject;

            /**
             * ChannelBrochure lanes.
             * @member {number} lanes
             * @memberof tensorduct.v1.ChannelBrochure
             * @instance
             */
            ChannelBrochure.prototype.lanes = 0;

            /**
             * Encodes the specified ChannelBrochure message. Does not implicitly {@link tensorduct.v1.ChannelBrochure.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.ChannelBrochure
             * @static
             * @param {tensorduct.v1.ChannelBrochure.$Properties} message ChannelBrochure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChannelBrochure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.devices != null && $Object.hasOwnProperty.call(message, "devices"))
                    for (let keys = $Object.keys(message.devices), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.devices[keys[i]]).ldelim();
                if (message.lanes != null && $Object.hasOwnProperty.call(message, "lanes") && message.lanes !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.lanes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChannelBrochure message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.ChannelBrochure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelBrochure & tensorduct.v1.ChannelBrochure.$Shape} ChannelBrochure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChannelBrochure.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.ChannelBrochure();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (message.devices === $util.emptyObject)
                                message.devices = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.devices, key);
                            message.devices[key] = value;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lanes = value;
                            else
                                delete message.lanes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ChannelBrochure message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.ChannelBrochure
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.ChannelBrochure} ChannelBrochure
             */
            ChannelBrochure.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.ChannelBrochure)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.ChannelBrochure: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.ChannelBrochure();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.devices) {
                    if (!$util.isObject(object.devices))
                        throw $TypeError(".tensorduct.v1.ChannelBrochure.devices: object expected");
                    message.devices = {};
                    for (let keys = $Object.keys(object.devices), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.devices, keys[i]);
                        message.devices[keys[i]] = $String(object.devices[keys[i]]);
                    }
                }
                if (object.lanes != null)
                    if ($Number(object.lanes) !== 0)
                        message.lanes = object.lanes >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a ChannelBrochure message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.ChannelBrochure
             * @static
             * @param {tensorduct.v1.ChannelBrochure} message ChannelBrochure
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ChannelBrochure.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.devices = {};
                if (options.defaults) {
                    object.name = "";
                    object.lanes = 0;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                let keys2;
                if (message.devices && (keys2 = $Object.keys(message.devices)).length) {
                    object.devices = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.devices, keys2[j]);
                        object.devices[keys2[j]] = message.devices[keys2[j]];
                    }
                }
                if (message.lanes != null && $Object.hasOwnProperty.call(message, "lanes"))
                    object.lanes = message.lanes;
                return object;
            };

            /**
             * Converts this ChannelBrochure to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.ChannelBrochure
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ChannelBrochure.prototype.toJSON = function() {
                return ChannelBrochure.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ChannelBrochure
             * @function getTypeUrl
             * @memberof tensorduct.v1.ChannelBrochure
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChannelBrochure.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.ChannelBrochure";
            };

            return ChannelBrochure;
        })();

        v1.Limits = (function() {

            /**
             * Properties of a Limits.
             * @typedef {Object} tensorduct.v1.Limits.$Properties
             * @property {number|null} [metadataBytes] Limits metadataBytes
             * @property {number|null} [payloadBytes] Limits payloadBytes
             * @property {number|null} [tensorBytes] Limits tensorBytes
             * @property {number|null} [payloads] Limits payloads
             * @property {number|null} [tensors] Limits tensors
             * @property {number|null} [inlineBytes] Limits inlineBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Limits.
             * @memberof tensorduct.v1
             * @interface ILimits
             * @augments tensorduct.v1.Limits.$Properties
             * @deprecated Use tensorduct.v1.Limits.$Properties instead.
             */

            /**
             * Shape of a Limits.
             * @typedef {tensorduct.v1.Limits.$Properties} tensorduct.v1.Limits.$Shape
             */

            /**
             * Constructs a new Limits.
             * @memberof tensorduct.v1
             * @classdesc Represents a Limits.
             * @constructor
             * @param {tensorduct.v1.Limits.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Limits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Limits metadataBytes.
             * @member {number} metadataBytes
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.metadataBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Limits payloadBytes.
             * @member {number} payloadBytes
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.payloadBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Limits tensorBytes.
             * @member {number} tensorBytes
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.tensorBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Limits payloads.
             * @member {number} payloads
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.payloads = 0;

            /**
             * Limits tensors.
             * @member {number} tensors
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.tensors = 0;

            /**
             * Limits inlineBytes.
             * @member {number} inlineBytes
             * @memberof tensorduct.v1.Limits
             * @instance
             */
            Limits.prototype.inlineBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Limits message. Does not implicitly {@link tensorduct.v1.Limits.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Limits
             * @static
             * @param {tensorduct.v1.Limits.$Properties} message Limits message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Limits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.metadataBytes != null && $Object.hasOwnProperty.call(message, "metadataBytes") && (typeof message.metadataBytes === "object" ? message.metadataBytes.low || message.metadataBytes.high : message.metadataBytes !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.metadataBytes);
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes") && (typeof message.payloadBytes === "object" ? message.payloadBytes.low || message.payloadBytes.high : message.payloadBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.payloadBytes);
                if (message.tensorBytes != null && $Object.hasOwnProperty.call(message, "tensorBytes") && (typeof message.tensorBytes === "object" ? message.tensorBytes.low || message.tensorBytes.high : message.tensorBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.tensorBytes);
                if (message.payloads != null && $Object.hasOwnProperty.call(message, "payloads") && message.payloads !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.payloads);
                if (message.tensors != null && $Object.hasOwnProperty.call(message, "tensors") && message.tensors !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.tensors);
                if (message.inlineBytes != null && $Object.hasOwnProperty.call(message, "inlineBytes") && (typeof message.inlineBytes === "object" ? message.inlineBytes.low || message.inlineBytes.high : message.inlineBytes !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.inlineBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Limits message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Limits
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Limits & tensorduct.v1.Limits.$Shape} Limits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Limits.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Limits();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.metadataBytes = value;
                            else
                                delete message.metadataBytes;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.payloadBytes = value;
                            else
                                delete message.payloadBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tensorBytes = value;
                            else
                                delete message.tensorBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.payloads = value;
                            else
                                delete message.payloads;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tensors = value;
                            else
                                delete message.tensors;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.inlineBytes = value;
                            else
                                delete message.inlineBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Limits message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Limits
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Limits} Limits
             */
            Limits.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Limits)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Limits: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Limits();
                if (object.metadataBytes != null)
                    if (typeof object.metadataBytes === "object" ? object.metadataBytes.low || object.metadataBytes.high : $Number(object.metadataBytes) !== 0)
                        if ($util.Long)
                            message.metadataBytes = $util.Long.fromValue(object.metadataBytes, true);
                        else if (typeof object.metadataBytes === "string")
                            message.metadataBytes = $parseInt(object.metadataBytes, 10);
                        else if (typeof object.metadataBytes === "number")
                            message.metadataBytes = object.metadataBytes;
                        else if (typeof object.metadataBytes === "object")
                            message.metadataBytes = new $util.LongBits(object.metadataBytes.low >>> 0, object.metadataBytes.high >>> 0).toNumber(true);
                if (object.payloadBytes != null)
                    if (typeof object.payloadBytes === "object" ? object.payloadBytes.low || object.payloadBytes.high : $Number(object.payloadBytes) !== 0)
                        if ($util.Long)
                            message.payloadBytes = $util.Long.fromValue(object.payloadBytes, true);
                        else if (typeof object.payloadBytes === "string")
                            message.payloadBytes = $parseInt(object.payloadBytes, 10);
                        else if (typeof object.payloadBytes === "number")
                            message.payloadBytes = object.payloadBytes;
                        else if (typeof object.payloadBytes === "object")
                            message.payloadBytes = new $util.LongBits(object.payloadBytes.low >>> 0, object.payloadBytes.high >>> 0).toNumber(true);
                if (object.tensorBytes != null)
                    if (typeof object.tensorBytes === "object" ? object.tensorBytes.low || object.tensorBytes.high : $Number(object.tensorBytes) !== 0)
                        if ($util.Long)
                            message.tensorBytes = $util.Long.fromValue(object.tensorBytes, true);
                        else if (typeof object.tensorBytes === "string")
                            message.tensorBytes = $parseInt(object.tensorBytes, 10);
                        else if (typeof object.tensorBytes === "number")
                            message.tensorBytes = object.tensorBytes;
                        else if (typeof object.tensorBytes === "object")
                            message.tensorBytes = new $util.LongBits(object.tensorBytes.low >>> 0, object.tensorBytes.high >>> 0).toNumber(true);
                if (object.payloads != null)
                    if ($Number(object.payloads) !== 0)
                        message.payloads = object.payloads >>> 0;
                if (object.tensors != null)
                    if ($Number(object.tensors) !== 0)
                        message.tensors = object.tensors >>> 0;
                if (object.inlineBytes != null)
                    if (typeof object.inlineBytes === "object" ? object.inlineBytes.low || object.inlineBytes.high : $Number(object.inlineBytes) !== 0)
                        if ($util.Long)
                            message.inlineBytes = $util.Long.fromValue(object.inlineBytes, true);
                        else if (typeof object.inlineBytes === "string")
                            message.inlineBytes = $parseInt(object.inlineBytes, 10);
                        else if (typeof object.inlineBytes === "number")
                            message.inlineBytes = object.inlineBytes;
                        else if (typeof object.inlineBytes === "object")
                            message.inlineBytes = new $util.LongBits(object.inlineBytes.low >>> 0, object.inlineBytes.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Limits message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Limits
             * @static
             * @param {tensorduct.v1.Limits} message Limits
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Limits.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.metadataBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.metadataBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.payloadBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.payloadBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.tensorBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.tensorBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.payloads = 0;
                    object.tensors = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.inlineBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.inlineBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.metadataBytes != null && $Object.hasOwnProperty.call(message, "metadataBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.metadataBytes = typeof message.metadataBytes === "number" ? $BigInt(message.metadataBytes) : $util.Long.fromBits(message.metadataBytes.low >>> 0, message.metadataBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.metadataBytes === "number")
                        object.metadataBytes = options.longs === $String ? $String(message.metadataBytes) : message.metadataBytes;
                    else
                        object.metadataBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.metadataBytes) : options.longs === $Number ? new $util.LongBits(message.metadataBytes.low >>> 0, message.metadataBytes.high >>> 0).toNumber(true) : message.metadataBytes;
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.payloadBytes = typeof message.payloadBytes === "number" ? $BigInt(message.payloadBytes) : $util.Long.fromBits(message.payloadBytes.low >>> 0, message.payloadBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.payloadBytes === "number")
                        object.payloadBytes = options.longs === $String ? $String(message.payloadBytes) : message.payloadBytes;
                    else
                        object.payloadBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.payloadBytes) : options.longs === $Number ? new $util.LongBits(message.payloadBytes.low >>> 0, message.payloadBytes.high >>> 0).toNumber(true) : message.payloadBytes;
                if (message.tensorBytes != null && $Object.hasOwnProperty.call(message, "tensorBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.tensorBytes = typeof message.tensorBytes === "number" ? $BigInt(message.tensorBytes) : $util.Long.fromBits(message.tensorBytes.low >>> 0, message.tensorBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.tensorBytes === "number")
                        object.tensorBytes = options.longs === $String ? $String(message.tensorBytes) : message.tensorBytes;
                    else
                        object.tensorBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.tensorBytes) : options.longs === $Number ? new $util.LongBits(message.tensorBytes.low >>> 0, message.tensorBytes.high >>> 0).toNumber(true) : message.tensorBytes;
                if (message.payloads != null && $Object.hasOwnProperty.call(message, "payloads"))
                    object.payloads = message.payloads;
                if (message.tensors != null && $Object.hasOwnProperty.call(message, "tensors"))
                    object.tensors = message.tensors;
                if (message.inlineBytes != null && $Object.hasOwnProperty.call(message, "inlineBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.inlineBytes = typeof message.inlineBytes === "number" ? $BigInt(message.inlineBytes) : $util.Long.fromBits(message.inlineBytes.low >>> 0, message.inlineBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.inlineBytes === "number")
                        object.inlineBytes = options.longs === $String ? $String(message.inlineBytes) : message.inlineBytes;
                    else
                        object.inlineBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.inlineBytes) : options.longs === $Number ? new $util.LongBits(message.inlineBytes.low >>> 0, message.inlineBytes.high >>> 0).toNumber(true) : message.inlineBytes;
                return object;
            };

            /**
             * Converts this Limits to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Limits
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Limits.prototype.toJSON = function() {
                return Limits.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Limits
             * @function getTypeUrl
             * @memberof tensorduct.v1.Limits
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Limits.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Limits";
            };

            return Limits;
        })();

        v1.OpenPipe = (function() {

            /**
             * Properties of an OpenPipe.
             * @typedef {Object} tensorduct.v1.OpenPipe.$Properties
             * @property {tensorduct.v1.Brochure.$Properties|null} [brochure] OpenPipe brochure
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OpenPipe.
             * @memberof tensorduct.v1
             * @interface IOpenPipe
             * @augments tensorduct.v1.OpenPipe.$Properties
             * @deprecated Use tensorduct.v1.OpenPipe.$Properties instead.
             */

            /**
             * Shape of an OpenPipe.
             * @typedef {tensorduct.v1.OpenPipe.$Properties} tensorduct.v1.OpenPipe.$Shape
             */

            /**
             * Constructs a new OpenPipe.
             * @memberof tensorduct.v1
             * @classdesc Represents an OpenPipe.
             * @constructor
             * @param {tensorduct.v1.OpenPipe.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OpenPipe = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OpenPipe brochure.
             * @member {tensorduct.v1.Brochure.$Properties|null|undefined} brochure
             * @memberof tensorduct.v1.OpenPipe
             * @instance
             */
            OpenPipe.prototype.brochure = null;

            /**
             * Encodes the specified OpenPipe message. Does not implicitly {@link tensorduct.v1.OpenPipe.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.OpenPipe
             * @static
             * @param {tensorduct.v1.OpenPipe.$Properties} message OpenPipe message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OpenPipe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.brochure != null && $Object.hasOwnProperty.call(message, "brochure"))
                    $root.tensorduct.v1.Brochure.encode(message.brochure, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OpenPipe message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.OpenPipe
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.OpenPipe & tensorduct.v1.OpenPipe.$Shape} OpenPipe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OpenPipe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.OpenPipe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.brochure = $root.tensorduct.v1.Brochure.decode(reader, reader.size(), $undefined, _depth + 1, message.brochure);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an OpenPipe message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.OpenPipe
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.OpenPipe} OpenPipe
             */
            OpenPipe.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.OpenPipe)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.OpenPipe: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.OpenPipe();
                if (object.brochure != null) {
                    if (!$util.isObject(object.brochure))
                        throw $TypeError(".tensorduct.v1.OpenPipe.brochure: object expected");
                    message.brochure = $root.tensorduct.v1.Brochure.fromObject(object.brochure, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an OpenPipe message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.OpenPipe
             * @static
             * @param {tensorduct.v1.OpenPipe} message OpenPipe
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OpenPipe.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.brochure = null;
                if (message.brochure != null && $Object.hasOwnProperty.call(message, "brochure"))
                    object.brochure = $root.tensorduct.v1.Brochure.toObject(message.brochure, options, _depth + 1);
                return object;
            };

            /**
             * Converts this OpenPipe to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.OpenPipe
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OpenPipe.prototype.toJSON = function() {
                return OpenPipe.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for OpenPipe
             * @function getTypeUrl
             * @memberof tensorduct.v1.OpenPipe
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            OpenPipe.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.OpenPipe";
            };

            return OpenPipe;
        })();

        v1.JoinPipe = (function() {

            /**
             * Properties of a JoinPipe.
             * @typedef {Object} tensorduct.v1.JoinPipe.$Properties
             * @property {Uint8Array|null} [registrationId] JoinPipe registrationId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JoinPipe.
             * @memberof tensorduct.v1
             * @interface IJoinPipe
             * @augments tensorduct.v1.JoinPipe.$Properties
             * @deprecated Use tensorduct.v1.JoinPipe.$Properties instead.
             */

            /**
             * Shape of a JoinPipe.
             * @typedef {tensorduct.v1.JoinPipe.$Properties} tensorduct.v1.JoinPipe.$Shape
             */

            /**
             * Constructs a new JoinPipe.
             * @memberof tensorduct.v1
             * @classdesc Represents a JoinPipe.
             * @constructor
             * @param {tensorduct.v1.JoinPipe.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JoinPipe = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JoinPipe registrationId.
             * @member {Uint8Array} registrationId
             * @memberof tensorduct.v1.JoinPipe
             * @instance
             */
            JoinPipe.prototype.registrationId = $util.newBuffer([]);

            /**
             * Encodes the specified JoinPipe message. Does not implicitly {@link tensorduct.v1.JoinPipe.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.JoinPipe
             * @static
             * @param {tensorduct.v1.JoinPipe.$Properties} message JoinPipe message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JoinPipe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.registrationId != null && $Object.hasOwnProperty.call(message, "registrationId") && message.registrationId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.registrationId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JoinPipe message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.JoinPipe
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.JoinPipe & tensorduct.v1.JoinPipe.$Shape} JoinPipe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JoinPipe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.JoinPipe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registrationId = value;
                            else
                                delete message.registrationId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a JoinPipe message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.JoinPipe
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.JoinPipe} JoinPipe
             */
            JoinPipe.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.JoinPipe)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.JoinPipe: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.JoinPipe();
                if (object.registrationId != null)
                    if (object.registrationId.length)
                        if (typeof object.registrationId === "string")
                            $util.base64.decode(object.registrationId, message.registrationId = $util.newBuffer($util.base64.length(object.registrationId)), 0);
                        else if (object.registrationId.length >= 0)
                            message.registrationId = object.registrationId;
                return message;
            };

            /**
             * Creates a plain object from a JoinPipe message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.JoinPipe
             * @static
             * @param {tensorduct.v1.JoinPipe} message JoinPipe
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            JoinPipe.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.registrationId = "";
                    else {
                        object.registrationId = [];
                        if (options.bytes !== $Array)
                            object.registrationId = $util.newBuffer(object.registrationId);
                    }
                if (message.registrationId != null && $Object.hasOwnProperty.call(message, "registrationId"))
                    object.registrationId = options.bytes === $String ? $util.base64.encode(message.registrationId, 0, message.registrationId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.registrationId) : message.registrationId;
                return object;
            };

            /**
             * Converts this JoinPipe to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.JoinPipe
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            JoinPipe.prototype.toJSON = function() {
                return JoinPipe.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for JoinPipe
             * @function getTypeUrl
             * @memberof tensorduct.v1.JoinPipe
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            JoinPipe.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.JoinPipe";
            };

            return JoinPipe;
        })();

        v1.PipeAnswer = (function() {

            /**
             * Properties of a PipeAnswer.
             * @typedef {Object} tensorduct.v1.PipeAnswer.$Properties
             * @property {tensorduct.v1.Brochure.$Properties|null} [brochure] PipeAnswer brochure
             * @property {Array.<tensorduct.v1.Upgrade.$Properties>|null} [upgrades] PipeAnswer upgrades
             * @property {Array.<tensorduct.v1.ChannelChoice.$Properties>|null} [channels] PipeAnswer channels
             * @property {Array.<tensorduct.v1.Verdict.$Properties>|null} [verdicts] PipeAnswer verdicts
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PipeAnswer.
             * @memberof tensorduct.v1
             * @interface IPipeAnswer
             * @augments tensorduct.v1.PipeAnswer.$Properties
             * @deprecated Use tensorduct.v1.PipeAnswer.$Properties instead.
             */

            /**
             * Shape of a PipeAnswer.
             * @typedef {tensorduct.v1.PipeAnswer.$Properties} tensorduct.v1.PipeAnswer.$Shape
             */

            /**
             * Constructs a new PipeAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a PipeAnswer.
             * @constructor
             * @param {tensorduct.v1.PipeAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PipeAnswer = function (properties) {
                this.upgrades = [];
                this.channels = [];
                this.verdicts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PipeAnswer brochure.
             * @member {tensorduct.v1.Brochure.$Properties|null|undefined} brochure
             * @memberof tensorduct.v1.PipeAnswer
             * @instance
             */
            PipeAnswer.prototype.brochure = null;

            /**
             * PipeAnswer upgrades.
             * @member {Array.<tensorduct.v1.Upgrade.$Properties>} upgrades
             * @memberof tensorduct.v1.PipeAnswer
             * @instance
             */
            PipeAnswer.prototype.upgrades = $util.emptyArray;

            /**
             * PipeAnswer channels.
             * @member {Array.<tensorduct.v1.ChannelChoice.$Properties>} channels
             * @memberof tensorduct.v1.PipeAnswer
             * @instance
             */
            PipeAnswer.prototype.channels = $util.emptyArray;

            /**
             * PipeAnswer verdicts.
             * @member {Array.<tensorduct.v1.Verdict.$Properties>} verdicts
             * @memberof tensorduct.v1.PipeAnswer
             * @instance
             */
            PipeAnswer.prototype.verdicts = $util.emptyArray;

            /**
             * Encodes the specified PipeAnswer message. Does not implicitly {@link tensorduct.v1.PipeAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.PipeAnswer
             * @static
             * @param {tensorduct.v1.PipeAnswer.$Properties} message PipeAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PipeAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.brochure != null && $Object.hasOwnProperty.call(message, "brochure"))
                    $root.tensorduct.v1.Brochure.encode(message.brochure, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.upgrades != null && message.upgrades.length)
                    for (let i = 0; i < message.upgrades.length; ++i)
                        $root.tensorduct.v1.Upgrade.encode(message.upgrades[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.channels != null && message.channels.length)
                    for (let i = 0; i < message.channels.length; ++i)
                        $root.tensorduct.v1.ChannelChoice.encode(message.channels[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.verdicts != null && message.verdicts.length)
                    for (let i = 0; i < message.verdicts.length; ++i)
                        $root.tensorduct.v1.Verdict.encode(message.verdicts[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PipeAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.PipeAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.PipeAnswer & tensorduct.v1.PipeAnswer.$Shape} PipeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PipeAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.PipeAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.brochure = $root.tensorduct.v1.Brochure.decode(reader, reader.size(), $undefined, _depth + 1, message.brochure);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.upgrades && message.upgrades.length))
                                message.upgrades = [];
                            message.upgrades.push($root.tensorduct.v1.Upgrade.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.channels && message.channels.length))
                                message.channels = [];
                            message.channels.push($root.tensorduct.v1.ChannelChoice.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.verdicts && message.verdicts.length))
                                message.verdicts = [];
                            message.verdicts.push($root.tensorduct.v1.Verdict.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PipeAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.PipeAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.PipeAnswer} PipeAnswer
             */
            PipeAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.PipeAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.PipeAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.PipeAnswer();
                if (object.brochure != null) {
                    if (!$util.isObject(object.brochure))
                        throw $TypeError(".tensorduct.v1.PipeAnswer.brochure: object expected");
                    message.brochure = $root.tensorduct.v1.Brochure.fromObject(object.brochure, _depth + 1);
                }
                if (object.upgrades) {
                    if (!$Array.isArray(object.upgrades))
                        throw $TypeError(".tensorduct.v1.PipeAnswer.upgrades: array expected");
                    message.upgrades = $Array(object.upgrades.length);
                    for (let i = 0; i < object.upgrades.length; ++i) {
                        if (!$util.isObject(object.upgrades[i]))
                            throw $TypeError(".tensorduct.v1.PipeAnswer.upgrades: object expected");
                        message.upgrades[i] = $root.tensorduct.v1.Upgrade.fromObject(object.upgrades[i], _depth + 1);
                    }
                }
                if (object.channels) {
                    if (!$Array.isArray(object.channels))
                        throw $TypeError(".tensorduct.v1.PipeAnswer.channels: array expected");
                    message.channels = $Array(object.channels.length);
                    for (let i = 0; i < object.channels.length; ++i) {
                        if (!$util.isObject(object.channels[i]))
                            throw $TypeError(".tensorduct.v1.PipeAnswer.channels: object expected");
                        message.channels[i] = $root.tensorduct.v1.ChannelChoice.fromObject(object.channels[i], _depth + 1);
                    }
                }
                if (object.verdicts) {
                    if (!$Array.isArray(object.verdicts))
                        throw $TypeError(".tensorduct.v1.PipeAnswer.verdicts: array expected");
                    message.verdicts = $Array(object.verdicts.length);
                    for (let i = 0; i < object.verdicts.length; ++i) {
                        if (!$util.isObject(object.verdicts[i]))
                            throw $TypeError(".tensorduct.v1.PipeAnswer.verdicts: object expected");
                        message.verdicts[i] = $root.tensorduct.v1.Verdict.fromObject(object.verdicts[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a PipeAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.PipeAnswer
             * @static
             * @param {tensorduct.v1.PipeAnswer} message PipeAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PipeAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.upgrades = [];
                    object.channels = [];
                    object.verdicts = [];
                }
                if (options.defaults)
                    object.brochure = null;
                if (message.brochure != null && $Object.hasOwnProperty.call(message, "brochure"))
                    object.brochure = $root.tensorduct.v1.Brochure.toObject(message.brochure, options, _depth + 1);
                if (message.upgrades && message.upgrades.length) {
                    object.upgrades = $Array(message.upgrades.length);
                    for (let j = 0; j < message.upgrades.length; ++j)
                        object.upgrades[j] = $root.tensorduct.v1.Upgrade.toObject(message.upgrades[j], options, _depth + 1);
                }
                if (message.channels && message.channels.length) {
                    object.channels = $Array(message.channels.length);
                    for (let j = 0; j < message.channels.length; ++j)
                        object.channels[j] = $root.tensorduct.v1.ChannelChoice.toObject(message.channels[j], options, _depth + 1);
                }
                if (message.verdicts && message.verdicts.length) {
                    object.verdicts = $Array(message.verdicts.length);
                    for (let j = 0; j < message.verdicts.length; ++j)
                        object.verdicts[j] = $root.tensorduct.v1.Verdict.toObject(message.verdicts[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this PipeAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.PipeAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PipeAnswer.prototype.toJSON = function() {
                return PipeAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PipeAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.PipeAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PipeAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.PipeAnswer";
            };

            return PipeAnswer;
        })();

        v1.Upgrade = (function() {

            /**
             * Properties of an Upgrade.
             * @typedef {Object} tensorduct.v1.Upgrade.$Properties
             * @property {string|null} [transport] Upgrade transport
             * @property {Array.<string>|null} [addresses] Upgrade addresses
             * @property {Uint8Array|null} [registrationId] Upgrade registrationId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Upgrade.
             * @memberof tensorduct.v1
             * @interface IUpgrade
             * @augments tensorduct.v1.Upgrade.$Properties
             * @deprecated Use tensorduct.v1.Upgrade.$Properties instead.
             */

            /**
             * Shape of an Upgrade.
             * @typedef {tensorduct.v1.Upgrade.$Properties} tensorduct.v1.Upgrade.$Shape
             */

            /**
             * Constructs a new Upgrade.
             * @memberof tensorduct.v1
             * @classdesc Represents an Upgrade.
             * @constructor
             * @param {tensorduct.v1.Upgrade.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Upgrade = function (properties) {
                this.addresses = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Upgrade transport.
             * @member {string} transport
             * @memberof tensorduct.v1.Upgrade
             * @instance
             */
            Upgrade.prototype.transport = "";

            /**
             * Upgrade addresses.
             * @member {Array.<string>} addresses
             * @memberof tensorduct.v1.Upgrade
             * @instance
             */
            Upgrade.prototype.addresses = $util.emptyArray;

            /**
             * Upgrade registrationId.
             * @member {Uint8Array} registrationId
             * @memberof tensorduct.v1.Upgrade
             * @instance
             */
            Upgrade.prototype.registrationId = $util.newBuffer([]);

            /**
             * Encodes the specified Upgrade message. Does not implicitly {@link tensorduct.v1.Upgrade.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Upgrade
             * @static
             * @param {tensorduct.v1.Upgrade.$Properties} message Upgrade message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Upgrade.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transport != null && $Object.hasOwnProperty.call(message, "transport") && message.transport !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.transport);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.addresses[i]);
                if (message.registrationId != null && $Object.hasOwnProperty.call(message, "registrationId") && message.registrationId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.registrationId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Upgrade message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Upgrade
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Upgrade & tensorduct.v1.Upgrade.$Shape} Upgrade
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Upgrade.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Upgrade();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.transport = value;
                            else
                                delete message.transport;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.registrationId = value;
                            else
                                delete message.registrationId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Upgrade message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Upgrade
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Upgrade} Upgrade
             */
            Upgrade.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Upgrade)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Upgrade: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Upgrade();
                if (object.transport != null)
                    if (typeof object.transport !== "string" || object.transport.length)
                        message.transport = $String(object.transport);
                if (object.addresses) {
                    if (!$Array.isArray(object.addresses))
                        throw $TypeError(".tensorduct.v1.Upgrade.addresses: array expected");
                    message.addresses = $Array(object.addresses.length);
                    for (let i = 0; i < object.addresses.length; ++i)
                        message.addresses[i] = $String(object.addresses[i]);
                }
                if (object.registrationId != null)
                    if (object.registrationId.length)
                        if (typeof object.registrationId === "string")
                            $util.base64.decode(object.registrationId, message.registrationId = $util.newBuffer($util.base64.length(object.registrationId)), 0);
                        else if (object.registrationId.length >= 0)
                            message.registrationId = object.registrationId;
                return message;
            };

            /**
             * Creates a plain object from an Upgrade message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Upgrade
             * @static
             * @param {tensorduct.v1.Upgrade} message Upgrade
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Upgrade.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.addresses = [];
                if (options.defaults) {
                    object.transport = "";
                    if (options.bytes === $String)
                        object.registrationId = "";
                    else {
                        object.registrationId = [];
                        if (options.bytes !== $Array)
                            object.registrationId = $util.newBuffer(object.registrationId);
                    }
                }
                if (message.transport != null && $Object.hasOwnProperty.call(message, "transport"))
                    object.transport = message.transport;
                if (message.addresses && message.addresses.length) {
                    object.addresses = $Array(message.addresses.length);
                    for (let j = 0; j < message.addresses.length; ++j)
                        object.addresses[j] = message.addresses[j];
                }
                if (message.registrationId != null && $Object.hasOwnProperty.call(message, "registrationId"))
                    object.registrationId = options.bytes === $String ? $util.base64.encode(message.registrationId, 0, message.registrationId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.registrationId) : message.registrationId;
                return object;
            };

            /**
             * Converts this Upgrade to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Upgrade
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Upgrade.prototype.toJSON = function() {
                return Upgrade.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Upgrade
             * @function getTypeUrl
             * @memberof tensorduct.v1.Upgrade
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Upgrade.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Upgrade";
            };

            return Upgrade;
        })();

        v1.ChannelChoice = (function() {

            /**
             * Properties of a ChannelChoice.
             * @typedef {Object} tensorduct.v1.ChannelChoice.$Properties
             * @property {string|null} [name] ChannelChoice name
             * @property {Array.<tensorduct.v1.DevicePair.$Properties>|null} [pairs] ChannelChoice pairs
             * @property {Array.<Uint8Array>|null} [registrationIds] ChannelChoice registrationIds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChannelChoice.
             * @memberof tensorduct.v1
             * @interface IChannelChoice
             * @augments tensorduct.v1.ChannelChoice.$Properties
             * @deprecated Use tensorduct.v1.ChannelChoice.$Properties instead.
             */

            /**
             * Shape of a ChannelChoice.
             * @typedef {tensorduct.v1.ChannelChoice.$Properties} tensorduct.v1.ChannelChoice.$Shape
             */

            /**
             * Constructs a new ChannelChoice.
             * @memberof tensorduct.v1
             * @classdesc Represents a ChannelChoice.
             * @constructor
             * @param {tensorduct.v1.ChannelChoice.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChannelChoice = function (properties) {
                this.pairs = [];
                this.registrationIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChannelChoice name.
             * @member {string} name
             * @memberof tensorduct.v1.ChannelChoice
             * @instance
             */
            ChannelChoice.prototype.name = "";

            /**
             * ChannelChoice pairs.
             * @member {Array.<tensorduct.v1.DevicePair.$Properties>} pairs
             * @memberof tensorduct.v1.ChannelChoice
             * @instance
             */
            ChannelChoice.prototype.pairs = $util.emptyArray;

            /**
             * ChannelChoice registrationIds.
             * @member {Array.<Uint8Array>} registrationIds
             * @memberof tensorduct.v1.ChannelChoice
             * @instance
             */
            ChannelChoice.prototype.registrationIds = $util.emptyArray;

            /**
             * Encodes the specified ChannelChoice message. Does not implicitly {@link tensorduct.v1.ChannelChoice.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.ChannelChoice
             * @static
             * @param {tensorduct.v1.ChannelChoice.$Properties} message ChannelChoice message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChannelChoice.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.pairs != null && message.pairs.length)
                    for (let i = 0; i < message.pairs.length; ++i)
                        $root.tensorduct.v1.DevicePair.encode(message.pairs[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.registrationIds != null && message.registrationIds.length)
                    for (let i = 0; i < message.registrationIds.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.registrationIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChannelChoice message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.ChannelChoice
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelChoice & tensorduct.v1.ChannelChoice.$Shape} ChannelChoice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChannelChoice.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.ChannelChoice();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.pairs && message.pairs.length))
                                message.pairs = [];
                            message.pairs.push($root.tensorduct.v1.DevicePair.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.registrationIds && message.registrationIds.length))
                                message.registrationIds = [];
                            message.registrationIds.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ChannelChoice message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.ChannelChoice
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.ChannelChoice} ChannelChoice
             */
            ChannelChoice.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.ChannelChoice)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.ChannelChoice: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.ChannelChoice();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.pairs) {
                    if (!$Array.isArray(object.pairs))
                        throw $TypeError(".tensorduct.v1.ChannelChoice.pairs: array expected");
                    message.pairs = $Array(object.pairs.length);
                    for (let i = 0; i < object.pairs.length; ++i) {
                        if (!$util.isObject(object.pairs[i]))
                            throw $TypeError(".tensorduct.v1.ChannelChoice.pairs: object expected");
                        message.pairs[i] = $root.tensorduct.v1.DevicePair.fromObject(object.pairs[i], _depth + 1);
                    }
                }
                if (object.registrationIds) {
                    if (!$Array.isArray(object.registrationIds))
                        throw $TypeError(".tensorduct.v1.ChannelChoice.registrationIds: array expected");
                    message.registrationIds = $Array(object.registrationIds.length);
                    for (let i = 0; i < object.registrationIds.length; ++i)
                        if (typeof object.registrationIds[i] === "string")
                            $util.base64.decode(object.registrationIds[i], message.registrationIds[i] = $util.newBuffer($util.base64.length(object.registrationIds[i])), 0);
                        else if (object.registrationIds[i].length >= 0)
                            message.registrationIds[i] = object.registrationIds[i];
                }
                return message;
            };

            /**
             * Creates a plain object from a ChannelChoice message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.ChannelChoice
             * @static
             * @param {tensorduct.v1.ChannelChoice} message ChannelChoice
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ChannelChoice.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.pairs = [];
                    object.registrationIds = [];
                }
                if (options.defaults)
                    object.name = "";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.pairs && message.pairs.length) {
                    object.pairs = $Array(message.pairs.length);
                    for (let j = 0; j < message.pairs.length; ++j)
                        object.pairs[j] = $root.tensorduct.v1.DevicePair.toObject(message.pairs[j], options, _depth + 1);
                }
                if (message.registrationIds && message.registrationIds.length) {
                    object.registrationIds = $Array(message.registrationIds.length);
                    for (let j = 0; j < message.registrationIds.length; ++j)
                        object.registrationIds[j] = options.bytes === $String ? $util.base64.encode(message.registrationIds[j], 0, message.registrationIds[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.registrationIds[j]) : message.registrationIds[j];
                }
                return object;
            };

            /**
             * Converts this ChannelChoice to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.ChannelChoice
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ChannelChoice.prototype.toJSON = function() {
                return ChannelChoice.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ChannelChoice
             * @function getTypeUrl
             * @memberof tensorduct.v1.ChannelChoice
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChannelChoice.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.ChannelChoice";
            };

            return ChannelChoice;
        })();

        v1.DevicePair = (function() {

            /**
             * Properties of a DevicePair.
             * @typedef {Object} tensorduct.v1.DevicePair.$Properties
             * @property {string|null} [serverDevice] DevicePair serverDevice
             * @property {string|null} [clientDevice] DevicePair clientDevice
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DevicePair.
             * @memberof tensorduct.v1
             * @interface IDevicePair
             * @augments tensorduct.v1.DevicePair.$Properties
             * @deprecated Use tensorduct.v1.DevicePair.$Properties instead.
             */

            /**
             * Shape of a DevicePair.
             * @typedef {tensorduct.v1.DevicePair.$Properties} tensorduct.v1.DevicePair.$Shape
             */

            /**
             * Constructs a new DevicePair.
             * @memberof tensorduct.v1
             * @classdesc Represents a DevicePair.
             * @constructor
             * @param {tensorduct.v1.DevicePair.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DevicePair = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DevicePair serverDevice.
             * @member {string} serverDevice
             * @memberof tensorduct.v1.DevicePair
             * @instance
             */
            DevicePair.prototype.serverDevice = "";

            /**
             * DevicePair clientDevice.
             * @member {string} clientDevice
             * @memberof tensorduct.v1.DevicePair
             * @instance
             */
            DevicePair.prototype.clientDevice = "";

            /**
             * Encodes the specified DevicePair message. Does not implicitly {@link tensorduct.v1.DevicePair.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.DevicePair
             * @static
             * @param {tensorduct.v1.DevicePair.$Properties} message DevicePair message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DevicePair.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.serverDevice != null && $Object.hasOwnProperty.call(message, "serverDevice") && message.serverDevice !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.serverDevice);
                if (message.clientDevice != null && $Object.hasOwnProperty.call(message, "clientDevice") && message.clientDevice !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.clientDevice);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DevicePair message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.DevicePair
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.DevicePair & tensorduct.v1.DevicePair.$Shape} DevicePair
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DevicePair.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.DevicePair();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serverDevice = value;
                            else
                                delete message.serverDevice;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.clientDevice = value;
                            else
                                delete message.clientDevice;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DevicePair message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.DevicePair
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.DevicePair} DevicePair
             */
            DevicePair.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.DevicePair)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.DevicePair: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.DevicePair();
                if (object.serverDevice != null)
                    if (typeof object.serverDevice !== "string" || object.serverDevice.length)
                        message.serverDevice = $String(object.serverDevice);
                if (object.clientDevice != null)
                    if (typeof object.clientDevice !== "string" || object.clientDevice.length)
                        message.clientDevice = $String(object.clientDevice);
                return message;
            };

            /**
             * Creates a plain object from a DevicePair message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.DevicePair
             * @static
             * @param {tensorduct.v1.DevicePair} message DevicePair
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DevicePair.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.serverDevice = "";
                    object.clientDevice = "";
                }
                if (message.serverDevice != null && $Object.hasOwnProperty.call(message, "serverDevice"))
                    object.serverDevice = message.serverDevice;
                if (message.clientDevice != null && $Object.hasOwnProperty.call(message, "clientDevice"))
                    object.clientDevice = message.clientDevice;
                return object;
            };

            /**
             * Converts this DevicePair to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.DevicePair
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DevicePair.prototype.toJSON = function() {
                return DevicePair.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DevicePair
             * @function getTypeUrl
             * @memberof tensorduct.v1.DevicePair
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DevicePair.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.DevicePair";
            };

            return DevicePair;
        })();

        v1.Verdict = (function() {

            /**
             * Properties of a Verdict.
             * @typedef {Object} tensorduct.v1.Verdict.$Properties
             * @property {string|null} [kind] Verdict kind
             * @property {string|null} [name] Verdict name
             * @property {string|null} [reason] Verdict reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Verdict.
             * @memberof tensorduct.v1
             * @interface IVerdict
             * @augments tensorduct.v1.Verdict.$Properties
             * @deprecated Use tensorduct.v1.Verdict.$Properties instead.
             */

            /**
             * Shape of a Verdict.
             * @typedef {tensorduct.v1.Verdict.$Properties} tensorduct.v1.Verdict.$Shape
             */

            /**
             * Constructs a new Verdict.
             * @memberof tensorduct.v1
             * @classdesc Represents a Verdict.
             * @constructor
             * @param {tensorduct.v1.Verdict.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Verdict = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Verdict kind.
             * @member {string} kind
             * @memberof tensorduct.v1.Verdict
             * @instance
             */
            Verdict.prototype.kind = "";

            /**
             * Verdict name.
             * @member {string} name
             * @memberof tensorduct.v1.Verdict
             * @instance
             */
            Verdict.prototype.name = "";

            /**
             * Verdict reason.
             * @member {string} reason
             * @memberof tensorduct.v1.Verdict
             * @instance
             */
            Verdict.prototype.reason = "";

            /**
             * Encodes the specified Verdict message. Does not implicitly {@link tensorduct.v1.Verdict.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Verdict
             * @static
             * @param {tensorduct.v1.Verdict.$Properties} message Verdict message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Verdict.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Verdict message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Verdict
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Verdict & tensorduct.v1.Verdict.$Shape} Verdict
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Verdict.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Verdict();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Verdict message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Verdict
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Verdict} Verdict
             */
            Verdict.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Verdict)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Verdict: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Verdict();
                if (object.kind != null)
                    if (typeof object.kind !== "string" || object.kind.length)
                        message.kind = $String(object.kind);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Verdict message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Verdict
             * @static
             * @param {tensorduct.v1.Verdict} message Verdict
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Verdict.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.kind = "";
                    object.name = "";
                    object.reason = "";
                }
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = message.kind;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Verdict to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Verdict
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Verdict.prototype.toJSON = function() {
                return Verdict.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Verdict
             * @function getTypeUrl
             * @memberof tensorduct.v1.Verdict
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Verdict.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Verdict";
            };

            return Verdict;
        })();

        v1.JoinAnswer = (function() {

            /**
             * Properties of a JoinAnswer.
             * @typedef {Object} tensorduct.v1.JoinAnswer.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JoinAnswer.
             * @memberof tensorduct.v1
             * @interface IJoinAnswer
             * @augments tensorduct.v1.JoinAnswer.$Properties
             * @deprecated Use tensorduct.v1.JoinAnswer.$Properties instead.
             */

            /**
             * Shape of a JoinAnswer.
             * @typedef {tensorduct.v1.JoinAnswer.$Properties} tensorduct.v1.JoinAnswer.$Shape
             */

            /**
             * Constructs a new JoinAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a JoinAnswer.
             * @constructor
             * @param {tensorduct.v1.JoinAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JoinAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified JoinAnswer message. Does not implicitly {@link tensorduct.v1.JoinAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.JoinAnswer
             * @static
             * @param {tensorduct.v1.JoinAnswer.$Properties} message JoinAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JoinAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JoinAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.JoinAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.JoinAnswer & tensorduct.v1.JoinAnswer.$Shape} JoinAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JoinAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.JoinAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a JoinAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.JoinAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.JoinAnswer} JoinAnswer
             */
            JoinAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.JoinAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.JoinAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.tensorduct.v1.JoinAnswer();
            };

            /**
             * Creates a plain object from a JoinAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.JoinAnswer
             * @static
             * @param {tensorduct.v1.JoinAnswer} message JoinAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            JoinAnswer.toObject = function () {
                return {};
            };

            /**
             * Converts this JoinAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.JoinAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            JoinAnswer.prototype.toJSON = function() {
                return JoinAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for JoinAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.JoinAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            JoinAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.JoinAnswer";
            };

            return JoinAnswer;
        })();

        v1.Settled = (function() {

            /**
             * Properties of a Settled.
             * @typedef {Object} tensorduct.v1.Settled.$Properties
             * @property {string|null} [transport] Settled transport
             * @property {Array.<tensorduct.v1.Verdict.$Properties>|null} [failures] Settled failures
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Settled.
             * @memberof tensorduct.v1
             * @interface ISettled
             * @augments tensorduct.v1.Settled.$Properties
             * @deprecated Use tensorduct.v1.Settled.$Properties instead.
             */

            /**
             * Shape of a Settled.
             * @typedef {tensorduct.v1.Settled.$Properties} tensorduct.v1.Settled.$Shape
             */

            /**
             * Constructs a new Settled.
             * @memberof tensorduct.v1
             * @classdesc Represents a Settled.
             * @constructor
             * @param {tensorduct.v1.Settled.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Settled = function (properties) {
                this.failures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Settled transport.
             * @member {string} transport
             * @memberof tensorduct.v1.Settled
             * @instance
             */
            Settled.prototype.transport = "";

            /**
             * Settled failures.
             * @member {Array.<tensorduct.v1.Verdict.$Properties>} failures
             * @memberof tensorduct.v1.Settled
             * @instance
             */
            Settled.prototype.failures = $util.emptyArray;

            /**
             * Encodes the specified Settled message. Does not implicitly {@link tensorduct.v1.Settled.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Settled
             * @static
             * @param {tensorduct.v1.Settled.$Properties} message Settled message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Settled.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transport != null && $Object.hasOwnProperty.call(message, "transport") && message.transport !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.transport);
                if (message.failures != null && message.failures.length)
                    for (let i = 0; i < message.failures.length; ++i)
                        $root.tensorduct.v1.Verdict.encode(message.failures[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Settled message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Settled
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Settled & tensorduct.v1.Settled.$Shape} Settled
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Settled.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Settled();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.transport = value;
                            else
                                delete message.transport;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.failures && message.failures.length))
                                message.failures = [];
                            message.failures.push($root.tensorduct.v1.Verdict.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Settled message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Settled
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Settled} Settled
             */
            Settled.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Settled)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Settled: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Settled();
                if (object.transport != null)
                    if (typeof object.transport !== "string" || object.transport.length)
                        message.transport = $String(object.transport);
                if (object.failures) {
                    if (!$Array.isArray(object.failures))
                        throw $TypeError(".tensorduct.v1.Settled.failures: array expected");
                    message.failures = $Array(object.failures.length);
                    for (let i = 0; i < object.failures.length; ++i) {
                        if (!$util.isObject(object.failures[i]))
                            throw $TypeError(".tensorduct.v1.Settled.failures: object expected");
                        message.failures[i] = $root.tensorduct.v1.Verdict.fromObject(object.failures[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Settled message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Settled
             * @static
             * @param {tensorduct.v1.Settled} message Settled
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Settled.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.failures = [];
                if (options.defaults)
                    object.transport = "";
                if (message.transport != null && $Object.hasOwnProperty.call(message, "transport"))
                    object.transport = message.transport;
                if (message.failures && message.failures.length) {
                    object.failures = $Array(message.failures.length);
                    for (let j = 0; j < message.failures.length; ++j)
                        object.failures[j] = $root.tensorduct.v1.Verdict.toObject(message.failures[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Settled to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Settled
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Settled.prototype.toJSON = function() {
                return Settled.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Settled
             * @function getTypeUrl
             * @memberof tensorduct.v1.Settled
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Settled.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Settled";
            };

            return Settled;
        })();

        v1.Descriptor = (function() {

            /**
             * Properties of a Descriptor.
             * @typedef {Object} tensorduct.v1.Descriptor.$Properties
             * @property {Uint8Array|null} [metadata] Descriptor metadata
             * @property {Array.<tensorduct.v1.PayloadDescriptor.$Properties>|null} [payloads] Descriptor payloads
             * @property {Array.<tensorduct.v1.TensorDescriptor.$Properties>|null} [tensors] Descriptor tensors
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Descriptor.
             * @memberof tensorduct.v1
             * @interface IDescriptor
             * @augments tensorduct.v1.Descriptor.$Properties
             * @deprecated Use tensorduct.v1.Descriptor.$Properties instead.
             */

            /**
             * Shape of a Descriptor.
             * @typedef {tensorduct.v1.Descriptor.$Properties} tensorduct.v1.Descriptor.$Shape
             */

            /**
             * Constructs a new Descriptor.
             * @memberof tensorduct.v1
             * @classdesc Represents a Descriptor.
             * @constructor
             * @param {tensorduct.v1.Descriptor.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Descriptor = function (properties) {
                this.payloads = [];
                this.tensors = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Descriptor metadata.
             * @member {Uint8Array} metadata
             * @memberof tensorduct.v1.Descriptor
             * @instance
             */
            Descriptor.prototype.metadata = $util.newBuffer([]);

            /**
             * Descriptor payloads.
             * @member {Array.<tensorduct.v1.PayloadDescriptor.$Properties>} payloads
             * @memberof tensorduct.v1.Descriptor
             * @instance
             */
            Descriptor.prototype.payloads = $util.emptyArray;

            /**
             * Descriptor tensors.
             * @member {Array.<tensorduct.v1.TensorDescriptor.$Properties>} tensors
             * @memberof tensorduct.v1.Descriptor
             * @instance
             */
            Descriptor.prototype.tensors = $util.emptyArray;

            /**
             * Encodes the specified Descriptor message. Does not implicitly {@link tensorduct.v1.Descriptor.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Descriptor
             * @static
             * @param {tensorduct.v1.Descriptor.$Properties} message Descriptor message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Descriptor.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata") && message.metadata.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.metadata);
                if (message.payloads != null && message.payloads.length)
                    for (let i = 0; i < message.payloads.length; ++i)
                        $root.tensorduct.v1.PayloadDescriptor.encode(message.payloads[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.tensors != null && message.tensors.length)
                    for (let i = 0; i < message.tensors.length; ++i)
                        $root.tensorduct.v1.TensorDescriptor.encode(message.tensors[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Descriptor message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Descriptor
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Descriptor & tensorduct.v1.Descriptor.$Shape} Descriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Descriptor.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Descriptor();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.metadata = value;
                            else
                                delete message.metadata;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.payloads && message.payloads.length))
                                message.payloads = [];
                            message.payloads.push($root.tensorduct.v1.PayloadDescriptor.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tensors && message.tensors.length))
                                message.tensors = [];
                            message.tensors.push($root.tensorduct.v1.TensorDescriptor.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Descriptor message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Descriptor
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Descriptor} Descriptor
             */
            Descriptor.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Descriptor)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Descriptor: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Descriptor();
                if (object.metadata != null)
                    if (object.metadata.length)
                        if (typeof object.metadata === "string")
                            $util.base64.decode(object.metadata, message.metadata = $util.newBuffer($util.base64.length(object.metadata)), 0);
                        else if (object.metadata.length >= 0)
                            message.metadata = object.metadata;
                if (object.payloads) {
                    if (!$Array.isArray(object.payloads))
                        throw $TypeError(".tensorduct.v1.Descriptor.payloads: array expected");
                    message.payloads = $Array(object.payloads.length);
                    for (let i = 0; i < object.payloads.length; ++i) {
                        if (!$util.isObject(object.payloads[i]))
                            throw $TypeError(".tensorduct.v1.Descriptor.payloads: object expected");
                        message.payloads[i] = $root.tensorduct.v1.PayloadDescriptor.fromObject(object.payloads[i], _depth + 1);
                    }
                }
                if (object.tensors) {
                    if (!$Array.isArray(object.tensors))
                        throw $TypeError(".tensorduct.v1.Descriptor.tensors: array expected");
                    message.tensors = $Array(object.tensors.length);
                    for (let i = 0; i < object.tensors.length; ++i) {
                        if (!$util.isObject(object.tensors[i]))
                            throw $TypeError(".tensorduct.v1.Descriptor.tensors: object expected");
                        message.tensors[i] = $root.tensorduct.v1.TensorDescriptor.fromObject(object.tensors[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Descriptor message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Descriptor
             * @static
             * @param {tensorduct.v1.Descriptor} message Descriptor
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Descriptor.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.payloads = [];
                    object.tensors = [];
                }
                if (options.defaults)
                    if (options.bytes === $String)
                        object.metadata = "";
                    else {
                        object.metadata = [];
                        if (options.bytes !== $Array)
                            object.metadata = $util.newBuffer(object.metadata);
                    }
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata"))
                    object.metadata = options.bytes === $String ? $util.base64.encode(message.metadata, 0, message.metadata.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.metadata) : message.metadata;
                if (message.payloads && message.payloads.length) {
                    object.payloads = $Array(message.payloads.length);
                    for (let j = 0; j < message.payloads.length; ++j)
                        object.payloads[j] = $root.tensorduct.v1.PayloadDescriptor.toObject(message.payloads[j], options, _depth + 1);
                }
                if (message.tensors && message.tensors.length) {
                    object.tensors = $Array(message.tensors.length);
                    for (let j = 0; j < message.tensors.length; ++j)
                        object.tensors[j] = $root.tensorduct.v1.TensorDescriptor.toObject(message.tensors[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Descriptor to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Descriptor
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Descriptor.prototype.toJSON = function() {
                return Descriptor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Descriptor
             * @function getTypeUrl
             * @memberof tensorduct.v1.Descriptor
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Descriptor.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Descriptor";
            };

            return Descriptor;
        })();

        v1.PayloadDescriptor = (function() {

            /**
             * Properties of a PayloadDescriptor.
             * @typedef {Object} tensorduct.v1.PayloadDescriptor.$Properties
             * @property {number|null} [length] PayloadDescriptor length
             * @property {Uint8Array|null} [metadata] PayloadDescriptor metadata
             * @property {tensorduct.v1.Offer.$Properties|null} [offer] PayloadDescriptor offer
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PayloadDescriptor.
             * @memberof tensorduct.v1
             * @interface IPayloadDescriptor
             * @augments tensorduct.v1.PayloadDescriptor.$Properties
             * @deprecated Use tensorduct.v1.PayloadDescriptor.$Properties instead.
             */

            /**
             * Shape of a PayloadDescriptor.
             * @typedef {tensorduct.v1.PayloadDescriptor.$Properties} tensorduct.v1.PayloadDescriptor.$Shape
             */

            /**
             * Constructs a new PayloadDescriptor.
             * @memberof tensorduct.v1
             * @classdesc Represents a PayloadDescriptor.
             * @constructor
             * @param {tensorduct.v1.PayloadDescriptor.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PayloadDescriptor = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PayloadDescriptor length.
             * @member {number} length
             * @memberof tensorduct.v1.PayloadDescriptor
             * @instance
             */
            PayloadDescriptor.prototype.length = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PayloadDescriptor metadata.
             * @member {Uint8Array} metadata
             * @memberof tensorduct.v1.PayloadDescriptor
             * @instance
             */
            PayloadDescriptor.prototype.metadata = $util.newBuffer([]);

            /**
             * PayloadDescriptor offer.
             * @member {tensorduct.v1.Offer.$Properties|null|undefined} offer
             * @memberof tensorduct.v1.PayloadDescriptor
             * @instance
             */
            PayloadDescriptor.prototype.offer = null;

            /**
             * Encodes the specified PayloadDescriptor message. Does not implicitly {@link tensorduct.v1.PayloadDescriptor.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.PayloadDescriptor
             * @static
             * @param {tensorduct.v1.PayloadDescriptor.$Properties} message PayloadDescriptor message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PayloadDescriptor.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && (typeof message.length === "object" ? message.length.low || message.length.high : message.length !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.length);
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata") && message.metadata.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.metadata);
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    $root.tensorduct.v1.Offer.encode(message.offer, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PayloadDescriptor message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.PayloadDescriptor
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.PayloadDescriptor & tensorduct.v1.PayloadDescriptor.$Shape} PayloadDescriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PayloadDescriptor.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.PayloadDescriptor();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.metadata = value;
                            else
                                delete message.metadata;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.offer = $root.tensorduct.v1.Offer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PayloadDescriptor message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.PayloadDescriptor
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.PayloadDescriptor} PayloadDescriptor
             */
            PayloadDescriptor.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.PayloadDescriptor)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.PayloadDescriptor: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.PayloadDescriptor();
                if (object.length != null)
                    if (typeof object.length === "object" ? object.length.low || object.length.high : $Number(object.length) !== 0)
                        if ($util.Long)
                            message.length = $util.Long.fromValue(object.length, true);
                        else if (typeof object.length === "string")
                            message.length = $parseInt(object.length, 10);
                        else if (typeof object.length === "number")
                            message.length = object.length;
                        else if (typeof object.length === "object")
                            message.length = new $util.LongBits(object.length.low >>> 0, object.length.high >>> 0).toNumber(true);
                if (object.metadata != null)
                    if (object.metadata.length)
                        if (typeof object.metadata === "string")
                            $util.base64.decode(object.metadata, message.metadata = $util.newBuffer($util.base64.length(object.metadata)), 0);
                        else if (object.metadata.length >= 0)
                            message.metadata = object.metadata;
                if (object.offer != null) {
                    if (!$util.isObject(object.offer))
                        throw $TypeError(".tensorduct.v1.PayloadDescriptor.offer: object expected");
                    message.offer = $root.tensorduct.v1.Offer.fromObject(object.offer, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a PayloadDescriptor message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.PayloadDescriptor
             * @static
             * @param {tensorduct.v1.PayloadDescriptor} message PayloadDescriptor
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PayloadDescriptor.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.length = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.length = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.metadata = "";
                    else {
                        object.metadata = [];
                        if (options.bytes !== $Array)
                            object.metadata = $util.newBuffer(object.metadata);
                    }
                    object.offer = null;
                }
                if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.length = typeof message.length === "number" ? $BigInt(message.length) : $util.Long.fromBits(message.length.low >>> 0, message.length.high >>> 0, true).toBigInt();
                    else if (typeof message.length === "number")
                        object.length = options.longs === $String ? $String(message.length) : message.length;
                    else
                        object.length = options.longs === $String ? $util.Long.prototype.toString.call(message.length) : options.longs === $Number ? new $util.LongBits(message.length.low >>> 0, message.length.high >>> 0).toNumber(true) : message.length;
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata"))
                    object.metadata = options.bytes === $String ? $util.base64.encode(message.metadata, 0, message.metadata.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.metadata) : message.metadata;
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    object.offer = $root.tensorduct.v1.Offer.toObject(message.offer, options, _depth + 1);
                return object;
            };

            /**
             * Converts this PayloadDescriptor to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.PayloadDescriptor
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PayloadDescriptor.prototype.toJSON = function() {
                return PayloadDescriptor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PayloadDescriptor
             * @function getTypeUrl
             * @memberof tensorduct.v1.PayloadDescriptor
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PayloadDescriptor.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.PayloadDescriptor";
            };

            return PayloadDescriptor;
        })();

        v1.TensorDescriptor = (function() {

            /**
             * Properties of a TensorDescriptor.
             * @typedef {Object} tensorduct.v1.TensorDescriptor.$Properties
             * @property {number|null} [length] TensorDescriptor length
             * @property {Uint8Array|null} [metadata] TensorDescriptor metadata
             * @property {tensorduct.v1.Offer.$Properties|null} [offer] TensorDescriptor offer
             * @property {number|null} [dtype] TensorDescriptor dtype
             * @property {Array.<number>|null} [shape] TensorDescriptor shape
             * @property {string|null} [sourceDevice] TensorDescriptor sourceDevice
             * @property {string|null} [targetDevice] TensorDescriptor targetDevice
             * @property {boolean|null} [undecided] TensorDescriptor undecided
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TensorDescriptor.
             * @memberof tensorduct.v1
             * @interface ITensorDescriptor
             * @augments tensorduct.v1.TensorDescriptor.$Properties
             * @deprecated Use tensorduct.v1.TensorDescriptor.$Properties instead.
             */

            /**
             * Shape of a TensorDescriptor.
             * @typedef {tensorduct.v1.TensorDescriptor.$Properties} tensorduct.v1.TensorDescriptor.$Shape
             */

            /**
             * Constructs a new TensorDescriptor.
             * @memberof tensorduct.v1
             * @classdesc Represents a TensorDescriptor.
             * @constructor
             * @param {tensorduct.v1.TensorDescriptor.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TensorDescriptor = function (properties) {
                this.shape = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TensorDescriptor length.
             * @member {number} length
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.length = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * TensorDescriptor metadata.
             * @member {Uint8Array} metadata
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.metadata = $util.newBuffer([]);

            /**
             * TensorDescriptor offer.
             * @member {tensorduct.v1.Offer.$Properties|null|undefined} offer
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.offer = null;

            /**
             * TensorDescriptor dtype.
             * @member {number} dtype
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.dtype = 0;

            /**
             * TensorDescriptor shape.
             * @member {Array.<number>} shape
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.shape = $util.emptyArray;

            /**
             * TensorDescriptor sourceDevice.
             * @member {string} sourceDevice
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.sourceDevice = "";

            /**
             * TensorDescriptor targetDevice.
             * @member {string} targetDevice
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.targetDevice = "";

            /**
             * TensorDescriptor undecided.
             * @member {boolean} undecided
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             */
            TensorDescriptor.prototype.undecided = false;

            /**
             * Encodes the specified TensorDescriptor message. Does not implicitly {@link tensorduct.v1.TensorDescriptor.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.TensorDescriptor
             * @static
             * @param {tensorduct.v1.TensorDescriptor.$Properties} message TensorDescriptor message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TensorDescriptor.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && (typeof message.length === "object" ? message.length.low || message.length.high : message.length !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.length);
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata") && message.metadata.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.metadata);
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    $root.tensorduct.v1.Offer.encode(message.offer, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.dtype != null && $Object.hasOwnProperty.call(message, "dtype") && message.dtype !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.dtype);
                if (message.shape != null && message.shape.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).uint64s(message.shape);
                if (message.sourceDevice != null && $Object.hasOwnProperty.call(message, "sourceDevice") && message.sourceDevice !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.sourceDevice);
                if (message.targetDevice != null && $Object.hasOwnProperty.call(message, "targetDevice") && message.targetDevice !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.targetDevice);
                if (message.undecided != null && $Object.hasOwnProperty.call(message, "undecided") && message.undecided !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.undecided);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TensorDescriptor message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.TensorDescriptor
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.TensorDescriptor & tensorduct.v1.TensorDescriptor.$Shape} TensorDescriptor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TensorDescriptor.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.TensorDescriptor();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.metadata = value;
                            else
                                delete message.metadata;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.offer = $root.tensorduct.v1.Offer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dtype = value;
                            else
                                delete message.dtype;
                            continue;
                        }
                    case 5: {
                            if (wireType === 2) {
                                if (!(message.shape && message.shape.length))
                                    message.shape = [];
                                reader.uint64s(message.shape);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.shape && message.shape.length))
                                message.shape = [];
                            message.shape.push(reader.uint64());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceDevice = value;
                            else
                                delete message.sourceDevice;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.targetDevice = value;
                            else
                                delete message.targetDevice;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.undecided = value;
                            else
                                delete message.undecided;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TensorDescriptor message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.TensorDescriptor
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.TensorDescriptor} TensorDescriptor
             */
            TensorDescriptor.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.TensorDescriptor)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.TensorDescriptor: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.TensorDescriptor();
                if (object.length != null)
                    if (typeof object.length === "object" ? object.length.low || object.length.high : $Number(object.length) !== 0)
                        if ($util.Long)
                            message.length = $util.Long.fromValue(object.length, true);
                        else if (typeof object.length === "string")
                            message.length = $parseInt(object.length, 10);
                        else if (typeof object.length === "number")
                            message.length = object.length;
                        else if (typeof object.length === "object")
                            message.length = new $util.LongBits(object.length.low >>> 0, object.length.high >>> 0).toNumber(true);
                if (object.metadata != null)
                    if (object.metadata.length)
                        if (typeof object.metadata === "string")
                            $util.base64.decode(object.metadata, message.metadata = $util.newBuffer($util.base64.length(object.metadata)), 0);
                        else if (object.metadata.length >= 0)
                            message.metadata = object.metadata;
                if (object.offer != null) {
                    if (!$util.isObject(object.offer))
                        throw $TypeError(".tensorduct.v1.TensorDescriptor.offer: object expected");
                    message.offer = $root.tensorduct.v1.Offer.fromObject(object.offer, _depth + 1);
                }
                if (object.dtype != null)
                    if ($Number(object.dtype) !== 0)
                        message.dtype = object.dtype >>> 0;
                if (object.shape) {
                    if (!$Array.isArray(object.shape))
                        throw $TypeError(".tensorduct.v1.TensorDescriptor.shape: array expected");
                    message.shape = $Array(object.shape.length);
                    for (let i = 0; i < object.shape.length; ++i)
                        if ($util.Long)
                            message.shape[i] = $util.Long.fromValue(object.shape[i], true);
                        else if (typeof object.shape[i] === "string")
                            message.shape[i] = $parseInt(object.shape[i], 10);
                        else if (typeof object.shape[i] === "number")
                            message.shape[i] = object.shape[i];
                        else if (typeof object.shape[i] === "object")
                            message.shape[i] = new $util.LongBits(object.shape[i].low >>> 0, object.shape[i].high >>> 0).toNumber(true);
                }
                if (object.sourceDevice != null)
                    if (typeof object.sourceDevice !== "string" || object.sourceDevice.length)
                        message.sourceDevice = $String(object.sourceDevice);
                if (object.targetDevice != null)
                    if (typeof object.targetDevice !== "string" || object.targetDevice.length)
                        message.targetDevice = $String(object.targetDevice);
                if (object.undecided != null)
                    if (object.undecided)
                        message.undecided = $Boolean(object.undecided);
                return message;
            };

            /**
             * Creates a plain object from a TensorDescriptor message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.TensorDescriptor
             * @static
             * @param {tensorduct.v1.TensorDescriptor} message TensorDescriptor
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TensorDescriptor.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.shape = [];
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.length = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.length = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.metadata = "";
                    else {
                        object.metadata = [];
                        if (options.bytes !== $Array)
                            object.metadata = $util.newBuffer(object.metadata);
                    }
                    object.offer = null;
                    object.dtype = 0;
                    object.sourceDevice = "";
                    object.targetDevice = "";
                    object.undecided = false;
                }
                if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.length = typeof message.length === "number" ? $BigInt(message.length) : $util.Long.fromBits(message.length.low >>> 0, message.length.high >>> 0, true).toBigInt();
                    else if (typeof message.length === "number")
                        object.length = options.longs === $String ? $String(message.length) : message.length;
                    else
                        object.length = options.longs === $String ? $util.Long.prototype.toString.call(message.length) : options.longs === $Number ? new $util.LongBits(message.length.low >>> 0, message.length.high >>> 0).toNumber(true) : message.length;
                if (message.metadata != null && $Object.hasOwnProperty.call(message, "metadata"))
                    object.metadata = options.bytes === $String ? $util.base64.encode(message.metadata, 0, message.metadata.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.metadata) : message.metadata;
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    object.offer = $root.tensorduct.v1.Offer.toObject(message.offer, options, _depth + 1);
                if (message.dtype != null && $Object.hasOwnProperty.call(message, "dtype"))
                    object.dtype = message.dtype;
                if (message.shape && message.shape.length) {
                    object.shape = $Array(message.shape.length);
                    for (let j = 0; j < message.shape.length; ++j)
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.shape[j] = typeof message.shape[j] === "number" ? $BigInt(message.shape[j]) : $util.Long.fromBits(message.shape[j].low >>> 0, message.shape[j].high >>> 0, true).toBigInt();
                        else if (typeof message.shape[j] === "number")
                            object.shape[j] = options.longs === $String ? $String(message.shape[j]) : message.shape[j];
                        else
                            object.shape[j] = options.longs === $String ? $util.Long.prototype.toString.call(message.shape[j]) : options.longs === $Number ? new $util.LongBits(message.shape[j].low >>> 0, message.shape[j].high >>> 0).toNumber(true) : message.shape[j];
                }
                if (message.sourceDevice != null && $Object.hasOwnProperty.call(message, "sourceDevice"))
                    object.sourceDevice = message.sourceDevice;
                if (message.targetDevice != null && $Object.hasOwnProperty.call(message, "targetDevice"))
                    object.targetDevice = message.targetDevice;
                if (message.undecided != null && $Object.hasOwnProperty.call(message, "undecided"))
                    object.undecided = message.undecided;
                return object;
            };

            /**
             * Converts this TensorDescriptor to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.TensorDescriptor
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TensorDescriptor.prototype.toJSON = function() {
                return TensorDescriptor.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TensorDescriptor
             * @function getTypeUrl
             * @memberof tensorduct.v1.TensorDescriptor
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TensorDescriptor.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.TensorDescriptor";
            };

            return TensorDescriptor;
        })();

        v1.Offer = (function() {

            /**
             * Properties of an Offer.
             * @typedef {Object} tensorduct.v1.Offer.$Properties
             * @property {number|null} [transfer] Offer transfer
             * @property {number|null} [channel] Offer channel
             * @property {Uint8Array|null} [data] Offer data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Offer.
             * @memberof tensorduct.v1
             * @interface IOffer
             * @augments tensorduct.v1.Offer.$Properties
             * @deprecated Use tensorduct.v1.Offer.$Properties instead.
             */

            /**
             * Shape of an Offer.
             * @typedef {tensorduct.v1.Offer.$Properties} tensorduct.v1.Offer.$Shape
             */

            /**
             * Constructs a new Offer.
             * @memberof tensorduct.v1
             * @classdesc Represents an Offer.
             * @constructor
             * @param {tensorduct.v1.Offer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Offer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Offer transfer.
             * @member {number} transfer
             * @memberof tensorduct.v1.Offer
             * @instance
             */
            Offer.prototype.transfer = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Offer channel.
             * @member {number} channel
             * @memberof tensorduct.v1.Offer
             * @instance
             */
            Offer.prototype.channel = 0;

            /**
             * Offer data.
             * @member {Uint8Array} data
             * @memberof tensorduct.v1.Offer
             * @instance
             */
            Offer.prototype.data = $util.newBuffer([]);

            /**
             * Encodes the specified Offer message. Does not implicitly {@link tensorduct.v1.Offer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Offer
             * @static
             * @param {tensorduct.v1.Offer.$Properties} message Offer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Offer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer") && (typeof message.transfer === "object" ? message.transfer.low || message.transfer.high : message.transfer !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.transfer);
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.channel);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Offer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Offer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Offer & tensorduct.v1.Offer.$Shape} Offer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Offer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Offer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.transfer = value;
                            else
                                delete message.transfer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.channel = value;
                            else
                                delete message.channel;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Offer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Offer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Offer} Offer
             */
            Offer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Offer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Offer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Offer();
                if (object.transfer != null)
                    if (typeof object.transfer === "object" ? object.transfer.low || object.transfer.high : $Number(object.transfer) !== 0)
                        if ($util.Long)
                            message.transfer = $util.Long.fromValue(object.transfer, true);
                        else if (typeof object.transfer === "string")
                            message.transfer = $parseInt(object.transfer, 10);
                        else if (typeof object.transfer === "number")
                            message.transfer = object.transfer;
                        else if (typeof object.transfer === "object")
                            message.transfer = new $util.LongBits(object.transfer.low >>> 0, object.transfer.high >>> 0).toNumber(true);
                if (object.channel != null)
                    if ($Number(object.channel) !== 0)
                        message.channel = object.channel >>> 0;
                if (object.data != null)
                    if (object.data.length)
                        if (typeof object.data === "string")
                            $util.base64.decode(object.data, message.data = $util.newBuffer($util.base64.length(object.data)), 0);
                        else if (object.data.length >= 0)
                            message.data = object.data;
                return message;
            };

            /**
             * Creates a plain object from an Offer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Offer
             * @static
             * @param {tensorduct.v1.Offer} message Offer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Offer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.transfer = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.transfer = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.channel = 0;
                    if (options.bytes === $String)
                        object.data = "";
                    else {
                        object.data = [];
                        if (options.bytes !== $Array)
                            object.data = $util.newBuffer(object.data);
                    }
                }
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.transfer = typeof message.transfer === "number" ? $BigInt(message.transfer) : $util.Long.fromBits(message.transfer.low >>> 0, message.transfer.high >>> 0, true).toBigInt();
                    else if (typeof message.transfer === "number")
                        object.transfer = options.longs === $String ? $String(message.transfer) : message.transfer;
                    else
                        object.transfer = options.longs === $String ? $util.Long.prototype.toString.call(message.transfer) : options.longs === $Number ? new $util.LongBits(message.transfer.low >>> 0, message.transfer.high >>> 0).toNumber(true) : message.transfer;
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    object.channel = message.channel;
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    object.data = options.bytes === $String ? $util.base64.encode(message.data, 0, message.data.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.data) : message.data;
                return object;
            };

            /**
             * Converts this Offer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Offer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Offer.prototype.toJSON = function() {
                return Offer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Offer
             * @function getTypeUrl
             * @memberof tensorduct.v1.Offer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Offer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Offer";
            };

            return Offer;
        })();

        v1.Credit = (function() {

            /**
             * Properties of a Credit.
             * @typedef {Object} tensorduct.v1.Credit.$Properties
             * @property {number|null} [limit] Credit limit
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Credit.
             * @memberof tensorduct.v1
             * @interface ICredit
             * @augments tensorduct.v1.Credit.$Properties
             * @deprecated Use tensorduct.v1.Credit.$Properties instead.
             */

            /**
             * Shape of a Credit.
             * @typedef {tensorduct.v1.Credit.$Properties} tensorduct.v1.Credit.$Shape
             */

            /**
             * Constructs a new Credit.
             * @memberof tensorduct.v1
             * @classdesc Represents a Credit.
             * @constructor
             * @param {tensorduct.v1.Credit.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Credit = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Credit limit.
             * @member {number} limit
             * @memberof tensorduct.v1.Credit
             * @instance
             */
            Credit.prototype.limit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Credit message. Does not implicitly {@link tensorduct.v1.Credit.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Credit
             * @static
             * @param {tensorduct.v1.Credit.$Properties} message Credit message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Credit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && (typeof message.limit === "object" ? message.limit.low || message.limit.high : message.limit !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.limit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Credit message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Credit
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Credit & tensorduct.v1.Credit.$Shape} Credit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Credit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Credit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Credit message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Credit
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Credit} Credit
             */
            Credit.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Credit)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Credit: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Credit();
                if (object.limit != null)
                    if (typeof object.limit === "object" ? object.limit.low || object.limit.high : $Number(object.limit) !== 0)
                        if ($util.Long)
                            message.limit = $util.Long.fromValue(object.limit, true);
                        else if (typeof object.limit === "string")
                            message.limit = $parseInt(object.limit, 10);
                        else if (typeof object.limit === "number")
                            message.limit = object.limit;
                        else if (typeof object.limit === "object")
                            message.limit = new $util.LongBits(object.limit.low >>> 0, object.limit.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Credit message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Credit
             * @static
             * @param {tensorduct.v1.Credit} message Credit
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Credit.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.limit = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.limit = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.limit = typeof message.limit === "number" ? $BigInt(message.limit) : $util.Long.fromBits(message.limit.low >>> 0, message.limit.high >>> 0, true).toBigInt();
                    else if (typeof message.limit === "number")
                        object.limit = options.longs === $String ? $String(message.limit) : message.limit;
                    else
                        object.limit = options.longs === $String ? $util.Long.prototype.toString.call(message.limit) : options.longs === $Number ? new $util.LongBits(message.limit.low >>> 0, message.limit.high >>> 0).toNumber(true) : message.limit;
                return object;
            };

            /**
             * Converts this Credit to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Credit
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Credit.prototype.toJSON = function() {
                return Credit.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Credit
             * @function getTypeUrl
             * @memberof tensorduct.v1.Credit
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Credit.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Credit";
            };

            return Credit;
        })();

        v1.Reply = (function() {

            /**
             * Properties of a Reply.
             * @typedef {Object} tensorduct.v1.Reply.$Properties
             * @property {number|null} [message] Reply message
             * @property {Array.<tensorduct.v1.DeviceChoice.$Properties>|null} [choices] Reply choices
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Reply.
             * @memberof tensorduct.v1
             * @interface IReply
             * @augments tensorduct.v1.Reply.$Properties
             * @deprecated Use tensorduct.v1.Reply.$Properties instead.
             */

            /**
             * Shape of a Reply.
             * @typedef {tensorduct.v1.Reply.$Properties} tensorduct.v1.Reply.$Shape
             */

            /**
             * Constructs a new Reply.
             * @memberof tensorduct.v1
             * @classdesc Represents a Reply.
             * @constructor
             * @param {tensorduct.v1.Reply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Reply = function (properties) {
                this.choices = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Reply message.
             * @member {number} message
             * @memberof tensorduct.v1.Reply
             * @instance
             */
            Reply.prototype.message = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Reply choices.
             * @member {Array.<tensorduct.v1.DeviceChoice.$Properties>} choices
             * @memberof tensorduct.v1.Reply
             * @instance
             */
            Reply.prototype.choices = $util.emptyArray;

            /**
             * Encodes the specified Reply message. Does not implicitly {@link tensorduct.v1.Reply.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Reply
             * @static
             * @param {tensorduct.v1.Reply.$Properties} message Reply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Reply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && (typeof message.message === "object" ? message.message.low || message.message.high : message.message !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.message);
                if (message.choices != null && message.choices.length)
                    for (let i = 0; i < message.choices.length; ++i)
                        $root.tensorduct.v1.DeviceChoice.encode(message.choices[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Reply message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Reply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Reply & tensorduct.v1.Reply.$Shape} Reply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Reply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Reply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.choices && message.choices.length))
                                message.choices = [];
                            message.choices.push($root.tensorduct.v1.DeviceChoice.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Reply message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Reply
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Reply} Reply
             */
            Reply.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Reply)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Reply: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Reply();
                if (object.message != null)
                    if (typeof object.message === "object" ? object.message.low || object.message.high : $Number(object.message) !== 0)
                        if ($util.Long)
                            message.message = $util.Long.fromValue(object.message, true);
                        else if (typeof object.message === "string")
                            message.message = $parseInt(object.message, 10);
                        else if (typeof object.message === "number")
                            message.message = object.message;
                        else if (typeof object.message === "object")
                            message.message = new $util.LongBits(object.message.low >>> 0, object.message.high >>> 0).toNumber(true);
                if (object.choices) {
                    if (!$Array.isArray(object.choices))
                        throw $TypeError(".tensorduct.v1.Reply.choices: array expected");
                    message.choices = $Array(object.choices.length);
                    for (let i = 0; i < object.choices.length; ++i) {
                        if (!$util.isObject(object.choices[i]))
                            throw $TypeError(".tensorduct.v1.Reply.choices: object expected");
                        message.choices[i] = $root.tensorduct.v1.DeviceChoice.fromObject(object.choices[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Reply message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Reply
             * @static
             * @param {tensorduct.v1.Reply} message Reply
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Reply.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.choices = [];
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.message = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.message = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.message = typeof message.message === "number" ? $BigInt(message.message) : $util.Long.fromBits(message.message.low >>> 0, message.message.high >>> 0, true).toBigInt();
                    else if (typeof message.message === "number")
                        object.message = options.longs === $String ? $String(message.message) : message.message;
                    else
                        object.message = options.longs === $String ? $util.Long.prototype.toString.call(message.message) : options.longs === $Number ? new $util.LongBits(message.message.low >>> 0, message.message.high >>> 0).toNumber(true) : message.message;
                if (message.choices && message.choices.length) {
                    object.choices = $Array(message.choices.length);
                    for (let j = 0; j < message.choices.length; ++j)
                        object.choices[j] = $root.tensorduct.v1.DeviceChoice.toObject(message.choices[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Reply to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Reply
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Reply.prototype.toJSON = function() {
                return Reply.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Reply
             * @function getTypeUrl
             * @memberof tensorduct.v1.Reply
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Reply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Reply";
            };

            return Reply;
        })();

        v1.DeviceChoice = (function() {

            /**
             * Properties of a DeviceChoice.
             * @typedef {Object} tensorduct.v1.DeviceChoice.$Properties
             * @property {number|null} [tensor] DeviceChoice tensor
             * @property {string|null} [device] DeviceChoice device
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceChoice.
             * @memberof tensorduct.v1
             * @interface IDeviceChoice
             * @augments tensorduct.v1.DeviceChoice.$Properties
             * @deprecated Use tensorduct.v1.DeviceChoice.$Properties instead.
             */

            /**
             * Shape of a DeviceChoice.
             * @typedef {tensorduct.v1.DeviceChoice.$Properties} tensorduct.v1.DeviceChoice.$Shape
             */

            /**
             * Constructs a new DeviceChoice.
             * @memberof tensorduct.v1
             * @classdesc Represents a DeviceChoice.
             * @constructor
             * @param {tensorduct.v1.DeviceChoice.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceChoice = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceChoice tensor.
             * @member {number} tensor
             * @memberof tensorduct.v1.DeviceChoice
             * @instance
             */
            DeviceChoice.prototype.tensor = 0;

            /**
             * DeviceChoice device.
             * @member {string} device
             * @memberof tensorduct.v1.DeviceChoice
             * @instance
             */
            DeviceChoice.prototype.device = "";

            /**
             * Encodes the specified DeviceChoice message. Does not implicitly {@link tensorduct.v1.DeviceChoice.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.DeviceChoice
             * @static
             * @param {tensorduct.v1.DeviceChoice.$Properties} message DeviceChoice message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceChoice.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tensor != null && $Object.hasOwnProperty.call(message, "tensor") && message.tensor !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.tensor);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.device);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceChoice message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.DeviceChoice
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.DeviceChoice & tensorduct.v1.DeviceChoice.$Shape} DeviceChoice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceChoice.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.DeviceChoice();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tensor = value;
                            else
                                delete message.tensor;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DeviceChoice message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.DeviceChoice
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.DeviceChoice} DeviceChoice
             */
            DeviceChoice.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.DeviceChoice)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.DeviceChoice: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.DeviceChoice();
                if (object.tensor != null)
                    if ($Number(object.tensor) !== 0)
                        message.tensor = object.tensor >>> 0;
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                return message;
            };

            /**
             * Creates a plain object from a DeviceChoice message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.DeviceChoice
             * @static
             * @param {tensorduct.v1.DeviceChoice} message DeviceChoice
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DeviceChoice.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.tensor = 0;
                    object.device = "";
                }
                if (message.tensor != null && $Object.hasOwnProperty.call(message, "tensor"))
                    object.tensor = message.tensor;
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                return object;
            };

            /**
             * Converts this DeviceChoice to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.DeviceChoice
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DeviceChoice.prototype.toJSON = function() {
                return DeviceChoice.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DeviceChoice
             * @function getTypeUrl
             * @memberof tensorduct.v1.DeviceChoice
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DeviceChoice.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.DeviceChoice";
            };

            return DeviceChoice;
        })();

        v1.LateOffers = (function() {

            /**
             * Properties of a LateOffers.
             * @typedef {Object} tensorduct.v1.LateOffers.$Properties
             * @property {number|null} [message] LateOffers message
             * @property {Array.<tensorduct.v1.LateOffer.$Properties>|null} [offers] LateOffers offers
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LateOffers.
             * @memberof tensorduct.v1
             * @interface ILateOffers
             * @augments tensorduct.v1.LateOffers.$Properties
             * @deprecated Use tensorduct.v1.LateOffers.$Properties instead.
             */

            /**
             * Shape of a LateOffers.
             * @typedef {tensorduct.v1.LateOffers.$Properties} tensorduct.v1.LateOffers.$Shape
             */

            /**
             * Constructs a new LateOffers.
             * @memberof tensorduct.v1
             * @classdesc Represents a LateOffers.
             * @constructor
             * @param {tensorduct.v1.LateOffers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LateOffers = function (properties) {
                this.offers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LateOffers message.
             * @member {number} message
             * @memberof tensorduct.v1.LateOffers
             * @instance
             */
            LateOffers.prototype.message = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * LateOffers offers.
             * @member {Array.<tensorduct.v1.LateOffer.$Properties>} offers
             * @memberof tensorduct.v1.LateOffers
             * @instance
             */
            LateOffers.prototype.offers = $util.emptyArray;

            /**
             * Encodes the specified LateOffers message. Does not implicitly {@link tensorduct.v1.LateOffers.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.LateOffers
             * @static
             * @param {tensorduct.v1.LateOffers.$Properties} message LateOffers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LateOffers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && (typeof message.message === "object" ? message.message.low || message.message.high : message.message !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.message);
                if (message.offers != null && message.offers.length)
                    for (let i = 0; i < message.offers.length; ++i)
                        $root.tensorduct.v1.LateOffer.encode(message.offers[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LateOffers message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.LateOffers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.LateOffers & tensorduct.v1.LateOffers.$Shape} LateOffers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LateOffers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.LateOffers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.offers && message.offers.length))
                                message.offers = [];
                            message.offers.push($root.tensorduct.v1.LateOffer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a LateOffers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.LateOffers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.LateOffers} LateOffers
             */
            LateOffers.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.LateOffers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.LateOffers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.LateOffers();
                if (object.message != null)
                    if (typeof object.message === "object" ? object.message.low || object.message.high : $Number(object.message) !== 0)
                        if ($util.Long)
                            message.message = $util.Long.fromValue(object.message, true);
                        else if (typeof object.message === "string")
                            message.message = $parseInt(object.message, 10);
                        else if (typeof object.message === "number")
                            message.message = object.message;
                        else if (typeof object.message === "object")
                            message.message = new $util.LongBits(object.message.low >>> 0, object.message.high >>> 0).toNumber(true);
                if (object.offers) {
                    if (!$Array.isArray(object.offers))
                        throw $TypeError(".tensorduct.v1.LateOffers.offers: array expected");
                    message.offers = $Array(object.offers.length);
                    for (let i = 0; i < object.offers.length; ++i) {
                        if (!$util.isObject(object.offers[i]))
                            throw $TypeError(".tensorduct.v1.LateOffers.offers: object expected");
                        message.offers[i] = $root.tensorduct.v1.LateOffer.fromObject(object.offers[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a LateOffers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.LateOffers
             * @static
             * @param {tensorduct.v1.LateOffers} message LateOffers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            LateOffers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.offers = [];
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.message = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.message = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.message = typeof message.message === "number" ? $BigInt(message.message) : $util.Long.fromBits(message.message.low >>> 0, message.message.high >>> 0, true).toBigInt();
                    else if (typeof message.message === "number")
                        object.message = options.longs === $String ? $String(message.message) : message.message;
                    else
                        object.message = options.longs === $String ? $util.Long.prototype.toString.call(message.message) : options.longs === $Number ? new $util.LongBits(message.message.low >>> 0, message.message.high >>> 0).toNumber(true) : message.message;
                if (message.offers && message.offers.length) {
                    object.offers = $Array(message.offers.length);
                    for (let j = 0; j < message.offers.length; ++j)
                        object.offers[j] = $root.tensorduct.v1.LateOffer.toObject(message.offers[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this LateOffers to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.LateOffers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            LateOffers.prototype.toJSON = function() {
                return LateOffers.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for LateOffers
             * @function getTypeUrl
             * @memberof tensorduct.v1.LateOffers
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            LateOffers.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.LateOffers";
            };

            return LateOffers;
        })();

        v1.LateOffer = (function() {

            /**
             * Properties of a LateOffer.
             * @typedef {Object} tensorduct.v1.LateOffer.$Properties
             * @property {number|null} [tensor] LateOffer tensor
             * @property {tensorduct.v1.Offer.$Properties|null} [offer] LateOffer offer
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LateOffer.
             * @memberof tensorduct.v1
             * @interface ILateOffer
             * @augments tensorduct.v1.LateOffer.$Properties
             * @deprecated Use tensorduct.v1.LateOffer.$Properties instead.
             */

            /**
             * Shape of a LateOffer.
             * @typedef {tensorduct.v1.LateOffer.$Properties} tensorduct.v1.LateOffer.$Shape
             */

            /**
             * Constructs a new LateOffer.
             * @memberof tensorduct.v1
             * @classdesc Represents a LateOffer.
             * @constructor
             * @param {tensorduct.v1.LateOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LateOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LateOffer tensor.
             * @member {number} tensor
             * @memberof tensorduct.v1.LateOffer
             * @instance
             */
            LateOffer.prototype.tensor = 0;

            /**
             * LateOffer offer.
             * @member {tensorduct.v1.Offer.$Properties|null|undefined} offer
             * @memberof tensorduct.v1.LateOffer
             * @instance
             */
            LateOffer.prototype.offer = null;

            /**
             * Encodes the specified LateOffer message. Does not implicitly {@link tensorduct.v1.LateOffer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.LateOffer
             * @static
             * @param {tensorduct.v1.LateOffer.$Properties} message LateOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LateOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tensor != null && $Object.hasOwnProperty.call(message, "tensor") && message.tensor !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.tensor);
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    $root.tensorduct.v1.Offer.encode(message.offer, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LateOffer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.LateOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.LateOffer & tensorduct.v1.LateOffer.$Shape} LateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LateOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.LateOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tensor = value;
                            else
                                delete message.tensor;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.offer = $root.tensorduct.v1.Offer.decode(reader, reader.size(), $undefined, _depth + 1, message.offer);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a LateOffer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.LateOffer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.LateOffer} LateOffer
             */
            LateOffer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.LateOffer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.LateOffer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.LateOffer();
                if (object.tensor != null)
                    if ($Number(object.tensor) !== 0)
                        message.tensor = object.tensor >>> 0;
                if (object.offer != null) {
                    if (!$util.isObject(object.offer))
                        throw $TypeError(".tensorduct.v1.LateOffer.offer: object expected");
                    message.offer = $root.tensorduct.v1.Offer.fromObject(object.offer, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a LateOffer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.LateOffer
             * @static
             * @param {tensorduct.v1.LateOffer} message LateOffer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            LateOffer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.tensor = 0;
                    object.offer = null;
                }
                if (message.tensor != null && $Object.hasOwnProperty.call(message, "tensor"))
                    object.tensor = message.tensor;
                if (message.offer != null && $Object.hasOwnProperty.call(message, "offer"))
                    object.offer = $root.tensorduct.v1.Offer.toObject(message.offer, options, _depth + 1);
                return object;
            };

            /**
             * Converts this LateOffer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.LateOffer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            LateOffer.prototype.toJSON = function() {
                return LateOffer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for LateOffer
             * @function getTypeUrl
             * @memberof tensorduct.v1.LateOffer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            LateOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.LateOffer";
            };

            return LateOffer;
        })();

        v1.Refuse = (function() {

            /**
             * Properties of a Refuse.
             * @typedef {Object} tensorduct.v1.Refuse.$Properties
             * @property {number|null} [message] Refuse message
             * @property {string|null} [reason] Refuse reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refuse.
             * @memberof tensorduct.v1
             * @interface IRefuse
             * @augments tensorduct.v1.Refuse.$Properties
             * @deprecated Use tensorduct.v1.Refuse.$Properties instead.
             */

            /**
             * Shape of a Refuse.
             * @typedef {tensorduct.v1.Refuse.$Properties} tensorduct.v1.Refuse.$Shape
             */

            /**
             * Constructs a new Refuse.
             * @memberof tensorduct.v1
             * @classdesc Represents a Refuse.
             * @constructor
             * @param {tensorduct.v1.Refuse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refuse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refuse message.
             * @member {number} message
             * @memberof tensorduct.v1.Refuse
             * @instance
             */
            Refuse.prototype.message = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Refuse reason.
             * @member {string} reason
             * @memberof tensorduct.v1.Refuse
             * @instance
             */
            Refuse.prototype.reason = "";

            /**
             * Encodes the specified Refuse message. Does not implicitly {@link tensorduct.v1.Refuse.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Refuse
             * @static
             * @param {tensorduct.v1.Refuse.$Properties} message Refuse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refuse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && (typeof message.message === "object" ? message.message.low || message.message.high : message.message !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.message);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refuse message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Refuse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Refuse & tensorduct.v1.Refuse.$Shape} Refuse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refuse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Refuse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Refuse message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Refuse
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Refuse} Refuse
             */
            Refuse.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Refuse)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Refuse: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Refuse();
                if (object.message != null)
                    if (typeof object.message === "object" ? object.message.low || object.message.high : $Number(object.message) !== 0)
                        if ($util.Long)
                            message.message = $util.Long.fromValue(object.message, true);
                        else if (typeof object.message === "string")
                            message.message = $parseInt(object.message, 10);
                        else if (typeof object.message === "number")
                            message.message = object.message;
                        else if (typeof object.message === "object")
                            message.message = new $util.LongBits(object.message.low >>> 0, object.message.high >>> 0).toNumber(true);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Refuse message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Refuse
             * @static
             * @param {tensorduct.v1.Refuse} message Refuse
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Refuse.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.message = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.message = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.reason = "";
                }
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.message = typeof message.message === "number" ? $BigInt(message.message) : $util.Long.fromBits(message.message.low >>> 0, message.message.high >>> 0, true).toBigInt();
                    else if (typeof message.message === "number")
                        object.message = options.longs === $String ? $String(message.message) : message.message;
                    else
                        object.message = options.longs === $String ? $util.Long.prototype.toString.call(message.message) : options.longs === $Number ? new $util.LongBits(message.message.low >>> 0, message.message.high >>> 0).toNumber(true) : message.message;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Refuse to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Refuse
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Refuse.prototype.toJSON = function() {
                return Refuse.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Refuse
             * @function getTypeUrl
             * @memberof tensorduct.v1.Refuse
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Refuse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Refuse";
            };

            return Refuse;
        })();

        v1.Withdraw = (function() {

            /**
             * Properties of a Withdraw.
             * @typedef {Object} tensorduct.v1.Withdraw.$Properties
             * @property {number|null} [message] Withdraw message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Withdraw.
             * @memberof tensorduct.v1
             * @interface IWithdraw
             * @augments tensorduct.v1.Withdraw.$Properties
             * @deprecated Use tensorduct.v1.Withdraw.$Properties instead.
             */

            /**
             * Shape of a Withdraw.
             * @typedef {tensorduct.v1.Withdraw.$Properties} tensorduct.v1.Withdraw.$Shape
             */

            /**
             * Constructs a new Withdraw.
             * @memberof tensorduct.v1
             * @classdesc Represents a Withdraw.
             * @constructor
             * @param {tensorduct.v1.Withdraw.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Withdraw = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Withdraw message.
             * @member {number} message
             * @memberof tensorduct.v1.Withdraw
             * @instance
             */
            Withdraw.prototype.message = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Withdraw message. Does not implicitly {@link tensorduct.v1.Withdraw.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Withdraw
             * @static
             * @param {tensorduct.v1.Withdraw.$Properties} message Withdraw message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Withdraw.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && (typeof message.message === "object" ? message.message.low || message.message.high : message.message !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Withdraw message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Withdraw
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Withdraw & tensorduct.v1.Withdraw.$Shape} Withdraw
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Withdraw.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Withdraw();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Withdraw message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Withdraw
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Withdraw} Withdraw
             */
            Withdraw.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Withdraw)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Withdraw: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Withdraw();
                if (object.message != null)
                    if (typeof object.message === "object" ? object.message.low || object.message.high : $Number(object.message) !== 0)
                        if ($util.Long)
                            message.message = $util.Long.fromValue(object.message, true);
                        else if (typeof object.message === "string")
                            message.message = $parseInt(object.message, 10);
                        else if (typeof object.message === "number")
                            message.message = object.message;
                        else if (typeof object.message === "object")
                            message.message = new $util.LongBits(object.message.low >>> 0, object.message.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Withdraw message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Withdraw
             * @static
             * @param {tensorduct.v1.Withdraw} message Withdraw
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Withdraw.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.message = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.message = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.message = typeof message.message === "number" ? $BigInt(message.message) : $util.Long.fromBits(message.message.low >>> 0, message.message.high >>> 0, true).toBigInt();
                    else if (typeof message.message === "number")
                        object.message = options.longs === $String ? $String(message.message) : message.message;
                    else
                        object.message = options.longs === $String ? $util.Long.prototype.toString.call(message.message) : options.longs === $Number ? new $util.LongBits(message.message.low >>> 0, message.message.high >>> 0).toNumber(true) : message.message;
                return object;
            };

            /**
             * Converts this Withdraw to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Withdraw
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Withdraw.prototype.toJSON = function() {
                return Withdraw.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Withdraw
             * @function getTypeUrl
             * @memberof tensorduct.v1.Withdraw
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Withdraw.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Withdraw";
            };

            return Withdraw;
        })();

        v1.ChannelAnswer = (function() {

            /**
             * Properties of a ChannelAnswer.
             * @typedef {Object} tensorduct.v1.ChannelAnswer.$Properties
             * @property {number|null} [channel] ChannelAnswer channel
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChannelAnswer.
             * @memberof tensorduct.v1
             * @interface IChannelAnswer
             * @augments tensorduct.v1.ChannelAnswer.$Properties
             * @deprecated Use tensorduct.v1.ChannelAnswer.$Properties instead.
             */

            /**
             * Shape of a ChannelAnswer.
             * @typedef {tensorduct.v1.ChannelAnswer.$Properties} tensorduct.v1.ChannelAnswer.$Shape
             */

            /**
             * Constructs a new ChannelAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a ChannelAnswer.
             * @constructor
             * @param {tensorduct.v1.ChannelAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChannelAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChannelAnswer channel.
             * @member {number} channel
             * @memberof tensorduct.v1.ChannelAnswer
             * @instance
             */
            ChannelAnswer.prototype.channel = 0;

            /**
             * Encodes the specified ChannelAnswer message. Does not implicitly {@link tensorduct.v1.ChannelAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.ChannelAnswer
             * @static
             * @param {tensorduct.v1.ChannelAnswer.$Properties} message ChannelAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChannelAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.channel);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChannelAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.ChannelAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChannelAnswer & tensorduct.v1.ChannelAnswer.$Shape} ChannelAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChannelAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.ChannelAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.channel = value;
                            else
                                delete message.channel;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ChannelAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.ChannelAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.ChannelAnswer} ChannelAnswer
             */
            ChannelAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.ChannelAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.ChannelAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.ChannelAnswer();
                if (object.channel != null)
                    if ($Number(object.channel) !== 0)
                        message.channel = object.channel >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a ChannelAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.ChannelAnswer
             * @static
             * @param {tensorduct.v1.ChannelAnswer} message ChannelAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ChannelAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.channel = 0;
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    object.channel = message.channel;
                return object;
            };

            /**
             * Converts this ChannelAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.ChannelAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ChannelAnswer.prototype.toJSON = function() {
                return ChannelAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ChannelAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.ChannelAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChannelAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.ChannelAnswer";
            };

            return ChannelAnswer;
        })();

        v1.Ping = (function() {

            /**
             * Properties of a Ping.
             * @typedef {Object} tensorduct.v1.Ping.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Ping.
             * @memberof tensorduct.v1
             * @interface IPing
             * @augments tensorduct.v1.Ping.$Properties
             * @deprecated Use tensorduct.v1.Ping.$Properties instead.
             */

            /**
             * Shape of a Ping.
             * @typedef {tensorduct.v1.Ping.$Properties} tensorduct.v1.Ping.$Shape
             */

            /**
             * Constructs a new Ping.
             * @memberof tensorduct.v1
             * @classdesc Represents a Ping.
             * @constructor
             * @param {tensorduct.v1.Ping.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ping = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Ping message. Does not implicitly {@link tensorduct.v1.Ping.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Ping
             * @static
             * @param {tensorduct.v1.Ping.$Properties} message Ping message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ping.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Ping
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Ping & tensorduct.v1.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ping.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Ping();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Ping message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Ping
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Ping} Ping
             */
            Ping.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Ping)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Ping: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.tensorduct.v1.Ping();
            };

            /**
             * Creates a plain object from a Ping message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Ping
             * @static
             * @param {tensorduct.v1.Ping} message Ping
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Ping.toObject = function () {
                return {};
            };

            /**
             * Converts this Ping to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Ping
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Ping.prototype.toJSON = function() {
                return Ping.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Ping
             * @function getTypeUrl
             * @memberof tensorduct.v1.Ping
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Ping.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Ping";
            };

            return Ping;
        })();

        v1.Pong = (function() {

            /**
             * Properties of a Pong.
             * @typedef {Object} tensorduct.v1.Pong.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pong.
             * @memberof tensorduct.v1
             * @interface IPong
             * @augments tensorduct.v1.Pong.$Properties
             * @deprecated Use tensorduct.v1.Pong.$Properties instead.
             */

            /**
             * Shape of a Pong.
             * @typedef {tensorduct.v1.Pong.$Properties} tensorduct.v1.Pong.$Shape
             */

            /**
             * Constructs a new Pong.
             * @memberof tensorduct.v1
             * @classdesc Represents a Pong.
             * @constructor
             * @param {tensorduct.v1.Pong.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pong = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Pong message. Does not implicitly {@link tensorduct.v1.Pong.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Pong
             * @static
             * @param {tensorduct.v1.Pong.$Properties} message Pong message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pong.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Pong
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Pong & tensorduct.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pong.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Pong();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Pong message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Pong
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Pong} Pong
             */
            Pong.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Pong)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Pong: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.tensorduct.v1.Pong();
            };

            /**
             * Creates a plain object from a Pong message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Pong
             * @static
             * @param {tensorduct.v1.Pong} message Pong
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Pong.toObject = function () {
                return {};
            };

            /**
             * Converts this Pong to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Pong
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Pong.prototype.toJSON = function() {
                return Pong.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Pong
             * @function getTypeUrl
             * @memberof tensorduct.v1.Pong
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Pong.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Pong";
            };

            return Pong;
        })();

        v1.Goodbye = (function() {

            /**
             * Properties of a Goodbye.
             * @typedef {Object} tensorduct.v1.Goodbye.$Properties
             * @property {number|null} [messages] Goodbye messages
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Goodbye.
             * @memberof tensorduct.v1
             * @interface IGoodbye
             * @augments tensorduct.v1.Goodbye.$Properties
             * @deprecated Use tensorduct.v1.Goodbye.$Properties instead.
             */

            /**
             * Shape of a Goodbye.
             * @typedef {tensorduct.v1.Goodbye.$Properties} tensorduct.v1.Goodbye.$Shape
             */

            /**
             * Constructs a new Goodbye.
             * @memberof tensorduct.v1
             * @classdesc Represents a Goodbye.
             * @constructor
             * @param {tensorduct.v1.Goodbye.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Goodbye = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Goodbye messages.
             * @member {number} messages
             * @memberof tensorduct.v1.Goodbye
             * @instance
             */
            Goodbye.prototype.messages = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Goodbye message. Does not implicitly {@link tensorduct.v1.Goodbye.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Goodbye
             * @static
             * @param {tensorduct.v1.Goodbye.$Properties} message Goodbye message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Goodbye.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.messages != null && $Object.hasOwnProperty.call(message, "messages") && (typeof message.messages === "object" ? message.messages.low || message.messages.high : message.messages !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.messages);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Goodbye message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Goodbye
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Goodbye & tensorduct.v1.Goodbye.$Shape} Goodbye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Goodbye.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Goodbye();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.messages = value;
                            else
                                delete message.messages;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Goodbye message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Goodbye
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Goodbye} Goodbye
             */
            Goodbye.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Goodbye)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Goodbye: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Goodbye();
                if (object.messages != null)
                    if (typeof object.messages === "object" ? object.messages.low || object.messages.high : $Number(object.messages) !== 0)
                        if ($util.Long)
                            message.messages = $util.Long.fromValue(object.messages, true);
                        else if (typeof object.messages === "string")
                            message.messages = $parseInt(object.messages, 10);
                        else if (typeof object.messages === "number")
                            message.messages = object.messages;
                        else if (typeof object.messages === "object")
                            message.messages = new $util.LongBits(object.messages.low >>> 0, object.messages.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a Goodbye message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Goodbye
             * @static
             * @param {tensorduct.v1.Goodbye} message Goodbye
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Goodbye.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.messages = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.messages = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.messages != null && $Object.hasOwnProperty.call(message, "messages"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.messages = typeof message.messages === "number" ? $BigInt(message.messages) : $util.Long.fromBits(message.messages.low >>> 0, message.messages.high >>> 0, true).toBigInt();
                    else if (typeof message.messages === "number")
                        object.messages = options.longs === $String ? $String(message.messages) : message.messages;
                    else
                        object.messages = options.longs === $String ? $util.Long.prototype.toString.call(message.messages) : options.longs === $Number ? new $util.LongBits(message.messages.low >>> 0, message.messages.high >>> 0).toNumber(true) : message.messages;
                return object;
            };

            /**
             * Converts this Goodbye to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Goodbye
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Goodbye.prototype.toJSON = function() {
                return Goodbye.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Goodbye
             * @function getTypeUrl
             * @memberof tensorduct.v1.Goodbye
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Goodbye.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Goodbye";
            };

            return Goodbye;
        })();

        v1.GoodbyeAnswer = (function() {

            /**
             * Properties of a GoodbyeAnswer.
             * @typedef {Object} tensorduct.v1.GoodbyeAnswer.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GoodbyeAnswer.
             * @memberof tensorduct.v1
             * @interface IGoodbyeAnswer
             * @augments tensorduct.v1.GoodbyeAnswer.$Properties
             * @deprecated Use tensorduct.v1.GoodbyeAnswer.$Properties instead.
             */

            /**
             * Shape of a GoodbyeAnswer.
             * @typedef {tensorduct.v1.GoodbyeAnswer.$Properties} tensorduct.v1.GoodbyeAnswer.$Shape
             */

            /**
             * Constructs a new GoodbyeAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a GoodbyeAnswer.
             * @constructor
             * @param {tensorduct.v1.GoodbyeAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GoodbyeAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified GoodbyeAnswer message. Does not implicitly {@link tensorduct.v1.GoodbyeAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @static
             * @param {tensorduct.v1.GoodbyeAnswer.$Properties} message GoodbyeAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GoodbyeAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GoodbyeAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.GoodbyeAnswer & tensorduct.v1.GoodbyeAnswer.$Shape} GoodbyeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GoodbyeAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.GoodbyeAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a GoodbyeAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.GoodbyeAnswer} GoodbyeAnswer
             */
            GoodbyeAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.GoodbyeAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.GoodbyeAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.tensorduct.v1.GoodbyeAnswer();
            };

            /**
             * Creates a plain object from a GoodbyeAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @static
             * @param {tensorduct.v1.GoodbyeAnswer} message GoodbyeAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GoodbyeAnswer.toObject = function () {
                return {};
            };

            /**
             * Converts this GoodbyeAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GoodbyeAnswer.prototype.toJSON = function() {
                return GoodbyeAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for GoodbyeAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.GoodbyeAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            GoodbyeAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.GoodbyeAnswer";
            };

            return GoodbyeAnswer;
        })();

        v1.Failure = (function() {

            /**
             * Properties of a Failure.
             * @typedef {Object} tensorduct.v1.Failure.$Properties
             * @property {string|null} [code] Failure code
             * @property {string|null} [reason] Failure reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Failure.
             * @memberof tensorduct.v1
             * @interface IFailure
             * @augments tensorduct.v1.Failure.$Properties
             * @deprecated Use tensorduct.v1.Failure.$Properties instead.
             */

            /**
             * Shape of a Failure.
             * @typedef {tensorduct.v1.Failure.$Properties} tensorduct.v1.Failure.$Shape
             */

            /**
             * Constructs a new Failure.
             * @memberof tensorduct.v1
             * @classdesc Represents a Failure.
             * @constructor
             * @param {tensorduct.v1.Failure.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Failure = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Failure code.
             * @member {string} code
             * @memberof tensorduct.v1.Failure
             * @instance
             */
            Failure.prototype.code = "";

            /**
             * Failure reason.
             * @member {string} reason
             * @memberof tensorduct.v1.Failure
             * @instance
             */
            Failure.prototype.reason = "";

            /**
             * Encodes the specified Failure message. Does not implicitly {@link tensorduct.v1.Failure.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Failure
             * @static
             * @param {tensorduct.v1.Failure.$Properties} message Failure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Failure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Failure message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Failure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Failure & tensorduct.v1.Failure.$Shape} Failure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Failure.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Failure();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Failure message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Failure
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Failure} Failure
             */
            Failure.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Failure)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Failure: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Failure();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Failure message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Failure
             * @static
             * @param {tensorduct.v1.Failure} message Failure
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Failure.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = "";
                    object.reason = "";
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Failure to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Failure
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Failure.prototype.toJSON = function() {
                return Failure.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Failure
             * @function getTypeUrl
             * @memberof tensorduct.v1.Failure
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Failure.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Failure";
            };

            return Failure;
        })();

        v1.Chunk = (function() {

            /**
             * Properties of a Chunk.
             * @typedef {Object} tensorduct.v1.Chunk.$Properties
             * @property {number|null} [transfer] Chunk transfer
             * @property {number|null} [offset] Chunk offset
             * @property {boolean|null} [end] Chunk end
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Chunk.
             * @memberof tensorduct.v1
             * @interface IChunk
             * @augments tensorduct.v1.Chunk.$Properties
             * @deprecated Use tensorduct.v1.Chunk.$Properties instead.
             */

            /**
             * Shape of a Chunk.
             * @typedef {tensorduct.v1.Chunk.$Properties} tensorduct.v1.Chunk.$Shape
             */

            /**
             * Constructs a new Chunk.
             * @memberof tensorduct.v1
             * @classdesc Represents a Chunk.
             * @constructor
             * @param {tensorduct.v1.Chunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Chunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Chunk transfer.
             * @member {number} transfer
             * @memberof tensorduct.v1.Chunk
             * @instance
             */
            Chunk.prototype.transfer = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Chunk offset.
             * @member {number} offset
             * @memberof tensorduct.v1.Chunk
             * @instance
             */
            Chunk.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Chunk end.
             * @member {boolean} end
             * @memberof tensorduct.v1.Chunk
             * @instance
             */
            Chunk.prototype.end = false;

            /**
             * Encodes the specified Chunk message. Does not implicitly {@link tensorduct.v1.Chunk.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.Chunk
             * @static
             * @param {tensorduct.v1.Chunk.$Properties} message Chunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Chunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer") && (typeof message.transfer === "object" ? message.transfer.low || message.transfer.high : message.transfer !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.transfer);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.offset);
                if (message.end != null && $Object.hasOwnProperty.call(message, "end") && message.end !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.end);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Chunk message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.Chunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.Chunk & tensorduct.v1.Chunk.$Shape} Chunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Chunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.Chunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.transfer = value;
                            else
                                delete message.transfer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.end = value;
                            else
                                delete message.end;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Chunk message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.Chunk
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.Chunk} Chunk
             */
            Chunk.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.Chunk)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.Chunk: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.Chunk();
                if (object.transfer != null)
                    if (typeof object.transfer === "object" ? object.transfer.low || object.transfer.high : $Number(object.transfer) !== 0)
                        if ($util.Long)
                            message.transfer = $util.Long.fromValue(object.transfer, true);
                        else if (typeof object.transfer === "string")
                            message.transfer = $parseInt(object.transfer, 10);
                        else if (typeof object.transfer === "number")
                            message.transfer = object.transfer;
                        else if (typeof object.transfer === "object")
                            message.transfer = new $util.LongBits(object.transfer.low >>> 0, object.transfer.high >>> 0).toNumber(true);
                if (object.offset != null)
                    if (typeof object.offset === "object" ? object.offset.low || object.offset.high : $Number(object.offset) !== 0)
                        if ($util.Long)
                            message.offset = $util.Long.fromValue(object.offset, true);
                        else if (typeof object.offset === "string")
                            message.offset = $parseInt(object.offset, 10);
                        else if (typeof object.offset === "number")
                            message.offset = object.offset;
                        else if (typeof object.offset === "object")
                            message.offset = new $util.LongBits(object.offset.low >>> 0, object.offset.high >>> 0).toNumber(true);
                if (object.end != null)
                    if (object.end)
                        message.end = $Boolean(object.end);
                return message;
            };

            /**
             * Creates a plain object from a Chunk message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.Chunk
             * @static
             * @param {tensorduct.v1.Chunk} message Chunk
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Chunk.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.transfer = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.transfer = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.offset = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.offset = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.end = false;
                }
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.transfer = typeof message.transfer === "number" ? $BigInt(message.transfer) : $util.Long.fromBits(message.transfer.low >>> 0, message.transfer.high >>> 0, true).toBigInt();
                    else if (typeof message.transfer === "number")
                        object.transfer = options.longs === $String ? $String(message.transfer) : message.transfer;
                    else
                        object.transfer = options.longs === $String ? $util.Long.prototype.toString.call(message.transfer) : options.longs === $Number ? new $util.LongBits(message.transfer.low >>> 0, message.transfer.high >>> 0).toNumber(true) : message.transfer;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.offset = typeof message.offset === "number" ? $BigInt(message.offset) : $util.Long.fromBits(message.offset.low >>> 0, message.offset.high >>> 0, true).toBigInt();
                    else if (typeof message.offset === "number")
                        object.offset = options.longs === $String ? $String(message.offset) : message.offset;
                    else
                        object.offset = options.longs === $String ? $util.Long.prototype.toString.call(message.offset) : options.longs === $Number ? new $util.LongBits(message.offset.low >>> 0, message.offset.high >>> 0).toNumber(true) : message.offset;
                if (message.end != null && $Object.hasOwnProperty.call(message, "end"))
                    object.end = message.end;
                return object;
            };

            /**
             * Converts this Chunk to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.Chunk
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Chunk.prototype.toJSON = function() {
                return Chunk.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Chunk
             * @function getTypeUrl
             * @memberof tensorduct.v1.Chunk
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Chunk.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.Chunk";
            };

            return Chunk;
        })();

        v1.ChunkAnswer = (function() {

            /**
             * Properties of a ChunkAnswer.
             * @typedef {Object} tensorduct.v1.ChunkAnswer.$Properties
             * @property {number|null} [transfer] ChunkAnswer transfer
             * @property {number|null} [granted] ChunkAnswer granted
             * @property {boolean|null} [done] ChunkAnswer done
             * @property {boolean|null} [cancelled] ChunkAnswer cancelled
             * @property {boolean|null} [refused] ChunkAnswer refused
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChunkAnswer.
             * @memberof tensorduct.v1
             * @interface IChunkAnswer
             * @augments tensorduct.v1.ChunkAnswer.$Properties
             * @deprecated Use tensorduct.v1.ChunkAnswer.$Properties instead.
             */

            /**
             * Shape of a ChunkAnswer.
             * @typedef {tensorduct.v1.ChunkAnswer.$Properties} tensorduct.v1.ChunkAnswer.$Shape
             */

            /**
             * Constructs a new ChunkAnswer.
             * @memberof tensorduct.v1
             * @classdesc Represents a ChunkAnswer.
             * @constructor
             * @param {tensorduct.v1.ChunkAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChunkAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChunkAnswer transfer.
             * @member {number} transfer
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             */
            ChunkAnswer.prototype.transfer = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ChunkAnswer granted.
             * @member {number} granted
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             */
            ChunkAnswer.prototype.granted = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ChunkAnswer done.
             * @member {boolean} done
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             */
            ChunkAnswer.prototype.done = false;

            /**
             * ChunkAnswer cancelled.
             * @member {boolean} cancelled
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             */
            ChunkAnswer.prototype.cancelled = false;

            /**
             * ChunkAnswer refused.
             * @member {boolean} refused
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             */
            ChunkAnswer.prototype.refused = false;

            /**
             * Encodes the specified ChunkAnswer message. Does not implicitly {@link tensorduct.v1.ChunkAnswer.verify|verify} messages.
             * @function encode
             * @memberof tensorduct.v1.ChunkAnswer
             * @static
             * @param {tensorduct.v1.ChunkAnswer.$Properties} message ChunkAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChunkAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer") && (typeof message.transfer === "object" ? message.transfer.low || message.transfer.high : message.transfer !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.transfer);
                if (message.granted != null && $Object.hasOwnProperty.call(message, "granted") && (typeof message.granted === "object" ? message.granted.low || message.granted.high : message.granted !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.granted);
                if (message.done != null && $Object.hasOwnProperty.call(message, "done") && message.done !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.done);
                if (message.cancelled != null && $Object.hasOwnProperty.call(message, "cancelled") && message.cancelled !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.cancelled);
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && message.refused !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.refused);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChunkAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof tensorduct.v1.ChunkAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {tensorduct.v1.ChunkAnswer & tensorduct.v1.ChunkAnswer.$Shape} ChunkAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChunkAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.tensorduct.v1.ChunkAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.transfer = value;
                            else
                                delete message.transfer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.granted = value;
                            else
                                delete message.granted;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.done = value;
                            else
                                delete message.done;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.cancelled = value;
                            else
                                delete message.cancelled;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.refused = value;
                            else
                                delete message.refused;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ChunkAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof tensorduct.v1.ChunkAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {tensorduct.v1.ChunkAnswer} ChunkAnswer
             */
            ChunkAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.tensorduct.v1.ChunkAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".tensorduct.v1.ChunkAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.tensorduct.v1.ChunkAnswer();
                if (object.transfer != null)
                    if (typeof object.transfer === "object" ? object.transfer.low || object.transfer.high : $Number(object.transfer) !== 0)
                        if ($util.Long)
                            message.transfer = $util.Long.fromValue(object.transfer, true);
                        else if (typeof object.transfer === "string")
                            message.transfer = $parseInt(object.transfer, 10);
                        else if (typeof object.transfer === "number")
                            message.transfer = object.transfer;
                        else if (typeof object.transfer === "object")
                            message.transfer = new $util.LongBits(object.transfer.low >>> 0, object.transfer.high >>> 0).toNumber(true);
                if (object.granted != null)
                    if (typeof object.granted === "object" ? object.granted.low || object.granted.high : $Number(object.granted) !== 0)
                        if ($util.Long)
                            message.granted = $util.Long.fromValue(object.granted, true);
                        else if (typeof object.granted === "string")
                            message.granted = $parseInt(object.granted, 10);
                        else if (typeof object.granted === "number")
                            message.granted = object.granted;
                        else if (typeof object.granted === "object")
                            message.granted = new $util.LongBits(object.granted.low >>> 0, object.granted.high >>> 0).toNumber(true);
                if (object.done != null)
                    if (object.done)
                        message.done = $Boolean(object.done);
                if (object.cancelled != null)
                    if (object.cancelled)
                        message.cancelled = $Boolean(object.cancelled);
                if (object.refused != null)
                    if (object.refused)
                        message.refused = $Boolean(object.refused);
                return message;
            };

            /**
             * Creates a plain object from a ChunkAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof tensorduct.v1.ChunkAnswer
             * @static
             * @param {tensorduct.v1.ChunkAnswer} message ChunkAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ChunkAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.transfer = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.transfer = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.granted = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.granted = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.done = false;
                    object.cancelled = false;
                    object.refused = false;
                }
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.transfer = typeof message.transfer === "number" ? $BigInt(message.transfer) : $util.Long.fromBits(message.transfer.low >>> 0, message.transfer.high >>> 0, true).toBigInt();
                    else if (typeof message.transfer === "number")
                        object.transfer = options.longs === $String ? $String(message.transfer) : message.transfer;
                    else
                        object.transfer = options.longs === $String ? $util.Long.prototype.toString.call(message.transfer) : options.longs === $Number ? new $util.LongBits(message.transfer.low >>> 0, message.transfer.high >>> 0).toNumber(true) : message.transfer;
                if (message.granted != null && $Object.hasOwnProperty.call(message, "granted"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.granted = typeof message.granted === "number" ? $BigInt(message.granted) : $util.Long.fromBits(message.granted.low >>> 0, message.granted.high >>> 0, true).toBigInt();
                    else if (typeof message.granted === "number")
                        object.granted = options.longs === $String ? $String(message.granted) : message.granted;
                    else
                        object.granted = options.longs === $String ? $util.Long.prototype.toString.call(message.granted) : options.longs === $Number ? new $util.LongBits(message.granted.low >>> 0, message.granted.high >>> 0).toNumber(true) : message.granted;
                if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                    object.done = message.done;
                if (message.cancelled != null && $Object.hasOwnProperty.call(message, "cancelled"))
                    object.cancelled = message.cancelled;
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                    object.refused = message.refused;
                return object;
            };

            /**
             * Converts this ChunkAnswer to JSON.
             * @function toJSON
             * @memberof tensorduct.v1.ChunkAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ChunkAnswer.prototype.toJSON = function() {
                return ChunkAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ChunkAnswer
             * @function getTypeUrl
             * @memberof tensorduct.v1.ChunkAnswer
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChunkAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/tensorduct.v1.ChunkAnswer";
            };

            return ChunkAnswer;
        })();

        return v1;
    })();

    return tensorduct;
})();

export {
  $root as default
};

/** Gives a class that extends it a foreign object to put its private fields on, in place of a new one. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- what it constructs is what it is given
class Bearer {
  constructor(bearer: object) {
    return bearer;
  }
}

/**
 * Something known of single buffers, which lives as long as its buffer does: a WeakMap by what it is for, a private field
 * of the buffer by how it works. Buffers over shared memory come and go with each message: an entry of a WeakMap costs
 * them 2 us, since no buffer has a hash by itself, and the map grows until garbage is collected; a field costs 0.1 us.
 */
export class BufferNotes<T> {
  private readonly write: (buffer: ArrayBufferLike, note: T) => void;
  private readonly read: (buffer: ArrayBufferLike) => T | undefined;

  constructor() {
    class Note extends Bearer {
      #note: T;

      constructor(buffer: ArrayBufferLike, note: T) {
        super(buffer);
        this.#note = note;
      }

      static write(buffer: ArrayBufferLike, note: T): void {
        if (#note in buffer) buffer.#note = note;
        else new Note(buffer, note);
      }

      static read(buffer: ArrayBufferLike): T | undefined {
        return #note in buffer ? buffer.#note : undefined;
      }
    }
    this.write = (buffer, note) => Note.write(buffer, note);
    this.read = (buffer) => Note.read(buffer);
  }

  /** The note takes the place of one before. */
  set(buffer: ArrayBufferLike, note: T): void {
    this.write(buffer, note);
  }

  get(buffer: ArrayBufferLike): T | undefined {
    return this.read(buffer);
  }
}

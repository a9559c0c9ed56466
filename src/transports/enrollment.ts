import { TensorductError } from '../errors.js';

/** Something that a context must close, and whose end `join` waits for. */
export interface Enrolled {
  close(): void;
  /** Resolves when its descriptors and files are gone. Never rejects. */
  readonly gone: Promise<void>;
}

/** All that is open in one transport context. */
export class Enrollment {
  private readonly members = new Set<Enrolled>();
  private closed = false;

  constructor(private readonly backend: string) {}

  /** @throws TensorductError `ERR_CONTEXT_CLOSED` */
  assertOpen(operation: string): void {
    if (this.closed) throw this.closedError(operation);
  }

  /** The error of operations that the context's end has cut off. */
  closedError(operation: string): TensorductError {
    return new TensorductError('ERR_CONTEXT_CLOSED', 'the transport context is closed', {
      operation,
      backend: this.backend,
    });
  }

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this.closed;
  }

  /** Adds a member until it is gone. On a closed context it is closed at once. */
  add(member: Enrolled): void {
    this.members.add(member);
    void member.gone.then(() => this.members.delete(member));
    if (this.closed) member.close();
  }

  /** Closes every member. Idempotent. */
  close(): void {
    this.closed = true;
    for (const member of this.members) member.close();
  }

  /** `close`, then waits for the end of every member. */
  async join(): Promise<void> {
    this.close();
    while (this.members.size > 0) await Promise.all(Array.from(this.members, (member) => member.gone));
  }
}

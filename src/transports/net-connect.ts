import type { Socket } from 'node:net';
import { TensorductError } from '../errors.js';
import type { Enrollment } from './enrollment.js';
import type { Ends, NetConnection } from './net-connection.js';

/** How a backend opens a connection. */
export interface NetAttempt {
  readonly backend: string;
  /** The address, for errors. */
  readonly address: string;
  readonly enrollment: Enrollment;
  readonly connection: NetConnection;
  readonly socket: Socket;
  /** The event of the socket that says that the peer is there. */
  readonly event: 'connect' | 'secureConnect';
  /** Why a peer that is there must get no byte, or null. @default null */
  readonly refuses?: (socket: Socket) => TensorductError | null;
  readonly ends: () => Ends;
  readonly signal: AbortSignal | undefined;
  /** The error for a failed attempt, from what Node says. */
  readonly explain: (error: NodeJS.ErrnoException) => TensorductError;
}

/** Waits until a socket that is connecting has connected. @throws TensorductError (rejection) */
export function established(attempt: NetAttempt): Promise<NetConnection> {
  const { enrollment, connection, socket, signal } = attempt;
  enrollment.add(connection);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      settle();
      reject(abortedError(attempt));
      connection.close();
    };
    const onConnect = (): void => {
      settle();
      const refusal = attempt.refuses?.(socket) ?? null;
      if (refusal === null) return resolve(connection.establish(attempt.ends()));
      reject(refusal);
      connection.close();
    };
    const onError = (error: Error): void => {
      settle();
      reject(attempt.explain(error));
    };
    const onClose = (): void => {
      settle();
      reject(
        enrollment.isClosed ? enrollment.closedError('connect') : attempt.explain(new Error('the socket was closed')),
      );
    };
    const settle = (): void => {
      signal?.removeEventListener('abort', onAbort);
      socket.off(attempt.event, onConnect).off('error', onError).off('close', onClose);
    };
    socket.once(attempt.event, onConnect).once('error', onError).once('close', onClose);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The error of a `connect` whose signal is aborted. */
export function abortedError(attempt: Pick<NetAttempt, 'backend' | 'address' | 'signal'>): TensorductError {
  return new TensorductError('ERR_ABORTED', 'connecting was aborted', {
    operation: 'connect',
    backend: attempt.backend,
    peer: attempt.address,
    cause: attempt.signal?.reason,
  });
}

/** The most bytes that are copied in one turn of the event loop: a fraction of a millisecond. */
const BYTES_PER_TURN = 1024 * 1024;

/** Something that copies in pieces. */
export interface CopyJob {
  /** Whether it could copy now. */
  readonly hasWork: boolean;
  /** Copies at most `limit` bytes. @returns how many */
  copyPiece(limit: number): number;
}

/** Takes the jobs in turn, a piece in every turn of the event loop, so that copying never delays anything else. */
class CopyLoop {
  private readonly jobs = new Set<CopyJob>();
  private turn: NodeJS.Immediate | null = null;

  /** A job has work. Holds the process until it is done or deleted. */
  add(job: CopyJob): void {
    this.jobs.add(job);
    this.turn ??= setImmediate(this.run);
  }

  /** The job's memory is not touched any more. */
  delete(job: CopyJob): void {
    this.jobs.delete(job);
    if (this.jobs.size > 0 || this.turn === null) return;
    clearImmediate(this.turn);
    this.turn = null;
  }

  private readonly run = (): void => {
    this.turn = null;
    let room = BYTES_PER_TURN;
    // A job that is added again has its next turn behind the others.
    for (const job of this.jobs) {
      this.jobs.delete(job);
      room -= job.copyPiece(room);
      if (job.hasWork) this.jobs.add(job);
      if (room <= 0) break;
    }
    if (this.jobs.size > 0) this.turn ??= setImmediate(this.run);
  };
}

/** One for all channels of the isolate: they share its event loop. */
export const copyLoop = new CopyLoop();

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

const ROOT = '/sys/fs/cgroup';
/** Why a test may skip. */
export const NO_GROUP = 'no cgroup with a limit of memory can be made here';

/** A cgroup whose processes are killed when they have taken so much memory. */
export class SmallGroup implements Disposable {
  private static count = 0;

  private constructor(private readonly folder: string) {}

  /** Of version 1 or 2. Null where none can be made. */
  static create(bytes: number): SmallGroup | null {
    const name = `tensorduct-test-${process.pid}-${SmallGroup.count++}`;
    return this.make(`${ROOT}/memory/${name}`, 'memory.limit_in_bytes', bytes) ?? this.makeUnified(name, bytes);
  }

  private static makeUnified(name: string, bytes: number): SmallGroup | null {
    try {
      writeFileSync(`${ROOT}/cgroup.subtree_control`, '+memory');
    } catch {
      return null;
    }
    const group = this.make(`${ROOT}/${name}`, 'memory.max', bytes);
    if (group !== null) writeFileSync(`${group.folder}/memory.swap.max`, '0', { flag: 'a' });
    return group;
  }

  private static make(folder: string, limit: string, bytes: number): SmallGroup | null {
    try {
      mkdirSync(folder);
    } catch {
      return null;
    }
    try {
      writeFileSync(`${folder}/${limit}`, String(bytes));
      return new SmallGroup(folder);
    } catch {
      rmdirSync(folder);
      return null;
    }
  }

  /** Puts a shell, and what it starts, into the group. */
  get command(): string {
    return `echo $$ > ${this.folder}/cgroup.procs`;
  }

  /** How many of its processes were killed for want of memory. */
  get kills(): number {
    const file = this.folder.startsWith(`${ROOT}/memory/`) ? 'memory.oom_control' : 'memory.events';
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(`${this.folder}/${file}`, 'utf8'))?.[1]);
  }

  /** Its processes must have ended. */
  [Symbol.dispose](): void {
    rmdirSync(this.folder);
  }
}

/** What a child process or worker thread needs to connect to its parent. */
export interface Invitation {
  /** Where the parent listens, for this child alone. */
  readonly url: string;
  /** What the child proves to know; good for one pipe. */
  readonly secret: string;
  /** What the child's context is to be called; '' for no name. */
  readonly name: string;
}

/** The environment of a child, process or thread: what it would have anyway, and the invitation. */
export function inviting(env: NodeJS.ProcessEnv, invitation: Invitation): NodeJS.ProcessEnv {
  return { ...env, TENSORDUCT_PARENT: JSON.stringify(invitation) };
}

/**
 * What this process or thread was started with, or null. It leaves the environment when this module is loaded, so
 * that nothing started from here inherits it.
 */
export const ownInvitation: Invitation | null = take();

function take(): Invitation | null {
  const text = process.env.TENSORDUCT_PARENT;
  delete process.env.TENSORDUCT_PARENT;
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isInvitation(value) ? value : null;
  } catch {
    return null;
  }
}

function isInvitation(value: unknown): value is Invitation {
  if (typeof value !== 'object' || value === null) return false;
  if (!('url' in value && 'secret' in value && 'name' in value)) return false;
  return [value.url, value.secret, value.name].every((part) => typeof part === 'string');
}

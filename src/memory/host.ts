import { hostIdentity, type HostIdentity } from './host-identity.js';
import { loadNative, type Native } from './native.js';

/** The addon and who this process is on which host, or why one of them is missing. */
export type Host =
  | { readonly ok: true; readonly native: Native; readonly identity: HostIdentity }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

let known: Host | undefined;
let sharing: Host | undefined;

/** Finds out, once in each thread, what everything that tells processes of one host from others builds on. */
export function knowHost(): Host {
  return (known ??= findOut());
}

/** Finds out, once in each thread, whether memory can be shared with other processes from here. */
export function canShare(): Host {
  return (sharing ??= tryToShare());
}

function findOut(): Host {
  const loaded = loadNative();
  if (!loaded.ok) return loaded;
  const identity = hostIdentity();
  return 'reason' in identity ? { ok: false, ...identity } : { ok: true, native: loaded.native, identity };
}

/** Tries it where there is nothing against it: a filter of system calls may be. What may pass, as a shortage, is not. */
function tryToShare(): Host {
  const host = knowHost();
  if (!host.ok) return host;
  try {
    host.native.ReturnRing.create(1, new Uint8Array(16)).close();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    const hint = 'allow memfd_create where system calls are filtered, as in containers';
    if (code === 'EPERM' || code === 'ENOSYS') return { ok: false, reason: `no memory can be shared: ${code}`, hint };
  }
  return host;
}

import { describe, it } from 'vitest';
import { Arena } from '../../../src/memory/arena.js';
import { canShare } from '../../../src/memory/host.js';
import { testArena } from '../../../src/testing/index.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

testArena({ createArena: (options) => new Arena(native, options) }, { describe, it });

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { INSTALL_MS, makeBarePath, Project } from './project.js';
import { PACK_MS, Tarball } from './tarball.js';

const TSC = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const TYPES_OF_NODE = `@types/node@${manifest.devDependencies['@types/node']}`;

/** The newest symbols of glibc that the prebuilt addon may need: those of Debian 12, Ubuntu 22.04 and RHEL 9. */
const GLIBC = 34;

/** What belongs into the package. */
const CONTENTS = [
  /^dist\/.+\.(js|js\.map|d\.ts)$/,
  /^native\/[\w-]+\.(cc|h|mjs|gyp)$/,
  /^native\/prebuilds\/[a-z]+-[a-z0-9]+\/tensorduct\.glibc\.node$/,
  /^proto\/\w+\.proto$/,
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
];

const workplace = mkdtempSync(join(tmpdir(), 'tensorduct-package-'));
const cache = join(workplace, 'npm-cache');
const place = (name: string): string => join(workplace, name);

let complete: Tarball;
let bare: Tarball;
let barePath: string;

beforeAll(async () => {
  complete = await Tarball.pack(workplace);
  bare = await complete.withoutPrebuilds(workplace);
  barePath = makeBarePath(place('bin'));
}, 2 * PACK_MS);
afterAll(() => rmSync(workplace, { recursive: true, force: true }));

describe('the packed tarball', () => {
  it('has what runs and what the addon is built from, and nothing else', () => {
    const { files, size } = complete;
    console.log(`${files.length} files, ${size} bytes`);
    expect(files.filter((name) => !CONTENTS.some((pattern) => pattern.test(name)))).toEqual([]);
    for (const pattern of CONTENTS) expect(files.find((name) => pattern.test(name))).toBeDefined();
    expect(files.filter((name) => /(^|[./])(test|bench|spec)s?[./]/.test(name))).toEqual([]);
  });

  it('has source maps that hold their sources', () => {
    const { files } = complete;
    for (const name of files.filter((file) => file.endsWith('.js'))) {
      const [, map] = /^\/\/# sourceMappingURL=(.*)$/m.exec(complete.read(name).toString()) ?? [];
      if (map !== undefined) expect(files).toContain(join(name, '..', map));
    }
    for (const name of files.filter((file) => file.endsWith('.map'))) {
      const map = JSON.parse(complete.read(name).toString()) as { sources: string[]; sourcesContent: unknown[] };
      expect(map.sources).not.toEqual([]);
      expect(map.sourcesContent).toEqual(map.sources.map(() => expect.any(String) as unknown));
    }
  });

  it('has a stripped addon for this machine that old systems can load, too', () => {
    const path = `native/prebuilds/${process.platform}-${process.arch}/tensorduct.glibc.node`;
    const text = complete.read(path).toString('latin1');
    const needed = Array.from(text.matchAll(/GLIBC_2\.(\d+)/g), ([, minor]) => Number(minor));
    expect(needed.length).toBeGreaterThan(0);
    expect(Math.max(...needed)).toBeLessThanOrEqual(GLIBC);
    expect(text).not.toContain('.symtab');
  });
});

/** What tensor.mjs prints. */
interface Arrival {
  readonly good: number;
  readonly transport: string;
  readonly channels: readonly string[];
  readonly moved: readonly string[];
  readonly arena: { readonly ok: boolean; readonly reason?: string; readonly hint?: string };
  readonly exit: number;
}

async function sendTensors(project: Project, address: string, node = 'node'): Promise<Arrival> {
  return JSON.parse(await project.run(node, 'tensor.mjs', 'listen', address)) as Arrival;
}

async function expectEntries(project: Project, node = 'node'): Promise<void> {
  const imported: unknown = JSON.parse(await project.run(node, 'import.mjs'));
  expect(imported).toEqual([
    expect.arrayContaining(['Context', 'TensorductError', 'tcp', 'unix']),
    expect.arrayContaining(['testChannel', 'testTransport']),
  ]);
  expect(JSON.parse(await project.run(node, 'require.cjs'))).toEqual(imported);
}

async function expectSharedMemory(project: Project, node = 'node'): Promise<void> {
  const arrival = await sendTensors(project, `unix://@${workplace}`, node);
  expect(arrival).toMatchObject({ good: 20, exit: 0, transport: 'unix', channels: ['shm-arena'], arena: { ok: true } });
  expect(arrival.moved).toContain('shm-arena');
}

describe.for([
  ['where there is no compiler', { withPrebuild: true, tools: false, npm: [] }],
  ['by --ignore-scripts', { withPrebuild: true, tools: false, npm: ['--ignore-scripts'] }],
  ['where nothing is prebuilt and there is a compiler', { withPrebuild: false, tools: true, npm: [] }],
] as const)('the package, installed %s', ([, { withPrebuild, tools, npm }]) => {
  let project: Project;

  beforeAll(async () => {
    const { path } = withPrebuild ? complete : bare;
    const where = mkdtempSync(place('project-'));
    project = await Project.install(where, [path], { cache, npm, ...(tools ? {} : { path: barePath }) });
  }, 2 * INSTALL_MS);

  it('can be imported and required, with all of its entries', () => expectEntries(project));

  it('moves tensors between two processes by shared memory', () => expectSharedMemory(project));

  it('has the command tensorduct, whose doctor finds nothing wrong', async () => {
    const report = await project.run('npx', '--no', 'tensorduct', 'doctor');
    expect(report).toMatch(/shm-arena +\d+ +works/);
    expect(report).not.toContain('no addon');
  });
});

describe('the package, installed where nothing is prebuilt and there is no compiler', () => {
  let project: Project;

  beforeAll(async () => {
    const npm = ['--foreground-scripts'];
    project = await Project.install(mkdtempSync(place('project-')), [bare.path], { cache, npm, path: barePath });
  }, 2 * INSTALL_MS);

  it('says so in one line, and the install goes on', () => {
    const lines = project.installLog.split('\n');
    expect(lines.filter((line) => /addon|gyp|python/i.test(line))).toEqual([
      expect.stringMatching(/^tensorduct: no addon for this machine, so no shared memory: .*Python/),
    ]);
  });

  it('can be imported and required, with all of its entries', () => expectEntries(project));

  it.for(['unix', 'tcp'])('moves tensors over %s, and says why not by shared memory', async (transport) => {
    const address = transport === 'tcp' ? 'tcp://127.0.0.1:0' : 'unix://';
    const arrival = await sendTensors(project, address);
    expect(arrival).toMatchObject({
      good: 20,
      exit: 0,
      transport,
      channels: ['multi-socket'],
      moved: ['multi-socket'],
    });
    expect(arrival.arena).toMatchObject({ ok: false, reason: expect.stringContaining('addon') as string });
    expect(arrival.arena.hint).toContain('npm rebuild tensorduct');
  });

  it('uses abstract names only with a secret, and says what to do', async () => {
    const refusal: unknown = expect.stringMatching(
      /^ERR_INSECURE_ADDRESS .*addon.*npm rebuild tensorduct.*a path.*secret/,
    );
    const outcome: unknown = JSON.parse(await project.run('node', 'abstract.mjs'));
    expect(outcome).toEqual({ open: refusal, connect: refusal, secret: 'works' });
  });

  it('has the command tensorduct, whose doctor says what is missing', async () => {
    expect(await project.run('npx', '--no', 'tensorduct', 'doctor')).toMatch(/shm-arena +\d+ +.*addon/);
  });
});

describe('in a project of its own, the package', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.install(mkdtempSync(place('project-')), [complete.path, TYPES_OF_NODE], { cache });
  }, 2 * INSTALL_MS);

  it.for([
    ['types.mts', 'node16', 'node16'],
    ['types.mts', 'bundler', 'preserve'],
    ['types.cts', 'nodenext', 'nodenext'],
  ] as const)('has types that are whole for %s, found as by %s', async ([program, resolution, module]) => {
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      'false',
      '--target',
      'es2022',
      '--lib',
      'es2022',
      '--types',
      'node',
    ];
    const how = ['--module', module, '--moduleResolution', resolution];
    expect(await project.run('node', TSC, ...options, ...how, program)).toBe('');
  });

  it('lets the author of a transport run the suite, with nothing else installed', async () => {
    expect(await project.run('node', '--test', '--test-reporter=tap', 'suite.mjs')).toMatch(/^# fail 0$/m);
  });
});

describe('the package, by other versions of Node', () => {
  let project: Project;
  const nodes = [22, 24];

  beforeAll(async () => {
    // What the package `node` installs, without the npm that it would start for it.
    const packages = nodes.map((version) => `node${version}@npm:node-linux-${process.arch}@${version}`);
    project = await Project.install(mkdtempSync(place('project-')), [complete.path, ...packages], {
      cache,
      path: barePath,
    });
  }, 2 * INSTALL_MS);

  it.for(nodes)('loads its addon in Node %i and moves tensors by shared memory', async (version) => {
    const node = project.installed(`node${version}`, 'bin/node');
    expect(await project.run(node, '--version')).toMatch(new RegExp(`^v${version}\\.`));
    await expectEntries(project, node);
    await expectSharedMemory(project, node);
  });
});

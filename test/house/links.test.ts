import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGES, ROOT } from '../support/pages.js';

describe('links in the documentation', () => {
  it.for(PAGES)('%s links only to what is there', (page) => {
    expect(linksOf(page).filter((link) => !exists(page, link))).toEqual([]);
  });

  it('every page of docs can be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const link of linksOf(page)) {
        const target = join(dirname(page), link.split('#')[0]);
        if (PAGES.includes(target)) reached.add(target);
      }
    }
    expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });
});

/** The links of a page that lead to something in this repository. */
function linksOf(page: string): string[] {
  const text = read(page).replaceAll(/^```[^]*?^```$/gm, '');
  const links = Array.from(text.matchAll(/(?:\]\(|(?:src|srcset|href)=")([^)"]+)/g), ([, link]) => link);
  return links.filter((link) => !/^https?:/.test(link));
}

function exists(page: string, link: string): boolean {
  const [path, anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, target))) return false;
  if (anchor === undefined) return true;
  return statSync(join(ROOT, target)).isFile() && anchorsOf(target).includes(anchor);
}

/** What the headings of a page are called in links. */
function anchorsOf(page: string): string[] {
  return Array.from(read(page).matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

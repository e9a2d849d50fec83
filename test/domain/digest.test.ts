import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';

type Digested = Parameters<typeof digestOf>[0];

/** Rows that no later version of the core gives other fields to. */
const state = (
  fields: {
    readonly seq?: number;
    readonly nodes?: readonly unknown[];
    readonly links?: readonly unknown[];
    readonly control?: unknown;
  } = {},
) => {
  const { seq = 7, nodes = [{ id: 1, name: 'ä"', gone: null }], links = [{ id: 1, halves: [1, 0] }], control = { paused: false } } = fields;
  const table = { nodes: () => nodes, links: () => links, nextIds: () => ({ node: 2, link: 3 }) };
  const actions = new Map([[5, { seq: 5, action: { _tag: 'List', node: 1 } }]]);
  return { seq, table, control, flights: { actions } } as unknown as Digested;
};

describe('a digest', () => {
  it('stays what it is: plans and bundles carry it from one version to the next', () => {
    expect(digestOf(state())).toBe('a2fa6ec8909aad45');
  });

  it('is of what is known, and not of its order', () => {
    const [a, b] = [
      { id: 1, name: 'a' },
      { name: 'b', id: 2 },
    ];
    expect(digestOf(state({ nodes: [a, b] }))).toBe(digestOf(state({ nodes: [{ id: 2, name: 'b' }, a] })));
  });

  it('is another one for anything else', () => {
    const others = [
      state(),
      state({ seq: 8 }),
      state({ nodes: [] }),
      state({ nodes: [{ id: 1, name: 'ä"', gone: 0 }] }),
      state({ nodes: [{ id: 1, name: 'ä"' }] }),
      state({ nodes: [{ id: 1, halves: [1, 0] }], links: [{ id: 1, name: 'ä"', gone: null }] }),
      state({ links: [{ id: 1, halves: [0, 1] }] }),
      state({ links: [{ id: 1, halves: [10] }] }),
      state({ control: { paused: true } }),
    ].map(digestOf);
    expect(new Set(others).size).toBe(others.length);
    for (const digest of others) expect(digest).toMatch(/^[0-9a-f]{16}$/u);
  });
});

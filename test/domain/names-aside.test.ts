import { describe, expect, it } from 'vitest';
import { asideName, isAsideNameOf, nameAtHome } from '../../src/domain/reserved-name.js';

describe('a name aside was given to', () => {
  const long = 'a-very-long-name.txt';

  it('the name that it holds, whatever its number', () => {
    expect(isAsideNameOf('.fs~7~a.txt', 'a.txt', 255)).toBe(true);
    expect(isAsideNameOf('.fs~12~a.txt', 'a.txt', 255)).toBe(true);
    expect(isAsideNameOf('.fs~7~a.txt', 'b.txt', 255)).toBe(false);
  });

  it('a longer one that it holds the beginning of, if it had to be shortened', () => {
    expect(isAsideNameOf(asideName(7, long, 12), long, 12)).toBe(true);
    expect(isAsideNameOf(asideName(7, long, 12), long, 255)).toBe(false);
    expect(nameAtHome(asideName(7, long, 12))).toBe('a-very');
  });

  it('none where it is an ordinary one, also if that looks alike', () => {
    for (const name of ['a.txt', '.fs~NaN~a.txt', '.fs~~a.txt', 'x.fs~7~a.txt']) {
      expect(isAsideNameOf(name, 'a.txt', 255)).toBe(false);
      expect(nameAtHome(name)).toBe(name);
    }
  });
});

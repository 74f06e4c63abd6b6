/** A rule that no evidence can fail is refused when the profile is loaded. */
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profiles/load.ts';

const profile = (is: string, parameters = '') => `id: p
title: P
version: "1"
${parameters}rules:
  - id: apps
    title: Apps
    severity: low
    setting: apps.installed
    is: ${is}
    examples:
      pass: [{ apps.installed: [a] }]
      fail: [{ apps.installed: [b] }]
`;
const load = (text: string, set = {}) => loadProfile(new TextEncoder().encode(text), set);

describe('a comparison with nothing', () => {
  it.each(['{ containsAll: [] }', '{ containsNone: [] }', '{ oneOf: [] }'])('%s is refused', (is) => {
    expect(load(profile(is)).profile).toBeUndefined();
  });

  it('allows nothing besides nothing', () => {
    expect(load(profile('{ subsetOf: [] }')).profile).toBeDefined();
  });

  it('is refused when a parameter on the command line is empty', () => {
    const parameters = 'parameters:\n  wanted:\n    title: Wanted\n    type: list\n    default: [a]\n';
    const text = profile('{ containsNone: { parameter: wanted } }', parameters);
    expect(load(text).profile).toBeDefined();
    expect(load(text, { wanted: 'b,c' }).profile).toBeDefined();
    expect(load(text, { wanted: '' }).problems[0]?.message).toContain('containsNone');
  });
});

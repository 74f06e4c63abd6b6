/** A small synthetic audit profile and what its author is told after a change to it. */
import { loadProfile, problemLines } from '../../src/profiles/load.ts';

export const sample = `id: sample
title: Sample
version: "1"
parameters:
  days: { title: Days, type: integer, default: 30 }
rules:
  - id: camera
    title: The camera is off
    severity: high
    setting: camera.allowed
    is: false
    examples:
      pass: [{ camera.allowed: false }]
      fail: [{ camera.allowed: true }]
`;

export const bytes = (text: string) => new TextEncoder().encode(text);
export const changed = (from: string, to: string): string => {
  if (!sample.includes(from)) throw new Error(`the sample lacks ${from}`);
  return sample.replace(from, to);
};
/** The problems as lines without the file's name: `9:14: message`. */
export const told = (text: string) =>
  problemLines('', loadProfile(bytes(text)).problems).map((line) => line.slice(1));

/** The comparison of the sample's only rule. */
export const rule = 'setting: camera.allowed\n    is: false';

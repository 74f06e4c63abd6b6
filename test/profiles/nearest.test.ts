import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/profiles/nearest.ts';

const names = ['camera.allowed', 'passcode.required', 'passcode.present', 'screenCapture.allowed'];

describe('the nearest name', () => {
  it.each<[string, string | undefined, string]>([
    ['camera.alowed', 'camera.allowed', 'a letter is missing'],
    ['camera.alllowed', 'camera.allowed', 'a letter is too many'],
    ['camera.allwoed', 'camera.allowed', 'two letters are swapped'],
    ['passcode.requires', 'passcode.required', 'a letter is another'],
    ['SCREENCAPTURE.ALLOWED', 'screenCapture.allowed', 'the case differs'],
    ['camera.allowed', 'camera.allowed', 'it is the name'],
    ['microphone.allowed', undefined, 'nothing is near'],
    ['camera.allo', undefined, 'three letters are missing'],
    ['', undefined, 'there is no name'],
  ])('of %j is %j: %s', (name, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });

  it('among equally near ones is the first', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });

  it('of nothing is nothing', () => {
    expect(nearest('camera', [])).toBeUndefined();
  });
});

/** Statements about controls that no setting stands for: one for each control, made when it is named. */
import { describe, expect, it } from 'vitest';
import { attestationSchema } from '../../src/attestations/schema.ts';
import { runExamples } from '../../src/profiles/examples.ts';
import { loadProfile, requireProfile } from '../../src/profiles/load.ts';
import { ajv } from '../../src/profiles/shape.ts';
import { isAttestable } from '../../src/settings/attestable.ts';
import { findSetting } from '../../src/settings/catalogue.ts';
import { controlStatementId } from '../../src/settings/control.ts';

const text = (setting: string) => `id: ours
title: Ours
version: '1'
rules:
  - id: training
    title: Users were trained
    severity: medium
    setting: ${setting}
    is: true
    attestable: { maxAge: P365D, settings: [${setting}] }
    examples: { pass: [{ ${setting}: true }], fail: [{ ${setting}: false }] }
`;
const loaded = (setting: string) => loadProfile(Buffer.from(text(setting)));

describe('the statement about a control', () => {
  const id = 'statement.control.goog-15-009800';

  it('is a setting that people may state and no machine shows', () => {
    const setting = findSetting(id);
    expect(setting).toMatchObject({ id, type: 'boolean', proof: { ios: null, android: null } });
    expect(setting && isAttestable(setting)).toBe(true);
  });

  it('is a setting of rules, whose examples run', () => {
    const profile = requireProfile('ours', loaded(id));
    expect(profile.rules[0]?.attestable?.settings).toEqual([id]);
    expect(runExamples(profile).map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'unknown']);
  });

  it('is a setting of attestations', () => {
    const takes = ajv.compile(attestationSchema.properties.setting);
    expect([takes(id), takes('camera.allowed'), takes('statement.control.'), takes('camera')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    'statement.control.',
    'statement.control.GOOG',
    'statement.control.a--b',
    'statement.control.a.b',
    `statement.control.${'a'.repeat(200)}`,
  ])('%s is none', (wrong) => {
    expect(findSetting(wrong)).toBeUndefined();
    expect(loaded(wrong).problems.length).toBeGreaterThan(0);
  });

  it('leaves the nearest name to what is no control', () => {
    expect(loaded('camera.alowed').problems[0]?.message).toContain('did you mean `camera.allowed`');
  });

  it.each([
    ['GOOG-15-009800', id],
    ['os_live_text_disable', 'statement.control.os-live-text-disable'],
    ['4.1.2 Review', 'statement.control.4-1-2-review'],
    ['…', undefined],
  ])('%s is called %s', (control, wanted) => {
    expect(controlStatementId(control)).toBe(wanted);
  });
});

/** A setting that many rules speak of is weighed and resolved once. */
import { describe, expect, it, vi } from 'vitest';
import { Facts } from '../../src/evaluate/facts.ts';
import { resolvedOnce, weighedOnce } from '../../src/evaluate/memory.ts';
import { weigh } from '../../src/evaluate/effect.ts';
import type { JudgeOptions } from '../../src/evaluate/judgement.ts';
import type { Observation } from '../../src/model/observation.ts';
import { findSetting, settings } from '../../src/settings/catalogue.ts';

const asOf = '2026-11-20T23:59:59Z';
const options: JudgeOptions = { asOf, scope: undefined, enforced: false };
const claim: Observation = {
  setting: 'camera.allowed',
  layer: 'required',
  origin: 'explicit',
  evidence: { input: 'made-up.json', locator: '/x' },
  value: false,
};
const facts = () => new Facts({ id: 's', kind: 'policy', platform: 'ios', labels: {} }, [claim]);
const camera = findSetting('camera.allowed') ?? settings[0];

describe('the memory of a subject', () => {
  it('works the same question out once, for each subject', () => {
    if (camera === undefined) throw new Error('no setting');
    const own = facts();
    const work = vi.fn<() => ReturnType<typeof weigh>>(() => weigh([claim], undefined));
    const first = weighedOnce(own, camera, options, work);
    expect(weighedOnce(own, camera, { ...options, enforced: true }, work)).toBe(first);
    expect(work).toHaveBeenCalledTimes(1);
    const [layer] = resolvedOnce(own, camera, first, options);
    expect(layer).toMatchObject({ layer: 'required', value: false });
    expect(resolvedOnce(own, camera, first, { ...options, enforced: true })[0]).toBe(layer);
    weighedOnce(facts(), camera, options, work);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('keeps apart what depends on the scope, the age and the effect', () => {
    if (camera === undefined) throw new Error('no setting');
    const own = facts();
    const work = vi.fn<() => ReturnType<typeof weigh>>(() => weigh([claim], undefined));
    const said = weighedOnce(own, camera, options, work);
    weighedOnce(own, camera, { ...options, scope: 'app:whatsapp' }, work);
    weighedOnce(own, camera, { ...options, asIfEffective: true }, work);
    expect(work).toHaveBeenCalledTimes(3);
    const young = resolvedOnce(own, camera, said, { ...options, maxAgeDays: 5 });
    expect(young).not.toBe(resolvedOnce(own, camera, said, options));
  });
});

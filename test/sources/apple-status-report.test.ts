/** Status reports of one device become one state; what is not clear shows nothing. */
import { describe, expect, it } from 'vitest';
import { readText, said } from '../review/support-read.ts';

type Json = Readonly<Record<string, unknown>>;
const report = (items: Json, rest: Json = {}): Json => ({ StatusItems: items, Errors: [], ...rest });
const full = (items: Json, rest: Json = {}): Json => report(items, { FullReport: true, ...rest });
const present = (value: unknown): Json => ({ passcode: { 'is-present': value } });
const apps = (...list: readonly Json[]): Json => ({ app: { managed: { list } } });
const whatsApp = (rest: Json): Json => ({ identifier: 'net.whatsapp.WhatsApp', ...rest });

async function read(...reports: readonly unknown[]) {
  const { subjects, codes, record } = await readText(JSON.stringify(reports));
  const [first] = subjects;
  return {
    subjects,
    codes,
    record,
    says: (setting: string) => said(first?.observations ?? [], setting),
    all: first?.observations ?? [],
  };
}

describe('reports of one device', () => {
  it('merge in their order', async () => {
    expect((await read(full(present(true)), report(present(false)))).says('passcode.present')).toEqual([
      false,
    ]);
    expect((await read(full(present(false)), report(present(true)))).says('passcode.present')).toEqual([
      true,
    ]);
  });
  it('keep what a later one does not speak of', async () => {
    const { says } = await read(full(present(true)), report({ security: { 'lockdown-mode': true } }));
    expect(says('passcode.present')).toEqual([true]);
    expect(says('device.lockdownMode')).toEqual([true]);
  });
  it('begin anew with a full one', async () => {
    const { says } = await read(full(present(true)), full({ security: { 'lockdown-mode': true } }));
    expect(says('passcode.present')).toEqual([]);
  });
  it('say when there is no full one', async () => {
    expect((await read(report(present(true)))).codes).toEqual(['report-incremental']);
    expect((await read(full(present(true)))).codes).toEqual([]);
  });
  it('take back what the device can no longer report', async () => {
    const failed = report({}, { Errors: [{ StatusItem: 'passcode.is-present' }] });
    const { says, codes } = await read(full(present(true)), failed);
    expect(says('passcode.present')).toEqual(['not-reported']);
    expect(codes).toEqual(['report-item-failed']);
  });
});

describe('lists', () => {
  it('merge by identifier', async () => {
    const { says } = await read(
      full(
        apps(whatsApp({ state: 'managed' }), { identifier: 'org.whispersystems.signal', state: 'managed' }),
      ),
      report(apps(whatsApp({ state: 'managed-but-uninstalled' }))),
    );
    expect(new Set(says('app.installed'))).toEqual(new Set([true, false]));
  });
  it('lose what was removed', async () => {
    const { says } = await read(
      full(apps(whatsApp({ state: 'managed' }))),
      report(apps(whatsApp({ _removed: true }))),
    );
    expect(says('app.installed')).toEqual([]);
  });
  it('are no inventory: an app that is not in them may be there', async () => {
    expect((await read(full(apps()))).says('apps.installed')).toEqual([]);
  });
  it('name an app once', async () => {
    const twice = apps(whatsApp({ state: 'managed' }), whatsApp({ state: 'managed' }));
    expect((await read(full(twice))).says('app.installed')).toEqual(['ambiguous']);
  });
  it.each(['queued', 'installing', 'failed', 'Managed', ''])(
    'leave an app that is %s open',
    async (state) => {
      expect((await read(full(apps(whatsApp({ state }))))).says('app.installed')).toEqual([]);
    },
  );
});

describe('a passcode', () => {
  const compliance = (items: Json) => read(full({ passcode: items }));
  it('that is compliant has to be there', async () => {
    const { all } = await compliance({ 'is-present': true, 'is-compliant': true });
    expect(all).toContainEqual(
      expect.objectContaining({
        setting: 'passcode.compliant',
        value: true,
        needs: { oneOf: [{ setting: 'passcode.present', value: true }] },
      }),
    );
  });
  it('that is not there is compliant with nothing', async () => {
    const { says } = await compliance({ 'is-present': false, 'is-compliant': true });
    expect(says('passcode.compliant')).toEqual(['ambiguous']);
  });
});

describe('enrolment', () => {
  it.each([
    ['supervised', { supervised: true, enrolment: 'supervised' }, [true], [true]],
    ['device', { supervised: false, enrolmentType: 'device' }, [false], [true]],
    ['user', { supervised: false, enrolmentType: 'user' }, [false], [true]],
    ['none', { enrolmentType: 'none' }, ['not-reported'], [false]],
    ['Supervised', {}, ['ambiguous'], ['ambiguous']],
  ])('%s', async (word, facts, supervised, managed) => {
    const { subjects, says } = await read(full({ mdm: { 'enrollment-type': word } }));
    expect(subjects[0]?.subject).toMatchObject(facts);
    expect(says('device.supervised')).toEqual(supervised);
    expect(says('device.managed')).toEqual(managed);
  });
});

describe('updates', () => {
  const update = (items: Json) => read(full({ softwareupdate: items }));
  it.each([
    ['26.1.1', [true], ['26.1.1']],
    ['', [false], ['not-reported']],
    ['26.1 (a)', [true], ['ambiguous']],
  ])('pending: %j', async (version, pending, pendingVersion) => {
    const { says } = await update({ 'pending-version': { 'os-version': version } });
    expect(says('updates.pending')).toEqual(pending);
    expect(says('updates.pendingVersion')).toEqual(pendingVersion);
  });
  it.each([
    ['', [false]],
    ['iOS 27 Public Beta', [true]],
  ])('beta programme %j', async (name, enrolled) => {
    expect((await update({ 'beta-enrollment': name })).says('updates.beta.enrolled')).toEqual(enrolled);
  });
  it.each([
    ['a', ['a']],
    ['(c)', ['c']],
    ['', ['not-reported']],
    ['abc', ['ambiguous']],
  ])('letter %j', async (letter, known) => {
    const items = { device: { 'operating-system': { supplemental: { 'extra-version': letter } } } };
    expect((await read(full(items))).says('os.supplementalVersion')).toEqual(known);
  });
});

describe('what was sent', () => {
  it.each([
    [{ active: true, valid: 'valid' }, []],
    [{ active: false, valid: 'valid' }, ['declaration-inactive']],
    [{ active: true, valid: 'invalid' }, ['declaration-inactive']],
    [{ active: true, valid: 'unknown' }, ['declaration-inactive']],
    [{ valid: 'valid' }, ['declaration-inactive']],
  ])('%j', async (state, notices) => {
    const configurations = [{ identifier: 'x', ...state }];
    const { codes, all } = await read(full({ management: { declarations: { configurations } } }));
    expect(codes).toEqual(notices);
    expect(all).toEqual([]);
  });
});

describe('several devices', () => {
  const of = (UDID: unknown, value: boolean) => full(present(value), { UDID });
  it('are told apart', async () => {
    const { subjects } = await read(of('one', true), of('two', false));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['one', 'two']);
  });
  it('are all in doubt when a report names none of them', async () => {
    const { subjects, codes } = await read(of('one', true), of('two', false), report(present(true)));
    expect(subjects.map(({ observations }) => said(observations, '*'))).toEqual([
      ['unreadable'],
      ['unreadable'],
    ]);
    expect(codes).toEqual(['record-unreadable']);
  });
  it('a report without a name is of the only one', async () => {
    const { subjects, says } = await read(report(present(false)), of('one', true));
    expect(subjects.map(({ subject }) => subject.id)).toEqual(['one']);
    expect(says('passcode.present')).toEqual([true]);
  });
  it.each([7, '', null, ['one']])('the name %j is none', async (name) => {
    const { subjects, record } = await read(of(name, true));
    expect(subjects).toEqual([]);
    expect(record.status).toBe('partial');
  });
});

it('never shows a serial number', async () => {
  const items = { device: { identifier: { 'serial-number': 'C02SERIAL', udid: '0000-1' } } };
  expect(JSON.stringify(await read(full(items)))).not.toContain('C02SERIAL');
});

it('dotted names are not how Apple writes items', async () => {
  const { codes, record } = await read(full({ 'passcode.is-present': true }));
  expect(codes).toEqual(['record-unreadable']);
  expect(record.status).toBe('partial');
});

it.each([
  ['a Mac by its system', { device: { 'operating-system': { family: 'macOS' } } }],
  ['a Mac by its model', { device: { model: { family: 'Mac' } } }],
  ['a Mac by FileVault', { diskmanagement: { filevault: { enabled: true } } }],
  ['an Apple TV', { device: { 'operating-system': { family: 'tvOS' } } }],
])('%s is skipped', async (_name, items) => {
  const { subjects, record } = await read(full({ ...items, ...present(true) }));
  expect([subjects.length, record.skipped]).toEqual([0, 1]);
});

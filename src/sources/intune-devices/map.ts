/**
 * Microsoft Graph managedDevice → canonical settings. Never `hardwareInformation`, which list answers fill with defaults,
 * and never `complianceState`, which a tenant sets to compliant where no policy exists.
 */
import { flag, type Row, type RowTable, textLike, word } from '../../artifacts/rows.ts';

/** `17.4 (21E219)`: a version with its build in brackets. */
const osVersion: Row = {
  setting: 'os.version',
  read: (node) => {
    if (node.type === 'null' || (node.type === 'string' && node.value === ''))
      return { unknown: 'not-reported' };
    const version =
      node.type === 'string'
        ? /^(\d+(?:\.\d+){0,3})(?: \([0-9A-Za-z.]+\))?$/.exec(node.value)?.[1]
        : undefined;
    return version === undefined ? { unknown: 'ambiguous' } : { value: version };
  },
};

const unless = (row: Row, isNothing: (text: string) => boolean): Row => ({
  ...row,
  read: (node) =>
    node.type === 'null' || (node.type === 'string' && isNothing(node.value))
      ? { unknown: 'not-reported' }
      : row.read(node),
});
const blankOrUnknown = (text: string) => text === '' || text.toLowerCase() === 'unknown';
const noPatch = (text: string) => text === '' || text === '0000-00-00' || text === '1970-01-01';

export const facts: RowTable = {
  osVersion,
  androidSecurityPatchLevel: unless(
    textLike('os.securityPatch', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
    noPatch,
  ),
  jailBroken: unless(word('device.compromised', { true: true, false: false }), blankOrUnknown),
  managedDeviceOwnerType: unless(
    word('device.ownership', { company: 'corporate', personal: 'personal' }),
    blankOrUnknown,
  ),
};

/** Non-nullable: `false` also stands for "never reported" until the device has synced. */
export const syncedFacts: RowTable = {
  isEncrypted: flag('storage.encrypted'),
  isSupervised: flag('device.supervised'),
  managementState: word('device.managed', {
    managed: true,
    discovered: null,
    retirepending: null,
    retirefailed: null,
    wipepending: null,
    wipefailed: null,
    unhealthy: null,
    deletepending: null,
    retireissued: null,
    wipeissued: null,
    wipecanceled: null,
    retirecanceled: null,
  }),
};

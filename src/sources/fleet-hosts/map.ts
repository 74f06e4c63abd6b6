/**
 * Fleet host → canonical settings. Of phones Fleet knows no passcode, encryption or backup: what a row says of disk encryption is
 * of computers. Shape: Fleet, REST API, "Get host"; words of `enrollment_status`: Fleet, server/datastore (host_mdm).
 */
import { foldKey } from '../../artifacts/masking.ts';
import type { RowTable } from '../../artifacts/rows.ts';
import { type MapNode, stringOf } from '../../formats/node.ts';
import type { Inventory } from '../../inventory/define.ts';
import type { Envelope } from '../../inventory/envelope.ts';
import { type DeviceRow, isBlank, placesOf } from '../../inventory/place.ts';
import { osVersion, said } from '../../inventory/rows.ts';
import type { EnrolmentType, Platform } from '../../model/subject.ts';

const facts: RowTable = { os_version: osVersion };

/**
 * `Pending`: the device is assigned in Apple Business and has not enrolled yet. Automatic enrolment is for what an organisation
 * owns (Apple, Platform Deployment); newer versions of Fleet call it so.
 */
const enrollment: RowTable = {
  enrollment_status: [
    said('device.managed', {
      'On (automatic)': true,
      'On (company-owned)': true,
      'On (manual)': true,
      'On (manual - personal)': true,
      'On (personal)': true,
      Pending: false,
      Off: false,
    }),
    said('device.ownership', {
      'On (automatic)': 'corporate',
      'On (company-owned)': 'corporate',
      'On (manual)': null,
      'On (manual - personal)': 'personal',
      'On (personal)': 'personal',
      Pending: null,
      Off: null,
    }),
  ],
};

/** When Fleet last had the details of the phone; what it is seen by may be the agent of a computer. */
const detailed = { paths: ['detail_updated_at'], form: 'iso' } as const;

export const hosts: Inventory = {
  product: 'fleet',
  platform: platformOf,
  subject: {
    id: ['id'],
    serial: ['hardware_serial'],
    udid: ['uuid'],
    // Under User Enrolment Fleet has the EnrollmentID in place of the UDID.
    others: { 'apple-enrolment': ['uuid'] },
    model: ['hardware_model'],
    enrolment: ['mdm/enrollment_status'],
    enrolmentType: enrolmentTypeOf,
    lastSeen: detailed,
    labels: { team: 'team_name' },
  },
  sections: [
    { path: '', table: facts },
    { path: 'mdm', table: enrollment },
  ],
};

/** Fleet gives all hosts unless it is asked for a page; then `meta` says whether there are more. */
export const hostPage: Envelope = {
  rows: ['hosts', 'host'],
  next: ['meta/has_next_results', 'meta/has_previous_results'],
};

const phones: ReadonlySet<string> = new Set<Platform>(['ios', 'ipados', 'android']);
const isPhone = (text: string): text is Platform => phones.has(text);

/** Computers have `darwin`, `windows`, `ubuntu` and others; a host that never reported has none, in whichever way it is written. */
function platformOf(row: MapNode): Platform | 'other' | 'unclear' {
  const [only, ...others] = placesOf(row, 'platform', false);
  if (only === undefined || (others.length === 0 && isBlank(only[1]))) return 'other';
  const text = others.length > 0 ? undefined : stringOf(only[1]);
  if (text === undefined) return 'unclear';
  if (isPhone(text)) return text;
  return /ios|ipad|iphone|android/.test(foldKey(text)) ? 'unclear' : 'other';
}

/** "On (personal)" is account-driven User Enrolment; "On (manual - personal)" was that or a profile that was installed by hand. */
function enrolmentTypeOf(native: string, { node }: DeviceRow): EnrolmentType | undefined {
  if (platformOf(node) === 'android') return undefined;
  if (native === 'On (personal)') return 'user';
  return native === 'On (automatic)' || native === 'On (company-owned)' ? 'automated' : undefined;
}

import { appleKind } from '../apple-kinds.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-mdm-response',
  title: 'Apple MDM response of a device, also in the webhooks of NanoMDM and MicroMDM',
  platforms: ['ios'],
  recognised:
    'a property list with the body of an answer (SecurityInfo, QueryResponses, ProfileList, GlobalRestrictions, lists of apps or certificates), its envelope or a check-in; JSON with the topic mdm.Connect or another of mdm',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json, plist }: DetectionInput): Detection {
  if (json === undefined) return appleKind(plist) === 'mdm-message' ? 'yes' : 'no';
  const rows = [json.keys, json.rows.get('')];
  return rows.some((row) => /^mdm\.[A-Z]\w+$/.test(row?.get('topic') ?? '') && isEvent(row)) ? 'yes' : 'no';
}

/** MicroMDM, api-and-webhooks: each event has one of the two beside its topic. */
function isEvent(row: ReadonlyMap<string, string | undefined> | undefined): boolean {
  return row?.has('acknowledge_event') === true || row?.has('checkin_event') === true;
}

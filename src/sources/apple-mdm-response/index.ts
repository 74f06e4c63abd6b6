import { appleKind } from '../apple-kinds.ts';
import { defineSource, type Detection, type DetectionInput } from '../define.ts';

export default defineSource({
  id: 'apple-mdm-response',
  title: 'Apple MDM response of a device, also in the webhooks of NanoMDM and MicroMDM',
  platforms: ['ios'],
  recognised:
    'a property list with the body of an answer (SecurityInfo, QueryResponses, ProfileList, GlobalRestrictions, lists of apps or certificates), its envelope or a check-in; JSON with acknowledge_event or checkin_event beside a topic of mdm, or around raw_payload',
  detect,
  async *read(input, context) {
    yield* (await import('./read.ts')).read(input, context);
  },
});

function detect({ json, plist, text }: DetectionInput): Detection {
  if (json === undefined) return appleKind(plist) === 'mdm-message' ? 'yes' : 'no';
  const hasPayload = text?.includes('"raw_payload"') === true; // what is logged may have lost its topic
  const isOfMdm = (topic = '') => /^mdm\.[A-Z]\w+$/.test(topic) || hasPayload;
  const rows = [json.keys, json.rows.get('')];
  return rows.some((row) => isEvent(row) && isOfMdm(row?.get('topic'))) ? 'yes' : 'no';
}

/** MicroMDM, api-and-webhooks: each event has one of the two beside its topic. */
function isEvent(row: ReadonlyMap<string, string | undefined> | undefined): boolean {
  return row?.has('acknowledge_event') === true || row?.has('checkin_event') === true;
}

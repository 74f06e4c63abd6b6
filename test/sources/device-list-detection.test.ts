/** Which device list a file is, by what stands in it; lists without rows by what stands around them. */
import { describe, expect, it } from 'vitest';
import { detectionInput } from '../../src/sources/detect.ts';
import { sources } from '../../src/sources/registry.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Source → its answer, where it is not no. */
function answers(text: string): Record<string, string> {
  const facts = detectionInput('export', encode(text));
  return Object.fromEntries(
    sources.map((source) => [source.id, source.detect(facts)]).filter(([, answer]) => answer !== 'no'),
  );
}

describe('a device list is recognised by one source', () => {
  it.each<[string, string, string]>([
    ['Directory page without rows', '{"kind":"admin#directory#mobiledevices"}', 'google-directory-devices'],
    ['Directory rows', '[{"resourceId":"A","deviceId":"b","type":"ANDROID"}]', 'google-directory-devices'],
    ['Directory users without rows', '{"kind":"admin#directory#users"}', 'google-directory-users'],
    [
      'users of some fields',
      '{"users":[{"primaryEmail":"a@b","isEnrolledIn2Sv":true}]}',
      'google-directory-users',
    ],
    ['Cloud Identity', '{"devices":[{"name":"devices/a","deviceType":"IOS"}]}', 'google-cloud-identity'],
    ['one Cloud Identity device', '{"name":"devices/a","deviceType":"IOS"}', 'google-cloud-identity'],
    ['device users without rows', '{"deviceUsers":[]}', 'google-cloud-identity'],
    ['client states without rows', '{"clientStates":[]}', 'google-cloud-identity'],
    ['Android Management', '{"devices":[{"name":"enterprises/a/devices/b"}]}', 'android-management-devices'],
    [
      'Workspace ONE without rows',
      '{"Devices":[],"Page":0,"PageSize":500,"Total":0}',
      'workspace-one-devices',
    ],
    [
      'Workspace ONE details',
      '{"friendlyName":"x","platformInfo":{},"enrollmentInfo":{}}',
      'workspace-one-devices',
    ],
    ['SimpleMDM', '{"data":[{"type":"device","attributes":{"unique_identifier":"u"}}]}', 'simplemdm-devices'],
    [
      'one SimpleMDM device',
      '{"data":{"type":"device","attributes":{"unique_identifier":"u"}}}',
      'simplemdm-devices',
    ],
    [
      'SimpleMDM apps',
      '{"data":[{"type":"installed_app","attributes":{"short_version":"1"}}]}',
      'simplemdm-devices',
    ],
    ['GAM mobile devices without rows', 'resourceId,deviceId,type,os\n', 'google-directory-csv'],
    ['GAM mobile devices as JSON', 'resourceId,JSON\n', 'google-directory-csv'],
    ['GAM devices as JSON', 'name,JSON\ndevices/a,"{""name"":""devices/a""}"\n', 'google-directory-csv'],
    ['GAM devices', 'name,deviceType,osVersion,ownerType\n', 'google-directory-csv'],
    ['GAM users', 'primaryEmail,isEnrolledIn2Sv\n', 'google-directory-csv'],
  ])('%s', (_name, text, source) => {
    expect(answers(text)).toEqual({ [source]: 'yes' });
  });

  it.each<[string, string]>([['a page that may be anyone’s', '{"data":[],"has_more":false}']])(
    '%s, for want of another',
    (_name, text) => {
      expect(answers(text)).toEqual({ 'simplemdm-devices': 'maybe' });
    },
  );

  it.each<[string, string]>([
    ['devices of another service', '{"data":[{"type":"device","attributes":{"id":1}}]}'],
    ['groups that GAM prints', 'name,JSON\ngroups/a,{}\n'],
    ['users without their facts', 'primaryEmail,name.fullName\n'],
    ['users of another service', '{"users":[{"email":"a@b"}]}'],
    ['a file name', '{"name":"devices"}'],
    ['a part of Workspace ONE', '{"Devices":[{"Platform":"Apple"}]}'],
  ])('%s is none of them', (_name, text) => {
    expect(answers(text)).toEqual({});
  });
});

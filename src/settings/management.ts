import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const proof = { android: proofs.androidPolicy };
const reported = { android: `${proofs.androidPolicy}, or ${proofs.androidDevice}` };
const provisioning = { android: 'the bundle of an Android provisioning code (JSON)' };
const reporting = { type: 'boolean', merge: 'or', proof } as const;

/** What management knows of an Android phone, and what it is told by it. */
export const management = [
  defineSetting({
    id: 'device.managementMode',
    type: 'choice',
    title: 'What is managed: a work profile or the whole phone',
    merge: 'only',
    values: ['workProfile', 'fullyManaged'],
    proof: { android: `${proofs.androidDevice}, or ${proofs.googleInventory}` },
  }),
  defineSetting({
    id: 'device.commonCriteriaMode',
    type: 'boolean',
    title: 'Common Criteria Mode is on',
    merge: 'or',
    proof: reported,
  }),
  defineSetting({
    id: 'device.memoryTagging',
    type: 'boolean',
    title: 'Memory tagging is on and the user cannot switch it off',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'device.safeBoot.allowed',
    type: 'boolean',
    title: 'The phone can be started without its apps (safe mode)',
    merge: 'and',
    proof,
  }),
  defineSetting({
    id: 'device.factoryResetProtection',
    type: 'boolean',
    title: 'After a reset an administrator’s account is asked for',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'users.creation.allowed',
    type: 'boolean',
    title: 'Users and profiles can be added',
    merge: 'and',
    proof,
  }),
  defineSetting({
    id: 'users.removal.allowed',
    type: 'boolean',
    title: 'Other users can be removed',
    merge: 'and',
    proof,
  }),
  defineSetting({
    id: 'os.minimumApiLevel',
    type: 'integer',
    title: 'Lowest Android API level that counts as compliant',
    merge: 'max',
    proof,
  }),
  defineSetting({
    id: 'logging.security.enabled',
    type: 'boolean',
    title: 'Security events are logged for the organisation',
    merge: 'or',
    proof,
  }),
  defineSetting({
    id: 'logging.network.enabled',
    type: 'boolean',
    title: 'Network events are logged for the organisation',
    merge: 'or',
    proof,
  }),
  defineSetting({ ...reporting, id: 'reporting.applications.enabled', title: 'The phone reports its apps' }),
  defineSetting({
    ...reporting,
    id: 'reporting.deviceSettings.enabled',
    title: 'The phone reports its security settings',
  }),
  defineSetting({
    ...reporting,
    id: 'reporting.software.enabled',
    title: 'The phone reports its system version and patch level',
  }),
  defineSetting({
    ...reporting,
    id: 'reporting.systemProperties.enabled',
    title: 'The phone reports its system properties',
  }),
  defineSetting({
    ...reporting,
    id: 'reporting.commonCriteriaMode.enabled',
    title: 'The phone reports Common Criteria Mode',
  }),
  defineSetting({
    id: 'enforcement.fields',
    type: 'list',
    title: 'Fields of the policy whose breach blocks and wipes the phone',
    merge: 'union',
    proof,
  }),
  defineSetting({
    id: 'enrolment.downloadEncrypted',
    type: 'boolean',
    title: 'The management app is loaded over https',
    merge: 'and',
    proof: provisioning,
  }),
  defineSetting({
    id: 'enrolment.packageVerified',
    type: 'boolean',
    title: 'The management app is compared with a checksum',
    merge: 'and',
    proof: provisioning,
  }),
  defineSetting({
    id: 'enrolment.encryptionKept',
    type: 'boolean',
    title: 'Enrolment does not skip the encryption of the storage',
    merge: 'and',
    proof: provisioning,
  }),
] as const;

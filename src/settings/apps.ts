import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const ios = { ios: proofs.restrictions };
const android = { android: proofs.androidPolicy };
const both = { ...ios, ...android };
const inventory = { ios: proofs.appInventory, android: proofs.androidApps };
const reported = { android: `${proofs.androidPolicy}, or ${proofs.androidDevice}` };
const listed = { type: 'list', merge: 'union', proof: android } as const;
const protection = { ios: proofs.appProtection, android: proofs.appProtection };

export const apps = [
  defineSetting({
    id: 'apps.installed',
    type: 'list',
    title: 'Apps on the phone (bundle ids or package names)',
    merge: 'union',
    proof: inventory,
  }),
  defineSetting({
    id: 'apps.installPolicy',
    type: 'choice',
    title: 'Which apps may be used or installed',
    merge: 'strictest',
    values: ['open', 'denyList', 'allowList'],
    proof: both,
  }),
  defineSetting({
    id: 'apps.installation.allowed',
    type: 'boolean',
    title: 'The user may install apps',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'apps.unknownSources.allowed',
    type: 'boolean',
    title: 'Apps from outside the managed store can be installed',
    merge: 'and',
    proof: both,
  }),
  defineSetting({
    id: 'apps.verification.enforced',
    type: 'boolean',
    title: 'Google Play Protect checks apps and cannot be switched off',
    merge: 'or',
    proof: reported,
  }),
  defineSetting({
    id: 'apps.contentProtection',
    type: 'boolean',
    title: 'Deceptive apps are looked for and the user cannot switch it off',
    merge: 'or',
    proof: android,
  }),
  defineSetting({
    id: 'apps.removal.allowed',
    type: 'boolean',
    title: 'The user may remove apps',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'apps.overlays.allowed',
    type: 'boolean',
    title: 'Apps may draw windows over others',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'apps.updates.automatic',
    type: 'boolean',
    title: 'Apps update themselves',
    merge: 'and',
    proof: android,
  }),
  defineSetting({
    id: 'apps.inputMethods',
    type: 'choice',
    title: 'Which keyboards may be used',
    merge: 'strictest',
    values: ['any', 'listed', 'systemOnly'],
    proof: android,
  }),
  defineSetting({
    id: 'apps.accessibilityServices',
    type: 'choice',
    title: 'Which accessibility services may be used',
    merge: 'strictest',
    values: ['any', 'listed', 'systemOnly'],
    proof: android,
  }),
  defineSetting({ ...listed, id: 'apps.available', title: 'Apps that the policy installs or offers' }),
  defineSetting({ ...listed, id: 'apps.blocked', title: 'Apps that the policy keeps off the phone by name' }),
  defineSetting({ ...listed, id: 'apps.disabled', title: 'Apps that the policy switches off' }),
  defineSetting({
    ...listed,
    id: 'apps.managedConfiguration',
    title: 'Settings that the policy gives to apps (package: key = value)',
  }),
  defineSetting({
    id: 'apps.defaultPermission',
    type: 'choice',
    title: 'What happens when an app asks for a permission',
    merge: 'strictest',
    values: ['grant', 'prompt', 'deny'],
    proof: android,
  }),
  defineSetting({
    id: 'managedApps.backup.allowed',
    type: 'boolean',
    title: 'Work data of protected apps goes into backups',
    merge: 'and',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.contactSync.allowed',
    type: 'boolean',
    title: 'Protected apps copy work contacts to the phone',
    merge: 'and',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.pin.required',
    type: 'boolean',
    title: 'Protected apps ask for a PIN',
    merge: 'or',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.pin.minimumLength',
    type: 'integer',
    title: 'Shortest PIN of protected apps',
    merge: 'max',
    unit: 'characters',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.printing.allowed',
    type: 'boolean',
    title: 'Protected apps print work data',
    merge: 'and',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.saveAs.allowed',
    type: 'boolean',
    title: 'Protected apps save copies of work data anywhere',
    merge: 'and',
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.outboundTransfer',
    type: 'choice',
    title: 'Apps that work data may be sent to',
    merge: 'strictest',
    values: ['allApps', 'managedApps', 'none'],
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.notifications',
    type: 'choice',
    title: 'Work data in notifications of protected apps',
    merge: 'strictest',
    values: ['allow', 'blockOrganizationalData', 'block'],
    proof: protection,
  }),
  defineSetting({
    id: 'managedApps.encrypted',
    type: 'boolean',
    title: 'Work data of protected apps is encrypted',
    merge: 'or',
    proof: protection,
  }),
] as const;

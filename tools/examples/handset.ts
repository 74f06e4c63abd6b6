/** What an analyst has after a visit to two made-up phones: docs/handset-check.md works with it. */
import { androidHandset } from './handset-android.ts';
import { intuneDevices, iphoneBackup } from './handset-iphone.ts';

const readme = `# Two made-up phones

Synthetic: written by tools/examples/handset.ts (\`npm run examples\`). No phone, person or organisation stands behind a line of it.
[The guide](../../docs/handset-check.md) goes through it step by step, as of 20 November 2026.

- \`evidence/lon-017-iphone\`: the backup folder of an iPhone, not encrypted; \`evidence/intune-devices.json\`: the row that Intune has of it.
- \`evidence/lon-018-android\`: what tools/collect-android.sh writes of an Android phone with a work profile.
- \`attestations.yaml\`: what people stated about both.
`;

const attestations = `# Synthetic: no person stated any of this.
schema: passmuster-attestations/1
organisation: Example Agency (synthetic)
attestations:
  - id: 2026-11-two-step-lon-017
    setting: app.twoStepVerification
    value: true
    scope: { subjects: [00000000-0000-4000-8000-00000000e017], app: whatsapp }
    statement: Seen on the handset, Settings, Account, Two-step verification, on.
    method: witnessed
    attestedBy: { role: Line manager, id: p-91c2 }
    witnessedBy: { role: Security analyst, id: p-0b77 }
    attestedAt: 2026-11-18T10:15:00Z
    validFor: P30D
  - id: 2026-11-camera-lon-017
    setting: statement.permissionJustified.camera
    value: true
    scope: { subjects: [00000000-0000-4000-8000-00000000e017], app: whatsapp }
    statement: Site surveys need pictures, decided by the information asset owner.
    method: interview
    attestedBy: { role: Information asset owner }
    attestedAt: 2026-11-18
    validFor: P1Y
  - id: 2026-10-linked-lon-017
    setting: app.linkedDevices.count
    value: 0
    scope: { subjects: [00000000-0000-4000-8000-00000000e017], app: whatsapp }
    statement: Seen on the handset, Settings, Linked devices, none.
    method: self-report
    attestedBy: { role: User of the phone, id: p-55d0 }
    attestedAt: 2026-10-02T16:40:00Z
    validFor: P30D
  - id: 2026-11-two-step-lon-018-work
    setting: app.twoStepVerification
    value: true
    scope: { subjects: [lon-018-android], app: whatsapp, account: '10' }
    statement: Seen in the app of the work profile, Two-step verification, on.
    method: self-report
    attestedBy: { role: User of the phone, id: p-7e1a }
    attestedAt: 2026-11-18T09:45:00Z
    validFor: P30D
  - id: 2026-11-records-lon-018
    setting: statement.recordsTransferred
    value: 2026-11-02
    scope: { subjects: [lon-018-android] }
    statement: Conversations up to that day were exported to the records system.
    method: interview
    attestedBy: { role: Records manager }
    attestedAt: 2026-11-18
    validFor: P90D
`;

type HandsetFile = readonly [path: string, content: string | Uint8Array];

/** Path below examples/handset → content. */
export const handsetFiles = (): ReadonlyMap<string, string | Uint8Array> =>
  new Map([
    ['README.md', readme],
    ['attestations.yaml', attestations],
    ['evidence/intune-devices.json', `${JSON.stringify(intuneDevices, null, 2)}\n`],
    ...[...androidHandset].map(([path, content]): HandsetFile => [
      `evidence/lon-018-android/${path}`,
      content,
    ]),
    ...[...iphoneBackup()].map(([path, content]): HandsetFile => [
      `evidence/lon-017-iphone/${path}`,
      content,
    ]),
  ]);

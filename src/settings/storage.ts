import { defineSetting } from './define.ts';
import { proofs } from './proofs.ts';

const ios = { ios: proofs.restrictions };

export const storage = [
  defineSetting({
    id: 'storage.encrypted',
    type: 'boolean',
    title: 'The storage is encrypted',
    merge: 'and',
    proof: { ios: proofs.inventory, android: proofs.androidInventoryOrHandset },
  }),
  defineSetting({
    id: 'storage.usbDrives.allowed',
    type: 'boolean',
    title: 'Files can open USB drives',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'storage.networkDrives.allowed',
    type: 'boolean',
    title: 'Files can open network drives',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'storage.externalMedia.allowed',
    type: 'boolean',
    title: 'Memory cards and other external media can be mounted',
    merge: 'and',
    proof: { android: proofs.androidPolicyOrHandset },
  }),
  defineSetting({
    id: 'backup.local.encrypted',
    type: 'boolean',
    title: 'Backups to a computer are encrypted',
    merge: 'or',
    proof: {
      ios: `${proofs.restrictions}, or an iPhone backup`,
      android: 'the header of a backup that adb made',
    },
  }),
  defineSetting({
    id: 'backup.cloud.enabled',
    type: 'boolean',
    title: 'The phone backs itself up to the vendor’s cloud',
    merge: 'and',
    proof: {
      ios: `${proofs.deviceReport}, or a profile that forbids it`,
      android:
        'an Android policy that forbids the backup service, or a bugreport or adb collection of the phone',
    },
  }),
  defineSetting({
    id: 'backup.cloud.allowed',
    type: 'boolean',
    title: 'Backup to the vendor’s cloud is allowed',
    merge: 'and',
    proof: { ios: proofs.restrictions, android: proofs.androidPolicyOrHandset },
  }),
  defineSetting({
    id: 'backup.managedApps.cloudSync',
    type: 'boolean',
    title: 'Managed apps may keep data in iCloud',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'backup.enterpriseBooks.allowed',
    type: 'boolean',
    title: 'Books distributed by the organisation are backed up',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'cloud.documents.allowed',
    type: 'boolean',
    title: 'Documents and data sync through iCloud',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'cloud.keychain.allowed',
    type: 'boolean',
    title: 'Passwords sync through iCloud Keychain',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'cloud.photos.allowed',
    type: 'boolean',
    title: 'Photos sync through iCloud',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'cloud.photoStream.allowed',
    type: 'boolean',
    title: 'My Photo Stream is allowed',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'cloud.sharedAlbums.allowed',
    type: 'boolean',
    title: 'Shared photo albums are allowed',
    merge: 'and',
    proof: ios,
  }),
  defineSetting({
    id: 'backup.cloud.lastDate',
    type: 'date',
    title: 'Day of the last backup to the vendor’s cloud',
    merge: 'min',
    proof: { ios: proofs.deviceReport },
  }),
  defineSetting({
    id: 'backup.enterpriseBookNotes.allowed',
    type: 'boolean',
    title: 'Notes and highlights in books of the organisation are synced',
    merge: 'and',
    proof: { ios: proofs.restrictionsPayload },
  }),
] as const;

/** PM12xx the frame of a profile: payloads, identifiers, versions. */
import { type CodePage, documents } from './define.ts';

export const structureCodes = {
  PM1201: {
    level: 'error',
    title: 'A payload cannot be read as one',
    means:
      'A member of `PayloadContent` is not a dictionary, or does not say its `PayloadType` once and as text.',
    why: 'Nothing says what it is to do: the phone may refuse the profile, or go on without it.',
    mend: 'Write the payload as a dictionary with `PayloadType`, `PayloadVersion`, `PayloadIdentifier` and `PayloadUUID`.',
    source: documents.common,
  },
  PM1202: {
    level: 'warning',
    title: 'Not a UUID',
    means: '`PayloadUUID` is not of the form 8-4-4-4-12 hexadecimal digits.',
    why: 'Phones and servers tell payloads apart by it; a made-up text is easily used twice.',
    example: '<key>PayloadUUID</key>\n<string>my-profile</string>',
    mend: 'Write the output of `uuidgen`.',
    source: documents.common,
  },
  PM1203: {
    level: 'warning',
    title: 'PayloadVersion is not 1',
    means:
      'The only version of payloads and profiles that Apple documents is 1. It is not a counter of your changes.',
    why: 'What a phone does with another version is not documented.',
    example: '<key>PayloadVersion</key>\n<integer>7</integer>',
    mend: 'Write 1, and count your changes elsewhere, for example in `PayloadDescription`.',
    source: documents.common,
  },
  PM1204: {
    level: 'error',
    title: 'Two parts of a profile share a UUID',
    means: 'A `PayloadUUID` stands more than once in the profile.',
    why: 'Payloads refer to each other by UUID (a Wi-Fi network to its certificate): which one is meant is open, and an update may replace the wrong one.',
    mend: 'Give every payload a UUID of its own.',
    source: documents.common,
  },
  PM1205: {
    level: 'warning',
    title: 'Two payloads of a profile share an identifier',
    means: 'Apple: the `PayloadIdentifier` "must be unique within the profile".',
    why: 'When the profile is replaced, the phone matches old and new payloads by identifier and UUID.',
    mend: 'Append a component of its own to the identifier of every payload.',
    source: documents.common,
  },
  PM1206: {
    level: 'warning',
    title: 'Two profiles of the run share an identifier',
    means: 'The `PayloadIdentifier` of the profile decides whether it replaces an installed one or is added.',
    why: 'The two cannot both be on one phone: the later one replaces the earlier.',
    mend: 'If both are to be installed, give one another identifier. If they are versions of one profile, lint them apart.',
    source: documents.topLevel,
  },
  PM1207: {
    level: 'warning',
    title: 'Two profiles of the run share a UUID',
    means:
      'A `PayloadUUID` stands in more than one of the profiles, as happens when one is copied from the other.',
    why: 'Apple wants them globally unique; references by UUID may find the wrong payload.',
    mend: 'Make new UUIDs for the copy.',
    source: documents.common,
  },
  PM1208: {
    level: 'warning',
    title: 'A payload sets nothing',
    means: 'The payload has no keys besides those that every payload has.',
    why: 'It looks as if something were configured, and nothing is.',
    example: '<dict>\n  <key>PayloadType</key><string>com.apple.applicationaccess</string>\n  …\n</dict>',
    mend: 'Add the keys that were meant, or take the payload out.',
    source: documents.payloads,
  },
  PM1209: {
    level: 'warning',
    title: 'The profile has no payload',
    means: '`PayloadContent` is empty.',
    why: 'The profile configures nothing.',
    mend: 'Add payloads, or remove the profile.',
    source: documents.topLevel,
  },
  PM1210: {
    level: 'warning',
    title: 'A payload without a profile around it',
    means:
      'The file holds one payload, as some tools store it, and not a profile (`PayloadType` Configuration).',
    why: 'A phone does not install it.',
    mend: 'Put it into the `PayloadContent` of a profile.',
    source: documents.topLevel,
  },
  PM1211: {
    level: 'note',
    title: 'The profile is for another kind of device',
    means: '`TargetDeviceType` names an Apple Watch, HomePod, Apple TV, Mac or Vision Pro.',
    why: 'iPhones and iPads do not take it, and its payloads were not checked: the key table is that of iPhone and iPad.',
    example: '<key>TargetDeviceType</key>\n<integer>5</integer>',
    mend: 'Nothing, if that is meant. For iPhones and iPads write 1, or leave the key out.',
    source: documents.topLevel,
  },
  PM1212: {
    level: 'note',
    title: 'The profile carries declarations',
    means: 'A `com.apple.declarations` payload holds declarations as JSON; they are checked like payloads.',
    why: 'They are applied by declarative management (iOS 17 and newer), which has rules of its own.',
    mend: 'Nothing.',
    source: documents.declarations,
  },
} as const satisfies Record<string, CodePage>;
